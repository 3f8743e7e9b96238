//! The managed rules, a file for each service.

mod account;

use std::sync::LazyLock;

use crate::Rule;

/// All tables.
const TABLES: &[&[Rule]] = &[account::RULES];

static ALL: LazyLock<Vec<Rule>> = LazyLock::new(|| {
    let mut all: Vec<Rule> = TABLES.iter().copied().flatten().copied().collect();
    all.sort_by_key(|rule| rule.identifier);
    all
});

/// All managed rules, sorted by identifier.
#[must_use]
pub fn rules() -> &'static [Rule] {
    &ALL
}

/// The managed rule of an identifier such as `S3_BUCKET_VERSIONING_ENABLED`.
#[must_use]
pub fn rule(identifier: &str) -> Option<&'static Rule> {
    let at = ALL.binary_search_by_key(&identifier, |rule| rule.identifier).ok()?;
    ALL.get(at)
}
