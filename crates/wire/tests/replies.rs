//! Replies and errors as the clients must see them, protocol by protocol. The wider comparison with botocore's parsers is
//! `cargo run -p wire --example replies | acceptance/vectors/replies.py`.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests"
)]

use bytes::Bytes;
use serde_json::json;
use wire::contracts::contract;
use wire::eventstream::{self, Frame};
use wire::failure::{Common, Failure, Fault};
use wire::model::Protocol;
use wire::protocol::{Encoded, audit_code, encode, error_code, to_audit_json, write_audit_json};
use wire::route::Route;
use wire::{Document, Timestamp};

const ID: &str = "req-1";

fn route(service: &str, operation: &str, protocol: Protocol) -> Route {
    let contract = contract(service).unwrap();
    let service = contract.service();
    let operation = service.operation(operation).unwrap();
    Route { contract, service, operation, protocol, json_version: service.json_version, query_mode: false, labels: Vec::new() }
}

fn text(value: &str) -> Document {
    Document::String(value.into())
}

fn structure(members: &[(&'static str, Document)]) -> Document {
    Document::Structure(members.to_vec())
}

fn at(value: &str) -> Document {
    Document::Timestamp(value.parse::<Timestamp>().unwrap())
}

fn body(encoded: &Encoded) -> &str {
    std::str::from_utf8(&encoded.body).unwrap()
}

fn header<'e>(encoded: &'e Encoded, name: &str) -> &'e str {
    encoded.headers.get(name).map_or("", |v| v.to_str().unwrap())
}

fn not_found() -> Failure {
    Failure::modelled(
        "NoSuchEntityException",
        "NoSuchEntity",
        404,
        Fault::Sender,
        "message",
        "The user with name <a&b> cannot be found.".into(),
        vec![],
    )
}

#[test]
fn query() {
    let route = route("iam", "GetUser", Protocol::Query);
    let user = structure(&[
        ("UserName", text("a\"<&\u{1}\r")),
        ("CreateDate", at("2026-11-24T02:19:19Z")),
        ("Tags", Document::List(vec![structure(&[("Key", text("k")), ("Value", text("v"))])])),
    ]);
    let encoded = encode(&route, &structure(&[("User", user)]), ID);
    assert_eq!(
        body(&encoded),
        "<GetUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><GetUserResult><User><UserName>a&quot;&lt;&amp;\u{fffd}&#xD;</UserName>\
         <CreateDate>2026-11-24T02:19:19Z</CreateDate><Tags><member><Key>k</Key><Value>v</Value></member></Tags></User></GetUserResult>\
         <ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata></GetUserResponse>"
    );
    assert_eq!((header(&encoded, "content-type"), header(&encoded, "x-amzn-requestid")), ("text/xml", ID));

    let failed = route.encode_failure(&not_found(), ID);
    assert_eq!(failed.status, 404);
    assert_eq!(
        body(&failed),
        "<ErrorResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><Error><Type>Sender</Type><Code>NoSuchEntity</Code>\
         <Message>The user with name &lt;a&amp;b&gt; cannot be found.</Message></Error><RequestId>req-1</RequestId></ErrorResponse>"
    );
    assert_eq!(error_code(Protocol::Query, Some(route.service), &not_found()), "NoSuchEntity");
    assert_eq!(audit_code(Protocol::Query, Some(route.service), &not_found()), "NoSuchEntityException");
}

#[test]
fn query_without_output() {
    let route = route("iam", "DeleteUser", Protocol::Query);
    assert_eq!(
        body(&encode(&route, &Document::EMPTY, ID)),
        "<DeleteUserResponse xmlns=\"https://iam.amazonaws.com/doc/2010-05-08/\"><ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata>\
         </DeleteUserResponse>"
    );
}

#[test]
fn aws_json() {
    let route = route("kms", "DescribeKey", Protocol::AwsJson);
    let key = structure(&[
        ("KeyId", text("k")),
        ("CreationDate", at("2026-11-24T02:19:19.25Z")),
        ("DeletionDate", at("2026-11-24T02:19:19Z")),
    ]);
    let encoded = encode(&route, &structure(&[("KeyMetadata", key)]), ID);
    assert_eq!(body(&encoded), r#"{"KeyMetadata":{"KeyId":"k","CreationDate":1795486759.25,"DeletionDate":1795486759}}"#);
    assert_eq!(header(&encoded, "content-type"), "application/x-amz-json-1.1");
    let none = self::route("kms", "EnableKey", Protocol::AwsJson);
    assert_eq!(body(&encode(&none, &Document::EMPTY, ID)), "");
    let empty = self::route("kms", "ListKeys", Protocol::AwsJson);
    assert_eq!(body(&encode(&empty, &Document::EMPTY, ID)), "{}");

    let denied = route.encode_failure(&Failure::common(Common::AccessDenied, "User: x is not authorized"), ID);
    assert_eq!(
        (denied.status.as_u16(), body(&denied)),
        (400, r#"{"__type":"AccessDeniedException","Message":"User: x is not authorized"}"#)
    );
    let missing = Failure::common(Common::NotImplemented, "The operation kms:X is not implemented by Cloudkeep yet.");
    let missing = route.encode_failure(&missing, ID);
    assert_eq!(missing.status, 501);
    assert!(body(&missing).starts_with(r#"{"__type":"NotImplementedException","message":"#));
}

#[test]
fn aws_json_error_members() {
    let route = route("organizations", "CreateAccount", Protocol::AwsJson);
    let failure = Failure::modelled(
        "ConstraintViolationException",
        "ConstraintViolationException",
        400,
        Fault::Sender,
        "Message",
        "Too many accounts.".into(),
        vec![("Reason", text("ACCOUNT_NUMBER_LIMIT_EXCEEDED"))],
    );
    let encoded = route.encode_failure(&failure, ID);
    assert_eq!(
        body(&encoded),
        r#"{"__type":"ConstraintViolationException","Message":"Too many accounts.","Reason":"ACCOUNT_NUMBER_LIMIT_EXCEEDED"}"#
    );
}

#[test]
fn query_compatible_errors() {
    let mut route = route("sqs", "GetQueueUrl", Protocol::AwsJson);
    let failure = Failure::modelled(
        "QueueDoesNotExist",
        "AWS.SimpleQueueService.NonExistentQueue",
        400,
        Fault::Sender,
        "message",
        "No such queue.".into(),
        vec![],
    );
    assert_eq!(header(&route.encode_failure(&failure, ID), "x-amzn-query-error"), "");
    route.query_mode = true;
    let encoded = route.encode_failure(&failure, ID);
    assert_eq!(header(&encoded, "x-amzn-query-error"), "AWS.SimpleQueueService.NonExistentQueue;Sender");
    assert_eq!(body(&encoded), r#"{"__type":"QueueDoesNotExist","message":"No such queue."}"#);
}

#[test]
fn answers_to_forms_that_are_older_than_the_model() {
    let receive = route("sqs", "ReceiveMessage", Protocol::Query);
    let attribute = structure(&[("StringValue", text("<v>")), ("DataType", text("String"))]);
    let message = structure(&[
        ("Body", text("b")),
        ("Attributes", Document::Map(vec![("SenderId".into(), text("s"))])),
        ("MessageAttributes", Document::Map(vec![("a".into(), attribute)])),
    ]);
    let reply = encode(&receive, &structure(&[("Messages", Document::List(vec![message.clone(), message.clone()]))]), ID);
    let shown = "<Message><Body>b</Body><Attribute><Name>SenderId</Name><Value>s</Value></Attribute><MessageAttribute><Name>a</Name>\
                 <Value><StringValue>&lt;v&gt;</StringValue><DataType>String</DataType></Value></MessageAttribute></Message>";
    assert_eq!(
        body(&reply),
        format!(
            "<ReceiveMessageResponse xmlns=\"http://queue.amazonaws.com/doc/2012-11-05/\"><ReceiveMessageResult>{shown}{shown}</ReceiveMessageResult><ResponseMetadata><RequestId>req-1</RequestId></ResponseMetadata></ReceiveMessageResponse>"
        )
    );
    let list = route("sqs", "ListQueues", Protocol::Query);
    let urls = structure(&[("QueueUrls", Document::List(vec![text("u"), text("v")]))]);
    assert!(
        body(&encode(&list, &urls, ID))
            .contains("<ListQueuesResult><QueueUrl>u</QueueUrl><QueueUrl>v</QueueUrl></ListQueuesResult>")
    );
    // Those who speak JSON know nothing of it.
    let json = route("sqs", "ReceiveMessage", Protocol::AwsJson);
    let reply = encode(&json, &structure(&[("Messages", Document::List(vec![message]))]), ID);
    assert!(body(&reply).contains(r#""Attributes":{"SenderId":"s"},"MessageAttributes":{"a":"#));
}

#[test]
fn rest_json() {
    let route = route("guardduty", "CreateDetector", Protocol::RestJson);
    let encoded = encode(&route, &structure(&[("DetectorId", text("d"))]), ID);
    assert_eq!((encoded.status.as_u16(), body(&encoded)), (200, r#"{"detectorId":"d"}"#));
    let tagged = self::route("guardduty", "TagResource", Protocol::RestJson);
    assert_eq!(encode(&tagged, &Document::EMPTY, ID).status, 204);

    let denied = route.encode_failure(&Failure::common(Common::AccessDenied, "no"), ID);
    assert_eq!((denied.status.as_u16(), header(&denied, "x-amzn-errortype")), (403, "AccessDeniedException"));
    let invalid = route.encode_failure(&Failure::validation("1 validation error detected: …"), ID);
    assert_eq!((invalid.status.as_u16(), header(&invalid, "x-amzn-errortype")), (400, "BadRequestException"));
    // An error with a member in a header.
    let route = self::route("lambda", "GetFunction", Protocol::RestJson);
    let failure = Failure::modelled(
        "TooManyRequestsException",
        "TooManyRequestsException",
        429,
        Fault::Sender,
        "message",
        "Slow down".into(),
        vec![("retryAfterSeconds", text("7")), ("Type", text("User"))],
    );
    let encoded = route.encode_failure(&failure, ID);
    assert_eq!((encoded.status.as_u16(), header(&encoded, "retry-after")), (429, "7"));
    assert_eq!(body(&encoded), r#"{"message":"Slow down","Type":"User"}"#);
}

#[test]
fn s3() {
    let list = route("s3", "ListObjectsV2", Protocol::RestXml);
    let object = structure(&[("Key", text("a&b")), ("LastModified", at("2026-11-24T02:19:19Z")), ("Size", Document::Integer(7))]);
    let encoded =
        encode(&list, &structure(&[("Name", text("bucket")), ("Contents", Document::List(vec![object.clone(), object]))]), ID);
    assert_eq!(
        body(&encoded),
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\"><Name>bucket</Name>\
         <Contents><Key>a&amp;b</Key><LastModified>2026-11-24T02:19:19.000Z</LastModified><Size>7</Size></Contents>\
         <Contents><Key>a&amp;b</Key><LastModified>2026-11-24T02:19:19.000Z</LastModified><Size>7</Size></Contents></ListBucketResult>"
    );
    assert_eq!(header(&encoded, "x-amz-request-id"), ID);
    assert!(!header(&encoded, "x-amz-id-2").is_empty());

    let acl = route("s3", "GetBucketAcl", Protocol::RestXml);
    let grantee = structure(&[("Type", text("CanonicalUser")), ("ID", text("me"))]);
    let grants = Document::List(vec![structure(&[("Grantee", grantee), ("Permission", text("READ"))])]);
    assert_eq!(
        body(&encode(&acl, &structure(&[("Grants", grants)]), ID)).split_once("\">").unwrap().1,
        "<AccessControlList><Grant><Grantee xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" xsi:type=\"CanonicalUser\"><ID>me</ID></Grantee>\
         <Permission>READ</Permission></Grant></AccessControlList></AccessControlPolicy>"
    );

    let head = route("s3", "HeadObject", Protocol::RestXml);
    let metadata = Document::Map(vec![("k".into(), text("v")), ("evil".into(), text("a\r\nx-injected: 1"))]);
    let output = structure(&[("ETag", text("\"e\"")), ("LastModified", at("2026-11-24T02:19:19Z")), ("Metadata", metadata)]);
    let encoded = encode(&head, &output, ID);
    assert_eq!(header(&encoded, "last-modified"), "Tue, 24 Nov 2026 02:19:19 GMT");
    assert_eq!((header(&encoded, "x-amz-meta-k"), header(&encoded, "x-amz-meta-evil"), body(&encoded)), ("v", "", ""));

    let denied = list.encode_failure(&Failure::common(Common::AccessDenied, "Access Denied"), ID);
    assert_eq!(denied.status, 403);
    assert!(
        body(&denied)
            .contains("<Error><Code>AccessDenied</Code><Message>Access Denied</Message><RequestId>req-1</RequestId><HostId>")
    );
}

#[test]
fn cbor() {
    let route = route("cloudwatch", "ListDashboards", Protocol::RpcCbor);
    let entry = structure(&[("DashboardName", text("d")), ("LastModified", at("2026-11-24T02:19:19Z"))]);
    let encoded = encode(&route, &structure(&[("DashboardEntries", Document::List(vec![entry]))]), ID);
    assert_eq!(hex::encode(&encoded.body), {
        let mut want = String::from("a1") + "70" + &hex::encode("DashboardEntries") + "81" + "a2";
        want += &("6d".to_owned() + &hex::encode("DashboardName") + "61" + &hex::encode("d"));
        want + "6c" + &hex::encode("LastModified") + "c1" + "1a6b04f427"
    });
    assert_eq!((header(&encoded, "content-type"), header(&encoded, "smithy-protocol")), ("application/cbor", "rpc-v2-cbor"));
    let none = self::route("cloudwatch", "DeleteAlarms", Protocol::RpcCbor);
    let encoded = encode(&none, &Document::EMPTY, ID);
    assert_eq!((encoded.body.len(), header(&encoded, "content-type")), (0, ""));
}

#[test]
fn details_never_leave() {
    for (service, operation, protocol) in [
        ("iam", "GetUser", Protocol::Query),
        ("kms", "ListKeys", Protocol::AwsJson),
        ("lambda", "GetFunction", Protocol::RestJson),
        ("s3", "ListObjects", Protocol::RestXml),
        ("cloudwatch", "ListMetrics", Protocol::RpcCbor),
    ] {
        let encoded = route(service, operation, protocol).encode_failure(&Failure::internal("disk /dev/secret"), ID);
        assert_eq!(encoded.status, 500);
        assert!(!String::from_utf8_lossy(&encoded.body).contains("secret"), "{service}");
        assert!(!encoded.body.is_empty());
    }
}

#[test]
fn audit_form() {
    let service = contract("iam").unwrap().service();
    let shape = service.operation("CreateLoginProfile").unwrap().input.unwrap();
    let input = structure(&[
        ("UserName", text("alice")),
        ("Password", text("hunter2")),
        ("PasswordResetRequired", Document::Boolean(true)),
    ]);
    let audit = to_audit_json(service, shape, &input);
    assert_eq!(audit, json!({"userName": "alice", "password": "HIDDEN_DUE_TO_SECURITY_REASONS", "passwordResetRequired": true}));
    let mut written = Vec::new();
    write_audit_json(&mut written, service, shape, &input);
    assert_eq!(serde_json::from_slice::<serde_json::Value>(&written).unwrap(), audit);

    let shape = service.operation("GetUser").unwrap().output.unwrap();
    let user = structure(&[("UserName", text(&"é".repeat(20_000))), ("CreateDate", at("2026-11-24T02:19:19Z"))]);
    let audit = to_audit_json(service, shape, &structure(&[("User", user)]));
    assert_eq!(audit["user"]["createDate"], "Nov 24, 2026, 2:19:19 AM");
    assert!(audit["user"]["userName"].as_str().unwrap().ends_with("... (truncated, 40000 bytes in all)"));

    let service = contract("kms").unwrap().service();
    let shape = service.operation("Encrypt").unwrap().input.unwrap();
    let input = structure(&[("KeyId", text("k")), ("Plaintext", Document::Blob(Bytes::from_static(b"secret")))]);
    let audit = to_audit_json(service, shape, &input).to_string();
    assert!(!audit.contains("secret") && !audit.contains("c2Vj"), "{audit}");
}

#[test]
fn event_streams() {
    let tail = route("logs", "StartLiveTail", Protocol::AwsJson);
    let encoded = encode(&tail, &Document::EMPTY, ID);
    assert_eq!(header(&encoded, "content-type"), "application/vnd.amazon.eventstream");
    let (first, length) = Frame::decode(&encoded.body).unwrap();
    assert_eq!(
        (length, first.header(":event-type"), &first.payload[..]),
        (encoded.body.len(), Some("initial-response"), &b"{}"[..])
    );

    let event = eventstream::event(&tail, "sessionStart", &structure(&[("sessionId", text("s"))])).unwrap();
    let (event, _) = Frame::decode(&event).unwrap();
    assert_eq!((event.header(":event-type"), event.header(":message-type")), (Some("sessionStart"), Some("event")));
    assert_eq!(&event.payload[..], br#"{"sessionId":"s"}"#);
    assert!(eventstream::event(&tail, "nonsense", &Document::EMPTY).is_err());

    let timeout = Failure::modelled(
        "SessionTimeoutException",
        "SessionTimeoutException",
        400,
        Fault::Sender,
        "message",
        "Three hours are over.".into(),
        vec![],
    );
    let (frame, _) = Frame::decode(&eventstream::exception(&tail, &timeout)).unwrap();
    assert_eq!(
        (frame.header(":message-type"), frame.header(":exception-type")),
        (Some("exception"), Some("SessionTimeoutException"))
    );
    assert_eq!(&frame.payload[..], br#"{"message":"Three hours are over."}"#);
    let (frame, _) = Frame::decode(&eventstream::exception(&tail, &Failure::internal("x"))).unwrap();
    assert_eq!((frame.header(":message-type"), frame.header(":error-code")), (Some("error"), Some("InternalFailure")));

    let select = route("s3", "SelectObjectContent", Protocol::RestXml);
    assert!(eventstream::initial_response(&select, &Document::EMPTY).is_none());
    let records =
        eventstream::event(&select, "Records", &structure(&[("Payload", Document::Blob(Bytes::from_static(b"1,2")))])).unwrap();
    let (records, _) = Frame::decode(&records).unwrap();
    assert_eq!((records.header(":content-type"), &records.payload[..]), (Some("application/octet-stream"), &b"1,2"[..]));
    let (end, _) = Frame::decode(&eventstream::event(&select, "End", &Document::EMPTY).unwrap()).unwrap();
    assert_eq!((end.header(":content-type"), end.payload.len()), (None, 0));
}
