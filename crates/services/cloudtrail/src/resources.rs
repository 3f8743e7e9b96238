//! What the service keeps: trails, how far each has delivered, what waits for a digest, the chains of digests, and the keys that sign them.

use std::collections::BTreeMap;

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::api::Template;
use crate::insights::Wanted;
use crate::log_group::Destination;
use crate::selectors::Selectors;

/// Look-up: the trails of an account, in all regions.
pub const BY_ACCOUNT: &str = "cloudtrail:account";
/// Look-up: the trails of an organization.
pub const BY_ORGANIZATION: &str = "cloudtrail:organization";

/// A trail. It is kept in its owner's account and its home region, under its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trail {
    /// Name.
    pub name: String,
    /// Tells trails of the same name apart that lived one after the other.
    pub generation: String,
    /// ARN.
    pub arn: String,
    /// Owner: of an organization trail the management account.
    pub account: String,
    /// Home region.
    pub region: String,
    /// Bucket.
    pub bucket: String,
    /// What keys begin with, before `/AWSLogs/`.
    pub prefix: Option<String>,
    /// `IncludeGlobalServiceEvents`.
    pub global_events: bool,
    /// `IsMultiRegionTrail`.
    pub multi_region: bool,
    /// `EnableLogFileValidation`.
    pub validation: bool,
    /// Id of the organization, of an organization trail.
    pub organization: Option<String>,
    /// `RecursiveLogging`.
    pub recursive: bool,
    /// ARN of the KMS key that encrypts its files; none leaves it to the bucket.
    #[serde(default)]
    pub kms_key: Option<String>,
    /// The log group that its events go to as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub log_group: Option<Destination>,
    /// ARN of the topic that is told of its log files.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub topic: Option<String>,
    /// Which Insights it asks for.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub insights: Vec<Wanted>,
    /// How it sums up data events.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aggregations: Vec<Template>,
    /// Whether it logs.
    pub logging: bool,
    /// Last StartLogging, milliseconds since 1970.
    pub started_at: Option<i64>,
    /// Last StopLogging.
    pub stopped_at: Option<i64>,
    /// Which events.
    pub selectors: Selectors,
}

impl Trail {
    /// Id of the documents that belong to this life of the trail.
    pub fn life(&self) -> String {
        format!("{}/{}", self.name, self.generation)
    }

    /// What keys of an account's files begin with, without the slash after it: `[prefix/]AWSLogs/[o-id/]account`.
    pub fn folder(&self, account: &str) -> String {
        let mut folder = String::new();
        if let Some(prefix) = &self.prefix {
            folder.push_str(prefix);
            folder.push('/');
        }
        folder.push_str("AWSLogs/");
        if let Some(organization) = &self.organization {
            folder.push_str(organization);
            folder.push('/');
        }
        folder.push_str(account);
        folder
    }

    /// Whether files of it are digested.
    pub fn digests(&self) -> bool {
        self.logging && self.validation
    }
}

impl Resource for Trail {
    const KIND: &'static str = "AWS::CloudTrail::Trail";
    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups = vec![LookupValue::shared(BY_ACCOUNT, &self.account)];
        lookups.extend(self.organization.iter().map(|o| LookupValue::shared(BY_ORGANIZATION, o)));
        lookups
    }
}

/// Kind of the journal entry that says how a trail is set from here on; its body is a [`Change`].
pub const CHANGED: &str = "cloudtrail.TrailChanged";

/// How a trail is set from an entry of the journal on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// Which life of which trail.
    pub life: String,
    /// The trail; none once it is deleted.
    pub trail: Option<Trail>,
}

/// How far a trail has delivered. Its place in the journal is the cursor [`Delivery::cursor`]; this is how the trail was set there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Delivery {
    /// The trail as it was at the cursor.
    pub trail: Trail,
    /// When it was last changed before the cursor, milliseconds since 1970.
    pub changed_at: i64,
    /// Whether it was deleted before the cursor.
    pub gone: bool,
    /// Since when the next digest has its files; none when no chain of digests is open.
    pub chain_start: Option<i64>,
    /// The digests being written.
    pub plan: Option<DigestPlan>,
    /// Files of the planned range that are in a bucket already, when a later one was refused: they stay where they are, also if the trail points to
    /// another bucket by the time that the rest is put.
    #[serde(default)]
    pub put: Vec<LogFile>,
}

impl Delivery {
    /// Name of the cursor: everything up to it is delivered.
    pub fn cursor(&self) -> String {
        format!("cloudtrail/{}/{}/{}", self.trail.account, self.trail.region, self.trail.life())
    }

    /// Name of the cursor that says up to where the files are made that are being put: a crash in between makes the same files again.
    pub fn planned(&self) -> String {
        format!("{}/planned", self.cursor())
    }
}

impl Resource for Delivery {
    const KIND: &'static str = "Cloudkeep::CloudTrail::Delivery";
}

/// A round of digests that is decided: it is written the same however often it is begun.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DigestPlan {
    /// `digestStartTime`, milliseconds since 1970, a full second.
    pub start: i64,
    /// `digestEndTime`.
    pub end: i64,
    /// The last of the log files that it covers, as its document's id; none if there are none.
    pub through: Option<String>,
    /// Whether the chains end with it.
    pub last: bool,
    /// Bucket.
    pub bucket: String,
    /// Prefix of the keys.
    pub prefix: Option<String>,
}

/// What GetTrailStatus tells of deliveries. Times in milliseconds since 1970.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Status {
    /// Last log files put.
    pub delivered_at: Option<i64>,
    /// Last attempt to put log files.
    pub attempted_at: Option<i64>,
    /// Code of the error of the last attempt.
    pub error: Option<String>,
    /// Since when attempts fail.
    pub failing_since: Option<i64>,
    /// Last digests put.
    pub digested_at: Option<i64>,
    /// Code of the error of the last attempt to put digests.
    pub digest_error: Option<String>,
    /// Last events put into the log group.
    #[serde(default)]
    pub logged_at: Option<i64>,
    /// Last notice of log files to the topic.
    #[serde(default)]
    pub notified_at: Option<i64>,
    /// Last attempt to send one.
    #[serde(default)]
    pub notice_attempted_at: Option<i64>,
    /// Code of the error of the last attempt.
    #[serde(default)]
    pub notice_error: Option<String>,
    /// Code of the error of the last attempt to put events into the log group.
    #[serde(default)]
    pub log_error: Option<String>,
}

impl Resource for Status {
    const KIND: &'static str = "Cloudkeep::CloudTrail::DeliveryStatus";
}

/// The log files of one delivery, until they are digested. The id is the trail's life and the sequence it reached.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogFiles {
    /// The files.
    pub files: Vec<LogFile>,
}

impl Resource for LogFiles {
    const KIND: &'static str = "Cloudkeep::CloudTrail::LogFiles";
}

/// A log file that was put.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LogFile {
    /// Account whose events it holds.
    pub account: String,
    /// Region whose events it holds.
    pub region: String,
    /// Bucket.
    pub bucket: String,
    /// Key.
    pub key: String,
    /// SHA-256 of the uncompressed content, hexadecimal.
    pub hash: String,
    /// Time of its newest event, milliseconds since 1970.
    pub newest: i64,
    /// Time of its oldest event.
    pub oldest: i64,
}

/// The last digests of an account, by region. The id is the trail's life and the account.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Chain {
    /// The end of the round that wrote them.
    pub end: i64,
    /// The digests.
    pub regions: BTreeMap<String, Previous>,
}

impl Resource for Chain {
    const KIND: &'static str = "Cloudkeep::CloudTrail::DigestChain";
}

/// What a digest says of the one before it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Previous {
    /// Bucket.
    pub bucket: String,
    /// Key.
    pub key: String,
    /// SHA-256 of the uncompressed content, hexadecimal.
    pub hash: String,
    /// Signature, hexadecimal.
    pub signature: String,
}

/// A key that signs digests. It belongs to the installation: no account, no region, under its fingerprint.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DigestKey {
    /// First 16 bytes of the SHA-256 of the public key, hexadecimal.
    pub fingerprint: String,
    /// Public key, PKCS #1 DER, base64.
    pub public: String,
    /// Private key, PKCS #8 DER, sealed under a data key, base64; none once it has served its time.
    pub private: Option<String>,
    /// It signs digests that end from here, milliseconds since 1970,
    pub start: i64,
    /// until here.
    pub end: i64,
}

impl Resource for DigestKey {
    const KIND: &'static str = "Cloudkeep::CloudTrail::DigestKey";
}
