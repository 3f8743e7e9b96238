//! GetMetricData.

use metricmath::Series;
use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::Timestamp;

use crate::api::{self, MetricDataResult, ScanBy, StatusCode, operation};
use crate::errors::{self, missing, validation};
use crate::metric::{Identity, check_names, check_namespace};
use crate::query::{self, Outcome, Range, Runner};
use crate::read::steadily;
use crate::resources::{MetricStat, Query};

/// Most data points of a reply.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html>.
const MAX_POINTS: usize = 100_800;

/// Queries of the API as they are kept.
///
/// # Errors
/// `InvalidParameterValue` for names that no metric can have, `MissingParameter`.
pub(crate) fn queries(given: &[api::MetricDataQuery]) -> Result<Vec<Query>, Failure> {
    let mut queries = Vec::with_capacity(given.len());
    for (n, query) in given.iter().enumerate() {
        let at = format!("MetricDataQueries.member.{}.MetricStat.Metric.", n + 1);
        let stat = match &query.metric_stat {
            None => None,
            Some(stat) => {
                let namespace = stat.metric.namespace.as_deref().ok_or_else(|| missing(&format!("{at}Namespace")))?;
                let name = stat.metric.metric_name.as_deref().ok_or_else(|| missing(&format!("{at}MetricName")))?;
                check_namespace(namespace, false)?;
                check_names(name, stat.metric.dimensions.as_ref(), &at)?;
                Some(MetricStat {
                    metric: Identity::of(namespace, name, stat.metric.dimensions.as_ref()),
                    period: i64::from(stat.period),
                    stat: stat.stat.clone(),
                    unit: stat.unit.map(|unit| unit.as_str().to_owned()),
                })
            }
        };
        queries.push(Query {
            id: query.id.clone(),
            stat,
            expression: query.expression.clone(),
            label: query.label.clone(),
            return_data: query.return_data,
            period: query.period.map(i64::from),
            account: query.account_id.clone(),
        });
    }
    Ok(queries)
}

/// Queries as the API shows them.
pub(crate) fn shown(queries: &[Query]) -> Vec<api::MetricDataQuery> {
    let period = |period: i64| i32::try_from(period).unwrap_or(i32::MAX);
    queries
        .iter()
        .map(|query| api::MetricDataQuery {
            id: query.id.clone(),
            metric_stat: query.stat.as_ref().map(|stat| api::MetricStat {
                metric: api::Metric {
                    namespace: Some(stat.metric.namespace.clone()),
                    metric_name: Some(stat.metric.name.clone()),
                    dimensions: Some(stat.metric.shown_dimensions()),
                },
                period: period(stat.period),
                stat: stat.stat.clone(),
                unit: stat.unit.as_deref().and_then(api::StandardUnit::parse),
            }),
            expression: query.expression.clone(),
            label: query.label.clone(),
            return_data: query.return_data,
            period: query.period.map(period),
            account_id: query.account.clone(),
        })
        .collect()
}

impl Handle for operation::GetMetricData {
    async fn access(_: &api::GetMetricDataInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &api::GetMetricDataInput, tx: &mut Transaction<'_>) -> Result<api::GetMetricDataOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let queries = queries(&input.metric_data_queries)?;
        if let Some(other) = queries.iter().filter_map(|q| q.account.as_ref()).find(|other| **other != account) {
            return Err(validation(format!("The account {other} is not linked with this one.")));
        }
        let parsed = query::parse(&queries)?;
        let range = range(input, tx)?;
        let most = input.max_datapoints.map_or(Ok(MAX_POINTS), |most| {
            let fits = usize::try_from(most).ok().filter(|most| (1..=MAX_POINTS).contains(most));
            fits.ok_or_else(|| validation(format!("MaxDatapoints must be from 1 to {MAX_POINTS}.")))
        })?;
        let listing = format!("GetMetricData {account} {region} {queries:?} {range:?} {:?}", input.scan_by);
        let skipped: usize = match &input.next_token {
            Some(given) => position(&listing, given).and_then(|text| text.parse().ok()).ok_or_else(errors::token)?,
            None => 0,
        };
        let reader = tx.reader();
        let outcomes = steadily(&reader, &account, &region, range.now, |snapshot| {
            let (queries, parsed, account, region) = (&queries, &parsed, &account, &region);
            async move { Runner { reader, snapshot: &snapshot, account, region, range }.run(queries, parsed).await }
        })
        .await?;
        let returned = queries.iter().filter(|query| query.return_data.unwrap_or(true));
        let all: Vec<MetricDataResult> = returned
            .filter_map(|query| Some((query, outcomes.get(&query.id)?)))
            .flat_map(|(query, outcome)| results(query, outcome, input.scan_by.unwrap_or_default()))
            .collect();
        let (page, more) = cut(all, skipped, most);
        let next_token = more.then(|| token(&listing, &(skipped + most).to_string()));
        Ok(api::GetMetricDataOutput { metric_data_results: Some(page), next_token, messages: Some(Vec::new()) })
    }
}

fn range(input: &api::GetMetricDataInput, tx: &Transaction<'_>) -> Result<Range, Failure> {
    let (start, end) = (input.start_time.as_second(), input.end_time.as_second());
    if start >= end {
        return Err(validation("The parameter StartTime must be less than the parameter EndTime."));
    }
    Ok(Range { start, end, now: tx.call().time.as_second() })
}

fn results(query: &Query, outcome: &Outcome, order: ScanBy) -> Vec<MetricDataResult> {
    let message = |code: &str, value: &str| api::MessageData { code: Some(code.to_owned()), value: Some(value.to_owned()) };
    if let Some(error) = &outcome.error {
        return vec![MetricDataResult {
            id: Some(query.id.clone()),
            label: Some(query.label.clone().unwrap_or_else(|| query.id.clone())),
            timestamps: Some(Vec::new()),
            values: Some(Vec::new()),
            status_code: Some(StatusCode::InternalError),
            messages: Some(vec![message("ArithmeticError", error)]),
        }];
    }
    let one = |series: &Series| {
        let mut points: Vec<(i64, f64)> = series.points.clone();
        if order == ScanBy::TimestampDescending {
            points.reverse();
        }
        MetricDataResult {
            id: Some(query.id.clone()),
            label: Some(series.label.clone()),
            timestamps: Some(points.iter().map(|(at, _)| Timestamp::from_second(*at).unwrap_or_default()).collect()),
            values: Some(points.iter().map(|(_, value)| *value).collect()),
            status_code: Some(StatusCode::Complete),
            messages: outcome
                .partial
                .then(|| vec![message("MaxMetricsExceeded", "There are more metrics than a search or query reads.")]),
        }
    };
    outcome.series.iter().map(one).collect()
}

/// The data points of a page: results keep their order, each page goes on where the one before ended. Results without data are on the page where
/// their turn comes.
fn cut(all: Vec<MetricDataResult>, skipped: usize, most: usize) -> (Vec<MetricDataResult>, bool) {
    let end = skipped.saturating_add(most);
    let mut page = Vec::new();
    let mut at = 0usize;
    let mut more = false;
    for mut result in all {
        let values = result.values.take().unwrap_or_default();
        let times = result.timestamps.take().unwrap_or_default();
        let length = values.len();
        let (from, to) = (skipped.saturating_sub(at).min(length), end.saturating_sub(at).min(length));
        let empty = length == 0 && at >= skipped && (at < end || skipped == 0 && at == 0);
        if from < to || empty {
            result.values = Some(values.into_iter().skip(from).take(to - from).collect());
            result.timestamps = Some(times.into_iter().skip(from).take(to - from).collect());
            if to < length {
                result.status_code = Some(StatusCode::PartialData);
            }
            page.push(result);
        }
        more |= to < length;
        at += length;
    }
    (page, more)
}
