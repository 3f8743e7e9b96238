//! Reading a member out of JSON text without building the rest of it.

use std::borrow::Cow;
use std::fmt;

use serde::de::{self, Deserializer as _, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::value::RawValue;

/// A step into a JSON value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Step {
    /// The member of an object.
    Key(String),
    /// The element of a list, counted from 0.
    Index(usize),
}

/// Where a JSONPath of Trino's kind leads: `$.a.b[0]["c d"]`; `None` if it is malformed.
pub(crate) fn path(text: &str) -> Option<Vec<Step>> {
    let mut rest = text.strip_prefix('$')?;
    let mut steps = Vec::new();
    while !rest.is_empty() {
        if let Some(after) = rest.strip_prefix('.') {
            let end = after.find(['.', '[']).unwrap_or(after.len());
            let (key, more) = after.split_at_checked(end)?;
            if key.is_empty() {
                return None;
            }
            steps.push(Step::Key(key.to_owned()));
            rest = more;
        } else {
            let after = rest.strip_prefix('[')?;
            let quote = after.chars().next().filter(|c| matches!(c, '"' | '\''));
            if let Some(quote) = quote {
                let (key, more) = after.strip_prefix(quote)?.split_once(quote)?;
                steps.push(Step::Key(key.to_owned()));
                rest = more.strip_prefix(']')?;
            } else {
                let (index, more) = after.split_once(']')?;
                steps.push(Step::Index(index.parse().ok()?));
                rest = more;
            }
        }
    }
    Some(steps)
}

/// The JSON text of what the steps lead to.
pub(crate) fn find<'a>(mut text: &'a str, steps: &[Step]) -> Option<&'a str> {
    for step in steps {
        let mut seek = Seek { step, found: None };
        let mut json = serde_json::Deserializer::from_str(text);
        // A value that is found ends the reading, which the parser takes for an error.
        let _ = json.deserialize_any(&mut seek);
        text = seek.found?;
    }
    Some(text.trim())
}

/// A JSON value as text: strings without their quotes; `None` for null.
pub(crate) fn scalar(json: &str) -> Option<Cow<'_, str>> {
    match json.as_bytes().first()? {
        b'n' => None,
        b'"' => {
            let inner = json.strip_prefix('"')?.strip_suffix('"')?;
            if inner.contains('\\') { serde_json::from_str(json).ok().map(Cow::Owned) } else { Some(Cow::Borrowed(inner)) }
        }
        _ => Some(Cow::Borrowed(json)),
    }
}

struct Seek<'s, 'a> {
    step: &'s Step,
    found: Option<&'a str>,
}

impl<'a> Visitor<'a> for &mut Seek<'_, 'a> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object or a list")
    }

    fn visit_map<A: MapAccess<'a>>(self, mut map: A) -> Result<(), A::Error> {
        let Step::Key(wanted) = self.step else { return Err(de::Error::custom("no list")) };
        while let Some(key) = map.next_key::<Cow<'a, str>>()? {
            if key == wanted.as_str() {
                self.found = Some(map.next_value::<&'a RawValue>()?.get());
                return Err(de::Error::custom("found"));
            }
            map.next_value::<IgnoredAny>()?;
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'a>>(self, mut list: A) -> Result<(), A::Error> {
        let Step::Index(wanted) = self.step else { return Err(de::Error::custom("no object")) };
        for _ in 0..*wanted {
            if list.next_element::<IgnoredAny>()?.is_none() {
                return Ok(());
            }
        }
        self.found = list.next_element::<&'a RawValue>()?.map(RawValue::get);
        Err(de::Error::custom("found"))
    }
}

#[cfg(test)]
mod tests {
    use super::{Step, find, path, scalar};

    #[test]
    fn paths_lead_into_values() {
        let text = r#"{"a": {"b": [1, {"c d": "x\"y"}], "n": null}, "é": true}"#;
        for (given, expected) in [
            ("$.a.b[0]", Some("1")),
            ("$.a.b[1][\"c d\"]", Some("x\"y")),
            ("$['a']['n']", None),
            ("$.a.b[2]", None),
            ("$.a[0]", None),
            ("$.missing", None),
            ("$.é", Some("true")),
            ("$.a.b", Some(r#"[1, {"c d": "x\"y"}]"#)),
        ] {
            let found = find(text, &path(given).unwrap()).and_then(scalar);
            assert_eq!(found.as_deref(), expected, "{given}");
        }
        for wrong in ["", "a", "$a", "$.", "$.a..b", "$[", "$[x]", "$[\"a]"] {
            assert_eq!(path(wrong), None, "{wrong}");
        }
        assert_eq!(find("not json", &[Step::Key("a".into())]), None);
        assert_eq!(find(r#"{"a": "#, &[Step::Key("a".into())]), None);
    }
}
