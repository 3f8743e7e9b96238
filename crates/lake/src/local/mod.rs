//! A lake in a folder, for people who have files and no server: data files and, beside them, their catalogue.
//!
//! ```text
//! FOLDER/events/account=…/region=…/day=…/ID.parquet   the events
//! FOLDER/catalogue.log                                which of these files count
//! FOLDER/writer.lock, readers.lock                    held while a process writes, reads
//! ```
//!
//! **Why a crash at any moment loses nothing and doubles nothing.** Data files are written and synced first; they exist for nobody until one line of the
//! catalogue names them (`log.rs`), and that same line says which source files are done and, after a compaction, which data files the new ones
//! replace. What a crash leaves is either a line that counts or data files that nobody names, which the next writer removes. Events whose files
//! counted but whose source was not done are read again and found to be known by their `eventID`.
//!
//! Data files are removed only when no query runs, since a query reads the files of the moment that it began.

mod known;
mod log;

use std::collections::{BTreeMap, HashSet};
use std::fs::{File, TryLockError};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use uuid::Uuid;

pub use log::Source;

use crate::error::{LakeError, Result};
use crate::file::{DataFile, Partition};
use crate::import::Record;
use crate::write::{Event, day};
use crate::{Config, Lake, Query, Root, Table, candidates};

const TABLE: &str = "events";

/// What a local lake is opened with.
pub struct LocalConfig {
    /// Its folder.
    pub folder: PathBuf,
    /// Memory of queries, bytes.
    pub memory_limit: usize,
    /// Folder for what does not fit into memory.
    pub spill: PathBuf,
    /// Threads of a query.
    pub parallelism: usize,
    /// Makes the ids of files: unique ones.
    pub ids: Box<dyn Fn() -> Uuid + Send + Sync>,
}

impl std::fmt::Debug for LocalConfig {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("LocalConfig").field("folder", &self.folder).finish_non_exhaustive()
    }
}

/// How many events an import brought.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Added {
    /// Events that are new.
    pub new: u64,
    /// Events that the lake had.
    pub known: u64,
    /// Bytes of new files.
    pub bytes: u64,
}

/// A local lake that is written. Only one process can have it.
#[derive(Debug)]
pub struct LocalLake {
    folder: PathBuf,
    lake: Lake,
    log: log::Log,
    known: known::Known,
    _writer: File,
}

impl LocalLake {
    /// Opens or makes a lake, and removes what a crash left.
    ///
    /// # Errors
    /// When another process writes to it, the catalogue is damaged, or storage fails.
    pub async fn open(config: LocalConfig) -> Result<Self> {
        let folder = config.folder.clone();
        let lake = open(config)?;
        let writer = lock_file(&folder, "writer.lock")?;
        match writer.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                let busy = std::io::Error::new(std::io::ErrorKind::WouldBlock, "another import writes to this lake");
                return Err(LakeError::storage(folder.display(), busy));
            }
            Err(TryLockError::Error(error)) => return Err(LakeError::storage(folder.display(), error)),
        }
        lock_file(&folder, "readers.lock")?;
        let log = log::Log::open(folder.join("catalogue.log"))?;
        let local = Self { folder, lake, log, known: known::Known::default(), _writer: writer };
        local.sweep().await?;
        Ok(local)
    }

    /// Whether a source was taken in and has not changed since.
    pub fn has(&self, source: &Source) -> bool {
        self.log.state.sources.get(&source.path) == Some(source)
    }

    /// Adds the events that are new, and notes that all events of some sources are there: both in one commit.
    ///
    /// # Errors
    /// Storage errors; nothing was added then.
    pub async fn add(&mut self, records: Vec<Record>, sources: Vec<Source>) -> Result<Added> {
        let done = self.try_add(records, sources).await;
        if done.is_err() {
            self.known.clear();
        }
        done
    }

    async fn try_add(&mut self, records: Vec<Record>, sources: Vec<Source>) -> Result<Added> {
        let mut added = Added::default();
        let mut days: BTreeMap<Partition, Vec<Record>> = BTreeMap::new();
        for record in records {
            let partition = Partition { account: record.account.clone(), region: record.region.clone(), day: day(record.time) };
            days.entry(partition).or_default().push(record);
        }
        let mut events: Vec<Event> = Vec::new();
        for (partition, records) in days {
            if !self.known.has(&partition) {
                self.load(&partition).await?;
            }
            let count = records.len() as u64;
            let before = events.len();
            events.extend(records.into_iter().filter(|r| self.known.is_new(&partition, &r.event_id)).map(Record::into_event));
            let new = (events.len() - before) as u64;
            added.new += new;
            added.known += count - new;
        }
        self.known.shrink();
        let add =
            if events.is_empty() { Vec::new() } else { self.lake.write(TABLE, None, events, Timestamp::UNIX_EPOCH).await? };
        added.bytes = add.iter().map(|f| f.bytes).sum();
        if !add.is_empty() || !sources.is_empty() {
            self.log.append(log::Entry { add, remove: Vec::new(), sources })?;
        }
        Ok(added)
    }

    /// Reads the ids of the events of a day.
    async fn load(&mut self, partition: &Partition) -> Result<()> {
        let folder = partition.folder(TABLE);
        let files = self.log.state.files.range(folder.clone()..).take_while(|(path, _)| path.starts_with(&folder));
        let mut ids: Vec<String> = Vec::new();
        for (_, file) in files {
            ids.extend(self.lake.texts(file, "eventid").await?);
        }
        self.known.load(partition, ids.iter().map(String::as_str));
        Ok(())
    }

    /// Puts small files of a day together; how many files went.
    ///
    /// # Errors
    /// Storage errors. What was put together before stays so.
    pub async fn compact(&mut self, mut progress: impl FnMut(usize, usize)) -> Result<usize> {
        let groups = candidates(&self.files());
        let mut gone = 0;
        for (done, group) in groups.iter().enumerate() {
            progress(done, groups.len());
            let compaction = self.lake.compact(TABLE, None, group).await?;
            gone += compaction.remove.len();
            let remove = compaction.remove.into_iter().map(|f| f.path).collect();
            self.log.append(log::Entry { add: compaction.add, remove, sources: Vec::new() })?;
        }
        if gone > 0 {
            self.sweep().await?;
        }
        Ok(gone)
    }

    /// The files that count.
    pub fn files(&self) -> Vec<DataFile> {
        self.log.state.files.values().cloned().collect()
    }

    /// Removes files that nobody names, unless a query may still read them: then the next writer does.
    async fn sweep(&self) -> Result<()> {
        let readers = lock_file(&self.folder, "readers.lock")?;
        if readers.try_lock().is_err() {
            return Ok(());
        }
        let known: HashSet<&String> = self.log.state.files.keys().collect();
        let gone = self.lake.files(TABLE).await?.into_iter().filter(|path| !known.contains(path));
        self.lake.delete(gone).await
    }
}

/// A local lake as it is at one moment, for queries.
#[derive(Debug)]
pub struct LocalView {
    lake: Lake,
    table: Table,
    _readers: File,
}

impl LocalView {
    /// Opens a lake for reading, also while another process writes to it.
    ///
    /// # Errors
    /// When there is none, or its catalogue is damaged.
    pub fn open(config: LocalConfig) -> Result<Self> {
        let folder = config.folder.clone();
        let none = || {
            let error = std::io::Error::new(std::io::ErrorKind::NotFound, "there is no lake in this folder");
            LakeError::storage(folder.display(), error)
        };
        let readers = File::open(folder.join("readers.lock")).map_err(|_| none())?;
        readers.lock_shared().map_err(|e| LakeError::storage(folder.display(), e))?;
        let state = log::read(&folder.join("catalogue.log"))?.ok_or_else(none)?;
        let table =
            Table { names: vec![TABLE.to_owned()], files: state.files.into_values().collect(), accounts: None, key: None };
        Ok(Self { lake: open(config)?, table, _readers: readers })
    }

    /// Starts a query; the table is named `events`.
    ///
    /// # Errors
    /// As [`Lake::query`].
    pub async fn query(&self, sql: &str) -> Result<Query> {
        self.lake.query(sql, std::slice::from_ref(&self.table)).await
    }

    /// The files that count.
    pub fn files(&self) -> &[DataFile] {
        &self.table.files
    }
}

fn open(config: LocalConfig) -> Result<Lake> {
    let LocalConfig { folder, memory_limit, spill, parallelism, ids } = config;
    Lake::open(Config { root: Root::Folder(folder), memory_limit, spill, spill_limit: u64::MAX, parallelism, ids })
}

fn lock_file(folder: &Path, name: &str) -> Result<File> {
    let path = folder.join(name);
    let open = File::options().read(true).write(true).create(true).truncate(false).open(&path);
    open.map_err(|e| LakeError::storage(path.display(), e))
}
