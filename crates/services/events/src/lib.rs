//! EventBridge: buses, rules, targets, archives.
//!
//! Events are entries of the journal, committed by the call or the change that they are about. [`router`] reads the journal from its cursor, matches
//! every event against all rules of its bus at once, and commits deliveries; [`deliver`] works these off. So what was acknowledged is delivered to
//! every matching target, whatever is killed in between.

#[rustfmt::skip]
pub mod api;
mod api_destination;
mod archivist;
mod configuration;
mod connections;
mod deliver;
mod event;
mod find;
mod forward;
mod input;
mod log_group;
mod names;
mod operations;
mod resources;
mod router;
mod timers;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

pub use configuration::Configurations;

/// Registers the operations of this service.
pub fn register(registry: &mut Registry) {
    use api::operation::{
        CancelReplay, CreateApiDestination, CreateArchive, CreateConnection, CreateEventBus, DeauthorizeConnection,
        DeleteApiDestination, DeleteArchive, DeleteConnection, DeleteEventBus, DeleteRule, DescribeApiDestination,
        DescribeArchive, DescribeConnection, DescribeEventBus, DescribeReplay, DescribeRule, DisableRule, EnableRule,
        ListApiDestinations, ListArchives, ListConnections, ListEventBuses, ListReplays, ListRuleNamesByTarget, ListRules,
        ListTagsForResource, ListTargetsByRule, PutEvents, PutPermission, PutRule, PutTargets, RemovePermission, RemoveTargets,
        StartReplay, TagResource, TestEventPattern, UntagResource, UpdateApiDestination, UpdateArchive, UpdateConnection,
        UpdateEventBus,
    };
    registry
        .add::<CreateEventBus>()
        .add::<UpdateEventBus>()
        .add::<DeleteEventBus>()
        .add::<DescribeEventBus>()
        .add::<ListEventBuses>()
        .add::<PutPermission>()
        .add::<RemovePermission>()
        .add::<PutEvents>()
        .add::<TestEventPattern>()
        .add::<PutRule>()
        .add::<EnableRule>()
        .add::<DisableRule>()
        .add::<DeleteRule>()
        .add::<DescribeRule>()
        .add::<ListRules>()
        .add::<ListRuleNamesByTarget>()
        .add::<PutTargets>()
        .add::<RemoveTargets>()
        .add::<ListTargetsByRule>()
        .add::<TagResource>()
        .add::<UntagResource>()
        .add::<ListTagsForResource>()
        .add::<CreateArchive>()
        .add::<UpdateArchive>()
        .add::<DeleteArchive>()
        .add::<DescribeArchive>()
        .add::<ListArchives>()
        .add::<StartReplay>()
        .add::<CreateConnection>()
        .add::<UpdateConnection>()
        .add::<DeauthorizeConnection>()
        .add::<DeleteConnection>()
        .add::<DescribeConnection>()
        .add::<ListConnections>()
        .add::<CreateApiDestination>()
        .add::<UpdateApiDestination>()
        .add::<DeleteApiDestination>()
        .add::<DescribeApiDestination>()
        .add::<ListApiDestinations>()
        .add::<CancelReplay>()
        .add::<DescribeReplay>()
        .add::<ListReplays>();
}

/// Background work: routing, delivery, schedules and replays.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(router::Router::default()),
        Arc::new(connections::Authorizer),
        Arc::new(deliver::Deliverer::default()),
        Arc::new(timers::Timers),
        Arc::new(archivist::Archivist::default()),
    ]
}
