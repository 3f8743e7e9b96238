//! Rules.

use plane::ports::ServiceCaller;
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::Common;
use wire::shape::Unit;

use super::{frequency, hours, limit, tags};
use crate::api::{
    self, ConfigRuleState, EvaluationMode, EventSource, InsufficientPermissionsException,
    MaxNumberOfConfigRulesExceededException, MessageType, NoAvailableConfigurationRecorderException, NoSuchConfigRuleException,
    Owner, ResourceInUseException, operation,
};
use crate::errors::{code, invalid, token};
use crate::item::time;
use crate::judge::evaluate::ask;
use crate::judge::resources::{Detail, PolicyText, Rule, RuleState, Scope};
use crate::judge::{guard, keep, remove};
use crate::known_types;
use crate::place::{PRINCIPAL, arn};
use crate::resources::Recorder;

/// Rules of an account in a region at most.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html>.
pub(crate) const MOST: u64 = 1_000;
/// Rules in one page, and statuses.
const PAGE: usize = 25;
const STATUSES: usize = 50;
/// Longest parameters, characters.
const PARAMETERS: usize = 1_024;

/// The rule is not there.
pub(crate) fn no_rule(name: &str) -> Failure {
    NoSuchConfigRuleException::new(format!(
        "The ConfigRule '{name}' provided in the request is invalid. Please check the configRule name."
    ))
    .into()
}

/// Access to an action on the rule of a name.
pub(super) async fn on_rule(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<Rule>(account, region, name).await? {
        Some(found) => Access::on(&found.body.arn).resource_tags(&found.tags),
        None => Access::on(arn(lookup.plane(), account, region, "config-rule/*")),
    })
}

/// The rule of a name.
pub(super) async fn held(tx: &mut Transaction<'_>, name: &str) -> Result<Stored<Rule>, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    tx.get::<Rule>(&account, &region, name).await?.ok_or_else(|| no_rule(name))
}

async fn scope(tx: &Transaction<'_>, given: Option<&api::Scope>) -> Result<Option<Scope>, Failure> {
    let Some(given) = given else { return Ok(None) };
    if given.service_principals.as_ref().is_some_and(|s| !s.is_empty()) {
        return Err(invalid("Scopes by service principal are not available in this installation."));
    }
    let types = given.compliance_resource_types.clone().unwrap_or_default();
    for kind in &types {
        if kind != rules::ACCOUNT {
            let known = known_types::check_asked(&tx.reader(), &[(tx.account(), &tx.call().region)], kind).await;
            known.map_err(|failure| invalid(failure.message))?;
        }
    }
    let scope = Scope {
        types,
        id: given.compliance_resource_id.clone(),
        tag_key: given.tag_key.clone(),
        tag_value: given.tag_value.clone(),
    };
    if scope.id.is_some() && scope.types.len() != 1 {
        return Err(invalid("A scope with a resource ID needs exactly one resource type."));
    }
    if scope.tag_value.is_some() && scope.tag_key.is_none() {
        return Err(invalid("A scope with a tag value needs a tag key."));
    }
    Ok((scope != Scope::default()).then_some(scope))
}

fn details(given: &api::Source) -> Result<Vec<Detail>, Failure> {
    let mut details = Vec::new();
    for detail in given.source_details.iter().flatten() {
        if detail.event_source.is_some_and(|source| source != EventSource::AwsConfig) {
            return Err(invalid("The event source of a rule is aws.config."));
        }
        let message = detail.message_type.ok_or_else(|| invalid("MessageType is required in SourceDetails."))?;
        if message == MessageType::ConfigurationSnapshotDeliveryCompleted {
            return Err(invalid("Rules that are triggered by snapshots are not available in this installation."));
        }
        let scheduled = message == MessageType::ScheduledNotification;
        if !scheduled && detail.maximum_execution_frequency.is_some() {
            return Err(invalid("MaximumExecutionFrequency can only be specified if MessageType is ScheduledNotification."));
        }
        details.push(Detail { message, hours: detail.maximum_execution_frequency.map(hours) });
    }
    Ok(details)
}

/// Checks the parameters of a rule that is not a managed one.
fn object(parameters: Option<&String>) -> Result<(), Failure> {
    let Some(text) = parameters.filter(|text| !text.is_empty()) else { return Ok(()) };
    match serde_json::from_str::<serde_json::Value>(text) {
        Ok(value) if value.is_object() => Ok(()),
        _ => Err(invalid(format!("Invalid json {text} passed in the InputParameters field."))),
    }
}

/// Checks who judges, and what the rule needs for it.
async fn check_source(given: &api::ConfigRule) -> Result<(), Failure> {
    let source = &given.source;
    let identifier = source.source_identifier.as_deref().unwrap_or_default();
    let modes: Vec<EvaluationMode> = given.evaluation_modes.iter().flatten().filter_map(|mode| mode.mode).collect();
    let proactive = modes.contains(&EvaluationMode::Proactive);
    if given.input_parameters.as_ref().is_some_and(|text| text.chars().count() > PARAMETERS) {
        return Err(invalid(format!("InputParameters has more than {PARAMETERS} characters.")));
    }
    match source.owner {
        Owner::Aws => {
            let rule = rules::rule(identifier).ok_or_else(|| {
                invalid(format!(
                    "The sourceIdentifier {identifier} is invalid. Please refer to the documentation for a list of valid sourceIdentifiers that can be used when AWS is the Owner."
                ))
            })?;
            if source.source_details.as_ref().is_some_and(|d| !d.is_empty()) || source.custom_policy_details.is_some() {
                return Err(invalid("SourceDetails and CustomPolicyDetails are not for rules whose owner is AWS."));
            }
            rule.read_parameters(given.input_parameters.as_deref().unwrap_or_default()).map_err(|e| invalid(e.to_string()))?;
            if given.maximum_execution_frequency.is_some() && !rule.trigger().is_periodic() {
                return Err(invalid(
                    "A maximum execution frequency is not allowed because MessageType is ConfigurationItemChangeNotification.",
                ));
            }
            if proactive && !rule.is_proactive() {
                return Err(invalid(format!("The managed rule {identifier} does not support proactive evaluation.")));
            }
            Ok(())
        }
        Owner::CustomLambda => {
            if source.source_details.as_ref().is_none_or(Vec::is_empty) {
                return Err(invalid("SourceDetails is required if the owner is CUSTOM_LAMBDA."));
            }
            if proactive {
                return Err(invalid("Proactive evaluation is not available for rules with functions."));
            }
            object(given.input_parameters.as_ref())
        }
        Owner::CustomPolicy => {
            if source.source_details.as_ref().is_none_or(Vec::is_empty) {
                return Err(invalid("SourceDetails is required if the owner is CUSTOM_POLICY."));
            }
            if source.source_identifier.is_some() {
                return Err(invalid("SourceIdentifier is not for rules whose owner is CUSTOM_POLICY."));
            }
            if proactive {
                return Err(invalid("Proactive evaluation is not available for rules with policies."));
            }
            object(given.input_parameters.as_ref())?;
            let policy = source
                .custom_policy_details
                .as_ref()
                .ok_or_else(|| invalid("CustomPolicyDetails is required if the owner is CUSTOM_POLICY."))?;
            guard::check(policy.policy_text.clone()).await.map_err(|(_, message)| invalid(message))
        }
    }
}

/// Whether Config may invoke the function of a rule of an account, if it has one.
///
/// # Errors
/// `InsufficientPermissionsException`.
pub(crate) async fn may_invoke(tx: &Transaction<'_>, rule: &Rule, account: &str) -> Result<(), Failure> {
    if rule.owner != Owner::CustomLambda {
        return Ok(());
    }
    let function = rule.identifier.as_deref().unwrap_or_default();
    let refused = || {
        InsufficientPermissionsException::new(format!(
            "The AWS Lambda function {function} cannot be invoked. Check the specified function ARN, and check the function's permissions."
        ))
    };
    let Some(functions) = tx.plane().functions().cloned() else { return Err(refused().into()) };
    let caller =
        ServiceCaller { principal: PRINCIPAL.to_owned(), source_arn: rule.arn.clone(), source_account: account.to_owned() };
    match functions.may_invoke(&tx.reader(), function, &caller).await {
        Ok(()) => Ok(()),
        Err(failure) if code(&failure).contains("Internal") => Err(failure),
        Err(_) => Err(refused().into()),
    }
}

/// A rule as a request gives it, checked.
///
/// # Errors
/// `InvalidParameterValueException`, `InsufficientPermissionsException`.
pub(crate) async fn checked(tx: &Transaction<'_>, given: &api::ConfigRule, name: &str, id: String) -> Result<Rule, Failure> {
    let scope = scope(tx, given.scope.as_ref()).await?;
    let details = details(&given.source)?;
    check_source(given).await?;
    let policy = given.source.custom_policy_details.as_ref().map(|policy| PolicyText {
        runtime: policy.policy_runtime.clone(),
        text: policy.policy_text.clone(),
        debug: policy.enable_debug_log_delivery.unwrap_or(false),
    });
    let rule = Rule {
        name: name.to_owned(),
        arn: arn(tx.plane(), tx.account(), &tx.call().region, &format!("config-rule/{id}")),
        id,
        description: given.description.clone(),
        scope,
        owner: given.source.owner,
        identifier: given.source.source_identifier.clone(),
        details,
        policy,
        parameters: given.input_parameters.clone(),
        hours: given.maximum_execution_frequency.map(hours),
        created_by: None,
        modes: given.evaluation_modes.iter().flatten().filter_map(|mode| mode.mode).collect(),
    };
    may_invoke(tx, &rule, tx.account()).await?;
    Ok(rule)
}

/// Nobody but the service changes a service's rule.
fn customers(rule: &Stored<Rule>) -> Result<(), Failure> {
    match &rule.body.created_by {
        None => Ok(()),
        Some(service) => Err(Failure::common(
            Common::AccessDenied,
            format!("The rule {} belongs to {service}; only it can change the rule.", rule.body.name),
        )),
    }
}

/// Makes or changes a rule, and lets it judge everything.
///
/// # Errors
/// `MaxNumberOfConfigRulesExceededException`, `ResourceInUseException`.
pub(crate) async fn put(
    tx: &mut Transaction<'_>,
    place: (&str, &str),
    rule: Rule,
    tags: Vec<(String, String)>,
    there: Option<Stored<Rule>>,
) -> Result<(), Failure> {
    let (account, region) = place;
    let name = rule.name.clone();
    let now = tx.call().time.as_millisecond();
    let state = tx.get::<RuleState>(account, region, &name).await?;
    if state.as_ref().is_some_and(|state| state.body.deleting) {
        return Err(ResourceInUseException::new(format!(
            "The rule {name} is currently being deleted. Please retry after some time."
        ))
        .into());
    }
    if there.is_none() && tx.reader().count::<Rule>(account, region).await? >= MOST {
        let message =
            format!("Failed to put config rule '{name}' because the maximum number of config rules: {MOST} is reached.");
        return Err(MaxNumberOfConfigRulesExceededException::new(message).into());
    }
    let mut state = state.unwrap_or_else(|| Stored::new(account, region, &name, RuleState::default()));
    if state.body.activated == 0 {
        state.body.activated = now;
    }
    state.body.next = rule.every().map(|hours| now + i64::from(hours) * 3_600_000);
    tx.put(&state)?;
    let stored = match there {
        Some(there) => Stored { body: rule, ..there },
        None => {
            let arn = rule.arn.clone();
            Stored::new(account, region, &name, rule).arn(arn).tags(tags)
        }
    };
    tx.put(&stored)?;
    if stored.body.detects() {
        ask(tx, &stored, false).await?;
    }
    Ok(())
}

impl Handle for operation::PutConfigRule {
    async fn access(input: &api::PutConfigRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let name = input.config_rule.config_rule_name.as_deref().unwrap_or_default();
        Ok(on_rule(lookup, name).await?.request_tags(tags::pairs(input.tags.as_ref())))
    }

    async fn run(input: &api::PutConfigRuleRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let given = &input.config_rule;
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        if tx.reader().count::<Recorder>(&account, &region).await? == 0 {
            return Err(NoAvailableConfigurationRecorderException::new(
                "Configuration recorder is not available to put config rule.",
            )
            .into());
        }
        if given.config_rule_state.is_some_and(|state| state != ConfigRuleState::Active) {
            return Err(invalid("ConfigRuleState can only be ACTIVE."));
        }
        // A rule that is there can be named by its ARN or id too.
        let mut name = given.config_rule_name.clone();
        if name.is_none() {
            let all = tx.reader().all::<Rule>(&account, &region, "").await?;
            let is = |rule: &Stored<Rule>| {
                Some(&rule.body.arn) == given.config_rule_arn.as_ref() || Some(&rule.body.id) == given.config_rule_id.as_ref()
            };
            name = all.into_iter().find(is).map(|rule| rule.body.name);
        }
        let name = name.ok_or_else(|| invalid("One of ConfigRuleName, ConfigRuleArn and ConfigRuleId of a rule is required."))?;
        let there = tx.get::<Rule>(&account, &region, &name).await?;
        if let Some(there) = &there {
            customers(there)?;
            let other = |given: Option<&String>, own: &String| given.is_some_and(|given| given != own);
            if other(given.config_rule_arn.as_ref(), &there.body.arn) || other(given.config_rule_id.as_ref(), &there.body.id) {
                return Err(invalid("ConfigRuleName, ConfigRuleArn and ConfigRuleId are not those of one rule."));
            }
        } else if given.config_rule_arn.is_some() || given.config_rule_id.is_some() {
            return Err(invalid("ConfigRuleArn and ConfigRuleId should be empty for a new rule."));
        }
        let id = there.as_ref().map_or_else(|| format!("config-rule-{}", tx.plane().ids.lower(6)), |there| there.body.id.clone());
        let rule = checked(tx, given, &name, id).await?;
        let tags = tags::checked(input.tags.as_ref())?;
        tx.touched(&rule.arn, &account, "AWS::Config::ConfigRule");
        put(tx, (&account, &region), rule, tags, there).await?;
        Ok(Unit {})
    }
}

impl Handle for operation::DeleteConfigRule {
    async fn access(input: &api::DeleteConfigRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rule(lookup, &input.config_rule_name).await
    }

    async fn run(input: &api::DeleteConfigRuleRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let rule = held(tx, &input.config_rule_name).await?;
        customers(&rule)?;
        tx.touched(&rule.body.arn, &rule.key.account, "AWS::Config::ConfigRule");
        remove(tx, &rule).await?;
        Ok(Unit {})
    }
}

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

impl Handle for operation::StartConfigRulesEvaluation {
    async fn access(input: &api::StartConfigRulesEvaluationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access: Option<Access> = None;
        for name in input.config_rule_names.iter().flatten() {
            let one = on_rule(lookup, name).await?;
            access = Some(match access {
                None => one,
                Some(access) => access.and(one),
            });
        }
        Ok(access.unwrap_or_else(Access::any))
    }

    async fn run(
        input: &api::StartConfigRulesEvaluationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::StartConfigRulesEvaluationResponse, Failure> {
        let names = input.config_rule_names.clone().unwrap_or_default();
        if names.is_empty() || names.len() > 25 {
            return Err(invalid("ConfigRuleNames must have between 1 and 25 names."));
        }
        for name in &names {
            let rule = held(tx, name).await?;
            let state = tx.get::<RuleState>(&rule.key.account, &rule.key.region, name).await?;
            if state.is_some_and(|state| state.body.deleting) {
                return Err(ResourceInUseException::new(format!("The rule {name} is being deleted.")).into());
            }
            ask(tx, &rule, false).await?;
        }
        Ok(api::StartConfigRulesEvaluationResponse {})
    }
}

impl Handle for operation::DeleteEvaluationResults {
    async fn access(input: &api::DeleteEvaluationResultsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rule(lookup, &input.config_rule_name).await
    }

    async fn run(
        input: &api::DeleteEvaluationResultsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteEvaluationResultsResponse, Failure> {
        let rule = held(tx, &input.config_rule_name).await?;
        // All of them in one commit: whoever asks next sees none.
        keep::forget_rule(tx, &rule, usize::MAX >> 1).await?;
        Ok(api::DeleteEvaluationResultsResponse {})
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
