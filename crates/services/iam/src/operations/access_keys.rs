//! Access keys of users and of the root user.

use plane::{Access, Failure, Lookup, Registry, Stored, Transaction};
use wire::{Sensitive, Unit};
use zeroize::Zeroizing;

use super::users::forget_use;
use crate::api::{self, AccessKeyMetadata, StatusType, operation};
use crate::common::{Subject, cut, invalid, no_such, now, on, on_user_or_caller, over_quota, quota, subject, truncated, when};
use crate::resources::{AccessKey, BY_ACCESS_KEY, BY_ID, LastUse, Owner, Sealed, User};

pub(super) fn register(registry: &mut Registry) {
    registry
        .add::<operation::CreateAccessKey>()
        .add::<operation::ListAccessKeys>()
        .add::<operation::UpdateAccessKey>()
        .add::<operation::DeleteAccessKey>()
        .add::<operation::GetAccessKeyLastUsed>();
}

fn status(active: bool) -> StatusType {
    if active { StatusType::Active } else { StatusType::Inactive }
}

/// A key of somebody.
async fn key(tx: &mut Transaction<'_>, whose: &Subject, id: &str) -> Result<Stored<AccessKey>, Failure> {
    let account = tx.account();
    let found = tx.get::<AccessKey>(account, "", &format!("{}{id}", whose.owner().prefix())).await?;
    found.ok_or_else(|| missing(id))
}

fn missing(id: &str) -> Failure {
    no_such(format!("The Access Key with id {id} cannot be found."))
}

/// The resource an audit record names for a credential: its owner.
fn touch(tx: &mut Transaction<'_>, whose: &Subject) {
    if let Subject::User(user) = whose {
        tx.touched(user.body.arn.clone(), tx.account(), "AWS::IAM::User");
    }
}

handle!(CreateAccessKey {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let account = tx.account();
        let whose = subject(tx, input.user_name.as_deref()).await?;
        let prefix = whose.owner().prefix();
        if tx.all::<AccessKey>(account, "", &prefix).await?.len() >= quota::ACCESS_KEYS {
            return Err(over_quota("AccessKeysPerUser", quota::ACCESS_KEYS));
        }
        let id = tx.plane().ids.access_key_id_for("AKIA", account);
        let secret = Zeroizing::new(tx.plane().ids.secret_access_key());
        let created_at = now(tx);
        let key = AccessKey {
            id: id.clone(),
            owner: whose.owner(),
            secret: Sealed::new(tx.plane(), &AccessKey::context(&id), secret.as_bytes()),
            active: true,
            created_at,
        };
        tx.put(&Stored::new(account, "", format!("{prefix}{id}"), key))?;
        touch(tx, &whose);
        Ok(api::CreateAccessKeyResponse {
            access_key: api::AccessKey {
                user_name: whose.name().to_owned(),
                access_key_id: id,
                status: StatusType::Active,
                secret_access_key: Sensitive(secret.as_str().to_owned()),
                create_date: Some(when(created_at)),
            },
        })
    }
});

handle!(ListAccessKeys {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let whose = subject(tx, input.user_name.as_deref()).await?;
        let mut keys = tx.reader().all::<AccessKey>(tx.account(), "", &whose.owner().prefix()).await?;
        keys.sort_by_key(|k| k.body.created_at);
        let page = cut(keys, &format!("ListAccessKeys {}", whose.owner().prefix()), input.marker.as_deref(), input.max_items)?;
        let is_truncated = truncated(&page);
        let name = (!whose.name().is_empty()).then(|| whose.name().to_owned());
        let access_key_metadata = page
            .items
            .into_iter()
            .map(|key| AccessKeyMetadata {
                user_name: name.clone(),
                access_key_id: Some(key.body.id),
                status: Some(status(key.body.active)),
                create_date: Some(when(key.body.created_at)),
            })
            .collect();
        Ok(api::ListAccessKeysResponse { access_key_metadata, is_truncated, marker: page.next })
    }
});

handle!(UpdateAccessKey {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let whose = subject(tx, input.user_name.as_deref()).await?;
        let mut key = key(tx, &whose, &input.access_key_id).await?;
        key.body.active = match input.status {
            StatusType::Active => true,
            StatusType::Inactive => false,
            StatusType::Expired => return Err(invalid("The status of an access key is Active or Inactive.")),
        };
        tx.put(&key)?;
        touch(tx, &whose);
        Ok(Unit {})
    }
});

handle!(DeleteAccessKey {
    access(input, lookup) { on_user_or_caller(lookup, input.user_name.as_deref()).await }
    run(input, tx) {
        let whose = subject(tx, input.user_name.as_deref()).await?;
        let key = key(tx, &whose, &input.access_key_id).await?;
        tx.delete(&key);
        forget_use(tx, &input.access_key_id).await?;
        touch(tx, &whose);
        Ok(Unit {})
    }
});

/// The name of the user that a key of this account belongs to; empty for root.
async fn owner_name(lookup: &Lookup<'_>, id: &str) -> Result<Option<String>, Failure> {
    let key = lookup.find::<AccessKey>(BY_ACCESS_KEY, id).await?.filter(|k| k.key.account == lookup.account());
    Ok(match key.map(|k| k.body.owner) {
        Some(Owner::User(id)) => lookup.find::<User>(BY_ID, &id).await?.map(|u| u.body.name),
        _ => None,
    })
}

handle!(GetAccessKeyLastUsed {
    access(input, lookup) {
        match owner_name(lookup, &input.access_key_id).await? {
            Some(name) => on::<User>(lookup, &name).await,
            None => Ok(Access::on(format!("access key {}", input.access_key_id))),
        }
    }
    run(input, tx) {
        let account = tx.account();
        // A key of another account is as unknown as one that never was.
        let key = tx.reader().find::<AccessKey>(BY_ACCESS_KEY, &input.access_key_id).await?.filter(|k| k.key.account == account);
        let key = key.ok_or_else(|| missing(&input.access_key_id))?;
        let user_name = match &key.body.owner {
            Owner::User(id) => tx.reader().find::<User>(BY_ID, id).await?.map(|u| u.body.name),
            Owner::Root => None,
        };
        let used = tx.reader().get::<LastUse>(account, "", &input.access_key_id).await?;
        let access_key_last_used = match used {
            Some(used) => api::AccessKeyLastUsed {
                last_used_date: Some(when(used.body.at)),
                service_name: used.body.service,
                region: used.body.region,
            },
            None => api::AccessKeyLastUsed { last_used_date: None, service_name: "N/A".into(), region: "N/A".into() },
        };
        Ok(api::GetAccessKeyLastUsedResponse { user_name, access_key_last_used: Some(access_key_last_used) })
    }
});
