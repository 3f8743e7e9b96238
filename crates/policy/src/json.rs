//! A JSON reader that keeps line and column, refuses duplicate keys and bounds its depth.
//!
//! A policy's statements are reported by position (`SimulatePrincipalPolicy`), and a document with two `Action` keys must be
//! refused rather than silently lose one: neither can be had from a reader that builds maps.

use std::collections::HashSet;

use crate::error::{PolicyError, PolicyErrorKind, Position};

/// A value with its place in the text.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) value: Value,
    /// Just after the first character of the value: where AWS puts the start of a statement.
    pub(crate) start: Position,
    /// Just after the last character of the value.
    pub(crate) end: Position,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Null,
    Bool(bool),
    /// As written.
    Number(String),
    String(String),
    Array(Vec<Node>),
    Object(Vec<Member>),
}

#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) key: String,
    pub(crate) at: Position,
    pub(crate) node: Node,
}

struct Reader<'t> {
    bytes: &'t [u8],
    text: &'t str,
    at: usize,
    line: u32,
    column: u32,
    max_depth: usize,
}

/// Reads one JSON document.
pub(crate) fn read(text: &str, max_depth: usize) -> Result<Node, PolicyError> {
    let mut reader = Reader { bytes: text.as_bytes(), text, at: 0, line: 1, column: 1, max_depth };
    reader.space();
    let node = reader.value(0)?;
    reader.space();
    if reader.peek().is_some() {
        return Err(reader.fault("unexpected text after the document"));
    }
    Ok(node)
}

impl<'t> Reader<'t> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn bump(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        if byte == b'\n' {
            self.line += 1;
            self.column = 1;
        } else if byte & 0xC0 != 0x80 {
            // Continuation bytes belong to the character counted before.
            self.column += 1;
        }
        Some(byte)
    }

    fn position(&self) -> Position {
        Position { line: self.line, column: self.column }
    }

    fn fault(&self, detail: &str) -> PolicyError {
        PolicyError::new(PolicyErrorKind::InvalidJson, "").detail(detail).at(self.position())
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\r' | b'\n')) {
            self.bump();
        }
    }

    fn expect(&mut self, byte: u8, detail: &str) -> Result<(), PolicyError> {
        if self.peek() == Some(byte) {
            self.bump();
            Ok(())
        } else {
            Err(self.fault(detail))
        }
    }

    fn value(&mut self, depth: usize) -> Result<Node, PolicyError> {
        if depth >= self.max_depth {
            return Err(PolicyError::new(PolicyErrorKind::Syntax, "").detail("nested too deeply").at(self.position()));
        }
        let first = self.position();
        let start = Position { line: first.line, column: first.column + 1 };
        let value = match self.peek() {
            Some(b'{') => self.object(depth)?,
            Some(b'[') => self.array(depth)?,
            Some(b'"') => Value::String(self.string()?),
            Some(b'-' | b'0'..=b'9') => Value::Number(self.number()?),
            Some(b't') => self.word("true", Value::Bool(true))?,
            Some(b'f') => self.word("false", Value::Bool(false))?,
            Some(b'n') => self.word("null", Value::Null)?,
            Some(_) => return Err(self.fault("expected a value")),
            None => return Err(self.fault("the document ends too early")),
        };
        Ok(Node { value, start, end: self.position() })
    }

    fn word(&mut self, word: &str, value: Value) -> Result<Value, PolicyError> {
        for byte in word.bytes() {
            self.expect(byte, "expected a value")?;
        }
        Ok(value)
    }

    fn array(&mut self, depth: usize) -> Result<Value, PolicyError> {
        self.bump();
        let mut items = Vec::new();
        self.space();
        if self.peek() == Some(b']') {
            self.bump();
            return Ok(Value::Array(items));
        }
        loop {
            self.space();
            items.push(self.value(depth + 1)?);
            self.space();
            match self.peek() {
                Some(b',') => self.bump(),
                Some(b']') => {
                    self.bump();
                    return Ok(Value::Array(items));
                }
                _ => return Err(self.fault("expected \",\" or \"]\"")),
            };
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value, PolicyError> {
        self.bump();
        let mut members: Vec<Member> = Vec::new();
        self.space();
        if self.peek() == Some(b'}') {
            self.bump();
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            let at = self.position();
            if self.peek() != Some(b'"') {
                return Err(self.fault("expected a key in quotes"));
            }
            let key = self.string()?;
            self.space();
            self.expect(b':', "expected \":\"")?;
            self.space();
            let node = self.value(depth + 1)?;
            members.push(Member { key, at, node });
            self.space();
            match self.peek() {
                Some(b',') => self.bump(),
                Some(b'}') => {
                    self.bump();
                    break;
                }
                _ => return Err(self.fault("expected \",\" or \"}\"")),
            };
        }
        let mut seen = HashSet::with_capacity(members.len());
        for member in &members {
            if !seen.insert(member.key.as_str()) {
                return Err(PolicyError::new(PolicyErrorKind::Syntax, "")
                    .detail(format!("duplicate key \"{}\"", member.key))
                    .at(member.at));
            }
        }
        drop(seen);
        Ok(Value::Object(members))
    }

    fn number(&mut self) -> Result<String, PolicyError> {
        let from = self.at;
        if self.peek() == Some(b'-') {
            self.bump();
        }
        match self.peek() {
            Some(b'0') => {
                self.bump();
            }
            Some(b'1'..=b'9') => self.digits(),
            _ => return Err(self.fault("expected a digit")),
        }
        if self.peek() == Some(b'.') {
            self.bump();
            self.some_digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.bump();
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.bump();
            }
            self.some_digits()?;
        }
        Ok(self.text.get(from..self.at).unwrap_or_default().to_owned())
    }

    fn digits(&mut self) {
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.bump();
        }
    }

    fn some_digits(&mut self) -> Result<(), PolicyError> {
        if !matches!(self.peek(), Some(b'0'..=b'9')) {
            return Err(self.fault("expected a digit"));
        }
        self.digits();
        Ok(())
    }

    fn string(&mut self) -> Result<String, PolicyError> {
        self.bump();
        let mut out = String::new();
        let mut run = self.at;
        loop {
            match self.peek() {
                None => return Err(self.fault("a string is not closed")),
                Some(b'"') => {
                    out.push_str(self.text.get(run..self.at).unwrap_or_default());
                    self.bump();
                    return Ok(out);
                }
                Some(b'\\') => {
                    out.push_str(self.text.get(run..self.at).unwrap_or_default());
                    self.bump();
                    let c = self.escape()?;
                    out.push(c);
                    run = self.at;
                }
                Some(0..=0x1F) => return Err(self.fault("a control character in a string")),
                Some(_) => {
                    self.bump();
                }
            }
        }
    }

    fn escape(&mut self) -> Result<char, PolicyError> {
        let c = match self.bump() {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                let high = self.hex4()?;
                let code = if (0xD800..0xDC00).contains(&high) {
                    self.expect(b'\\', "half of a surrogate pair")?;
                    self.expect(b'u', "half of a surrogate pair")?;
                    let low = self.hex4()?;
                    if !(0xDC00..0xE000).contains(&low) {
                        return Err(self.fault("half of a surrogate pair"));
                    }
                    0x10000 + ((high - 0xD800) << 10) + (low - 0xDC00)
                } else {
                    high
                };
                char::from_u32(code).ok_or_else(|| self.fault("half of a surrogate pair"))?
            }
            _ => return Err(self.fault("an unknown escape")),
        };
        Ok(c)
    }

    fn hex4(&mut self) -> Result<u32, PolicyError> {
        let mut code = 0;
        for _ in 0..4 {
            let digit =
                self.peek().and_then(|b| char::from(b).to_digit(16)).ok_or_else(|| self.fault("expected four hex digits"))?;
            self.bump();
            code = code * 16 + digit;
        }
        Ok(code)
    }
}
