//! Roles.

use plane::{Access, Failure, Reader, Registry, Stored, Transaction};
use wire::Unit;

use super::entity_tags::creating;
use super::users::forget_use;
use crate::api::{self, operation};
use crate::common::{
    arn, check_quota, conflict, entity, exists, id_of, list, modifiable, now, on, path_of, quota, shown_boundary, truncated,
    url_encoded, when,
};
use crate::resources::{Grants, LastUse, Role};
use crate::roles::SERVICE_LINKED;
use crate::tags::{self, Keys};
use crate::{policies, trust};

/// Longest session of a role that names none, seconds.
const DEFAULT_SESSION: i32 = 3_600;

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateRole>()
        .add::<operation::GetRole>()
        .add::<operation::UpdateRole>()
        .add::<operation::UpdateRoleDescription>()
        .add::<operation::UpdateAssumeRolePolicy>()
        .add::<operation::DeleteRole>()
        .add::<operation::ListRoles>();
}

/// A role as listings show it: without tags, boundary and last use.
pub(crate) async fn shown(reader: &Reader<'_>, role: &Stored<Role>) -> Result<api::Role, Failure> {
    Ok(api::Role {
        path: role.body.path.clone(),
        role_name: role.body.name.clone(),
        role_id: role.body.id.clone(),
        arn: role.body.arn.clone(),
        create_date: when(role.body.created_at),
        assume_role_policy_document: Some(url_encoded(&trust::shown(reader, &role.body).await?)),
        description: role.body.description.clone(),
        max_session_duration: Some(role.body.max_session_seconds),
        ..api::Role::default()
    })
}

/// A role with all that is known of it.
pub(crate) async fn shown_in_full(reader: &Reader<'_>, role: &Stored<Role>) -> Result<api::Role, Failure> {
    let used = reader.get::<LastUse>(&role.key.account, "", &role.body.id).await?;
    Ok(api::Role {
        permissions_boundary: shown_boundary(role.body.boundary.as_deref()),
        tags: tags::shown(&role.tags),
        role_last_used: Some(match used {
            Some(used) => api::RoleLastUsed { last_used_date: Some(when(used.body.at)), region: Some(used.body.region) },
            None => api::RoleLastUsed::default(),
        }),
        ..shown(reader, role).await?
    })
}

handle!(CreateRole {
    access(input, lookup) {
        let path = input.path.as_deref().unwrap_or("/");
        let role_arn = arn(lookup, lookup.account(), "role", path, &input.role_name);
        let access = Access::on(role_arn.as_str()).key_if("iam:PermissionsBoundary", input.permissions_boundary.as_deref());
        Ok(creating(access, &role_arn, "iam:TagRole", input.tags.as_deref()))
    }
    run(input, tx) {
        let account = tx.account();
        let path = path_of(input.path.as_deref())?;
        if path.starts_with(SERVICE_LINKED) {
            return Err(Failure::validation(
                "The specified value for path is invalid. It cannot begin with /aws-service-role/, which is reserved for service-linked roles.",
            ));
        }
        if tx.get::<Role>(account, "", &id_of(&input.role_name)).await?.is_some() {
            return Err(exists(format!("Role with name {} already exists.", input.role_name)));
        }
        let trust_ids = trust::resolve(&tx.reader(), &input.assume_role_policy_document).await?;
        let tags = tags::add(&[], input.tags.as_deref().unwrap_or_default(), Keys::IgnoreCase)?;
        if let Some(boundary) = &input.permissions_boundary {
            policies::check_boundary(tx, boundary).await?;
            policies::shift(tx, account, boundary, 0, 1).await?;
        }
        check_quota::<Role>(tx, "RolesPerAccount", quota::ROLES).await?;
        let role_arn = arn(&tx.reader(), account, "role", &path, &input.role_name);
        let role = Role {
            id: tx.plane().ids.unique_id("AROA"),
            name: input.role_name.clone(),
            path,
            arn: role_arn.clone(),
            created_at: now(tx),
            description: input.description.clone(),
            trust: input.assume_role_policy_document.clone(),
            trust_ids,
            max_session_seconds: input.max_session_duration.unwrap_or(DEFAULT_SESSION),
            grants: Grants::default(),
            boundary: input.permissions_boundary.clone(),
            instance_profiles: Vec::new(),
            service: None,
        };
        let stored = Stored::new(account, "", id_of(&input.role_name), role).arn(role_arn.clone()).tags(tags);
        tx.put(&stored)?;
        tx.touched(role_arn, account, "AWS::IAM::Role");
        Ok(api::CreateRoleResponse { role: shown_in_full(&tx.reader(), &stored).await? })
    }
});

handle!(GetRole {
    access(input, lookup) { on::<Role>(lookup, &input.role_name).await }
    run(input, tx) {
        let role = entity::<Role>(tx, &input.role_name).await?;
        Ok(api::GetRoleResponse { role: shown_in_full(&tx.reader(), &role).await? })
    }
});

handle!(UpdateRole {
    access(input, lookup) { on::<Role>(lookup, &input.role_name).await }
    run(input, tx) {
        // A service-linked role's description is its only part that an account may edit.
        let mut role = match input.max_session_duration {
            Some(_) => modifiable::<Role>(tx, &input.role_name).await?,
            None => entity::<Role>(tx, &input.role_name).await?,
        };
        if let Some(description) = &input.description {
            role.body.description = Some(description.clone());
        }
        if let Some(seconds) = input.max_session_duration {
            role.body.max_session_seconds = seconds;
        } else if role.body.service.is_none() {
            // AWS documents that an update without a duration sets the default of one hour.
            role.body.max_session_seconds = DEFAULT_SESSION;
        }
        tx.put(&role)?;
        tx.touched(role.body.arn, tx.account(), "AWS::IAM::Role");
        Ok(api::UpdateRoleResponse {})
    }
});

handle!(UpdateRoleDescription {
    access(input, lookup) { on::<Role>(lookup, &input.role_name).await }
    run(input, tx) {
        let mut role = entity::<Role>(tx, &input.role_name).await?;
        role.body.description = Some(input.description.clone());
        tx.put(&role)?;
        tx.touched(role.body.arn.clone(), tx.account(), "AWS::IAM::Role");
        Ok(api::UpdateRoleDescriptionResponse { role: Some(shown_in_full(&tx.reader(), &role).await?) })
    }
});

handle!(UpdateAssumeRolePolicy {
    access(input, lookup) { on::<Role>(lookup, &input.role_name).await }
    run(input, tx) {
        let mut role = modifiable::<Role>(tx, &input.role_name).await?;
        role.body.trust_ids = trust::resolve(&tx.reader(), &input.policy_document).await?;
        role.body.trust.clone_from(&input.policy_document);
        tx.put(&role)?;
        tx.touched(role.body.arn, tx.account(), "AWS::IAM::Role");
        Ok(Unit {})
    }
});

/// Removes a role and what counts or remembers it.
pub(super) async fn remove(tx: &mut Transaction<'_>, role: &Stored<Role>) -> Result<(), Failure> {
    let account = tx.account();
    if let Some(boundary) = &role.body.boundary {
        policies::shift(tx, account, boundary, 0, -1).await?;
    }
    forget_use(tx, &role.body.id).await?;
    tx.delete(role);
    tx.touched(role.body.arn.clone(), account, "AWS::IAM::Role");
    Ok(())
}

handle!(DeleteRole {
    access(input, lookup) { on::<Role>(lookup, &input.role_name).await }
    run(input, tx) {
        let role = modifiable::<Role>(tx, &input.role_name).await?;
        if !role.body.instance_profiles.is_empty() {
            return Err(conflict("Cannot delete entity, must remove roles from instance profile first."));
        }
        if !role.body.grants.attached.is_empty() {
            return Err(conflict("Cannot delete entity, must detach all policies first."));
        }
        if !role.body.grants.inline.is_empty() {
            return Err(conflict("Cannot delete entity, must delete policies first."));
        }
        remove(tx, &role).await?;
        Ok(Unit {})
    }
});

handle!(ListRoles {
    access(input, lookup) {
        Ok(Access::on(arn(lookup, lookup.account(), "role", input.path_prefix.as_deref().unwrap_or("/"), "")))
    }
    run(input, tx) {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let listing = format!("ListRoles {prefix}");
        let page = list::<Role>(tx, &listing, input.marker.as_deref(), input.max_items, |r| r.body.path.starts_with(prefix)).await?;
        let is_truncated = truncated(&page);
        let mut roles = Vec::with_capacity(page.items.len());
        for role in &page.items {
            roles.push(shown(&tx.reader(), role).await?);
        }
        Ok(api::ListRolesResponse { roles, is_truncated, marker: page.next })
    }
});
