//! Functions of JSON.

use std::sync::Arc;

use super::{Circumstances, argument};
use crate::value::Value;

pub fn parse<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let parsed = match argument(arguments, 0) {
        Value::Structure(json) => return Value::Structure(json.clone()),
        other => other.as_text().and_then(|text| serde_json::from_str::<serde_json::Value>(&text).ok()),
    };
    match parsed {
        Some(json @ (serde_json::Value::Array(_) | serde_json::Value::Object(_))) => Value::Structure(Arc::new(json)),
        _ => Value::Missing,
    }
}

pub fn stringify<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    match argument(arguments, 0) {
        Value::Structure(json) => Value::text(json.to_string()),
        _ => Value::Missing,
    }
}

fn list(value: &Value<'_>) -> Option<Vec<serde_json::Value>> {
    match value {
        Value::Structure(json) => json.as_array().cloned(),
        other => serde_json::from_str(&other.as_text()?).ok(),
    }
}

#[allow(clippy::cast_precision_loss)]
pub fn array_size<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    list(argument(arguments, 0)).map_or(Value::Missing, |list| Value::Number(list.len() as f64))
}

pub fn array_contains<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let wanted = argument(arguments, 1);
    let found = list(argument(arguments, 0))
        .is_some_and(|list| list.iter().any(|item| Value::of_json(item).equals(wanted) == Some(true)));
    Value::flag(found)
}
