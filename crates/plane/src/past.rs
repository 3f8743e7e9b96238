//! The store as a commit left it behind: how configuration is described as it was, however much later.

use store::{Range, Version};
use wire::Failure;

use crate::resource::{Resource, Stored, key};
use crate::transaction::Reader;

/// Read access to documents as they were when a commit was made. Kinds without history are not in it: they have no past.
#[derive(Debug, Clone, Copy)]
pub struct Past<'a> {
    reader: Reader<'a>,
    seq: u64,
}

impl<'a> Past<'a> {
    /// As the commit of this sequence left things.
    pub fn new(reader: Reader<'a>, seq: u64) -> Self {
        Self { reader, seq }
    }

    /// The present, for what has no past.
    pub fn reader(&self) -> &Reader<'a> {
        &self.reader
    }

    /// A document as it was; `None` if it was not there then. The region of a global resource is empty. Its creation time is not known.
    ///
    /// # Errors
    /// Internal ones only, as with all methods here.
    pub async fn get<T: Resource>(&self, account: &str, region: &str, id: &str) -> Result<Option<Stored<T>>, Failure> {
        let key = key::<T>(account, region, id);
        let version = self.reader.plane().store.history_through(&key, self.seq).await.map_err(Failure::internal)?;
        version.filter(|version| !version.deleted).map(document).transpose()
    }

    /// The documents of an account and region that were there, of ids that begin with `prefix`, by id.
    pub async fn all<T: Resource>(&self, account: &str, region: &str, prefix: &str) -> Result<Vec<Stored<T>>, Failure> {
        let range = Range::all(T::KIND, account, region).with_prefix(prefix);
        let versions = self.reader.plane().store.range_through(&range, self.seq).await.map_err(Failure::internal)?;
        versions.into_iter().map(document).collect()
    }
}

/// The document of a version that is no deletion.
///
/// # Errors
/// Internal ones only.
pub fn document<T: Resource>(version: Version) -> Result<Stored<T>, Failure> {
    let body = serde_json::from_slice(&version.body).map_err(|e| Failure::internal(format!("{}: {e}", version.key)))?;
    Ok(Stored {
        key: version.key,
        version: version.version,
        created_at: 0,
        updated_at: version.at,
        arn: version.arn,
        tags: version.tags,
        body,
    })
}
