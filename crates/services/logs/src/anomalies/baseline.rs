//! What is usual: how often each pattern comes in a span of time. Pure.

use std::collections::BTreeMap;

use insights::PatternMiner;
use serde::{Deserialize, Serialize};

use super::Kind;

/// Patterns that a detector knows.
pub(crate) const MOST_PATTERNS: usize = 500;
/// Spans with events that are learned before anything is told.
pub(crate) const TRAINING: u32 = 10;
/// How much a span counts for the mean, once there were many.
const WEIGHT: f64 = 0.05;
/// How many deviations from the mean are unusual.
const DEVIATIONS: f64 = 4.0;
/// Events more than usual that are always usual, and the least mean of which fewer are told.
const LEAST_MORE: f64 = 10.0;
const LEAST_MEAN: f64 = 30.0;
/// Spans in which a pattern's count is learned before it is judged.
const LEAST_SPANS: u32 = 8;

/// How often a pattern comes.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub(crate) struct Rate {
    spans: u32,
    mean: f64,
    /// Mean square of the distance from the mean.
    variance: f64,
    /// Whether somebody said that whatever it does is usual.
    #[serde(default)]
    pub usual: bool,
    /// When the pattern was met first.
    pub first_seen: i64,
}

/// What a detector has learned.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
pub(crate) struct Baseline {
    /// Spans with events that were learned.
    pub spans: u32,
    /// The patterns, as [`PatternMiner::save`] writes them.
    pub patterns: String,
    pub rates: Vec<Rate>,
}

/// What is unusual about a pattern in a span.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Unusual {
    pub number: usize,
    pub kind: Kind,
    pub count: u64,
    /// What is usual in a span.
    pub mean: f64,
}

/// What a span had: how often each pattern came.
pub(crate) type Counts = BTreeMap<usize, u64>;

impl Rate {
    /// Whether a count is unusual.
    #[expect(clippy::cast_precision_loss, reason = "counts of a span are small")]
    fn judge(&self, count: u64) -> Option<Kind> {
        if self.spans < LEAST_SPANS || self.usual {
            return None;
        }
        // Counts of independent events vary by the root of their mean, whatever was seen so far.
        let deviation = self.variance.max(self.mean).max(1.0).sqrt();
        let count = count as f64;
        if count > self.mean + DEVIATIONS * deviation && count > self.mean + LEAST_MORE {
            Some(Kind::More)
        } else if self.mean >= LEAST_MEAN && count < self.mean - DEVIATIONS * deviation {
            Some(Kind::Fewer)
        } else {
            None
        }
    }

    /// Learns a count. What is unusual is learned slowly: it may become usual.
    #[expect(clippy::cast_precision_loss, reason = "counts of a span are small")]
    fn learn(&mut self, count: u64) {
        let unusual = self.judge(count).is_some();
        self.spans = self.spans.saturating_add(1);
        let weight = (1.0 / f64::from(self.spans)).max(WEIGHT) * if unusual { 0.5 } else { 1.0 };
        let distance = count as f64 - self.mean;
        self.mean += weight * distance;
        self.variance = (1.0 - weight) * (self.variance + weight * distance * distance);
    }
}

impl Baseline {
    /// Whether it has learned enough to tell.
    pub fn is_trained(&self) -> bool {
        self.spans >= TRAINING
    }

    /// Learns a span that begins at a time; what is unusual about it, if it has learned enough before. A span without any events is learned only once
    /// there were some.
    pub fn learn(&mut self, begins: i64, counts: &Counts) -> Vec<Unusual> {
        if counts.is_empty() && self.rates.is_empty() {
            return Vec::new();
        }
        let trained = self.is_trained();
        let mut unusual = Vec::new();
        let known = self.rates.len();
        for (number, rate) in self.rates.iter_mut().enumerate() {
            let count = counts.get(&number).copied().unwrap_or(0);
            if trained && let Some(kind) = rate.judge(count) {
                unusual.push(Unusual { number, kind, count, mean: rate.mean });
            }
            rate.learn(count);
        }
        for (number, count) in counts.range(known..) {
            while self.rates.len() <= *number {
                self.rates.push(Rate { first_seen: begins, ..Rate::default() });
            }
            if let Some(rate) = self.rates.get_mut(*number) {
                rate.learn(*count);
            }
            if trained {
                unusual.push(Unusual { number: *number, kind: Kind::New, count: *count, mean: 0.0 });
            }
        }
        if !counts.is_empty() {
            self.spans = self.spans.saturating_add(1);
        }
        unusual
    }

    /// The patterns.
    ///
    /// # Errors
    /// What is kept is damaged.
    pub fn miner(&self) -> Result<PatternMiner, serde_json::Error> {
        if self.patterns.is_empty() { Ok(PatternMiner::default()) } else { PatternMiner::load(&self.patterns) }
    }
}

/// How much an anomaly matters, by the severity that its pattern names.
pub(crate) fn priority(kind: Kind, severity: &str) -> &'static str {
    match (kind, severity) {
        (Kind::New | Kind::More, "FATAL" | "ERROR") => "HIGH",
        (Kind::New, "WARN") | (Kind::More, _) => "MEDIUM",
        (Kind::Fewer, "INFO" | "NONE") => "MEDIUM",
        _ => "LOW",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn counts(all: &[(usize, u64)]) -> Counts {
        all.iter().copied().collect()
    }

    fn kinds(unusual: &[Unusual]) -> Vec<(usize, Kind)> {
        unusual.iter().map(|one| (one.number, one.kind)).collect()
    }

    #[test]
    fn new_patterns_are_told_once_enough_was_learned() {
        let mut baseline = Baseline::default();
        assert!(baseline.learn(0, &counts(&[])).is_empty());
        for span in 0..TRAINING {
            assert!(!baseline.is_trained());
            assert_eq!(baseline.learn(i64::from(span), &counts(&[(0, 5), (usize::try_from(span).unwrap() + 1, 1)])), []);
        }
        assert_eq!(kinds(&baseline.learn(99, &counts(&[(0, 5), (20, 1)]))), [(20, Kind::New)]);
        assert_eq!(baseline.rates[20].first_seen, 99);
        assert_eq!(kinds(&baseline.learn(100, &counts(&[(0, 5), (20, 1)]))), []);
    }

    #[test]
    fn unusual_counts_are_told_and_usual_ones_are_not() {
        let mut baseline = Baseline::default();
        for span in 0..60_u64 {
            let told = baseline.learn(0, &counts(&[(0, 100 + span * 7 % 13), (1, span % 3)]));
            assert_eq!(told, [], "{span}");
        }
        let mut again = baseline.clone();
        assert_eq!(kinds(&again.learn(0, &counts(&[(0, 400), (1, 2)]))), [(0, Kind::More)]);
        let mut again = baseline.clone();
        assert_eq!(kinds(&again.learn(0, &counts(&[(1, 2)]))), [(0, Kind::Fewer)]);
        let mut again = baseline.clone();
        assert_eq!(kinds(&again.learn(0, &counts(&[(0, 106), (1, 60)]))), [(1, Kind::More)]);
        let mut again = baseline.clone();
        again.rates[0].usual = true;
        assert_eq!(again.learn(0, &counts(&[(0, 400), (1, 2)])), []);
        // What stays is usual after a while.
        let lasting = (0..300).position(|_| baseline.learn(0, &counts(&[(0, 400), (1, 1)])).is_empty());
        assert!(lasting.is_some_and(|spans| spans < 200), "{lasting:?}");
    }

    #[test]
    fn priorities_follow_severities() {
        assert_eq!(priority(Kind::New, "ERROR"), "HIGH");
        assert_eq!(priority(Kind::New, "INFO"), "LOW");
        assert_eq!(priority(Kind::More, "NONE"), "MEDIUM");
    }
}
