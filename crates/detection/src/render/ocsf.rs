//! The Open Cybersecurity Schema Framework: class Detection Finding (2004).

use serde_json::{Map, Value, json};

use super::{Context, about, arn, asff};
use crate::catalogue::About;
use crate::finding::{Action, Finding};
use crate::ocsf::{Said, event, prune};

/// A finding as an event of class Detection Finding: what ASFF has of it, and what only the finding itself has.
pub fn ocsf(finding: &Finding, context: &Context) -> Value {
    let base = asff(finding, context);
    let mut event = event(base.as_object().unwrap_or(&Map::new()), &arn(finding, context), &Said::default());
    let timeline: Vec<Value> =
        finding.timeline.iter().map(|m| json!({ "time": m.time * 1000, "what": m.what, "uid": m.event })).collect();
    let related: Vec<Value> =
        finding.timeline.iter().filter(|m| !m.event.is_empty()).map(|m| json!({ "uid": m.event })).collect();
    let unusual: Vec<Value> =
        finding.deviations.iter().map(|d| json!({ "of": d.of, "expected": d.expected, "seen": d.seen })).collect();
    let (analytic_id, analytic) = if finding.deviations.is_empty() { (1, "Rule") } else { (2, "Behavioral") };
    let actor = about(finding) == About::Instance;
    for (path, members) in [
        (
            "",
            json!({
                "activity_id": 1, "activity_name": "Create", "type_uid": 200_401, "type_name": "Detection Finding: Create", "count": finding.count,
                "start_time": finding.first * 1000, "end_time": finding.last * 1000, "message": super::description(finding), "is_alert": true,
                "risk_score": (finding.severity * 10.0).round(), "evidences": [evidence(finding)],
                "unmapped": { "resources": finding.resources, "timeline": timeline, "unusual": unusual },
            }),
        ),
        (
            "/metadata",
            json!({ "product": { "name": "Cloudkeep", "vendor_name": "Cloudkeep", "feature": { "name": "Threat detection" } } }),
        ),
        (
            "/finding_info",
            json!({
                "uid": finding.id, "desc": super::description(finding), "types": [finding.kind], "related_events": related, "related_events_count": related.len(),
                "analytic": { "uid": finding.rule, "name": finding.rule, "type_id": analytic_id, "type": analytic },
            }),
        ),
        ("/resources/0", json!({ "role_id": if actor { 2 } else { 1 }, "role": if actor { "Actor" } else { "Target" } })),
    ] {
        if let (Some(Value::Object(place)), Value::Object(members)) = (event.pointer_mut(path), members) {
            place.extend(members);
        }
    }
    event
}

/// What was seen, with addresses of both versions and what ASFF has no place for.
fn evidence(finding: &Finding) -> Value {
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
    evidence
}
