//! Fields that are found in log events by themselves.
//!
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_AnalyzeLogData-discoverable-fields.html>: JSON, flattened with dots; the lines that Lambda
//! writes; VPC flow logs and Route 53 query logs in their default formats. Only fields that a query names are looked for, in one pass over an event.
//! AWS stops after 200 fields of an event; here each can be asked for.

mod formats;
mod json;

use crate::Record;
use crate::value::Value;

/// The discoverable fields that a query names, as a tree of their segments.
#[derive(Debug, Default)]
pub(crate) struct Wanted {
    nodes: Vec<Node>,
    count: usize,
}

#[derive(Debug, Default)]
struct Node {
    children: Vec<(String, usize)>,
    slot: Option<usize>,
}

impl Wanted {
    /// Wants the field of a name, and its value in a slot.
    pub fn insert(&mut self, name: &str, slot: usize) {
        if self.nodes.is_empty() {
            self.nodes.push(Node::default());
        }
        let mut at = 0;
        for segment in name.split('.') {
            let fresh = self.nodes.len();
            let Some(node) = self.nodes.get_mut(at) else { return };
            at = match node.children.iter().find(|(name, _)| name == segment) {
                Some((_, child)) => *child,
                None => {
                    node.children.push((segment.to_owned(), fresh));
                    self.nodes.push(Node::default());
                    fresh
                }
            };
        }
        if let Some(node) = self.nodes.get_mut(at) {
            node.slot = Some(slot);
            self.count = self.count.saturating_add(1);
        }
    }

    fn child(&self, at: usize, segment: &str) -> Option<usize> {
        self.nodes.get(at)?.children.iter().find(|(name, _)| name == segment).map(|(_, child)| *child)
    }

    fn descend(&self, at: usize, name: &str) -> Option<usize> {
        name.split('.').try_fold(at, |at, segment| self.child(at, segment))
    }

    fn slot(&self, at: usize) -> Option<usize> {
        self.nodes.get(at)?.slot
    }

    /// Finds what is wanted in an event.
    pub fn load<'a>(&self, record: &Record<'a>, slots: &mut [Value<'a>]) {
        if self.count == 0 {
            return;
        }
        let message = record.transformed.unwrap_or(record.message);
        if message.trim_start().starts_with('{') {
            json::scan(message.trim_start(), self, slots);
            return;
        }
        let mut found = |name: &str, value: Value<'a>| {
            if let Some(slot) = self.descend(0, name).and_then(|node| self.slot(node)).and_then(|slot| slots.get_mut(slot)) {
                *slot = value;
            }
        };
        if formats::scan(message, &mut found) {
            return;
        }
        let is_function = record.log.split_once(':').is_some_and(|(_, group)| group.starts_with("/aws/lambda/"));
        if is_function && let Some(fragment) = message.find('{').and_then(|at| message.get(at..)) {
            json::scan(fragment, self, slots);
        }
    }
}

/// Fields that are looked for in events, to be indexed by their values.
#[derive(Debug)]
pub struct IndexedFields {
    wanted: Wanted,
    count: usize,
}

impl IndexedFields {
    /// For fields of these names.
    #[must_use]
    pub fn new<'n>(names: impl IntoIterator<Item = &'n str>) -> Self {
        let (mut wanted, mut count) = (Wanted::default(), 0_usize);
        for name in names {
            wanted.insert(name, count);
            count = count.saturating_add(1);
        }
        Self { wanted, count }
    }

    /// The values of the fields in an event, in their order: equal ones are shown alike, as in [`crate::Query::equalities`].
    #[must_use]
    pub fn of(&self, record: &Record<'_>) -> Vec<Option<String>> {
        let mut slots = vec![Value::Missing; self.count];
        self.wanted.load(record, &mut slots);
        slots.iter().map(index_key).collect()
    }
}

/// A value as indexes know it.
pub(crate) fn index_key(value: &Value<'_>) -> Option<String> {
    match value.as_number() {
        Some(number) => Some(format!("={}", number + 0.0)),
        None => value.as_text().map(|text| format!("'{text}")),
    }
}

/// The most fields of one event that are listed.
const MAX_LISTED: usize = 200;

/// All fields that are found in an event by themselves, by name; the system's own are not among them.
#[must_use]
pub fn discovered_fields(record: &Record<'_>) -> Vec<(String, String)> {
    let mut fields = Vec::new();
    let message = record.transformed.unwrap_or(record.message);
    if let Ok(json @ serde_json::Value::Object(_)) = serde_json::from_str::<serde_json::Value>(message) {
        json::flatten(&json, "", &mut fields, MAX_LISTED);
        return fields;
    }
    formats::scan(message, &mut |name, value| {
        if let Some(value) = value.shown() {
            fields.push((name.to_owned(), value));
        }
    });
    fields
}
