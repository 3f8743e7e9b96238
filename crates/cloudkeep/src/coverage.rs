//! `cloudkeep coverage`: which operations of each service are built.

use serde_json::json;
use wire::contracts::{CONTRACTS, contract};

use crate::compose;
use crate::terminal::{line, styled, table};

/// Prints the coverage of all services, or of one operation by operation.
///
/// # Errors
/// If there is no such service.
pub fn print(service: Option<&str>, as_json: bool) -> Result<(), String> {
    let registry = compose::registry();
    let built = registry.operations();
    let is_built = |service: &str, operation: &str| built.binary_search(&(service, operation)).is_ok();
    if let Some(id) = service {
        let Some(contract) = contract(id).filter(|contract| !contract.own) else {
            let known: Vec<&str> = CONTRACTS.iter().filter(|c| !c.own).map(|c| c.id).collect();
            return Err(format!("there is no service {id:?}. Services: {}", known.join(", ")));
        };
        let operations = &contract.service().operations;
        if as_json {
            let rows: Vec<_> =
                operations.iter().map(|o| json!({"operation": o.name, "implemented": is_built(id, o.name)})).collect();
            line(&json!({"service": id, "operations": rows}).to_string());
        } else {
            for operation in operations {
                let (mark, style) = if is_built(id, operation.name) { ("yes", "32") } else { ("no ", "2") };
                line(&format!("{}  {}", styled(style, mark), operation.name));
            }
        }
        return Ok(());
    }
    let mut rows = Vec::new();
    let mut total = (0, 0);
    for contract in CONTRACTS.iter().filter(|contract| !contract.own) {
        let operations = &contract.service().operations;
        let done = operations.iter().filter(|o| is_built(contract.id, o.name)).count();
        total = (total.0 + done, total.1 + operations.len());
        rows.push((contract.id, done, operations.len()));
    }
    if as_json {
        let services: Vec<_> =
            rows.iter().map(|(id, done, all)| json!({"service": id, "implemented": done, "operations": all})).collect();
        line(&json!({"services": services, "implemented": total.0, "operations": total.1}).to_string());
        return Ok(());
    }
    let mut cells: Vec<Vec<String>> = rows
        .iter()
        .map(|(id, done, all)| {
            vec![(*id).to_owned(), done.to_string(), all.to_string(), format!("{}%", done * 100 / (*all).max(1))]
        })
        .collect();
    cells.push(vec![
        "total".to_owned(),
        total.0.to_string(),
        total.1.to_string(),
        format!("{}%", total.0 * 100 / total.1.max(1)),
    ]);
    table(&["service", "implemented", "operations", ""], &cells);
    Ok(())
}
