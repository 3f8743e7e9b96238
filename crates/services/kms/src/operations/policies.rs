//! Key policies.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Unit;

use super::{cut, on_own_key, page_size};
use crate::api::{self, NotFoundException, operation};
use crate::place::{self, Takes, Want};
use crate::policies::{POLICY_NAME, check};

fn check_name(name: Option<&str>) -> Result<(), Failure> {
    match name {
        None | Some(POLICY_NAME) => Ok(()),
        Some(name) => {
            Err(NotFoundException::new(format!("No such policy exists: {name}. The only valid name is default.")).into())
        }
    }
}

impl Handle for operation::GetKeyPolicy {
    on_own_key!(api::GetKeyPolicyRequest, "kms:GetKeyPolicy");
    async fn run(input: &api::GetKeyPolicyRequest, tx: &mut Transaction<'_>) -> Result<api::GetKeyPolicyResponse, Failure> {
        let key = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?;
        check_name(input.policy_name.as_deref())?;
        Ok(api::GetKeyPolicyResponse { policy: Some(key.body.policy), policy_name: Some(POLICY_NAME.to_owned()) })
    }
}

impl Handle for operation::PutKeyPolicy {
    async fn access(input: &api::PutKeyPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:PutKeyPolicy", ..Want::default() };
        let bypass = input.bypass_policy_lockout_safety_check.unwrap_or(false);
        Ok(place::on_key(lookup, &input.key_id, Takes::Keys, want)
            .await?
            .key("kms:BypassPolicyLockoutSafetyCheck", if bypass { "true" } else { "false" }))
    }
    async fn run(input: &api::PutKeyPolicyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut key = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?;
        super::keys::customers(tx, &key.body)?;
        check_name(input.policy_name.as_deref())?;
        let arn = key.body.arn(&tx.plane().settings.partition);
        let bypass = input.bypass_policy_lockout_safety_check.unwrap_or(false);
        check(tx, &arn, &key.body.account, &input.policy, bypass).await?;
        key.body.policy.clone_from(&input.policy);
        tx.put(&key)?;
        Ok(Unit {})
    }
}

impl Handle for operation::ListKeyPolicies {
    on_own_key!(api::ListKeyPoliciesRequest, "kms:ListKeyPolicies");
    async fn run(input: &api::ListKeyPoliciesRequest, tx: &mut Transaction<'_>) -> Result<api::ListKeyPoliciesResponse, Failure> {
        let key = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?;
        let limit = page_size(input.limit, 100, 1000)?;
        let listing = format!("policies {}", key.body.id);
        let page = cut(vec![POLICY_NAME.to_owned()], &listing, input.marker.as_deref(), limit, Clone::clone)?;
        Ok(api::ListKeyPoliciesResponse {
            policy_names: Some(page.items),
            truncated: Some(page.next.is_some()),
            next_marker: page.next,
        })
    }
}
