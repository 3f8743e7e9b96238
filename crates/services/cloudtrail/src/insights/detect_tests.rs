use proptest::prelude::*;

use super::{Baseline, LEAST, LONGEST, Open, QUIET, Turn, WARM_UP, pass, take};
use crate::insights::DAY;
use crate::insights::counts::Attributes;

/// The minute under test: noon of the eighth day.
const NOW: i64 = 7 * DAY + 720;

/// A baseline of counts at minutes of the epoch.
fn baseline(since: i64, counts: &[(i64, u64)]) -> Option<Baseline> {
    let days: Vec<(i64, Vec<(u16, u64)>)> = (0..=7)
        .map(|day| {
            let mut here: Vec<(u16, u64)> = counts
                .iter()
                .filter(|(at, _)| at.div_euclid(DAY) == day)
                .map(|(at, n)| (u16::try_from(at.rem_euclid(DAY)).unwrap(), *n))
                .collect();
            here.sort_unstable();
            (day, here)
        })
        .collect();
    Baseline::before(NOW, since, days.iter().map(|(day, points)| (*day, points.as_slice())))
}

/// So many calls in each of the minutes.
fn every(step: usize, count: u64) -> Vec<(i64, u64)> {
    (0..NOW).step_by(step).map(|at| (at, count)).collect()
}

#[test]
fn a_baseline_is_seven_whole_days_and_the_present_one() {
    let found = baseline(-DAY, &[(0, 10), (NOW - 1, 98), (NOW, 1000)]).unwrap();
    assert_eq!(found.duration, NOW, "what is older, and the minute itself, do not count");
    assert!((found.average - 108.0 / 10_800.0).abs() < 1e-12);
    assert_eq!(found.peak, 10, "the second highest of the days' peaks");
}

#[test]
fn nothing_is_unusual_before_enough_was_observed() {
    assert_eq!(baseline(NOW - WARM_UP + 1, &[]), None);
    let found = baseline(NOW - WARM_UP, &[(0, 5)]).unwrap();
    assert_eq!((found.duration, found.average), (WARM_UP, 0.0), "what was before the first call was not observed");
}

#[test]
fn unusual_is_what_deviates() {
    let cases = [
        ("never called before", Vec::new(), LEAST, true),
        ("few calls", Vec::new(), LEAST - 1, false),
        ("once a day, now a burst", every(1440, 1), 15, true),
        ("steady ten, eleven", every(1, 10), 11, false),
        ("steady ten, twenty-five", every(1, 10), 25, false),
        ("steady ten, thirty", every(1, 10), 30, true),
        ("steady thousand, a tenth more", every(1, 1000), 1100, false),
        ("steady thousand, double", every(1, 1000), 2000, true),
        ("fifty each day, again", every(1440, 50), 50, false),
        ("fifty each day, a hundred", every(1440, 50), 100, true),
        ("one such day", vec![(2 * DAY, 50)], 50, true),
        ("two such days", vec![(2 * DAY, 50), (4 * DAY, 50)], 50, false),
    ];
    for (what, counts, now, expected) in cases {
        let found = baseline(-DAY, &counts).unwrap();
        assert_eq!(found.is_unusual(now), expected, "{what}: {found:?} {}", found.limit());
    }
}

/// Runs minutes through the detector, and time until `until`.
fn run(minutes: &[(i64, u64)], until: i64) -> (Vec<Turn>, Option<Open>) {
    let (mut open, mut turns) = (None, Vec::new());
    for (at, count) in minutes {
        let mut who = Attributes::default();
        who.users.add("arn", *count);
        turns.extend(take(&mut open, *at, *count, &who, || baseline(-DAY, &[]).map(|b| (b, Attributes::default()))));
    }
    turns.extend(pass(&mut open, until));
    (turns, open)
}

#[test]
fn activity_begins_with_an_unusual_minute_and_ends_after_quiet() {
    let (turns, open) = run(&[(0, 3), (1, 20), (2, 40), (4, 2), (5, 30), (6, 4)], 6 + QUIET);
    let [Turn::Starts(start), Turn::Ends(end)] = turns.as_slice() else { panic!("{turns:?}") };
    assert_eq!((start.start, start.duration(), start.calls), (1, 1, 20));
    assert!((start.average() - 20.0).abs() < 1e-9);
    // Minute 4 is between unusual minutes and belongs to it, minute 6 does not.
    assert_eq!((end.start, end.last, end.duration(), end.calls), (1, 5, 5, 92));
    assert_eq!(end.during.users.top(1), [("arn", 92)]);
    assert_eq!(open, None);
}

#[test]
fn it_goes_on_until_quiet_is_certain() {
    let (turns, open) = run(&[(1, 20)], 1 + QUIET);
    assert_eq!(turns.len(), 1);
    assert_eq!(open.map(|o| o.last), Some(1));
    assert_eq!(run(&[(1, 20)], 2 + QUIET).0.len(), 2);
    // Another burst after the quiet is another insight.
    let (turns, open) = run(&[(1, 20), (8, 20)], 8);
    assert!(matches!(turns.as_slice(), [Turn::Starts(_), Turn::Ends(_), Turn::Starts(again)] if again.start == 8));
    assert!(open.is_some());
}

#[test]
fn it_ends_after_a_day_at_the_latest() {
    let minutes: Vec<(i64, u64)> = (0..LONGEST + 1).map(|at| (at, 50)).collect();
    let (turns, _) = run(&minutes, LONGEST + 1);
    assert!(matches!(turns.get(1), Some(Turn::Ends(end)) if end.duration() == LONGEST), "{:?}", turns.get(1));
}

#[test]
fn who_does_not_ask_or_has_no_baseline_hears_nothing() {
    let mut open = None;
    assert!(take(&mut open, 5, 1000, &Attributes::default(), || None).is_empty());
    assert_eq!(open, None);
}

proptest! {
    /// A pattern that repeats every day never alarms on its own repetition, whatever it is.
    #[test]
    fn what_is_the_same_every_day_is_usual(pattern in prop::collection::vec((0i64..DAY, 1u64..5000), 0..40)) {
        let counts: Vec<(i64, u64)> = (0..8).flat_map(|day| pattern.iter().map(move |(at, n)| (day * DAY + at, *n))).filter(|(at, _)| *at < NOW).collect();
        let mut by_minute = std::collections::BTreeMap::new();
        for (at, n) in &counts { *by_minute.entry(*at).or_insert(0u64) += n; }
        let counts: Vec<(i64, u64)> = by_minute.into_iter().collect();
        let found = baseline(0, &counts).unwrap();
        for (_, n) in &counts {
            prop_assert!(!found.is_unusual(*n), "{n} {found:?}");
        }
    }

    /// More is never less unusual, and starts and ends alternate with every unusual minute inside one of them.
    #[test]
    fn starts_and_ends_alternate(counts in prop::collection::vec((1i64..9, 0u64..40), 0..200)) {
        let mut at = 0;
        let minutes: Vec<(i64, u64)> = counts.into_iter().map(|(gap, n)| { at += gap; (at, n) }).collect();
        let (turns, open) = run(&minutes, at + QUIET + 1);
        prop_assert_eq!(open, None);
        let mut spans = Vec::new();
        for pair in turns.chunks(2) {
            let [Turn::Starts(start), Turn::Ends(end)] = pair else { panic!("{pair:?}") };
            prop_assert_eq!(start.start, end.start);
            let calls: u64 = minutes.iter().filter(|(at, _)| (end.start..=end.last).contains(at)).map(|(_, n)| n).sum();
            prop_assert_eq!(end.calls, calls);
            spans.push(end.start..=end.last);
        }
        for (at, n) in minutes {
            let inside = spans.iter().any(|span| span.contains(&at));
            prop_assert!(n < LEAST || inside, "minute {at} with {n}");
        }
    }
}
