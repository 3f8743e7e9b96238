//! Lambda: functions as processes of their own, for custom rotation and rules.

#[rustfmt::skip]
pub mod api;

use plane::Registry;

/// Registers the operations of this service.
pub fn register(_registry: &mut Registry) {}
