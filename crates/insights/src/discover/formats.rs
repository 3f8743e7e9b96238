//! Lines of known formats: Lambda's own, VPC flow logs, Route 53 query logs.

use crate::value::Value;

/// Says each field of a line of a known format; whether it is one.
pub(super) fn scan<'a>(line: &'a str, found: &mut dyn FnMut(&str, Value<'a>)) -> bool {
    match line.as_bytes().first() {
        Some(b'R' | b'S' | b'E' | b'I') => function_platform(line, found),
        Some(b'1') if line.starts_with("1.0 ") => query_log(line, found),
        Some(b'0'..=b'9') => flow_log(line, found) || function_line(line, found),
        _ => false,
    }
}

/// `START`, `END`, `REPORT` and `INIT_START` of functions. Memory is in bytes, times are in milliseconds.
fn function_platform<'a>(line: &'a str, found: &mut dyn FnMut(&str, Value<'a>)) -> bool {
    let Some((kind, rest)) = line.split_once(' ') else { return false };
    match kind {
        "INIT_START" if rest.starts_with("Runtime Version:") => {
            found("@type", Value::text(kind));
            return true;
        }
        "START" | "END" | "REPORT" => {}
        _ => return false,
    }
    let Some(request) = rest.strip_prefix("RequestId: ") else { return false };
    found("@type", Value::text(kind));
    let end = request.find(|c: char| c.is_whitespace()).unwrap_or(request.len());
    found("@requestId", Value::text(request.get(..end).unwrap_or_default()));
    for part in rest.split(['\t', '\n']) {
        let Some((name, value)) = part.split_once(": ") else { continue };
        let number = value.split(' ').next().unwrap_or_default();
        match name.trim() {
            "Duration" => found("@duration", Value::text(number)),
            "Billed Duration" => found("@billedDuration", Value::text(number)),
            "Init Duration" => found("@initDuration", Value::text(number)),
            "Memory Size" => found("@memorySize", megabytes(number)),
            "Max Memory Used" => found("@maxMemoryUsed", megabytes(number)),
            "XRAY TraceId" => found("@xrayTraceId", Value::text(number)),
            "SegmentId" => found("@xraySegmentId", Value::text(number)),
            _ => {}
        }
    }
    true
}

fn megabytes<'a>(number: &str) -> Value<'a> {
    number.parse::<f64>().map_or(Value::Missing, |number| Value::number(number * 1_000_000.0))
}

/// What the runtimes write before a line of a function: time, request and level between tabs.
fn function_line<'a>(line: &'a str, found: &mut dyn FnMut(&str, Value<'a>)) -> bool {
    let mut parts = line.splitn(3, '\t');
    let (Some(time), Some(request)) = (parts.next(), parts.next()) else { return false };
    if time.ends_with('Z') && is_uuid(request) {
        found("@requestId", Value::text(request));
    }
    // The rest may have JSON.
    false
}

fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text
            .bytes()
            .enumerate()
            .all(|(index, byte)| if matches!(index, 8 | 13 | 18 | 23) { byte == b'-' } else { byte.is_ascii_hexdigit() })
}

/// Version 2, the default.
const FLOW_LOG: [&str; 14] = [
    "version",
    "accountId",
    "interfaceId",
    "srcAddr",
    "dstAddr",
    "srcPort",
    "dstPort",
    "protocol",
    "packets",
    "bytes",
    "startTime",
    "endTime",
    "action",
    "logStatus",
];

fn flow_log<'a>(line: &'a str, found: &mut dyn FnMut(&str, Value<'a>)) -> bool {
    fields(line, &FLOW_LOG, found, |parts| {
        matches!(parts, [version, _, interface, .., status]
            if version.bytes().all(|c| c.is_ascii_digit()) && interface.starts_with("eni-") && matches!(*status, "OK" | "NODATA" | "SKIPDATA"))
    })
}

const QUERY_LOG: [&str; 10] = [
    "version",
    "queryTimestamp",
    "hostZoneId",
    "queryName",
    "queryType",
    "responseCode",
    "protocol",
    "edgeLocation",
    "resolverIp",
    "ednsClientSubnet",
];

fn query_log<'a>(line: &'a str, found: &mut dyn FnMut(&str, Value<'a>)) -> bool {
    fields(line, &QUERY_LOG, found, |parts| parts.get(1).is_some_and(|time| time.contains('T')))
}

/// Fields between spaces, if there are as many as names. A hyphen stands for none.
fn fields<'a>(line: &'a str, names: &[&str], found: &mut dyn FnMut(&str, Value<'a>), test: impl Fn(&[&str]) -> bool) -> bool {
    let parts: Vec<&'a str> = line.trim_end().split(' ').take(names.len().saturating_add(1)).collect();
    if parts.len() != names.len() || !test(&parts) {
        return false;
    }
    for (name, part) in names.iter().zip(parts) {
        if part != "-" {
            found(name, Value::text(part));
        }
    }
    true
}
