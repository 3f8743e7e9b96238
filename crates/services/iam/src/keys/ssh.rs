//! SSH public keys: reading them from either encoding, and writing both.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use md5::{Digest as _, Md5};
use x509_parser::prelude::{FromDer as _, SubjectPublicKeyInfo};

use super::pem;

/// Fewest bits of a key: "The minimum bit-length of the public key is 2048 bits" (API reference of `UploadSSHPublicKey`).
const MIN_BITS: usize = 2048;
/// Most bits of a key that is accepted: nobody generates longer ones.
const MAX_BITS: usize = 16_384;
const NAME: &[u8] = b"ssh-rsa";

/// An RSA public key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SshPublicKey {
    /// Big endian, without leading zeros.
    modulus: Vec<u8>,
    /// Big endian, without leading zeros.
    exponent: Vec<u8>,
}

/// Why a text is not an SSH public key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SshKeyError {
    /// Neither `ssh-rsa …` nor PEM.
    #[error("the encoding of the public key is not recognized")]
    Encoding,
    /// Not an RSA key, too short or malformed.
    #[error("the public key is invalid")]
    Invalid,
}

impl SshPublicKey {
    /// Reads `ssh-rsa BASE64 comment`, or a PEM block with a `PUBLIC KEY` or an `RSA PUBLIC KEY`.
    ///
    /// # Errors
    /// See [`SshKeyError`].
    pub fn read(text: &str) -> Result<Self, SshKeyError> {
        let text = text.trim();
        let key = if text.starts_with("-----BEGIN ") {
            let blocks = pem::blocks(text).map_err(|_| SshKeyError::Invalid)?;
            match blocks.as_slice() {
                [block] if block.label == "PUBLIC KEY" => {
                    let (_, info) = SubjectPublicKeyInfo::from_der(&block.contents).map_err(|_| SshKeyError::Invalid)?;
                    if info.algorithm.algorithm.to_id_string() != "1.2.840.113549.1.1.1" {
                        return Err(SshKeyError::Invalid);
                    }
                    Self::from_pkcs1(&info.subject_public_key.data)?
                }
                [block] if block.label == "RSA PUBLIC KEY" => Self::from_pkcs1(&block.contents)?,
                _ => return Err(SshKeyError::Encoding),
            }
        } else {
            let mut words = text.split_ascii_whitespace();
            match (words.next(), words.next()) {
                (Some("ssh-rsa"), Some(body)) => Self::from_wire(&STANDARD.decode(body).map_err(|_| SshKeyError::Invalid)?)?,
                (Some(kind), Some(_)) if kind.starts_with("ssh-") || kind.starts_with("ecdsa-") || kind.starts_with("sk-") => {
                    return Err(SshKeyError::Invalid);
                }
                _ => return Err(SshKeyError::Encoding),
            }
        };
        let bits = key.bits();
        let odd = |n: &[u8]| n.last().is_some_and(|byte| byte & 1 == 1);
        if (MIN_BITS..=MAX_BITS).contains(&bits) && odd(&key.modulus) && odd(&key.exponent) && key.exponent != [1] {
            Ok(key)
        } else {
            Err(SshKeyError::Invalid)
        }
    }

    fn from_wire(wire: &[u8]) -> Result<Self, SshKeyError> {
        fn field<'a>(rest: &mut &'a [u8]) -> Option<&'a [u8]> {
            let (length, after) = rest.split_first_chunk::<4>()?;
            let (field, after) = after.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
            *rest = after;
            Some(field)
        }
        let mut rest = wire;
        match (field(&mut rest), field(&mut rest), field(&mut rest)) {
            (Some(NAME), Some(exponent), Some(modulus)) if rest.is_empty() => {
                Ok(Self { modulus: positive(modulus)?, exponent: positive(exponent)? })
            }
            _ => Err(SshKeyError::Invalid),
        }
    }

    fn from_pkcs1(der: &[u8]) -> Result<Self, SshKeyError> {
        fn element<'a>(rest: &mut &'a [u8], tag: u8) -> Option<&'a [u8]> {
            let (have, after) = rest.split_first()?;
            let (first, after) = after.split_first()?;
            let (length, after) = match first {
                0..=0x7f => (usize::from(*first), after),
                0x81 | 0x82 => {
                    let (bytes, after) = after.split_at_checked(usize::from(first & 0x7f))?;
                    (bytes.iter().fold(0, |n, byte| (n << 8) | usize::from(*byte)), after)
                }
                _ => return None,
            };
            let (contents, after) = after.split_at_checked(length)?;
            *rest = after;
            (*have == tag).then_some(contents)
        }
        let mut rest = der;
        let mut inner = element(&mut rest, 0x30).filter(|_| rest.is_empty()).ok_or(SshKeyError::Invalid)?;
        match (element(&mut inner, 0x02), element(&mut inner, 0x02)) {
            (Some(modulus), Some(exponent)) if inner.is_empty() => {
                Ok(Self { modulus: positive(modulus)?, exponent: positive(exponent)? })
            }
            _ => Err(SshKeyError::Invalid),
        }
    }

    fn bits(&self) -> usize {
        let first = self.modulus.first().map_or(0, |byte| byte.leading_zeros() as usize);
        (self.modulus.len() * 8).saturating_sub(first)
    }

    fn wire(&self) -> Vec<u8> {
        let mut wire = Vec::with_capacity(self.modulus.len() + 32);
        let exponent = signed(&self.exponent);
        let modulus = signed(&self.modulus);
        for field in [NAME, &exponent, &modulus] {
            wire.extend(u32::try_from(field.len()).unwrap_or_default().to_be_bytes());
            wire.extend(field);
        }
        wire
    }

    /// `ssh-rsa BASE64`.
    pub fn to_ssh(&self) -> String {
        format!("ssh-rsa {}", STANDARD.encode(self.wire()))
    }

    /// A PEM block with a `PUBLIC KEY`.
    pub fn to_pem(&self) -> String {
        let integers = [der(0x02, &signed(&self.modulus)), der(0x02, &signed(&self.exponent))].concat();
        let mut bits = vec![0];
        bits.extend(der(0x30, &integers));
        // AlgorithmIdentifier: rsaEncryption with NULL parameters.
        let algorithm = [0x30, 0x0d, 0x06, 0x09, 0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x01, 0x05, 0x00];
        let info = [algorithm.as_slice(), &der(0x03, &bits)].concat();
        pem::write("PUBLIC KEY", &der(0x30, &info))
    }

    /// The MD5 hash of the key in SSH's encoding, as pairs of hexadecimal digits with colons between.
    pub fn fingerprint(&self) -> String {
        Md5::digest(self.wire()).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>().join(":")
    }
}

/// An integer without leading zeros; negative ones and zero are not numbers of a key.
fn positive(bytes: &[u8]) -> Result<Vec<u8>, SshKeyError> {
    if bytes.first().is_none_or(|byte| byte & 0x80 != 0) {
        return Err(SshKeyError::Invalid);
    }
    let digits: Vec<u8> = bytes.iter().copied().skip_while(|byte| *byte == 0).collect();
    if digits.is_empty() { Err(SshKeyError::Invalid) } else { Ok(digits) }
}

/// An integer with the zero that keeps it positive.
fn signed(digits: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(digits.len() + 1);
    if digits.first().is_some_and(|byte| byte & 0x80 != 0) {
        bytes.push(0);
    }
    bytes.extend(digits);
    bytes
}

fn der(tag: u8, contents: &[u8]) -> Vec<u8> {
    let mut out = vec![tag];
    let length = contents.len();
    match length {
        0..=0x7f => out.push(u8::try_from(length).unwrap_or_default()),
        0x80..=0xff => out.extend([0x81, u8::try_from(length).unwrap_or_default()]),
        _ => {
            out.push(0x82);
            out.extend(u16::try_from(length).unwrap_or_default().to_be_bytes());
        }
    }
    out.extend(contents);
    out
}
