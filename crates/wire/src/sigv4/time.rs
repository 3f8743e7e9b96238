//! ISO 8601 basic form, `20260131T235959Z`: the only form of time that signatures use.

use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};

/// Reads `YYYYMMDDTHHMMSSZ`; `None` for any other form or an impossible date.
pub(super) fn parse_basic(text: &str) -> Option<Timestamp> {
    let bytes: &[u8; 16] = text.as_bytes().try_into().ok()?;
    let [y1, y2, y3, y4, o1, o2, d1, d2, b'T', h1, h2, m1, m2, s1, s2, b'Z'] = bytes else { return None };
    let two = |a: &u8, b: &u8| -> Option<i8> {
        (a.is_ascii_digit() && b.is_ascii_digit()).then(|| ((a - b'0') * 10 + (b - b'0')).cast_signed())
    };
    let year = i16::from(two(y1, y2)?) * 100 + i16::from(two(y3, y4)?);
    let civil = DateTime::new(year, two(o1, o2)?, two(d1, d2)?, two(h1, h2)?, two(m1, m2)?, two(s1, s2)?, 0).ok()?;
    TimeZone::UTC.to_timestamp(civil).ok()
}

/// Reads the `Date` header: RFC 5322, or the basic form that some clients put there.
pub(super) fn parse_date_header(text: &str) -> Option<Timestamp> {
    parse_basic(text).or_else(|| jiff::fmt::rfc2822::DateTimeParser::new().parse_timestamp(text).ok())
}

/// Writes the basic form.
pub(super) fn basic(at: Timestamp) -> String {
    at.strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// Adds seconds, stopping at the ends of time.
pub(super) fn plus(at: Timestamp, seconds: i64) -> Timestamp {
    at.saturating_add(SignedDuration::from_secs(seconds)).unwrap_or(at)
}
