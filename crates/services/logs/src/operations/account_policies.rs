//! Policies of an account for its log groups.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::Value;

use super::data_protection::{checked, to_tell};
use crate::account_policies::{GroupsPolicy, Selection, SubscriptionDocument, prefix};
use crate::api::{self, PolicyType, Scope, operation};
use crate::deliver;
use crate::errors::{bad_token, invalid};
use crate::indexes::parse;
use crate::transforming::{of_account, read, set_of_account};

/// Policies in a page.
const PAGE: usize = 50;

/// How many policies of a type an account has in a region.
/// See <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutAccountPolicy.html>.
fn most(kind: PolicyType) -> usize {
    match kind {
        PolicyType::DataProtectionPolicy | PolicyType::SubscriptionFilterPolicy => 1,
        _ => 20,
    }
}

/// What a policy of a type also needs: the permission to set it for a group.
fn also(kind: PolicyType, deletes: bool) -> &'static str {
    match (kind, deletes) {
        (PolicyType::DataProtectionPolicy, false) => "logs:PutDataProtectionPolicy",
        (PolicyType::DataProtectionPolicy, true) => "logs:DeleteDataProtectionPolicy",
        (PolicyType::SubscriptionFilterPolicy, false) => "logs:PutSubscriptionFilter",
        (PolicyType::SubscriptionFilterPolicy, true) => "logs:DeleteSubscriptionFilter",
        (PolicyType::TransformerPolicy, false) => "logs:PutTransformer",
        (PolicyType::TransformerPolicy, true) => "logs:DeleteTransformer",
        (_, false) => "logs:PutIndexPolicy",
        (_, true) => "logs:DeleteIndexPolicy",
    }
}

/// The processors of a transformer policy, and what the names of its groups begin with.
fn transformer(input: &api::PutAccountPolicyRequest) -> Result<(Value, Vec<String>), Failure> {
    let prefixes = match input.selection_criteria.as_deref().map(Selection::parse).transpose()? {
        None => Vec::new(),
        Some(Selection::Prefixed(prefixes)) if !prefixes.is_empty() => prefixes,
        Some(_) => return Err(invalid("selectionCriteria of transformer policies is LogGroupNamePrefix IN [...].")),
    };
    let config = serde_json::from_str::<Value>(&input.policy_document).ok().filter(Value::is_array);
    let config = config.ok_or_else(|| invalid("The policy document is invalid: it is a JSON array of processors."))?;
    Ok((config, prefixes))
}

/// Checks the document of a policy, and for which groups it is.
async fn check(input: &api::PutAccountPolicyRequest, tx: &mut Transaction<'_>) -> Result<(), Failure> {
    let selection = input.selection_criteria.as_deref().map(Selection::parse).transpose()?;
    match input.policy_type {
        PolicyType::DataProtectionPolicy => {
            if selection.is_some() {
                return Err(invalid("selectionCriteria is not for policies of the type DATA_PROTECTION_POLICY."));
            }
            checked(tx, &input.policy_document).await
        }
        PolicyType::SubscriptionFilterPolicy => {
            if matches!(selection, Some(Selection::Prefixed(_))) {
                return Err(invalid("selectionCriteria of subscription filter policies is LogGroupName NOT IN [...]."));
            }
            let document = SubscriptionDocument::parse(&input.policy_document)?;
            if !document.destination_arn.contains(":lambda:") || document.role_arn.is_some() {
                return Err(invalid("Subscription filter policies deliver to Lambda functions, without RoleArn."));
            }
            let (account, region) = (tx.account(), tx.call().region.as_str());
            let source = tx.plane().arn("logs", region, account, "log-group:*");
            let may = deliver::caller(tx.plane(), &tx.reader(), &document.destination_arn, region, &source, account).await;
            may.map(|_| ()).map_err(|_| {
                invalid(
                    "Could not execute the lambda function. Make sure you have given CloudWatch Logs permission to execute your function.",
                )
            })
        }
        PolicyType::FieldIndexPolicy => {
            if matches!(selection, Some(Selection::NotNamed(_))) {
                return Err(invalid("selectionCriteria of field index policies is LogGroupNamePrefix IN [...]."));
            }
            parse(&input.policy_document).map(|_| ())
        }
        PolicyType::TransformerPolicy => {
            let (config, prefixes) = transformer(input)?;
            read(&config)?;
            let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
            let others = of_account(tx, &account, &region).await?;
            let others = others.iter().filter(|other| other.body.policy != input.policy_name);
            match others.map(|other| &other.body).find(|other| other.overlaps(&prefixes)) {
                Some(other) => {
                    Err(invalid(format!("The log groups overlap with those of the transformer policy {}.", other.policy)))
                }
                None => Ok(()),
            }
        }
        kind => Err(invalid(format!("Policies of the type {} are not implemented by this installation.", kind.as_str()))),
    }
}

fn shown(policy: GroupsPolicy, account: &str) -> api::AccountPolicy {
    api::AccountPolicy {
        policy_name: Some(policy.name),
        policy_document: Some(policy.document),
        last_updated_time: Some(policy.updated_at),
        policy_type: Some(policy.kind),
        scope: Some(Scope::All),
        selection_criteria: policy.selection,
        account_id: Some(account.to_owned()),
    }
}

impl Handle for operation::PutAccountPolicy {
    async fn access(input: &api::PutAccountPolicyRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        let access = Access::any().and(Access::any().action(also(input.policy_type, false)));
        Ok(match input.policy_type {
            PolicyType::DataProtectionPolicy => to_tell(access, &input.policy_document),
            _ => access,
        })
    }

    async fn run(
        input: &api::PutAccountPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutAccountPolicyResponse, Failure> {
        if input.dry_run == Some(true) {
            return Err(invalid("dryRun is not implemented by this installation."));
        }
        check(input, tx).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let kind = input.policy_type;
        let id = format!("{}{}", prefix(kind), input.policy_name);
        let others: Vec<Stored<GroupsPolicy>> = tx.all(&account, &region, &prefix(kind)).await?;
        let others = others.iter().filter(|other| other.key.id != id);
        if others.clone().count() >= most(kind) {
            return Err(api::LimitExceededException::new("Resource limit exceeded.").into());
        }
        if most(kind) > 1 && others.clone().any(|other| other.body.selection == input.selection_criteria) {
            return Err(invalid("There is another policy of this type with the same selectionCriteria."));
        }
        let policy = GroupsPolicy {
            name: input.policy_name.clone(),
            kind,
            document: input.policy_document.clone(),
            selection: input.selection_criteria.clone(),
            updated_at: tx.call().time.as_millisecond(),
        };
        let there = tx.get::<GroupsPolicy>(&account, &region, &id).await?;
        tx.put(&match there {
            Some(there) => Stored { body: policy.clone(), ..there },
            None => Stored::new(&account, &region, id, policy.clone()),
        })?;
        if kind == PolicyType::TransformerPolicy {
            set_of_account(tx, &account, &region, &input.policy_name, Some(transformer(input)?)).await?;
        }
        Ok(api::PutAccountPolicyResponse { account_policy: Some(shown(policy, &account)), dry_run_result: None })
    }
}

impl Handle for operation::DeleteAccountPolicy {
    async fn access(input: &api::DeleteAccountPolicyRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any().and(Access::any().action(also(input.policy_type, true))))
    }

    async fn run(
        input: &api::DeleteAccountPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteAccountPolicyResponse, Failure> {
        if input.dry_run == Some(true) {
            return Err(invalid("dryRun is not implemented by this installation."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let id = format!("{}{}", prefix(input.policy_type), input.policy_name);
        let missing = || api::ResourceNotFoundException::new("The specified account policy does not exist.");
        let there = tx.get::<GroupsPolicy>(&account, &region, &id).await?.ok_or_else(missing)?;
        tx.delete(&there);
        if input.policy_type == PolicyType::TransformerPolicy {
            set_of_account(tx, &account, &region, &input.policy_name, None).await?;
        }
        Ok(api::DeleteAccountPolicyResponse { dry_run_result: None })
    }
}

impl Handle for operation::DescribeAccountPolicies {
    async fn access(input: &api::DescribeAccountPoliciesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        let access = Access::any();
        Ok(match input.policy_type {
            PolicyType::DataProtectionPolicy => access.and(Access::any().action("logs:GetDataProtectionPolicy")),
            PolicyType::FieldIndexPolicy => access.and(Access::any().action("logs:DescribeIndexPolicies")),
            PolicyType::SubscriptionFilterPolicy => access.and(Access::any().action("logs:DescribeSubscriptionFilters")),
            PolicyType::TransformerPolicy => access.and(Access::any().action("logs:GetTransformer")),
            _ => access,
        })
    }

    async fn run(
        input: &api::DescribeAccountPoliciesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeAccountPoliciesResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if input.account_identifiers.as_ref().is_some_and(|ids| ids.iter().any(|id| *id != account)) {
            return Err(invalid("Policies of other accounts cannot be described: there are no monitoring accounts."));
        }
        let prefix = prefix(input.policy_type);
        let mut all = tx.reader().all::<GroupsPolicy>(&account, &region, &prefix).await?;
        if let Some(name) = &input.policy_name {
            all.retain(|policy| policy.body.name == *name);
            if all.is_empty() {
                return Err(api::ResourceNotFoundException::new("The specified account policy does not exist.").into());
            }
        }
        let listing = format!("DescribeAccountPolicies {account} {region} {prefix} {:?}", input.policy_name);
        let page = cut(all, &listing, input.next_token.as_deref(), PAGE, |policy| policy.key.id.clone(), bad_token)?;
        let policies = page.items.into_iter().map(|policy| shown(policy.body, &account)).collect();
        Ok(api::DescribeAccountPoliciesResponse { account_policies: Some(policies), next_token: page.next })
    }
}
