//! Bucket policies and ACLs.

use plane::{Access, Handle, Lookup, Transaction};
use policy::{Policy, PolicyKind, PrincipalPattern, wildcard_match};
use wire::Failure;
use wire::shape::Unit;

use super::configuration::on_the_bucket;
use super::{touched_bucket, touched_object};
use crate::api::{self, operation};
use crate::errors::{acl_not_supported, denied, err, method_not_allowed};
use crate::names::{canonical_id, owner};
use crate::place::{self, compiled, on_bucket, on_object, on_policy};
use crate::resources::Bucket;
use crate::versions;

/// Largest bucket policy, bytes. See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/bucket-policies.html>.
const MAX_POLICY: usize = 20 << 10;

/// Only the owner's account may look at or change a bucket's policy, whoever else the policy allows.
fn own(tx: &Transaction<'_>, bucket: &Bucket) -> Result<(), Failure> {
    if tx.account() == bucket.owner { Ok(()) } else { Err(method_not_allowed()) }
}

fn none() -> Failure {
    err("NoSuchBucketPolicy", 404, "The bucket policy does not exist")
}

impl Handle for operation::GetBucketPolicy {
    async fn access(input: &api::GetBucketPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_policy(lookup, &bucket, "s3:GetBucketPolicy")
    }
    async fn run(input: &api::GetBucketPolicyRequest, tx: &mut Transaction<'_>) -> Result<api::GetBucketPolicyOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        own(tx, &bucket)?;
        Ok(api::GetBucketPolicyOutput { policy: Some(bucket.policy.ok_or_else(none)?) })
    }
}

impl Handle for operation::PutBucketPolicy {
    async fn access(input: &api::PutBucketPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_policy(lookup, &bucket, "s3:PutBucketPolicy")
    }
    async fn run(input: &api::PutBucketPolicyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut stored = place::held(tx, &input.bucket).await?;
        touched_bucket(tx, &stored.body);
        own(tx, &stored.body)?;
        if input.policy.len() > MAX_POLICY {
            return Err(malformed("Normalized policy document exceeds the maximum allowed size"));
        }
        let policy = Policy::parse(&input.policy, PolicyKind::Resource).map_err(|error| malformed(&error.message()))?;
        check(tx, &stored.body, &policy).await?;
        if stored.body.block.is_some_and(|b| b.public_policy) && policy.is_public() {
            let caller = &tx.call().principal.arn;
            let arn = stored.body.arn(&tx.plane().settings.partition);
            return Err(denied(format!(
                "User: {caller} is not authorized to perform: s3:PutBucketPolicy on resource: \"{arn}\" because public policies are prevented by the BlockPublicPolicy setting in S3 Block Public Access."
            )));
        }
        stored.body.policy = Some(input.policy.clone());
        tx.put(&stored)?;
        Ok(Unit {})
    }
}

fn malformed(message: &str) -> Failure {
    err("MalformedPolicy", 400, message)
}

/// What S3 asks of a bucket policy beyond the grammar: principals that exist, actions of S3, resources within the bucket.
async fn check(tx: &Transaction<'_>, bucket: &Bucket, policy: &Policy) -> Result<(), Failure> {
    let arn = bucket.arn(&tx.plane().settings.partition);
    for statement in policy.statements() {
        let principal = statement.principal().ok_or_else(|| malformed("Missing required field Principal"))?;
        for pattern in principal.patterns() {
            let exists = match pattern {
                PrincipalPattern::Arn(arn) => {
                    let iam = arn.splitn(6, ':').nth(5).is_some_and(|r| r.starts_with("user/") || r.starts_with("role/"));
                    !iam || tx.plane().identities().exists(&tx.reader(), arn).await?
                }
                PrincipalPattern::Account(account) => plane::account::get(&tx.reader(), account).await?.is_some(),
                _ => true,
            };
            if !exists {
                return Err(malformed("Invalid principal in policy"));
            }
        }
        if statement.actions().iter().any(|a| a != "*" && !a.to_ascii_lowercase().starts_with("s3:")) {
            return Err(malformed("Policy has invalid action"));
        }
        let resources = statement.resources().ok_or_else(|| malformed("Missing required field Resource"))?;
        let within = |resource: &str| {
            resource == "*"
                || resource == arn
                || resource.strip_prefix(&arn).is_some_and(|r| r.starts_with(['/', '*', '?']))
                || (resource.contains(['*', '?'])
                    && (wildcard_match(resource, &arn) || wildcard_match(resource, &format!("{arn}/x"))))
        };
        if !resources.iter().all(within) {
            return Err(malformed("Policy has invalid resource"));
        }
    }
    Ok(())
}

impl Handle for operation::DeleteBucketPolicy {
    async fn access(input: &api::DeleteBucketPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_policy(lookup, &bucket, "s3:DeleteBucketPolicy")
    }
    async fn run(input: &api::DeleteBucketPolicyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut stored = place::held(tx, &input.bucket).await?;
        touched_bucket(tx, &stored.body);
        own(tx, &stored.body)?;
        stored.body.policy = None;
        tx.put(&stored)?;
        Ok(Unit {})
    }
}

impl Handle for operation::GetBucketPolicyStatus {
    on_the_bucket!("s3:GetBucketPolicyStatus");
    async fn run(
        input: &api::GetBucketPolicyStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetBucketPolicyStatusOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        let public = compiled(&bucket.policy.clone().ok_or_else(none)?)?.is_public() && !bucket.block.is_some_and(|b| b.restrict);
        Ok(api::GetBucketPolicyStatusOutput { policy_status: Some(api::PolicyStatus { is_public: Some(public) }) })
    }
}

/// The one grant that there is with ACLs off: the owner's.
fn grants(account: &str) -> Option<Vec<api::Grant>> {
    Some(vec![api::Grant {
        grantee: Some(api::Grantee { id: Some(canonical_id(account)), r#type: api::Type::CanonicalUser, ..Default::default() }),
        permission: Some(api::Permission::FullControl),
    }])
}

impl Handle for operation::GetBucketAcl {
    on_the_bucket!("s3:GetBucketAcl");
    async fn run(input: &api::GetBucketAclRequest, tx: &mut Transaction<'_>) -> Result<api::GetBucketAclOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        Ok(api::GetBucketAclOutput { owner: Some(owner(&bucket.owner)), grants: grants(&bucket.owner) })
    }
}

impl Handle for operation::PutBucketAcl {
    on_the_bucket!("s3:PutBucketAcl");
    async fn run(_: &api::PutBucketAclRequest, _: &mut Transaction<'_>) -> Result<Unit, Failure> {
        Err(acl_not_supported())
    }
}

impl Handle for operation::GetObjectAcl {
    async fn access(input: &api::GetObjectAclRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let action = if input.version_id.is_some() { "s3:GetObjectVersionAcl" } else { "s3:GetObjectAcl" };
        super::read::on_existing(lookup, &bucket, &input.key, input.version_id.as_deref(), action).await
    }
    async fn run(input: &api::GetObjectAclRequest, tx: &mut Transaction<'_>) -> Result<api::GetObjectAclOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let version = input.version_id.as_deref();
        versions::readable(versions::find(&tx.reader(), &bucket, &input.key, version).await?, version)?;
        Ok(api::GetObjectAclOutput { owner: Some(owner(&bucket.owner)), grants: grants(&bucket.owner), request_charged: None })
    }
}

impl Handle for operation::PutObjectAcl {
    async fn access(input: &api::PutObjectAclRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let action = if input.version_id.is_some() { "s3:PutObjectVersionAcl" } else { "s3:PutObjectAcl" };
        on_object(lookup, &bucket, &input.key, action)
    }
    async fn run(_: &api::PutObjectAclRequest, _: &mut Transaction<'_>) -> Result<api::PutObjectAclOutput, Failure> {
        Err(acl_not_supported())
    }
}
