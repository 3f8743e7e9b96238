//! What the service keeps in the store. Object data is not in it: documents name blobs (`blob`).

use std::collections::BTreeMap;

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::checksums::Algorithm;
use crate::cors::CorsRule;
use crate::lifecycle::Rule;
use crate::notifications::{DestinationKind, Notifications};

/// Look-up of buckets by their name, unique in the installation.
pub(crate) const BUCKET: &str = "s3-bucket";
/// Look-up of the buckets whose requests are logged.
pub(crate) const LOGGED: &str = "s3-logged";
/// Look-up of what refers to a blob.
pub(crate) const BLOB: &str = "s3-blob";
/// The version of objects that were written while versioning was not on.
pub(crate) const NULL: &str = "null";

/// A bucket, under its owner and its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Bucket {
    /// Name.
    pub name: String,
    /// Beginning of the ids of everything in it: a bucket made again under the same name begins empty.
    pub root: String,
    /// Region.
    pub region: String,
    /// Owner account.
    pub owner: String,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// Versioning.
    #[serde(default)]
    pub versioning: Versioning,
    /// Bucket policy, as given.
    #[serde(default)]
    pub policy: Option<String>,
    /// Public access block.
    #[serde(default)]
    pub block: Option<Block>,
    /// Whether its ownership controls are there (their one value is `BucketOwnerEnforced`).
    #[serde(default)]
    pub ownership: bool,
    /// Lifecycle rules.
    #[serde(default)]
    pub lifecycle: Option<Vec<Rule>>,
    /// Object Lock; once on, it stays.
    #[serde(default)]
    pub lock: Option<Lock>,
    /// Encryption of new objects, where it was set.
    #[serde(default)]
    pub encryption: Option<DefaultEncryption>,
    /// Who is told of what happens to its objects.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub notifications: Option<Notifications>,
    /// What pages of other origins may do.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cors: Option<Vec<CorsRule>>,
    /// Where the log of its requests goes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logging: Option<Logging>,
}

/// Where the log of a bucket's requests goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Logging {
    /// Bucket.
    pub bucket: String,
    /// What keys begin with.
    pub prefix: String,
    /// How keys are made.
    pub keys: LogKeys,
}

/// How keys of log objects are made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum LogKeys {
    /// The time behind the prefix.
    #[default]
    Simple,
    /// Account, region, bucket and day before it.
    Partitioned(DateSource),
}

/// Whose day it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DateSource {
    /// The requests'.
    EventTime,
    /// The object's.
    DeliveryTime,
}

/// A notification that is not delivered yet, in its bucket's account and region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Notification {
    pub kind: DestinationKind,
    /// ARN of the destination.
    pub arn: String,
    pub body: String,
    /// ARN of the bucket.
    pub caller_arn: String,
    /// When it happened, milliseconds since 1970.
    pub since: i64,
    /// Not before.
    pub due_at: i64,
    /// How often delivery failed.
    pub attempts: u32,
}

impl Resource for Notification {
    const KIND: &'static str = "S3::Notification";
    const HISTORY: bool = false;
}

/// Encryption of new objects whose request says nothing about it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DefaultEncryption {
    /// SSE-KMS, else SSE-S3.
    pub kms: bool,
    /// The KMS key as it was given; none means the managed one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<String>,
    /// Whether the encryption context is the bucket's, as with S3 Bucket Keys.
    pub bucket_key: bool,
}

/// Whether objects keep their versions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Versioning {
    /// Never switched on.
    #[default]
    Off,
    /// Every write is a new version.
    Enabled,
    /// Writes replace the null version; other versions stay.
    Suspended,
}

/// Public access block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[expect(clippy::struct_excessive_bools, reason = "the four switches of the API")]
#[allow(missing_docs, reason = "names of the API")]
pub struct Block {
    pub public_acls: bool,
    pub ignore_acls: bool,
    pub public_policy: bool,
    pub restrict: bool,
}

/// Object Lock of a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Lock {
    /// Retention of new objects.
    pub default: Option<DefaultRetention>,
}

/// Retention that new objects get.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "names of the API")]
pub struct DefaultRetention {
    pub mode: Mode,
    pub days: Option<i32>,
    pub years: Option<i32>,
}

/// Retention mode.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mode {
    /// Who has `s3:BypassGovernanceRetention` may shorten it.
    Governance,
    /// Nobody may shorten it.
    Compliance,
}

/// Retention of an object version.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Retention {
    /// Mode.
    pub mode: Mode,
    /// Milliseconds since 1970.
    pub until: i64,
}

impl Resource for Bucket {
    const KIND: &'static str = "AWS::S3::Bucket";
    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups = vec![LookupValue::unique(BUCKET, &self.name)];
        lookups.extend(self.logging.iter().map(|_| LookupValue::shared(LOGGED, "")));
        lookups
    }
}

/// Encrypted data outside the store.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BlobRef {
    /// Name of the file.
    pub id: String,
    /// Its data key, Base64: sealed with the installation's data key, or with the object's own if KMS encrypts that ([`Sse`]).
    pub key: String,
}

/// Encryption of an object with a KMS key (SSE-KMS).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sse {
    /// ARN of the key.
    pub key: String,
    /// Whether the context names the bucket, as with S3 Bucket Keys, and not the object.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub bucket_key: bool,
    /// The encryption context.
    pub context: Vec<(String, String)>,
    /// The object's data key, encrypted by KMS, Base64. It seals the keys of the object's blobs.
    pub wrapped: String,
}

/// Where an object's bytes are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum Data {
    /// There are none.
    #[default]
    Empty,
    /// In one blob.
    Blob(BlobRef),
    /// In the blobs of a [`Manifest`] of this id, which has so many parts.
    Parts {
        /// Id.
        manifest: String,
        /// Parts.
        count: u32,
    },
}

/// A checksum that is answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sum {
    /// Algorithm.
    pub algorithm: Algorithm,
    /// Base64, with `-N` if composite.
    pub value: String,
    /// Made of the parts' checksums.
    pub composite: bool,
}

/// One version of an object, or a delete marker.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "mostly headers of the API")]
pub struct Entry {
    pub key: String,
    /// Version id, or `null`.
    pub version: String,
    /// Place among the versions of the key: later ones sort before earlier ones.
    pub sort: String,
    /// Counts writes of the key up; nanoseconds since 1970 where nothing else is higher.
    pub order: u64,
    /// `sort` of the null version, in the current version, if the null version is not current.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub null_at: Option<String>,
    /// When it became noncurrent, milliseconds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub superseded_at: Option<i64>,
    /// Last-Modified, milliseconds.
    pub modified: i64,
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub marker: bool,
    pub etag: String,
    pub size: u64,
    pub data: Data,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sse: Option<Sse>,
    pub sum: Option<Sum>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_type: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_encoding: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_disposition: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub content_language: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cache_control: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expires: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub redirect: Option<String>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub metadata: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub storage_class: Option<String>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<(String, String)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention: Option<Retention>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub hold: Option<bool>,
}

impl Entry {
    fn blob_lookups(&self) -> Vec<LookupValue> {
        match &self.data {
            Data::Blob(blob) => vec![LookupValue::shared(BLOB, &blob.id)],
            _ => Vec::new(),
        }
    }

    /// Last-Modified, seconds since 1970: what conditions are compared with.
    pub(crate) fn modified_second(&self) -> i64 {
        self.modified.div_euclid(1000)
    }
}

/// The newest version of a key, under `root/key`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Current(pub Entry);

impl Resource for Current {
    const KIND: &'static str = "AWS::S3::Object";
    fn lookups(&self) -> Vec<LookupValue> {
        self.0.blob_lookups()
    }
}

/// An older version, under `root/key NUL sort`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Noncurrent(pub Entry);

impl Resource for Noncurrent {
    const KIND: &'static str = "AWS::S3::ObjectVersion";
    fn lookups(&self) -> Vec<LookupValue> {
        self.0.blob_lookups()
    }
}

/// The parts of an object that was uploaded in parts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// In order.
    pub parts: Vec<Piece>,
}

/// One part of an object.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[allow(missing_docs, reason = "see `Part`")]
pub struct Piece {
    pub number: i32,
    pub size: u64,
    pub blob: Option<BlobRef>,
    pub sum: Option<String>,
}

impl Resource for Manifest {
    const KIND: &'static str = "AWS::S3::ObjectParts";
    fn lookups(&self) -> Vec<LookupValue> {
        self.parts.iter().filter_map(|p| p.blob.as_ref()).map(|b| LookupValue::shared(BLOB, &b.id)).collect()
    }
}

/// A multipart upload, under `root/key NUL upload id`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    /// Upload id.
    pub id: String,
    /// When it began, milliseconds.
    pub initiated: i64,
    /// ARN of who began it.
    pub initiator: String,
    /// What the object will be.
    pub entry: Entry,
    /// Checksum algorithm that was asked for.
    pub algorithm: Option<Algorithm>,
    /// Whether the object's checksum is made of the parts'.
    pub composite: bool,
}

impl Resource for Upload {
    const KIND: &'static str = "AWS::S3::MultipartUpload";
}

/// A part of an upload, under `upload id/number`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// 1 to 10,000.
    pub number: i32,
    /// Bytes.
    pub size: u64,
    /// MD5, hexadecimal.
    pub etag: String,
    /// When it came, milliseconds.
    pub modified: i64,
    /// Data.
    pub blob: Option<BlobRef>,
    /// Checksum of the upload's algorithm, Base64.
    pub sum: Option<String>,
    /// CRCs, of which the object's is combined.
    pub crcs: (u32, u32, u64),
}

impl Resource for Part {
    const KIND: &'static str = "AWS::S3::Part";
    fn lookups(&self) -> Vec<LookupValue> {
        self.blob.iter().map(|b| LookupValue::shared(BLOB, &b.id)).collect()
    }
}

/// A blob that nothing refers to any more, under its id: its file is to be removed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Garbage {
    /// Since when, milliseconds.
    pub since: i64,
}

impl Resource for Garbage {
    const KIND: &'static str = "AWS::S3::Garbage";
}
