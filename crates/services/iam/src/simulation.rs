//! The policy simulator: the engine that authorizes calls, asked what it would say. Pure.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::net::IpAddr;

use policy::{
    Arn, Attached, Context, Explanation, Layer, Level, Outcome, Policies, Policy, Principal, Request, SourceType, explain,
};

use crate::api::{
    ContextEntry, ContextKeyTypeEnum, EvaluationResult, OrganizationsDecisionDetail, PermissionsBoundaryDecisionDetail,
    PolicyEvaluationDecisionType, PolicySourceType, Position, ResourceSpecificResult, Statement,
};

/// A policy with the name that results call it by.
#[derive(Debug, Clone)]
pub struct Named {
    /// Name in results.
    pub id: String,
    /// Where it comes from.
    pub source: SourceType,
    /// The policy.
    pub policy: std::sync::Arc<Policy>,
}

impl Named {
    fn attached(&self) -> Attached<'_> {
        Attached::new(&self.policy, &self.id, self.source)
    }
}

/// Everything about a simulation but the action and the resource.
#[derive(Debug)]
pub struct Simulation<'a> {
    /// The simulated caller.
    pub principal: Principal<'a>,
    /// Identity-based policies.
    pub identity: &'a [Named],
    /// Permissions boundary.
    pub boundary: Option<&'a Named>,
    /// Resource-based policy, attached to every simulated resource.
    pub resource: Option<&'a Named>,
    /// Service control policies by level, root first; empty where none bind.
    pub service_control: &'a [(String, Vec<Named>)],
    /// Account that owns resources whose ARN does not say it.
    pub owner: Option<&'a str>,
    /// Condition keys.
    pub context: Context<'a>,
}

/// Checks the name of an action.
///
/// # Errors
/// What to tell the caller.
pub fn check_action(action: &str) -> Result<(), String> {
    let word = |w: &str| !w.is_empty() && w.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    match action.split_once(':') {
        Some((service, name)) if word(service) && word(name) => Ok(()),
        _ if action.contains(['*', '?']) => Err(format!("Wildcards are not supported in action names: {action}")),
        _ => Err(format!("Invalid action name: {action}")),
    }
}

/// Checks a resource.
///
/// # Errors
/// What to tell the caller.
pub fn check_resource(resource: &str) -> Result<(), String> {
    if resource == "*" || Arn::parse(resource).is_some() { Ok(()) } else { Err(format!("Invalid resource ARN: {resource}")) }
}

/// Adds the entries of a request to the context; they override what is there.
///
/// # Errors
/// What to tell the caller, when an entry has no name or values that are not of its type.
pub fn add_entries<'a>(context: &mut Context<'a>, entries: &'a [ContextEntry]) -> Result<(), String> {
    for entry in entries {
        let name = entry.context_key_name.as_deref().ok_or("A context entry has no ContextKeyName")?;
        let kind = entry.context_key_type.ok_or_else(|| format!("The context entry {name} has no ContextKeyType"))?;
        let values = entry.context_key_values.as_deref().unwrap_or_default();
        if let Some(wrong) = values.iter().find(|value| !fits(kind, value)) {
            return Err(format!("Invalid context key value: {wrong} is not of type {kind}"));
        }
        match values {
            [] => return Err(format!("The context entry {name} has no values")),
            [value] if !is_list(kind) => context.set(Cow::Borrowed(name), value.as_str()),
            _ if !is_list(kind) => return Err(format!("The context entry {name} of type {kind} has more than one value")),
            values => context.set_many(Cow::Borrowed(name), values.iter().map(String::as_str)),
        };
    }
    Ok(())
}

fn is_list(kind: ContextKeyTypeEnum) -> bool {
    kind.as_str().ends_with("List")
}

fn fits(kind: ContextKeyTypeEnum, value: &str) -> bool {
    use base64::Engine as _;
    match kind {
        ContextKeyTypeEnum::String | ContextKeyTypeEnum::StringList => true,
        ContextKeyTypeEnum::Numeric | ContextKeyTypeEnum::NumericList => value.trim().parse::<f64>().is_ok_and(f64::is_finite),
        ContextKeyTypeEnum::Boolean | ContextKeyTypeEnum::BooleanList => {
            value.eq_ignore_ascii_case("true") || value.eq_ignore_ascii_case("false")
        }
        ContextKeyTypeEnum::Ip | ContextKeyTypeEnum::IpList => {
            let (address, bits) = value.split_once('/').map_or((value, None), |(address, bits)| (address, Some(bits)));
            let most = address.parse::<IpAddr>().ok().map(|ip| if ip.is_ipv4() { 32 } else { 128 });
            most.is_some_and(|most| bits.is_none_or(|bits| bits.parse::<u8>().is_ok_and(|bits| bits <= most)))
        }
        ContextKeyTypeEnum::Binary | ContextKeyTypeEnum::BinaryList => {
            base64::engine::general_purpose::STANDARD.decode(value).is_ok()
        }
        ContextKeyTypeEnum::Date | ContextKeyTypeEnum::DateList => {
            value.parse::<jiff::Timestamp>().is_ok() || value.parse::<jiff::civil::Date>().is_ok() || value.parse::<i64>().is_ok()
        }
    }
}

/// The account in a resource's ARN, if it is one.
fn account_of(resource: &str) -> Option<&str> {
    let account = Arn::parse(resource)?.account;
    (account.len() == 12 && account.bytes().all(|b| b.is_ascii_digit())).then_some(account)
}

/// Simulates one action on one resource.
pub fn simulate(simulation: &Simulation<'_>, action: &str, resource: &str) -> EvaluationResult {
    let identity: Vec<Attached<'_>> = simulation.identity.iter().map(Named::attached).collect();
    let on_resource: Vec<Attached<'_>> = simulation.resource.iter().map(|p| p.attached()).collect();
    let levels: Vec<(&str, Vec<Attached<'_>>)> = simulation
        .service_control
        .iter()
        .map(|(target, policies)| (target.as_str(), policies.iter().map(Named::attached).collect()))
        .collect();
    let scps: Vec<Level<'_>> = levels.iter().map(|(target, policies)| Level { target, policies }).collect();
    let account = simulation.principal.account;
    let owner = account_of(resource).or(simulation.owner).unwrap_or(account);
    let request = Request::new(simulation.principal, action, resource, &simulation.context).in_account(owner);
    let policies = Policies {
        identity: &identity,
        boundary: simulation.boundary.map(Named::attached),
        resource: &on_resource,
        scps: &scps,
        ..Policies::default()
    };
    shown(&explain(&request, &policies), action, resource, owner != account)
}

fn decision(outcome: Outcome) -> PolicyEvaluationDecisionType {
    match outcome {
        Outcome::Allowed => PolicyEvaluationDecisionType::Allowed,
        Outcome::ExplicitDeny => PolicyEvaluationDecisionType::ExplicitDeny,
        Outcome::ImplicitDeny => PolicyEvaluationDecisionType::ImplicitDeny,
    }
}

fn source(source: SourceType) -> PolicySourceType {
    PolicySourceType::parse(source.as_str()).unwrap_or(PolicySourceType::None)
}

fn position(at: policy::Position) -> Position {
    Position { line: i32::try_from(at.line).ok(), column: i32::try_from(at.column).ok() }
}

fn shown(explanation: &Explanation<'_>, action: &str, resource: &str, across_accounts: bool) -> EvaluationResult {
    let outcome = explanation.decision.outcome;
    let matched: Vec<Statement> = explanation
        .matched()
        .map(|matched| Statement {
            source_policy_id: Some(matched.policy_id.to_owned()),
            source_policy_type: Some(source(matched.source)),
            start_position: Some(position(matched.statement.start())),
            end_position: Some(position(matched.statement.end())),
        })
        .collect();
    let missing: Vec<String> = explanation.missing_context_keys.iter().map(|key| (*key).to_owned()).collect();
    let by_organization = matches!(explanation.decision.layer, Some(Layer::ServiceControl { .. }));
    // Present for simulations on a resource, with contents only across accounts, and not when the organization ended the evaluation.
    let details = (resource != "*" && !by_organization).then(|| {
        let details = across_accounts.then(|| explanation.eval_decision_details()).into_iter().flatten();
        details.map(|(kind, outcome)| (kind.to_owned(), decision(outcome))).collect::<BTreeMap<_, _>>()
    });
    let boundary = explanation
        .allowed_by_boundary
        .map(|allowed| PermissionsBoundaryDecisionDetail { allowed_by_permissions_boundary: Some(allowed) });
    let specific = ResourceSpecificResult {
        eval_resource_name: resource.to_owned(),
        eval_resource_decision: decision(outcome),
        matched_statements: Some(matched.clone()),
        missing_context_values: Some(missing.clone()),
        eval_decision_details: details.clone(),
        permissions_boundary_decision_detail: boundary.clone(),
    };
    EvaluationResult {
        eval_action_name: action.to_owned(),
        eval_resource_name: Some(resource.to_owned()),
        eval_decision: decision(outcome),
        matched_statements: Some(matched),
        missing_context_values: Some(missing),
        organizations_decision_detail: explanation
            .allowed_by_organizations
            .map(|allowed| OrganizationsDecisionDetail { allowed_by_organizations: Some(allowed) }),
        permissions_boundary_decision_detail: boundary,
        eval_decision_details: details,
        resource_specific_results: (resource != "*").then(|| vec![specific]),
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use policy::{Context, ContextSource as _, Policy, PolicyKind, Principal, SourceType};

    use super::{Named, Simulation, add_entries, check_action, check_resource, simulate};
    use crate::api::{ContextEntry, ContextKeyTypeEnum, PolicyEvaluationDecisionType as Decision};

    fn named(id: &str, text: &str, kind: PolicyKind) -> Named {
        Named { id: id.to_owned(), source: SourceType::None, policy: Arc::new(Policy::parse(text, kind).unwrap()) }
    }

    fn simulation<'a>(identity: &'a [Named]) -> Simulation<'a> {
        Simulation {
            principal: Principal::user("arn:aws:iam::111122223333:user/anna", "111122223333", "AIDAEXAMPLE"),
            identity,
            boundary: None,
            resource: None,
            service_control: &[],
            owner: None,
            context: Context::new(),
        }
    }

    const READ: &str = r#"{"Version":"2012-10-17","Statement":[
  {"Effect":"Allow","Action":"s3:Get*","Resource":"*","Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"}}},
  {"Effect":"Allow","Action":"sqs:*","Resource":"*"},
  {"Effect":"Deny","Action":"sqs:DeleteQueue","Resource":"*"}]}"#;

    #[test]
    fn decisions_name_their_statements_and_what_was_missing() {
        let identity = [named("PolicyInputList.1", READ, PolicyKind::Identity)];
        let mut simulation = simulation(&identity);
        let result = simulate(&simulation, "s3:GetObject", "*");
        assert_eq!(result.eval_decision, Decision::ImplicitDeny);
        assert_eq!(result.missing_context_values, Some(vec!["aws:MultiFactorAuthPresent".to_owned()]));
        assert_eq!((result.resource_specific_results, result.eval_decision_details), (None, None));

        let entry = ContextEntry {
            context_key_name: Some("aws:MultiFactorAuthPresent".into()),
            context_key_values: Some(vec!["true".into()]),
            context_key_type: Some(ContextKeyTypeEnum::Boolean),
        };
        let entries = [entry];
        add_entries(&mut simulation.context, &entries).unwrap();
        let result = simulate(&simulation, "s3:GetObject", "arn:aws:s3:::bucket/key");
        assert_eq!(result.eval_decision, Decision::Allowed);
        assert_eq!(result.eval_decision_details.unwrap().len(), 0);
        let matched = result.matched_statements.unwrap();
        assert_eq!(matched[0].source_policy_id.as_deref(), Some("PolicyInputList.1"));
        assert_eq!(matched[0].start_position.as_ref().unwrap().line, Some(2));

        let result = simulate(&simulation, "sqs:DeleteQueue", "*");
        assert_eq!(result.eval_decision, Decision::ExplicitDeny);
        assert_eq!(result.matched_statements.unwrap()[0].start_position.as_ref().unwrap().line, Some(4));
    }

    #[test]
    fn boundaries_guardrails_and_other_accounts_limit() {
        let identity = [named("a", READ, PolicyKind::Identity)];
        let only_s3 = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#;
        let boundary = named("b", only_s3, PolicyKind::Boundary);
        let limited = Simulation { boundary: Some(&boundary), ..simulation(&identity) };
        let result = simulate(&limited, "sqs:SendMessage", "*");
        assert_eq!(result.eval_decision, Decision::ImplicitDeny);
        assert_eq!(result.permissions_boundary_decision_detail.unwrap().allowed_by_permissions_boundary, Some(false));

        let levels = [("r-root".to_owned(), vec![named("p", only_s3, PolicyKind::ServiceControl)])];
        let guarded = Simulation { service_control: &levels, ..simulation(&identity) };
        let result = simulate(&guarded, "sqs:SendMessage", "arn:aws:sqs:us-east-1:111122223333:q");
        assert_eq!(result.eval_decision, Decision::ImplicitDeny);
        assert_eq!(result.organizations_decision_detail.unwrap().allowed_by_organizations, Some(false));
        assert_eq!(result.eval_decision_details, None);

        let elsewhere = "arn:aws:sqs:us-east-1:444455556666:q";
        let alone = simulation(&identity);
        assert_eq!(simulate(&alone, "sqs:SendMessage", elsewhere).eval_decision, Decision::ImplicitDeny);
        let open = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:user/anna"},"Action":"sqs:*","Resource":"*"}}"#;
        let open = named("ResourcePolicy", open, PolicyKind::Resource);
        let both = Simulation { resource: Some(&open), ..simulation(&identity) };
        let result = simulate(&both, "sqs:SendMessage", elsewhere);
        assert_eq!(result.eval_decision, Decision::Allowed);
        let details = result.eval_decision_details.unwrap();
        assert_eq!((details["IAM Policy"], details["Resource Policy"]), (Decision::Allowed, Decision::Allowed));
        assert_eq!(simulate(&both, "sns:Publish", elsewhere).eval_decision, Decision::ImplicitDeny);
    }

    #[test]
    fn entries_have_the_type_they_say() {
        use ContextKeyTypeEnum as K;
        for (kind, values, good) in [
            (K::String, vec!["x"], true),
            (K::String, vec!["x", "y"], false),
            (K::StringList, vec!["x", "y"], true),
            (K::Numeric, vec!["1.5"], true),
            (K::Numeric, vec!["one"], false),
            (K::Boolean, vec!["TRUE"], true),
            (K::Boolean, vec!["yes"], false),
            (K::Ip, vec!["10.0.0.0/8"], true),
            (K::Ip, vec!["10.0.0.0/33"], false),
            (K::Ip, vec!["2001:db8::1"], true),
            (K::Date, vec!["2026-01-02T03:04:05Z"], true),
            (K::Date, vec!["tomorrow"], false),
            (K::Binary, vec!["QUJD"], true),
            (K::Binary, vec!["%"], false),
            (K::NumericList, vec!["1", "x"], false),
            (K::String, vec![], false),
        ] {
            let entries = [ContextEntry {
                context_key_name: Some("Some:Key".into()),
                context_key_values: Some(values.iter().map(|v| (*v).to_owned()).collect()),
                context_key_type: Some(kind),
            }];
            let mut context = Context::new();
            assert_eq!(add_entries(&mut context, &entries).is_ok(), good, "{kind} {values:?}");
            assert_eq!(context.get("some:key").map(|v| v.len()), good.then_some(values.len()));
        }
    }

    #[test]
    fn names_are_checked() {
        for good in ["s3:GetObject", "access-analyzer:ListAnalyzers"] {
            assert_eq!(check_action(good), Ok(()));
        }
        for bad in ["s3", "s3:", ":Get", "s3:Get*", "*", "s3:Get Object"] {
            assert!(check_action(bad).is_err(), "{bad}");
        }
        assert!(
            check_resource("*").is_ok() && check_resource("arn:aws:s3:::bucket").is_ok() && check_resource("bucket").is_err()
        );
    }
}
