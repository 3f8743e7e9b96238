//! Signing keys and the cache of them.

use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use aws_lc_rs::{constant_time, digest, hmac};
use jiff::Timestamp;
use zeroize::Zeroizing;

use super::canonical::{TERMINATOR, hex_of};
use super::{Body, Rules, Scope, Signed};
use crate::failure::Failure;
use crate::request::RequestParts;

/// The key that signs the requests of one access key to one service in one region on one day.
///
/// Its bytes are wiped when it is dropped (aws-lc cleanses the HMAC context that holds them).
#[derive(Clone)]
pub struct SigningKey(hmac::Key);

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("SigningKey(…)")
    }
}

impl SigningKey {
    /// Derives the key from a secret access key and a scope's parts.
    #[must_use]
    pub fn derive(secret: &[u8], date: &str, region: &str, service: &str) -> Self {
        let mut first = Zeroizing::new(Vec::with_capacity(4 + secret.len()));
        first.extend_from_slice(b"AWS4");
        first.extend_from_slice(secret);
        let mut key = hmac::Key::new(hmac::HMAC_SHA256, &first);
        for part in [date, region, service, TERMINATOR] {
            let mut next = Zeroizing::new([0; 32]);
            // It can only fail for a short buffer. Were it to fail, the key stays one that nobody can know, and fits no signature.
            if hmac::sign_to_buffer(&key, part.as_bytes(), next.as_mut()).is_ok() {
                key = hmac::Key::new(hmac::HMAC_SHA256, next.as_ref());
            }
        }
        Self(key)
    }

    /// Signature of a string to sign: lower-case hexadecimal.
    #[must_use]
    pub fn sign(&self, string_to_sign: &[u8]) -> [u8; 64] {
        let mut out = Zeroizing::new([0; 32]);
        match hmac::sign_to_buffer(&self.0, string_to_sign, out.as_mut()) {
            Ok(_) => hex_of(&out),
            // Only for a short buffer, which this is not; no header can carry these bytes.
            Err(_) => [0; 64],
        }
    }

    /// Compares a signature with the right one in constant time.
    #[must_use]
    pub fn verify(&self, string_to_sign: &[u8], signature: &[u8]) -> bool {
        constant_time::verify_slices_are_equal(&self.sign(string_to_sign), signature).is_ok()
    }
}

const SHARDS: usize = 16;
/// Signing keys that [`SigningKeys`] holds at most: 16 shards of 256, about 1.5 KiB each, 6 MiB together.
pub const SIGNING_KEYS: usize = SHARDS * PER_SHARD;
const PER_SHARD: usize = 256;

/// Bounded cache of signing keys, shared by all threads.
///
/// An entry is bound to the secret it was derived from: with another secret it is not found. Only keys that have verified a signature are kept,
/// so that a stranger cannot push others' keys out. The least recently used of a full shard goes.
pub struct SigningKeys {
    shards: Vec<Mutex<Shard>>,
    hashing: RandomState,
}

#[derive(Default)]
struct Shard {
    entries: HashMap<u64, Entry>,
    clock: u64,
}

struct Entry {
    access_key_id: Box<str>,
    date: Box<str>,
    region: Box<str>,
    service: Box<str>,
    secret: Zeroizing<[u8; 32]>,
    key: Arc<SigningKey>,
    used: u64,
}

impl Entry {
    fn is_of(&self, access_key_id: &str, scope: &Scope<'_>) -> bool {
        *self.access_key_id == *access_key_id
            && *self.date == *scope.date
            && *self.region == *scope.region
            && *self.service == *scope.service
    }
}

impl Default for SigningKeys {
    fn default() -> Self {
        Self::new()
    }
}

impl std::fmt::Debug for SigningKeys {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SigningKeys").field("len", &self.len()).finish()
    }
}

impl SigningKeys {
    /// An empty cache.
    #[must_use]
    pub fn new() -> Self {
        Self { shards: (0..SHARDS).map(|_| Mutex::default()).collect(), hashing: RandomState::new() }
    }

    /// Verifies a request as [`super::verify`] does, with a cached or a newly derived key, and returns that key: signed chunks need it.
    ///
    /// # Errors
    /// Those of [`super::verify`].
    pub fn verify(
        &self,
        parts: &RequestParts<'_>,
        signed: &Signed<'_>,
        secret: &[u8],
        body: Body<'_>,
        now: Timestamp,
        rules: &Rules<'_>,
    ) -> Result<Arc<SigningKey>, Failure> {
        super::check_scope_and_time(signed, now, rules)?;
        super::check_signed_headers(parts, signed, rules)?;
        let digest = digest_of_secret(secret);
        if let Some(key) = self.find(&signed.access_key_id, &signed.scope, &digest) {
            super::check_signature(parts, signed, &key, body, rules)?;
            return Ok(key);
        }
        let scope = &signed.scope;
        let key = Arc::new(SigningKey::derive(secret, &scope.date, &scope.region, &scope.service));
        super::check_signature(parts, signed, &key, body, rules)?;
        self.keep(&signed.access_key_id, scope, digest, Arc::clone(&key));
        Ok(key)
    }

    /// Keys held now.
    #[must_use]
    pub fn len(&self) -> usize {
        self.shards.iter().map(|shard| lock(shard).entries.len()).sum()
    }

    /// Whether none is held.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Drops every key of an access key, for one that was deleted or switched off.
    pub fn forget(&self, access_key_id: &str) {
        for shard in &self.shards {
            lock(shard).entries.retain(|_, entry| *entry.access_key_id != *access_key_id);
        }
    }

    fn shard(&self, access_key_id: &str, scope: &Scope<'_>) -> (u64, Option<&Mutex<Shard>>) {
        let hash = self.hashing.hash_one((access_key_id, &*scope.date, &*scope.region, &*scope.service));
        // The map uses the low bits in its own way; the shard is picked by the high ones.
        let index = usize::try_from(hash >> 60).unwrap_or_default() % SHARDS;
        (hash, self.shards.get(index))
    }

    fn find(&self, access_key_id: &str, scope: &Scope<'_>, secret: &[u8; 32]) -> Option<Arc<SigningKey>> {
        let (hash, shard) = self.shard(access_key_id, scope);
        let mut shard = lock(shard?);
        shard.clock += 1;
        let now = shard.clock;
        let entry = shard.entries.get_mut(&hash)?;
        if !entry.is_of(access_key_id, scope) || constant_time::verify_slices_are_equal(entry.secret.as_ref(), secret).is_err() {
            return None;
        }
        entry.used = now;
        Some(Arc::clone(&entry.key))
    }

    fn keep(&self, access_key_id: &str, scope: &Scope<'_>, secret: Zeroizing<[u8; 32]>, key: Arc<SigningKey>) {
        let (hash, Some(shard)) = self.shard(access_key_id, scope) else { return };
        let mut shard = lock(shard);
        shard.clock += 1;
        if shard.entries.len() >= PER_SHARD
            && !shard.entries.contains_key(&hash)
            && let Some(oldest) = shard.entries.iter().min_by_key(|(_, entry)| entry.used).map(|(hash, _)| *hash)
        {
            shard.entries.remove(&oldest);
        }
        let entry = Entry {
            access_key_id: access_key_id.into(),
            date: (*scope.date).into(),
            region: (*scope.region).into(),
            service: (*scope.service).into(),
            secret,
            key,
            used: shard.clock,
        };
        // A different entry under the same 64-bit hash is replaced: a cache may forget.
        shard.entries.insert(hash, entry);
    }
}

fn lock(shard: &Mutex<Shard>) -> MutexGuard<'_, Shard> {
    // Nothing is left half-done while the lock is held.
    shard.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What an entry remembers of its secret: enough to tell it from another, in a domain of its own.
fn digest_of_secret(secret: &[u8]) -> Zeroizing<[u8; 32]> {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(b"signing key cache\0");
    context.update(secret);
    let mut out = Zeroizing::new([0; 32]);
    for (to, from) in out.iter_mut().zip(context.finish().as_ref()) {
        *to = *from;
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::borrow::Cow;

    fn scope(region: &str) -> Scope<'_> {
        Scope {
            date: Cow::Borrowed("20260101"),
            region: Cow::Borrowed(region),
            service: Cow::Borrowed("iam"),
            terminator: Cow::Borrowed(TERMINATOR),
        }
    }

    fn fill(cache: &SigningKeys, id: &str, region: &str, secret: &[u8]) {
        let key = Arc::new(SigningKey::derive(secret, "20260101", region, "iam"));
        cache.keep(id, &scope(region), digest_of_secret(secret), key);
    }

    #[test]
    fn derivation_matches_the_documentation() {
        // The key of the documentation's example, seen through a signature: the string to sign of IAM ListUsers.
        let key = SigningKey::derive(b"wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY", "20150830", "us-east-1", "iam");
        let string = "AWS4-HMAC-SHA256\n20150830T123600Z\n20150830/us-east-1/iam/aws4_request\n\
                      f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59";
        let expected = "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7";
        assert_eq!(key.sign(string.as_bytes()), expected.as_bytes());
        assert!(key.verify(string.as_bytes(), expected.as_bytes()));
        assert!(!key.verify(string.as_bytes(), expected.to_uppercase().as_bytes()));
        assert!(!key.verify(string.as_bytes(), &expected.as_bytes()[..63]));
        assert_eq!(format!("{key:?}"), "SigningKey(…)");
    }

    #[test]
    fn an_entry_is_bound_to_everything_it_was_derived_from() {
        let cache = SigningKeys::new();
        fill(&cache, "AKIDA", "eu-west-1", b"old");
        let old = digest_of_secret(b"old");
        assert!(cache.find("AKIDA", &scope("eu-west-1"), &old).is_some());
        assert!(cache.find("AKIDA", &scope("eu-west-1"), &digest_of_secret(b"new")).is_none());
        assert!(cache.find("AKIDB", &scope("eu-west-1"), &old).is_none());
        assert!(cache.find("AKIDA", &scope("eu-west-2"), &old).is_none());
        // The rotated secret takes the place of the old one.
        fill(&cache, "AKIDA", "eu-west-1", b"new");
        assert_eq!(cache.len(), 1);
        assert!(cache.find("AKIDA", &scope("eu-west-1"), &old).is_none());
        cache.forget("AKIDB");
        assert_eq!(cache.len(), 1);
        cache.forget("AKIDA");
        assert!(cache.is_empty());
    }

    #[test]
    fn it_is_bounded_and_the_least_recently_used_goes() {
        let cache = SigningKeys::new();
        let key = Arc::new(SigningKey::derive(b"s", "20260101", "r", "iam"));
        fill(&cache, "KEPT", "r", b"s");
        for number in 0..3 * SIGNING_KEYS {
            cache.keep(&format!("ID{number}"), &scope("r"), digest_of_secret(b"s"), Arc::clone(&key));
            assert!(cache.find("KEPT", &scope("r"), &digest_of_secret(b"s")).is_some(), "in use at {number}");
        }
        assert_eq!(cache.len(), SIGNING_KEYS);
    }
}
