//! Reading events: the one way to what groups hold, for the API's reads, exports and queries.
//!
//! [`scan`] takes a snapshot of a group: the batches that are not folded, and the blocks of its chunks, of which only those are opened that can hold
//! what is asked for. Events come in the order of their time. The snapshot stays readable whatever is folded or expires meanwhile; that of a group that is deleted does not.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD as BASE64;
use filters::FilterPattern;
use insights::Record;
use plane::{Failure, Keyring, Reader, Stored};

use crate::codec::{self, Event, Sensitive, StreamName};
use crate::files::Files;
use crate::index::{self, Needles};
use crate::protection::Findings;
use crate::resources::{Batch, BlockPlace, Chunk, DeletedStream, Holding, LogGroup};
use crate::seal;
use crate::transforming::Transformers;

/// How often a snapshot is taken anew when batches are folded meanwhile.
const ATTEMPTS: usize = 16;
/// Chunks that are listed together.
const CHUNKS: usize = 256;
/// Pieces that one thread opens as fast as several.
const LARGE: usize = 4;
/// Pieces that are opened at once, after the first ones.
const AHEAD: usize = 4;

/// Which streams of a group.
#[derive(Debug, Clone, Default)]
pub enum Streams {
    /// All of them.
    #[default]
    All,
    /// Those of these names.
    Named(HashSet<String>),
    /// Those whose names begin so.
    Prefixed(String),
}

impl Streams {
    pub(crate) fn has(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::Named(names) => names.contains(name),
            Self::Prefixed(prefix) => name.starts_with(prefix.as_str()),
        }
    }
}

/// What is asked for.
#[derive(Debug, Clone)]
pub struct Query {
    /// Events not before this time, milliseconds since 1970. What the group does not keep any more is never read.
    pub from: i64,
    /// Events before this time.
    pub to: i64,
    /// Events behind this one, by time and id.
    pub after: Option<(i64, u128)>,
    /// Events before this one.
    pub before: Option<(i64, u128)>,
    /// Streams.
    pub streams: Streams,
    /// Events whose messages match.
    pub pattern: Option<Arc<FilterPattern>>,
    /// Whether the newest events come first.
    pub newest_first: bool,
    /// Whether sensitive data is shown, which needs `logs:Unmask`.
    pub unmask: bool,
    /// What else every event that is looked for has: others may be left out.
    pub needles: Needles,
    /// Whether events come with what the group's transformers made of them.
    pub transform: bool,
}

impl Default for Query {
    fn default() -> Self {
        Self {
            from: 0,
            to: i64::MAX,
            after: None,
            before: None,
            streams: Streams::All,
            pattern: None,
            newest_first: false,
            unmask: false,
            needles: Needles::default(),
            transform: false,
        }
    }
}

impl Query {
    fn wants(&self, timestamp: i64, id: u128, stream: &StreamName, message: &str, deleted: &HashSet<String>) -> bool {
        timestamp >= self.from
            && timestamp < self.to
            && self.after.is_none_or(|after| (timestamp, id) > after)
            && self.before.is_none_or(|before| (timestamp, id) < before)
            && self.streams.has(&stream.name)
            && !deleted.contains(&stream.uid)
            && self.pattern.as_ref().is_none_or(|pattern| pattern.matches(message))
    }

    /// Whether events between two times may be wanted.
    fn may_want(&self, from: i64, to: i64) -> bool {
        to >= self.from
            && from < self.to
            && self.after.is_none_or(|(timestamp, _)| to >= timestamp)
            && self.before.is_none_or(|(timestamp, _)| from <= timestamp)
    }
}

/// Where events are.
#[derive(Debug)]
enum Source {
    Batch(Box<Batch>, String),
    Block(Arc<Chunk>, usize),
}

/// Events between two times that are opened together.
#[derive(Debug)]
pub struct Piece {
    from: i64,
    to: i64,
    source: Source,
}

/// What opening pieces needs.
#[derive(Debug)]
pub struct Shared {
    files: Arc<Files>,
    uid: String,
    keys: HashMap<String, Keyring>,
    deleted: HashSet<String>,
    query: Query,
    transformers: Transformers,
}

/// A reading of a group. It owns what it needs: it can go on in another task, after the call that began it.
#[derive(Debug)]
pub struct Scan {
    shared: Arc<Shared>,
    /// Pieces to come, the next one last.
    pieces: Vec<Piece>,
    /// Which blocks of a chunk may have what is needed, by the chunk's file.
    known: HashMap<String, Vec<bool>>,
    /// Events that were read and cannot be given out yet.
    waiting: Vec<Event>,
    read: u64,
    /// Pieces to open at once: more and more, since who asks for the first few events needs no others.
    ahead: usize,
}

/// What a batch's or block's ciphertext is bound to.
pub(crate) fn batch_context(uid: &str, id: &str) -> String {
    format!("logs:{uid}:batch:{id}")
}

pub(crate) fn index_context(uid: &str, file: &str) -> String {
    format!("logs:{uid}:{file}:index")
}

pub(crate) fn block_context(uid: &str, file: &str, number: usize) -> String {
    format!("logs:{uid}:{file}:{number}")
}

/// Begins to read what a group holds.
///
/// # Errors
/// `InvalidParameterException` where the group's KMS key cannot be used, and internal ones.
pub async fn scan(reader: &Reader<'_>, files: &Arc<Files>, group: &LogGroup, mut query: Query) -> Result<Scan, Failure> {
    query.from = query.from.max(group.keeps_from(reader.plane().clock.now_ms()));
    if let Some(pattern) = &query.pattern {
        let owned = |texts: Vec<&str>| texts.into_iter().map(str::to_owned).collect::<Vec<_>>();
        query.needles.texts.extend(owned(pattern.needles()));
        query.needles.implied.extend(owned(pattern.implied()));
    }
    let mut transformers = Transformers::default();
    if query.transform {
        transformers = Transformers::of(reader, group).await?;
        if !transformers.is_empty() {
            // Fields are not found in messages as they are, but in what becomes of these.
            query.needles.implied.clear();
        }
    }
    let (batches, chunks, deleted) = snapshot(reader, group, &query).await?;
    let mut pieces = Vec::new();
    for batch in batches {
        let (from, to) = (batch.body.from, batch.body.to);
        if query.may_want(from, to) && query.streams.has(&batch.body.stream) && !deleted.contains(&batch.body.stream_uid) {
            pieces.push(Piece { from, to, source: Source::Batch(Box::new(batch.body), batch.key.id) });
        }
    }
    for chunk in chunks.into_iter().map(|c| c.body).filter(|c| query.may_want(c.from, c.to)) {
        if !chunk.may_have(|uid, name| query.streams.has(name) && !deleted.contains(uid)) {
            continue;
        }
        let chunk = Arc::new(chunk);
        for (number, block) in chunk.blocks.iter().enumerate().filter(|(_, b)| query.may_want(b.from, b.to)) {
            pieces.push(Piece { from: block.from, to: block.to, source: Source::Block(chunk.clone(), number) });
        }
    }
    let mut keys = HashMap::new();
    for piece in &pieces {
        let id = match &piece.source {
            Source::Batch(batch, _) => &batch.data_key,
            Source::Block(chunk, _) => &chunk.data_key,
        };
        if !keys.contains_key(id) {
            keys.insert(id.clone(), seal::open(reader, group, id).await?);
        }
    }
    if query.newest_first {
        pieces.sort_by_key(|piece| piece.to);
    } else {
        pieces.sort_by_key(|piece| std::cmp::Reverse(piece.from));
    }
    let shared = Arc::new(Shared { files: files.clone(), uid: group.uid.clone(), keys, deleted, query, transformers });
    Ok(Scan { shared, pieces, known: HashMap::new(), waiting: Vec::new(), read: 0, ahead: 1 })
}

type Snapshot = (Vec<Stored<Batch>>, Vec<Stored<Chunk>>, HashSet<String>);

/// Batches and chunks of one moment.
async fn snapshot(reader: &Reader<'_>, group: &LogGroup, query: &Query) -> Result<Snapshot, Failure> {
    let (account, partition) = (group.account.as_str(), group.partition());
    for _ in 0..ATTEMPTS {
        let folds = async || {
            let holding = reader.get::<Holding>(account, &group.region, &group.uid).await?;
            Ok::<_, Failure>(holding.map_or(0, |h| h.body.folds))
        };
        let before = folds().await?;
        let batches = reader.all::<Batch>(account, &partition, "").await?;
        let chunks = chunks(reader, group, query).await?;
        let deleted = reader.all::<DeletedStream>(account, &partition, "").await?;
        if folds().await? == before {
            return Ok((batches, chunks, deleted.into_iter().map(|d| d.key.id).collect()));
        }
    }
    Err(Failure::internal("a log group is folded faster than it is read"))
}

/// The chunks of the days that a query asks for.
async fn chunks(reader: &Reader<'_>, group: &LogGroup, query: &Query) -> Result<Vec<Stored<Chunk>>, Failure> {
    let from = query.after.map_or(query.from, |(timestamp, _)| timestamp.max(query.from));
    let to = query.before.map_or(query.to, |(timestamp, _)| timestamp.saturating_add(1).min(query.to));
    // Ids are longer than the name of their day, so they come behind it.
    let (mut after, last) = (Chunk::day(from), Chunk::day(to));
    let mut found = Vec::new();
    loop {
        let page = reader.list::<Chunk>(&group.account, &group.partition(), "", Some(&after), CHUNKS).await?;
        let full = page.len() == CHUNKS;
        after = page.last().map(|chunk| chunk.key.id.clone()).unwrap_or_default();
        let behind = page.last().is_some_and(|chunk| chunk.key.id.get(..8) > Some(last.as_str()));
        found.extend(page.into_iter().take_while(|chunk| chunk.key.id.get(..8) <= Some(last.as_str())));
        if !full || behind {
            return Ok(found);
        }
    }
}

impl Scan {
    /// The next events, in order; `None` at the end. A few at a time: what was opened together, which may have none.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn next(&mut self) -> Result<Option<Vec<Event>>, Failure> {
        let newest_first = self.shared.query.newest_first;
        if self.pieces.is_empty() {
            let out = std::mem::take(&mut self.waiting);
            return Ok((!out.is_empty()).then(|| sorted(out, newest_first)));
        }
        let taken = self.take().await?;
        self.ahead = (self.ahead * 2).min(AHEAD);
        let mut opening = Vec::with_capacity(taken.len());
        for piece in taken {
            let shared = self.shared.clone();
            opening.push(tokio::task::spawn_blocking(move || shared.open(piece)));
        }
        for opened in opening {
            let (events, read) = opened.await.map_err(Failure::internal)??;
            self.read = self.read.saturating_add(read);
            self.waiting.extend(events);
        }
        let waiting = std::mem::take(&mut self.waiting);
        let Some(next) = self.pieces.last() else { return Ok(Some(sorted(waiting, newest_first))) };
        let (from, to) = (next.from, next.to);
        let ready = |event: &Event| if newest_first { event.timestamp > to } else { event.timestamp < from };
        let (out, waiting): (Vec<_>, Vec<_>) = waiting.into_iter().partition(ready);
        self.waiting = waiting;
        Ok(Some(sorted(out, newest_first)))
    }

    /// The next pieces that may have something.
    async fn take(&mut self) -> Result<Vec<Piece>, Failure> {
        let mut taken = Vec::with_capacity(self.ahead);
        while taken.len() < self.ahead
            && let Some(piece) = self.pieces.pop()
        {
            if let Source::Block(chunk, number) = &piece.source
                && !self.shared.query.needles.is_empty()
                && let Some(index) = chunk.index
            {
                if !self.known.contains_key(&chunk.file) {
                    let (shared, chunk_) = (self.shared.clone(), chunk.clone());
                    let looked = tokio::task::spawn_blocking(move || shared.look(&chunk_, index)).await;
                    self.known.insert(chunk.file.clone(), looked.map_err(Failure::internal)??);
                    self.read = self.read.saturating_add(u64::from(index.1));
                }
                if self.known.get(&chunk.file).and_then(|blocks| blocks.get(*number)) == Some(&false) {
                    continue;
                }
            }
            taken.push(piece);
        }
        Ok(taken)
    }

    /// Whether it is worth more than one thread.
    pub fn is_large(&self) -> bool {
        self.pieces.len() > LARGE
    }

    /// Takes the pieces that may have something, as many at most, to be opened in whatever order: see [`Shared::records`]. None at the end.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn pieces(&mut self, most: usize) -> Result<Vec<Piece>, Failure> {
        let ahead = std::mem::replace(&mut self.ahead, most);
        let taken = self.take().await;
        self.ahead = ahead;
        taken
    }

    /// Puts pieces back that were not opened.
    pub fn put_back(&mut self, pieces: Vec<Piece>) {
        self.pieces.extend(pieces);
    }

    /// What opening pieces needs.
    pub fn shared(&self) -> &Arc<Shared> {
        &self.shared
    }

    /// Bytes that were opened, as they are stored.
    pub fn read(&self) -> u64 {
        self.read
    }

    /// Where a reading that is broken off now can go on: behind which place everything is still to come.
    pub fn frontier(&self) -> Option<i64> {
        let next = self.pieces.last()?;
        Some(if self.shared.query.newest_first { next.to } else { next.from })
    }
}

fn sorted(mut events: Vec<Event>, newest_first: bool) -> Vec<Event> {
    events.sort_by_key(Event::place);
    if newest_first {
        events.reverse();
    }
    events
}

impl Shared {
    /// Opens a piece and hands over its events of a log (`account:group`) in batches, as they lie, with the bytes of messages that were left out: where
    /// `messages` says so none is unpacked that need not be. Blocks.
    ///
    /// # Errors
    /// Internal ones, and those of `take`.
    pub fn records<E: From<Failure>>(
        &self,
        piece: Piece,
        log: &str,
        messages: bool,
        mut take: impl FnMut(&[Record<'_>], u64) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut block = None;
        if let Source::Block(chunk, number) = &piece.source
            && self.query.pattern.is_none()
            && (self.transformers.is_empty() || !messages)
        {
            block = Some(codec::Block::open(&self.packed(chunk, *number)?.0, messages)?);
        }
        let Some(block) = block.filter(|block| self.query.unmask || !messages || !block.hides()) else {
            let (events, _) = self.open(piece)?;
            let records: Vec<Record<'_>> = events.iter().map(|event| event.record(log)).collect();
            return take(&records, 0);
        };
        let (mut records, mut left_out) = (Vec::new(), 0_u64);
        block.each(|view| {
            if self.query.wants(view.timestamp, view.id, view.stream, view.message, &self.deleted) {
                left_out = left_out.saturating_add((view.length - view.message.len()) as u64);
                records.push(Record {
                    timestamp: view.timestamp,
                    ingestion_time: view.ingestion,
                    log,
                    log_stream: &view.stream.name,
                    message: view.message,
                    transformed: None,
                    id: view.id,
                });
            }
        })?;
        take(&records, left_out)
    }

    /// The packed events of a block, and its bytes as stored.
    fn packed(&self, chunk: &Chunk, number: usize) -> Result<(Vec<u8>, u32), Failure> {
        let place = chunk.blocks.get(number).ok_or_else(|| Failure::internal("a block is gone"))?;
        let packed = read_block(&self.files, self.key(&chunk.data_key)?, &self.uid, &chunk.file, number, place)?;
        Ok((packed, place.length))
    }

    fn open(&self, piece: Piece) -> Result<(Vec<Event>, u64), Failure> {
        let (mut events, read) = self.find(piece)?;
        if !self.transformers.is_empty() {
            events.iter_mut().for_each(|event| self.transformers.transform(event));
        }
        Ok((events, read))
    }

    fn find(&self, piece: Piece) -> Result<(Vec<Event>, u64), Failure> {
        match piece.source {
            Source::Batch(batch, id) => {
                let mut events = open_batch(self.key(&batch.data_key)?, &self.uid, &id, &batch)?;
                if !self.query.unmask {
                    events.iter_mut().for_each(Event::mask);
                }
                let wanted = |e: &Event| self.query.wants(e.timestamp, e.id, &e.stream, &e.message, &self.deleted);
                Ok((events.into_iter().filter(wanted).collect(), batch.sealed.len() as u64))
            }
            Source::Block(chunk, number) => {
                let (packed, length) = self.packed(&chunk, number)?;
                let sensitive = if self.query.unmask { Sensitive::Marked } else { Sensitive::Masked };
                let events = codec::decode_block(&packed, sensitive, |timestamp, id, stream, message| {
                    self.query.wants(timestamp, id, stream, message, &self.deleted)
                })?;
                Ok((events, u64::from(length)))
            }
        }
    }

    /// Which blocks of a chunk may have what is needed.
    fn look(&self, chunk: &Chunk, (offset, length): (u64, u32)) -> Result<Vec<bool>, Failure> {
        let sealed = self.files.read(&chunk.file, offset, length)?;
        let context = index_context(&self.uid, &chunk.file);
        let packed = self.key(&chunk.data_key)?.open_sealed(&context, &sealed).map_err(Failure::internal)?;
        let indexed = |name: &str| chunk.fields.iter().any(|field| field.name == name);
        let blocks = codec::decode_indexes(&packed)?;
        Ok(blocks.iter().map(|block| index::may_have(block, &self.query.needles, indexed)).collect())
    }

    fn key(&self, id: &str) -> Result<&Keyring, Failure> {
        self.keys.get(id).ok_or_else(|| Failure::internal("a data key was not opened"))
    }
}

/// The events of a batch, with what is to be covered of them.
pub(crate) fn open_batch(key: &Keyring, uid: &str, id: &str, batch: &Batch) -> Result<Vec<Event>, Failure> {
    let sealed = BASE64.decode(&batch.sealed).map_err(Failure::internal)?;
    let packed = key.open_sealed(&batch_context(uid, id), &sealed).map_err(Failure::internal)?;
    let first: u128 = batch.first_id.parse().map_err(Failure::internal)?;
    let stream = Arc::new(StreamName { uid: batch.stream_uid.clone(), name: batch.stream.clone() });
    let events = codec::decode_batch(&packed)?.into_iter().zip(0_u128..);
    let mut hidden = batch.findings.as_ref().map(Findings::hidden).unwrap_or_default();
    Ok(events
        .map(|((timestamp, message), number)| Event {
            timestamp,
            ingestion: batch.ingestion,
            id: first.saturating_add(number),
            stream: stream.clone(),
            message,
            hidden: hidden.remove(&number).unwrap_or_default(),
            transformed: None,
        })
        .collect())
}

/// The packed events of a block.
pub(crate) fn read_block(
    files: &Files,
    key: &Keyring,
    uid: &str,
    file: &str,
    number: usize,
    place: &BlockPlace,
) -> Result<Vec<u8>, Failure> {
    let sealed = files.read(file, place.offset, place.length)?;
    let mut packed = key.open_sealed(&block_context(uid, file, number), &sealed).map_err(Failure::internal)?;
    Ok(std::mem::take(&mut *packed))
}
