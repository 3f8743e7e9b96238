//! Signature Version 2 of S3, in the form of presigned URLs: `?AWSAccessKeyId=…&Expires=…&Signature=…`.
//!
//! boto3 and AWS CLI v1 still make such URLs in us-east-1 unless they are told otherwise, and S3 still takes them. Only this form is read: nothing
//! signs headers or other services' requests with version 2 any more.
//! Rules: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/RESTAuthentication.html>.

use std::collections::BTreeMap;

use aws_lc_rs::hmac;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

use crate::Timestamp;
use crate::failure::Failure;
use crate::protocol::text::{pairs, percent_decode};
use crate::request::RequestParts;

/// Query parameters that the signature covers: those that say which part of a bucket or object is meant, and those that change the reply.
///
/// It names every parameter that selects an operation of S3, also those younger than version 2, so that none can be added to a URL afterwards.
const COVERED: &[&str] = &[
    "abac",
    "accelerate",
    "acl",
    "analytics",
    "annotation",
    "annotations",
    "append",
    "attributes",
    "cors",
    "defaultObjectAcl",
    "delete",
    "encryption",
    "intelligent-tiering",
    "inventory",
    "legal-hold",
    "lifecycle",
    "location",
    "logging",
    "metadataAnnotationTable",
    "metadataConfiguration",
    "metadataInventoryTable",
    "metadataJournalTable",
    "metadataTable",
    "metrics",
    "notification",
    "object-lock",
    "ownershipControls",
    "partNumber",
    "policy",
    "policyStatus",
    "publicAccessBlock",
    "renameObject",
    "replication",
    "requestPayment",
    "response-cache-control",
    "response-content-disposition",
    "response-content-encoding",
    "response-content-language",
    "response-content-type",
    "response-expires",
    "restore",
    "retention",
    "select",
    "select-type",
    "session",
    "storageClass",
    "tagging",
    "torrent",
    "uploadId",
    "uploads",
    "versionId",
    "versioning",
    "versions",
    "website",
];

/// The claims of a presigned URL.
#[derive(Clone, PartialEq, Eq)]
pub struct Presigned {
    /// Access key id.
    pub access_key_id: String,
    /// Session token of temporary credentials.
    pub session_token: Option<String>,
    /// Until when it is good, seconds since 1970, as it was signed.
    expires: String,
    /// The signature's bytes; empty if it is not base64.
    signature: Vec<u8>,
}

impl std::fmt::Debug for Presigned {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Presigned").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

impl Presigned {
    /// Reads the parameters of a presigned URL; `None` if it has none of them.
    ///
    /// # Errors
    /// `AccessDenied` if one of the three is missing.
    pub fn parse(parts: &RequestParts<'_>) -> Result<Option<Self>, Failure> {
        let mut found: BTreeMap<&str, String> = BTreeMap::new();
        for (name, value) in pairs(parts.query) {
            if matches!(name, "AWSAccessKeyId" | "Expires" | "Signature" | "x-amz-security-token") {
                let value = percent_decode(value, false).ok_or_else(incomplete)?.to_string();
                if found.insert(name, value).is_some() {
                    return Err(incomplete());
                }
            }
        }
        if !found.contains_key("AWSAccessKeyId") {
            return Ok(None);
        }
        let mut take = |name: &str| found.remove(name).filter(|value| !value.is_empty());
        let session_token = take("x-amz-security-token").or_else(|| parts.header("x-amz-security-token").map(str::to_owned));
        let (Some(access_key_id), Some(expires), Some(signature)) = (take("AWSAccessKeyId"), take("Expires"), take("Signature"))
        else {
            return Err(incomplete());
        };
        Ok(Some(Self { access_key_id, session_token, expires, signature: STANDARD.decode(signature).unwrap_or_default() }))
    }

    /// Proves that the URL was made with this secret, that it is still good, and that it is used as it was meant.
    ///
    /// # Errors
    /// `AccessDenied` if its time is over or unreadable, `SignatureDoesNotMatch` otherwise.
    pub fn verify(&self, parts: &RequestParts<'_>, secret: &[u8], now: Timestamp) -> Result<(), Failure> {
        let until: i64 = self.expires.parse().map_err(|_| {
            Failure::unlisted("AccessDenied", 403, "Invalid date (should be seconds since epoch) in the Expires parameter")
        })?;
        if now.as_second() > until {
            return Err(Failure::unlisted("AccessDenied", 403, "Request has expired"));
        }
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
        let text = string_to_sign(parts, &self.expires).ok_or_else(crate::sigv4::errors::mismatch)?;
        hmac::verify(&key, text.as_bytes(), &self.signature).map_err(|_| crate::sigv4::errors::mismatch())
    }
}

fn incomplete() -> Failure {
    Failure::unlisted(
        "AccessDenied",
        403,
        "Query-string authentication requires the Signature, Expires and AWSAccessKeyId parameters",
    )
}

/// What the signature is of; `None` if a value is not text.
fn string_to_sign(parts: &RequestParts<'_>, expires: &str) -> Option<String> {
    let mut amz: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (name, value) in parts.headers {
        if name.as_str().starts_with("x-amz-") {
            let value = std::str::from_utf8(value.as_bytes()).ok()?.trim().to_owned();
            amz.entry(name.as_str().to_owned()).or_default().push(value);
        }
    }
    let mut covered: Vec<(&str, Option<String>)> = Vec::new();
    let mut in_query: BTreeMap<String, String> = BTreeMap::new();
    for pair in parts.query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = match pair.split_once('=') {
            Some((name, value)) => (name, Some(percent_decode(value, false)?.to_string())),
            None => (pair, None),
        };
        let lower = name.to_ascii_lowercase();
        if lower.starts_with("x-amz-") {
            amz.entry(lower).or_default().push(value.unwrap_or_default());
        } else if lower == "content-type" || lower == "content-md5" {
            in_query.insert(lower, value.unwrap_or_default());
        } else if COVERED.contains(&name) {
            covered.push((name, value));
        }
    }
    covered.sort_by_key(|(name, _)| *name);
    // Signers put these two into the URL; who uses it sends them as headers.
    let header = |name: &str| parts.header(name).map(str::to_owned).or_else(|| in_query.get(name).cloned()).unwrap_or_default();
    let mut text = format!("{}\n{}\n{}\n{expires}\n", parts.method, header("content-md5"), header("content-type"));
    for (name, values) in amz {
        text.push_str(&format!("{name}:{}\n", values.join(",")));
    }
    text.push_str(if parts.path.is_empty() { "/" } else { parts.path });
    for (index, (name, value)) in covered.iter().enumerate() {
        text.push(if index == 0 { '?' } else { '&' });
        text.push_str(name);
        if let Some(value) = value {
            text.push('=');
            text.push_str(value);
        }
    }
    Some(text)
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, Method};

    use super::{COVERED, Presigned, string_to_sign};
    use crate::request::RequestParts;

    const SECRET: &[u8] = b"wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY";

    fn told(method: &Method, path: &str, query: &str, seconds: i64) -> Result<(), String> {
        let headers = HeaderMap::new();
        let parts = RequestParts { method, path, query, headers: &headers };
        let presigned = Presigned::parse(&parts).map_err(|f| f.message)?.ok_or("not presigned")?;
        presigned.verify(&parts, SECRET, jiff::Timestamp::from_second(seconds).unwrap()).map_err(|f| f.message)
    }

    /// The example of the documentation, "Query string request authentication alternative".
    #[test]
    fn the_documented_example() {
        let query = "AWSAccessKeyId=AKIAIOSFODNN7EXAMPLE&Signature=x&Expires=1175139620";
        let headers = HeaderMap::new();
        let parts = RequestParts { method: &Method::GET, path: "/awsexamplebucket1/photos/puppy.jpg", query, headers: &headers };
        assert_eq!(string_to_sign(&parts, "1175139620").unwrap(), "GET\n\n\n1175139620\n/awsexamplebucket1/photos/puppy.jpg");
    }

    /// Made by botocore 1.44 with its HmacV1QueryAuth.
    #[test]
    fn urls_of_botocore() {
        let good = include_str!("../tests/sigv2_urls.txt");
        let mut seen = 0;
        for line in good.lines() {
            let (method, url) = line.split_once(' ').unwrap();
            let method: Method = method.parse().unwrap();
            let (path, query) = url.split_once('?').unwrap();
            assert_eq!(told(&method, path, query, 1_800_000_000), Ok(()), "{line}");
            assert!(told(&Method::DELETE, path, query, 1_800_000_000).is_err(), "{line}");
            assert!(told(&method, &format!("{path}x"), query, 1_800_000_000).is_err(), "{line}");
            assert_eq!(told(&method, path, query, 1_900_000_001), Err("Request has expired".to_owned()), "{line}");
            for name in COVERED.iter().filter(|name| !query.contains(**name)) {
                assert!(told(&method, path, &format!("{name}&{query}"), 1_800_000_000).is_err(), "{name} added to {line}");
            }
            assert!(told(&method, path, &query.replace("Expires=19", "Expires=20"), 1_800_000_000).is_err(), "{line}");
            seen += 1;
        }
        assert_eq!(seen, 6);
    }

    #[test]
    fn parts_that_are_missing() {
        for query in ["AWSAccessKeyId=A&Signature=eA==", "AWSAccessKeyId=A&Expires=1", "AWSAccessKeyId=&Expires=1&Signature=eA=="]
        {
            assert!(told(&Method::GET, "/b/k", query, 0).unwrap_err().starts_with("Query-string authentication requires"));
        }
        assert!(
            told(&Method::GET, "/b/k", "AWSAccessKeyId=A&Expires=x&Signature=eA==", 0).unwrap_err().starts_with("Invalid date")
        );
        assert_eq!(told(&Method::GET, "/b/k", "Expires=1&Signature=eA==", 0), Err("not presigned".to_owned()));
    }

    /// No parameter that selects an operation may be addable to a URL.
    #[test]
    fn every_selecting_parameter_is_covered() {
        for operation in &crate::contracts::contract("s3").unwrap().service().operations {
            let Some((_, query)) = operation.uri.split_once('?') else { continue };
            for pair in query.split('&') {
                let name = pair.split('=').next().unwrap();
                // `x-id` and `list-type` tell variants of one and the same right apart.
                assert!(COVERED.contains(&name) || ["x-id", "list-type"].contains(&name), "{}: {name}", operation.name);
            }
        }
    }
}
