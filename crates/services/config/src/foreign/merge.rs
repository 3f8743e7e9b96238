//! Puts an item where it belongs in the history of its resource.
//!
//! Files come in any order, and the same state stands in several of them. An item is the one that is there if both have the same capture time and state id.
//! Items are numbered in the order of their times without gaps, so one that is older than others makes these move up by one; files of an account that are
//! taken in the order of their times only ever append.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use plane::{Failure, Stored, Transaction};
use serde_json::Value;

use super::read::Given;
use crate::api::ConfigurationItemStatus as Status;
use crate::item::{Current, Item, bare, item_key, resource_key};
use crate::judge;
use crate::record::pen::count;

/// Items of a resource that may move up for one that is older.
const MOST_MOVED: u64 = 2_000;

/// What became of items.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Taken {
    /// Items that are new.
    pub imported: usize,
    /// Items that were there.
    pub known: usize,
    /// Items that cannot be taken: which, a code, and why.
    pub refused: Vec<(usize, &'static str, String)>,
}

/// When an item was, and which of that moment it is.
fn order(item: &Item) -> (i64, i64) {
    (item.at, item.state)
}

/// Takes items, each with its number in the request, into the histories of an account and region.
///
/// # Errors
/// Internal ones only.
pub async fn take(tx: &mut Transaction<'_>, place: (&str, &str), items: Vec<(usize, Given)>) -> Result<Taken, Failure> {
    let mut taken = Taken::default();
    let mut resources: BTreeMap<String, Vec<(usize, Given)>> = BTreeMap::new();
    for (number, given) in items {
        resources.entry(resource_key(&given.item.kind, &given.item.id)).or_default().push((number, given));
    }
    let keys: Vec<String> = resources.keys().cloned().collect();
    let held = tx.get_many::<Current>(place.0, place.1, &keys).await?;
    for ((key, items), held) in resources.into_iter().zip(held) {
        resource(tx, place, key, items, held, &mut taken).await?;
    }
    Ok(taken)
}

/// Takes the items of one resource.
async fn resource(
    tx: &mut Transaction<'_>,
    place: (&str, &str),
    key: String,
    mut items: Vec<(usize, Given)>,
    held: Option<Stored<Current>>,
    taken: &mut Taken,
) -> Result<(), Failure> {
    let Some((_, any)) = items.first() else { return Ok(()) };
    let mut held = held.unwrap_or_else(|| {
        let body = Current { custom: true, ..bare(&any.item.kind, &any.item.id, &any.item.account, place.1, 0) };
        Stored::new(place.0, place.1, key, body)
    });
    let existed = held.body.exists();
    let newest = held.body.known.then(|| order(&held.body.item));
    items.sort_by_key(|(number, given)| (order(&given.item), *number));
    let before = (taken.imported, held.body.seen);
    for (number, Given { item, observed }) in items {
        let same = !held.body.known || held.body.custom && held.body.item.account == item.account;
        if observed && same {
            held.body.seen = held.body.seen.max(item.at);
        }
        let current = &held.body;
        if current.known && !current.custom {
            let why = format!("{} {} is recorded here: what is recorded elsewhere is another one.", item.kind, item.id);
            taken.refused.push((number, "ResourceRecordedHere", why));
        } else if current.known && current.item.account != item.account {
            let why = format!("{} {} is one of the account {}.", item.kind, item.id, current.item.account);
            taken.refused.push((number, "ResourceOfAnotherAccount", why));
        } else {
            match insert(tx, place, &mut held.body, item, observed).await? {
                Placed::New => taken.imported += 1,
                Placed::Known => taken.known += 1,
                Placed::Late(item) => {
                    let why = format!(
                        "More than {MOST_MOVED} later items of {} {} are there: import files in the order of their times.",
                        item.kind, item.id
                    );
                    taken.refused.push((number, "TooManyLaterItems", why));
                }
            }
        }
    }
    if (taken.imported, held.body.seen) == before {
        return Ok(());
    }
    let exists = held.body.exists();
    tx.put(&held)?;
    let item = &held.body.item;
    if existed != exists {
        count(tx, place, &item.kind, &item.id, if exists { 1 } else { -1 }).await?;
    }
    if newest != Some(order(item)) {
        judge::changed(tx, place.0, place.1, item).await?;
    }
    Ok(())
}

/// Resources that are looked at in one commit.
const PAGE: usize = 200;

/// Takes resources of an account for gone that were not seen when all of their types were looked at, a page of them: how many, and where it goes on.
///
/// # Errors
/// Internal ones only.
pub async fn unseen(
    tx: &mut Transaction<'_>,
    place: (&str, &str),
    account: &str,
    kind: &str,
    at: i64,
    after: Option<&str>,
) -> Result<(usize, Option<String>), Failure> {
    let page = tx.reader().list::<Current>(place.0, place.1, &resource_key(kind, ""), after, PAGE).await?;
    let next = page.last().filter(|_| page.len() == PAGE).map(|last| last.key.id.clone());
    let mut gone = 0;
    for found in page {
        let Some(mut held) = tx.get::<Current>(place.0, place.1, &found.key.id).await? else { continue };
        let body = &held.body;
        // What a recorder of the account wrote is its recorder's to take away.
        let ours = body.custom && body.seen > 0 && body.item.account == account;
        if !ours || !body.exists() || body.seen >= at || body.item.at >= at {
            continue;
        }
        let item = Item {
            status: Status::ResourceDeleted,
            at,
            state: at,
            tags: Vec::new(),
            events: Vec::new(),
            relations: Vec::new(),
            configuration: Value::Null,
            supplementary: Vec::new(),
            ..body.item.clone()
        };
        held.body.last += 1;
        keep(tx, place, held.body.last, &item).await?;
        newest(&mut held.body, item);
        tx.put(&held)?;
        let item = &held.body.item;
        count(tx, place, &item.kind, &item.id, -1).await?;
        judge::changed(tx, place.0, place.1, item).await?;
        gone += 1;
    }
    Ok((gone, next))
}

/// What became of an item.
enum Placed {
    New,
    Known,
    /// It is older than more items than may move up.
    Late(Box<Item>),
}

/// Puts an item among those of its resource.
async fn insert(
    tx: &mut Transaction<'_>,
    place: (&str, &str),
    current: &mut Current,
    item: Item,
    observed: bool,
) -> Result<Placed, Failure> {
    if !current.known {
        // Others may have referred to it before.
        (current.known, current.custom) = (true, true);
        (current.first, current.last, current.first_at) = (1, 1, item.at);
        keep(tx, place, 1, &item).await?;
        newest(current, item);
        return Ok(Placed::New);
    }
    match order(&item).cmp(&order(&current.item)) {
        Ordering::Equal => return Ok(Placed::Known),
        Ordering::Greater if observed && alike(&current.item, &item) => return Ok(Placed::Known),
        Ordering::Greater => {
            current.last += 1;
            keep(tx, place, current.last, &item).await?;
            newest(current, item);
            return Ok(Placed::New);
        }
        Ordering::Less => {}
    }
    // The number of the first item that is not older: halving, as numbers have no gaps and times do not go back.
    let (mut low, mut high) = (current.first, current.last);
    while low < high {
        let middle = low + (high - low) / 2;
        match at(tx, place, &item, middle).await?.map(|found| order(&found.body).cmp(&order(&item))) {
            Some(Ordering::Equal) => return Ok(Placed::Known),
            Some(Ordering::Greater) => high = middle,
            // One that is not kept any more is older than all others.
            Some(Ordering::Less) | None => low = middle + 1,
        }
    }
    if at(tx, place, &item, low).await?.is_some_and(|found| order(&found.body) == order(&item)) {
        return Ok(Placed::Known);
    }
    if observed && low > current.first && at(tx, place, &item, low - 1).await?.is_some_and(|before| alike(&before.body, &item)) {
        return Ok(Placed::Known);
    }
    if low == current.first {
        current.first_at = item.at;
        // Numbers below the first are free again once what had them is not kept any more.
        if current.first > 1 {
            current.first -= 1;
            keep(tx, place, current.first, &item).await?;
            return Ok(Placed::New);
        }
    }
    if current.last - low >= MOST_MOVED {
        return Ok(Placed::Late(Box::new(item)));
    }
    for number in (low..=current.last).rev() {
        if let Some(moved) = at(tx, place, &item, number).await? {
            keep(tx, place, number + 1, &moved.body).await?;
        }
    }
    current.last += 1;
    keep(tx, place, low, &item).await?;
    Ok(Placed::New)
}

/// Whether nothing changed from one item of a resource to another.
fn alike(before: &Item, after: &Item) -> bool {
    before.deleted() == after.deleted() && before.print(&before.relations) == after.print(&after.relations)
}

/// Makes an item the newest.
fn newest(current: &mut Current, item: Item) {
    current.own.clone_from(&item.relations);
    current.print = item.print(&item.relations);
    current.item = item;
}

async fn at(tx: &mut Transaction<'_>, place: (&str, &str), of: &Item, number: u64) -> Result<Option<Stored<Item>>, Failure> {
    tx.get::<Item>(place.0, place.1, &item_key(&of.kind, &of.id, number)).await
}

async fn keep(tx: &mut Transaction<'_>, place: (&str, &str), number: u64, item: &Item) -> Result<(), Failure> {
    let stored = match at(tx, place, item, number).await? {
        Some(there) => Stored { body: item.clone(), ..there },
        None => Stored::new(place.0, place.1, item_key(&item.kind, &item.id, number), item.clone()),
    };
    tx.put(&stored)
}
