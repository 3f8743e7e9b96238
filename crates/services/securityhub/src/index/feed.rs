//! The feed of changed findings: every commit that changes findings says so, so that indexes can follow.
//!
//! It has several parts, each with a number that grows without gaps: importers seldom wait for each other, and a reader sees that it missed nothing.

use plane::{Failure, Reader, Stored, Transaction};

use crate::hub::Place;
use crate::resources::{FeedEntry, FeedHead};

/// Parts of the feed of an account and region.
pub(crate) const PARTS: usize = 8;
/// Longest part of a feed that is read; whoever is further behind reads the findings themselves.
const MOST: u64 = 20_000;

fn id(part: usize, number: u64) -> String {
    format!("{part}-{number:016}")
}

/// Says that findings changed.
pub(crate) async fn changed(tx: &mut Transaction<'_>, account: &str, region: &str, keys: Vec<String>) -> Result<(), Failure> {
    if keys.is_empty() {
        return Ok(());
    }
    let [random] = tx.plane().ids.bytes::<1>();
    let part = usize::from(random) % PARTS;
    let known = tx.get::<FeedHead>(account, region, &part.to_string()).await?;
    let mut head = known.unwrap_or_else(|| Stored::new(account, region, part.to_string(), FeedHead { last: 0 }));
    head.body.last += 1;
    tx.put(&head)?;
    tx.put(&Stored::new(account, region, id(part, head.body.last), FeedEntry { changed: keys }))
}

/// The keys of the findings that changed between two states of the feed; `None` if some of it is no longer there.
pub(super) async fn between(
    reader: &Reader<'_>,
    (account, region): &Place,
    from: &[u64; PARTS],
    to: &[u64; PARTS],
) -> Result<Option<Vec<String>>, Failure> {
    let mut changed = Vec::new();
    for (part, (from, to)) in from.iter().zip(to).enumerate() {
        let Some(count) = to.checked_sub(*from) else { return Ok(None) };
        if count == 0 {
            continue;
        }
        if count > MOST {
            return Ok(None);
        }
        let limit = usize::try_from(count).unwrap_or(usize::MAX);
        let entries = reader.list::<FeedEntry>(account, region, &format!("{part}-"), Some(&id(part, *from)), limit).await?;
        if entries.len() != limit || entries.last().is_none_or(|last| last.key.id != id(part, *to)) {
            return Ok(None);
        }
        changed.extend(entries.into_iter().flat_map(|entry| entry.body.changed));
    }
    changed.sort_unstable();
    changed.dedup();
    Ok(Some(changed))
}
