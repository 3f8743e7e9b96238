//! Values, what they compare as, and how results show them.
//!
//! What a log event holds is text, and is a number where a number is asked for. A value that is missing compares with nothing: whatever is asked about
//! it is unknown, and a filter keeps only what is true. Lists and maps are missing to every function but the JSON ones.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::fmt::Write;
use std::sync::Arc;

#[derive(Debug, Clone)]
pub(crate) enum Value<'a> {
    Missing,
    Bool(bool),
    Number(f64),
    /// Milliseconds since 1970.
    Time(i64),
    Text(Cow<'a, str>),
    /// A list or a map.
    Structure(Arc<serde_json::Value>),
}

impl<'a> Value<'a> {
    pub fn text(text: impl Into<Cow<'a, str>>) -> Self {
        Self::Text(text.into())
    }

    pub fn flag(flag: bool) -> Self {
        Self::Bool(flag)
    }

    /// A number, if it is one: what cannot be computed is missing.
    pub fn number(number: f64) -> Self {
        if number.is_finite() { Self::Number(number) } else { Self::Missing }
    }

    pub fn is_missing(&self) -> bool {
        matches!(self, Self::Missing)
    }

    pub fn into_owned(self) -> Value<'static> {
        match self {
            Self::Missing => Value::Missing,
            Self::Bool(flag) => Value::Bool(flag),
            Self::Number(number) => Value::Number(number),
            Self::Time(time) => Value::Time(time),
            Self::Text(text) => Value::Text(Cow::Owned(text.into_owned())),
            Self::Structure(json) => Value::Structure(json),
        }
    }

    /// The value of a part of a JSON document.
    pub fn of_json(json: &serde_json::Value) -> Value<'static> {
        match json {
            serde_json::Value::Null => Value::Missing,
            serde_json::Value::Bool(flag) => Value::Bool(*flag),
            serde_json::Value::Number(number) => Value::Text(Cow::Owned(number.to_string())),
            serde_json::Value::String(text) => Value::Text(Cow::Owned(text.clone())),
            structure => Value::Structure(Arc::new(structure.clone())),
        }
    }

    pub fn as_number(&self) -> Option<f64> {
        match self {
            Self::Number(number) => Some(*number),
            #[allow(clippy::cast_precision_loss)]
            Self::Time(time) => Some(*time as f64),
            Self::Bool(flag) => Some(f64::from(u8::from(*flag))),
            Self::Text(text) => number_of(text),
            Self::Missing | Self::Structure(_) => None,
        }
    }

    pub fn as_time(&self) -> Option<i64> {
        match self {
            Self::Time(time) => Some(*time),
            Self::Text(text) if !text.trim_start_matches('-').bytes().all(|c| c.is_ascii_digit() || c == b'.') => time_of(text),
            #[allow(clippy::cast_possible_truncation)]
            other => other.as_number().map(|number| number as i64),
        }
    }

    /// The text that string functions see.
    pub fn as_text(&self) -> Option<Cow<'_, str>> {
        match self {
            Self::Missing | Self::Structure(_) => None,
            Self::Text(text) => Some(Cow::Borrowed(text)),
            other => other.shown().map(Cow::Owned),
        }
    }

    /// True, false, or unknown.
    pub fn truth(&self) -> Option<bool> {
        match self {
            Self::Missing | Self::Structure(_) => None,
            Self::Bool(flag) => Some(*flag),
            Self::Number(number) => Some(*number != 0.0),
            Self::Time(_) => Some(true),
            Self::Text(text) => match &**text {
                "true" | "1" => Some(true),
                "false" | "0" | "" => Some(false),
                other => number_of(other).map(|number| number != 0.0),
            },
        }
    }

    /// The text of a result; nothing where the value is missing.
    pub fn shown(&self) -> Option<String> {
        match self {
            Self::Missing => None,
            Self::Bool(flag) => Some(if *flag { "1" } else { "0" }.to_owned()),
            Self::Number(number) => Some(shown_number(*number)),
            Self::Time(time) => Some(shown_time(*time)),
            Self::Text(text) => Some(text.clone().into_owned()),
            Self::Structure(json) => Some(json.to_string()),
        }
    }

    /// The bytes of memory beyond the value itself.
    pub fn weight(&self) -> usize {
        match self {
            Self::Text(text) => text.len(),
            Self::Structure(json) => weight_of(json),
            _ => 0,
        }
    }

    /// Whether both are the same, or unknown.
    pub fn equals(&self, other: &Value<'_>) -> Option<bool> {
        match (self, other) {
            (Self::Missing, _) | (_, Value::Missing) => None,
            (Self::Structure(_), _) | (_, Value::Structure(_)) => Some(false),
            (Self::Text(a), Value::Text(b)) => Some(a == b),
            (Self::Bool(flag), Value::Text(text)) | (Self::Text(text), Value::Bool(flag)) => {
                Some(matches!((*flag, &**text), (true, "1" | "true") | (false, "0" | "false")))
            }
            (a, b) => Some(match (a.as_number(), b.as_number()) {
                (Some(a), Some(b)) => a == b,
                _ => false,
            }),
        }
    }

    /// How the first stands to the second, or unknown. Texts that are both numbers compare as these.
    pub fn compares(&self, other: &Value<'_>) -> Option<Ordering> {
        match (self, other) {
            (Self::Text(a), Value::Text(b)) => match (number_of(a), number_of(b)) {
                (Some(a), Some(b)) => a.partial_cmp(&b),
                _ => Some((**a).cmp(&**b)),
            },
            (a, b) => a.as_number()?.partial_cmp(&b.as_number()?),
        }
    }

    /// The order of `sort`: what is missing, then what is no number by natural order, then numbers.
    /// <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CWL_QuerySyntax-Sort.html>
    pub fn sorts(&self, other: &Value<'_>) -> Ordering {
        let rank = |value: &Value<'_>| match value {
            Value::Missing => 0,
            Value::Structure(_) => 1,
            Value::Text(text) if number_of(text).is_none() => 2,
            _ => 3,
        };
        rank(self).cmp(&rank(other)).then_with(|| match (self, other) {
            (Self::Text(a), Value::Text(b)) => match (number_of(a), number_of(b)) {
                (Some(x), Some(y)) => x.total_cmp(&y).then_with(|| a.cmp(b)),
                _ => natural(a, b),
            },
            (a, b) => match (a.as_number(), b.as_number()) {
                (Some(a), Some(b)) => a.total_cmp(&b),
                _ => Ordering::Equal,
            },
        })
    }

    /// Appends what tells this value from others as the key of a group.
    pub fn write_key(&self, key: &mut Vec<u8>) {
        match self {
            Self::Missing => key.push(0),
            other => {
                key.push(1);
                match other {
                    Self::Text(text) => key.extend_from_slice(text.as_bytes()),
                    other => key.extend_from_slice(other.shown().unwrap_or_default().as_bytes()),
                }
            }
        }
        // Neither UTF-8 nor what is shown has this byte.
        key.push(0xff);
    }
}

fn weight_of(json: &serde_json::Value) -> usize {
    use serde_json::Value as Json;
    let own = size_of::<Json>();
    match json {
        Json::String(text) => own.saturating_add(text.len()),
        Json::Array(list) => list.iter().map(weight_of).fold(own, usize::saturating_add),
        Json::Object(map) => map
            .iter()
            .map(|(name, value)| name.len().saturating_add(weight_of(value)).saturating_add(32))
            .fold(own, usize::saturating_add),
        _ => own,
    }
}

/// The number that a text is, if it is one. `inf` and `nan` are words.
pub(crate) fn number_of(text: &str) -> Option<f64> {
    let text = text.trim();
    let first = text.bytes().next()?;
    if !(first.is_ascii_digit() || matches!(first, b'-' | b'+' | b'.'))
        || !text.bytes().last().is_some_and(|c| c.is_ascii_digit() || c == b'.')
    {
        return None;
    }
    text.parse::<f64>().ok().filter(|number| number.is_finite())
}

fn time_of(text: &str) -> Option<i64> {
    if let Ok(time) = text.parse::<jiff::Timestamp>() {
        return Some(time.as_millisecond());
    }
    let civil: jiff::civil::DateTime = text.parse().ok()?;
    Some(civil.to_zoned_datetime(jiff::tz::TimeZone::UTC).ok()?.timestamp().as_millisecond())
}

/// As results show computed numbers: at most four decimal places.
fn shown_number(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < 1e18 {
        #[allow(clippy::cast_possible_truncation)]
        return (number as i64).to_string();
    }
    if number.abs() >= 1e18 {
        return format!("{number:e}").replace('e', "E");
    }
    let text = format!("{number:.4}");
    let text = text.trim_end_matches('0').trim_end_matches('.');
    if text == "-0" { "0".to_owned() } else { text.to_owned() }
}

/// `2026-01-02 03:04:05.000`, in UTC.
pub(crate) fn shown_time(time: i64) -> String {
    let Ok(timestamp) = jiff::Timestamp::from_millisecond(time) else { return time.to_string() };
    let civil = jiff::tz::Offset::UTC.to_datetime(timestamp);
    let mut text = String::with_capacity(23);
    // Writing to a string does not fail.
    let _ = write!(
        text,
        "{:04}-{:02}-{:02} {:02}:{:02}:{:02}.{:03}",
        civil.year(),
        civil.month(),
        civil.day(),
        civil.hour(),
        civil.minute(),
        civil.second(),
        civil.millisecond()
    );
    text
}

/// Natural order: runs of digits by their length and then their value, everything else by code points.
pub(crate) fn natural(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a, b);
    loop {
        let (one, two) = (digits(left), digits(right));
        if one > 0 && two > 0 {
            let (x, y) = (left.get(..one).unwrap_or_default(), right.get(..two).unwrap_or_default());
            let order = x.len().cmp(&y.len()).then_with(|| x.cmp(y));
            if order != Ordering::Equal {
                return order;
            }
            (left, right) = (left.get(one..).unwrap_or_default(), right.get(two..).unwrap_or_default());
            continue;
        }
        let (mut x, mut y) = (left.chars(), right.chars());
        match (x.next(), y.next()) {
            (None, None) => return Ordering::Equal,
            (None, _) => return Ordering::Less,
            (_, None) => return Ordering::Greater,
            (Some(one), Some(two)) if one != two => return one.cmp(&two),
            _ => (left, right) = (x.as_str(), y.as_str()),
        }
    }
}

fn digits(text: &str) -> usize {
    text.bytes().take_while(u8::is_ascii_digit).count()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_documented_order_of_sort() {
        let sorted =
            ["!:", "#", "*%04", "0#", "5A", "111A", "2345_", "@", "@_", "A", "A9876fghj", "a12345hfh", "0", "01", "1", "2", "3"];
        for (index, first) in sorted.iter().enumerate() {
            for second in sorted.iter().skip(index + 1) {
                assert_eq!(Value::text(*first).sorts(&Value::text(*second)), Ordering::Less, "{first} {second}");
                assert_eq!(Value::text(*second).sorts(&Value::text(*first)), Ordering::Greater, "{second} {first}");
            }
        }
    }

    #[test]
    fn numbers_are_shown_with_four_places() {
        for (number, shown) in [
            (0.0, "0"),
            (8.0, "8"),
            (122.070_312_5, "122.0703"),
            (0.5, "0.5"),
            (-0.000_01, "0"),
            (1e6, "1000000"),
            (-2.25, "-2.25"),
            (1.0 / 3.0, "0.3333"),
        ] {
            assert_eq!(shown_number(number), shown);
        }
    }

    #[test]
    fn words_are_no_numbers() {
        for text in ["inf", "nan", "-inf", "", " ", "1a", "0x10", "1e", "infinity", "-"] {
            assert_eq!(number_of(text), None, "{text}");
        }
        for (text, number) in [("1", 1.0), ("-1.5", -1.5), ("1e3", 1000.0), (" 2 ", 2.0), (".5", 0.5)] {
            assert_eq!(number_of(text), Some(number), "{text}");
        }
    }

    #[test]
    fn times_are_shown_in_utc() {
        assert_eq!(shown_time(1_767_323_045_000), "2026-01-02 03:04:05.000");
        assert_eq!(shown_time(-1), "1969-12-31 23:59:59.999");
    }
}
