//! `stats`: groups and their aggregates.

use std::collections::HashMap;

use foldhash::fast::RandomState;

use super::accumulate::Accumulator;
use super::ordered::{Kept, event};
use crate::expr::{Context, Expr, Row};
use crate::plan::Aggregate;
use crate::value::Value;
use crate::{ExecutionError, MAX_GROUPS, MEMORY_LIMIT};

#[derive(Debug, Default)]
pub(super) struct Groups {
    index: HashMap<Box<[u8]>, usize, RandomState>,
    groups: Vec<Group>,
    weight: usize,
    key: Vec<u8>,
    /// The group of the row before, and its key.
    last: Option<usize>,
    last_key: Vec<u8>,
    /// The last time in a key, as it stands there.
    time: Option<(i64, Vec<u8>)>,
    /// Whether its rows are events as they are read, in whatever order.
    by_time: bool,
}

#[derive(Debug)]
struct Group {
    keys: Vec<Value<'static>>,
    accumulators: Vec<Accumulator>,
    /// Time and id of its newest event.
    newest: (i64, u128),
}

impl Groups {
    pub fn new(by_time: bool) -> Self {
        Self { by_time, ..Self::default() }
    }

    pub fn push<'a>(
        &mut self,
        keys: &'a [(Expr, usize)],
        aggregates: &'a [Aggregate],
        row: &mut Row<'a>,
        context: &Context<'a>,
    ) -> Result<(), ExecutionError> {
        let at = self.find(keys, aggregates, row, context)?;
        let event = event(row);
        let time = event.0;
        let Some(group) = self.groups.get_mut(at) else { return Ok(()) };
        group.newest = group.newest.max(event);
        for (aggregate, accumulator) in aggregates.iter().zip(&mut group.accumulators) {
            let needed = match &aggregate.argument {
                None => accumulator.add(None, time),
                Some(argument) => accumulator.add(Some(&argument.eval(row, context)), time),
            };
            self.weight = self.weight.saturating_add(needed);
        }
        if self.weight > MEMORY_LIMIT { Err(ExecutionError::Memory) } else { Ok(()) }
    }

    /// The group of a row.
    fn find<'a>(
        &mut self,
        keys: &'a [(Expr, usize)],
        aggregates: &[Aggregate],
        row: &mut Row<'a>,
        context: &Context<'a>,
    ) -> Result<usize, ExecutionError> {
        let value = |key: &'a Expr, row: &mut Row<'a>| match key.eval(row, context) {
            Value::Structure(_) => Value::Missing,
            value => value,
        };
        self.key.clear();
        for (key, _) in keys {
            match value(key, row) {
                // Neighbours are of the same period, and the text of a time is dear.
                Value::Time(time) => {
                    if self.time.as_ref().is_none_or(|(known, _)| *known != time) {
                        let mut text = Vec::new();
                        Value::Time(time).write_key(&mut text);
                        self.time = Some((time, text));
                    }
                    self.key.extend_from_slice(self.time.as_ref().map(|(_, text)| text.as_slice()).unwrap_or_default());
                }
                value => value.write_key(&mut self.key),
            }
        }
        if let Some(at) = self.last.filter(|_| self.key == self.last_key) {
            return Ok(at);
        }
        let at = match self.index.get(self.key.as_slice()) {
            Some(at) => *at,
            None => {
                let group = Group {
                    keys: keys.iter().map(|(key, _)| value(key, row).into_owned()).collect(),
                    accumulators: aggregates.iter().map(|aggregate| Accumulator::new(aggregate.kind)).collect(),
                    newest: event(row),
                };
                self.begin(group)?
            }
        };
        self.last = Some(at);
        std::mem::swap(&mut self.key, &mut self.last_key);
        Ok(at)
    }

    pub fn weight(&self) -> usize {
        self.weight
    }

    /// Adds a group under the key that was written.
    fn begin(&mut self, group: Group) -> Result<usize, ExecutionError> {
        let at = self.groups.len();
        if at >= MAX_GROUPS {
            return Err(ExecutionError::Groups);
        }
        let sizes = self.key.len().saturating_mul(2).saturating_add(96);
        let accumulators = group.accumulators.len().saturating_mul(size_of::<Accumulator>());
        self.weight = self.weight.saturating_add(sizes).saturating_add(accumulators);
        self.index.insert(self.key.as_slice().into(), at);
        self.groups.push(group);
        Ok(at)
    }

    /// Takes the groups of another.
    pub fn merge(&mut self, other: Self) -> Result<(), ExecutionError> {
        let mut groups: Vec<Option<Group>> = other.groups.into_iter().map(Some).collect();
        for (key, at) in other.index {
            let Some(group) = groups.get_mut(at).and_then(Option::take) else { continue };
            let needed = match self.index.get(&key).and_then(|at| self.groups.get_mut(*at)) {
                Some(known) => {
                    known.newest = known.newest.max(group.newest);
                    let pairs = known.accumulators.iter_mut().zip(group.accumulators);
                    pairs.map(|(all, some)| all.merge(some)).fold(0, usize::saturating_add)
                }
                None => {
                    self.key.clear();
                    self.key.extend_from_slice(&key);
                    let needed = group.accumulators.iter().map(Accumulator::weight).fold(0, usize::saturating_add);
                    self.begin(group)?;
                    needed
                }
            };
            self.weight = self.weight.saturating_add(needed);
            if self.weight > MEMORY_LIMIT {
                return Err(ExecutionError::Memory);
            }
        }
        Ok(())
    }

    /// The groups as rows of the next scope, those with the newest events first; later groups in the order in which they began.
    pub fn rows<'a>(
        &self,
        keys: &'a [(Expr, usize)],
        aggregates: &'a [Aggregate],
        outputs: &'a [(usize, Expr)],
        context: &Context<'a>,
    ) -> Vec<Kept> {
        let highest = keys
            .iter()
            .map(|(_, slot)| *slot)
            .chain(aggregates.iter().map(|aggregate| aggregate.slot))
            .chain(outputs.iter().map(|(slot, _)| *slot));
        let slots = highest.max().map_or(0, |slot| slot.saturating_add(1));
        let shown = |group: &Group| {
            let mut row = Row { record: None, slots: vec![Value::Missing; slots], discovered: true };
            for ((_, slot), value) in keys.iter().zip(&group.keys) {
                row.set(*slot, value.clone());
            }
            for (aggregate, accumulator) in aggregates.iter().zip(&group.accumulators) {
                row.set(aggregate.slot, accumulator.value());
            }
            for (slot, output) in outputs {
                let value = output.eval(&mut row, context);
                row.set(*slot, value);
            }
            Kept::computed(row.slots.into_iter().map(Value::into_owned).collect())
        };
        if self.groups.is_empty() && keys.is_empty() {
            // Without groups there is always one row, if only of zeros.
            let nothing = Group {
                keys: Vec::new(),
                accumulators: aggregates.iter().map(|aggregate| Accumulator::new(aggregate.kind)).collect(),
                newest: (0, 0),
            };
            return vec![shown(&nothing)];
        }
        let mut groups: Vec<&Group> = self.groups.iter().collect();
        if self.by_time {
            groups.sort_by_key(|group| std::cmp::Reverse(group.newest));
        }
        groups.into_iter().map(shown).collect()
    }
}
