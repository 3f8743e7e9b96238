//! Connections to read with.

use std::path::PathBuf;
use std::sync::Mutex;

use rusqlite::Connection;

use super::{Shared, database_error, lock, schema};
use crate::{Result, StoreError};

/// Idle reading connections kept. More are opened when more threads read at once and closed afterwards.
const IDLE: usize = 4;

/// Where reads run. A read never waits, so there are at most as many connections as threads.
pub(super) enum Readers {
    /// Read-only connections to a file; `None` when closed.
    File { path: PathBuf, idle: Mutex<Option<Vec<Connection>>> },
    /// The only connection to a database in memory.
    Memory(Shared),
}

impl Readers {
    pub(super) fn of_file(path: PathBuf) -> Readers {
        Readers::File { path, idle: Mutex::new(Some(Vec::new())) }
    }

    pub(super) fn of_memory(connection: Shared) -> Readers {
        Readers::Memory(connection)
    }

    /// Runs `read` on a connection.
    pub(super) fn with<T>(&self, read: impl FnOnce(&Connection) -> rusqlite::Result<T>) -> Result<T> {
        match self {
            Readers::Memory(shared) => {
                let guard = lock(shared);
                read(guard.as_ref().ok_or(StoreError::Closed)?).map_err(database_error)
            }
            Readers::File { path, idle } => {
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
        if let Readers::File { idle, .. } = self {
            lock(idle).take();
        }
    }
}
