//! Resource policies: of an account, which let services write to its groups, and of single groups.

use plane::Resource;
use serde::{Deserialize, Serialize};

/// A policy of an account in a region. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct AccountPolicy {
    /// The document, as it was given.
    pub document: String,
    /// When it was set, milliseconds since 1970.
    pub updated_at: i64,
    /// Changes with every change.
    pub revision: String,
}

impl Resource for AccountPolicy {
    const KIND: &'static str = "AWS::Logs::ResourcePolicy";
}

/// The policy of a group. Its key, in the partition of its group, is empty.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct GroupPolicy {
    /// Name of the group.
    pub group: String,
    /// The document, as it was given.
    pub document: String,
    /// When it was set, milliseconds since 1970.
    pub updated_at: i64,
    /// Changes with every change.
    pub revision: String,
}

impl Resource for GroupPolicy {
    const KIND: &'static str = "Cloudkeep::Logs::GroupPolicy";
}
