//! The kernel: one write path, one journal, many views.
//!
//! A request is decoded, authenticated, authorized and run as one [`Handle`] inside one [`Transaction`]; the commit holds what it changed and its
//! audit record together. Views read the journal from their own cursors, reconcilers finish what takes longer than a call. There is no other
//! way to the store: reading needs a [`Reader`] or [`Lookup`], writing a [`Transaction`], and only the pipeline makes them, after authorization.

pub mod access;
pub mod account;
pub mod audit;
pub mod audit_context;
mod authority;
mod authorize;
pub mod call;
mod caller;
pub mod clock;
pub mod configuration;
mod cross_origin;
pub mod events;
pub mod ids;
pub mod keyring;
pub mod metrics;
pub mod page;
pub mod past;
pub mod payload;
pub mod pipeline;
pub mod plane;
pub mod ports;
pub mod principal;
pub mod reconcile;
pub mod registry;
pub mod resource;
pub mod role_call;
mod service_caller;
pub mod service_role;
pub mod session;
pub mod settings;
pub mod tag_policy;
#[doc(hidden)]
pub mod testing;
pub mod transaction;
pub mod view;

pub use access::{Access, ResourcePolicy, ResourcePolicyRole};
pub use authorize::policy_principal;
pub use call::Call;
pub use clock::Clock;
pub use ids::Ids;
pub use keyring::Keyring;
pub use past::Past;
pub use plane::{Plane, System};
pub use ports::{BoxFuture, NamedPolicy};
pub use principal::{Principal, PrincipalKind};
pub use registry::{Handle, Registry};
pub use resource::{Resource, Stored, key};
pub use settings::Settings;
pub use store::{Key, Lookup as LookupValue, Version};
pub use transaction::{Lookup, Reader, Transaction};
pub use wire::{Document, Failure, Timestamp};
