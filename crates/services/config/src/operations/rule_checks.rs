//! Rules as requests give them: what is wrong with one is said before it is kept.

use plane::ports::ServiceCaller;
use plane::{Failure, Transaction};

use super::hours;
use crate::api::{self, EvaluationMode, EventSource, InsufficientPermissionsException, MessageType, Owner};
use crate::errors::{code, invalid};
use crate::judge::guard;
use crate::judge::resources::{Detail, PolicyText, Rule, Scope};
use crate::known_types;
use crate::place::{PRINCIPAL, arn};

/// Longest parameters, characters.
const PARAMETERS: usize = 1_024;

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
