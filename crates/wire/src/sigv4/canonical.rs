//! The canonical request and the string to sign.
//!
//! Rules: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>.

use std::borrow::Cow;

use aws_lc_rs::digest;
use http::HeaderMap;

use crate::request::RequestParts;

/// Name of the only algorithm there is here.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";
/// What every credential scope ends in.
pub const TERMINATOR: &str = "aws4_request";
pub(super) const SIGNATURE_PARAMETER: &str = "X-Amz-Signature";

/// How a path is written into the canonical request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PathStyle {
    /// S3: as it was sent.
    AsSent,
    /// Everybody else: dot segments and repeated slashes removed, then percent-encoded once more.
    Normalized,
}

/// How a query string is written into the canonical request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum QueryForm {
    /// Names and values as sent: what signers that send what they sign produce.
    AsSent,
    /// Names and values with escapes in AWS's form, empty pairs dropped: what a signer computes whose HTTP library encodes otherwise. A `+` is a
    /// space, as it is to every protocol's reading of a query string; were one to read it otherwise, this would have to follow.
    Encoded,
}

/// A signed header is not in the request.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct HeaderAbsent;

/// What goes into a canonical request.
pub(super) struct Ingredients<'a> {
    pub parts: RequestParts<'a>,
    /// `a;b;c`, already checked to be header names in lower case.
    pub signed_headers: &'a str,
    /// Last line: a hash in hexadecimal or one of the fixed words.
    pub payload: &'a [u8],
    pub path: PathStyle,
    pub query: QueryForm,
}

impl Ingredients<'_> {
    /// Appends the canonical request to `out`.
    pub(super) fn write(&self, out: &mut Vec<u8>) -> Result<(), HeaderAbsent> {
        out.extend_from_slice(self.parts.method.as_str().as_bytes());
        out.push(b'\n');
        write_path(out, self.parts.path, self.path);
        out.push(b'\n');
        write_query(out, self.parts.query, self.query);
        out.push(b'\n');
        for name in self.signed_headers.split(';') {
            write_header(out, self.parts.headers, name)?;
        }
        out.push(b'\n');
        out.extend_from_slice(self.signed_headers.as_bytes());
        out.push(b'\n');
        out.extend_from_slice(self.payload);
        Ok(())
    }
}

/// Appends the lines that begin every string to sign: algorithm, time, scope.
pub(crate) fn write_preamble(out: &mut Vec<u8>, algorithm: &str, time: &str, scope: [&str; 4]) {
    let [date, region, service, terminator] = scope;
    for piece in [algorithm, "\n", time, "\n", date, "/", region, "/", service, "/", terminator, "\n"] {
        out.extend_from_slice(piece.as_bytes());
    }
}

/// SHA-256.
pub(crate) fn sha256(data: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    for (to, from) in out.iter_mut().zip(digest::digest(&digest::SHA256, data).as_ref()) {
        *to = *from;
    }
    out
}

/// SHA-256 in lower-case hexadecimal.
pub(crate) fn sha256_hex(data: &[u8]) -> [u8; 64] {
    hex_of(&sha256(data))
}

/// Lower-case hexadecimal of 32 bytes.
pub(crate) fn hex_of(bytes: &[u8; 32]) -> [u8; 64] {
    let mut out = [0; 64];
    for (pair, byte) in out.chunks_exact_mut(2).zip(bytes) {
        if let [high, low] = pair {
            *high = digit(byte >> 4) | 0x20;
            *low = digit(byte & 15) | 0x20;
        }
    }
    out
}

/// Upper-case hexadecimal digit of a number below 16. (Digits keep their value when 0x20 is set, letters become lower case.)
const fn digit(nibble: u8) -> u8 {
    if nibble < 10 { b'0' + nibble } else { b'A' + (nibble - 10) }
}

/// Letters that are never escaped: RFC 3986's unreserved set.
const fn unreserved(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~')
}

fn escape(out: &mut Vec<u8>, byte: u8) {
    out.extend_from_slice(&[b'%', digit(byte >> 4), digit(byte & 15)]);
}

/// Appends the canonical form of a path.
fn write_path(out: &mut Vec<u8>, raw: &str, style: PathStyle) {
    if raw.is_empty() || raw == "/" {
        out.push(b'/');
        return;
    }
    if style == PathStyle::AsSent {
        out.extend_from_slice(raw.as_bytes());
        return;
    }
    let mut kept: Vec<&str> = Vec::with_capacity(8);
    for segment in raw.split('/') {
        match segment {
            "" | "." => {}
            ".." => {
                kept.pop();
            }
            other => kept.push(other),
        }
    }
    for segment in &kept {
        out.push(b'/');
        for byte in segment.bytes() {
            if unreserved(byte) { out.push(byte) } else { escape(out, byte) }
        }
    }
    if kept.is_empty() || raw.ends_with('/') {
        out.push(b'/');
    }
}

/// Appends the canonical form of a query string: pairs sorted by name, then by value; a signature of a presigned URL left out.
fn write_query(out: &mut Vec<u8>, raw: &str, form: QueryForm) {
    if raw.is_empty() {
        return;
    }
    let pairs =
        raw.split('&').map(|pair| pair.split_once('=').unwrap_or((pair, ""))).filter(|(name, _)| *name != SIGNATURE_PARAMETER);
    match form {
        QueryForm::AsSent => {
            let mut sorted: Vec<(&str, &str)> = pairs.collect();
            sorted.sort_unstable();
            write_pairs(out, sorted.iter().map(|(name, value)| (*name, *value)));
        }
        QueryForm::Encoded => {
            let mut sorted: Vec<(Cow<'_, str>, Cow<'_, str>)> = pairs
                .filter(|(name, value)| !(name.is_empty() && value.is_empty()))
                .map(|(name, value)| (encoded_once(name), encoded_once(value)))
                .collect();
            sorted.sort_unstable();
            write_pairs(out, sorted.iter().map(|(name, value)| (&**name, &**value)));
        }
    }
}

fn write_pairs<'a>(out: &mut Vec<u8>, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
    for (index, (name, value)) in pairs.enumerate() {
        if index > 0 {
            out.push(b'&');
        }
        out.extend_from_slice(name.as_bytes());
        out.push(b'=');
        out.extend_from_slice(value.as_bytes());
    }
}

/// The same text with AWS's escapes: upper-case digits, unreserved letters bare, everything else escaped; a `+` is a space.
fn encoded_once(raw: &str) -> Cow<'_, str> {
    if raw.bytes().all(unreserved) {
        return Cow::Borrowed(raw);
    }
    let spaced = raw.replace('+', " ");
    let mut out = Vec::with_capacity(raw.len() * 2);
    for byte in PercentDecoded::new(&spaced) {
        if unreserved(byte) { out.push(byte) } else { escape(&mut out, byte) }
    }
    // Only ASCII was pushed, so nothing is lost.
    Cow::Owned(String::from_utf8_lossy(&out).into_owned())
}

/// Text percent-encoded as query parameters are.
pub(super) fn encode_component(text: &str) -> String {
    let mut out = Vec::with_capacity(text.len() + 16);
    for byte in text.bytes() {
        if unreserved(byte) { out.push(byte) } else { escape(&mut out, byte) }
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// The bytes behind percent escapes; a `%` that begins none stands for itself.
pub(super) struct PercentDecoded<'a> {
    rest: &'a [u8],
}

impl<'a> PercentDecoded<'a> {
    pub(super) fn new(raw: &'a str) -> Self {
        Self { rest: raw.as_bytes() }
    }
}

impl Iterator for PercentDecoded<'_> {
    type Item = u8;

    fn next(&mut self) -> Option<u8> {
        if let [b'%', high, low, rest @ ..] = self.rest
            && let (Some(high), Some(low)) = (char::from(*high).to_digit(16), char::from(*low).to_digit(16))
        {
            self.rest = rest;
            return u8::try_from(high * 16 + low).ok();
        }
        let (first, rest) = self.rest.split_first()?;
        self.rest = rest;
        Some(*first)
    }
}

/// Appends `name:value,value\n`; runs of spaces and tabs become one space, those at the ends go.
fn write_header(out: &mut Vec<u8>, headers: &HeaderMap, name: &str) -> Result<(), HeaderAbsent> {
    out.extend_from_slice(name.as_bytes());
    let mut separator = b':';
    for value in headers.get_all(name) {
        out.push(separator);
        separator = b',';
        let words = value.as_bytes().split(|byte| matches!(byte, b' ' | b'\t')).filter(|word| !word.is_empty());
        for (index, word) in words.enumerate() {
            if index > 0 {
                out.push(b' ');
            }
            out.extend_from_slice(word);
        }
    }
    if separator == b':' {
        return Err(HeaderAbsent);
    }
    out.push(b'\n');
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn path(raw: &str, style: PathStyle) -> String {
        let mut out = Vec::new();
        write_path(&mut out, raw, style);
        String::from_utf8(out).unwrap()
    }

    fn query(raw: &str, form: QueryForm) -> String {
        let mut out = Vec::new();
        write_query(&mut out, raw, form);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn paths() {
        for (raw, expected) in [
            ("", "/"),
            ("/", "/"),
            ("//", "/"),
            ("/a/", "/a/"),
            ("/a//b", "/a/b"),
            ("/a/./b/../c", "/a/c"),
            ("/../..", "/"),
            ("/a/..", "/"),
            ("/a/../", "/"),
            ("/a/.", "/a"),
            ("/a%20b", "/a%2520b"),
            ("/%2e%2e/x", "/%252e%252e/x"),
            ("/tags/arn:aws:iam::1:role%2Fx", "/tags/arn%3Aaws%3Aiam%3A%3A1%3Arole%252Fx"),
            ("/~a-b_c.d", "/~a-b_c.d"),
        ] {
            assert_eq!(path(raw, PathStyle::Normalized), expected, "{raw}");
        }
        for raw in ["//", "/a//b/../%2F", "/a%20b", "/.."] {
            assert_eq!(path(raw, PathStyle::AsSent), raw);
        }
    }

    #[test]
    fn queries() {
        for (raw, as_sent, encoded) in [
            ("", "", ""),
            ("b=2&a=1", "a=1&b=2", "a=1&b=2"),
            ("a=2&a=1&a", "a=&a=1&a=2", "a=&a=1&a=2"),
            // By name first: '-' sorts before '='.
            ("a-b=1&a=2", "a=2&a-b=1", "a=2&a-b=1"),
            ("a=b=c", "a=b=c", "a=b%3Dc"),
            ("a=%2f%7E", "a=%2f%7E", "a=%2F~"),
            ("&a=1&&", "=&=&=&a=1", "a=1"),
            ("a=%zz%", "a=%zz%", "a=%25zz%25"),
            ("X-Amz-Signature=1&a=1", "a=1", "a=1"),
            ("X-Amz-Signatur%65=1", "X-Amz-Signatur%65=1", "X-Amz-Signature=1"),
            ("a=1+2%2B", "a=1+2%2B", "a=1%202%2B"),
            ("q='(x)'", "q='(x)'", "q=%27%28x%29%27"),
        ] {
            assert_eq!(query(raw, QueryForm::AsSent), as_sent, "{raw}");
            assert_eq!(query(raw, QueryForm::Encoded), encoded, "{raw}");
        }
    }

    #[test]
    fn header_values_are_trimmed_and_joined() {
        let mut headers = HeaderMap::new();
        headers.append("x-a", "  one   two\t three ".parse().unwrap());
        headers.append("x-a", "four".parse().unwrap());
        headers.append("x-empty", "".parse().unwrap());
        let mut out = Vec::new();
        write_header(&mut out, &headers, "x-a").unwrap();
        write_header(&mut out, &headers, "x-empty").unwrap();
        assert_eq!(out, b"x-a:one two three,four\nx-empty:\n");
        assert_eq!(write_header(&mut out, &headers, "x-none"), Err(HeaderAbsent));
    }

    proptest! {
        #[test]
        fn path_normalization_is_idempotent_in_its_segments(raw in "(/[a-z.%~ ]{0,3}){1,6}/?") {
            let canonical = path(&raw, PathStyle::Normalized);
            prop_assert!(canonical.starts_with('/'));
            prop_assert!(!canonical.contains("//"));
            prop_assert!(canonical.split('/').all(|segment| segment != "." && segment != ".."));
            // Removing dots again changes nothing: undo the extra encoding first.
            let undone = String::from_utf8(PercentDecoded::new(&canonical).collect()).unwrap();
            prop_assert_eq!(path(&undone, PathStyle::Normalized), canonical);
        }

        #[test]
        fn query_order_does_not_matter(pairs in prop::collection::vec(("[a-c%.-]{0,3}", "[a-c=%]{0,3}"), 1..8), seed in any::<usize>()) {
            let pairs: Vec<String> = pairs.iter().map(|(name, value)| format!("{name}={value}")).collect();
            let mut turned = pairs.clone();
            turned.rotate_left(seed % pairs.len());
            for form in [QueryForm::AsSent, QueryForm::Encoded] {
                prop_assert_eq!(query(&pairs.join("&"), form), query(&turned.join("&"), form));
            }
        }

        #[test]
        fn encoding_keeps_the_meaning(raw in "\\PC{0,20}") {
            let decoded: Vec<u8> = PercentDecoded::new(&raw.replace('+', " ")).collect();
            let again = encoded_once(&raw).into_owned();
            let twice: Vec<u8> = PercentDecoded::new(&again).collect();
            prop_assert_eq!(decoded, twice);
            prop_assert_eq!(encoded_once(&again).into_owned(), again.clone());
            prop_assert_eq!(PercentDecoded::new(&encode_component(&raw)).collect::<Vec<u8>>(), raw.into_bytes());
        }
    }
}
