//! Upkeep of event data stores: small files are put together, old events end, deleted stores are removed.
//!
//! Every step is decided by one commit of the catalogue. What leaves it is removed from the lake an hour later, when no query can be reading it.

use std::collections::HashSet;
use std::time::Duration;

use lake::{DataFile, candidates};
use plane::{Failure, Stored};

use crate::catalogue::{self, Garbage, StoreFile};
use crate::ingest::{Ingest, Work, held};
use crate::stores::{EventDataStore, is_over, sealing};

/// How long a file stays in the lake after it left the catalogue, milliseconds: longer than a query may run.
const READ_MS: i64 = 65 * 60 * 1000;
/// How old a file that no catalogue names must be to be an orphan, and not one that is just being made.
const ORPHAN_AGE: Duration = Duration::from_secs(2 * 60 * 60);
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Documents removed in one commit.
const BATCH: usize = 500;

/// Does whatever is due for an event data store.
///
/// # Errors
/// Internal ones; what was not done is tried again.
pub async fn upkeep(work: Work<'_>, state: &Stored<Ingest>) -> Result<(), Failure> {
    let store = &state.body.store;
    let now = work.system.plane().clock.now_ms();
    let reader = work.system.reader();
    // The store as it is: one whose key is lost ingests nothing any more, not even that it was deleted.
    let current = reader.get::<EventDataStore>(&state.key.account, &state.key.region, &state.key.id).await?;
    if state.body.gone || current.is_none_or(|current| is_over(&current.body, now)) {
        return purge(work, state).await;
    }
    let files = catalogue::files(&reader, store).await?;
    let old: Vec<DataFile> = files.iter().filter(|f| expired(f, store.retention_days, now)).cloned().collect();
    for part in old.chunks(BATCH) {
        retire(work, store, part.to_vec(), Vec::new()).await?;
    }
    let gone: HashSet<&str> = old.iter().map(|f| f.path.as_str()).collect();
    let kept: Vec<DataFile> = files.iter().filter(|f| !gone.contains(f.path.as_str())).cloned().collect();
    for garbage in catalogue::garbage(&reader, store).await?.into_iter().filter(|g| now - g.body.since >= READ_MS) {
        work.lake.delete([garbage.body.path.clone()]).await.map_err(Failure::internal)?;
        forget(work, &garbage).await?;
    }
    let groups = groups(&kept, store.key.is_some());
    if groups.is_empty() {
        return Ok(());
    }
    let key = sealing::open(&reader, store).await?;
    for group in groups {
        let made = work.lake.compact(&store.id, key.as_ref(), &group).await.map_err(Failure::internal)?;
        if !retire(work, store, made.remove, made.add.clone()).await? {
            // The catalogue changed meanwhile: what was made is of no use.
            work.lake.delete(made.add.into_iter().map(|f| f.path)).await.map_err(Failure::internal)?;
        }
    }
    Ok(())
}

/// Which files are to be put together; of a store with a key also those, alone, that are from before it had one. Pure.
fn groups(files: &[DataFile], has_key: bool) -> Vec<Vec<DataFile>> {
    let mut groups = candidates(files);
    if has_key {
        let grouped: HashSet<String> = groups.iter().flatten().map(|f| f.path.clone()).collect();
        let open = files.iter().filter(|f| !f.is_sealed() && !grouped.contains(&f.path));
        groups.extend(open.map(|f| vec![f.clone()]));
    }
    groups
}

/// Removes files that a crash left.
///
/// # Errors
/// Internal ones only.
pub async fn sweep(work: Work<'_>, store: &EventDataStore) -> Result<(), Failure> {
    let known = catalogue::known(&work.system.reader(), store).await?;
    // The age of files is by the machine's clock, whatever the plane's is.
    let wall = u64::try_from(work.system.plane().clock.wall().as_millisecond()).unwrap_or_default();
    let now = std::time::UNIX_EPOCH + Duration::from_millis(wall);
    let orphans = work.lake.orphans(&store.id, &known, ORPHAN_AGE, now).await.map_err(Failure::internal)?;
    work.lake.delete(orphans).await.map_err(Failure::internal)
}

/// Whether all events of a file are older than they are kept. Pure.
fn expired(file: &DataFile, retention_days: i32, now: i64) -> bool {
    let begin = format!("{}T00:00:00Z", file.day).parse::<jiff::Timestamp>().ok().map(jiff::Timestamp::as_millisecond);
    begin.is_some_and(|begin| begin + DAY_MS <= now.saturating_sub(i64::from(retention_days) * DAY_MS))
}

/// Takes files out of the catalogue and puts others in, in one commit; false if one was not there any more.
async fn retire(work: Work<'_>, store: &EventDataStore, remove: Vec<DataFile>, add: Vec<DataFile>) -> Result<bool, Failure> {
    let store = store.clone();
    work.act(move |tx| {
        let (store, remove, add) = (store.clone(), remove.clone(), add.clone());
        Box::pin(async move {
            let done = catalogue::remove(tx, &store, &remove).await?;
            if done {
                catalogue::add(tx, &store, &add)?;
            }
            Ok(done)
        })
    })
    .await
}

async fn forget(work: Work<'_>, garbage: &Stored<Garbage>) -> Result<(), Failure> {
    let garbage = garbage.clone();
    work.act(move |tx| {
        let key = garbage.key.clone();
        Box::pin(async move {
            if let Some(found) = tx.get::<Garbage>(&key.account, &key.region, &key.id).await? {
                tx.delete(&found);
            }
            Ok(())
        })
    })
    .await
}

/// Removes everything of a deleted event data store: first it is gone for everybody, then its files, then what tells of them.
async fn purge(work: Work<'_>, state: &Stored<Ingest>) -> Result<(), Failure> {
    let place = state.key.clone();
    if !state.body.gone {
        let decided = work
            .act({
                let place = place.clone();
                move |tx| {
                    let place = place.clone();
                    Box::pin(async move {
                        let mut state = held(tx, &place).await?;
                        let now = tx.call().time.as_millisecond();
                        match tx.get::<EventDataStore>(&place.account, &place.region, &place.id).await? {
                            Some(store) if is_over(&store.body, now) => tx.delete(&store),
                            // Restored in the last moment.
                            Some(_) => return Ok(false),
                            None => {}
                        }
                        state.body.gone = true;
                        tx.put(&state)?;
                        Ok(true)
                    })
                }
            })
            .await?;
        if !decided {
            return Ok(());
        }
    }
    let store = &state.body.store;
    let paths = work.lake.files(&store.id).await.map_err(Failure::internal)?;
    work.lake.delete(paths).await.map_err(Failure::internal)?;
    let prefix = format!("{}/", store.id);
    loop {
        let (place, prefix) = (place.clone(), prefix.clone());
        let more = work
            .act(move |tx| {
                let (place, prefix) = (place.clone(), prefix.clone());
                Box::pin(async move {
                    let files = tx.reader().list::<StoreFile>(&place.account, &place.region, &prefix, None, BATCH).await?;
                    let garbage = tx.reader().list::<Garbage>(&place.account, &place.region, &prefix, None, BATCH).await?;
                    files.iter().for_each(|f| tx.delete(f));
                    garbage.iter().for_each(|g| tx.delete(g));
                    let more = !files.is_empty() || !garbage.is_empty();
                    if !more {
                        let state = held(tx, &place).await?;
                        tx.delete(&state);
                    }
                    Ok(more)
                })
            })
            .await?;
        if !more {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::expired;
    use lake::DataFile;

    #[test]
    fn a_day_ends_when_its_last_event_is_too_old() {
        let file = DataFile {
            path: String::new(),
            account: String::new(),
            region: String::new(),
            day: "2026-01-31".to_owned(),
            rows: 1,
            bytes: 1,
            json_bytes: 1,
            min_time: 0,
            max_time: 0,
        };
        let at = |text: &str| text.parse::<jiff::Timestamp>().unwrap().as_millisecond();
        assert!(!expired(&file, 7, at("2026-02-07T23:59:59Z")));
        assert!(expired(&file, 7, at("2026-02-08T00:00:00Z")));
        assert!(!expired(&DataFile { day: "?".to_owned(), ..file }, 7, at("2099-01-01T00:00:00Z")));
    }
}
