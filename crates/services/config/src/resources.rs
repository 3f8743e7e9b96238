//! What the service configures: recorders, delivery channels and retention, and how they are doing.

use plane::Resource;
use serde::{Deserialize, Serialize};

/// Which types a recorder records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Strategy {
    /// All types.
    All,
    /// These types.
    Only(Vec<String>),
    /// All types but these.
    Except(Vec<String>),
}

/// How often changes of a type are recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Frequency {
    /// Each change.
    Continuous,
    /// What is different after a day.
    Daily,
}

/// Another frequency for some types.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Override {
    /// Why.
    pub description: Option<String>,
    /// Which types.
    pub types: Vec<String>,
    /// Their frequency.
    pub frequency: Frequency,
}

/// A configuration recorder. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Recorder {
    /// Name, unique in an account and region.
    pub name: String,
    /// Last part of its ARN.
    pub id: String,
    /// Role that a customer gave it.
    pub role_arn: String,
    /// Which types.
    pub strategy: Strategy,
    /// Whether users, groups, roles and policies of IAM are recorded here, where all types are.
    pub global_types: bool,
    /// How often.
    pub frequency: Frequency,
    /// Exceptions from it.
    pub overrides: Vec<Override>,
    /// The service whose recorder it is; none for a customer's own.
    pub service: Option<String>,
}

impl Resource for Recorder {
    const KIND: &'static str = "AWS::Config::ConfigurationRecorder";
}

/// The types of IAM that a region records or does not.
/// See <https://docs.aws.amazon.com/config/latest/APIReference/API_RecordingGroup.html>.
const GLOBAL_TYPES: &[&str] = &["AWS::IAM::User", "AWS::IAM::Group", "AWS::IAM::Role", "AWS::IAM::Policy"];

impl Recorder {
    /// Whether it records a type. `global` says that the resource belongs to no region, `home` that the recorder is in the region that has such ones.
    pub fn records(&self, kind: &str, global: bool, home: bool) -> bool {
        let named = |types: &[String]| types.iter().any(|t| t == kind);
        let chosen = match &self.strategy {
            Strategy::Only(types) => return named(types),
            Strategy::Except(types) => !named(types),
            Strategy::All => true,
        };
        if !chosen || !global {
            return chosen;
        }
        match (&self.strategy, GLOBAL_TYPES.contains(&kind)) {
            (Strategy::All, true) => self.global_types,
            (_, true) => true,
            _ => home,
        }
    }

    /// How often it records a type.
    pub fn frequency_of(&self, kind: &str) -> Frequency {
        self.overrides.iter().find(|o| o.types.iter().any(|t| t == kind)).map_or(self.frequency, |o| o.frequency)
    }
}

/// What is left to be done at a start: everything that exists is recorded.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Discovery {
    /// The commit whose state is recorded.
    pub through: u64,
    /// When it began, milliseconds since 1970.
    pub at: i64,
    /// Number of the discovery; resources that it found carry it.
    pub generation: u64,
    /// Which range of documents is looked at: kinds and regions in order. Beyond the last, what is gone is looked for.
    pub stage: usize,
    /// The id after which it goes on.
    pub after: Option<String>,
}

/// How a recorder is doing. It has the key of its recorder.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct RecorderState {
    /// Whether it records.
    pub recording: bool,
    /// When it was started last.
    pub started: Option<i64>,
    /// When it was stopped last.
    pub stopped: Option<i64>,
    /// When its status changed.
    pub changed: i64,
    /// Versions of commits up to this one are none of its business: it was not recording, or discovered them.
    pub from: u64,
    /// Number of the last discovery.
    pub generation: u64,
    /// What is left to be discovered.
    pub discovery: Option<Discovery>,
}

impl Resource for RecorderState {
    const KIND: &'static str = "Cloudkeep::Config::RecorderState";
    const HISTORY: bool = false;
}

/// A delivery channel. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Channel {
    /// Name.
    pub name: String,
    /// Bucket.
    pub bucket: String,
    /// Beginning of the keys.
    pub prefix: Option<String>,
    /// Key that encrypts the files.
    pub kms_key: Option<String>,
    /// Topic.
    pub topic: Option<String>,
    /// Hours between two snapshots.
    pub hours: Option<u8>,
}

impl Resource for Channel {
    const KIND: &'static str = "AWS::Config::DeliveryChannel";
}

/// How one kind of deliveries is doing.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Outcome {
    /// Whether the last one succeeded; none if there was none.
    pub success: Option<bool>,
    /// Why it failed.
    pub code: Option<String>,
    /// In words.
    pub message: Option<String>,
    /// When it was tried last.
    pub tried: Option<i64>,
    /// When it succeeded last.
    pub succeeded: Option<i64>,
    /// When it is tried next.
    pub next: Option<i64>,
}

impl Outcome {
    /// Notes an attempt.
    pub fn note(&mut self, at: i64, failure: Option<&plane::Failure>) {
        self.tried = Some(at);
        self.success = Some(failure.is_none());
        self.code = failure.map(crate::errors::code);
        self.message = failure.map(|f| f.message.clone());
        if failure.is_none() {
            self.succeeded = Some(at);
        }
    }
}

/// How a delivery channel is doing. It has the key of its channel.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct ChannelState {
    /// Snapshots.
    pub snapshot: Outcome,
    /// History files.
    pub history: Outcome,
    /// Notices.
    pub stream: Outcome,
    /// History files of the span that is being delivered.
    #[serde(default)]
    pub files: u32,
}

impl Resource for ChannelState {
    const KIND: &'static str = "Cloudkeep::Config::ChannelState";
    const HISTORY: bool = false;
}

/// A snapshot that was asked for and is not delivered yet. Its key is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SnapshotDue {
    /// Channel.
    pub channel: String,
    /// When it was asked for.
    pub at: i64,
    /// How often it was tried.
    pub attempts: u32,
    /// When it is tried next.
    pub due: i64,
}

impl Resource for SnapshotDue {
    const KIND: &'static str = "Cloudkeep::Config::SnapshotDue";
    const HISTORY: bool = false;
}

/// How long items are kept. Its key is `default`, the only one.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Retention {
    /// Days, 30 to 2557.
    pub days: i32,
}

impl Resource for Retention {
    const KIND: &'static str = "AWS::Config::RetentionConfiguration";
}

#[cfg(test)]
mod tests {
    use super::{Frequency, Override, Recorder, Strategy};

    fn recorder(strategy: Strategy, global_types: bool) -> Recorder {
        Recorder {
            name: "default".into(),
            id: "x".into(),
            role_arn: String::new(),
            strategy,
            global_types,
            frequency: Frequency::Continuous,
            overrides: vec![Override { description: None, types: vec!["AWS::S3::Bucket".into()], frequency: Frequency::Daily }],
            service: None,
        }
    }

    #[test]
    fn a_recorder_records_what_it_was_told() {
        let (bucket, user, unit) = ("AWS::S3::Bucket", "AWS::IAM::User", "AWS::Organizations::OrganizationalUnit");
        let all = recorder(Strategy::All, false);
        assert!(all.records(bucket, false, false));
        assert!(!all.records(user, true, true));
        assert!(all.records(unit, true, true));
        assert!(!all.records(unit, true, false));
        assert!(recorder(Strategy::All, true).records(user, true, false));
        let only = recorder(Strategy::Only(vec![user.into()]), false);
        assert!(only.records(user, true, false));
        assert!(!only.records(bucket, false, true));
        let except = recorder(Strategy::Except(vec![bucket.into()]), false);
        assert!(!except.records(bucket, false, true));
        assert!(except.records(user, true, false));
        assert_eq!(all.frequency_of(bucket), Frequency::Daily);
        assert_eq!(all.frequency_of(user), Frequency::Continuous);
    }
}
