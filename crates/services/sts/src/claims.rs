//! What an ID token claims, checked against the provider that the account registered (OpenID Connect Core 1.0, section 3.1.3.7).

use serde_json::{Map, Value};
use wire::Failure;

use crate::api::{ExpiredTokenException, IDPRejectedClaimException, InvalidIdentityTokenException};
use crate::tags::SessionTags;

/// How far a provider's clock may be ahead, seconds.
const SKEW: f64 = 300.0;
/// Longest subject. Source: the API reference of AssumeRoleWithWebIdentity.
const MAX_SUBJECT: usize = 255;
/// Claims of AWS in tokens. Source: "Pass session tags in AWS STS", on AssumeRoleWithWebIdentity.
const TAGS: &str = "https://aws.amazon.com/tags";
const SOURCE_IDENTITY: &str = "https://aws.amazon.com/source_identity";

/// Whom a provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WebIdentity {
    /// `sub`.
    pub subject: String,
    /// `azp` if there is one, else the audience that is registered.
    pub audience: String,
    /// `aud`, where `azp` took its place.
    pub original_audience: Option<String>,
    /// `amr`: how the provider authenticated the subject.
    pub methods: Vec<String>,
    /// Session tags.
    pub tags: Vec<(String, String)>,
    /// Keys of those that pass on.
    pub transitive: Vec<String>,
    /// Source identity.
    pub source_identity: Option<String>,
}

/// The issuer that a token names, with its scheme.
///
/// # Errors
/// `InvalidIdentityToken`.
pub fn issuer(claims: &Map<String, Value>) -> Result<&str, Failure> {
    claims.get("iss").and_then(Value::as_str).filter(|iss| !iss.is_empty()).ok_or_else(|| missing("iss"))
}

/// An issuer as providers are registered: without scheme. Some issuers leave it out themselves.
pub fn without_scheme(issuer: &str) -> &str {
    issuer.strip_prefix("https://").or_else(|| issuer.strip_prefix("http://")).unwrap_or(issuer)
}

/// Checks the claims of a token whose signature is verified. `now` is in seconds since 1970.
///
/// # Errors
/// `ExpiredTokenException`, `IDPRejectedClaim` (not valid yet), `InvalidIdentityToken`.
pub fn check(claims: &Map<String, Value>, client_ids: &[String], now: i64) -> Result<WebIdentity, Failure> {
    #[expect(clippy::cast_precision_loss, reason = "seconds since 1970 are far below 2^53")]
    let present = now as f64;
    let expires = time(claims, "exp")?.ok_or_else(|| missing("exp"))?;
    if present >= expires {
        let message = format!("Token expired: current date/time {now} must be before the expiration date/time {expires}");
        return Err(ExpiredTokenException::new(message).into());
    }
    time(claims, "iat")?.ok_or_else(|| missing("iat"))?;
    for name in ["iat", "nbf"] {
        if time(claims, name)?.is_some_and(|from| from > present + SKEW) {
            return Err(IDPRejectedClaimException::new(format!(
                "The token is not valid yet: its {name} claim lies in the future"
            ))
            .into());
        }
    }
    let subject = claims.get("sub").and_then(Value::as_str).filter(|s| !s.is_empty()).ok_or_else(|| missing("sub"))?;
    if subject.chars().count() > MAX_SUBJECT {
        return Err(invalid("The sub claim of the token is longer than 255 characters"));
    }
    let audiences = texts(claims, "aud")?;
    let party = match claims.get("azp") {
        None | Some(Value::Null) => None,
        Some(Value::String(party)) => Some(party.clone()),
        Some(_) => return Err(invalid("The azp claim of the token is not a string")),
    };
    let registered = |audience: &&String| client_ids.contains(audience);
    let (audience, original_audience) = match party {
        Some(party) => (Some(party).filter(|party| client_ids.contains(party)), audiences.first().cloned()),
        None => (audiences.iter().find(registered).cloned(), None),
    };
    let audience = audience.ok_or_else(|| invalid("Incorrect token audience"))?;
    let SessionTags { tags, transitive } = session_tags(claims)?;
    let source_identity = match claims.get(SOURCE_IDENTITY) {
        None => None,
        Some(Value::String(name)) if is_session_name(name) => Some(name.clone()),
        Some(_) => return Err(invalid("The source identity in the token is not valid")),
    };
    Ok(WebIdentity {
        subject: subject.to_owned(),
        audience,
        original_audience,
        methods: texts(claims, "amr")?,
        tags,
        transitive,
        source_identity,
    })
}

/// The tags claim: nested under one name, or flattened into one claim for each tag.
fn session_tags(claims: &Map<String, Value>) -> Result<SessionTags, Failure> {
    let malformed = || invalid("The session tags in the token are not valid");
    let mut given: Vec<(&str, &Value)> = Vec::new();
    let mut transitive: Vec<&Value> = Vec::new();
    match claims.get(TAGS) {
        None => {}
        Some(Value::Object(nested)) => {
            match nested.get("principal_tags") {
                None => {}
                Some(Value::Object(tags)) => given.extend(tags.iter().map(|(key, value)| (key.as_str(), value))),
                Some(_) => return Err(malformed()),
            }
            transitive.extend(nested.get("transitive_tag_keys"));
        }
        Some(_) => return Err(malformed()),
    }
    for (name, value) in claims {
        match name.strip_prefix(TAGS).and_then(|rest| rest.strip_prefix('/')) {
            Some("transitive_tag_keys") => transitive.push(value),
            Some(rest) => given.push((rest.strip_prefix("principal_tags/").ok_or_else(malformed)?, value)),
            None => {}
        }
    }
    let mut tags = Vec::with_capacity(given.len());
    for (key, value) in given {
        let value = match value {
            Value::String(text) => text,
            Value::Array(values) => match values.as_slice() {
                [Value::String(text)] => text,
                _ => return Err(malformed()),
            },
            _ => return Err(malformed()),
        };
        if !is_tag_text(key, 1, 128) || !is_tag_text(value, 0, 256) {
            return Err(malformed());
        }
        tags.push((key.to_owned(), value.clone()));
    }
    let mut keys = Vec::new();
    for list in transitive {
        for key in list.as_array().ok_or_else(malformed)? {
            keys.push(key.as_str().ok_or_else(malformed)?.to_owned());
        }
    }
    Ok(SessionTags { tags, transitive: keys })
}

/// The pattern of tag keys and values in the API's model: letters, numbers, spaces and some marks.
fn is_tag_text(text: &str, least: usize, most: usize) -> bool {
    let length = text.chars().count();
    (least..=most).contains(&length) && text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c))
}

/// The pattern of source identities.
fn is_session_name(text: &str) -> bool {
    (2..=64).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
}

fn time(claims: &Map<String, Value>, name: &str) -> Result<Option<f64>, Failure> {
    match claims.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(value) => value.as_f64().map(Some).ok_or_else(|| invalid(&format!("The {name} claim of the token is not a number"))),
    }
}

/// A claim of one text or several.
fn texts(claims: &Map<String, Value>, name: &str) -> Result<Vec<String>, Failure> {
    let wrong = || invalid(&format!("The {name} claim of the token is neither a string nor a list of strings"));
    match claims.get(name) {
        None | Some(Value::Null) => Ok(Vec::new()),
        Some(Value::String(text)) => Ok(vec![text.clone()]),
        Some(Value::Array(list)) => list.iter().map(|text| text.as_str().map(str::to_owned).ok_or_else(wrong)).collect(),
        Some(_) => Err(wrong()),
    }
}

fn missing(name: &str) -> Failure {
    invalid(&format!("Missing a required claim: {name}"))
}

fn invalid(message: &str) -> Failure {
    InvalidIdentityTokenException::new(message).into()
}

#[cfg(test)]
mod tests {
    use super::{check, issuer, without_scheme};
    use serde_json::{Map, Value, json};
    use wire::Failure;
    use wire::failure::Kind;

    const NOW: i64 = 1_800_000_000;

    fn claims(changes: Value) -> Map<String, Value> {
        let mut claims = json!({"iss": "https://id.example.com/a", "sub": "repo:x", "aud": "app", "iat": NOW, "exp": NOW + 60});
        for (key, value) in changes.as_object().unwrap() {
            claims[key] = value.clone();
        }
        claims.as_object().unwrap().iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k.clone(), v.clone())).collect()
    }

    fn code(failure: Failure) -> String {
        match failure.kind {
            Kind::Modelled { code, .. } => code.into_owned(),
            Kind::Common(common) => format!("{common:?}"),
        }
    }

    fn ids() -> Vec<String> {
        vec!["app".to_owned(), "other".to_owned()]
    }

    #[test]
    fn a_good_token_names_its_subject() {
        let identity = check(&claims(json!({"amr": ["mfa", "pwd"]})), &ids(), NOW).unwrap();
        assert_eq!((identity.subject.as_str(), identity.audience.as_str()), ("repo:x", "app"));
        assert_eq!(identity.methods, ["mfa", "pwd"]);
        assert_eq!(issuer(&claims(json!({}))).unwrap(), "https://id.example.com/a");
        assert_eq!(without_scheme("https://id.example.com/a"), "id.example.com/a");
    }

    #[test]
    fn the_authorized_party_comes_before_the_audience() {
        let identity = check(&claims(json!({"aud": ["x", "app"], "azp": "other"})), &ids(), NOW).unwrap();
        assert_eq!((identity.audience.as_str(), identity.original_audience.as_deref()), ("other", Some("x")));
        assert!(check(&claims(json!({"aud": "app", "azp": "stranger"})), &ids(), NOW).is_err());
        assert_eq!(check(&claims(json!({"aud": ["x", "other"]})), &ids(), NOW).unwrap().audience, "other");
    }

    #[test]
    fn wrong_claims_are_refused() {
        for (changes, expected) in [
            (json!({"exp": NOW}), "ExpiredTokenException"),
            (json!({"exp": NOW - 1_000_000}), "ExpiredTokenException"),
            (json!({"exp": null}), "InvalidIdentityToken"),
            (json!({"exp": "soon"}), "InvalidIdentityToken"),
            (json!({"iat": null}), "InvalidIdentityToken"),
            (json!({"iat": NOW + 301}), "IDPRejectedClaim"),
            (json!({"nbf": NOW + 301}), "IDPRejectedClaim"),
            (json!({"sub": null}), "InvalidIdentityToken"),
            (json!({"sub": 5}), "InvalidIdentityToken"),
            (json!({"sub": "x".repeat(256)}), "InvalidIdentityToken"),
            (json!({"aud": "stranger"}), "InvalidIdentityToken"),
            (json!({"aud": null}), "InvalidIdentityToken"),
            (json!({"aud": [1]}), "InvalidIdentityToken"),
            (json!({"azp": ["app"]}), "InvalidIdentityToken"),
            (json!({"https://aws.amazon.com/source_identity": "no spaces"}), "InvalidIdentityToken"),
            (json!({"https://aws.amazon.com/tags": {"principal_tags": {"a": ["1", "2"]}}}), "InvalidIdentityToken"),
            (json!({"https://aws.amazon.com/tags": {"principal_tags": {"a*": ["1"]}}}), "InvalidIdentityToken"),
            (json!({"https://aws.amazon.com/tags": {"transitive_tag_keys": "a"}}), "InvalidIdentityToken"),
        ] {
            assert_eq!(code(check(&claims(changes.clone()), &ids(), NOW).unwrap_err()), expected, "{changes}");
        }
        assert!(check(&claims(json!({"iat": NOW + 300, "nbf": NOW + 300})), &ids(), NOW).is_ok());
    }

    #[test]
    fn tags_come_nested_or_flat() {
        let nested = json!({"https://aws.amazon.com/tags": {"principal_tags": {"Team": ["a"], "Env": "x y"}, "transitive_tag_keys": ["Team"]}});
        let flat = json!({
            "https://aws.amazon.com/tags/principal_tags/Team": ["a"],
            "https://aws.amazon.com/tags/principal_tags/Env": "x y",
            "https://aws.amazon.com/tags/transitive_tag_keys": ["Team"],
            "https://aws.amazon.com/source_identity": "ada@example.com",
        });
        for changes in [nested, flat] {
            let identity = check(&claims(changes), &ids(), NOW).unwrap();
            let mut tags = identity.tags;
            tags.sort();
            assert_eq!(tags, [("Env".to_owned(), "x y".to_owned()), ("Team".to_owned(), "a".to_owned())]);
            assert_eq!(identity.transitive, ["Team"]);
        }
    }
}
