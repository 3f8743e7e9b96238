//! The data keys and what is sealed with them: secrets at rest and session tokens. Where they are kept, and what seals them, is the binary's matter.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::Zeroizing;

use crate::ids::Ids;

/// Seals bytes with AES-256-GCM under the data key. The context is authenticated with them, so that what was sealed for one place cannot be
/// opened at another.
pub struct Keyring {
    key: LessSafeKey,
    older: Vec<LessSafeKey>,
}

impl std::fmt::Debug for Keyring {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Keyring")
    }
}

/// Why a keyring cannot be had or something cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum KeyringError {
    /// Sealed with another key or for another place, or damaged.
    #[error("sealed data cannot be opened: it is damaged, or was sealed with another key")]
    Unsealable,
}

impl Keyring {
    /// A keyring of one key.
    ///
    /// # Errors
    /// None that is known: a key of 32 bytes is never refused.
    pub fn new(key: &[u8; 32]) -> Result<Self, KeyringError> {
        Ok(Self { key: cipher(key)?, older: Vec::new() })
    }

    /// A keyring that seals with `key` and opens what any of the `older` ones sealed, too.
    ///
    /// # Errors
    /// As [`Keyring::new`].
    pub fn with_older<'a>(key: &[u8; 32], older: impl IntoIterator<Item = &'a [u8; 32]>) -> Result<Self, KeyringError> {
        Ok(Self { key: cipher(key)?, older: older.into_iter().map(cipher).collect::<Result<_, _>>()? })
    }

    /// A keyring of a key that is kept nowhere: for the sandbox.
    ///
    /// # Errors
    /// As [`Keyring::new`].
    pub fn ephemeral(ids: &Ids) -> Result<Self, KeyringError> {
        let key = Zeroizing::new(ids.bytes::<32>());
        Self::new(&key)
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
        // Nothing says which key sealed it: the newest sealed most of what is asked for, and a wrong key is told by the tag.
        std::iter::once(&self.key)
            .chain(&self.older)
            .find_map(|key| open_with(key, context, nonce, body))
            .ok_or(KeyringError::Unsealable)
    }
}

fn cipher(key: &[u8; 32]) -> Result<LessSafeKey, KeyringError> {
    UnboundKey::new(&AES_256_GCM, key).map(LessSafeKey::new).map_err(|_| KeyringError::Unsealable)
}

fn open_with(key: &LessSafeKey, context: &str, nonce: &[u8; NONCE_LEN], body: &[u8]) -> Option<Zeroizing<Vec<u8>>> {
    let mut body = Zeroizing::new(body.to_vec());
    let length = key.open_in_place(Nonce::assume_unique_for_key(*nonce), Aad::from(context), &mut body).ok()?.len();
    body.truncate(length);
    Some(body)
}

#[cfg(test)]
mod tests {
    use super::Keyring;
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
    fn an_older_key_opens_what_it_sealed_and_seals_no_more() {
        let ids = Ids::system();
        let (old, new) = (ids.bytes::<32>(), ids.bytes::<32>());
        let before = Keyring::new(&old).unwrap().seal(&ids, "c", b"before");
        let keyring = Keyring::with_older(&new, [&old]).unwrap();
        assert_eq!(keyring.open_sealed("c", &before).unwrap().as_slice(), b"before");
        let after = keyring.seal(&ids, "c", b"after");
        assert_eq!(keyring.open_sealed("c", &after).unwrap().as_slice(), b"after");
        assert!(Keyring::new(&old).unwrap().open_sealed("c", &after).is_err());
        assert_eq!(Keyring::new(&new).unwrap().open_sealed("c", &after).unwrap().as_slice(), b"after");
    }
}
