use proptest::prelude::*;
use serde_json::{Value, json};

use super::{Added, Attributes, Call, MOST_VALUES, Tally, count};
use crate::api::InsightType;
use crate::insights::{DAY, Day};

fn call(change: Value) -> Option<Call> {
    let mut record = json!({
        "eventSource": "iam.amazonaws.com", "eventName": "CreateUser", "readOnly": false, "managementEvent": true,
        "userAgent": "tool", "userIdentity": {"type": "IAMUser", "arn": "arn:aws:iam::1:user/a"},
    });
    for (key, value) in change.as_object().unwrap() {
        record[key] = value.clone();
    }
    Call::read(record.to_string().as_bytes())
}

fn ids(call: &Call, scopes: &[&str]) -> Vec<String> {
    let mut added = Added::default();
    count(&mut added, call, 7, scopes);
    added.series.keys().map(super::Series::id).collect()
}

#[test]
fn calls_that_write_and_errors_of_all_are_counted() {
    let cases = [
        (json!({}), vec!["management|iam.amazonaws.com|CreateUser|"]),
        (json!({"readOnly": true}), vec![]),
        (
            json!({"errorCode": "AccessDenied"}),
            vec!["management|iam.amazonaws.com|CreateUser|", "management|iam.amazonaws.com|CreateUser|AccessDenied"],
        ),
        (json!({"readOnly": true, "errorCode": "AccessDenied"}), vec!["management|iam.amazonaws.com|CreateUser|AccessDenied"]),
        (json!({"managementEvent": false}), vec![]),
    ];
    for (change, expected) in cases {
        assert_eq!(ids(&call(change.clone()).unwrap(), &[]), expected, "{change}");
    }
    // Data events count for the trails that log them, reads too.
    let data = call(json!({"managementEvent": false, "readOnly": true, "errorCode": "NoSuchKey"})).unwrap();
    assert_eq!(
        ids(&data, &["t/1", "u/2"]),
        [
            "t/1|iam.amazonaws.com|CreateUser|",
            "t/1|iam.amazonaws.com|CreateUser|NoSuchKey",
            "u/2|iam.amazonaws.com|CreateUser|",
            "u/2|iam.amazonaws.com|CreateUser|NoSuchKey",
        ]
    );
}

#[test]
fn what_is_no_call_does_not_count() {
    assert!(Call::read(b"{}").is_none() && Call::read(b"[").is_none());
    assert!(call(json!({"userIdentity": {"invokedBy": "cloudtrail.amazonaws.com"}})).is_none(), "the service's own deliveries");
}

#[test]
fn callers_are_roles_rather_than_sessions() {
    let cases = [
        (json!({"type": "AssumedRole", "arn": "arn:aws:sts::1:assumed-role/R/session"}), "arn:aws:sts::1:assumed-role/R"),
        (json!({"type": "IAMUser", "arn": "arn:aws:iam::1:user/path/a"}), "arn:aws:iam::1:user/path/a"),
        (json!({"invokedBy": "sso.amazonaws.com"}), "sso.amazonaws.com"),
        (json!({"principalId": "AIDA"}), "AIDA"),
        (json!({}), "unknown"),
    ];
    for (identity, expected) in cases {
        let mut added = Added::default();
        count(&mut added, &call(json!({"userIdentity": identity})).unwrap(), 3, &[]);
        let minutes = added.series.into_values().next().unwrap();
        let (calls, who) = minutes.get(&3).unwrap();
        assert_eq!((*calls, who.users.top(5), who.errors.top(5)), (1, vec![(expected, 1)], vec![("null", 1)]));
    }
}

#[test]
fn a_series_gives_the_type_of_insight() {
    let series = call(json!({"errorCode": "X"})).unwrap().series(None);
    let kinds: Vec<InsightType> = series.iter().map(super::Series::kind).collect();
    assert_eq!(kinds, [InsightType::ApiCallRateInsight, InsightType::ApiErrorRateInsight]);
}

#[test]
fn minutes_of_a_day_are_kept_apart_until_they_are_merged() {
    let series = call(json!({})).unwrap().series(None).remove(0);
    let mut day = Day::new(series);
    let minute = 20 * DAY;
    for (at, n) in [(7, 2), (3, 1), (7, 1), (1439, 5)] {
        day.add(minute + at, n, &Attributes::default(), false);
    }
    assert_eq!(day.points, [(3, 1), (7, 3), (1439, 5)]);
    assert_eq!(day.fresh.len(), 3);
    day.add(minute + 4, 1, &Attributes::default(), true);
    assert_eq!((day.points.len(), day.fresh.len()), (4, 3), "what is late is counted and not decided");
    day.merge(5);
    assert_eq!(day.points, [(0, 2), (1, 3), (287, 5)]);
    day.merge(5);
    day.add(minute + 9, 1, &Attributes::default(), true);
    day.merge(60);
    assert_eq!((day.points.as_slice(), day.resolution), ([(0, 6), (23, 5)].as_slice(), 60));
    day.merge(5);
    assert_eq!(day.resolution, 60, "what is merged stays so");
}

proptest! {
    /// However many values there are, memory is bounded and the counts of those that are remembered are never too high.
    #[test]
    fn tallies_are_bounded(values in prop::collection::vec("[a-z]{1,2}", 0..400)) {
        let mut tally = Tally::default();
        values.iter().for_each(|value| tally.add(value, 1));
        let top = tally.top(usize::MAX);
        prop_assert!(top.len() <= MOST_VALUES);
        prop_assert!(top.is_sorted_by(|a, b| a.1 >= b.1));
        for (value, n) in &top {
            prop_assert!(*n <= values.iter().filter(|v| v == value).count() as u64);
        }
        prop_assert_eq!(top.iter().map(|(_, n)| n).sum::<u64>() + tally.others, values.len() as u64);
    }

    /// Merging keeps the sum of a day.
    #[test]
    fn merging_loses_nothing(minutes in prop::collection::vec((0i64..DAY, 1u64..100), 0..300)) {
        let mut day = Day::new(call(json!({})).unwrap().series(None).remove(0));
        minutes.iter().for_each(|(at, n)| day.add(*at, *n, &Attributes::default(), true));
        let sum: u64 = minutes.iter().map(|(_, n)| n).sum();
        for resolution in [5, 60] {
            day.merge(resolution);
            prop_assert_eq!(day.points.iter().map(|(_, n)| n).sum::<u64>(), sum);
            prop_assert!(day.points.is_sorted_by(|a, b| a.0 < b.0) && day.points.len() <= usize::from(1440 / resolution));
        }
    }
}
