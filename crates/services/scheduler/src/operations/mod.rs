//! The API.

mod groups;
mod schedules;
mod tags;
