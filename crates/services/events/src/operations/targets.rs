//! Targets of rules.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Transaction};

use crate::api::operation::{ListTargetsByRule, PutTargets, RemoveTargets};
use crate::api::{
    DeadLetterConfig, HttpParameters, InputTransformer, LimitExceededException, ListTargetsByRuleRequest,
    ListTargetsByRuleResponse, PutTargetsRequest, PutTargetsResponse, RemoveTargetsRequest, RemoveTargetsResponse, RetryPolicy,
    SqsParameters, Target as Given,
};
use crate::find;
use crate::input;
use crate::log_group;
use crate::names::{Arn, BusName};
use crate::operations::buses::{limit, wrong_token};
use crate::operations::rules::passing;
use crate::resources::{HttpTarget, Input, Target};

/// Targets of a rule at most.
/// See <https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-quota.html>.
const MOST_TARGETS: usize = 5;

impl Handle for PutTargets {
    async fn access(input: &PutTargetsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bus = find::named(lookup, input.event_bus_name.as_deref());
        let (access, _) = find::rule_access(lookup, &bus, &input.rule).await?;
        let mut access = access.keys("events:TargetArn", input.targets.iter().map(|target| target.arn.as_str()));
        let mut roles: Vec<&str> = input.targets.iter().filter_map(|target| target.role_arn.as_deref()).collect();
        roles.sort_unstable();
        roles.dedup();
        for role in roles {
            access = passing(access, Some(role));
        }
        Ok(access)
    }

    async fn run(input: &PutTargetsRequest, tx: &mut Transaction<'_>) -> Result<PutTargetsResponse, Failure> {
        let mut rule = find::own_rule(tx, input.event_bus_name.as_deref(), &input.rule, false).await?;
        for given in &input.targets {
            let target = read(given, tx.account(), &tx.call().region)?;
            match rule.body.targets.binary_search_by(|have| have.id.cmp(&target.id)) {
                Ok(place) => {
                    if let Some(have) = rule.body.targets.get_mut(place) {
                        *have = target;
                    }
                }
                Err(place) => rule.body.targets.insert(place, target),
            }
        }
        if rule.body.targets.len() > MOST_TARGETS {
            return Err(LimitExceededException::new("The requested resource exceeds the maximum number allowed.").into());
        }
        tx.put(&rule)?;
        let bus = BusName::of(input.event_bus_name.as_deref(), tx.account(), &tx.call().region);
        find::changed(tx, &bus).await?;
        Ok(PutTargetsResponse { failed_entry_count: Some(0), failed_entries: Some(Vec::new()) })
    }
}

fn read(given: &Given, account: &str, region: &str) -> Result<Target, Failure> {
    let id = &given.id;
    let invalid = |reason: String| Failure::validation(reason);
    let wrong = || invalid(format!("Parameter {} is not valid. Reason: Provided Arn is not in correct format.", given.arn));
    let arn = Arn::parse(&given.arn).ok_or_else(wrong)?;
    let bus = arn.service == "events" && arn.resource.starts_with("event-bus/");
    let elsewhere = (arn.account, arn.region) != (account, region);
    match arn.service {
        "sqs" | "sns" if elsewhere && arn.region != region => {
            return Err(invalid(format!("Parameter {} is not valid. Reason: Arn is not in the region of the rule.", given.arn)));
        }
        "sqs" => {}
        "sns" if !arn.resource.is_empty() && !arn.resource.contains([':', '/']) => {}
        "lambda" if arn.resource.starts_with("function:") => {}
        "logs" if log_group::name(arn.resource).is_some() => {
            if elsewhere {
                return Err(invalid(format!(
                    "Parameter {} is not valid. Reason: a log group must be in the account and the region of the rule.",
                    given.arn
                )));
            }
        }
        "events" if arn.resource.starts_with("api-destination/") => {
            if elsewhere {
                return Err(invalid(format!(
                    "Parameter {} is not valid. Reason: an API destination must be in the account and the region of the rule.",
                    given.arn
                )));
            }
            if given.role_arn.is_none() {
                return Err(invalid(format!("RoleArn is required for target {}.", given.arn)));
            }
        }
        "events" if bus => {
            if elsewhere && given.role_arn.is_none() {
                return Err(invalid(format!("RoleArn is required for target {}.", given.arn)));
            }
        }
        service => {
            return Err(invalid(format!(
                "Parameter {} is not valid. Reason: targets of {service} are not supported; queues, topics, functions, log groups, event buses and API destinations are.",
                given.arn
            )));
        }
    }
    let group = given.sqs_parameters.as_ref().and_then(|parameters| parameters.message_group_id.clone());
    if arn.service == "sqs" && arn.resource.ends_with(".fifo") && group.is_none() {
        return Err(invalid(format!("Parameter(s) SqsParameters must be specified for target: {id}.")));
    }
    let queue = given.dead_letter_config.as_ref().and_then(|config| config.arn.clone());
    if let Some(queue) = &queue {
        let is_queue = Arn::parse(queue).is_some_and(|arn| arn.service == "sqs" && !arn.resource.ends_with(".fifo"));
        if !is_queue {
            return Err(invalid(format!(
                "Parameter DeadLetterConfig of target {id} is not valid. Reason: it must be the ARN of a standard queue."
            )));
        }
    }
    let inputs = [given.input.is_some(), given.input_path.is_some(), given.input_transformer.is_some()];
    if inputs.iter().filter(|given| **given).count() > 1 {
        return Err(invalid(format!("Only one of Input, InputPath, or InputTransformer must be provided for target {id}.")));
    }
    let transformer = given.input_transformer.as_ref().map(|transformer| Input::Transformer {
        paths: transformer.input_paths_map.clone().unwrap_or_default(),
        template: transformer.input_template.clone(),
    });
    let input = given.input.clone().map(Input::Fixed).or_else(|| given.input_path.clone().map(Input::Path)).or(transformer);
    if let Some(input) = &input {
        input::check(input).map_err(|reason| invalid(format!("{reason} (target {id})")))?;
        if arn.service == "logs" {
            log_group::check_input(input).map_err(|reason| invalid(format!("{reason} (target {id})")))?;
        }
        if bus {
            return Err(invalid(format!(
                "Input, InputPath and InputTransformer are not supported for the event bus of target {id}."
            )));
        }
    }
    let retry = given.retry_policy.as_ref();
    Ok(Target {
        id: id.clone(),
        arn: given.arn.clone(),
        role: given.role_arn.clone(),
        input,
        group,
        retries: retry.and_then(|retry| retry.maximum_retry_attempts),
        max_age: retry.and_then(|retry| retry.maximum_event_age_in_seconds),
        dead_letter: queue,
        http: given.http_parameters.as_ref().map(|http| HttpTarget {
            path: http.path_parameter_values.clone().unwrap_or_default(),
            headers: http.header_parameters.clone().unwrap_or_default(),
            query: http.query_string_parameters.clone().unwrap_or_default(),
        }),
    })
}

fn show(target: Target) -> Given {
    let mut shown = Given {
        id: target.id,
        arn: target.arn,
        role_arn: target.role,
        sqs_parameters: target.group.map(|group| SqsParameters { message_group_id: Some(group) }),
        dead_letter_config: target.dead_letter.map(|arn| DeadLetterConfig { arn: Some(arn) }),
        retry_policy: (target.retries.is_some() || target.max_age.is_some())
            .then_some(RetryPolicy { maximum_retry_attempts: target.retries, maximum_event_age_in_seconds: target.max_age }),
        http_parameters: target.http.map(|http| HttpParameters {
            path_parameter_values: (!http.path.is_empty()).then_some(http.path),
            header_parameters: (!http.headers.is_empty()).then_some(http.headers),
            query_string_parameters: (!http.query.is_empty()).then_some(http.query),
        }),
        ..Given::default()
    };
    match target.input {
        Some(Input::Fixed(text)) => shown.input = Some(text),
        Some(Input::Path(path)) => shown.input_path = Some(path),
        Some(Input::Transformer { paths, template }) => {
            shown.input_transformer =
                Some(InputTransformer { input_paths_map: (!paths.is_empty()).then_some(paths), input_template: template });
        }
        None => {}
    }
    shown
}

impl Handle for RemoveTargets {
    async fn access(input: &RemoveTargetsRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(find::rule_access(lookup, &find::named(lookup, input.event_bus_name.as_deref()), &input.rule).await?.0)
    }

    async fn run(input: &RemoveTargetsRequest, tx: &mut Transaction<'_>) -> Result<RemoveTargetsResponse, Failure> {
        let mut rule = find::own_rule(tx, input.event_bus_name.as_deref(), &input.rule, input.force.unwrap_or_default()).await?;
        rule.body.targets.retain(|target| !input.ids.contains(&target.id));
        tx.put(&rule)?;
        let bus = BusName::of(input.event_bus_name.as_deref(), tx.account(), &tx.call().region);
        find::changed(tx, &bus).await?;
        Ok(RemoveTargetsResponse { failed_entry_count: Some(0), failed_entries: Some(Vec::new()) })
    }
}

impl Handle for ListTargetsByRule {
    async fn access(input: &ListTargetsByRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(find::rule_access(lookup, &find::named(lookup, input.event_bus_name.as_deref()), &input.rule).await?.0)
    }

    async fn run(input: &ListTargetsByRuleRequest, tx: &mut Transaction<'_>) -> Result<ListTargetsByRuleResponse, Failure> {
        let rule = find::rule(tx, input.event_bus_name.as_deref(), &input.rule).await?.body;
        let listing = format!("ListTargetsByRule {}", rule.arn);
        let id = |target: &Target| target.id.clone();
        let page = cut(rule.targets, &listing, input.next_token.as_deref(), limit(input.limit), id, wrong_token)?;
        Ok(ListTargetsByRuleResponse { targets: Some(page.items.into_iter().map(show).collect()), next_token: page.next })
    }
}
