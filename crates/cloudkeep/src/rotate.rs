//! `cloudkeep rotate-master-key`: seals the data keys with another master key.

use clap::Args;
use plane::Ids;
use store::Folder;

use crate::config;
use crate::master_key::{self, DATA_KEY, FolderArguments, NEW, NewMasterKeyArguments, Source, Wanted};
use crate::serve::{STORE, convert_keys};
use crate::terminal::line;

/// `cloudkeep rotate-master-key`.
#[derive(Args)]
pub struct RotateArguments {
    /// The data folder, and its present master key.
    #[command(flatten)]
    folder: FolderArguments,
    /// The new master key.
    #[command(flatten)]
    new: NewMasterKeyArguments,
}

/// Changes the master key.
///
/// # Errors
/// When the server runs, a key is missing or wrong, or files cannot be written.
pub fn run(arguments: RotateArguments) -> Result<(), String> {
    let folder = config::folder(arguments.folder)?;
    let data_dir = folder.data_dir;
    let store = data_dir.join(STORE);
    if !store.exists() {
        return Err(format!("{} holds no data: start with `cloudkeep serve`", data_dir.display()));
    }
    let current = folder.master_key?;
    let new = target(&arguments.new, &current, &data_dir)?;
    let take = || {
        Folder::take(&store).map_err(|e| match e {
            store::StoreError::Locked { .. } => {
                format!("{}: a server uses this data folder. Stop it, change the key, and start it again.", data_dir.display())
            }
            other => format!("{}: {other}", data_dir.display()),
        })
    };
    let mut held = take()?;
    if held.has_database() && !data_dir.join(DATA_KEY).exists() {
        drop(held);
        convert_keys(&data_dir, &current)?;
        held = take()?;
    }
    let keys =
        master_key::rotate(&data_dir, &current, &new, arguments.new.new_data_key, &Ids::system()).map_err(|e| e.to_string())?;
    drop(held);
    line(&format!(
        "The data of {} is opened by {} now ({keys} data key{}).",
        data_dir.display(),
        new.shown(),
        if keys == 1 { "" } else { "s" }
    ));
    line("Keep a copy of it in another place. Backups made before need the key of their time.");
    Ok(())
}

/// Where the new key is to be: as said, else as something was given for it, else as the present one.
fn target(new: &NewMasterKeyArguments, current: &Source, data_dir: &std::path::Path) -> Result<Source, String> {
    let wanted =
        Wanted { kind: new.to, key_file: new.new_master_key_file.clone(), passphrase_file: new.new_passphrase_file.clone() };
    let unnamed = wanted.key_file.is_none();
    let found = master_key::choose(&wanted, &NEW, data_dir, Some(current.kind()), &|name| std::env::var_os(name))?;
    Ok(match (found, current) {
        // A key file that has its place keeps it.
        (Source::File(_), Source::File(path)) if unnamed => Source::File(path.clone()),
        (found, _) => found,
    })
}
