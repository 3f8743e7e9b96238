//! One commit inside the writer's transaction.

use std::collections::{BTreeSet, HashSet, VecDeque};

use rusqlite::{Connection, OptionalExtension, params};

use super::queries::{self, json, number};
use super::segment::{self, Builder};
use super::{history, int};
use crate::{Commit, CommitError, Committed, Expectation, Key, Lookup, NewEntry, Write};

/// Outer error: the database failed, the transaction is lost. Inner error: this commit is refused and has left no trace.
type Applied<T> = rusqlite::Result<Result<T, CommitError>>;

/// What a transaction appends to the journal: written when it ends, by [`Log::write`].
pub(super) struct Log<'a> {
    /// The last sequence taken.
    pub sequence: u64,
    segments: Builder,
    /// Timed ids of this transaction, in order.
    fresh: Vec<(u128, u64)>,
    recent: &'a Recent,
}

impl<'a> Log<'a> {
    pub(super) fn new(sequence: u64, recent: &'a Recent) -> Self {
        Self { sequence, segments: Builder::default(), fresh: Vec::new(), recent }
    }

    /// The sequence that an id already has.
    fn known(&self, connection: &Connection, entry: &NewEntry, timed: Option<(u128, i64)>) -> rusqlite::Result<Option<u64>> {
        match timed {
            Some((id, time)) => match self.fresh.iter().rev().find(|(fresh, _)| *fresh == id) {
                Some((_, seq)) => Ok(Some(*seq)),
                None if self.recent.rules_out(id, time) => Ok(None),
                None => queries::sequence_of(connection, &entry.id),
            },
            None => queries::sequence_of(connection, &entry.id),
        }
    }

    /// Appends an entry that has its sequence already.
    pub(super) fn append_at(&mut self, connection: &Connection, seq: u64, entry: &NewEntry) -> rusqlite::Result<()> {
        let timed = segment::timed(&entry.id);
        self.segments.add(seq, entry, timed.map(|(_, time)| time));
        match timed {
            Some((id, _)) => self.fresh.push((id, seq)),
            None => {
                let sql = "INSERT INTO ids (id, seq) VALUES (?1, ?2)";
                connection.prepare_cached(sql)?.execute(params![entry.id, int(seq)])?;
            }
        }
        self.sequence = seq;
        Ok(())
    }

    /// Writes the segments. Gives back the timed ids that are new.
    pub(super) fn write(self, connection: &Connection) -> rusqlite::Result<Vec<u128>> {
        let sql = "INSERT INTO segments (last, low, high, entries) VALUES (?1, ?2, ?3, ?4)";
        for segment in self.segments.segments().iter().filter(|segment| segment.last > 0) {
            let (low, high) = segment.times.unzip();
            connection.prepare_cached(sql)?.execute(params![int(segment.last), low, high, segment.packed()])?;
        }
        Ok(self.fresh.into_iter().map(|(id, _)| id).collect())
    }
}

/// Timed ids that were committed lately: they tell of nearly every new id, without a search, that it is new.
pub(super) struct Recent {
    ids: HashSet<u128>,
    order: VecDeque<u128>,
    /// Any committed id that is not among them has a time up to this.
    forgotten: i64,
}

/// Ids kept, of some 50 bytes each.
const RECENT: usize = 1 << 15;

impl Recent {
    /// `forgotten`: the latest time of a timed id in the database.
    pub(super) fn new(forgotten: i64) -> Self {
        Self { ids: HashSet::new(), order: VecDeque::new(), forgotten }
    }

    fn rules_out(&self, id: u128, time: i64) -> bool {
        time > self.forgotten && !self.ids.contains(&id)
    }

    /// The ids are committed.
    pub(super) fn add(&mut self, ids: Vec<u128>) {
        for id in ids {
            self.ids.insert(id);
            self.order.push_back(id);
        }
        while self.order.len() > RECENT
            && let Some(oldest) = self.order.pop_front()
        {
            self.ids.remove(&oldest);
            self.forgotten = self.forgotten.max(segment::time_of(oldest));
        }
    }
}

/// Makes a commit, taking sequences above the log's.
pub(super) fn apply(connection: &Connection, commit: &Commit, log: &mut Log<'_>) -> Applied<Committed> {
    let olds = commit.writes.iter().map(|write| current(connection, write.key())).collect::<rusqlite::Result<Vec<_>>>()?;
    if let Some(key) = broken_expectation(connection, commit, &olds)? {
        return Ok(Err(CommitError::Conflict { key }));
    }
    // Past the expectations only a look-up can be refused. Whether one is can nearly always be told before anything is written; only a commit
    // whose own writes have to do with each other's look-ups needs a savepoint, which costs a copy of every page it changes.
    match claims(connection, commit, &olds)? {
        Claims::Free => return write_all(connection, commit, &olds, log, false),
        Claims::Taken(refusal) => return Ok(Err(refusal)),
        Claims::Entangled => {}
    }
    let before = (log.sequence, log.segments.mark(), log.fresh.len());
    run(connection, "SAVEPOINT one")?;
    let applied = write_all(connection, commit, &olds, log, true)?;
    if applied.is_err() {
        run(connection, "ROLLBACK TO one")?;
        log.sequence = before.0;
        log.segments.back_to(before.1);
        log.fresh.truncate(before.2);
    }
    run(connection, "RELEASE one")?;
    Ok(applied)
}

pub(super) fn run(connection: &Connection, sql: &str) -> rusqlite::Result<()> {
    connection.prepare_cached(sql)?.execute([]).map(drop)
}

/// What became clear of a commit's look-ups before anything was written.
enum Claims {
    /// Nobody holds them.
    Free,
    /// Somebody outside of the commit holds one.
    Taken(CommitError),
    /// Several writes of the commit have to do with one.
    Entangled,
}

fn claims(connection: &Connection, commit: &Commit, olds: &[Option<Old>]) -> rusqlite::Result<Claims> {
    let mut claimed: Vec<(&str, &str)> = Vec::new();
    for (write, old) in commit.writes.iter().zip(olds) {
        let Write::Put { key, lookups, .. } = write else { continue };
        for lookup in lookups.iter().filter(|lookup| old.as_ref().is_none_or(|old| !old.lookups.contains(lookup))) {
            let claim = (lookup.name.as_str(), lookup.value.as_str());
            if claimed.contains(&claim) {
                return Ok(Claims::Entangled);
            }
            claimed.push(claim);
            if let Some(holder) = rival(connection, key, lookup)? {
                if commit.writes.iter().any(|write| *write.key() == holder) {
                    return Ok(Claims::Entangled);
                }
                let (name, value) = (lookup.name.clone(), lookup.value.clone());
                return Ok(Claims::Taken(CommitError::Duplicate { name, value, holder }));
            }
        }
    }
    Ok(Claims::Free)
}

fn broken_expectation(connection: &Connection, commit: &Commit, olds: &[Option<Old>]) -> rusqlite::Result<Option<Key>> {
    for expectation in &commit.expect {
        match expectation {
            Expectation::Version { key, version } => {
                let written = commit.writes.iter().zip(olds).find(|(write, _)| write.key() == key);
                let found = match written {
                    Some((_, old)) => old.as_ref().map(|old| old.version),
                    None => version_of(connection, key)?,
                };
                if found != *version {
                    return Ok(Some(key.clone()));
                }
            }
            Expectation::Range { range, fingerprint } => {
                if queries::fingerprint(connection, range)? != *fingerprint {
                    return Ok(Some(Key::new(&range.kind, &range.account, &range.region, &range.prefix)));
                }
            }
            Expectation::Cursor { name, value } => {
                if queries::cursor(connection, name)? != *value {
                    return Ok(Some(Key::new("cursor", "", "", name)));
                }
            }
        }
    }
    Ok(None)
}

/// `refusable`: look-ups are still to be checked while they are written.
fn write_all(
    connection: &Connection,
    commit: &Commit,
    olds: &[Option<Old>],
    log: &mut Log<'_>,
    refusable: bool,
) -> Applied<Committed> {
    let before = log.sequence;
    let entries = commit.journal.iter().map(|entry| append(connection, entry, log)).collect::<rusqlite::Result<Vec<_>>>()?;
    let versions = match write_resources(connection, commit, olds, log.sequence > before, &mut log.sequence, refusable)? {
        Ok(versions) => versions,
        Err(refusal) => return Ok(Err(refusal)),
    };
    for (name, value) in &commit.cursors {
        let sql = "INSERT INTO cursors (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
        connection.prepare_cached(sql)?.execute(params![name, int(*value)])?;
    }
    if !commit.index.is_empty() {
        history::index(connection, &commit.index)?;
    }
    if let Some(before) = commit.forget_before {
        history::forget(connection, before)?;
    }
    Ok(Ok(Committed { sequence: log.sequence, versions, entries }))
}

fn append(connection: &Connection, entry: &NewEntry, log: &mut Log<'_>) -> rusqlite::Result<u64> {
    let timed = segment::timed(&entry.id);
    if let Some(seq) = log.known(connection, entry, timed)? {
        return Ok(seq);
    }
    let next = log.sequence.saturating_add(1);
    log.append_at(connection, next, entry)?;
    Ok(next)
}

/// What a write must know about the state it replaces.
struct Old {
    version: u64,
    created_at: i64,
    arn: Option<String>,
    lookups: BTreeSet<Lookup>,
}

fn current(connection: &Connection, key: &Key) -> rusqlite::Result<Option<Old>> {
    let sql = "SELECT version, created_at, arn, lookups FROM resources
               WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id = ?4";
    let mut statement = connection.prepare_cached(sql)?;
    let old = statement.query_row(params![key.kind, key.account, key.region, key.id], |row| {
        Ok(Old {
            version: number(row, 0)?,
            created_at: row.get(1)?,
            arn: row.get(2)?,
            lookups: json(row, 3)?.into_iter().collect(),
        })
    });
    old.optional()
}

fn version_of(connection: &Connection, key: &Key) -> rusqlite::Result<Option<u64>> {
    let sql = "SELECT version FROM resources WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id = ?4";
    let mut statement = connection.prepare_cached(sql)?;
    statement.query_row(params![key.kind, key.account, key.region, key.id], |row| number(row, 0)).optional()
}

fn write_resources(
    connection: &Connection,
    commit: &Commit,
    olds: &[Option<Old>],
    numbered: bool,
    sequence: &mut u64,
    refusable: bool,
) -> Applied<Vec<u64>> {
    if commit.writes.is_empty() {
        return Ok(Ok(Vec::new()));
    }
    // Look-ups given up by any write of the commit are free for every other: first all of them go, then the new ones come.
    for (write, old) in commit.writes.iter().zip(olds) {
        if let Some(old) = old {
            drop_lookups(connection, write, old)?;
        }
    }
    let changes = olds.iter().zip(&commit.writes).any(|(old, write)| old.is_some() || matches!(write, Write::Put { .. }));
    // A commit that appended entries is known by the last of them; any other that changes something takes a number of its own.
    if changes && !numbered {
        *sequence = sequence.saturating_add(1);
    }
    let context = Context {
        connection,
        at: commit.at,
        seq: *sequence,
        entry: commit.journal.first().map(|entry| entry.id.as_str()),
        without_history: &commit.without_history,
    };
    let mut versions = Vec::with_capacity(commit.writes.len());
    for (write, old) in commit.writes.iter().zip(olds) {
        let written = match write {
            Write::Put { key, arn, tags, body, lookups } => {
                if let Some(refusal) = add_lookups(connection, key, lookups, old.as_ref(), refusable)? {
                    return Ok(Err(refusal));
                }
                context.put(key, arn.as_deref(), tags, body, lookups, old.as_ref())?
            }
            Write::Delete { key } => match old {
                Some(old) => context.delete(key, old)?,
                None => 0,
            },
        };
        versions.push(written);
    }
    Ok(Ok(versions))
}

fn drop_lookups(connection: &Connection, write: &Write, old: &Old) -> rusqlite::Result<()> {
    let kept: &[Lookup] = match write {
        Write::Put { lookups, .. } => lookups,
        Write::Delete { .. } => &[],
    };
    let sql = "DELETE FROM lookups WHERE name = ?1 AND value = ?2 AND kind = ?3 AND account = ?4 AND region = ?5 AND id = ?6";
    let key = write.key();
    for gone in old.lookups.iter().filter(|lookup| !kept.contains(lookup)) {
        let bounds = params![gone.name, gone.value, key.kind, key.account, key.region, key.id];
        connection.prepare_cached(sql)?.execute(bounds)?;
    }
    Ok(())
}

fn add_lookups(
    connection: &Connection,
    key: &Key,
    lookups: &[Lookup],
    old: Option<&Old>,
    refusable: bool,
) -> rusqlite::Result<Option<CommitError>> {
    let sql = "INSERT INTO lookups (name, value, kind, account, region, id, exclusive) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
               ON CONFLICT (name, value, kind, account, region, id) DO UPDATE SET exclusive = max(exclusive, excluded.exclusive)";
    for lookup in lookups.iter().filter(|lookup| old.is_none_or(|old| !old.lookups.contains(lookup))) {
        if refusable && let Some(holder) = rival(connection, key, lookup)? {
            let (name, value) = (lookup.name.clone(), lookup.value.clone());
            return Ok(Some(CommitError::Duplicate { name, value, holder }));
        }
        let bounds = params![lookup.name, lookup.value, key.kind, key.account, key.region, key.id, i64::from(lookup.unique)];
        connection.prepare_cached(sql)?.execute(bounds)?;
    }
    Ok(None)
}

/// Another resource whose hold on the same value excludes this one.
fn rival(connection: &Connection, key: &Key, lookup: &Lookup) -> rusqlite::Result<Option<Key>> {
    const UNIQUE: &str = "SELECT kind, account, region, id FROM lookups WHERE name = ?1 AND value = ?2
        AND (kind, account, region, id) <> (?3, ?4, ?5, ?6) LIMIT 1";
    const SHARED: &str = "SELECT kind, account, region, id FROM lookups WHERE name = ?1 AND value = ?2 AND exclusive = 1
        AND (kind, account, region, id) <> (?3, ?4, ?5, ?6) LIMIT 1";
    let mut statement = connection.prepare_cached(if lookup.unique { UNIQUE } else { SHARED })?;
    let bounds = params![lookup.name, lookup.value, key.kind, key.account, key.region, key.id];
    let decode =
        |row: &rusqlite::Row<'_>| Ok(Key { kind: row.get(0)?, account: row.get(1)?, region: row.get(2)?, id: row.get(3)? });
    statement.query_row(bounds, decode).optional()
}

/// What all writes of a commit share.
struct Context<'a> {
    connection: &'a Connection,
    at: i64,
    seq: u64,
    entry: Option<&'a str>,
    without_history: &'a [String],
}

impl Context<'_> {
    fn put(
        &self,
        key: &Key,
        arn: Option<&str>,
        tags: &[(String, String)],
        body: &[u8],
        lookups: &[Lookup],
        old: Option<&Old>,
    ) -> rusqlite::Result<u64> {
        let version = self.next_version(key, old)?;
        let created = old.map_or(self.at, |old| old.created_at);
        let (tags, lookups) = (text(tags)?, text(lookups)?);
        let sql =
            "INSERT INTO resources (kind, account, region, id, version, seq, created_at, updated_at, arn, tags, lookups, body)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
                   ON CONFLICT (kind, account, region, id) DO UPDATE SET version = excluded.version, seq = excluded.seq,
                   updated_at = excluded.updated_at, arn = excluded.arn, tags = excluded.tags, lookups = excluded.lookups,
                   body = excluded.body";
        self.connection.prepare_cached(sql)?.execute(params![
            key.kind,
            key.account,
            key.region,
            key.id,
            int(version),
            int(self.seq),
            created,
            self.at,
            arn,
            tags,
            lookups,
            body
        ])?;
        self.record_version(key, version, false, arn, tags.as_deref(), body)?;
        self.recount(key, i64::from(old.is_none()))?;
        Ok(version)
    }

    fn delete(&self, key: &Key, old: &Old) -> rusqlite::Result<u64> {
        let version = self.next_version(key, Some(old))?;
        let sql = "DELETE FROM resources WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id = ?4";
        self.connection.prepare_cached(sql)?.execute(params![key.kind, key.account, key.region, key.id])?;
        self.record_version(key, version, true, old.arn.as_deref(), None, &[])?;
        self.recount(key, -1)?;
        Ok(version)
    }

    fn record_version(
        &self,
        key: &Key,
        version: u64,
        deleted: bool,
        arn: Option<&str>,
        tags: Option<&str>,
        body: &[u8],
    ) -> rusqlite::Result<()> {
        if self.forgets(key) {
            let sql = "DELETE FROM versions WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id = ?4";
            return self.connection.prepare_cached(sql)?.execute(params![key.kind, key.account, key.region, key.id]).map(drop);
        }
        let sql = "INSERT INTO versions (kind, account, region, id, version, seq, at, deleted, arn, tags, entry, body)
                   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
        self.connection.prepare_cached(sql)?.execute(params![
            key.kind,
            key.account,
            key.region,
            key.id,
            int(version),
            int(self.seq),
            self.at,
            deleted,
            arn,
            tags,
            self.entry,
            body
        ])?;
        Ok(())
    }

    /// Whether only the present state of a resource is kept.
    fn forgets(&self, key: &Key) -> bool {
        self.without_history.contains(&key.kind)
    }

    /// Without a history to count in, the sequence of the commit is the next number that never was.
    fn next_version(&self, key: &Key, old: Option<&Old>) -> rusqlite::Result<u64> {
        if self.forgets(key) {
            return Ok(self.seq);
        }
        let last = match old {
            Some(old) => old.version,
            None => self.last_version(key)?,
        };
        Ok(last.saturating_add(1))
    }

    /// The last version of an earlier life of the resource.
    fn last_version(&self, key: &Key) -> rusqlite::Result<u64> {
        let sql = "SELECT coalesce(max(version), 0) FROM versions
                   WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id = ?4";
        let mut statement = self.connection.prepare_cached(sql)?;
        statement.query_row(params![key.kind, key.account, key.region, key.id], |row| number(row, 0))
    }

    fn recount(&self, key: &Key, change: i64) -> rusqlite::Result<()> {
        let sql = "INSERT INTO counts (kind, account, region, count, seq) VALUES (?1, ?2, ?3, ?4, ?5)
                   ON CONFLICT (kind, account, region) DO UPDATE SET count = count + excluded.count, seq = excluded.seq";
        let bounds = params![key.kind, key.account, key.region, change, int(self.seq)];
        self.connection.prepare_cached(sql)?.execute(bounds)?;
        Ok(())
    }
}

/// A list as JSON, NULL if it is empty.
fn text<T: serde::Serialize>(list: &[T]) -> rusqlite::Result<Option<String>> {
    if list.is_empty() {
        return Ok(None);
    }
    serde_json::to_string(list).map(Some).map_err(|error| rusqlite::Error::ToSqlConversionFailure(Box::new(error)))
}
