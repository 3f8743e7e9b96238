//! One-time codes by time (RFC 6238): HMAC-SHA-1, steps of 30 seconds, six digits, as virtual MFA devices show them.

use aws_lc_rs::hmac;

/// Seconds of a step.
pub(crate) const STEP: i64 = 30;
/// How many steps a code may be off when it is used.
pub(crate) const TOLERANCE: i64 = 1;
/// How many steps a device's clock may be off when it is enabled or resynchronized: AWS names no number; five minutes.
pub(crate) const DRIFT: i64 = 10;

/// The counter of a moment.
pub(crate) fn counter(seconds: i64) -> i64 {
    seconds.div_euclid(STEP)
}

/// The code of a counter.
pub(crate) fn code(seed: &[u8], counter: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, seed);
    let tag = hmac::sign(&key, &counter.to_be_bytes());
    let hash = tag.as_ref();
    let offset = usize::from(hash.last().copied().unwrap_or_default() & 0x0f);
    let word = hash.iter().skip(offset).take(4).fold(0u32, |word, byte| (word << 8) | u32::from(*byte));
    format!("{:06}", (word & 0x7fff_ffff) % 1_000_000)
}

/// The counter whose code this is, if it is later than `last` and close enough to `now`.
pub(crate) fn accept(seed: &[u8], given: &str, now: i64, last: Option<i64>) -> Option<i64> {
    (now - TOLERANCE..=now + TOLERANCE).filter(|c| last.is_none_or(|last| *c > last)).find(|c| same(&code(seed, *c), given))
}

/// The counter of the second of two consecutive codes, if they are such near `now` and the first is later than `last`.
pub(crate) fn accept_pair(seed: &[u8], first: &str, second: &str, now: i64, last: Option<i64>) -> Option<i64> {
    (now - DRIFT..=now + DRIFT)
        .filter(|c| last.is_none_or(|last| *c > last + 1))
        .find(|c| same(&code(seed, *c - 1), first) & same(&code(seed, *c), second))
}

/// Compares in a time that does not depend on where they differ.
fn same(one: &str, other: &str) -> bool {
    aws_lc_rs::constant_time::verify_slices_are_equal(one.as_bytes(), other.as_bytes()).is_ok()
}

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// Base32 (RFC 4648) without padding.
pub(crate) fn base32(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len().div_ceil(5) * 8);
    for chunk in bytes.chunks(5) {
        let word = (0..5).fold(0u64, |word, at| (word << 8) | u64::from(chunk.get(at).copied().unwrap_or_default()));
        let letters = (chunk.len() * 8).div_ceil(5);
        for at in 0..letters {
            let index = (word >> (35 - at * 5)) & 31;
            text.extend(usize::try_from(index).ok().and_then(|i| BASE32.get(i)).map(|b| char::from(*b)));
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::{accept, accept_pair, base32, code, counter};

    const SEED: &[u8] = b"12345678901234567890";

    #[test]
    fn codes_are_those_of_the_rfc() {
        // RFC 6238, appendix B, cut to six digits.
        for (seconds, expected) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(SEED, counter(seconds)), expected);
        }
    }

    #[test]
    fn a_code_is_accepted_once_and_only_near_its_time() {
        let given = code(SEED, 100);
        for now in 99..=101 {
            assert_eq!(accept(SEED, &given, now, None), Some(100));
        }
        assert_eq!(accept(SEED, &given, 102, None), None);
        assert_eq!(accept(SEED, &given, 98, None), None);
        assert_eq!(accept(SEED, &given, 100, Some(100)), None);
        assert_eq!(accept(SEED, &given, 100, Some(99)), Some(100));
        assert_eq!(accept(SEED, "", 100, None), None);
    }

    #[test]
    fn a_pair_must_be_consecutive() {
        let codes: Vec<String> = (98..=103).map(|c| code(SEED, c)).collect();
        assert_eq!(accept_pair(SEED, &codes[0], &codes[1], 100, None), Some(99));
        assert_eq!(accept_pair(SEED, &codes[1], &codes[0], 100, None), None);
        assert_eq!(accept_pair(SEED, &codes[0], &codes[0], 100, None), None);
        assert_eq!(accept_pair(SEED, &codes[0], &codes[2], 100, None), None);
        assert_eq!(accept_pair(SEED, &codes[0], &codes[1], 200, None), None);
        assert_eq!(accept_pair(SEED, &codes[0], &codes[1], 100, Some(98)), None);
    }

    #[test]
    fn base32_is_that_of_the_rfc() {
        for (plain, expected) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("fooba", "MZXW6YTB")]
        {
            assert_eq!(base32(plain.as_bytes()), expected);
        }
        assert_eq!(base32(&[0xff; 40]).len(), 64);
    }
}
