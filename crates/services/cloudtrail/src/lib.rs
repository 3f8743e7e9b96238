//! CloudTrail: the audit trail. Every call of every account is an event from the first second, without anybody switching it on.
//!
//! The records themselves are made by the plane's pipeline and committed with what the call changed; this service finds them again, and delivers them.
//! [`EventHistory`] indexes the journal by the attributes that LookupEvents knows. Trails read the journal from cursors of their own
//! ([`reconcilers`]) and put log files into buckets, with digests that are chained and signed, so that nobody can change or remove a file unnoticed.

#[rustfmt::skip]
pub mod api;
mod audit_event;
mod bucket;
mod dashboards;
#[rustfmt::skip]
pub mod data_api;
mod deliver;
mod digest;
mod files;
mod find;
mod history;
mod imports;
mod ingest;
mod keys;
mod names;
mod operations;
mod pace;
mod record;
mod resources;
mod rounds;
mod selectors;
mod stores;
mod throttle;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

pub use history::EventHistory;
pub use pace::{DELIVERY_VARIABLE, DIGEST_VARIABLE, Pace};
pub use throttle::LOOKUPS_VARIABLE;

/// Registers the operations of this service.
pub fn register(registry: &mut Registry) {
    registry.add::<api::operation::LookupEvents>();
}

/// Registers trails, which need object storage in the plane.
pub fn register_trails(registry: &mut Registry) {
    use api::operation::{
        AddTags, CreateTrail, DeleteTrail, DeregisterOrganizationDelegatedAdmin, DescribeTrails, GetEventSelectors, GetTrail,
        GetTrailStatus, ListPublicKeys, ListTags, ListTrails, PutEventSelectors, RegisterOrganizationDelegatedAdmin, RemoveTags,
        StartLogging, StopLogging, UpdateTrail,
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
        .add::<AddTags>()
        .add::<RemoveTags>()
        .add::<ListTags>()
        .add::<ListPublicKeys>()
        .add::<RegisterOrganizationDelegatedAdmin>()
        .add::<DeregisterOrganizationDelegatedAdmin>();
}

/// Background work: delivery of log files and digests.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![delivery(None)]
}

/// Delivery at a pace of the caller's; otherwise the environment says it.
pub fn delivery(pace: Option<Pace>) -> Arc<dyn Reconciler> {
    Arc::new(deliver::TrailDelivery::new(pace))
}
