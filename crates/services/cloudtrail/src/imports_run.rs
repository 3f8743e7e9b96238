//! How imports go on: batch by batch, each one commit.
//!
//! A batch is some files of the bucket. Its events that the event data store has already, by `eventID`, are left out; the others are written, and one
//! commit puts them into the catalogue and the import behind the files. Before it is decided what the store has, the store takes whatever the
//! journal has for it, since log files of the plane's own trails hold the same events.

use std::collections::HashSet;
use std::io::Read as _;

use flate2::read::MultiGzDecoder;
use lake::{Event, Table, rows};
use plane::{Failure, Stored, System, Transaction};
use serde_json::Value;

use crate::api::{ImportFailureStatus, ImportStatus};
use crate::catalogue;
use crate::deliver::code;
use crate::engine::Engine;
use crate::imports::{Import, ImportFailure, OPEN, failure_id};
use crate::ingest::{Ingest, Work, ingest};
use crate::selectors::selects;
use crate::stores::{EventDataStore, sealing};

/// Files and events of a batch at most.
const BATCH_FILES: usize = 64;
const BATCH_EVENTS: usize = 20_000;
/// Batches of an import before others have their turn.
const TURN: usize = 8;
/// Largest file, bytes, as it is in the bucket and unpacked.
const MOST_PACKED: usize = 64 << 20;
const MOST_UNPACKED: u64 = 512 << 20;
/// Ids asked for at once.
const IDS: usize = 2000;

/// Goes on with every import that is open.
///
/// # Errors
/// Internal ones; what was not imported is tried again.
pub async fn run(system: &System, engine: &Engine) -> Result<(), Failure> {
    for import in system.reader().find_all::<Import>(OPEN, "", None, 1000).await? {
        let lake = engine.lake(system)?;
        let work = Work { system, lake: &lake };
        let id = import.body.id.clone();
        if let Err(failure) = turn(work, import).await {
            tracing::error!(import = id, message = failure.message, detail = failure.detail, "an import cannot go on");
        }
    }
    Ok(())
}

async fn turn(work: Work<'_>, mut import: Stored<Import>) -> Result<(), Failure> {
    for _ in 0..TURN {
        match batch(work, &import).await? {
            Some(next) if next.body.is_open() => import = next,
            _ => return Ok(()),
        }
    }
    Ok(())
}

/// What a file could not be read for.
struct Unreadable {
    location: String,
    kind: String,
    message: String,
}

/// A batch that was read.
#[derive(Default)]
struct Read {
    /// The last key of the listing that is done.
    after: Option<String>,
    /// Keys that were tried again.
    retried: Vec<String>,
    prefixes: Vec<String>,
    files: i64,
    records: Vec<Value>,
    failures: Vec<Unreadable>,
    /// Whether there is nothing behind it.
    end: bool,
}

async fn batch(work: Work<'_>, import: &Stored<Import>) -> Result<Option<Stored<Import>>, Failure> {
    let reader = work.system.reader();
    let (account, region) = (&import.key.account, &import.key.region);
    let Some((store_account, store_id)) = import.body.store() else { return Ok(None) };
    let Some(state) = reader.get::<Ingest>(store_account, region, store_id).await? else { return fail(work, import).await };
    let read = match read(work.system, import).await {
        Ok(read) => read,
        // The bucket, or the role, is not there or refuses: the import ends, and can be started again.
        Err(failure) if matches!(code(&failure).as_str(), "NoSuchBucket" | "AccessDenied") => {
            let location = format!("s3://{}/{}", import.body.bucket, import.body.prefix);
            let unreadable = Unreadable { location, kind: code(&failure), message: failure.message };
            let end = Read { failures: vec![unreadable], end: true, ..Read::default() };
            return commit(work, import, &state.body.store, end, Vec::new(), true).await;
        }
        Err(failure) => return Err(failure),
    };
    let state = ingest(work, state).await?;
    let store = &state.body.store;
    if !store.is_active() {
        return fail(work, import).await;
    }
    let mut seen = HashSet::new();
    let mut events: Vec<(String, Event)> = Vec::new();
    for record in &read.records {
        let Some(id) = record.get("eventID").and_then(Value::as_str) else { continue };
        if import.body.takes(record) && selects(&store.selectors, record) && seen.insert(id.to_owned()) {
            events.push((id.to_owned(), event(store, account, record)));
        }
    }
    let ids: Vec<&str> = events.iter().map(|(id, _)| id.as_str()).collect();
    let there = present(work, store, &ids).await?;
    let fresh: Vec<Event> = events.into_iter().filter(|(id, _)| !there.contains(id)).map(|(_, event)| event).collect();
    let files = if fresh.is_empty() {
        Vec::new()
    } else {
        let key = sealing::open(&reader, store).await?;
        work.lake.write(&store.id, key.as_ref(), fresh, work.system.now()).await.map_err(Failure::internal)?
    };
    commit(work, import, store, read, files, false).await
}

/// An event of a log file. A store that is not the organization's holds everything as its owner's.
fn event(store: &EventDataStore, account: &str, record: &Value) -> Event {
    let text = |key: &str| record.get(key).and_then(Value::as_str);
    let account = match (&store.organization, text("recipientAccountId")) {
        (Some(_), Some(of)) => of,
        (Some(_), None) => account,
        (None, _) => store.account.as_str(),
    };
    let region = text("awsRegion").unwrap_or(&store.region).to_owned();
    Event { account: account.to_owned(), region, record: record.to_string().into_bytes() }
}

/// Reads the next files of an import.
async fn read(system: &System, import: &Stored<Import>) -> Result<Read, Failure> {
    let Some(objects) = system.plane().objects().cloned() else { return Err(Failure::internal("there is no object storage")) };
    let reader = system.reader();
    let body = &import.body;
    let (account, region) = (&import.key.account, &import.key.region);
    let failures = reader.all::<ImportFailure>(account, region, &format!("{}/", body.id)).await?;
    let mut read = Read::default();
    let again: Vec<String> = failures
        .into_iter()
        .filter(|f| f.body.status == ImportFailureStatus::Retry)
        .filter_map(|f| f.body.location.strip_prefix(&format!("s3://{}/", body.bucket)).map(str::to_owned))
        .take(BATCH_FILES)
        .collect();
    let retries = !again.is_empty();
    let keys = if retries {
        again
    } else {
        objects.list_as_role(&reader, &body.role_arn, &body.bucket, &body.prefix, body.after.as_deref(), BATCH_FILES).await?
    };
    read.end = !retries && keys.len() < BATCH_FILES;
    for (at, key) in keys.iter().enumerate() {
        if retries {
            read.retried.push(key.clone());
        } else {
            read.after = Some(key.clone());
        }
        // Digests and whatever else lies there are no log files.
        if !key.ends_with(".json.gz") || !key.contains("/CloudTrail/") {
            continue;
        }
        let prefix = key.rsplit_once('/').map(|(folder, _)| folder.to_owned()).unwrap_or_default();
        if read.prefixes.last() != Some(&prefix) {
            read.prefixes.push(prefix);
        }
        let location = format!("s3://{}/{key}", body.bucket);
        let failed = |kind: &str, message: String| Unreadable { location: location.clone(), kind: kind.to_owned(), message };
        match objects.get_as_role(&reader, &body.role_arn, &body.bucket, key, MOST_PACKED).await {
            Ok(Some(packed)) => match unpack(&packed) {
                Ok(mut records) => {
                    read.files += 1;
                    read.records.append(&mut records);
                }
                Err(message) => read.failures.push(failed("InvalidLogFile", message)),
            },
            // It was removed meanwhile.
            Ok(None) => {}
            Err(failure) if failure.detail.is_none() => read.failures.push(failed(&code(&failure), failure.message)),
            Err(failure) => return Err(failure),
        }
        if read.records.len() >= BATCH_EVENTS && at + 1 < keys.len() {
            read.end = false;
            break;
        }
    }
    Ok(read)
}

/// The records of a log file. Pure.
///
/// # Errors
/// What is wrong with the file.
pub fn unpack(packed: &[u8]) -> Result<Vec<Value>, String> {
    let mut text = Vec::new();
    MultiGzDecoder::new(packed)
        .take(MOST_UNPACKED + 1)
        .read_to_end(&mut text)
        .map_err(|e| format!("it cannot be unpacked: {e}"))?;
    if text.len() as u64 > MOST_UNPACKED {
        return Err(format!("it is larger than {MOST_UNPACKED} bytes"));
    }
    let file: Value = serde_json::from_slice(&text).map_err(|e| format!("it is not JSON: {e}"))?;
    let Value::Object(mut file) = file else { return Err("it is no object with Records".to_owned()) };
    match file.remove("Records") {
        Some(Value::Array(records)) if records.iter().all(Value::is_object) => Ok(records),
        _ => Err("it has no list of Records".to_owned()),
    }
}

/// Which of some events an event data store has.
async fn present(work: Work<'_>, store: &EventDataStore, ids: &[&str]) -> Result<HashSet<String>, Failure> {
    let mut found = HashSet::new();
    if ids.is_empty() {
        return Ok(found);
    }
    let files = catalogue::files(&work.system.reader(), store).await?;
    let key = sealing::open(&work.system.reader(), store).await?;
    let tables = [Table { names: vec!["events".to_owned()], files, accounts: None, key }];
    for part in ids.chunks(IDS) {
        let list: Vec<String> = part.iter().map(|id| format!("'{}'", id.replace('\'', "''"))).collect();
        let sql = format!("SELECT eventid FROM events WHERE eventid IN ({})", list.join(","));
        let mut query = work.lake.query(&sql, &tables).await.map_err(Failure::internal)?;
        while let Some(batch) = query.next().await {
            let batch = batch.map_err(Failure::internal)?;
            found.extend(rows(&batch).map_err(Failure::internal)?.into_iter().filter_map(|mut row| row.pop().flatten()));
        }
    }
    Ok(found)
}

/// The store is gone.
async fn fail(work: Work<'_>, import: &Stored<Import>) -> Result<Option<Stored<Import>>, Failure> {
    let key = import.key.clone();
    work.act(move |tx| {
        let key = key.clone();
        Box::pin(async move {
            let Some(mut import) = tx.get::<Import>(&key.account, &key.region, &key.id).await? else { return Ok(None) };
            import.body.status = ImportStatus::Failed;
            import.body.updated_at = tx.call().time.as_millisecond();
            tx.put(&import)?;
            Ok(None)
        })
    })
    .await
}

/// The batch is done.
async fn commit(
    work: Work<'_>,
    import: &Stored<Import>,
    store: &EventDataStore,
    read: Read,
    files: Vec<lake::DataFile>,
    refused: bool,
) -> Result<Option<Stored<Import>>, Failure> {
    let (before, store, read) = (import.clone(), store.clone(), std::sync::Arc::new(read));
    work.act(move |tx| {
        let (before, store, read, files) = (before.clone(), store.clone(), read.clone(), files.clone());
        Box::pin(async move {
            let key = &before.key;
            let found = tx.get::<Import>(&key.account, &key.region, &key.id).await?;
            // Stopped meanwhile, or started again: what was written is an orphan.
            let Some(mut import) = found.filter(|i| i.version == before.version && i.body.is_open()) else { return Ok(None) };
            catalogue::add(tx, &store, &files)?;
            let now = tx.call().time.as_millisecond();
            let body = &mut import.body;
            for prefix in &read.prefixes {
                if body.prefix_at.as_ref() != Some(prefix) {
                    body.prefixes_found += 1;
                    body.prefix_at = Some(prefix.clone());
                }
            }
            body.after = read.after.clone().or_else(|| body.after.take());
            body.files += read.files;
            body.events += files.iter().map(|f| i64::try_from(f.rows).unwrap_or(0)).sum::<i64>();
            body.updated_at = now;
            settle(tx, &before, &read, now).await?;
            let failures = tx.reader().all::<ImportFailure>(&key.account, &key.region, &format!("{}/", key.id)).await?;
            let body = &mut import.body;
            let solved = |location: &str| {
                read.retried.iter().any(|k| location.ends_with(k.as_str()))
                    && !read.failures.iter().any(|f| f.location == location)
            };
            let old = failures.iter().filter(|f| f.body.status != ImportFailureStatus::Succeeded && !solved(&f.body.location));
            let old: HashSet<&str> = old.map(|f| f.body.location.as_str()).collect();
            let new = read.failures.iter().filter(|f| !old.contains(f.location.as_str())).count();
            body.failed = i64::try_from(old.len() + new).unwrap_or(i64::MAX);
            body.status = match (refused, read.end, body.failed) {
                (true, ..) => ImportStatus::Failed,
                (_, false, _) => ImportStatus::InProgress,
                (_, true, 0) => ImportStatus::Completed,
                (_, true, _) => ImportStatus::Failed,
            };
            tx.put(&import)?;
            import.version += 1;
            Ok(Some(import))
        })
    })
    .await
}

/// Keeps what became of files that could not be read, and of those that were tried again.
async fn settle(tx: &mut Transaction<'_>, import: &Stored<Import>, read: &Read, now: i64) -> Result<(), Failure> {
    let key = &import.key;
    for retried in &read.retried {
        let location = format!("s3://{}/{retried}", import.body.bucket);
        let id = failure_id(&key.id, &location);
        if let Some(mut failure) = tx.get::<ImportFailure>(&key.account, &key.region, &id).await? {
            failure.body.status = ImportFailureStatus::Succeeded;
            failure.body.updated_at = now;
            tx.put(&failure)?;
        }
    }
    for unreadable in &read.failures {
        let id = failure_id(&key.id, &unreadable.location);
        let found = tx.get::<ImportFailure>(&key.account, &key.region, &id).await?;
        let body = ImportFailure {
            location: unreadable.location.clone(),
            status: ImportFailureStatus::Failed,
            kind: unreadable.kind.clone(),
            message: unreadable.message.clone(),
            updated_at: now,
        };
        let mut failure = found.unwrap_or_else(|| Stored::new(&key.account, &key.region, id, body.clone()));
        failure.body = body;
        tx.put(&failure)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::unpack;
    use std::io::Write as _;

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    #[test]
    fn log_files_are_read_or_said_to_be_wrong() {
        assert_eq!(unpack(&packed(r#"{"Records":[{"eventID":"a"}]}"#)).unwrap().len(), 1);
        let good = packed(r#"{"Records":[{"eventID":"a"}]}"#);
        for (file, wrong) in [
            (b"not gzip".to_vec(), "unpacked"),
            (good[..good.len() - 9].to_vec(), "unpacked"),
            (packed("{\"Records\": [{"), "not JSON"),
            (packed("[]"), "no object"),
            (packed("{\"Records\": 1}"), "no list"),
            (packed("{\"Records\": [1]}"), "no list"),
        ] {
            assert!(unpack(&file).unwrap_err().contains(wrong), "{wrong}");
        }
    }
}
