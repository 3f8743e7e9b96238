//! The feed of changed findings: every commit that changes findings says so, so that the index can follow. It has a number that grows without gaps, so that a
//! reader sees that it missed nothing.

use plane::{Failure, Key, Reader, Stored, System, Transaction};

use super::Place;
use crate::resources::{FeedEntry, FeedHead};

/// Longest part of the feed that is read; whoever is further behind reads the findings themselves.
const MOST: u64 = 20_000;
/// How long entries are kept, milliseconds.
const KEEPS: i64 = 3_600_000;
/// Entries looked at at once.
const PAGE: usize = 256;

fn id(number: u64) -> String {
    format!("{number:016}")
}

/// Says that a finding changed, by the id of its document.
///
/// # Errors
/// Internal ones only.
pub async fn changed(tx: &mut Transaction<'_>, account: &str, region: &str, finding: &str) -> Result<(), Failure> {
    let held = tx.get::<FeedHead>(account, region, FeedHead::ID).await?;
    let mut head = held.unwrap_or_else(|| {
        let feed = tx.plane().ids.uuid().simple().to_string();
        Stored::new(account, region, FeedHead::ID, FeedHead { feed, last: 0 })
    });
    head.body.last += 1;
    tx.put(&head)?;
    tx.put(&Stored::new(account, region, id(head.body.last), FeedEntry { changed: finding.to_owned() }))
}

/// The ids of the documents of findings that changed between two states of the feed; none if some of it is no longer there.
pub(super) async fn between(
    reader: &Reader<'_>,
    (account, region): &Place,
    from: &FeedHead,
    to: &FeedHead,
) -> Result<Option<Vec<String>>, Failure> {
    let Some(count) = to.last.checked_sub(from.last).filter(|count| *count <= MOST && from.feed == to.feed) else {
        return Ok(None);
    };
    if count == 0 {
        return Ok(Some(Vec::new()));
    }
    let limit = usize::try_from(count).unwrap_or(usize::MAX);
    let entries = reader.list::<FeedEntry>(account, region, "", Some(&id(from.last)), limit).await?;
    if entries.len() != limit || entries.last().is_none_or(|last| last.key.id != id(to.last)) {
        return Ok(None);
    }
    let mut changed: Vec<String> = entries.into_iter().map(|entry| entry.body.changed).collect();
    changed.sort_unstable();
    changed.dedup();
    Ok(Some(changed))
}

/// Removes entries that nobody needs any more.
///
/// # Errors
/// Internal ones only.
pub async fn sweep(system: &System, now: i64) -> Result<(), Failure> {
    let mut after: Option<Key> = None;
    loop {
        let page = system.reader().list_everywhere::<FeedEntry>(after.as_ref(), PAGE).await?;
        let old: Vec<Key> = page.iter().filter(|entry| entry.created_at < now - KEEPS).map(|entry| entry.key.clone()).collect();
        if !old.is_empty() {
            system
                .act("guardduty", "ListFindings", |tx| {
                    let old = old.clone();
                    Box::pin(async move {
                        for key in &old {
                            if let Some(held) = tx.get::<FeedEntry>(&key.account, &key.region, &key.id).await? {
                                tx.delete(&held);
                            }
                        }
                        Ok(())
                    })
                })
                .await?;
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
            _ => return Ok(()),
        }
    }
}
