//! What a bucket says of itself. AWS Config keeps it in the supplementary configuration, CloudFormation in properties of other names.

use policy::{Effect, Operator, Quantifier, Statement};
use serde_json::Value;

use crate::check::{Check, elements, expect, list_of, no, skip, text_of, yes};
use crate::policies::{self, concerns, covers, names_everybody};
use crate::{Item, Verdict, json};

pub(super) fn policy<'a>(c: &Check<'a>) -> Option<&'a Value> {
    let whole = c.extra("BucketPolicy")?;
    match whole {
        // AWS Config keeps the text in a member, which is null where there is no policy.
        Value::Object(members) if json::member(members, "policyText").is_some() => json::at(whole, "policyText"),
        Value::Object(members) if members.is_empty() => None,
        document => Some(document),
    }
}

fn versioning_of<'a>(c: &Check<'a>) -> Option<&'a Value> {
    c.extra("BucketVersioningConfiguration").or_else(|| c.at("VersioningConfiguration"))
}

pub(super) fn versioning_on(c: &Check<'_>) -> bool {
    versioning_of(c).and_then(|v| text_of(v, "status")).is_some_and(|status| status.eq_ignore_ascii_case("Enabled"))
}

pub(super) fn mfa_delete(c: &Check<'_>) -> bool {
    versioning_of(c).is_some_and(|versioning| {
        crate::check::flag_of(versioning, "isMfaDeleteEnabled")
            || text_of(versioning, "mfaDelete").is_some_and(|on| on.eq_ignore_ascii_case("Enabled"))
    })
}

pub(super) fn versioning(c: &Check<'_>) -> Verdict {
    if !versioning_on(c) {
        return no("Versioning is not enabled.");
    }
    match c.parameters.text("isMfaDeleteEnabled") {
        Some(wanted) => expect(wanted.eq_ignore_ascii_case("true") == mfa_delete(c), "MFA delete is not as the parameter says."),
        None => yes(),
    }
}

/// Default encryption: algorithm and key of the first rule.
fn default_encryption<'a>(c: &Check<'a>) -> Option<(&'a str, Option<&'a str>)> {
    let rules = match c.extra("ServerSideEncryptionConfiguration") {
        Some(Value::Array(rules)) => rules.as_slice(),
        Some(other) => list_of(other, "rules"),
        None => c.list("BucketEncryption.ServerSideEncryptionConfiguration"),
    };
    let rule = rules.first()?;
    let default =
        json::at(rule, "applyServerSideEncryptionByDefault").or_else(|| json::at(rule, "serverSideEncryptionByDefault"))?;
    Some((text_of(default, "sseAlgorithm")?, text_of(default, "kmsMasterKeyID")))
}

pub(super) fn encrypted(c: &Check<'_>) -> Verdict {
    if default_encryption(c).is_some() {
        return yes();
    }
    let policy = match policies::of_resource(policy(c)) {
        Ok(policy) => policy,
        Err(verdict) => return verdict,
    };
    let denies = policy.is_some_and(|policy| policy.statements().iter().any(denies_plain_uploads));
    expect(denies, "The bucket neither encrypts by default nor denies uploads without encryption.")
}

/// `Deny s3:PutObject` to everybody unless the request asks for encryption.
fn denies_plain_uploads(statement: &Statement) -> bool {
    const HEADER: &str = "s3:x-amz-server-side-encryption";
    statement.effect() == Effect::Deny
        && names_everybody(statement)
        && statement.covers_action("s3:PutObject")
        && statement.conditions().iter().any(|condition| {
            condition.lower_key() == HEADER
                && match condition.operator() {
                    Operator::Null => condition.values().all(|value| value == "true"),
                    Operator::StringNotEquals => !condition.if_exists(),
                    _ => false,
                }
        })
}

pub(super) fn encrypted_by_kms(c: &Check<'_>) -> Verdict {
    match default_encryption(c) {
        Some((algorithm, key)) if algorithm.starts_with("aws:kms") => {
            let keys = c.parameters.list("kmsKeyArns");
            expect(crate::check::allows(keys, key), "The default encryption uses another KMS key.")
        }
        Some(_) => no("The default encryption uses no KMS key."),
        None => no("The bucket does not encrypt by default."),
    }
}

/// The bucket that gets the access logs of a bucket, and their prefix.
pub(in crate::managed) fn access_logs<'i>(item: &'i Item<'_>) -> Option<(&'i str, Option<&'i str>)> {
    let logging = item
        .supplementary("BucketLoggingConfiguration")
        .or_else(|| json::at(item.configuration(), "BucketLoggingConfiguration"))
        .or_else(|| json::at(item.configuration(), "LoggingConfiguration"))?;
    let bucket = text_of(logging, "destinationBucketName").or_else(|| text_of(logging, "targetBucket"))?;
    Some((bucket, text_of(logging, "logFilePrefix").or_else(|| text_of(logging, "targetPrefix"))))
}

pub(super) fn logging(c: &Check<'_>) -> Verdict {
    let Some((bucket, prefix)) = access_logs(c.item) else { return no("Access is not logged.") };
    if c.parameters.text("targetBucket").is_some_and(|wanted| wanted != bucket) {
        return no(format!("Access is logged to the bucket {bucket}."));
    }
    let other_prefix = c.parameters.text("targetPrefix").is_some_and(|wanted| Some(wanted) != prefix);
    expect(!other_prefix, "Access is logged under another prefix.")
}

pub(super) fn lock(c: &Check<'_>) -> Verdict {
    let mode = c
        .extra("ObjectLockConfiguration.rule.defaultRetention.mode")
        .or_else(|| c.extra("ObjectLockConfiguration.objectLockConfiguration.rule.defaultRetention.mode"))
        .and_then(json::text);
    match (mode, c.parameters.text("mode")) {
        (None, _) => no("Object lock has no default retention."),
        (Some(mode), Some(wanted)) => {
            expect(mode.eq_ignore_ascii_case(wanted), format!("The default retention is in mode {mode}."))
        }
        (Some(_), None) => yes(),
    }
}

/// `Deny s3:*` to everybody on the bucket and its objects when the request has no TLS.
pub(super) fn tls_only(c: &Check<'_>) -> Verdict {
    let policy = match policies::of_resource(policy(c)) {
        Ok(Some(policy)) => policy,
        Ok(None) => return no("There is no bucket policy that denies requests without TLS."),
        Err(verdict) => return verdict,
    };
    let arn = format!("arn:aws:s3:::{}", c.name());
    let object = format!("{arn}/any/key");
    let denies = |resource: &str| {
        policy.statements().iter().any(|statement| denies_plain(statement) && concerns_in_any_partition(statement, resource))
    };
    expect(
        denies(&arn) && denies(&object),
        "The bucket policy does not deny all requests without TLS to the bucket and its objects.",
    )
}

fn concerns_in_any_partition(statement: &Statement, resource: &str) -> bool {
    ["arn:aws:", "arn:aws-cn:", "arn:aws-us-gov:"]
        .iter()
        .any(|partition| concerns(statement, &resource.replacen("arn:aws:", partition, 1)))
}

fn denies_plain(statement: &Statement) -> bool {
    let [condition] = statement.conditions() else { return false };
    statement.effect() == Effect::Deny
        && names_everybody(statement)
        && !statement.actions().is_negated()
        && statement.actions().iter().any(|action| covers(action, "s3:*"))
        && condition.lower_key() == "aws:securetransport"
        && condition.operator() == Operator::Bool
        && condition.quantifier() == Quantifier::None
        && condition.values().all(|value| value == "false")
}

/// Enabled replication rules' destinations, as ARNs of buckets.
fn destinations<'a>(c: &Check<'a>) -> Vec<&'a str> {
    let Some(replication) = c.extra("BucketReplicationConfiguration").or_else(|| c.at("ReplicationConfiguration")) else {
        return Vec::new();
    };
    let rules: Vec<&Value> = match json::at(replication, "rules") {
        // AWS Config keeps them by id, everybody else in a list.
        Some(Value::Object(by_id)) => by_id.values().collect(),
        Some(list) => elements(list).iter().collect(),
        None => Vec::new(),
    };
    rules
        .into_iter()
        .filter(|rule| text_of(rule, "status").is_some_and(|status| status.eq_ignore_ascii_case("Enabled")))
        .filter_map(|rule| text_of(rule, "destinationConfig.bucketARN").or_else(|| text_of(rule, "destination.bucket")))
        .collect()
}

/// A destination is in the same region if there is a bucket of its name here: which region another one is in, an item does not say.
pub(super) fn replicated(c: &Check<'_>, wanted: Option<&str>) -> Verdict {
    let destinations = destinations(c);
    if destinations.is_empty() {
        return no("No enabled rule replicates the bucket.");
    }
    let Some(wanted) = wanted else { return yes() };
    let cross = wanted.eq_ignore_ascii_case("CROSS-REGION");
    let fits = destinations.iter().any(|arn| {
        let name = arn.rsplit(':').next().unwrap_or(arn);
        let here = c.any(super::BUCKET, |other| {
            (other.resource_name == Some(name) || other.resource_id == name)
                && (c.item.region.is_empty() || other.region == c.item.region)
        });
        here != cross
    });
    expect(
        fits,
        if cross {
            "The bucket is replicated within its region only."
        } else {
            "The bucket is not replicated within its region."
        },
    )
}

/// The bucket's notifications: event types and destination.
fn notifications<'a>(c: &Check<'a>) -> Vec<(Vec<&'a str>, &'a str)> {
    let Some(all) = c.extra("BucketNotificationConfiguration").or_else(|| c.at("NotificationConfiguration")) else {
        return Vec::new();
    };
    let mut found: Vec<&Value> = Vec::new();
    if let Some(Value::Object(by_name)) = json::at(all, "configurations") {
        found.extend(by_name.values());
    }
    for list in ["topicConfigurations", "queueConfigurations", "lambdaConfigurations", "lambdaFunctionConfigurations"] {
        found.extend(list_of(all, list));
    }
    found
        .into_iter()
        .filter_map(|one| {
            let target = ["queueARN", "topicARN", "functionARN", "queue", "topic", "function", "lambdaFunctionArn"]
                .iter()
                .find_map(|name| text_of(one, name))?;
            let mut events: Vec<&str> = list_of(one, "events").iter().filter_map(json::text).collect();
            events.extend(text_of(one, "event"));
            Some((events, target))
        })
        .collect()
}

pub(super) fn notifies(c: &Check<'_>) -> Verdict {
    let all = notifications(c);
    let bridge = c
        .extra("BucketNotificationConfiguration.eventBridgeConfiguration")
        .or_else(|| c.at("NotificationConfiguration.EventBridgeConfiguration"));
    if all.is_empty() && bridge.is_none() {
        return no("The bucket notifies nobody.");
    }
    let types = c.parameters.list("eventTypes");
    let target = c.parameters.text("destinationArn");
    if types.is_empty() && target.is_none() {
        return yes();
    }
    let fits = all.iter().any(|(events, to)| {
        target.is_none_or(|wanted| wanted == *to) && types.iter().all(|wanted| events.iter().any(|event| covers(event, wanted)))
    });
    expect(fits, "No notification has the event types and the destination that are required.")
}

/// Whether the rule's list of buckets, if there is one, does not name this.
pub(super) fn is_out_of(c: &Check<'_>, parameter: &str) -> Option<Verdict> {
    (!c.parameters.list(parameter).is_empty() && !c.is_listed(parameter)).then(|| skip("The rule is about other buckets."))
}
