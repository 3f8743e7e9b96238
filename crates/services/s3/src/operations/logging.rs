//! Server access logging of buckets.

use plane::{Access, Handle, Lookup, Transaction};
use wire::Failure;
use wire::shape::Unit;

use super::configuration::{change, on_the_bucket, read};
use crate::api::{self, operation};
use crate::errors::{acl_not_supported, err, malformed_xml};
use crate::names::check_key;
use crate::place::{self, on_bucket};
use crate::resources::{BUCKET, Bucket, DateSource, LogKeys, Logging};

/// How keys are made, as a request says.
fn keys(given: Option<&api::TargetObjectKeyFormat>) -> Result<LogKeys, Failure> {
    let Some(given) = given else { return Ok(LogKeys::Simple) };
    match (&given.simple_prefix, &given.partitioned_prefix) {
        (Some(_), None) => Ok(LogKeys::Simple),
        (None, Some(partitioned)) => Ok(LogKeys::Partitioned(match partitioned.partition_date_source {
            Some(api::PartitionDateSource::EventTime) => DateSource::EventTime,
            Some(api::PartitionDateSource::DeliveryTime) | None => DateSource::DeliveryTime,
        })),
        _ => Err(malformed_xml()),
    }
}

fn told(logging: &Logging) -> api::LoggingEnabled {
    // What is the default is not told, as on AWS.
    let format = match logging.keys {
        LogKeys::Simple => None,
        LogKeys::Partitioned(source) => Some(api::TargetObjectKeyFormat {
            simple_prefix: None,
            partitioned_prefix: Some(api::PartitionedPrefix {
                partition_date_source: Some(match source {
                    DateSource::EventTime => api::PartitionDateSource::EventTime,
                    DateSource::DeliveryTime => api::PartitionDateSource::DeliveryTime,
                }),
            }),
        }),
    };
    api::LoggingEnabled {
        target_bucket: logging.bucket.clone(),
        target_grants: None,
        target_prefix: logging.prefix.clone(),
        target_object_key_format: format,
    }
}

/// Sees that a bucket can have the log of another.
async fn check_target(tx: &Transaction<'_>, source: &Bucket, target: &str) -> Result<(), Failure> {
    let refuse = |message: &str| Err(err("InvalidTargetBucketForLogging", 400, message));
    let Some(target) = tx.reader().find::<Bucket>(BUCKET, target).await? else {
        return refuse("The target bucket for logging does not exist");
    };
    if target.body.owner != source.owner {
        return refuse("The owner for the bucket to be logged and the target bucket must be the same.");
    }
    if target.body.region != source.region {
        let message = "Cross S3 location logging not allowed. ";
        return Err(err("CrossLocationLoggingProhibited", 403, message));
    }
    Ok(())
}

impl Handle for operation::PutBucketLogging {
    on_the_bucket!("s3:PutBucketLogging");
    async fn run(input: &api::PutBucketLoggingRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let logging = match &input.bucket_logging_status.logging_enabled {
            None => None,
            Some(enabled) => {
                // The target's policy says who writes into it: there are no access control lists.
                if enabled.target_grants.as_ref().is_some_and(|grants| !grants.is_empty()) {
                    return Err(acl_not_supported());
                }
                if !enabled.target_prefix.is_empty() {
                    check_key(&enabled.target_prefix)?;
                }
                let keys = keys(enabled.target_object_key_format.as_ref())?;
                let source = place::bucket(&tx.reader(), &input.bucket, None).await?;
                check_target(tx, &source, &enabled.target_bucket).await?;
                Some(Logging { bucket: enabled.target_bucket.clone(), prefix: enabled.target_prefix.clone(), keys })
            }
        };
        change(tx, &input.bucket, |bucket| {
            bucket.logging = logging;
            Ok(())
        })
        .await
    }
}

impl Handle for operation::GetBucketLogging {
    on_the_bucket!("s3:GetBucketLogging");
    async fn run(input: &api::GetBucketLoggingRequest, tx: &mut Transaction<'_>) -> Result<api::GetBucketLoggingOutput, Failure> {
        let bucket = read(tx, &input.bucket).await?;
        Ok(api::GetBucketLoggingOutput { logging_enabled: bucket.logging.as_ref().map(told) })
    }
}
