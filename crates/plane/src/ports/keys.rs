//! Who acts for whom, and the keys of KMS that others encrypt with.

use wire::Failure;
use zeroize::Zeroizing;

use crate::ports::{BoxFuture, IdentityPolicies, RoleFacts};
use crate::transaction::{Reader, Transaction};

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
