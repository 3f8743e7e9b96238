//! Detection: whether a minute is unusual for an account, and how long unusual activity lasts. Pure.
//!
//! A minute is unusual if it has at least [`LEAST`] calls and more than both
//!
//! - the average of the baseline and [`DEVIATIONS`] standard deviations (of a count, never less than the square root of its average), and
//! - [`OVER_PEAK`] times the second highest of the days' busiest minutes: what happens on two days of the baseline is usual.
//!
//! The baseline are the seven days before, in whole days of UTC and those minutes of the present day that went before, but nothing from before the
//! first call that was counted. With less than [`WARM_UP`] minutes of it nothing is unusual.
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html> for the baseline; how far a rate must deviate
//! AWS does not say.

use serde::{Deserialize, Serialize};

use super::DAY;
use super::counts::Attributes;

/// Calls of a minute that can be unusual, at least.
pub const LEAST: u64 = 10;
/// Standard deviations over the average.
pub const DEVIATIONS: f64 = 5.0;
/// Over the second highest of the days' busiest minutes.
pub const OVER_PEAK: f64 = 1.5;
/// Days of the baseline.
pub const BASELINE_DAYS: i64 = 7;
/// Minutes that must have been observed: AWS needs up to 36 hours.
pub const WARM_UP: i64 = 36 * 60;
/// Minutes without unusual activity that end it.
pub const QUIET: i64 = 5;
/// Minutes after which unusual activity is ended at the latest: what goes on longer is becoming usual.
pub const LONGEST: i64 = DAY;

/// The normal activity before a minute.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// Calls a minute.
    pub average: f64,
    /// Standard deviation of it.
    pub deviation: f64,
    /// The second highest of the days' busiest minutes.
    pub peak: u64,
    /// Minutes.
    pub duration: i64,
}

impl Baseline {
    /// What went before the minute `start`, of counts by day (the day, and its points of one minute). `since` is the first minute that was observed.
    /// None as long as too little was.
    pub fn before<'a>(start: i64, since: i64, days: impl IntoIterator<Item = (i64, &'a [(u16, u64)])>) -> Option<Self> {
        let begin = since.max((start.div_euclid(DAY) - BASELINE_DAYS) * DAY);
        let duration = start - begin;
        if duration < WARM_UP {
            return None;
        }
        let (mut sum, mut squares, mut peaks) = (0.0, 0.0, Vec::new());
        for (day, points) in days {
            let here = points.iter().filter(|(at, _)| (begin..start).contains(&(day * DAY + i64::from(*at)))).map(|(_, n)| *n);
            peaks.push(here.clone().max().unwrap_or_default());
            for count in here {
                sum += number(count);
                squares += number(count) * number(count);
            }
        }
        peaks.sort_unstable_by(|a, b| b.cmp(a));
        let minutes = number(u64::try_from(duration).unwrap_or(1));
        let average = sum / minutes;
        let variance = (squares / minutes - average * average).max(0.0);
        Some(Self { average, deviation: variance.sqrt(), peak: peaks.get(1).copied().unwrap_or_default(), duration })
    }

    /// More calls than this in a minute are unusual, if they are [`LEAST`] at all.
    pub fn limit(&self) -> f64 {
        let deviation = self.deviation.max(self.average.sqrt());
        (self.average + DEVIATIONS * deviation).max(OVER_PEAK * number(self.peak))
    }

    /// Whether so many calls of a minute are unusual.
    pub fn is_unusual(&self, count: u64) -> bool {
        count >= LEAST && number(count) > self.limit()
    }
}

/// A count as a number to reckon with: exact up to 2^53.
pub fn number(count: u64) -> f64 {
    count as f64
}

/// Unusual activity that goes on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Open {
    /// Its first minute.
    pub start: i64,
    /// Its last unusual minute.
    pub last: i64,
    /// Calls from the first to the last.
    pub calls: u64,
    /// Who made them.
    pub during: Attributes,
    /// The same of the minutes since the last unusual one, which belong to it only if another follows.
    pub calls_since: u64,
    /// See `calls_since`.
    pub since: Attributes,
    /// What is normal.
    pub baseline: Baseline,
    /// Who calls normally.
    pub normal: Attributes,
}

impl Open {
    /// Minutes that it lasted.
    pub fn duration(&self) -> i64 {
        self.last - self.start + 1
    }

    /// Calls a minute.
    pub fn average(&self) -> f64 {
        number(self.calls) / number(u64::try_from(self.duration()).unwrap_or(1).max(1))
    }

    /// Whether it has ended by the minute `at`, of which nothing is known yet.
    pub fn has_ended(&self, at: i64) -> bool {
        at > self.last + QUIET || at - self.start >= LONGEST
    }
}

/// What a minute brings.
#[derive(Debug, Clone, PartialEq)]
pub enum Turn {
    /// Unusual activity begins.
    Starts(Open),
    /// Unusual activity has ended.
    Ends(Open),
}

/// Takes the next minute that has calls. `normal` is asked for what went before, when it matters; none if nobody wants to know or too little did.
pub fn take(
    open: &mut Option<Open>,
    at: i64,
    count: u64,
    who: &Attributes,
    normal: impl FnOnce() -> Option<(Baseline, Attributes)>,
) -> Vec<Turn> {
    let mut turns: Vec<Turn> = pass(open, at).into_iter().collect();
    match open {
        Some(going) => {
            going.calls_since += count;
            going.since.merge(who);
            if going.baseline.is_unusual(count) {
                going.last = at;
                going.calls += std::mem::take(&mut going.calls_since);
                going.during.merge(&std::mem::take(&mut going.since));
            }
        }
        None if count >= LEAST => {
            if let Some((baseline, normal)) = normal().filter(|(baseline, _)| baseline.is_unusual(count)) {
                let begun = Open {
                    start: at,
                    last: at,
                    calls: count,
                    during: who.clone(),
                    calls_since: 0,
                    since: Attributes::default(),
                    baseline,
                    normal,
                };
                turns.push(Turn::Starts(begun.clone()));
                *open = Some(begun);
            }
        }
        None => {}
    }
    turns
}

/// Lets time pass until the minute `at`.
pub fn pass(open: &mut Option<Open>, at: i64) -> Option<Turn> {
    open.take_if(|open| open.has_ended(at)).map(Turn::Ends)
}

#[cfg(test)]
#[path = "detect_tests.rs"]
mod tests;
