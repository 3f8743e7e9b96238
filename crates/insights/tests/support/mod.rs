//! Events and results for tests.
#![allow(dead_code, clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::sync::Arc;

use insights::{Execution, Inputs, Query, Record, ResultRow, TimeRange, compile};

pub const START: i64 = 1_767_322_800_000; // 2026-01-02T03:00:00Z
pub const HOUR: i64 = 3_600_000;
pub const RANGE: TimeRange = TimeRange { start: START, end: START + HOUR - 1 };

/// Events a second apart, the first at the beginning of the range.
pub fn records<'a>(lines: &[&'a str]) -> Vec<Record<'a>> {
    lines.iter().zip(0i64..).map(|(line, index)| record(line, START + index * 1000)).collect()
}

pub fn record(message: &str, timestamp: i64) -> Record<'_> {
    Record {
        timestamp,
        ingestion_time: timestamp + 5,
        log: "111122223333:/app/web",
        log_stream: "stream-1",
        message,
        transformed: None,
        id: u128::from(timestamp.unsigned_abs()),
    }
}

pub fn run_with(text: &str, records: &[Record<'_>], inputs: Inputs) -> Vec<ResultRow> {
    let query = Arc::new(compile(text).unwrap_or_else(|error| panic!("{text}: {error}")));
    let mut again = Inputs::default();
    again.results.clone_from(&inputs.results);
    again.tables.clone_from(&inputs.tables);
    let mut execution = query.clone().shared_execution(RANGE, START + HOUR, inputs).unwrap();
    // Two batches: nothing may depend on where one ends.
    let (first, second) = records.split_at(records.len() / 2);
    execution.push(first).unwrap();
    execution.push(second).unwrap();
    let results = execution.results().unwrap();
    in_parts(text, &query, records, again, &execution, &results);
    results
}

/// Events that are dealt out to parts give what they give together. Only sums may differ, in places that are not shown.
fn in_parts(
    text: &str,
    query: &Arc<Query>,
    records: &[Record<'_>],
    inputs: Inputs,
    whole: &Execution<'_>,
    expected: &[ResultRow],
) {
    let mut execution = query.clone().shared_execution(RANGE, START + HOUR, inputs).unwrap();
    let Some(mut parts) = (0..3).map(|_| execution.part()).collect::<Option<Vec<_>>>() else { return };
    for (index, record) in records.iter().enumerate() {
        parts[index * 7 % 3].push(&[*record]).unwrap();
    }
    parts.reverse();
    parts.into_iter().for_each(|part| execution.merge(part).unwrap());
    assert_eq!(execution.results().unwrap(), expected, "{text}, in parts");
    assert_eq!(execution.statistics(), whole.statistics(), "{text}, in parts");
    if !query.reads_messages() {
        let mut execution = query.clone().shared_execution(RANGE, START + HOUR, Inputs::default()).unwrap();
        records.iter().for_each(|record| execution.push(&[Record { message: "", ..*record }]).unwrap());
        assert_eq!(execution.results().unwrap(), expected, "{text}, without messages");
    }
}

pub fn run(query: &str, lines: &[&str]) -> Vec<ResultRow> {
    run_with(query, &records(lines), Inputs::default())
}

/// The values of rows without their names and without `@ptr`.
pub fn values(rows: &[ResultRow]) -> Vec<Vec<&str>> {
    rows.iter()
        .map(|row| row.fields.iter().filter(|(name, _)| name != "@ptr").map(|(_, value)| value.as_str()).collect())
        .collect()
}

/// The value of a field in a row.
pub fn value<'r>(row: &'r ResultRow, name: &str) -> Option<&'r str> {
    row.fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// What one expression is for one line; nothing where it is missing.
pub fn evaluate(expression: &str, line: &str) -> Option<String> {
    let rows = run(&format!("fields {expression} as result"), &[line]);
    value(&rows[0], "result").map(str::to_owned)
}
