//! GetMetricStatistics.

use std::collections::BTreeMap;

use metricmath::Statistic;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Timestamp;

use crate::api::{self, Datapoint, operation};
use crate::errors::{combination, invalid, value};
use crate::metric::{Identity, check_names, check_namespace, unit_code, unit_of};
use crate::query::{Range, bucket, is_period};
use crate::read::{Point, Span, steadily};

/// Most data points of a reply.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html>.
const MAX_POINTS: i64 = 1_440;

impl Handle for operation::GetMetricStatistics {
    async fn access(_: &api::GetMetricStatisticsInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetMetricStatisticsInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetMetricStatisticsOutput, Failure> {
        check_namespace(&input.namespace, false)?;
        check_names(&input.metric_name, input.dimensions.as_ref(), "")?;
        let basic = input.statistics.as_deref().unwrap_or_default();
        let extended = input.extended_statistics.as_deref().unwrap_or_default();
        if basic.is_empty() && extended.is_empty() {
            return Err(combination("Must specify either Statistics or ExtendedStatistics."));
        }
        let extended: Vec<(&String, Statistic)> = extended
            .iter()
            .map(|name| Ok((name, Statistic::extended(name).ok_or_else(|| value("ExtendedStatistics", name))?)))
            .collect::<Result<_, Failure>>()?;
        let period = i64::from(input.period);
        if !is_period(period) {
            return Err(invalid("The parameter Period must be 1, 5, 10, 20, 30 or a multiple of 60."));
        }
        let (start, end) = (input.start_time.as_second(), input.end_time.as_second());
        if start >= end {
            return Err(combination("The parameter StartTime must be less than the parameter EndTime."));
        }
        let range = Range { start, end, now: tx.call().time.as_second() };
        let grid = range.grid(period);
        let count = (grid.end - grid.start).div_euclid(period) + i64::from((grid.end - grid.start) % period != 0);
        if count > MAX_POINTS {
            return Err(combination(format!(
                "You have requested up to {count} datapoints, which exceeds the limit of {MAX_POINTS}. You may reduce the datapoints requested by increasing Period, or decreasing the time range."
            )));
        }
        let hash = Identity::of(&input.namespace, &input.metric_name, input.dimensions.as_ref()).hash();
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let reader = tx.reader();
        let points = steadily(&reader, &account, &region, range.now, |snapshot| {
            let hash = &hash;
            async move { snapshot.points(&reader, hash, Span { from: grid.start, to: grid.end, period }).await }
        })
        .await?;
        let mut by_unit: BTreeMap<u8, Vec<Point>> = BTreeMap::new();
        for point in points {
            by_unit.entry(point.unit).or_default().push(point);
        }
        let mut datapoints = Vec::new();
        let wanted = input.unit.map(unit_code);
        for (unit, points) in by_unit.into_iter().filter(|(unit, _)| wanted.is_none_or(|wanted| wanted == *unit)) {
            for (at, aggregate) in bucket(&points, grid, None) {
                let of = |name: api::Statistic, statistic: Statistic| {
                    basic.contains(&name).then(|| statistic.of(&aggregate)).flatten()
                };
                let more: BTreeMap<String, f64> =
                    extended.iter().filter_map(|(name, statistic)| Some(((*name).clone(), statistic.of(&aggregate)?))).collect();
                datapoints.push(Datapoint {
                    timestamp: Some(Timestamp::from_second(at).unwrap_or_default()),
                    sample_count: of(api::Statistic::SampleCount, Statistic::SampleCount),
                    average: of(api::Statistic::Average, Statistic::Average),
                    sum: of(api::Statistic::Sum, Statistic::Sum),
                    minimum: of(api::Statistic::Minimum, Statistic::Minimum),
                    maximum: of(api::Statistic::Maximum, Statistic::Maximum),
                    unit: Some(unit_of(unit)),
                    extended_statistics: (!more.is_empty()).then_some(more),
                });
            }
        }
        datapoints.retain(|d| !basic.is_empty() || d.extended_statistics.is_some());
        Ok(api::GetMetricStatisticsOutput { label: Some(input.metric_name.clone()), datapoints: Some(datapoints) })
    }
}
