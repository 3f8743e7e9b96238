//! restJson and restXml: members in the path, the query string, headers, the status and the body.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::header::{CONTENT_RANGE, CONTENT_TYPE};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::text::{base64_decode, form_of, malformed, pairs, percent_decode, scalar, scalar_text};
use super::{Encoded, json, s3, streaming_input, streaming_output, xml};
use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Location, Member, Protocol, Service, ShapeId, ShapeKind, StructureModel, TimestampFormat};
use crate::request::RequestParts;
use crate::route::Route;

/// Reads a REST request.
pub(super) fn decode(route: &Route, shape: ShapeId, parts: &RequestParts<'_>, body: &Bytes) -> Result<Document, Failure> {
    let service = route.service;
    let Some(structure) = service.structure(shape) else { return Ok(Document::EMPTY) };
    let mut members = Vec::new();
    let query = query_pairs(parts.query)?;
    for member in &structure.members {
        let value = match member.location {
            Location::Body | Location::StatusCode => None,
            Location::Uri => match route.labels.iter().find(|(name, _)| *name == member.name) {
                Some((_, text)) => Some(scalar(service.shape(member.shape), text)?),
                None => None,
            },
            Location::QueryString => from_query(service, structure, member, &query)?,
            Location::Header => from_header(service, member, parts.headers)?,
            Location::Headers => from_prefix(member, parts.headers),
        };
        if let Some(value) = value {
            members.push((member.name, value));
        }
    }
    let xml = route.protocol == Protocol::RestXml;
    match structure.payload.and_then(|name| structure.member(name)) {
        Some(member) if streaming_input(route).is_some_and(|m| m.name == member.name) => {}
        Some(member) => {
            if let Some(value) = payload(service, member, body, xml)? {
                members.push((member.name, value));
            }
        }
        None if structure.members.iter().any(|m| m.location == Location::Body) => {
            let read = match (xml, body.is_empty()) {
                (_, true) => Document::EMPTY,
                (true, false) => xml::read(service, shape, &xml::parse(body)?)?,
                (false, false) => json::decode(service, shape, body, true)?,
            };
            if let Document::Structure(more) = read {
                members.extend(more);
            }
        }
        None => {}
    }
    Ok(Document::Structure(members))
}

fn payload(service: &'static Service, member: &Member, body: &Bytes, xml: bool) -> Result<Option<Document>, Failure> {
    Ok(match &service.shape(member.shape).kind {
        _ if body.is_empty() => None,
        ShapeKind::Blob { .. } => Some(Document::Blob(body.clone())),
        ShapeKind::String { .. } => {
            let text = std::str::from_utf8(body).map_err(|_| malformed("The request body is not UTF-8."))?;
            Some(Document::String(text.to_owned()))
        }
        _ if xml => Some(xml::read(service, member.shape, &xml::parse(body)?)?),
        _ => Some(json::decode(service, member.shape, body, false)?),
    })
}

fn query_pairs(raw: &str) -> Result<Vec<(String, String)>, Failure> {
    pairs(raw)
        .map(|(name, value)| percent_decode(name, true).zip(percent_decode(value, true)))
        .collect::<Option<_>>()
        .ok_or_else(|| malformed("The query string is not well-formed percent-encoded UTF-8."))
}

fn from_query(
    service: &'static Service,
    structure: &StructureModel,
    member: &Member,
    query: &[(String, String)],
) -> Result<Option<Document>, Failure> {
    let name = member.wire_name();
    let mut values = query.iter().filter(|(n, _)| n == name).map(|(_, v)| v);
    Ok(match &service.shape(member.shape).kind {
        ShapeKind::List { member: item, .. } => {
            let shape = service.shape(item.shape);
            let items = values.map(|v| scalar(shape, v)).collect::<Result<Vec<_>, _>>()?;
            (!items.is_empty()).then_some(Document::List(items))
        }
        ShapeKind::Map { value, .. } => {
            // Everything that no other member has.
            let taken = |n: &str| structure.members.iter().any(|m| m.location == Location::QueryString && m.wire_name() == n);
            let shape = service.shape(value.shape);
            let mut map: Vec<(String, Document)> = Vec::new();
            for (n, v) in query.iter().filter(|(n, _)| !taken(n)) {
                let ShapeKind::List { member: item, .. } = &shape.kind else {
                    map.push((n.clone(), scalar(shape, v)?));
                    continue;
                };
                let item = scalar(service.shape(item.shape), v)?;
                match map.iter_mut().find(|(known, _)| known == n) {
                    Some((_, Document::List(items))) => items.push(item),
                    _ => map.push((n.clone(), Document::List(vec![item]))),
                }
            }
            (!map.is_empty()).then_some(Document::Map(map))
        }
        _ => match values.next() {
            Some(text) => Some(scalar(service.shape(member.shape), text)?),
            None => None,
        },
    })
}

fn text_of(value: &HeaderValue) -> Result<&str, Failure> {
    std::str::from_utf8(value.as_bytes()).map_err(|_| malformed("A header is not UTF-8."))
}

fn from_header(service: &'static Service, member: &Member, headers: &HeaderMap) -> Result<Option<Document>, Failure> {
    let mut values = headers.get_all(member.wire_name()).iter();
    let shape = service.shape(member.shape);
    if let ShapeKind::List { member: item, .. } = &shape.kind {
        let mut items = Vec::new();
        for value in values {
            for part in text_of(value)?.split(',').map(str::trim).filter(|p| !p.is_empty()) {
                items.push(scalar(service.shape(item.shape), part)?);
            }
        }
        return Ok((!items.is_empty()).then_some(Document::List(items)));
    }
    let Some(value) = values.next() else { return Ok(None) };
    let text = text_of(value)?;
    if member.json_value {
        let bytes = base64_decode(text)?;
        let json = String::from_utf8(bytes.to_vec()).map_err(|_| malformed("A header's JSON is not UTF-8."))?;
        return Ok(Some(Document::String(json)));
    }
    scalar(shape, text).map(Some)
}

fn from_prefix(member: &Member, headers: &HeaderMap) -> Option<Document> {
    let prefix = member.wire_name().to_ascii_lowercase();
    let map: Vec<_> = headers
        .iter()
        .filter_map(|(name, value)| {
            let key = name.as_str().strip_prefix(&prefix)?;
            Some((key.to_owned(), Document::String(String::from_utf8_lossy(value.as_bytes()).into_owned())))
        })
        .collect();
    (!map.is_empty()).then_some(Document::Map(map))
}

/// Writes a REST reply.
pub(super) fn encode(route: &Route, output: &Document, mut headers: HeaderMap) -> Encoded {
    let service = route.service;
    let xml = route.protocol == Protocol::RestXml;
    let mut status = StatusCode::from_u16(route.operation.status).unwrap_or(StatusCode::OK);
    let mut body = Vec::new();
    let shape = route.operation.output;
    if let (Some(shape), Document::Structure(members)) = (shape, output)
        && let Some(structure) = service.structure(shape)
    {
        write_headers(service, structure, members, &mut headers);
        for (name, value) in members {
            if let (Some(member), Document::Integer(code)) = (structure.member(name), value)
                && member.location == Location::StatusCode
            {
                status = u16::try_from(*code).ok().and_then(|c| StatusCode::from_u16(c).ok()).unwrap_or(status);
            }
        }
        // The model does not say it: a part of an object is answered as such.
        if s3::is(Some(service)) && headers.contains_key(CONTENT_RANGE) {
            status = StatusCode::PARTIAL_CONTENT;
        }
        let streamed = streaming_output(route);
        if let Some(member) = streamed {
            let stream = matches!(&service.shape(member.shape).kind, ShapeKind::Structure(_));
            default_type(&mut headers, if stream { super::EVENT_STREAM } else { "application/octet-stream" });
        } else if let Some(member) = structure.payload.and_then(|name| structure.member(name)) {
            if let Some(value) = output.member(member.name) {
                body = write_payload(service, member, value, xml, &mut headers);
            }
        } else if structure.members.iter().any(|m| m.location == Location::Body) {
            if xml {
                body = s3::output_body(service, shape, output).into_bytes();
                default_type(&mut headers, "application/xml");
            } else {
                json::write(&mut body, service, shape, output, json::Pick::Body(None));
                default_type(&mut headers, "application/json");
            }
        } else if !xml && status != StatusCode::NO_CONTENT {
            body.extend_from_slice(b"{}");
            default_type(&mut headers, "application/json");
        }
    }
    if route.operation.method == "HEAD" || status == StatusCode::NO_CONTENT {
        body.clear();
    }
    Encoded { status, headers, body: body.into() }
}

fn default_type(headers: &mut HeaderMap, value: &'static str) {
    headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static(value));
}

fn write_payload(service: &Service, member: &Member, value: &Document, xml: bool, headers: &mut HeaderMap) -> Vec<u8> {
    match value {
        Document::Blob(bytes) => {
            default_type(headers, "application/octet-stream");
            bytes.to_vec()
        }
        Document::String(text) => {
            default_type(headers, "text/plain");
            text.clone().into_bytes()
        }
        other if xml => {
            default_type(headers, "application/xml");
            s3::payload_body(service, member, other).into_bytes()
        }
        other => {
            default_type(headers, "application/json");
            let mut out = Vec::new();
            json::write(&mut out, service, member.shape, other, json::Pick::All);
            out
        }
    }
}

/// Writes the members that go into headers.
pub(super) fn write_headers(
    service: &Service,
    structure: &StructureModel,
    members: &[(&'static str, Document)],
    headers: &mut HeaderMap,
) {
    for (name, value) in members {
        let Some(member) = structure.member(name) else { continue };
        match (member.location, value) {
            (Location::Header, Document::List(items)) => {
                let ShapeKind::List { member: item, .. } = &service.shape(member.shape).kind else { continue };
                let form = form_of(item.timestamp_format, service.shape(item.shape), TimestampFormat::Rfc822);
                let texts: Vec<_> = items.iter().filter_map(|item| scalar_text(item, form)).collect();
                if !texts.is_empty() {
                    insert(headers, member.wire_name(), &texts.join(","));
                }
            }
            (Location::Header, value) => {
                let form = form_of(member.timestamp_format, service.shape(member.shape), TimestampFormat::Rfc822);
                let Some(text) = scalar_text(value, form) else { continue };
                let text = if member.json_value { STANDARD.encode(text) } else { text };
                insert(headers, member.wire_name(), &text);
            }
            (Location::Headers, Document::Map(entries)) => {
                for (key, value) in entries {
                    if let Some(text) = scalar_text(value, TimestampFormat::Rfc822) {
                        insert(headers, &format!("{}{key}", member.wire_name()), &text);
                    }
                }
            }
            _ => {}
        }
    }
}

/// Sets a header. What cannot stand in one (line ends, control characters) is left out: splitting a reply must be impossible.
fn insert(headers: &mut HeaderMap, name: &str, value: &str) {
    let name = HeaderName::from_bytes(name.as_bytes());
    if let (Ok(name), Ok(value)) = (name, HeaderValue::from_bytes(value.as_bytes())) {
        headers.insert(name, value);
    }
}
