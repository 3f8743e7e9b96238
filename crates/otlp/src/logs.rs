//! Log records as the events that stand in a log group: one JSON object each, with the resource and the scope that it comes from.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::Value;

use crate::message::{Any, AnyValue, ExportLogs, KeyValue, LogRecord, Resource, Scope};

/// Most bytes of a resource with a scope, as JSON.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html>.
pub const MAX_ORIGIN: usize = 16 * 1024;
/// Most records of a request.
pub const MAX_RECORDS: usize = 10_000;
/// Most bytes of the events of a request, 26 for each included.
pub const MAX_EVENTS_SIZE: usize = 1_048_576;
/// What counts for each event besides its text, bytes.
const OVERHEAD: usize = 26;

/// A record as an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// When it happened, or was seen, milliseconds since 1970; `None` where neither is said.
    pub timestamp: Option<i64>,
    /// The event's text, JSON.
    pub message: String,
}

/// Why records are refused altogether.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LogsError {
    /// A resource and a scope are too large, bytes.
    #[error("A resource and its scope must not exceed {MAX_ORIGIN} bytes: there is one of {0} bytes.")]
    Origin(usize),
    /// There are too many.
    #[error("A request has at most {MAX_RECORDS} log records: there are {0}.")]
    Records(usize),
    /// The events would be too large: each has its resource and scope.
    #[error("Upload too large: the log events exceed the limit of {MAX_EVENTS_SIZE} bytes.")]
    Size,
}

/// How a record is written.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Written<'a> {
    resource: &'a Value,
    scope: &'a Value,
    time_unix_nano: u64,
    observed_time_unix_nano: u64,
    severity_number: i32,
    severity_text: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    body: Option<Value>,
    attributes: Value,
    #[serde(skip_serializing_if = "is_zero")]
    dropped_attributes_count: u32,
    flags: u32,
    #[serde(skip_serializing_if = "str::is_empty")]
    event_name: &'a str,
    #[serde(skip_serializing_if = "String::is_empty")]
    trace_id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    span_id: String,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A value as JSON. Numbers that JSON does not have are texts, bytes are base64.
pub(crate) fn json(value: &AnyValue) -> Value {
    match &value.value {
        None => Value::Null,
        Some(Any::Text(text)) => Value::from(text.as_str()),
        Some(Any::Bool(value)) => Value::from(*value),
        Some(Any::Int(number)) => Value::from(*number),
        Some(Any::Double(number)) => match serde_json::Number::from_f64(*number) {
            Some(number) => Value::Number(number),
            None if number.is_nan() => Value::from("NaN"),
            None => Value::from(if *number > 0.0 { "Infinity" } else { "-Infinity" }),
        },
        Some(Any::Array(array)) => Value::Array(array.values.iter().map(json).collect()),
        Some(Any::Map(map)) => object(&map.values),
        Some(Any::Bytes(bytes)) => {
            use base64::Engine as _;
            Value::from(base64::engine::general_purpose::STANDARD.encode(bytes))
        }
    }
}

fn object(attributes: &[KeyValue]) -> Value {
    let value = |attribute: &KeyValue| attribute.value.as_ref().map_or(Value::Null, json);
    Value::Object(attributes.iter().map(|attribute| (attribute.key.clone(), value(attribute))).collect())
}

fn resource(resource: Option<&Resource>, schema: &str) -> Value {
    let mut written = serde_json::Map::new();
    written.insert("attributes".to_owned(), object(resource.map(|r| r.attributes.as_slice()).unwrap_or_default()));
    if !schema.is_empty() {
        written.insert("schemaUrl".to_owned(), Value::from(schema));
    }
    Value::Object(written)
}

fn scope(scope: Option<&Scope>, schema: &str) -> Value {
    let mut written = serde_json::Map::new();
    let texts = scope.map(|scope| [("name", scope.name.as_str()), ("version", scope.version.as_str())]);
    for (name, text) in texts.into_iter().flatten().chain([("schemaUrl", schema)]).filter(|(_, text)| !text.is_empty()) {
        written.insert(name.to_owned(), Value::from(text));
    }
    if let Some(scope) = scope.filter(|scope| !scope.attributes.is_empty()) {
        written.insert("attributes".to_owned(), object(&scope.attributes));
    }
    Value::Object(written)
}

fn event(record: &LogRecord, resource: &Value, scope: &Value) -> Event {
    let moment = [record.time_unix_nano, record.observed_time_unix_nano].into_iter().find(|time| *time > 0);
    let written = Written {
        resource,
        scope,
        time_unix_nano: record.time_unix_nano,
        observed_time_unix_nano: record.observed_time_unix_nano,
        severity_number: record.severity_number,
        severity_text: &record.severity_text,
        body: record.body.as_ref().map(json),
        attributes: object(&record.attributes),
        dropped_attributes_count: record.dropped_attributes_count,
        flags: record.flags,
        event_name: &record.event_name,
        trace_id: hex::encode(&record.trace_id),
        span_id: hex::encode(&record.span_id),
    };
    Event {
        timestamp: moment.map(|time| i64::try_from(time / 1_000_000).unwrap_or(i64::MAX)),
        message: serde_json::to_string(&written).unwrap_or_default(),
    }
}

/// The records as events, in the order in which they were sent.
///
/// # Errors
/// [`LogsError`] where there is too much.
pub fn events(request: &ExportLogs) -> Result<Vec<Event>, LogsError> {
    let count: usize = request.resource_logs.iter().flat_map(|r| &r.scope_logs).map(|s| s.log_records.len()).sum();
    if count > MAX_RECORDS {
        return Err(LogsError::Records(count));
    }
    let mut events = Vec::with_capacity(count);
    let mut total = 0;
    for of_resource in &request.resource_logs {
        let resource = resource(of_resource.resource.as_ref(), &of_resource.schema_url);
        let resource_size = resource.to_string().len();
        for of_scope in &of_resource.scope_logs {
            let scope = scope(of_scope.scope.as_ref(), &of_scope.schema_url);
            let size = resource_size + scope.to_string().len();
            if size > MAX_ORIGIN {
                return Err(LogsError::Origin(size));
            }
            for record in &of_scope.log_records {
                let event = event(record, &resource, &scope);
                total += event.message.len() + OVERHEAD;
                if total > MAX_EVENTS_SIZE {
                    return Err(LogsError::Size);
                }
                events.push(event);
            }
        }
    }
    Ok(events)
}

/// Why records were left out, as CloudWatch says it: counts by reason, as JSON.
pub fn rejections(too_old: usize, too_new: usize, expired: usize) -> String {
    let counts = [("tooOldLogEventCount", too_old), ("tooNewLogEventCount", too_new), ("expiredLogEventCount", expired)];
    let counts: BTreeMap<&str, usize> = counts.into_iter().filter(|(_, count)| *count > 0).collect();
    serde_json::to_string(&counts).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use prost::Message as _;

    use super::*;
    use crate::Encoding;

    const SENT: &str = r#"{"resourceLogs": [{
        "resource": {"attributes": [{"key": "service.name", "value": {"stringValue": "my-service"}}, {"key": "empty", "value": {}}]},
        "schemaUrl": null,
        "scopeLogs": [{"scope": {"name": "my-library", "version": "1.0.0"}, "logRecords": [
            {"timeUnixNano": "1741900000000000001", "severityNumber": 9, "severityText": "INFO", "body": {"stringValue": "in \u00fc"},
             "attributes": [{"key": "user.id", "value": {"intValue": "12345"}}, {"key": "parts", "value": {"arrayValue": {"values": [
                {"boolValue": true}, {"doubleValue": 1.5}, {"bytesValue": "AP8="}, {"kvlistValue": {"values": [{"key": "a", "value": {"intValue": -1}}]}}
             ]}}}],
             "flags": 1, "traceId": "5B8EFFF798038103D269B633813FC60C", "spanId": "eee19b7ec3c1b174", "laterField": [1]},
            {"observedTimeUnixNano": 1741900001000000000, "severityNumber": "SEVERITY_NUMBER_ERROR2", "eventName": "e"},
            {}
        ]}]
    }]}"#;

    #[test]
    fn records_are_written_as_cloudwatch_writes_them() {
        let request = Encoding::Json.decode_logs(SENT.as_bytes()).unwrap();
        let events = events(&request).unwrap();
        assert_eq!(events.len(), 3);
        assert_eq!(
            events[0].message,
            r#"{"resource":{"attributes":{"service.name":"my-service","empty":null}},"scope":{"name":"my-library","version":"1.0.0"},"timeUnixNano":1741900000000000001,"observedTimeUnixNano":0,"severityNumber":9,"severityText":"INFO","body":"in ü","attributes":{"user.id":12345,"parts":[true,1.5,"AP8=",{"a":-1}]},"flags":1,"traceId":"5b8efff798038103d269b633813fc60c","spanId":"eee19b7ec3c1b174"}"#
        );
        assert_eq!(events[0].timestamp, Some(1_741_900_000_000));
        assert_eq!(events[1].timestamp, Some(1_741_900_001_000));
        assert!(
            events[1].message.contains(r#""severityNumber":18,"severityText":"","attributes":{},"flags":0,"eventName":"e"}"#)
        );
        assert_eq!(events[2].timestamp, None);
    }

    #[test]
    fn both_encodings_say_the_same() {
        let request = Encoding::Json.decode_logs(SENT.as_bytes()).unwrap();
        assert_eq!(Encoding::Protobuf.decode_logs(&request.encode_to_vec()), Ok(request));
    }

    #[test]
    fn origins_are_bounded() {
        let sent = |size: usize| {
            let text = "x".repeat(size);
            let body = format!(
                r#"{{"resourceLogs":[{{"resource":{{"attributes":[{{"key":"k","value":{{"stringValue":"{text}"}}}}]}},"scopeLogs":[{{"logRecords":[{{}}]}}]}}]}}"#
            );
            events(&Encoding::Json.decode_logs(body.as_bytes()).unwrap())
        };
        // {"attributes":{"k":""}} and {} are 25 bytes.
        assert!(sent(MAX_ORIGIN - 25).is_ok());
        assert_eq!(sent(MAX_ORIGIN - 24), Err(LogsError::Origin(MAX_ORIGIN + 1)));
    }

    #[test]
    fn small_requests_do_not_become_large_ones() {
        let sent = |records: usize| {
            let origin = r#"{"resource":{"attributes":[{"key":"k","value":{"stringValue":""#;
            let body = format!(
                r#"{{"resourceLogs":[{origin}{}"}}}}]}},"scopeLogs":[{{"logRecords":[{{}}{}]}}]}}]}}"#,
                "x".repeat(10_000),
                ",{}".repeat(records - 1)
            );
            events(&Encoding::Json.decode_logs(body.as_bytes()).unwrap()).map(|events| events.len())
        };
        assert_eq!(sent(100), Ok(100));
        assert_eq!(sent(200), Err(LogsError::Size));
        assert_eq!(sent(10_001), Err(LogsError::Records(10_001)));
    }

    #[test]
    fn what_is_no_record_is_refused() {
        for text in [
            r#"{"resourceLogs": {}}"#,
            r#"{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"timeUnixNano": "-1"}]}]}]}"#,
            r#"{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"timeUnixNano": 1.5}]}]}]}"#,
            r#"{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"severityNumber": "SEVERITY_NUMBER_INFO5"}]}]}]}"#,
            r#"{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"traceId": "xyz"}]}]}]}"#,
            r#"{"resourceLogs": [{"scopeLogs": [{"logRecords": [{"body": "text"}]}]}]}"#,
        ] {
            assert!(Encoding::Json.decode_logs(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn rejections_are_counted_by_reason() {
        assert_eq!(rejections(0, 1, 2), r#"{"expiredLogEventCount":2,"tooNewLogEventCount":1}"#);
    }
}
