//! Uploads in parts.

use std::collections::BTreeMap;

use plane::{Access, Handle, Keyring, Lookup, Stored, Transaction};
use wire::Failure;

use super::copy::Source;
use super::read::{no_customer_key, pieces, slices};
use super::write::{MAX_PUT, begin_sse, etag, new_entry, present, protect, put_access, received};
use super::{service, touched_object};
use crate::api::{self, operation};
use crate::blob::{self, Received};
use crate::checksums::{self, Algorithm, carried, said, tell};
use crate::conditions::{Conditions, Span, check_write};
use crate::errors::{err, invalid, invalid_request, malformed_xml, no_such_upload, not_built};
use crate::happening::{self, Happening, What};
use crate::names::{quoted, second};
use crate::place::{self, on_object};
use crate::resources::{Bucket, Data, Manifest, Part, Piece, Sum, Upload, Versioning};
use crate::sse::{self, tell_sse};
use crate::{lifecycle, versions};

/// Most parts of an upload.
pub(crate) const MAX_PARTS: i32 = 10_000;
/// Smallest part but for the last one: 5 MiB.
const MIN_PART: u64 = 5 << 20;
/// Largest object: 50 TiB since December 2025.
const MAX_OBJECT: u64 = 50 << 40;

fn upload_id(bucket: &Bucket, key: &str, id: &str) -> String {
    format!("{}\0{id}", bucket.id(key))
}

fn part_id(upload: &str, number: i32) -> String {
    format!("{upload}/{number:05}")
}

/// The prefix of the ids of an upload's parts.
pub(crate) fn part_prefix(upload: &str) -> String {
    format!("{upload}/")
}

/// The upload, held until the commit.
pub(crate) async fn upload(tx: &mut Transaction<'_>, bucket: &Bucket, key: &str, id: &str) -> Result<Stored<Upload>, Failure> {
    tx.get::<Upload>(&bucket.owner, &bucket.region, &upload_id(bucket, key, id)).await?.ok_or_else(no_such_upload)
}

/// Ends an upload without an object.
pub(crate) async fn drop_upload(tx: &mut Transaction<'_>, bucket: &Bucket, upload: &Stored<Upload>) -> Result<(), Failure> {
    let Some(upload) = tx.get::<Upload>(&upload.key.account, &upload.key.region, &upload.key.id).await? else { return Ok(()) };
    for part in tx.all::<Part>(&bucket.owner, &bucket.region, &part_prefix(&upload.body.id)).await? {
        if let Some(blob) = &part.body.blob {
            versions::garbage(tx, blob)?;
        }
        tx.delete(&part);
    }
    tx.delete(&upload);
    Ok(())
}

impl Handle for operation::CreateMultipartUpload {
    async fn access(input: &api::CreateMultipartUploadRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        super::not_anonymous(lookup, "Anonymous users cannot initiate multipart uploads. Please authenticate.")?;
        Ok(put_access!(input, lookup, bucket))
    }

    async fn run(
        input: &api::CreateMultipartUploadRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateMultipartUploadOutput, Failure> {
        let bucket = place::held(tx, &input.bucket).await?.body;
        touched_object(tx, &bucket, &input.key);
        let mut entry = new_entry!(input, tx);
        protect(&mut entry, &bucket, tx)?;
        let (sse, _) = begin_sse!(input, tx, bucket);
        entry.sse = sse.clone();
        let algorithm = input.checksum_algorithm.map(Algorithm::of).transpose()?;
        let composite = match (input.checksum_type, algorithm) {
            (None, None) => false,
            (Some(_), None) => {
                return Err(invalid_request(
                    "The x-amz-checksum-type header can only be used with the x-amz-checksum-algorithm header.",
                ));
            }
            (None, Some(algorithm)) => algorithm != Algorithm::Crc64nvme,
            (Some(api::ChecksumType::FullObject), Some(algorithm)) if algorithm.combines() => false,
            (Some(api::ChecksumType::Composite), Some(algorithm)) if algorithm != Algorithm::Crc64nvme => true,
            (Some(kind), Some(algorithm)) => {
                return Err(invalid_request(format!(
                    "The {kind} checksum type cannot be used with the {} checksum algorithm.",
                    algorithm.api().as_str().to_lowercase()
                )));
            }
        };
        let now = tx.call().time;
        let id = format!("{:016x}{}", now.as_nanosecond().max(0), hex::encode(tx.plane().ids.bytes::<16>()));
        let body = Upload {
            id: id.clone(),
            initiated: now.as_millisecond(),
            initiator: tx.call().principal.arn.clone(),
            entry,
            algorithm,
            composite,
        };
        tx.put(&Stored::new(&bucket.owner, &bucket.region, upload_id(&bucket, &input.key, &id), body))?;
        let abort = bucket.lifecycle.as_ref().and_then(|r| lifecycle::abortion(r, &input.key, now.as_millisecond()));
        let mut output = api::CreateMultipartUploadOutput {
            abort_date: abort.map(|(at, _)| second(at)),
            abort_rule_id: abort.map(|(_, id)| id.to_owned()),
            bucket: Some(input.bucket.clone()),
            key: Some(input.key.clone()),
            upload_id: Some(id),
            ssekms_encryption_context: input.ssekms_encryption_context.clone(),
            checksum_algorithm: input.checksum_algorithm,
            checksum_type: algorithm
                .map(|_| if composite { api::ChecksumType::Composite } else { api::ChecksumType::FullObject }),
            ..Default::default()
        };
        tell_sse!(output, &sse);
        Ok(output)
    }
}

/// What a part's uploader must be allowed besides: `kms:Decrypt` of the upload's data key.
async fn part_access(lookup: &Lookup<'_>, bucket: &Bucket, key: &str, id: &str, access: Access) -> Result<Access, Failure> {
    let upload = lookup.get::<Upload>(&bucket.owner, &bucket.region, &upload_id(bucket, key, id)).await?;
    sse::to_read_entry(lookup, bucket, upload.as_ref().map(|u| &u.body.entry), access).await
}

fn check_number(number: i32) -> Result<(), Failure> {
    if (1..=MAX_PARTS).contains(&number) {
        Ok(())
    } else {
        Err(invalid("Part number must be an integer between 1 and 10000, inclusive"))
    }
}

/// Writes a part, in place of one that was there.
async fn save_part(
    tx: &mut Transaction<'_>,
    bucket: &Bucket,
    upload: &Upload,
    number: i32,
    data: &Received,
    seal: &Keyring,
) -> Result<Part, Failure> {
    let id = part_id(&upload.id, number);
    let part = Part {
        number,
        size: data.sums.size,
        etag: etag(&tx.plane().ids, data, upload.entry.sse.as_ref()),
        modified: tx.call().time.as_millisecond(),
        blob: data.reference(&tx.plane().ids, seal),
        sum: upload.algorithm.and_then(|a| data.sums.text(a)),
        crcs: data.sums.crcs,
    };
    let mut stored = Stored::new(&bucket.owner, &bucket.region, &id, part.clone());
    if let Some(old) = tx.get::<Part>(&bucket.owner, &bucket.region, &id).await? {
        if let Some(blob) = &old.body.blob {
            versions::garbage(tx, blob)?;
        }
        stored = Stored { body: part.clone(), ..old };
    }
    tx.put(&stored)?;
    data.keep();
    Ok(part)
}

impl Handle for operation::UploadPart {
    async fn access(input: &api::UploadPartRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let access = on_object(lookup, &bucket, &input.key, "s3:PutObject")?;
        part_access(lookup, &bucket, &input.key, &input.upload_id, access).await
    }

    async fn run(input: &api::UploadPartRequest, tx: &mut Transaction<'_>) -> Result<api::UploadPartOutput, Failure> {
        no_customer_key!(input);
        check_number(input.part_number)?;
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let upload = upload(tx, &bucket, &input.key, &input.upload_id).await?.body;
        let seal = sse::open_for(tx, &bucket, upload.entry.sse.as_ref()).await?;
        let mut said =
            said!(input, input.content_md5.as_deref(), input.checksum_algorithm.or(upload.algorithm.map(Algorithm::api)))?;
        let data = received(tx, &mut said).await?;
        if let (Some(wanted), Some(given)) = (upload.algorithm, said.algorithm())
            && wanted != given
        {
            let text = format!(
                "Checksum Type mismatch occurred, expected checksum Type: {}, actual checksum Type: {}",
                wanted.api().as_str().to_lowercase(),
                given.api().as_str().to_lowercase()
            );
            return Err(invalid_request(text));
        }
        let part = save_part(tx, &bucket, &upload, input.part_number, &data, &seal).await?;
        let mut output = api::UploadPartOutput { e_tag: Some(quoted(&part.etag)), ..Default::default() };
        tell_sse!(output, &upload.entry.sse);
        if let Some(algorithm) = said.algorithm() {
            tell!(output, algorithm, data.sums.text(algorithm));
        }
        Ok(output)
    }
}

impl Handle for operation::UploadPartCopy {
    async fn access(input: &api::UploadPartCopyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let source = Source::read(&input.copy_source)?;
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let (read, _) = source.access(lookup, input.expected_source_bucket_owner.as_deref()).await?;
        let write = on_object(lookup, &bucket, &input.key, "s3:PutObject")?;
        let write = part_access(lookup, &bucket, &input.key, &input.upload_id, write).await?;
        Ok(write.key("s3:x-amz-copy-source", format!("/{}/{}", source.bucket, source.key)).and(read))
    }

    async fn run(input: &api::UploadPartCopyRequest, tx: &mut Transaction<'_>) -> Result<api::UploadPartCopyOutput, Failure> {
        no_customer_key!(input);
        check_number(input.part_number)?;
        let source = Source::read(&input.copy_source)?;
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let upload = upload(tx, &bucket, &input.key, &input.upload_id).await?.body;
        let (from, original) = source.open(&tx.reader()).await?;
        touched_object(tx, &from, &source.key);
        Conditions {
            if_match: input.copy_source_if_match.as_deref(),
            if_none_match: input.copy_source_if_none_match.as_deref(),
            if_modified_since: input.copy_source_if_modified_since,
            if_unmodified_since: input.copy_source_if_unmodified_since,
        }
        .check_source(&original.etag, original.modified_second())?;
        let span = match &input.copy_source_range {
            None => Span { from: 0, length: original.size },
            Some(range) => exact_range(range, original.size)?,
        };
        if span.length > MAX_PUT {
            return Err(blob::too_large());
        }
        let all = pieces(&tx.reader(), &from, &original).await?;
        let opened = sse::open_for(tx, &from, original.sse.as_ref()).await?;
        let seal = sse::open_for(tx, &bucket, upload.entry.sse.as_ref()).await?;
        let blobs = &service(tx.plane())?.blobs;
        let data = blob::copy(&tx.plane().ids, blobs, &opened, &slices(&all, span), upload.algorithm).await?;
        let part = save_part(tx, &bucket, &upload, input.part_number, &data, &seal).await?;
        let mut result = api::CopyPartResult {
            e_tag: Some(quoted(&part.etag)),
            last_modified: Some(second(part.modified)),
            ..Default::default()
        };
        if let Some(algorithm) = upload.algorithm {
            tell!(result, algorithm, part.sum.clone());
        }
        let mut output = api::UploadPartCopyOutput {
            copy_source_version_id: (from.versioning != Versioning::Off).then_some(original.version),
            copy_part_result: Some(result),
            ..Default::default()
        };
        tell_sse!(output, &upload.entry.sse);
        Ok(output)
    }
}

/// `bytes=first-last`, both within the source.
fn exact_range(header: &str, size: u64) -> Result<Span, Failure> {
    let broken = || {
        invalid(
            "The x-amz-copy-source-range value must be of the form bytes=first-last where first and last are the zero-based offsets of the first and last bytes to copy",
        )
    };
    let (first, last) = header.strip_prefix("bytes=").and_then(|r| r.split_once('-')).ok_or_else(broken)?;
    let (first, last) = (first.parse::<u64>().map_err(|_| broken())?, last.parse::<u64>().map_err(|_| broken())?);
    if first > last {
        return Err(broken());
    }
    if last >= size {
        return Err(invalid(format!("Range specified is not valid for source object of size: {size}")));
    }
    Ok(Span { from: first, length: last - first + 1 })
}

impl Handle for operation::CompleteMultipartUpload {
    async fn access(input: &api::CompleteMultipartUploadRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let access = on_object(lookup, &bucket, &input.key, "s3:PutObject")?
            .key_if("s3:if-match", input.if_match.as_deref())
            .key_if("s3:if-none-match", input.if_none_match.as_deref());
        part_access(lookup, &bucket, &input.key, &input.upload_id, access).await
    }

    async fn run(
        input: &api::CompleteMultipartUploadRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CompleteMultipartUploadOutput, Failure> {
        no_customer_key!(input);
        let bucket = place::held(tx, &input.bucket).await?.body;
        touched_object(tx, &bucket, &input.key);
        let stored = upload(tx, &bucket, &input.key, &input.upload_id).await?;
        let upload = &stored.body;
        // Not used, but a key that cannot be used makes no object.
        sse::open_for(tx, &bucket, upload.entry.sse.as_ref()).await?;
        if input.if_match.is_some() || input.if_none_match.is_some() {
            let now = present(tx, &bucket, &input.key).await?;
            check_write(input.if_match.as_deref(), input.if_none_match.as_deref(), now.as_deref())?;
        }
        let asked = input.multipart_upload.as_ref().and_then(|m| m.parts.as_deref()).filter(|p| !p.is_empty());
        let asked = asked.ok_or_else(malformed_xml)?;
        let held = tx.all::<Part>(&bucket.owner, &bucket.region, &part_prefix(&upload.id)).await?;
        let there: BTreeMap<i32, &Part> = held.iter().map(|p| (p.body.number, &p.body)).collect();
        let parts = chosen(asked, &there, upload)?;
        let size = parts.iter().map(|p| p.size).sum::<u64>();
        if size > MAX_OBJECT {
            return Err(blob::too_large());
        }
        if let Some(said) = input.mpu_object_size
            && u64::try_from(said).ok() != Some(size)
        {
            return Err(invalid_request(format!(
                "The provided 'x-amz-mp-object-size' header value {said} does not match what was computed: {size}"
            )));
        }
        let sum = whole_sum(upload, &parts)?;
        let said = carried!(input, sum.algorithm);
        if let Some(said) = said.filter(|s| s.split('-').next() != sum.value.split('-').next()) {
            let name = sum.algorithm.api();
            return Err(err(
                "BadDigest",
                400,
                format!("The {name} you specified ({said}) did not match the calculated checksum."),
            ));
        }
        let mut entry = upload.entry.clone();
        entry.size = size;
        entry.etag = checksums::multipart_etag(&parts.iter().map(|p| p.etag.clone()).collect::<Vec<_>>());
        entry.sum = Some(sum.clone());
        let manifest = tx.plane().ids.uuid().simple().to_string();
        entry.data = Data::Parts { manifest: manifest.clone(), count: u32::try_from(parts.len()).unwrap_or(u32::MAX) };
        let pieces =
            parts.iter().map(|p| Piece { number: p.number, size: p.size, blob: p.blob.clone(), sum: p.sum.clone() }).collect();
        tx.put(&Stored::new(&bucket.owner, &bucket.region, manifest, Manifest { parts: pieces }))?;
        for part in &held {
            let used = parts.iter().any(|p| p.number == part.body.number);
            if let Some(blob) = part.body.blob.as_ref().filter(|_| !used) {
                versions::garbage(tx, blob)?;
            }
            tx.delete(part);
        }
        tx.delete(&stored);
        let entry = versions::write(tx, &bucket, entry).await?;
        happening::announce(tx, &bucket, &Happening::of(What::CompleteMultipartUpload, &bucket, &entry))?;
        let mut output = api::CompleteMultipartUploadOutput {
            location: Some(format!("http://{}/{}/{}", tx.call().host, input.bucket, input.key)),
            bucket: Some(input.bucket.clone()),
            key: Some(input.key.clone()),
            expiration: lifecycle::header(bucket.lifecycle.as_ref(), &entry),
            e_tag: Some(quoted(&entry.etag)),
            checksum_type: Some(if sum.composite { api::ChecksumType::Composite } else { api::ChecksumType::FullObject }),
            version_id: (bucket.versioning == Versioning::Enabled).then_some(entry.version),
            ..Default::default()
        };
        tell_sse!(output, &entry.sse);
        tell!(output, sum.algorithm, Some(sum.value));
        Ok(output)
    }
}

/// The parts that the request names, in order.
fn chosen<'p>(asked: &[api::CompletedPart], there: &BTreeMap<i32, &'p Part>, upload: &Upload) -> Result<Vec<&'p Part>, Failure> {
    let missing = || {
        let text = "One or more of the specified parts could not be found.  The part may not have been uploaded, or the specified entity tag may not match the part's entity tag.";
        err("InvalidPart", 400, text)
    };
    let mut parts: Vec<&Part> = Vec::with_capacity(asked.len());
    for part in asked {
        let number = part.part_number.ok_or_else(malformed_xml)?;
        let etag = part.e_tag.as_deref().ok_or_else(malformed_xml)?;
        if parts.last().is_some_and(|last| last.number >= number) {
            return Err(err(
                "InvalidPartOrder",
                400,
                "The list of parts was not in ascending order. Parts must be ordered by part number.",
            ));
        }
        let found = there.get(&number).copied().filter(|p| p.etag == etag.trim_matches('"')).ok_or_else(missing)?;
        if let Some(algorithm) = upload.algorithm
            && let Some(said) = carried!(part, algorithm)
            && found.sum.as_deref() != Some(said)
        {
            return Err(missing());
        }
        parts.push(found);
    }
    let last = parts.len() - 1;
    if parts.iter().take(last).any(|p| p.size < MIN_PART) {
        return Err(err("EntityTooSmall", 400, "Your proposed upload is smaller than the minimum allowed size"));
    }
    Ok(parts)
}

/// The checksum of the whole object.
fn whole_sum(upload: &Upload, parts: &[&Part]) -> Result<Sum, Failure> {
    let algorithm = upload.algorithm.unwrap_or(Algorithm::Crc64nvme);
    let value = if upload.composite {
        let sums: Vec<String> = parts.iter().filter_map(|p| p.sum.clone()).collect();
        checksums::composite(algorithm, &sums).filter(|_| sums.len() == parts.len())
    } else {
        Some(checksums::combine(algorithm, parts.iter().map(|p| (p.crcs, p.size))))
    };
    let value = value.ok_or_else(|| invalid_request("The parts of the upload do not all have a checksum of its algorithm."))?;
    Ok(Sum { algorithm, value, composite: upload.composite })
}

impl Handle for operation::AbortMultipartUpload {
    async fn access(input: &api::AbortMultipartUploadRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_object(lookup, &bucket, &input.key, "s3:AbortMultipartUpload")
    }

    async fn run(
        input: &api::AbortMultipartUploadRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::AbortMultipartUploadOutput, Failure> {
        if input.if_match_initiated_time.is_some() {
            return Err(not_built("Abortion on condition of time"));
        }
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let stored = upload(tx, &bucket, &input.key, &input.upload_id).await?;
        drop_upload(tx, &bucket, &stored).await?;
        Ok(api::AbortMultipartUploadOutput::default())
    }
}
