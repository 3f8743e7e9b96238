//! What may be published: messages, subjects and attributes.
//! See <https://docs.aws.amazon.com/sns/latest/api/API_Publish.html>.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::Failure;
use serde_json::Value;

use crate::api::{InvalidParameterValueException, MessageAttributeValue};
use crate::errors::invalid;
use crate::resources::{Attribute, Content};

/// Largest message with its attributes, bytes; of a batch all together.
pub(crate) const MAX_MESSAGE: usize = 256 << 10;
/// Longest subject, characters.
const MAX_SUBJECT: usize = 100;
/// Longest name of an attribute or type, and id of a group or a deduplication.
const MAX_NAME: usize = 256;
const MAX_ID: usize = 128;

/// What a request gives.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Draft<'a> {
    pub message: &'a str,
    pub subject: Option<&'a str>,
    pub structure: Option<&'a str>,
    pub attributes: Option<&'a BTreeMap<String, MessageAttributeValue>>,
    pub group: Option<&'a str>,
    pub deduplication: Option<&'a str>,
}

/// Checks a message.
///
/// # Errors
/// `InvalidParameter`, `ParameterValueInvalid`.
pub(crate) fn content(draft: &Draft<'_>) -> Result<Content, Failure> {
    if draft.message.is_empty() {
        return Err(invalid("Empty message"));
    }
    let attributes = attributes(draft.attributes)?;
    let content = Content {
        message: draft.message.to_owned(),
        subject: draft.subject.map(subject).transpose()?,
        by_protocol: structure(draft)?,
        attributes,
    };
    if size(&content) > MAX_MESSAGE {
        return Err(invalid("Message too long"));
    }
    for (name, id) in [("MessageGroupId", draft.group), ("MessageDeduplicationId", draft.deduplication)] {
        if id.is_some_and(|id| id.is_empty() || id.len() > MAX_ID || !id.bytes().all(|b| b.is_ascii_graphic())) {
            return Err(invalid(format!("{name} Reason: must be 1 to {MAX_ID} letters, digits and punctuation")));
        }
    }
    Ok(content)
}

fn subject(text: &str) -> Result<String, Failure> {
    let length = text.chars().count();
    if length == 0 || length > MAX_SUBJECT || text.chars().any(char::is_control) {
        return Err(invalid("Subject"));
    }
    Ok(text.to_owned())
}

/// Whether the message has a text for each protocol.
fn structure(draft: &Draft<'_>) -> Result<bool, Failure> {
    match draft.structure {
        None | Some("") => return Ok(false),
        Some("json") => {}
        Some(_) => return Err(invalid("MessageStructure")),
    }
    let Ok(Value::Object(texts)) = serde_json::from_str(draft.message) else {
        return Err(invalid("Message Structure - JSON message body failed to parse"));
    };
    if !texts.get("default").is_some_and(Value::is_string) {
        return Err(invalid("Message Structure - No default entry in JSON message body"));
    }
    Ok(true)
}

/// Size that counts against the limit.
pub(crate) fn size(content: &Content) -> usize {
    let one = |(name, a): (&String, &Attribute)| {
        let value = a.text.as_ref().map_or_else(|| a.binary.as_ref().map_or(0, |b| b.len() / 4 * 3), String::len);
        name.len() + a.data_type.len() + value
    };
    content.message.len() + content.attributes.iter().map(one).sum::<usize>()
}

fn attributes(given: Option<&BTreeMap<String, MessageAttributeValue>>) -> Result<BTreeMap<String, Attribute>, Failure> {
    given.into_iter().flatten().map(|(name, value)| Ok((name.clone(), one(name, value)?))).collect()
}

fn one(name: &str, value: &MessageAttributeValue) -> Result<Attribute, Failure> {
    let wrong = |reason: String| -> Failure { InvalidParameterValueException::new(reason).into() };
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    let lower = name.to_ascii_lowercase();
    let reserved = lower.starts_with("aws.") || lower.starts_with("amazon.");
    let dots = name.starts_with('.') || name.ends_with('.') || name.contains("..");
    if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(fine) || reserved || dots {
        let shown: String = name.chars().take(MAX_NAME).collect();
        return Err(wrong(format!("Invalid attribute name: {shown}")));
    }
    let data_type = value.data_type.as_str();
    let base = data_type.split('.').next().unwrap_or_default();
    if data_type.len() > MAX_NAME || !matches!(base, "String" | "Number" | "Binary") {
        return Err(wrong(format!(
            "The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String."
        )));
    }
    let empty = || {
        wrong(format!(
            "The message attribute '{name}' must contain non-empty message attribute value for message attribute type '{data_type}'."
        ))
    };
    match (base, &value.string_value, &value.binary_value) {
        ("Binary", None, Some(bytes)) if !bytes.is_empty() => {
            Ok(Attribute { data_type: data_type.to_owned(), text: None, binary: Some(STANDARD.encode(bytes)) })
        }
        ("String" | "Number", Some(text), None) if !text.is_empty() => {
            if base == "Number" && !text.parse::<f64>().is_ok_and(f64::is_finite) {
                return Err(wrong(format!("Could not cast message attribute '{name}' value to number.")));
            }
            if data_type == "String.Array" && !serde_json::from_str::<Value>(text).is_ok_and(|v| v.is_array()) {
                return Err(wrong(format!("Could not parse message attribute '{name}' value as a JSON array.")));
            }
            Ok(Attribute { data_type: data_type.to_owned(), text: Some(text.clone()), binary: None })
        }
        _ => Err(empty()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Draft, MAX_MESSAGE, content};
    use crate::api::MessageAttributeValue;

    #[test]
    fn messages_are_checked() {
        let long = "x".repeat(MAX_MESSAGE + 1);
        let fits = "x".repeat(MAX_MESSAGE);
        let (subject, too_long) = ("s".repeat(100), "s".repeat(101));
        let plain = Draft { message: "m", ..Draft::default() };
        for (draft, ok) in [
            (plain, true),
            (Draft { message: "", ..plain }, false),
            (Draft { message: &fits, ..plain }, true),
            (Draft { message: &long, ..plain }, false),
            (Draft { subject: Some(&subject), ..plain }, true),
            (Draft { subject: Some(&too_long), ..plain }, false),
            (Draft { subject: Some("a\nb"), ..plain }, false),
            (Draft { subject: Some(""), ..plain }, false),
            (Draft { structure: Some("json"), ..plain }, false),
            (Draft { structure: Some("json"), message: r#"{"sqs":"x"}"#, ..plain }, false),
            (Draft { structure: Some("json"), message: r#"{"default":"x"}"#, ..plain }, true),
            (Draft { structure: Some("xml"), ..plain }, false),
            (Draft { group: Some("a b"), ..plain }, false),
            (Draft { group: Some("a-b"), ..plain }, true),
        ] {
            assert_eq!(content(&draft).is_ok(), ok, "{draft:?}");
        }
    }

    #[test]
    fn attributes_are_checked() {
        for (name, data_type, value, ok) in [
            ("a", "String", "x", true),
            ("a", "String.Array", r#"["x"]"#, true),
            ("a", "String.Array", "x", false),
            ("a", "Number", "1.5", true),
            ("a", "Number", "x", false),
            ("a", "Binary", "x", false),
            ("a", "Text", "x", false),
            ("a", "String", "", false),
            ("AWS.a", "String", "x", false),
            ("a..b", "String", "x", false),
            ("a b", "String", "x", false),
        ] {
            let value =
                MessageAttributeValue { string_value: Some(value.into()), data_type: data_type.into(), ..Default::default() };
            let attributes = BTreeMap::from([(name.to_owned(), value)]);
            let draft = Draft { message: "m", attributes: Some(&attributes), ..Draft::default() };
            assert_eq!(content(&draft).is_ok(), ok, "{name} {data_type}");
        }
    }
}
