//! What is not in a call but around it: where it comes from, with which program, how it differs from what is usual, how often it is refused.

use crate::bounded::{Crossed, hash};
use crate::event::{Call, Caller};
use crate::flow::Listed;
use crate::memory::Memory;
use crate::net;
use crate::profile::{Deviation, Profile};

/// Something found around a call.
#[derive(Debug)]
pub(crate) struct Told {
    pub rule: &'static str,
    pub kind: &'static str,
    pub title: &'static str,
    pub severity: f64,
    pub techniques: &'static [&'static str],
    pub says: String,
    pub crossed: Option<Crossed>,
    pub deviations: Vec<Deviation>,
    pub resource: String,
}

fn told(
    rule: &'static str,
    kind: &'static str,
    title: &'static str,
    severity: f64,
    techniques: &'static [&'static str],
    says: String,
) -> Told {
    Told { rule, kind, title, severity, techniques, says, crossed: None, deviations: Vec::new(), resource: String::new() }
}

/// The root user at work.
pub(crate) fn root(call: &Call<'_>) -> Option<Told> {
    if call.caller != Caller::Root || call.by_service || !call.succeeded() {
        return None;
    }
    Some(told("root-used", "Policy:IAMUser/RootCredentialUsage", "The root user was used", 2.0, &["T1078.004"], String::new()))
}

/// Programs and systems of those who test, or attack.
pub(crate) fn tool(call: &Call<'_>) -> Option<Told> {
    /// What is looked for, in small letters; whether as a system or as a program.
    const SYSTEMS: &[(&str, &str, &str)] = &[
        ("kali", "PenTest:IAMUser/KaliLinux", "PenTest:S3/KaliLinux"),
        ("parrot", "PenTest:IAMUser/ParrotLinux", "PenTest:S3/ParrotLinux"),
        ("pentoo", "PenTest:IAMUser/PentooLinux", "PenTest:S3/PentooLinux"),
    ];
    const PROGRAMS: &[&str] = &[
        "trufflehog",
        "pacu",
        "cloudfox",
        "enumerate-iam",
        "scoutsuite",
        "cloudmapper",
        "nessus",
        "peirates",
        "weirdaal",
        "gitguardian-hmsl",
        "s3scanner",
        "bucket_finder",
        "aws_consoler",
        "quiet-riot",
        "cloudpeass",
        "cloudbrute",
        "leonidas",
    ];
    let agent = call.agent.as_bytes();
    let has =
        |word: &str| agent.len() >= word.len() && agent.windows(word.len()).any(|w| w.eq_ignore_ascii_case(word.as_bytes()));
    for (word, of_user, of_bucket) in SYSTEMS {
        if has(word) {
            let kind = if call.service == "s3" { of_bucket } else { of_user };
            return Some(told(
                "agent-of-a-test-system",
                kind,
                "Calls come from a system for penetration tests",
                5.0,
                &["T1078.004", "T1588.002"],
                format!("The program is {}.", clip(&call.agent)),
            ));
        }
    }
    PROGRAMS.iter().find(|p| has(p)).map(|program| {
        told(
            "agent-of-an-attack-tool",
            "Discovery:IAMUser/AnomalousBehavior",
            "Calls come from a tool that looks for weaknesses",
            5.0,
            &["T1580", "T1588.002"],
            format!("The program is {program}."),
        )
    })
}

fn clip(text: &str) -> String {
    text.chars().take(120).collect()
}

/// An address of a list.
pub(crate) fn listed(call: &Call<'_>, list: Listed) -> Told {
    let reads = call.read_only;
    let s3 = call.service == "s3";
    let object = s3 && call.data;
    let (kind, severity) = match (list, s3) {
        (Listed::Custom, false) if reads => ("Recon:IAMUser/MaliciousIPCaller.Custom", 5.0),
        (Listed::Custom, false) => ("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom", 5.0),
        (Listed::Malicious, false) if reads => ("Recon:IAMUser/MaliciousIPCaller", 5.0),
        (Listed::Malicious, false) => ("UnauthorizedAccess:IAMUser/MaliciousIPCaller", 5.0),
        (Listed::Tor, false) if reads => ("Recon:IAMUser/TorIPCaller", 5.0),
        (Listed::Tor, false) => ("UnauthorizedAccess:IAMUser/TorIPCaller", 5.0),
        (Listed::Custom, true) if reads && !object => ("Discovery:S3/MaliciousIPCaller.Custom", 8.0),
        (Listed::Custom, true) => ("UnauthorizedAccess:S3/MaliciousIPCaller.Custom", 8.0),
        (Listed::Malicious, true) if reads && !object => ("Discovery:S3/MaliciousIPCaller", 8.0),
        (Listed::Malicious, true) if reads => ("Exfiltration:S3/MaliciousIPCaller", 8.0),
        (Listed::Malicious, true) => ("Impact:S3/MaliciousIPCaller", 8.0),
        (Listed::Tor, true) if reads && !object => ("Discovery:S3/TorIPCaller", 5.0),
        (Listed::Tor, true) => ("UnauthorizedAccess:S3/TorIPCaller", 8.0),
    };
    let rule = match list {
        Listed::Custom => "address-listed-custom",
        Listed::Malicious => "address-listed",
        Listed::Tor => "address-of-tor",
    };
    told(rule, kind, "Calls come from an address of a threat list", severity, &["T1078.004"], String::new())
}

/// Credentials of an instance that are used elsewhere.
pub(crate) fn instance_credentials(call: &Call<'_>, family: &str, memory: &mut Memory) -> Option<Told> {
    let instance = call.instance()?;
    let address = call.address.filter(|a| !net::is_private(*a))?;
    // Calls through an endpoint come from inside of the network, whatever their address.
    if call.by_service || !call.record.get("vpcEndpointId").is_null() {
        return None;
    }
    if !net::may_be_aws(address) {
        return Some(told(
            "instance-credentials-outside",
            "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.OutsideAWS",
            "Credentials of an instance were used from outside of AWS",
            8.0,
            &["T1552.005", "T1078.004"],
            format!("The instance is {instance}, the address {address}."),
        ));
    }
    let network = net::wide(address);
    let session = memory.sessions.entry(hash(&("instance", &call.account, &instance)), Default::default)?;
    let other = session.uses.iter().any(|(n, f, t)| *n != network && *f != *family && (call.time - t).abs() < 21_600);
    match session.uses.iter_mut().find(|(n, f, _)| *n == network && *f == *family) {
        Some(known) => known.2 = known.2.max(call.time),
        None => {
            if session.uses.len() >= 16 {
                session.uses.remove(0);
            }
            session.uses.push((network, family.to_owned(), call.time));
        }
    }
    other.then(|| {
        told(
            "instance-credentials-inside",
            "UnauthorizedAccess:IAMUser/InstanceCredentialExfiltration.InsideAWS",
            "Credentials of an instance were used from a second place in AWS",
            7.0,
            &["T1552.005", "T1078.004"],
            format!("The instance is {instance}, the address {address}."),
        )
    })
}

/// Whether a program runs in a function or a task of a container service, by what the environment adds to its user agent.
pub(crate) fn in_a_resource(agent: &str) -> bool {
    agent.contains("exec-env/AWS_Lambda") || agent.contains("exec-env/AWS_ECS")
}

/// Credentials of a function or task that are used elsewhere. `inside`: whether the program says that it runs in one.
pub(crate) fn resource_credentials(call: &Call<'_>, inside: bool, memory: &mut Memory) -> Option<Told> {
    if call.caller != Caller::AssumedRole || call.by_service || call.key.is_empty() {
        return None;
    }
    let place = hash(&("resource", &*call.key));
    if inside {
        memory.sessions.entry(place, Default::default)?;
        return None;
    }
    let address = call.address.filter(|a| !net::is_private(*a) && !net::may_be_aws(*a))?;
    let issuer = call.identity.path("inScopeOf.issuerType").text();
    let issued = issuer.contains("Lambda") || issuer.contains("ECS");
    if !(issued || memory.sessions.get(place).is_some()) || !call.record.get("vpcEndpointId").is_null() {
        return None;
    }
    Some(told(
        "resource-credentials-outside",
        "UnauthorizedAccess:IAMUser/ResourceCredentialExfiltration.OutsideAWS",
        "Credentials of a function or task were used from outside of AWS",
        8.0,
        &["T1552.005", "T1078.004"],
        format!("The address is {address}."),
    ))
}

/// One key at two places at once: other networks and other programs within half an hour.
pub(crate) fn two_places(call: &Call<'_>, actor: u64, family: &str, memory: &mut Memory) -> Option<Told> {
    const SPAN: i64 = 1_800;
    if call.by_service || call.key.is_empty() || !matches!(call.caller, Caller::IamUser | Caller::AssumedRole) {
        return None;
    }
    let address = call.address.filter(|a| !net::is_private(*a))?;
    let network = net::wide(address);
    let session = memory.sessions.entry(hash(&("key", &*call.key)), Default::default)?;
    if let Some(known) = session.uses.iter_mut().find(|(n, f, _)| *n == network && *f == *family) {
        known.2 = known.2.max(call.time);
        return None;
    }
    // Pages of the console are asked by servers of AWS now and then.
    let console = family == "Mozilla" || !call.record.get("sessionCredentialFromConsole").is_null();
    let near = |t: i64| (call.time - t).abs() <= SPAN;
    let apart = session.uses.iter().any(|(n, f, t)| *n != network && *f != *family && near(*t));
    let other_program_only = session.uses.iter().any(|(n, ..)| *n == network);
    // Who roams, roams: it takes a principal that is at home in one network.
    let settled = || memory.actors.get(actor).is_some_and(Profile::settled);
    let found = apart && !console && !other_program_only && call.instance().is_none() && settled();
    if session.uses.len() >= 16 {
        session.uses.remove(0);
    }
    if !console {
        session.uses.push((network, family.to_owned(), call.time));
    }
    found.then(|| {
        told(
            "key-in-two-places",
            "InitialAccess:IAMUser/AnomalousBehavior",
            "A key was used from two networks with two programs at the same time",
            4.5,
            &["T1078.004"],
            format!("The second address is {address}, the program {family}."),
        )
    })
}

/// Somebody who tries what he may.
pub(crate) fn refused(call: &Call<'_>, actor: u64, memory: &mut Memory) -> Option<Told> {
    if !call.denied() || call.by_service || call.service_linked() {
        return None;
    }
    let instance = call.instance().is_some();
    let need = if instance { 4 } else { 6 };
    let what = hash(&(&call.service, call.base_name()));
    let window = memory.windows.entry(hash(&("refused", actor)), Default::default)?;
    let crossed = window.add(call.time, what, 600, need)?;
    let says = format!("{} different calls were refused within 10 minutes.", crossed.distinct);
    let severity = if instance { 5.0 } else { 4.0 };
    let mut found = told(
        "calls-refused",
        "Discovery:IAMUser/AnomalousBehavior",
        "Many different calls were tried and refused",
        severity,
        &["T1580", "T1087.004"],
        says,
    );
    found.crossed = Some(crossed);
    Some(found)
}

/// Logins to the console.
pub(crate) fn login(call: &Call<'_>, memory: &mut Memory) -> Vec<Told> {
    let mut all = Vec::new();
    if call.service != "signin" || call.name != "ConsoleLogin" {
        return all;
    }
    let succeeded = call.response.get("ConsoleLogin").text() == "Success";
    // A role of IAM Identity Center is many people.
    let who = if call.caller == Caller::AssumedRole { call.actor.clone() } else { call.user_name() };
    let user = hash(&("login", &call.account, &who));
    let source = hash(&call.source);
    if !succeeded {
        // Nobody but an attacker tries at the root user often.
        let of_user = if call.caller == Caller::Root { 3 } else { 8 };
        for (rule, of, need, title) in [
            ("console-passwords-tried", user, of_user, "Passwords of a user were tried at the console"),
            ("console-users-tried", source, 8, "Passwords of several users were tried at the console from one address"),
        ] {
            let what = if of == user { hash(&(&call.id, "try")) } else { hash(&call.user_name()) };
            let window = memory.windows.entry(hash(&(rule, of)), Default::default);
            if let Some(crossed) = window.and_then(|w| w.add(call.time, what, 900, need)) {
                let says = format!("{} within 15 minutes.", crossed.distinct);
                let mut found = told(rule, "InitialAccess:IAMUser/AnomalousBehavior", title, 5.0, &["T1110"], says);
                found.crossed = Some(crossed);
                all.push(found);
            }
        }
        if let Some(session) = memory.sessions.entry(user, Default::default) {
            session.uses.push((0, "failed".to_owned(), call.time));
            if session.uses.len() > 24 {
                session.uses.remove(0);
            }
        }
        return all;
    }
    if matches!(call.caller, Caller::IamUser | Caller::Root) && call.additional.get("MFAUsed").text() == "No" {
        let root = call.caller == Caller::Root;
        let severity = if root { 7.0 } else { 4.0 };
        all.push(told(
            "console-login-without-mfa",
            "InitialAccess:IAMUser/AnomalousBehavior",
            "Somebody logged in to the console without a second factor",
            severity,
            &["T1078.004"],
            String::new(),
        ));
    }
    let Some(address) = call.address else { return all };
    let network = net::wide(address);
    let Some(session) = memory.sessions.entry(user, Default::default) else { return all };
    let near = |t: i64, span: i64| (call.time - t).abs() <= span;
    let failed = session.uses.iter().filter(|(_, f, t)| f == "failed" && near(*t, 900) && *t <= call.time).count();
    let elsewhere = session.uses.iter().filter(|(n, f, t)| f == "in" && *n != network && near(*t, 3_600)).count();
    let known = session.uses.iter().any(|(n, f, t)| f == "in" && *n == network && *t < call.time - 86_400);
    session.uses.push((network, "in".to_owned(), call.time));
    if session.uses.len() > 24 {
        session.uses.remove(0);
    }
    if failed >= 5 {
        let says = format!("{failed} attempts failed before.");
        all.push(told(
            "console-login-after-failures",
            "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
            "A login succeeded after many had failed",
            6.0,
            &["T1110", "T1078.004"],
            says,
        ));
    }
    if elsewhere > 0 && !known {
        all.push(told(
            "console-login-elsewhere",
            "UnauthorizedAccess:IAMUser/ConsoleLoginSuccess.B",
            "A user logged in from different networks within an hour",
            5.0,
            &["T1078.004"],
            String::new(),
        ));
    }
    all
}

/// What is not usual: held against what the principal and the account did so far.
pub(crate) fn anomaly(
    call: &Call<'_>,
    number: u32,
    event: &crate::profile::Trait<'_>,
    actor: &Profile,
    account: Option<&Profile>,
) -> Option<Told> {
    if !actor.mature() || call.by_service || call.service_linked() || call.caller == Caller::Service {
        return None;
    }
    // Most events differ in nothing: they are left as early as possible.
    let known = actor.knows(number);
    let deviations = actor.deviations(event);
    if deviations.is_empty() {
        return None;
    }
    let account_knows = account.is_none_or(|a| a.knows(number));
    let weight = |of: &str| match of {
        "network" => 2.0,
        "user agent" | "region" => 1.5,
        "service" => 1.0,
        _ => 0.5,
    };
    let mut score: f64 = deviations.iter().map(|d| weight(&d.of)).sum();
    score += f64::from(u8::from(!known)) + f64::from(u8::from(!account_knows));
    let (kind, severity) = purpose(call);
    let need = if call.read_only && !kind.starts_with("CredentialAccess") { 5.0 } else { 4.0 };
    if score < need {
        return None;
    }
    let mut deviations = deviations;
    if !known {
        let name = format!("{}:{}", call.service, call.base_name());
        deviations.push(Deviation {
            of: "call".to_owned(),
            expected: "calls that the principal has made before".to_owned(),
            seen: name,
        });
    }
    let says = format!("{} things differ from what the principal did in {} events before.", deviations.len(), actor.events);
    let mut found = told(
        "anomalous-call",
        kind,
        "A call differs in several ways from what is usual for the principal",
        severity,
        &["T1078.004"],
        says,
    );
    found.deviations = deviations;
    found.resource = crate::signatures::target(call).into_owned();
    Some(found)
}

/// The stage of an attack that a call would belong to, as a type, with GuardDuty's severity of it.
fn purpose(call: &Call<'_>) -> (&'static str, f64) {
    let name = call.base_name();
    let starts = |all: &[&str]| all.iter().any(|p| name.starts_with(p));
    if call.service == "s3" {
        return match name {
            _ if starts(&["Delete"]) => ("Impact:S3/AnomalousBehavior.Delete", 8.0),
            "GetObject" | "CopyObject" => ("Exfiltration:S3/AnomalousBehavior", 8.0),
            _ if call.read_only => ("Discovery:S3/AnomalousBehavior", 2.0),
            _ => ("Impact:S3/AnomalousBehavior.Write", 5.0),
        };
    }
    if matches!(
        name,
        "GetSecretValue"
            | "BatchGetSecretValue"
            | "GetPasswordData"
            | "GenerateDbAuthToken"
            | "GetParameter"
            | "GetParameters"
            | "GetParametersByPath"
            | "Decrypt"
    ) {
        return ("CredentialAccess:IAMUser/AnomalousBehavior", 5.0);
    }
    if call.read_only {
        return ("Discovery:IAMUser/AnomalousBehavior", 2.0);
    }
    match &*call.service {
        "iam" | "sso" if starts(&["Attach", "Put", "Add", "SetDefault", "UpdateAssume"]) => {
            ("PrivilegeEscalation:IAMUser/AnomalousBehavior", 5.0)
        }
        "iam" | "sso" if starts(&["Create", "Update", "Enable", "Upload"]) => ("Persistence:IAMUser/AnomalousBehavior", 5.0),
        "cloudtrail" | "guardduty" | "securityhub" | "config" | "logs"
            if starts(&["Delete", "Stop", "Disable", "Put", "Update"]) =>
        {
            ("DefenseEvasion:IAMUser/AnomalousBehavior", 5.0)
        }
        "signin" | "sts" => ("InitialAccess:IAMUser/AnomalousBehavior", 5.0),
        _ if starts(&["Delete", "Terminate", "Stop", "Disable", "Schedule", "Remove"]) => {
            ("Impact:IAMUser/AnomalousBehavior", 8.0)
        }
        _ if name.contains("Snapshot") || name.contains("Export") || name.contains("Share") => {
            ("Exfiltration:IAMUser/AnomalousBehavior", 8.0)
        }
        "ssm" | "lambda" | "ecs" if starts(&["Send", "Start", "Invoke", "Execute", "Run"]) => {
            ("Execution:IAMUser/AnomalousBehavior", 5.0)
        }
        _ => ("Persistence:IAMUser/AnomalousBehavior", 5.0),
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue;

    #[test]
    fn every_type_that_is_told_is_in_the_catalogue() {
        for source in [include_str!("behaviour.rs"), include_str!("flow.rs"), include_str!("dns.rs"), include_str!("engine.rs")] {
            for text in source.split('"').filter(|t| t.contains(":IAMUser/") || t.contains(":EC2/") || t.contains(":S3/")) {
                if text.chars().all(|c| c.is_ascii_alphanumeric() || ":/.!&".contains(c)) && !text.starts_with(':') {
                    assert!(catalogue::kind(text).is_some(), "{text}");
                }
            }
        }
    }
}
