//! The operations, by what they work on.

pub(crate) mod buckets;
pub(crate) mod configuration;
pub(crate) mod copy;
pub(crate) mod delete;
pub(crate) mod lists;
pub(crate) mod locks;
pub(crate) mod multipart;
pub(crate) mod multipart_lists;
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
}

/// Tells the audit record of an object and its bucket.
pub(crate) fn touched_object(tx: &mut plane::Transaction<'_>, bucket: &Bucket, key: &str) {
    let arn = bucket.object_arn(&tx.plane().settings.partition, key);
    tx.touched(arn, &bucket.owner, "AWS::S3::Object");
    touched_bucket(tx, bucket);
}
