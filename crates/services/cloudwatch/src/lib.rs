//! CloudWatch: metrics, alarms and dashboards.
//!
//! Data that are put become one document, a batch, in the commit of the call; [`fold`] merges batches into blocks of points, and old blocks into
//! coarser ones ([`block`]). [`read`] gives both together, so that what was acknowledged is seen at once. What is computed from data (statistics, metric
//! math, searches, queries, the decision of an alarm) is pure and lies in the crate `metricmath`; [`query`] fetches what it needs.
//! [`alarms`] are evaluated on time by a reconciler, never by a call that asks for them.

#[rustfmt::skip]
pub mod api;
mod alarms;
mod block;
mod configuration;
mod errors;
mod fold;
mod image;
mod metric;
mod operations;
mod otlp_series;
#[rustfmt::skip]
pub mod otlp_api;
mod port;
mod query;
mod read;
mod resources;
mod usage;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

use api::operation;
pub use configuration::Configurations;

pub use port::CloudWatch;

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(fold::Folder),
        Arc::new(fold::Sweeper::default()),
        Arc::new(otlp_series::Keeper),
        Arc::new(alarms::evaluate::Evaluator::default()),
        Arc::new(alarms::act::Actor::default()),
        Arc::new(usage::Usage::default()),
    ]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::DeleteAlarmMuteRule>()
        .add::<operation::DeleteAlarms>()
        .add::<operation::DeleteAnomalyDetector>()
        .add::<operation::DeleteDashboards>()
        .add::<operation::DescribeAlarmHistory>()
        .add::<operation::DescribeAlarms>()
        .add::<operation::DescribeAlarmsForMetric>()
        .add::<operation::DescribeAnomalyDetectors>()
        .add::<operation::DisableAlarmActions>()
        .add::<operation::EnableAlarmActions>()
        .add::<operation::GetAlarmMuteRule>()
        .add::<operation::GetDashboard>()
        .add::<operation::GetMetricData>()
        .add::<operation::GetMetricStatistics>()
        .add::<operation::GetMetricWidgetImage>()
        .add::<operation::ListAlarmMuteRules>()
        .add::<operation::ListDashboards>()
        .add::<operation::ListMetrics>()
        .add::<operation::ListTagsForResource>()
        .add::<operation::PutCompositeAlarm>()
        .add::<operation::PutAlarmMuteRule>()
        .add::<operation::PutAnomalyDetector>()
        .add::<operation::PutDashboard>()
        .add::<operation::PutMetricAlarm>()
        .add::<operation::PutMetricData>()
        .add::<operation::SetAlarmState>()
        .add::<operation::TagResource>()
        .add::<operation::UntagResource>()
        .add::<otlp_api::operation::ExportMetrics>();
}
