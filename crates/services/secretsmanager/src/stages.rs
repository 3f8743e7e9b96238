//! Staging labels and the versions that carry them: every rule of moving them, pure.
//!
//! See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/whats-in-a-secret.html#term_version>.

use plane::Failure;

use crate::errors::{invalid_parameter, limit, no_version};
use crate::resources::{CURRENT, PREVIOUS, Version};

/// Staging labels on one secret at most.
const MOST_LABELS: usize = 20;
/// Versions of one secret that are kept; older ones without a label go. What is younger than a day stays, up to [`MOST_VERSIONS`].
const KEPT_VERSIONS: usize = 100;
const MOST_VERSIONS: usize = 4_000;
/// How long a version without label stays at least, milliseconds.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// Adds a version and gives it labels, each taken from whoever had it.
///
/// # Errors
/// `LimitExceededException`.
pub fn add(versions: &mut Vec<Version>, mut version: Version) -> Result<(), Failure> {
    if versions.len() >= MOST_VERSIONS {
        return Err(limit("You have exceeded the number of versions of a secret."));
    }
    let labels = std::mem::take(&mut version.stages);
    let id = version.id.clone();
    // The first version is current whatever was asked, so that the secret can be read.
    let first = versions.is_empty();
    versions.push(version);
    for label in &labels {
        give(versions, label, &id);
    }
    if first && !labels.iter().any(|l| l == CURRENT) {
        give(versions, CURRENT, &id);
    }
    check(versions)
}

/// Takes a label from the version that has it and gives it to another. With AWSCURRENT goes AWSPREVIOUS.
fn give(versions: &mut [Version], label: &str, to: &str) {
    let from = take(versions, label);
    if let Some(version) = versions.iter_mut().find(|v| v.id == to) {
        version.stages.push(label.to_owned());
    }
    if label == CURRENT
        && let Some(from) = from.filter(|from| from != to)
    {
        give(versions, PREVIOUS, &from);
        // A version that is current again is not the previous one too.
        if let Some(version) = versions.iter_mut().find(|v| v.id == to) {
            version.stages.retain(|s| s != PREVIOUS);
        }
    }
}

fn take(versions: &mut [Version], label: &str) -> Option<String> {
    let version = versions.iter_mut().find(|v| v.stages.iter().any(|s| s == label))?;
    version.stages.retain(|s| s != label);
    Some(version.id.clone())
}

/// UpdateSecretVersionStage: moves, attaches or removes a label.
///
/// # Errors
/// `InvalidParameterException`, `ResourceNotFoundException`, `LimitExceededException`.
pub fn update(versions: &mut [Version], label: &str, remove_from: Option<&str>, move_to: Option<&str>) -> Result<(), Failure> {
    for id in [remove_from, move_to].into_iter().flatten() {
        if !versions.iter().any(|v| v.id == id) {
            return Err(no_version(&format!("VersionId: {id}")));
        }
    }
    let attached = versions.iter().find(|v| v.stages.iter().any(|s| s == label)).map(|v| v.id.clone());
    match (remove_from, &attached) {
        (None, Some(at)) if move_to.is_some_and(|to| to != at) => {
            return Err(invalid_parameter(format!(
                "The parameter RemoveFromVersionId can't be empty. Staging label {label} is currently attached to version {at}, so you must explicitly reference that version in RemoveFromVersionId."
            )));
        }
        (Some(from), Some(at)) if from != at => {
            return Err(invalid_parameter(format!(
                "Staging label {label} is currently attached to version {at}, not to version {from}, which is referenced in RemoveFromVersionId."
            )));
        }
        (Some(from), None) => {
            return Err(invalid_parameter(format!("Staging label {label} is not attached to version {from}.")));
        }
        _ => {}
    }
    match move_to {
        Some(to) => give(versions, label, to),
        None if remove_from.is_none() => {
            return Err(invalid_parameter("You must specify either RemoveFromVersionId or MoveToVersionId."));
        }
        None if label == CURRENT => {
            return Err(invalid_parameter(
                "You can only move staging label AWSCURRENT to a different secret version. It can't be completely removed.",
            ));
        }
        None => {
            take(versions, label);
        }
    }
    check(versions)
}

/// Removes a label wherever it is.
pub fn drop_label(versions: &mut [Version], label: &str) {
    take(versions, label);
}

fn check(versions: &[Version]) -> Result<(), Failure> {
    if versions.iter().map(|v| v.stages.len()).sum::<usize>() > MOST_LABELS {
        return Err(limit("You have exceeded the number of staging labels allowed for a secret."));
    }
    Ok(())
}

/// Takes out the versions that nobody needs any more: without a label, older than a day, and beyond the hundred youngest. The ids of those taken.
pub fn collect_garbage(versions: &mut Vec<Version>, now: i64) -> Vec<String> {
    let mut surplus = versions.len().saturating_sub(KEPT_VERSIONS);
    let mut gone = Vec::new();
    versions.retain(|version| {
        let garbage = surplus > 0 && version.stages.is_empty() && now.saturating_sub(version.created) > KEPT_MS;
        if garbage {
            surplus -= 1;
            gone.push(version.id.clone());
        }
        !garbage
    });
    gone
}

#[cfg(test)]
mod tests {
    use super::{add, collect_garbage, update};
    use crate::resources::{CURRENT, PENDING, PREVIOUS, Version};
    use proptest::prelude::*;

    fn version(id: &str, stages: &[&str]) -> Version {
        let stages = stages.iter().map(|&s| s.to_owned()).collect();
        Version { id: id.to_owned(), stages, created: 0, key: String::new(), managed_key: true }
    }

    fn labels(versions: &[Version]) -> Vec<(String, Vec<String>)> {
        versions.iter().map(|v| (v.id.clone(), v.stages.clone())).collect()
    }

    fn is(versions: &[Version], expected: &[(&str, &[&str])]) {
        let expected: Vec<(String, Vec<String>)> =
            expected.iter().map(|(id, s)| ((*id).to_owned(), s.iter().map(|&s| s.to_owned()).collect())).collect();
        assert_eq!(labels(versions), expected);
    }

    #[test]
    fn a_new_current_version_makes_the_old_one_previous() {
        let mut versions = Vec::new();
        add(&mut versions, version("1", &[CURRENT])).unwrap();
        is(&versions, &[("1", &[CURRENT])]);
        add(&mut versions, version("2", &[CURRENT])).unwrap();
        is(&versions, &[("1", &[PREVIOUS]), ("2", &[CURRENT])]);
        add(&mut versions, version("3", &[PENDING])).unwrap();
        add(&mut versions, version("4", &[CURRENT, "mine"])).unwrap();
        is(&versions, &[("1", &[]), ("2", &[PREVIOUS]), ("3", &[PENDING]), ("4", &[CURRENT, "mine"])]);
    }

    #[test]
    fn the_first_version_is_current() {
        let mut versions = Vec::new();
        add(&mut versions, version("1", &["mine"])).unwrap();
        is(&versions, &[("1", &["mine", CURRENT])]);
    }

    #[test]
    fn labels_move_only_from_where_they_are() {
        let start = || vec![version("1", &[PREVIOUS]), version("2", &[CURRENT]), version("3", &[PENDING])];
        let mut versions = start();
        update(&mut versions, CURRENT, Some("2"), Some("3")).unwrap();
        is(&versions, &[("1", &[]), ("2", &[PREVIOUS]), ("3", &[PENDING, CURRENT])]);
        let mut versions = start();
        update(&mut versions, CURRENT, Some("2"), Some("1")).unwrap();
        is(&versions, &[("1", &[CURRENT]), ("2", &[PREVIOUS]), ("3", &[PENDING])]);
        let mut versions = start();
        update(&mut versions, "mine", None, Some("1")).unwrap();
        update(&mut versions, PENDING, Some("3"), None).unwrap();
        is(&versions, &[("1", &[PREVIOUS, "mine"]), ("2", &[CURRENT]), ("3", &[])]);
        for (label, from, to) in [
            (CURRENT, None, Some("3")),
            (CURRENT, Some("1"), Some("3")),
            (CURRENT, Some("2"), None),
            ("none", Some("1"), None),
            (CURRENT, None, None),
            (CURRENT, Some("9"), Some("3")),
            (CURRENT, Some("2"), Some("9")),
        ] {
            let mut versions = start();
            assert!(update(&mut versions, label, from, to).is_err(), "{label} {from:?} {to:?}");
        }
    }

    #[test]
    fn twenty_labels_and_no_more() {
        let mut versions = vec![version("1", &[CURRENT])];
        for i in 0..19 {
            update(&mut versions, &format!("l{i}"), None, Some("1")).unwrap();
        }
        assert!(update(&mut versions, "one more", None, Some("1")).is_err());
    }

    #[test]
    fn only_old_unlabelled_surplus_is_garbage() {
        let day = 24 * 60 * 60 * 1000;
        let mut versions: Vec<Version> = (0..150).map(|i| version(&i.to_string(), &[])).collect();
        versions[0].stages.push("kept".to_owned());
        for (at, version) in versions.iter_mut().enumerate() {
            version.created = if at < 120 { 0 } else { day };
        }
        assert!(collect_garbage(&mut versions.clone(), day).is_empty());
        let gone = collect_garbage(&mut versions, day + 1);
        assert_eq!((gone.len(), versions.len()), (50, 100));
        assert!(versions[0].stages == ["kept"] && !gone.contains(&"0".to_owned()));
        assert!(collect_garbage(&mut versions, day + 1).is_empty());
    }

    proptest! {
        #[test]
        fn no_label_is_on_two_versions_and_one_version_is_current(moves in prop::collection::vec((0usize..4, 0usize..6, any::<bool>()), 1..60)) {
            let names = [CURRENT, PREVIOUS, PENDING, "mine"];
            let mut versions = Vec::new();
            add(&mut versions, version("0", &[CURRENT])).unwrap();
            for (label, at, new) in moves {
                let label = names[label];
                if new && versions.len() < 6 {
                    let id = versions.len().to_string();
                    add(&mut versions, version(&id, &[label])).unwrap();
                } else {
                    let from = versions.iter().find(|v| v.stages.iter().any(|s| s == label)).map(|v| v.id.clone());
                    let _ = update(&mut versions, label, from.as_deref(), Some(&at.to_string()));
                }
                let mut all: Vec<&String> = versions.iter().flat_map(|v| &v.stages).collect();
                let count = all.len();
                all.sort();
                all.dedup();
                prop_assert_eq!(all.len(), count);
                prop_assert_eq!(versions.iter().filter(|v| v.stages.iter().any(|s| s == CURRENT)).count(), 1);
            }
        }
    }
}
