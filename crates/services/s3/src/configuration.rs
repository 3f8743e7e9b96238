//! Buckets as AWS Config records them.

use plane::configuration::time;
use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::{Map, Value, json};

use crate::lifecycle::Rule;
use crate::notifications::{DestinationKind, Notifications};
use crate::resources::{Bucket, Lock, Mode, Versioning};

plane::configuration_source! {
    /// Describes buckets.
    Configurations {
        Bucket => bucket,
    }
}

fn bucket(stored: &Stored<Bucket>, partition: &str) -> ResourceConfiguration {
    let bucket = &stored.body;
    let id = crate::names::canonical_id(&bucket.owner);
    let owner = json!({"displayName": null, "id": id});
    let configuration = json!({"name": bucket.name, "owner": owner, "creationDate": time(bucket.created_at)});
    let grants = json!([{"grantee": {"id": id, "displayName": null}, "permission": "FullControl"}]);
    let acl = json!({"grantSet": null, "grantList": grants, "owner": owner, "isRequesterCharged": false});
    let mut described = ResourceConfiguration::of(stored, Bucket::KIND, &bucket.name, configuration)
        .named(&bucket.name)
        .arn(format!("arn:{partition}:s3:::{}", bucket.name))
        .region(&bucket.region)
        .created(bucket.created_at)
        // Config has it as text.
        .with("AccessControlList", Value::String(acl.to_string()))
        .with("BucketAccelerateConfiguration", json!({"status": null}))
        .with(
            "BucketLoggingConfiguration",
            json!({
                "destinationBucketName": bucket.logging.as_ref().map(|logging| &logging.bucket),
                "logFilePrefix": bucket.logging.as_ref().map(|logging| &logging.prefix),
            }),
        )
        .with("BucketNotificationConfiguration", notifications(bucket.notifications.as_ref()))
        .with("BucketPolicy", json!({"policyText": bucket.policy}))
        .with("BucketVersioningConfiguration", json!({"status": versioning(bucket.versioning), "isMfaDeleteEnabled": null}))
        .with("IsRequesterPaysEnabled", json!(false))
        .with("ServerSideEncryptionConfiguration", encryption(bucket))
        .with("OwnershipControls", json!({"rules": [{"objectOwnership": "BucketOwnerEnforced"}]}));
    if let Some(block) = bucket.block {
        described = described.with(
            "PublicAccessBlockConfiguration",
            json!({
                "blockPublicAcls": block.public_acls,
                "ignorePublicAcls": block.ignore_acls,
                "blockPublicPolicy": block.public_policy,
                "restrictPublicBuckets": block.restrict,
            }),
        );
    }
    if let Some(rules) = &bucket.lifecycle {
        let rules: Vec<Value> = rules.iter().map(rule).collect();
        described = described.with("BucketLifecycleConfiguration", json!({"rules": rules}));
    }
    if !stored.tags.is_empty() {
        let tags: Map<String, Value> = stored.tags.iter().map(|(key, value)| (key.clone(), json!(value))).collect();
        described = described.with("BucketTaggingConfiguration", json!({"tagSets": [{"tags": tags}]}));
    }
    if let Some(lock) = &bucket.lock {
        described = described.with("ObjectLockConfiguration", object_lock(lock));
    }
    if let Some(key) = bucket.encryption.as_ref().and_then(|e| e.key.as_ref()) {
        let id = key.rsplit_once('/').map_or(key.as_str(), |(_, id)| id);
        described = described.related(Relationship::to("Is encrypted with KmsKey", "AWS::KMS::Key", id));
    }
    described
}

fn versioning(versioning: Versioning) -> &'static str {
    match versioning {
        Versioning::Off => "Off",
        Versioning::Enabled => "Enabled",
        Versioning::Suspended => "Suspended",
    }
}

/// What new objects are encrypted with: SSE-S3 where nothing was set.
fn encryption(bucket: &Bucket) -> Value {
    let set = bucket.encryption.as_ref();
    let algorithm = if set.is_some_and(|e| e.kms) { "aws:kms" } else { "AES256" };
    let key = set.and_then(|e| e.key.as_ref());
    json!({"rules": [{
        "applyServerSideEncryptionByDefault": {"sseAlgorithm": algorithm, "kmsMasterKeyID": key},
        "bucketKeyEnabled": set.is_some_and(|e| e.bucket_key),
    }]})
}

fn notifications(set: Option<&Notifications>) -> Value {
    let Some(set) = set else { return json!({"configurations": {}}) };
    let mut configurations = Map::new();
    for rule in &set.rules {
        let (kind, name) = match rule.kind {
            DestinationKind::Queue => ("queueARN", "QueueConfiguration"),
            DestinationKind::Topic => ("topicARN", "TopicConfiguration"),
            DestinationKind::Function => ("functionARN", "LambdaConfiguration"),
        };
        let mut filters = Vec::new();
        filters.extend(rule.prefix.as_ref().map(|prefix| json!({"name": "prefix", "value": prefix})));
        filters.extend(rule.suffix.as_ref().map(|suffix| json!({"name": "suffix", "value": suffix})));
        let filter = (!filters.is_empty()).then(|| json!({"s3KeyFilter": {"filterRules": filters}}));
        configurations.insert(
            rule.id.clone(),
            json!({"type": name, kind: rule.arn, "events": rule.events, "objectPrefixes": [], "filter": filter}),
        );
    }
    json!({"configurations": configurations, "eventBridgeConfiguration": set.event_bridge.then(|| json!({}))})
}

fn rule(rule: &Rule) -> Value {
    json!({
        "id": rule.id,
        "status": if rule.enabled { "Enabled" } else { "Disabled" },
        "prefix": rule.prefix,
        "filter": {"predicate": {
            "prefix": rule.prefix,
            "tags": rule.tags.iter().map(|(key, value)| json!({"key": key, "value": value})).collect::<Vec<_>>(),
            "objectSizeGreaterThan": rule.larger,
            "objectSizeLessThan": rule.smaller,
        }},
        "expirationInDays": rule.days.unwrap_or(-1),
        "expirationDate": rule.date.map(time),
        "expiredObjectDeleteMarker": rule.markers.unwrap_or(false),
        "noncurrentVersionExpirationInDays": rule.noncurrent_days.unwrap_or(-1),
        "newerNoncurrentVersions": rule.newer_noncurrent,
        "abortIncompleteMultipartUpload": rule.abort_days.map(|days| json!({"daysAfterInitiation": days})),
    })
}

fn object_lock(lock: &Lock) -> Value {
    let rule = lock.default.as_ref().map(|default| {
        let mode = match default.mode {
            Mode::Governance => "GOVERNANCE",
            Mode::Compliance => "COMPLIANCE",
        };
        json!({"defaultRetention": {"mode": mode, "days": default.days, "years": default.years}})
    });
    json!({"objectLockEnabled": "Enabled", "rule": rule})
}
