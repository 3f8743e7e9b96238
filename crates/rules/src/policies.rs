//! Policy documents within items.

use std::borrow::Cow;

use policy::{Effect, Policy, PolicyKind, Statement};
use serde_json::Value;

use crate::json;

/// The text of a policy document, which an item may hold as an object, as text, or as percent-encoded text (IAM).
pub(crate) fn document(value: &Value) -> Option<Cow<'_, str>> {
    match value {
        Value::Object(_) => Some(Cow::Owned(value.to_string())),
        Value::String(text) if text.trim().is_empty() => None,
        Value::String(text) if text.trim_start().starts_with('%') => Some(json::percent_decoded(text)),
        Value::String(text) => Some(Cow::Borrowed(text)),
        _ => None,
    }
}

/// Reads a policy document; `None` if there is none.
///
/// # Errors
/// Why it cannot be read, for an annotation.
pub(crate) fn parse(value: Option<&Value>, kind: PolicyKind) -> Result<Option<Policy>, String> {
    let Some(text) = value.and_then(document) else { return Ok(None) };
    Policy::parse(&text, kind).map(Some).map_err(|error| format!("The policy cannot be read: {error}"))
}

/// The statements that allow.
pub(crate) fn allowing(policy: &Policy) -> impl Iterator<Item = &Statement> {
    policy.statements().iter().filter(|statement| statement.effect() == Effect::Allow)
}

/// How a statement is called in annotations: by its `Sid`, or by its place.
pub(crate) fn label(statement: &Statement) -> String {
    statement.sid().map_or_else(|| format!("Statement {}", statement.index() + 1), |sid| format!("Statement '{sid}'"))
}
