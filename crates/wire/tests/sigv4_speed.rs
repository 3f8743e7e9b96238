//! How long a verification takes. Run by hand: `cargo test --release -p wire --test sigv4_speed -- --ignored --nocapture`.
#![allow(clippy::unwrap_used, clippy::panic, clippy::print_stdout, reason = "a test fails by panicking")]

mod sigv4_common;

use std::hint::black_box;
use std::time::Instant;

use sigv4_common::{Request, SECRET, at, signer};
use wire::sigv4::{Authentication, Body, Payload, Rules, SigningKeys};

/// Microseconds for one go: the best of many short rounds, so that other work on the machine is left out.
fn shortest(work: &dyn Fn()) -> f64 {
    let round = |_| {
        let begin = Instant::now();
        (0..500).for_each(|_| work());
        begin.elapsed().as_secs_f64() * 1e6 / 500.0
    };
    (0..400).map(round).fold(f64::MAX, f64::min)
}

#[test]
#[ignore = "measures; means something only in a release build"]
fn verify_time() {
    let now = at("2026-01-01T12:00:00Z");
    let token = "x".repeat(400);
    let rules = Rules::service(&["kms"]);
    for (what, session) in [("no token", None), ("400-byte token", Some(token.as_str()))] {
        let request = request_to_kms(session);
        let keys = SigningKeys::new();
        let verify = |keys: &SigningKeys| {
            let parts = request.parts();
            let Ok(Authentication::Signed(signed)) = Authentication::parse(&parts) else { panic!("signed") };
            keys.verify(&parts, &signed, SECRET.as_bytes(), Body::Bytes(&request.body), now, &rules).unwrap()
        };
        for cached in [true, false] {
            let best = shortest(&|| {
                if !cached {
                    keys.forget(sigv4_common::AKID);
                }
                black_box(verify(&keys));
            });
            println!("{what}, key cached: {cached}: {best:.2} µs for parse and verify");
        }
    }
}

fn request_to_kms(session: Option<&str>) -> Request {
    let headers = [
        ("host", "127.0.0.1:4566"),
        ("content-type", "application/x-amz-json-1.1"),
        ("x-amz-target", "TrentService.DescribeKey"),
        ("user-agent", "aws-cli/2"),
        ("accept-encoding", "identity"),
    ];
    let mut request = Request::new("POST", "/", "", &headers, br#"{"KeyId":"1234abcd-12ab-34cd-56ef-1234567890ab"}"#);
    request.sign(&signer("eu-central-1", "kms", session), Payload::Absent, at("2026-01-01T12:00:00Z"));
    request
}

/// Where the time goes.
#[test]
#[ignore = "measures; means something only in a release build"]
fn parts_of_it() {
    use aws_lc_rs::{digest, hmac};
    let key = hmac::Key::new(hmac::HMAC_SHA256, &[7; 32]);
    let (request, string) = ([b'a'; 300], [b'a'; 140]);
    let time = |what: &str, work: &dyn Fn()| println!("{what}: {:.2} µs", shortest(work));
    let headers = request_to_kms(None);
    time("parse", &|| {
        let _ = black_box(Authentication::parse(&headers.parts()));
    });
    time("SHA-256 of 50 bytes", &|| {
        black_box(digest::digest(&digest::SHA256, black_box(&request[..50])));
    });
    time("SHA-256 of 300 bytes", &|| {
        black_box(digest::digest(&digest::SHA256, black_box(&request)));
    });
    time("HMAC of 140 bytes", &|| {
        black_box(hmac::sign(&key, black_box(&string)));
    });
    time("a new HMAC key", &|| {
        black_box(hmac::Key::new(hmac::HMAC_SHA256, black_box(&[7; 32])));
    });
}
