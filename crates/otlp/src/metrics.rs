//! Data points as values of metrics with dimensions.
//!
//! A metric's name stays its name; its dimensions are the attributes of the point, its namespace is `service.namespace/service.name` of the resource,
//! as AWS's exporter for the collector makes them. Resource and scope tell series apart whose sums are since a start.

use serde_json::Value as Json;

use crate::logs::json;
use crate::message::{
    Any, Buckets, ExponentialPoint, ExportMetrics, HistogramPoint, KeyValue, Metric, NumberPoint, Resource, ResourceMetrics,
    Scope, SummaryPoint,
};
use crate::series::{MAX_RANGES, Total, add, middle};

/// Most data points of a request.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html>.
pub const MAX_POINTS: usize = 1_000;
/// Most attributes of a point, its scope and its resource together.
pub const MAX_LABELS: usize = 150;
/// Most bytes of their names and values.
pub const MAX_LABEL_BYTES: usize = 40 * 1024;
/// How old a point may be, and how far ahead of now, seconds.
const OLDEST: i64 = 14 * 86_400;
const NEWEST: i64 = 600;
/// The namespace of resources without a name.
const NAMELESS: &str = "default";
/// The first bit of a point's flags: it says that there is no value.
const NO_VALUE: u32 = 1;
/// `AggregationTemporality`.
const DELTA: i32 = 1;
const CUMULATIVE: i32 = 2;

/// Why a request is refused altogether.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MetricsError {
    /// There are too many points.
    #[error("A request has at most {MAX_POINTS} data points: there are {0}.")]
    Points(usize),
    /// A point is too old or too far ahead.
    #[error("The data points of {0} must be at most 14 days old and at most 10 minutes ahead.")]
    Time(String),
}

/// What names a value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Point {
    /// Namespace that the resource makes.
    pub namespace: String,
    /// Name of the metric.
    pub name: String,
    /// Unit as CloudWatch calls it; `None` for those that it does not know.
    pub unit: &'static str,
    /// Names and values of the dimensions.
    pub dimensions: Vec<(String, String)>,
    /// The moment, seconds since 1970.
    pub time: i64,
}

/// What was measured.
#[derive(Debug, Clone, PartialEq)]
pub enum Measured {
    /// By itself.
    Sample(Sample),
    /// Since a start.
    Total {
        /// What tells the series from others: its names, resource and scope.
        series: String,
        /// What was summed up.
        total: Total,
        /// The least and the greatest value, where the source says them.
        extremes: (Option<f64>, Option<f64>),
        /// Whether it is a number rather than a distribution.
        plain: bool,
    },
}

/// Values of one moment.
#[derive(Debug, Clone, PartialEq)]
pub struct Sample {
    /// Number of values.
    pub count: f64,
    /// Their sum.
    pub sum: f64,
    /// The least.
    pub min: f64,
    /// The greatest.
    pub max: f64,
    /// Values, or what stands for ranges of them, and how often each was seen; empty where nobody knows.
    pub values: Vec<(f64, f64)>,
}

/// What a request has.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Read {
    /// What is taken.
    pub points: Vec<(Point, Measured)>,
    /// How many points are not.
    pub rejected: usize,
    /// Why the first of these is not.
    pub reason: String,
}

impl Read {
    fn refuse(&mut self, reason: String) {
        if self.rejected == 0 {
            self.reason = reason;
        }
        self.rejected += 1;
    }
}

impl Sample {
    fn of(value: f64) -> Self {
        Self { count: 1.0, sum: value, min: value, max: value, values: vec![(value, 1.0)] }
    }

    /// What a difference of two totals says: a plain one is one value. `None` where there are no values.
    pub fn of_total(total: &Total, (min, max): (Option<f64>, Option<f64>), plain: bool) -> Option<Self> {
        if plain {
            return Some(Self::of(total.sum));
        }
        if total.count <= 0.0 {
            return None;
        }
        let mean = total.sum / total.count;
        let seen = |choose: fn(f64, f64) -> f64| total.ranges.iter().map(|(value, _)| *value).reduce(choose);
        let min = min.or_else(|| seen(f64::min)).unwrap_or(mean);
        let max = max.or_else(|| seen(f64::max)).unwrap_or(mean).max(min);
        let values = total.ranges.iter().map(|(value, count)| (value.clamp(min, max), *count)).collect();
        Some(Self { count: total.count, sum: total.sum, min, max, values })
    }

    /// Whether all its numbers are ones that CloudWatch takes: up to 2^360.
    pub fn is_sound(&self) -> bool {
        let fine = |number: f64| number.is_finite() && number.abs() <= 2f64.powi(360);
        let numbers = [self.count, self.sum, self.min, self.max];
        numbers.into_iter().chain(self.values.iter().map(|(value, _)| *value)).all(fine) && self.min <= self.max
    }
}

/// The units of UCUM that CloudWatch knows by other names.
const UNITS: &[(&str, &str)] = &[
    ("s", "Seconds"),
    ("ms", "Milliseconds"),
    ("us", "Microseconds"),
    ("By", "Bytes"),
    ("kBy", "Kilobytes"),
    ("MBy", "Megabytes"),
    ("GBy", "Gigabytes"),
    ("TBy", "Terabytes"),
    ("bit", "Bits"),
    ("kbit", "Kilobits"),
    ("Mbit", "Megabits"),
    ("Gbit", "Gigabits"),
    ("Tbit", "Terabits"),
    ("%", "Percent"),
    ("By/s", "Bytes/Second"),
    ("kBy/s", "Kilobytes/Second"),
    ("MBy/s", "Megabytes/Second"),
    ("GBy/s", "Gigabytes/Second"),
    ("TBy/s", "Terabytes/Second"),
    ("bit/s", "Bits/Second"),
    ("kbit/s", "Kilobits/Second"),
    ("Mbit/s", "Megabits/Second"),
    ("Gbit/s", "Gigabits/Second"),
    ("Tbit/s", "Terabits/Second"),
    ("1/s", "Count/Second"),
];

/// A unit as CloudWatch calls it. What is in braces is counted: `{request}`.
fn unit(ucum: &str) -> &'static str {
    let annotated = |text: &str| text.starts_with('{') && text.ends_with('}');
    match UNITS.iter().find(|(known, cloudwatch)| *known == ucum || *cloudwatch == ucum) {
        Some((_, cloudwatch)) => cloudwatch,
        None if ucum == "Count" || annotated(ucum) => "Count",
        None if ucum.strip_suffix("/s").is_some_and(annotated) => "Count/Second",
        None => "None",
    }
}

fn text(attribute: &KeyValue) -> String {
    match attribute.value.as_ref().map(|value| (value, &value.value)) {
        Some((_, Some(Any::Text(text)))) => text.clone(),
        Some((value, Some(_))) => match json(value) {
            Json::String(text) => text,
            other => other.to_string(),
        },
        _ => String::new(),
    }
}

/// `service.namespace/service.name`, or what there is of it.
fn namespace(resource: Option<&Resource>) -> String {
    let attributes = resource.map(|r| r.attributes.as_slice()).unwrap_or_default();
    let named = |key: &str| attributes.iter().find(|a| a.key == key).map(text).filter(|text| !text.is_empty());
    match (named("service.namespace"), named("service.name")) {
        (Some(namespace), Some(name)) => format!("{namespace}/{name}"),
        (Some(one), None) | (None, Some(one)) => one,
        (None, None) => NAMELESS.to_owned(),
    }
}

/// Number and size of labels.
fn labels(attributes: &[KeyValue]) -> (usize, usize) {
    (attributes.len(), attributes.iter().map(|a| a.key.len() + text(a).len()).sum())
}

fn described(attributes: &[KeyValue]) -> Json {
    let mut pairs: Vec<(&str, String)> = attributes.iter().map(|a| (a.key.as_str(), text(a))).collect();
    pairs.sort();
    pairs.into_iter().map(|(key, value)| Json::from(vec![key.to_owned(), value])).collect()
}

/// Where points come from.
struct Origin {
    namespace: String,
    /// What stands for resource and scope in the names of series.
    series: String,
    labels: (usize, usize),
}

impl Origin {
    fn of(resource: &ResourceMetrics, scope: Option<&Scope>) -> Self {
        let of_resource = resource.resource.as_ref().map(|r| r.attributes.as_slice()).unwrap_or_default();
        let of_scope = scope.map(|s| s.attributes.as_slice()).unwrap_or_default();
        let named = scope.map(|s| [s.name.as_str(), s.version.as_str()]).unwrap_or_default();
        let (resources, scopes) = (labels(of_resource), labels(of_scope));
        Self {
            namespace: namespace(resource.resource.as_ref()),
            series: Json::from(vec![described(of_resource), described(of_scope), Json::from(named.to_vec())]).to_string(),
            labels: (resources.0 + scopes.0, resources.1 + scopes.1),
        }
    }
}

/// Reads one metric's points.
struct Reading<'a> {
    read: &'a mut Read,
    origin: &'a Origin,
    metric: &'a Metric,
    now: i64,
}

impl Reading<'_> {
    /// Takes a point, or says why not.
    fn take(
        &mut self,
        attributes: &[KeyValue],
        (time, flags): (u64, u32),
        kind: &str,
        measured: impl FnOnce() -> Result<Taken, String>,
    ) -> Result<(), MetricsError> {
        let seconds = i64::try_from(time / 1_000_000_000).unwrap_or(i64::MAX);
        if seconds < self.now.saturating_sub(OLDEST) || seconds > self.now.saturating_add(NEWEST) {
            return Err(MetricsError::Time(shown(&self.metric.name)));
        }
        if flags & NO_VALUE != 0 {
            return Ok(());
        }
        let (count, bytes) = labels(attributes);
        let (count, bytes) = (count + self.origin.labels.0, bytes + self.origin.labels.1);
        let name = shown(&self.metric.name);
        if count > MAX_LABELS {
            self.read.refuse(format!("A data point of {name} has {count} labels; at most {MAX_LABELS} are taken."));
            return Ok(());
        }
        if bytes > MAX_LABEL_BYTES {
            self.read
                .refuse(format!("The labels of a data point of {name} have {bytes} bytes; at most {MAX_LABEL_BYTES} are taken."));
            return Ok(());
        }
        let measured = match measured() {
            Ok(measured) => measured,
            Err(reason) => {
                self.read.refuse(format!("A data point of {name} is not taken: {reason}"));
                return Ok(());
            }
        };
        let mut dimensions: Vec<(String, String)> = attributes.iter().map(|a| (a.key.clone(), text(a))).collect();
        dimensions.retain(|(_, value)| !value.is_empty());
        dimensions.sort();
        dimensions.dedup_by(|next, kept| next.0 == kept.0);
        let measured = match measured {
            Taken::Sample(sample) if sample.is_sound() => Measured::Sample(sample),
            Taken::Sample(_) => {
                self.read.refuse(format!("A data point of {name} is not taken: its numbers are none, or too large."));
                return Ok(());
            }
            Taken::Total(total, extremes) => Measured::Total {
                series: format!(
                    "{kind} {} {} {}",
                    Json::from(self.metric.name.as_str()),
                    described(attributes),
                    self.origin.series
                ),
                total,
                extremes,
                plain: kind == SUM,
            },
        };
        let point = Point {
            namespace: self.origin.namespace.clone(),
            name: self.metric.name.clone(),
            unit: unit(&self.metric.unit),
            dimensions,
            time: seconds,
        };
        self.read.points.push((point, measured));
        Ok(())
    }

    fn number(&mut self, point: &NumberPoint, kind: &str, cumulative: bool, wrong: bool) -> Result<(), MetricsError> {
        self.take(&point.attributes, (point.time_unix_nano, point.flags), kind, || {
            if wrong {
                return Err(UNSPECIFIED.to_owned());
            }
            let value = point.as_double.or(point.as_int.map(|n| n as f64)).ok_or("it has no value.")?;
            if !cumulative {
                return Ok(Taken::Sample(Sample::of(value)));
            }
            let total = Total { start: point.start_time_unix_nano, time: point.time_unix_nano, sum: value, ..Total::default() };
            if value.is_finite() { Ok(Taken::Total(total, (None, None))) } else { Err("its value is no number.".to_owned()) }
        })
    }

    fn distribution(&mut self, point: Distribution<'_>, temporality: i32) -> Result<(), MetricsError> {
        self.take(point.attributes, (point.time, point.flags), "histogram", || {
            let ranges = point.ranges?;
            let count = point.count as f64;
            let sum = point.sum.unwrap_or_else(|| ranges.iter().map(|(value, count)| value * count).sum());
            let total = Total { start: point.start, time: point.time, sum, count, ranges, scale: point.scale };
            if !total.sum.is_finite() || total.ranges.iter().any(|(value, _)| !value.is_finite()) {
                return Err("its numbers are none, or too large.".to_owned());
            }
            match temporality {
                DELTA if point.count == 0 => Err("it has no values.".to_owned()),
                DELTA => {
                    Ok(Sample::of_total(&total, (point.min, point.max), false).map(Taken::Sample).ok_or("it has no values.")?)
                }
                // The extremes of all time say nothing of the last period.
                CUMULATIVE => Ok(Taken::Total(total, (None, None))),
                _ => Err(UNSPECIFIED.to_owned()),
            }
        })
    }

    fn summary(&mut self, point: &SummaryPoint) -> Result<(), MetricsError> {
        self.take(&point.attributes, (point.time_unix_nano, point.flags), "summary", || {
            let count = point.count as f64;
            let (start, time) = (point.start_time_unix_nano, point.time_unix_nano);
            let total = Total { start, time, sum: point.sum, count, ..Total::default() };
            let at =
                |quantile: f64| point.quantile_values.iter().find(|q| q.quantile.total_cmp(&quantile).is_eq()).map(|q| q.value);
            if !total.sum.is_finite() {
                return Err("its sum is no number.".to_owned());
            }
            Ok(Taken::Total(total, (at(0.0), at(1.0))))
        })
    }
}

enum Taken {
    Sample(Sample),
    Total(Total, (Option<f64>, Option<f64>)),
}

/// Kind of plain sums.
const SUM: &str = "sum";
const UNSPECIFIED: &str = "its aggregation temporality is not specified.";

/// What both kinds of histograms have.
struct Distribution<'a> {
    attributes: &'a [KeyValue],
    start: u64,
    time: u64,
    flags: u32,
    count: u64,
    sum: Option<f64>,
    min: Option<f64>,
    max: Option<f64>,
    scale: Option<i32>,
    ranges: Result<Vec<(f64, f64)>, String>,
}

/// A metric's name, cut to what fits in a message.
fn shown(name: &str) -> String {
    name.chars().take(100).collect()
}

/// What stands for the ranges of a histogram: their middles; of those that are open, the end that they have.
fn ranges(point: &HistogramPoint) -> Result<Vec<(f64, f64)>, String> {
    let (counts, bounds) = (&point.bucket_counts, &point.explicit_bounds);
    if counts.len() > MAX_RANGES {
        return Err(format!("it has {} buckets; at most {MAX_RANGES} are taken.", counts.len()));
    }
    if bounds.iter().any(|bound| !bound.is_finite()) || !bounds.is_sorted_by(|a, b| a < b) {
        return Err("its bounds are not in order.".to_owned());
    }
    // One range from end to end says nothing but the count.
    if bounds.is_empty() {
        return Ok(Vec::new());
    }
    if counts.len() != bounds.len() + 1 {
        return Err("it does not have one bucket more than bounds.".to_owned());
    }
    let mut ranges = Vec::new();
    for (at, count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let (below, above) = (at.checked_sub(1).and_then(|at| bounds.get(at)), bounds.get(at));
        let value = match (below, above) {
            (Some(below), Some(above)) => below / 2.0 + above / 2.0,
            (None, Some(above)) if *above > 0.0 => above / 2.0,
            (None, Some(end)) | (Some(end), None) => *end,
            (None, None) => 0.0,
        };
        add(&mut ranges, value, *count as f64);
    }
    Ok(ranges)
}

/// What stands for the ranges of an exponential histogram: their middles by factor.
fn exponential(point: &ExponentialPoint) -> Result<Vec<(f64, f64)>, String> {
    let mut ranges = Vec::new();
    let of = |buckets: Option<&Buckets>| buckets.map_or(0, |b| b.bucket_counts.len());
    let buckets = of(point.positive.as_ref()) + of(point.negative.as_ref());
    if buckets > MAX_RANGES {
        return Err(format!("it has {buckets} buckets; at most {MAX_RANGES} are taken."));
    }
    let mut side = |buckets: Option<&Buckets>, sign: f64| {
        let Some(buckets) = buckets else { return };
        for (at, count) in buckets.bucket_counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let index = f64::from(buckets.offset) + u32::try_from(at).map_or(0.0, f64::from);
            add(&mut ranges, sign * middle(index, point.scale), *count as f64);
        }
    };
    side(point.negative.as_ref(), -1.0);
    side(point.positive.as_ref(), 1.0);
    if point.zero_count > 0 {
        add(&mut ranges, 0.0, point.zero_count as f64);
    }
    Ok(ranges)
}

fn points(metric: &Metric) -> usize {
    metric.gauge.as_ref().map_or(0, |m| m.data_points.len())
        + metric.sum.as_ref().map_or(0, |m| m.data_points.len())
        + metric.histogram.as_ref().map_or(0, |m| m.data_points.len())
        + metric.exponential_histogram.as_ref().map_or(0, |m| m.data_points.len())
        + metric.summary.as_ref().map_or(0, |m| m.data_points.len())
}

/// The namespaces that a request's points belong to, each once.
pub fn namespaces(request: &ExportMetrics) -> Vec<String> {
    let has_points = |r: &&ResourceMetrics| r.scope_metrics.iter().flat_map(|s| &s.metrics).any(|m| points(m) > 0);
    let mut names: Vec<String> =
        request.resource_metrics.iter().filter(has_points).map(|r| namespace(r.resource.as_ref())).collect();
    names.sort();
    names.dedup();
    names
}

/// How many points a request has.
pub fn count(request: &ExportMetrics) -> usize {
    request.resource_metrics.iter().flat_map(|r| &r.scope_metrics).flat_map(|s| &s.metrics).map(points).sum()
}

/// The points of a request. `now` is in seconds since 1970.
///
/// # Errors
/// [`MetricsError`] where nothing is taken.
pub fn read(request: &ExportMetrics, now: i64) -> Result<Read, MetricsError> {
    let count = count(request);
    if count > MAX_POINTS {
        return Err(MetricsError::Points(count));
    }
    let mut read = Read::default();
    for of_resource in &request.resource_metrics {
        for of_scope in &of_resource.scope_metrics {
            let origin = Origin::of(of_resource, of_scope.scope.as_ref());
            for metric in &of_scope.metrics {
                metric_points(&mut Reading { read: &mut read, origin: &origin, metric, now }, metric)?;
            }
        }
    }
    Ok(read)
}

fn metric_points(reading: &mut Reading<'_>, metric: &Metric) -> Result<(), MetricsError> {
    for point in metric.gauge.iter().flat_map(|g| &g.data_points) {
        reading.number(point, "gauge", false, false)?;
    }
    if let Some(sum) = &metric.sum {
        let temporality = sum.aggregation_temporality;
        // What goes up and down is a level, not a flow.
        let cumulative = temporality == CUMULATIVE && sum.is_monotonic;
        for point in &sum.data_points {
            reading.number(point, SUM, cumulative, temporality != DELTA && temporality != CUMULATIVE)?;
        }
    }
    if let Some(histogram) = &metric.histogram {
        for point in &histogram.data_points {
            let common = Distribution {
                attributes: &point.attributes,
                start: point.start_time_unix_nano,
                time: point.time_unix_nano,
                flags: point.flags,
                count: point.count,
                sum: point.sum,
                min: point.min,
                max: point.max,
                scale: None,
                ranges: ranges(point),
            };
            reading.distribution(common, histogram.aggregation_temporality)?;
        }
    }
    if let Some(histogram) = &metric.exponential_histogram {
        for point in &histogram.data_points {
            let common = Distribution {
                attributes: &point.attributes,
                start: point.start_time_unix_nano,
                time: point.time_unix_nano,
                flags: point.flags,
                count: point.count,
                sum: point.sum,
                min: point.min,
                max: point.max,
                scale: Some(point.scale),
                ranges: exponential(point),
            };
            reading.distribution(common, histogram.aggregation_temporality)?;
        }
    }
    for point in metric.summary.iter().flat_map(|s| &s.data_points) {
        reading.summary(point)?;
    }
    Ok(())
}

#[cfg(test)]
#[path = "metrics_tests.rs"]
mod tests;
