//! CloudTrail Insights: unusual rates of calls and of errors.
//!
//! The journal's calls are counted by minute ([`counts`]); a closed minute is held against the days before it ([`detect`], pure); what is unusual
//! becomes a starting and an ending Insights event ([`event`]) for the trails and event data stores that ask for them ([`watchers`]). Counts move with
//! the cursor of the journal in one commit, and an event is made in the commit that decides its minute: a crash neither loses nor doubles one.
//!
//! See <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/logging-insights-events-with-cloudtrail.html>.

pub mod counts;
pub mod decide;
pub mod detect;
pub mod event;
pub mod keeper;
pub mod metrics;
pub mod upkeep;
pub mod watchers;

use plane::{LookupValue, Resource};
use serde::{Deserialize, Serialize};

use crate::api::InsightType;
use counts::{Attributes, Series};
use detect::Open;

/// A minute, milliseconds.
pub const MINUTE_MS: i64 = 60_000;
/// Minutes of a day.
pub const DAY: i64 = 24 * 60;
/// Days that counts and Insights events are kept.
pub const KEPT_DAYS: i64 = 90;
/// Look-up: the places where something waits to be decided.
pub const UNDECIDED: &str = "cloudtrail:insights:undecided";
/// Kind of the journal entry of an Insights event for trails; its body is a [`Told`].
pub const INSIGHT: &str = "cloudtrail.Insight";

/// An Insights event on its way to trails.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Told {
    /// Lives of the trails that it is for.
    pub trails: Vec<String>,
    /// The record.
    pub event: serde_json::Value,
}

/// What a trail looks for in which events.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Wanted {
    /// Which type of insight.
    pub kind: InsightType,
    /// Whether in data events; otherwise in management events.
    pub data: bool,
    /// Since when, milliseconds since 1970.
    pub since: i64,
}

/// The calls or errors of one day of one API. The id is the day and the series.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Day {
    /// What is counted.
    pub series: Series,
    /// Minutes of a point: 1, and more once the day is old.
    pub resolution: u16,
    /// Points that are not 0: which of the day, and how many.
    pub points: Vec<(u16, u64)>,
    /// Who and with what, of the minutes that are decided.
    pub attributes: Attributes,
    /// The same of minutes that are not decided yet: the minute of the epoch and who.
    pub fresh: Vec<(i64, Attributes)>,
}

impl Resource for Day {
    const KIND: &'static str = "Cloudkeep::CloudTrail::InsightCounts";
    const HISTORY: bool = false;
}

/// How far an account and region is decided. There is one of each, under the id [`PLACE`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// The minute of the first call that was counted here.
    pub since: i64,
    /// Minutes before this one are decided.
    pub decided: i64,
    /// Ids of the days that have minutes which are not decided.
    pub pending: Vec<String>,
    /// Unusual activity that has not ended.
    pub open: Vec<Going>,
    /// Days before these are done: merged to five minutes, merged to hours, removed.
    #[serde(default)]
    pub kept: [i64; 3],
}

/// The id of [`Place`].
pub const PLACE: &str = "place";

/// Unusual activity that has not ended.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Going {
    /// Of what.
    pub series: Series,
    /// `sharedEventID` of its events.
    pub shared: String,
    /// The trails, by life, and
    pub trails: Vec<String>,
    /// the event data stores, by ARN of the one that collects them, that were told of its start.
    pub stores: Vec<String>,
    /// The activity.
    pub open: Open,
}

impl Resource for Place {
    const KIND: &'static str = "Cloudkeep::CloudTrail::InsightPlace";
    const HISTORY: bool = false;

    fn lookups(&self) -> Vec<LookupValue> {
        let waits = !self.pending.is_empty() || !self.open.is_empty();
        waits.then(|| LookupValue::shared(UNDECIDED, "true")).into_iter().collect()
    }
}

/// An Insights event, for LookupEvents and ListInsightsData. The id is the scope, the time and the event's id.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Kept {
    /// The record.
    pub event: serde_json::Value,
}

impl Resource for Kept {
    const KIND: &'static str = "Cloudkeep::CloudTrail::InsightsEvent";
    const HISTORY: bool = false;
}

/// What ids of [`Kept`] begin with: Insights events of management events, or those of a trail's data events.
pub fn shelf(scope: Option<&str>) -> String {
    scope.map_or_else(|| "management/".to_owned(), |life| format!("data/{life}/"))
}
