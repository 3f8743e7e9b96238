//! Resources as typed documents in the store.

use serde::Serialize;
use serde::de::DeserializeOwned;
use store::{Key, Lookup, Record};
use wire::Failure;

/// A document that the store keeps: serde's JSON of it is its body.
pub trait Resource: Serialize + DeserializeOwned + Send + Sync + 'static {
    /// CloudFormation's name of the type, such as `AWS::IAM::User`; `Cloudkeep::…` for what AWS has no name for.
    const KIND: &'static str;

    /// Whether every version is kept, as it is of all configuration. Without: what must be gone when it is removed, and what changes too often to be
    /// anybody's configuration (messages, deliveries, counters).
    const HISTORY: bool = true;

    /// Values it can be found by besides its key. Unique ones are unique in the whole installation, so they carry what scopes them.
    fn lookups(&self) -> Vec<Lookup> {
        Vec::new()
    }
}

/// A document with its envelope.
#[derive(Debug, Clone, PartialEq)]
pub struct Stored<T> {
    /// Where it is.
    pub key: Key,
    /// Its version, counted from 1.
    pub version: u64,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    /// When this version was made.
    pub updated_at: i64,
    /// Its ARN, if it has one.
    pub arn: Option<String>,
    /// Its tags.
    pub tags: Vec<(String, String)>,
    /// The document.
    pub body: T,
}

impl<T: Resource> Stored<T> {
    /// A document that is not in the store yet.
    pub fn new(account: &str, region: &str, id: impl Into<String>, body: T) -> Self {
        Self { key: key::<T>(account, region, id), version: 0, created_at: 0, updated_at: 0, arn: None, tags: Vec::new(), body }
    }

    /// The same with an ARN.
    #[must_use]
    pub fn arn(mut self, arn: impl Into<String>) -> Self {
        self.arn = Some(arn.into());
        self
    }

    /// The same with tags.
    #[must_use]
    pub fn tags(mut self, tags: Vec<(String, String)>) -> Self {
        self.tags = tags;
        self
    }

    pub(crate) fn read(record: Record) -> Result<Self, Failure> {
        let body = serde_json::from_slice(&record.body).map_err(|e| Failure::internal(format!("{}: {e}", record.key)))?;
        Ok(Self {
            key: record.key,
            version: record.version,
            created_at: record.created_at,
            updated_at: record.updated_at,
            arn: record.arn,
            tags: record.tags,
            body,
        })
    }
}

/// The key of a document of type `T`. The region of a global resource is empty.
pub fn key<T: Resource>(account: &str, region: &str, id: impl Into<String>) -> Key {
    Key { kind: T::KIND.to_owned(), account: account.to_owned(), region: region.to_owned(), id: id.into() }
}
