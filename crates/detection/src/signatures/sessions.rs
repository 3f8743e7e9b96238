//! Ways in: sessions, keys and logins that one should not have, and roles that are tried.

use super::{COMMON, Count, Hit, Outcome, Signature, Weight, asked, asked_any, by_hand, in_person, target};
use crate::event::Caller;

const ACCESS: &str = "InitialAccess:IAMUser/AnomalousBehavior";
const ESCALATION: &str = "PrivilegeEscalation:IAMUser/AnomalousBehavior";
const PERSISTENCE: &str = "Persistence:IAMUser/AnomalousBehavior";

/// Roles that an organization's accounts have so that their owner can do everything in them.
const OWNERS_ROLES: &[&str] = &["/OrganizationAccountAccessRole", "/AWSControlTowerExecution"];

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "iam-key-quarantined",
        kind: ACCESS,
        title: "AWS found the key of a user in the open and put the user into quarantine",
        severity: 8.0,
        techniques: &["T1078.004", "T1552.001"],
        calls: &["iam:AttachUserPolicy", "iam:PutUserPolicy"],
        weight: Weight::Certain,
        when: |call, _| {
            let policy = asked_any(call, &["policyArn", "policyName"]).text();
            policy.contains("AWSCompromisedKeyQuarantine").then(|| Hit::of(asked(call, "userName")))
        },
        ..COMMON
    },
    Signature {
        id: "iam-changes-refused",
        kind: ESCALATION,
        title: "Identities and permissions were tried to be changed, and that was refused",
        severity: 4.5,
        techniques: &["T1098", "T1136.003"],
        calls: &[
            "iam:CreateUser",
            "iam:CreateAccessKey",
            "iam:CreateLoginProfile",
            "iam:UpdateLoginProfile",
            "iam:AttachUserPolicy",
            "iam:AttachGroupPolicy",
            "iam:AttachRolePolicy",
            "iam:PutUserPolicy",
            "iam:PutGroupPolicy",
            "iam:PutRolePolicy",
            "iam:UpdateAssumeRolePolicy",
            "iam:AddUserToGroup",
            "iam:CreatePolicyVersion",
            "iam:SetDefaultPolicyVersion",
            "iam:CreateRole",
            "iam:CreateGroup",
            "iam:DeactivateMFADevice",
        ],
        outcome: Outcome::Refused,
        count: Count::Calls(2, 3600),
        when: |call, _| in_person(call).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "root-session-taken",
        kind: ESCALATION,
        title: "A session of a member account's root user was taken",
        severity: 5.0,
        techniques: &["T1078.004", "T1548.005"],
        calls: &["sts:AssumeRoot", "iam:EnableOrganizationsRootCredentialsManagement", "iam:EnableOrganizationsRootSessions"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let taken = call.base_name() == "AssumeRoot";
            Some(Hit::of(asked(call, "targetPrincipal")).severity(if taken { 5.0 } else { 3.5 }))
        },
        ..COMMON
    },
    Signature {
        id: "sts-owner-roles-of-accounts",
        kind: ESCALATION,
        title: "The owner's roles of several accounts were assumed",
        severity: 4.5,
        techniques: &["T1078.004", "T1021.007"],
        calls: &["sts:AssumeRole"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(3, 900),
        when: |call, _| {
            let role = asked(call, "roleArn");
            OWNERS_ROLES.iter().any(|r| role.ends_with(r)).then(|| Hit::of(role))
        },
        ..COMMON
    },
    Signature {
        id: "sts-session-of-long-term-key",
        kind: PERSISTENCE,
        title: "A session was made from a long-term key without a second factor",
        severity: 2.0,
        techniques: &["T1550.001"],
        calls: &["sts:GetSessionToken"],
        weight: Weight::Signal,
        when: |call, _| {
            (call.caller == Caller::IamUser && call.request.get("serialNumber").is_null()).then(|| Hit::of(call.user_name()))
        },
        ..COMMON
    },
    Signature {
        id: "iam-identity-provider-removed",
        kind: "Impact:IAMUser/AnomalousBehavior",
        title: "An identity provider was removed, and with it everybody who comes in through it",
        severity: 4.0,
        techniques: &["T1531"],
        calls: &["iam:DeleteSAMLProvider", "iam:DeleteOpenIDConnectProvider"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            in_person(call).then(|| Hit::of(asked_any(call, &["sAMLProviderArn", "openIDConnectProviderArn"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "identity-center-source-changed",
        kind: PERSISTENCE,
        title: "The source of users of IAM Identity Center was changed",
        severity: 5.5,
        techniques: &["T1484.002", "T1556.007"],
        calls: &[
            "sso:AssociateDirectory",
            "sso:DisassociateDirectory",
            "sso:EnableExternalIdPConfigurationForDirectory",
            "sso:DisableExternalIdPConfigurationForDirectory",
            "sso-directory:EnableExternalIdPConfigurationForDirectory",
            "sso-directory:DisableExternalIdPConfigurationForDirectory",
            "sso-directory:CreateExternalIdPConfigurationForDirectory",
            "sso-directory:UpdateExternalIdPConfigurationForDirectory",
            "sso:CreateTrustedTokenIssuer",
        ],
        outcome: Outcome::Attempt,
        when: |call, _| Some(Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "iam-second-factor-made-by-program",
        kind: PERSISTENCE,
        title: "A second factor was made by a program with a long-term key",
        severity: 3.0,
        techniques: &["T1556.006", "T1098.005"],
        calls: &["iam:CreateVirtualMFADevice"],
        weight: Weight::Unusual,
        when: |call, _| (by_hand(call) && in_person(call)).then(|| Hit::of(asked(call, "virtualMFADeviceName"))),
        ..COMMON
    },
    Signature {
        id: "iam-user-made-by-file-browser",
        kind: PERSISTENCE,
        title: "A program for looking through buckets made users or credentials",
        severity: 6.0,
        techniques: &["T1136.003", "T1098.001"],
        calls: &["iam:CreateUser", "iam:CreateAccessKey", "iam:CreateLoginProfile", "iam:PutUserPolicy"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let browser = ["S3 Browser", "Cyberduck", "CloudBerry", "WinSCP"].iter().any(|p| call.agent.contains(p));
            browser.then(|| Hit::of(target(call)))
        },
        ..COMMON
    },
];
