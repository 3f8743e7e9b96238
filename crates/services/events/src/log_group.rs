//! Log groups as targets: an event is a line.
//! See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-use-resource-based.html#eb-cloudwatchlogs-permissions>.

use plane::ports::{LogEvent, ServiceCaller};
use plane::{Failure, Transaction};
use serde_json::Value;

use crate::resources::{Input, Target};

/// The name of the group in the resource part of an ARN, with or without `:*` behind it.
pub fn name(resource: &str) -> Option<&str> {
    let name = resource.strip_prefix("log-group:")?;
    let name = name.strip_suffix(":*").unwrap_or(name);
    (!name.is_empty() && !name.contains(':')).then_some(name)
}

/// What of an input template a log group takes: a text, or an object of `timestamp` and `message`.
///
/// # Errors
/// What is wrong with it.
pub fn check_input(input: &Input) -> Result<(), String> {
    let Input::Transformer { template, .. } = input else { return Ok(()) };
    let names = |name: &str| template.contains(&format!("\"{name}\""));
    if template.trim_start().starts_with('{') && !(names("timestamp") && names("message")) {
        return Err(
            "The input template of a log group must be of the form {\"timestamp\": <time>, \"message\": <text>}.".to_owned()
        );
    }
    Ok(())
}

/// The line of a payload: what an object of `timestamp` (milliseconds since 1970) and `message` says, else the payload as it is, at `since`.
fn line(payload: &str, since: i64) -> LogEvent {
    let whole = || LogEvent { timestamp: since, message: payload.to_owned() };
    let Ok(Value::Object(given)) = serde_json::from_str::<Value>(payload) else { return whole() };
    let (2, Some(timestamp), Some(message)) = (given.len(), given.get("timestamp"), given.get("message")) else { return whole() };
    let timestamp = match timestamp {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => {
            text.parse().ok().or_else(|| text.parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond))
        }
        _ => None,
    };
    let message = match message {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    };
    LogEvent { timestamp: timestamp.unwrap_or(since), message }
}

/// Puts a line into a stream of its own day and rule, where a resource policy of CloudWatch Logs lets EventBridge.
///
/// # Errors
/// `AccessDeniedException`, `ResourceNotFoundException`.
pub async fn put(
    tx: &mut Transaction<'_>,
    target: &Target,
    payload: &str,
    since: i64,
    caller: &ServiceCaller,
) -> Result<(), Failure> {
    let groups = tx.plane().log_groups().cloned().ok_or_else(|| Failure::internal("there is no service logs"))?;
    let stream = stream(&caller.source_arn, since);
    groups.may_put(&tx.reader(), &target.arn, &stream, caller).await?;
    groups.put(tx, &target.arn, &stream, vec![line(payload, since)]).await
}

/// One stream a rule and day: AWS makes names of no meaning, and promises none.
fn stream(rule_arn: &str, since: i64) -> String {
    let rule = rule_arn.rsplit_once(":rule/").map_or(rule_arn, |(_, name)| name).replace('/', "-");
    let day = jiff::Timestamp::from_millisecond(since).unwrap_or_default().strftime("%Y/%m/%d").to_string();
    format!("{rule}/{day}")
}

#[cfg(test)]
mod tests {
    use super::{check_input, line, name, stream};
    use crate::resources::Input;

    #[test]
    fn groups_are_named_with_and_without_a_star() {
        for (resource, expected) in [
            ("log-group:/aws/events/x", Some("/aws/events/x")),
            ("log-group:g:*", Some("g")),
            ("log-group:", None),
            ("log-group::*", None),
            ("log-group:g:log-stream:s", None),
            ("group:g", None),
        ] {
            assert_eq!(name(resource), expected, "{resource}");
        }
    }

    #[test]
    fn a_payload_is_a_line() {
        for (payload, timestamp, message) in [
            (r#"{"detail":1}"#, 5, r#"{"detail":1}"#),
            (r#"{"timestamp":1700000000000,"message":"hello"}"#, 1_700_000_000_000, "hello"),
            (r#"{"timestamp":"2023-11-14T22:13:20Z","message":{"a":1}}"#, 1_700_000_000_000, r#"{"a":1}"#),
            (r#"{"timestamp":"no time","message":"m"}"#, 5, "m"),
            (r#"{"timestamp":1,"message":"m","more":1}"#, 5, r#"{"timestamp":1,"message":"m","more":1}"#),
            (r#""text""#, 5, r#""text""#),
        ] {
            let line = line(payload, 5);
            assert_eq!((line.timestamp, line.message.as_str()), (timestamp, message), "{payload}");
        }
    }

    #[test]
    fn templates_have_a_time_and_a_message() {
        let template = |text: &str| Input::Transformer { paths: Default::default(), template: text.to_owned() };
        assert!(check_input(&template(r#"{"timestamp":<t>,"message":<m>}"#)).is_ok());
        assert!(check_input(&template(r#""a text of <m>""#)).is_ok());
        assert!(check_input(&template(r#"{"message":<m>}"#)).is_err());
    }

    #[test]
    fn a_stream_is_of_a_rule_and_a_day() {
        assert_eq!(stream("arn:aws:events:us-east-1:1:rule/bus/name", 1_700_000_000_000), "bus-name/2023/11/14");
    }
}
