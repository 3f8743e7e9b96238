//! Patterns of the models: Java's regular expressions, run by the `regex` crate.
//!
//! Java's syntax is nearly that of `regex`; what differs is translated. Look-around and references need backtracking and go to `fancy-regex` with a
//! bound on its steps. A pattern that neither can run is not enforced; a test lists those of the models.

use std::collections::HashMap;
use std::sync::{LazyLock, RwLock};

use fancy_regex::{Regex as Backtracking, RegexBuilder as BacktrackingBuilder};
use regex::{Regex, RegexBuilder};

/// Largest compiled form, in bytes: bounded repetitions such as `{1,2048}` of Unicode classes need a few megabytes.
const MAX_COMPILED: usize = 32 * 1024 * 1024;

/// Most steps that a pattern with look-around may take on one text.
const MAX_STEPS: usize = 200_000;

/// Largest upper bound of a repetition that is enforced.
const MAX_REPETITION: usize = 20_000;

/// A compiled pattern.
#[derive(Debug)]
pub enum Pattern {
    /// Runs in time linear in the text.
    Linear(Regex),
    /// Has look-around or references.
    Backtracking(Box<Backtracking>),
    /// Cannot be run here: everything matches.
    Unsupported,
}

/// Patterns by their text: the same text means the same in every model. Each is compiled at its first use and kept; there are some hundred.
static COMPILED: LazyLock<RwLock<HashMap<&'static str, &'static Pattern>>> = LazyLock::new(RwLock::default);

/// The compiled form of a model's pattern.
pub fn compiled(pattern: &'static str) -> &'static Pattern {
    if let Some(known) = COMPILED.read().ok().and_then(|map| map.get(pattern).copied()) {
        return known;
    }
    let made: &'static Pattern = Box::leak(Box::new(Pattern::new(pattern)));
    match COMPILED.write() {
        // Two threads may compile the same text at once; one of the two forms stays.
        Ok(mut map) => map.entry(pattern).or_insert(made),
        Err(_) => made,
    }
}

impl Pattern {
    /// Compiles a pattern so that it matches whole texts only.
    pub fn new(java: &str) -> Self {
        let translated = translate(java);
        // In Java, `^` and `$` of the pattern are redundant with a whole match; so they are here.
        let whole = format!(r"\A(?:{translated})\z");
        if let Ok(regex) = RegexBuilder::new(&whole).size_limit(MAX_COMPILED).build() {
            return Pattern::Linear(regex);
        }
        match BacktrackingBuilder::new(&whole).backtrack_limit(MAX_STEPS).delegate_size_limit(MAX_COMPILED).build() {
            Ok(regex) => Pattern::Backtracking(Box::new(regex)),
            Err(_) => Pattern::Unsupported,
        }
    }

    /// Whether the whole text matches. A text on which a pattern with look-around takes too many steps does not.
    pub fn matches(&self, text: &str) -> bool {
        match self {
            Pattern::Linear(regex) => regex.is_match(text),
            Pattern::Backtracking(regex) => regex.is_match(text).unwrap_or(false),
            Pattern::Unsupported => true,
        }
    }
}

/// Rewrites what Java writes differently: `\uXXXX` and surrogates, `\p{Print}` and its kind, possessive quantifiers, brackets and hyphens inside
/// classes, and the ASCII meaning of `\w`, `\d`, `\s` and `\b`.
fn translate(java: &str) -> String {
    let source: Vec<char> = java.chars().collect();
    let mut out = String::with_capacity(java.len() + 16);
    let mut at = 0;
    let mut class = None::<Class>;
    while let Some(&c) = source.get(at) {
        let (item, next) = match c {
            '\\' => escape(&source, at, class.is_some()),
            _ => (Item::Char(c), at + 1),
        };
        match &mut class {
            Some(open) => {
                if c == ']' && !open.is_empty() {
                    out.push_str(&std::mem::take(open).close());
                    class = None;
                } else {
                    open.push(item, c != '\\');
                }
            }
            None => match item {
                Item::Char('[') if c == '[' => {
                    let negated = source.get(next) == Some(&'^');
                    class = Some(Class { negated, ..Class::default() });
                    at = next + usize::from(negated);
                    continue;
                }
                Item::Char(plain) if c != '\\' => {
                    // `x++` is possessive: never gives back. Where a whole match is wanted from a linear engine, greedy is the same in the models' uses.
                    let possessive = plain == '+' && at > 0 && quantifier_ends(&source, at - 1);
                    // A brace that opens no repetition stands for itself.
                    if (plain == '{' && !opens_repetition(&source, at)) || (plain == '}' && !closes_repetition(&source, at)) {
                        out.push('\\');
                    }
                    if let Some((lower, next)) = huge_repetition(&source, at) {
                        out.push_str(&format!("{{{lower},}}"));
                        at = next;
                        continue;
                    }
                    if !possessive {
                        out.push(plain);
                    }
                }
                Item::Char(escaped) => push_literal(&mut out, escaped),
                Item::Raw(text) => out.push_str(&text),
            },
        }
        at = next;
    }
    if let Some(open) = class {
        out.push_str(&open.close());
    }
    out
}

fn quantifier_ends(source: &[char], at: usize) -> bool {
    let escaped = source.get(..at).is_some_and(|before| before.iter().rev().take_while(|c| **c == '\\').count() % 2 == 1);
    match source.get(at) {
        Some('+' | '*' | '?') => !escaped,
        Some('}') => !escaped && closes_repetition(source, at),
        _ => false,
    }
}

/// A repetition at `at` whose upper bound is above [`MAX_REPETITION`]: its lower bound, and where the pattern goes on. Such bounds are left open, since
/// the compiled form would be too large; the length that they limit is limited by the size of a request as well.
fn huge_repetition(source: &[char], at: usize) -> Option<(usize, usize)> {
    if source.get(at) != Some(&'{') || !opens_repetition(source, at) {
        return None;
    }
    let inner: String = source.iter().skip(at + 1).take_while(|c| **c != '}').collect();
    let (lower, upper) = inner.split_once(',')?;
    let (lower, upper): (usize, usize) = (lower.parse().ok()?, upper.parse().ok()?);
    (upper > MAX_REPETITION && lower <= MAX_REPETITION).then_some((lower, at + inner.len() + 2))
}

fn opens_repetition(source: &[char], at: usize) -> bool {
    let inner: Vec<char> = source.iter().skip(at + 1).take_while(|c| **c != '}').copied().collect();
    let closed = source.get(at + 1 + inner.len()) == Some(&'}');
    closed && inner.first().is_some_and(char::is_ascii_digit) && inner.iter().all(|c| c.is_ascii_digit() || *c == ',')
}

fn closes_repetition(source: &[char], at: usize) -> bool {
    let before = source.get(..at).unwrap_or_default();
    before
        .iter()
        .rposition(|c| *c == '{')
        .is_some_and(|open| opens_repetition(source, open) && !before.get(open..).unwrap_or_default().contains(&'}'))
}

/// A part of a pattern.
enum Item {
    Char(char),
    Raw(String),
}

/// Reads the escape that begins at `at`.
fn escape(source: &[char], at: usize, in_class: bool) -> (Item, usize) {
    let Some(&kind) = source.get(at + 1) else { return (Item::Raw(r"\\".into()), at + 1) };
    let hex = |from: usize, count: usize| {
        let digits: String = source.get(from..from + count)?.iter().collect();
        u32::from_str_radix(&digits, 16).ok()
    };
    match kind {
        'u' => match hex(at + 2, 4) {
            // A pair of surrogates is one character; a lone one (as an end of a range of code units) is kept for the class to make sense of.
            Some(high @ 0xD800..=0xDBFF) => match (source.get(at + 6), source.get(at + 7), hex(at + 8, 4)) {
                (Some('\\'), Some('u'), Some(low @ 0xDC00..=0xDFFF)) => {
                    let code = 0x1_0000 + ((high - 0xD800) << 10) + (low - 0xDC00);
                    (Item::Char(char::from_u32(code).unwrap_or('\u{fffd}')), at + 12)
                }
                _ => (Item::Char('\u{10000}'), at + 6),
            },
            Some(0xDC00..=0xDFFF) => (Item::Char('\u{10ffff}'), at + 6),
            // `\u10FFFF` and `\u10000` are meant as code points beyond the BMP, though Java reads four digits of them.
            Some(0x10FF) if hex(at + 2, 6) == Some(0x10_FFFF) => (Item::Char('\u{10ffff}'), at + 8),
            Some(0x1000) if hex(at + 2, 5) == Some(0x1_0000) => (Item::Char('\u{10000}'), at + 7),
            Some(code) => (Item::Char(char::from_u32(code).unwrap_or('\u{fffd}')), at + 6),
            None => (Item::Char('u'), at + 2),
        },
        'x' => match hex(at + 2, 2) {
            Some(code) => (Item::Char(char::from_u32(code).unwrap_or('\u{fffd}')), at + 4),
            None => (Item::Char('x'), at + 2),
        },
        'p' | 'P' => {
            let Some(length) = source.get(at + 2..).and_then(|rest| rest.iter().position(|c| *c == '}')) else {
                return (Item::Char(kind), at + 2);
            };
            let name: String = source.get(at + 3..at + 2 + length).unwrap_or_default().iter().collect();
            let next = at + 3 + length;
            let posix = match name.as_str() {
                "Print" => r"\x20-\x7E",
                "Graph" => r"\x21-\x7E",
                "Alnum" => "0-9A-Za-z",
                "Alpha" => "A-Za-z",
                "Digit" => "0-9",
                "Upper" => "A-Z",
                "Lower" => "a-z",
                "Punct" => r"!-/:-@\[-`\{-~",
                "ASCII" => r"\x00-\x7F",
                "Space" => r"\x09-\x0D\x20",
                "Blank" => r"\x09\x20",
                "Cntrl" => r"\x00-\x1F\x7F",
                "XDigit" => "0-9A-Fa-f",
                _ => {
                    let name = name.strip_prefix("Is").unwrap_or(&name);
                    return (Item::Raw(format!("\\{kind}{{{name}}}")), next);
                }
            };
            let negation = if kind == 'P' { "^" } else { "" };
            (Item::Raw(format!("[{negation}{posix}]")), next)
        }
        // ASCII only, as in Java.
        'w' => (Item::Raw(if in_class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" }.into()), at + 2),
        'd' => (Item::Raw(if in_class { "0-9" } else { "[0-9]" }.into()), at + 2),
        's' => (Item::Raw(if in_class { r"\x09-\x0D\x20" } else { r"[\x09-\x0D\x20]" }.into()), at + 2),
        'W' => (Item::Raw("[^0-9A-Za-z_]".into()), at + 2),
        'D' => (Item::Raw("[^0-9]".into()), at + 2),
        'S' => (Item::Raw(r"[^\x09-\x0D\x20]".into()), at + 2),
        'b' | 'B' if !in_class => (Item::Raw(format!("(?-u:\\{kind})")), at + 2),
        'A' | 'z' if !in_class => (Item::Raw(format!("\\{kind}")), at + 2),
        'Z' if !in_class => (Item::Raw(r"\z".into()), at + 2),
        'n' => (Item::Char('\n'), at + 2),
        'r' => (Item::Char('\r'), at + 2),
        't' => (Item::Char('\t'), at + 2),
        'f' => (Item::Char('\u{c}'), at + 2),
        // A reference to a group may have two digits.
        '1'..='9' if !in_class => {
            let digits: String = source.iter().skip(at + 1).take_while(|c| c.is_ascii_digit()).take(2).collect();
            let next = at + 1 + digits.len();
            (Item::Raw(format!("\\{digits}")), next)
        }
        other => (Item::Char(other), at + 2),
    }
}

fn push_literal(out: &mut String, c: char) {
    if c.is_ascii_alphanumeric() || !c.is_ascii() {
        out.push(c);
    } else {
        out.push_str(&format!("\\x{:02X}", u32::from(c)));
    }
}

/// A character class while it is read.
#[derive(Default)]
struct Class {
    negated: bool,
    /// Whether the last item can begin a range, and whether a hyphen waits for its end.
    items: Vec<ClassItem>,
}

enum ClassItem {
    Char(char),
    Hyphen,
    Raw(String),
}

impl Class {
    fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    fn push(&mut self, item: Item, plain: bool) {
        self.items.push(match item {
            Item::Char('-') if plain => ClassItem::Hyphen,
            Item::Char(c) => ClassItem::Char(c),
            Item::Raw(text) => ClassItem::Raw(text),
        });
    }

    fn close(self) -> String {
        let mut out = String::from(if self.negated { "[^" } else { "[" });
        let mut items = self.items.iter().peekable();
        let mut previous: Option<char> = None;
        while let Some(item) = items.next() {
            match item {
                ClassItem::Raw(text) => {
                    out.push_str(text);
                    previous = None;
                }
                ClassItem::Char(c) => {
                    push_literal(&mut out, *c);
                    previous = Some(*c);
                }
                // Between two characters in order it makes a range, anywhere else it is a hyphen.
                ClassItem::Hyphen => match (previous, items.peek()) {
                    (Some(from), Some(ClassItem::Char(to))) if from <= *to => {
                        out.push('-');
                        push_literal(&mut out, *to);
                        items.next();
                        previous = None;
                    }
                    (Some(from), Some(ClassItem::Hyphen)) if from <= '-' => {
                        out.push_str(r"-\x2D");
                        items.next();
                        previous = None;
                    }
                    _ => {
                        out.push_str(r"\x2D");
                        previous = Some('-');
                    }
                },
            }
        }
        out.push(']');
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn java_flavour() {
        for (pattern, yes, no) in [
            (r"[\w+=,.@-]+", vec!["a.b@c-d", "A_1"], vec!["", "a b", "é"]),
            (r"^/[\u0021-\u007F]+/|/$", vec!["/", "/a/b/"], vec!["a", "/a b/"]),
            (r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)", vec!["/", "/x/"], vec!["//", "x"]),
            (
                r"[\u0009\u000A\u000D\u0020-\u007E\u0085\u00A0-\uD7FF\uE000-\uFFFD\u10000-\u10FFFF]+",
                vec!["a\n€", "😀"],
                vec!["\u{1}"],
            ),
            (r"[\u0020-\uD7FF\uE000-\uFFFD\uD800\uDC00-\uDBFF\uDFFF\r\n\t]*", vec!["a😀", ""], vec!["\u{2}"]),
            (r"[\p{L}\p{Z}\p{N}_.:/=+\-@]*", vec!["Zürich 1:/=+-@", ""], vec!["a*", "a\n"]),
            (r"\p{Print}+", vec!["abc ~"], vec!["", "é", "\n"]),
            (r"(?!aws:)[a-zA-Z+-=._:/]+", vec!["key", "1=2"], vec!["aws:x", "a!"]),
            (r"^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$", vec!["a-b-c", "abc"], vec!["a--b", "ab"]),
            (r"[a-zA-Z0-9-_]+", vec!["a-_9"], vec!["a+"]),
            (r"[0-9A-Za-z\.\-_]*(?<!\.)", vec!["a.b", ""], vec!["a."]),
            (r"[a-z]++b?", vec!["ab", "a"], vec!["1"]),
            (r"\d{12}", vec!["123456789012"], vec!["1234567890123", "१२३४५६७८९०१२"]),
            (r"a{x}", vec!["a{x}"], vec!["ax"]),
            (r"[]a]+", vec!["]a"], vec!["["]),
            (r"[[a]+", vec!["[a"], vec!["]"]),
            (r"[\s\S]*", vec!["", "a\nb"], vec![]),
            (r".+", vec!["ab"], vec!["a\nb", ""]),
            (r"[^\n]+", vec!["ab"], vec!["a\nb"]),
            (r"(?i)all|[0-9]{12}", vec!["ALL", "all"], vec!["none"]),
        ] {
            let compiled = Pattern::new(pattern);
            assert!(!matches!(compiled, Pattern::Unsupported), "{pattern} became {}", translate(pattern));
            for text in yes {
                assert!(compiled.matches(text), "{pattern} as {} must match {text:?}", translate(pattern));
            }
            for text in no {
                assert!(!compiled.matches(text), "{pattern} as {} must not match {text:?}", translate(pattern));
            }
        }
    }
}
