//! Field index policies: which fields of a group's events are indexed.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/CloudWatchLogs-Field-Indexing.html>.

use std::collections::BTreeMap;

use plane::{Failure, Reader, Resource};
use serde::{Deserialize, Serialize};

use crate::account_policies::{GroupsPolicy, holding};
use crate::api::{IndexType, PolicyType};
use crate::errors::invalid;
use crate::index::Fields;
use crate::resources::LogGroup;

/// Fields of a policy.
const MOST: usize = 20;
/// Longest name of a field, characters.
const MAX_NAME: usize = 100;

/// The key of the policy of a group, in the partition of its group: there is one.
pub(crate) const KEY: &str = "index";

/// The field index policy of a group.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct IndexPolicy {
    /// JSON, as it was given.
    pub document: String,
    /// When it was set, milliseconds since 1970.
    pub updated_at: i64,
}

impl Resource for IndexPolicy {
    const KIND: &'static str = "Cloudkeep::Logs::IndexPolicy";
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Document {
    #[serde(rename = "Fields", default)]
    fields: Vec<String>,
    #[serde(rename = "FieldsV2", default)]
    typed: BTreeMap<String, Typed>,
}

#[derive(Debug, Deserialize)]
struct Typed {
    #[serde(rename = "type")]
    kind: IndexType,
}

/// Reads a policy: the names of its fields and what they are for.
///
/// # Errors
/// `InvalidParameterException`.
pub(crate) fn parse(text: &str) -> Result<BTreeMap<String, IndexType>, Failure> {
    let wrong = |why: &str| invalid(format!("The field index policy is invalid: {why}"));
    let document: Document = serde_json::from_str(text).map_err(|error| wrong(&error.to_string()))?;
    let mut fields: BTreeMap<String, IndexType> = document.fields.into_iter().map(|name| (name, IndexType::FieldIndex)).collect();
    fields.extend(document.typed.into_iter().map(|(name, typed)| (name, typed.kind)));
    if fields.is_empty() || fields.len() > MOST {
        return Err(wrong(&format!("it has 1 to {MOST} fields.")));
    }
    for name in fields.keys() {
        if name.is_empty() || name.chars().count() > MAX_NAME {
            return Err(wrong(&format!("names of fields have 1 to {MAX_NAME} characters.")));
        }
        if name.starts_with('@') {
            return Err(wrong(&format!("{name} is not a field of messages.")));
        }
    }
    Ok(fields)
}

/// The policy that holds for a group: its own, or that of its account.
pub(crate) enum Held {
    Own(IndexPolicy),
    Account(GroupsPolicy),
}

/// The policy that holds for a group.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn held(reader: &Reader<'_>, group: &LogGroup) -> Result<Option<Held>, Failure> {
    if let Some(own) = reader.get::<IndexPolicy>(&group.account, &group.partition(), KEY).await? {
        return Ok(Some(Held::Own(own.body)));
    }
    Ok(holding(reader, group, PolicyType::FieldIndexPolicy).await?.into_iter().next().map(Held::Account))
}

/// The fields of a group that are indexed.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn fields(reader: &Reader<'_>, group: &LogGroup) -> Result<Fields, Failure> {
    let names = match held(reader, group).await? {
        None => Vec::new(),
        Some(held) => parse(held.document())?.into_keys().collect(),
    };
    Ok(Fields::new(names))
}

impl Held {
    /// The document.
    pub fn document(&self) -> &str {
        match self {
            Self::Own(policy) => &policy.document,
            Self::Account(policy) => &policy.document,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::parse;
    use crate::api::IndexType;

    #[test]
    fn policies_name_fields() {
        let read = |text: &str| parse(text).ok().map(|fields| fields.into_iter().collect::<Vec<_>>());
        let one = |name: &str, kind| Some(vec![(name.to_owned(), kind)]);
        assert_eq!(read(r#"{"Fields": ["id"]}"#), one("id", IndexType::FieldIndex));
        assert_eq!(read(r#"{"FieldsV2": {"id": {"type": "FACET"}}}"#), one("id", IndexType::Facet));
        for wrong in
            [r#"{"Fields": []}"#, "{}", "[]", r#"{"Fields": [""]}"#, r#"{"Fields": ["@message"]}"#, r#"{"Others": ["a"]}"#]
        {
            assert_eq!(read(wrong), None, "{wrong}");
        }
        let many: Vec<String> = (0..21).map(|n| format!("f{n}")).collect();
        assert_eq!(read(&serde_json::json!({"Fields": many}).to_string()), None);
        assert_eq!(read(&serde_json::json!({"Fields": ["x".repeat(101)]}).to_string()), None);
    }
}
