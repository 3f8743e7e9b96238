//! Managed policies attached to users, groups and roles.

use plane::page;
use plane::page::Page;
use plane::{Access, Failure, Lookup, Registry, Resource, Stored, Transaction};
use wire::Unit;

use super::managed_policies::on_policy;
use crate::api::{self, AttachedPolicy, EntityType, PolicyUsageType, operation};
use crate::common::{Entity, bad_marker, cut, entity, modifiable, on, on_entity, over_quota, page_size, quota, truncated};
use crate::policies::{Managed, find, name_of_arn, not_attachable, not_found, path_of_arn, shift};
use crate::resources::{BY_ATTACHED, BY_BOUNDARY, Group, Role, User, scoped};

async fn access<E: Entity>(lookup: &Lookup<'_>, name: &str, policy_arn: &str) -> Result<Access, Failure> {
    let (access, found) = on_entity::<E>(lookup, name).await?;
    let boundary = found.as_ref().and_then(|f| f.body.boundary());
    Ok(access.key("iam:PolicyARN", policy_arn).key_if("iam:PermissionsBoundary", boundary))
}

async fn attach<E: Entity>(tx: &mut Transaction<'_>, name: &str, policy_arn: &str) -> Result<Unit, Failure> {
    let account = tx.account();
    let mut holder = modifiable::<E>(tx, name).await?;
    match find(tx, account, policy_arn).await? {
        Some(Managed::Aws(policy)) if !policy.attachable => {
            return Err(api::PolicyNotAttachableException::new("Cannot attach a Service Role Policy to a Customer Role.").into());
        }
        Some(_) => {}
        None => return Err(not_attachable(policy_arn)),
    }
    let attached = &mut holder.body.grants_mut().attached;
    if attached.iter().any(|a| a == policy_arn) {
        return Ok(Unit {});
    }
    if attached.len() >= quota::ATTACHED {
        return Err(over_quota(E::ATTACHED, quota::ATTACHED));
    }
    attached.push(policy_arn.to_owned());
    tx.put(&holder)?;
    shift(tx, account, policy_arn, 1, 0).await?;
    tx.touched(holder.body.arn(), account, E::KIND);
    tx.touched(policy_arn, account, "AWS::IAM::ManagedPolicy");
    Ok(Unit {})
}

async fn detach<E: Entity>(tx: &mut Transaction<'_>, name: &str, policy_arn: &str) -> Result<Unit, Failure> {
    let account = tx.account();
    let mut holder = modifiable::<E>(tx, name).await?;
    let attached = &mut holder.body.grants_mut().attached;
    let Some(at) = attached.iter().position(|a| a == policy_arn) else { return Err(not_found(policy_arn)) };
    attached.remove(at);
    tx.put(&holder)?;
    shift(tx, account, policy_arn, -1, 0).await?;
    tx.touched(holder.body.arn(), account, E::KIND);
    tx.touched(policy_arn, account, "AWS::IAM::ManagedPolicy");
    Ok(Unit {})
}

async fn list<E: Entity>(
    tx: &mut Transaction<'_>,
    name: &str,
    prefix: Option<&str>,
    marker: Option<&str>,
    max_items: Option<i32>,
) -> Result<Page<AttachedPolicy>, Failure> {
    let holder = entity::<E>(tx, name).await?;
    let prefix = prefix.unwrap_or("/");
    let policies = holder.body.grants().attached.iter().filter(|a| path_of_arn(a).starts_with(prefix));
    let policies = policies.map(|a| AttachedPolicy { policy_name: Some(name_of_arn(a).to_owned()), policy_arn: Some(a.clone()) });
    cut(policies.collect(), &format!("Attached {} {prefix}", holder.body.arn()), marker, max_items)
}

/// Attach, detach and list for one kind of entity.
macro_rules! attachments {
    ($($type:ty, $name:ident: $attach:ident $detach:ident $list:ident $reply:ident;)*) => {
        $(
            handle!($attach {
                access(input, lookup) { access::<$type>(lookup, &input.$name, &input.policy_arn).await }
                run(input, tx) { attach::<$type>(tx, &input.$name, &input.policy_arn).await }
            });

            handle!($detach {
                access(input, lookup) { access::<$type>(lookup, &input.$name, &input.policy_arn).await }
                run(input, tx) { detach::<$type>(tx, &input.$name, &input.policy_arn).await }
            });

            handle!($list {
                access(input, lookup) { on::<$type>(lookup, &input.$name).await }
                run(input, tx) {
                    let prefix = input.path_prefix.as_deref();
                    let page = list::<$type>(tx, &input.$name, prefix, input.marker.as_deref(), input.max_items).await?;
                    let is_truncated = truncated(&page);
                    Ok(api::$reply { attached_policies: Some(page.items), is_truncated, marker: page.next })
                }
            });
        )*

        pub(super) fn register(registry: &mut Registry) {
            registry.add::<operation::ListEntitiesForPolicy>();
            $(registry.add::<operation::$attach>().add::<operation::$detach>().add::<operation::$list>();)*
        }
    };
}

attachments! {
    User, user_name: AttachUserPolicy DetachUserPolicy ListAttachedUserPolicies ListAttachedUserPoliciesResponse;
    Group, group_name: AttachGroupPolicy DetachGroupPolicy ListAttachedGroupPolicies ListAttachedGroupPoliciesResponse;
    Role, role_name: AttachRolePolicy DetachRolePolicy ListAttachedRolePolicies ListAttachedRolePoliciesResponse;
}

enum Holder {
    Group(api::PolicyGroup),
    User(api::PolicyUser),
    Role(api::PolicyRole),
}

/// The entities of a kind that use a policy, as a permissions policy or a boundary.
async fn holders<E: Resource>(
    tx: &Transaction<'_>,
    policy_arn: &str,
    filter: Option<PolicyUsageType>,
) -> Result<Vec<Stored<E>>, Failure> {
    let value = scoped(tx.account(), policy_arn);
    let mut found: Vec<Stored<E>> = Vec::new();
    for (lookup, usage) in
        [(BY_ATTACHED, PolicyUsageType::PermissionsPolicy), (BY_BOUNDARY, PolicyUsageType::PermissionsBoundary)]
    {
        if filter.is_none_or(|f| f == usage) {
            found.extend(tx.reader().find_all::<E>(lookup, &value, None, usize::MAX >> 1).await?);
        }
    }
    found.sort_by(|a, b| a.key.id.cmp(&b.key.id));
    found.dedup_by(|a, b| a.key == b.key);
    Ok(found)
}

handle!(ListEntitiesForPolicy {
    access(input, lookup) { on_policy(lookup, &input.policy_arn).await }
    run(input, tx) {
        let account = tx.account();
        if find(tx, account, &input.policy_arn).await?.is_none() {
            return Err(not_found(&input.policy_arn));
        }
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let wanted = |kind| input.entity_filter.is_none_or(|filter| filter == kind);
        let mut all: Vec<(String, Holder)> = Vec::new();
        if wanted(EntityType::Group) {
            for group in holders::<Group>(tx, &input.policy_arn, input.policy_usage_filter).await? {
                if group.body.path.starts_with(prefix) {
                    let shown = api::PolicyGroup { group_name: Some(group.body.name), group_id: Some(group.body.id) };
                    all.push((format!("0{}", group.key.id), Holder::Group(shown)));
                }
            }
        }
        if wanted(EntityType::User) {
            for user in holders::<User>(tx, &input.policy_arn, input.policy_usage_filter).await? {
                if user.body.path.starts_with(prefix) {
                    let shown = api::PolicyUser { user_name: Some(user.body.name), user_id: Some(user.body.id) };
                    all.push((format!("1{}", user.key.id), Holder::User(shown)));
                }
            }
        }
        if wanted(EntityType::Role) {
            for role in holders::<Role>(tx, &input.policy_arn, input.policy_usage_filter).await? {
                if role.body.path.starts_with(prefix) {
                    let shown = api::PolicyRole { role_name: Some(role.body.name), role_id: Some(role.body.id) };
                    all.push((format!("2{}", role.key.id), Holder::Role(shown)));
                }
            }
        }
        let filters = (input.entity_filter, input.policy_usage_filter);
        let listing = format!("ListEntitiesForPolicy {} {prefix} {filters:?}", input.policy_arn);
        let page = page::cut(all, &listing, input.marker.as_deref(), page_size(input.max_items), |(at, _)| at.clone(), bad_marker)?;
        let is_truncated = truncated(&page);
        let (mut groups, mut users, mut roles) = (Vec::new(), Vec::new(), Vec::new());
        for (_, holder) in page.items {
            match holder {
                Holder::Group(group) => groups.push(group),
                Holder::User(user) => users.push(user),
                Holder::Role(role) => roles.push(role),
            }
        }
        Ok(api::ListEntitiesForPolicyResponse {
            policy_groups: Some(groups),
            policy_users: Some(users),
            policy_roles: Some(roles),
            is_truncated,
            marker: page.next,
        })
    }
});
