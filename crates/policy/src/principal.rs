//! The `Principal` and `NotPrincipal` elements.

use crate::policy::Effect;
use crate::request::{Principal, PrincipalKind};

/// One principal of a `Principal` element.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PrincipalPattern {
    /// `"*"` or `{"AWS": "*"}`: everybody, also without credentials.
    Everyone,
    /// An account id or its root ARN: whoever the account itself allows.
    Account(Box<str>),
    /// The ARN of a user, role, role session or federated user session.
    Arn(Box<str>),
    /// The unique id of a user or role (`AIDA…`, `AROA…`), which outlives no deletion.
    UniqueId(Box<str>),
    /// A service principal.
    Service(Box<str>),
    /// A federated identity provider.
    Federated(Box<str>),
    /// The canonical user id of an account.
    CanonicalUser(Box<str>),
}

/// A compiled `Principal` or `NotPrincipal` element.
#[derive(Debug, Clone)]
pub struct PrincipalClause {
    pub(crate) negated: bool,
    pub(crate) patterns: Box<[PrincipalPattern]>,
}

/// How closely a resource policy names the caller: this decides which other policies limit what it grants.
///
/// Source: "Policy evaluation logic", on resource-based policies and permissions boundaries or session policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Grant {
    /// Only the account: its identity policies must allow as well.
    Account,
    /// The caller's role, or everybody: boundary and session policies still limit it.
    Broad,
    /// The user or the session itself: an implicit deny elsewhere does not limit it.
    Direct,
}

impl PrincipalPattern {
    fn grant(&self, principal: &Principal<'_>) -> Option<Grant> {
        let member = principal.has_account();
        let when = |yes: bool, grant| yes.then_some(grant);
        match self {
            Self::Everyone => Some(Grant::Broad),
            Self::Account(account) => when(
                member && account.as_ref() == principal.account,
                // A root session (AssumeRoot) stays within its task policy.
                if principal.kind == PrincipalKind::Root { Grant::Broad } else { Grant::Account },
            ),
            Self::Arn(arn) if member && arn.as_ref() == principal.arn => {
                Some(if principal.kind == PrincipalKind::Role { Grant::Broad } else { Grant::Direct })
            }
            Self::Arn(arn) => when(member && principal.issuer_arn == Some(arn), Grant::Broad),
            Self::UniqueId(id) => match principal.kind {
                PrincipalKind::User => when(id.as_ref() == principal.unique_id, Grant::Direct),
                PrincipalKind::Role | PrincipalKind::RoleSession => {
                    let role = principal.unique_id.split_once(':').map_or(principal.unique_id, |(role, _)| role);
                    when(id.as_ref() == role, Grant::Broad)
                }
                _ => None,
            },
            Self::Service(name) => when(
                principal.kind == PrincipalKind::Service && (name.as_ref() == "*" || name.eq_ignore_ascii_case(principal.name)),
                Grant::Broad,
            ),
            Self::Federated(provider) => when(
                principal.kind == PrincipalKind::Federated && (provider.as_ref() == "*" || provider.as_ref() == principal.name),
                Grant::Broad,
            ),
            Self::CanonicalUser(id) => when(member && principal.canonical_user == Some(id), Grant::Account),
        }
    }
}

impl PrincipalClause {
    /// Whether this is a `NotPrincipal` element.
    #[must_use]
    pub fn is_negated(&self) -> bool {
        self.negated
    }

    /// The principals named.
    #[must_use]
    pub fn patterns(&self) -> &[PrincipalPattern] {
        &self.patterns
    }

    /// Whether and how a statement of this effect concerns the principal.
    pub(crate) fn grant(&self, principal: &Principal<'_>, effect: Effect) -> Option<Grant> {
        if !self.negated {
            return self.patterns.iter().filter_map(|pattern| pattern.grant(principal)).max();
        }
        let spared = match effect {
            // An exception from a Deny must name the caller and everything above it: the session, its role, its account.
            Effect::Deny => self.names_whole_chain(principal),
            // An exception from an Allow counts however the caller is named.
            Effect::Allow => self.patterns.iter().any(|pattern| pattern.grant(principal).is_some()),
        };
        (!spared).then_some(Grant::Broad)
    }

    fn names_whole_chain(&self, principal: &Principal<'_>) -> bool {
        let any = |test: &dyn Fn(&PrincipalPattern) -> bool| self.patterns.iter().any(test);
        if any(&|p| *p == PrincipalPattern::Everyone) {
            return true;
        }
        if !principal.has_account() {
            return any(&|p| p.grant(principal).is_some());
        }
        let account = any(&|p| {
            p.grant(principal).is_some() && matches!(p, PrincipalPattern::Account(_) | PrincipalPattern::CanonicalUser(_))
        });
        if principal.kind == PrincipalKind::Root {
            return account;
        }
        let itself = any(&|p| match p {
            PrincipalPattern::Arn(arn) => arn.as_ref() == principal.arn,
            PrincipalPattern::UniqueId(id) => principal.issuer_arn.is_none() && id.as_ref() == principal.unique_id,
            _ => false,
        });
        let issuer = principal.issuer_arn.is_none()
            || any(&|p| match p {
                PrincipalPattern::Arn(arn) => principal.issuer_arn == Some(arn),
                PrincipalPattern::UniqueId(_) => p.grant(principal).is_some(),
                _ => false,
            });
        account && itself && issuer
    }
}
