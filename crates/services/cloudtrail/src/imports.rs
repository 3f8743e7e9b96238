//! Imports: from log files in buckets to event data stores.

use plane::{Failure, LookupValue, Resource, Transaction};
use serde::{Deserialize, Serialize};

use crate::api::{EventDataStoreHasOngoingImportException, ImportStatus};

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
