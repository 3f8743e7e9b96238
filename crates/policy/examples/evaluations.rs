//! Prints the median time of one evaluation: 10 identity policies of 10 statements and SCPs on 5 levels.
//!
//! `cargo run --release -p policy --example evaluations`

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring tool may fail and prints what it measured")]

use std::hint::black_box;
use std::time::Instant;

use policy::{Attached, Context, Level, Policies, Policy, PolicyKind, Principal, Request, SourceType, evaluate};

const SERVICES: [&str; 10] = ["s3", "ec2", "iam", "kms", "sqs", "sns", "lambda", "dynamodb", "logs", "secretsmanager"];

fn identity(policy: usize) -> Policy {
    let statements: Vec<String> = SERVICES
        .iter()
        .enumerate()
        .map(|(at, service)| {
            let effect = if at % 5 == 4 { "Deny" } else { "Allow" };
            let condition = if at % 2 == 0 {
                r#"{"StringEquals":{"aws:PrincipalTag/team":"red"},"Bool":{"aws:SecureTransport":"true"}}"#
            } else {
                r#"{"IpAddress":{"aws:SourceIp":["10.0.0.0/8","203.0.113.0/24"]}}"#
            };
            let mode = if effect == "Deny" { "Delete" } else { "Get" };
            format!(
                r#"{{"Sid":"S{at}","Effect":"{effect}","Action":["{service}:{mode}*","{service}:Describe*"],
                    "Resource":["arn:aws:{service}:::team{policy}-${{aws:username}}/*","arn:aws:{service}:*:*:thing/{policy}/*"],"Condition":{condition}}}"#
            )
        })
        .collect();
    let text = format!(r#"{{"Version":"2012-10-17","Statement":[{}]}}"#, statements.join(","));
    Policy::parse(&text, PolicyKind::Identity).unwrap()
}

fn scp(text: &str) -> Policy {
    Policy::parse(&format!(r#"{{"Version":"2012-10-17","Statement":[{text}]}}"#), PolicyKind::ServiceControl).unwrap()
}

fn main() {
    let policies: Vec<Policy> = (0..10).map(identity).collect();
    let attached: Vec<Attached<'_>> = policies.iter().map(|p| Attached::new(p, "p", SourceType::UserManaged)).collect();
    let full = scp(r#"{"Effect":"Allow","Action":"*","Resource":"*"}"#);
    let region = scp(
        r#"{"Effect":"Deny","NotAction":["iam:*","organizations:*","sts:*"],"Resource":"*","Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-central-1","eu-west-1"]}}},
           {"Effect":"Deny","Action":["cloudtrail:StopLogging","cloudtrail:DeleteTrail"],"Resource":"*"}"#,
    );
    let level = [Attached::new(&full, "p-FullAWSAccess", SourceType::None), Attached::new(&region, "p-region", SourceType::None)];
    let levels: Vec<Level<'_>> =
        ["r-1", "ou-1", "ou-2", "ou-3", "111122223333"].map(|target| Level { target, policies: &level }).into();

    let mut context = Context::with_capacity(25);
    for key in ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m", "n", "o", "p", "q", "r", "s", "t"] {
        context.set(format!("aws:requesttag/{key}"), "value");
    }
    context
        .set("aws:username", "alice")
        .set("aws:principaltag/team", "red")
        .set("aws:securetransport", "true")
        .set("aws:sourceip", "203.0.113.7")
        .set("aws:requestedregion", "eu-central-1");

    let alice = Principal::user("arn:aws:iam::111122223333:user/alice", "111122223333", "AIDAALICE00000000000");
    let all = Policies { identity: &attached, scps: &levels, ..Policies::default() };
    let cases = [
        ("allowed by the 6th policy", "s3:GetObject", "arn:aws:s3:::team5-alice/file"),
        ("allowed by the last policy", "dynamodb:GetItem", "arn:aws:dynamodb:eu:1:thing/9/x"),
        ("denied by a statement", "sqs:DeleteQueue", "arn:aws:sqs:eu:1:thing/5/x"),
        ("allowed by nobody", "glue:GetTable", "arn:aws:glue:::table"),
    ];
    for (name, action, resource) in cases {
        let request = Request::new(alice, action, resource, &context);
        const BATCH: u32 = 100;
        let mut times: Vec<u128> = (0..20_000)
            .map(|_| {
                let start = Instant::now();
                for _ in 0..BATCH {
                    black_box(evaluate(black_box(&request), black_box(&all)));
                }
                start.elapsed().as_nanos() / u128::from(BATCH)
            })
            .collect();
        times.sort_unstable();
        let outcome = evaluate(&request, &all).outcome.as_str();
        let (median, p99) = (times.get(times.len() / 2).unwrap(), times.get(times.len() / 100 * 99).unwrap());
        println!("{name:27} {outcome:12} median {median:5} ns   p99 {p99:5} ns");
    }
}
