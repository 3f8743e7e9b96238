//! Errors that the model does not list, and wordings used in more than one place.
//! See <https://docs.aws.amazon.com/AWSSimpleQueueService/latest/APIReference/CommonErrors.html>.

use wire::Failure;

use crate::api::{InvalidAttributeValue, QueueDoesNotExist, ReceiptHandleIsInvalid};

/// `InvalidParameterValue`.
pub(crate) fn invalid(message: impl Into<String>) -> Failure {
    Failure::unlisted("InvalidParameterValue", 400, message)
}

/// A number outside of its range.
pub(crate) fn out_of_range(parameter: &str, value: i64, least: i64, greatest: i64) -> Failure {
    invalid(format!(
        "Value {value} for parameter {parameter} is invalid. Reason: Must be between {least} and {greatest}, if provided."
    ))
}

/// A parameter that is needed here.
pub(crate) fn missing(parameter: &str) -> Failure {
    Failure::unlisted("MissingParameter", 400, format!("The request must contain the parameter {parameter}."))
}

/// An attribute's value that cannot be.
pub(crate) fn attribute(name: &str) -> Failure {
    InvalidAttributeValue::new(format!("Invalid value for the parameter {name}.")).into()
}

/// The queue is not there.
pub(crate) fn no_queue() -> Failure {
    QueueDoesNotExist::new("The specified queue does not exist.").into()
}

/// The receipt handle is none.
pub(crate) fn handle(given: &str) -> Failure {
    let shown: String = given.chars().take(1024).collect();
    ReceiptHandleIsInvalid::new(format!("The input receipt handle \"{shown}\" is not a valid receipt handle.")).into()
}
