//! What the service keeps: alarms, detectors, dashboards and mute rules as configuration with a history; data and states without one.

use plane::resource::Resource;
use serde::{Deserialize, Serialize};

use crate::api::{ComparisonOperator, StateValue};
use crate::metric::Identity;

/// A metric that has data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Metric {
    /// What names it.
    pub identity: Identity,
    /// Time of its newest data, seconds since 1970; behind by up to ten minutes.
    pub last: i64,
}

impl Resource for Metric {
    const KIND: &'static str = "AWS::CloudWatch::Metric";
    const HISTORY: bool = false;
}

/// Points of a metric, see [`crate::block`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Block {
    /// Base64 of the points.
    pub points: String,
}

impl Resource for Block {
    const KIND: &'static str = "Cloudkeep::CloudWatch::Block";
    const HISTORY: bool = false;
}

/// Samples that were put and wait to be merged into blocks.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Batch {
    /// Base64 of metrics and samples.
    pub samples: String,
}

impl Resource for Batch {
    const KIND: &'static str = "Cloudkeep::CloudWatch::Batch";
    const HISTORY: bool = false;
}

/// Counts how often batches of an account and region were merged: who reads blocks and batches sees by it whether both were of one moment.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Folds {
    /// How often.
    pub count: u64,
}

impl Resource for Folds {
    const KIND: &'static str = "Cloudkeep::CloudWatch::Folds";
    const HISTORY: bool = false;
}

/// What all alarms have.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Common {
    /// Name.
    pub name: String,
    /// Description.
    pub description: Option<String>,
    /// Whether a change of state acts.
    pub actions_enabled: bool,
    /// ARNs of what acts when it becomes `OK`.
    pub ok_actions: Vec<String>,
    /// The same for `ALARM`.
    pub alarm_actions: Vec<String>,
    /// The same for `INSUFFICIENT_DATA`.
    pub insufficient_data_actions: Vec<String>,
    /// When it was last configured, milliseconds since 1970.
    pub updated: i64,
}

impl Common {
    /// What acts when the alarm becomes so.
    pub fn actions(&self, state: StateValue) -> &[String] {
        match state {
            StateValue::Ok => &self.ok_actions,
            StateValue::Alarm => &self.alarm_actions,
            StateValue::InsufficientData => &self.insufficient_data_actions,
        }
    }
}

/// A statistic of a metric.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MetricStat {
    /// The metric.
    pub metric: Identity,
    /// Seconds.
    pub period: i64,
    /// Statistic.
    pub stat: String,
    /// Only samples of this unit.
    pub unit: Option<String>,
}

/// A metric or an expression over others.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Query {
    /// Id.
    pub id: String,
    /// The metric, where it is one.
    pub stat: Option<MetricStat>,
    /// The expression, where it is one.
    pub expression: Option<String>,
    /// Label.
    pub label: Option<String>,
    /// Whether it is returned; unset counts as true.
    pub return_data: Option<bool>,
    /// Seconds, of expressions.
    pub period: Option<i64>,
    /// Account that owns the metric.
    pub account: Option<String>,
}

/// An alarm on a metric or an expression.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Alarm {
    /// What all alarms have.
    #[serde(flatten)]
    pub common: Common,
    /// Its one metric, or all metrics and expressions.
    pub queries: Vec<Query>,
    /// Whether it was given as a single metric.
    pub single: bool,
    /// Threshold, unless a band is it.
    pub threshold: Option<f64>,
    /// Id of the expression that gives the band.
    pub threshold_metric_id: Option<String>,
    /// How data points are compared with it.
    pub comparison: ComparisonOperator,
    /// Periods that are looked at.
    pub evaluation_periods: i32,
    /// How many of them must breach, where that is said.
    pub datapoints_to_alarm: Option<i32>,
    /// `missing`, `ignore`, `breaching` or `notBreaching`.
    pub treat_missing_data: Option<String>,
    /// `evaluate` or `ignore`.
    pub low_samples: Option<String>,
}

impl Alarm {
    /// Seconds of one evaluated period: the longest of its metrics and expressions.
    pub fn period(&self) -> i64 {
        let periods = self.queries.iter().flat_map(|q| [q.stat.as_ref().map(|s| s.period), q.period]).flatten();
        periods.max().unwrap_or(60).max(1)
    }
}

impl Resource for Alarm {
    const KIND: &'static str = "AWS::CloudWatch::Alarm";
}

/// An alarm on the states of other alarms.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Composite {
    /// What all alarms have.
    #[serde(flatten)]
    pub common: Common,
    /// Its rule.
    pub rule: String,
    /// Alarm that keeps its actions back while it is in `ALARM`.
    pub suppressor: Option<String>,
    /// Seconds that are waited for the suppressor, and after it.
    pub wait: i64,
    /// See `wait`.
    pub extension: i64,
}

impl Resource for Composite {
    const KIND: &'static str = "AWS::CloudWatch::CompositeAlarm";
}

/// State of an alarm.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct State {
    /// The state.
    pub value: StateValue,
    /// Why.
    pub reason: String,
    /// Why, for programs.
    pub reason_data: Option<String>,
    /// When state or reason changed, milliseconds since 1970.
    pub updated: i64,
    /// When the state changed.
    pub transitioned: i64,
    /// What keeps the actions of a composite alarm back.
    #[serde(default)]
    pub held: Option<Held>,
}

/// Actions that are kept back.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Held {
    /// `WaitPeriod`, `Alarm` or `ExtensionPeriod`.
    pub by: String,
    /// Until when at most, milliseconds since 1970; none while the suppressor is in `ALARM`.
    pub until: Option<i64>,
    /// State before the change whose actions are kept back.
    pub before: StateValue,
}

impl Resource for State {
    const KIND: &'static str = "Cloudkeep::CloudWatch::AlarmState";
    const HISTORY: bool = false;
}

/// An entry of an alarm's history. Its id begins with the time turned around, so that the newest come first.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Name of the alarm.
    pub alarm: String,
    /// Whether it is a composite alarm.
    pub composite: bool,
    /// Milliseconds since 1970.
    pub at: i64,
    /// `ConfigurationUpdate`, `StateUpdate` or `Action`.
    pub kind: String,
    /// Summary.
    pub summary: String,
    /// JSON.
    pub data: String,
}

impl Event {
    /// Id of an event of a time.
    pub fn id(at: i64, unique: &str) -> String {
        format!("{:014}-{unique}", 99_999_999_999_999i64.saturating_sub(at))
    }
}

impl Resource for Event {
    const KIND: &'static str = "Cloudkeep::CloudWatch::AlarmEvent";
    const HISTORY: bool = false;
}

/// An action of an alarm that is to be done.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Action {
    /// Name of the alarm.
    pub alarm: String,
    /// ARN of the alarm.
    pub alarm_arn: String,
    /// Whether it is a composite alarm.
    pub composite: bool,
    /// ARN of what is to act.
    pub target: String,
    /// The notification, and the payload of functions: JSON.
    pub message: String,
    /// See `message`.
    pub payload: String,
    /// Subject of the notification.
    pub subject: String,
    /// Times that it was tried.
    pub attempts: u32,
    /// When it is tried next, milliseconds since 1970.
    pub due: i64,
    /// Time of the change of state that it belongs to, if it was muted then: it is done only if the alarm is still in that state.
    pub muted_at: Option<i64>,
}

impl Resource for Action {
    const KIND: &'static str = "Cloudkeep::CloudWatch::AlarmAction";
    const HISTORY: bool = false;
}

/// A detector of anomalies.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Detector {
    /// The metric, or the expression's metrics.
    pub queries: Vec<Query>,
    /// Whether it is of a single metric.
    pub single: bool,
    /// Ranges of time that are not learned from, milliseconds since 1970.
    pub excluded: Vec<(i64, i64)>,
    /// Time zone.
    pub timezone: Option<String>,
    /// Whether the metric has periodic spikes.
    pub periodic_spikes: Option<bool>,
}

impl Resource for Detector {
    const KIND: &'static str = "AWS::CloudWatch::AnomalyDetector";
}

/// A dashboard.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Dashboard {
    /// Its JSON.
    pub body: String,
}

impl Resource for Dashboard {
    const KIND: &'static str = "AWS::CloudWatch::Dashboard";
}

/// A rule that keeps the actions of alarms back at times.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MuteRule {
    /// Description.
    pub description: Option<String>,
    /// `cron(…)` or `at(…)`.
    pub expression: String,
    /// ISO 8601.
    pub duration: String,
    /// Time zone.
    pub timezone: Option<String>,
    /// Names of the alarms.
    pub alarms: Vec<String>,
    /// From when it counts, milliseconds since 1970.
    pub start: Option<i64>,
    /// Until when it counts.
    pub expire: Option<i64>,
}

impl Resource for MuteRule {
    const KIND: &'static str = "AWS::CloudWatch::AlarmMuteRule";
}
