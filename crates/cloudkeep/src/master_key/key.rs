//! A master key, and how a passphrase becomes one.

use argon2::{Algorithm, Argon2, Params, Version};
use aws_lc_rs::hmac;
use plane::{Ids, Keyring};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::MasterKeyError;

/// Bytes of a key.
pub const KEY: usize = 32;
/// Fewest characters of a passphrase.
pub const LEAST_PASSPHRASE: usize = 12;
/// What the sealing key is derived for: in a converted folder the master key is a data key too, and no key may have two uses.
const SEALING: &[u8] = b"cloudkeep master key: seals data keys";

/// Argon2id with 64 MiB and three passes: the second recommended choice of RFC 9106, section 4, for a start that happens seldom.
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 4;
/// Bounds of what a file may ask for, so that a damaged one cannot take all memory or all day.
const MOST_MEMORY_KIB: u32 = 1024 * 1024;
const MOST_PASSES: u32 = 64;
const MOST_LANES: u32 = 64;

/// How a passphrase becomes a key: Argon2id (RFC 9106) with these parameters.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Kdf {
    /// Memory, KiB.
    memory_kib: u32,
    /// Passes.
    passes: u32,
    /// Lanes.
    lanes: u32,
    /// Salt, hexadecimal.
    salt: String,
}

impl Kdf {
    /// Today's parameters with a new salt.
    pub fn new(ids: &Ids) -> Self {
        Self { memory_kib: MEMORY_KIB, passes: PASSES, lanes: LANES, salt: hex::encode(ids.bytes::<16>()) }
    }

    /// Parameters that are quick, for tests.
    #[cfg(test)]
    pub fn quick(ids: &Ids) -> Self {
        Self { memory_kib: 64, passes: 1, lanes: 1, ..Self::new(ids) }
    }
}

/// A master key. Wiped from memory when it is no longer used.
#[derive(Clone)]
pub struct MasterKey(Zeroizing<[u8; KEY]>);

impl std::fmt::Debug for MasterKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("<master key>")
    }
}

impl MasterKey {
    /// A new one.
    pub fn random(ids: &Ids) -> Self {
        Self(Zeroizing::new(ids.bytes()))
    }

    /// Reads 64 hexadecimal digits; white space around them does not count.
    ///
    /// # Errors
    /// [`MasterKeyError::NoKey`], naming `whence`.
    pub fn from_hex(text: &str, whence: &str) -> Result<Self, MasterKeyError> {
        let mut key = Zeroizing::new([0u8; KEY]);
        hex::decode_to_slice(text.trim(), key.as_mut_slice()).map_err(|_| MasterKeyError::NoKey(whence.to_owned()))?;
        Ok(Self(key))
    }

    /// Derives it from a passphrase. Takes a while of processor time, on purpose, and the memory that the parameters say.
    ///
    /// # Errors
    /// [`MasterKeyError::Damaged`] if the parameters are out of bounds.
    pub fn from_passphrase(passphrase: &str, kdf: &Kdf) -> Result<Self, MasterKeyError> {
        let damaged = |what: String| MasterKeyError::Damaged(format!("parameters of the passphrase: {what}"));
        if kdf.memory_kib > MOST_MEMORY_KIB || kdf.passes > MOST_PASSES || kdf.lanes > MOST_LANES {
            return Err(damaged("out of bounds".to_owned()));
        }
        let params = Params::new(kdf.memory_kib, kdf.passes, kdf.lanes, Some(KEY)).map_err(|e| damaged(e.to_string()))?;
        let salt = hex::decode(&kdf.salt).map_err(|e| damaged(e.to_string()))?;
        let mut key = Zeroizing::new([0u8; KEY]);
        Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
            .hash_password_into(passphrase.as_bytes(), &salt, key.as_mut_slice())
            .map_err(|e| damaged(e.to_string()))?;
        Ok(Self(key))
    }

    /// 64 hexadecimal digits.
    pub fn to_hex(&self) -> Zeroizing<String> {
        Zeroizing::new(hex::encode(self.0.as_slice()))
    }

    /// The key as earlier builds used it: to seal data itself.
    pub fn as_data_key(&self) -> Zeroizing<[u8; KEY]> {
        self.0.clone()
    }

    /// What seals data keys with it.
    pub(super) fn sealing(&self) -> Result<Keyring, MasterKeyError> {
        let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, self.0.as_slice()), SEALING);
        let mut key = Zeroizing::new([0u8; KEY]);
        for (to, from) in key.iter_mut().zip(tag.as_ref()) {
            *to = *from;
        }
        Keyring::new(&key).map_err(|e| MasterKeyError::Cipher(e.to_string()))
    }
}

#[cfg(test)]
mod tests {
    use plane::Ids;

    use super::{Kdf, MasterKey};

    #[test]
    fn keys_are_read_as_they_are_written() {
        let key = MasterKey::random(&Ids::seeded(1));
        let text = key.to_hex();
        assert_eq!(text.len(), 64);
        assert_eq!(MasterKey::from_hex(&format!(" {}\r\n", text.to_uppercase()), "x").unwrap().as_data_key(), key.as_data_key());
        for bad in ["", "ab", &"0".repeat(63), &"0".repeat(65), &"g".repeat(64)] {
            let error = MasterKey::from_hex(bad, "the place").unwrap_err().to_string();
            assert!(error.contains("the place") && (bad.len() < 10 || !error.contains(bad)), "{error}");
        }
        assert!(!format!("{key:?}").contains(text.get(..8).unwrap()));
    }

    #[test]
    fn a_passphrase_is_one_key_with_its_parameters_only() {
        let ids = Ids::seeded(2);
        let (kdf, other) = (Kdf::quick(&ids), Kdf::quick(&ids));
        let key = |passphrase: &str, kdf: &Kdf| MasterKey::from_passphrase(passphrase, kdf).unwrap().as_data_key();
        assert_eq!(key("correct horse", &kdf), key("correct horse", &kdf));
        assert_ne!(key("correct horse", &kdf), key("correct horsf", &kdf));
        assert_ne!(key("correct horse", &kdf), key("correct horse", &other));
        let greedy = Kdf { memory_kib: u32::MAX, ..kdf.clone() };
        assert!(MasterKey::from_passphrase("x", &greedy).is_err());
        assert!(MasterKey::from_passphrase("x", &Kdf { salt: "zz".to_owned(), ..kdf }).is_err());
    }

    #[test]
    fn what_a_master_key_seals_as_a_data_key_opens_no_data_key() {
        let ids = Ids::seeded(3);
        let key = MasterKey::random(&ids);
        let sealed = plane::Keyring::new(&key.as_data_key()).unwrap().seal(&ids, "c", b"x");
        assert!(key.sealing().unwrap().open_sealed("c", &sealed).is_err());
    }
}
