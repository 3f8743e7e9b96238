//! What a subscription can be: its endpoint, and its settings.
//! See <https://docs.aws.amazon.com/sns/latest/api/API_Subscribe.html>.

use plane::Failure;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::FilterPolicyLimitExceededException;
use crate::errors::{attribute, invalid};
use crate::filter::{Filter, Scope};
use crate::resources::Protocol;
use crate::retry::Policies;

/// The settings of a subscription.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Options {
    pub filter: Option<String>,
    pub scope: Scope,
    pub raw: bool,
    /// ARN of the dead-letter queue.
    pub dead_letter: Option<String>,
    pub delivery_policy: Option<String>,
}

impl Options {
    /// Sets one attribute; call [`Options::check`] when all are set.
    ///
    /// # Errors
    /// `InvalidParameter`.
    pub fn set(&mut self, name: &str, value: &str, protocol: Protocol) -> Result<(), Failure> {
        match name {
            "FilterPolicy" => self.filter = Some(value.to_owned()).filter(|v| !v.is_empty()),
            "FilterPolicyScope" => {
                self.scope = match value {
                    "MessageAttributes" => Scope::MessageAttributes,
                    "MessageBody" => Scope::MessageBody,
                    _ => return Err(attribute(name, "Invalid value. Please use either MessageBody or MessageAttributes")),
                }
            }
            "RawMessageDelivery" => {
                self.raw = match value {
                    "true" => true,
                    "false" | "" => false,
                    _ => return Err(attribute(name, format!("Invalid value [{value}]. Must be true or false."))),
                };
                if self.raw && !(protocol.is_http() || protocol == Protocol::Sqs) {
                    return Err(attribute(
                        name,
                        format!("Delivery protocol [{}] does not support raw message delivery.", protocol.as_str()),
                    ));
                }
            }
            "RedrivePolicy" => self.dead_letter = redrive(value)?,
            "DeliveryPolicy" => {
                if !protocol.is_http() && !value.is_empty() {
                    return Err(attribute(name, "only HTTP and HTTPS subscriptions have delivery policies"));
                }
                Policies::of_subscription(value).map_err(|reason| attribute(name, reason))?;
                self.delivery_policy = Some(value.to_owned()).filter(|v| !v.is_empty());
            }
            "ReplayPolicy" | "SubscriptionRoleArn" => return Err(attribute(name, "not available in this installation")),
            _ => return Err(invalid("AttributeName")),
        }
        Ok(())
    }

    /// Checks what several attributes say together.
    ///
    /// # Errors
    /// `InvalidParameter`, `FilterPolicyLimitExceeded`.
    pub fn check(&self) -> Result<(), Failure> {
        let Some(filter) = &self.filter else { return Ok(()) };
        match Filter::compile(filter, self.scope) {
            Ok(_) => Ok(()),
            Err(reason) if reason.contains("too large") => Err(FilterPolicyLimitExceededException::new(reason).into()),
            Err(reason) => Err(invalid(format!("FilterPolicy: {reason}"))),
        }
    }

    /// The redrive policy as it is shown.
    pub fn redrive_text(&self) -> Option<String> {
        self.dead_letter.as_ref().map(|arn| serde_json::json!({"deadLetterTargetArn": arn}).to_string())
    }
}

fn redrive(value: &str) -> Result<Option<String>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    let refuse = |reason: &str| invalid(format!("RedrivePolicy: {reason}"));
    let given: Value = serde_json::from_str(value).map_err(|_| refuse("failed to parse JSON"))?;
    let members = given.as_object().ok_or_else(|| refuse("must be a JSON object"))?;
    if members.is_empty() {
        return Ok(None);
    }
    let target =
        members.get("deadLetterTargetArn").and_then(Value::as_str).ok_or_else(|| refuse("deadLetterTargetArn is missing"))?;
    if members.len() > 1 || !is_queue(target) {
        return Err(refuse("deadLetterTargetArn must be the ARN of an SQS queue"));
    }
    Ok(Some(target.to_owned()))
}

fn is_queue(arn: &str) -> bool {
    matches!(arn.split(':').collect::<Vec<_>>().as_slice(), ["arn", _, "sqs", region, account, name]
        if !region.is_empty() && account.len() == 12 && !name.is_empty())
}

/// The account of an ARN.
pub(crate) fn account_of(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

/// Checks that an endpoint is one of its protocol; whether an HTTP endpoint may be connected to is for the client to see.
///
/// # Errors
/// `InvalidParameter`.
pub(crate) fn check_endpoint(protocol: Protocol, endpoint: &str, fifo: bool) -> Result<(), Failure> {
    let refuse = |reason: &str| Err(invalid(format!("Endpoint Reason: {reason}")));
    if endpoint.len() > 2_048 || endpoint.chars().any(|c| c.is_control() || c.is_whitespace()) {
        return refuse("this is no endpoint");
    }
    match protocol {
        Protocol::Http if !endpoint.starts_with("http://") => refuse("Endpoint must match the specified protocol"),
        Protocol::Https if !endpoint.starts_with("https://") => refuse("Endpoint must match the specified protocol"),
        Protocol::Email | Protocol::EmailJson if endpoint.parse::<lettre::Address>().is_err() => refuse("Email address"),
        Protocol::Sqs if !is_queue(endpoint) => refuse("SQS endpoint ARN"),
        Protocol::Sqs if !fifo && endpoint.ends_with(".fifo") => {
            refuse("FIFO SQS Queues can not be subscribed to standard SNS topics")
        }
        Protocol::Lambda
            if !(endpoint.contains(":lambda:") && endpoint.contains(":function:") && account_of(endpoint).len() == 12) =>
        {
            refuse("Lambda endpoint ARN")
        }
        _ if fifo && protocol != Protocol::Sqs => {
            Err(invalid(format!("Protocol Reason: Invalid protocol type: {}: FIFO topics deliver to queues", protocol.as_str())))
        }
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{Options, check_endpoint};
    use crate::resources::Protocol;

    #[test]
    fn endpoints_are_those_of_their_protocols() {
        use Protocol::{Email, Http, Https, Lambda, Sqs};
        for (protocol, endpoint, fifo, ok) in [
            (Http, "http://example.com/", false, true),
            (Http, "https://example.com/", false, false),
            (Https, "https://example.com/", false, true),
            (Https, "https://example.com/", true, false),
            (Email, "a@example.com", false, true),
            (Email, "a@example.com\r\nBcc: b@example.com", false, false),
            (Email, "example.com", false, false),
            (Sqs, "arn:aws:sqs:us-east-1:123456789012:q", false, true),
            (Sqs, "arn:aws:sqs:us-east-1:123456789012:q.fifo", false, false),
            (Sqs, "arn:aws:sqs:us-east-1:123456789012:q.fifo", true, true),
            (Sqs, "http://127.0.0.1/1/q", false, false),
            (Lambda, "arn:aws:lambda:us-east-1:123456789012:function:f", false, true),
            (Lambda, "f", false, false),
        ] {
            assert_eq!(check_endpoint(protocol, endpoint, fifo).is_ok(), ok, "{protocol:?} {endpoint} {fifo}");
        }
    }

    #[test]
    fn settings_are_checked() {
        for (name, value, protocol, ok) in [
            ("RawMessageDelivery", "true", Protocol::Sqs, true),
            ("RawMessageDelivery", "true", Protocol::Email, false),
            ("RawMessageDelivery", "yes", Protocol::Sqs, false),
            ("FilterPolicyScope", "Body", Protocol::Sqs, false),
            ("FilterPolicy", "{", Protocol::Sqs, false),
            ("FilterPolicy", r#"{"a":["b"]}"#, Protocol::Sqs, true),
            ("RedrivePolicy", r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:123456789012:q"}"#, Protocol::Sqs, true),
            ("RedrivePolicy", r#"{"deadLetterTargetArn":"q"}"#, Protocol::Sqs, false),
            ("DeliveryPolicy", "{}", Protocol::Http, true),
            ("DeliveryPolicy", "{}", Protocol::Sqs, false),
            ("Colour", "red", Protocol::Sqs, false),
        ] {
            let mut options = Options::default();
            let set = options.set(name, value, protocol).and_then(|()| options.check());
            assert_eq!(set.is_ok(), ok, "{name}={value}");
        }
    }
}
