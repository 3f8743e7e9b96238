//! What the suites share.
#![allow(dead_code, reason = "each suite uses a part")]

use store::{Commit, CommitError, Expectation, Key, Lookup, NewEntry, Record, Store, Write};

/// A user's key in account 1.
pub fn key(id: &str) -> Key {
    Key::new("AWS::IAM::User", "111111111111", "", id)
}

pub fn put(key: &Key, body: &str) -> Write {
    put_found(key, body, vec![])
}

pub fn put_found(key: &Key, body: &str, lookups: Vec<Lookup>) -> Write {
    let arn = Some(format!("arn:aws:iam::{}:user/{}", key.account, key.id));
    let tags = vec![("z".to_owned(), "1".to_owned()), ("a".to_owned(), "ü".to_owned())];
    Write::Put { key: key.clone(), arn, tags, body: body.as_bytes().to_vec(), lookups }
}

pub fn delete(key: &Key) -> Write {
    Write::Delete { key: key.clone() }
}

pub fn entry(id: &str) -> NewEntry {
    NewEntry {
        id: id.to_owned(),
        kind: "api-call".to_owned(),
        account: "111111111111".to_owned(),
        region: "eu-central-1".to_owned(),
        at: 7,
        body: format!("body of {id}").into_bytes(),
    }
}

pub fn writes(writes: Vec<Write>) -> Commit {
    Commit { writes, at: 1_000, ..Commit::default() }
}

pub fn at_version(key: &Key, version: Option<u64>) -> Expectation {
    Expectation::Version { key: key.clone(), version }
}

pub fn ids(records: &[Record]) -> Vec<&str> {
    records.iter().map(|record| record.key.id.as_str()).collect()
}

/// The key a conflict names.
pub fn conflict<T: std::fmt::Debug>(result: Result<T, CommitError>) -> Key {
    match result {
        Err(CommitError::Conflict { key }) => key,
        other => panic!("not a conflict: {other:?}"),
    }
}

/// A store and the folder it needs while it lives.
pub struct Fixture {
    pub store: Store,
    pub folder: Option<tempfile::TempDir>,
}

pub fn file() -> Fixture {
    let folder = tempfile::tempdir().unwrap();
    Fixture { store: Store::open(&folder.path().join("data")).unwrap(), folder: Some(folder) }
}

pub fn memory() -> Fixture {
    Fixture { store: Store::in_memory().unwrap(), folder: None }
}
