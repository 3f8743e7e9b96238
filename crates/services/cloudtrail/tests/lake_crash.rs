//! The lake's keeper is stopped at every step that it waits at: of ingestion, compaction, retention of what was replaced and the sweep of orphans.
//! Whatever was done by then, the next process ends with every event in the store once, and with no file too many.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::collections::BTreeSet;
use std::future::Future as _;
use std::sync::Arc;
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

/// Files in memory, with a wait before and behind whatever is done to one: as with a disk, a process may end at both.
#[derive(Debug)]
struct Waiting(InMemory);

impl std::fmt::Display for Waiting {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Waiting")
    }
}

#[async_trait]
impl ObjectStore for Waiting {
    async fn put_opts(&self, place: &Path, data: PutPayload, options: PutOptions) -> Result<PutResult> {
        tokio::task::yield_now().await;
        let done = self.0.put_opts(place, data, options).await;
        tokio::task::yield_now().await;
        done
    }
    async fn put_multipart_opts(&self, place: &Path, options: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        self.0.put_multipart_opts(place, options).await
    }
    async fn get_opts(&self, place: &Path, options: GetOptions) -> Result<GetResult> {
        tokio::task::yield_now().await;
        self.0.get_opts(place, options).await
    }
    fn delete_stream(&self, places: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        let waiting = |place| async {
            tokio::task::yield_now().await;
            place
        };
        self.0.delete_stream(places.then(waiting).boxed()).then(waiting).boxed()
    }
    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.0.list(prefix)
    }
    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.0.list_with_delimiter(prefix).await
    }
    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.0.copy_opts(from, to, options).await
    }
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

    /// Runs until the keeper has waited so often, and ends there; true if it came to its end before.
    async fn stopped_after(self, bench: &Bench, waits: usize) -> bool {
        let mut run = Box::pin(plane::testing::reconcile(&bench.system, &self.keeper));
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

#[tokio::test]
async fn stopped_anywhere_every_event_is_there_once() {
    // Rounds in which the keeper was stopped before it had ingested; within a compaction, whose file was written and not yet in the catalogue; behind it.
    let (mut before, mut within, mut behind) = (0, 0, 0);
    for waits in 0.. {
        let bench = Bench::at(LATE).await;
        let files = Arc::new(Waiting(InMemory::new()));
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
        let ended = Process::new(&files, ALL).stopped_after(&bench, waits).await;
        let left = names(&files).await;
        Process::new(&files, ALL).round(&bench).await;
        // Beside the small files there is that of a compaction; the next process makes another only if it was not committed.
        let again = names(&files).await.difference(&left).count() > 0;
        match left.len() {
            SMALL => before += 1,
            n if n == SMALL + 2 && again => within += 1,
            n if n == SMALL + 2 => behind += 1,
            _ => {}
        }
        let expected: Vec<Vec<String>> = (0..=EVENTS).map(|at| vec![format!("Event{at}"), "1".to_owned()]).collect();
        let statement =
            format!("SELECT eventName AS a, count(*) AS b FROM {id} WHERE eventName LIKE 'Event%' GROUP BY 1 ORDER BY 1");
        let last = Process::new(&files, ALL);
        let seen = last.ask(&bench, statement.clone()).await;
        assert_eq!(seen, expected, "stopped after {waits} waits");
        // What was replaced goes when no query can be reading it; what a stop left goes with the sweep. The calls of the query are events, in a second file.
        last.round(&bench).await;
        bench.pass(2 * HOUR);
        last.round(&bench).await;
        assert_eq!(names(&files).await.len(), 2, "stopped after {waits} waits");
        assert_eq!(last.ask(&bench, statement).await, expected, "stopped after {waits} waits, at the end");
        if ended {
            break;
        }
    }
    assert!(before > 0 && within > 0 && behind > 0, "{before} before, {within} within, {behind} behind a compaction");
}
