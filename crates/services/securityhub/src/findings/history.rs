//! What changed in findings, kept for 90 days.
//!
//! See <https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_GetFindingHistory.html>.

use plane::{Failure, Reader, Stored, Transaction};
use serde_json::{Map, Value};

use crate::hub::Place;
use crate::resources::{Change, Source};

/// Fields whose changes are not told: they change with every update.
const SILENT: [&str; 4] = ["ProcessedAt", "UpdatedAt", "LastObservedAt", "ProductFields"];
/// Most changes told of one update, and longest value.
const MOST: usize = 100;
const LONGEST: usize = 1_024;

/// The beginning of the keys of a finding's changes.
pub(crate) fn prefix(key: &str) -> String {
    format!("{key}/")
}

/// Keeps what an update changed, if it changed anything.
pub(crate) fn keep(
    tx: &mut Transaction<'_>,
    (account, region): &Place,
    key: &str,
    source: Source,
    identity: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
) -> Result<(), Failure> {
    let updates = difference(old, new);
    if updates.is_empty() {
        return Ok(());
    }
    let at = tx.call().time.as_millisecond();
    let id = format!("{}{:014}-{}", prefix(key), at.max(0), tx.plane().ids.lower(6));
    tx.put(&Stored::new(account, region, id, Change { at, source, identity: identity.to_owned(), updates }))
}

/// The changes of a finding, oldest first.
pub(crate) async fn of(reader: &Reader<'_>, (account, region): &Place, key: &str) -> Result<Vec<Change>, Failure> {
    Ok(reader.all::<Change>(account, region, &prefix(key)).await?.into_iter().map(|found| found.body).collect())
}

/// What is different, by the names of fields, members of objects one by one.
fn difference(old: &Map<String, Value>, new: &Map<String, Value>) -> Vec<(String, Option<String>, Option<String>)> {
    let mut found = Vec::new();
    members("", old, new, &mut found);
    found.truncate(MOST);
    found
}

fn members(
    path: &str,
    old: &Map<String, Value>,
    new: &Map<String, Value>,
    found: &mut Vec<(String, Option<String>, Option<String>)>,
) {
    let mut names: Vec<&String> = old.keys().chain(new.keys()).collect();
    names.sort_unstable();
    names.dedup();
    for name in names {
        if path.is_empty() && SILENT.contains(&name.as_str()) {
            continue;
        }
        let (before, after) = (old.get(name), new.get(name));
        if before == after {
            continue;
        }
        let place = if path.is_empty() { name.clone() } else { format!("{path}.{name}") };
        let empty = Map::new();
        match (before, after) {
            (Some(Value::Object(before)), Some(Value::Object(after))) => members(&place, before, after, found),
            (Some(Value::Object(before)), None) => members(&place, before, &empty, found),
            (None, Some(Value::Object(after))) => members(&place, &empty, after, found),
            (before, after) => found.push((place, before.map(plain), after.map(plain))),
        }
    }
}

fn plain(value: &Value) -> String {
    let text = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    text.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::difference;

    #[test]
    fn changes_are_told_by_field() {
        let object = |value: Value| value.as_object().unwrap().clone();
        let old = object(
            json!({"Title": "a", "Severity": {"Label": "LOW", "Normalized": 1}, "Types": ["TTPs"], "UpdatedAt": "x", "Note": {"Text": "n"}}),
        );
        let new = object(
            json!({"Title": "b", "Severity": {"Label": "HIGH", "Normalized": 70}, "Types": ["TTPs"], "UpdatedAt": "y", "Workflow": {"Status": "NEW"}}),
        );
        let told = difference(&old, &new);
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(
            told,
            [
                ("Note.Text".to_owned(), some("n"), None),
                ("Severity.Label".to_owned(), some("LOW"), some("HIGH")),
                ("Severity.Normalized".to_owned(), some("1"), some("70")),
                ("Title".to_owned(), some("a"), some("b")),
                ("Workflow.Status".to_owned(), None, some("NEW")),
            ]
        );
        assert!(difference(&old, &old).is_empty());
    }
}
