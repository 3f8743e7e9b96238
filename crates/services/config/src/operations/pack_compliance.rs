//! Whether what conformance packs look at is as it should be.

use std::collections::BTreeMap;

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use rules::pack::builtin;

use super::aggregators::{find as aggregator, on_aggregator, places};
use super::limit;
use super::packs::{PAGE, find, named, on_pack};
use crate::api::{
    self, AggregateConformancePackComplianceSummaryGroupKey as GroupKey, ComplianceType, ConformancePackComplianceType,
    NoSuchConfigRuleInConformancePackException, SortOrder, operation,
};
use crate::errors::token;
use crate::item::time;
use crate::judge::resources::{Evaluation, Rule, RuleState, Verdict};
use crate::packs::Conformance;

/// In one page.
const DETAILS: usize = 100;
const RULES: usize = 1_000;

fn compliance(state: Option<&RuleState>) -> ConformancePackComplianceType {
    let (compliant, non_compliant) = state.map_or((0, 0), |state| (state.compliant, state.non_compliant));
    match (Verdict { compliant, non_compliant }).compliance() {
        ComplianceType::Compliant => ConformancePackComplianceType::Compliant,
        ComplianceType::NonCompliant => ConformancePackComplianceType::NonCompliant,
        _ => ConformancePackComplianceType::InsufficientData,
    }
}

/// The rules of a pack with how they are doing.
async fn states(tx: &Transaction<'_>, pack: &Stored<Conformance>) -> Result<Vec<(String, Option<RuleState>)>, Failure> {
    let names: Vec<String> = pack.body.rules.iter().map(|(_, name)| name.clone()).collect();
    let states = tx.reader().get_many::<RuleState>(&pack.key.account, &pack.key.region, &names).await?;
    Ok(names.into_iter().zip(states.into_iter().map(|state| state.map(|state| state.body))).collect())
}

impl Handle for operation::DescribeConformancePackCompliance {
    async fn access(input: &api::DescribeConformancePackComplianceRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_pack(lookup, &input.conformance_pack_name).await
    }

    async fn run(
        input: &api::DescribeConformancePackComplianceRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConformancePackComplianceResponse, Failure> {
        let pack = find(tx, &input.conformance_pack_name).await?;
        let filters = input.filters.clone().unwrap_or_default();
        let wanted = filters.config_rule_names.clone().unwrap_or_default();
        if let Some(name) = wanted.iter().find(|name| !pack.body.rules.iter().any(|(_, own)| own == *name)) {
            let message = format!("The rule {name} is not in the conformance pack.");
            return Err(NoSuchConfigRuleInConformancePackException::new(message).into());
        }
        let managed = pack.body.source.as_deref().and_then(builtin::find);
        let mut found = Vec::new();
        for (name, state) in states(tx, &pack).await? {
            let compliance = compliance(state.as_ref());
            let rule = tx.reader().get::<Rule>(&pack.key.account, &pack.key.region, &name).await?;
            let identifier = rule.and_then(|rule| rule.body.identifier).unwrap_or_default();
            let controls = managed.iter().flat_map(|managed| managed.controls.iter());
            let controls = controls.filter(|control| control.rules.contains(&identifier.as_str()));
            let fits =
                filters.compliance_type.is_none_or(|kind| kind == compliance) && (wanted.is_empty() || wanted.contains(&name));
            if fits {
                found.push(api::ConformancePackRuleCompliance {
                    config_rule_name: Some(name),
                    compliance_type: Some(compliance),
                    controls: Some(controls.map(|control| control.number.to_owned()).collect()),
                });
            }
        }
        found.sort_by(|a, b| a.config_rule_name.cmp(&b.config_rule_name));
        let listing = format!("DescribeConformancePackCompliance {} {filters:?}", pack.body.arn);
        let size = limit(input.limit, RULES, RULES);
        let id = |one: &api::ConformancePackRuleCompliance| one.config_rule_name.clone().unwrap_or_default();
        let page = cut(found, &listing, input.next_token.as_deref(), size, id, token)?;
        Ok(api::DescribeConformancePackComplianceResponse {
            conformance_pack_name: pack.body.name,
            conformance_pack_rule_compliance_list: page.items,
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetConformancePackComplianceDetails {
    async fn access(input: &api::GetConformancePackComplianceDetailsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_pack(lookup, &input.conformance_pack_name).await
    }

    async fn run(
        input: &api::GetConformancePackComplianceDetailsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetConformancePackComplianceDetailsResponse, Failure> {
        let pack = find(tx, &input.conformance_pack_name).await?;
        let (account, region) = (&pack.key.account, &pack.key.region);
        let filters = input.filters.clone().unwrap_or_default();
        let wanted = filters.config_rule_names.clone().unwrap_or_default();
        let ids = filters.resource_ids.clone().unwrap_or_default();
        let mut found: Vec<Stored<Evaluation>> = Vec::new();
        for (_, name) in pack.body.rules.iter().filter(|(_, name)| wanted.is_empty() || wanted.contains(name)) {
            let Some(rule) = tx.reader().get::<Rule>(account, region, name).await? else { continue };
            found.extend(tx.reader().all::<Evaluation>(account, region, &format!("{}|", rule.body.id)).await?);
        }
        found.retain(|one| {
            filters.resource_type.as_ref().is_none_or(|kind| *kind == one.body.kind)
                && (ids.is_empty() || ids.contains(&one.body.id))
                && filters.compliance_type.is_none_or(|kind| kind.as_str() == one.body.compliance.as_str())
        });
        found.sort_by(|a, b| a.key.id.cmp(&b.key.id));
        let listing = format!("GetConformancePackComplianceDetails {} {filters:?}", pack.body.arn);
        let size = limit(input.limit, DETAILS, DETAILS);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let results = page.items.iter().map(|one| api::ConformancePackEvaluationResult {
            compliance_type: ConformancePackComplianceType::parse(one.body.compliance.as_str()).unwrap_or_default(),
            evaluation_result_identifier: super::compliance::result(&one.body).evaluation_result_identifier.unwrap_or_default(),
            config_rule_invoked_time: time(one.body.invoked),
            result_recorded_time: time(one.body.recorded),
            annotation: one.body.annotation.clone(),
        });
        Ok(api::GetConformancePackComplianceDetailsResponse {
            conformance_pack_name: pack.body.name,
            conformance_pack_rule_evaluation_results: Some(results.collect()),
            next_token: page.next,
        })
    }
}

/// What all rules of a pack mean together, and how much of what they judged is as it should be.
async fn sum(tx: &Transaction<'_>, pack: &Stored<Conformance>) -> Result<(ConformancePackComplianceType, Option<f64>), Failure> {
    let (mut compliant, mut non_compliant) = (0, 0);
    for (_, state) in states(tx, pack).await? {
        if let Some(state) = state {
            compliant += state.compliant;
            non_compliant += state.non_compliant;
        }
    }
    let state = RuleState { compliant, non_compliant, ..RuleState::default() };
    #[expect(clippy::cast_precision_loss, reason = "counts of resources")]
    let score = (compliant + non_compliant > 0).then(|| compliant as f64 * 100.0 / (compliant + non_compliant) as f64);
    Ok((compliance(Some(&state)), score))
}

impl Handle for operation::GetConformancePackComplianceSummary {
    async fn access(_: &api::GetConformancePackComplianceSummaryRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetConformancePackComplianceSummaryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetConformancePackComplianceSummaryResponse, Failure> {
        let found = named(tx, Some(&input.conformance_pack_names)).await?;
        let listing = format!("GetConformancePackComplianceSummary {:?}", input.conformance_pack_names);
        let size = limit(input.limit, PAGE, PAGE);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let mut shown = Vec::new();
        for pack in &page.items {
            shown.push(api::ConformancePackComplianceSummary {
                conformance_pack_name: pack.body.name.clone(),
                conformance_pack_compliance_status: sum(tx, pack).await?.0,
            });
        }
        Ok(api::GetConformancePackComplianceSummaryResponse {
            conformance_pack_compliance_summary_list: Some(shown),
            next_token: page.next,
        })
    }
}

impl Handle for operation::ListConformancePackComplianceScores {
    async fn access(_: &api::ListConformancePackComplianceScoresRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListConformancePackComplianceScoresRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListConformancePackComplianceScoresResponse, Failure> {
        let wanted = input.filters.as_ref().map(|filters| filters.conformance_pack_names.clone()).unwrap_or_default();
        let mut found = tx.reader().all::<Conformance>(tx.account(), &tx.call().region, "").await?;
        found.retain(|pack| wanted.is_empty() || wanted.contains(&pack.body.name));
        let mut scored = Vec::new();
        for pack in found {
            let score = sum(tx, &pack).await?.1;
            scored.push((pack, score));
        }
        if input.sort_by.is_some() {
            scored.sort_by(|(_, a), (_, b)| a.unwrap_or(-1.0).total_cmp(&b.unwrap_or(-1.0)));
            if input.sort_order == Some(SortOrder::Descending) {
                scored.reverse();
            }
        }
        let listing =
            format!("ListConformancePackComplianceScores {} {wanted:?} {:?} {:?}", tx.account(), input.sort_by, input.sort_order);
        let from = match &input.next_token {
            Some(given) => plane::page::position(&listing, given).and_then(|n| n.parse::<usize>().ok()).ok_or_else(token)?,
            None => 0,
        };
        let size = limit(input.limit, PAGE, PAGE);
        let now = tx.call().time;
        let page: Vec<api::ConformancePackComplianceScore> = scored
            .iter()
            .skip(from)
            .take(size)
            .map(|(pack, score)| api::ConformancePackComplianceScore {
                score: Some(score.map_or_else(|| "INSUFFICIENT_DATA".to_owned(), |score| format!("{score:.2}"))),
                conformance_pack_name: Some(pack.body.name.clone()),
                last_updated_time: Some(now),
            })
            .collect();
        let next = (from + page.len() < scored.len()).then(|| plane::page::token(&listing, &(from + page.len()).to_string()));
        Ok(api::ListConformancePackComplianceScoresResponse { next_token: next, conformance_pack_compliance_scores: page })
    }
}

impl Handle for operation::DescribeAggregateComplianceByConformancePacks {
    async fn access(
        input: &api::DescribeAggregateComplianceByConformancePacksRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::DescribeAggregateComplianceByConformancePacksRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeAggregateComplianceByConformancePacksResponse, Failure> {
        let found = aggregator(tx, &input.configuration_aggregator_name).await?;
        let filters = input.filters.clone().unwrap_or_default();
        let mut all = Vec::new();
        for (account, region) in places(&tx.reader(), &found).await? {
            if filters.account_id.as_ref().is_some_and(|wanted| *wanted != account)
                || filters.aws_region.as_ref().is_some_and(|wanted| *wanted != region)
            {
                continue;
            }
            for pack in tx.reader().all::<Conformance>(&account, &region, "").await? {
                let (mut compliant, mut non_compliant) = (0, 0);
                let rules = states(tx, &pack).await?;
                for (_, state) in &rules {
                    match compliance(state.as_ref()) {
                        ConformancePackComplianceType::Compliant => compliant += 1,
                        ConformancePackComplianceType::NonCompliant => non_compliant += 1,
                        ConformancePackComplianceType::InsufficientData => {}
                    }
                }
                let kind = match (compliant, non_compliant) {
                    (_, 1..) => ConformancePackComplianceType::NonCompliant,
                    (1.., _) => ConformancePackComplianceType::Compliant,
                    _ => ConformancePackComplianceType::InsufficientData,
                };
                let fits = filters.compliance_type.is_none_or(|wanted| wanted == kind)
                    && filters.conformance_pack_name.as_ref().is_none_or(|wanted| *wanted == pack.body.name);
                if fits {
                    all.push(api::AggregateComplianceByConformancePack {
                        conformance_pack_name: Some(pack.body.name),
                        compliance: Some(api::AggregateConformancePackCompliance {
                            compliance_type: Some(kind),
                            compliant_rule_count: Some(compliant),
                            non_compliant_rule_count: Some(non_compliant),
                            total_rule_count: i32::try_from(rules.len()).ok(),
                        }),
                        account_id: Some(account.clone()),
                        aws_region: Some(region.clone()),
                    });
                }
            }
        }
        let listing = format!("DescribeAggregateComplianceByConformancePacks {} {filters:?}", found.body.arn);
        let size = limit(input.limit, DETAILS, DETAILS);
        let text = |part: &Option<String>| part.clone().unwrap_or_default();
        let id = |one: &api::AggregateComplianceByConformancePack| {
            format!("{}/{}/{}", text(&one.account_id), text(&one.aws_region), text(&one.conformance_pack_name))
        };
        let page = cut(all, &listing, input.next_token.as_deref(), size, id, token)?;
        Ok(api::DescribeAggregateComplianceByConformancePacksResponse {
            aggregate_compliance_by_conformance_packs: Some(page.items),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetAggregateConformancePackComplianceSummary {
    async fn access(
        input: &api::GetAggregateConformancePackComplianceSummaryRequest,
        lookup: &Lookup<'_>,
    ) -> Result<Access, Failure> {
        on_aggregator(lookup, &input.configuration_aggregator_name).await
    }

    async fn run(
        input: &api::GetAggregateConformancePackComplianceSummaryRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetAggregateConformancePackComplianceSummaryResponse, Failure> {
        let found = aggregator(tx, &input.configuration_aggregator_name).await?;
        let filters = input.filters.clone().unwrap_or_default();
        let mut groups: BTreeMap<String, (i32, i32)> = BTreeMap::new();
        for (account, region) in places(&tx.reader(), &found).await? {
            if filters.account_id.as_ref().is_some_and(|wanted| *wanted != account)
                || filters.aws_region.as_ref().is_some_and(|wanted| *wanted != region)
            {
                continue;
            }
            let group = match input.group_by_key {
                Some(GroupKey::AccountId) => account.clone(),
                Some(GroupKey::AwsRegion) => region.clone(),
                None => String::new(),
            };
            for pack in tx.reader().all::<Conformance>(&account, &region, "").await? {
                let counts = groups.entry(group.clone()).or_default();
                match sum(tx, &pack).await?.0 {
                    ConformancePackComplianceType::Compliant => counts.0 += 1,
                    ConformancePackComplianceType::NonCompliant => counts.1 += 1,
                    ConformancePackComplianceType::InsufficientData => {}
                }
            }
        }
        let listing =
            format!("GetAggregateConformancePackComplianceSummary {} {filters:?} {:?}", found.body.arn, input.group_by_key);
        let size = limit(input.limit, DETAILS, DETAILS);
        let page = cut(groups, &listing, input.next_token.as_deref(), size, |group| group.0.clone(), token)?;
        let summaries =
            page.items.into_iter().map(|(group, (compliant, non_compliant))| api::AggregateConformancePackComplianceSummary {
                compliance_summary: Some(api::AggregateConformancePackComplianceCount {
                    compliant_conformance_pack_count: Some(compliant),
                    non_compliant_conformance_pack_count: Some(non_compliant),
                }),
                group_name: Some(group).filter(|group| !group.is_empty()),
            });
        Ok(api::GetAggregateConformancePackComplianceSummaryResponse {
            aggregate_conformance_pack_compliance_summaries: Some(summaries.collect()),
            group_by_key: input.group_by_key.map(|key| key.as_str().to_owned()),
            next_token: page.next,
        })
    }
}
