//! Running a query over events that are pushed in batches.

mod accumulate;
mod groups;
mod inputs;
mod mining;
mod ordered;
mod sketch;
mod stages;

pub use inputs::{Inputs, Table};
pub use mining::PatternMiner;

use std::ops::Deref;
use std::sync::Arc;

use crate::ast::Shift;
use crate::discover::Wanted;
use crate::expr::{Context, Expr, Row};
use crate::functions::Circumstances;
use crate::plan::{Phase, Sink};
use crate::value::Value;
use crate::{ExecutionError, Pointer, Query, Record};

use groups::Groups;
use mining::Mining;
use ordered::{Best, Kept, Keyed};

/// A range of time: from the first millisecond up to and with the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TimeRange {
    /// Milliseconds since 1970.
    pub start: i64,
    /// Milliseconds since 1970, still within the range.
    pub end: i64,
}

impl TimeRange {
    /// Whether a time is in the range.
    #[must_use]
    pub fn contains(&self, time: i64) -> bool {
        (self.start..=self.end).contains(&time)
    }
}

/// What was read and found.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Statistics {
    /// Events that passed the filters before the first aggregation, sort or limit.
    pub records_matched: u64,
    /// Events that were pushed.
    pub records_scanned: u64,
    /// Bytes of their messages.
    pub bytes_scanned: u64,
}

/// One row of a result: fields and their texts, without those that are missing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ResultRow {
    /// Names and values, in the order of the query. `@ptr` is the last, where the row is an event.
    pub fields: Vec<(String, String)>,
}

/// A query that runs.
#[derive(Debug)]
pub struct Execution<'q> {
    query: Held<'q>,
    circumstances: Circumstances,
    inputs: Arc<Inputs>,
    range: TimeRange,
    baseline: Option<TimeRange>,
    state: State,
    statistics: Statistics,
    arrivals: u64,
    /// Parts that were made.
    parts: u64,
}

/// Arrivals in a part at most: those of the next part come behind.
const ARRIVALS_OF_A_PART: u64 = 1 << 40;

/// The query of an execution.
#[derive(Debug)]
enum Held<'q> {
    Borrowed(&'q Query),
    Shared(Arc<Query>),
}

impl Deref for Held<'_> {
    type Target = Query;

    fn deref(&self) -> &Query {
        match self {
            Self::Borrowed(query) => query,
            Self::Shared(query) => query,
        }
    }
}

#[derive(Debug)]
enum State {
    Best(Best),
    Keyed(Keyed),
    Groups(Groups),
    Mining(Mining),
}

impl Query {
    /// Begins to run the query.
    ///
    /// # Errors
    /// Those of lookup tables and of a join's secondary source.
    pub fn new_execution(&self, range: TimeRange, now: i64, inputs: Inputs) -> Result<Execution<'_>, ExecutionError> {
        Execution::new(Held::Borrowed(self), range, now, inputs)
    }

    /// Begins to run the query, so that it can be run in parts by several threads: see [`Execution::part`].
    ///
    /// # Errors
    /// As [`Query::new_execution`].
    pub fn shared_execution(
        self: Arc<Self>,
        range: TimeRange,
        now: i64,
        inputs: Inputs,
    ) -> Result<Execution<'static>, ExecutionError> {
        Execution::new(Held::Shared(self), range, now, inputs)
    }

    /// Whether the query looks at the messages of events at all: one that only counts them by time or stream does not, and takes events whose messages
    /// were left out.
    #[must_use]
    pub fn reads_messages(&self) -> bool {
        let Some(phase) = self.plan.phases.first() else { return false };
        let Sink::Stats { keys, aggregates, .. } = &phase.sink else { return true };
        let mut read = phase.stages.iter().flat_map(stages::expressions);
        read.any(Expr::reads_messages)
            || keys.iter().any(|(key, _)| key.reads_messages())
            || aggregates.iter().filter_map(|aggregate| aggregate.argument.as_ref()).any(Expr::reads_messages)
    }

    /// The ranges of time whose events the query reads: one, or two where it compares with an earlier one.
    #[must_use]
    pub fn ranges(&self, range: TimeRange) -> Vec<TimeRange> {
        std::iter::once(range).chain(self.plan.diff.map(|shift| baseline(range, shift))).collect()
    }
}

/// What `diff` compares a range with.
fn baseline(range: TimeRange, shift: Shift) -> TimeRange {
    const DAY: i64 = 86_400_000;
    let by = match shift {
        Shift::Previous => range.end.saturating_sub(range.start).saturating_add(1),
        Shift::Day => DAY,
        Shift::Week => 7 * DAY,
        Shift::Month => {
            let month_before = |time: i64| {
                let zoned = jiff::Timestamp::from_millisecond(time).ok()?.to_zoned_datetime(jiff::tz::TimeZone::UTC);
                Some(time.saturating_sub(zoned.checked_sub(jiff::Span::new().months(1)).ok()?.timestamp().as_millisecond()))
            };
            month_before(range.start).unwrap_or(30 * DAY)
        }
    };
    TimeRange { start: range.start.saturating_sub(by), end: range.end.saturating_sub(by) }
}

impl<'q> Execution<'q> {
    fn new(query: Held<'q>, range: TimeRange, now: i64, mut inputs: Inputs) -> Result<Self, ExecutionError> {
        inputs.prepare(&query)?;
        Ok(Self {
            circumstances: Circumstances { now, range: (range.start, range.end) },
            inputs: Arc::new(inputs),
            range,
            baseline: query.plan.diff.map(|shift| baseline(range, shift)),
            state: State::new(query.plan.phases.first(), true),
            statistics: Statistics::default(),
            arrivals: 0,
            parts: 0,
            query,
        })
    }

    /// An execution of the same query that takes some of the events, in another thread, and is put back by [`Execution::merge`]: the result is that of
    /// one execution that took them all. None where a query must see its events one after another, or was not begun by [`Query::shared_execution`].
    pub fn part(&mut self) -> Option<Execution<'static>> {
        let Held::Shared(query) = &self.query else { return None };
        let divides = match &self.state {
            State::Best(best) => best.divides(),
            State::Groups(_) => true,
            State::Keyed(_) | State::Mining(_) => false,
        };
        if !divides {
            return None;
        }
        self.parts = self.parts.saturating_add(1);
        Some(Execution {
            circumstances: self.circumstances,
            inputs: self.inputs.clone(),
            range: self.range,
            baseline: self.baseline,
            state: State::new(query.plan.phases.first(), true),
            statistics: Statistics::default(),
            arrivals: self.parts.saturating_mul(ARRIVALS_OF_A_PART),
            parts: 0,
            query: Held::Shared(query.clone()),
        })
    }

    /// The bytes of memory that its rows or groups need, about: a part that needs much is better put back soon.
    #[must_use]
    pub fn weight(&self) -> usize {
        match &self.state {
            State::Best(best) => best.weight(),
            State::Groups(groups) => groups.weight(),
            State::Keyed(_) | State::Mining(_) => 0,
        }
    }

    /// Puts a part back.
    ///
    /// # Errors
    /// As [`Execution::push`].
    pub fn merge(&mut self, part: Execution<'static>) -> Result<(), ExecutionError> {
        let (all, some) = (&mut self.statistics, part.statistics);
        all.records_matched = all.records_matched.saturating_add(some.records_matched);
        all.records_scanned = all.records_scanned.saturating_add(some.records_scanned);
        all.bytes_scanned = all.bytes_scanned.saturating_add(some.bytes_scanned);
        match (&mut self.state, part.state) {
            (State::Best(all), State::Best(some)) => all.merge(some),
            (State::Groups(all), State::Groups(some)) => all.merge(some),
            _ => Ok(()),
        }
    }

    /// Counts bytes of messages that were left out of the events, as [`Query::reads_messages`] allows.
    pub fn count_bytes(&mut self, bytes: u64) {
        self.statistics.bytes_scanned = self.statistics.bytes_scanned.saturating_add(bytes);
    }

    /// Takes a batch of events, in any order. The newest first are the cheapest where no other order was asked for.
    ///
    /// # Errors
    /// Where the query needs more memory or groups than is allowed.
    pub fn push(&mut self, batch: &[Record<'_>]) -> Result<(), ExecutionError> {
        let query: &Query = &self.query;
        let Some(phase) = query.plan.phases.first() else { return Ok(()) };
        let Some(scope) = query.plan.scopes.get(phase.scope) else { return Ok(()) };
        let context = Context { circumstances: self.circumstances, inputs: &self.inputs, wanted: &scope.wanted };
        let mut row = Row { record: None, slots: Vec::new(), discovered: false };
        for record in batch {
            let current = self.range.contains(record.timestamp);
            if !current && !self.baseline.is_some_and(|baseline| baseline.contains(record.timestamp)) {
                continue;
            }
            if self.state.is_satisfied() {
                return Ok(());
            }
            self.statistics.records_scanned = self.statistics.records_scanned.saturating_add(1);
            self.statistics.bytes_scanned = self.statistics.bytes_scanned.saturating_add(record.message.len() as u64);
            row.record = Some(*record);
            row.discovered = false;
            row.slots.clear();
            row.slots.resize(scope.slots, Value::Missing);
            let (state, arrivals, statistics) = (&mut self.state, &mut self.arrivals, &mut self.statistics);
            stages::run(&phase.stages, &mut row, &context, &mut |row| {
                if current {
                    statistics.records_matched = statistics.records_matched.saturating_add(1);
                }
                *arrivals = arrivals.saturating_add(1);
                state.push(phase, row, &context, *arrivals, current)
            })?;
        }
        Ok(())
    }

    /// Whether no event can change the result any more.
    #[must_use]
    pub fn is_satisfied(&self) -> bool {
        self.state.is_satisfied()
    }

    /// What was read until now.
    #[must_use]
    pub fn statistics(&self) -> Statistics {
        self.statistics
    }

    /// The result of what was pushed until now.
    ///
    /// # Errors
    /// Where a later step needs more memory or groups than is allowed.
    pub fn results(&self) -> Result<Vec<ResultRow>, ExecutionError> {
        let plan = &self.query.plan;
        let nothing = Wanted::default();
        let mut phases = plan.phases.iter();
        let Some(first) = phases.next() else { return Ok(Vec::new()) };
        let context = |scope: usize| Context {
            circumstances: self.circumstances,
            inputs: &self.inputs,
            wanted: plan.scopes.get(scope).map_or(&nothing, |scope| &scope.wanted),
        };
        let mut rows = self.state.rows(first, &context(first.scope), plan.diff.is_some());
        let mut scope = after(first);
        for phase in phases {
            let mut state = State::new(Some(phase), false);
            let context = context(phase.scope);
            let slots = plan.scopes.get(phase.scope).map_or(0, |scope| scope.slots);
            for (arrival, kept) in (1u64..).zip(&rows) {
                let mut row = kept.row(slots);
                stages::run(&phase.stages, &mut row, &context, &mut |row| state.push(phase, row, &context, arrival, true))?;
            }
            let finished = state.rows(phase, &context, false);
            rows = finished;
            scope = after(phase);
        }
        let context = context(scope);
        let slots = plan.scopes.get(scope).map_or(0, |scope| scope.slots);
        let mut results = Vec::with_capacity(rows.len());
        for kept in &rows {
            results.push(self.shown(&mut kept.row(slots), &context));
        }
        Ok(results)
    }

    fn shown<'a>(&'a self, row: &mut Row<'a>, context: &Context<'a>) -> ResultRow {
        let mut fields = Vec::with_capacity(self.query.plan.outputs.len().saturating_add(1));
        for (name, value) in &self.query.plan.outputs {
            if let Some(text) = value.eval(row, context).shown() {
                fields.push((name.clone(), text));
            }
        }
        if self.query.plan.points
            && let Some(record) = row.record
            && !fields.iter().any(|(name, _)| name == "@ptr")
        {
            fields.push(("@ptr".to_owned(), Pointer::of(&record).to_string()));
        }
        ResultRow { fields }
    }
}

/// The scope of the rows that leave a phase.
fn after(phase: &Phase) -> usize {
    match &phase.sink {
        Sink::Stats { scope, .. } | Sink::Pattern { scope, .. } => *scope,
        _ => phase.scope,
    }
}

impl State {
    fn new(phase: Option<&Phase>, first: bool) -> Self {
        match phase.map(|phase| &phase.sink) {
            Some(Sink::Stats { .. }) => Self::Groups(Groups::new(first)),
            Some(Sink::Pattern { .. }) => Self::Mining(Mining::default()),
            Some(Sink::Dedup { count, .. }) => Self::Keyed(Keyed::new(*count, first)),
            Some(Sink::Tail { count }) => Self::Best(Best::tail(*count, first)),
            Some(Sink::Top { count, any }) => Self::Best(Best::new(*count, *any, first)),
            None => Self::Best(Best::new(0, false, first)),
        }
    }

    fn is_satisfied(&self) -> bool {
        matches!(self, Self::Best(best) if best.is_satisfied())
    }

    fn push<'a>(
        &mut self,
        phase: &'a Phase,
        row: &mut Row<'a>,
        context: &Context<'a>,
        arrival: u64,
        current: bool,
    ) -> Result<(), ExecutionError> {
        match (self, &phase.sink) {
            (Self::Best(best), _) => best.push(phase.order.as_deref(), row, arrival),
            (Self::Keyed(keyed), Sink::Dedup { keys, .. }) => {
                let mut key = Vec::new();
                for expression in keys {
                    let value = expression.eval(row, context);
                    if matches!(value, Value::Missing | Value::Structure(_)) {
                        // What is missing is nobody's duplicate.
                        key = arrival.to_be_bytes().to_vec();
                        key.push(2);
                        break;
                    }
                    value.write_key(&mut key);
                }
                keyed.push(key, phase.order.as_deref(), row, arrival)
            }
            (Self::Groups(groups), Sink::Stats { keys, aggregates, .. }) => groups.push(keys, aggregates, row, context),
            (Self::Mining(mining), Sink::Pattern { text, .. }) => mining.push(&text.eval(row, context), current),
            _ => Ok(()),
        }
    }

    fn rows<'a>(&self, phase: &'a Phase, context: &Context<'a>, diff: bool) -> Vec<Kept> {
        match (self, &phase.sink) {
            (Self::Best(best), _) => best.rows(),
            (Self::Keyed(keyed), _) => keyed.rows(),
            (Self::Groups(groups), Sink::Stats { keys, aggregates, outputs, .. }) => {
                groups.rows(keys, aggregates, outputs, context)
            }
            (Self::Mining(mining), _) => mining.rows(diff),
            _ => Vec::new(),
        }
    }
}
