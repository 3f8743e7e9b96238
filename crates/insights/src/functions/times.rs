//! Functions of times.

use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ZonedDateTime};

use super::{Circumstances, argument};
use crate::ast::Period;
use crate::value::Value;

/// 1970-01-05 was a Monday: weeks begin there.
const FIRST_MONDAY: i64 = 4 * 86_400_000;
const WEEK: i64 = 7 * 86_400_000;

/// The beginning of the period that has this time.
pub(crate) fn floor(time: i64, period: Period) -> i64 {
    match period {
        Period::Milliseconds(length) => {
            let origin = if length % WEEK == 0 { FIRST_MONDAY } else { 0 };
            let since = time.saturating_sub(origin);
            since.saturating_sub(since.rem_euclid(length.max(1))).saturating_add(origin)
        }
        Period::Months(months) => {
            let Some(index) = month_index(time) else { return time };
            month_start(index.saturating_sub(index.rem_euclid(months.max(1)))).unwrap_or(time)
        }
    }
}

/// The beginning of the period after this time, or the time itself where one begins.
pub(crate) fn ceiling(time: i64, period: Period) -> i64 {
    let start = floor(time, period);
    if start == time {
        return time;
    }
    match period {
        Period::Milliseconds(length) => start.saturating_add(length),
        Period::Months(months) => month_index(start).and_then(|index| month_start(index.saturating_add(months))).unwrap_or(time),
    }
}

fn civil(time: i64) -> Option<DateTime> {
    Some(jiff::tz::Offset::UTC.to_datetime(Timestamp::from_millisecond(time).ok()?))
}

fn month_index(time: i64) -> Option<i64> {
    let date = civil(time)?.date();
    Some(i64::from(date.year()) * 12 + i64::from(date.month()) - 1)
}

fn month_start(index: i64) -> Option<i64> {
    let year = i16::try_from(index.div_euclid(12)).ok()?;
    let month = i8::try_from(index.rem_euclid(12)).ok()?.checked_add(1)?;
    let date = Date::new(year, month, 1).ok()?;
    Some(date.to_zoned_datetime(TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

pub fn from_millis<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    #[allow(clippy::cast_possible_truncation)]
    argument(arguments, 0).as_number().map_or(Value::Missing, |number| Value::Time(number as i64))
}

pub fn to_millis<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    #[allow(clippy::cast_precision_loss)]
    argument(arguments, 0).as_time().map_or(Value::Missing, |time| Value::Number(time as f64))
}

/// Seconds since 1970.
pub fn now<'a>(_: &[Value<'a>], circumstances: &Circumstances) -> Value<'a> {
    #[allow(clippy::cast_precision_loss)]
    Value::Number(circumstances.now.div_euclid(1000) as f64)
}

#[allow(clippy::cast_precision_loss)]
pub fn query_start<'a>(_: &[Value<'a>], circumstances: &Circumstances) -> Value<'a> {
    Value::Number(circumstances.range.0 as f64)
}

#[allow(clippy::cast_precision_loss)]
pub fn query_end<'a>(_: &[Value<'a>], circumstances: &Circumstances) -> Value<'a> {
    Value::Number(circumstances.range.1 as f64)
}

#[allow(clippy::cast_precision_loss)]
pub fn query_range<'a>(_: &[Value<'a>], circumstances: &Circumstances) -> Value<'a> {
    Value::Number(circumstances.range.1.saturating_sub(circumstances.range.0) as f64)
}

fn zone(value: &Value<'_>) -> Option<TimeZone> {
    match value.as_text() {
        None => Some(TimeZone::UTC),
        Some(name) => TimeZone::get(&name).ok(),
    }
}

pub fn format_date<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let formatted = || {
        let time = Timestamp::from_millisecond(argument(arguments, 0).as_time()?).ok()?;
        let format = argument(arguments, 1).as_text()?;
        jiff::fmt::strtime::format(&*format, &time.to_zoned_datetime(zone(argument(arguments, 2))?)).ok()
    };
    formatted().map_or(Value::Missing, Value::text)
}

pub fn parse_date<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let parsed = || {
        let text = argument(arguments, 0).as_text()?;
        let format = of_java(&argument(arguments, 1).as_text()?)?;
        let broken = jiff::fmt::strtime::parse(&format, &*text).ok()?;
        if let Ok(timestamp) = broken.to_timestamp() {
            return Some(timestamp.as_millisecond());
        }
        let civil = broken.to_datetime().or_else(|_| broken.to_date().map(|date| date.at(0, 0, 0, 0))).ok()?;
        let zoned: ZonedDateTime = civil.to_zoned_datetime(zone(argument(arguments, 2))?).ok()?;
        Some(zoned.timestamp().as_millisecond())
    };
    #[allow(clippy::cast_precision_loss)]
    parsed().map_or(Value::Missing, |time| Value::Number(time as f64))
}

/// A pattern of Java's DateTimeFormatter as one of strptime. Nothing where it has a letter without a counterpart.
fn of_java(pattern: &str) -> Option<String> {
    let mut format = String::new();
    let mut rest = pattern;
    while let Some(letter) = rest.chars().next() {
        if letter == '\'' {
            let inner = rest.get(1..)?;
            let end = inner.find('\'')?;
            format.push_str(if end == 0 { "'" } else { inner.get(..end)? });
            rest = inner.get(end.saturating_add(1)..)?;
            continue;
        }
        let run = rest.find(|c| c != letter).unwrap_or(rest.len());
        let directive = match (letter, run) {
            ('y' | 'u', 2) => "%y",
            ('y' | 'u', _) => "%Y",
            ('M' | 'L', 1 | 2) => "%m",
            ('M' | 'L', 3) => "%b",
            ('M' | 'L', _) => "%B",
            ('d', _) => "%d",
            ('H', _) => "%H",
            ('h', _) => "%I",
            ('m', _) => "%M",
            ('s', _) => "%S",
            ('S', _) => "%f",
            ('a', _) => "%p",
            ('E', 1..=3) => "%a",
            ('E', _) => "%A",
            ('D', _) => "%j",
            ('X' | 'x', 3) => "%:z",
            ('X' | 'x' | 'Z', _) => "%z",
            ('%', _) => "%%",
            (other, _) if other.is_ascii_alphabetic() => return None,
            _ => rest.get(..run)?,
        };
        format.push_str(directive);
        rest = rest.get(run..)?;
    }
    Some(format)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn periods_begin_where_they_should() {
        for (period, floor_of, ceiling_of) in [
            (Period::Milliseconds(300_000), "2026-05-14T13:35:00Z", "2026-05-14T13:40:00Z"),
            (Period::Milliseconds(3_600_000), "2026-05-14T13:00:00Z", "2026-05-14T14:00:00Z"),
            (Period::Milliseconds(86_400_000), "2026-05-14T00:00:00Z", "2026-05-15T00:00:00Z"),
            (Period::Milliseconds(WEEK), "2026-05-11T00:00:00Z", "2026-05-18T00:00:00Z"),
            (Period::Months(1), "2026-05-01T00:00:00Z", "2026-06-01T00:00:00Z"),
            (Period::Months(3), "2026-04-01T00:00:00Z", "2026-07-01T00:00:00Z"),
            (Period::Months(12), "2026-01-01T00:00:00Z", "2027-01-01T00:00:00Z"),
        ] {
            let time = at("2026-05-14T13:37:11.5Z");
            assert_eq!(floor(time, period), at(floor_of), "{period:?}");
            assert_eq!(ceiling(time, period), at(ceiling_of), "{period:?}");
            assert_eq!(ceiling(at(floor_of), period), at(floor_of), "{period:?}");
        }
        assert_eq!(floor(-1, Period::Milliseconds(1000)), -1000);
    }
}
