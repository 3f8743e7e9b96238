//! The master key and what is sealed with it: secrets at rest and session tokens.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::ids::Ids;

/// Seals bytes with AES-256-GCM under the master key. The context is authenticated with them, so that what was sealed for one place cannot be
/// opened at another.
pub struct Keyring {
    key: LessSafeKey,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

/// Why a keyring cannot be had or something cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// The key file cannot be read or written.
    #[error("the master key file {path}: {source}")]
    File {
        /// The file.
        path: String,
        /// What the system said.
        source: std::io::Error,
    },
    /// The key file does not hold a key.
    #[error("the master key file {0} does not hold a key of 64 hexadecimal digits")]
    Malformed(String),
    /// Sealed with another key or for another place, or damaged.
    #[error("sealed data cannot be opened: it is damaged, or was sealed with another master key")]
    Unsealable,
}

impl Keyring {
    /// A keyring of this key.
    pub fn new(key: &[u8; 32]) -> Result<Self, KeyringError> {
        let key = UnboundKey::new(&AES_256_GCM, key).map_err(|_| KeyringError::Unsealable)?;
        Ok(Self { key: LessSafeKey::new(key) })
    }

    /// A keyring of a key that is kept nowhere: for the sandbox.
    pub fn ephemeral(ids: &Ids) -> Result<Self, KeyringError> {
        let key = Zeroizing::new(ids.bytes::<32>());
        Self::new(&key)
    }

    /// The keyring of the key file at `path`, which is made (mode 0600, synced) if it is not there.
    ///
    /// # Errors
    /// When the file cannot be read or written or holds something else.
    pub fn open(path: &Path, ids: &Ids) -> Result<Self, KeyringError> {
        let failed = |source| KeyringError::File { path: path.display().to_string(), source };
        match fs::read_to_string(path) {
            Ok(text) => {
                let text = Zeroizing::new(text);
                let mut key = Zeroizing::new([0u8; 32]);
                hex::decode_to_slice(text.trim(), key.as_mut_slice())
                    .map_err(|_| KeyringError::Malformed(path.display().to_string()))?;
                Self::new(&key)
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let key = Zeroizing::new(ids.bytes::<32>());
                let mut options = fs::OpenOptions::new();
                options.write(true).create_new(true);
                #[cfg(unix)]
                std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
                let mut file = options.open(path).map_err(failed)?;
                let text = Zeroizing::new(hex::encode(key.as_slice()));
                file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(failed)?;
                if let Some(folder) = path.parent() {
                    fs::File::open(folder).and_then(|f| f.sync_all()).map_err(failed)?;
                }
                Self::new(&key)
            }
            Err(error) => Err(failed(error)),
        }
    }

    /// Seals `plain` for the place that `context` names. The result begins with its nonce.
    pub fn seal(&self, ids: &Ids, context: &str, plain: &[u8]) -> Vec<u8> {
        let nonce = ids.bytes::<NONCE_LEN>();
        let mut sealed = nonce.to_vec();
        let mut body = plain.to_vec();
        #[expect(clippy::expect_used, reason = "AES-GCM refuses only inputs beyond 64 GiB")]
        self.key
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(context), &mut body)
            .expect("the input is far below the limit of the cipher");
        sealed.append(&mut body);
        sealed
    }

    /// Opens what was sealed for the same context.
    ///
    /// # Errors
    /// [`KeyringError::Unsealable`].
    pub fn open_sealed(&self, context: &str, sealed: &[u8]) -> Result<Zeroizing<Vec<u8>>, KeyringError> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE_LEN>().ok_or(KeyringError::Unsealable)?;
        let mut body = Zeroizing::new(body.to_vec());
        let length = self
            .key
            .open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(context), &mut body)
            .map_err(|_| KeyringError::Unsealable)?
            .len();
        body.truncate(length);
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::{Keyring, KeyringError};
    use crate::ids::Ids;

    #[test]
    fn opens_only_what_it_sealed_for_the_same_place() {
        let ids = Ids::system();
        let keyring = Keyring::ephemeral(&ids).unwrap();
        let mut sealed = keyring.seal(&ids, "here", b"secret");
        assert_eq!(keyring.open_sealed("here", &sealed).unwrap().as_slice(), b"secret");
        assert!(keyring.open_sealed("there", &sealed).is_err());
        assert!(keyring.open_sealed("here", &sealed[..5]).is_err());
        let last = sealed.len() - 1;
        sealed[last] ^= 1;
        assert!(keyring.open_sealed("here", &sealed).is_err());
        assert!(Keyring::ephemeral(&ids).unwrap().open_sealed("here", &sealed).is_err());
    }

    #[test]
    fn a_key_file_is_made_once_and_kept() {
        let ids = Ids::system();
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("master.key");
        let sealed = Keyring::open(&path, &ids).unwrap().seal(&ids, "c", b"x");
        assert_eq!(Keyring::open(&path, &ids).unwrap().open_sealed("c", &sealed).unwrap().as_slice(), b"x");
        std::fs::write(&path, "nonsense").unwrap();
        assert!(matches!(Keyring::open(&path, &ids), Err(KeyringError::Malformed(_))));
    }
}
