//! `cloudkeep import schema`: schemas of customers' own resource types, as they are written for CloudFormation, into a server.
#![expect(clippy::indexing_slicing, reason = "a member of JSON that is not there reads as null")]

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Args;
use serde_json::{Value, json};

use super::import::PATH;
use crate::aws::{CallError, Connection, ConnectionArguments};
use crate::report::{self, Report, SOME_LEFT_OUT};
use crate::terminal::{line, table};

const DESCRIBE: (&str, &str) = ("config", "CloudkeepConfig.DescribeResourceType");
const REGISTER: (&str, &str) = ("config", "CloudkeepConfig.RegisterResourceType");

/// `cloudkeep import schema`.
#[derive(Args)]
pub struct SchemaArguments {
    /// Files with a schema each, which names its type in `typeName`.
    #[arg(required = true)]
    paths: Vec<PathBuf>,
    #[command(flatten)]
    connection: ConnectionArguments,
    /// Print the outcome as JSON.
    #[arg(long)]
    json: bool,
}

/// A schema that is on the server.
struct Registered {
    type_name: String,
    version: String,
    /// Whether it was there already.
    known: bool,
}

/// Registers schemas, prints their versions, and says by the exit code whether all were taken.
///
/// # Errors
/// When there is no way to the server.
pub fn run(arguments: &SchemaArguments) -> Result<ExitCode, String> {
    let connection = Connection::open(&arguments.connection)?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().map_err(|e| format!("cannot start: {e}"))?;
    let (mut registered, mut reports) = (Vec::new(), Vec::new());
    for path in &arguments.paths {
        match runtime.block_on(one(&connection, path)) {
            Ok(done) => registered.push(done),
            Err(why) => reports.push(Report::of(path.clone(), why)),
        }
    }
    report::tell(&reports);
    if arguments.json {
        let shown: Vec<Value> = registered
            .iter()
            .map(|one| json!({"typeName": one.type_name, "schemaVersionId": one.version, "known": one.known}))
            .collect();
        line(&json!({"schemas": shown, "reports": report::as_json(&reports)}).to_string());
    } else if !registered.is_empty() {
        let row = |one: Registered| vec![one.type_name, one.version, if one.known { "was there" } else { "new" }.to_owned()];
        table(&["TYPE", "VERSION", ""], &registered.into_iter().map(row).collect::<Vec<_>>());
    }
    Ok(if reports.is_empty() { ExitCode::SUCCESS } else { ExitCode::from(SOME_LEFT_OUT) })
}

async fn one(connection: &Connection, path: &Path) -> Result<Registered, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let schema: Value = serde_json::from_str(&text).map_err(|error| format!("no JSON: {error}"))?;
    let type_name = schema["typeName"].as_str().ok_or("the schema has no typeName")?.to_owned();
    match call(connection, DESCRIBE, &json!({"TypeName": type_name})).await {
        Ok(newest) => {
            let there: Option<Value> = newest["Schema"].as_str().and_then(|text| serde_json::from_str(text).ok());
            if there.as_ref() == Some(&schema) {
                let version = newest["SchemaVersionId"].as_str().unwrap_or_default().to_owned();
                return Ok(Registered { type_name, version, known: true });
            }
        }
        Err(error) if error.code == "ResourceNotFoundException" => {}
        Err(error) => return Err(error.to_string()),
    }
    let body = json!({"TypeName": type_name, "Schema": text});
    let answered = call(connection, REGISTER, &body).await.map_err(|error| error.to_string())?;
    let version = answered["SchemaVersionId"].as_str().unwrap_or_default().to_owned();
    Ok(Registered { type_name, version, known: false })
}

async fn call(connection: &Connection, operation: (&str, &str), body: &Value) -> Result<Value, CallError> {
    connection.json(operation, &connection.region, PATH, body.to_string().into()).await
}
