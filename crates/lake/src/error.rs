//! What can go wrong, with text for whoever asked.

use std::fmt;

/// Place in a statement, counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: u64,
    /// Column, in characters.
    pub column: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}:{}", self.line, self.column)
    }
}

/// An error of the lake.
#[derive(Debug, thiserror::Error)]
pub enum LakeError {
    /// A statement that is not SQL, names what is not there, or would change something.
    #[error("{}{message}", .position.map(|p| format!("{p}: ")).unwrap_or_default())]
    Statement {
        /// What is wrong, for the author of the statement.
        message: String,
        /// Where, if it is known.
        position: Option<Position>,
    },
    /// A statement that is fine, but that failed over the data: a value that cannot be cast, a division by zero.
    #[error("{0}")]
    Execution(String),
    /// The query needs more memory than it may have, even with spilling to disk.
    #[error("the query needs more memory than the {limit} bytes it may use: {message}")]
    Memory {
        /// The limit, bytes.
        limit: usize,
        /// What could not be had.
        message: String,
    },
    /// An event that is not a JSON object.
    #[error("an event is not a JSON object: {0}")]
    Event(String),
    /// Storage failed.
    #[error("{what}: {source}")]
    Storage {
        /// File or operation.
        what: String,
        /// Why.
        source: std::io::Error,
    },
    /// A file is damaged, or a defect of ours.
    #[error("{0}")]
    Internal(String),
}

impl LakeError {
    /// A fault of the statement at no known place.
    pub fn statement(message: impl Into<String>) -> Self {
        Self::Statement { message: message.into(), position: None }
    }

    pub(crate) fn storage(what: impl fmt::Display, source: std::io::Error) -> Self {
        Self::Storage { what: what.to_string(), source }
    }

    pub(crate) fn internal(error: impl fmt::Display) -> Self {
        Self::Internal(error.to_string())
    }
}

/// A result of the lake.
pub type Result<T, E = LakeError> = std::result::Result<T, E>;
