//! Randomness as a parameter: identifiers, secrets and nonces.

use std::sync::atomic::{AtomicU64, Ordering};

use aws_lc_rs::digest;
use aws_lc_rs::rand::{SecureRandom, SystemRandom};
use uuid::Uuid;

/// A source of random bytes: the system's, or for tests a repeatable sequence.
#[derive(Debug)]
pub enum Ids {
    /// The operating system's generator.
    System(SystemRandom),
    /// A repeatable sequence: never outside tests.
    Seeded {
        /// Where the sequence starts.
        seed: u64,
        /// How many draws were made.
        drawn: AtomicU64,
    },
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
const BASE36: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const BASE64_LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

impl Ids {
    /// The operating system's generator.
    pub fn system() -> Self {
        Ids::System(SystemRandom::new())
    }

    /// A repeatable sequence, for tests.
    pub fn seeded(seed: u64) -> Self {
        Ids::Seeded { seed, drawn: AtomicU64::new(0) }
    }

    /// Fills `bytes` with random ones.
    pub fn fill(&self, bytes: &mut [u8]) {
        match self {
            Ids::System(random) => {
                #[expect(
                    clippy::expect_used,
                    reason = "aws-lc aborts rather than fail to draw; there is no safe way on without randomness"
                )]
                random.fill(bytes).expect("the system's random generator works");
            }
            Ids::Seeded { seed, drawn } => {
                let draw = drawn.fetch_add(1, Ordering::Relaxed);
                for (block, chunk) in bytes.chunks_mut(32).enumerate() {
                    let mut input = seed.to_be_bytes().to_vec();
                    input.extend(draw.to_be_bytes());
                    input.extend((block as u64).to_be_bytes());
                    let hash = digest::digest(&digest::SHA256, &input);
                    for (to, from) in chunk.iter_mut().zip(hash.as_ref()) {
                        *to = *from;
                    }
                }
            }
        }
    }

    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.fill(&mut bytes);
        bytes
    }

    /// A random UUID (version 4).
    pub fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.bytes()).into_uuid()
    }

    fn letters(&self, alphabet: &[u8], length: usize) -> String {
        // Rejection sampling: every letter is equally likely whatever the size of the alphabet.
        let bound = 256 - 256 % alphabet.len();
        let mut text = String::with_capacity(length);
        while text.len() < length {
            for byte in self.bytes::<32>() {
                if text.len() < length && usize::from(byte) < bound {
                    if let Some(letter) = alphabet.get(usize::from(byte) % alphabet.len()) {
                        text.push(char::from(*letter));
                    }
                }
            }
        }
        text
    }

    /// An IAM unique id: a four-letter prefix such as `AIDA` and 17 letters.
    /// See <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids>.
    pub fn unique_id(&self, prefix: &str) -> String {
        format!("{prefix}{}", self.letters(BASE32, 17))
    }

    /// An access key id: `AKIA` (long-term) or `ASIA` (temporary) and 16 letters.
    pub fn access_key_id(&self, prefix: &str) -> String {
        format!("{prefix}{}", self.letters(BASE32, 16))
    }

    /// A secret access key: 40 letters, 240 bits.
    pub fn secret_access_key(&self) -> String {
        self.letters(BASE64_LETTERS, 40)
    }

    /// Lower-case letters and digits, as in `o-…` and `ou-…` identifiers.
    pub fn lower(&self, length: usize) -> String {
        self.letters(BASE36, length)
    }

    /// A new account id: 12 digits, the first not a zero.
    pub fn account_id(&self) -> String {
        format!("{}{}", self.letters(b"123456789", 1), self.letters(b"0123456789", 11))
    }
}

#[cfg(test)]
mod tests {
    use super::Ids;

    #[test]
    fn identifiers_have_their_forms() {
        let ids = Ids::system();
        assert_eq!(ids.unique_id("AIDA").len(), 21);
        assert_eq!(ids.access_key_id("AKIA").len(), 20);
        assert_eq!(ids.secret_access_key().len(), 40);
        assert_eq!(ids.account_id().len(), 12);
        assert_ne!(ids.uuid(), ids.uuid());
    }

    #[test]
    fn a_seeded_sequence_repeats() {
        let (one, two) = (Ids::seeded(7), Ids::seeded(7));
        assert_eq!((one.uuid(), one.lower(10)), (two.uuid(), two.lower(10)));
    }
}
