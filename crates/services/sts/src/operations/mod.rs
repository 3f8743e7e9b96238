//! The operations.

mod assume_role;
mod callers;
mod outbound;
mod root;
mod saml;
mod user_sessions;
mod web_identity;
