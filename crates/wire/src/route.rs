//! Which operation of which service a request calls, and in which protocol.

mod rest;

use crate::contracts::{CONTRACTS, contract};
use crate::failure::{Common, Failure};
use crate::model::{Contract, OperationModel, Protocol, Service};
use crate::protocol::text::{pairs, percent_decode};
use crate::request::RequestParts;
use crate::sigv4::is_s3_name;

/// A request's place in the contracts.
#[derive(Debug, Clone)]
pub struct Route {
    /// The service's entry in the table of contracts.
    pub contract: &'static Contract,
    /// The service's model.
    pub service: &'static Service,
    /// The operation.
    pub operation: &'static OperationModel,
    /// The protocol the caller speaks.
    pub protocol: Protocol,
    /// `1.0` or `1.1`: the version of awsJson that the caller's Content-Type names, else the model's.
    pub json_version: &'static str,
    /// Whether the caller wants `x-amzn-query-error` (it sent `x-amzn-query-mode: true`).
    pub query_mode: bool,
    /// Member names of the input and the decoded labels of the path (REST protocols).
    pub labels: Vec<(&'static str, String)>,
}

/// Why a request has no route, and how to say so.
#[derive(Debug, Clone)]
pub struct RouteError {
    /// The protocol to answer in.
    pub protocol: Protocol,
    /// The version of awsJson to answer in.
    pub json_version: &'static str,
    /// The service, where it is known.
    pub service: Option<&'static Service>,
    /// Whether the caller wants `x-amzn-query-error`.
    pub query_mode: bool,
    /// The answer.
    pub failure: Failure,
}

/// Finds the route of a request.
///
/// `body` may be the whole body or its beginning, uncompressed: it is read only for `Action` and `Version` of the Query protocol. `scope_service`
/// is the service of the signature's credential scope; REST requests are routed by it. Whether the scope fits the route is for the caller to check.
///
/// # Errors
/// A [`RouteError`] with `UnknownOperation` for what no contract has.
pub fn route(parts: &RequestParts<'_>, body: &[u8], scope_service: Option<&str>) -> Result<Route, RouteError> {
    let asked = Asked {
        json_version: json_version(parts),
        query_mode: parts.header("x-amzn-query-mode").is_some_and(|v| v.eq_ignore_ascii_case("true")),
    };
    if let Some(target) = parts.header("x-amz-target") {
        return by_target(target, asked);
    }
    if parts.header("smithy-protocol").is_some_and(|p| p.trim() == "rpc-v2-cbor") {
        return by_cbor_path(parts.path, asked);
    }
    let scope = scope_service.and_then(by_signing_name);
    if let Some((action, version)) = action(parts, body) {
        return by_action(&action, version.as_deref(), scope, asked);
    }
    let contract = scope.or_else(|| scope_service.is_none().then(|| unsigned(parts)).flatten());
    let Some(contract) = contract else {
        return Err(asked.unknown(protocol_of_type(parts), None, "The service of this request is not known here."));
    };
    let found = by_path(parts, contract, asked).or_else(|error| beside(parts, contract, asked).ok_or(error))?;
    Ok(if scope_service == Some("s3express") { of_directory_buckets(found) } else { found })
}

/// Directory buckets are listed where buckets are, on a host of their own: here it is the signing name that tells.
fn of_directory_buckets(found: Route) -> Route {
    match found.service.operation("ListDirectoryBuckets") {
        Some(operation) if found.operation.name == "ListBuckets" => Route { operation, ..found },
        _ => found,
    }
}

/// What the caller's headers say about the form of the answer.
#[derive(Clone, Copy)]
struct Asked {
    json_version: Option<&'static str>,
    query_mode: bool,
}

impl Asked {
    fn found(self, contract: &'static Contract, operation: &'static OperationModel, protocol: Protocol) -> Route {
        let service = contract.service();
        let json_version = self.json_version.unwrap_or(service.json_version);
        Route { contract, service, operation, protocol, json_version, query_mode: self.query_mode, labels: Vec::new() }
    }

    fn error(self, protocol: Protocol, contract: Option<&'static Contract>, failure: Failure) -> RouteError {
        let service = contract.map(Contract::service);
        let json_version = self.json_version.or(service.map(|s| s.json_version)).unwrap_or("1.1");
        RouteError { protocol, json_version, service, query_mode: self.query_mode, failure }
    }

    fn unknown(self, protocol: Protocol, contract: Option<&'static Contract>, message: impl Into<String>) -> RouteError {
        self.error(protocol, contract, Failure::common(Common::UnknownOperation, message))
    }
}

fn json_version(parts: &RequestParts<'_>) -> Option<&'static str> {
    let kind = parts.header("content-type")?.trim().to_ascii_lowercase();
    if kind.starts_with("application/x-amz-json-1.0") {
        Some("1.0")
    } else if kind.starts_with("application/x-amz-json-1.1") {
        Some("1.1")
    } else {
        None
    }
}

/// The protocol to answer in when nothing but the Content-Type is known.
fn protocol_of_type(parts: &RequestParts<'_>) -> Protocol {
    let kind = parts.header("content-type").unwrap_or_default().trim().to_ascii_lowercase();
    if kind.starts_with("application/x-amz-json") {
        Protocol::AwsJson
    } else if kind.starts_with("application/x-www-form-urlencoded") {
        Protocol::Query
    } else if kind.starts_with("application/cbor") {
        Protocol::RpcCbor
    } else {
        Protocol::RestJson
    }
}

/// The contract of a service in a credential scope.
fn by_signing_name(name: &str) -> Option<&'static Contract> {
    if is_s3_name(name) {
        return contract("s3");
    }
    CONTRACTS.iter().find(|c| c.signing_name == name)
}

/// The contract whose target prefix is `prefix`, whole or from its last dot on: SDKs generated from Smithy models send only that part.
fn by_target_prefix(prefix: &str) -> Option<&'static Contract> {
    let last = |whole: &'static str| whole.rsplit_once('.').map_or(whole, |(_, last)| last);
    CONTRACTS.iter().find(|c| c.target_prefix.is_some_and(|whole| whole == prefix || last(whole) == prefix))
}

fn by_target(target: &str, asked: Asked) -> Result<Route, RouteError> {
    let parts = target.trim().rsplit_once('.');
    let contract = parts.and_then(|(prefix, _)| by_target_prefix(prefix));
    let operation = contract.zip(parts).and_then(|(c, (_, name))| c.service().operation(name).map(|o| (c, o)));
    match operation {
        Some((contract, operation)) if contract.service().protocols.contains(&Protocol::AwsJson) => {
            Ok(asked.found(contract, operation, Protocol::AwsJson))
        }
        _ => Err(asked.unknown(Protocol::AwsJson, contract, "The requested operation is not known.")),
    }
}

fn by_cbor_path(path: &str, asked: Asked) -> Result<Route, RouteError> {
    // The path may have a prefix: only its last four segments count.
    let mut tail = path.rsplit('/');
    let (name, word, prefix, service) = (tail.next(), tail.next(), tail.next(), tail.next());
    let unknown = |contract| asked.unknown(Protocol::RpcCbor, contract, "The requested operation is not known.");
    let (Some(name), Some("operation"), Some(prefix), Some("service")) = (name, word, prefix, service) else {
        return Err(unknown(None));
    };
    let contract = by_target_prefix(prefix).ok_or_else(|| unknown(None))?;
    match contract.service().operation(name) {
        Some(operation) if contract.service().protocols.contains(&Protocol::RpcCbor) => {
            Ok(asked.found(contract, operation, Protocol::RpcCbor))
        }
        _ => Err(unknown(Some(contract))),
    }
}

/// `Action` and `Version`, from the query string or a form.
fn action(parts: &RequestParts<'_>, body: &[u8]) -> Option<(String, Option<String>)> {
    let kind = parts.header("content-type").map(|k| k.trim().to_ascii_lowercase());
    let form = kind.is_some_and(|k| k.starts_with("application/x-www-form-urlencoded"));
    let text = if form { utf8_start(body) } else { "" };
    let find = |name: &str| {
        let found = pairs(text).chain(pairs(parts.query)).find(|(n, _)| *n == name);
        found.and_then(|(_, value)| percent_decode(value, true))
    };
    find("Action").map(|action| (action, find("Version")))
}

/// The longest beginning that is UTF-8: a prefix of a body may end within a character.
fn utf8_start(bytes: &[u8]) -> &str {
    match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => bytes.get(..error.valid_up_to()).and_then(|b| std::str::from_utf8(b).ok()).unwrap_or_default(),
    }
}

fn by_action(action: &str, version: Option<&str>, scope: Option<&'static Contract>, asked: Asked) -> Result<Route, RouteError> {
    let speaks = |c: &&'static Contract| c.service().protocols.contains(&Protocol::Query);
    // Versions are unique among the services that speak Query, so the model is read only of those with this version.
    let contract = match scope {
        Some(contract) => Some(contract).filter(speaks),
        None => CONTRACTS.iter().filter(|c| version == Some(c.api_version)).find(speaks),
    };
    let fits = contract.filter(|c| version == Some(c.api_version));
    match fits.and_then(|c| c.service().operation(action).map(|o| (c, o))) {
        Some((contract, operation)) => Ok(asked.found(contract, operation, Protocol::Query)),
        None => {
            let version = version.unwrap_or("NO_VERSION_SPECIFIED");
            Err(asked.unknown(Protocol::Query, contract, format!("Could not find operation {action} for version {version}")))
        }
    }
}

fn by_path(parts: &RequestParts<'_>, contract: &'static Contract, asked: Asked) -> Result<Route, RouteError> {
    let service = contract.service();
    let rest = service.protocols.iter().copied().find(|p| matches!(p, Protocol::RestJson | Protocol::RestXml));
    let Some(protocol) = rest else {
        // A form is the Query protocol's, also to a service that speaks others: then only its action cannot be read.
        let form = protocol_of_type(parts) == Protocol::Query && service.protocols.contains(&Protocol::Query);
        return Err(match service.protocols.first() {
            first if form || first == Some(&Protocol::Query) => {
                let failure =
                    Failure::unlisted("MissingAction", 400, "The request is missing an action or a required parameter.");
                asked.error(Protocol::Query, Some(contract), failure)
            }
            first => {
                // A CBOR service is spoken to in awsJson by what sends neither header.
                let protocol = first.copied().filter(|p| *p != Protocol::RpcCbor).unwrap_or(Protocol::AwsJson);
                asked.unknown(protocol, Some(contract), "The request names no operation.")
            }
        });
    };
    match rest::find(service, parts) {
        Some((operation, labels)) => Ok(Route { labels, ..asked.found(contract, operation, protocol) }),
        None => {
            let message = match protocol {
                Protocol::RestXml => "The specified method is not allowed against this resource.",
                _ => "Unable to determine service/operation name to be authorized",
            };
            Err(asked.unknown(protocol, Some(contract), message))
        }
    }
}

/// A path that a service has beside its protocol, in a contract of our own: exporters of OpenTelemetry speak to Logs and CloudWatch so.
fn beside(parts: &RequestParts<'_>, contract: &'static Contract, asked: Asked) -> Option<Route> {
    let own = CONTRACTS.iter().filter(|c| c.own && c.id != contract.id && c.signing_name == contract.signing_name);
    own.filter(|c| c.service().protocols.contains(&Protocol::RestJson)).find_map(|c| {
        let (operation, labels) = rest::find(c.service(), parts)?;
        Some(Route { labels, ..asked.found(c, operation, Protocol::RestJson) })
    })
}

/// The service of a request without a credential scope: the one of an ARN in the path (`/tags/{arn}` is many services'), the one that the host name
/// begins with, else S3, the one service with a public side.
fn unsigned(parts: &RequestParts<'_>) -> Option<&'static Contract> {
    let path = percent_decode(parts.path, false)?;
    let arn_service = path.split_once("arn:").and_then(|(_, rest)| rest.split(':').nth(1));
    let host_service = parts.header("host").and_then(|h| h.split(['.', ':']).next());
    let named = |name: &str| CONTRACTS.iter().find(|c| c.signing_name == name || c.endpoint_prefix == name);
    arn_service
        .filter(|_| path.starts_with("/tags/"))
        .and_then(named)
        .or_else(|| host_service.and_then(named))
        .or_else(|| outside_s3(parts, &path))
        .or_else(|| contract("s3"))
}

/// The bucket in the path of a request without a signature; none if it is another service's, or there is no bucket in it.
pub fn bucket_of(parts: &RequestParts<'_>) -> Option<String> {
    unsigned(parts).filter(|contract| contract.id == "s3")?;
    let first = parts.path.strip_prefix('/')?.split('/').next()?;
    percent_decode(first, false).filter(|name| !name.is_empty())
}

/// `2015-03-31`, as paths of an API's version begin.
fn is_date(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, byte)| if matches!(at, 4 | 7) { byte == b'-' } else { byte.is_ascii_digit() })
}

/// No bucket has capitals in its name, and hardly one is called like a day: a path that begins so may be an operation of another REST service.
fn outside_s3(parts: &RequestParts<'_>, path: &str) -> Option<&'static Contract> {
    let first = path.trim_start_matches('/').split('/').next()?;
    let foreign = first.contains(|c: char| c.is_ascii_uppercase()) || is_date(first);
    let speaks = |c: &&'static Contract| {
        let service = c.service();
        service.protocols.contains(&Protocol::RestJson) && rest::find(service, parts).is_some()
    };
    CONTRACTS.iter().filter(|c| foreign && c.id != "s3").find(speaks)
}
