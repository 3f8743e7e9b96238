//! Records out of files of all kinds, good ones kept and bad ones reported with their place.
//!
//! [`RecordReader`] takes plain or gzip bytes: log files (`{"Records": […]}`), answers of `lookup-events`, single records, JSON lines, and lists. It holds
//! one record at a time, of [`MAX_RECORD`] bytes at most, whatever the file's size.

mod facts;
mod scan;
mod whole;

use std::fmt;
use std::io::{BufRead, BufReader, Read};

use flate2::bufread::MultiGzDecoder;

pub use facts::Record;
use scan::{Scanner, Text};

/// Members of log files and of answers of `lookup-events` that hold records.
const EVENT_LISTS: &[&str] = &["Records", "Events"];
/// Longest record that is taken, bytes. CloudTrail's own end at 256 KiB, those of PutAuditEvents at 1 MiB.
pub const MAX_RECORD: usize = 8 << 20;

/// A place in a file, after unpacking.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Place {
    /// Line, from 1.
    pub line: u64,
    /// Column in bytes, from 1.
    pub column: u64,
    /// Bytes before it.
    pub byte: u64,
}

/// What is wrong in a file, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where.
    pub at: Place,
    /// What.
    pub kind: FaultKind,
}

/// What is wrong with a piece of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultKind {
    /// The file cannot be read further: a damaged archive, or a failing disk. All before this place was read.
    Read(String),
    /// The file ends in the middle of a value that begins here.
    Cut,
    /// Something that JSON does not have here.
    Unexpected(String),
    /// A number, string or list where records are expected.
    NotAnObject,
    /// A record of more bytes than this.
    TooLong(usize),
    /// JSON, but no CloudTrail record; says why.
    Schema(String),
}

impl Fault {
    fn new(at: Place, kind: FaultKind) -> Self {
        Self { at, kind }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Place { line, column, byte } = self.at;
        write!(f, "line {line}, column {column} (byte {byte}): ")?;
        match &self.kind {
            FaultKind::Read(why) => write!(f, "cannot be read further: {why}"),
            FaultKind::Cut => write!(f, "the file ends in the middle of what begins here"),
            FaultKind::Unexpected(what) => write!(f, "not JSON: unexpected {what}"),
            FaultKind::NotAnObject => write!(f, "not a record: an object is expected"),
            FaultKind::TooLong(limit) => write!(f, "longer than the {limit} bytes that a record may have"),
            FaultKind::Schema(why) => write!(f, "not a CloudTrail record: {why}"),
        }
    }
}

impl std::error::Error for Fault {}

/// Reads records one by one. After a fault it goes on with what can still be read.
pub struct RecordReader<'a> {
    scanner: Scanner<Box<dyn Read + Send + 'a>>,
}

impl fmt::Debug for RecordReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordReader").finish_non_exhaustive()
    }
}

impl<'a> RecordReader<'a> {
    /// Reads plain or gzip bytes; which of the two they are is seen from how they begin.
    ///
    /// # Errors
    /// When not even the beginning can be read.
    pub fn new(source: impl Read + Send + 'a) -> std::io::Result<Self> {
        Self::with_limit(source, MAX_RECORD)
    }

    /// The same, with another limit of a record's bytes.
    ///
    /// # Errors
    /// When not even the beginning can be read.
    pub fn with_limit(source: impl Read + Send + 'a, limit: usize) -> std::io::Result<Self> {
        let mut source = BufReader::with_capacity(64 << 10, source);
        let packed = source.fill_buf()?.starts_with(&[0x1f, 0x8b]);
        let source: Box<dyn Read + Send + 'a> = if packed { Box::new(MultiGzDecoder::new(source)) } else { Box::new(source) };
        Ok(Self { scanner: Scanner::new(source, limit, EVENT_LISTS) })
    }
}

impl Iterator for RecordReader<'_> {
    type Item = Result<Record, Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        let found = self.scanner.next()?;
        Some(found.and_then(|Text { at, text }| Record::read(text).map_err(|why| Fault::new(at, FaultKind::Schema(why)))))
    }
}

/// Reads the objects that may be records, as they stand in the file, without looking into them. After a fault it goes on with what can still be read.
pub struct ObjectReader<'a> {
    scanner: Scanner<Box<dyn Read + Send + 'a>>,
}

impl fmt::Debug for ObjectReader<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ObjectReader").finish_non_exhaustive()
    }
}

impl<'a> ObjectReader<'a> {
    /// Reads bytes that are not packed, of events.
    pub fn new(source: impl Read + Send + 'a) -> Self {
        Self::of(source, EVENT_LISTS, MAX_RECORD)
    }

    /// The same, of objects of another kind: `lists` names the members that hold them, where they do not stand alone. None may be longer than `limit`, bytes.
    pub fn of(source: impl Read + Send + 'a, lists: &'static [&'static str], limit: usize) -> Self {
        Self { scanner: Scanner::new(Box::new(source), limit, lists) }
    }
}

impl Iterator for ObjectReader<'_> {
    type Item = Result<(Place, Vec<u8>), Fault>;

    fn next(&mut self) -> Option<Self::Item> {
        Some(self.scanner.next()?.map(|Text { at, text }| (at, text)))
    }
}

#[cfg(test)]
mod tests;
