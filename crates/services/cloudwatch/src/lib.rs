//! CloudWatch.

#[rustfmt::skip]
pub mod api;
