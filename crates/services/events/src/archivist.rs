//! Archives in the background: replays go on, and what is past its retention or of a deleted archive goes.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use plane::events::PUT;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::{Value, json};

use crate::api::ReplayState;
use crate::event;
use crate::resources::{Archive, Archived, EventPlace, Holdings, Replay};

/// Archived events that are replayed or removed in one commit.
const BATCH: usize = 200;
/// Replays listed at once.
const PAGE: usize = 100;
/// How often old events are looked for, milliseconds.
const CLEANING_MS: i64 = 60_000;
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// Works on replays and retention.
#[derive(Default)]
pub struct Archivist {
    cleaned: Mutex<Option<i64>>,
}

impl Reconciler for Archivist {
    fn name(&self) -> &'static str {
        "events-archives"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Replay>(after.as_ref(), PAGE).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.key.clone());
                for replay in page {
                    if matches!(replay.body.state, ReplayState::Starting | ReplayState::Running) {
                        while go_on(system, &replay).await? {}
                    }
                }
            }
            let now = system.now().as_millisecond();
            let due = self.cleaned.lock().is_ok_and(|mut cleaned| {
                let due = cleaned.is_none_or(|at| now < at || now - at >= CLEANING_MS);
                if due {
                    *cleaned = Some(now);
                }
                due
            });
            if due { clean(system, now).await } else { Ok(()) }
        })
    }
}

/// Replays a stretch; false once the replay is over.
async fn go_on(system: &System, replay: &Stored<Replay>) -> Result<bool, Failure> {
    let (account, region) = (replay.key.account.clone(), replay.key.region.clone());
    let found = system.reader().get::<Replay>(&account, &region, &replay.key.id).await?;
    let Some(replay) = found.filter(|replay| matches!(replay.body.state, ReplayState::Starting | ReplayState::Running)) else {
        return Ok(false);
    };
    let prefix = format!("{}/", replay.body.life);
    let start = format!("{prefix}{:015}", replay.body.from.max(0));
    let after = replay.body.after.as_deref().unwrap_or(&start);
    let mut archived = system.reader().list::<Archived>(&account, &region, &prefix, Some(after), BATCH).await?;
    let full = archived.len() == BATCH;
    let before = archived.len();
    archived.retain(|event| event.body.at < replay.body.to);
    let over = !full || archived.len() < before;
    let mut events = Vec::with_capacity(archived.len());
    for event in &archived {
        let Some(mut value) = read(system, &event.body.event).await? else { continue };
        if let Some(members) = value.as_object_mut() {
            members.insert("replay-name".to_owned(), json!(replay.body.name));
        }
        events.push(value);
    }
    let last = archived.last().map(|last| (last.key.id.clone(), last.body.at));
    let events = Value::Array(events);
    system
        .act("events", "StartReplay", |tx| {
            let (mut replay, last, events) = (replay.clone(), last.clone(), events.clone());
            Box::pin(async move {
                let now = tx.call().time.as_millisecond();
                if events.as_array().is_some_and(|events| !events.is_empty()) {
                    let body = json!({"bus": replay.body.bus, "events": events, "rules": replay.body.rules});
                    tx.journal(PUT, &replay.key.account, &replay.key.region, &body);
                }
                replay.body.state = if over { ReplayState::Completed } else { ReplayState::Running };
                replay.body.ended = over.then_some(now);
                if let Some((id, at)) = last {
                    replay.body.after = Some(id);
                    replay.body.last = Some(at);
                }
                put_if_same(tx, &replay).await
            })
        })
        .await?;
    Ok(!over)
}

/// Puts a replay unless it was changed meanwhile: then the stretch is not replayed, and the next run looks again.
async fn put_if_same(tx: &mut Transaction<'_>, replay: &Stored<Replay>) -> Result<(), Failure> {
    match tx.get::<Replay>(&replay.key.account, &replay.key.region, &replay.key.id).await? {
        Some(now) if now.version == replay.version => tx.put(replay),
        _ => Err(Failure::internal("the replay was changed meanwhile")),
    }
}

async fn read(system: &System, place: &EventPlace) -> Result<Option<Value>, Failure> {
    Ok(match place {
        EventPlace::Here(text) => serde_json::from_str(text).ok(),
        EventPlace::Journal(entry, number) => {
            let batch = system.reader().entry(entry).await?.and_then(|entry| event::read(&entry));
            batch.and_then(|mut batch| (*number < batch.events.len()).then(|| batch.events.swap_remove(*number)))
        }
    })
}

/// Removes what is past its retention, and what is of an archive that is no more.
async fn clean(system: &System, now: i64) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let page = system.reader().list_everywhere::<Holdings>(after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.clone());
        for holdings in page {
            let (account, region, life) = (&holdings.key.account, &holdings.key.region, &holdings.key.id);
            let name = life.rsplit_once('/').map_or(life.as_str(), |(name, _)| name);
            let archive = system.reader().get::<Archive>(account, region, name).await?.filter(|a| a.body.life() == *life);
            let before = match archive.map(|archive| archive.body.retention_days) {
                None => i64::MAX,
                Some(0) => continue,
                Some(days) => now.saturating_sub(i64::from(days).saturating_mul(DAY_MS)),
            };
            while remove(system, &holdings, before).await? {}
        }
    }
}

/// Removes some of the events of an archive that came before a moment; false when none are left.
async fn remove(system: &System, holdings: &Stored<Holdings>, before: i64) -> Result<bool, Failure> {
    let key = &holdings.key;
    let mut old = system.reader().list::<Archived>(&key.account, &key.region, &format!("{}/", key.id), None, BATCH).await?;
    let full = old.len() == BATCH;
    old.retain(|event| event.body.at < before);
    let more = full && old.len() == BATCH;
    if old.is_empty() && before != i64::MAX {
        return Ok(false);
    }
    let (old, key) = (Arc::new(old), key.clone());
    system
        .act("events", "DeleteArchive", |tx| {
            let (old, key) = (old.clone(), key.clone());
            Box::pin(async move {
                let Some(mut holdings) = tx.get::<Holdings>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                for event in old.iter() {
                    tx.delete(event);
                    holdings.body.events -= 1;
                    holdings.body.bytes -= event.body.bytes;
                }
                if before == i64::MAX && !more {
                    tx.delete(&holdings);
                    return Ok(());
                }
                tx.put(&holdings)
            })
        })
        .await?;
    Ok(more)
}
