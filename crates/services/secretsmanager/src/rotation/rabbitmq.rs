//! RabbitMQ: its management API changes users, and AMQP 0-9-1 says who logs in.
//!
//! See <https://www.rabbitmq.com/docs/http-api-reference> and <https://www.rabbitmq.com/resources/specs/amqp0-9-1.pdf>.

use std::sync::Arc;
use std::time::Duration;

use http::Method;
use rustls::pki_types::ServerName;
use serde_json::{Value as Json, json};
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use zeroize::Zeroizing;

use super::credentials::Credentials;
use super::http::{Answer, Login, ask};
use super::redis::tls_config;

/// Longest time for a login.
const PATIENCE: Duration = Duration::from_secs(10);
/// Ports of AMQP, without and with TLS.
const PORTS: (u16, u16) = (5672, 5671);
/// Ports of the management API, without and with TLS.
const MANAGEMENT_PORTS: (u16, u16) = (15672, 15671);

const PROTOCOL: &[u8] = b"AMQP\x00\x00\x09\x01";
const METHOD_FRAME: u8 = 1;
const FRAME_END: u8 = 0xCE;
/// Largest frame that is read before anything was agreed on, bytes.
const LONGEST_FRAME: usize = 64 << 10;
/// Methods of the class `connection`, as class and method id.
const START: [u8; 4] = [0, 10, 0, 10];
const START_OK: [u8; 4] = [0, 10, 0, 11];
const TUNE: [u8; 4] = [0, 10, 0, 30];
const CLOSE: [u8; 4] = [0, 10, 0, 50];
/// Reply code `access-refused`.
const ACCESS_REFUSED: u16 = 403;

fn port(with: &Credentials, (plain, tls): (u16, u16)) -> u16 {
    if with.tls { tls } else { plain }
}

fn broken(error: &std::io::Error) -> String {
    format!("RabbitMQ cannot be reached: {error}")
}

/// Whether these credentials log in over AMQP.
pub async fn logs_in(with: &Credentials) -> Result<bool, String> {
    tokio::time::timeout(PATIENCE, attempt(with)).await.map_err(|_| "RabbitMQ did not answer in time".to_owned())?
}

async fn attempt(with: &Credentials) -> Result<bool, String> {
    let address = (with.host.as_str(), with.port.unwrap_or(port(with, PORTS)));
    let stream = TcpStream::connect(address).await.map_err(|e| broken(&e))?;
    if !with.tls {
        return handshake(stream, with).await;
    }
    let name = ServerName::try_from(with.host.clone()).map_err(|_| "the host is no name for TLS".to_owned())?;
    let stream = TlsConnector::from(Arc::new(tls_config()?)).connect(name, stream).await.map_err(|e| broken(&e))?;
    handshake(stream, with).await
}

async fn handshake(mut stream: impl AsyncRead + AsyncWrite + Unpin, with: &Credentials) -> Result<bool, String> {
    stream.write_all(PROTOCOL).await.map_err(|e| broken(&e))?;
    let unexpected = || "RabbitMQ answered something else than AMQP 0-9-1".to_owned();
    if !method(&mut stream).await?.starts_with(&START) {
        return Err(unexpected());
    }
    stream.write_all(&start_ok(&with.username, &with.password)).await.map_err(|e| broken(&e))?;
    stream.flush().await.map_err(|e| broken(&e))?;
    let answer = method(&mut stream).await?;
    match answer.split_first_chunk::<4>() {
        Some((&TUNE, _)) => Ok(true),
        Some((&CLOSE, [high, low, ..])) => match u16::from_be_bytes([*high, *low]) {
            ACCESS_REFUSED => Ok(false),
            code => Err(format!("RabbitMQ closed the connection with {code}")),
        },
        _ => Err(unexpected()),
    }
}

/// Reads one frame with a method on channel 0: class, method and arguments.
async fn method(stream: &mut (impl AsyncRead + Unpin)) -> Result<Vec<u8>, String> {
    let unexpected = || "RabbitMQ answered something else than AMQP 0-9-1".to_owned();
    let mut head = [0; 7];
    stream.read_exact(&mut head).await.map_err(|e| broken(&e))?;
    let [kind, 0, 0, a, b, c, d] = head else { return Err(unexpected()) };
    let length = usize::try_from(u32::from_be_bytes([a, b, c, d])).unwrap_or(usize::MAX);
    if kind != METHOD_FRAME || length > LONGEST_FRAME {
        return Err(unexpected());
    }
    let mut payload = vec![0; length + 1];
    stream.read_exact(&mut payload).await.map_err(|e| broken(&e))?;
    if payload.pop() == Some(FRAME_END) { Ok(payload) } else { Err(unexpected()) }
}

/// `connection.start-ok` with the mechanism PLAIN, from a client that wants to be told when its login is refused.
fn start_ok(username: &str, password: &str) -> Zeroizing<Vec<u8>> {
    let mut capabilities = short("authentication_failure_close");
    capabilities.extend_from_slice(b"t\x01");
    let mut properties = short("capabilities");
    properties.push(b'F');
    properties.extend_from_slice(&long(&capabilities));
    let mut frame = Zeroizing::new(vec![METHOD_FRAME, 0, 0]);
    let mut payload = Zeroizing::new(START_OK.to_vec());
    payload.extend_from_slice(&long(&properties));
    payload.extend_from_slice(&short("PLAIN"));
    let answer = Zeroizing::new(format!("\0{username}\0{password}"));
    payload.extend_from_slice(&Zeroizing::new(long(answer.as_bytes())));
    payload.extend_from_slice(&short("en_US"));
    frame.extend_from_slice(&Zeroizing::new(long(&payload)));
    frame.push(FRAME_END);
    frame
}

fn short(text: &str) -> Vec<u8> {
    let mut bytes = vec![u8::try_from(text.len()).unwrap_or(u8::MAX)];
    bytes.extend(text.bytes().take(usize::from(u8::MAX)));
    bytes
}

fn long(content: &[u8]) -> Vec<u8> {
    let mut bytes = u32::try_from(content.len()).unwrap_or(u32::MAX).to_be_bytes().to_vec();
    bytes.extend_from_slice(content);
    bytes
}

/// The management API, as one user.
struct Management {
    base: String,
    login: Login,
}

impl Management {
    fn of(with: &Credentials) -> Result<Self, String> {
        let port = with.management_port.unwrap_or(port(with, MANAGEMENT_PORTS));
        let base = format!("{}://{}:{port}/api", if with.tls { "https" } else { "http" }, with.host);
        Ok(Self { base, login: Login::basic(&with.username, &with.password)? })
    }

    async fn ask(&self, method: Method, path: &[&str], body: Option<&Json>) -> Result<Answer, String> {
        let path: String = path.iter().map(|part| format!("/{}", escaped(part))).collect();
        let answer = ask(method, &format!("{}{path}", self.base), Some(&self.login), body).await?;
        match answer.status {
            401 => Err("RabbitMQ's management API refuses the login: the user needs the tag administrator".to_owned()),
            _ => Ok(answer),
        }
    }

    async fn get(&self, path: &[&str]) -> Result<Option<Json>, String> {
        let answer = self.ask(Method::GET, path, None).await?;
        match answer.status {
            404 => Ok(None),
            _ if answer.is_success() => answer.json().map(Some),
            status => Err(format!("RabbitMQ's management API answered {status}")),
        }
    }

    async fn put(&self, path: &[&str], body: &Json) -> Result<(), String> {
        let answer = self.ask(Method::PUT, path, Some(body)).await?;
        if answer.is_success() { Ok(()) } else { Err(format!("RabbitMQ's management API answered {}", answer.status)) }
    }

    async fn tags(&self, user: &str) -> Result<Option<Json>, String> {
        Ok(self.get(&["users", user]).await?.map(|mut found| found.get_mut("tags").map(Json::take).unwrap_or_else(|| json!([]))))
    }

    /// Gives a user what another one may do.
    async fn copy_permissions(&self, like: &str, user: &str) -> Result<(), String> {
        for (of, what) in [("permissions", "permissions"), ("topic-permissions", "topic-permissions")] {
            let Some(Json::Array(permissions)) = self.get(&["users", like, of]).await? else { continue };
            for mut permission in permissions {
                let vhost = permission.get("vhost").and_then(Json::as_str).unwrap_or("/").to_owned();
                if let Some(members) = permission.as_object_mut() {
                    members.remove("user");
                    members.remove("vhost");
                }
                self.put(&[what, &vhost, user], &permission).await?;
            }
        }
        Ok(())
    }
}

/// A part of a path, RFC 3986.
fn escaped(part: &str) -> String {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    part.bytes().map(|byte| if plain(byte) { char::from(byte).to_string() } else { format!("%{byte:02X}") }).collect()
}

/// Changes the password of the user that logs in, who must be an administrator; `false` if the login is refused.
pub async fn change_own(with: &Credentials, to: &Credentials) -> Result<bool, String> {
    // The management API does not tell a wrong password from a user who may not use it.
    if !logs_in(with).await? {
        return Ok(false);
    }
    let management = Management::of(with)?;
    let tags = management.tags(&to.username).await?.ok_or("the user of the secret is not in RabbitMQ")?;
    management.put(&["users", &to.username], &json!({"password": to.password.as_str(), "tags": tags})).await?;
    Ok(true)
}

/// Has an administrator give a user a password; a user that is not there is made like another one.
pub async fn change_other(master: &Credentials, to: &Credentials, like: &str) -> Result<(), String> {
    let management = Management::of(master)?;
    let known = management.tags(like).await?.ok_or("the user of the secret is not in RabbitMQ")?;
    let tags = match management.tags(&to.username).await? {
        Some(tags) => tags,
        None => {
            // Without a password nobody logs in: that comes last, when the user may do what the other one may.
            management.put(&["users", &to.username], &json!({"password_hash": "", "tags": known})).await?;
            known
        }
    };
    management.copy_permissions(like, &to.username).await?;
    management.put(&["users", &to.username], &json!({"password": to.password.as_str(), "tags": tags})).await
}

#[cfg(test)]
mod tests {
    use super::{CLOSE, FRAME_END, METHOD_FRAME, START, TUNE, escaped, handshake, long, start_ok};
    use crate::rotation::credentials::Credentials;
    use crate::sealing::Value;
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};

    fn frame(method: &[u8]) -> Vec<u8> {
        let mut frame = vec![METHOD_FRAME, 0, 0];
        frame.extend(long(method));
        frame.push(FRAME_END);
        frame
    }

    async fn against(answers: [Vec<u8>; 2]) -> Result<bool, String> {
        let text = r#"{"engine":"rabbitmq","host":"h","username":"app","password":"pw"}"#;
        let with = Credentials::parse(&Value::text(text)).unwrap();
        let (near, mut far) = tokio::io::duplex(1024);
        let server = tokio::spawn(async move {
            let mut header = [0; 8];
            far.read_exact(&mut header).await.unwrap();
            let [first, second] = answers;
            far.write_all(&first).await.unwrap();
            let mut login = vec![0; start_ok("app", "pw").len()];
            if far.read_exact(&mut login).await.is_ok() {
                far.write_all(&second).await.unwrap();
            }
            login
        });
        let result = handshake(near, &with).await;
        assert_eq!(&**start_ok("app", "pw"), server.await.unwrap().as_slice());
        result
    }

    #[tokio::test]
    async fn logins_are_told_from_refusals_and_from_other_servers() {
        let start = frame(&[START.as_slice(), &[0, 9]].concat());
        let close = |code: u16| frame(&[CLOSE.as_slice(), &code.to_be_bytes(), b"\x00\x00\x00\x00\x00"].concat());
        assert_eq!(against([start.clone(), frame(&TUNE)]).await, Ok(true));
        assert_eq!(against([start.clone(), close(403)]).await, Ok(false));
        assert!(against([start.clone(), close(530)]).await.unwrap_err().contains("530"));
        assert!(against([start.clone(), frame(&START)]).await.is_err());
        assert!(against([start.clone(), frame(&CLOSE)]).await.is_err());
        assert!(against([start, vec![METHOD_FRAME, 0, 0, 255, 255, 255, 255]]).await.is_err());
    }

    #[test]
    fn names_cannot_leave_their_part_of_a_path() {
        assert_eq!(escaped("/a b%c"), "%2Fa%20b%25c");
    }
}
