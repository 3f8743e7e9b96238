//! Reading a pattern's text piece by piece.

use crate::error::ParseError;
use crate::regexes::Expression;

/// A place in a pattern.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Lexer<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Lexer<'t> {
    pub fn new(text: &'t str, at: usize) -> Self {
        Self { text, at }
    }

    /// Bytes before this place.
    pub fn position(&self) -> usize {
        self.at
    }

    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    pub fn skip_space(&mut self) {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
    }

    pub fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    pub fn next(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at += next.len_utf8();
        Some(next)
    }

    /// Takes a text if it comes next.
    pub fn eat(&mut self, text: &str) -> bool {
        let there = self.rest().starts_with(text);
        if there {
            self.at += text.len();
        }
        there
    }

    /// Takes a word of letters if it comes next, in any case, and no letter follows.
    pub fn eat_word(&mut self, word: &str) -> bool {
        let there = self.rest().get(..word.len()).is_some_and(|next| next.eq_ignore_ascii_case(word))
            && !self.rest().get(word.len()..).is_some_and(|rest| rest.starts_with(|c: char| c.is_alphanumeric() || c == '_'));
        if there {
            self.at += word.len();
        }
        there
    }

    /// Takes characters as long as they are wanted.
    pub fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let end = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at += end;
        rest.get(..end).unwrap_or_default()
    }

    /// What stands between two places.
    pub fn between(&self, from: usize, to: usize) -> &'t str {
        self.text.get(from..to).unwrap_or_default()
    }

    pub fn error(&self, reason: impl Into<String>) -> ParseError {
        ParseError::new(self.at, reason)
    }

    /// Takes a quoted text, whose first quotation mark comes next. A backslash makes quotation marks and backslashes part of it; before anything else
    /// it is one itself.
    pub fn quoted(&mut self) -> Result<String, ParseError> {
        let begin = self.at;
        self.next();
        let mut text = String::new();
        loop {
            match self.next() {
                None => return Err(ParseError::new(begin, "a quotation mark is not closed")),
                Some('"') => return Ok(text),
                Some('\\') => match self.peek() {
                    Some(escaped @ ('"' | '\\')) => {
                        self.next();
                        text.push(escaped);
                    }
                    _ => text.push('\\'),
                },
                Some(other) => text.push(other),
            }
        }
    }

    /// Takes a regular expression, whose first `%` comes next.
    pub fn regex(&mut self) -> Result<Expression, ParseError> {
        let begin = self.at;
        self.next();
        let source = self.take_while(|c| c != '%');
        let end = self.at;
        if !self.eat("%") {
            return Err(ParseError::new(begin, "the percent sign of a regular expression is not closed"));
        }
        Expression::parse(source, end - source.len())
    }
}
