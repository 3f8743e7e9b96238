//! AWS Config: what every resource is and was, and whether it is as it should be.
//!
//! [`record`] turns versions of the store into configuration items ([`item`]), [`deliver`] puts them into buckets, [`tell`] says so. [`judge`] evaluates
//! rules. `operations` has the API.

#[rustfmt::skip]
pub mod api;
mod deliver;
mod diff;
mod errors;
mod item;
mod judge;
mod known_types;
mod operations;
mod place;
mod record;
mod resources;
mod tell;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

use api::operation;

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(record::Recording::default()),
        Arc::new(record::sweep::Sweeper::default()),
        Arc::new(deliver::Delivery::default()),
        Arc::new(judge::evaluate::Evaluator::default()),
        Arc::new(judge::invoke::Invoker::default()),
    ]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AssociateResourceTypes>()
        .add::<operation::BatchGetResourceConfig>()
        .add::<operation::DeleteConfigurationRecorder>()
        .add::<operation::DeleteDeliveryChannel>()
        .add::<operation::DeleteResourceConfig>()
        .add::<operation::DeleteRetentionConfiguration>()
        .add::<operation::DeliverConfigSnapshot>()
        .add::<operation::DescribeConfigurationRecorderStatus>()
        .add::<operation::DescribeConfigurationRecorders>()
        .add::<operation::DescribeDeliveryChannelStatus>()
        .add::<operation::DescribeDeliveryChannels>()
        .add::<operation::DescribeRetentionConfigurations>()
        .add::<operation::DisassociateResourceTypes>()
        .add::<operation::GetDiscoveredResourceCounts>()
        .add::<operation::GetResourceConfigHistory>()
        .add::<operation::ListConfigurationRecorders>()
        .add::<operation::ListDiscoveredResources>()
        .add::<operation::ListTagsForResource>()
        .add::<operation::PutConfigurationRecorder>()
        .add::<operation::PutDeliveryChannel>()
        .add::<operation::PutResourceConfig>()
        .add::<operation::PutRetentionConfiguration>()
        .add::<operation::StartConfigurationRecorder>()
        .add::<operation::StopConfigurationRecorder>()
        .add::<operation::TagResource>()
        .add::<operation::UntagResource>();
}
