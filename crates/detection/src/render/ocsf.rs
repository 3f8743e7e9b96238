//! The Open Cybersecurity Schema Framework: class Detection Finding (2004), version 1.5.0.

use serde_json::{Value, json};

use super::{Context, about, arn, description, kind_of, region, resource};
use crate::catalogue::About;
use crate::finding::{Action, Finding, severity_word};

/// A finding as an event of class Detection Finding.
pub fn ocsf(finding: &Finding, context: &Context) -> Value {
    let region = region(finding);
    let (severity_id, severity) = match severity_word(finding.severity) {
        "CRITICAL" => (5, "Critical"),
        "HIGH" => (4, "High"),
        "MEDIUM" => (3, "Medium"),
        _ => (2, "Low"),
    };
    let (resource_type, resource_id) = resource(finding);
    let kind = kind_of(finding);
    let attacks: Vec<Value> = finding
        .techniques
        .iter()
        .map(|t| {
            let (main, sub) = t.split_once('.').map_or((t.as_str(), None), |(main, _)| (main, Some(t.as_str())));
            let mut attack = json!({ "technique": { "uid": main }, "version": "16" });
            if let (Some(sub), Some(attack)) = (sub, attack.as_object_mut()) {
                attack.insert("sub_technique".to_owned(), json!({ "uid": sub }));
            }
            attack
        })
        .collect();
    let mut evidence = match &finding.action {
        Action::Api { service, name, agent, error, source, address } => json!({
            "api": { "operation": name, "service": { "name": service }, "response": { "error": error } },
            "src_endpoint": { "ip": address.map(|a| a.to_string()), "hostname": address.is_none().then_some(source) },
            "http_request": { "user_agent": agent },
            "actor": { "user": { "name": finding.actor.name, "uid": finding.actor.principal, "uid_alt": finding.actor.arn, "credential_uid": finding.actor.key, "type": finding.actor.kind } },
        }),
        Action::Network { direction, remote, remote_port, local, local_port, protocol, .. } => json!({
            "src_endpoint": { "ip": local.to_string(), "port": local_port }, "dst_endpoint": { "ip": remote.to_string(), "port": remote_port },
            "connection_info": { "direction": direction, "protocol_name": protocol.to_lowercase() },
        }),
        Action::Dns { domain, local, .. } => {
            json!({ "query": { "hostname": domain }, "src_endpoint": { "ip": local.map(|a| a.to_string()) } })
        }
    };
    prune(&mut evidence);
    let timeline: Vec<Value> =
        finding.timeline.iter().map(|m| json!({ "time": m.time * 1000, "what": m.what, "uid": m.event })).collect();
    let related: Vec<Value> =
        finding.timeline.iter().filter(|m| !m.event.is_empty()).map(|m| json!({ "uid": m.event })).collect();
    json!({
        "category_uid": 2, "category_name": "Findings", "class_uid": 2004, "class_name": "Detection Finding", "activity_id": 1, "activity_name": "Create",
        "type_uid": 200_401, "type_name": "Detection Finding: Create", "severity_id": severity_id, "severity": severity, "status_id": 1, "status": "New",
        "time": context.now.max(finding.last) * 1000, "count": finding.count, "start_time": finding.first * 1000, "end_time": finding.last * 1000, "message": description(finding),
        "is_alert": true, "confidence_id": 0, "risk_score": (finding.severity * 10.0).round(),
        "metadata": {
            "version": "1.5.0", "uid": arn(finding, context), "profiles": ["cloud"],
            "product": { "name": "Cloudkeep", "vendor_name": "Cloudkeep", "feature": { "name": "Threat detection" } },
        },
        "cloud": { "provider": "AWS", "region": region, "account": { "uid": finding.account, "type": "AWS Account", "type_id": 10 } },
        "finding_info": {
            "uid": finding.id, "title": finding.title, "desc": description(finding), "types": [finding.kind], "first_seen_time": finding.first * 1000, "last_seen_time": finding.last * 1000,
            "created_time": finding.first * 1000, "modified_time": context.now.max(finding.last) * 1000, "attacks": attacks, "related_events": related,
            "analytic": { "uid": finding.rule, "name": finding.rule, "type_id": if finding.deviations.is_empty() { 1 } else { 2 }, "type": if finding.deviations.is_empty() { "Rule" } else { "Behavioral" } },
        },
        "evidences": [evidence],
        "resources": [{ "type": resource_type, "uid": resource_id, "region": region, "role_id": if about(finding) == About::Instance { 2 } else { 1 }, "role": if about(finding) == About::Instance { "Actor" } else { "Target" } }],
        "remediation": { "desc": kind.map_or("", |k| k.remedy.words()) },
        "unmapped": {
            "resources": finding.resources, "timeline": timeline,
            "unusual": finding.deviations.iter().map(|d| json!({ "of": d.of, "expected": d.expected, "seen": d.seen })).collect::<Vec<_>>(),
        },
    })
}

/// Takes out members that are null or empty.
fn prune(value: &mut Value) {
    if let Value::Object(members) = value {
        members.values_mut().for_each(prune);
        members.retain(|_, v| !(v.is_null() || v.as_str() == Some("") || v.as_object().is_some_and(serde_json::Map::is_empty)));
    }
}
