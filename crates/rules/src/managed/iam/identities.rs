//! Rules on users, groups and roles.

use policy::{Policy, PolicyKind};
use serde_json::Value;

use super::{GROUP, ROLE, USER, managed_policies};
use crate::check::{Check, expect, list_of, no, skip, text_of, yes};
use crate::{Item, Verdict, policies};

/// Inline policies: names and documents.
fn inline<'i>(item: &'i Item<'_>) -> impl Iterator<Item = (&'i str, Option<&'i Value>)> + use<'i> {
    let configuration = item.configuration();
    ["userPolicyList", "groupPolicyList", "rolePolicyList", "policies"]
        .into_iter()
        .flat_map(|list| list_of(configuration, list))
        .map(|policy| (text_of(policy, "policyName").unwrap_or_default(), crate::check::of(policy, "policyDocument")))
}

/// ARNs of attached policies.
fn attached<'i>(item: &'i Item<'_>) -> impl Iterator<Item = &'i str> + use<'i> {
    let configuration = item.configuration();
    let by_object = list_of(configuration, "attachedManagedPolicies").iter().filter_map(|policy| text_of(policy, "policyArn"));
    by_object.chain(list_of(configuration, "managedPolicyArns").iter().filter_map(Value::as_str))
}

/// Names of the groups that a user is in.
fn groups<'i>(item: &'i Item<'_>) -> impl Iterator<Item = &'i str> + use<'i> {
    let configuration = item.configuration();
    ["groupList", "groups"].into_iter().flat_map(|list| list_of(configuration, list)).filter_map(Value::as_str)
}

pub(super) fn has_users(c: &Check<'_>) -> Verdict {
    let name = c.name();
    // Cloudkeep's own items say how many there are.
    let counted = c.item.supplementary("Members").and_then(crate::json::int).is_some_and(|members| members > 0);
    let related = counted || c.item.relationships().any(|other| other.resource_type == USER);
    expect(related || c.any(USER, |user| groups(user).any(|group| group == name)), "The group has no user.")
}

pub(super) fn no_inline(c: &Check<'_>) -> Verdict {
    match inline(c.item).next() {
        Some((name, _)) => no(format!("There is an inline policy: {name}.")),
        None => yes(),
    }
}

pub(super) fn inline_kms(c: &Check<'_>) -> Verdict {
    let path = c.text("path").unwrap_or("/");
    if c.item.resource_type == ROLE && path.starts_with("/aws-service-role/") {
        return skip("The role belongs to a service.");
    }
    if c.parameters.flag("excludeRoleByManagementAccount") == Some(true) && c.item.resource_type == ROLE && assumed_by_manager(c)
    {
        return skip("The role is for the management account only.");
    }
    for (name, document) in inline(c.item) {
        match policies::parse(document, PolicyKind::Identity) {
            Err(verdict) => return verdict,
            Ok(Some(policy)) => {
                if let Some(action) = managed_policies::allows_on_all_keys(c, &policy) {
                    return no(format!("The inline policy {name} allows {action} on all keys."));
                }
            }
            Ok(None) => {}
        }
    }
    yes()
}

/// Whether only the organization's management account can assume the role. Which account that is stands in the account's item.
fn assumed_by_manager(c: &Check<'_>) -> bool {
    let mut manager = None;
    c.context.items.each(crate::ACCOUNT, &mut |account| {
        manager = text_of(account.configuration(), "organization.MasterAccountId").map(str::to_owned);
        std::ops::ControlFlow::Break(())
    });
    let Some(manager) = manager else { return false };
    let Ok(Some(trust)) = policies::parse(c.at("assumeRolePolicyDocument"), PolicyKind::Trust) else { return false };
    let mut principals =
        policies::allowing(&trust).filter_map(policy::Statement::principal).flat_map(|clause| clause.patterns()).peekable();
    principals.peek().is_some() && principals.all(|principal| policies::account_of(principal) == Some(&manager))
}

pub(super) fn blacklisted(c: &Check<'_>) -> Verdict {
    let (kind, name) = match c.item.resource_type {
        USER => ("users", c.name()),
        GROUP => ("groups", c.name()),
        _ => ("roles", c.name()),
    };
    // `users:[alice;bob], groups:[admins]`: the list is separated by commas, names within by semicolons.
    let excepted = c.parameters.list("exceptionList").iter().any(|entry| {
        entry.split_once(':').is_some_and(|(of, names)| {
            of.trim().eq_ignore_ascii_case(kind)
                && names.trim().trim_matches(['[', ']']).split([';', '|']).any(|excepted| excepted.trim() == name)
        })
    });
    if excepted {
        return skip("The parameters make an exception.");
    }
    match attached(c.item).find(|arn| c.parameters.list("policyArns").iter().any(|listed| listed == arn)) {
        Some(arn) => no(format!("{arn} is attached.")),
        None => yes(),
    }
}

pub(super) fn has_policies(c: &Check<'_>) -> Verdict {
    let missing =
        c.parameters.list("managedPolicyArns").iter().find(|wanted| !attached(c.item).any(|arn| arn == wanted.as_str()));
    match missing {
        Some(arn) => no(format!("{arn} is not attached.")),
        None => yes(),
    }
}

pub(super) fn in_group(c: &Check<'_>) -> Verdict {
    let wanted = c.parameters.list("groupNames");
    let fits = groups(c.item).any(|group| wanted.is_empty() || wanted.iter().any(|name| name == group));
    expect(fits, if wanted.is_empty() { "The user is in no group." } else { "The user is in none of the groups required." })
}

pub(super) fn no_policies(c: &Check<'_>) -> Verdict {
    if let Some((name, _)) = inline(c.item).next() {
        return no(format!("The user has an inline policy: {name}."));
    }
    match attached(c.item).next() {
        Some(arn) => no(format!("{arn} is attached to the user.")),
        None => yes(),
    }
}

pub(super) fn policy_in_use(c: &Check<'_>) -> Verdict {
    let Some(arn) = c.parameters.text("policyARN") else { return yes() };
    let kinds: &[&str] = match c.parameters.text("policyUsageType").map(str::to_ascii_uppercase).as_deref() {
        Some("IAM_USER") => &[USER],
        Some("IAM_GROUP") => &[GROUP],
        Some("IAM_ROLE") => &[ROLE],
        _ => super::IDENTITIES,
    };
    let used = kinds.iter().any(|kind| c.any(kind, |identity| attached(identity).any(|have| have == arn)));
    if used { yes() } else { no(format!("{arn} is attached to nothing that counts.")) }
}

/// The document of the default version of a managed policy.
pub(super) fn default_document<'a>(c: &Check<'a>) -> Option<&'a Value> {
    let versions = c.list("policyVersionList");
    let default = c.text("defaultVersionId");
    versions
        .iter()
        .find(|version| {
            crate::check::flag_of(version, "isDefaultVersion") || (default.is_some() && text_of(version, "versionId") == default)
        })
        .and_then(|version| crate::check::of(version, "document"))
        .or_else(|| c.at("policyDocument"))
}

/// Reads the default version of a managed policy.
pub(super) fn default_policy(c: &Check<'_>) -> Result<Option<Policy>, Verdict> {
    policies::parse(default_document(c), PolicyKind::Identity)
}
