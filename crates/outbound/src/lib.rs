//! HTTP requests to endpoints that customers name: webhooks, API destinations.
//!
//! Such a URL is under the control of whoever may set it, so the server must not become their way into its own network. [`Client`] looks at every address
//! that it is about to connect to, after the name was looked up: link-local addresses (where clouds keep their instance metadata), multicast and unspecified
//! ones are never connected to, loopback and private ones only where the installation says so ([`Reach::Private`]). Redirects are not followed, and proxies
//! are not used.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::sync::{Arc, OnceLock};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, Method, Request, Uri, header};
use http_body_util::{BodyExt as _, Full, Limited};
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::client::legacy::connect::dns::Name;
use hyper_util::rt::TokioExecutor;
use rustls::{ClientConfig, RootCertStore};

/// Which addresses may be connected to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Reach {
    /// Public ones only.
    #[default]
    Public,
    /// Loopback and private ones too.
    Private,
}

/// Why there is no answer.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum OutboundError {
    /// The URL is none that may be asked, for good.
    #[error("{0}")]
    Refused(String),
    /// There is no connection, or no answer in time: it may be better later.
    #[error("{0}")]
    Unreachable(String),
}

/// What an endpoint answered.
#[derive(Debug, Clone)]
pub struct Answer {
    /// Status code.
    pub status: u16,
    /// Headers.
    pub headers: HeaderMap,
    /// The beginning of its body.
    pub body: Bytes,
}

/// Largest part of an answer that is read unless said otherwise, bytes; what is longer is no failure, it is not read.
const MOST: usize = 1 << 20;

/// Whether an address may be connected to.
pub fn allowed(ip: IpAddr, reach: Reach) -> bool {
    let ip = ip.to_canonical();
    let (never, private) = match ip {
        IpAddr::V4(v4) => (is_never_v4(v4), v4.is_loopback() || v4.is_private() || is_shared(v4)),
        IpAddr::V6(v6) => (is_never_v6(v6), v6.is_loopback() || v6.is_unique_local()),
    };
    !never && (!private || reach == Reach::Private)
}

fn is_never_v4(ip: Ipv4Addr) -> bool {
    ip.octets().first() == Some(&0) || ip.is_link_local() || ip.is_multicast() || ip.is_broadcast()
}

/// Addresses of carriers' own networks, RFC 6598.
fn is_shared(ip: Ipv4Addr) -> bool {
    matches!(ip.octets(), [100, second, ..] if (64..128).contains(&second))
}

fn is_never_v6(ip: Ipv6Addr) -> bool {
    // Addresses that stand for IPv4 ones (NAT64, 6to4) could lead to what its rules refuse.
    let translated = matches!(ip.segments(), [0x64, 0xff9b, ..] | [0x2002, ..]);
    let metadata = ip.segments() == [0xfd00, 0xec2, 0, 0, 0, 0, 0, 0x254];
    ip.is_unspecified() || ip.is_unicast_link_local() || ip.is_multicast() || translated || metadata
}

/// Looks names up and keeps the addresses that may be connected to.
#[derive(Debug, Clone)]
struct Resolver(Reach);

type Looking = Pin<Box<dyn Future<Output = Result<std::vec::IntoIter<SocketAddr>, std::io::Error>> + Send>>;

impl tower_service::Service<Name> for Resolver {
    type Response = std::vec::IntoIter<SocketAddr>;
    type Error = std::io::Error;
    type Future = Looking;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Self::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, name: Name) -> Self::Future {
        let reach = self.0;
        Box::pin(async move {
            let found = tokio::net::lookup_host((name.as_str(), 0)).await?;
            let may: Vec<SocketAddr> = found.filter(|address| allowed(address.ip(), reach)).collect();
            if may.is_empty() {
                let reason = format!("{} has no address that may be connected to from here", name.as_str());
                return Err(std::io::Error::new(std::io::ErrorKind::PermissionDenied, reason));
            }
            Ok(may.into_iter())
        })
    }
}

type Inner = hyper_util::client::legacy::Client<hyper_rustls::HttpsConnector<HttpConnector<Resolver>>, Full<Bytes>>;

/// Sends requests. Connections are kept for the next request to the same host.
#[derive(Debug, Clone)]
pub struct Client {
    reach: Reach,
    most: usize,
    inner: Arc<OnceLock<Result<Inner, String>>>,
}

fn make(reach: Reach) -> Result<Inner, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    let provider = Arc::new(rustls::crypto::aws_lc_rs::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(|e| e.to_string())?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let mut plain = HttpConnector::new_with_resolver(Resolver(reach));
    plain.enforce_http(false);
    plain.set_connect_timeout(Some(Duration::from_secs(10)));
    let connector =
        hyper_rustls::HttpsConnectorBuilder::new().with_tls_config(config).https_or_http().enable_http1().wrap_connector(plain);
    Ok(hyper_util::client::legacy::Client::builder(TokioExecutor::new())
        .pool_idle_timeout(Duration::from_secs(15))
        .pool_max_idle_per_host(4)
        .build(connector))
}

impl Client {
    /// One that connects to what it may reach.
    pub fn new(reach: Reach) -> Self {
        Self { reach, most: MOST, inner: Arc::default() }
    }

    /// The same, reading this much of an answer, bytes.
    #[must_use]
    pub fn reading(self, most: usize) -> Self {
        Self { most, ..self }
    }

    /// Checks a URL: http or https, with a host, without user and password, and not an address that is never connected to.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn check(&self, url: &str) -> Result<Uri, OutboundError> {
        let refused = |reason: &str| OutboundError::Refused(format!("{reason}: {url}"));
        let uri: Uri = url.parse().map_err(|_| refused("this is no URL"))?;
        if !matches!(uri.scheme_str(), Some("http" | "https")) {
            return Err(refused("this is neither an http nor an https URL"));
        }
        let authority = uri.authority().ok_or_else(|| refused("this URL has no host"))?;
        if authority.as_str().contains('@') || authority.host().is_empty() {
            return Err(refused("a URL here has a host, and neither user nor password"));
        }
        let host = authority.host().trim_start_matches('[').trim_end_matches(']');
        if let Ok(ip) = host.parse::<IpAddr>()
            && !allowed(ip, self.reach)
        {
            return Err(refused("this address may not be connected to from here"));
        }
        Ok(uri)
    }

    /// Sends one request and waits for its answer at most `patience`.
    ///
    /// # Errors
    /// If there is no answer; never what was sent.
    pub async fn send(
        &self,
        method: Method,
        url: &str,
        headers: HeaderMap,
        body: Bytes,
        patience: Duration,
    ) -> Result<Answer, OutboundError> {
        let uri = self.check(url)?;
        let client = self.inner.get_or_init(|| make(self.reach)).clone().map_err(OutboundError::Unreachable)?;
        let mut request = Request::new(Full::new(body));
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        if !request.headers().contains_key(header::USER_AGENT) {
            request.headers_mut().insert(header::USER_AGENT, http::HeaderValue::from_static("cloudkeep"));
        }
        let exchange = async {
            let answer = client.request(request).await.map_err(|error| unreachable(&error))?;
            let (parts, body) = answer.into_parts();
            // A body that is too long or breaks off changes nothing: the status was answered.
            let body = Limited::new(body, self.most).collect().await.map(|body| body.to_bytes()).unwrap_or_default();
            Ok(Answer { status: parts.status.as_u16(), headers: parts.headers, body })
        };
        let late = || OutboundError::Unreachable(format!("no answer within {} seconds", patience.as_secs()));
        tokio::time::timeout(patience, exchange).await.map_err(|_| late())?
    }
}

/// The innermost reason, which says what went wrong.
fn unreachable(error: &dyn std::error::Error) -> OutboundError {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    OutboundError::Unreachable(innermost.to_string())
}

#[cfg(test)]
mod tests {
    use super::{Client, Reach, allowed};

    #[test]
    fn what_may_be_reached_depends_on_the_address() {
        for (ip, public, private) in [
            ("93.184.216.34", true, true),
            ("2606:2800:220:1::1", true, true),
            ("127.0.0.1", false, true),
            ("::1", false, true),
            ("10.1.2.3", false, true),
            ("172.16.0.1", false, true),
            ("192.168.1.1", false, true),
            ("100.64.0.1", false, true),
            ("100.128.0.1", true, true),
            ("fd12::1", false, true),
            ("::ffff:10.0.0.1", false, true),
            ("169.254.169.254", false, false),
            ("::ffff:169.254.169.254", false, false),
            ("fe80::1", false, false),
            ("fd00:ec2::254", false, false),
            ("64:ff9b::a9fe:a9fe", false, false),
            ("0.0.0.0", false, false),
            ("::", false, false),
            ("224.0.0.1", false, false),
            ("255.255.255.255", false, false),
            ("ff02::1", false, false),
        ] {
            let address = ip.parse().unwrap();
            assert_eq!((allowed(address, Reach::Public), allowed(address, Reach::Private)), (public, private), "{ip}");
        }
    }

    #[test]
    fn urls_are_checked_before_anything_is_sent() {
        let client = Client::new(Reach::Public);
        for url in [
            "",
            "example.com",
            "ftp://example.com/",
            "http://u:p@example.com/",
            "http://127.0.0.1/",
            "http://[::1]/",
            "http://169.254.169.254/latest/meta-data",
            "http:///x",
        ] {
            assert!(client.check(url).is_err(), "{url}");
        }
        assert!(client.check("https://example.com:8443/hook?x=1").is_ok());
        assert!(Client::new(Reach::Private).check("http://127.0.0.1:8080/").is_ok());
    }
}
