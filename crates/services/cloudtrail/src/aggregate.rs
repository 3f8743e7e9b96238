//! Aggregated events: five minutes of a trail's data events summed up.
//!
//! Every trail that asks for them has a cursor of its own. What the journal has up to the end of a window is counted ([`Counts`], pure), and the sums
//! become entries of the journal in the commit that moves the cursor, as Insights events do: delivery makes files of them, digests, notices and events of
//! the log group, and no event is counted twice or not at all. What is committed after the end of its window, since a call took long, becomes a sum of
//! its own of the same window.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/aggregating-data-events.html> and
//! <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aggregated-events.html>.

use std::collections::{BTreeMap, HashMap};
use std::time::Duration;

use jiff::Timestamp;
use plane::audit::is_record;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Resource, Stored, System, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::api::Template;
use crate::deliver::{covers, wanted};
use crate::insights::Told;
use crate::resources::{CHANGED, Change, Trail};

/// Kind of the journal entry of an aggregated event; its body is a [`Told`].
pub const AGGREGATED: &str = "cloudtrail.Aggregated";
/// A window, milliseconds: the first of a day begins at midnight.
const WINDOW_MS: i64 = 5 * 60 * 1000;
/// How long calls that began in a window may take to be in it.
const GRACE_MS: i64 = 15 * 1000;
/// Events that are counted at once: what bounds memory. A window with more of them has several sums.
const RANGE_EVENTS: usize = 100_000;
/// Journal entries read at once, and for one commit.
const CHUNK: usize = 500;
const RANGE_ENTRIES: usize = 400_000;
/// Names of a dimension that an event has at most, those with the highest counts.
const MOST_NAMES: usize = 100;
/// Sums listed at once.
const PAGE: usize = 200;

/// How far a trail's data events are summed up. It is kept in the trail's account and home region, under its life.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Aggregation {
    /// The trail as it was at the cursor.
    pub trail: Trail,
    /// Name of the cursor.
    pub cursor: String,
    /// Windows that end here or before are done, milliseconds since 1970.
    pub until: i64,
}

impl Resource for Aggregation {
    const KIND: &'static str = "Cloudkeep::CloudTrail::Aggregation";
    const HISTORY: bool = false;
}

fn window(at: i64) -> i64 {
    at - at.rem_euclid(WINDOW_MS)
}

/// Begins to sum up a trail's data events from here on, unless that is done already.
///
/// # Errors
/// Internal ones only.
pub async fn begin(tx: &mut Transaction<'_>, trail: &Trail) -> Result<(), Failure> {
    let life = trail.life();
    if tx.get::<Aggregation>(&trail.account, &trail.region, &life).await?.is_some() {
        return Ok(());
    }
    let cursor = format!("cloudtrail/aggregation/{}", tx.plane().ids.uuid());
    tx.move_cursor(&cursor, 0, tx.journal_head());
    let until = window(tx.call().time.as_millisecond());
    let state = Aggregation { trail: trail.clone(), cursor, until };
    tx.put(&Stored::new(&trail.account, &trail.region, life, state))
}

/// What is counted of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Dimension {
    EventName,
    Resource,
    UserIdentity,
    ErrorCode,
    SourceAddress,
}

impl Dimension {
    fn name(self) -> &'static str {
        match self {
            Self::EventName => "eventName",
            Self::Resource => "resourceARN",
            Self::UserIdentity => "userIdentity",
            Self::ErrorCode => "errorCode",
            Self::SourceAddress => "sourceIPAddress",
        }
    }

    /// What an event has of it, each once.
    fn values(self, record: &Value) -> Vec<String> {
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned).into_iter().collect();
        let identity = record.get("userIdentity");
        match self {
            Self::EventName => text(record.get("eventName")),
            Self::ErrorCode => text(record.get("errorCode")),
            Self::SourceAddress => text(record.get("sourceIPAddress")),
            Self::UserIdentity => {
                let member =
                    |name: &str| identity.and_then(|i| i.get(name)).filter(|v| v.as_str().is_some_and(|t| !t.is_empty()));
                text(member("arn").or_else(|| member("invokedBy")).or_else(|| member("accountId")))
            }
            Self::Resource => {
                let listed = record.get("resources").and_then(Value::as_array);
                let mut all: Vec<String> = listed
                    .into_iter()
                    .flatten()
                    .filter_map(|resource| {
                        let arn = resource.get("ARN").and_then(Value::as_str)?;
                        // Objects are told by their bucket: there are as many as events.
                        let object = resource.get("type").and_then(Value::as_str) == Some("AWS::S3::Object");
                        Some(if object { arn.split('/').next().unwrap_or(arn) } else { arn }.to_owned())
                    })
                    .collect();
                all.sort_unstable();
                all.dedup();
                all
            }
        }
    }
}

/// The dimensions of a template: the one that events are summed up by, and what is said of each of its values.
fn dimensions(template: Template) -> (Dimension, [Dimension; 4]) {
    use Dimension::{ErrorCode, EventName, Resource, SourceAddress, UserIdentity};
    match template {
        Template::ApiActivity => (EventName, [Resource, UserIdentity, ErrorCode, SourceAddress]),
        Template::ResourceAccess => (Resource, [EventName, UserIdentity, ErrorCode, SourceAddress]),
        Template::UserActions => (UserIdentity, [EventName, Resource, ErrorCode, SourceAddress]),
    }
}

/// What one aggregated event is about: account, region, window, source, template and the value of its dimension.
type About = (String, String, i64, String, &'static str, String);

#[derive(Debug, Default)]
struct Sum {
    events: u64,
    details: [BTreeMap<String, u64>; 4],
}

/// Counts of a stretch of the journal.
#[derive(Debug, Default)]
struct Counts {
    sums: BTreeMap<About, Sum>,
}

impl Counts {
    fn add(&mut self, templates: &[Template], account: &str, region: &str, at: i64, record: &Value) {
        let source = record.get("eventSource").and_then(Value::as_str).unwrap_or_default();
        for template in templates {
            let (primary, details) = dimensions(*template);
            for value in primary.values(record) {
                let about = (account.to_owned(), region.to_owned(), window(at), source.to_owned(), template.as_str(), value);
                let sum = self.sums.entry(about).or_default();
                sum.events += 1;
                for (dimension, names) in details.iter().zip(&mut sum.details) {
                    for name in dimension.values(record) {
                        *names.entry(name).or_default() += 1;
                    }
                }
            }
        }
    }

    /// The events, with their account and region.
    fn events(self, new_id: impl Fn() -> String) -> Vec<(String, String, Value)> {
        let time = |ms: i64| Timestamp::from_millisecond(ms).unwrap_or_default().strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
        let of = |template: &str| Template::parse(template).map(dimensions);
        let mut events = Vec::with_capacity(self.sums.len());
        for ((account, region, start, source, template, value), sum) in self.sums {
            let Some((primary, details)) = of(template) else { continue };
            let details = details.iter().zip(sum.details).map(|(dimension, names)| statistics(*dimension, names));
            let event = json!({
                "eventVersion": "1.0",
                "accountId": account,
                "eventId": new_id(),
                "eventCategory": "Aggregated",
                "eventType": "AwsAggregatedEvent",
                "awsRegion": region,
                "eventSource": source,
                "timeWindow": {"windowStart": time(start), "windowEnd": time(start + WINDOW_MS), "windowSize": "PT5M"},
                "summary": {
                    "primaryDimension": statistics(primary, BTreeMap::from([(value, sum.events)])),
                    "details": details.collect::<Vec<_>>(),
                },
            });
            events.push((account, region, event));
        }
        events
    }
}

fn statistics(dimension: Dimension, names: BTreeMap<String, u64>) -> Value {
    let mut sorted: Vec<(String, u64)> = names.into_iter().collect();
    // The sort is stable: equal counts stay in the order of their names.
    sorted.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    sorted.truncate(MOST_NAMES);
    let all: Vec<Value> = sorted.into_iter().map(|(name, value)| json!({"name": name, "value": value})).collect();
    json!({"dimension": dimension.name(), "statistics": all, "aggregationType": "Count"})
}

/// Sums up the data events of the trails that ask for it.
pub struct Aggregates;

impl Reconciler for Aggregates {
    fn name(&self) -> &'static str {
        "cloudtrail-aggregation"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Aggregation>(after.as_ref(), PAGE).await?;
                let Some(last) = page.last() else { return Ok(()) };
                after = Some(last.key.clone());
                for state in page {
                    let end = window(system.now().as_millisecond() - GRACE_MS);
                    if state.body.until < end {
                        aggregate(system, state, end).await?;
                    }
                }
            }
        })
    }
}

/// A stretch of the journal, counted.
struct Range {
    counts: Counts,
    end: u64,
    /// The trail as it is at the end; none once it is deleted.
    trail: Option<Trail>,
    /// Whether it ends before what was asked for.
    more: bool,
}

async fn aggregate(system: &System, mut state: Stored<Aggregation>, until: i64) -> Result<(), Failure> {
    loop {
        let from = system.cursor(&state.body.cursor).await?;
        let range = count(system, &state.body.trail, from, until).await?;
        let ids = &system.plane().ids;
        let events = range.counts.events(|| ids.uuid().to_string());
        let life = state.body.trail.life();
        let place = state.key.clone();
        let (trail, more, end) = (range.trail, range.more, range.end);
        let kept = system
            .act("cloudtrail", "GetTrailStatus", |tx| {
                let (place, life, trail, events) = (place.clone(), life.clone(), trail.clone(), events.clone());
                Box::pin(async move {
                    let Some(mut state) = tx.get::<Aggregation>(&place.account, &place.region, &place.id).await? else {
                        return Ok(None);
                    };
                    if end > from {
                        tx.move_cursor(&state.body.cursor, from, end);
                    }
                    for (account, region, event) in events {
                        let told = serde_json::to_value(Told { trails: vec![life.clone()], event }).map_err(Failure::internal)?;
                        tx.journal(AGGREGATED, &account, &region, &told);
                    }
                    if ended(tx, trail.as_ref(), &state.body.trail).await? && !more {
                        tx.delete(&state);
                        return Ok(None);
                    }
                    if let Some(trail) = trail {
                        state.body.trail = trail;
                    }
                    if !more {
                        state.body.until = until;
                    }
                    tx.put(&state)?;
                    state.version += 1;
                    Ok(Some(state))
                })
            })
            .await?;
        match kept {
            Some(kept) if more => state = kept,
            _ => return Ok(()),
        }
    }
}

/// Whether there is nothing more to sum up: the trail is gone, or neither asks for it at the end of what was counted nor now.
async fn ended(tx: &mut Transaction<'_>, at_end: Option<&Trail>, before: &Trail) -> Result<bool, Failure> {
    let Some(at_end) = at_end else { return Ok(true) };
    if !at_end.aggregations.is_empty() {
        return Ok(false);
    }
    let now = tx.get::<Trail>(&before.account, &before.region, &before.name).await?;
    Ok(now.is_none_or(|now| now.body.generation != before.generation || now.body.aggregations.is_empty()))
}

/// Counts the journal from a cursor to the first entry of a later window.
async fn count(system: &System, trail: &Trail, from: u64, until: i64) -> Result<Range, Failure> {
    let life = trail.life();
    let mut range = Range { counts: Counts::default(), end: from, trail: Some(trail.clone()), more: true };
    let mut members = HashMap::new();
    let (mut events, mut seen) = (0, 0);
    loop {
        let chunk = system.journal(range.end, CHUNK).await?;
        let full = chunk.len() == CHUNK;
        for entry in chunk {
            if entry.at >= until {
                range.more = false;
                return Ok(range);
            }
            range.end = entry.seq;
            seen += 1;
            if entry.kind == CHANGED && entry.account == trail.account {
                let change: Change = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
                if change.life == life {
                    range.trail = change.trail;
                }
            }
            if let Some(trail) = &range.trail
                && let Some(record) = data_event(trail, &entry)?
            {
                let member = match members.get(&entry.account) {
                    Some(member) => *member,
                    None => {
                        let member = covers(system, trail, &entry.account).await?;
                        members.insert(entry.account.clone(), member);
                        member
                    }
                };
                if member {
                    events += 1;
                    range.counts.add(&trail.aggregations, &entry.account, &entry.region, entry.at, &record);
                }
            }
            if events >= RANGE_EVENTS || seen >= RANGE_ENTRIES {
                return Ok(range);
            }
        }
        if !full {
            range.more = false;
            return Ok(range);
        }
    }
}

/// The record of an entry, if it is a data event that a trail asks for and sums up.
fn data_event(trail: &Trail, entry: &store::Entry) -> Result<Option<Value>, Failure> {
    let here = trail.multi_region || entry.region == trail.region;
    let mine = trail.organization.is_some() || entry.account == trail.account;
    if !trail.logging || trail.aggregations.is_empty() || !here || !mine || !is_record(&entry.kind) {
        return Ok(None);
    }
    let record: Value = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
    let data = record.get("eventCategory").and_then(Value::as_str) == Some("Data");
    Ok((data && wanted(trail, &record)).then_some(record))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::{Counts, MOST_NAMES};
    use crate::api::Template;

    fn event(name: &str, bucket: &str, who: &str, error: Option<&str>) -> Value {
        json!({
            "eventName": name, "eventSource": "s3.amazonaws.com", "sourceIPAddress": "192.0.2.1", "errorCode": error,
            "userIdentity": {"type": "IAMUser", "arn": who},
            "resources": [
                {"type": "AWS::S3::Object", "ARN": format!("arn:aws:s3:::{bucket}/a/b")},
                {"type": "AWS::S3::Bucket", "ARN": format!("arn:aws:s3:::{bucket}"), "accountId": "1"},
            ],
        })
    }

    fn sums(templates: &[Template], events: &[(i64, Value)]) -> Vec<Value> {
        let mut counts = Counts::default();
        for (at, record) in events {
            counts.add(templates, "111111111111", "eu-west-1", *at, record);
        }
        counts.events(|| "id".to_owned()).into_iter().map(|(_, _, event)| event).collect()
    }

    #[test]
    fn events_of_a_window_are_summed_up_as_documented() {
        let events = [
            (1_764_000_000_000, event("PutObject", "b1", "arn:u1", None)),
            (1_764_000_299_999, event("PutObject", "b2", "arn:u1", Some("AccessDenied"))),
            (1_764_000_100_000, event("PutObject", "b1", "arn:u2", None)),
        ];
        let statistic = |name: &str, value: u64| json!({"name": name, "value": value});
        let detail = |dimension: &str, all: Value| json!({"dimension": dimension, "statistics": all, "aggregationType": "Count"});
        assert_eq!(
            sums(&[Template::ApiActivity], &events),
            [json!({
                "eventVersion": "1.0", "accountId": "111111111111", "eventId": "id", "eventCategory": "Aggregated",
                "eventType": "AwsAggregatedEvent", "awsRegion": "eu-west-1", "eventSource": "s3.amazonaws.com",
                "timeWindow": {"windowStart": "2025-11-24T16:00:00Z", "windowEnd": "2025-11-24T16:05:00Z", "windowSize": "PT5M"},
                "summary": {
                    "primaryDimension": detail("eventName", json!([statistic("PutObject", 3)])),
                    "details": [
                        detail("resourceARN", json!([statistic("arn:aws:s3:::b1", 2), statistic("arn:aws:s3:::b2", 1)])),
                        detail("userIdentity", json!([statistic("arn:u1", 2), statistic("arn:u2", 1)])),
                        detail("errorCode", json!([statistic("AccessDenied", 1)])),
                        detail("sourceIPAddress", json!([statistic("192.0.2.1", 3)])),
                    ],
                },
            })]
        );
    }

    #[test]
    fn each_template_window_and_value_has_a_sum_of_its_own() {
        let events = [
            (0, event("PutObject", "b1", "arn:u1", None)),
            (300_000, event("PutObject", "b1", "arn:u1", None)),
            (300_001, event("GetObject", "b2", "arn:u1", None)),
        ];
        let primary = |event: &Value| {
            let primary = &event["summary"]["primaryDimension"];
            let (name, value) = (&primary["statistics"][0]["name"], &primary["statistics"][0]["value"]);
            format!("{} {} {}", event["timeWindow"]["windowStart"], name, value).replace('"', "")
        };
        let of = |template| sums(&[template], &events).iter().map(primary).collect::<Vec<_>>();
        let (first, second) = ("1970-01-01T00:00:00Z", "1970-01-01T00:05:00Z");
        assert_eq!(
            of(Template::ApiActivity),
            [format!("{first} PutObject 1"), format!("{second} GetObject 1"), format!("{second} PutObject 1")]
        );
        assert_eq!(
            of(Template::ResourceAccess),
            [format!("{first} arn:aws:s3:::b1 1"), format!("{second} arn:aws:s3:::b1 1"), format!("{second} arn:aws:s3:::b2 1")]
        );
        assert_eq!(of(Template::UserActions), [format!("{first} arn:u1 1"), format!("{second} arn:u1 2")]);
    }

    #[test]
    fn only_the_highest_counts_of_a_dimension_are_told() {
        let mut events: Vec<_> = (0..500).map(|n| (0, event("PutObject", "b", &format!("arn:u{n:03}"), None))).collect();
        events.push((0, event("PutObject", "b", "arn:u499", None)));
        let told = &sums(&[Template::ApiActivity], &events)[0]["summary"];
        assert_eq!(told["primaryDimension"]["statistics"][0]["value"], 501);
        let users = told["details"][1]["statistics"].as_array().unwrap();
        assert_eq!(users.len(), MOST_NAMES);
        assert_eq!(users[0], json!({"name": "arn:u499", "value": 2}));
        assert_eq!(users[1], json!({"name": "arn:u000", "value": 1}));
    }
}
