//! Buckets themselves.

use plane::{Access, Handle, Lookup, Stored, Transaction};
use wire::Failure;

use super::touched_bucket;
use crate::api::{self, BucketCannedACL, ObjectOwnership, operation};
use crate::errors::{acl_not_supported, err, not_built};
use crate::inventory::Inventory;
use crate::names::{self, MAX_BUCKET_TAGS, canonical_id, second};
use crate::place::{self, on_bucket};
use crate::resources::{BUCKET, Block, Bucket, Current, Lock, Upload, Versioning};

/// Most buckets of an account. See <https://docs.aws.amazon.com/general/latest/gr/s3.html> (10,000 by default).
const MAX_BUCKETS: u64 = 10_000;
/// Uploads that are removed with their bucket in one commit; the rest is left to the reconciler.
const UPLOADS_AT_ONCE: usize = 100;

impl Handle for operation::CreateBucket {
    async fn access(input: &api::CreateBucketRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let arn = format!("arn:{}:s3:::{}", lookup.plane().settings.partition, input.bucket);
        let constraint = input.create_bucket_configuration.as_ref().and_then(|c| c.location_constraint);
        let tags = input.create_bucket_configuration.iter().flat_map(|c| c.tags.iter().flatten());
        let mut access = Access::on(&arn)
            .key_if("s3:locationconstraint", constraint.map(|c| c.as_str()))
            .key_if("s3:x-amz-acl", input.acl.map(|a| a.as_str()))
            .key_if("s3:x-amz-object-ownership", input.object_ownership.map(|o| o.as_str()))
            .request_tags(tags.map(|t| (t.key.as_str(), t.value.as_str())));
        if input.object_lock_enabled_for_bucket == Some(true) {
            access = access.and(Access::on(&arn).action("s3:PutBucketObjectLockConfiguration"));
            access = access.and(Access::on(&arn).action("s3:PutBucketVersioning"));
        }
        Ok(access)
    }

    async fn run(input: &api::CreateBucketRequest, tx: &mut Transaction<'_>) -> Result<api::CreateBucketOutput, Failure> {
        names::check_bucket(&input.bucket)?;
        let grants =
            [&input.grant_full_control, &input.grant_read, &input.grant_read_acp, &input.grant_write, &input.grant_write_acp];
        if input.acl.is_some_and(|acl| acl != BucketCannedACL::Private) || grants.iter().any(|g| g.is_some()) {
            return Err(err(
                "InvalidBucketAclWithObjectOwnership",
                400,
                "Bucket cannot have ACLs set with ObjectOwnership's BucketOwnerEnforced setting",
            ));
        }
        if input.object_ownership.is_some_and(|o| o != ObjectOwnership::BucketOwnerEnforced) {
            return Err(not_built("Object ownership other than BucketOwnerEnforced"));
        }
        let configuration = input.create_bucket_configuration.as_ref();
        if configuration.is_some_and(|c| c.bucket.is_some() || c.location.is_some()) {
            return Err(not_built("Directory buckets"));
        }
        let region = region(configuration.and_then(|c| c.location_constraint), tx)?;
        let tags: Vec<_> = configuration.iter().flat_map(|c| c.tags.iter().flatten()).cloned().collect();
        let tags = names::tags(&tags, MAX_BUCKET_TAGS)?;
        let owner = tx.account().to_owned();
        let output = |bucket: &Bucket, partition: &str| api::CreateBucketOutput {
            location: Some(format!("/{}", bucket.name)),
            bucket_arn: Some(bucket.arn(partition)),
        };
        if let Some(present) = tx.find::<Bucket>(BUCKET, &input.bucket).await? {
            if present.body.owner != owner {
                return Err(api::BucketAlreadyExists::new(
                    "The requested bucket name is not available. The bucket namespace is shared by all users of the system. Please select a different name and try again.",
                )
                .into());
            }
            // In us-east-1 making one's own bucket again does nothing, as on AWS.
            if present.body.region == "us-east-1" && region == "us-east-1" {
                return Ok(output(&present.body, &tx.plane().settings.partition));
            }
            return Err(api::BucketAlreadyOwnedByYou::new(
                "Your previous request to create the named bucket succeeded and you already own it.",
            )
            .into());
        }
        if tx.reader().count::<Bucket>(&owner, "").await? >= MAX_BUCKETS {
            return Err(err("TooManyBuckets", 400, "You have attempted to create more buckets than allowed"));
        }
        let lock = (input.object_lock_enabled_for_bucket == Some(true)).then(Lock::default);
        let bucket = Bucket {
            root: format!("{}:{}", input.bucket, hex::encode(tx.plane().ids.bytes::<4>())),
            name: input.bucket.clone(),
            region,
            created_at: tx.call().time.as_millisecond(),
            versioning: if lock.is_some() { Versioning::Enabled } else { Versioning::Off },
            policy: None,
            block: Some(Block { public_acls: true, ignore_acls: true, public_policy: true, restrict: true }),
            ownership: true,
            lifecycle: None,
            lock,
            encryption: None,
            notifications: None,
            cors: None,
            logging: None,
            owner: owner.clone(),
        };
        let arn = bucket.arn(&tx.plane().settings.partition);
        tx.put(&Stored::new(&owner, "", &bucket.name, bucket.clone()).arn(arn).tags(tags))?;
        touched_bucket(tx, &bucket);
        Ok(output(&bucket, &tx.plane().settings.partition))
    }
}

/// The region of a new bucket.
fn region(constraint: Option<api::BucketLocationConstraint>, tx: &Transaction<'_>) -> Result<String, Failure> {
    let here = tx.call().region.as_str();
    let illegal = |what: &str| {
        let text =
            format!("The {what} location constraint is incompatible for the region specific endpoint this request was sent to.");
        err("IllegalLocationConstraintException", 400, text)
    };
    let Some(constraint) = constraint else {
        return if here == "us-east-1" || here == tx.plane().settings.home_region {
            Ok(here.to_owned())
        } else {
            Err(illegal("unspecified"))
        };
    };
    let region = match constraint {
        api::BucketLocationConstraint::Eu => "eu-west-1",
        other => other.as_str(),
    };
    if !tx.plane().settings.regions.iter().any(|r| r == region) {
        return Err(err("InvalidLocationConstraint", 400, "The specified location-constraint is not valid"));
    }
    if here != region && here != "us-east-1" {
        return Err(illegal(region));
    }
    Ok(region.to_owned())
}

impl Handle for operation::HeadBucket {
    async fn access(input: &api::HeadBucketRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_bucket(lookup, &bucket, "s3:ListBucket")
    }

    async fn run(input: &api::HeadBucketRequest, tx: &mut Transaction<'_>) -> Result<api::HeadBucketOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        Ok(api::HeadBucketOutput {
            bucket_arn: Some(bucket.arn(&tx.plane().settings.partition)),
            bucket_region: Some(bucket.region),
            access_point_alias: Some(false),
            ..Default::default()
        })
    }
}

impl Handle for operation::DeleteBucket {
    async fn access(input: &api::DeleteBucketRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_bucket(lookup, &bucket, "s3:DeleteBucket")
    }

    async fn run(input: &api::DeleteBucketRequest, tx: &mut Transaction<'_>) -> Result<wire::shape::Unit, Failure> {
        let stored = place::held(tx, &input.bucket).await?;
        let bucket = &stored.body;
        touched_bucket(tx, bucket);
        let prefix = bucket.id("");
        if !tx.reader().list::<Current>(&bucket.owner, &bucket.region, &prefix, None, 1).await?.is_empty() {
            let message = if bucket.versioning == Versioning::Off {
                "The bucket you tried to delete is not empty"
            } else {
                "The bucket you tried to delete is not empty. You must delete all versions in the bucket."
            };
            return Err(err("BucketNotEmpty", 409, message));
        }
        // Nothing was there; this holds until the commit.
        tx.all::<Current>(&bucket.owner, &bucket.region, &prefix).await?;
        let uploads = tx.reader().list::<Upload>(&bucket.owner, &bucket.region, &prefix, None, UPLOADS_AT_ONCE).await?;
        for upload in uploads {
            super::multipart::drop_upload(tx, bucket, &upload).await?;
        }
        for inventory in tx.all::<Inventory>(&bucket.owner, &bucket.region, &prefix).await? {
            tx.delete(&inventory);
        }
        tx.delete(&stored);
        Ok(wire::shape::Unit {})
    }
}

impl Handle for operation::ListBuckets {
    async fn access(_: &api::ListBucketsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any().action("s3:ListAllMyBuckets"))
    }

    async fn run(input: &api::ListBucketsRequest, tx: &mut Transaction<'_>) -> Result<api::ListBucketsOutput, Failure> {
        let account = tx.account();
        let most = usize::try_from(input.max_buckets.unwrap_or(10_000)).unwrap_or(10_000).clamp(1, 10_000);
        let prefix = input.prefix.clone().unwrap_or_default();
        let listing = format!("buckets {account} {prefix} {:?}", input.bucket_region);
        let mut found = tx.reader().all::<Bucket>(account, "", &prefix).await?;
        found.retain(|b| input.bucket_region.as_ref().is_none_or(|r| *r == b.body.region));
        let page = plane::page::cut(
            found,
            &listing,
            input.continuation_token.as_deref(),
            most,
            |b| b.key.id.clone(),
            || err("InvalidArgument", 400, "The continuation token provided is incorrect"),
        )?;
        let partition = &tx.plane().settings.partition;
        let buckets = page.items.into_iter().map(|b| api::Bucket {
            name: Some(b.body.name.clone()),
            creation_date: Some(second(b.body.created_at)),
            bucket_region: Some(b.body.region.clone()),
            bucket_arn: Some(b.body.arn(partition)),
        });
        Ok(api::ListBucketsOutput {
            buckets: Some(buckets.collect()),
            owner: Some(api::Owner { display_name: None, id: Some(canonical_id(account)) }),
            continuation_token: page.next,
            prefix: input.prefix.clone(),
        })
    }
}

impl Handle for operation::GetBucketLocation {
    async fn access(input: &api::GetBucketLocationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_bucket(lookup, &bucket, "s3:GetBucketLocation")
    }

    async fn run(
        input: &api::GetBucketLocationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetBucketLocationOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        // us-east-1 is told as nothing.
        Ok(api::GetBucketLocationOutput { location_constraint: api::BucketLocationConstraint::parse(&bucket.region) })
    }
}

/// Refuses ACLs of an object but those that give the bucket's owner everything.
pub(crate) fn check_acl(acl: Option<api::ObjectCannedACL>, grants: &[&Option<String>]) -> Result<(), Failure> {
    use api::ObjectCannedACL::{BucketOwnerFullControl, Private};
    if grants.iter().any(|g| g.is_some()) || acl.is_some_and(|a| !matches!(a, BucketOwnerFullControl | Private)) {
        return Err(acl_not_supported());
    }
    Ok(())
}
