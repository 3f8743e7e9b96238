//! CloudWatch Logs: groups and streams of log events that are durable when they are acknowledged, sealed at rest, found by time and by filter pattern,
//! counted by metric filters, handed to functions by subscriptions, and followed live.
//!
//! Events come as batches, one document each (`ingest`). A reconciler shows each batch to the group's filters once (`arrivals`), another folds batches
//! into compressed chunks (`fold`), a third removes what is not kept any more (`upkeep`). All reading goes through [`scan::scan`].

#[rustfmt::skip]
pub mod api;
mod account_policies;
mod anomalies;
mod arrivals;
pub mod codec;
mod configuration;
mod deliver;
mod errors;
mod exports;
pub mod files;
mod fold;
pub mod index;
mod indexes;
mod ingest;
#[cfg(test)]
mod lifecycle_tests;
mod lookup_tables;
mod operations;
#[rustfmt::skip]
pub mod otlp_api;
mod outlets;
mod place;
mod policies;
mod port;
mod protection;
pub mod queries;
pub mod resources;
pub mod scan;
mod scheduled;
mod seal;
mod tail;
mod transforming;
mod upkeep;

use std::sync::Arc;

use plane::reconcile::Reconciler;
use plane::{Failure, Plane, Registry, Settings};

use api::operation;
pub use configuration::Configurations;
use files::Files;
use tail::Watches;

/// What the service keeps besides its documents.
#[derive(Debug)]
pub struct Logs {
    /// Files of chunks.
    pub files: Arc<Files>,
    /// Who follows groups live.
    pub(crate) watches: Watches,
    /// Data protection policies that were compiled.
    pub(crate) protections: protection::Cache,
    /// What queries that run have found so far.
    pub(crate) glimpses: queries::Glimpses,
}

impl Logs {
    /// The service on the data folder of an installation.
    pub fn new(settings: &Settings) -> Self {
        Self {
            files: Arc::new(Files::new(settings)),
            watches: Watches::default(),
            protections: protection::Cache::default(),
            glimpses: queries::Glimpses::default(),
        }
    }
}

/// The service's own part of the plane.
///
/// # Errors
/// Internal: the plane has none.
pub fn service(plane: &Plane) -> Result<&Logs, Failure> {
    let groups: Option<&dyn std::any::Any> = plane.log_groups().map(|g| {
        let groups: &dyn plane::ports::LogGroups = g.as_ref();
        groups as &dyn std::any::Any
    });
    groups.and_then(|g| g.downcast_ref()).ok_or_else(|| Failure::internal("the Logs service has no log groups"))
}

/// The service's background work.
pub fn reconcilers(logs: &Arc<Logs>) -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(anomalies::detect::Detectors::new(logs.clone())),
        Arc::new(arrivals::Counter::new(logs.clone())),
        Arc::new(deliver::Deliverer::default()),
        Arc::new(exports::Exporter::new(logs.clone())),
        Arc::new(fold::Folder::new(logs.clone())),
        Arc::new(queries::Queries::new(logs.clone())),
        Arc::new(scheduled::run::Scheduler),
        Arc::new(upkeep::Keeper::new(logs.clone())),
    ]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AssociateKmsKey>()
        .add::<operation::CancelExportTask>()
        .add::<operation::CreateExportTask>()
        .add::<operation::CreateLogAnomalyDetector>()
        .add::<operation::CreateLogGroup>()
        .add::<operation::CreateLogStream>()
        .add::<operation::CreateLookupTable>()
        .add::<operation::CreateScheduledQuery>()
        .add::<operation::DeleteAccountPolicy>()
        .add::<operation::DeleteDataProtectionPolicy>()
        .add::<operation::DeleteDestination>()
        .add::<operation::DeleteIndexPolicy>()
        .add::<operation::DeleteLogAnomalyDetector>()
        .add::<operation::DeleteLogGroup>()
        .add::<operation::DeleteLogStream>()
        .add::<operation::DeleteLookupTable>()
        .add::<operation::DeleteMetricFilter>()
        .add::<operation::DeleteQueryDefinition>()
        .add::<operation::DeleteResourcePolicy>()
        .add::<operation::DeleteRetentionPolicy>()
        .add::<operation::DeleteScheduledQuery>()
        .add::<operation::DeleteSubscriptionFilter>()
        .add::<operation::DeleteTransformer>()
        .add::<operation::DescribeAccountPolicies>()
        .add::<operation::DescribeDestinations>()
        .add::<operation::DescribeExportTasks>()
        .add::<operation::DescribeFieldIndexes>()
        .add::<operation::DescribeIndexPolicies>()
        .add::<operation::DescribeLogGroups>()
        .add::<operation::DescribeLogStreams>()
        .add::<operation::DescribeLookupTables>()
        .add::<operation::DescribeMetricFilters>()
        .add::<operation::DescribeQueries>()
        .add::<operation::DescribeQueryDefinitions>()
        .add::<operation::DescribeResourcePolicies>()
        .add::<operation::DescribeSubscriptionFilters>()
        .add::<operation::DisassociateKmsKey>()
        .add::<operation::FilterLogEvents>()
        .add::<operation::GetDataProtectionPolicy>()
        .add::<operation::GetLogAnomalyDetector>()
        .add::<operation::GetLogEvents>()
        .add::<operation::GetLogGroupFields>()
        .add::<operation::GetLogRecord>()
        .add::<operation::GetLookupTable>()
        .add::<operation::GetQueryResults>()
        .add::<operation::GetScheduledQuery>()
        .add::<operation::GetScheduledQueryHistory>()
        .add::<operation::GetTransformer>()
        .add::<operation::ListAnomalies>()
        .add::<operation::ListLogAnomalyDetectors>()
        .add::<operation::ListLogGroups>()
        .add::<operation::ListLogGroupsForQuery>()
        .add::<operation::ListScheduledQueries>()
        .add::<operation::ListTagsForResource>()
        .add::<operation::ListTagsLogGroup>()
        .add::<operation::PutAccountPolicy>()
        .add::<operation::PutDataProtectionPolicy>()
        .add::<operation::PutDestination>()
        .add::<operation::PutDestinationPolicy>()
        .add::<operation::PutIndexPolicy>()
        .add::<operation::PutLogEvents>()
        .add::<operation::PutLogGroupDeletionProtection>()
        .add::<operation::PutMetricFilter>()
        .add::<operation::PutQueryDefinition>()
        .add::<operation::PutResourcePolicy>()
        .add::<operation::PutRetentionPolicy>()
        .add::<operation::PutSubscriptionFilter>()
        .add::<operation::PutTransformer>()
        .add::<operation::StartLiveTail>()
        .add::<operation::StartQuery>()
        .add::<operation::StopQuery>()
        .add::<operation::TagLogGroup>()
        .add::<operation::TagResource>()
        .add::<operation::TestMetricFilter>()
        .add::<operation::TestTransformer>()
        .add::<operation::UntagLogGroup>()
        .add::<operation::UntagResource>()
        .add::<operation::UpdateAnomaly>()
        .add::<operation::UpdateLogAnomalyDetector>()
        .add::<operation::UpdateLookupTable>()
        .add::<operation::UpdateScheduledQuery>()
        .add::<otlp_api::operation::ExportLogs>();
}
