//! The operations, by group.

mod logging;
mod lookup;
mod public_keys;
mod selectors;
pub mod tags;
mod trails;
mod views;
