//! Where a call goes: its bucket, and what permission it needs there.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use plane::{Access, Lookup, PrincipalKind, Reader, ResourcePolicy, ResourcePolicyRole, Stored, Transaction};
use policy::{Policy, PolicyKind};
use wire::Failure;

use crate::errors::{denied, no_such_bucket};
use crate::resources::{BUCKET, Bucket, Entry};

/// Bucket policies that were compiled, by their text. Emptied when it is full.
static COMPILED: LazyLock<Mutex<HashMap<String, Arc<Policy>>>> = LazyLock::new(Mutex::default);
const MOST_COMPILED: usize = 512;

/// The compiled policy of a bucket.
pub(crate) fn compiled(text: &str) -> Result<Arc<Policy>, Failure> {
    let mut known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(policy) = known.get(text) {
        return Ok(policy.clone());
    }
    let policy = Arc::new(Policy::parse(text, PolicyKind::Resource).map_err(Failure::internal)?);
    if known.len() >= MOST_COMPILED {
        known.clear();
    }
    known.insert(text.to_owned(), policy.clone());
    Ok(policy)
}

/// The bucket of this name. That a bucket exists is no secret, on AWS neither.
pub(crate) async fn bucket(reader: &Reader<'_>, name: &str, expected_owner: Option<&str>) -> Result<Bucket, Failure> {
    let bucket = reader.find::<Bucket>(BUCKET, name).await?.ok_or_else(no_such_bucket)?.body;
    if expected_owner.is_some_and(|owner| owner != bucket.owner) {
        return Err(denied("Access Denied"));
    }
    Ok(bucket)
}

/// The bucket, held until the commit.
pub(crate) async fn held(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<Bucket>, Failure> {
    tx.find::<Bucket>(BUCKET, name).await?.ok_or_else(no_such_bucket)
}

impl Bucket {
    pub(crate) fn arn(&self, partition: &str) -> String {
        format!("arn:{partition}:s3:::{}", self.name)
    }

    pub(crate) fn object_arn(&self, partition: &str, key: &str) -> String {
        format!("arn:{partition}:s3:::{}/{key}", self.name)
    }

    /// Id of what belongs to a key.
    pub(crate) fn id(&self, key: &str) -> String {
        format!("{}/{key}", self.root)
    }

    /// The policy as it binds this caller: with RestrictPublicBuckets a public policy opens the bucket to nobody outside the account.
    pub(crate) fn effective_policy(&self, account: &str, is_service: bool) -> Result<Option<Arc<Policy>>, Failure> {
        let Some(text) = &self.policy else { return Ok(None) };
        let policy = compiled(text)?;
        let restricted = self.block.is_some_and(|b| b.restrict) && policy.is_public();
        Ok((!restricted || is_service || account == self.owner).then_some(policy))
    }
}

/// Permission for an action on the bucket itself.
pub(crate) fn on_bucket(lookup: &Lookup<'_>, bucket: &Bucket, action: &'static str) -> Result<Access, Failure> {
    on(lookup, bucket, action, bucket.arn(&lookup.plane().settings.partition), true)
}

/// Permission for an action on the bucket that its owner's root always has over the bucket policy: otherwise a policy could lock everybody out.
pub(crate) fn on_policy(lookup: &Lookup<'_>, bucket: &Bucket, action: &'static str) -> Result<Access, Failure> {
    let principal = &lookup.call().principal;
    let root = principal.kind == PrincipalKind::Root && principal.account == bucket.owner;
    on(lookup, bucket, action, bucket.arn(&lookup.plane().settings.partition), !root)
}

/// Permission for an action on an object.
pub(crate) fn on_object(lookup: &Lookup<'_>, bucket: &Bucket, key: &str, action: &'static str) -> Result<Access, Failure> {
    on(lookup, bucket, action, bucket.object_arn(&lookup.plane().settings.partition, key), true)
}

fn on(lookup: &Lookup<'_>, bucket: &Bucket, action: &'static str, arn: String, with_policy: bool) -> Result<Access, Failure> {
    let call = lookup.call();
    let tls = call.tls.as_ref().and_then(|t| t.version.strip_prefix("TLSv").map(str::to_owned));
    // Of which region the request speaks is where the bucket is, whatever region signed it.
    let kind = if arn.contains('/') { "AWS::S3::Object" } else { "AWS::S3::Bucket" };
    let access = Access::on(arn)
        .kind(kind)
        .action(action)
        .owned_by(&bucket.owner)
        .key("aws:RequestedRegion", &bucket.region)
        .key("s3:ResourceAccount", &bucket.owner)
        .key_if("s3:TlsVersion", tls);
    let access = match &call.signature {
        Some(signature) => {
            let age =
                signature.signed_at.map(|at| call.time.as_millisecond().saturating_sub(at.as_millisecond()).max(0).to_string());
            access
                .key("s3:signatureversion", signature.algorithm)
                .key("s3:authType", if signature.presigned { "REST-QUERY-STRING" } else { "REST-HEADER" })
                .key_if("s3:signatureAge", age.filter(|_| signature.presigned))
        }
        None => access,
    };
    let service = call.principal.kind == PrincipalKind::AwsService;
    let policy = if with_policy { bucket.effective_policy(&call.principal.account, service)? } else { None };
    Ok(match policy {
        Some(policy) => access.resource_policy(ResourcePolicy {
            id: bucket.arn(&lookup.plane().settings.partition),
            policy,
            role: ResourcePolicyRole::Optional,
        }),
        None => access,
    })
}

/// Adds `s3:ExistingObjectTag/…`.
pub(crate) fn with_tags(mut access: Access, entry: Option<&Entry>) -> Access {
    for (key, value) in entry.iter().flat_map(|e| &e.tags) {
        access = access.key(&format!("s3:ExistingObjectTag/{key}"), value);
    }
    access
}

/// Adds `s3:RequestObjectTag/…` and `s3:RequestObjectTagKeys`.
pub(crate) fn with_request_tags(mut access: Access, tags: &[(String, String)]) -> Access {
    if tags.is_empty() {
        return access;
    }
    for (key, value) in tags {
        access = access.key(&format!("s3:RequestObjectTag/{key}"), value);
    }
    access.keys("s3:RequestObjectTagKeys", tags.iter().map(|(k, _)| k.as_str()))
}
