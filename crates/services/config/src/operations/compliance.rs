//! What rules say: by rule, by resource, and in sums.

use plane::page::{cut, position};
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::limit;
use super::rules::held;
use super::rules_shown::named;
use crate::api::{
    self, Compliance, ComplianceContributorCount, ComplianceSummary, ComplianceType, EvaluationMode, EvaluationResultIdentifier,
    EvaluationResultQualifier, operation,
};
use crate::errors::{invalid, token};
use crate::item::{resource_key, time};
use crate::judge::resources::{Evaluation, OF_RESOURCE, RuleState, Verdict};

/// How far contributors are counted, of rules and of summaries by type.
/// See <https://docs.aws.amazon.com/config/latest/APIReference/API_ComplianceContributorCount.html>.
const CAP: i64 = 25;
const TYPE_CAP: i64 = 100;
/// Rules, resources and results in one page.
const RULES: usize = 50;
const RESOURCES: usize = 10;
const MOST: usize = 100;

fn count(n: i64, cap: i64) -> ComplianceContributorCount {
    ComplianceContributorCount { capped_count: i32::try_from(n.clamp(0, cap)).ok(), cap_exceeded: Some(n > cap) }
}

/// What so many mean.
pub(super) fn compliance(compliant: i64, non_compliant: i64) -> Compliance {
    let kind = Verdict { compliant, non_compliant }.compliance();
    let contributors = (kind == ComplianceType::NonCompliant).then(|| count(non_compliant, CAP));
    Compliance { compliance_type: Some(kind), compliance_contributor_count: contributors }
}

fn wanted(types: Option<&Vec<ComplianceType>>, kind: ComplianceType) -> bool {
    types.is_none_or(|types| types.is_empty() || types.contains(&kind))
}

/// A result as it is shown.
pub(super) fn result(found: &Evaluation) -> api::EvaluationResult {
    api::EvaluationResult {
        evaluation_result_identifier: Some(EvaluationResultIdentifier {
            evaluation_result_qualifier: Some(EvaluationResultQualifier {
                config_rule_name: Some(found.rule.clone()),
                resource_type: Some(found.kind.clone()),
                resource_id: Some(found.id.clone()),
                evaluation_mode: Some(EvaluationMode::Detective),
            }),
            ordering_timestamp: Some(time(found.ordering)),
            resource_evaluation_id: None,
        }),
        compliance_type: Some(found.compliance),
        result_recorded_time: Some(time(found.recorded)),
        config_rule_invoked_time: Some(time(found.invoked)),
        annotation: found.annotation.clone(),
        result_token: None,
    }
}

impl Handle for operation::DescribeComplianceByConfigRule {
    async fn access(_: &api::DescribeComplianceByConfigRuleRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeComplianceByConfigRuleRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeComplianceByConfigRuleResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let rules = named(tx, input.config_rule_names.as_ref()).await?;
        let names: Vec<String> = rules.iter().map(|rule| rule.key.id.clone()).collect();
        let states = tx.reader().get_many::<RuleState>(&account, &region, &names).await?;
        let found = names.into_iter().zip(states).filter_map(|(name, state)| {
            let state = state.map(|state| state.body).unwrap_or_default();
            let compliance = compliance(state.compliant, state.non_compliant);
            let fits = compliance.compliance_type.is_some_and(|kind| wanted(input.compliance_types.as_ref(), kind));
            fits.then_some((name, compliance))
        });
        let listing = format!(
            "DescribeComplianceByConfigRule {account} {region} {:?} {:?}",
            input.config_rule_names, input.compliance_types
        );
        let page = cut(found, &listing, input.next_token.as_deref(), RULES, |one| one.0.clone(), token)?;
        let shown = page
            .items
            .into_iter()
            .map(|(name, compliance)| api::ComplianceByConfigRule { config_rule_name: Some(name), compliance: Some(compliance) });
        Ok(api::DescribeComplianceByConfigRuleResponse {
            compliance_by_config_rules: Some(shown.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::DescribeComplianceByResource {
    async fn access(_: &api::DescribeComplianceByResourceRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeComplianceByResourceRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeComplianceByResourceResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if input.resource_id.is_some() && input.resource_type.is_none() {
            return Err(invalid("A resource ID needs a resource type."));
        }
        let prefix = input.resource_type.as_ref().map(|kind| resource_key(kind, "")).unwrap_or_default();
        let listing = format!(
            "DescribeComplianceByResource {account} {region} {prefix} {:?} {:?}",
            input.resource_id, input.compliance_types
        );
        let size = limit(input.limit, RESOURCES, MOST);
        let fits = |found: &Stored<Verdict>| {
            let id = found.key.id.split_once('|').map(|(_, id)| id);
            wanted(input.compliance_types.as_ref(), found.body.compliance())
                && input.resource_id.as_deref().is_none_or(|wanted| id == Some(wanted))
        };
        let mut after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(token)).transpose()?;
        let mut found = Vec::new();
        loop {
            let page = tx.reader().list::<Verdict>(&account, &region, &prefix, after.as_deref(), MOST).await?;
            let last = page.last().filter(|_| page.len() == MOST).map(|last| last.key.id.clone());
            found.extend(page.into_iter().filter(|found| fits(found)));
            match last {
                Some(last) if found.len() <= size => after = Some(last),
                _ => break,
            }
        }
        let page = cut(found, &listing, None, size, |one| one.key.id.clone(), token)?;
        let shown = page.items.iter().map(|found| {
            let (kind, id) = found.key.id.split_once('|').unwrap_or_default();
            api::ComplianceByResource {
                resource_type: Some(kind.to_owned()),
                resource_id: Some(id.to_owned()),
                compliance: Some(compliance(found.body.compliant, found.body.non_compliant)),
            }
        });
        Ok(api::DescribeComplianceByResourceResponse { compliance_by_resources: Some(shown.collect()), next_token: page.next })
    }
}

impl Handle for operation::GetComplianceDetailsByConfigRule {
    async fn access(input: &api::GetComplianceDetailsByConfigRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        super::rules::on_rule(lookup, &input.config_rule_name).await
    }

    async fn run(
        input: &api::GetComplianceDetailsByConfigRuleRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetComplianceDetailsByConfigRuleResponse, Failure> {
        let rule = held(tx, &input.config_rule_name).await?;
        let (account, region) = (rule.key.account.as_str(), rule.key.region.as_str());
        let prefix = format!("{}|", rule.body.id);
        let listing = format!("GetComplianceDetailsByConfigRule {account} {region} {prefix} {:?}", input.compliance_types);
        let size = limit(input.limit, RESOURCES, MOST);
        let mut after = input.next_token.as_deref().map(|t| position(&listing, t).ok_or_else(token)).transpose()?;
        let mut found = Vec::new();
        loop {
            let page = tx.reader().list::<Evaluation>(account, region, &prefix, after.as_deref(), MOST).await?;
            let last = page.last().filter(|_| page.len() == MOST).map(|last| last.key.id.clone());
            found.extend(page.into_iter().filter(|found| wanted(input.compliance_types.as_ref(), found.body.compliance)));
            match last {
                Some(last) if found.len() <= size => after = Some(last),
                _ => break,
            }
        }
        let page = cut(found, &listing, None, size, |one| one.key.id.clone(), token)?;
        Ok(api::GetComplianceDetailsByConfigRuleResponse {
            evaluation_results: Some(page.items.iter().map(|found| result(&found.body)).collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetComplianceDetailsByResource {
    async fn access(_: &api::GetComplianceDetailsByResourceRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetComplianceDetailsByResourceRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetComplianceDetailsByResourceResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if let Some(id) = &input.resource_evaluation_id {
            if input.resource_type.is_some() || input.resource_id.is_some() {
                return Err(invalid("A resource evaluation is asked for without a resource."));
            }
            let results = super::proactive::results(tx, id).await?;
            return Ok(api::GetComplianceDetailsByResourceResponse { evaluation_results: Some(results), next_token: None });
        }
        let (Some(kind), Some(id)) = (&input.resource_type, &input.resource_id) else {
            return Err(invalid("ResourceType and ResourceId, or ResourceEvaluationId, are required."));
        };
        let value = Evaluation::of_resource(&account, &region, kind, id);
        let mut found = tx.reader().find_all::<Evaluation>(OF_RESOURCE, &value, None, 2_000).await?;
        found.retain(|found| wanted(input.compliance_types.as_ref(), found.body.compliance));
        found.sort_by(|a, b| a.key.id.cmp(&b.key.id));
        let listing = format!("GetComplianceDetailsByResource {value} {:?}", input.compliance_types);
        let page = cut(found, &listing, input.next_token.as_deref(), RESOURCES, |one| one.key.id.clone(), token)?;
        Ok(api::GetComplianceDetailsByResourceResponse {
            evaluation_results: Some(page.items.iter().map(|found| result(&found.body)).collect()),
            next_token: page.next,
        })
    }
}

/// A summary of so many.
pub(super) fn summary(compliant: i64, non_compliant: i64, cap: i64, at: i64) -> ComplianceSummary {
    ComplianceSummary {
        compliant_resource_count: Some(count(compliant, cap)),
        non_compliant_resource_count: Some(count(non_compliant, cap)),
        compliance_summary_timestamp: Some(time(at)),
    }
}

impl Handle for operation::GetComplianceSummaryByConfigRule {
    async fn access(_: &wire::shape::Unit, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        _: &wire::shape::Unit,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetComplianceSummaryByConfigRuleResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let (mut compliant, mut non_compliant) = (0, 0);
        for state in tx.reader().all::<RuleState>(&account, &region, "").await? {
            match (Verdict { compliant: state.body.compliant, non_compliant: state.body.non_compliant }).compliance() {
                ComplianceType::Compliant => compliant += 1,
                ComplianceType::NonCompliant => non_compliant += 1,
                _ => {}
            }
        }
        let summary = summary(compliant, non_compliant, CAP, tx.call().time.as_millisecond());
        Ok(api::GetComplianceSummaryByConfigRuleResponse { compliance_summary: Some(summary) })
    }
}

impl Handle for operation::GetComplianceSummaryByResourceType {
    async fn access(_: &api::GetComplianceSummaryByResourceTypeRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::GetComplianceSummaryByResourceTypeRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetComplianceSummaryByResourceTypeResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let now = tx.call().time.as_millisecond();
        let types = input.resource_types.clone().unwrap_or_default();
        let prefixes: Vec<String> = match types.is_empty() {
            true => vec![String::new()],
            false => types.iter().map(|kind| resource_key(kind, "")).collect(),
        };
        let mut summaries = Vec::new();
        for (n, prefix) in prefixes.iter().enumerate() {
            let (mut compliant, mut non_compliant) = (0, 0);
            let mut after: Option<String> = None;
            loop {
                let page = tx.reader().list::<Verdict>(&account, &region, prefix, after.as_deref(), 1_000).await?;
                for found in &page {
                    match found.body.compliance() {
                        ComplianceType::Compliant => compliant += 1,
                        ComplianceType::NonCompliant => non_compliant += 1,
                        _ => {}
                    }
                }
                // Beyond the cap nothing is counted.
                let full = compliant > TYPE_CAP && non_compliant > TYPE_CAP;
                match page.last() {
                    Some(last) if page.len() == 1_000 && !full => after = Some(last.key.id.clone()),
                    _ => break,
                }
            }
            summaries.push(api::ComplianceSummaryByResourceType {
                resource_type: types.get(n).cloned(),
                compliance_summary: Some(summary(compliant, non_compliant, TYPE_CAP, now)),
            });
        }
        Ok(api::GetComplianceSummaryByResourceTypeResponse { compliance_summaries_by_resource_type: Some(summaries) })
    }
}
