//! What Organizations says of an input that breaks its model: `InvalidInputException` with a reason instead of the common validator's text.

use super::Broken;
use crate::document::Document;
use crate::failure::{Failure, Fault};

/// The exception with the reason and the message for a broken rule.
///
/// See <https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html#API_ListAccounts_Errors>.
pub(super) fn invalid_input(broken: Broken) -> Failure {
    let (reason, message) = match broken {
        Broken::Missing => ("INPUT_REQUIRED", "You must include a value for all required parameters."),
        Broken::LongText => ("MAX_LENGTH_EXCEEDED", "You provided a string parameter that is longer than allowed."),
        Broken::ShortText => ("MIN_LENGTH_EXCEEDED", "You provided a string parameter that is shorter than allowed."),
        Broken::LargeNumber => ("MAX_VALUE_EXCEEDED", "You provided a numeric parameter that has a larger value than allowed."),
        Broken::SmallNumber => ("MIN_VALUE_EXCEEDED", "You provided a numeric parameter that has a smaller value than allowed."),
        Broken::Pattern => ("INVALID_PATTERN", "You provided a value that does not match the required pattern."),
        Broken::Enumeration => ("INVALID_ENUM", "You specified an invalid value."),
        Broken::Item => ("INVALID_LIST_MEMBER", "You provided a list to a parameter that contains at least one invalid value."),
    };
    const NAME: &str = "InvalidInputException";
    Failure::modelled(
        NAME,
        NAME,
        400,
        Fault::Sender,
        "Message",
        message.to_owned(),
        vec![("Reason", Document::String(reason.into()))],
    )
}
