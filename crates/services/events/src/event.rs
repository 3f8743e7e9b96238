//! Events, and the journal's entries as events.

use jiff::Timestamp;
use plane::audit::{API_CALL, CONSOLE_SIGN_IN, SERVICE_EVENT};
use plane::events::{PUBLISH, PUT};
use serde_json::{Value, json};
use store::Entry;

use crate::resources::DEFAULT_BUS;

/// What an event is made of.
pub struct About<'a> {
    /// Id.
    pub id: &'a str,
    /// `detail-type`.
    pub kind: &'a str,
    /// `source`.
    pub source: &'a str,
    /// Account.
    pub account: &'a str,
    /// Time.
    pub time: Timestamp,
    /// Region.
    pub region: &'a str,
    /// Resources, a list.
    pub resources: Value,
    /// `detail`, an object.
    pub detail: Value,
}

/// An event in its documented shape.
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-events-structure.html>.
pub fn new(about: About<'_>) -> Value {
    json!({
        "version": "0",
        "id": about.id,
        "detail-type": about.kind,
        "source": about.source,
        "account": about.account,
        "time": about.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        "region": about.region,
        "resources": about.resources,
        "detail": about.detail,
    })
}

/// What an entry of the journal puts on a bus.
#[derive(Debug, Default, PartialEq)]
pub struct Batch {
    /// Name of the bus; account and region are the entry's.
    pub bus: String,
    /// The events.
    pub events: Vec<Value>,
    /// ARNs of the only rules that get them, if any are named.
    pub rules: Vec<String>,
    /// Whether they came from another bus.
    pub forwarded: bool,
    /// Whether they are of calls that change nothing, which only rules see that ask for all management events.
    pub read_only: bool,
}

/// The bus whose events an entry holds; `None` if it holds none.
pub fn bus_of(entry: &Entry) -> Option<String> {
    match entry.kind.as_str() {
        PUT => serde_json::from_slice::<Value>(&entry.body).ok()?.get("bus")?.as_str().map(str::to_owned),
        API_CALL | SERVICE_EVENT | CONSOLE_SIGN_IN | PUBLISH => Some(DEFAULT_BUS.to_owned()),
        _ => None,
    }
}

/// The events that an entry holds.
pub fn read(entry: &Entry) -> Option<Batch> {
    if !matches!(entry.kind.as_str(), PUT | API_CALL | SERVICE_EVENT | CONSOLE_SIGN_IN | PUBLISH) {
        return None;
    }
    let mut body: Value = serde_json::from_slice(&entry.body).ok()?;
    let time = Timestamp::from_millisecond(entry.at).ok()?;
    let of_entry = |kind: &str, source: &str, resources: Value, detail: Value| {
        new(About { id: &entry.id, kind, source, account: &entry.account, time, region: &entry.region, resources, detail })
    };
    match entry.kind.as_str() {
        PUT => Some(Batch {
            bus: body.get("bus")?.as_str()?.to_owned(),
            rules: body.get("rules").and_then(|rules| serde_json::from_value(rules.clone()).ok()).unwrap_or_default(),
            forwarded: body.get("hops").and_then(Value::as_u64).unwrap_or_default() > 0,
            events: match body.get_mut("events")?.take() {
                Value::Array(events) => events,
                _ => return None,
            },
            ..Batch::default()
        }),
        PUBLISH => {
            let text = |name: &str| body.get(name).and_then(Value::as_str).map(str::to_owned);
            let (kind, source) = (text("detail-type")?, text("source")?);
            let resources = body.get_mut("resources").map(Value::take).unwrap_or_else(|| json!([]));
            let detail = body.get_mut("detail").map(Value::take)?;
            Some(Batch {
                bus: DEFAULT_BUS.to_owned(),
                events: vec![of_entry(&kind, &source, resources, detail)],
                ..Batch::default()
            })
        }
        kind => {
            // Data events need a trail that asks for them.
            if body.get("managementEvent").and_then(Value::as_bool) == Some(false) {
                return None;
            }
            let service = body.get("eventSource")?.as_str()?.split('.').next()?.to_owned();
            let read_only = body.get("readOnly").and_then(Value::as_bool).unwrap_or_default();
            let title = match kind {
                SERVICE_EVENT => "AWS Service Event via CloudTrail",
                CONSOLE_SIGN_IN => "AWS Console Sign In via CloudTrail",
                _ => "AWS API Call via CloudTrail",
            };
            let event = of_entry(title, &format!("aws.{service}"), json!([]), body);
            Some(Batch { bus: DEFAULT_BUS.to_owned(), events: vec![event], read_only, ..Batch::default() })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{PUT, bus_of, read};
    use plane::audit::API_CALL;
    use serde_json::json;
    use store::Entry;

    fn entry(kind: &str, body: serde_json::Value) -> Entry {
        Entry {
            seq: 1,
            id: "e-1".into(),
            kind: kind.into(),
            account: "111122223333".into(),
            region: "eu-west-1".into(),
            at: 1_767_225_600_000,
            body: body.to_string().into_bytes(),
        }
    }

    #[test]
    fn calls_become_events() {
        let record =
            json!({"eventSource": "iam.amazonaws.com", "eventName": "CreateUser", "readOnly": false, "managementEvent": true});
        let call = entry(API_CALL, record.clone());
        let batch = read(&call).unwrap();
        assert_eq!((bus_of(&call).as_deref(), batch.bus.as_str(), batch.read_only), (Some("default"), "default", false));
        assert_eq!(
            batch.events[0],
            json!({"version": "0", "id": "e-1", "detail-type": "AWS API Call via CloudTrail", "source": "aws.iam",
            "account": "111122223333", "time": "2026-01-01T00:00:00Z", "region": "eu-west-1", "resources": [], "detail": record})
        );
        assert!(read(&entry(API_CALL, json!({"eventSource": "s3.amazonaws.com", "managementEvent": false}))).is_none());
        assert!(read(&entry("iam.Something", json!({}))).is_none());
    }

    #[test]
    fn events_are_read_from_their_entry() {
        let batch = read(&entry(PUT, json!({"bus": "b", "events": [{"id": "1"}], "hops": 1, "rules": ["r"]}))).unwrap();
        assert_eq!((batch.bus.as_str(), batch.events.len(), batch.forwarded, batch.rules), ("b", 1, true, vec!["r".to_owned()]));
    }
}
