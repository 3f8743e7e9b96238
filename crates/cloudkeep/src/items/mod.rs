//! Configuration items of other places, brought to a server by calls of its API.

pub mod collect;
pub mod import;
mod read;
pub mod schemas;
