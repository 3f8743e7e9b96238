//! Secrets Manager: secrets, their versions, and rotation that really changes the password.

#[rustfmt::skip]
pub mod api;

use plane::Registry;

/// Registers the operations of this service.
pub fn register(_registry: &mut Registry) {}
