//! Which files are meant by what was given, and reading them.

use std::collections::HashSet;
use std::fs::Metadata;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ::lake::local::Source;

/// Names of files of a folder that are looked into; a file that was given itself is, whatever its name.
const ENDINGS: &[&str] = &[".json", ".json.gz", ".jsonl", ".jsonl.gz", ".ndjson", ".ndjson.gz", ".gz"];

/// A file to read.
#[derive(Debug, Clone)]
pub struct Input {
    /// Where.
    pub path: PathBuf,
    /// The same, as it is remembered.
    pub source: Source,
}

/// What was found.
#[derive(Debug, Default)]
pub struct Found {
    /// Files to read, in the order of their paths.
    pub inputs: Vec<Input>,
    /// What cannot be looked into, and why.
    pub unreadable: Vec<(PathBuf, String)>,
    /// Digest files of trails, which hold no events.
    pub digests: usize,
}

/// The files of what was given: files, and folders with all that is in them.
pub fn find(paths: &[PathBuf]) -> Found {
    find_ending(paths, ENDINGS)
}

/// The same, of files in folders those with other endings.
pub fn find_ending(paths: &[PathBuf], endings: &[&str]) -> Found {
    let mut found = Found::default();
    let mut seen = HashSet::new();
    for path in paths {
        visit(path, true, endings, &mut found, &mut seen);
    }
    found.inputs.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

fn visit(path: &Path, given: bool, endings: &[&str], found: &mut Found, seen: &mut HashSet<PathBuf>) {
    let looked = std::fs::metadata(path).and_then(|meta| Ok((meta, path.canonicalize()?)));
    let (meta, whole) = match looked {
        Ok(looked) => looked,
        Err(error) => return found.unreadable.push((path.to_path_buf(), error.to_string())),
    };
    // Links may lead to the same place twice, or around in a circle.
    if !seen.insert(whole.clone()) {
        return;
    }
    if meta.is_dir() {
        if !given && path.file_name().is_some_and(|name| name == "CloudTrail-Digest") {
            found.digests += count(path);
            return;
        }
        match std::fs::read_dir(path) {
            Ok(entries) => {
                let mut entries: Vec<PathBuf> = entries.filter_map(|e| e.ok().map(|e| e.path())).collect();
                entries.sort();
                entries.iter().for_each(|entry| visit(entry, false, endings, found, seen));
            }
            Err(error) => found.unreadable.push((path.to_path_buf(), error.to_string())),
        }
        return;
    }
    let name = path.file_name().map(|n| n.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    if given || endings.iter().any(|ending| name.ends_with(ending)) {
        found.inputs.push(Input { path: path.to_path_buf(), source: source(&whole, &meta) });
    }
}

/// Files below a folder.
fn count(folder: &Path) -> usize {
    let entries = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok);
    entries.map(|e| if e.file_type().is_ok_and(|t| t.is_dir()) { count(&e.path()) } else { 1 }).sum()
}

fn source(path: &Path, meta: &Metadata) -> Source {
    let modified = meta.modified().ok().and_then(|time| time.duration_since(std::time::UNIX_EPOCH).ok());
    Source {
        path: path.to_string_lossy().into_owned(),
        bytes: meta.len(),
        modified: modified.and_then(|since| i64::try_from(since.as_nanos()).ok()).unwrap_or(0),
    }
}

/// Counts the bytes that are read.
pub struct Counted<R> {
    inner: R,
    bytes: Arc<AtomicU64>,
}

impl<R> Counted<R> {
    /// Adds to a counter what is read.
    pub fn new(inner: R, bytes: Arc<AtomicU64>) -> Self {
        Self { inner, bytes }
    }
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let length = self.inner.read(buffer)?;
        self.bytes.fetch_add(length as u64, Ordering::Relaxed);
        Ok(length)
    }
}
