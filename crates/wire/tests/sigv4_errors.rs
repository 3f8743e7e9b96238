//! Each way to be wrong has AWS's own error; nothing makes the parser panic.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod sigv4_common;

use proptest::prelude::*;
use sigv4_common::{AKID, Request, SECRET, at, code, signer};
use wire::model::Protocol;
use wire::sigv4::{
    Authentication, Body, MAX_SIGNED_HEADERS, Payload, Rules, SigningKey, SigningKeys, ToSign, errors, presign, verify,
};
use wire::{Failure, Timestamp};

const IAM: Rules<'static> = Rules::service(&["iam"]);
const MISMATCH: &str = "The request signature we calculated does not match the signature you provided. Check your AWS Secret Access Key and \
                        signing method. Consult the service documentation for details.";

fn noon() -> Timestamp {
    at("2026-01-01T12:00:00Z")
}

fn request() -> Request {
    Request::new("POST", "/", "", &[("host", "h"), ("content-type", "text/plain")], b"Action=ListUsers")
}

fn signed_for(service: &str) -> Request {
    let mut request = request();
    request.sign(&signer("r", service, None), Payload::Absent, noon());
    request
}

fn told(result: Result<(), Failure>) -> (String, String) {
    let failure = result.unwrap_err();
    (code(&failure), failure.message)
}

fn is(result: Result<(), Failure>, code: &str, message: &str) {
    assert_eq!(told(result), (code.to_owned(), message.to_owned()));
}

/// The parser's complaint about an Authorization header.
fn complaint(authorization: &str) -> (String, String) {
    let mut request = request();
    request.set("x-amz-date", "20260101T120000Z");
    request.set("authorization", authorization);
    told(Authentication::parse(&request.parts()).map(|_| ()))
}

#[test]
fn nothing_said_is_anonymous() {
    assert_eq!(Authentication::parse(&request().parts()), Ok(Authentication::Anonymous));
    assert_eq!(errors::missing_token(Protocol::Query).message, "Request is missing Authentication Token");
    assert_eq!(errors::missing_token(Protocol::AwsJson).message, "Missing Authentication Token");
    assert_eq!(errors::unknown_token(false).message, "The security token included in the request is invalid.");
    assert_eq!(code(&errors::unknown_token(true)), "InvalidAccessKeyId 403");
    assert_eq!(errors::expired_token(false).message, "The security token included in the request is expired");
}

#[test]
fn authorization_headers_that_are_not_complete() {
    let good = "Credential=A/20260101/r/iam/aws4_request, SignedHeaders=host, Signature=00";
    let (code, message) = complaint("AWS4-HMAC-SHA256");
    assert_eq!(code, "IncompleteSignature");
    assert!(
        message.starts_with(
            "Authorization header requires 'Credential' parameter. Authorization header requires 'Signature' parameter. Authorization \
             header requires 'SignedHeaders' parameter. (Hashed with SHA-256 and encoded with Base64) Authorization="
        ),
        "{message}"
    );
    let (_, message) = complaint("AWS4-HMAC-SHA256 Credential=A/20260101/r/iam/aws4_request, SignedHeaders=, Signature=00");
    assert!(message.starts_with("Authorization header requires 'SignedHeaders' parameter. (Hashed"), "{message}");
    let mut undated = request();
    undated.set("authorization", &format!("AWS4-HMAC-SHA256 {good}"));
    let (code, message) = told(Authentication::parse(&undated.parts()).map(|_| ()));
    assert_eq!(code, "IncompleteSignature");
    assert!(
        message.starts_with("Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. (H"),
        "{message}"
    );
    for (credential, shown) in [
        ("A", "A"),
        ("A/20260101/r/iam", "A/20260101/r/iam"),
        ("A/b/20260101/r/iam/aws4_request", "A/b/20260101/r/iam/aws4_request"),
    ] {
        let (code, message) = complaint(&format!("AWS4-HMAC-SHA256 Credential={credential}, SignedHeaders=host, Signature=00"));
        assert_eq!(code, "IncompleteSignature");
        assert_eq!(
            message,
            format!(
                "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{shown}'"
            )
        );
    }
    for (authorization, code, begin) in [
        (
            "AWS4-HMAC-SHA256 nonsense".to_owned(),
            "IncompleteSignature",
            "Invalid key=value pair (missing equal-sign) in Authorization header",
        ),
        ("Bearer x".to_owned(), "IncompleteSignature", "Unsupported AWS 'algorithm': 'Bearer'."),
        (
            format!("AWS4-ECDSA-P256-SHA256 {good}"),
            "IncompleteSignature",
            "Unsupported AWS 'algorithm': 'AWS4-ECDSA-P256-SHA256'.",
        ),
        (
            "AWS AKID:sig".to_owned(),
            "InvalidRequest 400",
            "The authorization mechanism you have provided is not supported. Please use AWS4-HMAC-SHA256.",
        ),
        (
            format!("AWS4-HMAC-SHA256 {good}, Signature=11"),
            "IncompleteSignature",
            "Authorization header has more than one 'Signature'",
        ),
        (format!("AWS4-HMAC-SHA256 {good}, Extra=11"), "IncompleteSignature", "'Extra' is not a parameter"),
        (
            good.replace("Credential", "AWS4-HMAC-SHA256 Credential").replace("=host", "=Host"),
            "IncompleteSignature",
            "'SignedHeaders' must be",
        ),
        (
            good.replace("Credential", "AWS4-HMAC-SHA256 Credential").replace("=host", "=host;;a"),
            "IncompleteSignature",
            "'SignedHeaders' must be",
        ),
        (
            format!("AWS4-HMAC-SHA256 {}", good.replace("=host", &format!("=host{}", ";a".repeat(MAX_SIGNED_HEADERS)))),
            "IncompleteSignature",
            "'SignedHeaders' names more",
        ),
    ] {
        let (got, message) = complaint(&authorization);
        assert_eq!(got, code, "{authorization}");
        assert!(message.starts_with(begin), "{authorization}: {message}");
    }
    let mut twice = signed_for("iam");
    let again = twice.headers.get("authorization").unwrap().clone();
    twice.headers.append("authorization", again);
    assert!(Authentication::parse(&twice.parts()).is_err());
}

#[test]
fn dates() {
    for bad in
        ["", "20260101", "2026-01-01T12:00:00Z", "20260101T120000", "20260230T120000Z", "20260101T250000Z", "2026010１T12000Z"]
    {
        let mut request = signed_for("iam");
        request.headers.insert("x-amz-date", http::HeaderValue::from_bytes(bad.as_bytes()).unwrap());
        let (code, message) = told(Authentication::parse(&request.parts()).map(|_| ()));
        assert_eq!(code, "IncompleteSignature", "{bad}");
        assert!(message.starts_with(&format!("Date must be in ISO-8601 'basic format'. Got '{bad}'.")), "{message}");
    }
    let mut request = signed_for("iam");
    request.headers.remove("x-amz-date");
    for (date, good) in [
        ("Thu, 01 Jan 2026 12:00:00 GMT", true),
        ("Thu, 01 Jan 2026 12:00:00 -0000", true),
        ("20260101T120000Z", true),
        ("noon", false),
    ] {
        request.set("date", date);
        let parsed = request.signed();
        assert_eq!(
            parsed.as_ref().ok().map(|signed| (signed.time, &*signed.time_text)),
            good.then_some((noon(), "20260101T120000Z")),
            "{date}"
        );
    }
}

#[test]
fn scope() {
    let request = signed_for("iam");
    request.check(noon(), &IAM).unwrap();
    is(
        request.check(noon(), &Rules::service(&["sts", "x"])),
        "SignatureDoesNotMatch",
        "Credential should be scoped to correct service: 'sts'. ",
    );
    request.check(noon(), &Rules::service(&["sts", "iam"])).unwrap();
    let swap = |from: &str, to: &str| {
        let mut request = request.clone();
        let authorization = request.get("authorization").replace(from, to);
        request.set("authorization", &authorization);
        request.check(noon(), &IAM)
    };
    is(
        swap("/20260101/", "/20260102/"),
        "SignatureDoesNotMatch",
        "Date in Credential scope does not match YYYYMMDD from ISO-8601 version of date from HTTP: '20260102' != '20260101', from \
         '20260101T120000Z'.",
    );
    is(
        swap("aws4_request", "aws5"),
        "SignatureDoesNotMatch",
        "Credential should be scoped with a valid terminator: 'aws4_request', not 'aws5'.",
    );
    is(swap("/r/", "/s/"), "SignatureDoesNotMatch", MISMATCH);
    is(swap("Signature=", "Signature=0"), "SignatureDoesNotMatch", MISMATCH);
    let (code, message) = told(request.check(noon(), &Rules::s3()));
    assert_eq!(code, "AuthorizationHeaderMalformed 400");
    assert_eq!(message, "The authorization header is malformed; incorrect service \"iam\". This endpoint belongs to \"s3\".");
    assert_eq!(sigv4_common::code(&errors::wrong_region(true, false, "a", "b")), "AuthorizationHeaderMalformed 400");
}

#[test]
fn clocks() {
    let request = signed_for("iam");
    for (now, good) in [("11:55:00", true), ("11:54:59", false), ("12:05:00", true), ("12:05:01", false)] {
        assert_eq!(request.check(at(&format!("2026-01-01T{now}Z")), &IAM).is_ok(), good, "{now}");
    }
    is(
        request.check(at("2026-01-01T12:10:00Z"), &IAM),
        "SignatureDoesNotMatch",
        "Signature expired: 20260101T120000Z is now earlier than 20260101T120500Z (20260101T121000Z - 5 min.)",
    );
    is(
        request.check(at("2026-01-01T11:50:00Z"), &IAM),
        "SignatureDoesNotMatch",
        "Signature not yet current: 20260101T120000Z is still later than 20260101T115500Z (20260101T115000Z + 5 min.)",
    );
    let mut s3 = self::request();
    s3.sign(&signer("r", "s3", None), Payload::Absent, noon());
    s3.check(at("2026-01-01T12:15:00Z"), &Rules::s3()).unwrap();
    let (code, message) = told(s3.check(at("2026-01-01T12:15:01Z"), &Rules::s3()));
    assert_eq!(code, "RequestTimeTooSkewed 403");
    assert_eq!(message, "The difference between the request time and the current time is too large.");
    // The ends of time.
    assert!(request.check(Timestamp::MIN, &IAM).is_err() && request.check(Timestamp::MAX, &IAM).is_err());
}

#[test]
fn headers_that_must_be_signed() {
    let mut request = signed_for("iam");
    request.set("x-amz-target", "x");
    is(request.check(noon(), &IAM), "SignatureDoesNotMatch", "There were headers present in the request which were not signed");
    request.headers.remove("x-amz-target");
    request.set("x-amzn-trace-id", "Root=1");
    request.set("user-agent", "x");
    request.check(noon(), &IAM).unwrap();
    let authorization = request.get("authorization").replace("content-type;host;", "content-type;");
    request.set("authorization", &authorization);
    is(
        request.check(noon(), &IAM),
        "SignatureDoesNotMatch",
        "'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.",
    );
    // A header that is named and is not there.
    let mut request = signed_for("iam");
    request.headers.remove("content-type");
    is(request.check(noon(), &IAM), "SignatureDoesNotMatch", MISMATCH);
}

fn presigned(service: &str, expires: u32) -> Request {
    let mut request = Request::new("GET", "/", "Action=X", &[("host", "h")], b"");
    let to_sign = ToSign { method: &request.method, path: "/", query: &request.query, body: b"", payload: Payload::Absent };
    request.query = presign(&to_sign, &request.headers, expires, &signer("r", service, Some("t+/=")), noon()).unwrap();
    request
}

#[test]
fn presigned_urls() {
    let request = presigned("iam", 600);
    assert_eq!(request.signed().unwrap().session_token.as_deref(), Some("t+/="));
    for (now, good) in [("11:55:00", true), ("11:54:59", false), ("12:10:00", true), ("12:10:01", false)] {
        assert_eq!(request.check(at(&format!("2026-01-01T{now}Z")), &IAM).is_ok(), good, "{now}");
    }
    is(request.check(at("2026-01-01T13:00:00Z"), &IAM), "RequestExpired", "Request has expired.");
    for (missing, s3) in [
        ("X-Amz-Algorithm", false),
        ("X-Amz-Date", false),
        ("X-Amz-SignedHeaders", false),
        ("X-Amz-Expires", true),
        ("X-Amz-Date", true),
    ] {
        let mut request = presigned(if s3 { "s3" } else { "iam" }, 600);
        request.query = request.query.split('&').filter(|pair| !pair.starts_with(missing)).collect::<Vec<_>>().join("&");
        let (code, message) = told(Authentication::parse(&request.parts()).map(|_| ()));
        if s3 {
            assert_eq!(code, "AuthorizationQueryParametersError 400");
            assert!(message.starts_with("Query-string authentication version 4 requires"), "{message}");
        } else {
            assert_eq!(code, "IncompleteSignature");
            assert_eq!(
                message,
                format!("AWS query-string parameters must include '{missing}'. Re-examine the query-string parameters.")
            );
        }
    }
    for (expires, message) in [
        (
            "604801",
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        ),
        (
            "99999999999999999999",
            "X-Amz-Expires must be less than a week (in seconds); that is, the given X-Amz-Expires must be less than 604800 seconds",
        ),
        ("-1", "X-Amz-Expires must be non-negative"),
        ("x", "X-Amz-Expires should be a number"),
        ("", "X-Amz-Expires should be a number"),
    ] {
        for (service, code) in [("iam", "IncompleteSignature"), ("s3", "AuthorizationQueryParametersError 400")] {
            let mut request = presigned(service, 600);
            request.query = request.query.replace("X-Amz-Expires=600", &format!("X-Amz-Expires={expires}"));
            is(Authentication::parse(&request.parts()).map(|_| ()), code, message);
        }
    }
    // A line feed in the list of headers would let one header look like two.
    let mut request = presigned("iam", 600);
    request.query = request.query.replace("SignedHeaders=host", "SignedHeaders=host%0Aa");
    assert!(Authentication::parse(&request.parts()).is_err());
    let mut request = presigned("iam", 600);
    request.query.push_str("&X-Amz-Date=20260101T120000Z");
    assert!(Authentication::parse(&request.parts()).is_err());
    // Without X-Amz-Expires a service other than S3 takes it for as good as a header.
    let mut request = presigned("iam", 600);
    let unsaid = request.query.split("&X-Amz-Expires").next().unwrap().to_owned();
    request.query = format!("{unsaid}&X-Amz-SignedHeaders=host&X-Amz-Signature=0");
    is(request.check(noon(), &IAM), "SignatureDoesNotMatch", MISMATCH);
    assert!(told(request.check(at("2026-01-01T12:06:00Z"), &IAM)).1.starts_with("Signature expired"));
}

#[test]
fn both_mechanisms_or_an_old_one() {
    let mut request = signed_for("iam");
    request.query = presigned("iam", 60).query;
    let (code, message) = told(Authentication::parse(&request.parts()).map(|_| ()));
    assert_eq!(code, "IncompleteSignature");
    assert!(message.starts_with("Only one auth mechanism allowed;"), "{message}");
    let mut s3 = self::request();
    s3.sign(&signer("r", "s3", None), Payload::Absent, noon());
    s3.query = "X-Amz-Signature=1".into();
    assert_eq!(told(Authentication::parse(&s3.parts()).map(|_| ())).0, "InvalidArgument 400");
    let old = Request::new("GET", "/", "AWSAccessKeyId=A&Signature=x&Expires=1&SignatureVersion=2", &[("host", "h")], b"");
    assert_eq!(told(Authentication::parse(&old.parts()).map(|_| ())).0, "InvalidRequest 400");
    let s3 = Request::new("GET", "/b/k", "AWSAccessKeyId=A&Signature=x&Expires=1", &[("host", "h")], b"");
    assert!(matches!(Authentication::parse(&s3.parts()), Ok(Authentication::PresignedV2(_))));
}

#[test]
fn bodies() {
    let s3 = Rules::s3();
    let mut request = request();
    request.sign(&signer("r", "s3", None), Payload::Absent, noon());
    request.check(noon(), &s3).unwrap();
    let mut other = Request { body: b"other".to_vec(), ..request.clone() };
    is(
        other.check(noon(), &s3),
        "XAmzContentSHA256Mismatch 400",
        "The provided 'x-amz-content-sha256' header does not match what was computed.",
    );
    // Not read yet: the signature is good, the body is compared afterwards.
    let signed = other.signed().unwrap();
    let key = SigningKey::derive(SECRET.as_bytes(), "20260101", "r", "s3");
    verify(&other.parts(), &signed, &key, Body::Unread, noon(), &s3).unwrap();
    assert!(wire::sigv4::check_body_hash(&signed.payload, &[0; 32], &s3).is_err());
    other.set("x-amz-content-sha256", "abc");
    assert_eq!(told(other.check(noon(), &s3)).0, "InvalidArgument 400");
    let mut absent = request.clone();
    absent.headers.remove("x-amz-content-sha256");
    is(absent.check(noon(), &s3), "InvalidRequest 400", "Missing required header for this request: x-amz-content-sha256");
    // Elsewhere the body is covered, whatever the header says.
    let mut request = self::request();
    request.sign(&signer("r", "iam", None), Payload::Unsigned, noon());
    is(request.check(noon(), &IAM), "SignatureDoesNotMatch", MISMATCH);
    request.check(noon(), &Rules { unsigned_payload: true, ..IAM }).unwrap();
    let signed = request.signed().unwrap();
    let unread = verify(&request.parts(), &signed, &SigningKey::derive(b"", "", "", ""), Body::Unread, noon(), &IAM).unwrap_err();
    assert_eq!(code(&unread), "Internal");
}

#[test]
fn cache() {
    let keys = SigningKeys::new();
    let request = signed_for("iam");
    let signed = request.signed().unwrap();
    let verify = |secret: &[u8]| keys.verify(&request.parts(), &signed, secret, Body::Bytes(&request.body), noon(), &IAM);
    assert!(verify(b"wrong").is_err());
    assert!(keys.is_empty(), "a key that verified nothing is not kept");
    verify(SECRET.as_bytes()).unwrap();
    assert_eq!(keys.len(), 1);
    verify(SECRET.as_bytes()).unwrap();
    assert!(verify(b"rotated").is_err(), "a cached key is bound to its secret");
    assert_eq!(keys.len(), 1);
    keys.forget(AKID);
    assert!(keys.is_empty());
}

#[test]
fn secrets_are_not_shown() {
    let request = presigned("iam", 60);
    let shown = format!("{:?} {:?}", request.signed().unwrap(), signer("r", "iam", Some("token")));
    assert!(!shown.contains("t+/=") && !shown.contains("token\"") && !shown.contains(&*request.signed().unwrap().signature));
    assert!(!shown.contains(SECRET));
}

proptest! {
    #[test]
    fn arbitrary_heads_never_panic(
        path in "\\PC{0,20}",
        query in "(X-Amz-(Algorithm|Credential|Date|Expires|SignedHeaders|Signature|Security-Token)=[%0-9A-Za-z/;.\u{e9}-]{0,20}&?){0,8}\\PC{0,10}",
        authorization in "(AWS4-HMAC-SHA256 )?((Credential|SignedHeaders|Signature)=[ -~]{0,40},? ?){0,4}",
        date in "[0-9TZ]{14,17}|\\PC{0,10}",
        with_header in any::<bool>(),
    ) {
        let mut request = Request::new("GET", &path, &query, &[("host", "h")], b"");
        if with_header {
            request.headers.insert("authorization", http::HeaderValue::from_str(&authorization).unwrap());
        }
        if let Ok(date) = http::HeaderValue::from_bytes(date.as_bytes()) {
            request.headers.insert("x-amz-date", date);
        }
        if let Ok(Authentication::Signed(signed)) = Authentication::parse(&request.parts()) {
            let key = SigningKey::derive(b"s", &signed.scope.date, &signed.scope.region, &signed.scope.service);
            for rules in [IAM, Rules::s3()] {
                prop_assert!(verify(&request.parts(), &signed, &key, Body::Bytes(b""), signed.time, &rules).is_err());
            }
        }
    }

    #[test]
    fn what_is_signed_verifies(
        path in "(/[ -~&&[^?#]]{0,6}){1,4}",
        query in "([a-z%&=+!'()~.-]{0,20})",
        value in "[ -~\t]{0,30}",
        body in prop::collection::vec(any::<u8>(), 0..64),
        s3 in any::<bool>(),
        token in prop::option::of("[!-~]{1,30}"),
    ) {
        let mut request = Request::new("PUT", &path, &query, &[("host", "h"), ("x-amz-meta-a", &value), ("x-amz-meta-a", "b")], &body);
        let service = if s3 { "s3" } else { "lambda" };
        request.sign(&signer("r", service, token.as_deref()), Payload::Absent, noon());
        let rules = if s3 { Rules::s3() } else { Rules::service(&["lambda"]) };
        prop_assert_eq!(request.check(noon(), &rules), Ok(()));
        request.body.push(0);
        prop_assert!(request.check(noon(), &rules).is_err());
    }
}
