//! DescribeSecret, ListSecrets, ListSecretVersionIds.

use std::collections::BTreeMap;

use plane::page::{cut, position, token};
use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};

use crate::api::operation::{DescribeSecret, ListSecretVersionIds, ListSecrets};
use crate::api::{
    DescribeSecretRequest, DescribeSecretResponse, InvalidNextTokenException, ListSecretVersionIdsRequest,
    ListSecretVersionIdsResponse, ListSecretsRequest, ListSecretsResponse, ReplicationStatusType, SecretListEntry,
    SecretVersionsListEntry, SortByType, SortOrderType, Tag,
};
use crate::filters;
use crate::operations::accounts;
use crate::operations::replicas::statuses;
use crate::operations::values::CHUNK;
use crate::place::{self, at};
use crate::resources::{Reads, Secret};
use crate::schedule::shown_date;
use crate::sealing;

/// The versions that have labels, with them.
fn labelled(secret: &Secret) -> BTreeMap<String, Vec<String>> {
    let with = secret.versions.iter().filter(|v| !v.stages.is_empty());
    with.map(|v| (v.id.clone(), v.stages.clone())).collect()
}

fn tags(secret: &Stored<Secret>) -> Option<Vec<Tag>> {
    let tags = secret.tags.iter().map(|(k, v)| Tag { key: Some(k.clone()), value: Some(v.clone()) }).collect::<Vec<_>>();
    Some(tags).filter(|t| !t.is_empty())
}

/// The region of the primary, of secrets that are replicated.
fn primary_region(secret: &Secret) -> Option<String> {
    (secret.replica_of.is_some() || !secret.replicas.is_empty()).then(|| secret.primary_region().to_owned())
}

fn next_date(secret: &Secret) -> Option<i64> {
    let rotation = secret.rotation.as_ref().filter(|r| r.enabled)?;
    Some(shown_date(rotation.rules.as_ref()?.window_from(rotation.next?)))
}

/// The customer's key, as it was named.
fn key_shown(secret: &Secret) -> Option<String> {
    secret.kms_key.clone().filter(|key| !sealing::is_managed(Some(key)))
}

/// `ReplicationStatus`, with the days on which the replicas were read.
async fn with_reads(tx: &Transaction<'_>, secret: &Secret) -> Result<Option<Vec<ReplicationStatusType>>, Failure> {
    let Some(mut statuses) = statuses(secret) else { return Ok(None) };
    for status in &mut statuses {
        let region = status.region.as_deref().unwrap_or_default();
        let found = tx.reader().get::<Reads>(&secret.account, region, &secret.id()).await?;
        status.last_accessed_date = found.map(|r| r.body.last).filter(|last| *last > 0).map(at);
    }
    Ok(Some(statuses))
}

async fn reads(reader: &Reader<'_>, secret: &Secret) -> Result<Reads, Failure> {
    let found = reader.get::<Reads>(&secret.account, &secret.region, &secret.id()).await?;
    Ok(found.map(|r| r.body).unwrap_or_default())
}

impl Handle for DescribeSecret {
    async fn access(input: &DescribeSecretRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(input: &DescribeSecretRequest, tx: &mut Transaction<'_>) -> Result<DescribeSecretResponse, Failure> {
        let stored = place::held_any(tx, &input.secret_id).await?;
        let secret = &stored.body;
        let reads = reads(&tx.reader(), secret).await?;
        let rotation = secret.rotation.as_ref();
        Ok(DescribeSecretResponse {
            arn: Some(secret.arn.clone()),
            name: Some(secret.name.clone()),
            description: secret.description.clone(),
            kms_key_id: key_shown(secret),
            rotation_enabled: rotation.map(|r| r.enabled),
            rotation_lambda_arn: rotation.map(|r| r.function.clone()).filter(|f| !f.is_empty()),
            rotation_rules: rotation.and_then(|r| r.rules.as_ref()).map(crate::schedule::Rules::shown),
            last_rotated_date: secret.rotated.map(at),
            last_changed_date: Some(at(secret.changed)),
            last_accessed_date: Some(reads.last).filter(|l| *l > 0).map(at),
            deleted_date: secret.deleted.map(|d| at(d.asked)),
            next_rotation_date: next_date(secret).map(at),
            tags: tags(&stored),
            version_ids_to_stages: Some(labelled(secret)).filter(|v| !v.is_empty()),
            created_date: Some(at(secret.created)),
            primary_region: primary_region(secret),
            replication_status: with_reads(tx, secret).await?,
            cross_account_primary: accounts::primary(secret),
            cross_account_replicas: accounts::replicas(secret),
            ..DescribeSecretResponse::default()
        })
    }
}

/// Sorts by whatever is asked for; the name decides between equals.
fn sort_key(by: Option<&SortByType>, secret: &Secret, last_read: i64) -> i64 {
    match by {
        None | Some(SortByType::CreatedDate) => secret.created,
        Some(SortByType::LastChangedDate) => secret.changed,
        Some(SortByType::LastAccessedDate) => last_read,
        Some(SortByType::Name) => 0,
    }
}

impl Handle for ListSecrets {
    async fn access(_: &ListSecretsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(input: &ListSecretsRequest, tx: &mut Transaction<'_>) -> Result<ListSecretsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let reader = tx.reader();
        let filters = input.filters.as_deref().unwrap_or_default();
        let by_read = input.sort_by == Some(SortByType::LastAccessedDate);
        let mut found: Vec<(i64, Stored<Secret>)> = Vec::new();
        let mut after = None;
        loop {
            let page = reader.list::<Secret>(&account, &region, "", after.as_deref(), CHUNK).await?;
            let Some(last) = page.last() else { break };
            after = Some(last.key.id.clone());
            for secret in page {
                let shown = secret.body.deleted.is_none() || input.include_planned_deletion == Some(true);
                if shown && filters::pass(filters, &secret.body, &secret.tags) {
                    let last = if by_read { reads(&reader, &secret.body).await?.last } else { 0 };
                    found.push((sort_key(input.sort_by.as_ref(), &secret.body, last), secret));
                }
            }
        }
        // Newest first, but names from A.
        let descending = match &input.sort_order {
            Some(order) => *order == SortOrderType::Desc,
            None => input.sort_by != Some(SortByType::Name),
        };
        found.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| a.1.body.name.cmp(&b.1.body.name)));
        if descending {
            found.reverse();
        }
        let listing = format!(
            "ListSecrets {account} {region} {filters:?} {:?} {:?} {:?}",
            input.sort_by, input.sort_order, input.include_planned_deletion
        );
        let invalid = || Failure::from(InvalidNextTokenException::new("The NextToken value is invalid."));
        let given = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(invalid)).transpose()?;
        let most = usize::try_from(input.max_results.unwrap_or(100)).unwrap_or(100);
        // A token names the last secret that was shown: key and name.
        let place_of = |key: i64, name: &str| format!("{key} {name}");
        let start = match given.as_deref().and_then(|g| g.split_once(' ')) {
            Some((key, name)) => {
                let key: i64 = key.parse().map_err(|_| invalid())?;
                found.iter().position(|(k, s)| {
                    let order = k.cmp(&key).then_with(|| s.body.name.as_str().cmp(name));
                    if descending { order.is_lt() } else { order.is_gt() }
                })
            }
            None => Some(0),
        };
        let rest = start.and_then(|start| found.get(start..)).unwrap_or_default();
        let page = rest.get(..most.min(rest.len())).unwrap_or_default();
        let next_token = match page.last() {
            Some((key, last)) if rest.len() > page.len() => Some(token(&listing, &place_of(*key, &last.body.name))),
            _ => None,
        };
        let mut list = Vec::with_capacity(page.len());
        for (_, secret) in page {
            list.push(entry(secret, &reads(&reader, &secret.body).await?));
        }
        Ok(ListSecretsResponse { secret_list: Some(list), next_token })
    }
}

fn entry(stored: &Stored<Secret>, reads: &Reads) -> SecretListEntry {
    let secret = &stored.body;
    let rotation = secret.rotation.as_ref();
    SecretListEntry {
        arn: Some(secret.arn.clone()),
        name: Some(secret.name.clone()),
        description: secret.description.clone(),
        kms_key_id: secret.kms_key.clone(),
        rotation_enabled: rotation.map(|r| r.enabled),
        rotation_lambda_arn: rotation.map(|r| r.function.clone()).filter(|f| !f.is_empty()),
        rotation_rules: rotation.and_then(|r| r.rules.as_ref()).map(crate::schedule::Rules::shown),
        last_rotated_date: secret.rotated.map(at),
        last_changed_date: Some(at(secret.changed)),
        last_accessed_date: Some(reads.last).filter(|l| *l > 0).map(at),
        deleted_date: secret.deleted.map(|d| at(d.asked)),
        next_rotation_date: next_date(secret).map(at),
        tags: tags(stored),
        secret_versions_to_stages: Some(labelled(secret)).filter(|v| !v.is_empty()),
        created_date: Some(at(secret.created)),
        primary_region: primary_region(secret),
        ..SecretListEntry::default()
    }
}

impl Handle for ListSecretVersionIds {
    async fn access(input: &ListSecretVersionIdsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        place::access(lookup, &input.secret_id).await
    }

    async fn run(input: &ListSecretVersionIdsRequest, tx: &mut Transaction<'_>) -> Result<ListSecretVersionIdsResponse, Failure> {
        let stored = place::held_any(tx, &input.secret_id).await?;
        let secret = &stored.body;
        let reads = reads(&tx.reader(), secret).await?;
        let all = input.include_deprecated == Some(true);
        // Numbered, so that a page continues where the last ended whatever the ids are.
        let versions = secret.versions.iter().enumerate().filter(|(_, v)| all || !v.stages.is_empty());
        let listing = format!("ListSecretVersionIds {} {all}", secret.arn);
        let invalid = || InvalidNextTokenException::new("The NextToken value is invalid.").into();
        let most = usize::try_from(input.max_results.unwrap_or(100)).unwrap_or(100);
        let page = cut(versions, &listing, input.next_token.as_deref(), most, |(at, _)| format!("{at:08}"), invalid)?;
        let shown = page.items.into_iter().map(|(_, v)| SecretVersionsListEntry {
            version_id: Some(v.id.clone()),
            version_stages: Some(v.stages.clone()).filter(|s| !s.is_empty()),
            last_accessed_date: reads.versions.get(&v.id).copied().map(at),
            created_date: Some(at(v.created)),
            kms_key_ids: Some(vec![if v.managed_key { "DefaultEncryptionKey".to_owned() } else { v.key.clone() }]),
        });
        Ok(ListSecretVersionIdsResponse {
            versions: Some(shown.collect()),
            next_token: page.next,
            arn: stored.arn.clone(),
            name: Some(secret.name.clone()),
        })
    }
}
