//! Automation rules of the second version.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use serde_json::Value;
use wire::{Shape, Timestamp};

use super::page;
use crate::api::operation::{
    CreateAutomationRuleV2, DeleteAutomationRuleV2, GetAutomationRuleV2, ListAutomationRulesV2, UpdateAutomationRuleV2,
};
use crate::api::{self, AutomationRulesActionTypeObjectV2, AutomationRulesActionV2, AutomationRulesMetadataV2, RuleStatusV2};
use crate::errors::{denied, not_found, quota, validation};
use crate::hub::{administrator, arn, here, own, required_v2};
use crate::json;
use crate::ocsf::automation::Rule;
use crate::operations::{PAGE, limit, tags};
use crate::resources::AutomationRuleV2;

/// Rules of an account in a region.
const MOST: u64 = 100;
/// Longest name and description, characters.
const NAME: usize = 256;
const DESCRIPTION: usize = 1_024;

fn rule_arn(tx: &Transaction<'_>, id: &str) -> String {
    arn(tx.plane(), &tx.call().region, tx.account(), &format!("automation-rulev2/{id}"))
}

/// Permission for an action on a rule, by its ARN or id.
async fn on_rule(lookup: &Lookup<'_>, given: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let id = own(given, account, region, "automation-rulev2").unwrap_or(given);
    let access = Access::on(arn(lookup.plane(), region, account, &format!("automation-rulev2/{id}")));
    Ok(match lookup.get::<AutomationRuleV2>(account, region, id).await? {
        Some(found) => access.resource_tags(&found.tags),
        None => access,
    })
}

/// Only administrators, and accounts that have none, have rules.
async fn may_have_rules(tx: &mut Transaction<'_>) -> Result<(), Failure> {
    required_v2(tx).await?;
    let (account, region) = here(tx);
    if administrator(&tx.reader(), &account, &region).await?.is_some() {
        return Err(denied("Only the Security Hub administrator account can manage automation rules"));
    }
    Ok(())
}

/// The rule of an ARN or id, held until the commit.
async fn held(tx: &mut Transaction<'_>, given: &str) -> Result<Stored<AutomationRuleV2>, Failure> {
    let (account, region) = here(tx);
    let id = own(given, &account, &region, "automation-rulev2").unwrap_or(given).to_owned();
    let found = tx.get::<AutomationRuleV2>(&account, &region, &id).await?;
    found.ok_or_else(|| not_found(format!("Automation rule {given} was not found")))
}

fn check(rule: &AutomationRuleV2) -> Result<(), Failure> {
    if rule.name.chars().count() > NAME || rule.description.chars().count() > DESCRIPTION {
        return Err(validation("The name or the description of the rule is too long"));
    }
    if !(1.0..=1000.0).contains(&rule.order) {
        return Err(validation("RuleOrder must be between 1 and 1000"));
    }
    Rule::compile(rule).map(|_| ()).map_err(validation)
}

fn value_of<T: Shape + Clone>(items: &[T]) -> Value {
    items.iter().map(json::of).collect()
}

impl Handle for CreateAutomationRuleV2 {
    async fn access(input: &api::CreateAutomationRuleV2Request, _: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
        Ok(Access::any().request_tags(tags))
    }

    async fn run(
        input: &api::CreateAutomationRuleV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateAutomationRuleV2Response, Failure> {
        may_have_rules(tx).await?;
        let (account, region) = here(tx);
        let known = tx.all::<AutomationRuleV2>(&account, &region, "").await?;
        let repeated = known.iter().find(|one| input.client_token.is_some() && one.body.token == input.client_token);
        if let Some(made) = repeated {
            let arn = rule_arn(tx, &made.key.id);
            return Ok(api::CreateAutomationRuleV2Response { rule_arn: Some(arn), rule_id: Some(made.body.id.clone()) });
        }
        let id = tx.plane().ids.uuid_at(tx.call().time.as_millisecond()).to_string();
        let rule = AutomationRuleV2 {
            id: id.clone(),
            name: input.rule_name.clone(),
            description: input.description.clone(),
            enabled: input.rule_status != Some(RuleStatusV2::Disabled),
            order: input.rule_order,
            criteria: json::of(&input.criteria),
            actions: value_of(&input.actions),
            token: input.client_token.clone(),
        };
        check(&rule)?;
        if known.len() as u64 >= MOST {
            return Err(quota(format!("An account can have at most {MOST} automation rules")));
        }
        let arn = rule_arn(tx, &id);
        tx.put(&Stored::new(&account, &region, id.clone(), rule).arn(arn.clone()).tags(tags(input.tags.as_ref())))?;
        tx.touched(arn.clone(), account, "AWS::SecurityHub::AutomationRuleV2");
        Ok(api::CreateAutomationRuleV2Response { rule_arn: Some(arn), rule_id: Some(id) })
    }
}

fn time(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

fn status(rule: &AutomationRuleV2) -> Option<RuleStatusV2> {
    Some(if rule.enabled { RuleStatusV2::Enabled } else { RuleStatusV2::Disabled })
}

fn actions(rule: &AutomationRuleV2) -> Result<Vec<AutomationRulesActionV2>, Failure> {
    let actions = rule.actions.as_array().map_or(&[][..], Vec::as_slice);
    actions.iter().map(|action| json::typed("AutomationRulesActionV2", action)).collect()
}

impl Handle for GetAutomationRuleV2 {
    async fn access(input: &api::GetAutomationRuleV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rule(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::GetAutomationRuleV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::GetAutomationRuleV2Response, Failure> {
        may_have_rules(tx).await?;
        let rule = held(tx, &input.identifier).await?;
        let body = &rule.body;
        Ok(api::GetAutomationRuleV2Response {
            rule_arn: Some(rule_arn(tx, &rule.key.id)),
            rule_id: Some(body.id.clone()),
            rule_order: Some(body.order),
            rule_name: Some(body.name.clone()),
            rule_status: status(body),
            description: Some(body.description.clone()),
            criteria: Some(json::typed("Criteria", &body.criteria)?),
            actions: Some(actions(body)?),
            created_at: time(rule.created_at),
            updated_at: time(rule.updated_at),
        })
    }
}

impl Handle for ListAutomationRulesV2 {
    async fn access(_: &api::ListAutomationRulesV2Request, _: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::any())
    }

    async fn run(
        input: &api::ListAutomationRulesV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListAutomationRulesV2Response, Failure> {
        may_have_rules(tx).await?;
        let (account, region) = here(tx);
        let all = tx.reader().all::<AutomationRuleV2>(&account, &region, "").await?;
        let most = limit(input.max_results, PAGE);
        let page = page(tx, all, input.next_token.as_deref(), most, |rule| rule.key.id.clone())?;
        let mut rules = Vec::with_capacity(page.items.len());
        for rule in &page.items {
            let kinds = actions(&rule.body)?.into_iter();
            rules.push(AutomationRulesMetadataV2 {
                rule_arn: Some(rule_arn(tx, &rule.key.id)),
                rule_id: Some(rule.body.id.clone()),
                rule_order: Some(rule.body.order),
                rule_name: Some(rule.body.name.clone()),
                rule_status: status(&rule.body),
                description: Some(rule.body.description.clone()),
                actions: Some(kinds.map(|action| AutomationRulesActionTypeObjectV2 { r#type: Some(action.r#type) }).collect()),
                created_at: time(rule.created_at),
                updated_at: time(rule.updated_at),
            });
        }
        Ok(api::ListAutomationRulesV2Response { rules: Some(rules), next_token: page.next })
    }
}

impl Handle for UpdateAutomationRuleV2 {
    async fn access(input: &api::UpdateAutomationRuleV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rule(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::UpdateAutomationRuleV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::UpdateAutomationRuleV2Response, Failure> {
        may_have_rules(tx).await?;
        let mut rule = held(tx, &input.identifier).await?;
        let body = &mut rule.body;
        if let Some(status) = input.rule_status {
            body.enabled = status == RuleStatusV2::Enabled;
        }
        if let Some(order) = input.rule_order {
            body.order = order;
        }
        if let Some(name) = &input.rule_name {
            body.name.clone_from(name);
        }
        if let Some(description) = &input.description {
            body.description.clone_from(description);
        }
        if let Some(criteria) = &input.criteria {
            body.criteria = json::of(criteria);
        }
        if let Some(actions) = &input.actions {
            body.actions = value_of(actions);
        }
        check(body)?;
        tx.put(&rule)?;
        let (arn, account) = (rule_arn(tx, &rule.key.id), tx.account().to_owned());
        tx.touched(arn, account, "AWS::SecurityHub::AutomationRuleV2");
        Ok(api::UpdateAutomationRuleV2Response {})
    }
}

impl Handle for DeleteAutomationRuleV2 {
    async fn access(input: &api::DeleteAutomationRuleV2Request, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rule(lookup, &input.identifier).await
    }

    async fn run(
        input: &api::DeleteAutomationRuleV2Request,
        tx: &mut Transaction<'_>,
    ) -> Result<api::DeleteAutomationRuleV2Response, Failure> {
        may_have_rules(tx).await?;
        let rule = held(tx, &input.identifier).await?;
        tx.delete(&rule);
        let (arn, account) = (rule_arn(tx, &rule.key.id), tx.account().to_owned());
        tx.touched(arn, account, "AWS::SecurityHub::AutomationRuleV2");
        Ok(api::DeleteAutomationRuleV2Response {})
    }
}
