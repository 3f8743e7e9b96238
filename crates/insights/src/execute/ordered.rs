//! Rows that are kept in an order: the first of all, or the first of each key.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashMap};

use crate::expr::Row;
use crate::value::Value;
use crate::{ExecutionError, MEMORY_LIMIT, Record};

/// A row that outlives the batch that it came with.
#[derive(Debug, Clone)]
pub(super) struct Kept {
    pub record: Option<KeptRecord>,
    pub slots: Vec<Value<'static>>,
    pub discovered: bool,
}

#[derive(Debug, Clone)]
pub(super) struct KeptRecord {
    timestamp: i64,
    ingestion_time: i64,
    log: Box<str>,
    log_stream: Box<str>,
    message: Box<str>,
    transformed: Option<Box<str>>,
    id: u128,
}

impl Kept {
    pub fn of(row: &Row<'_>) -> Self {
        Self {
            record: row.record.map(|record| KeptRecord {
                timestamp: record.timestamp,
                ingestion_time: record.ingestion_time,
                log: record.log.into(),
                log_stream: record.log_stream.into(),
                message: record.message.into(),
                transformed: record.transformed.map(Into::into),
                id: record.id,
            }),
            slots: row.slots.iter().map(|value| value.clone().into_owned()).collect(),
            discovered: row.discovered,
        }
    }

    /// A row of aggregates.
    pub fn computed(slots: Vec<Value<'static>>) -> Self {
        Self { record: None, slots, discovered: true }
    }

    /// The row again, with as many slots as its next steps have.
    pub fn row(&self, slots: usize) -> Row<'_> {
        let mut row = Row {
            record: self.record.as_ref().map(|record| Record {
                timestamp: record.timestamp,
                ingestion_time: record.ingestion_time,
                log: &record.log,
                log_stream: &record.log_stream,
                message: &record.message,
                transformed: record.transformed.as_deref(),
                id: record.id,
            }),
            slots: self.slots.to_vec(),
            discovered: self.discovered,
        };
        row.slots.resize(slots.max(row.slots.len()), Value::Missing);
        row
    }

    fn weight(&self) -> usize {
        let record = self.record.as_ref().map_or(0, |record| {
            size_of::<KeptRecord>()
                .saturating_add(record.log.len())
                .saturating_add(record.log_stream.len())
                .saturating_add(record.message.len())
                .saturating_add(record.transformed.as_ref().map_or(0, |text| text.len()))
        });
        let slots =
            self.slots.iter().map(|value| size_of::<Value<'_>>().saturating_add(value.weight())).fold(0, usize::saturating_add);
        size_of::<Self>().saturating_add(record).saturating_add(slots)
    }
}

/// Where a row stands among others.
#[derive(Debug, Clone)]
pub(super) struct Position {
    keys: Keys,
    /// In the first phase time and id of the event: of events that the order does not tell apart the newest comes first.
    event: (i64, u128),
    arrival: u64,
}

#[derive(Debug, Clone)]
enum Keys {
    /// Nothing was asked for: in the first phase by time, the newest first; later as they came.
    Time(i64),
    Sorted(Vec<(Value<'static>, bool)>),
}

impl Position {
    fn of(order: Option<&[(usize, bool)]>, row: &Row<'_>, arrival: u64, by_time: bool) -> Self {
        let keys = match (order, row.record) {
            (None, Some(record)) if by_time => Keys::Time(record.timestamp),
            (None, _) => Keys::Time(0),
            (Some(order), _) => Keys::Sorted(
                order
                    .iter()
                    .map(|(slot, descending)| (row.slots.get(*slot).cloned().unwrap_or(Value::Missing).into_owned(), *descending))
                    .collect(),
            ),
        };
        Self { keys, event: if by_time { event(row) } else { (0, 0) }, arrival }
    }
}

/// Time and id of a row's event.
pub(super) fn event(row: &Row<'_>) -> (i64, u128) {
    row.record.map_or((0, 0), |record| (record.timestamp, record.id))
}

impl Ord for Position {
    fn cmp(&self, other: &Self) -> Ordering {
        let by_keys = match (&self.keys, &other.keys) {
            (Keys::Time(a), Keys::Time(b)) => b.cmp(a),
            (Keys::Sorted(a), Keys::Sorted(b)) => a
                .iter()
                .zip(b)
                .map(|((a, descending), (b, _))| if *descending { b.sorts(a) } else { a.sorts(b) })
                .find(|order| order.is_ne())
                .unwrap_or(Ordering::Equal),
            (Keys::Time(_), Keys::Sorted(_)) => Ordering::Less,
            (Keys::Sorted(_), Keys::Time(_)) => Ordering::Greater,
        };
        by_keys.then_with(|| other.event.cmp(&self.event)).then_with(|| self.arrival.cmp(&other.arrival))
    }
}

impl PartialOrd for Position {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Position {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other).is_eq()
    }
}

impl Eq for Position {}

/// The first rows, or the last ones.
#[derive(Debug)]
pub(super) struct Best {
    count: usize,
    any: bool,
    last: bool,
    by_time: bool,
    rows: BTreeMap<Position, Kept>,
    weight: usize,
}

impl Best {
    pub fn new(count: usize, any: bool, by_time: bool) -> Self {
        Self { count, any, last: false, by_time, rows: BTreeMap::new(), weight: 0 }
    }

    pub fn tail(count: usize, by_time: bool) -> Self {
        Self { last: true, ..Self::new(count, false, by_time) }
    }

    pub fn is_satisfied(&self) -> bool {
        self.any && self.rows.len() >= self.count
    }

    pub fn weight(&self) -> usize {
        self.weight
    }

    /// Whether rows may be taken in several parts.
    pub fn divides(&self) -> bool {
        !self.any
    }

    pub fn push(&mut self, order: Option<&[(usize, bool)]>, row: &Row<'_>, arrival: u64) -> Result<(), ExecutionError> {
        if self.is_satisfied() {
            return Ok(());
        }
        let position = if self.any {
            Position { keys: Keys::Time(0), event: (0, 0), arrival }
        } else {
            Position::of(order, row, arrival, self.by_time)
        };
        if self.has_room(&position) { self.keep(position, Kept::of(row)) } else { Ok(()) }
    }

    /// Takes the rows of another.
    pub fn merge(&mut self, other: Self) -> Result<(), ExecutionError> {
        for (position, kept) in other.rows {
            if self.has_room(&position) {
                self.keep(position, kept)?;
            }
        }
        Ok(())
    }

    /// Makes room for a row, if it is better than what is there.
    fn has_room(&mut self, position: &Position) -> bool {
        if self.rows.len() >= self.count {
            let beaten = match if self.last { self.rows.first_key_value() } else { self.rows.last_key_value() } {
                Some((worst, _)) => {
                    if self.last {
                        position > worst
                    } else {
                        position < worst
                    }
                }
                None => false,
            };
            if !beaten {
                return false;
            }
            let gone = if self.last { self.rows.pop_first() } else { self.rows.pop_last() };
            self.weight = self.weight.saturating_sub(gone.map_or(0, |(_, kept)| kept.weight()));
        }
        true
    }

    fn keep(&mut self, position: Position, kept: Kept) -> Result<(), ExecutionError> {
        self.weight = self.weight.saturating_add(kept.weight());
        self.rows.insert(position, kept);
        if self.weight > MEMORY_LIMIT { Err(ExecutionError::Memory) } else { Ok(()) }
    }

    pub fn rows(&self) -> Vec<Kept> {
        self.rows.values().cloned().collect()
    }
}

/// The first row of each key, and of these the first.
///
/// A row that comes after the last of as many keys as are wanted cannot get in: the rows of kept keys only become better.
#[derive(Debug)]
pub(super) struct Keyed {
    count: usize,
    by_time: bool,
    rows: BTreeMap<Position, (Vec<u8>, Kept)>,
    positions: HashMap<Vec<u8>, Position>,
    weight: usize,
}

impl Keyed {
    pub fn new(count: usize, by_time: bool) -> Self {
        Self { count, by_time, rows: BTreeMap::new(), positions: HashMap::new(), weight: 0 }
    }

    pub fn push(
        &mut self,
        key: Vec<u8>,
        order: Option<&[(usize, bool)]>,
        row: &Row<'_>,
        arrival: u64,
    ) -> Result<(), ExecutionError> {
        let position = Position::of(order, row, arrival, self.by_time);
        if let Some(known) = self.positions.get(&key) {
            if *known <= position {
                return Ok(());
            }
            let known = known.clone();
            self.remove(&known);
        } else if self.rows.len() >= self.count {
            match self.rows.last_key_value().map(|(worst, _)| worst.clone()) {
                Some(worst) if position < worst => self.remove(&worst),
                _ => return Ok(()),
            }
        }
        let kept = Kept::of(row);
        self.weight = self.weight.saturating_add(kept.weight()).saturating_add(key.len().saturating_mul(2));
        self.positions.insert(key.clone(), position.clone());
        self.rows.insert(position, (key, kept));
        if self.weight > MEMORY_LIMIT { Err(ExecutionError::Memory) } else { Ok(()) }
    }

    fn remove(&mut self, position: &Position) {
        if let Some((key, kept)) = self.rows.remove(position) {
            self.weight = self.weight.saturating_sub(kept.weight()).saturating_sub(key.len().saturating_mul(2));
            self.positions.remove(&key);
        }
    }

    pub fn rows(&self) -> Vec<Kept> {
        self.rows.values().map(|(_, kept)| kept.clone()).collect()
    }
}
