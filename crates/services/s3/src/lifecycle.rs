//! Lifecycle rules: which objects, versions and uploads are over, and when. Pure.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html>. Times are rounded up to the next midnight UTC, as there.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use wire::Failure;

use crate::api;
use crate::errors::{err, invalid, invalid_request, malformed_xml, not_built};
use crate::names;
use crate::resources::Entry;

const DAY: i64 = 86_400_000;
/// Most rules of a bucket.
const MAX_RULES: usize = 1000;

/// A rule as it is kept.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(default)]
#[allow(missing_docs, reason = "names of the API")]
pub struct Rule {
    pub id: String,
    pub enabled: bool,
    /// Whether the prefix stood outside of a filter, as in the older form of rules.
    pub old_form: bool,
    pub prefix: Option<String>,
    pub tags: Vec<(String, String)>,
    pub larger: Option<i64>,
    pub smaller: Option<i64>,
    /// Milliseconds since 1970.
    pub date: Option<i64>,
    pub days: Option<i32>,
    pub markers: Option<bool>,
    pub noncurrent_days: Option<i32>,
    pub newer_noncurrent: Option<i32>,
    pub abort_days: Option<i32>,
}

/// Reads the rules of a request.
pub(crate) fn read(rules: &[api::LifecycleRule]) -> Result<Vec<Rule>, Failure> {
    if rules.is_empty() || rules.len() > MAX_RULES {
        return Err(malformed_xml());
    }
    let mut out: Vec<Rule> = Vec::with_capacity(rules.len());
    for (index, rule) in rules.iter().enumerate() {
        let mut read = read_rule(rule)?;
        if read.id.is_empty() {
            read.id = format!("rule-{}", index + 1);
        }
        if out.iter().any(|r| r.id == read.id) {
            return Err(invalid("Rule ID must be unique. Found same ID for more than one rule"));
        }
        out.push(read);
    }
    Ok(out)
}

fn read_rule(rule: &api::LifecycleRule) -> Result<Rule, Failure> {
    if rule.transitions.as_ref().is_some_and(|t| !t.is_empty())
        || rule.noncurrent_version_transitions.as_ref().is_some_and(|t| !t.is_empty())
    {
        return Err(not_built("Lifecycle transition between storage classes"));
    }
    let mut out = Rule {
        id: rule.id.clone().unwrap_or_default(),
        enabled: rule.status == api::ExpirationStatus::Enabled,
        old_form: rule.filter.is_none(),
        prefix: rule.prefix.clone(),
        ..Rule::default()
    };
    if out.id.chars().count() > 255 {
        return Err(invalid("ID length should not exceed allowed limit of 255"));
    }
    match (&rule.filter, &rule.prefix) {
        (None, None) | (Some(_), Some(_)) => return Err(malformed_xml()),
        (None, Some(_)) => {}
        (Some(filter), None) => read_filter(filter, &mut out)?,
    }
    if let Some(expiration) = &rule.expiration {
        match (expiration.date, expiration.days, expiration.expired_object_delete_marker) {
            (Some(date), None, None) if date.as_millisecond() % DAY == 0 => out.date = Some(date.as_millisecond()),
            (Some(_), None, None) => return Err(invalid("'Date' must be at midnight GMT")),
            (None, Some(days), None) => {
                out.days = Some(positive(days, "'Days' for Expiration action must be a positive integer")?)
            }
            (None, None, Some(markers)) => {
                if !out.tags.is_empty() || out.larger.is_some() || out.smaller.is_some() {
                    return Err(invalid_request("ExpiredObjectDeleteMarker cannot be specified with tag or size filters."));
                }
                out.markers = Some(markers);
            }
            _ => return Err(malformed_xml()),
        }
    }
    if let Some(noncurrent) = &rule.noncurrent_version_expiration {
        let text = "'NoncurrentDays' for NoncurrentVersionExpiration action must be a positive integer";
        out.noncurrent_days = Some(positive(noncurrent.noncurrent_days.ok_or_else(malformed_xml)?, text)?);
        if let Some(kept) = noncurrent.newer_noncurrent_versions {
            if !(1..=100).contains(&kept) {
                return Err(invalid(
                    "'NewerNoncurrentVersions' for NoncurrentVersionExpiration action must be between 1 and 100",
                ));
            }
            out.newer_noncurrent = Some(kept);
        }
    }
    if let Some(abort) = &rule.abort_incomplete_multipart_upload {
        if !out.tags.is_empty() || out.larger.is_some() || out.smaller.is_some() {
            return Err(invalid_request("AbortIncompleteMultipartUpload cannot be specified with tag or size filters."));
        }
        let text = "'DaysAfterInitiation' for AbortIncompleteMultipartUpload action must be a positive integer";
        out.abort_days = Some(positive(abort.days_after_initiation.ok_or_else(malformed_xml)?, text)?);
    }
    let does = out.date.is_some() || out.days.is_some() || out.markers.is_some() || out.noncurrent_days.is_some();
    if !does && out.abort_days.is_none() {
        return Err(invalid_request("At least one action needs to be specified in a rule"));
    }
    Ok(out)
}

fn positive(value: i32, message: &str) -> Result<i32, Failure> {
    if value > 0 { Ok(value) } else { Err(invalid(message)) }
}

fn read_filter(filter: &api::LifecycleRuleFilter, out: &mut Rule) -> Result<(), Failure> {
    let given = usize::from(filter.prefix.is_some())
        + usize::from(filter.tag.is_some())
        + usize::from(filter.object_size_greater_than.is_some())
        + usize::from(filter.object_size_less_than.is_some())
        + usize::from(filter.and.is_some());
    if given > 1 {
        return Err(malformed_xml());
    }
    out.prefix = filter.prefix.clone();
    out.larger = filter.object_size_greater_than;
    out.smaller = filter.object_size_less_than;
    let mut tags: Vec<api::Tag> = filter.tag.iter().cloned().collect();
    if let Some(and) = &filter.and {
        out.prefix = and.prefix.clone();
        out.larger = and.object_size_greater_than;
        out.smaller = and.object_size_less_than;
        tags.extend(and.tags.iter().flatten().cloned());
    }
    if let (Some(larger), Some(smaller)) = (out.larger, out.smaller)
        && larger >= smaller
    {
        return Err(err("InvalidRequest", 400, "'ObjectSizeLessThan' has to be a value greater than 'ObjectSizeGreaterThan'"));
    }
    out.tags = names::object_tags(&tags)?;
    Ok(())
}

/// The rules as a reply tells them.
pub(crate) fn told(rules: &[Rule]) -> Vec<api::LifecycleRule> {
    rules.iter().map(tell).collect()
}

fn tell(rule: &Rule) -> api::LifecycleRule {
    let conditions = rule.tags.len()
        + usize::from(rule.prefix.is_some())
        + usize::from(rule.larger.is_some())
        + usize::from(rule.smaller.is_some());
    let filter = (!rule.old_form).then(|| {
        if conditions > 1 {
            let tags = (!rule.tags.is_empty()).then(|| names::api_tags(&rule.tags));
            let and = api::LifecycleRuleAndOperator {
                prefix: rule.prefix.clone(),
                tags,
                object_size_greater_than: rule.larger,
                object_size_less_than: rule.smaller,
            };
            return api::LifecycleRuleFilter { and: Some(and), ..Default::default() };
        }
        api::LifecycleRuleFilter {
            prefix: rule.prefix.clone(),
            tag: names::api_tags(&rule.tags).pop(),
            object_size_greater_than: rule.larger,
            object_size_less_than: rule.smaller,
            and: None,
        }
    });
    let expires = rule.date.is_some() || rule.days.is_some() || rule.markers.is_some();
    api::LifecycleRule {
        expiration: expires.then(|| api::LifecycleExpiration {
            date: rule.date.map(names::second),
            days: rule.days,
            expired_object_delete_marker: rule.markers,
        }),
        id: Some(rule.id.clone()),
        prefix: if rule.old_form { rule.prefix.clone() } else { None },
        filter,
        status: if rule.enabled { api::ExpirationStatus::Enabled } else { api::ExpirationStatus::Disabled },
        transitions: None,
        noncurrent_version_transitions: None,
        noncurrent_version_expiration: rule.noncurrent_days.map(|days| api::NoncurrentVersionExpiration {
            noncurrent_days: Some(days),
            newer_noncurrent_versions: rule.newer_noncurrent,
        }),
        abort_incomplete_multipart_upload: rule
            .abort_days
            .map(|days| api::AbortIncompleteMultipartUpload { days_after_initiation: Some(days) }),
    }
}

/// So many days after a moment, rounded up to midnight UTC.
fn due(from: i64, days: i32) -> i64 {
    let at = from.saturating_add(i64::from(days) * DAY);
    at.div_euclid(DAY) * DAY + if at.rem_euclid(DAY) == 0 { 0 } else { DAY }
}

impl Rule {
    fn covers(&self, entry: &Entry) -> bool {
        let size = i64::try_from(entry.size).unwrap_or(i64::MAX);
        self.enabled
            && entry.key.starts_with(self.prefix.as_deref().unwrap_or_default())
            && self.tags.iter().all(|tag| entry.tags.contains(tag))
            && self.larger.is_none_or(|least| size > least)
            && self.smaller.is_none_or(|most| size < most)
    }

    fn expires(&self, entry: &Entry) -> Option<i64> {
        match (self.date, self.days) {
            (Some(date), _) => Some(date),
            (None, Some(days)) => Some(due(entry.modified, days)),
            (None, None) => None,
        }
    }
}

/// When a current object expires, and by which rule: the earliest.
pub(crate) fn expiration<'r>(rules: &'r [Rule], entry: &Entry) -> Option<(i64, &'r str)> {
    rules.iter().filter(|r| r.covers(entry)).filter_map(|r| Some((r.expires(entry)?, r.id.as_str()))).min()
}

/// The header `x-amz-expiration`.
pub(crate) fn header(rules: Option<&Vec<Rule>>, entry: &Entry) -> Option<String> {
    let (at, id) = expiration(rules?, entry)?;
    let date = Timestamp::from_millisecond(at).ok()?.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string();
    Some(format!("expiry-date=\"{date}\", rule-id=\"{}\"", names::encoded(id, Some(api::EncodingType::Url))))
}

/// Whether the current version is over: an object by its age, a delete marker by being all that is left.
pub(crate) fn current_is_over(rules: &[Rule], entry: &Entry, alone: bool, now: i64) -> bool {
    if entry.marker {
        return alone
            && rules
                .iter()
                .filter(|r| r.covers(entry))
                .any(|r| r.markers == Some(true) || r.days.is_some_and(|d| due(entry.modified, d) <= now));
    }
    expiration(rules, entry).is_some_and(|(at, _)| at <= now)
}

/// Whether a noncurrent version is over that has so many newer noncurrent versions.
pub(crate) fn noncurrent_is_over(rules: &[Rule], entry: &Entry, newer: usize, now: i64) -> bool {
    rules.iter().filter(|r| r.covers(entry)).any(|rule| {
        let kept = rule.newer_noncurrent.map_or(0, |n| usize::try_from(n).unwrap_or(0));
        let since = entry.superseded_at.unwrap_or(entry.modified);
        rule.noncurrent_days.is_some_and(|days| due(since, days) <= now) && newer >= kept
    })
}

/// When an upload that began then is aborted, and by which rule.
pub(crate) fn abortion<'r>(rules: &'r [Rule], key: &str, initiated: i64) -> Option<(i64, &'r str)> {
    let of_key = |r: &&Rule| r.enabled && key.starts_with(r.prefix.as_deref().unwrap_or_default());
    rules.iter().filter(of_key).filter_map(|r| Some((due(initiated, r.abort_days?), r.id.as_str()))).min()
}

#[cfg(test)]
mod tests {
    use super::{DAY, Rule, abortion, current_is_over, due, expiration, header, noncurrent_is_over, read, told};
    use crate::api;
    use crate::resources::Entry;

    fn rule() -> Rule {
        Rule { id: "r".to_owned(), enabled: true, prefix: Some("logs/".to_owned()), ..Rule::default() }
    }

    fn entry(key: &str, modified: i64) -> Entry {
        Entry { key: key.to_owned(), modified, size: 10, ..Entry::default() }
    }

    #[test]
    fn midnight_is_awaited() {
        assert_eq!(due(0, 1), DAY);
        assert_eq!(due(1, 1), 2 * DAY);
        assert_eq!(due(DAY - 1, 30), 31 * DAY);
    }

    #[test]
    fn objects_expire_by_age_prefix_tag_and_size() {
        let rules = vec![Rule { days: Some(3), ..rule() }];
        assert_eq!(expiration(&rules, &entry("logs/a", 1)), Some((4 * DAY, "r")));
        assert_eq!(expiration(&rules, &entry("other", 1)), None);
        assert!(!current_is_over(&rules, &entry("logs/a", 1), true, 4 * DAY - 1));
        assert!(current_is_over(&rules, &entry("logs/a", 1), true, 4 * DAY));
        assert!(header(Some(&rules), &entry("logs/a", 1)).unwrap().contains("Mon, 05 Jan 1970 00:00:00 GMT"));
        for strict in [
            Rule { tags: vec![("k".into(), "v".into())], ..rules[0].clone() },
            Rule { larger: Some(10), ..rules[0].clone() },
            Rule { smaller: Some(10), ..rules[0].clone() },
            Rule { enabled: false, ..rules[0].clone() },
        ] {
            assert_eq!(expiration(&[strict], &entry("logs/a", 1)), None);
        }
    }

    #[test]
    fn markers_versions_and_uploads() {
        let marker = Entry { marker: true, ..entry("logs/a", 1) };
        let rules = [Rule { markers: Some(true), ..rule() }];
        assert!(current_is_over(&rules, &marker, true, 2));
        assert!(!current_is_over(&rules, &marker, false, i64::MAX));
        let rules = [Rule { noncurrent_days: Some(1), newer_noncurrent: Some(2), ..rule() }];
        let old = Entry { superseded_at: Some(DAY), ..entry("logs/a", 1) };
        assert!(!noncurrent_is_over(&rules, &old, 2, 2 * DAY - 1));
        assert!(noncurrent_is_over(&rules, &old, 2, 2 * DAY));
        assert!(!noncurrent_is_over(&rules, &old, 1, 2 * DAY));
        let rules = [Rule { abort_days: Some(7), ..rule() }];
        assert_eq!(abortion(&rules, "logs/a", 1), Some((8 * DAY, "r")));
        assert_eq!(abortion(&rules, "x", 1), None);
    }

    #[test]
    fn rules_are_told_as_they_were_given() {
        let given = api::LifecycleRule {
            id: Some("a".to_owned()),
            status: api::ExpirationStatus::Enabled,
            filter: Some(api::LifecycleRuleFilter { prefix: Some("p".to_owned()), ..Default::default() }),
            expiration: Some(api::LifecycleExpiration { days: Some(2), ..Default::default() }),
            ..Default::default()
        };
        assert_eq!(told(&read(std::slice::from_ref(&given)).unwrap()), std::slice::from_ref(&given));
        let bad = [
            api::LifecycleRule { filter: None, ..given.clone() },
            api::LifecycleRule { expiration: None, ..given.clone() },
            api::LifecycleRule {
                expiration: Some(api::LifecycleExpiration { days: Some(0), ..Default::default() }),
                ..given.clone()
            },
            api::LifecycleRule { transitions: Some(vec![api::Transition::default()]), ..given.clone() },
        ];
        for bad in bad {
            assert!(read(std::slice::from_ref(&bad)).is_err(), "{bad:?}");
        }
        assert!(read(&[given.clone(), given]).is_err());
    }
}
