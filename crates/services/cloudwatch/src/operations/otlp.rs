//! Metrics of OpenTelemetry: `POST /v1/metrics`.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-OTLPEndpoint.html>.

use bytes::Bytes;
use metricmath::Aggregate;
use otlp::Encoding;
use otlp::message::ExportMetrics;
use otlp::metrics::{MAX_POINTS, Measured, MetricsError, Point, Sample};
use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::{Dimension, StandardUnit};
use crate::errors::invalid;
use crate::metric::{Identity, check_names, check_namespace, unit_code};
use crate::otlp_api::{ExportMetricsRequest, ExportMetricsResponse, operation};
use crate::otlp_series::Known;
use crate::port::Gathered;

fn encoding(input: &ExportMetricsRequest) -> Result<Encoding, Failure> {
    input.content_type.as_deref().and_then(Encoding::of).ok_or_else(|| {
        let text = "The Content-Type must be application/x-protobuf or application/json.";
        Failure::unlisted("UnsupportedMediaTypeException", 415, text)
    })
}

fn decode(input: &ExportMetricsRequest) -> Result<ExportMetrics, Failure> {
    let body: &[u8] = input.body.as_ref().map(|body| body.0.as_ref()).unwrap_or_default();
    let request = encoding(input)?.decode_metrics(body).map_err(|error| invalid(error.to_string()))?;
    match otlp::metrics::count(&request) {
        count if count > MAX_POINTS => Err(invalid(MetricsError::Points(count).to_string())),
        _ => Ok(request),
    }
}

/// What names a point's metric, or why CloudWatch has no such metric.
fn identity(point: &Point) -> Result<Identity, Failure> {
    let dimension = |(name, value): &(String, String)| Dimension { name: name.clone(), value: value.clone() };
    let dimensions: Vec<Dimension> = point.dimensions.iter().map(dimension).collect();
    check_namespace(&point.namespace, true)?;
    check_names(&point.name, Some(&dimensions), "")?;
    Ok(Identity::new(&point.namespace, &point.name, point.dimensions.clone()))
}

fn aggregate(sample: &Sample) -> Aggregate {
    let each = sample.values.iter().map(|(value, count)| Aggregate::of(*value, *count));
    let all = each.reduce(|mut all, one| {
        all.merge(&one);
        all
    });
    let Sample { count, sum, min, max, .. } = *sample;
    match all {
        Some(all) => Aggregate { count, sum, min, max, ..all },
        None => Aggregate::of_set(count, sum, min, max),
    }
}

/// Points that are not taken, and why the first is not.
struct Refused {
    count: usize,
    reason: String,
}

impl Refused {
    fn add(&mut self, name: &str, reason: &str) {
        if self.count == 0 {
            let name: String = name.chars().take(100).collect();
            self.reason = format!("A data point of {name} is not taken: {reason}");
        }
        self.count += 1;
    }
}

impl Handle for operation::ExportMetrics {
    async fn access(input: &ExportMetricsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        let to = |namespace: String| Access::any().action("cloudwatch:PutMetricData").key("cloudwatch:namespace", namespace);
        let namespaces = otlp::metrics::namespaces(&decode(input)?);
        Ok(namespaces.into_iter().map(to).reduce(Access::and).unwrap_or_else(|| Access::any().action("cloudwatch:PutMetricData")))
    }

    async fn run(input: &ExportMetricsRequest, tx: &mut Transaction<'_>) -> Result<ExportMetricsResponse, Failure> {
        let encoding = encoding(input)?;
        let request = decode(input)?;
        let now = tx.call().time.as_second();
        let mut read = otlp::metrics::read(&request, now).map_err(|error| invalid(error.to_string()))?;
        let all = read.points.len() + read.rejected;
        let mut refused = Refused { count: read.rejected, reason: read.reason };
        // Totals of one series have to come in the order of time.
        read.points.sort_by_key(|(point, _)| point.time);
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut known = Known::default();
        let mut gathered = Gathered::default();
        for (point, measured) in read.points {
            let identity = match identity(&point) {
                Ok(identity) => identity,
                Err(failure) => {
                    refused.add(&point.name, &failure.message);
                    continue;
                }
            };
            let sample = match measured {
                Measured::Sample(sample) => sample,
                Measured::Total { series, total, extremes, plain } => {
                    let series = format!("{} {series}", point.namespace);
                    match known.since(tx, (&account, &region), &series, total).await? {
                        Ok(came) => match came.and_then(|came| Sample::of_total(&came, extremes, plain)) {
                            Some(sample) => sample,
                            None => continue,
                        },
                        Err(reason) => {
                            refused.add(&point.name, &reason);
                            continue;
                        }
                    }
                }
            };
            if !sample.is_sound() {
                refused.add(&point.name, "its numbers are none, or too large.");
                continue;
            }
            let unit = unit_code(StandardUnit::parse(point.unit).unwrap_or(StandardUnit::None));
            gathered.add(identity, point.time, false, unit, &aggregate(&sample));
        }
        if refused.count > 0 && refused.count == all {
            return Err(invalid(refused.reason));
        }
        known.put(tx)?;
        gathered.put(tx, &account, &region).await?;
        let answer = encoding.metrics_answer(i64::try_from(refused.count).unwrap_or(i64::MAX), &refused.reason);
        Ok(ExportMetricsResponse { content_type: Some(encoding.content_type().to_owned()), body: Some(Bytes::from(answer)) })
    }
}
