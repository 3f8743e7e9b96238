//! Aggregates of one group.

use std::collections::BTreeSet;

use super::sketch::{Distinct, Percentiles};
use crate::plan::AggregateKind;
use crate::value::Value;

/// The most different texts that `values` returns.
const MAX_VALUES: usize = 1000;

#[derive(Debug)]
pub(super) enum Accumulator {
    Count(u64),
    Distinct(Distinct),
    Sum {
        sum: f64,
        compensation: f64,
        count: u64,
    },
    Mean {
        sum: f64,
        compensation: f64,
        count: u64,
    },
    /// Welford's: the mean and the sum of squared distances.
    Deviation {
        mean: f64,
        squares: f64,
        count: u64,
    },
    Percentile(Percentiles, f64),
    /// The smallest or greatest number, or text where no number was met.
    Extreme {
        greatest: bool,
        number: Option<f64>,
        text: Option<Value<'static>>,
    },
    /// The value at the earliest or latest time.
    Timed {
        latest: bool,
        best: Option<(i64, Value<'static>)>,
    },
    Sorted {
        last: bool,
        best: Option<Value<'static>>,
    },
    Values(BTreeSet<String>),
}

impl Accumulator {
    pub fn new(kind: AggregateKind) -> Self {
        match kind {
            AggregateKind::Count => Self::Count(0),
            AggregateKind::CountDistinct => Self::Distinct(Distinct::default()),
            AggregateKind::Sum => Self::Sum { sum: 0.0, compensation: 0.0, count: 0 },
            AggregateKind::Average => Self::Mean { sum: 0.0, compensation: 0.0, count: 0 },
            AggregateKind::Deviation => Self::Deviation { mean: 0.0, squares: 0.0, count: 0 },
            AggregateKind::Percentile(percent) => Self::Percentile(Percentiles::default(), percent),
            AggregateKind::Minimum => Self::Extreme { greatest: false, number: None, text: None },
            AggregateKind::Maximum => Self::Extreme { greatest: true, number: None, text: None },
            AggregateKind::Earliest => Self::Timed { latest: false, best: None },
            AggregateKind::Latest => Self::Timed { latest: true, best: None },
            AggregateKind::SortsFirst => Self::Sorted { last: false, best: None },
            AggregateKind::SortsLast => Self::Sorted { last: true, best: None },
            AggregateKind::Values => Self::Values(BTreeSet::new()),
        }
    }

    /// Takes the value of a row; nothing is the row itself. Returns the bytes of memory that it needed.
    pub fn add(&mut self, value: Option<&Value<'_>>, time: i64) -> usize {
        let Some(value) = value else {
            if let Self::Count(count) = self {
                *count = count.saturating_add(1);
            }
            return 0;
        };
        if matches!(value, Value::Missing | Value::Structure(_)) {
            return 0;
        }
        match self {
            Self::Count(count) => *count = count.saturating_add(1),
            Self::Distinct(distinct) => {
                let mut key = Vec::new();
                return match value {
                    Value::Text(text) => distinct.insert(text.as_bytes()),
                    other => {
                        key.extend_from_slice(other.shown().unwrap_or_default().as_bytes());
                        distinct.insert(&key)
                    }
                };
            }
            Self::Sum { sum, compensation, count } | Self::Mean { sum, compensation, count } => {
                if let Some(number) = value.as_number() {
                    *count = count.saturating_add(1);
                    // Kahan's: long sums of small numbers do not lose them.
                    let corrected = number - *compensation;
                    let next = *sum + corrected;
                    *compensation = (next - *sum) - corrected;
                    *sum = next;
                }
            }
            Self::Deviation { mean, squares, count } => {
                if let Some(number) = value.as_number() {
                    *count = count.saturating_add(1);
                    let distance = number - *mean;
                    #[allow(clippy::cast_precision_loss)]
                    {
                        *mean += distance / *count as f64;
                    }
                    *squares += distance * (number - *mean);
                }
            }
            Self::Percentile(percentiles, _) => return value.as_number().map_or(0, |number| percentiles.insert(number)),
            Self::Extreme { greatest, number, text } => match value.as_number() {
                Some(new) => {
                    if number.is_none_or(|best| if *greatest { new > best } else { new < best }) {
                        *number = Some(new);
                    }
                }
                None => {
                    if text.as_ref().is_none_or(|best| value.sorts(best).is_gt() == *greatest && value.sorts(best).is_ne()) {
                        *text = Some(value.clone().into_owned());
                    }
                }
            },
            Self::Timed { latest, best } => {
                if best.as_ref().is_none_or(|(known, _)| if *latest { time >= *known } else { time < *known }) {
                    *best = Some((time, value.clone().into_owned()));
                }
            }
            Self::Sorted { last, best } => {
                if best.as_ref().is_none_or(|known| value.sorts(known).is_ne() && value.sorts(known).is_gt() == *last) {
                    *best = Some(value.clone().into_owned());
                }
            }
            Self::Values(values) => {
                if values.len() < MAX_VALUES {
                    let text = value.shown().unwrap_or_default();
                    let weight = text.len().saturating_add(48);
                    return if values.insert(text) { weight } else { 0 };
                }
            }
        }
        0
    }

    /// The bytes of memory that it needs beside itself, about.
    pub fn weight(&self) -> usize {
        match self {
            Self::Distinct(distinct) => distinct.weight(),
            Self::Percentile(percentiles, _) => percentiles.weight(),
            Self::Values(values) => values.iter().map(|text| text.len().saturating_add(48)).fold(0, usize::saturating_add),
            _ => 0,
        }
    }

    /// Takes what another of the same kind has; returns the bytes of memory that it needed.
    #[allow(clippy::cast_precision_loss)]
    pub fn merge(&mut self, other: Self) -> usize {
        let before = self.weight();
        match (&mut *self, other) {
            (Self::Count(all), Self::Count(some)) => *all = all.saturating_add(some),
            (Self::Distinct(all), Self::Distinct(some)) => all.merge(some),
            (Self::Sum { sum, compensation, count }, Self::Sum { sum: s, compensation: c, count: n })
            | (Self::Mean { sum, compensation, count }, Self::Mean { sum: s, compensation: c, count: n }) => {
                *count = count.saturating_add(n);
                *sum += s;
                *compensation += c;
            }
            // Chan's: see <https://doi.org/10.1080/00031305.1983.10483115>.
            (Self::Deviation { mean, squares, count }, Self::Deviation { mean: m, squares: s, count: n }) if n > 0 => {
                let (own, others) = (*count as f64, n as f64);
                let distance = m - *mean;
                *mean += distance * others / (own + others);
                *squares += s + distance * distance * own * others / (own + others);
                *count = count.saturating_add(n);
            }
            (Self::Percentile(all, _), Self::Percentile(some, _)) => all.merge(some),
            // What the other kept is chosen from as a row is.
            (_, Self::Extreme { number, text, .. }) => {
                number.map(|number| self.add(Some(&Value::Number(number)), 0));
                text.map(|text| self.add(Some(&text), 0));
            }
            (_, Self::Timed { best: Some((time, value)), .. }) => {
                self.add(Some(&value), time);
            }
            (_, Self::Sorted { best: Some(value), .. }) => {
                self.add(Some(&value), 0);
            }
            (_, Self::Values(texts)) => {
                for text in texts {
                    self.add(Some(&Value::text(text)), 0);
                }
            }
            _ => {}
        }
        self.weight().saturating_sub(before)
    }

    #[allow(clippy::cast_precision_loss)]
    pub fn value(&self) -> Value<'static> {
        match self {
            Self::Count(count) => Value::Number(*count as f64),
            Self::Distinct(distinct) => Value::Number(distinct.count()),
            Self::Sum { count: 0, .. } | Self::Mean { count: 0, .. } | Self::Deviation { count: 0, .. } => Value::Missing,
            Self::Sum { sum, .. } => Value::number(*sum),
            Self::Mean { sum, count, .. } => Value::number(*sum / *count as f64),
            Self::Deviation { count: 1, .. } => Value::Number(0.0),
            Self::Deviation { squares, count, .. } => Value::number((*squares / (*count as f64 - 1.0)).sqrt()),
            Self::Percentile(percentiles, percent) => percentiles.at(*percent).map_or(Value::Missing, Value::number),
            Self::Extreme { number, text, .. } => number.map(Value::number).or_else(|| text.clone()).unwrap_or(Value::Missing),
            Self::Timed { best, .. } => best.as_ref().map_or(Value::Missing, |(_, value)| number_of_time(value)),
            Self::Sorted { best, .. } => best.as_ref().map_or(Value::Missing, number_of_time),
            Self::Values(values) if values.is_empty() => Value::Missing,
            Self::Values(values) => Value::Structure(serde_json::Value::from_iter(values.iter().cloned()).into()),
        }
    }
}

/// Aggregates of times are milliseconds since 1970, as AWS has it.
#[allow(clippy::cast_precision_loss)]
fn number_of_time(value: &Value<'static>) -> Value<'static> {
    match value {
        Value::Time(time) => Value::Number(*time as f64),
        other => other.clone(),
    }
}
