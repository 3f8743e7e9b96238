//! What can be wrong with a master key, in words that say what to do next. No text holds a key or a passphrase.

use std::path::{Path, PathBuf};

use super::data_key::DATA_KEY;
use super::source::SourceKind;

/// Why the data keys cannot be had, or the master key not be changed.
#[derive(Debug, thiserror::Error)]
pub enum MasterKeyError {
    /// A file cannot be read or written.
    #[error("{}: {cause}", .path.display())]
    File {
        /// The file.
        path: PathBuf,
        /// What the system said.
        #[source]
        cause: std::io::Error,
    },
    /// What was given is no key.
    #[error("{0} does not hold a key of 64 hexadecimal digits")]
    NoKey(String),
    /// The key file of data that is there is not.
    #[error(
        "{} is missing: without it the data cannot be read. Restore it from your backup, or say with --master-key-source where the master key is.",
        .0.display()
    )]
    Missing(PathBuf),
    /// The source has nothing.
    #[error("{0}")]
    NotGiven(String),
    /// A key where a passphrase is needed, or the other way round.
    #[error("{DATA_KEY} is sealed with {sealed}, and {given} was given: give --master-key-source {source_name} and what belongs to it. `cloudkeep rotate-master-key` changes it.", sealed = .sealed.shown(), source_name = .sealed.name())]
    OtherKind {
        /// What it was sealed with.
        sealed: SourceKind,
        /// What was given.
        given: String,
    },
    /// Another key than the one that sealed.
    #[error("the master key of {given} does not open {DATA_KEY}, which was last sealed with {sealed}: it is another key, or the file is damaged. Nothing was changed. Give the right key (--master-key-source), or restore key and folder of the same time from your backup.", sealed = .sealed.shown())]
    Wrong {
        /// What was given.
        given: String,
        /// What it was sealed with.
        sealed: SourceKind,
    },
    /// `data.key` is not what this build writes.
    #[error(
        "{DATA_KEY} cannot be read ({0}): restore it from your backup, or use the release that wrote it or a later one. Nothing was changed."
    )]
    Damaged(String),
    /// Data that was sealed with the master key itself, and a passphrase.
    #[error(
        "this data was sealed with master.key itself by an earlier build, so a passphrase does not open it: `cloudkeep rotate-master-key --to passphrase` changes to one."
    )]
    NeverPassphrase,
    /// A new master key that is the present one.
    #[error("the new master key is the present one: give another")]
    Same,
    /// A passphrase that is quickly guessed.
    #[error("the passphrase has {0} characters: give one of at least {least}", least = super::key::LEAST_PASSPHRASE)]
    Short(usize),
    /// A file at the place of a new key.
    #[error("{} is there already, and may be a key of something else: give another --new-master-key-file, or move it away", .0.display())]
    Taken(PathBuf),
    /// The new key holds, and what remained to be done failed.
    #[error("{new} opens the data from now on, but afterwards: {cause}")]
    Afterwards {
        /// The new key's source.
        new: String,
        /// What failed.
        cause: Box<Self>,
    },
    /// There is nothing to change.
    #[error("{} holds no data: start with `cloudkeep serve`", .0.display())]
    NoData(PathBuf),
    /// The ciphers refused: it does not happen.
    #[error("the cipher failed: {0}")]
    Cipher(String),
    /// A test stopped here.
    #[cfg(test)]
    #[error("stopped")]
    Stopped,
}

impl MasterKeyError {
    /// For `map_err` of what was done with a file.
    pub(super) fn file(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        let path = path.to_owned();
        move |cause| Self::File { path, cause }
    }
}
