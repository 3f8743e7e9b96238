use proptest::prelude::*;

use super::{Expression, Scope, Value, evaluate};
use crate::series::{Grid, Series};

fn series(points: &[(i64, f64)]) -> Series {
    Series { label: "m".into(), period: 60, points: points.iter().map(|(n, v)| (n * 60, *v)).collect() }
}

fn scope() -> Scope {
    let mut scope = Scope { grid: Grid { start: 0, end: 300, period: 60 }, ..Scope::default() };
    for (id, points) in
        [("m1", &[(0, 1.0), (1, 2.0), (2, 3.0), (4, 5.0)][..]), ("m2", &[(0, 10.0), (1, 0.0), (3, 30.0)][..]), ("none", &[][..])]
    {
        scope.variables.insert(id.into(), Value::Series(series(points)));
        scope.metrics.push(id.into());
    }
    scope
}

fn of(text: &str) -> Value {
    let expression = Expression::parse(text).unwrap_or_else(|e| panic!("{text}: {e}"));
    evaluate(&expression, &scope()).unwrap_or_else(|e| panic!("{text}: {e}"))
}

/// Minutes and values of a series.
fn points(text: &str) -> Vec<(i64, f64)> {
    match of(text) {
        Value::Series(series) => series.points.into_iter().map(|(at, value)| (at / 60, value)).collect(),
        other => panic!("{text}: {other:?}"),
    }
}

#[test]
fn expressions_have_the_values_they_should() {
    let all: [(&str, &[(i64, f64)]); 45] = [
        ("m1 + 1", &[(0, 2.0), (1, 3.0), (2, 4.0), (4, 6.0)]),
        ("10 - m1", &[(0, 9.0), (1, 8.0), (2, 7.0), (4, 5.0)]),
        ("m1 * m2", &[(0, 10.0), (1, 0.0)]),
        ("m1 / m2", &[(0, 0.1)]),
        ("-m1", &[(0, -1.0), (1, -2.0), (2, -3.0), (4, -5.0)]),
        ("m1 ^ 2", &[(0, 1.0), (1, 4.0), (2, 9.0), (4, 25.0)]),
        ("m1 * (2 + 3)", &[(0, 5.0), (1, 10.0), (2, 15.0), (4, 25.0)]),
        ("m1 + 2 * 3 ^ 2", &[(0, 19.0), (1, 20.0), (2, 21.0), (4, 23.0)]),
        ("m1 > 2", &[(0, 0.0), (1, 0.0), (2, 1.0), (4, 1.0)]),
        ("m1 >= 2 AND m1 != 5", &[(0, 0.0), (1, 1.0), (2, 1.0), (4, 0.0)]),
        ("m1 == 1 || m1 == 5", &[(0, 1.0), (1, 0.0), (2, 0.0), (4, 1.0)]),
        ("ABS(-m1)", &[(0, 1.0), (1, 2.0), (2, 3.0), (4, 5.0)]),
        ("CEIL(m1 / 2)", &[(0, 1.0), (1, 1.0), (2, 2.0), (4, 3.0)]),
        ("FLOOR(m1 / 2)", &[(0, 0.0), (1, 1.0), (2, 1.0), (4, 2.0)]),
        ("m1 / SUM(m1)", &[(0, 1.0 / 11.0), (1, 2.0 / 11.0), (2, 3.0 / 11.0), (4, 5.0 / 11.0)]),
        ("m1 - AVG(m1)", &[(0, -1.75), (1, -0.75), (2, 0.25), (4, 2.25)]),
        ("AVG([m1, m2])", &[(0, 5.5), (1, 1.0), (2, 3.0), (3, 30.0), (4, 5.0)]),
        ("SUM(METRICS())", &[(0, 11.0), (1, 2.0), (2, 3.0), (3, 30.0), (4, 5.0)]),
        ("MAX(METRICS(\"m\"))", &[(0, 10.0), (1, 2.0), (2, 3.0), (3, 30.0), (4, 5.0)]),
        ("MIN([m1,m2])", &[(0, 1.0), (1, 0.0), (2, 3.0), (3, 30.0), (4, 5.0)]),
        ("STDDEV([m1,m2])", &[(0, 4.5), (1, 1.0), (2, 0.0), (3, 0.0), (4, 0.0)]),
        ("DATAPOINT_COUNT([m1,m2])", &[(0, 2.0), (1, 2.0), (2, 1.0), (3, 1.0), (4, 1.0)]),
        ("m1 * METRIC_COUNT(METRICS())", &[(0, 3.0), (1, 6.0), (2, 9.0), (4, 15.0)]),
        ("m1 * DATAPOINT_COUNT(m1)", &[(0, 4.0), (1, 8.0), (2, 12.0), (4, 20.0)]),
        ("DIFF(m1)", &[(1, 1.0), (2, 1.0), (4, 2.0)]),
        ("DIFF_TIME(m1)", &[(1, 60.0), (2, 60.0), (4, 120.0)]),
        ("RATE(m1) * 60", &[(1, 1.0), (2, 1.0), (4, 1.0)]),
        ("RUNNING_SUM(m1)", &[(0, 1.0), (1, 3.0), (2, 6.0), (4, 11.0)]),
        ("FILL(m1, 0)", &[(0, 1.0), (1, 2.0), (2, 3.0), (3, 0.0), (4, 5.0)]),
        ("FILL(m1, REPEAT)", &[(0, 1.0), (1, 2.0), (2, 3.0), (3, 3.0), (4, 5.0)]),
        ("FILL(m1, LINEAR)", &[(0, 1.0), (1, 2.0), (2, 3.0), (3, 4.0), (4, 5.0)]),
        ("FILL(m2, m1)", &[(0, 10.0), (1, 0.0), (2, 3.0), (3, 30.0), (4, 5.0)]),
        ("FIRST([m2, m1])", &[(0, 10.0), (1, 0.0), (3, 30.0)]),
        ("LAST([m1, m2])", &[(0, 10.0), (1, 0.0), (3, 30.0)]),
        ("IF(m1 > 1, m1, 0)", &[(0, 0.0), (1, 2.0), (2, 3.0), (4, 5.0)]),
        ("IF(m1 > 2, 7)", &[(2, 7.0), (4, 7.0)]),
        ("LOG(m2 * 0 + 1)", &[(0, 0.0), (1, 0.0), (3, 0.0)]),
        ("LOG10(m2 * 10)", &[(0, 2.0), (3, 300f64.log10())]),
        ("MINUTE(m1)", &[(0, 0.0), (1, 1.0), (2, 2.0), (4, 4.0)]),
        ("HOUR(m1) + DAY(m1) + DATE(m1) + MONTH(m1) + YEAR(m1)", &[(0, 1976.0), (1, 1976.0), (2, 1976.0), (4, 1976.0)]),
        ("EPOCH(m2)", &[(0, 0.0), (1, 60.0), (3, 180.0)]),
        ("m1 / PERIOD(m1) * 60", &[(0, 1.0), (1, 2.0), (2, 3.0), (4, 5.0)]),
        ("TIME_SERIES(3)", &[(0, 3.0), (1, 3.0), (2, 3.0), (3, 3.0), (4, 3.0)]),
        ("FIRST(SORT([m1, m2], MAX, DESC))", &[(0, 10.0), (1, 0.0), (3, 30.0)]),
        ("SUM(SLICE(SORT([m1, m2], \"SUM\", \"ASC\"), 0, 1))", &[(0, 1.0), (1, 2.0), (2, 3.0), (4, 5.0)]),
    ];
    for (text, expected) in all {
        let got = points(text);
        assert_eq!(got.len(), expected.len(), "{text}: {got:?}");
        for (got, expected) in got.iter().zip(expected) {
            assert!(got.0 == expected.0 && (got.1 - expected.1).abs() < 1e-9, "{text}: {got:?} instead of {expected:?}");
        }
    }
}

#[test]
fn arrays_stay_arrays() {
    for (text, length) in [
        ("METRICS()", 3),
        ("METRICS(\"m\")", 2),
        ("REMOVE_EMPTY(METRICS())", 2),
        ("METRICS() * 2", 3),
        ("METRICS() / m1", 3),
        ("SLICE(METRICS(), 1)", 2),
        ("SORT(METRICS(), AVG, DESC, 2)", 2),
        ("FILL(METRICS(), 0)", 3),
        ("IF(METRICS() > 1, 1, 0)", 3),
    ] {
        match of(text) {
            Value::Array(all) => assert_eq!(all.len(), length, "{text}"),
            other => panic!("{text}: {other:?}"),
        }
    }
}

#[test]
fn mistakes_are_placed() {
    for (text, position) in [
        ("", 0),
        ("m1 +", 4),
        ("m1 m2", 3),
        ("(m1", 3),
        ("[m1", 3),
        ("m1 + $", 5),
        ("M1", 0),
        ("NOTHING(m1)", 0),
        ("ABS()", 0),
        ("ABS(m1, m2)", 0),
        ("m1 + SEARCH(m1)", 5),
        ("LAMBDA(\"f\")", 0),
        ("'open", 0),
    ] {
        assert_eq!(Expression::parse(text).unwrap_err().position, position, "{text}");
    }
    assert!(Expression::parse(&"(".repeat(5_000)).is_err());
    assert!(Expression::parse(&"-".repeat(5_000)).is_err());
    for text in [
        "x",
        "[1]",
        "METRICS() + METRICS()",
        "m1 + 'a'",
        "1 / 0",
        "PERIOD(METRICS())",
        "FILL(m1, METRICS())",
        "SORT(m1, X, 'ASC')",
    ] {
        let read = Expression::parse(text);
        assert!(read.is_err() || evaluate(&read.unwrap(), &scope()).is_err(), "{text}");
    }
}

#[test]
fn what_has_to_be_fetched_is_known() {
    let expression = Expression::parse("SUM(SEARCH('{N,D} a', 'Sum', 300)) + ANOMALY_DETECTION_BAND(m1, 3) + m2").unwrap();
    assert_eq!(expression.searches()[0].period, 300);
    assert_eq!(expression.bands(), ["m1"]);
    assert_eq!(expression.variables(), ["m1", "m2"]);
}

proptest! {
    #[test]
    fn nothing_panics(text in "[-a-zA-Z0-9+*/^()\\[\\],.<>=!&| \"']{0,60}") {
        if let Ok(expression) = Expression::parse(&text) {
            let _ = evaluate(&expression, &scope());
        }
        let _ = crate::search::Query::parse(&text);
        let _ = crate::rule::Rule::parse(&text);
        let _ = crate::insights::Query::parse(&format!("SELECT AVG(a) FROM {text}"));
    }
}
