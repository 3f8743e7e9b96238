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

/// Contracts that are written by hand in `models/own/`: this project's own operations, and what AWS answers on paths that no model has. They come after all
/// others, so that a service's own name is found first.
pub const OWN: &[&str] = &["config-cloudkeep", "logs-otlp", "monitoring-otlp", "xray-otlp"];

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

/// Shapes of what customers keep in a service and botocore does not mark: it is in no record.
const SENSITIVE: &[(&str, &str)] = &[("logs", "TableBody")];

/// Services whose older clients speak the Query protocol, of which the newest model says nothing any more: what it was called is in `models/older/`.
const OLDER: &[&str] = &["sqs"];

/// Names in forms of what came after the model that `models/older/` was made of: service, `shape.part`, name.
const LATER_NAMES: &[(&str, &str, &str)] = &[("sqs", "MessageSystemAttributeList.member", "MessageSystemAttributeName")];

/// Codes and statuses in the Query protocol of errors that came later: service, shape, code, status.
const LATER_ERRORS: &[(&str, &str, &str, u16)] = &[
    ("sqs", "InvalidAddress", "InvalidAddress", 404),
    ("sqs", "InvalidSecurity", "InvalidSecurity", 403),
    ("sqs", "KmsAccessDenied", "KMS.AccessDeniedException", 400),
    ("sqs", "KmsDisabled", "KMS.DisabledException", 400),
    ("sqs", "KmsInvalidKeyUsage", "KMS.InvalidKeyUsageException", 400),
    ("sqs", "KmsInvalidState", "KMS.InvalidStateException", 400),
    ("sqs", "KmsNotFound", "KMS.NotFoundException", 400),
    ("sqs", "KmsOptInRequired", "KMS.OptInRequired", 403),
    ("sqs", "KmsThrottled", "KMS.ThrottlingException", 400),
    ("sqs", "RequestThrottled", "RequestThrottled", 403),
];

/// Members that forms may leave out, since the path that the form is posted to says the same: service and member.
const IN_PATH: &[(&str, &str)] = &[("sqs", "QueueUrl")];

/// Writes `models/older/<service>.json` from the data folder of a botocore that still speaks Query with these services (1.29.165 for SQS).
pub fn extract_older(source: &Path, target: &Path) -> Result<(), String> {
    fs::create_dir_all(target).map_err(|e| e.to_string())?;
    for service in OLDER {
        let text = query_facts(&newest(&source.join(service))?)?;
        let path = target.join(format!("{service}.json"));
        fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    }
    Ok(())
}

/// What a model of a Query service has that one of a JSON service has not: namespace, elements around results, codes of errors, names of members.
fn query_facts(model: &Value) -> Result<String, String> {
    let part = |name: &str| model.get(name).and_then(Value::as_object).ok_or(format!("no {name}"));
    let (mut results, mut errors, mut names) = (Map::new(), Map::new(), Map::new());
    for (name, operation) in part("operations")? {
        if let Some(wrapper) = operation.get("output").and_then(|output| output.get("resultWrapper")) {
            results.insert(name.clone(), wrapper.clone());
        }
    }
    let shapes = part("shapes")?;
    for (name, shape) in shapes {
        if let Some(error) = shape.get("error") {
            errors.insert(name.clone(), error.clone());
        }
        let members = shape.get("members").and_then(Value::as_object).into_iter().flatten();
        let members = members.map(|(member, value)| (member.as_str(), value));
        let items = ["member", "key", "value"].into_iter().filter_map(|key| Some((key, shape.get(key)?)));
        for (member, value) in members.chain(items) {
            let target = value.get("shape").and_then(Value::as_str).and_then(|target| shapes.get(target));
            // A member without a name goes by that of its shape.
            if let Some(given) = value.get("locationName").or_else(|| target?.get("locationName")) {
                names.insert(format!("{name}.{member}"), given.clone());
            }
        }
    }
    let namespace = model.get("metadata").and_then(|m| m.get("xmlNamespace")).ok_or("no namespace")?;
    let mut text = format!("{{\n\"xmlNamespace\": {namespace}");
    for (name, facts) in [("results", &results), ("errors", &errors), ("names", &names)] {
        text.push_str(&format!(",\n\"{name}\": {{\n"));
        lines(&mut text, facts, |_, value| Ok(value.clone()))?;
        text.push('}');
    }
    text.push_str("\n}\n");
    Ok(text)
}

/// Makes a model speak Query beside what it speaks: see [`query_facts`].
fn speak_query(service: &str, model: &mut Value, older: &Value) -> Result<(), String> {
    let lacks = |what: &str| format!("{service} lacks {what}");
    let facts = |name: &str| older.get(name).and_then(Value::as_object).ok_or_else(|| lacks(name));
    let metadata = model.get_mut("metadata").and_then(Value::as_object_mut).ok_or_else(|| lacks("metadata"))?;
    metadata.insert("xmlNamespace".to_owned(), older.get("xmlNamespace").cloned().unwrap_or_default());
    let protocols = metadata.get_mut("protocols").and_then(Value::as_array_mut).ok_or_else(|| lacks("protocols"))?;
    protocols.push(Value::from("query"));
    for (name, wrapper) in facts("results")? {
        let output = model.pointer_mut(&format!("/operations/{name}/output")).and_then(Value::as_object_mut);
        output.ok_or_else(|| lacks(name))?.insert("resultWrapper".to_owned(), wrapper.clone());
    }
    let mut put = |place: &str, key: &str, value: Value| {
        let shape = model.pointer_mut(&format!("/shapes/{place}")).and_then(Value::as_object_mut);
        shape.map(|shape| shape.insert(key.to_owned(), value)).is_some()
    };
    for (name, error) in facts("errors")? {
        put(name, "error", error.clone()).then_some(()).ok_or_else(|| lacks(name))?;
    }
    for (_, name, code, status) in LATER_ERRORS.iter().filter(|(of, ..)| *of == service) {
        let error = serde_json::json!({"code": code, "httpStatusCode": status, "senderFault": true});
        put(name, "error", error).then_some(()).ok_or_else(|| lacks(name))?;
    }
    let later = LATER_NAMES.iter().filter(|(of, ..)| *of == service).map(|(_, place, name)| (*place, Value::from(*name)));
    for (place, given) in facts("names")?.iter().map(|(place, given)| (place.as_str(), given.clone())).chain(later) {
        let (shape, member) = place.split_once('.').ok_or_else(|| lacks(place))?;
        let done = ["members/", ""].iter().any(|part| put(&format!("{shape}/{part}{member}"), "queryName", given.clone()));
        done.then_some(()).ok_or_else(|| lacks(place))?;
    }
    for shape in model.get_mut("shapes").and_then(Value::as_object_mut).into_iter().flat_map(Map::values_mut) {
        for (_, name) in IN_PATH.iter().filter(|(of, _)| *of == service) {
            let required = shape.get("required").and_then(Value::as_array).is_some_and(|all| all.iter().any(|r| r == name));
            if let Some(member) =
                shape.pointer_mut(&format!("/members/{name}")).and_then(Value::as_object_mut).filter(|_| required)
            {
                member.insert("queryPath".to_owned(), Value::Bool(true));
            }
        }
    }
    Ok(())
}

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
        for (_, shape) in SENSITIVE.iter().filter(|(of, _)| of == service) {
            let shape = model.pointer_mut(&format!("/shapes/{shape}")).and_then(Value::as_object_mut);
            shape.ok_or(format!("{service} lacks a shape"))?.insert("sensitive".to_owned(), Value::Bool(true));
        }
        if OLDER.contains(service) {
            let path = target.join(format!("older/{service}.json"));
            let older = fs::read_to_string(&path).map_err(|e| format!("{}: {e}", path.display()))?;
            speak_query(service, &mut model, &serde_json::from_str(&older).map_err(|e| e.to_string())?)?;
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
