//! The documents that IAM keeps.
//!
//! Names are unique without regard to case, so a document's id is its lower-case name and the document keeps the name as given. Relations use
//! unique ids (`AIDA…`, `AGPA…`), which survive renames and are never used twice. Tags and ARNs are in the envelope ([`plane::Stored`]).
//! What an authorization reads of a user, role or group is in its one document. Times are milliseconds since 1970.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Failure, LookupValue, Plane, Resource};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// Unique look-up of users, groups, roles, policies and instance profiles by unique id.
pub const BY_ID: &str = "iam-id";
/// Unique look-up of access keys by access key id.
pub const BY_ACCESS_KEY: &str = "iam-access-key";
/// Unique look-up of account settings by account alias.
pub const BY_ALIAS: &str = "iam-account-alias";
/// Look-up of a group's members by the group's unique id.
pub const BY_GROUP: &str = "iam-group";
/// Look-up of users, groups and roles by an attached managed policy; see [`scoped`].
pub const BY_ATTACHED: &str = "iam-attached";
/// Look-up of users and roles by their permissions boundary; see [`scoped`].
pub const BY_BOUNDARY: &str = "iam-boundary";
/// Look-up of virtual MFA devices by the unique id of whom they are enabled for.
pub const BY_MFA_OWNER: &str = "iam-mfa-owner";

/// A look-up value that only concerns one account.
pub fn scoped(account: &str, value: &str) -> String {
    format!("{account} {value}")
}

/// The account of an ARN of this service, as [`Grants`]' owner; look-ups need it, which see only the document.
fn account_of(arn: &str) -> &str {
    arn.split(':').nth(4).unwrap_or_default()
}

/// Bytes sealed under the installation's master key, as base64.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed(String);

impl std::fmt::Debug for Sealed {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<sealed>")
    }
}

impl Sealed {
    /// Seals bytes for the place that `context` names.
    pub fn new(plane: &Plane, context: &str, plain: &[u8]) -> Self {
        Self(STANDARD.encode(plane.keyring.seal(&plane.ids, context, plain)))
    }

    /// Opens them.
    ///
    /// # Errors
    /// An internal one, when the installation's master key is another.
    pub fn open(&self, plane: &Plane, context: &str) -> Result<Zeroizing<Vec<u8>>, Failure> {
        let sealed = STANDARD.decode(&self.0).map_err(Failure::internal)?;
        plane.keyring.open_sealed(context, &sealed).map_err(Failure::internal)
    }
}

/// The policies of a user, group or role.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Grants {
    /// Inline policies by name.
    pub inline: BTreeMap<String, String>,
    /// ARNs of attached managed policies, in the order they were attached.
    pub attached: Vec<String>,
}

fn entity_lookups(arn: &str, id: &str, grants: &Grants, boundary: Option<&str>) -> Vec<LookupValue> {
    let account = account_of(arn);
    let mut lookups = vec![LookupValue::unique(BY_ID, id)];
    lookups.extend(grants.attached.iter().map(|policy| LookupValue::shared(BY_ATTACHED, scoped(account, policy))));
    lookups.extend(boundary.map(|policy| LookupValue::shared(BY_BOUNDARY, scoped(account, policy))));
    lookups
}

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct User {
    /// `AIDA…`.
    pub id: String,
    /// Name as given.
    pub name: String,
    /// Path, beginning and ending with a slash.
    pub path: String,
    /// ARN, as in the envelope.
    pub arn: String,
    /// When it was made.
    pub created_at: i64,
    /// Inline and attached policies.
    pub grants: Grants,
    /// ARN of the permissions boundary.
    pub boundary: Option<String>,
    /// Unique ids of its groups, in the order they were joined.
    pub groups: Vec<String>,
    /// Serial numbers of its MFA devices.
    pub mfa_devices: Vec<String>,
    /// When its password was last used to sign in.
    pub password_last_used: Option<i64>,
}

impl Resource for User {
    const KIND: &'static str = "AWS::IAM::User";
    fn lookups(&self) -> Vec<LookupValue> {
        let mut lookups = entity_lookups(&self.arn, &self.id, &self.grants, self.boundary.as_deref());
        lookups.extend(self.groups.iter().map(|group| LookupValue::shared(BY_GROUP, group.clone())));
        lookups
    }
}

/// A group of users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    /// `AGPA…`.
    pub id: String,
    /// Name as given.
    pub name: String,
    /// Path.
    pub path: String,
    /// ARN, as in the envelope.
    pub arn: String,
    /// When it was made.
    pub created_at: i64,
    /// Inline and attached policies.
    pub grants: Grants,
    /// How many users are members: changes with every change of membership, so that deleting a group conflicts with joining it.
    pub members: u32,
}

impl Resource for Group {
    const KIND: &'static str = "AWS::IAM::Group";
    fn lookups(&self) -> Vec<LookupValue> {
        entity_lookups(&self.arn, &self.id, &self.grants, None)
    }
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Role {
    /// `AROA…`.
    pub id: String,
    /// Name as given.
    pub name: String,
    /// Path.
    pub path: String,
    /// ARN, as in the envelope.
    pub arn: String,
    /// When it was made.
    pub created_at: i64,
    /// Description.
    pub description: Option<String>,
    /// Trust policy as given.
    pub trust: String,
    /// Unique ids of the users and roles that the trust policy names by ARN, by that ARN: who is made later under the same name is somebody else.
    pub trust_ids: BTreeMap<String, String>,
    /// Longest session, seconds.
    pub max_session_seconds: i32,
    /// Inline and attached policies.
    pub grants: Grants,
    /// ARN of the permissions boundary.
    pub boundary: Option<String>,
    /// Ids (lower-case names) of the instance profiles that hold it.
    pub instance_profiles: Vec<String>,
    /// The service that owns it, if it is service-linked, such as `cloudtrail.amazonaws.com`.
    pub service: Option<String>,
}

impl Resource for Role {
    const KIND: &'static str = "AWS::IAM::Role";
    fn lookups(&self) -> Vec<LookupValue> {
        entity_lookups(&self.arn, &self.id, &self.grants, self.boundary.as_deref())
    }
}

/// A customer managed policy with its versions.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ManagedPolicy {
    /// `ANPA…`.
    pub id: String,
    /// Name as given.
    pub name: String,
    /// Path.
    pub path: String,
    /// ARN, as in the envelope.
    pub arn: String,
    /// When it was made.
    pub created_at: i64,
    /// When its newest version was made.
    pub updated_at: i64,
    /// Description.
    pub description: Option<String>,
    /// Number of the version in force.
    pub default_version: u32,
    /// Number of the newest version ever made: numbers are not used twice.
    pub last_version: u32,
    /// The versions that are kept, oldest first.
    pub versions: Vec<PolicyVersion>,
}

impl ManagedPolicy {
    /// The version of this number.
    pub fn version(&self, number: u32) -> Option<&PolicyVersion> {
        self.versions.iter().find(|v| v.number == number)
    }

    /// The document in force.
    pub fn document(&self) -> Option<&str> {
        self.version(self.default_version).map(|v| v.document.as_str())
    }
}

/// A version of a customer managed policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyVersion {
    /// `1` is version `v1`.
    pub number: u32,
    /// The policy.
    pub document: String,
    /// When it was made.
    pub created_at: i64,
}

impl Resource for ManagedPolicy {
    const KIND: &'static str = "AWS::IAM::ManagedPolicy";
    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ID, self.id.clone())]
    }
}

/// How many entities of an account use a managed policy, AWS's or its own; the id is the policy's ARN. Attaching changes it, so that deleting a
/// policy conflicts with attaching it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PolicyUse {
    /// Users, groups and roles it is attached to.
    pub attachments: i32,
    /// Users and roles whose permissions boundary it is.
    pub boundaries: i32,
}

impl Resource for PolicyUse {
    const KIND: &'static str = "Cloudkeep::IAM::PolicyUse";
}

/// An instance profile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct InstanceProfile {
    /// `AIPA…`.
    pub id: String,
    /// Name as given.
    pub name: String,
    /// Path.
    pub path: String,
    /// ARN, as in the envelope.
    pub arn: String,
    /// When it was made.
    pub created_at: i64,
    /// Id (lower-case name) of the role in it.
    pub role: Option<String>,
}

impl Resource for InstanceProfile {
    const KIND: &'static str = "AWS::IAM::InstanceProfile";
    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ID, self.id.clone())]
    }
}

/// Whose a credential is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Owner {
    /// The account's root user.
    Root,
    /// The user of this unique id.
    User(String),
}

impl Owner {
    /// Beginning of the ids of this owner's credentials (access keys, certificates, SSH keys …): `root/` or `AIDA…/`.
    pub fn prefix(&self) -> String {
        match self {
            Owner::Root => "root/".to_owned(),
            Owner::User(id) => format!("{id}/"),
        }
    }
}

/// A long-term access key; its document's id is the owner's prefix and the access key id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccessKey {
    /// `AKIA…`.
    pub id: String,
    /// Whose it is.
    pub owner: Owner,
    /// The secret access key.
    pub secret: Sealed,
    /// Whether it is switched on.
    pub active: bool,
    /// When it was made.
    pub created_at: i64,
}

impl AccessKey {
    /// What the secret of a key is sealed for.
    pub fn context(id: &str) -> String {
        format!("iam access key {id}")
    }
}

impl Resource for AccessKey {
    const KIND: &'static str = "AWS::IAM::AccessKey";
    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ACCESS_KEY, self.id.clone())]
    }
}

/// The last use of an access key or a role, apart from it so that it changes only when somebody changes it; the id is the access key id or the
/// role's unique id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastUse {
    /// Service that was called, such as `iam`.
    pub service: String,
    /// Region that was called.
    pub region: String,
    /// When.
    pub at: i64,
}

impl Resource for LastUse {
    const KIND: &'static str = "Cloudkeep::IAM::LastUse";
}

/// A password as Argon2id keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordHash {
    /// Memory, KiB.
    pub memory: u32,
    /// Passes.
    pub passes: u32,
    /// Lanes.
    pub lanes: u32,
    /// Salt, hexadecimal.
    pub salt: String,
    /// Hash, hexadecimal.
    pub hash: String,
}

/// A user's password; the id is the user's unique id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LoginProfile {
    /// When it was made.
    pub created_at: i64,
    /// The password.
    pub password: PasswordHash,
    /// When the password was set.
    pub changed_at: i64,
    /// Whether the user has to choose another one at the next sign-in.
    pub reset_required: bool,
    /// Earlier passwords, newest first, as many as reuse prevention can ask for.
    pub earlier: Vec<PasswordHash>,
}

impl Resource for LoginProfile {
    const KIND: &'static str = "Cloudkeep::IAM::LoginProfile";
}

/// A virtual MFA device; the id is path and name, case-sensitive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VirtualMfaDevice {
    /// Its ARN, which is its serial number.
    pub serial: String,
    /// Name.
    pub name: String,
    /// Path.
    pub path: String,
    /// When it was made.
    pub created_at: i64,
    /// The seed.
    pub seed: Sealed,
    /// Whom it is enabled for.
    pub owner: Option<Owner>,
    /// When it was enabled.
    pub enabled_at: Option<i64>,
    /// Counter of the last code that was accepted: no code is accepted twice.
    pub last_counter: Option<i64>,
    /// How many 30-second steps the device is ahead of the installation's clock.
    pub drift: i64,
}

impl VirtualMfaDevice {
    /// What the seed of a device is sealed for.
    pub fn context(serial: &str) -> String {
        format!("iam mfa seed {serial}")
    }
}

impl Resource for VirtualMfaDevice {
    const KIND: &'static str = "AWS::IAM::VirtualMFADevice";
    fn lookups(&self) -> Vec<LookupValue> {
        let account = account_of(&self.serial);
        let owner = self.owner.as_ref().map(|owner| LookupValue::shared(BY_MFA_OWNER, scoped(account, &owner.prefix())));
        owner.into_iter().collect()
    }
}

/// The root user of an account; the id is `root`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Root {
    /// When the account was made.
    pub created_at: i64,
    /// Serial numbers of its MFA devices.
    pub mfa_devices: Vec<String>,
}

impl Root {
    /// The id of the one document of this kind in an account.
    pub const ID: &'static str = "root";
}

impl Resource for Root {
    const KIND: &'static str = "Cloudkeep::IAM::Root";
}

/// Settings of an account; the id is `settings`.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSettings {
    /// The password policy, if one was set.
    pub password_policy: Option<PasswordPolicy>,
    /// The account alias.
    pub alias: Option<String>,
    /// Version of the tokens of the global STS endpoint, 1 or 2; 1 if it was never set.
    pub token_version: Option<i32>,
    /// Whether Role Manager is enabled.
    #[serde(default)]
    pub role_manager: bool,
}

impl AccountSettings {
    /// The id of the one document of this kind in an account.
    pub const ID: &'static str = "settings";
}

impl Resource for AccountSettings {
    const KIND: &'static str = "Cloudkeep::IAM::AccountSettings";
    fn lookups(&self) -> Vec<LookupValue> {
        self.alias.iter().map(|alias| LookupValue::unique(BY_ALIAS, alias.clone())).collect()
    }
}

/// What passwords of an account must be like.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasswordPolicy {
    /// Fewest characters.
    pub minimum_length: i32,
    /// Whether one of the symbols is needed.
    pub require_symbols: bool,
    /// Whether a digit is needed.
    pub require_numbers: bool,
    /// Whether a letter A to Z is needed.
    pub require_uppercase: bool,
    /// Whether a letter a to z is needed.
    pub require_lowercase: bool,
    /// Whether users may change their own passwords without a policy that says so.
    pub allow_change: bool,
    /// Days until a password has to be changed.
    pub max_age: Option<i32>,
    /// How many earlier passwords may not be used again.
    pub reuse_prevention: Option<i32>,
    /// Whether only an administrator can renew an expired password.
    pub hard_expiry: Option<bool>,
}

/// An OpenID Connect provider; the id is its URL without scheme.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OidcProvider {
    /// URL without scheme.
    pub url: String,
    /// Audiences that are accepted.
    pub client_ids: Vec<String>,
    /// SHA-1 thumbprints of the certificates that may serve its keys, lower-case hexadecimal.
    pub thumbprints: Vec<String>,
    /// When it was made.
    pub created_at: i64,
}

impl Resource for OidcProvider {
    const KIND: &'static str = "AWS::IAM::OIDCProvider";
}

/// The deletion of a service-linked role; the id is the task's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeletionTask {
    /// ARN of the role.
    pub role_arn: String,
    /// When it was done.
    pub done_at: i64,
}

impl Resource for DeletionTask {
    const KIND: &'static str = "Cloudkeep::IAM::DeletionTask";
}
