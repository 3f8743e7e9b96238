//! Detectors of anomalies.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::Timestamp;

use super::metric_data::{queries, shown};
use crate::api::{self, AnomalyDetectorStateValue, AnomalyDetectorType, operation};
use crate::errors::{self, invalid, missing, value};
use crate::metric::{Identity, check_names, check_namespace};
use crate::query::{self, detector_id};
use crate::resources::{Detector, MetricStat, Query};

/// Detectors of a page.
const PAGE: usize = 100;
/// Most ranges of time that a detector leaves out.
const MAX_EXCLUDED: usize = 10;

/// What names a detector in a request.
struct Named<'a> {
    namespace: Option<&'a String>,
    metric_name: Option<&'a String>,
    dimensions: Option<&'a Vec<api::Dimension>>,
    stat: Option<&'a String>,
    single: Option<&'a api::SingleMetricAnomalyDetector>,
    math: Option<&'a api::MetricMathAnomalyDetector>,
}

impl Named<'_> {
    /// What is watched, and the id of its detector.
    fn read(&self) -> Result<(Vec<Query>, bool, String), Failure> {
        if let Some(math) = self.math {
            let queries = queries(math.metric_data_queries.as_deref().unwrap_or_default())?;
            query::parse(&queries)?;
            let text = format!("{queries:?}");
            let id = hex::encode(aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes()).as_ref());
            return Ok((queries, false, format!("math-{id}")));
        }
        let (namespace, name, dimensions, stat) = match self.single {
            Some(one) => (one.namespace.as_ref(), one.metric_name.as_ref(), one.dimensions.as_ref(), one.stat.as_ref()),
            None => (self.namespace, self.metric_name, self.dimensions, self.stat),
        };
        let namespace = namespace.ok_or_else(|| missing("Namespace"))?;
        let name = name.ok_or_else(|| missing("MetricName"))?;
        let stat = stat.ok_or_else(|| missing("Stat"))?;
        check_namespace(namespace, false)?;
        check_names(name, dimensions, "")?;
        if metricmath::Statistic::parse(stat).is_none() {
            return Err(value("Stat", stat));
        }
        let stat = MetricStat { metric: Identity::of(namespace, name, dimensions), period: 300, stat: stat.clone(), unit: None };
        let id = detector_id(&stat);
        Ok((vec![Query { id: "m1".to_owned(), stat: Some(stat), ..Query::default() }], true, id))
    }
}

fn all(lookup: &Lookup<'_>) -> Access {
    Access::on(lookup.plane().arn("cloudwatch", &lookup.call().region, lookup.account(), "anomaly-detector:*"))
}

impl Handle for operation::PutAnomalyDetector {
    async fn access(_: &api::PutAnomalyDetectorInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(all(lookup))
    }

    async fn run(
        input: &api::PutAnomalyDetectorInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutAnomalyDetectorOutput, Failure> {
        let (queries, single, id) = Named {
            namespace: input.namespace.as_ref(),
            metric_name: input.metric_name.as_ref(),
            dimensions: input.dimensions.as_ref(),
            stat: input.stat.as_ref(),
            single: input.single_metric_anomaly_detector.as_ref(),
            math: input.metric_math_anomaly_detector.as_ref(),
        }
        .read()?;
        let configuration = input.configuration.clone().unwrap_or_default();
        let ranges = configuration.excluded_time_ranges.unwrap_or_default();
        if ranges.len() > MAX_EXCLUDED || ranges.iter().any(|range| range.start_time >= range.end_time) {
            return Err(invalid(format!(
                "ExcludedTimeRanges has at most {MAX_EXCLUDED} ranges, each with its start before its end."
            )));
        }
        let detector = Detector {
            queries,
            single,
            excluded: ranges.iter().map(|r| (r.start_time.as_millisecond(), r.end_time.as_millisecond())).collect(),
            timezone: configuration.metric_timezone,
            periodic_spikes: input.metric_characteristics.as_ref().and_then(|c| c.periodic_spikes),
        };
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let stored = match tx.get::<Detector>(&account, &region, &id).await? {
            Some(known) => Stored { body: detector, ..known },
            None => Stored::new(&account, &region, &id, detector),
        };
        tx.put(&stored)?;
        Ok(api::PutAnomalyDetectorOutput { anomaly_detector_id: Some(id) })
    }
}

impl Handle for operation::DeleteAnomalyDetector {
    async fn access(_: &api::DeleteAnomalyDetectorInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(all(lookup))
    }

    async fn run(
        input: &api::DeleteAnomalyDetectorInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteAnomalyDetectorOutput, Failure> {
        let named = Named {
            namespace: input.namespace.as_ref(),
            metric_name: input.metric_name.as_ref(),
            dimensions: input.dimensions.as_ref(),
            stat: input.stat.as_ref(),
            single: input.single_metric_anomaly_detector.as_ref(),
            math: input.metric_math_anomaly_detector.as_ref(),
        };
        let id = match &input.anomaly_detector_id {
            Some(id) => id.clone(),
            None => named.read()?.2,
        };
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = tx.get::<Detector>(&account, &region, &id).await?;
        let gone = || api::ResourceNotFoundException::new("The anomaly detector does not exist.");
        tx.delete(&found.ok_or_else(gone)?);
        Ok(api::DeleteAnomalyDetectorOutput {})
    }
}

impl Handle for operation::DescribeAnomalyDetectors {
    async fn access(_: &api::DescribeAnomalyDetectorsInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(all(lookup))
    }

    async fn run(
        input: &api::DescribeAnomalyDetectorsInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeAnomalyDetectorsOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let types =
            input.anomaly_detector_types.as_deref().filter(|t| !t.is_empty()).unwrap_or(&[AnomalyDetectorType::SingleMetric]);
        let mut all = tx.reader().all::<Detector>(&account, &region, "").await?;
        all.retain(|one| {
            let kind = if one.body.single { AnomalyDetectorType::SingleMetric } else { AnomalyDetectorType::MetricMath };
            let metric = one.body.queries.first().and_then(|q| q.stat.as_ref()).map(|stat| &stat.metric);
            types.contains(&kind)
                && input.anomaly_detector_ids.as_ref().is_none_or(|ids| ids.contains(&one.key.id))
                && input.namespace.as_ref().is_none_or(|namespace| metric.is_some_and(|m| m.namespace == *namespace))
                && input.metric_name.as_ref().is_none_or(|name| metric.is_some_and(|m| m.name == *name))
                && input
                    .dimensions
                    .as_ref()
                    .is_none_or(|wanted| metric.is_some_and(|m| m.dimensions == Identity::of("", "", Some(wanted)).dimensions))
        });
        let most = input.max_results.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0).unwrap_or(PAGE).min(PAGE);
        let listing = format!("DescribeAnomalyDetectors {account} {region} {:?} {:?}", input.namespace, input.metric_name);
        let page = cut(all, &listing, input.next_token.as_deref(), most, |one| one.key.id.clone(), errors::token)?;
        let now = tx.call().time.as_millisecond();
        let detectors = page.items.into_iter().map(|one| view(one, now)).collect();
        Ok(api::DescribeAnomalyDetectorsOutput { anomaly_detectors: Some(detectors), next_token: page.next })
    }
}

fn view(stored: Stored<Detector>, now: i64) -> api::AnomalyDetector {
    let detector = stored.body;
    let time = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or_default();
    let stat = detector.queries.first().and_then(|query| query.stat.clone()).filter(|_| detector.single);
    let dimensions = stat.as_ref().map(|stat| stat.metric.shown_dimensions());
    let ranges: Vec<api::Range> =
        detector.excluded.iter().map(|(from, to)| api::Range { start_time: time(*from), end_time: time(*to) }).collect();
    // Bands are learned from the metric's past whenever they are asked for: there is no training to wait for.
    let state = if now - stored.created_at < 60_000 {
        AnomalyDetectorStateValue::PendingTraining
    } else {
        AnomalyDetectorStateValue::Trained
    };
    api::AnomalyDetector {
        anomaly_detector_id: Some(stored.key.id),
        namespace: stat.as_ref().map(|stat| stat.metric.namespace.clone()),
        metric_name: stat.as_ref().map(|stat| stat.metric.name.clone()),
        dimensions: dimensions.clone(),
        stat: stat.as_ref().map(|stat| stat.stat.clone()),
        configuration: Some(api::AnomalyDetectorConfiguration {
            excluded_time_ranges: Some(ranges),
            metric_timezone: detector.timezone,
            ..api::AnomalyDetectorConfiguration::default()
        }),
        state_value: Some(state),
        metric_characteristics: detector
            .periodic_spikes
            .map(|spikes| api::MetricCharacteristics { periodic_spikes: Some(spikes) }),
        single_metric_anomaly_detector: stat.map(|stat| api::SingleMetricAnomalyDetector {
            account_id: Some(stored.key.account),
            namespace: Some(stat.metric.namespace),
            metric_name: Some(stat.metric.name),
            dimensions,
            stat: Some(stat.stat),
        }),
        metric_math_anomaly_detector: (!detector.single)
            .then(|| api::MetricMathAnomalyDetector { metric_data_queries: Some(shown(&detector.queries)) }),
    }
}
