//! The operations, by what they work on.

mod batches;
mod messages;
mod moves;
mod permissions;
mod queues;
mod receive;
mod tags;
