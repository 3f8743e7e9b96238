//! What becomes of objects in time.

use serde_json::Value;

use super::bucket;
use crate::Verdict;
use crate::check::{Check, expect, int_of, list_of, no, skip, text_of};

fn enabled_rules<'a>(c: &Check<'a>) -> impl Iterator<Item = &'a Value> + use<'a> {
    let all = c.extra("BucketLifecycleConfiguration").or_else(|| c.at("LifecycleConfiguration"));
    all.map(|all| list_of(all, "rules"))
        .unwrap_or_default()
        .iter()
        .filter(|rule| text_of(rule, "status").is_some_and(|status| status.eq_ignore_ascii_case("Enabled")))
}

fn prefix(rule: &Value) -> Option<&str> {
    text_of(rule, "filter.predicate.prefix").or_else(|| text_of(rule, "filter.prefix")).or_else(|| text_of(rule, "prefix"))
}

fn transitions(rule: &Value) -> impl Iterator<Item = (Option<i64>, Option<&str>)> {
    list_of(rule, "transitions").iter().map(|transition| {
        let days = int_of(transition, "days").or_else(|| int_of(transition, "transitionInDays"));
        (days, text_of(transition, "storageClass"))
    })
}

pub(super) fn policy(c: &Check<'_>) -> Verdict {
    if let Some(verdict) = bucket::is_out_of(c, "bucketNames") {
        return verdict;
    }
    let mut rules = enabled_rules(c).peekable();
    if rules.peek().is_none() {
        return no("The bucket has no enabled lifecycle rule.");
    }
    let parameters = c.parameters;
    let days = parameters.int("targetTransitionDays");
    let class = parameters.text("targetTransitionStorageClass");
    let fits = rules.any(|rule| {
        let expiration = int_of(rule, "expirationInDays").or_else(|| int_of(rule, "expiration.days"));
        parameters.text("targetPrefix").is_none_or(|wanted| prefix(rule) == Some(wanted))
            && parameters.int("targetExpirationDays").is_none_or(|wanted| expiration == Some(wanted))
            && ((days.is_none() && class.is_none())
                || transitions(rule).any(|(after, into)| {
                    days.is_none_or(|wanted| after == Some(wanted))
                        && class.is_none_or(|wanted| into.is_some_and(|c| c.eq_ignore_ascii_case(wanted)))
                }))
    });
    expect(fits, "No enabled lifecycle rule is as the parameters say.")
}

pub(super) fn of_versions(c: &Check<'_>) -> Verdict {
    if let Some(verdict) = bucket::is_out_of(c, "bucketNames") {
        return verdict;
    }
    if !bucket::versioning_on(c) {
        return skip("The bucket keeps no versions.");
    }
    expect(enabled_rules(c).next().is_some(), "The bucket keeps versions and has no enabled lifecycle rule.")
}
