//! Automation rules.

use plane::{Access, Failure, Handle, Lookup, Reader, Stored, Transaction};
use serde_json::Value;
use wire::{Shape, Timestamp};

use super::{PAGE, limit, page, tags};
use crate::api::operation::{
    BatchDeleteAutomationRules, BatchGetAutomationRules, BatchUpdateAutomationRules, CreateAutomationRule, ListAutomationRules,
};
use crate::api::{self, AutomationRulesConfig, AutomationRulesMetadata, RuleStatus, UnprocessedAutomationRule};
use crate::automation::Rule;
use crate::errors::{self, denied, invalid};
use crate::hub::{administrator, arn, here, own, required};
use crate::json;
use crate::resources::AutomationRule;

/// Rules of an account in a region.
const MOST: u64 = 100;
/// Longest name and description, characters.
const NAME: usize = 256;
const DESCRIPTION: usize = 1_024;

fn rule_arn(tx: &Transaction<'_>, id: &str) -> String {
    arn(tx.plane(), &tx.call().region, tx.account(), &format!("automation-rule/{id}"))
}

/// Permission for an action on rules, each of its own.
async fn on_rules(lookup: &Lookup<'_>, arns: &[&str]) -> Result<Access, Failure> {
    let mut access: Option<Access> = None;
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    for given in arns {
        let mut one = Access::on(*given);
        if let Ok(id) = own(given, account, region, "automation-rule")
            && let Some(found) = lookup.get::<AutomationRule>(account, region, id).await?
        {
            one = one.resource_tags(&found.tags);
        }
        access = Some(match access {
            Some(access) => access.and(one),
            None => one,
        });
    }
    let any = || Access::on(arn(lookup.plane(), region, account, "automation-rule/*"));
    Ok(access.unwrap_or_else(any))
}

/// Only administrators, and accounts that have none, have rules.
async fn may_have_rules(tx: &mut Transaction<'_>) -> Result<(), Failure> {
    required(tx).await?;
    let (account, region) = here(tx);
    if administrator(&tx.reader(), &account, &region).await?.is_some() {
        return Err(denied("Only the Security Hub administrator account can manage automation rules"));
    }
    Ok(())
}

fn check(rule: &AutomationRule) -> Result<(), Failure> {
    if rule.name.chars().count() > NAME || rule.description.chars().count() > DESCRIPTION {
        return Err(invalid("The name or the description of the rule is too long"));
    }
    let criteria = rule.criteria.as_object().map_or(0, serde_json::Map::len);
    if criteria == 0 {
        return Err(invalid("Criteria must have at least one field"));
    }
    let actions = rule.actions.as_array().map_or(&[][..], Vec::as_slice);
    if actions.is_empty()
        || actions.iter().any(|action| {
            action.get("FindingFieldsUpdate").is_none_or(|update| update.as_object().is_none_or(serde_json::Map::is_empty))
        })
    {
        return Err(invalid("Each action must have a FindingFieldsUpdate with at least one field"));
    }
    Rule::compile(rule)
        .map(|_| ())
        .map_err(|problem| invalid(problem.replace("'Filters'", "'Criteria'").replace("data.Filters", "data.Criteria")))
}

fn value_of<T: Shape + Clone>(items: &[T]) -> Value {
    items.iter().map(json::of).collect()
}

impl Handle for CreateAutomationRule {
    async fn access(input: &api::CreateAutomationRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().flatten().map(|(key, value)| (key.as_str(), value.as_str()));
        Ok(on_rules(lookup, &[]).await?.request_tags(tags))
    }

    async fn run(
        input: &api::CreateAutomationRuleRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::CreateAutomationRuleResponse, Failure> {
        may_have_rules(tx).await?;
        let (account, region) = here(tx);
        let rule = AutomationRule {
            name: input.rule_name.clone(),
            description: input.description.clone(),
            enabled: input.rule_status != Some(RuleStatus::Disabled),
            order: input.rule_order,
            terminal: input.is_terminal.unwrap_or_default(),
            criteria: json::of(&input.criteria),
            actions: value_of(&input.actions),
            created_by: tx.call().principal.arn.clone(),
        };
        check(&rule)?;
        if tx.reader().count::<AutomationRule>(&account, &region).await? >= MOST {
            return Err(errors::limit(format!("An account can have at most {MOST} automation rules")));
        }
        let id = tx.plane().ids.uuid_at(tx.call().time.as_millisecond()).to_string();
        let arn = rule_arn(tx, &id);
        tx.put(&Stored::new(&account, &region, id, rule).arn(arn.clone()).tags(tags(input.tags.as_ref())))?;
        tx.touched(arn.clone(), account, "AWS::SecurityHub::AutomationRule");
        Ok(api::CreateAutomationRuleResponse { rule_arn: Some(arn) })
    }
}

fn time(ms: i64) -> Option<Timestamp> {
    Timestamp::from_millisecond(ms).ok()
}

fn status(rule: &AutomationRule) -> Option<RuleStatus> {
    Some(if rule.enabled { RuleStatus::Enabled } else { RuleStatus::Disabled })
}

fn shown(rule: &Stored<AutomationRule>, arn: String) -> Result<AutomationRulesConfig, Failure> {
    let body = &rule.body;
    let actions = body.actions.as_array().map_or(&[][..], Vec::as_slice);
    Ok(AutomationRulesConfig {
        rule_arn: Some(arn),
        rule_status: status(body),
        rule_order: Some(body.order),
        rule_name: Some(body.name.clone()),
        description: Some(body.description.clone()),
        is_terminal: Some(body.terminal),
        criteria: Some(json::typed("AutomationRulesFindingFilters", &body.criteria)?),
        actions: Some(actions.iter().map(|action| json::typed("AutomationRulesAction", action)).collect::<Result<_, _>>()?),
        created_at: time(rule.created_at),
        updated_at: time(rule.updated_at),
        created_by: Some(body.created_by.clone()),
    })
}

fn absent(arn: &str) -> UnprocessedAutomationRule {
    UnprocessedAutomationRule {
        rule_arn: Some(arn.to_owned()),
        error_code: Some(404),
        error_message: Some("Automation rule not found".to_owned()),
    }
}

async fn find(reader: &Reader<'_>, account: &str, region: &str, given: &str) -> Result<Option<Stored<AutomationRule>>, Failure> {
    match own(given, account, region, "automation-rule") {
        Ok(id) => reader.get::<AutomationRule>(account, region, id).await,
        Err(_) => Ok(None),
    }
}

impl Handle for BatchGetAutomationRules {
    async fn access(input: &api::BatchGetAutomationRulesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rules(lookup, &input.automation_rules_arns.iter().map(String::as_str).collect::<Vec<_>>()).await
    }

    async fn run(
        input: &api::BatchGetAutomationRulesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchGetAutomationRulesResponse, Failure> {
        may_have_rules(tx).await?;
        let (account, region) = here(tx);
        let (mut rules, mut unprocessed) = (Vec::new(), Vec::new());
        for given in &input.automation_rules_arns {
            match find(&tx.reader(), &account, &region, given).await? {
                Some(rule) => rules.push(shown(&rule, given.clone())?),
                None => unprocessed.push(absent(given)),
            }
        }
        Ok(api::BatchGetAutomationRulesResponse { rules: Some(rules), unprocessed_automation_rules: Some(unprocessed) })
    }
}

impl Handle for BatchDeleteAutomationRules {
    async fn access(input: &api::BatchDeleteAutomationRulesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rules(lookup, &input.automation_rules_arns.iter().map(String::as_str).collect::<Vec<_>>()).await
    }

    async fn run(
        input: &api::BatchDeleteAutomationRulesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchDeleteAutomationRulesResponse, Failure> {
        may_have_rules(tx).await?;
        let (account, region) = here(tx);
        let (mut processed, mut unprocessed) = (Vec::new(), Vec::new());
        for given in &input.automation_rules_arns {
            let held = match own(given, &account, &region, "automation-rule") {
                Ok(id) => tx.get::<AutomationRule>(&account, &region, id).await?,
                Err(_) => None,
            };
            match held {
                Some(rule) => {
                    tx.delete(&rule);
                    processed.push(given.clone());
                }
                None => unprocessed.push(absent(given)),
            }
        }
        Ok(api::BatchDeleteAutomationRulesResponse {
            processed_automation_rules: Some(processed),
            unprocessed_automation_rules: Some(unprocessed),
        })
    }
}

impl Handle for BatchUpdateAutomationRules {
    async fn access(input: &api::BatchUpdateAutomationRulesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let arns: Vec<&str> = input.update_automation_rules_request_items.iter().map(|item| item.rule_arn.as_str()).collect();
        on_rules(lookup, &arns).await
    }

    async fn run(
        input: &api::BatchUpdateAutomationRulesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::BatchUpdateAutomationRulesResponse, Failure> {
        may_have_rules(tx).await?;
        let (account, region) = here(tx);
        let (mut processed, mut unprocessed) = (Vec::new(), Vec::new());
        for item in &input.update_automation_rules_request_items {
            let held = match own(&item.rule_arn, &account, &region, "automation-rule") {
                Ok(id) => tx.get::<AutomationRule>(&account, &region, id).await?,
                Err(_) => None,
            };
            let Some(mut rule) = held else {
                unprocessed.push(absent(&item.rule_arn));
                continue;
            };
            change(&mut rule.body, item);
            match check(&rule.body) {
                Ok(()) => {
                    tx.put(&rule)?;
                    processed.push(item.rule_arn.clone());
                }
                Err(failure) => unprocessed.push(UnprocessedAutomationRule {
                    rule_arn: Some(item.rule_arn.clone()),
                    error_code: Some(400),
                    error_message: Some(failure.message),
                }),
            }
        }
        Ok(api::BatchUpdateAutomationRulesResponse {
            processed_automation_rules: Some(processed),
            unprocessed_automation_rules: Some(unprocessed),
        })
    }
}

fn change(rule: &mut AutomationRule, item: &api::UpdateAutomationRulesRequestItem) {
    if let Some(status) = item.rule_status {
        rule.enabled = status == RuleStatus::Enabled;
    }
    if let Some(order) = item.rule_order {
        rule.order = order;
    }
    if let Some(description) = &item.description {
        rule.description.clone_from(description);
    }
    if let Some(name) = &item.rule_name {
        rule.name.clone_from(name);
    }
    if let Some(terminal) = item.is_terminal {
        rule.terminal = terminal;
    }
    if let Some(criteria) = &item.criteria {
        rule.criteria = json::of(criteria);
    }
    if let Some(actions) = &item.actions {
        rule.actions = value_of(actions);
    }
}

impl Handle for ListAutomationRules {
    async fn access(_: &api::ListAutomationRulesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on_rules(lookup, &[]).await
    }

    async fn run(
        input: &api::ListAutomationRulesRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListAutomationRulesResponse, Failure> {
        may_have_rules(tx).await?;
        let (account, region) = here(tx);
        let mut all = tx.reader().all::<AutomationRule>(&account, &region, "").await?;
        all.sort_by_key(|rule| (rule.body.order, rule.key.id.clone()));
        let most = limit(input.max_results, PAGE);
        let id = |rule: &Stored<AutomationRule>| format!("{:05}{}", rule.body.order, rule.key.id);
        let page = page(tx, all, "", input.next_token.as_deref(), most, id)?;
        let shown = page.items.iter().map(|rule| AutomationRulesMetadata {
            rule_arn: Some(rule_arn(tx, &rule.key.id)),
            rule_status: status(&rule.body),
            rule_order: Some(rule.body.order),
            rule_name: Some(rule.body.name.clone()),
            description: Some(rule.body.description.clone()),
            is_terminal: Some(rule.body.terminal),
            created_at: time(rule.created_at),
            updated_at: time(rule.updated_at),
            created_by: Some(rule.body.created_by.clone()),
        });
        Ok(api::ListAutomationRulesResponse { automation_rules_metadata: Some(shown.collect()), next_token: page.next })
    }
}
