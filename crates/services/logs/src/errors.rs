//! Errors with the wordings that are used in more than one place.

use wire::Failure;

use crate::api::{InvalidParameterException, ResourceNotFoundException};

/// `InvalidParameterException`.
pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    InvalidParameterException::new(message).into()
}

/// The log group is not there.
pub(crate) fn no_group() -> Failure {
    ResourceNotFoundException::new("The specified log group does not exist.").into()
}

/// The log stream is not there.
pub(crate) fn no_stream() -> Failure {
    ResourceNotFoundException::new("The specified log stream does not exist.").into()
}

/// The token continues another listing, or none.
pub(crate) fn bad_token() -> Failure {
    invalid("The specified nextToken is invalid.")
}

/// A filter pattern that is none, and where it goes wrong.
pub(crate) fn bad_pattern(error: &filters::ParseError) -> Failure {
    invalid(format!("Invalid filter pattern: {error}"))
}
