//! Connections to read with.

use std::path::PathBuf;
use std::sync::Mutex;

use rusqlite::Connection;

use super::kept::Kept;
use super::{Shared, database_error, lock, queries, schema};
use crate::{Key, Record, Result, StoreError};

/// Idle reading connections kept. More are opened when more threads read at once and closed afterwards.
const IDLE: usize = 4;

/// Where reads run. A read never waits, so there are at most as many connections as threads.
pub(super) struct Readers {
    connections: Connections,
    kept: Kept,
}

enum Connections {
    /// Read-only connections to a file; `None` when closed.
    File { path: PathBuf, idle: Mutex<Option<Vec<Connection>>> },
    /// The only connection to a database in memory.
    Memory(Shared),
}

impl Readers {
    pub(super) fn of_file(path: PathBuf) -> Readers {
        Readers { connections: Connections::File { path, idle: Mutex::new(Some(Vec::new())) }, kept: Kept::new() }
    }

    pub(super) fn of_memory(connection: Shared) -> Readers {
        Readers { connections: Connections::Memory(connection), kept: Kept::new() }
    }

    /// One resource.
    pub(super) fn get(&self, key: &Key) -> Result<Option<Record>> {
        let seen = match self.kept.look(key) {
            Ok(found) => return Ok(found.map(|record| (*record).clone())),
            Err(seen) => seen,
        };
        let found = self.with(|connection| queries::get(connection, key))?;
        self.kept.keep(key, found.as_ref(), seen);
        Ok(found)
    }

    /// The writer committed, or tried to commit, changes of a resource.
    pub(super) fn changed(&self, key: &Key) {
        self.kept.forget(key);
    }

    /// Runs `read` on a connection.
    pub(super) fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        match &self.connections {
            Connections::Memory(shared) => {
                let guard = lock(shared);
                read(guard.as_ref().ok_or(StoreError::Closed)?).map_err(database_error)
            }
            Connections::File { path, idle } => {
                let kept = lock(idle).as_mut().ok_or(StoreError::Closed)?.pop();
                let connection = match kept {
                    Some(connection) => connection,
                    None => schema::open_reader(path).map_err(database_error)?,
                };
                let result = read(&connection).map_err(database_error);
                // One that is stuck inside a transaction after an error is not used again.
                if connection.is_autocommit()
                    && let Some(idle) = lock(idle).as_mut()
                    && idle.len() < IDLE
                {
                    idle.push(connection);
                }
                result
            }
        }
    }

    /// Ends reading.
    pub(super) fn close(&self) {
        self.kept.close();
        if let Connections::File { idle, .. } = &self.connections {
            lock(idle).take();
        }
    }
}
