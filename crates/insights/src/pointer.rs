//! `@ptr`: a text that names one event.

use std::fmt;
use std::str::FromStr;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use crate::Record;

/// Which event a row is: what GetLogRecord is given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pointer {
    /// The account and the log group: `123456789012:group`.
    pub log: String,
    /// Milliseconds since 1970.
    pub timestamp: i64,
    /// [`Record::id`].
    pub id: u128,
}

impl Pointer {
    /// The pointer to an event.
    #[must_use]
    pub fn of(record: &Record<'_>) -> Self {
        Self { log: record.log.to_owned(), timestamp: record.timestamp, id: record.id }
    }
}

impl fmt::Display for Pointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&URL_SAFE_NO_PAD.encode(format!("{}/{:x}/{}", self.timestamp, self.id, self.log)))
    }
}

/// A text that points to nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the log record pointer is invalid")]
pub struct InvalidPointer;

impl FromStr for Pointer {
    type Err = InvalidPointer;

    fn from_str(text: &str) -> Result<Self, InvalidPointer> {
        let decoded = URL_SAFE_NO_PAD.decode(text).map_err(|_| InvalidPointer)?;
        let decoded = String::from_utf8(decoded).map_err(|_| InvalidPointer)?;
        let mut parts = decoded.splitn(3, '/');
        let (Some(timestamp), Some(id), Some(log)) = (parts.next(), parts.next(), parts.next()) else {
            return Err(InvalidPointer);
        };
        Ok(Self {
            log: log.to_owned(),
            timestamp: timestamp.parse().map_err(|_| InvalidPointer)?,
            id: u128::from_str_radix(id, 16).map_err(|_| InvalidPointer)?,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pointers_are_read_again() {
        let pointer = Pointer { log: "111122223333:/aws/lambda/f".to_owned(), timestamp: -5, id: u128::MAX };
        assert_eq!(pointer.to_string().parse(), Ok(pointer));
        for text in ["", "x", "Lw", "YQ", "!"] {
            assert_eq!(text.parse::<Pointer>(), Err(InvalidPointer), "{text}");
        }
    }
}
