//! What the targets of the protocols share.

use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method};
use wire::contracts::CONTRACTS;
use wire::model::{Location, Protocol};
use wire::protocol::{decode, to_audit_json};
use wire::request::RequestParts;
use wire::route::Route;
use wire::validate::validate;

/// The first two bytes choose one of the protocol's operations; the rest, up to a byte 0, is the query string, then comes the body.
pub fn run(protocol: Protocol, data: &[u8]) {
    let Some(([high, low], rest)) = data.split_first_chunk::<2>() else { return };
    let choice = usize::from(u16::from_be_bytes([*high, *low]));
    let speaking: Vec<_> = CONTRACTS.iter().filter(|c| c.service().protocols.contains(&protocol)).collect();
    let operations: usize = speaking.iter().map(|c| c.service().operations.len()).sum();
    let mut index = choice % operations;
    let contract = speaking
        .iter()
        .find(|c| {
            let count = c.service().operations.len();
            let here = index < count;
            if !here {
                index -= count;
            }
            here
        })
        .unwrap();
    let service = contract.service();
    let operation = &service.operations[index];
    let rest_protocol = matches!(protocol, Protocol::RestJson | Protocol::RestXml);
    let (query, body) = match rest.iter().position(|b| *b == 0) {
        Some(end) if rest_protocol => (String::from_utf8_lossy(&rest[..end]).into_owned(), &rest[end + 1..]),
        _ => (String::new(), rest),
    };
    let structure = operation.input.and_then(|id| service.structure(id));
    let uri = |name: &&'static str| structure.and_then(|s| s.member(name)).is_some_and(|m| m.location == Location::Uri);
    let names = structure.map(|s| s.members.iter().map(|m| m.name).collect::<Vec<_>>()).unwrap_or_default();
    let labels = names.into_iter().filter(uri).map(|name| (name, query.clone())).collect();
    let mut headers = HeaderMap::new();
    for member in structure.map(|s| s.members.as_slice()).unwrap_or_default() {
        let value = HeaderValue::from_str(query.get(..8).unwrap_or(&query));
        if let (Location::Header, Ok(name), Ok(value)) = (member.location, http::HeaderName::try_from(member.wire_name()), value)
        {
            headers.insert(name, value);
        }
    }
    let route = Route { contract, service, operation, protocol, json_version: "1.1", query_mode: false, labels };
    let parts = RequestParts { method: &Method::POST, path: "/", query: &query, headers: &headers };
    if let (Ok(document), Some(shape)) = (decode(&route, &parts, &Bytes::copy_from_slice(body)), operation.input) {
        let _ = validate(service, shape, &document);
        assert!(to_audit_json(service, shape, &document).is_object(), "an input's audit form is an object");
    }
}
