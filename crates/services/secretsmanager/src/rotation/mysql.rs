//! MySQL and MariaDB.

use std::time::Duration;

use mysql_async::prelude::Queryable;
use mysql_async::{Conn, Error, OptsBuilder, SslOpts};

use super::credentials::Credentials;

/// Longest time for a login, and for a statement.
const PATIENCE: Duration = Duration::from_secs(10);
const PORT: u16 = 3306;
/// Wrong user or password; a user that may not come from here.
const LOGIN: &[u16] = &[1045, 1044, 1130, 1698];

enum Refused {
    Login,
    Other(String),
}

fn reason(error: &Error) -> String {
    match error {
        Error::Server(server) => format!("MySQL answered {}: {}", server.code, server.message),
        Error::Io(io) => format!("MySQL cannot be reached: {io}"),
        // Others could quote a statement.
        _ => "MySQL cannot be reached".to_owned(),
    }
}

async fn within<T>(work: impl Future<Output = T>) -> Result<T, String> {
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| "MySQL did not answer in time".to_owned())
}

async fn connect(with: &Credentials) -> Result<Conn, Refused> {
    let options = OptsBuilder::default()
        .ip_or_hostname(with.host.clone())
        .tcp_port(with.port.unwrap_or(PORT))
        .user(Some(with.username.clone()))
        .pass(Some(with.password.as_str().to_owned()))
        .prefer_socket(false)
        .ssl_opts(with.tls.then(SslOpts::default));
    match within(Conn::new(options)).await {
        Ok(Ok(connection)) => Ok(connection),
        Ok(Err(Error::Server(server))) if LOGIN.contains(&server.code) => Err(Refused::Login),
        Ok(Err(error)) => Err(Refused::Other(reason(&error))),
        Err(reason) => Err(Refused::Other(reason)),
    }
}

async fn logged_in(with: &Credentials) -> Result<Conn, String> {
    connect(with).await.map_err(|refused| match refused {
        Refused::Login => "MySQL refuses the login".to_owned(),
        Refused::Other(reason) => reason,
    })
}

async fn execute(connection: &mut Conn, statement: &str) -> Result<(), String> {
    within(connection.query_drop(statement)).await?.map_err(|e| reason(&e))
}

/// Whether these credentials log in.
pub async fn logs_in(with: &Credentials) -> Result<bool, String> {
    match connect(with).await {
        Ok(mut connection) => {
            execute(&mut connection, "SELECT 1").await?;
            let _ = within(connection.disconnect()).await;
            Ok(true)
        }
        Err(Refused::Login) => Ok(false),
        Err(Refused::Other(reason)) => Err(reason),
    }
}

/// A text literal. How backslashes and quotes are escaped depends on a mode of the server, so texts with them are refused.
fn literal(text: &str) -> Result<String, String> {
    if text.chars().any(|c| matches!(c, '\'' | '\\') || c.is_control()) {
        return Err("the username or the password has an apostrophe, a backslash or a control character".to_owned());
    }
    Ok(format!("'{text}'"))
}

async fn is_mariadb(connection: &mut Conn) -> Result<bool, String> {
    let version: Option<String> = within(connection.query_first("SELECT VERSION()")).await?.map_err(|e| reason(&e))?;
    Ok(version.is_some_and(|version| version.contains("MariaDB")))
}

/// Changes the password of the user that logs in; `false` if the login is refused.
pub async fn change_own(with: &Credentials, to: &Credentials) -> Result<bool, String> {
    let password = literal(&to.password)?;
    let mut connection = match connect(with).await {
        Ok(connection) => connection,
        Err(Refused::Login) => return Ok(false),
        Err(Refused::Other(reason)) => return Err(reason),
    };
    // What each lets users do to themselves without a privilege.
    let statement = if is_mariadb(&mut connection).await? {
        format!("SET PASSWORD = PASSWORD({password})")
    } else {
        format!("ALTER USER USER() IDENTIFIED BY {password}")
    };
    execute(&mut connection, &statement).await?;
    let _ = within(connection.disconnect()).await;
    Ok(true)
}

/// Has a superuser give a user a password; a user that is not there is made for the hosts of `like`, with its grants.
pub async fn change_other(master: &Credentials, to: &Credentials, like: &str) -> Result<(), String> {
    let (user, password, like) = (literal(&to.username)?, literal(&to.password)?, literal(like)?);
    let mut connection = logged_in(master).await?;
    let hosts_of = |user: &str| format!("SELECT Host FROM mysql.user WHERE User = {user}");
    let hosts: Vec<String> = within(connection.query(hosts_of(&like))).await?.map_err(|e| reason(&e))?;
    if hosts.is_empty() {
        return Err("the user of the secret is not in the database".to_owned());
    }
    for host in &hosts {
        let host = literal(host)?;
        execute(&mut connection, &format!("CREATE USER IF NOT EXISTS {user}@{host} IDENTIFIED BY {password}")).await?;
        // Grants first, the password last: only with the password is the work of this step done.
        let grants: Vec<String> =
            within(connection.query(format!("SHOW GRANTS FOR {like}@{host}"))).await?.map_err(|e| reason(&e))?;
        for grant in grants {
            let Some(what) = granted(&grant) else { continue };
            let options = if grant.ends_with("WITH GRANT OPTION") { " WITH GRANT OPTION" } else { "" };
            execute(&mut connection, &format!("{what} TO {user}@{host}{options}")).await?;
        }
        execute(&mut connection, &format!("ALTER USER {user}@{host} IDENTIFIED BY {password}")).await?;
    }
    let _ = within(connection.disconnect()).await;
    Ok(())
}

/// What a line of SHOW GRANTS grants, without to whom.
fn granted(line: &str) -> Option<&str> {
    let what = line.split_once(" TO ").map(|(what, _)| what)?;
    what.starts_with("GRANT ").then_some(what)
}

#[cfg(test)]
mod tests {
    use super::{granted, literal};

    #[test]
    fn texts_that_cannot_be_quoted_for_sure_are_refused() {
        assert_eq!(literal("app$1;-- \"`").unwrap(), "'app$1;-- \"`'");
        for text in ["a'b", "a\\", "a\nb"] {
            assert!(literal(text).is_err(), "{text}");
        }
    }

    #[test]
    fn grants_are_taken_from_their_lines() {
        let line = "GRANT USAGE ON *.* TO `app`@`%` IDENTIFIED BY PASSWORD '*ABC'";
        assert_eq!(granted(line), Some("GRANT USAGE ON *.*"));
        assert_eq!(granted("SET DEFAULT ROLE x FOR y"), None);
    }
}
