//! Between documents of the model and the JSON that is kept: findings and filters are stored as AWS's own JSON of them.

use std::fmt::Write;
use std::sync::LazyLock;

use serde_json::{Map, Number, Value};
use wire::Document;
use wire::contracts::contract;
use wire::model::{Service, ShapeId, ShapeKind};
use wire::validate::compiled;

/// The service's model.
static SERVICE: LazyLock<Option<&'static Service>> = LazyLock::new(|| contract("securityhub").map(|known| known.service()));

/// Deepest nesting that is read.
const MAX_DEPTH: usize = 64;
/// Most problems told of one value.
const MAX_PROBLEMS: usize = 20;

/// The JSON of a document. Moments become ISO 8601 text, bytes nothing: ASFF has none.
pub(crate) fn value(document: &Document) -> Value {
    match document {
        Document::Null | Document::Blob(_) => Value::Null,
        Document::Boolean(yes) => Value::Bool(*yes),
        Document::Integer(number) => Value::from(*number),
        Document::Double(number) => double(*number),
        Document::String(text) => Value::String(text.clone()),
        Document::Timestamp(at) => Value::String(at.strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()),
        Document::List(items) => Value::Array(items.iter().map(value).collect()),
        Document::Map(entries) => Value::Object(entries.iter().map(|(key, item)| (key.clone(), value(item))).collect()),
        Document::Structure(members) => {
            let shown = members.iter().filter(|(_, item)| !item.is_null());
            Value::Object(shown.map(|(name, item)| ((*name).to_owned(), value(item))).collect())
        }
        Document::Json(json) => json.clone(),
    }
}

/// Whole numbers stay whole, as clients send them.
fn double(number: f64) -> Value {
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number in range")]
    if number.fract() == 0.0 && number.abs() < 9e15 {
        return Value::from(number as i64);
    }
    Number::from_f64(number).map_or(Value::Null, Value::Number)
}

/// Reads JSON as a shape of the model. Everything that does not fit is a problem, in the words of the JSON-schema validator that AWS's answers come
/// from, and left out of the document.
pub(crate) fn read(shape: &str, value: &Value) -> (Document, Vec<String>) {
    let Some((service, shape)) = SERVICE.and_then(|service| Some((service, service.shape_named(shape)?))) else {
        return (Document::Null, vec![format!("no shape {shape}")]);
    };
    let mut walk = Walk { service, path: "data".to_owned(), problems: Vec::new(), depth: 0 };
    let document = walk.value(shape, value).unwrap_or_default();
    (document, walk.problems)
}

/// The document of JSON that was checked before it was kept.
pub(crate) fn document(shape: &str, value: &Value) -> Document {
    read(shape, value).0
}

/// A typed value of JSON that was checked before it was kept.
pub(crate) fn typed<T: wire::Shape>(shape: &str, value: &Value) -> Result<T, wire::Failure> {
    T::from_document(document(shape, value)).map_err(wire::Failure::internal)
}

/// The JSON of a typed value.
pub(crate) fn of<T: wire::Shape + Clone>(typed: &T) -> Value {
    value(&typed.clone().into_document())
}

struct Walk {
    service: &'static Service,
    path: String,
    problems: Vec<String>,
    depth: usize,
}

/// A step of a path, as the validator writes it: `.Name`, `['a key']` or `[0]`.
pub(crate) fn step(path: &mut String, name: &str) {
    let plain = name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'$')
        && name.bytes().next().is_some_and(|b| !b.is_ascii_digit());
    let _ = if plain { write!(path, ".{name}") } else { write!(path, "['{}']", name.chars().take(128).collect::<String>()) };
}

impl Walk {
    fn problem(&mut self, what: &str) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(format!("{} {what}", self.path));
        }
    }

    fn at<T>(&mut self, add: impl FnOnce(&mut String), inside: impl FnOnce(&mut Self) -> T) -> T {
        let length = self.path.len();
        add(&mut self.path);
        self.depth += 1;
        let done = inside(self);
        self.depth -= 1;
        self.path.truncate(length);
        done
    }

    fn value(&mut self, shape: ShapeId, value: &Value) -> Option<Document> {
        if self.depth > MAX_DEPTH {
            self.problem("nests too deep");
            return None;
        }
        let service = self.service;
        match (&service.shape(shape).kind, value) {
            (ShapeKind::Structure(structure), Value::Object(members)) => {
                let mut known = Vec::with_capacity(members.len());
                for member in &structure.members {
                    match members.get(member.name).filter(|given| !given.is_null()) {
                        Some(given) => {
                            let read = self.at(|path| step(path, member.name), |walk| walk.value(member.shape, given));
                            known.extend(read.map(|read| (member.name, read)));
                        }
                        None if structure.required.contains(&member.name) => {
                            self.problem(&format!("should have required property '{}'", member.name));
                        }
                        None => {}
                    }
                }
                if members.keys().any(|name| structure.member(name).is_none()) {
                    self.problem("should NOT have additional properties");
                }
                Some(Document::Structure(known))
            }
            (ShapeKind::Structure(_) | ShapeKind::Map { .. }, other) if !other.is_object() => {
                self.problem("should be object");
                None
            }
            (ShapeKind::Structure(_), _) => None,
            (ShapeKind::Map { value: inner, .. }, Value::Object(entries)) => {
                let texts = matches!(service.shape(inner.shape).kind, ShapeKind::String { .. });
                let mut known = Vec::with_capacity(entries.len());
                for (key, given) in entries {
                    let read = match given {
                        // Tags and the fields of products may be empty: Prowler, for one, sends such.
                        Value::String(text) if texts && text.is_empty() => Some(Document::String(String::new())),
                        given => self.at(|path| step(path, key), |walk| walk.value(inner.shape, given)),
                    };
                    known.extend(read.map(|read| (key.clone(), read)));
                }
                Some(Document::Map(known))
            }
            (ShapeKind::Map { .. }, _) => None,
            (ShapeKind::List { member, .. }, Value::Array(items)) => {
                let mut known = Vec::with_capacity(items.len());
                for (index, given) in items.iter().enumerate() {
                    let add = |path: &mut String| {
                        let _ = write!(path, "[{index}]");
                    };
                    known.extend(self.at(add, |walk| walk.value(member.shape, given)));
                }
                Some(Document::List(known))
            }
            (ShapeKind::List { .. }, _) => {
                self.problem("should be array");
                None
            }
            (ShapeKind::String { values, pattern }, Value::String(text)) => self.text(values, *pattern, text),
            (ShapeKind::String { .. }, _) => {
                self.problem("should be string");
                None
            }
            (ShapeKind::Integer | ShapeKind::Long, given) => match whole(given) {
                Some(number) => Some(Document::Integer(number)),
                None => {
                    self.problem("should be integer");
                    None
                }
            },
            (ShapeKind::Double, given) => match given.as_f64() {
                Some(number) => Some(Document::Double(number)),
                None => {
                    self.problem("should be number");
                    None
                }
            },
            (ShapeKind::Boolean, Value::Bool(yes)) => Some(Document::Boolean(*yes)),
            (ShapeKind::Boolean, _) => {
                self.problem("should be boolean");
                None
            }
            (ShapeKind::Timestamp { .. }, Value::String(text)) => match crate::asff::moment(text) {
                Some(at) => Some(Document::Timestamp(at)),
                None => {
                    self.problem("should match format \"date-time\"");
                    None
                }
            },
            (ShapeKind::Timestamp { .. } | ShapeKind::Blob { .. }, _) => {
                self.problem("should be string");
                None
            }
        }
    }

    fn text(&mut self, values: &[&'static str], pattern: Option<&'static str>, text: &str) -> Option<Document> {
        if !values.is_empty() && !values.contains(&text) {
            self.problem("should be equal to one of the allowed values");
            return None;
        }
        match pattern {
            // Nearly every text of the model: something that is not blank.
            Some(r".*\S.*") if text.is_empty() => {
                self.problem("should NOT be shorter than 1 characters");
                return None;
            }
            Some(pattern @ r".*\S.*") if text.chars().all(char::is_whitespace) => {
                self.problem(&format!("should match pattern \"{pattern}\""));
                return None;
            }
            Some(r".*\S.*") | None => {}
            Some(pattern) if !compiled(pattern).matches(text) => {
                self.problem(&format!("should match pattern \"{pattern}\""));
                return None;
            }
            Some(_) => {}
        }
        Some(Document::String(text.to_owned()))
    }
}

/// A number that is whole, however it was written.
fn whole(value: &Value) -> Option<i64> {
    if let Some(number) = value.as_i64() {
        return Some(number);
    }
    #[expect(clippy::cast_possible_truncation, reason = "checked to be a whole number in range")]
    value.as_f64().filter(|number| number.fract() == 0.0 && number.abs() < 9e15).map(|number| number as i64)
}

/// The text of a member.
pub(crate) fn text<'v>(object: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    object.get(name).and_then(Value::as_str)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::{read, value};

    #[test]
    fn what_fits_the_model_comes_back() {
        let finding = json!({
            "SchemaVersion": "2018-10-08", "Id": "a", "ProductArn": "p", "GeneratorId": "g", "AwsAccountId": "123456789012",
            "CreatedAt": "2026-01-01T00:00:00Z", "UpdatedAt": "2026-01-01T00:00:00Z", "Title": "t", "Description": "d",
            "Severity": {"Label": "HIGH", "Product": 7.5}, "ProductFields": {"a/b": "c", "none": ""}, "Sample": true,
            "Resources": [{"Type": "AwsS3Bucket", "Id": "arn:aws:s3:::b", "Details": {"Other": {"k": "v"}}}],
        });
        let (document, problems) = read("AwsSecurityFinding", &finding);
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(value(&document), finding);
    }

    #[test]
    fn problems_have_the_validators_words() {
        let finding = json!({
            "SchemaVersion": "2018-10-08", "Id": "", "ProductArn": 4, "AwsAccountId": "123456789012", "CreatedAt": "x", "UpdatedAt": "x",
            "Title": " ", "Description": "d", "Severity": {"Label": "BAD", "What": 1}, "Resources": [{"Type": "T", "Id": "i", "Region": 4}],
            "Confidence": 1.5, "ProductFields": {"a b": 1}, "Types": "T",
        });
        let (_, problems) = read("AwsSecurityFinding", &finding);
        for wanted in [
            "data.Id should NOT be shorter than 1 characters",
            "data.ProductArn should be string",
            "data should have required property 'GeneratorId'",
            "data.Title should match pattern \".*\\S.*\"",
            "data.Severity.Label should be equal to one of the allowed values",
            "data.Severity should NOT have additional properties",
            "data.Resources[0].Region should be string",
            "data.Confidence should be integer",
            "data.ProductFields['a b'] should be string",
            "data.Types should be array",
        ] {
            assert!(problems.iter().any(|problem| problem == wanted), "{wanted}: {problems:?}");
        }
    }
}
