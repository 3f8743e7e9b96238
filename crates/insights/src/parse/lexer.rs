//! Texts to tokens, on demand: whether `/` divides or begins a regular expression is known to the parser alone.

use crate::QueryError;
use crate::ast::{Period, Span};

#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Token {
    pub kind: TokenKind,
    pub span: Span,
}

#[derive(Debug, Clone, PartialEq)]
pub(crate) enum TokenKind {
    /// A name by its segments, and whether a part was in backticks: what is quoted is never a keyword.
    Name {
        segments: Vec<String>,
        quoted: bool,
    },
    Text(String),
    Number(f64),
    Period(Period),
    /// An operator or a mark of punctuation.
    Mark(&'static str),
    End,
}

impl TokenKind {
    /// The word, if this is one that could be a keyword.
    pub fn word(&self) -> Option<&str> {
        match self {
            Self::Name { segments, quoted: false } => match segments.as_slice() {
                [only] => Some(only),
                _ => None,
            },
            _ => None,
        }
    }

    pub fn is_word(&self, word: &str) -> bool {
        self.word().is_some_and(|it| it.eq_ignore_ascii_case(word))
    }
}

const MARKS: [&str; 24] = [
    "=~", "!=", "<=", ">=", "==", "&&", "||", "|", "=", "<", ">", "(", ")", "[", "]", ",", "+", "-", "*", "/", "%", "^", "!", ":",
];

#[derive(Clone)]
pub(crate) struct Lexer<'t> {
    pub text: &'t str,
    pub at: usize,
}

impl<'t> Lexer<'t> {
    fn rest(&self) -> &'t str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn peek(&self) -> Option<char> {
        self.rest().chars().next()
    }

    fn bump(&mut self) -> Option<char> {
        let next = self.peek()?;
        self.at = self.at.saturating_add(next.len_utf8());
        Some(next)
    }

    fn take_while(&mut self, wanted: impl Fn(char) -> bool) -> &'t str {
        let rest = self.rest();
        let length = rest.find(|c| !wanted(c)).unwrap_or(rest.len());
        self.at = self.at.saturating_add(length);
        rest.get(..length).unwrap_or_default()
    }

    /// Passes white space and comments.
    pub fn skip(&mut self) {
        loop {
            self.take_while(char::is_whitespace);
            if self.peek() != Some('#') {
                return;
            }
            self.take_while(|c| c != '\n');
        }
    }

    pub fn error(&self, span: Span, message: impl Into<String>) -> QueryError {
        QueryError::new(self.text, span, message)
    }

    pub fn token(&mut self) -> Result<Token, QueryError> {
        self.skip();
        let start = self.at;
        let kind = match self.peek() {
            None => TokenKind::End,
            Some('"' | '\'') => TokenKind::Text(self.quoted()?),
            Some('0'..='9') => self.number()?,
            Some(c) if is_name(c) || c == '`' => self.name()?,
            Some('.') => {
                self.bump();
                TokenKind::Mark(".")
            }
            Some(c) => match MARKS.iter().find(|mark| self.rest().starts_with(**mark)) {
                Some(mark) => {
                    self.at = self.at.saturating_add(mark.len());
                    TokenKind::Mark(mark)
                }
                None => {
                    let end = start.saturating_add(c.len_utf8());
                    return Err(self.error(start..end, format!("unexpected symbol {c}")));
                }
            },
        };
        Ok(Token { kind, span: start..self.at })
    }

    fn quoted(&mut self) -> Result<String, QueryError> {
        let start = self.at;
        let quote = self.bump();
        let mut value = String::new();
        loop {
            match self.bump() {
                None => return Err(self.error(start..self.at, "the string is not closed")),
                Some('\\') => match self.bump() {
                    None => return Err(self.error(start..self.at, "the string is not closed")),
                    Some('n') => value.push('\n'),
                    Some('t') => value.push('\t'),
                    Some('r') => value.push('\r'),
                    Some(c @ ('"' | '\'' | '\\')) => value.push(c),
                    Some(other) => {
                        value.push('\\');
                        value.push(other);
                    }
                },
                end if end == quote => return Ok(value),
                Some(other) => value.push(other),
            }
        }
    }

    fn number(&mut self) -> Result<TokenKind, QueryError> {
        let start = self.at;
        self.take_while(|c| c.is_ascii_digit());
        let mut after = self.rest().chars();
        if after.next() == Some('.') && after.next().is_some_and(|c| c.is_ascii_digit()) {
            self.bump();
            self.take_while(|c| c.is_ascii_digit());
        }
        let digits = self.text.get(start..self.at).unwrap_or_default();
        let value: f64 = digits.parse().unwrap_or(f64::INFINITY);
        let unit = self.take_while(|c| c.is_ascii_alphanumeric() || c == '_' || c == '@');
        if unit.is_empty() {
            return Ok(TokenKind::Number(value));
        }
        if let Some(exponent) = unit.strip_prefix(['e', 'E'])
            && exponent.parse::<i32>().is_ok()
        {
            let written = self.text.get(start..self.at).unwrap_or_default();
            return Ok(TokenKind::Number(written.parse().unwrap_or(f64::INFINITY)));
        }
        match period(value, unit) {
            Some(period) => Ok(TokenKind::Period(period)),
            None => Err(self.error(
                start..self.at,
                format!("{digits}{unit} is neither a number nor a period: periods end with ms, s, m, h, d, w, mo, q or y, and names that begin with a digit stand in backticks"),
            )),
        }
    }

    fn name(&mut self) -> Result<TokenKind, QueryError> {
        let mut segments = Vec::new();
        let mut quoted = false;
        loop {
            if self.peek() == Some('`') {
                let start = self.at;
                self.bump();
                let name = self.take_while(|c| c != '`');
                if self.bump().is_none() {
                    return Err(self.error(start..self.at, "the name is not closed with a backtick"));
                }
                quoted = true;
                // What a dot in backticks means is not known until the field is looked for: a name is compared without its quotes.
                segments.push(name.to_owned());
            } else {
                segments.push(self.take_while(is_name).to_owned());
            }
            if !matches!(&*segments, [only] if only.eq_ignore_ascii_case("in")) || quoted {
                while let Some(index) = self.index() {
                    segments.push(index);
                }
            }
            let mut after = self.rest().chars();
            if after.next() == Some('.') && after.next().is_some_and(|c| is_name(c) || c == '`') {
                self.bump();
            } else {
                return Ok(TokenKind::Name { segments, quoted });
            }
        }
    }

    /// `[3]`, right after what has the elements.
    pub fn index(&mut self) -> Option<String> {
        let inner = self.rest().strip_prefix('[')?;
        let length = inner.find(|c: char| !c.is_ascii_digit())?;
        let digits = inner.get(..length)?;
        if digits.is_empty() || !inner.get(length..)?.starts_with(']') {
            return None;
        }
        self.at = self.at.saturating_add(length).saturating_add(2);
        Some(digits.to_owned())
    }

    /// `/…/`, where a regular expression can stand; nothing if something else stands there.
    pub fn regex(&mut self) -> Result<Option<(String, Span)>, QueryError> {
        self.skip();
        let start = self.at;
        if self.peek() != Some('/') {
            return Ok(None);
        }
        self.bump();
        let mut pattern = String::new();
        loop {
            match self.bump() {
                None => return Err(self.error(start..self.at, "the regular expression is not closed with /")),
                Some('/') => return Ok(Some((pattern, start..self.at))),
                Some('\\') => match self.bump() {
                    Some('/') => pattern.push('/'),
                    Some(other) => {
                        pattern.push('\\');
                        pattern.push(other);
                    }
                    None => {}
                },
                Some(other) => pattern.push(other),
            }
        }
    }
}

fn is_name(c: char) -> bool {
    c.is_alphanumeric() || c == '_' || c == '@' || c == '$'
}

/// A period of so many units. Units of less than a day are capped as AWS does it: 1000 ms, 60 s, 60 m, 24 h.
pub(crate) fn period(count: f64, unit: &str) -> Option<Period> {
    let unit = unit.to_ascii_lowercase();
    let singular = match unit.strip_suffix('s') {
        Some(shorter) if shorter.len() > 1 && unit != "ms" => shorter,
        _ => unit.as_str(),
    };
    let (length, cap) = match singular {
        "ms" | "msec" | "millisecond" => (1, 1000.0),
        "s" | "sec" | "second" => (1000, 60.0),
        "m" | "min" | "minute" => (60_000, 60.0),
        "h" | "hr" | "hour" => (3_600_000, 24.0),
        "d" | "day" => (86_400_000, 10_000.0),
        "w" | "week" => (604_800_000, 1_000.0),
        "mo" | "mon" | "month" => return Some(Period::Months(whole(count))),
        "q" | "qtr" | "quarter" => return Some(Period::Months(whole(count).saturating_mul(3))),
        "y" | "yr" | "year" => return Some(Period::Months(whole(count).saturating_mul(12))),
        _ => return None,
    };
    #[allow(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
    let milliseconds = (count.min(cap) * length as f64) as i64;
    Some(Period::Milliseconds(milliseconds.max(1)))
}

fn whole(count: f64) -> i64 {
    #[allow(clippy::cast_possible_truncation)]
    let count = count as i64;
    count.clamp(1, 1200)
}
