//! Randomness as a parameter: identifiers, secrets and nonces.

use std::cell::RefCell;
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
/// Random bits at the end of an access key id that carries an account's number.
const RANDOM_BITS: u32 = 39;
const RANDOM_MASK: u128 = (1 << RANDOM_BITS) - 1;
const BASE36: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";
const BASE64_LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

/// Random bytes drawn ahead, for identifiers that are no secrets: a draw costs much the same for sixteen bytes as for a thousand.
struct Ahead {
    bytes: [u8; 1024],
    used: usize,
}

thread_local! {
    static AHEAD: RefCell<Ahead> = const { RefCell::new(Ahead { bytes: [0; 1024], used: 1024 }) };
}

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

    /// `N` random bytes for what is no secret.
    fn public_bytes<const N: usize>(&self) -> [u8; N] {
        if matches!(self, Ids::Seeded { .. }) {
            return self.bytes();
        }
        AHEAD.with_borrow_mut(|ahead| {
            if ahead.used + N > ahead.bytes.len() {
                self.fill(&mut ahead.bytes);
                ahead.used = 0;
            }
            let drawn = ahead.bytes.get(ahead.used..).and_then(<[u8]>::first_chunk::<N>).copied();
            ahead.used += N;
            drawn.unwrap_or_else(|| self.bytes())
        })
    }

    /// A random UUID (version 4). Not for secrets.
    pub fn uuid(&self) -> Uuid {
        uuid::Builder::from_random_bytes(self.public_bytes()).into_uuid()
    }

    /// A UUID that grows with time (version 7) of a moment in milliseconds since 1970: for what is indexed by it and written in the order of time.
    pub fn uuid_at(&self, ms: i64) -> Uuid {
        let since = u64::try_from(ms).unwrap_or_default();
        uuid::Builder::from_unix_timestamp_millis(since, &self.public_bytes()).into_uuid()
    }

    fn letters(&self, alphabet: &[u8], length: usize) -> String {
        // Rejection sampling: every letter is equally likely whatever the size of the alphabet.
        let bound = 256 - 256 % alphabet.len();
        let mut text = String::with_capacity(length);
        while text.len() < length {
            for byte in self.bytes::<32>() {
                if text.len() < length
                    && usize::from(byte) < bound
                    && let Some(letter) = alphabet.get(usize::from(byte) % alphabet.len())
                {
                    text.push(char::from(*letter));
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

    /// An access key id that carries its account's number, as AWS's do: after the prefix, 80 bits in base 32 of which the first is set, the next 40
    /// are the number and the rest are random. So `sts:GetAccessKeyInfo` can tell the account of temporary keys, which are stored nowhere.
    /// A text that is not an account number gives an id without one ([`Ids::access_key_id`]).
    pub fn access_key_id_for(&self, prefix: &str, account: &str) -> String {
        let Some(number) = account.parse::<u64>().ok().filter(|_| account.len() == 12) else { return self.access_key_id(prefix) };
        let random = self.bytes::<5>().iter().fold(0u128, |bits, byte| bits << 8 | u128::from(*byte)) & RANDOM_MASK;
        let bits = 1u128 << 79 | u128::from(number) << RANDOM_BITS | random;
        let letters = (0..16).rev().filter_map(|at| BASE32.get(usize::try_from(bits >> (5 * at) & 31).ok()?));
        prefix.chars().chain(letters.map(|&letter| char::from(letter))).collect()
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

/// The account whose number an access key id carries (see [`Ids::access_key_id_for`]); `None` if the text is not an access key id. Of ids made
/// without a number it gives some number that no account has, but for an unlikely chance: look the account up.
pub fn account_of_access_key(id: &str) -> Option<String> {
    let letters = id.strip_prefix("AKIA").or_else(|| id.strip_prefix("ASIA")).filter(|rest| rest.len() == 16)?;
    let mut bits = 0u128;
    for letter in letters.bytes() {
        bits = bits << 5 | BASE32.iter().position(|&have| have == letter).map(|at| at as u128)?;
    }
    let number = bits >> RANDOM_BITS & ((1 << 40) - 1);
    (number < 1_000_000_000_000).then(|| format!("{number:012}"))
}

#[cfg(test)]
mod tests {
    use super::{Ids, account_of_access_key};

    #[test]
    fn access_keys_carry_their_account() {
        let ids = Ids::system();
        for account in ["000000000000", "000000000001", "123456789012", "999999999999"] {
            for prefix in ["AKIA", "ASIA"] {
                let (one, two) = (ids.access_key_id_for(prefix, account), ids.access_key_id_for(prefix, account));
                assert_eq!((one.len(), one.starts_with(prefix)), (20, true));
                assert_ne!(one, two);
                assert_eq!(account_of_access_key(&one).as_deref(), Some(account));
            }
        }
        // An id that AWS itself gave out, with the account that it is known to belong to.
        assert_eq!(account_of_access_key("ASIAY34FZKBOKMUTVV7A").as_deref(), Some("609629065308"));
        for id in ["", "AKIA", "AKIA0000000000000000", "AIDAY34FZKBOKMUTVV7A", "ASIAY34FZKBOKMUTVV7AA"] {
            assert_eq!(account_of_access_key(id), None, "{id}");
        }
        assert_eq!(ids.access_key_id_for("AKIA", "nonsense").len(), 20);
    }

    #[test]
    fn identifiers_have_their_forms() {
        let ids = Ids::system();
        assert_eq!(ids.unique_id("AIDA").len(), 21);
        assert_eq!(ids.access_key_id("AKIA").len(), 20);
        assert_eq!(ids.secret_access_key().len(), 40);
        assert_eq!(ids.account_id().len(), 12);
        assert_ne!(ids.uuid(), ids.uuid());
        assert_ne!(ids.uuid_at(1), ids.uuid_at(1));
        assert!(ids.uuid_at(1_700_000_000_000).to_string() < ids.uuid_at(1_700_000_000_001).to_string());
    }

    #[test]
    fn a_seeded_sequence_repeats() {
        let (one, two) = (Ids::seeded(7), Ids::seeded(7));
        assert_eq!((one.uuid(), one.lower(10)), (two.uuid(), two.lower(10)));
    }
}
