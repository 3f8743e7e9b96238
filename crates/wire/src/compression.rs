//! Compressed request bodies.

use std::io::Read;

use bytes::Bytes;
use flate2::read::MultiGzDecoder;
use http::HeaderMap;
use http::header::CONTENT_ENCODING;

use crate::failure::{Common, Failure};

/// Most encodings that one body may be wrapped in: clients send one, beside `aws-chunked`.
const MAX_LAYERS: usize = 2;

/// Undoes the `Content-Encoding` of a request: `gzip`, alone or in a list with `aws-chunked` (whose framing must be gone already) and `identity`.
/// Other encodings are the caller's data (S3 objects have them) and stay as they are.
///
/// # Errors
/// `RequestTooLarge` when the result would be larger than `limit` bytes, `Serialization` when the bytes are not what the header says.
pub fn decode(headers: &HeaderMap, body: Bytes, limit: usize) -> Result<Bytes, Failure> {
    let mut layers = 0;
    for value in headers.get_all(CONTENT_ENCODING) {
        let text = value.to_str().map_err(|_| Failure::common(Common::Serialization, "The Content-Encoding is not readable."))?;
        layers += text.split(',').filter(|coding| is_gzip(coding.trim())).count();
    }
    if layers > MAX_LAYERS {
        return Err(Failure::common(Common::Serialization, "The request body is compressed too many times."));
    }
    (0..layers).try_fold(body, |body, _| gunzip(&body, limit))
}

fn is_gzip(coding: &str) -> bool {
    coding.eq_ignore_ascii_case("gzip") || coding.eq_ignore_ascii_case("x-gzip")
}

fn gunzip(body: &[u8], limit: usize) -> Result<Bytes, Failure> {
    let mut out = Vec::new();
    // One byte more than allowed tells "exactly the limit" from "too much" without unpacking the rest.
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    match MultiGzDecoder::new(body).take(most).read_to_end(&mut out) {
        Ok(_) if out.len() > limit => {
            Err(Failure::common(Common::RequestTooLarge, format!("The uncompressed request is larger than {limit} bytes.")))
        }
        Ok(_) => Ok(out.into()),
        Err(_) => Err(Failure::common(Common::Serialization, "The request body is not valid gzip.")),
    }
}

#[cfg(test)]
mod tests {
    use std::io::Write;

    use super::*;
    use crate::failure::Kind;

    fn gzip(bytes: &[u8]) -> Bytes {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        encoder.write_all(bytes).unwrap();
        encoder.finish().unwrap().into()
    }

    fn headers(values: &[&str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for value in values {
            headers.append(CONTENT_ENCODING, value.parse().unwrap());
        }
        headers
    }

    #[test]
    fn plain_gzip_and_lists() {
        let packed = gzip(b"Action=PutMetricData");
        for values in [&["gzip"][..], &["gzip,aws-chunked"], &["aws-chunked", "GZIP"], &["identity, gzip"]] {
            assert_eq!(decode(&headers(values), packed.clone(), 1000).unwrap(), "Action=PutMetricData", "{values:?}");
        }
        for values in [&[][..], &["br"], &["aws-chunked"]] {
            assert_eq!(decode(&headers(values), packed.clone(), 1000).unwrap(), packed, "{values:?}");
        }
        assert_eq!(decode(&headers(&["gzip, gzip"]), gzip(&packed), 1000).unwrap(), "Action=PutMetricData");
    }

    #[test]
    fn bombs_and_garbage() {
        let bomb = gzip(&vec![0; 10_000_000]);
        assert!(bomb.len() < 20_000);
        let failure = decode(&headers(&["gzip"]), bomb, 1_000_000).unwrap_err();
        assert_eq!(failure.kind, Kind::Common(Common::RequestTooLarge));
        assert_eq!(decode(&headers(&["gzip"]), gzip(b"12345"), 5).unwrap(), "12345");
        assert!(decode(&headers(&["gzip"]), gzip(b"123456"), 5).is_err());
        for garbage in [&b""[..], b"no gzip", b"\x1f\x8b\x08"] {
            let failure = decode(&headers(&["gzip"]), Bytes::copy_from_slice(garbage), 100).unwrap_err();
            assert_eq!(failure.kind, Kind::Common(Common::Serialization));
        }
        assert!(decode(&headers(&["gzip,gzip,gzip"]), Bytes::new(), 100).is_err());
    }
}
