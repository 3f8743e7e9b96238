//! The signer: for requests of our own, and for the tests of the verifier.

use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;

use super::canonical::{self, ALGORITHM, Ingredients, PathStyle, QueryForm, TERMINATOR, encode_component};
use super::{MAX_EXPIRES, Payload, SigningKey, UNSIGNED_PAYLOAD, time};
use crate::request::RequestParts;

/// Headers that proxies and HTTP libraries change, so no signature covers them.
const NEVER_SIGNED: [&str; 13] = [
    "authorization",
    "connection",
    "expect",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "te",
    "traceparent",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
    "x-amzn-trace-id",
];

/// Credentials, and where they are to be used.
#[derive(Clone, Copy)]
pub struct Signer<'a> {
    /// Access key id.
    pub access_key_id: &'a str,
    /// Secret access key.
    pub secret: &'a [u8],
    /// Session token of temporary credentials.
    pub session_token: Option<&'a str>,
    /// Region.
    pub region: &'a str,
    /// Service's signing name; `s3` selects S3's rules.
    pub service: &'a str,
}

impl std::fmt::Debug for Signer<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Signer")
            .field("access_key_id", &self.access_key_id)
            .field("region", &self.region)
            .field("service", &self.service)
            .finish_non_exhaustive()
    }
}

/// The request to sign. Its headers must include `host`.
#[derive(Debug, Clone, Copy)]
pub struct ToSign<'a> {
    /// Method.
    pub method: &'a Method,
    /// Path as it will be sent.
    pub path: &'a str,
    /// Query string as it will be sent.
    pub query: &'a str,
    /// The body, where the signature covers it.
    pub body: &'a [u8],
    /// How the signature covers the body: [`Payload::Absent`] for the hash of `body`. [`Payload::Hash`] is ignored in favour of the true one.
    pub payload: Payload<'a>,
}

/// A signature and what is needed to sign the chunks that follow it.
#[derive(Debug, Clone)]
pub struct Signature {
    /// Hexadecimal, lower case.
    pub hex: String,
    /// The key that made it.
    pub key: SigningKey,
}

/// Why a request cannot be signed.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum SignError {
    /// There is no `host` header.
    #[error("a request without a host header cannot be signed")]
    NoHost,
    /// The access key id or the token cannot stand in a header.
    #[error("credentials contain letters that cannot stand in a header")]
    Credentials,
    /// More than [`MAX_EXPIRES`].
    #[error("a presigned URL lives at most 604800 seconds")]
    Expires,
}

impl Signer<'_> {
    fn s3(&self) -> bool {
        super::is_s3_name(self.service)
    }

    fn finish(
        &self,
        request: &ToSign<'_>,
        query: &str,
        headers: &HeaderMap,
        names: &str,
        payload: &[u8],
        at: &str,
    ) -> Result<Signature, SignError> {
        let parts = RequestParts { method: request.method, path: request.path, query, headers };
        let path = if self.s3() { PathStyle::AsSent } else { PathStyle::Normalized };
        let mut text = Vec::with_capacity(1024);
        let ingredients = Ingredients { parts, signed_headers: names, payload, path, query: QueryForm::AsSent };
        ingredients.write(&mut text).map_err(|_| SignError::NoHost)?;
        let hash = canonical::sha256_hex(&text);
        text.clear();
        let day = at.get(..8).unwrap_or_default();
        canonical::write_preamble(&mut text, ALGORITHM, at, [day, self.region, self.service, TERMINATOR]);
        text.extend_from_slice(&hash);
        let key = SigningKey::derive(self.secret, day, self.region, self.service);
        let hex = String::from_utf8_lossy(&key.sign(&text)).into_owned();
        Ok(Signature { hex, key })
    }

    fn credential(&self, at: &str) -> String {
        let day = at.get(..8).unwrap_or_default();
        format!("{}/{day}/{}/{}/{TERMINATOR}", self.access_key_id, self.region, self.service)
    }
}

/// Signs a request in its headers: sets `x-amz-date`, `authorization`, with a token `x-amz-security-token`, and `x-amz-content-sha256` for S3 or
/// where the payload is not simply hashed.
///
/// # Errors
/// See [`SignError`].
pub fn sign(request: &ToSign<'_>, headers: &mut HeaderMap, signer: &Signer<'_>, now: Timestamp) -> Result<Signature, SignError> {
    let at = time::basic(now);
    let value = |text: &str| HeaderValue::from_str(text).map_err(|_| SignError::Credentials);
    headers.insert("x-amz-date", value(&at)?);
    if let Some(token) = signer.session_token {
        let mut token = value(token)?;
        token.set_sensitive(true);
        headers.insert("x-amz-security-token", token);
    }
    let hash = canonical::sha256_hex(request.body);
    let payload = match request.payload {
        Payload::Absent | Payload::Hash(_) => &hash[..],
        word => word.text().as_bytes(),
    };
    if signer.s3() || !matches!(request.payload, Payload::Absent) {
        headers.insert("x-amz-content-sha256", HeaderValue::from_bytes(payload).map_err(|_| SignError::Credentials)?);
    }
    let names = signable(headers)?;
    let signature = signer.finish(request, request.query, headers, &names, payload, &at)?;
    let mut authorization =
        value(&format!("{ALGORITHM} Credential={}, SignedHeaders={names}, Signature={}", signer.credential(&at), signature.hex))?;
    authorization.set_sensitive(true);
    headers.insert(http::header::AUTHORIZATION, authorization);
    Ok(signature)
}

/// Makes the query string of a presigned URL: the request's own parameters, those of the signature, and the signature. S3's body is not covered,
/// others' is.
///
/// # Errors
/// See [`SignError`].
pub fn presign(
    request: &ToSign<'_>,
    headers: &HeaderMap,
    expires_seconds: u32,
    signer: &Signer<'_>,
    now: Timestamp,
) -> Result<String, SignError> {
    if expires_seconds > MAX_EXPIRES {
        return Err(SignError::Expires);
    }
    let at = time::basic(now);
    let names = signable(headers)?;
    let mut query = String::from(request.query);
    if !query.is_empty() {
        query.push('&');
    }
    query.push_str(&format!(
        "X-Amz-Algorithm={ALGORITHM}&X-Amz-Credential={}&X-Amz-Date={at}&X-Amz-Expires={expires_seconds}&X-Amz-SignedHeaders={}",
        encode_component(&signer.credential(&at)),
        encode_component(&names)
    ));
    if let Some(token) = signer.session_token {
        query.push_str("&X-Amz-Security-Token=");
        query.push_str(&encode_component(token));
    }
    let hash = canonical::sha256_hex(request.body);
    let payload = if signer.s3() { UNSIGNED_PAYLOAD.as_bytes() } else { &hash };
    let signature = signer.finish(request, &query, headers, &names, payload, &at)?;
    query.push_str("&X-Amz-Signature=");
    query.push_str(&signature.hex);
    Ok(query)
}

/// Names of the headers to sign, sorted and joined by `;`.
fn signable(headers: &HeaderMap) -> Result<String, SignError> {
    if !headers.contains_key(http::header::HOST) {
        return Err(SignError::NoHost);
    }
    let mut names: Vec<&str> = headers.keys().map(http::HeaderName::as_str).filter(|name| !NEVER_SIGNED.contains(name)).collect();
    names.sort_unstable();
    Ok(names.join(";"))
}
