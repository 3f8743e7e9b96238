//! Remediation configurations, their exceptions and executions.

use std::collections::BTreeMap;

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Resource, Stored, Transaction};

use super::limit;
use super::rules::no_rule;
use crate::api::{
    self, FailedRemediationBatch, FailedRemediationExceptionBatch, InsufficientPermissionsException,
    NoSuchRemediationConfigurationException, NoSuchRemediationExceptionException, RemediationConfiguration,
    RemediationExceptionResourceKey, RemediationExecutionState, RemediationInProgressException, RemediationTargetType,
    ResourceKey, operation,
};
use crate::errors::{invalid, token};
use crate::item::{Current, resource_key, time};
use crate::judge::resources::{Evaluation, Rule};
use crate::place::arn;
use crate::remedy::documents::{ROLE, document};
use crate::remedy::{Execution, Exemption, Given, Remedy, ask, key};

/// In one request, and in one page.
const MOST: usize = 25;
const MOST_KEYS: usize = 100;
const PAGE: usize = 25;

fn missing(name: &str) -> Failure {
    NoSuchRemediationConfigurationException::new(format!("No RemediationConfiguration for rule {name} exists.")).into()
}

async fn on_remedy(lookup: &Lookup<'_>, rule: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    Ok(match lookup.get::<Remedy>(account, region, rule).await? {
        Some(found) => Access::on(&found.body.arn).resource_tags(&found.tags),
        None => Access::on(arn(lookup.plane(), account, region, &format!("remediation-configuration/{rule}/*"))),
    })
}

fn shown(remedy: &Remedy) -> RemediationConfiguration {
    let parameters = remedy.parameters.iter().map(|(name, given)| {
        let value = match given {
            Given::ResourceId => api::RemediationParameterValue {
                resource_value: Some(api::ResourceValue { value: api::ResourceValueType::ResourceId }),
                static_value: None,
            },
            Given::Values(values) => api::RemediationParameterValue {
                resource_value: None,
                static_value: Some(api::StaticValue { values: values.clone() }),
            },
        };
        (name.clone(), value)
    });
    RemediationConfiguration {
        config_rule_name: remedy.rule.clone(),
        target_type: RemediationTargetType::SsmDocument,
        target_id: remedy.document.clone(),
        target_version: remedy.version.clone(),
        parameters: Some(parameters.collect()),
        resource_type: remedy.kind.clone(),
        automatic: Some(remedy.automatic),
        execution_controls: remedy.controls.map(|(concurrency, errors)| api::ExecutionControls {
            ssm_controls: Some(api::SsmControls { concurrent_execution_rate_percentage: concurrency, error_percentage: errors }),
        }),
        maximum_automatic_attempts: remedy.attempts,
        retry_attempt_seconds: remedy.retry,
        arn: Some(remedy.arn.clone()),
        created_by_service: None,
    }
}

/// What is wrong with a configuration, in words.
fn read(given: &RemediationConfiguration) -> Result<BTreeMap<String, Given>, String> {
    let known = document(&given.target_id)
        .ok_or_else(|| format!("The document {} is not available in this installation.", given.target_id))?;
    let mut parameters = BTreeMap::new();
    for (name, value) in given.parameters.iter().flatten() {
        let value = match (&value.resource_value, &value.static_value) {
            (Some(_), None) => Given::ResourceId,
            (None, Some(values)) if !values.values.is_empty() => Given::Values(values.values.clone()),
            _ => return Err(format!("The parameter {name} needs either ResourceValue or StaticValue.")),
        };
        parameters.insert(name.clone(), value);
    }
    known.check(parameters.keys().map(String::as_str))?;
    if !parameters.contains_key(ROLE) {
        return Err(format!("The parameter {ROLE} is required."));
    }
    if given.automatic == Some(true) && (given.maximum_automatic_attempts.is_none() || given.retry_attempt_seconds.is_none()) {
        return Err("MaximumAutomaticAttempts and RetryAttemptSeconds are required if Automatic is true.".to_owned());
    }
    Ok(parameters)
}

impl Handle for operation::PutRemediationConfigurations {
    async fn access(input: &api::PutRemediationConfigurationsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let mut access: Option<Access> = None;
        for given in &input.remediation_configurations {
            let mut one = on_remedy(lookup, &given.config_rule_name).await?;
            // Who hands over a role must be allowed to.
            let role = given.parameters.as_ref().and_then(|all| all.get(ROLE)).and_then(|value| value.static_value.as_ref());
            if let Some(role) = role.and_then(|value| value.values.first()) {
                one = one.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", "ssm.amazonaws.com"));
            }
            access = Some(match access {
                Some(access) => access.and(one),
                None => one,
            });
        }
        Ok(access.unwrap_or_else(Access::any))
    }

    async fn run(
        input: &api::PutRemediationConfigurationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutRemediationConfigurationsResponse, Failure> {
        if input.remediation_configurations.len() > MOST {
            return Err(invalid(format!("At most {MOST} remediation configurations can be put at once.")));
        }
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let mut failed = Vec::new();
        for given in &input.remediation_configurations {
            let rule = &given.config_rule_name;
            if tx.get::<Rule>(&account, &region, rule).await?.is_none() {
                return Err(no_rule(rule));
            }
            let parameters = match read(given) {
                Ok(parameters) => parameters,
                Err(message) => {
                    failed
                        .push(FailedRemediationBatch { failure_message: Some(message), failed_items: Some(vec![given.clone()]) });
                    continue;
                }
            };
            let there = tx.get::<Remedy>(&account, &region, rule).await?;
            let own = match &there {
                Some(there) => there.body.arn.clone(),
                None => {
                    let id = tx.plane().ids.uuid();
                    arn(tx.plane(), &account, &region, &format!("remediation-configuration/{rule}/{id}"))
                }
            };
            let controls = given.execution_controls.as_ref().and_then(|controls| controls.ssm_controls.as_ref());
            let remedy = Remedy {
                rule: rule.clone(),
                document: given.target_id.clone(),
                version: given.target_version.clone(),
                parameters,
                kind: given.resource_type.clone(),
                automatic: given.automatic.unwrap_or(false),
                controls: controls.map(|c| (c.concurrent_execution_rate_percentage, c.error_percentage)),
                attempts: given.maximum_automatic_attempts,
                retry: given.retry_attempt_seconds,
                arn: own.clone(),
            };
            tx.touched(&own, &account, Remedy::KIND);
            let automatic = remedy.automatic;
            match there {
                Some(there) => tx.put(&Stored { body: remedy, ..there })?,
                None => tx.put(&Stored::new(&account, &region, rule, remedy).arn(own))?,
            }
            if automatic {
                begin(tx, &account, &region, rule).await?;
            }
        }
        Ok(api::PutRemediationConfigurationsResponse { failed_batches: Some(failed) })
    }
}

/// Begins with what is not as it should be already.
async fn begin(tx: &mut Transaction<'_>, account: &str, region: &str, name: &str) -> Result<(), Failure> {
    let Some(rule) = tx.get::<Rule>(account, region, name).await? else { return Ok(()) };
    let found = tx.reader().list::<Evaluation>(account, region, &format!("{}|", rule.body.id), None, 1_000).await?;
    for one in found.iter().filter(|one| one.body.compliance == api::ComplianceType::NonCompliant) {
        let exempt = tx.reader().get::<Exemption>(account, region, &key(name, &one.body.kind, &one.body.id)).await?;
        if exempt.is_none() {
            ask(tx, (account, region), name, (&one.body.kind, &one.body.id), true).await?;
        }
    }
    Ok(())
}

impl Handle for operation::DescribeRemediationConfigurations {
    async fn access(_: &api::DescribeRemediationConfigurationsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeRemediationConfigurationsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeRemediationConfigurationsResponse, Failure> {
        let found = tx.reader().get_many::<Remedy>(tx.account(), &tx.call().region, &input.config_rule_names).await?;
        let shown = found.iter().flatten().map(|found| shown(&found.body)).collect();
        Ok(api::DescribeRemediationConfigurationsResponse { remediation_configurations: Some(shown) })
    }
}

impl Handle for operation::DeleteRemediationConfiguration {
    async fn access(input: &api::DeleteRemediationConfigurationRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_remedy(lookup, &input.config_rule_name).await
    }

    async fn run(
        input: &api::DeleteRemediationConfigurationRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteRemediationConfigurationResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.config_rule_name;
        let found = tx.get::<Remedy>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
        let running = tx.reader().all::<Execution>(&account, &region, &format!("{name}|")).await?;
        if running
            .iter()
            .any(|one| matches!(one.body.state, RemediationExecutionState::Queued | RemediationExecutionState::InProgress))
        {
            return Err(RemediationInProgressException::new("Remediation action is in progress.").into());
        }
        tx.touched(&found.body.arn, &account, Remedy::KIND);
        tx.delete(&found);
        Ok(api::DeleteRemediationConfigurationResponse {})
    }
}

impl Handle for operation::StartRemediationExecution {
    async fn access(input: &api::StartRemediationExecutionRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_remedy(lookup, &input.config_rule_name).await
    }

    async fn run(
        input: &api::StartRemediationExecutionRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::StartRemediationExecutionResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.config_rule_name;
        if input.resource_keys.is_empty() || input.resource_keys.len() > MOST_KEYS {
            return Err(invalid(format!("Between 1 and {MOST_KEYS} resources can be given.")));
        }
        let remedy = tx.get::<Remedy>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
        if document(&remedy.body.document).is_none() {
            return Err(InsufficientPermissionsException::new("The document of the remediation is not available.").into());
        }
        let mut failed = Vec::new();
        for one in &input.resource_keys {
            let resource = resource_key(&one.resource_type, &one.resource_id);
            let there = tx.reader().get::<Current>(&account, &region, &resource).await?.is_some_and(|found| found.body.exists());
            let begun = there && ask(tx, (&account, &region), name, (&one.resource_type, &one.resource_id), false).await?;
            if !begun {
                failed.push(one.clone());
            }
        }
        let message = (!failed.is_empty()).then(|| "Some resources are not there, or are being remediated.".to_owned());
        Ok(api::StartRemediationExecutionResponse { failure_message: message, failed_items: Some(failed) })
    }
}

impl Handle for operation::DescribeRemediationExecutionStatus {
    async fn access(input: &api::DescribeRemediationExecutionStatusRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_remedy(lookup, &input.config_rule_name).await
    }

    async fn run(
        input: &api::DescribeRemediationExecutionStatusRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeRemediationExecutionStatusResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.config_rule_name;
        tx.reader().get::<Remedy>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
        let wanted = input.resource_keys.clone().unwrap_or_default();
        let mut found = tx.reader().all::<Execution>(&account, &region, &format!("{name}|")).await?;
        found.retain(|one| {
            wanted.is_empty() || wanted.iter().any(|w| w.resource_type == one.body.kind && w.resource_id == one.body.id)
        });
        let listing = format!("DescribeRemediationExecutionStatus {account} {region} {name} {wanted:?}");
        let size = limit(input.limit, PAGE, MOST_KEYS);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let shown = page.items.into_iter().map(|one| api::RemediationExecutionStatus {
            resource_key: Some(ResourceKey { resource_type: one.body.kind, resource_id: one.body.id }),
            state: Some(one.body.state),
            step_details: Some(
                one.body
                    .steps
                    .into_iter()
                    .map(|step| api::RemediationExecutionStep {
                        name: Some(step.name),
                        state: Some(step.state),
                        error_message: step.error,
                        start_time: Some(time(step.span.0)),
                        stop_time: Some(time(step.span.1)),
                    })
                    .collect(),
            ),
            invocation_time: Some(time(one.body.invoked)),
            last_updated_time: Some(time(one.body.updated)),
        });
        Ok(api::DescribeRemediationExecutionStatusResponse {
            remediation_execution_statuses: Some(shown.collect()),
            next_token: page.next,
        })
    }
}

fn parts(given: &RemediationExceptionResourceKey) -> (String, String) {
    (given.resource_type.clone().unwrap_or_default(), given.resource_id.clone().unwrap_or_default())
}

impl Handle for operation::PutRemediationExceptions {
    async fn access(_: &api::PutRemediationExceptionsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::PutRemediationExceptionsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::PutRemediationExceptionsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.config_rule_name;
        if input.resource_keys.len() > MOST_KEYS {
            return Err(invalid(format!("At most {MOST_KEYS} exceptions can be put at once.")));
        }
        if tx.get::<Remedy>(&account, &region, name).await?.is_none() {
            let items = input.resource_keys.iter().map(|given| {
                let (resource_type, resource_id) = parts(given);
                api::RemediationException {
                    config_rule_name: name.clone(),
                    resource_type,
                    resource_id,
                    message: input.message.clone(),
                    expiration_time: input.expiration_time,
                }
            });
            let batch = FailedRemediationExceptionBatch {
                failure_message: Some(format!("No RemediationConfiguration for rule {name} exists.")),
                failed_items: Some(items.collect()),
            };
            return Ok(api::PutRemediationExceptionsResponse { failed_batches: Some(vec![batch]) });
        }
        for given in &input.resource_keys {
            let (kind, id) = parts(given);
            let id = key(name, &kind, &id);
            let body = Exemption { message: input.message.clone(), expires: input.expiration_time.map(|t| t.as_millisecond()) };
            match tx.get::<Exemption>(&account, &region, &id).await? {
                Some(there) => tx.put(&Stored { body, ..there })?,
                None => tx.put(&Stored::new(&account, &region, id, body))?,
            }
        }
        Ok(api::PutRemediationExceptionsResponse { failed_batches: Some(Vec::new()) })
    }
}

impl Handle for operation::DescribeRemediationExceptions {
    async fn access(_: &api::DescribeRemediationExceptionsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DescribeRemediationExceptionsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DescribeRemediationExceptionsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let (name, now) = (&input.config_rule_name, tx.call().time.as_millisecond());
        let wanted: Vec<String> = input
            .resource_keys
            .iter()
            .flatten()
            .map(|given| {
                let (kind, id) = parts(given);
                key(name, &kind, &id)
            })
            .collect();
        let mut found = tx.reader().all::<Exemption>(&account, &region, &format!("{name}|")).await?;
        found.retain(|one| wanted.is_empty() || wanted.contains(&one.key.id));
        found.retain(|one| one.body.expires.is_none_or(|until| until > now));
        let listing = format!("DescribeRemediationExceptions {account} {region} {name} {wanted:?}");
        let size = limit(input.limit, PAGE, MOST_KEYS);
        let page = cut(found, &listing, input.next_token.as_deref(), size, |one| one.key.id.clone(), token)?;
        let shown = page.items.into_iter().map(|one| {
            let mut parts = one.key.id.splitn(3, '|').skip(1);
            api::RemediationException {
                config_rule_name: name.clone(),
                resource_type: parts.next().unwrap_or_default().to_owned(),
                resource_id: parts.next().unwrap_or_default().to_owned(),
                message: one.body.message,
                expiration_time: one.body.expires.map(time),
            }
        });
        Ok(api::DescribeRemediationExceptionsResponse { remediation_exceptions: Some(shown.collect()), next_token: page.next })
    }
}

impl Handle for operation::DeleteRemediationExceptions {
    async fn access(_: &api::DeleteRemediationExceptionsRequest, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::DeleteRemediationExceptionsRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteRemediationExceptionsResponse, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.config_rule_name;
        let mut found = Vec::new();
        for given in &input.resource_keys {
            let (kind, id) = parts(given);
            let held = tx.get::<Exemption>(&account, &region, &key(name, &kind, &id)).await?;
            found.push(held.ok_or_else(|| {
                NoSuchRemediationExceptionException::new(format!("There is no remediation exception for the resource {id}."))
            })?);
        }
        found.iter().for_each(|held| tx.delete(held));
        Ok(api::DeleteRemediationExceptionsResponse { failed_batches: Some(Vec::new()) })
    }
}
