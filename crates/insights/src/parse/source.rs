//! `SOURCE`: which log groups, and optionally which time.

use super::Parser;
use super::lexer::TokenKind;
use crate::QueryError;
use crate::ast::{Moment, Source};

impl Parser<'_> {
    /// What follows the word SOURCE.
    pub(super) fn source(&mut self) -> Result<Source, QueryError> {
        let mut source = Source::default();
        let token = self.peek()?;
        match token.kind {
            TokenKind::Text(_) => {
                source.groups.push(self.text("a log group")?);
                while self.take_mark(",")? {
                    source.groups.push(self.text("a log group")?);
                }
            }
            ref kind if kind.is_word("logGroups") => {
                self.next()?;
                source.selected = true;
                self.expect_mark("(")?;
                if !self.take_mark(")")? {
                    self.selection(&mut source)?;
                    while self.take_mark(",")? {
                        self.selection(&mut source)?;
                    }
                    self.expect_mark(")")?;
                }
            }
            _ => return Err(self.unexpected(&token, "a log group in quotes or logGroups(…)")),
        }
        if self.take_word("start")? {
            self.expect_mark("=")?;
            source.start = Some(self.moment()?);
        }
        if self.take_word("end")? {
            self.expect_mark("=")?;
            source.end = Some(self.moment()?);
        }
        Ok(source)
    }

    fn selection(&mut self, source: &mut Source) -> Result<(), QueryError> {
        let (name, span) = self.name("namePrefix, accountIdentifiers or class")?;
        self.expect_mark(":")?;
        match name.as_str() {
            "namePrefix" => {
                source.prefixes = self.texts()?;
                if source.prefixes.len() > 5 {
                    return Err(self.error(span.start..self.lexer.at, "namePrefix has more than 5 prefixes"));
                }
            }
            "accountIdentifiers" => {
                source.accounts = self.texts()?;
                if source.accounts.len() > 20 {
                    return Err(self.error(span.start..self.lexer.at, "accountIdentifiers has more than 20 accounts"));
                }
            }
            "class" => {
                let start = self.lexer.at;
                source.class = self.texts()?.into_iter().next();
                if !matches!(source.class.as_deref(), Some("STANDARD" | "INFREQUENT_ACCESS")) {
                    return Err(self.error(start..self.lexer.at, "class is STANDARD or INFREQUENT_ACCESS"));
                }
            }
            _ => return Err(self.error(span, format!("found {name} where namePrefix, accountIdentifiers or class is expected"))),
        }
        Ok(())
    }

    /// One string, or a list of them.
    fn texts(&mut self) -> Result<Vec<String>, QueryError> {
        if !self.take_mark("[")? {
            return Ok(vec![self.text("a string or a list of strings")?]);
        }
        let mut texts = Vec::new();
        if self.take_mark("]")? {
            return Ok(texts);
        }
        loop {
            texts.push(self.text("a string")?);
            if !self.take_mark(",")? {
                self.expect_mark("]")?;
                return Ok(texts);
            }
        }
    }

    /// `-3600s`, `0s`, `2026-01-02T03:04:05Z` or a number of seconds since 1970.
    fn moment(&mut self) -> Result<Moment, QueryError> {
        self.lexer.skip();
        let start = self.lexer.at;
        let rest = self.lexer.text.get(start..).unwrap_or_default();
        let length = rest.find(|c: char| c.is_whitespace() || c == '|' || c == ')').unwrap_or(rest.len());
        let word = rest.get(..length).unwrap_or_default();
        self.lexer.at = start.saturating_add(length);
        let bare = word.trim_matches(['\'', '"']);
        let units = [("s", 1), ("m", 60), ("h", 3600), ("d", 86_400), ("w", 604_800)];
        for (unit, seconds) in units {
            if let Some(count) = bare.strip_suffix(unit).and_then(|count| count.parse::<i64>().ok()) {
                return Ok(Moment::Relative(count.saturating_mul(seconds)));
            }
        }
        if let Ok(time) = bare.parse::<jiff::Timestamp>() {
            return Ok(Moment::Absolute(time.as_millisecond()));
        }
        if let Ok(number) = bare.parse::<i64>() {
            // Thirteen digits are milliseconds.
            let milliseconds = if number.unsigned_abs() >= 100_000_000_000 { number } else { number.saturating_mul(1000) };
            return Ok(Moment::Absolute(milliseconds));
        }
        Err(self.error(start..self.lexer.at, "expected a time such as -3600s or 2026-01-02T03:04:05Z"))
    }
}
