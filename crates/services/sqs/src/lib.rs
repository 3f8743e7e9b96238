//! The Simple Queue Service: standard and FIFO queues whose messages are durable, sealed, and delivered at least once, or exactly once in order.
//!
//! `engine` is the heart: what sending, receiving, hiding and removing do to the documents of `resources`. `attributes` and `message` are pure: settings
//! of queues, and what may be in a message. `place` finds queues and says what permission a call needs, `seal` encrypts, `operations` has the API,
//! `port` lets the other services of the plane send, and `reconcile` removes what is too old and moves what is to be redriven.

#[rustfmt::skip]
pub mod api;
mod attributes;
mod configuration;
mod engine;
mod errors;
mod message;
mod operations;
mod place;
mod port;
mod reconcile;
mod resources;
mod seal;

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use plane::reconcile::Reconciler;
use plane::{Failure, Plane, Registry};

use api::operation;
pub use configuration::Configurations;

/// What the service keeps besides its documents.
#[derive(Debug, Default)]
pub struct Sqs {
    /// Messages that are being received by some call of this process, and until when others leave them alone: so that receivers do not all try the same
    /// ones. Only haste is kept here; who gets a message is decided by the commit.
    claims: Mutex<HashMap<String, i64>>,
}

impl Sqs {
    /// Takes a message for `time` milliseconds, unless somebody has.
    pub(crate) fn claim(&self, message: &str, now: i64, time: i64) -> bool {
        let mut claims = self.claims.lock().unwrap_or_else(PoisonError::into_inner);
        if claims.len() > 10_000 {
            claims.retain(|_, until| *until > now);
        }
        match claims.get_mut(message) {
            Some(until) if *until > now => false,
            Some(until) => {
                *until = now.saturating_add(time);
                true
            }
            None => {
                claims.insert(message.to_owned(), now.saturating_add(time));
                true
            }
        }
    }

    /// Lets go of a message, so that it can be received again at once.
    pub(crate) fn release(&self, message: &str) {
        self.claims.lock().unwrap_or_else(PoisonError::into_inner).remove(message);
    }
}

/// The service's own part of the plane.
pub(crate) fn service(plane: &Plane) -> Result<&Sqs, Failure> {
    let queues: Option<&dyn std::any::Any> = plane.queues().map(|q| {
        let queues: &dyn plane::ports::Queues = q.as_ref();
        queues as &dyn std::any::Any
    });
    queues.and_then(|q| q.downcast_ref()).ok_or_else(|| Failure::internal("the SQS service has no queues"))
}

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(reconcile::Sweeper::default()), Arc::new(reconcile::Mover)]
}

/// Adds the operations that are built: all of them.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AddPermission>()
        .add::<operation::CancelMessageMoveTask>()
        .add::<operation::ChangeMessageVisibility>()
        .add::<operation::ChangeMessageVisibilityBatch>()
        .add::<operation::CreateQueue>()
        .add::<operation::DeleteMessage>()
        .add::<operation::DeleteMessageBatch>()
        .add::<operation::DeleteQueue>()
        .add::<operation::GetQueueAttributes>()
        .add::<operation::GetQueueUrl>()
        .add::<operation::ListDeadLetterSourceQueues>()
        .add::<operation::ListMessageMoveTasks>()
        .add::<operation::ListQueueTags>()
        .add::<operation::ListQueues>()
        .add::<operation::PurgeQueue>()
        .add::<operation::ReceiveMessage>()
        .add::<operation::RemovePermission>()
        .add::<operation::SendMessage>()
        .add::<operation::SendMessageBatch>()
        .add::<operation::SetQueueAttributes>()
        .add::<operation::StartMessageMoveTask>()
        .add::<operation::TagQueue>()
        .add::<operation::UntagQueue>();
}
