//! Attributes of queues: their names, values and defaults.
//! See <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/API_SetQueueAttributes.html>.

use std::collections::BTreeMap;

use policy::{Policy, PolicyKind, counted_size};
use serde::{Deserialize, Serialize};
use wire::Failure;

use crate::api::InvalidAttributeName;
use crate::errors::{attribute, invalid};

wire::enumeration! { Name {
    All = "All",
    Policy = "Policy",
    VisibilityTimeout = "VisibilityTimeout",
    MaximumMessageSize = "MaximumMessageSize",
    MessageRetentionPeriod = "MessageRetentionPeriod",
    ApproximateNumberOfMessages = "ApproximateNumberOfMessages",
    ApproximateNumberOfMessagesNotVisible = "ApproximateNumberOfMessagesNotVisible",
    ApproximateNumberOfMessagesDelayed = "ApproximateNumberOfMessagesDelayed",
    CreatedTimestamp = "CreatedTimestamp",
    LastModifiedTimestamp = "LastModifiedTimestamp",
    QueueArn = "QueueArn",
    DelaySeconds = "DelaySeconds",
    ReceiveMessageWaitTimeSeconds = "ReceiveMessageWaitTimeSeconds",
    RedrivePolicy = "RedrivePolicy",
    FifoQueue = "FifoQueue",
    ContentBasedDeduplication = "ContentBasedDeduplication",
    KmsMasterKeyId = "KmsMasterKeyId",
    KmsDataKeyReusePeriodSeconds = "KmsDataKeyReusePeriodSeconds",
    DeduplicationScope = "DeduplicationScope",
    FifoThroughputLimit = "FifoThroughputLimit",
    RedriveAllowPolicy = "RedriveAllowPolicy",
    SqsManagedSseEnabled = "SqsManagedSseEnabled",
} }

/// Largest message, bytes. See <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/quotas-messages.html>.
pub(crate) const MAX_MESSAGE: i64 = 1 << 20;
/// Largest queue policy, bytes.
const MAX_POLICY: usize = 8192;
/// Queues that a redrive allow policy names at most.
const MOST_SOURCES: usize = 10;

/// When a message goes to a dead-letter queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct RedrivePolicy {
    pub dead_letter_target_arn: String,
    pub max_receive_count: u32,
}

/// Which queues may name this one as their dead-letter queue.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(crate) enum RedriveAllow {
    AllowAll,
    DenyAll,
    ByQueue(Vec<String>),
}

/// The settings of a queue. Times are in seconds, as AWS gives them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attributes {
    pub visibility_timeout: i64,
    pub max_message_size: i64,
    pub retention: i64,
    pub delay: i64,
    pub wait: i64,
    pub fifo: bool,
    pub content_based_deduplication: bool,
    pub deduplication_by_group: bool,
    pub throughput_by_group: bool,
    pub policy: Option<String>,
    pub redrive: Option<RedrivePolicy>,
    pub redrive_allow: Option<RedriveAllow>,
    pub kms_key: Option<String>,
    pub kms_reuse: i64,
    pub managed_sse: bool,
}

impl Default for Attributes {
    fn default() -> Self {
        Self {
            visibility_timeout: 30,
            max_message_size: MAX_MESSAGE,
            retention: 345_600,
            delay: 0,
            wait: 0,
            fifo: false,
            content_based_deduplication: false,
            deduplication_by_group: false,
            throughput_by_group: false,
            policy: None,
            redrive: None,
            redrive_allow: None,
            kms_key: None,
            kms_reuse: 300,
            managed_sse: true,
        }
    }
}

impl Attributes {
    /// How long a message is kept, milliseconds.
    pub fn retention_ms(&self) -> i64 {
        self.retention.saturating_mul(1000)
    }

    /// Takes what a request sets. `new`: the queue is being created, so that `FifoQueue` may be said.
    ///
    /// # Errors
    /// `InvalidAttributeName`, `InvalidAttributeValue`.
    pub fn set(&mut self, given: &BTreeMap<String, String>, new: bool) -> Result<(), Failure> {
        for (name, value) in given {
            let known = Name::parse(name).ok_or_else(|| InvalidAttributeName::new(format!("Unknown Attribute {name}.")))?;
            self.one(known, value, new)?;
        }
        if self.throughput_by_group && !self.deduplication_by_group {
            return Err(invalid(
                "The perMessageGroupId value for the FifoThroughputLimit is allowed only when the value for DeduplicationScope is messageGroup.",
            ));
        }
        // Setting a key switches the plane's own encryption off, and the other way round.
        if given.get(Name::KmsMasterKeyId.as_str()).is_some_and(|key| !key.is_empty()) {
            if given.get(Name::SqsManagedSseEnabled.as_str()).is_some_and(|on| on == "true") {
                return Err(invalid(
                    "You can use one type of server-side encryption (SSE) at one time. You can either enable KMS SSE or SQS SSE.",
                ));
            }
            self.managed_sse = false;
        } else if given.get(Name::SqsManagedSseEnabled.as_str()).is_some_and(|on| on == "true") {
            self.kms_key = None;
        }
        Ok(())
    }

    fn one(&mut self, name: Name, value: &str, new: bool) -> Result<(), Failure> {
        let within = |least: i64, greatest: i64| {
            value.parse().ok().filter(|n| (least..=greatest).contains(n)).ok_or_else(|| attribute(name.as_str()))
        };
        let truth = || match value {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(attribute(name.as_str())),
        };
        match name {
            Name::VisibilityTimeout => self.visibility_timeout = within(0, 43_200)?,
            Name::MaximumMessageSize => self.max_message_size = within(1024, MAX_MESSAGE)?,
            Name::MessageRetentionPeriod => self.retention = within(60, 1_209_600)?,
            Name::DelaySeconds => self.delay = within(0, 900)?,
            Name::ReceiveMessageWaitTimeSeconds => self.wait = within(0, 20)?,
            Name::KmsDataKeyReusePeriodSeconds => self.kms_reuse = within(60, 86_400)?,
            Name::KmsMasterKeyId => self.kms_key = Some(value.to_owned()).filter(|key| !key.is_empty()),
            Name::SqsManagedSseEnabled => self.managed_sse = truth()?,
            Name::FifoQueue if new && truth()? => self.fifo = true,
            Name::FifoQueue if !new && truth()? == self.fifo => {}
            Name::ContentBasedDeduplication if self.fifo => self.content_based_deduplication = truth()?,
            Name::DeduplicationScope if self.fifo => {
                self.deduplication_by_group = match value {
                    "messageGroup" => true,
                    "queue" => false,
                    _ => return Err(attribute(name.as_str())),
                }
            }
            Name::FifoThroughputLimit if self.fifo => {
                self.throughput_by_group = match value {
                    "perMessageGroupId" => true,
                    "perQueue" => false,
                    _ => return Err(attribute(name.as_str())),
                }
            }
            Name::FifoQueue | Name::ContentBasedDeduplication | Name::DeduplicationScope | Name::FifoThroughputLimit => {
                return Err(InvalidAttributeName::new(format!("Unknown Attribute {}.", name.as_str())).into());
            }
            Name::Policy => self.policy = policy(value)?,
            Name::RedrivePolicy => self.redrive = redrive(value)?,
            Name::RedriveAllowPolicy => self.redrive_allow = redrive_allow(value)?,
            Name::All
            | Name::ApproximateNumberOfMessages
            | Name::ApproximateNumberOfMessagesNotVisible
            | Name::ApproximateNumberOfMessagesDelayed
            | Name::CreatedTimestamp
            | Name::LastModifiedTimestamp
            | Name::QueueArn => {
                return Err(InvalidAttributeName::new(format!("Unknown Attribute {}.", name.as_str())).into());
            }
        }
        Ok(())
    }

    /// The settings as GetQueueAttributes shows them: what was never set and has no default is left out.
    pub fn shown(&self) -> Vec<(Name, String)> {
        let mut shown = vec![
            (Name::VisibilityTimeout, self.visibility_timeout.to_string()),
            (Name::MaximumMessageSize, self.max_message_size.to_string()),
            (Name::MessageRetentionPeriod, self.retention.to_string()),
            (Name::DelaySeconds, self.delay.to_string()),
            (Name::ReceiveMessageWaitTimeSeconds, self.wait.to_string()),
            (Name::SqsManagedSseEnabled, self.managed_sse.to_string()),
        ];
        if self.fifo {
            let (scope, limit) = (
                if self.deduplication_by_group { "messageGroup" } else { "queue" },
                if self.throughput_by_group { "perMessageGroupId" } else { "perQueue" },
            );
            shown.push((Name::FifoQueue, "true".to_owned()));
            shown.push((Name::ContentBasedDeduplication, self.content_based_deduplication.to_string()));
            shown.push((Name::DeduplicationScope, scope.to_owned()));
            shown.push((Name::FifoThroughputLimit, limit.to_owned()));
        }
        if let Some(policy) = &self.policy {
            shown.push((Name::Policy, policy.clone()));
        }
        if let Some(redrive) = &self.redrive {
            let text = serde_json::json!({
                "deadLetterTargetArn": redrive.dead_letter_target_arn, "maxReceiveCount": redrive.max_receive_count,
            });
            shown.push((Name::RedrivePolicy, text.to_string()));
        }
        if let Some(allow) = &self.redrive_allow {
            let text = match allow {
                RedriveAllow::AllowAll => serde_json::json!({"redrivePermission": "allowAll"}),
                RedriveAllow::DenyAll => serde_json::json!({"redrivePermission": "denyAll"}),
                RedriveAllow::ByQueue(arns) => serde_json::json!({"redrivePermission": "byQueue", "sourceQueueArns": arns}),
            };
            shown.push((Name::RedriveAllowPolicy, text.to_string()));
        }
        if let Some(key) = &self.kms_key {
            shown.push((Name::KmsMasterKeyId, key.clone()));
            shown.push((Name::KmsDataKeyReusePeriodSeconds, self.kms_reuse.to_string()));
        }
        shown
    }
}

fn policy(value: &str) -> Result<Option<String>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    let wrong = || attribute("Policy");
    if counted_size(value) > MAX_POLICY {
        return Err(wrong());
    }
    let parsed = Policy::parse(value, PolicyKind::Resource).map_err(|_| wrong())?;
    let ours = |action: &str| action == "*" || action.to_ascii_lowercase().starts_with("sqs:");
    if parsed.statements().iter().any(|s| s.principal().is_none() || !s.actions().iter().all(ours)) {
        return Err(wrong());
    }
    Ok(Some(value.to_owned()))
}

fn redrive(value: &str) -> Result<Option<RedrivePolicy>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    let refuse = |reason: &str| invalid(format!("Value {value} for parameter RedrivePolicy is invalid. Reason: {reason}"));
    let given: serde_json::Value = serde_json::from_str(value).map_err(|_| refuse("Redrive policy is not a valid JSON map."))?;
    let target = given.get("deadLetterTargetArn").and_then(|v| v.as_str());
    let target = target.ok_or_else(|| refuse("Redrive policy does not contain mandatory attribute: deadLetterTargetArn."))?;
    let count = given
        .get("maxReceiveCount")
        .ok_or_else(|| refuse("Redrive policy does not contain mandatory attribute: maxReceiveCount."))?;
    let count = match count {
        serde_json::Value::String(text) => text.parse().ok(),
        number => number.as_u64(),
    };
    let count = count.and_then(|n| u32::try_from(n).ok()).filter(|n| (1..=1000).contains(n));
    let max_receive_count = count.ok_or_else(|| refuse("Invalid value for maxReceiveCount: must be between 1 and 1000."))?;
    Ok(Some(RedrivePolicy { dead_letter_target_arn: target.to_owned(), max_receive_count }))
}

fn redrive_allow(value: &str) -> Result<Option<RedriveAllow>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    let wrong = || attribute("RedriveAllowPolicy");
    let given: serde_json::Value = serde_json::from_str(value).map_err(|_| wrong())?;
    let sources: Option<Vec<String>> =
        given.get("sourceQueueArns").map(|arns| serde_json::from_value(arns.clone())).transpose().map_err(|_| wrong())?;
    match (given.get("redrivePermission").and_then(|v| v.as_str()), sources) {
        (Some("allowAll"), None) => Ok(Some(RedriveAllow::AllowAll)),
        (Some("denyAll"), None) => Ok(Some(RedriveAllow::DenyAll)),
        (Some("byQueue"), Some(arns)) if (1..=MOST_SOURCES).contains(&arns.len()) => Ok(Some(RedriveAllow::ByQueue(arns))),
        _ => Err(wrong()),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{Attributes, RedriveAllow};

    fn given(pairs: &[(&str, &str)]) -> BTreeMap<String, String> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    #[test]
    fn values_have_their_ranges() {
        for (name, value, ok) in [
            ("VisibilityTimeout", "0", true),
            ("VisibilityTimeout", "43201", false),
            ("VisibilityTimeout", "x", false),
            ("MaximumMessageSize", "1023", false),
            ("MaximumMessageSize", "1048576", true),
            ("MessageRetentionPeriod", "59", false),
            ("DelaySeconds", "900", true),
            ("ReceiveMessageWaitTimeSeconds", "21", false),
            ("FifoQueue", "true", true),
            ("FifoQueue", "false", false),
            ("ContentBasedDeduplication", "true", false),
            ("QueueArn", "x", false),
            ("Colour", "red", false),
            ("Policy", "{}", false),
            ("Policy", "", true),
            ("RedrivePolicy", r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:1:d","maxReceiveCount":"5"}"#, true),
            ("RedrivePolicy", r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:1:d"}"#, false),
            ("RedrivePolicy", r#"{"deadLetterTargetArn":"arn:aws:sqs:us-east-1:1:d","maxReceiveCount":0}"#, false),
            ("RedriveAllowPolicy", r#"{"redrivePermission":"byQueue"}"#, false),
        ] {
            let set = Attributes::default().set(&given(&[(name, value)]), true);
            assert_eq!(set.is_ok(), ok, "{name}={value}: {set:?}");
        }
    }

    #[test]
    fn encryption_is_one_or_the_other() {
        let mut attributes = Attributes::default();
        attributes.set(&given(&[("KmsMasterKeyId", "alias/x")]), false).unwrap();
        assert!(!attributes.managed_sse);
        attributes.set(&given(&[("SqsManagedSseEnabled", "true")]), false).unwrap();
        assert_eq!(attributes.kms_key, None);
        assert!(attributes.set(&given(&[("KmsMasterKeyId", "k"), ("SqsManagedSseEnabled", "true")]), false).is_err());
    }

    #[test]
    fn what_is_shown_can_be_set_again() {
        let mut attributes = Attributes { fifo: true, ..Attributes::default() };
        attributes
            .set(
                &given(&[
                    ("DeduplicationScope", "messageGroup"),
                    ("FifoThroughputLimit", "perMessageGroupId"),
                    ("RedriveAllowPolicy", r#"{"redrivePermission":"byQueue","sourceQueueArns":["a"]}"#),
                ]),
                true,
            )
            .unwrap();
        assert_eq!(attributes.redrive_allow, Some(RedriveAllow::ByQueue(vec!["a".into()])));
        let shown: BTreeMap<String, String> = attributes.shown().into_iter().map(|(k, v)| (k.as_str().to_owned(), v)).collect();
        let mut again = Attributes { fifo: true, ..Attributes::default() };
        again.set(&shown, false).unwrap();
        assert_eq!(again, attributes);
    }
}
