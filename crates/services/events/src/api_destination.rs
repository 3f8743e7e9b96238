//! Delivery to API destinations.
//!
//! See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-api-destinations.html>.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use outbound::{Client, OutboundError};
use plane::service_role::{self, trusts};
use plane::{Access, Failure, Reader, Stored, System};
use serde_json::{Map, Value};
use tokio::time::Instant;
use wire::Common;

use crate::api::{ApiDestinationHttpMethod, ConnectionState};
use crate::connections::{self, ApiDestination, Authorization, Connection, encode, set_headers, with_query};
use crate::deliver::{Refusal, caller};
use crate::input::Path;
use crate::names::Arn;
use crate::resources::{Delivery, HttpTarget};

/// How long an endpoint may take: AWS's limit.
const PATIENCE: Duration = Duration::from_secs(5);
/// Longest time that a request waits for its turn before it is put off.
const LONGEST_TURN: Duration = Duration::from_secs(3);
/// Longest pause that an endpoint may ask for, milliseconds.
const LONGEST_PAUSE: i64 = 15 * 60 * 1000;

/// Sends requests, no more of each destination in a second than it takes.
#[derive(Debug)]
pub struct Sender {
    client: std::sync::OnceLock<Client>,
    /// When the next request of a destination may go.
    turns: Mutex<HashMap<String, Instant>>,
}

impl Default for Sender {
    fn default() -> Self {
        Self { client: std::sync::OnceLock::new(), turns: Mutex::default() }
    }
}

/// The destination of an ARN, if it is still that one.
///
/// # Errors
/// Internal ones only.
pub async fn of_arn(reader: &Reader<'_>, arn: &str) -> Result<Option<Stored<ApiDestination>>, Failure> {
    let Some(parts) = Arn::parse(arn) else { return Ok(None) };
    let Some(name) = parts.resource.strip_prefix("api-destination/").and_then(|rest| rest.split('/').next()) else {
        return Ok(None);
    };
    Ok(reader.get::<ApiDestination>(parts.account, parts.region, name).await?.filter(|found| found.body.arn == arn))
}

fn refusal(code: &'static str, message: impl Into<String>, again: bool) -> Refusal {
    Refusal { code, message: message.into(), again, pause: None }
}

impl Sender {
    /// Sends the event of a delivery.
    ///
    /// # Errors
    /// Why it was not taken, and whether it may be later.
    pub async fn send(&self, system: &System, delivery: &Delivery, event: &Value, body: String) -> Result<(), Refusal> {
        let reader = system.reader();
        permitted(system, delivery).await?;
        let found = of_arn(&reader, &delivery.target.arn).await.map_err(Refusal::of)?;
        let gone = || refusal("NO_RESOURCE", format!("The API destination {} does not exist.", delivery.target.arn), false);
        let destination = found.ok_or_else(gone)?;
        let (account, region) = (&destination.key.account, &destination.key.region);
        let connection =
            connections::of_arn(&reader, account, region, &destination.body.connection).await.map_err(Refusal::of)?;
        let inactive = || refusal("SDK_CLIENT_ERROR", "The connection of the API destination is not authorized.", true);
        let connection = connection.filter(|found| found.body.state != ConnectionState::Deauthorized).ok_or_else(inactive)?;
        let authorization = connection.body.open(system.plane()).map_err(Refusal::of)?.ok_or_else(inactive)?;
        self.turn(&destination.body).await?;
        let client = self.client.get_or_init(|| connections::client(system.plane()));
        let asks = Asks { system, client, connection: &connection, authorization: &authorization };
        let mut answered = asks.send(&destination.body, delivery, event, &body, false).await?;
        if answered.status == 401 && authorization.oauth.is_some() {
            // The token may have been called back.
            answered = asks.send(&destination.body, delivery, event, &body, true).await?;
        }
        judge(answered.status, &answered.headers)
    }

    /// Waits for a turn.
    async fn turn(&self, destination: &ApiDestination) -> Result<(), Refusal> {
        let at = {
            let mut turns = self.turns.lock().unwrap_or_else(PoisonError::into_inner);
            let now = Instant::now();
            turns.retain(|_, turn| *turn > now);
            let next = turns.entry(destination.arn.clone()).or_insert(now);
            let at = *next;
            if at > now + LONGEST_TURN {
                let mut refused = refusal("THROTTLING", "The API destination takes no more requests in a second.", true);
                refused.pause = Some(i64::try_from((at - now).as_millis()).unwrap_or(LONGEST_PAUSE));
                return Err(refused);
            }
            *next = at + Duration::from_secs(1) / u32::try_from(destination.rate.max(1)).unwrap_or(1);
            at
        };
        tokio::time::sleep_until(at).await;
        Ok(())
    }
}

/// Whether the target's role may be taken on, and may invoke the destination.
async fn permitted(system: &System, delivery: &Delivery) -> Result<(), Refusal> {
    let role = delivery.target.role.clone().unwrap_or_default();
    let denied = || {
        let message = format!("The role {role} may not be used, or may not invoke {}.", delivery.target.arn);
        Failure::common(Common::AccessDenied, message)
    };
    let facts = system.plane().identities().role(&system.reader(), &role).await.map_err(Refusal::of)?;
    let facts = facts.filter(|facts| facts.account == delivery.account && trusts(system.plane(), facts, &caller(delivery)));
    let facts = facts.ok_or_else(|| Refusal::of(denied()))?;
    system
        .act("events", "PutEvents", |tx| {
            let (facts, delivery) = (facts.clone(), delivery.clone());
            Box::pin(async move {
                let arn = &delivery.target.arn;
                let session = service_role::take_on(tx, &facts, "events", &delivery.region).await?;
                let refused = || Failure::common(Common::AccessDenied, format!("The role {} cannot be taken on.", facts.name));
                let access = Access::on(arn).action("events:InvokeApiDestination").owned_by(&delivery.account);
                session.ok_or_else(refused)?.permits(&access).await
            })
        })
        .await
        .map_err(Refusal::of)
}

struct Asks<'a> {
    system: &'a System,
    client: &'a Client,
    connection: &'a Stored<Connection>,
    authorization: &'a Authorization,
}

impl Asks<'_> {
    async fn send(
        &self,
        destination: &ApiDestination,
        delivery: &Delivery,
        event: &Value,
        body: &str,
        renew: bool,
    ) -> Result<outbound::Answer, Refusal> {
        let wrong = |reason: String| refusal("INVALID_PARAMETER", reason, false);
        let http = delivery.target.http.clone().unwrap_or_default();
        let (url, mut headers, body) = request(destination, &http, self.authorization, event, body).map_err(wrong)?;
        if let Some(oauth) = &self.authorization.oauth {
            let token = connections::token(self.system, self.client, self.connection, oauth, renew).await.map_err(Refusal::of)?;
            let token = token.map_err(|reason| refusal("SDK_CLIENT_ERROR", reason, true))?;
            set_headers(&mut headers, [("authorization", token.as_str())]).map_err(wrong)?;
        }
        let method = match destination.method {
            ApiDestinationHttpMethod::Post => Method::POST,
            ApiDestinationHttpMethod::Get => Method::GET,
            ApiDestinationHttpMethod::Head => Method::HEAD,
            ApiDestinationHttpMethod::Options => Method::OPTIONS,
            ApiDestinationHttpMethod::Put => Method::PUT,
            ApiDestinationHttpMethod::Patch => Method::PATCH,
            ApiDestinationHttpMethod::Delete => Method::DELETE,
        };
        self.client.send(method, &url, headers, body, PATIENCE).await.map_err(|error| match error {
            OutboundError::Refused(_) => refusal("SDK_CLIENT_ERROR", "The endpoint may not be connected to from here.", false),
            OutboundError::Unreachable(reason) => {
                refusal("SDK_CLIENT_ERROR", format!("The endpoint does not answer: {reason}"), true)
            }
        })
    }
}

/// The value of a parameter of a target: a text, or what a path leads to in the event.
fn parameter(text: &str, event: &Value) -> String {
    let found = text.starts_with('$').then(|| Path::parse(text).ok().and_then(|path| path.find(event)));
    match found {
        Some(Some(Value::String(found))) => found,
        Some(Some(found)) => found.to_string(),
        Some(None) => String::new(),
        None => text.to_owned(),
    }
}

/// The request for an event: URL, headers and body. Pure.
fn request(
    destination: &ApiDestination,
    http: &HttpTarget,
    authorization: &Authorization,
    event: &Value,
    body: &str,
) -> Result<(String, HeaderMap, Bytes), String> {
    let mut endpoint = String::new();
    let mut values = http.path.iter();
    for (number, part) in destination.endpoint.split('*').enumerate() {
        if number > 0 {
            let value = values.next().ok_or("The target has too few PathParameterValues.")?;
            endpoint.push_str(&encode(&parameter(value, event)));
        }
        endpoint.push_str(part);
    }
    let query: Vec<(String, String)> = http.query.iter().map(|(key, value)| (key.clone(), parameter(value, event))).collect();
    let invocation = &authorization.invocation;
    let own = query.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    let added = invocation.query.iter().map(|one| (one.key.as_str(), one.value.as_str()));
    let url = with_query(&endpoint, own.chain(added));
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8"));
    headers.insert(header::USER_AGENT, HeaderValue::from_static("Amazon/EventBridge/ApiDestinations"));
    let own: Vec<(String, String)> = http.headers.iter().map(|(key, value)| (key.clone(), parameter(value, event))).collect();
    set_headers(&mut headers, own.iter().map(|(key, value)| (key.as_str(), value.as_str())))?;
    // What the connection says goes before what the target says.
    set_headers(&mut headers, invocation.headers.iter().map(|one| (one.key.as_str(), one.value.as_str())))?;
    if let Some((user, password)) = &authorization.basic {
        let value = format!("Basic {}", BASE64.encode(format!("{user}:{password}")));
        set_headers(&mut headers, [("authorization", value.as_str())])?;
    }
    if let Some((name, value)) = &authorization.api_key {
        set_headers(&mut headers, [(name.as_str(), value.as_str())])?;
    }
    if matches!(destination.method, ApiDestinationHttpMethod::Get | ApiDestinationHttpMethod::Head) {
        return Ok((url, headers, Bytes::new()));
    }
    let body = if invocation.body.is_empty() { body.to_owned() } else { with_members(body, authorization) };
    Ok((url, headers, Bytes::from(body)))
}

/// The body with the members that the connection adds; one that is no JSON object stays as it is.
fn with_members(body: &str, authorization: &Authorization) -> String {
    let Ok(mut members) = serde_json::from_str::<Map<String, Value>>(body) else { return body.to_owned() };
    for one in &authorization.invocation.body {
        members.insert(one.key.clone(), Value::from(one.value.as_str()));
    }
    Value::Object(members).to_string()
}

/// What an answer means: which are tried again stands in the documentation of retries.
fn judge(status: u16, headers: &HeaderMap) -> Result<(), Refusal> {
    if (200..300).contains(&status) {
        return Ok(());
    }
    let again = matches!(status, 401 | 407 | 409 | 429 | 500..);
    let code = match status {
        401 | 403 | 407 => "NO_PERMISSIONS",
        404 | 410 => "NO_RESOURCE",
        429 => "THROTTLING",
        500.. => "INTERNAL_ERROR",
        _ => "SDK_CLIENT_ERROR",
    };
    let mut refused = refusal(code, format!("The endpoint answered {status}."), again);
    let seconds =
        headers.get(header::RETRY_AFTER).and_then(|value| value.to_str().ok()).and_then(|text| text.trim().parse::<i64>().ok());
    refused.pause = seconds.filter(|seconds| *seconds >= 0).map(|seconds| seconds.saturating_mul(1000).min(LONGEST_PAUSE));
    Err(refused)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::json;

    use super::*;
    use crate::connections::{Parameter, Parameters};

    fn destination(method: ApiDestinationHttpMethod) -> ApiDestination {
        ApiDestination {
            name: "d".to_owned(),
            arn: "a".to_owned(),
            description: None,
            connection: "c".to_owned(),
            endpoint: "https://x.example/v1/*/items/*?fixed=1".to_owned(),
            method,
            rate: 1,
            created: 0,
            modified: 0,
        }
    }

    #[test]
    fn requests_are_put_together() {
        let one = |key: &str, value: &str| Parameter { key: key.to_owned(), value: value.to_owned(), secret: true };
        let authorization = Authorization {
            basic: Some(("u".to_owned(), "p".to_owned())),
            invocation: Parameters {
                headers: vec![one("X-Both", "connection")],
                query: vec![one("q", "a b")],
                body: vec![one("m", "v")],
            },
            ..Authorization::default()
        };
        let http = HttpTarget {
            path: vec!["$.detail.id".to_owned(), "a/b".to_owned()],
            headers: BTreeMap::from([("X-Both".to_owned(), "target".to_owned()), ("X-Own".to_owned(), "$.source".to_owned())]),
            query: BTreeMap::from([("s".to_owned(), "$.detail".to_owned())]),
        };
        let event = json!({"source": "me", "detail": {"id": "i 1"}});
        let made = |method, body: &str| request(&destination(method), &http, &authorization, &event, body).unwrap();
        let (url, headers, body) = made(ApiDestinationHttpMethod::Post, r#"{"x": 1}"#);
        assert_eq!(url, "https://x.example/v1/i%201/items/a%2Fb?fixed=1&s=%7B%22id%22%3A%22i%201%22%7D&q=a%20b");
        assert_eq!(
            (&headers["x-both"], &headers["x-own"], &headers["authorization"]),
            (&"connection".parse().unwrap(), &"me".parse().unwrap(), &"Basic dTpw".parse().unwrap())
        );
        assert_eq!(body, r#"{"x":1,"m":"v"}"#);
        assert_eq!(made(ApiDestinationHttpMethod::Put, "text").2, "text");
        assert_eq!(made(ApiDestinationHttpMethod::Get, "text").2, "");
        let few = HttpTarget { path: vec!["one".to_owned()], ..HttpTarget::default() };
        assert!(request(&destination(ApiDestinationHttpMethod::Post), &few, &authorization, &event, "").is_err());
    }

    #[test]
    fn answers_are_judged() {
        let mut headers = HeaderMap::new();
        headers.insert(header::RETRY_AFTER, HeaderValue::from_static("7"));
        for (status, again) in [
            (301, false),
            (400, false),
            (401, true),
            (403, false),
            (404, false),
            (409, true),
            (429, true),
            (500, true),
            (503, true),
        ] {
            let refused = judge(status, &headers).unwrap_err();
            assert_eq!((refused.again, refused.pause), (again, Some(7000)), "{status}");
        }
        assert!(judge(204, &headers).is_ok());
    }
}
