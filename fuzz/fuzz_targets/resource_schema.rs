//! No schema of a resource type makes the reader or the check panic or go on for ever, whatever is checked. The schema ends at the first NUL byte, the
//! document follows.

#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use service_config::schema::Schema;

fuzz_target!(|text: &str| {
    let (schema, document) = text.split_once('\0').unwrap_or((text, "{}"));
    let Ok(schema) = Schema::read(schema, "My::Own::Thing") else { return };
    let Ok(document) = serde_json::from_str::<Value>(document) else { return };
    if let Some(violation) = schema.check(&document) {
        assert!(violation.at.is_empty() || document.pointer(&violation.at).is_some());
    }
});
