//! The form of a blob: frames of 64 KiB, each sealed by itself with AES-256-GCM under a key that only this blob has.
//!
//! The nonce is the frame's number and whether it is the last: frames can be read from any place, and neither exchanged, repeated nor cut off.

use std::io;

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};

/// Bytes of a frame before it is sealed; the last one may be shorter.
pub(crate) const FRAME: usize = 64 << 10;
/// What sealing adds.
pub(crate) const TAG: usize = 16;

pub(crate) struct Cipher(LessSafeKey);

impl Cipher {
    pub(crate) fn new(key: &[u8]) -> io::Result<Self> {
        UnboundKey::new(&AES_256_GCM, key).map(|key| Self(LessSafeKey::new(key))).map_err(|_| broken())
    }

    fn nonce(number: u64, last: bool) -> Nonce {
        let mut bytes = [0; NONCE_LEN];
        for (to, from) in bytes.iter_mut().skip(4).zip(number.to_be_bytes()) {
            *to = from;
        }
        if let Some(first) = bytes.first_mut() {
            *first = u8::from(last);
        }
        Nonce::assume_unique_for_key(bytes)
    }

    /// Seals a frame in place; the buffer grows by [`TAG`].
    pub(crate) fn seal(&self, number: u64, last: bool, frame: &mut Vec<u8>) -> io::Result<()> {
        self.0.seal_in_place_append_tag(Self::nonce(number, last), Aad::empty(), frame).map_err(|_| broken())
    }

    /// Opens a sealed frame in place.
    pub(crate) fn open(&self, number: u64, last: bool, frame: &mut Vec<u8>) -> io::Result<()> {
        let length = self.0.open_in_place(Self::nonce(number, last), Aad::empty(), frame).map_err(|_| broken())?.len();
        frame.truncate(length);
        Ok(())
    }
}

fn broken() -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, "object data is damaged")
}

/// The number of the last frame of a blob of this size (which is not 0).
pub(crate) fn last_frame(size: u64) -> u64 {
    size.saturating_sub(1) / FRAME as u64
}

#[cfg(test)]
mod tests {
    use super::{Cipher, FRAME, last_frame};

    #[test]
    fn frames_open_only_in_their_place() {
        let cipher = Cipher::new(&[7; 32]).unwrap();
        let mut frame = b"data".to_vec();
        cipher.seal(3, false, &mut frame).unwrap();
        assert_ne!(frame.get(..4), Some(b"data".as_slice()));
        for (number, last) in [(2, false), (3, true), (4, false)] {
            assert!(cipher.open(number, last, &mut frame.clone()).is_err());
        }
        let mut opened = frame.clone();
        cipher.open(3, false, &mut opened).unwrap();
        assert_eq!(opened, b"data");
        assert!(Cipher::new(&[8; 32]).unwrap().open(3, false, &mut frame).is_err());
    }

    #[test]
    fn sizes_have_their_last_frame() {
        let frame = FRAME as u64;
        assert_eq!([1, frame, frame + 1, 2 * frame].map(last_frame), [0, 0, 1, 1]);
    }
}
