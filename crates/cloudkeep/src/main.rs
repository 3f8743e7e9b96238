//! The cloudkeep binary.
fn main() {}
