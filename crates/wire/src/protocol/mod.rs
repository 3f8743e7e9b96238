//! The AWS protocols: bytes to documents and back, by walking the service's model.

use std::borrow::Cow;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::document::Document;
use crate::failure::Failure;
use crate::model::{Member, OperationModel, Protocol, Service, ShapeId};
use crate::request::RequestParts;
use crate::route::Route;

/// Deepest nesting of lists, maps and structures that a decoder follows. The deepest model of AWS needs far fewer; the limit keeps the stack safe.
pub const MAX_DEPTH: usize = 64;

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
    let _ = (route, parts, body);
    todo!()
}

/// Writes a reply to a request that succeeded. Streamed output members are left out of the body; see [`streaming_output`].
pub fn encode(route: &Route, output: &Document, request_id: &str) -> Encoded {
    let _ = (route, output, request_id);
    todo!()
}

/// Writes a reply to a request that failed.
pub fn encode_failure(
    protocol: Protocol,
    json_version: &str,
    service: Option<&Service>,
    operation: Option<&OperationModel>,
    failure: &Failure,
    request_id: &str,
    query_mode: bool,
) -> Encoded {
    let _ = (protocol, json_version, service, operation, failure, request_id, query_mode);
    todo!()
}

/// The error code that the client sees.
pub fn error_code<'a>(protocol: Protocol, service: Option<&Service>, failure: &'a Failure) -> Cow<'a, str> {
    let _ = (protocol, service, failure);
    todo!()
}

/// The HTTP status that the client sees.
pub fn error_status(protocol: Protocol, service: Option<&Service>, failure: &Failure) -> StatusCode {
    let _ = (protocol, service, failure);
    todo!()
}

/// The error code in the audit record: the client's, but `AccessDenied` in all protocols and the shape's name of modelled errors, as CloudTrail has it.
pub fn audit_code<'a>(protocol: Protocol, service: Option<&Service>, failure: &'a Failure) -> Cow<'a, str> {
    let _ = (protocol, service, failure);
    todo!()
}

/// The input member whose bytes are the body of the request and are not read by [`decode`].
pub fn streaming_input(route: &Route) -> Option<&'static Member> {
    let _ = route;
    todo!()
}

/// The output member that is streamed: a blob, or an event stream.
pub fn streaming_output(route: &Route) -> Option<&'static Member> {
    let _ = route;
    todo!()
}

/// The document as an audit record shows it (`requestParameters`, `responseElements`).
pub fn to_audit_json(service: &Service, shape: ShapeId, document: &Document) -> serde_json::Value {
    let _ = (service, shape, document);
    todo!()
}

/// [`to_audit_json`] written straight into a buffer.
pub fn write_audit_json(out: &mut Vec<u8>, service: &Service, shape: ShapeId, document: &Document) {
    let _ = (out, service, shape, document);
    todo!()
}
