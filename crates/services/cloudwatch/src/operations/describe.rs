//! DescribeAlarms, DescribeAlarmsForMetric and DescribeAlarmHistory.

use metricmath::rule::Rule;
use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Plane, Stored, Transaction};
use wire::Timestamp;

use super::metric_data::shown;
use super::states::state_of;
use crate::alarms::{self, name_of};
use crate::api::{self, AlarmType, HistoryItemType, ScanBy, operation};
use crate::errors::{self, combination, invalid};
use crate::metric::Identity;
use crate::resources::{Alarm, Common, Composite, Event, State};

/// Alarms and events of a page where the request says nothing, and at most.
const PAGE: usize = 50;
const MAX_PAGE: i32 = 100;

fn all_alarms(lookup: &Lookup<'_>) -> Access {
    Access::on(alarms::arn(lookup.plane(), lookup.account(), &lookup.call().region, "*"))
}

fn limit(given: Option<i32>) -> Result<usize, Failure> {
    match given {
        None => Ok(PAGE),
        Some(given) => usize::try_from(given)
            .ok()
            .filter(|_| (1..=MAX_PAGE).contains(&given))
            .ok_or_else(|| invalid(format!("The parameter MaxRecords must be from 1 to {MAX_PAGE}."))),
    }
}

fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

fn metric_alarm(plane: &Plane, stored: &Stored<Alarm>, state: State) -> api::MetricAlarm {
    let alarm = &stored.body;
    let common = &alarm.common;
    let single = alarm.queries.first().and_then(|query| query.stat.as_ref()).filter(|_| alarm.single);
    let statistic = single.and_then(|stat| api::Statistic::parse(&stat.stat));
    api::MetricAlarm {
        alarm_name: Some(common.name.clone()),
        alarm_arn: Some(alarms::arn(plane, &stored.key.account, &stored.key.region, &common.name)),
        alarm_description: common.description.clone(),
        alarm_configuration_updated_timestamp: Some(time(common.updated)),
        actions_enabled: Some(common.actions_enabled),
        ok_actions: Some(common.ok_actions.clone()),
        alarm_actions: Some(common.alarm_actions.clone()),
        insufficient_data_actions: Some(common.insufficient_data_actions.clone()),
        state_value: Some(state.value),
        state_reason: Some(state.reason),
        state_reason_data: state.reason_data,
        state_updated_timestamp: Some(time(state.updated)),
        state_transitioned_timestamp: Some(time(state.transitioned)),
        metric_name: single.map(|stat| stat.metric.name.clone()),
        namespace: single.map(|stat| stat.metric.namespace.clone()),
        statistic,
        extended_statistic: single.filter(|_| statistic.is_none()).map(|stat| stat.stat.clone()),
        dimensions: Some(single.map(|stat| stat.metric.shown_dimensions()).unwrap_or_default()),
        period: single.and_then(|stat| i32::try_from(stat.period).ok()),
        unit: single.and_then(|stat| stat.unit.as_deref()).and_then(api::StandardUnit::parse),
        evaluation_periods: Some(alarm.evaluation_periods),
        datapoints_to_alarm: alarm.datapoints_to_alarm,
        threshold: alarm.threshold,
        comparison_operator: Some(alarm.comparison),
        treat_missing_data: alarm.treat_missing_data.clone(),
        evaluate_low_sample_count_percentile: alarm.low_samples.clone(),
        metrics: (!alarm.single).then(|| shown(&alarm.queries)),
        threshold_metric_id: alarm.threshold_metric_id.clone(),
        ..api::MetricAlarm::default()
    }
}

fn composite_alarm(plane: &Plane, stored: &Stored<Composite>, state: State) -> api::CompositeAlarm {
    let alarm = &stored.body;
    let common = &alarm.common;
    let period = |seconds: i64| alarm.suppressor.as_ref().and_then(|_| i32::try_from(seconds).ok());
    api::CompositeAlarm {
        alarm_name: Some(common.name.clone()),
        alarm_arn: Some(alarms::arn(plane, &stored.key.account, &stored.key.region, &common.name)),
        alarm_description: common.description.clone(),
        alarm_configuration_updated_timestamp: Some(time(common.updated)),
        actions_enabled: Some(common.actions_enabled),
        ok_actions: Some(common.ok_actions.clone()),
        alarm_actions: Some(common.alarm_actions.clone()),
        insufficient_data_actions: Some(common.insufficient_data_actions.clone()),
        alarm_rule: Some(alarm.rule.clone()),
        state_value: Some(state.value),
        state_reason: Some(state.reason),
        state_reason_data: state.reason_data,
        state_updated_timestamp: Some(time(state.updated)),
        state_transitioned_timestamp: Some(time(state.transitioned)),
        actions_suppressed_by: state.held.as_ref().and_then(|held| api::ActionsSuppressedBy::parse(&held.by)),
        actions_suppressed_reason: state.held.as_ref().map(|held| format!("Actions suppressed by {}", held.by)),
        actions_suppressor: alarm.suppressor.clone(),
        actions_suppressor_wait_period: period(alarm.wait),
        actions_suppressor_extension_period: period(alarm.extension),
        ..api::CompositeAlarm::default()
    }
}

/// An alarm in a listing: composite ones come first, each kind in the order of the names.
enum Listed {
    Composite(Stored<Composite>, State),
    Metric(Stored<Alarm>, State),
}

impl Listed {
    fn common(&self) -> &Common {
        match self {
            Self::Composite(alarm, _) => &alarm.body.common,
            Self::Metric(alarm, _) => &alarm.body.common,
        }
    }

    fn state(&self) -> &State {
        match self {
            Self::Composite(_, state) | Self::Metric(_, state) => state,
        }
    }

    fn id(&self) -> String {
        match self {
            Self::Composite(alarm, _) => format!("0{}", alarm.key.id),
            Self::Metric(alarm, _) => format!("1{}", alarm.key.id),
        }
    }
}

impl Handle for operation::DescribeAlarms {
    async fn access(_: &api::DescribeAlarmsInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(all_alarms(lookup))
    }

    async fn run(input: &api::DescribeAlarmsInput, tx: &mut Transaction<'_>) -> Result<api::DescribeAlarmsOutput, Failure> {
        if input.alarm_names.is_some() && input.alarm_name_prefix.is_some() {
            return Err(combination("AlarmNames and AlarmNamePrefix cannot both be given."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let reader = tx.reader();
        let types = input.alarm_types.as_deref().filter(|types| !types.is_empty()).unwrap_or(&[AlarmType::MetricAlarm]);
        let prefix = input.alarm_name_prefix.as_deref().unwrap_or_default();
        let states = reader.all::<State>(&account, &region, "").await?;
        let state = |name: &str, now: i64| state_of(&states, name).unwrap_or_else(|| alarms::initial(now));
        let related = input.children_of_alarm_name.is_some() || input.parents_of_alarm_name.is_some();
        let mut all: Vec<Listed> = Vec::new();
        let composites = reader.all::<Composite>(&account, &region, prefix).await?;
        let children = |alarm: &Composite| -> Vec<String> {
            let rule = Rule::parse(&alarm.rule).ok();
            rule.iter().flat_map(|rule| rule.children()).map(|child| name_of(child).to_owned()).collect()
        };
        let of_parent: Option<Vec<String>> = match &input.children_of_alarm_name {
            None => None,
            Some(parent) => {
                let parent = reader.get::<Composite>(&account, &region, name_of(parent)).await?;
                Some(parent.map(|parent| children(&parent.body)).unwrap_or_default())
            }
        };
        if types.contains(&AlarmType::CompositeAlarm) || related {
            let parents = composites.into_iter().filter(|alarm| match &input.parents_of_alarm_name {
                Some(child) => children(&alarm.body).iter().any(|name| name == name_of(child)),
                None => true,
            });
            all.extend(parents.map(|alarm| {
                let state = state(&alarm.key.id, alarm.created_at);
                Listed::Composite(alarm, state)
            }));
        }
        if (types.contains(&AlarmType::MetricAlarm) || related) && input.parents_of_alarm_name.is_none() {
            all.extend(reader.all::<Alarm>(&account, &region, prefix).await?.into_iter().map(|alarm| {
                let state = state(&alarm.key.id, alarm.created_at);
                Listed::Metric(alarm, state)
            }));
        }
        all.retain(|one| {
            let common = one.common();
            input.alarm_names.as_ref().is_none_or(|names| names.contains(&common.name))
                && of_parent.as_ref().is_none_or(|names| names.contains(&common.name))
                && input.state_value.is_none_or(|value| one.state().value == value)
                && input.action_prefix.as_ref().is_none_or(|prefix| {
                    let mut actions =
                        common.ok_actions.iter().chain(&common.alarm_actions).chain(&common.insufficient_data_actions);
                    actions.any(|action| action.starts_with(prefix))
                })
        });
        let listing = format!(
            "DescribeAlarms {account} {region} {prefix} {types:?} {:?} {:?} {:?}",
            input.alarm_names, input.state_value, input.action_prefix
        );
        let page = cut(all, &listing, input.next_token.as_deref(), limit(input.max_records)?, Listed::id, errors::token)?;
        let mut output = api::DescribeAlarmsOutput {
            composite_alarms: Some(Vec::new()),
            metric_alarms: Some(Vec::new()),
            log_alarms: None,
            next_token: page.next,
        };
        for one in page.items {
            match one {
                Listed::Composite(alarm, state) => {
                    output.composite_alarms.get_or_insert_default().push(composite_alarm(tx.plane(), &alarm, state));
                }
                Listed::Metric(alarm, state) => {
                    output.metric_alarms.get_or_insert_default().push(metric_alarm(tx.plane(), &alarm, state));
                }
            }
        }
        Ok(output)
    }
}

impl Handle for operation::DescribeAlarmsForMetric {
    async fn access(_: &api::DescribeAlarmsForMetricInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(all_alarms(lookup))
    }

    async fn run(
        input: &api::DescribeAlarmsForMetricInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeAlarmsForMetricOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let metric = Identity::of(&input.namespace, &input.metric_name, input.dimensions.as_ref());
        let wanted = input.statistic.map(|s| s.as_str().to_owned()).or_else(|| input.extended_statistic.clone());
        let states = tx.reader().all::<State>(&account, &region, "").await?;
        let found = tx.reader().all::<Alarm>(&account, &region, "").await?;
        let of_metric = found.iter().filter(|alarm| {
            let stats = alarm.body.queries.iter().filter_map(|query| query.stat.as_ref());
            stats.into_iter().any(|stat| {
                stat.metric == metric
                    && wanted.as_ref().is_none_or(|wanted| *wanted == stat.stat)
                    && input.period.is_none_or(|period| i64::from(period) == stat.period)
                    && input.unit.is_none_or(|unit| stat.unit.as_deref() == Some(unit.as_str()))
            })
        });
        let alarms = of_metric
            .map(|alarm| {
                let state = state_of(&states, &alarm.key.id).unwrap_or_else(|| alarms::initial(alarm.created_at));
                metric_alarm(tx.plane(), alarm, state)
            })
            .collect();
        Ok(api::DescribeAlarmsForMetricOutput { metric_alarms: Some(alarms) })
    }
}

impl Handle for operation::DescribeAlarmHistory {
    async fn access(input: &api::DescribeAlarmHistoryInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        match &input.alarm_name {
            Some(name) => super::states::each(lookup, std::slice::from_ref(name)).await,
            None => Ok(all_alarms(lookup)),
        }
    }

    async fn run(
        input: &api::DescribeAlarmHistoryInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeAlarmHistoryOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let types = input.alarm_types.as_deref().filter(|types| !types.is_empty()).unwrap_or(&[AlarmType::MetricAlarm]);
        let (from, to) = (input.start_date.map(|t| t.as_millisecond()), input.end_date.map(|t| t.as_millisecond()));
        let mut all = tx.reader().all::<Event>(&account, &region, "").await?;
        all.retain(|event| {
            let event = &event.body;
            let kind = if event.composite { AlarmType::CompositeAlarm } else { AlarmType::MetricAlarm };
            input.alarm_name.as_ref().is_none_or(|name| *name == event.alarm)
                // One that was asked for by name is told whatever it is.
                && (types.contains(&kind) || input.alarm_name.is_some() && input.alarm_types.is_none())
                && input.history_item_type.is_none_or(|kind| kind.as_str() == event.kind)
                && from.is_none_or(|from| event.at >= from)
                && to.is_none_or(|to| event.at < to)
        });
        let ascending = input.scan_by == Some(ScanBy::TimestampAscending);
        if ascending {
            all.reverse();
        }
        let listing = format!(
            "DescribeAlarmHistory {account} {region} {:?} {types:?} {:?} {from:?} {to:?} {ascending}",
            input.alarm_name, input.history_item_type
        );
        let place = |event: &Stored<Event>| {
            if ascending { format!("{:014}{}", event.body.at, event.key.id) } else { event.key.id.clone() }
        };
        if ascending {
            all.sort_by_key(place);
        }
        let page = cut(all, &listing, input.next_token.as_deref(), limit(input.max_records)?, place, errors::token)?;
        let items = page.items.into_iter().map(|event| {
            let event = event.body;
            api::AlarmHistoryItem {
                alarm_name: Some(event.alarm),
                alarm_type: Some(if event.composite { AlarmType::CompositeAlarm } else { AlarmType::MetricAlarm }),
                timestamp: Some(time(event.at)),
                history_item_type: HistoryItemType::parse(&event.kind),
                history_summary: Some(event.summary),
                history_data: Some(event.data),
                ..api::AlarmHistoryItem::default()
            }
        });
        Ok(api::DescribeAlarmHistoryOutput { alarm_history_items: Some(items.collect()), next_token: page.next })
    }
}
