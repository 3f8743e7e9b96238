//! The index of findings: columns in memory, one table for each detector that is asked about.
//!
//! A table is made from the store before the first question ([`Ahead`]) or at it, and brought up to date at each from the feed of changes, which is part of the
//! commits that change findings: so an answer has every change that was acknowledged before it was asked. The store stays the only truth. A feed has an id of its
//! own, so that a table is never taken for that of another store.

pub mod feed;
pub mod table;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, LazyLock, Mutex, PoisonError, RwLock};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Reader, System};

use crate::criteria::{Condition, Criteria, Rank, is_time, values};
use crate::form;
use crate::resources::{Detector, FeedHead, Found};
use table::Table;

/// An account and a Region.
type Place = (String, String);

/// Findings read at once.
const PAGE: usize = 512;
/// Most rows that all tables have together before those that were not asked for longest are forgotten: some 400 bytes each.
const MOST_ROWS: usize = 2_000_000;
/// Least time between two runs of [`Ahead`], milliseconds.
const EVERY: i64 = 2_000;

/// The tables, by the id of the detector.
#[derive(Debug, Default)]
struct Index {
    tables: Mutex<HashMap<String, Arc<Indexed>>>,
    clock: AtomicU64,
}

static INDEX: LazyLock<Index> = LazyLock::new(Index::default);

/// A table and how far it is.
#[derive(Debug, Default)]
struct Indexed {
    /// Taken by whoever brings it up to date.
    turn: tokio::sync::Mutex<Option<FeedHead>>,
    table: RwLock<Table>,
    used: AtomicU64,
}

impl Indexed {
    fn look<T>(&self, look: impl FnOnce(&Table) -> T) -> T {
        look(&self.table.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<T>(&self, change: impl FnOnce(&mut Table) -> T) -> T {
        change(&mut self.table.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// A detector and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Account and Region.
    pub place: Place,
    /// The detector's id.
    pub detector: String,
}

/// The id of a finding as a number.
pub fn number(id: &str) -> u128 {
    u128::from_str_radix(id, 16).unwrap_or_default()
}

/// The id of a finding of a number.
pub fn id(number: u128) -> String {
    format!("{number:032x}")
}

impl Index {
    fn table(&self, detector: &str) -> Arc<Indexed> {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.entry(detector.to_owned()).or_default().clone()
    }

    /// The table of a detector as it is now.
    async fn current(&self, reader: &Reader<'_>, source: &Source) -> Result<Arc<Indexed>, Failure> {
        let indexed = self.table(&source.detector);
        indexed.used.store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        let mut turn = indexed.turn.lock().await;
        bring_up_to_date(reader, source, &indexed, &mut turn).await?;
        drop(turn);
        self.forget(&source.detector);
        Ok(indexed)
    }

    fn rows_besides(&self, detector: &str) -> usize {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.iter().filter(|(other, _)| *other != detector).map(|(_, one)| one.look(Table::len)).sum()
    }

    /// Forgets the tables that were not asked for longest, if there are too many rows.
    fn forget(&self, kept: &str) {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let mut rows: usize = tables.values().map(|one| one.look(Table::len)).sum();
        while rows > MOST_ROWS {
            let oldest = tables.iter().filter(|(other, _)| *other != kept);
            let oldest = oldest.min_by_key(|(_, one)| one.used.load(Ordering::Relaxed)).map(|(detector, _)| detector.clone());
            let Some(gone) = oldest.and_then(|oldest| tables.remove(&oldest)) else { return };
            rows -= gone.look(Table::len);
        }
    }
}

/// Brings a table to the state of the store, by the feed if that still has all of it. `turn`: how far it is.
async fn bring_up_to_date(
    reader: &Reader<'_>,
    source: &Source,
    indexed: &Indexed,
    turn: &mut Option<FeedHead>,
) -> Result<(), Failure> {
    let (account, region) = &source.place;
    let head = reader.get::<FeedHead>(account, region, FeedHead::ID).await?.map(|head| head.body);
    // What fails halfway leaves a table of which nobody knows how far it is.
    let updated = match (turn.take(), &head) {
        (Some(known), Some(head)) => update(reader, source, indexed, &known, head).await?,
        _ => false,
    };
    if !updated {
        fill(reader, source, indexed).await?;
    }
    // Findings of a time before the feed have none until one of them changes: then the table is made for each question.
    *turn = head;
    Ok(())
}

/// Puts what changed between two states of the feed into a table; false if the feed no longer has all of it.
async fn update(
    reader: &Reader<'_>,
    source: &Source,
    indexed: &Indexed,
    from: &FeedHead,
    to: &FeedHead,
) -> Result<bool, Failure> {
    let Some(mut changed) = feed::between(reader, &source.place, from, to).await? else { return Ok(false) };
    let prefix = format!("{}/", source.detector);
    changed.retain(|id| id.starts_with(&prefix));
    for keys in changed.chunks(PAGE) {
        let found = reader.get_many::<Found>(&source.place.0, &source.place.1, keys).await?;
        indexed.change(|table| {
            for (key, found) in keys.iter().zip(&found) {
                let id = number(key.strip_prefix(&prefix).unwrap_or_default());
                match found {
                    Some(found) => table.put(id, found.version, &found.body),
                    None => table.remove(id),
                }
            }
        });
    }
    if !changed.is_empty() {
        indexed.change(Table::tidy);
    }
    Ok(true)
}

/// Fills a table from the store. What changes meanwhile is in the feed after the state that was read before.
async fn fill(reader: &Reader<'_>, source: &Source, indexed: &Indexed) -> Result<(), Failure> {
    let prefix = format!("{}/", source.detector);
    indexed.change(|table| *table = Table::default());
    let mut after: Option<String> = None;
    loop {
        let page = reader.list::<Found>(&source.place.0, &source.place.1, &prefix, after.as_deref(), PAGE).await?;
        indexed.change(|table| page.iter().for_each(|found| table.put(number(&found.body.id), found.version, &found.body)));
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
            _ => return Ok(()),
        }
    }
}

/// In which order findings are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Order {
    /// By which attribute.
    pub attribute: String,
    /// Whether the largest come first.
    pub descending: bool,
}

impl Order {
    /// The order of two findings.
    pub fn compare(&self, one: &(Rank, u128), other: &(Rank, u128)) -> std::cmp::Ordering {
        let order = one.0.cmp(&other.0);
        let order = if self.descending { order.reverse() } else { order };
        order.then_with(|| one.1.cmp(&other.1))
    }

    /// Leaves the first `most`, in order, of what comes after a position.
    fn cut(&self, found: &mut Vec<(Rank, u128)>, after: Option<&(Rank, u128)>, most: usize) {
        if let Some(after) = after {
            found.retain(|one| self.compare(one, after).is_gt());
        }
        if most > 0 && found.len() > most {
            found.select_nth_unstable_by(most - 1, |one, other| self.compare(one, other));
            found.truncate(most);
        }
        found.sort_unstable_by(|one, other| self.compare(one, other));
    }
}

/// The first `most` findings of some detectors that fulfil criteria, in an order, after a position: what each is sorted by, and its id.
///
/// # Errors
/// Internal ones only.
pub async fn list(
    reader: &Reader<'_>,
    sources: &[Source],
    criteria: &Criteria,
    order: &Order,
    after: Option<&(Rank, u128)>,
    most: usize,
) -> Result<Vec<(Rank, u128)>, Failure> {
    let mut all = Vec::new();
    for source in sources {
        let indexed = INDEX.current(reader, source).await?;
        all.extend(part(reader, source, &indexed, criteria, order, after, most).await?);
    }
    order.cut(&mut all, None, most);
    Ok(all)
}

async fn part(
    reader: &Reader<'_>,
    source: &Source,
    indexed: &Indexed,
    criteria: &Criteria,
    order: &Order,
    after: Option<&(Rank, u128)>,
    most: usize,
) -> Result<Vec<(Rank, u128)>, Failure> {
    let sorts = table::sorts_by(&order.attribute);
    let (mut found, rest) = indexed.look(|table| {
        let (rows, rest) = table.select(criteria);
        let rank = |row: u32| if sorts { table.rank(row, &order.attribute) } else { Rank::Absent };
        let mut found: Vec<(Rank, u128)> = rows.into_iter().map(|row| (rank(row), table.id(row))).collect();
        if sorts {
            order.cut(&mut found, after, if rest.is_empty() { most } else { usize::MAX });
        }
        (found, rest)
    });
    if sorts && rest.is_empty() {
        return Ok(found);
    }
    // The columns cannot decide: findings are read, in their order where that is known, until the page is full.
    let mut good = Vec::new();
    for some in found.chunks_mut(PAGE) {
        let ids: Vec<u128> = some.iter().map(|(_, id)| *id).collect();
        for ((rank, id), wire) in some.iter_mut().zip(bodies(reader, source, &ids).await?) {
            let Some(wire) = wire.filter(|wire| fulfils(wire, &rest)) else { continue };
            let rank = if sorts { std::mem::replace(rank, Rank::Absent) } else { Rank::of(&wire, &order.attribute) };
            good.push((rank, *id));
        }
        if sorts && good.len() >= most {
            break;
        }
    }
    order.cut(&mut good, after, most);
    Ok(good)
}

/// Findings in the form of the wire, in the order of the ids.
async fn bodies(reader: &Reader<'_>, source: &Source, ids: &[u128]) -> Result<Vec<Option<serde_json::Value>>, Failure> {
    let keys: Vec<String> = ids.iter().map(|number| format!("{}/{}", source.detector, id(*number))).collect();
    let found = reader.get_many::<Found>(&source.place.0, &source.place.1, &keys).await?;
    Ok(found.into_iter().map(|found| found.map(|found| form::wire(&found.body))).collect())
}

fn fulfils(wire: &serde_json::Value, conditions: &[(&str, &Condition)]) -> bool {
    conditions.iter().all(|(attribute, condition)| condition.holds(&values(wire, attribute), is_time(attribute)))
}

/// Tells what every finding of some detectors that fulfils criteria is counted by.
///
/// # Errors
/// Internal ones only.
pub async fn count(
    reader: &Reader<'_>,
    sources: &[Source],
    criteria: &Criteria,
    mut tell: impl FnMut(table::Facts),
) -> Result<(), Failure> {
    for source in sources {
        let indexed = INDEX.current(reader, source).await?;
        let (rows, rest) = indexed.look(|table| {
            let (rows, rest) = table.select(criteria);
            (rows.into_iter().map(|row| (table.id(row), table.facts(row))).collect::<Vec<_>>(), rest)
        });
        if rest.is_empty() {
            rows.into_iter().for_each(|(_, facts)| tell(facts));
            continue;
        }
        let mut rows = rows.into_iter();
        loop {
            let some: Vec<(u128, table::Facts)> = rows.by_ref().take(PAGE).collect();
            if some.is_empty() {
                break;
            }
            let ids: Vec<u128> = some.iter().map(|(id, _)| *id).collect();
            for ((_, facts), wire) in some.into_iter().zip(bodies(reader, source, &ids).await?) {
                if wire.is_some_and(|wire| fulfils(&wire, &rest)) {
                    tell(facts);
                }
            }
        }
    }
    Ok(())
}

/// Makes tables before anybody asks, and brings them up to date. A question that comes earlier waits for its table, and is answered in full all the same.
#[derive(Debug, Default)]
pub struct Ahead(Mutex<i64>);

impl Reconciler for Ahead {
    fn name(&self) -> &'static str {
        "guardduty-index"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if (0..EVERY).contains(&now.saturating_sub(*last)) {
                    return Ok(());
                }
                *last = now;
            }
            let mut after: Option<Key> = None;
            loop {
                let detectors = system.reader().list_everywhere::<Detector>(after.as_ref(), PAGE).await?;
                for detector in &detectors {
                    let place = (detector.key.account.clone(), detector.key.region.clone());
                    prepare(system, &Source { place, detector: detector.body.id.clone() }).await?;
                }
                match detectors.last() {
                    Some(last) if detectors.len() == PAGE => after = Some(last.key.clone()),
                    _ => return Ok(()),
                }
            }
        })
    }
}

/// Makes or updates one table, as long as there is room for it without forgetting one that was asked for.
async fn prepare(system: &System, source: &Source) -> Result<(), Failure> {
    let reader = system.reader();
    let (account, region) = &source.place;
    // Without a feed there would be nothing to keep the table by.
    if reader.get::<FeedHead>(account, region, FeedHead::ID).await?.is_none() {
        return Ok(());
    }
    let count = usize::try_from(reader.count::<Found>(account, region).await?).unwrap_or(usize::MAX);
    if count == 0 || count.saturating_add(INDEX.rows_besides(&source.detector)) > MOST_ROWS {
        return Ok(());
    }
    let indexed = INDEX.table(&source.detector);
    // Whoever asks at this moment does the same.
    let Ok(mut turn) = indexed.turn.try_lock() else { return Ok(()) };
    bring_up_to_date(&reader, source, &indexed, &mut turn).await
}
