//! Queries that were started: what is kept of them, and how they run.
//!
//! A query is a document before anybody hears of it. The reconciler runs what is queued, each in a task of its own, and keeps the rows in chunks. A
//! query that ran when the process ended is begun again by the next one, its rows thrown away; one that was begun too often ends FAILED.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use lake::{LakeError, Progress, Table, rows};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, LookupValue, Resource, Stored, System, Transaction};
use serde::{Deserialize, Serialize};
use tokio::task::AbortHandle;

use crate::api::{DeliveryStatus, QueryStatus};
use crate::catalogue;
use crate::engine::Engine;
use crate::query_results;
use crate::stores::{EventDataStore, sealing};

/// Look-up: queries that have work to do.
pub const OPEN: &str = "cloudtrail:query:open";
/// Look-up: the queries over an event data store, by its ARN.
pub const BY_STORE: &str = "cloudtrail:query:event-data-store";
/// Look-up: the queries of a dashboard's refresh.
pub const BY_REFRESH: &str = "cloudtrail:query:refresh";

/// How long results are kept, milliseconds: seven days.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/query-results.html>.
pub const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Longest that a query may run.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// How often a query is begun at most.
const ATTEMPTS: u32 = 3;
/// Rows and bytes of a chunk at most.
const CHUNK_ROWS: usize = 1000;
const CHUNK_BYTES: usize = 1 << 20;
/// Bytes of all rows of a query at most.
const MOST_BYTES: usize = 256 << 20;
/// Finished queries looked at for their end, at once.
const PAGE: usize = 200;

/// A query. It is kept in the account that started it, under its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryRun {
    /// Id, a UUID.
    pub id: String,
    /// The statement, as it was given.
    pub statement: String,
    /// The statement, as it is planned.
    pub planned: String,
    /// The event data stores that it reads: account and id (they are in the query's region), and ARN.
    pub stores: Vec<(String, String, String)>,
    /// Alias of the widget it is of.
    pub alias: Option<String>,
    /// The refresh of the dashboard it is of.
    pub refresh: Option<String>,
    /// Where the results go, `s3://…`.
    pub delivery: Option<String>,
    /// What became of that.
    pub delivery_status: Option<DeliveryStatus>,
    /// Status.
    pub status: QueryStatus,
    /// Why it failed.
    pub error: Option<String>,
    /// How often it was begun.
    pub attempts: u32,
    /// Names of the columns.
    pub columns: Vec<String>,
    /// Rows in all chunks.
    pub rows: u64,
    /// Chunks.
    pub chunks: u64,
    /// Bytes read.
    pub bytes_scanned: u64,
    /// Events looked at.
    pub events_scanned: u64,
    /// How long it ran, milliseconds.
    pub ran_ms: i64,
    /// When it was started, milliseconds since 1970.
    pub created_at: i64,
    /// When it ended.
    pub finished_at: Option<i64>,
}

impl QueryRun {
    /// Whether it has not ended yet.
    pub fn is_active(&self) -> bool {
        matches!(self.status, QueryStatus::Queued | QueryStatus::Running)
    }
}

impl Resource for QueryRun {
    const KIND: &'static str = "Cloudkeep::CloudTrail::Query";
    const HISTORY: bool = false;
    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups: Vec<LookupValue> = self.stores.iter().map(|(_, _, arn)| LookupValue::shared(BY_STORE, arn)).collect();
        if self.is_active() || self.delivery_status == Some(DeliveryStatus::Pending) {
            lookups.push(LookupValue::shared(OPEN, ""));
        }
        lookups.extend(self.refresh.iter().map(|r| LookupValue::shared(BY_REFRESH, r)));
        lookups
    }
}

/// Rows of a query. The id is the query's and the chunk's number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryRows {
    /// The rows.
    pub rows: Vec<Vec<Option<String>>>,
}

impl Resource for QueryRows {
    const KIND: &'static str = "Cloudkeep::CloudTrail::QueryRows";
    const HISTORY: bool = false;
}

/// Id of a chunk.
pub fn chunk_id(query: &str, chunk: u64) -> String {
    format!("{query}/{chunk:010}")
}

/// Runs queries.
pub struct Queries {
    engine: Arc<Engine>,
    running: Arc<Mutex<HashMap<String, AbortHandle>>>,
    cleaned: Mutex<Option<i64>>,
}

impl Queries {
    /// Runs queries over a lake.
    pub fn new(engine: Arc<Engine>) -> Self {
        Self { engine, running: Arc::default(), cleaned: Mutex::default() }
    }

    fn is_running(&self, id: &str) -> bool {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).contains_key(id)
    }

    /// Whether it is time to remove old results.
    fn cleans(&self, now: i64) -> bool {
        let mut cleaned = self.cleaned.lock().unwrap_or_else(PoisonError::into_inner);
        let due = cleaned.is_none_or(|last| now < last || now - last >= 10 * 60 * 1000);
        if due {
            *cleaned = Some(now);
        }
        due
    }
}

impl Reconciler for Queries {
    fn name(&self) -> &'static str {
        "cloudtrail-queries"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let open = system.reader().find_all::<QueryRun>(OPEN, "", None, usize::MAX >> 1).await?;
            let ids: BTreeSet<&str> = open.iter().filter(|q| q.body.is_active()).map(|q| q.body.id.as_str()).collect();
            // What was cancelled ends now.
            self.running.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, task| {
                let goes_on = ids.contains(id.as_str()) || task.is_finished();
                if !goes_on {
                    task.abort();
                }
                !task.is_finished() && goes_on
            });
            for query in &open {
                if self.is_running(&query.body.id) {
                    continue;
                }
                let (system, engine, key) = (system.clone(), self.engine.clone(), query.key.clone());
                let task = tokio::spawn(async move {
                    if let Err(failure) = turn(&system, &engine, &key).await {
                        tracing::error!(query = key.id, message = failure.message, detail = failure.detail, "a query cannot run");
                    }
                });
                let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
                running.insert(query.body.id.clone(), task.abort_handle());
            }
            if self.cleans(system.plane().clock.now_ms()) {
                clean(system).await?;
            }
            Ok(())
        })
    }
}

impl Drop for Queries {
    fn drop(&mut self) {
        self.running.lock().unwrap_or_else(PoisonError::into_inner).values().for_each(AbortHandle::abort);
    }
}

/// A transaction of the service.
async fn act<T, F>(system: &System, work: F) -> Result<T, Failure>
where
    F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<T, Failure>> + Send + Sync,
    T: Send,
{
    system.act("cloudtrail", "DescribeQuery", work).await
}

/// Changes a query if it has not ended, or if it only waits for its delivery; what it is then, or none if it is gone.
pub async fn change(
    system: &System,
    key: &Key,
    work: impl Fn(&mut QueryRun, i64) + Send + Sync + Clone + 'static,
) -> Result<Option<QueryRun>, Failure> {
    let key = key.clone();
    act(system, move |tx| {
        let (key, work) = (key.clone(), work.clone());
        Box::pin(async move {
            let Some(mut query) = tx.get::<QueryRun>(&key.account, &key.region, &key.id).await? else { return Ok(None) };
            let waits = query.body.delivery_status == Some(DeliveryStatus::Pending);
            if query.body.is_active() || waits {
                work(&mut query.body, tx.call().time.as_millisecond());
                tx.put(&query)?;
            }
            Ok(Some(query.body))
        })
    })
    .await
}

/// One query's turn: run, and deliver.
async fn turn(system: &System, engine: &Engine, key: &Key) -> Result<(), Failure> {
    let Some(query) = system.reader().get::<QueryRun>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
    let mut query = query.body;
    if query.is_active() {
        remove_rows(system, key).await?;
        let begun = change(system, key, |query, _| {
            query.attempts += 1;
            query.chunks = 0;
            query.rows = 0;
            query.status = QueryStatus::Running;
            if query.attempts > ATTEMPTS {
                query.status = QueryStatus::Failed;
                query.error = Some(format!("The query was begun {ATTEMPTS} times, and the server ended each time."));
            }
        })
        .await?;
        let Some(begun) = begun.filter(|q| q.status == QueryStatus::Running) else { return Ok(()) };
        query = execute(system, engine, key, begun).await?;
    }
    if query.delivery_status == Some(DeliveryStatus::Pending) && query.status == QueryStatus::Finished {
        query_results::deliver(system, key, &query).await?;
    }
    Ok(())
}

/// Runs a query to its end, whatever that is.
async fn execute(system: &System, engine: &Engine, key: &Key, query: QueryRun) -> Result<QueryRun, Failure> {
    let began = system.plane().clock.wall().as_millisecond();
    let mut kept = Kept::default();
    let ended = tokio::time::timeout(LONGEST, collect(system, engine, key, &query, &mut kept)).await;
    let (status, error) = match ended {
        Ok(Ok(())) => (QueryStatus::Finished, None),
        Ok(Err(error)) => {
            if let LakeError::Internal(detail) = &error {
                tracing::error!(query = query.id, detail, "a query failed");
            }
            let internal = matches!(error, LakeError::Internal(_) | LakeError::Storage { .. });
            (
                QueryStatus::Failed,
                Some(if internal { "The query failed for an internal reason.".to_owned() } else { error.to_string() }),
            )
        }
        Err(_) => (QueryStatus::TimedOut, Some("The query ran for longer than an hour.".to_owned())),
    };
    let ran = system.plane().clock.wall().as_millisecond() - began;
    let done = change(system, key, move |query, now| {
        query.status = status;
        query.error.clone_from(&error);
        query.finished_at = Some(now);
        query.columns.clone_from(&kept.columns);
        query.rows = kept.rows;
        query.chunks = kept.chunks;
        query.bytes_scanned = kept.progress.bytes_scanned;
        query.events_scanned = kept.progress.rows_scanned;
        query.ran_ms = ran;
        if status != QueryStatus::Finished && query.delivery_status.is_some() {
            query.delivery_status = Some(DeliveryStatus::Cancelled);
        }
    })
    .await?;
    done.ok_or_else(|| Failure::internal("a query is gone"))
}

/// What was kept of a query's results.
#[derive(Debug, Clone, Default)]
struct Kept {
    columns: Vec<String>,
    rows: u64,
    chunks: u64,
    progress: Progress,
}

async fn collect(system: &System, engine: &Engine, key: &Key, query: &QueryRun, kept: &mut Kept) -> Result<(), LakeError> {
    let internal = |failure: Failure| LakeError::Internal(failure.detail.unwrap_or(failure.message));
    let lake = engine.lake(system).map_err(internal)?;
    let reader = system.reader();
    let mut tables = Vec::with_capacity(query.stores.len());
    for (account, id, arn) in &query.stores {
        let store = reader.get::<EventDataStore>(account, &key.region, id).await.map_err(internal)?;
        let Some(store) = store.filter(|s| s.body.is_active()) else {
            return Err(LakeError::statement(format!("the event data store {arn} is not there any more")));
        };
        let files = catalogue::files(&reader, &store.body).await.map_err(internal)?;
        // An organization's store holds events of all its members, any other those of its account alone.
        let accounts = store.body.organization.is_none().then(|| BTreeSet::from([account.clone()]));
        let key = sealing::open(&reader, &store.body).await.map_err(|failure| match failure.detail {
            Some(detail) => LakeError::Internal(detail),
            None => LakeError::Execution(format!("the KMS key of {arn} cannot be used: {}", failure.message)),
        })?;
        tables.push(Table { names: vec![id.clone()], files, accounts, key });
    }
    let mut running = lake.query(&query.planned, &tables).await?;
    kept.columns = running.columns();
    let (mut chunk, mut size, mut total) = (Vec::new(), 0, 0);
    while let Some(batch) = running.next().await {
        for row in rows(&batch?)? {
            let bytes: usize = row.iter().map(|v| v.as_ref().map_or(4, String::len) + 4).sum();
            if chunk.len() >= CHUNK_ROWS || size + bytes > CHUNK_BYTES && !chunk.is_empty() {
                keep(system, key, kept, std::mem::take(&mut chunk)).await.map_err(internal)?;
                size = 0;
            }
            size += bytes;
            total += bytes;
            if total > MOST_BYTES {
                return Err(LakeError::Execution(format!("the query has more than {MOST_BYTES} bytes of results")));
            }
            chunk.push(row);
        }
        kept.progress = running.progress();
    }
    kept.progress = running.progress();
    if !chunk.is_empty() {
        keep(system, key, kept, chunk).await.map_err(internal)?;
    }
    Ok(())
}

/// Keeps a chunk, if the query goes on.
async fn keep(system: &System, key: &Key, kept: &mut Kept, rows: Vec<Vec<Option<String>>>) -> Result<(), Failure> {
    kept.rows += rows.len() as u64;
    let (id, rows, place) = (chunk_id(&key.id, kept.chunks), QueryRows { rows }, key.clone());
    kept.chunks += 1;
    act(system, move |tx| {
        let (place, id, rows) = (place.clone(), id.clone(), rows.clone());
        Box::pin(async move { tx.put(&Stored::new(&place.account, &place.region, id, rows)) })
    })
    .await
}

/// Removes the rows of a query.
async fn remove_rows(system: &System, key: &Key) -> Result<(), Failure> {
    loop {
        let place = key.clone();
        let more = act(system, move |tx| {
            let place = place.clone();
            Box::pin(async move {
                let prefix = format!("{}/", place.id);
                let chunks = tx.reader().list::<QueryRows>(&place.account, &place.region, &prefix, None, 32).await?;
                chunks.iter().for_each(|chunk| tx.delete(chunk));
                Ok(!chunks.is_empty())
            })
        })
        .await?;
        if !more {
            return Ok(());
        }
    }
}

/// Removes queries and results whose time is over.
async fn clean(system: &System) -> Result<(), Failure> {
    let now = system.plane().clock.now_ms();
    let mut after: Option<Key> = None;
    loop {
        let page = system.reader().list_everywhere::<QueryRun>(after.as_ref(), PAGE).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.clone());
        for query in page {
            let over = query.body.finished_at.is_some_and(|at| now - at >= KEPT_MS);
            if over && !query.body.is_active() {
                remove_rows(system, &query.key).await?;
                let key = query.key.clone();
                act(system, move |tx| {
                    let key = key.clone();
                    Box::pin(async move {
                        if let Some(query) = tx.get::<QueryRun>(&key.account, &key.region, &key.id).await? {
                            tx.delete(&query);
                        }
                        Ok(())
                    })
                })
                .await?;
            }
        }
    }
}
