//! Rules on a schedule.

use std::time::Duration;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use schedules::Schedule;
use serde_json::json;

use crate::api::RuleState;
use crate::event;
use crate::resources::{Delivery, EventPlace, Rule, Timer};

/// Timers that fire in one commit at most.
const BATCH: usize = 50;

/// Sets the timer of a rule that is being changed, unless the one that it had goes on: `ran` is the schedule that it ran on before.
///
/// # Errors
/// Internal ones only.
pub fn set(tx: &mut Transaction<'_>, rule: &mut Stored<Rule>, ran: Option<String>, now: i64) -> Result<(), Failure> {
    let Some(schedule) = rule.body.schedule.clone().filter(|_| rule.body.state != RuleState::Disabled) else { return Ok(()) };
    if ran.as_ref() == Some(&schedule) {
        return Ok(());
    }
    rule.body.anchor = now;
    let timer = Timer {
        account: rule.key.account.clone(),
        region: rule.key.region.clone(),
        rule: rule.key.id.clone(),
        schedule,
        anchor: now,
    };
    start(tx, timer, now)
}

/// Puts a timer for when it is next due after a moment, if it ever is.
fn start(tx: &mut Transaction<'_>, timer: Timer, after: i64) -> Result<(), Failure> {
    let (after, anchor) = (time(after)?, time(timer.anchor)?);
    let due = Schedule::parse(&timer.schedule).ok().and_then(|schedule| schedule.next_after(after, anchor, &TimeZone::UTC));
    let Some(due) = due else { return Ok(()) };
    let id = Delivery::id(due.as_millisecond(), &tx.plane().ids.uuid().to_string());
    tx.put(&Stored::new("", "", id, timer))
}

fn time(ms: i64) -> Result<Timestamp, Failure> {
    Timestamp::from_millisecond(ms).map_err(Failure::internal)
}

/// Fires the timers of scheduled rules.
pub struct Timers;

impl Reconciler for Timers {
    fn name(&self) -> &'static str {
        "events-timers"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            loop {
                let now = system.now().as_millisecond();
                let mut due = system.reader().list::<Timer>("", "", "", None, BATCH).await?;
                due.retain(|timer| Delivery::due(&timer.key.id) <= now);
                if due.is_empty() {
                    return Ok(());
                }
                for timer in due {
                    system.act("events", "PutEvents", |tx| Box::pin(fire(tx, timer.key.id.clone()))).await?;
                }
            }
        })
    }
}

/// Fires one timer: a delivery for each target, and the timer of the next time. After a pause of the server it fires once, not once for each time missed.
async fn fire(tx: &mut Transaction<'_>, id: String) -> Result<(), Failure> {
    let Some(timer) = tx.get::<Timer>("", "", &id).await? else { return Ok(()) };
    tx.delete(&timer);
    let timer = timer.body;
    let due = Delivery::due(&id);
    let now = tx.call().time.as_millisecond();
    let rule = tx.get::<Rule>(&timer.account, &timer.region, &timer.rule).await?;
    let Some(rule) = rule.filter(|rule| {
        rule.body.anchor == timer.anchor
            && rule.body.schedule.as_deref() == Some(&timer.schedule)
            && rule.body.state != RuleState::Disabled
    }) else {
        return Ok(());
    };
    let event = event::new(event::About {
        id: &tx.plane().ids.uuid().to_string(),
        kind: "Scheduled Event",
        source: "aws.events",
        account: &timer.account,
        time: time(due)?,
        region: &timer.region,
        resources: json!([rule.body.arn]),
        detail: json!({}),
    });
    for (number, target) in rule.body.targets.iter().enumerate() {
        let delivery = Delivery {
            event: EventPlace::Here(event.to_string()),
            rule: rule.body.arn.clone(),
            account: timer.account.clone(),
            region: timer.region.clone(),
            target: target.clone(),
            attempts: 0,
            since: now,
        };
        tx.put(&Stored::new("", "", Delivery::id(now, &format!("{}-{number}", tx.plane().ids.uuid())), delivery))?;
    }
    start(tx, timer, now.max(due))
}
