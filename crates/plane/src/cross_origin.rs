//! Requests from pages of other origins (CORS). Only S3 answers them, each bucket as its owner configured it: no other service lets another
//! origin read its answers, and no preflight of a request to one succeeds.

use http::header::{ACCESS_CONTROL_REQUEST_HEADERS, ACCESS_CONTROL_REQUEST_METHOD, ORIGIN, VARY};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use wire::Failure;
use wire::model::Protocol;
use wire::protocol::{Encoded, encode_failure, s3_host_id};
use wire::request::RequestParts;
use wire::route::{Route, bucket_of};

use crate::pipeline::{Answer, Summary};
use crate::plane::Plane;
use crate::ports::CrossOrigin;
use crate::transaction::Reader;

/// Headers by which requests name another service than S3, whatever their path is.
const OTHER_SERVICES: [&str; 2] = ["x-amz-target", "smithy-protocol"];

impl Plane {
    /// Answers a preflight of a bucket; none if the request is none. A preflight has no caller and does nothing: it is not recorded.
    pub(crate) async fn preflight(&self, parts: &RequestParts<'_>, id: &str) -> Option<Answer> {
        let asked = asked(parts, None);
        // Where the announced request would go.
        let method = asked.method.and_then(|method| Method::from_bytes(method.as_bytes()).ok()).unwrap_or(Method::GET);
        let bucket = bucket_of(&RequestParts { method: &method, ..*parts })?;
        let mut announced = asked.headers.unwrap_or_default().split(',').map(str::trim);
        if announced.any(|name| OTHER_SERVICES.iter().any(|other| name.eq_ignore_ascii_case(other))) {
            return None;
        }
        self.metrics.unattributed();
        let mut summary = Summary { service: Some("s3"), ..Summary::default() };
        let encoded = match self.bucket_answers(&bucket, asked).await {
            Ok(told) => {
                let mut headers = HeaderMap::new();
                let host_id = s3_host_id(id);
                tell(&mut headers, [("x-amz-request-id", id.to_owned()), ("x-amz-id-2", host_id)].into_iter().chain(told));
                Encoded { status: StatusCode::OK, headers, body: bytes::Bytes::new() }
            }
            Err(failure) => {
                if let Some(detail) = &failure.detail {
                    tracing::error!(request_id = id, detail, "internal failure of a preflight");
                }
                summary.error = Some(wire::protocol::audit_code(Protocol::RestXml, None, &failure).into_owned());
                encode_failure(Protocol::RestXml, "1.1", None, None, &failure, id, false)
            }
        };
        Some(Answer { encoded, stream: None, summary })
    }

    /// Adds what a browser must hear so that a page of another origin can read the answer of a bucket, if the bucket lets it.
    pub(crate) async fn tell_other_origin(&self, parts: &RequestParts<'_>, route: &Route, headers: &mut HeaderMap) {
        if route.service.id != "s3" || !parts.headers.contains_key(ORIGIN) {
            return;
        }
        let Some((_, bucket)) = route.labels.iter().find(|(name, _)| *name == "Bucket") else { return };
        // A page that may not read it gets the answer without these headers; that is no error.
        if let Ok(told) = self.bucket_answers(bucket, asked(parts, Some(parts.method.as_str()))).await {
            tell(headers, told);
        }
    }

    async fn bucket_answers(&self, bucket: &str, asked: CrossOrigin<'_>) -> Result<Vec<(&'static str, String)>, Failure> {
        let objects = self.objects().ok_or_else(|| Failure::internal("there is no object storage"))?;
        objects.cross_origin(&Reader::new(self), bucket, asked).await
    }
}

/// What the headers say; `own` is the method where none is announced.
fn asked<'a>(parts: &RequestParts<'a>, own: Option<&'a str>) -> CrossOrigin<'a> {
    CrossOrigin {
        origin: parts.header(ORIGIN.as_str()),
        method: parts.header(ACCESS_CONTROL_REQUEST_METHOD.as_str()).or(own),
        headers: parts.header(ACCESS_CONTROL_REQUEST_HEADERS.as_str()),
    }
}

fn tell(headers: &mut HeaderMap, told: impl IntoIterator<Item = (&'static str, String)>) {
    for (name, value) in told {
        let name = HeaderName::from_static(name);
        // What a bucket's owner configured may be no header value: then the browser does not get it.
        let Ok(value) = HeaderValue::from_str(&value) else { continue };
        if name == VARY {
            headers.append(name, value);
        } else {
            headers.insert(name, value);
        }
    }
}
