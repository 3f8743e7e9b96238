//! Ingestion: from the journal to event data stores.
//!
//! Every event data store reads the journal from a cursor of its own. The events of a range are written to new files of the lake, which nobody sees;
//! one commit then puts the files into the catalogue and moves the cursor. Killed before it, the files are orphans and the range is read again;
//! after it, the range is done: every event is there exactly once. How a store was set at any entry stands in the journal itself
//! ([`Change`](crate::stores::Change)), so that a range never mixes two settings.

use std::collections::HashMap;
use std::sync::Arc;

use lake::{Event, Lake};
use plane::audit::is_record;
use plane::audit_context::{CONTEXT, CallContext};
use plane::{BoxFuture, Failure, Resource, Stored, System, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use store::Entry;

use crate::catalogue;
use crate::selectors::selects;
use crate::stores::enrich::enriched;
use crate::stores::{CHANGED, Change, EventDataStore, INCOMING, Incoming, sealing};

/// Journal entries read at once.
const CHUNK: usize = 500;
/// Events and bytes of one range at most: what bounds memory.
const RANGE_EVENTS: usize = 20_000;
const RANGE_BYTES: usize = 48 << 20;
const RANGE_ENTRIES: usize = 400_000;

/// How far an event data store has ingested. Its place in the journal is the cursor [`Ingest::cursor`]; this is how the store was set there.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Ingest {
    /// The event data store as it was at the cursor.
    pub store: EventDataStore,
    /// Whether the store is gone for good, and its files are to be removed.
    #[serde(default)]
    pub gone: bool,
}

impl Ingest {
    /// The state of an event data store that is made.
    pub fn begin(store: EventDataStore) -> Self {
        Self { store, gone: false }
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

/// What background work on event data stores has at hand.
#[derive(Clone, Copy)]
pub struct Work<'a> {
    /// The right to act.
    pub system: &'a System,
    /// Where events go.
    pub lake: &'a Arc<Lake>,
}

impl Work<'_> {
    /// A transaction of the service.
    ///
    /// # Errors
    /// The work's own, and internal ones.
    pub async fn act<T, F>(self, work: F) -> Result<T, Failure>
    where
        F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<T, Failure>> + Send + Sync,
        T: Send,
    {
        self.system.act("cloudtrail", "GetEventDataStore", work).await
    }
}

/// A stretch of the journal.
struct Range {
    events: Vec<Event>,
    end: u64,
    change: Option<Change>,
    /// Whether the journal went on behind it when it was read.
    more: bool,
}

/// Ingests whatever the journal has for an event data store; its state after it.
///
/// # Errors
/// Internal ones; what was not ingested is tried again.
pub async fn ingest(work: Work<'_>, mut state: Stored<Ingest>) -> Result<Stored<Ingest>, Failure> {
    loop {
        let cursor = state.body.cursor();
        let from = work.system.cursor(&cursor).await?;
        let range = read(work, &state.body.store, from).await?;
        if range.end == from {
            return Ok(state);
        }
        let now = work.system.now();
        let files = if range.events.is_empty() {
            Vec::new()
        } else {
            let key = sealing::open(&work.system.reader(), &state.body.store).await?;
            let written = work.lake.write(&state.body.store.id, key.as_ref(), range.events, now).await;
            written.map_err(Failure::internal)?
        };
        let (place, end, change) = (state.key.clone(), range.end, range.change);
        state = work
            .act(move |tx| {
                let (place, cursor, change, files) = (place.clone(), cursor.clone(), change.clone(), files.clone());
                Box::pin(async move {
                    let mut state = held(tx, &place).await?;
                    tx.move_cursor(&cursor, from, end);
                    catalogue::add(tx, &state.body.store, &files)?;
                    if let Some(change) = change {
                        state.body.store = change.store;
                        tx.put(&state)?;
                        state.version += 1;
                    }
                    Ok(state)
                })
            })
            .await?;
        if !range.more {
            return Ok(state);
        }
    }
}

/// The state of an event data store, held until the commit.
///
/// # Errors
/// Internal ones only.
pub async fn held(tx: &mut Transaction<'_>, place: &plane::Key) -> Result<Stored<Ingest>, Failure> {
    let found = tx.get::<Ingest>(&place.account, &place.region, &place.id).await?;
    found.ok_or_else(|| Failure::internal(format!("{place} is gone")))
}

/// Reads from the cursor to the end of the journal, or to where the store's settings change.
async fn read(work: Work<'_>, store: &EventDataStore, from: u64) -> Result<Range, Failure> {
    let mut range = Range { events: Vec::new(), end: from, change: None, more: true };
    let mut members = HashMap::new();
    let (mut bytes, mut seen) = (0, 0);
    let mut context = None;
    loop {
        let chunk = work.system.journal(range.end, CHUNK).await?;
        let full = chunk.len() == CHUNK;
        for entry in chunk {
            range.end = entry.seq;
            seen += 1;
            if entry.kind == CONTEXT {
                // No range ends between it and the records that it belongs to, which follow it in the same commit.
                if store.configuration.asks() {
                    context = Some(serde_json::from_slice::<CallContext>(&entry.body).map_err(Failure::internal)?);
                }
                continue;
            }
            if entry.kind == CHANGED && entry.account == store.account && entry.region == store.region {
                let change: Change = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
                if change.id == store.id {
                    range.change = Some(change);
                    return Ok(range);
                }
            }
            if let Some(event) = wanted(store, &entry, context.as_ref())? {
                let member = match members.get(&entry.account) {
                    Some(member) => *member,
                    None => {
                        let member = covers(work.system, store, &entry.account).await?;
                        members.insert(entry.account.clone(), member);
                        member
                    }
                };
                if member {
                    bytes += event.record.len();
                    range.events.push(event);
                }
            }
            if range.events.len() >= RANGE_EVENTS || bytes >= RANGE_BYTES || seen >= RANGE_ENTRIES {
                return Ok(range);
            }
        }
        if !full {
            range.more = false;
            return Ok(range);
        }
    }
}

/// The event that an entry of the journal is for a store, if the store asks for it; whether it covers the account is another question. Pure.
///
/// # Errors
/// Internal ones: the journal holds something else than JSON.
fn wanted(store: &EventDataStore, entry: &Entry, context: Option<&CallContext>) -> Result<Option<Event>, Failure> {
    let event = |record: Vec<u8>| Event { account: entry.account.clone(), region: entry.region.clone(), record };
    if entry.kind == INCOMING {
        let incoming: Incoming = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
        let mine = store.is_active() && incoming.stores.contains(&store.id);
        return Ok(mine.then(|| event(incoming.event.to_string().into_bytes())));
    }
    let here = store.multi_region || entry.region == store.region;
    let mine = store.organization.is_some() || entry.account == store.account;
    if !store.ingests() || !here || !mine || !is_record(&entry.kind) {
        return Ok(None);
    }
    let record: Value = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
    if !selects(&store.selectors, &record) {
        return Ok(None);
    }
    Ok(Some(event(match context {
        Some(context) if store.configuration.asks() => {
            enriched(record, &store.configuration, context, &entry.account).to_string().into_bytes()
        }
        _ => entry.body.clone(),
    })))
}

/// Whether an event data store has an account's events.
///
/// # Errors
/// Internal ones only.
pub async fn covers(system: &System, store: &EventDataStore, account: &str) -> Result<bool, Failure> {
    if account == store.account {
        return Ok(true);
    }
    let Some(organization) = &store.organization else { return Ok(false) };
    let reader = system.reader();
    let guardrails = system.plane().organization().guardrails(&reader, account).await?;
    Ok(guardrails.organization_id.as_ref() == Some(organization))
}
