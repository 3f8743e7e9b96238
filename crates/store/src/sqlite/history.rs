//! The event history's index: for each term the places of its events, in runs of many places to a row.
//!
//! A run holds places of less than [`WINDOW`] milliseconds, so that whoever looks from a time on need not look at runs that begin far from it.

use std::collections::{BinaryHeap, HashMap};

use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, params};

use super::int;
use super::queries::{Finder, number};
use super::segment::{self, Damaged, take_number, unzigzag, zigzag};
use crate::{Entry, EventQuery, IndexedEvent};

/// A run's last place is less than this after its first, milliseconds.
const WINDOW: i64 = 10_000;
/// A run's greatest number of places.
const MOST: usize = 512;

/// Terms that are looked at for old places in one commit, and the cursor that says how far it got.
const PORTION: i64 = 256;
const FORGOTTEN: &str = "store/forgotten";

/// Time and sequence of an event.
type Place = (i64, u64);

/// Adds events to the index.
pub(super) fn index(connection: &Connection, events: &[IndexedEvent]) -> rusqlite::Result<()> {
    let mut terms: HashMap<[&str; 4], Vec<Place>> = HashMap::new();
    for event in events {
        let every = std::iter::once(("", ""));
        for (name, value) in every.chain(event.attributes.iter().map(|(name, value)| (name.as_str(), value.as_str()))) {
            let words = [event.account.as_str(), event.region.as_str(), name, value];
            terms.entry(words).or_default().push((event.at, event.seq));
        }
    }
    for (words, mut places) in terms {
        let term = term_of(connection, words)?;
        add(connection, term, &mut places)?;
    }
    Ok(())
}

/// The number of an account's, region's, attribute's and value's runs.
fn term_of(connection: &Connection, [account, region, name, value]: [&str; 4]) -> rusqlite::Result<i64> {
    let sql = "SELECT id FROM terms WHERE account = ?1 AND region = ?2 AND name = ?3 AND value = ?4";
    let bounds = params![account, region, name, value];
    if let Some(id) = connection.prepare_cached(sql)?.query_row(bounds, |row| row.get(0)).optional()? {
        return Ok(id);
    }
    let sql = "INSERT INTO terms (account, region, name, value) VALUES (?1, ?2, ?3, ?4)";
    connection.prepare_cached(sql)?.insert(bounds)
}

/// Adds places of a term. A place that is there already, in whatever run, changes nothing that is found.
pub(super) fn add(connection: &Connection, term: i64, places: &mut Vec<Place>) -> rusqlite::Result<()> {
    places.sort_unstable();
    places.dedup();
    let mut rest = places.as_slice();
    while let Some(first) = rest.first() {
        let end = rest.iter().take(MOST).take_while(|place| place.0.saturating_sub(first.0) < WINDOW).count();
        let (run, tail) = rest.split_at_checked(end).unwrap_or((rest, &[]));
        put(connection, term, run)?;
        rest = tail;
    }
    Ok(())
}

fn put(connection: &Connection, term: i64, run: &[Place]) -> rusqlite::Result<()> {
    let (Some(first), Some(last)) = (run.first(), run.last()) else { return Ok(()) };
    let sql = "INSERT INTO event_runs (term, newest, last, oldest, places) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT DO NOTHING";
    let bounds = params![term, last.0, int(last.1), first.0, packed(run)];
    if connection.prepare_cached(sql)?.execute(bounds)? == 1 {
        return Ok(());
    }
    // A run that ends in the same place: both together.
    let sql = "SELECT places FROM event_runs WHERE term = ?1 AND newest = ?2 AND last = ?3";
    let there: Vec<u8> = connection.prepare_cached(sql)?.query_row(params![term, last.0, int(last.1)], |row| row.get(0))?;
    let mut both = unpacked(&there).map_err(|error| damaged(0, error))?;
    both.extend_from_slice(run);
    both.sort_unstable();
    both.dedup();
    let oldest = both.first().map_or(first.0, |place| place.0);
    let sql = "UPDATE event_runs SET oldest = ?4, places = ?5 WHERE term = ?1 AND newest = ?2 AND last = ?3";
    connection.prepare_cached(sql)?.execute(params![term, last.0, int(last.1), oldest, packed(&both)]).map(drop)
}

/// Forgets places of before a time in the next [`PORTION`] terms, and terms that have none left. A run goes when all of it is older.
pub(super) fn forget(connection: &Connection, before: i64) -> rusqlite::Result<()> {
    let sql = "SELECT value FROM cursors WHERE name = ?1";
    let after: i64 = connection.prepare_cached(sql)?.query_row([FORGOTTEN], |row| row.get(0)).optional()?.unwrap_or_default();
    let sql = "SELECT id FROM terms WHERE id > ?1 ORDER BY id LIMIT ?2";
    let terms: Vec<i64> =
        connection.prepare_cached(sql)?.query_map([after, PORTION], |row| row.get(0))?.collect::<rusqlite::Result<_>>()?;
    for term in &terms {
        let sql = "DELETE FROM event_runs WHERE term = ?1 AND newest < ?2";
        if connection.prepare_cached(sql)?.execute([*term, before])? > 0 {
            let sql = "DELETE FROM terms WHERE id = ?1 AND NOT EXISTS (SELECT 1 FROM event_runs WHERE term = ?1)";
            connection.prepare_cached(sql)?.execute([*term])?;
        }
    }
    // Behind the last one it begins again.
    let next = terms.get(usize::try_from(PORTION - 1).unwrap_or(usize::MAX)).copied().unwrap_or_default();
    let sql = "INSERT INTO cursors (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = excluded.value";
    connection.prepare_cached(sql)?.execute(params![FORGOTTEN, next]).map(drop)
}

/// Events, newest first.
pub(super) fn events(connection: &Connection, query: &EventQuery) -> rusqlite::Result<Vec<Entry>> {
    // The term that every event has, has the empty attribute name.
    let (name, value) = query.attribute.as_ref().map_or(("", ""), |(name, value)| (name, value));
    let from = query.from.unwrap_or(i64::MIN);
    let newest = (query.to.unwrap_or(i64::MAX), u64::MAX);
    let below = query.before.map_or(newest, |before| newest.min(before));
    let mut found = Vec::new();
    if query.limit == 0 {
        return Ok(found);
    }
    // A run that ends after the bound may begin before it, but not further than it is long.
    let sql = "SELECT r.newest, r.oldest, r.places FROM terms t CROSS JOIN event_runs r ON r.term = t.id
         WHERE t.account = ?1 AND t.region = ?2 AND t.name = ?3 AND t.value = ?4 AND r.newest >= ?5 AND r.newest <= ?6
         ORDER BY r.newest DESC, r.last DESC";
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = statement.query(params![query.account, query.region, name, value, from, below.0.saturating_add(WINDOW)])?;
    let mut waiting: BinaryHeap<Place> = BinaryHeap::new();
    let mut finder = Finder::new(connection);
    let mut last = None;
    loop {
        let row = rows.next()?;
        let next: Option<i64> = row.map(|row| row.get(0)).transpose()?;
        // What is newer than the next run's newest is in no run that comes.
        while let Some(place) = waiting.peek().copied()
            && next.is_none_or(|next| place.0 > next)
        {
            waiting.pop();
            if last.replace(place) == Some(place) {
                continue;
            }
            if let Some(entry) = finder.by_sequence(place.1)? {
                found.push(entry);
                if found.len() == query.limit {
                    return Ok(found);
                }
            }
        }
        let Some(row) = row else { return Ok(found) };
        if row.get::<_, i64>(1)? > below.0 {
            continue;
        }
        let run = unpacked(row.get_ref(2)?.as_blob()?).map_err(|error| damaged(2, error))?;
        waiting.extend(run.into_iter().filter(|place| *place < below && place.0 >= from));
    }
}

fn damaged(column: usize, error: Damaged) -> rusqlite::Error {
    rusqlite::Error::FromSqlConversionFailure(column, Type::Blob, Box::new(error))
}

/// Every term's places in the form of schema version 1, into runs.
pub(super) fn convert(connection: &Connection) -> rusqlite::Result<()> {
    let mut statement = connection.prepare("SELECT term, at, seq FROM events ORDER BY term, at, seq")?;
    let mut rows = statement.query([])?;
    let (mut term, mut places) = (0, Vec::new());
    while let Some(row) = rows.next()? {
        let next = row.get(0)?;
        if next != term || places.len() >= MOST {
            add(connection, term, &mut places)?;
            places.clear();
            term = next;
        }
        places.push((row.get(1)?, number(row, 2)?));
    }
    add(connection, term, &mut places)
}

fn packed(run: &[Place]) -> Vec<u8> {
    let mut out = Vec::with_capacity(run.len() * 3 + 12);
    let mut before = (0_i64, 0_i64);
    for (at, seq) in run {
        let seq = int(*seq);
        segment::number(&mut out, zigzag(at.wrapping_sub(before.0)));
        segment::number(&mut out, zigzag(seq.wrapping_sub(before.1)));
        before = (*at, seq);
    }
    out
}

fn unpacked(mut bytes: &[u8]) -> Result<Vec<Place>, Damaged> {
    let mut run = Vec::with_capacity(bytes.len() / 2);
    let mut before = (0_i64, 0_i64);
    while !bytes.is_empty() {
        let mut next = || take_number(&mut bytes).map(unzigzag).ok_or(Damaged);
        before = (before.0.wrapping_add(next()?), before.1.wrapping_add(next()?));
        run.push((before.0, u64::try_from(before.1).map_err(|_| Damaged)?));
    }
    Ok(run)
}

#[cfg(test)]
mod tests {
    use super::super::schema;
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn nothing_is_left_of_what_is_forgotten() {
        let mut connection = schema::open_memory().unwrap();
        schema::migrate(&mut connection).unwrap();
        let event = |number: i64| IndexedEvent {
            seq: u64::try_from(number).unwrap(),
            account: "1".into(),
            region: "r".into(),
            at: number,
            attributes: vec![("EventId".to_owned(), number.to_string())],
        };
        let rows = |table: &str| -> i64 {
            connection.query_row(&format!("SELECT count(*) FROM {table}"), [], |row| row.get(0)).unwrap()
        };
        index(&connection, &(0..700).map(event).collect::<Vec<_>>()).unwrap();
        assert_eq!(rows("terms"), 701);
        forget(&connection, 0).unwrap();
        assert_eq!(rows("terms"), 701, "nothing is so old");
        // Wherever it stopped: once around, a portion at a time.
        for _ in 0..5 {
            forget(&connection, 1000).unwrap();
        }
        assert_eq!((rows("terms"), rows("event_runs")), (0, 0));
        index(&connection, &[event(2000)]).unwrap();
        for _ in 0..5 {
            forget(&connection, 1000).unwrap();
        }
        assert_eq!((rows("terms"), rows("event_runs")), (2, 2));
    }

    proptest! {
        #[test]
        fn runs_come_back(mut run in prop::collection::vec((any::<i64>(), 0_u64..1 << 62), 0..50)) {
            run.sort_unstable();
            prop_assert_eq!(unpacked(&packed(&run)).unwrap(), run);
        }

        #[test]
        fn damaged_runs_are_told(bytes in prop::collection::vec(any::<u8>(), 0..50)) {
            drop(unpacked(&bytes));
        }
    }
}
