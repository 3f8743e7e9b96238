//! Files of chunks: written whole and synced before the commit that names them, never changed, removed when nobody can be reading them.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::PathBuf;

use plane::{Failure, Settings};
use tempfile::TempDir;

/// Folder of the chunks below the data folder.
const FOLDER: &str = "logs";

/// Where chunks are.
#[derive(Debug)]
pub struct Files {
    folder: PathBuf,
    /// Of a plane without a data folder: removed with it.
    _temporary: Option<TempDir>,
}

impl Files {
    /// The folder `logs` of the data folder; a temporary one where there is none.
    pub fn new(settings: &Settings) -> Self {
        match &settings.data_dir {
            Some(data) => Self { folder: data.join(FOLDER), _temporary: None },
            None => {
                let temporary = tempfile::Builder::new().prefix("cloudkeep-logs-").tempdir().ok();
                let folder =
                    temporary.as_ref().map_or_else(|| std::env::temp_dir().join("cloudkeep-logs"), |t| t.path().to_owned());
                Self { folder, _temporary: temporary }
            }
        }
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.join(name)
    }

    /// Writes a file; it is on the disk under its name when this returns. Blocks.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn write(&self, name: &str, parts: &[Vec<u8>]) -> Result<(), Failure> {
        let write = || -> io::Result<()> {
            let path = self.path(name);
            let folder = path.parent().ok_or(io::ErrorKind::InvalidInput)?;
            if !folder.is_dir() {
                fs::create_dir_all(folder)?;
                File::open(&self.folder)?.sync_all()?;
            }
            let draft = path.with_extension("draft");
            let mut file = File::create(&draft)?;
            for part in parts {
                file.write_all(part)?;
            }
            file.sync_all()?;
            fs::rename(&draft, &path)?;
            File::open(folder)?.sync_all()
        };
        write().map_err(Failure::internal)
    }

    /// Reads a part of a file. Blocks.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn read(&self, name: &str, offset: u64, length: u32) -> Result<Vec<u8>, Failure> {
        let read = || -> io::Result<Vec<u8>> {
            let mut file = File::open(self.path(name))?;
            file.seek(SeekFrom::Start(offset))?;
            let mut bytes = vec![0; usize::try_from(length).unwrap_or(0)];
            file.read_exact(&mut bytes)?;
            Ok(bytes)
        };
        read().map_err(|error| Failure::internal(format!("{name}: {error}")))
    }

    /// Removes a file, if it is there. Blocks.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn remove(&self, name: &str) -> Result<(), Failure> {
        match fs::remove_file(self.path(name)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::internal(error)),
            _ => Ok(()),
        }
    }

    /// Removes the files of a group. Blocks.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn remove_group(&self, uid: &str) -> Result<(), Failure> {
        match fs::remove_dir_all(self.path(uid)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(Failure::internal(error)),
            _ => Ok(()),
        }
    }

    /// The files of a group that were made before a time, drafts included. Blocks.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn older(&self, uid: &str, before: std::time::SystemTime) -> Result<Vec<String>, Failure> {
        let entries = match fs::read_dir(self.path(uid)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            Err(error) => return Err(Failure::internal(error)),
        };
        let mut found = Vec::new();
        for entry in entries {
            let entry = entry.map_err(Failure::internal)?;
            let made = entry.metadata().and_then(|m| m.modified());
            if made.is_ok_and(|made| made < before) {
                found.push(format!("{uid}/{}", entry.file_name().to_string_lossy()));
            }
        }
        Ok(found)
    }
}

/// Runs what blocks where it keeps nobody waiting.
///
/// # Errors
/// The work's own, and internal ones.
pub async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T, Failure> + Send + 'static) -> Result<T, Failure> {
    tokio::task::spawn_blocking(work).await.map_err(Failure::internal)?
}
