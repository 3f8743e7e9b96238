//! Whom a bucket gives access: access lists, and grantees of the policy.

use policy::{Operator, PrincipalPattern, Statement};
use serde_json::Value;

use super::bucket;
use crate::check::{Check, expect, list_of, no, text_of, yes};
use crate::policies::{account_of, allowing, label, of_resource, touches};
use crate::{Verdict, json};

/// A grant of an access list.
pub(super) struct Grant<'a> {
    /// `AllUsers`, `AuthenticatedUsers`, `LogDelivery`, if it is to a group.
    pub(super) group: Option<&'a str>,
    /// The canonical user, if it is to one.
    pub(super) user: Option<&'a str>,
    /// `Read` or `READ`.
    pub(super) permission: &'a str,
}

/// `FullControl` and `FULL_CONTROL` mean the same.
pub(super) fn same_permission(one: &str, other: &str) -> bool {
    let letters = |text: &str| text.replace(['_', '-'], "").to_ascii_lowercase();
    letters(one) == letters(other)
}

fn list<'a>(c: &Check<'a>) -> Option<&'a Value> {
    c.extra("AccessControlList").or_else(|| c.extra("BucketAcl"))
}

/// The grants of the bucket's access list.
pub(super) fn granted<'a>(c: &Check<'a>) -> impl Iterator<Item = Grant<'a>> + use<'a> {
    let acl = list(c);
    let grants =
        acl.map(|acl| if list_of(acl, "grantList").is_empty() { list_of(acl, "grants") } else { list_of(acl, "grantList") });
    grants.unwrap_or_default().iter().filter_map(|grant| {
        let permission = text_of(grant, "permission")?;
        let grantee = json::at(grant, "grantee")?;
        let uri = grantee.as_str().or_else(|| text_of(grantee, "uri"));
        Some(Grant { group: uri.map(|uri| uri.rsplit('/').next().unwrap_or(uri)), user: text_of(grantee, "id"), permission })
    })
}

/// Whether access lists count for nothing: the bucket's owner owns all that is in it.
pub(super) fn acls_are_off(c: &Check<'_>) -> bool {
    ["OwnershipControls", "BucketOwnershipControls"].iter().filter_map(|name| c.extra(name)).any(|controls| {
        list_of(controls, "rules").iter().any(|rule| text_of(rule, "objectOwnership") == Some("BucketOwnerEnforced"))
    })
}

/// A canned access list, as CloudFormation's `AccessControl` has it.
pub(super) fn canned_is_public(c: &Check<'_>, writing: bool) -> bool {
    match c.text("AccessControl") {
        Some("PublicReadWrite") => true,
        Some("PublicRead" | "AuthenticatedRead") => !writing,
        _ => false,
    }
}

pub(super) fn no_acl(c: &Check<'_>) -> Verdict {
    if acls_are_off(c) {
        return yes();
    }
    let owner = list(c).and_then(|acl| text_of(acl, "owner.id")).or_else(|| c.text("owner.id"));
    let foreign = granted(c).find(|grant| grant.group.is_some() || grant.user.is_some_and(|user| Some(user) != owner));
    match foreign {
        Some(grant) => {
            no(format!("The access list gives {} {}.", grant.group.or(grant.user).unwrap_or_default(), grant.permission))
        }
        None => expect(!canned_is_public(c, false), "The access list gives everybody access."),
    }
}

/// Whether a statement speaks of principals that are not of the bucket's account.
fn is_foreign(c: &Check<'_>, statement: &Statement) -> bool {
    let own = if c.item.account_id.is_empty() { c.context.account_id } else { c.item.account_id };
    statement.principal().is_some_and(|clause| {
        clause.is_negated()
            || clause.patterns().iter().any(|principal| match principal {
                PrincipalPattern::Everyone | PrincipalPattern::CanonicalUser(_) => true,
                other => account_of(other).is_some_and(|account| account != own),
            })
    })
}

pub(super) fn blacklisted(c: &Check<'_>) -> Verdict {
    let policy = match of_resource(bucket::policy(c)) {
        Ok(Some(policy)) => policy,
        Ok(None) => return yes(),
        Err(verdict) => return verdict,
    };
    let patterns = c.parameters.list("blacklistedActionPattern");
    let found = allowing(&policy)
        .filter(|statement| is_foreign(c, statement))
        .find_map(|statement| Some((statement, patterns.iter().find(|pattern| touches(statement, pattern))?)));
    match found {
        Some((statement, pattern)) => no(format!("{} allows principals of other accounts {pattern}.", label(statement))),
        None => yes(),
    }
}

pub(super) fn grantees(c: &Check<'_>) -> Verdict {
    let policy = match of_resource(bucket::policy(c)) {
        Ok(Some(policy)) => policy,
        Ok(None) => return yes(),
        Err(verdict) => return verdict,
    };
    match allowing(&policy).find(|statement| !only_listed(c, statement)) {
        Some(statement) => no(format!("{} allows others than those given.", label(statement))),
        None => yes(),
    }
}

fn only_listed(c: &Check<'_>, statement: &Statement) -> bool {
    let listed = |parameter: &str, value: &str| c.parameters.list(parameter).iter().any(|entry| entry == value);
    let by_place = statement.conditions().iter().any(|condition| match (condition.lower_key(), condition.operator()) {
        ("aws:sourceip", Operator::IpAddress) => condition.values().all(|value| listed("ipAddresses", value)),
        ("aws:sourcevpc", Operator::StringEquals) => condition.values().all(|value| listed("vpcIds", value)),
        _ => false,
    });
    if by_place {
        return true;
    }
    let Some(clause) = statement.principal() else { return false };
    !clause.is_negated()
        && clause.patterns().iter().all(|principal| match principal {
            PrincipalPattern::Everyone => listed("awsPrincipals", "*"),
            PrincipalPattern::Account(id) => {
                listed("awsPrincipals", id) || listed("awsPrincipals", &format!("arn:aws:iam::{id}:root"))
            }
            PrincipalPattern::Arn(name) | PrincipalPattern::UniqueId(name) | PrincipalPattern::CanonicalUser(name) => {
                listed("awsPrincipals", name)
            }
            PrincipalPattern::Service(name) => listed("servicePrincipals", name),
            PrincipalPattern::Federated(name) => listed("federatedUsers", name),
        })
}
