//! To be written.
#[rustfmt::skip]
pub mod api;
