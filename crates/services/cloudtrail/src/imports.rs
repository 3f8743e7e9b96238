//! Imports: from log files in buckets to event data stores.

use plane::{Failure, LookupValue, Resource, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api::{EventDataStoreHasOngoingImportException, ImportFailureStatus, ImportStatus};

/// Look-up: the imports into an event data store, by its ARN.
pub const BY_DESTINATION: &str = "cloudtrail:import:destination";
/// Look-up: imports that have work to do.
pub const OPEN: &str = "cloudtrail:import:open";

/// An import. It is kept in its owner's account and region, under its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Import {
    /// Id, a UUID.
    pub id: String,
    /// ARN of the event data store.
    pub destination: String,
    /// Bucket.
    pub bucket: String,
    /// What the keys begin with.
    pub prefix: String,
    /// Region of the bucket, as the request says.
    pub bucket_region: String,
    /// The role that reads the bucket.
    pub role_arn: String,
    /// Only events from here, milliseconds since 1970,
    pub from: Option<i64>,
    /// until here.
    pub until: Option<i64>,
    /// Status.
    pub status: ImportStatus,
    /// The last key that is done.
    pub after: Option<String>,
    /// Prefixes that were found: days of an account and region.
    pub prefixes_found: i64,
    /// The last of them.
    pub prefix_at: Option<String>,
    /// Files done.
    pub files: i64,
    /// Events taken.
    pub events: i64,
    /// Files that could not be read.
    pub failed: i64,
    /// When it was made.
    pub created_at: i64,
    /// When it last went on.
    pub updated_at: i64,
}

impl Import {
    /// Account and id of the event data store.
    pub fn store(&self) -> Option<(&str, &str)> {
        let mut parts = self.destination.splitn(6, ':');
        let account = parts.nth(4)?;
        Some((account, parts.next()?.strip_prefix("eventdatastore/")?))
    }

    /// Whether an event is of the time that is asked for.
    pub fn takes(&self, record: &Value) -> bool {
        if self.from.is_none() && self.until.is_none() {
            return true;
        }
        let at = record.get("eventTime").and_then(Value::as_str).and_then(|t| t.parse::<jiff::Timestamp>().ok());
        at.map(jiff::Timestamp::as_millisecond)
            .is_some_and(|at| self.from.is_none_or(|from| at >= from) && self.until.is_none_or(|until| at <= until))
    }

    /// Whether it has work to do.
    pub fn is_open(&self) -> bool {
        matches!(self.status, ImportStatus::Initializing | ImportStatus::InProgress)
    }
}

impl Resource for Import {
    const KIND: &'static str = "Cloudkeep::CloudTrail::Import";
    const HISTORY: bool = false;
    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups = vec![LookupValue::shared(BY_DESTINATION, &self.destination)];
        if self.is_open() {
            lookups.push(LookupValue::shared(OPEN, ""));
        }
        lookups
    }
}

/// A file that could not be read. The id is the import's and the file's place.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportFailure {
    /// Its place, `s3://…`.
    pub location: String,
    /// Whether it failed, is tried again, or went well then.
    pub status: ImportFailureStatus,
    /// Code.
    pub kind: String,
    /// What is wrong with it.
    pub message: String,
    /// When this became known, milliseconds since 1970.
    pub updated_at: i64,
}

impl Resource for ImportFailure {
    const KIND: &'static str = "Cloudkeep::CloudTrail::ImportFailure";
    const HISTORY: bool = false;
}

/// Id of the document of a failure.
pub fn failure_id(import: &str, location: &str) -> String {
    format!("{import}/{location}")
}

/// Refuses while an import into an event data store goes on.
///
/// # Errors
/// `EventDataStoreHasOngoingImportException`.
pub async fn refuse_ongoing(tx: &Transaction<'_>, store_arn: &str) -> Result<(), Failure> {
    let imports = tx.reader().find_all::<Import>(BY_DESTINATION, store_arn, None, usize::MAX >> 1).await?;
    if imports.iter().any(|i| i.body.is_open()) {
        return Err(EventDataStoreHasOngoingImportException::new(format!(
            "The event data store {store_arn} has an import that goes on."
        ))
        .into());
    }
    Ok(())
}
