//! Which operation of which service a request calls, and in which protocol.

use crate::failure::Failure;
use crate::model::{Contract, OperationModel, Protocol, Service};
use crate::request::RequestParts;

/// A request's place in the contracts.
#[derive(Debug, Clone)]
pub struct Route {
    /// The service's entry in the table of contracts.
    pub contract: &'static Contract,
    /// The service's model.
    pub service: &'static Service,
    /// The operation.
    pub operation: &'static OperationModel,
    /// The protocol the caller speaks.
    pub protocol: Protocol,
    /// `1.0` or `1.1`: the version of awsJson that the caller's Content-Type names, else the model's.
    pub json_version: &'static str,
    /// Whether the caller wants `x-amzn-query-error` (it sent `x-amzn-query-mode: true`).
    pub query_mode: bool,
    /// Member names of the input and the decoded labels of the path (REST protocols).
    pub labels: Vec<(&'static str, String)>,
}

/// Why a request has no route, and how to say so.
#[derive(Debug, Clone)]
pub struct RouteError {
    /// The protocol to answer in.
    pub protocol: Protocol,
    /// The version of awsJson to answer in.
    pub json_version: &'static str,
    /// The service, where it is known.
    pub service: Option<&'static Service>,
    /// Whether the caller wants `x-amzn-query-error`.
    pub query_mode: bool,
    /// The answer.
    pub failure: Failure,
}

/// Finds the route of a request.
///
/// `body` may be the whole body or its beginning, uncompressed: it is read only for `Action` and `Version` of the Query protocol. `scope_service`
/// is the service of the signature's credential scope; REST requests are routed by it.
///
/// # Errors
/// A [`RouteError`] with `UnknownOperation` for what no contract has.
pub fn route(parts: &RequestParts<'_>, body: &[u8], scope_service: Option<&str>) -> Result<Route, RouteError> {
    let _ = (parts, body, scope_service);
    todo!()
}
