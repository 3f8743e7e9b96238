//! What a bucket answers to pages of other origins: its CORS configuration, and which of its rules holds for a request. Pure.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/cors.html> and
//! <https://docs.aws.amazon.com/AmazonS3/latest/API/RESTOPTIONSobject.html>.

use plane::ports::CrossOrigin;
use serde::{Deserialize, Serialize};
use wire::Failure;

use crate::api;
use crate::errors::{err, invalid_request, malformed_xml};

/// Most rules of a bucket.
const MOST_RULES: usize = 100;
/// Largest configuration, bytes of its XML without white space between the elements.
const MOST_BYTES: usize = 64 << 10;
/// Longest id of a rule, characters.
const MOST_ID: usize = 255;
/// Most headers that a request may announce. No browser comes near, and each is held against every rule.
const MOST_ANNOUNCED: usize = 256;
const METHODS: [&str; 5] = ["GET", "PUT", "POST", "DELETE", "HEAD"];

/// One rule of the configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorsRule {
    /// Id, if one was given.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Origins, each with one `*` at most.
    pub origins: Vec<String>,
    /// Methods.
    pub methods: Vec<String>,
    /// Headers that may be sent, each with one `*` at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headers: Option<Vec<String>>,
    /// Headers that the page may read.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposed: Option<Vec<String>>,
    /// For how long a browser may keep the answer, seconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_age: Option<i32>,
}

/// Reads a configuration.
///
/// # Errors
/// `MalformedXML`, `InvalidRequest`, `MaxMessageLengthExceeded`.
pub(crate) fn read(given: &[api::CORSRule]) -> Result<Vec<CorsRule>, Failure> {
    if given.is_empty() {
        return Err(malformed_xml());
    }
    if given.len() > MOST_RULES {
        let text = format!("The number of CORS rules should not exceed allowed limit of {MOST_RULES} rules.");
        return Err(invalid_request(text));
    }
    if given.iter().map(size).sum::<usize>() > MOST_BYTES {
        return Err(err("MaxMessageLengthExceeded", 400, "Your request was too big."));
    }
    given.iter().map(rule).collect()
}

fn rule(given: &api::CORSRule) -> Result<CorsRule, Failure> {
    if given.allowed_origins.is_empty() || given.allowed_methods.is_empty() || given.max_age_seconds.is_some_and(|age| age < 0) {
        return Err(malformed_xml());
    }
    if let Some(id) = given.id.as_ref().filter(|id| id.chars().count() > MOST_ID) {
        return Err(invalid_request(format!("The ID value can be up to {MOST_ID} characters long. Invalid ID is \"{id}\"")));
    }
    if let Some(method) = given.allowed_methods.iter().find(|method| !METHODS.contains(&method.as_str())) {
        let text = format!("Found unsupported HTTP method in CORS config. Unsupported method is {method}");
        return Err(invalid_request(text));
    }
    one_wildcard("AllowedOrigin", &given.allowed_origins)?;
    one_wildcard("AllowedHeader", given.allowed_headers.as_deref().unwrap_or_default())?;
    if let Some(header) = given.expose_headers.iter().flatten().find(|header| header.contains('*')) {
        let text = format!("ExposeHeader \"{header}\" contains wildcard. We currently do not support wildcard for ExposeHeader.");
        return Err(invalid_request(text));
    }
    Ok(CorsRule {
        id: given.id.clone(),
        origins: given.allowed_origins.clone(),
        methods: given.allowed_methods.clone(),
        headers: given.allowed_headers.clone(),
        exposed: given.expose_headers.clone(),
        max_age: given.max_age_seconds,
    })
}

fn one_wildcard(element: &str, patterns: &[String]) -> Result<(), Failure> {
    match patterns.iter().find(|pattern| pattern.matches('*').count() > 1) {
        Some(pattern) => Err(invalid_request(format!("{element} \"{pattern}\" can not have more than one wildcard."))),
        None => Ok(()),
    }
}

/// Bytes of a rule as XML.
fn size(rule: &api::CORSRule) -> usize {
    let element = |name: &str, text: usize| 2 * name.len() + "<></>".len() + text;
    let all = |name: &str, texts: &[String]| texts.iter().map(|text| element(name, text.len())).sum::<usize>();
    element("CORSRule", 0)
        + rule.id.as_ref().map_or(0, |id| element("ID", id.len()))
        + all("AllowedOrigin", &rule.allowed_origins)
        + all("AllowedMethod", &rule.allowed_methods)
        + all("AllowedHeader", rule.allowed_headers.as_deref().unwrap_or_default())
        + all("ExposeHeader", rule.expose_headers.as_deref().unwrap_or_default())
}

/// The configuration as the API tells it.
pub(crate) fn told(rules: &[CorsRule]) -> Vec<api::CORSRule> {
    let told = |rule: &CorsRule| api::CORSRule {
        id: rule.id.clone(),
        allowed_headers: rule.headers.clone(),
        allowed_methods: rule.methods.clone(),
        allowed_origins: rule.origins.clone(),
        expose_headers: rule.exposed.clone(),
        max_age_seconds: rule.max_age,
    };
    rules.iter().map(told).collect()
}

fn forbidden(message: &str) -> Failure {
    err("AccessForbidden", 403, format!("CORSResponse: {message}"))
}

/// The headers of an answer to a page of another origin.
///
/// # Errors
/// What a preflight is answered where no rule allows the request: `BadRequest`, `AccessForbidden`.
pub(crate) fn answer(
    bucket: Option<Option<&[CorsRule]>>,
    asked: &CrossOrigin<'_>,
) -> Result<Vec<(&'static str, String)>, Failure> {
    let bad = |method: &str| err("BadRequest", 400, format!("Invalid Access-Control-Request-Method: {method}"));
    let Some(origin) = asked.origin else {
        return Err(err("BadRequest", 400, "Insufficient information. Origin request header needed."));
    };
    if let Some(method) = asked.method.filter(|method| !METHODS.contains(method)) {
        return Err(bad(method));
    }
    let rules = bucket.ok_or_else(|| forbidden("Bucket not found"))?;
    let rules = rules.ok_or_else(|| forbidden("CORS is not enabled for this bucket."))?;
    let method = asked.method.ok_or_else(|| bad("null"))?;
    let headers: Vec<String> = asked
        .headers
        .unwrap_or_default()
        .split(',')
        .map(|name| name.trim().to_ascii_lowercase())
        .filter(|name| !name.is_empty())
        .take(MOST_ANNOUNCED + 1)
        .collect();
    let found = rules
        .iter()
        .filter(|_| headers.len() <= MOST_ANNOUNCED)
        .filter(|rule| rule.methods.iter().any(|known| known == method))
        .filter(|rule| headers.iter().all(|name| rule.allows_header(name)))
        .find_map(|rule| rule.origins.iter().find(|pattern| matches(pattern, origin)).map(|pattern| (rule, pattern)));
    // The spelling is the service's.
    let Some((rule, pattern)) = found else {
        return Err(forbidden(
            "This CORS request is not allowed. This is usually because the evalution of Origin, request method / \
             Access-Control-Request-Method or Access-Control-Request-Headers are not whitelisted by the resource's CORS spec.",
        ));
    };
    let mut told = Vec::with_capacity(7);
    if pattern == "*" {
        told.push(("access-control-allow-origin", "*".to_owned()));
    } else {
        told.push(("access-control-allow-origin", origin.to_owned()));
        told.push(("access-control-allow-credentials", "true".to_owned()));
    }
    told.push(("access-control-allow-methods", rule.methods.join(", ")));
    if !headers.is_empty() {
        told.push(("access-control-allow-headers", headers.join(", ")));
    }
    if let Some(exposed) = rule.exposed.as_ref().filter(|exposed| !exposed.is_empty()) {
        told.push(("access-control-expose-headers", exposed.join(", ")));
    }
    told.extend(rule.max_age.map(|age| ("access-control-max-age", age.to_string())));
    told.push(("vary", "Origin, Access-Control-Request-Headers, Access-Control-Request-Method".to_owned()));
    Ok(told)
}

impl CorsRule {
    /// Whether a header, in lower case, may be sent.
    fn allows_header(&self, name: &str) -> bool {
        self.headers.iter().flatten().any(|pattern| matches(&pattern.to_ascii_lowercase(), name))
    }
}

/// Whether a text fits a pattern with one `*` at most.
fn matches(pattern: &str, text: &str) -> bool {
    match pattern.split_once('*') {
        None => pattern == text,
        Some((begin, end)) => text.strip_prefix(begin).is_some_and(|rest| rest.ends_with(end)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn given(origins: &[&str], methods: &[&str], headers: &[&str]) -> api::CORSRule {
        let owned = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect::<Vec<_>>();
        api::CORSRule {
            allowed_origins: owned(origins),
            allowed_methods: owned(methods),
            allowed_headers: Some(owned(headers)),
            ..api::CORSRule::default()
        }
    }

    fn asked<'a>(origin: &'a str, method: &'a str, headers: &'a str) -> CrossOrigin<'a> {
        CrossOrigin { origin: Some(origin), method: Some(method), headers: Some(headers) }
    }

    fn code(failure: &Failure) -> &str {
        match &failure.kind {
            wire::failure::Kind::Modelled { code, .. } => code,
            wire::failure::Kind::Common(_) => "common",
        }
    }

    #[test]
    fn what_is_no_configuration() {
        let bad = |rule: api::CORSRule| read(&[rule]).unwrap_err();
        assert_eq!(code(&read(&[]).unwrap_err()), "MalformedXML");
        assert_eq!(code(&bad(given(&[], &["GET"], &[]))), "MalformedXML");
        assert_eq!(code(&bad(given(&["*"], &[], &[]))), "MalformedXML");
        assert_eq!(code(&bad(api::CORSRule { max_age_seconds: Some(-1), ..given(&["*"], &["GET"], &[]) })), "MalformedXML");
        for rule in [
            given(&["*"], &["PATCH"], &[]),
            given(&["http://*.*"], &["GET"], &[]),
            given(&["*"], &["GET"], &["x-*-*"]),
            api::CORSRule { expose_headers: Some(vec!["*".into()]), ..given(&["*"], &["GET"], &[]) },
            api::CORSRule { id: Some("i".repeat(256)), ..given(&["*"], &["GET"], &[]) },
        ] {
            assert_eq!(code(&bad(rule)), "InvalidRequest");
        }
        let many = vec![given(&["*"], &["GET"], &[]); 101];
        assert_eq!(code(&read(&many).unwrap_err()), "InvalidRequest");
        assert_eq!(read(&many[..100]).unwrap().len(), 100);
        let long = given(&["o".repeat(1000).as_str(); 64], &["GET"], &[]);
        assert_eq!(code(&read(std::slice::from_ref(&long)).unwrap_err()), "MaxMessageLengthExceeded");
        let rules = read(&many[..2]).unwrap();
        assert_eq!(told(&rules), many[..2]);
    }

    #[test]
    fn the_first_rule_that_fits_answers() {
        let rules = read(&[
            given(&["https://a.example", "http://*.b.example"], &["PUT", "GET"], &["x-amz-*", "Content-Type"]),
            given(&["*"], &["GET"], &[]),
        ])
        .unwrap();
        let ask = |origin: &str, method: &str, headers: &str| answer(Some(Some(&rules)), &asked(origin, method, headers));
        let value = |told: &[(&'static str, String)], name: &str| {
            told.iter().find(|(known, _)| *known == name).map(|(_, value)| value.clone())
        };
        let told = ask("http://x.b.example", "PUT", "X-Amz-Date, content-type").unwrap();
        assert_eq!(value(&told, "access-control-allow-origin").unwrap(), "http://x.b.example");
        assert_eq!(value(&told, "access-control-allow-credentials").unwrap(), "true");
        assert_eq!(value(&told, "access-control-allow-methods").unwrap(), "PUT, GET");
        assert_eq!(value(&told, "access-control-allow-headers").unwrap(), "x-amz-date, content-type");
        let told = ask("https://c.example", "GET", "").unwrap();
        assert_eq!(value(&told, "access-control-allow-origin").unwrap(), "*");
        assert_eq!(value(&told, "access-control-allow-credentials"), None);
        for (origin, method, headers) in [
            ("https://c.example", "PUT", ""),
            ("https://A.example", "PUT", ""),
            ("http://b.example", "PUT", ""),
            ("https://a.example", "DELETE", ""),
            ("https://a.example", "GET", "authorization"),
            ("https://a.example", "PUT", &"x-amz-a,".repeat(257)),
        ] {
            assert_eq!(code(&ask(origin, method, headers).unwrap_err()), "AccessForbidden", "{origin} {method}");
        }
        assert!(ask("https://a.example", "PUT", &"x-amz-a,".repeat(256)).is_ok());
    }

    #[test]
    fn what_a_preflight_lacks() {
        let rules = read(&[given(&["*"], &["GET"], &[])]).unwrap();
        let refused = |bucket, origin, method| {
            let failure = answer(bucket, &CrossOrigin { origin, method, headers: None }).unwrap_err();
            format!("{} {}", code(&failure), failure.message)
        };
        let (here, origin) = (Some(Some(rules.as_slice())), Some("http://a"));
        assert_eq!(refused(here, None, None), "BadRequest Insufficient information. Origin request header needed.");
        assert_eq!(refused(here, origin, None), "BadRequest Invalid Access-Control-Request-Method: null");
        assert_eq!(refused(None, origin, Some("YUCK")), "BadRequest Invalid Access-Control-Request-Method: YUCK");
        assert_eq!(refused(None, origin, None), "AccessForbidden CORSResponse: Bucket not found");
        assert_eq!(refused(Some(None), origin, None), "AccessForbidden CORSResponse: CORS is not enabled for this bucket.");
    }
}
