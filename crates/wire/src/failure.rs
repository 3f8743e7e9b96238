//! What an operation answers when it does not succeed, before a protocol gives it its form.

use std::borrow::Cow;

use crate::document::Document;

/// Whose fault an error is; the Query protocol and query-compatible headers say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// The caller's: 4xx.
    Sender,
    /// Ours: 5xx.
    Receiver,
}

/// Errors that every AWS service has, whose code and status depend on the protocol.
///
/// See <https://docs.aws.amazon.com/IAM/latest/APIReference/CommonErrors.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Common {
    /// The caller may not do this.
    AccessDenied,
    /// A member breaks a constraint of the model, or is missing.
    Validation,
    /// The body is not in the protocol's form, or a value has the wrong type.
    Serialization,
    /// The operation exists in the model and is not built.
    NotImplemented,
    /// No such operation or service.
    UnknownOperation,
    /// Too many requests.
    Throttling,
    /// A defect or a failing disk; the log has the reason.
    Internal,
    /// Not ready, or stopping.
    ServiceUnavailable,
    /// The request carries no credentials.
    MissingAuthenticationToken,
    /// The Authorization header or query lacks a part or is malformed.
    IncompleteSignature,
    /// The access key or the session token is unknown or switched off.
    InvalidClientTokenId,
    /// The signature is not the one that the secret key gives.
    SignatureDoesNotMatch,
    /// The signature's time is too far from now.
    RequestExpired,
    /// The session's time is over.
    ExpiredToken,
    /// The body is larger than the operation accepts.
    RequestTooLarge,
    /// The region is not one of this installation's.
    InvalidRegion,
}

/// Which error it is.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// One of the operation's own errors: the shape's name and its code on the wire (they differ in Query services).
    Modelled {
        /// Name of the error's shape.
        shape: Cow<'static, str>,
        /// Code on the wire.
        code: Cow<'static, str>,
        /// HTTP status.
        status: u16,
        /// Whose fault.
        fault: Fault,
        /// The member that carries the message: `message` or `Message`, as the model has it.
        message_member: &'static str,
    },
    /// One that every service has.
    Common(Common),
}

/// An error on its way to the caller.
#[derive(Debug, Clone, PartialEq)]
pub struct Failure {
    /// Which error.
    pub kind: Kind,
    /// What the caller is told.
    pub message: String,
    /// Members of a modelled error besides the message.
    pub members: Vec<(&'static str, Document)>,
    /// What only the log is told.
    pub detail: Option<String>,
}

impl Failure {
    /// An error that every service has.
    pub fn common(common: Common, message: impl Into<String>) -> Self {
        Self { kind: Kind::Common(common), message: message.into(), members: Vec::new(), detail: None }
    }

    /// An error of the service's model; generated code calls this.
    pub fn modelled(
        shape: &'static str,
        code: &'static str,
        status: u16,
        fault: Fault,
        message_member: &'static str,
        message: String,
        members: Vec<(&'static str, Document)>,
    ) -> Self {
        Self {
            kind: Kind::Modelled { shape: shape.into(), code: code.into(), status, fault, message_member },
            message,
            members,
            detail: None,
        }
    }

    /// An error that a service answers though its model does not list it (a code AWS documents elsewhere).
    pub fn unlisted(code: impl Into<Cow<'static, str>>, status: u16, message: impl Into<String>) -> Self {
        let code = code.into();
        let fault = if status >= 500 { Fault::Receiver } else { Fault::Sender };
        Self {
            kind: Kind::Modelled { shape: code.clone(), code, status, fault, message_member: "message" },
            message: message.into(),
            members: Vec::new(),
            detail: None,
        }
    }

    /// A defect or a failing resource of ours: the caller learns only that, the log the reason.
    pub fn internal(detail: impl std::fmt::Display) -> Self {
        Self {
            kind: Kind::Common(Common::Internal),
            message: "We encountered an internal error. Please try again.".into(),
            members: Vec::new(),
            detail: Some(detail.to_string()),
        }
    }

    /// A member that breaks a rule of the model or of the service.
    pub fn validation(message: impl Into<String>) -> Self {
        Self::common(Common::Validation, message)
    }
}
