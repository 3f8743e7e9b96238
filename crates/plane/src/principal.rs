//! Who calls.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The kinds of callers, named as CloudTrail's `userIdentity.type` names them.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html>.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PrincipalKind {
    /// The account's root user.
    Root,
    /// An IAM user, or a session of GetSessionToken.
    #[serde(rename = "IAMUser")]
    IamUser,
    /// A session of a role.
    AssumedRole,
    /// A session of GetFederationToken.
    FederatedUser,
    /// Somebody whom a registered OIDC provider vouches for, before the role is assumed.
    WebIdentityUser,
    /// Somebody whom a registered SAML provider vouches for, before the role is assumed.
    #[serde(rename = "SAMLUser")]
    SamlUser,
    /// A service of the plane.
    #[serde(rename = "AWSService")]
    AwsService,
    /// Nobody: an unsigned request.
    Anonymous,
}

impl PrincipalKind {
    /// The name in audit records.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Root => "Root",
            Self::IamUser => "IAMUser",
            Self::AssumedRole => "AssumedRole",
            Self::FederatedUser => "FederatedUser",
            Self::WebIdentityUser => "WebIdentityUser",
            Self::SamlUser => "SAMLUser",
            Self::AwsService => "AWSService",
            Self::Anonymous => "Unknown",
        }
    }
}

/// A caller.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Principal {
    /// Which kind.
    pub kind: PrincipalKind,
    /// Account that the caller belongs to; empty for [`PrincipalKind::Anonymous`] and services.
    pub account: String,
    /// ARN of the caller: user, root or session. The service's DNS name for a service.
    pub arn: String,
    /// `aws:userid`: `AIDA…`, the account id for root, `AROA…:session` for a role session.
    pub principal_id: String,
    /// Name of the IAM user (`aws:username`), if it is one.
    pub user_name: Option<String>,
    /// Access key that signed; empty if none did.
    pub access_key_id: String,
    /// Principal tags: of the user, or of the role and its session.
    pub tags: Vec<(String, String)>,
    /// The session, when the credentials are temporary.
    pub session: Option<Session>,
}

/// What temporary credentials remember.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// Kind of the identity behind the session: `Role`, `IAMUser`, `Root`.
    pub issuer_kind: IssuerKind,
    /// ARN of the identity behind the session: the role, the user or the account's root.
    pub issuer_arn: String,
    /// Unique id of that identity.
    pub issuer_id: String,
    /// Name of that identity; empty for root.
    pub issuer_name: String,
    /// Session name of a role session, or the federated user's name.
    pub name: String,
    /// When the session began (`aws:TokenIssueTime`).
    pub created: Timestamp,
    /// When it ends.
    pub expires: Timestamp,
    /// When the caller last showed an MFA code, if so (`aws:MultiFactorAuthAge`).
    pub mfa_at: Option<Timestamp>,
    /// `aws:SourceIdentity`.
    pub source_identity: Option<String>,
    /// Session tags, which override tags of the role.
    pub tags: Vec<(String, String)>,
    /// Keys of session tags that pass on to the next role.
    pub transitive_tag_keys: Vec<String>,
    /// Inline session policies, as given.
    pub policies: Vec<String>,
    /// ARNs of managed session policies.
    pub policy_arns: Vec<String>,
    /// Whether a role session assumed this role (chained sessions last one hour at most).
    pub chained: bool,
    /// Provider and subject, for sessions that web identity or SAML opened.
    pub federation: Option<Federation>,
    /// Whether AssumeRoot opened it (`sts:AssumedRoot`), with the task policy that bounds it.
    pub assumed_root: bool,
    /// Whether a sign-in to the console opened it. Such a session may call IAM without MFA, as those of AWS's console may.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub signed_in: bool,
}

/// The identity behind a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum IssuerKind {
    /// AssumeRole and its kin.
    Role,
    /// GetSessionToken and GetFederationToken by a user.
    #[serde(rename = "IAMUser")]
    IamUser,
    /// GetSessionToken and GetFederationToken by root, and AssumeRoot.
    Root,
}

/// Who vouched for a federated session.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Federation {
    /// ARN of the registered provider (`aws:FederatedProvider`).
    pub provider: String,
    /// Condition keys the provider's token gave, such as `issuer/path:sub`, and their values.
    pub claims: Vec<(String, Vec<String>)>,
}

impl Principal {
    /// Nobody.
    pub fn anonymous() -> Self {
        Self {
            kind: PrincipalKind::Anonymous,
            account: String::new(),
            arn: String::new(),
            principal_id: String::new(),
            user_name: None,
            access_key_id: String::new(),
            tags: Vec::new(),
            session: None,
        }
    }

    /// A service of the plane, such as `organizations.amazonaws.com`.
    pub fn service(name: &str) -> Self {
        Self { kind: PrincipalKind::AwsService, arn: name.to_owned(), principal_id: name.to_owned(), ..Self::anonymous() }
    }

    /// The root user of an account, with the access key that signed.
    pub fn root(partition: &str, account: &str, access_key_id: &str) -> Self {
        Self {
            kind: PrincipalKind::Root,
            account: account.to_owned(),
            arn: format!("arn:{partition}:iam::{account}:root"),
            principal_id: account.to_owned(),
            access_key_id: access_key_id.to_owned(),
            ..Self::anonymous()
        }
    }

    /// Whether the caller is root: the root user itself or a session of it.
    pub fn is_root(&self) -> bool {
        self.kind == PrincipalKind::Root
    }
}
