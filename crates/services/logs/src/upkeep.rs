//! Upkeep: what is not kept any more goes, with whole batches and chunks; so does everything of groups that were deleted.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Resource, Stored, System};

use crate::Logs;
use crate::anomalies::{Anomaly, Learned};
use crate::files::blocking;
use crate::fold;
use crate::policies::GroupPolicy;
use crate::resources::{
    Arrival, Batch, Chunk, DataKey, DeletedGroup, DeletedStream, Garbage, Holding, LogGroup, LogStream, partition,
};

/// Pause between two looks, milliseconds.
const PAUSE: i64 = 10_000;
/// How long a file stays after it left the catalogue, milliseconds: longer than anything reads.
const READ_MS: i64 = 65 * 60 * 1000;
/// How long a deleted group's partition is looked at again, milliseconds: until nobody can still be putting into it.
const REST: i64 = 60_000;
/// How long a deleted stream is only hidden, milliseconds: until nobody can still be putting into it.
const FORGET: i64 = 10 * 60 * 1000;
/// Chunks of a group that one look writes anew.
const PURGED: usize = 8;
/// How old a file that nothing names must be to be an orphan.
const ORPHAN_AGE: Duration = Duration::from_secs(2 * 60 * 60);
/// How often orphans are looked for, milliseconds.
const SWEEP: i64 = 6 * 60 * 60 * 1000;
const PAGE: usize = 200;

/// Removes what is not kept.
#[derive(Debug)]
pub(crate) struct Keeper {
    logs: Arc<Logs>,
    last: AtomicI64,
    swept: AtomicI64,
}

impl Keeper {
    pub fn new(logs: Arc<Logs>) -> Self {
        Self { logs, last: AtomicI64::new(0), swept: AtomicI64::new(0) }
    }
}

impl Reconciler for Keeper {
    fn name(&self) -> &'static str {
        "logs.upkeep"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            if now.abs_diff(self.last.load(Ordering::Relaxed)) < PAUSE.unsigned_abs() {
                return Ok(());
            }
            self.last.store(now, Ordering::Relaxed);
            let sweeps = now.abs_diff(self.swept.load(Ordering::Relaxed)) >= SWEEP.unsigned_abs();
            if sweeps {
                self.swept.store(now, Ordering::Relaxed);
            }
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<LogGroup>(after.as_ref(), PAGE).await?;
                after = page.last().map(|last| last.key.clone());
                for group in page.iter().map(|g| &g.body) {
                    let looked = async {
                        if group.retention_days.is_some() {
                            expire(system, group, now).await?;
                        }
                        self.purge(system, group, now).await
                    };
                    // A group whose key cannot be used keeps no other waiting.
                    if let Err(failure) = looked.await {
                        let name = group.name.as_str();
                        tracing::warn!(
                            group = name,
                            message = failure.message,
                            detail = failure.detail,
                            "a log group is not kept up"
                        );
                    }
                    if sweeps {
                        self.sweep(system, group).await?;
                    }
                }
                if page.len() < PAGE {
                    break;
                }
            }
            for gone in system.reader().list_everywhere::<DeletedGroup>(None, PAGE).await? {
                self.forget(system, &gone, now).await?;
            }
            self.clear_garbage(system, now).await
        })
    }
}

/// Removes documents in one commit, if they are still there, and leaves files to be removed later. Of a group that lives on, `holding` says how many
/// bytes of fresh and of folded events go.
async fn drop_all<T: Resource + Clone>(
    system: &System,
    page: &[Stored<T>],
    files: &[String],
    holding: Option<(&LogGroup, i64, i64)>,
) -> Result<(), Failure> {
    if page.is_empty() {
        return Ok(());
    }
    system
        .act("logs", "DeleteLogStream", |tx| {
            let (page, files, holding) =
                (page.to_vec(), files.to_vec(), holding.map(|(group, fresh, folded)| (group.clone(), fresh, folded)));
            Box::pin(async move {
                let mut there = Vec::with_capacity(page.len());
                for old in &page {
                    match tx.get::<T>(&old.key.account, &old.key.region, &old.key.id).await? {
                        Some(found) => there.push(found),
                        // Somebody else was at it: the next look sees what is left.
                        None => return Ok(()),
                    }
                }
                there.iter().for_each(|found| tx.delete(found));
                let since = tx.call().time.as_millisecond();
                for file in files {
                    tx.put(&Stored::new("", "", file, Garbage { since }))?;
                }
                if let Some((group, fresh, folded)) = holding
                    && let Some(mut holding) = tx.get::<Holding>(&group.account, &group.region, &group.uid).await?
                {
                    holding.body.folds += 1;
                    holding.body.fresh_bytes = holding.body.fresh_bytes.saturating_sub(fresh).max(0);
                    holding.body.folded_bytes = holding.body.folded_bytes.saturating_sub(folded).max(0);
                    tx.put(&holding)?;
                }
                Ok(())
            })
        })
        .await
}

/// Removes chunks and batches all of whose events are too old.
async fn expire(system: &System, group: &LogGroup, now: i64) -> Result<(), Failure> {
    let keeps_from = group.keeps_from(now);
    let reader = system.reader();
    let chunks = reader.all::<Chunk>(&group.account, &group.partition(), "").await?;
    let old: Vec<_> = chunks.into_iter().filter(|c| c.body.to < keeps_from).collect();
    for page in old.chunks(PAGE) {
        let files: Vec<String> = page.iter().map(|c| c.body.file.clone()).collect();
        let bytes = page.iter().map(|c| c.body.bytes).sum();
        drop_all(system, page, &files, Some((group, 0, bytes))).await?;
    }
    let batches = reader.list::<Batch>(&group.account, &group.partition(), "", None, PAGE).await?;
    let mut old = Vec::new();
    for batch in batches.into_iter().filter(|b| b.body.to < keeps_from) {
        // What is not counted yet goes when it is, so that it is not counted after it went.
        if reader.get::<Arrival>("", "", &batch.key.id).await?.is_none() {
            old.push(batch);
        }
    }
    let bytes = old.iter().map(|b| b.body.bytes).sum();
    drop_all(system, &old, &[], Some((group, bytes, 0))).await
}

async fn clear<T: Resource + Clone>(system: &System, account: &str, partition: &str) -> Result<bool, Failure> {
    let mut empty = true;
    loop {
        let page = system.reader().list::<T>(account, partition, "", None, PAGE).await?;
        if page.is_empty() {
            return Ok(empty);
        }
        empty = false;
        drop_all(system, &page, &[], None).await?;
    }
}

impl Keeper {
    /// Removes what was in a deleted group, and after a while the memory of it.
    async fn forget(&self, system: &System, gone: &Stored<DeletedGroup>, now: i64) -> Result<(), Failure> {
        let (account, region, uid) = (gone.key.account.as_str(), gone.key.region.as_str(), gone.key.id.as_str());
        let partition = partition(region, uid);
        // The keys first: with them everything else is unreadable.
        let mut empty = clear::<DataKey>(system, account, &partition).await?;
        empty &= clear::<Batch>(system, account, &partition).await?;
        empty &= clear::<Chunk>(system, account, &partition).await?;
        empty &= clear::<LogStream>(system, account, &partition).await?;
        empty &= clear::<DeletedStream>(system, account, &partition).await?;
        empty &= clear::<GroupPolicy>(system, account, &partition).await?;
        empty &= clear::<Learned>(system, account, &partition).await?;
        empty &= clear::<Anomaly>(system, account, &partition).await?;
        let (files, uid) = (self.logs.files.clone(), uid.to_owned());
        blocking(move || files.remove_group(&uid)).await?;
        if !empty || now.saturating_sub(gone.body.at) < REST {
            return Ok(());
        }
        if let Some(holding) = system.reader().get::<Holding>(account, region, &gone.key.id).await? {
            drop_all(system, &[holding], &[], None).await?;
        }
        drop_all(system, std::slice::from_ref(gone), &[], None).await
    }

    /// Removes the events of deleted streams from chunks, a few chunks at a time; what remembers a stream goes when nothing has its events any more.
    async fn purge(&self, system: &System, group: &LogGroup, now: i64) -> Result<(), Failure> {
        let (reader, account, partition) = (system.reader(), group.account.as_str(), group.partition());
        let mut gone = reader.list::<DeletedStream>(account, &partition, "", None, PAGE).await?;
        gone.retain(|stream| now.saturating_sub(stream.body.at) >= FORGET);
        if gone.is_empty() {
            return Ok(());
        }
        let is_gone = |uid: &str| gone.iter().any(|stream| stream.key.id == uid);
        let chunks = reader.all::<Chunk>(account, &partition, "").await?;
        // What was written since leaves the stream's events out.
        let has = |chunk: &Stored<Chunk>| {
            gone.iter().any(|stream| {
                chunk.created_at < stream.body.at.saturating_add(FORGET) && chunk.body.may_have(|uid, _| uid == stream.key.id)
            })
        };
        let with: Vec<_> = chunks.into_iter().filter(has).collect();
        let batches = reader.all::<Batch>(account, &partition, "").await?;
        if with.is_empty() && !batches.iter().any(|b| is_gone(&b.body.stream_uid)) {
            return drop_all(system, &gone, &[], None).await;
        }
        for chunk in with.into_iter().take(PURGED) {
            fold::join(system, &self.logs.files, group, vec![chunk]).await?;
        }
        Ok(())
    }

    async fn clear_garbage(&self, system: &System, now: i64) -> Result<(), Failure> {
        let page = system.reader().list::<Garbage>("", "", "", None, PAGE).await?;
        let old: Vec<_> = page.into_iter().filter(|g| now.saturating_sub(g.body.since) >= READ_MS).collect();
        if old.is_empty() {
            return Ok(());
        }
        let (files, names) = (self.logs.files.clone(), old.iter().map(|g| g.key.id.clone()).collect::<Vec<_>>());
        blocking(move || names.iter().try_for_each(|name| files.remove(name))).await?;
        drop_all(system, &old, &[], None).await
    }

    /// Removes files that a crash left.
    async fn sweep(&self, system: &System, group: &LogGroup) -> Result<(), Failure> {
        // The age of files is by the machine's clock, whatever the plane's is.
        let wall = u64::try_from(system.plane().clock.wall().as_millisecond()).unwrap_or_default();
        let before =
            (std::time::UNIX_EPOCH + Duration::from_millis(wall)).checked_sub(ORPHAN_AGE).unwrap_or(std::time::UNIX_EPOCH);
        let (files, uid) = (self.logs.files.clone(), group.uid.clone());
        let old = blocking(move || files.older(&uid, before)).await?;
        if old.is_empty() {
            return Ok(());
        }
        let reader = system.reader();
        let chunks = reader.all::<Chunk>(&group.account, &group.partition(), "").await?;
        let mut orphans = Vec::new();
        for name in old {
            if !chunks.iter().any(|c| c.body.file == name) && reader.get::<Garbage>("", "", &name).await?.is_none() {
                orphans.push(name);
            }
        }
        let files = self.logs.files.clone();
        blocking(move || orphans.iter().try_for_each(|name| files.remove(name))).await
    }
}
