//! Rules of organizations.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use super::frequency;
use super::organization::{Put, accounts, find, last_update, listed, on, on_put, put, remove};
use super::rule_checks::checked;
use super::rules::MOST;
use crate::api::{
    self, MaxNumberOfOrganizationConfigRulesExceededException, MaximumExecutionFrequency, MemberAccountRuleStatus, MessageType,
    NoSuchOrganizationConfigRuleException, OrganizationConfigRuleTriggerType as Trigger,
    OrganizationConfigRuleTriggerTypeNoSN as TriggerOfPolicy, OrganizationRuleStatus, Owner, operation,
};
use crate::errors::invalid;
use crate::item::time;
use crate::judge::resources::Rule;
use crate::organization::{Deployment, Kind, OWNER, Stage, What, may_look, standing, word};

fn missing(name: &str) -> Failure {
    NoSuchOrganizationConfigRuleException::new(format!("The organization config rule '{name}' does not exist.")).into()
}

fn too_many() -> Failure {
    MaxNumberOfOrganizationConfigRulesExceededException::new(format!(
        "You have reached the limit of {MOST} organization config rules."
    ))
    .into()
}

/// The parts of a scope.
type ScopeParts<'a> = (Option<&'a Vec<String>>, Option<&'a String>, Option<&'a String>, Option<&'a String>);

fn scope((types, id, key, value): ScopeParts<'_>) -> Option<api::Scope> {
    (types.is_some() || id.is_some() || key.is_some()).then(|| api::Scope {
        compliance_resource_types: types.cloned(),
        compliance_resource_id: id.cloned(),
        tag_key: key.cloned(),
        tag_value: value.cloned(),
        ..api::Scope::default()
    })
}

/// What triggers a rule, as accounts have it. A frequency is that of the schedule.
fn details(triggers: &[Trigger], every: Option<MaximumExecutionFrequency>) -> Vec<api::SourceDetail> {
    let one = |trigger: &Trigger| api::SourceDetail {
        event_source: Some(api::EventSource::AwsConfig),
        message_type: MessageType::parse(trigger.as_str()),
        maximum_execution_frequency: every.filter(|_| *trigger == Trigger::ScheduledNotification),
    };
    triggers.iter().map(one).collect()
}

/// The rule as an account would put it itself.
fn as_account(input: &api::PutOrganizationConfigRuleRequest) -> Result<api::ConfigRule, Failure> {
    let given = (&input.organization_managed_rule_metadata, &input.organization_custom_rule_metadata);
    match (given.0, given.1, &input.organization_custom_policy_rule_metadata) {
        (Some(rule), None, None) => Ok(api::ConfigRule {
            description: rule.description.clone(),
            scope: scope((
                rule.resource_types_scope.as_ref(),
                rule.resource_id_scope.as_ref(),
                rule.tag_key_scope.as_ref(),
                rule.tag_value_scope.as_ref(),
            )),
            source: api::Source {
                owner: Owner::Aws,
                source_identifier: Some(rule.rule_identifier.clone()),
                ..api::Source::default()
            },
            input_parameters: rule.input_parameters.clone(),
            maximum_execution_frequency: rule.maximum_execution_frequency,
            ..api::ConfigRule::default()
        }),
        (None, Some(rule), None) => Ok(api::ConfigRule {
            description: rule.description.clone(),
            scope: scope((
                rule.resource_types_scope.as_ref(),
                rule.resource_id_scope.as_ref(),
                rule.tag_key_scope.as_ref(),
                rule.tag_value_scope.as_ref(),
            )),
            source: api::Source {
                owner: Owner::CustomLambda,
                source_identifier: Some(rule.lambda_function_arn.clone()),
                source_details: Some(details(&rule.organization_config_rule_trigger_types, rule.maximum_execution_frequency)),
                ..api::Source::default()
            },
            input_parameters: rule.input_parameters.clone(),
            ..api::ConfigRule::default()
        }),
        (None, None, Some(rule)) => {
            let triggers = rule.organization_config_rule_trigger_types.iter().flatten();
            let mut triggers: Vec<Trigger> = triggers.filter_map(|trigger| Trigger::parse(trigger.as_str())).collect();
            if triggers.is_empty() {
                triggers.push(Trigger::ConfigurationItemChangeNotification);
            }
            Ok(api::ConfigRule {
                description: rule.description.clone(),
                scope: scope((
                    rule.resource_types_scope.as_ref(),
                    rule.resource_id_scope.as_ref(),
                    rule.tag_key_scope.as_ref(),
                    rule.tag_value_scope.as_ref(),
                )),
                source: api::Source {
                    owner: Owner::CustomPolicy,
                    source_details: Some(details(&triggers, None)),
                    custom_policy_details: Some(api::CustomPolicyDetails {
                        policy_runtime: rule.policy_runtime.clone(),
                        policy_text: rule.policy_text.clone(),
                        enable_debug_log_delivery: None,
                    }),
                    ..api::Source::default()
                },
                input_parameters: rule.input_parameters.clone(),
                maximum_execution_frequency: rule.maximum_execution_frequency,
                ..api::ConfigRule::default()
            })
        }
        _ => Err(invalid(
            "Exactly one of OrganizationManagedRuleMetadata, OrganizationCustomRuleMetadata and OrganizationCustomPolicyRuleMetadata must be given.",
        )),
    }
}

impl Handle for operation::PutOrganizationConfigRule {
    async fn access(input: &api::PutOrganizationConfigRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_put(lookup, Kind::Rule, &input.organization_config_rule_name, input.tags.as_ref()).await
    }

    async fn run(
        input: &api::PutOrganizationConfigRuleRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutOrganizationConfigRuleResponse, Failure> {
        let policy = input.organization_custom_policy_rule_metadata.as_ref();
        let given = Put {
            kind: Kind::Rule,
            name: &input.organization_config_rule_name,
            excluded: input.excluded_accounts.as_ref(),
            debug_accounts: policy.and_then(|policy| policy.debug_log_delivery_accounts.clone()).unwrap_or_default(),
            tags: input.tags.as_ref(),
            most: (usize::try_from(MOST).unwrap_or(usize::MAX), too_many),
        };
        let arn = put(tx, given, async |tx, member_name| {
            let rule = checked(tx, &as_account(input)?, member_name, String::new()).await?;
            Ok(What::Rule(Box::new(Rule { arn: String::new(), created_by: Some(OWNER.to_owned()), ..rule })))
        })
        .await?;
        Ok(api::PutOrganizationConfigRuleResponse { organization_config_rule_arn: Some(arn) })
    }
}

impl Handle for operation::DeleteOrganizationConfigRule {
    async fn access(input: &api::DeleteOrganizationConfigRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, Kind::Rule, &input.organization_config_rule_name).await
    }

    async fn run(input: &api::DeleteOrganizationConfigRuleRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        remove(tx, Kind::Rule, &input.organization_config_rule_name, missing).await?;
        Ok(Unit {})
    }
}

/// A rule as it is shown.
fn shown(found: &Stored<Deployment>) -> api::OrganizationConfigRule {
    let body = &found.body;
    let mut shown = api::OrganizationConfigRule {
        organization_config_rule_name: body.name.clone(),
        organization_config_rule_arn: body.arn.clone(),
        excluded_accounts: Some(body.excluded.clone()),
        last_update_time: Some(time(body.updated)),
        ..api::OrganizationConfigRule::default()
    };
    let What::Rule(rule) = &body.what else { return shown };
    let scope = rule.scope.clone().unwrap_or_default();
    let types = (!scope.types.is_empty()).then_some(scope.types);
    let scheduled = rule.details.iter().find_map(|detail| detail.hours);
    let every = rule.hours.or(scheduled).map(frequency);
    let (description, input_parameters) = (rule.description.clone(), rule.parameters.clone());
    match rule.owner {
        Owner::Aws => {
            shown.organization_managed_rule_metadata = Some(api::OrganizationManagedRuleMetadata {
                description,
                rule_identifier: rule.identifier.clone().unwrap_or_default(),
                input_parameters,
                maximum_execution_frequency: every,
                resource_types_scope: types,
                resource_id_scope: scope.id,
                tag_key_scope: scope.tag_key,
                tag_value_scope: scope.tag_value,
            });
        }
        Owner::CustomLambda => {
            shown.organization_custom_rule_metadata = Some(api::OrganizationCustomRuleMetadata {
                description,
                lambda_function_arn: rule.identifier.clone().unwrap_or_default(),
                organization_config_rule_trigger_types: rule
                    .details
                    .iter()
                    .filter_map(|detail| Trigger::parse(detail.message.as_str()))
                    .collect(),
                input_parameters,
                maximum_execution_frequency: every,
                resource_types_scope: types,
                resource_id_scope: scope.id,
                tag_key_scope: scope.tag_key,
                tag_value_scope: scope.tag_value,
            });
        }
        Owner::CustomPolicy => {
            shown.organization_custom_policy_rule_metadata = Some(api::OrganizationCustomPolicyRuleMetadataNoPolicy {
                description,
                organization_config_rule_trigger_types: Some(
                    rule.details.iter().filter_map(|detail| TriggerOfPolicy::parse(detail.message.as_str())).collect(),
                ),
                input_parameters,
                maximum_execution_frequency: every,
                resource_types_scope: types,
                resource_id_scope: scope.id,
                tag_key_scope: scope.tag_key,
                tag_value_scope: scope.tag_value,
                policy_runtime: rule.policy.as_ref().map(|policy| policy.runtime.clone()),
                debug_log_delivery_accounts: Some(body.debug_accounts.clone()),
            });
        }
    }
    shown
}

impl Handle for operation::DescribeOrganizationConfigRules {
    async fn access(_: &api::DescribeOrganizationConfigRulesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeOrganizationConfigRulesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeOrganizationConfigRulesResponse, Failure> {
        let names = input.organization_config_rule_names.as_ref();
        let page = listed(tx, Kind::Rule, names, missing, input.limit, input.next_token.as_deref()).await?;
        Ok(api::DescribeOrganizationConfigRulesResponse {
            organization_config_rules: Some(page.items.iter().map(shown).collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::DescribeOrganizationConfigRuleStatuses {
    async fn access(_: &api::DescribeOrganizationConfigRuleStatusesRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeOrganizationConfigRuleStatusesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeOrganizationConfigRuleStatusesResponse, Failure> {
        let names = input.organization_config_rule_names.as_ref();
        let page = listed(tx, Kind::Rule, names, missing, input.limit, input.next_token.as_deref()).await?;
        let mut statuses = Vec::new();
        for found in &page.items {
            let standing = standing(&tx.reader(), found).await?;
            let (code, message) = standing.first_error();
            statuses.push(api::OrganizationConfigRuleStatus {
                organization_config_rule_name: found.body.name.clone(),
                organization_rule_status: OrganizationRuleStatus::parse(&word(standing.verb, standing.stage)).unwrap_or_default(),
                error_code: code,
                error_message: message,
                last_update_time: Some(last_update(found, &standing)),
            });
        }
        Ok(api::DescribeOrganizationConfigRuleStatusesResponse {
            organization_config_rule_statuses: Some(statuses),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetOrganizationConfigRuleDetailedStatus {
    async fn access(input: &api::GetOrganizationConfigRuleDetailedStatusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, Kind::Rule, &input.organization_config_rule_name).await
    }

    async fn run(
        input: &api::GetOrganizationConfigRuleDetailedStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetOrganizationConfigRuleDetailedStatusResponse, Failure> {
        may_look(tx).await?;
        let name = &input.organization_config_rule_name;
        let found = find(tx, Kind::Rule, name).await?.ok_or_else(|| missing(name))?;
        let filters = input.filters.clone().unwrap_or_default();
        let (account, status) = (filters.account_id.as_ref(), filters.member_account_rule_status.map(|status| status.as_str()));
        let page = accounts(tx, &found, account, status, input.limit, input.next_token.as_deref()).await?;
        let shown = page.items.into_iter().map(|landing| {
            let (code, message) = landing.error.filter(|_| landing.stage == Stage::Failed).unzip();
            api::MemberAccountStatus {
                account_id: landing.account,
                config_rule_name: found.body.member_name.clone(),
                member_account_rule_status: MemberAccountRuleStatus::parse(&word(landing.verb, landing.stage))
                    .unwrap_or_default(),
                error_code: code,
                error_message: message,
                last_update_time: Some(time(landing.at)),
            }
        });
        Ok(api::GetOrganizationConfigRuleDetailedStatusResponse {
            organization_config_rule_detailed_status: Some(shown.collect()),
            next_token: page.next,
        })
    }
}

impl Handle for operation::GetOrganizationCustomRulePolicy {
    async fn access(input: &api::GetOrganizationCustomRulePolicyRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, Kind::Rule, &input.organization_config_rule_name).await
    }

    async fn run(
        input: &api::GetOrganizationCustomRulePolicyRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetOrganizationCustomRulePolicyResponse, Failure> {
        may_look(tx).await?;
        let name = &input.organization_config_rule_name;
        let found = find(tx, Kind::Rule, name).await?.ok_or_else(|| missing(name))?;
        match found.body.what {
            What::Rule(rule) if rule.policy.is_some() => {
                Ok(api::GetOrganizationCustomRulePolicyResponse { policy_text: rule.policy.map(|policy| policy.text) })
            }
            _ => Err(missing(name)),
        }
    }
}
