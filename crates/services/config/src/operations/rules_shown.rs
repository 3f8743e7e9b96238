//! Rules as they are shown, and how they are doing.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};

use super::rules::{held, no_rule, on_rule};
use super::{frequency, limit};
use crate::api::{self, ConfigRuleState, EvaluationMode, EventSource, operation};
use crate::errors::token;
use crate::item::time;
use crate::judge::resources::{Rule, RuleState};

/// Rules in one page, and statuses.
const PAGE: usize = 25;
const STATUSES: usize = 50;

/// A rule as it is shown.
fn shown(rule: &Stored<Rule>, state: Option<&RuleState>) -> api::ConfigRule {
    let body = &rule.body;
    let evaluating = state.is_some_and(|state| !state.started);
    api::ConfigRule {
        config_rule_name: Some(body.name.clone()),
        config_rule_arn: Some(body.arn.clone()),
        config_rule_id: Some(body.id.clone()),
        description: body.description.clone(),
        scope: body.scope.as_ref().map(|scope| api::Scope {
            compliance_resource_types: (!scope.types.is_empty()).then(|| scope.types.clone()),
            tag_key: scope.tag_key.clone(),
            tag_value: scope.tag_value.clone(),
            compliance_resource_id: scope.id.clone(),
            service_principals: None,
        }),
        source: api::Source {
            owner: body.owner,
            source_identifier: body.identifier.clone(),
            source_details: (!body.details.is_empty()).then(|| {
                body.details
                    .iter()
                    .map(|detail| api::SourceDetail {
                        event_source: Some(EventSource::AwsConfig),
                        message_type: Some(detail.message),
                        maximum_execution_frequency: detail.hours.map(frequency),
                    })
                    .collect()
            }),
            custom_policy_details: body.policy.as_ref().map(|policy| api::CustomPolicyDetails {
                policy_runtime: policy.runtime.clone(),
                // The text is told by GetCustomRulePolicy only.
                policy_text: String::new(),
                enable_debug_log_delivery: Some(policy.debug),
            }),
        },
        input_parameters: body.parameters.clone(),
        maximum_execution_frequency: body.hours.map(frequency),
        config_rule_state: Some(match state.is_some_and(|state| state.deleting) {
            true => ConfigRuleState::Deleting,
            false if evaluating && body.detects() => ConfigRuleState::Evaluating,
            false => ConfigRuleState::Active,
        }),
        created_by: body.created_by.clone(),
        evaluation_modes: Some(
            match body.modes.is_empty() {
                true => vec![EvaluationMode::Detective],
                false => body.modes.clone(),
            }
            .into_iter()
            .map(|mode| api::EvaluationModeConfiguration { mode: Some(mode) })
            .collect(),
        ),
        ..api::ConfigRule::default()
    }
}

/// The rules of these names, in the order of their names; all where there are none.
pub(super) async fn named(tx: &Transaction<'_>, names: Option<&Vec<String>>) -> Result<Vec<Stored<Rule>>, Failure> {
    let mut all = tx.reader().all::<Rule>(tx.account(), &tx.call().region, "").await?;
    if let Some(names) = names.filter(|names| !names.is_empty()) {
        if let Some(missing) = names.iter().find(|name| !all.iter().any(|rule| rule.body.name == **name)) {
            return Err(no_rule(missing));
        }
        all.retain(|rule| names.contains(&rule.body.name));
    }
    Ok(all)
}

impl Handle for operation::DescribeConfigRules {
    async fn access(_: &api::DescribeConfigRulesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeConfigRulesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConfigRulesResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mode = input.filters.as_ref().and_then(|filters| filters.evaluation_mode);
        let mut found = named(tx, input.config_rule_names.as_ref()).await?;
        found.retain(|rule| match mode {
            Some(EvaluationMode::Detective) => rule.body.detects(),
            Some(mode) => rule.body.modes.contains(&mode),
            None => true,
        });
        let listing = format!("DescribeConfigRules {account} {region} {:?} {mode:?}", input.config_rule_names);
        let page = plane::page::cut(found, &listing, input.next_token.as_deref(), PAGE, |r| r.key.id.clone(), token)?;
        let names: Vec<String> = page.items.iter().map(|rule| rule.key.id.clone()).collect();
        let states = tx.reader().get_many::<RuleState>(&account, &region, &names).await?;
        let rules = page.items.iter().zip(&states).map(|(rule, state)| shown(rule, state.as_ref().map(|state| &state.body)));
        Ok(api::DescribeConfigRulesResponse { config_rules: Some(rules.collect()), next_token: page.next })
    }
}

impl Handle for operation::DescribeConfigRuleEvaluationStatus {
    async fn access(_: &api::DescribeConfigRuleEvaluationStatusRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeConfigRuleEvaluationStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeConfigRuleEvaluationStatusResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = named(tx, input.config_rule_names.as_ref()).await?;
        let listing = format!("DescribeConfigRuleEvaluationStatus {account} {region} {:?}", input.config_rule_names);
        let size = limit(input.limit, STATUSES, STATUSES);
        let page = plane::page::cut(found, &listing, input.next_token.as_deref(), size, |r| r.key.id.clone(), token)?;
        let names: Vec<String> = page.items.iter().map(|rule| rule.key.id.clone()).collect();
        let states = tx.reader().get_many::<RuleState>(&account, &region, &names).await?;
        let statuses = page.items.iter().zip(states).map(|(rule, state)| {
            let state = state.map(|state| state.body).unwrap_or_default();
            let (code, message) = state.error.unzip();
            api::ConfigRuleEvaluationStatus {
                config_rule_name: Some(rule.body.name.clone()),
                config_rule_arn: Some(rule.body.arn.clone()),
                config_rule_id: Some(rule.body.id.clone()),
                last_successful_invocation_time: state.invoked.map(time),
                last_failed_invocation_time: state.invocation_failed.map(time),
                last_successful_evaluation_time: state.evaluated.map(time),
                last_failed_evaluation_time: state.evaluation_failed.map(time),
                first_activated_time: Some(time(state.activated)),
                last_error_code: code,
                last_error_message: message,
                first_evaluation_started: Some(state.started),
                ..api::ConfigRuleEvaluationStatus::default()
            }
        });
        Ok(api::DescribeConfigRuleEvaluationStatusResponse {
            config_rules_evaluation_status: Some(statuses.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetCustomRulePolicy {
    async fn access(input: &api::GetCustomRulePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rule(lookup, input.config_rule_name.as_deref().unwrap_or_default()).await
    }

    async fn run(
        input: &api::GetCustomRulePolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetCustomRulePolicyResponse, Failure> {
        let name = input.config_rule_name.as_deref().unwrap_or_default();
        let rule = held(tx, name).await?;
        let policy = rule.body.policy.ok_or_else(|| no_rule(name))?;
        Ok(api::GetCustomRulePolicyResponse { policy_text: Some(policy.text) })
    }
}
