//! Requests signed by botocore and AWS's own examples: accepted as they are, reproduced by the signer, refused when anything is changed.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test fails by panicking"
)]

mod sigv4_common;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;
use sigv4_common::{AKID, Request, SECRET, at, code, signer};
use wire::Timestamp;
use wire::sigv4::{Authentication, Body, Payload, Rules, Signer, SigningKey, ToSign, presign, verify};

struct Vector {
    name: String,
    service: String,
    token: Option<String>,
    expires: Option<u32>,
    time: Timestamp,
    request: Request,
}

impl Vector {
    fn check(&self, request: &Request) -> Result<(), wire::Failure> {
        let services = [self.service.as_str()];
        let rules = if self.service == "s3" { Rules::s3() } else { Rules::service(&services) };
        request.check(self.time, &rules)
    }
}

fn vectors() -> Vec<Vector> {
    let file: Value = serde_json::from_str(include_str!("data/sigv4.json")).unwrap();
    assert_eq!((file["access_key_id"].as_str(), file["secret"].as_str()), (Some(AKID), Some(SECRET)));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    file["vectors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|vector| {
            let headers: Vec<(String, String)> =
                vector["headers"].as_array().unwrap().iter().map(|pair| (text(&pair[0]), text(&pair[1]))).collect();
            let headers: Vec<(&str, &str)> = headers.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
            let body = STANDARD.decode(text(&vector["body"])).unwrap();
            Vector {
                name: text(&vector["name"]),
                service: text(&vector["service"]),
                token: vector["token"].as_str().map(str::to_owned),
                expires: vector["expires"].as_u64().map(|seconds| u32::try_from(seconds).unwrap()),
                time: at(&text(&vector["time"])),
                request: Request::new(&text(&vector["method"]), &text(&vector["path"]), &text(&vector["query"]), &headers, &body),
            }
        })
        .collect()
}

#[test]
fn botocore_is_accepted() {
    let vectors = vectors();
    assert!(vectors.len() >= 100, "{}", vectors.len());
    let mut wrong = Vec::new();
    for vector in &vectors {
        let signed = vector.request.signed().unwrap_or_else(|failure| panic!("{}: {failure:?}", vector.name));
        assert_eq!(signed.access_key_id, AKID);
        assert_eq!(signed.scope.region, "eu-central-1");
        assert_eq!(signed.scope.service, vector.service);
        assert_eq!(signed.session_token.as_deref(), vector.token.as_deref());
        assert_eq!(signed.presigned.is_some(), vector.expires.is_some());
        assert_eq!(signed.time, vector.time);
        if let Err(failure) = vector.check(&vector.request) {
            wrong.push(format!("{}: {}", vector.name, failure.message));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

/// The signer is given the head before it was signed and must arrive at the same signature.
#[test]
fn the_signer_agrees_with_botocore() {
    let mut compared = 0;
    for vector in vectors() {
        let theirs = vector.request.signed().unwrap();
        let signer = signer("eu-central-1", &vector.service, vector.token.as_deref());
        let mut request = vector.request.clone();
        if let Some(expires) = vector.expires {
            let own = vector.request.query.split_once("X-Amz-Algorithm").unwrap().0.trim_end_matches('&').to_owned();
            // A presigned body is not known to whoever signed it.
            let to_sign =
                ToSign { method: &request.method, path: &request.path, query: &own, body: b"", payload: Payload::Absent };
            let query = presign(&to_sign, &request.headers, expires, &signer, vector.time).unwrap();
            assert!(query.ends_with(&*theirs.signature), "{}: {query}", vector.name);
        } else {
            // Ours always sends X-Amz-Date, and signs a query as it is sent: this one says `%20` and sends `+`.
            if request.headers.contains_key("date") || request.query.contains('+') {
                continue;
            }
            for name in ["authorization", "x-amz-date", "x-amz-security-token", "x-amz-content-sha256"] {
                request.headers.remove(name);
            }
            let payload = if vector.service == "s3" { theirs.payload } else { Payload::Absent };
            request.sign(&signer, payload, vector.time);
            assert_eq!(request.get("authorization"), vector.request.get("authorization"), "{}", vector.name);
        }
        compared += 1;
    }
    assert!(compared >= 100);
}

/// Every single letter of every part of some varied requests, changed: refused.
#[test]
fn any_change_is_refused() {
    let wanted = [
        "query service",
        "json with token",
        "date header",
        "s3 put",
        "path /a%2Fb",
        "query b=2&a=1",
        "s3 query list-type=2&prefix=a%2Fb&delimiter=%2F",
        "presigned /?Action=GetCallerIdentity&Version=2011-06-15 1",
        "s3 presigned /b/k%2F//../l?versionId=a%2Bb&x",
        "headers [('X-A', '1'), ('X-A', '2'), ('x-a', '0')]",
    ];
    let mut tried = 0;
    for vector in vectors().iter().filter(|vector| wanted.contains(&vector.name.as_str())) {
        let mut changed: Vec<(String, Request)> = Vec::new();
        let original = &vector.request;
        for at in 0..original.path.len() {
            let path = spoil(&original.path, at);
            changed.push((format!("path {path}"), Request { path, ..original.clone() }));
        }
        for at in 0..original.query.len() {
            let query = spoil(&original.query, at);
            changed.push((format!("query {query}"), Request { query, ..original.clone() }));
        }
        // S3's presigned signatures do not cover the body.
        if !(vector.service == "s3" && vector.expires.is_some()) {
            for at in 0..original.body.len() {
                let mut body = original.body.clone();
                body[at] ^= 1;
                changed.push((format!("body {at}"), Request { body, ..original.clone() }));
            }
            let body = [original.body.as_slice(), b"x"].concat();
            changed.push(("longer body".into(), Request { body, ..original.clone() }));
        }
        for method in ["GET", "POST", "PUT", "get"] {
            if method != original.method.as_str() {
                changed.push((method.into(), Request { method: method.parse().unwrap(), ..original.clone() }));
            }
        }
        for (name, value) in &original.headers {
            let value = value.to_str().unwrap().to_owned();
            let covered = original.signed().unwrap().signed_headers.split(';').any(|signed| signed == name.as_str());
            if !covered && name != "authorization" {
                continue;
            }
            for at in 0..value.len() {
                let spoilt = spoil(&value, at);
                let mut request = original.clone();
                request.set(name.as_str(), &spoilt);
                changed.push((format!("{name}: {spoilt}"), request));
            }
            let mut request = original.clone();
            request.headers.remove(name);
            changed.push((format!("without {name}"), request));
            let mut request = original.clone();
            request.headers.append(name.clone(), "x".parse().unwrap());
            changed.push((format!("{name} twice"), request));
        }
        for added in ["x-amz-target", "x-amz-meta-new", "x-amz-tagging", "x-amz-content-sha256"] {
            if !original.headers.contains_key(added) {
                let mut request = original.clone();
                request.set(added, "UNSIGNED-PAYLOAD");
                changed.push((format!("with {added}"), request));
            }
        }
        for (what, request) in changed {
            if request == *original {
                continue;
            }
            tried += 1;
            let accepted = Authentication::parse(&request.parts())
                .is_ok_and(|claim| claim != Authentication::Anonymous && vector.check(&request).is_ok());
            assert!(!accepted, "{}: accepted with {what}", vector.name);
        }
    }
    assert!(tried > 3000, "{tried}");
}

/// The text with one letter replaced by another of its kind: a different value, not another spelling of the same.
fn spoil(text: &str, at: usize) -> String {
    text.char_indices()
        .map(|(index, letter)| match letter {
            _ if index != at => letter,
            '0'..='8' | 'a'..='y' | 'A'..='Y' => char::from(letter as u8 + 1),
            '9' => '8',
            'z' => 'y',
            'Z' => 'Y',
            _ => 'x',
        })
        .collect()
}

/// Another spelling of the same query is the same request. A plus is a space.
#[test]
fn a_query_may_be_escaped_in_another_way() {
    let now = at("2026-01-01T00:00:00Z");
    let rules = Rules::service(&["guardduty"]);
    let mut request = Request::new("GET", "/x", "a=%2F~&b=%28x%29&c=%2B%20", &[("host", "h")], b"");
    request.sign(&signer("r", "guardduty", None), Payload::Absent, now);
    for (query, good) in [
        ("a=%2F~&b=%28x%29&c=%2B%20", true),
        ("a=%2f%7E&b=(x)&c=%2b+", true),
        ("c=%2B+&b=(x)&&a=/~", true),
        ("a=%2F~&b=%28x%29&c=++", false),
        ("a=%2F~&b=%28x%29&c=%2B%2B", false),
        ("a=%2F~&b=%28x%29&c=%20%20", false),
        ("a=%2F~&b=%28x%29&c=%252B%2520", false),
        ("a=%2F~&b=%28x%29&c=%2B%20&d", false),
        ("a=%2F~&b=%28x%29", false),
    ] {
        let changed = Request { query: query.into(), ..request.clone() };
        assert_eq!(changed.check(now, &rules).is_ok(), good, "{query}");
    }
}

struct Example {
    name: &'static str,
    secret: &'static str,
    request: Request,
    authorization: &'static str,
    at: &'static str,
}

/// Signatures printed in AWS's documentation and its test suite.
#[test]
fn aws_examples() {
    const EMPTY: &str = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855";
    const SUITE: &str = "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY";
    let bucket = ("host", "examplebucket.s3.amazonaws.com");
    let date = ("x-amz-date", "20130524T000000Z");
    let suite = |method, query| {
        let headers = [("host", "example.amazonaws.com"), ("x-amz-date", "20150830T123600Z")];
        Request::new(method, "/", query, &headers, b"")
    };
    let examples = [
        Example {
            name: "S3 GET object",
            secret: SECRET,
            request: Request::new(
                "GET",
                "/test.txt",
                "",
                &[bucket, ("range", "bytes=0-9"), ("x-amz-content-sha256", EMPTY), date],
                b"",
            ),
            authorization: "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,\
                            Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41",
            at: "2013-05-24T00:00:00Z",
        },
        Example {
            name: "S3 PUT object, Date header beside X-Amz-Date",
            secret: SECRET,
            request: Request::new(
                "PUT",
                "/test%24file.text",
                "",
                &[
                    bucket,
                    ("date", "Fri, 24 May 2013 00:00:00 GMT"),
                    date,
                    ("x-amz-storage-class", "REDUCED_REDUNDANCY"),
                    ("x-amz-content-sha256", "44ce7dd67c959e0d3524ffac1771dfbba87d2b6b4b4e99e42034a8b803f8b072"),
                ],
                b"Welcome to Amazon S3.",
            ),
            authorization: "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,\
                            SignedHeaders=date;host;x-amz-content-sha256;x-amz-date;x-amz-storage-class,\
                            Signature=98ad721746da40c64f1a55b78f14c238d841ea1380cd77a1b5971af0ece108bd",
            at: "2013-05-24T00:00:00Z",
        },
        Example {
            name: "S3 GET lifecycle",
            secret: SECRET,
            request: Request::new("GET", "/", "lifecycle", &[bucket, ("x-amz-content-sha256", EMPTY), date], b""),
            authorization: "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,\
                            Signature=fea454ca298b7da1c68078a5d1bdbfbbe0d65c699e0f91ac7a200a0136783543",
            at: "2013-05-24T00:00:00Z",
        },
        Example {
            name: "S3 list objects",
            secret: SECRET,
            request: Request::new("GET", "/", "max-keys=2&prefix=J", &[bucket, ("x-amz-content-sha256", EMPTY), date], b""),
            authorization: "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,SignedHeaders=host;x-amz-content-sha256;x-amz-date,\
                            Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7",
            at: "2013-05-24T00:00:00Z",
        },
        Example {
            name: "IAM ListUsers",
            secret: SUITE,
            request: Request::new(
                "GET",
                "/",
                "Action=ListUsers&Version=2010-05-08",
                &[
                    ("host", "iam.amazonaws.com"),
                    ("content-type", "application/x-www-form-urlencoded; charset=utf-8"),
                    ("x-amz-date", "20150830T123600Z"),
                ],
                b"",
            ),
            authorization: "AKIDEXAMPLE/20150830/us-east-1/iam/aws4_request, SignedHeaders=content-type;host;x-amz-date, \
                            Signature=5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7",
            at: "2015-08-30T12:36:00Z",
        },
        Example {
            name: "get-vanilla",
            secret: SUITE,
            request: suite("GET", ""),
            authorization: "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, \
                            Signature=5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31",
            at: "2015-08-30T12:40:59Z",
        },
        Example {
            name: "post-vanilla",
            secret: SUITE,
            request: suite("POST", ""),
            authorization: "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, \
                            Signature=5da7c1a2acd57cee7505fc6676e4e544621c30862966e37dddb68e92efbe5d6b",
            at: "2015-08-30T12:31:01Z",
        },
        Example {
            name: "get-vanilla-query-order-key-case",
            secret: SUITE,
            request: suite("GET", "Param2=value2&Param1=value1"),
            authorization: "AKIDEXAMPLE/20150830/us-east-1/service/aws4_request, SignedHeaders=host;x-amz-date, \
                            Signature=b97d918cfa904a5beff61c982a1b6f458b799221646efd99d3219ec94cdf2500",
            at: "2015-08-30T12:36:00Z",
        },
    ];
    for mut example in examples {
        example.request.set("authorization", &format!("AWS4-HMAC-SHA256 Credential={}", example.authorization));
        let signed = example.request.signed().unwrap();
        let scope = &signed.scope;
        let services = [&*scope.service];
        let rules = if scope.is_s3() { Rules::s3() } else { Rules::service(&services) };
        let key = SigningKey::derive(example.secret.as_bytes(), &scope.date, &scope.region, &scope.service);
        let parts = example.request.parts();
        verify(&parts, &signed, &key, Body::Bytes(&example.request.body), at(example.at), &rules)
            .unwrap_or_else(|failure| panic!("{}: {failure:?}", example.name));
    }
}

#[test]
fn aws_presigned_example() {
    let query = "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request\
                 &X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host\
                 &X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404";
    let request = Request::new("GET", "/test.txt", query, &[("host", "examplebucket.s3.amazonaws.com")], b"");
    request.check(at("2013-05-24T23:59:59Z"), &Rules::s3()).unwrap();
    let late = request.check(at("2013-05-25T00:00:01Z"), &Rules::s3()).unwrap_err();
    assert_eq!((code(&late).as_str(), late.message.as_str()), ("AccessDenied 403", "Request has expired"));
    let signer =
        Signer { access_key_id: AKID, secret: SECRET.as_bytes(), session_token: None, region: "us-east-1", service: "s3" };
    let to_sign = ToSign { method: &request.method, path: &request.path, query: "", body: b"", payload: Payload::Absent };
    assert_eq!(presign(&to_sign, &request.headers, 86_400, &signer, at("2013-05-24T00:00:00Z")).unwrap(), query);
}
