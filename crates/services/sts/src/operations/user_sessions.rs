//! `GetSessionToken` and `GetFederationToken`: sessions of users and of root.

use plane::principal::{IssuerKind, Session};
use plane::registry::Handle;
use plane::{Access, Lookup, Principal, PrincipalKind, Transaction};
use wire::Failure;

use crate::api::{
    FederatedUser, GetFederationTokenRequest, GetFederationTokenResponse, GetSessionTokenRequest, GetSessionTokenResponse,
    operation,
};
use crate::errors::{denied, half_mfa, wrong_mfa_code};
use crate::grant;
use crate::packed::{SessionPolicies, packed_size, session_policies};
use crate::tags::{SessionTags, merge, overridden};

/// Session of a user, if the request names no duration, seconds.
const DEFAULT_SECONDS: i32 = 43_200;
/// Longest session of root, seconds: longer ones are cut to this.
const ROOT_SECONDS: i32 = 3_600;

impl Handle for operation::GetSessionToken {
    /// The call only proves who the caller is, so no permission is needed and none can be taken away.
    async fn access(_: &GetSessionTokenRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        long_term(&lookup.call().principal, "GetSessionToken")?;
        Ok(Access::exempt())
    }

    async fn run(input: &GetSessionTokenRequest, tx: &mut Transaction<'_>) -> Result<GetSessionTokenResponse, Failure> {
        let caller = &tx.call().principal;
        let now = grant::now(tx);
        let mfa_at = match (&input.serial_number, &input.token_code) {
            (Some(serial), Some(code)) => {
                let identities = tx.plane().identities().clone();
                if !identities.check_mfa(tx, caller, serial, code).await? {
                    return Err(wrong_mfa_code());
                }
                Some(now)
            }
            (None, None) => None,
            _ => return Err(half_mfa()),
        };
        let mut session = session(caller, now, input.duration_seconds);
        session.mfa_at = mfa_at;
        let principal = Principal { access_key_id: String::new(), session: Some(session), ..Principal::clone(caller) };
        Ok(GetSessionTokenResponse { credentials: Some(grant::issue(tx, principal)), ..GetSessionTokenResponse::default() })
    }
}

impl Handle for operation::GetFederationToken {
    async fn access(input: &GetFederationTokenRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let caller = &lookup.call().principal;
        long_term(caller, "GetFederationToken")?;
        let resource = lookup.plane().arn("sts", "", &caller.account, &format!("federated-user/{}", input.name));
        let tags = grant::pairs(input.tags.as_ref());
        let grant = |access: Access| access.request_tags(tags.iter().map(|(key, value)| (key.as_str(), value.as_str())));
        let access = grant(Access::on(&resource));
        Ok(if tags.is_empty() { access } else { access.and(grant(Access::on(&resource).action("sts:TagSession"))) })
    }

    async fn run(input: &GetFederationTokenRequest, tx: &mut Transaction<'_>) -> Result<GetFederationTokenResponse, Failure> {
        let caller = &tx.call().principal;
        let partition = &tx.plane().settings.partition;
        let policies = session_policies(input.policy.as_ref(), input.policy_arns.as_ref(), &caller.account, partition)?;
        let SessionTags { tags, .. } = merge(&[], &[], &grant::pairs(input.tags.as_ref()), &[])?;
        let packed = packed_size(&policies, &tags)?;
        let principal = federated(tx, caller, input, policies, tags);
        grant::require_policies(&tx.reader(), &principal).await?;
        Ok(GetFederationTokenResponse {
            federated_user: Some(FederatedUser { federated_user_id: principal.principal_id.clone(), arn: principal.arn.clone() }),
            packed_policy_size: packed,
            credentials: Some(grant::issue(tx, principal)),
            ..GetFederationTokenResponse::default()
        })
    }
}

fn federated(
    tx: &Transaction<'_>,
    caller: &Principal,
    input: &GetFederationTokenRequest,
    policies: SessionPolicies,
    tags: Vec<(String, String)>,
) -> Principal {
    let mut session = session(caller, grant::now(tx), input.duration_seconds);
    session.name.clone_from(&input.name);
    // Without session policies a federated user may do nothing but what resources' own policies allow.
    session.policies = grant::inline_policies(&policies, true);
    session.policy_arns = policies.arns;
    session.tags.clone_from(&tags);
    Principal {
        kind: PrincipalKind::FederatedUser,
        account: caller.account.clone(),
        arn: tx.plane().arn("sts", "", &caller.account, &format!("federated-user/{}", input.name)),
        principal_id: format!("{}:{}", caller.account, input.name),
        user_name: None,
        access_key_id: String::new(),
        tags: overridden(&caller.tags, &tags),
        session: Some(session),
    }
}

/// The bare session of a user or of root.
fn session(caller: &Principal, now: plane::Timestamp, seconds: Option<i32>) -> Session {
    let root = caller.is_root();
    let seconds = if root { seconds.unwrap_or(ROOT_SECONDS).min(ROOT_SECONDS) } else { seconds.unwrap_or(DEFAULT_SECONDS) };
    Session {
        issuer_kind: if root { IssuerKind::Root } else { IssuerKind::IamUser },
        issuer_arn: caller.arn.clone(),
        issuer_id: caller.principal_id.clone(),
        issuer_name: caller.user_name.clone().unwrap_or_default(),
        name: String::new(),
        created: now,
        expires: grant::after(now, seconds),
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
    }
}

/// Only users and root with their long-term keys get such sessions.
fn long_term(caller: &Principal, operation: &str) -> Result<(), Failure> {
    match caller.kind {
        PrincipalKind::Root | PrincipalKind::IamUser if caller.session.is_none() => Ok(()),
        _ => Err(denied(format!("Cannot call {operation} with session credentials"))),
    }
}
