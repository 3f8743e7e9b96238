//! Rounds of digests: every hour, and when logging or validation ends, one digest for every account and region of a trail.
//!
//! A round is decided and kept first ([`DigestPlan`]), then written account by account, each with its chain, then closed. Content and signature are
//! a pure function of plan, log files and chain, so a crash at any point writes the same objects again.

use std::collections::{BTreeMap, BTreeSet};

use plane::account::{Account, AccountStatus};
use plane::{Failure, Stored};

use crate::deliver::{Work, covers, held, held_after, object, status};
use crate::digest::{ALGORITHM, digest};
use crate::keys::{Signer, signer};
use crate::resources::{Chain, Delivery, DigestPlan, LogFile, LogFiles, Previous};

/// Accounts listed at once.
const ACCOUNTS: usize = 1000;

/// What became of a round.
pub enum Round {
    /// None is due.
    None,
    /// It was written; the state after it.
    Written(Box<Stored<Delivery>>),
    /// The bucket refused a digest.
    Refused(Failure),
}

/// Writes the round that is due.
///
/// # Errors
/// Internal ones only.
pub async fn due(work: Work<'_>, delivery: &Stored<Delivery>) -> Result<Round, Failure> {
    let mut delivery = delivery.clone();
    if delivery.body.plan.is_none() {
        let Some(start) = delivery.body.chain_start else { return Ok(Round::None) };
        let ending = delivery.body.gone || !delivery.body.trail.digests();
        let Some(end) =
            end(start, work.system.plane().clock.now_ms(), ending.then_some(delivery.body.changed_at), work.pace.digest_ms)
        else {
            return Ok(Round::None);
        };
        delivery = decide(work, &delivery, start, end, ending).await?;
    }
    let Some(plan) = delivery.body.plan.clone() else { return Ok(Round::None) };
    let place = &delivery.key;
    let prefix = format!("{}/", place.id);
    let waiting = work.system.reader().all::<LogFiles>(&place.account, &place.region, &prefix).await?;
    let mut files: BTreeMap<(String, String), Vec<LogFile>> = BTreeMap::new();
    for file in waiting.into_iter().filter(|w| covered(&plan, &w.key.id)).flat_map(|w| w.body.files) {
        files.entry((file.account.clone(), file.region.clone())).or_default().push(file);
    }
    let mut places = places(work, &delivery.body).await?;
    for (account, region) in files.keys() {
        places.entry(account.clone()).or_default().insert(region.clone());
    }
    let signer = signer(work.system, plan.end).await?;
    for (account, regions) in places {
        if let Err(failure) = account_round(work, &delivery, &plan, &account, &regions, &files, &signer).await? {
            return Ok(Round::Refused(failure));
        }
    }
    Ok(Round::Written(Box::new(close(work, &delivery, &plan).await?)))
}

/// When a round that began at `start` ends; none if not yet. All in milliseconds. A round that was not written in time covers all the full intervals
/// until now.
fn end(start: i64, now: i64, ended: Option<i64>, interval: i64) -> Option<i64> {
    if let Some(at) = ended {
        return Some((at - at.rem_euclid(1000)).max(start + 1000));
    }
    let interval = interval.max(1000);
    let full = now.saturating_sub(start).div_euclid(interval);
    (full > 0).then(|| start + full * interval)
}

fn covered(plan: &DigestPlan, id: &str) -> bool {
    plan.through.as_deref().is_some_and(|through| id <= through)
}

/// Fixes what the round covers.
async fn decide(
    work: Work<'_>,
    delivery: &Stored<Delivery>,
    start: i64,
    end: i64,
    last: bool,
) -> Result<Stored<Delivery>, Failure> {
    let place = delivery.key.clone();
    work.act(move |tx| {
        let place = place.clone();
        Box::pin(async move {
            let mut delivery = held(tx, &place).await?;
            let waiting = tx.reader().all::<LogFiles>(&place.account, &place.region, &format!("{}/", place.id)).await?;
            delivery.body.plan = Some(DigestPlan {
                start,
                end,
                through: waiting.last().map(|w| w.key.id.clone()),
                last,
                bucket: delivery.body.trail.bucket.clone(),
                prefix: delivery.body.trail.prefix.clone(),
            });
            tx.put(&delivery)?;
            Ok(held_after(delivery))
        })
    })
    .await
}

/// The accounts and regions that have a chain.
async fn places(work: Work<'_>, delivery: &Delivery) -> Result<BTreeMap<String, BTreeSet<String>>, Failure> {
    let trail = &delivery.trail;
    let regions: BTreeSet<String> = if trail.multi_region {
        work.system.plane().settings.regions.iter().cloned().collect()
    } else {
        BTreeSet::from([trail.region.clone()])
    };
    let mut places = BTreeMap::from([(trail.account.clone(), regions.clone())]);
    if trail.organization.is_some() {
        let mut after = None;
        loop {
            let page = work.system.reader().list_everywhere::<Account>(after.as_ref(), ACCOUNTS).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.clone());
            for account in page {
                if account.body.status == AccountStatus::Active && covers(work.system, trail, &account.body.id).await? {
                    places.insert(account.body.id, regions.clone());
                }
            }
        }
    }
    Ok(places)
}

/// Writes the digests of one account and lengthens its chains.
async fn account_round(
    work: Work<'_>,
    delivery: &Stored<Delivery>,
    plan: &DigestPlan,
    account: &str,
    regions: &BTreeSet<String>,
    files: &BTreeMap<(String, String), Vec<LogFile>>,
    signer: &Signer,
) -> Result<Result<(), Failure>, Failure> {
    let place = &delivery.key;
    let id = format!("{}/{account}", place.id);
    let chain = work.system.reader().get::<Chain>(&place.account, &place.region, &id).await?;
    let chain = chain.unwrap_or_else(|| Stored::new(&place.account, &place.region, id, Chain::default()));
    if chain.body.end == plan.end {
        return Ok(Ok(()));
    }
    let trail = &delivery.body.trail;
    let mut written = BTreeMap::new();
    for region in regions {
        let logged = files.get(&(account.to_owned(), region.clone())).map(Vec::as_slice).unwrap_or_default();
        let made = digest(trail, plan, account, region, logged, chain.body.regions.get(region), &signer.fingerprint);
        let signature = signer.sign(&made.to_sign)?;
        let metadata =
            vec![("signature".to_owned(), signature.clone()), ("signature-algorithm".to_owned(), ALGORITHM.to_owned())];
        let object = object(trail, &plan.bucket, made.key.clone(), made.body, metadata);
        if let Err(failure) = work.objects.put(work.system, object).await {
            return Ok(Err(failure));
        }
        written.insert(region.clone(), Previous { bucket: plan.bucket.clone(), key: made.key, hash: made.hash, signature });
    }
    let end = plan.end;
    work.act(move |tx| {
        let (chain, written) = (chain.clone(), written.clone());
        Box::pin(async move {
            let key = &chain.key;
            let mut now = tx.get::<Chain>(&key.account, &key.region, &key.id).await?.unwrap_or(chain);
            now.body.end = end;
            now.body.regions = written;
            tx.put(&now)
        })
    })
    .await
    .map(Ok)
}

/// Closes the round: its log files are digested.
async fn close(work: Work<'_>, delivery: &Stored<Delivery>, plan: &DigestPlan) -> Result<Stored<Delivery>, Failure> {
    let (place, plan) = (delivery.key.clone(), plan.clone());
    work.act(move |tx| {
        let (place, plan) = (place.clone(), plan.clone());
        Box::pin(async move {
            let prefix = format!("{}/", place.id);
            for files in tx.reader().all::<LogFiles>(&place.account, &place.region, &prefix).await? {
                if covered(&plan, &files.key.id) {
                    tx.delete(&files);
                }
            }
            let mut delivery = held(tx, &place).await?;
            if plan.last {
                for chain in tx.all::<Chain>(&place.account, &place.region, &prefix).await? {
                    tx.delete(&chain);
                }
            }
            delivery.body.chain_start = (!plan.last).then_some(plan.end);
            delivery.body.plan = None;
            tx.put(&delivery)?;
            let mut status = status(tx, &delivery).await?;
            status.body.digested_at = Some(tx.call().time.as_millisecond());
            status.body.digest_error = None;
            status.body.failing_since = status.body.failing_since.filter(|_| status.body.error.is_some());
            tx.put(&status)?;
            Ok(held_after(delivery))
        })
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::end;

    #[test]
    fn rounds_end_at_full_intervals_and_when_logging_ends() {
        let hour = 3_600_000;
        let cases = [
            ((0, hour - 1, None), None),
            ((0, hour, None), Some(hour)),
            ((5_000, hour + 6_000, None), Some(hour + 5_000)),
            ((0, 5 * hour + 7, None), Some(5 * hour)),
            ((10_000, 20_000, Some(15_500)), Some(15_000)),
            ((10_000, 20_000, Some(10_400)), Some(11_000)),
            ((10_000, 0, None), None),
        ];
        for ((start, now, ended), expected) in cases {
            assert_eq!(end(start, now, ended, hour), expected, "{start} {now} {ended:?}");
        }
    }
}
