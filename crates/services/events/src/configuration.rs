//! Buses, rules and archives as AWS Config records them.

use plane::configuration::json as parsed;
use plane::ports::{Relationship, ResourceConfiguration};
use plane::{Resource, Stored};
use serde_json::{Value, json};

use crate::resources::{Archive, EventBus, Input, Rule, Target};

plane::configuration_source! {
    /// Describes buses, rules and archives.
    Configurations {
        EventBus => bus,
        Rule => rule,
        Archive => archive,
    }
}

fn bus(stored: &Stored<EventBus>, _partition: &str) -> ResourceConfiguration {
    let bus = &stored.body;
    let policy = bus.policy.as_deref().map(parsed);
    let configuration = json!({"Name": bus.name, "Arn": bus.arn, "Description": bus.description, "Policy": policy});
    ResourceConfiguration::of(stored, EventBus::KIND, &bus.name, configuration).named(&bus.name).arn(&bus.arn)
}

fn rule(stored: &Stored<Rule>, _partition: &str) -> ResourceConfiguration {
    let rule = &stored.body;
    let configuration = json!({
        "Name": rule.name,
        "Arn": rule.arn,
        "EventBusName": rule.bus,
        "EventPattern": rule.pattern.as_deref().map(parsed),
        "ScheduleExpression": rule.schedule,
        "State": rule.state.as_str(),
        "Description": rule.description,
        "RoleArn": rule.role,
        "Targets": rule.targets.iter().map(target).collect::<Vec<_>>(),
    });
    ResourceConfiguration::of(stored, Rule::KIND, &rule.arn, configuration)
        .named(&rule.name)
        .arn(&rule.arn)
        .related(Relationship::to("Is contained in EventBus", EventBus::KIND, &rule.bus))
}

fn target(target: &Target) -> Value {
    let mut shown = json!({"Id": target.id, "Arn": target.arn, "RoleArn": target.role});
    let Some(members) = shown.as_object_mut() else { return shown };
    match &target.input {
        Some(Input::Fixed(text)) => members.insert("Input".to_owned(), json!(text)),
        Some(Input::Path(path)) => members.insert("InputPath".to_owned(), json!(path)),
        Some(Input::Transformer { paths, template }) => {
            members.insert("InputTransformer".to_owned(), json!({"InputPathsMap": paths, "InputTemplate": template}))
        }
        None => None,
    };
    if let Some(queue) = &target.dead_letter {
        members.insert("DeadLetterConfig".to_owned(), json!({"Arn": queue}));
    }
    shown
}

fn archive(stored: &Stored<Archive>, _partition: &str) -> ResourceConfiguration {
    let archive = &stored.body;
    let configuration = json!({
        "ArchiveName": archive.name,
        "Arn": archive.arn,
        "SourceArn": archive.source,
        "Description": archive.description,
        "EventPattern": archive.pattern.as_deref().map(parsed),
        "RetentionDays": archive.retention_days,
    });
    ResourceConfiguration::of(stored, Archive::KIND, &archive.name, configuration).named(&archive.name).arn(&archive.arn)
}
