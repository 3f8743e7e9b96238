//! Custom actions: what the console offers to do with findings, by way of EventBridge.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::{PAGE, limit, page};
use crate::api;
use crate::api::operation::{CreateActionTarget, DeleteActionTarget, DescribeActionTargets, UpdateActionTarget};
use crate::errors::{self, conflict, invalid, not_found};
use crate::hub::{arn, here, on_hub, own, required};
use crate::resources::ActionTarget;

/// Custom actions of an account in a region.
const MOST: u64 = 50;
/// Longest id, name and description, characters.
const ID: usize = 20;
const NAME: usize = 20;
const DESCRIPTION: usize = 256;

fn action_arn(tx: &Transaction<'_>, id: &str) -> String {
    arn(tx.plane(), &tx.call().region, tx.account(), &format!("action/custom/{id}"))
}

async fn held(tx: &mut Transaction<'_>, given: &str) -> Result<Stored<ActionTarget>, Failure> {
    required(tx).await?;
    let (account, region) = here(tx);
    let id = own(given, &account, &region, "action/custom")?;
    let found = tx.get::<ActionTarget>(&account, &region, id).await?;
    found.ok_or_else(|| not_found(format!("Action target {given} not found")))
}

fn check(name: &str, text: &str, most: usize) -> Result<(), Failure> {
    if text.chars().count() > most {
        return Err(invalid(format!("Invalid parameter '{name}'. data.{name} should NOT be longer than {most} characters")));
    }
    Ok(())
}

impl Handle for CreateActionTarget {
    async fn access(_: &api::CreateActionTargetRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::CreateActionTargetRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateActionTargetResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        check("Name", &input.name, NAME)?;
        check("Description", &input.description, DESCRIPTION)?;
        check("Id", &input.id, ID)?;
        if !input.id.bytes().all(|b| b.is_ascii_alphanumeric()) {
            return Err(invalid("Invalid parameter 'Id'. data.Id should match pattern \"^[A-Za-z0-9]+$\""));
        }
        let arn = action_arn(tx, &input.id);
        if tx.get::<ActionTarget>(&account, &region, &input.id).await?.is_some() {
            return Err(conflict(format!("Action target {arn} already exists")));
        }
        if tx.reader().count::<ActionTarget>(&account, &region).await? >= MOST {
            return Err(errors::limit(format!("An account can have at most {MOST} custom actions")));
        }
        let action = ActionTarget { name: input.name.clone(), description: input.description.clone() };
        tx.put(&Stored::new(&account, &region, input.id.clone(), action).arn(arn.clone()))?;
        Ok(api::CreateActionTargetResponse { action_target_arn: arn })
    }
}

impl Handle for UpdateActionTarget {
    async fn access(_: &api::UpdateActionTargetRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::UpdateActionTargetRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateActionTargetResponse, Failure> {
        let mut action = held(tx, &input.action_target_arn).await?;
        if let Some(name) = &input.name {
            check("Name", name, NAME)?;
            action.body.name.clone_from(name);
        }
        if let Some(description) = &input.description {
            check("Description", description, DESCRIPTION)?;
            action.body.description.clone_from(description);
        }
        tx.put(&action)?;
        Ok(api::UpdateActionTargetResponse {})
    }
}

impl Handle for DeleteActionTarget {
    async fn access(_: &api::DeleteActionTargetRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DeleteActionTargetRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteActionTargetResponse, Failure> {
        let action = held(tx, &input.action_target_arn).await?;
        tx.delete(&action);
        Ok(api::DeleteActionTargetResponse { action_target_arn: input.action_target_arn.clone() })
    }
}

impl Handle for DescribeActionTargets {
    async fn access(_: &api::DescribeActionTargetsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub(lookup).await
    }

    async fn run(
        input: &api::DescribeActionTargetsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeActionTargetsResponse, Failure> {
        required(tx).await?;
        let (account, region) = here(tx);
        let wanted = input.action_target_arns.as_deref().unwrap_or_default();
        let known = tx.reader().all::<ActionTarget>(&account, &region, "").await?;
        let mut all: Vec<api::ActionTarget> = known
            .into_iter()
            .map(|action| api::ActionTarget {
                action_target_arn: action_arn(tx, &action.key.id),
                name: action.body.name,
                description: action.body.description,
            })
            .collect();
        if let Some(absent) = wanted.iter().find(|arn| !all.iter().any(|one| one.action_target_arn == **arn)) {
            return Err(not_found(format!("Action target {absent} not found")));
        }
        all.retain(|one| wanted.is_empty() || wanted.contains(&one.action_target_arn));
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, &format!("{wanted:?}"), input.next_token.as_deref(), most, |one| one.action_target_arn.clone())?;
        Ok(api::DescribeActionTargetsResponse { action_targets: page.items, next_token: page.next })
    }
}
