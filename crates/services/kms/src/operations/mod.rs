//! The operations, a file per group.

mod aliases;
mod asymmetric;
mod crypto;
mod data_keys;
mod grants;
mod import;
mod keys;
mod mac;
mod multi_region;
mod policies;
mod rotation;
mod tags;

use std::collections::BTreeMap;

use jiff::Timestamp;
use plane::Failure;
use plane::page;

use crate::api::{InvalidMarkerException, RecipientInfo, Tag};
use crate::errors::no_attestation;

/// A moment of the store, as replies have it.
pub(crate) fn moment(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

/// How many items a page has.
///
/// # Errors
/// A validation error beyond `most`.
fn page_size(given: Option<i32>, usual: usize, most: usize) -> Result<usize, Failure> {
    match given {
        None => Ok(usual),
        Some(limit) => usize::try_from(limit)
            .ok()
            .filter(|limit| (1..=most).contains(limit))
            .ok_or_else(|| Failure::validation(format!("The limit parameter must be between 1 and {most}."))),
    }
}

fn invalid_marker() -> Failure {
    InvalidMarkerException::new("The marker is invalid.").into()
}

/// The position of a marker.
fn marker(listing: &str, given: Option<&str>) -> Result<Option<String>, Failure> {
    given.map(|token| page::position(listing, token).ok_or_else(invalid_marker)).transpose()
}

/// A page of items that are all at hand, in the order of their ids.
fn cut<T>(
    items: Vec<T>,
    listing: &str,
    given: Option<&str>,
    limit: usize,
    id: impl Fn(&T) -> String,
) -> Result<page::Page<T>, Failure> {
    page::cut(items, listing, given, limit, id, invalid_marker)
}

/// The encryption context of a request, in the order of its names.
fn pairs(context: Option<&BTreeMap<String, String>>) -> Vec<(String, String)> {
    context.into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect()
}

/// Refuses attestation documents.
fn without_recipient(recipient: Option<&RecipientInfo>) -> Result<(), Failure> {
    if recipient.is_some() { Err(no_attestation()) } else { Ok(()) }
}

/// Checks grant tokens. Grants hold from the moment they are made, so that a token adds nothing.
fn check_tokens(tokens: Option<&Vec<String>>) -> Result<(), Failure> {
    tokens.into_iter().flatten().try_for_each(|token| crate::grants::read_token(token).map(|_| ()))
}

/// Tags of a request as the store has them.
fn tag_pairs(tags: Option<&Vec<Tag>>) -> Vec<(String, String)> {
    tags.into_iter().flatten().map(|t| (t.tag_key.clone(), t.tag_value.clone())).collect()
}

fn borrowed(tags: &[(String, String)]) -> impl Iterator<Item = (&str, &str)> {
    tags.iter().map(|(k, v)| (k.as_str(), v.as_str()))
}

/// Permission on one key by its `KeyId`, of operations on keys of the caller's own account.
macro_rules! on_own_key {
    ($input:ty, $action:literal) => {
        async fn access(input: &$input, lookup: &plane::Lookup<'_>) -> Result<plane::Access, plane::Failure> {
            let want = $crate::place::Want { action: $action, ..Default::default() };
            $crate::place::on_key(lookup, &input.key_id, $crate::place::Takes::Keys, want).await
        }
    };
}
pub(crate) use on_own_key;
