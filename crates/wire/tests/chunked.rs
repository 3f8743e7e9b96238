//! Bodies in aws-chunked form: AWS's examples, every spoilt byte, every split.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod sigv4_common;

use std::sync::Arc;

use bytes::Bytes;
use proptest::prelude::*;
use sigv4_common::{AKID, Request, SECRET, at, code, signer};
use wire::Failure;
use wire::chunked::{Decoder, Encoder, MAX_TRAILER, Trailer};
use wire::sigv4::{Body, Payload, Rules, SigningKey, verify};

fn key() -> Arc<SigningKey> {
    Arc::new(SigningKey::derive(SECRET.as_bytes(), "20130524", "us-east-1", "s3"))
}

/// A signed head for a body of this kind and length.
fn head(payload: Payload<'_>, length: u64, trailer: Option<&str>) -> Request {
    let length = length.to_string();
    let mut headers = vec![
        ("host", "s3.amazonaws.com"),
        ("content-encoding", "aws-chunked"),
        ("x-amz-decoded-content-length", length.as_str()),
        ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
    ];
    headers.extend(trailer.map(|names| ("x-amz-trailer", names)));
    let mut request = Request::new("PUT", "/examplebucket/chunkObject.txt", "", &headers, b"");
    request.sign(&signer("us-east-1", "s3", None), payload, at("2013-05-24T00:00:00Z"));
    request
}

fn decoder(head: &Request) -> Result<Option<Decoder>, Failure> {
    Decoder::for_request(&head.parts(), &head.signed().unwrap(), &key())
}

fn decode(head: &Request, body: &[u8], mut splits: impl Iterator<Item = usize>) -> Result<(Vec<u8>, Vec<Trailer>), Failure> {
    let mut decoder = decoder(head)?.unwrap();
    let (mut out, mut rest) = (Vec::new(), body);
    while !rest.is_empty() {
        let (piece, later) = rest.split_at(splits.next().unwrap_or(rest.len()).min(rest.len()));
        let mut input = Bytes::copy_from_slice(piece);
        while let Some(data) = decoder.feed(&mut input)? {
            assert!(!data.is_empty());
            out.extend_from_slice(&data);
        }
        assert!(input.is_empty());
        rest = later;
    }
    decoder.finish().map(|trailers| (out, trailers))
}

fn whole(head: &Request, body: &[u8]) -> Result<(Vec<u8>, Vec<Trailer>), Failure> {
    decode(head, body, std::iter::empty())
}

fn encode(head: &Request, chunks: &[&[u8]], trailers: &[Trailer]) -> Vec<u8> {
    let signed = head.signed().unwrap();
    let mut encoder = match signed.payload {
        Payload::StreamingUnsignedTrailer => Encoder::unsigned(),
        _ => Encoder::signed(&signed, key()).unwrap(),
    };
    let mut out = Vec::new();
    for chunk in chunks {
        encoder.chunk(&mut out, chunk);
    }
    encoder.chunk(&mut out, b"");
    encoder.end(&mut out, trailers);
    out
}

fn crc() -> Vec<Trailer> {
    vec![("x-amz-checksum-crc32c".into(), "sOO8/Q==".into())]
}

/// The documentation's upload: 66,560 letters, in chunks of 64 KiB and the rest.
#[test]
fn aws_example_of_signed_chunks() {
    let mut request = Request::new(
        "PUT",
        "/examplebucket/chunkObject.txt",
        "",
        &[
            ("host", "s3.amazonaws.com"),
            ("x-amz-date", "20130524T000000Z"),
            ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
            ("x-amz-content-sha256", "STREAMING-AWS4-HMAC-SHA256-PAYLOAD"),
            ("content-encoding", "aws-chunked"),
            ("x-amz-decoded-content-length", "66560"),
            ("content-length", "66824"),
        ],
        b"",
    );
    request.set(
        "authorization",
        &format!(
            "AWS4-HMAC-SHA256 Credential={AKID}/20130524/us-east-1/s3/aws4_request,SignedHeaders=content-encoding;content-length;host;\
             x-amz-content-sha256;x-amz-date;x-amz-decoded-content-length;x-amz-storage-class,\
             Signature=4f232c4386841ef735655705268965c44a0e4690baa4adea153f7db9fa80a0a9"
        ),
    );
    let now = at("2013-05-24T00:00:00Z");
    verify(&request.parts(), &request.signed().unwrap(), &key(), Body::Unread, now, &Rules::s3()).unwrap();
    let data = vec![b'a'; 66_560];
    let body = [
        b"10000;chunk-signature=ad80c730a21e5b8d04586a2213dd63b9a0e99e0e2307b0ade35a65485a288648\r\n".as_slice(),
        &data[..65_536],
        b"\r\n400;chunk-signature=0055627c9e194cb4542bae2aa5492e3c1575bbb81b612b7d234b86a503ef5497\r\n",
        &data[65_536..],
        b"\r\n0;chunk-signature=b6c6ea8a5354eaf15b3cb7646744f4275b71ea724fed81ceb9323e279d449df9\r\n\r\n",
    ]
    .concat();
    assert_eq!(body.len(), 66_824);
    assert_eq!(whole(&request, &body).unwrap(), (data.clone(), vec![]));
    assert_eq!(encode(&request, &[&data[..65_536], &data[65_536..]], &[]), body);
}

#[test]
fn aws_example_of_a_signed_trailer() {
    let head = head(Payload::StreamingTrailer, 66_560, Some("x-amz-checksum-crc32c"));
    assert!(head.get("authorization").ends_with("106e2a8a18243abcf37539882f36619c00e2dfc72633413f02d3b74544bfeb8e"));
    let data = vec![b'a'; 66_560];
    let body = [
        b"10000;chunk-signature=b474d8862b1487a5145d686f57f013e54db672cee1c953b3010fb58501ef5aa2\r\n".as_slice(),
        &data[..65_536],
        b"\r\n400;chunk-signature=1c1344b170168f8e65b41376b44b20fe354e373826ccbbe2c1d40a8cae51e5c7\r\n",
        &data[65_536..],
        b"\r\n0;chunk-signature=2ca2aba2005185cf7159c6277faf83795951dd77a3a99e6e65d5c9f85863f992\r\n",
        b"x-amz-checksum-crc32c:sOO8/Q==\r\n",
        b"x-amz-trailer-signature:d81f82fc3505edab99d459891051a732e8730629a2e4a59689829ca17fe2e435\r\n\r\n",
    ]
    .concat();
    assert_eq!(whole(&head, &body).unwrap(), (data.clone(), crc()));
    assert_eq!(encode(&head, &[&data[..65_536], &data[65_536..]], &crc()), body);
    // The form the documentation prints: bare line feeds, and an empty line before the signature.
    let text = body.len() - 150;
    let tail = String::from_utf8(body[text..].to_vec()).unwrap().replace("sOO8/Q==\r\n", "sOO8/Q==\n\r\n");
    assert_eq!(whole(&head, &[&body[..text], tail.as_bytes()].concat()).unwrap(), (data, crc()));
}

#[test]
fn unsigned_chunks_as_boto3_sends_them() {
    let head = head(Payload::StreamingUnsignedTrailer, 5, Some("x-amz-checksum-crc32"));
    let trailer = vec![("x-amz-checksum-crc32".to_owned(), "NhCmhg==".to_owned())];
    for body in [
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n",
        "2\r\nhe\r\n003\r\nllo\r\n0\r\nX-Amz-Checksum-CRC32: NhCmhg== \n\n",
        "5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n\r\n",
    ] {
        assert_eq!(whole(&head, body.as_bytes()).unwrap(), (b"hello".to_vec(), trailer.clone()), "{body:?}");
    }
    let spoilt = [
        ("", "IncompleteBody 400"),
        ("5\r\nhel", "IncompleteBody 400"),
        ("5\r\nhello\r\n", "IncompleteBody 400"),
        ("5\r\nhello\r\n0\r\n", "IncompleteBody 400"),
        ("4\r\nhell\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n", "IncompleteBody 400"),
        ("6\r\nhello!\r\n0\r\n", "IncompleteBody 400"),
        ("ffffffffffffffff\r\n", "IncompleteBody 400"),
        ("fffffffffffffffff\r\n", "InvalidRequest 400"),
        ("+5\r\nhello", "InvalidRequest 400"),
        ("\r\n", "InvalidRequest 400"),
        ("5\nhello\r\n", "InvalidRequest 400"),
        ("5 \r\nhello\r\n", "InvalidRequest 400"),
        ("5;x=y\r\nhello\r\n", "InvalidRequest 400"),
        ("5\r\nhelloX\n0\r\n", "InvalidRequest 400"),
        ("5\r\nhello\n0\r\n", "InvalidRequest 400"),
        ("5\r\nhello\r\n0\r\n\r\n", "MalformedTrailerError 400"),
        ("5\r\nhello\r\n0\r\nx-amz-checksum-crc32\r\n\r\n", "MalformedTrailerError 400"),
        ("5\r\nhello\r\n0\r\nx-amz-other:1\r\n\r\n", "MalformedTrailerError 400"),
        ("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:1\r\nx-amz-checksum-crc32:1\r\n\r\n", "MalformedTrailerError 400"),
        ("5\r\nhello\r\n0\r\nx-amz-trailer-signature:1\r\n\r\n", "MalformedTrailerError 400"),
        ("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\nGET /", "InvalidRequest 400"),
        ("5\r\nhello\r\n0\r\nx-amz-checksum-crc32:NhCmhg==\r\n\r\n\r\n\r\n\r\n", "InvalidRequest 400"),
    ];
    for (body, expected) in spoilt {
        assert_eq!(whole(&head, body.as_bytes()).map_err(|failure| code(&failure)), Err(expected.to_owned()), "{body:?}");
    }
}

#[test]
fn lines_are_bounded() {
    let head = head(Payload::StreamingUnsignedTrailer, 0, Some("x-amz-checksum-crc32"));
    let mut decoder = decoder(&head).unwrap().unwrap();
    let mut endless = Bytes::from(vec![b'0'; 129]);
    assert!(decoder.feed(&mut endless).is_err());
    assert!(decoder.feed(&mut Bytes::from_static(b"0\r\n\r\n")).is_err(), "after an error nothing is taken");
    assert!(decoder.finish().is_err());
    let long = format!("0\r\nx-amz-checksum-crc32:{}\r\n\r\n", "x".repeat(MAX_TRAILER));
    assert!(decode(&head, long.as_bytes(), std::iter::repeat(1)).is_err());
    // Empty lines are bounded as well, where they are waited through.
    let signed = self::head(Payload::StreamingTrailer, 0, Some("x-amz-checksum-crc32c"));
    let mut body = encode(&signed, &[], &crc());
    let at = body.windows(24).position(|window| window == b"x-amz-trailer-signature:").unwrap();
    body.splice(at..at, "\n".repeat(MAX_TRAILER).bytes());
    assert!(whole(&signed, &body).is_err());
}

#[test]
fn heads() {
    for payload in [Payload::Absent, Payload::Unsigned] {
        assert!(decoder(&head(payload, 5, None)).unwrap().is_none());
    }
    let mut missing = head(Payload::Streaming, 5, None);
    missing.headers.remove("x-amz-decoded-content-length");
    assert_eq!(decoder(&missing).map(|_| ()).map_err(|failure| code(&failure)), Err("MissingContentLength 411".into()));
    for length in ["", "-1", "+1", "x", "18446744073709551616"] {
        missing.set("x-amz-decoded-content-length", length);
        assert!(decoder(&missing).is_err(), "{length}");
    }
    assert_eq!(decoder(&head(Payload::Streaming, 7, None)).unwrap().unwrap().decoded_length(), 7);
    // Unsigned chunks without a trailer are good; a signed trailer of nothing is not, nor a trailer that is not announced.
    assert!(decoder(&head(Payload::StreamingUnsignedTrailer, 5, None)).is_ok());
    assert!(decoder(&head(Payload::StreamingTrailer, 5, None)).is_err());
    assert!(decoder(&head(Payload::Streaming, 5, Some("x-amz-checksum-crc32"))).is_err());
    for names in ["a,a", "a,b,c,d,e,f,g,h,i", "x-amz-trailer-signature"] {
        assert!(decoder(&head(Payload::StreamingTrailer, 5, Some(names))).is_err(), "{names}");
    }
}

/// Each byte of a signed body changed in one bit: refused.
#[test]
fn any_changed_bit_is_refused() {
    let head = head(Payload::StreamingTrailer, 8200, Some("x-amz-checksum-crc32c"));
    let data = vec![7; 8200];
    let good = encode(&head, &[&data[..8192], &data[8192..]], &crc());
    assert_eq!(whole(&head, &good).unwrap().0, data);
    let names = [b"x-amz-checksum-crc32c:".as_slice(), b"x-amz-trailer-signature:"].map(|name| {
        let begin = good.windows(name.len()).position(|window| window == name).unwrap();
        begin..begin + name.len() - 1
    });
    let mut tried = 0;
    for at in (0..200).chain((200..8200).step_by(97)).chain(8250..good.len()) {
        for bit in [0x01, 0x20] {
            let mut body = good.clone();
            body[at] ^= bit;
            if body.eq_ignore_ascii_case(&good) && names.iter().any(|name| name.contains(&at)) {
                continue; // Names of trailers may be in capitals.
            }
            tried += 1;
            assert!(whole(&head, &body).is_err(), "byte {at}: {:?}", char::from(good[at]));
        }
    }
    assert!(tried > 900, "{tried}");
    // Chunks in another order, left out, or of another request.
    let (first, second) = (&data[..8192], vec![8; 8192]);
    let head = self::head(Payload::Streaming, 16_384, None);
    let body = encode(&head, &[first, &second], &[]);
    let chunk = 8192 + 2 + 4 + 17 + 64 + 2;
    let swapped = [&body[chunk..2 * chunk], &body[..chunk], &body[2 * chunk..]].concat();
    assert_eq!(whole(&head, &body).unwrap().0.len(), 16_384);
    assert_eq!(whole(&head, &swapped).map_err(|failure| code(&failure)), Err("SignatureDoesNotMatch".into()));
    let mut other = head.clone();
    other.path.push('x');
    for name in ["authorization", "x-amz-date", "x-amz-content-sha256"] {
        other.headers.remove(name);
    }
    other.sign(&signer("us-east-1", "s3", None), Payload::Streaming, at("2013-05-24T00:00:00Z"));
    assert!(whole(&other, &body).is_err());
}

#[test]
fn small_signed_chunks_only_at_the_end() {
    let head = head(Payload::Streaming, 8193, None);
    let data = vec![1; 8193];
    assert!(whole(&head, &encode(&head, &[&data[..8192], &data[8192..]], &[])).is_ok());
    let small_first = encode(&head, &[&data[..1], &data[1..]], &[]);
    assert_eq!(whole(&head, &small_first).map_err(|failure| code(&failure)), Err("InvalidChunkSizeError 403".into()));
}

/// A signed chunk's last piece is not handed out before its signature is found right.
#[test]
fn the_end_of_a_forged_chunk_is_never_seen() {
    let head = head(Payload::Streaming, 100, None);
    let mut body = encode(&head, &[&[1; 100]], &[]);
    body[150] = 2;
    let mut decoder = decoder(&head).unwrap().unwrap();
    let mut input = Bytes::from(body);
    assert_eq!(decoder.feed(&mut input).map_err(|failure| code(&failure)), Err("SignatureDoesNotMatch".into()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn splits_do_not_matter(
        sizes in prop::collection::vec(8192_usize..9000, 0..3),
        last in 0_usize..300,
        splits in prop::collection::vec(1_usize..700, 1..40),
        kind in 0_usize..3,
    ) {
        let payload = [Payload::Streaming, Payload::StreamingTrailer, Payload::StreamingUnsignedTrailer][kind];
        let (names, trailers) = if kind == 0 { (None, vec![]) } else { (Some("x-amz-checksum-crc32c"), crc()) };
        let mut chunks: Vec<Vec<u8>> = sizes.iter().map(|size| (0..*size).map(|at| u8::try_from(at % 251).unwrap()).collect()).collect();
        if last > 0 {
            chunks.push(vec![b'\n'; last]);
        }
        let data = chunks.concat();
        let head = head(payload, data.len() as u64, names);
        let body = encode(&head, &chunks.iter().map(Vec::as_slice).collect::<Vec<_>>(), &trailers);
        prop_assert_eq!(whole(&head, &body).unwrap(), (data.clone(), trailers.clone()));
        prop_assert_eq!(decode(&head, &body, splits.iter().cycle().copied()).unwrap(), (data, trailers));
    }

    #[test]
    fn arbitrary_bodies_never_panic_and_splits_do_not_matter(
        body in "([0-9a-f]{0,2}(;chunk-signature=[0-9a-f]{0,3})?\r?\n?[a-z]{0,4}\r\n|0\r\n|x-amz-checksum-crc32:[a-z=]{0,4}\r?\n|\r\n|[ -~]{0,3}){0,6}",
        length in 0_u64..6,
        step in 1_usize..5,
    ) {
        let head = head(Payload::StreamingUnsignedTrailer, length, Some("x-amz-checksum-crc32"));
        let once = whole(&head, body.as_bytes());
        let pieces = decode(&head, body.as_bytes(), std::iter::repeat(step));
        prop_assert_eq!(once.is_ok(), pieces.is_ok());
        if let (Ok(once), Ok(pieces)) = (once, pieces) {
            prop_assert_eq!(once.0.len() as u64, length);
            prop_assert_eq!(once, pieces);
        }
    }
}
