//! Findings: taken from their providers, changed by customers, kept, told of, and removed when they are old.

pub(crate) mod history;
pub(crate) mod merge;
pub(crate) mod retention;
pub(crate) mod store;

use aws_lc_rs::digest::{SHA256, digest};

/// The key of a finding in its account and region: the first half of the SHA-256 of its product's ARN and its id, in hex.
pub(crate) fn key(product: &str, id: &str) -> String {
    let hash = digest(&SHA256, format!("{product}\n{id}").as_bytes());
    hex::encode(hash.as_ref().get(..16).unwrap_or_default())
}
