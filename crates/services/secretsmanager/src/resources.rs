//! What is kept of a secret: its description and versions, its sealed values apart from it, when it was read, and its rotation.

use std::collections::BTreeMap;

use plane::Resource;
use serde::{Deserialize, Serialize};

use crate::names::suffix;
use crate::schedule::Rules;

/// The version that readers get.
pub const CURRENT: &str = "AWSCURRENT";
/// The version that was current before.
pub const PREVIOUS: &str = "AWSPREVIOUS";
/// The version that a rotation is making.
pub const PENDING: &str = "AWSPENDING";

/// A secret, under its name: everything but its values.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Secret {
    /// Owner.
    pub account: String,
    /// Region.
    pub region: String,
    /// Name.
    pub name: String,
    /// Six random characters at the end of its ARN.
    pub suffix: String,
    /// ARN.
    pub arn: String,
    /// Description.
    pub description: Option<String>,
    /// The key it is encrypted with, as it was named; none for the managed one.
    pub kms_key: Option<String>,
    /// Its versions, oldest first.
    pub versions: Vec<Version>,
    /// When it was made, milliseconds since 1970, as all times here.
    pub created: i64,
    /// When it was last changed in any way.
    pub changed: i64,
    /// When a rotation last succeeded.
    pub rotated: Option<i64>,
    /// When it was marked for deletion, and when it will be gone.
    pub deleted: Option<Deletion>,
    /// Its resource policy.
    pub policy: Option<String>,
    /// Rotation, where it was ever set up.
    pub rotation: Option<Rotation>,
    /// Region of the primary, where this is a replica.
    pub replica_of: Option<String>,
    /// Replicas of this secret.
    pub replicas: Vec<Replica>,
    /// The primary in another account, where this is a replica of one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub follows: Option<Primary>,
    /// Replicas of this secret in other accounts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub followers: Vec<Follower>,
}

/// One version.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Version {
    /// Its id: the request token that made it.
    pub id: String,
    /// Its staging labels.
    pub stages: Vec<String>,
    /// When it was made.
    pub created: i64,
    /// ARN of the key that its value is sealed with.
    pub key: String,
    /// Whether that is the managed key of Secrets Manager.
    pub managed_key: bool,
}

/// A planned deletion.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deletion {
    /// When it was asked for.
    pub asked: i64,
    /// When the secret goes.
    pub at: i64,
}

/// A copy in another region.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Replica {
    /// Region.
    pub region: String,
    /// Key there, as it was named.
    pub kms_key: Option<String>,
    /// Why the copy is not in step, if it is not.
    pub failed: Option<String>,
}

/// A primary in another account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Primary {
    /// ARN.
    pub arn: String,
    /// How its replication to here stands.
    pub standing: Standing,
}

/// A replica in another account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Follower {
    /// ARN.
    pub arn: String,
    /// The role that replicates; without one, whoever changes the primary does.
    pub role: Option<String>,
    /// Whether its account must be in the primary's organization.
    pub same_organization: bool,
    /// How the replication to it stands.
    pub standing: Standing,
}

/// How replication across accounts stands, as one side is told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Standing {
    /// The other side has not begun it.
    Pending,
    /// Both have the same versions.
    InSync,
    /// The last change was not copied; why.
    Failed(String),
    /// The other side ended it.
    Detached,
}

/// How a secret rotates.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Rotation {
    /// ARN of the function, a built-in rotator's or one of Lambda's.
    pub function: String,
    /// When, and how long it may take.
    pub rules: Option<Rules>,
    /// Whether the schedule runs.
    pub enabled: bool,
    /// The secret of the superuser that the rotation may read: permission was asked of whoever set it up.
    pub master: Option<String>,
    /// Start of the next window.
    pub next: Option<i64>,
}

impl Resource for Secret {
    const KIND: &'static str = "AWS::SecretsManager::Secret";
}

impl Secret {
    /// Key of what belongs to this life of the secret.
    pub fn id(&self) -> String {
        format!("{}-{}", self.name, self.suffix)
    }

    /// The version with a label.
    pub fn staged(&self, stage: &str) -> Option<&Version> {
        self.versions.iter().find(|v| v.stages.iter().any(|s| s == stage))
    }

    /// The version of an id.
    pub fn version(&self, id: &str) -> Option<&Version> {
        self.versions.iter().find(|v| v.id == id)
    }

    /// The region that its changes are made in.
    pub fn primary_region(&self) -> &str {
        self.replica_of.as_deref().unwrap_or(&self.region)
    }
}

/// The ARN of a secret.
pub fn arn(partition: &str, region: &str, account: &str, name: &str, suffix: &str) -> String {
    format!("arn:{partition}:secretsmanager:{region}:{account}:secret:{name}-{suffix}")
}

/// The ARN that a secret which is not there would have: with a suffix that says nothing.
pub fn imagined_arn(partition: &str, region: &str, account: &str, name: &str) -> String {
    arn(partition, region, account, name, &suffix(&format!("{account} {region}"), name))
}

/// The value of one version, sealed by KMS; under `secret/version`. What is removed is gone, so no earlier states are kept.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Sealed {
    /// KMS ciphertext, base64. The plain text begins with `s` for a string or `b` for bytes.
    pub ciphertext: String,
}

impl Resource for Sealed {
    const KIND: &'static str = "Cloudkeep::SecretsManager::Value";
    const HISTORY: bool = false;
}

/// On which days a secret and its versions were last read: midnight UTC, milliseconds since 1970.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Reads {
    /// Of any version.
    pub last: i64,
    /// By version.
    pub versions: BTreeMap<String, i64>,
}

impl Resource for Reads {
    const KIND: &'static str = "Cloudkeep::SecretsManager::Reads";
    const HISTORY: bool = false;
}

/// A moment that background work waits for: the start of a rotation window or the end of a recovery window. Under the secret's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// Name of the secret.
    pub name: String,
    /// When.
    pub at: i64,
}

impl Resource for Due {
    const KIND: &'static str = "Cloudkeep::SecretsManager::Due";
    const HISTORY: bool = false;
}

/// A rotation that is under way: the saga's state. Under the secret's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Task {
    /// Name of the secret.
    pub name: String,
    /// Id of the version that it makes.
    pub token: String,
    /// The step that is to be done next.
    pub step: Step,
    /// Whether only the test step runs.
    pub test_only: bool,
    /// Whether it was cancelled: what was begun is settled, nothing new is begun.
    pub cancelled: bool,
    /// Failures so far.
    pub failures: u32,
    /// Not before this moment.
    pub not_before: i64,
    /// When it began.
    pub began: i64,
}

/// The four steps. See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_lambda-functions.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Step {
    /// Make the new value.
    #[serde(rename = "createSecret")]
    Create,
    /// Have the database take it.
    #[serde(rename = "setSecret")]
    Set,
    /// Log in with it.
    #[serde(rename = "testSecret")]
    Test,
    /// Make it current.
    #[serde(rename = "finishSecret")]
    Finish,
}

impl Step {
    /// As functions are told.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Create => "createSecret",
            Self::Set => "setSecret",
            Self::Test => "testSecret",
            Self::Finish => "finishSecret",
        }
    }

    /// The step after it.
    pub fn next(self) -> Option<Self> {
        match self {
            Self::Create => Some(Self::Set),
            Self::Set => Some(Self::Test),
            Self::Test => Some(Self::Finish),
            Self::Finish => None,
        }
    }
}

impl Resource for Task {
    const KIND: &'static str = "Cloudkeep::SecretsManager::Rotation";
    const HISTORY: bool = false;
}

impl Task {
    /// A rotation that begins now.
    pub fn new(name: &str, token: &str, step: Step, test_only: bool, now: i64) -> Self {
        Self {
            name: name.to_owned(),
            token: token.to_owned(),
            step,
            test_only,
            cancelled: false,
            failures: 0,
            not_before: 0,
            began: now,
        }
    }
}
