//! Replicas in other accounts: AssociateCrossAccountReplica and DisassociateCrossAccountReplica. CreateSecret makes such a replica,
//! StopReplicationToReplica ends it.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::across::{self, ACCEPT};
use crate::api::operation::{AssociateCrossAccountReplica, DisassociateCrossAccountReplica};
use crate::api::{
    AssociateCrossAccountReplicaRequest, AssociateCrossAccountReplicaResponse, CrossAccountPrimaryType, CrossAccountReplicaEntry,
    DisassociateCrossAccountReplicaRequest, DisassociateCrossAccountReplicaResponse, ReplicaRestrictionType, StatusType,
};
use crate::errors::{invalid_parameter, invalid_request, limit, marked_deleted, no_replica, no_secret};
use crate::place::{self, KIND};
use crate::resources::{CURRENT, Follower, Secret, Standing};
use crate::rotation::PRINCIPAL;

/// Replicas in other accounts of one secret at most.
const MOST: usize = 1;

/// `CrossAccountPrimary`.
pub fn primary(secret: &Secret) -> Option<CrossAccountPrimaryType> {
    let primary = secret.follows.as_ref()?;
    let (status, message) = across::shown(&primary.standing);
    Some(CrossAccountPrimaryType {
        primary_secret_arn: Some(primary.arn.clone()),
        replication_status: Some(status),
        status_message: message,
    })
}

/// `CrossAccountReplicas`; none without replicas.
pub fn replicas(secret: &Secret) -> Option<Vec<CrossAccountReplicaEntry>> {
    let entry = |follower: &Follower| {
        let (status, message) = across::shown(&follower.standing);
        CrossAccountReplicaEntry {
            replica_secret_arn: Some(follower.arn.clone()),
            replication_role_arn: follower.role.clone(),
            replication_status: Some(status),
            status_message: message,
        }
    };
    (!secret.followers.is_empty()).then(|| secret.followers.iter().map(entry).collect())
}

/// Only the account that owns a secret says who gets copies of it.
fn owned(secret: &Secret, account: &str) -> Result<(), Failure> {
    if secret.account == account {
        return Ok(());
    }
    Err(invalid_request("You must call this operation from the account that owns the primary secret."))
}

impl Handle for AssociateCrossAccountReplica {
    async fn access(input: &AssociateCrossAccountReplicaRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (primary, mut access) = place::target(lookup, &input.secret_id).await?;
        if let Some(primary) = &primary {
            let reading = place::on(primary)?.action("secretsmanager:GetSecretValue");
            access = access.and(reading.key("secretsmanager:VersionStage", CURRENT));
        }
        let (replica, accepting) = place::target(lookup, &input.cross_account_replica_arn).await?;
        access = access.and(accepting.action(ACCEPT));
        let Some(primary) = primary.map(|s| s.body) else { return Ok(access) };
        if let Some(current) = primary.staged(CURRENT) {
            access = access.and(across::to_open(lookup, &primary, current).await?);
            if let Some(replica) = replica.map(|s| s.body)
                && let Some(key) = across::key_of(lookup, &replica).await?
            {
                access = access.and(across::to_seal(lookup, &replica, &current.id, &key).await?);
            }
        }
        if let Some(role) = &input.replication_role_arn {
            let passing = Access::on(role.as_str()).action("iam:PassRole").key("iam:PassedToService", PRINCIPAL);
            let passing = passing.key("iam:AssociatedResourceArn", primary.arn.as_str());
            access = access.and(match role.split(':').nth(4) {
                Some(account) if !account.is_empty() => passing.owned_by(account),
                _ => passing,
            });
        }
        Ok(access)
    }

    async fn run(
        input: &AssociateCrossAccountReplicaRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<AssociateCrossAccountReplicaResponse, Failure> {
        let mut stored = place::source(tx, &input.secret_id).await?;
        let (arn, region) = (&input.cross_account_replica_arn, stored.body.region.clone());
        owned(&stored.body, tx.account())?;
        across::check_arn(arn, "CrossAccountReplicaARN", &tx.plane().settings.partition, &region, &stored.body.account)?;
        let others = stored.body.followers.iter().filter(|f| f.arn != *arn).count();
        if others >= MOST {
            return Err(limit(format!("A primary secret can have at most {MOST} cross-account replica: disassociate it first.")));
        }
        let mut replica = across::other_side(tx, arn, &region).await?.ok_or_else(no_secret)?;
        tx.touched(replica.body.arn.clone(), replica.body.account.clone(), KIND);
        if replica.body.deleted.is_some() {
            return Err(marked_deleted("associate the replica secret"));
        }
        match &mut replica.body.follows {
            Some(follows) if follows.arn == stored.body.arn => follows.standing = Standing::Pending,
            _ => {
                return Err(invalid_request(
                    "The replica secret wasn't created as a cross-account replica of this primary secret.",
                ));
            }
        }
        let same_organization = input.replica_restriction != Some(ReplicaRestrictionType::NoRestriction);
        if !across::is_within(&tx.reader(), &stored.body, &replica.body.account, same_organization).await? {
            return Err(invalid_request(
                "The account of the replica secret is closed or not in the organization of this account. ReplicaRestriction is SameOrg unless you say NoRestriction.",
            ));
        }
        if let Some(role) = &input.replication_role_arn
            && across::role_of(&tx.reader(), role, &stored.body).await?.is_none()
        {
            return Err(invalid_parameter(format!(
                "Secrets Manager can't assume the role {role}. It must be in the account of the primary secret and trust {PRINCIPAL}."
            )));
        }
        tx.put(&replica)?;
        stored.body.followers.retain(|f| f.arn != *arn);
        stored.body.followers.push(Follower {
            arn: arn.clone(),
            role: input.replication_role_arn.clone(),
            same_organization,
            standing: Standing::Pending,
        });
        stored.body.changed = tx.call().time.as_millisecond();
        crate::changes::write(tx, &mut stored).await?;
        // What cannot be replicated is not associated either: nothing of it is kept then.
        let standing = match stored.body.followers.iter().find(|f| f.arn == *arn).map(|f| across::shown(&f.standing)) {
            Some((StatusType::Failed, why)) => return Err(invalid_request(why.unwrap_or_default())),
            other => other.map(|(status, _)| status),
        };
        Ok(AssociateCrossAccountReplicaResponse {
            arn: stored.arn.clone(),
            cross_account_replica_arn: Some(arn.clone()),
            replication_status: standing,
        })
    }
}

impl Handle for DisassociateCrossAccountReplica {
    async fn access(input: &DisassociateCrossAccountReplicaRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(
        input: &DisassociateCrossAccountReplicaRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<DisassociateCrossAccountReplicaResponse, Failure> {
        let mut stored = place::primary(tx, &input.secret_id).await?;
        owned(&stored.body, tx.account())?;
        let arn = &input.cross_account_replica_arn;
        let before = stored.body.followers.len();
        stored.body.followers.retain(|f| f.arn != *arn);
        if stored.body.followers.len() == before {
            return Err(no_replica());
        }
        if let Some(mut replica) = across::other_side(tx, arn, &stored.body.region).await?
            && let Some(follows) = replica.body.follows.as_mut().filter(|f| f.arn == stored.body.arn)
        {
            follows.standing = Standing::Detached;
            tx.touched(replica.body.arn.clone(), replica.body.account.clone(), KIND);
            tx.put(&replica)?;
        }
        stored.body.changed = tx.call().time.as_millisecond();
        crate::changes::write(tx, &mut stored).await?;
        Ok(DisassociateCrossAccountReplicaResponse { arn: stored.arn.clone(), cross_account_replica_arn: Some(arn.clone()) })
    }
}
