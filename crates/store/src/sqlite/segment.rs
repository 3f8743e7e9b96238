//! Segments: journal entries that were committed together, in one row.
//!
//! An entry that is a row of its own costs a place in the table and one in the index of ids. In a segment it costs its bytes. It is found by its
//! sequence through the segment that holds it, and by its id through the time that a version 7 UUID carries: a segment says from when to when
//! its ids are. Any other id has a row of its own.

use uuid::Uuid;

use crate::{Entry, NewEntry};

/// A segment is closed when its entries reach so many.
const MOST_ENTRIES: usize = 256;
/// A segment is closed when its bytes reach so many (one entry may be larger).
const MOST_BYTES: usize = 256 << 10;
/// The times of a segment's ids differ by less than this, milliseconds: the span in which an id is looked for.
pub(super) const SPREAD: i64 = 10_000;

/// The form of a stored segment, its first byte: entries one after the other. (Room for compressed ones.)
const PLAIN: u8 = 0;

/// A version 7 UUID in its usual text form: its number, and its time in milliseconds since 1970. Two texts never give the same number.
pub(super) fn timed(id: &str) -> Option<(u128, i64)> {
    if id.len() != 36 || id.bytes().any(|byte| byte.is_ascii_uppercase()) {
        return None;
    }
    let uuid = Uuid::try_parse(id).ok().filter(|uuid| uuid.get_version_num() == 7)?;
    let number = uuid.as_u128();
    Some((number, i64::try_from(number >> 80).ok()?))
}

/// The time within the number of [`timed`].
pub(super) fn time_of(number: u128) -> i64 {
    i64::try_from(number >> 80).unwrap_or(i64::MAX)
}

/// A segment as it is stored.
#[derive(Debug, Default, Clone)]
pub(super) struct Segment {
    /// Sequence of its last entry.
    pub last: u64,
    /// Earliest and latest time of its timed ids; none if it has none.
    pub times: Option<(i64, i64)>,
    count: usize,
    bytes: Vec<u8>,
}

impl Segment {
    /// What is stored: the form, and the entries.
    pub(super) fn packed(&self) -> Vec<u8> {
        let mut packed = Vec::with_capacity(self.bytes.len() + 1);
        packed.push(PLAIN);
        packed.extend_from_slice(&self.bytes);
        packed
    }
}

/// Gathers entries into segments.
#[derive(Debug, Default)]
pub(super) struct Builder {
    segments: Vec<Segment>,
}

/// The span of times with one more.
fn joined(times: Option<(i64, i64)>, time: Option<i64>) -> Option<(i64, i64)> {
    match (times, time) {
        (Some((low, high)), Some(time)) => Some((low.min(time), high.max(time))),
        (times, time) => times.or(time.map(|time| (time, time))),
    }
}

/// A state to go back to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Mark {
    segments: usize,
    last: u64,
    times: Option<(i64, i64)>,
    count: usize,
    bytes: usize,
}

impl Builder {
    /// Adds an entry, and the time of its id if that is a timed one.
    pub(super) fn add(&mut self, seq: u64, entry: &NewEntry, time: Option<i64>) {
        let room = |segment: &Segment| {
            let times = joined(segment.times, time);
            segment.count < MOST_ENTRIES
                && segment.bytes.len() < MOST_BYTES
                && times.is_none_or(|(low, high)| high.saturating_sub(low) < SPREAD)
        };
        if !self.segments.last().is_some_and(room) {
            self.segments.push(Segment { bytes: Vec::with_capacity(4096), ..Segment::default() });
        }
        let Some(segment) = self.segments.last_mut() else { return };
        segment.times = joined(segment.times, time);
        let out = &mut segment.bytes;
        number(out, seq - segment.last);
        for text in [&entry.id, &entry.kind, &entry.account, &entry.region] {
            bytes(out, text.as_bytes());
        }
        number(out, zigzag(entry.at));
        bytes(out, &entry.body);
        segment.last = seq;
        segment.count += 1;
    }

    pub(super) fn mark(&self) -> Mark {
        let last = self.segments.last();
        Mark {
            segments: self.segments.len(),
            last: last.map_or(0, |segment| segment.last),
            times: last.and_then(|segment| segment.times),
            count: last.map_or(0, |segment| segment.count),
            bytes: last.map_or(0, |segment| segment.bytes.len()),
        }
    }

    /// Forgets what was added since.
    pub(super) fn back_to(&mut self, mark: Mark) {
        self.segments.truncate(mark.segments);
        if let Some(segment) = self.segments.last_mut() {
            (segment.last, segment.times, segment.count) = (mark.last, mark.times, mark.count);
            segment.bytes.truncate(mark.bytes);
        }
    }

    /// The segments so far.
    pub(super) fn segments(&self) -> &[Segment] {
        &self.segments
    }
}

/// A stored segment was not made by [`Builder`].
#[derive(Debug, thiserror::Error)]
#[error("a segment of the journal cannot be read")]
pub(super) struct Damaged;

/// An unpacked segment.
#[derive(Debug)]
pub(super) struct Unpacked(Vec<u8>);

impl Unpacked {
    pub(super) fn new(packed: &[u8]) -> Result<Unpacked, Damaged> {
        match packed.split_first() {
            Some((&PLAIN, entries)) => Ok(Unpacked(entries.to_vec())),
            _ => Err(Damaged),
        }
    }

    /// The entries in order.
    pub(super) fn entries(&self) -> Entries<'_> {
        Entries { rest: &self.0, seq: 0 }
    }
}

/// An entry inside an unpacked segment.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    pub seq: u64,
    pub id: &'a str,
    kind: &'a str,
    account: &'a str,
    region: &'a str,
    at: i64,
    body: &'a [u8],
}

impl View<'_> {
    pub(super) fn entry(&self) -> Entry {
        Entry {
            seq: self.seq,
            id: self.id.to_owned(),
            kind: self.kind.to_owned(),
            account: self.account.to_owned(),
            region: self.region.to_owned(),
            at: self.at,
            body: self.body.to_vec(),
        }
    }
}

/// See [`Unpacked::entries`].
#[derive(Debug)]
pub(super) struct Entries<'a> {
    rest: &'a [u8],
    seq: u64,
}

impl<'a> Iterator for Entries<'a> {
    type Item = Result<View<'a>, Damaged>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let read = self.read();
        if read.is_none() {
            self.rest = &[];
        }
        Some(read.ok_or(Damaged))
    }
}

impl<'a> Entries<'a> {
    fn read(&mut self) -> Option<View<'a>> {
        self.seq = self.seq.checked_add(take_number(&mut self.rest)?)?;
        let mut text = || std::str::from_utf8(take_bytes(&mut self.rest)?).ok();
        let (id, kind, account, region) = (text()?, text()?, text()?, text()?);
        let at = unzigzag(take_number(&mut self.rest)?);
        Some(View { seq: self.seq, id, kind, account, region, at, body: take_bytes(&mut self.rest)? })
    }
}

/// Appends a number, seven bits to a byte, the low ones first.
pub(super) fn number(out: &mut Vec<u8>, mut value: u64) {
    while value >= 0x80 {
        out.push(value.to_le_bytes()[0] | 0x80);
        value >>= 7;
    }
    out.push(value.to_le_bytes()[0]);
}

/// Takes what [`number`] appended.
pub(super) fn take_number(rest: &mut &[u8]) -> Option<u64> {
    let mut value = 0_u64;
    for shift in (0..64).step_by(7) {
        let (first, tail) = rest.split_first()?;
        *rest = tail;
        value |= u64::from(first & 0x7f) << shift;
        if first & 0x80 == 0 {
            return Some(value);
        }
    }
    None
}

fn bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    number(out, bytes.len() as u64);
    out.extend_from_slice(bytes);
}

fn take_bytes<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
    let length = usize::try_from(take_number(rest)?).ok()?;
    let (taken, tail) = rest.split_at_checked(length)?;
    *rest = tail;
    Some(taken)
}

/// Small numbers of either sign become small ones without.
pub(super) fn zigzag(value: i64) -> u64 {
    ((value << 1) ^ (value >> 63)).cast_unsigned()
}

pub(super) fn unzigzag(value: u64) -> i64 {
    (value >> 1).cast_signed() ^ -(value & 1).cast_signed()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn entry(id: &str, at: i64, size: usize) -> NewEntry {
        NewEntry { id: id.into(), kind: "k".into(), account: "1".into(), region: String::new(), at, body: vec![7; size] }
    }

    #[test]
    fn only_canonical_version_7_ids_carry_a_time() {
        assert_eq!(timed("018bcfe5-687f-7000-8000-000000000001").map(|(_, time)| time), Some(0x018b_cfe5_687f));
        for id in [
            "018BCFE5-687f-7000-8000-000000000001",
            "018bcfe5687f70008000000000000001",
            "018bcfe5-687f-4000-8000-000000000001",
            "",
        ] {
            assert_eq!(timed(id), None, "{id}");
        }
    }

    #[test]
    fn going_back_forgets_what_came_after() {
        let mut builder = Builder::default();
        builder.add(5, &entry("a", -3, 10), Some(100));
        let mark = builder.mark();
        builder.add(6, &entry("b", 3, MOST_BYTES), Some(99 + SPREAD));
        builder.add(7, &entry("c", 3, 1), Some(100 + SPREAD));
        builder.add(8, &entry("d", 3, 1), None);
        builder.add(9, &entry("e", 3, 1), Some(100));
        let times: Vec<_> = builder.segments().iter().map(|segment| (segment.last, segment.times)).collect();
        let far = 100 + SPREAD;
        assert_eq!(times, [(6, Some((100, far - 1))), (8, Some((far, far))), (9, Some((100, 100)))]);
        builder.back_to(mark);
        let [segment] = builder.segments() else { panic!("{builder:?}") };
        assert_eq!((segment.last, segment.times), (5, Some((100, 100))));
        let unpacked = Unpacked::new(&segment.packed()).unwrap();
        let entries: Vec<Entry> = unpacked.entries().map(|view| view.unwrap().entry()).collect();
        assert_eq!(entries.len(), 1);
        assert_eq!((entries[0].seq, entries[0].id.as_str(), entries[0].at, entries[0].body.len()), (5, "a", -3, 10));
    }

    proptest! {
        #[test]
        fn damaged_segments_are_told_and_end(packed in prop::collection::vec(any::<u8>(), 0..80)) {
            prop_assert!(Unpacked(packed.clone()).entries().count() <= packed.len());
            drop(Unpacked::new(&packed));
        }

        #[test]
        fn numbers_come_back(value in any::<u64>()) {
            let mut out = Vec::new();
            number(&mut out, value);
            let mut rest = out.as_slice();
            prop_assert_eq!(take_number(&mut rest), Some(value));
            prop_assert!(rest.is_empty());
            prop_assert_eq!(unzigzag(zigzag(value.cast_signed())), value.cast_signed());
        }
    }
}
