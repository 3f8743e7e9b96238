//! The operations, by what they are about.

mod alarms;
mod dashboards;
mod describe;
mod detectors;
mod list_metrics;
mod metric_data;
mod mute_rules;
mod otlp;
mod put_metric_data;
mod states;
mod statistics;
mod tags;
mod widget_image;
