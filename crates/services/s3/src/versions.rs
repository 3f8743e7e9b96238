//! The versions of a key: writing, deleting and finding them.
//!
//! The newest version (or delete marker) of a key is one document, older ones are others beside it, newest first. A key that has any version has a
//! current one. Whatever changes which version is newest changes the current document, so that concurrent writers of a key notice each other.

use plane::{Reader, Stored, Transaction};
use wire::Failure;

use crate::errors::{invalid, no_such_key, no_such_version};
use crate::happening::{Happening, What, announce};
use crate::resources::{BlobRef, Bucket, Current, Data, Entry, Garbage, Manifest, NULL, Noncurrent, Versioning};

/// A version with its document.
#[derive(Debug, Clone)]
pub(crate) enum Found {
    Current(Stored<Current>),
    Older(Stored<Noncurrent>),
}

impl Found {
    pub(crate) fn entry(&self) -> &Entry {
        match self {
            Found::Current(stored) => &stored.body.0,
            Found::Older(stored) => &stored.body.0,
        }
    }

    pub(crate) fn entry_mut(&mut self) -> &mut Entry {
        match self {
            Found::Current(stored) => &mut stored.body.0,
            Found::Older(stored) => &mut stored.body.0,
        }
    }

    pub(crate) fn save(&self, tx: &mut Transaction<'_>) -> Result<(), Failure> {
        match self {
            Found::Current(stored) => tx.put(stored),
            Found::Older(stored) => tx.put(stored),
        }
    }
}

fn older_id(bucket: &Bucket, key: &str, sort: &str) -> String {
    format!("{}\0{sort}", bucket.id(key))
}

/// The prefix of the ids of a key's older versions.
pub(crate) fn older_prefix(bucket: &Bucket, key: &str) -> String {
    older_id(bucket, key, "")
}

/// Checks the form of a version id.
pub(crate) fn check_id(version: Option<&str>) -> Result<(), Failure> {
    match version {
        Some(id) if id != NULL && !(id.len() == 32 && id.bytes().all(|b| b.is_ascii_hexdigit())) => {
            Err(invalid("Invalid version id specified"))
        }
        _ => Ok(()),
    }
}

/// Where an older version is, as far as its current one knows.
fn sort_of(current: &Entry, version: &str) -> Option<String> {
    if version == NULL { current.null_at.clone() } else { Some(version.to_owned()) }
}

/// Finds a version (the current one, if none is named), delete markers included.
pub(crate) async fn find(
    reader: &Reader<'_>,
    bucket: &Bucket,
    key: &str,
    version: Option<&str>,
) -> Result<Option<Entry>, Failure> {
    let current = reader.get::<Current>(&bucket.owner, &bucket.region, &bucket.id(key)).await?;
    let Some(current) = current.map(|c| c.body.0) else { return Ok(None) };
    let Some(version) = version.filter(|v| *v != current.version) else { return Ok(Some(current)) };
    let Some(sort) = sort_of(&current, version) else { return Ok(None) };
    let older = reader.get::<Noncurrent>(&bucket.owner, &bucket.region, &older_id(bucket, key, &sort)).await?;
    Ok(older.map(|o| o.body.0))
}

/// The same, held until the commit.
pub(crate) async fn hold(
    tx: &mut Transaction<'_>,
    bucket: &Bucket,
    key: &str,
    version: Option<&str>,
) -> Result<Option<Found>, Failure> {
    let Some(current) = tx.get::<Current>(&bucket.owner, &bucket.region, &bucket.id(key)).await? else { return Ok(None) };
    let Some(version) = version.filter(|v| *v != current.body.0.version) else { return Ok(Some(Found::Current(current))) };
    let Some(sort) = sort_of(&current.body.0, version) else { return Ok(None) };
    let older = tx.get::<Noncurrent>(&bucket.owner, &bucket.region, &older_id(bucket, key, &sort)).await?;
    Ok(older.map(Found::Older))
}

/// The object that a read asks for, or why there is none.
pub(crate) fn readable(found: Option<Entry>, version: Option<&str>) -> Result<Entry, Failure> {
    match (found, version) {
        (Some(entry), None) if entry.marker => Err(no_such_key()),
        (Some(entry), Some(_)) if entry.marker => Err(crate::errors::method_not_allowed()),
        (Some(entry), _) => Ok(entry),
        (None, None) => Err(no_such_key()),
        (None, Some(_)) => Err(no_such_version()),
    }
}

/// A new version that is held for a change (of tags, retention, hold).
pub(crate) async fn changeable(
    tx: &mut Transaction<'_>,
    bucket: &Bucket,
    key: &str,
    version: Option<&str>,
) -> Result<Found, Failure> {
    let found = hold(tx, bucket, key, version).await?;
    readable(found.as_ref().map(|f| f.entry().clone()), version)?;
    found.ok_or_else(no_such_key)
}

/// Makes `entry` the current version of its key. Gives back the entry as it was written.
pub(crate) async fn write(tx: &mut Transaction<'_>, bucket: &Bucket, mut entry: Entry) -> Result<Entry, Failure> {
    let id = bucket.id(&entry.key);
    let current = tx.get::<Current>(&bucket.owner, &bucket.region, &id).await?;
    let now = u64::try_from(tx.call().time.as_nanosecond()).unwrap_or(0);
    entry.order = current.as_ref().map_or(now, |c| now.max(c.body.0.order + 1));
    let inverted = u64::MAX - entry.order;
    if bucket.versioning == Versioning::Enabled {
        entry.version = format!("{inverted:016x}{}", hex::encode(tx.plane().ids.bytes::<8>()));
        entry.sort = entry.version.clone();
    } else {
        NULL.clone_into(&mut entry.version);
        entry.sort = format!("{inverted:016x}-null");
    }
    entry.modified = tx.call().time.as_millisecond();
    entry.null_at = None;
    let mut document = Stored::new(&bucket.owner, &bucket.region, id, Current(entry.clone()));
    if let Some(current) = current {
        document = current.clone();
        let old = current.body.0;
        let replaced = entry.version == NULL && old.version == NULL;
        if replaced {
            discard(tx, bucket, &old).await?;
            entry.null_at = None;
        } else {
            entry.null_at = if old.version == NULL { Some(old.sort.clone()) } else { old.null_at.clone() };
            push(tx, bucket, old)?;
            // A null version that is no longer current gives way to the new null version.
            if entry.version == NULL
                && let Some(sort) = entry.null_at.take()
            {
                remove_older(tx, bucket, &entry.key, &sort).await?;
            }
        }
        document.body = Current(entry.clone());
    }
    tx.put(&document)?;
    Ok(entry)
}

fn push(tx: &mut Transaction<'_>, bucket: &Bucket, mut old: Entry) -> Result<(), Failure> {
    old.null_at = None;
    old.superseded_at = Some(tx.call().time.as_millisecond());
    let id = older_id(bucket, &old.key, &old.sort);
    tx.put(&Stored::new(&bucket.owner, &bucket.region, id, Noncurrent(old)))
}

async fn remove_older(tx: &mut Transaction<'_>, bucket: &Bucket, key: &str, sort: &str) -> Result<(), Failure> {
    if let Some(older) = tx.get::<Noncurrent>(&bucket.owner, &bucket.region, &older_id(bucket, key, sort)).await? {
        discard(tx, bucket, &older.body.0).await?;
        tx.delete(&older);
    }
    Ok(())
}

/// What a deletion did.
#[derive(Debug, Default, Clone)]
pub(crate) struct Deleted {
    /// Whether a delete marker was made or removed.
    pub(crate) marker: bool,
    /// The version that was made or removed, where there are versions.
    pub(crate) version: Option<String>,
}

/// Deletes without naming a version: removes the object, or puts a delete marker on top.
pub(crate) async fn delete(tx: &mut Transaction<'_>, bucket: &Bucket, key: &str) -> Result<Deleted, Failure> {
    if bucket.versioning == Versioning::Off {
        if let Some(current) = tx.get::<Current>(&bucket.owner, &bucket.region, &bucket.id(key)).await? {
            discard(tx, bucket, &current.body.0).await?;
            tx.delete(&current);
            announce(tx, bucket, &Happening::gone(bucket, &current.body.0, tx.call().time))?;
        }
        return Ok(Deleted::default());
    }
    let marker = write(tx, bucket, Entry { key: key.to_owned(), marker: true, ..Entry::default() }).await?;
    announce(tx, bucket, &Happening::of(What::DeleteMarkerCreated, bucket, &marker))?;
    Ok(Deleted { marker: true, version: Some(marker.version) })
}

/// Removes one version for good. Whether it is protected is for the caller to see to.
pub(crate) async fn delete_version(tx: &mut Transaction<'_>, bucket: &Bucket, found: Found) -> Result<Deleted, Failure> {
    let entry = found.entry().clone();
    discard(tx, bucket, &entry).await?;
    match found {
        Found::Older(older) => {
            tx.delete(&older);
            if entry.version == NULL {
                // The current version remembered where it was.
                if let Some(mut current) = tx.get::<Current>(&bucket.owner, &bucket.region, &bucket.id(&entry.key)).await? {
                    current.body.0.null_at = None;
                    tx.put(&current)?;
                }
            }
        }
        Found::Current(mut current) => {
            let prefix = older_prefix(bucket, &entry.key);
            let newest = tx.reader().list::<Noncurrent>(&bucket.owner, &bucket.region, &prefix, None, 1).await?.pop();
            let held = match newest {
                Some(newest) => tx.get::<Noncurrent>(&bucket.owner, &bucket.region, &newest.key.id).await?,
                None => None,
            };
            match held {
                Some(older) => {
                    let mut next = older.body.0.clone();
                    next.null_at = entry.null_at.clone().filter(|sort| *sort != next.sort);
                    next.superseded_at = None;
                    tx.delete(&older);
                    current.body = Current(next);
                    tx.put(&current)?;
                }
                None => tx.delete(&current),
            }
        }
    }
    announce(tx, bucket, &Happening::gone(bucket, &entry, tx.call().time))?;
    Ok(Deleted { marker: entry.marker, version: Some(entry.version) })
}

/// Gives an entry's blobs to be removed.
async fn discard(tx: &mut Transaction<'_>, bucket: &Bucket, entry: &Entry) -> Result<(), Failure> {
    match &entry.data {
        Data::Empty => {}
        Data::Blob(blob) => garbage(tx, blob)?,
        Data::Parts { manifest, .. } => {
            if let Some(manifest) = tx.get::<Manifest>(&bucket.owner, &bucket.region, manifest).await? {
                for blob in manifest.body.parts.iter().filter_map(|p| p.blob.as_ref()) {
                    garbage(tx, blob)?;
                }
                tx.delete(&manifest);
            }
        }
    }
    Ok(())
}

/// Gives a blob to be removed.
pub(crate) fn garbage(tx: &mut Transaction<'_>, blob: &BlobRef) -> Result<(), Failure> {
    tx.put(&Stored::new("", "", &blob.id, Garbage { since: tx.call().time.as_millisecond() }))
}
