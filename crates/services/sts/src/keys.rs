//! The keys of OpenID Connect providers: got through discovery, kept for a while.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, PoisonError};

use plane::ports::OidcProvider;
use serde::Deserialize;
use tokio::sync::Mutex;
use wire::Failure;

use crate::api::{IDPCommunicationErrorException, InvalidIdentityTokenException};
use crate::claims::without_scheme;
use crate::fetch::{FetchError, get};
use crate::jwt::{KeySet, Token};

/// Keys are fetched anew after this time: a key that a provider withdrew is good for no longer.
const FRESH_MS: i64 = 60 * 60 * 1000;
/// A token with an unknown key makes them be fetched anew, but not more often than this.
const REFRESH_MS: i64 = 10 * 1000;
/// A failed attempt is not repeated within this time.
const PAUSE_MS: i64 = 2 * 1000;
/// Providers whose keys are kept at most; beyond that all are forgotten.
const MOST: usize = 1_024;

#[derive(Default)]
struct Kept {
    keys: Option<(Arc<KeySet>, i64)>,
    failure: Option<(Failure, i64)>,
}

type Providers = HashMap<(String, Vec<String>), Arc<Mutex<Kept>>>;

static PROVIDERS: LazyLock<std::sync::Mutex<Providers>> = LazyLock::new(std::sync::Mutex::default);

#[derive(Deserialize)]
struct Discovery {
    issuer: String,
    jwks_uri: String,
}

/// The keys of a provider that may verify a token. `now` is in milliseconds since 1970.
///
/// # Errors
/// `IDPCommunicationError` if the provider cannot be reached, `InvalidIdentityToken` if what it answers cannot be used.
pub(crate) async fn keys_for(provider: &OidcProvider, token: &Token<'_>, now: i64) -> Result<Arc<KeySet>, Failure> {
    let place = (provider.url.clone(), provider.thumbprints.clone());
    let kept = {
        let mut providers = PROVIDERS.lock().unwrap_or_else(PoisonError::into_inner);
        if providers.len() >= MOST && !providers.contains_key(&place) {
            providers.clear();
        }
        providers.entry(place).or_default().clone()
    };
    // One fetch at a time for a provider; the others wait for what it brings.
    let mut kept = kept.lock().await;
    if let Some((keys, fetched)) = &kept.keys {
        let age = (now - fetched).abs();
        if age < REFRESH_MS || (age < FRESH_MS && keys.knows(token)) {
            return Ok(keys.clone());
        }
    }
    if let Some((failure, at)) = &kept.failure
        && (now - at).abs() < PAUSE_MS
    {
        return Err(failure.clone());
    }
    match fetch(provider).await {
        Ok(keys) => {
            let keys = Arc::new(keys);
            *kept = Kept { keys: Some((keys.clone(), now)), failure: None };
            Ok(keys)
        }
        Err(failure) => {
            kept.failure = Some((failure.clone(), now));
            Err(failure)
        }
    }
}

async fn fetch(provider: &OidcProvider) -> Result<KeySet, Failure> {
    let base = provider.url.trim_end_matches('/');
    let text = get(&format!("{base}/.well-known/openid-configuration"), &provider.thumbprints).await.map_err(failed)?;
    let discovery: Discovery = serde_json::from_slice(&text).map_err(|error| unusable(&error.to_string()))?;
    if without_scheme(discovery.issuer.trim_end_matches('/')) != without_scheme(base) {
        return Err(unusable("its discovery document names another issuer"));
    }
    // A provider on the network may not send us to this machine's own ports.
    if base.starts_with("https://") && !discovery.jwks_uri.starts_with("https://") {
        return Err(unusable("its keys are not at an https URL"));
    }
    let text = get(&discovery.jwks_uri, &provider.thumbprints).await.map_err(failed)?;
    KeySet::parse(&text).ok_or_else(|| unusable("its key document is not a JSON Web Key Set"))
}

fn failed(error: FetchError) -> Failure {
    let detail = error.to_string();
    let mut failure: Failure = match error {
        FetchError::Unreachable(..) => IDPCommunicationErrorException::new(
            "The identity provider could not be reached to verify the incoming identity token. Try the request again.",
        )
        .into(),
        FetchError::Certificate(..) => {
            InvalidIdentityTokenException::new("OpenIDConnect provider's HTTPS certificate doesn't match configured thumbprint")
                .into()
        }
        FetchError::Address(_) | FetchError::Answer(..) => return unusable(&detail),
    };
    failure.detail = Some(detail);
    failure
}

fn unusable(detail: &str) -> Failure {
    let mut failure: Failure = InvalidIdentityTokenException::new(
        "Couldn't retrieve verification key from your identity provider,  please reference AssumeRoleWithWebIdentity documentation for requirements",
    )
    .into();
    failure.detail = Some(detail.to_owned());
    failure
}

#[cfg(test)]
mod tests {
    use super::keys_for;
    use crate::jwt::Token;
    use plane::ports::OidcProvider;
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};
    use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
    use tokio::net::TcpListener;

    /// A provider whose only key has the id "one"; it counts the key sets it gives out.
    async fn provider() -> (OidcProvider, Arc<AtomicUsize>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let given = Arc::new(AtomicUsize::new(0));
        let (issuer, count) = (url.clone(), given.clone());
        tokio::spawn(async move {
            loop {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut request = vec![0; 4096];
                let length = stream.read(&mut request).await.unwrap();
                let body = if String::from_utf8_lossy(&request[..length]).contains("openid-configuration") {
                    format!(r#"{{"issuer":"{issuer}","jwks_uri":"{issuer}/keys"}}"#)
                } else {
                    count.fetch_add(1, Ordering::Relaxed);
                    r#"{"keys":[{"kty":"RSA","kid":"one","n":"AQAB","e":"AQAB"}]}"#.to_owned()
                };
                let _ =
                    stream.write_all(format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()).as_bytes()).await;
            }
        });
        (OidcProvider { arn: String::new(), url, client_ids: Vec::new(), thumbprints: Vec::new() }, given)
    }

    // {"alg":"RS256","kid":"one"} and {"alg":"RS256","kid":"two"}, no claims, no signature.
    const KNOWN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6Im9uZSJ9.e30.";
    const UNKNOWN: &str = "eyJhbGciOiJSUzI1NiIsImtpZCI6InR3byJ9.e30.";

    #[tokio::test]
    async fn keys_are_kept_for_a_while_and_looked_for_when_unknown() {
        let (provider, given) = provider().await;
        let (known, unknown) = (Token::parse(KNOWN).unwrap(), Token::parse(UNKNOWN).unwrap());
        let fetched = |n: usize| assert_eq!(given.load(Ordering::Relaxed), n);
        assert!(keys_for(&provider, &known, 0).await.unwrap().knows(&known));
        keys_for(&provider, &known, 3_599_999).await.unwrap();
        fetched(1);
        keys_for(&provider, &known, 3_600_000).await.unwrap();
        fetched(2);
        assert!(!keys_for(&provider, &unknown, 3_605_000).await.unwrap().knows(&unknown));
        fetched(2);
        keys_for(&provider, &unknown, 3_610_000).await.unwrap();
        fetched(3);
    }

    #[tokio::test]
    async fn a_provider_out_of_reach_is_asked_again_later() {
        let provider = OidcProvider {
            arn: String::new(),
            url: "http://127.0.0.1:1".to_owned(),
            client_ids: Vec::new(),
            thumbprints: Vec::new(),
        };
        let token = Token::parse(KNOWN).unwrap();
        for now in [0, 1, 5_000] {
            let failure = keys_for(&provider, &token, now).await.unwrap_err();
            assert!(matches!(failure.kind, wire::failure::Kind::Modelled { ref code, .. } if code == "IDPCommunicationError"));
        }
    }
}
