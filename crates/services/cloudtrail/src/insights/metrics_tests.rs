use super::{Ask, points};
use crate::insights::counts::{Attributes, Series};
use crate::insights::{DAY, Day, MINUTE_MS};

fn day(minutes: &[(i64, u64)], resolution: u16) -> Day {
    let series = Series { scope: None, source: "s".to_owned(), name: "N".to_owned(), error: None, read_only: false };
    let mut day = Day::new(series);
    minutes.iter().for_each(|(at, n)| day.add(*at, *n, &Attributes::default(), true));
    day.merge(resolution);
    day
}

#[test]
fn points_are_calls_a_minute() {
    let counts = day(&[(0, 3), (1, 2), (61, 6)], 1);
    let ask = |period, zeros| Ask { start: 0, end: 120, period, zeros, most: 100 };
    assert_eq!(points(ask(1, false), [(0, &counts)]).0, [(0, 3.0), (1, 2.0), (61, 6.0)]);
    assert_eq!(points(ask(5, false), [(0, &counts)]).0, [(0, 1.0), (60, 1.2)]);
    assert_eq!(points(ask(60, false), [(0, &counts)]).0, [(0, 5.0 / 60.0), (60, 0.1)]);
    let filled = points(ask(60, true), []).0;
    assert_eq!(filled, [(0, 0.0), (60, 0.0)]);
    // What was merged has no minutes any more.
    let merged = day(&[(0, 3), (1, 2)], 5);
    assert!(points(ask(1, false), [(0, &merged)]).0.is_empty());
    assert_eq!(points(ask(5, false), [(0, &merged)]).0, [(0, 1.0)]);
}

#[test]
fn pages_follow_each_other_without_loss() {
    let counts = day(&[(2, 1), (4, 1), (9, 1)], 1);
    for zeros in [false, true] {
        let whole = points(Ask { start: 0, end: 12, period: 1, zeros, most: 100 }, [(0, &counts)]);
        assert_eq!((whole.0.len(), whole.1), (if zeros { 12 } else { 3 }, None));
        let (mut start, mut all) = (0, Vec::new());
        loop {
            let (page, next) = points(Ask { start, end: 12, period: 1, zeros, most: 2 }, [(0, &counts)]);
            all.extend(page);
            let Some(next) = next else { break };
            start = next;
        }
        assert_eq!(all, whole.0);
    }
    // The day is the epoch's.
    assert_eq!(points(Ask { start: 0, end: 9 * DAY, period: 60, zeros: false, most: 9 }, [(3, &counts)]).0, [(3 * DAY, 0.05)]);
}

#[test]
fn finer_points_are_kept_for_shorter() {
    let now = 100 * DAY * MINUTE_MS;
    for (start, period, expected) in [
        (0, 1, 85 * DAY),
        (0, 5, 37 * DAY),
        (0, 60, 10 * DAY),
        (99 * DAY + 61, 60, 99 * DAY + 120),
        (99 * DAY + 60, 60, 99 * DAY + 60),
        (99 * DAY + 7, 5, 99 * DAY + 10),
    ] {
        assert_eq!(Ask::first(start, period, now), expected, "{start} {period}");
    }
}
