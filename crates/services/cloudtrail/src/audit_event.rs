//! Events of others, as PutAuditEvents takes them: what they must say, and what becomes of them in an event data store. Pure.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-integration-event-schema.html>.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use serde_json::{Map, Value, json};

/// Largest event, bytes.
pub const MOST_BYTES: usize = 256 << 10;
/// Longest of the texts that are columns, characters.
const MOST_CHARACTERS: usize = 1024;

/// Why an event is not taken: a code and what is wrong.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// Such as `InvalidChecksum`.
    pub code: &'static str,
    /// For the sender.
    pub message: String,
}

fn refuse<T>(code: &'static str, message: impl Into<String>) -> Result<T, Refusal> {
    Err(Refusal { code, message: message.into() })
}

/// An event that may be taken.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditEvent {
    /// `eventData`, with the members that are known.
    pub data: Map<String, Value>,
    /// `eventTime`.
    pub time: Timestamp,
}

/// Members of `eventData` that must be there, and those that may.
const REQUIRED: &[&str] = &["version", "userIdentity", "eventSource", "eventName", "eventTime", "UID", "recipientAccountId"];
const OPTIONAL: &[&str] = &[
    "userAgent",
    "requestParameters",
    "responseElements",
    "errorCode",
    "errorMessage",
    "sourceIPAddress",
    "additionalEventData",
];

/// Reads an event and its base64 SHA-256 checksum.
///
/// # Errors
/// Why it is not taken.
pub fn read(text: &str, checksum: Option<&str>, account: &str) -> Result<AuditEvent, Refusal> {
    if text.len() > MOST_BYTES {
        return refuse("FieldTooLong", format!("eventData is longer than {MOST_BYTES} bytes."));
    }
    if let Some(checksum) = checksum
        && STANDARD.encode(digest(&SHA256, text.as_bytes())) != checksum
    {
        return refuse("InvalidChecksum", "eventDataChecksum is not the base64 SHA-256 of eventData.");
    }
    let Ok(Value::Object(data)) = serde_json::from_str::<Value>(text) else {
        return refuse("InvalidData", "eventData is not a JSON object.");
    };
    for name in REQUIRED {
        if data.get(*name).is_none_or(Value::is_null) {
            return refuse("FieldNotFound", format!("eventData has no {name}."));
        }
    }
    for (name, value) in &data {
        let name = name.as_str();
        if !REQUIRED.contains(&name) && !OPTIONAL.contains(&name) {
            return refuse("InvalidData", format!("eventData has the unknown member {name}."));
        }
        let nested = matches!(name, "userIdentity" | "requestParameters" | "responseElements" | "additionalEventData");
        match value {
            Value::Null if OPTIONAL.contains(&name) => {}
            Value::Object(_) if nested => {}
            Value::String(text) if !nested => {
                if text.chars().count() > MOST_CHARACTERS {
                    return refuse("FieldTooLong", format!("{name} is longer than {MOST_CHARACTERS} characters."));
                }
            }
            _ if nested => return refuse("InvalidData", format!("{name} must be an object.")),
            _ => return refuse("InvalidData", format!("{name} must be a string.")),
        }
    }
    let identity = |name: &str| data.get("userIdentity").and_then(|i| i.get(name)).and_then(Value::as_str).unwrap_or_default();
    for name in ["type", "principalId"] {
        if identity(name).is_empty() {
            return refuse("FieldNotFound", format!("userIdentity has no {name}."));
        }
    }
    let text = |name: &str| data.get(name).and_then(Value::as_str).unwrap_or_default();
    if text("recipientAccountId") != account {
        return refuse("InvalidRecipient", "recipientAccountId must be the account that the channel belongs to.");
    }
    if text("eventSource").is_empty() {
        return refuse("InvalidEventSource", "eventSource is empty.");
    }
    let Ok(time) = text("eventTime").parse::<Timestamp>() else {
        return refuse("InvalidData", "eventTime is not a moment in UTC, such as 2026-01-31T12:00:00Z.");
    };
    Ok(AuditEvent { data, time })
}

/// Where an event came in.
#[derive(Debug, Clone, Copy)]
pub struct Arrival<'a> {
    /// Its id in the event data store.
    pub event_id: &'a str,
    /// Account of the channel.
    pub account: &'a str,
    /// Region of the channel.
    pub region: &'a str,
    /// ARN of the channel.
    pub channel: &'a str,
    /// When.
    pub at: Timestamp,
}

/// The event as event data stores keep it.
pub fn record(event: &AuditEvent, arrival: Arrival<'_>) -> Value {
    let second = |at: Timestamp| at.strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    json!({
        "eventVersion": "1.0",
        "eventCategory": "ActivityAuditLog",
        "eventType": "ActivityLog",
        "eventID": arrival.event_id,
        "eventTime": second(event.time),
        "awsRegion": arrival.region,
        "recipientAccountId": arrival.account,
        "addendum": null,
        "metadata": {"ingestionTime": second(arrival.at), "channelARN": arrival.channel},
        "eventData": event.data,
    })
}

#[cfg(test)]
mod tests {
    use super::{Arrival, read, record};
    use aws_lc_rs::digest::{SHA256, digest};
    use base64::Engine as _;
    use base64::engine::general_purpose::STANDARD;
    use serde_json::{Value, json};

    fn good() -> Value {
        json!({
            "version": "1.0", "userIdentity": {"type": "CustomUser", "principalId": "alice", "details": {"team": "ops"}},
            "eventSource": "door.example.com", "eventName": "OpenDoor", "eventTime": "2026-11-26T10:00:00Z",
            "UID": "door-1", "recipientAccountId": "111111111111", "requestParameters": {"door": "north"},
        })
    }

    fn code(event: &Value) -> Option<&'static str> {
        read(&event.to_string(), None, "111111111111").err().map(|r| r.code)
    }

    #[test]
    fn what_is_wrong_has_a_code() {
        assert_eq!(code(&good()), None);
        let with = |name: &str, value: Value| {
            let mut event = good();
            event[name] = value;
            event
        };
        for (event, expected) in [
            (json!([]), "InvalidData"),
            (with("eventName", Value::Null), "FieldNotFound"),
            (with("eventName", json!("x".repeat(1025))), "FieldTooLong"),
            (with("eventName", json!(1)), "InvalidData"),
            (with("eventTime", json!("yesterday")), "InvalidData"),
            (with("eventSource", json!("")), "InvalidEventSource"),
            (with("recipientAccountId", json!("222222222222")), "InvalidRecipient"),
            (with("userIdentity", json!({"type": "x"})), "FieldNotFound"),
            (with("userIdentity", json!("alice")), "InvalidData"),
            (with("somethingElse", json!("x")), "InvalidData"),
            (with("requestParameters", json!({"x": "x".repeat(300_000)})), "FieldTooLong"),
        ] {
            assert_eq!(code(&event), Some(expected), "{event:.200}");
        }
    }

    #[test]
    fn the_checksum_is_of_the_very_text() {
        let text = good().to_string();
        let sum = STANDARD.encode(digest(&SHA256, text.as_bytes()));
        assert!(read(&text, Some(&sum), "111111111111").is_ok());
        assert_eq!(read(&format!("{text} "), Some(&sum), "111111111111").unwrap_err().code, "InvalidChecksum");
    }

    #[test]
    fn the_record_has_the_documented_columns() {
        let event = read(&good().to_string(), None, "111111111111").unwrap();
        let arrival = Arrival {
            event_id: "e-1",
            account: "111111111111",
            region: "eu-west-1",
            channel: "arn:aws:cloudtrail:eu-west-1:111111111111:channel/c",
            at: "2026-11-26T10:00:05Z".parse().unwrap(),
        };
        let made = record(&event, arrival);
        assert_eq!(made["eventCategory"], "ActivityAuditLog");
        assert_eq!(made["metadata"]["ingestionTime"], "2026-11-26T10:00:05Z");
        assert_eq!(made["eventData"]["userIdentity"]["principalId"], "alice");
        assert_eq!(made["eventTime"], "2026-11-26T10:00:00Z");
    }
}
