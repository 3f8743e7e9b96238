//! Secrets, keys, databases and what else holds data.

use super::{COMMON, Count, Hit, Outcome, Signature, Weight, asked, asked_any, keeps_infrastructure, opens, target};
use crate::event::Caller;

const CREDENTIALS: &str = "CredentialAccess:IAMUser/AnomalousBehavior";
const IMPACT: &str = "Impact:IAMUser/AnomalousBehavior";
const EXFILTRATION: &str = "Exfiltration:IAMUser/AnomalousBehavior";

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "secrets-read-in-bulk",
        kind: CREDENTIALS,
        title: "Many secrets were read",
        severity: 6.0,
        techniques: &["T1555.006"],
        calls: &["secretsmanager:GetSecretValue"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(8, 900),
        when: |call, _| Some(Hit::of(asked(call, "secretId")).unless_routine(call)),
        ..COMMON
    },
    Signature {
        id: "secrets-read-in-batches",
        kind: CREDENTIALS,
        title: "Secrets were read in batches by a filter",
        severity: 5.5,
        techniques: &["T1555.006"],
        calls: &["secretsmanager:BatchGetSecretValue"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let listed = call.request.get("secretIdList").items().count();
            let filters = call.request.get("filters").items().next().is_some();
            (filters || listed == 0 || listed >= 8).then(|| Hit::of(call.account.clone()))
        },
        ..COMMON
    },
    Signature {
        id: "parameters-decrypted-in-bulk",
        kind: CREDENTIALS,
        title: "Many encrypted parameters were read",
        severity: 6.0,
        techniques: &["T1555.006", "T1552"],
        calls: &["ssm:GetParameters", "ssm:GetParameter", "ssm:GetParametersByPath", "ssm:GetParameterHistory"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(12, 900),
        when: |call, _| {
            if call.request.get("withDecryption").bool() != Some(true) {
                return None;
            }
            let names = call.request.get("names");
            let mut all = names.items().map(|n| n.text());
            let first = all.next().unwrap_or_else(|| asked_any(call, &["name", "path"]).text());
            let mut hit = Hit::of(first).unless_routine(call);
            hit.more = all.collect();
            Some(hit)
        },
        ..COMMON
    },
    Signature {
        id: "parameter-tree-decrypted",
        kind: CREDENTIALS,
        title: "All parameters were read from the root, decrypted",
        severity: 5.0,
        techniques: &["T1555.006"],
        calls: &["ssm:GetParametersByPath"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let whole = asked(call, "path") == "/" && call.request.get("recursive").bool() == Some(true);
            (whole && call.request.get("withDecryption").bool() == Some(true)).then(|| Hit::of("/".into()))
        },
        ..COMMON
    },
    Signature {
        id: "secrets-refused",
        kind: CREDENTIALS,
        title: "Secrets were asked for again and again without permission",
        severity: 5.0,
        techniques: &["T1555.006"],
        calls: &[
            "secretsmanager:GetSecretValue",
            "secretsmanager:BatchGetSecretValue",
            "ssm:GetParameter",
            "ssm:GetParameters",
            "kms:Decrypt",
            "secretsmanager:ListSecrets",
        ],
        outcome: Outcome::Refused,
        count: Count::Resources(3, 600),
        when: |call, _| Some(Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "instance-role-reads-other-secrets",
        kind: CREDENTIALS,
        title: "An instance's role listed secrets and then read some",
        severity: 5.5,
        techniques: &["T1555.006", "T1552.005"],
        calls: &["secretsmanager:ListSecrets", "secretsmanager:GetSecretValue", "secretsmanager:BatchGetSecretValue"],
        weight: Weight::Unusual,
        count: Count::Calls(2, 900),
        when: |call, _| call.instance().is_some().then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "secret-policy-opened",
        kind: EXFILTRATION,
        title: "A secret, key, queue, topic, repository or vault was opened to another account",
        severity: 6.0,
        techniques: &["T1537", "T1098"],
        calls: &[
            "secretsmanager:PutResourcePolicy",
            "kms:PutKeyPolicy",
            "kms:CreateKey",
            "sqs:SetQueueAttributes",
            "sqs:CreateQueue",
            "sns:SetTopicAttributes",
            "sns:CreateTopic",
            "ecr:SetRepositoryPolicy",
            "ecr-public:SetRepositoryPolicy",
            "ecr:PutRegistryPolicy",
            "backup:PutBackupVaultAccessPolicy",
            "glacier:SetVaultAccessPolicy",
            "elasticfilesystem:PutFileSystemPolicy",
            "es:UpdateElasticsearchDomainConfig",
            "es:UpdateDomainConfig",
            "es:CreateDomain",
            "events:PutPermission",
            "logs:PutResourcePolicy",
            "glue:PutResourcePolicy",
            "dynamodb:PutResourcePolicy",
            "kinesis:PutResourcePolicy",
            "apigateway:UpdateRestApi",
            "ssm:PutResourcePolicy",
            "codeartifact:PutDomainPermissionsPolicy",
        ],
        outcome: Outcome::Success,
        when: |call, _| {
            let attribute = asked(call, "attributeName");
            let policy = if attribute == "Policy" {
                call.request.get("attributeValue")
            } else {
                asked_any(
                    call,
                    &[
                        "resourcePolicy",
                        "policy",
                        "attributes.Policy",
                        "policyText",
                        "policyDocument",
                        "accessPolicies",
                        "policyInJson",
                        "Policy",
                        "policy.policy",
                    ],
                )
            };
            if policy.is_null() {
                // EventBridge has a short form.
                let who = asked(call, "principal");
                let outside = who == "*" && call.request.get("condition").is_null() || (who.len() == 12 && who != call.account);
                return (call.base_name() == "PutPermission" && outside)
                    .then(|| Hit::of(target(call)).says(format!("It lets in: {who}.")));
            }
            opens(call, policy)
        },
        ..COMMON
    },
    Signature {
        id: "topic-or-queue-permission-added",
        kind: EXFILTRATION,
        title: "Another account was given permission to a topic or queue",
        severity: 4.5,
        techniques: &["T1537"],
        calls: &["sns:AddPermission", "sqs:AddPermission"],
        when: |call, _| {
            let accounts = asked_any(call, &["aWSAccountId", "aWSAccountIds", "AWSAccountIds", "aWSAccountId.member"]);
            let mut other = accounts.leaves().filter(|a| a.text() == "*" || (a.text().len() == 12 && a.text() != call.account));
            other.next().map(|a| Hit::of(target(call)).says(format!("It lets in: {}.", a.text())))
        },
        ..COMMON
    },
    Signature {
        id: "kms-key-deletion",
        kind: IMPACT,
        title: "A key was scheduled for deletion or disabled",
        severity: 5.0,
        techniques: &["T1485", "T1486"],
        calls: &["kms:ScheduleKeyDeletion", "kms:DisableKey", "kms:DeleteImportedKeyMaterial", "kms:DeleteCustomKeyStore"],
        outcome: Outcome::Attempt,
        weight: Weight::Direct,
        when: |call, _| {
            let days = call.request.get("pendingWindowInDays").number().unwrap_or(30.0);
            let severity = match days {
                _ if keeps_infrastructure(call) && days > 7.0 => 3.0,
                _ if days <= 7.0 => 5.5,
                _ => 4.5,
            };
            Some(Hit::of(target(call)).severity(severity))
        },
        ..COMMON
    },
    Signature {
        id: "kms-key-deletions",
        kind: IMPACT,
        title: "Several keys were scheduled for deletion or disabled",
        severity: 7.0,
        techniques: &["T1485", "T1486"],
        calls: &["kms:ScheduleKeyDeletion", "kms:DisableKey"],
        outcome: Outcome::Attempt,
        weight: Weight::Certain,
        count: Count::Resources(3, 3600),
        ..COMMON
    },
    Signature {
        id: "kms-grant-outside",
        kind: EXFILTRATION,
        title: "The use of a key was granted to another account",
        severity: 5.0,
        techniques: &["T1098", "T1537"],
        calls: &["kms:CreateGrant"],
        when: |call, _| {
            let who = asked(call, "granteePrincipal");
            let account = who.split(':').nth(4).unwrap_or_default();
            (account.len() == 12 && account != call.account).then(|| Hit::of(target(call)).says(format!("The grantee is {who}.")))
        },
        ..COMMON
    },
    Signature {
        id: "backups-destroyed",
        kind: IMPACT,
        title: "Backups were deleted, or are made no more",
        severity: 6.0,
        techniques: &["T1490"],
        calls: &[
            "backup:DeleteRecoveryPoint",
            "backup:DeleteBackupVault",
            "backup:DeleteBackupPlan",
            "backup:DeleteBackupVaultLockConfiguration",
            "backup:DeleteBackupSelection",
            "backup:DisassociateRecoveryPoint",
            "rds:DeleteDBClusterAutomatedBackup",
            "rds:DeleteDBInstanceAutomatedBackup",
            "dynamodb:DeleteBackup",
            "elasticfilesystem:PutBackupPolicy",
            "dlm:DeleteLifecyclePolicy",
            "dynamodb:UpdateContinuousBackups",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| match call.base_name() {
            "PutBackupPolicy" => (call.request.path("backupPolicy.status").text() == "DISABLED").then(|| Hit::of(target(call))),
            "UpdateContinuousBackups" => {
                (call.request.path("pointInTimeRecoverySpecification.pointInTimeRecoveryEnabled").bool() == Some(false))
                    .then(|| Hit::of(target(call)))
            }
            "DeleteBackupPlan" | "DeleteBackupSelection" | "DeleteLifecyclePolicy" => Some(Hit::of(target(call)).severity(4.0)),
            _ => Some(Hit::of(target(call))),
        },
        ..COMMON
    },
    Signature {
        id: "database-deleted-without-snapshot",
        kind: IMPACT,
        title: "A database was deleted without a last snapshot, or lost its protection",
        severity: 5.0,
        techniques: &["T1485"],
        calls: &["rds:DeleteDBInstance", "rds:DeleteDBCluster", "rds:DeleteGlobalCluster", "redshift:DeleteCluster"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let skips = asked_any(call, &["skipFinalSnapshot", "skipFinalClusterSnapshot"]).bool() == Some(true);
            (skips && (call.request.get("deleteAutomatedBackups").bool() == Some(true) || call.caller == Caller::IamUser))
                .then(|| Hit::of(target(call)).unless_routine(call))
        },
        ..COMMON
    },
    Signature {
        id: "databases-destroyed-in-bulk",
        kind: IMPACT,
        title: "Several databases, tables or file systems were deleted",
        severity: 6.5,
        techniques: &["T1485"],
        calls: &[
            "rds:DeleteDBInstance",
            "rds:DeleteDBCluster",
            "rds:DeleteDBSnapshot",
            "rds:DeleteDBClusterSnapshot",
            "dynamodb:DeleteTable",
            "elasticfilesystem:DeleteFileSystem",
            "secretsmanager:DeleteSecret",
            "ssm:DeleteParameters",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Resources(4, 900),
        when: |call, _| Some(Hit::of(target(call)).unless_routine(call)),
        ..COMMON
    },
    Signature {
        id: "database-made-public",
        kind: EXFILTRATION,
        title: "A database was made reachable from the internet, or its master password was changed",
        severity: 4.5,
        techniques: &["T1098", "T1190"],
        calls: &["rds:ModifyDBInstance", "rds:ModifyDBCluster", "redshift:ModifyCluster"],
        weight: Weight::Unusual,
        when: |call, _| {
            let public = call.request.get("publiclyAccessible").bool() == Some(true);
            let password = !call.request.get("masterUserPassword").is_null();
            let why = if public {
                "It is reachable from the internet."
            } else if password {
                "The master password was changed."
            } else {
                return None;
            };
            Some(Hit::of(target(call)).says(why).severity(if public { 4.5 } else { 3.5 }))
        },
        ..COMMON
    },
    Signature {
        id: "database-copy-made-public",
        kind: EXFILTRATION,
        title: "A snapshot was restored to a database that is reachable from the internet",
        severity: 5.5,
        techniques: &["T1578.002", "T1530"],
        calls: &[
            "rds:RestoreDBInstanceFromDBSnapshot",
            "rds:RestoreDBClusterFromSnapshot",
            "rds:RestoreDBInstanceToPointInTime",
            "rds:CreateDBInstanceReadReplica",
        ],
        weight: Weight::Unusual,
        when: |call, _| (call.request.get("publiclyAccessible").bool() == Some(true)).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "database-scanned-whole",
        kind: EXFILTRATION,
        title: "Whole tables were scanned by a principal that does not do so by routine",
        severity: 4.5,
        techniques: &["T1530", "T1213.006"],
        calls: &["dynamodb:Scan"],
        weight: Weight::Unusual,
        count: Count::Resources(5, 900),
        when: |call, _| Some(Hit::of(asked(call, "tableName")).unless_routine(call)),
        ..COMMON
    },
    Signature {
        id: "mail-identity-or-sandbox",
        kind: IMPACT,
        title: "Sending of mail was prepared: an identity was verified, or the sandbox was left",
        severity: 4.0,
        techniques: &["T1496.004", "T1566"],
        calls: &[
            "ses:VerifyEmailIdentity",
            "ses:CreateEmailIdentity",
            "ses:VerifyDomainIdentity",
            "ses:PutAccountDetails",
            "ses:UpdateAccountSendingEnabled",
            "ses:PutAccountSendingAttributes",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let leaves = call.base_name() == "PutAccountDetails" || call.base_name() == "UpdateAccountSendingEnabled";
            Some(Hit::of(asked_any(call, &["emailAddress", "emailIdentity", "domain"]).text()).severity(if leaves {
                4.5
            } else {
                3.5
            }))
        },
        ..COMMON
    },
    Signature {
        id: "mail-quota-looked-up",
        kind: "Discovery:IAMUser/AnomalousBehavior",
        title: "The means to send mail or messages were looked up",
        severity: 4.0,
        techniques: &["T1526", "T1580"],
        calls: &[
            "ses:GetAccountSendingEnabled",
            "ses:GetAccount",
            "ses:GetSendQuota",
            "ses:GetSendStatistics",
            "ses:ListIdentities",
            "ses:ListEmailIdentities",
            "ses:GetIdentityVerificationAttributes",
            "ses:ListVerifiedEmailAddresses",
            "sns:GetSMSAttributes",
            "sns:GetSMSSandboxAccountStatus",
            "sms-voice:DescribeSpendLimits",
            "sms-voice:DescribePhoneNumbers",
            "sns:ListOriginationNumbers",
            "ses:DescribeEmailIdentities",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        count: Count::Calls(2, 900),
        when: |call, _| {
            (!call.agent.contains("console") && !call.agent.contains("Terraform")).then(|| Hit::of(call.account.clone()))
        },
        ..COMMON
    },
    Signature {
        id: "resources-shared-outside",
        kind: EXFILTRATION,
        title: "Resources were shared with another account or with everybody",
        severity: 4.5,
        techniques: &["T1537"],
        calls: &[
            "ram:CreateResourceShare",
            "ram:AssociateResourceShare",
            "ram:UpdateResourceShare",
            "ssm:ModifyDocumentPermission",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            if call.base_name() == "ModifyDocumentPermission" {
                let all = call.request.get("accountIdsToAdd").items().next();
                return all.map(|a| {
                    Hit::of(target(call)).says(format!("Shared with: {}.", a.text())).severity(if a.text() == "all" {
                        6.0
                    } else {
                        4.5
                    })
                });
            }
            let outside = call.request.get("allowExternalPrincipals").bool() != Some(false);
            let mut account = call.request.get("principals").items().filter(|p| p.text().len() == 12 && p.text() != call.account);
            (outside).then(|| account.next()).flatten().map(|a| Hit::of(target(call)).says(format!("Shared with: {}.", a.text())))
        },
        ..COMMON
    },
];
