//! The Simple Storage Service: buckets, objects and their versions, for audit archives and the tools that read them.
//!
//! Object data is kept as encrypted files beside the store (`blob`); documents (`resources`) name it, and a commit makes a write visible, so an
//! object is there whole or not at all. `versions` is the one place that orders the versions of a key; `listing`, `conditions`, `lifecycle`, `locks`,
//! `checksums` and `names` are pure. `sse` encrypts objects with KMS keys. `cors` says what pages of other origins are answered. `access_log` writes down what was asked of buckets, `inventory` what is in them. `notifications` says who is told of what happens to objects, `happening` tells it, `deliveries` delivers it. `place` finds buckets and says what permission a call needs; `operations` has the API; `reconcile` expires
//! objects and removes data that nothing names; `port` is object storage for the other services of the plane.

mod access_log;
#[rustfmt::skip]
pub mod api;
mod blob;
mod checksums;
mod conditions;
mod configuration;
mod cors;
mod deliveries;
mod errors;
mod happening;
mod inventory;
mod lifecycle;
mod listing;
mod locks;
mod names;
mod notifications;
mod operations;
mod place;
mod port;
mod reconcile;
mod resources;
mod sse;
mod versions;

use std::sync::Arc;

use plane::reconcile::Reconciler;
use plane::{Registry, Settings, System};

pub use access_log::VARIABLE as ACCESS_LOG_VARIABLE;
pub use configuration::Configurations;

use api::operation;

/// What the service keeps besides its documents.
pub struct S3 {
    pub(crate) blobs: blob::Blobs,
    pub(crate) sandbox: bool,
    pub(crate) access_logs: access_log::AccessLogs,
}

impl std::fmt::Debug for S3 {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("S3").field("sandbox", &self.sandbox).finish_non_exhaustive()
    }
}

impl S3 {
    /// Object storage in the folder `objects` of the data folder; in a temporary folder where there is none.
    pub fn new(settings: &Settings) -> Self {
        let folder = match &settings.data_dir {
            Some(data) => blob::Folder::at(data.join("objects")),
            None => {
                blob::Folder::temporary().unwrap_or_else(|_| blob::Folder::at(std::env::temp_dir().join("cloudkeep-objects")))
            }
        };
        Self { blobs: Arc::new(folder), sandbox: settings.sandbox, access_logs: access_log::AccessLogs::default() }
    }

    /// Puts the lines of access logs that wait: what is left when the server ends.
    pub async fn flush(&self, system: &System) {
        access_log::deliver(self, system).await;
    }
}

/// The service's background work.
pub fn reconcilers(s3: &Arc<S3>) -> Vec<Arc<dyn Reconciler>> {
    reconcile::reconcilers(s3)
}

/// Adds the operations that are built.
pub fn register(registry: &mut Registry) {
    registry
        .add::<operation::AbortMultipartUpload>()
        .add::<operation::CompleteMultipartUpload>()
        .add::<operation::CopyObject>()
        .add::<operation::CreateBucket>()
        .add::<operation::CreateMultipartUpload>()
        .add::<operation::DeleteBucket>()
        .add::<operation::DeleteBucketCors>()
        .add::<operation::DeleteBucketEncryption>()
        .add::<operation::DeleteBucketInventoryConfiguration>()
        .add::<operation::DeleteBucketLifecycle>()
        .add::<operation::DeleteBucketOwnershipControls>()
        .add::<operation::DeleteBucketPolicy>()
        .add::<operation::DeleteBucketTagging>()
        .add::<operation::DeleteObject>()
        .add::<operation::DeleteObjectTagging>()
        .add::<operation::DeleteObjects>()
        .add::<operation::DeletePublicAccessBlock>()
        .add::<operation::GetBucketAccelerateConfiguration>()
        .add::<operation::GetBucketAcl>()
        .add::<operation::GetBucketCors>()
        .add::<operation::GetBucketEncryption>()
        .add::<operation::GetBucketInventoryConfiguration>()
        .add::<operation::GetBucketLifecycleConfiguration>()
        .add::<operation::GetBucketLocation>()
        .add::<operation::GetBucketLogging>()
        .add::<operation::GetBucketNotificationConfiguration>()
        .add::<operation::GetBucketOwnershipControls>()
        .add::<operation::GetBucketPolicy>()
        .add::<operation::GetBucketPolicyStatus>()
        .add::<operation::GetBucketReplication>()
        .add::<operation::GetBucketRequestPayment>()
        .add::<operation::GetBucketTagging>()
        .add::<operation::GetBucketVersioning>()
        .add::<operation::GetBucketWebsite>()
        .add::<operation::GetObject>()
        .add::<operation::GetObjectAcl>()
        .add::<operation::GetObjectAttributes>()
        .add::<operation::GetObjectLegalHold>()
        .add::<operation::GetObjectLockConfiguration>()
        .add::<operation::GetObjectRetention>()
        .add::<operation::GetObjectTagging>()
        .add::<operation::GetPublicAccessBlock>()
        .add::<operation::HeadBucket>()
        .add::<operation::HeadObject>()
        .add::<operation::ListBucketInventoryConfigurations>()
        .add::<operation::ListBuckets>()
        .add::<operation::ListMultipartUploads>()
        .add::<operation::ListObjectVersions>()
        .add::<operation::ListObjects>()
        .add::<operation::ListObjectsV2>()
        .add::<operation::ListParts>()
        .add::<operation::PutBucketAcl>()
        .add::<operation::PutBucketCors>()
        .add::<operation::PutBucketEncryption>()
        .add::<operation::PutBucketInventoryConfiguration>()
        .add::<operation::PutBucketLifecycleConfiguration>()
        .add::<operation::PutBucketLogging>()
        .add::<operation::PutBucketNotificationConfiguration>()
        .add::<operation::PutBucketOwnershipControls>()
        .add::<operation::PutBucketPolicy>()
        .add::<operation::PutBucketTagging>()
        .add::<operation::PutBucketVersioning>()
        .add::<operation::PutObject>()
        .add::<operation::PutObjectAcl>()
        .add::<operation::PutObjectLegalHold>()
        .add::<operation::PutObjectLockConfiguration>()
        .add::<operation::PutObjectRetention>()
        .add::<operation::PutObjectTagging>()
        .add::<operation::PutPublicAccessBlock>()
        .add::<operation::UploadPart>()
        .add::<operation::UploadPartCopy>();
}
