//! GetFindingsV2 and GetFindingStatisticsV2.

use std::collections::HashMap;

use plane::page::{position, token};
use plane::{Access, Failure, Handle, Lookup, Transaction};

use super::scopes;
use crate::api::operation::{GetFindingStatisticsV2, GetFindingsV2};
use crate::api::{self, GroupByResult, GroupByValue, SortOrder};
use crate::errors::{token_v2, validation};
use crate::hub::{here, on_hub_v2, required_v2, service};
use crate::json;
use crate::ocsf::filter::Node;
use crate::ocsf::query::{Order, Position, Question};
use crate::operations::limit;

/// Findings of a page where the caller does not say, and groups of a rule.
const PAGE: usize = 100;
const GROUPS: usize = 100;
/// Most of them.
const MOST_GROUPS: usize = 400;
/// Most rules of a call, and members that events are sorted by.
const RULES: usize = 20;
const CRITERIA: usize = 10;

/// The filter of a request, and its JSON.
fn filter(filters: Option<&api::OcsfFindingFilters>) -> Result<(Node, serde_json::Value), Failure> {
    let json = filters.map_or_else(|| serde_json::json!({}), json::of);
    let node = Node::parse(&json).map_err(|problem| validation(format!("Invalid parameter 'Filters'. {problem}")))?;
    Ok((node, json))
}

/// In which order a request wants its answer.
///
/// # Errors
/// `ValidationException`.
pub(super) fn criteria(given: Option<&Vec<api::SortCriterion>>) -> Result<Vec<(String, bool)>, Failure> {
    let given = given.map_or(&[][..], Vec::as_slice);
    if given.len() > CRITERIA {
        return Err(validation(format!("SortCriteria must not have more than {CRITERIA} items")));
    }
    let one = |one: &api::SortCriterion| {
        let field = one.field.clone().filter(|field| !field.is_empty() && field.len() <= 256);
        let field = field.ok_or_else(|| validation("Each of SortCriteria must have a Field"))?;
        Ok((field, one.sort_order == Some(SortOrder::Desc)))
    };
    given.iter().map(one).collect()
}

impl Handle for GetFindingsV2 {
    async fn access(_: &api::GetFindingsV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_hub_v2(lookup).await?.action("securityhub:GetFindings"))
    }

    async fn run(input: &api::GetFindingsV2Request, tx: &mut Transaction<'_>) -> Result<api::GetFindingsV2Response, Failure> {
        required_v2(tx).await?;
        let (account, region) = here(tx);
        let (filter, filters) = filter(input.filters.as_ref())?;
        let criteria = criteria(input.sort_criteria.as_ref())?;
        let scopes = input.scopes.as_ref().and_then(|scopes| scopes.aws_organizations.as_deref());
        let listing = format!("GetFindingsV2 {account} {region} {filters} {criteria:?} {scopes:?}");
        let after = match input.next_token.as_deref().filter(|token| !token.is_empty()) {
            Some(given) => {
                let text = position(&listing, given).ok_or_else(token_v2)?;
                Some(serde_json::from_str::<Position>(&text).map_err(|_| token_v2())?)
            }
            None => None,
        };
        let places = scopes::places(tx, scopes).await?;
        let question = Question {
            places: &places,
            filter: &filter,
            order: &Order::of(criteria),
            after,
            limit: limit(input.max_results, PAGE),
            now_ms: tx.call().time.as_millisecond(),
        };
        let (found, next) = service(tx.plane())?.ocsf.ask(&tx.reader(), &question).await?;
        let next = match next {
            Some(next) => Some(token(&listing, &serde_json::to_string(&next).map_err(Failure::internal)?)),
            None => None,
        };
        Ok(api::GetFindingsV2Response { findings: Some(found), next_token: next })
    }
}

/// Groups as they are shown: the largest first, or the smallest.
pub(super) fn groups(field: &str, counts: HashMap<String, u64>, order: Option<SortOrder>, most: Option<i32>) -> GroupByResult {
    let mut counts: Vec<(String, u64)> = counts.into_iter().filter(|(value, _)| !value.is_empty()).collect();
    match order {
        Some(SortOrder::Asc) => counts.sort_by(|one, other| one.1.cmp(&other.1).then_with(|| one.0.cmp(&other.0))),
        _ => counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0))),
    }
    counts.truncate(most.map_or(GROUPS, |most| limit(Some(most), MOST_GROUPS)));
    let value = |(value, count): (String, u64)| GroupByValue {
        field_value: Some(value),
        count: Some(i32::try_from(count).unwrap_or(i32::MAX)),
    };
    GroupByResult { group_by_field: Some(field.to_owned()), group_by_values: Some(counts.into_iter().map(value).collect()) }
}

/// Checks how many rules there are.
pub(super) fn some_rules(count: usize) -> Result<(), Failure> {
    if (1..=RULES).contains(&count) {
        return Ok(());
    }
    Err(validation(format!("GroupByRules must have 1 to {RULES} items")))
}

impl Handle for GetFindingStatisticsV2 {
    async fn access(_: &api::GetFindingStatisticsV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(on_hub_v2(lookup).await?.action("securityhub:GetAdhocInsightResults"))
    }

    async fn run(
        input: &api::GetFindingStatisticsV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetFindingStatisticsV2Response, Failure> {
        required_v2(tx).await?;
        some_rules(input.group_by_rules.len())?;
        let scopes = input.scopes.as_ref().and_then(|scopes| scopes.aws_organizations.as_deref());
        let places = scopes::places(tx, scopes).await?;
        let now = tx.call().time.as_millisecond();
        let index = &service(tx.plane())?.ocsf;
        let mut results = Vec::with_capacity(input.group_by_rules.len());
        for rule in &input.group_by_rules {
            let (filter, _) = filter(rule.filters.as_ref())?;
            let field = rule.group_by_field.as_str();
            let counts = index.count_by(&tx.reader(), &places, &filter, field, now).await?;
            results.push(groups(field, counts, input.sort_order, input.max_statistic_results));
        }
        Ok(api::GetFindingStatisticsV2Response { group_by_results: Some(results) })
    }
}

#[cfg(test)]
mod tests {
    use super::groups;
    use crate::api::SortOrder;

    #[test]
    fn groups_are_put_in_order() {
        let counts = || [("a", 1), ("b", 3), ("c", 3), ("", 9)].map(|(k, v)| (k.to_owned(), v)).into();
        for (order, most, wanted) in [
            (None, None, &["b", "c", "a"][..]),
            (Some(SortOrder::Desc), Some(1), &["b"]),
            (Some(SortOrder::Asc), Some(2), &["a", "b"]),
        ] {
            let made = groups("f", counts(), order, most).group_by_values.unwrap();
            let values: Vec<&str> = made.iter().map(|group| group.field_value.as_deref().unwrap()).collect();
            assert_eq!(values, wanted);
        }
    }
}
