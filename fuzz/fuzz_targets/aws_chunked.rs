//! No body makes the chunk decoder panic, and where its input is split changes nothing.
#![no_main]

use std::sync::Arc;

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use libfuzzer_sys::fuzz_target;
use wire::chunked::{Decoder, Trailer};
use wire::request::RequestParts;
use wire::sigv4::{Authentication, SigningKey};

fn decode(decoder: Decoder, body: &[u8], step: usize) -> Option<(Vec<u8>, Vec<Trailer>)> {
    let mut decoder = decoder;
    let mut out = Vec::new();
    for piece in body.chunks(step.max(1)) {
        let mut input = Bytes::copy_from_slice(piece);
        while let Some(data) = decoder.feed(&mut input).ok()? {
            out.extend_from_slice(&data);
        }
    }
    decoder.finish().ok().map(|trailers| (out, trailers))
}

fuzz_target!(|data: &[u8]| {
    let Some(([form, step, length], body)) = data.split_first_chunk::<3>() else { return };
    let word = match form % 3 {
        0 => "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
        1 => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
        _ => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
    };
    let mut headers = HeaderMap::new();
    let authorization =
        format!("AWS4-HMAC-SHA256 Credential=A/20260101/r/s3/aws4_request, SignedHeaders=host, Signature={}", "0".repeat(64));
    headers.insert("authorization", HeaderValue::from_str(&authorization).unwrap());
    headers.insert("x-amz-date", HeaderValue::from_static("20260101T000000Z"));
    headers.insert("x-amz-content-sha256", HeaderValue::from_static(word));
    headers.insert("x-amz-decoded-content-length", HeaderValue::from(u16::from(*length)));
    if form % 3 != 1 {
        headers.insert("x-amz-trailer", HeaderValue::from_static("x-amz-checksum-crc32"));
    }
    let parts = RequestParts { method: &Method::PUT, path: "/b/k", query: "", headers: &headers };
    let Ok(Authentication::Signed(signed)) = Authentication::parse(&parts) else { panic!("the head is good") };
    let key = Arc::new(SigningKey::derive(b"secret", "20260101", "r", "s3"));
    let new = || Decoder::for_request(&parts, &signed, &key).unwrap().unwrap();
    let whole = decode(new(), body, usize::MAX);
    assert_eq!(whole, decode(new(), body, usize::from(*step)));
    if let Some((decoded, _)) = whole {
        assert_eq!(decoded.len(), usize::from(*length));
    }
});
