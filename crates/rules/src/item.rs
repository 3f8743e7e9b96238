//! A configuration item, as AWS Config writes it, for those who judge it.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::Value;

use crate::json;

/// Why a JSON value is no configuration item.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ItemError {
    /// It is no JSON object.
    #[error("a configuration item must be a JSON object")]
    NotAnObject,
    /// It does not say which resource it is of.
    #[error("a configuration item must have the member {0}")]
    Missing(&'static str),
}

/// A borrowed view of one configuration item.
///
/// [`Item::read`] takes the item as `GetResourceConfigHistory` answers it and as snapshot and history files hold it: these name some
/// members differently (`arn` and `ARN`, `accountId` and `awsAccountId`), and `configuration` and the values of
/// `supplementaryConfiguration` are JSON in one and strings of JSON in the other.
#[derive(Debug, Clone)]
pub struct Item<'a> {
    /// Such as `AWS::S3::Bucket`.
    pub resource_type: &'a str,
    /// The id by which AWS Config knows the resource: unique within account, region and type.
    pub resource_id: &'a str,
    /// Its own name, if it has one.
    pub resource_name: Option<&'a str>,
    /// Its ARN, if it has one.
    pub arn: Option<&'a str>,
    /// The account that it belongs to, 12 digits; may be empty in proposals.
    pub account_id: &'a str,
    /// Such as `eu-central-1`, or `global`; may be empty in proposals.
    pub region: &'a str,
    /// Whether it is there.
    pub status: ItemStatus,
    /// When the resource was made.
    pub created: Option<Timestamp>,
    own_tags: Option<&'a Value>,
    relationships: &'a [Value],
    configuration: Cow<'a, Value>,
    supplementary: Vec<(&'a str, Cow<'a, Value>)>,
}

/// `configurationItemStatus`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ItemStatus {
    /// `OK`: it is there and recorded.
    Ok,
    /// `ResourceDiscovered`: it was found when recording began.
    Discovered,
    /// `ResourceNotRecorded`: its type is no longer recorded.
    NotRecorded,
    /// `ResourceDeleted` or `ResourceDeletedNotRecorded`: it is no more.
    Deleted,
}

impl ItemStatus {
    fn read(text: &str) -> Self {
        match text {
            "ResourceDeleted" | "ResourceDeletedNotRecorded" => Self::Deleted,
            "ResourceNotRecorded" => Self::NotRecorded,
            "ResourceDiscovered" => Self::Discovered,
            _ => Self::Ok,
        }
    }
}

/// One relationship of an item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Relationship<'a> {
    /// Type of the other resource.
    pub resource_type: &'a str,
    /// Its id; empty if only its name is known.
    pub resource_id: &'a str,
    /// Its name; empty if only its id is known.
    pub resource_name: &'a str,
    /// Such as `Is attached to Instance`.
    pub name: &'a str,
}

const NOTHING: &Value = &Value::Null;

impl<'a> Item<'a> {
    /// Reads an item from its JSON.
    ///
    /// # Errors
    /// When the value does not say of which resource it is.
    pub fn read(value: &'a Value) -> Result<Self, ItemError> {
        let members = value.as_object().ok_or(ItemError::NotAnObject)?;
        let text = |name: &str| members.get(name).and_then(Value::as_str);
        let configuration = members.get("configuration").unwrap_or(NOTHING);
        let mut item = Self::proposed(
            text("resourceType").ok_or(ItemError::Missing("resourceType"))?,
            text("resourceId").ok_or(ItemError::Missing("resourceId"))?,
            configuration,
        );
        item.resource_name = text("resourceName").filter(|name| !name.is_empty());
        item.arn = text("arn").or_else(|| text("ARN")).filter(|arn| !arn.is_empty());
        item.account_id = text("accountId").or_else(|| text("awsAccountId")).unwrap_or_default();
        item.region = text("awsRegion").unwrap_or_default();
        item.status = text("configurationItemStatus").or_else(|| text("status")).map_or(ItemStatus::Ok, ItemStatus::read);
        item.created = members.get("resourceCreationTime").and_then(json::time);
        item.relationships = members.get("relationships").and_then(Value::as_array).map_or(&[], Vec::as_slice);
        item.supplementary = members
            .get("supplementaryConfiguration")
            .and_then(Value::as_object)
            .map(|all| all.iter().map(|(name, value)| (name.as_str(), json::decoded(value))).collect())
            .unwrap_or_default();
        item.own_tags = members.get("tags").filter(|tags| !is_empty(tags));
        Ok(item)
    }

    /// A resource that somebody proposes, in the form of its CloudFormation schema (`StartResourceEvaluation`).
    #[must_use]
    pub fn proposed(resource_type: &'a str, resource_id: &'a str, configuration: &'a Value) -> Self {
        Self {
            resource_type,
            resource_id,
            resource_name: None,
            arn: None,
            account_id: "",
            region: "",
            status: ItemStatus::Ok,
            created: None,
            own_tags: None,
            relationships: &[],
            configuration: json::decoded(configuration),
            supplementary: Vec::new(),
        }
    }

    /// The configuration, decoded.
    #[must_use]
    pub fn configuration(&self) -> &Value {
        &self.configuration
    }

    /// A member of the supplementary configuration, decoded; names are compared without regard to case.
    #[must_use]
    pub fn supplementary(&self, name: &str) -> Option<&Value> {
        self.supplementary.iter().find(|(have, _)| have.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_ref())
    }

    /// Its tags. `configuration.Tags` counts where the item itself has none.
    pub fn tags(&self) -> impl Iterator<Item = (&str, &str)> {
        let tags = self.own_tags.or_else(|| json::at(&self.configuration, "tags"));
        let (map, list) = match tags {
            Some(Value::Object(map)) => (Some(map), None),
            Some(Value::Array(list)) => (None, Some(list)),
            _ => (None, None),
        };
        let in_map = map.into_iter().flatten().filter_map(|(key, value)| Some((key.as_str(), value.as_str()?)));
        let in_list = list.into_iter().flatten().filter_map(Value::as_object).filter_map(|tag| {
            let member = |name, other| json::member(tag, name).or_else(|| json::member(tag, other)).and_then(Value::as_str);
            Some((member("key", "tagKey")?, member("value", "tagValue").unwrap_or_default()))
        });
        in_map.chain(in_list)
    }

    /// The value of a tag; keys are case-sensitive.
    #[must_use]
    pub fn tag(&self, key: &str) -> Option<&str> {
        self.tags().find(|(have, _)| *have == key).map(|(_, value)| value)
    }

    /// Its relationships to other resources.
    pub fn relationships(&self) -> impl Iterator<Item = Relationship<'a>> + use<'a> {
        self.relationships.iter().map(|value| {
            let text = |name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default();
            let name = text("relationshipName");
            Relationship {
                resource_type: text("resourceType"),
                resource_id: text("resourceId"),
                resource_name: text("resourceName"),
                name: if name.is_empty() { text("name") } else { name },
            }
        })
    }
}

fn is_empty(tags: &Value) -> bool {
    match tags {
        Value::Object(map) => map.is_empty(),
        Value::Array(list) => list.is_empty(),
        _ => true,
    }
}
