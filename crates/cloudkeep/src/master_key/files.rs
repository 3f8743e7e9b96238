//! Small files that must be whole: written beside, synced, renamed into place, and the folder synced.

use std::fs::{self, File, OpenOptions};
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};

use zeroize::Zeroizing;

use super::error::MasterKeyError;

/// What a new file is called until it is whole.
pub fn staged(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".new");
    PathBuf::from(name)
}

/// Writes a file of mode 0600 and syncs it and its folder.
pub fn write(path: &Path, text: &str) -> Result<(), MasterKeyError> {
    let failed = || MasterKeyError::file(path);
    // A leftover may have another mode, and opening would keep it.
    remove(path)?;
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path).map_err(failed())?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed())?;
    sync_folder(path)
}

/// Moves a whole file into its place, over the one that is there: after it the new file is there, before it the old one, whatever happens.
pub fn into_place(from: &Path, to: &Path) -> Result<(), MasterKeyError> {
    fs::rename(from, to).map_err(MasterKeyError::file(to))?;
    sync_folder(to)
}

/// Removes a file, if it is there.
pub fn remove(path: &Path) -> Result<(), MasterKeyError> {
    match fs::remove_file(path) {
        Ok(()) => sync_folder(path),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
        Err(error) => Err(MasterKeyError::file(path)(error)),
    }
}

/// Reads a file; none if it is not there. Wiped from memory when it is no longer used.
pub fn read_secret(path: &Path) -> Result<Option<Zeroizing<String>>, MasterKeyError> {
    match fs::read_to_string(path) {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(error) => Err(MasterKeyError::file(path)(error)),
    }
}

fn sync_folder(path: &Path) -> Result<(), MasterKeyError> {
    #[cfg(unix)]
    {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        File::open(folder).and_then(|folder| folder.sync_all()).map_err(MasterKeyError::file(folder))?;
    }
    Ok(())
}
