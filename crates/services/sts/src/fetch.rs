//! Getting documents from identity providers: HTTPS GET of a few kilobytes, or plain HTTP from this machine itself.
//!
//! A certificate is good if it chains to the system's roots, or to a certificate in the presented chain whose SHA-1 thumbprint the account
//! registered with the provider: that is AWS's rule. Redirects are not followed, and proxies are not used.

use std::sync::{Arc, LazyLock};
use std::time::Duration;

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use bytes::Bytes;
use http::{Request, StatusCode, Uri, header};
use http_body_util::{BodyExt as _, Empty, Limited};
use hyper_util::rt::TokioIo;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::crypto::{CryptoProvider, aws_lc_rs as crypto, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::{CertificateError, ClientConfig, DigitallySignedStruct, RootCertStore, SignatureScheme};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

/// Time for one document, name look-up and handshake included.
const PATIENCE: Duration = Duration::from_secs(5);
/// Largest document.
const MOST: usize = 256 << 10;

/// Why a document cannot be had.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FetchError {
    /// Not a URL that may be fetched: neither HTTPS nor this machine itself.
    #[error("{0} is neither an https URL nor a loopback address")]
    Address(String),
    /// No connection, or none in time.
    #[error("no connection to {0}: {1}")]
    Unreachable(String, String),
    /// The certificate is not to be trusted.
    #[error("the certificate of {0} is neither trusted nor registered by its thumbprint: {1}")]
    Certificate(String, String),
    /// An answer, but not the document.
    #[error("{0} answered {1}")]
    Answer(String, String),
}

/// Gets a document.
pub(crate) async fn get(url: &str, thumbprints: &[String]) -> Result<Bytes, FetchError> {
    match tokio::time::timeout(PATIENCE, attempt(url, thumbprints)).await {
        Ok(result) => result,
        Err(_) => Err(FetchError::Unreachable(url.to_owned(), "it took too long".to_owned())),
    }
}

async fn attempt(url: &str, thumbprints: &[String]) -> Result<Bytes, FetchError> {
    let refused = || FetchError::Address(url.to_owned());
    let uri: Uri = url.parse().map_err(|_| refused())?;
    let authority = uri.authority().filter(|authority| !authority.as_str().contains('@')).ok_or_else(refused)?;
    let secure = match uri.scheme_str() {
        Some("https") => true,
        Some("http") => false,
        _ => return Err(refused()),
    };
    let host = authority.host().trim_start_matches('[').trim_end_matches(']');
    let port = authority.port_u16().unwrap_or(if secure { 443 } else { 80 });
    let unreachable = |error: &dyn std::fmt::Display| FetchError::Unreachable(url.to_owned(), error.to_string());
    let stream = TcpStream::connect((host, port)).await.map_err(|e| unreachable(&e))?;
    if !secure {
        // Only the address that was really reached counts, whatever name it was reached by.
        return match stream.peer_addr() {
            Ok(peer) if peer.ip().is_loopback() => exchange(stream, url, &uri, authority.as_str()).await,
            _ => Err(refused()),
        };
    }
    let name = ServerName::try_from(host.to_owned()).map_err(|_| refused())?;
    let config = client_config(thumbprints).map_err(|e| unreachable(&e))?;
    let stream = TlsConnector::from(Arc::new(config)).connect(name, stream).await.map_err(|error| {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<rustls::Error>()) {
            Some(rustls::Error::InvalidCertificate(reason)) => FetchError::Certificate(url.to_owned(), format!("{reason:?}")),
            _ => unreachable(&error),
        }
    })?;
    exchange(stream, url, &uri, authority.as_str()).await
}

async fn exchange<S>(stream: S, url: &str, uri: &Uri, authority: &str) -> Result<Bytes, FetchError>
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    let unreachable = |error: &dyn std::fmt::Display| FetchError::Unreachable(url.to_owned(), error.to_string());
    let (mut sender, connection) =
        hyper::client::conn::http1::handshake(TokioIo::new(stream)).await.map_err(|e| unreachable(&e))?;
    // It ends with the sender.
    tokio::spawn(connection);
    let path = uri.path_and_query().map_or("/", |path| path.as_str());
    let request = Request::get(path)
        .header(header::HOST, authority)
        .header(header::ACCEPT, "application/json")
        .header(header::USER_AGENT, "cloudkeep")
        .body(Empty::<Bytes>::new())
        .map_err(|e| unreachable(&e))?;
    let reply = sender.send_request(request).await.map_err(|e| unreachable(&e))?;
    if reply.status() != StatusCode::OK {
        return Err(FetchError::Answer(url.to_owned(), reply.status().to_string()));
    }
    let body = Limited::new(reply.into_body(), MOST).collect().await;
    body.map(|body| body.to_bytes()).map_err(|error| FetchError::Answer(url.to_owned(), error.to_string()))
}

/// The system's root certificates, read once.
static ROOTS: LazyLock<Arc<RootCertStore>> = LazyLock::new(|| {
    let found = rustls_native_certs::load_native_certs();
    for error in &found.errors {
        tracing::warn!(%error, "some of the system's root certificates cannot be read");
    }
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(found.certs);
    Arc::new(roots)
});

fn client_config(thumbprints: &[String]) -> Result<ClientConfig, rustls::Error> {
    let provider = Arc::new(crypto::default_provider());
    let system = WebPkiServerVerifier::builder_with_provider(ROOTS.clone(), provider.clone()).build().ok();
    let thumbprints = thumbprints.iter().map(|text| text.to_ascii_lowercase()).collect();
    let verifier = Arc::new(Registered { system, thumbprints, provider: provider.clone() });
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .dangerous()
        .with_custom_certificate_verifier(verifier)
        .with_no_client_auth())
}

/// Trusts what the system trusts, and chains to certificates of registered thumbprints.
#[derive(Debug)]
struct Registered {
    /// None where the system has no roots at all.
    system: Option<Arc<WebPkiServerVerifier>>,
    thumbprints: Vec<String>,
    provider: Arc<CryptoProvider>,
}

impl ServerCertVerifier for Registered {
    fn verify_server_cert(
        &self,
        end_entity: &CertificateDer<'_>,
        intermediates: &[CertificateDer<'_>],
        name: &ServerName<'_>,
        ocsp: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, rustls::Error> {
        let mut verdict = rustls::Error::InvalidCertificate(CertificateError::UnknownIssuer);
        if let Some(system) = &self.system {
            match system.verify_server_cert(end_entity, intermediates, name, ocsp, now) {
                Ok(verified) => return Ok(verified),
                Err(error) => verdict = error,
            }
        }
        let mut anchors = RootCertStore::empty();
        for certificate in std::iter::once(end_entity).chain(intermediates) {
            let thumbprint = hex::encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, certificate));
            if self.thumbprints.contains(&thumbprint) {
                anchors.add(certificate.clone().into_owned())?;
            }
        }
        if anchors.is_empty() {
            return Err(verdict);
        }
        WebPkiServerVerifier::builder_with_provider(Arc::new(anchors), self.provider.clone())
            .build()
            .map_err(|error| rustls::Error::General(error.to_string()))?
            .verify_server_cert(end_entity, intermediates, name, ocsp, now)
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls12_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        certificate: &CertificateDer<'_>,
        signature: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, rustls::Error> {
        verify_tls13_signature(message, certificate, signature, &self.provider.signature_verification_algorithms)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.provider.signature_verification_algorithms.supported_schemes()
    }
}

#[cfg(test)]
mod tests {
    use super::{FetchError, get};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    async fn serve(answer: String) -> String {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = [0; 4096];
            let _ = stream.read(&mut request).await.unwrap();
            let _ = stream.write_all(answer.as_bytes()).await;
        });
        format!("http://{address}/keys?a=b")
    }

    #[tokio::test]
    async fn small_documents_are_fetched() {
        let url = serve("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}".to_owned()).await;
        assert_eq!(get(&url, &[]).await.unwrap().as_ref(), b"{}");
    }

    #[tokio::test]
    async fn other_answers_are_errors() {
        let moved = serve("HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1/\r\nContent-Length: 0\r\n\r\n".to_owned()).await;
        assert!(matches!(get(&moved, &[]).await, Err(FetchError::Answer(..))));
        let large = serve(format!("HTTP/1.1 200 OK\r\nContent-Length: {0}\r\n\r\n{1}", 300 << 10, "x".repeat(300 << 10))).await;
        assert!(matches!(get(&large, &[]).await, Err(FetchError::Answer(..))));
        assert!(matches!(get("http://127.0.0.1:1/", &[]).await, Err(FetchError::Unreachable(..))));
        for url in ["ftp://127.0.0.1/", "http:///x", "https://user@127.0.0.1/", "nonsense", ""] {
            assert!(matches!(get(url, &[]).await, Err(FetchError::Address(_))), "{url}");
        }
    }
}
