//! Tags of groups, by the old calls and the new ones, and of lookup tables and scheduled queries.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};
use wire::shape::Unit;

use super::lookup_tables::{on_table, table};
use super::scheduled_queries::{find as query, on_query};
use crate::api::{self, TooManyTagsException, operation};
use crate::errors::invalid;
use crate::lookup_tables::LookupTable;
use crate::place::{group_name, held_group, on_tags};
use crate::resources::LogGroup;
use crate::scheduled::ScheduledQuery;

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

fn add<T: Resource>(tx: &mut Transaction<'_>, mut tagged: Stored<T>, tags: &BTreeMap<String, String>) -> Result<(), Failure> {
    let given = checked(Some(tags))?;
    tagged.tags.retain(|(key, _)| !tags.contains_key(key));
    tagged.tags.extend(given);
    if tagged.tags.len() > MOST {
        let message = format!("The resource can have at most {MOST} tags.");
        return Err(TooManyTagsException { message, resource_name: tagged.arn.clone() }.into());
    }
    tx.put(&tagged)
}

fn remove<T: Resource>(tx: &mut Transaction<'_>, mut tagged: Stored<T>, keys: &[String]) -> Result<(), Failure> {
    tagged.tags.retain(|(key, _)| !keys.contains(key));
    tx.put(&tagged)
}

fn pairs(tags: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    tags.iter().map(|(k, v)| (k.as_str(), v.as_str()))
}

/// What a call on the tags of a resource needs.
async fn on_resource(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    if arn.contains(":lookup-table:") {
        return on_table(lookup, arn).await;
    }
    if arn.contains(":scheduled-query:") {
        return on_query(lookup, arn).await;
    }
    match group_name(arn, lookup.account(), &lookup.call().region) {
        Ok(name) => on_tags(lookup, &name).await,
        Err(_) => Ok(Access::on(arn)),
    }
}

/// What has tags of the new calls.
enum Tagged {
    Group(Stored<LogGroup>),
    Query(Box<Stored<ScheduledQuery>>),
    Table(Stored<LookupTable>),
}

async fn tagged(tx: &mut Transaction<'_>, arn: &str) -> Result<Tagged, Failure> {
    if arn.contains(":lookup-table:") {
        return table(tx, arn).await.map(Tagged::Table);
    }
    if arn.contains(":scheduled-query:") {
        return query(tx, arn).await.map(|query| Tagged::Query(Box::new(query)));
    }
    if !arn.starts_with("arn:") {
        return Err(invalid("The resource ARN is invalid."));
    }
    let name = group_name(arn, tx.account(), &tx.call().region)?;
    held_group(tx, &name).await.map(Tagged::Group)
}

impl Handle for operation::TagResource {
    async fn access(input: &api::TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_resource(lookup, &input.resource_arn).await?.request_tags(pairs(&input.tags)))
    }

    async fn run(input: &api::TagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        match tagged(tx, &input.resource_arn).await? {
            Tagged::Group(group) => add(tx, group, &input.tags)?,
            Tagged::Query(query) => add(tx, *query, &input.tags)?,
            Tagged::Table(table) => add(tx, table, &input.tags)?,
        }
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
        match tagged(tx, &input.resource_arn).await? {
            Tagged::Group(group) => remove(tx, group, &input.tag_keys)?,
            Tagged::Query(query) => remove(tx, *query, &input.tag_keys)?,
            Tagged::Table(table) => remove(tx, table, &input.tag_keys)?,
        }
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
        let tags = match tagged(tx, &input.resource_arn).await? {
            Tagged::Group(group) => group.tags,
            Tagged::Query(query) => query.tags,
            Tagged::Table(table) => table.tags,
        };
        Ok(api::ListTagsForResourceResponse { tags: Some(tags.into_iter().collect()) })
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
