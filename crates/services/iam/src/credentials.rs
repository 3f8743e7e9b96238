//! The documents of federation and of credentials other than access keys and passwords.
//!
//! Credentials of a user or of the root user have ids that begin with [`crate::resources::Owner::prefix`], so that all of one owner are one range.
//! Private keys and passwords are never in clear: the first are sealed, of the second only a hash is kept.

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::resources::{Owner, Sealed, scoped};

/// Unique look-up of signing certificates by account and certificate: a certificate belongs to one user of an account.
pub const BY_CERTIFICATE: &str = "iam-signing-certificate";
/// Unique look-up of SSH public keys by key id.
pub const BY_SSH_KEY: &str = "iam-ssh-key";
/// Unique look-up of service-specific credentials by service and user name for it.
pub const BY_SERVICE_USER: &str = "iam-service-user";

/// A SAML provider; the id is its name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamlProvider {
    /// Name.
    pub name: String,
    /// A random id that says whether a provider of the same name is the same provider.
    pub uuid: String,
    /// The metadata document as given.
    pub metadata: String,
    /// The issuer of its assertions (`entityID`).
    pub issuer: String,
    /// When it was made.
    pub created_at: i64,
    /// When the metadata end.
    pub valid_until: i64,
    /// Whether assertions must be encrypted, may be, or (if nothing was said) that was never asked.
    pub encryption: Option<String>,
    /// Private keys that decrypt assertions.
    pub private_keys: Vec<SamlPrivateKey>,
}

/// A private key of a SAML provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SamlPrivateKey {
    /// Its id.
    pub id: String,
    /// When it was uploaded.
    pub added_at: i64,
    /// The key, PEM.
    pub key: Sealed,
}

impl SamlPrivateKey {
    /// What a key is sealed for.
    pub fn context(provider_arn: &str, id: &str) -> String {
        format!("iam saml key {provider_arn} {id}")
    }
}

impl Resource for SamlProvider {
    const KIND: &'static str = "AWS::IAM::SAMLProvider";
}

/// A server certificate; the id is its lower-case name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServerCertificate {
    /// `ASCA…`.
    pub id: String,
    /// Name as given.
    pub name: String,
    /// Path.
    pub path: String,
    /// When it was uploaded.
    pub uploaded_at: i64,
    /// When the certificate ends.
    pub expires_at: i64,
    /// The certificate, PEM.
    pub body: String,
    /// The chain, PEM.
    pub chain: Option<String>,
    /// The private key, PEM.
    pub private_key: Sealed,
}

impl ServerCertificate {
    /// What the private key of a certificate is sealed for.
    pub fn context(id: &str) -> String {
        format!("iam server certificate {id}")
    }
}

impl Resource for ServerCertificate {
    const KIND: &'static str = "AWS::IAM::ServerCertificate";
}

/// A signing certificate; the id is its owner's prefix and the certificate id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SigningCertificate {
    /// The hash of the certificate.
    pub id: String,
    /// Account it is in.
    pub account: String,
    /// Whose it is.
    pub owner: Owner,
    /// The certificate, PEM.
    pub body: String,
    /// Whether it is switched on.
    pub active: bool,
    /// When it was uploaded.
    pub uploaded_at: i64,
}

impl Resource for SigningCertificate {
    const KIND: &'static str = "Cloudkeep::IAM::SigningCertificate";
    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_CERTIFICATE, scoped(&self.account, &self.id))]
    }
}

/// An SSH public key; the id is its owner's prefix and the key id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SshKey {
    /// `APKA…`.
    pub id: String,
    /// Unique id of its user.
    pub user_id: String,
    /// The key, `ssh-rsa …`.
    pub body: String,
    /// MD5 fingerprint.
    pub fingerprint: String,
    /// Whether it is switched on.
    pub active: bool,
    /// When it was uploaded.
    pub uploaded_at: i64,
}

impl Resource for SshKey {
    const KIND: &'static str = "Cloudkeep::IAM::SSHPublicKey";
    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_SSH_KEY, self.id.clone())]
    }
}

/// A user name and password, or an API key, for one service; the id is its owner's prefix and the credential's id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ServiceCredential {
    /// `ACCA…`.
    pub id: String,
    /// Unique id of its user.
    pub user_id: String,
    /// Service principal, such as `codecommit.amazonaws.com`.
    pub service: String,
    /// User name for the service, or the public part of an API key.
    pub service_user: String,
    /// SHA-256 of the password or of the secret part, hexadecimal. Both are 240 random bits or more, so a slow hash would protect nothing.
    pub secret_hash: String,
    /// Whether it is switched on.
    pub active: bool,
    /// When it was made.
    pub created_at: i64,
    /// When it ends.
    pub expires_at: Option<i64>,
}

impl Resource for ServiceCredential {
    const KIND: &'static str = "Cloudkeep::IAM::ServiceSpecificCredential";
    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_SERVICE_USER, scoped(&self.service, &self.service_user))]
    }
}

/// The centralized root access features of an organization; kept in the management account, the id is the organization's.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrganizationFeatures {
    /// Whether root credentials of member accounts are managed centrally.
    pub root_credentials_management: bool,
    /// Whether the management account may open root sessions in member accounts.
    pub root_sessions: bool,
}

impl Resource for OrganizationFeatures {
    const KIND: &'static str = "Cloudkeep::IAM::OrganizationFeatures";
}
