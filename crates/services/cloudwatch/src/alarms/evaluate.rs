//! Evaluation: metric alarms on time, composite alarms when states changed.
//!
//! An alarm whose period is a minute or more is evaluated every minute, one with a shorter period every ten seconds, a second after the period has
//! ended. All alarms of an account and region share one look at the data that wait to be merged. Composite alarms are looked at every second, as often
//! as states may follow from each other. What only a moment says (which tick was last) is kept in memory: after a start everything is evaluated at once.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use metricmath::rule::{Rule, State as RuleState};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::json;

use crate::alarms::{Change, Which, change, judge, name_of, plan, record};
use crate::api::StateValue;
use crate::read::Snapshot;
use crate::resources::{Alarm, Composite, Event, Held, State};

/// Alarms that are read at once.
const PAGE: usize = 1_000;
/// How long after a period's end it is evaluated, milliseconds.
const DELAY: i64 = 1_000;
/// Time between two looks at composite alarms, milliseconds.
const COMPOSITES_EVERY: i64 = 1_000;
/// How deep composite alarms follow from each other in one look.
const PASSES: usize = 10;
/// How long history is kept, milliseconds, and how much is removed in one go.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_DescribeAlarmHistory.html>.
const HISTORY: i64 = 30 * 86_400_000;
const FORGOTTEN: usize = 500;

/// Evaluates alarms.
#[derive(Default)]
pub struct Evaluator {
    ticks: Mutex<Ticks>,
}

#[derive(Debug, Clone, Copy, Default)]
struct Ticks {
    tick: i64,
    composites: i64,
}

impl Reconciler for Evaluator {
    fn name(&self) -> &'static str {
        "cloudwatch-alarms"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let before = self.ticks.lock().map(|ticks| *ticks).unwrap_or_default();
            let tick = (now - DELAY).div_euclid(10_000) * 10;
            let mut after = before;
            if tick != before.tick {
                let minute = tick.div_euclid(60) != before.tick.div_euclid(60);
                metrics(system, tick, minute).await?;
                if minute {
                    forget(system, now).await?;
                }
                after.tick = tick;
            }
            if (now - before.composites).abs() >= COMPOSITES_EVERY {
                composites(system, now).await?;
                after.composites = now;
            }
            if let Ok(mut ticks) = self.ticks.lock() {
                *ticks = after;
            }
            Ok(())
        })
    }
}

async fn metrics(system: &System, tick: i64, minute: bool) -> Result<(), Failure> {
    let reader = system.reader();
    let mut place: Option<(String, String)> = None;
    let mut snapshot: Option<Snapshot> = None;
    let mut states: HashMap<String, StateValue> = HashMap::new();
    let mut after = None;
    loop {
        let page = reader.list_everywhere::<Alarm>(after.as_ref(), PAGE).await?;
        for alarm in &page {
            let short = alarm.body.period() < 60;
            if !short && !minute {
                continue;
            }
            let here = (alarm.key.account.clone(), alarm.key.region.clone());
            if place.as_ref() != Some(&here) {
                snapshot = Some(Snapshot::take(&reader, &here.0, &here.1, tick).await?);
                let all = reader.all::<State>(&here.0, &here.1, "").await?;
                states = all.into_iter().map(|state| (state.key.id, state.body.value)).collect();
                place = Some(here);
            }
            let Some(snapshot) = &mut snapshot else { continue };
            if let Err(failure) = one(system, alarm, snapshot, states.get(&alarm.key.id).copied(), tick).await {
                tracing::error!(
                    alarm = alarm.key.id,
                    message = failure.message,
                    detail = failure.detail,
                    "an alarm cannot be evaluated"
                );
            }
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
            _ => return Ok(()),
        }
    }
}

async fn one(
    system: &System,
    alarm: &Stored<Alarm>,
    snapshot: &mut Snapshot,
    state: Option<StateValue>,
    tick: i64,
) -> Result<(), Failure> {
    let (account, region) = (alarm.key.account.as_str(), alarm.key.region.as_str());
    let reader = system.reader();
    let changes = |judged: &Option<Change>| judged.as_ref().is_some_and(|judged| Some(judged.value) != state);
    let mut judged = judge::judge(reader, snapshot, (account, region), &alarm.body, tick).await?;
    // Data that were merged meanwhile may have been seen twice or not at all: only what a steady look says changes a state.
    while changes(&judged) && snapshot.is_stale(&reader).await? {
        *snapshot = Snapshot::take(&reader, account, region, tick).await?;
        judged = judge::judge(reader, snapshot, (account, region), &alarm.body, tick).await?;
    }
    let Some(judged) = judged.filter(|judged| Some(judged.value) != state) else { return Ok(()) };
    system
        .act("cloudwatch", "SetAlarmState", |tx| {
            let (key, version, judged) = (alarm.key.clone(), alarm.version, judged.clone());
            Box::pin(async move {
                // What was configured anew is evaluated anew.
                let Some(alarm) = tx.get::<Alarm>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
                if alarm.version == version {
                    change(tx, &Which::Metric(alarm), judged, None).await?;
                }
                Ok(())
            })
        })
        .await
}

async fn composites(system: &System, now: i64) -> Result<(), Failure> {
    let reader = system.reader();
    let all = reader.list_everywhere::<Composite>(None, usize::MAX >> 1).await?;
    let mut by_place: HashMap<(String, String), Vec<Stored<Composite>>> = HashMap::new();
    for alarm in all {
        by_place.entry((alarm.key.account.clone(), alarm.key.region.clone())).or_default().push(alarm);
    }
    for ((account, region), alarms) in by_place {
        for _ in 0..PASSES {
            let states = reader.all::<State>(&account, &region, "").await?;
            let states: Arc<HashMap<String, State>> =
                Arc::new(states.into_iter().map(|state| (state.key.id, state.body)).collect());
            let mut changed = false;
            for alarm in &alarms {
                changed |= composite(system, alarm, &states, now).await?;
            }
            if !changed {
                break;
            }
        }
    }
    Ok(())
}

/// Whether a suppressor is in `ALARM`.
fn suppresses(alarm: &Composite, states: &HashMap<String, State>) -> bool {
    alarm.suppressor.as_deref().and_then(|name| states.get(name_of(name))).is_some_and(|s| s.value == StateValue::Alarm)
}

/// Looks at a composite alarm; whether it changed.
async fn composite(
    system: &System,
    alarm: &Stored<Composite>,
    states: &Arc<HashMap<String, State>>,
    now: i64,
) -> Result<bool, Failure> {
    let Ok(rule) = Rule::parse(&alarm.body.rule) else { return Ok(false) };
    let state_of = |name: &str| {
        states.get(name_of(name)).map(|state| match state.value {
            StateValue::Ok => RuleState::Ok,
            StateValue::Alarm => RuleState::Alarm,
            StateValue::InsufficientData => RuleState::InsufficientData,
        })
    };
    let value = if rule.holds(&state_of) { StateValue::Alarm } else { StateValue::Ok };
    let present = states.get(&alarm.key.id);
    let children = rule.children();
    let suppressed = suppresses(&alarm.body, states);
    if present.is_some_and(|present| present.value == value) {
        return held(system, alarm, present, suppressed, now).await;
    }
    let newest =
        children.iter().filter_map(|name| Some((name_of(name), states.get(name_of(name))?))).max_by_key(|(_, s)| s.transitioned);
    let reason = match newest {
        Some((name, state)) => {
            let (account, region) = (&alarm.key.account, &alarm.key.region);
            let arn = crate::alarms::arn(system.plane(), account, region, name);
            let at = jiff::Timestamp::from_millisecond(state.transitioned).unwrap_or_default();
            let at = at.strftime("%A %d %B, %Y %H:%M:%S UTC");
            format!("{arn} transitioned to {} at {at}", state.value)
        }
        None => format!("The alarm rule is {}", value == StateValue::Alarm),
    };
    let triggering: Vec<serde_json::Value> = children
        .iter()
        .filter_map(|name| {
            let state = states.get(name_of(name))?;
            let arn = crate::alarms::arn(system.plane(), &alarm.key.account, &alarm.key.region, name_of(name));
            Some(json!({"arn": arn, "state": {"value": state.value.as_str(), "timestamp": crate::alarms::tell::time(state.transitioned)}}))
        })
        .collect();
    let before = present.map_or(StateValue::InsufficientData, |present| present.value);
    let hold = alarm.body.suppressor.as_ref().map(|_| match suppressed {
        true => Held { by: "Alarm".to_owned(), until: None, before },
        false => Held { by: "WaitPeriod".to_owned(), until: Some(now + alarm.body.wait * 1_000), before },
    });
    let new = Change { value, reason, data: Some(json!({"triggeringAlarms": triggering}).to_string()) };
    system
        .act("cloudwatch", "SetAlarmState", |tx| {
            let (key, version, new, hold) = (alarm.key.clone(), alarm.version, new.clone(), hold.clone());
            Box::pin(async move {
                let Some(alarm) = tx.get::<Composite>(&key.account, &key.region, &key.id).await? else { return Ok(false) };
                if alarm.version != version {
                    return Ok(false);
                }
                change(tx, &Which::Composite(alarm), new, hold).await
            })
        })
        .await
}

/// What becomes of actions that are kept back: the next of wait period, suppressor and extension period, or that they are done.
fn next_of(held: &Held, suppressed: bool, extension: i64, now: i64) -> Option<Option<Held>> {
    let over = held.until.is_some_and(|until| now >= until);
    match (held.by.as_str(), suppressed) {
        ("Alarm", true) => None,
        ("Alarm", false) => {
            Some(Some(Held { by: "ExtensionPeriod".to_owned(), until: Some(now + extension * 1_000), before: held.before }))
        }
        (_, true) => Some(Some(Held { by: "Alarm".to_owned(), until: None, before: held.before })),
        (_, false) if over => Some(None),
        _ => None,
    }
}

async fn held(
    system: &System,
    alarm: &Stored<Composite>,
    present: Option<&State>,
    suppressed: bool,
    now: i64,
) -> Result<bool, Failure> {
    let Some(held) = present.and_then(|present| present.held.as_ref()) else { return Ok(false) };
    let Some(next) = next_of(held, suppressed, alarm.body.extension, now) else { return Ok(false) };
    system
        .act("cloudwatch", "SetAlarmState", |tx| {
            let (key, held, next) = (alarm.key.clone(), held.clone(), next.clone());
            Box::pin(async move { release(tx, &key, held, next).await })
        })
        .await?;
    Ok(false)
}

async fn release(tx: &mut Transaction<'_>, key: &plane::Key, held: Held, next: Option<Held>) -> Result<(), Failure> {
    let Some(alarm) = tx.get::<Composite>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
    let Some(mut state) = tx.get::<State>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
    if state.body.held.as_ref() != Some(&held) {
        return Ok(());
    }
    state.body.held.clone_from(&next);
    tx.put(&state)?;
    if next.is_none() && alarm.body.common.actions_enabled {
        let old = State { value: held.before, ..state.body.clone() };
        plan(tx, &Which::Composite(alarm), &state.body, &old).await?;
    } else if let Some(next) = next {
        let summary = format!("Alarm actions are suppressed by {}", next.by);
        record(tx, (&key.account, &key.region, &key.id, true), "Action", summary, &json!({"actionsSuppressedBy": next.by}))?;
    }
    Ok(())
}

/// Removes history that is too old: the ids of an account and region end with the oldest.
async fn forget(system: &System, now: i64) -> Result<(), Failure> {
    let mut places: Vec<(String, String)> = Vec::new();
    let mut after = None;
    // One alarm of each place says that the place is there.
    while let Some(alarm) = system.reader().list_everywhere::<Alarm>(after.as_ref(), 1).await?.pop() {
        let mut last = alarm.key.clone();
        last.id = "\u{10ffff}".to_owned();
        places.push((alarm.key.account, alarm.key.region));
        after = Some(last);
    }
    for (account, region) in places {
        let oldest = Event::id(now - HISTORY, "");
        let gone = system.reader().list::<Event>(&account, &region, "", Some(&oldest), FORGOTTEN).await?;
        if gone.is_empty() {
            continue;
        }
        system
            .act("cloudwatch", "DescribeAlarmHistory", |tx| {
                let (account, region) = (account.clone(), region.clone());
                let ids: Vec<String> = gone.iter().map(|event| event.key.id.clone()).collect();
                Box::pin(async move {
                    for event in tx.get_many::<Event>(&account, &region, &ids).await?.iter().flatten() {
                        tx.delete(event);
                    }
                    Ok(())
                })
            })
            .await?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::next_of;
    use crate::api::StateValue;
    use crate::resources::Held;

    fn held(by: &str, until: Option<i64>) -> Held {
        Held { by: by.to_owned(), until, before: StateValue::Ok }
    }

    #[test]
    fn actions_are_kept_back_by_turns() {
        assert_eq!(next_of(&held("WaitPeriod", Some(100)), false, 5, 99), None);
        assert_eq!(next_of(&held("WaitPeriod", Some(100)), false, 5, 100), Some(None));
        assert_eq!(next_of(&held("WaitPeriod", Some(100)), true, 5, 50), Some(Some(held("Alarm", None))));
        assert_eq!(next_of(&held("Alarm", None), true, 5, 50), None);
        assert_eq!(next_of(&held("Alarm", None), false, 5, 50), Some(Some(held("ExtensionPeriod", Some(5_050)))));
        assert_eq!(next_of(&held("ExtensionPeriod", Some(60)), true, 5, 55), Some(Some(held("Alarm", None))));
        assert_eq!(next_of(&held("ExtensionPeriod", Some(60)), false, 5, 60), Some(None));
    }
}
