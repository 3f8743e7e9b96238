//! Selections: which fields must have which values.

use std::borrow::Cow;

use regex::Regex;

use crate::json::Value;
use crate::net::{self, Prefix};

/// What must hold for an event.
#[derive(Debug)]
pub(super) enum Selection {
    /// One of these maps.
    Maps(Vec<Vec<FieldTest>>),
    /// One of these words anywhere in the event.
    Keywords(Vec<Pattern>, bool),
}

/// What must hold for a field.
#[derive(Debug)]
pub(super) struct FieldTest {
    /// Path of the field.
    pub field: String,
    /// What its value is held against.
    pub against: Vec<Against>,
    /// Whether all must hold, not one.
    pub all: bool,
    /// Whether none may hold.
    pub negated: bool,
}

#[derive(Debug)]
pub(super) enum Against {
    Pattern(Pattern),
    Regex(Box<Regex>),
    Cidr(Prefix),
    Null,
    Exists(bool),
    Field(String),
    Number(Compare, f64),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Compare {
    Less,
    LessOrEqual,
    Greater,
    GreaterOrEqual,
}

/// A text with `*` and `?`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pattern {
    parts: Vec<Part>,
    cased: bool,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Part {
    Text(String),
    Any,
    One,
}

impl Pattern {
    /// Reads a value; a backslash before `*`, `?` or a backslash takes its meaning away.
    pub fn parse(text: &str, before: bool, after: bool, cased: bool) -> Self {
        let mut parts = Vec::new();
        let mut literal = String::new();
        let flush = |literal: &mut String, parts: &mut Vec<Part>| {
            if !literal.is_empty() {
                parts.push(Part::Text(std::mem::take(literal)));
            }
        };
        if before {
            parts.push(Part::Any);
        }
        let mut chars = text.chars().peekable();
        while let Some(c) = chars.next() {
            match c {
                '\\' if matches!(chars.peek(), Some('*' | '?' | '\\')) => literal.extend(chars.next()),
                '*' | '?' => {
                    flush(&mut literal, &mut parts);
                    let part = if c == '*' { Part::Any } else { Part::One };
                    if !(part == Part::Any && parts.last() == Some(&Part::Any)) {
                        parts.push(part);
                    }
                }
                c => literal.push(c),
            }
        }
        flush(&mut literal, &mut parts);
        if after && parts.last() != Some(&Part::Any) {
            parts.push(Part::Any);
        }
        Self { parts, cased }
    }

    /// The text, when there is nothing but text.
    pub fn exact(&self) -> Option<&str> {
        match self.parts.as_slice() {
            [Part::Text(text)] => Some(text),
            [] => Some(""),
            _ => None,
        }
    }

    /// Whether a value fits. Takes time in proportion to both lengths.
    pub fn fits(&self, value: &str) -> bool {
        // By far the most patterns are a text, or one with a `*` before or behind it; and by far the most values are ASCII.
        let simple = match self.parts.as_slice() {
            [Part::Text(text)] => Some((text, false, false)),
            [Part::Any, Part::Text(text)] => Some((text, true, false)),
            [Part::Text(text), Part::Any] => Some((text, false, true)),
            [Part::Any, Part::Text(text), Part::Any] => Some((text, true, true)),
            _ => None,
        };
        if let Some((text, before, after)) = simple
            && (self.cased || (text.is_ascii() && value.is_ascii()))
        {
            return fits_simply(value.as_bytes(), text.as_bytes(), before, after, self.cased);
        }
        let ascii = value.is_ascii() && self.parts.iter().all(|p| if let Part::Text(t) = p { t.is_ascii() } else { true });
        if self.cased || ascii {
            return walk(&self.parts, value, self.cased);
        }
        let lower: Vec<Part> =
            self.parts.iter().map(|p| if let Part::Text(t) = p { Part::Text(t.to_lowercase()) } else { p.clone() }).collect();
        walk(&lower, &value.to_lowercase(), true)
    }
}

/// Whether a value is a text, ends with it (something may stand before), begins with it (something may stand after), or has it anywhere.
fn fits_simply(value: &[u8], text: &[u8], before: bool, after: bool, cased: bool) -> bool {
    let same = |part: &[u8]| if cased { part == text } else { part.eq_ignore_ascii_case(text) };
    let Some(room) = value.len().checked_sub(text.len()) else { return false };
    match (before, after) {
        (false, false) => room == 0 && same(value),
        (true, false) => value.get(room..).is_some_and(same),
        (false, true) => value.get(..text.len()).is_some_and(same),
        (true, true) => {
            let Some(first) = text.first() else { return true };
            let (small, large) = if cased { (*first, *first) } else { (first.to_ascii_lowercase(), first.to_ascii_uppercase()) };
            let starts = value.get(..=room).unwrap_or_default();
            memchr::memchr2_iter(small, large, starts).any(|at| value.get(at..at + text.len()).is_some_and(same))
        }
    }
}

/// Greedy matching with one point to go back to: the last `*`.
fn walk(parts: &[Part], value: &str, cased: bool) -> bool {
    let starts = |rest: &str, text: &str| {
        rest.as_bytes()
            .get(..text.len())
            .is_some_and(|head| if cased { head == text.as_bytes() } else { head.eq_ignore_ascii_case(text.as_bytes()) })
    };
    let (mut part, mut at) = (0, 0);
    let mut back: Option<(usize, usize)> = None;
    loop {
        let rest = value.get(at..).unwrap_or_default();
        let went = match parts.get(part) {
            Some(Part::Any) => {
                if part + 1 == parts.len() {
                    return true;
                }
                back = Some((part + 1, at));
                part += 1;
                continue;
            }
            Some(Part::Text(text)) if starts(rest, text) => Some(text.len()),
            Some(Part::One) => rest.chars().next().map(char::len_utf8),
            None if rest.is_empty() => return true,
            _ => None,
        };
        if let Some(length) = went {
            part += 1;
            at += length;
            continue;
        }
        let Some((again, from)) = back else { return false };
        let Some(next) = value.get(from..).and_then(|r| r.chars().next()) else { return false };
        back = Some((again, from + next.len_utf8()));
        (part, at) = (again, from + next.len_utf8());
    }
}

impl Selection {
    /// Whether an event has what is asked for.
    pub fn matches(&self, record: Value<'_>) -> bool {
        match self {
            Self::Maps(maps) => maps.iter().any(|map| map.iter().all(|test| test.matches(record))),
            Self::Keywords(words, all) => {
                let has = |word: &Pattern| record.leaves().any(|leaf| word.fits(&leaf.text()));
                if *all { words.iter().all(has) } else { words.iter().any(has) }
            }
        }
    }

    /// Values of a field without which it cannot match, in small letters.
    pub fn values(&self, field: &str) -> Option<Vec<String>> {
        let Self::Maps(maps) = self else { return None };
        let of_map = |map: &Vec<FieldTest>| {
            let test = map.iter().find(|t| t.field == field && !t.negated)?;
            let names = test.against.iter().map(|a| match a {
                Against::Pattern(p) => p.exact().map(str::to_ascii_lowercase),
                _ => None,
            });
            names.collect::<Option<Vec<_>>>()
        };
        maps.iter().map(of_map).collect::<Option<Vec<_>>>().map(|l| l.concat())
    }
}

impl FieldTest {
    fn matches(&self, record: Value<'_>) -> bool {
        let value = record.path(&self.field);
        let holds = |against: &Against| against.holds(value, record);
        let matched = if self.all { self.against.iter().all(holds) } else { self.against.iter().any(holds) };
        matched != self.negated
    }
}

/// The text of a value: of lists and objects as they stand in the record.
fn text<'a>(value: Value<'a>) -> Cow<'a, str> {
    if value.is_object() || value.is_array() { Cow::Borrowed(value.raw()) } else { value.text() }
}

/// Whether something holds for a value, or for an element of a list.
fn any(value: Value<'_>, holds: impl Fn(Value<'_>) -> bool) -> bool {
    !value.is_null() && (holds(value) || value.items().any(holds))
}

impl Against {
    fn holds(&self, value: Value<'_>, record: Value<'_>) -> bool {
        match self {
            Self::Pattern(pattern) => any(value, |v| pattern.fits(&text(v))),
            Self::Regex(regex) => any(value, |v| regex.is_match(&text(v))),
            Self::Cidr(prefix) => any(value, |v| net::parse(&v.text()).is_some_and(|a| prefix.contains(a))),
            Self::Null => value.is_null(),
            Self::Exists(wanted) => value.is_null() != *wanted,
            Self::Field(path) => {
                let other = record.path(path);
                !other.is_null() && any(value, |v| text(v).eq_ignore_ascii_case(&text(other)))
            }
            Self::Number(compare, than) => any(value, |v| {
                v.number().is_some_and(|n| match compare {
                    Compare::Less => n < *than,
                    Compare::LessOrEqual => n <= *than,
                    Compare::Greater => n > *than,
                    Compare::GreaterOrEqual => n >= *than,
                })
            }),
        }
    }
}
