//! No Guard policy makes the process die: what panics within the language's own crate is caught, and its recursion is bounded.
#![no_main]

use libfuzzer_sys::fuzz_target;
use rules::guard::{Rule, at};
use serde_json::json;

fuzz_target!(|data: &str| {
    // Panics are expected within, and caught: the driver would take them for finds.
    std::panic::set_hook(Box::new(|_| {}));
    // With a time in the place of `now()` a policy is one still.
    let timed = at(data, 1_700_000_000);
    let Ok(rule) = Rule::parse(&timed) else { return };
    let _ = rule.evaluate(&json!({
        "resourceType": "AWS::DynamoDB::Table", "configuration": {"tableStatus": "ACTIVE", "list": [1, "a", null, 2.5, {"b": true}]},
        "supplementaryConfiguration": {"ContinuousBackupsDescription": "{\"pointInTimeRecoveryDescription\":{\"pointInTimeRecoveryStatus\":\"ENABLED\"}}"},
    }));
});
