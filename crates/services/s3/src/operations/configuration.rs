//! Configuration of buckets: versioning, encryption, tags, lifecycle, ownership, Object Lock, public access block.

use plane::{Access, Handle, Lookup, Transaction};
use wire::Failure;
use wire::shape::{Sensitive, Unit};

use super::touched_bucket;
use crate::api::{self, operation};
use crate::errors::{err, invalid, malformed_xml, not_built};
use crate::names::{self, MAX_BUCKET_TAGS};
use crate::place::{self, on_bucket};
use crate::resources::{Block, Bucket, DefaultEncryption, DefaultRetention, Lock, Mode, Versioning};
use crate::{lifecycle, locks};

/// The access step of an operation on a bucket that needs one action.
macro_rules! on_the_bucket {
    ($action:literal) => {
        async fn access(input: &<Self as wire::Operation>::Input, lookup: &Lookup<'_>) -> Result<Access, Failure> {
            let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
            on_bucket(lookup, &bucket, $action)
        }
    };
}

pub(crate) use on_the_bucket;

pub(super) async fn read(tx: &mut Transaction<'_>, name: &str) -> Result<Bucket, Failure> {
    let bucket = place::bucket(&tx.reader(), name, None).await?;
    touched_bucket(tx, &bucket);
    Ok(bucket)
}

/// Changes a bucket.
pub(super) async fn change(
    tx: &mut Transaction<'_>,
    name: &str,
    change: impl FnOnce(&mut Bucket) -> Result<(), Failure>,
) -> Result<Unit, Failure> {
    let mut stored = place::held(tx, name).await?;
    change(&mut stored.body)?;
    tx.put(&stored)?;
    touched_bucket(tx, &stored.body);
    Ok(Unit {})
}

impl Handle for operation::GetBucketVersioning {
    on_the_bucket!("s3:GetBucketVersioning");
    async fn run(
        input: &api::GetBucketVersioningRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetBucketVersioningOutput, Failure> {
        let status = match read(tx, &input.bucket).await?.versioning {
            Versioning::Off => None,
            Versioning::Enabled => Some(api::BucketVersioningStatus::Enabled),
            Versioning::Suspended => Some(api::BucketVersioningStatus::Suspended),
        };
        Ok(api::GetBucketVersioningOutput { status, mfa_delete: None })
    }
}

impl Handle for operation::PutBucketVersioning {
    on_the_bucket!("s3:PutBucketVersioning");
    async fn run(input: &api::PutBucketVersioningRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        if input.versioning_configuration.mfa_delete == Some(api::MFADelete::Enabled) {
            return Err(not_built("MFA delete"));
        }
        let status = input
            .versioning_configuration
            .status
            .ok_or_else(|| err("IllegalVersioningConfigurationException", 400, "The Versioning element must be specified"))?;
        change(tx, &input.bucket, |bucket| {
            bucket.versioning = match status {
                api::BucketVersioningStatus::Enabled => Versioning::Enabled,
                api::BucketVersioningStatus::Suspended if bucket.lock.is_some() => {
                    let text =
                        "An Object Lock configuration is present on this bucket, so the versioning state cannot be changed.";
                    return Err(err("InvalidBucketState", 409, text));
                }
                api::BucketVersioningStatus::Suspended => Versioning::Suspended,
            };
            Ok(())
        })
        .await
    }
}

/// The configuration that a bucket has; SSE-S3 where none was set.
fn encryption(default: Option<&DefaultEncryption>) -> api::ServerSideEncryptionConfiguration {
    let algorithm =
        if default.is_some_and(|d| d.kms) { api::ServerSideEncryption::AwsKms } else { api::ServerSideEncryption::Aes256 };
    api::ServerSideEncryptionConfiguration {
        rules: vec![api::ServerSideEncryptionRule {
            apply_server_side_encryption_by_default: Some(api::ServerSideEncryptionByDefault {
                sse_algorithm: algorithm,
                kms_master_key_id: default.and_then(|d| d.key.clone()).map(Sensitive),
            }),
            bucket_key_enabled: Some(default.is_some_and(|d| d.bucket_key)),
            blocked_encryption_types: None,
        }],
    }
}

impl Handle for operation::GetBucketEncryption {
    on_the_bucket!("s3:GetEncryptionConfiguration");
    async fn run(
        input: &api::GetBucketEncryptionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetBucketEncryptionOutput, Failure> {
        let bucket = read(tx, &input.bucket).await?;
        Ok(api::GetBucketEncryptionOutput { server_side_encryption_configuration: Some(encryption(bucket.encryption.as_ref())) })
    }
}

impl Handle for operation::PutBucketEncryption {
    on_the_bucket!("s3:PutEncryptionConfiguration");
    async fn run(input: &api::PutBucketEncryptionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let [rule] = input.server_side_encryption_configuration.rules.as_slice() else { return Err(malformed_xml()) };
        let default = rule.apply_server_side_encryption_by_default.as_ref().ok_or_else(malformed_xml)?;
        let kms = match default.sse_algorithm {
            api::ServerSideEncryption::Aes256 => false,
            api::ServerSideEncryption::AwsKms => true,
            api::ServerSideEncryption::AwsKmsDsse => return Err(not_built("Dual-layer encryption (aws:kms:dsse)")),
            _ => return Err(malformed_xml()),
        };
        if !kms && default.kms_master_key_id.is_some() {
            return Err(invalid(
                "a KMSMasterKeyID is not applicable if the default sse algorithm is not aws:kms or aws:kms:dsse",
            ));
        }
        if rule.blocked_encryption_types.is_some() {
            return Err(not_built("Blocking of encryption types"));
        }
        // As on AWS, whether the key is there shows with the first object.
        let key = default.kms_master_key_id.as_ref().map(|key| key.0.clone());
        let encryption = DefaultEncryption { kms, key, bucket_key: rule.bucket_key_enabled.unwrap_or(false) };
        change(tx, &input.bucket, |bucket| {
            bucket.encryption = Some(encryption);
            Ok(())
        })
        .await
    }
}

impl Handle for operation::DeleteBucketEncryption {
    on_the_bucket!("s3:PutEncryptionConfiguration");
    async fn run(input: &api::DeleteBucketEncryptionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        // What is left is SSE-S3.
        change(tx, &input.bucket, |bucket| {
            bucket.encryption = None;
            Ok(())
        })
        .await
    }
}

impl Handle for operation::GetBucketTagging {
    on_the_bucket!("s3:GetBucketTagging");
    async fn run(input: &api::GetBucketTaggingRequest, tx: &mut Transaction<'_>) -> Result<api::GetBucketTaggingOutput, Failure> {
        let stored = place::held(tx, &input.bucket).await?;
        touched_bucket(tx, &stored.body);
        if stored.tags.is_empty() {
            return Err(err("NoSuchTagSet", 404, "The TagSet does not exist"));
        }
        Ok(api::GetBucketTaggingOutput { tag_set: names::api_tags(&stored.tags) })
    }
}

async fn set_tags(tx: &mut Transaction<'_>, bucket: &str, tags: Vec<(String, String)>) -> Result<Unit, Failure> {
    let mut stored = place::held(tx, bucket).await?;
    stored.tags = tags;
    tx.put(&stored)?;
    touched_bucket(tx, &stored.body);
    Ok(Unit {})
}

impl Handle for operation::PutBucketTagging {
    async fn access(input: &api::PutBucketTaggingRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let tags: Vec<_> = input.tagging.tag_set.iter().map(|tag| (tag.key.clone(), tag.value.clone())).collect();
        Ok(on_bucket(lookup, &bucket, "s3:PutBucketTagging")?.written_tags(&tags))
    }
    async fn run(input: &api::PutBucketTaggingRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let tags = names::tags(&input.tagging.tag_set, MAX_BUCKET_TAGS)?;
        set_tags(tx, &input.bucket, tags).await
    }
}

impl Handle for operation::DeleteBucketTagging {
    on_the_bucket!("s3:PutBucketTagging");
    async fn run(input: &api::DeleteBucketTaggingRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        set_tags(tx, &input.bucket, Vec::new()).await
    }
}

impl Handle for operation::GetBucketLifecycleConfiguration {
    on_the_bucket!("s3:GetLifecycleConfiguration");
    async fn run(
        input: &api::GetBucketLifecycleConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetBucketLifecycleConfigurationOutput, Failure> {
        let rules = read(tx, &input.bucket)
            .await?
            .lifecycle
            .ok_or_else(|| err("NoSuchLifecycleConfiguration", 404, "The lifecycle configuration does not exist"))?;
        Ok(api::GetBucketLifecycleConfigurationOutput {
            rules: Some(lifecycle::told(&rules)),
            transition_default_minimum_object_size: Some(api::TransitionDefaultMinimumObjectSize::AllStorageClasses128K),
        })
    }
}

impl Handle for operation::PutBucketLifecycleConfiguration {
    on_the_bucket!("s3:PutLifecycleConfiguration");
    async fn run(
        input: &api::PutBucketLifecycleConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutBucketLifecycleConfigurationOutput, Failure> {
        let configuration = input.lifecycle_configuration.as_ref().ok_or_else(malformed_xml)?;
        let rules = lifecycle::read(&configuration.rules)?;
        change(tx, &input.bucket, |bucket| {
            bucket.lifecycle = Some(rules);
            Ok(())
        })
        .await?;
        Ok(api::PutBucketLifecycleConfigurationOutput {
            transition_default_minimum_object_size: Some(api::TransitionDefaultMinimumObjectSize::AllStorageClasses128K),
        })
    }
}

impl Handle for operation::DeleteBucketLifecycle {
    on_the_bucket!("s3:PutLifecycleConfiguration");
    async fn run(input: &api::DeleteBucketLifecycleRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        change(tx, &input.bucket, |bucket| {
            bucket.lifecycle = None;
            Ok(())
        })
        .await
    }
}

impl Handle for operation::GetBucketOwnershipControls {
    on_the_bucket!("s3:GetBucketOwnershipControls");
    async fn run(
        input: &api::GetBucketOwnershipControlsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetBucketOwnershipControlsOutput, Failure> {
        if !read(tx, &input.bucket).await?.ownership {
            return Err(err("OwnershipControlsNotFoundError", 404, "The bucket ownership controls were not found"));
        }
        let rule = api::OwnershipControlsRule { object_ownership: api::ObjectOwnership::BucketOwnerEnforced };
        Ok(api::GetBucketOwnershipControlsOutput { ownership_controls: Some(api::OwnershipControls { rules: vec![rule] }) })
    }
}

impl Handle for operation::PutBucketOwnershipControls {
    on_the_bucket!("s3:PutBucketOwnershipControls");
    async fn run(input: &api::PutBucketOwnershipControlsRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let [rule] = input.ownership_controls.rules.as_slice() else { return Err(malformed_xml()) };
        if rule.object_ownership != api::ObjectOwnership::BucketOwnerEnforced {
            return Err(not_built("Object ownership other than BucketOwnerEnforced"));
        }
        change(tx, &input.bucket, |bucket| {
            bucket.ownership = true;
            Ok(())
        })
        .await
    }
}

impl Handle for operation::DeleteBucketOwnershipControls {
    on_the_bucket!("s3:PutBucketOwnershipControls");
    async fn run(input: &api::DeleteBucketOwnershipControlsRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        change(tx, &input.bucket, |bucket| {
            bucket.ownership = false;
            Ok(())
        })
        .await
    }
}

impl Handle for operation::GetObjectLockConfiguration {
    on_the_bucket!("s3:GetBucketObjectLockConfiguration");
    async fn run(
        input: &api::GetObjectLockConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetObjectLockConfigurationOutput, Failure> {
        let lock = read(tx, &input.bucket).await?.lock.ok_or_else(|| {
            err("ObjectLockConfigurationNotFoundError", 404, "Object Lock configuration does not exist for this bucket")
        })?;
        let rule = lock.default.map(|default| api::ObjectLockRule {
            default_retention: Some(api::DefaultRetention {
                mode: Some(api_mode(default.mode)),
                days: default.days,
                years: default.years,
                default_event_hold: None,
            }),
        });
        Ok(api::GetObjectLockConfigurationOutput {
            object_lock_configuration: Some(api::ObjectLockConfiguration {
                object_lock_enabled: Some(api::ObjectLockEnabled::Enabled),
                rule,
            }),
        })
    }
}

pub(crate) fn api_mode(mode: Mode) -> api::ObjectLockRetentionMode {
    match mode {
        Mode::Governance => api::ObjectLockRetentionMode::Governance,
        Mode::Compliance => api::ObjectLockRetentionMode::Compliance,
    }
}

pub(crate) fn mode_of(mode: api::ObjectLockRetentionMode) -> Mode {
    match mode {
        api::ObjectLockRetentionMode::Governance => Mode::Governance,
        api::ObjectLockRetentionMode::Compliance => Mode::Compliance,
    }
}

impl Handle for operation::PutObjectLockConfiguration {
    on_the_bucket!("s3:PutBucketObjectLockConfiguration");
    async fn run(
        input: &api::PutObjectLockConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutObjectLockConfigurationOutput, Failure> {
        let configuration = input.object_lock_configuration.as_ref().ok_or_else(malformed_xml)?;
        if configuration.object_lock_enabled.is_none() {
            return Err(malformed_xml());
        }
        let default = match configuration.rule.as_ref().map(|r| r.default_retention.as_ref()) {
            None => None,
            Some(None) => return Err(malformed_xml()),
            Some(Some(given)) => {
                if given.default_event_hold.is_some() {
                    return Err(not_built("Event holds"));
                }
                let mode = mode_of(given.mode.ok_or_else(malformed_xml)?);
                let default = DefaultRetention { mode, days: given.days, years: given.years };
                locks::check_default(&default)?;
                Some(default)
            }
        };
        change(tx, &input.bucket, |bucket| {
            if bucket.versioning != Versioning::Enabled {
                return Err(err(
                    "InvalidBucketState",
                    409,
                    "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration",
                ));
            }
            bucket.lock = Some(Lock { default });
            Ok(())
        })
        .await?;
        Ok(api::PutObjectLockConfigurationOutput::default())
    }
}

impl Handle for operation::GetPublicAccessBlock {
    on_the_bucket!("s3:GetBucketPublicAccessBlock");
    async fn run(
        input: &api::GetPublicAccessBlockRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetPublicAccessBlockOutput, Failure> {
        let block = read(tx, &input.bucket).await?.block.ok_or_else(|| {
            err("NoSuchPublicAccessBlockConfiguration", 404, "The public access block configuration was not found")
        })?;
        Ok(api::GetPublicAccessBlockOutput {
            public_access_block_configuration: Some(api::PublicAccessBlockConfiguration {
                block_public_acls: Some(block.public_acls),
                ignore_public_acls: Some(block.ignore_acls),
                block_public_policy: Some(block.public_policy),
                restrict_public_buckets: Some(block.restrict),
            }),
        })
    }
}

impl Handle for operation::PutPublicAccessBlock {
    on_the_bucket!("s3:PutBucketPublicAccessBlock");
    async fn run(input: &api::PutPublicAccessBlockRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let given = &input.public_access_block_configuration;
        let block = Block {
            public_acls: given.block_public_acls.unwrap_or(false),
            ignore_acls: given.ignore_public_acls.unwrap_or(false),
            public_policy: given.block_public_policy.unwrap_or(false),
            restrict: given.restrict_public_buckets.unwrap_or(false),
        };
        change(tx, &input.bucket, |bucket| {
            bucket.block = Some(block);
            Ok(())
        })
        .await
    }
}

impl Handle for operation::DeletePublicAccessBlock {
    on_the_bucket!("s3:PutBucketPublicAccessBlock");
    async fn run(input: &api::DeletePublicAccessBlockRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        change(tx, &input.bucket, |bucket| {
            bucket.block = None;
            Ok(())
        })
        .await
    }
}
