//! Event patterns: the JSON language in which rules of EventBridge (and filters of Pipes, functions and subscriptions) say which events they want.
//!
//! [`Pattern::parse`] reads one pattern, or says what is wrong with it and where. [`Matcher`] holds any number of patterns as one automaton: an event
//! is scanned once, only fields that some pattern names are looked at, and patterns that share what they ask share the work. So the cost of an event
//! hardly depends on how many patterns there are, but on how many of them it comes close to.
//!
//! The language is described at <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-create-pattern.html>. What the pages leave open is decided
//! as follows. A field name with a dot is the same as nesting. A list in an event offers each of its values; where it is a list of objects, all fields
//! that a pattern names beneath it must be found in one and the same element. A field is absent if it has no leaf, that is no string, number, boolean
//! or null, in the elements that the other fields were found in. Numbers equal others by how they are written, except for `numeric` and `anything-but`.

mod bytes;
mod index;
mod json;
mod matcher;
mod number;
mod parse;
mod paths;
mod pattern;
mod ranges;
mod scan;
mod wildcard;

pub use json::{MAX_DEPTH, Position};
pub use matcher::{Matcher, Scratch};
pub use parse::{MAX_COMBINATIONS, PatternError};
pub use pattern::{Constraint, Not, Pattern, Test};
pub use scan::NotJson;
