//! The operations, by what they work on.

mod messages;
mod permissions;
mod subscriptions;
mod tags;
mod topics;
