//! The service's errors, with AWS's type and wording.

use plane::Failure;

use crate::api::{
    InvalidParameterValueException, InvalidRequestContentException, PreconditionFailedException, ResourceConflictException,
    ResourceNotFoundException, ServiceException, ThrottleReason, TooManyRequestsException,
};

fn user() -> Option<String> {
    Some("User".to_owned())
}

/// `InvalidParameterValueException`.
pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    InvalidParameterValueException { message: message.into(), r#type: user() }.into()
}

/// `InvalidRequestContentException`.
pub(crate) fn invalid_content(message: impl Into<String>) -> Failure {
    InvalidRequestContentException { message: message.into(), r#type: user() }.into()
}

/// `ResourceNotFoundException`.
pub(crate) fn not_found(message: impl Into<String>) -> Failure {
    ResourceNotFoundException { message: message.into(), r#type: user() }.into()
}

/// The function, version or alias of this ARN is not there.
pub(crate) fn no_function(arn: &str) -> Failure {
    not_found(format!("Function not found: {arn}"))
}

/// `ResourceConflictException`.
pub(crate) fn conflict(message: impl Into<String>) -> Failure {
    ResourceConflictException { message: message.into(), r#type: user() }.into()
}

/// `PreconditionFailedException`: somebody changed the resource since the caller saw it.
pub(crate) fn precondition(what: &str) -> Failure {
    PreconditionFailedException {
        message: format!("The Revision Id provided does not match the latest Revision Id. Call the {what} API to retrieve the latest Revision Id"),
        r#type: user(),
    }
    .into()
}

/// `TooManyRequestsException`.
pub(crate) fn throttled(reason: ThrottleReason) -> Failure {
    TooManyRequestsException {
        message: "Rate Exceeded.".to_owned(),
        retry_after_seconds: None,
        r#type: user(),
        reason: Some(reason),
    }
    .into()
}

/// `ServiceException`: the machine did not do what a function needs; the log has the reason.
pub(crate) fn service(detail: impl std::fmt::Display) -> Failure {
    let failure: Failure = ServiceException {
        message: "The Lambda service encountered an internal error.".to_owned(),
        r#type: Some("Service".to_owned()),
    }
    .into();
    Failure { detail: Some(detail.to_string()), ..failure }
}
