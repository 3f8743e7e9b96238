//! Rotation, automatic and on demand, and when a key was last used.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use super::keys::customers;
use super::{cut, moment, on_own_key, page_size};
use crate::api::{
    self, ConflictException, IncludeKeyMaterial, KeyLastUsageTrackingOperation, LimitExceededException, RotationType, operation,
};
use crate::create::{DAY, YEAR};
use crate::errors::unsupported;
use crate::place::{self, Takes, Want};
use crate::resources::{Key, LastUsage, Rotation};
use crate::rotate::{rotate, rotates};
use crate::states::{Needs, check};

/// How often a key can be rotated on demand in its life.
/// See <https://docs.aws.amazon.com/kms/latest/APIReference/API_RotateKeyOnDemand.html>.
const MOST_ON_DEMAND: u32 = 25;

const STATUS: Want<'static> =
    Want { action: "kms:GetKeyRotationStatus", grantable: None, context: &[], via: None, across_accounts: true, child: None };

/// A customer's key that rotates, and is its own primary.
async fn rotating(tx: &mut Transaction<'_>, key_id: &str, automatically: bool) -> Result<Stored<Key>, Failure> {
    let key = place::held(tx, key_id, Takes::Keys, Want::default()).await?;
    customers(tx, &key.body)?;
    let arn = key.body.arn(&tx.plane().settings.partition);
    rotates(&key.body, &arn, automatically)?;
    if key.body.multi_region.as_ref().is_some_and(|m| m.primary != key.body.region) {
        return Err(unsupported(format!("{arn} is a replica key: rotate its primary key.")));
    }
    check(&arn, key.body.state, Needs::Enabled)?;
    Ok(key)
}

/// Writes the rotation of a key to its replicas, which share it.
async fn put_rotation(tx: &mut Transaction<'_>, key: &Stored<Key>) -> Result<(), Failure> {
    for region in key.body.other_regions() {
        if let Some(mut replica) = tx.get::<Key>(&key.body.account, &region, &key.body.id).await? {
            replica.body.rotation = key.body.rotation;
            tx.put(&replica)?;
        }
    }
    tx.put(key)
}

impl Handle for operation::EnableKeyRotation {
    async fn access(input: &api::EnableKeyRotationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:EnableKeyRotation", ..Want::default() };
        let days = input.rotation_period_in_days.map(|days| days.to_string());
        Ok(place::on_key(lookup, &input.key_id, Takes::Keys, want).await?.key_if("kms:RotationPeriodInDays", days))
    }
    async fn run(input: &api::EnableKeyRotationRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut key = rotating(tx, &input.key_id, true).await?;
        let now = tx.call().time.as_millisecond();
        let period_days = input.rotation_period_in_days.or(key.body.rotation.map(|r| r.period_days)).unwrap_or(YEAR);
        if key.body.rotation.is_none_or(|r| r.period_days != period_days) {
            key.body.rotation = Some(Rotation { period_days, next: now + i64::from(period_days) * DAY });
            put_rotation(tx, &key).await?;
        }
        Ok(Unit {})
    }
}

impl Handle for operation::DisableKeyRotation {
    on_own_key!(api::DisableKeyRotationRequest, "kms:DisableKeyRotation");
    async fn run(input: &api::DisableKeyRotationRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let mut key = rotating(tx, &input.key_id, true).await?;
        if key.body.rotation.take().is_some() {
            put_rotation(tx, &key).await?;
        }
        Ok(Unit {})
    }
}

impl Handle for operation::GetKeyRotationStatus {
    async fn access(input: &api::GetKeyRotationStatusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::on_key(lookup, &input.key_id, Takes::Keys, STATUS).await
    }
    async fn run(
        input: &api::GetKeyRotationStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetKeyRotationStatusResponse, Failure> {
        let key = place::held(tx, &input.key_id, Takes::Keys, STATUS).await?.body;
        let arn = key.arn(&tx.plane().settings.partition);
        rotates(&key, &arn, false)?;
        Ok(api::GetKeyRotationStatusResponse {
            key_rotation_enabled: Some(key.rotation.is_some()),
            key_id: Some(arn),
            rotation_period_in_days: key.rotation.map(|r| r.period_days),
            next_rotation_date: key.rotation.and_then(|r| moment(r.next)),
            on_demand_rotation_start_date: None,
        })
    }
}

impl Handle for operation::RotateKeyOnDemand {
    on_own_key!(api::RotateKeyOnDemandRequest, "kms:RotateKeyOnDemand");
    async fn run(
        input: &api::RotateKeyOnDemandRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::RotateKeyOnDemandResponse, Failure> {
        let mut key = rotating(tx, &input.key_id, false).await?;
        let arn = key.body.arn(&tx.plane().settings.partition);
        if key.body.on_demand_rotations >= MOST_ON_DEMAND {
            return Err(LimitExceededException::new(format!(
                "{arn} was rotated on demand {MOST_ON_DEMAND} times, which is the most."
            ))
            .into());
        }
        let now = tx.call().time.as_millisecond();
        if key.body.rotation.is_some_and(|r| r.next <= now) {
            return Err(ConflictException::new(format!("{arn} is being rotated.")).into());
        }
        key.body.on_demand_rotations += 1;
        rotate(tx, &mut key, RotationType::OnDemand).await?;
        Ok(api::RotateKeyOnDemandResponse { key_id: Some(arn) })
    }
}

impl Handle for operation::ListKeyRotations {
    on_own_key!(api::ListKeyRotationsRequest, "kms:ListKeyRotations");
    async fn run(
        input: &api::ListKeyRotationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListKeyRotationsResponse, Failure> {
        let key = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?.body;
        let arn = key.arn(&tx.plane().settings.partition);
        rotates(&key, &arn, false)?;
        let limit = page_size(input.limit, 100, 1000)?;
        let all = input.include_key_material == Some(IncludeKeyMaterial::AllKeyMaterial);
        let entries: Vec<(String, api::RotationsListEntry)> = key
            .materials
            .iter()
            .enumerate()
            .filter(|(_, m)| all || m.rotated.is_some())
            .map(|(at, m)| {
                let import = m.import.as_ref();
                let entry = api::RotationsListEntry {
                    key_id: Some(arn.clone()),
                    key_material_id: Some(m.id.clone()),
                    key_material_description: import.and_then(|i| i.description.clone()),
                    import_state: import.map(|i| i.state),
                    key_material_state: Some(m.state),
                    expiration_model: import.map(|i| i.model),
                    valid_to: import.and_then(|i| i.valid_to).and_then(moment),
                    rotation_date: m.rotated.and_then(|(at, _)| moment(at)),
                    rotation_type: m.rotated.map(|(_, kind)| kind),
                };
                (format!("{at:08}"), entry)
            })
            .collect();
        let listing = format!("rotations {}", key.id);
        let page = cut(entries, &listing, input.marker.as_deref(), limit, |(at, _)| at.clone())?;
        Ok(api::ListKeyRotationsResponse {
            rotations: Some(page.items.into_iter().map(|(_, entry)| entry).collect()),
            truncated: Some(page.next.is_some()),
            next_marker: page.next,
        })
    }
}

impl Handle for operation::GetKeyLastUsage {
    on_own_key!(api::GetKeyLastUsageRequest, "kms:GetKeyLastUsage");
    async fn run(input: &api::GetKeyLastUsageRequest, tx: &mut Transaction<'_>) -> Result<api::GetKeyLastUsageResponse, Failure> {
        let key = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?.body;
        let last = tx.reader().get::<LastUsage>(&key.account, &key.region, &key.id).await?;
        Ok(api::GetKeyLastUsageResponse {
            key_id: Some(key.arn(&tx.plane().settings.partition)),
            key_last_usage: last.map(|last| api::KeyLastUsageData {
                operation: KeyLastUsageTrackingOperation::parse(&last.body.operation),
                timestamp: moment(last.body.at),
                cloud_trail_event_id: Some(last.body.event_id),
                kms_request_id: Some(last.body.request_id),
            }),
            tracking_start_date: moment(key.created),
            key_creation_date: moment(key.created),
        })
    }
}
