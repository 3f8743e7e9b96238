//! Every operation of every model routes to itself in every protocol of its service, and what routes nowhere is answered in the caller's protocol.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests"
)]

use http::{HeaderMap, HeaderName, Method};
use wire::contracts::CONTRACTS;
use wire::failure::{Common, Kind};
use wire::model::{Location, OperationModel, Protocol, Service};
use wire::request::RequestParts;
use wire::route::{Route, RouteError, route};
use wire::validate::{Pattern, compiled};

struct Request {
    method: Method,
    path: String,
    query: String,
    headers: HeaderMap,
    body: Vec<u8>,
}

impl Request {
    fn new(method: &str, path: &str, headers: &[(&str, &str)]) -> Self {
        let (path, query) = path.split_once('?').unwrap_or((path, ""));
        let headers = headers.iter().map(|(n, v)| (n.parse::<HeaderName>().unwrap(), v.parse().unwrap())).collect();
        Self { method: method.parse().unwrap(), path: path.into(), query: query.into(), headers, body: Vec::new() }
    }

    fn body(mut self, body: &str) -> Self {
        self.body = body.into();
        self
    }

    fn route(&self, scope: Option<&str>) -> Result<Route, RouteError> {
        let parts = RequestParts { method: &self.method, path: &self.path, query: &self.query, headers: &self.headers };
        route(&parts, &self.body, scope)
    }
}

/// A request of a REST operation: labels with characters that must not split, fixed and required parameters.
fn rest_request(service: &Service, operation: &OperationModel) -> Request {
    let (path, fixed) = operation.uri.split_once('?').unwrap_or((operation.uri, ""));
    let fill = |part: &str| match part {
        greedy if greedy.ends_with("+}") => "a/b%2Fc".to_owned(),
        label if label.starts_with('{') => "x%2Fy".to_owned(),
        literal => literal.to_owned(),
    };
    let path: Vec<_> = path.split('/').map(fill).collect();
    let mut query: Vec<String> = fixed.split('&').filter(|p| !p.is_empty()).map(str::to_owned).collect();
    let mut headers = Vec::new();
    if let Some(structure) = operation.input.and_then(|id| service.structure(id)) {
        for member in structure.required.iter().filter_map(|name| structure.member(name)) {
            match member.location {
                Location::QueryString => query.push(format!("{}=1", member.wire_name())),
                Location::Header => headers.push((member.wire_name(), "1")),
                _ => {}
            }
        }
    }
    Request::new(operation.method, &format!("{}?{}", path.join("/"), query.join("&")), &headers)
}

#[test]
fn s3_has_several_signing_names() {
    for (scope, method, path, operation) in [
        ("s3", "GET", "/", "ListBuckets"),
        ("s3express", "GET", "/", "ListDirectoryBuckets"),
        ("s3express", "GET", "/bucket/key", "GetObject"),
        ("s3-object-lambda", "POST", "/WriteGetObjectResponse", "WriteGetObjectResponse"),
    ] {
        let headers = [("x-amz-request-route", "r"), ("x-amz-request-token", "t")];
        let route = Request::new(method, path, &headers).route(Some(scope)).unwrap();
        assert_eq!((route.service.id, route.operation.name), ("s3", operation), "{scope}");
    }
}

#[test]
fn a_form_without_an_action_is_answered_in_query() {
    let form = [("content-type", "application/x-www-form-urlencoded")];
    for scope in ["iam", "monitoring", "sns"] {
        let error = Request::new("POST", "/", &form).route(Some(scope)).unwrap_err();
        assert_eq!(error.protocol, Protocol::Query, "{scope}");
        let Kind::Modelled { code, status, .. } = &error.failure.kind else { panic!("{:?}", error.failure) };
        assert_eq!((code.as_ref(), *status), ("MissingAction", 400));
    }
    let error =
        Request::new("POST", "/", &[("content-type", "application/x-amz-json-1.0")]).route(Some("monitoring")).unwrap_err();
    assert_eq!((error.protocol, error.failure.kind), (Protocol::AwsJson, Kind::Common(Common::UnknownOperation)));
}

#[test]
fn every_operation_routes_to_itself() {
    // Superseded twins that share method and path with their successors, and what S3 serves on another host.
    let shadowed =
        ["GetBucketLifecycle", "GetBucketNotification", "PutBucketLifecycle", "PutBucketNotification", "ListDirectoryBuckets"];
    let mut tried = 0;
    for contract in &CONTRACTS {
        let service = contract.service();
        for operation in &service.operations {
            for protocol in &service.protocols {
                let request = match protocol {
                    Protocol::AwsJson => {
                        let target = format!("{}.{}", contract.target_prefix.unwrap(), operation.name);
                        Request::new("POST", "/", &[("x-amz-target", &target), ("content-type", "application/x-amz-json-1.1")])
                    }
                    Protocol::RpcCbor => {
                        let path = format!("/service/{}/operation/{}", contract.target_prefix.unwrap(), operation.name);
                        Request::new("POST", &path, &[("smithy-protocol", "rpc-v2-cbor")])
                    }
                    Protocol::Query => {
                        Request::new("POST", "/", &[("content-type", "application/x-www-form-urlencoded; charset=utf-8")])
                            .body(&format!("Action={}&Version={}&X=1", operation.name, contract.api_version))
                    }
                    Protocol::RestJson | Protocol::RestXml => rest_request(service, operation),
                };
                let found = request.route(Some(contract.signing_name));
                if contract.id == "s3" && shadowed.contains(&operation.name) {
                    assert_ne!(found.unwrap().operation.name, operation.name);
                    continue;
                }
                let found = found.unwrap_or_else(|e| panic!("{} {} {protocol:?}: {e:?}", contract.id, operation.name));
                assert_eq!((found.contract.id, found.operation.name), (contract.id, operation.name), "{protocol:?}");
                assert_eq!(found.protocol, *protocol);
                for (member, value) in &found.labels {
                    assert!(matches!(value.as_str(), "x/y" | "a/b/c"), "{member} of {} is {value}", operation.name);
                }
                let uri_labels = operation.uri.matches('{').count();
                assert_eq!(
                    found.labels.len(),
                    if matches!(protocol, Protocol::RestJson | Protocol::RestXml) { uri_labels } else { 0 }
                );
                tried += 1;
            }
        }
    }
    assert!(tried > 1_600, "{tried}");
}

#[test]
fn query_in_the_query_string_and_without_a_scope() {
    let found = Request::new("GET", "/?Action=GetCallerIdentity&Version=2011-06-15&X-Amz-Signature=0", &[]).route(None).unwrap();
    assert_eq!((found.contract.id, found.operation.name), ("sts", "GetCallerIdentity"));
    // A beginning of the body is enough, even one that ends within a character.
    let mut request = Request::new("POST", "/", &[("content-type", "application/x-www-form-urlencoded")]);
    request.body = b"Action=CreateUser&Version=2010-05-08&UserName=\xc3".to_vec();
    assert_eq!(request.route(Some("iam")).unwrap().operation.name, "CreateUser");
}

#[test]
fn names_that_smithy_sdks_send() {
    let target = |t: &str| Request::new("POST", "/", &[("x-amz-target", t), ("content-type", "application/x-amz-json-1.0")]);
    let found = target("CloudTrail_20131101.LookupEvents").route(Some("cloudtrail")).unwrap();
    assert_eq!((found.contract.id, found.operation.name, found.json_version), ("cloudtrail", "LookupEvents", "1.0"));
    let whole = target("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101.LookupEvents").route(None).unwrap();
    assert_eq!(whole.operation.name, "LookupEvents");
}

#[test]
fn s3_paths() {
    for (method, uri, headers, want) in [
        ("GET", "/", &[][..], "ListBuckets"),
        ("GET", "/bucket", &[], "ListObjects"),
        ("GET", "/bucket/", &[], "ListObjects"),
        ("GET", "/bucket?list-type=2&prefix=a%2Fb", &[], "ListObjectsV2"),
        ("GET", "/bucket?acl", &[], "GetBucketAcl"),
        ("GET", "/bucket?acl=", &[], "GetBucketAcl"),
        ("GET", "/bucket?versions&prefix=acl", &[], "ListObjectVersions"),
        ("GET", "/bucket//", &[], "GetObject"),
        ("GET", "/bucket/a//b/", &[], "GetObject"),
        ("GET", "/bucket/key?acl", &[], "GetObjectAcl"),
        ("GET", "/bucket/key?uploadId=1", &[], "ListParts"),
        ("HEAD", "/bucket", &[], "HeadBucket"),
        ("HEAD", "/bucket/key", &[], "HeadObject"),
        ("PUT", "/bucket/key", &[], "PutObject"),
        ("PUT", "/bucket/key", &[("x-amz-copy-source", "/b/k")], "CopyObject"),
        ("PUT", "/bucket/key?partNumber=1&uploadId=2", &[], "UploadPart"),
        ("PUT", "/bucket/key?partNumber=1&uploadId=2", &[("x-amz-copy-source", "/b/k")], "UploadPartCopy"),
        ("POST", "/bucket?delete", &[], "DeleteObjects"),
        ("POST", "/bucket/key?uploads", &[], "CreateMultipartUpload"),
        ("POST", "/bucket/key?uploadId=1", &[], "CompleteMultipartUpload"),
        ("DELETE", "/bucket/key?uploadId=1", &[], "AbortMultipartUpload"),
    ] {
        let found = Request::new(method, uri, headers).route(Some("s3")).unwrap();
        assert_eq!(found.operation.name, want, "{method} {uri}");
    }
    let found = Request::new("GET", "/bucket/a%2Fb//c%20d/+", &[]).route(Some("s3")).unwrap();
    assert_eq!(found.labels, [("Bucket", "bucket".to_owned()), ("Key", "a/b//c d/+".to_owned())]);
    assert!(Request::new("GET", "/bucket/%ff", &[]).route(Some("s3")).is_err());
}

#[test]
fn shared_paths_follow_the_scope_or_the_arn() {
    let arn = "/tags/arn%3Aaws%3Aguardduty%3Aus-east-1%3A123456789012%3Adetector%2Fabc";
    for (scope, want) in [(Some("guardduty"), "guardduty"), (Some("securityhub"), "securityhub"), (None, "guardduty")] {
        let found = Request::new("GET", arn, &[]).route(scope).unwrap();
        assert_eq!((found.contract.id, found.operation.name), (want, "ListTagsForResource"));
    }
    let found = Request::new("GET", "/tags/x", &[("host", "scheduler.eu-west-1.example.com")]).route(None).unwrap();
    assert_eq!(found.contract.id, "scheduler");
}

#[test]
fn unsigned_requests_to_the_paths_of_an_apis_version_are_that_apis() {
    for (path, want) in [
        ("/2015-03-31/functions/", "ListFunctions"),
        ("/2015-03-31/functions", "ListFunctions"),
        ("/2015-03-31/else/where/", "GetObject"),
        ("/2015-03-3x/functions", "GetObject"),
    ] {
        assert_eq!(Request::new("GET", path, &[]).route(None).unwrap().operation.name, want, "{path}");
    }
}

#[test]
fn failures_speak_the_callers_protocol() {
    let json = [("x-amz-target", "TrentService.Nonsense"), ("content-type", "application/x-amz-json-1.1")];
    let form = [("content-type", "application/x-www-form-urlencoded")];
    let cbor = [("smithy-protocol", "rpc-v2-cbor")];
    for (request, scope, protocol, code, status) in [
        (Request::new("POST", "/", &json), Some("kms"), Protocol::AwsJson, "UnknownOperationException", 400),
        (Request::new("POST", "/", &[("x-amz-target", "nodots")]), None, Protocol::AwsJson, "UnknownOperationException", 400),
        (
            Request::new("POST", "/", &form).body("Action=Fly&Version=2010-05-08"),
            Some("iam"),
            Protocol::Query,
            "InvalidAction",
            400,
        ),
        (Request::new("POST", "/", &form).body("Action=ListUsers"), None, Protocol::Query, "InvalidAction", 400),
        (Request::new("POST", "/", &form), Some("iam"), Protocol::Query, "MissingAction", 400),
        (Request::new("POST", "/service/x/operation/Y", &cbor), None, Protocol::RpcCbor, "UnknownOperationException", 400),
        (Request::new("PATCH", "/nowhere", &[]), Some("guardduty"), Protocol::RestJson, "UnknownOperationException", 404),
        (Request::new("PATCH", "/bucket", &[]), Some("s3"), Protocol::RestXml, "MethodNotAllowed", 405),
        (Request::new("GET", "/", &[]), Some("unheardof"), Protocol::RestJson, "UnknownOperationException", 404),
    ] {
        let error = request.route(scope).unwrap_err();
        assert_eq!(error.protocol, protocol);
        assert_eq!(wire::protocol::error_code(error.protocol, error.service, &error.failure), code);
        assert_eq!(error.encode("id").status, status);
    }
    let error = Request::new("POST", "/", &form).body("Action=Fly&Version=2010-05-08").route(Some("iam")).unwrap_err();
    assert_eq!(error.failure.message, "Could not find operation Fly for version 2010-05-08");
    assert_eq!(error.failure.kind, Kind::Common(Common::UnknownOperation));
    let other = Request::new("POST", "/", &form).body("Action=ListUsers&Version=2011-06-15").route(Some("iam")).unwrap_err();
    assert_eq!(other.failure.message, "Could not find operation ListUsers for version 2011-06-15");
}

/// Patterns of the models that are not enforced, because neither engine can run them. This list only shrinks.
#[test]
fn every_pattern_compiles_but_these() {
    // Systems Manager's ISO 8601 time: it refers back to groups that a match may not have entered.
    let known = "([\\-]?\\d{4}(?!\\d{2}\\b))";
    let mut unsupported = std::collections::BTreeSet::new();
    let mut patterns = std::collections::BTreeSet::new();
    for contract in &CONTRACTS {
        let folder = if contract.own { "own/" } else { "" };
        let facts = std::fs::read_to_string(format!("../../models/{folder}{}.json", contract.id)).unwrap();
        let facts: serde_json::Value = serde_json::from_str(&facts).unwrap();
        for shape in facts["shapes"].as_object().unwrap().values() {
            patterns.extend(shape["pattern"].as_str().map(str::to_owned));
        }
    }
    assert!(patterns.len() > 400);
    for pattern in patterns {
        let pattern: &'static str = Box::leak(pattern.into_boxed_str());
        if matches!(compiled(pattern), Pattern::Unsupported) {
            unsupported.insert(pattern);
        }
    }
    assert_eq!(unsupported.len(), 1, "{unsupported:?}");
    assert!(unsupported.iter().all(|pattern| pattern.contains(known)));
}
