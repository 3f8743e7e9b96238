//! Topics as AWS Config records them.

use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::json;

use crate::resources::Topic;

plane::configuration_source! {
    /// Describes topics.
    Configurations {
        Topic => topic,
    }
}

fn topic(stored: &Stored<Topic>, partition: &str) -> ResourceConfiguration {
    let topic = &stored.body;
    let arn = topic.arn(partition);
    let mut configuration = json!({"TopicArn": arn, "Owner": topic.account});
    if let Some(members) = configuration.as_object_mut() {
        members.extend(topic.attributes.shown(&topic.account, &arn).into_iter().map(|(name, value)| (name, json!(value))));
    }
    let described =
        ResourceConfiguration::of(stored, Topic::KIND, &arn, configuration).named(&topic.name).region(&topic.region).arn(&arn);
    match &topic.attributes.kms_key {
        Some(key) => described.related(Relationship::to("Is encrypted with KmsKey", "AWS::KMS::Key", key)),
        None => described,
    }
}
