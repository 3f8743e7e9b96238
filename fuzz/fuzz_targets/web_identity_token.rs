//! No text makes the reader of ID tokens or of published keys panic, and no token that the keys of the seeds did not sign is taken for theirs. The
//! token ends at the first NUL byte; a key set or claims follow.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::{Map, Value};
use service_sts::claims::{check, issuer};
use service_sts::jwt::{KeySet, Token};

/// 2026-11-01 12:10 UTC, when the seeds are good.
const NOW: i64 = 1_793_535_000;

/// The keys that signed the seeds.
static SEEDS: LazyLock<KeySet> = LazyLock::new(|| KeySet::parse(include_bytes!("web_identity_token/keys.json")).unwrap());

fn judged(claims: &Map<String, Value>) {
    let clients = ["app".to_owned(), "other".to_owned()];
    let _ = issuer(claims);
    if let Ok(identity) = check(claims, &clients, NOW) {
        assert!(clients.contains(&identity.audience));
        assert!((1..=255).contains(&identity.subject.chars().count()));
    }
}

fuzz_target!(|text: &str| {
    let (token, rest) = text.split_once('\0').unwrap_or((text, text));
    let published = KeySet::parse(rest.as_bytes()).unwrap_or_default();
    if let Ok(token) = Token::parse(token) {
        // A key that verifies is one that the token may name.
        assert!(published.verify(&token).is_err() || published.knows(&token));
        if SEEDS.verify(&token).is_ok() {
            assert_eq!(token.claims.get("sub").and_then(Value::as_str), Some("repo:org/app:main"));
        }
        judged(&token.claims);
    }
    if let Ok(claims) = serde_json::from_str(rest) {
        judged(&claims);
    }
});
