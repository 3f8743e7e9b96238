//! Tags of topics.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::api::{self, ResourceNotFoundException, TagLimitExceededException, operation};
use crate::errors::invalid;
use crate::place::{TopicPlace, on_arn, touched};
use crate::resources::Topic;

/// Tags of a topic at most.
const MOST: usize = 50;

fn too_many() -> Failure {
    TagLimitExceededException::new(format!("Could not complete request: tag quota of per resource exceeded ({MOST})")).into()
}

/// Checks tags of a request.
///
/// # Errors
/// `InvalidParameter`, `TagLimitExceeded`.
pub(super) fn checked(tags: &[api::Tag]) -> Result<Vec<(String, String)>, Failure> {
    for (at, tag) in tags.iter().enumerate() {
        if tag.key.to_ascii_lowercase().starts_with("aws:") {
            return Err(invalid("Tags Reason: tag keys that begin with aws: are reserved"));
        }
        if tags.iter().take(at).any(|other| other.key == tag.key) {
            return Err(invalid("Tags Reason: Duplicated keys are not allowed"));
        }
    }
    if tags.len() > MOST {
        return Err(too_many());
    }
    Ok(tags.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect())
}

async fn held(tx: &mut Transaction<'_>, arn: &str) -> Result<Stored<Topic>, Failure> {
    let place = TopicPlace::of(arn)?;
    let found = tx.get::<Topic>(&place.account, &place.region, &place.name).await?;
    let topic = found.ok_or_else(|| Failure::from(ResourceNotFoundException::new("Resource does not exist")))?;
    touched(tx, &topic.body);
    Ok(topic)
}

impl Handle for operation::TagResource {
    async fn access(input: &api::TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().map(|tag| (tag.key.as_str(), tag.value.as_str()));
        Ok(on_arn(lookup, &input.resource_arn, "sns:TagResource").await?.request_tags(tags))
    }

    async fn run(input: &api::TagResourceRequest, tx: &mut Transaction<'_>) -> Result<api::TagResourceResponse, Failure> {
        let given = checked(&input.tags)?;
        let mut topic = held(tx, &input.resource_arn).await?;
        topic.tags.retain(|(key, _)| !given.iter().any(|(new, _)| new == key));
        topic.tags.extend(given);
        if topic.tags.len() > MOST {
            return Err(too_many());
        }
        tx.put(&topic)?;
        Ok(api::TagResourceResponse {})
    }
}

impl Handle for operation::UntagResource {
    async fn access(input: &api::UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let keys = input.tag_keys.iter().map(String::as_str);
        Ok(on_arn(lookup, &input.resource_arn, "sns:UntagResource").await?.tag_keys(keys))
    }

    async fn run(input: &api::UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<api::UntagResourceResponse, Failure> {
        let mut topic = held(tx, &input.resource_arn).await?;
        topic.tags.retain(|(key, _)| !input.tag_keys.contains(key));
        tx.put(&topic)?;
        Ok(api::UntagResourceResponse {})
    }
}

impl Handle for operation::ListTagsForResource {
    async fn access(input: &api::ListTagsForResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_arn(lookup, &input.resource_arn, "sns:ListTagsForResource").await
    }

    async fn run(
        input: &api::ListTagsForResourceRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListTagsForResourceResponse, Failure> {
        let tags = held(tx, &input.resource_arn).await?.tags;
        Ok(api::ListTagsForResourceResponse {
            tags: Some(tags.into_iter().map(|(key, value)| api::Tag { key, value }).collect()),
        })
    }
}
