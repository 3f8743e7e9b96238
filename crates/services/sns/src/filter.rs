//! Filter policies: which messages a subscription gets.
//!
//! The language is the one of event patterns ([`patterns`]), with limits of its own; it is asked of the message's attributes, or of its body as JSON.
//! See <https://docs.aws.amazon.com/sns/latest/dg/sns-subscription-filter-policies.html>.

use patterns::{Matcher, Pattern, Scratch};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Number, Value, json};

use crate::resources::Content;

/// Keys of a filter policy at most.
const MOST_KEYS: usize = 5;
/// Combinations of values at most.
const MOST_COMBINATIONS: usize = 150;
/// Largest filter policy, bytes.
const MAX_SIZE: usize = 256 << 10;

/// What a filter policy is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) enum Scope {
    /// The attributes.
    #[default]
    MessageAttributes,
    /// The body.
    MessageBody,
}

impl Scope {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::MessageAttributes => "MessageAttributes",
            Self::MessageBody => "MessageBody",
        }
    }
}

/// A filter policy, compiled.
#[derive(Debug)]
pub(crate) struct Filter {
    matcher: Matcher,
    scope: Scope,
}

/// Numbers equal by their value, not by how they are written.
fn by_value(node: Value, in_comparison: bool) -> Value {
    match node {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| {
                    let inner = is_comparison(&name);
                    (name, if inner { value } else { by_value(value, false) })
                })
                .collect(),
        ),
        Value::Array(items) if !in_comparison => Value::Array(
            items
                .into_iter()
                .map(|item| if item.is_number() { json!({"numeric": ["=", item]}) } else { by_value(item, false) })
                .collect(),
        ),
        other => other,
    }
}

fn is_comparison(name: &str) -> bool {
    matches!(name, "numeric" | "anything-but" | "prefix" | "suffix" | "equals-ignore-case" | "cidr" | "exists" | "wildcard")
}

/// Leaves of a policy and the number of combinations that its values make; a key of the body counts its depth, too.
fn count(members: &Map<String, Value>, depth: usize, keys: &mut usize, combinations: &mut usize, scope: Scope) {
    for (name, value) in members {
        match value {
            Value::Array(items) if name == "$or" => {
                for item in items.iter().filter_map(Value::as_object) {
                    count(item, depth, keys, combinations, scope);
                }
            }
            Value::Object(inner) => count(inner, depth + 1, keys, combinations, scope),
            Value::Array(items) => {
                *keys += 1;
                let factor = if scope == Scope::MessageBody { depth } else { 1 };
                *combinations = combinations.saturating_mul(items.len().max(1).saturating_mul(factor));
            }
            _ => *keys += 1,
        }
    }
}

impl Filter {
    /// Compiles a policy; `None` for one that asks nothing.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn compile(text: &str, scope: Scope) -> Result<Option<Self>, String> {
        if text.len() > MAX_SIZE {
            return Err("Filter policy is too large".to_owned());
        }
        let Ok(Value::Object(members)) = serde_json::from_str::<Value>(text) else {
            return Err("failed to parse JSON. Filter policy must be a JSON object".to_owned());
        };
        if members.is_empty() {
            return Ok(None);
        }
        if scope == Scope::MessageAttributes
            && let Some((name, _)) = members.iter().find(|(name, value)| *name != "$or" && value.is_object())
        {
            return Err(format!("Filter policy scope MessageAttributes does not support nested filter policy: {name}"));
        }
        let (mut keys, mut combinations) = (0, 1);
        count(&members, 1, &mut keys, &mut combinations, scope);
        if keys > MOST_KEYS {
            return Err(format!("Filter policy can not have more than {MOST_KEYS} keys"));
        }
        if combinations > MOST_COMBINATIONS {
            return Err("Filter policy is too complex".to_owned());
        }
        // What is wrong is told where it is in the text that was given.
        Pattern::parse(text).map_err(|error| error.to_string())?;
        let pattern = Pattern::parse(&by_value(Value::Object(members), false).to_string()).map_err(|error| error.to_string())?;
        Ok(Some(Self { matcher: Matcher::new(&[pattern]), scope }))
    }

    /// One that wants nothing.
    pub fn nothing(scope: Scope) -> Self {
        Self { matcher: Matcher::new(&[]), scope }
    }

    /// Whether a message is wanted. A body that is not a JSON object is wanted by no policy of bodies.
    pub fn wants(&self, content: &Content, scratch: &mut Scratch) -> bool {
        let event = match self.scope {
            Scope::MessageAttributes => attributes(content).to_string(),
            Scope::MessageBody => match serde_json::from_str::<Value>(&content.message) {
                Ok(Value::Object(members)) => Value::Object(members).to_string(),
                _ => return false,
            },
        };
        self.matcher.matches(event.as_bytes(), scratch).is_ok_and(|matched| !matched.is_empty())
    }
}

/// The attributes as an event: binary ones cannot be asked for.
fn attributes(content: &Content) -> Value {
    let mut event = Map::new();
    for (name, attribute) in &content.attributes {
        let Some(text) = &attribute.text else { continue };
        let base = attribute.data_type.as_str();
        let value = if base == "String.Array" {
            serde_json::from_str(text).ok()
        } else if base == "Number" || base.starts_with("Number.") {
            text.parse::<Number>().ok().map(Value::Number)
        } else {
            Some(Value::String(text.clone()))
        };
        event.extend(value.map(|value| (name.clone(), value)));
    }
    Value::Object(event)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use patterns::Scratch;

    use super::{Filter, Scope};
    use crate::resources::{Attribute, Content};

    fn with(attributes: &[(&str, &str, &str)]) -> Content {
        let attributes: BTreeMap<_, _> = attributes
            .iter()
            .map(|(name, data_type, text)| {
                let attribute = Attribute { data_type: (*data_type).to_owned(), text: Some((*text).to_owned()), binary: None };
                ((*name).to_owned(), attribute)
            })
            .collect();
        Content { message: "x".to_owned(), attributes, ..Content::default() }
    }

    #[test]
    fn attributes_are_asked_as_documented() {
        let order = [
            ("store", "String", "example_corp"),
            ("event", "String", "order_cancelled"),
            ("price_usd", "Number", "210.75"),
            ("count", "Number", "1.0"),
            ("interests", "String.Array", r#"["soccer", "rugby", "hockey"]"#),
            ("source_ip", "String", "10.0.0.255"),
        ];
        for (policy, wanted) in [
            (r#"{"store": ["example_corp"]}"#, true),
            (r#"{"store": ["other"]}"#, false),
            (r#"{"store": ["other", "example_corp"], "event": [{"anything-but": "order_placed"}]}"#, true),
            (r#"{"event": [{"anything-but": ["order_cancelled", "x"]}]}"#, false),
            (r#"{"event": [{"anything-but": {"prefix": "order-"}}]}"#, true),
            (r#"{"event": [{"prefix": "order_"}]}"#, true),
            (r#"{"event": [{"suffix": "placed"}]}"#, false),
            (r#"{"event": [{"equals-ignore-case": "ORDER_cancelled"}]}"#, true),
            (r#"{"interests": ["rugby", "tennis"]}"#, true),
            (r#"{"interests": ["tennis"]}"#, false),
            (r#"{"interests": [{"prefix": "so"}]}"#, true),
            (r#"{"price_usd": [210.75]}"#, true),
            (r#"{"price_usd": [{"numeric": [">", 200, "<=", 210.75]}]}"#, true),
            (r#"{"price_usd": [{"numeric": ["=", 301.5]}]}"#, false),
            (r#"{"price_usd": ["210.75"]}"#, false),
            (r#"{"count": [1]}"#, true),
            (r#"{"source_ip": [{"cidr": "10.0.0.0/24"}]}"#, true),
            (r#"{"source_ip": [{"cidr": "10.0.1.0/24"}]}"#, false),
            (r#"{"store": [{"exists": true}], "absent": [{"exists": false}]}"#, true),
            (r#"{"store": [{"exists": false}]}"#, false),
            (r#"{"$or": [{"store": ["other"]}, {"price_usd": [{"numeric": [">", 1]}]}]}"#, true),
            (r#"{"$or": [{"store": ["other"]}, {"price_usd": [{"numeric": ["<", 1]}]}]}"#, false),
        ] {
            let filter = Filter::compile(policy, Scope::MessageAttributes).unwrap().unwrap();
            assert_eq!(filter.wants(&with(&order), &mut Scratch::default()), wanted, "{policy}");
        }
    }

    #[test]
    fn bodies_are_asked_as_documented() {
        let body =
            r#"{"store": "example_corp", "customer": {"interests": ["rugby"], "age": 30}, "items": [{"sku": "a", "n": 2}]}"#;
        for (policy, message, wanted) in [
            (r#"{"customer": {"interests": ["rugby"]}}"#, body, true),
            (r#"{"customer": {"age": [{"numeric": [">=", 31]}]}}"#, body, false),
            (r#"{"items": {"sku": ["a"], "n": [2.0]}}"#, body, true),
            (r#"{"store": [{"exists": true}]}"#, "not JSON", false),
            (r#"{"store": [{"exists": false}]}"#, "[1]", false),
        ] {
            let filter = Filter::compile(policy, Scope::MessageBody).unwrap().unwrap();
            let content = Content { message: message.to_owned(), ..Content::default() };
            assert_eq!(filter.wants(&content, &mut Scratch::default()), wanted, "{policy}");
        }
    }

    #[test]
    fn policies_have_limits() {
        assert!(Filter::compile("{}", Scope::MessageBody).unwrap().is_none());
        for (policy, scope) in [
            ("", Scope::MessageBody),
            ("[]", Scope::MessageBody),
            (r#"{"a": "b"}"#, Scope::MessageBody),
            (r#"{"a": []}"#, Scope::MessageBody),
            (r#"{"a": {"b": ["c"]}}"#, Scope::MessageAttributes),
            (r#"{"a": [{"between": 1}]}"#, Scope::MessageAttributes),
            (r#"{"a":["x"],"b":["x"],"c":["x"],"d":["x"],"e":["x"],"f":["x"]}"#, Scope::MessageAttributes),
        ] {
            assert!(Filter::compile(policy, scope).is_err(), "{policy}");
        }
        let values = |n: usize| (0..n).map(|i| format!("\"{i}\"")).collect::<Vec<_>>().join(",");
        let policy = |n| format!(r#"{{"a": [{}], "b": [{}]}}"#, values(n), values(10));
        assert!(Filter::compile(&policy(15), Scope::MessageAttributes).is_ok());
        assert!(Filter::compile(&policy(16), Scope::MessageAttributes).is_err());
    }
}
