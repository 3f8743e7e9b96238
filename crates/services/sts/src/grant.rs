//! Giving out sessions: what all operations that answer credentials have in common.

use std::sync::{Arc, OnceLock};

use jiff::{SignedDuration, Timestamp};
use plane::ports::RoleFacts;
use plane::principal::{Federation, IssuerKind, Session};
use plane::{Access, Plane, Principal, PrincipalKind, Reader, ResourcePolicy, ResourcePolicyRole, Transaction};
use policy::{Policy, PolicyKind};
use wire::Failure;

use crate::api::{AssumedRoleUser, Credentials, Tag};
use crate::packed::SessionPolicies;
use crate::tags::{SessionTags, overridden};

/// Session of a role, if the request names no duration, seconds.
pub(crate) const DEFAULT_ROLE_SECONDS: i32 = 3_600;
/// Longest session of a role that another role's session assumed, seconds.
pub(crate) const CHAINED_SECONDS: i32 = 3_600;

/// A session policy that allows nothing by itself. Session policies allow what any of them allows, so beside others it changes nothing; alone it
/// keeps a session that must be bounded from being without bounds.
const ALLOWS_NOTHING: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","NotAction":"*","Resource":"*"}]}"#;

/// A trust policy that trusts nobody: stands for the one of a role that is not there, so that a missing role and a closed one are refused alike.
const TRUSTS_NOBODY: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":{"Service":"nobody.invalid"},"Action":"sts:AssumeRole"}]}"#;

/// The trust policy that a caller meets at a role.
///
/// # Errors
/// Internal ones only.
pub(crate) fn trust_policy(role: Option<&RoleFacts>) -> Result<ResourcePolicy, Failure> {
    static NOBODY: OnceLock<Arc<Policy>> = OnceLock::new();
    let policy = match (role, NOBODY.get()) {
        (Some(role), _) => role.trust.clone(),
        (None, Some(nobody)) => nobody.clone(),
        (None, None) => {
            let nobody = Arc::new(Policy::parse(TRUSTS_NOBODY, PolicyKind::Trust).map_err(Failure::internal)?);
            NOBODY.get_or_init(|| nobody).clone()
        }
    };
    Ok(ResourcePolicy { id: String::new(), policy, role: ResourcePolicyRole::Required })
}

/// What is asked of a role before it is assumed.
#[derive(Debug)]
pub(crate) struct Asked<'a> {
    /// The role, if it is there and can be assumed at all.
    pub role: Option<&'a RoleFacts>,
    /// Its ARN, as the request has it.
    pub arn: &'a str,
    /// Its account.
    pub account: &'a str,
    /// Tags that the request passes.
    pub tags: &'a [(String, String)],
    /// Keys of those that pass on.
    pub transitive: &'a [String],
    /// Whether the session will have tags, passed or inherited.
    pub tagged: bool,
    /// Source identity that the session will have.
    pub source_identity: Option<&'a str>,
    /// Further condition keys.
    pub keys: Vec<(String, Vec<String>)>,
}

impl Asked<'_> {
    /// The role's permission to be assumed, to have its session tagged, and to have its source identity set.
    ///
    /// # Errors
    /// Internal ones only.
    pub(crate) fn access(&self) -> Result<Access, Failure> {
        let mut access = self.grant(None)?;
        if self.tagged {
            access = access.and(self.grant(Some("sts:TagSession"))?);
        }
        if self.source_identity.is_some() {
            access = access.and(self.grant(Some("sts:SetSourceIdentity"))?);
        }
        Ok(access)
    }

    fn grant(&self, action: Option<&'static str>) -> Result<Access, Failure> {
        let mut access = Access::on(self.arn)
            .owned_by(self.account)
            .resource_policy(trust_policy(self.role)?)
            .request_tags(self.tags.iter().map(|(key, value)| (key.as_str(), value.as_str())))
            .key_if("sts:SourceIdentity", self.source_identity);
        if let Some(role) = self.role {
            access = access.resource_tags(&role.tags);
        }
        if let Some(action) = action {
            access = access.action(action);
        }
        if !self.transitive.is_empty() {
            access = access.keys("sts:TransitiveTagKeys", self.transitive.iter().map(String::as_str));
        }
        for (name, values) in &self.keys {
            access = access.keys(name, values.iter().map(String::as_str));
        }
        Ok(access)
    }
}

/// The parts of a role's session.
#[derive(Debug)]
pub(crate) struct RoleSession {
    pub name: String,
    pub seconds: i32,
    pub policies: SessionPolicies,
    pub tags: SessionTags,
    pub source_identity: Option<String>,
    pub mfa_at: Option<Timestamp>,
    pub chained: bool,
    pub federation: Option<Federation>,
}

/// The principal of a role's session.
pub(crate) fn role_principal(plane: &Plane, role: &RoleFacts, now: Timestamp, session: RoleSession) -> Principal {
    Principal {
        kind: PrincipalKind::AssumedRole,
        account: role.account.clone(),
        arn: plane.arn("sts", "", &role.account, &format!("assumed-role/{}/{}", role.name, session.name)),
        principal_id: format!("{}:{}", role.id, session.name),
        user_name: None,
        access_key_id: String::new(),
        tags: overridden(&role.tags, &session.tags.tags),
        session: Some(Session {
            issuer_kind: IssuerKind::Role,
            issuer_arn: role.arn.clone(),
            issuer_id: role.id.clone(),
            issuer_name: role.name.clone(),
            name: session.name,
            created: now,
            expires: after(now, session.seconds),
            mfa_at: session.mfa_at,
            source_identity: session.source_identity,
            tags: session.tags.tags,
            transitive_tag_keys: session.tags.transitive,
            policies: inline_policies(&session.policies, false),
            policy_arns: session.policies.arns,
            chained: session.chained,
            federation: session.federation,
            assumed_root: false,
            signed_in: false,
        }),
    }
}

/// The inline policies that a session carries. A session that named managed policies, or that `must_be_bounded`, is never without one: it stays
/// bounded when the managed policies are deleted later.
pub(crate) fn inline_policies(policies: &SessionPolicies, must_be_bounded: bool) -> Vec<String> {
    let bound = must_be_bounded || !policies.arns.is_empty();
    let nothing = bound.then(|| ALLOWS_NOTHING.to_owned());
    policies.policy.clone().or(nothing).into_iter().collect()
}

/// Refuses a session whose managed policies are not there.
///
/// # Errors
/// `ValidationError` that names the first.
pub(crate) async fn require_policies(reader: &Reader<'_>, principal: &Principal) -> Result<(), Failure> {
    let identities = reader.plane().identities();
    for arn in principal.session.iter().flat_map(|session| &session.policy_arns) {
        if !identities.exists(reader, arn).await? {
            return Err(Failure::validation(format!("Policy {arn} does not exist or is not attachable.")));
        }
    }
    Ok(())
}

/// Makes the credentials.
pub(crate) fn issue(tx: &Transaction<'_>, principal: Principal) -> Credentials {
    let expiration = principal.session.as_ref().map_or(tx.call().time, |session| session.expires);
    let issued = plane::session::issue(tx.plane(), principal);
    Credentials {
        access_key_id: issued.access_key_id,
        secret_access_key: issued.secret_access_key.to_string().into(),
        session_token: issued.session_token,
        expiration,
    }
}

/// How the answer names a role's session.
pub(crate) fn assumed_role_user(principal: &Principal) -> AssumedRoleUser {
    AssumedRoleUser { assumed_role_id: principal.principal_id.clone(), arn: principal.arn.clone() }
}

/// The time of a call without its fraction of a second, as tokens and answers carry it.
pub(crate) fn now(tx: &Transaction<'_>) -> Timestamp {
    Timestamp::from_second(tx.call().time.as_second()).unwrap_or(tx.call().time)
}

/// A moment some seconds later.
pub(crate) fn after(time: Timestamp, seconds: i32) -> Timestamp {
    time.checked_add(SignedDuration::from_secs(i64::from(seconds))).unwrap_or(Timestamp::MAX)
}

/// Tags as pairs.
pub(crate) fn pairs(tags: Option<&Vec<Tag>>) -> Vec<(String, String)> {
    tags.into_iter().flatten().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::{ALLOWS_NOTHING, inline_policies, trust_policy};
    use crate::packed::SessionPolicies;
    use policy::{Attached, Policies, Policy, PolicyKind, Principal, Request, ResourcePolicyRole, SourceType, evaluate};

    #[test]
    fn the_bound_of_unbounded_sessions_allows_nothing() {
        let nothing = Policy::parse(ALLOWS_NOTHING, PolicyKind::Session).unwrap();
        let all = Policy::parse(
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
            PolicyKind::Identity,
        )
        .unwrap();
        let identity = [Attached::new(&all, "all", SourceType::User)];
        let session = [Attached::new(&nothing, "nothing", SourceType::None)];
        let me = Principal::role_session(
            "arn:aws:sts::111122223333:assumed-role/r/s",
            "111122223333",
            "AROA:s",
            "arn:aws:iam::111122223333:role/r",
        );
        let request = Request::new(me, "iam:ListUsers", "*", &());
        let free = Policies { identity: &identity, ..Policies::default() };
        assert!(evaluate(&request, &free).is_allowed());
        assert!(!evaluate(&request, &Policies { session: Some(&session), ..free }).is_allowed());
    }

    #[test]
    fn sessions_with_managed_policies_stay_bounded() {
        let managed = SessionPolicies { policy: None, arns: vec!["arn:aws:iam::aws:policy/p".to_owned()] };
        assert_eq!(inline_policies(&managed, false), [ALLOWS_NOTHING]);
        assert_eq!(inline_policies(&SessionPolicies::default(), true), [ALLOWS_NOTHING]);
        assert!(inline_policies(&SessionPolicies::default(), false).is_empty());
        let both = SessionPolicies { policy: Some("{}".to_owned()), ..managed };
        assert_eq!(inline_policies(&both, true), ["{}"]);
    }

    #[test]
    fn a_missing_role_trusts_nobody() {
        let trust = trust_policy(None).unwrap();
        let root = Principal::root("arn:aws:iam::111122223333:root", "111122223333");
        let request = Request::new(root, "sts:AssumeRole", "arn:aws:iam::111122223333:role/r", &());
        let resource = [Attached::new(&trust.policy, "", SourceType::Resource)];
        let policies = Policies { resource: &resource, resource_role: ResourcePolicyRole::Required, ..Policies::default() };
        assert!(!evaluate(&request, &policies).is_allowed());
    }
}
