//! The operations, a file for each group.

mod accounts;
mod create;
mod delete;
mod describe;
mod policies;
mod replicas;
mod rotate;
mod tags;
mod values;
mod versions;
