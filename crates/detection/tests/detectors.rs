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
const OWN: &str = r#"{"Statement":[{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111111111111:root","Service":"ec2.amazonaws.com"},"Action":"*"}]}"#;
const PUBLIC: &str = r#"{"Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#;

#[test]
fn single_calls_fire_and_their_near_misses_do_not() {
    let none = || json!({});
    let service = || json!({ "sourceIPAddress": "cloudformation.amazonaws.com", "userIdentity": { "type": "AssumedRole", "invokedBy": "cloudformation.amazonaws.com", "accountId": "111111111111" } });
    let failed = || json!({ "errorCode": "ValidationException" });
    let denied = || json!({ "errorCode": "AccessDenied" });
    let world = |port: u32, cidr: &str| json!({ "groupId": "sg-1", "ipPermissions": { "items": [{ "ipProtocol": "tcp", "fromPort": port, "toPort": port, "ipRanges": { "items": [{ "cidrIp": cidr }] } }] } });
    let cases: Vec<(&str, Value, Vec<Value>)> = vec![
        (
            "cloudtrail-stopped",
            event("cloudtrail:StopLogging", json!({ "name": "t" }), denied()),
            vec![
                event("cloudtrail:StartLogging", json!({ "name": "t" }), none()),
                event("cloudtrail:StopLogging", json!({ "name": "t" }), failed()),
            ],
        ),
        (
            "cloudtrail-deleted",
            event("cloudtrail:DeleteTrail", json!({ "name": "t" }), none()),
            vec![event("cloudtrail:GetTrail", json!({ "name": "t" }), none())],
        ),
        (
            "cloudtrail-selectors-narrowed",
            event(
                "cloudtrail:PutEventSelectors",
                json!({ "trailName": "t", "eventSelectors": [{ "includeManagementEvents": false, "readWriteType": "All" }] }),
                none(),
            ),
            vec![
                event(
                    "cloudtrail:PutEventSelectors",
                    json!({ "trailName": "t", "eventSelectors": [{ "includeManagementEvents": true, "readWriteType": "All" }] }),
                    none(),
                ),
                event(
                    "cloudtrail:PutEventSelectors",
                    json!({ "trailName": "t", "advancedEventSelectors": [{ "fieldSelectors": [{ "field": "eventCategory", "equals": ["Management"] }] }] }),
                    none(),
                ),
            ],
        ),
        (
            "cloudtrail-weakened",
            event("cloudtrail:UpdateTrail", json!({ "name": "t", "isMultiRegionTrail": false }), none()),
            vec![event("cloudtrail:UpdateTrail", json!({ "name": "t", "isMultiRegionTrail": true }), none())],
        ),
        (
            "cloudtrail-bucket-expires",
            event(
                "s3:PutBucketLifecycle",
                json!({ "bucketName": "org-trail", "LifecycleConfiguration": { "Rule": { "Status": "Enabled", "Expiration": { "Days": 1 } } } }),
                none(),
            ),
            vec![
                event(
                    "s3:PutBucketLifecycle",
                    json!({ "bucketName": "org-trail", "LifecycleConfiguration": { "Rule": { "Status": "Enabled", "Expiration": { "Days": 400 } } } }),
                    none(),
                ),
                event(
                    "s3:PutBucketLifecycle",
                    json!({ "bucketName": "builds", "LifecycleConfiguration": { "Rule": [{ "Status": "Enabled", "Expiration": { "Days": 14 } }] } }),
                    none(),
                ),
            ],
        ),
        (
            "vpc-flow-logs-deleted",
            event("ec2:DeleteFlowLogs", json!({ "DeleteFlowLogsRequest": { "FlowLogId": { "content": "fl-1" } } }), none()),
            vec![event("ec2:DescribeFlowLogs", json!({}), none())],
        ),
        (
            "dns-query-logs-deleted",
            event("route53resolver:DisassociateResolverQueryLogConfig", json!({ "resolverQueryLogConfigId": "r" }), none()),
            vec![event("route53resolver:GetResolverQueryLogConfig", json!({}), none())],
        ),
        (
            "organization-left",
            event("organizations:LeaveOrganization", Value::Null, denied()),
            vec![event("organizations:DescribeOrganization", Value::Null, none())],
        ),
        (
            "guardduty-disabled",
            event("guardduty:UpdateDetector", json!({ "detectorId": "d", "enable": false }), none()),
            vec![event("guardduty:UpdateDetector", json!({ "detectorId": "d", "enable": true }), none())],
        ),
        (
            "security-service-disabled",
            event("config:StopConfigurationRecorder", json!({ "configurationRecorderName": "default" }), none()),
            vec![event("config:StartConfigurationRecorder", json!({}), none())],
        ),
        (
            "password-policy-weakened",
            event("iam:UpdateAccountPasswordPolicy", json!({ "minimumPasswordLength": 6 }), none()),
            vec![event(
                "iam:UpdateAccountPasswordPolicy",
                json!({ "minimumPasswordLength": 14, "requireSymbols": true }),
                none(),
            )],
        ),
        (
            "public-access-block-of-account",
            event(
                "s3:PutAccountPublicAccessBlock",
                json!({ "PublicAccessBlockConfiguration": { "BlockPublicAcls": false } }),
                none(),
            ),
            vec![event(
                "s3:PutAccountPublicAccessBlock",
                json!({ "PublicAccessBlockConfiguration": { "BlockPublicAcls": true } }),
                none(),
            )],
        ),
        (
            "iam-access-key-for-another-user",
            event("iam:CreateAccessKey", json!({ "userName": "bob" }), none()),
            vec![
                event("iam:CreateAccessKey", json!({ "userName": "ann" }), none()),
                event("iam:CreateAccessKey", Value::Null, none()),
                event("iam:CreateAccessKey", json!({ "userName": "bob" }), service()),
            ],
        ),
        (
            "iam-login-profile-created",
            event("iam:CreateLoginProfile", json!({ "userName": "bob" }), none()),
            vec![event("iam:CreateLoginProfile", json!({ "userName": "bob" }), failed())],
        ),
        (
            "iam-login-profile-changed",
            event("iam:UpdateLoginProfile", json!({ "userName": "bob" }), none()),
            vec![event("iam:UpdateLoginProfile", json!({ "userName": "ann" }), none())],
        ),
        (
            "iam-admin-policy-attached",
            event(
                "iam:AttachRolePolicy",
                json!({ "roleName": "r", "policyArn": "arn:aws:iam::aws:policy/AdministratorAccess" }),
                none(),
            ),
            vec![event(
                "iam:AttachRolePolicy",
                json!({ "roleName": "r", "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" }),
                none(),
            )],
        ),
        (
            "iam-admin-policy-written",
            event(
                "iam:PutUserPolicy",
                json!({ "userName": "bob", "policyDocument": r#"{"Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"# }),
                none(),
            ),
            vec![event(
                "iam:PutUserPolicy",
                json!({ "userName": "bob", "policyDocument": r#"{"Statement":[{"Effect":"Allow","Action":"s3:*","Resource":"*"}]}"# }),
                none(),
            )],
        ),
        (
            "iam-permissions-to-oneself",
            event("iam:AttachUserPolicy", json!({ "userName": "ann", "policyArn": "x" }), none()),
            vec![event("iam:AttachUserPolicy", json!({ "userName": "bob", "policyArn": "x" }), none())],
        ),
        (
            "iam-role-trust-widened",
            event("iam:CreateRole", json!({ "roleName": "r", "assumeRolePolicyDocument": OTHER }), none()),
            vec![event("iam:CreateRole", json!({ "roleName": "r", "assumeRolePolicyDocument": OWN }), none())],
        ),
        (
            "iam-roles-anywhere-trust",
            event(
                "rolesanywhere:CreateTrustAnchor",
                json!({ "name": "a", "source": { "sourceData": { "x509CertificateData": "x" } } }),
                none(),
            ),
            vec![event("rolesanywhere:ListTrustAnchors", Value::Null, none())],
        ),
        (
            "iam-identity-provider-added",
            event("iam:CreateSAMLProvider", json!({ "name": "a" }), none()),
            vec![event("iam:GetSAMLProvider", json!({}), none())],
        ),
        (
            "iam-mfa-removed",
            event("iam:DeactivateMFADevice", json!({ "userName": "bob", "serialNumber": "s" }), none()),
            vec![event("iam:ListMFADevices", json!({}), none())],
        ),
        (
            "sts-federation-token",
            event("sts:GetFederationToken", json!({ "name": "x" }), none()),
            vec![event("sts:GetSessionToken", json!({}), none())],
        ),
        (
            "ec2-security-group-opened",
            event("ec2:AuthorizeSecurityGroupIngress", world(22, "0.0.0.0/0"), none()),
            vec![
                event("ec2:AuthorizeSecurityGroupIngress", world(443, "0.0.0.0/0"), none()),
                event("ec2:AuthorizeSecurityGroupIngress", world(22, "10.0.0.0/8"), none()),
                event("ec2:AuthorizeSecurityGroupIngress", world(22, "0.0.0.0/0"), failed()),
            ],
        ),
        (
            "ec2-snapshot-shared",
            event(
                "ec2:ModifySnapshotAttribute",
                json!({ "snapshotId": "s", "createVolumePermission": { "add": { "items": [{ "userId": "222222222222" }] } } }),
                none(),
            ),
            vec![
                event(
                    "ec2:ModifySnapshotAttribute",
                    json!({ "snapshotId": "s", "createVolumePermission": { "remove": { "items": [{ "userId": "222222222222" }] } } }),
                    none(),
                ),
                event(
                    "ec2:ModifySnapshotAttribute",
                    json!({ "snapshotId": "s", "createVolumePermission": { "add": { "items": [{ "userId": "111111111111" }] } } }),
                    none(),
                ),
            ],
        ),
        (
            "ec2-image-shared",
            event(
                "ec2:ModifyImageAttribute",
                json!({ "imageId": "a", "launchPermission": { "add": { "items": [{ "group": "all" }] } } }),
                none(),
            ),
            vec![event("ec2:ModifyImageAttribute", json!({ "imageId": "a", "description": "d" }), none())],
        ),
        (
            "rds-snapshot-shared",
            event(
                "rds:ModifyDBSnapshotAttribute",
                json!({ "dBSnapshotIdentifier": "d", "attributeName": "restore", "valuesToAdd": ["222222222222"] }),
                none(),
            ),
            vec![event(
                "rds:ModifyDBSnapshotAttribute",
                json!({ "dBSnapshotIdentifier": "d", "attributeName": "restore", "valuesToRemove": ["222222222222"] }),
                none(),
            )],
        ),
        (
            "ec2-user-data-changed",
            event("ec2:ModifyInstanceAttribute", json!({ "instanceId": "i", "userData": "<sensitiveDataRemoved>" }), none()),
            vec![event(
                "ec2:ModifyInstanceAttribute",
                json!({ "instanceId": "i", "disableApiTermination": { "value": true } }),
                none(),
            )],
        ),
        (
            "ec2-serial-console-key",
            event("ec2-instance-connect:SendSerialConsoleSSHPublicKey", json!({ "instanceId": "i" }), none()),
            vec![event("ec2:GetSerialConsoleAccessStatus", json!({}), none())],
        ),
        (
            "ec2-costly-instances",
            event("ec2:RunInstances", json!({ "instanceType": "p4d.24xlarge" }), denied()),
            vec![
                event("ec2:RunInstances", json!({ "instanceType": "t3.micro" }), none()),
                event(
                    "ec2:RunInstances",
                    json!({ "instanceType": "p4d.24xlarge" }),
                    json!({ "errorCode": "Client.DryRunOperation" }),
                ),
                event("ec2:RunInstances", json!({ "instanceType": "p4d.24xlarge" }), service()),
            ],
        ),
        (
            "s3-bucket-policy-outside",
            event(
                "s3:PutBucketPolicy",
                json!({ "bucketName": "b", "bucketPolicy": serde_json::from_str::<Value>(OTHER).unwrap() }),
                none(),
            ),
            vec![event(
                "s3:PutBucketPolicy",
                json!({ "bucketName": "b", "bucketPolicy": serde_json::from_str::<Value>(OWN).unwrap() }),
                none(),
            )],
        ),
        (
            "s3-bucket-policy-public",
            event(
                "s3:PutBucketPolicy",
                json!({ "bucketName": "b", "bucketPolicy": serde_json::from_str::<Value>(PUBLIC).unwrap() }),
                none(),
            ),
            vec![event(
                "s3:PutBucketPolicy",
                json!({ "bucketName": "b", "bucketPolicy": serde_json::from_str::<Value>(OTHER).unwrap() }),
                none(),
            )],
        ),
        (
            "s3-bucket-acl-public",
            event("s3:PutBucketAcl", json!({ "bucketName": "b", "x-amz-acl": ["public-read"] }), none()),
            vec![event("s3:PutBucketAcl", json!({ "bucketName": "b", "x-amz-acl": ["private"] }), none())],
        ),
        (
            "s3-access-logging-disabled",
            event("s3:PutBucketLogging", json!({ "bucketName": "b", "BucketLoggingStatus": { "xmlns": "x" } }), none()),
            vec![event(
                "s3:PutBucketLogging",
                json!({ "bucketName": "b", "BucketLoggingStatus": { "LoggingEnabled": { "TargetBucket": "l" } } }),
                none(),
            )],
        ),
        (
            "s3-ransom-note",
            event("s3:PutObject", json!({ "bucketName": "b", "key": "FILES-DELETED.txt" }), none()),
            vec![event("s3:PutObject", json!({ "bucketName": "b", "key": "deleted-files/report.csv" }), none())],
        ),
        (
            "secrets-read-in-batches",
            event("secretsmanager:BatchGetSecretValue", json!({ "filters": [{ "key": "name", "values": ["a"] }] }), none()),
            vec![event("secretsmanager:BatchGetSecretValue", json!({ "secretIdList": ["a", "b"] }), none())],
        ),
        (
            "kms-key-deletion",
            event("kms:ScheduleKeyDeletion", json!({ "keyId": "k", "pendingWindowInDays": 7 }), none()),
            vec![event("kms:CancelKeyDeletion", json!({ "keyId": "k" }), none())],
        ),
        (
            "secret-policy-opened",
            event("secretsmanager:PutResourcePolicy", json!({ "secretId": "s", "resourcePolicy": OTHER }), none()),
            vec![event("secretsmanager:PutResourcePolicy", json!({ "secretId": "s", "resourcePolicy": OWN }), none())],
        ),
        (
            "lambda-permission-outside",
            event("lambda:AddPermission20150331v2", json!({ "functionName": "f", "principal": "*" }), none()),
            vec![event(
                "lambda:AddPermission20150331v2",
                json!({ "functionName": "f", "principal": "s3.amazonaws.com", "sourceAccount": "111111111111" }),
                none(),
            )],
        ),
        (
            "lambda-code-overwritten",
            event("lambda:UpdateFunctionCode20150331v2", json!({ "functionName": "f" }), none()),
            vec![event("lambda:PublishVersion20150331", json!({ "functionName": "f" }), none())],
        ),
        (
            "lambda-layer-added",
            event(
                "lambda:UpdateFunctionConfiguration20150331v2",
                json!({ "functionName": "f", "layers": ["arn:aws:lambda:eu-west-1:222222222222:layer:x:1"] }),
                none(),
            ),
            vec![event("lambda:UpdateFunctionConfiguration20150331v2", json!({ "functionName": "f", "timeout": 3 }), none())],
        ),
        (
            "ssm-command-sent",
            event("ssm:SendCommand", json!({ "documentName": "AWS-RunShellScript", "instanceIds": ["i-1"] }), none()),
            vec![event("ssm:SendCommand", json!({ "documentName": "AWS-RunPatchBaseline", "instanceIds": ["i-1"] }), none())],
        ),
        (
            "notebook-start-script",
            event("sagemaker:UpdateNotebookInstance", json!({ "notebookInstanceName": "n", "lifecycleConfigName": "l" }), none()),
            vec![event("sagemaker:UpdateNotebookInstance", json!({ "notebookInstanceName": "n", "volumeSizeInGB": 9 }), none())],
        ),
        (
            "bedrock-access-enabled",
            event("bedrock:PutUseCaseForModelAccess", Value::Null, none()),
            vec![event("bedrock:ListFoundationModels", Value::Null, none())],
        ),
    ];
    for (rule, yes, no) in cases {
        fires(rule, &[yes]);
        no.iter().for_each(|event| silent(rule, std::slice::from_ref(event)));
    }
}

#[test]
fn counts_fire_at_their_threshold_and_not_below() {
    let many = |n: usize, make: &dyn Fn(usize) -> Value| (0..n).map(make).collect::<Vec<_>>();
    let secret = |n: usize| event("secretsmanager:GetSecretValue", json!({ "secretId": format!("s{n}") }), json!({}));
    fires("secrets-read-in-bulk", &many(8, &secret));
    silent("secrets-read-in-bulk", &many(7, &secret));
    silent("secrets-read-in-bulk", &many(30, &|_| secret(1)));
    let parameters = |n: usize| {
        event(
            "ssm:GetParameters",
            json!({ "names": (0..6).map(|m| format!("/p{n}/{m}")).collect::<Vec<_>>(), "withDecryption": true }),
            json!({}),
        )
    };
    fires("parameters-decrypted-in-bulk", &many(2, &parameters));
    silent("parameters-decrypted-in-bulk", &many(1, &parameters));
    let password = |n: usize| event("ec2:GetPasswordData", json!({ "instanceId": format!("i-{n}") }), json!({}));
    fires("ec2-password-data", &many(3, &password));
    silent("ec2-password-data", &many(2, &password));
    let session = |n: usize| event("ssm:StartSession", json!({ "target": format!("i-{n}") }), role("deploy"));
    fires("ssm-sessions-started", &many(3, &session));
    silent("ssm-sessions-started", &many(9, &|_| session(1)));
    let delete = |n: usize| event("s3:DeleteObject", json!({ "bucketName": "b", "key": format!("k{n}") }), json!({}));
    fires("s3-objects-deleted-in-bulk", &many(30, &delete));
    silent("s3-objects-deleted-in-bulk", &many(29, &delete));
    let sealed = |n: usize| {
        event(
            "s3:PutObject",
            json!({ "bucketName": "b", "key": format!("k{n}"), "x-amz-server-side-encryption-customer-algorithm": "AES256" }),
            json!({}),
        )
    };
    fires("s3-encrypted-with-callers-key", &many(3, &sealed));
    silent("s3-encrypted-with-callers-key", &many(2, &sealed));
    let refused =
        |n: usize| event(&format!("ec2:Describe{n}"), Value::Null, json!({ "errorCode": "Client.UnauthorizedOperation" }));
    fires("calls-refused", &many(6, &refused));
    silent("calls-refused", &many(5, &refused));
    let asked = ["iam:ListUsers", "iam:ListRoles", "s3:ListBuckets", "ec2:DescribeSnapshots"];
    let look = |n: usize| event(asked[n], Value::Null, role("i-0123456789abcdef0"));
    fires("account-enumerated-by-instance", &many(4, &look));
    silent("account-enumerated-by-instance", &many(4, &|n| event(asked[n], Value::Null, role("deploy"))));
    fires(
        "s3-bucket-wiped",
        &[
            event("s3:ListObjectVersions", json!({ "bucketName": "b" }), json!({})),
            event("s3:DeleteObjects", json!({ "bucketName": "b" }), json!({})),
        ],
    );
    silent("s3-bucket-wiped", &[event("s3:DeleteObjects", json!({ "bucketName": "b" }), json!({}))]);
    fires(
        "mail-quota-looked-up",
        &[event("ses:GetAccount", Value::Null, json!({})), event("ses:ListIdentities", Value::Null, json!({}))],
    );
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
    let root = json!({ "userIdentity": { "type": "Root", "arn": "arn:aws:iam::111111111111:root", "accountId": "111111111111", "principalId": "111111111111" } });
    fires("root-used", &[event("s3:ListBuckets", Value::Null, root.clone())]);
    fires("iam-root-access-key", &[event("iam:CreateAccessKey", Value::Null, root)]);

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
fn everyday_events_stay_quiet_and_a_theft_among_them_is_seen() {
    let mut source = benign::Benign::new(3, 12_000, 20);
    let mut engine = engine();
    let mut tape = Tape::default();
    for _ in 0..12_000 {
        engine.record(&mut tape, source.event().as_bytes()).unwrap();
    }
    let serious: Vec<&str> = engine.findings().iter().filter(|f| f.severity >= 7.0).map(|f| f.rule.as_str()).collect();
    assert!(serious.is_empty(), "{serious:?}");
    assert!(
        engine.findings().len() <= 25,
        "{:?}",
        engine.findings().iter().map(|f| (&f.rule, &f.actor.name)).collect::<Vec<_>>()
    );
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
}
