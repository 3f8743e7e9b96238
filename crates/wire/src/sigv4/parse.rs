//! From a request's head to who says they sent it. Nothing is verified here.

use std::borrow::Cow;

use http::header::AUTHORIZATION;

use super::canonical::{ALGORITHM, PercentDecoded, SIGNATURE_PARAMETER};
use super::{Authentication, Expires, MAX_EXPIRES, MAX_SIGNED_HEADERS, Payload, Scope, Signed, errors, time};
use crate::failure::Failure;
use crate::request::RequestParts;

/// Presigned parameters as found, undecoded.
#[derive(Default)]
struct Presign<'a> {
    algorithm: Option<&'a str>,
    credential: Option<&'a str>,
    date: Option<&'a str>,
    expires: Option<&'a str>,
    signed_headers: Option<&'a str>,
    signature: Option<&'a str>,
    token: Option<&'a str>,
    payload: Option<&'a str>,
    repeated: bool,
    /// Parameters of S3's presigned URLs of version 2, without those that say the same of other services.
    version_2: bool,
    old: bool,
}

impl<'a> Presign<'a> {
    fn find(query: &'a str) -> Self {
        let mut found = Self::default();
        if !query.contains("X-Amz-") && !query.contains("AWSAccessKeyId=") {
            return found;
        }
        for pair in query.split('&') {
            let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
            let place = match name {
                "X-Amz-Algorithm" => &mut found.algorithm,
                "X-Amz-Credential" => &mut found.credential,
                "X-Amz-Date" => &mut found.date,
                "X-Amz-Expires" => &mut found.expires,
                "X-Amz-SignedHeaders" => &mut found.signed_headers,
                SIGNATURE_PARAMETER => &mut found.signature,
                "X-Amz-Security-Token" => &mut found.token,
                "X-Amz-Content-Sha256" => &mut found.payload,
                "AWSAccessKeyId" => {
                    found.version_2 = true;
                    continue;
                }
                "SignatureVersion" | "SignatureMethod" => {
                    found.old = true;
                    continue;
                }
                _ => continue,
            };
            found.repeated |= place.replace(value).is_some();
        }
        found
    }

    fn used(&self) -> bool {
        self.algorithm.is_some() || self.credential.is_some() || self.signature.is_some()
    }
}

impl<'a> Authentication<'a> {
    /// Reads who a request says it is from: its `Authorization` header or its presigned query parameters.
    ///
    /// # Errors
    /// `IncompleteSignature`, or S3's own codes, where a part is missing or malformed; where both mechanisms are used; where the signature is of
    /// version 2 and not in one of S3's presigned URLs.
    pub fn parse(parts: &RequestParts<'a>) -> Result<Self, Failure> {
        let presign = Presign::find(parts.query);
        let mut authorizations = parts.headers.get_all(AUTHORIZATION).iter();
        match (authorizations.next(), presign.used()) {
            (None, false) if presign.version_2 && presign.old => Err(errors::old_signature()),
            (None, false) if presign.version_2 => Ok(crate::sigv2::Presigned::parse(parts)?
                .map_or(Self::Anonymous, |presigned| Self::PresignedV2(Box::new(presigned)))),
            (None, false) => Ok(Self::Anonymous),
            (None, true) => from_query(parts, &presign).map(Self::Signed),
            (Some(value), presigned) => {
                let text = std::str::from_utf8(value.as_bytes()).map_err(|_| errors::header_lacks(&PARAMETERS, false, ""))?;
                if authorizations.next().is_some() {
                    return Err(errors::both_mechanisms(false));
                }
                let signed = from_header(parts, text)?;
                if presigned { Err(errors::both_mechanisms(signed.scope.is_s3())) } else { Ok(Self::Signed(signed)) }
            }
        }
    }
}

const PARAMETERS: [&str; 3] = ["Credential", "Signature", "SignedHeaders"];

fn from_header<'a>(parts: &RequestParts<'a>, text: &'a str) -> Result<Signed<'a>, Failure> {
    let text = text.trim_ascii();
    let (algorithm, rest) = text.split_once([' ', '\t']).unwrap_or((text, ""));
    if algorithm == "AWS" || algorithm == "AWS3" || algorithm == "AWS3-HTTPS" {
        return Err(errors::old_signature());
    }
    if algorithm != ALGORITHM {
        return Err(errors::unsupported_algorithm(algorithm));
    }
    let (mut credential, mut signature, mut signed_headers) = (None, None, None);
    for pair in rest.split(',').map(str::trim_ascii).filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').ok_or_else(|| errors::no_equal_sign(text))?;
        let place = match name {
            "Credential" => &mut credential,
            "Signature" => &mut signature,
            "SignedHeaders" => &mut signed_headers,
            _ => return Err(errors::incomplete(format!("'{name}' is not a parameter of the Authorization header."))),
        };
        if place.replace(value).is_some() {
            return Err(errors::incomplete(format!("Authorization header has more than one '{name}' parameter.")));
        }
    }
    let date = parts.header("x-amz-date").or_else(|| parts.header("date"));
    let found = [credential, signature, signed_headers].map(|value| value.filter(|value| !value.is_empty()));
    let ([Some(credential), Some(signature), Some(signed_headers)], Some(date)) = (found, date) else {
        let missing: Vec<&str> =
            PARAMETERS.iter().zip(found).filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
        return Err(errors::header_lacks(&missing, date.is_none(), text));
    };
    let (access_key_id, scope) = split_credential(Cow::Borrowed(credential))?;
    check_header_names(signed_headers)?;
    let (time, time_text) = match parts.header("x-amz-date") {
        Some(text) => (time::parse_basic(text).ok_or_else(|| errors::date_form(text))?, Cow::Borrowed(text)),
        None => {
            let at = time::parse_date_header(date).ok_or_else(|| errors::date_form(date))?;
            (at, Cow::Owned(time::basic(at)))
        }
    };
    Ok(Signed {
        access_key_id,
        scope,
        signed_headers: Cow::Borrowed(signed_headers),
        signature: Cow::Borrowed(signature),
        time,
        time_text,
        session_token: parts.header("x-amz-security-token").map(Cow::Borrowed),
        payload: parts.header("x-amz-content-sha256").map_or(Payload::Absent, Payload::of),
        presigned: None,
    })
}

fn from_query<'a>(parts: &RequestParts<'a>, presign: &Presign<'a>) -> Result<Signed<'a>, Failure> {
    // Which family of errors to speak has to be known before the credential is found good.
    let s3 = presign.credential.is_some_and(|credential| {
        decode(credential).is_ok_and(|credential| credential.split('/').nth(3).is_some_and(super::is_s3_name))
    });
    let named = [
        ("X-Amz-Algorithm", presign.algorithm),
        ("X-Amz-Credential", presign.credential),
        (SIGNATURE_PARAMETER, presign.signature),
        ("X-Amz-SignedHeaders", presign.signed_headers),
        ("X-Amz-Date", presign.date),
    ]
    .map(|(name, value)| (name, value.filter(|value| !value.is_empty())));
    let [(_, Some(algorithm)), (_, Some(credential)), (_, Some(signature)), (_, Some(signed_headers)), (_, Some(date))] = named
    else {
        let missing: Vec<&str> = named.iter().filter(|(_, value)| value.is_none()).map(|(name, _)| *name).collect();
        return Err(errors::query_lacks(&missing, s3));
    };
    if presign.repeated {
        return Err(errors::incomplete(
            "AWS query-string parameters must be given once. Re-examine the query-string parameters.",
        ));
    }
    if algorithm != ALGORITHM {
        return Err(if s3 {
            errors::s3_query("X-Amz-Algorithm only supports \"AWS4-HMAC-SHA256 and AWS4-ECDSA-P256-SHA256\"")
        } else {
            errors::unsupported_algorithm(algorithm)
        });
    }
    let expires = match presign.expires {
        Some(text) => Expires::After(parse_expires(text, s3)?),
        // S3 demands it; elsewhere the signature is good for as long as one in a header.
        None if s3 => return Err(errors::query_lacks(&["X-Amz-Expires"], s3)),
        None => Expires::Unsaid,
    };
    let (access_key_id, scope) = split_credential(decode(credential)?)?;
    let signed_headers = decode(signed_headers)?;
    check_header_names(&signed_headers)?;
    let time_text = decode(date)?;
    let time = time::parse_basic(&time_text).ok_or_else(|| errors::date_form(&time_text))?;
    let session_token = match presign.token {
        Some(token) => Some(decode(token)?),
        None => parts.header("x-amz-security-token").map(Cow::Borrowed),
    };
    Ok(Signed {
        access_key_id,
        scope,
        signed_headers,
        signature: Cow::Borrowed(signature),
        time,
        time_text,
        session_token,
        payload: parts.header("x-amz-content-sha256").or(presign.payload).map_or(Payload::Absent, Payload::of),
        presigned: Some(expires),
    })
}

fn parse_expires(text: &str, s3: bool) -> Result<u32, Failure> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    if digits.is_empty() || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(errors::expires("X-Amz-Expires should be a number", s3));
    }
    if text.starts_with('-') {
        return Err(errors::expires("X-Amz-Expires must be non-negative", s3));
    }
    digits.parse().ok().filter(|seconds| *seconds <= MAX_EXPIRES).ok_or_else(|| {
        errors::expires(
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
            s3,
        )
    })
}

/// Splits `keyid/date/region/service/term`. The parts are limited to letters that have no meaning in a string to sign.
fn split_credential(credential: Cow<'_, str>) -> Result<(Cow<'_, str>, Scope<'_>), Failure> {
    let parts: Option<[Cow<'_, str>; 5]> = match &credential {
        Cow::Borrowed(text) => five(text).map(|parts| parts.map(Cow::Borrowed)),
        Cow::Owned(text) => five(text).map(|parts| parts.map(|part| Cow::Owned(part.to_owned()))),
    };
    let Some([access_key_id, date, region, service, terminator]) = parts else {
        return Err(errors::credential_form(&credential));
    };
    Ok((access_key_id, Scope { date, region, service, terminator }))
}

fn five(text: &str) -> Option<[&str; 5]> {
    let mut pieces = text.split('/');
    let parts = [pieces.next()?, pieces.next()?, pieces.next()?, pieces.next()?, pieces.next()?];
    let plain = |part: &str| !part.is_empty() && part.len() <= 128 && part.bytes().all(|byte| byte.is_ascii_graphic());
    (pieces.next().is_none() && parts.iter().all(|part| plain(part))).then_some(parts)
}

fn check_header_names(names: &str) -> Result<(), Failure> {
    let good = |name: &str| {
        !name.is_empty()
            && name.bytes().all(
                |byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'.' | b'^'..=b'`' | b'|' | b'~'),
            )
    };
    let mut count = 0;
    for name in names.split(';') {
        count += 1;
        if count > MAX_SIGNED_HEADERS {
            return Err(errors::incomplete(format!("'SignedHeaders' names more than {MAX_SIGNED_HEADERS} headers.")));
        }
        if !good(name) {
            return Err(errors::incomplete("'SignedHeaders' must be names of headers in lower case, separated by semicolons."));
        }
    }
    Ok(())
}

/// Undoes percent-encoding; a plus is a plus, since tokens contain it.
fn decode(raw: &str) -> Result<Cow<'_, str>, Failure> {
    if !raw.contains('%') {
        return Ok(Cow::Borrowed(raw));
    }
    String::from_utf8(PercentDecoded::new(raw).collect())
        .map(Cow::Owned)
        .map_err(|_| errors::incomplete("AWS query-string parameters must be UTF-8. Re-examine the query-string parameters."))
}
