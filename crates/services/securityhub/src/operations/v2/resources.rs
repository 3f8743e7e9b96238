//! GetResourcesV2 and GetResourcesStatisticsV2.

use std::cmp::Ordering;
use std::collections::HashMap;

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Transaction};

use super::findings::{criteria, groups, some_rules};
use super::scopes;
use crate::api;
use crate::api::operation::{GetResourcesStatisticsV2, GetResourcesV2};
use crate::errors::{token_v2, validation};
use crate::hub::{here, on_hub_v2, required_v2, service};
use crate::json;
use crate::ocsf::filter::{Node, values};
use crate::ocsf::resources::{Known, all, configured};
use crate::ocsf::table::{Rank, distinct};
use crate::operations::limit;

/// Resources of a page.
const PAGE: usize = 100;

fn filter(filters: Option<&api::ResourcesFilters>) -> Result<(Node, serde_json::Value), Failure> {
    let json = filters.map_or_else(|| serde_json::json!({}), json::of);
    let node = Node::parse(&json).map_err(|problem| validation(format!("Invalid parameter 'Filters'. {problem}")))?;
    Ok((node, json))
}

/// Where a resource stands: what it is sorted by, and its guid.
type Position = (Vec<Rank>, String);

fn stands(known: &Known, criteria: &[(String, bool)]) -> Position {
    let ranks = criteria.iter().map(|(field, _)| Rank::of(&values(&known.json, field))).collect();
    (ranks, known.result.resource_guid.clone().unwrap_or_default())
}

fn compare(one: &Position, other: &Position, criteria: &[(String, bool)]) -> Ordering {
    for ((one, other), (_, descending)) in one.0.iter().zip(&other.0).zip(criteria) {
        let order = if *descending { other.cmp(one) } else { one.cmp(other) };
        if order.is_ne() {
            return order;
        }
    }
    one.1.cmp(&other.1)
}

impl Handle for GetResourcesV2 {
    async fn access(_: &api::GetResourcesV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub_v2(lookup).await
    }

    async fn run(input: &api::GetResourcesV2Request, tx: &mut Transaction<'_>) -> Result<api::GetResourcesV2Response, Failure> {
        required_v2(tx).await?;
        let (account, region) = here(tx);
        let (filter, filters) = filter(input.filters.as_ref())?;
        let mut criteria = criteria(input.sort_criteria.as_ref())?;
        let scopes = input.scopes.as_ref().and_then(|scopes| scopes.aws_organizations.as_deref());
        let listing = format!("GetResourcesV2 {account} {region} {filters} {criteria:?} {scopes:?}");
        let after = match input.next_token.as_deref().filter(|token| !token.is_empty()) {
            Some(given) => {
                let text = position(&listing, given).ok_or_else(token_v2)?;
                Some(serde_json::from_str::<Position>(&text).map_err(|_| token_v2())?)
            }
            None => None,
        };
        if criteria.is_empty() {
            criteria.push(("ResourceId".to_owned(), false));
        }
        let places = scopes::places(tx, scopes).await?;
        let (reader, now) = (tx.reader(), tx.call().time.as_millisecond());
        let known = all(&service(tx.plane())?.ocsf, &reader, &places, now).await?;
        let mut found: Vec<(Position, Known)> = known
            .into_iter()
            .filter(|one| filter.matches(&one.json, now))
            .map(|one| (stands(&one, &criteria), one))
            .filter(|(at, _)| after.as_ref().is_none_or(|after| compare(at, after, &criteria).is_gt()))
            .collect();
        found.sort_by(|one, other| compare(&one.0, &other.0, &criteria));
        let limit = limit(input.max_results, PAGE);
        let more = found.len() > limit;
        found.truncate(limit);
        let next = match found.last().filter(|_| more) {
            Some((at, _)) => Some(token(&listing, &serde_json::to_string(at).map_err(Failure::internal)?)),
            None => None,
        };
        let known = found.into_iter().map(|(_, one)| one).collect();
        Ok(api::GetResourcesV2Response { resources: configured(&reader, &places, known).await?, next_token: next })
    }
}

impl Handle for GetResourcesStatisticsV2 {
    async fn access(_: &api::GetResourcesStatisticsV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_hub_v2(lookup).await
    }

    async fn run(
        input: &api::GetResourcesStatisticsV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetResourcesStatisticsV2Response, Failure> {
        required_v2(tx).await?;
        some_rules(input.group_by_rules.len())?;
        let scopes = input.scopes.as_ref().and_then(|scopes| scopes.aws_organizations.as_deref());
        let places = scopes::places(tx, scopes).await?;
        let now = tx.call().time.as_millisecond();
        let known = all(&service(tx.plane())?.ocsf, &tx.reader(), &places, now).await?;
        let mut results = Vec::with_capacity(input.group_by_rules.len());
        for rule in &input.group_by_rules {
            let (filter, _) = filter(rule.filters.as_ref())?;
            let field = rule.group_by_field.as_str();
            let mut counts: HashMap<String, u64> = HashMap::new();
            for one in known.iter().filter(|one| filter.matches(&one.json, now)) {
                distinct(values(&one.json, field)).into_iter().for_each(|value| *counts.entry(value).or_default() += 1);
            }
            results.push(groups(field, counts, input.sort_order, input.max_statistic_results));
        }
        Ok(api::GetResourcesStatisticsV2Response { group_by_results: results })
    }
}
