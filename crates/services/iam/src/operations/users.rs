//! Users.

use plane::{Access, Failure, PrincipalKind, Registry, Stored, Transaction};
use wire::Unit;

use super::entity_tags::creating;
use crate::api::{self, operation};
use crate::common::{
    arn, check_quota, conflict, entity, exists, id_of, list, no_entity, now, on, on_entity, on_user_or_caller, path_of, quota,
    shown_boundary, truncated, when,
};
use crate::credentials::{ServiceCredential, SigningCertificate, SshKey};
use crate::policies;
use crate::resources::{AccessKey, AccountSettings, LastUse, LoginProfile, Owner, Root, User};
use crate::tags::{self, Keys};

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateUser>()
        .add::<operation::GetUser>()
        .add::<operation::UpdateUser>()
        .add::<operation::DeleteUser>()
        .add::<operation::ListUsers>();
}

/// A user as replies show it; listings leave tags and boundary out.
pub(crate) fn shown(user: &Stored<User>) -> api::User {
    api::User {
        path: user.body.path.clone(),
        user_name: user.body.name.clone(),
        user_id: user.body.id.clone(),
        arn: user.body.arn.clone(),
        create_date: when(user.body.created_at),
        password_last_used: user.body.password_last_used.map(when),
        permissions_boundary: None,
        tags: None,
    }
}

/// A user with tags and boundary.
pub(crate) fn shown_in_full(user: &Stored<User>) -> api::User {
    api::User {
        permissions_boundary: shown_boundary(user.body.boundary.as_deref()),
        tags: tags::shown(&user.tags),
        ..shown(user)
    }
}

/// The root user as replies show it: its id is the account's. AWS leaves name and path out, which the model requires; they are empty here.
pub(crate) async fn shown_root(tx: &mut Transaction<'_>) -> Result<api::User, Failure> {
    let account = tx.account();
    let root = tx.get::<Root>(account, "", Root::ID).await?;
    let alias = tx.get::<AccountSettings>(account, "", AccountSettings::ID).await?.and_then(|s| s.body.alias);
    Ok(api::User {
        user_id: account.to_owned(),
        user_name: alias.unwrap_or_default(),
        arn: tx.plane().arn("iam", "", account, "root"),
        create_date: when(root.map_or(0, |r| r.body.created_at)),
        ..api::User::default()
    })
}

handle!(CreateUser {
    access(input, lookup) {
        let path = input.path.as_deref().unwrap_or("/");
        let user_arn = arn(lookup, lookup.account(), "user", path, &input.user_name);
        let access = Access::on(user_arn.as_str()).key_if("iam:PermissionsBoundary", input.permissions_boundary.as_deref());
        Ok(creating(access, &user_arn, "iam:TagUser", input.tags.as_deref()))
    }
    run(input, tx) {
        let account = tx.account();
        let path = path_of(input.path.as_deref())?;
        if tx.get::<User>(account, "", &id_of(&input.user_name)).await?.is_some() {
            return Err(exists(format!("User with name {} already exists.", input.user_name)));
        }
        let tags = tags::add(&[], input.tags.as_deref().unwrap_or_default(), Keys::IgnoreCase)?;
        if let Some(boundary) = &input.permissions_boundary {
            policies::check_boundary(tx, boundary).await?;
            policies::shift(tx, account, boundary, 0, 1).await?;
        }
        check_quota::<User>(tx, "UsersPerAccount", quota::USERS).await?;
        let user_arn = arn(&tx.reader(), account, "user", &path, &input.user_name);
        let user = User {
            id: tx.plane().ids.unique_id("AIDA"),
            name: input.user_name.clone(),
            path,
            arn: user_arn.clone(),
            created_at: now(tx),
            grants: Default::default(),
            boundary: input.permissions_boundary.clone(),
            groups: Vec::new(),
            mfa_devices: Vec::new(),
            password_last_used: None,
        };
        let stored = Stored::new(account, "", id_of(&input.user_name), user).arn(user_arn.clone()).tags(tags);
        tx.put(&stored)?;
        tx.touched(user_arn, account, "AWS::IAM::User");
        Ok(api::CreateUserResponse { user: Some(shown_in_full(&stored)) })
    }
});

handle!(GetUser {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let caller = &tx.call().principal;
        let user = match input.user_name.as_deref().or(caller.user_name.as_deref()) {
            Some(name) => shown_in_full(&entity::<User>(tx, name).await?),
            None if caller.kind == PrincipalKind::Root => shown_root(tx).await?,
            None => return Err(Failure::validation("Must specify userName when calling with non-User credentials")),
        };
        Ok(api::GetUserResponse { user })
    }
});

handle!(UpdateUser {
    access(input, lookup) {
        // Who renames needs permission on what it was and on what it becomes.
        let (access, found) = on_entity::<User>(lookup, &input.user_name).await?;
        if input.new_user_name.is_none() && input.new_path.is_none() {
            return Ok(access);
        }
        let present = found.as_ref().map_or("/", |u| u.body.path.as_str());
        let path = input.new_path.as_deref().unwrap_or(present);
        let name = input.new_user_name.as_deref().unwrap_or(&input.user_name);
        let target = Access::on(arn(lookup, lookup.account(), "user", path, name));
        Ok(access.and(match &found {
            Some(found) => target.resource_tags(&found.tags),
            None => target,
        }))
    }
    run(input, tx) {
        let account = tx.account();
        let present = entity::<User>(tx, &input.user_name).await?;
        let name = input.new_user_name.clone().unwrap_or_else(|| present.body.name.clone());
        let path = match &input.new_path {
            Some(path) => path_of(Some(path))?,
            None => present.body.path.clone(),
        };
        let mut user = present.clone();
        user.body.arn = arn(&tx.reader(), account, "user", &path, &name);
        user.arn = Some(user.body.arn.clone());
        user.body.name = name;
        user.body.path = path;
        let id = id_of(&user.body.name);
        if id != present.key.id {
            if tx.get::<User>(account, "", &id).await?.is_some() {
                return Err(exists(format!("User with name {} already exists.", user.body.name)));
            }
            // The old document goes first: the unique id moves with the name.
            tx.delete(&present);
            user = Stored { created_at: present.created_at, ..Stored::new(account, "", id, user.body).tags(present.tags.clone()) };
            user.arn = Some(user.body.arn.clone());
        }
        tx.put(&user)?;
        tx.touched(user.body.arn, account, "AWS::IAM::User");
        Ok(Unit {})
    }
});

/// What of a user has to go before the user can, in AWS's words.
///
/// Whoever adds a kind of credential that belongs to a user (id `AIDA…/…`) adds it here.
async fn obstacle(tx: &mut Transaction<'_>, user: &User) -> Result<Option<&'static str>, Failure> {
    let account = tx.account();
    let prefix = Owner::User(user.id.clone()).prefix();
    Ok(if !user.grants.attached.is_empty() {
        Some("must detach all policies first.")
    } else if !user.grants.inline.is_empty() {
        Some("must delete policies first.")
    } else if !tx.all::<AccessKey>(account, "", &prefix).await?.is_empty() {
        Some("must delete access keys first.")
    } else if tx.get::<LoginProfile>(account, "", &user.id).await?.is_some() {
        Some("must delete login profile first.")
    } else if !tx.all::<SigningCertificate>(account, "", &prefix).await?.is_empty() {
        Some("must delete signing certificates first.")
    } else if !tx.all::<SshKey>(account, "", &prefix).await?.is_empty() {
        Some("must delete SSH public keys first.")
    } else if !tx.all::<ServiceCredential>(account, "", &prefix).await?.is_empty() {
        Some("must delete service specific credentials first.")
    } else if !user.mfa_devices.is_empty() {
        Some("must delete MFA device first.")
    } else if !user.groups.is_empty() {
        Some("must remove users from group first.")
    } else {
        None
    })
}

handle!(DeleteUser {
    access(input, lookup) { on::<User>(lookup, &input.user_name).await }
    run(input, tx) {
        let account = tx.account();
        let user = tx.get::<User>(account, "", &id_of(&input.user_name)).await?.ok_or_else(|| no_entity::<User>(&input.user_name))?;
        if let Some(obstacle) = obstacle(tx, &user.body).await? {
            return Err(conflict(format!("Cannot delete entity, {obstacle}")));
        }
        if let Some(boundary) = &user.body.boundary {
            policies::shift(tx, account, boundary, 0, -1).await?;
        }
        tx.delete(&user);
        tx.touched(user.body.arn, account, "AWS::IAM::User");
        Ok(Unit {})
    }
});

handle!(ListUsers {
    access(input, lookup) {
        Ok(Access::on(arn(lookup, lookup.account(), "user", input.path_prefix.as_deref().unwrap_or("/"), "")))
    }
    run(input, tx) {
        let prefix = input.path_prefix.as_deref().unwrap_or("/");
        let listing = format!("ListUsers {prefix}");
        let page = list::<User>(tx, &listing, input.marker.as_deref(), input.max_items, |u| u.body.path.starts_with(prefix)).await?;
        let is_truncated = truncated(&page);
        Ok(api::ListUsersResponse { users: page.items.iter().map(shown).collect(), is_truncated, marker: page.next })
    }
});

/// Forgets when an access key or role was used, with the key or role.
pub(super) async fn forget_use(tx: &mut Transaction<'_>, id: &str) -> Result<(), Failure> {
    let account = tx.account();
    if let Some(used) = tx.get::<LastUse>(account, "", id).await? {
        tx.delete(&used);
    }
    Ok(())
}
