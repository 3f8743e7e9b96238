//! Configuration that cannot be set here yet: what is told is that there is none.

use plane::{Access, Handle, Lookup, Transaction};
use wire::Failure;

use super::configuration::on_the_bucket;
use super::touched_bucket;
use crate::api::{self, operation};
use crate::errors::err;
use crate::place::{self, on_bucket};

/// A reading operation, its action, and what it answers.
macro_rules! unset {
    ($operation:ident, $action:literal, $input:ty, $output:ty, $answer:expr) => {
        impl Handle for operation::$operation {
            on_the_bucket!($action);
            async fn run(input: &$input, tx: &mut Transaction<'_>) -> Result<$output, Failure> {
                let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
                touched_bucket(tx, &bucket);
                $answer
            }
        }
    };
}

unset!(GetBucketWebsite, "s3:GetBucketWebsite", api::GetBucketWebsiteRequest, api::GetBucketWebsiteOutput, {
    Err(err("NoSuchWebsiteConfiguration", 404, "The specified bucket does not have a website configuration"))
});
unset!(
    GetBucketReplication,
    "s3:GetReplicationConfiguration",
    api::GetBucketReplicationRequest,
    api::GetBucketReplicationOutput,
    Err(err("ReplicationConfigurationNotFoundError", 404, "The replication configuration was not found"))
);
unset!(
    GetBucketAccelerateConfiguration,
    "s3:GetAccelerateConfiguration",
    api::GetBucketAccelerateConfigurationRequest,
    api::GetBucketAccelerateConfigurationOutput,
    Ok(api::GetBucketAccelerateConfigurationOutput::default())
);
unset!(
    GetBucketRequestPayment,
    "s3:GetBucketRequestPayment",
    api::GetBucketRequestPaymentRequest,
    api::GetBucketRequestPaymentOutput,
    Ok(api::GetBucketRequestPaymentOutput { payer: Some(api::Payer::BucketOwner) })
);
