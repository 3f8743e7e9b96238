//! Kills a committing process at a random moment, many times, and compares what it acknowledged with what is there.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests")]

mod common;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Write as _};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use common::*;
use store::{Commit, Durability, Lookup, Store};

const FOLDER: &str = "STORE_CRASH_FOLDER";
const ROUND: &str = "STORE_CRASH_ROUND";
const TASKS: usize = 16;

/// The victim: this very test binary, started again. Each task creates resources and changes its own counter, each with a journal entry, and
/// prints a line for every acknowledgement. It never ends by itself.
#[test]
#[ignore = "run by the other test only"]
fn victim() {
    let (Ok(folder), Ok(round)) = (std::env::var(FOLDER), std::env::var(ROUND)) else {
        return;
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async {
        let store = Store::open(folder.as_ref()).unwrap();
        let tasks = (0..TASKS).map(|task| {
            let (store, round) = (store.clone(), round.clone());
            tokio::spawn(async move {
                let counter = key(&format!("counter-{task}"));
                for n in 0_u64.. {
                    let name = format!("{round}-{task}-{n}");
                    let old = store.get(&counter).await.unwrap().map(|old| old.version);
                    let commit = Commit {
                        expect: vec![at_version(&counter, old)],
                        journal: vec![entry(&name)],
                        cursors: vec![(format!("cursor-{task}"), old.unwrap_or(0) + 1)],
                        durability: if (n + task as u64).is_multiple_of(8) { Durability::Synced } else { Durability::Written },
                        ..writes(vec![
                            put(&counter, &name),
                            put_found(&key(&name), &"x".repeat(300), vec![Lookup::unique("name", &name)]),
                        ])
                    };
                    let made = store.commit(commit).await.unwrap();
                    let line = format!("ack {name} {} {}\n", made.sequence, made.versions[0]);
                    std::io::stdout().lock().write_all(line.as_bytes()).unwrap();
                }
            })
        });
        for task in tasks.collect::<Vec<_>>() {
            task.await.unwrap();
        }
    });
}

#[test]
fn what_was_acknowledged_survives_kill() {
    let folder = tempfile::tempdir().unwrap();
    let mut acknowledged: BTreeMap<String, u64> = BTreeMap::new();
    let mut counters: BTreeMap<String, u64> = BTreeMap::new();
    let mut chance = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), 0_u8);
    for round in 0..10 {
        let mut child = Command::new(std::env::current_exe().unwrap())
            .args(["--exact", "victim", "--ignored", "--nocapture", "--test-threads=1"])
            .env(FOLDER, folder.path())
            .env(ROUND, round.to_string())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        let (send, lines) = mpsc::channel();
        let output = BufReader::new(child.stdout.take().unwrap());
        let reading = std::thread::spawn(move || {
            for line in output.lines().map_while(Result::ok) {
                drop(send.send(line));
            }
        });
        let first = lines.recv_timeout(Duration::from_secs(60)).unwrap();
        chance = chance.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        std::thread::sleep(Duration::from_millis(20 + (chance >> 40) % 400));
        child.kill().unwrap();
        child.wait().unwrap();
        reading.join().unwrap();
        for line in std::iter::once(first).chain(lines) {
            // The kill may cut the last line: it must have its newline to count, and a cut one has too few words or is no acknowledgement.
            let words: Vec<_> = line.split(' ').collect();
            if let ["ack", name, sequence, version] = words[..]
                && let (Ok(sequence), Ok(version)) = (sequence.parse::<u64>(), version.parse::<u64>())
            {
                acknowledged.insert(name.to_owned(), sequence);
                let task = name.split('-').nth(1).unwrap();
                let last = counters.entry(format!("counter-{task}")).or_default();
                *last = version.max(*last);
            }
        }
        check(folder.path(), &acknowledged, &counters);
    }
    assert!(acknowledged.len() > 200, "only {} acknowledgements: the test proves little", acknowledged.len());
}

#[tokio::main(flavor = "current_thread")]
async fn check(folder: &std::path::Path, acknowledged: &BTreeMap<String, u64>, counters: &BTreeMap<String, u64>) {
    let store = Store::open(folder).unwrap();
    let journal = store.journal(0, usize::MAX).await.unwrap();
    let by_name: BTreeMap<_, _> = journal.iter().map(|entry| (entry.id.clone(), entry.seq)).collect();
    assert_eq!(by_name.len(), journal.len(), "doubled");
    for (name, sequence) in acknowledged {
        assert_eq!(by_name.get(name), Some(sequence), "{name} was acknowledged");
    }
    // Resources, look-ups, counters and journal agree, acknowledged or not: a commit is whole or absent.
    for entry in &journal {
        let record = store.get(&key(&entry.id)).await.unwrap().unwrap();
        assert_eq!((record.version, record.seq), (1, entry.seq));
        assert_eq!(store.find("name", &entry.id).await.unwrap(), Some(record));
    }
    let mut changes = 0;
    for task in 0..TASKS {
        let name = format!("counter-{task}");
        let history = store.history(&key(&name), 0, usize::MAX).await.unwrap();
        assert!(history.iter().map(|version| version.version).eq(1..=history.len() as u64));
        assert_eq!(store.cursor(&format!("cursor-{task}")).await.unwrap(), history.len() as u64);
        assert!(history.len() as u64 >= counters.get(&name).copied().unwrap_or(0));
        let named: BTreeSet<_> = history.iter().map(|version| version.entry.clone()).collect();
        assert_eq!(named.len(), history.len());
        changes += history.len();
    }
    assert_eq!(changes, journal.len());
    let counted = store.count("AWS::IAM::User", "111111111111", "").await.unwrap();
    let listed = store.list_kind("AWS::IAM::User", None, usize::MAX).await.unwrap();
    assert_eq!(counted, listed.len() as u64);
    store.close().await;
}
