//! No body makes unpacking panic, and nothing grows beyond the limit.
#![no_main]

use bytes::Bytes;
use http::header::CONTENT_ENCODING;
use http::{HeaderMap, HeaderValue};
use libfuzzer_sys::fuzz_target;

/// Largest result, bytes.
const LIMIT: usize = 64 << 10;

fuzz_target!(|data: &[u8]| {
    let mut headers = HeaderMap::new();
    headers.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
    if let Ok(plain) = wire::compression::decode(&headers, Bytes::copy_from_slice(data), LIMIT) {
        assert!(plain.len() <= LIMIT);
    }
});
