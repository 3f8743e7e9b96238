//! Where a call goes: its key, and what permission it needs there.

use plane::{Access, Failure, Lookup, Reader, ResourcePolicy, ResourcePolicyRole, Stored, Transaction};

use crate::api::{GrantOperation, NotFoundException};
use crate::errors::{no_alias, no_key, other_account};
use crate::grants::{self, Asked};
use crate::names::{self, Named};
use crate::policies::compiled;
use crate::resources::{Alias, Grant, Key};
use crate::specs::customer_master_key_spec;

/// What a `KeyId` came to.
#[derive(Debug, Clone)]
pub(crate) struct Target {
    /// ARN of the key, or what an unknown alias would be.
    pub arn: String,
    /// Account that owns it.
    pub account: String,
    /// The key, if there is one.
    pub key: Option<Stored<Key>>,
    /// Name of the alias, if the caller named one.
    pub alias: Option<String>,
    /// Why there is none.
    missing: Option<Failure>,
}

impl Target {
    /// The key.
    ///
    /// # Errors
    /// `NotFoundException`.
    pub(crate) fn found(self) -> Result<Stored<Key>, Failure> {
        match (self.key, self.missing) {
            (Some(key), _) => Ok(key),
            (None, Some(missing)) => Err(missing),
            (None, None) => Err(no_key(&self.arn)),
        }
    }
}

/// Which names an operation takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Takes {
    /// Ids and ARNs of keys.
    Keys,
    /// Aliases as well.
    Aliases,
}

fn key_arn(partition: &str, region: &str, account: &str, id: &str) -> String {
    format!("arn:{partition}:kms:{region}:{account}:key/{id}")
}

/// The ARN of an alias, `name` with `alias/`.
pub(crate) fn alias_arn(partition: &str, region: &str, account: &str, name: &str) -> String {
    format!("arn:{partition}:kms:{region}:{account}:{name}")
}

/// Finds the key that a caller of an account means in a region. A name that cannot be a key's is not an error yet: who may not ask is told only
/// that. [`Target::found`] says what is wrong with it.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn locate(
    reader: &Reader<'_>,
    text: &str,
    account: &str,
    region: &str,
    takes: Takes,
) -> Result<Target, Failure> {
    let partition = &reader.plane().settings.partition;
    let nothing = |arn: String, missing: Failure| Target {
        arn,
        account: account.to_owned(),
        key: None,
        alias: None,
        missing: Some(missing),
    };
    match names::parse(text, account, region) {
        Err(missing) => {
            Ok(nothing(key_arn(partition, region, account, text.rsplit(['/', ':']).next().unwrap_or_default()), missing))
        }
        Ok(Named::Key { account, id }) => {
            let arn = key_arn(partition, region, &account, &id);
            let key = reader.get::<Key>(&account, region, &id).await?;
            Ok(Target { arn, account, key, alias: None, missing: None })
        }
        Ok(Named::Alias { name, .. }) if takes == Takes::Keys => {
            let missing = NotFoundException::new(format!("Invalid keyId {text}")).into();
            Ok(nothing(alias_arn(partition, region, account, &name), missing))
        }
        Ok(Named::Alias { account, name }) => {
            let arn = alias_arn(partition, region, &account, &name);
            let Some(alias) = reader.get::<Alias>(&account, region, &name).await? else {
                let missing = Some(no_alias(&arn));
                return Ok(Target { arn, account, key: None, alias: Some(name), missing });
            };
            let key = reader.get::<Key>(&account, region, &alias.body.target).await?;
            let arn = key_arn(partition, region, &account, &alias.body.target);
            Ok(Target { arn, account, key, alias: Some(name), missing: None })
        }
    }
}

/// What a call wants of a key.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Want<'a> {
    /// The action.
    pub action: &'static str,
    /// The operation as grants name it, if they can permit it.
    pub grantable: Option<GrantOperation>,
    /// The encryption context.
    pub context: &'a [(String, String)],
    /// The service that asks for the caller, as `kms:ViaService` names it.
    pub via: Option<&'a str>,
    /// Whether keys of other accounts can be meant.
    pub across_accounts: bool,
    /// The grant that is to be made.
    pub child: Option<(&'a [GrantOperation], &'a crate::resources::Constraints)>,
}

/// The permission that is needed for a key: of its policy, its grants, and the caller's own policies.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn access(lookup: &Lookup<'_>, target: &Target, want: Want<'_>) -> Result<Access, Failure> {
    let caller = lookup.account();
    let mut access = Access::on(&target.arn)
        .action(want.action)
        .owned_by(&target.account)
        .key("kms:CallerAccount", caller)
        .key_if("kms:RequestAlias", target.alias.as_deref())
        .key_if("kms:ViaService", want.via);
    if !want.context.is_empty() {
        for (name, value) in want.context {
            access = access.key(&format!("kms:EncryptionContext:{name}"), value);
        }
        access = access.keys("kms:EncryptionContextKeys", want.context.iter().map(|(name, _)| name.as_str()));
    }
    let Some(stored) = &target.key else { return Ok(access) };
    let key = &stored.body;
    access = access
        .resource_tags(&stored.tags)
        .key("kms:KeySpec", key.spec.as_str())
        .key("kms:KeyUsage", key.usage.as_str())
        .key("kms:KeyOrigin", key.origin.as_str())
        .key_if("kms:CustomerMasterKeySpec", customer_master_key_spec(key.spec).map(crate::api::CustomerMasterKeySpec::as_str))
        .key("kms:CustomerMasterKeyUsage", key.usage.as_str())
        .key("kms:MultiRegion", if key.multi_region.is_some() { "true" } else { "false" });
    if let Some(multi) = &key.multi_region {
        access = access.key("kms:MultiRegionKeyType", if multi.primary == key.region { "PRIMARY" } else { "REPLICA" });
    }
    if !key.aliases.is_empty() {
        access = access.keys("kms:ResourceAliases", key.aliases.iter().map(String::as_str));
    }
    if target.account != caller && !want.across_accounts {
        // Without the key's policy nothing allows it.
        return Ok(access);
    }
    let policy = |text: &str| -> Result<ResourcePolicy, Failure> {
        Ok(ResourcePolicy { id: target.arn.clone(), policy: compiled(text)?, role: ResourcePolicyRole::Required })
    };
    access = access.resource_policy(policy(&key.policy)?);
    if let Some(operation) = want.grantable.filter(|_| key.grants > 0) {
        let grants = lookup.all::<Grant>(&key.account, &key.region, &format!("{}/", key.id)).await?;
        let asked = Asked { operation, context: want.context, child: want.child };
        if let Some(text) = grants::statements(grants.iter().map(|g| &g.body), want.action, asked) {
            access = access.resource_policy(policy(&text)?);
        }
    }
    Ok(access)
}

/// Locates a key, and says what permission is needed for it.
///
/// # Errors
/// Those of [`locate`].
pub(crate) async fn on_key(lookup: &Lookup<'_>, text: &str, takes: Takes, want: Want<'_>) -> Result<Access, Failure> {
    let target = locate(lookup, text, lookup.account(), &lookup.call().region, takes).await?;
    access(lookup, &target, want).await
}

/// The key, held until the commit, of an operation that works in the caller's own account only or across accounts.
///
/// # Errors
/// `NotFoundException`, or `AccessDenied` for keys of others.
pub(crate) async fn held(tx: &mut Transaction<'_>, text: &str, takes: Takes, want: Want<'_>) -> Result<Stored<Key>, Failure> {
    let (reader, account, region) = (tx.reader(), tx.account().to_owned(), tx.call().region.clone());
    let target = locate(&reader, text, &account, &region, takes).await?;
    let (arn, owner) = (target.arn.clone(), target.account.clone());
    let id = target.found()?.key.id;
    let key = tx.get::<Key>(&owner, &region, &id).await?.ok_or_else(|| no_key(&arn))?;
    touched(tx, &key.body);
    if owner != account && !want.across_accounts {
        return Err(other_account(&arn));
    }
    Ok(key)
}

/// Names the key in the audit record.
pub(crate) fn touched(tx: &mut Transaction<'_>, key: &Key) {
    let arn = key.arn(&tx.plane().settings.partition);
    tx.touched(arn, &key.account, "AWS::KMS::Key");
}
