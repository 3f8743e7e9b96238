//! Answers of AWS's services in XML as the JSON that AWS Config makes of them: names begin with a small letter, lists are lists, and words that are no texts are none.
//!
//! XML does not say what is a list and what is a number: what is known of AWS's answers decides.

use serde_json::{Map, Value};

use super::xml::{Element, parse};
use crate::failure::Failure;

/// Elements that are numbers.
const NUMBERS: &[&str] = &[
    "allocatedStorage",
    "amiLaunchIndex",
    "backupRetentionPeriod",
    "coreCount",
    "deviceIndex",
    "fromPort",
    "httpPutResponseHopLimit",
    "iops",
    "maxAllocatedStorage",
    "maxSessionDuration",
    "monitoringInterval",
    "networkCardIndex",
    "port",
    "promotionTier",
    "size",
    "threadsPerCore",
    "throughput",
    "toPort",
];
/// Ends of names of lists, by which an empty one is known.
const LISTS: &[&str] =
    &["Set", "List", "Policies", "Ranges", "Groups", "Permissions", "PermissionsEgress", "Ids", "Exports", "groups"];

/// Reads an answer: what is in its outermost element. Attributes say nothing of configurations.
///
/// # Errors
/// If it is no XML.
pub fn read(body: &[u8]) -> Result<Value, Failure> {
    parse(body).map(Element::value)
}

impl Element {
    fn value(self) -> Value {
        let name = small(&self.name);
        let Some(first) = self.children.first() else { return scalar(&name, self.text) };
        if self.is_list(&first.name) {
            return Value::Array(self.children.into_iter().map(Element::value).collect());
        }
        let mut members = Map::new();
        for child in self.children {
            let name = small(&child.name);
            let value = child.value();
            match members.get_mut(&name) {
                // The same name again makes a list.
                Some(Value::Array(list)) => list.push(value),
                Some(one) => *one = Value::Array(vec![one.take(), value]),
                None => drop(members.insert(name, value)),
            }
        }
        Value::Object(members)
    }

    /// Whether the children are the elements of a list: they have one name, which says so, or is part of the list's.
    fn is_list(&self, first: &str) -> bool {
        let same = self.children.iter().all(|child| child.name == first);
        let named = matches!(first, "item" | "member")
            || self.name.starts_with(first)
            || first.starts_with(self.name.trim_end_matches('s'))
            || self.children.len() > 1;
        same && named
    }
}

fn scalar(name: &str, text: String) -> Value {
    match text.as_str() {
        "true" => Value::Bool(true),
        "false" => Value::Bool(false),
        _ if text.trim().is_empty() => match LISTS.iter().any(|end| name.ends_with(end)) {
            true => Value::Array(Vec::new()),
            false => Value::Null,
        },
        _ if NUMBERS.contains(&name) => text.parse::<i64>().map_or(Value::String(text), Value::from),
        _ => Value::String(text),
    }
}

/// A name that begins with a small letter.
fn small(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// JSON whose names begin with a small letter, but for the names in maps that customers fill.
pub fn lowered(value: Value) -> Value {
    match value {
        Value::Object(members) => Value::Object(
            members
                .into_iter()
                .map(|(name, value)| match name.as_str() {
                    "Variables" | "Tags" => (small(&name), value),
                    _ => (small(&name), lowered(value)),
                })
                .collect(),
        ),
        Value::Array(list) => Value::Array(list.into_iter().map(lowered).collect()),
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{lowered, read};

    fn of(text: &str) -> Value {
        read(text.as_bytes()).unwrap()
    }

    #[test]
    fn answers_of_ec2() {
        let text = "<?xml version=\"1.0\"?><R xmlns=\"x\"><ipPermissions><item><fromPort>22</fromPort><ipRanges><item><cidrIp>0.0.0.0/0</cidrIp></item></ipRanges><groups/></item></ipPermissions><encrypted>false</encrypted><ownerId>123456789012</ownerId><tagSet/></R>";
        let expected = json!({
            "ipPermissions": [{"fromPort": 22, "ipRanges": [{"cidrIp": "0.0.0.0/0"}], "groups": []}],
            "encrypted": false, "ownerId": "123456789012", "tagSet": [],
        });
        assert_eq!(of(text), expected);
    }

    #[test]
    fn answers_of_others() {
        assert_eq!(
            of("<R><DBInstances><DBInstance><Engine>a</Engine></DBInstance></DBInstances></R>"),
            json!({"dBInstances": [{"engine": "a"}]})
        );
        assert_eq!(of("<R><State><Code>active</Code></State></R>"), json!({"state": {"code": "active"}}));
        assert_eq!(of("<R><TagList><Tag><Key>k</Key></Tag></TagList></R>"), json!({"tagList": [{"key": "k"}]}));
        assert_eq!(of("<R><Name>a &amp; b&#33;</Name></R>"), json!({"name": "a & b!"}));
        assert_eq!(of("<R/>"), Value::Null);
    }

    #[test]
    fn what_is_no_answer_is_refused() {
        let deep = format!("{}{}", "<a>".repeat(1_000), "</a>".repeat(1_000));
        for text in ["", "text", "<a>", "<a></b>", "<!DOCTYPE a><a/>", "<a>&nothing;</a>", deep.as_str()] {
            assert!(read(text.as_bytes()).is_err(), "{text}");
        }
    }

    #[test]
    fn names_of_json_begin_small() {
        let given = json!({"FunctionName": "f", "VpcConfig": {"SubnetIds": ["a"]}, "Environment": {"Variables": {"KEY": "v"}}});
        let expected =
            json!({"functionName": "f", "vpcConfig": {"subnetIds": ["a"]}, "environment": {"variables": {"KEY": "v"}}});
        assert_eq!(lowered(given), expected);
    }
}
