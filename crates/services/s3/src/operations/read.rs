//! Reading objects.

use std::collections::BTreeMap;

use plane::{Access, Handle, Lookup, PrincipalKind, Reader, Transaction};
use wire::Failure;

use super::{service, touched_object};
use crate::api::{self, operation};
use crate::blob::{self, Slice};
use crate::checksums::tell;
use crate::conditions::{self, Conditions, Span};
use crate::errors::{invalid, invalid_request};
use crate::lifecycle;
use crate::names::{quoted, second};
use crate::place::{self, on_bucket, on_object, with_tags};
use crate::resources::{Bucket, Data, Entry, Manifest, Piece, Versioning};
use crate::sse::{self, tell_sse};
use crate::versions;

/// Permission for an action on an object that should be there. Whether it is not, is told only to who may list the bucket.
pub(crate) async fn on_existing(
    lookup: &Lookup<'_>,
    bucket: &Bucket,
    key: &str,
    version: Option<&str>,
    action: &'static str,
) -> Result<Access, Failure> {
    on_found(lookup, bucket, key, version, action).await.map(|(access, _)| access)
}

/// As [`on_existing`], with the object, if it is there.
pub(crate) async fn on_found(
    lookup: &Lookup<'_>,
    bucket: &Bucket,
    key: &str,
    version: Option<&str>,
    action: &'static str,
) -> Result<(Access, Option<Entry>), Failure> {
    versions::check_id(version)?;
    let found = versions::find(lookup, bucket, key, version).await?;
    let there = found.as_ref().is_some_and(|e| !e.marker || version.is_some());
    let access = with_tags(on_object(lookup, bucket, key, action)?, found.as_ref()).key_if("s3:VersionId", version);
    if there {
        return Ok((access, found));
    }
    let listing = if version.is_some() { "s3:ListBucketVersions" } else { "s3:ListBucket" };
    Ok((access.and(on_bucket(lookup, bucket, listing)?.key("s3:prefix", key)), found))
}

/// The parts of an object.
pub(crate) async fn pieces(reader: &Reader<'_>, bucket: &Bucket, entry: &Entry) -> Result<Vec<Piece>, Failure> {
    Ok(match &entry.data {
        Data::Empty => Vec::new(),
        Data::Blob(blob) => vec![Piece { number: 1, size: entry.size, blob: Some(blob.clone()), sum: None }],
        Data::Parts { manifest, .. } => {
            reader
                .get::<Manifest>(&bucket.owner, &bucket.region, manifest)
                .await?
                .ok_or_else(|| Failure::internal("the parts of an object are not there"))?
                .body
                .parts
        }
    })
}

/// The ranges of blobs that make a range of an object.
pub(crate) fn slices(pieces: &[Piece], span: Span) -> Vec<Slice> {
    let (mut at, end) = (0u64, span.from + span.length);
    let mut out = Vec::new();
    for piece in pieces {
        let (from, until) = (span.from.max(at), end.min(at + piece.size));
        if let Some(blob) = piece.blob.as_ref().filter(|_| from < until) {
            out.push(Slice { blob: blob.clone(), size: piece.size, from: from - at, length: until - from });
        }
        at += piece.size;
    }
    out
}

/// What a read answers: which bytes, and of how many parts.
struct Selection {
    span: Span,
    content_range: Option<String>,
    parts: Option<i32>,
    whole: bool,
}

async fn select(
    reader: &Reader<'_>,
    bucket: &Bucket,
    entry: &Entry,
    range: Option<&str>,
    part: Option<i32>,
) -> Result<Selection, Failure> {
    let whole = Span { from: 0, length: entry.size };
    if let Some(number) = part {
        if range.is_some() {
            return Err(invalid_request("Cannot specify both Range header and partNumber query parameter"));
        }
        let multipart = matches!(entry.data, Data::Parts { .. });
        let all = pieces(reader, bucket, entry).await?;
        let index =
            usize::try_from(number - 1).map_err(|_| invalid("Part number must be an integer between 1 and 10000, inclusive"))?;
        if !multipart && index == 0 {
            return Ok(Selection { span: whole, content_range: None, parts: None, whole: true });
        }
        let piece = all
            .get(index)
            .filter(|_| multipart)
            .ok_or_else(|| crate::errors::err("InvalidPartNumber", 416, "The requested partnumber is not satisfiable"))?;
        let span = Span { from: all.iter().take(index).map(|p| p.size).sum(), length: piece.size };
        let parts = i32::try_from(all.len()).ok();
        return Ok(Selection { span, content_range: Some(span.header(entry.size)), parts, whole: false });
    }
    Ok(match range.map(|r| conditions::range(r, entry.size)).transpose()?.flatten() {
        Some(span) => {
            Selection { span, content_range: Some(span.header(entry.size)), parts: None, whole: span.length == entry.size }
        }
        None => Selection { span: whole, content_range: None, parts: None, whole: true },
    })
}

/// Fills what GetObject and HeadObject answer alike.
macro_rules! answer {
    ($output:ident, $input:expr, $bucket:expr, $entry:expr, $selection:expr, $now:expr) => {
        let bytes = |n: u64| i64::try_from(n).ok();
        $output.accept_ranges = Some("bytes".to_owned());
        $output.last_modified = Some(second($entry.modified));
        $output.content_length = bytes($selection.span.length);
        $output.content_range = $selection.content_range.clone();
        $output.e_tag = Some(quoted(&$entry.etag));
        $output.version_id = ($bucket.versioning != Versioning::Off).then(|| $entry.version.clone());
        $output.content_type = $input
            .response_content_type
            .clone()
            .or($entry.content_type.clone())
            .or_else(|| Some("binary/octet-stream".to_owned()));
        $output.cache_control = $input.response_cache_control.clone().or($entry.cache_control.clone());
        $output.content_disposition = $input.response_content_disposition.clone().or($entry.content_disposition.clone());
        $output.content_encoding = $input.response_content_encoding.clone().or($entry.content_encoding.clone());
        $output.content_language = $input.response_content_language.clone().or($entry.content_language.clone());
        $output.expires =
            $input.response_expires.map(|t| t.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string()).or($entry.expires.clone());
        $output.website_redirect_location = $entry.redirect.clone();
        tell_sse!($output, &$entry.sse);
        $output.metadata = (!$entry.metadata.is_empty()).then(|| $entry.metadata.clone().into_iter().collect::<BTreeMap<_, _>>());
        // The standard class is told by leaving it out.
        $output.storage_class = $entry.storage_class.as_deref().filter(|c| *c != "STANDARD").and_then(api::StorageClass::parse);
        $output.parts_count = $selection.parts;
        $output.tag_count = i32::try_from($entry.tags.len()).ok().filter(|n| *n > 0);
        $output.object_lock_mode = $entry.retention.map(|r| super::write::lock_mode(r.mode));
        $output.object_lock_retain_until_date = $entry.retention.map(|r| second(r.until));
        $output.object_lock_legal_hold_status = $entry.hold.map(super::locks::hold_status);
        $output.expiration = lifecycle::header($bucket.lifecycle.as_ref(), &$entry);
        if $selection.whole
            && $input.checksum_mode.is_some()
            && let Some(sum) = &$entry.sum
        {
            tell!($output, sum.algorithm, Some(sum.value.clone()));
            $output.checksum_type =
                Some(if sum.composite { api::ChecksumType::Composite } else { api::ChecksumType::FullObject });
        }
    };
}

/// Refuses customer keys, which are not built.
macro_rules! no_customer_key {
    ($input:expr) => {
        if $input.sse_customer_algorithm.is_some() || $input.sse_customer_key.is_some() {
            return Err($crate::errors::not_built("Encryption with keys of customers (SSE-C)"));
        }
    };
}

pub(crate) use no_customer_key;

/// Refuses unsigned requests that want other headers than the object's own.
macro_rules! own_headers_for_anonymous {
    ($input:expr, $tx:expr) => {
        let overrides = $input.response_content_type.is_some()
            || $input.response_cache_control.is_some()
            || $input.response_content_disposition.is_some()
            || $input.response_content_encoding.is_some()
            || $input.response_content_language.is_some()
            || $input.response_expires.is_some();
        if overrides && $tx.call().principal.kind == PrincipalKind::Anonymous {
            return Err(invalid_request("Request specific response headers cannot be used for anonymous GET requests."));
        }
    };
}

impl Handle for operation::GetObject {
    async fn access(input: &api::GetObjectRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let version = input.version_id.as_deref();
        let action = if version.is_some() { "s3:GetObjectVersion" } else { "s3:GetObject" };
        let (access, entry) = on_found(lookup, &bucket, &input.key, version, action).await?;
        sse::to_read_entry(lookup, &bucket, entry.as_ref(), access).await
    }

    async fn run(input: &api::GetObjectRequest, tx: &mut Transaction<'_>) -> Result<api::GetObjectOutput, Failure> {
        no_customer_key!(input);
        own_headers_for_anonymous!(input, tx);
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let version = input.version_id.as_deref();
        let entry = versions::readable(versions::find(&tx.reader(), &bucket, &input.key, version).await?, version)?;
        Conditions {
            if_match: input.if_match.as_deref(),
            if_none_match: input.if_none_match.as_deref(),
            if_modified_since: input.if_modified_since,
            if_unmodified_since: input.if_unmodified_since,
        }
        .check(&entry.etag, entry.modified_second())?;
        let selection = select(&tx.reader(), &bucket, &entry, input.range.as_deref(), input.part_number).await?;
        let all = pieces(&tx.reader(), &bucket, &entry).await?;
        let seal = sse::open_for(tx, &bucket, entry.sse.as_ref()).await?;
        let stream = blob::stream(&seal, &service(tx.plane())?.blobs, &slices(&all, selection.span)).await?;
        tx.stream_reply(stream);
        let mut output = api::GetObjectOutput::default();
        answer!(output, input, bucket, entry, selection, tx.call().time);
        Ok(output)
    }
}

impl Handle for operation::HeadObject {
    async fn access(input: &api::HeadObjectRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let version = input.version_id.as_deref();
        let action = if version.is_some() { "s3:GetObjectVersion" } else { "s3:GetObject" };
        let (access, entry) = on_found(lookup, &bucket, &input.key, version, action).await?;
        if input.checksum_mode.is_none() {
            return Ok(access);
        }
        // A checksum tells something of the data, so it needs the key that opens it; the other headers do not.
        sse::to_read_entry(lookup, &bucket, entry.as_ref(), access).await
    }

    async fn run(input: &api::HeadObjectRequest, tx: &mut Transaction<'_>) -> Result<api::HeadObjectOutput, Failure> {
        no_customer_key!(input);
        own_headers_for_anonymous!(input, tx);
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let version = input.version_id.as_deref();
        let entry = versions::readable(versions::find(&tx.reader(), &bucket, &input.key, version).await?, version)?;
        Conditions {
            if_match: input.if_match.as_deref(),
            if_none_match: input.if_none_match.as_deref(),
            if_modified_since: input.if_modified_since,
            if_unmodified_since: input.if_unmodified_since,
        }
        .check(&entry.etag, entry.modified_second())?;
        if input.checksum_mode.is_some() {
            sse::open_for(tx, &bucket, entry.sse.as_ref()).await?;
        }
        let selection = select(&tx.reader(), &bucket, &entry, input.range.as_deref(), input.part_number).await?;
        let mut output = api::HeadObjectOutput::default();
        answer!(output, input, bucket, entry, selection, tx.call().time);
        Ok(output)
    }
}

impl Handle for operation::GetObjectAttributes {
    async fn access(input: &api::GetObjectAttributesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let version = input.version_id.as_deref();
        let (read, attributes) = match version {
            Some(_) => ("s3:GetObjectVersion", "s3:GetObjectVersionAttributes"),
            None => ("s3:GetObject", "s3:GetObjectAttributes"),
        };
        let (access, entry) = on_found(lookup, &bucket, &input.key, version, read).await?;
        let access = access.and(on_object(lookup, &bucket, &input.key, attributes)?);
        if !input
            .object_attributes
            .iter()
            .any(|a| matches!(a, api::ObjectAttributes::Checksum | api::ObjectAttributes::ObjectParts))
        {
            return Ok(access);
        }
        sse::to_read_entry(lookup, &bucket, entry.as_ref(), access).await
    }

    async fn run(
        input: &api::GetObjectAttributesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetObjectAttributesOutput, Failure> {
        no_customer_key!(input);
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let version = input.version_id.as_deref();
        let entry = versions::readable(versions::find(&tx.reader(), &bucket, &input.key, version).await?, version)?;
        let wants = |attribute: api::ObjectAttributes| input.object_attributes.contains(&attribute);
        let mut output = api::GetObjectAttributesOutput {
            last_modified: Some(second(entry.modified)),
            version_id: (bucket.versioning != Versioning::Off).then(|| entry.version.clone()),
            ..Default::default()
        };
        if wants(api::ObjectAttributes::ETag) {
            output.e_tag = Some(entry.etag.clone());
        }
        if wants(api::ObjectAttributes::ObjectSize) {
            output.object_size = i64::try_from(entry.size).ok();
        }
        if wants(api::ObjectAttributes::StorageClass) {
            output.storage_class = api::StorageClass::parse(entry.storage_class.as_deref().unwrap_or("STANDARD"));
        }
        if wants(api::ObjectAttributes::Checksum)
            && let Some(sum) = &entry.sum
        {
            let mut checksum = api::Checksum {
                checksum_type: Some(if sum.composite { api::ChecksumType::Composite } else { api::ChecksumType::FullObject }),
                ..Default::default()
            };
            tell!(checksum, sum.algorithm, Some(sum.value.clone()));
            output.checksum = Some(checksum);
        }
        if wants(api::ObjectAttributes::ObjectParts)
            && let Data::Parts { .. } = &entry.data
        {
            let all = pieces(&tx.reader(), &bucket, &entry).await?;
            output.object_parts = Some(parts(input, &entry, &all));
        }
        Ok(output)
    }
}

fn parts(input: &api::GetObjectAttributesRequest, entry: &Entry, all: &[Piece]) -> api::GetObjectAttributesParts {
    let marker = input.part_number_marker.unwrap_or(0);
    let most = input.max_parts.unwrap_or(1000).clamp(0, 1000);
    let rest = || all.iter().filter(move |p| p.number > marker);
    let page: Vec<api::ObjectPart> = rest()
        .take(usize::try_from(most).unwrap_or(0))
        .map(|piece| {
            let size = i64::try_from(piece.size).ok();
            let mut part = api::ObjectPart { part_number: Some(piece.number), size, ..Default::default() };
            if let (Some(sum), Some(value)) = (&entry.sum, &piece.sum) {
                tell!(part, sum.algorithm, Some(value.clone()));
            }
            part
        })
        .collect();
    api::GetObjectAttributesParts {
        total_parts_count: i32::try_from(all.len()).ok(),
        part_number_marker: Some(marker),
        next_part_number_marker: page.last().and_then(|p| p.part_number),
        max_parts: Some(most),
        is_truncated: Some(rest().count() > page.len()),
        // Parts without checksums of their own are only counted, as on AWS.
        parts: page.iter().any(|_| all.iter().any(|p| p.sum.is_some())).then_some(page),
    }
}
