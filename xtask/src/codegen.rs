//! `xtask codegen`: typed requests, replies, enumerations and errors of the services that are built, and the table of all contracts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use wire::model::{Member, Service, ShapeId, ShapeKind};

use crate::models::{OWN, SERVICES};

/// Services with a crate of their own, by their name in `models/`, and the folder of that crate.
const BUILT: &[(&str, &str)] = &[
    ("cloudtrail", "cloudtrail"),
    ("cloudwatch", "cloudwatch"),
    ("config", "config"),
    ("events", "events"),
    ("guardduty", "guardduty"),
    ("iam", "iam"),
    ("kms", "kms"),
    ("lambda", "lambda"),
    ("logs", "logs"),
    ("organizations", "organizations"),
    ("s3", "s3"),
    ("scheduler", "scheduler"),
    ("secretsmanager", "secretsmanager"),
    ("securityhub", "securityhub"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("sts", "sts"),
];

/// Services whose typed form is a second module of another service's crate, and the file it is.
const BESIDE: &[(&str, &str)] = &[
    ("cloudtrail-data", "cloudtrail/src/data_api.rs"),
    ("config-cloudkeep", "config/src/own_api.rs"),
    ("logs-otlp", "logs/src/otlp_api.rs"),
    ("monitoring-otlp", "cloudwatch/src/otlp_api.rs"),
];

/// Writes (or with `check` compares) everything that is generated.
pub fn all(root: &Path, check: bool) -> Result<(), String> {
    contracts(root, check)?;
    for (service, folder) in BUILT {
        let text = api(&load(root, service)?)?;
        settle(&root.join(format!("crates/services/{folder}/src/api.rs")), &text, check)?;
    }
    for (service, file) in BESIDE {
        let text = api(&load(root, service)?)?;
        settle(&root.join(format!("crates/services/{file}")), &text, check)?;
    }
    Ok(())
}

/// The table of contracts in the `wire` crate.
pub fn contracts(root: &Path, check: bool) -> Result<(), String> {
    let mut text = format!(
        "//! The table of contracts. Written by `cargo xtask codegen`; do not edit.\n\nuse crate::model::Contract;\n\n/// Every service whose contract is known, in the order of their names.\npub static CONTRACTS: [Contract; {}] = [\n",
        SERVICES.len() + OWN.len()
    );
    for id in SERVICES.iter().chain(OWN) {
        let service = load(root, id)?;
        let target = service.target_prefix.map_or("None".to_owned(), |p| format!("Some({p:?})"));
        let make = if OWN.contains(id) { "own" } else { "new" };
        let _ = writeln!(
            text,
            "    Contract::{make}(\n        {id:?},\n        {:?},\n        {:?},\n        {target},\n        {:?},\n        include_str!(\"../../../models/{}.json\"),\n    ),",
            service.signing_name,
            service.endpoint_prefix,
            service.api_version,
            place(id)
        );
    }
    text.push_str("];\n\n/// The contract called `id` in `models/`.\npub fn contract(id: &str) -> Option<&'static Contract> {\n    CONTRACTS.iter().find(|c| c.id == id)\n}\n");
    settle(&root.join("crates/wire/src/contracts.rs"), &text, check)
}

/// The name of a contract's file in `models/`, without its ending.
fn place(id: &str) -> String {
    if OWN.contains(&id) { format!("own/{id}") } else { id.to_owned() }
}

fn load(root: &Path, id: &'static str) -> Result<Service, String> {
    let path = root.join(format!("models/{}.json", place(id)));
    let text = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
    Service::parse(id, Box::leak(text.into_boxed_str()))
}

fn settle(path: &Path, text: &str, check: bool) -> Result<(), String> {
    let present = fs::read_to_string(path).unwrap_or_default();
    if present == text {
        return Ok(());
    }
    if check {
        return Err(format!("{} is stale: run `cargo xtask codegen`", path.display()));
    }
    fs::write(path, text).map_err(|e| format!("{}: {e}", path.display()))
}

/// The text of a service's `api.rs`.
fn api(service: &Service) -> Result<String, String> {
    let shapes = reachable(service);
    let mut text = format!(
        "//! Typed form of `models/{}.json` (API version {}). Written by `cargo xtask codegen`; do not edit.\n//!\n{}\n#![allow(missing_docs, reason = \"generated: the names are the API reference's\")]\n#![allow(clippy::module_name_repetitions, reason = \"generated\")]\n\nuse wire::generated::*;\n\n",
        place(service.id),
        service.api_version,
        match OWN.contains(&service.id) {
            true => "//! The documentation of the service says what the names mean.",
            false => "//! Names are AWS's own; the API reference of the service says what they mean.",
        }
    );
    for id in &shapes {
        let shape = service.shape(*id);
        match &shape.kind {
            ShapeKind::String { values, .. } if !values.is_empty() => {
                let _ = writeln!(text, "enumeration! {{ {} {{", type_name(shape.name));
                let mut taken = BTreeSet::new();
                for value in values {
                    let mut name = variant(value);
                    while !taken.insert(name.clone()) {
                        name.push('_');
                    }
                    let _ = writeln!(text, "    {name} = {value:?},");
                }
                text.push_str("} }\n");
            }
            ShapeKind::Structure(structure) if !structure.document => {
                let mut fields = String::new();
                for member in &structure.members {
                    if structure.error.is_some() && member.name.eq_ignore_ascii_case("message") {
                        continue;
                    }
                    // How a stream ends in an error is written from a failure, not from a document.
                    let ends = |shape| service.structure(shape).is_some_and(|s| s.error.is_some());
                    if structure.event_stream && ends(member.shape) {
                        continue;
                    }
                    let required = structure.required.contains(&member.name);
                    let ty = field_type(service, *id, member, required);
                    let _ = writeln!(fields, "    {}: {ty} = {:?},", field_name(member.name), member.name);
                }
                match &structure.error {
                    Some(error) => {
                        let message = structure.members.iter().find(|m| m.name.eq_ignore_ascii_case("message"));
                        let _ = writeln!(
                            text,
                            "modelled_error! {{ {}({:?}, {}, {}, {:?}) {{\n{fields}}} }}",
                            type_name(shape.name),
                            error.code,
                            error.status,
                            if error.sender { "Sender" } else { "Receiver" },
                            message.map_or("message", |m| m.name),
                        );
                    }
                    None => {
                        let _ = writeln!(text, "structure! {{ {} {{\n{fields}}} }}", type_name(shape.name));
                    }
                }
            }
            _ => {}
        }
    }
    let _ = writeln!(
        text,
        "\n/// The operations, as types.\npub mod operation {{\n    use super::*;\n\n    operations! {{ {:?} {{",
        service.id
    );
    for operation in &service.operations {
        let of = |id: Option<ShapeId>| id.map_or("Unit".to_owned(), |id| type_name(service.shape(id).name));
        let _ = writeln!(text, "        {}: {} => {},", operation.name, of(operation.input), of(operation.output));
    }
    text.push_str("    } }\n}\n");
    Ok(text)
}

/// Every shape that an operation uses, by name.
fn reachable(service: &Service) -> Vec<ShapeId> {
    let mut found = BTreeMap::new();
    let mut open: Vec<ShapeId> =
        service.operations.iter().flat_map(|o| o.input.into_iter().chain(o.output).chain(o.errors.iter().copied())).collect();
    while let Some(id) = open.pop() {
        let shape = service.shape(id);
        if found.insert(shape.name, id).is_some() {
            continue;
        }
        match &shape.kind {
            ShapeKind::Structure(structure) => open.extend(structure.members.iter().map(|m| m.shape)),
            ShapeKind::List { member, .. } => open.push(member.shape),
            ShapeKind::Map { key, value, .. } => open.extend([key.shape, value.shape]),
            _ => {}
        }
    }
    found.into_values().collect()
}

fn field_type(service: &Service, owner: ShapeId, member: &Member, required: bool) -> String {
    let mut ty = rust_type(service, member.shape);
    if contains_directly(service, member.shape, owner, &mut BTreeSet::new()) {
        ty = format!("Box<{ty}>");
    }
    if required { ty } else { format!("Option<{ty}>") }
}

/// Whether a value of `shape` holds one of `owner` without a collection between, so that it needs a box.
fn contains_directly(service: &Service, shape: ShapeId, owner: ShapeId, seen: &mut BTreeSet<&'static str>) -> bool {
    if shape == owner {
        return true;
    }
    let Some(structure) = service.structure(shape) else { return false };
    seen.insert(service.shape(shape).name) && structure.members.iter().any(|m| contains_directly(service, m.shape, owner, seen))
}

fn rust_type(service: &Service, id: ShapeId) -> String {
    let shape = service.shape(id);
    let plain = match &shape.kind {
        ShapeKind::Structure(structure) if structure.document => "::serde_json::Value".to_owned(),
        ShapeKind::Structure(_) => return type_name(shape.name),
        ShapeKind::List { member, .. } => format!("Vec<{}>", rust_type(service, member.shape)),
        ShapeKind::Map { value, .. } => format!("BTreeMap<String, {}>", rust_type(service, value.shape)),
        ShapeKind::String { values, .. } if !values.is_empty() => return type_name(shape.name),
        ShapeKind::String { .. } => "String".to_owned(),
        ShapeKind::Integer => "i32".to_owned(),
        ShapeKind::Long => "i64".to_owned(),
        ShapeKind::Double => "f64".to_owned(),
        ShapeKind::Boolean => "bool".to_owned(),
        ShapeKind::Blob { .. } => "Bytes".to_owned(),
        ShapeKind::Timestamp { .. } => "Timestamp".to_owned(),
    };
    if shape.sensitive { format!("Sensitive<{plain}>") } else { plain }
}

/// A shape's name as a type; names of the prelude get a suffix.
fn type_name(name: &str) -> String {
    let mut letters = name.chars();
    let name: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
    match name.as_str() {
        "String" | "Option" | "Vec" | "Box" | "Result" | "Some" | "None" | "Ok" | "Err" | "Timestamp" | "Bytes" | "Unit"
        | "Document" | "Sensitive" | "Default" | "Debug" | "Clone" | "Shape" => format!("{name}Shape"),
        _ => name,
    }
}

/// `UserName` and `MFADeviceARNs` as `user_name` and `mfa_device_arns`.
fn field_name(name: &str) -> String {
    let letters: Vec<char> = name.chars().collect();
    let mut field = String::new();
    for (index, letter) in letters.iter().enumerate() {
        if !letter.is_alphanumeric() {
            field.push('_');
            continue;
        }
        let before = index.checked_sub(1).and_then(|i| letters.get(i));
        let after = letters.get(index + 1);
        let starts_word = letter.is_uppercase()
            && before.is_some_and(|b| {
                !b.is_uppercase() && *b != '_' || after.is_some_and(|a| a.is_lowercase() && !is_plural_end(&letters, index + 1))
            });
        if starts_word && !field.ends_with('_') {
            field.push('_');
        }
        field.extend(letter.to_lowercase());
    }
    match field.as_str() {
        "type" | "trait" | "match" | "ref" | "use" | "where" | "move" | "enum" | "in" | "for" | "fn" | "mod" | "loop"
        | "static" | "default" | "async" | "await" | "override" | "final" | "box" | "do" | "macro" | "virtual" | "yield"
        | "try" | "abstract" | "continue" => {
            format!("r#{field}")
        }
        "self" | "super" | "crate" => format!("{field}_"),
        _ => field,
    }
}

/// Whether the letter is the `s` of a plural abbreviation, such as in `ARNs`.
fn is_plural_end(letters: &[char], index: usize) -> bool {
    letters.get(index) == Some(&'s') && letters.get(index + 1).is_none_or(|next| next.is_uppercase())
}

/// An enumeration's value as a variant: `ec2-instance` and `IN_PROGRESS` as `Ec2Instance` and `InProgress`.
fn variant(value: &str) -> String {
    let shouting = !value.chars().any(char::is_lowercase);
    let mut name = String::new();
    let mut start = true;
    for letter in value.chars() {
        if !letter.is_ascii_alphanumeric() {
            start = true;
        } else if start {
            name.extend(letter.to_uppercase());
            start = false;
        } else if shouting {
            name.extend(letter.to_lowercase());
        } else {
            name.push(letter);
        }
    }
    if name.chars().next().is_none_or(|c| c.is_ascii_digit()) || name == "Self" {
        name.insert(0, 'V');
    }
    name
}
