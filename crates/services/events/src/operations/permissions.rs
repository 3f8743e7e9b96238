//! Who else may put events on a bus: its resource policy.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use policy::{Policy, PolicyKind};
use serde_json::{Value, json};
use wire::Unit;

use crate::api::operation::{PutPermission, RemovePermission};
use crate::api::{PolicyLengthExceededException, PutPermissionRequest, RemovePermissionRequest, ResourceNotFoundException};
use crate::find;
use crate::names::BusName;

/// Longest policy, characters.
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>.
const MOST: usize = 10_240;

impl Handle for PutPermission {
    async fn access(input: &PutPermissionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        find::bus_access(lookup, &find::named(lookup, input.event_bus_name.as_deref())).await
    }

    async fn run(input: &PutPermissionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = BusName::of(input.event_bus_name.as_deref(), tx.account(), &tx.call().region);
        let mut bus = find::held_bus(tx, &name).await?;
        let document = match &input.policy {
            Some(_) if input.principal.is_some() || input.action.is_some() || input.statement_id.is_some() => {
                return Err(Failure::validation(
                    "Policy cannot be specified together with Action, Principal, StatementId or Condition.",
                ));
            }
            Some(text) => text.clone(),
            None => with_statement(bus.body.policy.as_deref(), statement(input, &bus.body.arn, &tx.plane().settings.partition)?)?,
        };
        if document.len() > MOST {
            return Err(PolicyLengthExceededException::new("The event bus policy size limit was exceeded.").into());
        }
        if let Err(error) = Policy::parse(&document, PolicyKind::Resource) {
            return Err(Failure::validation(format!("Parameter Policy is not valid. Reason: {error}")));
        }
        bus.body.policy = Some(document);
        tx.touched(bus.body.arn.clone(), name.account, "AWS::Events::EventBus");
        tx.put(&bus)?;
        Ok(Unit::default())
    }
}

fn statement(input: &PutPermissionRequest, arn: &str, partition: &str) -> Result<Value, Failure> {
    let needed = |value: &Option<String>, name: &str| {
        value.clone().ok_or_else(|| Failure::validation(format!("Parameter {name} must be specified.")))
    };
    let (sid, action, principal) =
        (needed(&input.statement_id, "StatementId")?, needed(&input.action, "Action")?, needed(&input.principal, "Principal")?);
    if action != "events:PutEvents" {
        return Err(Failure::validation("Provided value in parameter 'action' is not supported."));
    }
    let who = if principal == "*" { json!("*") } else { json!({"AWS": format!("arn:{partition}:iam::{principal}:root")}) };
    let mut statement = json!({"Sid": sid, "Effect": "Allow", "Principal": who, "Action": action, "Resource": arn});
    if let Some(condition) = &input.condition {
        if condition.r#type != "StringEquals" || condition.key != "aws:PrincipalOrgID" {
            return Err(Failure::validation("Only StringEquals on aws:PrincipalOrgID is supported as Condition."));
        }
        if let Some(members) = statement.as_object_mut() {
            members.insert("Condition".to_owned(), json!({"StringEquals": {"aws:PrincipalOrgID": condition.value}}));
        }
    }
    Ok(statement)
}

/// The policy with a statement more, or in place of the one of the same id.
fn with_statement(policy: Option<&str>, statement: Value) -> Result<String, Failure> {
    let mut statements = statements(policy)?;
    statements.retain(|have| have.get("Sid") != statement.get("Sid"));
    statements.push(statement);
    Ok(json!({"Version": "2012-10-17", "Statement": statements}).to_string())
}

fn statements(policy: Option<&str>) -> Result<Vec<Value>, Failure> {
    let Some(text) = policy else { return Ok(Vec::new()) };
    let document: Value = serde_json::from_str(text).map_err(Failure::internal)?;
    Ok(match document.get("Statement") {
        Some(Value::Array(list)) => list.clone(),
        Some(one) => vec![one.clone()],
        None => Vec::new(),
    })
}

impl Handle for RemovePermission {
    async fn access(input: &RemovePermissionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        find::bus_access(lookup, &find::named(lookup, input.event_bus_name.as_deref())).await
    }

    async fn run(input: &RemovePermissionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = BusName::of(input.event_bus_name.as_deref(), tx.account(), &tx.call().region);
        let mut bus = find::held_bus(tx, &name).await?;
        let missing = |what: &str| Failure::from(ResourceNotFoundException::new(format!("{what} does not exist.")));
        if bus.body.policy.is_none() {
            return Err(missing("EventBus policy"));
        }
        let mut rest = Vec::new();
        if !input.remove_all_permissions.unwrap_or_default() {
            let Some(sid) = input.statement_id.as_deref() else {
                return Err(Failure::validation("Parameter StatementId must be specified."));
            };
            rest = statements(bus.body.policy.as_deref())?;
            let before = rest.len();
            rest.retain(|have| have.get("Sid").and_then(Value::as_str) != Some(sid));
            if rest.len() == before {
                return Err(missing("Statement with the provided id"));
            }
        }
        bus.body.policy = (!rest.is_empty()).then(|| json!({"Version": "2012-10-17", "Statement": rest}).to_string());
        tx.touched(bus.body.arn.clone(), name.account, "AWS::Events::EventBus");
        tx.put(&bus)?;
        Ok(Unit::default())
    }
}
