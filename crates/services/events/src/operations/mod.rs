//! The operations, by group.

mod api_destinations;
mod archives;
mod buses;
mod connections;
mod patterns;
mod permissions;
mod put_events;
mod replays;
mod rules;
mod tags;
mod targets;
