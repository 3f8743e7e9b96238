//! TestEventPattern, and patterns as operations read them.

use patterns::{Matcher, Pattern};
use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::Value;

use crate::api::operation::TestEventPattern;
use crate::api::{InvalidEventPatternException, TestEventPatternRequest, TestEventPatternResponse};

/// How much of a pattern an error shows, characters.
const SHOWN: usize = 500;

/// Reads a pattern.
///
/// # Errors
/// `InvalidEventPatternException`, with the place of what is wrong.
pub fn parse(text: &str) -> Result<Pattern, Failure> {
    Pattern::parse(text).map_err(|error| {
        let shown: String = text.chars().take(SHOWN).collect();
        InvalidEventPatternException::new(format!(
            "Event pattern is not valid. Reason: {}\n at [Source: (String)\"{shown}\"; line: {}, column: {}]",
            error.reason, error.position.line, error.position.column
        ))
        .into()
    })
}

impl Handle for TestEventPattern {
    async fn access(_: &TestEventPatternRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &TestEventPatternRequest, _: &mut Transaction<'_>) -> Result<TestEventPatternResponse, Failure> {
        let invalid = |reason: String| Failure::validation(format!("Parameter Event is not valid. Reason: {reason}"));
        let event: Value = serde_json::from_str(&input.event).map_err(|error| invalid(error.to_string()))?;
        if !event.is_object() {
            return Err(invalid("it must be a JSON object".to_owned()));
        }
        // What every event has.
        for field in ["id", "account", "source", "time", "region", "resources", "detail-type"] {
            if event.get(field).is_none() {
                return Err(invalid(format!("{field} is a required field")));
            }
        }
        let pattern = parse(&input.event_pattern)?;
        Ok(TestEventPatternResponse { result: Some(Matcher::new([&pattern]).wants(input.event.as_bytes())) })
    }
}
