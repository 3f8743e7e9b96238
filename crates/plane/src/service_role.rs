//! Sessions that a service of the plane opens of a role that trusts it, such as the execution role of a function.

use std::time::Duration;

use policy::{Attached, Context, Policies, Request, ResourcePolicyRole, SourceType, evaluate};

use crate::plane::Plane;
use crate::ports::{RoleFacts, ServiceCaller};
use crate::principal::{IssuerKind, Principal, PrincipalKind, Session};
use crate::session::{self, Credentials};

/// Whether the trust policy of a role lets a service assume it on behalf of a resource.
pub fn trusts(plane: &Plane, role: &RoleFacts, caller: &ServiceCaller) -> bool {
    let mut context = Context::with_capacity(8);
    context
        .set("aws:principalisawsservice", "true")
        .set("aws:principalservicename", caller.principal.as_str())
        .set("aws:securetransport", "true")
        .set("aws:resourceaccount", role.account.as_str())
        .set("aws:currenttime", plane.clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .set("aws:sourcearn", caller.source_arn.as_str())
        .set("aws:sourceaccount", caller.source_account.as_str());
    let service = policy::Principal::service(&caller.principal);
    let request = Request::new(service, "sts:AssumeRole", &role.arn, &context).in_account(&role.account);
    let resource = [Attached::new(&role.trust, &role.arn, SourceType::Resource)];
    let policies = Policies { resource: &resource, resource_role: ResourcePolicyRole::Required, ..Policies::default() };
    evaluate(&request, &policies).is_allowed()
}

/// Opens a session of a role for what a service runs, such as a function. Whether the role trusts the service is for the caller to see
/// ([`trusts`]). What the session may do is decided at each of its calls, as with any other.
pub fn open(plane: &Plane, role: &RoleFacts, name: &str, lasts: Duration) -> Credentials {
    let now = plane.clock.now();
    let now = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    let principal = Principal {
        kind: PrincipalKind::AssumedRole,
        account: role.account.clone(),
        arn: plane.arn("sts", "", &role.account, &format!("assumed-role/{}/{name}", role.name)),
        principal_id: format!("{}:{name}", role.id),
        user_name: None,
        access_key_id: String::new(),
        tags: role.tags.clone(),
        session: Some(Session {
            issuer_kind: IssuerKind::Role,
            issuer_arn: role.arn.clone(),
            issuer_id: role.id.clone(),
            issuer_name: role.name.clone(),
            name: name.to_owned(),
            created: now,
            expires: now.checked_add(lasts).unwrap_or(jiff::Timestamp::MAX),
            mfa_at: None,
            source_identity: None,
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            policies: Vec::new(),
            policy_arns: Vec::new(),
            chained: false,
            federation: None,
            assumed_root: false,
        }),
    };
    session::issue(plane, principal)
}
