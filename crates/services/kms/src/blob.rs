//! The form of ciphertexts of symmetric keys.
//!
//! ```text
//! version  u8    1
//! account  12 B  digits of the account that owns the key
//! key      u8 and as many bytes: the key's id (of a multi-Region key the same in every region)
//! material 32 B  id of the material
//! salt     16 B  of the message's own key: HKDF-SHA256 of the material
//! nonce    12 B  of AES-256-GCM
//! check    8 B   SHA-256 of all before it, cut: tells a damaged header from another key's
//! body           ciphertext and tag
//! ```
//!
//! Everything before the body and the encryption context, sorted and with lengths, is authenticated with it.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::{digest, hkdf};
use plane::Ids;
use zeroize::Zeroizing;

const VERSION: u8 = 1;
const ACCOUNT_LEN: usize = 12;
const MATERIAL_LEN: usize = 32;
const SALT_LEN: usize = 16;
const CHECK_LEN: usize = 8;
const TAG_LEN: usize = 16;
/// What the messages' keys are derived for.
const INFO: &[&[u8]] = &[b"cloudkeep kms message 1"];

/// A ciphertext that is none, or does not open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Invalid;

/// A ciphertext, taken apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Parts<'a> {
    /// Account that owns the key.
    pub account: &'a str,
    /// The key's id.
    pub key_id: &'a str,
    /// Id of the material.
    pub material: &'a [u8; MATERIAL_LEN],
    salt: &'a [u8; SALT_LEN],
    nonce: &'a [u8; NONCE_LEN],
    header: &'a [u8],
    body: &'a [u8],
}

/// Takes a ciphertext apart.
///
/// # Errors
/// [`Invalid`] if it is none.
pub fn parse(blob: &[u8]) -> Result<Parts<'_>, Invalid> {
    let (version, rest) = blob.split_first().ok_or(Invalid)?;
    if *version != VERSION {
        return Err(Invalid);
    }
    let (account, rest) = rest.split_at_checked(ACCOUNT_LEN).ok_or(Invalid)?;
    let (length, rest) = rest.split_first().ok_or(Invalid)?;
    let (key_id, rest) = rest.split_at_checked(usize::from(*length)).ok_or(Invalid)?;
    let (material, rest) = rest.split_first_chunk::<MATERIAL_LEN>().ok_or(Invalid)?;
    let (salt, rest) = rest.split_first_chunk::<SALT_LEN>().ok_or(Invalid)?;
    let (nonce, rest) = rest.split_first_chunk::<NONCE_LEN>().ok_or(Invalid)?;
    let (check, body) = rest.split_first_chunk::<CHECK_LEN>().ok_or(Invalid)?;
    let checked = blob.get(..blob.len() - body.len() - CHECK_LEN).ok_or(Invalid)?;
    let header = blob.get(..blob.len() - body.len()).ok_or(Invalid)?;
    let text = |bytes| std::str::from_utf8(bytes).map_err(|_| Invalid);
    let (account, key_id) = (text(account)?, text(key_id)?);
    if *check != checksum(checked)
        || body.len() < TAG_LEN
        || !account.bytes().all(|b| b.is_ascii_digit())
        || !crate::names::is_id(key_id)
    {
        return Err(Invalid);
    }
    Ok(Parts { account, key_id, material, salt, nonce, header, body })
}

fn checksum(header: &[u8]) -> [u8; CHECK_LEN] {
    digest::digest(&digest::SHA256, header).as_ref().first_chunk().copied().unwrap_or_default()
}

/// What is authenticated: the header, and the encryption context in one form whatever the order of its pairs.
fn associated(header: &[u8], context: &[(String, String)]) -> Vec<u8> {
    let mut pairs: Vec<&(String, String)> = context.iter().collect();
    pairs.sort_unstable();
    let mut bytes = header.to_vec();
    let mut field = |text: &str| {
        bytes.extend((text.len() as u64).to_be_bytes());
        bytes.extend(text.as_bytes());
    };
    for (key, value) in pairs {
        field(key);
        field(value);
    }
    bytes
}

/// The key of one message.
fn message_key(material: &[u8], salt: &[u8; SALT_LEN]) -> Result<LessSafeKey, Invalid> {
    let secret = hkdf::Salt::new(hkdf::HKDF_SHA256, salt).extract(material);
    let okm = secret.expand(INFO, &AES_256_GCM).map_err(|_| Invalid)?;
    Ok(LessSafeKey::new(UnboundKey::from(okm)))
}

/// Encrypts.
///
/// # Errors
/// [`Invalid`] only for names that no key has.
pub fn seal(
    ids: &Ids,
    (account, key_id): (&str, &str),
    (material_id, material): (&[u8; MATERIAL_LEN], &[u8]),
    context: &[(String, String)],
    plain: &[u8],
) -> Result<Vec<u8>, Invalid> {
    if account.len() != ACCOUNT_LEN {
        return Err(Invalid);
    }
    let (salt, nonce) = (ids.bytes::<SALT_LEN>(), ids.bytes::<NONCE_LEN>());
    let mut blob = Vec::with_capacity(160 + plain.len());
    blob.push(VERSION);
    blob.extend(account.as_bytes());
    blob.push(u8::try_from(key_id.len()).map_err(|_| Invalid)?);
    blob.extend(key_id.as_bytes());
    blob.extend(material_id);
    blob.extend(salt);
    blob.extend(nonce);
    blob.extend(checksum(&blob));
    let aad = associated(&blob, context);
    let mut body = Zeroizing::new(plain.to_vec());
    message_key(material, &salt)?
        .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(&aad), &mut *body)
        .map_err(|_| Invalid)?;
    blob.extend_from_slice(&body);
    Ok(blob)
}

impl Parts<'_> {
    /// Decrypts with the material that the ciphertext names.
    ///
    /// # Errors
    /// [`Invalid`] if a bit is another than it was, or the context is.
    pub fn open(&self, material: &[u8], context: &[(String, String)]) -> Result<Zeroizing<Vec<u8>>, Invalid> {
        let aad = associated(self.header, context);
        let mut body = Zeroizing::new(self.body.to_vec());
        let length = message_key(material, self.salt)?
            .open_in_place(Nonce::assume_unique_for_key(*self.nonce), Aad::from(&aad), &mut body)
            .map_err(|_| Invalid)?
            .len();
        body.truncate(length);
        Ok(body)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const KEY: (&str, &str) = ("111122223333", "11111111-2222-3333-4444-555555555555");
    const MATERIAL: ([u8; 32], [u8; 32]) = ([7; 32], [9; 32]);

    fn sealed(context: &[(String, String)], plain: &[u8]) -> Vec<u8> {
        seal(&Ids::seeded(1), KEY, (&MATERIAL.0, &MATERIAL.1), context, plain).unwrap()
    }

    fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
        pairs.iter().map(|(k, v)| ((*k).to_owned(), (*v).to_owned())).collect()
    }

    proptest! {
        #[test]
        fn what_was_sealed_opens(plain: Vec<u8>, context: Vec<(String, String)>) {
            let blob = sealed(&context, &plain);
            let mut other_order = context.clone();
            other_order.reverse();
            let parts = parse(&blob).unwrap();
            prop_assert_eq!((parts.account, parts.key_id, parts.material), (KEY.0, KEY.1, &MATERIAL.0));
            let opened = parts.open(&MATERIAL.1, &other_order).unwrap();
            prop_assert_eq!(opened.as_slice(), plain.as_slice());
        }

        #[test]
        fn strangers_bytes_do_no_harm(bytes: Vec<u8>) {
            prop_assert!(parse(&bytes).is_err());
        }
    }

    #[test]
    fn every_bit_counts() {
        let context = pairs(&[("a", "1"), ("b", "2")]);
        let blob = sealed(&context, b"plain text");
        for bit in 0..blob.len() * 8 {
            let mut damaged = blob.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(parse(&damaged).and_then(|parts| parts.open(&MATERIAL.1, &context)).is_err(), "bit {bit}");
        }
        for length in 0..blob.len() {
            assert!(parse(&blob[..length]).and_then(|parts| parts.open(&MATERIAL.1, &context)).is_err(), "{length} bytes");
        }
    }

    #[test]
    fn damage_before_the_body_is_seen_without_the_key() {
        let blob = sealed(&[], b"x");
        for byte in 0..blob.len() - TAG_LEN - 1 {
            let mut damaged = blob.clone();
            damaged[byte] ^= 0x10;
            assert_eq!(parse(&damaged), Err(Invalid), "byte {byte}");
        }
    }

    #[test]
    fn the_context_cannot_be_another() {
        let blob = sealed(&pairs(&[("ab", "c"), ("d", "")]), b"x");
        let open = |context: &[(&str, &str)]| parse(&blob).unwrap().open(&MATERIAL.1, &pairs(context)).is_ok();
        assert!(open(&[("ab", "c"), ("d", "")]));
        for other in [&[][..], &[("ab", "c")], &[("a", "bc"), ("d", "")], &[("ab", "cd"), ("", "")], &[("ab", "c"), ("d", " ")]] {
            assert!(!open(other), "{other:?}");
        }
    }

    #[test]
    fn no_two_ciphertexts_are_alike() {
        let ids = Ids::system();
        let seal = || seal(&ids, KEY, (&MATERIAL.0, &MATERIAL.1), &[], b"x").unwrap();
        assert_ne!(seal(), seal());
    }
}
