//! What happens to objects, told to those who asked for it: as events of EventBridge in the commit of the change, and as notifications that are
//! queued in it and delivered by `deliveries`.
//!
//! Forms: <https://docs.aws.amazon.com/AmazonS3/latest/userguide/notification-content-structure.html> and
//! <https://docs.aws.amazon.com/AmazonS3/latest/userguide/ev-events.html>.

use plane::ports::ServiceCaller;
use plane::{Call, Failure, PrincipalKind, Stored, Transaction};
use serde_json::{Map, Value, json};

use crate::names::{canonical_id, form_encoded};
use crate::notifications::{DestinationKind, NotificationRule};
use crate::resources::{Bucket, Entry, Notification, Versioning};

/// What happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    Put,
    Copy,
    CompleteMultipartUpload,
    /// A version is gone for good.
    Delete,
    /// A delete marker is the newest version now.
    DeleteMarkerCreated,
    TagsPut,
    TagsDeleted,
}

/// Something that happened to an object.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happening<'a> {
    pub(crate) what: What,
    pub(crate) key: &'a str,
    /// Where there are versions.
    pub(crate) version: Option<&'a str>,
    pub(crate) etag: Option<&'a str>,
    pub(crate) size: Option<u64>,
    /// Orders what happens to one key.
    pub(crate) order: u64,
}

impl<'a> Happening<'a> {
    /// Something that happened to a version that is there.
    pub(crate) fn of(what: What, bucket: &Bucket, entry: &'a Entry) -> Self {
        Self {
            what,
            key: &entry.key,
            version: (bucket.versioning != Versioning::Off).then_some(entry.version.as_str()),
            etag: (!entry.marker).then_some(entry.etag.as_str()),
            size: (!entry.marker).then_some(entry.size),
            order: entry.order,
        }
    }

    /// The end of a version.
    pub(crate) fn gone(bucket: &Bucket, entry: &'a Entry, at: wire::Timestamp) -> Self {
        let order = u64::try_from(at.as_nanosecond()).unwrap_or(0).max(entry.order);
        Self { etag: None, size: None, order, ..Self::of(What::Delete, bucket, entry) }
    }

    /// The name of the notification. What the plane removes by itself, it removes because a lifecycle rule says so.
    fn name(&self, by_rule: bool) -> &'static str {
        match self.what {
            What::Put => "s3:ObjectCreated:Put",
            What::Copy => "s3:ObjectCreated:Copy",
            What::CompleteMultipartUpload => "s3:ObjectCreated:CompleteMultipartUpload",
            What::Delete if by_rule => "s3:LifecycleExpiration:Delete",
            What::Delete => "s3:ObjectRemoved:Delete",
            What::DeleteMarkerCreated if by_rule => "s3:LifecycleExpiration:DeleteMarkerCreated",
            What::DeleteMarkerCreated => "s3:ObjectRemoved:DeleteMarkerCreated",
            What::TagsPut => "s3:ObjectTagging:Put",
            What::TagsDeleted => "s3:ObjectTagging:Delete",
        }
    }

    fn detail_type(&self) -> &'static str {
        match self.what {
            What::Put | What::Copy | What::CompleteMultipartUpload => "Object Created",
            What::Delete | What::DeleteMarkerCreated => "Object Deleted",
            What::TagsPut => "Object Tags Added",
            What::TagsDeleted => "Object Tags Deleted",
        }
    }

    fn reason(&self, by_rule: bool) -> Option<&'static str> {
        Some(match self.what {
            What::Put => "PutObject",
            What::Copy => "CopyObject",
            What::CompleteMultipartUpload => "CompleteMultipartUpload",
            What::Delete | What::DeleteMarkerCreated if by_rule => "Lifecycle Expiration",
            What::Delete | What::DeleteMarkerCreated => "DeleteObject",
            What::TagsPut | What::TagsDeleted => return None,
        })
    }

    fn sequencer(&self) -> String {
        format!("{:018X}", self.order)
    }

    /// The detail of the event for EventBridge.
    fn detail(&self, bucket: &Bucket, by: &By) -> Value {
        let mut object = Map::new();
        object.insert("key".to_owned(), json!(self.key));
        for (name, value) in [
            ("size", self.size.map(Value::from)),
            ("etag", self.etag.map(Value::from)),
            ("version-id", self.version.map(Value::from)),
        ] {
            object.extend(value.map(|value| (name.to_owned(), value)));
        }
        if !matches!(self.what, What::TagsPut | What::TagsDeleted) {
            object.insert("sequencer".to_owned(), json!(self.sequencer()));
        }
        let mut detail = Map::new();
        detail.insert("version".to_owned(), json!("0"));
        detail.insert("bucket".to_owned(), json!({"name": bucket.name}));
        detail.insert("object".to_owned(), Value::Object(object));
        detail.insert("request-id".to_owned(), json!(by.request_id));
        detail.insert("requester".to_owned(), json!(by.requester));
        let deletion = match self.what {
            What::Delete => Some("Permanently Deleted"),
            What::DeleteMarkerCreated => Some("Delete Marker Created"),
            _ => None,
        };
        for (name, value) in
            [("source-ip-address", by.source_ip.as_deref()), ("reason", self.reason(by.rule)), ("deletion-type", deletion)]
        {
            detail.extend(value.map(|value| (name.to_owned(), json!(value))));
        }
        Value::Object(detail)
    }

    /// The message for a destination.
    fn message(&self, bucket: &Bucket, partition: &str, by: &By, rule: &NotificationRule) -> Value {
        let mut object = Map::new();
        object.insert("key".to_owned(), json!(form_encoded(self.key)));
        for (name, value) in [
            ("size", self.size.map(Value::from)),
            ("eTag", self.etag.map(Value::from)),
            ("versionId", self.version.map(Value::from)),
        ] {
            object.extend(value.map(|value| (name.to_owned(), value)));
        }
        object.insert("sequencer".to_owned(), json!(self.sequencer()));
        let name = self.name(by.rule);
        json!({"Records": [{
            "eventVersion": if matches!(self.what, What::TagsPut | What::TagsDeleted) || by.rule { "2.3" } else { "2.1" },
            "eventSource": "aws:s3",
            "awsRegion": bucket.region,
            "eventTime": by.time,
            "eventName": name.strip_prefix("s3:").unwrap_or(name),
            "userIdentity": {"principalId": by.principal_id},
            "requestParameters": {"sourceIPAddress": by.source_ip.as_deref().unwrap_or("s3.amazonaws.com")},
            "responseElements": {"x-amz-request-id": by.request_id, "x-amz-id-2": wire::s3_host_id(&by.request_id)},
            "s3": {
                "s3SchemaVersion": "1.0",
                "configurationId": rule.id,
                "bucket": {
                    "name": bucket.name,
                    "ownerIdentity": {"principalId": canonical_id(&bucket.owner)},
                    "arn": bucket.arn(partition),
                },
                "object": object,
            },
        }]})
    }
}

/// Who did it, when, and how.
struct By {
    request_id: String,
    /// Account, or service.
    requester: String,
    principal_id: String,
    source_ip: Option<String>,
    time: String,
    /// Whether a lifecycle rule did it.
    rule: bool,
}

impl By {
    fn of(call: &Call, what: What) -> Self {
        let principal = &call.principal;
        let service = principal.kind == PrincipalKind::AwsService;
        Self {
            request_id: call.request_id.simple().to_string().to_uppercase(),
            requester: if service { principal.arn.clone() } else { principal.account.clone() },
            principal_id: match principal.kind {
                PrincipalKind::Anonymous => "Anonymous".to_owned(),
                PrincipalKind::AwsService => principal.arn.clone(),
                _ => format!("AWS:{}", principal.principal_id),
            },
            source_ip: call.source_ip.map(|ip| ip.to_string()),
            time: call.time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
            rule: service && matches!(what, What::Delete | What::DeleteMarkerCreated),
        }
    }
}

/// Who delivers: S3, for a bucket.
pub(crate) fn caller(bucket_arn: &str, owner: &str) -> ServiceCaller {
    ServiceCaller {
        principal: "s3.amazonaws.com".to_owned(),
        source_arn: bucket_arn.to_owned(),
        source_account: owner.to_owned(),
    }
}

/// Tells what happened, in the commit of what happened.
pub(crate) fn announce(tx: &mut Transaction<'_>, bucket: &Bucket, happening: &Happening<'_>) -> Result<(), Failure> {
    let Some(notifications) = &bucket.notifications else { return Ok(()) };
    let plane = tx.plane();
    let (partition, call) = (plane.settings.partition.as_str(), tx.call());
    let by = By::of(call, happening.what);
    if notifications.event_bridge {
        let detail = happening.detail(bucket, &by);
        let resources = [bucket.arn(partition)];
        plane::events::publish(tx, &bucket.owner, &bucket.region, "aws.s3", happening.detail_type(), &resources, &detail);
    }
    let name = happening.name(by.rule);
    for rule in notifications.rules.iter().filter(|rule| rule.wants(name, happening.key)) {
        let body = happening.message(bucket, partition, &by, rule).to_string();
        queue(tx, bucket, rule.kind, &rule.arn, body)?;
    }
    Ok(())
}

/// Queues a message for a destination.
fn queue(tx: &mut Transaction<'_>, bucket: &Bucket, kind: DestinationKind, arn: &str, body: String) -> Result<(), Failure> {
    let now = tx.call().time.as_millisecond();
    let notification = Notification {
        kind,
        arn: arn.to_owned(),
        body,
        caller_arn: bucket.arn(&tx.plane().settings.partition),
        since: now,
        due_at: now,
        attempts: 0,
    };
    let id = tx.plane().ids.uuid().simple().to_string();
    tx.put(&Stored::new(&bucket.owner, &bucket.region, id, notification))
}

/// What a queue or topic is sent when a bucket is set to notify it.
pub(crate) fn test_message(bucket: &Bucket, call: &Call) -> String {
    let request_id = call.request_id.simple().to_string().to_uppercase();
    json!({
        "Service": "Amazon S3",
        "Event": "s3:TestEvent",
        "Time": call.time.strftime("%Y-%m-%dT%H:%M:%S.%3fZ").to_string(),
        "Bucket": bucket.name,
        "RequestId": request_id,
        "HostId": wire::s3_host_id(&request_id),
    })
    .to_string()
}
