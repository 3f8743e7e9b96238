//! Insights events as LookupEvents and ListInsightsData show them, and the counts that they come from.

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Timestamp, Transaction};
use serde_json::Value;

use crate::api::operation::{ListInsightsData, ListInsightsMetricData};
use crate::api::{
    Event, InsightType, InsightsMetricDataType, InvalidParameterException, ListInsightsDataRequest, ListInsightsDataResponse,
    ListInsightsMetricDataRequest, ListInsightsMetricDataResponse, NotOrganizationMasterAccountException,
    UnsupportedOperationException,
};
use crate::find;
use crate::history::RETENTION_MS;
use crate::insights::counts::Series;
use crate::insights::metrics::{Ask, PERIODS, points};
use crate::insights::upkeep::at;
use crate::insights::{DAY, Day, Kept, MINUTE_MS, shelf};
use crate::resources::Trail;
use crate::throttle;

/// Events on a page at most.
const PAGE: i32 = 50;
/// Points on a page at most.
const POINTS: i32 = 21_600;
const ACTION: &str = "cloudtrail:LookupEvents";

/// Which Insights events are looked up. Times are milliseconds since 1970.
#[derive(Debug, Clone, Default)]
pub struct Search {
    /// Of data events, the life of the trail.
    pub scope: Option<String>,
    /// `EventId`, `EventName` or `EventSource`, and what it is.
    pub attribute: Option<(String, String)>,
    /// From when,
    pub from: i64,
    /// to when.
    pub to: Option<i64>,
    /// What the next page continues after: an id of [`Kept`].
    pub after: Option<String>,
    /// Events at most.
    pub most: usize,
}

/// The Insights events of the caller's account and region, newest first, and what the next page continues after.
///
/// # Errors
/// Internal ones only.
pub async fn search(tx: &Transaction<'_>, search: &Search) -> Result<(Vec<Event>, Option<String>), Failure> {
    let shelf = shelf(search.scope.as_deref());
    let all = tx.reader().all::<Kept>(tx.account(), &tx.call().region, &shelf).await?;
    let mut found = all.into_iter().rev().filter(|kept| {
        let id = kept.key.id.as_str();
        let fits = at(id).is_some_and(|at| at >= search.from && search.to.is_none_or(|to| at <= to));
        fits && search.after.as_deref().is_none_or(|after| id < after) && has(&kept.body.event, search.attribute.as_ref())
    });
    let page: Vec<_> = found.by_ref().take(search.most).collect();
    let next = found.next().and(page.last().map(|last| last.key.id.clone()));
    Ok((page.iter().map(|kept| shown(&kept.body.event, at(&kept.key.id))).collect(), next))
}

fn text<'a>(event: &'a Value, path: &[&str]) -> Option<&'a str> {
    path.iter().try_fold(event, |value, name| value.get(name))?.as_str()
}

fn has(event: &Value, attribute: Option<&(String, String)>) -> bool {
    let Some((name, value)) = attribute else { return true };
    let path: &[&str] = match name.as_str() {
        "EventId" => &["eventID"],
        "EventName" => &["insightDetails", "eventName"],
        "EventSource" => &["insightDetails", "eventSource"],
        _ => return false,
    };
    text(event, path) == Some(value)
}

fn shown(event: &Value, at: Option<i64>) -> Event {
    let text = |path: &[&str]| text(event, path).map(str::to_owned);
    Event {
        event_id: text(&["eventID"]),
        event_name: text(&["insightDetails", "eventName"]),
        event_source: text(&["insightDetails", "eventSource"]),
        event_time: at.and_then(|at| Timestamp::from_millisecond(at).ok()),
        resources: Some(Vec::new()),
        cloud_trail_event: Some(event.to_string()),
        ..Event::default()
    }
}

fn invalid(message: impl Into<String>) -> Failure {
    InvalidParameterException::new(message).into()
}

/// A number of a request within its bounds.
fn within(name: &str, given: Option<i32>, most: i32) -> Result<usize, Failure> {
    let number = given.unwrap_or(most);
    usize::try_from(number)
        .ok()
        .filter(|_| (1..=most).contains(&number))
        .ok_or_else(|| invalid(format!("{name} must be between 1 and {most}.")))
}

fn bounds(start: Option<Timestamp>, end: Option<Timestamp>) -> Result<(Option<i64>, Option<i64>), Failure> {
    let (start, end) = (start.map(Timestamp::as_millisecond), end.map(Timestamp::as_millisecond));
    match (start, end) {
        (Some(from), Some(to)) if from > to => Err(invalid("The start time must be before the end time.")),
        both => Ok(both),
    }
}

/// The trail that a request reads Insights of data events of: an organization's only for who administers it.
async fn of_data(tx: &mut Transaction<'_>, name: &str) -> Result<Trail, Failure> {
    let trail = find::read(tx, name).await?.body;
    if trail.account != tx.account() && !find::delegated(&tx.reader(), tx.account()).await? {
        return Err(NotOrganizationMasterAccountException::new(
            "Insights of data events of an organization trail are for the management account and delegated administrators.",
        )
        .into());
    }
    Ok(trail)
}

impl Handle for ListInsightsData {
    async fn access(input: &ListInsightsDataRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (arn, tags) = find::target(lookup, lookup.call(), &input.insight_source).await?;
        Ok(Access::on(arn).resource_tags(&tags))
    }

    async fn run(input: &ListInsightsDataRequest, tx: &mut Transaction<'_>) -> Result<ListInsightsDataResponse, Failure> {
        throttle::insights().admit(tx.account(), &tx.call().region, tx.plane().clock.wall().as_millisecond())?;
        let trail = of_data(tx, &input.insight_source).await?;
        let (start, to) = bounds(input.start_time, input.end_time)?;
        let most = within("MaxResults", input.max_results, PAGE)?;
        let attribute =
            input.dimensions.as_ref().and_then(|d| d.iter().next()).map(|(name, value)| (name.clone(), value.clone()));
        let listing = format!("ListInsightsData {} {} {attribute:?} {start:?} {to:?}", tx.account(), trail.arn);
        let after = input.next_token.as_deref().map(|given| {
            position(&listing, given).ok_or_else(|| invalid("The specified next token is not valid for this request."))
        });
        let from = start.unwrap_or(i64::MIN).max(tx.call().time.as_millisecond() - RETENTION_MS);
        let asked = Search { scope: Some(trail.life()), attribute, from, to, after: after.transpose()?, most };
        let (events, next) = search(tx, &asked).await?;
        Ok(ListInsightsDataResponse { events: Some(events), next_token: next.map(|next| token(&listing, &next)) })
    }
}

impl Handle for ListInsightsMetricData {
    async fn access(input: &ListInsightsMetricDataRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let Some(name) = &input.trail_name else { return Ok(Access::any().action(ACTION)) };
        let (arn, tags) = find::target(lookup, lookup.call(), name).await?;
        let on = |action: &'static str| Access::on(arn.clone()).action(action).resource_tags(&tags);
        Ok(on(ACTION).and(on("cloudtrail:ListInsightsData")))
    }

    async fn run(
        input: &ListInsightsMetricDataRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListInsightsMetricDataResponse, Failure> {
        let errors = input.insight_type == InsightType::ApiErrorRateInsight;
        if errors != input.error_code.is_some() {
            return Err(invalid("ErrorCode must be given for the insight type ApiErrorRateInsight, and for no other."));
        }
        let period = input.period.unwrap_or(3600);
        if !PERIODS.contains(&period) {
            return Err(invalid("Period must be 60, 300 or 3600."));
        }
        let most = within("MaxResults", input.max_results, POINTS)?;
        let (start, end) = bounds(input.start_time, input.end_time)?;
        let trail = match &input.trail_name {
            Some(name) => {
                let trail = of_data(tx, name).await?;
                if !trail.insights.iter().any(|w| w.data && w.kind == input.insight_type) {
                    return Err(UnsupportedOperationException::new(format!(
                        "Trail {} does not have Insights of the type {} of data events.",
                        trail.arn, input.insight_type
                    ))
                    .into());
                }
                Some(trail)
            }
            None => None,
        };
        let series = Series {
            scope: trail.as_ref().map(Trail::life),
            source: input.event_source.clone(),
            name: input.event_name.clone(),
            error: input.error_code.clone(),
            read_only: false,
        };
        let zeros = input.data_type == Some(InsightsMetricDataType::FillWithZeros);
        let listing = format!("ListInsightsMetricData {} {} {period} {zeros} {start:?} {end:?}", tx.account(), series.id());
        let now = tx.call().time.as_millisecond();
        let up = |ms: i64| ms.div_euclid(MINUTE_MS) + i64::from(ms.rem_euclid(MINUTE_MS) > 0);
        let period = i64::from(period) / 60;
        let from = match input.next_token.as_deref() {
            None => up(start.unwrap_or(now - RETENTION_MS)),
            Some(given) => position(&listing, given)
                .and_then(|minute| minute.parse().ok())
                .ok_or_else(|| invalid("The specified next token is not valid for this request."))?,
        };
        let ask = Ask { start: Ask::first(from, period, now), end: up(end.unwrap_or(now).min(now)), period, zeros, most };
        let mut days: Vec<(i64, Day)> = Vec::new();
        for day in ask.start.div_euclid(DAY)..=ask.end.div_euclid(DAY) {
            let found = tx.reader().get::<Day>(tx.account(), &tx.call().region, &series.day_id(day)).await?;
            days.extend(found.map(|found| (day, found.body)));
        }
        let (found, next) = points(ask, days.iter().map(|(day, counts)| (*day, counts)));
        Ok(ListInsightsMetricDataResponse {
            trail_arn: trail.map(|t| t.arn),
            event_source: Some(series.source),
            event_name: Some(series.name),
            insight_type: Some(input.insight_type),
            error_code: series.error,
            timestamps: Some(found.iter().filter_map(|(at, _)| Timestamp::from_millisecond(at * MINUTE_MS).ok()).collect()),
            values: Some(found.iter().map(|(_, value)| *value).collect()),
            next_token: next.map(|minute| token(&listing, &minute.to_string())),
        })
    }
}
