//! Tags of groups.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::{ListTagsForResource, TagResource, UntagResource};
use crate::api::{
    ListTagsForResourceInput, ListTagsForResourceOutput, ServiceQuotaExceededException, Tag, TagResourceInput, TagResourceOutput,
    UntagResourceInput, UntagResourceOutput,
};
use crate::find::{self, invalid};
use crate::operations::groups::on_group;

/// Tags of a group at most.
const MOST_TAGS: usize = 50;

/// Tags as names and values.
pub fn pairs(tags: &[Tag]) -> Vec<(String, String)> {
    tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect()
}

/// The tags that there are with those that are given.
///
/// # Errors
/// `ValidationException` for names of AWS and for a name given twice, `ServiceQuotaExceededException`.
pub fn checked(there: &[(String, String)], given: &[(String, String)]) -> Result<Vec<(String, String)>, Failure> {
    let mut all = there.to_vec();
    for (number, (key, value)) in given.iter().enumerate() {
        if key.to_lowercase().starts_with("aws:") {
            return Err(invalid("Tag keys cannot begin with aws:."));
        }
        if given.iter().take(number).any(|(other, _)| other == key) {
            return Err(invalid(format!("The tag key {key} is given twice.")));
        }
        match all.iter_mut().find(|(have, _)| have == key) {
            Some((_, have)) => have.clone_from(value),
            None => all.push((key.clone(), value.clone())),
        }
    }
    if all.len() > MOST_TAGS {
        return Err(ServiceQuotaExceededException::new(format!("A schedule group has at most {MOST_TAGS} tags.")).into());
    }
    Ok(all)
}

/// The name of the group of an ARN of the caller's account and region.
fn named<'a>(arn: &'a str, account: &str, region: &str) -> Result<&'a str, Failure> {
    let missing = || Failure::from(crate::api::ResourceNotFoundException::new(format!("Resource {arn} does not exist.")));
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    match parts.as_slice() {
        ["arn", _, "scheduler", there, owner, resource] if *there == region && *owner == account => {
            resource.strip_prefix("schedule-group/").ok_or_else(missing)
        }
        _ => Err(missing()),
    }
}

/// Permission for a group by its ARN: of another account or region, as of one that is not there.
async fn on_arn(lookup: &Lookup<'_>, arn: &str) -> Result<Access, Failure> {
    match named(arn, lookup.account(), &lookup.call().region) {
        Ok(name) => on_group(lookup, name).await,
        Err(_) => Ok(Access::on(arn)),
    }
}

impl Handle for TagResource {
    async fn access(input: &TagResourceInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on_arn(lookup, &input.resource_arn).await?;
        Ok(access.request_tags(input.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()))))
    }

    async fn run(input: &TagResourceInput, tx: &mut Transaction<'_>) -> Result<TagResourceOutput, Failure> {
        let name = named(&input.resource_arn, tx.account(), &tx.call().region)?;
        let mut group = find::held_group(tx, name).await?;
        group.tags = checked(&group.tags, &pairs(&input.tags))?;
        group.arn = Some(input.resource_arn.clone());
        tx.put(&group)?;
        Ok(TagResourceOutput {})
    }
}

impl Handle for UntagResource {
    async fn access(input: &UntagResourceInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_arn(lookup, &input.resource_arn).await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &UntagResourceInput, tx: &mut Transaction<'_>) -> Result<UntagResourceOutput, Failure> {
        let name = named(&input.resource_arn, tx.account(), &tx.call().region)?;
        let mut group = find::held_group(tx, name).await?;
        group.tags.retain(|(key, _)| !input.tag_keys.contains(key));
        tx.put(&group)?;
        Ok(UntagResourceOutput {})
    }
}

impl Handle for ListTagsForResource {
    async fn access(input: &ListTagsForResourceInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_arn(lookup, &input.resource_arn).await
    }

    async fn run(input: &ListTagsForResourceInput, tx: &mut Transaction<'_>) -> Result<ListTagsForResourceOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = named(&input.resource_arn, &account, &region)?;
        let group = find::group(&tx.reader(), &account, &region, name).await?;
        let tags = group.tags.into_iter().map(|(key, value)| Tag { key, value }).collect();
        Ok(ListTagsForResourceOutput { tags: Some(tags) })
    }
}
