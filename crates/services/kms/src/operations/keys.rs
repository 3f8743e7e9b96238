//! Keys: made, described, switched on and off, scheduled for deletion.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction, page};
use wire::Common;
use wire::shape::Unit;

use super::tags::check_tags;
use super::{borrowed, check_tokens, marker, moment, on_own_key, page_size, tag_pairs};
use crate::api::{
    self, GrantOperation, KeyManagerType, KeySpec, KeyState, KeyUsageType, LimitExceededException, OriginType, operation,
};
use crate::create::{self, DAY, NewKey};
use crate::errors::{invalid_state, unsupported};
use crate::place::{self, Takes, Want};
use crate::policies;
use crate::resources::{Deletion, Key};
use crate::specs;
use crate::states::{Needs, check};

/// Most keys of an account in a region. See <https://docs.aws.amazon.com/kms/latest/developerguide/resource-limits.html>.
const MOST: u64 = 100_000;
/// Days until a key is deleted, unless told otherwise.
const WINDOW: i32 = 30;
/// Fewest days.
const SHORTEST_WINDOW: i32 = 7;

/// What is told of a key.
pub(crate) fn metadata(key: &Key, partition: &str) -> api::KeyMetadata {
    let imports = || key.materials.iter().filter_map(|m| m.import.as_ref()).filter(|i| i.state == api::ImportState::Imported);
    let some = |list: Vec<_>| (!list.is_empty()).then_some(list);
    let region_key = |region: &String| api::MultiRegionKey {
        arn: Some(format!("arn:{partition}:kms:{region}:{}:key/{}", key.account, key.id)),
        region: Some(region.clone()),
    };
    let signing = specs::signing_algorithms(key.spec, key.usage);
    let mac = specs::mac_algorithms(key.spec);
    let agreement = specs::agreement_algorithms(key.usage);
    let encapsulation = specs::encapsulation_algorithms(key.usage);
    api::KeyMetadata {
        aws_account_id: Some(key.account.clone()),
        key_id: key.id.clone(),
        arn: Some(key.arn(partition)),
        creation_date: moment(key.created),
        enabled: Some(key.state == KeyState::Enabled),
        description: Some(key.description.clone()),
        key_usage: Some(key.usage),
        key_state: Some(key.state),
        deletion_date: key.deletion.filter(|_| key.state == KeyState::PendingDeletion).and_then(|d| d.at).and_then(moment),
        valid_to: imports().filter_map(|i| i.valid_to).min().and_then(moment),
        origin: Some(key.origin),
        expiration_model: imports().map(|i| i.model).min(),
        key_manager: Some(key.manager),
        customer_master_key_spec: specs::customer_master_key_spec(key.spec),
        key_spec: Some(key.spec),
        encryption_algorithms: some(specs::encryption_algorithms(key.spec, key.usage)),
        signing_algorithms: (!signing.is_empty()).then_some(signing),
        mac_algorithms: (!mac.is_empty()).then_some(mac),
        key_agreement_algorithms: (!agreement.is_empty()).then_some(agreement),
        encapsulation_algorithms: (!encapsulation.is_empty()).then_some(encapsulation),
        multi_region: Some(key.multi_region.is_some()),
        multi_region_configuration: key.multi_region.as_ref().map(|multi| api::MultiRegionConfiguration {
            multi_region_key_type: Some(if multi.primary == key.region {
                api::MultiRegionKeyType::Primary
            } else {
                api::MultiRegionKeyType::Replica
            }),
            primary_key: Some(region_key(&multi.primary)),
            replica_keys: Some(multi.replicas.iter().map(region_key).collect()),
        }),
        pending_deletion_window_in_days: key
            .deletion
            .filter(|_| key.state == KeyState::PendingReplicaDeletion)
            .map(|deletion| deletion.window_days),
        current_key_material_id: key.current().filter(|_| key.is_symmetric()).map(|m| m.id.clone()),
        ..api::KeyMetadata::default()
    }
}

/// Refuses to change a service's managed key.
///
/// # Errors
/// `AccessDenied`, as on AWS.
pub(crate) fn customers(tx: &Transaction<'_>, key: &Key) -> Result<(), Failure> {
    if !key.is_managed() {
        return Ok(());
    }
    let (operation, arn) = (tx.call().operation.name, key.arn(&tx.plane().settings.partition));
    Err(Failure::common(Common::AccessDenied, format!("{operation} is not authorized on {arn}: it is an AWS managed key.")))
}

/// The spec and the usage that a request asks for.
fn kind(input: &api::CreateKeyRequest) -> Result<(KeySpec, KeyUsageType), Failure> {
    let older = input.customer_master_key_spec.map(|spec| {
        KeySpec::parse(spec.as_str())
            .ok_or_else(|| Failure::validation(format!("CustomerMasterKeySpec {spec} is not a KeySpec.")))
    });
    let spec = match (input.key_spec, older.transpose()?) {
        (Some(_), Some(_)) => {
            return Err(Failure::validation(
                "You cannot specify KeySpec and CustomerMasterKeySpec in the same request. CustomerMasterKeySpec is deprecated.",
            ));
        }
        (Some(spec), None) | (None, Some(spec)) => spec,
        (None, None) => KeySpec::SymmetricDefault,
    };
    if !specs::is_offered(spec) {
        return Err(unsupported(format!("KeySpec {spec} is not supported in this Region.")));
    }
    let usage = match input.key_usage {
        Some(usage) => usage,
        None if spec == KeySpec::SymmetricDefault => KeyUsageType::EncryptDecrypt,
        None => {
            return Err(Failure::validation(
                "You must specify a KeyUsage value for all KMS keys except for symmetric encryption keys.",
            ));
        }
    };
    if !specs::usages(spec).contains(&usage) {
        return Err(Failure::validation(format!("KeyUsage {usage} is not compatible with KeySpec {spec}")));
    }
    Ok((spec, usage))
}

impl Handle for operation::CreateKey {
    async fn access(input: &api::CreateKeyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let (spec, usage) = kind(input)?;
        let tags = tag_pairs(input.tags.as_ref());
        let origin = input.origin.unwrap_or_default();
        let truth = |holds: Option<bool>| if holds.unwrap_or(false) { "true" } else { "false" };
        let create = |action: &'static str| {
            Access::any()
                .action(action)
                .key("kms:CallerAccount", lookup.account())
                .key("kms:KeySpec", spec.as_str())
                .key("kms:CustomerMasterKeySpec", spec.as_str())
                .key("kms:KeyUsage", usage.as_str())
                .key("kms:CustomerMasterKeyUsage", usage.as_str())
                .key("kms:KeyOrigin", origin.as_str())
                .key("kms:MultiRegion", truth(input.multi_region))
                .key("kms:BypassPolicyLockoutSafetyCheck", truth(input.bypass_policy_lockout_safety_check))
                .request_tags(borrowed(&tags))
        };
        let access = create("kms:CreateKey");
        Ok(if tags.is_empty() { access } else { access.and(create("kms:TagResource")) })
    }
    async fn run(input: &api::CreateKeyRequest, tx: &mut Transaction<'_>) -> Result<api::CreateKeyResponse, Failure> {
        let (spec, usage) = kind(input)?;
        let origin = input.origin.unwrap_or_default();
        if input.custom_key_store_id.is_some()
            || input.xks_key_id.is_some()
            || !matches!(origin, OriginType::AwsKms | OriginType::External)
        {
            return Err(unsupported("Custom key stores are not supported: keys are kept by Cloudkeep itself."));
        }
        let multi_region = input.multi_region.unwrap_or(false);
        let tags = tag_pairs(input.tags.as_ref());
        check_tags(&tags)?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if tx.reader().count::<Key>(&account, &region).await? >= MOST {
            return Err(LimitExceededException::new(format!("An account can have at most {MOST} keys in a region.")).into());
        }
        let partition = tx.plane().settings.partition.clone();
        let policy = match &input.policy {
            Some(policy) => {
                let arn = format!("arn:{partition}:kms:{region}:{account}:key/*");
                let bypass = input.bypass_policy_lockout_safety_check.unwrap_or(false);
                policies::check(tx, &arn, &account, policy, bypass).await?;
                policy.clone()
            }
            None => policies::default_policy(&partition, &account),
        };
        let new = NewKey {
            account,
            region,
            spec,
            usage,
            origin,
            manager: KeyManagerType::Customer,
            description: input.description.clone().unwrap_or_default(),
            policy,
            multi_region,
            tags,
        };
        let made = create::key(tx, new).await?;
        place::touched(tx, &made.body);
        Ok(api::CreateKeyResponse { key_metadata: Some(metadata(&made.body, &partition)) })
    }
}

const DESCRIBE: Want<'static> = Want {
    action: "kms:DescribeKey",
    grantable: Some(GrantOperation::DescribeKey),
    context: &[],
    via: None,
    across_accounts: true,
    child: None,
};

impl Handle for operation::DescribeKey {
    async fn access(input: &api::DescribeKeyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_key(lookup, &input.key_id, Takes::Aliases, DESCRIBE).await
    }
    async fn run(input: &api::DescribeKeyRequest, tx: &mut Transaction<'_>) -> Result<api::DescribeKeyResponse, Failure> {
        check_tokens(input.grant_tokens.as_ref())?;
        let partition = tx.plane().settings.partition.clone();
        // Describing a service's alias makes its key, as on AWS.
        let managed = input.key_id.strip_prefix("alias/aws/").filter(|service| create::MANAGED.contains(service));
        let key = match managed {
            Some(service) => {
                let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
                let key = create::managed(tx, &account, &region, service).await?;
                place::touched(tx, &key.body);
                key
            }
            None => place::held(tx, &input.key_id, Takes::Aliases, DESCRIBE).await?,
        };
        Ok(api::DescribeKeyResponse { key_metadata: Some(metadata(&key.body, &partition)) })
    }
}

impl Handle for operation::ListKeys {
    async fn access(_: &api::ListKeysRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any().action("kms:ListKeys").key("kms:CallerAccount", lookup.account()))
    }
    async fn run(input: &api::ListKeysRequest, tx: &mut Transaction<'_>) -> Result<api::ListKeysResponse, Failure> {
        let limit = page_size(input.limit, 100, 1000)?;
        let after = marker("keys", input.marker.as_deref())?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        // No key is shared by AWS RAM.
        let own = input.resource_owners.as_ref().is_none_or(|o| o.is_empty() || o.contains(&api::ResourceOwnerType::VSelf));
        let mut found =
            if own { tx.reader().list::<Key>(&account, &region, "", after.as_deref(), limit + 1).await? } else { Vec::new() };
        let more = found.len() > limit;
        found.truncate(limit);
        let next = found.last().filter(|_| more).map(|last| page::token("keys", &last.key.id));
        let partition = &tx.plane().settings.partition;
        let keys = found
            .into_iter()
            .map(|key| api::KeyListEntry { key_arn: Some(key.body.arn(partition)), key_id: Some(key.body.id) })
            .collect();
        Ok(api::ListKeysResponse { keys: Some(keys), truncated: Some(next.is_some()), next_marker: next })
    }
}

/// A customer's key in a state that the operation needs.
async fn changed(tx: &mut Transaction<'_>, key_id: &str, needs: Needs) -> Result<Stored<Key>, Failure> {
    let key = place::held(tx, key_id, Takes::Keys, Want::default()).await?;
    customers(tx, &key.body)?;
    check(&key.body.arn(&tx.plane().settings.partition), key.body.state, needs)?;
    Ok(key)
}

impl Handle for operation::EnableKey {
    on_own_key!(api::EnableKeyRequest, "kms:EnableKey");
    async fn run(input: &api::EnableKeyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut key = changed(tx, &input.key_id, Needs::MaterialAndNotPendingDeletion).await?;
        key.body.state = KeyState::Enabled;
        tx.put(&key)?;
        Ok(Unit {})
    }
}

impl Handle for operation::DisableKey {
    on_own_key!(api::DisableKeyRequest, "kms:DisableKey");
    async fn run(input: &api::DisableKeyRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut key = changed(tx, &input.key_id, Needs::MaterialAndNotPendingDeletion).await?;
        key.body.state = KeyState::Disabled;
        tx.put(&key)?;
        Ok(Unit {})
    }
}

impl Handle for operation::UpdateKeyDescription {
    on_own_key!(api::UpdateKeyDescriptionRequest, "kms:UpdateKeyDescription");
    async fn run(input: &api::UpdateKeyDescriptionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut key = changed(tx, &input.key_id, Needs::NotPendingDeletion).await?;
        key.body.description.clone_from(&input.description);
        tx.put(&key)?;
        Ok(Unit {})
    }
}

impl Handle for operation::ScheduleKeyDeletion {
    async fn access(input: &api::ScheduleKeyDeletionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:ScheduleKeyDeletion", ..Want::default() };
        let window = input.pending_window_in_days.unwrap_or(WINDOW);
        Ok(place::on_key(lookup, &input.key_id, Takes::Keys, want)
            .await?
            .key("kms:ScheduleKeyDeletionPendingWindowInDays", window.to_string()))
    }
    async fn run(
        input: &api::ScheduleKeyDeletionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ScheduleKeyDeletionResponse, Failure> {
        let window = input.pending_window_in_days.unwrap_or(WINDOW);
        if !(SHORTEST_WINDOW..=WINDOW).contains(&window) {
            return Err(Failure::validation(format!(
                "PendingWindowInDays must be between {SHORTEST_WINDOW} and {WINDOW} (inclusive)"
            )));
        }
        let mut key = changed(tx, &input.key_id, Needs::NotPendingDeletion).await?;
        let had_material = key.body.state != KeyState::PendingImport;
        let waits = key.body.multi_region.as_ref().is_some_and(|m| m.primary == key.body.region && !m.replicas.is_empty());
        let at = tx.call().time.as_millisecond() + i64::from(window) * DAY;
        key.body.deletion = Some(Deletion { window_days: window, at: (!waits).then_some(at), had_material });
        key.body.state = if waits { KeyState::PendingReplicaDeletion } else { KeyState::PendingDeletion };
        tx.put(&key)?;
        Ok(api::ScheduleKeyDeletionResponse {
            key_id: Some(key.body.arn(&tx.plane().settings.partition)),
            deletion_date: (!waits).then(|| moment(at)).flatten(),
            key_state: Some(key.body.state),
            pending_window_in_days: Some(window),
        })
    }
}

impl Handle for operation::CancelKeyDeletion {
    on_own_key!(api::CancelKeyDeletionRequest, "kms:CancelKeyDeletion");
    async fn run(
        input: &api::CancelKeyDeletionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CancelKeyDeletionResponse, Failure> {
        let mut key = changed(tx, &input.key_id, Needs::PendingDeletion).await?;
        let arn = key.body.arn(&tx.plane().settings.partition);
        let deletion = key.body.deletion.take().ok_or_else(|| invalid_state(format!("{arn} is not pending deletion.")))?;
        key.body.state = if deletion.had_material { KeyState::Disabled } else { KeyState::PendingImport };
        tx.put(&key)?;
        Ok(api::CancelKeyDeletionResponse { key_id: Some(arn) })
    }
}
