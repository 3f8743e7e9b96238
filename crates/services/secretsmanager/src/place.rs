//! Where a call goes: its secret, and what permission it needs there.

use std::collections::HashMap;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use plane::{Access, Failure, Lookup, Reader, ResourcePolicy, ResourcePolicyRole, Stored, Timestamp, Transaction};
use policy::{Policy, PolicyKind};

use crate::across;
use crate::errors::{marked_deleted, no_secret, replica_is_read_only, value_is_replicated};
use crate::names::{Named, candidates};
use crate::resources::{Secret, imagined_arn};

/// CloudFormation's name of secrets, in audit records.
pub const KIND: &str = "AWS::SecretsManager::Secret";

/// Resource policies that were compiled, by their text. Emptied when it is full.
static COMPILED: LazyLock<Mutex<HashMap<String, Arc<Policy>>>> = LazyLock::new(Mutex::default);
const MOST_COMPILED: usize = 512;

fn compiled(text: &str) -> Result<Arc<Policy>, Failure> {
    let mut known = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(policy) = known.get(text) {
        return Ok(policy.clone());
    }
    let policy = Arc::new(Policy::parse(text, PolicyKind::Resource).map_err(Failure::internal)?);
    if known.len() >= MOST_COMPILED {
        known.clear();
    }
    known.insert(text.to_owned(), policy.clone());
    Ok(policy)
}

/// The secret that a `SecretId` means, for a caller of this account and region.
///
/// # Errors
/// Internal ones only.
pub async fn find(reader: &Reader<'_>, account: &str, region: &str, id: &str) -> Result<Option<Stored<Secret>>, Failure> {
    match Named::parse(id) {
        Named::Name(name) => reader.get::<Secret>(account, region, &name).await,
        // A secret of another region is not here; one of another account only by its whole ARN.
        Named::Arn { region: named, .. } if named != region => Ok(None),
        Named::Arn { account: owner, rest, .. } => {
            for (name, suffix) in candidates(&rest) {
                if suffix.is_none() && owner != account {
                    continue;
                }
                let found = reader.get::<Secret>(&owner, region, name).await?;
                if let Some(found) = found.filter(|s| suffix.is_none_or(|suffix| s.body.suffix == suffix)) {
                    return Ok(Some(found));
                }
            }
            Ok(None)
        }
    }
}

/// What is asked for: the secret if it is there, and the access to it for the operation's own action.
///
/// # Errors
/// Internal ones only.
pub async fn target(lookup: &Lookup<'_>, id: &str) -> Result<(Option<Stored<Secret>>, Access), Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    if let Some(found) = find(lookup, account, region, id).await? {
        let access = on(&found)?.key("secretsmanager:SecretId", id);
        return Ok((Some(found), access));
    }
    let partition = &lookup.plane().settings.partition;
    let (arn, owner) = match Named::parse(id) {
        Named::Name(name) => (imagined_arn(partition, region, account, &name), account.to_owned()),
        Named::Arn { account: owner, rest, .. } => {
            let whole = candidates(&rest).iter().any(|(_, suffix)| suffix.is_some());
            let arn = if whole { id.to_owned() } else { imagined_arn(partition, region, &owner, &rest) };
            (arn, owner)
        }
    };
    Ok((None, Access::on(arn).owned_by(owner).key("secretsmanager:SecretId", id)))
}

/// The access to a secret that is there.
///
/// # Errors
/// Internal ones only.
pub fn on(secret: &Stored<Secret>) -> Result<Access, Failure> {
    let body = &secret.body;
    let mut access = Access::on(body.arn.clone())
        .owned_by(body.account.clone())
        .resource_tags(&secret.tags)
        .key("secretsmanager:SecretPrimaryRegion", body.primary_region())
        .key_if(
            "secretsmanager:resource/AllowRotationLambdaArn",
            body.rotation.as_ref().map(|r| r.function.as_str()).filter(|f| !f.is_empty()),
        );
    let managed = body.follows.as_ref().map(|primary| across::policy(&primary.arn));
    for policy in body.policy.as_deref().into_iter().chain(managed.as_deref()) {
        let policy = ResourcePolicy { id: body.arn.clone(), policy: compiled(policy)?, role: ResourcePolicyRole::Optional };
        access = access.resource_policy(policy);
    }
    Ok(access)
}

/// The access of operations that say no more than which secret.
///
/// # Errors
/// Internal ones only.
pub async fn access(lookup: &Lookup<'_>, id: &str) -> Result<Access, Failure> {
    target(lookup, id).await.map(|(_, access)| access)
}

/// The secret, held until the commit, deleted ones too.
///
/// # Errors
/// `ResourceNotFoundException`.
pub async fn held_any(tx: &mut Transaction<'_>, id: &str) -> Result<Stored<Secret>, Failure> {
    let (account, region) = (tx.account(), tx.call().region.as_str());
    let secret = match Named::parse(id) {
        Named::Name(name) => tx.get::<Secret>(account, region, &name).await?,
        Named::Arn { .. } => match find(&tx.reader(), account, region, id).await? {
            Some(Stored { key, .. }) => tx.get::<Secret>(&key.account, &key.region, &key.id).await?,
            None => None,
        },
    };
    let secret = secret.ok_or_else(no_secret)?;
    tx.touched(secret.body.arn.clone(), secret.body.account.clone(), KIND);
    Ok(secret)
}

/// The secret, held until the commit.
///
/// # Errors
/// `ResourceNotFoundException`; `InvalidRequestException` if it is marked for deletion.
pub async fn held(tx: &mut Transaction<'_>, id: &str) -> Result<Stored<Secret>, Failure> {
    let secret = held_any(tx, id).await?;
    if secret.body.deleted.is_some() {
        return Err(marked_deleted("perform this operation on the secret"));
    }
    Ok(secret)
}

/// The secret, held until the commit, to be changed: not a replica in another region.
///
/// # Errors
/// As [`held`], and `InvalidRequestException` for a replica.
pub async fn primary(tx: &mut Transaction<'_>, id: &str) -> Result<Stored<Secret>, Failure> {
    let secret = held(tx, id).await?;
    match &secret.body.replica_of {
        Some(region) => Err(replica_is_read_only(region)),
        None => Ok(secret),
    }
}

/// The secret, held until the commit, for a change of its value, rotation or regions: no replica at all.
///
/// # Errors
/// As [`primary`], and `InvalidRequestException` for a replica of another account's secret.
pub async fn source(tx: &mut Transaction<'_>, id: &str) -> Result<Stored<Secret>, Failure> {
    let secret = primary(tx, id).await?;
    match &secret.body.follows {
        Some(primary) => Err(value_is_replicated(&primary.arn)),
        None => Ok(secret),
    }
}

/// Milliseconds since 1970 as the wire has them.
pub fn at(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

/// What can have one text.
pub fn text(given: Option<&String>) -> Option<String> {
    given.filter(|t| !t.is_empty()).cloned()
}
