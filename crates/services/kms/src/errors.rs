//! Errors in KMS' words.

use plane::Failure;
use wire::Common;

use crate::api;

/// A key that is not there, by its ARN.
pub(crate) fn no_key(arn: &str) -> Failure {
    api::NotFoundException::new(format!("Key '{arn}' does not exist")).into()
}

/// An alias that is not there, by its ARN.
pub(crate) fn no_alias(arn: &str) -> Failure {
    api::NotFoundException::new(format!("Alias {arn} is not found.")).into()
}

/// A key in a state that the operation cannot work with.
pub(crate) fn invalid_state(message: impl Into<String>) -> Failure {
    api::KMSInvalidStateException::new(message).into()
}

/// Something that the operation does not do for keys of this kind.
pub(crate) fn unsupported(message: impl Into<String>) -> Failure {
    api::UnsupportedOperationException::new(message).into()
}

/// A key of another usage or spec than the operation needs.
pub(crate) fn wrong_usage(message: impl Into<String>) -> Failure {
    api::InvalidKeyUsageException::new(message).into()
}

/// A ciphertext that is damaged, of another context, or none at all. AWS says nothing more about it either.
pub(crate) fn invalid_ciphertext() -> Failure {
    api::InvalidCiphertextException::new("").into()
}

/// A ciphertext of a key that is not there or not for the caller.
pub(crate) fn foreign_ciphertext() -> Failure {
    Failure::common(
        Common::AccessDenied,
        "The ciphertext refers to a customer master key that does not exist, does not exist in this region, or you are not allowed to access.",
    )
}

/// The operation works on keys of the caller's own account only.
pub(crate) fn other_account(arn: &str) -> Failure {
    Failure::common(
        Common::AccessDenied,
        format!("The key {arn} belongs to another account, and this operation works on keys of your own account only."),
    )
}

/// The call would have succeeded.
pub(crate) fn dry_run() -> Failure {
    api::DryRunOperationException::new("The request would have succeeded, but the DryRun option is set.").into()
}

/// Nitro enclaves and NitroTPM attest to AWS' own hardware.
pub(crate) fn no_attestation() -> Failure {
    unsupported("Recipient is not supported: attestation documents of AWS Nitro enclaves cannot be verified here.")
}
