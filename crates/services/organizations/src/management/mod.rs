//! Management policies (tag, backup, AI opt-out, chat, declarative …): their grammar with inheritance operators, and the effective policy of an
//! account, worked out along its path. Everything here is pure.
//!
//! See "Management policy syntax and inheritance" in the Organizations User Guide: `@@assign` replaces, `@@append` adds to and `@@remove` takes
//! from what is inherited; `@@operators_allowed_for_child_policies` says what policies further down may do to an element. At a setting it names
//! the operators they may use there; at an element that holds others, a restriction to `@@none` keeps them from adding new ones.

mod document;
mod effective;
mod schema;
mod tags;

pub(crate) use document::parse;
pub(crate) use effective::{Level, effective, problems};
pub(crate) use tags::tag_rules;
