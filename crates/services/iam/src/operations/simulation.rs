//! The policy simulator, and which condition keys policies ask for.

use std::sync::Arc;

use plane::page::{position, token};
use plane::ports::Guardrails;
use plane::{Access, Failure, Lookup, Reader, Registry, Stored, Transaction};
use policy::{Context, Policy, PolicyKind, Principal, SourceType, wildcard_match};

use crate::api::{
    self, AttachmentType, ContextEntry, PolicyIdentifier, PolicyIdentifierPolicyType, SimulatePolicyResponse, operation,
};
use crate::common::{bad_marker, id_of, invalid, no_such, page_size, parse_arn};
use crate::policy_sources::{self, PolicySource};
use crate::resources::{Group, Role, User};
use crate::simulation::{Named, Simulation, add_entries, check_action, check_resource, simulate};

/// The values of `ResourceHandlingOption`: scenarios of Amazon EC2, which name resources that have to be given; what they ask for is not checked.
const SCENARIOS: &[&str] = &[
    "EC2-Classic-InstanceStore",
    "EC2-Classic-EBS",
    "EC2-VPC-InstanceStore",
    "EC2-VPC-InstanceStore-Subnet",
    "EC2-VPC-EBS",
    "EC2-VPC-EBS-Subnet",
];

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::SimulateCustomPolicy>()
        .add::<operation::SimulatePrincipalPolicy>()
        .add::<operation::GetContextKeysForCustomPolicy>()
        .add::<operation::GetContextKeysForPrincipalPolicy>();
}

/// The user, group or role whose policies are looked at.
pub(super) enum Holder {
    User(Box<Stored<User>>),
    Group(Box<Stored<Group>>),
    Role(Box<Stored<Role>>),
}

impl Holder {
    /// The entity of an ARN of the account.
    ///
    /// # Errors
    /// `InvalidInput` for other ARNs, `NoSuchEntity`.
    pub(super) async fn find(reader: &Reader<'_>, account: &str, arn: &str) -> Result<Self, Failure> {
        let parsed = parse_arn(arn).filter(|p| matches!(p.kind, "user" | "group" | "role"));
        let parsed =
            parsed.ok_or_else(|| invalid(format!("Invalid Entity Arn: {arn} does not clearly define entity type and name.")))?;
        let id = id_of(parsed.name);
        let holder = match parsed.kind {
            _ if parsed.account != account => None,
            "user" => reader.get::<User>(account, "", &id).await?.filter(|u| u.body.arn == arn).map(|u| Self::User(Box::new(u))),
            "group" => {
                reader.get::<Group>(account, "", &id).await?.filter(|g| g.body.arn == arn).map(|g| Self::Group(Box::new(g)))
            }
            _ => reader.get::<Role>(account, "", &id).await?.filter(|r| r.body.arn == arn).map(|r| Self::Role(Box::new(r))),
        };
        holder.ok_or_else(|| no_such(format!("No {} found for the ARN {arn}.", parsed.kind)))
    }

    /// Its policies, and those of a user's groups.
    pub(super) async fn sources(&self, reader: &Reader<'_>) -> Result<Vec<PolicySource>, Failure> {
        match self {
            Self::User(user) => policy_sources::of_user(reader, &user.body).await,
            Self::Group(group) => policy_sources::of_group(reader, &group.body).await,
            Self::Role(role) => policy_sources::of_role(reader, &role.body).await,
        }
    }

    fn boundary(&self) -> Option<&str> {
        match self {
            Self::User(user) => user.body.boundary.as_deref(),
            Self::Group(_) => None,
            Self::Role(role) => role.body.boundary.as_deref(),
        }
    }

    fn tags(&self) -> &[(String, String)] {
        match self {
            Self::User(user) => &user.tags,
            Self::Group(_) => &[],
            Self::Role(role) => &role.tags,
        }
    }
}

/// The permission on a user, group or role that an ARN names.
pub(super) async fn on_arn(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    let tags = match Holder::find(lookup, lookup.account(), arn).await {
        Ok(holder) => holder.tags().to_vec(),
        Err(_) => Vec::new(),
    };
    Ok(Access::on(arn).resource_tags(&tags))
}

fn parse(text: &str, kind: PolicyKind) -> Result<Arc<Policy>, Failure> {
    Policy::parse(text, kind).map(Arc::new).map_err(|error| invalid(format!("Invalid Input Policy: {error}")))
}

fn inputs(texts: Option<&[String]>, list: &str, kind: PolicyKind) -> Result<Vec<Named>, Failure> {
    let numbered = texts.unwrap_or_default().iter().zip(1..);
    numbered
        .map(|(text, number)| Ok(Named { id: format!("{list}.{number}"), source: SourceType::None, policy: parse(text, kind)? }))
        .collect()
}

/// The parts of a request that both simulations share.
struct Question<'a> {
    actions: &'a [String],
    resources: Option<&'a [String]>,
    resource_policy: Option<&'a str>,
    resource_owner: Option<&'a str>,
    boundaries: Option<&'a [String]>,
    entries: Option<&'a [ContextEntry]>,
    handling: Option<&'a str>,
    marker: Option<&'a str>,
    max_items: Option<i32>,
    listing: String,
}

/// The policies and facts that the simulated caller brings.
struct Caller<'a> {
    principal: Principal<'a>,
    identity: Vec<Named>,
    boundary: Option<Named>,
    service_control: Vec<(String, Vec<Named>)>,
    context: Context<'a>,
}

fn owner(arn: &str) -> Result<&str, Failure> {
    let account = policy::Arn::parse(arn).map(|a| a.account).filter(|a| a.len() == 12);
    account.ok_or_else(|| invalid(format!("Invalid ResourceOwner: {arn}")))
}

fn answer<'a>(question: &Question<'a>, caller: Caller<'a>) -> Result<SimulatePolicyResponse, Failure> {
    for action in question.actions {
        check_action(action).map_err(invalid)?;
    }
    let anything = ["*".to_owned()];
    let resources = question.resources.filter(|r| !r.is_empty()).unwrap_or(&anything);
    for resource in resources {
        check_resource(resource).map_err(invalid)?;
    }
    if let Some(option) = question.handling.filter(|option| !SCENARIOS.contains(option)) {
        return Err(invalid(format!("Invalid ResourceHandlingOption: {option}")));
    }
    let mut given = inputs(question.boundaries, "PermissionsBoundaryPolicyInputList", PolicyKind::Boundary)?;
    if given.len() > 1 {
        return Err(invalid("Only one permissions boundary policy can be specified."));
    }
    let boundary = given.pop().or(caller.boundary);
    let resource = match question.resource_policy {
        Some(text) => {
            let policy = parse(text, PolicyKind::Resource)?;
            Some(Named { id: "ResourcePolicy".to_owned(), source: SourceType::Resource, policy })
        }
        None => None,
    };
    let mut context = caller.context;
    add_entries(&mut context, question.entries.unwrap_or_default()).map_err(invalid)?;
    let simulation = Simulation {
        principal: caller.principal,
        identity: &caller.identity,
        boundary: boundary.as_ref(),
        resource: resource.as_ref(),
        service_control: &caller.service_control,
        owner: question.resource_owner.map(owner).transpose()?,
        context,
    };
    let after = match question.marker {
        Some(marker) => {
            let at = position(&question.listing, marker).and_then(|at| at.parse::<usize>().ok());
            at.ok_or_else(bad_marker)?
        }
        None => 0,
    };
    let pairs = question.actions.iter().flat_map(|action| resources.iter().map(move |resource| (action, resource)));
    let total = question.actions.len() * resources.len();
    let size = page_size(question.max_items);
    let results: Vec<_> =
        pairs.skip(after).take(size).map(|(action, resource)| simulate(&simulation, action, resource)).collect();
    let end = after + results.len();
    Ok(SimulatePolicyResponse {
        evaluation_results: Some(results),
        is_truncated: Some(end < total),
        marker: (end < total).then(|| token(&question.listing, &end.to_string())),
    })
}

/// The simulated caller that an ARN names: a user, group or role.
fn named_caller(arn: &str) -> Result<Principal<'_>, Failure> {
    let wrong = || invalid(format!("Invalid CallerArn: {arn}. Specify the ARN of an IAM user, group, or role."));
    let parsed = parse_arn(arn).filter(|p| p.account.len() == 12 && !p.name.is_empty()).ok_or_else(wrong)?;
    match parsed.kind {
        "user" | "group" => Ok(Principal::user(arn, parsed.account, "")),
        "role" => Ok(Principal::role(arn, parsed.account, "")),
        _ => Err(wrong()),
    }
}

/// What the simulator knows of a caller by itself; context entries override it.
fn facts<'a>(context: &mut Context<'a>, principal: &Principal<'a>, tx: &Transaction<'_>) {
    let time = tx.call().time;
    context.set("aws:currenttime", time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    context.set("aws:epochtime", time.as_second().to_string());
    if principal.arn.is_empty() {
        return;
    }
    context.set("aws:principalarn", principal.arn);
    context.set("aws:principalaccount", principal.account);
    if let Some(parsed) = parse_arn(principal.arn).filter(|p| p.kind == "user") {
        context.set("aws:username", parsed.name);
        context.set("aws:principaltype", "User");
    }
    if !principal.unique_id.is_empty() {
        context.set("aws:userid", principal.unique_id);
    }
}

handle!(SimulateCustomPolicy {
    access(_, _lookup) { Ok(Access::any()) }
    run(input, tx) {
        let principal = match &input.caller_arn {
            Some(arn) => named_caller(arn)?,
            None if input.resource_policy.is_some() => return Err(invalid("CallerArn is required when ResourcePolicy is specified.")),
            None => Principal::user("", tx.account(), ""),
        };
        let mut service_control = Vec::new();
        for (level, number) in input.ordered_organization_policy_input_list.iter().flatten().zip(1..) {
            let target = format!("OrderedOrganizationPolicyInputList.{number}");
            let policies = inputs(level.service_control_policy_input_list.as_deref(), &target, PolicyKind::ServiceControl)?;
            service_control.push((target, policies));
        }
        let mut context = Context::new();
        facts(&mut context, &principal, tx);
        let caller = Caller {
            principal,
            identity: inputs(Some(&input.policy_input_list), "PolicyInputList", PolicyKind::Identity)?,
            boundary: None,
            service_control,
            context,
        };
        let question = Question {
            actions: &input.action_names,
            resources: input.resource_arns.as_deref(),
            resource_policy: input.resource_policy.as_deref(),
            resource_owner: input.resource_owner.as_deref(),
            boundaries: input.permissions_boundary_policy_input_list.as_deref(),
            entries: input.context_entries.as_deref(),
            handling: input.resource_handling_option.as_deref(),
            marker: input.marker.as_deref(),
            max_items: input.max_items,
            listing: format!("SimulateCustomPolicy {:?}", api::SimulateCustomPolicyRequest { marker: None, max_items: None, ..input.clone() }),
        };
        answer(&question, caller)
    }
});

handle!(SimulatePrincipalPolicy {
    access(input, lookup) { on_arn(lookup, &input.policy_source_arn).await }
    run(input, tx) {
        let (reader, account) = (tx.reader(), tx.account());
        let excluded = Exclusions::new(input.policy_exclusion_list.as_deref().unwrap_or_default())?;
        let holder = Holder::find(&reader, account, &input.policy_source_arn).await?;
        let mut identity = Vec::new();
        for source in holder.sources(&reader).await? {
            if !excluded.holds(&source) {
                let policy = parse(&source.document, PolicyKind::Identity)?;
                identity.push(Named { id: source.shown_id(), source: source.source, policy });
            }
        }
        identity.extend(inputs(input.policy_input_list.as_deref(), "PolicyInputList", PolicyKind::Identity)?);
        let boundary = match holder.boundary().filter(|arn| !excluded.kind(PolicyIdentifierPolicyType::PermissionBoundary) && !excluded.arn(arn)) {
            Some(arn) => {
                // A boundary whose policy is gone allows nothing.
                const NOTHING: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
                let found = policy_sources::managed_document(&reader, arn).await?;
                let (text, source) = found.unwrap_or_else(|| (NOTHING.to_owned(), SourceType::None));
                Some(Named { id: arn.to_owned(), source, policy: parse(&text, PolicyKind::Boundary)? })
            }
            None => None,
        };
        let guardrails = tx.plane().organization().guardrails(&reader, account).await?;
        let own = match &holder {
            Holder::User(user) => Principal::user(&user.body.arn, account, &user.body.id),
            Holder::Group(group) => Principal::user(&group.body.arn, account, &group.body.id),
            Holder::Role(role) => Principal::role(&role.body.arn, account, &role.body.id),
        };
        let principal = match input.caller_arn.as_deref().filter(|arn| *arn != own.arn) {
            Some(arn) => named_caller(arn)?,
            None => own,
        };
        let mut context = Context::new();
        facts(&mut context, &principal, tx);
        for (key, value) in holder.tags() {
            context.set(format!("aws:principaltag/{}", key.to_lowercase()), value.clone());
        }
        context.set_some("aws:principalorgid", guardrails.organization_id.clone());
        let bound = guardrails.management_account.as_deref() != Some(account) && !own.is_service_linked_role();
        let service_control = if bound { levels(&guardrails, &excluded) } else { Vec::new() };
        let question = Question {
            actions: &input.action_names,
            resources: input.resource_arns.as_deref(),
            resource_policy: input.resource_policy.as_deref(),
            resource_owner: input.resource_owner.as_deref(),
            boundaries: input.permissions_boundary_policy_input_list.as_deref(),
            entries: input.context_entries.as_deref(),
            handling: input.resource_handling_option.as_deref(),
            marker: input.marker.as_deref(),
            max_items: input.max_items,
            listing: format!("SimulatePrincipalPolicy {:?}", api::SimulatePrincipalPolicyRequest { marker: None, max_items: None, ..input.clone() }),
        };
        answer(&question, Caller { principal, identity, boundary, service_control, context })
    }
});

fn levels(guardrails: &Guardrails, excluded: &Exclusions<'_>) -> Vec<(String, Vec<Named>)> {
    if excluded.kind(PolicyIdentifierPolicyType::Scp) {
        return Vec::new();
    }
    let level = |level: &plane::ports::GuardrailLevel| {
        let kept = level.policies.iter().filter(|policy| !excluded.arn(&policy.id));
        let named =
            |policy: &plane::NamedPolicy| Named { id: policy.id.clone(), source: policy.source, policy: policy.policy.clone() };
        (level.target.clone(), kept.map(named).collect())
    };
    guardrails.service_control.iter().map(level).collect()
}

/// The policies that a simulation leaves out.
struct Exclusions<'a>(&'a [PolicyIdentifier]);

impl<'a> Exclusions<'a> {
    fn new(list: &'a [PolicyIdentifier]) -> Result<Self, Failure> {
        for identifier in list {
            let given = [
                identifier.policy_type.is_some(),
                identifier.policy_arn.is_some(),
                identifier.inline_policy_identifier.is_some(),
            ];
            if given.iter().filter(|given| **given).count() != 1 {
                return Err(invalid(
                    "A policy identifier must have exactly one of PolicyType, PolicyArn and InlinePolicyIdentifier.",
                ));
            }
            if let Some(arn) = &identifier.policy_arn {
                let (before, name) = arn.rsplit_once('/').unwrap_or((arn, ""));
                if policy::Arn::parse(arn).is_none() || before.contains(['*', '?']) || name.matches('*').count() > 1 {
                    return Err(invalid(format!("Invalid policy identifier: {arn}")));
                }
            }
            if let Some(inline) = &identifier.inline_policy_identifier
                && inline.attachment_name.matches('*').count() > 1
            {
                return Err(invalid(format!("Invalid policy identifier: {}", inline.attachment_name)));
            }
        }
        Ok(Self(list))
    }

    fn kind(&self, kind: PolicyIdentifierPolicyType) -> bool {
        self.0.iter().any(|identifier| identifier.policy_type == Some(kind))
    }

    fn arn(&self, arn: &str) -> bool {
        self.0.iter().filter_map(|identifier| identifier.policy_arn.as_deref()).any(|pattern| wildcard_match(pattern, arn))
    }

    fn holds(&self, source: &PolicySource) -> bool {
        let kind = match source.source {
            SourceType::AwsManaged => PolicyIdentifierPolicyType::AwsManaged,
            SourceType::UserManaged => PolicyIdentifierPolicyType::UserManaged,
            _ => PolicyIdentifierPolicyType::Inline,
        };
        if self.kind(kind) || source.arn.as_deref().is_some_and(|arn| self.arn(arn)) {
            return true;
        }
        source.arn.is_none()
            && self.0.iter().filter_map(|identifier| identifier.inline_policy_identifier.as_ref()).any(|inline| {
                let attached = match inline.attachment_type {
                    AttachmentType::User => "user",
                    AttachmentType::Group => "group",
                    AttachmentType::Role => "role",
                };
                attached == source.holder.0
                    && inline.policy_name == source.name
                    && wildcard_match(&inline.attachment_name, &source.holder.1)
            })
    }
}

/// The condition keys of several policies, each once.
fn context_keys<'a>(policies: impl IntoIterator<Item = &'a Policy>) -> Vec<String> {
    let mut keys: Vec<String> = Vec::new();
    for key in policies.into_iter().flat_map(Policy::context_keys) {
        if !keys.iter().any(|known| known.eq_ignore_ascii_case(key)) {
            keys.push(key.to_owned());
        }
    }
    keys
}

handle!(GetContextKeysForCustomPolicy {
    access(_, _lookup) { Ok(Access::any()) }
    run(input, _tx) {
        let policies = input.policy_input_list.iter().map(|text| parse(text, PolicyKind::Identity)).collect::<Result<Vec<_>, _>>()?;
        Ok(api::GetContextKeysForPolicyResponse { context_key_names: Some(context_keys(policies.iter().map(AsRef::as_ref))) })
    }
});

handle!(GetContextKeysForPrincipalPolicy {
    access(input, lookup) { on_arn(lookup, &input.policy_source_arn).await }
    run(input, tx) {
        let reader = tx.reader();
        let holder = Holder::find(&reader, tx.account(), &input.policy_source_arn).await?;
        let mut policies = Vec::new();
        for source in holder.sources(&reader).await? {
            policies.push(parse(&source.document, PolicyKind::Identity)?);
        }
        for text in input.policy_input_list.iter().flatten() {
            policies.push(parse(text, PolicyKind::Identity)?);
        }
        Ok(api::GetContextKeysForPolicyResponse { context_key_names: Some(context_keys(policies.iter().map(AsRef::as_ref))) })
    }
});
