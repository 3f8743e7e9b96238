//! Sample findings: one of each type, with made-up resources, marked as AWS marks them.

use std::net::IpAddr;

use detection::bounded::hash;
use detection::catalogue::{About, Kind};
use detection::finding::{Action, Actor, Finding, Moment};

#[cfg(test)]
use crate::resources::Found;

/// The severity that a type's samples have: that of the worst that GuardDuty says of the purpose.
fn severity(kind: &str) -> f64 {
    match kind.split(':').next().unwrap_or_default() {
        "AttackSequence" => 9.0,
        "Backdoor" | "CryptoCurrency" | "Trojan" | "Exfiltration" | "Impact" => 8.0,
        "Policy" | "Recon" | "Discovery" if !kind.contains(":S3/") => 2.0,
        _ => 5.0,
    }
}

/// What a sample shows.
pub fn finding(kind: &Kind, account: &str, region: &str, now: i64) -> Finding {
    let remote = IpAddr::from([198, 51, 100, 0]);
    let local = IpAddr::from([10, 0, 0, 23]);
    let (actor, action, resources) = match kind.about {
        About::Instance => {
            let actor = Actor { kind: "Instance".to_owned(), name: "i-99999999".to_owned(), ..Actor::default() };
            let action = if kind.name.ends_with("!DNS") || kind.name.contains("DNS") || kind.name.contains("DGA") {
                Action::Dns {
                    domain: "GeneratedFindingDomainName.example".to_owned(),
                    protocol: "UDP".to_owned(),
                    local: Some(local),
                }
            } else {
                let inbound = kind.name.starts_with("Recon:") && !kind.name.ends_with("/Portscan");
                Action::Network {
                    direction: if inbound { "INBOUND" } else { "OUTBOUND" }.to_owned(),
                    remote,
                    remote_port: if inbound { 39677 } else { 22 },
                    local,
                    local_port: if inbound { 22 } else { 39677 },
                    protocol: "TCP".to_owned(),
                    blocked: false,
                }
            };
            (actor, action, Vec::new())
        }
        About::AccessKey | About::Bucket => {
            let actor = Actor {
                kind: "IAMUser".to_owned(),
                name: "GeneratedFindingUserName".to_owned(),
                arn: format!("arn:aws:iam::{account}:user/GeneratedFindingUserName"),
                key: "GeneratedFindingAccessKeyId".to_owned(),
                principal: "GeneratedFindingPrincipalId".to_owned(),
            };
            let bucket = kind.about == About::Bucket;
            let action = Action::Api {
                service: if bucket { "s3.amazonaws.com" } else { "GeneratedFindingAPIServiceName" }.to_owned(),
                name: "GeneratedFindingAPIName".to_owned(),
                agent: String::new(),
                error: String::new(),
                source: remote.to_string(),
                address: Some(remote),
            };
            (actor, action, if bucket { vec!["bucketName".to_owned()] } else { Vec::new() })
        }
    };
    let first = now / 1000;
    Finding {
        key: hash(&("sample", kind.name)),
        id: String::new(),
        rule: "sample".to_owned(),
        kind: kind.name.to_owned(),
        title: format!("[SAMPLE] {}", title(kind.name)),
        says: kind.meaning.to_owned(),
        severity: severity(kind.name),
        techniques: Vec::new(),
        account: account.to_owned(),
        region: region.to_owned(),
        actor,
        resources,
        action,
        count: 1,
        first,
        last: first,
        timeline: vec![Moment { time: first, what: "GeneratedFindingAPIName".to_owned(), event: String::new() }],
        deviations: Vec::new(),
    }
}

/// A type in a few words.
fn title(kind: &str) -> String {
    let (purpose, rest) = kind.split_once(':').unwrap_or(("", kind));
    let (resource, threat) = rest.split_once('/').unwrap_or(("", rest));
    format!("{purpose} by {threat} of a resource of {resource}")
}

/// A sample as a document.
#[cfg(test)]
pub fn found(kind: &Kind, account: &str, region: &str, detector: &str, id: &str, now: i64) -> Found {
    Found {
        finding: finding(kind, account, region, now),
        id: id.to_owned(),
        detector: detector.to_owned(),
        open: String::new(),
        archived: false,
        suppressed: false,
        sample: true,
        feedback: None,
        lists: Vec::new(),
        created_at: now,
        updated_at: now,
        update_due: None,
    }
}
