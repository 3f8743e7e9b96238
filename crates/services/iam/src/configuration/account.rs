//! The account itself: its password policy, and the credentials of its root user.

use plane::configuration::time;
use plane::ports::{ConfigurationChange, ResourceConfiguration};
use plane::{Failure, Past, Stored};
use serde_json::{Value, json};

use super::{ACCOUNT, recorded};
use crate::credentials::SigningCertificate;
use crate::resources::{AccessKey, AccountSettings, Owner, PasswordPolicy, Root};

/// The account as it was, after something of it changed.
pub(super) async fn changed(past: &Past<'_>, account: &str) -> Result<Vec<ConfigurationChange>, Failure> {
    let Some(root) = past.get::<Root>(account, "", Root::ID).await? else { return Ok(Vec::new()) };
    let settings = past.get::<AccountSettings>(account, "", AccountSettings::ID).await?.map(|s| s.body).unwrap_or_default();
    let keys = past.all::<AccessKey>(account, "", &Owner::Root.prefix()).await?;
    let certificates = past.all::<SigningCertificate>(account, "", &Owner::Root.prefix()).await?;
    let arn = past.reader().plane().arn("iam", "", account, "root");
    Ok(vec![recorded(describe(&root, &settings, keys.len(), certificates.len()).arn(arn))])
}

fn describe(root: &Stored<Root>, settings: &AccountSettings, keys: usize, certificates: usize) -> ResourceConfiguration {
    let configuration = json!({
        "passwordPolicy": settings.password_policy.as_ref().map(password_policy),
        "summary": {
            "AccountMFAEnabled": i32::from(!root.body.mfa_devices.is_empty()),
            "AccountAccessKeysPresent": keys,
            "AccountSigningCertificatesPresent": certificates,
        },
        "mfaDevices": root.body.mfa_devices,
        "accountAlias": settings.alias,
        "createDate": time(root.body.created_at),
    });
    ResourceConfiguration::of(root, ACCOUNT, &root.key.account, configuration).created(root.body.created_at)
}

fn password_policy(policy: &PasswordPolicy) -> Value {
    json!({
        "minimumPasswordLength": policy.minimum_length,
        "requireSymbols": policy.require_symbols,
        "requireNumbers": policy.require_numbers,
        "requireUppercaseCharacters": policy.require_uppercase,
        "requireLowercaseCharacters": policy.require_lowercase,
        "allowUsersToChangePassword": policy.allow_change,
        "expirePasswords": policy.max_age.is_some(),
        "maxPasswordAge": policy.max_age,
        "passwordReusePrevention": policy.reuse_prevention,
        "hardExpiry": policy.hard_expiry,
    })
}
