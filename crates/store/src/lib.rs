//! The durable heart: resources (versioned documents) and the journal, committed together.
//!
//! A [`Commit`] states what it expects still to be true, what it changes, and which journal entries say so; all of it happens or nothing does.
//! Readers see every version a resource ever had, and the journal in an order that never changes behind them. Views read the journal from a
//! cursor that they move in the same commit as what they derived.
//!
//! The embedded backend is SQLite by `rusqlite`. sqlx was considered: one writer thread that groups commits and keeps its statements prepared
//! is faster than handing each statement through an async pool, and a [`Backend`] of its own lets PostgreSQL use its own client. The interface
//! is async and assumes nothing about being the only process: compare with [`Expectation`]s, exclude with [`Store::lease`].

mod backend;
mod error;
mod sqlite;
mod types;

use std::fmt;
use std::path::Path;
use std::sync::Arc;

use tokio::sync::watch;

pub use backend::{Backend, Pending};
pub use error::{Cause, CommitError, Result, StoreError};
pub use sqlite::Folder;
pub use types::{
    Commit, Committed, Durability, Entry, EventQuery, Expectation, Fingerprint, IndexedEvent, Key, Lookup, MAX_BODY, MAX_COMMIT,
    NewEntry, Range, Record, Version, Write,
};

/// A handle on a store; clones share it.
#[derive(Clone)]
pub struct Store {
    backend: Arc<dyn Backend>,
}

impl fmt::Debug for Store {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Store").finish_non_exhaustive()
    }
}

impl Store {
    /// Opens the data folder `path`, creating it (mode 0700 on Unix) and bringing an older schema up to date.
    ///
    /// # Errors
    /// [`StoreError::Locked`] while another process has it open, [`StoreError::NewerSchema`] if a later release wrote it, [`StoreError::Open`]
    /// if it cannot be opened.
    pub fn open(path: &Path) -> Result<Store, StoreError> {
        Store::open_in(Folder::take(path)?)
    }

    /// As [`Store::open`], in a folder whose lock was taken before.
    ///
    /// # Errors
    /// [`StoreError::NewerSchema`] if a later release wrote it, [`StoreError::Open`] if it cannot be opened.
    pub fn open_in(folder: Folder) -> Result<Store, StoreError> {
        Ok(Store::with_backend(Arc::new(sqlite::Sqlite::open(folder)?)))
    }

    /// A store that lives in memory and dies with its last handle: for the sandbox and for tests.
    ///
    /// # Errors
    /// [`StoreError::Database`] if memory is lacking.
    pub fn in_memory() -> Result<Store, StoreError> {
        Ok(Store::with_backend(Arc::new(sqlite::Sqlite::in_memory()?)))
    }

    /// A store on another database.
    pub fn with_backend(backend: Arc<dyn Backend>) -> Store {
        Store { backend }
    }

    /// The current state of a resource.
    pub async fn get(&self, key: &Key) -> Result<Option<Record>> {
        let mut found = self.backend.get_many(std::slice::from_ref(key)).await?;
        Ok(found.pop().flatten())
    }

    /// The current states of several resources, in the order asked, all of one moment.
    pub async fn get_many(&self, keys: &[Key]) -> Result<Vec<Option<Record>>> {
        self.backend.get_many(keys).await
    }

    /// At most `limit` resources of a range, ordered by id, after the id `after` (exclusive). Fewer than `limit` means the end.
    pub async fn list(&self, range: &Range, after: Option<&str>, limit: usize) -> Result<Vec<Record>> {
        self.backend.list(range, after, limit).await
    }

    /// Resources of a kind in every account and region, ordered by key: for views and administration.
    pub async fn list_kind(&self, kind: &str, after: Option<&Key>, limit: usize) -> Result<Vec<Record>> {
        self.backend.list_kind(kind, after, limit).await
    }

    /// Fingerprint of a range, for [`Expectation::Range`]. Take it before listing, so that a change in between is noticed. Constant time for a
    /// whole range, linear in the number of resources for one with a prefix.
    pub async fn range_fingerprint(&self, range: &Range) -> Result<Fingerprint> {
        self.backend.range_fingerprint(range).await
    }

    /// The resource that holds a unique look-up value (the first by key, if the look-up is shared).
    pub async fn find(&self, lookup: &str, value: &str) -> Result<Option<Record>> {
        Ok(self.backend.find_all(lookup, value, None, 1).await?.pop())
    }

    /// The resources that hold a look-up value, ordered by key, after the key `after` (exclusive).
    pub async fn find_all(&self, lookup: &str, value: &str, after: Option<&Key>, limit: usize) -> Result<Vec<Record>> {
        self.backend.find_all(lookup, value, after, limit).await
    }

    /// How many resources of a kind an account has in a region. Constant time: commits keep the number.
    pub async fn count(&self, kind: &str, account: &str, region: &str) -> Result<u64> {
        self.backend.count(kind, account, region).await
    }

    /// Versions of a resource above `after_version`, oldest first, deletions included; also of resources that no longer exist.
    pub async fn history(&self, key: &Key, after_version: u64, limit: usize) -> Result<Vec<Version>> {
        self.backend.history(key, after_version, limit).await
    }

    /// The version that was current at a time: the last one made at or before it (a deletion, if it was deleted then), or none.
    pub async fn history_at(&self, key: &Key, at_ms: i64) -> Result<Option<Version>> {
        self.backend.history_at(key, at_ms).await
    }

    /// The version that a commit left behind it: the last one of a sequence up to and with `seq` (a deletion, if it was deleted then), or none.
    pub async fn history_through(&self, key: &Key, seq: u64) -> Result<Option<Version>> {
        self.backend.history_through(key, seq).await
    }

    /// The resources of a range as a commit left them behind it, ordered by id, without those that were deleted. Linear in the number of versions.
    pub async fn range_through(&self, range: &Range, seq: u64) -> Result<Vec<Version>> {
        self.backend.range_through(range, seq).await
    }

    /// Versions of all resources that commits above `after` made, in the order of the commits. Somewhat more than `limit` where a commit would be cut
    /// otherwise. Kinds without history have none. None ever appears below one already seen.
    pub async fn changes(&self, after: u64, limit: usize) -> Result<Vec<Version>> {
        self.backend.changes(after, limit).await
    }

    /// Makes all changes of a commit or none. Resolves when its [`Durability`] is reached. Dropping the future does not take a commit back.
    ///
    /// # Errors
    /// See [`CommitError`].
    pub async fn commit(&self, batch: Commit) -> Result<Committed, CommitError> {
        self.backend.commit(batch).await
    }

    /// Journal entries above `after`, in order. No entry ever becomes visible below one that already was, so a reader that goes on from the
    /// last sequence it saw misses nothing.
    pub async fn journal(&self, after: u64, limit: usize) -> Result<Vec<Entry>> {
        self.backend.journal(after, limit).await
    }

    /// A journal entry by its id.
    pub async fn entry(&self, id: &str) -> Result<Option<Entry>> {
        self.backend.entry(id).await
    }

    /// The last sequence committed, and a wake-up when it grows. Commits that only move cursors or index events do not wake.
    pub fn subscribe(&self) -> watch::Receiver<u64> {
        self.backend.subscribe()
    }

    /// The same, of commits that changed something: those that are [`Durability::Synced`].
    pub fn subscribe_to_changes(&self) -> watch::Receiver<u64> {
        self.backend.subscribe_to_changes()
    }

    /// Position of a cursor, 0 if it was never set. It is set by a [`Commit`].
    pub async fn cursor(&self, name: &str) -> Result<u64> {
        self.backend.cursor(name).await
    }

    /// Events of the history, newest first.
    pub async fn events(&self, query: &EventQuery) -> Result<Vec<Entry>> {
        self.backend.events(query).await
    }

    /// Takes or prolongs a lease until `now_ms + ttl_ms`. True if `owner` has it now: it was free, expired (`now_ms` reached its end) or
    /// already this owner's.
    pub async fn lease(&self, name: &str, owner: &str, now_ms: i64, ttl_ms: i64) -> Result<bool> {
        self.backend.lease(name, owner, now_ms, ttl_ms).await
    }

    /// Gives a lease back before its time. False if `owner` did not have it.
    pub async fn release(&self, name: &str, owner: &str) -> Result<bool> {
        self.backend.release(name, owner).await
    }

    /// Completes what is queued, makes it stable, and releases the folder. Every later call of any clone fails with [`StoreError::Closed`].
    pub async fn close(&self) {
        self.backend.close().await;
    }
}
