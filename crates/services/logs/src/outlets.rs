//! What goes out of groups: metric filters, subscription filters, and the deliveries that come of them.

use std::collections::BTreeMap;

use filters::FilterPattern;
use jiff::Timestamp;
use plane::ports::MetricValue;
use plane::{Failure, Reader, Resource, Stored, Transaction};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::account_policies::{SubscriptionDocument, holding};
use crate::api::{Distribution, PolicyType, StandardUnit};
use crate::codec::{Event, show_id};
use crate::indexes::{self, IndexPolicy};
use crate::resources::LogGroup;
use crate::transforming::GroupTransformer;

/// A metric filter. Its key, in the partition of its group, is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct MetricFilter {
    pub name: String,
    pub group: String,
    pub pattern: String,
    pub created_at: i64,
    pub metric_name: String,
    pub namespace: String,
    /// A number, or what part of an event is one.
    pub value: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub default_value: Option<f64>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    pub dimensions: BTreeMap<String, String>,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unit: Option<StandardUnit>,
    /// Whether it is for what the group's transformer makes of events.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub transformed: bool,
}

impl Resource for MetricFilter {
    const KIND: &'static str = "AWS::Logs::MetricFilter";
}

/// A subscription filter. Its key, in the partition of its group, is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct SubscriptionFilter {
    pub name: String,
    pub group: String,
    pub pattern: String,
    pub created_at: i64,
    /// A function or a destination.
    pub destination: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub role: Option<String>,
    pub distribution: Distribution,
    /// Whether it is for what the group's transformer makes of events.
    #[serde(skip_serializing_if = "std::ops::Not::not", default)]
    pub transformed: bool,
}

impl Resource for SubscriptionFilter {
    const KIND: &'static str = "AWS::Logs::SubscriptionFilter";
}

/// A destination, which other accounts may subscribe to. Its key is its name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Destination {
    pub name: String,
    /// A function.
    pub target: String,
    pub role: String,
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub policy: Option<String>,
    pub created_at: i64,
}

impl Resource for Destination {
    const KIND: &'static str = "AWS::Logs::Destination";
}

/// Events on their way to a function. Its key begins with the time it is due; all of an installation are in one partition.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub(crate) struct Delivery {
    /// ARN of the function or the destination.
    pub to: String,
    /// ARN of the group.
    pub group: String,
    pub account: String,
    pub region: String,
    /// The message as JSON, gzipped and sealed; base64.
    pub sealed: String,
    pub attempts: u32,
    pub since: i64,
}

impl Resource for Delivery {
    const KIND: &'static str = "Cloudkeep::Logs::Delivery";
    const HISTORY: bool = false;
}

impl Delivery {
    /// The id of one that is due at a time.
    pub fn id(due: i64, unique: &str) -> String {
        format!("{:013}-{unique}", due.max(0))
    }

    /// When the one of an id is due.
    pub fn due(id: &str) -> i64 {
        id.split_once('-').and_then(|(due, _)| due.parse().ok()).unwrap_or(0)
    }
}

/// The filters of a group, those of its account included.
#[derive(Debug, Default, Clone)]
pub(crate) struct GroupFilters {
    pub metrics: Vec<MetricFilter>,
    pub subscriptions: Vec<SubscriptionFilter>,
}

impl GroupFilters {
    pub async fn of(reader: &Reader<'_>, group: &LogGroup) -> Result<Self, Failure> {
        let (account, partition) = (group.account.as_str(), group.partition());
        let metrics = reader.all::<MetricFilter>(account, &partition, "").await?;
        let subscriptions = reader.all::<SubscriptionFilter>(account, &partition, "").await?;
        let mut subscriptions: Vec<SubscriptionFilter> = subscriptions.into_iter().map(|f| f.body).collect();
        for policy in holding(reader, group, PolicyType::SubscriptionFilterPolicy).await? {
            let document = SubscriptionDocument::parse(&policy.document)?;
            subscriptions.push(SubscriptionFilter {
                name: policy.name,
                group: group.name.clone(),
                pattern: document.filter_pattern,
                created_at: policy.updated_at,
                destination: document.destination_arn,
                role: document.role_arn,
                transformed: false,
                distribution: document.distribution.as_deref().and_then(Distribution::parse).unwrap_or(Distribution::ByLogStream),
            });
        }
        Ok(Self { metrics: metrics.into_iter().map(|f| f.body).collect(), subscriptions })
    }

    pub fn is_empty(&self) -> bool {
        self.metrics.is_empty() && self.subscriptions.is_empty()
    }
}

/// An event as a filter sees it: as it was put, or as it was transformed, if it could be.
fn seen(event: &Event, transformed: bool) -> &str {
    event.transformed.as_deref().filter(|_| transformed).unwrap_or(&event.message)
}

const MINUTE_MS: i64 = 60_000;

/// Names and values of dimensions.
type Dimensions = Vec<(String, String)>;

/// The values that events give a metric: one for each minute, value and set of dimensions, with how often it was seen. Where no event of a minute
/// matches, the default value is given once. Pure.
pub(crate) fn metric_values(filter: &MetricFilter, events: &[Event]) -> Vec<MetricValue> {
    let Ok(pattern) = FilterPattern::parse(&filter.pattern) else { return Vec::new() };
    let value = pattern.reference(&filter.value);
    let fixed: Option<f64> = filter.value.parse().ok();
    let dimensions: Vec<_> = filter.dimensions.iter().map(|(name, part)| (name, pattern.reference(part))).collect();
    let mut found: BTreeMap<(i64, Dimensions, u64), f64> = BTreeMap::new();
    let mut minutes: BTreeMap<i64, bool> = BTreeMap::new();
    for event in events {
        let minute = event.timestamp.div_euclid(MINUTE_MS) * MINUTE_MS;
        let matched = minutes.entry(minute).or_default();
        let message = seen(event, filter.transformed);
        if !pattern.matches(message) {
            continue;
        }
        *matched = true;
        let part = value.as_ref().and_then(|part| pattern.resolve(part, message));
        let Some(number) = part.and_then(|text| text.parse().ok()).or(fixed).filter(|n: &f64| n.is_finite()) else { continue };
        let named = |(name, part): &(&String, Option<filters::Reference>)| {
            part.as_ref().and_then(|part| pattern.resolve(part, message)).map(|text| ((*name).clone(), text))
        };
        let Some(dimensions) = dimensions.iter().map(named).collect::<Option<Vec<_>>>() else { continue };
        *found.entry((minute, dimensions, number.to_bits())).or_default() += 1.0;
    }
    if let Some(default) = filter.default_value {
        for minute in minutes.into_iter().filter(|(_, matched)| !matched).map(|(minute, _)| minute) {
            *found.entry((minute, Vec::new(), default.to_bits())).or_default() += 1.0;
        }
    }
    found
        .into_iter()
        .map(|((minute, dimensions, bits), count)| MetricValue {
            namespace: filter.namespace.clone(),
            name: filter.metric_name.clone(),
            dimensions,
            timestamp: Timestamp::from_millisecond(minute).unwrap_or_default(),
            value: f64::from_bits(bits),
            count,
            unit: filter.unit.unwrap_or(StandardUnit::None).as_str().to_owned(),
        })
        .collect()
}

/// The messages that a subscription makes of events: one for each stream. Pure.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/SubscriptionFilters.html#LambdaFunctionExample>.
pub(crate) fn messages(filter: &SubscriptionFilter, group: &LogGroup, events: &[Event]) -> Vec<serde_json::Value> {
    let Ok(pattern) = FilterPattern::parse(&filter.pattern) else { return Vec::new() };
    let mut streams: BTreeMap<&str, Vec<serde_json::Value>> = BTreeMap::new();
    let events = events.iter().map(|event| (event, seen(event, filter.transformed)));
    for (event, message) in events.filter(|(_, message)| pattern.matches(message)) {
        let shown = json!({"id": show_id(event.id), "timestamp": event.timestamp, "message": message});
        streams.entry(&event.stream.name).or_default().push(shown);
    }
    let message = |(stream, events): (&str, Vec<serde_json::Value>)| {
        json!({
            "messageType": "DATA_MESSAGE",
            "owner": group.account,
            "logGroup": group.name,
            "logStream": stream,
            "subscriptionFilters": [filter.name],
            "logEvents": events,
        })
    };
    streams.into_iter().map(message).collect()
}

/// Removes the filters, transformers and the field index policy of a group that is deleted.
pub(crate) async fn forget(tx: &mut Transaction<'_>, group: &LogGroup) -> Result<(), Failure> {
    let (account, partition) = (group.account.as_str(), group.partition());
    let metrics: Vec<Stored<MetricFilter>> = tx.all(account, &partition, "").await?;
    metrics.iter().for_each(|filter| tx.delete(filter));
    let subscriptions: Vec<Stored<SubscriptionFilter>> = tx.all(account, &partition, "").await?;
    subscriptions.iter().for_each(|filter| tx.delete(filter));
    let transformers: Vec<Stored<GroupTransformer>> = tx.all(account, &partition, "").await?;
    transformers.iter().for_each(|transformer| tx.delete(transformer));
    if let Some(policy) = tx.get::<IndexPolicy>(account, &partition, indexes::KEY).await? {
        tx.delete(&policy);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::codec::StreamName;

    fn event(timestamp: i64, stream: &str, message: &str) -> Event {
        let stream = Arc::new(StreamName { uid: stream.to_owned(), name: stream.to_owned() });
        Event { timestamp, ingestion: 0, id: 1, stream, message: message.to_owned(), hidden: Vec::new(), transformed: None }
    }

    fn filter(pattern: &str, value: &str) -> MetricFilter {
        MetricFilter {
            name: "f".to_owned(),
            group: "g".to_owned(),
            pattern: pattern.to_owned(),
            created_at: 0,
            metric_name: "m".to_owned(),
            namespace: "n".to_owned(),
            value: value.to_owned(),
            default_value: None,
            dimensions: BTreeMap::new(),
            unit: None,
            transformed: false,
        }
    }

    fn values(filter: &MetricFilter, events: &[Event]) -> Vec<(i64, f64, f64, Dimensions)> {
        let all = metric_values(filter, events);
        all.into_iter().map(|v| (v.timestamp.as_millisecond(), v.value, v.count, v.dimensions)).collect()
    }

    #[test]
    fn events_become_values() {
        let events =
            [event(1, "s", "ERROR a"), event(2, "s", "ok"), event(60_001, "s", "ERROR b"), event(59_999, "s", "ERROR c")];
        assert_eq!(values(&filter("ERROR", "1"), &events), [(0, 1.0, 2.0, vec![]), (60_000, 1.0, 1.0, vec![])]);
        let zero = MetricFilter { default_value: Some(0.0), ..filter("c", "2") };
        assert_eq!(values(&zero, &events), [(0, 2.0, 1.0, vec![]), (60_000, 0.0, 1.0, vec![])]);
        let json = [
            event(1, "s", r#"{"n": 5, "who": "a"}"#),
            event(2, "s", r#"{"n": 5, "who": "b"}"#),
            event(3, "s", r#"{"n": "x", "who": "b"}"#),
            event(4, "s", r#"{"n": 7}"#),
        ];
        assert_eq!(values(&filter("{ $.n = \"*\" }", "$.n"), &json), [(0, 5.0, 2.0, vec![]), (0, 7.0, 1.0, vec![])]);
        let dimensions = BTreeMap::from([("Who".to_owned(), "$.who".to_owned())]);
        let by_who = MetricFilter { dimensions, ..filter("{ $.n = \"*\" }", "$.n") };
        let who = |w: &str| vec![("Who".to_owned(), w.to_owned())];
        assert_eq!(values(&by_who, &json), [(0, 5.0, 1.0, who("a")), (0, 5.0, 1.0, who("b"))]);
        let fields = [event(1, "s", "GET 12.5"), event(1, "s", "PUT 3")];
        assert_eq!(values(&filter("[verb=GET, time]", "$time"), &fields), [(0, 12.5, 1.0, vec![])]);
    }

    #[test]
    fn deliveries_are_in_the_order_of_their_time() {
        assert!(Delivery::id(9, "z") < Delivery::id(10, "a"));
        assert_eq!(Delivery::due(&Delivery::id(1_700_000_000_000, "x-y")), 1_700_000_000_000);
    }
}
