//! SQS.

#[rustfmt::skip]
pub mod api;
