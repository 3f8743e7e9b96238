//! The operations, by what they are about.

mod list_metrics;
mod metric_data;
mod put_metric_data;
mod statistics;
