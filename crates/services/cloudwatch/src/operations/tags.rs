//! Tags of alarms.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::alarms::{self, Which};
use crate::api::{self, Tag, operation};
use crate::errors::{invalid, validation};

/// Tags of a resource at most.
const MOST: usize = 50;

/// Checks tags of a request.
///
/// # Errors
/// `InvalidParameterValue`.
pub(super) fn checked(given: Option<&Vec<Tag>>) -> Result<Vec<(String, String)>, Failure> {
    let mut tags: Vec<(String, String)> = Vec::new();
    for tag in given.into_iter().flatten() {
        let repeated = tags.iter().any(|(key, _)| *key == tag.key);
        if repeated || tag.key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid(format!("The tag key {} is invalid or given twice.", tag.key)));
        }
        tags.push((tag.key.clone(), tag.value.clone()));
    }
    if tags.len() > MOST {
        return Err(invalid(format!("A resource has at most {MOST} tags.")));
    }
    Ok(tags)
}

/// Name of the alarm of an ARN in this account and region.
fn named<'a>(arn: &'a str, account: &str, region: &str) -> Option<&'a str> {
    let mut parts = arn.splitn(6, ':').skip(2);
    let fits = parts.next() == Some("cloudwatch") && parts.next() == Some(region) && parts.next() == Some(account);
    parts.next().and_then(|rest| rest.strip_prefix("alarm:")).filter(|_| fits)
}

async fn access_of(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let Some(name) = named(arn, account, region) else { return Ok(Access::on(arn)) };
    let found = Which::find(lookup, account, region, name).await?;
    let access = Access::on(alarms::arn(lookup.plane(), account, region, name));
    Ok(match found {
        Some(found) => access.resource_tags(found.tags()),
        None => access,
    })
}

async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<Which, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    let missing = || api::ResourceNotFoundException {
        resource_type: Some("alarm".to_owned()),
        resource_id: Some(arn.to_owned()),
        ..api::ResourceNotFoundException::new(format!("{arn} does not exist."))
    };
    let name = named(arn, &account, &region).ok_or_else(missing)?;
    Ok(Which::hold(tx, &account, &region, name).await?.ok_or_else(missing)?)
}

impl Handle for operation::TagResource {
    async fn access(input: &api::TagResourceInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()));
        Ok(access_of(lookup, &input.resource_arn).await?.request_tags(tags))
    }

    async fn run(input: &api::TagResourceInput, tx: &mut Transaction<'_>) -> Result<api::TagResourceOutput, Failure> {
        let given = checked(Some(&input.tags))?;
        let mut found = held(tx, &input.resource_arn).await?;
        let tags = found.tags_mut();
        tags.retain(|(key, _)| !given.iter().any(|(new, _)| new == key));
        tags.extend(given);
        if tags.len() > MOST {
            return Err(validation(format!("A resource has at most {MOST} tags.")));
        }
        found.put(tx)?;
        Ok(api::TagResourceOutput {})
    }
}

impl Handle for operation::UntagResource {
    async fn access(input: &api::UntagResourceInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(access_of(lookup, &input.resource_arn).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &api::UntagResourceInput, tx: &mut Transaction<'_>) -> Result<api::UntagResourceOutput, Failure> {
        let mut found = held(tx, &input.resource_arn).await?;
        found.tags_mut().retain(|(key, _)| !input.tag_keys.contains(key));
        found.put(tx)?;
        Ok(api::UntagResourceOutput {})
    }
}

impl Handle for operation::ListTagsForResource {
    async fn access(input: &api::ListTagsForResourceInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        access_of(lookup, &input.resource_arn).await
    }

    async fn run(
        input: &api::ListTagsForResourceInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListTagsForResourceOutput, Failure> {
        let found = held(tx, &input.resource_arn).await?;
        let tags = found.tags().iter().map(|(key, value)| Tag { key: key.clone(), value: value.clone() }).collect();
        Ok(api::ListTagsForResourceOutput { tags: Some(tags) })
    }
}
