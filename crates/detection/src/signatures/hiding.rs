//! Hiding: findings put away, guardrails and scans switched off, ways opened in networks.

use super::{COMMON, Hit, Outcome, Signature, Weight, asked, asked_any, in_person, keeps_infrastructure, target};

const EVASION: &str = "DefenseEvasion:IAMUser/AnomalousBehavior";

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "security-findings-hidden",
        kind: EVASION,
        title: "Findings of Security Hub were suppressed, or what shows them was removed",
        severity: 4.0,
        techniques: &["T1562.001"],
        calls: &[
            "securityhub:BatchUpdateFindings",
            "securityhub:UpdateFindings",
            "securityhub:DeleteInsight",
            "securityhub:UpdateInsight",
            "securityhub:DeleteActionTarget",
            "securityhub:CreateAutomationRule",
            "securityhub:BatchUpdateStandardsControlAssociations",
        ],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| {
            let hides = match call.base_name() {
                "BatchUpdateFindings" => {
                    let status = call.request.path("Workflow.Status").text();
                    status == "SUPPRESSED" || (status == "RESOLVED" && in_person(call))
                }
                "UpdateFindings" => asked(call, "RecordState") == "ARCHIVED",
                "CreateAutomationRule" => call.request.get("Actions").leaves().any(|l| l.text() == "SUPPRESSED"),
                "BatchUpdateStandardsControlAssociations" => {
                    in_person(call)
                        && call
                            .request
                            .get("StandardsControlAssociationUpdates")
                            .items()
                            .any(|u| u.get("AssociationStatus").text() == "DISABLED")
                }
                _ => in_person(call),
            };
            hides.then(|| Hit::of(asked_any(call, &["InsightArn", "ActionTargetArn", "RuleName"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "cloudtrail-insights-off",
        kind: "Stealth:IAMUser/CloudTrailLoggingDisabled",
        title: "A trail no longer looks for unusual activity",
        severity: 4.0,
        techniques: &["T1562.008"],
        calls: &["cloudtrail:PutInsightSelectors"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let selectors = call.request.get("insightSelectors");
            (selectors.is_array() && selectors.items().next().is_none())
                .then(|| Hit::of(asked_any(call, &["trailName", "eventDataStore"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "image-scanning-off",
        kind: EVASION,
        title: "Scans of container images were switched off",
        severity: 3.5,
        techniques: &["T1562.001", "T1525"],
        calls: &["ecr:PutImageScanningConfiguration"],
        weight: Weight::Unusual,
        when: |call, _| {
            let off = call.request.path("imageScanningConfiguration.scanOnPush").bool() == Some(false);
            (off && !keeps_infrastructure(call)).then(|| Hit::of(target(call)))
        },
        ..COMMON
    },
    Signature {
        id: "model-guardrail-removed",
        kind: EVASION,
        title: "A guardrail of foundation models was removed",
        severity: 4.5,
        techniques: &["T1562.001"],
        calls: &["bedrock:DeleteGuardrail", "bedrock:DeleteEnforcedGuardrailConfiguration"],
        outcome: Outcome::Attempt,
        weight: Weight::Unusual,
        when: |call, _| Some(Hit::of(asked(call, "guardrailIdentifier"))),
        ..COMMON
    },
    Signature {
        id: "bucket-encryption-removed",
        kind: EVASION,
        title: "The default encryption of a bucket was removed",
        severity: 3.5,
        techniques: &["T1562", "T1600"],
        calls: &["s3:DeleteBucketEncryption"],
        weight: Weight::Unusual,
        when: |call, _| (!keeps_infrastructure(call)).then(|| Hit::of(asked(call, "bucketName"))),
        ..COMMON
    },
    Signature {
        id: "ec2-network-acl-removed",
        kind: EVASION,
        title: "A network access list, or a rule of one, was removed",
        severity: 3.5,
        techniques: &["T1562.007"],
        calls: &["ec2:DeleteNetworkAcl", "ec2:DeleteNetworkAclEntry"],
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked(call, "networkAclId"))),
        ..COMMON
    },
    Signature {
        id: "ec2-route-changed",
        kind: EVASION,
        title: "Traffic to everywhere was given another way",
        severity: 3.5,
        techniques: &["T1562.007", "T1557"],
        calls: &["ec2:CreateRoute", "ec2:ReplaceRoute"],
        weight: Weight::Unusual,
        when: |call, _| {
            let everywhere = asked_any(call, &["destinationCidrBlock", "destinationIpv6CidrBlock"]).text().ends_with("/0");
            // The way to an internet or NAT gateway belongs to every network.
            let gateway = asked(call, "gatewayId").starts_with("igw-") || !asked(call, "natGatewayId").is_empty();
            (everywhere && in_person(call) && (!gateway || call.base_name() == "ReplaceRoute"))
                .then(|| Hit::of(asked(call, "routeTableId")))
        },
        ..COMMON
    },
    Signature {
        id: "deletion-protection-off",
        kind: EVASION,
        title: "The protection of a database or machine against deletion was taken away",
        severity: 3.5,
        techniques: &["T1490", "T1562"],
        calls: &["rds:ModifyDBInstance", "rds:ModifyDBCluster", "dynamodb:UpdateTable", "ec2:ModifyInstanceAttribute"],
        weight: Weight::Unusual,
        when: |call, _| {
            let off = ["deletionProtection", "deletionProtectionEnabled", "disableApiTermination.value"]
                .iter()
                .any(|m| call.request.path(m).bool() == Some(false));
            (off && in_person(call)).then(|| Hit::of(target(call)))
        },
        ..COMMON
    },
    Signature {
        id: "mail-identity-removed",
        kind: EVASION,
        title: "An identity that mail is sent from was removed",
        severity: 3.5,
        techniques: &["T1070"],
        calls: &["ses:DeleteIdentity", "ses:DeleteEmailIdentity"],
        weight: Weight::Unusual,
        when: |call, _| in_person(call).then(|| Hit::of(asked_any(call, &["identity", "emailIdentity"]).text())),
        ..COMMON
    },
];
