//! Counting: what the journal's calls add to which series. Pure.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{DAY, Day};
use crate::api::InsightType;
use crate::deliver::PRINCIPAL;

/// Different identities, user agents and error codes that a day remembers; the rarest of more are counted together. AWS shows five.
const MOST_VALUES: usize = 40;
/// Longest identity or user agent that is remembered, bytes.
const MOST_BYTES: usize = 256;
/// What stands for no error among error codes, as on AWS.
const NO_ERROR: &str = "null";

/// What is counted: calls of an API, or those of them that end in one error.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Series {
    /// Of data events, the life of the trail that logs them; none for management events.
    pub scope: Option<String>,
    /// `eventSource`.
    pub source: String,
    /// `eventName`.
    pub name: String,
    /// `errorCode`, of errors.
    pub error: Option<String>,
    /// `readOnly`.
    pub read_only: bool,
}

impl Series {
    /// Which type of insight it gives.
    pub fn kind(&self) -> InsightType {
        if self.error.is_some() { InsightType::ApiErrorRateInsight } else { InsightType::ApiCallRateInsight }
    }

    /// What tells series apart, within an account and region.
    pub fn id(&self) -> String {
        let scope = self.scope.as_deref().unwrap_or("management");
        format!("{scope}|{}|{}|{}", self.source, self.name, self.error.as_deref().unwrap_or_default())
    }

    /// The id of its counts of a day.
    pub fn day_id(&self, day: i64) -> String {
        format!("{}{}", day_prefix(day), self.id())
    }
}

/// What ids of a day's counts begin with: days are in order.
pub fn day_prefix(day: i64) -> String {
    format!("{:06}/", day.max(0))
}

/// How often each value occurred: the most frequent ones, and the others together.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tally {
    values: BTreeMap<String, u64>,
    #[serde(default)]
    others: u64,
}

impl Tally {
    /// Counts a value.
    pub fn add(&mut self, value: &str, count: u64) {
        let mut end = value.len().min(MOST_BYTES);
        while !value.is_char_boundary(end) {
            end -= 1;
        }
        *self.values.entry(value.get(..end).unwrap_or_default().to_owned()).or_default() += count;
        self.bound();
    }

    /// Counts what another has.
    pub fn merge(&mut self, other: &Self) {
        for (value, count) in &other.values {
            *self.values.entry(value.clone()).or_default() += count;
        }
        self.others += other.others;
        self.bound();
    }

    /// The most frequent values and their counts, most frequent first.
    pub fn top(&self, most: usize) -> Vec<(&str, u64)> {
        let mut all: Vec<(&str, u64)> = self.values.iter().map(|(value, count)| (value.as_str(), *count)).collect();
        all.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        all.truncate(most);
        all
    }

    fn bound(&mut self) {
        while self.values.len() > MOST_VALUES {
            let rarest = self.values.iter().min_by(|a, b| a.1.cmp(b.1).then(b.0.cmp(a.0))).map(|(value, _)| value.clone());
            let Some(count) = rarest.and_then(|value| self.values.remove(&value)) else { return };
            self.others += count;
        }
    }
}

/// Who called, with what, and what came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attributes {
    /// `userIdentityArn`.
    pub users: Tally,
    /// `userAgent`.
    pub agents: Tally,
    /// `errorCode`.
    pub errors: Tally,
}

impl Attributes {
    /// Adds what another has.
    pub fn merge(&mut self, other: &Self) {
        self.users.merge(&other.users);
        self.agents.merge(&other.agents);
        self.errors.merge(&other.errors);
    }

    fn of(call: &Call) -> Self {
        let mut attributes = Self::default();
        attributes.users.add(&call.user, 1);
        attributes.agents.add(call.user_agent.as_deref().unwrap_or_default(), 1);
        attributes.errors.add(call.error_code.as_deref().unwrap_or(NO_ERROR), 1);
        attributes
    }
}

/// What a record says of a call.
#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Call {
    event_source: String,
    event_name: String,
    error_code: Option<String>,
    user_agent: Option<String>,
    read_only: bool,
    management_event: Option<bool>,
    user_identity: Identity,
    #[serde(skip)]
    user: String,
}

#[derive(Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
struct Identity {
    r#type: Option<String>,
    arn: Option<String>,
    principal_id: Option<String>,
    invoked_by: Option<String>,
}

impl Identity {
    /// The identity as Insights name it: of sessions the role, since sessions are many.
    fn name(&self) -> String {
        let arn = self.arn.as_deref();
        let role = match (self.r#type.as_deref(), arn) {
            (Some("AssumedRole"), Some(arn)) => arn.rsplit_once('/').map(|(role, _)| role),
            _ => arn,
        };
        role.or(self.invoked_by.as_deref()).or(self.principal_id.as_deref()).unwrap_or("unknown").to_owned()
    }
}

impl Call {
    /// Reads a record of an API call; none if it is not one that counts. The service's own deliveries do not.
    pub fn read(record: &[u8]) -> Option<Self> {
        let mut call: Self = serde_json::from_slice(record).ok()?;
        if call.event_name.is_empty() || call.user_identity.invoked_by.as_deref() == Some(PRINCIPAL) {
            return None;
        }
        call.user = call.user_identity.name();
        Some(call)
    }

    /// Whether it is a data event.
    pub fn is_data(&self) -> bool {
        self.management_event == Some(false)
    }

    /// The series that it adds to. Rates of management calls are of those that write, rates of errors and of data calls of all.
    pub fn series(&self, scope: Option<&str>) -> Vec<Series> {
        let series = |error: Option<&String>| Series {
            scope: scope.map(str::to_owned),
            source: self.event_source.clone(),
            name: self.event_name.clone(),
            error: error.cloned(),
            read_only: self.read_only,
        };
        let rate = (scope.is_some() || !self.read_only).then(|| series(None));
        let error = self.error_code.as_ref().map(|code| series(Some(code)));
        rate.into_iter().chain(error).collect()
    }
}

/// What a stretch of the journal adds to the minutes of one series.
pub type Minutes = BTreeMap<i64, (u64, Attributes)>;

/// What a stretch of the journal adds in one account and region.
#[derive(Debug, Clone, Default)]
pub struct Added {
    /// The minute of its first call.
    pub since: i64,
    /// By series.
    pub series: BTreeMap<Series, Minutes>,
}

/// Adds a call. `scopes` are the trails that log it, of a data event.
pub fn count(added: &mut Added, call: &Call, minute: i64, scopes: &[&str]) {
    let scopes: Vec<Option<&str>> = if call.is_data() { scopes.iter().map(|s| Some(*s)).collect() } else { vec![None] };
    for series in scopes.into_iter().flat_map(|scope| call.series(scope)) {
        let (count, attributes) = added.series.entry(series).or_default().entry(minute).or_default();
        *count += 1;
        attributes.merge(&Attributes::of(call));
    }
}

impl Day {
    /// A day of which nothing is counted yet.
    pub fn new(series: Series) -> Self {
        Self { series, resolution: 1, points: Vec::new(), attributes: Attributes::default(), fresh: Vec::new() }
    }

    /// Adds to a minute of the epoch. What is decided already (`late`) is not decided again.
    pub fn add(&mut self, minute: i64, count: u64, attributes: &Attributes, late: bool) {
        let at = u16::try_from(minute.rem_euclid(DAY)).unwrap_or_default() / self.resolution.max(1);
        match self.points.binary_search_by_key(&at, |(at, _)| *at) {
            Ok(place) => self.points.iter_mut().skip(place).take(1).for_each(|(_, had)| *had += count),
            Err(place) => self.points.insert(place, (at, count)),
        }
        if late {
            self.attributes.merge(attributes);
        } else if let Some((_, had)) = self.fresh.iter_mut().find(|(of, _)| *of == minute) {
            had.merge(attributes);
        } else {
            self.fresh.push((minute, attributes.clone()));
        }
    }

    /// Merges points to ones of `resolution` minutes, if they are finer.
    pub fn merge(&mut self, resolution: u16) {
        if self.resolution >= resolution || !resolution.is_multiple_of(self.resolution.max(1)) {
            return;
        }
        let by = resolution / self.resolution.max(1);
        let mut merged: Vec<(u16, u64)> = Vec::new();
        for (at, count) in &self.points {
            match merged.last_mut() {
                Some((last, sum)) if *last == at / by => *sum += count,
                _ => merged.push((at / by, *count)),
            }
        }
        self.points = merged;
        self.resolution = resolution;
    }
}

/// A record such as a management call of a series leaves: what selectors are asked about.
pub fn probe(series: &Series) -> Value {
    serde_json::json!({
        "eventSource": series.source, "eventName": series.name, "readOnly": series.read_only,
        "eventType": "AwsApiCall", "managementEvent": true, "eventCategory": "Management",
    })
}

#[cfg(test)]
#[path = "counts_tests.rs"]
mod tests;
