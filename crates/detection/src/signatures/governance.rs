//! Guardrails of accounts: organizations, security services, password policies, keys to everything.

use super::{COMMON, Hit, Outcome, Signature, Weight, asked, asked_any, target};
use crate::event::Caller;

const EVASION: &str = "DefenseEvasion:IAMUser/AnomalousBehavior";

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "password-policy-weakened",
        kind: "Stealth:IAMUser/PasswordPolicyChange",
        title: "The password policy of an account was weakened or deleted",
        severity: 3.5,
        techniques: &["T1556", "T1562.001"],
        calls: &["iam:UpdateAccountPasswordPolicy", "iam:DeleteAccountPasswordPolicy"],
        when: |call, _| {
            if call.base_name() == "DeleteAccountPasswordPolicy" {
                return Some(Hit::of(call.account.clone()).says("It was deleted."));
            }
            let short = call.request.get("minimumPasswordLength").number().is_some_and(|n| n < 8.0);
            let simple = ["requireSymbols", "requireNumbers", "requireUppercaseCharacters", "requireLowercaseCharacters"]
                .iter()
                .filter(|m| call.request.get(m).bool() == Some(false))
                .count();
            (short || simple >= 2).then(|| Hit::of(call.account.clone()).says("Short or simple passwords are allowed now."))
        },
        ..COMMON
    },
    Signature {
        id: "organization-left",
        kind: EVASION,
        title: "An account tried to leave its organization, or was removed from it",
        severity: 7.0,
        techniques: &["T1562", "T1078.004"],
        calls: &[
            "organizations:LeaveOrganization",
            "organizations:RemoveAccountFromOrganization",
            "organizations:DeleteOrganization",
        ],
        outcome: Outcome::Any,
        weight: Weight::Certain,
        when: |call, _| Some(Hit::of(call.account.clone())),
        ..COMMON
    },
    Signature {
        id: "guardrail-removed",
        kind: EVASION,
        title: "A guardrail of the organization was removed",
        severity: 6.0,
        techniques: &["T1562.001", "T1484"],
        calls: &[
            "organizations:DetachPolicy",
            "organizations:DeletePolicy",
            "organizations:DisablePolicyType",
            "organizations:DisableAWSServiceAccess",
            "organizations:DeregisterDelegatedAdministrator",
        ],
        weight: Weight::Unusual,
        when: |call, _| Some(Hit::of(asked_any(call, &["policyId", "policyType", "servicePrincipal"]).text())),
        ..COMMON
    },
    Signature {
        id: "account-joined-or-moved",
        kind: EVASION,
        title: "An account was moved, invited elsewhere or closed",
        severity: 5.0,
        techniques: &["T1484", "T1531"],
        calls: &["organizations:CloseAccount", "organizations:AcceptHandshake", "account:CloseAccount"],
        when: |call, _| Some(Hit::of(asked_any(call, &["accountId", "handshakeId"]).text())),
        ..COMMON
    },
    Signature {
        id: "guardduty-disabled",
        kind: EVASION,
        title: "Threat detection was switched off or its findings hidden",
        severity: 7.0,
        techniques: &["T1562.001"],
        calls: &[
            "guardduty:DeleteDetector",
            "guardduty:UpdateDetector",
            "guardduty:DisassociateFromMasterAccount",
            "guardduty:DisassociateFromAdministratorAccount",
            "guardduty:DisassociateMembers",
            "guardduty:DeleteMembers",
            "guardduty:StopMonitoringMembers",
            "guardduty:DeletePublishingDestination",
            "guardduty:CreateFilter",
            "guardduty:UpdateFilter",
            "guardduty:CreateIPSet",
            "guardduty:UpdateIPSet",
            "guardduty:ArchiveFindings",
            "guardduty:DeleteThreatIntelSet",
        ],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let hit = Hit::of(target(call));
            match call.base_name() {
                "UpdateDetector" => {
                    let off = call.request.get("enable").bool() == Some(false)
                        || call.request.get("features").each().any(|f| f.get("status").text() == "DISABLED")
                        || call.request.get("dataSources").leaves().any(|l| l.bool() == Some(false));
                    off.then_some(hit)
                }
                "CreateFilter" | "UpdateFilter" => (asked(call, "action") == "ARCHIVE").then(|| hit.severity(4.5)),
                "CreateIPSet" | "UpdateIPSet" | "ArchiveFindings" => {
                    (call.caller == Caller::IamUser || call.denied()).then(|| hit.severity(4.0))
                }
                _ => Some(hit),
            }
        },
        ..COMMON
    },
    Signature {
        id: "security-service-disabled",
        kind: EVASION,
        title: "A security service was switched off",
        severity: 6.5,
        techniques: &["T1562.001"],
        calls: &[
            "securityhub:DisableSecurityHub",
            "securityhub:DisassociateFromMasterAccount",
            "securityhub:DisassociateFromAdministratorAccount",
            "securityhub:DisassociateMembers",
            "securityhub:DeleteMembers",
            "securityhub:BatchDisableStandards",
            "securityhub:DisableImportFindingsForProduct",
            "config:StopConfigurationRecorder",
            "config:DeleteConfigurationRecorder",
            "config:DeleteDeliveryChannel",
            "config:DeleteConfigurationAggregator",
            "config:DeleteConformancePack",
            "config:DeleteOrganizationConfigRule",
            "config:DeleteConfigRule",
            "config:DeleteRetentionConfiguration",
            "macie2:DisableMacie",
            "macie2:DisassociateFromMasterAccount",
            "macie:DisassociateS3Resources",
            "inspector2:Disable",
            "inspector:DeleteAssessmentTarget",
            "access-analyzer:DeleteAnalyzer",
            "detective:DeleteGraph",
            "detective:DisassociateMembership",
            "fms:DisassociateAdminAccount",
            "fms:DeletePolicy",
            "auditmanager:DeregisterAccount",
            "securitylake:DeleteDatalake",
            "securitylake:DeleteDataLake",
            "shield:DeleteProtection",
            "shield:DeleteSubscription",
        ],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let minor = matches!(
                call.base_name(),
                "DeleteConfigRule" | "DeleteConformancePack" | "DeletePolicy" | "BatchDisableStandards" | "DeleteAnalyzer"
            );
            Some(Hit::of(target(call)).severity(if minor { 4.0 } else { 6.5 }))
        },
        ..COMMON
    },
    Signature {
        id: "web-firewall-removed",
        kind: EVASION,
        title: "A firewall of web applications or networks was removed",
        severity: 5.0,
        techniques: &["T1562.007"],
        calls: &[
            "wafv2:DeleteWebACL",
            "wafv2:DisassociateWebACL",
            "waf:DeleteWebACL",
            "waf-regional:DeleteWebACL",
            "waf-regional:DisassociateWebACL",
            "wafv2:DeleteRuleGroup",
            "wafv2:DeleteIPSet",
            "waf:DeleteRule",
            "network-firewall:DeleteFirewall",
            "network-firewall:DeleteFirewallPolicy",
            "network-firewall:DeleteLoggingConfiguration",
            "network-firewall:DisassociateSubnets",
        ],
        weight: Weight::Unusual,
        ..COMMON
    },
    Signature {
        id: "public-access-block-of-account",
        kind: "Policy:S3/AccountBlockPublicAccessDisabled",
        title: "The block of public access to all buckets of an account was removed",
        severity: 4.0,
        techniques: &["T1562", "T1530"],
        calls: &["s3:PutAccountPublicAccessBlock", "s3:DeleteAccountPublicAccessBlock", "s3:PutPublicAccessBlock"],
        weight: Weight::Certain,
        when: |call, _| {
            if !asked(call, "bucketName").is_empty() {
                return None;
            }
            let removed = call.base_name().starts_with("Delete")
                || call.request.get("PublicAccessBlockConfiguration").leaves().any(|l| l.bool() == Some(false));
            removed.then(|| Hit::of(call.account.clone()))
        },
        ..COMMON
    },
    Signature {
        id: "compute-public-access-block-removed",
        kind: EVASION,
        title: "The block of public images, snapshots or clusters was removed",
        severity: 5.0,
        techniques: &["T1562", "T1578"],
        calls: &[
            "ec2:DisableImageBlockPublicAccess",
            "ec2:DisableSnapshotBlockPublicAccess",
            "elasticmapreduce:PutBlockPublicAccessConfiguration",
            "ec2:DisableEbsEncryptionByDefault",
            "ssm:UpdateServiceSetting",
        ],
        when: |call, _| match call.base_name() {
            "PutBlockPublicAccessConfiguration" => {
                (call.request.path("blockPublicAccessConfiguration.blockPublicSecurityGroupRules").bool() == Some(false))
                    .then(|| Hit::of(call.account.clone()))
            }
            "UpdateServiceSetting" => (asked(call, "settingId").contains("public-sharing-permission")
                && asked(call, "settingValue") == "Enable")
                .then(|| Hit::of(call.account.clone())),
            _ => Some(Hit::of(call.account.clone())),
        },
        ..COMMON
    },
    Signature {
        id: "contacts-changed",
        kind: "Persistence:IAMUser/AnomalousBehavior",
        title: "The contact data of an account was changed",
        severity: 4.0,
        techniques: &["T1098"],
        calls: &[
            "account:PutAlternateContact",
            "account:DeleteAlternateContact",
            "account:StartPrimaryEmailUpdate",
            "account:AcceptPrimaryEmailUpdate",
            "signin:EmailUpdated",
            "signin:PasswordUpdated",
            "signin:PasswordRecoveryRequested",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            let primary = call.base_name().contains("PrimaryEmail") || call.caller == Caller::Root;
            Some(Hit::of(call.account.clone()).severity(if primary { 6.0 } else { 3.5 }))
        },
        ..COMMON
    },
    Signature {
        id: "region-enabled",
        kind: EVASION,
        title: "A Region that was off was enabled",
        severity: 4.5,
        techniques: &["T1535"],
        calls: &["account:EnableRegion"],
        weight: Weight::Direct,
        when: |call, _| Some(Hit::of(asked(call, "regionName"))),
        ..COMMON
    },
    Signature {
        id: "billing-or-quota-raised",
        kind: "Impact:IAMUser/AnomalousBehavior",
        title: "Quotas of computing or mail were asked to be raised",
        severity: 4.0,
        techniques: &["T1496"],
        calls: &["servicequotas:RequestServiceQuotaIncrease"],
        weight: Weight::Unusual,
        outcome: Outcome::Attempt,
        when: |call, _| {
            let service = asked(call, "serviceCode");
            matches!(&*service, "ec2" | "ses" | "fargate" | "sagemaker" | "bedrock" | "lightsail")
                .then(|| Hit::of(service).severity(if call.caller == Caller::IamUser { 4.0 } else { 3.0 }))
        },
        ..COMMON
    },
];
