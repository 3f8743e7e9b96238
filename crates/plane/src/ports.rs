//! Narrow traits that one service implements and the pipeline or other services use: services do not know each other.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use policy::{Policy, SourceType};
use serde_json::Value;
use store::Version;
use wire::Failure;
use zeroize::Zeroizing;

use crate::past::Past;
use crate::principal::Principal;
use crate::tag_policy::TagRule;
use crate::transaction::{Reader, Transaction};

/// A boxed future, so that ports can be trait objects.
pub type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

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

/// An object that a service of the plane puts into a bucket, such as a log file.
#[derive(Debug, Clone)]
pub struct ServiceObject {
    /// Bucket.
    pub bucket: String,
    /// Key.
    pub key: String,
    /// Body.
    pub body: bytes::Bytes,
    /// `Content-Type`.
    pub content_type: String,
    /// `Content-Encoding`, such as `gzip`.
    pub content_encoding: Option<String>,
    /// User metadata, without the `x-amz-meta-` prefix.
    pub metadata: Vec<(String, String)>,
    /// Who puts it, such as `cloudtrail.amazonaws.com`.
    pub service_principal: String,
    /// `aws:SourceArn`: the resource on whose behalf, such as a trail.
    pub source_arn: String,
    /// `aws:SourceAccount`: its account.
    pub source_account: String,
    /// KMS key (ARN) to encrypt with, if another than the bucket's default.
    pub kms_key: Option<String>,
    /// What stands in the encryption context beside the object's ARN.
    pub kms_context: Vec<(String, String)>,
}

/// Object storage, as the S3 service keeps it.
pub trait Objects: std::any::Any + Send + Sync {
    /// Puts an object as a service: the bucket's policy must allow the service principal `s3:PutObject` (with
    /// `s3:x-amz-acl` = `bucket-owner-full-control`), as on AWS. Durable when it resolves; the same key may be put again.
    ///
    /// # Errors
    /// `NoSuchBucket`, `AccessDenied`, `KMS.…` of the key that encrypts it, or internal ones.
    fn put<'a>(&'a self, system: &'a crate::plane::System, object: ServiceObject) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether [`Objects::put`] of such an object would be allowed now, and `s3:GetBucketAcl` too; neither the body nor the key that encrypts it is looked at.
    ///
    /// # Errors
    /// As [`Objects::put`].
    fn may_put<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether [`Objects::put`] of such an object would be allowed now; as [`Objects::may_put`], without `s3:GetBucketAcl`.
    ///
    /// # Errors
    /// As [`Objects::put`].
    fn may_write<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        self.may_put(reader, object)
    }

    /// Whether the key that would encrypt such an object, its own or the bucket's default, may be used by the service now.
    ///
    /// # Errors
    /// `NoSuchBucket`, `AccessDenied`, `KMS.NotFoundException`, or internal ones.
    fn may_encrypt<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>>;

    /// The region of a bucket; none if there is no such bucket. Like its existence it is no secret.
    fn region<'a>(&'a self, reader: &'a Reader<'a>, bucket: &'a str) -> BoxFuture<'a, Result<Option<String>, Failure>>;

    /// Reads a whole object of at most `limit` bytes as a service; `None` if it is not there.
    ///
    /// # Errors
    /// `NoSuchBucket`, `AccessDenied`, or internal ones.
    fn get<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        bucket: &'a str,
        key: &'a str,
        limit: usize,
        service_principal: &'a str,
    ) -> BoxFuture<'a, Result<Option<bytes::Bytes>, Failure>>;

    /// What the caller must be allowed to read an object, as `GetObject` asks it: for operations of other services that read an object for their caller by
    /// [`Objects::read_granted`]. A bucket or an object that is not there gives the access that it would need.
    ///
    /// # Errors
    /// Internal ones only.
    fn read_access<'a>(
        &'a self,
        _lookup: &'a crate::Lookup<'a>,
        _bucket: &'a str,
        _key: &'a str,
    ) -> BoxFuture<'a, Result<crate::Access, Failure>> {
        Box::pin(async { Err(Failure::internal("objects cannot be read for callers here")) })
    }

    /// Reads a whole object of at most `limit` bytes, for a caller whose access step asked for [`Objects::read_access`]; `None` if it is not there.
    ///
    /// # Errors
    /// `NoSuchBucket`, that the object is larger, or internal ones.
    fn read_granted<'a>(
        &'a self,
        _reader: &'a Reader<'a>,
        _bucket: &'a str,
        _key: &'a str,
        _limit: usize,
    ) -> BoxFuture<'a, Result<Option<bytes::Bytes>, Failure>> {
        Box::pin(async { Err(Failure::internal("objects cannot be read for callers here")) })
    }

    /// The account that owns a bucket; none if there is no such bucket.
    fn owner<'a>(&'a self, _reader: &'a Reader<'a>, _bucket: &'a str) -> BoxFuture<'a, Result<Option<String>, Failure>> {
        Box::pin(async { Ok(None) })
    }

    /// Keys of a bucket that begin with `prefix`, in order, after `after`, as a session of a role that a service assumed (`s3:ListBucket`).
    ///
    /// # Errors
    /// `NoSuchBucket`, `AccessDenied`, or internal ones.
    fn list_as_role<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        role_arn: &'a str,
        bucket: &'a str,
        prefix: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, Failure>>;

    /// As [`Objects::get`], as a session of a role that a service assumed.
    ///
    /// # Errors
    /// As [`Objects::get`].
    fn get_as_role<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        role_arn: &'a str,
        bucket: &'a str,
        key: &'a str,
        limit: usize,
    ) -> BoxFuture<'a, Result<Option<bytes::Bytes>, Failure>>;
}

/// Who acts, when a service of the plane does something to a resource on behalf of another resource.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceCaller {
    /// Such as `cloudtrail.amazonaws.com`.
    pub principal: String,
    /// `aws:SourceArn`: the resource on whose behalf, such as a trail.
    pub source_arn: String,
    /// `aws:SourceAccount`: its account.
    pub source_account: String,
}

/// A session of a role that a service of the plane assumed.
#[derive(Debug, Clone)]
pub struct RoleSession {
    /// Its ARN, `arn:…:assumed-role/…/…`.
    pub arn: String,
    /// Its unique id, `AROA…:…`.
    pub id: String,
    /// The role.
    pub role: RoleFacts,
    /// The role's policies.
    pub policies: IdentityPolicies,
}

/// What a caller wants a service to do with a key for them.
#[derive(Debug, Clone, Copy)]
pub struct KeyUsage<'a> {
    /// Id, ARN, alias name or alias ARN of the key, as the caller or the resource names it.
    pub key: &'a str,
    /// Region of the call, where ids and alias names are looked up.
    pub region: &'a str,
    /// The action, such as `kms:Decrypt` or `kms:GenerateDataKey`.
    pub action: &'static str,
    /// The encryption context, which conditions of key policies and grants see.
    pub context: &'a [(String, String)],
    /// The service that asks, as in `kms:ViaService`, such as `secretsmanager`.
    pub via: &'static str,
}

/// What other services need to know of a key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFacts {
    /// ARN of the key, also where an alias was asked for.
    pub arn: String,
    /// Account that owns it.
    pub account: String,
    /// Whether the plane keeps it for a service (`aws/secretsmanager`), rather than a customer.
    pub managed: bool,
    /// Whether it can encrypt now: enabled, symmetric, and its material there.
    pub usable: bool,
}

/// Keys, as the KMS service keeps them: how other services encrypt with a customer's key or their own managed one.
///
/// Permission and use are apart: an operation asks for [`Keys::access`] in its access step, joins the answer to its own with
/// [`Access::and`](crate::Access::and), and uses the key in its run step, where nothing is asked any more.
pub trait Keys: Send + Sync {
    /// What the caller must be allowed, with the key's policy and grants. A key that is not there gives the access that it would need.
    fn access<'a>(&'a self, lookup: &'a crate::Lookup<'a>, usage: KeyUsage<'a>) -> BoxFuture<'a, Result<crate::Access, Failure>>;

    /// Whether the key's policy allows a service this action by itself, as for a trail's log files.
    ///
    /// # Errors
    /// `AccessDenied`, or that the key is not there.
    fn allows_service<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        usage: KeyUsage<'a>,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether a session of a role may do this with a key: by the role's policies, the key's policy and its grants.
    ///
    /// # Errors
    /// `AccessDenied`, or that the key is not there.
    fn allows_session<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        usage: KeyUsage<'a>,
        session: &'a RoleSession,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// The key that an id, ARN, alias name or alias ARN means in an account and region.
    fn find<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        account: &'a str,
        region: &'a str,
        key: &'a str,
    ) -> BoxFuture<'a, Result<Option<KeyFacts>, Failure>>;

    /// The managed key of a service, such as `secretsmanager` for `alias/aws/secretsmanager`; made at its first use.
    fn managed<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        service: &'a str,
    ) -> BoxFuture<'a, Result<KeyFacts, Failure>>;

    /// Encrypts under the newest material of a key (ARN), bound to the context. The ciphertext names its key; any size. In a transaction, so that
    /// a key that [`Keys::managed`] made in it can be used at once.
    ///
    /// # Errors
    /// KMS' own: `DisabledException`, `KMSInvalidStateException`, `NotFoundException`.
    fn encrypt<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        key_arn: &'a str,
        context: &'a [(String, String)],
        plain: &'a [u8],
    ) -> BoxFuture<'a, Result<Vec<u8>, Failure>>;

    /// Opens what [`Keys::encrypt`] made with the same context, with the key as it is in a region: a multi-Region key opens in every region
    /// that has it.
    ///
    /// # Errors
    /// KMS' own, also `InvalidCiphertextException`.
    fn decrypt<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        region: &'a str,
        context: &'a [(String, String)],
        ciphertext: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Failure>>;

    /// As [`Keys::decrypt`], in a transaction, which sees a key that [`Keys::managed`] made in it.
    ///
    /// # Errors
    /// As [`Keys::decrypt`].
    fn decrypt_within<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        region: &'a str,
        context: &'a [(String, String)],
        ciphertext: &'a [u8],
    ) -> BoxFuture<'a, Result<Zeroizing<Vec<u8>>, Failure>>;
}

/// What a function answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invoked {
    /// Its payload, or what describes its error.
    pub payload: bytes::Bytes,
    /// `Handled` or `Unhandled` where the function failed.
    pub error: Option<String>,
}

/// Functions, as the Lambda service runs them.
pub trait Functions: std::any::Any + Send + Sync {
    /// Whether the policy of a function (ARN, with or without qualifier) allows a service to invoke it.
    ///
    /// # Errors
    /// `AccessDenied`, or `ResourceNotFoundException`.
    fn may_invoke<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        function_arn: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Invokes a function as a service and waits for its answer.
    ///
    /// # Errors
    /// Those of [`Functions::may_invoke`], and internal ones; what goes wrong inside the function is in [`Invoked::error`].
    fn invoke<'a>(
        &'a self,
        system: &'a crate::System,
        function_arn: &'a str,
        payload: bytes::Bytes,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<Invoked, Failure>>;

    /// Invokes a function asynchronously as a service: when the transaction commits, the invocation is taken over, and tried until it succeeds or is
    /// given up.
    ///
    /// # Errors
    /// Those of [`Functions::may_invoke`], or that the payload is too large.
    fn enqueue<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        function_arn: &'a str,
        payload: bytes::Bytes,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}

/// A message that a service of the plane sends to a queue.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QueueMessage {
    /// Body.
    pub body: String,
    /// String attributes: name and value.
    pub attributes: Vec<(String, String)>,
    /// Message group, which FIFO queues need.
    pub group: Option<String>,
    /// Deduplication id, for FIFO queues without content-based deduplication.
    pub deduplication: Option<String>,
}

/// An attribute of a message with its type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TypedAttribute {
    /// Name.
    pub name: String,
    /// `String`, `Number` or `Binary`, with a custom label or without.
    pub data_type: String,
    /// Its value, where the type is not `Binary`.
    pub text: Option<String>,
    /// Its value, base64, where the type is `Binary`.
    pub binary: Option<String>,
}

/// Queues, as the SQS service keeps them.
pub trait Queues: std::any::Any + Send + Sync {
    /// As [`Queues::send`], with attributes of any type besides those of the message.
    ///
    /// # Errors
    /// As [`Queues::send`].
    fn send_typed<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        queue_arn: &'a str,
        message: QueueMessage,
        attributes: Vec<TypedAttribute>,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Sends a message in a transaction as a service: the queue's policy must allow it `sqs:SendMessage`. It is in the queue when the transaction commits.
    ///
    /// # Errors
    /// `AccessDenied`, `AWS.SimpleQueueService.NonExistentQueue`, or what is wrong with the message.
    fn send<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        queue_arn: &'a str,
        message: QueueMessage,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}

/// A message that a service of the plane publishes to a topic.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TopicMessage {
    /// Message: what every subscriber is sent.
    pub message: String,
    /// Subject line of e-mails.
    pub subject: Option<String>,
    /// String attributes, for filter policies: name and value.
    pub attributes: Vec<(String, String)>,
    /// Message group, which FIFO topics need.
    pub group: Option<String>,
    /// Deduplication id, for FIFO topics without content-based deduplication.
    pub deduplication: Option<String>,
}

/// Topics, as the SNS service keeps them.
pub trait Topics: std::any::Any + Send + Sync {
    /// Whether [`Topics::publish`] by this service would be allowed now; the message is not looked at.
    ///
    /// # Errors
    /// As [`Topics::publish`].
    fn may_publish<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        topic_arn: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Publishes in a transaction as a service: the topic's policy must allow it `sns:Publish`. Delivery to the subscribers begins when the transaction
    /// commits, and is retried by the service.
    ///
    /// # Errors
    /// `AuthorizationError`, `NotFound`, or what is wrong with the message.
    fn publish<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        topic_arn: &'a str,
        message: TopicMessage,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}

/// A line of a log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LogEvent {
    /// When it happened, in milliseconds since the epoch.
    pub timestamp: i64,
    /// The line.
    pub message: String,
}

/// Log groups, as the CloudWatch Logs service keeps them.
pub trait LogGroups: std::any::Any + Send + Sync {
    /// Puts events into a stream of a group (ARN, with or without `:*`), which is made where it is missing. They are in the log when the transaction
    /// commits. The caller has checked who lets it: by a role's policies ([`crate::service_role`]), or by a resource policy of CloudWatch Logs through
    /// [`LogGroups::may_put`].
    ///
    /// # Errors
    /// `ResourceNotFoundException` for a group that is not there.
    fn put<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        group_arn: &'a str,
        stream: &'a str,
        events: Vec<LogEvent>,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether the account's resource policies of CloudWatch Logs let a service put events into a stream of a group.
    ///
    /// # Errors
    /// `AccessDeniedException`, or `ResourceNotFoundException`.
    fn may_put<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        group_arn: &'a str,
        stream: &'a str,
        caller: &'a ServiceCaller,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}

/// A value of a metric, from a service of the plane.
#[derive(Debug, Clone, PartialEq)]
pub struct MetricValue {
    /// Namespace, such as `AWS/SNS`, or one that a customer chose for a metric filter.
    pub namespace: String,
    /// Name.
    pub name: String,
    /// Names and values of its dimensions, at most 30.
    pub dimensions: Vec<(String, String)>,
    /// When it was measured.
    pub timestamp: jiff::Timestamp,
    /// Value.
    pub value: f64,
    /// How often the value was seen: 1 for a single one.
    pub count: f64,
    /// Unit, such as `Count` or `Milliseconds`; `None` as CloudWatch's own name for no unit.
    pub unit: String,
}

/// Metrics, as the CloudWatch service keeps them.
pub trait MetricStore: std::any::Any + Send + Sync {
    /// Puts values into metrics of an account and region in a transaction: they count when it commits.
    ///
    /// # Errors
    /// `LimitExceeded` where an account has too many metrics.
    fn put<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        values: Vec<MetricValue>,
    ) -> BoxFuture<'a, Result<(), Failure>>;
}

/// How one resource stands to another, as Config records it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Relationship {
    /// Type of the other, such as `AWS::IAM::Policy`.
    pub resource_type: String,
    /// Its id, as its own configuration item has it; empty where only the name is known.
    pub resource_id: String,
    /// Its name.
    pub resource_name: Option<String>,
    /// In Config's words, such as `Is attached to CustomerManagedPolicy`.
    pub name: &'static str,
}

/// What identifies a resource that Config records.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordedResource {
    /// CloudFormation's name of the type, such as `AWS::IAM::Role`.
    pub resource_type: &'static str,
    /// Config's id of it: what the type's page in Config's documentation says, such as `AROA…` for a role and the name for a bucket.
    pub resource_id: String,
    /// Its name, if it has one.
    pub resource_name: Option<String>,
    /// ARN.
    pub arn: String,
    /// Account that owns it.
    pub account: String,
    /// Region; `global` for global resources.
    pub region: String,
}

/// A resource's configuration after a change.
#[derive(Debug, Clone, PartialEq)]
pub struct ResourceConfiguration {
    /// What it is.
    pub resource: RecordedResource,
    /// When it was made, milliseconds since 1970, if that is known.
    pub created_at: Option<i64>,
    /// Tags.
    pub tags: Vec<(String, String)>,
    /// In the form in which Config's items of this type have it (`configuration`). Nothing secret.
    pub configuration: Value,
    /// What Config keeps beside it (`supplementaryConfiguration`): name and value.
    pub supplementary: Vec<(&'static str, Value)>,
    /// How it stands to others.
    pub relationships: Vec<Relationship>,
}

/// What a change of a document means for Config.
#[derive(Debug, Clone, PartialEq)]
pub enum ConfigurationChange {
    /// A resource was made or changed.
    Recorded(Box<ResourceConfiguration>),
    /// A resource is gone.
    Deleted(RecordedResource),
}

/// Says what the documents of a service are as configuration: each service that has resources Config records implements it.
pub trait ConfigurationSource: Send + Sync {
    /// The types of resources that it describes.
    fn resource_types(&self) -> &'static [&'static str];

    /// The kinds of documents of which each is a resource: where what exists is looked for when recording begins. Documents that are only parts of a
    /// resource need not be named.
    fn document_kinds(&self) -> &'static [&'static str] {
        self.resource_types()
    }

    /// The resources that a version of a document made, changed or removed, as they were right after the commit that made it: of the document itself, or
    /// of the resource that it is a part of. Empty for a document that is no configuration. A pure function of the past: asked again, it says the same.
    ///
    /// # Errors
    /// Internal ones only.
    fn describe<'a>(
        &'a self,
        past: &'a Past<'a>,
        version: &'a Version,
    ) -> BoxFuture<'a, Result<Vec<ConfigurationChange>, Failure>>;
}

/// A rule that a service keeps in Config for itself, as Security Hub does for its controls. Only that service can change it.
#[derive(Debug, Clone, PartialEq)]
pub struct ServiceRule {
    /// Name, such as `securityhub-iam-root-access-key-check-0a1b2c`.
    pub name: String,
    /// Description.
    pub description: String,
    /// Identifier of the managed rule, such as `IAM_ROOT_ACCESS_KEY_CHECK`.
    pub identifier: String,
    /// Its parameters.
    pub parameters: Vec<(String, String)>,
    /// The service, such as `securityhub.amazonaws.com`.
    pub created_by: String,
}

/// Rules, as the Config service keeps and evaluates them.
pub trait ConfigRules: std::any::Any + Send + Sync {
    /// Makes or changes a rule of a service; its evaluation begins when the transaction commits. An identifier that Config does not know is refused.
    ///
    /// # Errors
    /// `InvalidParameterValueException`, `MaxNumberOfConfigRulesExceededException`.
    fn put_service_rule<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        rule: ServiceRule,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Removes a rule of a service with its evaluations, if it is there.
    ///
    /// # Errors
    /// Internal ones only.
    fn delete_service_rule<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        name: &'a str,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Whether a managed rule of this identifier can be evaluated.
    fn knows(&self, identifier: &str) -> bool;
}

/// What a rule of Config says of a resource now.
#[derive(Debug, Clone, PartialEq)]
pub struct RuleEvaluation {
    /// Account and region of the rule.
    pub account: String,
    /// Region of the rule.
    pub region: String,
    /// Name of the rule.
    pub rule_name: String,
    /// ARN of the rule.
    pub rule_arn: String,
    /// Identifier of the managed rule; none for custom ones.
    pub identifier: Option<String>,
    /// The service whose rule it is, if it is one's.
    pub created_by: Option<String>,
    /// Type of the resource, such as `AWS::S3::Bucket`.
    pub resource_type: String,
    /// Config's id of the resource.
    pub resource_id: String,
    /// ARN of the resource, where it is known.
    pub resource_arn: Option<String>,
    /// `COMPLIANT`, `NON_COMPLIANT`, or `NOT_APPLICABLE` also when the resource, the rule or its scope is gone.
    pub compliance: &'static str,
    /// Why, in a sentence.
    pub annotation: Option<String>,
    /// When it was said.
    pub at: jiff::Timestamp,
}

/// Findings, as the Security Hub service keeps them.
pub trait Findings: std::any::Any + Send + Sync {
    /// Takes findings of a product of the plane in an account and region, in ASFF, in a transaction. A finding with an `Id` that is there already is updated,
    /// and keeps what customers said of it. Nothing happens where Security Hub is not enabled or does not take this product's findings.
    ///
    /// # Errors
    /// That a finding is not ASFF, or internal ones.
    fn import<'a>(
        &'a self,
        tx: &'a mut Transaction<'_>,
        account: &'a str,
        region: &'a str,
        product: &'a str,
        findings: Vec<Value>,
    ) -> BoxFuture<'a, Result<(), Failure>>;

    /// Told of every evaluation of a rule that is another than the last one of that resource, in the transaction that keeps it.
    ///
    /// # Errors
    /// Internal ones only.
    fn evaluated<'a>(&'a self, tx: &'a mut Transaction<'_>, evaluation: RuleEvaluation) -> BoxFuture<'a, Result<(), Failure>>;
}
