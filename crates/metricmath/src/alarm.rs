//! The decision of a metric alarm, as a function of the data points of its evaluation range.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html>.

/// What a missing data point counts as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Missing {
    /// Nothing: too little data is `INSUFFICIENT_DATA`.
    Missing,
    /// The state stays as it is.
    Ignore,
    /// As one that breaches.
    Breaching,
    /// As one that does not.
    NotBreaching,
}

/// What an alarm should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    /// `OK`.
    Ok,
    /// `ALARM`.
    Alarm,
    /// `INSUFFICIENT_DATA`.
    InsufficientData,
    /// What it is now.
    Retain,
}

/// How many periods are looked at for an alarm of so many: some more, so that a data point that comes late has its say.
pub fn evaluation_range(periods: usize) -> usize {
    periods.saturating_add(2)
}

/// Decides from the periods of the evaluation range, oldest first: whether each breaches, `None` where it has no data. At least `to_alarm` of
/// `periods` have to breach.
pub fn decide(range: &[Option<bool>], periods: usize, to_alarm: usize, missing: Missing) -> Decision {
    let existing: Vec<(usize, bool)> =
        range.iter().rev().enumerate().filter_map(|(age, point)| point.map(|breaching| (age + 1, breaching))).collect();
    let taken = existing.get(..periods.min(existing.len())).unwrap_or_default();
    let breaching = taken.iter().filter(|(_, breaching)| *breaching).count();
    let of = |alarm: bool| if alarm { Decision::Alarm } else { Decision::Ok };
    if taken.len() >= periods || breaching >= to_alarm {
        return of(breaching >= to_alarm);
    }
    let filled = periods - taken.len();
    match missing {
        Missing::Breaching => of(breaching + filled >= to_alarm),
        Missing::NotBreaching => Decision::Ok,
        Missing::Ignore if breaching < taken.len() => Decision::Ok,
        Missing::Ignore => Decision::Retain,
        Missing::Missing if taken.is_empty() => Decision::InsufficientData,
        Missing::Missing if breaching < taken.len() => Decision::Ok,
        // Everything there breaches: that is an alarm once it is as old as the alarm asks for.
        Missing::Missing if taken.last().is_some_and(|(age, _)| *age >= to_alarm) => Decision::Alarm,
        Missing::Missing => Decision::Retain,
    }
}

/// How many samples a percentile needs to mean something.
pub fn samples_needed(percentile: f64) -> f64 {
    let share = (percentile / 100.0).clamp(0.0, 1.0);
    let rare = if share >= 0.5 { 1.0 - share } else { share };
    if rare <= 0.0 { f64::INFINITY } else { 10.0 / rare }
}

#[cfg(test)]
mod tests {
    use super::Decision::{Alarm, InsufficientData, Ok, Retain};
    use super::{Decision, Missing, decide, samples_needed};
    use proptest::prelude::*;

    fn row(points: &str, to_alarm: usize) -> [Decision; 4] {
        let range: Vec<Option<bool>> = points
            .chars()
            .map(|c| match c {
                'X' => Some(true),
                '0' => Some(false),
                _ => None,
            })
            .collect();
        [Missing::Missing, Missing::Ignore, Missing::Breaching, Missing::NotBreaching].map(|m| decide(&range, 3, to_alarm, m))
    }

    /// The tables of AWS's page: three periods, an evaluation range of five.
    #[test]
    fn the_documented_tables() {
        for (points, to_alarm, expected) in [
            ("0-X-X", 3, [Ok, Ok, Ok, Ok]),
            ("----0", 3, [Ok, Ok, Ok, Ok]),
            ("-----", 3, [InsufficientData, Retain, Alarm, Ok]),
            ("0XX-X", 3, [Alarm, Alarm, Alarm, Alarm]),
            ("--X--", 3, [Alarm, Retain, Alarm, Ok]),
            ("0-X-X", 2, [Alarm, Alarm, Alarm, Alarm]),
            ("00X0X", 2, [Alarm, Alarm, Alarm, Alarm]),
            ("0-X--", 2, [Ok, Ok, Alarm, Ok]),
            ("----0", 2, [Ok, Ok, Alarm, Ok]),
            ("---X-", 2, [Alarm, Retain, Alarm, Ok]),
        ] {
            assert_eq!(row(points, to_alarm), expected, "{points}, {to_alarm} of 3");
        }
    }

    #[test]
    fn few_samples_are_few() {
        assert!((samples_needed(99.0) - 1_000.0).abs() < 1e-6);
        assert!((samples_needed(50.0) - 20.0).abs() < 1e-6);
        assert!((samples_needed(1.0) - 1_000.0).abs() < 1e-6);
        assert!(samples_needed(100.0).is_infinite());
    }

    proptest! {
        #[test]
        fn full_data_needs_no_treatment(points in prop::collection::vec(any::<bool>(), 3..8), to_alarm in 1usize..4) {
            let range: Vec<Option<bool>> = points.iter().copied().map(Some).collect();
            let breaching = points.iter().rev().take(3).filter(|b| **b).count();
            for missing in [Missing::Missing, Missing::Ignore, Missing::Breaching, Missing::NotBreaching] {
                prop_assert_eq!(decide(&range, 3, to_alarm, missing), if breaching >= to_alarm { Alarm } else { Ok });
            }
        }
    }
}
