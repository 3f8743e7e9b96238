//! Requests to what has its users or keys behind HTTP: the management API of RabbitMQ, and endpoints that keep one API key.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Method, Request, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::Client;
use hyper_util::rt::TokioExecutor;
use serde_json::Value as Json;
use zeroize::Zeroizing;

use super::credentials::Credentials;
use super::redis::tls_config;

/// Longest time for one request.
const PATIENCE: Duration = Duration::from_secs(10);
/// Longest time for a step that an endpoint does: as long as a function may take.
const STEP_PATIENCE: Duration = Duration::from_secs(15 * 60);
/// Largest answer that is read, bytes.
const MOST: usize = 1 << 20;

/// What a server answered.
pub struct Answer {
    /// Status code.
    pub status: u16,
    body: Bytes,
}

impl Answer {
    /// Whether it is a success.
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// If it is something else.
    pub fn json(&self) -> Result<Json, String> {
        // What the parser says of it could quote a secret.
        serde_json::from_slice(&self.body).map_err(|_| "the server answered something else than JSON".to_owned())
    }
}

/// How a request says who it is from.
pub struct Login {
    name: HeaderName,
    value: HeaderValue,
}

impl Login {
    /// User and password, RFC 7617.
    ///
    /// # Errors
    /// If the name cannot be sent this way.
    pub fn basic(username: &str, password: &str) -> Result<Self, String> {
        if username.contains(':') {
            return Err("the username has a colon".to_owned());
        }
        let pair = Zeroizing::new(format!("{username}:{password}"));
        Self::of("authorization", &format!("Basic {}", STANDARD.encode(pair.as_bytes())))
    }

    /// A header of this name.
    ///
    /// # Errors
    /// If name or value cannot be a header's.
    pub fn of(name: &str, value: &str) -> Result<Self, String> {
        let name = HeaderName::try_from(name).map_err(|_| "the header of the secret is not the name of one".to_owned())?;
        let mut value =
            HeaderValue::try_from(value).map_err(|_| "the key has characters that a header cannot have".to_owned())?;
        value.set_sensitive(true);
        Ok(Self { name, value })
    }
}

/// Sends one request, on a connection of its own. Redirects are not followed.
///
/// # Errors
/// If there is no answer; never what was sent.
pub async fn ask(method: Method, url: &str, login: Option<&Login>, body: Option<&Json>) -> Result<Answer, String> {
    within(PATIENCE, send(method, url, login, body)).await
}

async fn within(patience: Duration, exchange: impl Future<Output = Result<Answer, String>>) -> Result<Answer, String> {
    tokio::time::timeout(patience, exchange).await.map_err(|_| "the server did not answer in time".to_owned())?
}

async fn send(method: Method, url: &str, login: Option<&Login>, body: Option<&Json>) -> Result<Answer, String> {
    let unreachable = |reason: &dyn std::fmt::Display| format!("the server cannot be reached: {reason}");
    let connector =
        hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(tls_config()?).https_or_http().enable_http1().build();
    let client: Client<_, Full<Bytes>> = Client::builder(TokioExecutor::new()).pool_max_idle_per_host(0).build(connector);
    let mut request = Request::builder()
        .method(method)
        .uri(url)
        .header(header::USER_AGENT, "cloudkeep-rotation")
        .header(header::ACCEPT, "application/json");
    if let Some(login) = login {
        request = request.header(&login.name, &login.value);
    }
    let mut content = Bytes::new();
    if let Some(body) = body {
        request = request.header(header::CONTENT_TYPE, "application/json");
        content = Bytes::from(body.to_string());
    }
    let request = request.body(Full::new(content)).map_err(|_| "the URL of the secret is not one".to_owned())?;
    let answer = client.request(request).await.map_err(|e| unreachable(&reason(&e)))?;
    let status = answer.status().as_u16();
    let body = Limited::new(answer.into_body(), MOST).collect().await.map_err(|e| unreachable(&e))?;
    Ok(Answer { status, body: body.to_bytes() })
}

/// Hands a step of a rotation to an endpoint, as functions get it: it does the step, through the API, and answers with a success.
///
/// # Errors
/// If it did not; never what it answered, which could hold the secret.
pub async fn hand_over(url: &str, event: &Json) -> Result<(), String> {
    let answer = within(STEP_PATIENCE, send(Method::POST, url, None, Some(event))).await?;
    if answer.is_success() { Ok(()) } else { Err(format!("the endpoint answered {}", answer.status)) }
}

/// The innermost reason, which says what went wrong.
fn reason(error: &dyn std::error::Error) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    innermost.to_string()
}

fn api_key_login(with: &Credentials) -> Result<Login, String> {
    match &with.header {
        Some(name) => Login::of(name, &with.password),
        None if with.username.is_empty() => Login::of("authorization", &format!("Bearer {}", *with.password)),
        None => Login::basic(&with.username, &with.password),
    }
}

/// Whether an endpoint takes this key: it answers a GET of its URL with a success, or with 401 or 403.
pub async fn logs_in(with: &Credentials) -> Result<bool, String> {
    let answer = ask(Method::GET, &with.host, Some(&api_key_login(with)?), None).await?;
    match answer.status {
        401 | 403 => Ok(false),
        _ if answer.is_success() => Ok(true),
        status => Err(format!("the endpoint answered {status}")),
    }
}

/// Tells an endpoint its new key, with a PUT that the present one authorizes; `false` if that is refused.
pub async fn change_own(with: &Credentials, to: &Credentials) -> Result<bool, String> {
    let body = serde_json::json!({ to.key_member(): to.password.as_str() });
    let answer = ask(Method::PUT, &with.host, Some(&api_key_login(with)?), Some(&body)).await?;
    match answer.status {
        401 | 403 => Ok(false),
        _ if answer.is_success() => Ok(true),
        status => Err(format!("the endpoint answered {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::Login;

    #[test]
    fn what_cannot_be_sent_is_refused_and_not_quoted() {
        assert_eq!(Login::basic("app", "pässword").unwrap().value, "Basic YXBwOnDDpHNzd29yZA==");
        for error in [Login::basic("a:b", "hunter2").err(), Login::of("x y", "hunter2").err(), Login::of("x", "hunter2\n").err()]
        {
            assert!(!error.unwrap().contains("hunter2"));
        }
    }
}
