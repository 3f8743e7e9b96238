//! Tables, and how a folder of an older release becomes one of this release.

use std::path::Path;
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use super::apply::{Log, Recent};
use super::database_error;
use crate::{NewEntry, Result, StoreError};

/// A step to the next schema version.
type Migration = fn(&Connection) -> rusqlite::Result<()>;

/// One step per schema version, each taken once, in a transaction with the new version number. Never change one that was released: add.
const MIGRATIONS: &[Migration] =
    &[|connection| connection.execute_batch(VERSION_1), version_2, |connection| connection.execute_batch(VERSION_3)];

/// Large columns stand last, so that reading the others never walks overflow pages. `counts.seq` is the last change of its partition: with
/// the journal's it gives the last sequence after a restart, hence its rows stay even at count 0. `resources.lookups` repeats a resource's
/// look-ups, which spares an index to find them when it is replaced. The event history is kept by numbered terms: a row of three integers is a
/// fifth of the bytes to write, and of the work to find its place, of one that repeats four texts.
pub(super) const VERSION_1: &str = "
CREATE TABLE resources (
  kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL,
  version INTEGER NOT NULL, seq INTEGER NOT NULL, created_at INTEGER NOT NULL, updated_at INTEGER NOT NULL,
  arn TEXT, tags TEXT, lookups TEXT, body BLOB NOT NULL,
  PRIMARY KEY (kind, account, region, id)
) STRICT;
CREATE TABLE versions (
  kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL,
  version INTEGER NOT NULL, seq INTEGER NOT NULL, at INTEGER NOT NULL, deleted INTEGER NOT NULL,
  arn TEXT, tags TEXT, entry TEXT, body BLOB NOT NULL,
  PRIMARY KEY (kind, account, region, id, version)
) STRICT;
CREATE TABLE lookups (
  name TEXT NOT NULL, value TEXT NOT NULL,
  kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, id TEXT NOT NULL,
  exclusive INTEGER NOT NULL,
  PRIMARY KEY (name, value, kind, account, region, id)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX lookups_exclusive ON lookups (name, value) WHERE exclusive = 1;
CREATE TABLE counts (
  kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, count INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (kind, account, region)
) STRICT, WITHOUT ROWID;
CREATE TABLE journal (
  seq INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE,
  kind TEXT NOT NULL, account TEXT NOT NULL, region TEXT NOT NULL, at INTEGER NOT NULL, body BLOB NOT NULL
) STRICT;
CREATE TABLE terms (
  id INTEGER PRIMARY KEY,
  account TEXT NOT NULL, region TEXT NOT NULL, name TEXT NOT NULL, value TEXT NOT NULL,
  UNIQUE (account, region, name, value)
) STRICT;
CREATE TABLE events (
  term INTEGER NOT NULL, at INTEGER NOT NULL, seq INTEGER NOT NULL,
  PRIMARY KEY (term, at, seq)
) STRICT, WITHOUT ROWID;
CREATE TABLE cursors (name TEXT PRIMARY KEY, value INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE leases (name TEXT PRIMARY KEY, owner TEXT NOT NULL, expires INTEGER NOT NULL) STRICT, WITHOUT ROWID;
";

/// The journal in segments, the event history in runs. `low` and `high` are the times of a segment's version 7 ids, NULL if it has none; every
/// other id stands in `ids`.
const VERSION_2: &str = "
CREATE TABLE segments (
  last INTEGER PRIMARY KEY, low INTEGER, high INTEGER, entries BLOB NOT NULL
) STRICT;
CREATE INDEX segments_times ON segments (low, high) WHERE low IS NOT NULL;
CREATE TABLE ids (id TEXT PRIMARY KEY, seq INTEGER NOT NULL) STRICT, WITHOUT ROWID;
CREATE TABLE event_runs (
  term INTEGER NOT NULL, newest INTEGER NOT NULL, last INTEGER NOT NULL, oldest INTEGER NOT NULL, places BLOB NOT NULL,
  PRIMARY KEY (term, newest, last)
) STRICT, WITHOUT ROWID;
";

/// Versions in the order of their commits, which is how configuration history reads them.
const VERSION_3: &str = "CREATE INDEX versions_seq ON versions (seq);";

fn version_2(connection: &Connection) -> rusqlite::Result<()> {
    connection.execute_batch(VERSION_2)?;
    let mut statement = connection.prepare("SELECT id, kind, account, region, at, body, seq FROM journal ORDER BY seq")?;
    let mut rows = statement.query([])?;
    let nothing = Recent::new(i64::MIN);
    let mut log = Log::new(0, &nothing);
    let mut gathered = 0_u32;
    while let Some(row) = rows.next()? {
        let (id, kind, account, region) = (row.get(0)?, row.get(1)?, row.get(2)?, row.get(3)?);
        let entry = NewEntry { id, kind, account, region, at: row.get(4)?, body: row.get(5)? };
        log.append_at(connection, super::queries::number(row, 6)?, &entry)?;
        gathered += 1;
        if gathered.is_multiple_of(4096) {
            std::mem::replace(&mut log, Log::new(0, &nothing)).write(connection)?;
        }
    }
    log.write(connection)?;
    super::history::convert(connection)?;
    drop(rows);
    drop(statement);
    connection.execute_batch("DROP TABLE journal; DROP TABLE events;")
}

/// Prepared statements kept per connection: more than this crate has.
const STATEMENTS: usize = 64;

/// Opens the writing connection of a file. Page cache 8 MiB; the log, having grown beyond 64 MiB, is cut back. The writer says when it is folded
/// into the database.
pub(super) fn open_writer(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_CREATE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    let mode: String = connection.query_row("PRAGMA journal_mode = WAL", [], |row| row.get(0))?;
    if mode != "wal" {
        // A file system without shared memory; falling back would change what readers see.
        return Err(rusqlite::Error::InvalidParameterName("the file system does not support write-ahead logging".into()));
    }
    connection.execute_batch(
        "PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA journal_size_limit = 67108864;
         PRAGMA cache_size = -8192; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;",
    )?;
    keep_statements(&connection)?;
    Ok(connection)
}

/// Statements are compiled once. Without the planner's stability guarantee SQLite compiles a statement again for each value bound to its LIMIT.
fn keep_statements(connection: &Connection) -> rusqlite::Result<()> {
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true).map(drop)
}

/// Opens a reading connection, page cache 1 MiB.
pub(super) fn open_reader(path: &Path) -> rusqlite::Result<Connection> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(path, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.execute_batch("PRAGMA cache_size = -1024; PRAGMA mmap_size = 0; PRAGMA temp_store = MEMORY;")?;
    keep_statements(&connection)?;
    Ok(connection)
}

/// Opens a database in memory.
pub(super) fn open_memory() -> Result<Connection> {
    let connection = Connection::open_in_memory().map_err(database_error)?;
    keep_statements(&connection).map_err(database_error)?;
    Ok(connection)
}

/// Brings the schema up to date, or refuses one that a later release wrote.
pub(super) fn migrate(connection: &mut Connection) -> Result<()> {
    let supported = i64::try_from(MIGRATIONS.len()).unwrap_or(i64::MAX);
    let found = version(connection).map_err(database_error)?;
    if found > supported {
        return Err(StoreError::NewerSchema { found, supported });
    }
    for (number, step) in (1_i64..).zip(MIGRATIONS) {
        if number > found {
            upgrade(connection, number, *step).map_err(database_error)?;
            tracing::info!(version = number, "store schema brought up to date");
        }
    }
    Ok(())
}

fn upgrade(connection: &mut Connection, number: i64, step: Migration) -> rusqlite::Result<()> {
    let transaction = connection.transaction()?;
    transaction.execute_batch(
        "CREATE TABLE IF NOT EXISTS schema (version INTEGER NOT NULL, syncs INTEGER NOT NULL DEFAULT 0) STRICT;",
    )?;
    step(&transaction)?;
    transaction.execute("DELETE FROM schema", [])?;
    transaction.execute("INSERT INTO schema (version) VALUES (?1)", [number])?;
    transaction.commit()
}

fn version(connection: &Connection) -> rusqlite::Result<i64> {
    let tables = "SELECT count(*) FROM sqlite_schema WHERE type = 'table' AND name = 'schema'";
    if connection.query_row(tables, [], |row| row.get::<_, i64>(0))? == 0 {
        return Ok(0);
    }
    connection.query_row("SELECT coalesce(max(version), 0) FROM schema", [], |row| row.get(0))
}

/// The greatest sequence ever committed.
pub(super) fn last_sequence(connection: &Connection) -> rusqlite::Result<u64> {
    let sql = "SELECT max(coalesce((SELECT max(last) FROM segments), 0), coalesce((SELECT max(seq) FROM counts), 0))";
    connection.query_row(sql, [], |row| super::queries::number(row, 0))
}

/// The latest time of a version 7 id in the journal.
pub(super) fn latest_time(connection: &Connection) -> rusqlite::Result<i64> {
    // A segment that begins earlier may end later, but begins less than the spread before.
    let sql =
        "SELECT coalesce(max(high), ?2) FROM segments WHERE low > (SELECT max(low) FROM segments WHERE low IS NOT NULL) - ?1";
    connection.query_row(sql, [super::segment::SPREAD, i64::MIN], |row| row.get(0))
}
