//! Tokens for services elsewhere: what they claim, and their signature. Pure.
//!
//! The claims are those of "Understanding token claims" in the IAM user guide:
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_outbound_token_claims.html>. Where the guide's examples differ from real
//! tokens (`ou_path` is a list, `principal_id` is there), this follows the tokens.

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P384_SHA384_FIXED_SIGNING, EcdsaKeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use plane::Principal;
use plane::ports::{Guardrails, TokenAlgorithm, TokenIssuer};
use serde_json::{Map, Value, json};
use wire::{Failure, Timestamp};

/// Largest claims of a token, bytes of JSON. AWS documents that there is a limit; this is where real tokens end.
pub(crate) const MOST_CLAIMS: usize = 14_984;
/// The claim that holds what is AWS's own.
const NAMESPACE: &str = "https://sts.amazonaws.com/";

/// The algorithm of a name; `None` if it is none of the two that tokens are signed with.
pub(crate) fn algorithm(name: &str) -> Option<TokenAlgorithm> {
    match name {
        "RS256" => Some(TokenAlgorithm::Rs256),
        "ES384" => Some(TokenAlgorithm::Es384),
        _ => None,
    }
}

/// What a token is about, besides who asks for it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Asked<'a> {
    /// The issuer's URL.
    pub issuer: &'a str,
    /// Whom the token is for.
    pub audiences: &'a [String],
    /// Claims that the caller adds.
    pub tags: &'a [(String, String)],
    /// Region of the call.
    pub region: &'a str,
    /// From when it is good.
    pub from: Timestamp,
    /// When it ends.
    pub until: Timestamp,
    /// Its id, used once.
    pub id: &'a str,
}

/// The claims of a caller's token, as JSON.
pub(crate) fn claims(caller: &Principal, organization: &Guardrails, asked: Asked<'_>) -> Value {
    let session = caller.session.as_ref();
    // A session speaks for the role or the user that it is of.
    let subject = session.map_or(&caller.arn, |session| &session.issuer_arn);
    let mut own = Map::new();
    let mut add = |name: &str, value: Value| own.insert(name.to_owned(), value);
    add("aws_account", json!(caller.account));
    add("source_region", json!(asked.region));
    add("principal_id", json!(subject));
    if let Some(id) = &organization.organization_id {
        add("org_id", json!(id));
    }
    if let Some(path) = &organization.path {
        add("ou_path", json!([path]));
    }
    if !caller.tags.is_empty() {
        add("principal_tags", object(&caller.tags));
    }
    if !asked.tags.is_empty() {
        add("request_tags", object(asked.tags));
    }
    if let Some(session) = session {
        add("original_session_exp", json!(session.expires.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()));
        if let Some(identity) = &session.source_identity {
            add("source_identity", json!(identity));
        }
        if let Some(federation) = &session.federation {
            add("federated_provider", json!(federation.provider));
        }
    }
    let audience = match asked.audiences {
        [one] => json!(one),
        several => json!(several),
    };
    json!({
        "iss": asked.issuer,
        "aud": audience,
        "sub": subject,
        "iat": asked.from.as_second(),
        "exp": asked.until.as_second(),
        "jti": asked.id,
        NAMESPACE: own,
    })
}

fn object(tags: &[(String, String)]) -> Value {
    tags.iter().map(|(key, value)| (key.clone(), json!(value))).collect::<Map<_, _>>().into()
}

/// The signed token (RFC 7515, compact).
///
/// # Errors
/// Internal ones only: the key is not one of this algorithm.
pub(crate) fn sign(algorithm: TokenAlgorithm, issuer: &TokenIssuer, claims: &str) -> Result<String, Failure> {
    let name = match algorithm {
        TokenAlgorithm::Rs256 => "RS256",
        TokenAlgorithm::Es384 => "ES384",
    };
    let header = json!({"kid": issuer.key_id, "typ": "JWT", "alg": name}).to_string();
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims));
    let random = SystemRandom::new();
    let failed = |_| Failure::internal("a token cannot be signed");
    let signature = match algorithm {
        TokenAlgorithm::Rs256 => {
            let pair = RsaKeyPair::from_pkcs8(&issuer.private_key).map_err(Failure::internal)?;
            let mut signature = vec![0; pair.public_modulus_len()];
            pair.sign(&RSA_PKCS1_SHA256, &random, signed.as_bytes(), &mut signature).map_err(failed)?;
            signature
        }
        TokenAlgorithm::Es384 => {
            let pair =
                EcdsaKeyPair::from_pkcs8(&ECDSA_P384_SHA384_FIXED_SIGNING, &issuer.private_key).map_err(Failure::internal)?;
            pair.sign(&random, signed.as_bytes()).map_err(failed)?.as_ref().to_vec()
        }
    };
    Ok(format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature)))
}

#[cfg(test)]
mod tests {
    use super::{Asked, algorithm, claims};
    use plane::Principal;
    use plane::ports::Guardrails;
    use serde_json::json;
    use wire::Timestamp;

    fn strings(list: &[&str]) -> Vec<String> {
        list.iter().map(|&text| text.to_owned()).collect()
    }

    #[test]
    fn two_algorithms_are_known_by_their_exact_names() {
        assert!(algorithm("RS256").is_some() && algorithm("ES384").is_some());
        for other in ["rs256", "RS384", "ES256", "HS256", "none", ""] {
            assert!(algorithm(other).is_none(), "{other}");
        }
    }

    #[test]
    fn claims_of_a_user_outside_of_any_organization() {
        let audiences = strings(&["one"]);
        let mut user = Principal::root("aws", "111122223333", "");
        user.arn = "arn:aws:iam::111122223333:user/team/ada".to_owned();
        let asked = Asked {
            issuer: "https://issuer",
            audiences: &audiences,
            tags: &[],
            region: "eu-west-1",
            from: Timestamp::from_second(1_700_000_000).unwrap(),
            until: Timestamp::from_second(1_700_000_300).unwrap(),
            id: "j",
        };
        assert_eq!(
            claims(&user, &Guardrails::default(), asked),
            json!({
                "iss": "https://issuer", "aud": "one", "sub": "arn:aws:iam::111122223333:user/team/ada",
                "iat": 1_700_000_000, "exp": 1_700_000_300, "jti": "j",
                "https://sts.amazonaws.com/": {
                    "aws_account": "111122223333", "source_region": "eu-west-1", "principal_id": "arn:aws:iam::111122223333:user/team/ada",
                },
            })
        );
        let several = strings(&["one", "one"]);
        let tags = [("Team".to_owned(), "red".to_owned())];
        user.tags = tags.to_vec();
        let organization = Guardrails {
            organization_id: Some("o-1".to_owned()),
            path: Some("o-1/r-1/ou-1/".to_owned()),
            ..Guardrails::default()
        };
        let more = claims(&user, &organization, Asked { audiences: &several, tags: &tags, ..asked });
        assert_eq!(more["aud"], json!(["one", "one"]));
        let own = &more["https://sts.amazonaws.com/"];
        assert_eq!(own["org_id"], "o-1");
        assert_eq!(own["ou_path"], json!(["o-1/r-1/ou-1/"]));
        assert_eq!(own["principal_tags"], json!({"Team": "red"}));
        assert_eq!(own["request_tags"], json!({"Team": "red"}));
    }
}
