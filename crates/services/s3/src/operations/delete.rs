//! Deleting objects and versions.

use plane::{Access, Handle, Lookup, Transaction};
use wire::Failure;
use wire::failure::Kind;

use super::{touched_bucket, touched_object};
use crate::api::{self, operation};
use crate::errors::{malformed_xml, not_built};
use crate::locks::check_delete;
use crate::place::{self, on_object, with_tags};
use crate::resources::Bucket;
use crate::versions::{self, Deleted};

/// Most keys of one DeleteObjects.
const MOST: usize = 1000;

async fn access(lookup: &Lookup<'_>, bucket: &Bucket, key: &str, version: Option<&str>, bypass: bool) -> Result<Access, Failure> {
    versions::check_id(version)?;
    let action = if version.is_some() { "s3:DeleteObjectVersion" } else { "s3:DeleteObject" };
    let found = versions::find(lookup, bucket, key, version).await?;
    let access = with_tags(on_object(lookup, bucket, key, action)?, found.as_ref()).key_if("s3:VersionId", version);
    // Asking to bypass governance needs the permission wherever there could be something to bypass.
    if bypass && version.is_some() && bucket.lock.is_some() {
        return Ok(access.and(on_object(lookup, bucket, key, "s3:BypassGovernanceRetention")?));
    }
    Ok(access)
}

/// Deletes a key or one version of it.
pub(crate) async fn delete(
    tx: &mut Transaction<'_>,
    bucket: &Bucket,
    key: &str,
    version: Option<&str>,
    bypass: bool,
) -> Result<Deleted, Failure> {
    if version.is_none() {
        return versions::delete(tx, bucket, key).await;
    }
    match versions::hold(tx, bucket, key, version).await? {
        Some(found) => {
            check_delete(found.entry(), tx.call().time.as_millisecond(), bypass)?;
            versions::delete_version(tx, bucket, found).await
        }
        // A version that is not there is as good as deleted.
        None => Ok(Deleted { marker: false, version: version.map(str::to_owned) }),
    }
}

async fn check_conditions(
    tx: &mut Transaction<'_>,
    bucket: &Bucket,
    key: &str,
    version: Option<&str>,
    etag: Option<&str>,
) -> Result<(), Failure> {
    let Some(etag) = etag else { return Ok(()) };
    let found = versions::hold(tx, bucket, key, version).await?;
    let present = found.as_ref().map(versions::Found::entry).filter(|e| !e.marker).map(|e| e.etag.as_str());
    crate::conditions::check_write(Some(etag), None, present)
}

impl Handle for operation::DeleteObject {
    async fn access(input: &api::DeleteObjectRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let bypass = input.bypass_governance_retention == Some(true);
        access(lookup, &bucket, &input.key, input.version_id.as_deref(), bypass).await
    }

    async fn run(input: &api::DeleteObjectRequest, tx: &mut Transaction<'_>) -> Result<api::DeleteObjectOutput, Failure> {
        let bucket = place::held(tx, &input.bucket).await?.body;
        touched_object(tx, &bucket, &input.key);
        if input.if_match_last_modified_time.is_some() || input.if_match_size.is_some() {
            return Err(not_built("Deletion on condition of size or time"));
        }
        let version = input.version_id.as_deref();
        check_conditions(tx, &bucket, &input.key, version, input.if_match.as_deref()).await?;
        let bypass = input.bypass_governance_retention == Some(true);
        let deleted = delete(tx, &bucket, &input.key, version, bypass).await?;
        Ok(api::DeleteObjectOutput {
            delete_marker: deleted.marker.then_some(true),
            version_id: deleted.version,
            request_charged: None,
        })
    }
}

impl Handle for operation::DeleteObjects {
    /// Every key must be allowed: one that is not refuses the whole request, where AWS would tell it of the key alone.
    async fn access(input: &api::DeleteObjectsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        if input.delete.objects.is_empty() || input.delete.objects.len() > MOST {
            return Err(malformed_xml());
        }
        let bypass = input.bypass_governance_retention == Some(true);
        let mut all = Access::exempt();
        for object in &input.delete.objects {
            all = all.and(access(lookup, &bucket, &object.key, object.version_id.as_deref(), bypass).await?);
        }
        Ok(all)
    }

    async fn run(input: &api::DeleteObjectsRequest, tx: &mut Transaction<'_>) -> Result<api::DeleteObjectsOutput, Failure> {
        let bucket = place::held(tx, &input.bucket).await?.body;
        touched_bucket(tx, &bucket);
        let bypass = input.bypass_governance_retention == Some(true);
        let (mut done, mut errors) = (Vec::new(), Vec::new());
        for object in &input.delete.objects {
            let version = object.version_id.as_deref();
            let tried = async {
                if object.last_modified_time.is_some() || object.size.is_some() {
                    return Err(not_built("Deletion on condition of size or time"));
                }
                check_conditions(tx, &bucket, &object.key, version, object.e_tag.as_deref()).await?;
                delete(tx, &bucket, &object.key, version, bypass).await
            };
            match tried.await {
                Ok(deleted) => done.push(api::DeletedObject {
                    key: Some(object.key.clone()),
                    version_id: object.version_id.clone(),
                    delete_marker: deleted.marker.then_some(true),
                    delete_marker_version_id: if deleted.marker { deleted.version } else { None },
                }),
                Err(failure) if matches!(failure.kind, Kind::Common(wire::Common::Internal)) => return Err(failure),
                Err(failure) => errors.push(api::Error {
                    key: Some(object.key.clone()),
                    version_id: object.version_id.clone(),
                    code: Some(code(&failure)),
                    message: Some(failure.message),
                }),
            }
        }
        let quiet = input.delete.quiet == Some(true);
        Ok(api::DeleteObjectsOutput {
            deleted: (!quiet && !done.is_empty()).then_some(done),
            errors: (!errors.is_empty()).then_some(errors),
            request_charged: None,
        })
    }
}

fn code(failure: &Failure) -> String {
    match &failure.kind {
        Kind::Modelled { code, .. } => code.to_string(),
        Kind::Common(wire::Common::AccessDenied) => "AccessDenied".to_owned(),
        Kind::Common(wire::Common::NotImplemented) => "NotImplemented".to_owned(),
        Kind::Common(_) => "InvalidRequest".to_owned(),
    }
}
