//! Sums since a start, as what came since the last point: CloudWatch's statistics are of periods, and a point that is sent twice counts once.
//!
//! See <https://opentelemetry.io/docs/specs/otel/metrics/data-model/#sums> and, for starts,
//! <https://opentelemetry.io/docs/specs/otel/metrics/data-model/#resets-and-gaps>.

use serde::{Deserialize, Serialize};

/// How long before its first point a series may have started so that the point counts, nanoseconds: one that is older was summed up before anybody
/// listened, and only says where to begin.
const FRESH: u64 = 3_600_000_000_000;
/// Most ranges of a histogram that are taken: more than SDKs make (160 for each sign), and few enough to be compared one by one.
pub const MAX_RANGES: usize = 400;

/// What a series had summed up when it was last seen.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Total {
    /// Since when, nanoseconds since 1970; 0 if nobody said.
    pub start: u64,
    /// The moment of the last point, nanoseconds since 1970.
    pub time: u64,
    /// The sum.
    pub sum: f64,
    /// The number of values; 0 for plain sums.
    pub count: f64,
    /// Representatives of ranges and how many values were in them.
    pub ranges: Vec<(f64, f64)>,
    /// How fine the ranges of an exponential histogram are, which becomes coarser as values come.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub scale: Option<i32>,
}

/// What stands for the range of an exponential histogram that begins at the power `index` of 2^(2^-scale): its middle by factor.
pub(crate) fn middle(index: f64, scale: i32) -> f64 {
    ((index + 0.5) * step(scale)).exp2()
}

/// The logarithm, to the base 2, of what ranges grow by.
fn step(scale: i32) -> f64 {
    2f64.powi(scale.clamp(-100, 100).saturating_neg())
}

/// What stands for the range of a coarser scale that a value is in.
fn coarser(value: f64, scale: i32) -> f64 {
    if value == 0.0 {
        return value;
    }
    middle((value.abs().log2() / step(scale)).ceil() - 1.0, scale).copysign(value)
}

/// Adds values to a range.
pub(crate) fn add(ranges: &mut Vec<(f64, f64)>, value: f64, count: f64) {
    match ranges.iter_mut().find(|(known, _)| known.total_cmp(&value).is_eq()) {
        Some((_, counted)) => *counted += count,
        None => ranges.push((value, count)),
    }
}

impl Total {
    /// What came after `before`; `None` if that cannot be known, or is known already.
    pub fn since(&self, before: Option<&Self>) -> Option<Self> {
        let Some(before) = before else {
            let fresh = self.start > 0 && self.time.saturating_sub(self.start) <= FRESH;
            return fresh.then(|| self.clone());
        };
        if self.time <= before.time {
            return None;
        }
        let rescaled;
        let before = match (self.scale, before.scale) {
            (Some(now), Some(then)) if now < then => {
                let mut ranges = Vec::new();
                before.ranges.iter().for_each(|(value, count)| add(&mut ranges, coarser(*value, now), *count));
                rescaled = Self { ranges, scale: self.scale, ..before.clone() };
                &rescaled
            }
            _ => before,
        };
        let restarted = self.start != before.start && self.start > 0;
        // What never falls has fallen: whoever summed up began again without saying so.
        let fell = self.count < before.count || (self.count == 0.0 && self.sum < before.sum) || !self.covers(before);
        if restarted || fell {
            return Some(self.clone());
        }
        let counted = |value: f64| before.ranges.iter().find(|(known, _)| known.total_cmp(&value).is_eq()).map_or(0.0, |r| r.1);
        let ranges = self.ranges.iter().map(|(value, count)| (*value, count - counted(*value)));
        Some(Self {
            start: before.time,
            time: self.time,
            sum: self.sum - before.sum,
            count: self.count - before.count,
            ranges: ranges.filter(|(_, count)| *count > 0.0).collect(),
            scale: self.scale,
        })
    }

    /// Whether every range has at least what it had.
    fn covers(&self, before: &Self) -> bool {
        let there =
            |value: f64, count: f64| self.ranges.iter().any(|(known, now)| known.total_cmp(&value).is_eq() && *now >= count);
        before.ranges.iter().all(|(value, count)| there(*value, *count))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: u64 = 1_000_000_000;
    const NOW: u64 = 1_700_000_000 * SECOND;

    fn sum(start: u64, time: u64, sum: f64) -> Total {
        Total { start, time, sum, ..Total::default() }
    }

    #[test]
    fn sums_become_differences() {
        let first = sum(NOW, NOW + 10 * SECOND, 5.0);
        assert_eq!(first.since(None), Some(first.clone()), "it began when somebody listened");
        let second = sum(NOW, NOW + 20 * SECOND, 12.0);
        assert_eq!(second.since(Some(&first)).map(|d| (d.start, d.sum)), Some((NOW + 10 * SECOND, 7.0)));
        assert_eq!(second.since(Some(&second)), None, "what is sent twice counts once");
        assert_eq!(first.since(Some(&second)), None, "and what comes late does not count again");
    }

    #[test]
    fn series_begin_and_begin_again() {
        let old = sum(NOW - 2 * FRESH, NOW, 1_000.0);
        assert_eq!(old.since(None), None);
        assert_eq!(sum(0, NOW, 1_000.0).since(None), None);
        let restarted = sum(NOW + SECOND, NOW + 2 * SECOND, 3.0);
        assert_eq!(restarted.since(Some(&old)).map(|d| d.sum), Some(3.0));
        let fell = sum(NOW - 2 * FRESH, NOW + SECOND, 4.0);
        assert_eq!(fell.since(Some(&old)).map(|d| d.sum), Some(4.0));
        assert_eq!(sum(0, NOW + SECOND, 1_004.0).since(Some(&sum(0, NOW, 1_000.0))).map(|d| d.sum), Some(4.0));
    }

    #[test]
    fn histograms_by_range() {
        let at = |time: u64, count: f64, ranges: &[(f64, f64)]| Total {
            start: NOW,
            time,
            count,
            ranges: ranges.to_vec(),
            ..Total::default()
        };
        let first = at(NOW + 1, 3.0, &[(0.5, 1.0), (5.0, 2.0)]);
        let second = at(NOW + 2, 6.0, &[(0.5, 1.0), (5.0, 3.0), (50.0, 2.0)]);
        let came = second.since(Some(&first)).unwrap();
        assert_eq!((came.count, came.ranges), (3.0, vec![(5.0, 1.0), (50.0, 2.0)]));
        // Other ranges: nothing can be told apart, so it counts as begun again.
        let other = at(NOW + 3, 7.0, &[(7.0, 7.0)]);
        assert_eq!(other.since(Some(&second)).map(|d| d.count), Some(7.0));
    }

    #[test]
    fn exponential_histograms_become_coarser() {
        let at = |time: u64, scale: i32, ranges: &[(f64, f64)]| {
            let ranges: Vec<(f64, f64)> = ranges.iter().map(|(index, count)| (middle(*index, scale), *count)).collect();
            let count = ranges.iter().map(|(_, count)| count).sum();
            Total { start: NOW, time, count, ranges, scale: Some(scale), ..Total::default() }
        };
        // At scale 3 a power of two has eight ranges, at scale 1 two.
        let first = at(NOW + 1, 3, &[(0.0, 1.0), (3.0, 2.0), (4.0, 4.0), (-1.0, 8.0)]);
        let second = at(NOW + 2, 1, &[(0.0, 5.0), (1.0, 4.0), (-1.0, 8.0), (7.0, 1.0)]);
        let came = second.since(Some(&first)).unwrap();
        assert_eq!((came.count, came.ranges), (3.0, vec![(middle(0.0, 1), 2.0), (middle(7.0, 1), 1.0)]));
    }
}
