//! The AWS protocols: bytes to documents and back, by walking the service's model.
//!
//! | Protocol | Request | Reply |
//! |---|---|---|
//! | awsJson | [`json`] | [`json`] |
//! | restJson | [`rest`], [`json`] | [`rest`], [`json`] |
//! | awsQuery | [`query`] | [`xml`] |
//! | restXml | [`rest`], [`xml`] | [`rest`], [`xml`], [`s3`] |
//! | RPC v2 CBOR | [`cbor`] | [`cbor`] |
//!
//! Decoders are lenient where AWS is (members the model does not know are skipped, null means absent) and strict about types. They check no
//! constraints: that is [`crate::validate`].

pub mod answers;
mod audit;
mod cbor;
mod error;
mod json;
mod query;
mod rest;
mod s3;
pub(crate) mod text;
mod timestamp;
mod xml;

pub use s3::host_id as s3_host_id;

use std::borrow::Cow;

use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Member, OperationModel, Protocol, Service, ShapeId, ShapeKind};
use crate::request::RequestParts;
use crate::route::{Route, RouteError};

/// Deepest nesting of lists, maps and structures that a decoder follows. AWS's models need far fewer; the limit keeps the stack safe.
pub const MAX_DEPTH: usize = 64;

/// Content-Type of event streams.
pub const EVENT_STREAM: &str = "application/vnd.amazon.eventstream";

/// A reply in a protocol's form.
#[derive(Debug, Clone)]
pub struct Encoded {
    /// HTTP status.
    pub status: StatusCode,
    /// Headers, Content-Type and request id included; no Content-Length.
    pub headers: HeaderMap,
    /// Body.
    pub body: Bytes,
}

/// Reads a request's input. `body` must be uncompressed and without `aws-chunked` framing; streamed payloads are not looked at.
///
/// # Errors
/// `Serialization` when the bytes do not have the protocol's form or a value has the wrong type. Constraints are not checked: see
/// [`crate::validate`].
pub fn decode(route: &Route, parts: &RequestParts<'_>, body: &Bytes) -> Result<Document, Failure> {
    let Some(shape) = route.operation.input else {
        if route.protocol == Protocol::AwsJson {
            json::check_object(body)?;
        }
        return Ok(Document::EMPTY);
    };
    match route.protocol {
        Protocol::AwsJson => json::decode(route.service, shape, body, false),
        Protocol::RpcCbor => cbor::decode(route.service, shape, body),
        Protocol::Query => query::decode(route.service, shape, parts.path, parts.query, body),
        Protocol::RestJson | Protocol::RestXml => rest::decode(route, shape, parts, body),
    }
}

/// Writes a reply to a request that succeeded. Streamed blobs are left out of the body; a stream of events begins with its `initial-response` where
/// the protocol has one. See [`streaming_output`].
pub fn encode(route: &Route, output: &Document, request_id: &str) -> Encoded {
    let service = route.service;
    let mut headers = head(route.protocol, Some(service), request_id);
    let mut body = Vec::new();
    if matches!(route.protocol, Protocol::RestJson | Protocol::RestXml) {
        return rest::encode(route, output, headers);
    }
    if streaming_output(route).is_some() {
        headers.insert(CONTENT_TYPE, HeaderValue::from_static(EVENT_STREAM));
        let body = crate::eventstream::initial_response(route, output).unwrap_or_default();
        return Encoded { status: StatusCode::OK, headers, body };
    }
    match (route.protocol, route.operation.output) {
        (Protocol::Query, shape) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml"));
            body = query_reply(route, shape, output, request_id).into_bytes();
        }
        (Protocol::RpcCbor, Some(shape)) => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/cbor"));
            cbor::write(&mut body, service, shape, output, json::Pick::All);
        }
        // Without output there is neither body nor type.
        (Protocol::RpcCbor, None) => {}
        (_, shape) => {
            headers.insert(CONTENT_TYPE, aws_json_type(route.json_version));
            if let Some(shape) = shape {
                json::write(&mut body, service, shape, output, json::Pick::All);
            }
        }
    }
    Encoded { status: StatusCode::OK, headers, body: body.into() }
}

fn query_reply(route: &Route, shape: Option<ShapeId>, output: &Document, request_id: &str) -> String {
    let mut writer = xml::Writer::new(route.service);
    let root = format!("{}Response", route.operation.name);
    writer.open(&root, route.service.xml_namespace);
    if let Some(shape) = shape {
        let wrapper = route.operation.result_wrapper;
        wrapper.inspect(|name| writer.open(name, None));
        writer.members(shape, output);
        wrapper.inspect(|name| writer.close(name));
    }
    writer.open("ResponseMetadata", None);
    writer.leaf("RequestId", request_id);
    writer.close("ResponseMetadata");
    writer.close(&root);
    writer.out
}

/// The headers that every reply of the protocol has.
fn head(protocol: Protocol, service: Option<&Service>, request_id: &str) -> HeaderMap {
    let mut headers = HeaderMap::new();
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            headers.insert(HeaderName::from_static(name), value);
        }
    };
    if protocol == Protocol::RestXml && (service.is_none() || s3::is(service)) {
        set("x-amz-request-id", request_id);
        set("x-amz-id-2", &s3::host_id(request_id));
    } else {
        set("x-amzn-requestid", request_id);
    }
    if protocol == Protocol::RpcCbor {
        set("smithy-protocol", "rpc-v2-cbor");
    }
    headers
}

fn aws_json_type(version: &str) -> HeaderValue {
    HeaderValue::from_static(if version == "1.0" { "application/x-amz-json-1.0" } else { "application/x-amz-json-1.1" })
}

/// Writes a reply to a request that failed. The failure's `detail` is not looked at.
pub fn encode_failure(
    protocol: Protocol,
    json_version: &str,
    service: Option<&Service>,
    operation: Option<&OperationModel>,
    failure: &Failure,
    request_id: &str,
    query_mode: bool,
) -> Encoded {
    error::encode(protocol, json_version, service, operation, failure, request_id, query_mode)
}

impl Route {
    /// [`encode_failure`] for a request that found its route.
    pub fn encode_failure(&self, failure: &Failure, request_id: &str) -> Encoded {
        let (service, operation) = (Some(self.service), Some(self.operation));
        encode_failure(self.protocol, self.json_version, service, operation, failure, request_id, self.query_mode)
    }
}

impl RouteError {
    /// [`encode_failure`] for a request that found none.
    pub fn encode(&self, request_id: &str) -> Encoded {
        encode_failure(self.protocol, self.json_version, self.service, None, &self.failure, request_id, self.query_mode)
    }
}

/// The error code that the client sees.
pub fn error_code<'a>(protocol: Protocol, service: Option<&Service>, failure: &'a Failure) -> Cow<'a, str> {
    error::code(protocol, service, failure)
}

/// The HTTP status that the client sees.
pub fn error_status(protocol: Protocol, service: Option<&Service>, failure: &Failure) -> StatusCode {
    error::status(protocol, service, failure)
}

/// The error code in the audit record: the client's, but `AccessDenied` in all protocols, and the shape's name of modelled errors: so CloudTrail has
/// them.
pub fn audit_code<'a>(protocol: Protocol, service: Option<&Service>, failure: &'a Failure) -> Cow<'a, str> {
    error::audit_code(protocol, service, failure)
}

/// The body of an event of a stream that is an exception.
pub(crate) fn exception_body(protocol: Protocol, service: &Service, failure: &Failure) -> Vec<u8> {
    error::exception_body(protocol, service, failure)
}

/// Appends a structure in the form that the protocol has for bodies: payloads of events.
pub(crate) fn write_body(
    out: &mut Vec<u8>,
    protocol: Protocol,
    service: &Service,
    shape: ShapeId,
    document: &Document,
    without: &str,
) {
    match protocol {
        Protocol::RpcCbor => cbor::write(out, service, shape, document, json::Pick::Without(without)),
        Protocol::AwsJson | Protocol::RestJson => json::write(out, service, shape, document, json::Pick::Without(without)),
        Protocol::Query | Protocol::RestXml => {
            let mut writer = xml::Writer::new(service);
            let name = service.shape(shape).name;
            writer.open(name, None);
            writer.members(shape, document);
            writer.close(name);
            out.extend_from_slice(writer.out.as_bytes());
        }
    }
}

fn streamed(service: &'static Service, shape: Option<ShapeId>, rest: bool) -> Option<&'static Member> {
    let structure = service.structure(shape?)?;
    let streams = |member: &Member| match &service.shape(member.shape).kind {
        ShapeKind::Blob { streaming } => rest && (*streaming || member.streaming),
        ShapeKind::Structure(inner) => inner.event_stream,
        _ => false,
    };
    match structure.payload {
        Some(name) if rest => structure.member(name).filter(|m| streams(m)),
        _ => structure.members.iter().find(|m| streams(m)),
    }
}

fn is_rest(route: &Route) -> bool {
    matches!(route.protocol, Protocol::RestJson | Protocol::RestXml)
}

/// The input member whose bytes are the body of the request and are not read by [`decode`].
pub fn streaming_input(route: &Route) -> Option<&'static Member> {
    streamed(route.service, route.operation.input, is_rest(route))
}

/// The output member that is streamed: a blob, or events.
pub fn streaming_output(route: &Route) -> Option<&'static Member> {
    streamed(route.service, route.operation.output, is_rest(route))
}

/// The document as an audit record shows it (`requestParameters`, `responseElements`): first letters of member names lowered, sensitive values
/// replaced, moments as CloudTrail prints them, blobs by their size, texts cut after 16,384 characters.
pub fn to_audit_json(service: &Service, shape: ShapeId, document: &Document) -> serde_json::Value {
    let mut out = Vec::new();
    audit::write(&mut out, service, shape, document, audit::MAX_TEXT);
    serde_json::from_slice(&out).unwrap_or_default()
}

/// [`to_audit_json`] written straight into a buffer.
pub fn write_audit_json(out: &mut Vec<u8>, service: &Service, shape: ShapeId, document: &Document) {
    audit::write(out, service, shape, document, audit::MAX_TEXT);
}

/// [`write_audit_json`] with texts as long as they are.
pub fn write_whole_audit_json(out: &mut Vec<u8>, service: &Service, shape: ShapeId, document: &Document) {
    audit::write(out, service, shape, document, usize::MAX);
}
