//! The operations of the API, by what they work on.

mod destinations;
mod events;
mod exports;
mod group_settings;
mod groups;
mod metric_filters;
mod policies;
mod read;
pub(crate) mod streams;
mod subscriptions;
mod tags;
mod tail;
