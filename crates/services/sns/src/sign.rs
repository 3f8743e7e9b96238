//! Signatures of deliveries, by a key of the installation whose certificate it publishes.
//!
//! Version 2 is RSA with SHA-256, version 1 the same with SHA-1, which old verifiers want and topics begin with. The certificate signs itself: whoever
//! verifies trusts the URL that it comes from, as with AWS.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use plane::{Failure, Ids, Plane, Reader, Stored, System};
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::rand_core::{CryptoRng, Error, RngCore};
use rsa::{Pkcs1v15Sign, RsaPrivateKey};
use zeroize::Zeroizing;

use crate::envelope::{Notice, Signature};
use crate::resources::SigningKey;

/// Signatures that are remembered: one message goes to many.
const REMEMBERED: usize = 1_000;

/// What stands before a SHA-1 hash in a signature, RFC 8017, 9.2.
const SHA1_INFO: [u8; 15] = [0x30, 0x21, 0x30, 0x09, 0x06, 0x05, 0x2b, 0x0e, 0x03, 0x02, 0x1a, 0x05, 0x00, 0x04, 0x14];

/// Context that the private key is sealed with.
fn context(name: &str) -> String {
    format!("sns signing key {name}")
}

/// Signs deliveries.
pub(crate) struct Signer {
    name: String,
    modern: RsaKeyPair,
    legacy: RsaPrivateKey,
    known: Mutex<HashMap<(u8, Vec<u8>), String>>,
}

/// Random numbers of the plane, for blinding.
struct Random<'a>(&'a Ids);

impl RngCore for Random<'_> {
    fn next_u32(&mut self) -> u32 {
        u32::from_le_bytes(self.0.bytes())
    }
    fn next_u64(&mut self) -> u64 {
        u64::from_le_bytes(self.0.bytes())
    }
    fn fill_bytes(&mut self, dest: &mut [u8]) {
        self.0.fill(dest);
    }
    fn try_fill_bytes(&mut self, dest: &mut [u8]) -> Result<(), Error> {
        self.0.fill(dest);
        Ok(())
    }
}

impl CryptoRng for Random<'_> {}

impl Signer {
    /// The installation's signer; its key is made when it is first needed.
    ///
    /// # Errors
    /// Internal ones only.
    pub async fn load(system: &System) -> Result<Self, Failure> {
        let stored = match system.reader().get::<SigningKey>("", "", SigningKey::ID).await? {
            Some(stored) => stored.body,
            None => {
                let (private, public) = tokio::task::spawn_blocking(generate).await.map_err(Failure::internal)??;
                let made = describe(system.plane(), &private, &public)?;
                system
                    .act("sns", "Publish", |tx| {
                        let made = made.clone();
                        Box::pin(async move {
                            if let Some(there) = tx.get::<SigningKey>("", "", SigningKey::ID).await? {
                                return Ok(there.body);
                            }
                            tx.put(&Stored::new("", "", SigningKey::ID, made.clone()))?;
                            Ok(made)
                        })
                    })
                    .await?
            }
        };
        let sealed = STANDARD.decode(&stored.private).map_err(Failure::internal)?;
        let private = system.plane().keyring.open_sealed(&context(&stored.name), &sealed).map_err(Failure::internal)?;
        let modern = RsaKeyPair::from_pkcs8(&private).map_err(Failure::internal)?;
        let legacy = RsaPrivateKey::from_pkcs8_der(&private).map_err(Failure::internal)?;
        Ok(Self { name: stored.name, modern, legacy, known: Mutex::default() })
    }

    /// Signs a notice.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn sign(&self, plane: &Plane, notice: &Notice, version: u8) -> Result<Signature, Failure> {
        let text = notice.signed_text();
        let hash = digest(if version == 2 { &SHA256 } else { &SHA1_FOR_LEGACY_USE_ONLY }, text.as_bytes());
        let lock = || self.known.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (version, hash.as_ref().to_vec());
        let known = lock().get(&key).cloned();
        let value = match known {
            Some(value) => value,
            None => {
                let bytes = if version == 2 {
                    let mut bytes = vec![0; self.modern.public_modulus_len()];
                    let signed = self.modern.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut bytes);
                    signed.map_err(|_| Failure::internal("signing"))?;
                    bytes
                } else {
                    let scheme = Pkcs1v15Sign { hash_len: Some(20), prefix: SHA1_INFO.into() };
                    self.legacy.sign_with_rng(&mut Random(&plane.ids), scheme, hash.as_ref()).map_err(Failure::internal)?
                };
                let value = STANDARD.encode(bytes);
                let mut known = lock();
                if known.len() >= REMEMBERED {
                    known.clear();
                }
                known.insert(key, value.clone());
                value
            }
        };
        let certificate_url = format!("{}{}{}.pem", plane.settings.public_url, plane::settings::NOTIFICATIONS, self.name);
        Ok(Signature { version, value, certificate_url })
    }
}

/// The certificate that is published at a path, by what comes after [`plane::settings::NOTIFICATIONS`]. `None` if there is none there.
///
/// # Errors
/// Internal ones only.
pub async fn published(reader: &Reader<'_>, path: &str) -> Result<Option<String>, Failure> {
    let Some(key) = reader.get::<SigningKey>("", "", SigningKey::ID).await? else { return Ok(None) };
    Ok((path.strip_suffix(".pem") == Some(key.body.name.as_str())).then_some(key.body.certificate))
}

/// A private key, PKCS#8, and its public key, X.509.
type Pair = (Zeroizing<Vec<u8>>, Vec<u8>);

fn generate() -> Result<Pair, Failure> {
    let failed = |_| Failure::internal("making an RSA key");
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed)?;
    let private: Pkcs8V1Der<'_> = pair.as_der().map_err(failed)?;
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(failed)?;
    Ok((Zeroizing::new(private.as_ref().to_vec()), public.as_ref().to_vec()))
}

fn describe(plane: &Plane, private: &[u8], public: &[u8]) -> Result<SigningKey, Failure> {
    let pair = RsaKeyPair::from_pkcs8(private).map_err(Failure::internal)?;
    let certificate = certificate(&pair, public, plane.ids.bytes::<16>(), plane.clock.now())?;
    let name =
        format!("SimpleNotificationService-{}", hex::encode(digest(&SHA256, public).as_ref().get(..16).unwrap_or_default()));
    let sealed = plane.keyring.seal(&plane.ids, &context(&name), private);
    Ok(SigningKey { private: STANDARD.encode(sealed), certificate, name })
}

/// An element of DER.
fn der(tag: u8, parts: &[&[u8]]) -> Vec<u8> {
    let content = parts.concat();
    let mut element = vec![tag];
    match u8::try_from(content.len()) {
        Ok(short @ 0..=0x7f) => element.push(short),
        _ => {
            let length: Vec<u8> = content.len().to_be_bytes().into_iter().skip_while(|byte| *byte == 0).collect();
            element.push(0x80 | u8::try_from(length.len()).unwrap_or_default());
            element.extend(length);
        }
    }
    element.extend(content);
    element
}

/// A certificate (RFC 5280) that signs itself, for signatures only, without an end. PEM.
fn certificate(pair: &RsaKeyPair, public: &[u8], serial: [u8; 16], now: Timestamp) -> Result<String, Failure> {
    const SEQUENCE: u8 = 0x30;
    // sha256WithRSAEncryption and commonName.
    let algorithm = der(SEQUENCE, &[&der(6, &[&[0x2a, 0x86, 0x48, 0x86, 0xf7, 0x0d, 0x01, 0x01, 0x0b]]), &der(5, &[])]);
    let common_name = der(SEQUENCE, &[&der(6, &[&[0x55, 0x04, 0x03]]), &der(0x0c, &[b"Cloudkeep Notifications"])]);
    let name = der(SEQUENCE, &[&der(0x31, &[&common_name])]);
    let [first, rest @ ..] = serial;
    // Positive, and without a zero at its beginning.
    let serial = der(2, &[&[first & 0x7f | 0x40], &rest]);
    let from = now.checked_sub(jiff::SignedDuration::from_hours(24)).unwrap_or(now).strftime("%Y%m%d%H%M%SZ").to_string();
    // Years before 2050 have two digits.
    let from = match from.get(2..) {
        Some(short) if from.as_str() < "2050" => der(0x17, &[short.as_bytes()]),
        _ => der(0x18, &[from.as_bytes()]),
    };
    let validity = der(SEQUENCE, &[&from, &der(0x18, &[b"99991231235959Z"])]);
    let version = der(0xa0, &[&der(2, &[&[2]])]);
    let body = der(SEQUENCE, &[&version, &serial, &algorithm, &name, &validity, &name, public]);
    let mut signature = vec![0; pair.public_modulus_len()];
    let signed = pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), &body, &mut signature);
    signed.map_err(|_| Failure::internal("signing a certificate"))?;
    let whole = der(SEQUENCE, &[&body, &algorithm, &der(3, &[&[0], &signature])]);
    let mut pem = "-----BEGIN CERTIFICATE-----\n".to_owned();
    for line in STANDARD.encode(whole).as_bytes().chunks(64) {
        pem.push_str(&String::from_utf8_lossy(line));
        pem.push('\n');
    }
    pem.push_str("-----END CERTIFICATE-----\n");
    Ok(pem)
}

#[cfg(test)]
mod tests {
    use aws_lc_rs::signature::RsaKeyPair;

    use super::{certificate, der, generate};

    #[test]
    fn lengths_are_written_in_the_shortest_form() {
        for (length, head) in [(5, vec![4, 5]), (127, vec![4, 127]), (128, vec![4, 0x81, 128]), (256, vec![4, 0x82, 1, 0])] {
            let element = der(4, &[&vec![0; length]]);
            assert!(element.starts_with(&head) && element.len() == head.len() + length, "{length}");
        }
    }

    #[test]
    fn the_certificate_is_one() {
        let (private, public) = generate().unwrap();
        let pair = RsaKeyPair::from_pkcs8(&private).unwrap();
        for (now, year) in [("2026-01-01T12:00:00Z", 2025), ("2060-01-01T12:00:00Z", 2059)] {
            let pem = certificate(&pair, &public, [255; 16], now.parse().unwrap()).unwrap();
            let (_, pem) = x509_parser::pem::parse_x509_pem(pem.as_bytes()).unwrap();
            let parsed = pem.parse_x509().unwrap();
            assert!(parsed.verify_signature(None).is_ok());
            assert_eq!(parsed.public_key().raw, public);
            assert_eq!(parsed.validity().not_before.to_datetime().year(), year);
            assert_eq!(parsed.subject().to_string(), "CN=Cloudkeep Notifications");
        }
    }
}
