//! Security Hub: findings of all products in one format, insights, standards and their controls, automation rules.

#[rustfmt::skip]
pub mod api;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    Vec::new()
}

/// Adds the operations that are built.
pub fn register(_registry: &mut Registry) {}
