//! The web console: its files, built into the program, and the sign-in of people. It has no other way into the plane than any client has.
//!
//! No bucket has a name that begins with an underscore, so what is under `/_console/` is nobody else's; `/` is the console's for browsers only.

use http::header::{
    ACCEPT, ACCEPT_ENCODING, AUTHORIZATION, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, HOST, ORIGIN,
    REFERRER_POLICY, RETRY_AFTER, USER_AGENT, VARY, X_CONTENT_TYPE_OPTIONS, X_FRAME_OPTIONS,
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, Response, StatusCode};
use plane::pipeline::HttpRequest;
use plane::{Failure, Principal};
use serde::Deserialize;
use serde_json::{Value, json};
use service_iam::signin::{self, Answer, Attempt, Browser};
use wire::model::Protocol;
use wire::protocol::error_status;

use crate::compose::Running;

/// Beginning of the console's paths.
pub const PREFIX: &str = "/_console/";
/// Largest body of a sign-in, bytes.
const MAX_BODY: usize = 16 << 10;

/// The files of the console by name; empty when it was not built.
static FILES: &[(&str, &[u8])] = include!(concat!(env!("OUT_DIR"), "/console.rs"));

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self' data:; \
     connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const NOT_BUILT: &str = "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><title>Cloudkeep</title>\n\
     <h1>Cloudkeep is running</h1>\n<p>The web console was not built into this program, because Node.js was not there. \
     Install it (on Debian: <code>apt-get install nodejs npm</code>) and start Cloudkeep again with <code>./run</code>, \
     or build it by hand: <code>npm ci &amp;&amp; npm run build</code> in the folder <code>console</code>, then <code>cargo build</code>.</p>\n\
     <p>Everything else works: point the AWS CLI, an SDK or Terraform at this address.</p>\n</html>\n";

/// An answer whose body is in memory.
pub type Page = Response<Vec<u8>>;

/// Whether a request is for the console's page: a browser that opens the address.
pub fn is_page(method: &Method, path: &str, query: &str, headers: &HeaderMap) -> bool {
    let html = headers.get(ACCEPT).and_then(|accept| accept.to_str().ok()).is_some_and(|accept| accept.contains("text/html"));
    method == Method::GET && path == "/" && query.is_empty() && html && !headers.contains_key(AUTHORIZATION)
}

/// A file of the console; the page itself has the name `index.html`.
pub fn file(name: &str, headers: &HeaderMap) -> Page {
    let content = |name: &str| FILES.iter().find(|(known, _)| *known == name).map(|(_, content)| *content);
    let Some(plain) = content(name) else {
        let page = name == "index.html";
        let status = if page { StatusCode::OK } else { StatusCode::NOT_FOUND };
        let text = if page { NOT_BUILT } else { "There is nothing at this path.\n" };
        return answer(status, if page { "text/html; charset=utf-8" } else { "text/plain" }, "no-cache", text.into());
    };
    let accepted = headers.get(ACCEPT_ENCODING).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let takes = |coding: &str| accepted.split(',').any(|part| part.split(';').next().is_some_and(|c| c.trim() == coding));
    let packed = [("br", "br"), ("gzip", "gz")]
        .into_iter()
        .find_map(|(coding, suffix)| Some((coding, content(&format!("{name}.{suffix}")).filter(|_| takes(coding))?)));
    let kept = if name.starts_with("assets/") { "public, max-age=31536000, immutable" } else { "no-cache" };
    let mut page = answer(StatusCode::OK, content_type(name), kept, packed.map_or(plain, |(_, content)| content).to_vec());
    page.headers_mut().insert(VARY, HeaderValue::from_static("Accept-Encoding"));
    if let Some((coding, _)) = packed {
        page.headers_mut().insert(CONTENT_ENCODING, HeaderValue::from_static(coding));
    }
    page
}

fn content_type(name: &str) -> &'static str {
    match name.rsplit('.').next() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("json") => "application/json",
        Some("svg") => "image/svg+xml",
        Some("woff2") => "font/woff2",
        Some("woff") => "font/woff",
        Some("txt") => "text/plain; charset=utf-8",
        _ => "application/octet-stream",
    }
}

fn answer(status: StatusCode, content_type: &'static str, kept: &'static str, body: Vec<u8>) -> Page {
    let mut page = Response::new(body);
    *page.status_mut() = status;
    let headers = page.headers_mut();
    for (name, value) in [
        (CONTENT_TYPE, content_type),
        (CACHE_CONTROL, kept),
        (CONTENT_SECURITY_POLICY, POLICY),
        (X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (X_FRAME_OPTIONS, "DENY"),
        (REFERRER_POLICY, "no-referrer"),
        (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
        (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    page
}

/// What anybody may have put into a public bucket comes from the console's own origin: as a document it gets an origin of its own and no scripts.
pub fn contain(headers: &mut HeaderMap) {
    headers.insert(CONTENT_SECURITY_POLICY, HeaderValue::from_static("sandbox; frame-ancestors 'none'"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
struct SignInBody {
    #[serde(default)]
    account: String,
    #[serde(default)]
    user_name: String,
    #[serde(default)]
    password: String,
    mfa_code: Option<String>,
    new_password: Option<String>,
}

fn said(status: StatusCode, value: &Value) -> Page {
    answer(status, "application/json", "no-store", value.to_string().into_bytes())
}

fn refused(status: StatusCode, code: &str, message: &str) -> Page {
    said(status, &json!({"code": code, "message": message}))
}

/// Whether a request comes from a page of this very address: a browser says so, and lets no page say otherwise.
fn from_here(headers: &HeaderMap, tls: bool) -> Option<String> {
    let text = |name| headers.get(name).and_then(|value: &HeaderValue| value.to_str().ok());
    let (origin, host) = (text(ORIGIN)?, text(HOST)?);
    // Behind a proxy that ends TLS the scheme may be another.
    let authority = origin.strip_prefix("https://").or_else(|| origin.strip_prefix("http://").filter(|_| !tls))?;
    authority.eq_ignore_ascii_case(host).then(|| origin.to_owned())
}

/// Answers `POST /_console/sign-in` and `POST /_console/switch-role`.
pub async fn post(running: &Running, request: HttpRequest) -> Page {
    let json = request
        .headers
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .is_some_and(|kind| kind.split(';').next().is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json")));
    if !json {
        return refused(StatusCode::UNSUPPORTED_MEDIA_TYPE, "UnsupportedMediaType", "The body must be application/json.");
    }
    let Some(origin) = from_here(&request.headers, request.tls.is_some()) else {
        return refused(StatusCode::FORBIDDEN, "CrossOrigin", "The console signs in from its own origin only.");
    };
    if request.body.len() > MAX_BODY {
        return refused(StatusCode::PAYLOAD_TOO_LARGE, "RequestTooLarge", "The body is too large.");
    }
    let user_agent = request.headers.get(USER_AGENT).and_then(|agent| agent.to_str().ok()).unwrap_or_default().to_owned();
    let browser = Browser { source_ip: request.peer, user_agent: &user_agent, origin: &origin };
    let done = match request.path.strip_prefix(PREFIX) {
        Some("sign-in") => sign_in(running, &request, &browser).await,
        Some("switch-role") => switch_role(running, &request, &browser).await,
        _ => Ok(refused(StatusCode::NOT_FOUND, "NotFound", "There is nothing at this path.")),
    };
    done.unwrap_or_else(|failure| {
        let status = error_status(Protocol::Query, None, &failure);
        if let Some(detail) = &failure.detail {
            tracing::error!(detail, "a sign-in failed");
        }
        refused(status, "SignInFailed", &failure.message)
    })
}

async fn switch_role(running: &Running, request: &HttpRequest, browser: &Browser<'_>) -> Result<Page, Failure> {
    let principal = running.system.plane().signer(request).await?;
    signin::switched_role(&running.system, &principal, browser).await?;
    Ok(said(StatusCode::OK, &json!({})))
}

async fn sign_in(running: &Running, request: &HttpRequest, browser: &Browser<'_>) -> Result<Page, Failure> {
    let body: SignInBody = match serde_json::from_slice(&request.body) {
        Ok(body) => body,
        // The reason could quote what was typed.
        Err(_) => return Ok(refused(StatusCode::BAD_REQUEST, "SerializationException", "The body is not a sign-in.")),
    };
    let answer = if request.headers.contains_key(AUTHORIZATION) {
        let principal = running.system.plane().signer(request).await?;
        signin::sign_in_with_key(&running.system, &principal, body.mfa_code.as_deref(), browser).await?
    } else {
        let attempt = Attempt {
            account: &body.account,
            user: &body.user_name,
            password: &body.password,
            mfa_code: body.mfa_code.as_deref(),
            new_password: body.new_password.as_deref(),
        };
        signin::sign_in(running.iam(), &running.system, &attempt, browser).await?
    };
    Ok(match answer {
        Answer::Session(principal, credentials) => said(StatusCode::OK, &session(running, &principal, &credentials)),
        Answer::MfaNeeded => said(StatusCode::OK, &json!({"challenge": "mfa"})),
        Answer::NewPasswordNeeded => said(StatusCode::OK, &json!({"challenge": "newPassword"})),
        Answer::PasswordExpired => refused(
            StatusCode::UNAUTHORIZED,
            "PasswordExpired",
            "Your password has expired. Ask your administrator for a new one.",
        ),
        Answer::Refused => refused(
            StatusCode::UNAUTHORIZED,
            "IncorrectAuthentication",
            "Your authentication information is incorrect. Please try again.",
        ),
        Answer::Wait(seconds) => {
            let text = format!("There were too many failed attempts. Try again in {seconds} seconds.");
            let mut page = refused(StatusCode::TOO_MANY_REQUESTS, "Throttling", &text);
            page.headers_mut().insert(RETRY_AFTER, HeaderValue::from(seconds));
            page
        }
    })
}

fn session(running: &Running, principal: &Principal, credentials: &plane::session::Credentials) -> Value {
    let settings = &running.system.plane().settings;
    let expiration = principal.session.as_ref().map(|session| session.expires.to_string());
    json!({
        "credentials": {
            "accessKeyId": credentials.access_key_id,
            "secretAccessKey": credentials.secret_access_key.as_str(),
            "sessionToken": credentials.session_token,
            "expiration": expiration,
        },
        "arn": principal.arn,
        "account": principal.account,
        "homeRegion": settings.home_region,
        "regions": settings.regions,
    })
}

#[cfg(test)]
mod tests {
    use super::{from_here, is_page};
    use http::{HeaderMap, HeaderValue, Method, header};

    fn headers(pairs: &[(header::HeaderName, &'static str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value))).collect()
    }

    #[test]
    fn only_pages_of_the_same_address_sign_in() {
        for (origin, host, tls, fine) in [
            ("http://a:1", "a:1", false, true),
            ("https://a:1", "a:1", true, true),
            ("https://a:1", "a:1", false, true),
            ("http://a:1", "a:1", true, false),
            ("http://a:2", "a:1", false, false),
            ("http://a:1.evil", "a:1", false, false),
            ("null", "a:1", false, false),
        ] {
            let got = from_here(&headers(&[(header::ORIGIN, origin), (header::HOST, host)]), tls);
            assert_eq!(got.is_some(), fine, "{origin} {host} {tls}");
        }
        assert!(from_here(&headers(&[(header::HOST, "a:1")]), false).is_none());
    }

    #[test]
    fn the_page_is_for_browsers_that_sign_nothing() {
        let browser = headers(&[(header::ACCEPT, "text/html,*/*")]);
        assert!(is_page(&Method::GET, "/", "", &browser));
        assert!(!is_page(&Method::GET, "/", "x-id=ListBuckets", &browser));
        assert!(!is_page(&Method::GET, "/console", "", &browser));
        assert!(!is_page(&Method::GET, "/", "", &headers(&[(header::ACCEPT, "*/*")])));
        let signed = headers(&[(header::ACCEPT, "text/html"), (header::AUTHORIZATION, "AWS4-HMAC-SHA256 x")]);
        assert!(!is_page(&Method::GET, "/", "", &signed));
    }
}
