//! What CloudWatch computes, as pure functions: distributions and statistics of metrics, metric math, search expressions, Metrics Insights queries,
//! rules of composite alarms, the decision of an alarm, and bands of anomaly detection.
//!
//! Nothing here reads a clock or a store. Parsers say where a text is wrong ([`SyntaxError`]), bound what they take, and never panic.

pub mod aggregate;
pub mod alarm;
pub mod band;
mod functions;
pub mod insights;
mod lexer;
pub mod math;
pub mod rule;
pub mod search;
pub mod series;
pub mod statistic;

pub use aggregate::Aggregate;
pub use series::Series;
pub use statistic::Statistic;

/// Where a text stops being what it should be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at position {position}")]
pub struct SyntaxError {
    /// Characters before the place, counted from 0.
    pub position: usize,
    /// What was expected, or what is wrong.
    pub reason: String,
}

impl SyntaxError {
    pub(crate) fn new(position: usize, reason: impl Into<String>) -> Self {
        Self { position, reason: reason.into() }
    }
}
