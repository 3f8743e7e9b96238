//! Instance profiles: what hands a role to an EC2 instance.

use plane::{Access, Failure, Lookup, Reader, Registry, Stored, Transaction};
use wire::Unit;

use super::entity_tags::creating;
use super::roles;
use crate::api::{self, operation};
use crate::common::{
    arn, check_quota, conflict, cut, entity, exists, id_of, list, modifiable, no_such, now, on, on_entity, over_quota, path_of,
    quota, truncated, when,
};
use crate::resources::{InstanceProfile, Role};
use crate::tags::{self, Keys};

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateInstanceProfile>()
        .add::<operation::GetInstanceProfile>()
        .add::<operation::DeleteInstanceProfile>()
        .add::<operation::ListInstanceProfiles>()
        .add::<operation::ListInstanceProfilesForRole>()
        .add::<operation::AddRoleToInstanceProfile>()
        .add::<operation::RemoveRoleFromInstanceProfile>();
}

/// The permission on an instance profile.
pub(super) async fn on_profile(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    Ok(match lookup.get::<InstanceProfile>(lookup.account(), "", &id_of(name)).await? {
        Some(found) => Access::on(found.body.arn).resource_tags(&found.tags),
        None => Access::on(arn(lookup, lookup.account(), "instance-profile", "/", name)),
    })
}

/// An instance profile of the caller's account.
///
/// # Errors
/// `NoSuchEntity`.
pub(super) async fn profile(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<InstanceProfile>, Failure> {
    let account = tx.account();
    let found = tx.get::<InstanceProfile>(account, "", &id_of(name)).await?;
    found.ok_or_else(|| no_such(format!("Instance Profile {name} cannot be found.")))
}

/// An instance profile as replies show it.
pub(crate) async fn shown(reader: &Reader<'_>, profile: &Stored<InstanceProfile>) -> Result<api::InstanceProfile, Failure> {
    let mut held = Vec::new();
    if let Some(role) = &profile.body.role
        && let Some(role) = reader.get::<Role>(&profile.key.account, "", role).await?
    {
        held.push(roles::shown(reader, &role).await?);
    }
    Ok(api::InstanceProfile {
        path: profile.body.path.clone(),
        instance_profile_name: profile.body.name.clone(),
        instance_profile_id: profile.body.id.clone(),
        arn: profile.body.arn.clone(),
        create_date: when(profile.body.created_at),
        roles: held,
        tags: tags::shown(&profile.tags),
    })
}

async fn shown_all(reader: &Reader<'_>, profiles: &[Stored<InstanceProfile>]) -> Result<Vec<api::InstanceProfile>, Failure> {
    let mut all = Vec::with_capacity(profiles.len());
    for profile in profiles {
        all.push(shown(reader, profile).await?);
    }
    Ok(all)
}

handle!(CreateInstanceProfile {
    access(input, lookup) {
        let path = input.path.as_deref().unwrap_or("/");
        let profile_arn = arn(lookup, lookup.account(), "instance-profile", path, &input.instance_profile_name);
        Ok(creating(Access::on(profile_arn.as_str()), &profile_arn, "iam:TagInstanceProfile", input.tags.as_deref()))
    }
    run(input, tx) {
        let account = tx.account();
        let path = path_of(input.path.as_deref())?;
        if tx.get::<InstanceProfile>(account, "", &id_of(&input.instance_profile_name)).await?.is_some() {
            return Err(exists(format!("Instance Profile {} already exists.", input.instance_profile_name)));
        }
        let tags = tags::add(&[], input.tags.as_deref().unwrap_or_default(), Keys::Exact)?;
        check_quota::<InstanceProfile>(tx, "InstanceProfilesPerAccount", quota::INSTANCE_PROFILES).await?;
        let profile_arn = arn(&tx.reader(), account, "instance-profile", &path, &input.instance_profile_name);
        let profile = InstanceProfile {
            id: tx.plane().ids.unique_id("AIPA"),
            name: input.instance_profile_name.clone(),
            path,
            arn: profile_arn.clone(),
            created_at: now(tx),
            role: None,
        };
        let stored = Stored::new(account, "", id_of(&input.instance_profile_name), profile).arn(profile_arn.clone()).tags(tags);
        tx.put(&stored)?;
        tx.touched(profile_arn, account, "AWS::IAM::InstanceProfile");
        Ok(api::CreateInstanceProfileResponse { instance_profile: shown(&tx.reader(), &stored).await? })
    }
});

handle!(GetInstanceProfile {
    access(input, lookup) { on_profile(lookup, &input.instance_profile_name).await }
    run(input, tx) {
        let found = profile(tx, &input.instance_profile_name).await?;
        Ok(api::GetInstanceProfileResponse { instance_profile: shown(&tx.reader(), &found).await? })
    }
});

handle!(DeleteInstanceProfile {
    access(input, lookup) { on_profile(lookup, &input.instance_profile_name).await }
    run(input, tx) {
        let found = profile(tx, &input.instance_profile_name).await?;
        if found.body.role.is_some() {
            return Err(conflict("Cannot delete entity, must remove roles from instance profile first."));
        }
        tx.delete(&found);
        tx.touched(found.body.arn, tx.account(), "AWS::IAM::InstanceProfile");
        Ok(Unit {})
    }
});

handle!(ListInstanceProfiles {
    access(input, lookup) {
        Ok(Access::on(arn(lookup, lookup.account(), "instance-profile", input.path_prefix.as_deref().unwrap_or("/"), "")))
    }
    run(input, tx) {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let listing = format!("ListInstanceProfiles {prefix}");
        let wanted = |p: &Stored<InstanceProfile>| p.body.path.starts_with(prefix);
        let page = list::<InstanceProfile>(tx, &listing, input.marker.as_deref(), input.max_items, wanted).await?;
        let is_truncated = truncated(&page);
        let instance_profiles = shown_all(&tx.reader(), &page.items).await?;
        Ok(api::ListInstanceProfilesResponse { instance_profiles, is_truncated, marker: page.next })
    }
});

handle!(ListInstanceProfilesForRole {
    access(input, lookup) { on::<Role>(lookup, &input.role_name).await }
    run(input, tx) {
        let role = entity::<Role>(tx, &input.role_name).await?;
        let mut holding = Vec::new();
        for id in &role.body.instance_profiles {
            holding.extend(tx.reader().get::<InstanceProfile>(tx.account(), "", id).await?);
        }
        let listing = format!("ListInstanceProfilesForRole {}", role.body.id);
        let page = cut(holding, &listing, input.marker.as_deref(), input.max_items)?;
        let is_truncated = truncated(&page);
        let instance_profiles = shown_all(&tx.reader(), &page.items).await?;
        Ok(api::ListInstanceProfilesForRoleResponse { instance_profiles, is_truncated, marker: page.next })
    }
});

handle!(AddRoleToInstanceProfile {
    access(input, lookup) {
        let (role, _) = on_entity::<Role>(lookup, &input.role_name).await?;
        let pass = role.action("iam:PassRole").key("iam:PassedToService", "ec2.amazonaws.com");
        Ok(on_profile(lookup, &input.instance_profile_name).await?.and(pass))
    }
    run(input, tx) {
        let mut found = profile(tx, &input.instance_profile_name).await?;
        let mut role = modifiable::<Role>(tx, &input.role_name).await?;
        if found.body.role.is_some() {
            return Err(over_quota("InstanceSessionsPerInstanceProfile", 1));
        }
        found.body.role = Some(role.key.id.clone());
        role.body.instance_profiles.push(found.key.id.clone());
        tx.put(&found)?;
        tx.put(&role)?;
        tx.touched(found.body.arn, tx.account(), "AWS::IAM::InstanceProfile");
        tx.touched(role.body.arn, tx.account(), "AWS::IAM::Role");
        Ok(Unit {})
    }
});

handle!(RemoveRoleFromInstanceProfile {
    access(input, lookup) { on_profile(lookup, &input.instance_profile_name).await }
    run(input, tx) {
        let mut found = profile(tx, &input.instance_profile_name).await?;
        let mut role = modifiable::<Role>(tx, &input.role_name).await?;
        if found.body.role.as_ref() != Some(&role.key.id) {
            return Err(no_such(format!("The role with name {} cannot be found.", input.role_name)));
        }
        found.body.role = None;
        role.body.instance_profiles.retain(|id| *id != found.key.id);
        tx.put(&found)?;
        tx.put(&role)?;
        tx.touched(found.body.arn, tx.account(), "AWS::IAM::InstanceProfile");
        tx.touched(role.body.arn, tx.account(), "AWS::IAM::Role");
        Ok(Unit {})
    }
});
