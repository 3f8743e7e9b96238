//! A change of a resource becomes an item, and an item of each resource whose relationships changed with it.

use std::collections::HashMap;

use plane::audit::is_record;
use plane::ports::{ConfigurationChange, RecordedResource};
use plane::{Failure, System, Transaction};
use serde_json::Value;

use super::pen::Pen;
use super::place::Place;
use super::{Meaning, Running};
use crate::resources::RecorderState;

/// One day, milliseconds.
pub const DAY: i64 = 86_400_000;

/// The resource of a change.
pub fn resource(change: &ConfigurationChange) -> &RecordedResource {
    match change {
        ConfigurationChange::Recorded(recorded) => &recorded.resource,
        ConfigurationChange::Deleted(gone) => gone,
    }
}

/// What is looked up before a commit, so that it need not be looked up again when the commit is tried again.
#[derive(Default)]
pub struct Batch {
    events: HashMap<String, Vec<String>>,
}

impl Batch {
    /// Looks up the event of the call that made a change.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn learn(&mut self, system: &System, meaning: &Meaning) -> Result<(), Failure> {
        let Some(entry) = meaning.entry.as_ref().filter(|entry| !self.events.contains_key(*entry)) else { return Ok(()) };
        let found = system.reader().entry(entry).await?.filter(|entry| is_record(&entry.kind));
        let event = found.and_then(|entry| {
            let record: Value = serde_json::from_slice(&entry.body).ok()?;
            record.get("eventID").and_then(Value::as_str).map(str::to_owned)
        });
        self.events.insert(entry.clone(), event.into_iter().collect());
        Ok(())
    }

    /// The events of a change.
    pub fn events(&self, meaning: &Meaning) -> Vec<String> {
        meaning.entry.as_ref().and_then(|entry| self.events.get(entry)).cloned().unwrap_or_default()
    }
}

/// Whether the recorder of a place still records as it was read: what changes it meanwhile makes the commit run again.
pub async fn still(tx: &mut Transaction<'_>, recording: &Running) -> Result<bool, Failure> {
    let key = &recording.state.key;
    let state = tx.get::<RecorderState>(&key.account, &key.region, &key.id).await?;
    Ok(state.is_some_and(|state| state.body.recording && state.body.generation == recording.state.body.generation))
}

/// Records a change at a place.
///
/// # Errors
/// Internal ones only.
pub async fn apply(tx: &mut Transaction<'_>, place: &Place, meaning: &Meaning, events: Vec<String>) -> Result<(), Failure> {
    let mut pen = Pen::new(place, meaning.at, events);
    match &meaning.change {
        ConfigurationChange::Recorded(recorded) => {
            let (item, own) = pen.item(recorded);
            pen.record(tx, item, own, false).await?;
        }
        ConfigurationChange::Deleted(gone) => pen.gone(tx, gone.resource_type, &gone.resource_id).await?,
    }
    pen.flush(tx).await
}
