//! What can go wrong, typed. Details of the database library stay behind `source`, so that another backend has the same errors.

use std::error::Error;
use std::path::PathBuf;
use std::sync::Arc;

use crate::Key;

/// The underlying cause, shared because one failed transaction fails every commit that was grouped into it.
pub type Cause = Arc<dyn Error + Send + Sync + 'static>;

/// Result with [`StoreError`] unless told otherwise.
pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// Why a store could not be opened, read or written. None of these texts holds a document's content.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// Another process (or another `Store` of this one) has the folder open.
    #[error("the data folder {} is in use by another process", .path.display())]
    Locked {
        /// The folder asked for.
        path: PathBuf,
    },
    /// The folder was written by a later release. Nothing has been changed in it.
    #[error(
        "the data folder has schema version {found}, this build knows versions up to {supported}: use the release that wrote it or a later one"
    )]
    NewerSchema {
        /// Version found in the folder.
        found: i64,
        /// Newest version this build can read.
        supported: i64,
    },
    /// The folder could not be created or opened.
    #[error("cannot open the data folder {}: {cause}", .path.display())]
    Open {
        /// The folder asked for.
        path: PathBuf,
        /// What the system or the database said.
        #[source]
        cause: Cause,
    },
    /// No space is left. Nothing of the commit is acknowledged; reads go on, and writes do as soon as there is space.
    #[error("the storage is full")]
    Full {
        /// What the database said.
        #[source]
        cause: Cause,
    },
    /// The operating system failed to read, write or sync.
    #[error("input/output error of the storage: {cause}")]
    Io {
        /// What the database said.
        #[source]
        cause: Cause,
    },
    /// What is stored cannot be read.
    #[error("damaged data: {cause}")]
    Corrupt {
        /// What failed.
        #[source]
        cause: Cause,
    },
    /// The caller asked for something no backend can do (a limit is exceeded, one key written twice in a commit).
    #[error("invalid request to the store: {0}")]
    Invalid(String),
    /// The store was closed, or its writer has ended.
    #[error("the store is closed")]
    Closed,
    /// Any other failure of the database.
    #[error("database error: {cause}")]
    Database {
        /// What the database said.
        #[source]
        cause: Cause,
    },
}

/// Why a commit was not made.
///
/// After `Conflict` and `Duplicate` nothing of the commit is stored. After `Failed` nothing was acknowledged; if the failure was of the disk
/// itself ([`StoreError::Io`]) a restart may find the commit stored after all, as with every database: repeat it with the same expectations and
/// journal ids, which makes the repetition harmless.
#[derive(Debug, Clone, thiserror::Error)]
#[non_exhaustive]
pub enum CommitError {
    /// An expectation no longer holds: read again and repeat. For a range the key's `id` is the range's prefix; for a cursor `kind` is
    /// `"cursor"` and `id` its name.
    #[error("{key} has changed since it was read")]
    Conflict {
        /// What has changed.
        key: Key,
    },
    /// A look-up value that must be unique is held by another resource.
    #[error("the value of look-up {name} is already held by {holder}")]
    Duplicate {
        /// Look-up name.
        name: String,
        /// The value asked for.
        value: String,
        /// Who holds it.
        holder: Key,
    },
    /// The store could not do it.
    #[error(transparent)]
    Failed(#[from] StoreError),
}
