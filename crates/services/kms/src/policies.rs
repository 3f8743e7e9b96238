//! Key policies: the default ones, what is asked of others, and what was compiled of them.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use plane::{Failure, Transaction};
use policy::{
    Attached, Context, Policies, Policy, PolicyKind, PrincipalPattern, Request, ResourcePolicyRole, SourceType, evaluate,
};
use serde_json::json;

use crate::api::MalformedPolicyDocumentException;

/// Largest key policy, bytes. See <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>.
const MAX_POLICY: usize = 32 << 10;
/// The one name of a key's policy.
pub(crate) const POLICY_NAME: &str = "default";

/// Policies that were compiled, by their text. Emptied when it is full.
static COMPILED: LazyLock<Mutex<HashMap<String, Arc<Policy>>>> = LazyLock::new(Mutex::default);
const MOST_COMPILED: usize = 1_024;

/// A compiled policy of a key, or of its grants.
///
/// # Errors
/// Internal ones only: what is stored was checked.
pub(crate) fn compiled(text: &str) -> Result<Arc<Policy>, Failure> {
    let mut known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(policy) = known.get(text) {
        return Ok(policy.clone());
    }
    let policy = Arc::new(Policy::parse(text, PolicyKind::Resource).map_err(Failure::internal)?);
    if known.len() >= MOST_COMPILED {
        known.clear();
    }
    known.insert(text.to_owned(), policy.clone());
    Ok(policy)
}

/// The policy of a key that was made without one: its account's identity policies decide.
/// See <https://docs.aws.amazon.com/kms/latest/developerguide/key-policy-default.html>.
pub(crate) fn default_policy(partition: &str, account: &str) -> String {
    pretty(&json!({
        "Version": "2012-10-17",
        "Id": "key-default-1",
        "Statement": [{
            "Sid": "Enable IAM User Permissions",
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
            "Action": "kms:*",
            "Resource": "*",
        }],
    }))
}

/// The policy of a service's managed key: whoever may use the service in the account may use the key through it.
/// See <https://docs.aws.amazon.com/kms/latest/developerguide/concepts.html#aws-managed-cmk>.
pub(crate) fn managed_policy(partition: &str, account: &str, region: &str, service: &str) -> String {
    let through = json!({"StringEquals": {
        "kms:CallerAccount": account,
        "kms:ViaService": format!("{service}.{region}.amazonaws.com"),
    }});
    pretty(&json!({
        "Version": "2012-10-17",
        "Id": format!("auto-{service}-2"),
        "Statement": [
            {
                "Sid": format!("Allow access through {service} for all principals in the account that are authorized to use it"),
                "Effect": "Allow",
                "Principal": {"AWS": "*"},
                "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ReEncrypt*", "kms:GenerateDataKey*", "kms:CreateGrant", "kms:DescribeKey"],
                "Resource": "*",
                "Condition": through,
            },
            {
                "Sid": "Allow direct access to key metadata to the account",
                "Effect": "Allow",
                "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
                "Action": ["kms:Describe*", "kms:Get*", "kms:List*", "kms:RevokeGrant"],
                "Resource": "*",
            },
        ],
    }))
}

fn pretty(policy: &serde_json::Value) -> String {
    // A JSON value is always text.
    serde_json::to_string_pretty(policy).unwrap_or_default()
}

fn malformed(message: &str) -> Failure {
    MalformedPolicyDocumentException::new(message).into()
}

/// Checks a policy that is to be a key's: its grammar, that its principals exist, and that it does not lock out who sets it.
///
/// # Errors
/// `MalformedPolicyDocumentException`.
pub(crate) async fn check(
    tx: &Transaction<'_>,
    arn: &str,
    account: &str,
    text: &str,
    bypass_lockout: bool,
) -> Result<(), Failure> {
    if text.len() > MAX_POLICY {
        return Err(crate::api::LimitExceededException::new("The policy is larger than 32 KB.").into());
    }
    let policy = Policy::parse(text, PolicyKind::Resource).map_err(|error| malformed(&error.message()))?;
    for statement in policy.statements() {
        if statement.resources().is_none() {
            return Err(malformed("Missing required field Resource"));
        }
        for pattern in statement.principal().map(policy::PrincipalClause::patterns).unwrap_or_default() {
            let exists = match pattern {
                PrincipalPattern::Arn(arn) => {
                    let iam = arn.splitn(6, ':').nth(5).is_some_and(|r| r.starts_with("user/") || r.starts_with("role/"));
                    !iam || tx.plane().identities().exists(&tx.reader(), arn).await?
                }
                PrincipalPattern::Account(account) => {
                    tx.plane().settings.sandbox || plane::account::get(&tx.reader(), account).await?.is_some()
                }
                _ => true,
            };
            if !exists {
                return Err(malformed("Policy contains a statement with one or more invalid principals."));
            }
        }
    }
    if !bypass_lockout && !can_change(tx, arn, account, &policy) {
        return Err(malformed("The new key policy will not allow you to update the key policy in the future."));
    }
    Ok(())
}

/// Whether the caller may set the policy again under this one, as far as the key's side is concerned: directly, or through the account.
fn can_change(tx: &Transaction<'_>, arn: &str, account: &str, policy: &Policy) -> bool {
    let caller = &tx.call().principal;
    let mut context = Context::with_capacity(8);
    context
        .set("kms:calleraccount", caller.account.as_str())
        .set("aws:principalaccount", caller.account.as_str())
        .set("aws:principalarn", caller.session.as_ref().map_or(caller.arn.as_str(), |s| s.issuer_arn.as_str()))
        .set("aws:securetransport", if tx.call().tls.is_some() { "true" } else { "false" });
    if let Some(organization) = &tx.call().guardrails.organization_id {
        context.set("aws:principalorgid", organization.as_str());
    }
    let asker = plane::policy_principal(caller);
    let request = Request::new(asker, "kms:PutKeyPolicy", arn, &context).in_account(account);
    let own = [Attached::new(policy, arn, SourceType::Resource)];
    // Identity policies can be changed later: what counts is that the key's policy lets them decide.
    let Ok(all) = Policy::parse(
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"kms:PutKeyPolicy","Resource":"*"}]}"#,
        PolicyKind::Identity,
    ) else {
        return false;
    };
    let identity = [Attached::new(&all, "all", SourceType::None)];
    evaluate(
        &request,
        &Policies { resource: &own, identity: &identity, resource_role: ResourcePolicyRole::Required, ..Policies::default() },
    )
    .is_allowed()
}
