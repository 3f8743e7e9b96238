//! The operations, by group.

pub mod audit_events;
mod channels;
mod dashboards;
mod event_configuration;
mod imports;
mod insight_selectors;
pub mod insights_data;
mod logging;
mod lookup;
mod organization;
mod public_keys;
pub mod queries;
mod resource_policies;
mod samples;
pub mod selectors;
pub mod stores;
pub mod tags;
pub mod trails;
mod views;
