//! The managed rules, a file for each service.

mod account;
mod balancers;
mod cloudtrail;
mod containers;
mod ec2;
mod iam;
mod kms;
mod lambda;
mod messaging;
mod rds;
mod s3;
mod secrets;
mod storage;
mod tags;
mod warehouse;
mod watch;
mod web;

use std::sync::LazyLock;

use crate::Rule;

/// All tables.
const TABLES: &[&[Rule]] = &[
    account::RULES,
    balancers::RULES,
    containers::RULES,
    storage::RULES,
    warehouse::RULES,
    web::RULES,
    cloudtrail::RULES,
    ec2::groups::RULES,
    ec2::instances::RULES,
    ec2::network::RULES,
    ec2::volumes::RULES,
    iam::RULES,
    kms::RULES,
    lambda::RULES,
    messaging::RULES,
    rds::RULES,
    s3::RULES,
    secrets::RULES,
    tags::RULES,
    watch::RULES,
];

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
