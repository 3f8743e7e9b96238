//! Copies of secrets in other regions.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use crate::across;
use crate::api::operation::{RemoveRegionsFromReplication, ReplicateSecretToRegions, StopReplicationToReplica};
use crate::api::{
    RemoveRegionsFromReplicationRequest, RemoveRegionsFromReplicationResponse, ReplicaRegionType,
    ReplicateSecretToRegionsRequest, ReplicateSecretToRegionsResponse, ReplicationStatusType, StatusType,
    StopReplicationToReplicaRequest, StopReplicationToReplicaResponse, UpdateSecretResponse,
};
use crate::changes;
use crate::errors::{invalid_parameter, invalid_request};
use crate::operations::create;
use crate::place::{self, KIND};
use crate::resources::{CURRENT, Replica, Secret, Standing};
use crate::sealing;

/// The replicas that a request asks for.
///
/// # Errors
/// `InvalidParameterException`.
pub fn wanted(regions: &[ReplicaRegionType], home: &str, tx: &Transaction<'_>) -> Result<Vec<Replica>, Failure> {
    let mut replicas: Vec<Replica> = Vec::new();
    for given in regions {
        let region = given.region.clone().unwrap_or_default();
        if region == home {
            return Err(invalid_parameter("Invalid replica region: a secret can't be replicated to its own region."));
        }
        if !tx.plane().settings.regions.contains(&region) {
            return Err(invalid_parameter(format!("Invalid replica region {region}.")));
        }
        if replicas.iter().any(|r| r.region == region) {
            return Err(invalid_parameter(format!("Duplicate replica region {region}.")));
        }
        replicas.push(Replica { region, kms_key: place::text(given.kms_key_id.as_ref()), failed: None });
    }
    Ok(replicas)
}

/// What the caller must be allowed with the keys of replicas.
///
/// # Errors
/// Internal ones, and what KMS says of a key's name.
pub async fn keys(lookup: &Lookup<'_>, regions: &[ReplicaRegionType], arn: &str, version: &str) -> Result<Access, Failure> {
    let mut access = Access::exempt();
    let home = &lookup.call().region;
    for given in regions {
        let region = given.region.as_deref().unwrap_or_default();
        let arn = arn.replacen(&format!(":{home}:"), &format!(":{region}:"), 1);
        access =
            access.and(sealing::access(lookup, given.kms_key_id.as_deref(), region, &arn, version, sealing::REPLICATE).await?);
    }
    Ok(access)
}

/// Removes the secrets of the same name in the regions of replicas. Those that others depend on stay: their regions fail.
///
/// # Errors
/// Internal ones only.
pub async fn clear_the_way(tx: &mut Transaction<'_>, secret: &Secret, replicas: &[Replica]) -> Result<(), Failure> {
    for replica in replicas {
        let Some(there) = tx.get::<Secret>(&secret.account, &replica.region, &secret.name).await? else { continue };
        let body = &there.body;
        let free = body.replicas.is_empty() && body.replica_of.is_none() && body.follows.is_none() && body.followers.is_empty();
        if free {
            changes::erase(tx, &there).await?;
        }
    }
    Ok(())
}

/// UpdateSecret of a replica: its key is the only thing that is its own.
///
/// # Errors
/// Those of [`create::reseal`].
pub async fn change_key(
    tx: &mut Transaction<'_>,
    mut copy: Stored<Secret>,
    home: &str,
    key: Option<String>,
) -> Result<UpdateSecretResponse, Failure> {
    create::reseal(tx, &mut copy.body, key.clone()).await?;
    let body = &copy.body;
    if let Some(mut primary) = tx.get::<Secret>(&body.account, home, &body.name).await? {
        if let Some(replica) = primary.body.replicas.iter_mut().find(|r| r.region == body.region) {
            replica.kms_key = key;
        }
        tx.put(&primary)?;
    }
    tx.put(&copy)?;
    Ok(UpdateSecretResponse { arn: copy.arn.clone(), name: Some(copy.body.name.clone()), version_id: None })
}

/// `ReplicationStatus`; none without replicas.
pub fn statuses(secret: &Secret) -> Option<Vec<ReplicationStatusType>> {
    let status = |replica: &Replica| ReplicationStatusType {
        region: Some(replica.region.clone()),
        kms_key_id: Some(replica.kms_key.clone().unwrap_or_else(|| "alias/aws/secretsmanager".to_owned())),
        status: Some(if replica.failed.is_some() { StatusType::Failed } else { StatusType::InSync }),
        status_message: Some(replica.failed.clone().unwrap_or_else(|| "Replication succeeded".to_owned())),
        last_accessed_date: None,
    };
    (!secret.replicas.is_empty()).then(|| secret.replicas.iter().map(status).collect())
}

impl Handle for ReplicateSecretToRegions {
    async fn access(input: &ReplicateSecretToRegionsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (secret, access) = place::target(lookup, &input.secret_id).await?;
        let regions = &input.add_replica_regions;
        let access = access.keys("secretsmanager:AddReplicaRegions", regions.iter().filter_map(|r| r.region.as_deref())).key_if(
            "secretsmanager:ForceOverwriteReplicaSecret",
            input.force_overwrite_replica_secret.map(|force| force.to_string()),
        );
        let Some(secret) = secret.map(|s| s.body) else { return Ok(access) };
        let version = secret.staged(CURRENT).map(|v| v.id.as_str()).unwrap_or_default();
        let key = secret.kms_key.as_deref();
        let access = access.and(sealing::access(lookup, key, &secret.region, &secret.arn, version, sealing::READ).await?);
        Ok(access.and(keys(lookup, regions, &secret.arn, version).await?))
    }

    async fn run(
        input: &ReplicateSecretToRegionsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ReplicateSecretToRegionsResponse, Failure> {
        let mut secret = place::source(tx, &input.secret_id).await?;
        let replicas = wanted(&input.add_replica_regions, &secret.body.region, tx)?;
        // What failed may be tried again, with another key or by force.
        let there = |r: &Replica| secret.body.replicas.iter().any(|have| have.region == r.region && have.failed.is_none());
        if let Some(there) = replicas.iter().find(|r| there(r)) {
            return Err(invalid_parameter(format!("The secret is already replicated to region {}.", there.region)));
        }
        if input.force_overwrite_replica_secret == Some(true) {
            clear_the_way(tx, &secret.body, &replicas).await?;
        }
        secret.body.replicas.retain(|have| !replicas.iter().any(|r| r.region == have.region));
        secret.body.replicas.extend(replicas);
        secret.body.changed = tx.call().time.as_millisecond();
        changes::write(tx, &mut secret).await?;
        Ok(ReplicateSecretToRegionsResponse { arn: secret.arn.clone(), replication_status: statuses(&secret.body) })
    }
}

impl Handle for RemoveRegionsFromReplication {
    async fn access(input: &RemoveRegionsFromReplicationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(
        input: &RemoveRegionsFromReplicationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<RemoveRegionsFromReplicationResponse, Failure> {
        let mut secret = place::primary(tx, &input.secret_id).await?;
        for region in &input.remove_replica_regions {
            if !secret.body.replicas.iter().any(|r| r.region == *region) {
                return Err(invalid_parameter(format!("The secret isn't replicated to region {region}.")));
            }
            let name = secret.body.name.clone();
            let copy = tx.get::<Secret>(&secret.body.account, region, &name).await?;
            if let Some(copy) = copy.filter(|c| c.body.replica_of.as_deref() == Some(secret.body.region.as_str())) {
                changes::erase(tx, &copy).await?;
            }
            secret.body.replicas.retain(|r| r.region != *region);
        }
        secret.body.changed = tx.call().time.as_millisecond();
        changes::write(tx, &mut secret).await?;
        let status = Some(statuses(&secret.body).unwrap_or_default());
        Ok(RemoveRegionsFromReplicationResponse { arn: secret.arn.clone(), replication_status: status })
    }
}

impl Handle for StopReplicationToReplica {
    async fn access(input: &StopReplicationToReplicaRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (secret, access) = place::target(lookup, &input.secret_id).await?;
        let Some(replica) = secret.filter(|s| s.body.follows.is_some()) else { return Ok(access) };
        // With the replication goes the policy that the service put there for it.
        let deleting = place::on(&replica)?.action("secretsmanager:DeleteResourcePolicy");
        Ok(access.and(deleting.key("secretsmanager:PolicyName", across::POLICY_NAME)))
    }

    async fn run(
        input: &StopReplicationToReplicaRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<StopReplicationToReplicaResponse, Failure> {
        let mut copy = place::held(tx, &input.secret_id).await?;
        if let Some(primary) = copy.body.follows.take() {
            if let Some(mut stored) = across::other_side(tx, &primary.arn, &copy.body.region).await?
                && let Some(follower) = stored.body.followers.iter_mut().find(|f| f.arn == copy.body.arn)
            {
                follower.standing = Standing::Detached;
                tx.touched(stored.body.arn.clone(), stored.body.account.clone(), KIND);
                tx.put(&stored)?;
            }
            copy.body.changed = tx.call().time.as_millisecond();
            tx.put(&copy)?;
            return Ok(StopReplicationToReplicaResponse { arn: copy.arn.clone() });
        }
        let Some(home) = copy.body.replica_of.take() else {
            return Err(invalid_request("The secret is not a replica: call this in the region of the replica."));
        };
        if let Some(mut primary) = tx.get::<Secret>(&copy.body.account, &home, &copy.body.name).await? {
            let region = copy.body.region.clone();
            primary.body.replicas.retain(|r| r.region != region);
            tx.put(&primary)?;
        }
        // It has values and settings of its own from here; rotation stays with the former primary.
        copy.body.rotation = None;
        copy.body.changed = tx.call().time.as_millisecond();
        tx.put(&copy)?;
        Ok(StopReplicationToReplicaResponse { arn: copy.arn.clone() })
    }
}
