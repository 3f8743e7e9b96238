//! DeleteSecret and RestoreSecret.

use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::{DeleteSecret, RestoreSecret};
use crate::api::{DeleteSecretRequest, DeleteSecretResponse, RestoreSecretRequest, RestoreSecretResponse};
use crate::changes;
use crate::errors::{invalid_parameter, invalid_request, marked_deleted, replica_is_read_only};
use crate::place::{self, at};
use crate::resources::Deletion;

const DAY_MS: i64 = 24 * 60 * 60 * 1000;
/// Days that a deleted secret can be restored, where none are given.
const DEFAULT_WINDOW: i64 = 30;

impl Handle for DeleteSecret {
    async fn access(input: &DeleteSecretRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let access = place::access(lookup, &input.secret_id).await?;
        Ok(access
            .key_if(
                "secretsmanager:ForceDeleteWithoutRecovery",
                input.force_delete_without_recovery.map(|force| force.to_string()),
            )
            .key_if("secretsmanager:RecoveryWindowInDays", input.recovery_window_in_days.map(|days| days.to_string())))
    }

    async fn run(input: &DeleteSecretRequest, tx: &mut Transaction<'_>) -> Result<DeleteSecretResponse, Failure> {
        let force = input.force_delete_without_recovery == Some(true);
        if force && input.recovery_window_in_days.is_some() {
            return Err(invalid_parameter("You can't use ForceDeleteWithoutRecovery in conjunction with RecoveryWindowInDays."));
        }
        let days = input.recovery_window_in_days.unwrap_or(DEFAULT_WINDOW);
        if !(7..=30).contains(&days) {
            return Err(invalid_parameter("The RecoveryWindowInDays value must be between 7 and 30 days (inclusive)."));
        }
        let now = tx.call().time.as_millisecond();
        let mut secret = if force {
            match place::held_any(tx, &input.secret_id).await {
                Ok(secret) => secret,
                // As on AWS, deleting by force what is not there succeeds, so that scripts can repeat it.
                Err(failure)
                    if matches!(&failure.kind, wire::failure::Kind::Modelled { .. }) && !input.secret_id.starts_with("arn:") =>
                {
                    let partition = tx.plane().settings.partition.clone();
                    let arn = crate::resources::imagined_arn(&partition, &tx.call().region, tx.account(), &input.secret_id);
                    return Ok(DeleteSecretResponse {
                        arn: Some(arn),
                        name: Some(input.secret_id.clone()),
                        deletion_date: Some(at(now)),
                    });
                }
                Err(failure) => return Err(failure),
            }
        } else {
            place::held_any(tx, &input.secret_id).await?
        };
        if let Some(region) = &secret.body.replica_of {
            return Err(replica_is_read_only(region));
        }
        if !secret.body.replicas.is_empty() {
            return Err(invalid_request("You can't delete secret that still has replica regions."));
        }
        if secret.body.follows.is_some() {
            return Err(invalid_request(
                "You can't delete a cross-account replica secret: stop its replication first, with StopReplicationToReplica.",
            ));
        }
        if !secret.body.followers.is_empty() {
            return Err(invalid_request(
                "You can't delete a secret that has a cross-account replica: disassociate it first, with DisassociateCrossAccountReplica.",
            ));
        }
        let answer = |deletion: i64, secret: &crate::resources::Secret| DeleteSecretResponse {
            arn: Some(secret.arn.clone()),
            name: Some(secret.name.clone()),
            deletion_date: Some(at(deletion)),
        };
        if force {
            changes::erase(tx, &secret).await?;
            return Ok(answer(now, &secret.body));
        }
        if secret.body.deleted.is_some() {
            return Err(marked_deleted("perform this operation on the secret"));
        }
        let gone = now + days * DAY_MS;
        secret.body.changed = now;
        secret.body.deleted = Some(Deletion { asked: now, at: gone });
        changes::set_due(tx, &secret.body, Some(gone)).await?;
        changes::write(tx, &mut secret).await?;
        Ok(answer(gone, &secret.body))
    }
}

impl Handle for RestoreSecret {
    async fn access(input: &RestoreSecretRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(input: &RestoreSecretRequest, tx: &mut Transaction<'_>) -> Result<RestoreSecretResponse, Failure> {
        let mut secret = place::held_any(tx, &input.secret_id).await?;
        if secret.body.deleted.take().is_some() {
            secret.body.changed = tx.call().time.as_millisecond();
            let next = secret.body.rotation.as_ref().filter(|r| r.enabled).and_then(|r| r.next);
            changes::set_due(tx, &secret.body, next).await?;
            changes::write(tx, &mut secret).await?;
        }
        Ok(RestoreSecretResponse { arn: secret.arn.clone(), name: Some(secret.body.name.clone()) })
    }
}
