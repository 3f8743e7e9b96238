//! PutMetricAlarm, PutCompositeAlarm and DeleteAlarms.

use metricmath::Statistic;
use metricmath::rule::Rule;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::json;
use wire::shape::Unit;

use super::metric_data::queries;
use super::tags;
use crate::alarms::{self, Which, initial, name_of, record};
use crate::api::{self, ComparisonOperator, operation};
use crate::errors::{not_found, validation};
use crate::metric::{Identity, check_names, check_namespace};
use crate::query;
use crate::resources::{Alarm, Common, Composite, MetricStat, Query, State};

/// Most actions of a state, and most alarms that are deleted at once.
const MAX_ACTIONS: usize = 5;
const MAX_DELETED: usize = 100;
/// Longest time that an alarm looks back, seconds: of periods shorter than an hour, and of longer ones.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutMetricAlarm.html>.
const LONGEST: i64 = 86_400;
const LONGEST_OF_HOURS: i64 = 7 * 86_400;

fn actions(given: Option<&Vec<String>>) -> Result<Vec<String>, Failure> {
    let given = given.cloned().unwrap_or_default();
    if given.len() > MAX_ACTIONS {
        return Err(validation(format!("An alarm has at most {MAX_ACTIONS} actions of a state.")));
    }
    for arn in &given {
        if !arn.starts_with("arn:") || arn.split(':').count() < 6 {
            return Err(validation(format!("Invalid arn syntax: {arn}")));
        }
    }
    Ok(given)
}

async fn access_of(
    lookup: &Lookup<'_>,
    name: &str,
    given: Option<&Vec<api::Tag>>,
    actions: &[Option<&Vec<String>>],
) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let found = Which::find(lookup, account, region, name).await?;
    let mut access = Access::on(alarms::arn(lookup.plane(), account, region, name));
    if let Some(found) = &found {
        access = access.resource_tags(found.tags());
    }
    let all: Vec<&str> = actions.iter().flat_map(|list| list.iter().flat_map(|l| l.iter())).map(String::as_str).collect();
    if !all.is_empty() {
        access = access.keys("cloudwatch:AlarmActions", all);
    }
    let tags = given.into_iter().flatten().map(|tag| (tag.key.as_str(), tag.value.as_str()));
    Ok(access.request_tags(tags))
}

/// Makes or replaces an alarm: a new one begins with insufficient data, a known one keeps its state. Tags are of new ones only.
async fn keep(tx: &mut Transaction<'_>, new: Which, known: Option<Which>) -> Result<(), Failure> {
    let (account, region) = (new.place().0.to_owned(), new.place().1.to_owned());
    let name = new.common().name.clone();
    if known.as_ref().is_some_and(|known| known.is_composite() != new.is_composite()) {
        return Err(validation(format!("There is an alarm of another type with the name {name}.")));
    }
    let now = tx.plane().clock.now_ms();
    if tx.get::<State>(&account, &region, &name).await?.is_none() {
        tx.put(&Stored::new(&account, &region, &name, initial(now)))?;
    }
    let verb = if known.is_some() { "updated" } else { "created" };
    let kind = if known.is_some() { "Update" } else { "Create" };
    let data = json!({"version": "1.0", "type": kind, format!("{verb}Alarm"): alarms::tell::configuration(&new)});
    record(tx, (&account, &region, &name, new.is_composite()), "ConfigurationUpdate", format!("Alarm \"{name}\" {verb}"), &data)?;
    let arn = new.arn(tx.plane());
    tx.touched(arn, account, if new.is_composite() { "AWS::CloudWatch::CompositeAlarm" } else { "AWS::CloudWatch::Alarm" });
    match (new, known) {
        (Which::Metric(new), Some(Which::Metric(known))) => tx.put(&Stored { body: new.body, ..known }),
        (Which::Composite(new), Some(Which::Composite(known))) => tx.put(&Stored { body: new.body, ..known }),
        (new, _) => new.put(tx),
    }
}

impl Handle for operation::PutMetricAlarm {
    async fn access(input: &api::PutMetricAlarmInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let actions = [input.ok_actions.as_ref(), input.alarm_actions.as_ref(), input.insufficient_data_actions.as_ref()];
        access_of(lookup, &input.alarm_name, input.tags.as_ref(), &actions).await
    }

    async fn run(input: &api::PutMetricAlarmInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let alarm = metric_alarm(input, tx.plane().clock.now_ms())?;
        let tags = tags::checked(input.tags.as_ref())?;
        let known = Which::hold(tx, &account, &region, &input.alarm_name).await?;
        let arn = alarms::arn(tx.plane(), &account, &region, &input.alarm_name);
        let new = Stored::new(&account, &region, &input.alarm_name, alarm).arn(arn).tags(tags);
        keep(tx, Which::Metric(new), known).await?;
        Ok(Unit {})
    }
}

/// The alarm of a request.
///
/// # Errors
/// `ValidationError`, and those of names and queries.
fn metric_alarm(input: &api::PutMetricAlarmInput, now: i64) -> Result<Alarm, Failure> {
    for (given, what) in [
        (input.evaluation_criteria.is_some(), "EvaluationCriteria"),
        (input.warm_up_configuration.is_some(), "WarmUpConfiguration"),
        (input.evaluation_window.as_ref().is_some_and(|w| w.wall_clock_window.is_some()), "EvaluationWindow.WallClockWindow"),
        (input.evaluation_interval.is_some(), "EvaluationInterval"),
        (input.action_configuration.is_some(), "ActionConfiguration"),
    ] {
        if given {
            return Err(validation(format!("{what} is not available in this installation.")));
        }
    }
    let comparison = input.comparison_operator.ok_or_else(|| validation("ComparisonOperator is required."))?;
    let evaluation_periods = input.evaluation_periods.ok_or_else(|| validation("EvaluationPeriods is required."))?;
    if input.datapoints_to_alarm.is_some_and(|n| n > evaluation_periods) {
        return Err(validation("DatapointsToAlarm must be less than or equal to EvaluationPeriods."));
    }
    let of_bands = matches!(
        comparison,
        ComparisonOperator::LessThanLowerOrGreaterThanUpperThreshold
            | ComparisonOperator::LessThanLowerThreshold
            | ComparisonOperator::GreaterThanUpperThreshold
    );
    match (input.threshold, &input.threshold_metric_id) {
        (Some(_), Some(_)) => return Err(validation("Threshold and ThresholdMetricId cannot both be given.")),
        (None, None) => return Err(validation("Either Threshold or ThresholdMetricId must be given.")),
        (Some(threshold), None) if !threshold.is_finite() => return Err(validation("Threshold must be a finite number.")),
        (_, id) if of_bands != id.is_some() => {
            return Err(validation(format!("ComparisonOperator {comparison} does not go with this kind of threshold.")));
        }
        _ => {}
    }
    if let Some(treat) = input.treat_missing_data.as_deref()
        && !["breaching", "notBreaching", "ignore", "missing"].contains(&treat)
    {
        return Err(validation(format!(
            "Option {treat} is not supported for TreatMissingData: it is breaching, notBreaching, ignore or missing."
        )));
    }
    let (queries, single) = watched(input)?;
    let alarm = Alarm {
        common: Common {
            name: input.alarm_name.clone(),
            description: input.alarm_description.clone(),
            actions_enabled: input.actions_enabled.unwrap_or(true),
            ok_actions: actions(input.ok_actions.as_ref())?,
            alarm_actions: actions(input.alarm_actions.as_ref())?,
            insufficient_data_actions: actions(input.insufficient_data_actions.as_ref())?,
            updated: now,
        },
        queries,
        single,
        threshold: input.threshold,
        threshold_metric_id: input.threshold_metric_id.clone(),
        comparison,
        evaluation_periods,
        datapoints_to_alarm: input.datapoints_to_alarm,
        treat_missing_data: input.treat_missing_data.clone(),
        low_samples: input.evaluate_low_sample_count_percentile.clone(),
    };
    if alarm.low_samples.as_deref().is_some_and(|low| low != "evaluate" && low != "ignore") {
        return Err(validation("EvaluateLowSampleCountPercentile is evaluate or ignore."));
    }
    let (longest, what) = if alarm.period() >= 3_600 { (LONGEST_OF_HOURS, "seven days") } else { (LONGEST, "a day") };
    if alarm.period().saturating_mul(i64::from(evaluation_periods)) > longest {
        return Err(validation(format!(
            "Metrics cannot be checked across more than {what} (EvaluationPeriods * Period must be <= {longest})."
        )));
    }
    Ok(alarm)
}

/// What an alarm watches: one metric, or metrics and expressions of which one is returned.
fn watched(input: &api::PutMetricAlarmInput) -> Result<(Vec<Query>, bool), Failure> {
    let of_one = input.metric_name.is_some()
        || input.namespace.is_some()
        || input.statistic.is_some()
        || input.extended_statistic.is_some()
        || input.period.is_some();
    if let Some(metrics) = input.metrics.as_ref().filter(|metrics| !metrics.is_empty()) {
        if of_one {
            return Err(validation(
                "Metrics cannot be given together with MetricName, Namespace, Statistic, ExtendedStatistic or Period.",
            ));
        }
        let queries = queries(metrics)?;
        query::parse(&queries)?;
        let returned = |q: &&Query| q.return_data.unwrap_or(true) && Some(&q.id) != input.threshold_metric_id.as_ref();
        if queries.iter().filter(returned).count() != 1 {
            return Err(validation("Exactly one of the metrics must have ReturnData set to true, besides the threshold's."));
        }
        if let Some(id) = &input.threshold_metric_id
            && !queries
                .iter()
                .any(|q| q.id == *id && q.expression.as_deref().is_some_and(|e| e.contains("ANOMALY_DETECTION_BAND")))
        {
            return Err(validation(format!("ThresholdMetricId {id} is no ANOMALY_DETECTION_BAND of this alarm.")));
        }
        return Ok((queries, false));
    }
    let (Some(name), Some(namespace)) = (&input.metric_name, &input.namespace) else {
        return Err(validation("Either MetricName and Namespace, or Metrics must be given."));
    };
    if input.threshold_metric_id.is_some() {
        return Err(validation("ThresholdMetricId needs Metrics."));
    }
    check_namespace(namespace, false)?;
    check_names(name, input.dimensions.as_ref(), "")?;
    let stat = match (input.statistic, &input.extended_statistic) {
        (Some(statistic), None) => statistic.as_str().to_owned(),
        (None, Some(extended)) if Statistic::extended(extended).is_some() => extended.clone(),
        (None, Some(extended)) => {
            return Err(validation(format!("The value {extended} for parameter ExtendedStatistic is invalid.")));
        }
        _ => return Err(validation("Exactly one of Statistic and ExtendedStatistic must be given.")),
    };
    let period = i64::from(input.period.ok_or_else(|| validation("Period is required."))?);
    if !query::is_period(period) || period == 1 || period == 5 {
        return Err(validation("Period must be 10, 20, 30 or a multiple of 60."));
    }
    let metric = Identity::of(namespace, name, input.dimensions.as_ref());
    let unit = input.unit.map(|unit| unit.as_str().to_owned());
    let stat = MetricStat { metric, period, stat, unit };
    Ok((vec![Query { id: "m1".to_owned(), stat: Some(stat), ..Query::default() }], true))
}

impl Handle for operation::PutCompositeAlarm {
    async fn access(input: &api::PutCompositeAlarmInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let actions = [input.ok_actions.as_ref(), input.alarm_actions.as_ref(), input.insufficient_data_actions.as_ref()];
        access_of(lookup, &input.alarm_name, input.tags.as_ref(), &actions).await
    }

    async fn run(input: &api::PutCompositeAlarmInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let rule = Rule::parse(&input.alarm_rule).map_err(|e| validation(format!("AlarmRule is invalid: {e}")))?;
        if input.action_configuration.is_some() {
            return Err(validation("ActionConfiguration is not available in this installation."));
        }
        for name in rule.children().into_iter().chain(input.actions_suppressor.as_deref()) {
            if name_of(name) != input.alarm_name && Which::find(&tx.reader(), &account, &region, name_of(name)).await?.is_none() {
                return Err(validation(format!("Could not save the composite alarm as alarms [{name}] do not exist.")));
            }
        }
        if reaches(tx, &account, &region, &rule, &input.alarm_name).await? {
            return Err(validation("The alarm rule refers to this alarm, by itself or through others."));
        }
        let (wait, extension) = (input.actions_suppressor_wait_period, input.actions_suppressor_extension_period);
        if input.actions_suppressor.is_some() != (wait.is_some() && extension.is_some()) {
            return Err(validation(
                "ActionsSuppressor, ActionsSuppressorWaitPeriod and ActionsSuppressorExtensionPeriod are given together or not at all.",
            ));
        }
        let alarm = Composite {
            common: Common {
                name: input.alarm_name.clone(),
                description: input.alarm_description.clone(),
                actions_enabled: input.actions_enabled.unwrap_or(true),
                ok_actions: actions(input.ok_actions.as_ref())?,
                alarm_actions: actions(input.alarm_actions.as_ref())?,
                insufficient_data_actions: actions(input.insufficient_data_actions.as_ref())?,
                updated: tx.plane().clock.now_ms(),
            },
            rule: input.alarm_rule.clone(),
            suppressor: input.actions_suppressor.clone(),
            wait: wait.map_or(0, i64::from).max(0),
            extension: extension.map_or(0, i64::from).max(0),
        };
        let tags = tags::checked(input.tags.as_ref())?;
        let known = Which::hold(tx, &account, &region, &input.alarm_name).await?;
        let arn = alarms::arn(tx.plane(), &account, &region, &input.alarm_name);
        let new = Stored::new(&account, &region, &input.alarm_name, alarm).arn(arn).tags(tags);
        keep(tx, Which::Composite(new), known).await?;
        Ok(Unit {})
    }
}

/// Whether a rule depends on an alarm, through others too.
async fn reaches(tx: &Transaction<'_>, account: &str, region: &str, rule: &Rule, name: &str) -> Result<bool, Failure> {
    let mut open: Vec<String> = rule.children().into_iter().map(|child| name_of(child).to_owned()).collect();
    let mut seen = std::collections::BTreeSet::new();
    while let Some(next) = open.pop() {
        if next == name {
            return Ok(true);
        }
        if seen.insert(next.clone())
            && let Some(Which::Composite(alarm)) = Which::find(&tx.reader(), account, region, &next).await?
            && let Ok(rule) = Rule::parse(&alarm.body.rule)
        {
            open.extend(rule.children().into_iter().map(|child| name_of(child).to_owned()));
        }
    }
    Ok(false)
}

impl Handle for operation::DeleteAlarms {
    async fn access(input: &api::DeleteAlarmsInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        super::states::each(lookup, &input.alarm_names).await
    }

    async fn run(input: &api::DeleteAlarmsInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        if input.alarm_names.len() > MAX_DELETED {
            return Err(validation(format!("At most {MAX_DELETED} alarms can be deleted at once.")));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut composites = 0;
        for name in &input.alarm_names {
            let Some(found) = Which::hold(tx, &account, &region, name).await? else {
                return Err(not_found(format!("Alarm {name} does not exist.")));
            };
            composites += usize::from(found.is_composite());
            if composites > 1 || found.is_composite() && input.alarm_names.len() > 1 {
                return Err(validation("A composite alarm is deleted alone."));
            }
            let data = json!({"version": "1.0", "type": "Delete", "deletedAlarm": alarms::tell::configuration(&found)});
            let summary = format!("Alarm \"{name}\" deleted");
            record(tx, (&account, &region, name, found.is_composite()), "ConfigurationUpdate", summary, &data)?;
            let arn = found.arn(tx.plane());
            match &found {
                Which::Metric(alarm) => {
                    tx.touched(arn, account.clone(), "AWS::CloudWatch::Alarm");
                    tx.delete(alarm);
                }
                Which::Composite(alarm) => {
                    tx.touched(arn, account.clone(), "AWS::CloudWatch::CompositeAlarm");
                    tx.delete(alarm);
                }
            }
            if let Some(state) = tx.get::<State>(&account, &region, name).await? {
                tx.delete(&state);
            }
        }
        Ok(Unit {})
    }
}
