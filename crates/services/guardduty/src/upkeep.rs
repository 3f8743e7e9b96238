//! What is done when its time has come: updates of findings are told, and what is too old goes.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Reader, System};

use crate::index::feed;
use crate::keep::{Place, publish};
use crate::place;
use crate::resources::{Administrator, BucketUsage, Detector, Found, Update, Usage};

/// Updates told at once.
const UPDATES: usize = 100;
/// Time between two looks for updates, milliseconds.
const LOOK: i64 = 1_000;
/// Time between two sweeps.
const SWEEP: i64 = 3_600_000;
/// How long findings are kept after their last change, as on AWS.
const KEEPS: i64 = 90 * 86_400_000;
/// Most findings of a detector: the oldest go.
pub const MOST: usize = 20_000;
/// Documents read at once.
const PAGE: usize = 256;

/// Tells updates and sweeps.
#[derive(Default)]
pub struct Upkeep(Mutex<Last>);

#[derive(Default)]
struct Last {
    look: i64,
    sweep: i64,
}

impl Reconciler for Upkeep {
    fn name(&self) -> &'static str {
        "guardduty-upkeep"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let (looks, sweeps) = {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                let due = |last: &mut i64, every: i64| {
                    let due = now.saturating_sub(*last) >= every || now < *last;
                    if due {
                        *last = now;
                    }
                    due
                };
                (due(&mut last.look, LOOK), due(&mut last.sweep, SWEEP))
            };
            if looks {
                while updates(system, now).await? {}
            }
            if sweeps {
                sweep(system, now).await?;
                feed::sweep(system, now).await?;
                buckets(system, now).await?;
            }
            Ok(())
        })
    }
}

/// Tells the updates that are due; whether there may be more.
async fn updates(system: &System, now: i64) -> Result<bool, Failure> {
    let waiting = system.reader().list::<Update>("", "", "", None, UPDATES).await?;
    let due = Update::id(now, "~");
    let due: Vec<_> = waiting.into_iter().filter(|u| u.key.id <= due).collect();
    for update in &due {
        system
            .act("guardduty", "GetFindings", |tx| {
                let id = update.key.id.clone();
                Box::pin(async move {
                    let Some(update) = tx.get::<Update>("", "", &id).await? else { return Ok(()) };
                    let (account, region) = (update.body.account.clone(), update.body.region.clone());
                    let found = tx.get::<Found>(&account, &region, &update.body.id).await?;
                    let place = self::place(&tx.reader(), &account, &region).await?;
                    tx.delete(&update);
                    if let Some(mut found) = found {
                        found.body.update_due = None;
                        if let Some(place) = place.filter(|p| !found.body.archived && p.detector == found.body.detector) {
                            publish(tx, &place, &found.body).await?;
                        }
                        tx.put(&found)?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(due.len() == UPDATES)
}

/// Where findings of an account in a Region go; none without a detector.
///
/// # Errors
/// Internal ones only.
pub async fn place(reader: &Reader<'_>, account: &str, region: &str) -> Result<Option<Place>, Failure> {
    let Some(detector) = place::reads(reader, account, region).await? else { return Ok(None) };
    let administrator = match reader.get::<Administrator>(account, region, Administrator::ID).await? {
        Some(theirs) => place::reads(reader, &theirs.body.account, region).await?,
        None => None,
    };
    Ok(Some(Place {
        account: account.to_owned(),
        region: region.to_owned(),
        detector: detector.body.id,
        frequency: administrator.as_ref().map_or(detector.body.frequency, |a| a.body.frequency),
        administrator: administrator.map(|a| (a.key.account, a.body.id)),
    }))
}

/// Removes findings that are too old, too many, or of detectors that are gone.
async fn sweep(system: &System, now: i64) -> Result<(), Failure> {
    let mut after: Option<Key> = None;
    let mut detectors: BTreeMap<(String, String), Option<String>> = BTreeMap::new();
    let mut kept: BTreeMap<String, Vec<(i64, Key)>> = BTreeMap::new();
    loop {
        let page = system.reader().list_everywhere::<Found>(after.as_ref(), PAGE).await?;
        let mut gone: Vec<Key> = Vec::new();
        for found in &page {
            let place = (found.key.account.clone(), found.key.region.clone());
            if !detectors.contains_key(&place) {
                let detector = system.reader().all::<Detector>(&place.0, &place.1, "").await?.pop();
                detectors.insert(place.clone(), detector.map(|d| d.body.id));
            }
            let mine = detectors.get(&place).and_then(Option::as_ref) == Some(&found.body.detector);
            if !mine || found.body.updated_at < now - KEEPS {
                gone.push(found.key.clone());
            } else {
                kept.entry(found.body.detector.clone()).or_default().push((found.body.updated_at, found.key.clone()));
            }
        }
        remove(system, &gone, now - KEEPS).await?;
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
            _ => break,
        }
    }
    for mut of in kept.into_values().filter(|of| of.len() > MOST) {
        of.sort_unstable_by(|a, b| b.cmp(a));
        let surplus: Vec<Key> = of.split_off(MOST).into_iter().map(|(_, key)| key).collect();
        for some in surplus.chunks(PAGE) {
            remove(system, some, i64::MAX).await?;
        }
    }
    Ok(())
}

/// Forgets buckets of which nothing was looked at for long.
async fn buckets(system: &System, now: i64) -> Result<(), Failure> {
    let today = now.div_euclid(86_400_000);
    let old = move |usage: &BucketUsage| usage.days.keys().all(|day| day + Usage::DAYS <= today);
    let mut after: Option<Key> = None;
    loop {
        let page = system.reader().list_everywhere::<BucketUsage>(after.as_ref(), PAGE).await?;
        let gone: Vec<Key> = page.iter().filter(|usage| old(&usage.body)).map(|usage| usage.key.clone()).collect();
        if !gone.is_empty() {
            system
                .act("guardduty", "GetUsageStatistics", |tx| {
                    let gone = gone.clone();
                    Box::pin(async move {
                        for key in &gone {
                            let held = tx.get::<BucketUsage>(&key.account, &key.region, &key.id).await?;
                            if let Some(held) = held.filter(|held| old(&held.body)) {
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

async fn remove(system: &System, keys: &[Key], before: i64) -> Result<(), Failure> {
    if keys.is_empty() {
        return Ok(());
    }
    system
        .act("guardduty", "ArchiveFindings", |tx| {
            let keys = keys.to_vec();
            Box::pin(async move {
                for key in &keys {
                    let Some(found) = tx.get::<Found>(&key.account, &key.region, &key.id).await? else { continue };
                    let mine = place::reads(&tx.reader(), &key.account, &key.region).await?;
                    let mine = mine.is_some_and(|d| d.body.id == found.body.detector);
                    if !mine || found.body.updated_at < before {
                        tx.delete(&found);
                        feed::changed(tx, &key.account, &key.region, &key.id).await?;
                    }
                }
                Ok(())
            })
        })
        .await
}
