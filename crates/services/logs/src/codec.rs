//! Events as bytes: in batches, as they were put, and in blocks of chunks, by columns. Pure.

use std::collections::HashMap;
use std::sync::Arc;

use insights::Record;
use masking::Hidden;
use plane::Failure;

/// Bytes that AWS counts for an event besides its message.
pub const EVENT_OVERHEAD: i64 = 26;
/// Greatest size of what is unpacked, bytes: far above what is packed.
const MAX_UNPACKED: usize = 64 << 20;
/// What a block begins with whose messages are packed apart from the other columns: more than any length. Blocks of earlier builds have all in one.
const APART: u32 = u32::MAX;
const BATCH_LEVEL: i32 = 1;
const BLOCK_LEVEL: i32 = 3;

/// A stream as events know it.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct StreamName {
    /// Tells it from an earlier one of the same name.
    pub uid: String,
    /// Name.
    pub name: String,
}

/// A log event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it happened, milliseconds since 1970.
    pub timestamp: i64,
    /// When it was put.
    pub ingestion: i64,
    /// Its id, which grows with the time of ingestion.
    pub id: u128,
    /// Its stream.
    pub stream: Arc<StreamName>,
    /// Message.
    pub message: String,
    /// Parts of it that are not shown: sensitive data.
    pub hidden: Vec<Hidden>,
    /// What the group's transformer made of the message, where that was asked for.
    pub transformed: Option<String>,
}

impl Event {
    /// By what events are ordered.
    pub fn place(&self) -> (i64, u128) {
        (self.timestamp, self.id)
    }

    /// Covers what is not to be shown.
    pub fn mask(&mut self) {
        if !self.hidden.is_empty() {
            self.message = masking::mask(&self.message, &self.hidden);
            self.hidden = Vec::new();
        }
    }

    /// The event of a log (`account:group`) as queries see it.
    pub fn record<'a>(&'a self, log: &'a str) -> Record<'a> {
        Record {
            timestamp: self.timestamp,
            ingestion_time: self.ingestion,
            log,
            log_stream: &self.stream.name,
            message: &self.message,
            transformed: self.transformed.as_deref(),
            id: self.id,
        }
    }

    /// Its bytes as AWS counts them.
    pub fn size(&self) -> i64 {
        i64::try_from(self.message.len()).unwrap_or(i64::MAX).saturating_add(EVENT_OVERHEAD)
    }
}

/// An id as the API shows it: 56 digits.
pub fn show_id(id: u128) -> String {
    format!("3{id:055}")
}

/// Reads what [`show_id`] shows.
pub fn read_id(text: &str) -> Option<u128> {
    let digits = text.strip_prefix('3').filter(|rest| rest.len() == 55 && rest.bytes().all(|b| b.is_ascii_digit()))?;
    digits.parse().ok()
}

fn damaged() -> Failure {
    Failure::internal("stored log events are damaged")
}

struct Bytes<'b>(&'b [u8]);

impl<'b> Bytes<'b> {
    fn take(&mut self, count: usize) -> Result<&'b [u8], Failure> {
        let (taken, rest) = self.0.split_at_checked(count).ok_or_else(damaged)?;
        self.0 = rest;
        Ok(taken)
    }

    fn array<const N: usize>(&mut self) -> Result<[u8; N], Failure> {
        self.take(N)?.try_into().map_err(|_| damaged())
    }

    fn u32(&mut self) -> Result<usize, Failure> {
        usize::try_from(u32::from_le_bytes(self.array()?)).map_err(|_| damaged())
    }

    fn i64(&mut self) -> Result<i64, Failure> {
        Ok(i64::from_le_bytes(self.array()?))
    }

    fn text(&mut self) -> Result<&'b str, Failure> {
        let length = self.u32()?;
        std::str::from_utf8(self.take(length)?).map_err(|_| damaged())
    }
}

fn put_length(out: &mut Vec<u8>, length: usize) {
    out.extend_from_slice(&u32::try_from(length).unwrap_or(u32::MAX).to_le_bytes());
}

fn put_text(out: &mut Vec<u8>, text: &str) {
    put_length(out, text.len());
    out.extend_from_slice(text.as_bytes());
}

/// Compresses; the length before comes first.
fn pack(plain: &[u8], level: i32) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    put_length(&mut out, plain.len());
    out.extend(zstd::bulk::compress(plain, level).map_err(Failure::internal)?);
    Ok(out)
}

fn unpack(packed: &[u8]) -> Result<Vec<u8>, Failure> {
    let mut bytes = Bytes(packed);
    let length = bytes.u32()?;
    if length > MAX_UNPACKED {
        return Err(damaged());
    }
    zstd::bulk::decompress(bytes.0, length).map_err(Failure::internal)
}

/// Packs times and messages, in their order.
///
/// # Errors
/// Internal ones only.
pub fn encode_batch<'m>(events: impl Iterator<Item = (i64, &'m str)>) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    for (timestamp, message) in events {
        out.extend_from_slice(&timestamp.to_le_bytes());
        put_text(&mut out, message);
    }
    pack(&out, BATCH_LEVEL)
}

/// Unpacks what [`encode_batch`] packed.
///
/// # Errors
/// Internal ones: it is damaged.
pub fn decode_batch(packed: &[u8]) -> Result<Vec<(i64, String)>, Failure> {
    let plain = unpack(packed)?;
    let mut bytes = Bytes(&plain);
    let mut events = Vec::new();
    while !bytes.0.is_empty() {
        events.push((bytes.i64()?, bytes.text()?.to_owned()));
    }
    Ok(events)
}

/// Packs events by columns: the more alike neighbours are, the smaller they get.
///
/// # Errors
/// Internal ones only.
pub fn encode_block(events: &[Event]) -> Result<Vec<u8>, Failure> {
    let mut streams: Vec<&Arc<StreamName>> = Vec::new();
    let mut known: HashMap<&StreamName, usize> = HashMap::new();
    let mut numbers = Vec::with_capacity(events.len());
    for event in events {
        let number = *known.entry(event.stream.as_ref()).or_insert_with(|| {
            streams.push(&event.stream);
            streams.len() - 1
        });
        numbers.push(number);
    }
    let mut out = Vec::new();
    put_length(&mut out, events.len());
    put_length(&mut out, streams.len());
    for stream in streams {
        put_text(&mut out, &stream.uid);
        put_text(&mut out, &stream.name);
    }
    numbers.into_iter().for_each(|number| put_length(&mut out, number));
    let mut deltas = |column: &mut dyn Iterator<Item = i64>| {
        let mut last = 0_i64;
        for value in column {
            out.extend_from_slice(&value.wrapping_sub(last).to_le_bytes());
            last = value;
        }
    };
    deltas(&mut events.iter().map(|e| e.timestamp));
    deltas(&mut events.iter().map(|e| e.ingestion));
    let mut last = 0_u128;
    for event in events {
        out.extend_from_slice(&event.id.wrapping_sub(last).to_le_bytes());
        last = event.id;
    }
    events.iter().for_each(|event| put_length(&mut out, event.message.len()));
    let columns = pack(&out, BLOCK_LEVEL)?;
    out.clear();
    events.iter().for_each(|event| out.extend_from_slice(event.message.as_bytes()));
    // Where nothing is hidden, nothing is behind the messages.
    for (number, event) in events.iter().enumerate().filter(|(_, event)| !event.hidden.is_empty()) {
        put_length(&mut out, number);
        put_length(&mut out, event.hidden.len());
        for (start, end) in &event.hidden {
            out.extend_from_slice(&start.to_le_bytes());
            out.extend_from_slice(&end.to_le_bytes());
        }
    }
    let messages = pack(&out, BLOCK_LEVEL)?;
    let mut block = Vec::with_capacity(columns.len() + messages.len() + 8);
    block.extend_from_slice(&APART.to_le_bytes());
    put_length(&mut block, columns.len());
    block.extend(columns);
    block.extend(messages);
    Ok(block)
}

/// How sensitive data comes out of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sensitive {
    /// Covered.
    Masked,
    /// As it is, with what is to be covered.
    Marked,
}

/// What is hidden behind the messages of a block, by the numbers of events.
fn read_hidden(bytes: &mut Bytes<'_>) -> Result<Covers, Failure> {
    let mut all = HashMap::new();
    while !bytes.0.is_empty() {
        let (number, count) = (bytes.u32()?, bytes.u32()?);
        let mut pairs = Bytes(bytes.take(count.checked_mul(8).ok_or_else(damaged)?)?);
        let mut hidden = Vec::with_capacity(count);
        while !pairs.0.is_empty() {
            hidden.push((u32::from_le_bytes(pairs.array()?), u32::from_le_bytes(pairs.array()?)));
        }
        all.insert(number, hidden);
    }
    Ok(all)
}

/// A block that is unpacked: its events can be looked at without being copied.
#[derive(Debug)]
pub struct Block {
    count: usize,
    streams: Vec<Arc<StreamName>>,
    /// The columns but for the messages.
    columns: Vec<u8>,
    /// Where they begin behind the streams.
    begin: usize,
    /// Messages, one behind the other; none where they were left packed.
    messages: Option<String>,
    hidden: Covers,
}

/// What is hidden of messages, by the numbers of their events.
type Covers = HashMap<usize, Vec<Hidden>>;

/// An event of a block.
#[derive(Debug, Clone, Copy)]
pub struct View<'b> {
    /// When it happened, milliseconds since 1970.
    pub timestamp: i64,
    /// When it was put.
    pub ingestion: i64,
    /// Its id.
    pub id: u128,
    /// Its stream.
    pub stream: &'b Arc<StreamName>,
    /// Message, with what is to be hidden; empty where messages were left packed.
    pub message: &'b str,
    /// Bytes of the message, also of one that was left packed.
    pub length: usize,
    /// Parts of the message that are to be hidden.
    pub hidden: &'b [Hidden],
}

impl Block {
    /// Unpacks a block, without its messages where they are not needed and lie apart.
    ///
    /// # Errors
    /// Internal ones: it is damaged.
    pub fn open(packed: &[u8], with_messages: bool) -> Result<Self, Failure> {
        let mut bytes = Bytes(packed);
        let (columns, messages) = match packed.first_chunk() {
            Some(first) if u32::from_le_bytes(*first) == APART => {
                bytes.take(4)?;
                let length = bytes.u32()?;
                let columns = unpack(bytes.take(length)?)?;
                let messages = if with_messages { Some(unpack(bytes.0)?) } else { None };
                (columns, messages)
            }
            _ => (unpack(packed)?, None),
        };
        let mut bytes = Bytes(&columns);
        let (count, streams) = (bytes.u32()?, bytes.u32()?);
        let streams = (0..streams)
            .map(|_| Ok(Arc::new(StreamName { uid: bytes.text()?.to_owned(), name: bytes.text()?.to_owned() })))
            .collect::<Result<Vec<_>, Failure>>()?;
        let begin = columns.len() - bytes.0.len();
        // All columns must be there: stream, times of the event and its arrival, id, length of the message.
        bytes.take(count.checked_mul(36).ok_or_else(damaged)?)?;
        let mut lengths = Bytes(bytes.take(count.checked_mul(4).ok_or_else(damaged)?)?);
        let mut total = 0_usize;
        while !lengths.0.is_empty() {
            total = total.checked_add(lengths.u32()?).ok_or_else(damaged)?;
        }
        let behind = bytes.0.to_vec();
        let (messages, hidden) = match (messages, with_messages || !behind.is_empty()) {
            (Some(apart), _) => split(&apart, total)?,
            // A block of an earlier build.
            (None, true) => split(&behind, total)?,
            (None, false) => (None, Covers::new()),
        };
        Ok(Self { count, streams, columns, begin, messages, hidden })
    }

    /// Whether parts of messages are to be hidden.
    pub fn hides(&self) -> bool {
        !self.hidden.is_empty()
    }

    /// Hands over each event, in the order in which they lie.
    ///
    /// # Errors
    /// Internal ones: it is damaged.
    pub fn each<'b>(&'b self, mut take: impl FnMut(View<'b>)) -> Result<(), Failure> {
        let mut bytes = Bytes(self.columns.get(self.begin..).unwrap_or_default());
        let mut column = |width: usize| bytes.take(self.count.checked_mul(width).ok_or_else(damaged)?).map(Bytes);
        let (mut numbers, mut timestamps, mut ingestions) = (column(4)?, column(8)?, column(8)?);
        let (mut ids, mut lengths) = (column(16)?, column(4)?);
        let (mut timestamp, mut ingestion, mut id, mut at) = (0_i64, 0_i64, 0_u128, 0_usize);
        for number in 0..self.count {
            timestamp = timestamp.wrapping_add(timestamps.i64()?);
            ingestion = ingestion.wrapping_add(ingestions.i64()?);
            id = id.wrapping_add(u128::from_le_bytes(ids.array()?));
            let stream = self.streams.get(numbers.u32()?).ok_or_else(damaged)?;
            let length = lengths.u32()?;
            let end = at.checked_add(length).ok_or_else(damaged)?;
            let message = match &self.messages {
                Some(messages) => messages.get(at..end).ok_or_else(damaged)?,
                None => "",
            };
            at = end;
            let hidden = self.hidden.get(&number).map(Vec::as_slice).unwrap_or_default();
            take(View { timestamp, ingestion, id, stream, message, length, hidden });
        }
        Ok(())
    }
}

/// Messages of so many bytes, and what is hidden of them, which comes behind.
fn split(bytes: &[u8], total: usize) -> Result<(Option<String>, Covers), Failure> {
    let mut bytes = Bytes(bytes);
    let messages = std::str::from_utf8(bytes.take(total)?).map_err(|_| damaged())?.to_owned();
    Ok((Some(messages), read_hidden(&mut bytes)?))
}

/// Unpacks the events of a block of which `wanted` says so, by time, id, stream and message, which it sees as they come out.
///
/// # Errors
/// Internal ones: it is damaged.
pub fn decode_block(
    packed: &[u8],
    sensitive: Sensitive,
    mut wanted: impl FnMut(i64, u128, &StreamName, &str) -> bool,
) -> Result<Vec<Event>, Failure> {
    let block = Block::open(packed, true)?;
    let mut events = Vec::new();
    block.each(|view| {
        let View { timestamp, ingestion, id, stream, message, hidden, .. } = view;
        let event = |message: String, hidden| Event {
            timestamp,
            ingestion,
            id,
            stream: stream.clone(),
            message,
            hidden,
            transformed: None,
        };
        if sensitive == Sensitive::Masked && !hidden.is_empty() {
            let message = masking::mask(message, hidden);
            if wanted(timestamp, id, stream, &message) {
                events.push(event(message, Vec::new()));
            }
        } else if wanted(timestamp, id, stream, message) {
            events.push(event(message.to_owned(), hidden.to_vec()));
        }
    })?;
    Ok(events)
}

/// Packs the indexes of the blocks of a chunk.
///
/// # Errors
/// Internal ones only.
pub fn encode_indexes(indexes: &[Vec<u8>]) -> Result<Vec<u8>, Failure> {
    let mut out = Vec::new();
    for index in indexes {
        put_length(&mut out, index.len());
        out.extend_from_slice(index);
    }
    pack(&out, BATCH_LEVEL)
}

/// Unpacks what [`encode_indexes`] packed.
///
/// # Errors
/// Internal ones: it is damaged.
pub fn decode_indexes(packed: &[u8]) -> Result<Vec<Vec<u8>>, Failure> {
    let plain = unpack(packed)?;
    let mut bytes = Bytes(&plain);
    let mut indexes = Vec::new();
    while !bytes.0.is_empty() {
        let length = bytes.u32()?;
        indexes.push(bytes.take(length)?.to_vec());
    }
    Ok(indexes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn events() -> impl Strategy<Value = Vec<Event>> {
        let hidden = prop::collection::vec((0..9_u32, 0..9_u32), 0..3);
        let one = (any::<i64>(), any::<i64>(), any::<u128>(), 0..3_u8, ".{0,30}", hidden);
        prop::collection::vec(one, 0..40).prop_map(|all| {
            all.into_iter()
                .map(|(timestamp, ingestion, id, stream, message, hidden)| Event {
                    timestamp,
                    ingestion,
                    id,
                    stream: Arc::new(StreamName { uid: format!("u{stream}"), name: format!("stream {stream}") }),
                    message,
                    hidden,
                    transformed: None,
                })
                .collect()
        })
    }

    /// A block as earlier builds packed it: all columns in one.
    fn packed_in_one(events: &[Event]) -> Vec<u8> {
        let block = encode_block(events).unwrap();
        let mut bytes = Bytes(&block[4..]);
        let length = bytes.u32().unwrap();
        let mut all = unpack(bytes.take(length).unwrap()).unwrap();
        all.extend(unpack(bytes.0).unwrap());
        pack(&all, BLOCK_LEVEL).unwrap()
    }

    proptest! {
        #[test]
        fn blocks_of_earlier_builds_are_read(events in events()) {
            let packed = packed_in_one(&events);
            prop_assert_eq!(decode_block(&packed, Sensitive::Marked, |_, _, _, _| true).unwrap(), events.clone());
            prop_assert_eq!(Block::open(&packed, false).unwrap().count, events.len());
        }

        #[test]
        fn messages_can_be_left_packed(events in events()) {
            let block = Block::open(&encode_block(&events).unwrap(), false).unwrap();
            let mut seen = Vec::new();
            block.each(|view| seen.push((view.timestamp, view.ingestion, view.id, view.stream.name.clone(), view.message.to_owned(), view.length))).unwrap();
            let expected: Vec<_> = events.iter().map(|e| (e.timestamp, e.ingestion, e.id, e.stream.name.clone(), String::new(), e.message.len())).collect();
            prop_assert_eq!(seen, expected);
        }

        #[test]
        fn blocks_keep_events(events in events()) {
            let packed = encode_block(&events).unwrap();
            prop_assert_eq!(decode_block(&packed, Sensitive::Marked, |_, _, _, _| true).unwrap(), events.clone());
            let some = decode_block(&packed, Sensitive::Masked, |_, _, stream, _| stream.uid == "u1").unwrap();
            let mut own: Vec<_> = events.into_iter().filter(|e| e.stream.uid == "u1").collect();
            own.iter_mut().for_each(Event::mask);
            prop_assert_eq!(some, own);
        }

        #[test]
        fn batches_keep_events(events in prop::collection::vec((any::<i64>(), ".{1,30}"), 1..20)) {
            let packed = encode_batch(events.iter().map(|(t, m)| (*t, m.as_str()))).unwrap();
            prop_assert_eq!(decode_batch(&packed).unwrap(), events);
        }

        #[test]
        fn damage_is_an_error(bytes: Vec<u8>) {
            let packed = pack(&bytes, 1).unwrap();
            let mut apart = APART.to_le_bytes().to_vec();
            put_length(&mut apart, packed.len());
            apart.extend_from_slice(&packed);
            apart.extend_from_slice(&packed);
            let _ = (decode_block(&apart, Sensitive::Masked, |_, _, _, _| true), Block::open(&apart, false).map(|block| block.each(|_| ())));
            let _ = (decode_block(&packed, Sensitive::Masked, |_, _, _, _| true), decode_batch(&packed), decode_batch(&bytes));
            let _ = (decode_indexes(&packed), decode_indexes(&bytes));
        }
    }

    #[test]
    fn ids_are_ordered_as_text() {
        assert_eq!(read_id(&show_id(7)), Some(7));
        assert!(show_id(9) < show_id(10));
        assert_eq!(show_id(u128::MAX >> 8).len(), 56);
        for text in ["", "7", "31", &"3".repeat(57)] {
            assert_eq!(read_id(text), None, "{text}");
        }
    }
}
