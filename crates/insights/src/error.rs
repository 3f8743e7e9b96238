//! What is wrong with a query, and where.

use std::ops::Range;

/// Where something stands in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Location {
    /// The first character, counted in characters from the beginning of the query.
    pub start: usize,
    /// The character after the last.
    pub end: usize,
    /// The line of `start`, from 1.
    pub line: usize,
    /// The column of `start` in characters, from 1.
    pub column: usize,
}

/// A query that cannot be compiled, as `MalformedQueryException` reports it.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{message} (line {}, column {})", location.line, location.column)]
pub struct QueryError {
    /// What is wrong, and what was expected instead.
    pub message: String,
    /// The offending part.
    pub location: Location,
}

impl QueryError {
    pub(crate) fn new(text: &str, bytes: Range<usize>, message: impl Into<String>) -> Self {
        let before = text.get(..bytes.start).unwrap_or(text);
        let within = text.get(bytes.start..bytes.end).unwrap_or_default();
        let start = before.chars().count();
        let last_line = before.rsplit('\n').next().unwrap_or_default();
        Self {
            message: message.into(),
            location: Location {
                start,
                end: start.saturating_add(within.chars().count()),
                line: before.matches('\n').count().saturating_add(1),
                column: last_line.chars().count().saturating_add(1),
            },
        }
    }
}

/// Why a query was given up while it ran.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ExecutionError {
    /// Groups, distinct values or rows to be sorted need more memory than [`crate::MEMORY_LIMIT`].
    #[error("the query holds more than {} MiB of groups and rows: filter more, or group by fields with fewer values", crate::MEMORY_LIMIT >> 20)]
    Memory,
    /// More than [`crate::MAX_GROUPS`] groups.
    #[error("stats makes more than {} groups: group by fields with fewer values", crate::MAX_GROUPS)]
    Groups,
    /// The secondary source of a join has more than [`crate::MAX_JOIN_KEYS`] values of its key.
    #[error("the secondary source of join has more than {} different keys", crate::MAX_JOIN_KEYS)]
    JoinKeys,
    /// A `lookup` names a table that was not given.
    #[error("lookup table {0} does not exist")]
    LookupTable(String),
    /// A `lookup` names a column that its table has not.
    #[error("lookup table {0} has no column {1}")]
    LookupColumn(String, String),
}
