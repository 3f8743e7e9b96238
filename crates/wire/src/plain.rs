//! Plain JSON with the model's own member names, as SDKs have them: what is written down to be called later, whatever protocol the service speaks.

use bytes::Bytes;
use jiff::Timestamp;
use serde_json::Value;

use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Service, ShapeId, ShapeKind};
use crate::protocol::MAX_DEPTH;

/// Reads a value of a shape. Constraints are not checked: see [`crate::validate`]. A blob is the bytes of its text, a moment a number of seconds since
/// 1970 or a text of ISO 8601.
///
/// # Errors
/// `ValidationException` with the place of a value that has the wrong type, and of a member that the model does not have.
pub fn read(service: &'static Service, shape: ShapeId, value: &Value) -> Result<Document, Failure> {
    read_at(service, shape, value, "", 0)
}

fn read_at(service: &'static Service, shape: ShapeId, value: &Value, place: &str, depth: usize) -> Result<Document, Failure> {
    let here = if place.is_empty() { "the input" } else { place };
    let wrong = |wanted: &str| Failure::validation(format!("{here} must be {wanted}."));
    if depth > MAX_DEPTH {
        return Err(Failure::validation(format!("The input nests deeper than {MAX_DEPTH} levels.")));
    }
    if value.is_null() {
        return Ok(Document::Null);
    }
    let inside = |name: &str| if place.is_empty() { name.to_owned() } else { format!("{place}.{name}") };
    match &service.shape(shape).kind {
        ShapeKind::Structure(structure) if structure.document => Ok(Document::Json(value.clone())),
        ShapeKind::Structure(structure) => {
            let given = value.as_object().ok_or_else(|| wrong("an object"))?;
            let mut members = Vec::with_capacity(given.len());
            for (name, value) in given {
                let member = structure
                    .member(name)
                    .ok_or_else(|| Failure::validation(format!("{} is not a parameter of this action.", inside(name))))?;
                let value = read_at(service, member.shape, value, &inside(name), depth + 1)?;
                if !value.is_null() {
                    members.push((member.name, value));
                }
            }
            Ok(Document::Structure(members))
        }
        ShapeKind::List { member, .. } => {
            let items = value.as_array().ok_or_else(|| wrong("a list"))?;
            let read =
                |(index, item): (usize, &Value)| read_at(service, member.shape, item, &inside(&index.to_string()), depth + 1);
            Ok(Document::List(items.iter().enumerate().map(read).collect::<Result<_, _>>()?))
        }
        ShapeKind::Map { value: of, .. } => {
            let entries = value.as_object().ok_or_else(|| wrong("an object"))?;
            let read = |(name, value): (&String, &Value)| {
                Ok((name.clone(), read_at(service, of.shape, value, &inside(name), depth + 1)?))
            };
            Ok(Document::Map(entries.iter().map(read).collect::<Result<_, Failure>>()?))
        }
        ShapeKind::String { .. } => value.as_str().map(|text| Document::String(text.to_owned())).ok_or_else(|| wrong("a text")),
        ShapeKind::Integer | ShapeKind::Long => value.as_i64().map(Document::Integer).ok_or_else(|| wrong("a whole number")),
        ShapeKind::Double => value.as_f64().map(Document::Double).ok_or_else(|| wrong("a number")),
        ShapeKind::Boolean => value.as_bool().map(Document::Boolean).ok_or_else(|| wrong("true or false")),
        ShapeKind::Blob { .. } => {
            value.as_str().map(|text| Document::Blob(Bytes::copy_from_slice(text.as_bytes()))).ok_or_else(|| wrong("a text"))
        }
        ShapeKind::Timestamp { .. } => {
            let moment = match value {
                Value::Number(number) => number.as_i64().and_then(|seconds| Timestamp::from_second(seconds).ok()),
                Value::String(text) => text.parse().ok(),
                _ => None,
            };
            moment.map(Document::Timestamp).ok_or_else(|| wrong("a time"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::contracts::contract;
    use serde_json::json;

    fn of(service: &str, operation: &str, value: &Value) -> Result<Document, String> {
        let service = contract(service).unwrap().service();
        let input = service.operation(operation).unwrap().input.unwrap();
        read(service, input, value).map_err(|failure| failure.message)
    }

    #[test]
    fn members_have_the_names_of_the_model_whatever_the_protocol() {
        let document = of("lambda", "Invoke", &json!({"FunctionName": "f", "InvocationType": "Event", "Payload": "{\"a\":1}"}));
        let payload = document.unwrap().member("Payload").cloned();
        assert_eq!(payload, Some(Document::Blob(Bytes::from_static(b"{\"a\":1}"))));
        let tags = json!({"UserName": "u", "Tags": [{"Key": "a", "Value": "b"}]});
        let document = of("iam", "CreateUser", &tags).unwrap();
        let tag =
            Document::Structure(vec![("Key", Document::String("a".to_owned())), ("Value", Document::String("b".to_owned()))]);
        assert_eq!(document.member("Tags"), Some(&Document::List(vec![tag])));
        assert_eq!(of("sqs", "SendMessage", &json!({"QueueUrl": null})), Ok(Document::EMPTY));
    }

    #[test]
    fn errors_say_where() {
        for (service, operation, value, message) in [
            ("iam", "CreateUser", json!([]), "the input must be an object."),
            ("iam", "CreateUser", json!({"userName": "u"}), "userName is not a parameter of this action."),
            ("iam", "CreateUser", json!({"UserName": 1}), "UserName must be a text."),
            ("iam", "CreateUser", json!({"Tags": [{"Key": true}]}), "Tags.0.Key must be a text."),
            ("iam", "CreateUser", json!({"Tags": {}}), "Tags must be a list."),
            ("sqs", "CreateQueue", json!({"Attributes": {"a": 1}}), "Attributes.a must be a text."),
            ("sqs", "SendMessage", json!({"DelaySeconds": 1.5}), "DelaySeconds must be a whole number."),
        ] {
            assert_eq!(of(service, operation, &value), Err(message.to_owned()), "{value}");
        }
    }
}
