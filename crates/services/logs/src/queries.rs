//! Queries that were started: what is kept of them, and how they run.
//!
//! A query is a document before anybody hears of it. The reconciler runs what waits, each in a task of its own, over the events that [`crate::scan`]
//! reads, the newest first. Its rows are kept in chunks for seven days. A query that ran when the process ended is begun again by the next one; one that
//! was begun too often ends Failed.

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use insights::{Execution, ExecutionError, Inputs, Moment, Query, Record, ResultRow, Source, Statistics, TimeRange, compile};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, LookupValue, Reader, Resource, Stored, System, Transaction};
use serde::{Deserialize, Serialize};
use tokio::task::AbortHandle;

use crate::Logs;
use crate::api::{LogGroupClass, QueryStatus};
use crate::index::Needles;
use crate::lookup_tables;
use crate::resources::LogGroup;
use crate::scan::{self, scan};

/// Look-up: queries that have not ended.
const OPEN: &str = "logs:query:open";
/// How long results are kept, milliseconds: seven days.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AnalyzingLogData.html>.
const KEPT_MS: i64 = 7 * 24 * 60 * 60 * 1000;
/// Longest that a query runs.
const LONGEST: Duration = Duration::from_secs(60 * 60);
/// Longest that a subquery runs.
const LONGEST_SUBQUERY: Duration = Duration::from_secs(30);
/// How often a query is begun at most.
const ATTEMPTS: u32 = 3;
/// Rows and bytes of a chunk at most.
const CHUNK_ROWS: usize = 1000;
const CHUNK_BYTES: usize = 1 << 20;
/// How often what was found so far is shown.
const GLIMPSE: Duration = Duration::from_secs(1);
/// Rows of a query that runs that are shown.
const GLIMPSE_ROWS: usize = 1000;
/// Threads that one query uses at most.
const MOST_THREADS: usize = 4;
/// Pieces that are taken together for them, and how long they work until what they found is put together.
const PIECES: usize = 256;
const MOMENT: Duration = Duration::from_millis(500);
/// Bytes of memory of a thread's part that are put together at once: what bounds the memory of a query beside its own limit.
const HEAVY: usize = 32 << 20;
/// Finished queries looked at for their end, at once.
const PAGE: usize = 200;

/// A query. It is kept in the account that started it, under its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryRun {
    /// Id, a UUID that grows with time.
    pub id: String,
    /// The query, as it was given.
    pub text: String,
    /// Names of the log groups that it reads.
    pub groups: Vec<String>,
    /// The range of time: first and last millisecond.
    pub range: (i64, i64),
    /// The limit of the request.
    pub limit: Option<usize>,
    /// Status.
    pub status: QueryStatus,
    /// Why it failed.
    pub error: Option<String>,
    /// How often it was begun.
    pub attempts: u32,
    /// Rows in all chunks.
    pub rows: u64,
    /// Chunks.
    pub chunks: u64,
    /// Events that passed the filters, events that were read, and their bytes.
    pub counts: (u64, u64, u64),
    /// Log groups that were read.
    pub groups_scanned: u64,
    /// When it was started, milliseconds since 1970.
    pub created_at: i64,
    /// When it ended.
    pub finished_at: Option<i64>,
}

impl QueryRun {
    /// Whether it has not ended yet.
    pub fn is_active(&self) -> bool {
        matches!(self.status, QueryStatus::Scheduled | QueryStatus::Running)
    }
}

impl Resource for QueryRun {
    const KIND: &'static str = "Cloudkeep::Logs::Query";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        if self.is_active() { vec![LookupValue::shared(OPEN, "")] } else { Vec::new() }
    }
}

/// Rows of a query: names and values. The id is the query's and the chunk's number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct QueryRows {
    /// The rows.
    pub rows: Vec<Vec<(String, String)>>,
}

impl Resource for QueryRows {
    const KIND: &'static str = "Cloudkeep::Logs::QueryRows";
    const HISTORY: bool = false;
}

/// Id of a chunk.
pub(crate) fn chunk_id(query: &str, chunk: u64) -> String {
    format!("{query}/{chunk:010}")
}

/// What a query that runs has found so far.
#[derive(Debug, Clone, Default)]
pub(crate) struct Glimpse {
    pub rows: Vec<ResultRow>,
    pub statistics: Statistics,
    pub groups_scanned: u64,
}

/// What queries that run in this process have found so far, by their ids.
pub(crate) type Glimpses = Mutex<HashMap<String, Glimpse>>;

/// The log groups of an account and region that `SOURCE` means.
pub(crate) fn sourced(source: &Source, groups: &[LogGroup], account: &str) -> Vec<String> {
    let name_of = |identifier: &str| {
        let name =
            identifier.strip_prefix("arn:").and_then(|arn| arn.split_once(":log-group:")).map_or(identifier, |(_, name)| name);
        name.trim_end_matches(":*").to_owned()
    };
    let mut names: Vec<String> = source.groups.iter().map(|group| name_of(group)).collect();
    if source.selected && (source.accounts.is_empty() || source.accounts.iter().any(|it| it == account)) {
        let class = match source.class.as_deref() {
            Some("INFREQUENT_ACCESS") => LogGroupClass::InfrequentAccess,
            _ => LogGroupClass::Standard,
        };
        let meant = groups.iter().filter(|group| {
            group.class == class
                && (source.prefixes.is_empty() || source.prefixes.iter().any(|prefix| group.name.starts_with(prefix.as_str())))
        });
        names.extend(meant.map(|group| group.name.clone()));
    }
    names.sort();
    names.dedup();
    names
}

/// The range of time, with what SOURCE says about it.
pub(crate) fn sourced_range(source: Option<&Source>, range: (i64, i64), now: i64) -> (i64, i64) {
    let at = |moment: Option<Moment>, given: i64| match moment {
        None => given,
        Some(Moment::Absolute(time)) => time,
        Some(Moment::Relative(seconds)) => now.saturating_add(seconds.saturating_mul(1000)),
    };
    (at(source.and_then(|source| source.start), range.0), at(source.and_then(|source| source.end), range.1))
}

/// Runs queries.
pub struct Queries {
    logs: Arc<Logs>,
    running: Mutex<HashMap<String, AbortHandle>>,
    cleaned: Mutex<Option<i64>>,
}

impl Queries {
    /// Runs queries over log groups.
    pub fn new(logs: Arc<Logs>) -> Self {
        Self { logs, running: Mutex::default(), cleaned: Mutex::default() }
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
        "logs.queries"
    }

    fn interval(&self) -> Duration {
        Duration::from_millis(250)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let open = system.reader().find_all::<QueryRun>(OPEN, "", None, usize::MAX >> 1).await?;
            let ids: BTreeSet<&str> = open.iter().map(|q| q.body.id.as_str()).collect();
            {
                // What was stopped ends now.
                let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
                running.retain(|id, task| {
                    let goes_on = ids.contains(id.as_str());
                    if !goes_on && !task.is_finished() {
                        task.abort();
                    }
                    goes_on && !task.is_finished()
                });
                self.logs.glimpses.lock().unwrap_or_else(PoisonError::into_inner).retain(|id, _| running.contains_key(id));
            }
            for query in &open {
                let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
                if running.contains_key(&query.body.id) {
                    continue;
                }
                let (system, logs, key) = (system.clone(), self.logs.clone(), query.key.clone());
                let task = tokio::spawn(async move {
                    if let Err(failure) = turn(&system, &logs, &key).await {
                        tracing::error!(query = key.id, message = failure.message, detail = failure.detail, "a query cannot run");
                    }
                });
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
    system.act("logs", "StartQuery", work).await
}

/// Changes a query that has not ended; what it is then, or none if it is gone or was over before.
async fn change(
    system: &System,
    key: &Key,
    work: impl Fn(&mut QueryRun, i64) + Send + Sync + Clone + 'static,
) -> Result<Option<QueryRun>, Failure> {
    let key = key.clone();
    act(system, move |tx| {
        let (key, work) = (key.clone(), work.clone());
        Box::pin(async move {
            let Some(mut query) = tx.get::<QueryRun>(&key.account, &key.region, &key.id).await? else { return Ok(None) };
            if !query.body.is_active() {
                return Ok(None);
            }
            work(&mut query.body, tx.call().time.as_millisecond());
            tx.put(&query)?;
            Ok(Some(query.body))
        })
    })
    .await
}

/// One query's turn.
async fn turn(system: &System, logs: &Logs, key: &Key) -> Result<(), Failure> {
    remove_rows(system, key).await?;
    let begun = change(system, key, |query, now| {
        query.attempts += 1;
        (query.rows, query.chunks) = (0, 0);
        query.status = QueryStatus::Running;
        if query.attempts > ATTEMPTS {
            query.status = QueryStatus::Failed;
            query.finished_at = Some(now);
            query.error = Some(format!("The query was begun {ATTEMPTS} times, and the server ended each time."));
        }
    })
    .await?;
    let Some(query) = begun.filter(|q| q.status == QueryStatus::Running) else { return Ok(()) };
    let mut kept = Kept::default();
    let ended = tokio::time::timeout(LONGEST, collect(system, logs, key, &query, &mut kept)).await;
    let (status, error) = match ended {
        Ok(Ok(())) => (QueryStatus::Complete, None),
        Ok(Err(Trouble::Query(error))) => (QueryStatus::Failed, Some(error)),
        Ok(Err(Trouble::Internal(failure))) => {
            tracing::error!(query = key.id, message = failure.message, detail = failure.detail, "a query failed");
            (QueryStatus::Failed, Some("The query failed for an internal reason.".to_owned()))
        }
        Err(_) => (QueryStatus::Timeout, Some("The query ran for longer than an hour.".to_owned())),
    };
    change(system, key, move |query, now| {
        query.status = status;
        query.error.clone_from(&error);
        query.finished_at = Some(now);
        (query.rows, query.chunks) = (kept.rows, kept.chunks);
        query.counts = kept.counts;
        query.groups_scanned = kept.groups_scanned;
    })
    .await
    .map(drop)
}

/// Why a query did not end well.
enum Trouble {
    Query(String),
    Internal(Failure),
}

impl From<Failure> for Trouble {
    fn from(failure: Failure) -> Self {
        Self::Internal(failure)
    }
}

impl From<ExecutionError> for Trouble {
    fn from(error: ExecutionError) -> Self {
        Self::Query(error.to_string())
    }
}

/// What was kept of a query's results.
#[derive(Debug, Clone, Default)]
struct Kept {
    rows: u64,
    chunks: u64,
    counts: (u64, u64, u64),
    groups_scanned: u64,
}

async fn collect(system: &System, logs: &Logs, key: &Key, run: &QueryRun, kept: &mut Kept) -> Result<(), Trouble> {
    let mut query = compile(&run.text).map_err(|error| Trouble::Query(error.to_string()))?;
    if let Some(limit) = run.limit {
        query = query.with_limit(limit);
    }
    let groups = existing(&system.reader(), key, &run.groups).await?;
    let range = TimeRange { start: run.range.0, end: run.range.1 };
    let mut inputs = Inputs::default();
    inputs.tables = lookup_tables::read(&system.reader(), &key.account, &key.region, &query).await?;
    for auxiliary in query.auxiliaries() {
        let source = auxiliary.source();
        let own = match source {
            Some(source) => {
                let all: Vec<LogGroup> = system
                    .reader()
                    .all::<LogGroup>(&key.account, &key.region, "")
                    .await?
                    .into_iter()
                    .map(|group| group.body)
                    .collect();
                existing(&system.reader(), key, &sourced(source, &all, &key.account)).await?
            }
            None => groups.clone(),
        };
        let mut own_inputs = Inputs::default();
        own_inputs.tables = lookup_tables::read(&system.reader(), &key.account, &key.region, auxiliary).await?;
        let mut execution = auxiliary.new_execution(range, run.created_at, own_inputs)?;
        let mut none = |_: &Execution<'_>, _| Ok(());
        let read = read(system, logs, auxiliary, &own, range, &mut execution, &mut none);
        tokio::time::timeout(LONGEST_SUBQUERY, read)
            .await
            .map_err(|_| Trouble::Query("a subquery ran for longer than 30 seconds".to_owned()))??;
        inputs.results.push(execution.results()?);
    }
    let query = Arc::new(query);
    let mut execution = query.clone().shared_execution(range, run.created_at, inputs)?;
    let mut shown = std::time::Instant::now();
    let mut show = |execution: &Execution<'_>, groups_scanned| {
        if shown.elapsed() >= GLIMPSE {
            let mut rows = execution.results()?;
            rows.truncate(GLIMPSE_ROWS);
            let glimpse = Glimpse { rows, statistics: execution.statistics(), groups_scanned };
            logs.glimpses.lock().unwrap_or_else(PoisonError::into_inner).insert(key.id.clone(), glimpse);
            shown = std::time::Instant::now();
        }
        Ok(())
    };
    read(system, logs, &query, &groups, range, &mut execution, &mut show).await?;
    let statistics = execution.statistics();
    kept.counts = (statistics.records_matched, statistics.records_scanned, statistics.bytes_scanned);
    kept.groups_scanned = groups.len() as u64;
    let (mut chunk, mut size) = (Vec::new(), 0usize);
    for row in execution.results()? {
        let bytes: usize = row.fields.iter().map(|(name, value)| name.len() + value.len() + 8).sum();
        if chunk.len() >= CHUNK_ROWS || size + bytes > CHUNK_BYTES && !chunk.is_empty() {
            keep(system, key, kept, std::mem::take(&mut chunk)).await?;
            size = 0;
        }
        size += bytes;
        chunk.push(row.fields);
    }
    if !chunk.is_empty() {
        keep(system, key, kept, chunk).await?;
    }
    Ok(())
}

/// Groups that are still there.
async fn existing(reader: &Reader<'_>, key: &Key, names: &[String]) -> Result<Vec<LogGroup>, Failure> {
    let mut groups = Vec::with_capacity(names.len());
    for name in names {
        groups.extend(reader.get::<LogGroup>(&key.account, &key.region, name).await?.map(|group| group.body));
    }
    Ok(groups)
}

/// Pushes the events of groups.
async fn read(
    system: &System,
    logs: &Logs,
    query: &Query,
    groups: &[LogGroup],
    range: TimeRange,
    execution: &mut Execution<'_>,
    show: &mut (dyn FnMut(&Execution<'_>, u64) -> Result<(), ExecutionError> + Send),
) -> Result<(), Trouble> {
    let needles =
        Needles { texts: query.needles().to_vec(), implied: query.implied().to_vec(), fields: query.equalities().to_vec() };
    for (index, group) in (1u64..).zip(groups) {
        let log = format!("{}:{}", group.account, group.name);
        for range in query.ranges(range) {
            let wanted = scan::Query {
                from: range.start,
                to: range.end.saturating_add(1),
                newest_first: true,
                unmask: query.unmasks(),
                needles: needles.clone(),
                transform: true,
                ..scan::Query::default()
            };
            let mut scan = scan(&system.reader(), &logs.files, group, wanted).await?;
            if scan.is_large() {
                while parts(&mut scan, &log, query.reads_messages(), execution).await? {
                    show(execution, index)?;
                }
            }
            while let Some(events) = scan.next().await? {
                let records: Vec<Record<'_>> = events.iter().map(|event| event.record(&log)).collect();
                execution.push(&records)?;
                if execution.is_satisfied() {
                    return Ok(());
                }
                show(execution, index)?;
                // A query that finds all in memory must let others go on, and be stopped.
                tokio::task::yield_now().await;
            }
        }
    }
    Ok(())
}

/// Runs a query over many pieces in several threads, for a moment: the order of events does not matter to it. False when nothing is left, or the query
/// needs its events in order.
async fn parts(scan: &mut scan::Scan, log: &str, messages: bool, execution: &mut Execution<'_>) -> Result<bool, Trouble> {
    let threads = std::thread::available_parallelism().map_or(1, std::num::NonZero::get).min(MOST_THREADS);
    let mut executions = Vec::with_capacity(threads);
    for _ in 0..threads {
        match execution.part() {
            Some(part) => executions.push(part),
            None => return Ok(false),
        }
    }
    let mut pieces = scan.pieces(PIECES).await?;
    if pieces.is_empty() {
        return Ok(false);
    }
    // The next one is taken from the end, here as in the scan.
    pieces.reverse();
    let waiting = Arc::new(Mutex::new(pieces));
    let end = std::time::Instant::now() + MOMENT;
    let running = executions.into_iter().map(|mut part| {
        let (waiting, shared, log) = (waiting.clone(), scan.shared().clone(), log.to_owned());
        tokio::task::spawn_blocking(move || {
            loop {
                let next = waiting.lock().unwrap_or_else(PoisonError::into_inner).pop();
                let Some(piece) = next else { return Ok::<_, Trouble>(part) };
                shared.records(piece, &log, messages, |records, left_out| {
                    part.count_bytes(left_out);
                    part.push(records).map_err(Trouble::from)
                })?;
                if std::time::Instant::now() >= end || part.weight() >= HEAVY {
                    return Ok(part);
                }
            }
        })
    });
    for task in running.collect::<Vec<_>>() {
        execution.merge(task.await.map_err(Failure::internal)??)?;
    }
    let rest = std::mem::take(&mut *waiting.lock().unwrap_or_else(PoisonError::into_inner));
    scan.put_back(rest);
    Ok(true)
}

/// Keeps a chunk.
async fn keep(system: &System, key: &Key, kept: &mut Kept, rows: Vec<Vec<(String, String)>>) -> Result<(), Failure> {
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
            if query.body.finished_at.is_none_or(|at| now - at < KEPT_MS) {
                continue;
            }
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
