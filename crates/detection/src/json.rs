//! JSON as a flat list of nodes over the text it was read from: one pass, nothing copied, and the list is used again for the next record.

use std::borrow::Cow;

/// Deepest nesting that is read.
pub const MAX_DEPTH: usize = 128;

/// What a node is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Null,
    True,
    False,
    Number,
    /// Without escapes: the text is the string.
    Plain,
    Escaped,
    Array,
    Object,
}

#[derive(Debug, Clone, Copy)]
struct Node {
    kind: Kind,
    /// Of strings: what is between the quotes.
    start: u32,
    end: u32,
    /// Node that follows this one and all that is in it.
    next: u32,
}

/// Why a text is no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not JSON at byte {at}")]
pub struct NotJson {
    /// Where.
    pub at: usize,
}

/// The nodes of one text. Kept to be filled again.
#[derive(Debug, Default)]
pub struct Tape {
    nodes: Vec<Node>,
    open: Vec<u32>,
}

/// A value of a text.
#[derive(Debug, Clone, Copy)]
pub struct Value<'a> {
    text: &'a str,
    nodes: &'a [Node],
    at: u32,
}

impl Tape {
    /// Reads a text, forgetting what was read before.
    ///
    /// # Errors
    /// Where the text is no JSON, is nested deeper than [`MAX_DEPTH`], or is 4 GiB or longer.
    pub fn read<'a>(&'a mut self, text: &'a str) -> Result<Value<'a>, NotJson> {
        self.nodes.clear();
        self.open.clear();
        if u32::try_from(text.len()).is_err() {
            return Err(NotJson { at: 0 });
        }
        let mut reader = Reader { bytes: text.as_bytes(), at: 0 };
        self.fill(&mut reader).ok_or(NotJson { at: reader.at })?;
        Ok(Value { text, nodes: &self.nodes, at: 0 })
    }

    fn push(&mut self, kind: Kind, start: usize, end: usize) -> Option<()> {
        let next = u32::try_from(self.nodes.len()).ok()? + 1;
        self.nodes.push(Node { kind, start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()?, next });
        Some(())
    }

    fn fill(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        loop {
            // A value is expected.
            match reader.skip_space()? {
                b'"' => {
                    let (kind, start, end) = reader.string()?;
                    self.push(kind, start, end)?;
                }
                open @ (b'{' | b'[') => {
                    if self.open.len() >= MAX_DEPTH {
                        return None;
                    }
                    let start = reader.at;
                    reader.at += 1;
                    self.open.push(u32::try_from(self.nodes.len()).ok()?);
                    let (kind, close) = if open == b'{' { (Kind::Object, b'}') } else { (Kind::Array, b']') };
                    self.push(kind, start, start)?;
                    if reader.skip_space()? != close {
                        if kind == Kind::Object {
                            self.key(reader)?;
                        }
                        continue;
                    }
                }
                b't' => {
                    let start = reader.word(b"true")?;
                    self.push(Kind::True, start, reader.at)?;
                }
                b'f' => {
                    let start = reader.word(b"false")?;
                    self.push(Kind::False, start, reader.at)?;
                }
                b'n' => {
                    let start = reader.word(b"null")?;
                    self.push(Kind::Null, start, reader.at)?;
                }
                b'-' | b'0'..=b'9' => {
                    let start = reader.number()?;
                    self.push(Kind::Number, start, reader.at)?;
                }
                _ => return None,
            }
            // A value has ended: so may those around it.
            loop {
                let Some(&open) = self.open.last() else { return reader.skip_space().is_none().then_some(()) };
                let after = u32::try_from(self.nodes.len()).ok()?;
                let node = self.nodes.get_mut(open as usize)?;
                match (node.kind, reader.skip_space()?) {
                    (_, b',') if after > open + 1 => {
                        reader.at += 1;
                        if node.kind == Kind::Object {
                            self.key(reader)?;
                        }
                        break;
                    }
                    (Kind::Object, b'}') | (Kind::Array, b']') => {
                        reader.at += 1;
                        node.next = after;
                        node.end = u32::try_from(reader.at).ok()?;
                        self.open.pop();
                    }
                    _ => return None,
                }
            }
        }
    }

    fn key(&mut self, reader: &mut Reader<'_>) -> Option<()> {
        if reader.skip_space()? != b'"' {
            return None;
        }
        let (kind, start, end) = reader.string()?;
        self.push(kind, start, end)?;
        if reader.skip_space()? != b':' {
            return None;
        }
        reader.at += 1;
        Some(())
    }
}

/// A text with its nodes, to be handed on.
#[derive(Debug)]
pub struct Document {
    text: String,
    tape: Tape,
}

impl Document {
    /// Reads a text.
    ///
    /// # Errors
    /// As of [`Tape::read`].
    pub fn read(text: String) -> Result<Self, NotJson> {
        let mut tape = Tape { nodes: Vec::with_capacity(text.len() / 12), open: Vec::new() };
        tape.read(&text)?;
        Ok(Self { text, tape })
    }

    /// The text.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The value that it is.
    pub fn root(&self) -> Value<'_> {
        Value { text: &self.text, nodes: &self.tape.nodes, at: 0 }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// The next byte that is no space; stays there.
    fn skip_space(&mut self) -> Option<u8> {
        loop {
            match self.peek()? {
                b' ' | b'\t' | b'\r' | b'\n' => self.at += 1,
                byte => return Some(byte),
            }
        }
    }

    fn word(&mut self, word: &[u8]) -> Option<usize> {
        let start = self.at;
        self.bytes.get(start..)?.starts_with(word).then(|| {
            self.at += word.len();
            start
        })
    }

    fn number(&mut self) -> Option<usize> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        self.bytes.get(start..self.at)?.iter().any(u8::is_ascii_digit).then_some(start)
    }

    fn string(&mut self) -> Option<(Kind, usize, usize)> {
        self.at += 1;
        let start = self.at;
        let mut kind = Kind::Plain;
        loop {
            let rest = self.bytes.get(self.at..)?;
            // Most strings are short: a loop over them is over before a wide search has begun.
            let near = rest.iter().take(16).position(|b| matches!(b, b'"' | b'\\'));
            let found = match near {
                Some(found) => found,
                None => 16.min(rest.len()) + memchr::memchr2(b'"', b'\\', rest.get(16..)?)?,
            };
            self.at += found;
            if self.peek()? == b'"' {
                let end = self.at;
                self.at += 1;
                return Some((kind, start, end));
            }
            kind = Kind::Escaped;
            // The escaped byte; whether the escape means something is seen when the string is asked for.
            self.at += 2;
        }
    }
}

impl<'a> Value<'a> {
    /// A value that is not there: `null`.
    pub const NULL: Value<'static> =
        Value { text: "null", nodes: &[Node { kind: Kind::Null, start: 0, end: 4, next: 1 }], at: 0 };

    fn node(&self) -> Node {
        self.nodes.get(self.at as usize).copied().unwrap_or(Node { kind: Kind::Null, start: 0, end: 0, next: 1 })
    }

    fn with(&self, at: u32) -> Value<'a> {
        Value { at, ..*self }
    }

    fn slice(&self, node: Node) -> &'a str {
        self.text.get(node.start as usize..node.end as usize).unwrap_or_default()
    }

    /// The text of the value as it stands in the record; of strings without quotes and still escaped.
    pub fn raw(&self) -> &'a str {
        self.slice(self.node())
    }

    /// Whether it is `null`, or not there.
    pub fn is_null(&self) -> bool {
        self.node().kind == Kind::Null
    }

    /// Whether it is an object.
    pub fn is_object(&self) -> bool {
        self.node().kind == Kind::Object
    }

    /// Whether it is a list.
    pub fn is_array(&self) -> bool {
        self.node().kind == Kind::Array
    }

    /// Whether it is a string.
    pub fn is_string(&self) -> bool {
        matches!(self.node().kind, Kind::Plain | Kind::Escaped)
    }

    /// The string that it is.
    pub fn str(&self) -> Option<Cow<'a, str>> {
        let node = self.node();
        match node.kind {
            Kind::Plain => Some(Cow::Borrowed(self.slice(node))),
            Kind::Escaped => Some(unescape(self.slice(node))),
            _ => None,
        }
    }

    /// A string, number or truth value as text; empty for all else.
    pub fn text(&self) -> Cow<'a, str> {
        match self.node().kind {
            Kind::Number | Kind::True | Kind::False => Cow::Borrowed(self.raw()),
            _ => self.str().unwrap_or_default(),
        }
    }

    /// The truth value that it is, also when written as a string.
    pub fn bool(&self) -> Option<bool> {
        match self.node().kind {
            Kind::True => Some(true),
            Kind::False => Some(false),
            Kind::Plain if self.raw().eq_ignore_ascii_case("true") => Some(true),
            Kind::Plain if self.raw().eq_ignore_ascii_case("false") => Some(false),
            _ => None,
        }
    }

    /// The number that it is, also when written as a string.
    pub fn number(&self) -> Option<f64> {
        match self.node().kind {
            Kind::Number | Kind::Plain => self.raw().parse().ok(),
            _ => None,
        }
    }

    /// The member of that name, [`Value::NULL`] when there is none. Some services write the first letter of a name small and some large, and so do those
    /// who record calls like theirs: where there is no member of exactly that name, one counts whose first letter is of the other size.
    pub fn get(&self, name: &str) -> Value<'a> {
        let node = self.node();
        if node.kind != Kind::Object {
            return Self::NULL;
        }
        let mut alike = None;
        let mut at = self.at + 1;
        while at < node.next {
            let Some(key) = self.nodes.get(at as usize).copied() else { break };
            let text = self.slice(key);
            if text == name || (key.kind == Kind::Escaped && unescape(text) == name) {
                return self.with(at + 1);
            }
            if alike.is_none() && alike_but_first(text, name) {
                alike = Some(at + 1);
            }
            at = self.nodes.get(at as usize + 1).map_or(node.next, |n| n.next);
        }
        alike.map_or(Self::NULL, |at| self.with(at))
    }

    /// Members of members: `a.b.c`. A member whose own name has dots is found too.
    pub fn path(&self, path: &str) -> Value<'a> {
        match path.split_once('.') {
            None => self.get(path),
            Some((head, rest)) => {
                let inner = self.get(head);
                if inner.is_null() { self.get(path) } else { inner.path(rest) }
            }
        }
    }

    /// Elements of a list; nothing for other values.
    pub fn items(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let node = self.node();
        let (this, end) = (*self, if node.kind == Kind::Array { node.next } else { 0 });
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let item = this.with(at);
                at = item.node().next;
                item
            })
        })
    }

    /// Elements of a list, or the value itself as the only one; nothing for `null`.
    pub fn each(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        let alone = (!self.is_array() && !self.is_null()).then_some(*self);
        self.items().chain(alone)
    }

    /// Members of an object; nothing for other values.
    pub fn members(&self) -> impl Iterator<Item = (Cow<'a, str>, Value<'a>)> + use<'a> {
        let node = self.node();
        let (this, end) = (*self, if node.kind == Kind::Object { node.next } else { 0 });
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            (at < end).then(|| {
                let (key, value) = (this.with(at), this.with(at + 1));
                at = value.node().next.max(at + 1);
                (key.text(), value)
            })
        })
    }

    /// All strings, numbers and truth values inside, at any depth, names of members left out.
    pub fn leaves(&self) -> impl Iterator<Item = Value<'a>> + use<'a> {
        // Keys are told from values by where they stand: each container is walked by its own rule.
        let mut stack = vec![*self];
        std::iter::from_fn(move || {
            loop {
                let value = stack.pop()?;
                match value.node().kind {
                    Kind::Array => {
                        let from = stack.len();
                        stack.extend(value.items());
                        stack.get_mut(from..)?.reverse();
                    }
                    Kind::Object => {
                        let from = stack.len();
                        stack.extend(value.members().map(|(_, v)| v));
                        stack.get_mut(from..)?.reverse();
                    }
                    Kind::Null => {}
                    _ => return Some(value),
                }
            }
        })
    }
}

/// A JSON string's meaning. What is no escape stays as it is; halves of surrogate pairs become U+FFFD.
fn unescape(raw: &str) -> Cow<'_, str> {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((before, after)) = rest.split_once('\\') {
        out.push_str(before);
        let mut chars = after.chars();
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('r') => out.push('\r'),
            Some('b') => out.push('\u{8}'),
            Some('f') => out.push('\u{c}'),
            Some('u') => {
                let (code, used) = unicode(after);
                out.push(code);
                rest = after.get(used..).unwrap_or_default();
                continue;
            }
            Some(other) => out.push(other),
            None => {}
        }
        rest = chars.as_str();
    }
    out.push_str(rest);
    Cow::Owned(out)
}

/// The character of `uXXXX` or `uXXXX\uXXXX`, and how many bytes it takes.
fn unicode(text: &str) -> (char, usize) {
    let hex = |from: usize| text.get(from..from + 4).and_then(|h| u32::from_str_radix(h, 16).ok());
    let Some(high) = hex(1) else { return ('\u{fffd}', 1) };
    if (0xd800..0xdc00).contains(&high)
        && text.get(5..7) == Some("\\u")
        && let Some(low @ 0xdc00..0xe000) = hex(7)
    {
        let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
        return (char::from_u32(code).unwrap_or('\u{fffd}'), 11);
    }
    (char::from_u32(high).unwrap_or('\u{fffd}'), 5)
}

/// Whether two names differ in nothing but the size of their first letter.
fn alike_but_first(one: &str, other: &str) -> bool {
    match (one.as_bytes(), other.as_bytes()) {
        ([a, one @ ..], [b, other @ ..]) => one.len() == other.len() && a.eq_ignore_ascii_case(b) && one == other,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_are_found_where_they_are() {
        let mut tape = Tape::default();
        let text =
            r#" {"a": {"b.c": 1, "d": [1, "x\n\u00e9\ud83d\ude00", {"e": null}], "": true}, "f": {}, "g": [], "h\u0041": "-"} "#;
        let root = tape.read(text).unwrap();
        assert_eq!(root.path("a.b.c").number(), Some(1.0));
        let items: Vec<_> = root.path("a.d").items().collect();
        assert_eq!(items.len(), 3);
        assert_eq!(items[1].str().unwrap(), "x\né😀");
        assert!(items[2].get("e").is_null() && root.get("none").is_null());
        assert_eq!(root.get("hA").str().unwrap(), "-");
        assert_eq!(root.members().count(), 4);
        assert_eq!(root.leaves().map(|v| v.text().into_owned()).collect::<Vec<_>>(), ["1", "1", "x\né😀", "true", "-"]);
    }

    #[test]
    fn what_is_no_json_is_told() {
        let mut tape = Tape::default();
        for text in [
            "",
            "{",
            "{\"a\"}",
            "{\"a\":}",
            "[1,]",
            "[,1]",
            "{\"a\":1,}",
            "nul",
            "\"a",
            "\"\\",
            "[1 2]",
            "1 2",
            "{1:2}",
            "[1}",
            "-",
        ] {
            assert!(tape.read(text).is_err(), "{text}");
        }
        assert!(tape.read(&("[".repeat(MAX_DEPTH) + &"]".repeat(MAX_DEPTH))).is_ok());
        assert!(tape.read(&("[".repeat(MAX_DEPTH + 1) + &"]".repeat(MAX_DEPTH + 1))).is_err());
    }

    proptest! {
        #[test]
        fn agrees_with_another_parser(text in r#"[\[\]{}":, a1ntrue\\]{0,24}"#) {
            let mut tape = Tape::default();
            let ours = tape.read(&text).is_ok();
            // Ours leaves numbers and escapes to those who ask for them: what it refuses, others refuse.
            if serde_json::from_str::<serde_json::Value>(&text).is_ok() {
                prop_assert!(ours, "{text}");
            }
        }
    }
}
