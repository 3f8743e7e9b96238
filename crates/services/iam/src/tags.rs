//! Tag rules. Keys of users and roles are told apart without regard to case, keys of all else with it.
//! See <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules>.

use plane::Failure;

use crate::api::Tag;
use crate::common::{invalid, limit, quota};

/// How keys are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Keys {
    /// `Team` and `team` are one key: users and roles.
    IgnoreCase,
    /// They are two: all else.
    Exact,
}

impl Keys {
    fn same(self, one: &str, other: &str) -> bool {
        match self {
            Keys::Exact => one == other,
            Keys::IgnoreCase => one.to_lowercase() == other.to_lowercase(),
        }
    }
}

/// Tags of a request as keys and values, for access steps.
pub(crate) fn pairs(tags: &[Tag]) -> impl Iterator<Item = (&str, &str)> {
    tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()))
}

/// Adds tags, replacing values of keys that are there. A replaced key keeps its place and takes the new spelling.
///
/// # Errors
/// `InvalidInput` for duplicate or reserved keys; `LimitExceeded` beyond 50 tags.
pub(crate) fn add(present: &[(String, String)], new: &[Tag], keys: Keys) -> Result<Vec<(String, String)>, Failure> {
    let mut tags = present.to_vec();
    for (at, tag) in new.iter().enumerate() {
        refuse_reserved(&tag.key)?;
        if new.iter().take(at).any(|earlier| keys.same(&earlier.key, &tag.key)) {
            return Err(invalid("Duplicate tag keys found. Please note that Tag keys are case insensitive."));
        }
        match tags.iter_mut().find(|(key, _)| keys.same(key, &tag.key)) {
            Some(known) => *known = (tag.key.clone(), tag.value.clone()),
            None => tags.push((tag.key.clone(), tag.value.clone())),
        }
    }
    if tags.len() > quota::TAGS {
        return Err(limit("The number of tags has reached the maximum limit."));
    }
    Ok(tags)
}

/// Removes tags; keys that are not there are no error.
///
/// # Errors
/// `InvalidInput` for reserved keys.
pub(crate) fn remove(
    present: &[(String, String)],
    keys_to_remove: &[String],
    keys: Keys,
) -> Result<Vec<(String, String)>, Failure> {
    for key in keys_to_remove {
        refuse_reserved(key)?;
    }
    Ok(present.iter().filter(|(key, _)| !keys_to_remove.iter().any(|k| keys.same(k, key))).cloned().collect())
}

fn refuse_reserved(key: &str) -> Result<(), Failure> {
    let reserved = key.get(..4).is_some_and(|prefix| prefix.eq_ignore_ascii_case("aws:"));
    if reserved { Err(invalid("System tags cannot be added/updated by requester")) } else { Ok(()) }
}

/// Tags as replies list them.
pub(crate) fn listed(tags: &[(String, String)]) -> Vec<Tag> {
    tags.iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect()
}

/// Tags as a member of a resource in a reply: absent if there are none.
pub(crate) fn shown(tags: &[(String, String)]) -> Option<Vec<Tag>> {
    (!tags.is_empty()).then(|| listed(tags))
}

#[cfg(test)]
mod tests {
    use super::{Keys, add, remove};
    use crate::api::Tag;

    fn tag(key: &str, value: &str) -> Tag {
        Tag { key: key.into(), value: value.into() }
    }

    #[test]
    fn keys_of_users_ignore_case_and_keep_it() {
        let tags = add(&[], &[tag("Team", "a")], Keys::IgnoreCase).unwrap();
        assert_eq!(add(&tags, &[tag("team", "b")], Keys::IgnoreCase).unwrap(), [("team".to_owned(), "b".to_owned())]);
        assert_eq!(add(&tags, &[tag("team", "b")], Keys::Exact).unwrap().len(), 2);
        assert!(remove(&tags, &["TEAM".into()], Keys::IgnoreCase).unwrap().is_empty());
        assert_eq!(remove(&tags, &["TEAM".into()], Keys::Exact).unwrap(), tags);
    }

    #[test]
    fn duplicates_reserved_keys_and_too_many_are_refused() {
        assert!(add(&[], &[tag("a", ""), tag("A", "")], Keys::IgnoreCase).is_err());
        assert!(add(&[], &[tag("a", ""), tag("A", "")], Keys::Exact).is_ok());
        assert!(add(&[], &[tag("aws:x", "")], Keys::Exact).is_err());
        assert!(add(&[], &[tag("AWS:x", "")], Keys::Exact).is_err());
        let fifty: Vec<Tag> = (0..50).map(|i| tag(&format!("k{i}"), "")).collect();
        let tags = add(&[], &fifty, Keys::Exact).unwrap();
        assert!(add(&tags, &[tag("one more", "")], Keys::Exact).is_err());
        assert!(add(&tags, &[tag("k7", "other")], Keys::Exact).is_ok());
    }
}
