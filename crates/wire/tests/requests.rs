//! Requests as botocore serialises them (`acceptance/vectors/protocols.py`): each must route to its operation and decode to the input it was made of.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests"
)]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::{HeaderMap, HeaderName, HeaderValue, Method};
use serde_json::{Value, json};
use wire::Document;
use wire::model::{Location, Member, Protocol, Service, ShapeId, ShapeKind};
use wire::protocol::{decode, streaming_input};
use wire::request::RequestParts;
use wire::route::{Route, route};

fn cases() -> Vec<Value> {
    serde_json::from_str(include_str!("fixtures/requests.json")).unwrap()
}

fn scope(service: &str) -> &str {
    let contract = wire::contracts::contract(service).unwrap();
    contract.signing_name
}

fn run(case: &Value) -> (Route, Document) {
    let text = |key: &str| case[key].as_str().unwrap();
    let (path, query) = text("u").split_once('?').unwrap_or((text("u"), ""));
    let method: Method = text("m").parse().unwrap();
    let headers: HeaderMap = case["h"]
        .as_object()
        .unwrap()
        .iter()
        .map(|(n, v)| (n.parse::<HeaderName>().unwrap(), HeaderValue::from_str(v.as_str().unwrap()).unwrap()))
        .collect();
    let body = match case.get("b") {
        Some(body) => Bytes::copy_from_slice(body.as_str().unwrap().as_bytes()),
        None => STANDARD.decode(text("x")).unwrap().into(),
    };
    let parts = RequestParts { method: &method, path, query, headers: &headers };
    let place = format!("{} {} {}", text("s"), text("p"), text("o"));
    let found = route(&parts, &body, Some(scope(text("s")))).unwrap_or_else(|e| panic!("{place}: {e:?}"));
    assert_eq!(found.operation.name, text("o"), "{place}");
    let document = decode(&found, &parts, &body).unwrap_or_else(|e| panic!("{place}: {e:?}"));
    (found, document)
}

/// The document in the fixture's neutral form.
fn neutral(service: &Service, shape: ShapeId, document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Boolean(value) => json!(value),
        Document::Integer(value) => json!(value),
        Document::Double(value) => json!(value),
        Document::String(value) => json!(value),
        Document::Blob(value) => json!({"b": STANDARD.encode(value)}),
        Document::Timestamp(value) => json!({"t": value.as_microsecond()}),
        Document::Json(value) => json!({"j": value}),
        Document::List(items) => {
            let ShapeKind::List { member, .. } = &service.shape(shape).kind else { panic!("not a list") };
            items.iter().map(|item| neutral(service, member.shape, item)).collect()
        }
        Document::Map(entries) => {
            let ShapeKind::Map { value, .. } = &service.shape(shape).kind else { panic!("not a map") };
            let mut pairs: Vec<_> = entries.iter().map(|(k, v)| json!([k, neutral(service, value.shape, v)])).collect();
            pairs.sort_by_key(|pair| pair[0].as_str().unwrap().to_owned());
            json!({ "m": pairs })
        }
        Document::Structure(members) => {
            let structure = service.structure(shape).unwrap();
            let member = |name: &str| structure.member(name).unwrap();
            members.iter().map(|(n, v)| ((*n).to_owned(), neutral(service, member(n).shape, v))).collect()
        }
    }
}

/// What a protocol cannot carry is taken out of what was sent: empty structures and collections where the form has no place for them.
fn expected(route: &Route, shape: ShapeId, sent: &Value, place: Option<&Member>) -> Option<Value> {
    let service = route.service;
    let query = route.protocol == Protocol::Query;
    Some(match &service.shape(shape).kind {
        ShapeKind::Structure(structure) if structure.document => sent.clone(),
        ShapeKind::Structure(structure) => {
            let streamed = place.is_none().then(|| streaming_input(route)).flatten();
            let mut members = serde_json::Map::new();
            for (name, value) in sent.as_object().unwrap() {
                let member = structure.member(name).unwrap();
                if streamed.is_some_and(|m| m.name == member.name) {
                    continue;
                }
                if let Some(value) = expected(route, member.shape, value, Some(member)) {
                    members.insert(name.clone(), value);
                }
            }
            if query && place.is_some() && members.is_empty() {
                return None;
            }
            Value::Object(members)
        }
        ShapeKind::List { member, .. } => {
            let items: Vec<_> =
                sent.as_array().unwrap().iter().filter_map(|v| expected(route, member.shape, v, Some(member))).collect();
            // A form whose items are all empty structures, or a flattened list without items, says nothing.
            if items.is_empty() && query {
                return None;
            }
            Value::Array(items)
        }
        ShapeKind::Map { value, .. } => {
            let mut pairs: Vec<_> = sent["m"]
                .as_array()
                .unwrap()
                .iter()
                .map(|pair| json!([pair[0], expected(route, value.shape, &pair[1], Some(value)).unwrap_or(Value::Null)]))
                .collect();
            pairs.sort_by_key(|pair| pair[0].as_str().unwrap().to_owned());
            json!({ "m": pairs })
        }
        // botocore takes S3's Expires for a moment, the model for a text.
        ShapeKind::String { .. } if sent.get("t").is_some() => {
            let moment = wire::Timestamp::from_microsecond(sent["t"].as_i64().unwrap()).unwrap();
            json!(moment.strftime("%a, %d %b %Y %H:%M:%S GMT").to_string())
        }
        // An empty payload is no payload.
        ShapeKind::Blob { .. } if sent["b"] == "" && place.is_some_and(|m| is_payload(route, m)) => return None,
        _ => sent.clone(),
    })
}

fn is_payload(route: &Route, member: &Member) -> bool {
    let structure = route.operation.input.and_then(|id| route.service.structure(id)).unwrap();
    structure.payload == Some(member.name) && member.location == Location::Body
}

#[test]
fn every_request_of_botocore_decodes_to_its_input() {
    let mut wrong = Vec::new();
    let cases = cases();
    assert!(cases.len() > 800);
    for case in &cases {
        let (route, document) = run(case);
        let shape = route.operation.input.unwrap();
        let got = neutral(route.service, shape, &document);
        let want = expected(&route, shape, &case["i"], None).unwrap();
        if got != want {
            wrong.push(format!(
                "{} {} {}\n  wire {} {}\n  got  {got}\n  want {want}",
                case["s"], case["p"], case["o"], case["u"], case["b"]
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "{} of {} are wrong:\n{}",
        wrong.len(),
        cases.len(),
        wrong.iter().take(12).cloned().collect::<Vec<_>>().join("\n")
    );
}

/// What the input was in the protocol of the request is the same document in every other form: audit JSON never fails on a decoded document.
#[test]
fn every_decoded_input_has_an_audit_form() {
    for case in &cases() {
        let (route, document) = run(case);
        let shape = route.operation.input.unwrap();
        let audit = wire::protocol::to_audit_json(route.service, shape, &document);
        let Document::Structure(members) = &document else { panic!("no structure") };
        assert_eq!(audit.as_object().unwrap().len(), members.len(), "{}", case["o"]);
        for (name, _) in members {
            let lowered = format!("{}{}", name[..1].to_ascii_lowercase(), &name[1..]);
            assert!(audit.get(&lowered).is_some(), "{} lacks {lowered}", case["o"]);
        }
    }
}
