//! Alarms as AWS Config records them: how they are set, not the state they are in.

use plane::configuration::time;
use plane::ports::ResourceConfiguration;
use plane::{Resource, Stored};
use serde_json::{Map, Value, json};

use crate::resources::{Alarm, Common, Composite, MetricStat, Query};

plane::configuration_source! {
    /// Describes alarms.
    Configurations {
        Alarm => alarm,
        Composite => composite,
    }
}

fn arn<T>(stored: &Stored<T>, partition: &str, name: &str) -> String {
    format!("arn:{partition}:cloudwatch:{}:{}:alarm:{name}", stored.key.region, stored.key.account)
}

fn alarm(stored: &Stored<Alarm>, partition: &str) -> ResourceConfiguration {
    let alarm = &stored.body;
    let common = &alarm.common;
    let arn = arn(stored, partition, &common.name);
    let mut configuration = Map::new();
    let mut set = |name: &str, value: Value| {
        configuration.insert(name.to_owned(), value);
    };
    set("alarmName", json!(common.name));
    set("alarmArn", json!(arn));
    set("alarmDescription", json!(common.description));
    set("alarmConfigurationUpdatedTimestamp", time(common.updated));
    set("actionsEnabled", json!(common.actions_enabled));
    set("okactions", json!(common.ok_actions));
    set("alarmActions", json!(common.alarm_actions));
    set("insufficientDataActions", json!(common.insufficient_data_actions));
    match alarm.queries.first().and_then(|query| query.stat.as_ref()).filter(|_| alarm.single) {
        Some(stat) => {
            let percentile = !matches!(stat.stat.as_str(), "SampleCount" | "Average" | "Sum" | "Minimum" | "Maximum");
            set("metricName", json!(stat.metric.name));
            set("namespace", json!(stat.metric.namespace));
            set("dimensions", dimensions(stat));
            set(if percentile { "extendedStatistic" } else { "statistic" }, json!(stat.stat));
            set("period", json!(stat.period));
            set("unit", json!(stat.unit));
            set("metrics", json!([]));
        }
        None => set("metrics", alarm.queries.iter().map(query).collect()),
    }
    set("threshold", json!(alarm.threshold));
    set("thresholdMetricId", json!(alarm.threshold_metric_id));
    set("comparisonOperator", json!(alarm.comparison.as_str()));
    set("evaluationPeriods", json!(alarm.evaluation_periods));
    set("datapointsToAlarm", json!(alarm.datapoints_to_alarm));
    set("treatMissingData", json!(alarm.treat_missing_data));
    set("evaluateLowSampleCountPercentile", json!(alarm.low_samples));
    ResourceConfiguration::of(stored, Alarm::KIND, &arn, Value::Object(configuration)).named(&common.name).arn(&arn)
}

fn dimensions(stat: &MetricStat) -> Value {
    stat.metric.dimensions.iter().map(|(name, value)| json!({"name": name, "value": value})).collect()
}

fn query(query: &Query) -> Value {
    let stat = query.stat.as_ref().map(|stat| {
        let metric = json!({"namespace": stat.metric.namespace, "metricName": stat.metric.name, "dimensions": dimensions(stat)});
        json!({"metric": metric, "period": stat.period, "stat": stat.stat, "unit": stat.unit})
    });
    json!({
        "id": query.id,
        "metricStat": stat,
        "expression": query.expression,
        "label": query.label,
        "returnData": query.return_data,
        "period": query.period,
        "accountId": query.account,
    })
}

fn composite(stored: &Stored<Composite>, partition: &str) -> ResourceConfiguration {
    let alarm = &stored.body;
    let Common { name, description, actions_enabled, ok_actions, alarm_actions, insufficient_data_actions, .. } = &alarm.common;
    let arn = arn(stored, partition, name);
    let configuration = json!({
        "AlarmName": name,
        "Arn": arn,
        "AlarmDescription": description,
        "AlarmRule": alarm.rule,
        "ActionsEnabled": actions_enabled,
        "OKActions": ok_actions,
        "AlarmActions": alarm_actions,
        "InsufficientDataActions": insufficient_data_actions,
        "ActionsSuppressor": alarm.suppressor,
        "ActionsSuppressorWaitPeriod": alarm.wait,
        "ActionsSuppressorExtensionPeriod": alarm.extension,
    });
    ResourceConfiguration::of(stored, Composite::KIND, name, configuration).named(name).arn(&arn)
}
