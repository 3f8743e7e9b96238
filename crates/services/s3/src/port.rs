//! Object storage for other services of the plane, as service principals.

use bytes::Bytes;
use plane::ports::{Objects, ServiceObject};
use plane::{BoxFuture, Failure, Reader, System};
use policy::{Attached, Context, Policies, Request, SourceType, evaluate};

use crate::S3;
use crate::blob;
use crate::checksums::Algorithm;
use crate::conditions::Span;
use crate::errors::{denied, invalid_request};
use crate::names::{check_key, check_metadata};
use crate::operations::configuration::check_encryption;
use crate::operations::read::{pieces, slices};
use crate::operations::write::{fill, protect};
use crate::place::{bucket, held};
use crate::resources::{Bucket, Entry};
use crate::versions;

/// Whether a bucket's policy allows a service an action, for a source. Resource control policies do not bind services.
fn allow(
    reader: &Reader<'_>,
    bucket: &Bucket,
    service: &str,
    action: &str,
    resource: &str,
    source: Option<(&str, &str)>,
) -> Result<(), Failure> {
    let mut context = Context::with_capacity(12);
    context
        .set("aws:principalisawsservice", "true")
        .set("aws:principalservicename", service)
        .set("aws:securetransport", "true")
        .set("aws:requestedregion", bucket.region.as_str())
        .set("aws:resourceaccount", bucket.owner.as_str())
        .set("aws:currenttime", reader.plane().clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string())
        .set("s3:resourceaccount", bucket.owner.as_str());
    if action == "s3:PutObject" {
        context.set("s3:x-amz-acl", "bucket-owner-full-control");
    }
    if let Some((arn, account)) = source {
        context.set("aws:sourcearn", arn).set("aws:sourceaccount", account);
    }
    let policy = bucket.effective_policy("", true)?;
    let attached: Vec<Attached<'_>> = policy.iter().map(|p| Attached::new(p, &bucket.name, SourceType::Resource)).collect();
    let request = Request::new(policy::Principal::service(service), action, resource, &context).in_account(&bucket.owner);
    if evaluate(&request, &Policies { resource: &attached, ..Policies::default() }).is_allowed() {
        return Ok(());
    }
    Err(denied(format!(
        "{service} is not authorized to perform: {action} on resource: \"{resource}\" because the bucket policy does not allow it"
    )))
}

fn allow_put(reader: &Reader<'_>, bucket: &Bucket, object: &ServiceObject) -> Result<(), Failure> {
    let arn = bucket.object_arn(&reader.plane().settings.partition, &object.key);
    let source = Some((object.source_arn.as_str(), object.source_account.as_str()));
    allow(reader, bucket, &object.service_principal, "s3:PutObject", &arn, source)
}

impl Objects for S3 {
    fn put<'a>(&'a self, system: &'a System, object: ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            check_key(&object.key)?;
            if object.kms_key.is_some() {
                check_encryption(Some(crate::api::ServerSideEncryption::AwsKms))?;
            }
            let metadata = object.metadata.iter().cloned().collect();
            check_metadata(&metadata)?;
            let reader = system.reader();
            allow_put(&reader, &bucket(&reader, &object.bucket, None).await?, &object)?;
            let data = blob::whole(system.plane(), &self.blobs, object.body.clone(), None).await?;
            let mut entry = Entry {
                key: object.key.clone(),
                content_type: Some(object.content_type.clone()),
                content_encoding: object.content_encoding.clone(),
                metadata,
                ..Entry::default()
            };
            fill(&mut entry, &data, Some(Algorithm::Crc64nvme));
            system
                .act("s3", "PutObject", |tx| {
                    let (entry, object) = (entry.clone(), &object);
                    let name = object.bucket.clone();
                    let object = object.clone();
                    Box::pin(async move {
                        let bucket = held(tx, &name).await?.body;
                        allow_put(&tx.reader(), &bucket, &object)?;
                        let mut entry = entry;
                        protect(&mut entry, &bucket, tx)?;
                        versions::write(tx, &bucket, entry).await.map(|_| ())
                    })
                })
                .await?;
            data.keep();
            Ok(())
        })
    }

    fn may_put<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let bucket = bucket(reader, &object.bucket, None).await?;
            let arn = bucket.arn(&reader.plane().settings.partition);
            let source = Some((object.source_arn.as_str(), object.source_account.as_str()));
            allow(reader, &bucket, &object.service_principal, "s3:GetBucketAcl", &arn, source)?;
            allow_put(reader, &bucket, object)
        })
    }

    fn get<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        name: &'a str,
        key: &'a str,
        limit: usize,
        service_principal: &'a str,
    ) -> BoxFuture<'a, Result<Option<Bytes>, Failure>> {
        Box::pin(async move {
            let bucket = bucket(reader, name, None).await?;
            let arn = bucket.object_arn(&reader.plane().settings.partition, key);
            allow(reader, &bucket, service_principal, "s3:GetObject", &arn, None)?;
            let Some(entry) = versions::find(reader, &bucket, key, None).await?.filter(|e| !e.marker) else { return Ok(None) };
            if entry.size > limit as u64 {
                return Err(invalid_request(format!("The object is larger than {limit} bytes.")));
            }
            let all = pieces(reader, &bucket, &entry).await?;
            let mut stream =
                blob::stream(reader.plane(), &self.blobs, &slices(&all, Span { from: 0, length: entry.size })).await?;
            let mut out = Vec::with_capacity(usize::try_from(entry.size).unwrap_or(0));
            while let Some(data) = stream.chunks.recv().await {
                out.extend_from_slice(&data.map_err(crate::errors::io)?);
            }
            Ok(Some(Bytes::from(out)))
        })
    }
}
