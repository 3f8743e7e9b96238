//! Code at rest and at work: packages as sealed files beside the store, and unpacked where functions run from.

use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::{Duration, SystemTime};

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Failure, Plane};

use crate::errors::{invalid, service};
use crate::package::{self, PackageError};
use crate::resources::Code;

/// Time that a file without a name in the store is left alone: its commit may be under way.
const UNNAMED: Duration = Duration::from_secs(3_600);
/// Packages that are read from buckets at once: each is up to 250 MB, twice while it is sealed.
const TURNS: usize = 2;

/// The folders of code.
#[derive(Debug)]
pub(crate) struct CodeStore {
    /// Sealed packages.
    sealed: PathBuf,
    /// Unpacked packages; emptied at the start.
    unpacked: PathBuf,
    in_use: Mutex<HashMap<String, Weak<Unpacked>>>,
    /// Turns for packages that are read from buckets.
    turns: tokio::sync::Semaphore,
}

/// An unpacked package. It is removed with its last user.
#[derive(Debug)]
pub(crate) struct Unpacked {
    path: PathBuf,
}

impl Unpacked {
    /// The folder: `LAMBDA_TASK_ROOT`.
    pub(crate) fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Unpacked {
    fn drop(&mut self) {
        let path = self.path.clone();
        let remove = move || drop(fs::remove_dir_all(path));
        match tokio::runtime::Handle::try_current() {
            Ok(runtime) => drop(runtime.spawn_blocking(remove)),
            Err(_) => remove(),
        }
    }
}

/// A package that is on stable storage and that no commit names yet.
#[derive(Debug, Clone)]
pub(crate) struct Kept(pub Code);

fn context(id: &str) -> String {
    format!("lambda-code:{id}")
}

/// Makes a folder that only the server may look into.
pub(crate) fn private(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(path)
}

impl CodeStore {
    /// Packages below one folder, and what runs below another.
    pub(crate) fn at(root: &Path, run: &Path) -> Self {
        let unpacked = run.join("code");
        let _ = fs::remove_dir_all(&unpacked);
        Self { sealed: root.join("code"), unpacked, in_use: Mutex::default(), turns: tokio::sync::Semaphore::new(TURNS) }
    }

    /// A turn to read a package from a bucket, until it is dropped.
    ///
    /// # Errors
    /// Internal ones only.
    pub(crate) async fn turn(&self) -> Result<tokio::sync::SemaphorePermit<'_>, Failure> {
        self.turns.acquire().await.map_err(Failure::internal)
    }

    /// Checks a package and keeps it.
    ///
    /// # Errors
    /// `InvalidParameterValueException` with what is wrong, or internal ones.
    pub(crate) async fn keep(self: &Arc<Self>, plane: &Plane, zip: bytes::Bytes) -> Result<Kept, Failure> {
        if zip.is_empty() {
            return Err(invalid(PackageError::Empty.to_string()));
        }
        let id = plane.ids.uuid().simple().to_string();
        let checked = zip.clone();
        let hash =
            tokio::task::spawn_blocking(move || package::check(&checked).map(|()| digest::digest(&digest::SHA256, &checked)))
                .await
                .map_err(Failure::internal)?
                .map_err(|error| match error {
                    PackageError::File(error) => service(error),
                    error => invalid(error.to_string()),
                })?;
        let sealed = plane.keyring.seal(&plane.ids, &context(&id), &zip);
        let (store, name) = (self.clone(), id.clone());
        tokio::task::spawn_blocking(move || store.write(&name, &sealed))
            .await
            .map_err(Failure::internal)?
            .map_err(Failure::internal)?;
        let size = i64::try_from(zip.len()).unwrap_or(i64::MAX);
        Ok(Kept(Code { id, sha256: STANDARD.encode(hash.as_ref()), size }))
    }

    fn write(&self, id: &str, sealed: &[u8]) -> io::Result<()> {
        private(&self.sealed)?;
        let mut draft = tempfile::Builder::new().prefix(".draft-").tempfile_in(&self.sealed)?;
        draft.write_all(sealed)?;
        draft.as_file().sync_all()?;
        draft.persist(self.sealed.join(id)).map_err(|error| error.error)?;
        fs::File::open(&self.sealed)?.sync_all()
    }

    /// The bytes of a package.
    ///
    /// # Errors
    /// Internal ones: the file is gone or damaged.
    pub(crate) async fn read(&self, plane: &Plane, code: &Code) -> Result<Vec<u8>, Failure> {
        let path = self.sealed.join(&code.id);
        let sealed = tokio::task::spawn_blocking(move || fs::read(path)).await.map_err(Failure::internal)?.map_err(service)?;
        let plain = plane.keyring.open_sealed(&context(&code.id), &sealed).map_err(service)?;
        Ok(plain.to_vec())
    }

    /// The package unpacked: the one that is in use, or made now.
    ///
    /// # Errors
    /// Internal ones.
    pub(crate) async fn unpack(&self, plane: &Plane, code: &Code) -> Result<Arc<Unpacked>, Failure> {
        if let Some(found) = self.used(&code.id) {
            return Ok(found);
        }
        let zip = self.read(plane, code).await?;
        // Whoever comes second unpacks too, and the first one's folder is used: a name of its own keeps them apart.
        let path = self.unpacked.join(format!("{}-{}", code.id, plane.ids.uuid().simple()));
        let parent = self.unpacked.clone();
        let made = tokio::task::spawn_blocking(move || -> Result<Unpacked, PackageError> {
            open_folder(&parent)?;
            let unpacked = Unpacked { path };
            fs::create_dir(&unpacked.path)?;
            package::unpack(&zip, &unpacked.path)?;
            Ok(unpacked)
        })
        .await
        .map_err(Failure::internal)?
        .map_err(|error| match error {
            PackageError::File(error) => service(error),
            error => invalid(error.to_string()),
        })?;
        let made = Arc::new(made);
        let mut in_use = self.in_use.lock().unwrap_or_else(PoisonError::into_inner);
        in_use.retain(|_, weak| weak.strong_count() > 0);
        let found = in_use.get(&code.id).and_then(Weak::upgrade);
        Ok(found.unwrap_or_else(|| {
            in_use.insert(code.id.clone(), Arc::downgrade(&made));
            made
        }))
    }

    fn used(&self, id: &str) -> Option<Arc<Unpacked>> {
        self.in_use.lock().unwrap_or_else(PoisonError::into_inner).get(id).and_then(Weak::upgrade)
    }

    /// Removes the packages that nothing names, if they are old enough for that to stay so.
    ///
    /// # Errors
    /// The file system's.
    pub(crate) fn sweep(&self, named: &HashSet<String>, now: SystemTime) -> io::Result<()> {
        let entries = match fs::read_dir(&self.sealed) {
            Ok(entries) => entries,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(error),
        };
        for entry in entries {
            let entry = entry?;
            let known = entry.file_name().to_str().is_some_and(|name| named.contains(name));
            let age = entry.metadata().and_then(|m| m.modified()).ok().and_then(|at| now.duration_since(at).ok());
            if !known && age.is_some_and(|age| age > UNNAMED) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }
}

/// Makes a folder through which functions reach their files, whoever they run as.
pub(crate) fn open_folder(path: &Path) -> io::Result<()> {
    let mut builder = fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o711);
    builder.create(path)
}

#[cfg(test)]
mod tests {
    use super::CodeStore;
    use std::collections::HashSet;
    use std::time::{Duration, SystemTime};

    #[test]
    fn only_old_files_without_a_name_go() {
        let folder = tempfile::tempdir().unwrap();
        let store = CodeStore::at(folder.path(), &folder.path().join("run"));
        store.write("named", b"x").unwrap();
        store.write("unnamed", b"x").unwrap();
        let named: HashSet<String> = ["named".to_owned()].into();
        #[expect(clippy::disallowed_methods, reason = "files have the machine's time")]
        let now = SystemTime::now();
        store.sweep(&named, now).unwrap();
        assert!(store.sealed.join("unnamed").exists());
        store.sweep(&named, now + Duration::from_secs(7_200)).unwrap();
        assert!(!store.sealed.join("unnamed").exists());
        assert!(store.sealed.join("named").exists());
    }
}
