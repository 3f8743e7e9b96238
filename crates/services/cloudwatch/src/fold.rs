//! Background work on data: batches are merged into blocks, blocks that are old enough into coarser ones.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Mutex;
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Stored, System, Transaction};

use crate::block::{self, Points, Tier};
use crate::metric::read_samples;
use crate::resources::{Batch, Block, Folds, Metric};

/// Batches that are read at once, and most bytes of them that are merged in one commit.
const PAGE: usize = 200;
const MOST_BYTES: usize = 4 << 20;
/// How far behind the newest data a metric's own document may be, seconds.
const LAST_SEEN: i64 = 600;
/// Metrics whose blocks are looked through for old ones in one go, and seconds between two goes.
const SWEPT: usize = 200;
const SWEEP_EVERY: i64 = 10;

/// Id of the [`Folds`] of an account and region.
pub(crate) const FOLDS: &str = "folds";

/// Merges batches into blocks.
pub struct Folder;

impl Reconciler for Folder {
    fn name(&self) -> &'static str {
        "cloudwatch-folder"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            loop {
                let waiting = system.reader().list_everywhere::<Batch>(None, PAGE).await?;
                let Some(first) = waiting.first() else { return Ok(()) };
                let (account, region) = (first.key.account.clone(), first.key.region.clone());
                let mut size = 0;
                let ids: Vec<String> = waiting
                    .iter()
                    .take_while(|batch| {
                        let fits = size == 0 || size + batch.body.samples.len() <= MOST_BYTES;
                        size += batch.body.samples.len();
                        fits && batch.key.account == account && batch.key.region == region
                    })
                    .map(|batch| batch.key.id.clone())
                    .collect();
                system
                    .act("cloudwatch", "PutMetricData", |tx| {
                        let (account, region, ids) = (account.clone(), region.clone(), ids.clone());
                        Box::pin(async move { fold(tx, &account, &region, &ids).await })
                    })
                    .await?;
            }
        })
    }
}

/// Samples that go into one block.
type Additions = BTreeMap<String, (Tier, i64, Points)>;

async fn fold(tx: &mut Transaction<'_>, account: &str, region: &str, ids: &[String]) -> Result<(), Failure> {
    let batches = tx.get_many::<Batch>(account, region, ids).await?;
    let mut additions = Additions::new();
    let mut seen: BTreeMap<String, Metric> = BTreeMap::new();
    for batch in batches.iter().flatten() {
        let bytes = STANDARD.decode(&batch.body.samples).unwrap_or_default();
        for (identity, samples) in read_samples(&bytes).unwrap_or_default() {
            let hash = identity.hash();
            for sample in &samples {
                let tiers = if sample.high_resolution { &[Tier::Second, Tier::Minute][..] } else { &[Tier::Minute] };
                for tier in tiers {
                    let start = tier.start(sample.at);
                    let id = block::id(&hash, *tier, start, sample.unit);
                    let (_, _, points) = additions.entry(id).or_insert_with(|| (*tier, start, Points::new()));
                    block::merge(points, *tier, sample.at, &sample.aggregate);
                }
            }
            let Some(last) = samples.iter().map(|sample| sample.at).max() else { continue };
            let metric = seen.entry(identity.id()).or_insert(Metric { identity, last });
            metric.last = metric.last.max(last);
        }
        tx.delete(batch);
    }
    add(tx, account, region, additions).await?;
    let ids: Vec<String> = seen.keys().cloned().collect();
    let known = tx.get_many::<Metric>(account, region, &ids).await?;
    for ((id, metric), known) in seen.into_iter().zip(known) {
        match known {
            Some(mut known) if metric.last >= known.body.last + LAST_SEEN => {
                known.body.last = metric.last;
                tx.put(&known)?;
            }
            Some(_) => {}
            None => tx.put(&Stored::new(account, region, id, metric))?,
        }
    }
    count(tx, account, region).await
}

/// Merges points into blocks.
async fn add(tx: &mut Transaction<'_>, account: &str, region: &str, additions: Additions) -> Result<(), Failure> {
    let ids: Vec<String> = additions.keys().cloned().collect();
    let there = tx.get_many::<Block>(account, region, &ids).await?;
    for ((id, (tier, start, added)), there) in additions.into_iter().zip(there) {
        let mut points = there.as_ref().map(|block| read(&block.body, start, tier)).unwrap_or_default();
        for (at, aggregate) in &added {
            block::merge(&mut points, tier, *at, aggregate);
        }
        let body = Block { points: STANDARD.encode(block::encode(&points, start, tier)) };
        tx.put(&match there {
            Some(there) => Stored { body, ..there },
            None => Stored::new(account, region, id, body),
        })?;
    }
    Ok(())
}

/// The points of a block.
pub(crate) fn read(block: &Block, start: i64, tier: Tier) -> Points {
    block::decode(&STANDARD.decode(&block.points).unwrap_or_default(), start, tier)
}

async fn count(tx: &mut Transaction<'_>, account: &str, region: &str) -> Result<(), Failure> {
    let mut folds = match tx.get::<Folds>(account, region, FOLDS).await? {
        Some(folds) => folds,
        None => Stored::new(account, region, FOLDS, Folds::default()),
    };
    folds.body.count += 1;
    tx.put(&folds)
}

/// Merges old blocks into coarser ones, and forgets what is older than everything.
#[derive(Default)]
pub struct Sweeper {
    state: Mutex<Sweep>,
}

/// Where the sweeper is: any place is right to begin at, so it need not survive.
#[derive(Default, Clone)]
struct Sweep {
    after: Option<Key>,
    next: i64,
}

impl Reconciler for Sweeper {
    fn name(&self) -> &'static str {
        "cloudwatch-sweeper"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_second();
            let sweep = self.state.lock().map(|state| state.clone()).unwrap_or_default();
            // A clock that was moved backwards must not make it wait.
            if now < sweep.next && sweep.next - now <= SWEEP_EVERY {
                return Ok(());
            }
            let metrics = system.reader().list_everywhere::<Metric>(sweep.after.as_ref(), SWEPT).await?;
            for metric in &metrics {
                system
                    .act("cloudwatch", "PutMetricData", |tx| {
                        let metric = metric.clone();
                        Box::pin(async move { age(tx, &metric, now).await })
                    })
                    .await?;
            }
            if let Ok(mut state) = self.state.lock() {
                state.after = metrics.last().filter(|_| metrics.len() == SWEPT).map(|last| last.key.clone());
                state.next = now + SWEEP_EVERY;
            }
            Ok(())
        })
    }
}

/// Moves a metric's old blocks on.
async fn age(tx: &mut Transaction<'_>, metric: &Stored<Metric>, now: i64) -> Result<(), Failure> {
    let (account, region) = (metric.key.account.as_str(), metric.key.region.as_str());
    let hash = metric.body.identity.hash();
    let (mut moved, mut left) = (false, false);
    for tier in Tier::ALL {
        let prefix = block::prefix(&hash, tier);
        let oldest = tx.reader().list::<Block>(account, region, &prefix, None, 50).await?;
        let mut additions = Additions::new();
        let mut gone = BTreeSet::new();
        for block in oldest {
            let Some((start, unit)) = block::parse_id(&block.key.id) else { continue };
            if start + tier.block() + tier.kept() > now {
                left = true;
                continue;
            }
            let Some(block) = tx.get::<Block>(account, region, &block.key.id).await? else { continue };
            if let Some(next) = tier.next() {
                for (at, aggregate) in read(&block.body, start, tier) {
                    let start = next.start(at);
                    let id = block::id(&hash, next, start, unit);
                    let (_, _, points) = additions.entry(id).or_insert_with(|| (next, start, Points::new()));
                    block::merge(points, next, at, &aggregate);
                }
                left = true;
            }
            gone.insert(block.key.id.clone());
            tx.delete(&block);
        }
        moved |= !gone.is_empty();
        add(tx, account, region, additions).await?;
    }
    if !left && metric.body.last + Tier::Hour.kept() < now {
        tx.get::<Metric>(account, region, &metric.key.id).await?.iter().for_each(|metric| tx.delete(metric));
    }
    if moved { count(tx, account, region).await } else { Ok(()) }
}
