//! Where data files are: a folder, whose files are synced before anybody hears of them, or an object store.

use std::collections::{HashMap, HashSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use datafusion::object_store::local::LocalFileSystem;
use datafusion::object_store::path::Path as ObjectPath;
use datafusion::object_store::{ObjectStore, ObjectStoreExt as _};
use futures::{StreamExt as _, TryStreamExt as _};

use crate::error::{LakeError, Result};
use crate::seal::{Opened, TableKey};

/// Where data files are.
#[derive(Debug, Clone)]
pub enum Root {
    /// A folder, made (mode 0700) if it is not there.
    Folder(PathBuf),
    /// Any object store, which promises that what it acknowledged is durable.
    Store(Arc<dyn ObjectStore>),
}

#[derive(Debug)]
pub(crate) struct Storage {
    root: Root,
    pub store: Arc<dyn ObjectStore>,
}

impl Storage {
    pub fn open(root: Root) -> Result<Self> {
        let store: Arc<dyn ObjectStore> = match &root {
            Root::Folder(folder) => {
                private(folder).map_err(|e| LakeError::storage(folder.display(), e))?;
                let local = LocalFileSystem::new_with_prefix(folder).map_err(LakeError::internal)?;
                Arc::new(local)
            }
            Root::Store(store) => store.clone(),
        };
        Ok(Self { root, store })
    }

    /// The store to read from: with keys, by the folders of their tables, its sealed files read as what was sealed.
    pub fn opened(&self, keys: HashMap<String, TableKey>) -> Arc<dyn ObjectStore> {
        if keys.is_empty() { self.store.clone() } else { Arc::new(Opened::new(self.store.clone(), keys)) }
    }

    /// Puts a file that was not there; durable when it resolves.
    pub async fn put(&self, path: &str, data: Vec<u8>) -> Result<()> {
        match &self.root {
            Root::Folder(folder) => {
                let (folder, place) = (folder.clone(), folder.join(path));
                let what = path.to_owned();
                tokio::task::spawn_blocking(move || write(&folder, &place, &data))
                    .await
                    .map_err(LakeError::internal)?
                    .map_err(|e| LakeError::storage(what, e))
            }
            Root::Store(store) => {
                let put = store.put(&ObjectPath::from(path), data.into()).await;
                put.map(drop).map_err(|e| LakeError::storage(path, std::io::Error::other(e)))
            }
        }
    }

    /// Removes a file; one that is not there is removed already.
    pub async fn remove(&self, path: &str) -> Result<()> {
        match self.store.delete(&ObjectPath::from(path)).await {
            Ok(()) | Err(datafusion::object_store::Error::NotFound { .. }) => Ok(()),
            Err(error) => Err(LakeError::storage(path, std::io::Error::other(error))),
        }
    }

    /// Files of a table that nobody knows and that are older than `age`: what a crash left.
    pub async fn orphans(&self, table: &str, known: &HashSet<String>, age: Duration, now: SystemTime) -> Result<Vec<String>> {
        let prefix = ObjectPath::from(table);
        let mut found = self.store.list(Some(&prefix));
        let mut orphans = Vec::new();
        while let Some(meta) = found.next().await {
            let meta = meta.map_err(|e| LakeError::storage(table, std::io::Error::other(e)))?;
            let path = meta.location.to_string();
            let modified =
                SystemTime::UNIX_EPOCH + Duration::from_millis(u64::try_from(meta.last_modified.timestamp_millis()).unwrap_or(0));
            if !known.contains(&path) && now.duration_since(modified).is_ok_and(|since| since >= age) {
                orphans.push(path);
            }
        }
        Ok(orphans)
    }

    /// All files of a table: for one that is given up.
    pub async fn list(&self, table: &str) -> Result<Vec<String>> {
        let prefix = ObjectPath::from(table);
        let found: Vec<_> = self
            .store
            .list(Some(&prefix))
            .try_collect()
            .await
            .map_err(|e| LakeError::storage(table, std::io::Error::other(e)))?;
        Ok(found.into_iter().map(|meta| meta.location.to_string()).collect())
    }
}

fn private(folder: &Path) -> std::io::Result<()> {
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}

/// Writes beside the place, syncs, moves into place, and syncs the folders that got a new name, so that a file is there whole or not at all.
fn write(root: &Path, place: &Path, data: &[u8]) -> std::io::Result<()> {
    let folder = place.parent().unwrap_or(root);
    let mut fresh = Vec::new();
    let mut at = Some(folder);
    while let Some(missing) = at.filter(|p| !p.exists() && p.starts_with(root)) {
        fresh.push(missing.to_path_buf());
        at = missing.parent();
    }
    private(folder)?;
    let draft = place.with_extension("draft");
    let mut file = std::fs::File::create(&draft)?;
    file.write_all(data)?;
    file.sync_all()?;
    std::fs::rename(&draft, place)?;
    std::fs::File::open(folder)?.sync_all()?;
    for parent in fresh.iter().filter_map(|p| p.parent()) {
        std::fs::File::open(parent)?.sync_all()?;
    }
    Ok(())
}
