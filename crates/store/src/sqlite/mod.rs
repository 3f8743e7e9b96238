//! The embedded backend: one SQLite database in a folder, or one in memory.
//!
//! All writes go through one writer ([`writer`]); reads run at once in the calling task on read-only connections ([`readers`]), since they take
//! microseconds. In memory there is one connection for both, held by the writer for a whole batch, so that readers see committed data only.

mod apply;
mod history;
mod kept;
mod queries;
mod readers;
mod schema;
mod segment;
#[cfg(test)]
mod tests;
mod writer;

use std::fs::{DirBuilder, File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;

use rusqlite::Connection;
use rusqlite::hooks::Wal;
use tokio::sync::{oneshot, watch};

use self::apply::Recent;
use self::readers::Readers;
use self::writer::{Command, Lane, Published, Writer};
use crate::backend::{Backend, Pending};
use crate::{
    Commit, CommitError, Committed, Entry, EventQuery, Fingerprint, Key, MAX_BODY, MAX_COMMIT, Range, Record, Result, StoreError,
    Version, Write,
};

/// Name of the database in the data folder.
const DATABASE: &str = "cloudkeep.db";
/// Name of the file whose lock says that the folder is in use.
const LOCK: &str = "lock";

/// A connection that is gone once the store is closed.
type Shared = Arc<Mutex<Option<Connection>>>;

/// See the module.
pub(crate) struct Sqlite {
    lane: Arc<Lane>,
    readers: Arc<Readers>,
    sequence: watch::Receiver<u64>,
    changes: watch::Receiver<u64>,
    thread: Mutex<Option<JoinHandle<()>>>,
    #[cfg(test)]
    connection: Shared,
}

impl Sqlite {
    /// See [`crate::Store::open_in`].
    pub(crate) fn open(folder: Folder) -> Result<Sqlite> {
        let Folder { path, lock } = folder;
        let path = path.as_path();
        let database = path.join(DATABASE);
        let connection = schema::open_writer(&database).map_err(|error| open_error(path, error))?;
        #[cfg(unix)]
        File::open(path).and_then(|folder| folder.sync_all()).map_err(|error| system_error(path, error))?;
        Sqlite::start(connection, |_| Readers::of_file(database), Some(lock))
    }

    /// See [`crate::Store::in_memory`].
    pub(crate) fn in_memory() -> Result<Sqlite> {
        Sqlite::start(schema::open_memory()?, Readers::of_memory, None)
    }

    fn start(mut connection: Connection, readers: impl FnOnce(Shared) -> Readers, lock: Option<File>) -> Result<Sqlite> {
        schema::migrate(&mut connection)?;
        // The folder's lock says that whoever held a lease is gone: background work need not wait until theirs run out.
        connection.execute("DELETE FROM leases", []).map_err(database_error)?;
        let last = schema::last_sequence(&connection).map_err(database_error)?;
        let recent = Recent::new(schema::latest_time(&connection).map_err(database_error)?);
        let logged = Arc::new(AtomicUsize::new(0));
        let counter = logged.clone();
        let count = move |_: &mut Wal, pages: i32| {
            counter.store(usize::try_from(pages).unwrap_or_default(), Ordering::Relaxed);
            Ok(())
        };
        connection.wal_hook(Some(count)).map_err(database_error)?;
        let connection = Arc::new(Mutex::new(Some(connection)));
        let readers = Arc::new(readers(connection.clone()));
        let (publish, sequence) = watch::channel(last);
        let (publish_changes, changes) = watch::channel(last);
        #[cfg(test)]
        let inner = connection.clone();
        let writer = Writer::new(connection, readers.clone(), Published { all: publish, changes: publish_changes }, lock, recent);
        let lane = Arc::new(Lane::new(writer, logged));
        let working = lane.clone();
        let thread = std::thread::Builder::new()
            .name("store-writer".to_owned())
            .spawn(move || working.run())
            .map_err(|error| StoreError::Database { cause: Arc::new(error) })?;
        Ok(Sqlite {
            lane,
            readers,
            sequence,
            changes,
            thread: Mutex::new(Some(thread)),
            #[cfg(test)]
            connection: inner,
        })
    }

    async fn send<T>(&self, command: impl FnOnce(oneshot::Sender<T>) -> Command) -> Result<T> {
        let (reply, answer) = oneshot::channel();
        self.lane.send(command(reply)).await?;
        answer.await.map_err(|_| StoreError::Closed)
    }
}

impl Drop for Sqlite {
    /// Waits for the writer, so that whoever opens the folder next finds it free.
    fn drop(&mut self) {
        self.lane.close(None);
        if let Some(thread) = lock(&self.thread).take()
            && thread.join().is_err()
        {
            tracing::error!("the store's writer ended abnormally");
        }
    }
}

impl Backend for Sqlite {
    fn get_many<'a>(&'a self, keys: &'a [Key]) -> Pending<'a, Result<Vec<Option<Record>>>> {
        Box::pin(async move {
            match keys {
                // Several must be of one moment, which only the database gives.
                [key] => Ok(vec![self.readers.get(key)?]),
                _ => self.readers.with(|connection| queries::get_many(connection, keys)),
            }
        })
    }

    fn list<'a>(&'a self, range: &'a Range, after: Option<&'a str>, limit: usize) -> Pending<'a, Result<Vec<Record>>> {
        Box::pin(async move { self.readers.with(|connection| queries::list(connection, range, after, limit)) })
    }

    fn list_kind<'a>(&'a self, kind: &'a str, after: Option<&'a Key>, limit: usize) -> Pending<'a, Result<Vec<Record>>> {
        Box::pin(async move { self.readers.with(|connection| queries::list_kind(connection, kind, after, limit)) })
    }

    fn range_fingerprint<'a>(&'a self, range: &'a Range) -> Pending<'a, Result<Fingerprint>> {
        Box::pin(async move { self.readers.with(|connection| queries::fingerprint(connection, range)) })
    }

    fn find_all<'a>(
        &'a self,
        lookup: &'a str,
        value: &'a str,
        after: Option<&'a Key>,
        limit: usize,
    ) -> Pending<'a, Result<Vec<Record>>> {
        Box::pin(async move { self.readers.with(|connection| queries::find_all(connection, lookup, value, after, limit)) })
    }

    fn count<'a>(&'a self, kind: &'a str, account: &'a str, region: &'a str) -> Pending<'a, Result<u64>> {
        Box::pin(async move {
            let range = Range::all(kind, account, region);
            Ok(self.readers.with(|connection| queries::fingerprint(connection, &range))?.count)
        })
    }

    fn history<'a>(&'a self, key: &'a Key, after_version: u64, limit: usize) -> Pending<'a, Result<Vec<Version>>> {
        Box::pin(async move { self.readers.with(|connection| queries::history(connection, key, after_version, limit)) })
    }

    fn changes(&self, after: u64, limit: usize) -> Pending<'_, Result<Vec<Version>>> {
        Box::pin(async move { self.readers.with(|connection| queries::changes(connection, after, limit)) })
    }

    fn history_through<'a>(&'a self, key: &'a Key, seq: u64) -> Pending<'a, Result<Option<Version>>> {
        Box::pin(async move { self.readers.with(|connection| queries::history_through(connection, key, seq)) })
    }

    fn range_through<'a>(&'a self, range: &'a Range, seq: u64) -> Pending<'a, Result<Vec<Version>>> {
        Box::pin(async move { self.readers.with(|connection| queries::range_through(connection, range, seq)) })
    }

    fn history_at<'a>(&'a self, key: &'a Key, at: i64) -> Pending<'a, Result<Option<Version>>> {
        Box::pin(async move { self.readers.with(|connection| queries::history_at(connection, key, at)) })
    }

    fn commit(&self, commit: Commit) -> Pending<'_, Result<Committed, CommitError>> {
        Box::pin(async move {
            let size = check(&commit).map_err(StoreError::Invalid)?;
            self.send(|reply| Command::Commit { commit: Box::new(commit), size, reply }).await?
        })
    }

    fn journal(&self, after: u64, limit: usize) -> Pending<'_, Result<Vec<Entry>>> {
        Box::pin(async move { self.readers.with(|connection| queries::journal(connection, after, limit)) })
    }

    fn entry<'a>(&'a self, id: &'a str) -> Pending<'a, Result<Option<Entry>>> {
        Box::pin(async move { self.readers.with(|connection| queries::entry(connection, id)) })
    }

    fn subscribe(&self) -> watch::Receiver<u64> {
        self.sequence.clone()
    }

    fn subscribe_to_changes(&self) -> watch::Receiver<u64> {
        self.changes.clone()
    }

    fn cursor<'a>(&'a self, name: &'a str) -> Pending<'a, Result<u64>> {
        Box::pin(async move { self.readers.with(|connection| queries::cursor(connection, name)) })
    }

    fn events<'a>(&'a self, query: &'a EventQuery) -> Pending<'a, Result<Vec<Entry>>> {
        Box::pin(async move { self.readers.with(|connection| history::events(connection, query)) })
    }

    fn lease<'a>(&'a self, name: &'a str, owner: &'a str, now_ms: i64, ttl_ms: i64) -> Pending<'a, Result<bool>> {
        Box::pin(async move {
            self.send(|reply| Command::Lease {
                name: name.to_owned(),
                owner: owner.to_owned(),
                now: now_ms,
                until: now_ms.saturating_add(ttl_ms),
                reply,
            })
            .await?
        })
    }

    fn release<'a>(&'a self, name: &'a str, owner: &'a str) -> Pending<'a, Result<bool>> {
        Box::pin(
            async move { self.send(|reply| Command::Release { name: name.to_owned(), owner: owner.to_owned(), reply }).await? },
        )
    }

    fn close(&self) -> Pending<'_, ()> {
        Box::pin(async move {
            let (reply, answer) = oneshot::channel();
            self.lane.close(Some(reply));
            // Already closed is closed.
            drop(answer.await);
        })
    }
}

/// Refuses what no database could do with a commit, and measures it (bytes of its bodies).
fn check(commit: &Commit) -> Result<usize, String> {
    let mut total = 0_usize;
    let mut keys = Vec::with_capacity(commit.writes.len());
    let bodies = commit.writes.iter().map(|write| match write {
        Write::Put { body, .. } => body.len(),
        Write::Delete { .. } => 0,
    });
    for size in bodies.chain(commit.journal.iter().map(|entry| entry.body.len())) {
        if size > MAX_BODY {
            return Err(format!("a body of {size} bytes is larger than {MAX_BODY}"));
        }
        total = total.saturating_add(size);
    }
    if total > MAX_COMMIT {
        return Err(format!("a commit of {total} bytes is larger than {MAX_COMMIT}"));
    }
    for write in &commit.writes {
        let key = write.key();
        if key.kind.is_empty() || key.id.is_empty() {
            return Err(format!("the key {key} has no kind or no id"));
        }
        keys.push(key);
    }
    keys.sort_unstable();
    if let Some(key) = keys.array_windows().find_map(|[one, next]| (one == next).then_some(one)) {
        return Err(format!("the key {key} is written twice in one commit"));
    }
    if commit.index.iter().any(|event| event.attributes.iter().any(|(name, _)| name.is_empty())) {
        return Err("an attribute of an indexed event has no name".to_owned());
    }
    Ok(total)
}

/// The folder of a store, locked for this process, with its database still closed: for what must happen before the database is opened or made, and for
/// changes beside it that a running server must not see. The lock goes with the value, or with the store that is opened in it.
#[derive(Debug)]
pub struct Folder {
    path: PathBuf,
    lock: File,
}

impl Folder {
    /// Creates the folder (mode 0700 on Unix) unless it is there, and takes its lock.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another process has it, [`StoreError::Open`] if it cannot be made or written.
    pub fn take(path: &Path) -> Result<Folder> {
        Ok(Folder { path: path.to_owned(), lock: take_folder(path)? })
    }

    /// Whether a database was made in it.
    pub fn has_database(&self) -> bool {
        self.path.join(DATABASE).exists()
    }
}

/// Creates the folder and takes its lock. The lock is the open file's: the system lifts it when the process dies, however it dies.
fn take_folder(path: &Path) -> Result<File> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path).map_err(|error| system_error(path, error))?;
    let file = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(path.join(LOCK))
        .map_err(|error| system_error(path, error))?;
    match file.try_lock() {
        Ok(()) => Ok(file),
        Err(TryLockError::WouldBlock) => Err(StoreError::Locked { path: path.to_owned() }),
        Err(TryLockError::Error(error)) => Err(system_error(path, error)),
    }
}

fn system_error(path: &Path, error: std::io::Error) -> StoreError {
    StoreError::Open { path: path.to_owned(), cause: Arc::new(error) }
}

fn open_error(path: &Path, error: rusqlite::Error) -> StoreError {
    StoreError::Open { path: path.to_owned(), cause: Arc::new(error) }
}

/// Sorts what SQLite says into the errors of the store.
fn database_error(error: rusqlite::Error) -> StoreError {
    use rusqlite::{Error, ErrorCode};
    let code = error.sqlite_error_code();
    let undecodable =
        matches!(error, Error::FromSqlConversionFailure(..) | Error::InvalidColumnType(..) | Error::IntegralValueOutOfRange(..));
    let cause = Arc::new(error);
    match code {
        Some(ErrorCode::DiskFull) => StoreError::Full { cause },
        Some(ErrorCode::SystemIoFailure | ErrorCode::ReadOnly | ErrorCode::CannotOpen) => StoreError::Io { cause },
        Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => StoreError::Corrupt { cause },
        _ if undecodable => StoreError::Corrupt { cause },
        _ => StoreError::Database { cause },
    }
}

/// Locks whatever a panicking holder left behind: connections roll back what was not committed.
fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// SQLite's integers are signed; sequences and versions never come near the difference.
fn int(value: u64) -> i64 {
    i64::try_from(value).unwrap_or(i64::MAX)
}
