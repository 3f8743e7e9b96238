//! Reading. Each function is one snapshot. Every statement walks an index in the order of its answer.

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Params, Row, params};

use super::int;
use super::segment::{self, Unpacked};
use crate::{Entry, Fingerprint, Key, Range, Record, Version};

type Answer<T> = rusqlite::Result<T>;

const RECORD: &str = "r.kind, r.account, r.region, r.id, r.version, r.created_at, r.updated_at, r.arn, r.tags, r.seq, r.body";
const VERSION: &str = "kind, account, region, id, version, at, seq, deleted, arn, tags, entry, body";

pub(super) fn get_many(connection: &Connection, keys: &[Key]) -> Answer<Vec<Option<Record>>> {
    // Several statements see one moment only inside a transaction.
    let transaction = connection.unchecked_transaction()?;
    let found = keys.iter().map(|key| get(&transaction, key)).collect::<Answer<_>>()?;
    transaction.commit()?;
    Ok(found)
}

pub(super) fn get(connection: &Connection, key: &Key) -> Answer<Option<Record>> {
    let sql = const_format(RECORD, "FROM resources r WHERE r.kind = ?1 AND r.account = ?2 AND r.region = ?3 AND r.id = ?4");
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row(params![key.kind, key.account, key.region, key.id], record).optional()
}

pub(super) fn list(connection: &Connection, range: &Range, after: Option<&str>, limit: usize) -> Answer<Vec<Record>> {
    let (lower, from) = match after {
        Some(after) if after >= range.prefix.as_str() => (">", after),
        _ => (">=", range.prefix.as_str()),
    };
    let upper = end_of_prefix(&range.prefix);
    let below = if upper.is_some() { "AND r.id < ?5" } else { "AND ?5 IS NULL" };
    let sql = format!(
        "SELECT {RECORD} FROM resources r WHERE r.kind = ?1 AND r.account = ?2 AND r.region = ?3 AND r.id {lower} ?4 {below} \
         ORDER BY r.id LIMIT ?6"
    );
    rows(connection, &sql, params![range.kind, range.account, range.region, from, upper, size(limit)], record)
}

pub(super) fn list_kind(connection: &Connection, kind: &str, after: Option<&Key>, limit: usize) -> Answer<Vec<Record>> {
    // Ids are never empty, so the empty key is below all.
    let (account, region, id) = after.map_or(("", "", ""), |key| (&key.account, &key.region, &key.id));
    let sql = const_format(
        RECORD,
        "FROM resources r WHERE r.kind = ?1 AND (r.account, r.region, r.id) > (?2, ?3, ?4)
         ORDER BY r.account, r.region, r.id LIMIT ?5",
    );
    rows(connection, &sql, params![kind, account, region, id, size(limit)], record)
}

pub(super) fn fingerprint(connection: &Connection, range: &Range) -> Answer<Fingerprint> {
    let decode = |row: &Row<'_>| Ok(Fingerprint { count: number(row, 0)?, seq: number(row, 1)? });
    if range.prefix.is_empty() {
        let sql = "SELECT count, seq FROM counts WHERE kind = ?1 AND account = ?2 AND region = ?3";
        let mut statement = connection.prepare_cached(sql)?;
        let found = statement.query_row(params![range.kind, range.account, range.region], decode).optional()?;
        return Ok(found.unwrap_or(Fingerprint { count: 0, seq: 0 }));
    }
    let upper = end_of_prefix(&range.prefix);
    let below = if upper.is_some() { "AND id < ?5" } else { "AND ?5 IS NULL" };
    let sql = format!(
        "SELECT count(*), coalesce(max(seq), 0) FROM resources \
         WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id >= ?4 {below}"
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row(params![range.kind, range.account, range.region, range.prefix, upper], decode)
}

pub(super) fn find_all(
    connection: &Connection,
    lookup: &str,
    value: &str,
    after: Option<&Key>,
    limit: usize,
) -> Answer<Vec<Record>> {
    let (kind, account, region, id) = after.map_or(("", "", "", ""), |key| (&key.kind, &key.account, &key.region, &key.id));
    // CROSS JOIN keeps the order of the tables: the planner has no statistics to choose a better one.
    let sql = const_format(
        RECORD,
        "FROM lookups l CROSS JOIN resources r
           ON r.kind = l.kind AND r.account = l.account AND r.region = l.region AND r.id = l.id
         WHERE l.name = ?1 AND l.value = ?2 AND (l.kind, l.account, l.region, l.id) > (?3, ?4, ?5, ?6)
         ORDER BY l.kind, l.account, l.region, l.id LIMIT ?7",
    );
    rows(connection, &sql, params![lookup, value, kind, account, region, id, size(limit)], record)
}

pub(super) fn history(connection: &Connection, key: &Key, after: u64, limit: usize) -> Answer<Vec<Version>> {
    let sql = const_format(
        VERSION,
        "FROM versions WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id = ?4 AND version > ?5
         ORDER BY version LIMIT ?6",
    );
    let bounds = params![key.kind, key.account, key.region, key.id, int(after), size(limit)];
    rows(connection, &sql, bounds, version)
}

pub(super) fn changes(connection: &Connection, after: u64, limit: usize) -> Answer<Vec<Version>> {
    // A commit is whole or not there, so that the last sequence of the answer is where the next one begins.
    let sql = const_format(
        VERSION,
        "FROM versions WHERE seq > ?1 AND seq <= coalesce((SELECT seq FROM versions WHERE seq > ?1 ORDER BY seq LIMIT 1 OFFSET ?2), 9223372036854775807)
         ORDER BY seq, rowid",
    );
    rows(connection, &sql, params![int(after), size(limit.saturating_sub(1))], version)
}

pub(super) fn history_through(connection: &Connection, key: &Key, seq: u64) -> Answer<Option<Version>> {
    let sql = const_format(
        VERSION,
        "FROM versions WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id = ?4 AND seq <= ?5
         ORDER BY version DESC LIMIT 1",
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row(params![key.kind, key.account, key.region, key.id, int(seq)], version).optional()
}

pub(super) fn range_through(connection: &Connection, range: &Range, seq: u64) -> Answer<Vec<Version>> {
    let sql = const_format(
        VERSION,
        "FROM versions AS v WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id >= ?4 AND substr(id, 1, length(?4)) = ?4 AND NOT deleted
         AND version = (SELECT max(version) FROM versions WHERE kind = v.kind AND account = v.account AND region = v.region AND id = v.id AND seq <= ?5)
         ORDER BY id",
    );
    rows(connection, &sql, params![range.kind, range.account, range.region, range.prefix, int(seq)], version)
}

pub(super) fn history_at(connection: &Connection, key: &Key, at: i64) -> Answer<Option<Version>> {
    let sql = const_format(
        VERSION,
        "FROM versions WHERE kind = ?1 AND account = ?2 AND region = ?3 AND id = ?4 AND at <= ?5
         ORDER BY version DESC LIMIT 1",
    );
    let mut statement = connection.prepare_cached(&sql)?;
    statement.query_row(params![key.kind, key.account, key.region, key.id, at], version).optional()
}

pub(super) fn journal(connection: &Connection, after: u64, limit: usize) -> Answer<Vec<Entry>> {
    let mut found = Vec::new();
    let mut statement = connection.prepare_cached("SELECT entries FROM segments WHERE last > ?1 ORDER BY last")?;
    let mut rows = statement.query([int(after)])?;
    while found.len() < limit
        && let Some(row) = rows.next()?
    {
        let segment = unpacked(row, 0)?;
        for view in segment.entries() {
            let view = view.map_err(|error| damaged(0, error))?;
            if view.seq > after && found.len() < limit {
                found.push(view.entry());
            }
        }
    }
    Ok(found)
}

pub(super) fn entry(connection: &Connection, id: &str) -> Answer<Option<Entry>> {
    match sequence_of(connection, id)? {
        Some(seq) => Finder::new(connection).by_sequence(seq),
        None => Ok(None),
    }
}

/// The sequence of the entry of an id.
pub(super) fn sequence_of(connection: &Connection, id: &str) -> Answer<Option<u64>> {
    if let Some((_, time)) = segment::timed(id) {
        let sql = "SELECT entries FROM segments WHERE low > ?1 AND low <= ?2 AND high >= ?2";
        let mut statement = connection.prepare_cached(sql)?;
        let mut rows = statement.query([time.saturating_sub(segment::SPREAD), time])?;
        while let Some(row) = rows.next()? {
            for view in unpacked(row, 0)?.entries() {
                let view = view.map_err(|error| damaged(0, error))?;
                if view.id == id {
                    return Ok(Some(view.seq));
                }
            }
        }
    }
    let mut statement = connection.prepare_cached("SELECT seq FROM ids WHERE id = ?1")?;
    statement.query_row([id], |row| number(row, 0)).optional()
}

/// Finds entries by their sequence, several of one segment at the price of one.
pub(super) struct Finder<'a> {
    connection: &'a Connection,
    segment: Option<Unpacked>,
}

impl<'a> Finder<'a> {
    pub(super) fn new(connection: &'a Connection) -> Self {
        Self { connection, segment: None }
    }

    pub(super) fn by_sequence(&mut self, seq: u64) -> Answer<Option<Entry>> {
        if let Some(found) = self.look(seq)? {
            return Ok(Some(found));
        }
        let sql = "SELECT entries FROM segments WHERE last >= ?1 ORDER BY last LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        self.segment = statement.query_row([int(seq)], |row| unpacked(row, 0)).optional()?;
        self.look(seq)
    }

    fn look(&self, seq: u64) -> Answer<Option<Entry>> {
        for view in self.segment.iter().flat_map(Unpacked::entries) {
            let view = view.map_err(|error| damaged(0, error))?;
            if view.seq == seq {
                return Ok(Some(view.entry()));
            }
        }
        Ok(None)
    }
}

fn unpacked(row: &Row<'_>, column: usize) -> Answer<Unpacked> {
    Unpacked::new(row.get_ref(column)?.as_blob()?).map_err(|error| damaged(column, error))
}

fn damaged(column: usize, error: segment::Damaged) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error))
}

pub(super) fn cursor(connection: &Connection, name: &str) -> Answer<u64> {
    let mut statement = connection.prepare_cached("SELECT value FROM cursors WHERE name = ?1")?;
    Ok(statement.query_row(params![name], |row| number(row, 0)).optional()?.unwrap_or(0))
}

/// The least string above every string that begins with `prefix`, in the order of UTF-8 bytes (which is that of code points); `None` if there
/// is none.
fn end_of_prefix(prefix: &str) -> Option<String> {
    let mut end = prefix.to_owned();
    while let Some(last) = end.pop() {
        let next = match last {
            char::MAX => continue,
            '\u{D7FF}' => Some('\u{E000}'),
            other => char::from_u32(u32::from(other).saturating_add(1)),
        };
        end.extend(next);
        return Some(end);
    }
    None
}

fn const_format(columns: &str, rest: &str) -> String {
    ["SELECT", columns, rest].join(" ")
}

fn rows<T>(connection: &Connection, sql: &str, bounds: impl Params, decode: fn(&Row<'_>) -> Answer<T>) -> Answer<Vec<T>> {
    connection.prepare_cached(sql)?.query_map(bounds, decode)?.collect()
}

fn size(limit: usize) -> i64 {
    i64::try_from(limit).unwrap_or(i64::MAX)
}

/// A column that is never negative.
pub(super) fn number(row: &Row<'_>, column: usize) -> Answer<u64> {
    let value: i64 = row.get(column)?;
    u64::try_from(value).map_err(|_| rusqlite::Error::IntegralValueOutOfRange(column, value))
}

/// A column that is JSON; NULL is an empty list.
pub(super) fn json<T: serde::de::DeserializeOwned>(row: &Row<'_>, column: usize) -> Answer<Vec<T>> {
    let Some(text) = row.get_ref(column)?.as_str_or_null()? else {
        return Ok(Vec::new());
    };
    serde_json::from_str(text).map_err(|error| rusqlite::Error::FromSqlConversionFailure(column, Type::Text, Box::new(error)))
}

fn key(row: &Row<'_>) -> Answer<Key> {
    Ok(Key { kind: row.get(0)?, account: row.get(1)?, region: row.get(2)?, id: row.get(3)? })
}

fn record(row: &Row<'_>) -> Answer<Record> {
    Ok(Record {
        key: key(row)?,
        version: number(row, 4)?,
        created_at: row.get(5)?,
        updated_at: row.get(6)?,
        arn: row.get(7)?,
        tags: json(row, 8)?,
        seq: number(row, 9)?,
        body: row.get(10)?,
    })
}

fn version(row: &Row<'_>) -> Answer<Version> {
    Ok(Version {
        key: key(row)?,
        version: number(row, 4)?,
        at: row.get(5)?,
        seq: number(row, 6)?,
        deleted: row.get(7)?,
        arn: row.get(8)?,
        tags: json(row, 9)?,
        entry: row.get(10)?,
        body: row.get(11)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_prefix_is_the_least_string_above_it() {
        for (prefix, end) in [
            ("", None),
            ("a", Some("b")),
            ("az", Some("a{")),
            ("a\u{10FFFF}", Some("b")),
            ("\u{10FFFF}", None),
            ("x\u{D7FF}", Some("x\u{E000}")),
            ("\u{7f}", Some("\u{80}")),
        ] {
            assert_eq!(end_of_prefix(prefix).as_deref(), end, "{prefix:?}");
        }
    }
}
