//! The event lake: columnar tables of audit events in Parquet, and SQL over them with DataFusion.
//!
//! [`Lake::write`] makes files and hands back their facts ([`DataFile`]); [`Lake::query`] reads just the files it is given. What lies between, the
//! catalogue, is the caller's: the CloudTrail service keeps it in the store, so that files become visible in the same commit that moves the cursor
//! behind their events, and no crash shows an event twice or never. A file never changes, and one that no catalogue names does not exist for anybody
//! ([`Lake::orphans`] finds what a crash left).
//!
//! The layout is open: Parquet in hive folders, `TABLE/account=…/region=…/day=…/ID.parquet`, which other engines read as they are. Files of a table
//! with a key ([`TableKey`]) are sealed (`ID.parquet.sealed`), and nobody reads them without it.
//!
//! Isolation is in the plan: a query knows only the tables that it is given, their files are those of the accounts that may be seen, and each file
//! holds events of one account only. There is no statement that reads another file.

mod compact;
mod error;
mod file;
mod functions;
pub mod import;
mod json;
pub mod local;
mod query;
mod record;
mod schema;
mod seal;
mod sql;
mod storage;
mod table;
mod trino;
mod write;

use std::collections::HashSet;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use datafusion::execution::disk_manager::{DiskManagerBuilder, DiskManagerMode};
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use uuid::Uuid;

pub use compact::{Compaction, candidates};
pub use datafusion;
pub use error::{LakeError, Position, Result};
pub use file::DataFile;
pub use query::{Progress, Query, rows};
pub use record::records;
pub use schema::{column_names, display_name};
pub use seal::TableKey;
pub use sql::check;
pub use storage::Root;
pub use table::Table;
pub use write::Event;

/// What a lake is opened with.
pub struct Config {
    /// Where its files are.
    pub root: Root,
    /// Memory of all queries together, bytes; sorts, groups and joins that need more go to disk.
    pub memory_limit: usize,
    /// Folder for what does not fit into memory; emptied when a query ends.
    pub spill: PathBuf,
    /// Disk that spilling may take, bytes.
    pub spill_limit: u64,
    /// Threads that one query may use.
    pub parallelism: usize,
    /// Makes the ids of files: unique ones.
    pub ids: Box<dyn Fn() -> Uuid + Send + Sync>,
}

/// Columnar tables of events.
pub struct Lake {
    storage: storage::Storage,
    runtime: Arc<RuntimeEnv>,
    url: ObjectStoreUrl,
    memory_limit: usize,
    parallelism: usize,
    ids: Box<dyn Fn() -> Uuid + Send + Sync>,
}

impl std::fmt::Debug for Lake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Lake").field("storage", &self.storage).field("memory_limit", &self.memory_limit).finish_non_exhaustive()
    }
}

impl Lake {
    /// Opens a lake.
    ///
    /// # Errors
    /// When its folders cannot be made or read.
    pub fn open(config: Config) -> Result<Self> {
        let storage = storage::Storage::open(config.root)?;
        std::fs::create_dir_all(&config.spill).map_err(|e| LakeError::storage(config.spill.display(), e))?;
        let spill = DiskManagerBuilder::default()
            .with_mode(DiskManagerMode::Directories(vec![config.spill]))
            .with_max_temp_directory_size(config.spill_limit);
        let runtime = RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(config.memory_limit)))
            .with_disk_manager_builder(spill)
            .build_arc()
            .map_err(LakeError::internal)?;
        let url = ObjectStoreUrl::parse("lake://data").map_err(LakeError::internal)?;
        runtime.register_object_store(url.as_ref(), storage.store.clone());
        Ok(Self {
            storage,
            runtime,
            url,
            memory_limit: config.memory_limit,
            parallelism: config.parallelism.max(1),
            ids: config.ids,
        })
    }

    /// Removes files: those that a compaction replaced, retention ended, or a crash left. None of them may be in a catalogue any more.
    ///
    /// # Errors
    /// Storage errors; what is gone already is no error.
    pub async fn delete(&self, paths: impl IntoIterator<Item = String>) -> Result<()> {
        for path in paths {
            self.storage.remove(&path).await?;
        }
        Ok(())
    }

    /// Paths of files of a table that are in no catalogue (`known` are the paths that are) and older than `age`.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn orphans(&self, table: &str, known: &HashSet<String>, age: Duration, now: SystemTime) -> Result<Vec<String>> {
        self.storage.orphans(table, known, age, now).await
    }

    /// Paths of all files of a table, for one that is given up.
    ///
    /// # Errors
    /// Storage errors.
    pub async fn files(&self, table: &str) -> Result<Vec<String>> {
        self.storage.list(table).await
    }
}
