use super::*;
use crate::Encoding;

const NOW: i64 = 1_700_000_000;

fn of(metrics: &str) -> Read {
    let body = format!(
        r#"{{"resourceMetrics":[{{"resource":{{"attributes":[{{"key":"service.name","value":{{"stringValue":"shop"}}}}]}},"scopeMetrics":[{{"metrics":[{metrics}]}}]}}]}}"#
    );
    read(&Encoding::Json.decode_metrics(body.as_bytes()).unwrap(), NOW).unwrap()
}

fn samples(metrics: &str) -> Vec<Sample> {
    let sample = |(_, measured): (Point, Measured)| match measured {
        Measured::Sample(sample) => sample,
        Measured::Total { .. } => panic!("a total"),
    };
    of(metrics).points.into_iter().map(sample).collect()
}

#[test]
fn gauges_are_values() {
    let found = of(r#"{"name": "temperature", "unit": "Cel", "gauge": {"dataPoints": [
        {"timeUnixNano": "1700000000000000000", "asDouble": 21.5, "attributes": [
            {"key": "room", "value": {"stringValue": "cellar"}}, {"key": "floor", "value": {"intValue": "-1"}}, {"key": "none", "value": {}}]},
        {"timeUnixNano": "1700000001000000000", "asInt": "7"},
        {"timeUnixNano": "1700000001000000000", "flags": 1}
    ]}}"#);
    let (point, measured) = &found.points[0];
    let dimensions = vec![("floor".to_owned(), "-1".to_owned()), ("room".to_owned(), "cellar".to_owned())];
    let (namespace, name) = ("shop".to_owned(), "temperature".to_owned());
    assert_eq!(*point, Point { namespace, name, unit: "None", dimensions, time: NOW });
    assert_eq!(*measured, Measured::Sample(Sample::of(21.5)));
    assert_eq!((found.points.len(), found.rejected), (2, 0));
    assert_eq!(found.points[1].1, Measured::Sample(Sample::of(7.0)));
}

#[test]
fn sums_are_values_or_totals() {
    let point = r#"{"timeUnixNano": "1700000000000000000", "startTimeUnixNano": "1699999990000000000", "asInt": 5}"#;
    let sum = |more: &str| format!(r#"{{"name": "s", "unit": "{{request}}", "sum": {{"dataPoints": [{point}], {more}}}}}"#);
    assert_eq!(samples(&sum(r#""aggregationTemporality": 1, "isMonotonic": true"#)), [Sample::of(5.0)]);
    assert_eq!(samples(&sum(r#""aggregationTemporality": "AGGREGATION_TEMPORALITY_CUMULATIVE""#)), [Sample::of(5.0)]);
    let found = of(&sum(r#""aggregationTemporality": 2, "isMonotonic": true"#));
    let (point, Measured::Total { total, series, plain: true, .. }) = &found.points[0] else { panic!("no total") };
    assert_eq!((point.unit, total.sum, total.start), ("Count", 5.0, 1_699_999_990_000_000_000));
    assert!(series.contains("shop") && series.starts_with("sum \"s\""), "{series}");
    let unspecified = of(&sum(r#""isMonotonic": true"#));
    assert_eq!((unspecified.points.len(), unspecified.rejected), (0, 1));
    assert!(unspecified.reason.contains("temporality"), "{}", unspecified.reason);
}

#[test]
fn histograms_are_distributions() {
    let histogram = |point: &str, temporality: u8| {
        format!(
            r#"{{"name": "h", "unit": "ms", "histogram": {{"aggregationTemporality": {temporality}, "dataPoints": [{{"timeUnixNano": "1700000000000000000", {point}}}]}}}}"#
        )
    };
    let point =
        r#""count": "6", "sum": 60, "min": 2, "max": 31, "bucketCounts": ["2", 1, "0", 3], "explicitBounds": [5, 10, 30]"#;
    let values = vec![(2.5, 2.0), (7.5, 1.0), (30.0, 3.0)];
    assert_eq!(samples(&histogram(point, 1)), [Sample { count: 6.0, sum: 60.0, min: 2.0, max: 31.0, values: values.clone() }]);
    let found = of(&histogram(point, 2));
    let (_, Measured::Total { total, extremes, .. }) = &found.points[0] else { panic!("no total") };
    assert_eq!((total.count, total.ranges.clone(), *extremes), (6.0, values, (None, None)));
    // Only count and sum: one mean value stands for all.
    let plain = samples(&histogram(r#""count": 4, "sum": 10"#, 1));
    assert_eq!(plain, [Sample { count: 4.0, sum: 10.0, min: 2.5, max: 2.5, values: vec![] }]);
    for (wrong, reason) in [
        (r#""count": 4, "sum": "NaN""#, "none, or too large"),
        (r#""count": 4, "sum": 1, "bucketCounts": [4], "explicitBounds": [1, 2]"#, "one bucket more"),
        (r#""count": 4, "sum": 1, "bucketCounts": [4, 0, 0], "explicitBounds": [2, 1]"#, "not in order"),
        (r#""count": 0"#, "no values"),
    ] {
        let found = of(&histogram(wrong, 1));
        assert!(found.points.is_empty() && found.reason.contains(reason), "{wrong}: {}", found.reason);
    }
}

#[test]
fn exponential_histograms_are_too() {
    let found = samples(
        r#"{"name": "e", "exponentialHistogram": {"aggregationTemporality": 1, "dataPoints": [{"timeUnixNano": "1700000000000000000",
            "count": 5, "sum": 9, "scale": 0, "zeroCount": 1, "positive": {"offset": 1, "bucketCounts": [2, "0", 1]}, "negative": {"offset": 0, "bucketCounts": [1]}}]}}"#,
    );
    let root = 2f64.sqrt();
    let close = |(value, count): (f64, f64), expected: (f64, f64)| (value - expected.0).abs() < 1e-9 && count == expected.1;
    let expected = [(-root, 1.0), (2.0 * root, 2.0), (8.0 * root, 1.0), (0.0, 1.0)];
    assert_eq!(found[0].values.len(), 4);
    assert!(found[0].values.iter().zip(expected).all(|(value, expected)| close(*value, expected)), "{:?}", found[0].values);
    let huge = of(
        r#"{"name": "e", "exponentialHistogram": {"aggregationTemporality": 1, "dataPoints": [{"timeUnixNano": "1700000000000000000",
            "count": 1, "scale": -100, "positive": {"offset": 2147483647, "bucketCounts": [1]}}]}}"#,
    );
    assert_eq!((huge.points.len(), huge.rejected), (0, 1));
}

#[test]
fn summaries_are_totals_with_extremes() {
    let found = of(r#"{"name": "q", "summary": {"dataPoints": [{"timeUnixNano": "1700000000000000000", "count": 3, "sum": 12,
        "quantileValues": [{"quantile": 0, "value": 1}, {"quantile": 1, "value": 9}]}]}}"#);
    let (_, Measured::Total { total, extremes, .. }) = &found.points[0] else { panic!("no total") };
    assert_eq!((total.count, total.sum, *extremes), (3.0, 12.0, (Some(1.0), Some(9.0))));
    let sample = Sample::of_total(total, *extremes, false).unwrap();
    assert_eq!((sample.min, sample.max, sample.values.len()), (1.0, 9.0, 0));
}

#[test]
fn what_is_too_much_is_refused() {
    let request = |points: usize, time: &str| {
        let point = format!(r#"{{"timeUnixNano": "{time}", "asInt": 1}}"#);
        let points = vec![point; points].join(",");
        let body = format!(
            r#"{{"resourceMetrics":[{{"scopeMetrics":[{{"metrics":[{{"name":"g","gauge":{{"dataPoints":[{points}]}}}}]}}]}}]}}"#
        );
        Encoding::Json.decode_metrics(body.as_bytes()).unwrap()
    };
    assert_eq!(read(&request(1_001, "1700000000000000000"), NOW), Err(MetricsError::Points(1_001)));
    let taken = read(&request(1_000, "1700000600000000000"), NOW).unwrap();
    assert_eq!((taken.points.len(), taken.points[0].0.namespace.as_str()), (1_000, "default"));
    for time in ["1700000601000000000", "1698790399000000000", "0"] {
        assert_eq!(read(&request(1, time), NOW), Err(MetricsError::Time("g".into())), "{time}");
    }
    let attributes: Vec<String> = (0..150).map(|n| format!(r#"{{"key": "k{n}", "value": {{"intValue": {n}}}}}"#)).collect();
    let many = of(&format!(
        r#"{{"name": "g", "gauge": {{"dataPoints": [{{"timeUnixNano": "1700000000000000000", "asInt": 1, "attributes": [{}]}}]}}}}"#,
        attributes.join(",")
    ));
    assert_eq!((many.points.len(), many.rejected), (0, 1));
    assert!(many.reason.contains("151 labels"), "{}", many.reason);
    let long = of(&format!(
        r#"{{"name": "g", "gauge": {{"dataPoints": [{{"timeUnixNano": "1700000000000000000", "asInt": 1, "attributes": [{{"key": "k", "value": {{"stringValue": "{}"}}}}]}}]}}}}"#,
        "x".repeat(41_000)
    ));
    assert!(long.points.is_empty() && long.reason.contains("bytes"), "{}", long.reason);
}

#[test]
fn units_have_names() {
    for (ucum, cloudwatch) in [
        ("s", "Seconds"),
        ("Milliseconds", "Milliseconds"),
        ("By/s", "Bytes/Second"),
        ("{a}/s", "Count/Second"),
        ("1", "None"),
        ("", "None"),
    ] {
        assert_eq!(unit(ucum), cloudwatch, "{ucum}");
    }
}
