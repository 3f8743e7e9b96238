//! Queries over real CloudTrail events as log lines. The folder is named by `CLOUDKEEP_TEST_DATA`, or lies beside; without it nothing is asked.

mod support;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use insights::{Inputs, Record, TimeRange, compile};

fn folder() -> Option<PathBuf> {
    let given = std::env::var_os("CLOUDKEEP_TEST_DATA").map(PathBuf::from);
    let beside = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data");
    [given, Some(beside)].into_iter().flatten().map(|folder| folder.join("cloudtrail")).find(|folder| folder.is_dir())
}

/// All events of all files, a line each.
#[allow(clippy::unwrap_used)]
fn lines(folder: &Path) -> Vec<serde_json::Value> {
    let mut events = Vec::new();
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    for file in files.into_iter().filter(|file| file.extension().is_some_and(|it| it == "json")) {
        let Ok(json) = serde_json::from_slice(&std::fs::read(file).unwrap()) else { continue };
        match json {
            serde_json::Value::Array(list) => events.extend(list),
            serde_json::Value::Object(mut map) => match map.remove("Records") {
                Some(serde_json::Value::Array(list)) => events.extend(list),
                _ => events.push(serde_json::Value::Object(map)),
            },
            _ => {}
        }
    }
    events
}

#[test]
fn real_events_are_counted_as_a_plain_loop_counts_them() {
    let Some(folder) = folder() else { return };
    let events = lines(&folder);
    assert!(events.len() > 10, "{} events", events.len());
    let texts: Vec<String> = events.iter().map(ToString::to_string).collect();
    let records: Vec<Record<'_>> = texts
        .iter()
        .zip(1i64..)
        .map(|(message, time)| Record {
            timestamp: time,
            ingestion_time: time,
            log: "1:trail",
            log_stream: "s",
            message,
            transformed: None,
            id: 0,
        })
        .collect();
    let ask = |text: &str| {
        let query = compile(text).unwrap();
        let mut execution = query.new_execution(TimeRange { start: 0, end: i64::MAX }, 0, Inputs::default()).unwrap();
        records.chunks(7).for_each(|batch| execution.push(batch).unwrap());
        execution.results().unwrap()
    };
    let at = |event: &serde_json::Value, pointer: &str| event.pointer(pointer).and_then(|it| it.as_str()).map(str::to_owned);

    let mut by_name: BTreeMap<String, usize> = BTreeMap::new();
    for event in &events {
        *by_name.entry(at(event, "/eventName").unwrap_or_default()).or_default() += 1;
    }
    let rows = ask("stats count(*) as n by eventName | sort eventName");
    let found: BTreeMap<String, usize> = rows
        .iter()
        .map(|row| {
            (support::value(row, "eventName").unwrap_or_default().to_owned(), support::value(row, "n").unwrap().parse().unwrap())
        })
        .collect();
    assert_eq!(found, by_name);

    let some_name = by_name.keys().find(|name| !name.is_empty()).unwrap();
    let rows = ask(&format!("filter eventName = \"{some_name}\" | fields eventID"));
    assert_eq!(rows.len(), by_name[some_name]);

    let types = events.iter().filter(|event| at(event, "/userIdentity/type").as_deref() == Some("AssumedRole")).count();
    let rows = ask(
        "filter userIdentity.type = \"AssumedRole\" and userIdentity.sessionContext.sessionIssuer.type like /^R/ | stats count(*) as n",
    );
    let roles = events
        .iter()
        .filter(|event| at(event, "/userIdentity/type").as_deref() == Some("AssumedRole"))
        .filter(|event| at(event, "/userIdentity/sessionContext/sessionIssuer/type").is_some_and(|it| it.starts_with('R')))
        .count();
    assert_eq!(support::value(&rows[0], "n"), Some(roles.to_string().as_str()), "of {types}");

    let denied = events.iter().filter(|event| at(event, "/errorCode").is_some()).count();
    let rows = ask("filter ispresent(errorCode) | stats count(*) as n, count_distinct(eventSource) as sources");
    assert_eq!(support::value(&rows[0], "n"), Some(denied.to_string().as_str()));

    // Each field of each event is found under its flattened name.
    for (event, record) in events.iter().zip(&records).take(20) {
        for (name, value) in insights::discovered_fields(record).into_iter().take(200) {
            if name.bytes().all(|c| c.is_ascii_alphanumeric() || c == b'.' || c == b'-' || c == b'_') {
                let quoted: Vec<String> = name.split('.').map(|part| format!("`{part}`")).collect();
                let query = compile(&format!("fields {} as found", quoted.join("."))).unwrap();
                let mut execution = query.new_execution(TimeRange { start: 0, end: i64::MAX }, 0, Inputs::default()).unwrap();
                execution.push(&[*record]).unwrap();
                let rows = execution.results().unwrap();
                assert_eq!(support::value(&rows[0], "found"), Some(value.as_str()), "{name} of {event}");
            }
        }
    }
}
