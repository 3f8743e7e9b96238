//! The built-in rotators: which there are, and what they do at each step whatever the database is.

use plane::Ids;
use zeroize::Zeroizing;

use super::credentials::{Credentials, alternate, engine, with_login};
use super::{http, mysql, postgres, rabbitmq, redis};
use crate::passwords::{Wanted, draw};
use crate::sealing::Value;

/// Function names of built-in rotators begin so.
const PREFIX: &str = "cloudkeep-rotator-";

/// A database's kind.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// PostgreSQL.
    Postgres,
    /// MySQL and MariaDB.
    MySql,
    /// Redis and Valkey.
    Redis,
    /// RabbitMQ.
    RabbitMq,
    /// An endpoint that keeps one API key.
    Http,
}

/// A built-in rotator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rotator {
    /// What it speaks to.
    pub engine: Engine,
    /// Whether two users alternate, rather than one whose password changes.
    pub alternating: bool,
}

/// The built-in rotator that a function ARN names: `…:function:cloudkeep-rotator-<engine>-<single-user or alternating-users>`.
pub fn builtin(function: &str) -> Option<Rotator> {
    let parts: Vec<&str> = function.split(':').collect();
    let ["arn", _, "lambda", _, _, "function", name] = parts.as_slice() else { return None };
    let name = name.strip_prefix(PREFIX)?;
    let (engine, alternating) = match name.strip_suffix("-single-user") {
        Some(engine) => (engine, false),
        None => (name.strip_suffix("-alternating-users")?, true),
    };
    let engine = match engine {
        "postgresql" => Engine::Postgres,
        "mysql" | "mariadb" => Engine::MySql,
        "redis" | "valkey" => Engine::Redis,
        "rabbitmq" => Engine::RabbitMq,
        // A key has no other one to alternate with.
        "http" if !alternating => Engine::Http,
        _ => return None,
    };
    Some(Rotator { engine, alternating })
}

/// What a database is asked for; reasons never hold a password.
impl Engine {
    fn is_named(self, name: &str) -> bool {
        match self {
            Self::Postgres => matches!(name, "postgres" | "postgresql" | "aurora-postgresql"),
            Self::MySql => matches!(name, "mysql" | "mariadb" | "aurora-mysql"),
            Self::Redis => matches!(name, "redis" | "valkey"),
            Self::RabbitMq => name == "rabbitmq",
            Self::Http => name == "http",
        }
    }

    fn wanted(self) -> Wanted<'static> {
        match self {
            // Keys go into headers, URLs and configuration files: letters and digits, and more of them.
            Self::Http => Wanted { length: 48, no_punctuation: true, ..Wanted::for_rotation() },
            _ => Wanted::for_rotation(),
        }
    }

    /// Whether these credentials log in; an error if that cannot be said.
    async fn logs_in(self, with: &Credentials) -> Result<bool, String> {
        match self {
            Self::Postgres => postgres::logs_in(with).await,
            Self::MySql => mysql::logs_in(with).await,
            Self::Redis => redis::logs_in(with).await,
            Self::RabbitMq => rabbitmq::logs_in(with).await,
            Self::Http => http::logs_in(with).await,
        }
    }

    /// Changes the password of the user that logs in; `false` if the login is refused.
    async fn change_own(self, with: &Credentials, to: &Credentials) -> Result<bool, String> {
        match self {
            Self::Postgres => postgres::change_own(with, to).await,
            Self::MySql => mysql::change_own(with, to).await,
            Self::Redis => redis::change_own(with, to).await,
            Self::RabbitMq => rabbitmq::change_own(with, to).await,
            Self::Http => http::change_own(with, to).await,
        }
    }

    /// Has a superuser give a user a password; a user that is not there is made like another one.
    async fn change_other(self, master: &Credentials, to: &Credentials, like: &str) -> Result<(), String> {
        match self {
            Self::Postgres => postgres::change_other(master, to, like).await,
            Self::MySql => mysql::change_other(master, to, like).await,
            Self::Redis => redis::change_other(master, to, like).await,
            Self::RabbitMq => rabbitmq::change_other(master, to, like).await,
            Self::Http => Err("an endpoint has one key: there is no other user".to_owned()),
        }
    }
}

/// The values that a step works with.
#[derive(Debug, Clone)]
pub struct Values {
    /// AWSCURRENT.
    pub current: Value,
    /// AWSPENDING.
    pub pending: Value,
    /// AWSPREVIOUS.
    pub previous: Option<Value>,
    /// The superuser's, of alternating users.
    pub master: Option<Value>,
}

impl Rotator {
    /// The new value.
    ///
    /// # Errors
    /// What is wrong with the present one.
    pub fn create(self, ids: &Ids, current: &Value) -> Result<Value, String> {
        let now = Credentials::parse(current)?;
        match engine(current) {
            Some(name) if self.engine.is_named(&name) => {}
            Some(_) => return Err("the secret's engine is not this rotator's".to_owned()),
            None => return Err("the secret has no engine".to_owned()),
        }
        let password: Zeroizing<String> = draw(ids, &self.engine.wanted()).map_err(|failure| failure.message)?;
        let username = if self.alternating { alternate(&now.username) } else { now.username.clone() };
        with_login(current, &username, &password)
    }

    /// Whether a new value can follow a current one: same server, and the user that this rotator would give it.
    pub fn follows(self, current: &Value, pending: &Value) -> bool {
        match (Credentials::parse(current), Credentials::parse(pending)) {
            (Ok(current), Ok(pending)) => self.refusal(&current, &pending).is_none(),
            _ => false,
        }
    }

    fn refusal(self, current: &Credentials, pending: &Credentials) -> Option<&'static str> {
        if !pending.same_server(current) {
            return Some("the new version is of another server than the current one: cancel the rotation, and rotate again");
        }
        if self.alternating && pending.username != alternate(&current.username) {
            return Some("the new version is not of the other user: cancel the rotation, and rotate again");
        }
        if !self.alternating && pending.username != current.username {
            return Some("the new version is of another user than the current one: cancel the rotation, and rotate again");
        }
        None
    }

    /// Has the database take the new value. May be run again after it was cut off anywhere; `again` says that it may have been run before.
    ///
    /// # Errors
    /// Why not; the old password works then.
    pub async fn set(self, ids: &Ids, values: &Values, again: bool) -> Result<(), String> {
        let (current, pending) = (Credentials::parse(&values.current)?, Credentials::parse(&values.pending)?);
        if let Some(reason) = self.refusal(&current, &pending) {
            return Err(reason.to_owned());
        }
        if again && self.has_it_already(ids, &pending).await? {
            return Ok(());
        }
        if self.alternating {
            let master = values.master.as_ref().ok_or("the secret names no masterarn that the rotation was set up with")?;
            let master = Credentials::parse(master).map_err(|reason| format!("masterarn: {reason}"))?;
            if !master.same_server(&current) {
                return Err("the superuser's secret is of another server".to_owned());
            }
            if !self.engine.logs_in(&master).await? {
                return Err("the superuser's secret does not log in".to_owned());
            }
            return self.engine.change_other(&master, &pending, &current.username).await;
        }
        if self.engine.change_own(&current, &pending).await? {
            return Ok(());
        }
        // As AWS's functions do: somebody may have set the password back.
        if let Some(previous) = values.previous.as_ref().and_then(|p| Credentials::parse(p).ok())
            && previous.username == current.username
            && previous.same_server(&current)
            && self.engine.change_own(&previous, &pending).await?
        {
            return Ok(());
        }
        Err("neither the current, the new nor the previous version of the secret logs in".to_owned())
    }

    /// Whether the database has taken the new password, in a rotation that was cut off after that. Where any password logs in, that cannot be seen.
    async fn has_it_already(self, ids: &Ids, pending: &Credentials) -> Result<bool, String> {
        if !self.engine.logs_in(pending).await? {
            return Ok(false);
        }
        let password = draw(ids, &self.engine.wanted()).map_err(|failure| failure.message)?;
        Ok(!self.engine.logs_in(&Credentials { password, ..pending.clone() }).await?)
    }

    /// Whether a version's value logs in.
    ///
    /// # Errors
    /// If that cannot be said.
    pub async fn logs_in(self, value: &Value) -> Result<bool, String> {
        self.engine.logs_in(&Credentials::parse(value)?).await
    }
}

#[cfg(test)]
mod tests {
    use super::{Engine, Rotator, builtin};
    use crate::rotation::credentials::Credentials;
    use crate::sealing::Value;
    use plane::Ids;

    #[test]
    fn built_in_rotators_have_reserved_names() {
        let arn = |name: &str| format!("arn:aws:lambda:eu-west-1:111122223333:function:{name}");
        for (name, engine, alternating) in [
            ("cloudkeep-rotator-postgresql-single-user", Engine::Postgres, false),
            ("cloudkeep-rotator-mariadb-alternating-users", Engine::MySql, true),
            ("cloudkeep-rotator-valkey-single-user", Engine::Redis, false),
            ("cloudkeep-rotator-rabbitmq-alternating-users", Engine::RabbitMq, true),
            ("cloudkeep-rotator-http-single-user", Engine::Http, false),
        ] {
            assert_eq!(builtin(&arn(name)), Some(Rotator { engine, alternating }));
        }
        for name in [
            "mine",
            "cloudkeep-rotator-oracle-single-user",
            "cloudkeep-rotator-mysql",
            "cloudkeep-rotator-http-alternating-users",
            "cloudkeep-rotator-mysql-single-user:1",
        ] {
            assert_eq!(builtin(&arn(name)), None, "{name}");
        }
    }

    #[test]
    fn new_values_keep_everything_but_the_login() {
        let current = Value::text(r#"{"engine":"postgres","host":"h","username":"app","password":"old","masterarn":"arn:x"}"#);
        let rotator = Rotator { engine: Engine::Postgres, alternating: true };
        let next = Credentials::parse(&rotator.create(&Ids::system(), &current).unwrap()).unwrap();
        assert_eq!((next.username.as_str(), next.master.as_deref(), next.password.len()), ("app_clone", Some("arn:x"), 32));
        let single = Rotator { alternating: false, ..rotator };
        assert_eq!(Credentials::parse(&single.create(&Ids::system(), &current).unwrap()).unwrap().username, "app");
        assert!(Rotator { engine: Engine::MySql, ..rotator }.create(&Ids::system(), &current).is_err());
    }

    #[test]
    fn a_new_value_is_of_the_same_server_and_of_the_right_user() {
        let value = |host: &str, user: &str| {
            Value::text(format!(r#"{{"engine":"postgres","host":"{host}","username":"{user}","password":"p"}}"#))
        };
        let single = Rotator { engine: Engine::Postgres, alternating: false };
        let pair = Rotator { alternating: true, ..single };
        assert!(single.follows(&value("h", "a"), &value("h", "a")) && !single.follows(&value("h", "a"), &value("h", "a_clone")));
        assert!(pair.follows(&value("h", "a"), &value("h", "a_clone")) && pair.follows(&value("h", "a_clone"), &value("h", "a")));
        assert!(!pair.follows(&value("h", "a"), &value("h", "a")));
        assert!(!single.follows(&value("h", "a"), &value("i", "a")) && !single.follows(&value("h", "a"), &Value::text("x")));
    }
}
