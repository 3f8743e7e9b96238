//! Wordings used in more than one place.

use wire::Failure;

use crate::api::{InvalidParameterException, NotFoundException};

/// `InvalidParameter`, with the beginning that SNS gives all of them.
pub(crate) fn invalid(reason: impl std::fmt::Display) -> Failure {
    InvalidParameterException::new(format!("Invalid parameter: {reason}")).into()
}

/// `InvalidParameter` for an attribute of a topic or subscription.
pub(crate) fn attribute(name: &str, reason: impl std::fmt::Display) -> Failure {
    invalid(format!("Attributes Reason: {name}: {reason}"))
}

/// The topic is not there.
pub(crate) fn no_topic() -> Failure {
    NotFoundException::new("Topic does not exist").into()
}

/// The subscription is not there.
pub(crate) fn no_subscription() -> Failure {
    NotFoundException::new("Subscription does not exist").into()
}
