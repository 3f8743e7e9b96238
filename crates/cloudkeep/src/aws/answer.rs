//! What services answer: bodies, and errors in the form of their protocols.

use bytes::Bytes;
use http::HeaderMap;
use serde_json::Value;

/// Why a call did not succeed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{code}: {message}")]
pub struct CallError {
    /// The service's code.
    pub code: String,
    /// Its words.
    pub message: String,
    /// Status; 0 if there was no answer.
    pub status: u16,
}

/// Codes of a service that is busy.
const BUSY: &[&str] = &["Throttling", "ThrottlingException", "RequestLimitExceeded", "SlowDown", "TooManyRequestsException"];

impl CallError {
    /// That there is no answer.
    pub fn unreachable(why: impl Into<String>) -> Self {
        Self { code: "Unreachable".to_owned(), message: why.into(), status: 0 }
    }

    /// Whether it may be better soon.
    pub fn passes(&self) -> bool {
        self.code == "Unreachable" || BUSY.contains(&self.code.as_str()) || matches!(self.status, 408 | 429 | 500 | 502..=504)
    }
}

/// The body of an answer in JSON.
///
/// # Errors
/// If it is none.
pub fn json(body: &Bytes) -> Result<Value, CallError> {
    serde_json::from_slice(body).map_err(|error| CallError {
        code: "UnreadableAnswer".to_owned(),
        message: format!("the answer is no JSON: {error}"),
        status: 200,
    })
}

/// The body of an answer in XML, as JSON.
///
/// # Errors
/// If it is none.
pub fn xml(body: &Bytes) -> Result<Value, CallError> {
    wire::protocol::answers::read(body).map_err(|failure| CallError {
        code: "UnreadableAnswer".to_owned(),
        message: failure.message,
        status: 200,
    })
}

/// The error of an answer.
pub fn error(status: u16, headers: &HeaderMap, body: &Bytes) -> CallError {
    let words = String::from_utf8_lossy(body);
    if words.trim_start().starts_with('<') {
        let between = |name: &str| {
            let (_, rest) = words.split_once(&format!("<{name}>"))?;
            Some(rest.split_once("</")?.0.trim().to_owned()).filter(|text| !text.is_empty())
        };
        let code = between("Code").unwrap_or_else(|| status.to_string());
        return CallError { code, message: between("Message").unwrap_or_default(), status };
    }
    let value: Value = serde_json::from_slice(body).unwrap_or_default();
    let text = |names: &[&str]| names.iter().find_map(|name| value.get(*name)?.as_str()).map(str::to_owned);
    let header = headers.get("x-amzn-errortype").and_then(|value| value.to_str().ok()).map(str::to_owned);
    let code = header.or_else(|| text(&["__type", "code", "Code"])).unwrap_or_else(|| status.to_string());
    // `com.amazonaws.service#Code:http://…`
    let code = code.split(':').next().and_then(|code| code.rsplit('#').next()).unwrap_or_default().to_owned();
    let message = text(&["message", "Message"]).unwrap_or_else(|| {
        let words: String = words.chars().filter(|c| !c.is_control()).take(200).collect();
        format!("the server answers {status} {words}")
    });
    CallError { code, message, status }
}
