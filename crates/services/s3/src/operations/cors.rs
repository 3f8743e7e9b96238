//! The CORS configuration of buckets.

use plane::{Access, Handle, Lookup, Transaction};
use wire::Failure;
use wire::shape::Unit;

use super::configuration::{change, on_the_bucket, read};
use crate::api::{self, operation};
use crate::cors;
use crate::errors::err;
use crate::place::{self, on_bucket};

impl Handle for operation::GetBucketCors {
    on_the_bucket!("s3:GetBucketCORS");
    async fn run(input: &api::GetBucketCorsRequest, tx: &mut Transaction<'_>) -> Result<api::GetBucketCorsOutput, Failure> {
        let rules = read(tx, &input.bucket)
            .await?
            .cors
            .ok_or_else(|| err("NoSuchCORSConfiguration", 404, "The CORS configuration does not exist"))?;
        Ok(api::GetBucketCorsOutput { cors_rules: Some(cors::told(&rules)) })
    }
}

impl Handle for operation::PutBucketCors {
    on_the_bucket!("s3:PutBucketCORS");
    async fn run(input: &api::PutBucketCorsRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let rules = cors::read(&input.cors_configuration.cors_rules)?;
        change(tx, &input.bucket, |bucket| {
            bucket.cors = Some(rules);
            Ok(())
        })
        .await
    }
}

impl Handle for operation::DeleteBucketCors {
    on_the_bucket!("s3:PutBucketCORS");
    async fn run(input: &api::DeleteBucketCorsRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        change(tx, &input.bucket, |bucket| {
            bucket.cors = None;
            Ok(())
        })
        .await
    }
}
