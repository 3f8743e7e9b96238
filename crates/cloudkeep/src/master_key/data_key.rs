//! The content of `data.key`: the data keys, sealed with the master key.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Ids, Keyring};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::error::MasterKeyError;
use super::key::{KEY, Kdf, MasterKey};
use super::source::SourceKind;

/// Name of the file in the data folder.
pub const DATA_KEY: &str = "data.key";
/// The form that this build reads and writes.
const FORMAT: u32 = 1;

/// The data keys, oldest first; the last one seals.
#[derive(Clone)]
pub struct DataKeys(Vec<Zeroizing<[u8; KEY]>>);

impl DataKeys {
    /// One key.
    pub fn one(key: Zeroizing<[u8; KEY]>) -> Self {
        Self(vec![key])
    }

    /// A new one.
    pub fn random(ids: &Ids) -> Self {
        Self::one(Zeroizing::new(ids.bytes()))
    }

    /// Adds a new one, which seals from now on.
    pub fn renew(&mut self, ids: &Ids) {
        self.0.push(Zeroizing::new(ids.bytes()));
    }

    /// How many there are.
    pub fn count(&self) -> usize {
        self.0.len()
    }

    /// What the plane seals with.
    pub fn keyring(&self) -> Result<Keyring, MasterKeyError> {
        let (last, older) = self.0.split_last().ok_or_else(|| MasterKeyError::Damaged("it holds no keys".to_owned()))?;
        Keyring::with_older(last, older.iter().rev().map(|key| &**key)).map_err(|e| MasterKeyError::Cipher(e.to_string()))
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Sealed {
    /// Counts from one.
    number: usize,
    /// Base64.
    sealed: String,
}

/// The file. What is not sealed in it is no secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DataKeyFile {
    format: u32,
    /// Where the master key came from when this was written. Only a hint for people: the same key may come from elsewhere later.
    pub sealed_with: SourceKind,
    /// How a passphrase becomes the master key; none where the master key is no passphrase.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kdf: Option<Kdf>,
    keys: Vec<Sealed>,
}

fn context(number: usize) -> String {
    format!("cloudkeep:data-key:{FORMAT}:{number}")
}

impl DataKeyFile {
    /// Seals data keys with a master key.
    ///
    /// # Errors
    /// None that is known.
    pub fn seal(
        ids: &Ids,
        master: &MasterKey,
        keys: &DataKeys,
        sealed_with: SourceKind,
        kdf: Option<Kdf>,
    ) -> Result<Self, MasterKeyError> {
        let keyring = master.sealing()?;
        let seal = |(index, key): (usize, &Zeroizing<[u8; KEY]>)| Sealed {
            number: index + 1,
            sealed: STANDARD.encode(keyring.seal(ids, &context(index + 1), key.as_slice())),
        };
        Ok(Self { format: FORMAT, sealed_with, kdf, keys: keys.0.iter().enumerate().map(seal).collect() })
    }

    /// Opens the data keys; none if another master key sealed them, or somebody changed them.
    pub fn open(&self, master: &MasterKey) -> Option<DataKeys> {
        let keyring = master.sealing().ok()?;
        let open = |(index, sealed): (usize, &Sealed)| {
            let bytes = STANDARD.decode(&sealed.sealed).ok()?;
            let plain = keyring.open_sealed(&context(index + 1), &bytes).ok()?;
            let mut key = Zeroizing::new([0u8; KEY]);
            key.copy_from_slice(plain.as_slice().first_chunk::<KEY>().filter(|_| plain.len() == KEY)?);
            Some(key)
        };
        let keys: Vec<_> = self.keys.iter().enumerate().map(open).collect::<Option<_>>()?;
        (!keys.is_empty()).then_some(DataKeys(keys))
    }

    /// Reads the file's text.
    ///
    /// # Errors
    /// [`MasterKeyError::Damaged`].
    pub fn parse(text: &str) -> Result<Self, MasterKeyError> {
        let file: Self = serde_json::from_str(text).map_err(|e| MasterKeyError::Damaged(e.to_string()))?;
        if file.format != FORMAT {
            return Err(MasterKeyError::Damaged(format!("it has form {}, this build knows {FORMAT}", file.format)));
        }
        if (file.sealed_with == SourceKind::Passphrase) != file.kdf.is_some() || file.keys.is_empty() {
            return Err(MasterKeyError::Damaged("it is not whole".to_owned()));
        }
        Ok(file)
    }

    /// The file's text.
    ///
    /// # Errors
    /// None that is known.
    pub fn text(&self) -> Result<String, MasterKeyError> {
        let mut text = serde_json::to_string_pretty(self).map_err(|e| MasterKeyError::Cipher(e.to_string()))?;
        text.push('\n');
        Ok(text)
    }
}

#[cfg(test)]
mod tests {
    use plane::Ids;

    use super::{DataKeyFile, DataKeys};
    use crate::master_key::key::{Kdf, MasterKey};
    use crate::master_key::source::SourceKind;

    #[test]
    fn only_the_master_key_that_sealed_opens() {
        let ids = Ids::seeded(1);
        let (master, other) = (MasterKey::random(&ids), MasterKey::random(&ids));
        let mut keys = DataKeys::random(&ids);
        let before = keys.keyring().unwrap().seal(&ids, "c", b"before");
        keys.renew(&ids);
        let file = DataKeyFile::seal(&ids, &master, &keys, SourceKind::File, None).unwrap();
        let file = DataKeyFile::parse(&file.text().unwrap()).unwrap();
        assert!(file.open(&other).is_none());
        let opened = file.open(&master).unwrap();
        assert_eq!(opened.count(), 2);
        assert_eq!(opened.keyring().unwrap().open_sealed("c", &before).unwrap().as_slice(), b"before");
        // Keys in another order, or of another number, are not what was sealed.
        let mut swapped = file.clone();
        swapped.keys.reverse();
        assert!(swapped.open(&master).is_none());
        let text = file.text().unwrap();
        for key in &keys.0 {
            assert!(!text.contains(&hex::encode(key.as_slice())));
        }
    }

    #[test]
    fn what_is_not_whole_is_refused() {
        let ids = Ids::seeded(2);
        let file = DataKeyFile::seal(&ids, &MasterKey::random(&ids), &DataKeys::random(&ids), SourceKind::File, None).unwrap();
        let text = file.text().unwrap();
        assert!(DataKeyFile::parse(&text).is_ok());
        let kdf = DataKeyFile { kdf: Some(Kdf::quick(&ids)), ..file.clone() };
        let newer = DataKeyFile { format: 2, ..file.clone() };
        let none = DataKeyFile { keys: Vec::new(), ..file };
        for bad in [kdf, newer, none] {
            assert!(DataKeyFile::parse(&bad.text().unwrap()).is_err());
        }
        for torn in (0..text.trim_end().len()).filter_map(|end| text.get(..end)) {
            assert!(DataKeyFile::parse(torn).is_err(), "{torn}");
        }
    }
}
