//! Finds the JSON objects that may be records in a stream of bytes, without holding more of it than one of them.
//!
//! Taken are: one object after another (JSON lines, or written over several lines), lists of objects, and objects with a member that is such a list and
//! has one of the names that lists have, such as `Records` of log files; also several of these one after another. After a fault the reading goes on at the next line
//! that begins with `{` or `[`, which in JSON lines is the next record.

use std::io::Read;

use super::{Fault, FaultKind, Place, whole};

/// Deepest nesting of a record; what the JSON parser behind this takes.
pub(super) const MAX_DEPTH: usize = 120;
/// Deepest nesting of lists around records.
const MAX_FRAMES: usize = 4;
const CHUNK: usize = 64 << 10;

/// Text of an object that may be a record, and where it begins.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Text {
    pub at: Place,
    pub text: Vec<u8>,
}

/// What the reading is inside of.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Frame {
    /// A list of objects; `fresh`: nothing of it was read yet.
    List { fresh: bool, of_records: bool },
    /// An object whose list was read: what follows in it is passed over.
    Wrapper,
}

/// What one step of the reading met.
enum Step {
    Object(Text),
    /// Brackets, or a member that does not matter.
    Passed,
    End,
}

/// What may come next in a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expect {
    Value,
    ValueOrEnd,
    Key,
    KeyOrEnd,
    Colon,
    CommaOrEnd,
}

pub(super) struct Scanner<R> {
    source: R,
    buffer: Vec<u8>,
    next: usize,
    at: Place,
    frames: Vec<Frame>,
    limit: usize,
    /// Names of members that are lists of records.
    lists: &'static [&'static str],
    /// After a fault, ends of lists and commas between objects are left over and mean nothing.
    resumed: bool,
    ended: bool,
}

/// Keeps the bytes of a value up to a limit.
struct Keep {
    at: Place,
    text: Vec<u8>,
    limit: usize,
    too_long: bool,
}

impl Keep {
    fn add(&mut self, bytes: &[u8]) {
        if self.text.len() + bytes.len() > self.limit {
            self.too_long = true;
        } else if !self.too_long {
            self.text.extend_from_slice(bytes);
        }
    }
}

impl<R: Read> Scanner<R> {
    pub fn new(source: R, limit: usize, lists: &'static [&'static str]) -> Self {
        let at = Place { line: 1, column: 1, byte: 0 };
        Self { source, buffer: Vec::new(), next: 0, at, frames: Vec::new(), limit, lists, resumed: false, ended: false }
    }

    /// Whether a name, with its quotes, is one that a list of records has.
    fn is_list(&self, quoted: Option<&[u8]>) -> bool {
        let name = quoted.and_then(|text| text.strip_prefix(b"\"")?.strip_suffix(b"\""));
        name.is_some_and(|name| self.lists.iter().any(|list| list.as_bytes() == name))
    }

    /// The next object, or what is wrong; `None` at the end.
    pub fn next(&mut self) -> Option<Result<Text, Fault>> {
        while !self.ended {
            let step = match self.frames.last().copied() {
                None => self.between(),
                Some(Frame::List { fresh, of_records }) => self.element(fresh, of_records),
                Some(Frame::Wrapper) => self.rest_of_wrapper(),
            };
            match step {
                Ok(Step::Object(text)) => return Some(Ok(text)),
                Ok(Step::Passed) => {}
                Ok(Step::End) => self.ended = true,
                Err(fault) => {
                    self.ended = matches!(fault.kind, FaultKind::Read(_));
                    return Some(Err(fault));
                }
            }
        }
        None
    }

    /// Outside of all lists.
    fn between(&mut self) -> Result<Step, Fault> {
        loop {
            match self.peek()? {
                None => return Ok(Step::End),
                Some(b' ' | b'\t' | b'\r' | b'\n' | 0x1e) => self.advance(1),
                Some(0xef | 0xbb | 0xbf) if self.at.byte < 3 => self.advance(1),
                Some(b',' | b']' | b'}') if self.resumed => self.advance(1),
                Some(b'[') => {
                    self.advance(1);
                    self.frames.push(Frame::List { fresh: true, of_records: false });
                    return Ok(Step::Passed);
                }
                Some(b'{') => return self.object(),
                Some(_) => {
                    let fault = self.wrong_kind();
                    return Err(self.resume(None, fault));
                }
            }
        }
    }

    /// The next element of a list.
    fn element(&mut self, fresh: bool, of_records: bool) -> Result<Step, Fault> {
        let began = self.at;
        match self.peek_past_space()? {
            Some(b']') => {
                self.advance(1);
                self.frames.pop();
                return Ok(Step::Passed);
            }
            Some(b',') if !fresh => self.advance(1),
            Some(_) if fresh => {}
            Some(byte) => return Err(self.resume(None, self.unexpected(byte))),
            None => return Err(self.resume(None, Fault::new(began, FaultKind::Cut))),
        }
        if let Some(Frame::List { fresh, .. }) = self.frames.last_mut() {
            *fresh = false;
        }
        match self.peek_past_space()? {
            Some(b'{') if of_records || self.frames.len() >= MAX_FRAMES => {
                let mut keep = self.keep();
                self.value(&mut keep)?;
                Self::whole(keep)
            }
            Some(b'{') => self.object(),
            Some(_) => Err(self.wrong_kind()),
            None => Err(self.resume(None, Fault::new(self.at, FaultKind::Cut))),
        }
    }

    /// Reads a value that is no object where one was expected.
    fn wrong_kind(&mut self) -> Fault {
        let mut keep = self.keep();
        match self.value(&mut keep) {
            Ok(()) => Fault::new(keep.at, FaultKind::NotAnObject),
            Err(fault) => fault,
        }
    }

    /// An object: a record, or one around a list of records.
    fn object(&mut self) -> Result<Step, Fault> {
        let mut keep = self.keep();
        if let Some(length) = whole::record(self.buffer.get(self.next..).unwrap_or_default()) {
            self.take(length, &mut keep);
            return Self::whole(keep);
        }
        self.take(1, &mut keep);
        let mut first = true;
        loop {
            match self.peek_keeping(&mut keep)? {
                Some(b'}') => {
                    self.take(1, &mut keep);
                    return Self::whole(keep);
                }
                Some(b',') if !first => {
                    self.take(1, &mut keep);
                    if self.peek_keeping(&mut keep)? != Some(b'"') {
                        return Err(self.broken(keep));
                    }
                }
                Some(b'"') if first => {}
                _ => return Err(self.broken(keep)),
            }
            first = false;
            let before = keep.text.len();
            if let Err(fault) = self.string(&mut keep) {
                return Err(self.resume(Some(&mut keep), fault));
            }
            let lists = self.is_list(keep.text.get(before..));
            if self.peek_keeping(&mut keep)? != Some(b':') {
                return Err(self.broken(keep));
            }
            self.take(1, &mut keep);
            match self.peek_keeping(&mut keep)? {
                Some(b'[') if lists => {
                    self.advance(1);
                    self.frames.push(Frame::Wrapper);
                    self.frames.push(Frame::List { fresh: true, of_records: true });
                    return Ok(Step::Passed);
                }
                _ => self.value(&mut keep)?,
            }
        }
    }

    /// What follows the list in the object around it.
    fn rest_of_wrapper(&mut self) -> Result<Step, Fault> {
        let byte = self.peek_past_space()?;
        match byte {
            Some(b'}') => {
                self.advance(1);
                self.frames.pop();
                return Ok(Step::Passed);
            }
            Some(b',') => self.advance(1),
            Some(byte) => return Err(self.resume(None, self.unexpected(byte))),
            None => return Err(self.resume(None, Fault::new(self.at, FaultKind::Cut))),
        }
        let first = self.peek_past_space()?;
        let mut keep = self.keep();
        if first != Some(b'"') {
            return Err(self.broken(keep));
        }
        if let Err(fault) = self.string(&mut keep) {
            return Err(self.resume(Some(&mut keep), fault));
        }
        let lists = self.is_list(Some(keep.text.as_slice()));
        if self.peek_keeping(&mut keep)? != Some(b':') {
            return Err(self.broken(keep));
        }
        self.take(1, &mut keep);
        if self.peek_keeping(&mut keep)? == Some(b'[') && lists {
            self.advance(1);
            self.frames.push(Frame::List { fresh: true, of_records: true });
        } else {
            self.value(&mut keep)?;
        }
        Ok(Step::Passed)
    }

    /// Reads one value, checking its brackets and what stands between them; numbers, words and escapes are left to the parser.
    fn value(&mut self, keep: &mut Keep) -> Result<(), Fault> {
        if let Some(length) = whole::value(self.buffer.get(self.next..).unwrap_or_default()) {
            self.take(length, keep);
            return Ok(());
        }
        let mut depth: Vec<u8> = Vec::new();
        let mut expect = Expect::Value;
        loop {
            let Some(byte) = self.peek()? else {
                let fault = Fault::new(keep.at, FaultKind::Cut);
                return Err(self.resume(Some(keep), fault));
            };
            use Expect::{Colon, CommaOrEnd, Key, KeyOrEnd, Value, ValueOrEnd};
            match (expect, byte) {
                (_, b' ' | b'\t' | b'\r' | b'\n') => self.take(1, keep),
                (Value | ValueOrEnd, b'{' | b'[') if depth.len() < MAX_DEPTH => {
                    depth.push(byte);
                    expect = if byte == b'{' { KeyOrEnd } else { ValueOrEnd };
                    self.take(1, keep);
                }
                (Value | ValueOrEnd | Key | KeyOrEnd, b'"') => {
                    if let Err(fault) = self.string(keep) {
                        return Err(self.resume(Some(keep), fault));
                    }
                    expect = if matches!(expect, Key | KeyOrEnd) { Colon } else { CommaOrEnd };
                }
                (Value | ValueOrEnd, b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z') => {
                    self.word(keep)?;
                    expect = CommaOrEnd;
                }
                (Colon, b':') => {
                    expect = Value;
                    self.take(1, keep);
                }
                (CommaOrEnd, b',') if !depth.is_empty() => {
                    expect = if depth.last() == Some(&b'{') { Key } else { Value };
                    self.take(1, keep);
                }
                (KeyOrEnd | CommaOrEnd, b'}') if depth.last() == Some(&b'{') => {
                    depth.pop();
                    expect = CommaOrEnd;
                    self.take(1, keep);
                }
                (ValueOrEnd | CommaOrEnd, b']') if depth.last() == Some(&b'[') => {
                    depth.pop();
                    expect = CommaOrEnd;
                    self.take(1, keep);
                }
                (_, byte) => {
                    let fault = self.unexpected(byte);
                    return Err(self.resume(Some(keep), fault));
                }
            }
            if depth.is_empty() && expect == Expect::CommaOrEnd {
                return Ok(());
            }
        }
    }

    /// A string with its quotes.
    fn string(&mut self, keep: &mut Keep) -> Result<(), Fault> {
        self.take(1, keep);
        loop {
            self.fill()?;
            let ahead = self.buffer.get(self.next..).unwrap_or_default();
            if ahead.is_empty() {
                return Err(Fault::new(keep.at, FaultKind::Cut));
            }
            let Some(at) = memchr::memchr3(b'"', b'\\', b'\n', ahead) else {
                self.take(ahead.len(), keep);
                continue;
            };
            match ahead.get(at) {
                Some(b'"') => {
                    self.take(at + 1, keep);
                    return Ok(());
                }
                Some(b'\\') => {
                    self.take(at + 1, keep);
                    if self.peek()?.is_some_and(|b| b != b'\n') {
                        self.take(1, keep);
                    }
                }
                _ => {
                    self.take(at, keep);
                    return Err(self.unexpected(b'\n'));
                }
            }
        }
    }

    /// A number, `true`, `false`, `null`, or what is none of these.
    fn word(&mut self, keep: &mut Keep) -> Result<(), Fault> {
        loop {
            self.fill()?;
            let ahead = self.buffer.get(self.next..).unwrap_or_default();
            let part = |b: &u8| matches!(b, b'-' | b'+' | b'.' | b'_' | b'0'..=b'9' | b'a'..=b'z' | b'A'..=b'Z');
            let length = ahead.iter().position(|b| !part(b)).unwrap_or(ahead.len());
            let ends = length < ahead.len() || ahead.is_empty();
            self.take(length, keep);
            if ends {
                return Ok(());
            }
        }
    }

    fn whole(keep: Keep) -> Result<Step, Fault> {
        if keep.too_long {
            return Err(Fault::new(keep.at, FaultKind::TooLong(keep.limit)));
        }
        Ok(Step::Object(Text { at: keep.at, text: keep.text }))
    }

    /// The fault of what comes next.
    fn broken(&mut self, mut keep: Keep) -> Fault {
        let fault = match self.peek() {
            Err(fault) => fault,
            Ok(Some(byte)) => self.unexpected(byte),
            Ok(None) => Fault::new(keep.at, FaultKind::Cut),
        };
        self.resume(Some(&mut keep), fault)
    }

    fn unexpected(&self, byte: u8) -> Fault {
        let what = if byte == b'\n' { "the end of a line".to_owned() } else { format!("'{}'", byte.escape_ascii()) };
        Fault::new(self.at, FaultKind::Unexpected(what))
    }

    /// Goes to the next line that begins with a bracket, be it in the text that was just kept; gives the fault back.
    fn resume(&mut self, kept: Option<&mut Keep>, fault: Fault) -> Fault {
        self.frames.clear();
        self.resumed = true;
        if matches!(fault.kind, FaultKind::Read(_)) {
            return fault;
        }
        if let Some(keep) = kept {
            if keep.too_long {
                let fault = Fault::new(keep.at, FaultKind::TooLong(keep.limit));
                return self.resume(None, fault);
            }
            let kept = std::mem::take(&mut keep.text);
            let line = kept.windows(2).position(|w| matches!(w, [b'\n', b'{' | b'[']));
            if let Some(again) = line.and_then(|at| kept.get(at + 1..)) {
                let lines = memchr::memchr_iter(b'\n', again).count() as u64;
                self.at = Place { line: self.at.line - lines, column: 1, byte: self.at.byte - again.len() as u64 };
                self.buffer = [again, self.buffer.get(self.next..).unwrap_or_default()].concat();
                self.next = 0;
                return fault;
            }
        }
        while !(self.at.column == 1 && matches!(self.peek(), Ok(Some(b'{' | b'[')))) {
            if self.fill().is_err() {
                break;
            }
            let ahead = self.buffer.get(self.next..).unwrap_or_default();
            if ahead.is_empty() {
                break;
            }
            let length = memchr::memchr(b'\n', ahead).map_or(ahead.len(), |at| at + 1);
            self.advance(length);
        }
        fault
    }

    fn keep(&self) -> Keep {
        Keep { at: self.at, text: Vec::new(), limit: self.limit, too_long: false }
    }

    fn fill(&mut self) -> Result<(), Fault> {
        if self.next < self.buffer.len() {
            return Ok(());
        }
        self.buffer.resize(CHUNK, 0);
        self.next = 0;
        loop {
            match self.source.read(&mut self.buffer) {
                Ok(length) => {
                    self.buffer.truncate(length);
                    return Ok(());
                }
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.buffer.clear();
                    return Err(Fault::new(self.at, FaultKind::Read(error.to_string())));
                }
            }
        }
    }

    fn peek(&mut self) -> Result<Option<u8>, Fault> {
        self.fill()?;
        Ok(self.buffer.get(self.next).copied())
    }

    fn peek_past_space(&mut self) -> Result<Option<u8>, Fault> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek()? {
            self.advance(1);
        }
        self.peek()
    }

    fn peek_keeping(&mut self, keep: &mut Keep) -> Result<Option<u8>, Fault> {
        while let Some(b' ' | b'\t' | b'\r' | b'\n') = self.peek()? {
            self.take(1, keep);
        }
        self.peek()
    }

    fn take(&mut self, length: usize, keep: &mut Keep) {
        keep.add(self.buffer.get(self.next..self.next + length).unwrap_or_default());
        self.advance(length);
    }

    /// Moves behind bytes of the buffer, of which only the last may be the end of a line.
    fn advance(&mut self, length: usize) {
        self.next += length;
        self.at.byte += length as u64;
        if length > 0 && self.buffer.get(self.next - 1) == Some(&b'\n') {
            self.at.line += 1;
            self.at.column = 1;
        } else {
            self.at.column += length as u64;
        }
    }
}
