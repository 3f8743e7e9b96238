//! Reading JSON whose writers do not agree on the case of names, on what is a string, and on how times are written.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Value};

/// How often a value may be a string of JSON of a string of JSON: AWS Config writes access control lists so.
const MAX_WRAPS: usize = 3;

/// A member by its name, exactly or else without regard to case: AWS Config writes older types in the case of the SDK for Java
/// (`dBInstanceIdentifier`), newer ones in that of CloudFormation (`DBInstanceIdentifier`).
pub(crate) fn member<'v>(map: &'v Map<String, Value>, name: &str) -> Option<&'v Value> {
    map.get(name).or_else(|| map.iter().find(|(have, _)| have.eq_ignore_ascii_case(name)).map(|(_, value)| value))
}

/// What stands at a path such as `vpcConfig.subnetIds`; `null` counts as absent.
pub(crate) fn at<'v>(value: &'v Value, path: &str) -> Option<&'v Value> {
    path.split('.').try_fold(value, |value, name| member(value.as_object()?, name)).filter(|value| !value.is_null())
}

/// Takes JSON out of strings.
pub(crate) fn decoded(value: &Value) -> Cow<'_, Value> {
    let mut now = Cow::Borrowed(value);
    for _ in 0..MAX_WRAPS {
        let inner = match now.as_ref() {
            Value::String(text) if text.trim_start().starts_with(['{', '[', '"']) => serde_json::from_str::<Value>(text).ok(),
            Value::String(text) if text == "null" || text == "true" || text == "false" => {
                serde_json::from_str::<Value>(text).ok()
            }
            _ => None,
        };
        match inner {
            Some(inner) => now = Cow::Owned(inner),
            None => break,
        }
    }
    now
}

/// Whether a value says yes: `true`, also as text.
pub(crate) fn is_true(value: &Value) -> bool {
    match value {
        Value::Bool(yes) => *yes,
        Value::String(text) => text.eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// A whole number, also as text.
pub(crate) fn int(value: &Value) -> Option<i64> {
    match value {
        // Truncation is meant: what is compared are days, seconds and ports.
        Value::Number(number) => number.as_i64().or_else(|| number.as_f64().map(|float| float as i64)),
        Value::String(text) => text.trim().parse().ok(),
        _ => None,
    }
}

/// Epoch seconds above this are milliseconds: the year 5138.
const MOST_SECONDS: i64 = 100_000_000_000;

/// A time, written as RFC 3339, as seconds or milliseconds since 1970, or as `Jan 5, 2018 6:44:31 AM`, which older types have.
pub(crate) fn time(value: &Value) -> Option<Timestamp> {
    match value {
        Value::Number(number) => {
            let n = number.as_i64().or_else(|| number.as_f64().map(|float| float as i64))?;
            if n.unsigned_abs() > MOST_SECONDS.unsigned_abs() {
                Timestamp::from_millisecond(n)
            } else {
                Timestamp::from_second(n)
            }
            .ok()
        }
        Value::String(text) => time_of(text),
        _ => None,
    }
}

/// A time from its text; see [`time`].
pub(crate) fn time_of(text: &str) -> Option<Timestamp> {
    let utc = |civil: jiff::civil::DateTime| jiff::tz::TimeZone::UTC.to_timestamp(civil).ok();
    text.parse::<Timestamp>()
        .ok()
        .or_else(|| jiff::civil::DateTime::strptime("%b %d, %Y %I:%M:%S %p", text).ok().and_then(utc))
        .or_else(|| jiff::civil::Date::strptime("%Y-%m-%d", text).ok().map(|date| date.at(0, 0, 0, 0)).and_then(utc))
}

/// A text that is there and not empty.
pub(crate) fn text(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}

/// Undoes percent encoding; what is no encoding stays as it is.
pub(crate) fn percent_decoded(text: &str) -> Cow<'_, str> {
    if !text.contains('%') {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let Some((first, tail)) = rest.split_first() {
        rest = match (first, tail) {
            (b'%', [high, low, tail @ ..]) if let (Some(high), Some(low)) = (hex(*high), hex(*low)) => {
                bytes.push(high << 4 | low);
                tail
            }
            (byte, tail) => {
                bytes.push(*byte);
                tail
            }
        };
    }
    Cow::Owned(String::from_utf8_lossy(&bytes).into_owned())
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}
