//! AWS's policy evaluation logic by table: `tests/cases/*.json`, one case per line.
//!
//! A statement is `[effect, action, resource, principal, condition]`, shortened at the end where possible. `who` is one of the
//! principals of [`principal`]; `expect` is the outcome and the layer, as [`describe`] writes it.

#![expect(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::unwrap_used,
    reason = "helpers of tests may panic: that is how a test fails"
)]

use policy::{
    Attached, Context, Decision, Layer, Level, Outcome, Policies, Policy, PolicyKind, Principal, Request, ResourcePolicyRole,
    SourceType, evaluate, explain,
};
use serde_json::{Value, json};

const HOME: &str = "111122223333";

fn principal(who: &str) -> Principal<'_> {
    let alice = "arn:aws:iam::111122223333:user/alice";
    let role = "arn:aws:iam::111122223333:role/dev";
    match who {
        "alice" => Principal::user(alice, HOME, "AIDAALICE00000000000"),
        "root" => Principal::root("arn:aws:iam::111122223333:root", HOME),
        "role" => Principal::role(role, HOME, "AROADEV0000000000000"),
        "session" => {
            Principal::role_session("arn:aws:sts::111122223333:assumed-role/dev/s1", HOME, "AROADEV0000000000000:s1", role)
        }
        "linked" => Principal::role_session(
            "arn:aws:sts::111122223333:assumed-role/AWSServiceRoleForX/s",
            HOME,
            "AROALINKED0000000000:s",
            "arn:aws:iam::111122223333:role/aws-service-role/x.amazonaws.com/AWSServiceRoleForX",
        ),
        "federated" => Principal::federated_user("arn:aws:sts::111122223333:federated-user/fay", HOME, "111122223333:fay", alice),
        "canonical" => Principal { canonical_user: Some("c0ffee"), ..Principal::user(alice, HOME, "AIDAALICE00000000000") },
        "anonymous" => Principal::anonymous(),
        _ => match who.split_once(' ') {
            Some(("service", name)) => Principal::service(name),
            Some(("web", provider)) => Principal::federated(provider),
            _ => panic!("nobody is called {who}"),
        },
    }
}

fn statement(parts: &Value, kind: PolicyKind) -> Value {
    let mut out = json!({"Effect": parts[0]});
    match parts[1].as_str() {
        Some(action) if action.starts_with('!') => out["NotAction"] = json!(&action[1..]),
        _ => out["Action"] = parts[1].clone(),
    }
    if kind != PolicyKind::Trust {
        match parts[2].as_str() {
            Some(resource) if resource.starts_with('!') => out["NotResource"] = json!(&resource[1..]),
            _ => out["Resource"] = parts[2].clone(),
        }
    }
    match &parts[3] {
        Value::Null => {}
        Value::Object(object) if object.contains_key("Not") => out["NotPrincipal"] = object["Not"].clone(),
        other => out["Principal"] = other.clone(),
    }
    if !parts[4].is_null() {
        out["Condition"] = parts[4].clone();
    }
    out
}

fn compile(statements: &Value, kind: PolicyKind) -> Policy {
    let kind = match kind {
        PolicyKind::ResourceControl if statements.to_string().contains("Allow") => PolicyKind::ManagedResourceControl,
        kind => kind,
    };
    let list: Vec<Value> = statements.as_array().unwrap().iter().map(|parts| statement(parts, kind)).collect();
    let document = json!({"Version": "2012-10-17", "Statement": list}).to_string();
    Policy::parse(&document, kind).unwrap_or_else(|e| panic!("{document}: {e}"))
}

fn describe(decision: &Decision<'_>) -> String {
    let layer = match decision.layer {
        None => return decision.outcome.as_str().to_owned(),
        Some(Layer::Identity) => "identity".to_owned(),
        Some(Layer::Boundary) => "boundary".to_owned(),
        Some(Layer::Session) => "session".to_owned(),
        Some(Layer::Resource) => "resource".to_owned(),
        Some(Layer::Trust) => "trust".to_owned(),
        Some(Layer::ServiceControl { target }) => format!("scp {target}"),
        Some(Layer::ResourceControl { target }) => format!("rcp {target}"),
    };
    format!("{} {layer}", decision.outcome.as_str())
}

/// Levels of an organization: `{"r-1": [[statement, …], …policies]}`.
fn levels(value: &Value, kind: PolicyKind) -> Vec<(String, Vec<Policy>)> {
    let Some(object) = value.as_object() else { return Vec::new() };
    object
        .iter()
        .map(|(target, policies)| (target.clone(), policies.as_array().unwrap().iter().map(|p| compile(p, kind)).collect()))
        .collect()
}

fn run(case: &Value) -> Result<(), String> {
    let text = |key: &str| case[key].as_str();
    let list = |key: &str, kind| case[key].as_array().map(|list| list.iter().map(|p| compile(p, kind)).collect::<Vec<_>>());
    let attach = |policies: &'static [Policy], id: &'static str, source| -> &'static [Attached<'static>] {
        policies.iter().map(|policy| Attached::new(policy, id, source)).collect::<Vec<_>>().leak()
    };
    let trust = case["trust"].is_array();
    let leak = |policies: Vec<Policy>| -> &'static [Policy] { policies.leak() };

    let identity = attach(leak(list("identity", PolicyKind::Identity).unwrap_or_default()), "inline", SourceType::User);
    let boundary = list("boundary", PolicyKind::Boundary).map(leak);
    let session = list("session", PolicyKind::Session).map(leak);
    let resource = if trust { list("trust", PolicyKind::Trust) } else { list("resource", PolicyKind::Resource) };
    let make_levels = |key: &str, kind, id: &'static str| -> Vec<Level<'static>> {
        levels(&case[key], kind)
            .into_iter()
            .map(|(target, policies)| Level { target: target.leak(), policies: attach(leak(policies), id, SourceType::None) })
            .collect()
    };
    let scps =
        make_levels("scps", PolicyKind::ServiceControl, "arn:aws:organizations::999:policy/o-1/service_control_policy/p-1");
    let rcps = make_levels("rcps", PolicyKind::ResourceControl, "p-rcp");
    let policies = Policies {
        identity,
        boundary: boundary.and_then(|b| b.first()).map(|policy| Attached::new(policy, "boundary", SourceType::UserManaged)),
        session: session.map(|s| attach(s, "session", SourceType::None)),
        resource: attach(leak(resource.unwrap_or_default()), "resource", SourceType::Resource),
        resource_role: if trust || case["required"] == true {
            ResourcePolicyRole::Required
        } else {
            ResourcePolicyRole::Optional
        },
        scps: &scps,
        rcps: &rcps,
    };

    let mut context = Context::new();
    for (key, value) in case["context"].as_object().into_iter().flatten() {
        context.set(key.clone(), value.as_str().unwrap().to_owned());
    }
    let mut request = Request::new(
        principal(text("who").unwrap_or("alice")),
        text("do").unwrap_or("s3:GetObject"),
        text("on").unwrap_or("arn:aws:s3:::b/k"),
        &context,
    );
    request.resource_account = text("owner");
    request.management_account = text("management");

    let decision = evaluate(&request, &policies);
    let found = describe(&decision);
    let expected = text("expect").expect("a case expects something");
    if found != expected {
        return Err(format!("{case}\n  found {found}"));
    }
    if let Some(message) = text("message") {
        let said = decision.access_denied_message(request.principal.arn, request.action, request.resource);
        if said != message {
            return Err(format!("{case}\n  said {said}"));
        }
    }
    // The explanation never says anything else, and shows statements for whatever was decided by one.
    let story = explain(&request, &policies);
    if describe(&story.decision) != found {
        return Err(format!("{case}\n  explained as {}", describe(&story.decision)));
    }
    match decision.outcome {
        Outcome::ExplicitDeny if story.denying.is_empty() || decision.deciding.is_empty() => {
            Err(format!("{case}\n  denied by nothing"))
        }
        Outcome::Allowed if !story.denying.is_empty() => Err(format!("{case}\n  allowed in spite of a deny")),
        Outcome::Allowed if decision.deciding.is_empty() && text("who") != Some("root") => {
            Err(format!("{case}\n  allowed by nothing"))
        }
        Outcome::ImplicitDeny if story.matched().next().is_some() => Err(format!("{case}\n  an implicit deny has no statements")),
        _ => Ok(()),
    }
}

fn table(text: &str) {
    let (mut count, mut wrong) = (0, Vec::new());
    for line in text.lines().filter(|line| line.starts_with('{')) {
        count += 1;
        let case: Value = serde_json::from_str(line).unwrap_or_else(|e| panic!("{line}: {e}"));
        if let Err(message) = run(&case) {
            wrong.push(message);
        }
    }
    assert!(count > 0);
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn identity_policies() {
    table(include_str!("cases/identity.json"));
}

#[test]
fn resource_policies() {
    table(include_str!("cases/resource.json"));
}

#[test]
fn organizations() {
    table(include_str!("cases/organizations.json"));
}

#[test]
fn trust_policies() {
    table(include_str!("cases/trust.json"));
}
