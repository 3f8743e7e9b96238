//! Secrets Manager: secrets, their versions, and rotation that really changes the password.
//!
//! A secret is one document without its values; every value is a document of its own, encrypted by KMS and bound to secret and version (`sealing`).
//! Staging labels, schedules, filters and passwords are pure. Replicas in other regions and accounts follow their primary in the same commit
//! (`changes`, `across`). Rotations are sagas in the
//! store that a reconciler drives (`rotation`), with built-in rotators for databases or functions of Lambda.

#[rustfmt::skip]
pub mod api;
mod across;
mod changes;
mod configuration;
mod errors;
mod filters;
mod names;
mod operations;
mod passwords;
mod place;
mod resources;
mod rotation;
mod schedule;
mod sealing;
mod stages;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

pub use configuration::Configurations;

/// Registers the operations of this service.
pub fn register(registry: &mut Registry) {
    use api::operation as of;
    registry
        .add::<of::CreateSecret>()
        .add::<of::UpdateSecret>()
        .add::<of::PutSecretValue>()
        .add::<of::GetSecretValue>()
        .add::<of::BatchGetSecretValue>()
        .add::<of::GetRandomPassword>()
        .add::<of::DescribeSecret>()
        .add::<of::ListSecrets>()
        .add::<of::ListSecretVersionIds>()
        .add::<of::UpdateSecretVersionStage>()
        .add::<of::DeleteSecret>()
        .add::<of::RestoreSecret>()
        .add::<of::TagResource>()
        .add::<of::UntagResource>()
        .add::<of::PutResourcePolicy>()
        .add::<of::GetResourcePolicy>()
        .add::<of::DeleteResourcePolicy>()
        .add::<of::ListResourcePolicies>()
        .add::<of::ValidateResourcePolicy>()
        .add::<of::ReplicateSecretToRegions>()
        .add::<of::RemoveRegionsFromReplication>()
        .add::<of::StopReplicationToReplica>()
        .add::<of::AssociateCrossAccountReplica>()
        .add::<of::DisassociateCrossAccountReplica>()
        .add::<of::RotateSecret>()
        .add::<of::CancelRotateSecret>();
}

/// Background work: rotations, and the end of recovery windows.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(rotation::Rotations::default())]
}
