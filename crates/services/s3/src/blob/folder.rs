//! Blobs as files of a local folder.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use super::{BlobStore, Draft, Reading};

const DRAFTS: &str = "drafts";

/// A folder of blobs: `ab/abcdef…` for finished ones, `drafts/` for others.
#[derive(Debug)]
pub(crate) struct Folder {
    root: PathBuf,
    /// Removes the folder with the plane, in the sandbox.
    _temporary: Option<tempfile::TempDir>,
}

impl Folder {
    /// The folder `path`, made when it is needed.
    pub(crate) fn at(path: PathBuf) -> Self {
        Self { root: path, _temporary: None }
    }

    /// A folder that ends with its owner.
    pub(crate) fn temporary() -> io::Result<Self> {
        let temporary = tempfile::Builder::new().prefix("cloudkeep-objects-").tempdir()?;
        Ok(Self { root: temporary.path().to_owned(), _temporary: Some(temporary) })
    }

    fn shelf(&self, id: &str) -> PathBuf {
        self.root.join(id.get(..2).unwrap_or("__"))
    }

    fn drafts(&self) -> PathBuf {
        self.root.join(DRAFTS)
    }
}

/// Makes a folder whose entry in its parent is durable.
fn make(path: &Path) -> io::Result<()> {
    if path.is_dir() {
        return Ok(());
    }
    fs::create_dir_all(path)?;
    match path.parent() {
        Some(parent) => sync(parent),
        None => Ok(()),
    }
}

fn sync(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

impl BlobStore for Folder {
    fn create(&self, id: &str) -> io::Result<Box<dyn Draft>> {
        let (drafts, shelf) = (self.drafts(), self.shelf(id));
        make(&self.root)?;
        make(&drafts)?;
        make(&shelf)?;
        let path = drafts.join(id);
        let mut options = fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&path)?;
        Ok(Box::new(DraftFile { file, path: Some(path), name: shelf.join(id), shelf }))
    }

    fn open(&self, id: &str) -> io::Result<Box<dyn Reading>> {
        Ok(Box::new(OpenFile(File::open(self.shelf(id).join(id))?)))
    }

    fn remove(&self, id: &str) -> io::Result<()> {
        match fs::remove_file(self.shelf(id).join(id)) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
            _ => Ok(()),
        }
    }

    fn clear(&self, than: i64) -> io::Result<()> {
        for draft in entries(&self.drafts())? {
            let draft = draft?;
            if changed(&draft).is_some_and(|changed| changed < than) {
                fs::remove_file(draft.path())?;
            }
        }
        Ok(())
    }

    fn older(&self, than: i64, visit: &mut dyn FnMut(Vec<String>)) -> io::Result<()> {
        for shelf in entries(&self.root)? {
            let shelf = shelf?;
            if shelf.file_name() == DRAFTS {
                continue;
            }
            let mut found = Vec::new();
            for file in entries(&shelf.path())? {
                let file = file?;
                if changed(&file).is_some_and(|changed| changed < than)
                    && let Ok(name) = file.file_name().into_string()
                {
                    found.push(name);
                }
            }
            if !found.is_empty() {
                visit(found);
            }
        }
        Ok(())
    }
}

/// When a file was last changed, milliseconds since 1970; none if it went while its folder was walked.
fn changed(file: &fs::DirEntry) -> Option<i64> {
    let changed = file.metadata().and_then(|m| m.modified()).ok()?;
    Some(changed.duration_since(UNIX_EPOCH).map_or(0, |d| i64::try_from(d.as_millis()).unwrap_or(i64::MAX)))
}

fn entries(path: &Path) -> io::Result<Box<dyn Iterator<Item = io::Result<fs::DirEntry>>>> {
    match fs::read_dir(path) {
        Ok(entries) => Ok(Box::new(entries)),
        Err(error) if matches!(error.kind(), io::ErrorKind::NotFound | io::ErrorKind::NotADirectory) => {
            Ok(Box::new(std::iter::empty()))
        }
        Err(error) => Err(error),
    }
}

struct DraftFile {
    file: File,
    path: Option<PathBuf>,
    name: PathBuf,
    shelf: PathBuf,
}

impl Draft for DraftFile {
    fn write(&mut self, data: &[u8]) -> io::Result<()> {
        self.file.write_all(data)
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.file.sync_all()?;
        if let Some(path) = &self.path {
            fs::rename(path, &self.name)?;
            self.path = None;
        }
        sync(&self.shelf)
    }
}

impl Drop for DraftFile {
    fn drop(&mut self) {
        if let Some(path) = &self.path {
            let _ = fs::remove_file(path);
        }
    }
}

struct OpenFile(File);

impl Reading for OpenFile {
    fn read_at(&mut self, offset: u64, buffer: &mut Vec<u8>, length: usize) -> io::Result<()> {
        self.0.seek(SeekFrom::Start(offset))?;
        buffer.clear();
        (&self.0).take(length as u64).read_to_end(buffer)?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{BlobStore as _, Folder};

    #[test]
    fn a_draft_is_nothing_until_it_is_finished() {
        let temporary = tempfile::tempdir().unwrap();
        let folder = Folder::at(temporary.path().join("objects"));
        let mut draft = folder.create("abcd").unwrap();
        draft.write(b"x").unwrap();
        assert!(folder.open("abcd").is_err());
        drop(draft);
        assert_eq!(std::fs::read_dir(folder.drafts()).unwrap().count(), 0);
        let mut draft = folder.create("abcd").unwrap();
        draft.write(b"hello").unwrap();
        draft.finish().unwrap();
        let mut data = Vec::new();
        folder.open("abcd").unwrap().read_at(1, &mut data, 3).unwrap();
        assert_eq!(data, b"ell");
        let mut found = Vec::new();
        folder.older(i64::MAX, &mut |ids| found.extend(ids)).unwrap();
        assert_eq!(found, ["abcd"]);
        folder.older(0, &mut |_| panic!("nothing is that old")).unwrap();
        let draft = folder.create("efgh").unwrap();
        folder.clear(0).unwrap();
        draft.finish().unwrap();
        let _left = folder.create("ijkl").unwrap();
        folder.clear(i64::MAX).unwrap();
        assert_eq!(std::fs::read_dir(folder.drafts()).unwrap().count(), 0);
        folder.remove("abcd").unwrap();
        folder.remove("abcd").unwrap();
        assert!(folder.open("abcd").is_err());
    }
}
