//! The value of a database secret, in AWS's documented JSON structure.
//!
//! See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html>.

use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::sealing::Value;

const PASSWORD: &str = "password";
const API_KEY: &str = "apiKey";

/// What a client logs in with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// `host`; of an HTTP endpoint, its `url`.
    pub host: String,
    /// `port`, if it is not the engine's own.
    pub port: Option<u16>,
    /// `username`; may be empty for an HTTP endpoint.
    pub username: String,
    /// `password`, or `apiKey`.
    pub password: Zeroizing<String>,
    /// `dbname`.
    pub database: Option<String>,
    /// `ssl`.
    pub tls: bool,
    /// `masterarn`.
    pub master: Option<String>,
    /// `managementPort`: of RabbitMQ's management API, if it is not the usual one.
    pub management_port: Option<u16>,
    /// `header`: in which an HTTP endpoint expects its key, if not in `Authorization`.
    pub header: Option<String>,
    /// Whether the password is called `apiKey`.
    pub is_api_key: bool,
}

impl std::fmt::Debug for Credentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}@{}:{:?}", self.username, self.host, self.port)
    }
}

fn object(value: &Value) -> Result<Map<String, Json>, String> {
    let Value::Text(text) = value else { return Err("the secret is binary".to_owned()) };
    // What the parser says of it could quote the secret.
    serde_json::from_str(text).map_err(|_| "the secret is not a JSON object".to_owned())
}

fn port(object: &Map<String, Json>, name: &str) -> Result<Option<u16>, String> {
    let wrong = || format!("the {name} is not one");
    match object.get(name) {
        None | Some(Json::Null) => Ok(None),
        Some(Json::Number(n)) => n.as_u64().and_then(|n| u16::try_from(n).ok()).map(Some).ok_or_else(wrong),
        Some(Json::String(s)) if s.is_empty() => Ok(None),
        Some(Json::String(s)) => s.parse().map(Some).map_err(|_| wrong()),
        Some(_) => Err(wrong()),
    }
}

impl Credentials {
    /// Reads a secret's value.
    ///
    /// # Errors
    /// What is missing; never the value.
    pub fn parse(value: &Value) -> Result<Self, String> {
        let object = object(value)?;
        let text = |name: &str| object.get(name).and_then(Json::as_str).filter(|t| !t.is_empty()).map(str::to_owned);
        let needed = |name: &str| text(name).ok_or_else(|| format!("the secret has no {name}"));
        let is_http = text("engine").is_some_and(|engine| engine.eq_ignore_ascii_case("http"));
        let is_api_key = object.contains_key(API_KEY);
        let tls = match object.get("ssl") {
            Some(Json::Bool(on)) => *on,
            Some(Json::String(on)) => on.eq_ignore_ascii_case("true"),
            _ => false,
        };
        let credentials = Self {
            host: if is_http { needed("url")? } else { needed("host")? },
            port: port(&object, "port")?,
            username: if is_http { text("username").unwrap_or_default() } else { needed("username")? },
            password: Zeroizing::new(needed(if is_api_key { API_KEY } else { PASSWORD })?),
            database: text("dbname"),
            tls,
            master: text("masterarn"),
            management_port: port(&object, "managementPort")?,
            header: text("header"),
            is_api_key,
        };
        if credentials.username.contains('\0') || credentials.password.contains('\0') {
            return Err("the username or the password has a zero byte".to_owned());
        }
        Ok(credentials)
    }

    /// What the secret calls the password.
    pub fn key_member(&self) -> &'static str {
        if self.is_api_key { API_KEY } else { PASSWORD }
    }

    /// Whether both are of one server.
    pub fn same_server(&self, other: &Self) -> bool {
        self.host == other.host && self.port == other.port
    }
}

/// The engine that a secret names, in lower case.
pub fn engine(value: &Value) -> Option<String> {
    object(value).ok()?.get("engine").and_then(Json::as_str).map(str::to_lowercase)
}

/// The value with another user and password; everything else stays.
///
/// # Errors
/// What is wrong with the value.
pub fn with_login(value: &Value, username: &str, password: &str) -> Result<Value, String> {
    let mut object = object(value)?;
    if !username.is_empty() {
        object.insert("username".to_owned(), Json::String(username.to_owned()));
    }
    let key = if object.contains_key(API_KEY) { API_KEY } else { PASSWORD };
    object.insert(key.to_owned(), Json::String(password.to_owned()));
    Ok(Value::text(Json::Object(object).to_string()))
}

/// The other one of two users that alternate.
pub fn alternate(username: &str) -> String {
    match username.strip_suffix("_clone") {
        Some(original) if !original.is_empty() => original.to_owned(),
        _ => format!("{username}_clone"),
    }
}

#[cfg(test)]
mod tests {
    use super::{Credentials, alternate, with_login};
    use crate::sealing::Value;

    #[test]
    fn secrets_are_read_and_errors_do_not_quote_them() {
        let text = r#"{"engine":"postgres","host":"db","username":"app","password":"p'w","port":5433,"dbname":"x","ssl":"true","own":[1]}"#;
        let read = Credentials::parse(&Value::text(text)).unwrap();
        assert_eq!((read.host.as_str(), read.port, read.tls), ("db", Some(5433), true));
        let next = with_login(&Value::text(text), "app_clone", "new").unwrap();
        let Value::Text(next) = next else { panic!() };
        assert!(next.contains(r#""own":[1]"#) && next.contains("app_clone") && !next.contains("p'w"));
        for text in [
            "hunter2",
            "[]",
            "{}",
            r#"{"host":"h","username":"u"}"#,
            r#"{"host":"h","username":"u","password":"hunter2","port":"x"}"#,
            r#"{"engine":"http","apiKey":"hunter2"}"#,
            r#"{"engine":"http","url":"http://h","password":""}"#,
        ] {
            let error = Credentials::parse(&Value::text(text)).unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn an_endpoint_needs_only_its_url_and_its_key() {
        let text = r#"{"engine":"http","url":"https://h/key","apiKey":"old"}"#;
        let read = Credentials::parse(&Value::text(text)).unwrap();
        assert_eq!((read.host.as_str(), read.username.as_str(), read.key_member()), ("https://h/key", "", "apiKey"));
        let next = Credentials::parse(&with_login(&Value::text(text), "", "new").unwrap()).unwrap();
        assert_eq!((next.password.as_str(), next.username.as_str(), next.is_api_key), ("new", "", true));
    }

    #[test]
    fn users_alternate() {
        assert_eq!(alternate("app"), "app_clone");
        assert_eq!(alternate(&alternate("app")), "app");
        assert_eq!(alternate("_clone"), "_clone_clone");
    }
}
