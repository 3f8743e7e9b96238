//! Findings in the forms of the API: as typed replies, and as JSON with the names of the wire, which events, exports and criteria have.

use std::sync::OnceLock;

use detection::render::{self, Context};
use plane::{Failure, Timestamp};
use serde_json::{Value, json};
use wire::contracts::contract;
use wire::model::{Service, ShapeId, ShapeKind};
use wire::{Document, Shape};

use crate::api;
use crate::resources::Found;

/// The contract, and the shape of a finding in it.
fn model() -> Option<(&'static Service, ShapeId)> {
    static MODEL: OnceLock<Option<(&'static Service, ShapeId)>> = OnceLock::new();
    *MODEL.get_or_init(|| {
        let service = contract("guardduty")?.service();
        Some((service, service.shape_named("Finding")?))
    })
}

/// A moment as findings have it.
pub fn moment(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or(Timestamp::UNIX_EPOCH).strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string()
}

/// A finding with the names of the model's members.
fn members(found: &Found) -> Value {
    let context = Context { detector: found.detector.clone(), now: found.updated_at / 1000 };
    let mut finding = found.finding.clone();
    finding.id.clone_from(&found.id);
    let mut value = render::guardduty(&finding, &context);
    if let Some(all) = value.as_object_mut() {
        all.insert("CreatedAt".to_owned(), json!(moment(found.created_at)));
        all.insert("UpdatedAt".to_owned(), json!(moment(found.updated_at)));
    }
    if let Some(service) = value.get_mut("Service").and_then(Value::as_object_mut) {
        service.insert("Archived".to_owned(), json!(found.archived));
        service.insert("Count".to_owned(), json!(i32::try_from(found.finding.count).unwrap_or(i32::MAX)));
        if let Some(feedback) = &found.feedback {
            service.insert("UserFeedback".to_owned(), json!(feedback));
        }
        let extra = service.get("AdditionalInfo").and_then(|i| i.get("Value")).and_then(Value::as_str);
        let mut extra: Value = extra.and_then(|text| serde_json::from_str(text).ok()).unwrap_or_else(|| json!({}));
        if let Some(extra) = extra.as_object_mut() {
            if found.sample {
                extra.insert("sample".to_owned(), json!(true));
            }
            if let Some(list) = found.lists.first() {
                extra.insert("threatListName".to_owned(), json!(list));
            }
        }
        service.insert("AdditionalInfo".to_owned(), json!({"Value": extra.to_string(), "Type": "default"}));
        if !found.lists.is_empty() {
            let details: Vec<Value> = found.lists.iter().map(|l| json!({"ThreatListName": l, "ThreatNames": []})).collect();
            service.insert("Evidence".to_owned(), json!({"ThreatIntelligenceDetails": details}));
        }
    }
    value
}

/// A finding as `GetFindings` answers it.
///
/// # Errors
/// Internal ones: that the rendering does not follow the model.
pub fn typed(found: &Found) -> Result<api::Finding, Failure> {
    let (service, shape) = model().ok_or_else(|| Failure::internal("no contract of GuardDuty"))?;
    api::Finding::from_document(document(service, shape, &members(found))).map_err(Failure::internal)
}

/// A finding as events and exports have it.
pub fn wire(found: &Found) -> Value {
    match model() {
        Some((service, shape)) => {
            let mut value = named(service, shape, &members(found));
            // Criteria and rules ask for it by this name.
            if let (Some(list), Some(info)) = (found.lists.first(), value.pointer_mut("/service/additionalInfo")) {
                info.as_object_mut().map(|info| info.insert("threatListName".to_owned(), json!(list)));
            }
            value
        }
        None => Value::Null,
    }
}

/// A finding in the AWS Security Finding Format.
pub fn asff(found: &Found) -> Value {
    let context = Context { detector: found.detector.clone(), now: found.updated_at / 1000 };
    let mut finding = found.finding.clone();
    finding.id.clone_from(&found.id);
    let mut value = render::asff(&finding, &context);
    if let Some(all) = value.as_object_mut() {
        all.insert("CreatedAt".to_owned(), json!(moment(found.created_at)));
        all.insert("UpdatedAt".to_owned(), json!(moment(found.updated_at)));
        all.insert("RecordState".to_owned(), json!(if found.archived { "ARCHIVED" } else { "ACTIVE" }));
        all.insert("Sample".to_owned(), json!(found.sample));
    }
    if let Some(fields) = value.get_mut("ProductFields").and_then(Value::as_object_mut) {
        fields.insert("aws/guardduty/service/archived".to_owned(), json!(found.archived.to_string()));
    }
    value
}

/// A value with the model's names, as a document.
fn document(service: &'static Service, shape: ShapeId, value: &Value) -> Document {
    match (&service.shape(shape).kind, value) {
        (_, Value::Null) => Document::Null,
        (ShapeKind::Structure(structure), Value::Object(all)) => {
            let member = |m: &'static wire::model::Member| {
                let value = all.get(m.name).filter(|v| !v.is_null())?;
                Some((m.name, document(service, m.shape, value)))
            };
            Document::Structure(structure.members.iter().filter_map(member).collect())
        }
        (ShapeKind::List { member, .. }, Value::Array(items)) => {
            Document::List(items.iter().map(|item| document(service, member.shape, item)).collect())
        }
        (ShapeKind::Map { value: member, .. }, Value::Object(all)) => {
            Document::Map(all.iter().map(|(k, v)| (k.clone(), document(service, member.shape, v))).collect())
        }
        (ShapeKind::Integer | ShapeKind::Long, Value::Number(n)) => n.as_i64().map_or(Document::Null, Document::Integer),
        (ShapeKind::Double, Value::Number(n)) => n.as_f64().map_or(Document::Null, Document::Double),
        (ShapeKind::Boolean, Value::Bool(flag)) => Document::Boolean(*flag),
        (ShapeKind::String { .. }, Value::String(text)) => Document::String(text.clone()),
        _ => Document::Null,
    }
}

/// A value with the model's names, with those of the wire instead.
fn named(service: &Service, shape: ShapeId, value: &Value) -> Value {
    match (&service.shape(shape).kind, value) {
        (ShapeKind::Structure(structure), Value::Object(all)) => {
            let member = |m: &wire::model::Member| {
                let value = all.get(m.name).filter(|v| !v.is_null())?;
                Some((m.wire_name().to_owned(), named(service, m.shape, value)))
            };
            Value::Object(structure.members.iter().filter_map(member).collect())
        }
        (ShapeKind::List { member, .. }, Value::Array(items)) => {
            Value::Array(items.iter().map(|item| named(service, member.shape, item)).collect())
        }
        (ShapeKind::Map { value: member, .. }, Value::Object(all)) => {
            Value::Object(all.iter().map(|(k, v)| (k.clone(), named(service, member.shape, v))).collect())
        }
        _ => value.clone(),
    }
}

/// Whether findings have an attribute of this path, as criteria and sorting name it.
pub fn has_attribute(path: &str) -> bool {
    if path == "service.additionalInfo.threatListName" {
        return true;
    }
    let Some((service, mut shape)) = model() else { return false };
    for name in path.split('.') {
        shape = through_lists(service, shape);
        match &service.shape(shape).kind {
            ShapeKind::Structure(structure) => {
                match structure.members.iter().find(|m| m.wire_name() == name) {
                    Some(member) => shape = member.shape,
                    None => return false,
                };
            }
            // The names of a map are anybody's.
            ShapeKind::Map { value, .. } => shape = value.shape,
            _ => return false,
        }
    }
    !matches!(service.shape(through_lists(service, shape)).kind, ShapeKind::Structure(_) | ShapeKind::Map { .. })
}

fn through_lists(service: &Service, mut shape: ShapeId) -> ShapeId {
    while let ShapeKind::List { member, .. } = &service.shape(shape).kind {
        shape = member.shape;
    }
    shape
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples;

    #[test]
    fn attributes_are_those_of_the_model() {
        for path in [
            "severity",
            "type",
            "service.archived",
            "resource.s3BucketDetails.name",
            "service.action.awsApiCallAction.remoteIpDetails.ipAddressV4",
            "updatedAt",
            "resource.instanceDetails.networkInterfaces.privateIpAddresses.privateIpAddress",
            "resource.instanceDetails.tags.key",
            "service.additionalInfo.threatListName",
        ] {
            assert!(has_attribute(path), "{path}");
        }
        for path in ["", "Severity", "nothing", "service", "resource.s3BucketDetails", "severity.x"] {
            assert!(!has_attribute(path), "{path}");
        }
    }

    #[test]
    fn every_type_has_all_forms() {
        for kind in detection::catalogue::KINDS {
            let found = samples::found(
                kind,
                "111111111111",
                "eu-west-1",
                "0123456789abcdef0123456789abcdef",
                "ffffffffffffffffffffffffffffffff",
                1_700_000_000_123,
            );
            let typed = typed(&found).unwrap();
            assert_eq!(typed.r#type, kind.name);
            assert_eq!(typed.created_at, "2023-11-14T22:13:20.123Z");
            assert!(typed.title.unwrap().starts_with("[SAMPLE] "));
            let wire = wire(&found);
            assert_eq!(wire["service"]["detectorId"], "0123456789abcdef0123456789abcdef");
            assert!(wire["service"]["additionalInfo"]["value"].as_str().unwrap().contains("\"sample\":true"));
            assert_eq!(
                wire["arn"],
                format!(
                    "arn:aws:guardduty:eu-west-1:111111111111:detector/0123456789abcdef0123456789abcdef/finding/{}",
                    found.id
                )
            );
            assert!(
                wire["resource"]["resourceType"].is_string() && wire["service"]["action"]["actionType"].is_string(),
                "{wire}"
            );
            let asff = asff(&found);
            assert_eq!((&asff["Id"], &asff["RecordState"], &asff["Sample"]), (&wire["arn"], &json!("ACTIVE"), &json!(true)));
        }
    }
}
