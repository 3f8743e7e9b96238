//! No text makes the parser of Config's advanced queries panic, what is wrong lies within the text, and what can be read runs over any resource. The query ends at
//! the first NUL byte, the resource follows.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use service_config::select::{Query, Runner};

fuzz_target!(|text: &str| {
    let (query, resource) = text.split_once('\0').unwrap_or((text, "{}"));
    let parsed = match Query::parse(query) {
        Ok(parsed) => parsed,
        Err(wrong) => {
            assert!(wrong.at <= query.chars().count());
            return;
        }
    };
    let _ = parsed.types();
    let Ok(resource) = serde_json::from_str::<Value>(resource) else { return };
    let mut runner = Runner::new(&parsed);
    if runner.wants(&resource) {
        let _ = runner.row(&resource);
        let _ = runner.take(&resource);
    }
    let _ = runner.finish();
});
