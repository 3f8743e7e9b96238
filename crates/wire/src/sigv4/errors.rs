//! AWS's words for every way in which a request fails to prove who sent it.
//!
//! S3 has its own codes for most of them, so these are asked which of the two families to speak.

use aws_lc_rs::digest;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;

use super::time;
use crate::failure::{Common, Failure};
use crate::model::Protocol;

/// The request names nobody, and the operation is not open to everybody.
#[must_use]
pub fn missing_token(protocol: Protocol) -> Failure {
    match protocol {
        Protocol::RestXml => Failure::unlisted("AccessDenied", 403, "Access Denied"),
        Protocol::Query => Failure::common(Common::MissingAuthenticationToken, "Request is missing Authentication Token"),
        Protocol::AwsJson | Protocol::RestJson | Protocol::RpcCbor => {
            Failure::common(Common::MissingAuthenticationToken, "Missing Authentication Token")
        }
    }
}

/// No such access key, one that is switched off, or a session token that is not this key's.
#[must_use]
pub fn unknown_token(s3: bool) -> Failure {
    if s3 {
        return Failure::unlisted("InvalidAccessKeyId", 403, "The AWS Access Key Id you provided does not exist in our records.");
    }
    Failure::common(Common::InvalidClientTokenId, "The security token included in the request is invalid.")
}

/// The session's time is over.
#[must_use]
pub fn expired_token(s3: bool) -> Failure {
    if s3 {
        return Failure::unlisted("ExpiredToken", 400, "The provided token has expired.");
    }
    Failure::common(Common::ExpiredToken, "The security token included in the request is expired")
}

/// The region of the scope is not one of this installation's. `expected` is the one to name.
#[must_use]
pub fn wrong_region(s3: bool, presigned: bool, got: &str, expected: &str) -> Failure {
    if s3 {
        return s3_malformed(presigned, &format!("the region '{got}' is wrong; expecting '{expected}'"));
    }
    Failure::common(Common::SignatureDoesNotMatch, "Credential should be scoped to a valid region. ")
}

/// The signature is not the one that the secret key gives. AWS adds the canonical request for some services; here it is never told.
#[must_use]
pub fn mismatch() -> Failure {
    Failure::common(
        Common::SignatureDoesNotMatch,
        "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and signing \
         method. Consult the service documentation for details.",
    )
}

pub(super) fn incomplete(message: impl Into<String>) -> Failure {
    Failure::common(Common::IncompleteSignature, message)
}

/// SHA-256 in base64: AWS shows an Authorization header it cannot read only in this form.
fn hashed(authorization: &str) -> String {
    STANDARD.encode(digest::digest(&digest::SHA256, authorization.as_bytes()))
}

pub(super) fn header_lacks(missing: &[&str], no_date: bool, authorization: &str) -> Failure {
    let mut message = String::new();
    for name in missing {
        message.push_str(&format!("Authorization header requires '{name}' parameter. "));
    }
    if no_date {
        message.push_str("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ");
    }
    message.push_str(&format!("(Hashed with SHA-256 and encoded with Base64) Authorization={}", hashed(authorization)));
    incomplete(message)
}

pub(super) fn no_equal_sign(authorization: &str) -> Failure {
    incomplete(format!(
        "Invalid key=value pair (missing equal-sign) in Authorization header (hashed with SHA-256 and encoded with Base64): '{}'.",
        hashed(authorization)
    ))
}

pub(super) fn query_lacks(missing: &[&str], s3: bool) -> Failure {
    if s3 {
        return s3_query(
            "Query-string authentication version 4 requires the X-Amz-Algorithm, X-Amz-Credential, X-Amz-Signature, X-Amz-Date, \
             X-Amz-SignedHeaders, and X-Amz-Expires parameters.",
        );
    }
    let mut message = String::new();
    for name in missing {
        message.push_str(&format!("AWS query-string parameters must include '{name}'. "));
    }
    message.push_str("Re-examine the query-string parameters.");
    incomplete(message)
}

pub(super) fn s3_query(message: &str) -> Failure {
    Failure::unlisted("AuthorizationQueryParametersError", 400, message)
}

/// What S3 says of a part of the credential.
pub(super) fn s3_malformed(presigned: bool, what: &str) -> Failure {
    if presigned {
        return s3_query(&format!("Error parsing the X-Amz-Credential parameter; {what}"));
    }
    Failure::unlisted("AuthorizationHeaderMalformed", 400, format!("The authorization header is malformed; {what}"))
}

pub(super) fn expires(message: &str, s3: bool) -> Failure {
    if s3 { s3_query(message) } else { incomplete(message) }
}

pub(super) fn both_mechanisms(s3: bool) -> Failure {
    let message = "Only one auth mechanism allowed; only the X-Amz-Algorithm query parameter, Signature query string parameter or the \
                   Authorization header should be specified";
    if s3 { Failure::unlisted("InvalidArgument", 400, message) } else { incomplete(message) }
}

/// Signature Version 2 where it is not taken: everywhere but in presigned URLs of S3.
#[must_use]
pub fn old_signature() -> Failure {
    Failure::unlisted(
        "InvalidRequest",
        400,
        "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
    )
}

pub(super) fn unsupported_algorithm(algorithm: &str) -> Failure {
    incomplete(format!("Unsupported AWS 'algorithm': '{}'.", shortened(algorithm)))
}

pub(super) fn credential_form(credential: &str) -> Failure {
    incomplete(format!(
        "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{}'",
        shortened(credential)
    ))
}

pub(super) fn date_form(got: &str) -> Failure {
    incomplete(format!(
        "Date must be in ISO-8601 'basic format'. Got '{}'. See http://en.wikipedia.org/wiki/ISO_8601",
        shortened(got)
    ))
}

pub(super) fn not_signed(s3: bool, host: bool) -> Failure {
    if s3 {
        return Failure::unlisted("AccessDenied", 403, "There were headers present in the request which were not signed");
    }
    let message = if host {
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization."
    } else {
        "There were headers present in the request which were not signed"
    };
    Failure::common(Common::SignatureDoesNotMatch, message)
}

pub(super) fn signature_expired(signed: Timestamp, now: Timestamp, skew_seconds: i64) -> Failure {
    Failure::common(
        Common::SignatureDoesNotMatch,
        format!(
            "Signature expired: {} is now earlier than {} ({} - {} min.)",
            time::basic(signed),
            time::basic(time::plus(now, -skew_seconds)),
            time::basic(now),
            skew_seconds / 60
        ),
    )
}

pub(super) fn signature_early(signed: Timestamp, now: Timestamp, skew_seconds: i64) -> Failure {
    Failure::common(
        Common::SignatureDoesNotMatch,
        format!(
            "Signature not yet current: {} is still later than {} ({} + {} min.)",
            time::basic(signed),
            time::basic(time::plus(now, skew_seconds)),
            time::basic(now),
            skew_seconds / 60
        ),
    )
}

pub(super) fn s3_skewed() -> Failure {
    Failure::unlisted("RequestTimeTooSkewed", 403, "The difference between the request time and the current time is too large.")
}

/// The body is not the one whose SHA-256 the request names.
pub(super) fn s3_body_differs() -> Failure {
    Failure::unlisted(
        "XAmzContentSHA256Mismatch",
        400,
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    )
}

/// An answer repeats what was sent only up to 256 characters.
fn shortened(text: &str) -> &str {
    text.char_indices().nth(256).and_then(|(at, _)| text.get(..at)).unwrap_or(text)
}
