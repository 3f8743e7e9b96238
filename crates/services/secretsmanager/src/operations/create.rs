//! CreateSecret, UpdateSecret and PutSecretValue.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use zeroize::Zeroizing;

use crate::across;
use crate::api::operation::{CreateSecret, PutSecretValue, UpdateSecret};
use crate::api::{
    CreateSecretRequest, CreateSecretResponse, EncryptionFailure, PutSecretValueRequest, PutSecretValueResponse,
    UpdateSecretRequest, UpdateSecretResponse,
};
use crate::changes;
use crate::errors::{
    default_key_across_accounts, exists, invalid_parameter, invalid_request, replica_is_read_only, value_is_replicated,
};
use crate::names::{suffix, validate};
use crate::operations::replicas::{self, wanted};
use crate::operations::tags::{check_tags, pairs};
use crate::place::{self, KIND};
use crate::resources::{CURRENT, PENDING, PREVIOUS, Primary, Secret, Standing, Version, arn};
use crate::sealing::{self, Value};

/// Largest value, bytes.
const MOST_BYTES: usize = 65_536;

/// The value in a request; both forms at once are refused.
///
/// # Errors
/// `InvalidParameterException`.
fn value(text: Option<&String>, binary: Option<&bytes::Bytes>) -> Result<Option<Value>, Failure> {
    let (length, value) = match (text.filter(|t| !t.is_empty()), binary.filter(|b| !b.is_empty())) {
        (Some(_), Some(_)) => {
            return Err(invalid_parameter(
                "You can't specify both a binary secret value and a string secret value in the same secret.",
            ));
        }
        (Some(text), None) => (text.len(), Value::text(text.as_str())),
        (None, Some(binary)) => (binary.len(), Value::Binary(Zeroizing::new(binary.to_vec()))),
        (None, None) => return Ok(None),
    };
    if length > MOST_BYTES {
        return Err(invalid_parameter(format!("The secret value must be at most {MOST_BYTES} bytes long.")));
    }
    Ok(Some(value))
}

/// The version id of a request without a token: the request's own id.
fn token(given: Option<&String>, call: &plane::Call) -> String {
    given.filter(|t| !t.is_empty()).cloned().unwrap_or_else(|| call.request_id.to_string())
}

impl Handle for CreateSecret {
    async fn access(input: &CreateSecretRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let call = lookup.call();
        let suffix = suffix(&call.request_id.to_string(), &input.name);
        let arn = arn(&lookup.plane().settings.partition, &call.region, lookup.account(), &input.name, &suffix);
        let tags = pairs(input.tags.as_deref().unwrap_or_default());
        let regions = input.add_replica_regions.as_deref().unwrap_or_default();
        let mut access = Access::on(arn.clone())
            .request_tags(tags.iter().map(|(k, v)| (k.as_str(), v.as_str())))
            .resource_tags(&tags)
            .key("secretsmanager:Name", input.name.as_str())
            .key_if("secretsmanager:Description", input.description.as_deref())
            .key_if("secretsmanager:KmsKeyId", input.kms_key_id.as_deref())
            .key_if(
                "secretsmanager:ForceOverwriteReplicaSecret",
                input.force_overwrite_replica_secret.map(|force| force.to_string()),
            );
        let on = |action: &'static str| Access::on(arn.clone()).resource_tags(&tags).action(action);
        if !regions.is_empty() {
            let names = || regions.iter().filter_map(|r| r.region.as_deref());
            access = access.keys("secretsmanager:AddReplicaRegions", names());
            let replicating = on("secretsmanager:ReplicateSecretToRegions").keys("secretsmanager:AddReplicaRegions", names());
            access = access.and(replicating.key_if(
                "secretsmanager:ForceOverwriteReplicaSecret",
                input.force_overwrite_replica_secret.map(|force| force.to_string()),
            ));
        }
        if !tags.is_empty() {
            let tagging = on("secretsmanager:TagResource");
            access = access.and(tagging.request_tags(tags.iter().map(|(k, v)| (k.as_str(), v.as_str()))));
        }
        if input.cross_account_primary_arn.is_some() {
            // The replica gets a policy of the service's own.
            access = access.and(on("secretsmanager:PutResourcePolicy").key("secretsmanager:PolicyName", across::POLICY_NAME));
            let key = input.kms_key_id.as_deref();
            let version = token(input.client_request_token.as_ref(), call);
            access = access.and(sealing::access(lookup, key, &call.region, &arn, &version, sealing::WRITE).await?);
        }
        if input.secret_string.is_some() || input.secret_binary.is_some() {
            let version = token(input.client_request_token.as_ref(), call);
            let key = input.kms_key_id.as_deref();
            access = access.and(sealing::access(lookup, key, &call.region, &arn, &version, sealing::WRITE).await?);
            access = access.and(replicas::keys(lookup, regions, &arn, &version).await?);
        }
        Ok(access)
    }

    async fn run(input: &CreateSecretRequest, tx: &mut Transaction<'_>) -> Result<CreateSecretResponse, Failure> {
        if input.r#type.is_some() {
            return Err(invalid_request("Secrets of other systems are not supported by Cloudkeep."));
        }
        validate(&input.name)?;
        let follows = follows(input, tx)?;
        let tags = pairs(input.tags.as_deref().unwrap_or_default());
        check_tags(&tags)?;
        let value = value(input.secret_string.as_deref(), input.secret_binary.as_deref())?;
        let call = tx.call();
        let token = token(input.client_request_token.as_ref(), call);
        let (account, region) = (tx.account().to_owned(), call.region.clone());
        let mut copies = wanted(input.add_replica_regions.as_deref().unwrap_or_default(), &region, tx)?;
        if let Some(there) = tx.get::<Secret>(&account, &region, &input.name).await? {
            let secret = &there.body;
            if secret.deleted.is_some() {
                return Err(invalid_request(
                    "You can't create this secret because a secret with this name is already scheduled for deletion.",
                ));
            }
            // The same request once more changes nothing.
            if let Some(value) = &value
                && secret.version(&token).is_some()
                && sealing::open(tx, secret, &token).await? == *value
            {
                tx.touched(secret.arn.clone(), account, KIND);
                return Ok(CreateSecretResponse {
                    arn: Some(secret.arn.clone()),
                    name: Some(secret.name.clone()),
                    version_id: Some(token),
                    replication_status: replicas::statuses(secret),
                });
            }
            return Err(exists(format!("The operation failed because the secret {} already exists.", input.name)));
        }
        let suffix = suffix(&call.request_id.to_string(), &input.name);
        let arn = arn(&tx.plane().settings.partition, &region, &account, &input.name, &suffix);
        let now = call.time.as_millisecond();
        let secret = Secret {
            account: account.clone(),
            region: region.clone(),
            name: input.name.clone(),
            suffix,
            arn: arn.clone(),
            description: place::text(input.description.as_ref()),
            kms_key: place::text(input.kms_key_id.as_ref()),
            versions: Vec::new(),
            created: now,
            changed: now,
            rotated: None,
            deleted: None,
            policy: None,
            rotation: None,
            replica_of: None,
            replicas: Vec::new(),
            follows,
            followers: Vec::new(),
        };
        key_is_there(tx, &secret).await?;
        let mut stored = Stored::new(&account, &region, input.name.clone(), secret).arn(arn.clone()).tags(tags);
        tx.touched(arn, account, KIND);
        if let Some(value) = &value {
            changes::add_version(tx, &mut stored.body, &token, value, &[CURRENT.to_owned()]).await?;
        }
        if input.force_overwrite_replica_secret == Some(true) {
            replicas::clear_the_way(tx, &stored.body, &copies).await?;
        }
        stored.body.replicas.append(&mut copies);
        changes::write(tx, &mut stored).await?;
        Ok(CreateSecretResponse {
            arn: stored.arn.clone(),
            name: Some(input.name.clone()),
            version_id: value.map(|_| token),
            replication_status: replicas::statuses(&stored.body),
        })
    }
}

/// The primary that a replica of another account's secret is made for. Whether it is there is not this account's business: it is asked for when the
/// primary's account associates the replica.
fn follows(input: &CreateSecretRequest, tx: &Transaction<'_>) -> Result<Option<Primary>, Failure> {
    let Some(arn) = &input.cross_account_primary_arn else { return Ok(None) };
    across::check_arn(arn, "CrossAccountPrimaryARN", &tx.plane().settings.partition, &tx.call().region, tx.account())?;
    let with = [
        ("SecretString", input.secret_string.is_some()),
        ("SecretBinary", input.secret_binary.is_some()),
        ("Description", input.description.is_some()),
        ("AddReplicaRegions", input.add_replica_regions.is_some()),
    ];
    if let Some((name, _)) = with.iter().find(|(_, given)| *given) {
        return Err(invalid_parameter(format!("You can't use {name} with CrossAccountPrimaryARN.")));
    }
    needs_customer_key(input.kms_key_id.as_deref())?;
    Ok(Some(Primary { arn: arn.clone(), standing: Standing::Pending }))
}

/// A replica of another account's secret has a customer's key.
fn needs_customer_key(key: Option<&str>) -> Result<(), Failure> {
    if sealing::is_managed(key) {
        return Err(invalid_parameter(
            "A cross-account replica secret must use a customer managed KMS key: give it in KmsKeyId.",
        ));
    }
    Ok(())
}

/// Who calls from another account can't use the managed key.
fn may_use_key(tx: &Transaction<'_>, secret: &Secret) -> Result<(), Failure> {
    if tx.account() != secret.account && sealing::is_managed(secret.kms_key.as_deref()) {
        return Err(default_key_across_accounts());
    }
    Ok(())
}

/// A customer's key must be there, even while nothing is sealed with it.
async fn key_is_there(tx: &Transaction<'_>, secret: &Secret) -> Result<(), Failure> {
    let Some(key) = secret.kms_key.as_deref().filter(|k| !sealing::is_managed(Some(k))) else { return Ok(()) };
    let Some(keys) = tx.plane().keys() else { return Err(Failure::internal("there is no KMS in this plane")) };
    match keys.find(&tx.reader(), &secret.account, &secret.region, key).await? {
        Some(_) => Ok(()),
        None => Err(EncryptionFailure::new(format!("Secrets Manager can't find the KMS key {key}.")).into()),
    }
}

impl Handle for UpdateSecret {
    async fn access(input: &UpdateSecretRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (secret, access) = place::target(lookup, &input.secret_id).await?;
        let mut access = access
            .key_if("secretsmanager:Description", input.description.as_deref())
            .key_if("secretsmanager:KmsKeyId", input.kms_key_id.as_deref());
        let Some(secret) = secret.map(|s| s.body) else { return Ok(access) };
        let version = token(input.client_request_token.as_ref(), lookup.call());
        let key = input.kms_key_id.as_deref().or(secret.kms_key.as_deref());
        if input.secret_string.is_some() || input.secret_binary.is_some() || input.kms_key_id.is_some() {
            access = access.and(sealing::access(lookup, key, &secret.region, &secret.arn, &version, sealing::WRITE).await?);
        }
        // With a new key its labelled versions are opened and sealed anew.
        if input.kms_key_id.is_some()
            && let Some(current) = secret.staged(CURRENT)
        {
            let old = secret.kms_key.as_deref();
            access = access.and(sealing::access(lookup, old, &secret.region, &secret.arn, &current.id, sealing::READ).await?);
        }
        Ok(access)
    }

    async fn run(input: &UpdateSecretRequest, tx: &mut Transaction<'_>) -> Result<UpdateSecretResponse, Failure> {
        if input.r#type.is_some() {
            return Err(invalid_request("Secrets of other systems are not supported by Cloudkeep."));
        }
        let value = value(input.secret_string.as_deref(), input.secret_binary.as_deref())?;
        let token = token(input.client_request_token.as_ref(), tx.call());
        let mut stored = place::held(tx, &input.secret_id).await?;
        if let Some(home) = stored.body.replica_of.clone() {
            let only_key = value.is_none() && input.description.is_none();
            let key = input.kms_key_id.as_ref().filter(|_| only_key).ok_or_else(|| replica_is_read_only(&home))?;
            return replicas::change_key(tx, stored, &home, place::text(Some(key))).await;
        }
        if let Some(primary) = stored.body.follows.as_ref() {
            if value.is_some() {
                return Err(value_is_replicated(&primary.arn));
            }
            if input.kms_key_id.is_some() {
                needs_customer_key(input.kms_key_id.as_deref())?;
            }
        }
        if let Some(description) = &input.description {
            stored.body.description = place::text(Some(description));
        }
        if let Some(key) = &input.kms_key_id {
            reseal(tx, &mut stored.body, place::text(Some(key))).await?;
        }
        if let Some(value) = &value {
            may_use_key(tx, &stored.body)?;
            changes::add_version(tx, &mut stored.body, &token, value, &[CURRENT.to_owned()]).await?;
        }
        stored.body.changed = tx.call().time.as_millisecond();
        changes::write(tx, &mut stored).await?;
        Ok(UpdateSecretResponse {
            arn: stored.arn.clone(),
            name: Some(stored.body.name.clone()),
            version_id: value.map(|_| token),
        })
    }
}

/// Gives a secret another key. As on AWS, the versions that a rotation works with are sealed anew with it, if the caller may encrypt with it.
///
/// # Errors
/// `EncryptionFailure`, `InvalidRequestException`, those of opening and sealing.
pub async fn reseal(tx: &mut Transaction<'_>, secret: &mut Secret, key: Option<String>) -> Result<(), Failure> {
    if secret.kms_key == key {
        return Ok(());
    }
    let before = secret.clone();
    secret.kms_key = key;
    may_use_key(tx, secret)?;
    key_is_there(tx, secret).await?;
    let current = secret.staged(CURRENT).map(|v| v.id.as_str()).unwrap_or_default();
    let (key, region) = (secret.kms_key.as_deref(), &secret.region);
    let encrypting = sealing::access(&tx.lookup(), key, region, &secret.arn, current, &["kms:Encrypt"]).await?;
    if tx.permits(&encrypting).await.is_err() {
        return Ok(());
    }
    let works = |v: &Version| v.stages.iter().any(|s| [CURRENT, PENDING, PREVIOUS].contains(&s.as_str()));
    for version in secret.versions.clone().into_iter().filter(works) {
        let value = sealing::open(tx, &before, &version.id).await?;
        let sealed = sealing::seal(tx, secret, &version.id, &value).await?;
        if let Some(version) = secret.versions.iter_mut().find(|v| v.id == version.id) {
            (version.key, version.managed_key) = (sealed.key, sealed.managed_key);
        }
    }
    Ok(())
}

impl Handle for PutSecretValue {
    async fn access(input: &PutSecretValueRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (secret, access) = place::target(lookup, &input.secret_id).await?;
        let access = access.keys("secretsmanager:VersionStage", input.version_stages.iter().flatten().map(String::as_str));
        let Some(secret) = secret.map(|s| s.body) else { return Ok(access) };
        let version = token(input.client_request_token.as_ref(), lookup.call());
        let key = secret.kms_key.as_deref();
        Ok(access.and(sealing::access(lookup, key, &secret.region, &secret.arn, &version, sealing::WRITE).await?))
    }

    async fn run(input: &PutSecretValueRequest, tx: &mut Transaction<'_>) -> Result<PutSecretValueResponse, Failure> {
        let value = value(input.secret_string.as_deref(), input.secret_binary.as_deref())?
            .ok_or_else(|| invalid_request("You must provide either SecretString or SecretBinary."))?;
        let token = token(input.client_request_token.as_ref(), tx.call());
        let mut stored = place::source(tx, &input.secret_id).await?;
        may_use_key(tx, &stored.body)?;
        let labels = input.version_stages.clone().unwrap_or_else(|| vec![CURRENT.to_owned()]);
        if changes::add_version(tx, &mut stored.body, &token, &value, &labels).await? {
            changes::write(tx, &mut stored).await?;
        }
        let stages = stored.body.version(&token).map(|v| v.stages.clone());
        Ok(PutSecretValueResponse {
            arn: stored.arn.clone(),
            name: Some(stored.body.name.clone()),
            version_id: Some(token),
            version_stages: stages,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::value;

    #[test]
    fn one_value_of_at_most_64_kib() {
        let text = "x".to_owned();
        let binary = bytes::Bytes::from_static(b"y");
        assert!(value(Some(&text), Some(&binary)).is_err());
        assert!(matches!(value(None, None), Ok(None)));
        assert!(value(Some(&"é".repeat(32_768)), None).is_ok());
        assert!(value(Some(&"é".repeat(32_769)), None).is_err());
    }
}
