//! The operations of the API, by what they work on.

mod account_policies;
mod anomalies;
mod data_protection;
mod destinations;
mod events;
mod exports;
mod group_settings;
mod groups;
mod indexes;
mod lookup_tables;
mod metric_filters;
mod otlp;
mod policies;
mod queries;
mod query_definitions;
mod read;
mod records;
mod scheduled_queries;
pub(crate) mod streams;
mod subscriptions;
mod tags;
mod tail;
mod transformers;
