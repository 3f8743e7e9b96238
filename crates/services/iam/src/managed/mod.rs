//! The catalogue of AWS managed policies, as data.
//!
//! Names, paths and ARNs are AWS's own, because tools hard-code them. The documents are this project's: each is written from what
//! AWS documents the policy to be for, restricted to what fits AWS's size limit for managed policies, and is the only version, `v1`.
//! A document that changes gets a new version id and a new `update_date`.
//!
//! Policy ids are AWS's where published, else derived from the name: `ANPA` and the first 17 characters of the base32 of its
//! SHA-256. They are written out in the rows, so that they can never move.

mod entries;
mod service_linked;

pub use service_linked::{ServiceLinkedRole, service_linked_role, service_linked_roles};

/// What every ARN of an AWS managed policy begins with: the account is `aws` and there is no Region.
pub const ARN_PREFIX: &str = "arn:aws:iam::aws:policy";

/// A policy that is part of the product: every account sees it, no account owns or changes it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ManagedPolicy {
    /// The policy name, unique in the catalogue and case-sensitive.
    pub name: &'static str,
    /// `/`, `/job-function/`, `/service-role/`, `/aws-service-role/` (service-linked roles only) or `/root-task/` (the tasks of
    /// `sts:AssumeRoot`). Begins and ends with a slash.
    pub path: &'static str,
    /// The stable unique id: `ANPA` and 17 characters of A-Z and 2-7 (0-9 in ids AWS published).
    pub policy_id: &'static str,
    /// What the policy is for, at most 1000 characters as IAM allows.
    pub description: &'static str,
    /// The policy document: JSON of version 2012-10-17, at most 6144 characters without white space.
    pub document: &'static str,
    /// The version in force, `v1` and up.
    pub default_version_id: &'static str,
    /// When AWS introduced the policy (RFC 3339, UTC; midnight where only the day is published).
    pub create_date: &'static str,
    /// When the version in force was made (RFC 3339, UTC): the time of creation for `v1`.
    pub update_date: &'static str,
    /// Whether users, groups and roles may have it attached. False for the policies of service-linked roles, which only the
    /// service attaches.
    pub attachable: bool,
}

impl ManagedPolicy {
    /// The ARN, `arn:aws:iam::aws:policy` followed by path and name.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("{ARN_PREFIX}{}{}", self.path, self.name)
    }
}

/// Every AWS managed policy, by kind and then by name, in an order that does not change between calls.
#[must_use]
pub fn catalogue() -> &'static [ManagedPolicy] {
    entries::CATALOGUE
}

/// The AWS managed policy with this ARN. Case matters, as in IAM; `None` when there is no such policy or the ARN is a customer's.
#[must_use]
pub fn by_arn(arn: &str) -> Option<&'static ManagedPolicy> {
    let resource = arn.strip_prefix(ARN_PREFIX)?;
    catalogue().iter().find(|policy| resource.strip_prefix(policy.path) == Some(policy.name))
}
