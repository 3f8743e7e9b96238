//! What can be wrong with a pattern.

/// Why a text is not a filter pattern.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{reason} at position {position}")]
pub struct ParseError {
    /// Where, in bytes from the beginning of the pattern.
    pub position: usize,
    /// What is wrong, or what was expected.
    pub reason: String,
}

impl ParseError {
    pub(crate) fn new(position: usize, reason: impl Into<String>) -> Self {
        Self { position, reason: reason.into() }
    }
}
