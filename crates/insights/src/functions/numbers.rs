//! Functions of numbers.

use super::{Circumstances, argument};
use crate::value::Value;

fn unary<'a>(arguments: &[Value<'a>], compute: impl Fn(f64) -> f64) -> Value<'a> {
    argument(arguments, 0).as_number().map_or(Value::Missing, |number| Value::number(compute(number)))
}

fn binary<'a>(arguments: &[Value<'a>], compute: impl Fn(f64, f64) -> f64) -> Value<'a> {
    match (argument(arguments, 0).as_number(), argument(arguments, 1).as_number()) {
        (Some(a), Some(b)) => Value::number(compute(a, b)),
        _ => Value::Missing,
    }
}

pub fn abs<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    unary(arguments, f64::abs)
}

pub fn ceil<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    unary(arguments, f64::ceil)
}

pub fn floor<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    unary(arguments, f64::floor)
}

pub fn greatest<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    arguments.iter().filter_map(Value::as_number).reduce(f64::max).map_or(Value::Missing, Value::number)
}

pub fn least<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    arguments.iter().filter_map(Value::as_number).reduce(f64::min).map_or(Value::Missing, Value::number)
}

pub fn log<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    unary(arguments, f64::ln)
}

pub fn sqrt<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    unary(arguments, f64::sqrt)
}

pub fn round<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let places = argument(arguments, 1).as_number().unwrap_or(0.0).clamp(-15.0, 15.0);
    let scale = 10f64.powf(places.trunc());
    unary(arguments, |number| (number * scale).round() / scale)
}

pub fn pow<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    binary(arguments, f64::powf)
}

pub fn modulo<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    binary(arguments, |a, b| a % b)
}

/// The lower edge of the bucket of this width.
pub fn histogram<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    binary(arguments, |number, width| if width > 0.0 { (number / width).floor() * width } else { f64::NAN })
}

/// Kilometres along the great circle between two places in degrees.
pub fn haversine<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    const EARTH_RADIUS_KILOMETRES: f64 = 6371.0;
    let radians: Vec<f64> = arguments.iter().filter_map(Value::as_number).map(f64::to_radians).collect();
    let [latitude, longitude, other_latitude, other_longitude] = radians.as_slice() else { return Value::Missing };
    let across = ((other_longitude - longitude) / 2.0).sin().powi(2);
    let along = ((other_latitude - latitude) / 2.0).sin().powi(2);
    let half = along + latitude.cos() * other_latitude.cos() * across;
    Value::number(2.0 * EARTH_RADIUS_KILOMETRES * half.sqrt().min(1.0).asin())
}

pub fn to_number<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    unary(arguments, |number| number)
}

pub fn to_int<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    unary(arguments, |number| number.trunc().clamp(f64::from(i32::MIN), f64::from(i32::MAX)))
}

pub fn to_long<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    unary(arguments, f64::trunc)
}

pub fn is_numeric<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(argument(arguments, 0).as_number().is_some())
}

pub fn hex_to_dec<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let text = argument(arguments, 0).as_text().unwrap_or_default();
    let digits = text.trim().trim_start_matches("0x").trim_start_matches("0X");
    #[allow(clippy::cast_precision_loss)]
    i64::from_str_radix(digits, 16).map_or(Value::Missing, |number| Value::Number(number as f64))
}

pub fn dec_to_hex<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let Some(number) = argument(arguments, 0).as_number() else { return Value::Missing };
    #[allow(clippy::cast_possible_truncation)]
    let whole = number.trunc() as i64;
    let sign = if whole < 0 { "-" } else { "" };
    Value::text(format!("{sign}0x{:x}", whole.unsigned_abs()))
}
