//! Tags of objects.

use plane::{Access, Handle, Lookup, Transaction};
use wire::Failure;

use super::touched_object;
use crate::api::{self, operation};
use crate::happening::{Happening, What, announce};
use crate::names;
use crate::place::{self, with_request_tags};
use crate::resources::Versioning;
use crate::versions::{self, changeable};

async fn set(
    tx: &mut Transaction<'_>,
    name: &str,
    key: &str,
    version: Option<&str>,
    tags: Vec<(String, String)>,
) -> Result<Option<String>, Failure> {
    let bucket = place::bucket(&tx.reader(), name, None).await?;
    touched_object(tx, &bucket, key);
    let what = if tags.is_empty() { What::TagsDeleted } else { What::TagsPut };
    let mut found = changeable(tx, &bucket, key, version).await?;
    found.entry_mut().tags = tags;
    found.save(tx)?;
    announce(tx, &bucket, &Happening::of(what, &bucket, found.entry()))?;
    Ok((bucket.versioning != Versioning::Off).then(|| found.entry().version.clone()))
}

impl Handle for operation::GetObjectTagging {
    async fn access(input: &api::GetObjectTaggingRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let version = input.version_id.as_deref();
        let action = if version.is_some() { "s3:GetObjectVersionTagging" } else { "s3:GetObjectTagging" };
        super::read::on_existing(lookup, &bucket, &input.key, version, action).await
    }
    async fn run(input: &api::GetObjectTaggingRequest, tx: &mut Transaction<'_>) -> Result<api::GetObjectTaggingOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let version = input.version_id.as_deref();
        let entry = versions::readable(versions::find(&tx.reader(), &bucket, &input.key, version).await?, version)?;
        Ok(api::GetObjectTaggingOutput {
            version_id: (bucket.versioning != Versioning::Off).then_some(entry.version),
            tag_set: names::api_tags(&entry.tags),
        })
    }
}

impl Handle for operation::PutObjectTagging {
    async fn access(input: &api::PutObjectTaggingRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let version = input.version_id.as_deref();
        let action = if version.is_some() { "s3:PutObjectVersionTagging" } else { "s3:PutObjectTagging" };
        let tags: Vec<_> = input.tagging.tag_set.iter().map(|t| (t.key.clone(), t.value.clone())).collect();
        let access = super::read::on_existing(lookup, &bucket, &input.key, version, action).await?;
        Ok(with_request_tags(access, &tags))
    }
    async fn run(input: &api::PutObjectTaggingRequest, tx: &mut Transaction<'_>) -> Result<api::PutObjectTaggingOutput, Failure> {
        let tags = names::object_tags(&input.tagging.tag_set)?;
        let version_id = set(tx, &input.bucket, &input.key, input.version_id.as_deref(), tags).await?;
        Ok(api::PutObjectTaggingOutput { version_id })
    }
}

impl Handle for operation::DeleteObjectTagging {
    async fn access(input: &api::DeleteObjectTaggingRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let version = input.version_id.as_deref();
        let action = if version.is_some() { "s3:DeleteObjectVersionTagging" } else { "s3:DeleteObjectTagging" };
        super::read::on_existing(lookup, &bucket, &input.key, version, action).await
    }
    async fn run(
        input: &api::DeleteObjectTaggingRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteObjectTaggingOutput, Failure> {
        let version_id = set(tx, &input.bucket, &input.key, input.version_id.as_deref(), Vec::new()).await?;
        Ok(api::DeleteObjectTaggingOutput { version_id })
    }
}
