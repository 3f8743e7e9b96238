//! A line of a server access log. Pure.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html>.

use std::fmt::Write as _;

use http::HeaderMap;
use plane::PrincipalKind;
use plane::ports::AnsweredRequest;

use crate::api::EncodingType;
use crate::names::{canonical_id, encoded};

/// What an operation is called.
fn operation(name: &str) -> String {
    let named = match name {
        "CopyObject" => "COPY.OBJECT",
        "UploadPart" => "PUT.PART",
        "UploadPartCopy" => "COPY.PART",
        "CreateMultipartUpload" => "POST.UPLOADS",
        "CompleteMultipartUpload" => "POST.UPLOAD",
        "AbortMultipartUpload" => "DELETE.UPLOAD",
        "ListMultipartUploads" => "GET.UPLOADS",
        "ListParts" => "GET.UPLOAD",
        "DeleteObjects" => "POST.MULTI_OBJECT_DELETE",
        "ListBuckets" => "GET.SERVICE",
        "ListObjects" | "ListObjectsV2" => "GET.BUCKET",
        "ListObjectVersions" => "GET.BUCKETVERSIONS",
        "CreateBucket" => "PUT.BUCKET",
        "GetObjectAttributes" => "GET.OBJECT_ATTRIBUTES",
        "GetBucketLifecycleConfiguration" => "GET.LIFECYCLE",
        "PutBucketLifecycleConfiguration" => "PUT.LIFECYCLE",
        "GetBucketNotificationConfiguration" => "GET.NOTIFICATION",
        "PutBucketNotificationConfiguration" => "PUT.NOTIFICATION",
        "GetBucketLogging" => "GET.LOGGING_STATUS",
        "PutBucketLogging" => "PUT.LOGGING_STATUS",
        "GetBucketPolicy" => "GET.BUCKETPOLICY",
        "PutBucketPolicy" => "PUT.BUCKETPOLICY",
        "DeleteBucketPolicy" => "DELETE.BUCKETPOLICY",
        "GetBucketPolicyStatus" => "GET.POLICY_STATUS",
        "GetBucketRequestPayment" => "GET.REQUEST_PAYMENT",
        "GetBucketAccelerateConfiguration" => "GET.ACCELERATE",
        "GetObjectLockConfiguration" => "GET.OBJECT_LOCK_CONFIGURATION",
        "PutObjectLockConfiguration" => "PUT.OBJECT_LOCK_CONFIGURATION",
        _ => return regular(name),
    };
    format!("REST.{named}")
}

/// The names of operations that are called as the API calls them: `PutObjectTagging` is `REST.PUT.OBJECT_TAGGING`, `GetBucketCors` `REST.GET.CORS`.
fn regular(name: &str) -> String {
    let (verb, rest) =
        name.split_at(name.char_indices().skip(1).find(|(_, c)| c.is_ascii_uppercase()).map_or(name.len(), |(at, _)| at));
    // What belongs to a bucket does not say so.
    let rest = rest.strip_prefix("Bucket").filter(|rest| !rest.is_empty()).unwrap_or(rest);
    let mut out = format!("REST.{}.", verb.to_ascii_uppercase());
    for (at, c) in rest.char_indices() {
        if at > 0 && c.is_ascii_uppercase() {
            out.push('_');
        }
        out.push(c.to_ascii_uppercase());
    }
    out
}

/// A text between quotes: what could end it, or the line, is encoded.
fn quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for c in text.chars() {
        if c == '"' || c.is_control() {
            let mut bytes = [0; 4];
            for byte in c.encode_utf8(&mut bytes).bytes() {
                let _ = write!(out, "%{byte:02X}");
            }
        } else {
            out.push(c);
        }
    }
    out.push('"');
    out
}

fn header<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers.get(name)?.to_str().ok().filter(|text| !text.is_empty())
}

fn or_dash(text: Option<impl Into<String>>) -> String {
    text.map(Into::into).filter(|text: &String| !text.is_empty()).unwrap_or_else(|| "-".to_owned())
}

/// Who asked: the account's canonical id, or the ARN of somebody in it.
fn requester(request: &AnsweredRequest<'_>) -> String {
    let Some(principal) = request.principal else { return "-".to_owned() };
    match principal.kind {
        PrincipalKind::Anonymous => "-".to_owned(),
        PrincipalKind::Root => canonical_id(&principal.account),
        _ => or_dash(Some(principal.arn.as_str())),
    }
}

/// The size of the object that was asked for.
fn object_size(request: &AnsweredRequest<'_>) -> Option<u64> {
    match request.operation {
        "GetObject" | "HeadObject" if request.status < 300 => header(request.answer, "content-range")
            .and_then(|range| range.rsplit_once('/'))
            .map_or_else(|| header(request.answer, "content-length"), |(_, size)| Some(size))
            .and_then(|size| size.parse().ok())
            .or((request.operation == "GetObject").then_some(request.sent)),
        "PutObject" | "UploadPart" if request.status < 300 => {
            let length =
                header(request.headers, "x-amz-decoded-content-length").or_else(|| header(request.headers, "content-length"));
            length.and_then(|length| length.parse().ok())
        }
        _ => None,
    }
}

/// The line, with its end.
pub(super) fn line(request: &AnsweredRequest<'_>, owner: &str) -> String {
    let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
    let signature = request.signature.map(|s| if s.algorithm == "AWS" { "SigV2" } else { "SigV4" });
    let way = request.signature.map(|s| if s.presigned { "QueryString" } else { "AuthHeader" });
    let version = header(request.answer, "x-amz-version-id");
    // A HEAD has no body, whatever length it tells.
    let sent = if request.method == "HEAD" { 0 } else { request.sent };
    let milliseconds = request.took.as_millis().to_string();
    let fields = [
        canonical_id(owner),
        request.bucket.to_owned(),
        format!("[{}]", request.time.strftime("%d/%b/%Y:%H:%M:%S +0000")),
        or_dash(request.peer.map(|peer| peer.to_string())),
        requester(request),
        request.request_id.to_owned(),
        operation(request.operation),
        or_dash(request.key.map(|key| encoded(key, Some(EncodingType::Url)))),
        quoted(&format!("{} {}{query} HTTP/1.1", request.method, request.path)),
        request.status.to_string(),
        or_dash(request.error),
        or_dash((sent > 0).then(|| sent.to_string())),
        or_dash(object_size(request).map(|size| size.to_string())),
        milliseconds.clone(),
        // Until the first byte of the answer, which is when a line is made.
        milliseconds,
        quoted(header(request.headers, "referer").unwrap_or("-")),
        quoted(header(request.headers, "user-agent").unwrap_or("-")),
        or_dash(version),
        or_dash(header(request.answer, "x-amz-id-2")),
        or_dash(signature),
        or_dash(request.tls.map(|tls| tls.cipher_suite.as_str())),
        or_dash(way),
        or_dash(header(request.headers, "host")),
        or_dash(request.tls.map(|tls| tls.version.as_str())),
        // Neither access points nor access control lists are here.
        "-".to_owned(),
        "-".to_owned(),
    ];
    let mut text = fields.join(" ");
    text.push('\n');
    text
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use http::HeaderMap;
    use plane::Principal;
    use plane::ports::AnsweredRequest;

    use super::{line, operation};
    use crate::names::canonical_id;

    #[test]
    fn operations_have_the_documented_names() {
        for (name, expected) in [
            ("GetObject", "REST.GET.OBJECT"),
            ("PutObject", "REST.PUT.OBJECT"),
            ("HeadBucket", "REST.HEAD.BUCKET"),
            ("DeleteBucket", "REST.DELETE.BUCKET"),
            ("ListObjectsV2", "REST.GET.BUCKET"),
            ("GetBucketVersioning", "REST.GET.VERSIONING"),
            ("PutBucketTagging", "REST.PUT.TAGGING"),
            ("GetBucketCors", "REST.GET.CORS"),
            ("PutObjectTagging", "REST.PUT.OBJECT_TAGGING"),
            ("GetPublicAccessBlock", "REST.GET.PUBLIC_ACCESS_BLOCK"),
            ("UploadPart", "REST.PUT.PART"),
            ("DeleteObjects", "REST.POST.MULTI_OBJECT_DELETE"),
            ("GetBucketLogging", "REST.GET.LOGGING_STATUS"),
        ] {
            assert_eq!(operation(name), expected);
        }
    }

    #[test]
    fn a_line_has_all_fields_in_their_order() {
        let (mut headers, mut answer) = (HeaderMap::new(), HeaderMap::new());
        for (name, value) in [("user-agent", "curl \"x\"\t8"), ("host", "logs.example"), ("content-length", "5")] {
            headers.insert(name, value.parse().unwrap());
        }
        answer.insert("x-amz-id-2", "host-id".parse().unwrap());
        let root = Principal::root("aws", "111111111111", "key");
        let request = AnsweredRequest {
            bucket: "watched",
            key: Some("a b/ü"),
            operation: "PutObject",
            method: "PUT",
            path: "/watched/a%20b/%C3%BC",
            query: "x-id=PutObject",
            headers: &headers,
            time: "2026-02-06T00:00:38Z".parse().unwrap(),
            peer: Some("192.0.2.3".parse().unwrap()),
            tls: None,
            signature: None,
            principal: Some(&root),
            request_id: "R1",
            status: 200,
            error: None,
            sent: 0,
            took: Duration::from_millis(7),
            answer: &answer,
        };
        let id = canonical_id("111111111111");
        assert_eq!(
            line(&request, "111111111111"),
            format!(
                "{id} watched [06/Feb/2026:00:00:38 +0000] 192.0.2.3 {id} R1 REST.PUT.OBJECT a%20b/%C3%BC \"PUT /watched/a%20b/%C3%BC?x-id=PutObject HTTP/1.1\" 200 - - 5 7 7 \"-\" \"curl %22x%22%098\" - host-id - - - logs.example - - -\n"
            )
        );
        let refused =
            AnsweredRequest { status: 403, error: Some("AccessDenied"), sent: 243, principal: None, key: None, ..request };
        let text = line(&refused, "111111111111");
        assert!(
            text.contains(" 192.0.2.3 - R1 REST.PUT.OBJECT - \"PUT ") && text.contains(" 403 AccessDenied 243 - 7 7 "),
            "{text}"
        );
    }
}
