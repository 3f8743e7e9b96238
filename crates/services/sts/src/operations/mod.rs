//! The operations.

mod assume_role;
mod callers;
mod root;
mod user_sessions;
mod web_identity;
