//! Certificates, private keys and public keys in the forms users upload: PEM, X.509, PKCS#1, PKCS#8, SEC 1 and SSH. Pure: no I/O, no clock.

pub mod pem;
pub mod private;
pub mod ssh;
pub mod x509;

#[cfg(test)]
mod tests;

/// The letters and digits of RFC 4648's base32, without padding: how identifiers that are hashes are written.
pub(crate) fn base32(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut text = String::with_capacity(bytes.len() * 8 / 5 + 1);
    let (mut held, mut bits) = (0_u32, 0_u32);
    let mut push = |value: u32| text.extend(LETTERS.get((value & 31) as usize).map(|l| char::from(*l)));
    for byte in bytes {
        held = (held << 8) | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            push(held >> bits);
        }
        held &= (1 << bits) - 1;
    }
    if bits > 0 {
        push(held << (5 - bits));
    }
    text
}

#[cfg(test)]
mod base32_tests {
    use super::base32;

    #[test]
    fn base32_is_that_of_rfc_4648() {
        for (plain, text) in
            [("", ""), ("f", "MY"), ("fo", "MZXQ"), ("foo", "MZXW6"), ("foob", "MZXW6YQ"), ("foobar", "MZXW6YTBOI")]
        {
            assert_eq!(base32(plain.as_bytes()), text);
        }
    }
}
