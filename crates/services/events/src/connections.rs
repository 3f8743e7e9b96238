//! Connections and API destinations: what is kept of them, and the tokens of OAuth.
//!
//! What authorizes requests is sealed with the plane's key, and shown to nobody. See
//! <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-target-connection.html>.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, header};
use outbound::Client;
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Plane, Reader, Resource, Stored, System};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::api::{ApiDestinationHttpMethod, ConnectionAuthorizationType, ConnectionOAuthHttpMethod, ConnectionState};

/// How long an authorization endpoint may take.
const PATIENCE: Duration = Duration::from_secs(5);
/// A token is renewed so long before it ends, milliseconds.
const EARLY: i64 = 60_000;
/// How long a token holds whose endpoint does not say, seconds.
const LASTS: i64 = 3600;
const PAGE: usize = 100;

/// A connection. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Connection {
    /// Name.
    pub name: String,
    /// Tells it from an earlier one of the same name.
    pub id: String,
    /// ARN.
    pub arn: String,
    /// Description.
    pub description: Option<String>,
    /// How requests are authorized.
    pub kind: ConnectionAuthorizationType,
    /// What authorizes them ([`Authorization`]), sealed; base64. None once it was deauthorized.
    pub sealed: Option<String>,
    /// State.
    pub state: ConnectionState,
    /// Why it is not authorized.
    pub reason: Option<String>,
    /// When it was made, milliseconds since 1970.
    pub created: i64,
    /// When it was changed.
    pub modified: i64,
    /// When it was last authorized.
    pub authorized: Option<i64>,
}

impl Resource for Connection {
    const KIND: &'static str = "AWS::Events::Connection";
    /// What it holds must be gone when it is removed.
    const HISTORY: bool = false;
}

/// The token of a connection with OAuth. Its key is the connection's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Token {
    /// The value of the header `Authorization`, sealed; base64.
    pub sealed: String,
    /// Until when it holds, milliseconds since 1970.
    pub until: i64,
}

impl Resource for Token {
    const KIND: &'static str = "Cloudkeep::Events::ConnectionToken";
    const HISTORY: bool = false;
}

/// An API destination. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ApiDestination {
    /// Name.
    pub name: String,
    /// ARN.
    pub arn: String,
    /// Description.
    pub description: Option<String>,
    /// ARN of its connection.
    pub connection: String,
    /// URL; asterisks stand for parameters.
    pub endpoint: String,
    /// Method.
    pub method: ApiDestinationHttpMethod,
    /// Requests in a second at most.
    pub rate: i32,
    /// When it was made, milliseconds since 1970.
    pub created: i64,
    /// When it was changed.
    pub modified: i64,
}

impl Resource for ApiDestination {
    const KIND: &'static str = "AWS::Events::ApiDestination";
}

/// What authorizes the requests of a connection, and what is added to them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Authorization {
    /// User and password.
    pub basic: Option<(String, String)>,
    /// Name and value of a header.
    pub api_key: Option<(String, String)>,
    /// OAuth client credentials.
    pub oauth: Option<OAuth>,
    /// What is added to requests.
    pub invocation: Parameters,
}

/// OAuth client credentials.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct OAuth {
    /// Id of the client.
    pub client: String,
    /// Its secret.
    pub secret: String,
    /// URL of the authorization endpoint.
    pub endpoint: String,
    /// Method of the request for a token.
    pub method: ConnectionOAuthHttpMethod,
    /// What is added to the request for a token.
    pub parameters: Parameters,
}

/// What is added to requests.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Parameters {
    /// Headers.
    pub headers: Vec<Parameter>,
    /// Parts of the query string.
    pub query: Vec<Parameter>,
    /// Members of the body.
    pub body: Vec<Parameter>,
}

/// Something that is added to requests.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Parameter {
    /// Name.
    pub key: String,
    /// Value.
    pub value: String,
    /// Whether nobody is shown the value.
    pub secret: bool,
}

fn context(id: &str) -> String {
    format!("events:connection:{id}")
}

impl Connection {
    /// Seals what authorizes its requests.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn seal(&mut self, plane: &Plane, authorization: &Authorization) -> Result<(), Failure> {
        let plain = Zeroizing::new(serde_json::to_vec(authorization).map_err(Failure::internal)?);
        self.sealed = Some(BASE64.encode(plane.keyring.seal(&plane.ids, &context(&self.id), &plain)));
        Ok(())
    }

    /// Opens what authorizes its requests; `None` if it was deauthorized.
    ///
    /// # Errors
    /// Internal ones only.
    pub fn open(&self, plane: &Plane) -> Result<Option<Authorization>, Failure> {
        let Some(sealed) = &self.sealed else { return Ok(None) };
        let sealed = BASE64.decode(sealed).map_err(Failure::internal)?;
        let plain = plane.keyring.open_sealed(&context(&self.id), &sealed).map_err(Failure::internal)?;
        serde_json::from_slice(&plain).map(Some).map_err(Failure::internal)
    }
}

/// The connection of an ARN, if it is still that one.
///
/// # Errors
/// Internal ones only.
pub async fn of_arn(reader: &Reader<'_>, account: &str, region: &str, arn: &str) -> Result<Option<Stored<Connection>>, Failure> {
    let Some(name) = arn.split(":connection/").nth(1).and_then(|rest| rest.split('/').next()) else { return Ok(None) };
    Ok(reader.get::<Connection>(account, region, name).await?.filter(|found| found.body.arn == arn))
}

/// Adds parts to the query string of a URL.
pub fn with_query<'q>(url: &str, query: impl IntoIterator<Item = (&'q str, &'q str)>) -> String {
    let mut url = url.to_owned();
    for (key, value) in query {
        url.push(if url.contains('?') { '&' } else { '?' });
        url.push_str(&encode(key));
        url.push('=');
        url.push_str(&encode(value));
    }
    url
}

/// A text as a part of a URL.
pub fn encode(text: &str) -> String {
    utf8_percent_encode(text, NON_ALPHANUMERIC).to_string()
}

/// Sets headers; those that cannot be are said.
///
/// # Errors
/// The name of a header that cannot be set.
pub fn set_headers<'h>(headers: &mut HeaderMap, all: impl IntoIterator<Item = (&'h str, &'h str)>) -> Result<(), String> {
    for (key, value) in all {
        let name = header::HeaderName::try_from(key).map_err(|_| format!("{key} is no name of a header."))?;
        let mut value = HeaderValue::from_str(value).map_err(|_| format!("The value of the header {key} cannot be sent."))?;
        value.set_sensitive(true);
        headers.insert(name, value);
    }
    Ok(())
}

/// The value of the header `Authorization` that a token endpoint gives, and how long it holds, seconds.
///
/// # Errors
/// What went wrong; never what was sent.
async fn ask(client: &Client, oauth: &OAuth) -> Result<(String, i64), String> {
    let pair = |parameter: &Parameter| (parameter.key.clone(), parameter.value.clone());
    let mut form: Vec<(String, String)> = oauth.parameters.body.iter().map(pair).collect();
    for (key, value) in [("grant_type", "client_credentials"), ("client_id", &oauth.client), ("client_secret", &oauth.secret)] {
        if !form.iter().any(|(known, _)| known == key) {
            form.push((key.to_owned(), value.to_owned()));
        }
    }
    let mut query: Vec<(String, String)> = oauth.parameters.query.iter().map(pair).collect();
    let (method, body) = match oauth.method {
        ConnectionOAuthHttpMethod::Get => {
            query.append(&mut form);
            (Method::GET, String::new())
        }
        other => {
            let method = if other == ConnectionOAuthHttpMethod::Put { Method::PUT } else { Method::POST };
            let parts: Vec<String> = form.iter().map(|(key, value)| format!("{}={}", encode(key), encode(value))).collect();
            (method, parts.join("&"))
        }
    };
    let url = with_query(&oauth.endpoint, query.iter().map(|(key, value)| (key.as_str(), value.as_str())));
    let mut headers = HeaderMap::new();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8"));
    headers.insert(header::ACCEPT, HeaderValue::from_static("application/json"));
    set_headers(&mut headers, oauth.parameters.headers.iter().map(|one| (one.key.as_str(), one.value.as_str())))?;
    let answer = client.send(method, &url, headers, Bytes::from(body), PATIENCE).await.map_err(|error| match error {
        // The URL may have secrets.
        outbound::OutboundError::Refused(_) => "The authorization endpoint may not be connected to.".to_owned(),
        outbound::OutboundError::Unreachable(reason) => format!("The authorization endpoint does not answer: {reason}"),
    })?;
    if !(200..300).contains(&answer.status) {
        return Err(format!("The authorization endpoint answered {}.", answer.status));
    }
    let given: serde_json::Value =
        serde_json::from_slice(&answer.body).map_err(|_| "The authorization endpoint answered no JSON.".to_owned())?;
    let token = given.get("access_token").and_then(serde_json::Value::as_str);
    let token = token.ok_or_else(|| "The authorization endpoint gave no access_token.".to_owned())?;
    let lasts = given.get("expires_in").and_then(serde_json::Value::as_i64).unwrap_or(LASTS);
    Ok((format!("Bearer {token}"), lasts.clamp(1, 10 * 365 * 24 * 3600)))
}

/// The value of the header `Authorization` of a connection with OAuth: the token that is kept, or a new one.
///
/// # Errors
/// Internal ones, or in the inner result why there is none.
pub async fn token(
    system: &System,
    client: &Client,
    connection: &Stored<Connection>,
    oauth: &OAuth,
    renew: bool,
) -> Result<Result<String, String>, Failure> {
    let (plane, now) = (system.plane(), system.now().as_millisecond());
    let (account, region, id) = (&connection.key.account, &connection.key.region, &connection.body.id);
    let kept = system.reader().get::<Token>(account, region, id).await?;
    if let Some(kept) = kept.filter(|kept| !renew && kept.body.until - EARLY > now) {
        let sealed = BASE64.decode(&kept.body.sealed).map_err(Failure::internal)?;
        let plain = plane.keyring.open_sealed(&context(id), &sealed).map_err(Failure::internal)?;
        return Ok(Ok(String::from_utf8(plain.to_vec()).map_err(Failure::internal)?));
    }
    let (value, lasts) = match ask(client, oauth).await {
        Ok(given) => given,
        Err(reason) => return Ok(Err(reason)),
    };
    let sealed = BASE64.encode(plane.keyring.seal(&plane.ids, &context(id), value.as_bytes()));
    let token = Token { sealed, until: now.saturating_add(lasts.saturating_mul(1000)) };
    system
        .act("events", "CreateConnection", |tx| {
            let (key, id, token) = (connection.key.clone(), id.clone(), token.clone());
            Box::pin(async move {
                let there = tx.get::<Connection>(&key.account, &key.region, &key.id).await?;
                let Some(mut there) = there.filter(|there| there.body.id == id && there.body.sealed.is_some()) else {
                    return Ok(());
                };
                let made = match tx.get::<Token>(&key.account, &key.region, &id).await? {
                    Some(before) => Stored { body: token, ..before },
                    None => Stored::new(&key.account, &key.region, id.as_str(), token),
                };
                tx.put(&made)?;
                there.body.state = ConnectionState::Authorized;
                there.body.reason = None;
                there.body.authorized = Some(tx.call().time.as_millisecond());
                tx.put(&there)
            })
        })
        .await?;
    Ok(Ok(value))
}

/// A client that reaches what the installation lets webhooks reach.
pub fn client(plane: &Plane) -> Client {
    let private = plane.settings.private_webhooks || plane.settings.sandbox;
    Client::new(if private { outbound::Reach::Private } else { outbound::Reach::Public })
}

/// Authorizes connections that wait for it.
#[derive(Debug, Default)]
pub struct Authorizer;

impl Reconciler for Authorizer {
    fn name(&self) -> &'static str {
        "events-connections"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(30)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let client = client(system.plane());
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Connection>(after.as_ref(), PAGE).await?;
                let Some(last) = page.last() else { return Ok(()) };
                after = Some(last.key.clone());
                for connection in page.iter().filter(|c| c.body.state == ConnectionState::Authorizing) {
                    authorize(system, &client, connection).await?;
                }
            }
        })
    }
}

async fn authorize(system: &System, client: &Client, connection: &Stored<Connection>) -> Result<(), Failure> {
    let Some(oauth) = connection.body.open(system.plane())?.and_then(|authorization| authorization.oauth) else { return Ok(()) };
    let Err(reason) = token(system, client, connection, &oauth, true).await? else { return Ok(()) };
    system
        .act("events", "CreateConnection", |tx| {
            let (stored, reason) = (connection.clone(), reason.clone());
            Box::pin(async move {
                let key = &stored.key;
                let there = tx.get::<Connection>(&key.account, &key.region, &key.id).await?;
                let Some(mut there) = there.filter(|there| there.body == stored.body) else { return Ok(()) };
                there.body.state = ConnectionState::Deauthorized;
                there.body.reason = Some(reason);
                tx.put(&there)
            })
        })
        .await
}

#[cfg(test)]
mod tests {
    use super::{encode, with_query};

    #[test]
    fn queries_are_encoded() {
        assert_eq!(with_query("https://x/y", [("a b", "c&d"), ("e", "")]), "https://x/y?a%20b=c%26d&e=");
        assert_eq!(with_query("https://x/y?z=1", [("a", "b")]), "https://x/y?z=1&a=b");
        assert_eq!(encode("ü/"), "%C3%BC%2F");
    }
}
