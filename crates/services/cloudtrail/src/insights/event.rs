//! Insights events: the records that trails, the event history and event data stores get. Pure.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-trails.html> and
//! <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-insights-fields-lake.html>.

use serde_json::{Value, json};
use store::Entry;

use super::counts::{Attributes, Series, Tally};
use super::detect::{Open, number};
use super::{INSIGHT, MINUTE_MS, Told};
use crate::aggregate::AGGREGATED;
use crate::files::time;

/// Values of each attribute that an event shows.
const SHOWN: usize = 5;
const VERSION: &str = "1.09";

/// An Insights event.
#[derive(Debug, Clone, Copy)]
pub struct Insight<'a> {
    /// Account.
    pub account: &'a str,
    /// Region.
    pub region: &'a str,
    /// Its own id.
    pub id: &'a str,
    /// The id that start and end have in common.
    pub shared: &'a str,
    /// Of what.
    pub series: &'a Series,
    /// The activity: as it was in its first minute, or as a whole.
    pub open: &'a Open,
    /// Whether it has ended.
    pub ended: bool,
}

impl Insight<'_> {
    /// When the activity began, or returned to normal, milliseconds since 1970.
    pub fn at(&self) -> i64 {
        let minute = if self.ended { self.open.last + 1 } else { self.open.start };
        minute * MINUTE_MS
    }

    fn state(&self) -> &'static str {
        if self.ended { "End" } else { "Start" }
    }

    /// The record, as trails get it.
    pub fn record(&self) -> Value {
        let mut details = json!({
            "state": self.state(),
            "eventSource": self.series.source,
            "eventName": self.series.name,
            "insightType": self.series.kind().as_str(),
            "insightContext": {
                "statistics": {
                    "baseline": {"average": rounded(self.open.baseline.average)},
                    "insight": {"average": rounded(self.open.average())},
                    "insightDuration": self.open.duration(),
                    "baselineDuration": self.open.baseline.duration,
                },
                "attributions": self.attributions(),
            },
        });
        if let (Some(error), Some(details)) = (&self.series.error, details.as_object_mut()) {
            details.insert("errorCode".to_owned(), json!(error));
        }
        let mut record = self.head();
        if let Some(record) = record.as_object_mut() {
            record.insert("insightDetails".to_owned(), details);
        }
        record
    }

    /// The record, as event data stores get it; `source` is the ARN of the one whose events were looked at.
    pub fn lake_record(&self, source: &str) -> Value {
        let mut record = self.head();
        if let Some(record) = record.as_object_mut() {
            record.insert("insightSource".to_owned(), json!(source));
            record.insert("insightState".to_owned(), json!(self.state()));
            record.insert("insightEventSource".to_owned(), json!(self.series.source));
            record.insert("insightEventName".to_owned(), json!(self.series.name));
            if let Some(error) = &self.series.error {
                record.insert("insightErrorCode".to_owned(), json!(error));
            }
            record.insert("insightType".to_owned(), json!(self.series.kind().as_str()));
            record.insert(
                "insightContext".to_owned(),
                json!({
                    "baselineAverage": rounded(self.open.baseline.average),
                    "insightAverage": rounded(self.open.average()),
                    "baselineDuration": self.open.baseline.duration,
                    "insightDuration": self.open.duration(),
                    "attributions": self.attributions(),
                }),
            );
        }
        record
    }

    fn head(&self) -> Value {
        json!({
            "eventVersion": VERSION,
            "eventTime": time(self.at(), "%Y-%m-%dT%H:%M:%SZ"),
            "awsRegion": self.region,
            "eventID": self.id,
            "eventType": "AwsCloudTrailInsight",
            "recipientAccountId": self.account,
            "sharedEventID": self.shared,
            "eventCategory": "Insight",
        })
    }

    /// Who and with what: what errors they ended in is said of calls only.
    fn attributions(&self) -> Vec<Value> {
        let one = |attribute: &str, of: fn(&Attributes) -> &Tally| {
            json!({
                "attribute": attribute,
                "insight": shown(of(&self.open.during), self.open.duration()),
                "baseline": shown(of(&self.open.normal), self.open.baseline.duration),
            })
        };
        let mut all = vec![one("userIdentityArn", |a| &a.users), one("userAgent", |a| &a.agents)];
        if self.series.error.is_none() {
            all.push(one("errorCode", |a| &a.errors));
        }
        all
    }
}

/// The most frequent values with their averages a minute.
fn shown(tally: &Tally, minutes: i64) -> Vec<Value> {
    let minutes = number(u64::try_from(minutes).unwrap_or(1).max(1));
    tally
        .top(SHOWN)
        .into_iter()
        .map(|(value, count)| json!({"value": value, "average": rounded(number(count) / minutes)}))
        .collect()
}

/// Ten digits behind the point, as on AWS.
fn rounded(value: f64) -> f64 {
    (value * 1e10).round() / 1e10
}

/// The Insights event, or sum of data events, that an entry of the journal is for a trail; none if it is something else or for others.
pub fn for_trail(entry: &Entry, life: &str) -> Option<Entry> {
    if entry.kind != INSIGHT && entry.kind != AGGREGATED {
        return None;
    }
    let told: Told = serde_json::from_slice(&entry.body).ok()?;
    let mine = told.trails.iter().any(|trail| trail == life);
    mine.then(|| Entry { body: told.event.to_string().into_bytes(), ..entry.clone() })
}

#[cfg(test)]
#[path = "event_tests.rs"]
mod tests;
