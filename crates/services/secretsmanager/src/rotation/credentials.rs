//! The value of a database secret, in AWS's documented JSON structure.
//!
//! See <https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html>.

use serde_json::{Map, Value as Json};
use zeroize::Zeroizing;

use crate::sealing::Value;

/// What a client logs in with.
#[derive(Clone, PartialEq, Eq)]
pub struct Credentials {
    /// `host`.
    pub host: String,
    /// `port`, if it is not the engine's own.
    pub port: Option<u16>,
    /// `username`.
    pub username: String,
    /// `password`.
    pub password: Zeroizing<String>,
    /// `dbname`.
    pub database: Option<String>,
    /// `ssl`.
    pub tls: bool,
    /// `masterarn`.
    pub master: Option<String>,
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

impl Credentials {
    /// Reads a secret's value.
    ///
    /// # Errors
    /// What is missing; never the value.
    pub fn parse(value: &Value) -> Result<Self, String> {
        let object = object(value)?;
        let text = |name: &str| object.get(name).and_then(Json::as_str).filter(|t| !t.is_empty()).map(str::to_owned);
        let needed = |name: &str| text(name).ok_or_else(|| format!("the secret has no {name}"));
        let port = match object.get("port") {
            None | Some(Json::Null) => None,
            Some(Json::Number(n)) => Some(n.as_u64().and_then(|n| u16::try_from(n).ok()).ok_or("the port is not one")?),
            Some(Json::String(s)) if s.is_empty() => None,
            Some(Json::String(s)) => Some(s.parse().map_err(|_| "the port is not one")?),
            Some(_) => return Err("the port is not one".to_owned()),
        };
        let tls = match object.get("ssl") {
            Some(Json::Bool(on)) => *on,
            Some(Json::String(on)) => on.eq_ignore_ascii_case("true"),
            _ => false,
        };
        let credentials = Self {
            host: needed("host")?,
            port,
            username: needed("username")?,
            password: Zeroizing::new(needed("password")?),
            database: text("dbname"),
            tls,
            master: text("masterarn"),
        };
        if credentials.username.contains('\0') || credentials.password.contains('\0') {
            return Err("the username or the password has a zero byte".to_owned());
        }
        Ok(credentials)
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
    object.insert("username".to_owned(), Json::String(username.to_owned()));
    object.insert("password".to_owned(), Json::String(password.to_owned()));
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
        ] {
            let error = Credentials::parse(&Value::text(text)).unwrap_err();
            assert!(!error.contains("hunter2"), "{error}");
        }
    }

    #[test]
    fn users_alternate() {
        assert_eq!(alternate("app"), "app_clone");
        assert_eq!(alternate(&alternate("app")), "app");
        assert_eq!(alternate("_clone"), "_clone_clone");
    }
}
