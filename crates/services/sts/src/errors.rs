//! The words of refusals.

use wire::{Common, Failure};

/// `AccessDenied` (403) in other words than those of a policy's decision.
pub(crate) fn denied(message: impl Into<String>) -> Failure {
    Failure::common(Common::AccessDenied, message)
}

/// `InvalidParameterValue` (400), which STS answers though its model does not list it.
pub(crate) fn invalid_parameter(message: impl Into<String>) -> Failure {
    Failure::unlisted("InvalidParameterValue", 400, message)
}

/// `ValidationError` for a member, in the words of AWS's constraint violations but without the value.
pub(crate) fn constraint(member: &str, rule: &str) -> Failure {
    Failure::validation(format!("1 validation error detected: Value at '{member}' failed to satisfy constraint: {rule}"))
}

/// The MFA code is wrong, of another device, or was used before.
pub(crate) fn wrong_mfa_code() -> Failure {
    denied("MultiFactorAuthentication failed with invalid MFA one time pass code. ")
}

/// Only one of serial number and code was given.
pub(crate) fn half_mfa() -> Failure {
    denied("MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.")
}
