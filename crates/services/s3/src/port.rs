//! Object storage for other services of the plane, as service principals.

use bytes::Bytes;
use plane::ports::{Objects, ServiceObject};
use plane::principal::{IssuerKind, Session};
use plane::{BoxFuture, Failure, Principal, PrincipalKind, Reader, System};
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
use crate::resources::{Bucket, Current, Entry};
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

/// Whether a session of a role may do something in a bucket: by the role's policies, and the bucket's.
async fn allow_role(
    reader: &Reader<'_>,
    bucket: &Bucket,
    role_arn: &str,
    action: &str,
    resource: &str,
    prefix: Option<&str>,
) -> Result<(), Failure> {
    let refused = || denied(format!("{role_arn} is not authorized to perform: {action} on resource: \"{resource}\""));
    let identities = reader.plane().identities();
    let role = identities.role(reader, role_arn).await?.ok_or_else(refused)?;
    let session = format!("arn:{}:sts::{}:assumed-role/{}/service", reader.plane().settings.partition, role.account, role.name);
    let id = format!("{}:service", role.id);
    let now = reader.plane().clock.now();
    let principal = Principal {
        kind: PrincipalKind::AssumedRole,
        account: role.account.clone(),
        arn: session.clone(),
        principal_id: id.clone(),
        user_name: None,
        access_key_id: String::new(),
        tags: role.tags.clone(),
        session: Some(Session {
            issuer_kind: IssuerKind::Role,
            issuer_arn: role.arn.clone(),
            issuer_id: role.id.clone(),
            issuer_name: role.name.clone(),
            name: "service".to_owned(),
            created: now,
            expires: now,
            mfa_at: None,
            source_identity: None,
            tags: Vec::new(),
            transitive_tag_keys: Vec::new(),
            policies: Vec::new(),
            policy_arns: Vec::new(),
            chained: false,
            federation: None,
            assumed_root: false,
        }),
    };
    let (policies, _) = identities.policies(reader, &principal).await?.ok_or_else(refused)?;
    let mut context = Context::with_capacity(8);
    context
        .set("aws:principalarn", role.arn.as_str())
        .set("aws:principalaccount", role.account.as_str())
        .set("aws:securetransport", "true")
        .set("aws:requestedregion", bucket.region.as_str())
        .set("aws:resourceaccount", bucket.owner.as_str())
        .set("s3:resourceaccount", bucket.owner.as_str())
        .set("aws:currenttime", now.strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    if let Some(prefix) = prefix {
        context.set("s3:prefix", prefix);
    }
    let named = |p: &'_ plane::NamedPolicy| (p.policy.clone(), p.id.clone(), p.source);
    let identity: Vec<_> = policies.identity.iter().map(named).collect();
    let identity: Vec<Attached<'_>> = identity.iter().map(|(p, id, source)| Attached::new(p, id, *source)).collect();
    let boundary = policies.boundary.as_ref().map(|p| Attached::new(&p.policy, &p.id, p.source));
    let policy = bucket.effective_policy(&role.account, false)?;
    let attached: Vec<Attached<'_>> = policy.iter().map(|p| Attached::new(p, &bucket.name, SourceType::Resource)).collect();
    let asker = policy::Principal::role_session(&session, &role.account, &id, &role.arn);
    let request = Request::new(asker, action, resource, &context).in_account(&bucket.owner);
    let all = Policies { identity: &identity, boundary, resource: &attached, ..Policies::default() };
    if evaluate(&request, &all).is_allowed() { Ok(()) } else { Err(refused()) }
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
            self.whole(reader, &bucket, key, limit).await
        })
    }

    fn list_as_role<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        role_arn: &'a str,
        name: &'a str,
        prefix: &'a str,
        after: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Vec<String>, Failure>> {
        Box::pin(async move {
            let bucket = bucket(reader, name, None).await?;
            let arn = bucket.arn(&reader.plane().settings.partition);
            allow_role(reader, &bucket, role_arn, "s3:ListBucket", &arn, Some(prefix)).await?;
            let ids = bucket.id(prefix);
            let mut after = after.map(|key| bucket.id(key));
            let mut keys = Vec::new();
            while keys.len() < limit {
                let page = reader.list::<Current>(&bucket.owner, &bucket.region, &ids, after.as_deref(), limit).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.key.id.clone());
                keys.extend(page.into_iter().map(|stored| stored.body.0).filter(|entry| !entry.marker).map(|entry| entry.key));
            }
            keys.truncate(limit);
            Ok(keys)
        })
    }

    fn get_as_role<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        role_arn: &'a str,
        name: &'a str,
        key: &'a str,
        limit: usize,
    ) -> BoxFuture<'a, Result<Option<Bytes>, Failure>> {
        Box::pin(async move {
            let bucket = bucket(reader, name, None).await?;
            let arn = bucket.object_arn(&reader.plane().settings.partition, key);
            allow_role(reader, &bucket, role_arn, "s3:GetObject", &arn, None).await?;
            self.whole(reader, &bucket, key, limit).await
        })
    }
}

impl S3 {
    /// Reads a whole object; none if it is not there.
    async fn whole(&self, reader: &Reader<'_>, bucket: &Bucket, key: &str, limit: usize) -> Result<Option<Bytes>, Failure> {
        let Some(entry) = versions::find(reader, bucket, key, None).await?.filter(|e| !e.marker) else { return Ok(None) };
        if entry.size > limit as u64 {
            return Err(invalid_request(format!("The object is larger than {limit} bytes.")));
        }
        let all = pieces(reader, bucket, &entry).await?;
        let mut stream = blob::stream(reader.plane(), &self.blobs, &slices(&all, Span { from: 0, length: entry.size })).await?;
        let mut out = Vec::with_capacity(usize::try_from(entry.size).unwrap_or(0));
        while let Some(data) = stream.chunks.recv().await {
            out.extend_from_slice(&data.map_err(crate::errors::io)?);
        }
        Ok(Some(Bytes::from(out)))
    }
}
