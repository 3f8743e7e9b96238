//! The one writer. It takes whatever is queued, up to a bound, into one transaction: many commits, one write to the log, at most one sync.
//! Nothing waits for company: a lone commit is made at once, and while it is being made the next batch gathers.
//!
//! Two do its work, one at a time. Its thread does whatever may take long: syncing, folding the log. Commits that only record what was read are
//! made by a task among the callers' own ([`Lane::gather`]), as soon as every caller that is ready has handed in its commit: nobody has to be
//! woken on another thread for them. While the thread is at work it takes them along.
//!
//! In WAL mode `synchronous=FULL` syncs the log at every COMMIT, `NORMAL` only when the log is folded into the database; both write the pages
//! to the file before COMMIT returns.

use std::collections::VecDeque;
use std::fs::File;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, OnceLock, TryLockError};
use std::thread::Thread;

use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::{Semaphore, oneshot, watch};

use super::apply::{Log, Recent, apply, run};
use super::readers::Readers;
use super::{Shared, database_error, lock};
use crate::{Commit, CommitError, Committed, Durability, Key, Result, StoreError, Write};

/// Greatest number of commands in a transaction: bounds the wait of the first for the last, a few milliseconds.
const BATCH: usize = 512;
/// A transaction takes no further command once its bodies reach this many bytes.
const BATCH_BYTES: usize = 8 << 20;
/// Commands that may wait; the next caller waits for a place. Twice the largest batch, so that the writer never starves.
const QUEUE: usize = 1024;
/// The log is folded into the database when it has so many pages (16 MiB).
const LOG_PAGES: usize = 4000;

pub(super) enum Command {
    Commit { commit: Box<Commit>, size: usize, reply: oneshot::Sender<Result<Committed, CommitError>> },
    Lease { name: String, owner: String, now: i64, until: i64, reply: oneshot::Sender<Result<bool>> },
    Release { name: String, owner: String, reply: oneshot::Sender<Result<bool>> },
}

#[derive(Default)]
struct Queue {
    waiting: VecDeque<Command>,
    /// How many of them only the thread may do.
    long: usize,
    closed: bool,
    /// Nobody is left to answer closers.
    finished: bool,
    closers: Vec<oneshot::Sender<()>>,
}

/// What waits to be written, and who writes it.
pub(super) struct Lane {
    queue: Mutex<Queue>,
    places: Semaphore,
    writer: Mutex<Writer>,
    /// Pages in the log.
    logged: Arc<AtomicUsize>,
    /// The thread is awake: it looks at the queue once more before it sleeps.
    busy: AtomicBool,
    /// A task gathers.
    gathering: AtomicBool,
    thread: OnceLock<Thread>,
}

impl Lane {
    pub(super) fn new(writer: Writer, logged: Arc<AtomicUsize>) -> Lane {
        Lane {
            queue: Mutex::default(),
            places: Semaphore::new(QUEUE),
            writer: Mutex::new(writer),
            logged,
            busy: AtomicBool::new(false),
            gathering: AtomicBool::new(false),
            thread: OnceLock::new(),
        }
    }

    /// Hands in a command, once there is a place, and sees to it that somebody does it.
    pub(super) async fn send(self: &Arc<Lane>, command: Command) -> Result<()> {
        self.places.acquire().await.map_err(|_| StoreError::Closed)?.forget();
        let long = command.long();
        {
            let mut queue = lock(&self.queue);
            if queue.closed {
                return Err(StoreError::Closed);
            }
            queue.long += usize::from(long);
            queue.waiting.push_back(command);
        }
        if long {
            self.wake();
        } else if !self.busy.load(Ordering::SeqCst) && !self.gathering.swap(true, Ordering::SeqCst) {
            let gathering = Gathering(self.clone());
            match tokio::runtime::Handle::try_current() {
                Ok(runtime) => drop(runtime.spawn(Lane::gather(gathering))),
                Err(_) => drop(gathering),
            }
        }
        Ok(())
    }

    /// No further command is taken; `reply` is answered when all are done.
    pub(super) fn close(&self, reply: Option<oneshot::Sender<()>>) {
        let mut queue = lock(&self.queue);
        queue.closed = true;
        if !queue.finished {
            queue.closers.extend(reply);
        }
        drop(queue);
        self.places.close();
        self.wake();
    }

    fn wake(&self) {
        if let Some(thread) = self.thread.get() {
            thread.unpark();
        }
    }

    /// Takes a batch off the queue; `short`: only if nothing in the queue takes long. Otherwise, and if there is nothing, it is empty.
    fn take(&self, short: bool) -> Vec<Command> {
        let mut batch = Vec::new();
        let mut queue = lock(&self.queue);
        if short && queue.long > 0 {
            return batch;
        }
        let mut bytes = 0_usize;
        while batch.len() < BATCH
            && bytes < BATCH_BYTES
            && let Some(command) = queue.waiting.pop_front()
        {
            bytes = bytes.saturating_add(command.size());
            queue.long -= usize::from(command.long());
            batch.push(command);
        }
        drop(queue);
        if !self.places.is_closed() {
            self.places.add_permits(batch.len());
        }
        batch
    }

    /// Makes the commits that callers hand in, until none is left or the thread is needed.
    async fn gather(gathering: Gathering) {
        let lane = &gathering.0;
        loop {
            // Whoever is ready goes first, and hands in too.
            tokio::task::yield_now().await;
            if lane.busy.load(Ordering::SeqCst) || lane.logged.load(Ordering::Relaxed) >= LOG_PAGES {
                return;
            }
            let mut writer = match lane.writer.try_lock() {
                Ok(writer) => writer,
                Err(TryLockError::Poisoned(poisoned)) => poisoned.into_inner(),
                Err(TryLockError::WouldBlock) => return,
            };
            let mut batch = lane.take(true);
            if batch.is_empty() {
                return;
            }
            writer.execute(&mut batch);
        }
    }

    /// The thread's work, until the lane is closed.
    pub(super) fn run(&self) {
        drop(self.thread.set(std::thread::current()));
        loop {
            self.busy.store(true, Ordering::SeqCst);
            loop {
                // The writer first: what is taken off the queue earlier must not be written later.
                let mut writer = lock(&self.writer);
                let mut batch = self.take(false);
                if batch.is_empty() && self.logged.load(Ordering::Relaxed) < LOG_PAGES {
                    break;
                }
                writer.execute(&mut batch);
                if self.logged.load(Ordering::Relaxed) >= LOG_PAGES {
                    writer.fold();
                    // Whether or not readers let it: the next commit counts anew.
                    self.logged.store(0, Ordering::Relaxed);
                }
            }
            self.busy.store(false, Ordering::SeqCst);
            let queue = lock(&self.queue);
            if !queue.waiting.is_empty() {
                continue;
            }
            if queue.closed {
                break;
            }
            drop(queue);
            std::thread::park();
        }
        lock(&self.writer).finish();
        let mut queue = lock(&self.queue);
        queue.finished = true;
        for closer in queue.closers.drain(..) {
            // Whoever no longer waits need not know.
            let _: Result<(), ()> = closer.send(());
        }
    }
}

/// Held by who gathers. However it ends, what is left is the thread's.
struct Gathering(Arc<Lane>);

impl Drop for Gathering {
    fn drop(&mut self) {
        self.0.gathering.store(false, Ordering::SeqCst);
        if !lock(&self.0.queue).waiting.is_empty() || self.0.logged.load(Ordering::Relaxed) >= LOG_PAGES {
            self.0.wake();
        }
    }
}

/// What became of a command, kept until the transaction is committed.
enum Outcome {
    Commit(Result<Committed, CommitError>),
    Lease(bool),
}

/// Who waits for commits is told here of the last sequence.
pub(super) struct Published {
    pub all: watch::Sender<u64>,
    /// Only of commits that change something.
    pub changes: watch::Sender<u64>,
}

impl Published {
    fn tell(&self, last: u64, changed: bool) {
        let tell = |to: &watch::Sender<u64>| to.send_if_modified(|told| std::mem::replace(told, last) != last);
        if tell(&self.all) && changed {
            tell(&self.changes);
        }
    }
}

pub(super) struct Writer {
    connection: Shared,
    readers: Arc<Readers>,
    published: Published,
    folder: Option<File>,
    sequence: u64,
    recent: Recent,
    /// The connection's `synchronous` is FULL.
    full: bool,
    /// The log may hold commits that were never synced (at the start: those of the process before).
    unsynced: bool,
    /// The system failed to write or sync: what it holds of the log is not to be trusted before it has been folded and synced.
    suspect: bool,
}

impl Writer {
    pub(super) fn new(
        connection: Shared,
        readers: Arc<Readers>,
        published: Published,
        folder: Option<File>,
        recent: Recent,
    ) -> Writer {
        let sequence = *published.all.borrow();
        Writer { connection, readers, published, folder, sequence, recent, full: true, unsynced: true, suspect: false }
    }

    /// Does a batch in one transaction. If the database fails, each command again by itself, so that one cannot spoil the others.
    fn execute(&mut self, batch: &mut Vec<Command>) {
        if batch.is_empty() {
            return;
        }
        let attempted = self.attempt(batch);
        // Whether or not it was made: what became of a commit whose end failed is not known.
        for key in batch.iter().flat_map(Command::writes) {
            self.readers.changed(key);
        }
        match attempted {
            Ok(outcomes) => {
                // What was synced is what the batch was committed with.
                self.published.tell(self.sequence, self.full);
                for (command, outcome) in batch.drain(..).zip(outcomes) {
                    command.answer(Ok(outcome));
                }
            }
            Err(error) if batch.len() == 1 => {
                tracing::error!(error = %error, "a commit failed");
                for command in batch.drain(..) {
                    command.answer(Err(error.clone()));
                }
            }
            Err(error) => {
                tracing::warn!(error = %error, commands = batch.len(), "a group of commits failed, trying one by one");
                for command in batch.drain(..) {
                    self.execute(&mut vec![command]);
                }
            }
        }
    }

    fn attempt(&mut self, batch: &[Command]) -> Result<Vec<Outcome>> {
        let shared = self.connection.clone();
        let guard = lock(&shared);
        let connection = guard.as_ref().ok_or(StoreError::Closed)?;
        let tried = self.transact(connection, batch);
        if tried.is_err()
            && !connection.is_autocommit()
            && let Err(error) = run(connection, "ROLLBACK")
        {
            tracing::error!(error = %error, "a failed transaction could not be rolled back");
        }
        tried.map_err(|error| {
            let error = database_error(error);
            self.suspect |= matches!(error, StoreError::Io { .. });
            error
        })
    }

    fn transact(&mut self, connection: &Connection, batch: &[Command]) -> rusqlite::Result<Vec<Outcome>> {
        if self.suspect {
            checkpoint(connection)?;
            self.suspect = false;
        }
        let full = batch.iter().any(Command::synced);
        if full != self.full {
            // Never as a kept statement: this pragma acts when it is compiled, not when it is run.
            connection.execute_batch(if full { "PRAGMA synchronous = FULL" } else { "PRAGMA synchronous = NORMAL" })?;
            self.full = full;
        }
        run(connection, "BEGIN IMMEDIATE")?;
        let mut log = Log::new(self.sequence, &self.recent);
        let outcomes = batch.iter().map(|command| command.perform(connection, &mut log)).collect::<rusqlite::Result<Vec<_>>>()?;
        let sequence = log.sequence;
        let fresh = log.write(connection)?;
        if full && self.unsynced && sequence == self.sequence {
            // A commit that changes nothing (all its entries were there already) must still not be acknowledged before they are stable, and
            // SQLite syncs only if there is something to write (and writes only what differs).
            run(connection, "UPDATE schema SET syncs = syncs + 1")?;
        }
        run(connection, "COMMIT")?;
        self.sequence = sequence;
        self.recent.add(fresh);
        self.unsynced = !full;
        Ok(outcomes)
    }

    /// Folds what is in the log into the database, as far as readers let it.
    fn fold(&mut self) {
        let guard = lock(&self.connection);
        let Some(connection) = guard.as_ref() else { return };
        if let Err(error) = connection.query_row("PRAGMA wal_checkpoint(PASSIVE)", [], |_| Ok(())) {
            // Nothing is lost: it is tried again.
            tracing::warn!(error = %error, "the log could not be folded into the database");
            self.suspect |= matches!(database_error(error), StoreError::Io { .. });
        }
    }

    fn finish(&mut self) {
        self.readers.close();
        if let Some(connection) = lock(&self.connection).take() {
            if self.folder.is_some()
                && let Err(error) = checkpoint(&connection)
            {
                // Nothing is lost: the log is read again at the next start.
                tracing::warn!(error = %error, "the log could not be folded into the database");
            }
            if let Err((_, error)) = connection.close() {
                tracing::warn!(error = %error, "the database could not be closed");
            }
        }
        // Only now may another process have the folder.
        drop(self.folder.take());
    }
}

/// Folds the whole log into the database and syncs both.
fn checkpoint(connection: &Connection) -> rusqlite::Result<()> {
    let busy: i64 = connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |row| row.get(0))?;
    if busy == 0 {
        return Ok(());
    }
    let code = rusqlite::ffi::Error::new(rusqlite::ffi::SQLITE_BUSY);
    Err(rusqlite::Error::SqliteFailure(code, Some("a reader holds the log".to_owned())))
}

impl Command {
    fn size(&self) -> usize {
        match self {
            Command::Commit { size, .. } => *size,
            _ => 0,
        }
    }

    /// The resources that it changes.
    fn writes(&self) -> impl Iterator<Item = &Key> {
        let writes = match self {
            Command::Commit { commit, .. } => commit.writes.as_slice(),
            _ => &[],
        };
        writes.iter().map(Write::key)
    }

    /// Whether it waits for the disk.
    fn long(&self) -> bool {
        self.synced() || !matches!(self, Command::Commit { .. })
    }

    fn synced(&self) -> bool {
        matches!(self, Command::Commit { commit, .. } if commit.durability == Durability::Synced)
    }

    fn perform(&self, connection: &Connection, log: &mut Log<'_>) -> rusqlite::Result<Outcome> {
        match self {
            Command::Commit { commit, .. } => apply(connection, commit, log).map(Outcome::Commit),
            Command::Lease { name, owner, now, until, .. } => {
                take_lease(connection, name, owner, *now, *until).map(Outcome::Lease)
            }
            Command::Release { name, owner, .. } => {
                let sql = "DELETE FROM leases WHERE name = ?1 AND owner = ?2";
                let gone = connection.prepare_cached(sql)?.execute(params![name, owner])?;
                Ok(Outcome::Lease(gone > 0))
            }
        }
    }

    /// Tells the caller, who may no longer be there: then nobody needs to know.
    fn answer(self, outcome: Result<Outcome>) {
        match (self, outcome) {
            (Command::Commit { reply, .. }, Ok(Outcome::Commit(result))) => drop(reply.send(result)),
            (Command::Commit { reply, .. }, Err(error)) => drop(reply.send(Err(CommitError::Failed(error)))),
            (Command::Lease { reply, .. } | Command::Release { reply, .. }, Ok(Outcome::Lease(held))) => {
                drop(reply.send(Ok(held)));
            }
            (Command::Lease { reply, .. } | Command::Release { reply, .. }, Err(error)) => drop(reply.send(Err(error))),
            // A reply that is dropped reads as Closed.
            _ => {}
        }
    }
}

fn take_lease(connection: &Connection, name: &str, owner: &str, now: i64, until: i64) -> rusqlite::Result<bool> {
    let sql = "INSERT INTO leases (name, owner, expires) VALUES (?1, ?2, ?3)
               ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, expires = excluded.expires
               WHERE leases.owner = excluded.owner OR leases.expires <= ?4
               RETURNING 1";
    let mut statement = connection.prepare_cached(sql)?;
    Ok(statement.query_row(params![name, owner, until, now], |_| Ok(())).optional()?.is_some())
}
