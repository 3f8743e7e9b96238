//! The lake of this process: opened when it is first needed, shared by ingestion, imports and queries.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};

use lake::datafusion::object_store::memory::InMemory;
use lake::{Config, Lake, LakeError, Root, Table};
use plane::{Failure, System};
use uuid::Uuid;

/// Folder of the tables below the data folder.
const TABLES: &str = "lake";
/// Folder below the data folder of what queries cannot hold in memory.
const SPILL: &str = "lake-spill";
/// Memory of all queries together, bytes.
const MEMORY: usize = 256 << 20;
/// Disk that spilling may take, bytes.
const SPILL_BYTES: u64 = 16 << 30;

/// The lake, once it is open.
#[derive(Debug)]
pub struct Engine {
    root: Option<Root>,
    lake: OnceLock<Arc<Lake>>,
}

impl Engine {
    /// With its files at a place of the caller's, if there is one.
    pub fn at(root: Option<Root>) -> Self {
        Self { root, lake: OnceLock::new() }
    }

    /// The lake. Of a plane without a data folder it is in memory, as everything is.
    ///
    /// # Errors
    /// Internal ones: its folder cannot be made.
    pub fn lake(&self, system: &System) -> Result<Arc<Lake>, Failure> {
        if let Some(lake) = self.lake.get() {
            return Ok(lake.clone());
        }
        let (root, spill) = match &system.plane().settings.data_dir {
            Some(folder) => (Root::Folder(folder.join(TABLES)), folder.join(SPILL)),
            None => (Root::Store(Arc::new(InMemory::new())), temporary()),
        };
        let root = self.root.clone().unwrap_or(root);
        let plane = system.plane().clone();
        let lake = Lake::open(Config {
            root,
            memory_limit: MEMORY,
            spill,
            spill_limit: SPILL_BYTES,
            parallelism: std::thread::available_parallelism().map_or(1, usize::from).min(4),
            ids: Box::new(move || plane.ids.uuid_at(plane.clock.now_ms())),
        })
        .map_err(Failure::internal)?;
        Ok(self.lake.get_or_init(|| Arc::new(lake)).clone())
    }
}

fn temporary() -> PathBuf {
    std::env::temp_dir().join(format!("cloudkeep-spill-{}", std::process::id()))
}

/// Plans a statement over empty tables of these names: what is wrong with it is known before any file is read.
///
/// # Errors
/// What is wrong with the statement.
pub async fn check(statement: &str, tables: &[String]) -> Result<(), LakeError> {
    static PLANNER: OnceLock<Result<Lake, String>> = OnceLock::new();
    let planner = PLANNER.get_or_init(|| {
        Lake::open(Config {
            root: Root::Store(Arc::new(InMemory::new())),
            memory_limit: 16 << 20,
            spill: temporary(),
            spill_limit: 0,
            parallelism: 1,
            ids: Box::new(Uuid::nil),
        })
        .map_err(|e| e.to_string())
    });
    let planner = planner.as_ref().map_err(|e| LakeError::Internal(e.clone()))?;
    let empty = |id: &String| Table { names: vec![id.clone()], files: Vec::new(), accounts: None, key: None };
    let tables: Vec<Table> = tables.iter().map(empty).collect();
    planner.query(statement, &tables).await.map(drop)
}
