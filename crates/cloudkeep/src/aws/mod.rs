//! A client of AWS APIs: what commands call, this server or another, signed with the caller's own credentials.

mod answer;

use std::time::Duration;

use bytes::Bytes;
use clap::Args;
use http::{HeaderMap, HeaderName, HeaderValue, Method, Uri};
use outbound::{OutboundError, Reach};
use plane::Clock;
use serde_json::Value;
use wire::sigv4::{Payload, Signer, ToSign, sign};

pub use answer::{CallError, json as json_of};
pub use wire::protocol::answers::lowered;

/// Attempts at a call, and the pause after the first; it doubles.
const ATTEMPTS: u32 = 7;
const PAUSE: Duration = Duration::from_millis(200);
/// How long an answer may take, and how much of it is read, bytes.
const PATIENCE: Duration = Duration::from_secs(120);
const LARGEST: usize = 64 << 20;

/// Whom to call, where, and as whom.
#[derive(Args, Debug, Clone)]
pub struct ConnectionArguments {
    /// Where the API is served.
    #[arg(long, env = "AWS_ENDPOINT_URL", value_name = "URL")]
    pub endpoint_url: Option<String>,
    /// Region of what belongs to no region.
    #[arg(long, env = "AWS_REGION", value_name = "REGION")]
    pub region: Option<String>,
}

/// Keys that sign.
struct Credentials {
    access_key_id: String,
    secret: zeroize::Zeroizing<String>,
    session_token: Option<String>,
}

/// A way to an API.
pub struct Connection {
    /// The server; none for AWS itself, which has a host for each service.
    endpoint: Option<String>,
    /// Region that is meant where none is named.
    pub region: String,
    credentials: Credentials,
    http: outbound::Client,
    clock: Clock,
}

/// One request.
pub struct Request<'a> {
    /// Name of the service in signatures.
    pub service: &'a str,
    /// Region.
    pub region: &'a str,
    /// Method.
    pub method: Method,
    /// Path, encoded.
    pub path: String,
    /// Query string, encoded.
    pub query: String,
    /// Headers besides those of the signature.
    pub headers: Vec<(HeaderName, String)>,
    /// Body.
    pub body: Bytes,
}

/// A text as it stands in a path's segment or a query.
pub fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'_' | b'.' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

fn variable(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

impl Connection {
    /// A connection to a server, as arguments and environment say.
    ///
    /// # Errors
    /// What is missing, and how to give it.
    pub fn open(arguments: &ConnectionArguments) -> Result<Self, String> {
        if arguments.endpoint_url.is_none() {
            return Err("name the server: --endpoint-url http://127.0.0.1:9000, or AWS_ENDPOINT_URL".to_owned());
        }
        Self::open_any(arguments)
    }

    /// The same, to AWS itself where no server is named.
    ///
    /// # Errors
    /// What is missing, and how to give it.
    pub fn open_any(arguments: &ConnectionArguments) -> Result<Self, String> {
        if let Some(endpoint) = &arguments.endpoint_url {
            let uri: Uri = endpoint.parse().map_err(|_| format!("{endpoint:?} is no URL"))?;
            if uri.authority().is_none() || !matches!(uri.path(), "" | "/") {
                return Err(format!(
                    "{endpoint:?} is no URL of a server: give scheme, host and port, as in http://127.0.0.1:9000"
                ));
            }
        }
        let missing = || "there are no credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, as `eval \"$(aws configure export-credentials --format env)\"` does";
        let credentials = Credentials {
            access_key_id: variable("AWS_ACCESS_KEY_ID").ok_or_else(missing)?,
            secret: variable("AWS_SECRET_ACCESS_KEY").ok_or_else(missing)?.into(),
            session_token: variable("AWS_SESSION_TOKEN"),
        };
        let region =
            arguments.region.clone().or_else(|| variable("AWS_DEFAULT_REGION")).unwrap_or_else(|| "us-east-1".to_owned());
        Ok(Self {
            endpoint: arguments.endpoint_url.as_ref().map(|endpoint| endpoint.trim_end_matches('/').to_owned()),
            region,
            credentials,
            http: outbound::Client::new(Reach::Private).reading(LARGEST),
            clock: Clock::system(),
        })
    }

    /// Calls an operation of a service that speaks JSON.
    ///
    /// # Errors
    /// What the service answers, or that it does not.
    pub async fn json(&self, (service, target): (&str, &str), region: &str, path: &str, body: Bytes) -> Result<Value, CallError> {
        let headers = vec![
            (http::header::CONTENT_TYPE, "application/x-amz-json-1.1".to_owned()),
            (HeaderName::from_static("x-amz-target"), target.to_owned()),
        ];
        let request =
            Request { service, region, method: Method::POST, path: path.to_owned(), query: String::new(), headers, body };
        let answered = self.send(&request).await?;
        answer::json(&answered)
    }

    /// Calls an operation of a service that speaks the Query protocol, and reads its answer: names begin with a small letter, lists are lists.
    ///
    /// # Errors
    /// What the service answers, or that it does not.
    pub async fn query(
        &self,
        (service, version, action): (&str, &str, &str),
        region: &str,
        parameters: &[(&str, &str)],
    ) -> Result<Value, CallError> {
        let mut body = format!("Action={action}&Version={version}");
        for (name, value) in parameters {
            body.push_str(&format!("&{}={}", encoded(name), encoded(value)));
        }
        let headers = vec![(http::header::CONTENT_TYPE, "application/x-www-form-urlencoded; charset=utf-8".to_owned())];
        let (path, query) = ("/".to_owned(), String::new());
        let request = Request { service, region, method: Method::POST, path, query, headers, body: body.into() };
        answer::xml(&self.send(&request).await?)
    }

    /// Gets what a path of a service has.
    ///
    /// # Errors
    /// What the service answers, or that it does not.
    pub async fn get(&self, service: &str, region: &str, path: &str, query: &str) -> Result<Bytes, CallError> {
        let (path, query) = (path.to_owned(), query.to_owned());
        let request = Request { service, region, method: Method::GET, path, query, headers: Vec::new(), body: Bytes::new() };
        self.send(&request).await
    }

    /// The same of what is written in XML.
    ///
    /// # Errors
    /// What the service answers, or that it does not.
    pub async fn get_xml(&self, service: &str, region: &str, path: &str, query: &str) -> Result<Value, CallError> {
        answer::xml(&self.get(service, region, path, query).await?)
    }

    /// Sends a request, again where that may help: the service is busy, or cannot be reached.
    ///
    /// # Errors
    /// What the service answers, or that it does not.
    pub async fn send(&self, request: &Request<'_>) -> Result<Bytes, CallError> {
        let mut pause = PAUSE;
        for attempt in 1.. {
            let error = match self.once(request).await {
                Ok(body) => return Ok(body),
                Err(error) => error,
            };
            if attempt >= ATTEMPTS || !error.passes() {
                return Err(error);
            }
            tokio::time::sleep(pause).await;
            pause *= 2;
        }
        Err(CallError::unreachable("no attempt was made"))
    }

    async fn once(&self, request: &Request<'_>) -> Result<Bytes, CallError> {
        let endpoint = match &self.endpoint {
            Some(endpoint) => endpoint.clone(),
            None if request.service == "iam" => "https://iam.amazonaws.com".to_owned(),
            None => format!("https://{}.{}.amazonaws.com", request.service, request.region),
        };
        let host = endpoint.split_once("://").map_or(endpoint.as_str(), |(_, host)| host);
        let mut headers = HeaderMap::new();
        let value = |text: &str| HeaderValue::from_str(text).map_err(|_| CallError::unreachable("a header cannot be written"));
        headers.insert(http::header::HOST, value(host)?);
        for (name, text) in &request.headers {
            headers.insert(name.clone(), value(text)?);
        }
        let signer = Signer {
            access_key_id: &self.credentials.access_key_id,
            secret: self.credentials.secret.as_bytes(),
            session_token: self.credentials.session_token.as_deref(),
            region: request.region,
            service: request.service,
        };
        let to_sign = ToSign {
            method: &request.method,
            path: &request.path,
            query: &request.query,
            body: &request.body,
            payload: Payload::Absent,
        };
        sign(&to_sign, &mut headers, &signer, self.clock.wall()).map_err(|error| CallError::unreachable(error.to_string()))?;
        let query = if request.query.is_empty() { String::new() } else { format!("?{}", request.query) };
        let url = format!("{endpoint}{}{query}", request.path);
        let answered = self.http.send(request.method.clone(), &url, headers, request.body.clone(), PATIENCE).await;
        let answered = answered.map_err(|error| match error {
            OutboundError::Refused(why) => CallError { code: "Refused".to_owned(), message: why, status: 0 },
            OutboundError::Unreachable(why) => CallError::unreachable(why),
        })?;
        if (200..300).contains(&answered.status) {
            return Ok(answered.body);
        }
        Err(answer::error(answered.status, &answered.headers, &answered.body))
    }
}
