//! The errors of Secrets Manager, in its words.

use plane::Failure;

use crate::api::{
    InvalidParameterException, InvalidRequestException, LimitExceededException, ResourceExistsException,
    ResourceNotFoundException,
};

/// `InvalidParameterException`.
pub fn invalid_parameter(message: impl Into<String>) -> Failure {
    InvalidParameterException::new(message.into()).into()
}

/// `InvalidRequestException`.
pub fn invalid_request(message: impl Into<String>) -> Failure {
    InvalidRequestException::new(message.into()).into()
}

/// `LimitExceededException`.
pub fn limit(message: impl Into<String>) -> Failure {
    LimitExceededException::new(message.into()).into()
}

/// `ResourceExistsException`.
pub fn exists(message: impl Into<String>) -> Failure {
    ResourceExistsException::new(message.into()).into()
}

/// No such secret.
pub fn no_secret() -> Failure {
    ResourceNotFoundException::new("Secrets Manager can't find the specified secret.").into()
}

/// No such replica in another account.
pub fn no_replica() -> Failure {
    ResourceNotFoundException::new("The secret isn't associated with the specified cross-account replica secret.").into()
}

/// No resource policy of this name.
pub fn no_policy(name: &str) -> Failure {
    ResourceNotFoundException::new(format!("Secrets Manager can't find the resource policy {name} of the specified secret."))
        .into()
}

/// No such version: by its id or by a staging label.
pub fn no_version(what: &str) -> Failure {
    ResourceNotFoundException::new(format!("Secrets Manager can't find the specified secret value for {what}")).into()
}

/// The secret waits for its deletion.
pub fn marked_deleted(what: &str) -> Failure {
    invalid_request(format!("You can't {what} because it was marked for deletion."))
}

/// A change of a replica, which only its primary can have.
pub fn replica_is_read_only(region: &str) -> Failure {
    invalid_request(format!(
        "Operation not permitted on a replica secret. Call must be made in primary secret's region, {region}."
    ))
}

/// A change of a replica's value, which comes from its primary in another account.
pub fn value_is_replicated(primary: &str) -> Failure {
    invalid_request(format!(
        "Operation not permitted on a cross-account replica secret. Its value is replicated from the primary secret {primary}."
    ))
}

/// The managed key does not work across accounts.
pub fn default_key_across_accounts() -> Failure {
    invalid_request(
        "You can't access a secret from a different AWS account if you encrypt the secret with the default KMS service key.",
    )
}
