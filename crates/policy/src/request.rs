//! What is asked: the request, and the policies that apply to it.

use crate::context::ContextSource;
use crate::policy::Policy;

/// What sort of principal makes a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PrincipalKind {
    /// The root user of an account.
    Root,
    /// An IAM user.
    User,
    /// An IAM role itself, as the policy simulator has it (requests come from its sessions).
    Role,
    /// A session of a role (`sts:AssumeRole` and its siblings).
    RoleSession,
    /// A federated user session (`sts:GetFederationToken`).
    FederatedUser,
    /// An AWS service acting for itself.
    Service,
    /// Somebody known to an identity provider but not yet to AWS: the caller of `AssumeRoleWithSAML` and `…WithWebIdentity`.
    Federated,
    /// Nobody known: an unsigned request.
    Anonymous,
}

/// Who makes a request. Everything is borrowed; absent texts are empty.
#[derive(Debug, Clone, Copy)]
pub struct Principal<'a> {
    /// What sort of principal.
    pub kind: PrincipalKind,
    /// The principal's own ARN: of the user, the session, the root user.
    pub arn: &'a str,
    /// The account the principal belongs to; empty for services, federated and anonymous principals.
    pub account: &'a str,
    /// `AIDA…`, `AROA…:session-name`, the account id of a root user.
    pub unique_id: &'a str,
    /// The ARN of the role of a role session, of the user of a federated user session.
    pub issuer_arn: Option<&'a str>,
    /// The service principal (`ec2.amazonaws.com`) or the federated provider (an ARN or `accounts.google.com`).
    pub name: &'a str,
    /// The canonical user id of the account, which S3 knows.
    pub canonical_user: Option<&'a str>,
}

impl<'a> Principal<'a> {
    const fn bare(kind: PrincipalKind, arn: &'a str, account: &'a str) -> Self {
        Self { kind, arn, account, unique_id: "", issuer_arn: None, name: "", canonical_user: None }
    }

    /// The root user of an account; `arn` is `arn:aws:iam::ACCOUNT:root`.
    #[must_use]
    pub const fn root(arn: &'a str, account: &'a str) -> Self {
        Self { unique_id: account, ..Self::bare(PrincipalKind::Root, arn, account) }
    }

    /// An IAM user.
    #[must_use]
    pub const fn user(arn: &'a str, account: &'a str, unique_id: &'a str) -> Self {
        Self { unique_id, ..Self::bare(PrincipalKind::User, arn, account) }
    }

    /// An IAM role (only simulations have such a principal).
    #[must_use]
    pub const fn role(arn: &'a str, account: &'a str, unique_id: &'a str) -> Self {
        Self { unique_id, ..Self::bare(PrincipalKind::Role, arn, account) }
    }

    /// A role session; `unique_id` is `AROA…:session-name`.
    #[must_use]
    pub const fn role_session(arn: &'a str, account: &'a str, unique_id: &'a str, role_arn: &'a str) -> Self {
        Self { unique_id, issuer_arn: Some(role_arn), ..Self::bare(PrincipalKind::RoleSession, arn, account) }
    }

    /// A federated user session made by an IAM user.
    #[must_use]
    pub const fn federated_user(arn: &'a str, account: &'a str, unique_id: &'a str, user_arn: &'a str) -> Self {
        Self { unique_id, issuer_arn: Some(user_arn), ..Self::bare(PrincipalKind::FederatedUser, arn, account) }
    }

    /// A service principal.
    #[must_use]
    pub const fn service(name: &'a str) -> Self {
        Self { name, ..Self::bare(PrincipalKind::Service, "", "") }
    }

    /// Somebody whom an identity provider vouches for.
    #[must_use]
    pub const fn federated(provider: &'a str) -> Self {
        Self { name: provider, ..Self::bare(PrincipalKind::Federated, "", "") }
    }

    /// Nobody.
    #[must_use]
    pub const fn anonymous() -> Self {
        Self::bare(PrincipalKind::Anonymous, "", "")
    }

    /// Whether the principal belongs to an account, so that identity policies exist for it.
    #[must_use]
    pub fn has_account(&self) -> bool {
        !self.account.is_empty()
            && !matches!(self.kind, PrincipalKind::Service | PrincipalKind::Federated | PrincipalKind::Anonymous)
    }

    /// Whether this is a service-linked role or a session of one: organization policies do not bind them.
    #[must_use]
    pub fn is_service_linked_role(&self) -> bool {
        let role = match self.kind {
            PrincipalKind::Role => self.arn,
            PrincipalKind::RoleSession => self.issuer_arn.unwrap_or_default(),
            _ => return false,
        };
        role.splitn(6, ':').nth(5).is_some_and(|resource| resource.starts_with("role/aws-service-role/"))
    }
}

/// One question: may this principal do this to that resource? A call on several resources is several questions.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// Who asks.
    pub principal: Principal<'a>,
    /// The action, such as `iam:CreateUser`.
    pub action: &'a str,
    /// The resource's ARN, or `*` for actions without one.
    pub resource: &'a str,
    /// The account that owns the resource; `None` if it is the principal's own.
    pub resource_account: Option<&'a str>,
    /// The management account of the organization that the SCPs and RCPs come from: those bind neither its principals nor its resources.
    pub management_account: Option<&'a str>,
    /// Condition keys. The global ones (`aws:PrincipalArn`, `aws:CurrentTime` …) are the caller's to provide as well.
    pub context: &'a dyn ContextSource,
}

impl<'a> Request<'a> {
    /// A request for a resource in the principal's own account, outside of any organization.
    #[must_use]
    pub fn new(principal: Principal<'a>, action: &'a str, resource: &'a str, context: &'a dyn ContextSource) -> Self {
        Self { principal, action, resource, resource_account: None, management_account: None, context }
    }

    /// Sets the account that owns the resource.
    #[must_use]
    pub fn in_account(mut self, account: &'a str) -> Self {
        self.resource_account = Some(account);
        self
    }

    /// Whether principal and resource belong to one account.
    #[must_use]
    pub fn is_same_account(&self) -> bool {
        self.resource_account.is_none_or(|account| account == self.principal.account)
    }

    pub(crate) fn scps_apply(&self) -> bool {
        self.principal.has_account()
            && self.management_account != Some(self.principal.account)
            && !self.principal.is_service_linked_role()
    }

    pub(crate) fn rcps_apply(&self) -> bool {
        let owner = self.resource_account.unwrap_or(self.principal.account);
        self.management_account != Some(owner) && !self.principal.is_service_linked_role()
    }
}

/// Where a policy comes from, in the words of the policy simulator (`PolicySourceType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum SourceType {
    /// Inline in a user.
    User,
    /// Inline in a group.
    Group,
    /// Inline in a role.
    Role,
    /// A managed policy of AWS.
    AwsManaged,
    /// A managed policy of the account.
    UserManaged,
    /// Attached to a resource.
    Resource,
    /// None of these.
    #[default]
    None,
}

impl SourceType {
    /// The name that the API uses.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Group => "group",
            Self::Role => "role",
            Self::AwsManaged => "aws-managed",
            Self::UserManaged => "user-managed",
            Self::Resource => "resource",
            Self::None => "none",
        }
    }
}

/// A policy that applies, with the name that decisions call it by.
#[derive(Debug, Clone, Copy)]
pub struct Attached<'a> {
    /// The compiled policy.
    pub policy: &'a Policy,
    /// Its ARN, or its name if it is inline.
    pub id: &'a str,
    /// Where it comes from.
    pub source: SourceType,
}

impl<'a> Attached<'a> {
    /// A policy, its ARN or name, and where it comes from.
    #[must_use]
    pub fn new(policy: &'a Policy, id: &'a str, source: SourceType) -> Self {
        Self { policy, id, source }
    }
}

/// The policies attached to one node on the path from an organization's root to an account. Each level must allow.
#[derive(Debug, Clone, Copy)]
pub struct Level<'a> {
    /// The root, organizational unit or account id.
    pub target: &'a str,
    /// The policies attached there; none allow nothing.
    pub policies: &'a [Attached<'a>],
}

/// Whether an action can be allowed without the resource's own policy.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum ResourcePolicyRole {
    /// Within an account the identity's policies suffice (S3 buckets, SQS queues …).
    #[default]
    Optional,
    /// The resource's policy must allow in any case (KMS keys, role trust).
    Required,
}

/// All policies that apply to a request. `Policies::default()` has none: everything is implicitly denied.
#[derive(Debug, Clone, Copy, Default)]
pub struct Policies<'a> {
    /// The principal's own and its groups' policies.
    pub identity: &'a [Attached<'a>],
    /// The permissions boundary of the user, or of the session's role.
    pub boundary: Option<Attached<'a>>,
    /// The session's policies, inline and managed, of which one must allow. `None`: the session was made without any.
    pub session: Option<&'a [Attached<'a>]>,
    /// The resource's policies: bucket, key, queue policy; the trust policy of a role that is assumed.
    pub resource: &'a [Attached<'a>],
    /// Whether the resource's policy must allow.
    pub resource_role: ResourcePolicyRole,
    /// Service control policies on the path of the *principal's* account, root first; empty outside of an organization.
    pub scps: &'a [Level<'a>],
    /// Resource control policies on the path of the *resource's* account, root first; empty if the service does not support RCPs.
    pub rcps: &'a [Level<'a>],
}
