//! The index of findings: columns in memory, one table for each account and region that is asked about.
//!
//! A table is made from the store before the first question ([`ahead`]) or at it, and brought up to date at each from the feed of changes, which is part of
//! the commits that change findings: so an answer has every change that was acknowledged before it was asked. The store stays the only truth.

pub(crate) mod ahead;
pub(crate) mod feed;
pub(crate) mod query;
pub(crate) mod table;

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, RwLock};

use plane::{Failure, Reader};

use crate::hub::Place;
use crate::resources::{FeedHead, Finding};
use feed::PARTS;

/// Findings read at once.
const PAGE: usize = 512;
/// Most rows that all tables have together before those that were not asked for longest are forgotten: some 200 bytes each.
const MOST_ROWS: usize = 6_000_000;

/// What a table is: columns of the findings of an account in a region.
pub(crate) trait Columns: Send + Sync + 'static {
    /// An empty one.
    fn empty(account: &str, region: &str) -> Self;
    /// How many findings there are.
    fn count(&self) -> usize;
    /// Puts a finding in, unless a later version is there.
    fn take_in(&mut self, key: u128, version: u64, finding: &Finding);
    /// Takes a finding out.
    fn take_out(&mut self, key: u128);
    /// Forgets what no finding has any more, once it is much.
    fn clean(&mut self);
}

/// The tables.
#[derive(Debug)]
pub(crate) struct Index<T> {
    tables: Mutex<HashMap<Place, Arc<Indexed<T>>>>,
    clock: AtomicU64,
}

impl<T> Default for Index<T> {
    fn default() -> Self {
        Self { tables: Mutex::default(), clock: AtomicU64::default() }
    }
}

/// A table and how far it is.
#[derive(Debug)]
pub(crate) struct Indexed<T> {
    /// Taken by whoever brings it up to date.
    turn: tokio::sync::Mutex<Option<[u64; PARTS]>>,
    table: RwLock<T>,
    used: AtomicU64,
}

impl<T: Columns> Indexed<T> {
    /// Looks into the table.
    pub fn look<R>(&self, look: impl FnOnce(&T) -> R) -> R {
        look(&self.table.read().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        change(&mut self.table.write().unwrap_or_else(PoisonError::into_inner))
    }
}

/// The key of a finding as a number.
pub(crate) fn number(key: &str) -> u128 {
    u128::from_str_radix(key, 16).unwrap_or_default()
}

/// The key of a finding of a number.
pub(crate) fn key(number: u128) -> String {
    format!("{number:032x}")
}

impl<T: Columns> Index<T> {
    /// The table of an account and region as it is now.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn current(&self, reader: &Reader<'_>, place: &Place) -> Result<Arc<Indexed<T>>, Failure> {
        let indexed = self.table(place);
        indexed.used.store(self.clock.fetch_add(1, Ordering::Relaxed), Ordering::Relaxed);
        let mut turn = indexed.turn.lock().await;
        bring_up_to_date(reader, place, &indexed, &mut turn).await?;
        drop(turn);
        self.forget(place);
        Ok(indexed)
    }

    /// Rows of all tables but one.
    pub(crate) fn rows_besides(&self, place: &Place) -> usize {
        let tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        tables.iter().filter(|(other, _)| *other != place).map(|(_, one)| one.look(T::count)).sum()
    }

    fn table(&self, place: &Place) -> Arc<Indexed<T>> {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let made = || {
            Arc::new(Indexed {
                turn: tokio::sync::Mutex::new(None),
                table: RwLock::new(T::empty(&place.0, &place.1)),
                used: AtomicU64::new(0),
            })
        };
        tables.entry(place.clone()).or_insert_with(made).clone()
    }

    /// Forgets the tables that were not asked for longest, if there are too many rows.
    fn forget(&self, kept: &Place) {
        let mut tables = self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        let rows = |tables: &HashMap<Place, Arc<Indexed<T>>>| tables.values().map(|one| one.look(T::count)).sum::<usize>();
        if tables.len() < 2 || rows(&tables) <= MOST_ROWS {
            return;
        }
        let oldest = tables.iter().filter(|(place, _)| *place != kept).min_by_key(|(_, one)| one.used.load(Ordering::Relaxed));
        if let Some(place) = oldest.map(|(place, _)| place.clone()) {
            tables.remove(&place);
        }
    }
}

/// Brings a table to the state of the store, by the feed if that still has all of it. `turn`: how far it is.
async fn bring_up_to_date<T: Columns>(
    reader: &Reader<'_>,
    place: &Place,
    indexed: &Indexed<T>,
    turn: &mut Option<[u64; PARTS]>,
) -> Result<(), Failure> {
    let heads = heads(reader, place).await?;
    // What fails halfway leaves a table of which nobody knows how far it is.
    let known = turn.take();
    let updated = match known {
        Some(known) => update(reader, place, indexed, &known, &heads).await?,
        None => false,
    };
    if !updated {
        fill(reader, place, indexed).await?;
    }
    *turn = Some(heads);
    Ok(())
}

/// How far each part of the feed is.
async fn heads(reader: &Reader<'_>, (account, region): &Place) -> Result<[u64; PARTS], Failure> {
    let mut heads = [0; PARTS];
    for head in reader.all::<FeedHead>(account, region, "").await? {
        if let Some(place) = head.key.id.parse::<usize>().ok().and_then(|part| heads.get_mut(part)) {
            *place = head.body.last;
        }
    }
    Ok(heads)
}

/// Puts what changed between two states of the feed into a table; false if the feed no longer has all of it.
async fn update<T: Columns>(
    reader: &Reader<'_>,
    place: &Place,
    indexed: &Indexed<T>,
    from: &[u64; PARTS],
    to: &[u64; PARTS],
) -> Result<bool, Failure> {
    let Some(changed) = feed::between(reader, place, from, to).await? else { return Ok(false) };
    for keys in changed.chunks(PAGE) {
        let found = reader.get_many::<Finding>(&place.0, &place.1, keys).await?;
        indexed.change(|table| {
            for (key, found) in keys.iter().zip(&found) {
                match found {
                    Some(found) => table.take_in(number(key), found.version, &found.body),
                    None => table.take_out(number(key)),
                }
            }
        });
    }
    if !changed.is_empty() {
        indexed.change(T::clean);
    }
    Ok(true)
}

/// Fills a table from the store. What changes meanwhile is in the feed after the state that was read before.
async fn fill<T: Columns>(reader: &Reader<'_>, place: &Place, indexed: &Indexed<T>) -> Result<(), Failure> {
    indexed.change(|table| *table = T::empty(&place.0, &place.1));
    // While one half is read from the disk, the other is put into the columns.
    tokio::try_join!(fill_part(reader, place, indexed, b"01234567"), fill_part(reader, place, indexed, b"89abcdef"))?;
    Ok(())
}

/// Puts the findings in whose keys begin with one of these digits.
async fn fill_part<T: Columns>(
    reader: &Reader<'_>,
    (account, region): &Place,
    indexed: &Indexed<T>,
    digits: &[u8],
) -> Result<(), Failure> {
    for digit in digits {
        let prefix = char::from(*digit).to_string();
        let mut after: Option<String> = None;
        loop {
            let page = reader.list::<Finding>(account, region, &prefix, after.as_deref(), PAGE).await?;
            let put = |table: &mut T| page.iter().for_each(|f| table.take_in(number(&f.key.id), f.version, &f.body));
            indexed.change(put);
            match page.last() {
                Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
                _ => break,
            }
        }
    }
    Ok(())
}
