//! GetFindingsTrendsV2 and GetResourcesTrendsV2.

use std::collections::BTreeMap;

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Reader, Transaction};
use wire::Timestamp;

use crate::api::operation::{GetFindingsTrendsV2, GetResourcesTrendsV2};
use crate::api::{self, GranularityField, SeverityTrendsCount};
use crate::errors::{token_v2, validation};
use crate::findings::merge::DAY_MS;
use crate::hub::{Place, here, on_hub_v2, required_v2, seen_v2, service};
use crate::json;
use crate::ocsf::filter::Node;
use crate::ocsf::trends::{self, Day, Group, KEPT_DAYS, Step};
use crate::operations::limit;

/// Moments of a page.
const PAGE: usize = 100;

/// Which days are asked for.
struct Span {
    first: i64,
    last: i64,
    step: Step,
}

impl Span {
    fn of(start: Timestamp, end: Timestamp) -> Result<Self, Failure> {
        let (start, end) = (start.as_millisecond(), end.as_millisecond());
        let (first, last) = (start.div_euclid(DAY_MS), end.div_euclid(DAY_MS));
        if start >= end {
            return Err(validation("EndTime must be after StartTime"));
        }
        if last - first > KEPT_DAYS {
            return Err(validation(format!("StartTime and EndTime must not be more than {KEPT_DAYS} days apart")));
        }
        Ok(Self { first, last, step: Step::of(last - first + 1) })
    }

    fn granularity(&self) -> GranularityField {
        match self.step {
            Step::Daily => GranularityField::Daily,
            Step::Weekly => GranularityField::Weekly,
            Step::Monthly => GranularityField::Monthly,
        }
    }
}

/// Counts by severity at the end of every day, week or month of which something is known, by its first day.
async fn counted(
    tx: &Transaction<'_>,
    span: &Span,
    filter: &Node,
    of: fn(&Day) -> &Vec<Group>,
) -> Result<Vec<(i64, BTreeMap<String, i64>)>, Failure> {
    let (account, region) = here(tx);
    let (reader, now) = (tx.reader(), tx.call().time.as_millisecond());
    let today = now.div_euclid(DAY_MS);
    let mut counts: BTreeMap<i64, BTreeMap<String, i64>> = BTreeMap::new();
    for place in seen_v2(&reader, &account, &region).await? {
        let mut last: BTreeMap<i64, Vec<Group>> = BTreeMap::new();
        for (day, body) in days(&reader, &place, span, today).await? {
            last.insert(span.step.begin(day), of(&body).clone());
        }
        if (span.first..=span.last).contains(&today) {
            let body = trends::now(&service(tx.plane())?.ocsf, &reader, &place, now).await?;
            last.insert(span.step.begin(today), of(&body).clone());
        }
        for (begin, groups) in last {
            trends::count(&groups, filter, counts.entry(begin).or_default());
        }
    }
    Ok(counts.into_iter().collect())
}

/// The days before today that are kept, in their order.
async fn days(reader: &Reader<'_>, (account, region): &Place, span: &Span, today: i64) -> Result<Vec<(i64, Day)>, Failure> {
    let wanted: Vec<i64> = (span.first..=span.last.min(today - 1)).collect();
    let ids: Vec<String> = wanted.iter().map(|day| trends::id(*day)).collect();
    let found = reader.get_many::<Day>(account, region, &ids).await?;
    Ok(wanted.into_iter().zip(found).filter_map(|(day, found)| Some((day, found?.body))).collect())
}

fn filter(json: &serde_json::Value) -> Result<Node, Failure> {
    Node::parse(json).map_err(|problem| validation(format!("Invalid parameter 'Filters'. {problem}")))
}

/// The moment at which a day begins.
fn moment(day: i64) -> Timestamp {
    Timestamp::from_millisecond(day.saturating_mul(DAY_MS)).unwrap_or_default()
}

/// A page of moments, in their order.
fn page<T>(
    tx: &Transaction<'_>,
    counts: Vec<(i64, T)>,
    asked: &str,
    most: Option<i32>,
    token: Option<&str>,
) -> Result<plane::page::Page<(i64, T)>, Failure> {
    let listing = format!("{} {} {} {asked}", tx.call().operation.name, tx.account(), tx.call().region);
    let token = token.filter(|token| !token.is_empty());
    cut(counts, &listing, token, limit(most, PAGE), |(day, _)| format!("{day:012}"), token_v2)
}

impl Handle for GetFindingsTrendsV2 {
    async fn access(_: &api::GetFindingsTrendsV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub_v2(lookup).await
    }

    async fn run(
        input: &api::GetFindingsTrendsV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetFindingsTrendsV2Response, Failure> {
        required_v2(tx).await?;
        let span = Span::of(input.start_time, input.end_time)?;
        let filters = input.filters.as_ref().map_or_else(|| serde_json::json!({}), json::of);
        let counts = counted(tx, &span, &filter(&filters)?, |day| &day.findings).await?;
        let asked = format!("{filters} {} {}", input.start_time, input.end_time);
        let page = page(tx, counts, &asked, input.max_results, input.next_token.as_deref())?;
        let shown = page.items.into_iter().map(|(day, counts)| {
            let of = |name: &str| counts.get(name).copied().unwrap_or_default();
            let severity_trends = SeverityTrendsCount {
                unknown: of("Unknown"),
                informational: of("Informational"),
                low: of("Low"),
                medium: of("Medium"),
                high: of("High"),
                critical: of("Critical"),
                fatal: of("Fatal"),
                other: of("Other"),
            };
            api::TrendsMetricsResult { timestamp: moment(day), trends_values: api::TrendsValues { severity_trends } }
        });
        Ok(api::GetFindingsTrendsV2Response {
            granularity: span.granularity(),
            trends_metrics: shown.collect(),
            next_token: page.next,
        })
    }
}

impl Handle for GetResourcesTrendsV2 {
    async fn access(_: &api::GetResourcesTrendsV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub_v2(lookup).await
    }

    async fn run(
        input: &api::GetResourcesTrendsV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetResourcesTrendsV2Response, Failure> {
        required_v2(tx).await?;
        let span = Span::of(input.start_time, input.end_time)?;
        let filters = input.filters.as_ref().map_or_else(|| serde_json::json!({}), json::of);
        let counts = counted(tx, &span, &filter(&filters)?, |day| &day.resources).await?;
        let asked = format!("{filters} {} {}", input.start_time, input.end_time);
        let page = page(tx, counts, &asked, input.max_results, input.next_token.as_deref())?;
        let shown = page.items.into_iter().map(|(day, counts)| api::ResourcesTrendsMetricsResult {
            timestamp: moment(day),
            trends_values: api::ResourcesTrendsValues {
                resources_count: api::ResourcesCount { all_resources: counts.values().sum() },
            },
        });
        Ok(api::GetResourcesTrendsV2Response {
            granularity: span.granularity(),
            trends_metrics: shown.collect(),
            next_token: page.next,
        })
    }
}
