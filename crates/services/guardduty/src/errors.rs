//! What GuardDuty refuses, in its own words.

use plane::Failure;

use crate::api::BadRequestException;

/// A request that is refused for a reason.
pub fn rejected(why: &str) -> Failure {
    let mut error = BadRequestException::new(format!("The request is rejected because {why}."));
    error.r#type = Some("InvalidInputException".to_owned());
    error.into()
}

/// A value that makes no sense.
pub fn invalid() -> Failure {
    rejected("an invalid or out-of-range value is specified as an input parameter")
}

/// A detector that is not there, or somebody else's.
pub fn not_owned() -> Failure {
    rejected("the input detectorId is not owned by the current account")
}

/// What only the administrator account may do.
pub fn members_may_not() -> Failure {
    rejected("member accounts cannot manage specified resources or properties")
}

/// A token that continues no such listing.
pub fn wrong_token() -> Failure {
    rejected("the parameter nextToken has an invalid value")
}
