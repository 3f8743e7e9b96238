//! Responses that other implementations signed (signxml 5.2 and lxml 6.1), and what may not be done to them.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use proptest::prelude::*;
use wire::Failure;
use wire::failure::Kind;

use super::response::{Login, Vouching, name_qualifier, read};
use super::signature::verified;
use super::xml::Document;

const ASSERTION_SIGNED: &str = include_str!("../../tests/saml/assertion_signed.xml");
const RESPONSE_SIGNED: &str = include_str!("../../tests/saml/response_signed.xml");
const GOOD: &[&str] = &[
    ASSERTION_SIGNED,
    RESPONSE_SIGNED,
    include_str!("../../tests/saml/assertion_signed_with_sha512.xml"),
    include_str!("../../tests/saml/assertion_signed_with_prefixes.xml"),
    include_str!("../../tests/saml/assertion_signed_with_ec.xml"),
    include_str!("../../tests/saml/both_signed.xml"),
];
const PROVIDER: &str = "arn:aws:iam::111122223333:saml-provider/idp";
const ROLE: &str = "arn:aws:iam::111122223333:role/r";

fn keys() -> Vec<Vec<u8>> {
    let key = |text: &str| STANDARD.decode(text.trim()).unwrap();
    vec![key(include_str!("../../tests/saml/ec.spki")), key(include_str!("../../tests/saml/rsa.spki"))]
}

fn at(time: &str) -> Timestamp {
    time.parse().unwrap()
}

fn read_at(xml: &str, now: &str) -> Result<Login, Failure> {
    let vouching = Vouching { provider: PROVIDER, role: ROLE, issuer: "https://idp.example.com/saml", keys: &keys() };
    read(&STANDARD.encode(xml), &vouching, at(now))
}

fn told(result: Result<Login, Failure>) -> String {
    let failure = result.unwrap_err();
    match failure.kind {
        Kind::Modelled { code, .. } => format!("{code}: {}", failure.message),
        Kind::Common(common) => format!("{common:?}: {}", failure.message),
    }
}

const NOON: &str = "2026-11-01T12:00:30Z";

#[test]
fn responses_of_others_are_read() {
    for xml in GOOD {
        let login = read_at(xml, NOON).unwrap();
        assert_eq!(login.subject, "ada@example.com");
        assert_eq!(login.subject_type, "persistent");
        assert_eq!(login.recipient, "https://signin.aws.amazon.com/saml");
        assert_eq!(login.session_name, "ada");
        assert_eq!(login.until, Some(at("2026-11-01T20:00:00Z")));
        assert_eq!(login.tags, [("Team".to_owned(), "blue".to_owned())]);
        assert_eq!(login.transitive, ["Team"]);
        assert_eq!(login.source_identity.as_deref(), Some("ada.l"));
        let affiliations = vec!["staff".to_owned(), "R&D <1>".to_owned()];
        assert_eq!(login.keys, [("saml:eduPersonAffiliation".to_owned(), affiliations)]);
    }
    assert_eq!(
        told(read_at(include_str!("../../tests/saml/inclusive_canonicalization.xml"), NOON)).split(':').next(),
        Some("InvalidIdentityToken")
    );
}

#[test]
fn what_is_signed_cannot_be_changed() {
    for xml in GOOD {
        for (from, to) in [
            ("ada@example.com", "eve@example.com"),
            ("role/r,", "role/admin,"),
            (">ada<", ">eve<"),
            (">blue<", ">red<"),
            ("12:05:00Z", "23:05:00Z"),
            ("urn:amazon:webservices", "https://signin.aws.amazon.com/saml"),
            ("ID=\"_assertion1\"", "ID=\"_assertion2\""),
            (">https://idp.example.com/saml</saml:Issuer><ds", ">https://other.example.com</saml:Issuer><ds"),
            ("<saml:AuthnStatement", " <saml:AuthnStatement"),
        ] {
            if !xml.contains(from) {
                continue;
            }
            let spoiled = xml.replace(from, to);
            assert!(told(read_at(&spoiled, NOON)).starts_with("InvalidIdentityToken: "), "{from} → {to}");
        }
    }
}

#[test]
fn comments_do_not_cut_values() {
    // They are no part of what is signed; the whole text is read, not what stands before the comment.
    let xml = ASSERTION_SIGNED.replace("ada@example.com", "ada@<!-- -->example.com");
    assert_eq!(read_at(&xml, NOON).unwrap().subject, "ada@example.com");
}

/// Ways to show a verifier one element and a reader another one ("On Breaking SAML: Be Whoever You Want to Be", 2012).
#[test]
fn a_signed_element_cannot_be_wrapped() {
    let begin = ASSERTION_SIGNED.find("<saml:Assertion").unwrap();
    let end = ASSERTION_SIGNED.find("</saml:Assertion>").unwrap() + "</saml:Assertion>".len();
    let (head, signed, tail) = (&ASSERTION_SIGNED[..begin], &ASSERTION_SIGNED[begin..end], &ASSERTION_SIGNED[end..]);
    let signature =
        &signed[signed.find("<ds:Signature").unwrap()..signed.find("</ds:Signature>").unwrap() + "</ds:Signature>".len()];
    let bare = signed.replace(signature, "");
    let evil = bare.replace("ada@example.com", "eve@example.com").replace("_assertion1", "_evil");
    let same_id = bare.replace("ada@example.com", "eve@example.com");
    let within = |outer: &str, inner: &str| outer.replace("</saml:Issuer>", &format!("</saml:Issuer>{inner}"));
    let attempts = [
        // Two assertions, in both orders.
        format!("{head}{evil}{signed}{tail}"),
        format!("{head}{signed}{evil}{tail}"),
        // The evil one holds the good one, or the signature of it, or the signature with the good one in it.
        format!("{head}{}{tail}", within(&evil, signed)),
        format!("{head}{}{tail}", within(&evil, &format!("{signature}{bare}"))),
        format!(
            "{head}{}{tail}",
            within(&evil, &signature.replace("</ds:Signature>", &format!("<ds:Object>{bare}</ds:Object></ds:Signature>")))
        ),
        format!(
            "{head}{}{tail}",
            within(&same_id, &signature.replace("</ds:Signature>", &format!("<ds:Object>{bare}</ds:Object></ds:Signature>")))
        ),
        // The good one is put away in an extension, and the response holds the evil one with its signature.
        format!("{}<samlp:Extensions>{bare}</samlp:Extensions>{}{tail}", head, within(&evil, signature)),
        format!("{}<samlp:Extensions>{bare}</samlp:Extensions>{}{tail}", head, within(&same_id, signature)),
        format!("{}<samlp:Extensions>{signed}</samlp:Extensions>{evil}{tail}", head),
        // Without a signature, with two, with an empty one.
        format!("{head}{bare}{tail}"),
        format!("{head}{}{tail}", within(&bare, &format!("{signature}{signature}"))),
        format!("{head}{}{tail}", within(&bare, "<ds:Signature xmlns:ds=\"http://www.w3.org/2000/09/xmldsig#\"/>")),
        // The signature of the assertion as the response's.
        format!("{}{tail}", within(head, signature) + &evil),
        ASSERTION_SIGNED.replace("#_assertion1", ""),
        ASSERTION_SIGNED.replace("#_assertion1", "#_response1"),
    ];
    for (number, attempt) in attempts.iter().enumerate() {
        let answer = told(read_at(attempt, NOON));
        assert!(answer.starts_with("InvalidIdentityToken: "), "{number}: {answer}");
    }
}

#[test]
fn algorithms_and_keys() {
    let document = |xml: &str| Document::parse(xml).unwrap();
    let good = document(RESPONSE_SIGNED);
    assert!(verified(&good, good.root(), &keys()).is_ok());
    assert!(verified(&good, good.root(), &[]).is_err());
    assert!(verified(&good, good.root(), &keys()[..1]).is_err(), "the key of another provider");
    for (from, to) in [
        ("xmldsig-more#rsa-sha256", "xmldsig#rsa-sha1"),
        ("http://www.w3.org/2001/04/xmldsig-more#rsa-sha256", "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256"),
        ("http://www.w3.org/2001/04/xmlenc#sha256", "http://www.w3.org/2000/09/xmldsig#sha1"),
        ("http://www.w3.org/2000/09/xmldsig#enveloped-signature", "http://www.w3.org/TR/1999/REC-xslt-19991116"),
        ("xml-exc-c14n#", "xml-exc-c14n#WithComments"),
    ] {
        assert!(RESPONSE_SIGNED.contains(from), "{from}");
        let changed = document(&RESPONSE_SIGNED.replace(from, to));
        assert!(verified(&changed, changed.root(), &keys()).is_err(), "{from}");
    }
}

#[test]
fn times_and_parties() {
    for (now, expected) in [
        ("2026-11-01T11:53:59Z", "InvalidIdentityToken: The SAML response is not valid yet"),
        ("2026-11-01T12:05:00Z", "ExpiredTokenException: The SAML response is no longer valid"),
        ("2026-11-01T12:05:02Z", "ExpiredTokenException: Token must be redeemed within 5 minutes of issuance"),
        ("2026-12-01T12:00:00Z", "ExpiredTokenException: Token must be redeemed within 5 minutes of issuance"),
    ] {
        assert_eq!(told(read_at(ASSERTION_SIGNED, now)), expected, "{now}");
    }
    assert!(read_at(ASSERTION_SIGNED, "2026-11-01T11:55:30Z").is_ok(), "clocks differ by up to five minutes");
    let keys = keys();
    let vouching = Vouching { provider: PROVIDER, role: ROLE, issuer: "https://idp.example.com/saml", keys: &keys };
    let text = STANDARD.encode(ASSERTION_SIGNED);
    for (vouching, expected) in [
        (
            Vouching { issuer: "https://other.example.com", ..vouching },
            "InvalidIdentityToken: Issuer not present in specified provider",
        ),
        (
            Vouching { role: "arn:aws:iam::111122223333:role/x", ..vouching },
            "AccessDenied: Not authorized to perform sts:AssumeRoleWithSAML",
        ),
        (
            Vouching { provider: "arn:aws:iam::111122223333:saml-provider/x", ..vouching },
            "AccessDenied: Not authorized to perform sts:AssumeRoleWithSAML",
        ),
    ] {
        assert_eq!(told(read(&text, &vouching, at(NOON))), expected);
    }
    let failed = ASSERTION_SIGNED.replace("status:Success", "status:Responder");
    assert!(told(read_at(&failed, NOON)).starts_with("IDPRejectedClaim"));
    assert_eq!(told(read("%", &vouching, at(NOON))), "InvalidIdentityToken: Invalid base64 SAMLResponse");
}

/// The example of the API reference of AssumeRoleWithSAML, computed with Python's hashlib.
#[test]
fn qualifiers() {
    assert_eq!(name_qualifier("https://example.com/saml", "123456789012", "MySAMLIdP"), "1uAJanUnBc2XeUkHURMht+xam2c=");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]
    /// Whatever one byte becomes: it is refused, or nothing of what it says has changed.
    #[test]
    fn one_changed_byte(place in 0..ASSERTION_SIGNED.len(), byte in 32u8..127) {
        let mut bytes = ASSERTION_SIGNED.as_bytes().to_vec();
        bytes[place] = byte;
        if let Ok(login) = read_at(std::str::from_utf8(&bytes).unwrap(), NOON) {
            prop_assert_eq!(login, read_at(ASSERTION_SIGNED, NOON).unwrap());
        }
    }

    #[test]
    fn nothing_panics(bytes in prop::collection::vec(any::<u8>(), 0..200), xml in "[<>/a:='\"&;!\\[\\]\\-# x]{0,80}") {
        let keys = keys();
        let vouching = Vouching { provider: PROVIDER, role: ROLE, issuer: "i", keys: &keys };
        prop_assert!(read(&STANDARD.encode(bytes), &vouching, at(NOON)).is_err());
        prop_assert!(read(&STANDARD.encode(xml), &vouching, at(NOON)).is_err());
    }
}
