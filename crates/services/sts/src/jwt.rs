//! Signed JSON Web Tokens: their parts, and the keys that verify them (RFC 7515, 7517, 7518).
//!
//! Only signatures by published keys are known here: `none` and the HMAC algorithms are not, so a public key can never be taken for a secret.

use aws_lc_rs::signature::{
    ECDSA_P256_SHA256_FIXED, ECDSA_P384_SHA384_FIXED, ECDSA_P521_SHA512_FIXED, EcdsaVerificationAlgorithm,
    RSA_PKCS1_2048_8192_SHA256, RSA_PKCS1_2048_8192_SHA384, RSA_PKCS1_2048_8192_SHA512, RSA_PSS_2048_8192_SHA256,
    RSA_PSS_2048_8192_SHA384, RSA_PSS_2048_8192_SHA512, RsaParameters, RsaPublicKeyComponents, UnparsedPublicKey,
};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::{Map, Value};

/// Keys of one provider that are looked at, at most.
const MAX_KEYS: usize = 100;

/// A token that was taken apart; nothing of it is verified.
#[derive(Debug)]
pub struct Token<'a> {
    algorithm: Algorithm,
    /// Which key signed it, if it says so.
    pub key_id: Option<String>,
    /// What it claims.
    pub claims: Map<String, Value>,
    signed: &'a str,
    signature: Vec<u8>,
}

/// Why a text is not a token, or a token is not its provider's.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum JwtError {
    /// Not three parts of base64url with JSON in the first two.
    #[error("The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)")]
    Malformed,
    /// An algorithm that is not supported, or a critical extension.
    #[error("The ID Token provided is signed with an algorithm that is not supported")]
    Algorithm,
    /// None of the provider's keys is the one that the token names, or fits its algorithm.
    #[error("The ID Token provided is signed with a key that its provider does not publish")]
    UnknownKey,
    /// The signature is not that of the key.
    #[error("The signature of the ID Token provided is not valid")]
    Signature,
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    crit: Option<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Algorithm {
    Rs256,
    Rs384,
    Rs512,
    Ps256,
    Ps384,
    Ps512,
    Es256,
    Es384,
    Es512,
}

impl Algorithm {
    fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "RS256" => Self::Rs256,
            "RS384" => Self::Rs384,
            "RS512" => Self::Rs512,
            "PS256" => Self::Ps256,
            "PS384" => Self::Ps384,
            "PS512" => Self::Ps512,
            "ES256" => Self::Es256,
            "ES384" => Self::Es384,
            "ES512" => Self::Es512,
            _ => return None,
        })
    }

    fn rsa(self) -> Option<&'static RsaParameters> {
        Some(match self {
            Self::Rs256 => &RSA_PKCS1_2048_8192_SHA256,
            Self::Rs384 => &RSA_PKCS1_2048_8192_SHA384,
            Self::Rs512 => &RSA_PKCS1_2048_8192_SHA512,
            Self::Ps256 => &RSA_PSS_2048_8192_SHA256,
            Self::Ps384 => &RSA_PSS_2048_8192_SHA384,
            Self::Ps512 => &RSA_PSS_2048_8192_SHA512,
            Self::Es256 | Self::Es384 | Self::Es512 => return None,
        })
    }

    /// The curve's name in keys, the length of a coordinate in bytes, and the verifier.
    fn curve(self) -> Option<(&'static str, usize, &'static EcdsaVerificationAlgorithm)> {
        Some(match self {
            Self::Es256 => ("P-256", 32, &ECDSA_P256_SHA256_FIXED),
            Self::Es384 => ("P-384", 48, &ECDSA_P384_SHA384_FIXED),
            Self::Es512 => ("P-521", 66, &ECDSA_P521_SHA512_FIXED),
            _ => return None,
        })
    }
}

impl<'a> Token<'a> {
    /// Takes a token apart.
    pub fn parse(text: &'a str) -> Result<Self, JwtError> {
        let (signed, signature) = text.rsplit_once('.').ok_or(JwtError::Malformed)?;
        let (header, claims) = signed.split_once('.').ok_or(JwtError::Malformed)?;
        let decode = |part: &str| URL_SAFE_NO_PAD.decode(part).map_err(|_| JwtError::Malformed);
        let header: Header = serde_json::from_slice(&decode(header)?).map_err(|_| JwtError::Malformed)?;
        let claims: Map<String, Value> = serde_json::from_slice(&decode(claims)?).map_err(|_| JwtError::Malformed)?;
        let signature = decode(signature)?;
        let algorithm = Algorithm::parse(&header.alg).filter(|_| header.crit.is_none()).ok_or(JwtError::Algorithm)?;
        Ok(Self { algorithm, key_id: header.kid, claims, signed, signature })
    }
}

/// The keys that a provider publishes.
#[derive(Debug, Default)]
pub struct KeySet {
    keys: Vec<Jwk>,
}

#[derive(Debug, Deserialize)]
struct Jwk {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    usage: Option<String>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
    crv: Option<String>,
    x: Option<String>,
    y: Option<String>,
}

#[derive(Deserialize)]
struct Published {
    keys: Vec<Value>,
}

impl KeySet {
    /// Reads a published set. Keys of kinds that are not known are left out; `None` if it is not a set of keys.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let published: Published = serde_json::from_slice(text).ok()?;
        let keys = published.keys.into_iter().take(MAX_KEYS).filter_map(|key| serde_json::from_value(key).ok()).collect();
        Some(Self { keys })
    }

    /// Whether some key may be the one that a token names.
    pub fn knows(&self, token: &Token<'_>) -> bool {
        self.keys.iter().any(|key| key.fits(token))
    }

    /// Verifies a token's signature.
    pub fn verify(&self, token: &Token<'_>) -> Result<(), JwtError> {
        let mut verdict = JwtError::UnknownKey;
        for key in self.keys.iter().filter(|key| key.fits(token)) {
            if key.verifies(token) == Some(true) {
                return Ok(());
            }
            verdict = JwtError::Signature;
        }
        Err(verdict)
    }
}

impl Jwk {
    fn fits(&self, token: &Token<'_>) -> bool {
        let kind = if token.algorithm.rsa().is_some() { "RSA" } else { "EC" };
        self.kty == kind
            && self.usage.as_deref().is_none_or(|usage| usage == "sig")
            && self.alg.as_deref().is_none_or(|name| Algorithm::parse(name) == Some(token.algorithm))
            && (token.key_id.is_none() || self.kid == token.key_id)
    }

    /// Whether the token is signed with this key; `None` if this is no key for its algorithm.
    fn verifies(&self, token: &Token<'_>) -> Option<bool> {
        let number = |text: &Option<String>| URL_SAFE_NO_PAD.decode(text.as_deref()?.trim_end_matches('=')).ok();
        if let Some(parameters) = token.algorithm.rsa() {
            let key = RsaPublicKeyComponents { n: unpadded(number(&self.n)?), e: unpadded(number(&self.e)?) };
            return Some(key.verify(parameters, token.signed.as_bytes(), &token.signature).is_ok());
        }
        let (name, length, algorithm) = token.algorithm.curve()?;
        let (x, y) = (number(&self.x)?, number(&self.y)?);
        if self.crv.as_deref() != Some(name) || x.len() != length || y.len() != length {
            return None;
        }
        let point = [&[4], x.as_slice(), y.as_slice()].concat();
        Some(UnparsedPublicKey::new(algorithm, point).verify(token.signed.as_bytes(), &token.signature).is_ok())
    }
}

/// A number without the leading zeros that some providers publish.
fn unpadded(mut bytes: Vec<u8>) -> Vec<u8> {
    let zeros = bytes.iter().take_while(|byte| **byte == 0).count();
    bytes.drain(..zeros);
    bytes
}

#[cfg(test)]
pub(crate) mod tests {
    use super::{JwtError, KeySet, Token};
    use aws_lc_rs::encoding::AsBigEndian as _;
    use aws_lc_rs::rand::SystemRandom;
    use aws_lc_rs::rsa::KeySize;
    use aws_lc_rs::signature::{
        ECDSA_P256_SHA256_FIXED_SIGNING, ECDSA_P384_SHA384_FIXED_SIGNING, ECDSA_P521_SHA512_FIXED_SIGNING, EcdsaKeyPair,
        KeyPair as _, RSA_PKCS1_SHA256, RSA_PKCS1_SHA384, RSA_PKCS1_SHA512, RSA_PSS_SHA256, RSA_PSS_SHA384, RSA_PSS_SHA512,
        RsaKeyPair,
    };
    use base64::Engine as _;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    use serde_json::{Value, json};

    fn part(value: &Value) -> String {
        URL_SAFE_NO_PAD.encode(value.to_string())
    }

    fn token(header: &Value, claims: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
        let signed = format!("{}.{}", part(header), part(claims));
        let signature = URL_SAFE_NO_PAD.encode(sign(signed.as_bytes()));
        format!("{signed}.{signature}")
    }

    fn set(keys: Value) -> KeySet {
        KeySet::parse(json!({ "keys": keys }).to_string().as_bytes()).unwrap()
    }

    fn rsa() -> (RsaKeyPair, Value) {
        let pair = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        // SEQUENCE { INTEGER of 257 bytes, the first a zero; INTEGER 65537 }, as DER always has it for 2,048 bits.
        let der = pair.public_key().as_ref();
        let (n, e) = (URL_SAFE_NO_PAD.encode(&der[9..265]), URL_SAFE_NO_PAD.encode(&der[267..270]));
        let jwk = json!({"kty": "RSA", "kid": "one", "use": "sig", "n": n, "e": e});
        (pair, jwk)
    }

    fn signed(pair: &RsaKeyPair, name: &str, claims: &Value) -> String {
        let encoding: &'static dyn aws_lc_rs::signature::RsaEncoding = match name {
            "RS256" => &RSA_PKCS1_SHA256,
            "RS384" => &RSA_PKCS1_SHA384,
            "RS512" => &RSA_PKCS1_SHA512,
            "PS256" => &RSA_PSS_SHA256,
            "PS384" => &RSA_PSS_SHA384,
            _ => &RSA_PSS_SHA512,
        };
        token(&json!({"alg": name, "kid": "one", "typ": "JWT"}), claims, |text| {
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(encoding, &SystemRandom::new(), text, &mut signature).unwrap();
            signature
        })
    }

    #[test]
    fn rsa_signatures_are_verified() {
        let (pair, jwk) = rsa();
        let (_, other) = rsa();
        for name in ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512"] {
            let text = signed(&pair, name, &json!({"sub": "me"}));
            let parsed = Token::parse(&text).unwrap();
            assert_eq!(parsed.claims["sub"], "me");
            assert_eq!(set(json!([jwk])).verify(&parsed), Ok(()), "{name}");
            assert_eq!(set(json!([other])).verify(&parsed), Err(JwtError::Signature), "{name}");
        }
    }

    #[test]
    fn ecdsa_signatures_are_verified() {
        for (name, curve, algorithm) in [
            ("ES256", "P-256", &ECDSA_P256_SHA256_FIXED_SIGNING),
            ("ES384", "P-384", &ECDSA_P384_SHA384_FIXED_SIGNING),
            ("ES512", "P-521", &ECDSA_P521_SHA512_FIXED_SIGNING),
        ] {
            let pair = EcdsaKeyPair::generate(algorithm).unwrap();
            let point: aws_lc_rs::encoding::EcPublicKeyUncompressedBin<'_> = pair.public_key().as_be_bytes().unwrap();
            let (x, y) = point.as_ref()[1..].split_at((point.as_ref().len() - 1) / 2);
            let jwk =
                json!({"kty": "EC", "kid": "one", "crv": curve, "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y)});
            let text = token(&json!({"alg": name, "kid": "one"}), &json!({}), |text| {
                pair.sign(&SystemRandom::new(), text).unwrap().as_ref().to_vec()
            });
            assert_eq!(set(json!([jwk])).verify(&Token::parse(&text).unwrap()), Ok(()), "{name}");
            let mut bad = text.clone().into_bytes();
            let at = bad.len() - 10;
            bad[at] = if bad[at] == b'A' { b'B' } else { b'A' };
            let bad = String::from_utf8(bad).unwrap();
            assert_eq!(set(json!([jwk])).verify(&Token::parse(&bad).unwrap()), Err(JwtError::Signature), "{name}");
        }
    }

    #[test]
    fn a_changed_claim_breaks_the_signature() {
        let (pair, jwk) = rsa();
        let text = signed(&pair, "RS256", &json!({"sub": "me"}));
        let parts: Vec<&str> = text.split('.').collect();
        let forged = format!("{}.{}.{}", parts[0], part(&json!({"sub": "you"})), parts[2]);
        assert_eq!(set(json!([jwk])).verify(&Token::parse(&forged).unwrap()), Err(JwtError::Signature));
    }

    #[test]
    fn only_the_named_and_fitting_key_counts() {
        let (pair, jwk) = rsa();
        let text = signed(&pair, "RS256", &json!({}));
        let parsed = Token::parse(&text).unwrap();
        for (member, value, fits) in [
            ("kid", json!("two"), false),
            ("use", json!("enc"), false),
            ("alg", json!("RS512"), false),
            ("alg", json!("RS256"), true),
            ("kty", json!("EC"), false),
        ] {
            let mut other = jwk.clone();
            other[member] = value;
            let keys = set(json!([other]));
            assert_eq!((keys.knows(&parsed), keys.verify(&parsed).is_ok()), (fits, fits), "{member}");
            if !fits {
                assert_eq!(keys.verify(&parsed), Err(JwtError::UnknownKey));
            }
        }
        // Without a key id every fitting key is tried.
        let anonymous = token(&json!({"alg": "RS256"}), &json!({}), |text| {
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), text, &mut signature).unwrap();
            signature
        });
        let (_, other) = rsa();
        assert_eq!(set(json!([other, {"kty": "oct", "k": "x"}, 7, jwk])).verify(&Token::parse(&anonymous).unwrap()), Ok(()));
    }

    #[test]
    fn unsigned_and_shared_secret_tokens_are_no_tokens() {
        for name in ["none", "None", "HS256", "EdDSA", ""] {
            let text = token(&json!({"alg": name}), &json!({}), |_| Vec::new());
            assert_eq!(Token::parse(&text).unwrap_err(), JwtError::Algorithm, "{name}");
        }
        let critical = token(&json!({"alg": "RS256", "crit": ["b64"]}), &json!({}), |_| Vec::new());
        assert_eq!(Token::parse(&critical).unwrap_err(), JwtError::Algorithm);
        for text in ["", "a", "a.b", "a.b.c", "..", "e30.e30.", "e30.e30.e30", "e30.W10.e30"] {
            assert_eq!(Token::parse(text).unwrap_err(), JwtError::Malformed, "{text}");
        }
    }
}
