//! What the service keeps: topics and subscriptions as configuration with a history, messages and deliveries without one.

use std::collections::BTreeMap;

use plane::LookupValue;
use plane::resource::Resource;
use serde::{Deserialize, Serialize};

use crate::attributes::TopicAttributes;
use crate::subscription::Options;

/// A topic. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Topic {
    pub name: String,
    pub account: String,
    pub region: String,
    /// Tells a topic from an earlier one of the same name.
    pub uid: String,
    pub attributes: TopicAttributes,
    /// Subscriptions that were removed.
    pub removed_subscriptions: u64,
}

impl Topic {
    pub fn arn(&self, partition: &str) -> String {
        format!("arn:{partition}:sns:{}:{}:{}", self.region, self.account, self.name)
    }
}

impl Resource for Topic {
    const KIND: &'static str = "AWS::SNS::Topic";
}

/// Finds the subscription of an endpoint to a topic.
pub(crate) const ENDPOINT: &str = "sns:endpoint";
/// Finds a subscription by the hash of its token.
pub(crate) const TOKEN: &str = "sns:token";
/// Finds the subscriptions of an account in a region.
pub(crate) const OWNER: &str = "sns:owner";

/// A subscription. It lies with its topic; its key is the topic's name and its own id, as in its ARN.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Subscription {
    pub topic_arn: String,
    pub topic_uid: String,
    /// Account of whoever subscribed.
    pub owner: String,
    pub protocol: Protocol,
    pub endpoint: String,
    pub region: String,
    pub confirmed: bool,
    /// Whether whoever confirmed it signed the call.
    pub confirmation_was_authenticated: bool,
    /// Whether only signed calls may end it.
    pub authenticate_on_unsubscribe: bool,
    /// The token that confirms it, sealed; base64. Kept when it is confirmed, so that confirming again says the same.
    pub token: Option<String>,
    /// SHA-256 of the token.
    pub token_hash: Option<String>,
    pub options: Options,
}

/// Name of the look-up value of an endpoint.
pub(crate) fn endpoint_value(topic_uid: &str, protocol: Protocol, endpoint: &str) -> String {
    format!("{topic_uid}/{}/{endpoint}", protocol.as_str())
}

impl Resource for Subscription {
    const KIND: &'static str = "AWS::SNS::Subscription";

    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups = vec![
            LookupValue::unique(ENDPOINT, endpoint_value(&self.topic_uid, self.protocol, &self.endpoint)),
            LookupValue::shared(OWNER, format!("{}/{}", self.owner, self.region)),
        ];
        lookups.extend(self.token_hash.as_ref().map(|hash| LookupValue::unique(TOKEN, hash)));
        lookups
    }
}

/// How a subscriber is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Protocol {
    Http,
    Https,
    Email,
    EmailJson,
    Sqs,
    Lambda,
}

impl Protocol {
    pub fn parse(text: &str) -> Option<Self> {
        Some(match text {
            "http" => Self::Http,
            "https" => Self::Https,
            "email" => Self::Email,
            "email-json" => Self::EmailJson,
            "sqs" => Self::Sqs,
            "lambda" => Self::Lambda,
            _ => return None,
        })
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Http => "http",
            Self::Https => "https",
            Self::Email => "email",
            Self::EmailJson => "email-json",
            Self::Sqs => "sqs",
            Self::Lambda => "lambda",
        }
    }

    pub fn is_http(self) -> bool {
        matches!(self, Self::Http | Self::Https)
    }

    pub fn is_email(self) -> bool {
        matches!(self, Self::Email | Self::EmailJson)
    }
}

/// An attribute of a message.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attribute {
    pub data_type: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// Base64.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub binary: Option<String>,
}

/// What only subscribers may see of a message; kept sealed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub(crate) struct Content {
    pub message: String,
    pub subject: Option<String>,
    /// Whether the message is a JSON object with a text for each protocol.
    pub by_protocol: bool,
    pub attributes: BTreeMap<String, Attribute>,
}

/// What a message of a FIFO topic has besides.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Order {
    pub group: String,
    pub deduplication: String,
    pub sequence: u64,
}

/// A published message, until it is delivered to everybody. Its key is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Publication {
    pub topic_arn: String,
    pub topic_uid: String,
    pub account: String,
    pub region: String,
    pub topic: String,
    pub at: i64,
    /// Signature version of its deliveries.
    pub signature_version: u8,
    /// [`Content`], sealed; base64.
    pub sealed: String,
    /// The KMS key it is sealed with, where it is not the plane's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub order: Option<Order>,
    /// A message group of a standard topic, which only queues look at.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<String>,
}

impl Resource for Publication {
    const KIND: &'static str = "Cloudkeep::SNS::Publication";
    const HISTORY: bool = false;
}

/// A published message that has not been handed to all subscriptions yet. Keys are in the order of publication.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Waiting {
    pub publication: String,
    /// The last subscription that got it, where there are too many for one commit.
    pub after: Option<String>,
}

impl Resource for Waiting {
    const KIND: &'static str = "Cloudkeep::SNS::Waiting";
    const HISTORY: bool = false;
}

/// The last sequence number of a FIFO topic. The key is the topic's uid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sequence {
    pub last: u64,
}

impl Resource for Sequence {
    const KIND: &'static str = "Cloudkeep::SNS::Sequence";
    const HISTORY: bool = false;
}

/// A message that was published to a FIFO topic: the same deduplication id gives it again for five minutes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deduplication {
    pub message: String,
    pub sequence: u64,
    pub at: i64,
}

impl Resource for Deduplication {
    const KIND: &'static str = "Cloudkeep::SNS::Deduplication";
    const HISTORY: bool = false;
}

/// Finds what is still to be delivered of a publication: by themselves, and in lanes.
pub(crate) const PUBLICATION: &str = "sns:publication";
pub(crate) const IN_LANE: &str = "sns:in-lane";

/// What is delivered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Parcel {
    /// A publication, by its id.
    Message(String),
    /// The request to confirm the subscription.
    Confirmation,
}

/// Where a subscription is: account and region of its topic, and its key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub(crate) struct Place {
    pub account: String,
    pub region: String,
    pub id: String,
}

/// A delivery. Its key begins with the time it is due.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub subscription: Place,
    pub protocol: Protocol,
    pub endpoint: String,
    pub parcel: Parcel,
    pub attempts: u32,
    pub since: i64,
}

/// A key that begins with the time something is due.
pub(crate) fn due_id(due: i64, unique: &str) -> String {
    format!("{:013}-{unique}", due.max(0))
}

/// When something of such a key is due.
pub(crate) fn due_of(id: &str) -> i64 {
    id.split_once('-').and_then(|(due, _)| due.parse().ok()).unwrap_or_default()
}

impl Resource for Delivery {
    const KIND: &'static str = "Cloudkeep::SNS::Delivery";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        match &self.parcel {
            Parcel::Message(publication) => vec![LookupValue::shared(PUBLICATION, publication)],
            Parcel::Confirmation => Vec::new(),
        }
    }
}

/// Finds the lane of a subscription and message group.
pub(crate) const LANE: &str = "sns:lane";

/// What one subscription is still to get of one message group of a FIFO topic: its first message is due when the lane's key says, the others follow it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Lane {
    /// Hash of subscription and group.
    pub hash: String,
    pub subscription: Place,
    pub endpoint: String,
    /// How often its first message was tried.
    pub attempts: u32,
    /// The last message that was put in: whoever puts one in changes the lane, so that nobody takes it for empty meanwhile.
    pub last: u64,
}

impl Resource for Lane {
    const KIND: &'static str = "Cloudkeep::SNS::Lane";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(LANE, &self.hash)]
    }
}

/// A message in a lane. The region of its key is the lane's hash, its id the sequence number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct InLane {
    pub publication: String,
    pub since: i64,
}

impl Resource for InLane {
    const KIND: &'static str = "Cloudkeep::SNS::LaneEntry";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::shared(IN_LANE, &self.publication)]
    }
}

/// The key that signs deliveries, one for the installation. Its key is `signing`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SigningKey {
    /// Its name in the URL of its certificate.
    pub name: String,
    /// PKCS#8, sealed; base64.
    pub private: String,
    /// PEM.
    pub certificate: String,
}

impl SigningKey {
    pub const ID: &'static str = "signing";
}

impl Resource for SigningKey {
    const KIND: &'static str = "Cloudkeep::SNS::SigningKey";
    const HISTORY: bool = false;
}
