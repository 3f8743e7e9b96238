//! Looking around: what one asks who does not know where he is.

use super::{COMMON, Count, Hit, Outcome, Signature, Weight};
use crate::event::Call;

const DISCOVERY: &str = "Discovery:IAMUser/AnomalousBehavior";

/// Calls that tell of a whole account rather than of one thing in it.
const WHOLE: &[&str] = &[
    "sts:GetCallerIdentity",
    "iam:ListUsers",
    "iam:ListRoles",
    "iam:ListGroups",
    "iam:ListPolicies",
    "iam:GetAccountSummary",
    "iam:GetAccountAuthorizationDetails",
    "iam:ListAccountAliases",
    "iam:ListAccessKeys",
    "iam:GetUser",
    "iam:ListAttachedUserPolicies",
    "iam:ListUserPolicies",
    "iam:ListGroupsForUser",
    "iam:ListInstanceProfiles",
    "iam:ListSAMLProviders",
    "iam:ListMFADevices",
    "iam:GetCredentialReport",
    "iam:GetLoginProfile",
    "iam:SimulatePrincipalPolicy",
    "s3:ListBuckets",
    "ec2:DescribeInstances",
    "ec2:DescribeSnapshots",
    "ec2:DescribeRegions",
    "ec2:DescribeKeyPairs",
    "ec2:DescribeVolumes",
    "ec2:DescribeImages",
    "ec2:DescribeAccountAttributes",
    "lambda:ListFunctions",
    "rds:DescribeDBInstances",
    "rds:DescribeDBClusters",
    "secretsmanager:ListSecrets",
    "ssm:DescribeParameters",
    "ssm:DescribeInstanceInformation",
    "kms:ListKeys",
    "cloudtrail:DescribeTrails",
    "cloudtrail:ListTrails",
    "cloudtrail:GetTrailStatus",
    "cloudtrail:LookupEvents",
    "guardduty:ListDetectors",
    "config:DescribeConfigurationRecorders",
    "securityhub:DescribeHub",
    "organizations:DescribeOrganization",
    "organizations:ListAccounts",
    "ecr:DescribeRepositories",
    "ecs:ListClusters",
    "eks:ListClusters",
    "dynamodb:ListTables",
    "sns:ListTopics",
    "sqs:ListQueues",
    "route53:ListHostedZones",
    "ses:GetSendQuota",
    "ses:ListIdentities",
    "ses:GetAccount",
    "servicequotas:ListServiceQuotas",
    "lightsail:GetInstances",
    "cloudformation:ListStacks",
    "ce:GetCostAndUsage",
    "elasticbeanstalk:DescribeApplications",
    "apigateway:GetRestApis",
    "bedrock:ListFoundationModels",
    "sagemaker:ListNotebookInstances",
    "cognito-idp:ListUserPools",
    "iam:GetAccountPasswordPolicy",
    "iam:ListVirtualMFADevices",
    "iam:ListOpenIDConnectProviders",
    "iam:ListServerCertificates",
    "glue:GetDatabases",
];

/// Whether the call was asked by a page of the console or by a tool that keeps infrastructure, which ask much by themselves.
fn asks_by_itself(call: &Call<'_>) -> bool {
    call.agent.starts_with("Mozilla")
        || call.agent.contains("console")
        || call.agent.contains("Terraform")
        || call.agent.contains("Pulumi")
        || !call.record.get("sessionCredentialFromConsole").is_null()
}

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "account-enumerated-by-instance",
        kind: DISCOVERY,
        title: "An instance's role looked through the account",
        severity: 5.0,
        techniques: &["T1580", "T1087.004", "T1526"],
        calls: WHOLE,
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Calls(4, 900),
        when: |call, _| call.instance().is_some().then(|| Hit::of(call.account.clone())),
        ..COMMON
    },
    Signature {
        id: "account-enumerated",
        kind: DISCOVERY,
        title: "Somebody looked through the account",
        severity: 3.5,
        techniques: &["T1580", "T1087.004", "T1526"],
        calls: WHOLE,
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Calls(8, 600),
        when: |call, _| (!asks_by_itself(call)).then(|| Hit::of(call.account.clone())),
        ..COMMON
    },
];
