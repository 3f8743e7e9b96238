//! Schedules and groups as AWS Config records them.

use plane::configuration::time;
use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::{Group, Schedule};

plane::configuration_source! {
    /// Describes schedules and their groups.
    Configurations {
        Schedule => schedule,
        Group => group,
    }
}

fn arn<T>(stored: &Stored<T>, partition: &str, resource: &str) -> String {
    format!("arn:{partition}:scheduler:{}:{}:{resource}", stored.key.region, stored.key.account)
}

fn schedule(stored: &Stored<Schedule>, partition: &str) -> ResourceConfiguration {
    let body = &stored.body;
    let arn = arn(stored, partition, &format!("schedule/{}/{}", body.group, body.name));
    let mode = if body.window > 0 { "FLEXIBLE" } else { "OFF" };
    let configuration = json!({
        "Arn": arn,
        "Name": body.name,
        "GroupName": body.group,
        "ScheduleExpression": body.expression,
        "ScheduleExpressionTimezone": body.zone,
        "StartDate": body.start.map(time),
        "EndDate": body.end.map(time),
        "Description": body.description,
        "State": body.state.as_str(),
        "KmsKeyArn": body.kms_key,
        "FlexibleTimeWindow": {"Mode": mode, "MaximumWindowInMinutes": (body.window > 0).then_some(body.window)},
        "Target": {
            "Arn": body.target.arn,
            "RoleArn": body.target.role,
            "Input": body.target.input,
            "DeadLetterConfig": body.target.dead_letter.as_ref().map(|arn| json!({"Arn": arn})),
        },
    });
    let role = body.target.role.rsplit_once('/').map_or("", |(_, name)| name);
    ResourceConfiguration::of(stored, Schedule::KIND, &body.name, configuration)
        .named(&body.name)
        .arn(arn)
        .created(body.created)
        .related(Relationship::to("Is associated with Role", "AWS::IAM::Role", "").named(role))
}

fn group(stored: &Stored<Group>, partition: &str) -> ResourceConfiguration {
    let body = &stored.body;
    let arn = arn(stored, partition, &format!("schedule-group/{}", body.name));
    let tags: Vec<Value> = stored.tags.iter().map(|(key, value)| json!({"Key": key, "Value": value})).collect();
    let configuration = json!({"Arn": arn, "Name": body.name, "State": body.state.as_str(), "Tags": tags});
    ResourceConfiguration::of(stored, Group::KIND, &body.name, configuration).named(&body.name).arn(arn).created(body.created)
}
