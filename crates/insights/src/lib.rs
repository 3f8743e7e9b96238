//! The query language of CloudWatch Logs Insights.
//!
//! [`compile`] reads a query, or says what is wrong with it and where. [`Query::new_execution`] begins to run it, [`Execution::push`] takes batches of
//! events, and [`Execution::results`] says what is found so far, at any time. Nothing here reads a clock, a store or a thread: to cancel a query is to
//! stop pushing.
//!
//! The language is described at <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax.html>.
//!
//! # How it runs
//! A query becomes phases. In each, rows stream through stages (filter, compute, extract) into one sink that holds a bounded number of them: the first
//! rows in an order, the first row of each key, groups with aggregates, or patterns. `sort` only says an order, which the next sink keeps, so that
//! nothing is ever sorted whole. Only the first phase sees events; the others see what a sink held, when results are asked for.
//!
//! An engine of its own, not plans of DataFusion: fields are found in a JSON text only where a condition asks for them, after cheaper conditions have
//! spoken, and every value is a text until it is asked for a number; columns of a known type, which a planner needs, do not exist. Events arrive in
//! slices that borrow from the storage's buffers, and most are refused by one search for a few bytes.
//!
//! # What the documentation leaves open
//! - A comparison with a field that is missing is unknown; `not` of it too. A filter keeps what is true.
//! - Numbers are shown with at most four decimal places; numbers of the log itself as they stand there.
//! - Flags of JSON are shown as `1` and `0`, and equal these and `true` and `false`.
//! - What has no `sort` is shown by `@timestamp`, the newest first; groups by their newest event.

mod ast;
mod compile;
mod csv;
mod discover;
mod error;
mod execute;
mod expr;
mod extract;
mod functions;
mod parse;
mod plan;
mod pointer;
mod value;

pub use ast::{Moment, Source};
pub use discover::{IndexedFields, discovered_fields};
pub use error::{ExecutionError, Location, QueryError};
pub use execute::{Execution, Inputs, PatternMiner, ResultRow, Statistics, Table, TimeRange};
pub use parse::MAX_QUERY_CHARACTERS;
pub use pointer::{InvalidPointer, Pointer};

/// How many rows a result has where the query has no limit.
pub const DEFAULT_LIMIT: usize = 10_000;
/// The most rows that `limit` asks for.
pub const MAX_LIMIT: usize = 100_000;
/// The most groups of a `stats`.
pub const MAX_GROUPS: usize = 500_000;
/// The most different keys of the secondary source of a `join`.
pub const MAX_JOIN_KEYS: usize = 50_000;
/// The most bytes of groups, patterns or rows that a sink holds.
pub const MEMORY_LIMIT: usize = 256 << 20;

/// A log event as the engine sees it.
#[derive(Debug, Clone, Copy)]
pub struct Record<'a> {
    /// When it happened, in milliseconds since 1970.
    pub timestamp: i64,
    /// When it was received, in milliseconds since 1970.
    pub ingestion_time: i64,
    /// The account and the log group: `123456789012:group`.
    pub log: &'a str,
    /// The log stream.
    pub log_stream: &'a str,
    /// The text of the event.
    pub message: &'a str,
    /// What a transformer made of it, JSON: fields are discovered there.
    pub transformed: Option<&'a str>,
    /// What tells the event from others of its log group and time.
    pub id: u128,
}

/// A query that was found good.
#[derive(Debug)]
pub struct Query {
    pub(crate) plan: plan::Plan,
    source: Option<Source>,
    auxiliaries: Vec<Query>,
    lookups: Vec<plan::LookupSpec>,
    limited: bool,
    unmasks: bool,
    needles: Vec<String>,
    implied: Vec<String>,
    equalities: Vec<(String, Vec<String>)>,
}

/// Reads and checks a query.
///
/// # Errors
/// What is wrong, where it stands, and what was expected there.
pub fn compile(text: &str) -> Result<Query, QueryError> {
    compile::compile(text, &parse::parse(text)?)
}

impl Query {
    /// The log groups that `SOURCE` names, if the query has one.
    #[must_use]
    pub fn source(&self) -> Option<&Source> {
        self.source.as_ref()
    }

    /// Subqueries and secondary sources of joins: their results are what [`Inputs::results`] wants, in this order.
    #[must_use]
    pub fn auxiliaries(&self) -> &[Query] {
        &self.auxiliaries
    }

    /// The names of the lookup tables that the query reads.
    pub fn lookup_tables(&self) -> impl Iterator<Item = &str> {
        self.lookups.iter().map(|spec| spec.table.as_str())
    }

    /// Whether the query has a limit of its own.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.limited
    }

    /// Whether the query asks for masked texts (`unmask`), which needs `logs:Unmask`.
    #[must_use]
    pub fn unmasks(&self) -> bool {
        self.unmasks
    }

    /// Texts that every message must contain to be found: a storage with an index of words can step over others.
    #[must_use]
    pub fn needles(&self) -> &[String] {
        &self.needles
    }

    /// Texts that every message must contain to be found, unless it has a backslash: JSON writes characters in more than one way.
    #[must_use]
    pub fn implied(&self) -> &[String] {
        &self.implied
    }

    /// Discovered fields that must have one of some values, as [`IndexedFields`] shows values.
    #[must_use]
    pub fn equalities(&self) -> &[(String, Vec<String>)] {
        &self.equalities
    }

    /// Sets the limit that StartQuery was given, where the query has none.
    #[must_use]
    pub fn with_limit(mut self, limit: usize) -> Self {
        if !self.limited
            && let Some(phase) = self.plan.phases.last_mut()
        {
            match &mut phase.sink {
                plan::Sink::Top { count, .. } | plan::Sink::Dedup { count, .. } => *count = limit,
                _ => {
                    let scope = match &phase.sink {
                        plan::Sink::Stats { scope, .. } | plan::Sink::Pattern { scope, .. } => *scope,
                        _ => phase.scope,
                    };
                    self.plan.phases.push(plan::Phase {
                        scope,
                        stages: Vec::new(),
                        order: None,
                        sink: plan::Sink::Top { count: limit, any: false },
                    });
                }
            }
        }
        self
    }
}
