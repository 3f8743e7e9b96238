//! Keys and aliases as AWS Config records them. Of a key's material nothing is part of it.

use plane::configuration::time;
use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::{Alias, Key};
use crate::specs::encryption_algorithms;

plane::configuration_source! {
    /// Describes keys and aliases.
    Configurations {
        Key => key,
        Alias => alias,
    }
}

fn key(stored: &Stored<Key>, partition: &str) -> ResourceConfiguration {
    let key = &stored.body;
    let arn = key.arn(partition);
    let algorithms: Vec<&str> = encryption_algorithms(key.spec, key.usage).iter().map(|a| a.as_str()).collect();
    let configuration = json!({
        "awsaccountId": key.account,
        "keyId": key.id,
        "arn": arn,
        "creationDate": time(key.created),
        "enabled": key.state.as_str() == "Enabled",
        "description": key.description,
        "keyUsage": key.usage.as_str(),
        "keyState": key.state.as_str(),
        "deletionDate": key.deletion.and_then(|d| d.at).map(time),
        "origin": key.origin.as_str(),
        "keyManager": key.manager.as_str(),
        "customerMasterKeySpec": key.spec.as_str(),
        "keySpec": key.spec.as_str(),
        "encryptionAlgorithms": algorithms,
        "multiRegion": key.multi_region.is_some(),
    });
    let tags: Vec<Value> = stored.tags.iter().map(|(key, value)| json!({"tagKey": key, "tagValue": value})).collect();
    ResourceConfiguration::of(stored, Key::KIND, &key.id, configuration)
        .arn(arn)
        .region(&key.region)
        .created(key.created)
        .with("Policy", json!(key.policy))
        .with("KeyRotationStatus", json!(key.rotation.is_some()))
        .with("Aliases", json!(key.aliases))
        .with("Tags", json!(tags))
}

fn alias(stored: &Stored<Alias>, partition: &str) -> ResourceConfiguration {
    let name = &stored.key.id;
    let configuration = json!({"AliasName": name, "TargetKeyId": stored.body.target});
    ResourceConfiguration::of(stored, Alias::KIND, name, configuration)
        .named(name)
        .arn(format!("arn:{partition}:kms:{}:{}:{name}", stored.key.region, stored.key.account))
        .created(stored.body.created)
        .related(Relationship::to("Is associated with Key", Key::KIND, &stored.body.target))
}
