//! The IAM service: users, groups, roles, policies, credentials and MFA devices of every account.
//!
//! Documents are in `resources`; `identities` is what the pipeline and STS ask ([`Iam`]); `operations` has the API. Engines with pure cores are
//! `totp` (MFA codes), `passwords` (hashing and the password policy), `trust` (who a trust policy names), `tags` (tag rules) and `managed` (the
//! catalogue of AWS managed policies and service-linked roles).

#[rustfmt::skip]
pub mod api;
mod bootstrap;
mod common;
mod identities;
pub mod last_used;
pub mod managed;
pub mod credentials;
pub mod keys;
mod policy_sources;
pub mod saml;
pub mod simulation;
pub mod reports;
mod mfa;
mod operations;
mod passwords;
mod policies;
mod qr;
pub mod resources;
mod roles;
mod tags;
mod totp;
mod trust;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

pub use bootstrap::{RootCredentials, bootstrap, recover};
pub use identities::Iam;

/// Adds every operation that is built.
pub fn register(registry: &mut Registry) {
    operations::register(registry);
}

/// The background work of the service. [`last_used::flush`] is for the moment the plane stops.
pub fn reconcilers(iam: &Arc<Iam>) -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(last_used::LastUsed::new(iam.clone())), Arc::new(reports::worker::Reports)]
}
