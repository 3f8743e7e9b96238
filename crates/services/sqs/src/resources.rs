//! What the service keeps: queues as configuration with a history, everything in them without one.

use std::collections::BTreeMap;

use plane::LookupValue;
use plane::resource::Resource;
use serde::{Deserialize, Serialize};

use crate::attributes::Attributes;

/// Finds a delivery by queue and message.
pub(crate) const DELIVERY: &str = "sqs:delivery";

/// A queue. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Queue {
    pub name: String,
    pub account: String,
    pub region: String,
    /// Tells a queue from an earlier one of the same name: what is in a queue is kept under it.
    pub uid: String,
    pub created_at: i64,
    pub modified_at: i64,
    /// Messages sent up to this time are purged.
    pub purged_at: Option<i64>,
    pub attributes: Attributes,
}

impl Queue {
    /// The region part of the keys of everything in the queue: a partition of its own, whose size is known at once.
    pub fn partition(&self) -> String {
        partition(&self.region, &self.uid)
    }

    pub fn arn(&self, aws: &str) -> String {
        format!("arn:{aws}:sqs:{}:{}:{}", self.region, self.account, self.name)
    }

    /// Whether a message sent at `sent_at` is still in the queue at `now`.
    pub fn keeps(&self, sent_at: i64, now: i64) -> bool {
        sent_at.saturating_add(self.attributes.retention_ms()) > now && self.purged_at.is_none_or(|purged| sent_at > purged)
    }
}

pub(crate) fn partition(region: &str, uid: &str) -> String {
    format!("{region}/{uid}")
}

impl Resource for Queue {
    const KIND: &'static str = "AWS::SQS::Queue";
}

/// The attributes of a message that its sender gave.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Attribute {
    pub data_type: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub text: Option<String>,
    /// Base64.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub binary: Option<String>,
}

/// What only the receiver may see of a message; kept sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Content {
    pub body: String,
    pub attributes: BTreeMap<String, Attribute>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub trace_header: Option<String>,
}

/// A message, which does not change while it is in the queue. Its key is its id, which grows with time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Message {
    pub id: String,
    pub sent_at: i64,
    /// `SenderId`.
    pub sender: String,
    /// [`Content`], sealed; base64.
    pub sealed: String,
    /// The KMS key it is sealed with, where it is not the plane's.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub key: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub group: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub deduplication: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub sequence: Option<u64>,
    /// The queue it was moved from, once it is in a dead-letter queue.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub source: Option<String>,
}

impl Resource for Message {
    const KIND: &'static str = "Cloudkeep::SQS::Message";
    const HISTORY: bool = false;
}

/// Where a message stands. In standard queues the key begins with the time from which it can be received, so that what waits comes in that order; in
/// FIFO queues with its group and its sequence number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Delivery {
    pub queue: String,
    pub message: String,
    pub sent_at: i64,
    /// From when it can be received, milliseconds.
    pub visible_at: i64,
    pub receive_count: u32,
    pub first_received_at: Option<i64>,
    /// What the last receipt handle carries.
    pub receipt: Option<String>,
}

impl Delivery {
    pub fn in_flight(&self, now: i64) -> bool {
        self.receive_count > 0 && self.visible_at > now
    }
}

impl Resource for Delivery {
    const KIND: &'static str = "Cloudkeep::SQS::Delivery";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(DELIVERY, format!("{}/{}", self.queue, self.message))]
    }
}

/// A message group with messages in it. Its key begins with the time from which its first message can be received.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Group {
    pub queue: String,
    pub name: String,
    pub available_at: i64,
    pub last_sequence: u64,
}

/// Finds a group by queue and name.
pub(crate) const GROUP: &str = "sqs:group";

impl Resource for Group {
    const KIND: &'static str = "Cloudkeep::SQS::Group";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(GROUP, format!("{}/{}", self.queue, self.name))]
    }
}

/// A message that was sent to a FIFO queue: the same deduplication id gives it again for five minutes. The key is a hash of the id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deduplication {
    pub message: String,
    pub sequence: u64,
    pub at: i64,
}

impl Resource for Deduplication {
    const KIND: &'static str = "Cloudkeep::SQS::Deduplication";
    const HISTORY: bool = false;
}

/// A queue that was deleted: what was in it is being removed. The key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Deleted {
    pub uid: String,
    pub at: i64,
}

impl Resource for Deleted {
    const KIND: &'static str = "Cloudkeep::SQS::DeletedQueue";
    const HISTORY: bool = false;
}

/// A redrive of a dead-letter queue. The key is the queue's name and the task's id, which grows with time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MoveTask {
    pub id: String,
    pub source: String,
    pub destination: Option<String>,
    pub rate: Option<i32>,
    pub status: MoveStatus,
    pub moved: i64,
    pub to_move: i64,
    pub started_at: i64,
    pub failure: Option<String>,
}

/// How far a redrive is, by AWS's words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum MoveStatus {
    Running,
    Completed,
    Cancelled,
    Failed,
}

impl MoveStatus {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Running => "RUNNING",
            Self::Completed => "COMPLETED",
            Self::Cancelled => "CANCELLED",
            Self::Failed => "FAILED",
        }
    }
}

impl Resource for MoveTask {
    const KIND: &'static str = "Cloudkeep::SQS::MessageMoveTask";
    const HISTORY: bool = false;
}
