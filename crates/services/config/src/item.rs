//! Configuration items: what is kept of a resource at a moment, and the forms in which AWS Config shows it.
//!
//! Items of a resource are numbered without gaps, so that any moment is found by halving and both directions are read alike. What a resource is now
//! stands beside its history ([`Current`]), so that listing, querying and evaluating never read the history.

use std::collections::BTreeMap;

use jiff::Timestamp;
use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use crate::api::{self, ConfigurationItemStatus as Status, RecordingFrequency};
use crate::resources::Frequency;

/// Version of the form of items.
pub const VERSION: &str = "1.3";
/// Finds a resource by its name.
pub const BY_NAME: &str = "config:name";
/// Finds what refers to a resource by a name that nobody has yet.
pub const BY_MISSING_NAME: &str = "config:missing-name";

/// What is kept beside the configuration of users for rules only: it changes whenever a credential is used, and makes no items.
const PASSING: &str = "CredentialReport";

/// How a resource stands to another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Relation {
    /// Type of the other.
    #[serde(rename = "t")]
    pub kind: String,
    /// Its id; empty where only the name is known.
    #[serde(rename = "i", default)]
    pub id: String,
    /// Its name.
    #[serde(rename = "n", default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// In Config's words.
    #[serde(rename = "r")]
    pub relation: String,
}

/// A configuration item.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Account that owns the resource.
    pub account: String,
    /// Region of the resource; `global` where it has none.
    pub region: String,
    /// Availability zone, where whoever recorded the resource named one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
    /// Type.
    pub kind: String,
    /// Config's id of the resource.
    pub id: String,
    /// Its name.
    pub name: Option<String>,
    /// ARN.
    pub arn: String,
    /// What happened to it.
    pub status: Status,
    /// When, milliseconds since 1970.
    pub at: i64,
    /// Orders the items of a resource.
    pub state: i64,
    /// When the resource was made.
    pub created: Option<i64>,
    /// Tags.
    pub tags: Vec<(String, String)>,
    /// Ids of CloudTrail's events.
    pub events: Vec<String>,
    /// How it stands to others.
    pub relations: Vec<Relation>,
    /// Configuration; null for what is gone.
    pub configuration: Value,
    /// What is kept beside it.
    pub supplementary: Vec<(String, Value)>,
    /// How often the type is recorded.
    pub frequency: Frequency,
}

impl Resource for Item {
    const KIND: &'static str = "Cloudkeep::Config::Item";
    const HISTORY: bool = false;
}

/// What a resource is now, and where its history lies. Its key is the account, the region of the recorder, and type and id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Current {
    /// The newest item.
    pub item: Item,
    /// Region of the recorder.
    pub place: String,
    /// Whether it was recorded; what is not is known only because others refer to it.
    pub known: bool,
    /// Fingerprint of what was recorded, which says whether something changed.
    pub print: String,
    /// Number of the first item that is kept, and of the newest. The first ever is 1.
    pub first: u64,
    /// See `first`.
    pub last: u64,
    /// When the first item that is kept was recorded.
    pub first_at: i64,
    /// What the resource itself says of others.
    pub own: Vec<Relation>,
    /// What others say of it, from its side.
    pub inbound: Vec<Relation>,
    /// The last discovery that found it.
    pub generation: u64,
    /// Whether it was not recorded here: a customer put it by PutResourceConfig, or imported it.
    pub custom: bool,
    /// Whether only a service's recorder recorded it.
    #[serde(default)]
    pub internal: bool,
    /// When somebody who only looks saw it last, changed or not; 0 where nobody did.
    #[serde(default)]
    pub seen: i64,
}

impl Current {
    /// Whether the resource exists.
    pub fn exists(&self) -> bool {
        self.known && !matches!(self.item.status, Status::ResourceDeleted | Status::ResourceDeletedNotRecorded)
    }
}

impl Resource for Current {
    const KIND: &'static str = "Cloudkeep::Config::Current";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        let account = &self.item.account;
        let name = self.item.name.as_ref().filter(|_| self.exists());
        let own = name.map(|name| LookupValue::shared(BY_NAME, named(account, &self.place, &self.item.kind, name)));
        // What was imported refers to what is elsewhere.
        let missing = self.own.iter().filter(|relation| relation.id.is_empty() && !self.custom).filter_map(|relation| {
            let value = named(account, &self.place, &relation.kind, relation.name.as_ref()?);
            Some(LookupValue::shared(BY_MISSING_NAME, value))
        });
        own.into_iter().chain(missing).collect()
    }
}

/// A resource of which nothing is known but that it is there.
pub fn bare(kind: &str, id: &str, account: &str, region: &str, at: i64) -> Current {
    let item = Item {
        account: account.to_owned(),
        region: region.to_owned(),
        zone: None,
        kind: kind.to_owned(),
        id: id.to_owned(),
        name: None,
        arn: String::new(),
        status: Status::Ok,
        at,
        state: at,
        created: None,
        tags: Vec::new(),
        events: Vec::new(),
        relations: Vec::new(),
        configuration: Value::Null,
        supplementary: Vec::new(),
        frequency: Frequency::Continuous,
    };
    Current {
        item,
        place: region.to_owned(),
        known: false,
        print: String::new(),
        first: 0,
        last: 0,
        first_at: 0,
        own: Vec::new(),
        inbound: Vec::new(),
        generation: 0,
        custom: false,
        internal: false,
        seen: 0,
    }
}

/// The value of the look-up by name.
pub fn named(account: &str, place: &str, kind: &str, name: &str) -> String {
    format!("{account}|{place}|{kind}|{name}")
}

/// Id of a resource's documents.
pub fn resource_key(kind: &str, id: &str) -> String {
    format!("{kind}|{id}")
}

/// Id of an item: all items of a resource have a hash in common, whatever its id has in it.
pub fn item_key(kind: &str, id: &str, number: u64) -> String {
    format!("{}-{number:012}", short_hash(&resource_key(kind, id)))
}

/// A hash of a text, 32 hex digits.
pub fn short_hash(text: &str) -> String {
    let hash = aws_lc_rs::digest::digest(&aws_lc_rs::digest::SHA256, text.as_bytes());
    hex::encode(hash.as_ref().get(..16).unwrap_or_default())
}

/// A time as Config writes it in JSON.
pub fn iso(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%S%.3fZ").to_string()
}

/// A time on the wire.
pub fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

/// A value as a member of type string has it: texts as they are, others as JSON.
fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        other => other.to_string(),
    }
}

impl Item {
    /// Fingerprint of what makes an item another one.
    pub fn print(&self, own: &[Relation]) -> String {
        let mut tags = self.tags.clone();
        tags.sort();
        let kept: Vec<_> = self.supplementary.iter().filter(|(name, _)| name != PASSING).collect();
        let all = json!([self.name, self.arn, tags, self.configuration, kept, own]);
        short_hash(&all.to_string())
    }

    /// Whether the resource is gone.
    pub fn deleted(&self) -> bool {
        matches!(self.status, Status::ResourceDeleted | Status::ResourceDeletedNotRecorded)
    }

    /// Tags as a map.
    pub fn tag_map(&self) -> BTreeMap<String, String> {
        self.tags.iter().cloned().collect()
    }

    fn supplementary_map(&self) -> BTreeMap<String, String> {
        self.supplementary.iter().map(|(name, value)| (name.clone(), text(value))).collect()
    }

    fn configuration_text(&self) -> Option<String> {
        (!self.configuration.is_null()).then(|| text(&self.configuration))
    }

    fn recording(&self) -> RecordingFrequency {
        match self.frequency {
            Frequency::Continuous => RecordingFrequency::Continuous,
            Frequency::Daily => RecordingFrequency::Daily,
        }
    }

    /// As GetResourceConfigHistory shows it.
    pub fn shown(&self) -> api::ConfigurationItem {
        api::ConfigurationItem {
            version: Some(VERSION.to_owned()),
            account_id: Some(self.account.clone()),
            configuration_item_capture_time: Some(time(self.at)),
            configuration_item_status: Some(self.status),
            configuration_state_id: Some(self.state.to_string()),
            configuration_item_md5_hash: Some(String::new()),
            arn: Some(self.arn.clone()),
            resource_type: Some(self.kind.clone()),
            resource_id: Some(self.id.clone()),
            resource_name: self.name.clone(),
            aws_region: Some(self.region.clone()),
            availability_zone: Some(self.zone().to_owned()),
            resource_creation_time: self.created.map(time),
            tags: Some(self.tag_map()),
            related_events: Some(self.events.clone()),
            relationships: Some(
                self.relations
                    .iter()
                    .map(|relation| api::Relationship {
                        resource_type: Some(relation.kind.clone()),
                        resource_id: (!relation.id.is_empty()).then(|| relation.id.clone()),
                        resource_name: relation.name.clone(),
                        relationship_name: Some(relation.relation.clone()),
                    })
                    .collect(),
            ),
            configuration: self.configuration_text(),
            supplementary_configuration: Some(self.supplementary_map()),
            recording_frequency: Some(self.recording()),
            configuration_item_delivery_time: Some(time(self.at)),
        }
    }

    /// As BatchGetResourceConfig shows it.
    pub fn base(&self) -> api::BaseConfigurationItem {
        api::BaseConfigurationItem {
            version: Some(VERSION.to_owned()),
            account_id: Some(self.account.clone()),
            configuration_item_capture_time: Some(time(self.at)),
            configuration_item_status: Some(self.status),
            configuration_state_id: Some(self.state.to_string()),
            arn: Some(self.arn.clone()),
            resource_type: Some(self.kind.clone()),
            resource_id: Some(self.id.clone()),
            resource_name: self.name.clone(),
            aws_region: Some(self.region.clone()),
            availability_zone: Some(self.zone().to_owned()),
            resource_creation_time: self.created.map(time),
            configuration: self.configuration_text(),
            supplementary_configuration: Some(self.supplementary_map()),
            recording_frequency: Some(self.recording()),
            configuration_item_delivery_time: Some(time(self.at)),
        }
    }

    /// `Regional` for resources of a region as a whole, `Not Applicable` for those of none.
    fn zone(&self) -> &str {
        self.zone.as_deref().unwrap_or(if self.region == "global" { "Not Applicable" } else { "Regional" })
    }

    /// As files, events, functions and rules get it.
    pub fn delivered(&self) -> Value {
        let relations: Vec<Value> = self
            .relations
            .iter()
            .map(|r| json!({"resourceId": r.id, "resourceName": r.name, "resourceType": r.kind, "name": r.relation}))
            .collect();
        let supplementary: Map<String, Value> = self.supplementary.iter().cloned().collect();
        let tags: Map<String, Value> = self.tags.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
        json!({
            "relatedEvents": self.events,
            "relationships": relations,
            "configuration": self.configuration,
            "supplementaryConfiguration": supplementary,
            "tags": tags,
            "configurationItemVersion": VERSION,
            "configurationItemCaptureTime": iso(self.at),
            "configurationStateId": self.state,
            "awsAccountId": self.account,
            "configurationItemStatus": self.status.as_str(),
            "resourceType": self.kind,
            "resourceId": self.id,
            "resourceName": self.name,
            "ARN": self.arn,
            "awsRegion": self.region,
            "availabilityZone": self.zone(),
            "configurationStateMd5Hash": "",
            "resourceCreationTime": self.created.map(iso),
        })
    }

    /// As queries see it: the members of a property are found by their path.
    pub fn queried(&self) -> Value {
        let relations: Vec<Value> = self
            .relations
            .iter()
            .map(|r| json!({"resourceId": r.id, "resourceName": r.name, "resourceType": r.kind, "name": r.relation, "relationshipName": r.relation}))
            .collect();
        let supplementary: Map<String, Value> = self.supplementary.iter().cloned().collect();
        let tags: Vec<Value> = self.tags.iter().map(|(k, v)| json!({"key": k, "value": v, "tag": format!("{k}={v}")})).collect();
        json!({
            "accountId": self.account,
            "arn": self.arn,
            "availabilityZone": self.zone(),
            "awsRegion": self.region,
            "configuration": self.configuration,
            "configurationItemCaptureTime": iso(self.at),
            "configurationItemStatus": self.status.as_str(),
            "configurationStateId": self.state.to_string(),
            "relationships": relations,
            "resourceCreationTime": self.created.map(iso),
            "resourceId": self.id,
            "resourceName": self.name,
            "resourceType": self.kind,
            "supplementaryConfiguration": supplementary,
            "tags": tags,
            "version": VERSION,
        })
    }
}

/// Parts of a count: calls that put resources of one type do not wait for each other.
const PARTS: u8 = 32;

/// How many resources of a type exist, a part of them. Its key is the type and the number of the part.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct TypeCount {
    /// How many.
    pub count: i64,
}

impl Resource for TypeCount {
    const KIND: &'static str = "Cloudkeep::Config::TypeCount";
    const HISTORY: bool = false;
}

impl TypeCount {
    /// Id of the part in which a resource is counted.
    pub fn id(kind: &str, id: &str) -> String {
        let part = short_hash(id).get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()).unwrap_or_default() % PARTS;
        format!("{kind}|{part:02}")
    }

    /// How many resources of each type exist in an account and region; of one type, where `kind` names it.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn all(
        reader: &plane::Reader<'_>,
        account: &str,
        region: &str,
        kind: Option<&str>,
    ) -> Result<BTreeMap<String, i64>, plane::Failure> {
        let prefix = kind.map(|kind| format!("{kind}|")).unwrap_or_default();
        let mut counts = BTreeMap::new();
        for part in reader.all::<TypeCount>(account, region, &prefix).await? {
            let kind = part.key.id.split_once('|').map_or(part.key.id.as_str(), |(kind, _)| kind);
            *counts.entry(kind.to_owned()).or_insert(0) += part.body.count;
        }
        Ok(counts)
    }
}

/// A change of a type that is recorded daily and waits for the end of the day. Its key is the resource's.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Postponed {
    /// The newest state, if it exists.
    pub item: Item,
    /// What it says of others.
    pub own: Vec<Relation>,
    /// When it is recorded.
    pub due: i64,
}

impl Resource for Postponed {
    const KIND: &'static str = "Cloudkeep::Config::Postponed";
    const HISTORY: bool = false;
}

/// An item that is in no history file yet. Its id is its type, its time and its own id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Undelivered {
    /// Id of the item.
    pub item: String,
}

impl Undelivered {
    /// Id of it.
    pub fn id(kind: &str, at: i64, item: &str) -> String {
        format!("{kind}|{at:015}|{item}")
    }
}

impl Resource for Undelivered {
    const KIND: &'static str = "Cloudkeep::Config::Undelivered";
    const HISTORY: bool = false;
}
