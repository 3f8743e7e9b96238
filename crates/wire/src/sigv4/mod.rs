//! AWS Signature Version 4: who sent a request, and whether they did.
//!
//! The order of work: [`Authentication::parse`] says who it claims to be from; the caller looks up that access key's secret, its session and the
//! region; [`SigningKeys::verify`] (or [`verify`], with a key at hand) proves it. A body in `aws-chunked` form goes on through
//! [`crate::chunked`]. [`sign()`] and [`presign`] make what is verified here.
//!
//! Nothing here reads a clock, keeps a secret (the cache keeps derived keys, bound to the secret's digest) or tells more than AWS's error.

mod canonical;
pub mod errors;
mod key;
mod parse;
mod sign;
mod time;

use std::borrow::Cow;

use aws_lc_rs::constant_time;
use jiff::Timestamp;

pub use canonical::{ALGORITHM, PathStyle, TERMINATOR};
pub(crate) use canonical::{sha256_hex, write_preamble};
pub use key::{SIGNING_KEYS, SigningKey, SigningKeys};
pub use sign::{SignError, Signature, Signer, ToSign, presign, sign};

use crate::failure::{Common, Failure};
use crate::request::RequestParts;

/// Longest life of a presigned URL: seven days, in seconds.
pub const MAX_EXPIRES: u32 = 604_800;
/// Most headers that a signature may cover.
pub const MAX_SIGNED_HEADERS: usize = 100;
/// The word for a payload that the signature does not cover.
pub const UNSIGNED_PAYLOAD: &str = "UNSIGNED-PAYLOAD";

/// Who a request says it is from.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(clippy::large_enum_variant, reason = "one per request, on the stack: a box would be an allocation for nothing")]
pub enum Authentication<'a> {
    /// It says nothing.
    Anonymous,
    /// It is signed; whether rightly is for [`verify`] to say.
    Signed(Signed<'a>),
    /// It is one of S3's presigned URLs of Signature Version 2.
    PresignedV2(Box<crate::sigv2::Presigned>),
}

impl Authentication<'_> {
    /// Signing name of the service that the signature says it is for.
    #[must_use]
    pub fn service(&self) -> Option<&str> {
        match self {
            Self::Anonymous => None,
            Self::Signed(signed) => Some(&signed.scope.service),
            Self::PresignedV2(_) => Some("s3"),
        }
    }
}

/// The claims of a signed request.
#[derive(Clone, PartialEq, Eq)]
pub struct Signed<'a> {
    /// Access key id: up to 128 visible ASCII letters without `/`.
    pub access_key_id: Cow<'a, str>,
    /// Credential scope.
    pub scope: Scope<'a>,
    /// Names of the signed headers, lower case, separated by `;`.
    pub signed_headers: Cow<'a, str>,
    /// Signature as sent: hexadecimal, if it is any good.
    pub signature: Cow<'a, str>,
    /// When it was signed.
    pub time: Timestamp,
    /// The same as it stands in the string to sign.
    pub time_text: Cow<'a, str>,
    /// Session token of temporary credentials.
    pub session_token: Option<Cow<'a, str>>,
    /// How the body is covered.
    pub payload: Payload<'a>,
    /// Present if the signature is in the query string.
    pub presigned: Option<Expires>,
}

impl std::fmt::Debug for Signed<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // A presigned signature and a session token are credentials: they stay out of logs.
        f.debug_struct("Signed")
            .field("access_key_id", &self.access_key_id)
            .field("scope", &self.scope)
            .field("signed_headers", &self.signed_headers)
            .field("time", &self.time)
            .field("session_token", &self.session_token.is_some())
            .field("payload", &self.payload)
            .field("presigned", &self.presigned)
            .finish_non_exhaustive()
    }
}

/// How long a presigned URL lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expires {
    /// `X-Amz-Expires` seconds after the signing time, at most [`MAX_EXPIRES`].
    After(u32),
    /// The URL does not say; it is good for as long as a signature in a header.
    Unsaid,
}

/// Where and when a signature is valid: `date/region/service/aws4_request`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope<'a> {
    /// Day, `YYYYMMDD`.
    pub date: Cow<'a, str>,
    /// Region.
    pub region: Cow<'a, str>,
    /// Service's signing name.
    pub service: Cow<'a, str>,
    /// `aws4_request`, as [`verify`] checks.
    pub terminator: Cow<'a, str>,
}

impl Scope<'_> {
    /// Whether the service is S3, which has rules and errors of its own.
    #[must_use]
    pub fn is_s3(&self) -> bool {
        is_s3_name(&self.service)
    }

    pub(crate) fn pieces(&self) -> [&str; 4] {
        [&self.date, &self.region, &self.service, &self.terminator]
    }
}

/// Signing names of S3: a few of its operations are signed under names of their own (botocore's endpoint rules, `s3.ListDirectoryBuckets` and
/// `s3.WriteGetObjectResponse`).
const S3_NAMES: [&str; 3] = ["s3", "s3express", "s3-object-lambda"];

pub(crate) fn is_s3_name(service: &str) -> bool {
    S3_NAMES.contains(&service)
}

/// How a signature covers the body: the value of `x-amz-content-sha256`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Payload<'a> {
    /// Not said: the hash of the body, or for a presigned S3 URL `UNSIGNED-PAYLOAD`.
    Absent,
    /// SHA-256 of the body: 64 hexadecimal digits.
    Hash(&'a str),
    /// `UNSIGNED-PAYLOAD`.
    Unsigned,
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD`: aws-chunked, every chunk signed.
    Streaming,
    /// `STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER`: the same with a signed trailer.
    StreamingTrailer,
    /// `STREAMING-UNSIGNED-PAYLOAD-TRAILER`: aws-chunked without signatures, with a checksum in the trailer.
    StreamingUnsignedTrailer,
    /// None of these.
    Invalid(&'a str),
}

impl<'a> Payload<'a> {
    /// Reads the header of a request whose signature does not cover it.
    #[must_use]
    pub fn named(parts: &RequestParts<'a>) -> Self {
        parts.header("x-amz-content-sha256").map_or(Self::Absent, Self::of)
    }

    fn of(text: &'a str) -> Self {
        match text {
            UNSIGNED_PAYLOAD => Self::Unsigned,
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD" => Self::Streaming,
            "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER" => Self::StreamingTrailer,
            "STREAMING-UNSIGNED-PAYLOAD-TRAILER" => Self::StreamingUnsignedTrailer,
            hash if hash.len() == 64 && hash.bytes().all(|byte| byte.is_ascii_hexdigit()) => Self::Hash(hash),
            other => Self::Invalid(other),
        }
    }

    /// The word as it is sent and signed; empty for [`Payload::Absent`].
    #[must_use]
    pub fn text(&self) -> &'a str {
        match self {
            Self::Absent => "",
            Self::Unsigned => UNSIGNED_PAYLOAD,
            Self::Streaming => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD",
            Self::StreamingTrailer => "STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER",
            Self::StreamingUnsignedTrailer => "STREAMING-UNSIGNED-PAYLOAD-TRAILER",
            Self::Hash(text) | Self::Invalid(text) => text,
        }
    }
}

/// What the verifier knows of the body, as it was received (compressed, if it was).
#[derive(Debug, Clone, Copy)]
pub enum Body<'a> {
    /// All of it; hashed only when needed.
    Bytes(&'a [u8]),
    /// Its SHA-256.
    Hash([u8; 32]),
    /// Not read yet. Only for S3, whose requests name the hash: compare it afterwards with [`check_body_hash`].
    Unread,
}

/// What a service asks of a signature.
#[derive(Debug, Clone, Copy)]
pub struct Rules<'a> {
    /// Signing names accepted in the scope; the first is the one that the error names.
    pub services: &'a [&'a str],
    /// S3: path as sent, the named body hash is signed, errors of its own.
    pub s3: bool,
    /// Greatest difference between the clocks, in seconds.
    pub skew_seconds: i64,
    /// Whether `UNSIGNED-PAYLOAD` is accepted. Elsewhere the body is always covered.
    pub unsigned_payload: bool,
}

impl<'a> Rules<'a> {
    /// Every service but S3: five minutes, the body always covered.
    #[must_use]
    pub const fn service(services: &'a [&'a str]) -> Self {
        Self { services, s3: false, skew_seconds: 300, unsigned_payload: false }
    }

    /// S3: fifteen minutes.
    #[must_use]
    pub const fn s3() -> Self {
        Self { services: &S3_NAMES, s3: true, skew_seconds: 900, unsigned_payload: true }
    }
}

/// Proves that a request was made with the secret behind `key`, for this service, at about this time, and not changed since.
///
/// The caller checks that the region is one of its own, that the access key is active and that the session token is its.
///
/// # Errors
/// `SignatureDoesNotMatch` with AWS's message for a wrong scope, time, header set or signature; `RequestExpired` for a presigned URL after its time;
/// S3's codes where `rules` say so; an internal error if a hash is needed and the body is [`Body::Unread`].
pub fn verify(
    parts: &RequestParts<'_>,
    signed: &Signed<'_>,
    key: &SigningKey,
    body: Body<'_>,
    now: Timestamp,
    rules: &Rules<'_>,
) -> Result<(), Failure> {
    check_scope_and_time(signed, now, rules)?;
    check_signed_headers(parts, signed, rules)?;
    check_signature(parts, signed, key, body, rules)
}

/// Compares the hash of a body with the one that the request names; a request that names none passes.
///
/// # Errors
/// S3: `XAmzContentSHA256Mismatch`; others: `SignatureDoesNotMatch`.
pub fn check_body_hash(payload: &Payload<'_>, actual: &[u8; 32], rules: &Rules<'_>) -> Result<(), Failure> {
    let Payload::Hash(text) = payload else { return Ok(()) };
    let mut named = [0; 32];
    let same = hex::decode_to_slice(text, &mut named).is_ok() && constant_time::verify_slices_are_equal(&named, actual).is_ok();
    match (same, rules.s3) {
        (true, _) => Ok(()),
        (false, true) => Err(errors::s3_body_differs()),
        (false, false) => Err(errors::mismatch()),
    }
}

fn scope_failure(message: String) -> Failure {
    Failure::common(Common::SignatureDoesNotMatch, message)
}

fn check_scope_and_time(signed: &Signed<'_>, now: Timestamp, rules: &Rules<'_>) -> Result<(), Failure> {
    let Scope { date, service, terminator, .. } = &signed.scope;
    let presigned = signed.presigned.is_some();
    if terminator != TERMINATOR {
        return Err(if rules.s3 {
            errors::s3_malformed(presigned, &format!("incorrect terminal \"{terminator}\". This endpoint uses \"{TERMINATOR}\"."))
        } else {
            scope_failure(format!("Credential should be scoped with a valid terminator: '{TERMINATOR}', not '{terminator}'."))
        });
    }
    if !rules.services.contains(&&**service) {
        let expected = rules.services.first().copied().unwrap_or_default();
        return Err(if rules.s3 {
            errors::s3_malformed(presigned, &format!("incorrect service \"{service}\". This endpoint belongs to \"{expected}\"."))
        } else {
            scope_failure(format!("Credential should be scoped to correct service: '{expected}'. "))
        });
    }
    let day = signed.time_text.get(..8).unwrap_or_default();
    if **date != *day {
        return Err(if rules.s3 {
            errors::s3_malformed(
                presigned,
                &format!("Invalid credential date \"{date}\". This date is not the same as X-Amz-Date: \"{day}\"."),
            )
        } else {
            scope_failure(format!(
                "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '{date}' != '{day}', from '{}'.",
                signed.time_text
            ))
        });
    }
    let latest = time::plus(now, rules.skew_seconds);
    match signed.presigned {
        Some(Expires::After(seconds)) => {
            if signed.time > latest {
                return Err(if rules.s3 {
                    Failure::unlisted("AccessDenied", 403, "Request is not valid yet")
                } else {
                    errors::signature_early(signed.time, now, rules.skew_seconds)
                });
            }
            if now > time::plus(signed.time, seconds.into()) {
                return Err(if rules.s3 {
                    Failure::unlisted("AccessDenied", 403, "Request has expired")
                } else {
                    Failure::common(Common::RequestExpired, "Request has expired.")
                });
            }
        }
        Some(Expires::Unsaid) | None => {
            let early = signed.time > latest;
            let late = signed.time < time::plus(now, -rules.skew_seconds);
            if (early || late) && rules.s3 {
                return Err(errors::s3_skewed());
            }
            if early {
                return Err(errors::signature_early(signed.time, now, rules.skew_seconds));
            }
            if late {
                return Err(errors::signature_expired(signed.time, now, rules.skew_seconds));
            }
        }
    }
    Ok(())
}

/// The host and every `x-amz-` header must be signed: an unsigned one could have been added by anybody.
fn check_signed_headers(parts: &RequestParts<'_>, signed: &Signed<'_>, rules: &Rules<'_>) -> Result<(), Failure> {
    let covered = |name: &str| signed.signed_headers.split(';').any(|signed| signed == name);
    if !covered("host") {
        return Err(errors::not_signed(rules.s3, true));
    }
    if parts.headers.keys().any(|name| name.as_str().starts_with("x-amz-") && !covered(name.as_str())) {
        return Err(errors::not_signed(rules.s3, false));
    }
    Ok(())
}

fn check_signature(
    parts: &RequestParts<'_>,
    signed: &Signed<'_>,
    key: &SigningKey,
    body: Body<'_>,
    rules: &Rules<'_>,
) -> Result<(), Failure> {
    let body_hash = || match body {
        Body::Bytes(bytes) => Ok(canonical::sha256(bytes)),
        Body::Hash(hash) => Ok(hash),
        Body::Unread => Err(Failure::internal("a signature was to be verified before the body was read")),
    };
    let actual: [u8; 64];
    let payload: &[u8] = match signed.payload {
        Payload::Unsigned if rules.unsigned_payload => UNSIGNED_PAYLOAD.as_bytes(),
        Payload::Absent if rules.s3 && signed.presigned.is_some() => UNSIGNED_PAYLOAD.as_bytes(),
        Payload::Absent if rules.s3 => {
            return Err(Failure::unlisted(
                "InvalidRequest",
                400,
                "Missing required header for this request: x-amz-content-sha256",
            ));
        }
        Payload::Invalid(_) if rules.s3 => {
            return Err(Failure::unlisted(
                "InvalidArgument",
                400,
                "x-amz-content-sha256 must be UNSIGNED-PAYLOAD, STREAMING-UNSIGNED-PAYLOAD-TRAILER, \
                 STREAMING-AWS4-HMAC-SHA256-PAYLOAD, STREAMING-AWS4-HMAC-SHA256-PAYLOAD-TRAILER or a valid sha256 value.",
            ));
        }
        named if rules.s3 => named.text().as_bytes(),
        // Whatever is named, only the real hash gives the signature.
        _ => {
            actual = canonical::hex_of(&body_hash()?);
            &actual
        }
    };
    let mut ingredients = canonical::Ingredients {
        parts: *parts,
        signed_headers: &signed.signed_headers,
        payload,
        path: if rules.s3 { PathStyle::AsSent } else { PathStyle::Normalized },
        query: canonical::QueryForm::AsSent,
    };
    let mut text = Vec::with_capacity(1024);
    if !matches(&ingredients, signed, key, &mut text) {
        ingredients.query = canonical::QueryForm::Encoded;
        if parts.query.is_empty() || !matches(&ingredients, signed, key, &mut text) {
            return Err(errors::mismatch());
        }
    }
    if rules.s3 && matches!(signed.payload, Payload::Hash(_)) && !matches!(body, Body::Unread) {
        check_body_hash(&signed.payload, &body_hash()?, rules)?;
    }
    Ok(())
}

fn matches(ingredients: &canonical::Ingredients<'_>, signed: &Signed<'_>, key: &SigningKey, text: &mut Vec<u8>) -> bool {
    text.clear();
    if ingredients.write(text).is_err() {
        return false;
    }
    let hash = canonical::sha256_hex(text);
    text.clear();
    canonical::write_preamble(text, ALGORITHM, &signed.time_text, signed.scope.pieces());
    text.extend_from_slice(&hash);
    key.verify(text, signed.signature.as_bytes())
}
