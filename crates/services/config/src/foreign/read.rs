//! An item as others write it: in snapshot and history files, in answers of GetResourceConfigHistory and of BatchGetResourceConfig. They name some
//! members differently, and some write as text what others write as JSON.
//!
//! What is not known here is kept as it is: types, relationships, configurations. See
//! <https://docs.aws.amazon.com/config/latest/developerguide/example-s3-snapshot.html>.

use jiff::Timestamp;
use serde_json::{Map, Value};

use crate::api::{ConfigurationItemStatus as Status, RecordingFrequency};
use crate::item::{Item, Relation};
use crate::resources::Frequency;

/// Longest type and id, bytes: those of AWS's model.
const LONGEST_TYPE: usize = 196;
const LONGEST_ID: usize = 768;
/// Longest name, ARN and other text of one line, bytes.
const LONGEST_TEXT: usize = 4_096;
/// Numbers above this are milliseconds since 1970, not seconds: the year 5138.
const MOST_SECONDS: f64 = 100_000_000_000.0;
/// How far an item may be ahead of the clock, milliseconds: clocks differ, but nobody recorded tomorrow.
pub const AHEAD: i64 = 86_400_000;

/// An item, and whether somebody only looked: what no recorder numbered is news only if it is another than before.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// The item.
    pub item: Item,
    /// Whether it has no state id.
    pub observed: bool,
}

/// Reads an item; `now` is the present in milliseconds since 1970.
///
/// # Errors
/// Why it is none, in words.
pub fn read(value: Value, now: i64) -> Result<Given, String> {
    let Value::Object(mut members) = value else { return Err("a configuration item is a JSON object".to_owned()) };
    let kind = required(&mut members, "resourceType")?;
    let id = required(&mut members, "resourceId")?;
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, ':' | '-' | '_' | '.');
    if kind.len() > LONGEST_TYPE || !kind.chars().all(letters) || kind == rules::ACCOUNT {
        return Err(format!("{kind:?} is no type of a resource"));
    }
    if id.len() > LONGEST_ID || id.chars().any(char::is_control) {
        return Err("the resourceId is too long, or no text of one line".to_owned());
    }
    let account = text(&mut members, &["awsAccountId", "accountId"])?.unwrap_or_default();
    if account.len() != 12 || !account.bytes().all(|b| b.is_ascii_digit()) {
        return Err(format!("{account:?} is no account"));
    }
    let region = text(&mut members, &["awsRegion"])?.unwrap_or_default();
    let in_names = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-';
    if region.is_empty() || region.len() > 64 || !region.bytes().all(in_names) {
        return Err(format!("{region:?} is no region"));
    }
    let at = members.get("configurationItemCaptureTime").and_then(moment);
    let at = at.filter(|at| *at >= 0).ok_or("the item has no configurationItemCaptureTime")?;
    if at > now.saturating_add(AHEAD) {
        return Err("the item was captured in the future".to_owned());
    }
    let status = match text(&mut members, &["configurationItemStatus"])? {
        None => Status::Ok,
        Some(word) => Status::parse(&word).ok_or_else(|| format!("{word:?} is no configurationItemStatus"))?,
    };
    let state = ["configurationStateId", "configurationStateID"].iter().find_map(|name| members.get(*name));
    let (observed, state) = (state.is_none(), state.and_then(whole));
    let frequency = match text(&mut members, &["recordingFrequency"])?.as_deref().and_then(RecordingFrequency::parse) {
        Some(RecordingFrequency::Daily) => Frequency::Daily,
        _ => Frequency::Continuous,
    };
    let item = Item {
        name: text(&mut members, &["resourceName"])?,
        arn: text(&mut members, &["ARN", "arn"])?.unwrap_or_default(),
        zone: text(&mut members, &["availabilityZone"])?,
        created: members.get("resourceCreationTime").and_then(moment),
        tags: tags(members.get("tags"))?,
        events: strings(members.get("relatedEvents"))?,
        relations: relations(members.get("relationships"))?,
        configuration: inner(members.remove("configuration").unwrap_or_default()),
        supplementary: supplementary(members.remove("supplementaryConfiguration"))?,
        // One that is numbered otherwise, as by a UUID, is ordered by its time.
        state: state.filter(|state| *state >= 0).unwrap_or(at),
        account,
        region,
        kind,
        id,
        status,
        at,
        frequency,
    };
    Ok(Given { item, observed })
}

fn required(members: &mut Map<String, Value>, name: &str) -> Result<String, String> {
    text(members, &[name])?.ok_or_else(|| format!("the item has no {name}"))
}

/// The text of the first of some members that is there; none if it is empty.
fn text(members: &mut Map<String, Value>, names: &[&str]) -> Result<Option<String>, String> {
    for name in names {
        match members.remove(*name) {
            None | Some(Value::Null) => {}
            Some(Value::String(text)) if text.len() <= LONGEST_TEXT => return Ok(Some(text).filter(|text| !text.is_empty())),
            Some(Value::String(_)) => return Err(format!("{name} is longer than {LONGEST_TEXT} bytes")),
            Some(_) => return Err(format!("{name} is no text")),
        }
    }
    Ok(None)
}

/// A moment in milliseconds since 1970: RFC 3339, or a number of seconds or milliseconds.
fn moment(value: &Value) -> Option<i64> {
    match value {
        Value::String(text) => text.parse::<Timestamp>().ok().map(Timestamp::as_millisecond),
        Value::Number(number) => {
            let n = number.as_f64().filter(|n| n.is_finite() && n.abs() < 1e15)?;
            // Truncation is meant: what is finer than a millisecond nobody keeps.
            Some(if n.abs() > MOST_SECONDS { n as i64 } else { (n * 1_000.0) as i64 })
        }
        _ => None,
    }
}

fn whole(value: &Value) -> Option<i64> {
    match value {
        Value::Number(number) => number.as_i64(),
        Value::String(text) => text.parse().ok(),
        _ => None,
    }
}

/// JSON out of a text of JSON, as answers of the API have it.
fn inner(value: Value) -> Value {
    match &value {
        Value::String(text) if text.trim_start().starts_with(['{', '[']) => serde_json::from_str(text).unwrap_or(value),
        _ => value,
    }
}

fn tags(value: Option<&Value>) -> Result<Vec<(String, String)>, String> {
    let word = |value: &Value| value.as_str().map(str::to_owned);
    let found: Option<Vec<(String, String)>> = match value {
        None | Some(Value::Null) => Some(Vec::new()),
        Some(Value::Object(map)) => map.iter().map(|(key, value)| Some((key.clone(), word(value)?))).collect(),
        Some(Value::Array(list)) => {
            list.iter().map(|tag| Some((word(tag.get("key")?)?, tag.get("value").and_then(word).unwrap_or_default()))).collect()
        }
        Some(_) => None,
    };
    let mut tags = found.ok_or("the tags are no map of texts")?;
    tags.sort();
    tags.dedup_by(|a, b| a.0 == b.0);
    Ok(tags)
}

fn strings(value: Option<&Value>) -> Result<Vec<String>, String> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Array(list)) => {
            let texts: Option<Vec<String>> = list.iter().map(|one| one.as_str().map(str::to_owned)).collect();
            texts.ok_or_else(|| "the relatedEvents are no list of texts".to_owned())
        }
        Some(_) => Err("the relatedEvents are no list of texts".to_owned()),
    }
}

fn relations(value: Option<&Value>) -> Result<Vec<Relation>, String> {
    let list = match value {
        None | Some(Value::Null) => return Ok(Vec::new()),
        Some(Value::Array(list)) => list,
        Some(_) => return Err("the relationships are no list".to_owned()),
    };
    let one = |relation: &Value| {
        let word = |name: &str| relation.get(name).and_then(Value::as_str).filter(|text| !text.is_empty()).map(str::to_owned);
        Some(Relation {
            kind: word("resourceType")?,
            id: word("resourceId").unwrap_or_default(),
            name: word("resourceName"),
            relation: word("name").or_else(|| word("relationshipName")).unwrap_or_default(),
        })
    };
    let found: Option<Vec<Relation>> = list.iter().map(one).collect();
    found.ok_or_else(|| "a relationship does not say of which type the other resource is".to_owned())
}

fn supplementary(value: Option<Value>) -> Result<Vec<(String, Value)>, String> {
    match value {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::Object(map)) => Ok(map.into_iter().collect()),
        Some(_) => Err("the supplementaryConfiguration is no map".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{AHEAD, Given, read};
    use crate::api::ConfigurationItemStatus as Status;

    const NOW: i64 = 1_700_000_000_000;

    fn volume() -> Value {
        json!({
            "configurationItemVersion": "1.3",
            "configurationItemCaptureTime": "2023-03-07T23:47:08.918Z",
            "configurationStateId": 1_678_232_828_918_i64,
            "awsAccountId": "123456789012",
            "configurationItemStatus": "OK",
            "resourceType": "AWS::EC2::Volume",
            "resourceId": "vol-0a1b2c3d",
            "ARN": "arn:aws:ec2:us-west-2:123456789012:volume/vol-0a1b2c3d",
            "awsRegion": "us-west-2",
            "availabilityZone": "us-west-2b",
            "resourceCreationTime": "2023-02-27T21:43:53.885Z",
            "tags": {"Name": "data"},
            "relatedEvents": ["06c12a39-eb35-11de-ae07-adb69edbb1e4"],
            "relationships": [{"resourceId": "i-344c463d", "resourceType": "AWS::EC2::Instance", "name": "Is attached to Instance"}],
            "configuration": {"volumeId": "vol-0a1b2c3d", "encrypted": false, "size": 1},
            "supplementaryConfiguration": {},
        })
    }

    fn with(change: impl FnOnce(&mut serde_json::Map<String, Value>)) -> Value {
        let mut value = volume();
        change(value.as_object_mut().unwrap());
        value
    }

    #[test]
    fn items_of_files_are_read() {
        let Given { item, observed } = read(volume(), NOW).unwrap();
        assert!(!observed);
        assert_eq!((item.kind.as_str(), item.id.as_str()), ("AWS::EC2::Volume", "vol-0a1b2c3d"));
        assert_eq!(
            (item.account.as_str(), item.region.as_str(), item.zone.as_deref()),
            ("123456789012", "us-west-2", Some("us-west-2b"))
        );
        assert_eq!((item.at, item.state, item.status), (1_678_232_828_918, 1_678_232_828_918, Status::Ok));
        assert_eq!(item.tags, [("Name".to_owned(), "data".to_owned())]);
        assert_eq!(item.relations[0].relation, "Is attached to Instance");
        assert_eq!(item.configuration["encrypted"], false);
        assert_eq!(item.delivered()["availabilityZone"], "us-west-2b");
    }

    #[test]
    fn answers_of_the_api_are_read_too() {
        let given = with(|m| {
            for (old, new) in [("awsAccountId", "accountId"), ("ARN", "arn")] {
                let value = m.remove(old).unwrap();
                m.insert(new.to_owned(), value);
            }
            m.insert("configuration".into(), json!("{\"size\": 1}"));
            m.insert("configurationStateId".into(), json!("7"));
            m.insert("configurationItemCaptureTime".into(), json!(1_678_232_828.918));
            m.insert("tags".into(), json!([{"key": "Name", "value": "data"}]));
            m.insert("relationships".into(), json!([{"resourceType": "T", "resourceName": "n", "relationshipName": "r"}]));
        });
        let item = read(given, NOW).unwrap().item;
        assert_eq!((item.at, item.state), (1_678_232_828_918, 7));
        assert_eq!(item.configuration, json!({"size": 1}));
        assert!(item.arn.ends_with("vol-0a1b2c3d") && item.account == "123456789012");
        assert_eq!((item.relations[0].id.as_str(), item.relations[0].name.as_deref()), ("", Some("n")));
    }

    #[test]
    fn what_orders_itself_by_a_uuid_is_ordered_by_time() {
        let item = read(with(|m| drop(m.insert("configurationStateId".into(), json!("3e660fdf-4e34")))), NOW).unwrap();
        assert_eq!((item.item.state, item.observed), (item.item.at, false));
        assert!(read(with(|m| drop(m.remove("configurationStateId"))), NOW).unwrap().observed);
    }

    #[test]
    fn unknown_types_are_kept() {
        let item = read(with(|m| drop(m.insert("resourceType".into(), json!("AWS::Not::Yet")))), NOW).unwrap();
        assert_eq!(item.item.kind, "AWS::Not::Yet");
    }

    #[test]
    fn what_is_no_item_is_refused_with_the_reason() {
        let late = jiff::Timestamp::from_millisecond(NOW + AHEAD + 1).unwrap().to_string();
        for (name, value, part) in [
            ("resourceType", json!(""), "resourceType"),
            ("resourceType", json!("a|b"), "no type"),
            ("resourceType", json!("AWS::::Account"), "no type"),
            ("resourceId", Value::Null, "resourceId"),
            ("resourceId", json!("x".repeat(800)), "resourceId"),
            ("awsAccountId", json!("12"), "account"),
            ("awsRegion", json!("Mars"), "region"),
            ("configurationItemCaptureTime", json!("yesterday"), "CaptureTime"),
            ("configurationItemCaptureTime", json!(late), "future"),
            ("configurationItemStatus", json!("Fine"), "Status"),
            ("tags", json!({"a": 1}), "tags"),
            ("relationships", json!([1]), "relationship"),
            ("supplementaryConfiguration", json!([]), "supplementary"),
            ("resourceName", json!(1), "resourceName"),
        ] {
            let error = read(with(|m| drop(m.insert(name.into(), value))), NOW).unwrap_err();
            assert!(error.contains(part), "{name}: {error}");
        }
        assert!(read(json!([]), NOW).is_err());
    }
}
