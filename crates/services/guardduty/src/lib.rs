//! GuardDuty: detectors that watch the plane's own events with the engine of the `detection` crate, and their findings.

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
