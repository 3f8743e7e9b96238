//! The authorization step: every grant of an access, evaluated with all policies that have a say.

use std::cell::OnceCell;
use std::sync::Arc;

use policy::{Attached, ContextSource, Level, Outcome, Policies, Request, SourceType, Values, evaluate};
use serde_json::Value;
use wire::{Common, Failure};

use crate::access::{Access, Grant, ResourcePolicyRole};
use crate::audit_context::{self, ContextWishes, Seen, TaggedResource};
use crate::call::Call;
use crate::plane::Plane;
use crate::ports::{GuardrailLevel, Guardrails, IdentityPolicies, NamedPolicy};
use crate::principal::{Principal, PrincipalKind};
use crate::tag_policy;

impl Plane {
    /// Allows or refuses an access; then asks tag policies about the tags that it writes.
    ///
    /// # Errors
    /// `AccessDenied` with the policy that decided, in AWS's words; the service's own error for a tag that a tag policy forbids.
    pub(crate) async fn authorize(&self, call: &Call, policies: &IdentityPolicies, access: &Access) -> Result<(), Failure> {
        if access.grants.is_empty() {
            return Ok(());
        }
        let none = IdentityPolicies::default();
        let (principal, policies) = match &access.principal {
            Some(principal) => (principal, &none),
            None => (call.principal.as_ref(), policies),
        };
        for grant in &access.grants {
            let owner = grant.account.as_deref().unwrap_or(&principal.account);
            // Those of the caller's own account were looked at when the caller was.
            let guardrails = if !owner.is_empty() && owner == call.principal.account {
                call.guardrails.clone()
            } else {
                self.guardrails(owner).await?
            };
            let default_action;
            let action = match &grant.action {
                Some(action) => action.as_ref(),
                None => {
                    default_action =
                        format!("{}:{}", action_prefix(call.service.id, call.service.signing_name), call.operation.name);
                    &default_action
                }
            };
            decide(call, principal, policies, access, grant, action, owner, &guardrails)?;
        }
        self.check_tags(call, principal, access).await
    }

    /// What is wished to be kept of a call beyond its record, as far as its authorization has it; none if nothing is wished.
    ///
    /// # Errors
    /// Internal ones only.
    pub(crate) async fn seen(&self, call: &Call, access: &Access) -> Result<Option<Arc<Seen>>, Failure> {
        let principal = access.principal.as_ref().unwrap_or(call.principal.as_ref());
        let mine = call.guardrails.context.as_deref().filter(|_| !principal.account.is_empty());
        let mut seen = Seen::default();
        let mut wished = mine.is_some();
        for grant in &access.grants {
            let owner = grant.account.as_deref().unwrap_or(&principal.account);
            let theirs = if owner.is_empty() {
                continue;
            } else if owner == call.principal.account {
                if mine.is_none() {
                    continue;
                }
                call.guardrails.clone()
            } else {
                self.guardrails(owner).await?
            };
            if let Some(mine) = mine {
                let context = CallContext::new(call, principal, grant, owner, &theirs);
                note_keys(&mut seen, mine, &context, &principal.tags);
            }
            let Some(wishes) = &theirs.context else { continue };
            wished = true;
            seen.large |= wishes.large;
            note_tags(&mut seen, wishes, grant, owner);
        }
        if !wished {
            return Ok(None);
        }
        // An operation that needs no permission has a caller all the same.
        if let (Some(mine), true) = (mine, access.grants.is_empty())
            && let Some(grant) = Access::any().grants.first()
        {
            let context = CallContext::new(call, principal, grant, &principal.account, &call.guardrails);
            note_keys(&mut seen, mine, &context, &principal.tags);
        }
        seen.large |= mine.is_some_and(|mine| mine.large);
        seen.context.request_id = call.request_id.to_string();
        seen.context.account.clone_from(&principal.account);
        Ok(Some(Arc::new(seen)))
    }

    /// Asks the tag policies of the accounts whose resources get tags.
    async fn check_tags(&self, call: &Call, principal: &Principal, access: &Access) -> Result<(), Failure> {
        for grant in access.grants.iter().filter(|grant| !grant.written_tags.is_empty()) {
            let Some(kind) = tag_policy::kind(call.service.id, &grant.resource) else { continue };
            let owner = grant.account.as_deref().unwrap_or(&principal.account);
            let guardrails =
                if owner == call.principal.account { call.guardrails.clone() } else { self.guardrails(owner).await? };
            let tags = grant.written_tags.iter().map(|(key, value)| (key.as_str(), value.as_str()));
            tag_policy::check(&guardrails.tag_rules, kind, tags).map_err(|found| tag_policy::refusal(call.service.id, found))?;
        }
        Ok(())
    }
}

/// The prefix of a service's actions.
/// See <https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html>.
pub fn action_prefix<'a>(service: &'a str, signing_name: &'a str) -> &'a str {
    match service {
        "cloudwatch" => "cloudwatch",
        "resourcegroupstaggingapi" => "tag",
        _ => signing_name,
    }
}

/// Whether resource control policies have a say over an action: only services that AWS names support them.
/// See <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services>.
fn bound_by_resource_control(action: &str) -> bool {
    const SERVICES: &[&str] =
        &["s3", "sts", "kms", "sqs", "secretsmanager", "cognito-identity", "cognito-idp", "logs", "dynamodb", "ecr", "aoss"];
    action.split_once(':').is_some_and(|(service, _)| SERVICES.contains(&service))
}

#[expect(clippy::too_many_arguments, reason = "everything that has a say in one decision")]
fn decide(
    call: &Call,
    principal: &Principal,
    policies: &IdentityPolicies,
    access: &Access,
    grant: &Grant,
    action: &str,
    owner: &str,
    owner_guardrails: &Guardrails,
) -> Result<(), Failure> {
    let context = CallContext::new(call, principal, grant, owner, owner_guardrails);
    let mut request = Request::new(policy_principal(principal), action, &grant.resource, &context).in_account(owner);
    request.management_account = call.guardrails.management_account.as_deref().or(owner_guardrails.management_account.as_deref());
    let identity = attached(&policies.identity);
    let session = attached(&policies.session);
    let resource: Vec<Attached<'_>> =
        grant.resource_policies.iter().map(|p| Attached::new(&p.policy, &p.id, SourceType::Resource)).collect();
    let bound: &[GuardrailLevel] = if bound_by_resource_control(action) { &owner_guardrails.resource_control } else { &[] };
    let (service_policies, resource_policies) = (levels(&call.guardrails.service_control), levels(bound));
    let (scps, rcps) = (borrowed(&service_policies), borrowed(&resource_policies));
    let decision = evaluate(
        &request,
        &Policies {
            identity: &identity,
            boundary: policies.boundary.as_ref().map(one),
            session: (!session.is_empty()).then_some(session.as_slice()),
            resource: &resource,
            resource_role: if grant.resource_policies.iter().any(|p| p.role == ResourcePolicyRole::Required) {
                policy::ResourcePolicyRole::Required
            } else {
                policy::ResourcePolicyRole::Optional
            },
            scps: &scps,
            rcps: &rcps,
        },
    );
    let by_account =
        access.account_allowed && decision.outcome == Outcome::ImplicitDeny && decision.layer == Some(policy::Layer::Identity);
    if decision.is_allowed() || by_account {
        return Ok(());
    }
    // Without an account there is no "User" to name: AWS tells unsigned callers only what was refused.
    let message = if principal.account.is_empty() && call.service.id == "s3" {
        "Access Denied".to_owned()
    } else if principal.account.is_empty() {
        format!("Not authorized to perform {action}")
    } else {
        decision.access_denied_message(&principal.arn, action, if grant.resource == "*" { "*" } else { &grant.resource })
    };
    Err(Failure::common(
        Common::AccessDenied,
        match &grant.refused {
            Some(words) => format!("{words}{message}"),
            None => message,
        },
    ))
}

/// Notes the values of wished condition keys that a grant has and none before it had. What of it is a tag of the principal is noted as such.
fn note_keys(seen: &mut Seen, wishes: &ContextWishes, context: &CallContext<'_>, tags: &[(String, String)]) {
    for name in &wishes.condition_keys {
        if let Some(tag) = audit_context::principal_tag(name) {
            if let Some((key, value)) = tags.iter().find(|(key, _)| key.eq_ignore_ascii_case(tag)) {
                seen.context.principal_tags.insert(key.clone(), Value::from(value.as_str()));
            }
            continue;
        }
        if seen.context.condition_keys.contains_key(name) {
            continue;
        }
        let value = match context.get(&name.to_ascii_lowercase()) {
            Some(Values::One(value)) if audit_context::is_list(name) => Value::from(vec![value]),
            Some(Values::One(value)) => Value::from(value),
            Some(values) if audit_context::is_list(name) => values.iter().map(Value::from).collect(),
            Some(values) => match values.first() {
                Some(value) => Value::from(value),
                None => continue,
            },
            None => continue,
        };
        seen.context.condition_keys.insert(name.clone(), value);
    }
}

/// Notes the wished tags of a grant's resource, and those that the call gives it.
fn note_tags(seen: &mut Seen, wishes: &ContextWishes, grant: &Grant, owner: &str) {
    if grant.resource.contains('*') || wishes.tag_keys.is_empty() {
        return;
    }
    let resources = &mut seen.context.resources;
    let place = resources.iter().position(|resource| resource.arn == grant.resource).unwrap_or_else(|| {
        let (arn, account) = (grant.resource.clone(), owner.to_owned());
        resources.push(TaggedResource { arn, account, ..TaggedResource::default() });
        resources.len() - 1
    });
    let wished = |(key, _): &&(String, String)| wishes.tag_keys.contains(key);
    if let Some(resource) = resources.get_mut(place) {
        for (key, value) in grant.resource_tags.iter().filter(wished) {
            resource.tags.insert(key.clone(), Value::from(value.as_str()));
        }
    }
    seen.written.extend(grant.written_tags.iter().filter(wished).map(|(key, value)| (place, key.clone(), value.clone())));
}

fn one(named: &NamedPolicy) -> Attached<'_> {
    Attached::new(&named.policy, &named.id, named.source)
}

fn attached(policies: &[NamedPolicy]) -> Vec<Attached<'_>> {
    policies.iter().map(one).collect()
}

fn levels(levels: &[GuardrailLevel]) -> Vec<(&str, Vec<Attached<'_>>)> {
    levels.iter().map(|level| (level.target.as_str(), attached(&level.policies))).collect()
}

fn borrowed<'a>(levels: &'a [(&'a str, Vec<Attached<'a>>)]) -> Vec<Level<'a>> {
    levels.iter().map(|(target, policies)| Level { target, policies }).collect()
}

/// The principal as the policy language knows it.
pub fn policy_principal(principal: &Principal) -> policy::Principal<'_> {
    let issuer = principal.session.as_ref().map_or(principal.arn.as_str(), |s| s.issuer_arn.as_str());
    match principal.kind {
        PrincipalKind::Root => policy::Principal::root(&principal.arn, &principal.account),
        PrincipalKind::IamUser => policy::Principal::user(&principal.arn, &principal.account, &principal.principal_id),
        PrincipalKind::AssumedRole => {
            policy::Principal::role_session(&principal.arn, &principal.account, &principal.principal_id, issuer)
        }
        PrincipalKind::FederatedUser => {
            policy::Principal::federated_user(&principal.arn, &principal.account, &principal.principal_id, issuer)
        }
        PrincipalKind::WebIdentityUser | PrincipalKind::SamlUser => policy::Principal::federated(&principal.arn),
        PrincipalKind::AwsService => policy::Principal::service(&principal.arn),
        PrincipalKind::Anonymous => policy::Principal::anonymous(),
    }
}

/// The condition keys of a call, looked up where they are: nothing is made until a policy asks for it.
///
/// The global keys are those of <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>.
struct CallContext<'a> {
    call: &'a Call,
    principal: &'a Principal,
    grant: &'a Grant,
    owner: &'a str,
    owner_guardrails: &'a Guardrails,
    source_ip: OnceCell<String>,
    current_time: OnceCell<String>,
    epoch: OnceCell<String>,
    issued: OnceCell<String>,
    mfa_age: OnceCell<String>,
}

impl<'a> CallContext<'a> {
    fn new(call: &'a Call, principal: &'a Principal, grant: &'a Grant, owner: &'a str, owner_guardrails: &'a Guardrails) -> Self {
        Self {
            call,
            principal,
            grant,
            owner,
            owner_guardrails,
            source_ip: OnceCell::new(),
            current_time: OnceCell::new(),
            epoch: OnceCell::new(),
            issued: OnceCell::new(),
            mfa_age: OnceCell::new(),
        }
    }

    fn tag<'t>(tags: &'t [(String, String)], key: &str) -> Option<Values<'t>> {
        tags.iter().find(|(k, _)| k.eq_ignore_ascii_case(key)).map(|(_, v)| Values::One(v))
    }

    fn global(&self, key: &str) -> Option<Values<'_>> {
        let session = self.principal.session.as_ref();
        let some = |text: &'a str| (!text.is_empty()).then_some(Values::One(text));
        let truth = |holds: bool| Some(Values::One(if holds { "true" } else { "false" }));
        match key {
            "principalarn" => match session {
                Some(s) if self.principal.kind == PrincipalKind::AssumedRole => some(&s.issuer_arn),
                _ => some(&self.principal.arn),
            },
            "principalaccount" => some(&self.principal.account),
            "principalorgid" => self.call.guardrails.organization_id.as_deref().map(Values::One),
            "principalorgpaths" => self.call.guardrails.path.as_deref().map(Values::One),
            "principalorgmasteraccountid" => self.call.guardrails.management_account.as_deref().map(Values::One),
            "principaltype" => Some(Values::One(match self.principal.kind {
                PrincipalKind::Root => "Account",
                PrincipalKind::IamUser => "User",
                PrincipalKind::AssumedRole => "AssumedRole",
                PrincipalKind::FederatedUser => "FederatedUser",
                PrincipalKind::AwsService => "Service",
                PrincipalKind::WebIdentityUser | PrincipalKind::SamlUser | PrincipalKind::Anonymous => "Anonymous",
            })),
            "principalisawsservice" => truth(self.principal.kind == PrincipalKind::AwsService),
            "principalservicename" => {
                if self.principal.kind == PrincipalKind::AwsService {
                    some(&self.principal.arn)
                } else {
                    None
                }
            }
            "userid" => some(&self.principal.principal_id),
            "username" => self.principal.user_name.as_deref().map(Values::One),
            "sourceip" => {
                let ip = self.call.source_ip?;
                Some(Values::One(self.source_ip.get_or_init(|| ip.to_string())))
            }
            "useragent" => some(&self.call.user_agent),
            "securetransport" => truth(self.call.tls.is_some()),
            "currenttime" => {
                let text = self.current_time.get_or_init(|| self.call.time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
                Some(Values::One(text))
            }
            "epochtime" => Some(Values::One(self.epoch.get_or_init(|| self.call.time.as_second().to_string()))),
            "requestedregion" => some(&self.call.region),
            "viaawsservice" => truth(false),
            "tokenissuetime" => {
                let created = session?.created;
                Some(Values::One(self.issued.get_or_init(|| created.strftime("%Y-%m-%dT%H:%M:%SZ").to_string())))
            }
            // Present only with temporary credentials, as AWS documents; long-term keys never carry it.
            "multifactorauthpresent" => truth(session?.mfa_at.is_some()),
            "multifactorauthage" => {
                let seconds = self.call.time.as_second().saturating_sub(session?.mfa_at?.as_second());
                Some(Values::One(self.mfa_age.get_or_init(|| seconds.to_string())))
            }
            "sourceidentity" => session?.source_identity.as_deref().map(Values::One),
            "federatedprovider" => session?.federation.as_ref().map(|f| Values::One(&f.provider)),
            "assumedroot" => session.filter(|s| s.assumed_root).map(|_| Values::One("true")),
            "resourceaccount" => some(self.owner),
            "resourceorgid" => self.owner_guardrails.organization_id.as_deref().map(Values::One),
            "resourceorgpaths" => self.owner_guardrails.path.as_deref().map(Values::One),
            _ => match key.split_once('/') {
                Some(("principaltag", tag)) => Self::tag(&self.principal.tags, tag),
                Some(("resourcetag", tag)) => Self::tag(&self.grant.resource_tags, tag),
                _ => None,
            },
        }
    }
}

impl ContextSource for CallContext<'_> {
    fn get(&self, key: &str) -> Option<Values<'_>> {
        if let Some((_, values)) = self.grant.keys.iter().find(|(name, _)| name.eq_ignore_ascii_case(key)) {
            return Some(Values::Owned(values));
        }
        if let Some(global) = key.strip_prefix("aws:") {
            return self.global(global);
        }
        // A service's own resource-tag key, such as iam:ResourceTag/team.
        if let Some((prefix, tag)) = key.split_once(":resourcetag/")
            && !prefix.contains('/')
        {
            return Self::tag(&self.grant.resource_tags, tag);
        }
        let federation = self.principal.session.as_ref()?.federation.as_ref()?;
        let (_, values) = federation.claims.iter().find(|(name, _)| name.eq_ignore_ascii_case(key))?;
        Some(Values::Owned(values))
    }
}
