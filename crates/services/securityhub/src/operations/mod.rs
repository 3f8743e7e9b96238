//! The operations, a file for each group.

pub(crate) mod actions;
pub(crate) mod aggregators;
pub(crate) mod automation_rules;
pub(crate) mod controls;
pub(crate) mod findings;
pub(crate) mod history;
pub(crate) mod hub;
pub(crate) mod import;
pub(crate) mod insights;
pub(crate) mod members;
pub(crate) mod organization;
pub(crate) mod policies;
pub(crate) mod products;
pub(crate) mod standards;
pub(crate) mod tags;
pub(crate) mod update;
pub(crate) mod v2;

use plane::page::{Page, cut};
use plane::{Failure, Transaction};

use crate::errors;

/// Items of a page where the caller does not say.
pub(crate) const PAGE: usize = 100;

/// The size of a page.
pub(crate) fn limit(given: Option<i32>, most: usize) -> usize {
    given.and_then(|given| usize::try_from(given).ok()).filter(|given| *given > 0).unwrap_or(most).min(most)
}

/// A page of a list that is in the order of its ids.
///
/// # Errors
/// `InvalidInputException` for a token of something else.
pub(crate) fn page<T>(
    tx: &Transaction<'_>,
    items: impl IntoIterator<Item = T>,
    what: &str,
    token: Option<&str>,
    most: usize,
    id: impl Fn(&T) -> String,
) -> Result<Page<T>, Failure> {
    let listing = format!("{} {} {} {what}", tx.call().operation.name, tx.account(), tx.call().region);
    cut(items, &listing, token.filter(|token| !token.is_empty()), most, id, errors::token)
}

/// Tags of a request as they are kept.
pub(crate) fn tags(given: Option<&std::collections::BTreeMap<String, String>>) -> Vec<(String, String)> {
    given.into_iter().flatten().map(|(key, value)| (key.clone(), value.clone())).collect()
}
