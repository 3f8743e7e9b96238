//! Redis and Valkey: users of the access control list, over the RESP protocol.

use std::sync::Arc;
use std::time::Duration;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use zeroize::Zeroizing;

use super::credentials::Credentials;

const PATIENCE: Duration = Duration::from_secs(10);
const PORT: u16 = 6379;
/// Longest line and longest text of an answer, bytes; most items of a list.
const LONGEST_LINE: usize = 4 << 10;
const LONGEST_TEXT: usize = 1 << 20;
const MOST_ITEMS: usize = 100_000;

/// TLS to databases: certificates of the system's authorities.
pub fn tls_config() -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    Ok(builder.map_err(|e| e.to_string())?.with_root_certificates(roots).with_no_client_auth())
}

trait Stream: AsyncRead + AsyncWrite + Send + Unpin {}
impl<T: AsyncRead + AsyncWrite + Send + Unpin> Stream for T {}

struct Connection(BufReader<Box<dyn Stream>>);

/// An answer.
#[derive(Debug, PartialEq)]
enum Answer {
    Text(String),
    Error(String),
    List(Vec<String>),
}

enum Refused {
    Login,
    Other(String),
}

fn broken(error: &std::io::Error) -> String {
    format!("Redis cannot be reached: {error}")
}

impl Connection {
    async fn open(with: &Credentials) -> Result<Self, String> {
        let stream = TcpStream::connect((with.host.as_str(), with.port.unwrap_or(PORT))).await.map_err(|e| broken(&e))?;
        let stream: Box<dyn Stream> = if with.tls {
            let name = ServerName::try_from(with.host.clone()).map_err(|_| "the host is no name for TLS".to_owned())?;
            let connector = TlsConnector::from(Arc::new(tls_config()?));
            Box::new(connector.connect(name, stream).await.map_err(|e| broken(&e))?)
        } else {
            Box::new(stream)
        };
        Ok(Self(BufReader::new(stream)))
    }

    /// Sends a command as a list of texts with their lengths, which nothing can leave.
    async fn ask(&mut self, words: &[&str]) -> Result<Answer, String> {
        let mut command = Zeroizing::new(format!("*{}\r\n", words.len()).into_bytes());
        for word in words {
            command.extend_from_slice(format!("${}\r\n", word.len()).as_bytes());
            command.extend_from_slice(word.as_bytes());
            command.extend_from_slice(b"\r\n");
        }
        self.0.write_all(&command).await.map_err(|e| broken(&e))?;
        self.0.flush().await.map_err(|e| broken(&e))?;
        let line = self.line().await?;
        match line.split_at_checked(1) {
            Some(("*", count)) => {
                let count: usize = count.parse().ok().filter(|n| *n <= MOST_ITEMS).ok_or("Redis answered something else")?;
                let mut items = Vec::new();
                for _ in 0..count {
                    let line = self.line().await?;
                    items.push(self.text(&line).await?);
                }
                Ok(Answer::List(items))
            }
            Some(("-", error)) => Ok(Answer::Error(error.to_owned())),
            Some(("+" | ":", text)) => Ok(Answer::Text(text.to_owned())),
            _ => self.text(&line).await.map(Answer::Text),
        }
    }

    async fn line(&mut self) -> Result<String, String> {
        let mut line = Vec::new();
        while line.len() < LONGEST_LINE {
            match self.0.read_u8().await.map_err(|e| broken(&e))? {
                b'\n' => {
                    line.pop();
                    return String::from_utf8(line).map_err(|_| "Redis answered something else".to_owned());
                }
                byte => line.push(byte),
            }
        }
        Err("Redis answered something else".to_owned())
    }

    async fn text(&mut self, line: &str) -> Result<String, String> {
        let length = line.strip_prefix('$').and_then(|n| n.parse::<usize>().ok()).filter(|n| *n <= LONGEST_TEXT);
        let mut text = vec![0; length.ok_or("Redis answered something else")? + 2];
        self.0.read_exact(&mut text).await.map_err(|e| broken(&e))?;
        text.truncate(text.len() - 2);
        String::from_utf8(text).map_err(|_| "Redis answered something else".to_owned())
    }

    async fn done(&mut self, words: &[&str]) -> Result<(), String> {
        match self.ask(words).await? {
            Answer::Error(error) => Err(format!("Redis answered {}", error.split_whitespace().next().unwrap_or_default())),
            _ => Ok(()),
        }
    }
}

async fn within<T>(work: impl Future<Output = Result<T, String>>) -> Result<T, String> {
    tokio::time::timeout(PATIENCE, work).await.map_err(|_| "Redis did not answer in time".to_owned())?
}

async fn open(with: &Credentials) -> Result<(Connection, Answer), String> {
    let mut connection = Connection::open(with).await?;
    let answer = connection.ask(&["AUTH", &with.username, &with.password]).await?;
    Ok((connection, answer))
}

async fn connect(with: &Credentials) -> Result<Connection, Refused> {
    match within(open(with)).await.map_err(Refused::Other)? {
        (connection, Answer::Text(_)) => Ok(connection),
        (_, Answer::Error(error)) if error.starts_with("WRONGPASS") => Err(Refused::Login),
        (_, Answer::Error(error)) => {
            Err(Refused::Other(format!("Redis answered {}", error.split_whitespace().next().unwrap_or_default())))
        }
        (_, Answer::List(_)) => Err(Refused::Other("Redis answered something else".to_owned())),
    }
}

async fn logged_in(with: &Credentials) -> Result<Connection, String> {
    connect(with).await.map_err(|refused| match refused {
        Refused::Login => "Redis refuses the login".to_owned(),
        Refused::Other(reason) => reason,
    })
}

/// Whether these credentials log in.
pub async fn logs_in(with: &Credentials) -> Result<bool, String> {
    match connect(with).await {
        Ok(_) => Ok(true),
        Err(Refused::Login) => Ok(false),
        Err(Refused::Other(reason)) => Err(reason),
    }
}

/// Gives the user that logs in the new password beside the one it logged in with, which ends with the next rotation: Redis knows several. `false` if the
/// login is refused.
pub async fn change_own(with: &Credentials, to: &Credentials) -> Result<bool, String> {
    let mut connection = match connect(with).await {
        Ok(connection) => connection,
        Err(Refused::Login) => return Ok(false),
        Err(Refused::Other(reason)) => return Err(reason),
    };
    let (old, new) = (Zeroizing::new(format!(">{}", *with.password)), Zeroizing::new(format!(">{}", *to.password)));
    within(connection.done(&["ACL", "SETUSER", &to.username, "resetpass", &old, &new])).await?;
    save(&mut connection).await?;
    Ok(true)
}

/// Has a superuser give a user a password; a user that is not there is made with the rules of `like`.
pub async fn change_other(master: &Credentials, to: &Credentials, like: &str) -> Result<(), String> {
    let mut connection = logged_in(master).await?;
    let Answer::List(users) = within(connection.ask(&["ACL", "LIST"])).await? else {
        return Err("Redis does not list its users to the superuser".to_owned());
    };
    let password = Zeroizing::new(format!(">{}", *to.password));
    let mut words = vec!["ACL", "SETUSER", to.username.as_str()];
    if rules(&users, &to.username).is_none() {
        words.extend(rules(&users, like).ok_or("the user of the secret is not in the database")?);
    }
    words.extend(["on", "resetpass", password.as_str()]);
    within(connection.done(&words)).await?;
    save(&mut connection).await
}

/// The rules of a user in ACL LIST, without passwords.
fn rules<'l>(users: &'l [String], name: &str) -> Option<Vec<&'l str>> {
    let line = users.iter().find_map(|line| line.strip_prefix("user ")?.strip_prefix(name)?.strip_prefix(' '))?;
    Some(line.split(' ').filter(|rule| !rule.starts_with('#') && !rule.is_empty()).collect())
}

/// Keeps the users in the file of those servers that have one; others keep them in their configuration, or until they end.
async fn save(connection: &mut Connection) -> Result<(), String> {
    let _ = within(connection.ask(&["ACL", "SAVE"])).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::rules;

    #[test]
    fn rules_are_taken_without_passwords() {
        let users = ["user app_clone on ~b".to_owned(), "user app on #abc ~a* resetchannels -@all +get".to_owned()];
        assert_eq!(rules(&users, "app").unwrap(), ["on", "~a*", "resetchannels", "-@all", "+get"]);
        assert_eq!(rules(&users, "ap"), None);
    }
}
