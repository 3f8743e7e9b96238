//! Each signature has a case that must be found and a near miss that must not: the table is in cases.txt, which says how it is to be read.

use std::collections::{BTreeMap, HashSet};

use serde_json::{Value, json};

use crate::bounded::hash;
use crate::engine::{Engine, Lists};
use crate::json::Tape;
use crate::memory::Limits;
use crate::sigma::RuleSet;

struct Case {
    fires: Vec<Value>,
    misses: Vec<Vec<Value>>,
}

/// The events of a line: one, or as many as it says.
fn events(line: &str, number: &mut usize) -> Vec<Value> {
    let (mut times, mut error, mut who, mut agent, mut source) = (1, None, None, None, None);
    let mut rest = line.trim();
    let call = loop {
        let (word, after) = rest.split_once(' ').unwrap_or((rest, ""));
        rest = after.trim();
        match word {
            "denied" => error = Some("AccessDenied"),
            "failed" => error = Some("ValidationException"),
            "console" => agent = Some("Mozilla/5.0 (X11; Linux x86_64)"),
            "root" => who = Some(json!({ "type": "Root", "arn": "arn:aws:iam::111111111111:root", "accountId": "111111111111" })),
            "anonymous" => who = Some(json!({ "type": "AWSAccount", "accountId": "anonymous" })),
            "service" => {
                who = Some(
                    json!({ "type": "AssumedRole", "invokedBy": "cloudformation.amazonaws.com", "accountId": "111111111111" }),
                );
                source = Some("cloudformation.amazonaws.com");
            }
            _ => {
                if let Some(code) = word.strip_prefix("error=") {
                    error = Some(code);
                } else if let Some(n) = word.strip_prefix('*') {
                    times = n.parse().unwrap();
                } else if let Some(session) = word.strip_prefix("role=") {
                    who = Some(
                        json!({ "type": "AssumedRole", "principalId": format!("AROA:{session}"), "accountId": "111111111111",
                        "arn": format!("arn:aws:sts::111111111111:assumed-role/web/{session}"), "accessKeyId": "ASIAWEB",
                        "sessionContext": { "sessionIssuer": { "type": "Role", "arn": "arn:aws:iam::111111111111:role/web", "userName": "web" } } }),
                    );
                } else {
                    break word;
                }
            }
        }
    };
    let (service, name) = call.split_once(':').unwrap_or_else(|| panic!("no call: {line}"));
    let ann = json!({ "type": "IAMUser", "userName": "ann", "arn": "arn:aws:iam::111111111111:user/ann", "accountId": "111111111111",
        "accessKeyId": "AKIAANN", "principalId": "AIDAANN" });
    let identity = who.unwrap_or(ann);
    let make = |n: usize| {
        let text = rest.replace('~', &n.to_string());
        let mut parts = serde_json::Deserializer::from_str(&text).into_iter::<Value>();
        let request = parts.next().map_or(Value::Null, |p| p.unwrap_or_else(|why| panic!("{line}: {why}")));
        *number += 1;
        let mut event = json!({
            "eventID": format!("id-{number}"), "eventTime": format!("2024-05-01T10:{:02}:{:02}Z", *number / 60 % 60, *number % 60),
            "eventSource": format!("{service}.amazonaws.com"), "eventName": name, "awsRegion": "eu-west-1",
            "sourceIPAddress": source.unwrap_or("198.51.100.7"), "userAgent": agent.unwrap_or("aws-cli/2.15"), "recipientAccountId": "111111111111",
            "userIdentity": identity, "requestParameters": request, "responseElements": null,
        });
        if let Some(code) = error {
            event["errorCode"] = json!(code);
        }
        if let Some(Ok(Value::Object(more))) = parts.next() {
            event.as_object_mut().unwrap().extend(more);
        }
        event
    };
    (0..times).map(make).collect()
}

fn cases() -> BTreeMap<String, Case> {
    let mut all: BTreeMap<String, Case> = BTreeMap::new();
    let mut rule = String::new();
    let mut number = 0;
    for line in include_str!("cases.txt").lines().map(str::trim).filter(|l| !l.is_empty() && !l.starts_with('#')) {
        let (sign, rest) = line.split_once(' ').unwrap();
        if sign == "==" {
            number = 0;
            rest.clone_into(&mut rule);
            assert!(all.insert(rule.clone(), Case { fires: Vec::new(), misses: Vec::new() }).is_none(), "{rule} has two cases");
            continue;
        }
        let found = events(rest, &mut number);
        let case = all.get_mut(&rule).unwrap();
        match sign {
            "+" => case.fires.extend(found),
            "-" => case.misses.push(found),
            "&" => case.misses.last_mut().unwrap().extend(found),
            _ => panic!("{line}"),
        }
    }
    all
}

/// Rules that told of something, or gave a signal of a stage. Nobody but the events' own principal is asked about.
fn told(events: &[Value]) -> impl Fn(&str) -> bool + use<> {
    let mut engine = Engine::new(Lists::default(), RuleSet::default(), Limits::default());
    let mut tape = Tape::default();
    for event in events {
        engine.record(&mut tape, event.to_string().as_bytes()).unwrap();
    }
    move |rule| engine.findings().iter().any(|f| f.rule == rule) || engine.memory().sequences.values().any(|s| s.has(hash(rule)))
}

#[test]
fn every_signature_has_a_case_and_a_near_miss() {
    let cases = cases();
    for signature in super::all() {
        let case = cases.get(signature.id).unwrap_or_else(|| panic!("{} has no case", signature.id));
        assert!(!case.fires.is_empty() && !case.misses.is_empty(), "{} has no case or no near miss", signature.id);
    }
    for rule in cases.keys() {
        assert!(super::all().any(|s| s.id == rule), "{rule} is no signature");
    }
}

#[test]
fn cases_are_found_and_near_misses_are_not() {
    let mut wrong = Vec::new();
    for (rule, case) in cases() {
        if !told(&case.fires)(&rule) {
            wrong.push(format!("{rule} is not found"));
        }
        for (n, miss) in case.misses.iter().enumerate() {
            if told(miss)(&rule) {
                wrong.push(format!("{rule} is found in its near miss {}", n + 1));
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn signatures_are_complete_and_told_apart() {
    let mut seen = HashSet::new();
    for s in super::all() {
        assert!(seen.insert(s.id), "{} is there twice", s.id);
        assert!(!s.title.is_empty() && !s.techniques.is_empty() && !s.calls.is_empty(), "{}", s.id);
        assert!((1.0..=10.0).contains(&s.severity), "{}", s.id);
        assert!(s.calls.iter().all(|c| c.split_once(':').is_some_and(|(s, n)| !s.is_empty() && !n.is_empty())), "{}", s.id);
        assert!(s.techniques.iter().all(|t| t.starts_with('T') && t.len() >= 5), "{}", s.id);
        assert!(crate::catalogue::kind(s.kind).is_some(), "{} of {} is in no catalogue", s.kind, s.id);
    }
}
