//! Prints how many evaluations a second the managed rules make: every rule on every resource that it is for, over generated accounts.
//!
//! `cargo run --release -p rules --example evaluations [BUCKETS]`

#![expect(clippy::unwrap_used, clippy::print_stdout, reason = "a measuring tool may fail and prints what it measured")]

use std::collections::BTreeMap;
use std::hint::black_box;
use std::time::Instant;

use jiff::Timestamp;
use rules::{Compliance, Context, Item, Parameters, Rule, rules};
use serde_json::{Value, json};

/// A few thousand resources as accounts have them: some are not as they should be.
fn account(size: usize) -> Vec<Value> {
    let mut items = Vec::new();
    let mut add = |kind: &str, id: String, configuration: Value, supplementary: Value| {
        items.push(json!({
            "resourceType": kind, "resourceId": id, "resourceName": id, "accountId": "111122223333", "awsRegion": "eu-central-1",
            "configurationItemStatus": "OK", "tags": {"team": "red", "CostCenter": "42"}, "relationships": [],
            "configuration": configuration, "supplementaryConfiguration": supplementary,
        }));
    };
    for n in 0..size {
        let open = n % 10 == 0;
        let principal = if open { json!("*") } else { json!({"AWS": "arn:aws:iam::444455556666:role/reader"}) };
        let bucket = format!("bucket-{n}");
        let policy = json!({"Version": "2012-10-17", "Statement": [
            {"Sid": "Tls", "Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": [format!("arn:aws:s3:::{bucket}"), format!("arn:aws:s3:::{bucket}/*")],
             "Condition": {"Bool": {"aws:SecureTransport": "false"}}},
            {"Sid": "Read", "Effect": "Allow", "Principal": principal, "Action": ["s3:GetObject"], "Resource": format!("arn:aws:s3:::{bucket}/*")}]});
        add(
            "AWS::S3::Bucket",
            bucket.clone(),
            json!({"name": bucket, "owner": {"id": "owner"}}),
            json!({
                "AccessControlList": "{\"grantList\":[{\"grantee\":{\"id\":\"owner\"},\"permission\":\"FullControl\"}],\"owner\":{\"id\":\"owner\"}}",
                "BucketPolicy": json!({"policyText": policy.to_string()}).to_string(),
                "BucketVersioningConfiguration": if open { "{\"status\":\"Off\"}" } else { "{\"status\":\"Enabled\"}" },
                "PublicAccessBlockConfiguration": format!("{{\"blockPublicAcls\":true,\"ignorePublicAcls\":true,\"blockPublicPolicy\":true,\"restrictPublicBuckets\":{}}}", !open),
                "ServerSideEncryptionConfiguration": "{\"rules\":[{\"applyServerSideEncryptionByDefault\":{\"sseAlgorithm\":\"AES256\"}}]}",
            }),
        );
        add(
            "AWS::IAM::Role",
            format!("role-{n}"),
            json!({
                "roleName": format!("role-{n}"), "path": "/", "rolePolicyList": [{"policyName": "own", "policyDocument":
                    "%7B%22Version%22%3A%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22kms%3ADecrypt%22%2C%22Resource%22%3A%22%2A%22%7D%7D"}],
                "attachedManagedPolicies": [{"policyName": "ReadOnlyAccess", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess"}],
            }),
            json!({}),
        );
        add(
            "AWS::EC2::SecurityGroup",
            format!("sg-{n}"),
            json!({
                "groupName": "web", "groupId": format!("sg-{n}"), "ipPermissions": [
                    {"ipProtocol": "tcp", "fromPort": 443, "toPort": 443, "ipRanges": ["0.0.0.0/0"]},
                    {"ipProtocol": "tcp", "fromPort": 22, "toPort": 22, "ipRanges": [if open { "0.0.0.0/0" } else { "10.0.0.0/8" }]}],
            }),
            json!({}),
        );
        add(
            "AWS::RDS::DBInstance",
            format!("db-{n}"),
            json!({
                "dBInstanceIdentifier": format!("db-{n}"), "engine": "postgres", "masterUsername": "keeper", "storageEncrypted": !open, "multiAZ": true,
                "publiclyAccessible": false, "backupRetentionPeriod": 7, "enabledCloudwatchLogsExports": ["postgresql"], "deletionProtection": true,
            }),
            json!({}),
        );
        add(
            "AWS::EC2::Instance",
            format!("i-{n}"),
            json!({
                "instanceId": format!("i-{n}"), "instanceType": "t3.micro", "imageId": "ami-1", "state": {"name": "running"}, "vpcId": "vpc-1",
                "metadataOptions": {"httpTokens": if open { "optional" } else { "required" }, "httpPutResponseHopLimit": 1}, "monitoring": {"state": "enabled"},
                "networkInterfaces": [{"networkInterfaceId": "eni-1"}], "iamInstanceProfile": {"arn": "arn:aws:iam::111122223333:instance-profile/web"},
            }),
            json!({}),
        );
    }
    items
}

/// A value for each parameter that a rule needs.
fn parameters(rule: &Rule) -> Parameters {
    let needed: serde_json::Map<String, Value> = rule
        .parameters()
        .iter()
        .filter(|parameter| parameter.required)
        .map(|parameter| {
            let value = parameter.default.or_else(|| parameter.values.first().copied()).unwrap_or("x");
            (parameter.name.to_owned(), Value::from(value))
        })
        .collect();
    rule.read_parameters(&Value::Object(needed).to_string()).unwrap()
}

fn main() {
    let size = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(2_000);
    let values = account(size);
    let all: Vec<(&Rule, Parameters)> = rules().iter().map(|rule| (rule, parameters(rule))).collect();
    let mut by_type: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (at, (rule, _)) in all.iter().enumerate() {
        // Rules that look at other items cost what these are; here they are left out.
        if rule.reads().is_empty() {
            rule.resource_types().iter().for_each(|kind| by_type.entry(kind).or_default().push(at));
        }
    }
    let now: Timestamp = "2026-06-15T12:00:00Z".parse().unwrap();
    let context = Context { now, account_id: "111122223333", region: "eu-central-1", items: &() };

    let start = Instant::now();
    let mut counts = [0_usize; 3];
    for value in &values {
        let item = Item::read(value).unwrap();
        for (rule, parameters) in by_type.get(item.resource_type).into_iter().flatten().filter_map(|at| all.get(*at)) {
            let place = match black_box(rule.evaluate(&item, parameters, &context)).compliance {
                Compliance::Compliant => 0,
                Compliance::NonCompliant => 1,
                Compliance::NotApplicable => 2,
            };
            if let Some(count) = counts.get_mut(place) {
                *count += 1;
            }
        }
    }
    let seconds = start.elapsed().as_secs_f64();
    let evaluations: usize = counts.iter().sum();
    println!("{} resources, {} rules, {evaluations} evaluations in {seconds:.3} s", values.len(), all.len());
    println!(
        "{:.0} evaluations a second, {:.0} resources a second (all their rules)",
        evaluations as f64 / seconds,
        values.len() as f64 / seconds
    );
    println!("compliant {}, non-compliant {}, not applicable {}", counts[0], counts[1], counts[2]);

    let policy = rules::guard::Rule::parse(
        "rule encrypted when resourceType == 'AWS::RDS::DBInstance' { configuration.storageEncrypted == true\n configuration.multiAZ == true }",
    )
    .unwrap();
    let databases: Vec<&Value> = values.iter().filter(|value| value["resourceType"] == "AWS::RDS::DBInstance").collect();
    let start = Instant::now();
    for database in &databases {
        let _ = black_box(policy.evaluate(database));
    }
    println!("Guard: {:.0} evaluations a second", databases.len() as f64 / start.elapsed().as_secs_f64());
}
