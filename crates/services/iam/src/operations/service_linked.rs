//! Service-linked roles: made by the name of a service, deleted by a task.

use plane::ports::RoleSpec;
use plane::{Access, Failure, Registry, Stored, Transaction};

use super::roles::{remove, shown_in_full};
use crate::api::{self, DeletionTaskStatusType, operation};
use crate::common::{arn, check_quota, entity, id_of, invalid, no_such, now, on, quota};
use crate::managed::{ServiceLinkedRole, service_linked_role};
use crate::policies;
use crate::resources::{DeletionTask, Role};
use crate::roles::make;

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateServiceLinkedRole>()
        .add::<operation::DeleteServiceLinkedRole>()
        .add::<operation::GetServiceLinkedRoleDeletionStatus>();
}

fn name_of(role: &str, suffix: Option<&str>) -> String {
    suffix.map_or_else(|| role.to_owned(), |suffix| format!("{role}_{suffix}"))
}

/// Makes the role of a service.
///
/// # Errors
/// `InvalidInput` if the name is taken, `LimitExceeded`.
pub(super) async fn make_for(
    tx: &mut Transaction<'_>,
    role: &ServiceLinkedRole,
    name: String,
    description: Option<String>,
) -> Result<Stored<Role>, Failure> {
    let account = tx.account();
    if tx.get::<Role>(account, "", &id_of(&name)).await?.is_some() {
        return Err(invalid(format!("Service role name {name} has been taken in this account, please try a different suffix.")));
    }
    check_quota::<Role>(tx, "RolesPerAccount", quota::ROLES).await?;
    let trust = serde_json::json!({
        "Version": "2012-10-17",
        "Statement": [{"Effect": "Allow", "Principal": {"Service": role.service_principal}, "Action": "sts:AssumeRole"}],
    });
    let spec = RoleSpec {
        account: account.to_owned(),
        path: role.path(),
        name,
        trust: trust.to_string(),
        policy_arns: vec![role.policy_arn.to_owned()],
        description: description.unwrap_or_else(|| role.description.to_owned()),
        max_session_seconds: 3_600,
    };
    let made = make(tx, spec).await?;
    tx.touched(made.body.arn.clone(), account, "AWS::IAM::Role");
    Ok(made)
}

handle!(CreateServiceLinkedRole {
    access(input, lookup) {
        let service = &input.aws_service_name;
        let name = service_linked_role(service).map_or("AWSServiceRoleFor", |r| r.role_name);
        let path = format!("/aws-service-role/{service}/");
        let name = name_of(name, input.custom_suffix.as_deref());
        Ok(Access::on(arn(lookup, lookup.account(), "role", &path, &name)).key("iam:AWSServiceName", service.clone()))
    }
    run(input, tx) {
        let Some(role) = service_linked_role(&input.aws_service_name) else {
            return Err(invalid(format!("Unknown service principal {}: it has no service-linked role.", input.aws_service_name)));
        };
        if input.custom_suffix.is_some() && !role.custom_suffix {
            return Err(invalid(format!("Custom suffix is not allowed for {}", role.service_principal)));
        }
        let name = name_of(role.role_name, input.custom_suffix.as_deref());
        if name.chars().count() > 64 {
            return Err(invalid("The role name with its suffix must not have more than 64 characters."));
        }
        let made = make_for(tx, role, name, input.description.clone()).await?;
        Ok(api::CreateServiceLinkedRoleResponse { role: Some(shown_in_full(&tx.reader(), &made).await?) })
    }
});

handle!(DeleteServiceLinkedRole {
    access(input, lookup) { on::<Role>(lookup, &input.role_name).await }
    run(input, tx) {
        let account = tx.account();
        let role = entity::<Role>(tx, &input.role_name).await?;
        let Some(service) = &role.body.service else {
            return Err(no_such(format!("The service-linked role with name {} cannot be found.", input.role_name)));
        };
        for policy_arn in &role.body.grants.attached {
            policies::shift(tx, account, policy_arn, -1, 0).await?;
        }
        let id = format!("task/aws-service-role/{service}/{}/{}", role.body.name, tx.plane().ids.uuid());
        let task = DeletionTask { role_arn: role.body.arn.clone(), done_at: now(tx) };
        tx.put(&Stored::new(account, "", id.clone(), task))?;
        remove(tx, &role).await?;
        Ok(api::DeleteServiceLinkedRoleResponse { deletion_task_id: id })
    }
});

handle!(GetServiceLinkedRoleDeletionStatus {
    access(input, lookup) {
        let role = input.deletion_task_id.strip_prefix("task").and_then(|rest| rest.rsplit_once('/')).map_or("/", |(role, _)| role);
        Ok(Access::on(arn(lookup, lookup.account(), "role", role, "")))
    }
    run(input, tx) {
        // The role went in the same commit that made the task.
        match tx.get::<DeletionTask>(tx.account(), "", &input.deletion_task_id).await? {
            Some(_) => Ok(api::GetServiceLinkedRoleDeletionStatusResponse { status: DeletionTaskStatusType::Succeeded, reason: None }),
            None => Err(no_such(format!("Deletion task {} cannot be found.", input.deletion_task_id))),
        }
    }
});
