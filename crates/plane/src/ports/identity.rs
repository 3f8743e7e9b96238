//! Identity and guardrails, as IAM and Organizations keep them.

use std::sync::Arc;

use policy::{Policy, SourceType};
use wire::Failure;
use zeroize::Zeroizing;

use crate::audit_context::ContextWishes;
use crate::ports::BoxFuture;
use crate::principal::Principal;
use crate::tag_policy::TagRule;
use crate::transaction::{Reader, Transaction};

/// A compiled policy and what explanations call it: the ARN of a managed policy, the name of an inline one.
#[derive(Debug, Clone)]
pub struct NamedPolicy {
    /// ARN or name.
    pub id: String,
    /// Where it comes from: inline in a user, group or role, or managed.
    pub source: SourceType,
    /// The policy.
    pub policy: Arc<Policy>,
}

/// A long-term access key: what verifies a signature and whose it is.
#[derive(Debug)]
pub struct AccessKey {
    /// The secret access key.
    pub secret: Zeroizing<String>,
    /// Who signs with it.
    pub principal: Principal,
    /// Whether it is switched on.
    pub active: bool,
}

/// The policies that identity brings to an authorization.
#[derive(Debug, Clone, Default)]
pub struct IdentityPolicies {
    /// Inline, attached and group policies.
    pub identity: Vec<NamedPolicy>,
    /// Permissions boundary. An attached boundary whose policy is gone allows nothing: give an empty policy then.
    pub boundary: Option<NamedPolicy>,
    /// Managed policies that a session named, compiled as session policies (inline ones are compiled by the plane).
    pub session: Vec<NamedPolicy>,
    /// Whether the principal is a role that a service owns, which SCPs and RCPs do not bind.
    pub service_linked: bool,
}

/// The policies of an identity, and its tags.
pub type PoliciesAndTags = (IdentityPolicies, Vec<(String, String)>);

/// Identity, as the IAM service keeps it.
pub trait Identities: Send + Sync {
    /// The long-term access key of this id.
    fn access_key<'a>(&'a self, reader: &'a Reader<'a>, id: &'a str) -> BoxFuture<'a, Result<Option<AccessKey>, Failure>>;

    /// The policies and the current tags of the identity behind a principal; `None` if that identity no longer exists.
    /// The tags are those of the user or the role, without session tags.
    fn policies<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        principal: &'a Principal,
    ) -> BoxFuture<'a, Result<Option<PoliciesAndTags>, Failure>>;

    /// Told of every verified call, to keep when and for what credentials were last used. Must not wait for anything.
    fn note_use(&self, _principal: &Principal, _service: &'static str, _region: &str, _at: jiff::Timestamp) {}

    /// Makes a new account usable: its root identity (no access key).
    fn open_account<'a>(&'a self, tx: &'a mut Transaction<'_>, account: &'a str) -> BoxFuture<'a, Result<(), Failure>>;

    /// Makes a role unless one of that name is there; the ARN either way.
    fn ensure_role<'a>(&'a self, tx: &'a mut Transaction<'_>, role: RoleSpec) -> BoxFuture<'a, Result<String, Failure>>;

    /// Whether a role, user or managed policy of this ARN exists now.
    fn exists<'a>(&'a self, reader: &'a Reader<'a>, arn: &'a str) -> BoxFuture<'a, Result<bool, Failure>>;

    /// Checks a caller's MFA code against a device of theirs (serial number or ARN), once per code.
    fn check_mfa<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        principal: &'a Principal,
        serial: &'a str,
        code: &'a str,
    ) -> BoxFuture<'a, Result<bool, Failure>>;

    /// A role, for STS: its trust policy and what limits its sessions.
    fn role<'a>(&'a self, reader: &'a Reader<'a>, arn: &'a str) -> BoxFuture<'a, Result<Option<RoleFacts>, Failure>>;

    /// A registered OIDC provider by its URL without scheme, such as `accounts.example.com/realm`.
    fn oidc_provider<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        url: &'a str,
    ) -> BoxFuture<'a, Result<Option<OidcProvider>, Failure>>;

    /// A registered SAML provider by its name.
    fn saml_provider<'a>(
        &'a self,
        _reader: &'a Reader<'a>,
        _account: &'a str,
        _name: &'a str,
    ) -> BoxFuture<'a, Result<Option<SamlProvider>, Failure>> {
        Box::pin(async { Ok(None) })
    }

    /// Who signs tokens for services elsewhere in the name of an account's principals; `None` where that is not enabled.
    fn token_issuer<'a>(
        &'a self,
        _reader: &'a Reader<'a>,
        _account: &'a str,
        _algorithm: TokenAlgorithm,
    ) -> BoxFuture<'a, Result<Option<TokenIssuer>, Failure>> {
        Box::pin(async { Ok(None) })
    }
}

/// How tokens for services elsewhere can be signed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TokenAlgorithm {
    /// RSA with SHA-256 (PKCS#1 v1.5).
    Rs256,
    /// ECDSA on P-384 with SHA-384.
    Es384,
}

/// The issuer of an account's tokens for services elsewhere.
pub struct TokenIssuer {
    /// Its URL, under which its public keys are found.
    pub url: String,
    /// The id of the key, among those that are published.
    pub key_id: String,
    /// The private key of the algorithm that was asked for, PKCS#8.
    pub private_key: Zeroizing<Vec<u8>>,
}

impl std::fmt::Debug for TokenIssuer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("TokenIssuer").field("url", &self.url).field("key_id", &self.key_id).finish_non_exhaustive()
    }
}

/// What STS needs to know of a SAML provider.
#[derive(Debug, Clone)]
pub struct SamlProvider {
    /// ARN.
    pub arn: String,
    /// Name.
    pub name: String,
    /// The issuer of its assertions: `entityID` of its metadata.
    pub issuer: String,
    /// Until when its metadata are good.
    pub valid_until: jiff::Timestamp,
    /// The public keys that sign its assertions, X.509 `SubjectPublicKeyInfo`.
    pub signing_keys: Vec<Vec<u8>>,
    /// Whether it takes encrypted assertions only.
    pub encryption_required: bool,
}

/// A role to be made by another service.
#[derive(Debug, Clone)]
pub struct RoleSpec {
    /// Account that gets it.
    pub account: String,
    /// Path, `/` or `/aws-service-role/…/`.
    pub path: String,
    /// Name.
    pub name: String,
    /// Trust policy, JSON.
    pub trust: String,
    /// ARNs of managed policies to attach.
    pub policy_arns: Vec<String>,
    /// Description.
    pub description: String,
    /// Longest session, seconds.
    pub max_session_seconds: i32,
}

/// What STS needs to know of a role.
#[derive(Debug, Clone)]
pub struct RoleFacts {
    /// ARN.
    pub arn: String,
    /// Account.
    pub account: String,
    /// Name.
    pub name: String,
    /// Unique id, `AROA…`.
    pub id: String,
    /// Trust policy, compiled.
    pub trust: Arc<Policy>,
    /// Longest session, seconds (3,600 to 43,200).
    pub max_session_seconds: i32,
    /// Tags.
    pub tags: Vec<(String, String)>,
    /// Whether a service owns it.
    pub service_linked: bool,
}

/// What STS needs to know of an OIDC provider.
#[derive(Debug, Clone)]
pub struct OidcProvider {
    /// ARN.
    pub arn: String,
    /// URL with scheme.
    pub url: String,
    /// Audiences that are accepted.
    pub client_ids: Vec<String>,
    /// SHA-1 thumbprints of the certificates that may serve its keys.
    pub thumbprints: Vec<String>,
}

/// The policies of one level of an account's path in the organization: root, an organizational unit, or the account itself.
#[derive(Debug, Clone)]
pub struct GuardrailLevel {
    /// `r-…`, `ou-…` or the account id.
    pub target: String,
    /// Policies attached there.
    pub policies: Vec<NamedPolicy>,
}

/// What the organization says about an account.
#[derive(Debug, Clone, Default)]
pub struct Guardrails {
    /// `aws:PrincipalOrgID`.
    pub organization_id: Option<String>,
    /// `aws:PrincipalOrgPaths`: `o-…/r-…/ou-…/`.
    pub path: Option<String>,
    /// Management account.
    pub management_account: Option<String>,
    /// Whether the account is suspended (closed): its principals can do nothing.
    pub suspended: bool,
    /// Service control policies by level, root first; empty where none bind (no organization, management account, or the type is off).
    pub service_control: Vec<GuardrailLevel>,
    /// Resource control policies by level, root first; empty where none bind.
    pub resource_control: Vec<GuardrailLevel>,
    /// What the account's effective tag policy says, the management account's too.
    pub tag_rules: Vec<TagRule>,
    /// What is to be kept of the account's calls beyond their records. The plane sets it.
    pub context: Option<Arc<ContextWishes>>,
}

/// Guardrails, as the Organizations service keeps them.
pub trait Organization: Send + Sync {
    /// The guardrails of an account.
    fn guardrails<'a>(&'a self, reader: &'a Reader<'a>, account: &'a str) -> BoxFuture<'a, Result<Guardrails, Failure>>;

    /// Whether `account` is registered as delegated administrator for a service principal.
    fn is_delegated<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        service_principal: &'a str,
    ) -> BoxFuture<'a, Result<bool, Failure>>;

    /// Whether trusted access is enabled for a service principal.
    fn trusts<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        service_principal: &'a str,
    ) -> BoxFuture<'a, Result<bool, Failure>>;

    /// Enables trusted access for a service principal, unless it is: services do that when the management account makes them the organization's. The caller
    /// must be the management account.
    ///
    /// # Errors
    /// Those of Organizations' `EnableAWSServiceAccess`.
    fn trust<'a>(&'a self, _tx: &'a mut Transaction<'_>, _service_principal: &'a str) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async { Err(Failure::internal("there is no organization")) })
    }

    /// Registers a member account as delegated administrator for a service principal (or, with `register` false, ends that), by the caller's call of
    /// the service's own operation. The caller must be the management account.
    ///
    /// # Errors
    /// Those of Organizations' `RegisterDelegatedAdministrator` and `DeregisterDelegatedAdministrator`.
    fn delegate<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        service_principal: &'a str,
        register: bool,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// The active accounts of an organization, the management account too, in the order of their ids.
    fn accounts<'a>(&'a self, _reader: &'a Reader<'a>, _organization: &'a str) -> BoxFuture<'a, Result<Vec<String>, Failure>> {
        Box::pin(async { Ok(Vec::new()) })
    }
}
