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

use crate::ast::Shift;
use crate::discover::Wanted;
use crate::expr::{Context, Row};
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
    query: &'q Query,
    circumstances: Circumstances,
    inputs: Inputs,
    range: TimeRange,
    baseline: Option<TimeRange>,
    state: State,
    statistics: Statistics,
    arrivals: u64,
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
        let mut inputs = inputs;
        inputs.prepare(self)?;
        Ok(Execution {
            query: self,
            circumstances: Circumstances { now, range: (range.start, range.end) },
            inputs,
            range,
            baseline: self.plan.diff.map(|shift| baseline(range, shift)),
            state: State::new(self.plan.phases.first(), true),
            statistics: Statistics::default(),
            arrivals: 0,
        })
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

impl Execution<'_> {
    /// Takes a batch of events, in any order. The newest first are the cheapest where no other order was asked for.
    ///
    /// # Errors
    /// Where the query needs more memory or groups than is allowed.
    pub fn push(&mut self, batch: &[Record<'_>]) -> Result<(), ExecutionError> {
        let Some(phase) = self.query.plan.phases.first() else { return Ok(()) };
        let Some(scope) = self.query.plan.scopes.get(phase.scope) else { return Ok(()) };
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
            Some(Sink::Stats { .. }) => Self::Groups(Groups::default()),
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
