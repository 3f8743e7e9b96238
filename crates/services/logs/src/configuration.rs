//! Log groups as AWS Config records them.

use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::LogGroup;

plane::configuration_source! {
    /// Describes log groups.
    Configurations {
        LogGroup => group,
    }
}

fn group(stored: &Stored<LogGroup>, partition: &str) -> ResourceConfiguration {
    let group = &stored.body;
    let arn = group.arn(partition);
    let tags: Vec<Value> = stored.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
    let configuration = json!({
        "LogGroupName": group.name,
        "Arn": format!("{arn}:*"),
        "LogGroupClass": group.class.as_str(),
        "RetentionInDays": group.retention_days,
        "KmsKeyId": group.kms_key,
        "DeletionProtectionEnabled": group.deletion_protection,
        "Tags": tags,
    });
    let described = ResourceConfiguration::of(stored, LogGroup::KIND, &group.name, configuration)
        .named(&group.name)
        .region(&group.region)
        .arn(arn)
        .created(group.created_at);
    match &group.kms_key {
        Some(key) => {
            let id = key.rsplit_once('/').map_or(key.as_str(), |(_, id)| id);
            described.related(Relationship::to("Is encrypted with KmsKey", "AWS::KMS::Key", id))
        }
        None => described,
    }
}
