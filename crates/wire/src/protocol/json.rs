//! JSON bodies: awsJson, restJson, and the payloads of their events.

use std::borrow::Cow;
use std::cell::RefCell;
use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, IgnoredAny, MapAccess, SeqAccess, Visitor};

use super::text::{base64_decode, base64_encode, double, form_of, malformed};
use super::{MAX_DEPTH, timestamp};
use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Location, Member, Service, ShapeId, ShapeKind, StructureModel, TimestampFormat};

/// Reads a body whose root is the structure `shape`. With `rest`, only members of the body are read. An empty body is an empty structure.
pub(super) fn decode(service: &'static Service, shape: ShapeId, body: &[u8], rest: bool) -> Result<Document, Failure> {
    if body.iter().all(u8::is_ascii_whitespace) {
        return Ok(Document::EMPTY);
    }
    let problem = RefCell::new(None);
    let mut reader = serde_json::Deserializer::from_slice(body);
    let seed = Seed { service, shape, depth: 0, rest, problem: &problem };
    let outcome = seed.deserialize(&mut reader).and_then(|document| reader.end().map(|()| document));
    match outcome {
        Ok(Document::Null) => Ok(Document::EMPTY),
        Ok(document) => Ok(document),
        Err(error) => Err(problem.into_inner().unwrap_or_else(|| no_json(&error))),
    }
}

/// Sees that the body of an operation without input is an object all the same, or nothing. What is in it does not matter.
pub(super) fn check_object(body: &[u8]) -> Result<(), Failure> {
    let text = body.trim_ascii();
    if text.is_empty() {
        return Ok(());
    }
    serde_json::from_slice::<IgnoredAny>(text).map_err(|error| no_json(&error))?;
    if text.starts_with(b"{") || text == b"null" { Ok(()) } else { Err(malformed("Expected map or null")) }
}

/// The position helps, and the text never quotes the body.
fn no_json(error: &serde_json::Error) -> Failure {
    malformed(format!("The request body is not valid JSON: line {} column {}.", error.line(), error.column()))
}

/// Reads one value of the model. Problems that are about types rather than syntax go into `problem`.
#[derive(Clone, Copy)]
struct Seed<'p> {
    service: &'static Service,
    shape: ShapeId,
    depth: usize,
    rest: bool,
    problem: &'p RefCell<Option<Failure>>,
}

impl Seed<'_> {
    fn fail<E: serde::de::Error>(&self, failure: Failure) -> E {
        *self.problem.borrow_mut() = Some(failure);
        E::custom("")
    }

    /// AWS's words for a value of the wrong type; `found` is Jackson's name of the token.
    fn wrong<E: serde::de::Error>(&self, found: &str) -> E {
        let wanted = match &self.service.shape(self.shape).kind {
            ShapeKind::String { .. } => "a String",
            ShapeKind::Integer => "an Integer",
            ShapeKind::Long => "a Long",
            ShapeKind::Double => "a Double",
            ShapeKind::Boolean => "a Boolean",
            ShapeKind::Blob { .. } => "a Blob",
            ShapeKind::Timestamp { .. } => "a Timestamp",
            ShapeKind::List { .. } => return self.fail(malformed("Expected list or null")),
            ShapeKind::Structure(_) | ShapeKind::Map { .. } => return self.fail(malformed("Expected map or null")),
        };
        self.fail(malformed(format!("{found} can not be converted to {wanted}")))
    }

    fn inner(&self, shape: ShapeId) -> Self {
        Self { shape, depth: self.depth + 1, rest: false, ..*self }
    }

    fn kind(&self) -> &'static ShapeKind {
        &self.service.shape(self.shape).kind
    }

    fn check_depth<E: serde::de::Error>(&self) -> Result<(), E> {
        if self.depth >= MAX_DEPTH { Err(self.fail(too_deep())) } else { Ok(()) }
    }
}

/// The answer to a body that nests deeper than [`MAX_DEPTH`].
pub(super) fn too_deep() -> Failure {
    malformed(format!("The request nests deeper than {MAX_DEPTH} levels."))
}

impl<'de> DeserializeSeed<'de> for Seed<'_> {
    type Value = Document;
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Document, D::Error> {
        if let ShapeKind::Structure(StructureModel { document: true, .. }) = self.kind() {
            return serde_json::Value::deserialize(deserializer)
                .map(|v| if v.is_null() { Document::Null } else { Document::Json(v) });
        }
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Seed<'_> {
    type Value = Document;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value of the model")
    }

    fn visit_unit<E>(self) -> Result<Document, E> {
        Ok(Document::Null)
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<Document, E> {
        match self.kind() {
            ShapeKind::Boolean => Ok(Document::Boolean(value)),
            _ => Err(self.wrong(if value { "TRUE_VALUE" } else { "FALSE_VALUE" })),
        }
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<Document, E> {
        match self.kind() {
            ShapeKind::Integer if i32::try_from(value).is_ok() => Ok(Document::Integer(value)),
            ShapeKind::Long => Ok(Document::Integer(value)),
            #[expect(
                clippy::cast_precision_loss,
                reason = "JSON has one kind of number; a double member takes the nearest double"
            )]
            ShapeKind::Double => Ok(Document::Double(value as f64)),
            #[expect(clippy::cast_precision_loss, reason = "moments beyond 2^53 seconds are out of range anyway")]
            ShapeKind::Timestamp { .. } => match timestamp::from_seconds(value as f64) {
                Some(moment) => Ok(Document::Timestamp(moment)),
                None => Err(self.wrong("NUMBER_VALUE")),
            },
            _ => Err(self.wrong("NUMBER_VALUE")),
        }
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<Document, E> {
        match i64::try_from(value) {
            Ok(value) => self.visit_i64(value),
            #[expect(clippy::cast_precision_loss, reason = "a double member takes the nearest double")]
            Err(_) => self.visit_f64(value as f64),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<Document, E> {
        match self.kind() {
            ShapeKind::Double => Ok(Document::Double(value)),
            ShapeKind::Timestamp { .. } => match timestamp::from_seconds(value) {
                Some(moment) => Ok(Document::Timestamp(moment)),
                None => Err(self.wrong("NUMBER_VALUE")),
            },
            // `5.0` is what clients without an integer type send for 5.
            #[expect(clippy::cast_possible_truncation, reason = "whole and far inside the range")]
            ShapeKind::Integer | ShapeKind::Long if value.fract() == 0.0 && value.abs() < 9e15 => self.visit_i64(value as i64),
            _ => Err(self.wrong("NUMBER_VALUE")),
        }
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<Document, E> {
        match self.kind() {
            ShapeKind::String { .. } => Ok(Document::String(value.to_owned())),
            ShapeKind::Blob { .. } => base64_decode(value).map(Document::Blob).map_err(|failure| self.fail(failure)),
            ShapeKind::Timestamp { .. } => match timestamp::parse(value) {
                Some(moment) => Ok(Document::Timestamp(moment)),
                None => Err(self.wrong("STRING_VALUE")),
            },
            ShapeKind::Double => match value {
                "NaN" | "Infinity" | "-Infinity" => Ok(double(value).map_or(Document::Null, Document::Double)),
                _ => Err(self.wrong("STRING_VALUE")),
            },
            _ => Err(self.wrong("STRING_VALUE")),
        }
    }

    fn visit_string<E: serde::de::Error>(self, value: String) -> Result<Document, E> {
        match self.kind() {
            ShapeKind::String { .. } => Ok(Document::String(value)),
            _ => self.visit_str(&value),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Document, A::Error> {
        let ShapeKind::List { member, .. } = self.kind() else {
            return Err(match self.kind() {
                ShapeKind::Structure(_) | ShapeKind::Map { .. } => self.fail(malformed("Start of list found where not expected")),
                _ => self.fail(malformed("Unexpected token START_ARRAY: a single value was expected")),
            });
        };
        self.check_depth()?;
        let mut list = Vec::new();
        while let Some(item) = items.next_element_seed(self.inner(member.shape))? {
            list.push(item);
        }
        Ok(Document::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Document, A::Error> {
        match self.kind() {
            ShapeKind::Structure(structure) => {
                self.check_depth()?;
                let mut members: Vec<(&'static str, Document)> = Vec::new();
                while let Some(member) = entries.next_key_seed(Key { structure, rest: self.rest })? {
                    let Some(member) = member else {
                        entries.next_value::<IgnoredAny>()?;
                        continue;
                    };
                    let value = entries.next_value_seed(self.inner(member.shape))?;
                    // The last of equal names counts, and null means absent.
                    members.retain(|(name, _)| *name != member.name);
                    if !value.is_null() {
                        members.push((member.name, value));
                    }
                }
                Ok(Document::Structure(members))
            }
            ShapeKind::Map { value, .. } => {
                self.check_depth()?;
                let mut map: Vec<(String, Document)> = Vec::new();
                let mut seen = std::collections::HashMap::new();
                while let Some(key) = entries.next_key::<String>()? {
                    let item = entries.next_value_seed(self.inner(value.shape))?;
                    match seen.get(&key).and_then(|index: &usize| map.get_mut(*index)) {
                        Some(entry) => entry.1 = item,
                        None => {
                            seen.insert(key.clone(), map.len());
                            map.push((key, item));
                        }
                    }
                }
                Ok(Document::Map(map))
            }
            _ => Err(self.fail(malformed("Start of structure or map found where not expected."))),
        }
    }
}

/// Reads a key and finds the member it names.
struct Key {
    structure: &'static StructureModel,
    rest: bool,
}

impl<'de> DeserializeSeed<'de> for Key {
    type Value = Option<&'static Member>;
    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for Key {
    type Value = Option<&'static Member>;
    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a member's name")
    }
    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(self.structure.members.iter().find(|m| m.wire_name() == key && (!self.rest || m.location == Location::Body)))
    }
}

/// Which members of the root are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Pick<'a> {
    /// All of them.
    All,
    /// Those of the body, without this streamed one.
    Body(Option<&'a str>),
    /// All but the streamed one (RPC streams).
    Without(&'a str),
}

impl Pick<'_> {
    pub(super) fn takes(self, member: &Member) -> bool {
        match self {
            Pick::All => true,
            Pick::Body(skip) => member.location == Location::Body && skip != Some(member.name),
            Pick::Without(skip) => member.name != skip,
        }
    }
}

/// Appends the document as JSON.
pub(super) fn write(out: &mut Vec<u8>, service: &Service, shape: ShapeId, document: &Document, pick: Pick<'_>) {
    write_value(out, service, shape, None, document, pick);
}

fn write_value(
    out: &mut Vec<u8>,
    service: &Service,
    shape: ShapeId,
    form: Option<TimestampFormat>,
    document: &Document,
    pick: Pick<'_>,
) {
    let model = service.shape(shape);
    match document {
        Document::Null => out.extend_from_slice(b"null"),
        Document::Boolean(value) => out.extend_from_slice(if *value { b"true" } else { b"false" }),
        Document::Integer(value) => out.extend_from_slice(value.to_string().as_bytes()),
        Document::Double(value) => write_double(out, *value),
        Document::String(value) => write_string(out, value),
        Document::Blob(value) => {
            out.push(b'"');
            out.extend_from_slice(base64_encode(value).as_bytes());
            out.push(b'"');
        }
        Document::Timestamp(value) => match form_of(form, model, TimestampFormat::UnixTimestamp) {
            TimestampFormat::UnixTimestamp => out.extend_from_slice(timestamp::epoch(*value).as_bytes()),
            other => write_string(out, &timestamp::format(*value, other)),
        },
        Document::List(items) => {
            let item_shape = match &model.kind {
                ShapeKind::List { member, .. } => Some((member.shape, member.timestamp_format)),
                _ => None,
            };
            out.push(b'[');
            for (index, item) in items.iter().enumerate() {
                comma(out, index);
                match item_shape {
                    Some((shape, form)) => write_value(out, service, shape, form, item, Pick::All),
                    None => out.extend_from_slice(b"null"),
                }
            }
            out.push(b']');
        }
        Document::Map(entries) => {
            out.push(b'{');
            if let ShapeKind::Map { value, .. } = &model.kind {
                for (index, (key, item)) in entries.iter().enumerate() {
                    comma(out, index);
                    write_string(out, key);
                    out.push(b':');
                    write_value(out, service, value.shape, value.timestamp_format, item, Pick::All);
                }
            }
            out.push(b'}');
        }
        Document::Structure(members) => {
            out.push(b'{');
            if let ShapeKind::Structure(structure) = &model.kind {
                let known = members.iter().filter_map(|(name, value)| structure.member(name).map(|m| (m, value)));
                for (index, (member, value)) in known.filter(|(m, _)| pick.takes(m)).enumerate() {
                    comma(out, index);
                    write_string(out, member.wire_name());
                    out.push(b':');
                    write_value(out, service, member.shape, member.timestamp_format, value, Pick::All);
                }
            }
            out.push(b'}');
        }
        Document::Json(value) => write_json(out, value),
    }
}

fn comma(out: &mut Vec<u8>, index: usize) {
    if index > 0 {
        out.push(b',');
    }
}

/// Appends JSON's form of a text.
pub(super) fn write_string(out: &mut Vec<u8>, text: &str) {
    write_json(out, text);
}

fn write_json<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    let start = out.len();
    if serde_json::to_writer(&mut *out, value).is_err() {
        // Writing text or a Value into memory does not fail; null keeps the reply well-formed if it ever does.
        out.truncate(start);
        out.extend_from_slice(b"null");
    }
}

/// Appends JSON's form of a double; what is no number goes as text, as AWS's clients read it.
pub(super) fn write_double(out: &mut Vec<u8>, value: f64) {
    let text: Cow<'_, str> = super::text::double_text(value).into();
    if value.is_finite() {
        out.extend_from_slice(text.as_bytes());
    } else {
        write_string(out, &text);
    }
}
