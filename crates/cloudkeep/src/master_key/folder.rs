//! The data keys of a data folder: made at the first start, opened at later ones, converted where an earlier build left none.

use std::path::{Path, PathBuf};

use plane::{Ids, Keyring};

use super::data_key::{DATA_KEY, DataKeyFile, DataKeys};
use super::error::MasterKeyError;
use super::files::{into_place, read_secret, remove, staged, write};
use super::key::{Kdf, LEAST_PASSPHRASE, MasterKey};
use super::source::Source;

/// Data keys that were opened.
pub struct Unlocked {
    /// The keys.
    pub(super) keys: DataKeys,
    /// What is to be written once the keys were seen to open the data: of a folder that is converted.
    conversion: Option<(PathBuf, DataKeyFile)>,
}

impl Unlocked {
    /// What the plane seals with.
    ///
    /// # Errors
    /// None that is known.
    pub fn keyring(&self) -> Result<Keyring, MasterKeyError> {
        self.keys.keyring()
    }

    /// Writes `data.key` of a folder that is converted. To be called when the keys were seen to open the data, and not before: of a wrong key it would make
    /// a wrong file. One file appears at once and whole, and the master key stays, so there is no half conversion. Gives whether there was one.
    ///
    /// # Errors
    /// When the file cannot be written.
    pub fn convert(&self) -> Result<bool, MasterKeyError> {
        let Some((path, file)) = &self.conversion else { return Ok(false) };
        replace(path, file)?;
        Ok(true)
    }
}

/// Opens the data keys of a folder whose lock is held, or makes them if there is no database yet.
///
/// # Errors
/// When the master key is missing, is another one, or files cannot be read or written. Nothing is changed then.
pub fn unlock(data_dir: &Path, has_database: bool, source: &Source, ids: &Ids) -> Result<Unlocked, MasterKeyError> {
    let path = data_dir.join(DATA_KEY);
    match (load(data_dir)?, has_database) {
        (Some(file), _) => Ok(Unlocked { keys: open(&file, source)?, conversion: None }),
        (None, true) => convert(path, source, ids),
        (None, false) => create(&path, source, ids),
    }
}

/// `data.key` of a folder, if it is there.
pub(super) fn load(data_dir: &Path) -> Result<Option<DataKeyFile>, MasterKeyError> {
    read_secret(&data_dir.join(DATA_KEY))?.map(|text| DataKeyFile::parse(&text)).transpose()
}

/// Writes `data.key`, in place of the one that is there.
pub(super) fn replace(path: &Path, file: &DataKeyFile) -> Result<(), MasterKeyError> {
    let new = staged(path);
    write(&new, &file.text()?)?;
    into_place(&new, path)
}

/// Opens data keys with the master key of a source.
///
/// A key file may have a new key beside it: `rotate-master-key` writes it there, seals the data keys with it, and then moves it into its place. If it was
/// stopped, the data keys say how far it came: the new key opens them, and is moved into its place now; or the present one does, and the new one goes.
pub(super) fn open(file: &DataKeyFile, source: &Source) -> Result<DataKeys, MasterKeyError> {
    let (keys, found) = opened(file, source)?;
    match (source, found) {
        (Source::File(path), Found::Staged) => {
            into_place(&staged(path), path)?;
            tracing::info!(file = %path.display(), "a change of the master key that was interrupted is complete");
        }
        (Source::File(path), Found::InPlace) => remove(&staged(path))?,
        _ => {}
    }
    Ok(keys)
}

/// Where the key lies that opened.
enum Found {
    InPlace,
    Staged,
}

fn opened(file: &DataKeyFile, source: &Source) -> Result<(DataKeys, Found), MasterKeyError> {
    let wrong = || MasterKeyError::Wrong { given: source.shown(), sealed: file.sealed_with };
    let other = || MasterKeyError::OtherKind { sealed: file.sealed_with, given: source.shown() };
    if let Some(passphrase) = source.passphrase()? {
        let kdf = file.kdf.as_ref().ok_or_else(other)?;
        return file.open(&MasterKey::from_passphrase(&passphrase, kdf)?).map(|keys| (keys, Found::InPlace)).ok_or_else(wrong);
    }
    if file.kdf.is_some() {
        return Err(other());
    }
    let present = source.key();
    if let Ok(Some(key)) = &present
        && let Some(keys) = file.open(key)
    {
        return Ok((keys, Found::InPlace));
    }
    let Source::File(path) = source else {
        present?;
        return Err(wrong());
    };
    if let Ok(Some(key)) = Source::File(staged(path)).key()
        && let Some(keys) = file.open(&key)
    {
        return Ok((keys, Found::Staged));
    }
    Err(if present?.is_some() { wrong() } else { MasterKeyError::Missing(path.clone()) })
}

/// A folder of an earlier build, whose data is sealed with the master key itself. Or `data.key` is lost: that shows when the key opens nothing.
fn convert(path: PathBuf, source: &Source, ids: &Ids) -> Result<Unlocked, MasterKeyError> {
    let master = match (source, source.key()?) {
        (_, Some(master)) => master,
        (Source::File(file), None) => return Err(MasterKeyError::Missing(file.clone())),
        (_, None) => return Err(MasterKeyError::NeverPassphrase),
    };
    let keys = DataKeys::one(master.as_data_key());
    let file = DataKeyFile::seal(ids, &master, &keys, source.kind(), None)?;
    Ok(Unlocked { keys, conversion: Some((path, file)) })
}

/// The first start. A key file that is there already is used, so that a start that was stopped here can be made again, and a key can be brought along.
fn create(path: &Path, source: &Source, ids: &Ids) -> Result<Unlocked, MasterKeyError> {
    let (master, kdf) = match source {
        Source::File(file) => match source.key()? {
            Some(master) => (master, None),
            None => {
                let master = MasterKey::random(ids);
                write(&staged(file), &master.to_hex())?;
                into_place(&staged(file), file)?;
                (master, None)
            }
        },
        _ => derive(source, ids)?,
    };
    let keys = DataKeys::random(ids);
    replace(path, &DataKeyFile::seal(ids, &master, &keys, source.kind(), kdf)?)?;
    Ok(Unlocked { keys, conversion: None })
}

/// The key of a source that is not a file, for data keys that are sealed with it now; with a new salt if it is a passphrase.
pub(super) fn derive(source: &Source, ids: &Ids) -> Result<(MasterKey, Option<Kdf>), MasterKeyError> {
    if let Some(passphrase) = source.passphrase()? {
        let length = passphrase.chars().count();
        if length < LEAST_PASSPHRASE {
            return Err(MasterKeyError::Short(length));
        }
        let kdf = Kdf::new(ids);
        return Ok((MasterKey::from_passphrase(&passphrase, &kdf)?, Some(kdf)));
    }
    let missing = || MasterKeyError::NotGiven(format!("{} is not there", source.shown()));
    Ok((source.key()?.ok_or_else(missing)?, None))
}

/// Whether the master key of a source opens a folder's data keys, without changing anything: `Some(true)` if it does, `Some(false)` if there are none beside
/// the key, as in a folder of an earlier build, and `None` if there is no key either.
///
/// # Errors
/// When it does not open them, or is not given.
pub fn looked_at(data_dir: &Path, source: &Source) -> Result<Option<bool>, MasterKeyError> {
    let Some(file) = load(data_dir)? else {
        let there = source.key()?.is_some() || source.passphrase()?.is_some();
        return Ok(there.then_some(false));
    };
    opened(&file, source).map(|_| Some(true))
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use plane::{Ids, Keyring};
    use zeroize::Zeroizing;

    use super::unlock;
    use crate::master_key::error::MasterKeyError;
    use crate::master_key::files::staged;
    use crate::master_key::source::Source;

    fn file(folder: &Path) -> Source {
        Source::File(folder.join("master.key"))
    }

    fn passphrase(text: &str) -> Source {
        Source::Passphrase("P", Zeroizing::new(text.to_owned()))
    }

    fn variable(text: &str) -> Source {
        Source::Environment("V", Zeroizing::new(text.to_owned()))
    }

    fn listed(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    /// Seals with what was opened, and opens it with what a later start opens.
    fn opens_again(folder: &Path, source: &Source) {
        let ids = Ids::system();
        let before = unlock(folder, false, source, &ids).unwrap().keyring().unwrap();
        let sealed = before.seal(&ids, "c", b"x");
        let after = unlock(folder, true, source, &ids).unwrap().keyring().unwrap();
        assert_eq!(after.open_sealed("c", &sealed).unwrap().as_slice(), b"x");
    }

    #[test]
    fn keys_are_made_once_and_opened_after() {
        for (source, names) in [
            (None, vec!["data.key", "master.key"]),
            (Some(variable(&"5a".repeat(32))), vec!["data.key"]),
            (Some(passphrase("correct horse battery")), vec!["data.key"]),
        ] {
            let folder = tempfile::tempdir().unwrap();
            let source = source.unwrap_or_else(|| file(folder.path()));
            opens_again(folder.path(), &source);
            assert_eq!(listed(folder.path()), names);
            #[cfg(unix)]
            for name in names {
                use std::os::unix::fs::PermissionsExt as _;
                let mode = fs::metadata(folder.path().join(name)).unwrap().permissions().mode();
                assert_eq!(mode & 0o777, 0o600, "{name}");
            }
        }
    }

    #[test]
    fn a_first_start_that_was_stopped_is_made_again() {
        let folder = tempfile::tempdir().unwrap();
        let key = folder.path().join("master.key");
        // In the middle of the key; before it is in its place; before the data key; in the middle of the data key.
        fs::write(staged(&key), "ab").unwrap();
        opens_again(folder.path(), &file(folder.path()));
        for name in ["data.key", "master.key"] {
            let kept = fs::read(&key).unwrap();
            fs::remove_file(folder.path().join(name)).unwrap();
            fs::remove_file(folder.path().join("data.key")).ok();
            fs::write(folder.path().join("data.key.new"), "{").unwrap();
            opens_again(folder.path(), &file(folder.path()));
            assert_eq!(fs::read(&key).unwrap() == kept, name == "data.key");
            assert_eq!(listed(folder.path()), ["data.key", "master.key"]);
        }
    }

    #[test]
    fn another_key_is_refused_and_changes_nothing() {
        let (folder, ids) = (tempfile::tempdir().unwrap(), Ids::system());
        let key = folder.path().join("master.key");
        unlock(folder.path(), false, &file(folder.path()), &ids).unwrap();
        let data_key = fs::read(folder.path().join("data.key")).unwrap();
        let right = fs::read(&key).unwrap();
        let refused = |source: &Source| unlock(folder.path(), true, source, &ids).map(|_| ()).unwrap_err();
        fs::write(&key, "0".repeat(64)).unwrap();
        assert!(matches!(refused(&file(folder.path())), MasterKeyError::Wrong { .. }));
        fs::write(&key, "nonsense").unwrap();
        assert!(matches!(refused(&file(folder.path())), MasterKeyError::NoKey(_)));
        fs::remove_file(&key).unwrap();
        assert!(matches!(refused(&file(folder.path())), MasterKeyError::Missing(_)));
        assert!(matches!(refused(&variable(&"0".repeat(64))), MasterKeyError::Wrong { .. }));
        assert!(matches!(refused(&passphrase("correct horse battery")), MasterKeyError::OtherKind { .. }));
        assert_eq!(listed(folder.path()), ["data.key"]);
        assert_eq!(fs::read(folder.path().join("data.key")).unwrap(), data_key);
        // The same key may come from elsewhere.
        unlock(folder.path(), true, &variable(std::str::from_utf8(&right).unwrap()), &ids).unwrap();
        fs::write(folder.path().join("data.key"), "{}").unwrap();
        assert!(matches!(refused(&variable(&"0".repeat(64))), MasterKeyError::Damaged(_)));
    }

    #[test]
    fn another_passphrase_is_refused_and_a_short_one_too() {
        let (folder, ids) = (tempfile::tempdir().unwrap(), Ids::system());
        let refused = |text: &str| unlock(folder.path(), false, &passphrase(text), &ids).map(|_| ()).unwrap_err();
        assert!(matches!(refused("correct hor"), MasterKeyError::Short(11)));
        assert_eq!(listed(folder.path()), Vec::<String>::new());
        unlock(folder.path(), false, &passphrase("correct horse battery"), &ids).unwrap();
        let error = refused("correct horse batterx");
        assert!(matches!(error, MasterKeyError::Wrong { .. }) && !error.to_string().contains("horse"), "{error}");
        assert!(matches!(unlock(folder.path(), true, &file(folder.path()), &ids), Err(MasterKeyError::OtherKind { .. })));
    }

    #[test]
    fn a_folder_of_an_earlier_build_is_converted_when_its_key_is_known_to_be_right() {
        let (folder, ids) = (tempfile::tempdir().unwrap(), Ids::system());
        let old = [7u8; 32];
        fs::write(folder.path().join("master.key"), hex::encode(old)).unwrap();
        let sealed = Keyring::new(&old).unwrap().seal(&ids, "c", b"x");
        for from in [file(folder.path()), variable(&hex::encode(old))] {
            // Looking at it changes nothing, as often as it is done.
            for _ in 0..2 {
                let unlocked = unlock(folder.path(), true, &from, &ids).unwrap();
                assert_eq!(unlocked.keyring().unwrap().open_sealed("c", &sealed).unwrap().as_slice(), b"x");
                assert_eq!(listed(folder.path()), ["master.key"]);
            }
            // A conversion that was stopped before its file was in its place leaves the folder as it was.
            fs::write(folder.path().join("data.key.new"), "{").unwrap();
            let unlocked = unlock(folder.path(), true, &from, &ids).unwrap();
            assert!(unlocked.convert().unwrap());
            assert_eq!(listed(folder.path()), ["data.key", "master.key"]);
            let unlocked = unlock(folder.path(), true, &from, &ids).unwrap();
            assert_eq!(unlocked.keyring().unwrap().open_sealed("c", &sealed).unwrap().as_slice(), b"x");
            assert!(!unlocked.convert().unwrap());
            fs::remove_file(folder.path().join("data.key")).unwrap();
        }
        assert!(matches!(
            unlock(folder.path(), true, &passphrase("correct horse battery"), &ids),
            Err(MasterKeyError::NeverPassphrase)
        ));
    }
}
