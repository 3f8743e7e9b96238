//! What a database must do for [`crate::Store`].

use std::future::Future;
use std::pin::Pin;

use tokio::sync::watch;

use crate::{Commit, CommitError, Committed, Entry, EventQuery, Fingerprint, Key, Range, Record, Result, Version};

/// A future of a backend, boxed because backends are chosen at run time.
pub type Pending<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

/// A database behind a [`crate::Store`], whose methods of the same name say what each must do. Every answer is a consistent snapshot that holds
/// every commit acknowledged before the question was asked.
pub trait Backend: Send + Sync + 'static {
    /// See [`crate::Store::get_many`].
    fn get_many<'a>(&'a self, keys: &'a [Key]) -> Pending<'a, Result<Vec<Option<Record>>>>;
    /// See [`crate::Store::list`].
    fn list<'a>(&'a self, range: &'a Range, after: Option<&'a str>, limit: usize) -> Pending<'a, Result<Vec<Record>>>;
    /// See [`crate::Store::list_kind`].
    fn list_kind<'a>(&'a self, kind: &'a str, after: Option<&'a Key>, limit: usize) -> Pending<'a, Result<Vec<Record>>>;
    /// See [`crate::Store::range_fingerprint`].
    fn range_fingerprint<'a>(&'a self, range: &'a Range) -> Pending<'a, Result<Fingerprint>>;
    /// See [`crate::Store::find_all`].
    fn find_all<'a>(
        &'a self,
        lookup: &'a str,
        value: &'a str,
        after: Option<&'a Key>,
        limit: usize,
    ) -> Pending<'a, Result<Vec<Record>>>;
    /// See [`crate::Store::count`].
    fn count<'a>(&'a self, kind: &'a str, account: &'a str, region: &'a str) -> Pending<'a, Result<u64>>;
    /// See [`crate::Store::history`].
    fn history<'a>(&'a self, key: &'a Key, after_version: u64, limit: usize) -> Pending<'a, Result<Vec<Version>>>;
    /// See [`crate::Store::history_at`].
    fn history_at<'a>(&'a self, key: &'a Key, at: i64) -> Pending<'a, Result<Option<Version>>>;
    /// See [`crate::Store::history_through`].
    fn history_through<'a>(&'a self, key: &'a Key, seq: u64) -> Pending<'a, Result<Option<Version>>>;
    /// See [`crate::Store::range_through`].
    fn range_through<'a>(&'a self, range: &'a Range, seq: u64) -> Pending<'a, Result<Vec<Version>>>;
    /// See [`crate::Store::changes`].
    fn changes(&self, after: u64, limit: usize) -> Pending<'_, Result<Vec<Version>>>;
    /// See [`crate::Store::commit`].
    fn commit(&self, commit: Commit) -> Pending<'_, Result<Committed, CommitError>>;
    /// See [`crate::Store::journal`].
    fn journal(&self, after: u64, limit: usize) -> Pending<'_, Result<Vec<Entry>>>;
    /// See [`crate::Store::entry`].
    fn entry<'a>(&'a self, id: &'a str) -> Pending<'a, Result<Option<Entry>>>;
    /// See [`crate::Store::subscribe`].
    fn subscribe(&self) -> watch::Receiver<u64>;
    /// See [`crate::Store::subscribe_to_changes`].
    fn subscribe_to_changes(&self) -> watch::Receiver<u64>;
    /// See [`crate::Store::cursor`].
    fn cursor<'a>(&'a self, name: &'a str) -> Pending<'a, Result<u64>>;
    /// See [`crate::Store::events`].
    fn events<'a>(&'a self, query: &'a EventQuery) -> Pending<'a, Result<Vec<Entry>>>;
    /// See [`crate::Store::lease`].
    fn lease<'a>(&'a self, name: &'a str, owner: &'a str, now_ms: i64, ttl_ms: i64) -> Pending<'a, Result<bool>>;
    /// See [`crate::Store::release`].
    fn release<'a>(&'a self, name: &'a str, owner: &'a str) -> Pending<'a, Result<bool>>;
    /// See [`crate::Store::close`].
    fn close(&self) -> Pending<'_, ()>;
}
