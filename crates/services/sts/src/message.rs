//! Encoded authorization messages: the details of a denial, which only callers with `sts:DecodeAuthorizationMessage` may read.
//!
//! AWS encodes them because the details of a denial can be privileged information. Here they are compressed, sealed under a data key, and
//! readable only in the account whose principal was denied.

use std::io::{Read as _, Write as _};

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use flate2::Compression;
use flate2::read::DeflateDecoder;
use flate2::write::DeflateEncoder;
use plane::{Ids, Keyring};
use serde_json::Value;
use zeroize::Zeroizing;

/// What sealed messages are sealed for.
pub const CONTEXT: &str = "cloudkeep authorization message 1";
/// Longest decoded message, bytes: an encoded one has at most 10,240 characters.
const MOST: u64 = 1 << 20;

/// Encodes the details of a denial for the account whose principal was denied. `None` if they would not fit the 10,240 characters that
/// `DecodeAuthorizationMessage` takes.
#[must_use]
pub fn encode(keyring: &Keyring, ids: &Ids, account: &str, details: &Value) -> Option<String> {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(details.to_string().as_bytes()).ok()?;
    let sealed = keyring.seal(ids, &context(account), &encoder.finish().ok()?);
    let text = URL_SAFE_NO_PAD.encode(sealed);
    (text.len() <= 10_240).then_some(text)
}

/// The details in an encoded message; `None` if it is none, or one of another account.
#[must_use]
pub fn decode(keyring: &Keyring, account: &str, message: &str) -> Option<String> {
    let sealed = URL_SAFE_NO_PAD.decode(message.trim()).ok()?;
    let plain: Zeroizing<Vec<u8>> = keyring.open_sealed(&context(account), &sealed).ok()?;
    let mut text = String::new();
    DeflateDecoder::new(plain.as_slice()).take(MOST).read_to_string(&mut text).ok()?;
    Some(text)
}

fn context(account: &str) -> String {
    format!("{CONTEXT} {account}")
}

#[cfg(test)]
mod tests {
    use super::{decode, encode};
    use plane::{Ids, Keyring};
    use serde_json::json;

    #[test]
    fn a_message_is_read_only_in_its_account() {
        let ids = Ids::system();
        let keyring = Keyring::ephemeral(&ids).unwrap();
        let details = json!({"allowed": false, "explicitDeny": true});
        let message = encode(&keyring, &ids, "111122223333", &details).unwrap();
        assert_eq!(decode(&keyring, "111122223333", &message), Some(details.to_string()));
        assert_eq!(decode(&keyring, "444455556666", &message), None);
        assert_eq!(decode(&keyring, "111122223333", "nonsense"), None);
        let half: String = message.chars().take(40).collect();
        assert_eq!(decode(&keyring, "111122223333", &half), None);
    }
}
