//! Old counts are merged, and removed in the end, with Insights events as old.

use plane::{Failure, Key, Stored, System};

use super::counts::day_prefix;
use super::{DAY, Day, KEPT_DAYS, Kept, MINUTE_MS, Place};

/// After so many days points are merged to ones of so many minutes.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListInsightsMetricData.html>.
pub const MERGED: [(i64, u16); 2] = [(15, 5), (63, 60)];
/// Documents changed in one commit, and listed at once.
const BATCH: usize = 200;

/// Merges and removes what is old, in all accounts and regions.
///
/// # Errors
/// Internal ones only.
pub async fn run(system: &System) -> Result<(), Failure> {
    let now = system.plane().clock.now_ms();
    let today = now.div_euclid(MINUTE_MS).div_euclid(DAY);
    let mut after: Option<Key> = None;
    loop {
        let page = system.reader().list_everywhere::<Place>(after.as_ref(), BATCH).await?;
        let Some(last) = page.last() else { break };
        after = Some(last.key.clone());
        for place in page {
            keep(system, place, today).await?;
        }
    }
    expire(system, now - KEPT_DAYS * DAY * MINUTE_MS).await
}

/// Brings the days of one place up to date.
async fn keep(system: &System, place: Stored<Place>, today: i64) -> Result<(), Failure> {
    let [(first, five), (second, hour)] = MERGED;
    let begun = place.body.since.div_euclid(DAY);
    let kept = place.body.kept.map(|done| done.max(begun));
    let ends = [today - first, today - second, today - KEPT_DAYS];
    if kept.iter().zip(ends).all(|(done, end)| *done >= end) {
        return Ok(());
    }
    for ((done, end), resolution) in kept.into_iter().zip(ends).zip([Some(five), Some(hour), None]) {
        // Days that were removed already have nothing to merge.
        for day in done.max(if resolution.is_some() { today - KEPT_DAYS } else { done })..end {
            change(system, &place.key, day, resolution).await?;
        }
    }
    let key = place.key;
    system
        .act("cloudtrail", "GetInsightSelectors", move |tx| {
            let key = key.clone();
            Box::pin(async move {
                let Some(mut place) = tx.get::<Place>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                for ((now, done), end) in place.body.kept.iter_mut().zip(kept).zip(ends) {
                    *now = done.max(end);
                }
                tx.put(&place)
            })
        })
        .await
}

/// Merges the counts of a day, or removes them.
async fn change(system: &System, place: &Key, day: i64, resolution: Option<u16>) -> Result<(), Failure> {
    let mut after: Option<String> = None;
    loop {
        let (account, region) = (place.account.as_str(), place.region.as_str());
        let page = system.reader().list::<Day>(account, region, &day_prefix(day), after.as_deref(), BATCH).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.id.clone());
        let ids: Vec<String> = page.iter().map(|d| d.key.id.clone()).collect();
        let (account, region) = (account.to_owned(), region.to_owned());
        system
            .act("cloudtrail", "GetInsightSelectors", move |tx| {
                let (account, region, ids) = (account.clone(), region.clone(), ids.clone());
                Box::pin(async move {
                    for id in &ids {
                        let Some(mut counts) = tx.get::<Day>(&account, &region, id).await? else { continue };
                        match resolution {
                            Some(resolution) => {
                                counts.body.merge(resolution);
                                tx.put(&counts)?;
                            }
                            None => tx.delete(&counts),
                        }
                    }
                    Ok(())
                })
            })
            .await?;
    }
}

/// Removes Insights events from before `oldest`, milliseconds since 1970.
async fn expire(system: &System, oldest: i64) -> Result<(), Failure> {
    let mut after: Option<Key> = None;
    loop {
        let page = system.reader().list_everywhere::<Kept>(after.as_ref(), BATCH).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.clone());
        let old: Vec<Key> = page.into_iter().filter(|k| at(&k.key.id).is_some_and(|at| at < oldest)).map(|k| k.key).collect();
        if old.is_empty() {
            continue;
        }
        system
            .act("cloudtrail", "GetInsightSelectors", move |tx| {
                let old = old.clone();
                Box::pin(async move {
                    for key in &old {
                        if let Some(kept) = tx.get::<Kept>(&key.account, &key.region, &key.id).await? {
                            tx.delete(&kept);
                        }
                    }
                    Ok(())
                })
            })
            .await?;
    }
}

/// When the Insights event of an id of [`Kept`] was, milliseconds since 1970.
pub fn at(id: &str) -> Option<i64> {
    id.rsplit('/').nth(1)?.parse().ok()
}
