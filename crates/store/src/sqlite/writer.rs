//! The one thread that writes. It takes whatever is queued, up to a bound, into one transaction: many commits, one write to the log, at most
//! one sync. Nothing waits for company: a lone commit is made at once, and while it is being made the next batch gathers.
//!
//! In WAL mode `synchronous=FULL` syncs the log at every COMMIT, `NORMAL` only when the log is folded into the database; both write the pages
//! to the file before COMMIT returns.

use std::fs::File;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::{mpsc, oneshot, watch};

use super::apply::{apply, run};
use super::readers::Readers;
use super::{Shared, database_error, lock};
use crate::{Commit, CommitError, Committed, Durability, Result, StoreError};

/// Greatest number of commands in a transaction: bounds the wait of the first for the last, a few milliseconds.
const BATCH: usize = 512;
/// A transaction takes no further command once its bodies reach this many bytes.
const BATCH_BYTES: usize = 8 << 20;

pub(super) enum Command {
    Commit { commit: Box<Commit>, size: usize, reply: oneshot::Sender<Result<Committed, CommitError>> },
    Lease { name: String, owner: String, now: i64, until: i64, reply: oneshot::Sender<Result<bool>> },
    Release { name: String, owner: String, reply: oneshot::Sender<Result<bool>> },
    Close { reply: oneshot::Sender<()> },
}

/// What became of a command, kept until the transaction is committed.
enum Outcome {
    Commit(Result<Committed, CommitError>),
    Lease(bool),
    Nothing,
}

pub(super) struct Writer {
    connection: Shared,
    readers: Arc<Readers>,
    publish: watch::Sender<u64>,
    folder: Option<File>,
    sequence: u64,
    /// The connection's `synchronous` is FULL.
    full: bool,
    /// The log may hold commits that were never synced (at the start: those of the process before).
    unsynced: bool,
    /// The system failed to write or sync: what it holds of the log is not to be trusted before it has been folded and synced.
    suspect: bool,
}

impl Writer {
    pub(super) fn new(connection: Shared, readers: Arc<Readers>, publish: watch::Sender<u64>, folder: Option<File>) -> Writer {
        let sequence = *publish.borrow();
        Writer { connection, readers, publish, folder, sequence, full: true, unsynced: true, suspect: false }
    }

    pub(super) fn run(mut self, mut queue: mpsc::Receiver<Command>) {
        let mut closers = Vec::new();
        let mut batch = Vec::new();
        while let Some(first) = queue.blocking_recv() {
            let mut bytes = 0_usize;
            let mut next = Some(first);
            while let Some(command) = next {
                match command {
                    Command::Close { reply } => {
                        // What is already queued is still done.
                        queue.close();
                        closers.push(reply);
                    }
                    other => {
                        bytes = bytes.saturating_add(other.size());
                        batch.push(other);
                    }
                }
                next = if batch.len() < BATCH && bytes < BATCH_BYTES { queue.try_recv().ok() } else { None };
            }
            self.execute(&mut batch);
        }
        self.finish();
        for closer in closers {
            // Whoever no longer waits need not know.
            let _: Result<(), ()> = closer.send(());
        }
    }

    /// Does a batch in one transaction. If the database fails, each command again by itself, so that one cannot spoil the others.
    fn execute(&mut self, batch: &mut Vec<Command>) {
        if batch.is_empty() {
            return;
        }
        match self.attempt(batch) {
            Ok(outcomes) => {
                let last = self.sequence;
                self.publish.send_if_modified(|published| std::mem::replace(published, last) != last);
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
        let mut sequence = self.sequence;
        let outcomes =
            batch.iter().map(|command| command.perform(connection, &mut sequence)).collect::<rusqlite::Result<Vec<_>>>()?;
        if full && self.unsynced && sequence == self.sequence {
            // A commit that changes nothing (all its entries were there already) must still not be acknowledged before they are stable, and
            // SQLite syncs only if there is something to write (and writes only what differs).
            run(connection, "UPDATE schema SET syncs = syncs + 1")?;
        }
        run(connection, "COMMIT")?;
        self.sequence = sequence;
        self.unsynced = !full;
        Ok(outcomes)
    }

    fn finish(self) {
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
        drop(self.folder);
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

    fn synced(&self) -> bool {
        matches!(self, Command::Commit { commit, .. } if commit.durability == Durability::Synced)
    }

    fn perform(&self, connection: &Connection, sequence: &mut u64) -> rusqlite::Result<Outcome> {
        match self {
            Command::Commit { commit, .. } => apply(connection, commit, sequence).map(Outcome::Commit),
            Command::Lease { name, owner, now, until, .. } => {
                take_lease(connection, name, owner, *now, *until).map(Outcome::Lease)
            }
            Command::Release { name, owner, .. } => {
                let sql = "DELETE FROM leases WHERE name = ?1 AND owner = ?2";
                let gone = connection.prepare_cached(sql)?.execute(params![name, owner])?;
                Ok(Outcome::Lease(gone > 0))
            }
            Command::Close { .. } => Ok(Outcome::Nothing),
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
