//! Sessions that a service of the plane opens of a role that trusts it, such as the execution role of a function.

use std::time::Duration;

use std::sync::Arc;

use policy::{Attached, Policies, Request, ResourcePolicyRole, SourceType, evaluate};
use wire::Failure;

use crate::access::Access;
use crate::call::{Call, Tls};
use crate::plane::Plane;
use crate::ports::{IdentityPolicies, RoleFacts, ServiceCaller};
use crate::principal::{IssuerKind, Principal, PrincipalKind, Session};
use crate::session::{self, Credentials};
use crate::transaction::{Lookup, Reader, Transaction};

/// Whether the trust policy of a role lets a service assume it on behalf of a resource.
pub fn trusts(plane: &Plane, role: &RoleFacts, caller: &ServiceCaller) -> bool {
    let context = caller.context(plane, &role.account, "");
    let service = policy::Principal::service(&caller.principal);
    let request = Request::new(service, "sts:AssumeRole", &role.arn, &context).in_account(&role.account);
    let resource = [Attached::new(&role.trust, &role.arn, SourceType::Resource)];
    let policies = Policies { resource: &resource, resource_role: ResourcePolicyRole::Required, ..Policies::default() };
    evaluate(&request, &policies).is_allowed()
}

/// Opens a session of a role for what a service runs, such as a function. Whether the role trusts the service is for the caller to see
/// ([`trusts`]). What the session may do is decided at each of its calls, as with any other.
pub fn open(plane: &Plane, role: &RoleFacts, name: &str, lasts: Duration) -> Credentials {
    session::issue(plane, principal(plane, role, name, lasts))
}

pub(crate) fn principal(plane: &Plane, role: &RoleFacts, name: &str, lasts: Duration) -> Principal {
    let now = plane.clock.now();
    let now = jiff::Timestamp::from_second(now.as_second()).unwrap_or(now);
    Principal {
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
            signed_in: false,
        }),
    }
}

/// A session of a role in which a service works inside a transaction, for what it does at once and needs no credentials for. What it may do is asked
/// with the role's policies, the guardrails of its account, and the resource's own.
#[derive(Debug)]
pub struct RoleSession<'a> {
    reader: Reader<'a>,
    call: Call,
    policies: IdentityPolicies,
}

/// Takes on a role in a region. `None` if it is gone or its account is closed; whether it trusts the service is for the caller to see ([`trusts`]).
///
/// # Errors
/// Internal ones only.
pub async fn take_on<'a>(
    tx: &Transaction<'a>,
    role: &RoleFacts,
    name: &str,
    region: &str,
) -> Result<Option<RoleSession<'a>>, Failure> {
    let (plane, reader) = (tx.plane(), tx.reader());
    let mut principal = principal(plane, role, name, Duration::from_secs(3_600));
    let Some((policies, tags)) = plane.identities().policies(&reader, &principal).await? else { return Ok(None) };
    principal.tags = tags;
    let guardrails = plane.guardrails(&role.account).await?;
    if guardrails.suspended {
        return Ok(None);
    }
    let call = Call {
        region: region.to_owned(),
        principal: Arc::new(principal),
        guardrails,
        source_ip: None,
        user_agent: format!("{}.amazonaws.com", tx.call().service.endpoint_prefix),
        // What is asked inside the plane crosses no network: policies see it as secure.
        tls: Some(Tls { version: "TLSv1.3".to_owned(), cipher_suite: String::new() }),
        signature: None,
        payload: None,
        ..tx.call().clone()
    };
    Ok(Some(RoleSession { reader, call, policies }))
}

impl RoleSession<'_> {
    /// What an access step sees in this session.
    pub fn lookup(&self) -> Lookup<'_> {
        Lookup::of(self.reader, &self.call)
    }

    /// Whether the session may do this.
    ///
    /// # Errors
    /// `AccessDenied`.
    pub async fn permits(&self, access: &Access) -> Result<(), Failure> {
        self.reader.plane().authorize(&self.call, &self.policies, access).await
    }
}
