//! The second version of Security Hub: findings as OCSF, resources, aggregation, automation.

pub(crate) mod aggregators;
pub(crate) mod automation_rules;
pub(crate) mod findings;
pub(crate) mod hub;
pub(crate) mod resources;
pub(crate) mod scopes;
pub(crate) mod trends;
pub(crate) mod update;

use plane::page::{Page, cut};
use plane::{Failure, Transaction};

use crate::errors;

/// A page of a list that is in the order of its ids.
///
/// # Errors
/// `ValidationException` for a token of something else.
fn page<T>(
    tx: &Transaction<'_>,
    items: impl IntoIterator<Item = T>,
    token: Option<&str>,
    most: usize,
    id: impl Fn(&T) -> String,
) -> Result<Page<T>, Failure> {
    let listing = format!("{} {} {}", tx.call().operation.name, tx.account(), tx.call().region);
    cut(items, &listing, token.filter(|token| !token.is_empty()), most, id, errors::token_v2)
}
