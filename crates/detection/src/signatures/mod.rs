//! Signatures: which calls, with which facts, tell of which technique.
//!
//! A signature names calls, so that an event only meets the few signatures of its own call; a pure function over the event then says whether it is
//! meant, and which resource it is about. How much weight a match has is declared beside it: see [`Weight`] and [`Count`].

#![allow(clippy::needless_update, reason = "a signature that says everything may still be given another member")]

mod compute;
mod data;
mod destruction;
mod discovery;
mod footholds;
mod gathering;
mod governance;
mod hiding;
mod hijacking;
mod iam;
mod logging;
mod network;
mod sessions;
mod storage;

use std::borrow::Cow;

use crate::event::{Call, Caller};
use crate::json::Value;
use crate::memory::Memory;
use crate::net;

/// When a match becomes a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Weight {
    /// Always: nobody does this by routine.
    Certain,
    /// When a person or program called, and not an AWS service for somebody.
    Direct,
    /// As [`Weight::Direct`], unless the principal has made the call on three earlier days.
    Unusual,
    /// Never by itself: it counts as a signal of an attack sequence.
    Signal,
}

/// How many matches make a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Count {
    /// One.
    Once,
    /// So many different resources of one principal within so many seconds.
    Resources(usize, i64),
    /// So many different calls of one principal within so many seconds.
    Calls(usize, i64),
    /// So many events of one principal within so many seconds.
    Events(usize, i64),
}

/// Which outcomes of a call are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was done.
    Success,
    /// It was done, or refused for want of permission.
    Attempt,
    /// It was refused for want of permission.
    Refused,
    /// Anything.
    Any,
}

/// What a match is about.
#[derive(Debug, Clone, Default)]
pub struct Hit<'a> {
    /// The resource that it was done to: a name, id or ARN.
    pub resource: Cow<'a, str>,
    /// Further resources of the same call.
    pub more: Vec<Cow<'a, str>>,
    /// What makes the call meant, in words, where the title does not say it.
    pub says: String,
    /// Another severity than the signature's.
    pub severity: Option<f64>,
}

/// A rule over calls of APIs.
#[derive(Debug, Clone, Copy)]
pub struct Signature {
    /// Its name: stays the same for ever.
    pub id: &'static str,
    /// Type of the findings, in GuardDuty's scheme.
    pub kind: &'static str,
    /// What happened, in a few words.
    pub title: &'static str,
    /// 1.0 to 10.0, as GuardDuty counts: low below 4, medium below 7, high below 9, critical from 9.
    pub severity: f64,
    /// MITRE ATT&CK techniques.
    pub techniques: &'static [&'static str],
    /// Calls: `service:Name`.
    pub calls: &'static [&'static str],
    /// Outcomes that are meant.
    pub outcome: Outcome,
    /// How much a match weighs.
    pub weight: Weight,
    /// How many matches are needed.
    pub count: Count,
    /// Whether a call is meant.
    pub when: for<'a> fn(&Call<'a>, &Memory) -> Option<Hit<'a>>,
}

/// What most signatures have in common.
const COMMON: Signature = Signature {
    id: "",
    kind: "",
    title: "",
    severity: 5.0,
    techniques: &[],
    calls: &[],
    outcome: Outcome::Success,
    weight: Weight::Direct,
    count: Count::Once,
    when: |call, _| Some(Hit::of(target(call))),
};

/// All signatures.
pub fn all() -> impl Iterator<Item = &'static Signature> {
    [
        iam::ALL,
        sessions::ALL,
        logging::ALL,
        hiding::ALL,
        governance::ALL,
        network::ALL,
        storage::ALL,
        data::ALL,
        destruction::ALL,
        compute::ALL,
        footholds::ALL,
        hijacking::ALL,
        gathering::ALL,
        discovery::ALL,
    ]
    .into_iter()
    .flatten()
}

impl<'a> Hit<'a> {
    /// A match about a resource.
    pub fn of(resource: Cow<'a, str>) -> Self {
        Self { resource, ..Self::default() }
    }

    /// The same, with words.
    fn says(mut self, words: impl Into<String>) -> Self {
        self.says = words.into();
        self
    }

    /// The same, with a low severity when the call is routine.
    fn unless_routine(mut self, call: &Call<'_>) -> Self {
        if routine(call) {
            self.severity = Some(ROUTINE);
        }
        self
    }

    /// The same, with another severity.
    fn severity(mut self, severity: f64) -> Self {
        self.severity = Some(severity);
        self
    }
}

/// A member of the request, as text.
fn asked<'a>(call: &Call<'a>, path: &str) -> Cow<'a, str> {
    if path == "bucketName" { bucket_name(call) } else { call.request.path(path).text() }
}

/// The bucket that a request names: as CloudTrail has it, or as the request itself does.
pub(crate) fn bucket_name<'a>(call: &Call<'a>) -> Cow<'a, str> {
    asked_any(call, &["bucketName", "bucket"]).text()
}

/// A member of the request that services write in several ways.
fn asked_any<'a>(call: &Call<'a>, paths: &[&str]) -> Value<'a> {
    paths.iter().map(|p| call.request.path(p)).find(|v| !v.is_null()).unwrap_or(Value::NULL)
}

/// Members of a request that name what the call is about, most telling first.
const TARGETS: &[&str] = &[
    "bucketName",
    "bucket",
    "userName",
    "roleName",
    "groupName",
    "policyArn",
    "instanceProfileName",
    "functionName",
    "secretId",
    "keyId",
    "trailName",
    "name",
    "instanceId",
    "snapshotId",
    "imageId",
    "volumeId",
    "groupId",
    "dBInstanceIdentifier",
    "dBSnapshotIdentifier",
    "dBClusterIdentifier",
    "dBClusterSnapshotIdentifier",
    "resourceArn",
    "queueUrl",
    "topicArn",
    "repositoryName",
    "detectorId",
    "vpcId",
    "target",
    "stackName",
    "clusterName",
    "notebookInstanceName",
    "trustAnchorId",
    "accountId",
    "webACLId",
    "id",
    "arn",
    "tableName",
    "modelId",
    "documentName",
    "configurationRecorderName",
    "logGroupName",
    "ruleName",
    "resolverQueryLogConfigId",
    "fileSystemId",
    "layerName",
    "backupVaultName",
    "domainName",
    "hostedZoneId",
    "serialNumber",
];

/// The resource that a call is about, as its request names it; empty when it names none.
pub fn target<'a>(call: &Call<'a>) -> Cow<'a, str> {
    let mut best: Option<(usize, Value<'a>)> = None;
    for (name, value) in call.request.members() {
        if !value.is_string() {
            continue;
        }
        if let Some(rank) = TARGETS.iter().position(|t| *t == name)
            && best.as_ref().is_none_or(|(r, _)| rank < *r)
        {
            best = Some((rank, value));
        }
    }
    best.map(|(_, v)| v.text()).unwrap_or_default()
}

/// A person's or stolen long-term key at work, or a person at the console with a password, rather than the session of a role.
fn by_hand(call: &Call<'_>) -> bool {
    matches!(call.caller, Caller::IamUser | Caller::Root | Caller::FederatedUser)
}

/// Whether the call was asked by a page of the console or by a tool that keeps infrastructure, which ask much by themselves.
fn asks_by_itself(call: &Call<'_>) -> bool {
    keeps_infrastructure(call)
        || call.agent.starts_with("Mozilla")
        || call.agent.contains("console")
        || call.agent.contains("Console")
        || !call.record.get("sessionCredentialFromConsole").is_null()
}

/// Tools that make and remove infrastructure by a description of it.
fn keeps_infrastructure(call: &Call<'_>) -> bool {
    ["Terraform", "OpenTofu", "Pulumi", "cloudformation", "CDK", "rossplane", "nsible"].iter().any(|t| call.agent.contains(t))
}

/// Whether somebody seems to work with a program himself: with a long-term key, or with a role's session that is neither one of an instance, a function
/// or a task nor named like those of pipelines.
fn in_person(call: &Call<'_>) -> bool {
    if asks_by_itself(call) || call.by_service {
        return false;
    }
    by_hand(call) || (call.caller == Caller::AssumedRole && call.instance().is_none() && !automated(call))
}

/// Words in names of roles and sessions of programs that run by themselves.
const AUTOMATED: &[&str] = &[
    "pipeline",
    "deploy",
    "github",
    "gitlab",
    "jenkins",
    "codebuild",
    "circleci",
    "buildkite",
    "runner",
    "automation",
    "terraform",
    "scanner",
    "backup",
    "velero",
    "karpenter",
    "autoscal",
    "controller",
    "operator",
    "ebs-csi",
    "external-secrets",
    "lambda",
    "ecs",
    "eks",
    "service",
    "task",
];

/// Names of the role and the session, in small letters.
fn names(call: &Call<'_>) -> String {
    let arn = call.identity.get("arn").text().to_ascii_lowercase();
    arn.split_once(":assumed-role/").map_or("", |(_, names)| names).to_owned()
}

/// Whether a call comes from a network of AWS or a private one: where programs are at home, and attackers seldom.
fn from_inside(call: &Call<'_>) -> bool {
    call.address.is_none_or(|a| net::is_private(a) || net::may_be_aws(a))
}

/// Whether a tool that keeps infrastructure, or a program that runs by itself where it should, seems to do its work. What it destroys or reads weighs less:
/// never so little that it is not told.
fn routine(call: &Call<'_>) -> bool {
    let runs = || call.instance().is_some() || automated(call);
    !by_hand(call) && (keeps_infrastructure(call) || (call.caller == Caller::AssumedRole && from_inside(call) && runs()))
}

/// Severity of what is routine.
const ROUTINE: f64 = 3.5;

/// Whether a program of a vendor or of the house seems to watch the account, from where it should.
fn watches(call: &Call<'_>) -> bool {
    let words = ["monitor", "scan", "audit", "inventory", "datadog", "observability"];
    call.caller == Caller::AssumedRole && from_inside(call) && call.instance().is_none() && {
        let names = names(call);
        words.iter().any(|w| names.contains(w))
    }
}

fn automated(call: &Call<'_>) -> bool {
    let names = names(call);
    let ci = names.split(['-', '_', '/', '.']).any(|part| part == "ci" || part == "cd" || part == "cicd");
    ci || call.agent.contains("exec-env/") || AUTOMATED.iter().any(|w| names.contains(w))
}

/// The account that an ARN, or a bare account id, names; empty for all else.
fn account_of(principal: &str) -> &str {
    let part = if principal.starts_with("arn:") { principal.split(':').nth(4).unwrap_or_default() } else { principal };
    if part.len() == 12 && part.bytes().all(|b| b.is_ascii_digit()) { part } else { "" }
}

/// Whether an ARN or account id is of another account than the call's.
fn is_other(call: &Call<'_>, principal: &str) -> bool {
    let account = account_of(principal);
    !account.is_empty() && account != call.account
}

/// Whether the call is about another user than the caller.
fn about_another(call: &Call<'_>) -> bool {
    let name = call.request.get("userName").text();
    !name.is_empty() && call.identity.get("userName").text() != name
}

/// A resource policy that lets somebody outside in; everybody weighs more than an account.
fn opens<'a>(call: &Call<'a>, policy: Value<'_>) -> Option<Hit<'a>> {
    let opened = crate::policy::opened(policy, &call.account).filter(crate::policy::Opened::outside)?;
    let severity = if opened.public { 7.0 } else { 5.0 };
    Some(Hit::of(target(call)).says(format!("It lets in: {}.", opened.words())).severity(severity))
}

#[cfg(test)]
mod tests;
