//! Policy documents within items.

use std::borrow::Cow;

use policy::{Effect, Policy, PolicyKind, PrincipalPattern, Statement, wildcard_match};
use serde_json::Value;

use crate::{Verdict, json};

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
/// Non-compliant: what cannot be read cannot be relied on.
pub(crate) fn parse(value: Option<&Value>, kind: PolicyKind) -> Result<Option<Policy>, Verdict> {
    let Some(text) = value.and_then(document) else { return Ok(None) };
    Policy::parse(&text, kind).map(Some).map_err(|error| Verdict::non_compliant(format!("The policy cannot be read: {error}")))
}

/// The policy of a resource; see [`parse`].
pub(crate) fn of_resource(value: Option<&Value>) -> Result<Option<Policy>, Verdict> {
    parse(value, PolicyKind::Resource)
}

/// Compliant unless a resource policy lets everybody in.
pub(crate) fn not_public(value: Option<&Value>) -> Verdict {
    match of_resource(value) {
        Err(verdict) => verdict,
        Ok(None) => Verdict::COMPLIANT,
        Ok(Some(policy)) => match policy.statements().iter().find(|statement| statement.is_public()) {
            Some(open) => Verdict::non_compliant(format!("{} of the policy allows everybody.", label(open))),
            None => Verdict::COMPLIANT,
        },
    }
}

/// The statements that allow.
pub(crate) fn allowing(policy: &Policy) -> impl Iterator<Item = &Statement> {
    policy.statements().iter().filter(|statement| statement.effect() == Effect::Allow)
}

/// How a statement is called in annotations: by its `Sid`, or by its place.
pub(crate) fn label(statement: &Statement) -> String {
    statement.sid().map_or_else(|| format!("Statement {}", statement.index() + 1), |sid| format!("Statement '{sid}'"))
}

/// Whether a statement names everybody.
pub(crate) fn names_everybody(statement: &Statement) -> bool {
    statement.principal().is_some_and(|clause| !clause.is_negated() && clause.patterns().contains(&PrincipalPattern::Everyone))
}

/// Whether a statement may speak of an action that this pattern matches: one of both covers the other.
pub(crate) fn touches(statement: &Statement, pattern: &str) -> bool {
    let actions = statement.actions();
    if actions.is_negated() {
        // Everything but what is named.
        return !actions.iter().any(|named| covers(named, pattern));
    }
    actions.iter().any(|named| covers(named, pattern) || covers(pattern, named))
}

/// Whether every action that matches `narrow` matches `wide`, both patterns; actions have no case.
pub(crate) fn covers(wide: &str, narrow: &str) -> bool {
    wildcard_match(&wide.to_ascii_lowercase(), &narrow.to_ascii_lowercase())
}

/// Whether a statement speaks of a resource.
pub(crate) fn concerns(statement: &Statement, resource: &str) -> bool {
    statement
        .resources()
        .is_none_or(|clause| clause.iter().any(|pattern| wildcard_match(pattern, resource)) != clause.is_negated())
}

/// The account of a principal, if it is one that belongs to an account.
pub(crate) fn account_of(principal: &PrincipalPattern) -> Option<&str> {
    match principal {
        PrincipalPattern::Account(account) => Some(account),
        PrincipalPattern::Arn(arn) => arn.split(':').nth(4),
        _ => None,
    }
}
