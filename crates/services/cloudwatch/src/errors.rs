//! Wordings of errors that are used in more than one place.

use plane::Failure;

use crate::api::{
    InvalidNextToken, InvalidParameterCombinationException, InvalidParameterValueException, LimitExceededFault,
    MissingRequiredParameterException, ResourceNotFound, ValidationException,
};

/// `InvalidParameterValue`.
pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    InvalidParameterValueException::new(message).into()
}

/// A parameter's value that cannot be.
pub(crate) fn value(parameter: &str, value: impl std::fmt::Display) -> Failure {
    invalid(format!("The value {value} for parameter {parameter} is invalid."))
}

/// `InvalidParameterCombination`.
pub(crate) fn combination(message: impl Into<String>) -> Failure {
    InvalidParameterCombinationException::new(message).into()
}

/// `MissingParameter`.
pub(crate) fn missing(parameter: &str) -> Failure {
    MissingRequiredParameterException::new(format!("The parameter {parameter} is required.")).into()
}

/// `ValidationError`.
pub(crate) fn validation(message: impl Into<String>) -> Failure {
    ValidationException::new(message).into()
}

/// `InvalidNextToken`.
pub(crate) fn token() -> Failure {
    InvalidNextToken::new("The next token is not one of this listing.").into()
}

/// `LimitExceeded`.
pub(crate) fn limit(message: impl Into<String>) -> Failure {
    LimitExceededFault::new(message).into()
}

/// `ResourceNotFound`.
pub(crate) fn not_found(message: impl Into<String>) -> Failure {
    ResourceNotFound::new(message).into()
}
