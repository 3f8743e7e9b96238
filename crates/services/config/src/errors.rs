//! Wordings of errors that are used in more than one place.

use plane::Failure;

use crate::api::{
    InvalidNextTokenException, InvalidParameterValueException, NoAvailableConfigurationRecorderException,
    NoSuchConfigurationRecorderException, NoSuchDeliveryChannelException, ResourceNotFoundException, ValidationException,
};

/// `ValidationException`.
pub(crate) fn validation(message: impl Into<String>) -> Failure {
    ValidationException::new(message).into()
}

/// `InvalidParameterValueException`.
pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    InvalidParameterValueException::new(message).into()
}

/// `InvalidNextTokenException`.
pub(crate) fn token() -> Failure {
    InvalidNextTokenException::new("The specified next token is not valid. Specify the nextToken string that was returned in the previous response to get the next page of results.").into()
}

/// `NoSuchConfigurationRecorderException`.
pub(crate) fn no_recorder(name: &str) -> Failure {
    NoSuchConfigurationRecorderException::new(format!("Cannot find configuration recorder with the specified name '{name}'."))
        .into()
}

/// `NoAvailableConfigurationRecorderException`.
pub(crate) fn no_available_recorder() -> Failure {
    NoAvailableConfigurationRecorderException::new("Configuration recorder is not available to put delivery channel.").into()
}

/// `NoSuchDeliveryChannelException`.
pub(crate) fn no_channel(name: &str) -> Failure {
    NoSuchDeliveryChannelException::new(format!("Cannot find delivery channel with specified name '{name}'.")).into()
}

/// `ResourceNotFoundException`.
pub(crate) fn not_found(what: impl std::fmt::Display) -> Failure {
    ResourceNotFoundException::new(format!("{what}")).into()
}

/// The code of a failure of another part of the plane.
pub(crate) fn code(failure: &Failure) -> String {
    match &failure.kind {
        wire::failure::Kind::Modelled { code, .. } => code.to_string(),
        wire::failure::Kind::Common(common) => format!("{common:?}"),
    }
}
