//! The documents the service keeps. All but [`Member`] are under the management account; a member is under its own account, so that an account
//! finds its organization, its place and its administration rights with one read.

use std::collections::BTreeMap;

use plane::resource::Stored;
use plane::{LookupValue as Lookup, Resource};
use serde::{Deserialize, Serialize};

use crate::api::{
    AccountJoinedMethod, AccountState, ActionType, CreateAccountFailureReason, CreateAccountState, HandshakeState,
    OrganizationFeatureSet, PolicyType, ResponsibilityTransferStatus,
};

/// Look-up of the members of an organization, by its id.
pub(crate) const MEMBERS: &str = "organizations-member";
/// Look-up of the accounts directly under a root or OU, by `organization/parent`.
pub(crate) const ACCOUNTS_UNDER: &str = "organizations-accounts-under";
/// Look-up of the OUs directly under a root or OU, by `organization/parent`.
pub(crate) const UNITS_UNDER: &str = "organizations-units-under";
/// Look-up of an OU's name, by `organization/parent/name`; unique.
pub(crate) const UNIT_NAME: &str = "organizations-unit-name";
/// Look-up of what a policy is attached to, by `organization/policy`.
pub(crate) const POLICY_TARGET: &str = "organizations-policy-target";
/// Look-up of targets whose attachments of a type are not the default ones, by `organization/type`.
pub(crate) const ATTACHMENTS: &str = "organizations-attachments";
/// Look-up of a policy's name, by `organization/type/name`; unique.
pub(crate) const POLICY_NAME: &str = "organizations-policy-name";
/// Look-up of delegated administrators, by `organization` or `organization/service principal`.
pub(crate) const DELEGATED: &str = "organizations-delegated";
/// Look-up of a handshake by its id; unique.
pub(crate) const HANDSHAKE: &str = "organizations-handshake";
/// Look-up of handshakes by the account or the e-mail address they are sent to.
pub(crate) const HANDSHAKE_TO: &str = "organizations-handshake-to";
/// Look-up of handshakes that are not finished, for the reconciler: value `pending`.
pub(crate) const HANDSHAKE_PENDING: &str = "organizations-handshake-pending";
/// Look-up of account creations that are not finished, for the reconciler: value `pending`.
pub(crate) const CREATION_PENDING: &str = "organizations-creation-pending";
/// Look-up of members that are being closed or are suspended, for the reconciler: value `closing`.
pub(crate) const CLOSING: &str = "organizations-closing";
/// Look-up of a transfer by its id, from either side; unique.
pub(crate) const TRANSFER: &str = "organizations-transfer";
/// Look-up of transfers by the management account that hands its bills over.
pub(crate) const TRANSFER_SOURCE: &str = "organizations-transfer-source";

/// An organization, under its management account and its own id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Organization {
    /// `o-…`.
    pub id: String,
    /// Account that made it and pays.
    pub management: String,
    /// `r-…`.
    pub root: String,
    /// Whether policies and administration are part of it.
    pub feature_set: OrganizationFeatureSet,
    /// How many accounts it has, the management account and closed ones included.
    pub accounts: u32,
    /// Services that may act in it: service principal and when access was enabled, milliseconds since 1970.
    pub services: BTreeMap<String, i64>,
    /// When accounts were closed in the last 30 days, milliseconds since 1970.
    pub closures: Vec<i64>,
    /// The handshake that enables all features, while it is under way.
    pub migration: Option<String>,
}

/// The root of the tree.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Root {
    /// `r-…`.
    pub id: String,
    /// `o-…`.
    pub organization: String,
    /// Policy types that are enabled, and when that was done, milliseconds since 1970.
    pub policy_types: BTreeMap<PolicyType, i64>,
    /// Policies attached to it.
    pub attached: Attachments,
    /// How many OUs are directly under it.
    pub units: u32,
    /// How many accounts are directly under it.
    pub accounts: u32,
}

/// An organizational unit.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Unit {
    /// `ou-…`.
    pub id: String,
    /// `o-…`.
    pub organization: String,
    /// Its name, unique under its parent.
    pub name: String,
    /// Root and OUs above it, root first; an OU never moves.
    pub above: Vec<String>,
    /// Policies attached to it.
    pub attached: Attachments,
    /// How many OUs are directly under it.
    pub units: u32,
    /// How many accounts are directly under it.
    pub accounts: u32,
}

/// An account's place in an organization.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Member {
    /// Twelve digits.
    pub id: String,
    /// `o-…`.
    pub organization: String,
    /// Management account of the organization.
    pub management: String,
    /// Root or OU it is in.
    pub parent: String,
    /// Invited or created; the management account counts as invited.
    pub joined_method: AccountJoinedMethod,
    /// When it joined, milliseconds since 1970.
    pub joined_at: i64,
    /// Where it is in its life.
    pub state: AccountState,
    /// When it was closed, milliseconds since 1970.
    pub closed_at: Option<i64>,
    /// Policies attached to it.
    pub attached: Attachments,
    /// Services it administers for the organization, and since when, milliseconds since 1970.
    pub delegated: BTreeMap<String, i64>,
}

/// A policy that a customer made.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Policy {
    /// `p-…`.
    pub id: String,
    /// `o-…`.
    pub organization: String,
    /// Its type.
    pub kind: PolicyType,
    /// Its name, unique among those of its type.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// JSON, as given.
    pub content: String,
    /// When the content was last changed, milliseconds since 1970.
    pub changed_at: i64,
    /// How many targets it is attached to.
    pub targets: u32,
}

/// The policy that lets member accounts call the organization's API.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResourcePolicy {
    /// `rp-…`.
    pub id: String,
    /// JSON, as given.
    pub content: String,
}

/// A creation of an account.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Creation {
    /// `car-…`.
    pub id: String,
    /// `o-…`.
    pub organization: String,
    /// Management account that asked.
    pub management: String,
    /// Name of the account.
    pub name: String,
    /// E-mail address of its root user.
    pub email: String,
    /// Role that the management account administers it with.
    pub role: String,
    /// Tags of the account.
    pub tags: Vec<(String, String)>,
    /// How far it is.
    pub state: CreateAccountState,
    /// When it was asked for, milliseconds since 1970.
    pub requested_at: i64,
    /// When it ended.
    pub completed_at: Option<i64>,
    /// The account, once made.
    pub account: Option<String>,
    /// Why it failed.
    pub failure: Option<CreateAccountFailureReason>,
}

/// Somebody a handshake is sent to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Party {
    /// An account, by id.
    Account(String),
    /// The owner of an e-mail address.
    Email(String),
    /// The organization that made the handshake.
    Organization,
}

/// A handshake.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Handshake {
    /// `h-…`.
    pub id: String,
    /// Organization that made it.
    pub organization: String,
    /// Its management account.
    pub management: String,
    /// What accepting it does.
    pub action: ActionType,
    /// Who may accept it.
    pub to: Party,
    /// Where it is.
    pub state: HandshakeState,
    /// When it was made, milliseconds since 1970.
    pub requested_at: i64,
    /// When it ends unanswered.
    pub expires_at: i64,
    /// When it ended.
    pub ended_at: Option<i64>,
    /// Message to the invited.
    pub notes: Option<String>,
    /// Tags of the account that joins, or of the transfer.
    pub tags: Vec<(String, String)>,
    /// The handshake that this one is part of.
    pub parent: Option<String>,
    /// Name and e-mail address of the management account, and the feature set, as they were when it was made.
    pub management_name: String,
    /// See `management_name`.
    pub management_email: String,
    /// See `management_name`.
    pub feature_set: OrganizationFeatureSet,
    /// The transfer it offers.
    pub transfer: Option<String>,
}

/// A transfer of billing responsibility; kept under the account that takes the responsibility over.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Transfer {
    /// `rt-…`.
    pub id: String,
    /// Organization that takes over.
    pub organization: String,
    /// Its management account.
    pub target: String,
    /// Account that hands over, once the e-mail address it was invited by is resolved.
    pub source: Option<String>,
    /// Organization that hands over, once it accepted.
    pub source_organization: Option<String>,
    /// E-mail address of the account that hands over.
    pub source_email: Option<String>,
    /// Name given by the account that takes over.
    pub name: String,
    /// Where it is.
    pub status: ResponsibilityTransferStatus,
    /// When it begins, milliseconds since 1970.
    pub starts_at: i64,
    /// When it ends.
    pub ends_at: Option<i64>,
    /// The handshake that offers it.
    pub handshake: String,
}

/// The AWS managed policy that a target has until somebody detaches it.
pub(crate) fn default_policy(kind: PolicyType) -> Option<&'static str> {
    match kind {
        PolicyType::ServiceControlPolicy => Some("p-FullAWSAccess"),
        PolicyType::ResourceControlPolicy => Some("p-RCPFullAWSAccess"),
        _ => None,
    }
}

/// Policies attached to a target, by type, in the order they were attached. A type without an entry has its default: the AWS managed policy that
/// enabling the type attaches everywhere, which therefore costs no write.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Attachments(BTreeMap<PolicyType, Vec<String>>);

impl Attachments {
    /// Ids of the attached policies of a type.
    pub fn of(&self, kind: PolicyType) -> Vec<String> {
        match self.0.get(&kind) {
            Some(ids) => ids.clone(),
            None => default_policy(kind).map(str::to_owned).into_iter().collect(),
        }
    }

    /// Replaces those of a type.
    pub fn set(&mut self, kind: PolicyType, ids: Vec<String>) {
        let default = match default_policy(kind) {
            Some(id) => ids.len() == 1 && ids.first().is_some_and(|only| only == id),
            None => ids.is_empty(),
        };
        if default {
            self.0.remove(&kind);
        } else {
            self.0.insert(kind, ids);
        }
    }

    /// Goes back to the default; the ids that were attached beyond it.
    pub fn reset(&mut self, kind: PolicyType) -> Vec<String> {
        let default = default_policy(kind);
        self.0.remove(&kind).unwrap_or_default().into_iter().filter(|id| Some(id.as_str()) != default).collect()
    }

    /// Every custom policy attached, of any type.
    pub fn custom(&self) -> impl Iterator<Item = &str> {
        self.0.iter().flat_map(|(kind, ids)| {
            let default = default_policy(*kind);
            ids.iter().map(String::as_str).filter(move |id| Some(*id) != default)
        })
    }

    fn lookups(&self, organization: &str) -> Vec<Lookup> {
        let mut lookups: Vec<Lookup> =
            self.custom().map(|id| Lookup::shared(POLICY_TARGET, format!("{organization}/{id}"))).collect();
        lookups.extend(self.0.keys().map(|kind| Lookup::shared(ATTACHMENTS, format!("{organization}/{kind}"))));
        lookups
    }
}

impl Resource for Organization {
    const KIND: &'static str = "AWS::Organizations::Organization";
}

impl Resource for Root {
    const KIND: &'static str = "AWS::Organizations::Root";
    fn lookups(&self) -> Vec<Lookup> {
        self.attached.lookups(&self.organization)
    }
}

impl Unit {
    /// Root or OU it is in.
    pub fn parent(&self) -> &str {
        self.above.last().map_or("", String::as_str)
    }
}

impl Resource for Unit {
    const KIND: &'static str = "AWS::Organizations::OrganizationalUnit";
    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = self.attached.lookups(&self.organization);
        lookups.push(Lookup::shared(UNITS_UNDER, format!("{}/{}", self.organization, self.parent())));
        lookups.push(Lookup::unique(UNIT_NAME, format!("{}/{}/{}", self.organization, self.parent(), self.name)));
        lookups
    }
}

impl Resource for Member {
    const KIND: &'static str = "AWS::Organizations::Account";
    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = self.attached.lookups(&self.organization);
        lookups.push(Lookup::shared(MEMBERS, self.organization.clone()));
        lookups.push(Lookup::shared(ACCOUNTS_UNDER, format!("{}/{}", self.organization, self.parent)));
        if !self.delegated.is_empty() {
            lookups.push(Lookup::shared(DELEGATED, self.organization.clone()));
        }
        lookups
            .extend(self.delegated.keys().map(|service| Lookup::shared(DELEGATED, format!("{}/{service}", self.organization))));
        if self.closed_at.is_some() {
            lookups.push(Lookup::shared(CLOSING, "closing"));
        }
        lookups
    }
}

impl Resource for Policy {
    const KIND: &'static str = "AWS::Organizations::Policy";
    fn lookups(&self) -> Vec<Lookup> {
        vec![Lookup::unique(POLICY_NAME, format!("{}/{}/{}", self.organization, self.kind, self.name))]
    }
}

impl Resource for ResourcePolicy {
    const KIND: &'static str = "AWS::Organizations::ResourcePolicy";
}

impl Resource for Creation {
    const KIND: &'static str = "AWS::Organizations::CreateAccountStatus";
    fn lookups(&self) -> Vec<Lookup> {
        match self.state {
            CreateAccountState::InProgress => vec![Lookup::shared(CREATION_PENDING, "pending")],
            _ => Vec::new(),
        }
    }
}

impl Resource for Handshake {
    const KIND: &'static str = "AWS::Organizations::Handshake";
    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![Lookup::unique(HANDSHAKE, self.id.clone()), Lookup::shared(HANDSHAKE_PENDING, "pending")];
        match &self.to {
            Party::Account(id) => lookups.push(Lookup::shared(HANDSHAKE_TO, id.clone())),
            Party::Email(email) => lookups.push(Lookup::shared(HANDSHAKE_TO, email.to_lowercase())),
            Party::Organization => {}
        }
        lookups
    }
}

impl Resource for Transfer {
    const KIND: &'static str = "AWS::Organizations::ResponsibilityTransfer";
    fn lookups(&self) -> Vec<Lookup> {
        let mut lookups = vec![Lookup::unique(TRANSFER, self.id.clone())];
        if let Some(source) = &self.source {
            lookups.push(Lookup::shared(TRANSFER_SOURCE, source.clone()));
        } else if let Some(email) = &self.source_email {
            lookups.push(Lookup::shared(TRANSFER_SOURCE, email.to_lowercase()));
        }
        lookups
    }
}

/// Id of the one resource policy an organization can have, as a document.
pub(crate) const RESOURCE_POLICY: &str = "resource-policy";

/// Whether a handshake still waits, at a time.
pub(crate) fn state_at(handshake: &Handshake, now: i64) -> HandshakeState {
    match handshake.state {
        HandshakeState::Open | HandshakeState::Requested if handshake.expires_at <= now => HandshakeState::Expired,
        state => state,
    }
}

/// Whether a handshake's state is one that still waits for somebody.
pub(crate) fn waits(state: HandshakeState) -> bool {
    matches!(state, HandshakeState::Open | HandshakeState::Requested)
}

/// A new document with ARN and tags.
pub(crate) fn stored<T: Resource>(account: &str, id: &str, arn: String, tags: Vec<(String, String)>, body: T) -> Stored<T> {
    Stored::new(account, "", id, body).arn(arn).tags(tags)
}

#[cfg(test)]
mod tests {
    use super::{Attachments, PolicyType};

    #[test]
    fn attachments_default_to_the_managed_policy() {
        let mut attached = Attachments::default();
        let scp = PolicyType::ServiceControlPolicy;
        assert_eq!(attached.of(scp), ["p-FullAWSAccess"]);
        assert!(attached.of(PolicyType::TagPolicy).is_empty());
        attached.set(scp, vec!["p-FullAWSAccess".into(), "p-12345678".into()]);
        assert_eq!(attached.custom().collect::<Vec<_>>(), ["p-12345678"]);
        assert_eq!(attached.lookups("o-x").len(), 2);
        assert_eq!(attached.reset(scp), ["p-12345678"]);
        assert_eq!(attached, Attachments::default());
        attached.set(scp, vec!["p-12345678".into()]);
        assert_eq!(attached.of(scp), ["p-12345678"]);
        attached.set(scp, vec!["p-FullAWSAccess".into()]);
        assert_eq!(attached, Attachments::default());
    }

    #[test]
    fn attachments_survive_json() {
        let mut attached = Attachments::default();
        attached.set(PolicyType::TagPolicy, vec!["p-1".into()]);
        let text = serde_json::to_string(&attached).unwrap();
        assert_eq!(text, r#"{"TAG_POLICY":["p-1"]}"#);
        assert_eq!(serde_json::from_str::<Attachments>(&text).unwrap(), attached);
    }
}
