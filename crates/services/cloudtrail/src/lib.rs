//! CloudTrail: the audit trail. Every call of every account is an event from the first second, without anybody switching it on.
//!
//! The records themselves are made by the plane's pipeline and committed with what the call changed; this service finds them again. [`EventHistory`]
//! indexes the journal by the attributes that LookupEvents knows.

#[rustfmt::skip]
pub mod api;
mod history;
mod operations;
mod record;

pub use history::EventHistory;

use plane::Registry;

/// Registers the operations of this service.
pub fn register(registry: &mut Registry) {
    registry.add::<api::operation::LookupEvents>();
}
