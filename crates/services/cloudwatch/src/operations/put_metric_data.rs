//! PutMetricData.

use metricmath::Aggregate;
use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Unit;

use crate::api::{self, MetricDatum, StandardUnit, operation};
use crate::errors::{combination, invalid, missing, value};
use crate::metric::{Identity, check_names, check_namespace, unit_code};
use crate::port::Gathered;

/// Most metrics of a request, and values of a metric.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricData.html>.
const MAX_DATA: usize = 1_000;
const MAX_VALUES: usize = 150;
/// How old data may be, and how far ahead, seconds.
const OLDEST: i64 = 14 * 86_400;
const NEWEST: i64 = 2 * 3_600;

impl Handle for operation::PutMetricData {
    async fn access(input: &api::PutMetricDataInput, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any().key("cloudwatch:namespace", input.namespace.as_str()))
    }

    async fn run(input: &api::PutMetricDataInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        check_namespace(&input.namespace, true)?;
        let entities = input.entity_metric_data.as_deref().unwrap_or_default();
        if input.metric_data.is_none() && entities.is_empty() {
            return Err(missing("MetricData"));
        }
        let plain = input.metric_data.as_deref().unwrap_or_default();
        let count = plain.len() + entities.iter().map(|e| e.metric_data.as_deref().unwrap_or_default().len()).sum::<usize>();
        if count > MAX_DATA {
            return Err(invalid(format!("The collection MetricData must not have a size greater than {MAX_DATA}.")));
        }
        let now = tx.call().time.as_second();
        let mut gathered = Gathered::default();
        let mut take = |data: &[MetricDatum], at: &str| -> Result<(), Failure> {
            for (n, datum) in data.iter().enumerate() {
                add(&mut gathered, &input.namespace, datum, &format!("{at}MetricData.member.{}.", n + 1), now)?;
            }
            Ok(())
        };
        take(plain, "")?;
        for (n, entity) in entities.iter().enumerate() {
            take(entity.metric_data.as_deref().unwrap_or_default(), &format!("EntityMetricData.member.{}.", n + 1))?;
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        gathered.put(tx, &account, &region).await?;
        Ok(Unit {})
    }
}

fn add(gathered: &mut Gathered, namespace: &str, datum: &MetricDatum, at: &str, now: i64) -> Result<(), Failure> {
    check_names(&datum.metric_name, datum.dimensions.as_ref(), at)?;
    let time = datum.timestamp.map_or(now, |time| time.as_second());
    if time < now - OLDEST {
        return Err(invalid(format!("The parameter {at}Timestamp must specify a time no more than two weeks in the past.")));
    }
    if time > now + NEWEST {
        return Err(invalid(format!("The parameter {at}Timestamp must specify a time no more than two hours in the future.")));
    }
    let high_resolution = match datum.storage_resolution {
        None | Some(60) => false,
        Some(1) => true,
        Some(other) => return Err(value(&format!("{at}StorageResolution"), other)),
    };
    let aggregate = aggregate(datum, at)?;
    let unit = unit_code(datum.unit.unwrap_or(StandardUnit::None));
    let identity = Identity::of(namespace, &datum.metric_name, datum.dimensions.as_ref());
    gathered.add(identity, time, high_resolution, unit, &aggregate);
    Ok(())
}

/// Refuses numbers that are none, or too large for CloudWatch: beyond 2^360.
fn check(number: f64, parameter: &str) -> Result<f64, Failure> {
    if number.is_finite() && number.abs() <= 2f64.powi(360) { Ok(number) } else { Err(value(parameter, number)) }
}

fn aggregate(datum: &MetricDatum, at: &str) -> Result<Aggregate, Failure> {
    let values = datum.values.as_deref().filter(|values| !values.is_empty());
    let given: Vec<&str> =
        [("Value", datum.value.is_some()), ("Values", values.is_some()), ("StatisticValues", datum.statistic_values.is_some())]
            .into_iter()
            .filter_map(|(name, given)| given.then_some(name))
            .collect();
    if let [first, second, ..] = given.as_slice() {
        return Err(combination(format!(
            "The parameters {at}{first} and {at}{second} are mutually exclusive and you have specified both."
        )));
    }
    if let Some(number) = datum.value {
        return Ok(Aggregate::of(check(number, &format!("{at}Value"))?, 1.0));
    }
    if let Some(set) = &datum.statistic_values {
        let at = format!("{at}StatisticValues.");
        let (min, max) = (check(set.minimum, &format!("{at}Minimum"))?, check(set.maximum, &format!("{at}Maximum"))?);
        check(set.sum, &format!("{at}Sum"))?;
        check(set.sample_count, &format!("{at}SampleCount"))?;
        if set.sample_count <= 0.0 {
            return Err(value(&format!("{at}SampleCount"), set.sample_count));
        }
        if min > max {
            return Err(combination(format!("The parameter {at}Maximum must be greater than or equal to {at}Minimum.")));
        }
        return Ok(Aggregate::of_set(set.sample_count, set.sum, min, max));
    }
    let Some(values) = values else {
        return Err(MissingValue(at).into());
    };
    if values.len() > MAX_VALUES {
        return Err(invalid(format!("The collection {at}Values must not have a size greater than {MAX_VALUES}.")));
    }
    let counts = datum.counts.as_deref().filter(|counts| !counts.is_empty());
    if counts.is_some_and(|counts| counts.len() != values.len()) {
        return Err(combination(format!("The parameters {at}Values and {at}Counts must have the same number of elements.")));
    }
    let mut all: Option<Aggregate> = None;
    for (n, number) in values.iter().enumerate() {
        let count = counts.and_then(|counts| counts.get(n)).copied().unwrap_or(1.0);
        let number = check(*number, &format!("{at}Values.member.{}", n + 1))?;
        check(count, &format!("{at}Counts.member.{}", n + 1))?;
        if count <= 0.0 {
            return Err(value(&format!("{at}Counts.member.{}", n + 1), count));
        }
        let one = Aggregate::of(number, count);
        match &mut all {
            Some(all) => all.merge(&one),
            None => all = Some(one),
        }
    }
    all.ok_or_else(|| MissingValue(at).into())
}

/// A datum without a value.
struct MissingValue<'a>(&'a str);

impl From<MissingValue<'_>> for Failure {
    fn from(MissingValue(at): MissingValue<'_>) -> Self {
        api::MissingRequiredParameterException::new(format!(
            "At least one of the parameters {at}Value, {at}Values, or {at}StatisticValues must be specified."
        ))
        .into()
    }
}
