//! Writes a reply of every operation in every protocol of its service, and what a client must read from it, as JSON lines on standard output.
//!
//! `acceptance/vectors/replies.py` reads them with botocore's parsers and compares. The outputs are made from the models, all members set at the
//! upper levels, with texts that need escapes.
#![allow(clippy::print_stdout, clippy::unwrap_used, clippy::expect_used, missing_docs, reason = "a tool for tests")]

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};
use wire::contracts::{CONTRACTS, contract};
use wire::failure::{Fault, Kind};
use wire::model::{Location, Member, OperationModel, Protocol, Service, ShapeId, ShapeKind, StructureModel};
use wire::protocol::{Encoded, encode, streaming_output};
use wire::route::Route;
use wire::{Common, Document, Failure, Timestamp};

const REQUEST_ID: &str = "7a62c49f-347e-4fc4-9331-6e8eEXAMPLE";

struct Maker<'s> {
    service: &'s Service,
    count: usize,
}

impl Maker<'_> {
    fn next(&mut self) -> usize {
        self.count += 1;
        self.count
    }

    fn value(&mut self, member: &Member, depth: usize) -> Document {
        let service = self.service;
        let shape = service.shape(member.shape);
        let header = matches!(member.location, Location::Header | Location::Headers);
        match &shape.kind {
            ShapeKind::Structure(s) if s.document => Document::Json(json!({"any": [1, "two", null, {"three": true}]})),
            ShapeKind::Structure(_) => self.structure(member.shape, depth + 1, None),
            ShapeKind::List { member: item, .. } => {
                let count = if depth > 3 { 1 } else { 1 + self.next() % 3 };
                Document::List((0..count).map(|_| self.value(item, depth + 1)).collect())
            }
            ShapeKind::Map { .. } if header => {
                let text = |text: &str| Document::String(text.to_owned());
                Document::Map(vec![("one".into(), text("a")), ("two-b".into(), text("é"))])
            }
            ShapeKind::Map { value, .. } => {
                Document::Map(vec![("k <1>".into(), self.value(value, depth + 1)), ("é&2".into(), self.value(value, depth + 1))])
            }
            ShapeKind::String { values, .. } if !values.is_empty() => {
                Document::String(values.get(self.next() % values.len()).copied().unwrap_or_default().to_owned())
            }
            // botocore takes S3's Expires for a moment.
            ShapeKind::String { .. } if header && member.name == "Expires" => {
                Document::String("Tue, 24 Nov 2026 02:19:19 GMT".into())
            }
            ShapeKind::String { .. } if header => Document::String(["a", "b-c.d", "0"].get(self.next() % 3).unwrap().to_string()),
            ShapeKind::String { .. } => {
                let texts = ["plain", "<a> & \"b\" 'c' ]]>", "Zürich 😀", "two\nlines\tand\rmore", " blanks ", ""];
                Document::String(texts.get(self.next() % texts.len()).unwrap().to_string())
            }
            ShapeKind::Integer => Document::Integer([0, 1, -7, 2_147_483_647].get(self.next() % 4).copied().unwrap()),
            ShapeKind::Long => Document::Integer([0, 1, -7, 1 << 40].get(self.next() % 4).copied().unwrap()),
            ShapeKind::Double => Document::Double([0.0, 1.5, -2.25, 1e20].get(self.next() % 4).copied().unwrap()),
            ShapeKind::Boolean => Document::Boolean(self.next().is_multiple_of(2)),
            ShapeKind::Blob { .. } => Document::Blob((0..self.next() % 40).map(|i| (i * 7) as u8).collect::<Vec<_>>().into()),
            ShapeKind::Timestamp { .. } => {
                // Whole seconds where the form has no fraction.
                let millis = if header || self.next().is_multiple_of(2) { 0 } else { 250 };
                Document::Timestamp(Timestamp::from_millisecond(1_795_486_759_000 + millis).unwrap())
            }
        }
    }

    fn structure(&mut self, shape: ShapeId, depth: usize, skip: Option<&str>) -> Document {
        let service = self.service;
        let structure = service.structure(shape).unwrap();
        let mut members = Vec::new();
        for member in &structure.members {
            let compound = matches!(
                service.shape(member.shape).kind,
                ShapeKind::Structure(_) | ShapeKind::List { .. } | ShapeKind::Map { .. }
            );
            let wanted = depth < 3 || (depth < 6 && structure.required.contains(&member.name)) || (depth < 5 && !compound);
            if (wanted || structure.union) && skip != Some(member.name) && member.location != Location::StatusCode {
                members.push((member.name, self.value(member, depth)));
                if structure.union {
                    break;
                }
            }
        }
        Document::Structure(members)
    }
}

fn neutral(service: &Service, shape: ShapeId, document: &Document) -> Value {
    match document {
        Document::Null => Value::Null,
        Document::Boolean(value) => json!(value),
        Document::Integer(value) => json!(value),
        Document::Double(value) => json!(value),
        Document::String(value) => json!(value),
        Document::Blob(value) => json!({"b": STANDARD.encode(value)}),
        Document::Timestamp(value) => json!({"t": value.as_millisecond()}),
        Document::Json(value) => json!({"j": value}),
        Document::List(items) => match &service.shape(shape).kind {
            ShapeKind::List { member, .. } => items.iter().map(|i| neutral(service, member.shape, i)).collect(),
            _ => Value::Null,
        },
        Document::Map(entries) => match &service.shape(shape).kind {
            ShapeKind::Map { value, .. } => {
                let pairs: Vec<_> = entries.iter().map(|(k, v)| json!([k, neutral(service, value.shape, v)])).collect();
                json!({ "m": pairs })
            }
            _ => Value::Null,
        },
        Document::Structure(members) => {
            let structure = service.structure(shape).unwrap();
            let member = |name: &str| structure.member(name).unwrap();
            members.iter().map(|(n, v)| ((*n).to_owned(), neutral(service, member(n).shape, v))).collect()
        }
    }
}

fn print(route: &Route, encoded: &Encoded, want: Value, error: bool) {
    let headers: serde_json::Map<String, Value> =
        encoded.headers.iter().map(|(n, v)| (n.as_str().to_owned(), json!(String::from_utf8_lossy(v.as_bytes())))).collect();
    let protocol = match route.protocol {
        Protocol::AwsJson => "json",
        Protocol::RestJson => "rest-json",
        Protocol::Query => "query",
        Protocol::RestXml => "rest-xml",
        Protocol::RpcCbor => "smithy-rpc-v2-cbor",
    };
    println!(
        "{}",
        json!({
            "s": route.service.id, "o": route.operation.name, "p": protocol, "error": error, "status": encoded.status.as_u16(),
            "h": headers, "b": STANDARD.encode(&encoded.body), "want": want,
        })
    );
}

fn reply(route: &Route) {
    let service = route.service;
    let stream = streaming_output(route);
    if let Some(member) = stream
        && let Some(kinds) = service.structure(member.shape)
    {
        events(route, member, kinds);
        return;
    }
    let mut maker = Maker { service, count: route.operation.name.len() };
    let output = match route.operation.output {
        Some(shape) => maker.structure(shape, 0, stream.map(|m| m.name)),
        None => Document::EMPTY,
    };
    let want = route.operation.output.map_or(json!({}), |shape| neutral(service, shape, &output));
    print(route, &encode(route, &output, REQUEST_ID), want, false);
}

/// A stream with one event of every kind that is no exception.
fn events(route: &Route, member: &Member, kinds: &StructureModel) {
    let service = route.service;
    let mut maker = Maker { service, count: 1 };
    let mut encoded = encode(route, &Document::EMPTY, REQUEST_ID);
    let (mut body, mut want) = (encoded.body.to_vec(), Vec::new());
    for kind in kinds.members.iter().filter(|m| service.structure(m.shape).is_some_and(|s| s.error.is_none())) {
        let event = maker.structure(kind.shape, 1, None);
        body.extend_from_slice(&wire::eventstream::event(route, kind.name, &event).unwrap());
        want.push(json!({ kind.name: neutral(service, kind.shape, &event) }));
    }
    encoded.body = body.into();
    print(route, &encoded, json!({"stream": member.name, "events": want}), false);
}

fn failures(route: &Route) {
    let service = route.service;
    let mut all: Vec<(Failure, Value)> = Vec::new();
    for common in [Common::AccessDenied, Common::Validation, Common::NotImplemented, Common::Throttling, Common::Internal] {
        all.push((Failure::common(common, "It <failed> & \"so\" on"), json!({})));
    }
    if let Some(shape) = route.operation.errors.first() {
        let model = service.shape(*shape);
        let structure = service.structure(*shape).unwrap();
        let facts = structure.error.clone().unwrap();
        let message = structure.members.iter().find(|m| m.name.eq_ignore_ascii_case("message")).map_or("message", |m| m.name);
        let mut maker = Maker { service, count: 3 };
        let Document::Structure(members) = maker.structure(*shape, 2, Some(message)) else { return };
        let shown = members.iter().filter(|(n, _)| structure.member(n).unwrap().wire_name() != "x-amzn-ErrorType");
        let want = neutral(service, *shape, &Document::Structure(shown.cloned().collect()));
        let kind = Kind::Modelled {
            shape: model.name.into(),
            code: facts.code.into(),
            status: facts.status,
            fault: if facts.sender { Fault::Sender } else { Fault::Receiver },
            message_member: message,
        };
        all.push((Failure { kind, message: "It <failed> & \"so\" on".into(), members, detail: Some("secret".into()) }, want));
    }
    for (failure, members) in all {
        let code = wire::protocol::error_code(route.protocol, Some(service), &failure);
        let shape = match &failure.kind {
            Kind::Modelled { shape, .. } => json!(shape),
            Kind::Common(_) => Value::Null,
        };
        let want = json!({"code": code, "message": failure.message, "members": members, "shape": shape});
        print(route, &route.encode_failure(&failure, REQUEST_ID), want, true);
    }
}

fn main() {
    for entry in &CONTRACTS {
        let service = entry.service();
        for protocol in &service.protocols {
            for operation in &service.operations {
                let operation: &'static OperationModel = operation;
                let contract = contract(entry.id).unwrap();
                let route = Route {
                    contract,
                    service,
                    operation,
                    protocol: *protocol,
                    json_version: service.json_version,
                    query_mode: false,
                    labels: Vec::new(),
                };
                reply(&route);
                if operation.method != "HEAD" {
                    failures(&route);
                }
            }
        }
    }
}
