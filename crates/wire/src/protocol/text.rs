//! Values as text: in forms, XML, paths, query strings and headers.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use bytes::Bytes;

use super::timestamp;
use crate::document::Document;
use crate::failure::{Common, Failure};
use crate::model::{ShapeKind, ShapeModel, TimestampFormat};

/// Base64 as AWS reads it: padding may be missing.
const LENIENT: GeneralPurpose = GeneralPurpose::new(
    &base64::alphabet::STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// The answer to a value that cannot be read.
pub(super) fn malformed(message: impl Into<String>) -> Failure {
    Failure::common(Common::Serialization, message)
}

/// Decodes percent escapes, and `+` as a blank in forms. `None` when an escape is broken or the bytes are not UTF-8.
pub(crate) fn percent_decode(raw: &str, plus: bool) -> Option<String> {
    if !raw.bytes().any(|b| b == b'%' || (plus && b == b'+')) {
        return Some(raw.to_owned());
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut bytes = raw.bytes();
    while let Some(byte) = bytes.next() {
        out.push(match byte {
            b'%' => {
                let high = char::from(bytes.next()?).to_digit(16)?;
                let low = char::from(bytes.next()?).to_digit(16)?;
                u8::try_from(high * 16 + low).ok()?
            }
            b'+' if plus => b' ',
            other => other,
        });
    }
    String::from_utf8(out).ok()
}

/// The undecoded names and values of a form or a query string.
pub(crate) fn pairs(raw: &str) -> impl Iterator<Item = (&str, &str)> {
    raw.split('&').filter(|pair| !pair.is_empty()).map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

/// Base64 of a member; blanks and line ends around and within are ignored, as Java's MIME decoder does.
pub(super) fn base64_decode(text: &str) -> Result<Bytes, Failure> {
    let decoded = if text.bytes().any(|b| b.is_ascii_whitespace()) {
        let packed: String = text.chars().filter(|c| !c.is_ascii_whitespace()).collect();
        LENIENT.decode(packed)
    } else {
        LENIENT.decode(text)
    };
    decoded.map(Bytes::from).map_err(|_| malformed("A value is not valid base64."))
}

/// Base64 of a reply.
pub(super) fn base64_encode(bytes: &[u8]) -> String {
    STANDARD.encode(bytes)
}

/// Reads a scalar from text.
pub(super) fn scalar(shape: &ShapeModel, text: &str) -> Result<Document, Failure> {
    let wrong = |kind: &str| malformed(format!("STRING_VALUE can not be converted to {kind}"));
    Ok(match &shape.kind {
        ShapeKind::String { .. } => Document::String(text.to_owned()),
        ShapeKind::Integer => Document::Integer(text.trim().parse::<i32>().map_err(|_| wrong("an Integer"))?.into()),
        ShapeKind::Long => Document::Integer(text.trim().parse().map_err(|_| wrong("a Long"))?),
        ShapeKind::Double => Document::Double(double(text.trim()).ok_or_else(|| wrong("a Double"))?),
        ShapeKind::Boolean => match text.trim() {
            t if t.eq_ignore_ascii_case("true") || t == "1" => Document::Boolean(true),
            t if t.eq_ignore_ascii_case("false") || t == "0" => Document::Boolean(false),
            _ => return Err(wrong("a Boolean")),
        },
        ShapeKind::Blob { .. } => Document::Blob(base64_decode(text)?),
        ShapeKind::Timestamp { .. } => Document::Timestamp(timestamp::parse(text).ok_or_else(|| wrong("a Timestamp"))?),
        ShapeKind::Structure(_) | ShapeKind::List { .. } | ShapeKind::Map { .. } => {
            return Err(malformed("Unexpected value type in payload"));
        }
    })
}

/// A number, or one of the three names of what is none.
pub(super) fn double(text: &str) -> Option<f64> {
    match text {
        "NaN" => Some(f64::NAN),
        "Infinity" => Some(f64::INFINITY),
        "-Infinity" => Some(f64::NEG_INFINITY),
        // Rust's own words for these ("inf", "nan") are not numbers on the wire.
        _ if text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'.' | b'-' | b'+' | b'e' | b'E')) => text.parse().ok(),
        _ => None,
    }
}

/// A floating point number as text.
pub(super) fn double_text(value: f64) -> String {
    if value.is_nan() {
        "NaN".into()
    } else if value.is_infinite() {
        if value > 0.0 { "Infinity".into() } else { "-Infinity".into() }
    } else {
        format!("{value:?}")
    }
}

/// Writes a scalar as text; `None` for what is not one.
pub(super) fn scalar_text(value: &Document, form: TimestampFormat) -> Option<String> {
    Some(match value {
        Document::Boolean(value) => value.to_string(),
        Document::Integer(value) => value.to_string(),
        Document::Double(value) => double_text(*value),
        Document::String(value) => value.clone(),
        Document::Blob(value) => base64_encode(value),
        Document::Timestamp(value) => timestamp::format(*value, form),
        Document::Json(value) => value.to_string(),
        Document::Null | Document::List(_) | Document::Map(_) | Document::Structure(_) => return None,
    })
}

/// The form of a moment: the member's, else the shape's, else the place's.
pub(super) fn form_of(member: Option<TimestampFormat>, shape: &ShapeModel, place: TimestampFormat) -> TimestampFormat {
    let own = match &shape.kind {
        ShapeKind::Timestamp { format } => *format,
        _ => None,
    };
    member.or(own).unwrap_or(place)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percent_escapes() {
        for (raw, plus, want) in [
            ("a%20b+c", true, Some("a b c")),
            ("a%20b+c", false, Some("a b+c")),
            ("%E2%82%AC", false, Some("€")),
            ("%e2%82%ac", false, Some("€")),
            ("%", false, None),
            ("%4", false, None),
            ("%zz", false, None),
            ("%ff", false, None),
            ("%+1", true, None),
        ] {
            assert_eq!(percent_decode(raw, plus).as_deref(), want, "{raw}");
        }
    }

    #[test]
    fn base64_without_padding_and_with_line_ends() {
        assert_eq!(base64_decode("aGk").unwrap(), "hi");
        assert_eq!(base64_decode("aG\nk=").unwrap(), "hi");
        assert!(base64_decode("a*").is_err());
    }

    #[test]
    fn doubles() {
        assert_eq!(double("1.5e3"), Some(1500.0));
        assert_eq!(double("inf"), None);
        assert!(double("NaN").is_some_and(f64::is_nan));
        assert_eq!(double_text(f64::NEG_INFINITY), "-Infinity");
        assert_eq!(double_text(1.0), "1.0");
    }
}
