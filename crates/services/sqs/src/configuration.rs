//! Queues as AWS Config records them.

use plane::configuration::json as parsed;
use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::{Map, Value, json};

use crate::attributes::Name;
use crate::resources::Queue;

plane::configuration_source! {
    /// Describes queues.
    Configurations {
        Queue => queue,
    }
}

fn queue(stored: &Stored<Queue>, partition: &str) -> ResourceConfiguration {
    let queue = &stored.body;
    let arn = queue.arn(partition);
    let mut configuration = Map::new();
    configuration.insert("QueueName".to_owned(), json!(queue.name));
    configuration.insert("Arn".to_owned(), json!(arn));
    for (name, value) in queue.attributes.shown() {
        configuration.insert(name.as_str().to_owned(), typed(name, value));
    }
    let described = ResourceConfiguration::of(stored, Queue::KIND, &arn, Value::Object(configuration))
        .named(&queue.name)
        .region(&queue.region)
        .arn(&arn)
        .created(queue.created_at);
    match &queue.attributes.kms_key {
        Some(key) => described.related(Relationship::to("Is encrypted with KmsKey", "AWS::KMS::Key", key)),
        None => described,
    }
}

/// A value with the type that CloudFormation's schema gives it.
fn typed(name: Name, value: String) -> Value {
    match name {
        Name::QueueArn | Name::KmsMasterKeyId | Name::DeduplicationScope | Name::FifoThroughputLimit => Value::String(value),
        _ => parsed(&value),
    }
}
