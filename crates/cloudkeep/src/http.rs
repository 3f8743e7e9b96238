//! The listener: connections, limits, TLS, and the few pages that are not AWS APIs.

use std::convert::Infallible;
use std::future::Future;
use std::net::{IpAddr, SocketAddr};
use std::path::Path;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{CONNECTION, CONTENT_LENGTH, CONTENT_TYPE, HOST};
use http::{HeaderValue, Method, Request, Response, StatusCode, Version};
use http_body_util::{BodyExt as _, Full};
use hyper::body::{Body as _, Frame, Incoming, SizeHint};
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto;
use hyper_util::server::graceful::GracefulShutdown;
use plane::call::Tls;
use plane::payload::ByteSource;
use plane::pipeline::{Answer, HttpRequest};
use plane::{BoxFuture, Failure, Plane};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, mpsc};
use tokio_rustls::TlsAcceptor;
use wire::Common;
use wire::protocol::Encoded;
use wire::request::RequestParts;

use crate::compose::{self, Running};
use crate::console;
use crate::sandbox::Sandbox;

/// Longest time for a request's head.
const HEAD_TIMEOUT: Duration = Duration::from_secs(15);
/// Longest time for a request's body.
const BODY_TIMEOUT: Duration = Duration::from_secs(60);
/// Largest head of a request: hyper answers 431 beyond it.
const MAX_HEAD: usize = 64 << 10;
/// Connections served at once; more wait to be accepted.
const MAX_CONNECTIONS: usize = 8_192;
/// Memory for bodies that are read at once, and what is decoded from them, of all requests together, KiB.
const BODY_MEMORY_KIB: u32 = 256 << 10;
/// Time that open requests have when the server stops.
const STOP_TIMEOUT: Duration = Duration::from_secs(10);

/// What is served.
#[expect(clippy::large_enum_variant, reason = "there is one in a process")]
pub enum Server {
    /// A plane on a data folder.
    Durable(Running),
    /// A plane in memory.
    Sandbox(Sandbox),
}

impl Server {
    /// Answers the console's own requests.
    async fn console(&self, request: HttpRequest) -> console::Page {
        match self {
            Server::Durable(running) => console::post(running, request).await,
            Server::Sandbox(sandbox) => console::post(&*sandbox.running().await, request).await,
        }
    }

    async fn plane(&self) -> Arc<Plane> {
        match self {
            Server::Durable(running) => running.system.plane().clone(),
            Server::Sandbox(sandbox) => sandbox.running().await.system.plane().clone(),
        }
    }

    /// What a service publishes at a path; see [`Running::published`].
    async fn published(&self, path: &str) -> Result<Option<compose::Published>, Failure> {
        match self {
            Server::Durable(running) => running.published(path).await,
            Server::Sandbox(sandbox) => sandbox.running().await.published(path).await,
        }
    }

    /// Ends background work and closes the store.
    pub async fn stop(&self) {
        match self {
            Server::Durable(running) => running.stop().await,
            Server::Sandbox(sandbox) => sandbox.running().await.stop().await,
        }
    }
}

/// Reads a certificate chain and its key.
///
/// # Errors
/// What is wrong with the files.
pub fn tls(cert: &Path, key: &Path) -> Result<TlsAcceptor, String> {
    use rustls_pki_types::pem::PemObject as _;
    use rustls_pki_types::{CertificateDer, PrivateKeyDer};
    let chain = CertificateDer::pem_file_iter(cert)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|e| format!("{}: {e}", cert.display()))?;
    let secret = PrivateKeyDer::from_pem_file(key).map_err(|e| format!("{}: {e}", key.display()))?;
    let mut config = rustls::ServerConfig::builder()
        .with_no_client_auth()
        .with_single_cert(chain, secret)
        .map_err(|e| format!("{} and {} do not make a TLS identity: {e}", cert.display(), key.display()))?;
    config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
    Ok(TlsAcceptor::from(Arc::new(config)))
}

/// Accepts connections.
pub struct Listener {
    /// The socket.
    pub listener: TcpListener,
    /// TLS, if it is on.
    pub tls: Option<TlsAcceptor>,
    /// What is served.
    pub server: Arc<Server>,
    /// Largest body.
    pub max_body: usize,
}

/// What every connection shares.
struct Shared {
    server: Arc<Server>,
    max_body: usize,
    bodies: Arc<Semaphore>,
}

impl Listener {
    /// Serves until `stop` resolves, then lets open requests finish.
    pub async fn run(self, stop: impl Future<Output = ()>) {
        let shared = Arc::new(Shared {
            server: self.server,
            max_body: self.max_body,
            bodies: Arc::new(Semaphore::new(BODY_MEMORY_KIB as usize)),
        });
        let connections = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        let graceful = GracefulShutdown::new();
        let mut stop = std::pin::pin!(stop);
        loop {
            let Ok(place) = connections.clone().acquire_owned().await else { break };
            let (stream, peer) = tokio::select! {
                accepted = self.listener.accept() => match accepted {
                    Ok(accepted) => accepted,
                    Err(error) => {
                        // Out of file descriptors, mostly: others will close.
                        tracing::warn!(%error, "cannot accept a connection");
                        tokio::time::sleep(Duration::from_millis(50)).await;
                        continue;
                    }
                },
                () = &mut stop => break,
            };
            let _ = stream.set_nodelay(true);
            let (shared, tls, watcher) = (shared.clone(), self.tls.clone(), graceful.watcher());
            tokio::spawn(async move {
                let _place = place;
                connection(shared, tls, stream, peer, watcher).await;
            });
        }
        drop(self.listener);
        tokio::select! {
            () = graceful.shutdown() => {}
            () = tokio::time::sleep(STOP_TIMEOUT) => tracing::warn!("some requests did not finish in time"),
        }
    }
}

async fn connection(
    shared: Arc<Shared>,
    tls: Option<TlsAcceptor>,
    stream: TcpStream,
    peer: SocketAddr,
    watcher: hyper_util::server::graceful::Watcher,
) {
    match tls {
        None => drive(shared, TokioIo::new(stream), peer.ip(), None, watcher).await,
        Some(acceptor) => match tokio::time::timeout(HEAD_TIMEOUT, acceptor.accept(stream)).await {
            Ok(Ok(stream)) => {
                let (_, session) = stream.get_ref();
                let version = match session.protocol_version() {
                    Some(rustls::ProtocolVersion::TLSv1_2) => "TLSv1.2",
                    _ => "TLSv1.3",
                };
                let suite = session.negotiated_cipher_suite();
                let cipher_suite = suite.map(|s| format!("{:?}", s.suite()).replace("TLS13_", "TLS_")).unwrap_or_default();
                let facts = Tls { version: version.to_owned(), cipher_suite };
                drive(shared, TokioIo::new(stream), peer.ip(), Some(facts), watcher).await;
            }
            Ok(Err(error)) => tracing::debug!(%peer, %error, "no TLS"),
            Err(_) => tracing::debug!(%peer, "TLS took too long"),
        },
    }
}

async fn drive<S>(
    shared: Arc<Shared>,
    io: TokioIo<S>,
    peer: IpAddr,
    tls: Option<Tls>,
    watcher: hyper_util::server::graceful::Watcher,
) where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    let service = service_fn(move |request| {
        let (shared, tls) = (shared.clone(), tls.clone());
        async move { Ok::<_, Infallible>(respond(&shared, request, peer, tls).await) }
    });
    let mut builder = auto::Builder::new(TokioExecutor::new());
    builder.http1().timer(TokioTimer::new()).header_read_timeout(HEAD_TIMEOUT).max_buf_size(MAX_HEAD);
    let header_list = u32::try_from(MAX_HEAD).unwrap_or(u32::MAX);
    builder
        .http2()
        .timer(TokioTimer::new())
        .max_header_list_size(header_list)
        .max_concurrent_streams(128)
        .keep_alive_interval(HEAD_TIMEOUT);
    let connection = builder.serve_connection(io, service).into_owned();
    if let Err(error) = watcher.watch(connection).await {
        tracing::debug!(%peer, error, "a connection ended early");
    }
}

async fn respond(shared: &Shared, request: Request<Incoming>, peer: IpAddr, tls: Option<Tls>) -> Response<Outgoing> {
    if let Some(page) = page(shared, &request).await {
        return page;
    }
    let plane = shared.server.plane().await;
    let (mut head, body) = request.into_parts();
    if !head.headers.contains_key(HOST)
        && let Some(authority) = head.uri.authority()
        && let Ok(host) = HeaderValue::from_str(authority.as_str())
    {
        head.headers.insert(HOST, host);
    }
    let path = head.uri.path().to_owned();
    let query = head.uri.query().unwrap_or_default().to_owned();
    let version = head.version;
    let streams = {
        let parts = RequestParts { method: &head.method, path: &path, query: &query, headers: &head.headers };
        plane.streams(&parts)
    };
    let mut stream: Option<(Box<dyn ByteSource>, Option<u64>)> = None;
    let whole = Arc::new(AtomicBool::new(true));
    let read = if streams {
        let length = body.size_hint().exact();
        whole.store(length == Some(0), Ordering::Relaxed);
        stream = Some((Box::new(Arriving { body, declared: length, seen: 0, whole: whole.clone() }), length));
        Ok((Bytes::new(), None))
    } else {
        read_body(shared, body).await
    };
    let (body, _memory) = match read {
        Ok(read) => read,
        Err(failure) => {
            let parts = RequestParts { method: &head.method, path: &path, query: &query, headers: &head.headers };
            let mut response = http_response(plane.refuse_unread(&parts, &failure));
            // What is left of the body is not read: the connection ends.
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
            return response;
        }
    };
    if let Server::Sandbox(sandbox) = &*shared.server
        && head.method == Method::POST
        // What names an operation is a call like any other.
        && !head.headers.contains_key("x-amz-target")
        && let Some(action) = path.strip_prefix("/_cloudkeep/")
    {
        // A page in somebody's browser must not reach in: only programs, which send no Origin.
        if head.headers.contains_key(http::header::ORIGIN) {
            return json_response(StatusCode::FORBIDDEN, &serde_json::json!({"message": "not for browsers"}));
        }
        let (status, value) = sandbox.control(action, &body).await;
        return json_response(StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR), &value);
    }
    let console = head.method == Method::POST && path.starts_with(console::PREFIX);
    let by_browser = head.method == Method::GET && !head.headers.contains_key(http::header::AUTHORIZATION);
    let request = HttpRequest { method: head.method, path, query, headers: head.headers, body, peer: Some(peer), tls };
    if console {
        return whole_response(shared.server.console(request).await);
    }
    let Answer { encoded, stream, summary } = plane.serve(request, stream).await;
    tracing::debug!(
        service = summary.service,
        operation = summary.operation,
        account = summary.account,
        status = encoded.status.as_u16(),
        error = summary.error,
        %peer,
        "request"
    );
    let mut response = match stream {
        None => http_response(encoded),
        Some(stream) => {
            let mut response = Response::new(Outgoing::Stream { chunks: stream.chunks, length: stream.length });
            *response.status_mut() = encoded.status;
            *response.headers_mut() = encoded.headers;
            if let Some(length) = stream.length {
                response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
            }
            response
        }
    };
    if by_browser {
        console::contain(response.headers_mut());
    }
    // Refused before its body was read: the client may send it or not (it may wait for `100 Continue`), so nobody knows where its next request begins.
    if version < Version::HTTP_2 && !whole.load(Ordering::Relaxed) {
        response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
    }
    response
}

/// The body of a request that is streamed. Each piece must come within the time for a whole body.
struct Arriving {
    body: Incoming,
    declared: Option<u64>,
    seen: u64,
    /// Set when nothing more comes.
    whole: Arc<AtomicBool>,
}

impl ByteSource for Arriving {
    fn next(&mut self) -> BoxFuture<'_, Option<Result<Bytes, Failure>>> {
        Box::pin(async move {
            loop {
                let frame = match tokio::time::timeout(BODY_TIMEOUT, self.body.frame()).await {
                    Ok(Some(Ok(frame))) => frame,
                    Ok(Some(Err(error))) => {
                        let text = format!("The request body could not be read: {error}");
                        return Some(Err(Failure::unlisted("IncompleteBody", 400, text)));
                    }
                    Ok(None) if self.declared.is_some_and(|declared| self.seen < declared) => {
                        let text = "You did not provide the number of bytes specified by the Content-Length HTTP header";
                        return Some(Err(Failure::unlisted("IncompleteBody", 400, text)));
                    }
                    Ok(None) => {
                        self.whole.store(true, Ordering::Relaxed);
                        return None;
                    }
                    Err(_) => {
                        let text =
                            "Your socket connection to the server was not read from or written to within the timeout period.";
                        return Some(Err(Failure::unlisted("RequestTimeout", 400, text)));
                    }
                };
                if let Ok(data) = frame.into_data() {
                    self.seen += data.len() as u64;
                    if self.declared == Some(self.seen) {
                        self.whole.store(true, Ordering::Relaxed);
                    }
                    return Some(Ok(data));
                }
            }
        })
    }
}

/// The body of a reply: all there, or streamed.
enum Outgoing {
    Whole(Full<Bytes>),
    Stream { chunks: mpsc::Receiver<Result<Bytes, std::io::Error>>, length: Option<u64> },
}

impl hyper::body::Body for Outgoing {
    type Data = Bytes;
    type Error = std::io::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, std::io::Error>>> {
        match self.get_mut() {
            Outgoing::Whole(whole) => Pin::new(whole).poll_frame(cx).map_err(|never| match never {}),
            Outgoing::Stream { chunks, .. } => chunks.poll_recv(cx).map(|chunk| chunk.map(|data| data.map(Frame::data))),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match self {
            Outgoing::Whole(whole) => whole.size_hint(),
            Outgoing::Stream { length, .. } => length.map_or_else(SizeHint::default, SizeHint::with_exact),
        }
    }
}

/// Reads a body up to the limit, within the memory that all bodies share.
async fn read_body(shared: &Shared, body: Incoming) -> Result<(Bytes, Option<OwnedSemaphorePermit>), Failure> {
    let too_large =
        || Failure::common(Common::RequestTooLarge, format!("The request body is larger than {} bytes.", shared.max_body));
    if body.is_end_stream() {
        return Ok((Bytes::new(), None));
    }
    let hint = body.size_hint();
    if hint.lower() > shared.max_body as u64 {
        return Err(too_large());
    }
    let expected = hint.upper().and_then(|n| usize::try_from(n).ok()).unwrap_or(shared.max_body);
    // The body, and the document that is decoded from it.
    let kib = u32::try_from(2 * expected / 1024 + 1).unwrap_or(BODY_MEMORY_KIB).min(BODY_MEMORY_KIB);
    let reading = async {
        let memory = shared.bodies.clone().acquire_many_owned(kib).await.map_err(Failure::internal)?;
        let mut body = body;
        // All at once: growing by doubling would take more than was asked for of the memory that bodies share. Pages that nothing is written to cost nothing.
        let mut read = BytesMut::with_capacity(hint.exact().map_or(0, |_| expected));
        while let Some(frame) = body.frame().await {
            let frame =
                frame.map_err(|e| Failure::common(Common::Serialization, format!("The request body could not be read: {e}")))?;
            if let Some(data) = frame.data_ref() {
                if read.len() + data.len() > shared.max_body {
                    return Err(too_large());
                }
                read.extend_from_slice(data);
            }
        }
        Ok((read.freeze(), Some(memory)))
    };
    tokio::time::timeout(BODY_TIMEOUT, reading)
        .await
        .unwrap_or_else(|_| Err(Failure::unlisted("RequestTimeout", 408, "The request body took too long to arrive.")))
}

/// The pages of our own: health, metrics, and what services publish for everybody, such as the keys of issuers of tokens. Unsigned, and only by GET.
async fn page(shared: &Shared, request: &Request<Incoming>) -> Option<Response<Outgoing>> {
    let path = request.uri().path();
    if request.method() != Method::GET
        || request.headers().contains_key(http::header::AUTHORIZATION)
        || request.uri().query().is_some()
    {
        return None;
    }
    // A script of a bucket must not get between the console and the server.
    if request.headers().contains_key("service-worker") {
        return Some(text_response(StatusCode::FORBIDDEN, "text/plain; charset=utf-8", "no service workers here\n".to_owned()));
    }
    if console::is_page(request.method(), path, "", request.headers()) {
        return Some(whole_response(console::file("index.html", request.headers())));
    }
    if let Some(name) = path.strip_prefix(console::PREFIX) {
        let name = if name.is_empty() { "index.html" } else { name };
        return Some(whole_response(console::file(name, request.headers())));
    }
    match path {
        "/health/live" => Some(text_response(StatusCode::OK, "text/plain; charset=utf-8", "live\n".to_owned())),
        "/health/ready" => {
            let plane = shared.server.plane().await;
            Some(match plane.ready().await {
                Ok(()) => text_response(StatusCode::OK, "text/plain; charset=utf-8", "ready\n".to_owned()),
                Err(failure) => {
                    tracing::error!(detail = failure.detail, "not ready");
                    text_response(StatusCode::SERVICE_UNAVAILABLE, "text/plain; charset=utf-8", "not ready\n".to_owned())
                }
            })
        }
        "/metrics" => {
            let plane = shared.server.plane().await;
            Some(text_response(StatusCode::OK, "text/plain; version=0.0.4; charset=utf-8", plane.metrics.render()))
        }
        // No bucket has such a name, so these paths are nobody else's.
        path if compose::PUBLISHED.iter().any(|begin| path.starts_with(begin)) => {
            Some(match shared.server.published(path).await {
                Ok(Some(compose::Published::Json(document))) => json_response(StatusCode::OK, &document),
                Ok(Some(compose::Published::Certificate(pem))) => text_response(StatusCode::OK, "application/x-pem-file", pem),
                Ok(None) => {
                    json_response(StatusCode::NOT_FOUND, &serde_json::json!({"message": "there is nothing at this path"}))
                }
                Err(failure) => {
                    tracing::error!(detail = failure.detail, "a published document cannot be read");
                    json_response(StatusCode::INTERNAL_SERVER_ERROR, &serde_json::json!({"message": "try again later"}))
                }
            })
        }
        _ => None,
    }
}

fn text_response(status: StatusCode, content_type: &'static str, text: String) -> Response<Outgoing> {
    let mut response = Response::new(Outgoing::Whole(Full::new(Bytes::from(text))));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn whole_response(page: console::Page) -> Response<Outgoing> {
    page.map(|body| Outgoing::Whole(Full::new(Bytes::from(body))))
}

fn json_response(status: StatusCode, value: &serde_json::Value) -> Response<Outgoing> {
    text_response(status, "application/json", value.to_string())
}

fn http_response(encoded: Encoded) -> Response<Outgoing> {
    let length = encoded.body.len();
    let mut response = Response::new(Outgoing::Whole(Full::new(encoded.body)));
    *response.status_mut() = encoded.status;
    *response.headers_mut() = encoded.headers;
    // The reply to HEAD tells the length of what it does not carry.
    if length > 0 || !response.headers().contains_key(CONTENT_LENGTH) {
        response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(length));
    }
    response
}
