//! The operations, by group.

mod lookup;
