//! No bytes make the reader of KMS ciphertexts panic, and none that it accepts open with a key that did not make them.
#![no_main]

use libfuzzer_sys::fuzz_target;
use service_kms::blob::parse;

fuzz_target!(|data: &[u8]| {
    if let Ok(parts) = parse(data) {
        assert_eq!(parts.account.len(), 12);
        assert!(parts.open(&[1; 32], &[]).is_err() || parts.open(&[2; 32], &[]).is_err());
    }
});
