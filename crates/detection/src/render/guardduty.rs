//! GuardDuty's own JSON, as `GetFindings` gives it.

use serde_json::{Map, Value, json};

use super::{Context, about, arn, description, partition, region};
use crate::catalogue::About;
use crate::finding::{Action, Finding};
use crate::time;

/// A finding as `GetFindings` gives it. What GuardDuty does not have (rule, techniques, timeline, what was expected) stands in `AdditionalInfo.Value`, which is JSON as text.
pub fn guardduty(finding: &Finding, context: &Context) -> Value {
    let region = region(finding);
    let mut resource = Map::new();
    let resource_type = match about(finding) {
        About::AccessKey => "AccessKey",
        About::Bucket => "S3Bucket",
        About::Instance => "Instance",
    };
    resource.insert("ResourceType".to_owned(), json!(resource_type));
    if about(finding) == About::Instance {
        let mut instance = json!({ "InstanceId": finding.actor.name, "NetworkInterfaces": [] });
        if let Action::Network { local, .. } | Action::Dns { local: Some(local), .. } = &finding.action
            && let Some(instance) = instance.as_object_mut()
        {
            instance.insert("NetworkInterfaces".to_owned(), json!([{ "PrivateIpAddress": local.to_string() }]));
        }
        resource.insert("InstanceDetails".to_owned(), instance);
    } else {
        let details = json!({
            "AccessKeyId": finding.actor.key, "PrincipalId": finding.actor.principal, "UserName": finding.actor.name, "UserType": finding.actor.kind,
        });
        resource.insert("AccessKeyDetails".to_owned(), details);
    }
    if about(finding) == About::Bucket {
        let buckets: Vec<Value> = finding
            .resources
            .iter()
            .take(10)
            .map(|b| json!({ "Name": b, "Arn": format!("arn:{}:s3:::{b}", partition(region)) }))
            .collect();
        resource.insert("S3BucketDetails".to_owned(), json!(buckets));
    }
    let inbound = matches!(&finding.action, Action::Network { direction, .. } if direction == "INBOUND");
    let role = if about(finding) == About::Instance && !inbound { "ACTOR" } else { "TARGET" };
    let extra = json!({
        "rule": finding.rule, "techniques": finding.techniques, "resources": finding.resources, "detail": finding.says,
        "timeline": finding.timeline.iter().map(|m| json!({ "time": time::format(m.time), "what": m.what, "eventId": m.event })).collect::<Vec<_>>(),
        "unusual": finding.deviations.iter().map(|d| json!({ "of": d.of, "expected": d.expected, "seen": d.seen })).collect::<Vec<_>>(),
    });
    let mut service = json!({
        "Action": action(finding), "AdditionalInfo": { "Type": "default", "Value": extra.to_string() }, "Archived": false, "Count": finding.count,
        "DetectorId": context.detector, "EventFirstSeen": time::format(finding.first), "EventLastSeen": time::format(finding.last),
        "ResourceRole": role, "ServiceName": "guardduty",
    });
    let listed = finding.rule.contains("listed") || finding.rule.ends_with("-tor");
    if listed && let Some(service) = service.as_object_mut() {
        service.insert(
            "Evidence".to_owned(),
            json!({ "ThreatIntelligenceDetails": [{ "ThreatListName": finding.rule, "ThreatNames": [] }] }),
        );
    }
    json!({
        "AccountId": finding.account, "Arn": arn(finding, context), "CreatedAt": time::format(finding.first), "Description": description(finding), "Id": finding.id,
        "Partition": partition(region), "Region": region, "Resource": resource, "SchemaVersion": "2.0", "Service": service, "Severity": finding.severity,
        "Title": finding.title, "Type": finding.kind, "UpdatedAt": time::format(context.now.max(finding.last)),
    })
}

fn action(finding: &Finding) -> Value {
    let port = |port: u16| match port {
        22 => "SSH",
        25 => "SMTP",
        53 => "DNS",
        80 => "HTTP",
        443 => "HTTPS",
        3389 => "RDP",
        _ => "Unknown",
    };
    match &finding.action {
        Action::Api { service, name, agent, error, source, address } => {
            let mut call = json!({
                "Api": name, "ServiceName": service, "UserAgent": agent,
                "CallerType": if address.is_some() { "Remote IP" } else { "Domain" },
            });
            if let Some(call) = call.as_object_mut() {
                match address {
                    Some(address) if address.is_ipv6() => {
                        call.insert("RemoteIpDetails".to_owned(), json!({ "IpAddressV6": address.to_string() }))
                    }
                    Some(address) => call.insert("RemoteIpDetails".to_owned(), json!({ "IpAddressV4": address.to_string() })),
                    None => call.insert("DomainDetails".to_owned(), json!({ "Domain": source })),
                };
                if !error.is_empty() {
                    call.insert("ErrorCode".to_owned(), json!(error));
                }
                if let Some(first) = finding.resources.first() {
                    let key = if matches!(about(finding), About::Bucket) { "AWS::S3::Bucket" } else { "Resource" };
                    call.insert("AffectedResources".to_owned(), json!({ key: first }));
                }
            }
            json!({ "ActionType": "AWS_API_CALL", "AwsApiCallAction": call })
        }
        Action::Network { direction, remote, remote_port, local, local_port, protocol, blocked } => {
            let details = json!({ if remote.is_ipv6() { "IpAddressV6" } else { "IpAddressV4" }: remote.to_string() });
            if finding.kind == "Recon:EC2/PortProbeUnprotectedPort" {
                let probe = json!({ "LocalPortDetails": { "Port": local_port, "PortName": port(*local_port) }, "LocalIpDetails": { "IpAddressV4": local.to_string() }, "RemoteIpDetails": details });
                return json!({ "ActionType": "PORT_PROBE", "PortProbeAction": { "Blocked": blocked, "PortProbeDetails": [probe] } });
            }
            json!({ "ActionType": "NETWORK_CONNECTION", "NetworkConnectionAction": {
                "Blocked": blocked, "ConnectionDirection": direction, "Protocol": protocol, "RemoteIpDetails": details,
                "LocalPortDetails": { "Port": local_port, "PortName": port(*local_port) }, "RemotePortDetails": { "Port": remote_port, "PortName": port(*remote_port) },
                "LocalIpDetails": { "IpAddressV4": local.to_string() },
            } })
        }
        Action::Dns { domain, protocol, .. } => {
            json!({ "ActionType": "DNS_REQUEST", "DnsRequestAction": { "Domain": domain, "Protocol": protocol, "Blocked": false } })
        }
    }
}
