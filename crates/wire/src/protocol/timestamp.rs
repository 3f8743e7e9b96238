//! Moments on the wire.
//!
//! Every form is accepted wherever a moment is expected, since the clients do not agree with each other; each place has one form for replies.

use jiff::civil::DateTime;
use jiff::fmt::rfc2822;
use jiff::tz::Offset;
use jiff::{SignedDuration, Timestamp};

use crate::model::TimestampFormat;

/// Reads any of the three forms. An ISO 8601 text without an offset is taken as UTC, one without a time as midnight.
pub(super) fn parse(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    match text.as_bytes() {
        [] => None,
        [b'0'..=b'9' | b'-' | b'+', ..]
            if text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')) && !is_date(text) =>
        {
            text.parse().ok().and_then(from_seconds)
        }
        [b'0'..=b'9', ..] if text.as_bytes().get(4) == Some(&b'-') => parse_iso(text),
        _ => rfc2822::DateTimeParser::new().parse_timestamp(text).ok(),
    }
}

fn is_date(text: &str) -> bool {
    text.len() == 10 && text.bytes().enumerate().all(|(i, b)| if i == 4 || i == 7 { b == b'-' } else { b.is_ascii_digit() })
}

fn parse_iso(text: &str) -> Option<Timestamp> {
    if let Ok(moment) = text.parse::<Timestamp>() {
        return Some(moment);
    }
    let civil: DateTime = text.parse().ok()?;
    Offset::UTC.to_timestamp(civil).ok()
}

/// Seconds since 1970, exact to the microsecond as clients send them.
pub(super) fn from_seconds(seconds: f64) -> Option<Timestamp> {
    if !seconds.is_finite() || seconds.abs() > 1e12 {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked: at most 1e18")]
    let micros = (seconds * 1e6).round() as i64;
    Timestamp::from_microsecond(micros).ok()
}

/// Writes a moment in the given form; fractions to the millisecond, and only where there are any.
pub(super) fn format(moment: Timestamp, form: TimestampFormat) -> String {
    match form {
        TimestampFormat::Iso8601 => iso(moment),
        TimestampFormat::Rfc822 => moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string(),
        TimestampFormat::UnixTimestamp => epoch(moment),
    }
}

fn iso(moment: Timestamp) -> String {
    if moment.as_millisecond().rem_euclid(1000) == 0 {
        moment.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
    } else {
        iso_with_millis(moment)
    }
}

/// ISO 8601 with three digits of fraction always: how S3 writes moments.
pub(super) fn iso_with_millis(moment: Timestamp) -> String {
    let down = floor_millis(moment);
    down.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

fn floor_millis(moment: Timestamp) -> Timestamp {
    let below = moment.as_nanosecond().rem_euclid(1_000_000);
    i64::try_from(below).ok().and_then(|n| moment.checked_sub(SignedDuration::from_nanos(n)).ok()).unwrap_or(moment)
}

/// Seconds since 1970 as a decimal number: an integer when whole, otherwise to the millisecond.
pub(super) fn epoch(moment: Timestamp) -> String {
    let millis = moment.as_millisecond();
    if millis % 1000 == 0 {
        return (millis / 1000).to_string();
    }
    let sign = if millis < 0 { "-" } else { "" };
    let digits = format!("{sign}{}.{:03}", (millis / 1000).unsigned_abs(), (millis % 1000).unsigned_abs());
    digits.trim_end_matches('0').to_owned()
}

/// How CloudTrail prints a moment inside requestParameters and responseElements, such as `Nov 24, 2026, 2:19:19 AM` (UTC).
pub(super) fn audit(moment: Timestamp) -> String {
    moment.strftime("%b %-d, %Y, %-I:%M:%S %p").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn reads_all_forms() {
        for (text, want) in [
            ("2026-01-31T23:59:59Z", "2026-01-31T23:59:59Z"),
            ("2026-01-31T23:59:59.250Z", "2026-01-31T23:59:59.25Z"),
            ("2026-01-31T23:59:59+01:00", "2026-01-31T22:59:59Z"),
            ("2026-01-31T23:59:59", "2026-01-31T23:59:59Z"),
            ("2026-01-31", "2026-01-31T00:00:00Z"),
            ("Sat, 31 Jan 2026 23:59:59 GMT", "2026-01-31T23:59:59Z"),
            ("1769903999", "2026-01-31T23:59:59Z"),
            ("1769903999.123456", "2026-01-31T23:59:59.123456Z"),
            ("-1.5", "1969-12-31T23:59:58.5Z"),
        ] {
            assert_eq!(parse(text), Some(at(want)), "{text}");
        }
        for text in ["", "yesterday", "2026-13-01T00:00:00Z", "1e300", "NaN", "2026-01-31T99:00:00Z", "--", "é"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }

    #[test]
    fn writes_all_forms() {
        use TimestampFormat::{Iso8601, Rfc822, UnixTimestamp};
        for (moment, form, want) in [
            ("2026-01-31T23:59:59Z", Iso8601, "2026-01-31T23:59:59Z"),
            ("2026-01-31T23:59:59.0079Z", Iso8601, "2026-01-31T23:59:59.007Z"),
            ("2026-01-31T03:04:05.9Z", Rfc822, "Sat, 31 Jan 2026 03:04:05 GMT"),
            ("2026-01-31T23:59:59Z", UnixTimestamp, "1769903999"),
            ("2026-01-31T23:59:59.12Z", UnixTimestamp, "1769903999.12"),
            ("1969-12-31T23:59:59.5Z", UnixTimestamp, "-0.5"),
        ] {
            assert_eq!(format(at(moment), form), want);
        }
        assert_eq!(iso_with_millis(at("2026-01-31T23:59:59Z")), "2026-01-31T23:59:59.000Z");
        assert_eq!(audit(at("2026-11-24T02:19:19Z")), "Nov 24, 2026, 2:19:19 AM");
        assert_eq!(audit(at("2026-11-04T12:00:09Z")), "Nov 4, 2026, 12:00:09 PM");
    }
}
