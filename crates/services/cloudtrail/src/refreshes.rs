//! Dashboards that are refreshed by themselves: queries of all widgets, as the service, where the policies of the dashboard and of its event data stores let it.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/lake-dashboard-refresh.html>.

use std::collections::BTreeMap;
use std::time::Duration;

use plane::ports::ServiceCaller;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Plane, Stored, System, Transaction};
use policy::{Policy, PolicyKind};

use crate::api::RefreshScheduleFrequencyUnit;
use crate::dashboards::{Dashboard, Schedule, highlighted, values_of};
use crate::deliver::PRINCIPAL;
use crate::files::time;
use crate::managed::over;
use crate::operations::queries::queue;
use crate::statement;
use crate::stores::EventDataStore;
use crate::stores::find::Named;

const HOUR_MS: i64 = 60 * 60 * 1000;
/// Dashboards listed at once.
const PAGE: usize = 200;

/// Refreshes dashboards when their schedules say.
#[derive(Debug, Default)]
pub struct Refreshes;

impl Reconciler for Refreshes {
    fn name(&self) -> &'static str {
        "cloudtrail-dashboards"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut after: Option<Key> = None;
            loop {
                let page = system.reader().list_everywhere::<Dashboard>(after.as_ref(), PAGE).await?;
                let Some(last) = page.last() else { return Ok(()) };
                after = Some(last.key.clone());
                let now = system.plane().clock.now_ms();
                for dashboard in page.into_iter().filter(|d| due(&d.body, now).is_some()) {
                    let key = dashboard.key.clone();
                    system
                        .act("cloudtrail", "StartDashboardRefresh", move |tx| {
                            let key = key.clone();
                            Box::pin(async move { turn(tx, &key).await })
                        })
                        .await?;
                }
            }
        })
    }
}

/// How long it is from one refresh to the next, milliseconds.
fn period(schedule: &Schedule) -> i64 {
    let hours = match schedule.unit {
        RefreshScheduleFrequencyUnit::Hours => i64::from(schedule.value),
        RefreshScheduleFrequencyUnit::Days => 24 * i64::from(schedule.value),
    };
    hours.max(1) * HOUR_MS
}

/// The moment of the schedule that a dashboard was not refreshed for yet; of several that went by the last. Pure.
fn due(dashboard: &Dashboard, now: i64) -> Option<i64> {
    let schedule = dashboard.schedule.as_ref().filter(|schedule| schedule.enabled)?;
    let period = period(schedule);
    // Of hours only the minute counts.
    let begin = match schedule.unit {
        RefreshScheduleFrequencyUnit::Hours => schedule.minute_of_day % 60,
        RefreshScheduleFrequencyUnit::Days => schedule.minute_of_day,
    } * 60
        * 1000;
    let moment = now - (now - begin).rem_euclid(period);
    let since = dashboard.refreshed_at.unwrap_or(i64::MIN).max(dashboard.updated_at);
    (moment > since).then_some(moment)
}

/// One dashboard's turn: its queries, or why there are none, in one commit with the moment that they are of.
async fn turn(tx: &mut Transaction<'_>, key: &Key) -> Result<(), Failure> {
    let Some(mut stored) = tx.get::<Dashboard>(&key.account, &key.region, &key.id).await? else { return Ok(()) };
    let now = tx.call().time.as_millisecond();
    let Some(moment) = due(&stored.body, now) else { return Ok(()) };
    let refresh = u64::from_be_bytes(tx.plane().ids.bytes()).to_string();
    match queries(tx, &stored.body, moment).await {
        Ok(queries) => {
            for (alias, mut query) in queries {
                query.alias = Some(alias);
                query.refresh = Some(refresh.clone());
                tx.put(&Stored::new(&key.account, &key.region, query.id.clone(), query))?;
            }
            stored.body.refresh_id = Some(refresh);
            stored.body.refresh_failure = None;
        }
        Err(failure) if failure.detail.is_some() => return Err(failure),
        Err(failure) => stored.body.refresh_failure = Some(failure.message),
    }
    stored.body.refreshed_at = Some(now);
    tx.put(&stored)
}

/// The queries of all widgets, over the time since the moment of the schedule before, by their aliases.
async fn queries(
    tx: &mut Transaction<'_>,
    dashboard: &Dashboard,
    moment: i64,
) -> Result<Vec<(String, crate::query_run::QueryRun)>, Failure> {
    let caller = ServiceCaller {
        principal: PRINCIPAL.to_owned(),
        source_arn: dashboard.arn.clone(),
        source_account: dashboard.account.clone(),
    };
    let may = |policy: Option<&str>, action: &str, arn: &str, account: &str| {
        allowed(tx.plane(), &caller, policy, action, arn, account, &dashboard.region)
    };
    may(dashboard.policy.as_deref(), "cloudtrail:StartDashboardRefresh", &dashboard.arn, &dashboard.account)?;
    let schedule = dashboard.schedule.as_ref().map_or(24 * HOUR_MS, period);
    let text = |at| time(at, "%Y-%m-%d %H:%M:%S");
    let values = BTreeMap::from([
        ("$StartTime$".to_owned(), text(moment - schedule)),
        ("$EndTime$".to_owned(), text(moment)),
        ("$Period$".to_owned(), "hour".to_owned()),
    ]);
    let widgets = dashboard.shown();
    let highlights = if dashboard.managed { highlighted_stores(tx, dashboard, &caller).await? } else { Vec::new() };
    let mut found = Vec::with_capacity(widgets.len());
    for widget in &widgets {
        let mut text = values_of(widget, &values)?;
        if dashboard.managed {
            text = over(&text, &highlights);
        }
        let statement = statement::read(&text);
        let mut stores = Vec::with_capacity(statement.stores.len());
        for name in &statement.stores {
            let missing = || Failure::validation(format!("The event data store {name} was not found."));
            let named = Named::parse("eventdatastore", name).ok_or_else(missing)?;
            let account = named.account.as_deref().unwrap_or(&dashboard.account);
            let store = tx.reader().get::<EventDataStore>(account, &dashboard.region, &named.id).await?.ok_or_else(missing)?.body;
            may(store.policy.as_deref(), "cloudtrail:StartQuery", &store.arn, &store.account)?;
            stores.push(store);
        }
        found.push((widget.alias.clone(), (text, statement, stores)));
    }
    let mut queued = Vec::with_capacity(found.len());
    for (alias, (text, statement, stores)) in found {
        queued.push((alias, queue(tx, (&dashboard.account, &dashboard.region), text, statement.text, stores, None).await?));
    }
    Ok(queued)
}

/// The event data stores of the Highlights dashboard: those of its account whose policies let the service query them for it.
async fn highlighted_stores(tx: &Transaction<'_>, dashboard: &Dashboard, caller: &ServiceCaller) -> Result<Vec<String>, Failure> {
    let all = tx.reader().all::<EventDataStore>(&dashboard.account, &dashboard.region, "").await?;
    let of = |store: &EventDataStore| highlighted(store, &dashboard.account);
    let (mut stores, mut refused) = (Vec::new(), None);
    for store in all.into_iter().map(|stored| stored.body).filter(of) {
        let policy = store.policy.as_deref();
        match allowed(tx.plane(), caller, policy, "cloudtrail:StartQuery", &store.arn, &store.account, &dashboard.region) {
            Ok(()) => stores.push(store.arn),
            Err(failure) => refused = Some(failure),
        }
    }
    let none = || Failure::validation("There is no event data store that collects management events.");
    if stores.is_empty() { Err(refused.unwrap_or_else(none)) } else { Ok(stores) }
}

/// That a resource's policy lets the service do something for a dashboard.
fn allowed(
    plane: &Plane,
    caller: &ServiceCaller,
    policy: Option<&str>,
    action: &str,
    arn: &str,
    account: &str,
    region: &str,
) -> Result<(), Failure> {
    let policies = policy.map(|text| Policy::parse(text, PolicyKind::Resource)).transpose().map_err(Failure::internal)?;
    let context = caller.context(plane, account, region);
    if policies.is_some_and(|policy| caller.is_allowed(action, arn, account, &[&policy], &context)) {
        return Ok(());
    }
    Err(Failure::validation(format!("The resource policy of {arn} does not let {PRINCIPAL} call {action}.")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::DashboardStatus;

    fn at(text: &str) -> i64 {
        format!("2026-01-{text}Z").parse::<jiff::Timestamp>().unwrap().as_millisecond()
    }

    fn dashboard(unit: RefreshScheduleFrequencyUnit, value: i32, minute_of_day: i64, refreshed: Option<&str>) -> Dashboard {
        Dashboard {
            name: String::new(),
            arn: String::new(),
            account: String::new(),
            region: String::new(),
            widgets: Vec::new(),
            managed: false,
            schedule: Some(Schedule { unit, value, enabled: true, minute_of_day }),
            protected: false,
            status: DashboardStatus::Created,
            policy: None,
            refresh_id: None,
            refresh_failure: None,
            refreshed_at: refreshed.map(at),
            created_at: at("01T10:00:00"),
            updated_at: at("01T10:00:00"),
        }
    }

    #[test]
    fn moments_of_schedules() {
        use RefreshScheduleFrequencyUnit::{Days, Hours};
        for (unit, value, minute, refreshed, now, expected) in [
            (Hours, 1, 90, None, "01T10:29:59", None),
            (Hours, 1, 90, None, "01T10:30:00", Some("01T10:30:00")),
            (Hours, 1, 90, Some("01T10:30:02"), "01T11:29:00", None),
            (Hours, 1, 90, Some("01T10:30:02"), "01T14:31:00", Some("01T14:30:00")),
            (Hours, 6, 0, None, "01T11:59:59", None),
            (Hours, 6, 0, None, "01T12:00:00", Some("01T12:00:00")),
            (Days, 1, 9 * 60, None, "02T08:59:00", None),
            (Days, 1, 9 * 60, None, "02T09:00:00", Some("02T09:00:00")),
            (Days, 1, 9 * 60, Some("02T09:00:03"), "03T08:00:00", None),
        ] {
            let found = due(&dashboard(unit, value, minute, refreshed), at(now));
            assert_eq!(found, expected.map(at), "{unit} {value} {minute} {now}");
        }
        let mut off = dashboard(Hours, 1, 0, None);
        off.schedule.as_mut().unwrap().enabled = false;
        assert_eq!(due(&off, at("05T00:00:00")), None);
    }
}
