//! Where a caller stands: the account's place in an organization, and what that lets it do.
//!
//! Most operations are for the management account. Delegated administrators may read; the organization's resource policy may let any member do
//! what [`DELEGABLE`] lists. The access step works it out before the operation runs ([`Place`]), the operation looks again inside its
//! transaction ([`Seat`]).

use plane::resource::Stored;
use plane::{Access, Failure, Lookup, Reader, ResourcePolicyRole, Transaction};
use policy::PolicyKind;

use crate::api::{PolicyType, Tag};
use crate::compiled;
use crate::errors;
use crate::names::{self, IdKind};
use crate::resources::{Attachments, Member, Organization, Policy, RESOURCE_POLICY, ResourcePolicy, Root, Transfer, Unit};
use crate::shapes;

/// Operations that every account may call, in an organization or not, each with checks of its own.
const ANYONE: &[&str] = &[
    "AcceptHandshake",
    "CancelHandshake",
    "CreateOrganization",
    "DeclineHandshake",
    "DescribeHandshake",
    "DescribeOrganization",
    "LeaveOrganization",
    "ListHandshakesForAccount",
];

/// Operations that a delegated administrator of any service may call: those of the API reference that say so.
const READS: &[&str] = &[
    "DescribeAccount",
    "DescribeCreateAccountStatus",
    "DescribeEffectivePolicy",
    "DescribeOrganizationalUnit",
    "DescribePolicy",
    "DescribeResourcePolicy",
    "ListAWSServiceAccessForOrganization",
    "ListAccounts",
    "ListAccountsForParent",
    "ListAccountsWithInvalidEffectivePolicy",
    "ListChildren",
    "ListCreateAccountStatus",
    "ListDelegatedAdministrators",
    "ListDelegatedServicesForAccount",
    "ListEffectivePolicyValidationErrors",
    "ListHandshakesForOrganization",
    "ListOrganizationalUnitsForParent",
    "ListParents",
    "ListPolicies",
    "ListPoliciesForTarget",
    "ListRoots",
    "ListTagsForResource",
    "ListTargetsForPolicy",
];

/// Operations besides the reading ones that a resource policy may let members call.
/// See "Supported actions for resource-based delegation policies" in the Organizations User Guide.
const DELEGABLE: &[&str] = &[
    "AttachPolicy",
    "CreatePolicy",
    "DeletePolicy",
    "DescribeHandshake",
    "DescribeOrganization",
    "DetachPolicy",
    "DisablePolicyType",
    "EnablePolicyType",
    "ListHandshakesForAccount",
    "TagResource",
    "UntagResource",
    "UpdatePolicy",
];

/// Whether a resource policy may speak of an action, given without its `organizations:`.
pub(crate) fn is_delegable(operation: &str) -> bool {
    READS.iter().chain(DELEGABLE).any(|o| o.eq_ignore_ascii_case(operation))
}

/// Every action that a resource policy may speak of.
pub(crate) fn delegable() -> impl Iterator<Item = &'static str> {
    READS.iter().chain(DELEGABLE).copied()
}

/// What a caller's place says about a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// The management account, or an operation for everybody.
    Own,
    /// A delegated administrator that reads.
    Reader,
    /// A member that only the resource policy can let through.
    Guest,
}

fn standing(member: &Member, operation: &str) -> Standing {
    if member.id == member.management || ANYONE.contains(&operation) {
        Standing::Own
    } else if !member.delegated.is_empty() && READS.contains(&operation) {
        Standing::Reader
    } else {
        Standing::Guest
    }
}

/// What an operation creates, as far as that is known before it runs.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Created<'a> {
    /// An account; `*` where its id is still to be made.
    Account(&'a str),
    Unit,
    Policy(PolicyType),
    ResourcePolicy,
    Transfer,
}

/// The caller's place, for access steps.
pub(crate) struct Place<'a> {
    lookup: &'a Lookup<'a>,
    member: Option<Stored<Member>>,
    guard: Option<plane::ResourcePolicy>,
    foreign: bool,
}

impl<'a> Place<'a> {
    /// Finds the caller's place.
    ///
    /// # Errors
    /// `AccessDeniedException` for members that nothing can let through.
    pub(crate) async fn of(lookup: &'a Lookup<'a>) -> Result<Self, Failure> {
        let member = lookup.get::<Member>(lookup.account(), "", lookup.account()).await?;
        let Some(member) = member else { return Ok(Self { lookup, member: None, guard: None, foreign: false }) };
        let operation = lookup.call().operation.name;
        let standing = standing(&member.body, operation);
        let mut place = Self { lookup, member: Some(member), guard: None, foreign: standing == Standing::Guest };
        if standing != Standing::Own {
            place.guard = place.resource_policy().await?;
            if place.foreign && (place.guard.is_none() || !is_delegable(operation)) {
                return Err(errors::denied());
            }
        }
        Ok(place)
    }

    /// The same for an operation that accounts may call about themselves.
    pub(crate) async fn of_self(lookup: &'a Lookup<'a>) -> Result<Self, Failure> {
        let member = lookup.get::<Member>(lookup.account(), "", lookup.account()).await?;
        Ok(Self { lookup, member, guard: None, foreign: false })
    }

    async fn resource_policy(&self) -> Result<Option<plane::ResourcePolicy>, Failure> {
        let Some(member) = &self.member else { return Ok(None) };
        let found = self.lookup.get::<ResourcePolicy>(&member.body.management, "", RESOURCE_POLICY).await?;
        let Some(found) = found else { return Ok(None) };
        let policy = compiled::policy(&found.body.content, PolicyKind::Resource)?;
        let id = found.arn.clone().unwrap_or_default();
        Ok(Some(plane::ResourcePolicy { id, policy, role: ResourcePolicyRole::Optional }))
    }

    /// Organization, if there is one.
    pub(crate) fn organization(&self) -> &str {
        self.member.as_ref().map_or("", |m| m.body.organization.as_str())
    }

    /// Management account; the caller's own outside of organizations.
    pub(crate) fn management(&self) -> &str {
        self.member.as_ref().map_or(self.lookup.account(), |m| m.body.management.as_str())
    }

    /// The operation's action on a resource.
    pub(crate) fn on(&self, resource: impl Into<String>) -> Access {
        let mut access = Access::on(resource);
        if let Some(guard) = &self.guard {
            access = access.resource_policy(guard.clone());
        }
        if self.foreign {
            access = access.owned_by(self.management());
        }
        access
    }

    /// The operation's action where it takes no resource.
    pub(crate) fn any(&self) -> Access {
        self.on("*")
    }

    /// What `access` needs, and for tags the permission to tag what is being created, of which only the kind is known yet.
    ///
    /// See <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_tagging_add.html>.
    pub(crate) fn tagging(&self, access: Access, created: Created<'_>, tags: Option<&[Tag]>) -> Access {
        if tags.is_none_or(<[Tag]>::is_empty) {
            return access;
        }
        let (plane, management, organization) = (self.lookup.plane(), self.management(), self.organization());
        let arn = match created {
            Created::Account(id) => names::account_arn(plane, management, organization, id),
            Created::Unit => names::unit_arn(plane, management, organization, "ou-*"),
            Created::Policy(kind) => names::policy_arn(plane, management, organization, kind, "p-*"),
            Created::ResourcePolicy => names::resource_policy_arn(plane, management, organization, "rp-*"),
            Created::Transfer => names::transfer_arn(plane, management, organization, "inbound", "rt-*"),
        };
        let tagged = self.on(arn).action("organizations:TagResource").request_tags(shapes::tag_pairs(tags));
        access.request_tags(shapes::tag_pairs(tags)).and(tagged)
    }

    /// The operation's action on a root, OU, account, policy, resource policy or transfer, with its tags.
    pub(crate) async fn on_id(&self, id: &str) -> Result<Access, Failure> {
        let (plane, management, organization) = (self.lookup.plane(), self.management(), self.organization());
        let reader: &Reader<'_> = self.lookup;
        let (arn, tags) = match names::kind_of(id) {
            Some(IdKind::Root) => (
                names::root_arn(plane, management, organization, id),
                reader.get::<Root>(management, "", id).await?.map(|s| s.tags),
            ),
            Some(IdKind::Unit) => (
                names::unit_arn(plane, management, organization, id),
                reader.get::<Unit>(management, "", id).await?.map(|s| s.tags),
            ),
            Some(IdKind::Account) => {
                let member = reader.get::<Member>(id, "", id).await?.filter(|m| m.body.organization == organization);
                (names::account_arn(plane, management, organization, id), member.map(|s| s.tags))
            }
            Some(IdKind::Policy) => {
                if let Some(managed) = compiled::managed(id) {
                    return Ok(self
                        .on(names::managed_policy_arn(plane, managed.kind, id))
                        .key("organizations:PolicyType", managed.kind.as_str()));
                }
                let found = reader.get::<Policy>(management, "", id).await?;
                let kind = found.as_ref().map(|p| p.body.kind).unwrap_or_default();
                let arn = names::policy_arn(plane, management, organization, kind, id);
                let tags = found.map(|p| p.tags).unwrap_or_default();
                return Ok(self.on(arn).resource_tags(&tags).key("organizations:PolicyType", kind.as_str()));
            }
            Some(IdKind::ResourcePolicy) => (
                names::resource_policy_arn(plane, management, organization, id),
                reader.get::<ResourcePolicy>(management, "", RESOURCE_POLICY).await?.map(|s| s.tags),
            ),
            Some(IdKind::Transfer) => {
                let found = reader.get::<Transfer>(self.lookup.account(), "", id).await?;
                let direction = if found.is_some() { "inbound" } else { "outbound" };
                (names::transfer_arn(plane, management, organization, direction, id), found.map(|s| s.tags))
            }
            None => return Ok(self.any()),
        };
        Ok(self.on(arn).resource_tags(&tags.unwrap_or_default()))
    }

    /// The operation's action on the organization's resource policy.
    pub(crate) async fn on_resource_policy(&self) -> Result<Access, Failure> {
        let found = self.lookup.get::<ResourcePolicy>(self.management(), "", RESOURCE_POLICY).await?;
        let (id, tags) = found.map(|f| (f.body.id, f.tags)).unwrap_or_else(|| ("rp-*".to_owned(), Vec::new()));
        Ok(self
            .on(names::resource_policy_arn(self.lookup.plane(), self.management(), self.organization(), &id))
            .resource_tags(&tags))
    }
}

/// The caller's place, held by a transaction.
pub(crate) struct Seat {
    /// The caller's account.
    pub(crate) member: Stored<Member>,
    /// Its organization.
    pub(crate) organization: Stored<Organization>,
}

impl Seat {
    /// Finds the caller's place and sees that it may call this operation.
    ///
    /// # Errors
    /// `AWSOrganizationsNotInUseException`, `AccessDeniedException`.
    pub(crate) async fn of(tx: &mut Transaction<'_>) -> Result<Self, Failure> {
        let seat = Self::anywhere(tx).await?;
        let operation = tx.call().operation.name;
        if standing(&seat.member.body, operation) == Standing::Guest {
            let policy = tx.reader().get::<ResourcePolicy>(seat.management(), "", RESOURCE_POLICY).await?;
            if policy.is_none() || !is_delegable(operation) {
                return Err(errors::denied());
            }
        }
        Ok(seat)
    }

    /// Finds the caller's place, whatever it may do.
    pub(crate) async fn anywhere(tx: &mut Transaction<'_>) -> Result<Self, Failure> {
        let account = tx.account().to_owned();
        Self::find(tx, &account).await?.ok_or_else(errors::not_in_use)
    }

    /// The place of an account.
    pub(crate) async fn find(tx: &mut Transaction<'_>, account: &str) -> Result<Option<Self>, Failure> {
        let Some(member) = tx.get::<Member>(account, "", account).await? else { return Ok(None) };
        let organization = tx
            .get::<Organization>(&member.body.management, "", &member.body.organization)
            .await?
            .ok_or_else(|| Failure::internal(format!("{account} is in an organization that is not there")))?;
        Ok(Some(Self { member, organization }))
    }

    /// `o-…`.
    pub(crate) fn id(&self) -> &str {
        &self.organization.body.id
    }

    /// Management account.
    pub(crate) fn management(&self) -> &str {
        &self.organization.body.management
    }

    /// Whether the caller is the management account.
    pub(crate) fn is_management(&self) -> bool {
        self.member.body.id == self.organization.body.management
    }

    /// The root.
    pub(crate) async fn root(&self, tx: &mut Transaction<'_>) -> Result<Stored<Root>, Failure> {
        tx.get::<Root>(self.management(), "", &self.organization.body.root)
            .await?
            .ok_or_else(|| Failure::internal(format!("{} has no root", self.id())))
    }

    /// A member of the organization.
    pub(crate) async fn account(&self, tx: &mut Transaction<'_>, id: &str) -> Result<Option<Stored<Member>>, Failure> {
        Ok(tx.get::<Member>(id, "", id).await?.filter(|m| m.body.organization == self.id()))
    }

    /// A root, OU or account of the organization.
    pub(crate) async fn node(&self, tx: &mut Transaction<'_>, id: &str) -> Result<Option<Node>, Failure> {
        Ok(match names::kind_of(id) {
            Some(IdKind::Root) => tx.get::<Root>(self.management(), "", id).await?.map(Node::Root),
            Some(IdKind::Unit) => tx.get::<Unit>(self.management(), "", id).await?.map(Node::Unit),
            Some(IdKind::Account) => self.account(tx, id).await?.map(Node::Account),
            _ => None,
        })
    }

    /// A root or OU of the organization.
    pub(crate) async fn parent(&self, tx: &mut Transaction<'_>, id: &str) -> Result<Option<Node>, Failure> {
        Ok(self.node(tx, id).await?.filter(|node| !matches!(node, Node::Account(_))))
    }

    /// Saves the organization.
    pub(crate) fn save(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        tx.put(&self.organization)
    }
}

/// Something in the tree.
#[derive(Debug, Clone)]
pub(crate) enum Node {
    Root(Stored<Root>),
    Unit(Stored<Unit>),
    Account(Stored<Member>),
}

impl Node {
    pub(crate) fn id(&self) -> &str {
        match self {
            Node::Root(root) => &root.body.id,
            Node::Unit(unit) => &unit.body.id,
            Node::Account(member) => &member.body.id,
        }
    }

    pub(crate) fn arn(&self) -> Option<String> {
        match self {
            Node::Root(root) => root.arn.clone(),
            Node::Unit(unit) => unit.arn.clone(),
            Node::Account(member) => member.arn.clone(),
        }
    }

    pub(crate) fn attached(&self) -> &Attachments {
        match self {
            Node::Root(root) => &root.body.attached,
            Node::Unit(unit) => &unit.body.attached,
            Node::Account(member) => &member.body.attached,
        }
    }

    pub(crate) fn attached_mut(&mut self) -> &mut Attachments {
        match self {
            Node::Root(root) => &mut root.body.attached,
            Node::Unit(unit) => &mut unit.body.attached,
            Node::Account(member) => &mut member.body.attached,
        }
    }

    pub(crate) fn tags_mut(&mut self) -> &mut Vec<(String, String)> {
        match self {
            Node::Root(root) => &mut root.tags,
            Node::Unit(unit) => &mut unit.tags,
            Node::Account(member) => &mut member.tags,
        }
    }

    /// How many OUs and accounts are directly under it; none under an account.
    pub(crate) fn children_mut(&mut self) -> Option<(&mut u32, &mut u32)> {
        match self {
            Node::Root(root) => Some((&mut root.body.units, &mut root.body.accounts)),
            Node::Unit(unit) => Some((&mut unit.body.units, &mut unit.body.accounts)),
            Node::Account(_) => None,
        }
    }

    /// Counts a change of the accounts directly under it.
    pub(crate) fn count_accounts(&mut self, by: i32) {
        if let Some((_, accounts)) = self.children_mut() {
            *accounts = accounts.saturating_add_signed(by);
        }
    }

    /// Counts a change of the OUs directly under it.
    pub(crate) fn count_units(&mut self, by: i32) {
        if let Some((units, _)) = self.children_mut() {
            *units = units.saturating_add_signed(by);
        }
    }

    /// Root and OUs from the root down to this one, which is a root or OU.
    pub(crate) fn chain(&self) -> Vec<String> {
        match self {
            Node::Root(root) => vec![root.body.id.clone()],
            Node::Unit(unit) => unit.body.above.iter().cloned().chain([unit.body.id.clone()]).collect(),
            Node::Account(member) => vec![member.body.id.clone()],
        }
    }

    pub(crate) fn save(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match self {
            Node::Root(root) => tx.put(root),
            Node::Unit(unit) => tx.put(unit),
            Node::Account(member) => tx.put(member),
        }
    }
}

/// Root and OUs above an account, root first.
pub(crate) async fn above(reader: &Reader<'_>, member: &Member) -> Result<Vec<String>, Failure> {
    if names::kind_of(&member.parent) == Some(IdKind::Root) {
        return Ok(vec![member.parent.clone()]);
    }
    let unit = reader
        .get::<Unit>(&member.management, "", &member.parent)
        .await?
        .ok_or_else(|| Failure::internal(format!("{} is in {}, which is not there", member.id, member.parent)))?;
    Ok(unit.body.above.into_iter().chain([unit.body.id]).collect())
}

/// A path as `aws:PrincipalOrgPaths` has it: organization, root and OUs, each followed by a slash.
pub(crate) fn path<'a>(organization: &str, chain: impl IntoIterator<Item = &'a str>) -> String {
    let mut path = format!("{organization}/");
    for id in chain {
        path.push_str(id);
        path.push('/');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::{delegable, is_delegable, path};

    #[test]
    fn paths_end_with_a_slash() {
        assert_eq!(path("o-1", ["r-1", "ou-1"]), "o-1/r-1/ou-1/");
    }

    #[test]
    fn what_changes_membership_is_never_delegable() {
        assert!(is_delegable("ListAccounts"));
        for operation in ["CreateAccount", "PutResourcePolicy", "CloseAccount", "EnableAWSServiceAccess", "DeleteOrganization"] {
            assert!(!is_delegable(operation), "{operation}");
        }
        assert!(delegable().count() > 30);
    }
}
