//! The catalogue: which files of the lake an event data store consists of. A file that is not in it does not exist for anybody.

use std::collections::HashSet;

use lake::DataFile;
use plane::{Failure, Reader, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};

use crate::stores::EventDataStore;

/// A file of an event data store. The id is the store's and the file's path.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoreFile(pub DataFile);

impl Resource for StoreFile {
    const KIND: &'static str = "Cloudkeep::CloudTrail::StoreFile";
    const HISTORY: bool = false;
}

/// A file that is in no catalogue any more, until no query can be reading it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Garbage {
    /// Its path in the lake.
    pub path: String,
    /// Since when, milliseconds since 1970.
    pub since: i64,
}

impl Resource for Garbage {
    const KIND: &'static str = "Cloudkeep::CloudTrail::LakeGarbage";
    const HISTORY: bool = false;
}

/// Id of the document of a file.
fn id(store: &EventDataStore, path: &str) -> String {
    format!("{}/{path}", store.id)
}

/// All files of an event data store, as they stand in the catalogue now.
///
/// # Errors
/// Internal ones only.
pub async fn files(reader: &Reader<'_>, store: &EventDataStore) -> Result<Vec<DataFile>, Failure> {
    let found = reader.all::<StoreFile>(&store.account, &store.region, &format!("{}/", store.id)).await?;
    Ok(found.into_iter().map(|f| f.body.0).collect())
}

/// The paths that may be on disk for an event data store: its files, and those that wait to be removed.
///
/// # Errors
/// Internal ones only.
pub async fn known(reader: &Reader<'_>, store: &EventDataStore) -> Result<HashSet<String>, Failure> {
    let mut known: HashSet<String> = files(reader, store).await?.into_iter().map(|f| f.path).collect();
    known.extend(garbage(reader, store).await?.into_iter().map(|g| g.body.path));
    Ok(known)
}

/// The files of an event data store that wait to be removed.
///
/// # Errors
/// Internal ones only.
pub async fn garbage(reader: &Reader<'_>, store: &EventDataStore) -> Result<Vec<Stored<Garbage>>, Failure> {
    reader.all::<Garbage>(&store.account, &store.region, &format!("{}/", store.id)).await
}

/// Puts files into the catalogue.
///
/// # Errors
/// Internal ones only.
pub fn add(tx: &mut Transaction<'_>, store: &EventDataStore, files: &[DataFile]) -> Result<(), Failure> {
    for file in files {
        tx.put(&Stored::new(&store.account, &store.region, id(store, &file.path), StoreFile(file.clone())))?;
    }
    Ok(())
}

/// Takes files out of the catalogue; false, and nothing is done, if one of them is not there any more.
///
/// # Errors
/// Internal ones only.
pub async fn remove(tx: &mut Transaction<'_>, store: &EventDataStore, files: &[DataFile]) -> Result<bool, Failure> {
    let mut held = Vec::with_capacity(files.len());
    for file in files {
        match tx.get::<StoreFile>(&store.account, &store.region, &id(store, &file.path)).await? {
            Some(found) => held.push(found),
            None => return Ok(false),
        }
    }
    let since = tx.call().time.as_millisecond();
    for file in held {
        let path = file.body.0.path.clone();
        tx.put(&Stored::new(&store.account, &store.region, id(store, &path), Garbage { path, since }))?;
        tx.delete(&file);
    }
    Ok(true)
}
