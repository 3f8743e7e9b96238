//! What resources are and were.

use plane::page::{cut, position, token as page_token};
use plane::{Access, Failure, Handle, Lookup, Reader, Transaction};

use super::limit;
use crate::api::{
    self, ChronologicalOrder, InvalidTimeRangeException, NoAvailableConfigurationRecorderException,
    ResourceNotDiscoveredException, operation,
};
use crate::errors::{token, validation};
use crate::item::{Current, Item, TypeCount, item_key, resource_key, time};
use crate::known_types;
use crate::resources::Recorder;

/// Items and resources in one page.
const HISTORY_PAGE: usize = 10;
const PAGE: usize = 100;
/// Resources in one request.
const MOST_KEYS: usize = 100;

/// There must be a recorder, or there must have been something to record.
async fn recorder(tx: &Transaction<'_>) -> Result<(), Failure> {
    let (account, region) = (tx.account(), tx.call().region.as_str());
    if tx.reader().count::<Recorder>(account, region).await? > 0 || tx.reader().count::<Current>(account, region).await? > 0 {
        return Ok(());
    }
    Err(NoAvailableConfigurationRecorderException::new("There is no configuration recorder available.").into())
}

/// The number of the first item of a resource that is later than a time: halving, since numbers have no gaps and times do not go back.
async fn first_after(reader: &Reader<'_>, current: &Current, place: (&str, &str), at: i64) -> Result<u64, Failure> {
    let (mut low, mut high) = (current.first, current.last + 1);
    while low < high {
        let middle = low + (high - low) / 2;
        let key = item_key(&current.item.kind, &current.item.id, middle);
        let item = reader.get::<Item>(place.0, place.1, &key).await?;
        // One that is not kept any more is earlier than all others.
        if item.is_none_or(|item| item.body.at <= at) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    Ok(low)
}

impl Handle for operation::GetResourceConfigHistory {
    async fn access(_: &api::GetResourceConfigHistoryRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetResourceConfigHistoryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetResourceConfigHistoryResponse, Failure> {
        recorder(tx).await?;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let reader = tx.reader();
        known_types::check_asked(&reader, &[(&account, &region)], &input.resource_type).await?;
        let (earlier, later) = (input.earlier_time.map(|t| t.as_millisecond()), input.later_time.map(|t| t.as_millisecond()));
        if let (Some(earlier), Some(later)) = (earlier, later)
            && earlier > later
        {
            return Err(InvalidTimeRangeException::new(
                "The specified time range is not valid. The earlier time is not chronologically before the later time.",
            )
            .into());
        }
        let key = resource_key(&input.resource_type, &input.resource_id);
        let found = reader.get::<Current>(&account, &region, &key).await?.filter(|found| found.body.known);
        let current = found.map(|found| found.body).ok_or_else(|| {
            let message = format!(
                "Resource {} of resourceType:{} is unknown or has not been discovered",
                input.resource_id, input.resource_type
            );
            Failure::from(ResourceNotDiscoveredException::new(message))
        })?;
        let place = (account.as_str(), region.as_str());
        let low = match earlier {
            Some(at) => first_after(&reader, &current, place, at - 1).await?,
            None => current.first,
        };
        let end = match later {
            Some(at) => first_after(&reader, &current, place, at).await?,
            None => current.last + 1,
        };
        let forward = input.chronological_order == Some(ChronologicalOrder::Forward);
        let listing = format!("GetResourceConfigHistory {account} {region} {key} {earlier:?} {later:?} {forward}");
        let after = match &input.next_token {
            Some(given) => Some(position(&listing, given).and_then(|n| n.parse::<u64>().ok()).ok_or_else(token)?),
            None => None,
        };
        let size = limit(input.limit, HISTORY_PAGE, PAGE) as u64;
        // The end of what is listed stands in the first page's token, so that what is recorded meanwhile shifts nothing.
        let (numbers, more): (Vec<u64>, bool) = if forward {
            let begin = after.map_or(low, |n| n + 1).max(low);
            let stop = end.min(begin.saturating_add(size));
            ((begin..stop).collect(), stop < end)
        } else {
            let stop = after.unwrap_or(end).min(end);
            let begin = stop.saturating_sub(size).max(low);
            ((begin..stop).rev().collect(), begin > low)
        };
        let ids: Vec<String> = numbers.iter().map(|n| item_key(&input.resource_type, &input.resource_id, *n)).collect();
        let items = reader.get_many::<Item>(&account, &region, &ids).await?;
        let next = numbers.last().filter(|_| more).map(|n| page_token(&listing, &n.to_string()));
        let items = items.iter().flatten().map(|item| item.body.shown()).collect();
        Ok(api::GetResourceConfigHistoryResponse { configuration_items: Some(items), next_token: next })
    }
}

impl Handle for operation::BatchGetResourceConfig {
    async fn access(_: &api::BatchGetResourceConfigRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::BatchGetResourceConfigRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchGetResourceConfigResponse, Failure> {
        recorder(tx).await?;
        if input.resource_keys.len() > MOST_KEYS {
            return Err(validation(format!("At most {MOST_KEYS} resources can be asked for at once.")));
        }
        let ids: Vec<String> = input.resource_keys.iter().map(|key| resource_key(&key.resource_type, &key.resource_id)).collect();
        let found = tx.reader().get_many::<Current>(tx.account(), &tx.call().region, &ids).await?;
        let (mut items, mut unprocessed) = (Vec::new(), Vec::new());
        for (found, key) in found.into_iter().zip(&input.resource_keys) {
            match found.filter(|found| found.body.known) {
                Some(found) => items.push(found.body.item.base()),
                None => unprocessed.push(key.clone()),
            }
        }
        Ok(api::BatchGetResourceConfigResponse {
            base_configuration_items: Some(items),
            unprocessed_resource_keys: Some(unprocessed),
        })
    }
}

fn identifier(current: &Current) -> api::ResourceIdentifier {
    api::ResourceIdentifier {
        resource_type: Some(current.item.kind.clone()),
        resource_id: Some(current.item.id.clone()),
        resource_name: current.item.name.clone(),
        resource_deletion_time: current.item.deleted().then(|| time(current.item.at)),
    }
}

impl Handle for operation::ListDiscoveredResources {
    async fn access(_: &api::ListDiscoveredResourcesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListDiscoveredResourcesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListDiscoveredResourcesResponse, Failure> {
        recorder(tx).await?;
        known_types::check_asked(&tx.reader(), &[(tx.account(), &tx.call().region)], &input.resource_type).await?;
        let ids = input.resource_ids.clone().unwrap_or_default();
        if !ids.is_empty() && input.resource_name.is_some() {
            return Err(validation("You cannot specify both resource IDs and a resource name in the same request."));
        }
        if ids.len() > 20 {
            return Err(validation("You can specify at most 20 resource IDs."));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let deleted = input.include_deleted_resources.unwrap_or(false);
        let prefix = resource_key(&input.resource_type, "");
        let listing = format!("ListDiscoveredResources {account} {region} {prefix} {:?} {ids:?} {deleted}", input.resource_name);
        let size = limit(input.limit, PAGE, PAGE);
        let mut after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(token)).transpose()?;
        let wanted = |current: &Current| {
            current.known
                && (deleted || current.exists())
                && (ids.is_empty() || ids.contains(&current.item.id))
                && (input.resource_name.is_none() || input.resource_name == current.item.name)
        };
        let mut found = Vec::new();
        if !ids.is_empty() {
            let keys: Vec<String> = ids.iter().map(|id| resource_key(&input.resource_type, id)).collect();
            let all = tx.reader().get_many::<Current>(&account, &region, &keys).await?;
            found.extend(all.into_iter().flatten().filter(|c| wanted(&c.body)));
            found.sort_by(|a, b| a.key.id.cmp(&b.key.id));
        } else {
            loop {
                let page = tx.reader().list::<Current>(&account, &region, &prefix, after.as_deref(), PAGE).await?;
                let last = page.last().filter(|_| page.len() == PAGE).map(|last| last.key.id.clone());
                found.extend(page.into_iter().filter(|c| wanted(&c.body)));
                match last {
                    Some(last) if found.len() <= size => after = Some(last),
                    _ => break,
                }
            }
        }
        let given = input.next_token.as_deref().filter(|_| !ids.is_empty());
        let page = cut(found, &listing, given, size, |c| c.key.id.clone(), token)?;
        Ok(api::ListDiscoveredResourcesResponse {
            resource_identifiers: Some(page.items.iter().map(|c| identifier(&c.body)).collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetDiscoveredResourceCounts {
    async fn access(_: &api::GetDiscoveredResourceCountsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetDiscoveredResourceCountsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetDiscoveredResourceCountsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let wanted = input.resource_types.clone().unwrap_or_default();
        if wanted.len() > 20 {
            return Err(validation("You can specify at most 20 resource types."));
        }
        let all = TypeCount::all(&tx.reader(), &account, &region, None).await?.into_iter();
        let mut counts: Vec<(String, i64)> = all.filter(|(kind, _)| wanted.is_empty() || wanted.contains(kind)).collect();
        let total = counts.iter().map(|(_, count)| count).sum();
        // The types with most resources come first.
        counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let listing = format!("GetDiscoveredResourceCounts {account} {region} {wanted:?}");
        let size = limit(input.limit, PAGE, PAGE);
        let from = match &input.next_token {
            Some(given) => position(&listing, given).and_then(|n| n.parse::<usize>().ok()).ok_or_else(token)?,
            None => 0,
        };
        let page: Vec<api::ResourceCount> = counts
            .iter()
            .skip(from)
            .take(size)
            .map(|(kind, count)| api::ResourceCount { resource_type: Some(kind.clone()), count: Some(*count) })
            .collect();
        let next = (from + page.len() < counts.len()).then(|| page_token(&listing, &(from + page.len()).to_string()));
        Ok(api::GetDiscoveredResourceCountsResponse {
            total_discovered_resources: Some(total),
            resource_counts: Some(page),
            next_token: next,
        })
    }
}
