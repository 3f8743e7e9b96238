//! One request, once it is known who sends it and what it asks for.

use std::net::IpAddr;
use std::sync::Arc;

use jiff::Timestamp;
use uuid::Uuid;
use wire::model::{OperationModel, Service};
use wire::sigv4::{ALGORITHM, Authentication};

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
    /// How the caller proved who it is; none for anonymous calls and those that the plane makes itself.
    pub signature: Option<Signature>,
    /// The streamed body, of operations whose input streams.
    pub payload: Option<Arc<Payload>>,
}

/// The form of a request's signature.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Signature {
    /// `AWS4-HMAC-SHA256`, or `AWS` for Signature Version 2.
    pub algorithm: &'static str,
    /// Whether it is in the query string.
    pub presigned: bool,
    /// When it was made, where it says so.
    pub signed_at: Option<Timestamp>,
}

impl Signature {
    pub(crate) fn of(authentication: &Authentication<'_>) -> Option<Self> {
        match authentication {
            Authentication::Anonymous => None,
            Authentication::Signed(signed) => {
                Some(Self { algorithm: ALGORITHM, presigned: signed.presigned.is_some(), signed_at: Some(signed.time) })
            }
            Authentication::PresignedV2(_) => Some(Self { algorithm: "AWS", presigned: true, signed_at: None }),
        }
    }
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
