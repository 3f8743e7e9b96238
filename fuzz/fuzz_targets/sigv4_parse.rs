//! No head of a request makes the signature's parser or verifier panic, and none is accepted without its key.
#![no_main]

use http::{HeaderMap, HeaderName, HeaderValue, Method};
use libfuzzer_sys::fuzz_target;
use wire::request::RequestParts;
use wire::sigv4::{Authentication, Body, Rules, SigningKey, verify};

fuzz_target!(|data: &[u8]| {
    let Ok(text) = std::str::from_utf8(data) else { return };
    let mut lines = text.split('\n');
    let path = lines.next().unwrap_or_default();
    let query = lines.next().unwrap_or_default();
    let mut headers = HeaderMap::new();
    for line in lines.take(64) {
        if let Some((name, value)) = line.split_once(':')
            && let (Ok(name), Ok(value)) = (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(value))
        {
            headers.append(name, value);
        }
    }
    let parts = RequestParts { method: &Method::GET, path, query, headers: &headers };
    let Ok(Authentication::Signed(signed)) = Authentication::parse(&parts) else { return };
    let key = SigningKey::derive(b"nobody's secret", &signed.scope.date, &signed.scope.region, &signed.scope.service);
    for rules in [Rules::service(&["iam", "sts"]), Rules::s3()] {
        assert!(verify(&parts, &signed, &key, Body::Bytes(b""), signed.time, &rules).is_err());
    }
});
