//! The keys that sign digests: RSA-2048, one at a time for the installation, served in every region, replaced when its time is over.

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use plane::{Failure, Stored, System, Transaction};

use crate::files::sha256;
use crate::resources::DigestKey;

/// How long a key signs, milliseconds: 90 days. It is served for as long as the installation exists.
const VALIDITY_MS: i64 = 90 * DAY_MS;
const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// How long after its time a private key is kept, milliseconds: a round of digests that was held up is still signed.
const GRACE_MS: i64 = 30 * DAY_MS;

/// Signs digests.
pub struct Signer {
    /// Fingerprint of the public key.
    pub fingerprint: String,
    pair: KeyPair,
}

impl Signer {
    /// The signature, hexadecimal: PKCS #1 v1.5 over SHA-256. The same text has the same signature.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn sign(&self, text: &str) -> Result<String, Failure> {
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair
            .sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text.as_bytes(), &mut signature)
            .map_err(|_| Failure::internal("a digest cannot be signed"))?;
        Ok(hex::encode(signature))
    }
}

fn context(fingerprint: &str) -> String {
    format!("cloudtrail digest key {fingerprint}")
}

/// The signer of digests that end at `at`, milliseconds since 1970; the key is made if there is none.
///
/// # Errors
/// Internal ones only.
pub async fn signer(system: &System, at: i64) -> Result<Signer, Failure> {
    let key = system.act("cloudtrail", "ListPublicKeys", move |tx| Box::pin(key_of(tx, at))).await?;
    let sealed = key.private.as_deref().ok_or_else(|| Failure::internal("a digest key has no private key"))?;
    let sealed = STANDARD.decode(sealed).map_err(Failure::internal)?;
    let private = system.plane().keyring.open_sealed(&context(&key.fingerprint), &sealed).map_err(Failure::internal)?;
    let pair = KeyPair::from_pkcs8(&private).map_err(Failure::internal)?;
    Ok(Signer { fingerprint: key.fingerprint, pair })
}

async fn key_of(tx: &mut Transaction<'_>, at: i64) -> Result<DigestKey, Failure> {
    let keys = tx.all::<DigestKey>("", "", "").await?;
    let fits = |k: &&Stored<DigestKey>| k.body.private.is_some() && k.body.start <= at && at < k.body.end;
    // Several fit only if the clock was set back: the choice must be the same each time a round is begun again.
    if let Some(key) = keys.iter().filter(fits).max_by_key(|k| (k.body.start, k.body.fingerprint.clone())) {
        return Ok(key.body.clone());
    }
    for key in &keys {
        if key.body.private.is_some() && key.body.end + GRACE_MS < at {
            let mut key = key.clone();
            key.body.private = None;
            tx.put(&key)?;
        }
    }
    let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| Failure::internal("a digest key cannot be made"))?;
    let public = pair.public_key().as_ref();
    let fingerprint: String = sha256(public).chars().take(32).collect();
    let private = pair.as_der().map_err(|_| Failure::internal("a digest key cannot be kept"))?;
    let private = tx.plane().keyring.seal(&tx.plane().ids, &context(&fingerprint), private.as_ref());
    let start = at - at.rem_euclid(DAY_MS);
    let key = DigestKey {
        fingerprint: fingerprint.clone(),
        public: STANDARD.encode(public),
        private: Some(STANDARD.encode(private)),
        start,
        end: start + VALIDITY_MS,
    };
    tx.put(&Stored::new("", "", fingerprint, key.clone()))?;
    Ok(key)
}
