//! Rules on what watches: log groups, alarms, GuardDuty, Security Hub.

use crate::check::{Check, allows, expect, flag_of, list_of, no, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Csv, Int, Text},
};
use crate::rule::ACCOUNT;
use crate::{Item, Rule, Verdict, json};

const GROUPS: &[&str] = &["AWS::Logs::LogGroup"];
const ALARM: &str = "AWS::CloudWatch::Alarm";
const ALARMS: &[&str] = &[ALARM];
const DETECTOR: &str = "AWS::GuardDuty::Detector";
const DETECTORS: &[&str] = &[DETECTOR];
const HUB: &str = "AWS::SecurityHub::Hub";

/// What an alarm is asked about when nothing else was said.
const TRUE_OR_FALSE: &[&str] = &["true", "false"];

pub(super) const RULES: &[Rule] = &[
    Rule::periodic(
        "CLOUDWATCH_LOG_GROUP_ENCRYPTED",
        GROUPS,
        "The log group is encrypted with a KMS key, the one given, if one is.",
        |c| match c.text("kmsKeyId") {
            Some(key) => {
                let wanted: Vec<String> = c.parameters.text("KmsKeyId").map(str::to_owned).into_iter().collect();
                expect(allows(&wanted, Some(key)), "The log group is encrypted with another KMS key.")
            }
            None => no("The log group is not encrypted with a KMS key."),
        },
    )
    .takes(&[P::optional("KmsKeyId", Text)]),
    Rule::periodic(
        "CW_LOGGROUP_RETENTION_PERIOD_CHECK",
        GROUPS,
        "The log group keeps its events for at least the days given (365), or for ever.",
        |c| {
            if !c.parameters.list("LogGroupNames").is_empty() && !c.is_listed("LogGroupNames") {
                return skip("The rule is about other log groups.");
            }
            let least = c.parameters.int("MinRetentionTime").unwrap_or(365);
            match c.int("retentionInDays") {
                Some(days) => expect(days >= least, "The log group keeps its events for too short a time."),
                None => yes(),
            }
        },
    )
    .takes(&[P::optional("LogGroupNames", Csv), P::optional("MinRetentionTime", Int)]),
    Rule::change(
        "CLOUDWATCH_ALARM_ACTION_CHECK",
        ALARMS,
        "The alarm has an action for each of the states given, among them one of the actions given, if any are.",
        alarm_actions,
    )
    .takes(&[
        P::required("alarmActionRequired", Text).or("true").one_of(TRUE_OR_FALSE),
        P::required("insufficientDataActionRequired", Text).or("true").one_of(TRUE_OR_FALSE),
        P::required("okActionRequired", Text).or("false").one_of(TRUE_OR_FALSE),
        P::optional("action1", Text),
        P::optional("action2", Text),
        P::optional("action3", Text),
        P::optional("action4", Text),
        P::optional("action5", Text),
    ]),
    Rule::change("CLOUDWATCH_ALARM_ACTION_ENABLED_CHECK", ALARMS, "The alarm's actions are switched on.", |c| {
        expect(c.at("actionsEnabled").is_none_or(json::is_true), "The alarm's actions are switched off.")
    }),
    Rule::change(
        "CLOUDWATCH_ALARM_SETTINGS_CHECK",
        ALARMS,
        "An alarm on the metric given has the settings given.",
        alarm_settings,
    )
    .takes(&[
        P::required("metricName", Text),
        P::optional("threshold", Int),
        P::optional("evaluationPeriods", Int),
        P::optional("period", Int).or("300"),
        P::optional("comparisonOperator", Text),
        P::optional("statistic", Text),
    ]),
    Rule::periodic(
        "CLOUDWATCH_ALARM_RESOURCE_CHECK",
        &["AWS::EC2::Instance", "AWS::EC2::Volume", "AWS::RDS::DBCluster", "AWS::S3::Bucket"],
        "There is an alarm on the metric given for the resource.",
        |c| {
            if c.parameters.text("resourceType") != Some(c.item.resource_type) {
                return skip("The rule is about resources of another type.");
            }
            let metric = c.parameters.text("metricName");
            let watched = |alarm: &Item<'_>| {
                let configuration = alarm.configuration();
                text_of(configuration, "metricName") == metric
                    && list_of(configuration, "dimensions")
                        .iter()
                        .filter_map(|d| text_of(d, "value"))
                        .any(|v| v == c.item.resource_id || v == c.name())
            };
            expect(c.any(ALARM, watched), "No alarm watches the metric of the resource.")
        },
    )
    .takes(&[P::required("resourceType", Text), P::required("metricName", Text)])
    .reading(ALARMS),
    Rule::periodic(
        "GUARDDUTY_ENABLED_CENTRALIZED",
        &[ACCOUNT],
        "GuardDuty is on, with the administrator account given, if one is.",
        guardduty,
    )
    .takes(&[P::optional("CentralMonitoringAccount", Text)])
    .reading(DETECTORS),
    Rule::periodic("GUARDDUTY_S3_PROTECTION_ENABLED", DETECTORS, "GuardDuty looks at the data events of S3.", |c| {
        feature(c, "S3_DATA_EVENTS", "dataSources.s3Logs")
    }),
    Rule::periodic("GUARDDUTY_EKS_PROTECTION_AUDIT_ENABLED", DETECTORS, "GuardDuty looks at the audit logs of EKS.", |c| {
        feature(c, "EKS_AUDIT_LOGS", "dataSources.kubernetes.auditLogs")
    }),
    Rule::periodic("GUARDDUTY_RDS_PROTECTION_ENABLED", DETECTORS, "GuardDuty looks at sign-ins to databases.", |c| {
        feature(c, "RDS_LOGIN_EVENTS", "")
    }),
    Rule::periodic(
        "GUARDDUTY_LAMBDA_PROTECTION_ENABLED",
        DETECTORS,
        "GuardDuty looks at the network traffic of functions.",
        |c| feature(c, "LAMBDA_NETWORK_LOGS", ""),
    ),
    Rule::periodic(
        "GUARDDUTY_MALWARE_PROTECTION_ENABLED",
        DETECTORS,
        "GuardDuty scans the volumes of suspicious instances.",
        |c| feature(c, "EBS_MALWARE_PROTECTION", "dataSources.malwareProtection.scanEc2InstanceWithFindings.ebsVolumes"),
    ),
    Rule::periodic(
        "GUARDDUTY_RUNTIME_MONITORING_ENABLED",
        DETECTORS,
        "GuardDuty watches the processes of hosts and containers.",
        |c| feature(c, "RUNTIME_MONITORING", ""),
    ),
    Rule::periodic("SECURITYHUB_ENABLED", &[ACCOUNT], "Security Hub is on.", |c| {
        expect(c.any(HUB, |_| true), "Security Hub is off.")
    })
    .reading(&[HUB]),
];

fn alarm_actions(c: &Check<'_>) -> Verdict {
    let mut all = Vec::new();
    for (parameter, list, state) in [
        ("alarmActionRequired", "alarmActions", "ALARM"),
        ("insufficientDataActionRequired", "insufficientDataActions", "INSUFFICIENT_DATA"),
        ("okActionRequired", "okActions", "OK"),
    ] {
        let actions = c.list(list);
        if actions.is_empty() && c.parameters.text(parameter).is_some_and(|required| required.eq_ignore_ascii_case("true")) {
            return no(format!("The alarm has no action for the state {state}."));
        }
        all.extend(actions.iter().filter_map(json::text));
    }
    let wanted: Vec<&str> =
        ["action1", "action2", "action3", "action4", "action5"].iter().filter_map(|name| c.parameters.text(name)).collect();
    expect(wanted.is_empty() || wanted.iter().any(|action| all.contains(action)), "The alarm has none of the actions required.")
}

fn alarm_settings(c: &Check<'_>) -> Verdict {
    if c.text("metricName") != c.parameters.text("metricName") {
        return skip("The alarm watches another metric.");
    }
    for name in ["period", "evaluationPeriods"] {
        if c.parameters.int(name).is_some_and(|wanted| c.int(name) != Some(wanted)) {
            return no(format!("The alarm has another {name}."));
        }
    }
    // Thresholds are no whole numbers in general: two that differ by a fraction differ.
    let threshold = c.at("threshold").and_then(|value| value.as_f64().or_else(|| value.as_str()?.parse().ok()));
    #[expect(clippy::cast_precision_loss, reason = "thresholds that matter are far below 2^53")]
    if c.parameters
        .int("threshold")
        .is_some_and(|wanted| threshold.is_none_or(|have| (have - wanted as f64).abs() > f64::EPSILON))
    {
        return no("The alarm has another threshold.");
    }
    for name in ["comparisonOperator", "statistic"] {
        if c.parameters.text(name).is_some_and(|wanted| c.text(name) != Some(wanted)) {
            return no(format!("The alarm has another {name}."));
        }
    }
    yes()
}

fn is_on(detector: &Item<'_>) -> bool {
    let configuration = detector.configuration();
    flag_of(configuration, "enable")
        || text_of(configuration, "status").is_some_and(|status| status.eq_ignore_ascii_case("ENABLED"))
}

fn guardduty(c: &Check<'_>) -> Verdict {
    let central = c.parameters.text("CentralMonitoringAccount");
    let mut there = false;
    let fits = c.any(DETECTOR, |detector| {
        if !is_on(detector) {
            return false;
        }
        there = true;
        let administrator =
            detector.supplementary("Administrator").or_else(|| crate::check::of(detector.configuration(), "administrator"));
        central.is_none_or(|central| {
            central == c.context.account_id
                || administrator.and_then(|administrator| text_of(administrator, "accountId")) == Some(central)
        })
    });
    if fits {
        yes()
    } else if there {
        no("GuardDuty is on, and not with the administrator account given.")
    } else {
        no("GuardDuty is off.")
    }
}

/// Whether a feature of a detector is on, by its name or by where older detectors say so.
fn feature(c: &Check<'_>, name: &str, older: &str) -> Verdict {
    if !is_on(c.item) {
        return no("The detector is switched off.");
    }
    let by_name = c.list("features").iter().any(|feature| {
        text_of(feature, "name") == Some(name)
            && text_of(feature, "status").is_some_and(|status| status.eq_ignore_ascii_case("ENABLED"))
    });
    let by_source = !older.is_empty()
        && c.at(older).is_some_and(|source| {
            json::is_true(source)
                || flag_of(source, "enable")
                || text_of(source, "status").is_some_and(|s| s.eq_ignore_ascii_case("ENABLED"))
        });
    if by_name || by_source { yes() } else { no(format!("The feature {name} is off.")) }
}
