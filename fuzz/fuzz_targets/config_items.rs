//! No configuration item makes a managed rule panic.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use rules::{Context, Item, Parameters, Rule, rules};
use serde_json::{Map, Value, json};

/// Rules with what they need.
static RULES: LazyLock<Vec<(&Rule, Parameters)>> = LazyLock::new(|| {
    rules()
        .iter()
        .filter_map(|rule| {
            let needed = rule
                .parameters()
                .iter()
                .filter(|p| p.required)
                .map(|p| (p.name.to_owned(), Value::from(p.default.or_else(|| p.values.first().copied()).unwrap_or("*"))));
            let input = Value::Object(needed.collect::<Map<_, _>>()).to_string();
            Some((rule, rule.read_parameters(&input).ok()?))
        })
        .collect()
});

// The input is an item, or what stands in its members.
fuzz_target!(|data: &[u8]| {
    let Ok(value) = serde_json::from_slice::<Value>(data) else { return };
    let text = Value::from(String::from_utf8_lossy(data).into_owned());
    for (rule, parameters) in RULES.iter() {
        let Some(kind) = rule.resource_types().first() else { continue };
        let own = value.get("configuration").unwrap_or(&value);
        let more = value.get("supplementaryConfiguration").unwrap_or(&text);
        let whole = json!({
            "resourceType": kind, "resourceId": "x", "configuration": own, "tags": own, "relationships": own,
            "supplementaryConfiguration": if more.is_object() { more.clone() } else { json!({"Policy": more, "BucketPolicy": more, "CredentialReport": more, "AccessControlList": more}) },
        });
        let Ok(item) = Item::read(&whole) else { continue };
        let items = vec![item.clone()];
        let context =
            Context { now: jiff::Timestamp::UNIX_EPOCH, account_id: "111122223333", region: "eu-central-1", items: &items };
        let _ = rule.evaluate(&item, parameters, &context);
    }
});
