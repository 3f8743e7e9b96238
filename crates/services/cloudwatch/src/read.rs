//! Reading data: blocks, and the batches that are not merged into them yet.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use metricmath::Aggregate;
use plane::{Failure, Reader};

use crate::block::{self, Tier};
use crate::fold::{self, FOLDS};
use crate::metric::{Identity, Sample, read_samples};
use crate::resources::{Batch, Block, Folds, Metric};

/// How often reading is begun again because batches were merged meanwhile.
const ATTEMPTS: usize = 8;
/// How much later than its time a block may be moved on, seconds: so long both tiers are looked at.
const SLACK: i64 = 3 * 86_400;

/// The data of an account and region, as they are when it is taken: the batches are in it, blocks are read on demand.
pub struct Snapshot {
    account: String,
    region: String,
    now: i64,
    folds: u64,
    pending: HashMap<String, (Identity, Vec<Sample>)>,
}

/// A point of a metric: its unit, how many seconds it covers, and its samples.
#[derive(Debug, Clone, PartialEq)]
pub struct Point {
    /// Beginning, seconds since 1970.
    pub at: i64,
    /// Unit.
    pub unit: u8,
    /// The samples.
    pub aggregate: Aggregate,
}

/// What data are wanted.
#[derive(Debug, Clone, Copy)]
pub struct Span {
    /// From this moment, seconds since 1970.
    pub from: i64,
    /// To this moment, exclusive.
    pub to: i64,
    /// Period; data that are kept by a longer time are not given.
    pub period: i64,
}

async fn folds(reader: &Reader<'_>, account: &str, region: &str) -> Result<u64, Failure> {
    Ok(reader.get::<Folds>(account, region, FOLDS).await?.map_or(0, |folds| folds.body.count))
}

impl Snapshot {
    /// Takes one. `now` is in seconds since 1970.
    ///
    /// # Errors
    /// Internal ones only, as with all methods here.
    pub async fn take(reader: &Reader<'_>, account: &str, region: &str, now: i64) -> Result<Self, Failure> {
        let folds = folds(reader, account, region).await?;
        let mut pending: HashMap<String, (Identity, Vec<Sample>)> = HashMap::new();
        for batch in reader.all::<Batch>(account, region, "").await? {
            let bytes = STANDARD.decode(&batch.body.samples).unwrap_or_default();
            for (identity, samples) in read_samples(&bytes).unwrap_or_default() {
                pending.entry(identity.hash()).or_insert_with(|| (identity, Vec::new())).1.extend(samples);
            }
        }
        Ok(Self { account: account.to_owned(), region: region.to_owned(), now, folds, pending })
    }

    /// Whether batches were merged since it was taken: then what was read with it may count twice, or not at all.
    pub async fn is_stale(&self, reader: &Reader<'_>) -> Result<bool, Failure> {
        Ok(folds(reader, &self.account, &self.region).await? != self.folds)
    }

    /// Points of metrics, by the hashes of the metrics, in the order of time.
    pub async fn points(&self, reader: &Reader<'_>, hash: &str, span: Span) -> Result<Vec<Point>, Failure> {
        let mut points: BTreeMap<(i64, u8), Aggregate> = BTreeMap::new();
        let mut take = |at: i64, unit: u8, aggregate: &Aggregate| {
            if at >= span.from && at < span.to {
                let there = points.entry((at, unit));
                there.and_modify(|there| there.merge(aggregate)).or_insert_with(|| aggregate.clone());
            }
        };
        let by_second = span.period < 60;
        for tier in Tier::ALL {
            let newest = self.now - tier.kept();
            let wanted = match tier {
                Tier::Second => by_second,
                Tier::Minute => !by_second && span.to > newest - SLACK,
                Tier::FiveMinutes => span.from < self.now - Tier::Minute.kept() && span.to > newest - SLACK,
                Tier::Hour => span.from < self.now - Tier::FiveMinutes.kept(),
            };
            if !wanted || by_second != (tier == Tier::Second) || tier.resolution() > span.period.max(1) {
                continue;
            }
            let mut after = format!("{}{:012}", block::prefix(hash, tier), tier.start(span.from));
            'pages: loop {
                let page =
                    reader.list::<Block>(&self.account, &self.region, &block::prefix(hash, tier), Some(&after), 64).await?;
                for block in &page {
                    let Some((start, unit)) = block::parse_id(&block.key.id) else { continue };
                    if start >= span.to {
                        break 'pages;
                    }
                    for (at, aggregate) in &fold::read(&block.body, start, tier) {
                        take(*at, unit, aggregate);
                    }
                }
                match page.last() {
                    Some(last) if page.len() == 64 => after.clone_from(&last.key.id),
                    _ => break,
                }
            }
        }
        for sample in self.pending.get(hash).map(|(_, samples)| samples.as_slice()).unwrap_or_default() {
            if !by_second {
                take(sample.at.div_euclid(60) * 60, sample.unit, &sample.aggregate);
            } else if sample.high_resolution {
                take(sample.at, sample.unit, &sample.aggregate);
            }
        }
        Ok(points.into_iter().map(|((at, unit), aggregate)| Point { at, unit, aggregate }).collect())
    }

    /// Metrics whose ids begin with `prefix` and come after `after`, in the order of their ids: at most `limit` that `wanted` takes.
    pub async fn metrics(
        &self,
        reader: &Reader<'_>,
        prefix: &str,
        after: Option<&str>,
        limit: usize,
        wanted: impl Fn(&Metric) -> bool,
    ) -> Result<Vec<(String, Metric)>, Failure> {
        let mut found: BTreeMap<String, Metric> = BTreeMap::new();
        let mut position = after.map(str::to_owned);
        while found.len() < limit {
            let page = reader.list::<Metric>(&self.account, &self.region, prefix, position.as_deref(), 1_000).await?;
            let ended = page.len() < 1_000;
            position = page.last().map(|last| last.key.id.clone()).or(position);
            found.extend(page.into_iter().map(|m| (m.key.id, m.body)).filter(|(_, metric)| wanted(metric)));
            if ended {
                break;
            }
        }
        for (identity, samples) in self.pending.values() {
            let id = identity.id();
            let Some(last) = samples.iter().map(|sample| sample.at).max() else { continue };
            let metric = Metric { identity: identity.clone(), last };
            if id.starts_with(prefix) && after.is_none_or(|after| id.as_str() > after) && wanted(&metric) {
                found.entry(id).or_insert(metric);
            }
        }
        Ok(found.into_iter().take(limit).collect())
    }
}

/// Does something with a snapshot, again if batches were merged meanwhile.
///
/// # Errors
/// The work's own.
pub async fn steadily<'a, T, F, W>(reader: &Reader<'a>, account: &str, region: &str, now: i64, work: W) -> Result<T, Failure>
where
    W: Fn(std::sync::Arc<Snapshot>) -> F,
    F: Future<Output = Result<T, Failure>>,
{
    let mut attempt = 0;
    loop {
        let snapshot = std::sync::Arc::new(Snapshot::take(reader, account, region, now).await?);
        let done = work(snapshot.clone()).await?;
        attempt += 1;
        if attempt == ATTEMPTS || !snapshot.is_stale(reader).await? {
            return Ok(done);
        }
    }
}
