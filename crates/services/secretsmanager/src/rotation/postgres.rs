//! PostgreSQL.

use std::time::Duration;

use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::credentials::Credentials;
use super::redis::tls_config;

/// Longest time for a login, and for a statement.
const PATIENCE: Duration = Duration::from_secs(10);
const PORT: u16 = 5432;

enum Refused {
    /// The server says that the login is wrong.
    Login,
    /// Anything else.
    Other(String),
}

fn reason(error: &tokio_postgres::Error) -> String {
    // What the server says is about names, never about values; other errors tell where the connection broke.
    match error.as_db_error() {
        Some(db) => format!("PostgreSQL answered {}: {}", db.code().code(), db.message()),
        None => format!("PostgreSQL cannot be reached: {error}"),
    }
}

async fn connect(with: &Credentials) -> Result<Client, Refused> {
    let mut config = Config::new();
    config
        .host(&with.host)
        .port(with.port.unwrap_or(PORT))
        .user(&with.username)
        .password(with.password.as_bytes())
        .dbname(with.database.as_deref().unwrap_or("postgres"))
        .application_name("cloudkeep-rotation")
        .options("-c statement_timeout=10000 -c lock_timeout=10000")
        .connect_timeout(PATIENCE);
    within(open(config, with.tls)).await.map_err(Refused::Other)?
}

async fn open(mut config: Config, tls: bool) -> Result<Client, Refused> {
    if tls {
        config.ssl_mode(SslMode::Require);
        let tls = MakeRustlsConnect::new(tls_config().map_err(Refused::Other)?);
        let (client, connection) = config.connect(tls).await.map_err(refused)?;
        tokio::spawn(async move { drop(connection.await) });
        Ok(client)
    } else {
        config.ssl_mode(SslMode::Disable);
        let (client, connection) = config.connect(NoTls).await.map_err(refused)?;
        tokio::spawn(async move { drop(connection.await) });
        Ok(client)
    }
}

fn refused(error: tokio_postgres::Error) -> Refused {
    match error.code() {
        Some(code) if *code == SqlState::INVALID_PASSWORD || *code == SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
            Refused::Login
        }
        _ => Refused::Other(reason(&error)),
    }
}

async fn within<T>(work: impl Future<Output = T>) -> Result<T, String> {
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| "PostgreSQL did not answer in time".to_owned())
}

async fn logged_in(with: &Credentials) -> Result<Client, String> {
    connect(with).await.map_err(|refused| match refused {
        Refused::Login => "PostgreSQL refuses the login".to_owned(),
        Refused::Other(reason) => reason,
    })
}

/// Whether these credentials log in.
pub async fn logs_in(with: &Credentials) -> Result<bool, String> {
    match connect(with).await {
        Ok(client) => {
            within(client.simple_query("SELECT 1")).await?.map_err(|e| reason(&e))?;
            Ok(true)
        }
        Err(Refused::Login) => Ok(false),
        Err(Refused::Other(reason)) => Err(reason),
    }
}

fn identifier(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}

/// The password as the server keeps it: the statement, which servers may log, does not hold the password itself. Of base 64 and `$:-`, so that it
/// needs no quoting.
fn verifier(to: &Credentials) -> String {
    postgres_protocol::password::scram_sha_256(to.password.as_bytes())
}

/// Changes the password of the user that logs in; `false` if the login is refused.
pub async fn change_own(with: &Credentials, to: &Credentials) -> Result<bool, String> {
    let client = match connect(with).await {
        Ok(client) => client,
        Err(Refused::Login) => return Ok(false),
        Err(Refused::Other(reason)) => return Err(reason),
    };
    let statement = format!("ALTER ROLE {} WITH PASSWORD '{}'", identifier(&to.username), verifier(to));
    within(client.batch_execute(&statement)).await?.map_err(|e| reason(&e))?;
    Ok(true)
}

/// Has a superuser give a user a password; a user that is not there is made, as a member of `like`.
pub async fn change_other(master: &Credentials, to: &Credentials, like: &str) -> Result<(), String> {
    let client = logged_in(master).await?;
    let (user, verifier) = (identifier(&to.username), verifier(to));
    let there = within(client.query_opt("SELECT 1 FROM pg_catalog.pg_roles WHERE rolname = $1", &[&to.username])).await?;
    let statements = if there.map_err(|e| reason(&e))?.is_some() {
        format!("ALTER ROLE {user} WITH LOGIN PASSWORD '{verifier}'")
    } else {
        // Both or none: a script is one transaction.
        format!("BEGIN; CREATE ROLE {user} WITH LOGIN PASSWORD '{verifier}'; GRANT {} TO {user}; COMMIT", identifier(like))
    };
    within(client.batch_execute(&statements)).await?.map_err(|e| reason(&e))
}

#[cfg(test)]
mod tests {
    use super::identifier;

    #[test]
    fn names_cannot_leave_their_quotes() {
        assert_eq!(identifier("app"), "\"app\"");
        assert_eq!(identifier("a\" SUPERUSER; --"), "\"a\"\" SUPERUSER; --\"");
    }
}
