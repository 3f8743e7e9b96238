//! Event selectors: which events a trail asks for. Pure.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_EventSelector.html> and
//! <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html>.

use plane::Failure;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::api;
use crate::api::{InvalidEventSelectorsException, ReadWriteType};

/// Event selectors of a trail at most.
const MOST_BASIC: usize = 5;
/// Data resources of all event selectors of a trail at most.
const MOST_DATA_RESOURCES: usize = 250;
/// Values of all conditions of all advanced event selectors of a trail at most.
const MOST_VALUES: usize = 500;
/// Sources of management events that can be left out.
const EXCLUDABLE: &[&str] = &["kms.amazonaws.com", "rdsdata.amazonaws.com"];
/// Types of resources that basic event selectors know.
const BASIC_TYPES: &[(&str, &str)] =
    &[("AWS::S3::Object", ":s3"), ("AWS::Lambda::Function", ":lambda"), ("AWS::DynamoDB::Table", ":dynamodb")];

/// Which events a trail asks for.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub enum Selectors {
    /// Nobody has said: every management event.
    #[default]
    Default,
    /// Event selectors.
    Basic(Vec<Basic>),
    /// Advanced event selectors.
    Advanced(Vec<Advanced>),
}

/// An event selector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Basic {
    /// `ReadWriteType`.
    pub read_write: ReadWriteType,
    /// `IncludeManagementEvents`.
    pub management: bool,
    /// `DataResources`: type and beginnings of ARNs.
    pub data: Vec<(String, Vec<String>)>,
    /// `ExcludeManagementEventSources`.
    pub exclude: Vec<String>,
}

/// An advanced event selector.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Advanced {
    /// Its name.
    pub name: Option<String>,
    /// Its conditions, which must all hold.
    pub fields: Vec<Field>,
}

/// A condition on one field of an event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Field {
    /// Which field.
    pub field: String,
    /// `Equals`, `StartsWith`, `EndsWith`: one of their values must fit.
    pub equals: Vec<String>,
    /// See `equals`.
    pub starts_with: Vec<String>,
    /// See `equals`.
    pub ends_with: Vec<String>,
    /// `NotEquals`, `NotStartsWith`, `NotEndsWith`: none of their values may fit.
    pub not_equals: Vec<String>,
    /// See `not_equals`.
    pub not_starts_with: Vec<String>,
    /// See `not_equals`.
    pub not_ends_with: Vec<String>,
}

fn refuse(message: impl Into<String>) -> Failure {
    InvalidEventSelectorsException::new(message).into()
}

/// Reads event selectors of a request.
///
/// # Errors
/// `InvalidEventSelectorsException`.
pub fn basic(given: &[api::EventSelector]) -> Result<Selectors, Failure> {
    if given.is_empty() || given.len() > MOST_BASIC {
        return Err(refuse(format!("The number of event selectors must be between 1 and {MOST_BASIC}.")));
    }
    let mut selectors = Vec::with_capacity(given.len());
    let mut resources = 0;
    for selector in given {
        let management = selector.include_management_events.unwrap_or(true);
        let exclude = selector.exclude_management_event_sources.clone().unwrap_or_default();
        if let Some(unknown) = exclude.iter().find(|source| !EXCLUDABLE.contains(&source.as_str())) {
            return Err(refuse(format!(
                "The event source {unknown} cannot be excluded. Valid values: {}.",
                EXCLUDABLE.join(", ")
            )));
        }
        if !exclude.is_empty() && !management {
            return Err(refuse("ExcludeManagementEventSources needs IncludeManagementEvents to be true."));
        }
        let mut data = Vec::new();
        for resource in selector.data_resources.as_deref().unwrap_or_default() {
            let kind = resource.r#type.clone().unwrap_or_default();
            let Some((_, service)) = BASIC_TYPES.iter().find(|(name, _)| *name == kind) else {
                return Err(refuse(format!("The data resource type {kind} is not valid for event selectors.")));
            };
            let values = resource.values.clone().unwrap_or_default();
            for value in &values {
                let fits = value.strip_prefix("arn:").and_then(|rest| rest.find(service)).is_some();
                if !fits {
                    return Err(refuse(format!("Value {value} for DataResources.Values is invalid.")));
                }
            }
            resources += values.len();
            data.push((kind, values));
        }
        if !management && data.is_empty() {
            return Err(refuse("An event selector must include management events or data resources."));
        }
        selectors.push(Basic { read_write: selector.read_write_type.unwrap_or(ReadWriteType::All), management, data, exclude });
    }
    if resources > MOST_DATA_RESOURCES {
        return Err(refuse(format!("The total number of data resources cannot exceed {MOST_DATA_RESOURCES}.")));
    }
    Ok(Selectors::Basic(selectors))
}

/// Whose selectors they are: an event data store knows more categories, and more fields of management events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Owner {
    Trail,
    EventDataStore,
}

/// Reads advanced event selectors of a trail.
///
/// # Errors
/// `InvalidEventSelectorsException`.
pub fn advanced(given: &[api::AdvancedEventSelector]) -> Result<Selectors, Failure> {
    read(given, Owner::Trail).map(Selectors::Advanced)
}

/// Reads advanced event selectors of an event data store.
///
/// # Errors
/// `InvalidEventSelectorsException`.
pub fn advanced_of_store(given: &[api::AdvancedEventSelector]) -> Result<Vec<Advanced>, Failure> {
    read(given, Owner::EventDataStore)
}

fn read(given: &[api::AdvancedEventSelector], owner: Owner) -> Result<Vec<Advanced>, Failure> {
    if given.is_empty() {
        return Err(refuse("At least one advanced event selector must be given."));
    }
    let mut values = 0;
    let mut selectors = Vec::with_capacity(given.len());
    for selector in given {
        let mut fields: Vec<Field> = Vec::new();
        for field in &selector.field_selectors {
            let of = |values: &Option<Vec<String>>| values.clone().unwrap_or_default();
            let field = Field {
                field: field.field.clone(),
                equals: of(&field.equals),
                starts_with: of(&field.starts_with),
                ends_with: of(&field.ends_with),
                not_equals: of(&field.not_equals),
                not_starts_with: of(&field.not_starts_with),
                not_ends_with: of(&field.not_ends_with),
            };
            if field.count() == 0 {
                return Err(refuse(format!("The field {} has no operator with a value.", field.field)));
            }
            if fields.iter().any(|f| f.field == field.field) {
                return Err(refuse(format!("The field {} is given more than once in a selector.", field.field)));
            }
            values += field.count();
            fields.push(field);
        }
        check(&fields, owner)?;
        selectors.push(Advanced { name: selector.name.clone(), fields });
    }
    if values > MOST_VALUES {
        return Err(refuse(format!("The total number of values of all advanced event selectors cannot exceed {MOST_VALUES}.")));
    }
    Ok(selectors)
}

/// The rules of one advanced event selector.
fn check(fields: &[Field], owner: Owner) -> Result<(), Failure> {
    let find = |name: &str| fields.iter().find(|f| f.field == name);
    let Some(category) = find("eventCategory") else {
        return Err(refuse("An advanced event selector must have a field selector for eventCategory."));
    };
    let categories: &[&str] = match owner {
        Owner::Trail => &["Management", "Data", "NetworkActivity"],
        Owner::EventDataStore => {
            &["Management", "Data", "NetworkActivity", "Insight", "ActivityAuditLog", "ConfigurationItem", "Evidence"]
        }
    };
    let category = category
        .only()
        .filter(|c| categories.contains(c))
        .ok_or_else(|| refuse(format!("The field eventCategory needs Equals with one of: {}.", categories.join(", "))))?;
    let known: &[&str] = match category {
        "Management" if owner == Owner::EventDataStore => &[
            "eventCategory",
            "eventName",
            "eventSource",
            "eventType",
            "readOnly",
            "sessionCredentialFromConsole",
            "userIdentity.arn",
        ],
        "Management" => &["eventCategory", "eventSource", "readOnly"],
        "Insight" | "ActivityAuditLog" | "ConfigurationItem" | "Evidence" => &["eventCategory"],
        "Data" => &[
            "eventCategory",
            "eventName",
            "eventSource",
            "eventType",
            "readOnly",
            "resources.ARN",
            "resources.type",
            "sessionCredentialFromConsole",
            "userIdentity.arn",
        ],
        _ => &["errorCode", "eventCategory", "eventName", "eventSource", "vpcEndpointId"],
    };
    if let Some(unknown) = fields.iter().find(|f| !known.contains(&f.field.as_str())) {
        return Err(refuse(format!("The field {} is not valid for the event category {category}.", unknown.field)));
    }
    if let Some(field) = find("readOnly")
        && !matches!(field.only(), Some("true" | "false"))
    {
        return Err(refuse("The field readOnly needs Equals with true or false."));
    }
    match category {
        "Management" if owner == Owner::Trail => {
            if let Some(field) = find("eventSource") {
                let only = Field { field: field.field.clone(), not_equals: field.not_equals.clone(), ..Field::default() };
                if *field != only || !field.not_equals.iter().all(|v| EXCLUDABLE.contains(&v.as_str())) {
                    return Err(refuse(format!("The field eventSource needs NotEquals with: {}.", EXCLUDABLE.join(", "))));
                }
            }
        }
        "Data" => {
            let kind = find("resources.type").and_then(Field::only);
            if !kind.is_some_and(|k| k.starts_with("AWS::")) {
                return Err(refuse("The field resources.type needs Equals with one type of resource."));
            }
        }
        "NetworkActivity" if find("eventSource").and_then(Field::only).is_none() => {
            return Err(refuse("The field eventSource needs Equals with one value."));
        }
        _ => {}
    }
    Ok(())
}

impl Field {
    fn count(&self) -> usize {
        [&self.equals, &self.starts_with, &self.ends_with, &self.not_equals, &self.not_starts_with, &self.not_ends_with]
            .iter()
            .map(|v| v.len())
            .sum()
    }

    /// The value, if the condition is that the field equals one.
    pub fn only(&self) -> Option<&str> {
        match self.equals.as_slice() {
            [one] if self.count() == 1 => Some(one),
            _ => None,
        }
    }

    /// Whether one of the values that the event has in this field fits. An event without the field fits only conditions that exclude.
    fn holds(&self, values: &[&str]) -> bool {
        let positive = !(self.equals.is_empty() && self.starts_with.is_empty() && self.ends_with.is_empty());
        let fits = |v: &&str| {
            self.equals.iter().any(|e| e == v)
                || self.starts_with.iter().any(|s| v.starts_with(s.as_str()))
                || self.ends_with.iter().any(|s| v.ends_with(s.as_str()))
        };
        let excluded = |v: &&str| {
            self.not_equals.iter().any(|e| e == v)
                || self.not_starts_with.iter().any(|s| v.starts_with(s.as_str()))
                || self.not_ends_with.iter().any(|s| v.ends_with(s.as_str()))
        };
        (!positive || values.iter().any(fits)) && !values.iter().any(excluded)
    }
}

/// What selectors look at in an event.
struct Facts<'a> {
    record: &'a Value,
    management: bool,
    read_only: bool,
}

impl<'a> Facts<'a> {
    fn of(record: &'a Value) -> Self {
        Self {
            record,
            management: record.get("managementEvent").and_then(Value::as_bool).unwrap_or(true),
            read_only: record.get("readOnly").and_then(Value::as_bool).unwrap_or(false),
        }
    }

    fn text(&self, key: &str) -> Option<&'a str> {
        self.record.get(key).and_then(Value::as_str)
    }

    fn resources(&self) -> impl Iterator<Item = (&'a str, &'a str)> + use<'a> {
        let listed = self.record.get("resources").and_then(Value::as_array);
        listed.into_iter().flatten().map(|r| {
            let text = |key: &str| r.get(key).and_then(Value::as_str).unwrap_or_default();
            (text("type"), text("ARN"))
        })
    }

    fn values(&self, field: &str, kind: Option<&str>) -> Vec<&'a str> {
        match field {
            "eventCategory" => vec![self.text("eventCategory").unwrap_or(if self.management { "Management" } else { "Data" })],
            "readOnly" => vec![if self.read_only { "true" } else { "false" }],
            "resources.type" => self.resources().map(|(of, _)| of).collect(),
            "resources.ARN" => self.resources().filter(|(of, _)| kind.is_none_or(|k| k == *of)).map(|(_, arn)| arn).collect(),
            "userIdentity.arn" => {
                self.record.get("userIdentity").and_then(|i| i.get("arn")).and_then(Value::as_str).into_iter().collect()
            }
            "sessionCredentialFromConsole" => vec![self.text(field).unwrap_or("false")],
            other => self.text(other).into_iter().collect(),
        }
    }
}

impl Selectors {
    /// Whether they ask for management events that read, and for those that write.
    pub fn management(&self) -> (bool, bool) {
        match self {
            Self::Default => (true, true),
            Self::Basic(list) => {
                let asks = |other: ReadWriteType| list.iter().any(|s| s.management && s.read_write != other);
                (asks(ReadWriteType::WriteOnly), asks(ReadWriteType::ReadOnly))
            }
            Self::Advanced(list) => management_of(list),
        }
    }

    /// Whether the trail asks for an event.
    pub fn select(&self, record: &Value) -> bool {
        let facts = Facts::of(record);
        match self {
            Self::Default => facts.management,
            Self::Basic(selectors) => selectors.iter().any(|s| s.selects(&facts)),
            Self::Advanced(selectors) => select(selectors, &facts),
        }
    }
}

/// Whether some advanced event selectors ask for management events that read, and for those that write, of any service.
pub fn management_of(selectors: &[Advanced]) -> (bool, bool) {
    let asks = |read_only: &str| {
        selectors.iter().any(|s| {
            let of = |name: &str| s.fields.iter().find(|f| f.field == name);
            of("eventCategory").is_some_and(|f| f.only() == Some("Management"))
                && of("readOnly").is_none_or(|f| f.holds(&[read_only]))
        })
    };
    (asks("true"), asks("false"))
}

/// Whether one of some advanced event selectors asks for an event.
pub fn selects(selectors: &[Advanced], record: &Value) -> bool {
    select(selectors, &Facts::of(record))
}

fn select(selectors: &[Advanced], facts: &Facts<'_>) -> bool {
    selectors.iter().any(|s| {
        let kind = s.fields.iter().find(|f| f.field == "resources.type").and_then(Field::only);
        s.fields.iter().all(|f| f.holds(&facts.values(&f.field, kind)))
    })
}

impl Basic {
    fn selects(&self, facts: &Facts<'_>) -> bool {
        let way = match self.read_write {
            ReadWriteType::All => true,
            ReadWriteType::ReadOnly => facts.read_only,
            ReadWriteType::WriteOnly => !facts.read_only,
        };
        if !way {
            return false;
        }
        if facts.management {
            return self.management && !facts.text("eventSource").is_some_and(|s| self.exclude.iter().any(|e| e == s));
        }
        self.data.iter().any(|(kind, values)| {
            facts.resources().any(|(of, arn)| of == kind && values.iter().any(|value| covers(kind, value, arn)))
        })
    }
}

/// Whether a value of a data resource covers an ARN: all of a service (`arn:aws:s3`), for S3 whatever begins with it, else the ARN itself.
fn covers(kind: &str, value: &str, arn: &str) -> bool {
    if kind == "AWS::S3::Object" {
        return arn.starts_with(value);
    }
    // Only the partition and the service: `arn:aws:lambda`.
    value.split(':').count() == 3 && arn.strip_prefix(value).is_some_and(|rest| rest.starts_with(':')) || value == arn
}

#[cfg(test)]
#[path = "selectors_tests.rs"]
mod tests;
