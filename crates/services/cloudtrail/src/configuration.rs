//! Trails, event data stores and channels as AWS Config records them.

use plane::configuration::time;
use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::Trail;
use crate::selectors::{Advanced, Basic, Field, Selectors};
use crate::stores::EventDataStore;

plane::configuration_source! {
    /// Describes trails and event data stores.
    Configurations {
        Trail => trail,
        EventDataStore => event_data_store,
    }
}

fn trail(stored: &Stored<Trail>, _partition: &str) -> ResourceConfiguration {
    let trail = &stored.body;
    let (events, advanced) = match &trail.selectors {
        // Every management event: what a trail without selectors logs.
        Selectors::Default => (vec![basic("All", true, &[], &[])], Vec::new()),
        Selectors::Basic(selectors) => (selectors.iter().map(shown).collect(), Vec::new()),
        Selectors::Advanced(selectors) => (Vec::new(), selectors.iter().map(advanced_shown).collect()),
    };
    let configuration = json!({
        "name": trail.name,
        "trailARN": trail.arn,
        "homeRegion": trail.region,
        "s3BucketName": trail.bucket,
        "s3KeyPrefix": trail.prefix,
        "snsTopicName": trail.topic.as_ref().map(|arn| arn.rsplit_once(':').map_or(arn.as_str(), |(_, name)| name)),
        "snsTopicARN": trail.topic,
        "includeGlobalServiceEvents": trail.global_events,
        "isMultiRegionTrail": trail.multi_region,
        "isOrganizationTrail": trail.organization.is_some(),
        "logFileValidationEnabled": trail.validation,
        "cloudWatchLogsLogGroupArn": trail.log_group.as_ref().map(|group| &group.log_group),
        "cloudWatchLogsRoleArn": trail.log_group.as_ref().map(|group| &group.role),
        "kmsKeyId": trail.kms_key,
        "hasCustomEventSelectors": trail.selectors != Selectors::Default,
        "hasInsightSelectors": !trail.insights.is_empty(),
    });
    let mut described = ResourceConfiguration::of(stored, Trail::KIND, &trail.name, configuration)
        .named(&trail.name)
        .region(&trail.region)
        .arn(&trail.arn)
        .with("EventSelectors", Value::Array(events))
        .with("AdvancedEventSelectors", Value::Array(advanced))
        .with(
            "TrailStatus",
            json!({
                "isLogging": trail.logging,
                "startLoggingTime": trail.started_at.map(time),
                "stopLoggingTime": trail.stopped_at.map(time),
            }),
        )
        .related(Relationship::to("Delivers to Bucket", "AWS::S3::Bucket", &trail.bucket));
    if let Some(key) = &trail.kms_key {
        let id = key.rsplit_once('/').map_or(key.as_str(), |(_, id)| id);
        described = described.related(Relationship::to("Is encrypted with KmsKey", "AWS::KMS::Key", id));
    }
    described
}

fn shown(selector: &Basic) -> Value {
    basic(selector.read_write.as_str(), selector.management, &selector.data, &selector.exclude)
}

fn basic(read_write: &str, management: bool, data: &[(String, Vec<String>)], exclude: &[String]) -> Value {
    let data: Vec<Value> = data.iter().map(|(kind, values)| json!({"type": kind, "values": values})).collect();
    json!({
        "readWriteType": read_write,
        "includeManagementEvents": management,
        "dataResources": data,
        "excludeManagementEventSources": exclude,
    })
}

fn advanced_shown(selector: &Advanced) -> Value {
    json!({"name": selector.name, "fieldSelectors": selector.fields.iter().map(field).collect::<Vec<_>>()})
}

fn field(field: &Field) -> Value {
    json!({
        "field": field.field,
        "equals": field.equals,
        "startsWith": field.starts_with,
        "endsWith": field.ends_with,
        "notEquals": field.not_equals,
        "notStartsWith": field.not_starts_with,
        "notEndsWith": field.not_ends_with,
    })
}

fn event_data_store(stored: &Stored<EventDataStore>, _partition: &str) -> ResourceConfiguration {
    let store = &stored.body;
    let configuration = json!({
        "EventDataStoreArn": store.arn,
        "Name": store.name,
        "Status": store.status.as_str(),
        "AdvancedEventSelectors": store.selectors.iter().map(advanced_shown).collect::<Vec<_>>(),
        "MultiRegionEnabled": store.multi_region,
        "OrganizationEnabled": store.organization.is_some(),
        "RetentionPeriod": store.retention_days,
        "TerminationProtectionEnabled": store.protected,
        "BillingMode": store.billing.as_str(),
        "KmsKeyId": store.key.as_ref().map(|key| &key.arn),
        "CreatedTimestamp": time(store.created_at),
        "UpdatedTimestamp": time(store.updated_at),
    });
    let mut described = ResourceConfiguration::of(stored, EventDataStore::KIND, &store.id, configuration)
        .named(&store.name)
        .region(&store.region)
        .arn(&store.arn)
        .created(store.created_at)
        .with("ResourcePolicy", json!(store.policy));
    if let Some(key) = &store.key {
        let id = key.arn.rsplit_once('/').map_or(key.arn.as_str(), |(_, id)| id);
        described = described.related(Relationship::to("Is encrypted with KmsKey", "AWS::KMS::Key", id));
    }
    described
}
