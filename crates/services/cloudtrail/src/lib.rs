//! CloudTrail: the audit trail. Every call of every account is an event from the first second, without anybody switching it on.
//!
//! The records themselves are made by the plane's pipeline and committed with what the call changed; this service finds them again, and delivers them.
//! [`EventHistory`] indexes the journal by the attributes that LookupEvents knows. Trails read the journal from cursors of their own
//! ([`reconcilers`]) and put log files into buckets, with digests that are chained and signed, so that nobody can change or remove a file unnoticed.

mod aggregate;
#[rustfmt::skip]
pub mod api;
mod audit_event;
mod bucket;
mod catalogue;
mod configuration;
mod dashboards;
#[rustfmt::skip]
pub mod data_api;
mod deliver;
mod digest;
mod encryption;
mod engine;
mod files;
mod find;
mod history;
mod imports;
mod imports_run;
mod ingest;
mod insights;
mod keys;
mod lake_keeper;
mod log_group;
mod managed;
mod names;
mod operations;
mod pace;
mod query_results;
mod query_run;
mod record;
mod refreshes;
mod resources;
mod rounds;
mod selectors;
mod statement;
mod stores;
mod throttle;
mod topic;
mod upkeep;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

pub use history::EventHistory;
pub use pace::{DELIVERY_VARIABLE, DIGEST_VARIABLE, INGEST_VARIABLE, Lap, Pace};
pub use throttle::LOOKUPS_VARIABLE;

pub use configuration::Configurations;

/// Registers the operations of this service.
pub fn register(registry: &mut Registry) {
    registry.add::<api::operation::LookupEvents>();
}

/// Registers trails, which need object storage in the plane.
pub fn register_trails(registry: &mut Registry) {
    use api::operation::{
        AddTags, CreateTrail, DeleteTrail, DeregisterOrganizationDelegatedAdmin, DescribeTrails, GetEventSelectors,
        GetInsightSelectors, GetTrail, GetTrailStatus, ListInsightsData, ListInsightsMetricData, ListPublicKeys, ListTags,
        ListTrails, PutEventSelectors, PutInsightSelectors, RegisterOrganizationDelegatedAdmin, RemoveTags, StartLogging,
        StopLogging, UpdateTrail,
    };
    registry
        .add::<CreateTrail>()
        .add::<UpdateTrail>()
        .add::<DeleteTrail>()
        .add::<GetTrail>()
        .add::<DescribeTrails>()
        .add::<ListTrails>()
        .add::<StartLogging>()
        .add::<StopLogging>()
        .add::<GetTrailStatus>()
        .add::<PutEventSelectors>()
        .add::<GetEventSelectors>()
        .add::<PutInsightSelectors>()
        .add::<GetInsightSelectors>()
        .add::<ListInsightsData>()
        .add::<ListInsightsMetricData>()
        .add::<AddTags>()
        .add::<RemoveTags>()
        .add::<ListTags>()
        .add::<ListPublicKeys>()
        .add::<RegisterOrganizationDelegatedAdmin>()
        .add::<DeregisterOrganizationDelegatedAdmin>();
}

/// Registers event data stores, channels, imports and queries, which need the lake.
pub fn register_lake(registry: &mut Registry) {
    use api::operation::{
        CancelQuery, CreateChannel, CreateDashboard, CreateEventDataStore, DeleteChannel, DeleteDashboard, DeleteEventDataStore,
        DeleteResourcePolicy, DescribeQuery, GetChannel, GetDashboard, GetEventConfiguration, GetEventDataStore, GetImport,
        GetQueryResults, GetResourcePolicy, ListChannels, ListDashboards, ListEventDataStores, ListImportFailures, ListImports,
        ListQueries, PutEventConfiguration, PutResourcePolicy, RestoreEventDataStore, SearchSampleQueries, StartDashboardRefresh,
        StartEventDataStoreIngestion, StartImport, StartQuery, StopEventDataStoreIngestion, StopImport, UpdateChannel,
        UpdateDashboard, UpdateEventDataStore,
    };
    registry
        .add::<CreateEventDataStore>()
        .add::<UpdateEventDataStore>()
        .add::<GetEventDataStore>()
        .add::<ListEventDataStores>()
        .add::<DeleteEventDataStore>()
        .add::<RestoreEventDataStore>()
        .add::<StartEventDataStoreIngestion>()
        .add::<StopEventDataStoreIngestion>()
        .add::<CreateChannel>()
        .add::<UpdateChannel>()
        .add::<GetChannel>()
        .add::<ListChannels>()
        .add::<DeleteChannel>()
        .add::<data_api::operation::PutAuditEvents>()
        .add::<PutEventConfiguration>()
        .add::<GetEventConfiguration>()
        .add::<PutResourcePolicy>()
        .add::<GetResourcePolicy>()
        .add::<DeleteResourcePolicy>()
        .add::<StartQuery>()
        .add::<DescribeQuery>()
        .add::<GetQueryResults>()
        .add::<ListQueries>()
        .add::<CancelQuery>()
        .add::<StartImport>()
        .add::<StopImport>()
        .add::<GetImport>()
        .add::<ListImports>()
        .add::<ListImportFailures>()
        .add::<CreateDashboard>()
        .add::<UpdateDashboard>()
        .add::<GetDashboard>()
        .add::<ListDashboards>()
        .add::<DeleteDashboard>()
        .add::<StartDashboardRefresh>()
        .add::<SearchSampleQueries>();
}

/// Background work: delivery of log files and digests, event data stores and queries.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    let mut all = vec![delivery(None), insights(None), Arc::new(aggregate::Aggregates) as Arc<dyn Reconciler>];
    all.extend(lake(None));
    all
}

/// Ingestion, imports, upkeep and queries, at a pace of the caller's; otherwise the environment says it.
pub fn lake(lap: Option<Lap>) -> Vec<Arc<dyn Reconciler>> {
    lake_in(None, lap)
}

/// The same, with the lake's files at a place of the caller's; otherwise they are in the data folder, or in memory where there is none.
pub fn lake_in(root: Option<::lake::Root>, lap: Option<Lap>) -> Vec<Arc<dyn Reconciler>> {
    let engine = Arc::new(engine::Engine::at(root));
    vec![
        Arc::new(lake_keeper::LakeKeeper::new(engine.clone(), lap)),
        Arc::new(query_run::Queries::new(engine)),
        Arc::new(refreshes::Refreshes),
    ]
}

/// Insights at a pace of the caller's; otherwise the environment says it.
pub fn insights(lap: Option<Lap>) -> Arc<dyn Reconciler> {
    Arc::new(insights::keeper::Insights::new(lap))
}

/// Delivery at a pace of the caller's; otherwise the environment says it.
pub fn delivery(pace: Option<Pace>) -> Arc<dyn Reconciler> {
    Arc::new(deliver::TrailDelivery::new(pace))
}
