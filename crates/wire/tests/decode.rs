//! What decoders refuse, what they forgive, and that no bytes make them fail otherwise.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests"
)]

use std::fmt::Write;

use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use proptest::prelude::*;
use wire::contracts::{CONTRACTS, contract};
use wire::failure::{Common, Kind};
use wire::model::Protocol;
use wire::protocol::{decode, encode};
use wire::request::RequestParts;
use wire::route::{Route, route};
use wire::validate::validate;
use wire::{Document, Failure};

fn place(service: &str, operation: &str, protocol: Protocol) -> Route {
    let contract = contract(service).unwrap();
    let service = contract.service();
    let operation = service.operation(operation).unwrap();
    Route { contract, service, operation, protocol, json_version: "1.1", query_mode: false, labels: Vec::new() }
}

fn read(route: &Route, query: &str, headers: &HeaderMap, body: impl Into<Bytes>) -> Result<Document, Failure> {
    let parts = RequestParts { method: &Method::POST, path: "/", query, headers };
    decode(route, &parts, &body.into())
}

fn json(service: &str, operation: &str, body: &str) -> Result<Document, Failure> {
    read(&place(service, operation, Protocol::AwsJson), "", &HeaderMap::new(), body.to_owned())
}

fn query(operation: &str, body: &str) -> Result<Document, Failure> {
    read(&place("iam", operation, Protocol::Query), "", &HeaderMap::new(), body.to_owned())
}

fn refusal(result: Result<Document, Failure>) -> String {
    let failure = result.expect_err("must be refused");
    assert_eq!(failure.kind, Kind::Common(Common::Serialization));
    failure.message
}

fn text(value: &str) -> Document {
    Document::String(value.into())
}

#[test]
fn json_types_are_told_in_awss_words() {
    for (body, want) in [
        (r#"{"KeyId": 5}"#, "NUMBER_VALUE can not be converted to a String"),
        (r#"{"KeyId": true}"#, "TRUE_VALUE can not be converted to a String"),
        (r#"{"KeyId": {}}"#, "Start of structure or map found where not expected."),
        (r#"{"Description": 1.5}"#, "NUMBER_VALUE can not be converted to a String"),
        (r#"{"Tags": "x"}"#, "Expected list or null"),
        (r#"{"Tags": ["x"]}"#, "Expected map or null"),
        (r#"{"Tags": {"a": 1}}"#, "Start of structure or map found where not expected."),
        (r#"{"BypassPolicyLockoutSafetyCheck": "true"}"#, "STRING_VALUE can not be converted to a Boolean"),
        (r#"[]"#, "Start of list found where not expected"),
        (r#""x""#, "Expected map or null"),
    ] {
        let body = body.replace("KeyId", "Policy");
        assert_eq!(refusal(json("kms", "CreateKey", &body)), want, "{body}");
    }
    for body in [r#"{"Limit": "5"}"#, r#"{"Limit": true}"#] {
        assert!(refusal(json("kms", "ListKeys", body)).ends_with("can not be converted to an Integer"), "{body}");
    }
    assert_eq!(refusal(json("kms", "ListKeys", r#"{"Limit": 2147483648}"#)), "NUMBER_VALUE can not be converted to an Integer");
    assert_eq!(refusal(json("kms", "ListKeys", r#"{"Limit": 1.5}"#)), "NUMBER_VALUE can not be converted to an Integer");
    assert_eq!(json("kms", "ListKeys", r#"{"Limit": 5.0}"#).unwrap(), Document::Structure(vec![("Limit", Document::Integer(5))]));
}

#[test]
fn json_syntax() {
    for body in [
        "{",
        "{\"a\":}",
        "{} {}",
        "{\"KeyId\": \"a\",}",
        "nul",
        "\u{feff}{}",
        "{\"Marker\": \"\\ud800\"}",
        "{\"Marker\": \"a\nb\"}",
    ] {
        assert!(refusal(json("kms", "ListKeys", body)).starts_with("The request body is not valid JSON"), "{body}");
    }
    let not_utf8 = read(&place("kms", "ListKeys", Protocol::AwsJson), "", &HeaderMap::new(), &b"{\"Marker\":\"\xff\"}"[..]);
    refusal(not_utf8);
}

#[test]
fn json_for_an_operation_without_input() {
    for body in ["", " ", "{}", r#"{"Unknown": [1]}"#, "null"] {
        assert_eq!(json("organizations", "DescribeOrganization", body), Ok(Document::EMPTY), "{body}");
    }
    for body in ["{", "[]", "{} {}", "\"x\""] {
        refusal(json("organizations", "DescribeOrganization", body));
    }
}

#[test]
fn json_forgives_what_aws_forgives() {
    for body in ["", "  ", "{}", "null", r#"{"Marker": null}"#, r#"{"Unheard": {"of": [1, {"x": "y"}]}}"#] {
        assert_eq!(json("kms", "ListKeys", body).unwrap(), Document::EMPTY, "{body}");
    }
    let twice = json("kms", "ListKeys", r#"{"Marker": "a", "Marker": "b"}"#).unwrap();
    assert_eq!(twice, Document::Structure(vec![("Marker", text("b"))]));
    let nulls = json("kms", "UntagResource", r#"{"TagKeys": ["a", null]}"#).unwrap();
    assert_eq!(nulls.member("TagKeys"), Some(&Document::List(vec![text("a"), Document::Null])));
}

#[test]
fn moments_in_json() {
    for moment in
        ["1795486759", "1795486759.0", "\"2026-11-24T02:19:19Z\"", "\"Tue, 24 Nov 2026 02:19:19 GMT\"", "\"1795486759\""]
    {
        let input = json("cloudtrail", "LookupEvents", &format!(r#"{{"StartTime": {moment}}}"#)).unwrap();
        assert_eq!(input.member("StartTime"), Some(&Document::Timestamp("2026-11-24T02:19:19Z".parse().unwrap())), "{moment}");
    }
    for moment in ["1e300", "-1e300", "\"soon\"", "true"] {
        refusal(json("cloudtrail", "LookupEvents", &format!(r#"{{"StartTime": {moment}}}"#)));
    }
}

#[test]
fn depth_is_bounded() {
    // Cost Explorer's filters nest without end.
    let nested =
        |levels: usize| format!(r#"{{"Filter": {}{}}}"#, r#"{"Not":"#.repeat(levels), "{}".to_owned() + &"}".repeat(levels));
    json("ce", "GetCostAndUsage", &nested(50)).unwrap();
    assert!(refusal(json("ce", "GetCostAndUsage", &nested(70))).contains("64 levels"));
    refusal(json("ce", "GetCostAndUsage", &nested(100_000)));
    refusal(json("kms", "ListKeys", &format!(r#"{{"Unheard": {}}}"#, "[".repeat(1_000_000))));
    let deep = format!("Action=X&Tags{}=1", ".member.1".repeat(100_000));
    refusal(query("TagUser", &deep));
    let xml = format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000));
    refusal(read(&place("s3", "PutBucketTagging", Protocol::RestXml), "", &HeaderMap::new(), xml));
    let cbor = [vec![0xa1, 0x61, b'x'], vec![0x81; 1_000_000], vec![0xf6]].concat();
    assert_eq!(
        read(&place("cloudwatch", "ListMetrics", Protocol::RpcCbor), "", &HeaderMap::new(), cbor).unwrap(),
        Document::EMPTY
    );
}

#[test]
fn query_forms() {
    let tags = |keys: &[&str]| {
        Document::List(keys.iter().map(|key| Document::Structure(vec![("Key", text(key)), ("Value", text("v"))])).collect())
    };
    for body in [
        "UserName=u&Tags.member.1.Key=a&Tags.member.1.Value=v&Tags.member.2.Key=b&Tags.member.2.Value=v",
        "UserName=u&Tags.1.Key=a&Tags.1.Value=v&Tags.2.Key=b&Tags.2.Value=v",
        "UserName=u&Tags.member.1000000.Key=b&Tags.member.1000000.Value=v&Tags.member.7.Key=a&Tags.member.7.Value=v",
        "UserName=u&Tags.member.10.Key=b&Tags.member.10.Value=v&Tags.member.9.Key=a&Tags.member.9.Value=v&Unheard=1&&",
    ] {
        let input = query("TagUser", body).unwrap();
        assert_eq!(input, Document::Structure(vec![("UserName", text("u")), ("Tags", tags(&["a", "b"]))]), "{body}");
    }
    let input = query("UntagUser", "UserName=a+b%20c%2B&TagKeys=").unwrap();
    assert_eq!(input, Document::Structure(vec![("UserName", text("a b c+")), ("TagKeys", Document::List(vec![]))]));
    for body in [
        "MaxItems=abc",
        "MaxItems=1.5",
        "MaxItems=",
        "MaxItems=99999999999",
        "UserName=%zz",
        "UserName=%ff",
        "UserName.x=1",
        "Tags.member.x.Key=1",
        "Tags.member.-1.Key=1",
    ] {
        let operation = if body.starts_with("MaxItems") { "ListUserTags" } else { "TagUser" };
        refusal(query(operation, body));
    }
    // Names in the query string count as well.
    let route = place("iam", "GetUser", Protocol::Query);
    let input = read(&route, "Action=GetUser&UserName=q", &HeaderMap::new(), "").unwrap();
    assert_eq!(input.member("UserName"), Some(&text("q")));
}

#[test]
fn forms_that_are_older_than_the_model() {
    let map = |name: &str, value: &str| Document::Map(vec![(name.into(), text(value))]);
    let create = place("sqs", "CreateQueue", Protocol::Query);
    for body in [
        "QueueName=q&Attribute.1.Name=DelaySeconds&Attribute.1.Value=5&Tag.1.Key=team&Tag.1.Value=a",
        "QueueName=q&Attribute.Name=DelaySeconds&Attribute.Value=5&Tag.Key=team&Tag.Value=a",
        "QueueName=q&Attributes.1.Name=DelaySeconds&Attributes.1.Value=5&tags.1.Key=team&tags.1.Value=a",
    ] {
        let members = vec![("QueueName", text("q")), ("Attributes", map("DelaySeconds", "5")), ("tags", map("team", "a"))];
        assert_eq!(read(&create, "", &HeaderMap::new(), body), Ok(Document::Structure(members)), "{body}");
    }
    let receive = place("sqs", "ReceiveMessage", Protocol::Query);
    for body in ["QueueUrl=/1/q&AttributeName.1=All", "QueueUrl=/1/q&AttributeName=All", "QueueUrl=/1/q&AttributeNames.1=All"] {
        let input = read(&receive, "", &HeaderMap::new(), body).unwrap();
        assert_eq!(input.member("AttributeNames"), Some(&Document::List(vec![text("All")])), "{body}");
    }
    let batch = place("sqs", "SendMessageBatch", Protocol::Query);
    let entry = "SendMessageBatchRequestEntry.1";
    let body = format!(
        "{entry}.Id=a&{entry}.MessageBody=b&{entry}.MessageAttribute.1.Name=n&{entry}.MessageAttribute.1.Value.DataType=Binary&{entry}.MessageAttribute.1.Value.BinaryValue=AP8="
    );
    let value =
        Document::Structure(vec![("BinaryValue", Document::Blob(Bytes::from_static(&[0, 255]))), ("DataType", text("Binary"))]);
    let entries = read(&batch, "", &HeaderMap::new(), body).unwrap();
    let Some(Document::List(entries)) = entries.member("Entries") else { panic!("no entries") };
    assert_eq!(entries[0].member("MessageAttributes"), Some(&Document::Map(vec![("n".into(), value)])));
    refusal(read(&create, "", &HeaderMap::new(), "Attribute.1.Value=5"));
    refusal(read(&create, "", &HeaderMap::new(), "Attribute.x.Name=5"));
}

#[test]
fn what_a_form_leaves_out_is_in_its_path() {
    let at = |operation: &str, path: &str, body: &'static str| {
        let headers = HeaderMap::new();
        let parts = RequestParts { method: &Method::POST, path, query: "", headers: &headers };
        let input = decode(&place("sqs", operation, Protocol::Query), &parts, &Bytes::from_static(body.as_bytes())).unwrap();
        input.member("QueueUrl").cloned()
    };
    assert_eq!(at("PurgeQueue", "/1/q", "Action=PurgeQueue"), Some(text("/1/q")));
    assert_eq!(at("PurgeQueue", "/1/q", "QueueUrl=http://h/2/p"), Some(text("http://h/2/p")));
    assert_eq!(at("PurgeQueue", "/", ""), None);
    assert_eq!(at("ListQueues", "/1/q", ""), None);
}

#[test]
fn query_maps() {
    let route = place("sns", "CreateTopic", Protocol::Query);
    for body in [
        "Name=n&Attributes.entry.1.key=a&Attributes.entry.1.value=1&Attributes.entry.2.key=b&Attributes.entry.2.value=2",
        "Name=n&Attributes.1.key=a&Attributes.1.value=1&Attributes.2.key=b&Attributes.2.value=2",
    ] {
        let input = read(&route, "", &HeaderMap::new(), body).unwrap();
        let map = Document::Map(vec![("a".into(), text("1")), ("b".into(), text("2"))]);
        assert_eq!(input.member("Attributes"), Some(&map), "{body}");
    }
    refusal(read(&route, "", &HeaderMap::new(), "Attributes.entry.1.value=1"));
}

#[test]
fn xml_bodies() {
    let route = place("s3", "PutBucketTagging", Protocol::RestXml);
    let read = |body: &str| read(&route, "", &HeaderMap::new(), body.to_owned());
    let body = "<?xml version='1.0'?><!-- c --><Tagging xmlns='x'><TagSet><Tag><Key>a&amp;&#x62;<![CDATA[<c>]]></Key><Value/></Tag></TagSet></Tagging>";
    let tag = Document::Structure(vec![("Key", text("a&b<c>")), ("Value", text(""))]);
    let want = Document::Structure(vec![("TagSet", Document::List(vec![tag]))]);
    assert_eq!(read(body).unwrap().member("Tagging"), Some(&want));
    for body in [
        "<a>",
        "<a></b>",
        "</a>",
        "<a/><b/>",
        "text",
        "<a/>text",
        "<!DOCTYPE a [<!ENTITY x \"y\">]><a>&x;</a>",
        "<a>&nbsp;</a>",
        "<a>&#xD800;</a>",
        "<a b='1' b='2'/>",
        "<a b=1/>",
    ] {
        assert!(refusal(read(body)).starts_with("The XML you provided"), "{body}");
    }
}

#[test]
fn cbor_forms() {
    let route = place("cloudwatch", "GetMetricStatistics", Protocol::RpcCbor);
    let read = |hex: &str| read(&route, "", &HeaderMap::new(), hex::decode(hex).unwrap());
    let name = |n: &str| format!("{:02x}{}", 0x60 + n.len(), hex::encode(n));
    let period = Document::Structure(vec![("Period", Document::Integer(60))]);
    // A definite and an indefinite map, a text in pieces as key, an unknown member with a nested value.
    for body in [
        format!("a1{}183c", name("Period")),
        format!("bf{}183cff", name("Period")),
        format!("bf7f{}{}ff183cff", name("Per"), name("iod")),
        format!("a2{}9f01a0ff{}183c", name("Unheard"), name("Period")),
        format!("a2{}01{}183c", name("Period"), name("Period")),
        format!("a1{}f95380", name("Period")), // the half float 60.0
    ] {
        assert_eq!(read(&body).unwrap(), period, "{body}");
    }
    let start = Document::Structure(vec![("StartTime", Document::Timestamp("2026-11-24T02:19:19.5Z".parse().unwrap()))]);
    assert_eq!(read(&format!("a1{}c1fb{:016x}", name("StartTime"), 1_795_486_759.5_f64.to_bits())).unwrap(), start);
    assert_eq!(read("").unwrap(), Document::EMPTY);
    assert_eq!(read(&format!("a1{}f6", name("Period"))).unwrap(), Document::EMPTY);
    for body in [
        "a1",
        "ff",
        "bf",
        "a000",
        "80",
        "60",
        "bbffffffffffffffff",
        &format!("a1{}60", name("Period")),
        &format!("a1{}1b00000000ffffffff", name("Period")),
        &format!("a1{}183c", name("StartTime")),
        &format!("a1{}c2183c", name("StartTime")),
        &format!("a1{}9bffffffffffffffff", name("Dimensions")),
    ] {
        refusal(read(body));
    }
}

#[test]
fn rest_places() {
    let uri = "/detector/d%2F1/findings/statistics";
    let headers = HeaderMap::new();
    let parts = RequestParts { method: &Method::POST, path: uri, query: "", headers: &headers };
    let found = route(&parts, b"", Some("guardduty")).unwrap();
    let input = decode(
        &found,
        &parts,
        &Bytes::from_static(br#"{"findingStatisticTypes":["COUNT_BY_SEVERITY"],"detectorId":"not from here"}"#),
    )
    .unwrap();
    assert_eq!(input.member("DetectorId"), Some(&text("d/1")));
    assert_eq!(input.member("FindingStatisticTypes"), Some(&Document::List(vec![text("COUNT_BY_SEVERITY")])));

    let mut headers = HeaderMap::new();
    headers.insert("x-amz-meta-One", HeaderValue::from_static("1"));
    headers.insert(HeaderName::from_static("if-modified-since"), HeaderValue::from_static("yesterday"));
    let parts = RequestParts { method: &Method::GET, path: "/b/k", query: "partNumber=x", headers: &headers };
    let found = route(&parts, b"", Some("s3")).unwrap();
    refusal(decode(&found, &parts, &Bytes::new()));
}

/// Requests to decode with anything: one route per operation and protocol.
fn routes() -> Vec<Route> {
    let mut all = Vec::new();
    for contract in &CONTRACTS {
        let service = contract.service();
        for protocol in &service.protocols {
            for operation in &service.operations {
                let mut labels = Vec::new();
                let structure = operation.input.and_then(|id| service.structure(id));
                for member in structure.iter().flat_map(|s| &s.members) {
                    if member.location == wire::model::Location::Uri {
                        labels.push((member.name, "1".to_owned()));
                    }
                }
                all.push(Route {
                    contract,
                    service,
                    operation,
                    protocol: *protocol,
                    json_version: "1.1",
                    query_mode: false,
                    labels,
                });
            }
        }
    }
    all
}

/// Pieces that lie near what the decoders look for.
fn noise() -> impl Strategy<Value = Vec<u8>> {
    let words = prop::sample::select(vec![
        "{",
        "}",
        "[",
        "]",
        "\"",
        ":",
        ",",
        "null",
        "true",
        "1",
        "-1e9",
        "\"a\"",
        "Action=",
        "&",
        "=",
        ".member.",
        ".1",
        ".entry.",
        "key",
        "%41",
        "%",
        "+",
        "<",
        ">",
        "</",
        "/>",
        "<a>",
        "</a>",
        "&amp;",
        "&#x1;",
        "<![CDATA[",
        "]]>",
        "Tags",
        "Key",
        "Name",
        "\u{0}",
        "é",
    ]);
    let piece = prop_oneof![
        words.prop_map(|w| w.as_bytes().to_vec()),
        prop::collection::vec(any::<u8>(), 1..6),
        prop::sample::select(vec![0xa1_u8, 0xbf, 0xff, 0x9f, 0x81, 0x7f, 0x5f, 0xc1, 0xfb, 0xf9, 0xf6, 0x61, 0x1b, 0x3b])
            .prop_map(|b| vec![b]),
    ];
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    /// Whatever is sent to whatever operation, decoding and checking answer.
    #[test]
    fn nothing_panics(at: prop::sample::Index, body in noise(), query in noise()) {
        static ROUTES: std::sync::LazyLock<Vec<Route>> = std::sync::LazyLock::new(routes);
        let route = &ROUTES[at.index(ROUTES.len())];
        let query = String::from_utf8_lossy(&query).into_owned();
        let mut headers = HeaderMap::new();
        if let Ok(value) = HeaderValue::from_bytes(&body) {
            headers.insert("content-type", value.clone());
            headers.insert("x-amz-meta-x", value);
        }
        if let (Ok(document), Some(shape)) = (read(route, &query, &headers, body.clone()), route.operation.input) {
            let _ = validate(route.service, shape, &document);
            let _ = wire::protocol::to_audit_json(route.service, shape, &document);
        }
        let parts = RequestParts { method: &Method::POST, path: &query, query: &query, headers: &headers };
        let _ = wire::route::route(&parts, &body, None);
        let _ = wire::route::route(&parts, &body, Some("s3"));
    }

    /// An output that was written reads back the same, where a protocol is its own inverse.
    #[test]
    fn json_and_cbor_round_trip(names in prop::collection::vec(".{0,12}", 0..5), millis in -1_000_000_000_000_i64..4_000_000_000_000, number: i32, flag: bool, value in prop::num::f64::NORMAL) {
        // PutMetricAlarm's input has every kind of scalar; for this it is written as if it were an output.
        for protocol in [Protocol::AwsJson, Protocol::RpcCbor] {
            let mut route = place("cloudwatch", "PutMetricAlarm", protocol);
            let mut operation = wire::model::OperationModel { output: route.operation.input, ..clone(route.operation) };
            operation.name = "Mirror";
            route.operation = Box::leak(Box::new(operation));
            let document = Document::Structure(vec![
                ("AlarmName", text(&names.concat())),
                ("ActionsEnabled", Document::Boolean(flag)),
                ("AlarmActions", Document::List(names.iter().map(|n| text(n)).collect())),
                ("Period", Document::Integer(number.into())),
                ("Threshold", Document::Double(value)),
            ]);
            let encoded = encode(&route, &document, "id");
            prop_assert_eq!(read(&route, "", &HeaderMap::new(), encoded.body).unwrap(), document);
            let mut route = place("cloudwatch", "GetMetricStatistics", protocol);
            let operation = wire::model::OperationModel { output: route.operation.input, ..clone(route.operation) };
            route.operation = Box::leak(Box::new(operation));
            let document = Document::Structure(vec![("StartTime", Document::Timestamp(wire::Timestamp::from_millisecond(millis).unwrap()))]);
            let encoded = encode(&route, &document, "id");
            prop_assert_eq!(read(&route, "", &HeaderMap::new(), encoded.body).unwrap(), document);
        }
    }
}

fn clone(o: &wire::model::OperationModel) -> wire::model::OperationModel {
    wire::model::OperationModel { errors: o.errors.clone(), ..*o }
}

/// Every parameter of a form costs time in proportion: a large one is read quickly.
#[test]
fn large_forms() {
    let mut body = String::from("UserName=u");
    for index in (1..=20_000).rev() {
        let _ = write!(body, "&TagKeys.member.{index}=k{index}");
    }
    let input = query("UntagUser", &body).unwrap();
    let Some(Document::List(keys)) = input.member("TagKeys") else { panic!("no list") };
    assert_eq!((keys.len(), &keys[0]), (20_000, &text("k1")));
}
