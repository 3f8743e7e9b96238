//! Ingestion: from the journal to event data stores.

use plane::Resource;
use serde::{Deserialize, Serialize};

use crate::stores::EventDataStore;

/// How far an event data store has ingested. Its place in the journal is the cursor [`Ingest::cursor`]; this is how the store was set there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ingest {
    /// The event data store as it was at the cursor.
    pub store: EventDataStore,
}

impl Ingest {
    /// The state of an event data store that is made.
    pub fn begin(store: EventDataStore) -> Self {
        Self { store }
    }

    /// Name of the cursor: everything up to it is in the event data store, if the store asks for it.
    pub fn cursor(&self) -> String {
        format!("cloudtrail/event-data-store/{}", self.store.id)
    }
}

impl Resource for Ingest {
    const KIND: &'static str = "Cloudkeep::CloudTrail::Ingest";
    const HISTORY: bool = false;
}
