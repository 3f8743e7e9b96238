//! Putting data: for the API, and for other services of the plane.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use metricmath::Aggregate;
use plane::ports::{MetricStore, MetricValue};
use plane::{BoxFuture, Failure, Stored, Transaction};

use crate::api::StandardUnit;
use crate::errors::limit;
use crate::metric::{Identity, Sample, unit_code, write_samples};
use crate::resources::{Batch, Metric};

/// Most metrics of an account in a region. Those that are new in batches which wait to be merged are not counted yet.
pub const MAX_METRICS: u64 = 200_000;

/// The service, as other services see it.
#[derive(Debug, Default)]
pub struct CloudWatch;

/// Values of metrics, gathered by metric and moment.
#[derive(Debug, Default)]
pub struct Gathered(BTreeMap<Identity, BTreeMap<(i64, bool, u8), Aggregate>>);

impl Gathered {
    /// Takes a value in; `at` is in seconds since 1970.
    pub fn add(&mut self, identity: Identity, at: i64, high_resolution: bool, unit: u8, aggregate: &Aggregate) {
        let at = if high_resolution { at } else { at.div_euclid(60) * 60 };
        let there = self.0.entry(identity).or_default().entry((at, high_resolution, unit));
        there.and_modify(|there| there.merge(aggregate)).or_insert_with(|| aggregate.clone());
    }

    /// Puts them in a transaction.
    ///
    /// # Errors
    /// `LimitExceeded` where they would make more metrics than an account may have.
    pub async fn put(self, tx: &mut Transaction<'_>, account: &str, region: &str) -> Result<(), Failure> {
        if self.0.is_empty() {
            return Ok(());
        }
        let reader = tx.reader();
        let count = reader.count::<Metric>(account, region).await?;
        if count + self.0.len() as u64 > MAX_METRICS {
            let ids: Vec<String> = self.0.keys().map(Identity::id).collect();
            let known = reader.get_many::<Metric>(account, region, &ids).await?;
            let new = known.iter().filter(|known| known.is_none()).count() as u64;
            if new > 0 && count + new > MAX_METRICS {
                return Err(limit(format!("The account has reached the limit of {MAX_METRICS} metrics in the region {region}.")));
            }
        }
        let metrics: Vec<(Identity, Vec<Sample>)> = self
            .0
            .into_iter()
            .map(|(identity, samples)| {
                let samples = samples.into_iter().map(|((at, high_resolution, unit), aggregate)| Sample {
                    at,
                    high_resolution,
                    unit,
                    aggregate,
                });
                (identity, samples.collect())
            })
            .collect();
        let id = tx.plane().ids.uuid().to_string();
        tx.put(&Stored::new(account, region, id, Batch { samples: STANDARD.encode(write_samples(&metrics)) }))
    }
}

impl MetricStore for CloudWatch {
    fn put<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        values: Vec<MetricValue>,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut gathered = Gathered::default();
            for value in values {
                if !value.value.is_finite() || !value.count.is_finite() || value.count <= 0.0 {
                    continue;
                }
                let unit = StandardUnit::parse(&value.unit).unwrap_or(StandardUnit::None);
                gathered.add(
                    Identity::new(&value.namespace, &value.name, value.dimensions),
                    value.timestamp.as_second(),
                    false,
                    unit_code(unit),
                    &Aggregate::of(value.value, value.count),
                );
            }
            gathered.put(tx, account, region).await
        })
    }
}
