//! What a metric alarm should be now: fetches the data of its evaluation range and decides.

use std::collections::BTreeMap;

use jiff::Timestamp;
use metricmath::alarm::{Decision, Missing, decide, evaluation_range, samples_needed};
use metricmath::{Series, Statistic};
use plane::{Failure, Reader};
use serde_json::json;

use crate::alarms::Change;
use crate::alarms::tell::time;
use crate::api::{ComparisonOperator, StateValue};
use crate::query::{self, Range, Runner};
use crate::read::Snapshot;
use crate::resources::Alarm;

/// What an alarm is held against.
enum Threshold<'a> {
    Number(f64),
    /// Upper and lower bound.
    Band(&'a Series, &'a Series),
}

/// Whether a value breaches; `None` where there is no band at that time.
fn breaches(comparison: ComparisonOperator, value: f64, at: i64, threshold: &Threshold<'_>) -> Option<bool> {
    Some(match threshold {
        Threshold::Number(threshold) => match comparison {
            ComparisonOperator::GreaterThanOrEqualToThreshold => value >= *threshold,
            ComparisonOperator::GreaterThanThreshold => value > *threshold,
            ComparisonOperator::LessThanThreshold => value < *threshold,
            ComparisonOperator::LessThanOrEqualToThreshold => value <= *threshold,
            _ => return None,
        },
        Threshold::Band(upper, lower) => {
            let (upper, lower) = (upper.at(at)?, lower.at(at)?);
            match comparison {
                ComparisonOperator::LessThanLowerOrGreaterThanUpperThreshold => value < lower || value > upper,
                ComparisonOperator::LessThanLowerThreshold => value < lower,
                ComparisonOperator::GreaterThanUpperThreshold => value > upper,
                _ => return None,
            }
        }
    })
}

/// Judges an alarm at a moment, seconds since 1970; `None` where its state stays as it is.
///
/// # Errors
/// Internal ones only.
pub async fn judge(
    reader: Reader<'_>,
    snapshot: &Snapshot,
    (account, region): (&str, &str),
    alarm: &Alarm,
    moment: i64,
) -> Result<Option<Change>, Failure> {
    let period = alarm.period();
    let step = period.min(60);
    let end = moment.div_euclid(step) * step;
    let periods = usize::try_from(alarm.evaluation_periods).unwrap_or(1).max(1);
    let to_alarm = alarm.datapoints_to_alarm.and_then(|n| usize::try_from(n).ok()).unwrap_or(periods).clamp(1, periods);
    let length = evaluation_range(periods);
    let start = end.saturating_sub(period.saturating_mul(i64::try_from(length).unwrap_or(i64::MAX)));
    let range = Range { start, end, now: moment };
    let Ok(parsed) = query::parse(&alarm.queries) else { return Ok(None) };
    let outcomes = Runner { reader, snapshot, account, region, range }.run(&alarm.queries, &parsed).await?;
    let band = alarm.threshold_metric_id.as_ref().and_then(|id| outcomes.get(id));
    let watched = alarm
        .queries
        .iter()
        .find(|query| query.return_data.unwrap_or(true) && Some(&query.id) != alarm.threshold_metric_id.as_ref())
        .and_then(|query| Some((query, outcomes.get(&query.id)?)));
    let Some((query, outcome)) = watched else { return Ok(None) };
    let threshold = match (alarm.threshold, band.map(|band| band.series.as_slice())) {
        (Some(threshold), None) => Threshold::Number(threshold),
        (_, Some([upper, lower, ..])) => Threshold::Band(upper, lower),
        _ => return Ok(None),
    };
    let empty = Series::default();
    let series = outcome.series.first().unwrap_or(&empty);
    let moments: Vec<i64> = (0..i64::try_from(length).unwrap_or(0)).map(|n| start + n * period).collect();
    let points: Vec<Option<(i64, f64, bool)>> = moments
        .iter()
        .map(|at| {
            let value = series.at(*at)?;
            Some((*at, value, breaches(alarm.comparison, value, *at, &threshold)?))
        })
        .collect();
    let percentile = query.stat.as_ref().and_then(|stat| Statistic::parse(&stat.stat)?.percentile());
    if let (Some("ignore"), Some(percentile)) = (alarm.low_samples.as_deref(), percentile) {
        let needed = samples_needed(percentile);
        if points.iter().flatten().any(|(at, _, _)| outcome.samples.get(at).is_some_and(|count| *count < needed)) {
            return Ok(None);
        }
    }
    let missing = match alarm.treat_missing_data.as_deref() {
        Some("breaching") => Missing::Breaching,
        Some("notBreaching") => Missing::NotBreaching,
        Some("ignore") => Missing::Ignore,
        _ => Missing::Missing,
    };
    let breaching: Vec<Option<bool>> = points.iter().map(|point| point.map(|(_, _, breaching)| breaching)).collect();
    let value = match decide(&breaching, periods, to_alarm, missing) {
        Decision::Ok => StateValue::Ok,
        Decision::Alarm => StateValue::Alarm,
        Decision::InsufficientData => StateValue::InsufficientData,
        Decision::Retain => return Ok(None),
    };
    let judged: Vec<(i64, f64, bool)> = points.iter().rev().flatten().take(periods).copied().collect();
    Ok(Some(Change {
        value,
        reason: reason(alarm, value, &judged, (periods, to_alarm), missing),
        data: Some(data(alarm, query, &judged, &outcome.samples, (start, moment))),
    }))
}

/// The sentence that says why, newest data point first.
fn reason(
    alarm: &Alarm,
    value: StateValue,
    judged: &[(i64, f64, bool)],
    (periods, to_alarm): (usize, usize),
    missing: Missing,
) -> String {
    let plural = |n: usize| if n == 1 { "" } else { "s" };
    let absent = periods.saturating_sub(judged.len());
    if value == StateValue::InsufficientData {
        return format!(
            "Insufficient Data: {absent} datapoint{} {} unknown.",
            plural(absent),
            if absent == 1 { "was" } else { "were" }
        );
    }
    if judged.is_empty() {
        let treated = if missing == Missing::Breaching { "Breaching" } else { "NonBreaching" };
        return format!(
            "Threshold Crossed: no datapoints were received for {periods} period{} and {absent} missing datapoint{} {} treated as [{treated}].",
            plural(periods),
            plural(absent),
            if absent == 1 { "was" } else { "were" },
        );
    }
    let alarming = value == StateValue::Alarm;
    let shown: Vec<&(i64, f64, bool)> = judged.iter().filter(|(_, _, breaching)| *breaching == alarming).collect();
    let list: Vec<String> = shown
        .iter()
        .map(|(at, value, _)| {
            let time = Timestamp::from_second(*at).unwrap_or_default().strftime("%d/%m/%y %H:%M:%S");
            format!("{value:?} ({time})")
        })
        .collect();
    let not = if alarming { "" } else { "not " };
    let relation = match alarm.comparison {
        ComparisonOperator::GreaterThanOrEqualToThreshold => "greater than or equal to the threshold",
        ComparisonOperator::GreaterThanThreshold => "greater than the threshold",
        ComparisonOperator::LessThanThreshold => "less than the threshold",
        ComparisonOperator::LessThanOrEqualToThreshold => "less than or equal to the threshold",
        ComparisonOperator::LessThanLowerOrGreaterThanUpperThreshold => {
            "less than the lower thresholds or greater than the upper thresholds"
        }
        ComparisonOperator::LessThanLowerThreshold => "less than the lower thresholds",
        ComparisonOperator::GreaterThanUpperThreshold => "greater than the upper thresholds",
    };
    let threshold =
        alarm.threshold.filter(|_| alarm.threshold_metric_id.is_none()).map(|t| format!(" ({t:?})")).unwrap_or_default();
    // As many that do not breach as make the other state impossible.
    let least = if alarming { to_alarm } else { periods - to_alarm + 1 };
    let transition = if alarming { "OK -> ALARM" } else { "ALARM -> OK" };
    format!(
        "Threshold Crossed: {} out of the last {periods} datapoint{} [{}] {} {not}{relation}{threshold} (minimum {least} datapoint{} for {transition} transition).",
        shown.len(),
        plural(periods),
        list.join(", "),
        if shown.len() == 1 { "was" } else { "were" },
        plural(least),
    )
}

fn data(
    alarm: &Alarm,
    query: &crate::resources::Query,
    judged: &[(i64, f64, bool)],
    samples: &BTreeMap<i64, f64>,
    (start, moment): (i64, i64),
) -> String {
    let evaluated: Vec<serde_json::Value> = judged
        .iter()
        .map(|(at, value, _)| match samples.get(at) {
            Some(count) => json!({"timestamp": time(at * 1_000), "sampleCount": count, "value": value}),
            None => json!({"timestamp": time(at * 1_000), "value": value}),
        })
        .collect();
    let recent: Vec<f64> = judged.iter().rev().map(|(_, value, _)| *value).collect();
    let mut data = json!({"version": "1.0", "queryDate": time(moment * 1_000), "startDate": time(start * 1_000)});
    if let Some(members) = data.as_object_mut() {
        if let Some(stat) = &query.stat {
            members.insert("statistic".to_owned(), json!(stat.stat));
        }
        members.insert("period".to_owned(), json!(alarm.period()));
        members.insert("recentDatapoints".to_owned(), json!(recent));
        if let Some(threshold) = alarm.threshold {
            members.insert("threshold".to_owned(), json!(threshold));
        }
        members.insert("evaluatedDatapoints".to_owned(), json!(evaluated));
    }
    data.to_string()
}
