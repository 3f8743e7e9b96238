//! The lake's keeper is stopped at every step that it waits at: of ingestion, compaction, retention of what was replaced and the sweep of orphans.
//! Whatever was done by then, the next process ends with every event in the store once, and with no file too many.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

mod support;

use std::future::Future as _;
use std::sync::Arc;
use std::task::Poll;

use lake::Root;
use lake::datafusion::object_store::ObjectStore as _;
use lake::datafusion::object_store::memory::InMemory;
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
const INGEST: Lap = Lap { ingest_ms: 0, upkeep_ms: NEVER, sweep_ms: NEVER };
/// Files that are there when the keeper is stopped.
const SMALL: usize = 5;

/// A process: it remembers nothing of those before it.
struct Process {
    keeper: Arc<dyn Reconciler>,
    queries: Arc<dyn Reconciler>,
}

impl Process {
    fn new(files: &Arc<InMemory>, lap: Lap) -> Self {
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

async fn count(files: &InMemory) -> usize {
    use futures::StreamExt as _;
    files.list(None).count().await
}

#[tokio::test]
async fn stopped_anywhere_every_event_is_there_once() {
    // Rounds in which the keeper was stopped before it had ingested; within a compaction, whose file was written and not yet in the catalogue; behind it.
    let (mut before, mut within, mut behind) = (0, 0, 0);
    for waits in 0.. {
        let bench = Bench::at(LATE).await;
        let files = Arc::new(InMemory::new());
        let request = CreateEventDataStoreRequest { name: "main".to_owned(), ..CreateEventDataStoreRequest::default() };
        let made = bench.call::<CreateEventDataStore>(OWNER, request).await.unwrap();
        let id = made.event_data_store_arn.unwrap().rsplit('/').next().unwrap().to_owned();
        for at in 0..SMALL {
            bench.event(OWNER, "us-east-1", &format!("Event{at}")).await;
            Process::new(&files, INGEST).round(&bench).await;
        }
        assert_eq!(count(&files).await, SMALL);
        bench.event(OWNER, "us-east-1", &format!("Event{SMALL}")).await;
        let all = Lap { ingest_ms: 0, upkeep_ms: 0, sweep_ms: 0 };
        let ended = Process::new(&files, all).stopped_after(&bench, waits).await;
        let left = count(&files).await;
        // The next process compacts again only if that was not committed.
        Process::new(&files, Lap { sweep_ms: NEVER, ..all }).round(&bench).await;
        match (left, count(&files).await) {
            (SMALL, _) => before += 1,
            (left, now) if left == SMALL + 2 && now == SMALL + 3 => within += 1,
            (left, now) if left == SMALL + 2 && now == left => behind += 1,
            _ => {}
        }
        let expected: Vec<Vec<String>> = (0..=SMALL).map(|at| vec![format!("Event{at}"), "1".to_owned()]).collect();
        let statement =
            format!("SELECT eventName AS a, count(*) AS b FROM {id} WHERE eventName LIKE 'Event%' GROUP BY 1 ORDER BY 1");
        let last = Process::new(&files, all);
        let seen = last.ask(&bench, statement.clone()).await;
        assert_eq!(seen, expected, "stopped after {waits} waits");
        // What was replaced goes when no query can be reading it; what a stop left goes with the sweep.
        last.round(&bench).await;
        bench.pass(2 * HOUR);
        last.round(&bench).await;
        assert_eq!(count(&files).await, 1, "stopped after {waits} waits");
        assert_eq!(last.ask(&bench, statement).await, expected, "stopped after {waits} waits, at the end");
        if ended {
            break;
        }
    }
    assert!(before > 0 && within > 0 && behind > 0, "{before} before, {within} within, {behind} behind a compaction");
}
