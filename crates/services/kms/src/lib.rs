//! KMS: keys that never leave the plane, and everything that is encrypted, signed or authenticated with them.

#[rustfmt::skip]
pub mod api;

use plane::Registry;

/// Registers the operations of this service.
pub fn register(_registry: &mut Registry) {}
