//! The policies of functions.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::Value;
use wire::generated::Unit;

use crate::api::operation::{AddPermission, GetPolicy, RemovePermission};
use crate::api::{
    AddPermissionRequest, AddPermissionResponse, GetPolicyRequest, GetPolicyResponse, PolicyLengthExceededException,
    RemovePermissionRequest,
};
use crate::errors::{conflict, invalid, not_found, precondition};
use crate::find;
use crate::names::{LATEST, Target};
use crate::operations::{on, revision, target, touched};
use crate::permissions::{MOST_POLICY, compile, document, statement};
use crate::resources::{Permissions, part_id};

fn id(target: &Target) -> String {
    part_id(&target.name, target.qualifier.as_deref().unwrap_or_default())
}

fn sid(statement: &Value) -> &str {
    statement.get("Sid").and_then(Value::as_str).unwrap_or_default()
}

/// The version or alias must be there for it to have a policy.
async fn check_there(tx: &mut Transaction<'_>, target: &Target) -> Result<(), Failure> {
    if target.qualifier.as_deref() == Some(LATEST) {
        return Err(invalid("We currently do not support adding policies for $LATEST."));
    }
    find::version(&tx.reader(), target, 1.0).await.map(|_| ())
}

impl Handle for AddPermission {
    async fn access(input: &AddPermissionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = on(lookup, &input.function_name, input.qualifier.as_deref()).await?;
        Ok(access
            .key("lambda:Principal", &input.principal)
            .key_if("lambda:FunctionUrlAuthType", input.function_url_auth_type.map(|t| t.as_str())))
    }

    async fn run(input: &AddPermissionRequest, tx: &mut Transaction<'_>) -> Result<AddPermissionResponse, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        check_there(tx, &target).await?;
        let partition = tx.plane().settings.partition.clone();
        let made = statement(input, &target.arn(&partition), &partition)?;
        let found = tx.get::<Permissions>(&target.account, &target.region, &id(&target)).await?;
        let mut stored = match found {
            Some(stored) => stored,
            None => {
                let empty = Permissions { statements: Vec::new(), revision: String::new() };
                Stored::new(&target.account, &target.region, id(&target), empty)
            }
        };
        if input.revision_id.as_ref().is_some_and(|r| *r != stored.body.revision) {
            return Err(precondition("GetFunction/GetAlias"));
        }
        if stored.body.statements.iter().any(|s| sid(s) == input.statement_id) {
            let id = &input.statement_id;
            return Err(conflict(format!(
                "The statement id ({id}) provided already exists. Please provide a new statement id, or remove the existing statement."
            )));
        }
        stored.body.statements.push(made.clone());
        compile(&stored.body.statements)?;
        if document(&stored.body.statements).len() > MOST_POLICY {
            return Err(PolicyLengthExceededException {
                message: format!(
                    "The final policy size ({}) is bigger than the limit ({MOST_POLICY}).",
                    document(&stored.body.statements).len()
                ),
                r#type: Some("User".to_owned()),
            }
            .into());
        }
        stored.body.revision = revision(tx);
        tx.put(&stored)?;
        touched(tx, &target);
        Ok(AddPermissionResponse { statement: Some(made.to_string()) })
    }
}

fn no_policy() -> Failure {
    not_found("The resource you requested does not exist.")
}

impl Handle for RemovePermission {
    async fn access(input: &RemovePermissionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.function_name, input.qualifier.as_deref()).await
    }

    async fn run(input: &RemovePermissionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        let mut stored = tx
            .get::<Permissions>(&target.account, &target.region, &id(&target))
            .await?
            .ok_or_else(|| not_found("No policy is associated with the given resource."))?;
        let before = stored.body.statements.len();
        stored.body.statements.retain(|s| sid(s) != input.statement_id);
        if stored.body.statements.len() == before {
            return Err(not_found(format!("Statement {} is not found in resource policy.", input.statement_id)));
        }
        if input.revision_id.as_ref().is_some_and(|r| *r != stored.body.revision) {
            return Err(precondition("GetPolicy"));
        }
        touched(tx, &target);
        if stored.body.statements.is_empty() {
            tx.delete(&stored);
        } else {
            stored.body.revision = revision(tx);
            tx.put(&stored)?;
        }
        Ok(Unit {})
    }
}

impl Handle for GetPolicy {
    async fn access(input: &GetPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.function_name, input.qualifier.as_deref()).await
    }

    async fn run(input: &GetPolicyRequest, tx: &mut Transaction<'_>) -> Result<GetPolicyResponse, Failure> {
        let target = target(tx.call(), &input.function_name, input.qualifier.as_deref())?;
        let stored = tx.get::<Permissions>(&target.account, &target.region, &id(&target)).await?.ok_or_else(no_policy)?;
        Ok(GetPolicyResponse { policy: Some(document(&stored.body.statements)), revision_id: Some(stored.body.revision) })
    }
}
