//! How alarms are told: events, notifications, payloads of functions, and history.
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/cloudwatch-and-eventbridge.html> and
//! <https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-actions-Lambda.html>.

use jiff::Timestamp;
use serde_json::{Map, Value, json};

use crate::alarms::Which;
use crate::api::StateValue;
use crate::resources::{Alarm, MetricStat, State};

/// A time as CloudWatch writes it in JSON: `2026-01-02T03:04:05.678+0000`.
pub fn time(ms: i64) -> String {
    Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%S%.3f+0000").to_string()
}

/// Members whose value is null are left out.
fn without_nulls(value: Value) -> Value {
    match value {
        Value::Object(members) => {
            Value::Object(members.into_iter().filter(|(_, v)| !v.is_null()).map(|(k, v)| (k, without_nulls(v))).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_nulls).collect()),
        other => other,
    }
}

/// A state in the history.
pub fn history_state(state: &State) -> Value {
    let data = state.reason_data.as_deref().and_then(|text| serde_json::from_str::<Value>(text).ok());
    without_nulls(json!({"stateValue": state.value.as_str(), "stateReason": state.reason, "stateReasonData": data}))
}

fn state(state: &State) -> Value {
    let held = state.held.as_ref();
    without_nulls(json!({
        "value": state.value.as_str(),
        "reason": state.reason,
        "reasonData": state.reason_data,
        "timestamp": time(state.transitioned),
        "actionsSuppressedBy": held.map(|held| &held.by),
    }))
}

fn metric_stat(stat: &MetricStat) -> Value {
    let dimensions: Map<String, Value> = stat.metric.dimensions.iter().map(|(k, v)| (k.clone(), json!(v))).collect();
    json!({
        "metric": {"namespace": stat.metric.namespace, "name": stat.metric.name, "dimensions": dimensions},
        "period": stat.period,
        "stat": stat.stat,
        "unit": stat.unit,
    })
}

/// What events and functions are told of an alarm's configuration.
pub fn configuration(which: &Which) -> Value {
    without_nulls(match which {
        Which::Metric(alarm) => {
            let metrics: Vec<Value> = alarm
                .body
                .queries
                .iter()
                .map(|query| {
                    json!({
                        "id": query.id,
                        "metricStat": query.stat.as_ref().map(metric_stat),
                        "expression": query.expression,
                        "label": query.label,
                        "period": query.period,
                        "returnData": query.return_data.unwrap_or(true),
                    })
                })
                .collect();
            json!({"description": alarm.body.common.description, "metrics": metrics})
        }
        Which::Composite(alarm) => json!({
            "description": alarm.body.common.description,
            "alarmRule": alarm.body.rule,
            "actionsSuppressor": alarm.body.suppressor,
            "actionsSuppressorWaitPeriod": alarm.body.suppressor.as_ref().map(|_| alarm.body.wait),
            "actionsSuppressorExtensionPeriod": alarm.body.suppressor.as_ref().map(|_| alarm.body.extension),
        }),
    })
}

/// `detail` of the event of a change.
pub fn event(which: &Which, new: &State, old: &State) -> Value {
    json!({
        "alarmName": which.common().name,
        "state": state(new),
        "previousState": state(old),
        "configuration": configuration(which),
    })
}

/// What a function is given.
pub fn payload(which: &Which, arn: &str, new: &State, old: &State) -> Value {
    let (account, region) = which.place();
    json!({
        "source": "aws.cloudwatch",
        "alarmArn": arn,
        "accountId": account,
        "time": time(new.transitioned),
        "region": region,
        "alarmData": event(which, new, old),
    })
}

/// Subject of a notification.
pub fn subject(name: &str, value: StateValue, region: &str) -> String {
    let subject = format!("{value}: \"{name}\" in {}", region_name(region));
    subject.chars().filter(|c| !c.is_control()).take(100).collect()
}

/// Message of a notification.
pub fn notification(which: &Which, arn: &str, new: &State, old: &State) -> Value {
    let common = which.common();
    let (account, region) = which.place();
    let mut message = json!({
        "AlarmName": common.name,
        "AlarmDescription": common.description,
        "AWSAccountId": account,
        "AlarmConfigurationUpdatedTimestamp": time(common.updated),
        "NewStateValue": new.value.as_str(),
        "NewStateReason": new.reason,
        "StateChangeTime": time(new.transitioned),
        "Region": region_name(region),
        "AlarmArn": arn,
        "OldStateValue": old.value.as_str(),
        "OKActions": common.ok_actions,
        "AlarmActions": common.alarm_actions,
        "InsufficientDataActions": common.insufficient_data_actions,
    });
    if let Some(members) = message.as_object_mut() {
        match which {
            Which::Metric(alarm) => {
                members.insert("Trigger".to_owned(), trigger(&alarm.body));
            }
            Which::Composite(alarm) => {
                members.insert("AlarmRule".to_owned(), json!(alarm.body.rule));
            }
        }
    }
    message
}

fn dimensions(stat: &MetricStat) -> Vec<Value> {
    stat.metric.dimensions.iter().map(|(name, value)| json!({"value": value, "name": name})).collect()
}

fn trigger(alarm: &Alarm) -> Value {
    let mut trigger = Map::new();
    let mut set = |name: &str, value: Value| {
        trigger.insert(name.to_owned(), value);
    };
    let single = alarm.queries.first().and_then(|query| query.stat.as_ref()).filter(|_| alarm.single);
    if let Some(stat) = single {
        set("MetricName", json!(stat.metric.name));
        set("Namespace", json!(stat.metric.namespace));
        let basic = match stat.stat.as_str() {
            "SampleCount" => Some("SAMPLE_COUNT"),
            "Average" => Some("AVERAGE"),
            "Sum" => Some("SUM"),
            "Minimum" => Some("MINIMUM"),
            "Maximum" => Some("MAXIMUM"),
            _ => None,
        };
        match basic {
            Some(basic) => {
                set("StatisticType", json!("Statistic"));
                set("Statistic", json!(basic));
            }
            None => {
                set("StatisticType", json!("ExtendedStatistic"));
                set("ExtendedStatistic", json!(stat.stat));
            }
        }
        set("Unit", json!(stat.unit));
        set("Dimensions", json!(dimensions(stat)));
    }
    set("Period", json!(alarm.period()));
    set("EvaluationPeriods", json!(alarm.evaluation_periods));
    if let Some(to_alarm) = alarm.datapoints_to_alarm {
        set("DatapointsToAlarm", json!(to_alarm));
    }
    set("ComparisonOperator", json!(alarm.comparison.as_str()));
    if let Some(threshold) = alarm.threshold {
        set("Threshold", json!(threshold));
    }
    if let Some(id) = &alarm.threshold_metric_id {
        set("ThresholdMetricId", json!(id));
    }
    set("TreatMissingData", json!(alarm.treat_missing_data.as_deref().unwrap_or_default()));
    set("EvaluateLowSampleCountPercentile", json!(alarm.low_samples.as_deref().unwrap_or_default()));
    if single.is_none() {
        let metrics: Vec<Value> = alarm
            .queries
            .iter()
            .map(|query| {
                without_nulls(json!({
                    "Id": query.id,
                    "Expression": query.expression,
                    "Label": query.label,
                    "ReturnData": query.return_data.unwrap_or(true),
                    "MetricStat": query.stat.as_ref().map(|stat| json!({
                        "Metric": {
                            "MetricName": stat.metric.name,
                            "Namespace": stat.metric.namespace,
                            "Dimensions": dimensions(stat),
                        },
                        "Period": stat.period,
                        "Stat": stat.stat,
                        "Unit": stat.unit,
                    })),
                }))
            })
            .collect();
        set("Metrics", json!(metrics));
    }
    Value::Object(trigger)
}

/// What notifications call a region: its name where AWS has one, else its code.
fn region_name(region: &str) -> &str {
    match region {
        "us-east-1" => "US East (N. Virginia)",
        "us-east-2" => "US East (Ohio)",
        "us-west-1" => "US West (N. California)",
        "us-west-2" => "US West (Oregon)",
        "ca-central-1" => "Canada (Central)",
        "eu-central-1" => "EU (Frankfurt)",
        "eu-west-1" => "EU (Ireland)",
        "eu-west-2" => "EU (London)",
        "eu-west-3" => "EU (Paris)",
        "eu-north-1" => "EU (Stockholm)",
        "ap-northeast-1" => "Asia Pacific (Tokyo)",
        "ap-southeast-1" => "Asia Pacific (Singapore)",
        "ap-southeast-2" => "Asia Pacific (Sydney)",
        "ap-south-1" => "Asia Pacific (Mumbai)",
        "sa-east-1" => "South America (Sao Paulo)",
        other => other,
    }
}
