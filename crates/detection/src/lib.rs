//! Threat detection over a stream of events: CloudTrail records, VPC flow logs, DNS query logs.
//!
//! Pure: events and lists go in, findings come out; no clock, no files, no network. Three kinds of detectors share one memory, which is bounded, can be
//! written down and read again, and takes every event once however often and in whatever order it comes:
//!
//! * [`signatures`]: which calls, with which facts, tell of which technique; and [`sigma`], the same in rules that others wrote;
//! * counts within spans ([`bounded::Window`]) and [`sequence`]s of stages;
//! * baselines ([`profile`]): what is usual for a principal, an account, a host.
//!
//! [`render`] writes findings down in the forms that others read; [`ocsf`] has OCSF of any finding in ASFF.

mod behaviour;
pub mod bounded;
pub mod catalogue;
pub mod dns;
pub mod document;
pub mod engine;
pub mod event;
pub mod finding;
pub mod flow;
pub mod json;
pub mod memory;
pub mod net;
pub mod ocsf;
pub mod policy;
pub mod profile;
pub mod render;
pub mod sequence;
pub mod sigma;
pub mod signatures;
pub mod time;
