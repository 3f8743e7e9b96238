//! Which events of a bucket are told to whom: the notification configuration. Pure.
//!
//! See <https://docs.aws.amazon.com/AmazonS3/latest/userguide/EventNotifications.html>.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};
use wire::Failure;

use crate::api;
use crate::errors::invalid;

/// Most configurations of one bucket.
const MOST: usize = 100;

/// The notification configuration of a bucket.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Notifications {
    /// Whether every event goes to the account's default event bus of EventBridge.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub event_bridge: bool,
    /// Queues, topics and functions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub rules: Vec<NotificationRule>,
}

/// What a destination is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum DestinationKind {
    /// An SQS queue.
    Queue,
    /// An SNS topic.
    Topic,
    /// A Lambda function.
    Function,
}

/// Events that go to one destination.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NotificationRule {
    /// Id, as given or made.
    pub id: String,
    /// What the destination is.
    pub kind: DestinationKind,
    /// ARN of the destination.
    pub arn: String,
    /// Names such as `s3:ObjectCreated:*`.
    pub events: Vec<String>,
    /// Beginning of the keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
    /// End of the keys.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
}

/// Whether a name, which may end with `:*`, covers another.
fn covers(name: &str, other: &str) -> bool {
    name == other || name.strip_suffix('*').is_some_and(|family| other.starts_with(family))
}

impl NotificationRule {
    /// Whether an event such as `s3:ObjectCreated:Put` of a key goes to this destination.
    pub(crate) fn wants(&self, event: &str, key: &str) -> bool {
        self.events.iter().any(|name| covers(name, event))
            && self.prefix.as_deref().is_none_or(|prefix| key.starts_with(prefix))
            && self.suffix.as_deref().is_none_or(|suffix| key.ends_with(suffix))
    }

    fn overlaps(&self, other: &Self) -> bool {
        let events = self.events.iter().any(|a| other.events.iter().any(|b| covers(a, b) || covers(b, a)));
        let (prefix, other_prefix) = (self.prefix.as_deref().unwrap_or(""), other.prefix.as_deref().unwrap_or(""));
        let (suffix, other_suffix) = (self.suffix.as_deref().unwrap_or(""), other.suffix.as_deref().unwrap_or(""));
        events
            && (prefix.starts_with(other_prefix) || other_prefix.starts_with(prefix))
            && (suffix.ends_with(other_suffix) || other_suffix.ends_with(suffix))
    }

    fn filter(&self) -> Option<api::NotificationConfigurationFilter> {
        let named = [(api::FilterRuleName::Prefix, &self.prefix), (api::FilterRuleName::Suffix, &self.suffix)];
        let rules: Vec<_> = named
            .into_iter()
            .filter_map(|(name, value)| value.clone().map(|value| api::FilterRule { name: Some(name), value: Some(value) }))
            .collect();
        (!rules.is_empty())
            .then_some(api::NotificationConfigurationFilter { key: Some(api::S3KeyFilter { filter_rules: Some(rules) }) })
    }

    fn events(&self) -> Vec<api::Event> {
        self.events.iter().filter_map(|name| api::Event::parse(name)).collect()
    }
}

/// Whether an ARN is of the service, `arn:…:sqs:region:account:name`.
fn is_of(arn: &str, service: &str) -> bool {
    let parts: Vec<_> = arn.splitn(6, ':').collect();
    matches!(parts.as_slice(), ["arn", _, found, region, account, name]
        if *found == service && !region.is_empty() && account.len() == 12 && !name.is_empty())
}

fn rule(
    kind: DestinationKind,
    id: Option<&String>,
    arn: &str,
    events: &[api::Event],
    filter: Option<&api::NotificationConfigurationFilter>,
    make_id: &mut dyn FnMut() -> String,
) -> Result<NotificationRule, Failure> {
    let service = match kind {
        DestinationKind::Queue => "sqs",
        DestinationKind::Topic => "sns",
        DestinationKind::Function => "lambda",
    };
    if !is_of(arn, service) {
        return Err(invalid("The ARN could not be parsed"));
    }
    if kind != DestinationKind::Function && arn.ends_with(".fifo") {
        return Err(invalid(
            "Unable to validate the following destination configurations: FIFO queues and topics get no notifications",
        ));
    }
    if events.is_empty() {
        return Err(invalid("A notification configuration needs at least one event"));
    }
    let (mut prefix, mut suffix) = (None, None);
    let rules = filter.and_then(|f| f.key.as_ref()).and_then(|k| k.filter_rules.as_deref()).unwrap_or_default();
    for rule in rules {
        let value = rule.value.clone().unwrap_or_default();
        if value.len() > 1024 {
            return Err(invalid("Size of filter rule value cannot exceed 1024 bytes in UTF-8 representation"));
        }
        let place = match rule.name {
            Some(api::FilterRuleName::Prefix) => &mut prefix,
            Some(api::FilterRuleName::Suffix) => &mut suffix,
            None => return Err(invalid("filter rule name must be either prefix or suffix")),
        };
        if place.replace(value).is_some() {
            return Err(invalid("Cannot specify more than one prefix or suffix rule in a filter."));
        }
    }
    Ok(NotificationRule {
        id: id.filter(|id| !id.is_empty()).cloned().unwrap_or_else(make_id),
        kind,
        arn: arn.to_owned(),
        events: events.iter().map(|event| event.as_str().to_owned()).collect(),
        prefix,
        suffix,
    })
}

/// Checks a configuration. `make_id` names those that have no id.
pub(crate) fn read(
    given: &api::NotificationConfiguration,
    make_id: &mut dyn FnMut() -> String,
) -> Result<Notifications, Failure> {
    let mut rules = Vec::new();
    for one in given.topic_configurations.iter().flatten() {
        rules.push(rule(DestinationKind::Topic, one.id.as_ref(), &one.topic_arn, &one.events, one.filter.as_ref(), make_id)?);
    }
    for one in given.queue_configurations.iter().flatten() {
        rules.push(rule(DestinationKind::Queue, one.id.as_ref(), &one.queue_arn, &one.events, one.filter.as_ref(), make_id)?);
    }
    for one in given.lambda_function_configurations.iter().flatten() {
        let arn = &one.lambda_function_arn;
        rules.push(rule(DestinationKind::Function, one.id.as_ref(), arn, &one.events, one.filter.as_ref(), make_id)?);
    }
    if rules.len() > MOST {
        return Err(invalid(format!("A bucket has at most {MOST} notification configurations")));
    }
    let ids: BTreeSet<_> = rules.iter().map(|rule| &rule.id).collect();
    if ids.len() < rules.len() {
        return Err(invalid("Same ID used for multiple configurations. IDs must be unique"));
    }
    for (number, one) in rules.iter().enumerate() {
        if rules.iter().skip(number + 1).any(|other| one.overlaps(other)) {
            let text = "Configurations overlap. Configurations on the same bucket cannot share a common event type.";
            return Err(invalid(text));
        }
    }
    Ok(Notifications { event_bridge: given.event_bridge_configuration.is_some(), rules })
}

/// The configuration as the API tells it.
pub(crate) fn told(notifications: &Notifications) -> api::NotificationConfiguration {
    let (mut topics, mut queues, mut functions) = (Vec::new(), Vec::new(), Vec::new());
    for rule in &notifications.rules {
        let (id, filter, events) = (Some(rule.id.clone()), rule.filter(), rule.events());
        match rule.kind {
            DestinationKind::Topic => topics.push(api::TopicConfiguration { id, topic_arn: rule.arn.clone(), events, filter }),
            DestinationKind::Queue => queues.push(api::QueueConfiguration { id, queue_arn: rule.arn.clone(), events, filter }),
            DestinationKind::Function => {
                let lambda_function_arn = rule.arn.clone();
                functions.push(api::LambdaFunctionConfiguration { id, lambda_function_arn, events, filter });
            }
        }
    }
    api::NotificationConfiguration {
        topic_configurations: (!topics.is_empty()).then_some(topics),
        queue_configurations: (!queues.is_empty()).then_some(queues),
        lambda_function_configurations: (!functions.is_empty()).then_some(functions),
        event_bridge_configuration: notifications.event_bridge.then(api::EventBridgeConfiguration::default),
    }
}

#[cfg(test)]
mod tests {
    use super::{covers, read, told};
    use crate::api;

    fn queue(events: &[&str], prefix: Option<&str>, suffix: Option<&str>) -> api::QueueConfiguration {
        let named = [(api::FilterRuleName::Prefix, prefix), (api::FilterRuleName::Suffix, suffix)];
        let rules = named
            .into_iter()
            .filter_map(|(name, value)| value.map(|v| api::FilterRule { name: Some(name), value: Some(v.to_owned()) }))
            .collect();
        api::QueueConfiguration {
            id: None,
            queue_arn: "arn:aws:sqs:us-east-1:123456789012:q".to_owned(),
            events: events.iter().map(|e| api::Event::parse(e).unwrap()).collect(),
            filter: Some(api::NotificationConfigurationFilter { key: Some(api::S3KeyFilter { filter_rules: Some(rules) }) }),
        }
    }

    fn of(queues: Vec<api::QueueConfiguration>) -> api::NotificationConfiguration {
        api::NotificationConfiguration { queue_configurations: Some(queues), ..Default::default() }
    }

    fn ids() -> impl FnMut() -> String {
        let mut number = 0;
        move || {
            number += 1;
            format!("id{number}")
        }
    }

    #[test]
    fn names_cover_their_family() {
        for (name, event, expected) in [
            ("s3:ObjectCreated:*", "s3:ObjectCreated:Put", true),
            ("s3:ObjectCreated:Put", "s3:ObjectCreated:Copy", false),
            ("s3:ObjectCreated:*", "s3:ObjectRemoved:Delete", false),
            ("s3:ObjectTagging:*", "s3:ObjectTagging:Delete", true),
        ] {
            assert_eq!(covers(name, event), expected, "{name} {event}");
        }
    }

    #[test]
    fn events_are_filtered_by_the_ends_of_their_keys() {
        let read = read(&of(vec![queue(&["s3:ObjectCreated:*"], Some("in/"), Some(".csv"))]), &mut ids()).unwrap();
        let rule = &read.rules[0];
        assert!(rule.wants("s3:ObjectCreated:Put", "in/a.csv"));
        assert!(!rule.wants("s3:ObjectCreated:Put", "in/a.txt"));
        assert!(!rule.wants("s3:ObjectCreated:Put", "out/a.csv"));
        assert!(!rule.wants("s3:ObjectRemoved:Delete", "in/a.csv"));
    }

    #[test]
    fn configurations_that_share_an_event_must_not_overlap() {
        let cases = [
            (queue(&["s3:ObjectCreated:*"], None, None), queue(&["s3:ObjectCreated:Put"], None, None), true),
            (queue(&["s3:ObjectCreated:*"], Some("a"), None), queue(&["s3:ObjectCreated:*"], Some("ab"), None), true),
            (queue(&["s3:ObjectCreated:*"], Some("a"), None), queue(&["s3:ObjectCreated:*"], Some("b"), None), false),
            (queue(&["s3:ObjectCreated:*"], None, Some("x")), queue(&["s3:ObjectCreated:*"], None, Some("y")), false),
            (queue(&["s3:ObjectCreated:*"], Some("a"), None), queue(&["s3:ObjectCreated:*"], None, Some("y")), true),
            (queue(&["s3:ObjectCreated:*"], None, None), queue(&["s3:ObjectRemoved:*"], None, None), false),
        ];
        for (one, other, refused) in cases {
            assert_eq!(read(&of(vec![one.clone(), other.clone()]), &mut ids()).is_err(), refused, "{one:?} {other:?}");
        }
    }

    #[test]
    fn what_was_set_is_told() {
        let mut given = of(vec![queue(&["s3:ObjectCreated:Put", "s3:ObjectRemoved:*"], Some("p"), Some("s"))]);
        given.event_bridge_configuration = Some(api::EventBridgeConfiguration::default());
        let back = told(&read(&given, &mut ids()).unwrap());
        let mut expected = given.clone();
        expected.queue_configurations.as_mut().unwrap()[0].id = Some("id1".to_owned());
        assert_eq!(back, expected);
    }

    #[test]
    fn destinations_must_be_of_their_kind() {
        for arn in ["arn:aws:sns:us-east-1:123456789012:q", "q", "arn:aws:sqs:us-east-1:123456789012:q.fifo", "arn:aws:sqs:::q"] {
            let mut one = queue(&["s3:ObjectCreated:*"], None, None);
            one.queue_arn = arn.to_owned();
            assert!(read(&of(vec![one]), &mut ids()).is_err(), "{arn}");
        }
    }
}
