//! Rules on trails and event data stores.

use serde_json::Value;

use super::s3;
use crate::check::{Check, expect, flag_of, list_of, no, of, same_resource, skip, text_of, yes};
use crate::parameter::{
    Parameter as P,
    ParameterKind::{Boolean, Csv, Int, Text},
};
use crate::rule::ACCOUNT;
use crate::{Item, Rule, Verdict, json};

const TRAIL: &str = "AWS::CloudTrail::Trail";
const TRAILS: &[&str] = &[TRAIL];
const STORES: &[&str] = &["AWS::CloudTrail::EventDataStore"];
const ON_ACCOUNT: &[&str] = &[ACCOUNT];

pub(super) const RULES: &[Rule] = &[
    Rule::periodic(
        "CLOUD_TRAIL_ENABLED",
        ON_ACCOUNT,
        "Some trail logs, to the bucket, topic and log group given, if they are.",
        |c| expect(c.any(TRAIL, |trail| is_logging(trail) && delivers(c, trail)), "No trail that is as required is logging."),
    )
    .takes(&[P::optional("s3BucketName", Text), P::optional("snsTopicArn", Text), P::optional("cloudWatchLogsLogGroupArn", Text)])
    .reading(TRAILS),
    Rule::periodic(
        "MULTI_REGION_CLOUD_TRAIL_ENABLED",
        ON_ACCOUNT,
        "Some trail logs the management events of all regions, as the parameters say.",
        multi_region,
    )
    .takes(&[
        P::optional("s3BucketName", Text),
        P::optional("snsTopicArn", Text),
        P::optional("cloudWatchLogsLogGroupArn", Text),
        P::optional("includeManagementEvents", Boolean),
        P::optional("readWriteType", Text).one_of(&["ALL", "ReadOnly", "WriteOnly"]),
    ])
    .reading(TRAILS),
    Rule::periodic(
        "CLOUDTRAIL_SECURITY_TRAIL_ENABLED",
        ON_ACCOUNT,
        "Some trail logs all management events of all regions, encrypted with a KMS key and with log file validation.",
        |c| {
            let fits = |trail: &Item<'_>| {
                is_logging(trail)
                    && is_multi_region(trail)
                    && flag_of(trail.configuration(), "includeGlobalServiceEvents")
                    && validates(trail)
                    && key(trail).is_some()
                    && logs_management(trail, "ReadOnly")
                    && logs_management(trail, "WriteOnly")
            };
            expect(c.any(TRAIL, fits), "No trail follows the best practices for security.")
        },
    )
    .reading(TRAILS),
    Rule::periodic(
        "CLOUD_TRAIL_CLOUD_WATCH_LOGS_ENABLED",
        TRAILS,
        "The trail sends events to CloudWatch Logs, and has done so within the hours given, if they are.",
        |c| {
            if !is_logging(c.item) {
                return no("The trail does not log.");
            }
            if c.text("cloudWatchLogsLogGroupArn").is_none() {
                return no("The trail sends nothing to CloudWatch Logs.");
            }
            let Some(hours) = c.parameters.int("expectedDeliveryWindowAge") else { return yes() };
            let last = status(c.item, "latestCloudWatchLogsDeliveryTime").and_then(json::time);
            let fresh = last.is_some_and(|last| c.context.now.duration_since(last).as_hours() <= hours);
            expect(fresh, "The last delivery to CloudWatch Logs is too long ago.")
        },
    )
    .takes(&[P::optional("expectedDeliveryWindowAge", Int)]),
    Rule::periodic("CLOUD_TRAIL_ENCRYPTION_ENABLED", TRAILS, "The trail encrypts its files with a KMS key.", |c| {
        expect(key(c.item).is_some(), "The trail uses no KMS key.")
    }),
    Rule::periodic("CLOUD_TRAIL_LOG_FILE_VALIDATION_ENABLED", TRAILS, "The trail makes digest files.", |c| {
        expect(validates(c.item), "The trail makes no digest files.")
    }),
    Rule::periodic(
        "CLOUDTRAIL_S3_DATAEVENTS_ENABLED",
        ON_ACCOUNT,
        "Some trail logs the data events of all buckets, or of those given.",
        |c| {
            let wanted: Vec<&str> =
                c.parameters.text("S3BucketNames").map(|names| names.split(',').map(str::trim).collect()).unwrap_or_default();
            let covered = |bucket: Option<&str>| {
                c.any(TRAIL, |trail| {
                    is_logging(trail) && logs_objects(trail, "ReadOnly", bucket) && logs_objects(trail, "WriteOnly", bucket)
                })
            };
            let all = if wanted.is_empty() { covered(None) } else { wanted.iter().all(|bucket| covered(Some(bucket))) };
            expect(all, "No trail logs the data events of all buckets that it should.")
        },
    )
    .takes(&[P::optional("S3BucketNames", Text)])
    .reading(TRAILS),
    Rule::periodic(
        "CLOUDTRAIL_ALL_READ_S3_DATA_EVENT_CHECK",
        ON_ACCOUNT,
        "Some trail of all regions logs the reads of all objects.",
        |c| {
            let fits = |trail: &Item<'_>| is_logging(trail) && is_multi_region(trail) && logs_objects(trail, "ReadOnly", None);
            expect(c.any(TRAIL, fits), "No trail of all regions logs the reads of all objects.")
        },
    )
    .reading(TRAILS),
    Rule::periodic(
        "CLOUDTRAIL_ALL_WRITE_S3_DATA_EVENT_CHECK",
        ON_ACCOUNT,
        "Some trail of all regions logs the writes of all objects.",
        |c| {
            let fits = |trail: &Item<'_>| is_logging(trail) && is_multi_region(trail) && logs_objects(trail, "WriteOnly", None);
            expect(c.any(TRAIL, fits), "No trail of all regions logs the writes of all objects.")
        },
    )
    .reading(TRAILS),
    Rule::periodic("CLOUDTRAIL_S3_BUCKET_ACCESS_LOGGING", TRAILS, "Access to the trail's bucket is logged.", |c| {
        with_bucket(c, |bucket| expect(s3::access_logs(bucket).is_some(), "Access to the trail's bucket is not logged."))
    })
    .reading(&[s3::BUCKET]),
    Rule::periodic(
        "CLOUDTRAIL_S3_BUCKET_PUBLIC_ACCESS_PROHIBITED",
        TRAILS,
        "The trail's bucket is not open to everybody.",
        |c| {
            with_bucket(c, |bucket| {
                let check = Check { item: bucket, parameters: c.parameters, context: c.context };
                s3::exposed(&check).map_or_else(yes, |why| no(format!("Of the trail's bucket: {why}")))
            })
        },
    )
    .reading(&[s3::BUCKET, s3::ACCOUNT_BLOCK, ACCOUNT]),
    Rule::change(
        "CLOUDTRAIL_EVENT_DATA_STORE_MULTI_REGION",
        STORES,
        "The event data store collects the events of all regions.",
        |c| expect(c.flag("multiRegionEnabled"), "The event data store collects the events of one region."),
    ),
    Rule::periodic(
        "EVENT_DATA_STORE_CMK_ENCRYPTION_ENABLED",
        STORES,
        "The event data store is encrypted with a customer's KMS key, one of those given, if any are.",
        |c| match c.text("kmsKeyId") {
            Some(key) => expect(
                crate::check::allows(c.parameters.list("kmsKeyArns"), Some(key)),
                "The event data store uses another KMS key.",
            ),
            None => no("The event data store uses no KMS key of the customer's."),
        },
    )
    .takes(&[P::optional("kmsKeyArns", Csv)]),
];

/// A member of the trail's status.
fn status<'i>(trail: &'i Item<'_>, name: &str) -> Option<&'i Value> {
    let configuration = trail.configuration();
    let apart = trail.supplementary("TrailStatus").or_else(|| of(configuration, "trailStatus"));
    apart.and_then(|status| of(status, name)).or_else(|| of(configuration, name))
}

/// Whether a trail logs. AWS Config's own items do not say so: those of a trail that is there count as logging.
fn is_logging(trail: &Item<'_>) -> bool {
    status(trail, "isLogging").is_none_or(json::is_true)
}

fn is_multi_region(trail: &Item<'_>) -> bool {
    flag_of(trail.configuration(), "isMultiRegionTrail")
}

fn validates(trail: &Item<'_>) -> bool {
    let configuration = trail.configuration();
    flag_of(configuration, "logFileValidationEnabled") || flag_of(configuration, "enableLogFileValidation")
}

fn key<'i>(trail: &'i Item<'_>) -> Option<&'i str> {
    text_of(trail.configuration(), "kmsKeyId")
}

/// Whether a trail delivers to where the parameters say.
fn delivers(c: &Check<'_>, trail: &Item<'_>) -> bool {
    let configuration = trail.configuration();
    let is = |parameter: &str, members: &[&str]| {
        c.parameters.text(parameter).is_none_or(|wanted| {
            members.iter().filter_map(|name| text_of(configuration, name)).any(|have| same_resource(wanted, have))
        })
    };
    is("s3BucketName", &["s3BucketName"])
        && is("snsTopicArn", &["snsTopicARN", "snsTopicName"])
        && is("cloudWatchLogsLogGroupArn", &["cloudWatchLogsLogGroupArn"])
}

fn multi_region(c: &Check<'_>) -> Verdict {
    let wanted = c.parameters.text("readWriteType");
    let management = c.parameters.flag("includeManagementEvents");
    let fits = |trail: &Item<'_>| {
        let logs = |kind| logs_management(trail, kind);
        let as_wanted = match wanted.map(str::to_ascii_lowercase).as_deref() {
            Some("readonly") => logs("ReadOnly"),
            Some("writeonly") => logs("WriteOnly"),
            _ => logs("ReadOnly") && logs("WriteOnly"),
        };
        is_logging(trail)
            && is_multi_region(trail)
            && delivers(c, trail)
            && (as_wanted || (management == Some(false) && wanted.is_none()))
    };
    expect(c.any(TRAIL, fits), "No trail of all regions that is as required is logging.")
}

fn selectors<'i>(trail: &'i Item<'_>, name: &str) -> &'i [Value] {
    match trail.supplementary(name) {
        Some(list) => crate::check::elements(list),
        None => list_of(trail.configuration(), name),
    }
}

/// Whether a selector's read and write type takes in another: `All` does, and so does none.
fn takes(have: Option<&str>, wanted: &str) -> bool {
    have.is_none_or(|have| have.eq_ignore_ascii_case("All") || have.eq_ignore_ascii_case(wanted))
}

/// Whether a trail logs management events that only read, or that write. A trail without selectors logs all.
fn logs_management(trail: &Item<'_>, kind: &str) -> bool {
    let simple = selectors(trail, "eventSelectors");
    let advanced = selectors(trail, "advancedEventSelectors");
    if simple.is_empty() && advanced.is_empty() {
        return true;
    }
    simple.iter().any(|selector| {
        of(selector, "includeManagementEvents").is_none_or(json::is_true) && takes(text_of(selector, "readWriteType"), kind)
    }) || advanced.iter().any(|selector| {
        of_category(selector, "Management")
            && reads_fit(selector, kind)
            && has_only(selector, &["eventCategory", "readOnly", "eventSource"])
    })
}

fn fields(selector: &Value) -> &[Value] {
    list_of(selector, "fieldSelectors")
}

fn equal_to(selector: &Value, field: &str, wanted: &str) -> bool {
    fields(selector)
        .iter()
        .any(|f| text_of(f, "field") == Some(field) && list_of(f, "equals").iter().any(|value| value.as_str() == Some(wanted)))
}

fn of_category(selector: &Value, category: &str) -> bool {
    equal_to(selector, "eventCategory", category)
}

fn has_only(selector: &Value, names: &[&str]) -> bool {
    fields(selector).iter().all(|f| text_of(f, "field").is_some_and(|name| names.contains(&name)))
}

fn reads_fit(selector: &Value, kind: &str) -> bool {
    let about = fields(selector).iter().any(|f| text_of(f, "field") == Some("readOnly"));
    !about || equal_to(selector, "readOnly", if kind == "ReadOnly" { "true" } else { "false" })
}

/// Whether a trail logs reads or writes of the objects of all buckets, or of one.
fn logs_objects(trail: &Item<'_>, kind: &str, bucket: Option<&str>) -> bool {
    let simple = selectors(trail, "eventSelectors").iter().any(|selector| {
        takes(text_of(selector, "readWriteType"), kind)
            && list_of(selector, "dataResources").iter().any(|resource| {
                text_of(resource, "type") == Some("AWS::S3::Object")
                    && list_of(resource, "values").iter().filter_map(Value::as_str).any(|value| {
                        let name = value.rsplit(':').next().unwrap_or(value);
                        matches!(value, "arn:aws:s3" | "arn:aws:s3:::")
                            || bucket.is_some_and(|bucket| name == bucket || name.strip_suffix('/') == Some(bucket))
                    })
            })
    });
    simple
        || selectors(trail, "advancedEventSelectors").iter().any(|selector| {
            let everywhere = has_only(selector, &["eventCategory", "resources.type", "readOnly"]);
            let here = bucket.is_some_and(|bucket| {
                has_only(selector, &["eventCategory", "resources.type", "readOnly", "resources.ARN"])
                    && fields(selector).iter().any(|f| {
                        text_of(f, "field") == Some("resources.ARN")
                            && list_of(f, "startsWith")
                                .iter()
                                .filter_map(Value::as_str)
                                .any(|start| start == format!("arn:aws:s3:::{bucket}/"))
                    })
            });
            of_category(selector, "Data")
                && equal_to(selector, "resources.type", "AWS::S3::Object")
                && reads_fit(selector, kind)
                && (everywhere || here)
        })
}

/// Judges the bucket of a trail; what is in another account or region cannot be judged.
fn with_bucket(c: &Check<'_>, judge: impl Fn(&Item<'_>) -> Verdict) -> Verdict {
    let Some(name) = c.text("s3BucketName") else { return skip("The trail names no bucket.") };
    let mut verdict = None;
    let _ = c.any(s3::BUCKET, |bucket| {
        let is_it = bucket.resource_name == Some(name) || bucket.resource_id == name;
        if is_it {
            verdict = Some(judge(bucket));
        }
        is_it
    });
    verdict.unwrap_or_else(|| skip("The trail's bucket is not among the items."))
}
