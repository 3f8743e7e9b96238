//! Inline policies of users, groups and roles.

use plane::{Access, Failure, Lookup, Registry, Transaction};
use policy::PolicyKind;
use wire::Unit;

use crate::api::{self, operation};
use crate::common::{Entity, check_policy, cut, entity, limit, modifiable, no_such, on, on_entity, truncated, url_encoded};
use crate::resources::{Group, Role, User};

async fn access<E: Entity>(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (access, found) = on_entity::<E>(lookup, name).await?;
    Ok(access.key_if("iam:PermissionsBoundary", found.as_ref().and_then(|f| f.body.boundary())))
}

async fn put<E: Entity>(tx: &mut Transaction<'_>, name: &str, policy_name: &str, document: &str) -> Result<Unit, Failure> {
    let mut holder = modifiable::<E>(tx, name).await?;
    check_policy(document, PolicyKind::Identity)?;
    let inline = &mut holder.body.grants_mut().inline;
    inline.insert(policy_name.to_owned(), document.to_owned());
    if inline.values().map(|text| policy::counted_size(text)).sum::<usize>() > E::INLINE {
        return Err(limit(format!("Maximum policy size of {} bytes exceeded for {} {}", E::INLINE, E::WORD, holder.body.name())));
    }
    tx.put(&holder)?;
    tx.touched(holder.body.arn(), tx.account(), E::KIND);
    Ok(Unit {})
}

fn missing<E: Entity>(policy_name: &str) -> Failure {
    no_such(format!("The {} policy with name {policy_name} cannot be found.", E::WORD))
}

async fn get<E: Entity>(tx: &mut Transaction<'_>, name: &str, policy_name: &str) -> Result<(String, String), Failure> {
    let holder = entity::<E>(tx, name).await?;
    let document = holder.body.grants().inline.get(policy_name).ok_or_else(|| missing::<E>(policy_name))?;
    Ok((holder.body.name().to_owned(), url_encoded(document)))
}

async fn delete<E: Entity>(tx: &mut Transaction<'_>, name: &str, policy_name: &str) -> Result<Unit, Failure> {
    let mut holder = modifiable::<E>(tx, name).await?;
    if holder.body.grants_mut().inline.remove(policy_name).is_none() {
        return Err(missing::<E>(policy_name));
    }
    tx.put(&holder)?;
    tx.touched(holder.body.arn(), tx.account(), E::KIND);
    Ok(Unit {})
}

/// Put, get, delete and list for one kind of entity.
macro_rules! inline_policies {
    ($($type:ty, $name:ident: $put:ident $get:ident $got:ident $delete:ident $list:ident $listed:ident;)*) => {
        $(
            handle!($put {
                access(input, lookup) { access::<$type>(lookup, &input.$name).await }
                run(input, tx) { put::<$type>(tx, &input.$name, &input.policy_name, &input.policy_document).await }
            });

            handle!($get {
                access(input, lookup) { on::<$type>(lookup, &input.$name).await }
                run(input, tx) {
                    let ($name, policy_document) = get::<$type>(tx, &input.$name, &input.policy_name).await?;
                    Ok(api::$got { $name, policy_name: input.policy_name.clone(), policy_document })
                }
            });

            handle!($delete {
                access(input, lookup) { access::<$type>(lookup, &input.$name).await }
                run(input, tx) { delete::<$type>(tx, &input.$name, &input.policy_name).await }
            });

            handle!($list {
                access(input, lookup) { on::<$type>(lookup, &input.$name).await }
                run(input, tx) {
                    let holder = entity::<$type>(tx, &input.$name).await?;
                    let names = holder.body.grants().inline.keys().cloned().collect();
                    let page = cut(names, &format!("Inline {}", holder.body.arn()), input.marker.as_deref(), input.max_items)?;
                    let is_truncated = truncated(&page);
                    Ok(api::$listed { policy_names: page.items, is_truncated, marker: page.next })
                }
            });
        )*

        pub(super) fn register(registry: &mut Registry) {
            $(registry.add::<operation::$put>().add::<operation::$get>().add::<operation::$delete>().add::<operation::$list>();)*
        }
    };
}

inline_policies! {
    User, user_name: PutUserPolicy GetUserPolicy GetUserPolicyResponse DeleteUserPolicy ListUserPolicies ListUserPoliciesResponse;
    Group, group_name: PutGroupPolicy GetGroupPolicy GetGroupPolicyResponse DeleteGroupPolicy ListGroupPolicies ListGroupPoliciesResponse;
    Role, role_name: PutRolePolicy GetRolePolicy GetRolePolicyResponse DeleteRolePolicy ListRolePolicies ListRolePoliciesResponse;
}
