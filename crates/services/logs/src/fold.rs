//! Folding: batches become chunks, and small chunks become larger ones.
//!
//! A file is written first, which nobody sees; one commit then names it and removes what it was made of. Killed before the commit, the file is an orphan.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Keyring, Reader, Stored, System};

use crate::Logs;
use crate::codec::{self, Event, Sensitive};
use crate::files::{Files, blocking};
use crate::index::{self, Fields};
use crate::indexes;
use crate::resources::{Arrival, Batch, BlockPlace, Chunk, DeletedStream, Garbage, Holding, IndexedField, LogGroup};
use crate::scan::{block_context, index_context, open_batch, read_block};
use crate::seal;
use crate::transforming::Transformers;

/// Bytes of fresh events that are folded at once.
const FULL: i64 = 4 << 20;
/// How long batches wait for more, milliseconds.
const OLD: i64 = 10 * 60 * 1000;
/// Batches that are folded together at most.
const BATCHES: usize = 256;
/// Bytes of events that are folded together: what bounds memory.
const FOLDED: i64 = 32 << 20;
/// Batches of a group that are folded however small they are.
const MANY: u64 = 512;
/// Bytes of events in a block.
const BLOCK: i64 = 1 << 20;
/// Chunks of one size that are put together, and how large the result may be.
const ALIKE: usize = 8;
const LARGEST: i64 = 64 << 20;
/// Pause between two looks, milliseconds.
const PAUSE: i64 = 1000;
const PAGE: usize = 500;
/// How long a group that cannot be folded is left alone, milliseconds.
const REST: i64 = 60_000;
/// Streams that a chunk names.
const NAMED: usize = 64;

/// Folds what is due.
#[derive(Debug)]
pub(crate) struct Folder {
    logs: Arc<Logs>,
    last: AtomicI64,
    /// Groups that could not be folded, and until when they are left alone.
    failed: Mutex<HashMap<String, i64>>,
}

impl Folder {
    pub fn new(logs: Arc<Logs>) -> Self {
        Self { logs, last: AtomicI64::new(0), failed: Mutex::default() }
    }
}

impl Reconciler for Folder {
    fn name(&self) -> &'static str {
        "logs.fold"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            if now.abs_diff(self.last.load(Ordering::Relaxed)) < PAUSE.unsigned_abs() {
                return Ok(());
            }
            self.last.store(now, Ordering::Relaxed);
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Holding>(after.as_ref(), PAGE).await?;
                after = page.last().map(|last| last.key.clone());
                for holding in &page {
                    if self.rests(&holding.key.id, now) {
                        continue;
                    }
                    if let Err(failure) = fold_group(system, &self.logs.files, holding, now).await {
                        self.failed.lock().unwrap_or_else(PoisonError::into_inner).insert(holding.key.id.clone(), now + REST);
                        let group = holding.body.group.as_str();
                        tracing::warn!(group, message = failure.message, detail = failure.detail, "a log group is not folded");
                    }
                }
                if page.len() < PAGE {
                    return Ok(());
                }
            }
        })
    }
}

impl Folder {
    /// Whether a group could not be folded a short while ago.
    fn rests(&self, uid: &str, now: i64) -> bool {
        let mut failed = self.failed.lock().unwrap_or_else(PoisonError::into_inner);
        failed.retain(|_, until| *until > now);
        failed.contains_key(uid)
    }
}

async fn fold_group(system: &System, files: &Arc<Files>, holding: &Stored<Holding>, now: i64) -> Result<(), Failure> {
    let Some(since) = holding.body.fresh_since else { return Ok(()) };
    let (account, region) = (holding.key.account.as_str(), holding.key.region.as_str());
    let reader = system.reader();
    let Some(group) = reader.get::<LogGroup>(account, region, &holding.body.group).await? else { return Ok(()) };
    let group = group.body;
    if group.uid != holding.key.id {
        return Ok(());
    }
    let many = reader.count::<Batch>(account, &group.partition()).await? >= MANY;
    if holding.body.fresh_bytes < FULL && now.saturating_sub(since) < OLD && !many {
        return Ok(());
    }
    while fold(system, files, &group).await? {}
    merge(system, files, &group).await
}

/// What the indexes of a group's chunks are made by.
struct Indexing {
    fields: Fields,
    transformers: Transformers,
}

impl Indexing {
    async fn of(reader: &Reader<'_>, group: &LogGroup) -> Result<Self, Failure> {
        Ok(Self { fields: indexes::fields(reader, group).await?, transformers: Transformers::of(reader, group).await? })
    }
}

/// A chunk that is written and not named yet.
type Written = (String, Chunk);

/// Folds some batches; whether there may be more.
async fn fold(system: &System, files: &Arc<Files>, group: &LogGroup) -> Result<bool, Failure> {
    let reader = system.reader();
    let (account, partition) = (group.account.as_str(), group.partition());
    let listed = reader.list::<Batch>(account, &partition, "", None, BATCHES).await?;
    let mut more = listed.len() == BATCHES;
    let mut batches = Vec::with_capacity(listed.len());
    let mut size = 0;
    for batch in listed {
        if size > FOLDED {
            more = true;
            break;
        }
        size += batch.body.bytes;
        // What filters have not seen stays.
        if reader.get::<Arrival>("", "", &batch.key.id).await?.is_none() {
            batches.push(batch);
        }
    }
    if batches.is_empty() {
        return Ok(false);
    }
    let deleted = reader.all::<DeletedStream>(account, &partition, "").await?;
    let mut keys = HashMap::new();
    for id in batches.iter().map(|b| &b.body.data_key).chain([&group.data_key]) {
        if !keys.contains_key(id) {
            keys.insert(id.clone(), seal::open(&reader, group, id).await?);
        }
    }
    let indexing = Indexing::of(&reader, group).await?;
    let (system_, files, group_, read) = (system.clone(), files.clone(), group.clone(), batches.clone());
    let (written, bytes) = blocking(move || {
        let mut events = Vec::new();
        for batch in &read {
            let key = keys.get(&batch.body.data_key).ok_or_else(|| Failure::internal("a data key was not opened"))?;
            events.extend(open_batch(key, &group_.uid, &batch.key.id, &batch.body)?);
        }
        let bytes: i64 = events.iter().map(Event::size).sum();
        events.retain(|event| !deleted.iter().any(|gone| gone.key.id == event.stream.uid));
        let key = keys.get(&group_.data_key).ok_or_else(|| Failure::internal("a data key was not opened"))?;
        Ok((write_days(&system_, &files, &group_, key, &indexing, events)?, bytes))
    })
    .await?;
    let folded = system
        .act("logs", "PutLogEvents", |tx| {
            let (group, batches, written) = (group.clone(), batches.clone(), written.clone());
            Box::pin(async move {
                let partition = group.partition();
                // Nothing is changed unless all is as it was read.
                let mut there = Vec::with_capacity(batches.len());
                for batch in &batches {
                    match tx.get::<Batch>(&group.account, &partition, &batch.key.id).await? {
                        Some(found) => there.push(found),
                        None => return Ok(false),
                    }
                }
                let holding = tx.get::<Holding>(&group.account, &group.region, &group.uid).await?;
                let Some(mut holding) = holding else { return Ok(false) };
                there.iter().for_each(|batch| tx.delete(batch));
                let folded: i64 = written.iter().map(|(_, chunk)| chunk.bytes).sum();
                for (id, chunk) in written {
                    tx.put(&Stored::new(&group.account, &partition, id, chunk))?;
                }
                holding.body.folds += 1;
                holding.body.folded_bytes = holding.body.folded_bytes.saturating_add(folded);
                holding.body.fresh_bytes = holding.body.fresh_bytes.saturating_sub(bytes).max(0);
                holding.body.fresh_since = (holding.body.fresh_bytes > 0).then(|| tx.call().time.as_millisecond());
                tx.put(&holding)?;
                Ok(true)
            })
        })
        .await?;
    Ok(more && folded)
}

/// Writes events to chunks, one for each day. Blocks.
fn write_days(
    system: &System,
    files: &Files,
    group: &LogGroup,
    key: &Keyring,
    indexing: &Indexing,
    events: Vec<Event>,
) -> Result<Vec<Written>, Failure> {
    let mut days: BTreeMap<String, Vec<Event>> = BTreeMap::new();
    for event in events {
        days.entry(Chunk::day(event.timestamp)).or_default().push(event);
    }
    days.into_iter().map(|(day, events)| write(system, files, group, key, indexing, (&day, events))).collect()
}

fn write(
    system: &System,
    files: &Files,
    group: &LogGroup,
    key: &Keyring,
    indexing: &Indexing,
    (day, mut events): (&str, Vec<Event>),
) -> Result<Written, Failure> {
    events.sort_by_key(Event::place);
    if !indexing.fields.names.is_empty() {
        events.iter_mut().for_each(|event| indexing.transformers.transform(event));
    }
    let ids = &system.plane().ids;
    let id = format!("{day}-{}", hex::encode(ids.bytes::<8>()));
    let file = format!("{}/{id}.chunk", group.uid);
    let log = format!("{}:{}", group.account, group.name);
    let (mut parts, mut blocks, mut indexes) = (Vec::new(), Vec::new(), Vec::new());
    let mut offset = 0_u64;
    let mut rest = events.as_slice();
    while let Some(first) = rest.first() {
        let mut size = 0;
        let mut count = 0;
        for event in rest {
            size += event.size();
            if count > 0 && size > BLOCK {
                break;
            }
            count += 1;
        }
        let (block, behind) = rest.split_at_checked(count).unwrap_or((rest, &[]));
        let sealed = key.seal(ids, &block_context(&group.uid, &file, blocks.len()), &codec::encode_block(block)?);
        let length = u32::try_from(sealed.len()).map_err(Failure::internal)?;
        blocks.push(BlockPlace {
            offset,
            length,
            from: first.timestamp,
            to: block.last().map_or(first.timestamp, |e| e.timestamp),
        });
        offset += u64::from(length);
        parts.push(sealed);
        indexes.push(index::build(block, &log, &indexing.fields, &indexing.transformers));
        rest = behind;
    }
    let sealed = key.seal(ids, &index_context(&group.uid, &file), &codec::encode_indexes(&indexes)?);
    let index = (offset, u32::try_from(sealed.len()).map_err(Failure::internal)?);
    parts.push(sealed);
    files.write(&file, &parts)?;
    let streams: BTreeSet<(&str, &str)> = events.iter().map(|e| (e.stream.uid.as_str(), e.stream.name.as_str())).collect();
    let few = streams.len() <= NAMED;
    let named = || streams.into_iter().map(|(uid, name)| (uid.to_owned(), name.to_owned())).collect();
    let chunk = Chunk {
        file,
        data_key: group.data_key.clone(),
        from: events.first().map_or(0, |e| e.timestamp),
        to: events.last().map_or(0, |e| e.timestamp),
        events: events.len() as u64,
        bytes: events.iter().map(Event::size).sum(),
        streams: few.then(named),
        blocks,
        index: Some(index),
        fields: indexed(&log, &indexing.fields, &events),
    };
    Ok((id, chunk))
}

/// The fields that are indexed, and the times of the events that have them.
fn indexed(log: &str, fields: &Fields, events: &[Event]) -> Vec<IndexedField> {
    let mut all: Vec<IndexedField> = fields.names.iter().map(|name| IndexedField { name: name.clone(), events: None }).collect();
    if all.is_empty() {
        return all;
    }
    for event in events {
        for (field, _) in all.iter_mut().zip(fields.of(log, event)).filter(|(_, value)| value.is_some()) {
            let (first, last) = field.events.unwrap_or((event.timestamp, event.timestamp));
            field.events = Some((first.min(event.timestamp), last.max(event.timestamp)));
        }
    }
    all
}

/// How large a chunk is, in steps of which each is eight times the one before.
fn step(bytes: i64) -> u32 {
    (bytes.max(1).unsigned_abs() >> 16).checked_ilog2().map_or(0, |log| 1 + log / 3)
}

/// Puts chunks of one day and about one size together.
async fn merge(system: &System, files: &Arc<Files>, group: &LogGroup) -> Result<(), Failure> {
    let chunks = system.reader().all::<Chunk>(&group.account, &group.partition(), "").await?;
    let mut alike: BTreeMap<(String, u32), Vec<Stored<Chunk>>> = BTreeMap::new();
    for chunk in chunks {
        let day = chunk.key.id.get(..8).unwrap_or_default().to_owned();
        alike.entry((day, step(chunk.body.bytes))).or_default().push(chunk);
    }
    for chunks in alike.into_values() {
        let total: i64 = chunks.iter().map(|c| c.body.bytes).sum();
        if chunks.len() >= ALIKE && total <= LARGEST {
            join(system, files, group, chunks).await?;
        }
    }
    Ok(())
}

/// Puts chunks together. What was deleted or expired in them is left out.
pub(crate) async fn join(
    system: &System,
    files: &Arc<Files>,
    group: &LogGroup,
    chunks: Vec<Stored<Chunk>>,
) -> Result<(), Failure> {
    let reader = system.reader();
    let partition = group.partition();
    let deleted = reader.all::<DeletedStream>(&group.account, &partition, "").await?;
    let mut keys = HashMap::new();
    for id in chunks.iter().map(|c| &c.body.data_key).chain([&group.data_key]) {
        if !keys.contains_key(id) {
            keys.insert(id.clone(), seal::open(&reader, group, id).await?);
        }
    }
    let keeps_from = group.keeps_from(system.now().as_millisecond());
    let indexing = Indexing::of(&reader, group).await?;
    let (system_, files, group_, read) = (system.clone(), files.clone(), group.clone(), chunks.clone());
    let written = blocking(move || {
        let mut events = Vec::new();
        for chunk in &read {
            let key = keys.get(&chunk.body.data_key).ok_or_else(|| Failure::internal("a data key was not opened"))?;
            for (number, place) in chunk.body.blocks.iter().enumerate() {
                let packed = read_block(&files, key, &group_.uid, &chunk.body.file, number, place)?;
                events.extend(codec::decode_block(&packed, Sensitive::Marked, |timestamp, _, stream, _| {
                    timestamp >= keeps_from && !deleted.iter().any(|gone| gone.key.id == stream.uid)
                })?);
            }
        }
        let key = keys.get(&group_.data_key).ok_or_else(|| Failure::internal("a data key was not opened"))?;
        write_days(&system_, &files, &group_, key, &indexing, events)
    })
    .await?;
    system
        .act("logs", "PutLogEvents", |tx| {
            let (group, chunks, written) = (group.clone(), chunks.clone(), written.clone());
            Box::pin(async move {
                let partition = group.partition();
                let since = tx.call().time.as_millisecond();
                let mut there = Vec::with_capacity(chunks.len());
                for chunk in &chunks {
                    match tx.get::<Chunk>(&group.account, &partition, &chunk.key.id).await? {
                        Some(found) => there.push(found),
                        None => return Ok(()),
                    }
                }
                for chunk in &there {
                    tx.put(&Stored::new("", "", chunk.body.file.as_str(), Garbage { since }))?;
                    tx.delete(chunk);
                }
                let before: i64 = chunks.iter().map(|chunk| chunk.body.bytes).sum();
                let after: i64 = written.iter().map(|(_, chunk)| chunk.bytes).sum();
                for (id, chunk) in written {
                    tx.put(&Stored::new(&group.account, &partition, id, chunk))?;
                }
                if let Some(mut holding) = tx.get::<Holding>(&group.account, &group.region, &group.uid).await? {
                    holding.body.folds += 1;
                    holding.body.folded_bytes = holding.body.folded_bytes.saturating_add(after - before).max(0);
                    tx.put(&holding)?;
                }
                Ok(())
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::step;

    #[test]
    fn sizes_go_in_steps_of_eight() {
        assert_eq!([0, 1, 65_535].map(step), [0; 3]);
        assert_eq!([65_536, 524_287].map(step), [1; 2]);
        assert_eq!(step(524_288), 2);
        assert_eq!(step(64 << 20), 4);
    }
}
