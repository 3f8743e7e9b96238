//! Another master key: the data keys are sealed with it, and nothing else is touched.
//!
//! What happens, in this order, each step synced before the next:
//! 1. A new key file is written beside its place (`master.key.new`), if the new key is to be in a file.
//! 2. `data.key` is written beside its place and moved over the old one. Before this moment the old master key opens the folder, from it on the new one does.
//! 3. The new key file is moved into its place, or the old one is removed if the new key is no file.
//!
//! A crash between 2 and 3 leaves a key file that opens nothing and the right one beside it: the next start or rotation finds that out and does step 3
//! ([`super::folder::open`]).

use std::path::{Path, PathBuf};

use plane::Ids;

use super::data_key::{DATA_KEY, DataKeyFile};
use super::error::MasterKeyError;
use super::files::{into_place, remove, staged, write};
use super::folder::{derive, load, open};
use super::key::MasterKey;
use super::source::Source;

/// Moments at which a crash leaves something else than before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Moment {
    /// The new key file lies beside its place.
    KeyStaged,
    /// The new `data.key` lies beside its place.
    DataKeyStaged,
    /// The data keys are sealed with the new key.
    Sealed,
}

/// Seals the data keys of a folder, whose lock is held, with a new master key; with `renew`, a new data key is added that seals from now on. Gives how many data
/// keys there are.
///
/// # Errors
/// When a key is missing or wrong, or files cannot be written: the folder opens with the old key then, or with the new one if only cleaning up failed.
pub fn rotate(data_dir: &Path, current: &Source, new: &Source, renew: bool, ids: &Ids) -> Result<usize, MasterKeyError> {
    rotate_until(data_dir, current, new, renew, ids, &|_| Ok(()))
}

/// As [`rotate`], stopped where `go_on` says so.
fn rotate_until(
    data_dir: &Path,
    current: &Source,
    new: &Source,
    renew: bool,
    ids: &Ids,
    go_on: &dyn Fn(Moment) -> Result<(), MasterKeyError>,
) -> Result<usize, MasterKeyError> {
    let old = load(data_dir)?.ok_or_else(|| MasterKeyError::NoData(data_dir.to_owned()))?;
    let mut keys = open(&old, current)?;
    let old_file = if let Source::File(path) = current { Some(path) } else { None };
    let new_file = if let Source::File(path) = new { Some(path) } else { None };
    let (master, kdf) = match new_file {
        Some(path) => {
            if old_file != Some(path) && path.exists() {
                return Err(MasterKeyError::Taken(path.clone()));
            }
            let master = MasterKey::random(ids);
            write(&staged(path), &master.to_hex())?;
            go_on(Moment::KeyStaged)?;
            (master, None)
        }
        None => {
            let (master, kdf) = derive(new, ids)?;
            // A passphrase has a new salt: whether it is the old one shows with the old salt.
            let same = match (new.passphrase()?, &old.kdf) {
                (Some(passphrase), Some(kdf)) => old.open(&MasterKey::from_passphrase(&passphrase, kdf)?),
                _ => old.open(&master),
            };
            if same.is_some() {
                return Err(MasterKeyError::Same);
            }
            (master, kdf)
        }
    };
    if renew {
        keys.renew(ids);
    }
    let path = data_dir.join(DATA_KEY);
    write(&staged(&path), &DataKeyFile::seal(ids, &master, &keys, new.kind(), kdf)?.text()?)?;
    go_on(Moment::DataKeyStaged)?;
    into_place(&staged(&path), &path)?;
    go_on(Moment::Sealed)?;
    clean_up(old_file, new_file).map_err(|cause| MasterKeyError::Afterwards { new: new.shown(), cause: Box::new(cause) })?;
    Ok(keys.count())
}

/// Moves a new key file into its place, and removes the old one from another. The old key opens nothing of this folder any more; in a converted folder it is a
/// data key too, and must not lie about.
fn clean_up(old: Option<&PathBuf>, new: Option<&PathBuf>) -> Result<(), MasterKeyError> {
    if let Some(file) = new {
        into_place(&staged(file), file)?;
    }
    match old {
        Some(file) if new != Some(file) => remove(file),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use plane::{Ids, Keyring};
    use zeroize::Zeroizing;

    use super::{Moment, rotate, rotate_until};
    use crate::master_key::error::MasterKeyError;
    use crate::master_key::folder::unlock;
    use crate::master_key::source::Source;

    fn file(folder: &Path) -> Source {
        Source::File(folder.join("master.key"))
    }

    fn variable(text: &str) -> Source {
        Source::Environment("V", Zeroizing::new(text.to_owned()))
    }

    fn passphrase(text: &str) -> Source {
        Source::Passphrase("P", Zeroizing::new(text.to_owned()))
    }

    fn opens(folder: &Path, source: &Source, sealed: &[u8]) -> bool {
        let unlocked = unlock(folder, true, source, &Ids::system());
        unlocked.is_ok_and(|u| u.keyring().unwrap().open_sealed("c", sealed).unwrap().as_slice() == b"x")
    }

    fn begin(folder: &Path, source: &Source) -> Vec<u8> {
        unlock(folder, false, source, &Ids::system()).unwrap().keyring().unwrap().seal(&Ids::system(), "c", b"x")
    }

    fn listed(folder: &Path) -> Vec<String> {
        let mut names: Vec<_> =
            fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }

    fn until(stop: Moment) -> impl Fn(Moment) -> Result<(), MasterKeyError> {
        move |at| if at == stop { Err(MasterKeyError::Stopped) } else { Ok(()) }
    }

    #[test]
    fn every_source_gives_way_to_every_other() {
        let ids = Ids::system();
        type Make = fn(&Path) -> Source;
        let sources: [(&str, Make); 4] = [
            ("file", file),
            ("variable", |_| variable(&"11".repeat(32))),
            ("passphrase", |_| passphrase("correct horse battery")),
            ("another file", |folder| Source::File(folder.join("another.key"))),
        ];
        for (from, old) in sources {
            for (to, new) in sources.iter().filter(|(to, _)| *to != from || from == "file") {
                let folder = tempfile::tempdir().unwrap();
                let (old, new) = (old(folder.path()), new(folder.path()));
                let sealed = begin(folder.path(), &old);
                let before = Source::key(&old).unwrap().map(|key| key.to_hex());
                assert_eq!(rotate(folder.path(), &old, &new, false, &ids).unwrap(), 1, "{from} {to}");
                assert!(opens(folder.path(), &new, &sealed), "{from} {to}");
                if let Some(before) = before {
                    assert!(!opens(folder.path(), &variable(&before), &sealed), "{from} {to}");
                } else {
                    assert!(!opens(folder.path(), &old, &sealed), "{from} {to}");
                }
                let mut names = vec!["data.key"];
                names.extend(match &new {
                    Source::File(path) => path.file_name().and_then(|name| name.to_str()),
                    _ => None,
                });
                names.sort_unstable();
                assert_eq!(listed(folder.path()), names, "{from} {to}");
            }
        }
    }

    #[test]
    fn a_crash_leaves_a_folder_that_one_key_opens() {
        let ids = Ids::system();
        for moment in [Moment::KeyStaged, Moment::DataKeyStaged, Moment::Sealed] {
            for torn in [false, true] {
                let folder = tempfile::tempdir().unwrap();
                let source = file(folder.path());
                let sealed = begin(folder.path(), &source);
                let before = fs::read_to_string(folder.path().join("master.key")).unwrap();
                let stopped = rotate_until(folder.path(), &source, &source, false, &ids, &until(moment));
                assert!(matches!(stopped, Err(MasterKeyError::Stopped)));
                let new = fs::read_to_string(folder.path().join("master.key.new")).unwrap();
                let last = match moment {
                    Moment::KeyStaged => "master.key.new",
                    Moment::DataKeyStaged => "data.key.new",
                    Moment::Sealed => "",
                };
                // What was written last may be there in part only.
                if torn && !last.is_empty() {
                    fs::write(folder.path().join(last), "0").unwrap();
                }
                let (old_opens, new_opens) = if moment == Moment::Sealed { (false, true) } else { (true, false) };
                assert_eq!(opens(folder.path(), &variable(&before), &sealed), old_opens, "{moment:?}");
                assert_eq!(opens(folder.path(), &variable(&new), &sealed), new_opens, "{moment:?}");
                // The next start finds its way, cleans up, and so does the next rotation.
                assert!(opens(folder.path(), &source, &sealed), "{moment:?}");
                let now = fs::read_to_string(folder.path().join("master.key")).unwrap();
                assert_eq!(now, if new_opens { new } else { before }, "{moment:?}");
                assert!(!folder.path().join("master.key.new").exists(), "{moment:?}");
                rotate(folder.path(), &source, &source, false, &ids).unwrap();
                assert!(opens(folder.path(), &source, &sealed), "{moment:?}");
                assert_eq!(listed(folder.path()), ["data.key", "master.key"], "{moment:?}");
            }
        }
    }

    #[test]
    fn a_crash_on_the_way_to_another_source_leaves_one_key_that_opens() {
        let ids = Ids::system();
        for (moment, sealed_anew) in [(Moment::DataKeyStaged, false), (Moment::Sealed, true)] {
            let folder = tempfile::tempdir().unwrap();
            let (old, new) = (file(folder.path()), variable(&"22".repeat(32)));
            let sealed = begin(folder.path(), &old);
            assert!(rotate_until(folder.path(), &old, &new, false, &ids, &until(moment)).is_err());
            assert_eq!(opens(folder.path(), &old, &sealed), !sealed_anew);
            assert_eq!(opens(folder.path(), &new, &sealed), sealed_anew);
        }
    }

    #[test]
    fn a_rotation_straight_after_a_crash_does_not_lose_the_key() {
        let (folder, ids) = (tempfile::tempdir().unwrap(), Ids::system());
        let source = file(folder.path());
        let sealed = begin(folder.path(), &source);
        for moment in [Moment::Sealed, Moment::KeyStaged, Moment::Sealed, Moment::DataKeyStaged, Moment::Sealed] {
            assert!(rotate_until(folder.path(), &source, &source, false, &ids, &until(moment)).is_err());
        }
        assert!(opens(folder.path(), &source, &sealed));
    }

    #[test]
    fn what_does_not_fit_is_refused_and_changes_nothing() {
        let (folder, ids) = (tempfile::tempdir().unwrap(), Ids::system());
        let source = file(folder.path());
        assert!(matches!(rotate(folder.path(), &source, &source, false, &ids), Err(MasterKeyError::NoData(_))));
        let sealed = begin(folder.path(), &source);
        let present = fs::read_to_string(folder.path().join("master.key")).unwrap();
        fs::write(folder.path().join("other.key"), "somebody's").unwrap();
        let refused = |current: &Source, new: &Source| rotate(folder.path(), current, new, false, &ids).map(|_| ()).unwrap_err();
        assert!(matches!(refused(&source, &variable(&present)), MasterKeyError::Same));
        assert!(matches!(refused(&source, &variable("12")), MasterKeyError::NoKey(_)));
        assert!(matches!(refused(&source, &passphrase("short")), MasterKeyError::Short(5)));
        assert!(matches!(refused(&source, &Source::File(folder.path().join("other.key"))), MasterKeyError::Taken(_)));
        assert!(matches!(refused(&variable(&"0".repeat(64)), &source), MasterKeyError::Wrong { .. }));
        assert_eq!(listed(folder.path()), ["data.key", "master.key", "other.key"]);
        assert!(opens(folder.path(), &source, &sealed));
        // The same passphrase again is told, though its salt would be new.
        let words = passphrase("correct horse battery");
        rotate(folder.path(), &source, &words, false, &ids).unwrap();
        assert!(matches!(refused(&words, &words), MasterKeyError::Same));
    }

    #[test]
    fn a_converted_folder_loses_its_old_key_and_a_renewed_one_opens_what_older_keys_sealed() {
        let (folder, ids) = (tempfile::tempdir().unwrap(), Ids::system());
        let source = file(folder.path());
        let old = [9u8; 32];
        fs::write(folder.path().join("master.key"), hex::encode(old)).unwrap();
        let sealed = Keyring::new(&old).unwrap().seal(&ids, "c", b"x");
        unlock(folder.path(), true, &source, &ids).unwrap().convert().unwrap();
        assert_eq!(rotate(folder.path(), &source, &source, true, &ids).unwrap(), 2);
        assert!(opens(folder.path(), &source, &sealed));
        assert!(!opens(folder.path(), &variable(&hex::encode(old)), &sealed));
        let after = unlock(folder.path(), true, &source, &ids).unwrap().keyring().unwrap().seal(&ids, "c", b"y");
        assert!(Keyring::new(&old).unwrap().open_sealed("c", &after).is_err(), "what is sealed now needs the new data key");
    }
}
