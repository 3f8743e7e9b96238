//! Listings of uploads and of their parts.

use plane::{Access, Handle, Lookup, Stored, Transaction};
use wire::Failure;

use super::lists::most;
use super::multipart::{part_prefix, upload};
use super::read::no_customer_key;
use super::{touched_bucket, touched_object};
use crate::api::{self, operation};
use crate::checksums::tell;
use crate::lifecycle;
use crate::listing::{self, Item, Question, behind, common_prefix};
use crate::names::{encoded, owner, quoted, second};
use crate::place::{self, on_bucket, on_object};
use crate::resources::{Part, Upload};

fn initiator(arn: &str) -> api::Initiator {
    api::Initiator { id: Some(arn.to_owned()), display_name: None }
}

fn kind(upload: &Upload) -> Option<api::ChecksumType> {
    upload.algorithm.map(|_| if upload.composite { api::ChecksumType::Composite } else { api::ChecksumType::FullObject })
}

impl Handle for operation::ListParts {
    async fn access(input: &api::ListPartsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_object(lookup, &bucket, &input.key, "s3:ListMultipartUploadParts")
    }

    async fn run(input: &api::ListPartsRequest, tx: &mut Transaction<'_>) -> Result<api::ListPartsOutput, Failure> {
        no_customer_key!(input);
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_object(tx, &bucket, &input.key);
        let upload = upload(tx, &bucket, &input.key, &input.upload_id).await?.body;
        let most = most(input.max_parts)?;
        let marker = input.part_number_marker.unwrap_or(0);
        let prefix = part_prefix(&upload.id);
        let after = format!("{prefix}{marker:05}");
        let mut found = tx.reader().list::<Part>(&bucket.owner, &bucket.region, &prefix, Some(&after), most + 1).await?;
        let truncated = found.len() > most;
        found.truncate(most);
        let parts: Vec<api::Part> = found.iter().map(|p| part(&p.body, &upload)).collect();
        let abort = bucket.lifecycle.as_ref().and_then(|r| lifecycle::abortion(r, &input.key, upload.initiated));
        Ok(api::ListPartsOutput {
            abort_date: abort.map(|(at, _)| second(at)),
            abort_rule_id: abort.map(|(_, id)| id.to_owned()),
            bucket: Some(input.bucket.clone()),
            key: Some(input.key.clone()),
            upload_id: Some(upload.id.clone()),
            part_number_marker: Some(marker),
            next_part_number_marker: found.last().map(|p| p.body.number).or(Some(0)),
            max_parts: i32::try_from(most).ok(),
            is_truncated: Some(truncated),
            parts: (!parts.is_empty()).then_some(parts),
            initiator: Some(initiator(&upload.initiator)),
            owner: Some(owner(&bucket.owner)),
            storage_class: api::StorageClass::parse(upload.entry.storage_class.as_deref().unwrap_or("STANDARD")),
            checksum_algorithm: upload.algorithm.map(crate::checksums::Algorithm::api),
            checksum_type: kind(&upload),
            ..Default::default()
        })
    }
}

fn part(part: &Part, upload: &Upload) -> api::Part {
    let mut out = api::Part {
        part_number: Some(part.number),
        last_modified: Some(second(part.modified)),
        e_tag: Some(quoted(&part.etag)),
        size: i64::try_from(part.size).ok(),
        ..Default::default()
    };
    if let Some(algorithm) = upload.algorithm {
        tell!(out, algorithm, part.sum.clone());
    }
    out
}

impl Handle for operation::ListMultipartUploads {
    async fn access(input: &api::ListMultipartUploadsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        on_bucket(lookup, &bucket, "s3:ListBucketMultipartUploads")
    }

    async fn run(
        input: &api::ListMultipartUploadsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListMultipartUploadsOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        let reader = tx.reader();
        let most = most(input.max_uploads)?;
        let mut question = Question {
            prefix: input.prefix.clone().unwrap_or_default(),
            delimiter: input.delimiter.clone().filter(|d| !d.is_empty()),
            most,
            ..Question::default()
        };
        if let Some(key) = input.key_marker.as_deref().filter(|k| !k.is_empty()) {
            if common_prefix(key, &question.prefix, question.delimiter.as_deref()) == Some(key) {
                question.after = Some(behind(&bucket.id(key)));
                question.told = Some(key.to_owned());
            } else {
                let upload = input.upload_id_marker.as_deref().filter(|u| !u.is_empty()).unwrap_or("~");
                question.after = Some(format!("{}\0{upload}", bucket.id(key)));
            }
        }
        let prefix = bucket.id(&question.prefix);
        let (prefix, within) = (prefix.as_str(), &bucket);
        let page =
            listing::list(
                &question,
                |after, size| async move {
                    reader.list::<Upload>(&within.owner, &within.region, prefix, after.as_deref(), size).await
                },
                |stored: &Stored<Upload>| (stored.key.id.clone(), Some(stored.body.entry.key.clone())),
            )
            .await?;
        let encoding = input.encoding_type;
        let text = |t: &str| encoded(t, encoding);
        let (mut uploads, mut prefixes) = (Vec::new(), Vec::new());
        for item in &page.items {
            match item {
                Item::Prefix(prefix) => prefixes.push(api::CommonPrefix { prefix: Some(text(prefix)) }),
                Item::Entry(stored) => uploads.push(api::MultipartUpload {
                    upload_id: Some(stored.body.id.clone()),
                    key: Some(text(&stored.body.entry.key)),
                    initiated: Some(second(stored.body.initiated)),
                    storage_class: api::StorageClass::parse(stored.body.entry.storage_class.as_deref().unwrap_or("STANDARD")),
                    owner: Some(owner(&bucket.owner)),
                    initiator: Some(initiator(&stored.body.initiator)),
                    checksum_algorithm: stored.body.algorithm.map(crate::checksums::Algorithm::api),
                    checksum_type: kind(&stored.body),
                    version_id: None,
                }),
            }
        }
        let (next_key, next_upload) = match page.items.last().filter(|_| page.truncated) {
            Some(Item::Entry(stored)) => (Some(text(&stored.body.entry.key)), Some(stored.body.id.clone())),
            Some(Item::Prefix(prefix)) => (Some(text(prefix)), None),
            None => (None, None),
        };
        Ok(api::ListMultipartUploadsOutput {
            bucket: Some(bucket.name.clone()),
            key_marker: Some(text(input.key_marker.as_deref().unwrap_or_default())),
            upload_id_marker: Some(input.upload_id_marker.clone().unwrap_or_default()),
            next_key_marker: next_key,
            prefix: Some(text(&question.prefix)),
            delimiter: question.delimiter.as_deref().map(text),
            next_upload_id_marker: next_upload,
            max_uploads: i32::try_from(most).ok(),
            is_truncated: Some(page.truncated),
            uploads: (!uploads.is_empty()).then_some(uploads),
            common_prefixes: (!prefixes.is_empty()).then_some(prefixes),
            encoding_type: encoding,
            request_charged: None,
        })
    }
}
