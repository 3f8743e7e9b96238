//! The Simple Notification Service: topics, standard and FIFO, whose messages are durable when their publisher is answered, and are delivered to queues,
//! functions, HTTP endpoints and mail addresses.
//!
//! [`publish`] puts a message into the store; [`fanout`] makes a delivery for every subscription whose [`filter`] wants it; [`deliver`] works these off,
//! by the phases of [`retry`]. [`envelope`] and [`sign`] say what subscribers get. `operations` has the API, [`port`] lets the other services of the
//! plane publish.

#[rustfmt::skip]
pub mod api;
mod attributes;
mod configuration;
mod deliver;
mod email;
mod envelope;
mod errors;
mod fanout;
mod filter;
mod message;
mod metrics;
mod operations;
mod place;
mod port;
mod publish;
mod resources;
mod retry;
mod seal;
mod send;
mod sign;
mod subscription;
mod sweep;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

use api::operation;
pub use configuration::Configurations;

pub use email::check as check_mail;
pub use sign::published;

/// The service, as other services see it.
#[derive(Debug, Default)]
pub struct Sns;

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(deliver::Deliverer::default()), Arc::new(sweep::Sweeper::default())]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AddPermission>()
        .add::<operation::ConfirmSubscription>()
        .add::<operation::CreateTopic>()
        .add::<operation::DeleteTopic>()
        .add::<operation::GetSubscriptionAttributes>()
        .add::<operation::GetTopicAttributes>()
        .add::<operation::ListSubscriptions>()
        .add::<operation::ListSubscriptionsByTopic>()
        .add::<operation::ListTagsForResource>()
        .add::<operation::ListTopics>()
        .add::<operation::Publish>()
        .add::<operation::PublishBatch>()
        .add::<operation::RemovePermission>()
        .add::<operation::SetSubscriptionAttributes>()
        .add::<operation::SetTopicAttributes>()
        .add::<operation::Subscribe>()
        .add::<operation::TagResource>()
        .add::<operation::Unsubscribe>()
        .add::<operation::UntagResource>();
}
