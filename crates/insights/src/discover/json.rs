//! One pass over a JSON event that takes what is wanted and steps over everything else.

use std::borrow::Cow;

use super::Wanted;
use crate::value::Value;

/// Values that nest deeper are stepped over without looking into them.
const MAX_DEPTH: usize = 64;

/// Reads the object at the beginning of the text. What it finds before it meets what is no JSON is taken back.
pub(super) fn scan<'a>(text: &'a str, wanted: &Wanted, slots: &mut [Value<'a>]) {
    let mut scan = Scan { text, bytes: text.as_bytes(), at: 0, wanted, slots, missing: wanted.count };
    if scan.value(Some(0), 0).is_none() && scan.missing > 0 {
        for node in &wanted.nodes {
            if let Some(slot) = node.slot.and_then(|slot| slots.get_mut(slot)) {
                *slot = Value::Missing;
            }
        }
    }
}

struct Scan<'s, 'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    wanted: &'s Wanted,
    slots: &'s mut [Value<'a>],
    missing: usize,
}

impl<'a> Scan<'_, 'a> {
    fn peek(&mut self) -> Option<u8> {
        loop {
            let byte = *self.bytes.get(self.at)?;
            if !matches!(byte, b' ' | b'\n' | b'\t' | b'\r') {
                return Some(byte);
            }
            self.at = self.at.saturating_add(1);
        }
    }

    fn step(&mut self) {
        self.at = self.at.saturating_add(1);
    }

    fn expect(&mut self, byte: u8) -> Option<()> {
        (self.peek()? == byte).then(|| self.step())
    }

    /// Nothing where the text is no JSON, or where all is found and the rest does not matter.
    fn value(&mut self, node: Option<usize>, depth: usize) -> Option<()> {
        match (self.peek()?, node) {
            (b'{', Some(node)) if depth < MAX_DEPTH => self.object(node, depth),
            (b'[', Some(node)) if depth < MAX_DEPTH => self.array(node, depth),
            (b'{' | b'[', _) => self.skip_structure(),
            (b'"', node) => {
                let (inner, escaped) = self.string()?;
                if let Some(slot) = node.and_then(|node| self.wanted.slot(node)) {
                    let text = if escaped { Cow::Owned(unescape(inner)?) } else { Cow::Borrowed(inner) };
                    self.found(slot, Value::Text(text))?;
                }
                Some(())
            }
            (_, node) => {
                let start = self.at;
                while let Some(byte) = self.bytes.get(self.at)
                    && !matches!(byte, b',' | b'}' | b']' | b' ' | b'\n' | b'\t' | b'\r')
                {
                    self.step();
                }
                let word = self.text.get(start..self.at)?;
                let value = match word {
                    "null" => Value::Missing,
                    "true" => Value::Bool(true),
                    "false" => Value::Bool(false),
                    number if number.starts_with(|c: char| c == '-' || c.is_ascii_digit()) => Value::text(number),
                    _ => return None,
                };
                match node.and_then(|node| self.wanted.slot(node)) {
                    Some(slot) => self.found(slot, value),
                    None => Some(()),
                }
            }
        }
    }

    fn found(&mut self, slot: usize, value: Value<'a>) -> Option<()> {
        // The first of equal names counts.
        if let Some(slot) = self.slots.get_mut(slot)
            && slot.is_missing()
        {
            *slot = value;
            self.missing = self.missing.saturating_sub(1);
        }
        (self.missing > 0).then_some(())
    }

    fn object(&mut self, node: usize, depth: usize) -> Option<()> {
        self.step();
        if self.peek()? == b'}' {
            self.step();
            return Some(());
        }
        loop {
            self.peek()?;
            let (key, escaped) = self.string()?;
            let key = if escaped { Cow::Owned(unescape(key)?) } else { Cow::Borrowed(key) };
            // A field that begins with @ of its own is shown with one more.
            let key = if depth == 0 && key.starts_with('@') { Cow::Owned(format!("@{key}")) } else { key };
            let child = if key.contains('.') { self.wanted.descend(node, &key) } else { self.wanted.child(node, &key) };
            self.expect(b':')?;
            self.value(child, depth.saturating_add(1))?;
            match self.peek()? {
                b',' => self.step(),
                b'}' => {
                    self.step();
                    return Some(());
                }
                _ => return None,
            }
        }
    }

    fn array(&mut self, node: usize, depth: usize) -> Option<()> {
        if self.wanted.nodes.get(node).is_none_or(|node| node.children.is_empty()) {
            return self.skip_structure();
        }
        self.step();
        if self.peek()? == b']' {
            self.step();
            return Some(());
        }
        for index in 0usize.. {
            let child = self.wanted.child(node, &itoa(index));
            self.value(child, depth.saturating_add(1))?;
            match self.peek()? {
                b',' => self.step(),
                b']' => {
                    self.step();
                    return Some(());
                }
                _ => return None,
            }
        }
        None
    }

    /// What is between the quotes, and whether it has escapes.
    fn string(&mut self) -> Option<(&'a str, bool)> {
        if *self.bytes.get(self.at)? != b'"' {
            return None;
        }
        self.step();
        let start = self.at;
        let mut escaped = false;
        loop {
            let rest = self.bytes.get(self.at..)?;
            let offset = memchr::memchr2(b'"', b'\\', rest)?;
            let end = self.at.saturating_add(offset);
            if self.bytes.get(end) == Some(&b'"') {
                self.at = end.saturating_add(1);
                return Some((self.text.get(start..end)?, escaped));
            }
            escaped = true;
            self.at = end.saturating_add(2);
        }
    }

    fn skip_structure(&mut self) -> Option<()> {
        let mut depth = 0usize;
        loop {
            let rest = self.bytes.get(self.at..)?;
            let offset = rest.iter().position(|byte| matches!(byte, b'"' | b'{' | b'}' | b'[' | b']'))?;
            self.at = self.at.saturating_add(offset);
            match self.bytes.get(self.at)? {
                b'"' => {
                    self.string()?;
                }
                b'{' | b'[' => {
                    depth = depth.saturating_add(1);
                    self.step();
                }
                _ => {
                    self.step();
                    depth = depth.checked_sub(1)?;
                    if depth == 0 {
                        return Some(());
                    }
                }
            }
        }
    }
}

fn itoa(index: usize) -> String {
    index.to_string()
}

fn unescape(inner: &str) -> Option<String> {
    serde_json::from_str(&format!("\"{inner}\"")).ok()
}

/// All leaves of a document by their flattened names.
pub(super) fn flatten(json: &serde_json::Value, name: &str, fields: &mut Vec<(String, String)>, most: usize) {
    if fields.len() >= most {
        return;
    }
    let inner = |segment: &str| match name {
        "" if segment.starts_with('@') => format!("@{segment}"),
        "" => segment.to_owned(),
        _ => format!("{name}.{segment}"),
    };
    match json {
        serde_json::Value::Object(map) => map.iter().for_each(|(key, value)| flatten(value, &inner(key), fields, most)),
        serde_json::Value::Array(list) => {
            list.iter().enumerate().for_each(|(index, value)| flatten(value, &inner(&itoa(index)), fields, most))
        }
        leaf => {
            if let Some(value) = Value::of_json(leaf).shown() {
                fields.push((name.to_owned(), value));
            }
        }
    }
}
