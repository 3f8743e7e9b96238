//! Resource policies of an account and of single groups.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use policy::{Policy, PolicyKind};
use wire::shape::Unit;

use super::groups::page_size;
use crate::api::{self, PolicyScope, operation};
use crate::errors::{bad_token, invalid};
use crate::place::{group_name, held_group, on_tags};
use crate::policies::{AccountPolicy, GroupPolicy};

/// Policies of an account in a region.
const MOST: u64 = 10;
/// Longest document of an account's policy, characters.
const MAX_DOCUMENT: usize = 5120;
/// Policies in a page.
const PAGE: i32 = 50;

/// What a call on policies needs: on the group whose policy it is, or on all.
async fn on(lookup: &Lookup<'_>, resource: Option<&str>) -> Result<Access, Failure> {
    match resource.map(|arn| group_name(arn, lookup.account(), &lookup.call().region)) {
        Some(Ok(name)) => on_tags(lookup, &name).await,
        _ => Ok(Access::any()),
    }
}

fn missing() -> Failure {
    api::ResourceNotFoundException::new("The specified resource policy does not exist.").into()
}

/// Refuses a change of another revision than the caller knows.
fn check_revision(expected: Option<&str>, there: Option<&str>) -> Result<(), Failure> {
    if expected.is_some() && expected != there {
        return Err(api::OperationAbortedException::new("The revision of the policy is not the expected one.").into());
    }
    Ok(())
}

fn account_policy(name: &str, policy: &AccountPolicy) -> api::ResourcePolicy {
    api::ResourcePolicy {
        policy_name: Some(name.to_owned()),
        policy_document: Some(policy.document.clone()),
        last_updated_time: Some(policy.updated_at),
        policy_scope: Some(PolicyScope::Account),
        resource_arn: None,
        revision_id: Some(policy.revision.clone()),
    }
}

fn group_policy(arn: &str, policy: &GroupPolicy) -> api::ResourcePolicy {
    api::ResourcePolicy {
        policy_name: None,
        policy_document: Some(policy.document.clone()),
        last_updated_time: Some(policy.updated_at),
        policy_scope: Some(PolicyScope::Resource),
        resource_arn: Some(arn.to_owned()),
        revision_id: Some(policy.revision.clone()),
    }
}

impl Handle for operation::PutResourcePolicy {
    async fn access(input: &api::PutResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, input.resource_arn.as_deref()).await
    }

    async fn run(
        input: &api::PutResourcePolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutResourcePolicyResponse, Failure> {
        let document = input.policy_document.clone().ok_or_else(|| invalid("A policyDocument is required."))?;
        Policy::parse(&document, PolicyKind::Resource).map_err(|e| invalid(format!("Invalid policy document: {e}")))?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let updated_at = tx.call().time.as_millisecond();
        let revision = hex::encode(tx.plane().ids.bytes::<8>());
        let expected = input.expected_revision_id.as_deref();
        let shown = match (&input.policy_name, &input.resource_arn) {
            (Some(name), None) => {
                if document.chars().count() > MAX_DOCUMENT {
                    return Err(invalid(format!("A policy of an account has at most {MAX_DOCUMENT} characters.")));
                }
                let there = tx.get::<AccountPolicy>(&account, &region, name).await?;
                check_revision(expected, there.as_ref().map(|p| p.body.revision.as_str()))?;
                if there.is_none() && tx.reader().count::<AccountPolicy>(&account, &region).await? >= MOST {
                    return Err(api::LimitExceededException::new("Resource limit exceeded.").into());
                }
                let body = AccountPolicy { document, updated_at, revision };
                let shown = account_policy(name, &body);
                tx.put(&match there {
                    Some(there) => Stored { body, ..there },
                    None => Stored::new(&account, &region, name.as_str(), body),
                })?;
                shown
            }
            (None, Some(arn)) => {
                let group = held_group(tx, &group_name(arn, &account, &region)?).await?.body;
                let there = tx.get::<GroupPolicy>(&account, &group.partition(), "").await?;
                check_revision(expected, there.as_ref().map(|p| p.body.revision.as_str()))?;
                let body = GroupPolicy { group: group.name.clone(), document, updated_at, revision };
                let shown = group_policy(arn, &body);
                tx.put(&match there {
                    Some(there) => Stored { body, ..there },
                    None => Stored::new(&account, &group.partition(), "", body),
                })?;
                shown
            }
            _ => return Err(invalid("Exactly one of policyName and resourceArn is required.")),
        };
        let revision_id = shown.revision_id.clone();
        Ok(api::PutResourcePolicyResponse { resource_policy: Some(shown), revision_id })
    }
}

impl Handle for operation::DeleteResourcePolicy {
    async fn access(input: &api::DeleteResourcePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, input.resource_arn.as_deref()).await
    }

    async fn run(input: &api::DeleteResourcePolicyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let expected = input.expected_revision_id.as_deref();
        match (&input.policy_name, &input.resource_arn) {
            (Some(name), None) => {
                let there = tx.get::<AccountPolicy>(&account, &region, name).await?.ok_or_else(missing)?;
                check_revision(expected, Some(&there.body.revision))?;
                tx.delete(&there);
            }
            (None, Some(arn)) => {
                let group = held_group(tx, &group_name(arn, &account, &region)?).await?.body;
                let there = tx.get::<GroupPolicy>(&account, &group.partition(), "").await?.ok_or_else(missing)?;
                check_revision(expected, Some(&there.body.revision))?;
                tx.delete(&there);
            }
            _ => return Err(invalid("Exactly one of policyName and resourceArn is required.")),
        }
        Ok(Unit {})
    }
}

impl Handle for operation::DescribeResourcePolicies {
    async fn access(input: &api::DescribeResourcePoliciesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, input.resource_arn.as_deref()).await
    }

    async fn run(
        input: &api::DescribeResourcePoliciesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeResourcePoliciesResponse, Failure> {
        let limit = page_size(input.limit, PAGE)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if let Some(arn) = &input.resource_arn {
            let group = held_group(tx, &group_name(arn, &account, &region)?).await?.body;
            let found = tx.reader().get::<GroupPolicy>(&account, &group.partition(), "").await?;
            let policies = found.iter().map(|p| group_policy(arn, &p.body)).collect();
            return Ok(api::DescribeResourcePoliciesResponse { resource_policies: Some(policies), next_token: None });
        }
        if input.policy_scope == Some(PolicyScope::Resource) {
            return Err(invalid("A resourceArn is required for policies of the scope RESOURCE."));
        }
        let all = tx.reader().all::<AccountPolicy>(&account, &region, "").await?;
        let listing = format!("DescribeResourcePolicies {account} {region}");
        let page = cut(all, &listing, input.next_token.as_deref(), limit, |p| p.key.id.clone(), bad_token)?;
        let policies = page.items.iter().map(|p| account_policy(&p.key.id, &p.body)).collect();
        Ok(api::DescribeResourcePoliciesResponse { resource_policies: Some(policies), next_token: page.next })
    }
}
