//! Scheduled queries at work: what is due is started in the query's role, what ended is delivered in the destinations' roles.
//!
//! An execution is a document from the moment it is due. The call that starts its query writes the query's id into it in the same commit, so that a query
//! is started once. Deliveries are done again if the server ends before their outcome is kept: objects and tables are replaced by the same.

use std::time::Duration;

use plane::ports::ServiceObject;
use plane::reconcile::Reconciler;
use plane::role_call::RoleCall;
use plane::{BoxFuture, Failure, Key, Stored, System, Transaction};
use serde_json::{Value, json};
use wire::Common;
use wire::failure::Kind;

use super::{Delivered, Due, LOOKBACK, OPEN, Run, S3Target, ScheduledQuery, TableTarget, plan, results, run_id};
use crate::api::{ActionStatus, ExecutionStatus, QueryStatus, ScheduledQueryDestinationType as DestinationKind};
use crate::lookup_tables::{self, LookupTable};
use crate::queries::{QueryRows, QueryRun, chunk_id};

/// Due queries looked at in one go.
const BATCH: usize = 100;
/// How long a query is tried to be started that may be started later, milliseconds.
const PATIENCE: i64 = 15 * 60 * 1000;
/// How long executions are kept, milliseconds: thirty days.
const KEPT: i64 = 30 * 24 * 60 * 60 * 1000;

/// Executes queries.
pub(crate) struct Scheduler;

impl Reconciler for Scheduler {
    fn name(&self) -> &'static str {
        "logs.scheduled-queries"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            loop {
                let now = system.now().as_millisecond();
                let mut due = system.reader().list::<Due>("", "", "", None, BATCH).await?;
                due.retain(|due| due.body.at <= now);
                if due.is_empty() {
                    break;
                }
                for due in due {
                    system.act("logs", "StartQuery", |tx| Box::pin(trigger(tx, due.key.id.clone()))).await?;
                }
            }
            for run in system.reader().find_all::<Run>(OPEN, "", None, usize::MAX >> 1).await? {
                let id = run.key.id.clone();
                if let Err(failure) = advance(system, run).await {
                    tracing::error!(
                        execution = id,
                        message = failure.message,
                        detail = failure.detail,
                        "a scheduled query cannot go on"
                    );
                }
            }
            Ok(())
        })
    }
}

/// A moment becomes an execution. After a pause of the server a query is executed once, not once for each time missed.
async fn trigger(tx: &mut Transaction<'_>, id: String) -> Result<(), Failure> {
    let Some(due) = tx.get::<Due>("", "", &id).await? else { return Ok(()) };
    let Due { account, region, query, at } = due.body.clone();
    let found = tx.get::<ScheduledQuery>(&account, &region, &query).await?;
    let Some(mut query) = found.filter(|query| query.body.due.as_ref() == Some(&id)) else {
        tx.delete(&due);
        return Ok(());
    };
    let now = tx.call().time.as_millisecond();
    plan(tx, &mut query.body, at.max(now)).await?;
    query.body.last_triggered = Some(at);
    query.body.last_status = Some(ExecutionStatus::Running);
    let run = Run {
        query: query.body.id.clone(),
        triggered: at,
        status: ExecutionStatus::Running,
        started: None,
        error: None,
        destinations: Vec::new(),
        settings: query.body.settings.clone(),
    };
    forget(tx, &query, now).await?;
    tx.put(&Stored::new(&account, &region, run_id(&query.body.id, at), run))?;
    tx.put(&query)
}

/// Removes executions whose time is over.
async fn forget(tx: &mut Transaction<'_>, query: &Stored<ScheduledQuery>, now: i64) -> Result<(), Failure> {
    let (account, region) = (&query.key.account, &query.key.region);
    let runs = tx.reader().list::<Run>(account, region, &format!("{}/", query.body.id), None, 10).await?;
    for run in runs.iter().filter(|run| run.body.triggered + KEPT < now && run.body.status != ExecutionStatus::Running) {
        tx.delete(run);
    }
    Ok(())
}

/// What comes next of an execution.
async fn advance(system: &System, run: Stored<Run>) -> Result<(), Failure> {
    let reader = system.reader();
    let Some(query) = reader.get::<ScheduledQuery>(&run.key.account, &run.key.region, &run.body.query).await? else {
        return drop_run(system, &run.key).await;
    };
    let Some(id) = &run.body.started else { return start(system, &query.body, &run).await };
    let found = reader.get::<QueryRun>(&run.key.account, &run.key.region, id).await?.map(|found| found.body);
    let (status, error) = match found.as_ref().map(|found| (found.status, found.error.clone())) {
        Some((QueryStatus::Scheduled | QueryStatus::Running, _)) => return Ok(()),
        Some((QueryStatus::Complete, _)) => (ExecutionStatus::Complete, None),
        Some((QueryStatus::Timeout, error)) => (ExecutionStatus::Timeout, error),
        Some((QueryStatus::Cancelled, _)) => (ExecutionStatus::Failed, Some("The query was stopped.".to_owned())),
        Some((_, error)) => (ExecutionStatus::Failed, error),
        None => (ExecutionStatus::Failed, Some("The query is gone.".to_owned())),
    };
    let mut delivered = Vec::new();
    if let (ExecutionStatus::Complete, Some(found)) = (status, &found) {
        if let Some(target) = &run.body.settings.s3 {
            delivered.push(to_bucket(system, &query.body, found, target).await);
        }
        if let Some(target) = &run.body.settings.table {
            delivered.push(to_table(system, &query.body, found, target).await);
        }
    }
    finish(system, &query.body, &run.key, status, error, delivered, found.as_ref()).await
}

/// Whether a call may succeed later as it is.
fn passes(failure: &Failure) -> bool {
    match &failure.kind {
        Kind::Modelled { code, status, .. } => *status >= 500 || code.contains("Throttl") || code == "LimitExceededException",
        Kind::Common(common) => matches!(common, Common::Internal | Common::Throttling),
    }
}

/// Starts the query of an execution, in its role.
async fn start(system: &System, query: &ScheduledQuery, run: &Stored<Run>) -> Result<(), Failure> {
    let caller = query.caller(system.plane());
    let (settings, triggered) = (&run.body.settings, run.body.triggered);
    let seconds = triggered.div_euclid(1000);
    let mut input = json!({
        "queryLanguage": settings.language.as_str(),
        "queryString": settings.text,
        "startTime": seconds.saturating_sub(settings.start_offset.unwrap_or(LOOKBACK)).max(0),
        "endTime": seconds.saturating_sub(settings.end_offset.unwrap_or(0)).max(0),
    });
    if let (false, Some(members)) = (settings.groups.is_empty(), input.as_object_mut()) {
        members.insert("logGroupIdentifiers".to_owned(), json!(settings.groups));
    }
    let key = run.key.clone();
    let made = call(system, query, &caller, (&settings.role, "StartQuery"), &input, move |tx| {
        let key = key.clone();
        Box::pin(async move { started(tx, &key).await })
    })
    .await;
    let Err(failure) = made else { return Ok(()) };
    if passes(&failure) && system.now().as_millisecond() - triggered < PATIENCE {
        return Ok(());
    }
    let status = match &failure.kind {
        Kind::Modelled { code, .. } if code == "MalformedQueryException" => ExecutionStatus::InvalidQuery,
        _ => ExecutionStatus::Failed,
    };
    finish(system, query, &run.key, status, Some(failure.message), Vec::new(), None).await
}

/// Writes the query that was just started into its execution: the one that only this transaction knows.
async fn started(tx: &mut Transaction<'_>, key: &Key) -> Result<(), Failure> {
    let mut mine = tx.all::<QueryRun>(&key.account, &key.region, "").await?;
    let known = tx.reader().all::<QueryRun>(&key.account, &key.region, "").await?;
    mine.retain(|query| !known.iter().any(|known| known.body.id == query.body.id));
    if let (Some(mut run), Some(query)) = (tx.get::<Run>(&key.account, &key.region, &key.id).await?, mine.pop()) {
        run.body.started = Some(query.body.id);
        tx.put(&run)?;
    }
    Ok(())
}

/// Calls an operation of the service in a role.
async fn call<F>(
    system: &System,
    query: &ScheduledQuery,
    caller: &plane::ports::ServiceCaller,
    (role, operation): (&str, &str),
    input: &Value,
    end: F,
) -> Result<(), Failure>
where
    F: for<'t> Fn(&'t mut Transaction<'_>) -> BoxFuture<'t, Result<(), Failure>> + Send + Sync,
{
    let call = RoleCall { caller, role, session: &query.id, service: "logs", operation, region: &query.region, input };
    system.call_in_role(call, end).await.map(drop)
}

/// What became of a destination.
fn outcome(kind: DestinationKind, destination: &str, done: Result<String, Failure>) -> Delivered {
    let (status, processed, error) = match done {
        Ok(processed) => (ActionStatus::Complete, Some(processed), None),
        Err(failure) => {
            let status = if passes(&failure) { ActionStatus::Failed } else { ActionStatus::ClientError };
            (status, None, Some(failure.message))
        }
    };
    Delivered { kind, destination: destination.to_owned(), status, processed, error }
}

async fn to_bucket(system: &System, query: &ScheduledQuery, found: &QueryRun, target: &S3Target) -> Delivered {
    outcome(DestinationKind::S3, &target.uri, put_object(system, query, found, target).await)
}

/// Puts the results of a query into a bucket; the URI of the object.
async fn put_object(system: &System, query: &ScheduledQuery, found: &QueryRun, target: &S3Target) -> Result<String, Failure> {
    let wrong = || Failure::validation(format!("{} is no place in a bucket.", target.uri));
    let (bucket, key) = results::object_of(&target.uri, &found.id).ok_or_else(wrong)?;
    let objects = system.plane().objects().ok_or_else(|| Failure::internal("there is no service s3"))?;
    let reader = system.reader();
    if let Some(expected) = &target.owner {
        let owner = objects.owner(&reader, &bucket).await?;
        if owner.as_ref() != Some(expected) {
            return Err(Failure::common(Common::AccessDenied, format!("The bucket {bucket} is not of the account {expected}.")));
        }
    }
    let mut rows = Vec::new();
    for chunk in 0..found.chunks {
        let kept = reader.get::<QueryRows>(&query.account, &query.region, &chunk_id(&found.id, chunk)).await?;
        rows.extend(kept.into_iter().flat_map(|kept| kept.body.rows));
    }
    let caller = query.caller(system.plane());
    let object = ServiceObject {
        bucket: bucket.clone(),
        key: key.clone(),
        body: results::json(rows.into_iter()).into(),
        content_type: "application/json".to_owned(),
        content_encoding: None,
        metadata: Vec::new(),
        service_principal: caller.principal.clone(),
        source_arn: caller.source_arn.clone(),
        source_account: caller.source_account.clone(),
        kms_key: target.kms_key.clone(),
        kms_context: Vec::new(),
    };
    objects.put_as_role(system, &caller, &target.role, object).await?;
    Ok(format!("s3://{bucket}/{key}"))
}

async fn to_table(system: &System, query: &ScheduledQuery, found: &QueryRun, target: &TableTarget) -> Delivered {
    outcome(DestinationKind::LookupTable, &target.name, put_table(system, query, found, target).await)
}

/// Makes a lookup table of the results of a query, or replaces what it has; the ARN of the table.
async fn put_table(system: &System, query: &ScheduledQuery, found: &QueryRun, target: &TableTarget) -> Result<String, Failure> {
    let caller = query.caller(system.plane());
    let arn = lookup_tables::arn(system.plane(), &query.region, &query.account, &target.name);
    let there = system.reader().get::<LookupTable>(&query.account, &query.region, &target.name).await?.is_some();
    let mut input = json!({"queryId": found.id});
    let Some(members) = input.as_object_mut() else { return Err(Failure::internal("an object is none")) };
    let mut set = |name: &str, value: Value| members.insert(name.to_owned(), value);
    if let Some(description) = &target.description {
        set("description", json!(description));
    }
    if let Some(key) = &target.kms_key {
        set("kmsKeyId", json!(key));
    }
    let operation = if there {
        set("lookupTableArn", json!(arn));
        "UpdateLookupTable"
    } else {
        set("lookupTableName", json!(target.name));
        if !target.tags.is_empty() {
            set("tags", Value::Object(target.tags.iter().map(|(k, v)| (k.clone(), json!(v))).collect()));
        }
        "CreateLookupTable"
    };
    call(system, query, &caller, (&target.role, operation), &input, |_| Box::pin(async { Ok(()) })).await?;
    Ok(arn)
}

/// Ends an execution, and tells of it.
async fn finish(
    system: &System,
    query: &ScheduledQuery,
    key: &Key,
    status: ExecutionStatus,
    error: Option<String>,
    delivered: Vec<Delivered>,
    found: Option<&QueryRun>,
) -> Result<(), Failure> {
    let statistics = found.map(|found| {
        let (matched, scanned, bytes) = found.counts;
        json!({
            "recordsMatched": matched, "recordsScanned": scanned, "estimatedRecordsSkipped": 0, "bytesScanned": bytes,
            "estimatedBytesSkipped": 0, "logGroupsScanned": found.groups_scanned, "resultCount": found.rows,
        })
    });
    system
        .act("logs", "StartQuery", |tx| {
            let (key, query, statistics) = (key.clone(), query.clone(), statistics.clone());
            let (error, delivered) = (error.clone(), delivered.clone());
            Box::pin(async move {
                let Some(mut run) = tx.get::<Run>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                if run.body.status != ExecutionStatus::Running {
                    return Ok(());
                }
                run.body.status = status;
                run.body.error = error;
                run.body.destinations = delivered;
                tx.put(&run)?;
                let stored = tx.get::<ScheduledQuery>(&key.account, &key.region, &query.id).await?;
                if let Some(mut stored) = stored.filter(|stored| stored.body.last_triggered == Some(run.body.triggered)) {
                    stored.body.last_status = Some(status);
                    tx.put(&stored)?;
                }
                let mut detail = json!({
                    "queryId": run.body.started,
                    "queryString": run.body.settings.text,
                    "logGroupIdentifiers": run.body.settings.groups,
                    "status": status.as_str(),
                    "startTime": run.body.triggered.div_euclid(1000),
                });
                if let (Some(statistics), Some(members)) = (statistics, detail.as_object_mut()) {
                    members.insert("statistics".to_owned(), statistics);
                }
                let arn = query.arn(tx.plane());
                plane::events::publish(
                    tx,
                    &query.account,
                    &query.region,
                    "aws.logs",
                    "Scheduled Query Completed",
                    &[arn],
                    &detail,
                );
                Ok(())
            })
        })
        .await
}

/// Removes an execution of a query that is gone.
async fn drop_run(system: &System, key: &Key) -> Result<(), Failure> {
    system
        .act("logs", "StartQuery", |tx| {
            let key = key.clone();
            Box::pin(async move {
                if let Some(run) = tx.get::<Run>(&key.account, &key.region, &key.id).await? {
                    tx.delete(&run);
                }
                Ok(())
            })
        })
        .await
}
