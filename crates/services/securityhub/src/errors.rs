//! Wordings used in more than one place.

use wire::Failure;

use crate::api::{
    AccessDeniedException, ConflictException, InvalidAccessException, InvalidInputException, LimitExceededException,
    ResourceConflictException, ResourceNotFoundException, ServiceQuotaExceededException, ValidationException,
};

fn code(code: &str) -> Option<String> {
    Some(code.to_owned())
}

/// The account has not enabled Security Hub in the region.
pub(crate) fn not_subscribed(account: &str) -> Failure {
    invalid_access(format!("Account {account} is not subscribed to AWS Security Hub"))
}

/// What the account may not do as things stand.
pub(crate) fn invalid_access(message: impl Into<String>) -> Failure {
    InvalidAccessException { message: message.into(), code: code("InvalidAccessException") }.into()
}

/// A member that breaks a rule of the service.
pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    InvalidInputException { message: message.into(), code: code("InvalidInputException") }.into()
}

/// What is named is not there.
pub(crate) fn not_found(message: impl Into<String>) -> Failure {
    ResourceNotFoundException { message: message.into(), code: code("ResourceNotFoundException") }.into()
}

/// What is made is there already.
pub(crate) fn conflict(message: impl Into<String>) -> Failure {
    ResourceConflictException { message: message.into(), code: code("ResourceConflictException") }.into()
}

/// A quota is used up.
pub(crate) fn limit(message: impl Into<String>) -> Failure {
    LimitExceededException { message: message.into(), code: code("LimitExceededException") }.into()
}

/// Something besides IAM forbids it.
pub(crate) fn denied(message: impl Into<String>) -> Failure {
    AccessDeniedException { message: message.into(), code: code("AccessDeniedException") }.into()
}

/// As [`invalid`], of the second version.
pub(crate) fn validation(message: impl Into<String>) -> Failure {
    ValidationException { message: message.into(), code: code("ValidationException") }.into()
}

/// As [`conflict`], of the second version.
pub(crate) fn conflict_v2(message: impl Into<String>) -> Failure {
    ConflictException { message: message.into(), code: code("ConflictException") }.into()
}

/// As [`limit`], of the second version.
pub(crate) fn quota(message: impl Into<String>) -> Failure {
    ServiceQuotaExceededException { message: message.into(), code: code("ServiceQuotaExceededException") }.into()
}

/// As [`token`], of the second version.
pub(crate) fn token_v2() -> Failure {
    validation("Invalid NextToken")
}

/// A token that continues nothing.
pub(crate) fn token() -> Failure {
    invalid("Invalid NextToken")
}
