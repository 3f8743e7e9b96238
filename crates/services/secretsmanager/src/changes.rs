//! Changes of a secret: new versions, and copies in other regions that follow in the same commit.

use plane::{Failure, Stored, Transaction};

use crate::across;
use crate::errors::exists;
use crate::resources::{CURRENT, Due, Replica, Secret, Version};
use crate::rotation::events;
use crate::sealing::{self, Value};
use crate::stages;

/// Adds a version with labels. The same token with the same value changes nothing; `false` then.
///
/// # Errors
/// `ResourceExistsException` for the same token with another value; `LimitExceededException`; those of sealing.
pub async fn add_version(
    tx: &mut Transaction<'_>,
    secret: &mut Secret,
    token: &str,
    value: &Value,
    labels: &[String],
) -> Result<bool, Failure> {
    if secret.version(token).is_some() {
        if sealing::open(tx, secret, token).await? == *value {
            return Ok(false);
        }
        return Err(exists(format!(
            "You can't use ClientRequestToken {token} because that value is already in use for a version of secret {}.",
            secret.arn
        )));
    }
    let version = Version { stages: labels.to_vec(), ..sealing::seal(tx, secret, token, value).await? };
    stages::add(&mut secret.versions, version)?;
    let now = tx.call().time.as_millisecond();
    for gone in stages::collect_garbage(&mut secret.versions, now) {
        sealing::remove(tx, secret, &gone).await?;
    }
    secret.changed = now;
    Ok(true)
}

/// Writes a changed primary, and its replicas with it.
///
/// # Errors
/// Internal ones; what goes wrong with a replica is kept as its status.
pub async fn write(tx: &mut Transaction<'_>, secret: &mut Stored<Secret>) -> Result<(), Failure> {
    let mut replicas = std::mem::take(&mut secret.body.replicas);
    for replica in &mut replicas {
        let before = replica.failed.take();
        match copy(tx, secret, replica).await? {
            Ok(more) if more || before.is_some() => replicated(tx, &secret.body, None),
            Ok(_) => {}
            Err(reason) => {
                if before.as_ref() != Some(&reason) {
                    replicated(tx, &secret.body, Some(&reason));
                }
                replica.failed = Some(reason);
            }
        }
    }
    secret.body.replicas = replicas;
    let mut followers = std::mem::take(&mut secret.body.followers);
    for follower in &mut followers {
        across::replicate(tx, &secret.body, follower).await?;
    }
    secret.body.followers = followers;
    tx.put(secret)
}

/// Tells the audit trail that values were copied, or why they were not.
pub fn replicated(tx: &mut Transaction<'_>, secret: &Secret, failed: Option<&str>) {
    let version = secret.staged(CURRENT).map(|v| v.id.clone()).unwrap_or_default();
    events::told(tx, secret, if failed.is_some() { "ReplicationFailed" } else { "ReplicationSucceeded" }, &version, failed);
}

/// Makes a replica what its primary is, and says whether there were values to copy; or why that cannot be.
async fn copy(tx: &mut Transaction<'_>, primary: &Stored<Secret>, replica: &Replica) -> Result<Result<bool, String>, Failure> {
    let from = &primary.body;
    let existing = tx.get::<Secret>(&from.account, &replica.region, &from.name).await?;
    let mut stored = match existing {
        Some(stored) if stored.body.replica_of.as_deref() == Some(from.region.as_str()) && stored.body.suffix == from.suffix => {
            stored
        }
        Some(_) => {
            return Ok(Err(format!(
                "Replication failed: Secret name simple conflict in region {}: a secret with this name is already there.",
                replica.region
            )));
        }
        None => {
            let arn = from.arn.replacen(&format!(":{}:", from.region), &format!(":{}:", replica.region), 1);
            let body = Secret {
                region: replica.region.clone(),
                arn: arn.clone(),
                versions: Vec::new(),
                replicas: Vec::new(),
                follows: None,
                followers: Vec::new(),
                replica_of: Some(from.region.clone()),
                ..from.clone()
            };
            Stored::new(&from.account, &replica.region, from.name.clone(), body).arn(arn)
        }
    };
    let mut body = stored.body.clone();
    body.kms_key = replica.kms_key.clone();
    let mut versions = Vec::with_capacity(from.versions.len());
    // Versions without labels are on their way out: those that are there stay as long as here, but none is brought.
    for version in from.versions.iter().filter(|v| !v.stages.is_empty() || stored.body.version(&v.id).is_some()) {
        let sealed = match stored.body.version(&version.id) {
            Some(kept) => kept.clone(),
            None => match bring(tx, from, &body, &version.id).await {
                Ok(sealed) => sealed,
                Err(failure) if failure.detail.is_some() => return Err(failure),
                Err(failure) => {
                    for made in versions.iter().filter(|v: &&Version| stored.body.version(&v.id).is_none()) {
                        sealing::remove(tx, &body, &made.id).await?;
                    }
                    return Ok(Err(failure.message));
                }
            },
        };
        versions.push(Version { stages: version.stages.clone(), created: version.created, ..sealed });
    }
    for gone in stored.body.versions.iter().filter(|v| from.version(&v.id).is_none()) {
        sealing::remove(tx, &body, &gone.id).await?;
    }
    let more = versions.iter().any(|v| stored.body.version(&v.id).is_none());
    body.versions = versions;
    body.description.clone_from(&from.description);
    body.changed = from.changed;
    body.rotated = from.rotated;
    body.rotation.clone_from(&from.rotation);
    body.policy.clone_from(&from.policy);
    stored.body = body;
    stored.tags.clone_from(&primary.tags);
    tx.put(&stored)?;
    Ok(Ok(more))
}

async fn bring(tx: &mut Transaction<'_>, from: &Secret, to: &Secret, version: &str) -> Result<Version, Failure> {
    let value = sealing::open(tx, from, version).await?;
    sealing::seal(tx, to, version, &value).await
}

/// Removes a secret with everything that belongs to it.
///
/// # Errors
/// Internal ones only.
pub async fn erase(tx: &mut Transaction<'_>, secret: &Stored<Secret>) -> Result<(), Failure> {
    let body = &secret.body;
    for version in &body.versions {
        sealing::remove(tx, body, &version.id).await?;
    }
    let id = body.id();
    if let Some(reads) = tx.get::<crate::resources::Reads>(&body.account, &body.region, &id).await? {
        tx.delete(&reads);
    }
    if let Some(task) = tx.get::<crate::resources::Task>(&body.account, &body.region, &id).await? {
        tx.delete(&task);
    }
    set_due(tx, body, None).await?;
    tx.delete(secret);
    Ok(())
}

/// Sets the moment that background work waits for.
///
/// # Errors
/// Internal ones only.
pub async fn set_due(tx: &mut Transaction<'_>, secret: &Secret, at: Option<i64>) -> Result<(), Failure> {
    let id = secret.id();
    let due = tx.get::<Due>(&secret.account, &secret.region, &id).await?;
    match (due, at) {
        (Some(due), None) => tx.delete(&due),
        (Some(due), Some(at)) if due.body.at == at => {}
        (Some(mut due), Some(at)) => {
            due.body.at = at;
            tx.put(&due)?;
        }
        (None, Some(at)) => tx.put(&Stored::new(&secret.account, &secret.region, id, Due { name: secret.name.clone(), at }))?,
        (None, None) => {}
    }
    Ok(())
}
