//! Replicas in other accounts. Both sides agree first: the replica's account makes a replica of a primary, the primary's account associates it.
//!
//! Every change of the primary's value is copied in the same commit, opened with the primary's key and sealed with the replica's. Whoever makes the
//! change must be allowed both, or the replication role must: so no value passes to another account without a permission on either side. A change
//! whose copy is refused is made all the same; both sides are told that the replica is behind. See
//! <https://docs.aws.amazon.com/secretsmanager/latest/userguide/cross-account-replicate-secrets.html>.

use plane::ports::{RoleFacts, ServiceCaller};
use plane::service_role::{self, RoleSession};
use plane::{Access, Failure, Lookup, PrincipalKind, Reader, Stored, Transaction};
use serde_json::json;

use crate::api::StatusType;
use crate::changes;
use crate::errors::invalid_parameter;
use crate::names::{Named, candidates};
use crate::place;
use crate::resources::{Follower, Secret, Standing, Version};
use crate::rotation::PRINCIPAL;
use crate::sealing::{self, Value, keys};

/// The name of the policy that a replica of another account's secret has as long as it is one.
pub const POLICY_NAME: &str = "cross-account-replication";
/// What the replica's account permits the primary's.
pub const ACCEPT: &str = "secretsmanager:AcceptCrossAccountReplication";
/// Session name of replication roles.
const SESSION: &str = "SecretsManagerReplication";

/// The policy that Secrets Manager gives a replica: the primary's account may associate it.
pub fn policy(primary_arn: &str) -> String {
    let mut parts = primary_arn.split(':');
    let (partition, account) = (parts.nth(1).unwrap_or_default(), parts.nth(2).unwrap_or_default());
    json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Sid": "AllowCrossAccountReplication",
            "Effect": "Allow",
            "Principal": {"AWS": format!("arn:{partition}:iam::{account}:root")},
            "Action": ACCEPT,
            "Resource": "*",
        }],
    })
    .to_string()
}

/// Checks the ARN of the other side: whole, of this partition and region, and of another account.
///
/// # Errors
/// `InvalidParameterException`.
pub fn check_arn(arn: &str, what: &str, partition: &str, region: &str, account: &str) -> Result<(), Failure> {
    let Named::Arn { region: theirs, account: owner, rest } = Named::parse(arn) else {
        return Err(invalid_parameter(format!("{what} must be the ARN of a secret.")));
    };
    if !candidates(&rest).iter().any(|(_, suffix)| suffix.is_some()) {
        return Err(invalid_parameter(format!("{what} must be a complete ARN, with its six random characters.")));
    }
    if arn.split(':').nth(1) != Some(partition) || theirs != region {
        return Err(invalid_parameter(format!("{what} must be in the same AWS Region and partition: {region}.")));
    }
    if owner == account {
        return Err(invalid_parameter(format!("{what} must be in another AWS account.")));
    }
    Ok(())
}

/// The other side's secret, held until the commit.
///
/// # Errors
/// Internal ones only.
pub async fn other_side(tx: &mut Transaction<'_>, arn: &str, region: &str) -> Result<Option<Stored<Secret>>, Failure> {
    let Some(found) = place::find(&tx.reader(), "", region, arn).await? else { return Ok(None) };
    let key = found.key;
    tx.get::<Secret>(&key.account, &key.region, &key.id).await
}

/// As answers show it.
pub fn shown(standing: &Standing) -> (StatusType, Option<String>) {
    match standing {
        Standing::Pending => (StatusType::Pending, None),
        Standing::InSync => (StatusType::InSync, None),
        Standing::Failed(why) => (StatusType::Failed, Some(why.clone())),
        Standing::Detached => (StatusType::Detached, None),
    }
}

/// Why a replica is behind, as either side is told: who may not do what in one account is not the other one's business.
#[derive(Debug)]
struct Why {
    ours: String,
    theirs: &'static str,
}

fn why(ours: impl Into<String>, theirs: &'static str) -> Why {
    Why { ours: ours.into(), theirs }
}

/// What becomes a status; internal failures stay failures.
fn told(failure: Failure, theirs: &'static str) -> Result<Why, Failure> {
    if failure.detail.is_some() { Err(failure) } else { Ok(why(failure.message, theirs)) }
}

/// Brings a replica up to its primary, or notes on both sides why it is behind. A replica that is no longer one is detached.
///
/// # Errors
/// Internal ones only.
pub async fn replicate(tx: &mut Transaction<'_>, primary: &Secret, follower: &mut Follower) -> Result<(), Failure> {
    if follower.standing == Standing::Detached {
        return Ok(());
    }
    let replica = other_side(tx, &follower.arn, &primary.region).await?;
    let Some(mut replica) = replica.filter(|r| r.body.follows.as_ref().is_some_and(|p| p.arn == primary.arn)) else {
        follower.standing = Standing::Detached;
        return Ok(());
    };
    let before = replica.body.clone();
    let was = follower.standing.clone();
    let theirs = match copy(tx, primary, follower, &mut replica.body).await? {
        Ok(()) => {
            follower.standing = Standing::InSync;
            Standing::InSync
        }
        Err(why) => {
            follower.standing = Standing::Failed(why.ours);
            Standing::Failed(why.theirs.to_owned())
        }
    };
    let more = replica.body.versions != before.versions;
    match (&follower.standing, &theirs) {
        (Standing::Failed(ours), Standing::Failed(theirs)) if follower.standing != was => {
            changes::replicated(tx, primary, Some(ours));
            changes::replicated(tx, &replica.body, Some(theirs));
        }
        (Standing::InSync, _) if more || was != Standing::InSync => {
            changes::replicated(tx, primary, None);
            changes::replicated(tx, &replica.body, None);
        }
        _ => {}
    }
    if let Some(follows) = &mut replica.body.follows {
        follows.standing = theirs;
    }
    if more {
        replica.body.changed = tx.call().time.as_millisecond();
    }
    if replica.body != before {
        tx.put(&replica)?;
    }
    Ok(())
}

/// Who opens and seals.
enum Acting<'a> {
    /// Whoever makes the change.
    Caller,
    /// The replication role.
    Role(Box<RoleSession<'a>>),
}

impl Acting<'_> {
    fn lookup<'l>(&'l self, tx: &'l Transaction<'_>) -> Lookup<'l> {
        match self {
            Self::Caller => tx.lookup(),
            Self::Role(session) => session.lookup(),
        }
    }

    async fn permits(&self, tx: &Transaction<'_>, access: &Access) -> Result<(), Failure> {
        match self {
            Self::Caller => tx.permits(access).await,
            Self::Role(session) => session.permits(access).await,
        }
    }

    /// Opens a version for the replica, if whoever acts may open it and seal it there with a key (ARN).
    async fn open(
        &self,
        tx: &mut Transaction<'_>,
        primary: &Secret,
        version: &Version,
        replica: &Secret,
        key: &str,
    ) -> Result<Result<Value, Why>, Failure> {
        let opens = to_open(&self.lookup(tx), primary, version).await?;
        if let Err(failure) = self.permits(tx, &opens).await {
            return told(failure, CANNOT_OPEN).map(Err);
        }
        let seals = to_seal(&self.lookup(tx), replica, &version.id, key).await?;
        if let Err(failure) = self.permits(tx, &seals).await {
            return told(failure, CANNOT_SEAL).map(Err);
        }
        match sealing::open(tx, primary, &version.id).await {
            Ok(value) => Ok(Ok(value)),
            Err(failure) => told(failure, CANNOT_OPEN).map(Err),
        }
    }
}

const CANNOT_OPEN: &str = "Replication failed: the value can't be decrypted with the KMS key of the primary secret.";
const CANNOT_SEAL: &str = "Replication failed: the value can't be encrypted with the KMS key of this secret.";
const NOT_ALLOWED: &str = "Replication failed: the account of the primary secret doesn't allow it.";

/// What it needs to open a version of the primary.
///
/// # Errors
/// Internal ones only.
pub async fn to_open(lookup: &Lookup<'_>, primary: &Secret, version: &Version) -> Result<Access, Failure> {
    if version.managed_key {
        return Ok(Access::exempt());
    }
    sealing::access(lookup, Some(&version.key), &primary.region, &primary.arn, &version.id, sealing::READ).await
}

/// What it needs to seal a version for the replica with its key (ARN).
///
/// # Errors
/// Internal ones only.
pub async fn to_seal(lookup: &Lookup<'_>, replica: &Secret, version: &str, key: &str) -> Result<Access, Failure> {
    sealing::access(lookup, Some(key), &replica.region, &replica.arn, version, &["kms:Encrypt"]).await
}

/// The ARN of a replica's key.
///
/// # Errors
/// Internal ones only.
pub async fn key_of(reader: &Reader<'_>, replica: &Secret) -> Result<Option<String>, Failure> {
    let named = replica.kms_key.as_deref().unwrap_or_default();
    let found = keys(reader.plane())?.find(reader, &replica.account, &replica.region, named).await?;
    Ok(found.map(|facts| facts.arn))
}

/// The role that replicates a primary, if Secrets Manager may assume it for that.
///
/// # Errors
/// Internal ones only.
pub async fn role_of(reader: &Reader<'_>, role: &str, primary: &Secret) -> Result<Option<RoleFacts>, Failure> {
    let facts = reader.plane().identities().role(reader, role).await?;
    let caller = ServiceCaller {
        principal: PRINCIPAL.to_owned(),
        source_arn: primary.arn.clone(),
        source_account: primary.account.clone(),
    };
    Ok(facts.filter(|f| f.account == primary.account && service_role::trusts(reader.plane(), f, &caller)))
}

/// Whether the other account's organization allows it to follow.
///
/// # Errors
/// Internal ones only.
pub async fn is_within(
    reader: &Reader<'_>,
    primary: &Secret,
    replica_account: &str,
    same_organization: bool,
) -> Result<bool, Failure> {
    let organization = reader.plane().organization();
    let theirs = organization.guardrails(reader, replica_account).await?;
    if theirs.suspended {
        return Ok(false);
    }
    if !same_organization {
        return Ok(true);
    }
    let ours = organization.guardrails(reader, &primary.account).await?;
    Ok(ours.organization_id.is_some() && ours.organization_id == theirs.organization_id)
}

async fn acting<'a>(tx: &Transaction<'a>, primary: &Secret, follower: &Follower) -> Result<Result<Acting<'a>, Why>, Failure> {
    let Some(role) = &follower.role else {
        if tx.call().principal.kind == PrincipalKind::AwsService {
            return Ok(Err(why(
                "Replication failed: nobody's credentials are at hand in a rotation by a built-in rotator. Associate the replica with a ReplicationRoleARN, or associate it again to repair it.",
                NOT_ALLOWED,
            )));
        }
        return Ok(Ok(Acting::Caller));
    };
    let refused = || why(format!("Replication failed: Secrets Manager can't assume the role {role}."), NOT_ALLOWED);
    let Some(facts) = role_of(&tx.reader(), role, primary).await? else { return Ok(Err(refused())) };
    let session = service_role::take_on(tx, &facts, SESSION, &primary.region).await?;
    Ok(session.map(|session| Acting::Role(Box::new(session))).ok_or_else(refused))
}

/// Copies the versions that have labels, and the labels. A version that loses its last label in the primary loses it here too, and goes when it goes
/// there. Nothing is changed if one cannot be copied.
async fn copy(
    tx: &mut Transaction<'_>,
    primary: &Secret,
    follower: &Follower,
    replica: &mut Secret,
) -> Result<Result<(), Why>, Failure> {
    if !is_within(&tx.reader(), primary, &replica.account, follower.same_organization).await? {
        let ours = "Replication failed: the account of the replica secret is closed or not in the organization of this account.";
        return Ok(Err(why(ours, NOT_ALLOWED)));
    }
    let missing: Vec<&Version> =
        primary.versions.iter().filter(|v| !v.stages.is_empty() && replica.version(&v.id).is_none()).collect();
    let mut values = Vec::with_capacity(missing.len());
    if !missing.is_empty() {
        let acting = match acting(tx, primary, follower).await? {
            Ok(acting) => acting,
            Err(why) => return Ok(Err(why)),
        };
        let Some(key) = key_of(&tx.reader(), replica).await? else {
            return Ok(Err(why("Replication failed: the KMS key of the replica secret is not there.", CANNOT_SEAL)));
        };
        for version in &missing {
            match acting.open(tx, primary, version, replica, &key).await? {
                Ok(value) => values.push(value),
                Err(why) => return Ok(Err(why)),
            }
        }
    }
    let mut sealed: Vec<Version> = Vec::with_capacity(missing.len());
    for (version, value) in missing.iter().zip(&values) {
        match sealing::seal(tx, replica, &version.id, value).await {
            Ok(made) => sealed.push(made),
            Err(failure) => {
                for made in &sealed {
                    sealing::remove(tx, replica, &made.id).await?;
                }
                return Ok(Err(told(failure, CANNOT_SEAL)?));
            }
        }
    }
    for gone in replica.versions.iter().filter(|v| primary.version(&v.id).is_none()) {
        sealing::remove(tx, replica, &gone.id).await?;
    }
    let kept = |id: &str| sealed.iter().find(|v| v.id == id).or_else(|| replica.version(id));
    let versions = primary
        .versions
        .iter()
        .filter_map(|v| kept(&v.id).map(|kept| Version { stages: v.stages.clone(), created: v.created, ..kept.clone() }));
    replica.versions = versions.collect();
    Ok(Ok(()))
}

#[cfg(test)]
mod tests {
    use super::{ACCEPT, check_arn, policy};
    use policy::{Policy, PolicyKind};

    #[test]
    fn the_other_side_is_another_account_in_the_same_place() {
        let check = |arn: &str| check_arn(arn, "It", "aws", "eu-west-1", "111122223333").is_ok();
        assert!(check("arn:aws:secretsmanager:eu-west-1:444455556666:secret:a/b-AbCdEf"));
        for arn in [
            "a/b",
            "arn:aws:secretsmanager:eu-west-1:444455556666:secret:a",
            "arn:aws:secretsmanager:eu-west-2:444455556666:secret:a-AbCdEf",
            "arn:aws-cn:secretsmanager:eu-west-1:444455556666:secret:a-AbCdEf",
            "arn:aws:secretsmanager:eu-west-1:111122223333:secret:a-AbCdEf",
        ] {
            assert!(!check(arn), "{arn}");
        }
    }

    #[test]
    fn a_replica_lets_its_primarys_account_associate_it_and_nothing_else() {
        let text = policy("arn:aws:secretsmanager:eu-west-1:444455556666:secret:a-AbCdEf");
        let read = Policy::parse(&text, PolicyKind::Resource).unwrap();
        assert!(!read.is_public());
        assert!(text.contains("\"arn:aws:iam::444455556666:root\"") && text.contains(ACCEPT));
        assert_eq!(read.statements().len(), 1);
    }
}
