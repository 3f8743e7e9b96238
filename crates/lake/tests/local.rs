//! A lake in a folder: what is added is there once, whatever is interrupted.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, missing_docs, reason = "tests")]

use std::path::Path;

use lake::import::Record;
use lake::local::{Added, LocalConfig, LocalLake, LocalView, Source};
use lake::rows;
use tempfile::TempDir;
use uuid::Uuid;

fn config(folder: &Path) -> LocalConfig {
    LocalConfig {
        folder: folder.join("lake"),
        memory_limit: 64 << 20,
        spill: folder.join("spill"),
        parallelism: 2,
        ids: Box::new(Uuid::now_v7),
    }
}

fn event(id: &str, day: u32) -> Record {
    let text = format!(
        r#"{{"eventID":"{id}","eventTime":"2026-01-{day:02}T00:00:00Z","eventName":"GetObject","awsRegion":"eu-west-1","recipientAccountId":"1"}}"#
    );
    Record::read(text.into_bytes()).unwrap()
}

async fn ids(folder: &Path) -> String {
    let view = LocalView::open(config(folder)).unwrap();
    let mut query = view.query("SELECT eventID FROM events ORDER BY 1").await.unwrap();
    let mut all = Vec::new();
    while let Some(batch) = query.next().await {
        all.extend(rows(&batch.unwrap()).unwrap().into_iter().map(|r| r[0].clone().unwrap()));
    }
    all.join(" ")
}

fn data_files(folder: &Path) -> usize {
    let mut found = 0;
    let mut folders = vec![folder.join("lake/events")];
    while let Some(at) = folders.pop() {
        for entry in std::fs::read_dir(at).into_iter().flatten().flatten() {
            if entry.path().is_dir() { folders.push(entry.path()) } else { found += 1 }
        }
    }
    found
}

#[tokio::test]
async fn events_are_there_once() {
    let folder = TempDir::new().unwrap();
    let mut lake = LocalLake::open(config(folder.path())).await.unwrap();
    let source = Source { path: "/a".into(), bytes: 1, modified: 2 };
    assert!(!lake.has(&source));
    let added = lake.add(vec![event("a", 1), event("b", 1), event("a", 1), event("c", 2)], vec![source.clone()]).await.unwrap();
    assert_eq!((added.new, added.known), (3, 1));
    assert!(lake.has(&source));
    assert!(!lake.has(&Source { modified: 3, ..source.clone() }));
    // What is known is known from the files, too.
    drop(lake);
    let mut lake = LocalLake::open(config(folder.path())).await.unwrap();
    assert!(lake.has(&source));
    let added = lake.add(vec![event("a", 1), event("d", 1), event("c", 3)], Vec::new()).await.unwrap();
    assert_eq!((added.new, added.known), (2, 1));
    assert_eq!(lake.add(Vec::new(), Vec::new()).await.unwrap(), Added::default());
    assert_eq!(ids(folder.path()).await, "a b c c d");
}

#[tokio::test]
async fn one_writes_and_readers_keep_what_they_read() {
    let folder = TempDir::new().unwrap();
    assert!(LocalView::open(config(folder.path())).is_err());
    let mut lake = LocalLake::open(config(folder.path())).await.unwrap();
    for id in ["a", "b", "c", "d"] {
        lake.add(vec![event(id, 1)], Vec::new()).await.unwrap();
    }
    assert!(LocalLake::open(config(folder.path())).await.is_err());
    let view = LocalView::open(config(folder.path())).unwrap();
    assert_eq!(lake.compact(|_, _| ()).await.unwrap(), 4);
    assert_eq!(lake.compact(|_, _| ()).await.unwrap(), 0);
    assert_eq!((lake.files().len(), data_files(folder.path())), (1, 5), "a reader still needs the old files");
    let mut query = view.query("SELECT count(*) FROM events").await.unwrap();
    assert_eq!(rows(&query.next().await.unwrap().unwrap()).unwrap()[0][0].as_deref(), Some("4"));
    drop((query, view, lake));
    assert_eq!(ids(folder.path()).await, "a b c d");
    let mut lake = LocalLake::open(config(folder.path())).await.unwrap();
    assert_eq!(data_files(folder.path()), 1);
    assert_eq!(lake.add(vec![event("a", 1), event("e", 1)], Vec::new()).await.unwrap().new, 1);
    assert_eq!(ids(folder.path()).await, "a b c d e");
}

#[tokio::test]
async fn what_a_crash_left_is_removed_and_comes_again() {
    let folder = TempDir::new().unwrap();
    let mut lake = LocalLake::open(config(folder.path())).await.unwrap();
    lake.add(vec![event("a", 1)], Vec::new()).await.unwrap();
    let log = folder.path().join("lake/catalogue.log");
    let before = std::fs::read(&log).unwrap();
    lake.add(vec![event("b", 1)], vec![Source { path: "/b".into(), bytes: 1, modified: 1 }]).await.unwrap();
    drop(lake);
    let whole = std::fs::read(&log).unwrap();
    for length in [before.len(), before.len() + 9, whole.len() - 1] {
        std::fs::write(&log, &whole[..length]).unwrap();
        assert_eq!(ids(folder.path()).await, "a");
    }
    let mut lake = LocalLake::open(config(folder.path())).await.unwrap();
    assert_eq!(data_files(folder.path()), 1);
    assert!(!lake.has(&Source { path: "/b".into(), bytes: 1, modified: 1 }));
    assert_eq!(lake.add(vec![event("b", 1)], Vec::new()).await.unwrap().new, 1);
    assert_eq!(ids(folder.path()).await, "a b");
}
