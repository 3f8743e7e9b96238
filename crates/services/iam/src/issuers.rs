//! Issuers of outbound tokens: an account's own signing keys, and what the world reads to verify what they signed.
//!
//! An account has one issuer for good. Disabling the feature keeps it with its keys, so that tokens that were issued before stay verifiable and
//! enabling it again gives the same URL. See "Federating AWS identities to external services" in the IAM user guide:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound.html>.

use aws_lc_rs::encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der};
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use plane::ports::{TokenAlgorithm, TokenIssuer as IssuerFacts};
use plane::{Failure, LookupValue, Plane, Reader, Resource};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use x509_parser::prelude::{FromDer as _, SubjectPublicKeyInfo};
use x509_parser::public_key::PublicKey;
use zeroize::Zeroizing;

use crate::resources::Sealed;

/// Unique look-up of issuers by the id in their URL.
const BY_ISSUER: &str = "iam-token-issuer";
/// Key ids as AWS gives them.
const RSA_KEY: &str = "RSA_0";
const EC_KEY: &str = "EC384_0";

/// The issuer of an account's outbound tokens; the document's id is `issuer`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct TokenIssuer {
    /// The id in its URL, a random UUID.
    pub id: String,
    /// Whether tokens are issued now.
    pub enabled: bool,
    /// When it was made, milliseconds since 1970.
    pub created_at: i64,
    rsa: Key,
    ec: Key,
}

/// A signing key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Key {
    /// The public key, a JSON Web Key.
    public: Value,
    /// The private key, PKCS#8.
    private: Sealed,
}

impl TokenIssuer {
    /// The id of the one document of this kind in an account.
    pub(crate) const ID: &'static str = "issuer";
}

impl Resource for TokenIssuer {
    const KIND: &'static str = "Cloudkeep::IAM::TokenIssuer";
    const HISTORY: bool = false;
    fn lookups(&self) -> Vec<LookupValue> {
        vec![LookupValue::unique(BY_ISSUER, self.id.clone())]
    }
}

fn context(id: &str, key: &str) -> String {
    format!("iam token issuer {id} {key}")
}

/// An issuer with new keys, enabled. Making an RSA key takes a while.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn make(plane: &Plane, created_at: i64) -> Result<TokenIssuer, Failure> {
    let (rsa, ec) =
        tokio::task::spawn_blocking(|| Ok::<_, Failure>((rsa_key()?, ec_key()?))).await.map_err(Failure::internal)??;
    let id = plane.ids.uuid().to_string();
    let sealed = |name: &str, (public, private): (Value, Zeroizing<Vec<u8>>)| Key {
        public,
        private: Sealed::new(plane, &context(&id, name), &private),
    };
    Ok(TokenIssuer { rsa: sealed(RSA_KEY, rsa), ec: sealed(EC_KEY, ec), id, enabled: true, created_at })
}

/// What a service that issues tokens needs of an account's issuer; `None` if the account has none, or it is disabled.
pub(crate) async fn facts(reader: &Reader<'_>, account: &str, algorithm: TokenAlgorithm) -> Result<Option<IssuerFacts>, Failure> {
    let Some(issuer) = reader.get::<TokenIssuer>(account, "", TokenIssuer::ID).await?.filter(|i| i.body.enabled) else {
        return Ok(None);
    };
    let issuer = issuer.body;
    let (name, key) = match algorithm {
        TokenAlgorithm::Rs256 => (RSA_KEY, &issuer.rsa),
        TokenAlgorithm::Es384 => (EC_KEY, &issuer.ec),
    };
    let private_key = key.private.open(reader.plane(), &context(&issuer.id, name))?;
    Ok(Some(IssuerFacts { url: reader.plane().settings.issuer_url(&issuer.id), key_id: name.to_owned(), private_key }))
}

/// A public document of an issuer by its path after [`plane::settings::ISSUERS`]: the discovery document or the key set. `None` if there is none there.
///
/// # Errors
/// Internal ones only.
pub async fn published(reader: &Reader<'_>, path: &str) -> Result<Option<Value>, Failure> {
    let Some((id, document)) = path.split_once('/') else { return Ok(None) };
    if !matches!(document, ".well-known/openid-configuration" | ".well-known/jwks.json") {
        return Ok(None);
    }
    let Some(issuer) = reader.find::<TokenIssuer>(BY_ISSUER, id).await? else { return Ok(None) };
    let issuer = issuer.body;
    if document == ".well-known/jwks.json" {
        return Ok(Some(json!({ "keys": [issuer.rsa.public, issuer.ec.public] })));
    }
    let url = reader.plane().settings.issuer_url(&issuer.id);
    Ok(Some(json!({
        "issuer": url,
        "jwks_uri": format!("{url}/.well-known/jwks.json"),
        "response_types_supported": ["id_token"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256", "ES384"],
        "claims_supported": ["sub", "iss", "aud", "exp", "iat", "jti", "https://sts.amazonaws.com/"],
    })))
}

fn failed(what: &'static str) -> impl Fn(aws_lc_rs::error::Unspecified) -> Failure {
    move |_| Failure::internal(what)
}

/// A number as JSON Web Keys write it: without leading zeros.
fn number(bytes: &[u8]) -> String {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    URL_SAFE_NO_PAD.encode(bytes.get(zeros..).unwrap_or_default())
}

fn rsa_key() -> Result<(Value, Zeroizing<Vec<u8>>), Failure> {
    let pair = RsaKeyPair::generate(KeySize::Rsa2048).map_err(failed("making an RSA key"))?;
    let private: Pkcs8V1Der<'_> = pair.as_der().map_err(failed("writing an RSA key"))?;
    let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(failed("writing an RSA key"))?;
    let (_, info) = SubjectPublicKeyInfo::from_der(public.as_ref()).map_err(Failure::internal)?;
    let PublicKey::RSA(parts) = info.parsed().map_err(Failure::internal)? else {
        return Err(Failure::internal("an RSA key that is none"));
    };
    let (n, e) = (number(parts.modulus), number(parts.exponent));
    let public = json!({"kty": "RSA", "kid": RSA_KEY, "use": "sig", "alg": "RS256", "n": n, "e": e});
    Ok((public, Zeroizing::new(private.as_ref().to_vec())))
}

fn ec_key() -> Result<(Value, Zeroizing<Vec<u8>>), Failure> {
    let algorithm = &ECDSA_P384_SHA384_FIXED_SIGNING;
    let private =
        EcdsaKeyPair::generate_pkcs8(algorithm, &SystemRandom::new()).map_err(failed("making an elliptic-curve key"))?;
    let pair = EcdsaKeyPair::from_pkcs8(algorithm, private.as_ref()).map_err(Failure::internal)?;
    // An uncompressed point: 4, then both coordinates in 48 bytes each. Coordinates keep their leading zeros (RFC 7518, 6.2.1.2).
    let point = pair.public_key().as_ref().get(1..).unwrap_or_default();
    let (x, y) = point.split_at_checked(48).filter(|(_, y)| y.len() == 48).ok_or_else(|| Failure::internal("a point"))?;
    let (x, y) = (URL_SAFE_NO_PAD.encode(x), URL_SAFE_NO_PAD.encode(y));
    let public = json!({"kty": "EC", "kid": EC_KEY, "use": "sig", "alg": "ES384", "crv": "P-384", "x": x, "y": y});
    Ok((public, Zeroizing::new(private.as_ref().to_vec())))
}

#[cfg(test)]
mod tests {
    use super::{ec_key, number, rsa_key};
    use aws_lc_rs::signature::{
        ECDSA_P384_SHA384_FIXED, ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_SHA256,
        RsaKeyPair, RsaPublicKeyComponents, UnparsedPublicKey,
    };
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::Value;

    fn member(key: &Value, name: &str) -> Vec<u8> {
        URL_SAFE_NO_PAD.decode(key[name].as_str().unwrap()).unwrap()
    }

    #[test]
    fn numbers_have_no_leading_zeros() {
        assert_eq!(number(&[0, 0, 1, 0, 1]), "AQAB");
        assert_eq!(number(&[]), "");
    }

    #[test]
    fn what_is_published_verifies_what_the_private_keys_sign() {
        let random = aws_lc_rs::rand::SystemRandom::new();
        let (public, private) = rsa_key().unwrap();
        let pair = RsaKeyPair::from_pkcs8(&private).unwrap();
        let mut signature = vec![0; pair.public_modulus_len()];
        pair.sign(&RSA_PKCS1_SHA256, &random, b"text", &mut signature).unwrap();
        let key = RsaPublicKeyComponents { n: member(&public, "n"), e: member(&public, "e") };
        assert!(key.verify(&RSA_PKCS1_2048_8192_SHA256, b"text", &signature).is_ok());
        assert!(key.verify(&RSA_PKCS1_2048_8192_SHA256, b"test", &signature).is_err());

        let (public, private) = ec_key().unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &private).unwrap();
        let signature = pair.sign(&random, b"text").unwrap();
        let point = [vec![4], member(&public, "x"), member(&public, "y")].concat();
        let key = UnparsedPublicKey::new(&ECDSA_P384_SHA384_FIXED, point);
        assert!(key.verify(b"text", signature.as_ref()).is_ok());
        assert!(key.verify(b"test", signature.as_ref()).is_err());
    }
}
