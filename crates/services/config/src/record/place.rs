//! Where a recorder records, and what.

use plane::ports::RecordedResource;
use plane::{System, Transaction};

use super::apply::resource;
use super::{Meaning, Running};
use crate::resources::{Frequency, Recorder};

/// Where a recorder records.
#[derive(Debug, Clone)]
pub struct Place {
    /// Account.
    pub account: String,
    /// Region of the recorder.
    pub region: String,
    /// Whether that is the region that records what belongs to no region.
    pub home: bool,
    /// The recorder; none for what customers put themselves.
    pub recorder: Option<Recorder>,
    /// Commits up to this one are none of its business.
    pub from: u64,
    /// The last discovery.
    pub generation: u64,
    /// Whether this is a discovery.
    pub discovering: bool,
    /// Whether a service records for itself: nobody is told of it, and nothing of it is delivered.
    pub internal: bool,
}

impl Place {
    fn new(recording: &Running, home: &str) -> Self {
        let key = &recording.state.key;
        Self {
            account: key.account.clone(),
            region: key.region.clone(),
            home: key.region == home,
            recorder: Some(recording.recorder.clone()),
            from: recording.state.body.from,
            generation: recording.state.body.generation,
            discovering: false,
            internal: recording.recorder.service.is_some(),
        }
    }

    /// Of a recorder.
    pub fn of(recording: &Running, system: &System) -> Self {
        Self::new(recording, &system.plane().settings.home_region)
    }

    /// Of a recorder.
    pub fn of_transaction(recording: &Running, tx: &Transaction<'_>) -> Self {
        Self::new(recording, &tx.plane().settings.home_region)
    }

    /// For what customers put themselves.
    pub fn custom(account: &str, region: &str) -> Self {
        Self {
            account: account.to_owned(),
            region: region.to_owned(),
            home: false,
            recorder: None,
            from: 0,
            generation: 0,
            discovering: false,
            internal: false,
        }
    }

    /// Whether a resource is recorded here.
    pub fn takes_resource(&self, resource: &RecordedResource) -> bool {
        let global = resource.region == "global";
        // What is known of an account itself is no resource of AWS Config's: rules need it wherever they are.
        if resource.resource_type == rules::ACCOUNT {
            return resource.account == self.account && self.recorder.is_some();
        }
        resource.account == self.account
            && (global || resource.region == self.region)
            && self.recorder.as_ref().is_some_and(|recorder| recorder.records(resource.resource_type, global, self.home))
    }

    /// Whether a change is recorded here.
    pub fn takes(&self, meaning: &Meaning) -> bool {
        meaning.seq > self.from && self.takes_resource(resource(&meaning.change))
    }

    /// How often a type is recorded.
    pub fn frequency(&self, kind: &str) -> Frequency {
        self.recorder.as_ref().map_or(Frequency::Continuous, |recorder| recorder.frequency_of(kind))
    }
}
