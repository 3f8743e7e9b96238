//! Gathering: what is looked through and carried off a piece at a time.

use super::{
    COMMON, Count, Hit, Outcome, Signature, Weight, asked, asked_any, by_hand, in_person, is_other, keeps_infrastructure, target,
    watches,
};

const CREDENTIALS: &str = "CredentialAccess:IAMUser/AnomalousBehavior";
const DISCOVERY: &str = "Discovery:IAMUser/AnomalousBehavior";
const EXFILTRATION: &str = "Exfiltration:IAMUser/AnomalousBehavior";

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "secrets-listed-and-read",
        kind: CREDENTIALS,
        title: "Secrets were listed and then read by somebody himself",
        severity: 4.0,
        techniques: &["T1555.006"],
        calls: &["secretsmanager:ListSecrets", "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Calls(2, 900),
        when: |call, _| in_person(call).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "parameters-listed-and-decrypted",
        kind: CREDENTIALS,
        title: "Parameters were listed and then decrypted by somebody himself",
        severity: 4.0,
        techniques: &["T1555.006", "T1552"],
        calls: &["ssm:DescribeParameters", "ssm:GetParameter", "ssm:GetParameters", "ssm:GetParametersByPath"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Calls(2, 900),
        when: |call, _| {
            let meant = call.base_name() == "DescribeParameters" || call.request.get("withDecryption").bool() == Some(true);
            (meant && in_person(call)).then(|| Hit::of(asked_any(call, &["name", "path"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "lambda-functions-read",
        kind: CREDENTIALS,
        title: "The code and environment of many functions were read",
        severity: 4.0,
        techniques: &["T1552", "T1526"],
        calls: &["lambda:GetFunction", "lambda:GetFunctionConfiguration"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(8, 600),
        when: |call, _| in_person(call).then(|| Hit::of(asked(call, "functionName"))),
        ..COMMON
    },
    Signature {
        id: "build-projects-read",
        kind: CREDENTIALS,
        title: "The environment of build projects, stacks or applications was read by somebody himself",
        severity: 3.0,
        techniques: &["T1552"],
        calls: &["codebuild:BatchGetProjects", "elasticbeanstalk:DescribeConfigurationSettings"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            (by_hand(call) && in_person(call)).then(|| Hit::of(asked_any(call, &["applicationName", "names"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "ec2-user-data-looked-at",
        kind: DISCOVERY,
        title: "The start-up script of an instance was read with a long-term key",
        severity: 3.5,
        techniques: &["T1552.005", "T1580"],
        calls: &["ec2:DescribeInstanceAttribute"],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        when: |call, _| {
            (asked(call, "attribute") == "userData" && by_hand(call) && in_person(call))
                .then(|| Hit::of(asked(call, "instanceId")))
        },
        ..COMMON
    },
    Signature {
        id: "certificate-exported",
        kind: CREDENTIALS,
        title: "A certificate was taken out with its private key",
        severity: 3.5,
        techniques: &["T1552.004"],
        calls: &["acm:ExportCertificate"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked(call, "certificateArn"))),
        ..COMMON
    },
    Signature {
        id: "database-login-taken",
        kind: CREDENTIALS,
        title: "A login for a data warehouse was made from AWS credentials by somebody himself",
        severity: 3.5,
        techniques: &["T1555", "T1078.004"],
        calls: &["redshift:GetClusterCredentials", "redshift:GetClusterCredentialsWithIAM", "redshift-serverless:GetCredentials"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked_any(call, &["clusterIdentifier", "workgroupName"]).text())),
        ..COMMON
    },
    Signature {
        id: "account-authorizations-read",
        kind: DISCOVERY,
        title: "All users, roles and policies of an account were read with a long-term key",
        severity: 3.0,
        techniques: &["T1087.004", "T1069.003"],
        calls: &["iam:GetAccountAuthorizationDetails", "iam:GenerateCredentialReport"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| (by_hand(call) && in_person(call)).then(|| Hit::of(call.account.clone())),
        ..COMMON
    },
    Signature {
        id: "account-enumerated-in-many-regions",
        kind: DISCOVERY,
        title: "The same was asked in many Regions",
        severity: 3.5,
        techniques: &["T1580", "T1535"],
        calls: &[
            "ec2:DescribeInstances",
            "ec2:DescribeVpcs",
            "ec2:DescribeImages",
            "ec2:DescribeInstanceTypes",
            "servicequotas:GetServiceQuota",
            "servicequotas:ListServiceQuotas",
            "bedrock:ListFoundationModels",
            "lambda:ListFunctions",
            "ses:GetSendQuota",
            "ses:GetAccount",
        ],
        outcome: Outcome::Any,
        weight: Weight::Unusual,
        count: Count::Resources(6, 600),
        when: |call, _| (in_person(call) && !watches(call)).then(|| Hit::of(call.region.clone())),
        ..COMMON
    },
    Signature {
        id: "logs-searched-widely",
        kind: DISCOVERY,
        title: "Many log groups were read or searched",
        severity: 3.5,
        techniques: &["T1654"],
        calls: &["logs:FilterLogEvents", "logs:GetLogEvents", "logs:StartQuery"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(10, 900),
        when: |call, _| {
            let names = call.request.get("logGroupNames");
            in_person(call).then(|| {
                let mut all = names.items().map(|n| n.text());
                let first = all.next().unwrap_or_else(|| asked_any(call, &["logGroupName", "logGroupIdentifier"]).text());
                let mut hit = Hit::of(first);
                hit.more = all.collect();
                hit
            })
        },
        ..COMMON
    },
    Signature {
        id: "topic-subscribed-from-outside",
        kind: EXFILTRATION,
        title: "Messages of a topic were sent to a mailbox, a telephone or another account",
        severity: 3.5,
        techniques: &["T1567", "T1537"],
        calls: &["sns:Subscribe"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let endpoint = asked(call, "endpoint");
            let other = is_other(call, &endpoint);
            let person =
                matches!(&*asked(call, "protocol"), "email" | "email-json" | "sms" | "http" | "https") && in_person(call);
            (other || person).then(|| Hit::of(asked(call, "topicArn")).severity(if other { 4.5 } else { 3.5 }))
        },
        ..COMMON
    },
    Signature {
        id: "data-carried-by-a-service",
        kind: EXFILTRATION,
        title: "A service that copies data elsewhere was set up by somebody himself",
        severity: 3.5,
        techniques: &["T1537", "T1567.002"],
        calls: &[
            "datasync:CreateTask",
            "datasync:CreateLocationS3",
            "datasync:CreateLocationObjectStorage",
            "datasync:StartTaskExecution",
            "dms:CreateReplicationTask",
            "snowball:CreateJob",
            "s3:CreateJob",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            (in_person(call) && !keeps_infrastructure(call))
                .then(|| Hit::of(asked_any(call, &["s3BucketArn", "taskArn", "sourceLocationArn"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "files-taken-from-the-shell",
        kind: EXFILTRATION,
        title: "Files were taken out of the console's shell",
        severity: 3.5,
        techniques: &["T1567", "T1059.009"],
        calls: &["cloudshell:GetFileDownloadUrls"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| Some(Hit::of(call.user_name())),
        ..COMMON
    },
];
