//! The checks of the models' constraints, and their wording.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests"
)]

use bytes::Bytes;
use wire::Document;
use wire::contracts::contract;
use wire::failure::{Common, Kind};
use wire::validate::validate;

fn text(value: &str) -> Document {
    Document::String(value.into())
}

fn list(items: &[&str]) -> Document {
    Document::List(items.iter().map(|item| text(item)).collect())
}

fn structure(members: &[(&'static str, Document)]) -> Document {
    Document::Structure(members.to_vec())
}

fn check(service: &str, operation: &str, members: &[(&'static str, Document)]) -> Result<(), String> {
    let service = contract(service).unwrap().service();
    let shape = service.operation(operation).unwrap().input.unwrap();
    validate(service, shape, &structure(members)).map_err(|failure| {
        assert_eq!(failure.kind, Kind::Common(Common::Validation));
        failure.message
    })
}

fn problem(service: &str, operation: &str, members: &[(&'static str, Document)]) -> String {
    check(service, operation, members).expect_err("must be refused")
}

#[test]
fn what_is_right_passes() {
    check("iam", "CreateUser", &[("UserName", text("alice")), ("Path", text("/division_abc/"))]).unwrap();
    check("iam", "CreateUser", &[("UserName", text(&"a".repeat(64)))]).unwrap();
    check("kms", "Encrypt", &[("KeyId", text("alias/x")), ("Plaintext", Document::Blob(Bytes::from(vec![0; 4096])))]).unwrap();
    check("organizations", "ListAccounts", &[("MaxResults", Document::Integer(20))]).unwrap();
    // A streamed payload is not part of the document.
    check("lambda", "Invoke", &[("FunctionName", text("f"))]).unwrap();
}

#[test]
fn wording() {
    assert_eq!(
        problem("iam", "CreateUser", &[]),
        "1 validation error detected: Value at 'userName' failed to satisfy constraint: Member must not be null"
    );
    assert_eq!(
        problem("iam", "CreateUser", &[("UserName", text(&"a".repeat(65)))]),
        format!(
            "1 validation error detected: Value '{}' at 'userName' failed to satisfy constraint: Member must have length less than or equal to 64",
            "a".repeat(65)
        )
    );
    assert_eq!(
        problem("iam", "CreateUser", &[("UserName", text("a b"))]),
        "1 validation error detected: Value 'a b' at 'userName' failed to satisfy constraint: Member must satisfy regular expression pattern: \
         [\\w+=,.@-]+"
    );
    assert_eq!(
        problem("cloudtrail", "LookupEvents", &[("MaxResults", Document::Integer(51))]),
        "1 validation error detected: Value '51' at 'maxResults' failed to satisfy constraint: Member must have value less than or equal to 50"
    );
    assert_eq!(
        problem("cloudtrail", "LookupEvents", &[("EventCategory", text("NONSENSE"))]),
        "1 validation error detected: Value 'NONSENSE' at 'eventCategory' failed to satisfy constraint: Member must satisfy enum value set: \
         [insight]"
    );
}

#[test]
fn organizations_gives_a_reason() {
    let tag = |key: &str| Document::List(vec![structure(&[("Key", text(key)), ("Value", text("v"))])]);
    for (operation, members, reason) in [
        ("ListPolicies", vec![], "INPUT_REQUIRED"),
        ("ListPolicies", vec![("Filter", text("NONSENSE"))], "INVALID_ENUM"),
        ("ListAccounts", vec![("MaxResults", Document::Integer(21))], "MAX_VALUE_EXCEEDED"),
        ("ListAccounts", vec![("MaxResults", Document::Integer(0))], "MIN_VALUE_EXCEEDED"),
        ("DescribeAccount", vec![("AccountId", text("12345678901x"))], "INVALID_PATTERN"),
        ("TagResource", vec![("ResourceId", text("123456789012")), ("Tags", tag(""))], "MIN_LENGTH_EXCEEDED"),
        ("TagResource", vec![("ResourceId", text("123456789012")), ("Tags", tag(&"k".repeat(129)))], "MAX_LENGTH_EXCEEDED"),
    ] {
        let service = contract("organizations").unwrap().service();
        let shape = service.operation(operation).unwrap().input.unwrap();
        let failure = validate(service, shape, &structure(&members)).expect_err("must be refused");
        let Kind::Modelled { code, status: 400, .. } = &failure.kind else { panic!("{failure:?}") };
        assert_eq!(code, "InvalidInputException");
        assert_eq!(failure.members, [("Reason", text(reason))], "{operation}");
    }
}

#[test]
fn the_document_of_s3_is_malformed_where_it_breaks_the_model() {
    let service = contract("s3").unwrap().service();
    let shape = service.operation("PutBucketCors").unwrap().input.unwrap();
    let rule = |members: &[(&'static str, Document)]| {
        let rules = Document::List(vec![structure(members)]);
        structure(&[("Bucket", text("bucket")), ("CORSConfiguration", structure(&[("CORSRules", rules)]))])
    };
    let whole = [("AllowedMethods", list(&["GET"])), ("AllowedOrigins", list(&["*"]))];
    validate(service, shape, &rule(&whole)).unwrap();
    let failure = validate(service, shape, &rule(&whole[..1])).expect_err("must be refused");
    let Kind::Modelled { code, status: 400, .. } = &failure.kind else { panic!("{failure:?}") };
    assert_eq!(code, "MalformedXML");
    // What stands in the address or in headers is no part of it.
    let told = problem("s3", "PutBucketCors", &[("CORSConfiguration", structure(&[("CORSRules", Document::List(vec![]))]))]);
    assert!(told.contains("'bucket' failed to satisfy constraint: Member must not be null"), "{told}");
}

#[test]
fn several_at_once_with_their_paths() {
    let tags = Document::List(vec![structure(&[("Key", text("ok")), ("Value", text("v"))]), structure(&[("Key", text(""))])]);
    let told = problem("iam", "TagUser", &[("UserName", text("")), ("Tags", tags)]);
    assert!(
        told.starts_with(
            "5 validation errors detected: Value '' at 'userName' failed to satisfy constraint: Member must have length"
        ),
        "{told}"
    );
    assert!(
        told.contains(
            "; Value '' at 'tags.2.member.key' failed to satisfy constraint: Member must have length greater than or equal to 1"
        ),
        "{told}"
    );
    assert!(told.contains("; Value at 'tags.2.member.value' failed to satisfy constraint: Member must not be null"), "{told}");
}

#[test]
fn collections_of_scalars() {
    let told = problem("iam", "UntagUser", &[("UserName", text("u")), ("TagKeys", list(&["ok", ""]))]);
    assert!(
        told.starts_with(
            "1 validation error detected: Value '[ok, ]' at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: \
             [Member must have length less than or equal to 128, Member must have length greater than or equal to 1, Member must satisfy regular"
        ),
        "{told}"
    );
    let nothing = problem("iam", "UntagUser", &[("UserName", text("u")), ("TagKeys", Document::List(vec![Document::Null]))]);
    assert!(nothing.contains("at 'tagKeys' failed to satisfy constraint: Member must satisfy constraint: ["), "{nothing}");
    let mut keys = Vec::new();
    keys.resize(51, "k");
    let told = problem("iam", "UntagUser", &[("UserName", text("u")), ("TagKeys", list(&keys))]);
    assert!(
        told.ends_with("at 'tagKeys' failed to satisfy constraint: Member must have length less than or equal to 50"),
        "{told}"
    );
}

#[test]
fn null_items_of_structures() {
    let told = problem("iam", "TagUser", &[("UserName", text("u")), ("Tags", Document::List(vec![Document::Null]))]);
    assert_eq!(
        told,
        "1 validation error detected: Value at 'tags.1.member' failed to satisfy constraint: Member must not be null"
    );
}

#[test]
fn sensitive_values_are_not_quoted() {
    let told = problem("iam", "CreateLoginProfile", &[("UserName", text("u")), ("Password", text(&"hunter2".repeat(100)))]);
    assert!(told.contains("Value at 'password' failed"), "{told}");
    assert!(!told.contains("hunter2"));
    let plain = problem("kms", "Encrypt", &[("KeyId", text("k")), ("Plaintext", Document::Blob(Bytes::from(vec![65; 5000])))]);
    assert_eq!(
        plain,
        "1 validation error detected: Value at 'plaintext' failed to satisfy constraint: Member must have length less than or equal to 4096"
    );
}

#[test]
fn lengths_are_counted_in_characters_and_quotes_are_bounded() {
    check("organizations", "CreateOrganizationalUnit", &[("ParentId", text("r-abcd")), ("Name", text(&"😀".repeat(128)))])
        .unwrap();
    let told = problem("iam", "CreateUser", &[("UserName", text(&"a b".repeat(10_000)))]);
    assert!(told.len() < 3_000, "{}", told.len());
}

#[test]
fn answers_are_bounded() {
    let tags = Document::List((0..10_000).map(|_| structure(&[("Key", text("")), ("Value", text("v"))])).collect());
    let told = problem("iam", "TagUser", &[("UserName", text("u")), ("Tags", tags)]);
    assert!(told.starts_with("50 validation errors detected: "), "{}", &told[..100]);
}
