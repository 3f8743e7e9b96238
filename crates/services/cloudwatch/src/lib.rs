//! CloudWatch: metrics, alarms and dashboards.
//!
//! Data that are put become one document, a batch, in the commit of the call; [`fold`] merges batches into blocks of points, and old blocks into
//! coarser ones ([`block`]). [`read`] gives both together, so that what was acknowledged is seen at once. What is computed from data (statistics, metric
//! math, searches, queries, the decision of an alarm) is pure and lies in the crate `metricmath`; [`query`] fetches what it needs.

#[rustfmt::skip]
pub mod api;
mod block;
mod errors;
mod fold;
mod metric;
mod operations;
mod port;
mod query;
mod read;
mod resources;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

use api::operation;

pub use port::CloudWatch;

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(fold::Folder), Arc::new(fold::Sweeper::default())]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::GetMetricData>()
        .add::<operation::GetMetricStatistics>()
        .add::<operation::ListMetrics>()
        .add::<operation::PutMetricData>();
}
