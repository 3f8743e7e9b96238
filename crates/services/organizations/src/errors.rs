//! The service's errors with AWS's wording, for those that carry a reason or that several operations answer.

use plane::Failure;

use crate::api::{
    AWSOrganizationsNotInUseException, AccessDeniedException, AccountNotFoundException, ConstraintViolationException,
    ConstraintViolationExceptionReason, HandshakeConstraintViolationException, HandshakeConstraintViolationExceptionReason,
    InvalidInputException, InvalidInputExceptionReason, PolicyNotFoundException, TargetNotFoundException,
};

pub(crate) use crate::api::{
    ConstraintViolationExceptionReason as Constraint, HandshakeConstraintViolationExceptionReason as HandshakeConstraint,
    InvalidInputExceptionReason as Invalid,
};

pub(crate) fn not_in_use() -> Failure {
    AWSOrganizationsNotInUseException::new("Your account is not a member of an organization.").into()
}

pub(crate) fn denied() -> Failure {
    AccessDeniedException::new("You don't have permissions to access this resource.").into()
}

pub(crate) fn constraint(reason: ConstraintViolationExceptionReason, message: &str) -> Failure {
    ConstraintViolationException { message: message.to_owned(), reason: Some(reason) }.into()
}

pub(crate) fn handshake_constraint(reason: HandshakeConstraintViolationExceptionReason, message: &str) -> Failure {
    HandshakeConstraintViolationException { message: message.to_owned(), reason: Some(reason) }.into()
}

pub(crate) fn invalid(reason: InvalidInputExceptionReason, message: impl Into<String>) -> Failure {
    InvalidInputException { message: message.into(), reason: Some(reason) }.into()
}

pub(crate) fn invalid_token() -> Failure {
    invalid(
        Invalid::InvalidNextToken,
        "You specified an invalid value for NextToken. You must get the value from the response to a previous call.",
    )
}

pub(crate) fn account_not_found() -> Failure {
    AccountNotFoundException::new("You specified an account that doesn't exist.").into()
}

pub(crate) fn target_not_found() -> Failure {
    TargetNotFoundException::new("You specified a target that doesn't exist.").into()
}

pub(crate) fn policy_not_found() -> Failure {
    PolicyNotFoundException::new("We can't find a policy with the PolicyId that you specified.").into()
}

pub(crate) fn all_features_needed() -> Failure {
    constraint(
        Constraint::OrganizationNotInAllFeaturesMode,
        "This operation requires the organization to be configured to support all features.",
    )
}
