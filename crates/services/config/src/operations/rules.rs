//! Rules.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::Common;
use wire::shape::Unit;

use super::rule_checks::checked;
use super::tags;
use crate::api::{
    self, ConfigRuleState, MaxNumberOfConfigRulesExceededException, NoAvailableConfigurationRecorderException,
    NoSuchConfigRuleException, ResourceInUseException, operation,
};
use crate::errors::invalid;
use crate::judge::evaluate::ask;
use crate::judge::resources::{Rule, RuleState};
use crate::judge::{keep, remove};
use crate::place::arn;
use crate::resources::Recorder;

/// Rules of an account in a region at most.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/configlimits.html>.
pub(crate) const MOST: u64 = 1_000;
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
