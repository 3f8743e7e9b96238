//! The documentation of the types of findings, made from the catalogue and the signatures, so that it says what is built.

use std::fmt::Write as _;

use crate::catalogue::KINDS;
use crate::signatures::{self, Count, Outcome, Signature, Weight};

/// The part of `docs/detection.md` that is made: a section for each type.
pub fn markdown() -> String {
    let mut out = String::new();
    for kind in KINDS {
        let _ = write!(
            out,
            "### {}\n\n{}{}\n\n",
            kind.name,
            kind.meaning,
            if kind.guardduty { "" } else { " (The name is ours, in GuardDuty's scheme.)" }
        );
        let rules: Vec<&Signature> = signatures::all().filter(|s| s.kind == kind.name && s.weight != Weight::Signal).collect();
        let around: Vec<_> = AROUND.iter().filter(|(of, _)| *of == kind.name).collect();
        if !rules.is_empty() || !around.is_empty() {
            let _ = write!(out, "Triggered by:\n\n");
        }
        for s in rules {
            let calls: Vec<String> = s.calls.iter().take(6).map(|c| format!("`{c}`")).collect();
            let more = s.calls.len().saturating_sub(6);
            let more = if more > 0 { format!(" and {more} more") } else { String::new() };
            let _ = writeln!(
                out,
                "- **{}** (`{}`, severity {:.1}, {}): {}{more}{}{}{}.",
                s.title,
                s.id,
                s.severity,
                s.techniques.join(", "),
                calls.join(", "),
                count(s.count),
                outcome(s.outcome),
                weight(s.weight)
            );
        }
        for (_, words) in around {
            let _ = writeln!(out, "- {words}");
        }
        let _ = write!(out, "\nWhat to do: {}\n\n", kind.remedy.words());
    }
    out
}

fn count(count: Count) -> String {
    match count {
        Count::Once => String::new(),
        Count::Resources(n, s) => format!("; {n} different resources within {} minutes", s / 60),
        Count::Calls(n, s) => format!("; {n} different calls within {} minutes", s / 60),
        Count::Events(n, s) => format!("; {n} times within {} minutes", s / 60),
    }
}

fn outcome(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Success => "",
        Outcome::Attempt => "; refused attempts too, with a lower severity",
        Outcome::Refused => "; only when refused",
        Outcome::Any => "; whatever the outcome",
    }
}

fn weight(weight: Weight) -> &'static str {
    match weight {
        Weight::Unusual => "; not when the principal made the call on three earlier days, nor when an AWS service made it",
        Weight::Direct => "; not when an AWS service made the call",
        Weight::Certain | Weight::Signal => "",
    }
}

const ANOMALY: &str = "A call that differs in several ways (network, program, Region, service, hour, call) from what the principal did in at least 100 events on two days or more (`anomalous-call`).";
const LISTED: &str = "A call from an address of such a list (`address-listed`, `address-listed-custom`, `address-of-tor`).";
const AGENT: &str = "The name of the system stands in the user agent (`agent-of-a-test-system`).";

/// What is told by other detectors than signatures.
const AROUND: &[(&str, &str)] = &[
    (
        "AttackSequence:IAM/CompromisedCredentials",
        "Signals of three stages by one principal within a day, from as many rules, two of them of severity 4.0 or more (`sequence-of-a-principal`, severity 9.0).",
    ),
    (
        "AttackSequence:S3/CompromisedData",
        "Signals of two stages about one bucket within a day, two of them of severity 4.0 or more (`sequence-on-a-bucket`, severity 9.0).",
    ),
    ("CredentialAccess:IAMUser/AnomalousBehavior", ANOMALY),
    ("DefenseEvasion:IAMUser/AnomalousBehavior", ANOMALY),
    ("Discovery:IAMUser/AnomalousBehavior", ANOMALY),
    (
        "Discovery:IAMUser/AnomalousBehavior",
        "Six different calls (four of an instance's role) refused within 10 minutes (`calls-refused`).",
    ),
    ("Discovery:IAMUser/AnomalousBehavior", "The user agent names a tool that looks for weaknesses (`agent-of-an-attack-tool`)."),
    ("Execution:IAMUser/AnomalousBehavior", ANOMALY),
    ("Exfiltration:IAMUser/AnomalousBehavior", ANOMALY),
    ("Impact:IAMUser/AnomalousBehavior", ANOMALY),
    ("InitialAccess:IAMUser/AnomalousBehavior", ANOMALY),
    (
        "InitialAccess:IAMUser/AnomalousBehavior",
        "A login to the console of an IAM user or the root user without a second factor (`console-login-without-mfa`, severity 4.0, 7.0 of root).",
    ),
    (
        "InitialAccess:IAMUser/AnomalousBehavior",
        "One key, neither an instance's nor the console's, is used from two networks (/16) with two programs within half an hour, though of 20 events or more of its principal seven in ten came from one network (`key-in-two-places`, severity 4.5).",
    ),
    (
        "InitialAccess:IAMUser/AnomalousBehavior",
        "Eight failed logins of one user (three of the root user), or of eight users from one address, within 15 minutes (`console-passwords-tried`, `console-users-tried`).",
    ),
    ("Persistence:IAMUser/AnomalousBehavior", ANOMALY),
    ("PrivilegeEscalation:IAMUser/AnomalousBehavior", ANOMALY),
    ("PenTest:IAMUser/KaliLinux", AGENT),
    ("PenTest:IAMUser/ParrotLinux", AGENT),
    ("PenTest:IAMUser/PentooLinux", AGENT),
    ("PenTest:S3/KaliLinux", AGENT),
    ("PenTest:S3/ParrotLinux", AGENT),
    ("PenTest:S3/PentooLinux", AGENT),
    ("Policy:IAMUser/RootCredentialUsage", "Any call of the root user that did something (`root-used`, severity 2.0)."),
    ("Recon:IAMUser/MaliciousIPCaller", LISTED),
    ("Recon:IAMUser/MaliciousIPCaller.Custom", LISTED),
    ("Recon:IAMUser/TorIPCaller", LISTED),
    ("UnauthorizedAccess:IAMUser/MaliciousIPCaller", LISTED),
    ("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", LISTED),
    ("UnauthorizedAccess:IAMUser/TorIPCaller", LISTED),
    ("Discovery:S3/MaliciousIPCaller", LISTED),
    ("Discovery:S3/MaliciousIPCaller.Custom", LISTED),
    ("Discovery:S3/TorIPCaller", LISTED),
    ("Exfiltration:S3/MaliciousIPCaller", LISTED),
    ("Impact:S3/MaliciousIPCaller", LISTED),
    ("UnauthorizedAccess:S3/MaliciousIPCaller.Custom", LISTED),
    ("UnauthorizedAccess:S3/TorIPCaller", LISTED),
    (
        "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
        "A user logs in from two networks (/16) within an hour, of which the second was not used a day before; or after five failures within 15 minutes (`console-login-elsewhere`, `console-login-after-failures`).",
    ),
    (
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
        "A session named after an instance calls from a public address that is none of AWS's, and not through an endpoint (`instance-credentials-outside`, severity 8.0).",
    ),
    (
        "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",
        "A session named after an instance calls from two networks of AWS with two programs within six hours (`instance-credentials-inside`, severity 7.0).",
    ),
    (
        "UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS",
        "A session that was issued to a function or task, or whose key was seen there, calls from a public address that is none of AWS's, and not through an endpoint (`resource-credentials-outside`, severity 8.0).",
    ),
    ("Discovery:S3/AnomalousBehavior", ANOMALY),
    ("Exfiltration:S3/AnomalousBehavior", ANOMALY),
    ("Impact:S3/AnomalousBehavior.Delete", ANOMALY),
    ("Impact:S3/AnomalousBehavior.Write", ANOMALY),
    ("Recon:EC2/Portscan", "25 ports of one host within 5 minutes (`flow-portscan`)."),
    (
        "Recon:EC2/PortProbeUnprotectedPort",
        "8 ports tried from one address on the internet within 10 minutes, let through and with few packets (`flow-probe`).",
    ),
    ("Impact:EC2/PortSweep", "One administration or database port of 30 hosts within 5 minutes (`flow-sweep`)."),
    (
        "UnauthorizedAccess:EC2/SSHBruteForce",
        "20 short connections to port 22 of one host within 10 minutes; severity 8.0 by the instance, 3.0 against it (`flow-ssh`).",
    ),
    ("UnauthorizedAccess:EC2/RDPBruteForce", "20 short connections to port 3389 of one host within 10 minutes (`flow-rdp`)."),
    ("Impact:EC2/WinRMBruteForce", "20 short connections to port 5985 or 5986 of one host within 10 minutes (`flow-winrm`)."),
    (
        "CryptoCurrency:EC2/BitcoinTool.B",
        "Three flows within two hours to a port of miners' pools on one host on the internet (`flow-mining`).",
    ),
    ("CryptoCurrency:EC2/BitcoinTool.B!DNS", "A query of a pool's name (`dns-mining`)."),
    ("Backdoor:EC2/C&CActivity.B", "Traffic with an address of a list of known bad addresses (`flow-listed`)."),
    ("Backdoor:EC2/C&CActivity.B!DNS", "A query of a name of a threat list (`dns-listed`)."),
    ("Backdoor:EC2/Spambot", "Connections to port 25 of 20 hosts within 10 minutes (`flow-spam`)."),
    (
        "Behavior:EC2/TrafficVolumeUnusual",
        "Within an hour more than 1 GiB and ten times the most of any hour before, after 24 hours with traffic (`flow-volume`).",
    ),
    (
        "Behavior:EC2/NetworkPortUnusual",
        "More than 10 MiB to a port that was never used, after 500 flows on two days (`flow-port`).",
    ),
    (
        "DefenseEvasion:EC2/UnusualDNSResolver",
        "Traffic to port 53 on the internet, never seen in 500 flows on two days (`flow-resolver`).",
    ),
    (
        "DefenseEvasion:EC2/UnusualDoTActivity",
        "Traffic to port 853 on the internet, never seen in 500 flows on two days (`flow-dot`).",
    ),
    ("UnauthorizedAccess:EC2/MaliciousIPCaller.Custom", "Traffic with an address of a list of yours (`flow-listed-custom`)."),
    ("UnauthorizedAccess:EC2/TorClient", "Traffic to an address of the list of Tor (`flow-tor`)."),
    (
        "UnauthorizedAccess:EC2/MetadataDNSRebind",
        "An answer that is the metadata service's address, for a name on the internet (`dns-rebind`).",
    ),
    ("Trojan:EC2/DGADomainRequest.B", "10 names that look made up and do not exist within 10 minutes (`dns-made-up`)."),
    ("Trojan:EC2/DNSDataExfiltration", "30 different long names under one domain within 10 minutes (`dns-tunnel`)."),
    (
        "Impact:EC2/SuspiciousDomainRequest.Reputation",
        "A query of a callback, tunnel or changing name's service (`dns-suspicious`).",
    ),
    ("Custom:IAMUser/SigmaRule", "The rule's own condition (`sigma:` and the rule's id)."),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_says_what_triggers_it() {
        for kind in KINDS {
            let floods = kind.name.starts_with("Backdoor:EC2/DenialOfService");
            let some = signatures::all().any(|s| s.kind == kind.name) || AROUND.iter().any(|(of, _)| *of == kind.name) || floods;
            assert!(some, "{}", kind.name);
        }
        assert!(AROUND.iter().all(|(of, _)| KINDS.iter().any(|k| k.name == *of)));
    }

    #[test]
    fn the_page_has_what_is_built() {
        let page = include_str!("../../../docs/detection.md");
        let made = page.split_once("<!-- made -->\n").and_then(|(_, rest)| rest.split_once("<!-- end -->")).map(|(made, _)| made);
        assert!(
            made == Some(markdown().as_str()),
            "write it anew: cargo run --package detection --example catalogue -- docs/detection.md"
        );
    }
}
