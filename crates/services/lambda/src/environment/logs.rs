//! What functions write: a file per function that is bounded, and the last of it for callers who ask (`LogType=Tail`).
//!
//! This is the seam to CloudWatch Logs: until that service exists, the files are where the output stays.

use std::fs::{self, File, OpenOptions};
use std::io::Write as _;
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use crate::code::private;

/// What a caller gets of the log, bytes.
pub(crate) const TAIL: usize = 4 << 10;
/// A file larger than this is put aside, in place of the one that was put aside before.
const MOST_FILE: u64 = 5 << 20;

/// The log of one environment; the file is the function's.
#[derive(Debug)]
pub(crate) struct Log {
    path: PathBuf,
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    file: Option<(File, u64)>,
    tail: Vec<u8>,
}

impl Log {
    /// A log that is appended to this file.
    pub(crate) fn to(path: PathBuf) -> Self {
        Self { path, inner: Mutex::default() }
    }

    /// Forgets the tail: an invocation begins.
    pub(crate) fn begin(&self) {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).tail.clear();
    }

    /// Appends. What cannot be written is told to the server's log once and lost: functions run all the same.
    pub(crate) fn write(&self, data: &[u8]) {
        let mut inner = self.inner.lock().unwrap_or_else(PoisonError::into_inner);
        inner.tail.extend_from_slice(data);
        let over = inner.tail.len().saturating_sub(TAIL);
        inner.tail.drain(..over);
        if let Err(error) = self.append(&mut inner, data) {
            tracing::warn!(path = %self.path.display(), %error, "a function's output cannot be kept");
        }
    }

    fn append(&self, inner: &mut Inner, data: &[u8]) -> std::io::Result<()> {
        let full = inner.file.as_ref().is_some_and(|(_, size)| *size > MOST_FILE);
        if full {
            inner.file = None;
            fs::rename(&self.path, self.path.with_extension("log.1"))?;
        }
        if inner.file.is_none() {
            if let Some(folder) = self.path.parent() {
                private(folder)?;
            }
            let mut options = OpenOptions::new();
            options.append(true).create(true);
            #[cfg(unix)]
            std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
            let file = options.open(&self.path)?;
            let size = file.metadata()?.len();
            inner.file = Some((file, size));
        }
        if let Some((file, size)) = &mut inner.file {
            file.write_all(data)?;
            *size += data.len() as u64;
        }
        Ok(())
    }

    /// The last bytes since [`Log::begin`].
    pub(crate) fn tail(&self) -> Vec<u8> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner).tail.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::{Log, MOST_FILE, TAIL};

    #[test]
    fn the_tail_is_the_end_and_files_are_bounded() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("logs/f.log");
        let log = Log::to(path.clone());
        log.write(b"before\n");
        log.begin();
        log.write(&[b'a'; TAIL]);
        log.write(b"end");
        assert_eq!(log.tail().len(), TAIL);
        assert!(log.tail().ends_with(b"aend"));
        let piece = vec![b'x'; 1 << 20];
        for _ in 0..14 {
            log.write(&piece);
        }
        let size = |p: &std::path::Path| std::fs::metadata(p).unwrap().len();
        assert!(size(&path) <= MOST_FILE + (2 << 20));
        assert!(size(&path.with_extension("log.1")) <= MOST_FILE + (2 << 20));
        assert_eq!(std::fs::read_dir(folder.path().join("logs")).unwrap().count(), 2);
    }
}
