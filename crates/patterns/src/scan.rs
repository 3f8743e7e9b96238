//! Scans an event for the values of the fields that some pattern mentions, and skips the rest.

use memchr::memchr2;

use crate::json::unescape;
use crate::paths::{Paths, ROOT};

/// The text is not a JSON object.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a JSON object")]
pub struct NotJson;

/// Deepest nesting of lists, and of names that patterns mention.
const MAX_DEPTH: usize = 256;

/// No element of a list.
pub(crate) const NOWHERE: u32 = u32::MAX;

/// A value found.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Leaf {
    pub(crate) field: u32,
    pub(crate) text: Text,
    /// The innermost element of a list that it is in.
    pub(crate) element: u32,
}

/// Where the text of a value is.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Text {
    /// A string: this part of the event.
    String(usize, usize),
    /// A string with escapes: this part of [`Found::unescaped`].
    Unescaped(usize, usize),
    /// A number, boolean or null: this part of the event.
    Plain(usize, usize),
}

/// An object in a list.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Element {
    /// The element that its list is in.
    pub(crate) parent: u32,
    /// The path of its list.
    pub(crate) path: u32,
    /// The leaves in it.
    pub(crate) leaves: (u32, u32),
}

/// What a scan found, in the order of the event.
#[derive(Debug, Default)]
pub(crate) struct Found {
    pub(crate) leaves: Vec<Leaf>,
    pub(crate) elements: Vec<Element>,
    pub(crate) unescaped: Vec<u8>,
    name: Vec<u8>,
}

impl Found {
    pub(crate) fn clear(&mut self) {
        self.leaves.clear();
        self.elements.clear();
        self.unescaped.clear();
    }

    /// The text of a leaf, and whether it is a string's.
    pub(crate) fn text<'e>(&'e self, event: &'e [u8], leaf: &Leaf) -> (&'e [u8], bool) {
        match leaf.text {
            Text::String(from, to) => (event.get(from..to).unwrap_or_default(), true),
            Text::Unescaped(from, to) => (self.unescaped.get(from..to).unwrap_or_default(), true),
            Text::Plain(from, to) => (event.get(from..to).unwrap_or_default(), false),
        }
    }
}

/// Scans an event.
pub(crate) fn scan(paths: &Paths, event: &[u8], found: &mut Found) -> Result<(), NotJson> {
    found.clear();
    let mut scanner = Scanner { paths, event, at: 0, found };
    scanner.space();
    if scanner.peek() != Some(b'{') {
        return Err(NotJson);
    }
    scanner.object(ROOT, NOWHERE, 0)?;
    scanner.space();
    if scanner.peek().is_some() { Err(NotJson) } else { Ok(()) }
}

struct Scanner<'s> {
    paths: &'s Paths,
    event: &'s [u8],
    at: usize,
    found: &'s mut Found,
}

impl Scanner<'_> {
    fn peek(&self) -> Option<u8> {
        self.event.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn expect(&mut self, byte: u8) -> Result<(), NotJson> {
        self.space();
        if self.peek() != Some(byte) {
            return Err(NotJson);
        }
        self.at += 1;
        Ok(())
    }

    /// Reads a string: the part between its quotes, and whether it has escapes.
    fn string(&mut self) -> Result<(usize, usize, bool), NotJson> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.event.get(self.at..).ok_or(NotJson)?;
            self.at += memchr2(b'"', b'\\', rest).ok_or(NotJson)?;
            if self.peek() == Some(b'"') {
                let end = self.at;
                self.at += 1;
                return Ok((start, end, escaped));
            }
            escaped = true;
            self.at += 2;
        }
    }

    /// Everything but strings, objects and lists.
    fn plain(&mut self) -> Result<(usize, usize), NotJson> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'0'..=b'9' | b'a'..=b'z' | b'E')) {
            self.at += 1;
        }
        if self.at == start { Err(NotJson) } else { Ok((start, self.at)) }
    }

    fn skip(&mut self) -> Result<(), NotJson> {
        let mut open = 0_usize;
        loop {
            self.space();
            match self.peek().ok_or(NotJson)? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    open += 1;
                    self.at += 1;
                    continue;
                }
                b'}' | b']' if open > 0 => {
                    open -= 1;
                    self.at += 1;
                }
                b',' | b':' if open > 0 => {
                    self.at += 1;
                    continue;
                }
                _ => {
                    self.plain()?;
                }
            }
            if open == 0 {
                return Ok(());
            }
        }
    }

    fn object(&mut self, path: u32, element: u32, depth: usize) -> Result<(), NotJson> {
        self.at += 1;
        self.space();
        if self.peek() == Some(b'}') {
            self.at += 1;
            return Ok(());
        }
        loop {
            self.space();
            if self.peek() != Some(b'"') {
                return Err(NotJson);
            }
            let (from, to, escaped) = self.string()?;
            let child = self.child(path, from, to, escaped)?;
            self.expect(b':')?;
            self.space();
            match child {
                Some(child) => self.value(child, element, depth + 1)?,
                None => self.skip()?,
            }
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b'}') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(NotJson),
            }
        }
    }

    /// Where a member leads; a dot in its name is the same as nesting.
    fn child(&mut self, path: u32, from: usize, to: usize, escaped: bool) -> Result<Option<u32>, NotJson> {
        let mut name = self.event.get(from..to).ok_or(NotJson)?;
        if escaped {
            let mut buffer = std::mem::take(&mut self.found.name);
            buffer.clear();
            unescape_into(name, &mut buffer)?;
            self.found.name = buffer;
            name = &self.found.name;
        }
        if let Some(child) = self.paths.child(path, name) {
            return Ok(Some(child));
        }
        let mut at = path;
        for part in name.split(|&byte| byte == b'.') {
            match self.paths.child(at, part) {
                Some(child) => at = child,
                None => return Ok(None),
            }
        }
        Ok(Some(at))
    }

    fn value(&mut self, path: u32, element: u32, depth: usize) -> Result<(), NotJson> {
        if depth > MAX_DEPTH {
            return Err(NotJson);
        }
        match self.peek().ok_or(NotJson)? {
            b'{' if self.paths.has_children(path) => self.object(path, element, depth),
            b'{' => self.skip(),
            b'[' => self.list(path, element, depth),
            b'"' => {
                let (from, to, escaped) = self.string()?;
                let Some(field) = self.paths.field(path) else { return Ok(()) };
                let mut text = Text::String(from, to);
                if escaped {
                    let start = self.found.unescaped.len();
                    unescape_into(self.event.get(from..to).ok_or(NotJson)?, &mut self.found.unescaped)?;
                    text = Text::Unescaped(start, self.found.unescaped.len());
                }
                self.found.leaves.push(Leaf { field, text, element });
                Ok(())
            }
            _ => {
                let (from, to) = self.plain()?;
                if let Some(field) = self.paths.field(path) {
                    self.found.leaves.push(Leaf { field, text: Text::Plain(from, to), element });
                }
                Ok(())
            }
        }
    }

    fn list(&mut self, path: u32, element: u32, depth: usize) -> Result<(), NotJson> {
        self.at += 1;
        self.space();
        if self.peek() == Some(b']') {
            self.at += 1;
            return Ok(());
        }
        let number = |count: usize| u32::try_from(count).map_err(|_| NotJson);
        loop {
            self.space();
            if matches!(self.peek(), Some(b'{' | b'[')) && self.paths.has_children(path) {
                let inner = number(self.found.elements.len())?;
                let first = number(self.found.leaves.len())?;
                self.found.elements.push(Element { parent: element, path, leaves: (first, first) });
                self.value(path, inner, depth + 1)?;
                let end = number(self.found.leaves.len())?;
                if let Some(element) = self.found.elements.get_mut(inner as usize) {
                    element.leaves.1 = end;
                }
            } else {
                self.value(path, element, depth + 1)?;
            }
            self.space();
            match self.peek() {
                Some(b',') => self.at += 1,
                Some(b']') => {
                    self.at += 1;
                    return Ok(());
                }
                _ => return Err(NotJson),
            }
        }
    }
}

fn unescape_into(mut text: &[u8], to: &mut Vec<u8>) -> Result<(), NotJson> {
    while let Some(plain) = memchr::memchr(b'\\', text) {
        to.extend_from_slice(text.get(..plain).unwrap_or_default());
        let rest = text.get(plain..).unwrap_or_default();
        let length = match unescape(rest) {
            Some((found, length)) => {
                to.extend_from_slice(found.encode_utf8(&mut [0; 4]).as_bytes());
                length
            }
            // Half of a surrogate pair by itself, which JSON allows and UTF-8 does not.
            None if rest.get(1) == Some(&b'u') && rest.len() >= 6 => {
                to.extend_from_slice("\u{fffd}".as_bytes());
                6
            }
            None => return Err(NotJson),
        };
        text = rest.get(length..).unwrap_or_default();
    }
    to.extend_from_slice(text);
    Ok(())
}
