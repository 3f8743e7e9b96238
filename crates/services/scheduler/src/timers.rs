//! From schedules that are due to invocations, and the end of groups that are deleted.

use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, LookupValue, Stored, System, Transaction};

use crate::api::{ActionAfterCompletion, ScheduleGroupState, ScheduleState};
use crate::find::schedule_arn;
use crate::resources::{DEFAULT_GROUP, Due, Group, Invocation, Place, Schedule, due_id, due_of};
use crate::timing::next_after;

/// Timers looked at in one go.
const BATCH: usize = 100;
/// Schedules of a deleted group that go in one commit.
const AT_ONCE: usize = 200;
/// Look-up of groups that are being deleted.
pub const DELETING: &str = "scheduler:deleting";

/// The look-up value of all groups that are being deleted.
pub fn deleting() -> LookupValue {
    LookupValue::shared(DELETING, "yes")
}

/// Plans the next time that a schedule is due after a moment: true if there is one.
///
/// # Errors
/// Internal ones only.
pub fn plan(tx: &mut Transaction<'_>, schedule: &Stored<Schedule>, after: i64) -> Result<bool, Failure> {
    if schedule.body.state != ScheduleState::Enabled {
        return Ok(true);
    }
    let Some(at) = next_after(&schedule.body, after) else { return Ok(false) };
    let key = &schedule.key;
    let place = Place {
        account: key.account.clone(),
        region: key.region.clone(),
        id: key.id.clone(),
        generation: schedule.body.generation.clone(),
    };
    let id = due_id(at, &tx.plane().ids.uuid().to_string());
    tx.put(&Stored::new("", "", id, Due { place, at }))?;
    Ok(true)
}

/// Makes invocations of what is due.
pub struct Timers;

impl Reconciler for Timers {
    fn name(&self) -> &'static str {
        "scheduler-timers"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            loop {
                let now = system.now().as_millisecond();
                let mut due = system.reader().list::<Due>("", "", "", None, BATCH).await?;
                due.retain(|due| due_of(&due.key.id) <= now);
                if due.is_empty() {
                    return Ok(());
                }
                for due in due {
                    system.act("scheduler", "GetSchedule", |tx| Box::pin(fire(tx, due.key.id.clone()))).await?;
                }
            }
        })
    }
}

/// One moment becomes an invocation. After a pause of the server a schedule is due once, not once for each time missed.
async fn fire(tx: &mut Transaction<'_>, id: String) -> Result<(), Failure> {
    let Some(due) = tx.get::<Due>("", "", &id).await? else { return Ok(()) };
    tx.delete(&due);
    let Due { place, at } = due.body;
    let Some(schedule) = tx.get::<Schedule>(&place.account, &place.region, &place.id).await? else { return Ok(()) };
    let body = &schedule.body;
    if body.generation != place.generation || body.state != ScheduleState::Enabled {
        return Ok(());
    }
    let now = tx.call().time.as_millisecond();
    let more = plan(tx, &schedule, at.max(now))?;
    let window = i64::from(body.window).saturating_mul(60_000);
    let since =
        at.max(now).saturating_add(if window > 0 { i64::from(u32::from_le_bytes(tx.plane().ids.bytes())) % window } else { 0 });
    let execution = tx.plane().ids.uuid().to_string();
    let invocation = Invocation {
        arn: schedule_arn(tx.plane(), &place.region, &place.account, &body.group, &body.name),
        scheduled: at,
        since,
        execution: execution.clone(),
        target: body.target.clone(),
        attempts: 0,
        last: !more && body.after == ActionAfterCompletion::Delete,
        place,
    };
    tx.put(&Stored::new("", "", due_id(since, &execution), invocation))
}

/// Deletes groups with their schedules, a part at a time.
pub struct Deleter;

impl Reconciler for Deleter {
    fn name(&self) -> &'static str {
        "scheduler-deleter"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            for group in system.reader().find_all::<Group>(DELETING, "yes", None, BATCH).await? {
                while system.act("scheduler", "GetSchedule", |tx| Box::pin(shrink(tx, group.key.clone()))).await? {}
            }
            Ok(())
        })
    }
}

/// Deletes some schedules of a group, or the group once it has none; true while there is more.
async fn shrink(tx: &mut Transaction<'_>, key: plane::Key) -> Result<bool, Failure> {
    let Some(group) = tx.get::<Group>(&key.account, &key.region, &key.id).await? else { return Ok(false) };
    if group.body.state != ScheduleGroupState::Deleting || key.id == DEFAULT_GROUP {
        return Ok(false);
    }
    let prefix = format!("{}/", group.body.name);
    let page = tx.reader().list::<Schedule>(&key.account, &key.region, &prefix, None, AT_ONCE).await?;
    if page.is_empty() {
        tx.delete(&group);
        return Ok(false);
    }
    for schedule in page {
        if let Some(schedule) = tx.get::<Schedule>(&key.account, &key.region, &schedule.key.id).await? {
            tx.delete(&schedule);
        }
    }
    Ok(true)
}
