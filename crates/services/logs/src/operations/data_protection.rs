//! Data protection policies of log groups.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Unit;

use crate::api::{self, LogGroupClass, operation};
use crate::errors::{invalid, no_group};
use crate::place::{group, group_name, held_group, on_group};
use crate::protection::{self, Destinations};
use crate::resources::{Document, LogGroup};

/// What a call on the policy of a group needs.
async fn on(lookup: &Lookup<'_>, identifier: &str) -> Result<Access, Failure> {
    let name = group_name(identifier, lookup.account(), &lookup.call().region).unwrap_or_default();
    on_group(lookup, &name).await
}

/// What a call that sets a policy needs besides, for the places where findings are told.
/// See <https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/data-protection-policy-permissions.html>.
pub(super) fn to_tell(access: Access, document: &str) -> Access {
    let Ok(policy) = protection::parse(document) else { return access };
    let Destinations { logs, s3, .. } = &policy.destinations;
    let mut access = access;
    if logs.is_some() || s3.is_some() {
        access = access.and(Access::any().action("logs:CreateLogDelivery"));
    }
    if logs.is_some() {
        access = access.and(Access::any().action("logs:PutResourcePolicy"));
    }
    access
}

/// Reads a policy of a request, and looks whether its findings can be told.
///
/// # Errors
/// `InvalidParameterException`, and `ResourceNotFoundException` for a log group.
pub(super) async fn checked(tx: &Transaction<'_>, document: &str) -> Result<(), Failure> {
    let policy = protection::parse(document)?;
    let (account, region) = (tx.account(), tx.call().region.as_str());
    let (plane, reader) = (tx.plane(), tx.reader());
    if let Some(to) = &policy.destinations.logs {
        let name = group_name(&to.group, account, region)?;
        if name != to.group || reader.get::<LogGroup>(account, region, &name).await?.is_none() {
            return Err(no_group());
        }
    }
    if let Some(to) = &policy.destinations.s3 {
        let objects = plane.objects().ok_or_else(|| Failure::internal("there is no service s3"))?;
        let source = plane.arn("logs", region, account, "log-group:*");
        let sample = protection::object(&to.bucket, format!("AWSLogs/{account}/DataProtection/x"), account, &source, Vec::new());
        objects.may_write(&reader, &sample).await.map_err(|failure| {
            invalid(format!("Findings cannot be delivered to the bucket {}: {}", to.bucket, failure.message))
        })?;
    }
    Ok(())
}

impl Handle for operation::PutDataProtectionPolicy {
    async fn access(input: &api::PutDataProtectionPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(to_tell(on(lookup, &input.log_group_identifier).await?, &input.policy_document))
    }

    async fn run(
        input: &api::PutDataProtectionPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutDataProtectionPolicyResponse, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let mut group = held_group(tx, &name).await?;
        if group.body.class != LogGroupClass::Standard {
            return Err(invalid("Data protection policies are for log groups of the Standard class."));
        }
        checked(tx, &input.policy_document).await?;
        let updated_at = tx.call().time.as_millisecond();
        group.body.protection = Some(Document { text: input.policy_document.clone(), updated_at });
        tx.put(&group)?;
        Ok(api::PutDataProtectionPolicyResponse {
            log_group_identifier: Some(input.log_group_identifier.clone()),
            policy_document: Some(input.policy_document.clone()),
            last_updated_time: Some(updated_at),
        })
    }
}

impl Handle for operation::GetDataProtectionPolicy {
    async fn access(input: &api::GetDataProtectionPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.log_group_identifier).await
    }

    async fn run(
        input: &api::GetDataProtectionPolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetDataProtectionPolicyResponse, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let policy = group(tx, &name).await?.body.protection;
        Ok(api::GetDataProtectionPolicyResponse {
            log_group_identifier: Some(input.log_group_identifier.clone()),
            last_updated_time: policy.as_ref().map(|policy| policy.updated_at),
            policy_document: policy.map(|policy| policy.text),
        })
    }
}

impl Handle for operation::DeleteDataProtectionPolicy {
    async fn access(input: &api::DeleteDataProtectionPolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.log_group_identifier).await
    }

    async fn run(input: &api::DeleteDataProtectionPolicyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let name = group_name(&input.log_group_identifier, tx.account(), &tx.call().region)?;
        let mut group = held_group(tx, &name).await?;
        if group.body.protection.take().is_none() {
            return Err(api::ResourceNotFoundException::new("The log group has no data protection policy.").into());
        }
        tx.put(&group)?;
        Ok(Unit {})
    }
}
