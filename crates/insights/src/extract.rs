//! What `parse` takes out of a text.

use std::borrow::Cow;
use std::ops::Range;

use regex::Regex;

/// A glob expression: the texts between its wildcards.
#[derive(Debug)]
pub(crate) struct Glob {
    parts: Vec<String>,
}

impl Glob {
    pub fn new(pattern: &str) -> Self {
        Self { parts: pattern.split('*').map(str::to_owned).collect() }
    }

    /// What the wildcards stand for. The first text may stand anywhere; each wildcard takes as little as it can, a last one all that is left.
    pub fn captures(&self, text: &str) -> Option<Vec<Option<Range<usize>>>> {
        let (first, rest) = self.parts.split_first()?;
        let mut at = text.find(first.as_str())?.saturating_add(first.len());
        let mut captured = Vec::with_capacity(rest.len());
        for (index, part) in rest.iter().enumerate() {
            let remaining = text.get(at..)?;
            let length = match (part.as_str(), index.saturating_add(1) == rest.len()) {
                ("", true) => remaining.len(),
                (part, _) => remaining.find(part)?,
            };
            let end = at.saturating_add(length);
            captured.push(Some(at..end));
            at = end.saturating_add(part.len());
        }
        Some(captured)
    }
}

/// `key=value key="value with spaces" flag` as a map.
pub(crate) fn logfmt(text: &str) -> serde_json::Value {
    let mut map = serde_json::Map::new();
    let mut rest = text.trim_start();
    while !rest.is_empty() {
        let end = rest.find(|c: char| c == '=' || c.is_whitespace()).unwrap_or(rest.len());
        let key = rest.get(..end).unwrap_or_default();
        rest = rest.get(end..).unwrap_or_default();
        let mut value = String::new();
        if let Some(after) = rest.strip_prefix('=') {
            (value, rest) = match after.strip_prefix('"') {
                Some(inner) => quoted(inner, '\\'),
                None => {
                    let end = after.find(char::is_whitespace).unwrap_or(after.len());
                    (after.get(..end).unwrap_or_default().to_owned(), after.get(end..).unwrap_or_default())
                }
            };
        }
        if !key.is_empty() {
            map.insert(key.to_owned(), serde_json::Value::String(value));
        }
        rest = rest.trim_start();
    }
    serde_json::Value::Object(map)
}

/// The text up to the closing quote, and what is behind it. A quote inside stands behind the escape.
fn quoted(text: &str, escape: char) -> (String, &str) {
    let mut value = String::new();
    let mut characters = text.char_indices().peekable();
    while let Some((at, c)) = characters.next() {
        let next = characters.peek().map(|(_, next)| *next);
        if c == escape && (next == Some('"') || (escape == '\\' && next == Some('\\'))) {
            value.extend(next);
            characters.next();
        } else if c == '"' {
            return (value, text.get(at.saturating_add(1)..).unwrap_or_default());
        } else {
            value.push(c);
        }
    }
    (value, "")
}

/// The first values of a line of comma-separated ones (RFC 4180).
pub(crate) fn csv(text: &str, count: usize) -> Vec<Cow<'_, str>> {
    let mut values = Vec::with_capacity(count);
    let mut rest = Some(text);
    while let Some(line) = rest
        && values.len() < count
    {
        let trimmed = line.trim_start_matches(' ');
        if let Some(inner) = trimmed.strip_prefix('"') {
            let (value, after) = quoted(inner, '"');
            values.push(Cow::Owned(value));
            rest = after.split_once(',').map(|(_, rest)| rest);
        } else {
            let (value, after) = line.split_once(',').map_or((line, None), |(value, rest)| (value, Some(rest)));
            values.push(Cow::Borrowed(value.trim()));
            rest = after;
        }
    }
    values
}

/// The part of a document at a path with dots, and indexes as `0` or `[0]`.
pub(crate) fn at_path<'j>(json: &'j serde_json::Value, path: &[String]) -> Option<&'j serde_json::Value> {
    path.iter().try_fold(json, |json, segment| match json {
        serde_json::Value::Object(map) => map.get(segment),
        serde_json::Value::Array(list) => list.get(segment.parse::<usize>().ok()?),
        _ => None,
    })
}

/// The segments of `a.b[0].c`.
pub(crate) fn path_of(text: &str) -> Vec<String> {
    text.trim_start_matches("$.")
        .replace('[', ".")
        .replace(']', "")
        .split('.')
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The most bytes of a compiled regular expression.
const REGEX_SIZE: usize = 1 << 20;

/// Compiles a regular expression; time is linear in the text whatever it says.
pub(crate) fn regex(pattern: &str) -> Result<Regex, String> {
    regex::RegexBuilder::new(pattern).size_limit(REGEX_SIZE).dfa_size_limit(REGEX_SIZE * 4).nest_limit(50).build().map_err(
        |error| match error {
            regex::Error::CompiledTooBig(_) => "the regular expression is too large".to_owned(),
            regex::Error::Syntax(text) => {
                let last = text.lines().last().unwrap_or_default().trim_start_matches("error: ").to_owned();
                format!("the regular expression cannot be read: {last}")
            }
            other => other.to_string(),
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_take_as_little_as_they_can() {
        for (pattern, text, captured) in [
            ("user=*, method:*, latency := *", "x user=bob, method:GET, latency := 12", Some(vec!["bob", "GET", "12"])),
            ("[*] *", "2026 [INFO] all is well", Some(vec!["INFO", "all is well"])),
            ("*/*/*/*", "prod/web/i-1/a/b", Some(vec!["prod", "web", "i-1", "a/b"])),
            ("* [*] *", "t [E] m", Some(vec!["t", "E", "m"])),
            ("a*c", "abcabc", Some(vec!["b"])),
            ("none *", "x", None),
            ("a*z", "abc", None),
        ] {
            let ranges = Glob::new(pattern).captures(text);
            let parts =
                ranges.map(|ranges| ranges.into_iter().flatten().map(|range| text.get(range).unwrap()).collect::<Vec<_>>());
            assert_eq!(parts, captured, "{pattern}");
        }
    }

    #[test]
    fn logfmt_has_quotes_and_flags() {
        assert_eq!(
            logfmt(r#"level=error msg="it \"broke\" down" dur=1.5 flag"#),
            serde_json::json!({"level": "error", "msg": "it \"broke\" down", "dur": "1.5", "flag": ""})
        );
    }

    #[test]
    fn csv_has_quotes() {
        assert_eq!(csv(r#"a, "b, ""c""",d,e"#, 3), ["a", "b, \"c\"", "d"]);
        assert_eq!(csv("a", 3), ["a"]);
    }
}
