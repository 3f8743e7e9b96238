//! CBOR bodies of Smithy RPC v2.

use std::convert::Infallible;

use bytes::Bytes;
use minicbor::data::{IanaTag, Type};
use minicbor::{Decoder, Encoder};

use super::json::{Pick, too_deep};
use super::text::malformed;
use super::{MAX_DEPTH, timestamp};
use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Service, ShapeId, ShapeKind};

/// Reads a body whose root is the structure `shape`. An empty body is an empty structure.
pub(super) fn decode(service: &'static Service, shape: ShapeId, body: &[u8]) -> Result<Document, Failure> {
    if body.is_empty() {
        return Ok(Document::EMPTY);
    }
    let mut reader = Reader { service, input: Decoder::new(body) };
    let document = reader.value(shape, 0)?;
    if reader.input.position() != body.len() {
        return Err(broken());
    }
    Ok(if document.is_null() { Document::EMPTY } else { document })
}

fn broken() -> Failure {
    malformed("The request body is not valid CBOR.")
}

struct Reader<'b> {
    service: &'static Service,
    input: Decoder<'b>,
}

impl Reader<'_> {
    fn peek(&self) -> Result<Type, Failure> {
        self.input.datatype().map_err(|_| broken())
    }

    fn value(&mut self, shape: ShapeId, depth: usize) -> Result<Document, Failure> {
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let kind = self.peek()?;
        if matches!(kind, Type::Null | Type::Undefined) {
            self.input.skip().map_err(|_| broken())?;
            return Ok(Document::Null);
        }
        let service = self.service;
        let model = service.shape(shape);
        match &model.kind {
            ShapeKind::Structure(structure) if structure.document => Ok(Document::Json(self.json(depth)?)),
            ShapeKind::Structure(structure) => {
                let mut members: Vec<(&'static str, Document)> = Vec::new();
                let mut left = self.open_map(kind)?;
                while self.more(&mut left)? {
                    let key = self.text()?;
                    let Some(member) = structure.members.iter().find(|m| m.wire_name() == key) else {
                        self.input.skip().map_err(|_| broken())?;
                        continue;
                    };
                    let value = self.value(member.shape, depth + 1)?;
                    members.retain(|(name, _)| *name != member.name);
                    if !value.is_null() {
                        members.push((member.name, value));
                    }
                }
                Ok(Document::Structure(members))
            }
            ShapeKind::Map { value, .. } => {
                let mut entries = Vec::new();
                let mut left = self.open_map(kind)?;
                while self.more(&mut left)? {
                    let key = self.text()?;
                    entries.push((key, self.value(value.shape, depth + 1)?));
                }
                Ok(Document::Map(entries))
            }
            ShapeKind::List { member, .. } => {
                if !matches!(kind, Type::Array | Type::ArrayIndef) {
                    return Err(malformed("Expected list or null"));
                }
                let mut left = self.input.array().map_err(|_| broken())?;
                let mut items = Vec::new();
                while self.more(&mut left)? {
                    items.push(self.value(member.shape, depth + 1)?);
                }
                Ok(Document::List(items))
            }
            ShapeKind::String { .. } => match kind {
                Type::String | Type::StringIndef => self.text().map(Document::String),
                _ => Err(wrong(kind, "a String")),
            },
            ShapeKind::Blob { .. } => match kind {
                Type::Bytes | Type::BytesIndef => self.bytes().map(Document::Blob),
                _ => Err(wrong(kind, "a Blob")),
            },
            ShapeKind::Boolean => match kind {
                Type::Bool => self.input.bool().map(Document::Boolean).map_err(|_| broken()),
                _ => Err(wrong(kind, "a Boolean")),
            },
            ShapeKind::Integer => match self.integer(kind) {
                Some(value) if i32::try_from(value).is_ok() => Ok(Document::Integer(value)),
                _ => Err(wrong(kind, "an Integer")),
            },
            ShapeKind::Long => self.integer(kind).map(Document::Integer).ok_or_else(|| wrong(kind, "a Long")),
            ShapeKind::Double => self.number(kind).map(Document::Double).ok_or_else(|| wrong(kind, "a Double")),
            ShapeKind::Timestamp { .. } => {
                if kind == Type::Tag && self.input.tag().is_ok_and(|tag| tag == IanaTag::Timestamp.tag()) {
                    let kind = self.peek()?;
                    if let Some(moment) = self.number(kind).and_then(timestamp::from_seconds) {
                        return Ok(Document::Timestamp(moment));
                    }
                }
                Err(wrong(kind, "a Timestamp"))
            }
        }
    }

    fn open_map(&mut self, kind: Type) -> Result<Option<u64>, Failure> {
        if !matches!(kind, Type::Map | Type::MapIndef) {
            return Err(malformed("Expected map or null"));
        }
        self.input.map().map_err(|_| broken())
    }

    /// Whether another item follows; `left` counts down where the length is known.
    fn more(&mut self, left: &mut Option<u64>) -> Result<bool, Failure> {
        match left {
            Some(0) => Ok(false),
            Some(count) => {
                *count -= 1;
                Ok(true)
            }
            None if self.peek()? == Type::Break => {
                self.input.set_position(self.input.position() + 1);
                Ok(false)
            }
            None => Ok(true),
        }
    }

    fn text(&mut self) -> Result<String, Failure> {
        match self.peek()? {
            Type::String => self.input.str().map(str::to_owned).map_err(|_| broken()),
            Type::StringIndef => {
                let parts = self.input.str_iter().map_err(|_| broken())?;
                parts.collect::<Result<String, _>>().map_err(|_| broken())
            }
            _ => Err(broken()),
        }
    }

    fn bytes(&mut self) -> Result<Bytes, Failure> {
        match self.peek()? {
            Type::Bytes => self.input.bytes().map(Bytes::copy_from_slice).map_err(|_| broken()),
            _ => {
                let mut whole = Vec::new();
                for part in self.input.bytes_iter().map_err(|_| broken())? {
                    whole.extend_from_slice(part.map_err(|_| broken())?);
                }
                Ok(whole.into())
            }
        }
    }

    fn integer(&mut self, kind: Type) -> Option<i64> {
        match kind {
            Type::F16 | Type::F32 | Type::F64 => {
                let value = self.number(kind)?;
                #[expect(clippy::cast_possible_truncation, reason = "whole and far inside the range")]
                (value.fract() == 0.0 && value.abs() < 9e15).then_some(value as i64)
            }
            _ => self.input.i64().ok(),
        }
    }

    fn number(&mut self, kind: Type) -> Option<f64> {
        match kind {
            Type::F16 => self.input.f16().ok().map(f64::from),
            Type::F32 => self.input.f32().ok().map(f64::from),
            Type::F64 => self.input.f64().ok(),
            #[expect(clippy::cast_precision_loss, reason = "a double member takes the nearest double")]
            _ => self.input.int().ok().map(|value| i128::from(value) as f64),
        }
    }

    fn json(&mut self, depth: usize) -> Result<serde_json::Value, Failure> {
        use serde_json::Value;
        if depth > MAX_DEPTH {
            return Err(too_deep());
        }
        let kind = self.peek()?;
        Ok(match kind {
            Type::Null | Type::Undefined => {
                self.input.skip().map_err(|_| broken())?;
                Value::Null
            }
            Type::Bool => Value::Bool(self.input.bool().map_err(|_| broken())?),
            Type::String | Type::StringIndef => Value::String(self.text()?),
            Type::Array | Type::ArrayIndef => {
                let mut left = self.input.array().map_err(|_| broken())?;
                let mut items = Vec::new();
                while self.more(&mut left)? {
                    items.push(self.json(depth + 1)?);
                }
                Value::Array(items)
            }
            Type::Map | Type::MapIndef => {
                let mut left = self.open_map(kind)?;
                let mut map = serde_json::Map::new();
                while self.more(&mut left)? {
                    let key = self.text()?;
                    map.insert(key, self.json(depth + 1)?);
                }
                Value::Object(map)
            }
            Type::F16 | Type::F32 | Type::F64 => Value::from(self.number(kind).ok_or_else(broken)?),
            _ => Value::from(self.integer(kind).ok_or_else(broken)?),
        })
    }
}

fn wrong(found: Type, wanted: &str) -> Failure {
    let found = match found {
        Type::Bool => "BOOLEAN_VALUE",
        Type::String | Type::StringIndef => "STRING_VALUE",
        Type::Bytes | Type::BytesIndef => "BYTES_VALUE",
        Type::Array | Type::ArrayIndef => return malformed("Start of list found where not expected"),
        Type::Map | Type::MapIndef => return malformed("Start of structure or map found where not expected."),
        Type::Tag => "TAGGED_VALUE",
        _ => "NUMBER_VALUE",
    };
    malformed(format!("{found} can not be converted to {wanted}"))
}

/// Appends the document as CBOR.
pub(super) fn write(out: &mut Vec<u8>, service: &Service, shape: ShapeId, document: &Document, pick: Pick<'_>) {
    // Writing into memory cannot fail: the error type has no values.
    let mut encoder = Encoder::new(out);
    let Ok(()) = write_value(&mut encoder, service, shape, document, pick) else { return };
}

/// Appends an error: `__type`, the message, and the members of the model.
pub(super) fn write_error(
    out: &mut Vec<u8>,
    shape: Option<(&Service, ShapeId)>,
    code: &str,
    message_member: &str,
    failure: &Failure,
) {
    let mut encoder = Encoder::new(out);
    let mut write = || -> Written {
        let structure = shape.and_then(|(service, id)| service.structure(id).map(|s| (service, s)));
        let known = |name: &str| structure.and_then(|(service, s)| s.member(name).map(|m| (service, m)));
        let members: Vec<_> = failure.members.iter().filter_map(|(name, value)| known(name).map(|k| (k, value))).collect();
        encoder.map(members.len() as u64 + 2)?.str("__type")?.str(code)?.str(message_member)?.str(&failure.message)?;
        for ((service, member), value) in members {
            encoder.str(member.wire_name())?;
            write_value(&mut encoder, service, member.shape, value, Pick::All)?;
        }
        Ok(())
    };
    let Ok(()) = write() else { return };
}

type Written = Result<(), minicbor::encode::Error<Infallible>>;

fn write_value(e: &mut Encoder<&mut Vec<u8>>, service: &Service, shape: ShapeId, document: &Document, pick: Pick<'_>) -> Written {
    let model = service.shape(shape);
    match document {
        Document::Null => e.null()?,
        Document::Boolean(value) => e.bool(*value)?,
        Document::Integer(value) => match model.kind {
            #[expect(clippy::cast_precision_loss, reason = "a double member takes the nearest double")]
            ShapeKind::Double => e.f64(*value as f64)?,
            _ => e.i64(*value)?,
        },
        Document::Double(value) => e.f64(*value)?,
        Document::String(value) => e.str(value)?,
        Document::Blob(value) => e.bytes(value)?,
        Document::Timestamp(value) => {
            e.tag(IanaTag::Timestamp)?;
            let millis = value.as_millisecond();
            #[expect(clippy::cast_precision_loss, reason = "milliseconds since 1970 fit a double exactly")]
            if millis % 1000 == 0 { e.i64(millis / 1000)? } else { e.f64(millis as f64 / 1000.0)? }
        }
        Document::List(items) => {
            e.array(items.len() as u64)?;
            if let ShapeKind::List { member, .. } = &model.kind {
                items.iter().try_for_each(|item| write_value(e, service, member.shape, item, Pick::All))?;
            } else {
                items.iter().try_for_each(|_| e.null().map(|_| ()))?;
            }
            e
        }
        Document::Map(entries) => {
            e.map(entries.len() as u64)?;
            for (key, item) in entries {
                e.str(key)?;
                match &model.kind {
                    ShapeKind::Map { value, .. } => write_value(e, service, value.shape, item, Pick::All)?,
                    _ => e.null().map(|_| ())?,
                }
            }
            e
        }
        Document::Structure(members) => {
            let structure = service.structure(shape);
            let known: Vec<_> = members
                .iter()
                .filter_map(|(name, value)| structure.and_then(|s| s.member(name)).map(|m| (m, value)))
                .filter(|(m, _)| pick.takes(m))
                .collect();
            e.map(known.len() as u64)?;
            for (member, value) in known {
                e.str(member.wire_name())?;
                write_value(e, service, member.shape, value, Pick::All)?;
            }
            e
        }
        Document::Json(value) => return write_json(e, value),
    };
    Ok(())
}

fn write_json(e: &mut Encoder<&mut Vec<u8>>, value: &serde_json::Value) -> Written {
    use serde_json::Value;
    match value {
        Value::Null => e.null()?,
        Value::Bool(value) => e.bool(*value)?,
        Value::Number(number) => match number.as_i64() {
            Some(value) => e.i64(value)?,
            None => e.f64(number.as_f64().unwrap_or(f64::NAN))?,
        },
        Value::String(text) => e.str(text)?,
        Value::Array(items) => {
            e.array(items.len() as u64)?;
            return items.iter().try_for_each(|item| write_json(e, item));
        }
        Value::Object(map) => {
            e.map(map.len() as u64)?;
            return map.iter().try_for_each(|(key, item)| {
                e.str(key)?;
                write_json(e, item)
            });
        }
    };
    Ok(())
}
