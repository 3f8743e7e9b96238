//! AWS Organizations: accounts in a tree of organizational units under one management account, and the policies that bind them.
//!
//! The service keeps the tree and its policies, and answers the rest of the plane through [`Organizations`], the port that every authorization
//! asks for an account's place, its service and resource control policies, and whether it is suspended. What takes longer than a call
//! (creating and closing accounts, handshakes that expire) is done by [`reconcilers`].
//!
//! - `resources`: the documents; `names`: identifiers and ARNs; `place`: who calls from where, and what that lets them do;
//! - `operations`: the API, one file per group; `membership`: joining and leaving;
//! - `management`: the language of tag, backup and other management policies, and effective policies (pure);
//! - `guardrails`: the port; `compiled`: compiled policies; `services`: services that work with organizations; `quotas`.

#[rustfmt::skip]
pub mod api;
mod compiled;
mod configuration;
mod errors;
mod guardrails;
mod management;
mod membership;
mod names;
mod operations;
mod place;
mod quotas;
mod reconcile;
mod resources;
mod services;
mod shapes;

pub use guardrails::Organizations;
pub use reconcile::reconcilers;
pub use resources::{
    Attachments, Creation, Handshake, Member, Organization, Party, Policy, ResourcePolicy, Root, Transfer, Unit,
};

pub use configuration::Configurations;

/// Adds the service's operations.
pub fn register(registry: &mut plane::Registry) {
    operations::register(registry);
}
