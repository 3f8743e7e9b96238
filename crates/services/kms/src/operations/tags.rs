//! Tags of keys.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Unit;

use super::{borrowed, cut, on_own_key, page_size, tag_pairs};
use crate::api::{self, LimitExceededException, TagException, operation};
use crate::place::{self, Takes, Want};
use crate::states::{Needs, check};

/// Most tags of a key. See <https://docs.aws.amazon.com/kms/latest/developerguide/tagging-keys.html>.
const MOST: usize = 50;

/// Checks tags to be set.
///
/// # Errors
/// `TagException`.
pub(crate) fn check_tags(tags: &[(String, String)]) -> Result<(), Failure> {
    for (at, (key, _)) in tags.iter().enumerate() {
        if key.to_ascii_lowercase().starts_with("aws:") {
            return Err(TagException::new("Tag keys that begin with aws: are reserved for AWS.").into());
        }
        if tags.iter().take(at).any(|(other, _)| other == key) {
            return Err(TagException::new(format!("Duplicate tag key {key}.")).into());
        }
    }
    if tags.len() > MOST {
        return Err(LimitExceededException::new(format!("A key can have at most {MOST} tags.")).into());
    }
    Ok(())
}

impl Handle for operation::TagResource {
    async fn access(input: &api::TagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:TagResource", ..Want::default() };
        let tags = tag_pairs(Some(&input.tags));
        Ok(place::on_key(lookup, &input.key_id, Takes::Keys, want).await?.request_tags(borrowed(&tags)))
    }
    async fn run(input: &api::TagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut key = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?;
        changeable(tx, &key.body)?;
        let new = tag_pairs(Some(&input.tags));
        check_tags(&new)?;
        for (name, value) in new {
            match key.tags.iter_mut().find(|(have, _)| *have == name) {
                Some((_, have)) => *have = value,
                None => key.tags.push((name, value)),
            }
        }
        check_tags(&key.tags)?;
        tx.put(&key)?;
        Ok(Unit {})
    }
}

/// Tags of managed keys are their services'.
fn changeable(tx: &Transaction<'_>, key: &crate::resources::Key) -> Result<(), Failure> {
    super::keys::customers(tx, key)?;
    check(&key.arn(&tx.plane().settings.partition), key.state, Needs::NotPendingDeletion)
}

impl Handle for operation::UntagResource {
    async fn access(input: &api::UntagResourceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:UntagResource", ..Want::default() };
        let access = place::on_key(lookup, &input.key_id, Takes::Keys, want).await?;
        Ok(access.tag_keys(input.tag_keys.iter().map(String::as_str)))
    }
    async fn run(input: &api::UntagResourceRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut key = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?;
        changeable(tx, &key.body)?;
        key.tags.retain(|(name, _)| !input.tag_keys.contains(name));
        tx.put(&key)?;
        Ok(Unit {})
    }
}

impl Handle for operation::ListResourceTags {
    on_own_key!(api::ListResourceTagsRequest, "kms:ListResourceTags");
    async fn run(
        input: &api::ListResourceTagsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListResourceTagsResponse, Failure> {
        let mut key = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?;
        let limit = page_size(input.limit, 50, 50)?;
        key.tags.sort();
        let listing = format!("tags {}", key.body.id);
        let page = cut(key.tags, &listing, input.marker.as_deref(), limit, |(name, _)| name.clone())?;
        let tags = page.items.into_iter().map(|(tag_key, tag_value)| api::Tag { tag_key, tag_value }).collect();
        Ok(api::ListResourceTagsResponse { tags: Some(tags), truncated: Some(page.next.is_some()), next_marker: page.next })
    }
}
