//! Bodies and attributes of messages: what is allowed in them, how large they are, and the MD5 sums that clients check.
//! See <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-message-metadata.html>.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use wire::Failure;

use crate::api::{InvalidMessageContents, MessageAttributeValue};
use crate::errors::{invalid, missing};
use crate::resources::Attribute;

/// Attributes of a message at most.
pub(crate) const MOST_ATTRIBUTES: usize = 10;
/// Longest name of an attribute or type, characters.
const MAX_NAME: usize = 256;

/// Lower-case hexadecimal MD5.
pub(crate) fn md5(data: &[u8]) -> String {
    hex::encode(Md5::digest(data))
}

/// Whether XML 1.0 allows the character, which is what SQS takes.
fn allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}')
}

/// Checks a body.
///
/// # Errors
/// `MissingParameter`, `InvalidMessageContents`.
pub(crate) fn check_body(body: &str) -> Result<(), Failure> {
    if body.is_empty() {
        return Err(missing("MessageBody"));
    }
    if body.chars().all(allowed) {
        return Ok(());
    }
    Err(InvalidMessageContents::new("Invalid binary character was found in the message body, the set of allowed characters is #x9 | #xA | #xD | #x20 to #xD7FF | #xE000 to #xFFFD | #x10000 to #x10FFFF").into())
}

/// Checks the attributes of a message and takes them over.
///
/// # Errors
/// `InvalidParameterValue`.
pub(crate) fn attributes(given: &BTreeMap<String, MessageAttributeValue>) -> Result<BTreeMap<String, Attribute>, Failure> {
    if given.len() > MOST_ATTRIBUTES {
        return Err(invalid(format!(
            "Number of message attributes [{}] exceeds the allowed maximum [{MOST_ATTRIBUTES}].",
            given.len()
        )));
    }
    given.iter().map(|(name, value)| Ok((name.clone(), one(name, value)?))).collect()
}

fn one(name: &str, value: &MessageAttributeValue) -> Result<Attribute, Failure> {
    let fine = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '.');
    if name.is_empty() || name.len() > MAX_NAME || !name.chars().all(fine) {
        return Err(invalid(format!(
            "The message attribute name '{}' is invalid. Attribute name can contain A-Z, a-z, 0-9, underscore (_), hyphen (-), and period (.) characters and has at most {MAX_NAME} of them.",
            name.chars().take(MAX_NAME).collect::<String>()
        )));
    }
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("aws.") || lower.starts_with("amazon.") {
        return Err(invalid(format!(
            "The message attribute name '{name}' is invalid. Attribute name cannot start with AWS. or Amazon."
        )));
    }
    if name.starts_with('.') || name.ends_with('.') || name.contains("..") {
        return Err(invalid(format!(
            "The message attribute name '{name}' is invalid. Attribute name cannot start or end with a period or have two in a row."
        )));
    }
    let data_type = value.data_type.as_str();
    let base = data_type.split('.').next().unwrap_or_default();
    if data_type.len() > MAX_NAME || !matches!(base, "String" | "Number" | "Binary") {
        return Err(invalid(format!(
            "The message attribute '{name}' has an invalid message attribute type, the set of supported type prefixes is Binary, Number, and String."
        )));
    }
    let empty = || {
        invalid(format!(
            "The message attribute '{name}' must contain a non-empty message attribute value for message attribute type '{base}'."
        ))
    };
    match (base, &value.string_value, &value.binary_value) {
        ("Binary", None, Some(bytes)) if !bytes.is_empty() => {
            Ok(Attribute { data_type: data_type.to_owned(), text: None, binary: Some(STANDARD.encode(bytes)) })
        }
        ("Binary", ..) | (_, None, _) => Err(empty()),
        (_, Some(text), None) if !text.is_empty() => {
            if base == "Number" && !number(text) {
                return Err(invalid(format!("Can't cast the value of message (user) attribute '{name}' to a number.")));
            }
            if !text.chars().all(allowed) {
                return Err(InvalidMessageContents::new(format!(
                    "Invalid binary character was found in the message attribute '{name}'."
                ))
                .into());
            }
            Ok(Attribute { data_type: data_type.to_owned(), text: Some(text.clone()), binary: None })
        }
        _ => Err(empty()),
    }
}

/// A number has at most 38 digits and stands between -10^128 and 10^126.
fn number(text: &str) -> bool {
    text.parse::<f64>().is_ok_and(f64::is_finite) && text.chars().filter(char::is_ascii_digit).count() <= 38
}

/// Size that counts against the queue's limit: body, and names, types and values of attributes.
pub(crate) fn size(body: &str, attributes: &BTreeMap<String, Attribute>) -> usize {
    let one = |(name, a): (&String, &Attribute)| {
        let value = a.text.as_ref().map_or_else(|| a.binary.as_ref().map_or(0, |b| b.len() / 4 * 3), String::len);
        name.len() + a.data_type.len() + value
    };
    body.len() + attributes.iter().map(one).sum::<usize>()
}

/// The MD5 of attributes in the order of their names; `None` where there are none.
pub(crate) fn attributes_md5(attributes: &BTreeMap<String, Attribute>) -> Option<String> {
    if attributes.is_empty() {
        return None;
    }
    let mut text = Vec::new();
    let part = |text: &mut Vec<u8>, bytes: &[u8]| {
        text.extend(u32::try_from(bytes.len()).unwrap_or(u32::MAX).to_be_bytes());
        text.extend_from_slice(bytes);
    };
    for (name, attribute) in attributes {
        part(&mut text, name.as_bytes());
        part(&mut text, attribute.data_type.as_bytes());
        match &attribute.binary {
            Some(binary) => {
                text.push(2);
                part(&mut text, &STANDARD.decode(binary).unwrap_or_default());
            }
            None => {
                text.push(1);
                part(&mut text, attribute.text.as_deref().unwrap_or_default().as_bytes());
            }
        }
    }
    Some(md5(&text))
}

/// The attributes that a receiver asked for by names, by prefixes (`name.*`) or all of them.
pub(crate) fn selected(attributes: &BTreeMap<String, Attribute>, asked: &[String]) -> BTreeMap<String, Attribute> {
    let wanted = |name: &str| {
        asked
            .iter()
            .any(|a| a == "All" || a == ".*" || a == name || a.strip_suffix(".*").is_some_and(|prefix| name.starts_with(prefix)))
    };
    attributes.iter().filter(|(name, _)| wanted(name)).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// An attribute as the API shows it.
pub(crate) fn shown(attribute: &Attribute) -> MessageAttributeValue {
    MessageAttributeValue {
        string_value: attribute.text.clone(),
        binary_value: attribute.binary.as_ref().and_then(|b| STANDARD.decode(b).ok()).map(Into::into),
        data_type: attribute.data_type.clone(),
        ..MessageAttributeValue::default()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{attributes, attributes_md5, check_body, md5, selected, size};
    use crate::api::MessageAttributeValue;
    use crate::resources::Attribute;

    fn text(data_type: &str, value: &str) -> MessageAttributeValue {
        MessageAttributeValue { string_value: Some(value.into()), data_type: data_type.into(), ..Default::default() }
    }

    fn check(name: &str, value: MessageAttributeValue) -> bool {
        attributes(&BTreeMap::from([(name.to_owned(), value)])).is_ok()
    }

    #[test]
    fn bodies_hold_what_xml_may_hold() {
        assert!(check_body("a\t\n\u{1F980}").is_ok());
        for body in ["", "\u{0}", "a\u{b}", "\u{FFFE}"] {
            assert!(check_body(body).is_err(), "{body:?}");
        }
    }

    #[test]
    fn attributes_have_names_types_and_values() {
        for (name, data_type, value, ok) in [
            ("a.b-c_1", "String", "x", true),
            ("a", "String.json", "x", true),
            ("a", "Number", "1e3", true),
            ("a", "Number.int", "-12.5", true),
            ("a", "Number", "twelve", false),
            ("a", "String", "", false),
            ("a", "Text", "x", false),
            ("a", "Binary", "x", false),
            ("AWS.x", "String", "x", false),
            ("Amazon.x", "String", "x", false),
            (".a", "String", "x", false),
            ("a..b", "String", "x", false),
            ("a b", "String", "x", false),
            ("", "String", "x", false),
        ] {
            assert_eq!(check(name, text(data_type, value)), ok, "{name} {data_type} {value}");
        }
        let many = (0..11).map(|i| (format!("a{i}"), text("String", "x"))).collect();
        assert!(attributes(&many).is_err());
    }

    #[test]
    fn sums_are_those_that_clients_compute() {
        assert_eq!(md5(b"hello"), "5d41402abc4b2a76b9719d911017c592");
        assert_eq!(attributes_md5(&BTreeMap::new()), None);
        // Length and bytes of name and type, a byte for the transport type, length and bytes of the value.
        let one =
            BTreeMap::from([("n".to_owned(), Attribute { data_type: "String".into(), text: Some("v".into()), binary: None })]);
        let spelled = b"\0\0\0\x01n\0\0\0\x06String\x01\0\0\0\x01v";
        assert_eq!(attributes_md5(&one).unwrap(), md5(spelled));
        assert_eq!(size("body", &one), 4 + 1 + 6 + 1);
    }

    #[test]
    fn receivers_select_by_name_and_prefix() {
        let attribute = Attribute { data_type: "String".into(), text: Some("v".into()), binary: None };
        let all: BTreeMap<_, _> = ["a", "ab", "b"].iter().map(|n| ((*n).to_owned(), attribute.clone())).collect();
        let names = |asked: &[&str]| {
            let asked: Vec<String> = asked.iter().map(|a| (*a).to_owned()).collect();
            selected(&all, &asked).into_keys().collect::<Vec<_>>().join(" ")
        };
        assert_eq!(names(&[]), "");
        assert_eq!(names(&["All"]), "a ab b");
        assert_eq!(names(&["a.*"]), "a ab");
        assert_eq!(names(&["b", "c"]), "b");
    }
}
