//! The functions of metric math.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::tz::TimeZone;

use crate::math::{Expression, Scope, Search, Value, evaluate};
use crate::series::Series;

/// Names, and how much each may be given.
const FUNCTIONS: [(&str, usize, usize); 39] = [
    ("ABS", 1, 1),
    ("ANOMALY_DETECTION_BAND", 1, 2),
    ("AVG", 1, 1),
    ("CEIL", 1, 1),
    ("DATAPOINT_COUNT", 1, 1),
    ("DATE", 1, 1),
    ("DAY", 1, 1),
    ("DIFF", 1, 1),
    ("DIFF_TIME", 1, 1),
    ("EPOCH", 1, 1),
    ("FILL", 2, 2),
    ("FIRST", 1, 1),
    ("FLOOR", 1, 1),
    ("HOUR", 1, 1),
    ("IF", 2, 3),
    ("LAST", 1, 1),
    ("LOG", 1, 1),
    ("LOG10", 1, 1),
    ("MAX", 1, 1),
    ("METRICS", 0, 1),
    ("METRIC_COUNT", 1, 1),
    ("MIN", 1, 1),
    ("MINUTE", 1, 1),
    ("MONTH", 1, 1),
    ("PERIOD", 1, 1),
    ("RATE", 1, 1),
    ("REMOVE_EMPTY", 1, 1),
    ("RUNNING_SUM", 1, 1),
    ("SEARCH", 2, 3),
    ("SLICE", 2, 3),
    ("SORT", 3, 4),
    ("STDDEV", 1, 1),
    ("SUM", 1, 1),
    ("TIME_SERIES", 1, 1),
    ("YEAR", 1, 1),
    // Known, so that the reason for refusing them is a better one than a wrong name.
    ("DB_PERF_INSIGHTS", 0, 9),
    ("INSIGHT_RULE_METRIC", 0, 9),
    ("LAMBDA", 0, 9),
    ("SERVICE_QUOTA", 0, 9),
];
const ABSENT: [&str; 4] = ["DB_PERF_INSIGHTS", "INSIGHT_RULE_METRIC", "LAMBDA", "SERVICE_QUOTA"];
const KEYWORDS: [&str; 8] = ["REPEAT", "LINEAR", "ASC", "DESC", "AVG", "MIN", "MAX", "SUM"];

/// The function's name in capitals.
pub(crate) fn name(written: &str) -> Option<&'static str> {
    FUNCTIONS.iter().map(|(name, _, _)| *name).find(|name| name.eq_ignore_ascii_case(written))
}

pub(crate) fn is_keyword(written: &str) -> bool {
    KEYWORDS.contains(&written)
}

/// Whether a function may be given so much.
pub(crate) fn check(name: &str, given: &[Expression]) -> Result<(), String> {
    if ABSENT.contains(&name) {
        return Err(format!("the function {name} is not available in this installation"));
    }
    let (_, least, most) = FUNCTIONS.iter().find(|(known, _, _)| *known == name).copied().unwrap_or(("", 0, 0));
    if !(least..=most).contains(&given.len()) {
        let bounds = if least == most { least.to_string() } else { format!("{least} to {most}") };
        return Err(format!("the function {name} takes {bounds} arguments, not {}", given.len()));
    }
    match name {
        "SEARCH" if Search::of(given).is_none() => {
            Err("SEARCH takes a search text, a statistic, both quoted, and a period in seconds".to_owned())
        }
        "ANOMALY_DETECTION_BAND" if !matches!(given.first(), Some(Expression::Variable(_))) => {
            Err("ANOMALY_DETECTION_BAND takes the id of a metric".to_owned())
        }
        _ => Ok(()),
    }
}

/// Calls a function.
pub(crate) fn call(name: &str, given: &[Expression], scope: &Scope) -> Result<Value, String> {
    let value = |at: usize| match given.get(at) {
        Some(expression) => evaluate(expression, scope).map(Some),
        None => Ok(None),
    };
    match name {
        "METRICS" => return metrics(value(0)?, scope),
        "SEARCH" => {
            let search = Search::of(given).ok_or("SEARCH takes a text and a statistic")?;
            return scope.searches.get(&search).cloned().map(Value::Array).ok_or_else(|| "The search was not made".to_owned());
        }
        "ANOMALY_DETECTION_BAND" => return band(given, value(1)?, scope),
        _ => {}
    }
    let first = value(0)?.ok_or("An argument is missing")?;
    match name {
        "ABS" => each(first, |s| s.map(|_, v| v.abs())),
        "CEIL" => each(first, |s| s.map(|_, v| v.ceil())),
        "FLOOR" => each(first, |s| s.map(|_, v| v.floor())),
        "LOG" => each(first, |s| finite(s.map(|_, v| v.ln()))),
        "LOG10" => each(first, |s| finite(s.map(|_, v| v.log10()))),
        "DIFF" => each(first, |s| pairs(s, |before, now| now.1 - before.1)),
        "DIFF_TIME" => each(first, |s| pairs(s, |before, now| (now.0 - before.0) as f64)),
        "RATE" => each(first, |s| pairs(s, |before, now| (now.1 - before.1) / (now.0 - before.0).max(1) as f64)),
        "RUNNING_SUM" => each(first, |s| {
            let mut sum = 0.0;
            let mut result = s.clone();
            for (_, value) in &mut result.points {
                sum += *value;
                *value = sum;
            }
            result
        }),
        "EPOCH" => each(first, |s| s.map(|at, _| at as f64)),
        "MINUTE" | "HOUR" | "DAY" | "DATE" | "MONTH" | "YEAR" => each(first, |s| s.map(|at, _| calendar(name, at))),
        "AVG" | "MAX" | "MIN" | "SUM" | "STDDEV" | "DATAPOINT_COUNT" => gather(name, first, scope),
        "METRIC_COUNT" => Ok(Value::Scalar(array(first)?.len() as f64)),
        "FIRST" => array(first)?.into_iter().next().map(Value::Series).ok_or_else(|| "FIRST of an empty array".to_owned()),
        "LAST" => array(first)?.pop().map(Value::Series).ok_or_else(|| "LAST of an empty array".to_owned()),
        "PERIOD" => match first {
            Value::Series(series) => Ok(Value::Scalar(series.period as f64)),
            _ => Err("PERIOD takes a time series".to_owned()),
        },
        "REMOVE_EMPTY" => Ok(Value::Array(array(first)?.into_iter().filter(|s| !s.points.is_empty()).collect())),
        "TIME_SERIES" => Ok(Value::Series(constant(scalar(Some(first), "TIME_SERIES")?, scope))),
        "FILL" => fill(first, value(1)?.ok_or("FILL takes a filler")?, scope),
        "IF" => condition(first, value(1)?, value(2)?),
        "SLICE" => {
            let series = array(first)?;
            let index = |value: Option<Value>| scalar(value, "SLICE").map(|n| n.max(0.0) as usize);
            let start = index(value(1)?)?;
            let end = if given.len() > 2 { index(value(2)?)? } else { usize::MAX };
            Ok(Value::Array(series.into_iter().enumerate().filter(|(n, _)| *n >= start && *n < end).map(|(_, s)| s).collect()))
        }
        "SORT" => {
            let limit = match value(3)? {
                Some(limit) => scalar(Some(limit), "SORT")?.max(0.0) as usize,
                None => usize::MAX,
            };
            sort(array(first)?, value(1)?, value(2)?, limit)
        }
        _ => Err(format!("The function {name} is not available in this installation")),
    }
}

fn metrics(filter: Option<Value>, scope: &Scope) -> Result<Value, String> {
    let filter = match filter {
        None => String::new(),
        Some(Value::Text(text)) => text,
        Some(_) => return Err("METRICS takes a quoted text".to_owned()),
    };
    let named = scope.metrics.iter().filter(|id| id.contains(&filter));
    let found = named.filter_map(|id| match scope.variables.get(id) {
        Some(Value::Series(series)) => Some(series.clone()),
        _ => None,
    });
    Ok(Value::Array(found.collect()))
}

fn band(given: &[Expression], width: Option<Value>, scope: &Scope) -> Result<Value, String> {
    let Some(Expression::Variable(id)) = given.first() else { return Err("ANOMALY_DETECTION_BAND takes an id".to_owned()) };
    let width = match width {
        Some(width) => scalar(Some(width), "ANOMALY_DETECTION_BAND")?,
        None => 2.0,
    };
    let Some(Value::Series(series)) = scope.variables.get(id) else {
        return Err("ANOMALY_DETECTION_BAND takes the id of a metric".to_owned());
    };
    let side = |label: &str, pick: fn((f64, f64)) -> f64| Series {
        label: format!("{} ({label})", series.label),
        period: series.period,
        points: scope
            .models
            .get(id)
            .map(|model| scope.grid.moments().map(|at| (at, pick(model.band(at, width)))).collect())
            .unwrap_or_default(),
    };
    Ok(Value::Array(vec![side("upper", |band| band.1), side("lower", |band| band.0)]))
}

/// A function on a series, or on each of an array.
fn each(value: Value, change: impl Fn(&Series) -> Series) -> Result<Value, String> {
    match value {
        Value::Series(series) => Ok(Value::Series(change(&series))),
        Value::Array(all) => Ok(Value::Array(all.iter().map(change).collect())),
        Value::Scalar(number) => {
            let alone = Series { points: vec![(0, number)], ..Series::default() };
            change(&alone).values().next().map(Value::Scalar).ok_or_else(|| "The result is not a finite number".to_owned())
        }
        Value::Text(_) => Err("A text is no time series".to_owned()),
    }
}

fn finite(mut series: Series) -> Series {
    series.points.retain(|(_, value)| value.is_finite());
    series
}

fn pairs(series: &Series, of: impl Fn((i64, f64), (i64, f64)) -> f64) -> Series {
    let following = series.points.iter().zip(series.points.iter().skip(1));
    Series { points: following.map(|(before, now)| (now.0, of(*before, *now))).collect(), ..series.clone() }
}

fn calendar(name: &str, at: i64) -> f64 {
    let Ok(time) = Timestamp::from_second(at) else { return 0.0 };
    let time = TimeZone::UTC.to_datetime(time);
    match name {
        "MINUTE" => f64::from(time.minute()),
        "HOUR" => f64::from(time.hour()),
        "DAY" => f64::from(time.weekday().to_monday_one_offset()),
        "DATE" => f64::from(time.day()),
        "MONTH" => f64::from(time.month()),
        _ => f64::from(time.year()),
    }
}

/// A number of a series, or a series of an array: of the values of each moment.
fn gather(name: &str, value: Value, scope: &Scope) -> Result<Value, String> {
    match value {
        Value::Series(series) => {
            let values: Vec<f64> = series.values().collect();
            if values.is_empty() && name != "DATAPOINT_COUNT" {
                // A number of nothing is nothing: what is worked out with it has no data either.
                return Ok(Value::Series(Series { points: Vec::new(), ..series }));
            }
            Ok(Value::Scalar(number(name, &values)))
        }
        Value::Array(all) => {
            let mut moments: BTreeMap<i64, Vec<f64>> = BTreeMap::new();
            for (at, value) in all.iter().flat_map(|series| &series.points) {
                moments.entry(*at).or_default().push(*value);
            }
            let period = all.iter().map(|series| series.period).max().unwrap_or(scope.grid.period);
            let points = moments.into_iter().map(|(at, values)| (at, number(name, &values))).collect();
            Ok(Value::Series(Series { label: name.to_owned(), period, points }))
        }
        Value::Scalar(number) => Ok(Value::Scalar(number)),
        Value::Text(_) => Err(format!("{name} takes time series")),
    }
}

fn number(name: &str, values: &[f64]) -> f64 {
    let (count, sum) = (values.len() as f64, values.iter().sum::<f64>());
    match name {
        "AVG" => sum / count.max(1.0),
        "MAX" => values.iter().copied().fold(f64::NEG_INFINITY, f64::max),
        "MIN" => values.iter().copied().fold(f64::INFINITY, f64::min),
        "SUM" => sum,
        "STDDEV" => {
            let mean = sum / count.max(1.0);
            (values.iter().map(|value| (value - mean).powi(2)).sum::<f64>() / count.max(1.0)).sqrt()
        }
        _ => count,
    }
}

fn array(value: Value) -> Result<Vec<Series>, String> {
    match value {
        Value::Array(all) => Ok(all),
        Value::Series(series) => Ok(vec![series]),
        Value::Scalar(_) | Value::Text(_) => Err("An array of time series is needed".to_owned()),
    }
}

fn scalar(value: Option<Value>, name: &str) -> Result<f64, String> {
    match value {
        Some(Value::Scalar(number)) => Ok(number),
        _ => Err(format!("{name} takes a number here")),
    }
}

fn constant(number: f64, scope: &Scope) -> Series {
    let points = scope.grid.moments().map(|at| (at, number)).collect();
    Series { label: String::new(), period: scope.grid.period, points }
}

fn fill(value: Value, filler: Value, scope: &Scope) -> Result<Value, String> {
    if let Value::Array(all) = value {
        let filled = all.into_iter().map(|series| fill(Value::Series(series), filler.clone(), scope));
        let filled: Result<Vec<Value>, String> = filled.collect();
        return Ok(Value::Array(
            filled?.into_iter().filter_map(|v| if let Value::Series(s) = v { Some(s) } else { None }).collect(),
        ));
    }
    let Value::Series(series) = value else { return Err("FILL takes time series".to_owned()) };
    let period = if series.period > 0 { series.period } else { scope.grid.period };
    let moments = crate::series::Grid { period, ..scope.grid }.moments();
    let mut points = Vec::new();
    let mut before: Option<(i64, f64)> = None;
    for at in moments {
        let there = series.at(at);
        let filled = match (there, &filler) {
            (Some(value), _) => Some(value),
            (None, Value::Scalar(number)) => Some(*number),
            (None, Value::Series(other)) => other.at(at),
            (None, Value::Text(word)) if word == "REPEAT" => before.map(|(_, value)| value),
            (None, Value::Text(word)) if word == "LINEAR" => {
                let later = series.points.partition_point(|(time, _)| *time < at);
                match (before, series.points.get(later)) {
                    (Some(from), Some(to)) if to.0 > from.0 => {
                        Some(from.1 + (to.1 - from.1) * (at - from.0) as f64 / (to.0 - from.0) as f64)
                    }
                    _ => None,
                }
            }
            _ => return Err("FILL takes a number, REPEAT, LINEAR or a time series".to_owned()),
        };
        if let Some(value) = filled {
            points.push((at, value));
            if there.is_some() || matches!(&filler, Value::Text(word) if word == "REPEAT") {
                before = Some((at, value));
            }
        }
    }
    Ok(Value::Series(Series { points, period, ..series }))
}

/// `IF(condition, then, else)`: without an `else`, moments where the condition is false have no data point.
fn condition(test: Value, then: Option<Value>, otherwise: Option<Value>) -> Result<Value, String> {
    let then = then.ok_or("IF takes what counts if it is true")?;
    let test = match test {
        Value::Scalar(number) => {
            let empty = Value::Series(Series::default());
            return Ok(if number != 0.0 { then } else { otherwise.unwrap_or(empty) });
        }
        Value::Series(series) => series,
        Value::Array(all) => {
            let each = all.into_iter().map(|s| condition(Value::Series(s), Some(then.clone()), otherwise.clone()));
            let each: Result<Vec<Value>, String> = each.collect();
            return Ok(Value::Array(
                each?.into_iter().filter_map(|v| if let Value::Series(s) = v { Some(s) } else { None }).collect(),
            ));
        }
        Value::Text(_) => return Err("IF takes a condition".to_owned()),
    };
    let pick = |side: &Option<Value>, at: i64| match side {
        Some(Value::Scalar(number)) => Ok(Some(*number)),
        Some(Value::Series(series)) => Ok(series.at(at)),
        None => Ok(None),
        Some(_) => Err("IF takes numbers and time series".to_owned()),
    };
    let then = Some(then);
    let mut points = Vec::new();
    for (at, value) in &test.points {
        if let Some(value) = pick(if *value != 0.0 { &then } else { &otherwise }, *at)? {
            points.push((*at, value));
        }
    }
    Ok(Value::Series(Series { points, ..test }))
}

fn sort(all: Vec<Series>, by: Option<Value>, order: Option<Value>, limit: usize) -> Result<Value, String> {
    let (Some(Value::Text(by)), Some(Value::Text(order))) = (by, order) else {
        return Err("SORT takes AVG, MIN, MAX or SUM, and ASC or DESC".to_owned());
    };
    let descending = match order.to_ascii_uppercase().as_str() {
        "ASC" => false,
        "DESC" => true,
        _ => return Err("SORT takes ASC or DESC".to_owned()),
    };
    let by = by.to_ascii_uppercase();
    if !["AVG", "MIN", "MAX", "SUM"].contains(&by.as_str()) {
        return Err("SORT takes AVG, MIN, MAX or SUM".to_owned());
    }
    let mut weighed: Vec<(Option<f64>, Series)> = all
        .into_iter()
        .map(|series| {
            let values: Vec<f64> = series.values().collect();
            ((!values.is_empty()).then(|| number(&by, &values)), series)
        })
        .collect();
    // Empty ones come last, whatever the order.
    weighed.sort_by(|(a, _), (b, _)| match (a, b) {
        (Some(a), Some(b)) if descending => b.total_cmp(a),
        (Some(a), Some(b)) => a.total_cmp(b),
        (a, b) => b.is_some().cmp(&a.is_some()),
    });
    Ok(Value::Array(weighed.into_iter().take(limit).map(|(_, series)| series).collect()))
}
