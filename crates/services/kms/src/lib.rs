//! KMS: keys that never leave the plane, and everything that is encrypted, signed or authenticated with them.
//!
//! A key's material is sealed with the master key in a document of its own, opened for one use and wiped from memory. Who may use a key is said by its
//! policy first ([`plane::ResourcePolicyRole::Required`]); its grants are statements beside that policy. Ciphertexts carry which material opens them
//! (`blob`), so that keys can rotate. Other services encrypt through [`plane::ports::Keys`], which [`Kms`] implements.

#[rustfmt::skip]
pub mod api;
mod asymmetric;
pub mod blob;
mod configuration;
mod create;
mod errors;
mod grants;
mod material;
mod names;
mod operations;
mod place;
mod policies;
mod port;
mod reconcile;
mod resources;
mod rotate;
mod specs;
mod states;
mod symmetric;

use plane::Registry;

pub use port::Kms;
pub use reconcile::reconcilers;

pub use configuration::Configurations;

/// Registers the operations of this service.
pub fn register(registry: &mut Registry) {
    use api::operation as of;
    registry
        .add::<of::CreateKey>()
        .add::<of::DescribeKey>()
        .add::<of::ListKeys>()
        .add::<of::EnableKey>()
        .add::<of::DisableKey>()
        .add::<of::UpdateKeyDescription>()
        .add::<of::ScheduleKeyDeletion>()
        .add::<of::CancelKeyDeletion>()
        .add::<of::TagResource>()
        .add::<of::UntagResource>()
        .add::<of::ListResourceTags>()
        .add::<of::GetKeyPolicy>()
        .add::<of::PutKeyPolicy>()
        .add::<of::ListKeyPolicies>()
        .add::<of::CreateAlias>()
        .add::<of::UpdateAlias>()
        .add::<of::DeleteAlias>()
        .add::<of::ListAliases>()
        .add::<of::Encrypt>()
        .add::<of::Decrypt>()
        .add::<of::ReEncrypt>()
        .add::<of::GenerateDataKey>()
        .add::<of::GenerateDataKeyWithoutPlaintext>()
        .add::<of::GenerateDataKeyPair>()
        .add::<of::GenerateDataKeyPairWithoutPlaintext>()
        .add::<of::GenerateRandom>()
        .add::<of::GenerateMac>()
        .add::<of::VerifyMac>()
        .add::<of::Sign>()
        .add::<of::Verify>()
        .add::<of::GetPublicKey>()
        .add::<of::DeriveSharedSecret>()
        .add::<of::CreateGrant>()
        .add::<of::ListGrants>()
        .add::<of::ListRetirableGrants>()
        .add::<of::RetireGrant>()
        .add::<of::RevokeGrant>()
        .add::<of::EnableKeyRotation>()
        .add::<of::DisableKeyRotation>()
        .add::<of::GetKeyRotationStatus>()
        .add::<of::RotateKeyOnDemand>()
        .add::<of::ListKeyRotations>()
        .add::<of::GetKeyLastUsage>()
        .add::<of::GetParametersForImport>()
        .add::<of::ImportKeyMaterial>()
        .add::<of::DeleteImportedKeyMaterial>()
        .add::<of::ReplicateKey>()
        .add::<of::UpdatePrimaryRegion>();
}
