//! What a response says, and whether it may be believed: the rules of SAML 2.0 Profiles, section 4.1.4, as AWS applies them.
//!
//! See <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html> and, for the errors,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_saml.html>.

use aws_lc_rs::digest::{SHA1_FOR_LEGACY_USE_ONLY, digest};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use jiff::Timestamp;
use wire::Failure;

use super::attributes::Attributes;
use super::signature::{DSIG, SignatureError, verified};
use super::xml::{Document, ElementId};
use crate::api::{ExpiredTokenException, IDPRejectedClaimException, InvalidIdentityTokenException};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
const NAME_FORMAT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:";
/// How far a provider's clock may be ahead, seconds.
const SKEW: i64 = 300;
/// How old an assertion may be, seconds.
const REDEEM_WITHIN: i64 = 300;

/// What the account knows of the provider that is to vouch.
#[derive(Debug, Clone, Copy)]
pub struct Vouching<'a> {
    /// ARN of the provider.
    pub provider: &'a str,
    /// ARN of the role that is asked for.
    pub role: &'a str,
    /// `entityID` of its metadata.
    pub issuer: &'a str,
    /// The keys that sign its assertions, X.509 `SubjectPublicKeyInfo`.
    pub keys: &'a [Vec<u8>],
}

/// Whom the provider vouches for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Login {
    /// `NameID`.
    pub subject: String,
    /// Its format, without SAML's own prefix.
    pub subject_type: String,
    /// `Recipient`: what AWS calls the audience.
    pub recipient: String,
    /// `RoleSessionName`.
    pub session_name: String,
    /// `SessionNotOnOrAfter`: no session is longer.
    pub until: Option<Timestamp>,
    /// Session tags.
    pub tags: Vec<(String, String)>,
    /// Keys of those that pass on.
    pub transitive: Vec<String>,
    /// Source identity.
    pub source_identity: Option<String>,
    /// Condition keys of further attributes.
    pub keys: Vec<(String, Vec<String>)>,
}

/// What names a subject uniquely beside its name: a hash of issuer, account and the provider's name.
pub(crate) fn name_qualifier(issuer: &str, account: &str, provider_name: &str) -> String {
    STANDARD.encode(digest(&SHA1_FOR_LEGACY_USE_ONLY, format!("{issuer}{account}/{provider_name}").as_bytes()))
}

fn invalid(message: impl Into<String>) -> Failure {
    InvalidIdentityTokenException::new(message).into()
}

fn expired(message: impl Into<String>) -> Failure {
    ExpiredTokenException::new(message).into()
}

/// Verifies and reads a response: base64, as it stands in the request.
///
/// # Errors
/// `InvalidIdentityToken` for what is not signed by the provider or not complete, `ExpiredTokenException` for what is too old, `IDPRejectedClaim`
/// where the provider did not authenticate.
pub fn read(encoded: &str, vouching: &Vouching<'_>, now: Timestamp) -> Result<Login, Failure> {
    let packed: String = encoded.chars().filter(|c| !c.is_ascii_whitespace()).collect();
    let bytes = STANDARD.decode(packed).map_err(|_| invalid("Invalid base64 SAMLResponse"))?;
    let text = String::from_utf8(bytes).map_err(|_| invalid("Invalid SAML response: it is not UTF-8"))?;
    let document = Document::parse(&text).map_err(|error| invalid(format!("Invalid SAML response: {error}")))?;
    let root = document.root();
    if !document.is(root, PROTOCOL, "Response") {
        return Err(invalid("Invalid SAML response: its root element is not Response"));
    }
    check_status(&document, root)?;
    // From here on nothing is read of the document itself, only of what a signature was found to cover.
    let (signed, whole) = signed_part(&document, root, vouching)?;
    let document = Document::parse(&signed).map_err(Failure::internal)?;
    let assertion = if whole {
        check_status(&document, document.root())?;
        one_assertion(&document, document.root())?
    } else {
        document.root()
    };
    if !document.is(assertion, ASSERTION, "Assertion") {
        return Err(invalid("Response signature invalid"));
    }
    login(&document, assertion, vouching, now)
}

/// The canonical text of the response, if it is signed, or else of its only assertion; and whether it is the response.
fn signed_part(document: &Document, root: ElementId, vouching: &Vouching<'_>) -> Result<(String, bool), Failure> {
    let refused = |error: SignatureError| invalid(format!("Response signature invalid: {error}"));
    let holds = |id| document.children(id, DSIG, "Signature").next().is_some();
    if holds(root) {
        return Ok((verified(document, root, vouching.keys).map_err(refused)?, true));
    }
    let assertion = one_assertion(document, root)?;
    Ok((verified(document, assertion, vouching.keys).map_err(refused)?, false))
}

fn one_assertion(document: &Document, response: ElementId) -> Result<ElementId, Failure> {
    if document.children(response, ASSERTION, "EncryptedAssertion").next().is_some() {
        return Err(invalid("Invalid SAML response: encrypted assertions are not supported"));
    }
    document
        .only(response, ASSERTION, "Assertion")
        .ok_or_else(|| invalid("Invalid SAML response: it must hold exactly one Assertion"))
}

fn check_status(document: &Document, response: ElementId) -> Result<(), Failure> {
    let code = document.only(response, PROTOCOL, "Status").and_then(|status| document.only(status, PROTOCOL, "StatusCode"));
    match code.and_then(|code| document.attribute(code, "Value")) {
        Some(SUCCESS) => Ok(()),
        Some(_) => Err(IDPRejectedClaimException::new("The identity provider reported that authentication failed").into()),
        None => Err(invalid("Invalid SAML response: the status is missing")),
    }
}

fn login(document: &Document, assertion: ElementId, vouching: &Vouching<'_>, now: Timestamp) -> Result<Login, Failure> {
    let missing = |what: &str| invalid(format!("Invalid SAML response: {what} is missing"));
    let issuer = document.only(assertion, ASSERTION, "Issuer").and_then(|id| document.text_of(id));
    if issuer != Some(vouching.issuer) {
        return Err(invalid("Issuer not present in specified provider"));
    }
    let issued = time(document, assertion, "IssueInstant")?.ok_or_else(|| missing("IssueInstant"))?;
    not_early(issued, now)?;
    if now.as_second() - issued.as_second() > REDEEM_WITHIN {
        return Err(expired("Token must be redeemed within 5 minutes of issuance"));
    }
    check_conditions(document, assertion, now)?;
    let subject = document.only(assertion, ASSERTION, "Subject").ok_or_else(|| missing("the subject"))?;
    let name = document.only(subject, ASSERTION, "NameID").ok_or_else(|| missing("NameID"))?;
    let subject_name = document.text_of(name).filter(|text| !text.is_empty()).ok_or_else(|| missing("NameID"))?.to_owned();
    let format = document.attribute(name, "Format").unwrap_or("urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified");
    let recipient = confirmed(document, subject, now)?;
    let mut until: Option<Timestamp> = None;
    for statement in document.children(assertion, ASSERTION, "AuthnStatement") {
        if let Some(end) = time(document, statement, "SessionNotOnOrAfter")? {
            until = Some(until.map_or(end, |before| before.min(end)));
        }
    }
    if document.children(assertion, ASSERTION, "AuthnStatement").next().is_none() {
        return Err(missing("AuthnStatement"));
    }
    if until.is_some_and(|until| until <= now) {
        return Err(expired("The session of the SAML response is over"));
    }
    let attributes = attributes(document, assertion)?;
    check_role(attributes.of_aws("Role"), vouching)?;
    check_duration(attributes.of_aws("SessionDuration"))?;
    let session_name = match attributes.of_aws("RoleSessionName") {
        [name] if is_name(name) => name.clone(),
        [_] => return Err(invalid("RoleSessionName in AuthnResponse must match [a-zA-Z_0-9+=,.@-]{2,64}")),
        _ => return Err(invalid("RoleSessionName is required in AuthnResponse")),
    };
    let source_identity = match attributes.of_aws("SourceIdentity") {
        [] => None,
        [name] if is_name(name) && !name.starts_with("aws:") => Some(name.clone()),
        _ => return Err(invalid("Source Identity must match [a-zA-Z_0-9+=,.@-]{2,64} and not begin with \"aws:\"")),
    };
    let mut tags = Vec::new();
    for (key, values) in attributes.of_aws_after("PrincipalTag:") {
        match values {
            [value] if is_tag(key, 1, 128) && is_tag(value, 0, 256) => tags.push((key.to_owned(), value.clone())),
            _ => return Err(invalid("The session tags in the SAML response are not valid")),
        }
    }
    Ok(Login {
        subject: subject_name,
        subject_type: format.strip_prefix(NAME_FORMAT).unwrap_or(format).to_owned(),
        recipient,
        session_name,
        until,
        tags,
        transitive: attributes.of_aws("TransitiveTagKeys").to_vec(),
        source_identity,
        keys: attributes.condition_keys(),
    })
}

/// `Conditions`: the time, and an audience that is AWS's.
fn check_conditions(document: &Document, assertion: ElementId, now: Timestamp) -> Result<(), Failure> {
    let no_audience = || invalid("Response does not contain the required audience");
    let conditions = document.only(assertion, ASSERTION, "Conditions").ok_or_else(no_audience)?;
    check_times(document, conditions, now)?;
    let mut restrictions = document.children(conditions, ASSERTION, "AudienceRestriction").peekable();
    if restrictions.peek().is_none() {
        return Err(no_audience());
    }
    let met = |restriction| {
        document
            .children(restriction, ASSERTION, "Audience")
            .filter_map(|audience| document.text_of(audience))
            .any(|audience| audience == "urn:amazon:webservices" || is_endpoint(audience))
    };
    if restrictions.all(met) { Ok(()) } else { Err(no_audience()) }
}

/// The recipient of a bearer confirmation that holds now.
fn confirmed(document: &Document, subject: ElementId, now: Timestamp) -> Result<String, Failure> {
    let mut last = invalid("Invalid SAML response: a bearer SubjectConfirmation is missing");
    for confirmation in document.children(subject, ASSERTION, "SubjectConfirmation") {
        if document.attribute(confirmation, "Method") != Some(BEARER) {
            continue;
        }
        match confirmation_of_bearer(document, confirmation, now) {
            Ok(recipient) => return Ok(recipient),
            Err(failure) => last = failure,
        }
    }
    Err(last)
}

fn confirmation_of_bearer(document: &Document, confirmation: ElementId, now: Timestamp) -> Result<String, Failure> {
    let data = document
        .only(confirmation, ASSERTION, "SubjectConfirmationData")
        .ok_or_else(|| invalid("Invalid SAML response: SubjectConfirmationData is missing"))?;
    if document.attribute(data, "NotOnOrAfter").is_none() {
        return Err(invalid("Invalid SAML response: NotOnOrAfter of the SubjectConfirmationData is missing"));
    }
    check_times(document, data, now)?;
    let recipient = document.attribute(data, "Recipient").filter(|recipient| is_endpoint(recipient));
    recipient.map(str::to_owned).ok_or_else(|| invalid("Invalid SAML response: the recipient is not a sign-in endpoint of AWS"))
}

/// The addresses that assertions for AWS are sent to: global and regional, with or without a provider's own path.
fn is_endpoint(url: &str) -> bool {
    let Some((host, path)) = url.strip_prefix("https://").and_then(|rest| rest.split_once('/')) else { return false };
    let host = host.strip_suffix("signin.aws.amazon.com");
    let regional = |region: &str| {
        region.strip_suffix('.').is_some_and(|r| r.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'))
    };
    host.is_some_and(|region| region.is_empty() || regional(region)) && (path == "saml" || path.starts_with("saml/acs/"))
}

fn check_times(document: &Document, of: ElementId, now: Timestamp) -> Result<(), Failure> {
    if let Some(from) = time(document, of, "NotBefore")? {
        not_early(from, now)?;
    }
    match time(document, of, "NotOnOrAfter")? {
        Some(until) if until <= now => Err(expired("The SAML response is no longer valid")),
        _ => Ok(()),
    }
}

fn not_early(from: Timestamp, now: Timestamp) -> Result<(), Failure> {
    if from.as_second() > now.as_second().saturating_add(SKEW) {
        return Err(invalid("The SAML response is not valid yet"));
    }
    Ok(())
}

/// A time, which SAML has in UTC.
fn time(document: &Document, of: ElementId, name: &str) -> Result<Option<Timestamp>, Failure> {
    let read = |text: &str| {
        text.trim().parse::<Timestamp>().map_err(|_| invalid(format!("Invalid SAML response: {name} is not a time")))
    };
    document.attribute(of, name).map(read).transpose()
}

fn attributes(document: &Document, assertion: ElementId) -> Result<Attributes, Failure> {
    let mut found = Attributes::default();
    for statement in document.children(assertion, ASSERTION, "AttributeStatement") {
        for attribute in document.children(statement, ASSERTION, "Attribute") {
            let Some(name) = document.attribute(attribute, "Name") else { continue };
            let values = document.children(attribute, ASSERTION, "AttributeValue");
            // A value that has elements in it, such as a NameID, is nothing that a role or a tag could be made of.
            found.add(name, values.filter_map(|value| document.text_of(value)).map(str::to_owned).collect());
        }
    }
    Ok(found)
}

/// One of the values must pair the role with the provider, in either order.
fn check_role(values: &[String], vouching: &Vouching<'_>) -> Result<(), Failure> {
    let mut pairs = values.iter().filter_map(|value| value.split_once(',')).map(|(one, other)| (one.trim(), other.trim()));
    let wanted = (vouching.role, vouching.provider);
    if pairs.any(|(one, other)| (one, other) == wanted || (other, one) == wanted) {
        return Ok(());
    }
    Err(crate::errors::denied("Not authorized to perform sts:AssumeRoleWithSAML"))
}

/// It is meant for sign-in to the console, but must be right.
fn check_duration(values: &[String]) -> Result<(), Failure> {
    match values {
        [] => Ok(()),
        [value] if value.parse::<i32>().is_ok_and(|seconds| (900..=43_200).contains(&seconds)) => Ok(()),
        _ => Err(invalid("SessionDuration in AuthnResponse must be a number of seconds from 900 to 43200")),
    }
}

fn is_name(name: &str) -> bool {
    (2..=64).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric() || b"_+=,.@-".contains(&b))
}

fn is_tag(text: &str, least: usize, most: usize) -> bool {
    (least..=most).contains(&text.chars().count())
        && text.chars().all(|c| c.is_alphanumeric() || c.is_whitespace() || "_.:/=+-@".contains(c))
}
