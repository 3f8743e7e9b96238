//! Findings that nobody updated for 90 days are removed, with their history; what the indexes' feed no longer needs too.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings.html>.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, System};

use super::history;
use super::merge::DAY_MS;
use crate::index::feed;
use crate::resources::{Change, DAY, FeedEntry, Finding};

/// Days that findings are kept without an update.
const KEPT_DAYS: i64 = 90;
/// How far back days are looked at that were never looked at: what is older was removed by an earlier run.
const LOOK_BACK_DAYS: i64 = 400;
/// How long entries of the feed are kept, milliseconds.
const FEED_MS: i64 = 3_600 * 1_000;
/// Documents removed in one commit.
const PAGE: usize = 100;
/// Time between two runs, milliseconds.
const EVERY: i64 = 3_600 * 1_000;
/// How far the removal of old days has come: the last day that was done.
const CURSOR: &str = "securityhub-retention";

/// Removes what is old, once an hour.
#[derive(Debug, Default)]
pub(crate) struct Retention(Mutex<i64>);

impl Reconciler for Retention {
    fn name(&self) -> &'static str {
        CURSOR
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(3_600)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            // A reconciler is also run whenever something changed.
            let now = system.now().as_millisecond();
            {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if now.saturating_sub(*last) < EVERY {
                    return Ok(());
                }
                *last = now;
            }
            if system.reader().list_everywhere::<Finding>(None, 1).await?.is_empty() {
                return Ok(());
            }
            feed_entries(system, now).await?;
            findings(system, now).await
        })
    }
}

async fn feed_entries(system: &System, now: i64) -> Result<(), Failure> {
    let mut after: Option<Key> = None;
    loop {
        let page = system.reader().list_everywhere::<FeedEntry>(after.as_ref(), PAGE).await?;
        let old: Vec<Key> = page.iter().filter(|entry| entry.created_at < now - FEED_MS).map(|entry| entry.key.clone()).collect();
        if !old.is_empty() {
            system
                .act("securityhub", "BatchImportFindings", |tx| {
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

async fn findings(system: &System, now: i64) -> Result<(), Failure> {
    let last_day = now.div_euclid(DAY_MS) - KEPT_DAYS - 1;
    let done = system.cursor(CURSOR).await?;
    let done_day = i64::try_from(done).unwrap_or_default();
    for day in done_day.max(last_day - LOOK_BACK_DAYS) + 1..=last_day {
        loop {
            let old = system.reader().find_all::<Finding>(DAY, &day.to_string(), None, PAGE).await?;
            if old.is_empty() {
                break;
            }
            for found in old {
                remove(system, &found.key, day).await?;
            }
        }
    }
    if let Some(to) = u64::try_from(last_day).ok().filter(|to| *to > done) {
        system
            .act("securityhub", "BatchImportFindings", |tx| {
                Box::pin(async move {
                    tx.move_cursor(CURSOR, done, to);
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}

/// Removes a finding with its history, unless it was updated meanwhile.
async fn remove(system: &System, key: &Key, day: i64) -> Result<(), Failure> {
    system
        .act("securityhub", "BatchImportFindings", |tx| {
            let key = key.clone();
            Box::pin(async move {
                let held = tx.get::<Finding>(&key.account, &key.region, &key.id).await?;
                let Some(held) = held.filter(|held| held.body.day == day) else { return Ok(()) };
                for change in tx.all::<Change>(&key.account, &key.region, &history::prefix(&key.id)).await? {
                    tx.delete(&change);
                }
                tx.delete(&held);
                feed::changed(tx, &key.account, &key.region, vec![key.id.clone()]).await
            })
        })
        .await
}
