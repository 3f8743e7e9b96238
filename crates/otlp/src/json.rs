//! The forms that protocol buffers have in JSON: numbers of 64 bits as texts, identifiers in hexadecimal digits, bytes in base64, null for what is absent.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};
use serde_json::Value;

/// A value whose absence may be written as null.
pub(crate) fn nullable<'de, D: Deserializer<'de>, T: Deserialize<'de> + Default>(from: D) -> Result<T, D::Error> {
    Option::<T>::deserialize(from).map(Option::unwrap_or_default)
}

/// A whole number, as one or as a text.
fn whole<T: TryFrom<i128>>(value: &Value) -> Option<T> {
    let number = match value {
        Value::Number(number) => number.as_i64().map(i128::from).or_else(|| number.as_u64().map(i128::from))?,
        Value::String(text) => text.parse::<i128>().ok()?,
        Value::Null => 0,
        _ => return None,
    };
    T::try_from(number).ok()
}

fn wrong<E: Error>(expected: &str) -> E {
    E::custom(format!("expected {expected}"))
}

pub(crate) fn number<'de, D: Deserializer<'de>, T: TryFrom<i128>>(from: D) -> Result<T, D::Error> {
    whole(&Value::deserialize(from)?).ok_or_else(|| wrong("a whole number"))
}

pub(crate) fn optional_number<'de, D: Deserializer<'de>, T: TryFrom<i128>>(from: D) -> Result<Option<T>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        value => whole(&value).map(Some).ok_or_else(|| wrong("a whole number")),
    }
}

pub(crate) fn numbers<'de, D: Deserializer<'de>, T: TryFrom<i128>>(from: D) -> Result<Vec<T>, D::Error> {
    let values: Vec<Value> = nullable(from)?;
    values.iter().map(|value| whole(value).ok_or_else(|| wrong("whole numbers"))).collect()
}

fn float(value: &Value) -> Option<f64> {
    match value {
        Value::Number(number) => number.as_f64(),
        Value::String(text) => match text.as_str() {
            "NaN" => Some(f64::NAN),
            "Infinity" => Some(f64::INFINITY),
            "-Infinity" => Some(f64::NEG_INFINITY),
            text => text.parse().ok(),
        },
        _ => None,
    }
}

pub(crate) fn double<'de, D: Deserializer<'de>>(from: D) -> Result<f64, D::Error> {
    optional_double(from).map(Option::unwrap_or_default)
}

pub(crate) fn optional_double<'de, D: Deserializer<'de>>(from: D) -> Result<Option<f64>, D::Error> {
    match Value::deserialize(from)? {
        Value::Null => Ok(None),
        value => float(&value).map(Some).ok_or_else(|| wrong("a number")),
    }
}

pub(crate) fn doubles<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<f64>, D::Error> {
    let values: Vec<Value> = nullable(from)?;
    values.iter().map(|value| float(value).ok_or_else(|| wrong("numbers"))).collect()
}

/// A number of an enumeration, or the name that stands for it.
pub(crate) fn temporality<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    let value = Value::deserialize(from)?;
    Ok(match value.as_str() {
        Some("AGGREGATION_TEMPORALITY_UNSPECIFIED") => 0,
        Some("AGGREGATION_TEMPORALITY_DELTA") => 1,
        Some("AGGREGATION_TEMPORALITY_CUMULATIVE") => 2,
        _ => whole(&value).ok_or_else(|| wrong("an aggregation temporality"))?,
    })
}

/// The number of a severity, or its name: `SEVERITY_NUMBER_INFO` is 9, `SEVERITY_NUMBER_INFO2` 10.
pub(crate) fn severity<'de, D: Deserializer<'de>>(from: D) -> Result<i32, D::Error> {
    const NAMES: [&str; 6] = ["TRACE", "DEBUG", "INFO", "WARN", "ERROR", "FATAL"];
    let value = Value::deserialize(from)?;
    let named = || {
        let name = value.as_str()?.strip_prefix("SEVERITY_NUMBER_")?;
        if name == "UNSPECIFIED" {
            return Some(0);
        }
        let (word, place) =
            (name.trim_end_matches(|c: char| c.is_ascii_digit()), name.trim_start_matches(|c: char| !c.is_ascii_digit()));
        let first = NAMES.iter().position(|known| *known == word).and_then(|at| i32::try_from(at).ok())? * 4;
        let place = if place.is_empty() { 1 } else { place.parse().ok().filter(|n| (2..=4).contains(n))? };
        Some(first + place)
    };
    named().or_else(|| whole(&value)).ok_or_else(|| wrong("a severity number"))
}

pub(crate) fn hexadecimal<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    let text: String = nullable(from)?;
    hex::decode(text).map_err(|_| wrong("hexadecimal digits"))
}

pub(crate) fn optional_bytes<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Vec<u8>>, D::Error> {
    let text = Option::<String>::deserialize(from)?;
    text.map(|text| STANDARD.decode(text).map_err(|_| wrong("base64"))).transpose()
}

/// Writes a number of 64 bits as a text.
pub(crate) fn as_text<S: Serializer>(number: &i64, to: S) -> Result<S::Ok, S::Error> {
    to.collect_str(number)
}
