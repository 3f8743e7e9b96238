//! Traces: trails, flow logs, query logs, log groups and what else would have told.

use super::{COMMON, Hit, Outcome, Signature, Weight, asked, asked_any, in_person, target};
use crate::event::Call;

const DISABLED: &str = "Stealth:IAMUser/CloudTrailLoggingDisabled";
const EVASION: &str = "DefenseEvasion:IAMUser/AnomalousBehavior";

/// Selectors that leave out what a trail is for: management events, writes among them, or a service.
fn blinding<'a>(call: &Call<'a>) -> Option<Hit<'a>> {
    let basic = call.request.get("eventSelectors");
    let advanced = call.request.get("advancedEventSelectors");
    let name = asked(call, "trailName");
    let mut why = None;
    if basic.items().next().is_some() {
        let manages = |s: &crate::json::Value<'_>| {
            s.get("includeManagementEvents").bool() != Some(false) && !matches!(&*s.get("readWriteType").text(), "ReadOnly")
        };
        if !basic.items().any(|s| manages(&s)) {
            why = Some("No selector takes management events that write any more.");
        } else if basic.items().any(|s| {
            s.get("excludeManagementEventSources")
                .items()
                .any(|e| e.text() != "kms.amazonaws.com" && e.text() != "rdsdata.amazonaws.com")
        }) {
            why = Some("Management events of a service are left out.");
        }
    } else if advanced.items().next().is_some() {
        let field = |s: &crate::json::Value<'_>, name: &str, what: &str| {
            s.get("fieldSelectors")
                .items()
                .any(|f| f.get("field").text() == name && f.get("equals").items().any(|v| v.text().eq_ignore_ascii_case(what)))
        };
        if !advanced.items().any(|s| field(&s, "eventCategory", "Management") && !field(&s, "readOnly", "true")) {
            why = Some("No selector takes management events that write any more.");
        }
    } else if basic.is_array() || advanced.is_array() {
        why = Some("No selector is left.");
    }
    why.map(|why| Hit::of(name).says(why))
}

pub(super) const ALL: &[Signature] = &[
    Signature {
        id: "cloudtrail-stopped",
        kind: DISABLED,
        title: "A trail was stopped",
        severity: 7.0,
        techniques: &["T1562.008"],
        calls: &["cloudtrail:StopLogging"],
        outcome: Outcome::Attempt,
        weight: Weight::Certain,
        ..COMMON
    },
    Signature {
        id: "cloudtrail-deleted",
        kind: DISABLED,
        title: "A trail was deleted",
        severity: 7.0,
        techniques: &["T1562.008"],
        calls: &["cloudtrail:DeleteTrail"],
        outcome: Outcome::Attempt,
        weight: Weight::Certain,
        ..COMMON
    },
    Signature {
        id: "cloudtrail-lake-stopped",
        kind: DISABLED,
        title: "An event data store was stopped or deleted",
        severity: 6.0,
        techniques: &["T1562.008"],
        calls: &["cloudtrail:DeleteEventDataStore", "cloudtrail:StopEventDataStoreIngestion"],
        outcome: Outcome::Attempt,
        weight: Weight::Certain,
        when: |call, _| Some(Hit::of(asked(call, "eventDataStore"))),
        ..COMMON
    },
    Signature {
        id: "cloudtrail-selectors-narrowed",
        kind: DISABLED,
        title: "A trail was set to record less",
        severity: 6.5,
        techniques: &["T1562.008"],
        calls: &["cloudtrail:PutEventSelectors"],
        outcome: Outcome::Attempt,
        weight: Weight::Certain,
        when: |call, _| blinding(call),
        ..COMMON
    },
    Signature {
        id: "cloudtrail-weakened",
        kind: DISABLED,
        title: "A trail was changed to record one Region only, without global events, or without proof",
        severity: 5.0,
        techniques: &["T1562.008"],
        calls: &["cloudtrail:UpdateTrail"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            let off = |m: &str| call.request.get(m).bool() == Some(false);
            let why = if off("isMultiRegionTrail") {
                "It records one Region only."
            } else if off("includeGlobalServiceEvents") {
                "It leaves out global services."
            } else if off("enableLogFileValidation") {
                "Its files are no longer signed."
            } else if off("isOrganizationTrail") {
                "It leaves out the organization's members."
            } else if !call.request.get("s3BucketName").is_null() {
                "Its files go to another bucket."
            } else if call.request.get("kmsKeyId").str().is_some() {
                "Its files are encrypted under another key."
            } else {
                return None;
            };
            Some(Hit::of(asked(call, "name")).says(why))
        },
        ..COMMON
    },
    Signature {
        id: "cloudtrail-bucket-expires",
        kind: DISABLED,
        title: "Log files were set to expire soon",
        severity: 6.5,
        techniques: &["T1562.008", "T1070"],
        calls: &["s3:PutBucketLifecycle", "s3:PutBucketLifecycleConfiguration"],
        outcome: Outcome::Attempt,
        when: |call, memory| {
            let bucket = asked(call, "bucketName");
            let rules = asked_any(call, &["LifecycleConfiguration.Rule", "LifecycleConfiguration.Rules"]);
            let soonest = rules
                .each()
                .filter(|r| r.get("Status").text() != "Disabled")
                .filter_map(|r| r.path("Expiration.Days").number())
                .fold(f64::MAX, f64::min);
            let logs = memory.is_log_bucket(&bucket);
            let most = if logs { 30.0 } else { 1.0 };
            let severity = match soonest {
                _ if logs => 6.5,
                days if days <= 1.0 => 4.0,
                _ => 3.5,
            };
            // Extortionists give a week to pay in.
            let week = soonest <= 7.0 && in_person(call);
            (soonest <= most || week)
                .then(|| Hit::of(bucket).says(format!("Objects expire after {soonest} days.")).severity(severity))
        },
        ..COMMON
    },
    Signature {
        id: "cloudtrail-bucket-deleted",
        kind: DISABLED,
        title: "A bucket with log files was deleted or emptied",
        severity: 7.0,
        techniques: &["T1485", "T1070"],
        calls: &["s3:DeleteBucket", "s3:DeleteObjects", "s3:DeleteBucketPolicy"],
        outcome: Outcome::Attempt,
        when: |call, memory| {
            let bucket = asked(call, "bucketName");
            memory.is_trail_bucket(&bucket).then(|| Hit::of(bucket))
        },
        ..COMMON
    },
    Signature {
        id: "vpc-flow-logs-deleted",
        kind: EVASION,
        title: "Flow logs were deleted",
        severity: 6.0,
        techniques: &["T1562.008"],
        calls: &["ec2:DeleteFlowLogs"],
        outcome: Outcome::Attempt,
        when: |call, _| {
            Some(Hit::of(asked_any(call, &["DeleteFlowLogsRequest.FlowLogId.content", "DeleteFlowLogsRequest.FlowLogId"]).text()))
        },
        ..COMMON
    },
    Signature {
        id: "dns-query-logs-deleted",
        kind: EVASION,
        title: "Logs of DNS queries were switched off",
        severity: 6.0,
        techniques: &["T1562.008"],
        calls: &[
            "route53resolver:DeleteResolverQueryLogConfig",
            "route53resolver:DisassociateResolverQueryLogConfig",
            "route53:DeleteQueryLoggingConfig",
        ],
        outcome: Outcome::Attempt,
        ..COMMON
    },
    Signature {
        id: "dns-firewall-removed",
        kind: EVASION,
        title: "A DNS firewall was removed",
        severity: 5.0,
        techniques: &["T1562.007"],
        calls: &[
            "route53resolver:DisassociateFirewallRuleGroup",
            "route53resolver:DeleteFirewallRuleGroup",
            "route53resolver:DeleteFirewallRule",
        ],
        weight: Weight::Unusual,
        ..COMMON
    },
    Signature {
        id: "log-group-deleted",
        kind: EVASION,
        title: "Logs or audit streams were deleted",
        severity: 4.5,
        techniques: &["T1562.008", "T1070"],
        calls: &[
            "logs:DeleteLogGroup",
            "logs:DeleteLogStream",
            "logs:DeleteSubscriptionFilter",
            "firehose:DeleteDeliveryStream",
            "logs:DeleteDestination",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            let name = asked_any(call, &["logGroupName", "deliveryStreamName", "destinationName"]).text();
            let lower = name.to_ascii_lowercase();
            let telling =
                ["trail", "audit", "flow", "security", "guardduty", "waf", "vpc", "access"].iter().any(|w| lower.contains(w));
            // Log groups of functions and tests come and go: such a one weighs little, and only when somebody deletes it himself.
            (telling || in_person(call)).then(|| Hit::of(name).severity(if telling { 6.0 } else { 3.0 }))
        },
        ..COMMON
    },
    Signature {
        id: "log-groups-deleted-in-bulk",
        kind: "Impact:IAMUser/AnomalousBehavior",
        title: "Many log groups were deleted",
        severity: 5.0,
        techniques: &["T1485", "T1070"],
        calls: &["logs:DeleteLogGroup"],
        weight: Weight::Unusual,
        count: super::Count::Resources(10, 600),
        when: |call, _| Some(Hit::of(target(call)).unless_routine(call)),
        ..COMMON
    },
    Signature {
        id: "log-retention-shortened",
        kind: EVASION,
        title: "Logs were set to be kept a few days only",
        severity: 4.0,
        techniques: &["T1562.008"],
        calls: &["logs:PutRetentionPolicy"],
        weight: Weight::Unusual,
        when: |call, _| call.request.get("retentionInDays").number().is_some_and(|d| d <= 1.0).then(|| Hit::of(target(call))),
        ..COMMON
    },
    Signature {
        id: "load-balancer-or-database-logs-disabled",
        kind: EVASION,
        title: "Access or audit logs of a service were switched off",
        severity: 4.5,
        techniques: &["T1562.008"],
        calls: &[
            "redshift:DisableLogging",
            "eks:UpdateClusterConfig",
            "wafv2:DeleteLoggingConfiguration",
            "waf-regional:DeleteLoggingConfiguration",
            "waf:DeleteLoggingConfiguration",
            "bedrock:DeleteModelInvocationLoggingConfiguration",
        ],
        outcome: Outcome::Attempt,
        when: |call, _| {
            if call.base_name() != "UpdateClusterConfig" {
                return Some(Hit::of(target(call)));
            }
            let off = call.request.path("logging.clusterLogging").each().any(|l| l.get("enabled").bool() == Some(false));
            off.then(|| Hit::of(target(call)))
        },
        ..COMMON
    },
    Signature {
        id: "alarms-deleted",
        kind: EVASION,
        title: "Alarms or the rules that raise them were deleted or silenced",
        severity: 4.0,
        techniques: &["T1562.001"],
        calls: &[
            "monitoring:DeleteAlarms",
            "monitoring:DisableAlarmActions",
            "logs:DeleteMetricFilter",
            "events:DeleteRule",
            "events:DisableRule",
            "events:RemoveTargets",
        ],
        weight: Weight::Unusual,
        when: |call, _| {
            let name = asked_any(call, &["alarmNames", "actionNames", "filterName", "name", "rule"]);
            let name = name.each().next().map(|n| n.text()).unwrap_or_default();
            let lower = name.to_ascii_lowercase();
            let telling = ["security", "guardduty", "unauthor", "root", "trail", "cis", "iam", "breach", "audit", "compliance"]
                .iter()
                .any(|w| lower.contains(w));
            (telling || in_person(call)).then(|| Hit::of(name).severity(if telling { 4.0 } else { 3.0 }))
        },
        ..COMMON
    },
];
