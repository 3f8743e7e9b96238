//! Deployment packages: zip files of strangers, checked before they are kept and unpacked into a folder of their own.

use std::fs;
use std::io::{self, Cursor, Read as _, Write as _};
use std::path::{Component, Path, PathBuf};

use zip::ZipArchive;
use zip::result::ZipError;

/// Largest package, bytes.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
pub(crate) const MOST_ZIPPED: usize = 50 << 20;
/// Largest package unpacked, bytes.
pub(crate) const MOST_UNZIPPED: u64 = 250 << 20;
/// Files and folders in a package at most: AWS sets no limit; this one keeps a package from using up a file system.
const MOST_ENTRIES: usize = 50_000;
/// Longest path in a package, bytes.
const MOST_PATH: usize = 1_024;

/// What is wrong with a package.
#[derive(Debug, thiserror::Error)]
pub(crate) enum PackageError {
    /// It is no zip file, or a damaged one.
    #[error("Could not unzip uploaded file. Please check your file, then try to upload again.")]
    NotZip,
    /// It has nothing in it.
    #[error("Uploaded file must be a non-empty zip")]
    Empty,
    /// Too large, unpacked.
    #[error("Unzipped size must be smaller than {MOST_UNZIPPED} bytes")]
    TooLarge,
    /// Too many files.
    #[error("The package has more than {MOST_ENTRIES} files")]
    TooMany,
    /// A path that leads out of the package, or that no file can have.
    #[error("The package has an entry with an unsafe path")]
    Path,
    /// Neither a file nor a folder: a link or a device.
    #[error("The package has an entry that is neither a file nor a folder; links are not supported")]
    Kind,
    /// The machine's file system.
    #[error("the package cannot be unpacked: {0}")]
    File(#[from] io::Error),
}

/// An entry, as it will be unpacked.
struct Entry {
    path: PathBuf,
    folder: bool,
    executable: bool,
}

fn open(zip: &[u8]) -> Result<ZipArchive<Cursor<&[u8]>>, PackageError> {
    let archive = ZipArchive::new(Cursor::new(zip)).map_err(|_| PackageError::NotZip)?;
    if archive.is_empty() {
        return Err(PackageError::Empty);
    }
    if archive.len() > MOST_ENTRIES {
        return Err(PackageError::TooMany);
    }
    Ok(archive)
}

/// Whether a path stays in its folder, and can be made on every file system.
fn safe(name: &str) -> Option<PathBuf> {
    if name.len() > MOST_PATH || name.contains(['\0', '\\']) {
        return None;
    }
    let path = Path::new(name);
    let mut clean = PathBuf::new();
    for part in path.components() {
        match part {
            Component::Normal(part) if part.len() <= 255 => clean.push(part),
            Component::CurDir => {}
            _ => return None,
        }
    }
    (clean.as_os_str().is_empty() == (name.trim_matches(['.', '/']).is_empty())).then_some(clean)
}

fn entry<R: io::Read + ?Sized>(file: &zip::read::ZipFile<'_, R>) -> Result<Entry, PackageError> {
    /// The kind of a file in its Unix mode.
    const KIND: u32 = 0o170_000;
    let mode = file.unix_mode().unwrap_or(0);
    let folder = file.is_dir();
    match mode & KIND {
        0 => {}
        0o100_000 if !folder => {}
        0o040_000 if folder => {}
        _ => return Err(PackageError::Kind),
    }
    let name = file.name().map_err(|_| PackageError::Path)?;
    let path = safe(&name).ok_or(PackageError::Path)?;
    Ok(Entry { path, folder, executable: mode & 0o111 != 0 })
}

/// Checks a package: that it is a zip file whose entries are files and folders that stay in their place, and whose declared sizes are within the limits.
/// What the sizes really are is seen, and bounded, when it is unpacked.
///
/// # Errors
/// What is wrong.
pub(crate) fn check(zip: &[u8]) -> Result<(), PackageError> {
    let mut archive = open(zip)?;
    let mut total = 0u64;
    for at in 0..archive.len() {
        let file = archive.by_index_raw(at).map_err(|_| PackageError::NotZip)?;
        entry(&file)?;
        if file.encrypted() {
            return Err(PackageError::NotZip);
        }
        total = total.saturating_add(file.size());
        if total > MOST_UNZIPPED {
            return Err(PackageError::TooLarge);
        }
    }
    Ok(())
}

/// Unpacks a package into an empty folder. Files are readable by everybody who may look into the folder, and executable where the package says so.
///
/// # Errors
/// As [`check`], and when the real sizes are beyond the limit whatever the package declares.
pub(crate) fn unpack(zip: &[u8], folder: &Path) -> Result<(), PackageError> {
    let mut archive = open(zip)?;
    let mut left = MOST_UNZIPPED;
    for at in 0..archive.len() {
        let file = archive.by_index(at).map_err(|error| match error {
            ZipError::Io(error) => PackageError::File(error),
            _ => PackageError::NotZip,
        })?;
        let entry = entry(&file)?;
        let path = folder.join(&entry.path);
        if entry.folder {
            fs::create_dir_all(&path)?;
            continue;
        }
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent)?;
        }
        let mut options = fs::OpenOptions::new();
        // A name that comes twice: the last one counts, as with unzip. The folder is new and has no links to follow.
        options.write(true).create(true).truncate(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, if entry.executable { 0o755 } else { 0o644 });
        let mut out = options.open(&path)?;
        let mut bounded = file.take(left.saturating_add(1));
        let written = io::copy(&mut bounded, &mut out).map_err(|error| match error.kind() {
            io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput | io::ErrorKind::UnexpectedEof => PackageError::NotZip,
            _ => PackageError::File(error),
        })?;
        left = left.checked_sub(written).ok_or(PackageError::TooLarge)?;
        out.flush()?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{PackageError, check, safe, unpack};
    use std::io::{Cursor, Write as _};
    use zip::write::SimpleFileOptions;

    fn zip(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for (name, data) in entries {
            writer.start_file(*name, SimpleFileOptions::default().unix_permissions(0o644)).unwrap();
            writer.write_all(data).unwrap();
        }
        writer.finish().unwrap().into_inner()
    }

    #[test]
    fn a_package_is_unpacked_as_it_is() {
        let data = zip(&[("a.py", b"one"), ("package/b.py", b"two"), ("./c.py", b"three")]);
        check(&data).unwrap();
        let folder = tempfile::tempdir().unwrap();
        unpack(&data, folder.path()).unwrap();
        for (name, text) in [("a.py", "one"), ("package/b.py", "two"), ("c.py", "three")] {
            assert_eq!(std::fs::read_to_string(folder.path().join(name)).unwrap(), text);
        }
    }

    #[test]
    fn paths_stay_in_their_folder() {
        for name in ["../x", "a/../../x", "/etc/passwd", "a\\..\\x", "a\0b", "..", &"a".repeat(2_000), &"a".repeat(300)] {
            assert!(safe(name).is_none(), "{name}");
        }
        for name in ["a", "a/b", "./a", "a.b", "..a/b", "a//b"] {
            assert!(safe(name).is_some(), "{name}");
        }
        let data = zip(&[("../outside", b"x")]);
        assert!(matches!(check(&data), Err(PackageError::Path)));
        let folder = tempfile::tempdir().unwrap();
        let inner = folder.path().join("inner");
        std::fs::create_dir(&inner).unwrap();
        assert!(unpack(&data, &inner).is_err());
        assert!(!folder.path().join("outside").exists());
    }

    #[test]
    fn links_are_refused() {
        let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
        writer.add_symlink("link", "/etc/passwd", SimpleFileOptions::default()).unwrap();
        let data = writer.finish().unwrap().into_inner();
        assert!(matches!(check(&data), Err(PackageError::Kind)));
        let folder = tempfile::tempdir().unwrap();
        assert!(unpack(&data, folder.path()).is_err());
        assert!(!folder.path().join("link").exists());
    }

    #[test]
    fn what_is_no_package_is_refused() {
        assert!(matches!(check(b""), Err(PackageError::NotZip)));
        assert!(matches!(check(b"PK\x03\x04nonsense"), Err(PackageError::NotZip)));
        assert!(matches!(check(&zip(&[])), Err(PackageError::Empty)));
        let noise: Vec<u8> = (0..4_096_u32).map(|n| n.wrapping_mul(2_654_435_761).to_be_bytes()[0]).collect();
        let mut data = zip(&[("a.py", &noise)]);
        let middle = data.len() / 2;
        data[middle] ^= 0xff;
        let folder = tempfile::tempdir().unwrap();
        assert!(check(&data).is_err() || unpack(&data, folder.path()).is_err());
    }

    #[test]
    fn a_bomb_is_refused_by_what_it_declares() {
        let zeros = vec![0; 1 << 20];
        let entries: Vec<(String, &[u8])> = (0..260).map(|n| (format!("f{n}"), zeros.as_slice())).collect();
        let entries: Vec<(&str, &[u8])> = entries.iter().map(|(n, d)| (n.as_str(), *d)).collect();
        assert!(matches!(check(&zip(&entries)), Err(PackageError::TooLarge)));
    }
}
