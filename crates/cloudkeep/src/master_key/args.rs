//! How the commands are told where the master key is. Keys and passphrases themselves are never arguments: everybody on the machine can read those.

use std::path::PathBuf;

use clap::Args;

use super::source::{SourceKind, Wanted};

/// Where the master key is.
#[derive(Args, Default)]
pub struct MasterKeyArguments {
    /// Where the master key comes from [default: the one that is given, else the key file].
    #[arg(long, env = "CLOUDKEEP_MASTER_KEY_SOURCE", value_enum)]
    pub master_key_source: Option<SourceKind>,
    /// The key file [default: master.key in the data folder].
    #[arg(long, env = "CLOUDKEEP_MASTER_KEY_FILE")]
    pub master_key_file: Option<PathBuf>,
    /// A file that holds the passphrase, instead of CLOUDKEEP_PASSPHRASE in the environment.
    #[arg(long, env = "CLOUDKEEP_PASSPHRASE_FILE")]
    pub passphrase_file: Option<PathBuf>,
}

impl MasterKeyArguments {
    /// What was said here, else in a configuration file.
    pub fn or(self, file: Wanted) -> Wanted {
        Wanted {
            kind: self.master_key_source.or(file.kind),
            key_file: self.master_key_file.or(file.key_file),
            passphrase_file: self.passphrase_file.or(file.passphrase_file),
        }
    }
}

/// A data folder and what opens it, for commands beside `serve`.
#[derive(Args, Default)]
pub struct FolderArguments {
    /// The server's configuration file, if it has one: the data folder and the master key are taken from it.
    #[arg(long, env = "CLOUDKEEP_CONFIG")]
    pub config: Option<PathBuf>,
    /// Folder of the data.
    #[arg(long, env = "CLOUDKEEP_DATA_DIR")]
    pub data_dir: Option<PathBuf>,
    /// The master key.
    #[command(flatten)]
    pub master_key: MasterKeyArguments,
}

/// Where a new master key is to be.
#[derive(Args, Default)]
pub struct NewMasterKeyArguments {
    /// Where the new master key is to be [default: the one that is given, else as the present one].
    #[arg(long, value_enum, value_name = "SOURCE")]
    pub to: Option<SourceKind>,
    /// The new key file, which is made [default: master.key in the data folder, or the present key file].
    #[arg(long, env = "CLOUDKEEP_NEW_MASTER_KEY_FILE")]
    pub new_master_key_file: Option<PathBuf>,
    /// A file that holds the new passphrase, instead of CLOUDKEEP_NEW_PASSPHRASE in the environment.
    #[arg(long, env = "CLOUDKEEP_NEW_PASSPHRASE_FILE")]
    pub new_passphrase_file: Option<PathBuf>,
    /// Add a new data key too: it seals from now on; older ones only open what they sealed.
    #[arg(long)]
    pub new_data_key: bool,
}
