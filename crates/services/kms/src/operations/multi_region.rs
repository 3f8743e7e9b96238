//! Multi-Region keys.

use plane::{Access, Failure, Handle, Lookup, Transaction};
use wire::shape::Unit;

use super::keys::{customers, metadata};
use super::tags::check_tags;
use super::{borrowed, tag_pairs};
use crate::api::{self, AlreadyExistsException, KeyState, OriginType, operation};
use crate::create::wrap;
use crate::errors::unsupported;
use crate::material;
use crate::place::{self, Takes, Want};
use crate::policies;
use crate::resources::Key;
use crate::states::{Needs, check};

/// A region of this installation.
fn known_region(tx: &Transaction<'_>, region: &str) -> Result<(), Failure> {
    if tx.plane().settings.regions.iter().any(|r| r == region) {
        return Ok(());
    }
    Err(Failure::validation(format!("{region} is not a region of this installation.")))
}

impl Handle for operation::ReplicateKey {
    async fn access(input: &api::ReplicateKeyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:ReplicateKey", ..Want::default() };
        let tags = tag_pairs(input.tags.as_ref());
        let primary =
            place::on_key(lookup, &input.key_id, Takes::Keys, want).await?.key("kms:ReplicaRegion", &input.replica_region);
        // The replica is made in its own region, by identity policies alone.
        let id = input.key_id.rsplit('/').next().unwrap_or_default();
        let arn = format!("arn:{}:kms:{}:{}:key/{id}", lookup.plane().settings.partition, input.replica_region, lookup.account());
        let create = |action: &'static str| {
            Access::on(&arn)
                .action(action)
                .key("aws:RequestedRegion", &input.replica_region)
                .key("kms:CallerAccount", lookup.account())
                .key("kms:MultiRegion", "true")
                .key("kms:MultiRegionKeyType", "REPLICA")
                .request_tags(borrowed(&tags))
        };
        let access = primary.and(create("kms:CreateKey"));
        Ok(if tags.is_empty() { access } else { access.and(create("kms:TagResource")) })
    }
    async fn run(input: &api::ReplicateKeyRequest, tx: &mut Transaction<'_>) -> Result<api::ReplicateKeyResponse, Failure> {
        let mut primary = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?;
        customers(tx, &primary.body)?;
        let partition = tx.plane().settings.partition.clone();
        let arn = primary.body.arn(&partition);
        let region = input.replica_region.clone();
        match &primary.body.multi_region {
            Some(multi) if multi.primary == primary.body.region => {}
            Some(_) => return Err(unsupported(format!("{arn} is a replica key: replicate its primary key."))),
            None => return Err(unsupported(format!("{arn} is not a multi-Region key."))),
        }
        check(&arn, primary.body.state, Needs::Enabled)?;
        known_region(tx, &region)?;
        let (account, id) = (primary.body.account.clone(), primary.body.id.clone());
        if region == primary.body.region || tx.get::<Key>(&account, &region, &id).await?.is_some() {
            return Err(AlreadyExistsException::new(format!("{arn} already has a related key in {region}.")).into());
        }
        let tags = tag_pairs(input.tags.as_ref());
        check_tags(&tags)?;
        let policy = match &input.policy {
            Some(policy) => {
                let replica = format!("arn:{partition}:kms:{region}:{account}:key/{id}");
                let bypass = input.bypass_policy_lockout_safety_check.unwrap_or(false);
                policies::check(tx, &replica, &account, policy, bypass).await?;
                policy.clone()
            }
            None => policies::default_policy(&partition, &account),
        };
        if let Some(multi) = &mut primary.body.multi_region {
            multi.replicas.push(region.clone());
        }
        // Imported material is imported into each region.
        let external = primary.body.origin == OriginType::External;
        let replica = Key {
            region: region.clone(),
            state: if external { KeyState::PendingImport } else { KeyState::Enabled },
            description: input.description.clone().unwrap_or_default(),
            created: tx.call().time.as_millisecond(),
            policy: policy.clone(),
            materials: if external { Vec::new() } else { primary.body.materials.clone() },
            deletion: None,
            aliases: Vec::new(),
            grants: 0,
            ..primary.body.clone()
        };
        if !external {
            for material in &primary.body.materials {
                let bytes = material::open_within(tx, &primary.body, &material.id).await?;
                let bytes = bytes.ok_or_else(|| Failure::internal(format!("the material of {arn} is not there")))?;
                material::keep(tx, &replica, &material.id, &bytes).await?;
            }
        }
        for other in primary.body.other_regions() {
            if let Some(mut related) = tx.get::<Key>(&account, &other, &id).await? {
                related.body.multi_region.clone_from(&primary.body.multi_region);
                tx.put(&related)?;
            }
        }
        tx.put(&primary)?;
        let stored = wrap(tx, replica, tags.clone());
        tx.put(&stored)?;
        place::touched(tx, &stored.body);
        Ok(api::ReplicateKeyResponse {
            replica_key_metadata: Some(metadata(&stored.body, &partition)),
            replica_policy: Some(policy),
            replica_tags: Some(tags.into_iter().map(|(tag_key, tag_value)| api::Tag { tag_key, tag_value }).collect()),
        })
    }
}

impl Handle for operation::UpdatePrimaryRegion {
    async fn access(input: &api::UpdatePrimaryRegionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let want = Want { action: "kms:UpdatePrimaryRegion", ..Want::default() };
        let old = place::locate(lookup, &input.key_id, lookup.account(), &lookup.call().region, Takes::Keys).await?;
        let mut access = place::access(lookup, &old, want).await?.key("kms:PrimaryRegion", &input.primary_region);
        if let Some(key) = &old.key {
            let arn = format!(
                "arn:{}:kms:{}:{}:key/{}",
                lookup.plane().settings.partition,
                input.primary_region,
                old.account,
                key.body.id
            );
            let new = place::locate(lookup, &arn, lookup.account(), &input.primary_region, Takes::Keys).await?;
            access = access.and(place::access(lookup, &new, want).await?.key("kms:PrimaryRegion", &input.primary_region));
        }
        Ok(access)
    }
    async fn run(input: &api::UpdatePrimaryRegionRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let old = place::held(tx, &input.key_id, Takes::Keys, Want::default()).await?;
        let arn = old.body.arn(&tx.plane().settings.partition);
        let multi = match &old.body.multi_region {
            Some(multi) if multi.primary == old.body.region => multi.clone(),
            Some(_) => return Err(unsupported(format!("{arn} is a replica key: call this in the region of its primary key."))),
            None => return Err(unsupported(format!("{arn} is not a multi-Region key."))),
        };
        check(&arn, old.body.state, Needs::MaterialAndNotPendingDeletion)?;
        known_region(tx, &input.primary_region)?;
        if input.primary_region == multi.primary {
            return Ok(Unit {});
        }
        let (account, id) = (old.body.account.clone(), old.body.id.clone());
        let new = tx.get::<Key>(&account, &input.primary_region, &id).await?;
        let new = new.ok_or_else(|| crate::errors::no_key(&format!("{id} in {}", input.primary_region)))?;
        check(&new.body.arn(&tx.plane().settings.partition), new.body.state, Needs::MaterialAndNotPendingDeletion)?;
        let mut changed = multi.clone();
        changed.primary.clone_from(&input.primary_region);
        changed.replicas.retain(|r| *r != input.primary_region);
        changed.replicas.push(multi.primary.clone());
        for region in std::iter::once(&changed.primary).chain(&changed.replicas) {
            if let Some(mut related) = tx.get::<Key>(&account, region, &id).await? {
                related.body.multi_region = Some(changed.clone());
                tx.put(&related)?;
            }
        }
        Ok(Unit {})
    }
}
