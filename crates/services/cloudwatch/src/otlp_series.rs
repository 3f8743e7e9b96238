//! Sums that OpenTelemetry's exporters send since a start: what they were when they were last seen, so that metrics get what came since then.

use std::collections::HashMap;
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use otlp::series::Total;
use plane::reconcile::Reconciler;
use plane::resource::Resource;
use plane::{BoxFuture, Failure, Key, Stored, System, Transaction};
use serde::{Deserialize, Serialize};

/// Most series of an account in a region that are remembered.
const MAX_SERIES: u64 = 200_000;
/// How long a series is remembered that nobody sends any more, nanoseconds.
const KEPT: u64 = 2 * 86_400 * 1_000_000_000;
/// Series that are looked at in one go.
const PAGE: usize = 500;

/// A series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Series {
    /// What it was.
    pub total: Total,
}

impl Resource for Series {
    const KIND: &'static str = "Cloudkeep::CloudWatch::OtlpSeries";
    const HISTORY: bool = false;
}

/// The series of one request.
#[derive(Default)]
pub(crate) struct Known {
    series: HashMap<String, Option<Stored<Series>>>,
    /// How many the account has, once that was asked.
    count: Option<u64>,
}

impl Known {
    /// What came to a series since it was last seen; `None` if nobody can tell, or nothing did.
    ///
    /// # Errors
    /// A text, where there are too many series; else those of the store.
    pub async fn since(
        &mut self,
        tx: &mut Transaction<'_>,
        (account, region): (&str, &str),
        name: &str,
        total: Total,
    ) -> Result<Result<Option<Total>, String>, Failure> {
        let id = hex::encode(digest(&SHA256, name.as_bytes()).as_ref().get(..16).unwrap_or_default());
        if !self.series.contains_key(&id) {
            let there = tx.get::<Series>(account, region, &id).await?;
            self.series.insert(id.clone(), there);
        }
        let there = self.series.get(&id).cloned().flatten();
        if there.is_none() {
            let count = match self.count {
                Some(count) => count,
                None => tx.reader().count::<Series>(account, region).await?,
            };
            self.count = Some(count + 1);
            if count >= MAX_SERIES {
                return Ok(Err(format!("the account has {MAX_SERIES} series of sums since a start.")));
            }
        }
        if there.as_ref().is_some_and(|there| there.body.total.time >= total.time) {
            return Ok(Ok(None));
        }
        let came = total.since(there.as_ref().map(|there| &there.body.total));
        let now = match there {
            Some(there) => Stored { body: Series { total }, ..there },
            None => Stored::new(account, region, &id, Series { total }),
        };
        self.series.insert(id, Some(now));
        Ok(Ok(came))
    }

    /// Writes down what the series are now.
    ///
    /// # Errors
    /// Those of the store.
    pub fn put(self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        self.series.into_values().flatten().try_for_each(|series| tx.put(&series))
    }
}

/// Forgets series that nobody sends any more.
pub(crate) struct Keeper;

impl Reconciler for Keeper {
    fn name(&self) -> &'static str {
        "cloudwatch-otlp-series"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(3_600)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = u64::try_from(system.now().as_nanosecond()).unwrap_or(0);
            let mut after: Option<Key> = None;
            loop {
                let page = system.reader().list_everywhere::<Series>(after.as_ref(), PAGE).await?;
                for series in page.iter().filter(|series| series.body.total.time.saturating_add(KEPT) < now) {
                    system.act("cloudwatch", "PutMetricData", |tx| Box::pin(forget(tx, series.key.clone(), now))).await?;
                }
                match page.last() {
                    Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
                    _ => return Ok(()),
                }
            }
        })
    }
}

async fn forget(tx: &mut Transaction<'_>, key: Key, now: u64) -> Result<(), Failure> {
    let found = tx.get::<Series>(&key.account, &key.region, &key.id).await?;
    if let Some(series) = found.filter(|series| series.body.total.time.saturating_add(KEPT) < now) {
        tx.delete(&series);
    }
    Ok(())
}
