//! Reports that take longer than a call: the credential report, and when services were last used.
//!
//! An operation leaves a document that says what is asked for; [`worker::Reports`] answers it in the background, from documents and from the audit
//! records of the journal. What is computed is in `credentials` (the CSV), `services` (which services policies grant) and `access` (who used
//! which service when), all pure.

pub mod access;
pub mod credentials;
pub mod services;
pub mod worker;

use std::collections::BTreeMap;

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::resources::scoped;

/// Look-up of reports that nobody has made yet.
pub const BY_PENDING: &str = "iam-report-pending";
/// Its one value.
pub const PENDING: &str = "pending";
/// Look-up of jobs that are not done, by account.
pub const BY_RUNNING: &str = "iam-report-running";

/// The credential report of an account; the id is [`CredentialReport::ID`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CredentialReport {
    /// When it was asked for.
    pub requested_at: i64,
    /// When it was made; none while it is not.
    pub generated_at: Option<i64>,
    /// The CSV.
    pub content: String,
}

impl CredentialReport {
    /// The id of the one document of this kind in an account.
    pub const ID: &'static str = "credential-report";
    /// How long a report is given out before another can be made: four hours, as the API reference says.
    pub const LIFE_MS: i64 = 4 * 60 * 60 * 1_000;

    /// Whether it is made and still given out.
    pub fn is_current(&self, now: i64) -> bool {
        self.generated_at.is_some_and(|at| now.saturating_sub(at) < Self::LIFE_MS)
    }
}

impl Resource for CredentialReport {
    const KIND: &'static str = "Cloudkeep::IAM::CredentialReport";
    fn lookups(&self) -> Vec<LookupValue> {
        if self.generated_at.is_none() { vec![LookupValue::shared(BY_PENDING, PENDING)] } else { Vec::new() }
    }
}

/// What a job is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Question {
    /// When a user, group, role or policy last used services.
    Entity {
        /// Its ARN.
        arn: String,
        /// Whether single actions are told.
        actions: bool,
    },
    /// When the accounts of a root, organizational unit or account last used services.
    Organization {
        /// `o-…/r-…/ou-…/123456789012`.
        path: String,
        /// Only the services that this policy allows.
        policy: Option<String>,
    },
}

/// A job that reports when services were last used; the id is the job's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessJob {
    /// Account that asked.
    pub account: String,
    /// What it is about.
    pub question: Question,
    /// When it was asked for.
    pub requested_at: i64,
    /// When it was done; none while it is not.
    pub completed_at: Option<i64>,
    /// Code and message, if it failed.
    pub error: Option<(String, String)>,
    /// The users and roles that it looked at.
    pub entities: Vec<JobEntity>,
    /// The services that may be used, in the order of their namespaces.
    pub services: Vec<ServiceUse>,
}

impl AccessJob {
    /// How long a job is kept.
    pub const LIFE_MS: i64 = 7 * 24 * 60 * 60 * 1_000;
    /// Jobs of one account that may be under way at once.
    pub const RUNNING: usize = 20;
}

impl Resource for AccessJob {
    const KIND: &'static str = "Cloudkeep::IAM::AccessJob";
    fn lookups(&self) -> Vec<LookupValue> {
        if self.completed_at.is_some() {
            return Vec::new();
        }
        vec![LookupValue::shared(BY_PENDING, PENDING), LookupValue::shared(BY_RUNNING, scoped(&self.account, PENDING))]
    }
}

/// A user or role of a job.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobEntity {
    /// ARN.
    pub arn: String,
    /// Name.
    pub name: String,
    /// Whether it is a role; otherwise a user.
    pub role: bool,
    /// Unique id.
    pub id: String,
    /// Path.
    pub path: String,
}

/// A use: who, where and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Use {
    /// When, milliseconds since 1970.
    pub at: i64,
    /// ARN of the user or role, or path of the account.
    pub who: String,
    /// Region.
    pub region: String,
}

/// What is known of the use of one service.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceUse {
    /// Such as `iam`.
    pub namespace: String,
    /// The last use.
    pub last: Option<Use>,
    /// Who used it, and when last.
    pub by: BTreeMap<String, i64>,
    /// The last use of single actions.
    pub actions: BTreeMap<String, Use>,
}
