//! The catalogue of a local lake: a file that only grows, one line for each commit.
//!
//! A line is `CRC32 JSON`. It is appended and synced as one; it counts if it is whole, its checksum is right, and all lines before it do. A crash in the
//! middle of an append leaves a last line that does not count, and the next writer cuts it off. So each commit is there wholly or not at all, without a
//! second file, and whoever reads while another writes sees a state that was true.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use crate::error::{LakeError, Result};
use crate::file::DataFile;

/// First line: what this is, and which form.
const HEAD: &str = r#"{"catalogue":"cloudkeep lake","version":1}"#;
/// Files and sources of a line of a catalogue that was written anew.
const CHUNK: usize = 1000;
/// Lines about files that are gone, before a catalogue is written anew.
const DEAD: usize = 2000;

/// A file that events were taken from: it is not read again while it stays the same.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Absolute path.
    pub path: String,
    /// Size, bytes.
    pub bytes: u64,
    /// Time of the last change, nanoseconds since 1970.
    pub modified: i64,
}

/// A commit.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Entry {
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub add: Vec<DataFile>,
    /// Paths.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remove: Vec<String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub sources: Vec<Source>,
}

/// What all commits together say.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct State {
    /// By path.
    pub files: BTreeMap<String, DataFile>,
    /// By path.
    pub sources: BTreeMap<String, Source>,
    dead: usize,
}

impl State {
    fn apply(&mut self, entry: Entry) {
        for path in entry.remove {
            self.dead += usize::from(self.files.remove(&path).is_some());
        }
        self.files.extend(entry.add.into_iter().map(|f| (f.path.clone(), f)));
        self.sources.extend(entry.sources.into_iter().map(|s| (s.path.clone(), s)));
    }
}

fn line(json: &str) -> String {
    format!("{:08x} {json}\n", crc32fast::hash(json.as_bytes()))
}

/// The JSON of a line, if its checksum is right.
fn checked(line: &str) -> Option<&str> {
    let (sum, json) = line.split_once(' ')?;
    (u32::from_str_radix(sum, 16).ok()? == crc32fast::hash(json.as_bytes())).then_some(json)
}

/// Reads a catalogue: the state, and how many bytes of it count. Pure.
pub(super) fn replay(bytes: &[u8]) -> Result<(State, usize)> {
    let mut state = State::default();
    let mut length = 0;
    let mut lines = bytes.split_inclusive(|b| *b == b'\n').peekable();
    let damaged = |at: usize| LakeError::internal(format!("the catalogue is damaged at byte {at}: restore it from a copy"));
    while let Some(bytes) = lines.next() {
        let text = bytes.strip_suffix(b"\n").and_then(|b| std::str::from_utf8(b).ok());
        let Some(json) = text.and_then(checked) else {
            // Only the last append can be half there.
            return if lines.peek().is_some() { Err(damaged(length)) } else { Ok((state, length)) };
        };
        if length == 0 {
            if json != HEAD {
                return Err(LakeError::internal("the catalogue is of another kind or a newer version"));
            }
        } else {
            state.apply(serde_json::from_str(json).map_err(|_| damaged(length))?);
        }
        length += bytes.len();
    }
    Ok((state, length))
}

/// The state that a catalogue has now, for reading; `None` if there is none.
pub(super) fn read(path: &Path) -> Result<Option<State>> {
    match std::fs::read(path) {
        Ok(bytes) => Ok(Some(replay(&bytes)?.0)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(LakeError::storage(path.display(), error)),
    }
}

/// A catalogue that is written. There is one writer at a time: the caller holds a lock.
#[derive(Debug)]
pub(super) struct Log {
    path: PathBuf,
    file: File,
    length: u64,
    /// An append failed and could not be taken back: nothing more may follow it.
    broken: bool,
    pub state: State,
}

impl Log {
    /// Opens a catalogue, or makes one.
    pub fn open(path: PathBuf) -> Result<Self> {
        let failed = |e| LakeError::storage(path.display(), e);
        if !path.exists() {
            replace(&path, line(HEAD).as_bytes()).map_err(failed)?;
        }
        let open = || OpenOptions::new().read(true).write(true).open(&path);
        let mut file = open().map_err(failed)?;
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).map_err(failed)?;
        let (mut state, mut length) = replay(&bytes)?;
        if state.dead > DEAD.max(state.files.len()) {
            let whole = written(&state)?;
            replace(&path, whole.as_bytes()).map_err(failed)?;
            file = open().map_err(failed)?;
            length = whole.len();
            state.dead = 0;
        }
        if length == 0 {
            // Even the first line was torn: nothing was ever committed.
            replace(&path, line(HEAD).as_bytes()).map_err(failed)?;
            file = open().map_err(failed)?;
            length = line(HEAD).len();
        }
        file.set_len(length as u64).and_then(|()| file.sync_all()).map_err(failed)?;
        Ok(Self { path, file, length: length as u64, broken: false, state })
    }

    /// Commits: durable when it returns, and taken back if it fails.
    pub fn append(&mut self, entry: Entry) -> Result<()> {
        if self.broken {
            return Err(LakeError::internal("an earlier commit failed: open the lake anew"));
        }
        let text = line(&serde_json::to_string(&entry).map_err(LakeError::internal)?);
        let done = self
            .file
            .seek(SeekFrom::Start(self.length))
            .and_then(|_| self.file.write_all(text.as_bytes()))
            .and_then(|()| self.file.sync_all());
        if let Err(error) = done {
            self.broken = self.file.set_len(self.length).and_then(|()| self.file.sync_all()).is_err();
            return Err(LakeError::storage(self.path.display(), error));
        }
        self.length += text.len() as u64;
        self.state.apply(entry);
        Ok(())
    }
}

/// A state as a catalogue of its own.
fn written(state: &State) -> Result<String> {
    let files: Vec<&DataFile> = state.files.values().collect();
    let sources: Vec<&Source> = state.sources.values().collect();
    let add = files.chunks(CHUNK).map(|add| Entry { add: add.iter().map(|&f| f.clone()).collect(), ..Entry::default() });
    let from = sources.chunks(CHUNK).map(|s| Entry { sources: s.iter().map(|&s| s.clone()).collect(), ..Entry::default() });
    let mut text = line(HEAD);
    for entry in add.chain(from) {
        text += &line(&serde_json::to_string(&entry).map_err(LakeError::internal)?);
    }
    Ok(text)
}

/// Puts a file in the place of another in one step.
fn replace(path: &Path, bytes: &[u8]) -> std::io::Result<()> {
    let draft = path.with_extension("draft");
    let mut file = File::create(&draft)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    std::fs::rename(&draft, path)?;
    match path.parent() {
        Some(folder) => File::open(folder)?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use tempfile::TempDir;

    use super::{DEAD, Entry, Log, Source, read, replay};
    use crate::file::DataFile;

    fn file(name: &str) -> DataFile {
        DataFile {
            path: name.into(),
            account: "1".into(),
            region: "r".into(),
            day: "2026-01-01".into(),
            rows: 1,
            bytes: 2,
            json_bytes: 3,
            min_time: 4,
            max_time: 5,
        }
    }

    fn entry(add: &[&str], remove: &[&str]) -> Entry {
        let source = Source { path: format!("/{add:?}"), bytes: 1, modified: 2 };
        Entry {
            add: add.iter().map(|n| file(n)).collect(),
            remove: remove.iter().map(|&n| n.to_owned()).collect(),
            sources: vec![source],
        }
    }

    #[test]
    fn every_prefix_is_a_state_between_two_commits() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("log");
        let mut log = Log::open(path.clone()).unwrap();
        let mut ends = vec![std::fs::read(&path).unwrap().len()];
        for (add, remove) in [(&["a", "b"][..], &[][..]), (&["c"], &["a", "b"]), (&["d"], &["missing"])] {
            log.append(entry(add, remove)).unwrap();
            ends.push(std::fs::read(&path).unwrap().len());
        }
        let whole = std::fs::read(&path).unwrap();
        let states: Vec<Vec<String>> = (0..=whole.len())
            .map(|cut| {
                let (state, counted) = replay(&whole[..cut]).unwrap();
                assert_eq!(counted, ends.iter().copied().filter(|e| *e <= cut).max().unwrap_or(0));
                state.files.into_keys().collect()
            })
            .collect();
        assert_eq!(states.last().unwrap(), &["c", "d"]);
        assert_eq!(states[ends[1]], ["a", "b"]);
        assert_eq!(states[ends[2] - 1], ["a", "b"]);
        // A torn end is cut off, and what follows stands behind what counts.
        std::fs::write(&path, &whole[..ends[2] + 7]).unwrap();
        Log::open(path.clone()).unwrap().append(entry(&["e"], &[])).unwrap();
        assert_eq!(read(&path).unwrap().unwrap().files.into_keys().collect::<Vec<_>>(), ["c", "e"]);
        // Damage elsewhere is no torn end.
        let mut damaged = whole.clone();
        damaged[ends[0] + 20] ^= 1;
        assert!(replay(&damaged).is_err());
        assert!(replay(b"00000000 {}\nx\n").is_err());
        assert_eq!(read(&folder.path().join("none")).unwrap(), None);
    }

    #[test]
    fn a_catalogue_of_gone_files_is_written_anew() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("log");
        let mut log = Log::open(path.clone()).unwrap();
        let names: Vec<String> = (0..=DEAD).map(|i| i.to_string()).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        log.append(entry(&names, &[])).unwrap();
        log.append(entry(&["last"], &names)).unwrap();
        drop(log);
        let before = std::fs::metadata(&path).unwrap().len();
        let log = Log::open(path.clone()).unwrap();
        assert_eq!((log.state.files.len(), log.state.sources.len()), (1, 2));
        assert!(std::fs::metadata(&path).unwrap().len() < before / 10);
        assert_eq!(read(&path).unwrap().unwrap(), log.state);
    }
}
