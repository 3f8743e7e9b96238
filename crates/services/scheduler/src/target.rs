//! What is called when a schedule is due: from a target to an operation and its input. Pure.
//! See <https://docs.aws.amazon.com/scheduler/latest/UserGuide/managing-targets.html>.

use serde_json::{Value, json};

use crate::resources::Target;

/// An operation and its input.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Name of the service in `models/`.
    pub service: &'static str,
    /// Operation.
    pub operation: String,
    /// Input, by the model's names.
    pub input: Value,
}

/// What an input may say of the call that it is for: words of AWS, replaced when the call is made.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words<'a> {
    /// `<aws.scheduler.schedule-arn>`.
    pub schedule: &'a str,
    /// `<aws.scheduler.scheduled-time>`.
    pub scheduled: &'a str,
    /// `<aws.scheduler.execution-id>`.
    pub execution: &'a str,
    /// `<aws.scheduler.attempt-number>`.
    pub attempt: u32,
}

impl Words<'_> {
    fn fill(&self, input: &str) -> String {
        if !input.contains("<aws.scheduler.") {
            return input.to_owned();
        }
        input
            .replace("<aws.scheduler.schedule-arn>", self.schedule)
            .replace("<aws.scheduler.scheduled-time>", self.scheduled)
            .replace("<aws.scheduler.execution-id>", self.execution)
            .replace("<aws.scheduler.attempt-number>", &self.attempt.to_string())
    }
}

/// Names of services as the AWS SDK for Java has them, and in `models/`.
const SERVICES: &[(&str, &str)] = &[
    ("cloudtrail", "cloudtrail"),
    ("cloudwatch", "cloudwatch"),
    ("cloudwatchlogs", "logs"),
    ("config", "config"),
    ("eventbridge", "events"),
    ("guardduty", "guardduty"),
    ("iam", "iam"),
    ("kms", "kms"),
    ("lambda", "lambda"),
    ("organizations", "organizations"),
    ("s3", "s3"),
    ("scheduler", "scheduler"),
    ("secretsmanager", "secretsmanager"),
    ("securityhub", "securityhub"),
    ("sns", "sns"),
    ("sqs", "sqs"),
    ("sts", "sts"),
];

/// Beginnings of actions that a schedule cannot call: what they answer would be for nobody.
const READING: &[&str] = &[
    "get",
    "describe",
    "list",
    "poll",
    "receive",
    "search",
    "scan",
    "query",
    "select",
    "read",
    "lookup",
    "discover",
    "validate",
    "batchGet",
    "batchDescribe",
    "batchRead",
    "transactGet",
    "adminGet",
    "adminList",
    "testMigration",
    "retrieve",
    "testConnection",
    "translateDocument",
    "isAuthorized",
    "invokeModel",
];

/// What a target calls.
///
/// # Errors
/// Why it is no target.
pub fn action(target: &Target, words: Words<'_>) -> Result<Action, String> {
    let wrong = || format!("Provided Arn is not in correct format: {}", target.arn);
    let parts: Vec<&str> = target.arn.splitn(6, ':').collect();
    let ["arn", _, service, region, account, resource] = parts.as_slice() else { return Err(wrong()) };
    let input = target.input.as_deref().map(|input| words.fill(input));
    if *service == "scheduler" && resource.starts_with("aws-sdk:") {
        return universal(resource, input.as_deref());
    }
    let text = input.unwrap_or_else(|| "{}".to_owned());
    let of = |service: &'static str, operation: &str, input: Value| Action { service, operation: operation.to_owned(), input };
    match *service {
        "lambda" if resource.starts_with("function:") => {
            Ok(of("lambda", "Invoke", json!({"FunctionName": target.arn, "InvocationType": "Event", "Payload": text})))
        }
        "sqs" if !resource.is_empty() => {
            // A queue is found by the path of its URL, whatever its host.
            let url = format!("https://sqs.{region}.amazonaws.com/{account}/{resource}");
            Ok(of("sqs", "SendMessage", json!({"QueueUrl": url, "MessageBody": text, "MessageGroupId": target.group})))
        }
        "sns" if !resource.is_empty() => Ok(of("sns", "Publish", json!({"TopicArn": target.arn, "Message": text}))),
        "events" if resource.starts_with("event-bus/") => {
            let Some((detail_type, source)) = &target.event else {
                return Err("EventBridgeParameters must be specified for an event bus.".to_owned());
            };
            let entry = json!({"EventBusName": target.arn, "DetailType": detail_type, "Source": source, "Detail": text});
            Ok(of("events", "PutEvents", json!({"Entries": [entry]})))
        }
        "lambda" | "sqs" | "sns" | "events" => Err(wrong()),
        service => Err(format!(
            "Targets of {service} are not supported; queues, topics, functions, event buses and actions of the services built here are."
        )),
    }
}

/// An action by its name in the SDK: `aws-sdk:service:action`.
fn universal(resource: &str, input: Option<&str>) -> Result<Action, String> {
    let name = resource.strip_prefix("aws-sdk:").unwrap_or_default();
    let (service, action) = name.split_once(':').ok_or("A universal target is arn:aws:scheduler:::aws-sdk:service:action.")?;
    let known = SERVICES.iter().find(|(name, _)| *name == service);
    let (_, service) = known.ok_or_else(|| format!("{service} is no service that a schedule can call here."))?;
    if READING.iter().any(|reading| action.starts_with(reading)) {
        return Err(format!("{action} is not supported: a schedule cannot call an action that only reads."));
    }
    let mut letters = action.chars();
    let first = letters.next().filter(char::is_ascii_lowercase).ok_or("An action begins with a small letter.")?;
    let operation = format!("{}{}", first.to_ascii_uppercase(), letters.as_str());
    let input = match input {
        Some(text) => serde_json::from_str(text).map_err(|error| format!("The input is not valid JSON: {error}"))?,
        None => json!({}),
    };
    Ok(Action { service, operation, input })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn target(arn: &str, input: Option<&str>) -> Target {
        Target {
            arn: arn.to_owned(),
            role: String::new(),
            input: input.map(str::to_owned),
            group: None,
            event: None,
            retries: None,
            max_age: None,
            dead_letter: None,
        }
    }

    #[test]
    fn templates_call_their_operation() {
        let words = Words { schedule: "S", scheduled: "T", execution: "E", attempt: 3 };
        let input = "<aws.scheduler.schedule-arn> <aws.scheduler.scheduled-time> <aws.scheduler.execution-id> <aws.scheduler.attempt-number>";
        let made = action(&target("arn:aws:sns:us-east-1:111122223333:t", Some(input)), words).unwrap();
        assert_eq!((made.service, made.operation.as_str()), ("sns", "Publish"));
        assert_eq!(made.input, json!({"TopicArn": "arn:aws:sns:us-east-1:111122223333:t", "Message": "S T E 3"}));
        let made = action(&target("arn:aws:sqs:us-east-1:111122223333:q", None), words).unwrap();
        assert_eq!(made.input["MessageBody"], "{}");
        let made = action(&target("arn:aws:lambda:us-east-1:111122223333:function:f", Some("[1]")), words).unwrap();
        assert_eq!((made.operation.as_str(), &made.input["Payload"]), ("Invoke", &json!("[1]")));
        let bus = Target { event: Some(("kind".into(), "app".into())), ..target("arn:aws:events:us-east-1:1:event-bus/b", None) };
        assert_eq!(action(&bus, words).unwrap().input["Entries"][0]["Source"], "app");
    }

    #[test]
    fn universal_targets_call_what_they_name() {
        let made = action(&target("arn:aws:scheduler:::aws-sdk:iam:deleteUser", Some(r#"{"UserName":"u"}"#)), Words::default());
        let expected = Action { service: "iam", operation: "DeleteUser".into(), input: json!({"UserName": "u"}) };
        assert_eq!(made, Ok(expected));
        let made = action(&target("arn:aws:scheduler:::aws-sdk:cloudwatchlogs:createLogGroup", None), Words::default()).unwrap();
        assert_eq!((made.service, made.operation.as_str()), ("logs", "CreateLogGroup"));
    }

    #[test]
    fn what_is_no_target_is_said() {
        for (arn, input, reason) in [
            ("queue", None, "not in correct format"),
            ("arn:aws:sqs:us-east-1:1:", None, "not in correct format"),
            ("arn:aws:ecs:us-east-1:1:cluster/c", None, "not supported"),
            ("arn:aws:events:us-east-1:1:event-bus/b", None, "EventBridgeParameters"),
            ("arn:aws:scheduler:::aws-sdk:iam:getUser", None, "only reads"),
            ("arn:aws:scheduler:::aws-sdk:iam:DeleteUser", None, "small letter"),
            ("arn:aws:scheduler:::aws-sdk:ec2:stopInstances", None, "no service"),
            ("arn:aws:scheduler:::aws-sdk:iam", None, "universal target"),
            ("arn:aws:scheduler:::aws-sdk:iam:deleteUser", Some("{"), "not valid JSON"),
        ] {
            let error = action(&target(arn, input), Words::default()).unwrap_err();
            assert!(error.contains(reason), "{arn}: {error}");
        }
    }
}
