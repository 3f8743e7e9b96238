//! Tags of queues.

use std::collections::BTreeMap;

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Unit;

use crate::api::{self, operation};
use crate::errors::{invalid, no_queue};
use crate::place::{Place, on_url, touched};

/// Tags of a queue at most.
const MOST: usize = 50;

/// Checks tags of a request.
///
/// # Errors
/// `InvalidParameterValue`.
pub(super) fn checked(tags: Option<&BTreeMap<String, String>>) -> Result<Vec<(String, String)>, Failure> {
    let tags: Vec<(String, String)> = tags.into_iter().flatten().map(|(k, v)| (k.clone(), v.clone())).collect();
    for (key, value) in &tags {
        let length = key.chars().count();
        if length == 0 || length > 128 || value.chars().count() > 256 || key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid(format!("The tag key '{key}' or its value is invalid.")));
        }
    }
    if tags.len() > MOST {
        return Err(invalid(format!("Too many tags added for queue: at most {MOST} are possible.")));
    }
    Ok(tags)
}

impl Handle for operation::TagQueue {
    async fn access(input: &api::TagQueueRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().map(|(k, v)| (k.as_str(), v.as_str()));
        Ok(on_url(lookup, &input.queue_url, "sqs:TagQueue").await?.request_tags(tags))
    }

    async fn run(input: &api::TagQueueRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let given = checked(Some(&input.tags))?;
        let mut queue = Place::of_url(&input.queue_url, tx.call())?.held(tx).await?;
        touched(tx, &queue.body);
        queue.tags.retain(|(key, _)| !input.tags.contains_key(key));
        queue.tags.extend(given);
        if queue.tags.len() > MOST {
            return Err(invalid(format!("Too many tags added for queue: at most {MOST} are possible.")));
        }
        tx.put(&queue)?;
        Ok(Unit {})
    }
}

impl Handle for operation::UntagQueue {
    async fn access(input: &api::UntagQueueRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_url(lookup, &input.queue_url, "sqs:UntagQueue").await?.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }

    async fn run(input: &api::UntagQueueRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut queue = Place::of_url(&input.queue_url, tx.call())?.held(tx).await?;
        touched(tx, &queue.body);
        queue.tags.retain(|(key, _)| !input.tag_keys.contains(key));
        tx.put(&queue)?;
        Ok(Unit {})
    }
}

impl Handle for operation::ListQueueTags {
    async fn access(input: &api::ListQueueTagsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:ListQueueTags").await
    }

    async fn run(input: &api::ListQueueTagsRequest, tx: &mut Transaction<'_>) -> Result<api::ListQueueTagsResult, Failure> {
        let queue = Place::of_url(&input.queue_url, tx.call())?.find(&tx.reader()).await?.ok_or_else(no_queue)?;
        touched(tx, &queue.body);
        let tags: BTreeMap<String, String> = queue.tags.into_iter().collect();
        Ok(api::ListQueueTagsResult { tags: (!tags.is_empty()).then_some(tags) })
    }
}
