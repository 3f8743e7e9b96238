//! Rules on the policies that customers manage.

use policy::{Policy, Statement};

use super::identities::default_policy;
use crate::Verdict;
use crate::check::{Check, no, skip, yes};
use crate::policies::{allowing, concerns, covers, label, touches};

/// Whether the parameter leaves out policies that are only boundaries.
fn is_boundary_only(c: &Check<'_>) -> bool {
    c.parameters.flag("excludePermissionBoundaryPolicy") == Some(true)
        && c.int("permissionsBoundaryUsageCount").unwrap_or(0) > 0
        && c.int("attachmentCount").unwrap_or(0) == 0
}

/// Judges the statements that allow, unless the policy is exempt.
fn judge(c: &Check<'_>, bad: impl Fn(&Policy) -> Option<String>) -> Verdict {
    if c.item.arn.or_else(|| c.text("arn")).is_some_and(|arn| arn.contains(":iam::aws:policy/")) {
        return skip("The policy is AWS's own.");
    }
    if is_boundary_only(c) {
        return skip("The policy is used as a permissions boundary only.");
    }
    match default_policy(c) {
        Err(verdict) => verdict,
        Ok(None) => skip("The item has no policy document."),
        Ok(Some(policy)) => bad(&policy).map_or_else(yes, no),
    }
}

fn everything(statement: &Statement) -> bool {
    statement.resources().is_some_and(|resources| !resources.is_negated() && resources.iter().any(|resource| resource == "*"))
}

pub(super) fn no_admin(c: &Check<'_>) -> Verdict {
    judge(c, |policy| {
        allowing(policy)
            .find(|statement| {
                !statement.actions().is_negated()
                    && statement.actions().iter().any(|action| matches!(action, "*" | "*:*"))
                    && everything(statement)
            })
            .map(|statement| format!("{} allows all actions on all resources.", label(statement)))
    })
}

pub(super) fn no_full(c: &Check<'_>) -> Verdict {
    judge(c, |policy| {
        allowing(policy).find_map(|statement| {
            if statement.actions().is_negated() {
                return None;
            }
            let full = statement.actions().iter().find(|action| *action == "*" || action.ends_with(":*"))?;
            Some(format!("{} allows {full}.", label(statement)))
        })
    })
}

pub(super) fn kms(c: &Check<'_>) -> Verdict {
    judge(c, |policy| allows_on_all_keys(c, policy).map(|action| format!("The policy allows {action} on all keys.")))
}

/// The first of the blocked actions that a policy allows on every key of account and region, also on one that nobody has made yet.
pub(super) fn allows_on_all_keys(c: &Check<'_>, policy: &Policy) -> Option<String> {
    let account = if c.item.account_id.is_empty() { c.context.account_id } else { c.item.account_id };
    let region = if c.context.region.is_empty() { "us-east-1" } else { c.context.region };
    let key = format!("arn:aws:kms:{region}:{account}:key/no-key-has-this-id");
    let blocked = c.parameters.list("blockedActionsPatterns");
    allowing(policy)
        .filter(|statement| concerns(statement, &key))
        .find_map(|statement| blocked.iter().find(|pattern| touches(statement, pattern) && covers("kms:*", pattern)).cloned())
}
