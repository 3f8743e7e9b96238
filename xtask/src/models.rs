//! `xtask models`: the facts of every service, out of botocore's data folder.
//!
//! Only facts are taken: names, types, constraints, bindings and errors. Documentation text, examples and endpoint rules stay behind.

use std::fs;
use std::io::Read;
use std::path::Path;

use serde_json::{Map, Value};

/// The services whose contracts the project carries, by their folder in botocore.
pub const SERVICES: &[&str] = &[
    "accessanalyzer",
    "account",
    "application-autoscaling",
    "budgets",
    "ce",
    "cloudtrail",
    "cloudtrail-data",
    "cloudwatch",
    "config",
    "cur",
    "events",
    "guardduty",
    "health",
    "iam",
    "kms",
    "lambda",
    "logs",
    "organizations",
    "resourcegroupstaggingapi",
    "s3",
    "scheduler",
    "secretsmanager",
    "securityhub",
    "service-quotas",
    "sns",
    "sqs",
    "ssm",
    "sts",
    "support",
    "trustedadvisor",
];

/// Contracts of this project's own operations, written by hand in `models/own/`: what AWS's API of a service has no operation for. They come after all
/// others, so that a service's own name is found first.
pub const OWN: &[&str] = &["config-cloudkeep"];

/// Keys that carry prose or matters of client configuration.
const LEFT_OUT: &[&str] = &[
    "documentation",
    "deprecatedMessage",
    "deprecatedSince",
    "deprecated",
    "examples",
    "contextParam",
    "staticContextParams",
    "operationContextParams",
    "box",
    "synthetic",
    "retryable",
    "xmlOrder",
    "auth",
    "uid",
    "signatureVersion",
    "globalEndpoint",
    "checksumFormat",
    "serviceAbbreviation",
    "serviceFullName",
];

/// Shapes whose members or keys botocore lists as an enumeration, but whose service takes any text and answers an unknown one with an error of its own:
/// SQS with `InvalidAttributeName`, and clients ask it for attributes of messages among those of queues.
const OPEN: &[(&str, &str)] = &[
    ("sqs", "AttributeNameList"),
    ("sqs", "MessageBodySystemAttributeMap"),
    ("sqs", "MessageSystemAttributeList"),
    ("sqs", "MessageSystemAttributeMap"),
    ("sqs", "QueueAttributeMap"),
];

/// Shapes that botocore lists as an enumeration, but whose service takes texts besides: Config records resources of types that customers register.
const OPEN_TEXT: &[(&str, &str)] = &[("config", "ResourceType")];

/// Writes `models/<service>.json` for every service from botocore's data folder (`…/botocore/data`).
pub fn extract(source: &Path, target: &Path) -> Result<(), String> {
    fs::create_dir_all(target).map_err(|e| e.to_string())?;
    for service in SERVICES {
        let mut model = newest(&source.join(service))?;
        for (_, shape) in OPEN.iter().filter(|(of, _)| of == service) {
            let shape =
                model.get_mut("shapes").and_then(|shapes| shapes.get_mut(*shape)).ok_or(format!("{service} has no {shape}"))?;
            for part in ["member", "key"] {
                if let Some(part) = shape.get_mut(part) {
                    *part = serde_json::json!({"shape": "String"});
                }
            }
        }
        for (_, shape) in OPEN_TEXT.iter().filter(|(of, _)| of == service) {
            let shape = model.get_mut("shapes").and_then(|shapes| shapes.get_mut(*shape)).and_then(Value::as_object_mut);
            shape.ok_or(format!("{service} lacks a shape"))?.remove("enum");
        }
        let text = facts(&model)?;
        let path = target.join(format!("{service}.json"));
        fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
        println!("{service}: {} operations", model.get("operations").and_then(Value::as_object).map_or(0, Map::len));
    }
    Ok(())
}

/// The model of the newest API version.
fn newest(folder: &Path) -> Result<Value, String> {
    let mut versions: Vec<_> = fs::read_dir(folder)
        .map_err(|e| format!("{}: {e}", folder.display()))?
        .filter_map(Result::ok)
        .map(|e| e.path())
        .collect();
    versions.sort();
    let newest = versions.last().ok_or_else(|| format!("{}: no versions", folder.display()))?;
    let plain = newest.join("service-2.json");
    let text = if plain.exists() {
        fs::read_to_string(&plain).map_err(|e| e.to_string())?
    } else {
        let packed = fs::File::open(newest.join("service-2.json.gz")).map_err(|e| e.to_string())?;
        let mut text = String::new();
        flate2::read::GzDecoder::new(packed).read_to_string(&mut text).map_err(|e| e.to_string())?;
        text
    };
    serde_json::from_str(&text).map_err(|e| e.to_string())
}

/// A model without its prose, one line an operation and a shape, so that a change of AWS's reads as a small difference.
fn facts(model: &Value) -> Result<String, String> {
    let part = |name: &str| model.get(name).and_then(Value::as_object).ok_or(format!("no {name}"));
    let mut text = format!("{{\n\"metadata\": {},\n\"operations\": {{\n", strip(&Value::Object(part("metadata")?.clone())));
    lines(&mut text, part("operations")?, |name, value| {
        let mut value = strip(value);
        if let Some(operation) = value.as_object_mut() {
            operation.remove("name");
            if let Some(errors) = operation.get_mut("errors").and_then(Value::as_array_mut) {
                for error in errors {
                    *error = error.get("shape").cloned().ok_or(format!("an error of {name} has no shape"))?;
                }
            }
        }
        Ok(value)
    })?;
    text.push_str("},\n\"shapes\": {\n");
    lines(&mut text, part("shapes")?, |_, value| Ok(strip(value)))?;
    text.push_str("}\n}\n");
    Ok(text)
}

fn lines(
    text: &mut String,
    entries: &Map<String, Value>,
    change: impl Fn(&str, &Value) -> Result<Value, String>,
) -> Result<(), String> {
    let mut names: Vec<&String> = entries.keys().collect();
    names.sort();
    for (index, name) in names.iter().enumerate() {
        let value = change(name, entries.get(*name).unwrap_or(&Value::Null))?;
        let comma = if index + 1 == names.len() { "" } else { "," };
        text.push_str(&format!("{}: {value}{comma}\n", Value::String((*name).clone())));
    }
    Ok(())
}

/// The value without the keys that are left out; names of members are kept whatever they are.
fn strip(value: &Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut kept = Map::new();
            for (key, inner) in object {
                if key == "members" {
                    let members = inner.as_object().into_iter().flatten().map(|(name, member)| (name.clone(), strip(member)));
                    kept.insert(key.clone(), Value::Object(members.collect()));
                } else if !LEFT_OUT.contains(&key.as_str()) {
                    kept.insert(key.clone(), strip(inner));
                }
            }
            Value::Object(kept)
        }
        Value::Array(items) => Value::Array(items.iter().map(strip).collect()),
        other => other.clone(),
    }
}
