//! LookupEvents: who did what, in one account and region, in the last 90 days.

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Timestamp, Transaction};
use store::{Entry, EventQuery};

use crate::api::operation::LookupEvents;
use crate::api::{
    Event, InvalidEventCategoryException, InvalidLookupAttributesException, InvalidMaxResultsException,
    InvalidNextTokenException, InvalidTimeRangeException, LookupEventsRequest, LookupEventsResponse, Resource,
};
use crate::history::{RETENTION_MS, cut, is_history};
use crate::operations::insights_data::Search;
use crate::operations::stores::bad_token;
use crate::record::Facts;
use crate::throttle;

/// Events on a page at most, and when the caller says nothing.
/// See <https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_LookupEvents.html>.
const PAGE: usize = 50;
/// Attributes that Insights events are found by.
const INSIGHT_ATTRIBUTES: &[&str] = &["EventId", "EventName", "EventSource"];

impl Handle for LookupEvents {
    async fn access(_: &LookupEventsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &LookupEventsRequest, tx: &mut Transaction<'_>) -> Result<LookupEventsResponse, Failure> {
        throttle::lookups().admit(tx.account(), &tx.call().region, tx.plane().clock.wall().as_millisecond())?;
        if input.event_category.is_some() {
            return insights(input, tx).await;
        }
        let query = query(input, tx)?;
        let mut entries = match &query.attribute {
            Some((name, id)) if name == "EventId" => by_id(&query, id, tx).await?.into_iter().collect(),
            _ => tx.reader().events(&query).await?,
        };
        let limit = query.limit - 1;
        let more = entries.len() > limit;
        entries.truncate(limit);
        let next_token = match entries.last() {
            Some(last) if more => Some(token(&listing(input, tx), &format!("{}.{}", last.at, last.seq))),
            _ => None,
        };
        let events = entries.iter().map(event).collect::<Result<Vec<_>, _>>()?;
        Ok(LookupEventsResponse { events: Some(events), next_token })
    }
}

/// Insights events, which are found by fewer attributes.
async fn insights(input: &LookupEventsRequest, tx: &Transaction<'_>) -> Result<LookupEventsResponse, Failure> {
    // The token is one of ids, not of places in the journal.
    let EventQuery { attribute, from, to, limit, .. } = query(&LookupEventsRequest { next_token: None, ..input.clone() }, tx)?;
    if let Some((name, _)) = attribute.as_ref().filter(|(name, _)| !INSIGHT_ATTRIBUTES.contains(&name.as_str())) {
        return Err(InvalidLookupAttributesException::new(format!(
            "The attribute {name} is not valid for Insights events. Valid values: {}.",
            INSIGHT_ATTRIBUTES.join(", ")
        ))
        .into());
    }
    let listing = format!("insight {}", listing(input, tx));
    let after = input.next_token.as_deref().map(|given| position(&listing, given).ok_or_else(bad_token)).transpose()?;
    let search = Search { scope: None, attribute, from: from.unwrap_or_default(), to, after, most: limit - 1 };
    let (events, next) = super::insights_data::search(tx, &search).await?;
    Ok(LookupEventsResponse { events: Some(events), next_token: next.map(|next| token(&listing, &next)) })
}

/// The event of an id, if the query could find it.
async fn by_id(query: &EventQuery, id: &str, tx: &Transaction<'_>) -> Result<Option<Entry>, Failure> {
    let found = tx.reader().entry(id).await?;
    Ok(found.filter(|entry| {
        (&entry.account, &entry.region) == (&query.account, &query.region)
            && query.from.is_none_or(|from| entry.at >= from)
            && query.to.is_none_or(|to| entry.at <= to)
            && query.before.is_none_or(|before| (entry.at, entry.seq) < before)
            && is_history(entry)
    }))
}

fn query(input: &LookupEventsRequest, tx: &Transaction<'_>) -> Result<EventQuery, Failure> {
    let attributes = input.lookup_attributes.as_deref().unwrap_or_default();
    let attribute = match attributes {
        [] => None,
        [one] => Some((one.attribute_key.to_string(), cut(&one.attribute_value).to_owned())),
        _ => {
            return Err(InvalidLookupAttributesException::new(
                "You can specify only one attribute in the lookup attributes list.",
            )
            .into());
        }
    };
    if input.event_category.as_ref().is_some_and(|category| category.as_str() != "insight") {
        return Err(InvalidEventCategoryException::new("The event category is not valid. Valid values: insight").into());
    }
    let limit = match input.max_results {
        None => PAGE,
        Some(given) => usize::try_from(given)
            .ok()
            .filter(|n| (1..=PAGE).contains(n))
            .ok_or_else(|| Failure::from(InvalidMaxResultsException::new(format!("MaxResults must be between 1 and {PAGE}."))))?,
    };
    let (start, end) = (input.start_time.map(Timestamp::as_millisecond), input.end_time.map(Timestamp::as_millisecond));
    if let (Some(start), Some(end)) = (start, end)
        && start > end
    {
        return Err(InvalidTimeRangeException::new("The start time must be before the end time.").into());
    }
    let oldest = tx.call().time.as_millisecond().saturating_sub(RETENTION_MS);
    let before = input.next_token.as_deref().map(|token| continued(&listing(input, tx), token)).transpose()?;
    Ok(EventQuery {
        account: tx.account().to_owned(),
        region: tx.call().region.clone(),
        attribute,
        from: Some(start.map_or(oldest, |s| s.max(oldest))),
        to: end,
        before,
        limit: limit + 1,
    })
}

/// What a token continues: the same look-up by the same account.
fn listing(input: &LookupEventsRequest, tx: &Transaction<'_>) -> String {
    let attribute = input.lookup_attributes.as_deref().and_then(<[_]>::first);
    let attribute = attribute.map(|a| format!("{}={}", a.attribute_key, a.attribute_value)).unwrap_or_default();
    let bound = |time: Option<Timestamp>| time.map_or(0, Timestamp::as_millisecond);
    format!(
        "LookupEvents {} {} {attribute} {} {}",
        tx.account(),
        tx.call().region,
        bound(input.start_time),
        bound(input.end_time)
    )
}

fn continued(listing: &str, token: &str) -> Result<(i64, u64), Failure> {
    let place = position(listing, token);
    let place =
        place.as_deref().and_then(|p| p.split_once('.')).and_then(|(at, seq)| Some((at.parse().ok()?, seq.parse().ok()?)));
    place.ok_or_else(|| InvalidNextTokenException::new("The specified next token is not valid for this request.").into())
}

fn event(entry: &Entry) -> Result<Event, Failure> {
    let text = String::from_utf8(entry.body.clone()).map_err(Failure::internal)?;
    let facts: Facts = serde_json::from_str(&text).map_err(Failure::internal)?;
    let resources =
        facts.resources().into_iter().map(|r| Resource { resource_type: Some(r.kind), resource_name: Some(r.name) }).collect();
    let (username, access_key_id) = (facts.user_name().map(str::to_owned), facts.access_key_id().map(str::to_owned));
    Ok(Event {
        event_id: Some(entry.id.clone()),
        event_name: facts.event_name,
        read_only: facts.read_only.map(|read_only| read_only.to_string()),
        access_key_id,
        event_time: Timestamp::from_millisecond(entry.at - entry.at.rem_euclid(1000)).ok(),
        event_source: facts.event_source,
        username,
        resources: Some(resources),
        cloud_trail_event: Some(text),
    })
}
