//! To be written: refuses everything.
#![allow(unused_variables)]
use crate::*;
use tokio::sync::watch;
pub(crate) struct Sqlite;
impl Sqlite {
    pub(crate) fn open(_: &std::path::Path) -> Result<Sqlite> {
        Err(StoreError::Closed)
    }
    pub(crate) fn in_memory() -> Result<Sqlite> {
        Err(StoreError::Closed)
    }
}
impl Backend for Sqlite {
    fn get_many<'a>(&'a self, keys: &'a [Key]) -> Pending<'a, Result<Vec<Option<Record>>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn list<'a>(
        &'a self,
        range: &'a Range,
        after: Option<&'a str>,
        limit: usize,
    ) -> Pending<'a, Result<Vec<Record>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn list_kind<'a>(
        &'a self,
        kind: &'a str,
        after: Option<&'a Key>,
        limit: usize,
    ) -> Pending<'a, Result<Vec<Record>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn range_fingerprint<'a>(&'a self, range: &'a Range) -> Pending<'a, Result<Fingerprint>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn find_all<'a>(
        &'a self,
        lookup: &'a str,
        value: &'a str,
        after: Option<&'a Key>,
        limit: usize,
    ) -> Pending<'a, Result<Vec<Record>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn count<'a>(
        &'a self,
        kind: &'a str,
        account: &'a str,
        region: &'a str,
    ) -> Pending<'a, Result<u64>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn history<'a>(
        &'a self,
        key: &'a Key,
        after_version: u64,
        limit: usize,
    ) -> Pending<'a, Result<Vec<Version>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn history_at<'a>(&'a self, key: &'a Key, at: i64) -> Pending<'a, Result<Option<Version>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn commit(&self, commit: Commit) -> Pending<'_, Result<Committed, CommitError>> {
        Box::pin(async { Err(CommitError::Failed(StoreError::Closed)) })
    }
    fn journal(&self, after: u64, limit: usize) -> Pending<'_, Result<Vec<Entry>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn entry<'a>(&'a self, id: &'a str) -> Pending<'a, Result<Option<Entry>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn subscribe(&self) -> watch::Receiver<u64> {
        tokio::sync::watch::channel(0).1
    }
    fn cursor<'a>(&'a self, name: &'a str) -> Pending<'a, Result<u64>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn events<'a>(&'a self, query: &'a EventQuery) -> Pending<'a, Result<Vec<Entry>>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn lease<'a>(
        &'a self,
        name: &'a str,
        owner: &'a str,
        now_ms: i64,
        ttl_ms: i64,
    ) -> Pending<'a, Result<bool>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn release<'a>(&'a self, name: &'a str, owner: &'a str) -> Pending<'a, Result<bool>> {
        Box::pin(async { Err(StoreError::Closed) })
    }
    fn close(&self) -> Pending<'_, ()> {
        Box::pin(async {})
    }
}
