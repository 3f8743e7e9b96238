//! The master key, and the data keys that it seals.
//!
//! Everything at rest is sealed with a data key ([`plane::Keyring`]). The data keys lie in `data.key` in the data folder, sealed with the master key, so
//! that another master key costs one small file and not a walk over all data. The master key comes from a [`Source`]: a key file, the environment, a
//! credential of systemd, or a passphrase.
//!
//! Earlier builds sealed everything with the master key itself. Such a folder is converted when it is opened: its master key becomes its first data key, and seals
//! itself in `data.key`. No new key is made, so a backup of `master.key` that lies elsewhere stays good; `cloudkeep rotate-master-key` makes a new one.

mod args;
mod data_key;
mod error;
mod files;
mod folder;
mod key;
mod rotate;
mod source;

pub use args::{FolderArguments, MasterKeyArguments, NewMasterKeyArguments};
pub use data_key::DATA_KEY;
pub use folder::{looked_at, unlock};
pub use rotate::rotate;
pub use source::{CURRENT, NEW, Source, SourceKind, Wanted, choose};
