//! Commits per second of single-entry commits, beside what the folder's file system syncs per second.
//!
//! `cargo run --release -p store --example throughput [FOLDER [SECONDS]]`: so many seconds for each line.
#![allow(clippy::print_stdout, clippy::expect_used, reason = "a program to look at")]

use std::io::{Seek as _, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use store::{Commit, Durability, NewEntry, Store, Write};

fn main() {
    let folder = std::env::args().nth(1).unwrap_or_else(|| "throughput-data".to_owned());
    let folder = Path::new(&folder);
    std::fs::create_dir_all(folder).expect("the folder can be made");
    let seconds = std::env::args().nth(2).and_then(|text| text.parse().ok()).unwrap_or(4);
    let time = Duration::from_secs(seconds);
    for (label, reuse) in [("appended", false), ("in place", true)] {
        println!("raw: 4 KiB {label} and fdatasync: {:.0}/s", raw(&folder.join(label), reuse, time));
    }
    let workers = std::env::var("WORKERS").ok().and_then(|n| n.parse().ok()).unwrap_or(2);
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(workers).build().expect("a runtime");
    let store = Store::open(&folder.join("data")).expect("the store opens");
    let serial = Arc::new(AtomicU64::new(0));
    for (label, durability) in [("synced", Durability::Synced), ("written", Durability::Written)] {
        for callers in [1, 64, 256] {
            for (shape, document) in [("entry", false), ("entry + document", true)] {
                let rate = runtime.block_on(measure(&store, &serial, (durability, callers, document), time));
                println!("{label:8} {callers:4} callers, {shape:17}: {rate:8.0} commits/s");
            }
        }
    }
    runtime.block_on(store.close());
    std::fs::remove_dir_all(folder).expect("the folder can be removed");
}

async fn measure(
    store: &Store,
    serial: &Arc<AtomicU64>,
    (durability, callers, document): (Durability, u32, bool),
    time: Duration,
) -> f64 {
    let start = Instant::now();
    let tasks: Vec<_> = (0..callers)
        .map(|_| {
            let (store, serial) = (store.clone(), serial.clone());
            tokio::spawn(async move {
                let mut made = 0_u64;
                while start.elapsed() < time {
                    store.commit(commit(serial.fetch_add(1, Ordering::Relaxed), durability, document)).await.expect("a commit");
                    made += 1;
                }
                made
            })
        })
        .collect();
    let mut made = 0;
    for task in tasks {
        made += task.await.expect("a task");
    }
    made as f64 / start.elapsed().as_secs_f64()
}

fn commit(serial: u64, durability: Durability, document: bool) -> Commit {
    let entry = NewEntry {
        // Grows with time, as UUID version 7 does.
        id: format!("01992f3c-{serial:016x}-7aaa"),
        kind: "api-call".to_owned(),
        account: "111111111111".to_owned(),
        region: "eu-central-1".to_owned(),
        at: 1_700_000_000_000,
        body: vec![b'x'; 300],
    };
    let key = store::Key::new("AWS::IAM::User", "111111111111", "", format!("user-{serial:08}"));
    let put = Write::Put { key, arn: None, tags: vec![], body: vec![b'y'; 300], lookups: vec![] };
    let writes = if document { vec![put] } else { vec![] };
    Commit { journal: vec![entry], writes, durability, ..Commit::default() }
}

/// SQLite's log is appended to at first and written in place once it has been folded into the database: the truth lies between the two.
fn raw(path: &Path, reuse: bool, time: Duration) -> f64 {
    const PAGES: u32 = 4096;
    let mut file = std::fs::File::create(path).expect("a file");
    if reuse {
        for _ in 0..PAGES {
            file.write_all(&[7; 4096]).expect("a write");
        }
        file.sync_all().expect("a sync");
    }
    let (start, mut synced) = (Instant::now(), 0_u32);
    while start.elapsed() < time {
        if reuse && synced.is_multiple_of(PAGES) {
            file.rewind().expect("a seek");
        }
        file.write_all(&[8; 4096]).expect("a write");
        file.sync_data().expect("a sync");
        synced += 1;
    }
    f64::from(synced) / start.elapsed().as_secs_f64()
}
