//! A small load generator: keep-alive connections that send one request after another and read each answer whole.
//!
//! It shares the machine's cores with the server, so it does as little as it can: requests are bytes made before (or, where each differs, signed with a
//! kept key), answers are only looked at for their status and length.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use http::{HeaderMap, HeaderValue, Method};
use jiff::Timestamp;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use wire::sigv4::{Payload, Signer, ToSign, sign};

use crate::server::Cloudkeep;

/// What is sent.
pub struct Plan {
    address: SocketAddr,
    make: Make,
    most: u64,
}

enum Make {
    /// These, one after another, and again.
    Kept(Vec<Vec<u8>>),
    /// A body with a number in it, signed each time.
    Numbered { access_key_id: String, secret: String, speech: Speech, body: Box<dyn Fn(u64) -> String + Send + Sync> },
}

/// How a service is spoken to.
#[derive(Debug, Clone, Copy)]
pub enum Speech {
    /// AWS Query, with the service's name.
    Query(&'static str),
    /// AWS JSON 1.1, with the service's name and the operation as `x-amz-target` has it.
    Json(&'static str, &'static str),
}

/// What was seen.
pub struct Measured {
    /// Answers per second.
    pub per_second: f64,
    /// Median latency.
    pub p50: Duration,
    /// 99th percentile.
    pub p99: Duration,
    /// Answers.
    pub done: u64,
    /// Answers that were not 200.
    pub failed: u64,
    /// The first of them.
    pub first_failure: String,
}

impl Plan {
    /// The bare server, sent the very bytes of a GetCallerIdentity (with a signature nobody looks at), so that both read as much.
    pub fn hello(address: SocketAddr) -> Self {
        let request = signed(
            address,
            "AKIAIOSFODNN7EXAMPLE",
            "unused",
            Speech::Query("sts"),
            "Action=GetCallerIdentity&Version=2011-06-15",
        );
        Self { address, make: Make::Kept(vec![request]), most: u64::MAX }
    }

    /// Who am I.
    pub fn get_caller_identity(server: &Cloudkeep) -> Self {
        Self::fixed(server, Speech::Query("sts"), "Action=GetCallerIdentity&Version=2011-06-15")
    }

    /// The first ten users.
    pub fn list_users(server: &Cloudkeep) -> Self {
        Self::fixed(server, Speech::Query("iam"), "Action=ListUsers&Version=2010-05-08&MaxItems=10")
    }

    /// The same request each time.
    pub fn fixed(server: &Cloudkeep, speech: Speech, body: &str) -> Self {
        Self::several(server, speech, std::iter::once(body.to_owned()))
    }

    /// Requests with these bodies, signed before they are sent.
    pub fn several(server: &Cloudkeep, speech: Speech, bodies: impl Iterator<Item = String>) -> Self {
        let sign = |body: String| signed(server.address, &server.access_key_id, &server.secret, speech, &body);
        Self { address: server.address, make: Make::Kept(bodies.map(sign).collect()), most: u64::MAX }
    }

    /// A secret's name.
    pub fn secret(number: u64) -> String {
        format!("bench/{number}")
    }

    /// A new secret each time, at most `most`.
    pub fn create_secret(server: &Cloudkeep, most: u64) -> Self {
        let body = |n: u64| {
            let (name, token) = (Self::secret(n), format!("{n:032}"));
            format!(
                r#"{{"Name":"{name}","ClientRequestToken":"{token}","SecretString":"{{\"username\":\"app\",\"password\":\"pw-{n}\"}}"}}"#
            )
        };
        Self::numbered(server, most, Speech::Json("secretsmanager", "secretsmanager.CreateSecret"), Box::new(body))
    }

    /// The values of `secrets` secrets that [`Plan::create_secret`] made, one after another.
    pub fn get_secret_value(server: &Cloudkeep, secrets: u64) -> Self {
        // In an order in which neighbours are far apart: the step has no factor in common with their number.
        let bodies = (0..secrets).map(|n| format!(r#"{{"SecretId":"{}"}}"#, Self::secret(n * 7_919 % secrets)));
        Self::several(server, Speech::Json("secretsmanager", "secretsmanager.GetSecretValue"), bodies)
    }

    /// A new user each time, at most `most`: an account holds 5,000.
    pub fn create_user(server: &Cloudkeep, most: u64) -> Self {
        Self::numbered(
            server,
            most,
            Speech::Query("iam"),
            Box::new(|n| format!("Action=CreateUser&Version=2010-05-08&UserName=user-{n}")),
        )
    }

    /// A tag with a new value each time, on one of `users` users that [`Plan::create_user`] made.
    pub fn tag_user(server: &Cloudkeep, users: u64) -> Self {
        let body = move |n: u64| {
            let user = n % users;
            format!("Action=TagUser&Version=2010-05-08&UserName=user-{user}&Tags.member.1.Key=k&Tags.member.1.Value=v{n}")
        };
        Self::numbered(server, u64::MAX, Speech::Query("iam"), Box::new(body))
    }

    fn numbered(server: &Cloudkeep, most: u64, speech: Speech, body: Box<dyn Fn(u64) -> String + Send + Sync>) -> Self {
        let (access_key_id, secret) = (server.access_key_id.clone(), server.secret.clone());
        Self { address: server.address, make: Make::Numbered { access_key_id, secret, speech, body }, most }
    }

    fn bytes(&self, number: u64) -> Vec<u8> {
        match &self.make {
            Make::Kept(requests) => {
                let at = number % requests.len().max(1) as u64;
                usize::try_from(at).ok().and_then(|at| requests.get(at)).cloned().unwrap_or_default()
            }
            Make::Numbered { access_key_id, secret, speech, body } => {
                signed(self.address, access_key_id, secret, *speech, &body(number))
            }
        }
    }
}

fn signed(address: SocketAddr, access_key_id: &str, secret: &str, speech: Speech, body: &str) -> Vec<u8> {
    let mut headers = HeaderMap::new();
    if let Ok(host) = HeaderValue::from_str(&address.to_string()) {
        headers.insert("host", host);
    }
    let service = match speech {
        Speech::Query(service) => {
            headers.insert("content-type", HeaderValue::from_static("application/x-www-form-urlencoded; charset=utf-8"));
            service
        }
        Speech::Json(service, target) => {
            headers.insert("content-type", HeaderValue::from_static("application/x-amz-json-1.1"));
            headers.insert("x-amz-target", HeaderValue::from_static(target));
            service
        }
    };
    let request = ToSign { method: &Method::POST, path: "/", query: "", body: body.as_bytes(), payload: Payload::Absent };
    let signer = Signer { access_key_id, secret: secret.as_bytes(), session_token: None, region: "us-east-1", service };
    #[expect(clippy::disallowed_methods, reason = "a client signs with the real time")]
    let now = Timestamp::now();
    // A signature that could not be made shows as a refused request.
    let _ = sign(&request, &mut headers, &signer, now);
    let mut text = b"POST / HTTP/1.1\r\n".to_vec();
    for (name, value) in &headers {
        text.extend_from_slice(name.as_str().as_bytes());
        text.extend_from_slice(b": ");
        text.extend_from_slice(value.as_bytes());
        text.extend_from_slice(b"\r\n");
    }
    text.extend_from_slice(format!("content-length: {}\r\n\r\n{body}", body.len()).as_bytes());
    text
}

/// Sends the first request of a plan once, and reads its answer: the body.
pub async fn once(plan: &Plan) -> Result<String, String> {
    let mut stream = TcpStream::connect(plan.address).await.map_err(|e| e.to_string())?;
    stream.write_all(&plan.bytes(0)).await.map_err(|e| e.to_string())?;
    let mut buffer = vec![0; 64 << 10];
    let (status, text) = read_answer(&mut stream, &mut buffer, true).await?;
    let (_, body) = text.split_once("\r\n\r\n").ok_or("no body")?;
    if status == 200 { Ok(body.to_owned()) } else { Err(text) }
}

/// Sends for `span` from `clients` connections, each a task of its own.
pub async fn run(plan: Plan, clients: usize, span: Duration) -> Result<Measured, String> {
    let plan = Arc::new(plan);
    let number = Arc::new(AtomicU64::new(0));
    let began = Instant::now();
    let end = began + span;
    let tasks: Vec<_> = (0..clients).map(|_| tokio::spawn(client(plan.clone(), number.clone(), end))).collect();
    let mut latencies = Vec::new();
    let (mut failed, mut first_failure) = (0, String::new());
    for task in tasks {
        let (mut seen, wrong, text) = task.await.map_err(|e| e.to_string())??;
        latencies.append(&mut seen);
        failed += wrong;
        if first_failure.is_empty() {
            first_failure = text;
        }
    }
    let took = began.elapsed();
    latencies.sort_unstable();
    let done = latencies.len();
    let at = |share: f64| latencies.get((latencies.len() as f64 * share) as usize).copied().unwrap_or_default();
    Ok(Measured {
        per_second: done as f64 / took.as_secs_f64(),
        p50: at(0.50),
        p99: at(0.99),
        done: done as u64,
        failed,
        first_failure,
    })
}

type Seen = (Vec<Duration>, u64, String);

async fn client(plan: Arc<Plan>, number: Arc<AtomicU64>, end: Instant) -> Result<Seen, String> {
    let mut stream = TcpStream::connect(plan.address).await.map_err(|e| e.to_string())?;
    stream.set_nodelay(true).map_err(|e| e.to_string())?;
    let mut latencies = Vec::with_capacity(1 << 16);
    let (mut failed, mut first_failure) = (0, String::new());
    let mut buffer = vec![0u8; 64 << 10];
    while Instant::now() < end {
        let number = number.fetch_add(1, Ordering::Relaxed);
        if number >= plan.most {
            break;
        }
        let request = plan.bytes(number);
        let sent = Instant::now();
        stream.write_all(&request).await.map_err(|e| e.to_string())?;
        let (status, answer) = read_answer(&mut stream, &mut buffer, false).await?;
        latencies.push(sent.elapsed());
        if status != 200 {
            failed += 1;
            if first_failure.is_empty() {
                first_failure = answer;
            }
        }
    }
    Ok((latencies, failed, first_failure))
}

/// Reads one answer; the text of a 200 only if that is wanted.
async fn read_answer(stream: &mut TcpStream, buffer: &mut Vec<u8>, wanted: bool) -> Result<(u16, String), String> {
    let mut filled = 0;
    loop {
        if filled == buffer.len() {
            buffer.resize(filled * 2, 0);
        }
        let space = buffer.get_mut(filled..).unwrap_or_default();
        let read = stream.read(space).await.map_err(|e| e.to_string())?;
        if read == 0 {
            return Err("the server closed the connection".to_owned());
        }
        filled += read;
        let seen = buffer.get(..filled).unwrap_or_default();
        let Some(head) = seen.windows(4).position(|w| w == b"\r\n\r\n") else { continue };
        let text = std::str::from_utf8(seen.get(..head).unwrap_or_default()).map_err(|e| e.to_string())?;
        let status = text.get(9..12).and_then(|s| s.parse().ok()).unwrap_or(0);
        let length = text
            .lines()
            .find_map(|l| {
                l.split_once(':')
                    .filter(|(n, _)| n.eq_ignore_ascii_case("content-length"))
                    .and_then(|(_, v)| v.trim().parse::<usize>().ok())
            })
            .unwrap_or(0);
        if filled >= head + 4 + length {
            let answer = if status == 200 && !wanted { String::new() } else { String::from_utf8_lossy(seen).into_owned() };
            return Ok((status, answer));
        }
    }
}
