//! The operations, by group.

mod archives;
mod buses;
mod patterns;
mod permissions;
mod put_events;
mod replays;
mod rules;
mod tags;
mod targets;
