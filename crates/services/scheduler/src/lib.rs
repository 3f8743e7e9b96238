//! EventBridge Scheduler: schedules, one-time and recurring, in time zones and flexible windows, that call an operation of the plane in a session of a role.
//!
//! [`timing`] says when a schedule is due, [`target`] what is called then; both are pure. [`timers`] turns a due schedule into an invocation, in the commit
//! that sets its next time; [`invoke`] makes the call, in the commit that ends the invocation: exactly once for what is in the plane.

#[rustfmt::skip]
pub mod api;
mod configuration;
mod find;
mod invoke;
mod operations;
mod resources;
mod target;
mod timers;
mod timing;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

use api::operation;

pub use configuration::Configurations;

/// Who acts.
pub(crate) const PRINCIPAL: &str = "scheduler.amazonaws.com";

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(timers::Timers), Arc::new(invoke::Invoker::default()), Arc::new(timers::Deleter)]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateSchedule>()
        .add::<operation::CreateScheduleGroup>()
        .add::<operation::DeleteSchedule>()
        .add::<operation::DeleteScheduleGroup>()
        .add::<operation::GetSchedule>()
        .add::<operation::GetScheduleGroup>()
        .add::<operation::ListScheduleGroups>()
        .add::<operation::ListSchedules>()
        .add::<operation::ListTagsForResource>()
        .add::<operation::TagResource>()
        .add::<operation::UntagResource>()
        .add::<operation::UpdateSchedule>();
}
