//! The Runtime API: how the process of a function takes invocations and answers them, over HTTP on a loopback port of its environment's own.
//!
//! See <https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html>.

use std::convert::Infallible;
use std::sync::{Arc, Mutex, PoisonError};

use bytes::{Bytes, BytesMut};
use http::{HeaderValue, Method, Request, Response, StatusCode};
use http_body_util::{BodyExt as _, Full};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::{mpsc, oneshot, watch};

use super::peers;

/// Version of the Runtime API, as its paths begin.
const VERSION: &str = "/2018-06-01/runtime/";
/// Largest answer of a function, bytes.
/// See <https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html>.
pub(crate) const MOST_RESPONSE: usize = 6_291_556;
/// Connections of one environment at once.
const MOST_CONNECTIONS: usize = 16;

/// An invocation on its way to the function.
#[derive(Debug)]
pub(crate) struct Event {
    pub id: String,
    pub payload: Bytes,
    /// Milliseconds since 1970.
    pub deadline_ms: i64,
    pub arn: String,
    pub trace: String,
    pub client_context: Option<String>,
}

/// What the function's process said of an invocation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Answer {
    /// Its result.
    Response(Bytes),
    /// What describes its error.
    Error(Bytes),
    /// A result beyond [`MOST_RESPONSE`].
    TooLarge,
}

/// What the environment and the process's connections share.
#[derive(Debug)]
pub(crate) struct Runtime {
    events: tokio::sync::Mutex<mpsc::Receiver<Event>>,
    current: Mutex<Option<(String, oneshot::Sender<Answer>)>>,
    /// Whether the process waits for an invocation.
    idle: watch::Sender<bool>,
    /// What the process said of why it cannot start.
    broken: watch::Sender<Option<Bytes>>,
}

impl Runtime {
    /// The two ends of the way to a process.
    pub(crate) fn new() -> (Arc<Self>, mpsc::Sender<Event>) {
        let (sender, events) = mpsc::channel(1);
        let runtime = Self {
            events: tokio::sync::Mutex::new(events),
            current: Mutex::default(),
            idle: watch::Sender::new(false),
            broken: watch::Sender::new(None),
        };
        (Arc::new(runtime), sender)
    }

    /// Whether the process waits, to be watched.
    pub(crate) fn idle(&self) -> watch::Receiver<bool> {
        self.idle.subscribe()
    }

    /// Why the process cannot start, to be watched.
    pub(crate) fn broken(&self) -> watch::Receiver<Option<Bytes>> {
        self.broken.subscribe()
    }

    /// Expects the answer to an invocation.
    pub(crate) fn expect(&self, id: &str) -> oneshot::Receiver<Answer> {
        let (sender, receiver) = oneshot::channel();
        self.idle.send_replace(false);
        *self.current() = Some((id.to_owned(), sender));
        receiver
    }

    fn current(&self) -> std::sync::MutexGuard<'_, Option<(String, oneshot::Sender<Answer>)>> {
        self.current.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Hands an answer on; whether it was one to the present invocation.
    fn answer(&self, id: &str, answer: Answer) -> bool {
        let mut current = self.current();
        match current.take_if(|(expected, _)| expected == id) {
            Some((_, sender)) => sender.send(answer).is_ok(),
            None => false,
        }
    }
}

/// Serves the processes below `launcher` until the environment ends, which drops this future.
pub(crate) async fn serve(listener: TcpListener, runtime: Arc<Runtime>, launcher: u32) {
    let places = Arc::new(tokio::sync::Semaphore::new(MOST_CONNECTIONS));
    let mut connections = tokio::task::JoinSet::new();
    loop {
        let Ok(place) = places.clone().acquire_owned().await else { return };
        let Ok((stream, peer)) = listener.accept().await else {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
            continue;
        };
        while connections.try_join_next().is_some() {}
        let runtime = runtime.clone();
        connections.spawn(async move {
            let _place = place;
            // Other processes of the machine may connect to a loopback port as well, but are not answered.
            let ours = match stream.local_addr() {
                Ok(local) => peers::is_below(peer, local, launcher).await,
                Err(_) => false,
            };
            if !ours {
                tracing::warn!(%peer, "a connection to a function's Runtime API that is not the function's was refused");
                return;
            }
            let _ = stream.set_nodelay(true);
            let service = service_fn(|request| {
                let runtime = runtime.clone();
                async move { Ok::<_, Infallible>(respond(&runtime, request).await) }
            });
            let _ = http1::Builder::new().serve_connection(TokioIo::new(stream), service).await;
        });
    }
}

async fn respond(runtime: &Runtime, request: Request<Incoming>) -> Response<Full<Bytes>> {
    let path = request.uri().path().to_owned();
    let Some(rest) = path.strip_prefix(VERSION) else { return refuse(StatusCode::NOT_FOUND, "UnknownPath", "no such path") };
    let parts: Vec<&str> = rest.split('/').collect();
    match (request.method(), parts.as_slice()) {
        (&Method::GET, ["invocation", "next"]) => next(runtime).await,
        (&Method::POST, ["invocation", id, "response"]) => match read(request).await {
            Read::All(body) => accept(runtime, id, Answer::Response(body)),
            Read::TooLarge => {
                runtime.answer(id, Answer::TooLarge);
                refuse(StatusCode::PAYLOAD_TOO_LARGE, "RequestEntityTooLarge", "Exceeded maximum allowed payload size")
            }
            Read::Broken => refuse(StatusCode::BAD_REQUEST, "TruncatedHTTPRequest", "the body did not arrive"),
        },
        (&Method::POST, ["invocation", id, "error"]) => match read(request).await {
            Read::All(body) => accept(runtime, id, Answer::Error(body)),
            _ => accept(runtime, id, Answer::Error(Bytes::from_static(b"{}"))),
        },
        (&Method::POST, ["init", "error"]) => {
            let body = match read(request).await {
                Read::All(body) => body,
                _ => Bytes::from_static(b"{}"),
            };
            runtime.broken.send_replace(Some(body));
            accepted()
        }
        _ => refuse(StatusCode::NOT_FOUND, "UnknownPath", "no such path"),
    }
}

/// Marks a process that no longer waits, because its connection went.
struct Waiting<'a>(&'a Runtime);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.idle.send_replace(false);
    }
}

async fn next(runtime: &Runtime) -> Response<Full<Bytes>> {
    let mut events = runtime.events.lock().await;
    let waiting = Waiting(runtime);
    runtime.idle.send_replace(true);
    let event = events.recv().await;
    drop(waiting);
    let Some(event) = event else { return refuse(StatusCode::GONE, "Ended", "the environment ends") };
    let mut response = Response::new(Full::new(event.payload));
    let mut set = |name: &'static str, value: &str| {
        if let Ok(value) = HeaderValue::from_str(value) {
            response.headers_mut().insert(name, value);
        }
    };
    set("content-type", "application/json");
    set("lambda-runtime-aws-request-id", &event.id);
    set("lambda-runtime-deadline-ms", &event.deadline_ms.to_string());
    set("lambda-runtime-invoked-function-arn", &event.arn);
    set("lambda-runtime-trace-id", &event.trace);
    if let Some(context) = &event.client_context {
        set("lambda-runtime-client-context", context);
    }
    response
}

fn accept(runtime: &Runtime, id: &str, answer: Answer) -> Response<Full<Bytes>> {
    if runtime.answer(id, answer) {
        accepted()
    } else {
        refuse(StatusCode::BAD_REQUEST, "InvalidRequestID", "Invalid request ID")
    }
}

enum Read {
    All(Bytes),
    TooLarge,
    Broken,
}

async fn read(request: Request<Incoming>) -> Read {
    let mut body = request.into_body();
    let mut all = BytesMut::new();
    let mut over = false;
    while let Some(frame) = body.frame().await {
        let Ok(frame) = frame else { return Read::Broken };
        if let Some(data) = frame.data_ref() {
            // What is too large is read to its end, so that the client sees the answer; it is not kept.
            over |= all.len() + data.len() > MOST_RESPONSE;
            if !over {
                all.extend_from_slice(data);
            }
        }
    }
    if over { Read::TooLarge } else { Read::All(all.freeze()) }
}

fn accepted() -> Response<Full<Bytes>> {
    json(StatusCode::ACCEPTED, &serde_json::json!({"status": "OK"}))
}

fn refuse(status: StatusCode, kind: &str, message: &str) -> Response<Full<Bytes>> {
    json(status, &serde_json::json!({"errorMessage": message, "errorType": kind}))
}

fn json(status: StatusCode, value: &serde_json::Value) -> Response<Full<Bytes>> {
    let mut response = Response::new(Full::new(Bytes::from(value.to_string())));
    *response.status_mut() = status;
    response.headers_mut().insert("content-type", HeaderValue::from_static("application/json"));
    response
}
