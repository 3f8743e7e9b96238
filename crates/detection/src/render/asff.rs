//! The AWS Security Finding Format, as `BatchImportFindings` takes it.

use serde_json::{Value, json};

use super::{Context, arn, description, kind_of, partition, region, resource};
use crate::finding::{Action, Finding, severity_word};
use crate::time;

/// Tactic of a type, as ASFF's taxonomy names it.
fn tactic(kind: &str) -> &'static str {
    match kind.split(':').next().unwrap_or_default() {
        "CredentialAccess" => "Credential Access",
        "DefenseEvasion" | "Stealth" => "Defense Evasion",
        "Discovery" | "Recon" => "Discovery",
        "Execution" => "Execution",
        "Exfiltration" => "Exfiltration",
        "Impact" | "CryptoCurrency" => "Impact",
        "Persistence" | "Backdoor" => "Persistence",
        "PrivilegeEscalation" => "Privilege Escalation",
        "Trojan" => "Command and Control",
        _ => "Initial Access",
    }
}

fn clip(text: &str, most: usize) -> String {
    text.chars().take(most).collect()
}

/// A finding in ASFF.
pub fn asff(finding: &Finding, context: &Context) -> Value {
    let region = region(finding);
    let (kind, id) = resource(finding);
    let mut resource = json!({ "Type": kind, "Id": clip(&id, 512), "Partition": partition(region), "Region": region });
    if kind == "AwsIamAccessKey"
        && let Some(resource) = resource.as_object_mut()
    {
        let details = json!({ "AwsIamAccessKey": { "PrincipalId": finding.actor.principal, "PrincipalName": finding.actor.name, "PrincipalType": finding.actor.kind, "AccessKeyId": finding.actor.key } });
        resource.insert("Details".to_owned(), details);
    }
    let remedy = kind_of(finding).map_or("", |k| k.remedy.words());
    let mut fields = json!({
        "aws/guardduty/service/serviceName": "guardduty", "aws/guardduty/service/detectorId": context.detector, "aws/guardduty/service/count": finding.count.to_string(),
        "cloudkeep/rule": finding.rule, "cloudkeep/techniques": finding.techniques.join(","),
    });
    if let (Action::Api { service, name, agent, .. }, Some(fields)) = (&finding.action, fields.as_object_mut()) {
        fields.insert("aws/guardduty/service/action/awsApiCallAction/serviceName".to_owned(), json!(service));
        fields.insert("aws/guardduty/service/action/awsApiCallAction/api".to_owned(), json!(name));
        fields.insert("aws/guardduty/service/action/awsApiCallAction/userAgent".to_owned(), json!(clip(agent, 1024)));
    }
    let action = match &finding.action {
        Action::Api { service, name, source, address, .. } => {
            let mut call = json!({ "Api": name, "ServiceName": service, "CallerType": if address.is_some() { "remoteIp" } else { "domain" }, "FirstSeen": time::format(finding.first), "LastSeen": time::format(finding.last) });
            if let Some(call) = call.as_object_mut() {
                match address {
                    Some(address) if address.is_ipv4() => {
                        call.insert("RemoteIpDetails".to_owned(), json!({ "IpAddressV4": address.to_string() }))
                    }
                    Some(_) => None,
                    None => call.insert("DomainDetails".to_owned(), json!({ "Domain": source })),
                };
            }
            json!({ "ActionType": "AWS_API_CALL", "AwsApiCallAction": call })
        }
        Action::Network { direction, remote, remote_port, local_port, protocol, blocked, .. } => {
            let mut connection = json!({ "ConnectionDirection": direction, "Protocol": protocol, "Blocked": blocked, "LocalPortDetails": { "Port": local_port }, "RemotePortDetails": { "Port": remote_port } });
            if let Some(connection) = connection.as_object_mut().filter(|_| remote.is_ipv4()) {
                connection.insert("RemoteIpDetails".to_owned(), json!({ "IpAddressV4": remote.to_string() }));
            }
            json!({ "ActionType": "NETWORK_CONNECTION", "NetworkConnectionAction": connection })
        }
        Action::Dns { domain, protocol, .. } => {
            json!({ "ActionType": "DNS_REQUEST", "DnsRequestAction": { "Domain": domain, "Protocol": protocol, "Blocked": false } })
        }
    };
    json!({
        "SchemaVersion": "2018-10-08", "Id": arn(finding, context), "ProductArn": format!("arn:{}:securityhub:{region}::product/aws/guardduty", partition(region)),
        "ProductName": "GuardDuty", "CompanyName": "Amazon", "Region": region, "GeneratorId": format!("arn:{}:guardduty:{region}:{}:detector/{}", partition(region), finding.account, context.detector),
        "AwsAccountId": finding.account, "Types": [format!("TTPs/{}/{}", tactic(&finding.kind), finding.kind.replace([':', '/'], "-"))],
        "FirstObservedAt": time::format(finding.first), "LastObservedAt": time::format(finding.last), "CreatedAt": time::format(finding.first),
        "UpdatedAt": time::format(context.now.max(finding.last)),
        "Severity": { "Product": finding.severity, "Label": severity_word(finding.severity), "Original": finding.severity.to_string() },
        "Title": clip(&finding.title, 256), "Description": clip(&description(finding), 1024),
        "Remediation": { "Recommendation": { "Text": clip(remedy, 512) } },
        "ProductFields": fields, "Resources": [resource], "Action": action, "WorkflowState": "NEW", "Workflow": { "Status": "NEW" }, "RecordState": "ACTIVE",
    })
}
