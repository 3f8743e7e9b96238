//! Permissions boundaries of users and roles.

use plane::{Access, Failure, Lookup, Registry, Transaction};
use wire::Unit;

use crate::api::operation;
use crate::common::{Entity, modifiable, no_such, on, on_entity};
use crate::policies::{check_boundary, shift};
use crate::resources::{Role, User};

trait Bounded: Entity {
    fn boundary_mut(&mut self) -> &mut Option<String>;
}

impl Bounded for User {
    fn boundary_mut(&mut self) -> &mut Option<String> {
        &mut self.boundary
    }
}

impl Bounded for Role {
    fn boundary_mut(&mut self) -> &mut Option<String> {
        &mut self.boundary
    }
}

async fn put<E: Bounded>(tx: &mut Transaction<'_>, name: &str, policy_arn: &str) -> Result<Unit, Failure> {
    let account = tx.account();
    let mut holder = modifiable::<E>(tx, name).await?;
    check_boundary(tx, policy_arn).await?;
    if let Some(earlier) = holder.body.boundary_mut().replace(policy_arn.to_owned()) {
        shift(tx, account, &earlier, 0, -1).await?;
    }
    shift(tx, account, policy_arn, 0, 1).await?;
    tx.put(&holder)?;
    tx.touched(holder.body.arn(), account, E::KIND);
    Ok(Unit {})
}

async fn delete_access<E: Bounded>(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (access, found) = on_entity::<E>(lookup, name).await?;
    Ok(access.key_if("iam:PermissionsBoundary", found.as_ref().and_then(|f| f.body.boundary())))
}

async fn delete<E: Bounded>(tx: &mut Transaction<'_>, name: &str) -> Result<Unit, Failure> {
    let account = tx.account();
    let mut holder = modifiable::<E>(tx, name).await?;
    let Some(earlier) = holder.body.boundary_mut().take() else {
        return Err(no_such(format!("{} {name} does not have a permissions boundary.", E::TITLE)));
    };
    shift(tx, account, &earlier, 0, -1).await?;
    tx.put(&holder)?;
    tx.touched(holder.body.arn(), account, E::KIND);
    Ok(Unit {})
}

/// Put and delete for one kind of entity.
macro_rules! boundaries {
    ($($type:ty, $name:ident: $put:ident $delete:ident;)*) => {
        $(
            handle!($put {
                access(input, lookup) {
                    let access = on::<$type>(lookup, &input.$name).await?;
                    Ok(access.key("iam:PermissionsBoundary", input.permissions_boundary.clone()))
                }
                run(input, tx) { put::<$type>(tx, &input.$name, &input.permissions_boundary).await }
            });

            handle!($delete {
                access(input, lookup) { delete_access::<$type>(lookup, &input.$name).await }
                run(input, tx) { delete::<$type>(tx, &input.$name).await }
            });
        )*

        pub(super) fn register(registry: &mut Registry) {
            $(registry.add::<operation::$put>().add::<operation::$delete>();)*
        }
    };
}

boundaries! {
    User, user_name: PutUserPermissionsBoundary DeleteUserPermissionsBoundary;
    Role, role_name: PutRolePermissionsBoundary DeleteRolePermissionsBoundary;
}
