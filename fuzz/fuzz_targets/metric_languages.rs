//! No text makes the readers of metric math, searches, Metrics Insights queries, alarm rules and statistics panic, and what metric math reads can be
//! evaluated.

#![no_main]

use libfuzzer_sys::fuzz_target;
use metricmath::math::{Expression, Scope, Value, evaluate};
use metricmath::series::{Grid, Series};
use metricmath::{Statistic, insights, rule, search};

fuzz_target!(|text: &str| {
    let _ = Statistic::parse(text);
    let _ = insights::Query::parse(text);
    if let Ok(rule) = rule::Rule::parse(text) {
        let _ = rule.holds(&|_| Some(rule::State::Alarm));
    }
    if let Ok(query) = search::Query::parse(text) {
        let _ = query.matches(search::Candidate { namespace: "N", name: "CPUUtilization", dimensions: &[] });
    }
    if let Ok(expression) = Expression::parse(text) {
        let series = Series { label: "m".to_owned(), period: 60, points: vec![(0, 1.0), (60, -2.0)] };
        let mut scope = Scope { grid: Grid { start: 0, end: 180, period: 60 }, ..Scope::default() };
        for id in expression.variables() {
            scope.variables.insert(id.to_owned(), Value::Series(series.clone()));
            scope.metrics.push(id.to_owned());
        }
        let _ = evaluate(&expression, &scope);
    }
});
