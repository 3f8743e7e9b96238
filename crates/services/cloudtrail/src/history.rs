//! The event history: the journal's audit records, found by the attributes that LookupEvents knows.

use plane::audit::is_record;
use plane::view::View;
use store::{Entry, IndexedEvent};

use crate::record::Facts;

/// How long events are found, in milliseconds: 90 days.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/view-cloudtrail-events.html>.
pub const RETENTION_MS: i64 = 90 * 24 * 60 * 60 * 1000;

/// Longest attribute value that is indexed, bytes; a longer one is cut, and a look-up cuts the same.
const MAX_VALUE: usize = 512;

/// The view that indexes audit records.
#[derive(Debug, Clone, Copy, Default)]
pub struct EventHistory;

impl View for EventHistory {
    fn name(&self) -> &'static str {
        "cloudtrail.event-history"
    }

    fn index(&self, entries: &[Entry]) -> Vec<IndexedEvent> {
        entries.iter().filter_map(index).collect()
    }

    fn keeps_ms(&self) -> Option<i64> {
        Some(RETENTION_MS)
    }
}

/// Whether the event history shows an entry.
pub fn is_history(entry: &Entry) -> bool {
    index(entry).is_some()
}

fn index(entry: &Entry) -> Option<IndexedEvent> {
    if !is_record(&entry.kind) {
        return None;
    }
    let facts: Facts = serde_json::from_slice(&entry.body).ok()?;
    // Data events are for trails and event data stores, not for the history.
    if facts.management_event == Some(false) {
        return None;
    }
    // An event is found by its id in the journal itself.
    let mut attributes = Vec::with_capacity(8);
    let mut add = |name: &str, value: Option<&str>| {
        if let Some(value) = value {
            attributes.push((name.to_owned(), cut(value).to_owned()));
        }
    };
    add("EventName", facts.event_name.as_deref());
    add("EventSource", facts.event_source.as_deref());
    add("ReadOnly", facts.read_only.map(|read_only| if read_only { "true" } else { "false" }));
    add("Username", facts.user_name());
    add("AccessKeyId", facts.access_key_id());
    let mut kinds = Vec::new();
    for resource in facts.resources() {
        add("ResourceName", Some(&resource.name));
        if !kinds.contains(&resource.kind) {
            add("ResourceType", Some(&resource.kind));
            kinds.push(resource.kind);
        }
    }
    attributes.sort();
    attributes.dedup();
    Some(IndexedEvent { seq: entry.seq, account: entry.account.clone(), region: entry.region.clone(), at: entry.at, attributes })
}

/// The part of an attribute's value that is indexed.
pub fn cut(value: &str) -> &str {
    let mut end = value.len().min(MAX_VALUE);
    while !value.is_char_boundary(end) {
        end -= 1;
    }
    value.get(..end).unwrap_or(value)
}
