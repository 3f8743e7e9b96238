//! Each detector has cases that must fire, and near misses that must not; and what is told depends neither on copies nor on order.
#![allow(missing_docs, clippy::unwrap_used, clippy::indexing_slicing)]

#[path = "support/benign.rs"]
mod benign;

use std::collections::BTreeSet;

use detection::engine::{Engine, Lists, Read};
use detection::finding::Finding;
use detection::flow::Format;
use detection::json::Tape;
use detection::memory::{Limits, Memory};
use detection::net::Prefix;
use detection::sigma::RuleSet;
use serde_json::{Value, json};

fn engine() -> Engine {
    Engine::new(Lists::default(), RuleSet::default(), Limits::default())
}

/// An event of a user with a long-term key; `more` replaces members.
fn event(call: &str, request: Value, more: Value) -> Value {
    use std::sync::atomic::{AtomicU64, Ordering};
    static NUMBER: AtomicU64 = AtomicU64::new(0);
    let number = NUMBER.fetch_add(1, Ordering::Relaxed);
    let (service, name) = call.split_once(':').unwrap();
    let mut event = json!({
        "eventID": format!("id-{number}"), "eventTime": format!("2024-05-01T10:{:02}:{:02}Z", number / 60 % 5, number % 60), "eventSource": format!("{service}.amazonaws.com"),
        "eventName": name, "awsRegion": "eu-west-1", "sourceIPAddress": "198.51.100.7", "userAgent": "aws-cli/2.15", "recipientAccountId": "111111111111",
        "userIdentity": { "type": "IAMUser", "userName": "ann", "arn": "arn:aws:iam::111111111111:user/ann", "accountId": "111111111111", "accessKeyId": "AKIAANN", "principalId": "AIDAANN" },
        "requestParameters": request, "responseElements": null,
    });
    for (name, value) in more.as_object().unwrap() {
        event[name] = value.clone();
    }
    event
}

fn role(session: &str) -> Value {
    json!({ "userIdentity": {
        "type": "AssumedRole", "principalId": format!("AROA:{session}"), "arn": format!("arn:aws:sts::111111111111:assumed-role/web/{session}"), "accountId": "111111111111", "accessKeyId": "ASIAWEB",
        "sessionContext": { "sessionIssuer": { "type": "Role", "arn": "arn:aws:iam::111111111111:role/web", "userName": "web" } } } })
}

fn rules(events: &[Value]) -> BTreeSet<String> {
    let mut engine = engine();
    let mut tape = Tape::default();
    for event in events {
        engine.record(&mut tape, event.to_string().as_bytes()).unwrap();
    }
    engine.findings().iter().map(|f| f.rule.clone()).collect()
}

fn fires(rule: &str, events: &[Value]) {
    let found = rules(events);
    assert!(found.contains(rule), "{rule} must be found, and there was {found:?}");
}

fn silent(rule: &str, events: &[Value]) {
    assert!(!rules(events).contains(rule), "{rule} must not be found");
}

const OTHER: &str = r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::222222222222:root"},"Action":"*"}]}"#;

#[test]
fn many_refusals_fire_at_their_threshold_and_not_below() {
    let many = |n: usize, make: &dyn Fn(usize) -> Value| (0..n).map(make).collect::<Vec<_>>();
    let refused =
        |n: usize| event(&format!("ec2:Describe{n}"), Value::Null, json!({ "errorCode": "Client.UnauthorizedOperation" }));
    fires("calls-refused", &many(6, &refused));
    silent("calls-refused", &many(5, &refused));
}

#[test]
fn what_is_around_a_call() {
    let mut stolen = role("i-0123456789abcdef0");
    fires("instance-credentials-outside", &[event("sts:GetCallerIdentity", Value::Null, stolen.clone())]);
    silent("instance-credentials-outside", &[event("sts:GetCallerIdentity", Value::Null, role("deploy"))]);
    for (name, value) in
        [("sourceIPAddress", json!("52.48.1.2")), ("sourceIPAddress", json!("10.1.2.3")), ("vpcEndpointId", json!("vpce-1"))]
    {
        let mut inside = stolen.clone();
        inside[name] = value;
        silent("instance-credentials-outside", &[event("sts:GetCallerIdentity", Value::Null, inside)]);
    }
    stolen["sourceIPAddress"] = json!("52.48.1.2");
    let mut second = stolen.clone();
    second["sourceIPAddress"] = json!("18.200.1.2");
    let here = event("sts:GetCallerIdentity", Value::Null, stolen);
    silent("instance-credentials-inside", &[here.clone(), event("sts:GetCallerIdentity", Value::Null, second.clone())]);
    second["userAgent"] = json!("Boto3/1.34");
    fires("instance-credentials-inside", &[here, event("sts:GetCallerIdentity", Value::Null, second)]);

    fires(
        "agent-of-a-test-system",
        &[event("s3:ListBuckets", Value::Null, json!({ "userAgent": "aws-cli/2.1 Python/3.11 Linux/6.1.0-kali9-amd64" }))],
    );
    silent(
        "agent-of-a-test-system",
        &[event("s3:ListBuckets", Value::Null, json!({ "userAgent": "aws-cli/2.1 Linux/6.1.0-generic" }))],
    );
    // Credentials of a function: its key was seen in it, or the record says whom it was issued to.
    let mut function = role("app");
    function["userAgent"] = json!("Boto3/1.34 exec-env/AWS_Lambda_python3.12");
    function["sourceIPAddress"] = json!("54.170.1.2");
    let there = event("s3:ListBuckets", Value::Null, function.clone());
    let taken = event("s3:ListBuckets", Value::Null, role("app"));
    fires("resource-credentials-outside", &[there.clone(), taken.clone()]);
    silent("resource-credentials-outside", std::slice::from_ref(&taken));
    function["userAgent"] = json!("aws-cli/2.15");
    silent("resource-credentials-outside", &[there, event("s3:ListBuckets", Value::Null, function)]);
    let mut issued = role("app");
    issued["userIdentity"]["inScopeOf"] = json!({ "issuerType": "AWS::Lambda::Function" });
    fires("resource-credentials-outside", &[event("s3:ListBuckets", Value::Null, issued)]);
    // One key at two places: the program differs, too, and its owner is not one who roams.
    let mut at_home: Vec<Value> = (0..30).map(|_| event("s3:ListBuckets", Value::Null, json!({}))).collect();
    let elsewhere = |agent: &str, address: &str| {
        event("s3:ListBuckets", Value::Null, json!({ "sourceIPAddress": address, "userAgent": agent }))
    };
    let with = |more: Value| at_home.iter().cloned().chain([more]).collect::<Vec<_>>();
    fires("key-in-two-places", &with(elsewhere("Boto3/1.34", "203.0.113.9")));
    silent("key-in-two-places", &with(elsewhere("aws-cli/2.1", "203.0.113.9")));
    silent("key-in-two-places", &with(elsewhere("Boto3/1.34", "198.51.100.9")));
    for (n, event) in at_home.iter_mut().enumerate() {
        event["sourceIPAddress"] = json!(format!("20.{}.1.1", 30 + n));
    }
    at_home.push(elsewhere("Boto3/1.34", "203.0.113.9"));
    silent("key-in-two-places", &at_home);

    let root = json!({ "userIdentity": { "type": "Root", "arn": "arn:aws:iam::111111111111:root", "accountId": "111111111111", "principalId": "111111111111" } });
    fires("root-used", &[event("s3:ListBuckets", Value::Null, root)]);

    let login = |mfa: &str, result: &str, address: &str| {
        event(
            "signin:ConsoleLogin",
            Value::Null,
            json!({ "additionalEventData": { "MFAUsed": mfa }, "responseElements": { "ConsoleLogin": result }, "sourceIPAddress": address }),
        )
    };
    fires("console-login-without-mfa", &[login("No", "Success", "198.51.100.7")]);
    silent("console-login-without-mfa", &[login("Yes", "Success", "198.51.100.7"), login("No", "Failure", "198.51.100.7")]);
    fires("console-login-elsewhere", &[login("Yes", "Success", "198.51.100.7"), login("Yes", "Success", "203.0.113.9")]);
    silent("console-login-elsewhere", &[login("Yes", "Success", "198.51.100.7"), login("Yes", "Success", "198.51.7.7")]);
    let mut guessed: Vec<Value> = (0..8).map(|_| login("No", "Failure", "203.0.113.9")).collect();
    silent("console-passwords-tried", &guessed[..7]);
    guessed.push(login("Yes", "Success", "203.0.113.9"));
    fires("console-passwords-tried", &guessed);
    fires("console-login-after-failures", &guessed);
}

#[test]
fn stages_of_an_attack_are_put_together() {
    let chain = [
        event("iam:CreateLoginProfile", json!({ "userName": "bob" }), json!({})),
        event("cloudtrail:StopLogging", json!({ "name": "t" }), json!({})),
        event(
            "ec2:ModifySnapshotAttribute",
            json!({ "snapshotId": "s", "createVolumePermission": { "add": { "items": [{ "userId": "222222222222" }] } } }),
            json!({}),
        ),
    ];
    fires("sequence-of-a-principal", &chain);
    silent("sequence-of-a-principal", &chain[..2]);
    let bucket = [
        event(
            "s3:PutBucketVersioning",
            json!({ "bucketName": "b", "VersioningConfiguration": { "Status": "Suspended" } }),
            json!({}),
        ),
        event(
            "s3:PutBucketPolicy",
            json!({ "bucketName": "b", "bucketPolicy": serde_json::from_str::<Value>(OTHER).unwrap() }),
            json!({}),
        ),
    ];
    fires("sequence-on-a-bucket", &bucket);
    silent("sequence-on-a-bucket", &bucket[..1]);
}

fn flows(lines: &[String]) -> BTreeSet<String> {
    let mut engine = engine();
    for line in lines {
        engine.flow(&Format::default().read(line).unwrap(), line);
    }
    engine.findings().iter().map(|f| f.rule.clone()).collect()
}

fn flow(source: &str, sport: usize, destination: &str, dport: usize, packets: u64, bytes: u64, at: usize) -> String {
    format!(
        "2 111111111111 eni-1 {source} {destination} {sport} {dport} 6 {packets} {bytes} {} {} ACCEPT OK",
        1_717_000_000 + at,
        1_717_000_010 + at
    )
}

/// Makes the record of a number.
type Make = Box<dyn Fn(usize) -> String>;

#[test]
fn networks() {
    let many = |n: usize, make: &dyn Fn(usize) -> String| (0..n).map(make).collect::<Vec<_>>();
    let cases: Vec<(&str, usize, usize, Make)> = vec![
        ("flow-portscan", 25, 24, Box::new(|n| flow("10.0.0.1", 50_000, "198.51.100.1", 1000 + n, 1, 40, n))),
        ("flow-sweep", 30, 29, Box::new(|n| flow("10.0.0.1", 50_000, &format!("198.51.100.{n}"), 22, 1, 40, n))),
        ("flow-ssh", 20, 19, Box::new(|n| flow("198.51.100.1", 40_000 + n, "10.0.0.1", 22, 12, 3000, n))),
        ("flow-rdp", 20, 19, Box::new(|n| flow("198.51.100.1", 40_000 + n, "10.0.0.1", 3389, 12, 3000, n))),
        ("flow-probe", 8, 7, Box::new(|n| flow("198.51.100.1", 40_000, "10.0.0.1", 100 + n, 1, 40, n))),
        ("flow-mining", 3, 2, Box::new(|n| flow("10.0.0.1", 50_000, "198.51.100.1", 3333, 90, 9000, n * 60))),
        ("flow-spam", 20, 19, Box::new(|n| flow("10.0.0.1", 50_000, &format!("198.51.100.{n}"), 25, 9, 900, n))),
    ];
    for (rule, enough, few, make) in cases {
        assert!(flows(&many(enough, &make)).contains(rule), "{rule}");
        assert!(!flows(&many(few, &make)).contains(rule), "{rule} below");
    }
    assert!(flows(&[flow("10.0.0.1", 50_000, "198.51.100.1", 443, 900_000, 90_000_000, 0)]).contains("flow-flood"));
    assert!(flows(&many(60, &|n| flow("10.0.0.1", 50_000 + n, "198.51.100.1", 443, 900, 90_000, n))).is_empty());
    // Two days of quiet, and then a great deal.
    let mut volume = many(60, &|n| flow("10.0.0.1", 50_000, "198.51.100.1", 443, 900, 9_000_000, n * 3600));
    volume.push(flow("10.0.0.1", 50_001, "198.51.100.1", 443, 90_000, 3_000_000_000, 61 * 3600));
    assert_eq!(flows(&volume), BTreeSet::from(["flow-volume".to_owned()]));
}

fn queries(names: &[(String, &str)]) -> BTreeSet<String> {
    let mut lists = Lists::default();
    lists.domains.insert("evil.example");
    let mut engine = Engine::new(lists, RuleSet::default(), Limits::default());
    let mut tape = Tape::default();
    for (n, (name, code)) in names.iter().enumerate() {
        let rdata = if name.starts_with("rebind") { "169.254.169.254" } else { "198.51.100.1" };
        let query = json!({ "version": "1.1", "account_id": "111111111111", "region": "eu-west-1", "query_timestamp": format!("2024-05-01T10:00:{:02}Z", n % 60), "query_name": format!("{name}."), "query_type": "A", "rcode": code, "answers": [{ "Rdata": rdata, "Type": "A", "Class": "IN" }], "srcaddr": "10.0.0.1", "transport": "UDP", "srcids": { "instance": "i-1" } });
        assert_eq!(engine.record(&mut tape, query.to_string().as_bytes()).unwrap(), Read::Query);
    }
    engine.findings().iter().map(|f| f.rule.clone()).collect()
}

#[test]
fn names() {
    let one = |name: &str| queries(&[(name.to_owned(), "NOERROR")]);
    assert!(one("pool.supportxmr.com").contains("dns-mining"));
    assert!(one("a.evil.example").contains("dns-listed"));
    assert!(one("x.oast.fun").contains("dns-suspicious"));
    assert!(one("rebind.example.com").contains("dns-rebind"));
    assert!(one("www.example.com").is_empty() && one("sqs.eu-west-1.amazonaws.com").is_empty());
    let made_up = |n: usize| (0..n).map(|n| (format!("xkq{n}zvbwr{}tplm.com", n * 7), "NXDOMAIN")).collect::<Vec<_>>();
    assert!(queries(&made_up(10)).contains("dns-made-up") && queries(&made_up(9)).is_empty());
    let tunnel = |n: usize| (0..n).map(|n| (format!("{n:050x}.t.example.com"), "NOERROR")).collect::<Vec<_>>();
    assert!(queries(&tunnel(30)).contains("dns-tunnel") && queries(&tunnel(29)).is_empty());
}

#[test]
fn lists_tell_and_trusted_addresses_do_not() {
    let call = event("cloudtrail:StopLogging", json!({ "name": "t" }), json!({}));
    let with = |fill: &dyn Fn(&mut Lists)| {
        let mut lists = Lists::default();
        fill(&mut lists);
        let mut engine = Engine::new(lists, RuleSet::default(), Limits::default());
        engine.record(&mut Tape::default(), call.to_string().as_bytes()).unwrap();
        engine.findings().iter().map(|f| f.kind.clone()).collect::<BTreeSet<_>>()
    };
    let prefix = || Prefix::parse("198.51.100.0/24").unwrap();
    assert!(with(&|l| l.trusted.insert(prefix())).is_empty());
    assert!(with(&|l| l.custom.insert(prefix())).contains("UnauthorizedAccess:IAMUser/MaliciousIPCaller.Custom"));
    assert!(with(&|l| l.tor.insert(prefix())).contains("UnauthorizedAccess:IAMUser/TorIPCaller"));
}

/// What of findings must not depend on how events came.
fn told(engine: &Engine) -> Vec<(String, String, u64, i64, i64)> {
    let of = |f: &&Finding| (f.id.clone(), f.rule.clone(), f.count, f.first, f.last);
    let mut all: Vec<_> = engine.findings().iter().map(of).collect();
    all.sort();
    all
}

#[test]
fn the_same_events_give_the_same_findings_once_in_any_order_and_after_a_restart() {
    let mut events: Vec<Value> =
        (0..12).map(|n| event("secretsmanager:GetSecretValue", json!({ "secretId": format!("s{n}") }), json!({}))).collect();
    events.extend((0..5).map(|n| event("ec2:GetPasswordData", json!({ "instanceId": format!("i-{n}") }), json!({}))));
    events.push(event("cloudtrail:StopLogging", json!({ "name": "t" }), json!({})));
    events.push(event("iam:CreateLoginProfile", json!({ "userName": "bob" }), json!({})));
    let run = |order: &[&Value]| {
        let mut engine = engine();
        let mut tape = Tape::default();
        order.iter().for_each(|e| assert!(engine.record(&mut tape, e.to_string().as_bytes()).is_ok()));
        engine
    };
    let forward: Vec<&Value> = events.iter().collect();
    let once = told(&run(&forward));
    assert!(once.len() >= 4);
    let twice: Vec<&Value> = events.iter().chain(&events).collect();
    assert_eq!(told(&run(&twice)), once, "twice");
    let backward: Vec<&Value> = events.iter().rev().collect();
    assert_eq!(told(&run(&backward)), once, "backward");
    let mut mixed = forward.clone();
    mixed.sort_by_key(|e| e["eventID"].as_str().unwrap().bytes().map(u64::from).sum::<u64>() * 7919 % 31);
    assert_eq!(told(&run(&mixed)), once, "mixed");
    for cut in [1, 6, 11, events.len() - 1] {
        let before = run(&forward[..cut]);
        let state = serde_json::to_string(&before.into_memory()).unwrap();
        let memory: Memory = serde_json::from_str(&state).unwrap();
        let mut after = Engine::with_memory(Lists::default(), RuleSet::default(), memory);
        // What came last before the end comes again, as after a crash.
        for event in &forward[cut.saturating_sub(3)..] {
            after.record(&mut Tape::default(), event.to_string().as_bytes()).unwrap();
        }
        assert_eq!(told(&after), once, "cut at {cut}");
    }
}

#[test]
fn habits_make_quiet() {
    let mut engine = engine();
    let mut tape = Tape::default();
    let at = |day: u32, n: u32| {
        event(
            "lambda:UpdateFunctionCode20150331v2",
            json!({ "functionName": format!("f{n}") }),
            json!({ "eventTime": format!("2024-05-{day:02}T10:00:00Z") }),
        )
    };
    for day in 1..=9 {
        engine.record(&mut tape, at(day, day).to_string().as_bytes()).unwrap();
    }
    let finding = engine.findings()[0];
    assert_eq!((finding.rule.as_str(), finding.count), ("lambda-code-overwritten", 3), "the first three days are told");
}

#[test]
fn what_tools_and_programs_do_by_routine_weighs_less() {
    let severity = |rule: &str, more: &Value| {
        let mut engine = engine();
        let mut tape = Tape::default();
        for n in 0..12 {
            let event = event("dynamodb:DeleteTable", json!({ "tableName": format!("t{n}") }), more.clone());
            engine.record(&mut tape, event.to_string().as_bytes()).unwrap();
        }
        engine.findings().iter().find(|f| f.rule == rule).map(|f| f.severity)
    };
    let rule = "databases-destroyed-in-bulk";
    assert_eq!(severity(rule, &json!({})), Some(6.5), "by hand");
    assert_eq!(severity(rule, &role("someone")), Some(6.5), "by somebody with a role");
    let mut tool = role("GitHubActions");
    assert_eq!(severity(rule, &tool), Some(6.5), "a pipeline's session at a place that is none of its own");
    tool["userAgent"] = json!("APN/1.0 HashiCorp/1.0 Terraform/1.7.5");
    assert_eq!(severity(rule, &tool), Some(3.5), "a tool that keeps infrastructure");
    assert_eq!(severity(rule, &json!({ "userAgent": "Terraform/1.7.5" })), Some(6.5), "a user who says that he is such a tool");
    let mut inside = role("karpenter");
    inside["sourceIPAddress"] = json!("10.0.0.1");
    assert_eq!(severity(rule, &inside), Some(3.5), "a program at home");
    // People of one role of Identity Center are told apart.
    let login = |person: &str, address: &str| {
        let arn = format!("arn:aws:sts::111111111111:assumed-role/AWSReservedSSO_Power_1/{person}");
        let identity = json!({ "type": "AssumedRole", "principalId": format!("AROA:{person}"), "arn": arn, "accountId": "111111111111",
            "sessionContext": { "sessionIssuer": { "type": "Role", "arn": "arn:aws:iam::111111111111:role/aws-reserved/sso.amazonaws.com/AWSReservedSSO_Power_1", "userName": "AWSReservedSSO_Power_1" } } });
        event(
            "signin:ConsoleLogin",
            Value::Null,
            json!({ "userIdentity": identity, "sourceIPAddress": address, "responseElements": { "ConsoleLogin": "Success" } }),
        )
    };
    silent("console-login-elsewhere", &[login("ann", "198.51.100.7"), login("bob", "203.0.113.9")]);
    fires("console-login-elsewhere", &[login("ann", "198.51.100.7"), login("ann", "203.0.113.9")]);
}

#[test]
fn everyday_events_stay_quiet_and_a_theft_among_them_is_seen() {
    let mut tape = Tape::default();
    let mut everyday = |seed: u64, days: u64| {
        let mut source = benign::Benign::new(seed, 12_000, days);
        let mut engine = engine();
        for _ in 0..12_000 {
            engine.record(&mut tape, source.event().as_bytes()).unwrap();
        }
        let serious: Vec<&str> = engine.findings().iter().filter(|f| f.severity >= 7.0).map(|f| f.rule.as_str()).collect();
        assert!(serious.is_empty(), "{serious:?}");
        let told: Vec<_> = engine.findings().iter().map(|f| (f.rule.clone(), f.actor.name.clone())).collect();
        // A day in which nothing is known of anybody yet tells of more.
        assert!(told.len() <= if days < 3 { 40 } else { 25 }, "seed {seed}, {days} days: {told:?}");
        engine
    };
    for (seed, days) in [(11, 20), (12, 1), (13, 90)] {
        everyday(seed, days);
    }
    let mut engine = everyday(3, 20);
    // The session of a pipeline of which much is known is used from elsewhere, with another program, in another Region, for something else.
    let identity = json!({
        "type": "AssumedRole", "principalId": "AROAX:pipeline", "arn": "arn:aws:sts::111122223333:assumed-role/ci-deploy/pipeline", "accountId": "111122223333",
        "sessionContext": { "sessionIssuer": { "type": "Role", "arn": "arn:aws:iam::111122223333:role/ci-deploy", "userName": "ci-deploy" } } });
    let theft = event(
        "ec2:CreateKeyPair",
        json!({ "keyName": "k" }),
        json!({ "eventTime": "2024-06-21T02:00:00Z", "sourceIPAddress": "203.0.113.66", "userAgent": "Go-http-client/1.1", "awsRegion": "ap-southeast-3",
            "userIdentity": identity, "recipientAccountId": "111122223333" }),
    );
    engine.record(&mut tape, theft.to_string().as_bytes()).unwrap();
    let found = engine.findings().into_iter().find(|f| f.rule == "anomalous-call").expect("an anomaly");
    assert!(
        found.deviations.iter().any(|d| d.of == "network" && d.expected.contains("20.4") && d.seen == "203.0.113.66"),
        "{:?}",
        found.deviations
    );
}

#[test]
fn a_flood_of_principals_stays_within_bounds() {
    let limits = Limits { principals: 500, accounts: 50, windows: 500, ids: 1000, hosts: 50 };
    let mut engine = Engine::new(Lists::default(), RuleSet::default(), limits);
    let mut tape = Tape::default();
    for n in 0..5_000 {
        let identity = json!({ "userIdentity": { "type": "IAMUser", "userName": format!("u{n}"), "arn": format!("arn:aws:iam::1:user/u{n}") }, "eventID": format!("flood-{n}"), "errorCode": "AccessDenied" });
        engine.record(&mut tape, event("s3:ListBuckets", Value::Null, identity).to_string().as_bytes()).unwrap();
    }
    assert!(engine.memory().forgotten() > 4_000);
    assert!(serde_json::to_string(engine.memory()).unwrap().len() < 2_000_000);
}

#[test]
fn what_cannot_be_read_is_told_and_changes_nothing() {
    let mut engine = engine();
    let mut tape = Tape::default();
    for text in [
        "",
        "{",
        "[]",
        "{}",
        r#"{"eventID":"1"}"#,
        r#"{"eventID":1,"eventTime":"x","eventSource":"a","eventName":"b"}"#,
        r#"{"query_name":"a"}"#,
        r#"{"CloudTrailEvent":"{"}"#,
    ] {
        assert!(engine.record(&mut tape, text.as_bytes()).is_err(), "{text}");
    }
    assert!(engine.record(&mut tape, &[0xff, 0xfe]).is_err());
    assert_eq!(engine.memory().counts.calls, 0);
    let inner = event("cloudtrail:StopLogging", json!({ "name": "t" }), json!({})).to_string();
    engine.record(&mut tape, json!({ "EventId": "x", "CloudTrailEvent": inner }).to_string().as_bytes()).unwrap();
    assert_eq!(engine.findings().len(), 1, "answers of lookup-events have the event inside as text");
    let other = event("guardduty:DeleteDetector", json!({ "detectorId": "d" }), json!({}));
    let told = json!({ "id": "y", "detail-type": "AWS API Call via CloudTrail", "source": "aws.guardduty", "detail": other });
    engine.record(&mut tape, told.to_string().as_bytes()).unwrap();
    assert_eq!(engine.findings().len(), 2, "events of EventBridge have the record as their detail");
    assert!(
        engine
            .record(&mut tape, br#"{"detail-type":"EC2 Instance State-change Notification","detail":{"state":"running"}}"#)
            .is_err()
    );
}
