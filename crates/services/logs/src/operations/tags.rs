//! Tags of groups, by the old calls and the new ones.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use crate::api::{self, TooManyTagsException, operation};
use crate::errors::invalid;
use crate::place::{group_name, held_group, on_tags};
use crate::resources::LogGroup;

/// Tags of a group at most.
const MOST: usize = 50;

/// Checks tags of a request.
///
/// # Errors
/// `InvalidParameterException`.
pub(super) fn checked(tags: Option<&BTreeMap<String, String>>) -> Result<Vec<(String, String)>, Failure> {
    let tags: Vec<(String, String)> = tags.into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect();
    if tags.iter().any(|(key, _)| key.to_ascii_lowercase().starts_with("aws:")) {
        return Err(invalid("Tag keys that begin with aws: are reserved."));
    }
    if tags.len() > MOST {
        return Err(invalid(format!("A log group has at most {MOST} tags.")));
    }
    Ok(tags)
}

fn add(tx: &mut Transaction<'_>, mut group: Stored<LogGroup>, tags: &BTreeMap<String, String>) -> Result<(), Failure> {
    let given = checked(Some(tags))?;
    group.tags.retain(|(key, _)| !tags.contains_key(key));
    group.tags.extend(given);
    if group.tags.len() > MOST {
        let message = format!("The resource can have at most {MOST} tags.");
        return Err(TooManyTagsException { message, resource_name: group.arn.clone() }.into());
    }
    tx.put(&group)
}

fn remove(tx: &mut Transaction<'_>, mut group: Stored<LogGroup>, keys: &[String]) -> Result<(), Failure> {
    group.tags.retain(|(key, _)| !keys.contains(key));
    tx.put(&group)
}

fn pairs(tags: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    tags.iter().map(|(k, v)| (k.as_str(), v.as_str()))
}

/// What a call on the tags of a resource needs.
async fn on_resource(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    match group_name(arn, lookup.account(), &lookup.call().region) {
        Ok(name) => on_tags(lookup, &name).await,
        Err(_) => Ok(Access::on(arn)),
    }
}

async fn tagged(tx: &mut Transaction<'_>, arn: &str) -> Result<Stored<LogGroup>, Failure> {
    if !arn.starts_with("arn:") {
        return Err(invalid("The resource ARN is invalid."));
    }
    let name = group_name(arn, tx.account(), &tx.call().region)?;
    held_group(tx, &name).await
}

impl Handle for operation::TagResource {
    async fn access(input: &api::TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_resource(lookup, &input.resource_arn).await?.request_tags(pairs(&input.tags)))
    }

    async fn run(input: &api::TagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = tagged(tx, &input.resource_arn).await?;
        add(tx, group, &input.tags)?;
        Ok(Unit {})
    }
}

impl Handle for operation::TagLogGroup {
    async fn access(input: &api::TagLogGroupRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_tags(lookup, &input.log_group_name).await?.request_tags(pairs(&input.tags)))
    }

    async fn run(input: &api::TagLogGroupRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = held_group(tx, &input.log_group_name).await?;
        add(tx, group, &input.tags)?;
        Ok(Unit {})
    }
}

impl Handle for operation::UntagResource {
    async fn access(input: &api::UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_resource(lookup, &input.resource_arn).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &api::UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = tagged(tx, &input.resource_arn).await?;
        remove(tx, group, &input.tag_keys)?;
        Ok(Unit {})
    }
}

impl Handle for operation::UntagLogGroup {
    async fn access(input: &api::UntagLogGroupRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_tags(lookup, &input.log_group_name).await?.tag_keys(input.tags.iter().map(String::as_str)))
    }

    async fn run(input: &api::UntagLogGroupRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let group = held_group(tx, &input.log_group_name).await?;
        remove(tx, group, &input.tags)?;
        Ok(Unit {})
    }
}

impl Handle for operation::ListTagsForResource {
    async fn access(input: &api::ListTagsForResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_resource(lookup, &input.resource_arn).await
    }

    async fn run(
        input: &api::ListTagsForResourceRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListTagsForResourceResponse, Failure> {
        let group = tagged(tx, &input.resource_arn).await?;
        Ok(api::ListTagsForResourceResponse { tags: Some(group.tags.into_iter().collect()) })
    }
}

impl Handle for operation::ListTagsLogGroup {
    async fn access(input: &api::ListTagsLogGroupRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_tags(lookup, &input.log_group_name).await
    }

    async fn run(
        input: &api::ListTagsLogGroupRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListTagsLogGroupResponse, Failure> {
        let group = held_group(tx, &input.log_group_name).await?;
        Ok(api::ListTagsLogGroupResponse { tags: Some(group.tags.into_iter().collect()) })
    }
}
