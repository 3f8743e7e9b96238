//! What aggregators show.

use std::collections::BTreeMap;

use plane::page::{cut, position, token as page_token};
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::aggregators::{Aggregator, find, on_aggregator, places};
use super::{compliance, limit};
use crate::api::{
    self, AggregateEvaluationResult, AggregateResourceIdentifier, ComplianceType, ConfigRuleComplianceSummaryGroupKey,
    ResourceCountGroupKey, ResourceNotDiscoveredException, operation,
};
use crate::errors::{token, validation};
use crate::item::{Current, TypeCount, resource_key};
use crate::judge::resources::{Evaluation, Rule, RuleState, Verdict};
use crate::known_types;

/// What one page has, usually and at most.
const PAGE: usize = 100;
const GROUPS: usize = 1_000;

/// The places of an aggregator, of one account and region where they are given.
async fn seen(
    tx: &Transaction<'_>,
    name: &str,
    account: Option<&String>,
    region: Option<&String>,
) -> Result<(Stored<Aggregator>, Vec<(String, String)>), Failure> {
    let found = find(tx, name).await?;
    let mut places = places(&tx.reader(), &found).await?;
    places.retain(|(a, r)| account.is_none_or(|account| account == a) && region.is_none_or(|region| region == r));
    Ok((found, places))
}

fn identified(current: &Stored<Current>) -> AggregateResourceIdentifier {
    AggregateResourceIdentifier {
        source_account_id: current.key.account.clone(),
        source_region: current.key.region.clone(),
        resource_id: current.body.item.id.clone(),
        resource_type: current.body.item.kind.clone(),
        resource_name: current.body.item.name.clone(),
    }
}

async fn one(
    tx: &Transaction<'_>,
    places: &[(String, String)],
    wanted: &AggregateResourceIdentifier,
) -> Result<Option<Stored<Current>>, Failure> {
    let place = (wanted.source_account_id.clone(), wanted.source_region.clone());
    if !places.contains(&place) {
        return Ok(None);
    }
    let key = resource_key(&wanted.resource_type, &wanted.resource_id);
    Ok(tx.reader().get::<Current>(&place.0, &place.1, &key).await?.filter(|found| found.body.known))
}

impl Handle for operation::GetAggregateResourceConfig {
    async fn access(input: &api::GetAggregateResourceConfigRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::GetAggregateResourceConfigRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetAggregateResourceConfigResponse, Failure> {
        let (_, places) = seen(tx, &input.configuration_aggregator_name, None, None).await?;
        let wanted = &input.resource_identifier;
        let found = one(tx, &places, wanted).await?.ok_or_else(|| {
            ResourceNotDiscoveredException::new(format!("Resource {} is unknown or has not been discovered", wanted.resource_id))
        })?;
        Ok(api::GetAggregateResourceConfigResponse { configuration_item: Some(found.body.item.shown()) })
    }
}

impl Handle for operation::BatchGetAggregateResourceConfig {
    async fn access(input: &api::BatchGetAggregateResourceConfigRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::BatchGetAggregateResourceConfigRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchGetAggregateResourceConfigResponse, Failure> {
        if input.resource_identifiers.len() > 100 {
            return Err(validation("At most 100 resources can be asked for at once."));
        }
        let (_, places) = seen(tx, &input.configuration_aggregator_name, None, None).await?;
        let (mut items, mut unprocessed) = (Vec::new(), Vec::new());
        for wanted in &input.resource_identifiers {
            match one(tx, &places, wanted).await? {
                Some(found) => items.push(found.body.item.base()),
                None => unprocessed.push(wanted.clone()),
            }
        }
        Ok(api::BatchGetAggregateResourceConfigResponse {
            base_configuration_items: Some(items),
            unprocessed_resource_identifiers: Some(unprocessed),
        })
    }
}

impl Handle for operation::ListAggregateDiscoveredResources {
    async fn access(input: &api::ListAggregateDiscoveredResourcesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::ListAggregateDiscoveredResourcesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListAggregateDiscoveredResourcesResponse, Failure> {
        let filters = input.filters.clone().unwrap_or_default();
        let name = &input.configuration_aggregator_name;
        let (aggregator, places) = seen(tx, name, filters.account_id.as_ref(), filters.region.as_ref()).await?;
        let asked: Vec<(&str, &str)> = places.iter().map(|(account, region)| (account.as_str(), region.as_str())).collect();
        known_types::check_asked(&tx.reader(), &asked, &input.resource_type).await?;
        let listing = format!("ListAggregateDiscoveredResources {} {} {filters:?}", aggregator.body.arn, input.resource_type);
        let size = limit(input.limit, PAGE, PAGE);
        let prefix = resource_key(&input.resource_type, "");
        // A page begins at the place and after the resource where the one before ended.
        let begin = match &input.next_token {
            Some(given) => {
                let at = position(&listing, given).ok_or_else(token)?;
                let mut parts = at.splitn(3, '/').map(str::to_owned);
                match (parts.next(), parts.next(), parts.next()) {
                    (Some(account), Some(region), Some(after)) => Some(((account, region), after)),
                    _ => return Err(token()),
                }
            }
            None => None,
        };
        let mut found: Vec<Stored<Current>> = Vec::new();
        for place in &places {
            if begin.as_ref().is_some_and(|(at, _)| place < at) {
                continue;
            }
            let mut after = begin.as_ref().filter(|(at, _)| at == place).map(|(_, after)| after.clone());
            while found.len() <= size {
                let page = tx.reader().list::<Current>(&place.0, &place.1, &prefix, after.as_deref(), PAGE).await?;
                let last = page.last().filter(|_| page.len() == PAGE).map(|last| last.key.id.clone());
                found.extend(page.into_iter().filter(|current| {
                    let item = &current.body.item;
                    current.body.exists()
                        && filters.resource_id.as_ref().is_none_or(|id| *id == item.id)
                        && (filters.resource_name.is_none() || filters.resource_name == item.name)
                }));
                after = last;
                if after.is_none() {
                    break;
                }
            }
        }
        let more = found.len() > size;
        found.truncate(size);
        let next = found
            .last()
            .filter(|_| more)
            .map(|last| page_token(&listing, &format!("{}/{}/{}", last.key.account, last.key.region, last.key.id)));
        Ok(api::ListAggregateDiscoveredResourcesResponse {
            resource_identifiers: Some(found.iter().map(identified).collect()),
            next_token: next,
        })
    }
}

impl Handle for operation::GetAggregateDiscoveredResourceCounts {
    async fn access(input: &api::GetAggregateDiscoveredResourceCountsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::GetAggregateDiscoveredResourceCountsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetAggregateDiscoveredResourceCountsResponse, Failure> {
        let filters = input.filters.clone().unwrap_or_default();
        let name = &input.configuration_aggregator_name;
        let (aggregator, places) = seen(tx, name, filters.account_id.as_ref(), filters.region.as_ref()).await?;
        let mut groups: BTreeMap<String, i64> = BTreeMap::new();
        let mut total = 0;
        for (account, region) in &places {
            for (kind, count) in TypeCount::all(&tx.reader(), account, region, filters.resource_type.as_deref()).await? {
                total += count;
                let group = match input.group_by_key {
                    Some(ResourceCountGroupKey::ResourceType) => kind,
                    Some(ResourceCountGroupKey::AccountId) => account.clone(),
                    Some(ResourceCountGroupKey::AwsRegion) => region.clone(),
                    None => continue,
                };
                *groups.entry(group).or_default() += count;
            }
        }
        let listing =
            format!("GetAggregateDiscoveredResourceCounts {} {filters:?} {:?}", aggregator.body.arn, input.group_by_key);
        let size = limit(input.limit, GROUPS, GROUPS);
        let page = cut(groups, &listing, input.next_token.as_deref(), size, |group| group.0.clone(), token)?;
        let grouped =
            page.items.into_iter().map(|(group_name, resource_count)| api::GroupedResourceCount { group_name, resource_count });
        Ok(api::GetAggregateDiscoveredResourceCountsResponse {
            total_discovered_resources: total,
            group_by_key: input.group_by_key.map(|key| key.as_str().to_owned()),
            grouped_resource_counts: Some(grouped.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::DescribeAggregateComplianceByConfigRules {
    async fn access(
        input: &api::DescribeAggregateComplianceByConfigRulesRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::DescribeAggregateComplianceByConfigRulesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeAggregateComplianceByConfigRulesResponse, Failure> {
        let filters = input.filters.clone().unwrap_or_default();
        let name = &input.configuration_aggregator_name;
        let (aggregator, places) = seen(tx, name, filters.account_id.as_ref(), filters.aws_region.as_ref()).await?;
        let mut found = Vec::new();
        for (account, region) in places {
            for state in tx.reader().all::<RuleState>(&account, &region, "").await? {
                let compliance = compliance::compliance(state.body.compliant, state.body.non_compliant);
                let fits = filters.compliance_type.is_none_or(|kind| compliance.compliance_type == Some(kind))
                    && filters.config_rule_name.as_ref().is_none_or(|name| *name == state.key.id);
                if fits {
                    found.push(api::AggregateComplianceByConfigRule {
                        config_rule_name: Some(state.key.id),
                        compliance: Some(compliance),
                        account_id: Some(account.clone()),
                        aws_region: Some(region.clone()),
                    });
                }
            }
        }
        let listing = format!("DescribeAggregateComplianceByConfigRules {} {filters:?}", aggregator.body.arn);
        let size = limit(input.limit, GROUPS, GROUPS);
        let id = |one: &api::AggregateComplianceByConfigRule| {
            let text = |part: &Option<String>| part.clone().unwrap_or_default();
            format!("{}/{}/{}", text(&one.account_id), text(&one.aws_region), text(&one.config_rule_name))
        };
        let page = cut(found, &listing, input.next_token.as_deref(), size, id, token)?;
        Ok(api::DescribeAggregateComplianceByConfigRulesResponse {
            aggregate_compliance_by_config_rules: Some(page.items),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetAggregateComplianceDetailsByConfigRule {
    async fn access(
        input: &api::GetAggregateComplianceDetailsByConfigRuleRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::GetAggregateComplianceDetailsByConfigRuleRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetAggregateComplianceDetailsByConfigRuleResponse, Failure> {
        let (account, region) = (&input.account_id, &input.aws_region);
        let (aggregator, places) = seen(tx, &input.configuration_aggregator_name, Some(account), Some(region)).await?;
        let listing = format!(
            "GetAggregateComplianceDetailsByConfigRule {} {account} {region} {} {:?}",
            aggregator.body.arn, input.config_rule_name, input.compliance_type
        );
        let mut found = Vec::new();
        if !places.is_empty()
            && let Some(rule) = tx.reader().get::<Rule>(account, region, &input.config_rule_name).await?
        {
            found = tx.reader().all::<Evaluation>(account, region, &format!("{}|", rule.body.id)).await?;
            found.retain(|one| input.compliance_type.is_none_or(|kind| one.body.compliance == kind));
        }
        let size = limit(input.limit, 50, PAGE);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let shown = page.items.iter().map(|one| {
            let result = compliance::result(&one.body);
            AggregateEvaluationResult {
                evaluation_result_identifier: result.evaluation_result_identifier,
                compliance_type: result.compliance_type,
                result_recorded_time: result.result_recorded_time,
                config_rule_invoked_time: result.config_rule_invoked_time,
                annotation: result.annotation,
                account_id: Some(account.clone()),
                aws_region: Some(region.clone()),
            }
        });
        Ok(api::GetAggregateComplianceDetailsByConfigRuleResponse {
            aggregate_evaluation_results: Some(shown.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetAggregateConfigRuleComplianceSummary {
    async fn access(input: &api::GetAggregateConfigRuleComplianceSummaryRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::GetAggregateConfigRuleComplianceSummaryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetAggregateConfigRuleComplianceSummaryResponse, Failure> {
        let filters = input.filters.clone().unwrap_or_default();
        let name = &input.configuration_aggregator_name;
        let (aggregator, places) = seen(tx, name, filters.account_id.as_ref(), filters.aws_region.as_ref()).await?;
        let now = tx.call().time.as_millisecond();
        let mut groups: BTreeMap<String, (i64, i64)> = BTreeMap::new();
        for (account, region) in places {
            let group = match input.group_by_key {
                Some(ConfigRuleComplianceSummaryGroupKey::AccountId) => account.clone(),
                Some(ConfigRuleComplianceSummaryGroupKey::AwsRegion) => region.clone(),
                None => String::new(),
            };
            let sums = groups.entry(group).or_default();
            for state in tx.reader().all::<RuleState>(&account, &region, "").await? {
                match (Verdict { compliant: state.body.compliant, non_compliant: state.body.non_compliant }).compliance() {
                    ComplianceType::Compliant => sums.0 += 1,
                    ComplianceType::NonCompliant => sums.1 += 1,
                    _ => {}
                }
            }
        }
        let listing =
            format!("GetAggregateConfigRuleComplianceSummary {} {filters:?} {:?}", aggregator.body.arn, input.group_by_key);
        let size = limit(input.limit, GROUPS, GROUPS);
        let page = cut(groups, &listing, input.next_token.as_deref(), size, |group| group.0.clone(), token)?;
        let counts = page.items.into_iter().map(|(group, (compliant, non_compliant))| api::AggregateComplianceCount {
            group_name: Some(group).filter(|group| !group.is_empty()),
            compliance_summary: Some(compliance::summary(compliant, non_compliant, i64::from(i32::MAX), now)),
        });
        Ok(api::GetAggregateConfigRuleComplianceSummaryResponse {
            group_by_key: input.group_by_key.map(|key| key.as_str().to_owned()),
            aggregate_compliance_counts: Some(counts.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::SelectAggregateResourceConfig {
    async fn access(input: &api::SelectAggregateResourceConfigRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::SelectAggregateResourceConfigRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::SelectAggregateResourceConfigResponse, Failure> {
        let (aggregator, places) = seen(tx, &input.configuration_aggregator_name, None, None).await?;
        let listing = format!("SelectAggregateResourceConfig {}", aggregator.body.arn);
        let size = input.limit.filter(|n| *n > 0).or(input.max_results);
        let token = input.next_token.as_deref();
        let selected = super::select::select(&tx.reader(), &places, &input.expression, size, token, &listing).await?;
        Ok(api::SelectAggregateResourceConfigResponse {
            results: Some(selected.rows),
            query_info: Some(selected.info),
            next_token: selected.next,
        })
    }
}
