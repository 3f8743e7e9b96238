//! Session tags: what a session carries of the tags that are passed and of those that pass on.
//!
//! Source: "Pass session tags in AWS STS" of the IAM user guide.

use wire::Failure;

use crate::errors::{constraint, invalid_parameter};

/// Session tags of one session, inherited ones included. Source: "IAM and AWS STS quotas".
const MOST: usize = 50;

/// The tags of a new session.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SessionTags {
    /// All of them: inherited first.
    pub tags: Vec<(String, String)>,
    /// Keys of those that pass on to the next role.
    pub transitive: Vec<String>,
}

/// Merges the tags that a request passes with the transitive ones of the calling session.
///
/// # Errors
/// Duplicate keys (their case does not count), reserved keys, transitive keys without a tag, tags that would override an inherited one, too many.
pub(crate) fn merge(
    inherited: &[(String, String)],
    inherited_transitive: &[String],
    passed: &[(String, String)],
    transitive: &[String],
) -> Result<SessionTags, Failure> {
    let mut merged = SessionTags::default();
    for (key, value) in inherited.iter().filter(|(key, _)| holds(inherited_transitive, key)) {
        merged.tags.push((key.clone(), value.clone()));
        merged.transitive.push(key.clone());
    }
    for (index, (key, value)) in passed.iter().enumerate() {
        if key.to_lowercase().starts_with("aws:") || value.to_lowercase().starts_with("aws:") {
            return Err(invalid_parameter("Session tag keys and values that begin with aws: are reserved for system use."));
        }
        if passed.iter().take(index).any(|(other, _)| same(other, key)) {
            return Err(duplicate());
        }
        if holds(&merged.transitive, key) {
            return Err(invalid_parameter(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from the calling session.",
            ));
        }
        merged.tags.push((key.clone(), value.clone()));
    }
    for key in transitive {
        let Some((named, _)) = passed.iter().find(|(have, _)| same(have, key)) else {
            return Err(invalid_parameter("The specified transitive tag key must be included in the requested tags."));
        };
        if !holds(&merged.transitive, named) {
            merged.transitive.push(named.clone());
        }
    }
    if merged.tags.len() > MOST {
        return Err(constraint("tags", "Member must have length less than or equal to 50"));
    }
    Ok(merged)
}

/// Refuses tags of which two have the same key; case does not count.
///
/// # Errors
/// `InvalidParameterValue`.
pub(crate) fn distinct(tags: &[(String, String)]) -> Result<(), Failure> {
    let twice = tags.iter().enumerate().any(|(index, (key, _))| tags.iter().take(index).any(|(other, _)| same(other, key)));
    if twice { Err(duplicate()) } else { Ok(()) }
}

fn duplicate() -> Failure {
    invalid_parameter("Duplicate tag keys found. Please note that Tag keys are case insensitive.")
}

/// The tags of a principal: those of the identity, overridden by those of the session.
pub(crate) fn overridden(identity: &[(String, String)], session: &[(String, String)]) -> Vec<(String, String)> {
    let mut tags: Vec<_> = identity.iter().filter(|(key, _)| !session.iter().any(|(have, _)| same(have, key))).cloned().collect();
    tags.extend_from_slice(session);
    tags
}

fn holds(keys: &[String], key: &str) -> bool {
    keys.iter().any(|have| same(have, key))
}

fn same(one: &str, two: &str) -> bool {
    one == two || one.to_lowercase() == two.to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::{merge, overridden};

    fn pairs(list: &[(&str, &str)]) -> Vec<(String, String)> {
        list.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    fn keys(list: &[&str]) -> Vec<String> {
        list.iter().map(|&k| k.to_owned()).collect()
    }

    #[test]
    fn only_transitive_tags_pass_on() {
        let merged =
            merge(&pairs(&[("Team", "a"), ("Cost", "1")]), &keys(&["team"]), &pairs(&[("Env", "x")]), &keys(&["Env"])).unwrap();
        assert_eq!(merged.tags, pairs(&[("Team", "a"), ("Env", "x")]));
        assert_eq!(merged.transitive, keys(&["Team", "Env"]));
    }

    #[test]
    fn a_tag_that_does_not_pass_on_may_be_set_anew() {
        let merged = merge(&pairs(&[("Cost", "1")]), &[], &pairs(&[("cost", "2")]), &[]).unwrap();
        assert_eq!((merged.tags, merged.transitive), (pairs(&[("cost", "2")]), Vec::new()));
    }

    #[test]
    fn wrong_tags_are_refused() {
        let said = |inherited: &[(&str, &str)], passed: &[(&str, &str)], transitive: &[&str]| {
            merge(&pairs(inherited), &keys(&["Team"]), &pairs(passed), &keys(transitive)).unwrap_err().message
        };
        assert!(said(&[], &[("a", "1"), ("A", "2")], &[]).starts_with("Duplicate tag keys"));
        assert!(said(&[("Team", "x")], &[("TEAM", "x")], &[]).contains("conflicts with a transitive tag key"));
        assert!(said(&[], &[("a", "1")], &["b"]).contains("must be included"));
        assert!(said(&[], &[("AWS:a", "1")], &[]).contains("reserved"));
        let many: Vec<String> = (0..50).map(|i| i.to_string()).collect();
        let many: Vec<(&str, &str)> = many.iter().map(|k| (k.as_str(), "")).collect();
        assert!(merge(&[], &[], &pairs(&many), &[]).is_ok());
        assert!(said(&[("Team", "x")], &many, &[]).contains("less than or equal to 50"));
    }

    #[test]
    fn session_tags_override_the_roles() {
        assert_eq!(
            overridden(&pairs(&[("Department", "Marketing"), ("x", "1")]), &pairs(&[("department", "engineering")])),
            pairs(&[("x", "1"), ("department", "engineering")])
        );
    }
}
