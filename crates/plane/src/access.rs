//! What an operation needs permission for: the answer of its `access` step, which the pipeline evaluates before the operation runs.

use std::borrow::Cow;
use std::sync::Arc;

use policy::Policy;

use crate::principal::Principal;
use crate::transaction::AuditResource;

/// What must be allowed before an operation runs: every one of its grants.
#[derive(Debug, Clone, Default)]
pub struct Access {
    pub(crate) grants: Vec<Grant>,
    pub(crate) principal: Option<Principal>,
    pub(crate) account_allowed: bool,
}

/// One action on one resource.
#[derive(Debug, Clone)]
pub struct Grant {
    pub(crate) action: Option<Cow<'static, str>>,
    pub(crate) resource: String,
    pub(crate) kind: Option<&'static str>,
    pub(crate) account: Option<String>,
    pub(crate) resource_tags: Vec<(String, String)>,
    pub(crate) resource_policies: Vec<ResourcePolicy>,
    pub(crate) keys: Vec<(String, Vec<String>)>,
    pub(crate) written_tags: Vec<(String, String)>,
    pub(crate) refused: Option<String>,
}

/// The policy of the resource itself.
#[derive(Debug, Clone)]
pub struct ResourcePolicy {
    /// What explanations call it; usually the resource's ARN.
    pub id: String,
    /// The policy.
    pub policy: Arc<Policy>,
    /// What it means beside identity policies.
    pub role: ResourcePolicyRole,
}

/// What a resource policy means beside identity policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ResourcePolicyRole {
    /// In the same account either side may allow.
    Optional,
    /// It must allow, or hand over to the account's identity policies (role trust policies, KMS key policies).
    Required,
}

impl Grant {
    /// What is asked for, as records name it.
    pub(crate) fn audited(&self) -> Option<AuditResource> {
        let (kind, account) = (self.kind?, self.account.clone()?);
        Some(AuditResource { arn: self.resource.clone(), account, kind: kind.to_owned() })
    }
}

impl Access {
    /// No permission is needed: the operation only tells callers about themselves (`sts:GetCallerIdentity`).
    pub fn exempt() -> Self {
        Self::default()
    }

    /// The operation's own action (`service:Operation`) on one resource, given by ARN.
    pub fn on(resource: impl Into<String>) -> Self {
        Self {
            grants: vec![Grant {
                action: None,
                resource: resource.into(),
                kind: None,
                account: None,
                resource_tags: Vec::new(),
                resource_policies: Vec::new(),
                keys: Vec::new(),
                written_tags: Vec::new(),
                refused: None,
            }],
            ..Self::default()
        }
    }

    /// The operation's own action where it knows no resources: policies see `*`.
    pub fn any() -> Self {
        Self::on("*")
    }

    /// Another action than the operation's own name, such as `iam:PassRole` or `s3:ListBucket`.
    #[must_use]
    pub fn action(self, action: impl Into<Cow<'static, str>>) -> Self {
        let action = action.into();
        self.last(|grant| grant.action = Some(action))
    }

    /// The resource's CloudFormation type: records of data events name what was asked for also when it was refused.
    #[must_use]
    pub fn kind(self, kind: &'static str) -> Self {
        self.last(|grant| grant.kind = Some(kind))
    }

    /// The account that owns the resource, if it is not the caller's.
    #[must_use]
    pub fn owned_by(self, account: impl Into<String>) -> Self {
        let account = account.into();
        self.last(|grant| grant.account = Some(account))
    }

    /// Tags on the resource (`aws:ResourceTag/key`, and the service's own `service:ResourceTag/key`).
    #[must_use]
    pub fn resource_tags(self, tags: &[(String, String)]) -> Self {
        let tags = tags.to_vec();
        self.last(|grant| grant.resource_tags = tags)
    }

    /// Tags in the request (`aws:RequestTag/key` and `aws:TagKeys`), which tag policies are asked about too.
    #[must_use]
    pub fn request_tags<'a>(self, tags: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let tags: Vec<(String, String)> = tags.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        if tags.is_empty() {
            return self;
        }
        let names: Vec<String> = tags.iter().map(|(k, _)| k.clone()).collect();
        self.last(|grant| {
            grant.written_tags.clone_from(&tags);
            grant.keys.extend(tags.into_iter().map(|(k, v)| (format!("aws:RequestTag/{k}"), vec![v])));
            grant.keys.push(("aws:TagKeys".to_owned(), names));
        })
    }

    /// Tags that the request writes, where the action has no condition keys for them: only tag policies are asked.
    #[must_use]
    pub fn written_tags(self, tags: &[(String, String)]) -> Self {
        let tags = tags.to_vec();
        self.last(|grant| grant.written_tags = tags)
    }

    /// Names of tags in a request that removes tags (`aws:TagKeys`).
    #[must_use]
    pub fn tag_keys<'a>(self, keys: impl IntoIterator<Item = &'a str>) -> Self {
        self.keys("aws:TagKeys", keys)
    }

    /// A condition key of the service with one value, such as `iam:PermissionsBoundary`.
    #[must_use]
    pub fn key(self, name: &str, value: impl Into<String>) -> Self {
        let (name, value) = (name.to_owned(), value.into());
        self.last(|grant| grant.keys.push((name, vec![value])))
    }

    /// A condition key of the service with one value, where there is one.
    #[must_use]
    pub fn key_if(self, name: &str, value: Option<impl Into<String>>) -> Self {
        match value {
            Some(value) => self.key(name, value),
            None => self,
        }
    }

    /// A condition key of the service with several values.
    #[must_use]
    pub fn keys<'a>(self, name: &str, values: impl IntoIterator<Item = &'a str>) -> Self {
        let (name, values) = (name.to_owned(), values.into_iter().map(str::to_owned).collect());
        self.last(|grant| grant.keys.push((name, values)))
    }

    /// The resource's own policy; several have a say together, as a key's policy and its grants.
    #[must_use]
    pub fn resource_policy(self, policy: ResourcePolicy) -> Self {
        self.last(|grant| grant.resource_policies.push(policy))
    }

    /// Another action or resource that must be allowed too.
    #[must_use]
    pub fn and(mut self, mut other: Access) -> Self {
        self.grants.append(&mut other.grants);
        self
    }

    /// Evaluates for somebody else than who signed: the web identity or SAML subject of an unsigned STS call.
    #[must_use]
    pub fn as_principal(mut self, principal: Principal) -> Self {
        self.principal = Some(principal);
        self
    }

    /// What a caller is told before the reason, if one of these grants is refused: where a service asks another one in the caller's name, and says so.
    #[must_use]
    pub fn refused_as(mut self, words: &str) -> Self {
        for grant in &mut self.grants {
            grant.refused = Some(words.to_owned());
        }
        self
    }

    /// The caller's account allows it by itself; only explicit denies and guardrails can refuse (an IAM user changing their own password needs
    /// `iam:ChangePassword`, but a role session's own `sts:GetSessionToken` nothing).
    #[must_use]
    pub fn allowed_unless_denied(mut self) -> Self {
        self.account_allowed = true;
        self
    }

    fn last(mut self, change: impl FnOnce(&mut Grant)) -> Self {
        if let Some(grant) = self.grants.last_mut() {
            change(grant);
        }
        self
    }
}
