//! Log anomaly detectors: they learn which patterns the events of a group have and how often, and tell what is new or unusual.
//!
//! A detector looks at a span of time at once, behind the present so that most of its events are there. What it has learned is one document, which is
//! committed with what it found and how far it came: a crash repeats nothing. See
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/LogsAnomalyDetection.html>.

pub(crate) mod baseline;
pub(crate) mod detect;

use std::collections::BTreeMap;

use plane::{Failure, Keyring, Reader, Resource};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;

use crate::api::{AnomalyDetectorStatus, EvaluationFrequency};
use crate::resources::LogGroup;
use crate::seal;

/// A detector. Its key is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Detector {
    pub id: String,
    pub account: String,
    pub region: String,
    pub name: Option<String>,
    /// Name of the log group.
    pub group: String,
    pub frequency: EvaluationFrequency,
    pub pattern: Option<String>,
    pub kms_key: Option<String>,
    pub created_at: i64,
    pub modified_at: i64,
    /// Days that an anomaly is shown; then what it tells of is usual.
    pub visible_days: i64,
    pub enabled: bool,
    pub status: AnomalyDetectorStatus,
    /// Up to when events were looked at, milliseconds since 1970; none before the first look.
    pub seen_to: Option<i64>,
}

impl Resource for Detector {
    const KIND: &'static str = "AWS::Logs::LogAnomalyDetector";
}

impl Detector {
    /// Its ARN.
    pub fn arn(&self, aws: &str) -> String {
        format!("arn:{aws}:logs:{}:{}:anomaly-detector:{}", self.region, self.account, self.id)
    }

    /// How long the spans are that it looks at, milliseconds.
    pub fn period(&self) -> i64 {
        let minutes = match self.frequency {
            EvaluationFrequency::OneMin => 1,
            EvaluationFrequency::FiveMin => 5,
            EvaluationFrequency::TenMin => 10,
            EvaluationFrequency::FifteenMin => 15,
            EvaluationFrequency::ThirtyMin => 30,
            EvaluationFrequency::OneHour => 60,
        };
        minutes * 60_000
    }
}

/// Something that is sealed with a data key of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Sealed {
    /// Id of the data key.
    key: String,
    /// JSON, compressed and sealed; base64.
    sealed: String,
}

impl Sealed {
    /// Seals a value with the present data key of a group.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn seal<T: Serialize>(
        reader: &Reader<'_>,
        group: &LogGroup,
        key: &Keyring,
        place: &str,
        value: &T,
    ) -> Result<Self, Failure> {
        let plain = Zeroizing::new(serde_json::to_vec(value).map_err(Failure::internal)?);
        let packed = zstd::stream::encode_all(plain.as_slice(), 3).map_err(Failure::internal)?;
        let sealed = key.seal(&reader.plane().ids, &context(group, place), &packed);
        Ok(Self { key: group.data_key.clone(), sealed: BASE64.encode(sealed) })
    }

    /// Opens a value.
    ///
    /// # Errors
    /// Those of the group's key.
    pub async fn open<T: DeserializeOwned>(&self, reader: &Reader<'_>, group: &LogGroup, place: &str) -> Result<T, Failure> {
        let key = seal::open(reader, group, &self.key).await?;
        let sealed = BASE64.decode(&self.sealed).map_err(Failure::internal)?;
        let packed = key.open_sealed(&context(group, place), &sealed).map_err(Failure::internal)?;
        let plain = Zeroizing::new(zstd::stream::decode_all(packed.as_slice()).map_err(Failure::internal)?);
        serde_json::from_slice(&plain).map_err(Failure::internal)
    }
}

fn context(group: &LogGroup, place: &str) -> String {
    format!("logs:{}:anomalies:{place}", group.uid)
}

/// What a detector has learned ([`baseline::Baseline`]). Its key, in the partition of the group, is the detector's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Learned {
    pub sealed: Sealed,
}

impl Resource for Learned {
    const KIND: &'static str = "Cloudkeep::Logs::LearnedPatterns";
    const HISTORY: bool = false;
}

/// Why something is an anomaly.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// A pattern that was never seen.
    New,
    /// A pattern that is far more frequent than usual.
    More,
    /// A pattern that is far less frequent than usual.
    Fewer,
}

/// An anomaly. Its key, in the partition of the group, is the detector's id and its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Anomaly {
    pub id: String,
    /// Number of the pattern in what the detector has learned.
    pub number: usize,
    pub pattern_id: String,
    pub kind: Kind,
    /// HIGH, MEDIUM or LOW.
    pub priority: String,
    pub first_seen: i64,
    pub last_seen: i64,
    /// Whether it goes on.
    pub active: bool,
    /// How often the pattern was met, by the beginnings of spans.
    pub histogram: BTreeMap<i64, i64>,
    /// Whether it was said to be usual.
    pub baseline: bool,
    pub suppression: Option<Suppression>,
    /// What it tells of ([`Shown`]).
    pub sealed: Sealed,
}

impl Resource for Anomaly {
    const KIND: &'static str = "Cloudkeep::Logs::Anomaly";
    const HISTORY: bool = false;
}

/// How an anomaly is suppressed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Suppression {
    pub since: i64,
    /// For ever if none.
    pub until: Option<i64>,
    /// Whether all anomalies of the pattern are.
    pub pattern: bool,
}

impl Anomaly {
    /// The key of one of a detector.
    pub fn key(detector: &str, id: &str) -> String {
        format!("{detector}/{id}")
    }

    /// Whether it is suppressed at a time.
    pub fn suppressed(&self, now: i64) -> bool {
        self.suppression.as_ref().is_some_and(|suppression| suppression.until.is_none_or(|until| now < until))
    }
}

/// What an anomaly tells of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Shown {
    pub pattern: String,
    pub tokens: serde_json::Value,
    pub description: String,
    /// Some events: times and messages.
    pub samples: Vec<(i64, String)>,
}
