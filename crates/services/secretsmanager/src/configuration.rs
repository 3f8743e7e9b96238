//! Secrets as AWS Config records them: everything but their values.

use plane::configuration::time;
use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::Secret;

plane::configuration_source! {
    /// Describes secrets.
    Configurations {
        Secret => secret,
    }
}

fn secret(stored: &Stored<Secret>, _partition: &str) -> ResourceConfiguration {
    let secret = &stored.body;
    let rotation = secret.rotation.as_ref();
    let rules = rotation.and_then(|rotation| rotation.rules.as_ref()).map(
        |rules| json!({"AutomaticallyAfterDays": rules.days, "ScheduleExpression": rules.expression, "Duration": rules.duration}),
    );
    let tags: Vec<Value> = stored.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
    let configuration = json!({
        "Id": secret.arn,
        "Name": secret.name,
        "Description": secret.description,
        "KmsKeyId": secret.kms_key,
        "RotationEnabled": rotation.is_some_and(|rotation| rotation.enabled),
        "RotationLambdaARN": rotation.map(|rotation| &rotation.function),
        "RotationRules": rules,
        "LastRotatedDate": secret.rotated.map(time),
        "LastChangedDate": time(secret.changed),
        "CreatedDate": time(secret.created),
        "DeletedDate": secret.deleted.map(|deletion| time(deletion.at)),
        "ReplicaRegions": secret.replicas.iter().map(|r| json!({"Region": r.region, "KmsKeyId": r.kms_key})).collect::<Vec<_>>(),
        "PrimaryRegion": secret.replica_of,
        "Tags": tags,
    });
    let described = ResourceConfiguration::of(stored, Secret::KIND, &secret.arn, configuration)
        .named(&secret.name)
        .region(&secret.region)
        .arn(&secret.arn)
        .created(secret.created)
        .with("ResourcePolicy", json!(secret.policy));
    match &secret.kms_key {
        Some(key) => described.related(Relationship::to("Is encrypted with KmsKey", "AWS::KMS::Key", key)),
        None => described,
    }
}
