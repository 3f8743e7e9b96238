//! The lake's keeper is stopped at every step that it waits at: of ingestion, compaction, retention of what was replaced and the sweep of orphans.
//! Whatever was done by then, the next process ends with every event in the store once, and with no file too many.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::future::Future as _;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use async_trait::async_trait;
use futures::StreamExt as _;
use futures::stream::BoxStream;
use lake::Root;
use lake::datafusion::object_store::memory::InMemory;
use lake::datafusion::object_store::path::Path;
use lake::datafusion::object_store::{
    CopyOptions, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMultipartOptions, PutOptions,
    PutPayload, PutResult, Result,
};
use plane::reconcile::Reconciler;
use service_cloudtrail::api::operation::{CreateEventDataStore, DescribeQuery, GetQueryResults, StartQuery};
use service_cloudtrail::api::{
    CreateEventDataStoreRequest, DescribeQueryRequest, GetQueryResultsRequest, QueryStatus, StartQueryRequest,
};
use service_cloudtrail::{Lap, lake_in};
use tokio::sync::Notify;

use support::{Bench, HOUR, OWNER};

/// So late that whatever file a crash left is old enough to be swept.
const LATE: i64 = 4_102_444_800;
const NEVER: i64 = i64::MAX / 4;
/// Upkeep and a sweep in the first round of a process alone.
const INGEST: Lap = Lap { ingest_ms: 0, upkeep_ms: NEVER, sweep_ms: NEVER };
const ALL: Lap = Lap { ingest_ms: 0, upkeep_ms: 0, sweep_ms: 0 };
/// Events that are in files of their own when the keeper is stopped,
const EVENTS: usize = 5;
/// and these files with that of the call which made the store.
const SMALL: usize = EVENTS + 1;

/// Where a process waits for its files.
#[derive(Debug)]
struct Waits {
    /// How many end before the one that does not.
    left: AtomicUsize,
    reached: Notify,
}

impl Waits {
    async fn next(&self) {
        if self.left.fetch_sub(1, Ordering::SeqCst) == 0 {
            self.reached.notify_one();
            std::future::pending::<()>().await;
        }
        tokio::task::yield_now().await;
    }
}

/// Files in memory, with a wait before and behind whatever is done to one: as with a disk, a process may end at both.
#[derive(Debug)]
struct Waiting {
    files: InMemory,
    waits: Arc<Waits>,
}

impl Waiting {
    fn new() -> Self {
        Self { files: InMemory::new(), waits: Arc::new(Waits { left: AtomicUsize::new(usize::MAX), reached: Notify::new() }) }
    }
}

impl std::fmt::Display for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waiting")
    }
}

#[async_trait]
impl ObjectStore for Waiting {
    async fn put_opts(&self, place: &Path, data: PutPayload, options: PutOptions) -> Result<PutResult> {
        self.waits.next().await;
        let done = self.files.put_opts(place, data, options).await;
        self.waits.next().await;
        done
    }
    async fn put_multipart_opts(&self, place: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.files.put_multipart_opts(place, options).await
    }
    async fn get_opts(&self, place: &Path, options: GetOptions) -> Result<GetResult> {
        self.waits.next().await;
        self.files.get_opts(place, options).await
    }
    fn delete_stream(&self, places: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let waits = self.waits.clone();
        let waiting = move |place| {
            let waits = waits.clone();
            async move {
                waits.next().await;
                place
            }
        };
        self.files.delete_stream(places.then(waiting.clone()).boxed()).then(waiting).boxed()
    }
    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.files.list(prefix)
    }
    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.files.list_with_delimiter(prefix).await
    }
    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.files.copy_opts(from, to, options).await
    }
}

/// Where a process is ended.
#[derive(Debug, Clone, Copy)]
enum Stop {
    /// When the keeper has waited so often, for whatever: also for the store, whose answers take their own time.
    Wait(usize),
    /// When it has waited for its files so often.
    FileWait(usize),
}

/// A process: it remembers nothing of those before it.
struct Process {
    keeper: Arc<dyn Reconciler>,
    queries: Arc<dyn Reconciler>,
}

impl Process {
    fn new(files: &Arc<Waiting>, lap: Lap) -> Self {
        let mut both = lake_in(Some(Root::Store(files.clone())), Some(lap)).into_iter();
        Self { keeper: both.next().unwrap(), queries: both.next().unwrap() }
    }

    /// Runs until the keeper is where it is to be stopped, and ends there; true if it came to its end before.
    async fn stopped_at(self, stop: Stop, bench: &Bench, files: &Waiting) -> bool {
        let mut run = Box::pin(plane::testing::reconcile(&bench.system, &self.keeper));
        match stop {
            Stop::Wait(waits) => {
                let mut left = waits;
                std::future::poll_fn(|cx| {
                    if left == 0 {
                        return Poll::Ready(false);
                    }
                    left -= 1;
                    run.as_mut().poll(cx).map(|done| {
                        done.unwrap();
                        true
                    })
                })
                .await
            }
            Stop::FileWait(waits) => {
                files.waits.left.store(waits, Ordering::SeqCst);
                let ended = tokio::select! {
                    done = run => { done.unwrap(); true }
                    () = files.waits.reached.notified() => false,
                };
                files.waits.left.store(usize::MAX, Ordering::SeqCst);
                ended
            }
        }
    }

    /// Runs to the end of a round. What the process before it had handed in may still be committed meanwhile: then the round is repeated.
    async fn round(&self, bench: &Bench) {
        for _ in 0..20 {
            if plane::testing::reconcile(&bench.system, &self.keeper).await.is_ok() {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(10)).await;
        }
        panic!("the keeper never came to its end");
    }

    async fn ask(&self, bench: &Bench, statement: String) -> Vec<Vec<String>> {
        let asked = StartQueryRequest { query_statement: Some(statement), ..StartQueryRequest::default() };
        let query_id = bench.call::<StartQuery>(OWNER, asked).await.unwrap().query_id.unwrap();
        loop {
            plane::testing::reconcile(&bench.system, &self.queries).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            let described = DescribeQueryRequest { query_id: Some(query_id.clone()), ..DescribeQueryRequest::default() };
            let told = bench.call::<DescribeQuery>(OWNER, described).await.unwrap();
            match told.query_status.unwrap() {
                QueryStatus::Queued | QueryStatus::Running => {}
                QueryStatus::Finished => break,
                other => panic!("{other}: {:?}", told.error_message),
            }
        }
        let results = GetQueryResultsRequest { query_id, ..GetQueryResultsRequest::default() };
        let rows = bench.call::<GetQueryResults>(OWNER, results).await.unwrap().query_result_rows.unwrap();
        rows.into_iter().map(|row| row.into_iter().flat_map(|cell| cell.into_values()).collect()).collect()
    }
}

async fn names(files: &Waiting) -> BTreeSet<String> {
    files.list(None).map(|found| found.unwrap().location.to_string()).collect().await
}

/// How far a keeper had come.
#[derive(Debug, PartialEq, Eq)]
enum Reached {
    NotIngested,
    Ingested,
    /// The file of a compaction was written and is not in the catalogue.
    Compacting,
    Compacted,
}

/// Stops a keeper and has others go on, until the store is tidy; how far the first had come, and whether it had ended.
async fn stopped(stop: Stop) -> (Reached, bool) {
    let bench = Bench::at(LATE).await;
    let files = Arc::new(Waiting::new());
    let request = CreateEventDataStoreRequest { name: "main".to_owned(), ..CreateEventDataStoreRequest::default() };
    let made = bench.call::<CreateEventDataStore>(OWNER, request).await.unwrap();
    let id = made.event_data_store_arn.unwrap().rsplit('/').next().unwrap().to_owned();
    let first = Process::new(&files, INGEST);
    first.round(&bench).await;
    for at in 0..EVENTS {
        bench.event(OWNER, "us-east-1", &format!("Event{at}")).await;
        first.round(&bench).await;
    }
    assert_eq!(names(&files).await.len(), SMALL);
    bench.event(OWNER, "us-east-1", &format!("Event{EVENTS}")).await;
    let ended = Process::new(&files, ALL).stopped_at(stop, &bench, &files).await;
    let left = names(&files).await;
    Process::new(&files, ALL).round(&bench).await;
    // Beside the small files there is that of a compaction; the next process makes another only if it was not committed.
    let again = names(&files).await.difference(&left).count() > 0;
    let reached = match left.len() {
        SMALL => Reached::NotIngested,
        n if n == SMALL + 2 && again => Reached::Compacting,
        n if n == SMALL + 2 => Reached::Compacted,
        _ => Reached::Ingested,
    };
    let expected: Vec<Vec<String>> = (0..=EVENTS).map(|at| vec![format!("Event{at}"), "1".to_owned()]).collect();
    let statement = format!("SELECT eventName AS a, count(*) AS b FROM {id} WHERE eventName LIKE 'Event%' GROUP BY 1 ORDER BY 1");
    let last = Process::new(&files, ALL);
    assert_eq!(last.ask(&bench, statement.clone()).await, expected, "{stop:?}");
    // What was replaced goes when no query can be reading it; what a stop left goes with the sweep. The calls of the query are events, in a second file.
    last.round(&bench).await;
    bench.pass(2 * HOUR);
    last.round(&bench).await;
    assert_eq!(names(&files).await.len(), 2, "{stop:?}");
    assert_eq!(last.ask(&bench, statement).await, expected, "{stop:?}, at the end");
    (reached, ended)
}

#[tokio::test]
async fn stopped_at_a_file_every_event_is_there_once() {
    let mut seen = Vec::new();
    for waits in 0.. {
        let (reached, ended) = stopped(Stop::FileWait(waits)).await;
        seen.push(reached);
        if ended {
            break;
        }
    }
    for reached in [Reached::NotIngested, Reached::Compacting, Reached::Compacted] {
        assert!(seen.contains(&reached), "never {reached:?}: {seen:?}");
    }
}

#[tokio::test]
async fn stopped_anywhere_every_event_is_there_once() {
    for waits in 0.. {
        if stopped(Stop::Wait(waits)).await.1 {
            break;
        }
    }
}
