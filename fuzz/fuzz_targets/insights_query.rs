//! No text makes the compiler of Logs Insights queries panic, and what compiles runs over any event. The query ends at the first NUL byte, the event follows.

#![no_main]

use insights::{Inputs, Record, Table, TimeRange, compile, discovered_fields};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let (query, message) = text.split_once('\0').unwrap_or((text, text));
    let record = Record {
        timestamp: 5,
        ingestion_time: 6,
        log: "111122223333:/aws/lambda/f",
        log_stream: "s",
        message,
        transformed: None,
        id: 7,
    };
    let _ = discovered_fields(&record);
    let query = match compile(query) {
        Ok(query) => query,
        Err(error) => {
            assert!(error.location.start <= error.location.end && error.location.end <= query.chars().count());
            return;
        }
    };
    let mut inputs = Inputs::default();
    inputs.results = query.auxiliaries().iter().map(|_| Vec::new()).collect();
    inputs.tables.extend(query.lookup_tables().map(|table| (table.to_owned(), Table::default())));
    let Ok(mut execution) = query.new_execution(TimeRange { start: 0, end: 10 }, 11, inputs) else { return };
    if execution.push(&[record, record]).is_ok() {
        let _ = execution.results();
    }
});
