//! Functions of texts, and of any value.

use std::borrow::Cow;
use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use md5::Digest;

use super::{Circumstances, argument};
use crate::value::Value;

/// The longest text that a function makes: repeated `concat` and `replace` must not fill the memory.
const MAX_TEXT: usize = 1 << 20;

fn made<'a>(text: String) -> Value<'a> {
    if text.len() > MAX_TEXT { Value::Missing } else { Value::Text(Cow::Owned(text)) }
}

fn mapped<'a>(arguments: &[Value<'a>], compute: impl Fn(&str) -> Option<String>) -> Value<'a> {
    argument(arguments, 0).as_text().and_then(|text| compute(&text)).map_or(Value::Missing, made)
}

fn tested<'a>(arguments: &[Value<'a>], test: impl Fn(&str, &str) -> bool) -> Value<'a> {
    match (argument(arguments, 0).as_text(), argument(arguments, 1).as_text()) {
        (Some(a), Some(b)) => Value::Number(f64::from(u8::from(test(&a, &b)))),
        _ => Value::Number(0.0),
    }
}

pub fn same<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    argument(arguments, 0).clone()
}

pub fn is_present<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(!argument(arguments, 0).is_missing())
}

pub fn coalesce<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    arguments.iter().find(|value| !value.is_missing()).cloned().unwrap_or(Value::Missing)
}

pub fn if_else<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let chosen = if argument(arguments, 0).truth() == Some(true) { 1 } else { 2 };
    argument(arguments, chosen).clone()
}

pub fn case<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    for branch in arguments.chunks(2) {
        match branch {
            [condition, value] if condition.truth() == Some(true) => return value.clone(),
            [default] => return default.clone(),
            _ => {}
        }
    }
    Value::Missing
}

pub fn is_empty<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(argument(arguments, 0).as_text().is_none_or(|text| text.is_empty()))
}

pub fn is_blank<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    Value::flag(argument(arguments, 0).as_text().is_none_or(|text| text.trim().is_empty()))
}

pub fn concat<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    made(arguments.iter().filter_map(Value::as_text).collect())
}

/// The characters to be trimmed: those of the second argument, or white space.
fn trimmed<'a>(arguments: &[Value<'a>], left: bool, right: bool) -> Value<'a> {
    let characters = argument(arguments, 1).as_text();
    let goes = |c: char| characters.as_ref().map_or_else(|| c.is_whitespace(), |set| set.contains(c));
    mapped(arguments, |text| {
        let text = if left { text.trim_start_matches(goes) } else { text };
        let text = if right { text.trim_end_matches(goes) } else { text };
        Some(text.to_owned())
    })
}

pub fn ltrim<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    trimmed(arguments, true, false)
}

pub fn rtrim<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    trimmed(arguments, false, true)
}

pub fn trim<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    trimmed(arguments, true, true)
}

#[allow(clippy::cast_precision_loss)]
pub fn strlen<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    argument(arguments, 0).as_text().map_or(Value::Missing, |text| Value::Number(text.chars().count() as f64))
}

#[allow(clippy::cast_precision_loss)]
pub fn message_size<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    argument(arguments, 0).as_text().map_or(Value::Missing, |text| Value::Number(text.len() as f64))
}

pub fn to_upper<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    mapped(arguments, |text| Some(text.to_uppercase()))
}

pub fn to_lower<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    mapped(arguments, |text| Some(text.to_lowercase()))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
pub fn substr<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let Some(start) = argument(arguments, 1).as_number().map(|start| start.max(0.0) as usize) else { return Value::Missing };
    let length = match arguments.get(2) {
        None => usize::MAX,
        Some(length) => match length.as_number() {
            Some(length) => length.max(0.0) as usize,
            None => return Value::Missing,
        },
    };
    mapped(arguments, |text| Some(text.chars().skip(start).take(length).collect()))
}

pub fn replace<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let (Some(search), Some(with)) = (argument(arguments, 1).as_text(), argument(arguments, 2).as_text()) else {
        return Value::Missing;
    };
    mapped(arguments, |text| {
        if search.is_empty() {
            return Some(text.to_owned());
        }
        let growth = text.matches(&*search).count().saturating_mul(with.len());
        (growth <= MAX_TEXT).then(|| text.replace(&*search, &with))
    })
}

pub fn strcontains<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    if argument(arguments, 2).truth() == Some(true) {
        return tested(arguments, |text, part| text.to_lowercase().contains(&part.to_lowercase()));
    }
    tested(arguments, |text, part| text.contains(part))
}

pub fn starts_with<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    tested(arguments, |text, part| text.starts_with(part))
}

pub fn ends_with<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    tested(arguments, |text, part| text.ends_with(part))
}

pub fn url_encode<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    mapped(arguments, |text| {
        let mut encoded = String::with_capacity(text.len());
        for byte in text.bytes() {
            if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~') {
                encoded.push(char::from(byte));
            } else {
                encoded.push('%');
                encoded.push_str(&hex::encode_upper([byte]));
            }
        }
        Some(encoded)
    })
}

pub fn url_decode<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    mapped(arguments, |text| {
        let mut decoded = Vec::with_capacity(text.len());
        let mut bytes = text.bytes();
        while let Some(byte) = bytes.next() {
            match byte {
                b'%' => {
                    let mut pair = [0u8; 1];
                    let digits = [bytes.next()?, bytes.next()?];
                    hex::decode_to_slice(digits, &mut pair).ok()?;
                    decoded.extend(pair);
                }
                b'+' => decoded.push(b' '),
                other => decoded.push(other),
            }
        }
        String::from_utf8(decoded).ok()
    })
}

pub fn base64_encode<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    mapped(arguments, |text| Some(STANDARD.encode(text)))
}

pub fn base64_decode<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    mapped(arguments, |text| String::from_utf8(STANDARD.decode(text).ok()?).ok())
}

pub fn split<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    let (Some(text), Some(delimiter)) = (argument(arguments, 0).as_text(), argument(arguments, 1).as_text()) else {
        return Value::Missing;
    };
    let parts = if delimiter.is_empty() { vec![text.as_ref().into()] } else { text.split(&*delimiter).map(Into::into).collect() };
    Value::Structure(Arc::new(serde_json::Value::Array(parts)))
}

pub fn hex_to_ascii<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    mapped(arguments, |text| {
        let bytes = hex::decode(text.trim_start_matches("0x")).ok()?;
        bytes.is_ascii().then(|| String::from_utf8(bytes).ok()).flatten()
    })
}

pub fn md5<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    mapped(arguments, |text| Some(hex::encode(md5::Md5::digest(text))))
}

fn digest<'a>(arguments: &[Value<'a>], algorithm: &'static aws_lc_rs::digest::Algorithm) -> Value<'a> {
    mapped(arguments, |text| Some(hex::encode(aws_lc_rs::digest::digest(algorithm, text.as_bytes()))))
}

pub fn sha1<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    digest(arguments, &aws_lc_rs::digest::SHA1_FOR_LEGACY_USE_ONLY)
}

pub fn sha256<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    digest(arguments, &aws_lc_rs::digest::SHA256)
}

pub fn sha512<'a>(arguments: &[Value<'a>], _: &Circumstances) -> Value<'a> {
    digest(arguments, &aws_lc_rs::digest::SHA512)
}
