//! No text makes the reader of SAML responses panic, and none says anything but what the keys of the seeds signed. What such a text could never be
//! is then tried: the text as an assertion, signed here.
#![no_main]

use std::sync::LazyLock;

use aws_lc_rs::digest::{SHA256, digest};
use aws_lc_rs::encoding::{AsDer as _, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use libfuzzer_sys::fuzz_target;
use service_sts::saml::{Login, Vouching, canonical, read};
use wire::Common;
use wire::failure::Kind;

const EXCLUSIVE: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
const NOON: &str = "2026-11-01T12:00:30Z";

/// The keys that signed the seeds.
static SEEDS: LazyLock<Vec<Vec<u8>>> = LazyLock::new(|| {
    let key = |text: &str| STANDARD.decode(text.trim()).unwrap();
    vec![
        key(include_str!("../../crates/services/sts/tests/saml/ec.spki")),
        key(include_str!("../../crates/services/sts/tests/saml/rsa.spki")),
    ]
});

/// A key of our own, and its public part.
static OWN: LazyLock<(EcdsaKeyPair, Vec<Vec<u8>>)> = LazyLock::new(|| {
    let pair = EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap();
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().unwrap();
    let keys = vec![public.as_ref().to_vec()];
    (pair, keys)
});

/// Whom a response vouches for, or why it does not.
fn judged(text: &str, keys: &[Vec<u8>]) -> Result<Login, String> {
    let vouching = Vouching {
        provider: "arn:aws:iam::111122223333:saml-provider/idp",
        role: "arn:aws:iam::111122223333:role/r",
        issuer: "https://idp.example.com/saml",
        keys,
    };
    read(&STANDARD.encode(text), &vouching, NOON.parse().unwrap()).map_err(|failure| {
        assert_ne!(failure.kind, Kind::Common(Common::Internal), "{failure:?}");
        failure.message
    })
}

/// A response that holds this canonical assertion, signed with our key; `None` if it has no ID.
fn signed(assertion: &str) -> Option<String> {
    let start = assertion.split('>').next()?;
    let id = start.split_once(" ID=\"")?.1.split_once('"')?.0;
    let hash = STANDARD.encode(digest(&SHA256, assertion.as_bytes()));
    let info = canonical(&format!(
        "<ds:SignedInfo xmlns:ds='http://www.w3.org/2000/09/xmldsig#'><ds:CanonicalizationMethod Algorithm='{EXCLUSIVE}'/>\
         <ds:SignatureMethod Algorithm='http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256'/><ds:Reference URI=\"#{id}\"><ds:Transforms>\
         <ds:Transform Algorithm='http://www.w3.org/2000/09/xmldsig#enveloped-signature'/><ds:Transform Algorithm='{EXCLUSIVE}'/></ds:Transforms>\
         <ds:DigestMethod Algorithm='http://www.w3.org/2001/04/xmlenc#sha256'/><ds:DigestValue>{hash}</ds:DigestValue></ds:Reference></ds:SignedInfo>"
    ))?;
    let value = STANDARD.encode(OWN.0.sign(&SystemRandom::new(), info.as_bytes()).unwrap());
    let (inside, end) = assertion.split_at(assertion.rfind("</")?);
    Some(format!(
        "<samlp:Response xmlns:samlp='urn:oasis:names:tc:SAML:2.0:protocol'><samlp:Status>\
         <samlp:StatusCode Value='urn:oasis:names:tc:SAML:2.0:status:Success'/></samlp:Status>{inside}\
         <ds:Signature xmlns:ds='http://www.w3.org/2000/09/xmldsig#'>{info}<ds:SignatureValue>{value}</ds:SignatureValue></ds:Signature>{end}\
         </samlp:Response>"
    ))
}

fuzz_target!(|text: &str| {
    if let Ok(login) = judged(text, &SEEDS) {
        assert_eq!((login.subject.as_str(), login.session_name.as_str()), ("ada@example.com", "ada"));
        assert_eq!(login.tags, [("Team".to_owned(), "blue".to_owned())]);
        assert_eq!(login.source_identity.as_deref(), Some("ada.l"));
    }
    let Some(once) = canonical(text) else { return };
    assert_eq!(canonical(&once).as_ref(), Some(&once));
    let Some(response) = signed(&once) else { return };
    if let Err(message) = judged(&response, &OWN.1) {
        // What was signed as a document of its own is the same inside of a response.
        for wrong in ["digest does not match", "not made with a key"] {
            assert!(!message.contains(wrong), "{message}\n{response}");
        }
    }
});
