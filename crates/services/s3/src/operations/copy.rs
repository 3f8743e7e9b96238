//! Copies of objects within the installation.

use plane::{Access, Handle, Lookup, Reader, Transaction};
use wire::Failure;

use super::read::{on_found, pieces, slices};
use super::write::{MAX_PUT, begin_sse, fill, new_entry, present, protect, put_access};
use super::{service, touched_object};
use crate::api::{self, operation};
use crate::blob;
use crate::checksums::{Algorithm, tell};
use crate::conditions::{Conditions, Span, check_write};
use crate::errors::{invalid, invalid_request};
use crate::happening::{self, Happening, What};
use crate::names::{percent_decode, quoted, second};
use crate::place::{self, on_object};
use crate::resources::{Bucket, Entry, Versioning};
use crate::sse::{self, tell_sse};
use crate::versions;

/// What `x-amz-copy-source` names.
#[derive(Debug, PartialEq)]
pub(crate) struct Source {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) version: Option<String>,
}

impl Source {
    pub(crate) fn read(header: &str) -> Result<Self, Failure> {
        let broken = || invalid("Invalid copy source object key");
        let (path, version) = match header.split_once("?versionId=") {
            Some((path, version)) => (path, Some(version.to_owned())),
            None => (header, None),
        };
        let path = percent_decode(path).ok_or_else(broken)?;
        let path = path.strip_prefix('/').unwrap_or(&path);
        let (bucket, key) = path.split_once('/').ok_or_else(broken)?;
        if bucket.is_empty() || key.is_empty() {
            return Err(broken());
        }
        Ok(Self { bucket: bucket.to_owned(), key: key.to_owned(), version })
    }

    /// Permission to read it.
    pub(crate) async fn access(&self, lookup: &Lookup<'_>, owner: Option<&str>) -> Result<(Access, Option<Entry>), Failure> {
        let bucket = place::bucket(lookup, &self.bucket, owner).await?;
        let version = self.version.as_deref();
        let action = if version.is_some() { "s3:GetObjectVersion" } else { "s3:GetObject" };
        let (access, entry) = on_found(lookup, &bucket, &self.key, version, action).await?;
        Ok((sse::to_read_entry(lookup, &bucket, entry.as_ref(), access).await?, entry))
    }

    /// The object to copy.
    pub(crate) async fn open(&self, reader: &Reader<'_>) -> Result<(Bucket, Entry), Failure> {
        let bucket = place::bucket(reader, &self.bucket, None).await?;
        let found = versions::find(reader, &bucket, &self.key, self.version.as_deref()).await?;
        if self.version.is_some() && found.as_ref().is_some_and(|e| e.marker) {
            return Err(invalid_request(
                "The source of a copy request may not specifically refer to a delete marker by version id.",
            ));
        }
        let entry = versions::readable(found, self.version.as_deref())?;
        Ok((bucket, entry))
    }
}

/// The keys that a policy may ask of a copy.
fn source_keys(access: Access, source: &Source, input: &api::CopyObjectRequest) -> Access {
    access
        .key("s3:x-amz-copy-source", format!("/{}/{}", source.bucket, source.key))
        .key_if("s3:x-amz-metadata-directive", input.metadata_directive.map(|d| d.as_str()))
}

impl Handle for operation::CopyObject {
    async fn access(input: &api::CopyObjectRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let source = Source::read(&input.copy_source)?;
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        super::not_anonymous(lookup, "Anonymous users cannot copy objects. Please authenticate.")?;
        let (read, entry) = source.access(lookup, input.expected_source_bucket_owner.as_deref()).await?;
        let mut access = source_keys(put_access!(input, lookup, bucket), &source, input).and(read);
        let copies_tags = input.tagging_directive != Some(api::TaggingDirective::Replace);
        if copies_tags && entry.is_some_and(|e| !e.tags.is_empty()) {
            let from = place::bucket(lookup, &source.bucket, None).await?;
            let action = if source.version.is_some() { "s3:GetObjectVersionTagging" } else { "s3:GetObjectTagging" };
            access = access.and(on_object(lookup, &from, &source.key, action)?).and(on_object(
                lookup,
                &bucket,
                &input.key,
                "s3:PutObjectTagging",
            )?);
        }
        Ok(access)
    }

    async fn run(input: &api::CopyObjectRequest, tx: &mut Transaction<'_>) -> Result<api::CopyObjectOutput, Failure> {
        let source = Source::read(&input.copy_source)?;
        let bucket = place::held(tx, &input.bucket).await?.body;
        touched_object(tx, &bucket, &input.key);
        let (from, original) = source.open(&tx.reader()).await?;
        touched_object(tx, &from, &source.key);
        Conditions {
            if_match: input.copy_source_if_match.as_deref(),
            if_none_match: input.copy_source_if_none_match.as_deref(),
            if_modified_since: input.copy_source_if_modified_since,
            if_unmodified_since: input.copy_source_if_unmodified_since,
        }
        .check_source(&original.etag, original.modified_second())?;
        if original.size > MAX_PUT {
            return Err(invalid_request(format!(
                "The specified copy source is larger than the maximum allowable size for a copy source: {MAX_PUT}"
            )));
        }
        let replace = input.metadata_directive == Some(api::MetadataDirective::Replace);
        let itself = from.root == bucket.root && source.key == input.key && source.version.is_none();
        let changes = replace
            || input.storage_class.is_some()
            || input.server_side_encryption.is_some()
            || input.website_redirect_location.is_some();
        if itself && !changes {
            return Err(invalid_request(
                "This copy request is illegal because it is trying to copy an object to itself without changing the object's metadata, storage class, website redirect location or encryption attributes.",
            ));
        }
        let mut entry = new_entry!(input, tx);
        if !replace {
            entry.content_type = original.content_type.clone();
            entry.content_encoding = original.content_encoding.clone();
            entry.content_disposition = original.content_disposition.clone();
            entry.content_language = original.content_language.clone();
            entry.cache_control = original.cache_control.clone();
            entry.expires = original.expires.clone();
            entry.metadata = original.metadata.clone();
        }
        if input.tagging_directive != Some(api::TaggingDirective::Replace) {
            entry.tags = original.tags.clone();
        }
        protect(&mut entry, &bucket, tx)?;
        let now = present(tx, &bucket, &input.key).await?;
        check_write(input.if_match.as_deref(), input.if_none_match.as_deref(), now.as_deref())?;
        let kept = original.sum.as_ref().map(|s| s.algorithm).filter(|_| !original.sum.as_ref().is_some_and(|s| s.composite));
        let algorithm = match input.checksum_algorithm {
            Some(algorithm) => Some(Algorithm::of(algorithm)?),
            None => kept,
        };
        let all = pieces(&tx.reader(), &from, &original).await?;
        let slices = slices(&all, Span { from: 0, length: original.size });
        let opened = sse::open_for(tx, &from, original.sse.as_ref()).await?;
        let (new, seal) = begin_sse!(input, tx, bucket);
        entry.sse = new;
        let data = blob::copy(&tx.plane().ids, &service(tx.plane())?.blobs, &opened, &slices, algorithm).await?;
        fill(&tx.plane().ids, &seal, &mut entry, &data, algorithm);
        let entry = versions::write(tx, &bucket, entry).await?;
        happening::announce(tx, &bucket, &Happening::of(What::Copy, &bucket, &entry))?;
        data.keep();
        let mut result = api::CopyObjectResult {
            e_tag: Some(quoted(&entry.etag)),
            last_modified: Some(second(entry.modified)),
            checksum_type: Some(api::ChecksumType::FullObject),
            ..Default::default()
        };
        if let Some(sum) = &entry.sum {
            tell!(result, sum.algorithm, Some(sum.value.clone()));
        }
        let mut output = api::CopyObjectOutput {
            copy_object_result: Some(result),
            copy_source_version_id: (from.versioning != Versioning::Off).then_some(original.version),
            version_id: (bucket.versioning == Versioning::Enabled).then_some(entry.version),
            ssekms_encryption_context: input.ssekms_encryption_context.clone(),
            ..Default::default()
        };
        tell_sse!(output, &entry.sse);
        Ok(output)
    }
}

#[cfg(test)]
mod tests {
    use super::Source;

    #[test]
    fn copy_sources() {
        let source = |key: &str, version: Option<&str>| Source {
            bucket: "b".to_owned(),
            key: key.to_owned(),
            version: version.map(str::to_owned),
        };
        assert_eq!(Source::read("b/k/x").unwrap(), source("k/x", None));
        assert_eq!(Source::read("/b/k%20x%2F").unwrap(), source("k x/", None));
        assert_eq!(Source::read("b/k?versionId=null").unwrap(), source("k", Some("null")));
        for bad in ["", "b", "b/", "/b/", "//", "b/%zz"] {
            assert!(Source::read(bad).is_err(), "{bad}");
        }
    }
}
