//! Settings of log groups: retention, keys, protection.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Unit;

use crate::api::{self, LogGroupClass, operation};
use crate::errors::invalid;
use crate::place::{group_name, held_group, on_group};
use crate::seal;

/// The retentions that there are, days.
/// See <https://docs.aws.amazon.com/AmazonCloudWatchLogs/latest/APIReference/API_PutRetentionPolicy.html>.
const RETENTIONS: &[i32] =
    &[1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922, 3288, 3653];

impl Handle for operation::PutRetentionPolicy {
    async fn access(input: &api::PutRetentionPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.log_group_name).await
    }

    async fn run(input: &api::PutRetentionPolicyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        if !RETENTIONS.contains(&input.retention_in_days) {
            let all: Vec<String> = RETENTIONS.iter().map(i32::to_string).collect();
            return Err(invalid(format!(
                "1 validation error detected: Value '{}' at 'retentionInDays' failed to satisfy constraint: Member must satisfy enum value set: [{}]",
                input.retention_in_days,
                all.join(", ")
            )));
        }
        let mut group = held_group(tx, &input.log_group_name).await?;
        if group.body.class == LogGroupClass::Delivery {
            return Err(invalid("The retention of a log group of the class DELIVERY cannot be changed."));
        }
        group.body.retention_days = Some(input.retention_in_days);
        tx.put(&group)?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteRetentionPolicy {
    async fn access(input: &api::DeleteRetentionPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_group(lookup, &input.log_group_name).await
    }

    async fn run(input: &api::DeleteRetentionPolicyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut group = held_group(tx, &input.log_group_name).await?;
        if group.body.class == LogGroupClass::Delivery {
            return Err(invalid("The retention of a log group of the class DELIVERY cannot be changed."));
        }
        group.body.retention_days = None;
        tx.put(&group)?;
        Ok(Unit {})
    }
}

/// The group of a request that names it by name or by the ARN of the resource; ARNs of query results are none.
fn keyed(name: Option<&str>, resource: Option<&str>, account: &str, region: &str) -> Result<String, Failure> {
    match (name, resource) {
        (Some(name), None) => Ok(name.to_owned()),
        (None, Some(resource)) if resource.contains(":log-group:") => group_name(resource, account, region),
        (None, Some(_)) => Err(invalid("Only log groups can be associated with a key.")),
        _ => Err(invalid("Exactly one of logGroupName and resourceIdentifier is required.")),
    }
}

async fn on_keyed(lookup: &Lookup<'_>, name: Option<&str>, resource: Option<&str>) -> Result<Access, Failure> {
    match keyed(name, resource, lookup.account(), &lookup.call().region) {
        Ok(name) => on_group(lookup, &name).await,
        Err(_) => on_group(lookup, "").await,
    }
}

impl Handle for operation::AssociateKmsKey {
    async fn access(input: &api::AssociateKmsKeyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_keyed(lookup, input.log_group_name.as_deref(), input.resource_identifier.as_deref()).await
    }

    async fn run(input: &api::AssociateKmsKeyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let resource = input.resource_identifier.as_deref();
        let name = keyed(input.log_group_name.as_deref(), resource, tx.account(), &tx.call().region)?;
        let mut group = held_group(tx, &name).await?;
        let key = seal::usable_key(tx, &group.body, &input.kms_key_id).await?;
        group.body.kms_key = Some(key);
        seal::make(tx, &mut group.body).await?;
        tx.put(&group)?;
        Ok(Unit {})
    }
}

impl Handle for operation::DisassociateKmsKey {
    async fn access(input: &api::DisassociateKmsKeyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_keyed(lookup, input.log_group_name.as_deref(), input.resource_identifier.as_deref()).await
    }

    async fn run(input: &api::DisassociateKmsKeyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let resource = input.resource_identifier.as_deref();
        let name = keyed(input.log_group_name.as_deref(), resource, tx.account(), &tx.call().region)?;
        let mut group = held_group(tx, &name).await?;
        if group.body.kms_key.take().is_some() {
            seal::make(tx, &mut group.body).await?;
            tx.put(&group)?;
        }
        Ok(Unit {})
    }
}

impl Handle for operation::PutLogGroupDeletionProtection {
    async fn access(input: &api::PutLogGroupDeletionProtectionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let name = group_name(&input.log_group_identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
        on_group(lookup, &name).await
    }

    async fn run(input: &api::PutLogGroupDeletionProtectionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let mut group = held_group(tx, &name).await?;
        group.body.deletion_protection = input.deletion_protection_enabled;
        tx.put(&group)?;
        Ok(Unit {})
    }
}
