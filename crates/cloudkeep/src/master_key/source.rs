//! Where a master key comes from.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use clap::ValueEnum;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::MasterKeyError;
use super::files::read_secret;
use super::key::MasterKey;

/// Name of the key file in the data folder, unless another is given.
const MASTER_KEY: &str = "master.key";

/// Kinds of sources.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SourceKind {
    /// A file of 64 hexadecimal digits, made at the first start.
    File,
    /// An environment variable of 64 hexadecimal digits.
    Environment,
    /// A credential of systemd, of 64 hexadecimal digits.
    Credential,
    /// A passphrase, from an environment variable or a file.
    Passphrase,
}

impl SourceKind {
    /// As settings name it.
    pub fn name(self) -> &'static str {
        match self {
            Self::File => "file",
            Self::Environment => "environment",
            Self::Credential => "credential",
            Self::Passphrase => "passphrase",
        }
    }

    /// For sentences.
    pub fn shown(self) -> &'static str {
        match self {
            Self::File => "a key file",
            Self::Environment => "a key of the environment",
            Self::Credential => "a credential of systemd",
            Self::Passphrase => "a passphrase",
        }
    }
}

/// The names under which a key is given: one set for the present key, one for a new one.
#[derive(Debug, Clone, Copy)]
pub struct Names {
    source: &'static str,
    key_variable: &'static str,
    credential: &'static str,
    passphrase_variable: &'static str,
    passphrase_file: &'static str,
}

/// Names of the present key.
pub const CURRENT: Names = Names {
    source: "--master-key-source",
    key_variable: "CLOUDKEEP_MASTER_KEY",
    credential: "cloudkeep-master-key",
    passphrase_variable: "CLOUDKEEP_PASSPHRASE",
    passphrase_file: "--passphrase-file",
};

/// Names of a new key.
pub const NEW: Names = Names {
    source: "--to",
    key_variable: "CLOUDKEEP_NEW_MASTER_KEY",
    credential: "cloudkeep-new-master-key",
    passphrase_variable: "CLOUDKEEP_NEW_PASSPHRASE",
    passphrase_file: "--new-passphrase-file",
};

/// What was said about the source; the rest is in the environment.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    /// The kind.
    pub kind: Option<SourceKind>,
    /// Another key file than the data folder's.
    pub key_file: Option<PathBuf>,
    /// A file that holds the passphrase.
    pub passphrase_file: Option<PathBuf>,
}

/// A source of a master key.
#[derive(Clone)]
pub enum Source {
    /// This file.
    File(PathBuf),
    /// What this variable holds.
    Environment(&'static str, Zeroizing<String>),
    /// This file of systemd's.
    Credential(PathBuf),
    /// This passphrase of this variable.
    Passphrase(&'static str, Zeroizing<String>),
    /// The passphrase in this file.
    PassphraseFile(PathBuf),
}

impl std::fmt::Debug for Source {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.shown())
    }
}

impl Source {
    /// Its kind.
    pub fn kind(&self) -> SourceKind {
        match self {
            Self::File(_) => SourceKind::File,
            Self::Environment(..) => SourceKind::Environment,
            Self::Credential(_) => SourceKind::Credential,
            Self::Passphrase(..) | Self::PassphraseFile(_) => SourceKind::Passphrase,
        }
    }

    /// What it is, for sentences; never what it holds.
    pub fn shown(&self) -> String {
        match self {
            Self::File(path) => format!("the key file {}", path.display()),
            Self::Environment(name, _) => format!("the environment variable {name}"),
            Self::Credential(path) => format!("the credential {}", path.display()),
            Self::Passphrase(name, _) => format!("the passphrase in {name}"),
            Self::PassphraseFile(path) => format!("the passphrase in {}", path.display()),
        }
    }

    /// The key, of sources that hold one; none where a key file is not there.
    pub(super) fn key(&self) -> Result<Option<MasterKey>, MasterKeyError> {
        match self {
            Self::File(path) => match read_secret(path)? {
                Some(text) => MasterKey::from_hex(&text, &self.shown()).map(Some),
                None => Ok(None),
            },
            Self::Environment(_, text) => MasterKey::from_hex(text, &self.shown()).map(Some),
            Self::Credential(path) => {
                let missing = || MasterKeyError::NotGiven(format!("{} is not there", self.shown()));
                MasterKey::from_hex(&read_secret(path)?.ok_or_else(missing)?, &self.shown()).map(Some)
            }
            Self::Passphrase(..) | Self::PassphraseFile(_) => Ok(None),
        }
    }

    /// The passphrase, of sources that hold one. Of a file, without the end of its line.
    pub(super) fn passphrase(&self) -> Result<Option<Zeroizing<String>>, MasterKeyError> {
        match self {
            Self::Passphrase(_, text) => Ok(Some(text.clone())),
            Self::PassphraseFile(path) => {
                let missing = || MasterKeyError::NotGiven(format!("{} is not there", path.display()));
                let text = read_secret(path)?.ok_or_else(missing)?;
                let end = text.strip_suffix('\n').map_or(text.as_str(), |t| t.strip_suffix('\r').unwrap_or(t));
                Ok(Some(Zeroizing::new(end.to_owned())))
            }
            _ => Ok(None),
        }
    }
}

/// Finds the source: the one that was asked for, else the one that something was given for, else (`otherwise`, or) the key file. Two at once without a word
/// about which are refused. `environment` looks a variable up.
///
/// # Errors
/// A text that says what does not fit.
pub fn choose(
    wanted: &Wanted,
    names: &Names,
    data_dir: &Path,
    otherwise: Option<SourceKind>,
    environment: &dyn Fn(&str) -> Option<OsString>,
) -> Result<Source, String> {
    let set = |name: &'static str| -> Result<Option<Zeroizing<String>>, String> {
        match environment(name).filter(|text| !text.is_empty()) {
            Some(text) => {
                text.into_string().map(|text| Some(Zeroizing::new(text))).map_err(|_| format!("{name} does not hold text"))
            }
            None => Ok(None),
        }
    };
    let key = set(names.key_variable)?;
    let passphrase = set(names.passphrase_variable)?;
    let credential =
        environment("CREDENTIALS_DIRECTORY").filter(|f| !f.is_empty()).map(|folder| PathBuf::from(folder).join(names.credential));
    let passphrase_given = passphrase.is_some() || wanted.passphrase_file.is_some();
    let given = [
        (SourceKind::File, wanted.key_file.is_some()),
        (SourceKind::Environment, key.is_some()),
        (SourceKind::Credential, credential.as_ref().is_some_and(|path| path.exists())),
        (SourceKind::Passphrase, passphrase_given),
    ];
    let kind = match wanted.kind {
        Some(kind) => kind,
        None => {
            let there: Vec<_> = given.iter().filter(|(_, there)| *there).map(|(kind, _)| *kind).collect();
            match there.as_slice() {
                [] => otherwise.unwrap_or(SourceKind::File),
                [one] => *one,
                many => {
                    let shown: Vec<_> = many.iter().map(|kind| kind.name()).collect();
                    return Err(format!(
                        "a master key is given in several ways: say which with {} ({})",
                        names.source,
                        shown.join(", ")
                    ));
                }
            }
        }
    };
    match kind {
        SourceKind::File => Ok(Source::File(wanted.key_file.clone().unwrap_or_else(|| data_dir.join(MASTER_KEY)))),
        SourceKind::Environment => key
            .map(|text| Source::Environment(names.key_variable, text))
            .ok_or_else(|| format!("{} is not set: give the master key in it, 64 hexadecimal digits", names.key_variable)),
        SourceKind::Credential => credential.map(Source::Credential).ok_or_else(|| {
            format!("CREDENTIALS_DIRECTORY is not set: start under systemd with LoadCredential={}:FILE", names.credential)
        }),
        SourceKind::Passphrase => match (passphrase, &wanted.passphrase_file) {
            (Some(_), Some(_)) => {
                Err(format!("{} and {} are both given: leave one out", names.passphrase_variable, names.passphrase_file))
            }
            (Some(text), None) => Ok(Source::Passphrase(names.passphrase_variable, text)),
            (None, Some(path)) => Ok(Source::PassphraseFile(path.clone())),
            (None, None) => Err(format!(
                "no passphrase is given: set {} or give {} (never an argument: everybody on the machine can read those)",
                names.passphrase_variable, names.passphrase_file
            )),
        },
    }
}

#[cfg(test)]
mod tests {
    use std::ffi::OsString;
    use std::path::Path;

    use super::{CURRENT, Source, SourceKind, Wanted, choose};

    fn chosen(wanted: &Wanted, variables: &[(&str, &str)]) -> Result<Source, String> {
        let look = |name: &str| variables.iter().find(|(n, _)| *n == name).map(|(_, value)| OsString::from(value));
        choose(wanted, &CURRENT, Path::new("/data"), None, &look)
    }

    #[test]
    fn what_is_given_is_taken_and_two_are_refused() {
        let kind = |wanted: &Wanted, variables: &[(&str, &str)]| chosen(wanted, variables).map(|source| source.kind());
        let nothing = Wanted::default();
        let key = ("CLOUDKEEP_MASTER_KEY", "00");
        let passphrase = ("CLOUDKEEP_PASSPHRASE", "words");
        assert_eq!(chosen(&nothing, &[]).unwrap().shown(), "the key file /data/master.key");
        assert_eq!(kind(&nothing, &[key]), Ok(SourceKind::Environment));
        assert_eq!(kind(&nothing, &[("CLOUDKEEP_MASTER_KEY", "")]), Ok(SourceKind::File));
        assert_eq!(kind(&nothing, &[passphrase]), Ok(SourceKind::Passphrase));
        let both = chosen(&nothing, &[key, passphrase]).unwrap_err();
        assert!(both.contains("--master-key-source") && both.contains("environment, passphrase"), "{both}");
        let wanted = Wanted { kind: Some(SourceKind::Passphrase), ..Wanted::default() };
        assert_eq!(kind(&wanted, &[key, passphrase]), Ok(SourceKind::Passphrase));
        assert!(chosen(&wanted, &[]).unwrap_err().contains("CLOUDKEEP_PASSPHRASE"));
        let wanted = Wanted { kind: Some(SourceKind::Environment), ..Wanted::default() };
        assert!(chosen(&wanted, &[]).unwrap_err().contains("CLOUDKEEP_MASTER_KEY"));
        let wanted = Wanted { kind: Some(SourceKind::Credential), ..Wanted::default() };
        assert!(chosen(&wanted, &[]).unwrap_err().contains("LoadCredential=cloudkeep-master-key"));
        assert!(!format!("{:?}", chosen(&nothing, &[passphrase]).unwrap()).contains("words"));
    }

    #[test]
    fn a_credential_of_systemd_is_found_where_it_is() {
        let folder = tempfile::tempdir().unwrap();
        let there = [("CREDENTIALS_DIRECTORY", folder.path().to_str().unwrap())];
        assert_eq!(chosen(&Wanted::default(), &there).unwrap().kind(), SourceKind::File);
        std::fs::write(folder.path().join("cloudkeep-master-key"), format!("{}\n", "ab".repeat(32))).unwrap();
        let source = chosen(&Wanted::default(), &there).unwrap();
        assert_eq!(source.kind(), SourceKind::Credential);
        assert_eq!(source.key().unwrap().unwrap().to_hex().as_str(), "ab".repeat(32));
    }

    #[test]
    fn a_passphrase_of_a_file_ends_with_its_line() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("p");
        for (text, passphrase) in [("a b ", "a b "), ("a b\n", "a b"), ("a b\r\n", "a b"), ("a\n\n", "a\n")] {
            std::fs::write(&path, text).unwrap();
            assert_eq!(Source::PassphraseFile(path.clone()).passphrase().unwrap().unwrap().as_str(), passphrase);
        }
    }
}
