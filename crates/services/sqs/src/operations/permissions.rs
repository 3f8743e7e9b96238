//! AddPermission and RemovePermission: statements of the queue's policy by label.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use serde_json::{Value, json};
use wire::shape::Unit;

use crate::api::{self, OverLimit, operation};
use crate::errors::{invalid, missing};
use crate::place::{Place, on_url, touched};

/// Actions that one label may allow at most.
const MOST_ACTIONS: usize = 7;
/// Actions that can be allowed to others by a label.
const SHARED: &[&str] = &[
    "*",
    "ChangeMessageVisibility",
    "DeleteMessage",
    "GetQueueAttributes",
    "GetQueueUrl",
    "ListDeadLetterSourceQueues",
    "PurgeQueue",
    "ReceiveMessage",
    "SendMessage",
];

fn document(policy: Option<&str>, arn: &str) -> Result<Value, Failure> {
    match policy {
        Some(text) => serde_json::from_str(text).map_err(Failure::internal),
        None => Ok(json!({"Version": "2012-10-17", "Id": format!("{arn}/SQSDefaultPolicy"), "Statement": []})),
    }
}

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

impl Handle for operation::AddPermission {
    async fn access(input: &api::AddPermissionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:AddPermission").await
    }

    async fn run(input: &api::AddPermissionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        if input.actions.is_empty() {
            return Err(missing("Actions"));
        }
        if input.aws_account_ids.is_empty() {
            return Err(missing("PrincipalId"));
        }
        if input.actions.len() > MOST_ACTIONS {
            return Err(OverLimit::new(format!(
                "{} Actions were found, maximum allowed is {MOST_ACTIONS}.",
                input.actions.len()
            ))
            .into());
        }
        if let Some(action) = input.actions.iter().find(|a| !SHARED.contains(&a.as_str())) {
            return Err(invalid(format!(
                "Value SQS:{action} for parameter ActionName is invalid. Reason: Only the queue owner is allowed to invoke this action."
            )));
        }
        let fine = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
        if input.label.is_empty() || input.label.len() > 80 || !input.label.chars().all(fine) {
            return Err(invalid(
                "Value for parameter Label is invalid. Reason: Can only include alphanumeric characters, hyphens, or underscores. 1 to 80 in length.",
            ));
        }
        for account in &input.aws_account_ids {
            if plane::account::get(&tx.reader(), account).await?.is_none() {
                return Err(invalid(format!("Value {account} for parameter PrincipalId is invalid. Reason: Unable to verify.")));
            }
        }
        let mut queue = Place::of_url(&input.queue_url, tx.call())?.held(tx).await?;
        touched(tx, &queue.body);
        let aws = tx.plane().settings.partition.clone();
        let arn = queue.body.arn(&aws);
        let mut policy = document(queue.body.attributes.policy.as_deref(), &arn)?;
        let all = statements(&mut policy)?;
        if all.iter().any(|s| labelled(s, &input.label)) {
            return Err(invalid(format!("Value {} for parameter Label is invalid. Reason: Already exists.", input.label)));
        }
        let principals: Vec<String> = input.aws_account_ids.iter().map(|a| format!("arn:{aws}:iam::{a}:root")).collect();
        let actions: Vec<String> = input.actions.iter().map(|a| format!("SQS:{a}")).collect();
        all.push(
            json!({"Sid": input.label, "Effect": "Allow", "Principal": {"AWS": principals}, "Action": actions, "Resource": arn}),
        );
        let given = std::collections::BTreeMap::from([("Policy".to_owned(), policy.to_string())]);
        queue.body.attributes.set(&given, false)?;
        queue.body.modified_at = tx.call().time.as_millisecond();
        tx.put(&queue)?;
        Ok(Unit {})
    }
}

impl Handle for operation::RemovePermission {
    async fn access(input: &api::RemovePermissionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_url(lookup, &input.queue_url, "sqs:RemovePermission").await
    }

    async fn run(input: &api::RemovePermissionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut queue = Place::of_url(&input.queue_url, tx.call())?.held(tx).await?;
        touched(tx, &queue.body);
        let unknown = || {
            invalid(format!("Value {} for parameter Label is invalid. Reason: can't find label on existing policy.", input.label))
        };
        let text = queue.body.attributes.policy.clone().ok_or_else(unknown)?;
        let mut policy = document(Some(&text), "")?;
        let all = statements(&mut policy)?;
        let before = all.len();
        all.retain(|s| !labelled(s, &input.label));
        if all.len() == before {
            return Err(unknown());
        }
        queue.body.attributes.policy = (!all.is_empty()).then(|| policy.to_string());
        queue.body.modified_at = tx.call().time.as_millisecond();
        tx.put(&queue)?;
        Ok(Unit {})
    }
}
