//! Random commits, one after the other and in groups, against a model that is a map.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use std::collections::BTreeMap;

use common::*;
use proptest::prelude::*;
use store::{Commit, CommitError, Durability, Key, Lookup, Range, Store, Write};

/// One write of a random commit: which key, what look-up (None deletes), whether the version is expected as the model has it, one off, or not
/// at all.
#[derive(Debug, Clone)]
struct Step {
    id: u8,
    lookup: Option<(u8, bool)>,
    expect: Option<bool>,
    entry: u8,
}

fn step() -> impl Strategy<Value = Step> {
    let lookup = proptest::option::weighted(0.7, (0_u8..4, any::<bool>()));
    (0_u8..6, lookup, proptest::option::of(proptest::bool::weighted(0.9)), 0_u8..40)
        .prop_map(|(id, lookup, expect, entry)| Step { id, lookup, expect, entry })
}

#[derive(Default)]
struct Model {
    /// Every version of every key: body, or None for a deletion.
    versions: BTreeMap<Key, Vec<Option<String>>>,
    lookups: BTreeMap<Key, Lookup>,
    journal: Vec<String>,
}

impl Model {
    fn current(&self, key: &Key) -> Option<(u64, &String)> {
        let versions = self.versions.get(key)?;
        versions.last()?.as_ref().map(|body| (versions.len() as u64, body))
    }

    /// Does what the store must do; false if it must refuse.
    fn apply(&mut self, commit: &Commit) -> bool {
        for expectation in &commit.expect {
            if let store::Expectation::Version { key, version } = expectation
                && self.current(key).map(|(version, _)| version) != *version
            {
                return false;
            }
        }
        let mut lookups = self.lookups.clone();
        for write in &commit.writes {
            lookups.remove(write.key());
        }
        for write in &commit.writes {
            if let Write::Put { key, lookups: new, .. } = write {
                for lookup in new {
                    let rival = lookups
                        .values()
                        .any(|other| other.name == lookup.name && other.value == lookup.value && (other.unique || lookup.unique));
                    if rival {
                        return false;
                    }
                    lookups.insert(key.clone(), lookup.clone());
                }
            }
        }
        self.lookups = lookups;
        for write in &commit.writes {
            let live = self.current(write.key()).is_some();
            let versions = self.versions.entry(write.key().clone()).or_default();
            match write {
                Write::Put { body, .. } => versions.push(Some(String::from_utf8(body.clone()).unwrap())),
                Write::Delete { .. } if live => versions.push(None),
                Write::Delete { .. } => {}
            }
        }
        for entry in &commit.journal {
            if !self.journal.contains(&entry.id) {
                self.journal.push(entry.id.clone());
            }
        }
        true
    }
}

/// A commit of steps, made for the state the model is in.
fn commit_of(model: &Model, number: usize, steps: &[Step]) -> Commit {
    let mut commit = Commit { at: number as i64, durability: Durability::Written, ..Commit::default() };
    for (place, step) in steps.iter().enumerate() {
        let key = key(&format!("id-{}", step.id));
        if commit.writes.iter().any(|write| *write.key() == key) {
            continue;
        }
        let version = model.current(&key).map(|(version, _)| version);
        match step.expect {
            Some(true) => commit.expect.push(at_version(&key, version)),
            Some(false) => commit.expect.push(at_version(&key, Some(version.unwrap_or(0) + 1))),
            None => {}
        }
        commit.journal.push(entry(&format!("e{}", step.entry)));
        commit.writes.push(match step.lookup {
            Some((value, unique)) => {
                let lookup = Lookup { name: "n".into(), value: value.to_string(), unique };
                put_found(&key, &format!("{number}.{place}"), vec![lookup])
            }
            None => delete(&key),
        });
    }
    commit
}

async fn compare(store: &Store, model: &Model) {
    for (key, versions) in &model.versions {
        let record = store.get(key).await.unwrap();
        let seen = record.as_ref().map(|record| (record.version, String::from_utf8(record.body.clone()).unwrap()));
        assert_eq!(seen, model.current(key).map(|(version, body)| (version, body.clone())));
        let history = store.history(key, 0, usize::MAX).await.unwrap();
        let bodies: Vec<_> = history.iter().map(|v| (!v.deleted).then(|| String::from_utf8(v.body.clone()).unwrap())).collect();
        assert_eq!(&bodies, versions);
        assert!(history.iter().map(|version| version.version).eq(1..=versions.len() as u64));
        assert!(history.windows(2).all(|pair| pair[0].seq < pair[1].seq));
    }
    let live: Vec<_> = model.versions.keys().filter(|key| model.current(key).is_some()).cloned().collect();
    let range = Range::all("AWS::IAM::User", "111111111111", "");
    let listed = store.list(&range, None, usize::MAX).await.unwrap();
    assert_eq!(listed.into_iter().map(|record| record.key).collect::<Vec<_>>(), live);
    assert_eq!(store.count("AWS::IAM::User", "111111111111", "").await.unwrap(), live.len() as u64);
    assert_eq!(store.range_fingerprint(&range).await.unwrap().count(), live.len() as u64);
    let prefixed = store.range_fingerprint(&range.with_prefix("id-")).await.unwrap();
    assert_eq!(prefixed.count(), live.len() as u64);
    for value in 0..4 {
        let value = value.to_string();
        let holders: Vec<_> =
            model.lookups.iter().filter(|(_, lookup)| lookup.value == value).map(|(key, _)| key.clone()).collect();
        let found = store.find_all("n", &value, None, usize::MAX).await.unwrap();
        assert_eq!(found.into_iter().map(|record| record.key).collect::<Vec<_>>(), holders);
    }
    let journal = store.journal(0, usize::MAX).await.unwrap();
    assert_eq!(journal.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>(), model.journal);
    assert!(journal.windows(2).all(|pair| pair[0].seq < pair[1].seq));
}

fn run(groups: &[Vec<Vec<Step>>], fixture: &Fixture) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    runtime.block_on(async {
        let mut model = Model::default();
        let mut number = 0;
        for group in groups {
            // Commits of a group are made for the same state and sent at once, in order: on a single-threaded runtime the writer gets them in
            // that order, mostly in one transaction.
            let commits: Vec<_> = group
                .iter()
                .map(|steps| {
                    number += 1;
                    commit_of(&model, number, steps)
                })
                .collect();
            let tasks: Vec<_> = commits
                .iter()
                .map(|commit| {
                    let (store, commit) = (fixture.store.clone(), commit.clone());
                    tokio::spawn(async move { store.commit(commit).await })
                })
                .collect();
            for (commit, task) in commits.iter().zip(tasks) {
                let result = task.await.unwrap();
                assert_eq!(model.apply(commit), result.is_ok(), "{commit:?}: {result:?}");
                assert!(!matches!(result, Err(CommitError::Failed(_))), "{result:?}");
            }
            compare(&fixture.store, &model).await;
        }
        fixture.store.close().await;
    });
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 40, ..ProptestConfig::default() })]

    #[test]
    fn the_store_is_a_map_with_history(
        groups in proptest::collection::vec(proptest::collection::vec(proptest::collection::vec(step(), 1..4), 1..6), 1..8),
    ) {
        run(&groups, &memory());
        run(&groups, &file());
    }
}
