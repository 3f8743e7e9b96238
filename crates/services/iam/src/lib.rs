//! The IAM service: users, groups, roles, policies, credentials and MFA devices of every account.
//!
//! Documents are in `resources`; `identities` is what the pipeline and STS ask ([`Iam`]); `operations` has the API. Engines with pure cores are
//! `totp` (MFA codes), `passwords` (hashing and the password policy), `trust` (who a trust policy names), `tags` (tag rules), `managed` (the
//! catalogue of AWS managed policies and service-linked roles), `keys` (certificates, private keys, SSH keys), `saml` (metadata documents), `issuers`
//! (who signs tokens for services elsewhere), `simulation` (the policy simulator) and `reports` (the credential report, and when services were last used).

#[rustfmt::skip]
pub mod api;
mod bootstrap;
mod common;
mod configuration;
pub mod credentials;
mod identities;
pub mod issuers;
pub mod keys;
pub mod last_used;
pub mod managed;
mod mfa;
mod operations;
mod passwords;
mod policies;
mod policy_sources;
mod qr;
pub mod reports;
pub mod resources;
mod roles;
pub mod saml;
pub mod signin;
pub mod simulation;
mod tags;
mod totp;
mod trust;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

pub use bootstrap::{RootCredentials, bootstrap, recover};
pub use configuration::Configurations;
pub use identities::Iam;

/// Adds every operation that is built.
pub fn register(registry: &mut Registry) {
    operations::register(registry);
}

/// The background work of the service. [`last_used::flush`] is for the moment the plane stops.
pub fn reconcilers(iam: &Arc<Iam>) -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(last_used::LastUsed::new(iam.clone())), Arc::new(reports::worker::Reports)]
}
