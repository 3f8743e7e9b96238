//! One request, once it is known who sends it and what it asks for.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;
use wire::model::{OperationModel, Service};

use crate::payload::Payload;
use crate::ports::Guardrails;
use crate::principal::Principal;

/// What every part of the pipeline knows of a request.
#[derive(Debug, Clone)]
pub struct Call {
    /// Answered in the request-id header and kept in the audit record.
    pub request_id: Uuid,
    /// The plane's time at arrival.
    pub time: Timestamp,
    /// The service.
    pub service: &'static Service,
    /// The operation.
    pub operation: &'static OperationModel,
    /// Region of the call: of the credential scope; `us-east-1` for global services.
    pub region: String,
    /// Who calls.
    pub principal: Arc<Principal>,
    /// The organization's view of the caller's account.
    pub guardrails: Arc<Guardrails>,
    /// Address the request came from; none for calls the plane makes itself.
    pub source_ip: Option<IpAddr>,
    /// `User-Agent`, cut at 1,024 bytes; the service's name for calls the plane makes itself.
    pub user_agent: String,
    /// Host the client connected to.
    pub host: String,
    /// TLS version and cipher suite, if the connection has TLS.
    pub tls: Option<Tls>,
    /// The streamed body, of operations whose input streams.
    pub payload: Option<Arc<Payload>>,
}

/// The transport's security, as audit records show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tls {
    /// Such as `TLSv1.3`.
    pub version: String,
    /// Such as `TLS_AES_128_GCM_SHA256`.
    pub cipher_suite: String,
}

impl Call {
    /// Account of the caller.
    pub fn account(&self) -> &str {
        &self.principal.account
    }
}
