//! AddPermission and RemovePermission: statements of the topic's policy by label.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::{Value, json};
use wire::shape::Unit;

use crate::api::{self, operation};
use crate::errors::invalid;
use crate::place::{TopicPlace, on_arn, touched};
use crate::resources::Topic;

/// Actions that can be allowed to others by a label.
const SHARED: &[&str] = &[
    "Publish",
    "RemovePermission",
    "SetTopicAttributes",
    "DeleteTopic",
    "ListSubscriptionsByTopic",
    "GetTopicAttributes",
    "Receive",
    "AddPermission",
    "Subscribe",
];

/// The statements of a policy, one or several, as a list.
fn statements(document: &mut Value) -> Result<&mut Vec<Value>, Failure> {
    let statement = document.get_mut("Statement").ok_or_else(|| Failure::internal("a policy without statements"))?;
    if !statement.is_array() {
        *statement = Value::Array(vec![statement.take()]);
    }
    statement.as_array_mut().ok_or_else(|| Failure::internal("statements that are no list"))
}

fn labelled(statement: &Value, label: &str) -> bool {
    statement.get("Sid").and_then(Value::as_str) == Some(label)
}

/// The topic, and its policy.
async fn policy_of(tx: &mut Transaction<'_>, arn: &str) -> Result<(Stored<Topic>, Value), Failure> {
    let topic = TopicPlace::of(arn)?.held(tx).await?;
    touched(tx, &topic.body);
    let text = topic.body.attributes.policy_text(&topic.body.account, arn);
    let policy = serde_json::from_str(&text).map_err(Failure::internal)?;
    Ok((topic, policy))
}

impl Handle for operation::AddPermission {
    async fn access(input: &api::AddPermissionInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_arn(lookup, &input.topic_arn, "sns:AddPermission").await
    }

    async fn run(input: &api::AddPermissionInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if input.label.is_empty() || input.label.len() > 80 || !input.label.chars().all(fine) {
            return Err(invalid("Label"));
        }
        if input.aws_account_id.is_empty() {
            return Err(invalid("AWSAccountId"));
        }
        if input.action_name.is_empty() {
            return Err(invalid("ActionName"));
        }
        if input.action_name.iter().any(|action| !SHARED.contains(&action.as_str())) {
            return Err(invalid("Policy statement action out of service scope!"));
        }
        for account in &input.aws_account_id {
            if plane::account::get(&tx.reader(), account).await?.is_none() {
                return Err(invalid("Policy Error: PrincipalNotFound"));
            }
        }
        let (mut topic, mut policy) = policy_of(tx, &input.topic_arn).await?;
        let all = statements(&mut policy)?;
        if all.iter().any(|statement| labelled(statement, &input.label)) {
            return Err(invalid("Statement already exists"));
        }
        let aws = &tx.plane().settings.partition;
        let principals: Vec<String> = input.aws_account_id.iter().map(|a| format!("arn:{aws}:iam::{a}:root")).collect();
        let actions: Vec<String> = input.action_name.iter().map(|action| format!("SNS:{action}")).collect();
        all.push(json!({
            "Sid": input.label, "Effect": "Allow", "Principal": {"AWS": principals}, "Action": actions, "Resource": input.topic_arn,
        }));
        topic.body.attributes.set("Policy", &policy.to_string())?;
        tx.put(&topic)?;
        Ok(Unit {})
    }
}

impl Handle for operation::RemovePermission {
    async fn access(input: &api::RemovePermissionInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_arn(lookup, &input.topic_arn, "sns:RemovePermission").await
    }

    async fn run(input: &api::RemovePermissionInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (mut topic, mut policy) = policy_of(tx, &input.topic_arn).await?;
        let all = statements(&mut policy)?;
        let before = all.len();
        all.retain(|statement| !labelled(statement, &input.label));
        // A label that is not there is removed.
        if all.len() == before {
            return Ok(Unit {});
        }
        let left = (!all.is_empty()).then(|| policy.to_string());
        topic.body.attributes.policy = left;
        tx.put(&topic)?;
        Ok(Unit {})
    }
}
