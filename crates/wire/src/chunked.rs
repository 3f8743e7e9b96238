//! Bodies in `aws-chunked` form: chunks of data, each signed or none, with a trailer or without.
//!
//! This framing is inside the body, whatever HTTP's own framing is. Rules:
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html> and `sigv4-streaming-trailers.html`.

use std::sync::Arc;

use aws_lc_rs::digest;
use bytes::Bytes;

use crate::failure::Failure;
use crate::request::RequestParts;
use crate::sigv4::{Payload, Signed, SigningKey, errors, sha256_hex, write_preamble};

/// Longest line before a chunk, with its end: 16 digits, `;chunk-signature=`, 64 digits and CR LF are 99.
pub const MAX_CHUNK_LINE: usize = 128;
/// All trailer lines together, in bytes.
pub const MAX_TRAILER: usize = 4096;
/// Most trailer headers.
pub const MAX_TRAILERS: usize = 8;
/// Smallest signed chunk besides the last, in bytes: S3's rule, which bounds the signatures to compute.
pub const MIN_SIGNED_CHUNK: u64 = 8192;
/// Line ends tolerated after the end of the body: some clients send one too many.
const MAX_TAIL: usize = 4;

/// A trailer header: its name in lower case and its value.
pub type Trailer = (String, String);

/// Incremental decoder. Feed it the body in pieces of any size, then ask for the end.
///
/// Data is handed out as it comes, a signed chunk's last piece only after its signature was found right. **Until [`Decoder::finish`] succeeds all of
/// it is a draft**: neither its completeness nor, within a chunk, its origin is proven.
pub struct Decoder {
    state: State,
    line: Vec<u8>,
    signing: Option<Chain>,
    expected: u64,
    received: u64,
    trailer_names: Vec<String>,
    trailer_allowed: bool,
    trailers: Vec<Trailer>,
    trailer_bytes: usize,
    small_chunk: bool,
}

/// What a chunk's signature is computed from besides the chunk.
struct Chain {
    key: Arc<SigningKey>,
    time: String,
    scope: [String; 4],
    previous: [u8; 64],
}

enum State {
    /// Before or in the line that begins a chunk.
    Line,
    /// In a chunk's data.
    Data { left: u64, hash: Option<(digest::Context, [u8; 64])> },
    /// In the CR LF after a chunk's data.
    End,
    /// After the last chunk. A trailer's signature may have been seen.
    Trailer { signed: bool },
    /// All is read; so many bytes of line ends came after.
    Done { tail: usize },
    /// An error was returned.
    Failed,
}

impl std::fmt::Debug for Decoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Decoder")
            .field("signed", &self.signing.is_some())
            .field("expected", &self.expected)
            .field("received", &self.received)
            .finish_non_exhaustive()
    }
}

impl Decoder {
    /// The decoder that a request's head asks for; `None` if its body is not in this form.
    ///
    /// `key` is the one that verified the request. The head must have been verified: its signature is the first link of the chunks' chain, and it
    /// covers `x-amz-decoded-content-length` and `x-amz-trailer`.
    ///
    /// # Errors
    /// `MissingContentLength` without a readable `x-amz-decoded-content-length`; `InvalidRequest` if `x-amz-trailer` is not acceptable.
    pub fn for_request(parts: &RequestParts<'_>, signed: &Signed<'_>, key: &Arc<SigningKey>) -> Result<Option<Self>, Failure> {
        let (chunks_signed, trailer_allowed) = match signed.payload {
            Payload::Streaming => (true, false),
            Payload::StreamingTrailer => (true, true),
            Payload::StreamingUnsignedTrailer => (false, true),
            Payload::Absent | Payload::Hash(_) | Payload::Unsigned | Payload::Invalid(_) => return Ok(None),
        };
        let signing = if chunks_signed {
            let previous = signed.signature.as_bytes().try_into().map_err(|_| errors::mismatch())?;
            Some(Chain {
                key: Arc::clone(key),
                time: signed.time_text.to_string(),
                scope: signed.scope.pieces().map(str::to_owned),
                previous,
            })
        } else {
            None
        };
        Self::begin(parts, signing, trailer_allowed).map(Some)
    }

    /// The decoder of a request whose body no signature covers: an anonymous one, or one by a presigned URL of Signature Version 2.
    ///
    /// Such clients say by `x-amz-content-sha256`, or by nothing but `Content-Encoding`, that their body is in this form.
    ///
    /// # Errors
    /// As [`Decoder::for_request`]; `InvalidRequest` for chunks that claim to be signed.
    pub fn for_unsigned(parts: &RequestParts<'_>) -> Result<Option<Self>, Failure> {
        match Payload::named(parts) {
            Payload::StreamingUnsignedTrailer => {}
            Payload::Streaming | Payload::StreamingTrailer => {
                return Err(Failure::unlisted("InvalidRequest", 400, "An unsigned request cannot have signed chunks."));
            }
            Payload::Absent | Payload::Hash(_) | Payload::Unsigned | Payload::Invalid(_) => {
                let encoded = parts.header("content-encoding").is_some_and(|encodings| {
                    encodings.split(',').any(|encoding| encoding.trim_ascii().eq_ignore_ascii_case("aws-chunked"))
                });
                if !encoded || parts.header("x-amz-decoded-content-length").is_none() {
                    return Ok(None);
                }
            }
        }
        Self::begin(parts, None, true).map(Some)
    }

    fn begin(parts: &RequestParts<'_>, signing: Option<Chain>, trailer_allowed: bool) -> Result<Self, Failure> {
        let length = parts
            .header("x-amz-decoded-content-length")
            .map(str::trim_ascii)
            .filter(|text| text.bytes().all(|byte| byte.is_ascii_digit()))
            .and_then(|text| text.parse().ok());
        let Some(expected) = length else {
            return Err(Failure::unlisted("MissingContentLength", 411, "You must provide the Content-Length HTTP header."));
        };
        let mut trailer_names: Vec<String> = Vec::new();
        for value in parts.headers.get_all("x-amz-trailer") {
            let text = std::str::from_utf8(value.as_bytes()).map_err(|_| invalid_trailer_header())?;
            for name in text.split(',').map(|name| name.trim_ascii().to_ascii_lowercase()).filter(|name| !name.is_empty()) {
                if trailer_names.contains(&name) || trailer_names.len() == MAX_TRAILERS || name == SIGNATURE_TRAILER {
                    return Err(invalid_trailer_header());
                }
                trailer_names.push(name);
            }
        }
        // A signed trailer has to have something to sign.
        let signed_trailer = signing.is_some() && trailer_allowed;
        if (!trailer_allowed && !trailer_names.is_empty()) || (signed_trailer && trailer_names.is_empty()) {
            return Err(invalid_trailer_header());
        }
        Ok(Self {
            state: State::Line,
            line: Vec::new(),
            signing,
            expected,
            received: 0,
            trailer_names,
            trailer_allowed,
            trailers: Vec::new(),
            trailer_bytes: 0,
            small_chunk: false,
        })
    }

    /// Takes from `input` and gives the next piece of data; `None` when all of `input` was taken. Call it until then.
    ///
    /// # Errors
    /// `SignatureDoesNotMatch`, `IncompleteBody` (more or less than announced), `InvalidChunkSizeError`, `MalformedTrailerError`, or `InvalidRequest`
    /// for anything that is not this form. After an error every call fails.
    pub fn feed(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, Failure> {
        let result = self.step(input);
        if result.is_err() {
            self.state = State::Failed;
        }
        result
    }

    /// Ends the body: all chunks came, with every signature, the announced length and the announced trailers, which it returns in their order.
    ///
    /// # Errors
    /// `IncompleteBody` if the body stopped early.
    pub fn finish(self) -> Result<Vec<Trailer>, Failure> {
        match self.state {
            State::Done { .. } => Ok(self.trailers),
            State::Line | State::Data { .. } | State::End | State::Trailer { .. } | State::Failed => Err(incomplete()),
        }
    }

    /// Length of the data, as the request announces it.
    #[must_use]
    pub fn decoded_length(&self) -> u64 {
        self.expected
    }

    fn step(&mut self, input: &mut Bytes) -> Result<Option<Bytes>, Failure> {
        loop {
            match &mut self.state {
                State::Line => {
                    if !take_line(&mut self.line, input, MAX_CHUNK_LINE)? {
                        return Ok(None);
                    }
                    let next = self.begin_chunk()?;
                    self.line.clear();
                    self.state = next;
                }
                State::Data { left, hash } => {
                    if input.is_empty() {
                        return Ok(None);
                    }
                    let take = usize::try_from(*left).unwrap_or(usize::MAX).min(input.len());
                    let piece = input.split_to(take);
                    *left -= piece.len() as u64;
                    if let Some((context, _)) = hash {
                        context.update(&piece);
                    }
                    if *left == 0 {
                        let hash = hash.take();
                        if let (Some(chain), Some((context, signature))) = (&mut self.signing, hash) {
                            chain.verify_chunk(&hex::encode(context.finish()), &signature)?;
                        }
                        self.state = State::End;
                    }
                    return Ok(Some(piece));
                }
                State::End => {
                    if !take_line(&mut self.line, input, 2)? {
                        return Ok(None);
                    }
                    if self.line != b"\r\n" {
                        return Err(malformed());
                    }
                    self.line.clear();
                    self.state = State::Line;
                }
                State::Trailer { signed } => {
                    let signed = *signed;
                    if !take_line(&mut self.line, input, MAX_TRAILER - self.trailer_bytes)? {
                        return Ok(None);
                    }
                    self.trailer_bytes += self.line.len();
                    let line = std::mem::take(&mut self.line);
                    let next = self.trailer_line(&line, signed)?;
                    self.state = next;
                }
                State::Done { tail } => {
                    *tail += input.len();
                    if *tail > MAX_TAIL || input.iter().any(|byte| !matches!(byte, b'\r' | b'\n')) {
                        return Err(malformed());
                    }
                    input.clear();
                    return Ok(None);
                }
                State::Failed => return Err(malformed()),
            }
        }
    }

    /// Reads the line before a chunk: `size` or `size;chunk-signature=…`.
    fn begin_chunk(&mut self) -> Result<State, Failure> {
        let line = self.line.strip_suffix(b"\r\n").and_then(|line| std::str::from_utf8(line).ok()).ok_or_else(malformed)?;
        let (size, signature) = match line.split_once(";chunk-signature=") {
            Some((size, signature)) => (size, Some(signature)),
            None => (line, None),
        };
        if size.is_empty() || size.len() > 16 || !size.bytes().all(|byte| byte.is_ascii_hexdigit()) {
            return Err(malformed());
        }
        let size = u64::from_str_radix(size, 16).map_err(|_| malformed())?;
        let signature: Option<[u8; 64]> = match signature {
            Some(text) => Some(text.as_bytes().try_into().map_err(|_| malformed())?),
            None => None,
        };
        if signature.is_some() != self.signing.is_some() {
            return Err(malformed());
        }
        if size > self.expected - self.received {
            return Err(incomplete());
        }
        if size == 0 {
            if self.received != self.expected {
                return Err(incomplete());
            }
            if let (Some(chain), Some(signature)) = (&mut self.signing, signature) {
                chain.verify_chunk(EMPTY_SHA256, &signature)?;
            }
            return Ok(State::Trailer { signed: false });
        }
        if self.signing.is_some() {
            if self.small_chunk {
                return Err(Failure::unlisted(
                    "InvalidChunkSizeError",
                    403,
                    "Only the last chunk is allowed to have a size less than 8192 bytes",
                ));
            }
            self.small_chunk = size < MIN_SIGNED_CHUNK;
        }
        self.received += size;
        Ok(State::Data { left: size, hash: signature.map(|signature| (digest::Context::new(&digest::SHA256), signature)) })
    }

    /// Reads a line after the last chunk: a trailer header, the trailer's signature, or the empty line that ends all.
    fn trailer_line(&mut self, line: &[u8], signed: bool) -> Result<State, Failure> {
        let line = line.strip_suffix(b"\n").unwrap_or(line);
        let line = line.strip_suffix(b"\r").unwrap_or(line);
        if line.is_empty() {
            if self.trailers.len() != self.trailer_names.len() {
                return Err(malformed_trailer());
            }
            // Some clients put an empty line between the trailer and its signature. The total length bounds how many.
            let waits = self.signing.is_some() && self.trailer_allowed && !signed;
            return Ok(if waits { State::Trailer { signed } } else { State::Done { tail: 0 } });
        }
        if !self.trailer_allowed || signed {
            return Err(malformed_trailer());
        }
        let text = std::str::from_utf8(line).map_err(|_| malformed_trailer())?;
        let (name, value) = text.split_once(':').ok_or_else(malformed_trailer)?;
        let (name, value) = (name.to_ascii_lowercase(), value.trim_matches([' ', '\t']));
        if name == SIGNATURE_TRAILER {
            let Some(chain) = &mut self.signing else { return Err(malformed_trailer()) };
            chain.verify_trailer(&self.trailers, value.as_bytes())?;
            return Ok(State::Trailer { signed: true });
        }
        let graphic = |byte: u8| byte.is_ascii_graphic() || byte == b' ';
        if !self.trailer_names.contains(&name)
            || self.trailers.iter().any(|(seen, _)| *seen == name)
            || !value.bytes().all(graphic)
        {
            return Err(malformed_trailer());
        }
        self.trailers.push((name, value.to_owned()));
        Ok(State::Trailer { signed })
    }
}

const SIGNATURE_TRAILER: &str = "x-amz-trailer-signature";
/// SHA-256 of nothing.
const EMPTY_SHA256: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";

impl Chain {
    fn string(&self, algorithm: &str, hashes: &[&[u8]]) -> Vec<u8> {
        let mut out = Vec::with_capacity(384);
        write_preamble(&mut out, algorithm, &self.time, self.scope.each_ref().map(String::as_str));
        out.extend_from_slice(&self.previous);
        for hash in hashes {
            out.push(b'\n');
            out.extend_from_slice(hash);
        }
        out
    }

    fn verify(&mut self, string: &[u8], signature: &[u8]) -> Result<(), Failure> {
        if !self.key.verify(string, signature) {
            return Err(errors::mismatch());
        }
        self.previous = signature.try_into().map_err(|_| errors::mismatch())?;
        Ok(())
    }

    fn chunk_string(&self, data_sha256: &str) -> Vec<u8> {
        self.string("AWS4-HMAC-SHA256-PAYLOAD", &[EMPTY_SHA256.as_bytes(), data_sha256.as_bytes()])
    }

    fn trailer_string(&self, trailers: &[Trailer]) -> Vec<u8> {
        let mut lines = Vec::with_capacity(128);
        for piece in trailers.iter().flat_map(|(name, value)| [name, ":", value, "\n"]) {
            lines.extend_from_slice(piece.as_bytes());
        }
        self.string("AWS4-HMAC-SHA256-TRAILER", &[&sha256_hex(&lines)])
    }

    fn verify_chunk(&mut self, data_sha256: &str, signature: &[u8]) -> Result<(), Failure> {
        self.verify(&self.chunk_string(data_sha256), signature)
    }

    fn verify_trailer(&mut self, trailers: &[Trailer], signature: &[u8]) -> Result<(), Failure> {
        self.verify(&self.trailer_string(trailers), signature)
    }
}

/// Writes bodies in this form, for requests of our own and for the tests of the decoder.
pub struct Encoder {
    chain: Option<Chain>,
}

impl std::fmt::Debug for Encoder {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Encoder").field("signed", &self.chain.is_some()).finish()
    }
}

impl Encoder {
    /// Chunks signed with the key and after the signature of a request's head. `None` if that signature is not 64 letters long.
    #[must_use]
    pub fn signed(signed: &Signed<'_>, key: Arc<SigningKey>) -> Option<Self> {
        let previous = signed.signature.as_bytes().try_into().ok()?;
        let scope = signed.scope.pieces().map(str::to_owned);
        Some(Self { chain: Some(Chain { key, time: signed.time_text.to_string(), scope, previous }) })
    }

    /// Chunks without signatures.
    #[must_use]
    pub fn unsigned() -> Self {
        Self { chain: None }
    }

    /// Appends a chunk; empty data makes the last one, after which [`Encoder::end`] must follow.
    pub fn chunk(&mut self, out: &mut Vec<u8>, data: &[u8]) {
        out.extend_from_slice(format!("{:x}", data.len()).as_bytes());
        if let Some(chain) = &mut self.chain {
            let hash = sha256_hex(data);
            let signature = chain.key.sign(&chain.chunk_string(&String::from_utf8_lossy(&hash)));
            chain.previous = signature;
            out.extend_from_slice(b";chunk-signature=");
            out.extend_from_slice(&signature);
        }
        out.extend_from_slice(b"\r\n");
        if !data.is_empty() {
            out.extend_from_slice(data);
            out.extend_from_slice(b"\r\n");
        }
    }

    /// Appends the trailer, signed where chunks are and there is a trailer, and the end.
    pub fn end(self, out: &mut Vec<u8>, trailers: &[Trailer]) {
        for piece in trailers.iter().flat_map(|(name, value)| [name, ":", value, "\r\n"]) {
            out.extend_from_slice(piece.as_bytes());
        }
        if let Some(chain) = self.chain.filter(|_| !trailers.is_empty()) {
            let signature = chain.key.sign(&chain.trailer_string(trailers));
            out.extend_from_slice(SIGNATURE_TRAILER.as_bytes());
            out.push(b':');
            out.extend_from_slice(&signature);
            out.extend_from_slice(b"\r\n");
        }
        out.extend_from_slice(b"\r\n");
    }
}

/// Moves bytes up to a line feed from `input` to `line`; whether the line is complete. A line longer than `limit` is an error.
fn take_line(line: &mut Vec<u8>, input: &mut Bytes, limit: usize) -> Result<bool, Failure> {
    let room = limit.saturating_sub(line.len());
    let found = input.iter().take(room).position(|byte| *byte == b'\n');
    let take = match found {
        Some(at) => at + 1,
        None if input.len() >= room => return Err(malformed()),
        None => input.len(),
    };
    line.extend_from_slice(&input.split_to(take));
    Ok(found.is_some())
}

fn malformed() -> Failure {
    Failure::unlisted("InvalidRequest", 400, "The body is not in the aws-chunked form that x-amz-content-sha256 announces.")
}

fn incomplete() -> Failure {
    Failure::unlisted(
        "IncompleteBody",
        400,
        "You did not provide the number of bytes specified by the Content-Length HTTP header",
    )
}

fn malformed_trailer() -> Failure {
    Failure::unlisted(
        "MalformedTrailerError",
        400,
        "The request contained trailing data that was not well-formed or did not conform to our published schema.",
    )
}

fn invalid_trailer_header() -> Failure {
    Failure::unlisted("InvalidRequest", 400, "The value specified in the x-amz-trailer header is not supported")
}
