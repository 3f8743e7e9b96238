//! GuardDuty: detectors that watch the plane's own events with the engine of the `detection` crate, and their findings.
//!
//! - `resources`: the documents; `place`: detectors of calls, members, and what is watched; `features`: what detectors look at;
//! - [`lists`]: files of trusted and bad addresses (pure); `criteria`: which findings are meant (pure); `index`: columns that answer them; `form`: the forms of
//!   findings;
//! - `live`: the engine over the journal, with `book` (what counts for an account) and `memory` (what it remembers); `keep`: findings come together, and
//!   are told of; `upkeep`, `export`, `enroll`: what takes longer;
//! - `operations`: the API.

#[rustfmt::skip]
pub mod api;
mod book;
mod configuration;
mod criteria;
mod enroll;
mod errors;
mod export;
mod features;
mod form;
mod index;
mod keep;
pub mod lists;
mod live;
mod memory;
mod names;
mod operations;
mod place;
mod resources;
mod samples;
mod upkeep;

use std::sync::Arc;

use plane::Registry;
use plane::reconcile::Reconciler;

pub use configuration::Configurations;

/// The service's background work.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![
        Arc::new(live::Live::default()),
        Arc::new(upkeep::Upkeep::default()),
        Arc::new(export::Exporter::default()),
        Arc::new(enroll::Enroller::default()),
        Arc::new(index::Ahead::default()),
    ]
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    operations::register(registry);
}
