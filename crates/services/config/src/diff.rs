//! What differs between two items, as Config's notices say it (`configurationItemDiff`).

use serde_json::{Map, Value, json};

/// Differences that a notice names at most.
const MOST: usize = 500;
/// How deep values are taken apart.
const DEEPEST: usize = 32;

/// Differences of two delivered items; the first is missing for what is new.
pub fn diff(before: Option<&Value>, after: &Value) -> Value {
    let gone = after.get("configurationItemStatus").and_then(Value::as_str) == Some("ResourceDeleted");
    let kind = match before {
        None => "CREATE",
        Some(_) if gone => "DELETE",
        Some(_) => "UPDATE",
    };
    let mut changed = Map::new();
    for (member, name) in [
        ("configuration", "Configuration"),
        ("supplementaryConfiguration", "SupplementaryConfiguration"),
        ("tags", "Tags"),
        ("relationships", "Relationships"),
        ("resourceName", "ResourceName"),
    ] {
        let old = before.and_then(|before| before.get(member)).unwrap_or(&Value::Null);
        let new = after.get(member).unwrap_or(&Value::Null);
        if kind == "UPDATE" {
            walk(name, old, new, 0, &mut changed);
        } else if old != new {
            note(name, old, new, &mut changed);
        }
    }
    json!({"changedProperties": changed, "changeType": kind})
}

fn note(path: &str, old: &Value, new: &Value, changed: &mut Map<String, Value>) {
    if changed.len() >= MOST {
        return;
    }
    let kind = match (old.is_null(), new.is_null()) {
        (true, _) => "CREATE",
        (_, true) => "DELETE",
        _ => "UPDATE",
    };
    changed.insert(path.to_owned(), json!({"previousValue": old, "updatedValue": new, "changeType": kind}));
}

fn walk(path: &str, old: &Value, new: &Value, depth: usize, changed: &mut Map<String, Value>) {
    if old == new || changed.len() >= MOST {
        return;
    }
    match (old, new) {
        (Value::Object(a), Value::Object(b)) if depth < DEEPEST => {
            for (name, old) in a {
                walk(&format!("{path}.{name}"), old, b.get(name).unwrap_or(&Value::Null), depth + 1, changed);
            }
            for (name, new) in b.iter().filter(|(name, _)| !a.contains_key(*name)) {
                walk(&format!("{path}.{name}"), &Value::Null, new, depth + 1, changed);
            }
        }
        // Lists are compared as sets: what was taken away and what was added, each by its place.
        (Value::Array(a), Value::Array(b)) => {
            for (at, old) in a.iter().enumerate().filter(|(_, old)| !b.contains(old)) {
                note(&format!("{path}.{at}"), old, &Value::Null, changed);
            }
            for (at, new) in b.iter().enumerate().filter(|(_, new)| !a.contains(new)) {
                let path = format!("{path}.{at}");
                let old = changed.get(&path).and_then(|c| c.get("previousValue")).cloned().unwrap_or(Value::Null);
                note(&path, &old, new, changed);
            }
        }
        _ => note(path, old, new, changed),
    }
}

#[cfg(test)]
mod tests {
    use super::diff;
    use serde_json::json;

    #[test]
    fn differences_are_named_by_their_path() {
        let before = json!({"configuration": {"a": {"b": 1, "c": 2}, "l": [1, 2]}, "tags": {}, "configurationItemStatus": "OK"});
        let after =
            json!({"configuration": {"a": {"b": 3, "d": 4}, "l": [2, 5]}, "tags": {"k": "v"}, "configurationItemStatus": "OK"});
        let found = diff(Some(&before), &after);
        assert_eq!(found["changeType"], "UPDATE");
        let changed = found["changedProperties"].as_object().unwrap();
        assert_eq!(changed["Configuration.a.b"], json!({"previousValue": 1, "updatedValue": 3, "changeType": "UPDATE"}));
        assert_eq!(changed["Configuration.a.c"]["changeType"], "DELETE");
        assert_eq!(changed["Configuration.a.d"]["changeType"], "CREATE");
        assert_eq!(changed["Configuration.l.0"], json!({"previousValue": 1, "updatedValue": null, "changeType": "DELETE"}));
        assert_eq!(changed["Configuration.l.1"]["updatedValue"], 5);
        assert_eq!(changed["Tags.k"]["updatedValue"], "v");
        assert_eq!(changed.len(), 6);
        assert_eq!(diff(None, &after)["changeType"], "CREATE");
        assert_eq!(diff(Some(&before), &json!({"configurationItemStatus": "ResourceDeleted"}))["changeType"], "DELETE");
    }

    #[test]
    fn deep_and_giant_values_are_bounded() {
        let (mut a, mut b) = (json!(1), json!(2));
        for _ in 0..100 {
            (a, b) = (json!({"x": a}), json!({"x": b}));
        }
        let found = diff(Some(&json!({"configuration": a})), &json!({"configuration": b}));
        assert_eq!(found["changedProperties"].as_object().unwrap().len(), 1);
        let many: Vec<i32> = (0..5_000).collect();
        let found = diff(Some(&json!({"configuration": []})), &json!({"configuration": many}));
        assert!(found["changedProperties"].as_object().unwrap().len() <= 500);
    }
}
