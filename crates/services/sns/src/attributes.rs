//! Settings of topics: which there are, what they may be, and how they are shown.
//! See <https://docs.aws.amazon.com/sns/latest/api/API_SetTopicAttributes.html>.

use std::collections::BTreeMap;

use plane::Failure;
use policy::{Policy, PolicyKind, counted_size};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::errors::{attribute, invalid};
use crate::retry::Policies;

/// Largest policy of a topic, bytes.
const MAX_POLICY: usize = 30_720;
/// Longest display name, characters.
const MAX_DISPLAY_NAME: usize = 100;

/// The settings of a topic.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct TopicAttributes {
    pub display_name: String,
    /// The policy that was set; [`TopicAttributes::policy_text`] gives the one that holds.
    pub policy: Option<String>,
    pub delivery_policy: Option<String>,
    pub kms_key: Option<String>,
    /// 1 or 2; 1 where nobody says.
    pub signature_version: Option<u8>,
    pub fifo: bool,
    pub content_based_deduplication: bool,
    /// Whether a deduplication id counts within its message group only.
    pub deduplication_by_group: bool,
}

fn default_policy(account: &str, arn: &str) -> Value {
    let actions = [
        "GetTopicAttributes",
        "SetTopicAttributes",
        "AddPermission",
        "RemovePermission",
        "DeleteTopic",
        "Subscribe",
        "ListSubscriptionsByTopic",
        "Publish",
    ];
    json!({
        "Version": "2008-10-17",
        "Id": "__default_policy_ID",
        "Statement": [{
            "Sid": "__default_statement_ID",
            "Effect": "Allow",
            "Principal": {"AWS": "*"},
            "Action": actions.map(|action| format!("SNS:{action}")),
            "Resource": arn,
            "Condition": {"StringEquals": {"AWS:SourceOwner": account}},
        }],
    })
}

impl TopicAttributes {
    /// The policy that holds: the one that was set, or the one that topics begin with, which lets services act for the topic's own account.
    pub fn policy_text(&self, account: &str, arn: &str) -> String {
        self.policy.clone().unwrap_or_else(|| default_policy(account, arn).to_string())
    }

    /// Signature version of deliveries.
    pub fn signs_with(&self) -> u8 {
        self.signature_version.unwrap_or(1)
    }

    /// Takes what `CreateTopic` sets.
    ///
    /// # Errors
    /// `InvalidParameter`.
    pub fn create(name: &str, given: &BTreeMap<String, String>) -> Result<Self, Failure> {
        let fifo = match given.get("FifoTopic").map(String::as_str) {
            None | Some("false") => false,
            Some("true") => true,
            Some(_) => return Err(attribute("FifoTopic", "must be true or false")),
        };
        if fifo != name.ends_with(".fifo") {
            return Err(invalid(if fifo {
                "Topic Name Reason: Fifo Topic names must end with .fifo and must be made up of only uppercase and lowercase ASCII letters, numbers, underscores, and hyphens, and must be between 1 and 256 characters long."
            } else {
                "Topic Name"
            }));
        }
        let mut attributes = Self { fifo, ..Self::default() };
        for (name, value) in given.iter().filter(|(name, _)| *name != "FifoTopic") {
            attributes.set(name, value)?;
        }
        Ok(attributes)
    }

    /// Sets one.
    ///
    /// # Errors
    /// `InvalidParameter`.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), Failure> {
        let truth = || match value {
            "true" => Ok(true),
            "false" | "" => Ok(false),
            _ => Err(attribute(name, "must be true or false")),
        };
        match name {
            "DisplayName" if value.chars().count() <= MAX_DISPLAY_NAME && !value.chars().any(char::is_control) => {
                value.clone_into(&mut self.display_name);
            }
            "DisplayName" => return Err(attribute(name, format!("must be at most {MAX_DISPLAY_NAME} characters long"))),
            "Policy" => self.policy = checked_policy(value)?,
            "DeliveryPolicy" => {
                Policies::of_topic(value).map_err(|reason| attribute(name, reason))?;
                self.delivery_policy = Some(value.to_owned()).filter(|v| !v.is_empty());
            }
            "KmsMasterKeyId" => self.kms_key = Some(value.to_owned()).filter(|key| !key.is_empty()),
            "SignatureVersion" => {
                self.signature_version = match value {
                    "1" => Some(1),
                    "2" => Some(2),
                    "" => None,
                    _ => return Err(attribute(name, "must be 1 or 2")),
                }
            }
            "TracingConfig" if matches!(value, "PassThrough" | "") => {}
            "ContentBasedDeduplication" if self.fifo => self.content_based_deduplication = truth()?,
            "FifoThroughputScope" if self.fifo => {
                self.deduplication_by_group = match value {
                    "MessageGroup" => true,
                    "Topic" => false,
                    _ => return Err(attribute(name, "must be Topic or MessageGroup")),
                }
            }
            "ContentBasedDeduplication" | "FifoThroughputScope" => {
                return Err(attribute(name, "can only be set on FIFO topics"));
            }
            "FifoTopic" => return Err(invalid("AttributeName")),
            // What is known of SNS and not built is refused, so that nobody relies on it.
            "TracingConfig" | "ArchivePolicy" | "DataProtectionPolicy" => {
                return Err(attribute(name, "not available in this installation"));
            }
            name if name.ends_with("FeedbackRoleArn") || name.ends_with("FeedbackSampleRate") => {
                return Err(attribute(name, "delivery status logging is not available in this installation"));
            }
            _ => return Err(invalid("AttributeName")),
        }
        Ok(())
    }

    /// The settings as `GetTopicAttributes` shows them.
    pub fn shown(&self, account: &str, arn: &str) -> BTreeMap<String, String> {
        let mut shown = BTreeMap::from([
            ("TopicArn".to_owned(), arn.to_owned()),
            ("Owner".to_owned(), account.to_owned()),
            ("DisplayName".to_owned(), self.display_name.clone()),
            ("Policy".to_owned(), self.policy_text(account, arn)),
        ]);
        let mut add = |name: &str, value: Option<String>| {
            if let Some(value) = value {
                shown.insert(name.to_owned(), value);
            }
        };
        let effective = Policies::of_topic(self.delivery_policy.as_deref().unwrap_or_default()).unwrap_or_default();
        add("EffectiveDeliveryPolicy", Some(effective.shown_for_topic().to_string()));
        add("DeliveryPolicy", self.delivery_policy.clone());
        add("KmsMasterKeyId", self.kms_key.clone());
        add("SignatureVersion", self.signature_version.map(|version| version.to_string()));
        if self.fifo {
            add("FifoTopic", Some("true".to_owned()));
            add("ContentBasedDeduplication", Some(self.content_based_deduplication.to_string()));
            let scope = if self.deduplication_by_group { "MessageGroup" } else { "Topic" };
            add("FifoThroughputScope", Some(scope.to_owned()));
        }
        shown
    }
}

fn checked_policy(value: &str) -> Result<Option<String>, Failure> {
    if value.is_empty() {
        return Ok(None);
    }
    if counted_size(value) > MAX_POLICY {
        return Err(invalid("Policy Error: null"));
    }
    let parsed = Policy::parse(value, PolicyKind::Resource).map_err(|error| invalid(format!("Policy Error: {error}")))?;
    let ours = |action: &str| action == "*" || action.to_ascii_lowercase().starts_with("sns:");
    if parsed.statements().iter().any(|s| s.principal().is_none()) {
        return Err(invalid("Policy statement must contain principals"));
    }
    if !parsed.statements().iter().all(|s| s.actions().iter().all(ours)) {
        return Err(invalid("Policy statement action out of service scope!"));
    }
    Ok(Some(value.to_owned()))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::TopicAttributes;

    #[test]
    fn values_are_checked() {
        for (name, value, standard, fifo) in [
            ("DisplayName", "Alarms", true, true),
            ("DisplayName", "a\nb", false, false),
            ("Policy", "{}", false, false),
            ("Policy", "", true, true),
            ("SignatureVersion", "2", true, true),
            ("SignatureVersion", "3", false, false),
            ("ContentBasedDeduplication", "true", false, true),
            ("FifoThroughputScope", "MessageGroup", false, true),
            ("FifoTopic", "true", false, false),
            ("TracingConfig", "PassThrough", true, true),
            ("TracingConfig", "Active", false, false),
            ("Colour", "red", false, false),
            ("HTTPSuccessFeedbackRoleArn", "arn", false, false),
        ] {
            for (is_fifo, ok) in [(false, standard), (true, fifo)] {
                let mut attributes = TopicAttributes { fifo: is_fifo, ..TopicAttributes::default() };
                assert_eq!(attributes.set(name, value).is_ok(), ok, "{name}={value} fifo={is_fifo}");
            }
        }
    }

    #[test]
    fn a_fifo_topic_says_so_by_its_name() {
        let fifo = BTreeMap::from([("FifoTopic".to_owned(), "true".to_owned())]);
        assert!(TopicAttributes::create("a.fifo", &fifo).unwrap().fifo);
        assert!(TopicAttributes::create("a", &fifo).is_err());
        assert!(TopicAttributes::create("a.fifo", &BTreeMap::new()).is_err());
    }
}
