//! PutObject, and what it has in common with other ways of making objects.

use std::sync::Arc;

use plane::{Access, Handle, Ids, Keyring, Lookup, Transaction};
use wire::Failure;

use super::{service, touched_object};
use crate::api::{self, operation};
use crate::blob::{self, Received};
use crate::checksums::{Algorithm, Said, said, tell};
use crate::conditions::check_write;
use crate::errors::{err, not_built};
use crate::happening::{Happening, What, announce};
use crate::names::quoted;
use crate::place;
use crate::resources::{Bucket, Current, Data, Entry, Mode, Retention, Sse, Sum, Versioning};
use crate::sse::tell_sse;
use crate::{lifecycle, locks, versions};

/// Largest object of one PUT, and largest part: 5 GiB.
pub(crate) const MAX_PUT: u64 = 5 << 30;

pub(crate) fn lock_mode(mode: Mode) -> api::ObjectLockMode {
    match mode {
        Mode::Governance => api::ObjectLockMode::Governance,
        Mode::Compliance => api::ObjectLockMode::Compliance,
    }
}

fn mode_of(mode: api::ObjectLockMode) -> Mode {
    match mode {
        api::ObjectLockMode::Governance => Mode::Governance,
        api::ObjectLockMode::Compliance => Mode::Compliance,
    }
}

/// The headers of a new object, of requests that make one: the entry without data.
macro_rules! new_entry {
    ($input:expr, $tx:expr) => {{
        $crate::operations::buckets::check_acl(
            $input.acl,
            &[&$input.grant_full_control, &$input.grant_read, &$input.grant_read_acp, &$input.grant_write_acp],
        )?;
        $crate::operations::read::no_customer_key!($input);
        if $input.object_lock_event_hold.is_some() {
            return Err($crate::errors::not_built("Event holds"));
        }
        $crate::names::check_key(&$input.key)?;
        let metadata = $input.metadata.clone().unwrap_or_default();
        $crate::names::check_metadata(&metadata)?;
        $crate::resources::Entry {
            key: $input.key.clone(),
            content_type: $input.content_type.clone(),
            content_encoding: $input.content_encoding.as_deref().and_then($crate::operations::write::own_encoding),
            content_disposition: $input.content_disposition.clone(),
            content_language: $input.content_language.clone(),
            cache_control: $input.cache_control.clone(),
            expires: $input.expires.clone(),
            redirect: $input.website_redirect_location.clone(),
            metadata,
            storage_class: $input.storage_class.map(|c| c.as_str().to_owned()),
            tags: $crate::names::header_tags($input.tagging.as_deref())?,
            retention: $crate::operations::write::retention($input.object_lock_mode, $input.object_lock_retain_until_date, $tx)?,
            hold: $input.object_lock_legal_hold_status.map(|s| s == api::ObjectLockLegalHoldStatus::On),
            ..$crate::resources::Entry::default()
        }
    }};
}

pub(crate) use new_entry;

/// The object's own encodings, without the framing of the request.
pub(crate) fn own_encoding(header: &str) -> Option<String> {
    let own: Vec<_> =
        header.split(',').map(str::trim).filter(|e| !e.is_empty() && !e.eq_ignore_ascii_case("aws-chunked")).collect();
    (!own.is_empty()).then(|| own.join(","))
}

pub(crate) fn retention(
    mode: Option<api::ObjectLockMode>,
    until: Option<wire::Timestamp>,
    tx: &Transaction<'_>,
) -> Result<Option<Retention>, Failure> {
    locks::wanted(mode.map(mode_of), until, tx.call().time.as_millisecond())
}

/// Gives a new entry the protection that its bucket wants.
pub(crate) fn protect(entry: &mut Entry, bucket: &Bucket, tx: &Transaction<'_>) -> Result<(), Failure> {
    match &bucket.lock {
        None if entry.retention.is_some() || entry.hold.is_some() => Err(locks::not_enabled()),
        Some(lock) if entry.retention.is_none() => {
            entry.retention = lock.default.as_ref().and_then(|d| locks::default_retention(d, tx.call().time));
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Permission to make an object, with the condition keys of its headers, and of the key that encrypts it.
macro_rules! put_access {
    ($input:expr, $lookup:expr, $bucket:expr) => {{
        let partition = &$lookup.plane().settings.partition;
        let plan = $crate::sse::plan($crate::sse::wish!($input), &$bucket, partition, &$input.key)?;
        let tags = $crate::names::header_tags($input.tagging.as_deref())?;
        let until = $input.object_lock_retain_until_date;
        let days = until.map(|u| ((u.as_second() - $lookup.call().time.as_second()) / 86_400).to_string());
        let keys = |access: Access| {
            let access = access
                .key_if("s3:x-amz-acl", $input.acl.map(|a| a.as_str()))
                .key_if("s3:x-amz-server-side-encryption", $input.server_side_encryption.map(|s| s.as_str()))
                .key_if("s3:x-amz-server-side-encryption-aws-kms-key-id", $input.ssekms_key_id.as_ref().map(|k| k.0.as_str()))
                .key_if("s3:x-amz-server-side-encryption-customer-algorithm", $input.sse_customer_algorithm.as_deref())
                .key_if("s3:x-amz-storage-class", $input.storage_class.map(|c| c.as_str()))
                .key_if("s3:x-amz-website-redirect-location", $input.website_redirect_location.as_deref())
                .key_if("s3:object-lock-mode", $input.object_lock_mode.map(|m| m.as_str()))
                .key_if("s3:object-lock-retain-until-date", until.map(|u| u.to_string()))
                .key_if("s3:object-lock-remaining-retention-days", days.as_deref())
                .key_if("s3:object-lock-legal-hold", $input.object_lock_legal_hold_status.map(|s| s.as_str()));
            $crate::place::with_request_tags(access, &tags)
        };
        let mut access = keys($crate::place::on_object($lookup, &$bucket, &$input.key, "s3:PutObject")?);
        if !tags.is_empty() {
            access = access.and(keys($crate::place::on_object($lookup, &$bucket, &$input.key, "s3:PutObjectTagging")?));
        }
        if $input.object_lock_mode.is_some() || until.is_some() {
            access = access.and(keys($crate::place::on_object($lookup, &$bucket, &$input.key, "s3:PutObjectRetention")?));
        }
        if $input.object_lock_legal_hold_status.is_some() {
            access = access.and(keys($crate::place::on_object($lookup, &$bucket, &$input.key, "s3:PutObjectLegalHold")?));
        }
        $crate::sse::to_write($lookup, &$bucket, plan.as_ref(), access).await?
    }};
}

pub(crate) use put_access;

/// How the object of a request is encrypted, and what seals its blobs' keys.
macro_rules! begin_sse {
    ($input:expr, $tx:expr, $bucket:expr) => {{
        let partition = &$tx.plane().settings.partition;
        let plan = $crate::sse::plan($crate::sse::wish!($input), &$bucket, partition, &$input.key)?;
        $crate::sse::begin($tx, &$bucket, plan.as_ref()).await?
    }};
}

pub(crate) use begin_sse;

/// Receives the streamed body of a call once, however often the call runs, and checks it against what the client said.
pub(crate) async fn received(tx: &Transaction<'_>, said: &mut Said) -> Result<Arc<Received>, Failure> {
    let payload = tx.call().payload.as_ref().ok_or_else(|| Failure::internal("a call without its body"))?;
    let data = match payload.staged::<Received>() {
        Some(data) => data,
        None => {
            let length = payload
                .length
                .ok_or_else(|| err("MissingContentLength", 411, "You must provide the Content-Length HTTP header."))?;
            if length > MAX_PUT {
                return Err(blob::too_large());
            }
            let source = payload.take().await.ok_or_else(|| Failure::internal("a body that was taken before"))?;
            let data =
                Arc::new(blob::receive(&tx.plane().ids, &service(tx.plane())?.blobs, source, MAX_PUT, said.algorithm()).await?);
            payload.stage(data.clone());
            data
        }
    };
    said.trailers(&data.trailers)?;
    data.sums.check(said)?;
    Ok(data)
}

/// The ETag of data: its MD5, but of data that a KMS key encrypts, which tells nothing of itself.
pub(crate) fn etag(ids: &Ids, data: &Received, sse: Option<&Sse>) -> String {
    if sse.is_some() { hex::encode(ids.bytes::<16>()) } else { data.sums.etag() }
}

/// Fills in the data of a new entry, sealed with `seal`, and the checksum that is kept: the client's, or CRC64NVME as AWS chooses.
pub(crate) fn fill(ids: &Ids, seal: &Keyring, entry: &mut Entry, data: &Received, algorithm: Option<Algorithm>) {
    entry.etag = etag(ids, data, entry.sse.as_ref());
    entry.size = data.sums.size;
    entry.data = data.reference(ids, seal).map_or(Data::Empty, Data::Blob);
    let algorithm = algorithm.unwrap_or(Algorithm::Crc64nvme);
    entry.sum = data.sums.text(algorithm).map(|value| Sum { algorithm, value, composite: false });
}

/// The ETag that is there now, for conditions of writes.
pub(crate) async fn present(tx: &mut Transaction<'_>, bucket: &Bucket, key: &str) -> Result<Option<String>, Failure> {
    let current = tx.get::<Current>(&bucket.owner, &bucket.region, &bucket.id(key)).await?;
    Ok(current.map(|c| c.body.0).filter(|e| !e.marker).map(|e| e.etag))
}

impl Handle for operation::PutObject {
    async fn access(input: &api::PutObjectRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let access = put_access!(input, lookup, bucket)
            .key_if("s3:if-match", input.if_match.as_deref())
            .key_if("s3:if-none-match", input.if_none_match.as_deref());
        Ok(access)
    }

    async fn run(input: &api::PutObjectRequest, tx: &mut Transaction<'_>) -> Result<api::PutObjectOutput, Failure> {
        let bucket = place::held(tx, &input.bucket).await?.body;
        touched_object(tx, &bucket, &input.key);
        if input.write_offset_bytes.is_some() {
            return Err(not_built("Appending to objects"));
        }
        let mut entry = new_entry!(input, tx);
        protect(&mut entry, &bucket, tx)?;
        let (sse, seal) = begin_sse!(input, tx, bucket);
        entry.sse = sse;
        let mut said = said!(input, input.content_md5.as_deref(), input.checksum_algorithm)?;
        // Before the data comes, and again with what is there when it has come.
        let conditional = input.if_match.is_some() || input.if_none_match.is_some();
        if conditional {
            let now = versions::find(&tx.reader(), &bucket, &input.key, None).await?.filter(|e| !e.marker).map(|e| e.etag);
            check_write(input.if_match.as_deref(), input.if_none_match.as_deref(), now.as_deref())?;
        }
        let data = received(tx, &mut said).await?;
        if conditional {
            let now = present(tx, &bucket, &input.key).await?;
            check_write(input.if_match.as_deref(), input.if_none_match.as_deref(), now.as_deref())?;
        }
        fill(&tx.plane().ids, &seal, &mut entry, &data, said.algorithm());
        let entry = versions::write(tx, &bucket, entry).await?;
        announce(tx, &bucket, &Happening::of(What::Put, &bucket, &entry))?;
        data.keep();
        let mut output = api::PutObjectOutput {
            e_tag: Some(quoted(&entry.etag)),
            version_id: (bucket.versioning == Versioning::Enabled).then(|| entry.version.clone()),
            ssekms_encryption_context: input.ssekms_encryption_context.clone(),
            expiration: lifecycle::header(bucket.lifecycle.as_ref(), &entry),
            checksum_type: Some(api::ChecksumType::FullObject),
            ..Default::default()
        };
        tell_sse!(output, &entry.sse);
        if let Some(sum) = &entry.sum {
            tell!(output, sum.algorithm, Some(sum.value.clone()));
        }
        Ok(output)
    }
}
