//! The operations, by what they work on.

pub(crate) mod buckets;
pub(crate) mod configuration;
pub(crate) mod copy;
pub(crate) mod cors;
pub(crate) mod delete;
pub(crate) mod inventory;
pub(crate) mod lists;
pub(crate) mod locks;
pub(crate) mod logging;
pub(crate) mod multipart;
pub(crate) mod multipart_lists;
pub(crate) mod notifications;
pub(crate) mod policies;
pub(crate) mod read;
pub(crate) mod tags;
pub(crate) mod unset;
pub(crate) mod write;

use plane::Plane;
use wire::Failure;

use crate::S3;
use crate::resources::Bucket;

/// The service's own part of the plane.
pub(crate) fn service(plane: &Plane) -> Result<&S3, Failure> {
    let objects: Option<&dyn std::any::Any> = plane.objects().map(|o| {
        let objects: &dyn plane::ports::Objects = o.as_ref();
        objects as &dyn std::any::Any
    });
    objects.and_then(|o| o.downcast_ref()).ok_or_else(|| Failure::internal("the S3 service has no object storage"))
}

/// Tells the audit record of a bucket.
pub(crate) fn touched_bucket(tx: &mut plane::Transaction<'_>, bucket: &Bucket) {
    let arn = bucket.arn(&tx.plane().settings.partition);
    tx.touched(arn, &bucket.owner, "AWS::S3::Bucket");
    // As S3 says in its records how a call was signed.
    if let Some(signature) = &tx.call().signature {
        let version = if signature.algorithm == "AWS" { "SigV2" } else { "SigV4" };
        let method = if signature.presigned { "QueryString" } else { "AuthHeader" };
        tx.audit.additional = Some(serde_json::json!({"SignatureVersion": version, "AuthenticationMethod": method}));
    }
}

/// Refuses what S3 asks a signature for, whatever a bucket policy says.
pub(crate) fn not_anonymous(lookup: &plane::Lookup<'_>, message: &str) -> Result<(), Failure> {
    if lookup.call().principal.kind == plane::PrincipalKind::Anonymous {
        return Err(crate::errors::denied(message));
    }
    Ok(())
}

/// Tells the audit record of an object and its bucket.
pub(crate) fn touched_object(tx: &mut plane::Transaction<'_>, bucket: &Bucket, key: &str) {
    let arn = bucket.object_arn(&tx.plane().settings.partition, key);
    tx.touched(arn, &bucket.owner, "AWS::S3::Object");
    touched_bucket(tx, bucket);
}
