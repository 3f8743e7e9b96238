//! Queries: metrics, expressions, searches and Metrics Insights, from the data they need to time series.

use std::collections::BTreeMap;

use metricmath::insights;
use metricmath::math::{Expression, Scope, Search, Value, evaluate, is_id};
use metricmath::search;
use metricmath::series::Grid;
use metricmath::{Aggregate, Series, Statistic};
use plane::{Failure, Reader};

use crate::api::StandardUnit;
use crate::errors::validation;
use crate::metric::{Identity, unit_code};
use crate::read::{Point, Snapshot, Span};
use crate::resources::{Detector, MetricStat, Query};

/// Most metrics and expressions of a request.
pub const MAX_QUERIES: usize = 500;
/// Most series that a search finds.
const MAX_FOUND: usize = 500;
/// Most metrics that a Metrics Insights query reads.
const MAX_READ: usize = 10_000;
/// Period of searches and queries that say none.
const PERIOD: i64 = 300;
/// How far back a model of anomaly detection learns, seconds, and in which steps at least.
const LEARNED: i64 = 14 * 86_400;
const LEARNED_PERIOD: i64 = 300;
/// How deep expressions may refer to each other.
const MAX_DEPTH: usize = 50;

/// A query that was read.
#[derive(Debug, Clone)]
pub enum Parsed {
    /// A statistic of a metric.
    Stat(MetricStat, Statistic, Option<u8>),
    /// Metric math.
    Math(Expression),
    /// Metrics Insights.
    Insights(insights::Query),
}

/// What a query gave.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// The series; one of an expression that gives no array.
    pub series: Vec<Series>,
    /// Whether it is an array.
    pub array: bool,
    /// Numbers of samples by time, of a metric: what the rule about few samples looks at.
    pub samples: BTreeMap<i64, f64>,
    /// What went wrong.
    pub error: Option<String>,
    /// Whether there was more than is given.
    pub partial: bool,
}

/// Whether a period is one that metrics can have.
pub fn is_period(period: i64) -> bool {
    matches!(period, 1 | 5 | 10 | 20 | 30) || period > 0 && period % 60 == 0 && period <= 86_400 * 7
}

/// Reads queries, and looks whether they fit together.
///
/// # Errors
/// `ValidationError`.
pub fn parse(queries: &[Query]) -> Result<BTreeMap<String, Parsed>, Failure> {
    if queries.is_empty() || queries.len() > MAX_QUERIES {
        return Err(validation(format!("The collection MetricDataQueries must have a size from 1 to {MAX_QUERIES}.")));
    }
    let mut parsed = BTreeMap::new();
    for query in queries {
        let wrong = |reason: String| validation(format!("Error in expression '{}': {reason}", query.id));
        if !is_id(&query.id) || query.id.len() > 255 {
            return Err(validation(format!(
                "The value '{}' for parameter MetricDataQueries.member.Id is invalid: an id begins with a lower-case letter and has letters, digits and underscores.",
                query.id
            )));
        }
        if let Some(period) = query.period.filter(|period| !is_period(*period)) {
            return Err(validation(format!("Period must be 1, 5, 10, 20, 30 or a multiple of 60, not {period}.")));
        }
        let one = match (&query.stat, &query.expression) {
            (Some(stat), None) => {
                let statistic = Statistic::parse(&stat.stat)
                    .ok_or_else(|| validation(format!("The value '{}' for parameter Stat is invalid.", stat.stat)))?;
                if !is_period(stat.period) {
                    return Err(validation(format!("Period must be 1, 5, 10, 20, 30 or a multiple of 60, not {}.", stat.period)));
                }
                let unit = stat.unit.as_deref().and_then(StandardUnit::parse).map(unit_code);
                Parsed::Stat(stat.clone(), statistic, unit)
            }
            (None, Some(text)) if insights::Query::is_one(text) => {
                if query.period.is_none() {
                    return Err(validation(format!("Period is required for the Metrics Insights query '{}'.", query.id)));
                }
                Parsed::Insights(insights::Query::parse(text).map_err(|e| wrong(e.to_string()))?)
            }
            (None, Some(text)) => {
                let expression = Expression::parse(text).map_err(|e| wrong(e.to_string()))?;
                for search in expression.searches() {
                    search::Query::parse(&search.text).map_err(|e| wrong(format!("SEARCH: {e}")))?;
                    if Statistic::parse(&search.statistic).is_none() {
                        return Err(wrong(format!("SEARCH: {} is no statistic", search.statistic)));
                    }
                    if search.period != 0 && !is_period(search.period) {
                        return Err(wrong(format!("SEARCH: {} is no period", search.period)));
                    }
                }
                Parsed::Math(expression)
            }
            _ => {
                return Err(validation(format!(
                    "Exactly one of MetricStat and Expression must be given for the query '{}'.",
                    query.id
                )));
            }
        };
        if parsed.insert(query.id.clone(), one).is_some() {
            return Err(validation(format!("The value '{}' for parameter MetricDataQueries.member.Id is not unique.", query.id)));
        }
    }
    for (id, one) in &parsed {
        let Parsed::Math(expression) = one else { continue };
        if let Some(unknown) = expression.variables().into_iter().find(|name| !parsed.contains_key(*name)) {
            return Err(validation(format!("Error in expression '{id}': the id {unknown} is not one of this request.")));
        }
        if depends_on_itself(&parsed, id) {
            return Err(validation(format!("Error in expression '{id}': the expressions refer to each other in a circle.")));
        }
    }
    Ok(parsed)
}

fn depends_on_itself(parsed: &BTreeMap<String, Parsed>, id: &str) -> bool {
    let mut open = vec![id];
    let mut seen = std::collections::BTreeSet::new();
    while let Some(at) = open.pop() {
        let Some(Parsed::Math(expression)) = parsed.get(at) else { continue };
        for next in expression.variables() {
            if next == id {
                return true;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}

/// What queries are about.
#[derive(Debug, Clone, Copy)]
pub struct Range {
    /// From this moment, seconds since 1970, as it was asked for.
    pub start: i64,
    /// To this moment, exclusive.
    pub end: i64,
    /// The present.
    pub now: i64,
}

impl Range {
    /// The grid of a period: the start is rounded as AWS rounds it, by how long ago it is.
    /// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricStatistics.html>.
    pub fn grid(self, period: i64) -> Grid {
        let age = self.now - self.start;
        let step = match age {
            _ if period < 60 => period,
            age if age < 15 * 86_400 => 60,
            age if age < 63 * 86_400 => 300,
            _ => 3_600,
        };
        Grid { start: self.start.div_euclid(step.max(1)) * step.max(1), end: self.end, period }
    }
}

/// Puts points into the periods of a grid.
pub fn bucket(points: &[Point], grid: Grid, unit: Option<u8>) -> BTreeMap<i64, Aggregate> {
    let mut buckets: BTreeMap<i64, Aggregate> = BTreeMap::new();
    for point in points.iter().filter(|point| unit.is_none_or(|unit| unit == point.unit)) {
        let at = grid.start + (point.at - grid.start).div_euclid(grid.period.max(1)) * grid.period.max(1);
        let there = buckets.entry(at);
        there.and_modify(|there| there.merge(&point.aggregate)).or_insert_with(|| point.aggregate.clone());
    }
    buckets
}

/// Fetches what queries need and evaluates them.
pub struct Runner<'a> {
    /// Read access.
    pub reader: Reader<'a>,
    /// The data.
    pub snapshot: &'a Snapshot,
    /// Account and region, whose detectors count.
    pub account: &'a str,
    /// See `account`.
    pub region: &'a str,
    /// What they are about.
    pub range: Range,
}

impl Runner<'_> {
    async fn buckets(
        &self,
        metric: &Identity,
        range: Range,
        period: i64,
        unit: Option<u8>,
    ) -> Result<BTreeMap<i64, Aggregate>, Failure> {
        let grid = range.grid(period);
        let span = Span { from: grid.start, to: grid.end, period };
        Ok(bucket(&self.snapshot.points(&self.reader, &metric.hash(), span).await?, grid, unit))
    }

    /// All outcomes by the ids of their queries.
    ///
    /// # Errors
    /// Internal ones only: what is wrong with a query stands in its outcome.
    pub async fn run(&self, queries: &[Query], parsed: &BTreeMap<String, Parsed>) -> Result<BTreeMap<String, Outcome>, Failure> {
        let mut outcomes: BTreeMap<String, Outcome> = BTreeMap::new();
        let mut scope = Scope::default();
        for query in queries {
            match parsed.get(&query.id) {
                Some(Parsed::Stat(stat, statistic, unit)) => {
                    let buckets = self.buckets(&stat.metric, self.range, stat.period, *unit).await?;
                    let series = Series {
                        label: query.label.clone().unwrap_or_else(|| stat.metric.name.clone()),
                        period: stat.period,
                        points: buckets.iter().filter_map(|(at, a)| Some((*at, statistic.of(a)?))).collect(),
                    };
                    scope.variables.insert(query.id.clone(), Value::Series(series.clone()));
                    scope.metrics.push(query.id.clone());
                    let samples = buckets.into_iter().map(|(at, aggregate)| (at, aggregate.count)).collect();
                    outcomes.insert(query.id.clone(), Outcome { series: vec![series], samples, ..Outcome::default() });
                }
                Some(Parsed::Insights(insights)) => {
                    let outcome = self.insights(query, insights).await?;
                    scope.variables.insert(query.id.clone(), Value::Array(outcome.series.clone()));
                    outcomes.insert(query.id.clone(), outcome);
                }
                _ => {}
            }
        }
        let mut partial = false;
        for query in queries {
            let Some(Parsed::Math(expression)) = parsed.get(&query.id) else { continue };
            for search in expression.searches() {
                if let std::collections::btree_map::Entry::Vacant(place) = scope.searches.entry(search) {
                    let (found, more) = self.search(place.key(), query.period).await?;
                    partial |= more;
                    place.insert(found);
                }
            }
            for id in expression.bands() {
                if let Some(Parsed::Stat(stat, statistic, unit)) = parsed.get(id) {
                    let points = self.learn(stat, *statistic, *unit).await?;
                    let excluded = self.excluded(stat).await?;
                    if let Some(model) = metricmath::band::Model::train(&points, &excluded) {
                        scope.models.insert(id.to_owned(), model);
                    }
                }
            }
        }
        for query in queries {
            self.evaluate(&query.id, queries, parsed, &mut scope, &mut outcomes, 0);
            if let Some(Parsed::Math(expression)) = parsed.get(&query.id)
                && !expression.searches().is_empty()
                && let Some(outcome) = outcomes.get_mut(&query.id)
            {
                outcome.partial = partial;
            }
        }
        Ok(outcomes)
    }

    /// Evaluates an expression after those that it needs.
    fn evaluate(
        &self,
        id: &str,
        queries: &[Query],
        parsed: &BTreeMap<String, Parsed>,
        scope: &mut Scope,
        outcomes: &mut BTreeMap<String, Outcome>,
        depth: usize,
    ) {
        let Some(Parsed::Math(expression)) = parsed.get(id) else { return };
        if outcomes.contains_key(id) {
            return;
        }
        let query = queries.iter().find(|query| query.id == id);
        let mut outcome = Outcome::default();
        if depth > MAX_DEPTH {
            outcome.error = Some("The expressions refer to each other too deeply".to_owned());
        }
        let mut period = query.and_then(|query| query.period).unwrap_or(0);
        for needed in expression.variables() {
            if outcome.error.is_some() {
                break;
            }
            self.evaluate(needed, queries, parsed, scope, outcomes, depth + 1);
            match outcomes.get(needed) {
                Some(Outcome { error: Some(error), .. }) => outcome.error = Some(error.clone()),
                Some(other) => period = period.max(other.series.iter().map(|s| s.period).max().unwrap_or(0)),
                None => outcome.error = Some(format!("There is no metric or expression with the id {needed}")),
            }
        }
        if period == 0 {
            let of_metrics =
                parsed.values().filter_map(|p| if let Parsed::Stat(stat, ..) = p { Some(stat.period) } else { None });
            period = of_metrics.max().unwrap_or(PERIOD);
        }
        scope.grid = self.range.grid(period);
        if outcome.error.is_none() {
            match evaluate(expression, scope) {
                Ok(Value::Series(series)) => outcome.series = vec![series],
                Ok(Value::Array(series)) => {
                    outcome.series = series;
                    outcome.array = true;
                }
                Ok(Value::Scalar(_) | Value::Text(_)) => {
                    outcome.error = Some("The expression must give a time series or an array of time series".to_owned());
                }
                Err(error) => outcome.error = Some(error),
            }
        }
        if let Some(query) = query {
            label(query, &mut outcome);
        }
        let value = if outcome.array {
            Value::Array(outcome.series.clone())
        } else {
            Value::Series(outcome.series.first().cloned().unwrap_or_default())
        };
        scope.variables.insert(id.to_owned(), value);
        outcomes.insert(id.to_owned(), outcome);
    }

    async fn search(&self, search: &Search, period: Option<i64>) -> Result<(Vec<Series>, bool), Failure> {
        let Ok(query) = search::Query::parse(&search.text) else { return Ok((Vec::new(), false)) };
        let Some(statistic) = Statistic::parse(&search.statistic) else { return Ok((Vec::new(), false)) };
        let period = if search.period > 0 { search.period } else { period.unwrap_or(PERIOD) };
        let prefix = Identity::prefix(query.schema.as_ref().map(|(namespace, _)| namespace.as_str()), None);
        let since = self.range.start - 86_400;
        let wanted = |metric: &crate::resources::Metric| metric.last >= since && query.matches(metric.identity.candidate());
        let mut found = self.snapshot.metrics(&self.reader, &prefix, None, MAX_FOUND + 1, wanted).await?;
        let more = found.len() > MAX_FOUND;
        found.truncate(MAX_FOUND);
        let names: std::collections::BTreeSet<&str> = found.iter().map(|(_, m)| m.identity.name.as_str()).collect();
        let mut all = Vec::with_capacity(found.len());
        for (_, metric) in &found {
            let identity = &metric.identity;
            let buckets = self.buckets(identity, self.range, period, None).await?;
            let points = buckets.iter().filter_map(|(at, a)| Some((*at, statistic.of(a)?))).collect();
            let mut words: Vec<&str> = identity.dimensions.iter().map(|(_, value)| value.as_str()).collect();
            if words.is_empty() || names.len() > 1 {
                words.push(&identity.name);
            }
            all.push(Series { label: words.join(" "), period, points });
        }
        Ok((all, more))
    }

    async fn insights(&self, query: &Query, insights: &insights::Query) -> Result<Outcome, Failure> {
        let period = query.period.unwrap_or(PERIOD);
        let prefix = Identity::prefix(Some(&insights.namespace), Some(&insights.metric));
        let since = self.range.start - 86_400;
        let wanted = |metric: &crate::resources::Metric| metric.last >= since && insights.matches(metric.identity.candidate());
        let mut found = self.snapshot.metrics(&self.reader, &prefix, None, MAX_READ + 1, wanted).await?;
        let partial = found.len() > MAX_READ;
        found.truncate(MAX_READ);
        let mut groups: BTreeMap<Vec<String>, BTreeMap<i64, Aggregate>> = BTreeMap::new();
        for (_, metric) in &found {
            let group = groups.entry(insights.group(metric.identity.candidate())).or_default();
            for (at, aggregate) in self.buckets(&metric.identity, self.range, period, None).await? {
                group.entry(at).and_modify(|there| there.merge(&aggregate)).or_insert(aggregate);
            }
        }
        let statistic = insights.function.statistic();
        let series = groups
            .into_iter()
            .map(|(values, points)| Series {
                label: if values.is_empty() { insights.metric.clone() } else { values.join(" ") },
                period,
                points: points.iter().filter_map(|(at, a)| Some((*at, statistic.of(a)?))).collect(),
            })
            .filter(|series| !series.points.is_empty())
            .collect();
        let mut outcome =
            Outcome { series: insights.arrange(series), array: !insights.groups.is_empty(), partial, ..Outcome::default() };
        label(query, &mut outcome);
        Ok(outcome)
    }

    async fn learn(&self, stat: &MetricStat, statistic: Statistic, unit: Option<u8>) -> Result<Vec<(i64, f64)>, Failure> {
        let range =
            Range { start: self.range.end - LEARNED, end: self.range.start.max(self.range.end - LEARNED + 1), ..self.range };
        let buckets = self.buckets(&stat.metric, range, stat.period.max(LEARNED_PERIOD.min(stat.period.max(60))), unit).await?;
        Ok(buckets.iter().filter_map(|(at, a)| Some((*at, statistic.of(a)?))).collect())
    }

    async fn excluded(&self, stat: &MetricStat) -> Result<Vec<(i64, i64)>, Failure> {
        let detector = self.reader.get::<Detector>(self.account, self.region, &detector_id(stat)).await?;
        Ok(detector.map(|d| d.body.excluded.iter().map(|(from, to)| (from / 1_000, to / 1_000)).collect()).unwrap_or_default())
    }
}

/// Id of the detector of a statistic of a metric.
pub fn detector_id(stat: &MetricStat) -> String {
    format!("{}-{}", stat.metric.hash(), stat.stat)
}

/// Gives the series of an expression their labels: `${LABEL}` and nothing stand for what they are called by themselves.
fn label(query: &Query, outcome: &mut Outcome) {
    for series in &mut outcome.series {
        let own = if series.label.is_empty() || !outcome.array { query.id.clone() } else { series.label.clone() };
        series.label = match &query.label {
            None => own,
            Some(label) if outcome.array && !label.contains("${") => format!("{label} {own}"),
            Some(label) => label.replace("${LABEL}", &own),
        };
    }
}
