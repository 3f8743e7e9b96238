//! The first credentials of an installation.

use plane::plane::System;
use plane::{Failure, Stored};
use zeroize::Zeroizing;

use crate::common::{over_quota, quota};
use crate::resources::{AccessKey, Owner, Root, Sealed};

/// An access key of a root user, told once: only its sealed form is kept.
pub struct RootCredentials {
    /// `AKIA…`.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: Zeroizing<String>,
}

impl std::fmt::Debug for RootCredentials {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RootCredentials").field("access_key_id", &self.access_key_id).finish_non_exhaustive()
    }
}

/// Makes an access key of an account's root user, for the first start of an installation.
///
/// # Errors
/// `LimitExceeded` when root has two access keys; internal ones when the account does not exist or the store fails.
pub async fn bootstrap(system: &System, account: &str) -> Result<RootCredentials, Failure> {
    root_key(system, account, false).await
}

/// Replaces all access keys of an account's root user by a new one, for an administrator who lost them.
///
/// # Errors
/// Internal ones, when the account does not exist or the store fails.
pub async fn recover(system: &System, account: &str) -> Result<RootCredentials, Failure> {
    root_key(system, account, true).await
}

async fn root_key(system: &System, account: &str, replace: bool) -> Result<RootCredentials, Failure> {
    let account = account.to_owned();
    system
        .act("iam", "CreateAccessKey", move |tx| {
            let account = account.clone();
            Box::pin(async move {
                if tx.get::<Root>(&account, "", Root::ID).await?.is_none() {
                    return Err(Failure::internal(format!("account {account} has no root identity")));
                }
                let prefix = Owner::Root.prefix();
                let present = tx.all::<AccessKey>(&account, "", &prefix).await?;
                if replace {
                    for key in &present {
                        tx.delete(key);
                    }
                } else if present.len() >= quota::ACCESS_KEYS {
                    return Err(over_quota("AccessKeysPerUser", quota::ACCESS_KEYS));
                }
                let id = tx.plane().ids.access_key_id_for("AKIA", &account);
                let secret = Zeroizing::new(tx.plane().ids.secret_access_key());
                let key = AccessKey {
                    id: id.clone(),
                    owner: Owner::Root,
                    secret: Sealed::new(tx.plane(), &AccessKey::context(&id), secret.as_bytes()),
                    active: true,
                    created_at: tx.call().time.as_millisecond(),
                };
                tx.put(&Stored::new(&account, "", format!("{prefix}{id}"), key))?;
                Ok(RootCredentials { access_key_id: id, secret_access_key: secret })
            })
        })
        .await
}
