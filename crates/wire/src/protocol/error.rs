//! Failures in each protocol's form.

use std::borrow::Cow;

use http::header::CONTENT_TYPE;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

use super::{Encoded, cbor, json, rest, s3, xml};
use crate::document::Document;
use crate::failure::{Common, Failure, Fault, Kind};
use crate::model::{OperationModel, Protocol, Service, ShapeId};

/// How a family of services names the common errors.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Family {
    /// awsQuery, and restXml other than S3.
    Query,
    /// awsJson and CBOR: almost always 400.
    Rpc,
    /// restJson.
    Rest,
    /// S3.
    S3,
}

fn family(protocol: Protocol, service: Option<&Service>) -> Family {
    match protocol {
        Protocol::Query => Family::Query,
        Protocol::AwsJson | Protocol::RpcCbor => Family::Rpc,
        Protocol::RestJson => Family::Rest,
        // A restXml request without a service is one to S3: it is the only such service here.
        Protocol::RestXml if service.is_none() || s3::is(service) => Family::S3,
        Protocol::RestXml => Family::Query,
    }
}

/// Code and status of a common error. Sources: the page "Common Errors" of the services' API references, "Error responses" of S3's, and the answers
/// that the services are seen to give. A code without retry in botocore's rules is chosen for `NotImplemented`: 501 is retried in no mode.
fn common(error: Common, family: Family) -> (&'static str, u16) {
    use Common::{
        AccessDenied, ExpiredToken, IncompleteSignature, Internal, InvalidClientTokenId, InvalidRegion,
        MissingAuthenticationToken, NotImplemented, RequestExpired, RequestTooLarge, Serialization, ServiceUnavailable,
        SignatureDoesNotMatch, Throttling, UnknownOperation, Validation,
    };
    use Family::{Query, Rest, Rpc, S3};
    match (error, family) {
        (AccessDenied, Query | S3) => ("AccessDenied", 403),
        (AccessDenied, Rpc) => ("AccessDeniedException", 400),
        (AccessDenied, Rest) => ("AccessDeniedException", 403),
        (Validation, Query) => ("ValidationError", 400),
        (Validation, Rpc | Rest) => ("ValidationException", 400),
        (Validation, S3) => ("InvalidArgument", 400),
        (Serialization, Query) => ("MalformedInput", 400),
        (Serialization, Rpc | Rest) => ("SerializationException", 400),
        (Serialization, S3) => ("MalformedXML", 400),
        (NotImplemented, Query | S3) => ("NotImplemented", 501),
        (NotImplemented, Rpc | Rest) => ("NotImplementedException", 501),
        (UnknownOperation, Query) => ("InvalidAction", 400),
        (UnknownOperation, Rpc) => ("UnknownOperationException", 400),
        (UnknownOperation, Rest) => ("UnknownOperationException", 404),
        (UnknownOperation, S3) => ("MethodNotAllowed", 405),
        (Throttling, Query) => ("Throttling", 400),
        (Throttling, Rpc) => ("ThrottlingException", 400),
        (Throttling, Rest) => ("ThrottlingException", 429),
        (Throttling, S3) => ("SlowDown", 503),
        (Internal, Query | Rpc | Rest) => ("InternalFailure", 500),
        (Internal, S3) => ("InternalError", 500),
        (ServiceUnavailable, Query | S3) => ("ServiceUnavailable", 503),
        (ServiceUnavailable, Rpc | Rest) => ("ServiceUnavailableException", 503),
        (MissingAuthenticationToken, Query) => ("MissingAuthenticationToken", 403),
        (MissingAuthenticationToken, Rpc) => ("MissingAuthenticationTokenException", 400),
        (MissingAuthenticationToken, Rest) => ("MissingAuthenticationTokenException", 403),
        (MissingAuthenticationToken, S3) => ("AccessDenied", 403),
        (IncompleteSignature, Query) => ("IncompleteSignature", 400),
        (IncompleteSignature, Rpc) => ("IncompleteSignatureException", 400),
        (IncompleteSignature, Rest) => ("IncompleteSignatureException", 403),
        (IncompleteSignature | InvalidRegion, S3) => ("AuthorizationHeaderMalformed", 400),
        (InvalidClientTokenId, Query) => ("InvalidClientTokenId", 403),
        (InvalidClientTokenId, Rpc) => ("UnrecognizedClientException", 400),
        (InvalidClientTokenId, Rest) => ("UnrecognizedClientException", 403),
        (InvalidClientTokenId, S3) => ("InvalidAccessKeyId", 403),
        // A signature that is too old, or made for another region, is to these services one that does not match.
        (SignatureDoesNotMatch | RequestExpired | InvalidRegion, Query) => ("SignatureDoesNotMatch", 403),
        (SignatureDoesNotMatch | RequestExpired | InvalidRegion, Rpc) => ("InvalidSignatureException", 400),
        (SignatureDoesNotMatch | RequestExpired | InvalidRegion, Rest) => ("InvalidSignatureException", 403),
        (SignatureDoesNotMatch, S3) => ("SignatureDoesNotMatch", 403),
        (RequestExpired, S3) => ("RequestTimeTooSkewed", 403),
        (ExpiredToken, Query) => ("ExpiredToken", 403),
        (ExpiredToken, Rpc) => ("ExpiredTokenException", 400),
        (ExpiredToken, Rest) => ("ExpiredTokenException", 403),
        (ExpiredToken, S3) => ("ExpiredToken", 400),
        (RequestTooLarge, Query) => ("RequestEntityTooLarge", 413),
        (RequestTooLarge, Rpc) => ("RequestEntityTooLargeException", 413),
        (RequestTooLarge, Rest) => ("RequestTooLargeException", 413),
        (RequestTooLarge, S3) => ("EntityTooLarge", 400),
    }
}

/// Services with a name of their own for a common error.
const OWN_NAMES: &[(&str, Common, &str, u16)] = &[
    ("sns", Common::AccessDenied, "AuthorizationError", 403),
    ("sns", Common::Validation, "InvalidParameter", 400),
    ("logs", Common::Validation, "InvalidParameterException", 400),
    ("guardduty", Common::Validation, "BadRequestException", 400),
    ("securityhub", Common::Validation, "InvalidInputException", 400),
];

fn named(error: Common, protocol: Protocol, service: Option<&Service>) -> (&'static str, u16) {
    let own = OWN_NAMES.iter().find(|(id, e, ..)| *e == error && service.is_some_and(|s| s.id == *id));
    own.map_or_else(|| common(error, family(protocol, service)), |(_, _, code, status)| (code, *status))
}

fn shape_of(service: Option<&Service>, failure: &Failure) -> Option<ShapeId> {
    match &failure.kind {
        Kind::Modelled { shape, .. } => service.and_then(|s| s.shape_named(shape)),
        Kind::Common(_) => None,
    }
}

/// See [`super::error_code`].
pub(super) fn code<'a>(protocol: Protocol, service: Option<&Service>, failure: &'a Failure) -> Cow<'a, str> {
    match &failure.kind {
        Kind::Common(error) => Cow::Borrowed(named(*error, protocol, service).0),
        Kind::Modelled { shape, code, .. } => match protocol {
            Protocol::Query | Protocol::RestXml => Cow::Borrowed(code.as_ref()),
            Protocol::AwsJson | Protocol::RestJson | Protocol::RpcCbor => Cow::Borrowed(shape.as_ref()),
        },
    }
}

/// See [`super::error_status`].
pub(super) fn status(protocol: Protocol, service: Option<&Service>, failure: &Failure) -> StatusCode {
    let status = match &failure.kind {
        Kind::Common(error) => named(*error, protocol, service).1,
        // RPC protocols answer every error of the model that is the caller's with 400, whatever the model says for Query.
        Kind::Modelled { status, .. } => match protocol {
            Protocol::AwsJson | Protocol::RpcCbor if *status < 500 && shape_of(service, failure).is_some() => 400,
            _ => *status,
        },
    };
    StatusCode::from_u16(status).unwrap_or(StatusCode::BAD_REQUEST)
}

/// See [`super::audit_code`].
pub(super) fn audit_code<'a>(protocol: Protocol, service: Option<&Service>, failure: &'a Failure) -> Cow<'a, str> {
    match &failure.kind {
        Kind::Common(Common::AccessDenied) => Cow::Borrowed("AccessDenied"),
        Kind::Modelled { shape, .. } => Cow::Borrowed(shape.as_ref()),
        Kind::Common(_) => code(protocol, service, failure),
    }
}

fn fault(failure: &Failure, status: StatusCode) -> &'static str {
    let sender = match &failure.kind {
        Kind::Modelled { fault, .. } => *fault == Fault::Sender,
        Kind::Common(_) => status.is_client_error(),
    };
    if sender { "Sender" } else { "Receiver" }
}

/// The member that carries the message. The services' common code writes `Message` in the errors it answers itself.
fn message_member(failure: &Failure) -> &'static str {
    match &failure.kind {
        Kind::Modelled { message_member, .. } => message_member,
        Kind::Common(Common::AccessDenied | Common::Serialization | Common::UnknownOperation) => "Message",
        Kind::Common(_) => "message",
    }
}

/// See [`super::encode_failure`].
pub(super) fn encode(
    protocol: Protocol,
    json_version: &str,
    service: Option<&Service>,
    operation: Option<&OperationModel>,
    failure: &Failure,
    request_id: &str,
    query_mode: bool,
) -> Encoded {
    let code = code(protocol, service, failure);
    let status = status(protocol, service, failure);
    let mut headers = super::head(protocol, service, request_id);
    let mut body = Vec::new();
    let shape = shape_of(service, failure);
    match protocol {
        Protocol::AwsJson => {
            headers.insert(CONTENT_TYPE, super::aws_json_type(json_version));
            body = json_body(Some(&code), service, shape, failure);
        }
        Protocol::RestJson => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
            if let (Some(service), Some(structure)) = (service, shape.and_then(|id| service?.structure(id))) {
                rest::write_headers(service, structure, &failure.members, &mut headers);
            }
            // Last: some errors have a member bound to this very header.
            set(&mut headers, "x-amzn-errortype", &code);
            body = json_body(None, service, shape, failure);
        }
        Protocol::RpcCbor => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/cbor"));
            cbor::write_error(&mut body, service.zip(shape), &code, message_member(failure), failure);
        }
        Protocol::Query => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/xml"));
            body = xml_body(service, shape, &code, failure, status, request_id, false).into_bytes();
        }
        Protocol::RestXml => {
            headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/xml"));
            let bare = family(protocol, service) == Family::S3;
            body = xml_body(service, shape, &code, failure, status, request_id, bare).into_bytes();
        }
    }
    if query_mode && service.is_some_and(|s| s.query_compatible) {
        let legacy = self::code(Protocol::Query, service, failure);
        set(&mut headers, "x-amzn-query-error", &format!("{legacy};{}", fault(failure, status)));
    }
    if operation.is_some_and(|o| o.method == "HEAD") {
        body.clear();
    }
    Encoded { status, headers, body: body.into() }
}

fn set(headers: &mut HeaderMap, name: &'static str, value: &str) {
    if let Ok(value) = HeaderValue::from_str(value) {
        headers.insert(HeaderName::from_static(name), value);
    }
}

/// The members of the body as JSON; awsJson names the error among them.
fn json_body(code: Option<&str>, service: Option<&Service>, shape: Option<ShapeId>, failure: &Failure) -> Vec<u8> {
    let mut out = Vec::with_capacity(128 + failure.message.len());
    out.push(b'{');
    if let Some(code) = code {
        out.extend_from_slice(b"\"__type\":");
        json::write_string(&mut out, code);
        out.push(b',');
    }
    json::write_string(&mut out, message_member(failure));
    out.push(b':');
    json::write_string(&mut out, &failure.message);
    if let (Some(service), Some(shape), false) = (service, shape, failure.members.is_empty()) {
        let mut members = Vec::new();
        json::write(&mut members, service, shape, &Document::Structure(failure.members.clone()), json::Pick::Body(None));
        // `{}` has nothing to add; otherwise the inner part is appended, its closing brace included.
        if let Some(inner) = members.get(1..).filter(|inner| inner.len() > 1) {
            out.push(b',');
            out.extend_from_slice(inner);
            return out;
        }
    }
    out.push(b'}');
    out
}

/// The body of an event that is an exception.
pub(super) fn exception_body(protocol: Protocol, service: &Service, failure: &Failure) -> Vec<u8> {
    let shape = shape_of(Some(service), failure);
    match protocol {
        Protocol::RpcCbor => {
            let mut out = Vec::new();
            let code = code(protocol, Some(service), failure);
            cbor::write_error(&mut out, Some(service).zip(shape), &code, message_member(failure), failure);
            out
        }
        // None of the XML services has an exception in a stream.
        _ => json_body(None, Some(service), shape, failure),
    }
}

fn xml_body(
    service: Option<&Service>,
    shape: Option<ShapeId>,
    code: &str,
    failure: &Failure,
    status: StatusCode,
    request_id: &str,
    bare: bool,
) -> String {
    let mut out = String::with_capacity(256 + failure.message.len());
    let leaf = |out: &mut String, name: &str, text: &str| {
        out.push_str(&format!("<{name}>"));
        xml::escape(out, text);
        out.push_str(&format!("</{name}>"));
    };
    if bare {
        out.push_str("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error>");
    } else {
        out.push_str("<ErrorResponse");
        if let Some(namespace) = service.and_then(|s| s.xml_namespace) {
            out.push_str(" xmlns=\"");
            xml::escape(&mut out, namespace);
            out.push('"');
        }
        out.push_str("><Error>");
        leaf(&mut out, "Type", fault(failure, status));
    }
    leaf(&mut out, "Code", code);
    leaf(&mut out, "Message", &failure.message);
    if let Some((service, shape)) = service.zip(shape) {
        let mut writer = xml::Writer::new(service);
        writer.members(shape, &Document::Structure(failure.members.clone()));
        out.push_str(&writer.out);
    }
    if bare {
        leaf(&mut out, "RequestId", request_id);
        leaf(&mut out, "HostId", &s3::host_id(request_id));
        out.push_str("</Error>");
    } else {
        out.push_str("</Error>");
        leaf(&mut out, "RequestId", request_id);
        out.push_str("</ErrorResponse>");
    }
    out
}
