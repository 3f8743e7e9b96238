//! Listings of objects and of versions.

use plane::{Access, Handle, Lookup, Reader, Stored, Transaction};
use wire::Failure;

use super::touched_bucket;
use crate::api::{self, EncodingType, operation};
use crate::errors::invalid;
use crate::listing::{self, Item, MAX_KEYS, Page, Question, behind, common_prefix};
use crate::names::{encoded, owner, quoted, second};
use crate::place::{self, on_bucket};
use crate::resources::{Bucket, Current, Entry, Noncurrent};
use crate::versions;

/// The keys that policies may ask of a listing.
fn listing_access(
    lookup: &Lookup<'_>,
    bucket: &Bucket,
    action: &'static str,
    prefix: Option<&str>,
    delimiter: Option<&str>,
    most: Option<i32>,
) -> Result<Access, Failure> {
    Ok(on_bucket(lookup, bucket, action)?
        .key_if("s3:prefix", prefix)
        .key_if("s3:delimiter", delimiter)
        .key_if("s3:max-keys", most.map(|m| m.to_string())))
}

/// The size of a page.
pub(crate) fn most(asked: Option<i32>) -> Result<usize, Failure> {
    let asked = asked.unwrap_or(1000);
    usize::try_from(asked)
        .map(|n| n.min(MAX_KEYS))
        .map_err(|_| invalid("Argument maxKeys must be an integer between 0 and 2147483647"))
}

async fn current(reader: Reader<'_>, bucket: &Bucket, question: &Question) -> Result<Page<Stored<Current>>, Failure> {
    let prefix = bucket.id(&question.prefix);
    let prefix = prefix.as_str();
    listing::list(
        question,
        |after, size| async move { reader.list::<Current>(&bucket.owner, &bucket.region, prefix, after.as_deref(), size).await },
        |stored: &Stored<Current>| {
            let entry = &stored.body.0;
            (stored.key.id.clone(), (!entry.marker).then(|| entry.key.clone()))
        },
    )
    .await
}

fn object(entry: &Entry, account: Option<&str>, encoding: Option<EncodingType>) -> api::Object {
    api::Object {
        key: Some(encoded(&entry.key, encoding)),
        last_modified: Some(second(entry.modified)),
        e_tag: Some(quoted(&entry.etag)),
        checksum_algorithm: entry.sum.as_ref().map(|s| vec![s.algorithm.api()]),
        checksum_type: entry.sum.as_ref().map(kind),
        size: i64::try_from(entry.size).ok(),
        storage_class: api::ObjectStorageClass::parse(entry.storage_class.as_deref().unwrap_or("STANDARD")),
        owner: account.map(owner),
        restore_status: None,
    }
}

fn kind(sum: &crate::resources::Sum) -> api::ChecksumType {
    if sum.composite { api::ChecksumType::Composite } else { api::ChecksumType::FullObject }
}

/// The objects and common prefixes of a page.
fn split(
    page: &Page<Stored<Current>>,
    account: Option<&str>,
    encoding: Option<EncodingType>,
) -> (Vec<api::Object>, Vec<api::CommonPrefix>) {
    let (mut objects, mut prefixes) = (Vec::new(), Vec::new());
    for item in &page.items {
        match item {
            Item::Entry(stored) => objects.push(object(&stored.body.0, account, encoding)),
            Item::Prefix(prefix) => prefixes.push(api::CommonPrefix { prefix: Some(encoded(prefix, encoding)) }),
        }
    }
    (objects, prefixes)
}

fn last_of(page: &Page<Stored<Current>>) -> Option<String> {
    page.items.last().map(|item| match item {
        Item::Entry(stored) => stored.body.0.key.clone(),
        Item::Prefix(prefix) => prefix.clone(),
    })
}

/// Goes on behind a marker: a key, or a common prefix of an earlier page, all of which is passed over.
fn go_on(question: &mut Question, bucket: &Bucket, marker: &str, otherwise: String) {
    let group = common_prefix(marker, &question.prefix, question.delimiter.as_deref());
    if group == Some(marker) {
        question.after = Some(behind(&bucket.id(marker)));
        question.told = Some(marker.to_owned());
    } else {
        question.after = Some(otherwise);
    }
}

impl Handle for operation::ListObjects {
    async fn access(input: &api::ListObjectsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        listing_access(lookup, &bucket, "s3:ListBucket", input.prefix.as_deref(), input.delimiter.as_deref(), input.max_keys)
    }

    async fn run(input: &api::ListObjectsRequest, tx: &mut Transaction<'_>) -> Result<api::ListObjectsOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        let most = most(input.max_keys)?;
        let mut question = Question {
            prefix: input.prefix.clone().unwrap_or_default(),
            delimiter: input.delimiter.clone().filter(|d| !d.is_empty()),
            most,
            ..Question::default()
        };
        if let Some(marker) = input.marker.as_deref().filter(|m| !m.is_empty()) {
            go_on(&mut question, &bucket, marker, bucket.id(marker));
        }
        let page = current(tx.reader(), &bucket, &question).await?;
        let encoding = input.encoding_type;
        let text = |t: &str| encoded(t, encoding);
        let (contents, prefixes) = split(&page, Some(&bucket.owner), encoding);
        Ok(api::ListObjectsOutput {
            is_truncated: Some(page.truncated),
            marker: Some(text(input.marker.as_deref().unwrap_or_default())),
            // Without a delimiter the last key is the marker.
            next_marker: if page.truncated && question.delimiter.is_some() { last_of(&page).map(|m| text(&m)) } else { None },
            contents: (!contents.is_empty()).then_some(contents),
            name: Some(bucket.name.clone()),
            prefix: Some(text(&question.prefix)),
            delimiter: question.delimiter.as_deref().map(text),
            max_keys: i32::try_from(most).ok(),
            common_prefixes: (!prefixes.is_empty()).then_some(prefixes),
            encoding_type: encoding,
            request_charged: None,
        })
    }
}

impl Handle for operation::ListObjectsV2 {
    async fn access(input: &api::ListObjectsV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        listing_access(lookup, &bucket, "s3:ListBucket", input.prefix.as_deref(), input.delimiter.as_deref(), input.max_keys)
    }

    async fn run(input: &api::ListObjectsV2Request, tx: &mut Transaction<'_>) -> Result<api::ListObjectsV2Output, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        let most = most(input.max_keys)?;
        let mut question = Question {
            prefix: input.prefix.clone().unwrap_or_default(),
            delimiter: input.delimiter.clone().filter(|d| !d.is_empty()),
            most,
            ..Question::default()
        };
        let listing = format!("s3 {} {:?} {:?}", bucket.root, question.prefix, question.delimiter);
        match (input.continuation_token.as_deref(), input.start_after.as_deref().filter(|s| !s.is_empty())) {
            (Some(token), _) => {
                let marker = plane::page::position(&listing, token)
                    .ok_or_else(|| invalid("The continuation token provided is incorrect"))?;
                go_on(&mut question, &bucket, &marker, bucket.id(&marker));
            }
            (None, Some(start)) => question.after = Some(bucket.id(start)),
            (None, None) => {}
        }
        let page = current(tx.reader(), &bucket, &question).await?;
        let encoding = input.encoding_type;
        let text = |t: &str| encoded(t, encoding);
        let account = (input.fetch_owner == Some(true)).then_some(bucket.owner.as_str());
        let (contents, prefixes) = split(&page, account, encoding);
        let next = if page.truncated { last_of(&page).map(|last| plane::page::token(&listing, &last)) } else { None };
        Ok(api::ListObjectsV2Output {
            is_truncated: Some(page.truncated),
            key_count: i32::try_from(page.items.len()).ok(),
            contents: (!contents.is_empty()).then_some(contents),
            name: Some(bucket.name.clone()),
            prefix: Some(text(&question.prefix)),
            delimiter: question.delimiter.as_deref().map(text),
            max_keys: i32::try_from(most).ok(),
            common_prefixes: (!prefixes.is_empty()).then_some(prefixes),
            encoding_type: encoding,
            continuation_token: input.continuation_token.clone(),
            next_continuation_token: next,
            start_after: input.start_after.as_deref().map(text),
            request_charged: None,
        })
    }
}

/// A version in a listing, and whether it is its key's newest.
struct Listed {
    id: String,
    latest: bool,
    entry: Entry,
}

/// Versions of both kinds in the order of their ids, which is that of keys and, within them, of age.
async fn merged(
    reader: Reader<'_>,
    bucket: &Bucket,
    prefix: &str,
    after: Option<String>,
    size: usize,
) -> Result<Vec<Listed>, Failure> {
    let (owner, region, after) = (&bucket.owner, &bucket.region, after.as_deref());
    let newest = reader.list::<Current>(owner, region, prefix, after, size).await?;
    let older = reader.list::<Noncurrent>(owner, region, prefix, after, size).await?;
    let newest = newest.into_iter().map(|s| Listed { id: s.key.id, latest: true, entry: s.body.0 });
    let older = older.into_iter().map(|s| Listed { id: s.key.id, latest: false, entry: s.body.0 });
    let mut all: Vec<Listed> = newest.chain(older).collect();
    all.sort_by(|a, b| a.id.cmp(&b.id));
    all.truncate(size);
    Ok(all)
}

impl Handle for operation::ListObjectVersions {
    async fn access(input: &api::ListObjectVersionsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bucket = place::bucket(lookup, &input.bucket, input.expected_bucket_owner.as_deref()).await?;
        let (prefix, delimiter) = (input.prefix.as_deref(), input.delimiter.as_deref());
        listing_access(lookup, &bucket, "s3:ListBucketVersions", prefix, delimiter, input.max_keys)
    }

    async fn run(
        input: &api::ListObjectVersionsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListObjectVersionsOutput, Failure> {
        let bucket = place::bucket(&tx.reader(), &input.bucket, None).await?;
        touched_bucket(tx, &bucket);
        let reader = tx.reader();
        let most = most(input.max_keys)?;
        let mut question = Question {
            prefix: input.prefix.clone().unwrap_or_default(),
            delimiter: input.delimiter.clone().filter(|d| !d.is_empty()),
            most,
            ..Question::default()
        };
        let version_marker = input.version_id_marker.as_deref().filter(|v| !v.is_empty());
        match (input.key_marker.as_deref().filter(|k| !k.is_empty()), version_marker) {
            (None, Some(_)) => return Err(invalid("A version-id marker cannot be specified without a key marker.")),
            (None, None) => {}
            // Behind all versions of the key: what divides them sorts below everything that a key may hold.
            (Some(key), None) => go_on(&mut question, &bucket, key, format!("{}~", versions::older_prefix(&bucket, key))),
            (Some(key), Some(version)) => {
                versions::check_id(Some(version))?;
                let newest = versions::find(&reader, &bucket, key, None).await?;
                question.after = Some(match newest {
                    Some(newest) if newest.version == version => bucket.id(key),
                    Some(newest) if version == crate::resources::NULL => match newest.null_at {
                        Some(sort) => format!("{}{sort}", versions::older_prefix(&bucket, key)),
                        None => format!("{}~", versions::older_prefix(&bucket, key)),
                    },
                    _ => format!("{}{version}", versions::older_prefix(&bucket, key)),
                });
            }
        }
        let prefix = bucket.id(&question.prefix);
        let (prefix, within) = (prefix.as_str(), &bucket);
        let page = listing::list(
            &question,
            |after, size| merged(reader, within, prefix, after, size),
            |listed: &Listed| (listed.id.clone(), Some(listed.entry.key.clone())),
        )
        .await?;
        let encoding = input.encoding_type;
        let text = |t: &str| encoded(t, encoding);
        let (mut found, mut markers, mut prefixes) = (Vec::new(), Vec::new(), Vec::new());
        for item in &page.items {
            match item {
                Item::Prefix(prefix) => prefixes.push(api::CommonPrefix { prefix: Some(text(prefix)) }),
                Item::Entry(listed) if listed.entry.marker => markers.push(api::DeleteMarkerEntry {
                    owner: Some(owner(&bucket.owner)),
                    key: Some(text(&listed.entry.key)),
                    version_id: Some(listed.entry.version.clone()),
                    is_latest: Some(listed.latest),
                    last_modified: Some(second(listed.entry.modified)),
                }),
                Item::Entry(listed) => found.push(version(listed, &bucket, encoding)),
            }
        }
        let (next_key, next_version) = match page.items.last().filter(|_| page.truncated) {
            Some(Item::Entry(listed)) => (Some(text(&listed.entry.key)), Some(listed.entry.version.clone())),
            Some(Item::Prefix(prefix)) => (Some(text(prefix)), None),
            None => (None, None),
        };
        Ok(api::ListObjectVersionsOutput {
            is_truncated: Some(page.truncated),
            key_marker: Some(text(input.key_marker.as_deref().unwrap_or_default())),
            version_id_marker: Some(input.version_id_marker.clone().unwrap_or_default()),
            next_key_marker: next_key,
            next_version_id_marker: next_version,
            versions: (!found.is_empty()).then_some(found),
            delete_markers: (!markers.is_empty()).then_some(markers),
            name: Some(bucket.name.clone()),
            prefix: Some(text(&question.prefix)),
            delimiter: question.delimiter.as_deref().map(text),
            max_keys: i32::try_from(most).ok(),
            common_prefixes: (!prefixes.is_empty()).then_some(prefixes),
            encoding_type: encoding,
            request_charged: None,
        })
    }
}

fn version(listed: &Listed, bucket: &Bucket, encoding: Option<EncodingType>) -> api::ObjectVersion {
    let entry = &listed.entry;
    api::ObjectVersion {
        e_tag: Some(quoted(&entry.etag)),
        checksum_algorithm: entry.sum.as_ref().map(|s| vec![s.algorithm.api()]),
        checksum_type: entry.sum.as_ref().map(kind),
        size: i64::try_from(entry.size).ok(),
        storage_class: Some(api::ObjectVersionStorageClass::Standard),
        key: Some(encoded(&entry.key, encoding)),
        version_id: Some(entry.version.clone()),
        is_latest: Some(listed.latest),
        last_modified: Some(second(entry.modified)),
        owner: Some(owner(&bucket.owner)),
        restore_status: None,
    }
}
