//! Object storage for other services of the plane, as service principals.

use std::sync::Arc;

use bytes::Bytes;
use plane::ports::{AnsweredRequest, CrossOrigin, Objects, RoleSession, ServiceCaller, ServiceObject};
use plane::principal::{IssuerKind, Session};
use plane::service_role::trusts;
use plane::{Access, BoxFuture, Failure, Handle as _, Lookup, Principal, PrincipalKind, Reader, System};
use policy::{Attached, Context, Policies, Policy, Request, SourceType, evaluate};

use crate::S3;
use crate::api::{GetObjectRequest, operation};
use crate::blob;
use crate::checksums::Algorithm;
use crate::conditions::Span;
use crate::cors;
use crate::errors::{denied, err};
use crate::happening::{Happening, What, announce};
use crate::names::{check_key, check_metadata};
use crate::operations::read::{pieces, slices};
use crate::operations::write::{fill, protect};
use crate::place::{bucket, held};
use crate::resources::{BUCKET, Bucket, Current, Entry};
use crate::sse::{self, Plan, Wish};
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
    let (source_arn, source_account) = source.unwrap_or_default();
    let caller = ServiceCaller {
        principal: service.to_owned(),
        source_arn: source_arn.to_owned(),
        source_account: source_account.to_owned(),
    };
    let mut context = caller.context(reader.plane(), &bucket.owner, &bucket.region);
    context.set("s3:resourceaccount", bucket.owner.as_str());
    if action == "s3:PutObject" {
        context.set("s3:x-amz-acl", "bucket-owner-full-control");
    }
    let policy = bucket.effective_policy("", true)?;
    let policies: Vec<&Policy> = policy.as_deref().into_iter().collect();
    if caller.is_allowed(action, resource, &bucket.owner, &policies, &context) {
        return Ok(());
    }
    Err(denied(format!(
        "{service} is not authorized to perform: {action} on resource: \"{resource}\" because the bucket policy does not allow it"
    )))
}

/// A session of a role that a service assumed.
async fn assumed(reader: &Reader<'_>, role_arn: &str) -> Result<RoleSession, Failure> {
    let refused = || denied(format!("{role_arn} is no role that can be assumed here"));
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
            signed_in: false,
        }),
    };
    let (policies, _) = identities.policies(reader, &principal).await?.ok_or_else(refused)?;
    Ok(RoleSession { arn: session, id, role, policies })
}

/// Whether a session of a role may do something in a bucket: by the role's policies, and the bucket's.
fn allow_session(
    reader: &Reader<'_>,
    bucket: &Bucket,
    session: &RoleSession,
    action: &str,
    resource: &str,
    prefix: Option<&str>,
) -> Result<(), Failure> {
    let role = &session.role;
    let mut context = Context::with_capacity(8);
    context
        .set("aws:principalarn", role.arn.as_str())
        .set("aws:principalaccount", role.account.as_str())
        .set("aws:securetransport", "true")
        .set("aws:requestedregion", bucket.region.as_str())
        .set("aws:resourceaccount", bucket.owner.as_str())
        .set("s3:resourceaccount", bucket.owner.as_str())
        .set("aws:currenttime", reader.plane().clock.now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string());
    if let Some(prefix) = prefix {
        context.set("s3:prefix", prefix);
    }
    let named = |p: &'_ plane::NamedPolicy| (p.policy.clone(), p.id.clone(), p.source);
    let identity: Vec<_> = session.policies.identity.iter().map(named).collect();
    let identity: Vec<Attached<'_>> = identity.iter().map(|(p, id, source)| Attached::new(p, id, *source)).collect();
    let boundary = session.policies.boundary.as_ref().map(|p| Attached::new(&p.policy, &p.id, p.source));
    let policy = bucket.effective_policy(&role.account, false)?;
    let attached: Vec<Attached<'_>> = policy.iter().map(|p| Attached::new(p, &bucket.name, SourceType::Resource)).collect();
    let asker = policy::Principal::role_session(&session.arn, &role.account, &session.id, &role.arn);
    let request = Request::new(asker, action, resource, &context).in_account(&bucket.owner);
    let all = Policies { identity: &identity, boundary, resource: &attached, ..Policies::default() };
    if evaluate(&request, &all).is_allowed() {
        return Ok(());
    }
    Err(denied(format!("{} is not authorized to perform: {action} on resource: \"{resource}\"", role.arn)))
}

/// Who reads an object for somebody.
enum Asker<'a> {
    Service(&'a str),
    Session(&'a RoleSession),
    /// Somebody whom the pipeline allowed it, the key's use too.
    Granted,
}

/// Whether somebody may use the key that an object is encrypted with.
async fn allow_decrypt(reader: &Reader<'_>, bucket: &Bucket, entry: &Entry, asker: Asker<'_>) -> Result<(), Failure> {
    let Some(sse) = &entry.sse else { return Ok(()) };
    let keys = sse::keys(reader.plane())?;
    let usage = sse::usage(bucket, &sse.key, &sse.context, "kms:Decrypt");
    match asker {
        Asker::Granted => Ok(()),
        Asker::Session(session) => keys.allows_session(reader, usage, session).await,
        Asker::Service(principal) => {
            let (source_arn, source_account) = (String::new(), bucket.owner.clone());
            let caller = ServiceCaller { principal: principal.to_owned(), source_arn, source_account };
            keys.allows_service(reader, usage, &caller).await
        }
    }
    .map_err(sse::in_our_words)
}

/// Who puts an object.
#[derive(Clone)]
enum Writer {
    Service,
    Session(Arc<RoleSession>),
}

impl Writer {
    fn allow(&self, reader: &Reader<'_>, bucket: &Bucket, object: &ServiceObject) -> Result<(), Failure> {
        match self {
            Self::Service => allow_put(reader, bucket, object),
            Self::Session(session) => {
                let arn = bucket.object_arn(&reader.plane().settings.partition, &object.key);
                allow_session(reader, bucket, session, "s3:PutObject", &arn, None)
            }
        }
    }

    /// How an object is encrypted, if the key lets it.
    async fn plan(&self, reader: &Reader<'_>, bucket: &Bucket, object: &ServiceObject) -> Result<Option<Plan>, Failure> {
        let partition = &reader.plane().settings.partition;
        let plan = match &object.kms_key {
            Some(key) => Some(Plan::of_service(key, &bucket.object_arn(partition, &object.key), &object.kms_context)),
            None => sse::plan(Wish::default(), bucket, partition, &object.key)?,
        };
        let Some(plan) = plan else { return Ok(None) };
        let keys = sse::keys(reader.plane())?;
        let (key, context) = plan.named();
        let missing = || err("KMS.NotFoundException", 400, format!("Invalid keyId '{key}'"));
        // A key without its account is the bucket owner's.
        let facts = keys.find(reader, &bucket.owner, &bucket.region, key).await?.ok_or_else(missing)?;
        let usage = sse::usage(bucket, &facts.arn, context, "kms:GenerateDataKey");
        match self {
            Self::Session(session) => keys.allows_session(reader, usage, session).await,
            Self::Service => {
                let caller = ServiceCaller {
                    principal: object.service_principal.clone(),
                    source_arn: object.source_arn.clone(),
                    source_account: object.source_account.clone(),
                };
                keys.allows_service(reader, usage, &caller).await
            }
        }
        .map_err(sse::in_our_words)?;
        Ok(Some(plan))
    }
}

fn allow_put(reader: &Reader<'_>, bucket: &Bucket, object: &ServiceObject) -> Result<(), Failure> {
    let arn = bucket.object_arn(&reader.plane().settings.partition, &object.key);
    let source = Some((object.source_arn.as_str(), object.source_account.as_str()));
    allow(reader, bucket, &object.service_principal, "s3:PutObject", &arn, source)
}

impl Objects for S3 {
    fn put<'a>(&'a self, system: &'a System, object: ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(self.write(system, object, Writer::Service))
    }

    fn put_as_role<'a>(
        &'a self,
        system: &'a System,
        caller: &'a ServiceCaller,
        role_arn: &'a str,
        object: ServiceObject,
    ) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let session = assumed(&system.reader(), role_arn).await?;
            if !trusts(system.plane(), &session.role, caller) {
                return Err(denied(format!("{role_arn} does not trust {}", caller.principal)));
            }
            self.write(system, object, Writer::Session(Arc::new(session))).await
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

    fn may_write<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move { allow_put(reader, &bucket(reader, &object.bucket, None).await?, object) })
    }

    fn may_encrypt<'a>(&'a self, reader: &'a Reader<'a>, object: &'a ServiceObject) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let bucket = bucket(reader, &object.bucket, None).await?;
            Writer::Service.plan(reader, &bucket, object).await.map(|_| ())
        })
    }

    fn region<'a>(&'a self, reader: &'a Reader<'a>, name: &'a str) -> BoxFuture<'a, Result<Option<String>, Failure>> {
        Box::pin(async move { Ok(reader.find::<Bucket>(BUCKET, name).await?.map(|bucket| bucket.body.region)) })
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
            self.whole(reader, &bucket, key, None, limit, Asker::Service(service_principal)).await
        })
    }

    fn cross_origin<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        name: &'a str,
        asked: CrossOrigin<'a>,
    ) -> BoxFuture<'a, Result<Vec<(&'static str, String)>, Failure>> {
        Box::pin(async move {
            let bucket = reader.find::<Bucket>(BUCKET, name).await?;
            cors::answer(bucket.as_ref().map(|bucket| bucket.body.cors.as_deref()), &asked)
        })
    }

    fn logs_requests(&self, bucket: &str) -> bool {
        self.access_logs.covers(bucket)
    }

    fn log_request(&self, request: &AnsweredRequest<'_>) {
        self.access_logs.add(request);
    }

    fn owner<'a>(&'a self, reader: &'a Reader<'a>, name: &'a str) -> BoxFuture<'a, Result<Option<String>, Failure>> {
        Box::pin(async move { Ok(reader.find::<Bucket>(BUCKET, name).await?.map(|bucket| bucket.body.owner)) })
    }

    fn read_access<'a>(
        &'a self,
        lookup: &'a Lookup<'a>,
        name: &'a str,
        key: &'a str,
        version: Option<&'a str>,
    ) -> BoxFuture<'a, Result<Access, Failure>> {
        Box::pin(async move {
            if lookup.find::<Bucket>(BUCKET, name).await?.is_none() {
                let arn = format!("arn:{}:s3:::{name}/{key}", lookup.plane().settings.partition);
                return Ok(Access::on(arn).action(if version.is_some() { "s3:GetObjectVersion" } else { "s3:GetObject" }));
            }
            let version_id = version.map(str::to_owned);
            let input =
                GetObjectRequest { bucket: name.to_owned(), key: key.to_owned(), version_id, ..GetObjectRequest::default() };
            operation::GetObject::access(&input, lookup).await
        })
    }

    fn read_granted<'a>(
        &'a self,
        reader: &'a Reader<'a>,
        name: &'a str,
        key: &'a str,
        version: Option<&'a str>,
        limit: usize,
    ) -> BoxFuture<'a, Result<Option<Bytes>, Failure>> {
        Box::pin(async move {
            let bucket = bucket(reader, name, None).await?;
            self.whole(reader, &bucket, key, version, limit, Asker::Granted).await
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
            allow_session(reader, &bucket, &assumed(reader, role_arn).await?, "s3:ListBucket", &arn, Some(prefix))?;
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
            let session = assumed(reader, role_arn).await?;
            allow_session(reader, &bucket, &session, "s3:GetObject", &arn, None)?;
            self.whole(reader, &bucket, key, None, limit, Asker::Session(&session)).await
        })
    }
}

impl S3 {
    /// Puts an object for somebody.
    async fn write(&self, system: &System, object: ServiceObject, writer: Writer) -> Result<(), Failure> {
        check_key(&object.key)?;
        let metadata = object.metadata.iter().cloned().collect();
        check_metadata(&metadata)?;
        let reader = system.reader();
        let into = bucket(&reader, &object.bucket, None).await?;
        writer.allow(&reader, &into, &object)?;
        writer.plan(&reader, &into, &object).await?;
        let data = blob::whole(&system.plane().ids, &self.blobs, object.body.clone(), None).await?;
        let entry = Entry {
            key: object.key.clone(),
            content_type: Some(object.content_type.clone()),
            content_encoding: object.content_encoding.clone(),
            metadata,
            ..Entry::default()
        };
        let data = Arc::new(data);
        system
            .act("s3", "PutObject", |tx| {
                let (mut entry, object, data, writer) = (entry.clone(), object.clone(), data.clone(), writer.clone());
                Box::pin(async move {
                    let bucket = held(tx, &object.bucket).await?.body;
                    writer.allow(&tx.reader(), &bucket, &object)?;
                    protect(&mut entry, &bucket, tx)?;
                    let plan = writer.plan(&tx.reader(), &bucket, &object).await?;
                    let plane = tx.plane();
                    let algorithm = Some(Algorithm::Crc64nvme);
                    match plan {
                        Some(plan) => {
                            let owner = bucket.owner.clone();
                            let (sse, keyring) = sse::make(tx, &bucket, &owner, &plan).await?;
                            entry.sse = Some(sse);
                            fill(&plane.ids, &keyring, &mut entry, &data, algorithm);
                        }
                        None => fill(&plane.ids, &plane.keyring, &mut entry, &data, algorithm),
                    }
                    let entry = versions::write(tx, &bucket, entry).await?;
                    announce(tx, &bucket, &Happening::of(What::Put, &bucket, &entry))
                })
            })
            .await?;
        data.keep();
        Ok(())
    }

    /// Reads a whole object; none if it is not there. Why a named version cannot be read is said.
    async fn whole(
        &self,
        reader: &Reader<'_>,
        bucket: &Bucket,
        key: &str,
        version: Option<&str>,
        limit: usize,
        asker: Asker<'_>,
    ) -> Result<Option<Bytes>, Failure> {
        let entry = match versions::find(reader, bucket, key, version).await? {
            found if version.is_some() => versions::readable(found, version)?,
            Some(entry) if !entry.marker => entry,
            _ => return Ok(None),
        };
        if entry.size > limit as u64 {
            return Err(err("EntityTooLarge", 400, format!("The object is larger than {limit} bytes.")));
        }
        allow_decrypt(reader, bucket, &entry, asker).await?;
        let seal = sse::open(reader, bucket, entry.sse.as_ref()).await?;
        let all = pieces(reader, bucket, &entry).await?;
        let mut stream = blob::stream(&seal, &self.blobs, &slices(&all, Span { from: 0, length: entry.size })).await?;
        let mut out = Vec::with_capacity(usize::try_from(entry.size).unwrap_or(0));
        while let Some(data) = stream.chunks.recv().await {
            out.extend_from_slice(&data.map_err(crate::errors::io)?);
        }
        Ok(Some(Bytes::from(out)))
    }
}
