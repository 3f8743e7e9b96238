//! The documents of the service.
//!
//! What is in a group is kept in a partition of its own, named by the group's `uid`: another group of the same name has none of it.

use plane::Resource;
use serde::{Deserialize, Serialize};

use crate::api::LogGroupClass;
use crate::protection::Findings;

/// A log group. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogGroup {
    /// Name.
    pub name: String,
    /// Account.
    pub account: String,
    /// Region.
    pub region: String,
    /// Tells a group from an earlier one of the same name.
    pub uid: String,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// Class.
    pub class: LogGroupClass,
    /// Days that events are kept; for ever if none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub retention_days: Option<i32>,
    /// ARN of the KMS key that seals its data key.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kms_key: Option<String>,
    /// Whether it cannot be deleted.
    #[serde(default)]
    pub deletion_protection: bool,
    /// Its data protection policy.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub protection: Option<Document>,
    /// Id of the data key ([`DataKey`]) that new events are sealed with.
    pub data_key: String,
}

/// A policy, as it was given.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Document {
    /// JSON.
    pub text: String,
    /// When it was set, milliseconds since 1970.
    pub updated_at: i64,
}

const DAY_MS: i64 = 24 * 60 * 60 * 1000;

impl LogGroup {
    /// The region part of the keys of everything in the group.
    pub fn partition(&self) -> String {
        partition(&self.region, &self.uid)
    }

    /// Its ARN, without `:*`.
    pub fn arn(&self, aws: &str) -> String {
        format!("arn:{aws}:logs:{}:{}:log-group:{}", self.region, self.account, self.name)
    }

    /// Events of before this time are not kept any more; milliseconds since 1970.
    pub fn keeps_from(&self, now: i64) -> i64 {
        self.retention_days.map_or(0, |days| now.saturating_sub(i64::from(days) * DAY_MS))
    }
}

pub(crate) fn partition(region: &str, uid: &str) -> String {
    format!("{region}/{uid}")
}

impl Resource for LogGroup {
    const KIND: &'static str = "AWS::Logs::LogGroup";
}

/// A log stream. Its key, in the partition of its group, is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogStream {
    /// Name.
    pub name: String,
    /// Tells a stream from an earlier one of the same name.
    pub uid: String,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// Oldest event.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub first_event: Option<i64>,
    /// Newest event.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_event: Option<i64>,
    /// When something was last put.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub last_ingestion: Option<i64>,
}

impl Resource for LogStream {
    const KIND: &'static str = "AWS::Logs::LogStream";
    const HISTORY: bool = false;
}

/// A key that events of a group are sealed with, itself sealed with the plane's key or a KMS key. Its key, in the partition of its group, is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataKey {
    /// The sealed key; base64.
    pub sealed: String,
    /// ARN of the KMS key that sealed it; the plane's if none.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub kms_key: Option<String>,
}

impl Resource for DataKey {
    const KIND: &'static str = "Cloudkeep::Logs::DataKey";
    const HISTORY: bool = false;
}

/// Events that were put together and are not folded into a chunk yet. Its key, in the partition of its group, begins with the time of ingestion.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Name of the stream.
    pub stream: String,
    /// Its uid.
    pub stream_uid: String,
    /// When it was put, milliseconds since 1970.
    pub ingestion: i64,
    /// Oldest event.
    pub from: i64,
    /// Newest event.
    pub to: i64,
    /// Bytes of its events, 26 for each included.
    pub bytes: i64,
    /// Id of its first event; the others count on from it.
    pub first_id: String,
    /// Id of the data key.
    pub data_key: String,
    /// The events ([`crate::codec::encode_batch`]), sealed; base64.
    pub sealed: String,
    /// Where they have sensitive data.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub findings: Option<Findings>,
}

impl Resource for Batch {
    const KIND: &'static str = "Cloudkeep::Logs::Batch";
    const HISTORY: bool = false;
}

/// A batch that filters have not seen and nobody counted yet. Its key begins with the time of ingestion; all of an installation are in one partition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Arrival {
    /// Account of the group.
    pub account: String,
    /// Region of the group.
    pub region: String,
    /// Name of the group.
    pub group: String,
    /// Uid of the group.
    pub uid: String,
    /// Name of the stream.
    pub stream: String,
    /// Id of the batch.
    pub batch: String,
    /// When it was put.
    pub ingestion: i64,
    /// Oldest event.
    pub from: i64,
    /// Newest event.
    pub to: i64,
    /// Bytes, 26 for each event included.
    pub bytes: i64,
    /// Whether events have sensitive data.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub sensitive: bool,
}

impl Resource for Arrival {
    const KIND: &'static str = "Cloudkeep::Logs::Arrival";
    const HISTORY: bool = false;
}

/// What a group holds, as far as it was counted. Its key, in the region of its group, is the group's uid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// Name of the group.
    pub group: String,
    /// Bytes of events in batches that are not folded.
    pub fresh_bytes: i64,
    /// Bytes of events in chunks.
    #[serde(default)]
    pub folded_bytes: i64,
    /// Since when there are such, milliseconds since 1970.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub fresh_since: Option<i64>,
    /// Grows whenever batches become a chunk, or chunks become others: who reads both sees whether they read them at one moment.
    pub folds: u64,
}

impl Resource for Holding {
    const KIND: &'static str = "Cloudkeep::Logs::Holding";
    const HISTORY: bool = false;
}

/// A block of a chunk's file: events in the order of their time, compressed and sealed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct BlockPlace {
    /// Where it begins in the file.
    pub offset: u64,
    /// Its bytes in the file.
    pub length: u32,
    /// Oldest event.
    pub from: i64,
    /// Newest event.
    pub to: i64,
}

/// A file of events of one day. Its key, in the partition of its group, is the day and its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Chunk {
    /// Name of the file.
    pub file: String,
    /// Id of the data key.
    pub data_key: String,
    /// Oldest event.
    pub from: i64,
    /// Newest event.
    pub to: i64,
    /// Events.
    pub events: u64,
    /// Bytes of the events, 26 for each included.
    pub bytes: i64,
    /// Uids and names of the streams whose events it has; none if they are many.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub streams: Option<Vec<(String, String)>>,
    /// Its blocks, in the order of time.
    pub blocks: Vec<BlockPlace>,
    /// Where the index of its blocks begins in the file, behind them, and its bytes.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub index: Option<(u64, u32)>,
    /// Fields whose values the index knows.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub fields: Vec<IndexedField>,
}

/// A field that is indexed in a chunk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct IndexedField {
    /// Name.
    pub name: String,
    /// Oldest and newest event that have it.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub events: Option<(i64, i64)>,
}

impl Chunk {
    /// The beginning of the ids of chunks of the day of a time.
    pub fn day(timestamp: i64) -> String {
        format!("{:08}", timestamp.max(0).div_euclid(DAY_MS))
    }

    /// Whether it may have events of a stream of which `wanted` says so, by uid and name.
    pub fn may_have(&self, wanted: impl Fn(&str, &str) -> bool) -> bool {
        self.streams.as_ref().is_none_or(|streams| streams.iter().any(|(uid, name)| wanted(uid, name)))
    }
}

impl Resource for Chunk {
    const KIND: &'static str = "Cloudkeep::Logs::Chunk";
    const HISTORY: bool = false;
}

/// A stream that was deleted, whose events may still be in batches and chunks. Its key, in the partition of its group, is its uid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeletedStream {
    /// When it was deleted.
    pub at: i64,
}

impl Resource for DeletedStream {
    const KIND: &'static str = "Cloudkeep::Logs::DeletedStream";
    const HISTORY: bool = false;
}

/// A group that was deleted and whose contents are being removed. Its key, in the region of the group, is the group's uid.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DeletedGroup {
    /// When it was deleted.
    pub at: i64,
}

impl Resource for DeletedGroup {
    const KIND: &'static str = "Cloudkeep::Logs::DeletedGroup";
    const HISTORY: bool = false;
}

/// A file that is in no catalogue any more, until nobody can be reading it. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Garbage {
    /// Since when, milliseconds since 1970.
    pub since: i64,
}

impl Resource for Garbage {
    const KIND: &'static str = "Cloudkeep::Logs::Garbage";
    const HISTORY: bool = false;
}
