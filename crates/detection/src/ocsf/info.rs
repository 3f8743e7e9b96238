//! What a finding is about in general: its names, times, types and what to do.

use serde_json::{Map, Value, json};

use super::{Class, list, list_at, moment, stamp, text, text_at};
use crate::catalogue;

/// `finding_info`.
pub(super) fn finding_info(asff: &Map<String, Value>, class: Class) -> Value {
    let related: Vec<Value> = list(asff, "RelatedFindings")
        .iter()
        .filter_map(Value::as_object)
        .map(|one| {
            let product = text(one, "ProductArn").map(super::product_uid);
            json!({ "uid": text(one, "Id"), "product": { "uid": product }, "type": "Finding" })
        })
        .collect();
    let first = text(asff, "FirstObservedAt").or(text(asff, "CreatedAt"));
    let last = text(asff, "LastObservedAt").or(text(asff, "UpdatedAt"));
    json!({
        "uid": text(asff, "Id"), "title": text(asff, "Title"), "desc": text(asff, "Description"), "types": types(asff, class),
        "src_url": text(asff, "SourceUrl"), "tags": super::pairs(asff.get("UserDefinedFields")), "analytic": analytic(asff), "attacks": attacks(asff),
        "related_events": related, "related_events_count": (!related.is_empty()).then_some(related.len()),
        "created_time": moment(text(asff, "CreatedAt")), "created_time_dt": stamp(text(asff, "CreatedAt")),
        "modified_time": moment(text(asff, "UpdatedAt")), "modified_time_dt": stamp(text(asff, "UpdatedAt")),
        "first_seen_time": moment(first), "first_seen_time_dt": stamp(first), "last_seen_time": moment(last), "last_seen_time_dt": stamp(last),
    })
}

/// The types: GuardDuty's under their own names, others as they came, and the kind of finding.
fn types(asff: &Map<String, Value>, class: Class) -> Vec<String> {
    let mut types: Vec<String> = Vec::new();
    let mut add = |kind: &str| {
        if !kind.is_empty() && !types.iter().any(|have| have == kind) {
            types.push(kind.to_owned());
        }
    };
    for kind in list(asff, "Types").iter().filter_map(Value::as_str) {
        add(guardduty_type(asff, kind).unwrap_or(kind));
    }
    add(class.kind());
    types
}

/// The type that GuardDuty gave a finding, of which ASFF has another form.
fn guardduty_type(asff: &Map<String, Value>, kind: &str) -> Option<&'static str> {
    text(asff, "ProductArn").filter(|arn| arn.ends_with(":product/aws/guardduty"))?;
    let last = kind.rsplit('/').next()?;
    catalogue::KINDS.iter().map(|known| known.name).find(|name| name.replace([':', '/'], "-") == last)
}

/// What made the finding: the rule of a control, or whatever the product says.
fn analytic(asff: &Map<String, Value>) -> Value {
    let fields = |name: &str| text_at(asff, &["ProductFields", name]);
    match fields("RelatedAWSResources:0/name") {
        Some(rule) => json!({ "name": rule, "category": fields("RelatedAWSResources:0/type"), "type": "Rule", "type_id": 1 }),
        None => json!({ "uid": text(asff, "GeneratorId"), "name": fields("cloudkeep/rule"), "type": "Rule", "type_id": 1 }),
    }
}

/// The techniques of MITRE ATT&CK that the plane's own findings name.
fn attacks(asff: &Map<String, Value>) -> Value {
    let named = text_at(asff, &["ProductFields", "cloudkeep/techniques"]).unwrap_or_default();
    named.split(',').filter(|uid| !uid.is_empty()).map(attack).collect()
}

/// A technique, or a part of one.
pub(crate) fn attack(uid: &str) -> Value {
    let mut attack = json!({ "technique": { "uid": uid.split('.').next() }, "version": "16" });
    if let (true, Some(members)) = (uid.contains('.'), attack.as_object_mut()) {
        members.insert("sub_technique".to_owned(), json!({ "uid": uid }));
    }
    attack
}

/// `remediation`.
pub(super) fn remediation(asff: &Map<String, Value>) -> Value {
    let path = |name| ["Remediation", "Recommendation", name];
    let url = text_at(asff, &path("Url"));
    let packages = list(asff, "Vulnerabilities").iter().filter_map(Value::as_object);
    let packages = packages.flat_map(|one| list_at(one, &["VulnerablePackages"])).filter_map(Value::as_object);
    let desc = text_at(asff, &path("Text")).or_else(|| packages.filter_map(|p| text(p, "Remediation")).next());
    json!({ "desc": desc, "references": url.into_iter().collect::<Vec<_>>() })
}
