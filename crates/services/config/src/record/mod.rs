//! Recording: versions of the store become configuration items.
//!
//! One cursor follows the versions of all documents. What a version means as configuration the services say ([`plane::ports::ConfigurationSource`]); the items
//! of a batch are committed with the cursor. A recorder that was started is first given everything that existed at that commit ([`discover`]), and versions
//! from there on. While nobody records, nothing is read.

pub mod apply;
mod daily;
mod discover;
pub mod pen;
pub mod place;
pub mod sweep;

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::ports::ConfigurationChange;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Past, Stored, System, Version};

use crate::resources::{Recorder, RecorderState};
use apply::Batch;
use place::Place;

/// Name of the cursor.
const CURSOR: &str = "config-recording";
/// Versions that are looked at in one commit.
const BATCH: usize = 200;
/// How many versions without configuration may be looked at again after a crash: the cursor moves at once when there is something to keep.
const IDLE: u64 = 2_000;

/// Records.
#[derive(Default)]
pub struct Recording {
    /// How far versions were found to hold no configuration, beyond the cursor.
    seen: Mutex<u64>,
    daily: daily::Daily,
}

impl Reconciler for Recording {
    fn name(&self) -> &'static str {
        "config-recording"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            loop {
                let places = places(system).await?;
                if places.is_empty() {
                    return Ok(());
                }
                if let Some(place) = places.iter().find(|place| place.state.body.discovery.is_some()) {
                    discover::step(system, place).await?;
                    continue;
                }
                if !self.advance(system, &places).await? {
                    return self.daily.run(system, &places).await;
                }
            }
        })
    }
}

/// A recorder that records.
#[derive(Debug, Clone)]
pub struct Running {
    /// The recorder.
    pub recorder: Recorder,
    /// How it is doing.
    pub state: Stored<RecorderState>,
}

/// The recorders that record.
async fn places(system: &System) -> Result<Vec<Running>, Failure> {
    let reader = system.reader();
    let mut places = Vec::new();
    for state in reader.list_everywhere::<RecorderState>(None, usize::MAX >> 1).await? {
        if !state.body.recording {
            continue;
        }
        let key = &state.key;
        if let Some(recorder) = reader.get::<Recorder>(&key.account, &key.region, &key.id).await? {
            places.push(Running { recorder: recorder.body, state });
        }
    }
    // What both record is the customer's, who is told of it.
    places.sort_by_key(|place| place.recorder.service.is_some());
    Ok(places)
}

/// What a version means, with the version.
pub struct Meaning {
    /// What happened.
    pub change: ConfigurationChange,
    /// When.
    pub at: i64,
    /// Sequence of the commit.
    pub seq: u64,
    /// The journal entry of the call.
    pub entry: Option<String>,
}

/// What the services say of a version.
pub async fn meanings(system: &System, past: &Past<'_>, version: &Version) -> Result<Vec<ConfigurationChange>, Failure> {
    let mut all = Vec::new();
    for source in system.plane().configuration_sources() {
        match source.describe(past, version).await {
            Ok(changes) => all.extend(changes),
            // One document that cannot be described must not end the recording of all others.
            Err(failure) => tracing::error!(
                document = %version.key,
                message = failure.message,
                detail = failure.detail,
                "a document cannot be described as configuration"
            ),
        }
    }
    Ok(all)
}

impl Recording {
    /// Takes one batch of versions; whether there may be more.
    async fn advance(&self, system: &System, places: &[Running]) -> Result<bool, Failure> {
        let cursor = system.cursor(CURSOR).await?;
        // What happened before any of the recorders began is nobody's business.
        let needed = places.iter().map(|place| place.state.body.from).min().unwrap_or_default();
        let seen = *self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        let from = cursor.max(needed).max(seen);
        let versions = system.versions(from, BATCH).await?;
        let Some(last) = versions.last().map(|version| version.seq) else { return Ok(false) };
        let mut found = Vec::new();
        for version in &versions {
            let past = Past::new(system.reader(), version.seq);
            for change in meanings(system, &past, version).await? {
                found.push(Meaning { change, at: version.at, seq: version.seq, entry: version.entry.clone() });
            }
        }
        found.retain(|meaning| places.iter().any(|place| Place::of(place, system).takes(meaning)));
        if found.is_empty() && last.saturating_sub(cursor) < IDLE {
            *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = last;
            return Ok(versions.len() >= BATCH);
        }
        let mut batch = Batch::default();
        for meaning in &found {
            batch.learn(system, meaning).await?;
        }
        let work = Arc::new((found, batch, places.to_vec()));
        system
            .act("config", "StartConfigurationRecorder", |tx| {
                let work = work.clone();
                Box::pin(async move {
                    let (found, batch, places) = &*work;
                    let mut open = Vec::new();
                    for recording in places {
                        if apply::still(tx, recording).await? {
                            open.push(Place::of_transaction(recording, tx));
                        }
                    }
                    for meaning in found {
                        for place in open.iter().filter(|place| place.takes(meaning)) {
                            apply::apply(tx, place, meaning, batch.events(meaning)).await?;
                        }
                    }
                    tx.move_cursor(CURSOR, cursor, last);
                    Ok(())
                })
            })
            .await?;
        *self.seen.lock().unwrap_or_else(PoisonError::into_inner) = last;
        Ok(true)
    }
}
