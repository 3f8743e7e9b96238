//! Events from one bus to another: whether the other takes them.

use plane::{Failure, Reader};
use policy::{Attached, Context, Policies, Policy, PolicyKind, Principal, Request, SourceType, evaluate};
use wire::Common;

use crate::deliver::PRINCIPAL;
use crate::find;
use crate::names::{BusName, no_bus};
use crate::resources::Delivery;

/// What the account of a rule allows itself where no role says less.
const ALL: &str = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "events:PutEvents", "Resource": "*"}}"#;

/// The bus of a delivery's target, if it takes the event: with a role, the role must be allowed; from another account, the bus' policy must allow it.
///
/// # Errors
/// `ResourceNotFoundException`, `AccessDenied`.
pub async fn allowed(reader: &Reader<'_>, delivery: &Delivery) -> Result<BusName, Failure> {
    let name = BusName::of(Some(&delivery.target.arn), &delivery.account, &delivery.region);
    let bus = find::bus(reader, &name).await?.ok_or_else(|| no_bus(&name.name))?;
    let denied = || {
        let message =
            format!("{} is not authorized to perform: events:PutEvents on resource: {}", delivery.rule, delivery.target.arn);
        Failure::common(Common::AccessDenied, message)
    };
    let plane = reader.plane();
    let parse = |text: &str| Policy::parse(text, PolicyKind::Resource).ok();
    let guardrails = plane.organization().guardrails(reader, &delivery.account).await?;
    let root = format!("arn:{}:iam::{}:root", plane.settings.partition, delivery.account);
    let all = Policy::parse(ALL, PolicyKind::Identity).map_err(Failure::internal)?;
    let mut of_role = plane::ports::IdentityPolicies::default();
    let (mut unique_id, mut session) = (String::new(), String::new());
    if let Some(role) = &delivery.target.role {
        let facts =
            plane.identities().role(reader, role).await?.filter(|facts| facts.account == delivery.account).ok_or_else(denied)?;
        session = format!("arn:{}:sts::{}:assumed-role/{}/events", plane.settings.partition, facts.account, facts.name);
        unique_id = format!("{}:events", facts.id);
        if !trusts(&facts, role, delivery) {
            return Err(denied());
        }
        let principal = plane::Principal {
            kind: plane::PrincipalKind::AssumedRole,
            account: facts.account.clone(),
            arn: session.clone(),
            principal_id: unique_id.clone(),
            session: Some(plane::principal::Session {
                issuer_kind: plane::principal::IssuerKind::Role,
                issuer_arn: role.clone(),
                issuer_id: facts.id.clone(),
                issuer_name: facts.name.clone(),
                name: "events".to_owned(),
                created: plane.clock.now(),
                expires: plane.clock.now(),
                mfa_at: None,
                source_identity: None,
                tags: Vec::new(),
                transitive_tag_keys: Vec::new(),
                policies: Vec::new(),
                policy_arns: Vec::new(),
                chained: false,
                federation: None,
                assumed_root: false,
                signed_in: false,
            }),
            ..plane::Principal::anonymous()
        };
        of_role = plane.identities().policies(reader, &principal).await?.ok_or_else(denied)?.0;
    }
    let mut context = Context::new();
    context
        .set("aws:currenttime", plane.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .set("aws:securetransport", "true")
        .set("aws:requestedregion", name.region.clone())
        .set("aws:resourceaccount", name.account.clone())
        .set("aws:principalaccount", delivery.account.clone())
        .set("aws:sourcearn", delivery.rule.clone())
        .set("aws:sourceaccount", delivery.account.clone());
    if let Some(organization) = &guardrails.organization_id {
        context.set("aws:principalorgid", organization.clone());
    }
    let role = delivery.target.role.as_deref();
    let asker = match role {
        Some(role) => Principal::role_session(&session, &delivery.account, &unique_id, role),
        None => Principal::root(&root, &delivery.account),
    };
    let identity: Vec<Attached<'_>> = match role {
        Some(_) => of_role.identity.iter().map(|named| Attached::new(&named.policy, &named.id, named.source)).collect(),
        None => vec![Attached::new(&all, "account", SourceType::None)],
    };
    let of_bus = bus.body.policy.as_deref().and_then(parse);
    let resource: Vec<Attached<'_>> =
        of_bus.iter().map(|policy| Attached::new(policy, &bus.body.arn, SourceType::Resource)).collect();
    let request = Request::new(asker, "events:PutEvents", &bus.body.arn, &context).in_account(&name.account);
    let policies = Policies {
        identity: &identity,
        boundary: of_role.boundary.as_ref().map(|named| Attached::new(&named.policy, &named.id, named.source)),
        resource: &resource,
        ..Policies::default()
    };
    if evaluate(&request, &policies).is_allowed() { Ok(name) } else { Err(denied()) }
}

/// Whether a role lets the service assume it for the rule.
fn trusts(facts: &plane::ports::RoleFacts, role: &str, delivery: &Delivery) -> bool {
    let mut context = Context::new();
    context.set("aws:sourcearn", delivery.rule.as_str()).set("aws:sourceaccount", delivery.account.as_str());
    let trust = [Attached::new(&facts.trust, role, SourceType::Resource)];
    let asked = Request::new(Principal::service(PRINCIPAL), "sts:AssumeRole", role, &context).in_account(&facts.account);
    evaluate(&asked, &Policies { resource: &trust, ..Policies::default() }).is_allowed()
}
