//! Findings of ASFF as events of the Open Cybersecurity Schema Framework, version 1.6, as Security Hub shows them. Pure.
//!
//! Four classes of the category Findings are made: Vulnerability (2002), Compliance (2003), Detection (2004) and Data Security Finding (2006).
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-ocsf.html> and <https://schema.ocsf.io/1.6.0/categories/findings>.

mod evidence;
mod info;
mod parts;
mod resources;

#[cfg(test)]
mod tests;

use serde_json::{Map, Value, json};

pub use resources::resource_type;

/// The version of the schema.
pub const VERSION: &str = "1.6.0";

/// A class of findings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Class {
    /// A weakness of software.
    Vulnerability,
    /// The result of a check.
    Compliance,
    /// Something that happened.
    Detection,
    /// Data where they should not be.
    DataSecurity,
}

impl Class {
    /// The class of a finding, by what it has; else by what it says that it is.
    pub fn of(asff: &Map<String, Value>) -> Self {
        let types = list(asff, "Types").iter().chain(list_at(asff, &["FindingProviderFields", "Types"]));
        let types: Vec<&str> = types.filter_map(Value::as_str).collect();
        let said = |prefix: &str| types.iter().any(|kind| kind.starts_with(prefix));
        let classified = list(asff, "Resources").iter().any(|r| r.get("DataClassification").is_some());
        if !list(asff, "Vulnerabilities").is_empty() {
            Self::Vulnerability
        } else if at(asff, &["Compliance", "Status"]).is_some() {
            Self::Compliance
        } else if classified || said("Sensitive Data") {
            Self::DataSecurity
        } else if said("Software and Configuration Checks/Vulnerabilities") {
            Self::Vulnerability
        } else if said("Software and Configuration Checks") {
            Self::Compliance
        } else {
            Self::Detection
        }
    }

    /// `class_uid`.
    pub fn uid(self) -> i64 {
        match self {
            Self::Vulnerability => 2002,
            Self::Compliance => 2003,
            Self::Detection => 2004,
            Self::DataSecurity => 2006,
        }
    }

    /// `class_name`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Vulnerability => "Vulnerability Finding",
            Self::Compliance => "Compliance Finding",
            Self::Detection => "Detection Finding",
            Self::DataSecurity => "Data Security Finding",
        }
    }

    /// What Security Hub adds to the types of a finding.
    fn kind(self) -> &'static str {
        match self {
            Self::Vulnerability => "Vulnerabilities",
            Self::Compliance => "Posture Management",
            Self::Detection => "Threats",
            Self::DataSecurity => "Sensitive Data",
        }
    }
}

/// What customers said of a finding in OCSF's terms, which counts more than what its provider says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said<'a> {
    /// `severity_id`.
    pub severity_id: Option<i64>,
    /// `status_id`.
    pub status_id: Option<i64>,
    /// `comment`.
    pub comment: Option<&'a str>,
}

/// The name of a `severity_id`.
pub fn severity_name(id: i64) -> Option<&'static str> {
    Some(match id {
        0 => "Unknown",
        1 => "Informational",
        2 => "Low",
        3 => "Medium",
        4 => "High",
        5 => "Critical",
        6 => "Fatal",
        99 => "Other",
        _ => return None,
    })
}

/// The name of a `status_id` of findings.
pub fn status_name(id: i64) -> Option<&'static str> {
    Some(match id {
        0 => "Unknown",
        1 => "New",
        2 => "In Progress",
        3 => "Suppressed",
        4 => "Resolved",
        5 => "Archived",
        6 => "Deleted",
        99 => "Other",
        _ => return None,
    })
}

/// The `severity_id` of a label of ASFF.
fn severity_id(label: Option<&str>) -> i64 {
    match label {
        Some("INFORMATIONAL") => 1,
        Some("LOW") => 2,
        Some("MEDIUM") => 3,
        Some("HIGH") => 4,
        Some("CRITICAL") => 5,
        _ => 0,
    }
}

/// The `status_id` of a finding: how far its workflow is. What GuardDuty archives is suppressed; what others archive is archived.
fn status_id(asff: &Map<String, Value>) -> i64 {
    let archived = text(asff, "RecordState") == Some("ARCHIVED");
    let guardduty = text(asff, "ProductArn").is_some_and(|arn| arn.ends_with("::product/aws/guardduty"));
    match text_at(asff, &["Workflow", "Status"]) {
        Some("SUPPRESSED") => 3,
        Some("RESOLVED") => 4,
        _ if archived && guardduty => 3,
        _ if archived => 5,
        Some("NOTIFIED") => 2,
        _ => 1,
    }
}

/// The ARN of a product as Security Hub's second version names it.
pub fn product_uid(arn: &str) -> String {
    arn.replacen(":product/", ":productv2/", 1)
}

/// The ARN of a product from what [`product_uid`] makes of it.
pub fn product_arn(uid: &str) -> String {
    uid.replacen(":productv2/", ":product/", 1)
}

/// A finding as an event of its class. `uid` is what the event is known by.
pub fn event(asff: &Map<String, Value>, uid: &str, said: &Said<'_>) -> Value {
    let class = Class::of(asff);
    let severity = said.severity_id.unwrap_or_else(|| severity_id(text_at(asff, &["Severity", "Label"])));
    let provided = text_at(asff, &["FindingProviderFields", "Severity", "Label"]).or(text_at(asff, &["Severity", "Label"]));
    let provided = severity_id(provided);
    let status = said.status_id.unwrap_or_else(|| status_id(asff));
    let (created, updated) = (text(asff, "CreatedAt"), text(asff, "UpdatedAt"));
    let (activity, activity_name) = match text(asff, "RecordState") {
        Some("ARCHIVED") => (3, "Close"),
        _ if created == updated => (1, "Create"),
        _ => (2, "Update"),
    };
    let arn = text(asff, "ProductArn").unwrap_or_default();
    let ours = arn.contains("::product/aws/");
    let vendor = if ours { Some("AWS") } else { text(asff, "CompanyName") };
    let count = text_at(asff, &["ProductFields", "aws/guardduty/service/count"]).and_then(|n| n.parse::<i64>().ok());
    let mut event = json!({
        "activity_id": activity, "activity_name": activity_name, "category_name": "Findings", "category_uid": 2,
        "class_name": class.name(), "class_uid": class.uid(), "type_name": format!("{}: {activity_name}", class.name()),
        "type_uid": class.uid() * 100 + activity, "time": moment(updated), "time_dt": stamp(updated), "count": count,
        "severity": severity_name(severity).unwrap_or("Other"), "severity_id": severity,
        "status": status_name(status).unwrap_or("Other"), "status_id": status,
        "comment": said.comment.or(text_at(asff, &["Note", "Text"])), "confidence_score": asff.get("Confidence"),
        "metadata": {
            "uid": uid, "version": VERSION, "profiles": ["cloud", "datetime"],
            "product": {
                "name": text(asff, "ProductName"), "vendor_name": vendor, "uid": product_uid(arn), "feature": { "uid": text(asff, "GeneratorId") },
            },
        },
        "cloud": {
            "account": { "uid": text(asff, "AwsAccountId"), "name": text(asff, "AwsAccountName"), "type": "AWS Account", "type_id": 10 },
            "cloud_partition": resources::partition(asff), "provider": "AWS", "region": text(asff, "Region"),
        },
        "finding_info": info::finding_info(asff, class),
        "remediation": info::remediation(asff),
        "resources": resources::resources(asff),
        "vendor_attributes": { "severity": severity_name(provided), "severity_id": provided },
        "evidences": evidence::evidences(asff),
        "malware": evidence::malware(asff),
    });
    if let Some(members) = event.as_object_mut() {
        match class {
            Class::Vulnerability => members.insert("vulnerabilities".to_owned(), parts::vulnerabilities(asff)),
            Class::Compliance => members.insert("compliance".to_owned(), parts::compliance(asff)),
            Class::DataSecurity => members.insert("databucket".to_owned(), parts::databucket(asff)),
            Class::Detection => None,
        };
    }
    prune(&mut event);
    event
}

/// Takes out members that are null or empty.
pub(crate) fn prune(value: &mut Value) {
    let empty = |value: &Value| match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        _ => false,
    };
    match value {
        Value::Object(members) => {
            members.values_mut().for_each(prune);
            members.retain(|_, member| !empty(member));
        }
        Value::Array(items) => {
            items.iter_mut().for_each(prune);
            items.retain(|item| !empty(item));
        }
        _ => {}
    }
}

/// The value at a path of members.
fn at<'v>(members: &'v Map<String, Value>, path: &[&str]) -> Option<&'v Value> {
    let (first, rest) = path.split_first()?;
    rest.iter().try_fold(members.get(*first)?, |value, name| value.get(*name))
}

fn text<'v>(members: &'v Map<String, Value>, name: &str) -> Option<&'v str> {
    members.get(name).and_then(Value::as_str)
}

fn text_at<'v>(members: &'v Map<String, Value>, path: &[&str]) -> Option<&'v str> {
    at(members, path).and_then(Value::as_str)
}

fn list<'v>(members: &'v Map<String, Value>, name: &str) -> &'v [Value] {
    members.get(name).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

fn list_at<'v>(members: &'v Map<String, Value>, path: &[&str]) -> &'v [Value] {
    at(members, path).and_then(Value::as_array).map_or(&[], Vec::as_slice)
}

/// A moment of ASFF in milliseconds since 1970.
fn moment(text: Option<&str>) -> Option<i64> {
    text?.parse::<jiff::Timestamp>().ok().map(|at| at.as_millisecond())
}

/// A moment of ASFF as OCSF writes it.
fn stamp(text: Option<&str>) -> Option<String> {
    let at: jiff::Timestamp = text?.parse().ok()?;
    Some(at.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string())
}

/// A map of ASFF as OCSF has it: a list of names and values.
fn pairs(map: Option<&Value>) -> Value {
    let entries = map.and_then(Value::as_object).into_iter().flatten();
    entries.map(|(name, value)| json!({ "name": name, "value": value })).collect()
}
