//! What only this backend promises: its files, its lock, its schema, its recovery.

use std::sync::Arc;

use rusqlite::trace::{TraceEvent, TraceEventCodes};

use super::*;
use crate::{Durability, NewEntry, Store};

fn entry(id: &str, size: usize) -> NewEntry {
    // Nothing that could be compressed.
    let mut state = 1_u64;
    let mut byte = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        state.to_be_bytes()[0]
    };
    let body = (0..size).map(|_| byte()).collect();
    NewEntry { id: id.into(), kind: "k".into(), account: "1".into(), region: String::new(), at: 1, body }
}

fn one(id: &str, size: usize, durability: Durability) -> Commit {
    Commit { journal: vec![entry(id, size)], durability, ..Commit::default() }
}

#[tokio::test]
async fn a_second_opener_is_told_who_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("a/b");
    let first = Store::open(&path).unwrap();
    match Store::open(&path) {
        Err(error @ StoreError::Locked { .. }) => assert!(error.to_string().contains("in use by another process")),
        other => panic!("{other:?}"),
    }
    first.close().await;
    // Closed is free, though handles are left; dropped is free, though not closed.
    let second = Store::open(&path).unwrap();
    drop(second);
    Store::open(&path).unwrap();
}

#[tokio::test]
async fn everything_is_there_after_reopening() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let put = Write::Put { key: Key::new("k", "", "", "i"), arn: None, tags: vec![], body: vec![1], lookups: vec![] };
    let last = store.commit(one("e", 10, Durability::Written)).await.unwrap().sequence;
    let made = store.commit(Commit { writes: vec![put.clone()], ..Commit::default() }).await.unwrap();
    assert!(made.sequence > last);
    assert!(store.lease("job", "a", 0, 100).await.unwrap());
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(*store.subscribe().borrow(), made.sequence, "also when the last commit had no journal entry");
    assert_eq!(store.get(put.key()).await.unwrap().unwrap().seq, made.sequence);
    assert!(store.entry("e").await.unwrap().is_some());
    // Whoever opens the folder has its lock, so nobody else is alive who could hold a lease.
    assert!(store.lease("job", "b", 99, 100).await.unwrap());
    assert!(store.commit(one("f", 1, Durability::Synced)).await.unwrap().sequence > made.sequence);
    // A clean end leaves no log behind.
    store.close().await;
    let names: Vec<_> = std::fs::read_dir(folder.path()).unwrap().map(|file| file.unwrap().file_name()).collect();
    assert_eq!(names.len(), 2, "{names:?}");
}

#[test]
fn a_newer_schema_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    drop(Store::open(folder.path()).unwrap());
    let change = |sql: &str| Connection::open(folder.path().join(DATABASE)).unwrap().execute_batch(sql).unwrap();
    change("UPDATE schema SET version = 99; CREATE TABLE later (a);");
    match Store::open(folder.path()) {
        Err(error @ StoreError::NewerSchema { found: 99, supported: 3 }) => {
            assert!(error.to_string().contains("use the release that wrote it"));
        }
        other => panic!("{other:?}"),
    }
    change("DROP TABLE later; UPDATE schema SET version = 3;");
    Store::open(folder.path()).unwrap();
}

#[test]
fn what_is_not_a_database_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(DATABASE), vec![b'x'; 8192]).unwrap();
    assert!(matches!(Store::open(folder.path()), Err(StoreError::Open { .. })));
    let file = folder.path().join("file");
    std::fs::write(&file, "x").unwrap();
    assert!(matches!(Store::open(&file), Err(StoreError::Open { .. })));
}

#[tokio::test]
async fn a_full_disk_fails_writes_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    for (file, backend) in
        [(true, Sqlite::open(Folder::take(folder.path()).unwrap()).unwrap()), (false, Sqlite::in_memory().unwrap())]
    {
        let backend = Arc::new(backend);
        let store = Store::with_backend(backend.clone());
        store.commit(one("before", 100, Durability::Synced)).await.unwrap();
        let pages = |count: i64| {
            let guard = lock(&backend.connection);
            let connection = guard.as_ref().unwrap();
            let now: i64 = connection.query_row("PRAGMA page_count", [], |row| row.get(0)).unwrap();
            connection.query_row(&format!("PRAGMA max_page_count = {}", now + count), [], |_| Ok(())).unwrap();
        };
        pages(20);
        let last = *store.subscribe().borrow();
        // One that fits and one that does not, many times together: only the large ones fail.
        let tasks: Vec<_> = (0..20)
            .map(|n| {
                let store = store.clone();
                let size = if n % 2 == 0 { 10 } else { 1 << 20 };
                tokio::spawn(async move { (size, store.commit(one(&format!("{n}"), size, Durability::Written)).await) })
            })
            .collect();
        for task in tasks {
            match task.await.unwrap() {
                (10, result) => assert!(result.is_ok(), "{result:?}"),
                (_, Err(CommitError::Failed(StoreError::Full { .. }))) => {}
                (_, other) => panic!("file {file}: {other:?}"),
            }
        }
        let journal = store.journal(last, 100).await.unwrap();
        assert_eq!(journal.len(), 10);
        assert_eq!(*store.subscribe().borrow(), journal.last().unwrap().seq);
        assert!(store.entry("1").await.unwrap().is_none());
        pages(1_000);
        store.commit(one("1", 1 << 20, Durability::Synced)).await.unwrap();
        assert!(store.entry("1").await.unwrap().is_some());
        store.close().await;
    }
}

#[tokio::test]
async fn a_store_of_damaged_rows_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let backend = Arc::new(Sqlite::open(Folder::take(folder.path()).unwrap()).unwrap());
    let store = Store::with_backend(backend.clone());
    let key = Key::new("k", "", "", "i");
    let put = Write::Put { key: key.clone(), arn: None, tags: vec![], body: vec![1], lookups: vec![] };
    store.commit(Commit { writes: vec![put], ..Commit::default() }).await.unwrap();
    lock(&backend.connection).as_ref().unwrap().execute_batch("UPDATE resources SET tags = '{'").unwrap();
    assert!(matches!(store.get(&key).await, Err(StoreError::Corrupt { .. })));
}

#[tokio::test]
async fn only_synced_commits_sync_the_log() {
    const FULL: i64 = 2;
    const NORMAL: i64 = 1;
    let folder = tempfile::tempdir().unwrap();
    let backend = Arc::new(Sqlite::open(Folder::take(folder.path()).unwrap()).unwrap());
    let store = Store::with_backend(backend.clone());
    let mode = || {
        let guard = lock(&backend.connection);
        guard.as_ref().unwrap().query_row("PRAGMA synchronous", [], |row| row.get::<_, i64>(0)).unwrap()
    };
    // Several times over: a pragma in a kept statement would act only once.
    for n in 0..3 {
        store.commit(one(&format!("w{n}"), 1, Durability::Written)).await.unwrap();
        assert_eq!(mode(), NORMAL);
        store.commit(one(&format!("s{n}"), 1, Durability::Synced)).await.unwrap();
        assert_eq!(mode(), FULL);
    }
}

#[tokio::test]
async fn a_synced_commit_of_nothing_new_still_writes_what_must_be_synced() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let log = || std::fs::metadata(folder.path().join(format!("{DATABASE}-wal"))).unwrap().len();
    store.commit(one("e", 1, Durability::Written)).await.unwrap();
    let written = log();
    store.commit(one("e", 1, Durability::Synced)).await.unwrap();
    let synced = log();
    assert!(synced > written, "SQLite syncs only when it writes");
    store.commit(one("e", 1, Durability::Synced)).await.unwrap();
    assert_eq!(log(), synced, "once is enough");
}

#[test]
fn every_query_walks_an_index() {
    let mut connection = schema::open_memory().unwrap();
    schema::migrate(&mut connection).unwrap();
    let seen = Arc::new(Mutex::new(Vec::<String>::new()));
    let recorder = seen.clone();
    let record = move |event: TraceEvent<'_>| {
        if let TraceEvent::Stmt(_, sql) = event {
            lock(&recorder).push(sql.to_owned());
        }
    };
    connection.trace_v2(TraceEventCodes::SQLITE_TRACE_STMT, Some(record)).unwrap();
    let key = Key::new("k", "1", "r", "i");
    let range = Range::all("k", "1", "r");
    queries::get(&connection, &key).unwrap();
    for range in [range.clone(), range.with_prefix("p")] {
        queries::list(&connection, &range, None, 1).unwrap();
        queries::list(&connection, &range, Some("q"), 1).unwrap();
        queries::fingerprint(&connection, &range).unwrap();
    }
    queries::list_kind(&connection, "k", Some(&key), 1).unwrap();
    queries::find_all(&connection, "n", "v", Some(&key), 1).unwrap();
    queries::history(&connection, &key, 0, 1).unwrap();
    queries::history_at(&connection, &key, 0).unwrap();
    queries::journal(&connection, 0, 1).unwrap();
    queries::entry(&connection, "e").unwrap();
    queries::entry(&connection, "018bcfe5-687f-7000-8000-000000000001").unwrap();
    queries::Finder::new(&connection).by_sequence(1).unwrap();
    schema::latest_time(&connection).unwrap();
    queries::cursor(&connection, "c").unwrap();
    history::events(&connection, &EventQuery { limit: 1, ..EventQuery::default() }).unwrap();
    let seen = std::mem::take(&mut *lock(&seen));
    assert_eq!(seen.len(), 19);
    for sql in seen {
        let mut explain = connection.prepare(&format!("EXPLAIN QUERY PLAN {sql}")).unwrap();
        let nulls = vec![rusqlite::types::Null; explain.parameter_count()];
        let plan: Vec<String> =
            explain.query_map(rusqlite::params_from_iter(nulls), |row| row.get(3)).unwrap().map(|row| row.unwrap()).collect();
        assert!(!plan.is_empty());
        for step in &plan {
            let good = step.starts_with("SEARCH") || step.starts_with("SCALAR SUBQUERY");
            assert!(good && !step.contains("TEMP B-TREE"), "{sql}: {plan:?}");
        }
    }
}

fn timed(ms: u64, n: u64) -> String {
    format!("{:08x}-{:04x}-7000-8000-{n:012x}", ms >> 16, ms & 0xffff)
}

#[tokio::test]
async fn a_folder_of_the_first_schema_is_brought_up_to_date() {
    let folder = tempfile::tempdir().unwrap();
    let connection = Connection::open(folder.path().join(DATABASE)).unwrap();
    connection.execute_batch(schema::VERSION_1).unwrap();
    connection
        .execute_batch("CREATE TABLE schema (version INTEGER NOT NULL, syncs INTEGER NOT NULL DEFAULT 0) STRICT; INSERT INTO schema VALUES (1, 0); INSERT INTO terms VALUES (1, '1', 'r', '', ''), (2, '1', 'r', 'EventName', 'GetUser')")
        .unwrap();
    for n in 1..=1_000_u64 {
        let (seq, at) = (n * 2, 1_000_000 + n * 100);
        let id = if n.is_multiple_of(10) { format!("odd-{n}") } else { timed(at, n) };
        let sql = "INSERT INTO journal (seq, id, kind, account, region, at, body) VALUES (?1, ?2, 'k', '1', 'r', ?3, ?4)";
        connection.execute(sql, rusqlite::params![int(seq), id, int(at), format!("body {n}").into_bytes()]).unwrap();
        connection.execute("INSERT INTO events VALUES (1, ?1, ?2)", rusqlite::params![int(at), int(seq)]).unwrap();
        if n.is_multiple_of(7) {
            connection.execute("INSERT INTO events VALUES (2, ?1, ?2)", rusqlite::params![int(at), int(seq)]).unwrap();
        }
    }
    drop(connection);
    let store = Store::open(folder.path()).unwrap();
    assert_eq!(*store.subscribe().borrow(), 2_000);
    let journal = store.journal(0, 5_000).await.unwrap();
    assert_eq!(journal.len(), 1_000);
    for (n, entry) in (1..).zip(&journal) {
        assert_eq!((entry.seq, entry.body.as_slice()), (n * 2, format!("body {n}").as_bytes()));
        if n % 9 < 2 {
            assert_eq!(store.entry(&entry.id).await.unwrap().as_ref(), Some(entry));
        }
    }
    let mut query = EventQuery { account: "1".into(), region: "r".into(), limit: 30, ..EventQuery::default() };
    query.attribute = Some(("EventName".into(), "GetUser".into()));
    let (mut seen, mut pages) = (Vec::new(), 0);
    loop {
        let page = store.events(&query).await.unwrap();
        query.before = page.last().map(|last| (last.at, last.seq));
        seen.extend(page.iter().map(|entry| entry.seq));
        pages += 1;
        if page.len() < 30 {
            break;
        }
    }
    let expected: Vec<u64> = (1..=1_000_u64).rev().filter(|n| n.is_multiple_of(7)).map(|n| n * 2).collect();
    assert_eq!((seen, pages), (expected, 5));
    // What was there is known, what is new is not.
    assert_eq!(store.commit(one(&journal[3].id, 1, Durability::Written)).await.unwrap().entries, [8]);
    assert_eq!(store.commit(one("odd-10", 1, Durability::Written)).await.unwrap().entries, [20]);
    assert_eq!(store.commit(one(&timed(1_000_000, 5), 1, Durability::Written)).await.unwrap().entries, [2_001]);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn timed_ids_are_known_again_however_long_ago_they_came() {
    let folder = tempfile::tempdir().unwrap();
    let store = Store::open(folder.path()).unwrap();
    let make = async |store: &Store, ids: std::ops::Range<u64>| {
        let tasks: Vec<_> = ids
            .map(|n| {
                let store = store.clone();
                // Some come late, a few very late.
                let ms = 1_700_000_000_000 + n
                    - if n.is_multiple_of(5) { 3_000 } else { 0 }
                    - if n.is_multiple_of(97) { 600_000 } else { 0 };
                tokio::spawn(async move {
                    (timed(ms, n), store.commit(one(&timed(ms, n), 20, Durability::Written)).await.unwrap().sequence)
                })
            })
            .collect();
        let mut made = Vec::new();
        for task in tasks {
            made.push(task.await.unwrap());
        }
        made
    };
    let mut made = make(&store, 0..2_000).await;
    for (id, seq) in made.iter().step_by(7) {
        assert_eq!(store.commit(one(id, 1, Durability::Written)).await.unwrap().entries, [*seq], "{id}");
    }
    drop(store);
    let store = Store::open(folder.path()).unwrap();
    made.extend(make(&store, 2_000..3_000).await);
    for (id, seq) in made.iter().step_by(5) {
        assert_eq!(store.entry(id).await.unwrap().unwrap().seq, *seq, "{id}");
        assert_eq!(store.commit(one(id, 1, Durability::Written)).await.unwrap().entries, [*seq], "{id}");
    }
    assert_eq!(store.journal(0, 10_000).await.unwrap().len(), 3_000);
    assert!(store.entry(&timed(1_700_000_000_000, 1 << 40)).await.unwrap().is_none());
}

#[tokio::test]
async fn a_task_that_gathers_and_dies_leaves_its_work_to_the_thread() {
    let store = Store::in_memory().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().build().unwrap();
    let ended = std::thread::spawn({
        let store = store.clone();
        move || {
            runtime.block_on(async {
                let commit = store.commit(one("a", 1, Durability::Written));
                // Never polled is never handed in.
                drop(commit);
                // Handed in, and the runtime goes before anybody gathers.
                let mut commit = Box::pin(store.commit(one("b", 1, Durability::Written)));
                std::future::poll_fn(|context| {
                    assert!(commit.as_mut().poll(context).is_pending());
                    std::task::Poll::Ready(())
                })
                .await;
            });
        }
    });
    ended.join().unwrap();
    let made = store.commit(one("c", 1, Durability::Written)).await.unwrap();
    assert_eq!(made.sequence, 2);
    assert!(store.entry("b").await.unwrap().is_some());
}
