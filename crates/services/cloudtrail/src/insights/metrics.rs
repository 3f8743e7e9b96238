//! Time series of counts. Pure.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_ListInsightsMetricData.html>.

use std::collections::BTreeMap;

use super::detect::number;
use super::upkeep::MERGED;
use super::{DAY, Day, KEPT_DAYS, MINUTE_MS};

/// Seconds of a point that can be asked for.
pub const PERIODS: [i32; 3] = [60, 300, 3600];

/// What is asked for. Times are minutes of the epoch.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ask {
    /// First minute.
    pub start: i64,
    /// The minute after the last.
    pub end: i64,
    /// Minutes of a point.
    pub period: i64,
    /// Whether points that are 0 are wanted.
    pub zeros: bool,
    /// Points at most.
    pub most: usize,
}

impl Ask {
    /// The first point: the first at or after the start for which points of the period are still kept at the time `now`, milliseconds since 1970.
    pub fn first(start: i64, period: i64, now: i64) -> i64 {
        let [(five, _), (hour, _)] = MERGED;
        let days = match period {
            ..5 => five,
            5..60 => hour,
            _ => KEPT_DAYS,
        };
        let oldest = now.div_euclid(MINUTE_MS) - days * DAY;
        let start = start.max(oldest);
        start + (period - start.rem_euclid(period)) % period
    }
}

/// The points: minute of the epoch, and calls a minute; and where the next page begins. `days` are the counts of each day of the epoch.
pub fn points<'a>(ask: Ask, days: impl IntoIterator<Item = (i64, &'a Day)>) -> (Vec<(i64, f64)>, Option<i64>) {
    let period = ask.period.max(1);
    let mut sums: BTreeMap<i64, u64> = BTreeMap::new();
    for (day, counts) in days {
        let resolution = i64::from(counts.resolution);
        if resolution > period {
            continue;
        }
        for (at, count) in &counts.points {
            let minute = day * DAY + i64::from(*at) * resolution;
            let point = minute - minute.rem_euclid(period);
            if (ask.start..ask.end).contains(&point) {
                *sums.entry(point).or_default() += count;
            }
        }
    }
    let minutes = number(u64::try_from(period).unwrap_or(1));
    let rate = |point: i64| number(sums.get(&point).copied().unwrap_or_default()) / minutes;
    let mut all: Vec<(i64, f64)> = if ask.zeros {
        let count = usize::try_from((ask.end - ask.start + period - 1).div_euclid(period)).unwrap_or_default();
        (0i64..).map(|n| ask.start + n * period).take(count.min(ask.most + 1)).map(|point| (point, rate(point))).collect()
    } else {
        sums.keys().take(ask.most + 1).map(|point| (*point, rate(*point))).collect()
    };
    let next = all.get(ask.most).map(|(point, _)| *point);
    all.truncate(ask.most);
    (all, next)
}

#[cfg(test)]
#[path = "metrics_tests.rs"]
mod tests;
