//! Rules.

use plane::page::{self, cut};
use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use schedules::Schedule;
use wire::Unit;

use crate::api::operation::{DeleteRule, DescribeRule, DisableRule, EnableRule, ListRuleNamesByTarget, ListRules, PutRule};
use crate::api::{
    DeleteRuleRequest, DescribeRuleRequest, DescribeRuleResponse, DisableRuleRequest, EnableRuleRequest, LimitExceededException,
    ListRuleNamesByTargetRequest, ListRuleNamesByTargetResponse, ListRulesRequest, ListRulesResponse, PutRuleRequest,
    PutRuleResponse, Rule as Shown, RuleState,
};
use crate::find;
use crate::names::{BusName, no_bus};
use crate::operations::buses::{limit, wrong_token};
use crate::operations::patterns;
use crate::operations::tags::{check_tags, pairs};
use crate::resources::{BY_TARGET, DEFAULT_BUS, Rule};
use crate::timers;

/// Rules of a bus at most: AWS' quota is 300 and can be raised; this is ours.
const MOST_RULES: usize = 10_000;

/// What must be allowed to hand a role to the service.
pub fn passing(access: Access, role: Option<&str>) -> Access {
    match role {
        Some(role) => access.and(Access::on(role).action("iam:PassRole").key("iam:PassedToService", "events.amazonaws.com")),
        None => access,
    }
}

/// Values of one field of a pattern that conditions of policies speak of.
fn named_in(pattern: Option<&str>, field: &str) -> Vec<String> {
    let document = pattern.and_then(|text| serde_json::from_str::<serde_json::Value>(text).ok());
    let values = document.as_ref().and_then(|document| document.get(field)).and_then(serde_json::Value::as_array);
    values.into_iter().flatten().filter_map(|value| value.as_str().map(str::to_owned)).collect()
}

impl Handle for PutRule {
    async fn access(input: &PutRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bus = find::named(lookup, input.event_bus_name.as_deref());
        let (mut access, found) = find::rule_access(lookup, &bus, &input.name).await?;
        if found.is_none() {
            access = access.key("events:creatorAccount", lookup.account());
        }
        for (key, field) in [("events:source", "source"), ("events:detail-type", "detail-type")] {
            let values = named_in(input.event_pattern.as_deref(), field);
            if !values.is_empty() {
                access = access.keys(key, values.iter().map(String::as_str));
            }
        }
        let given = pairs(input.tags.as_deref());
        access = access.request_tags(given.iter().map(|(k, v)| (k.as_str(), v.as_str())));
        Ok(passing(access, input.role_arn.as_deref()))
    }

    async fn run(input: &PutRuleRequest, tx: &mut Transaction<'_>) -> Result<PutRuleResponse, Failure> {
        let bus = BusName::of(input.event_bus_name.as_deref(), tx.account(), &tx.call().region);
        find::held_bus(tx, &bus).await?;
        check(input, &bus)?;
        let tags = pairs(input.tags.as_deref());
        check_tags(&tags)?;
        let id = Rule::id(&bus.name, &input.name);
        let found = match tx.get::<Rule>(&bus.account, &bus.region, &id).await? {
            Some(_) => Some(find::own_rule(tx, input.event_bus_name.as_deref(), &input.name, false).await?),
            None => None,
        };
        let now = tx.call().time.as_millisecond();
        let state = input.state.unwrap_or(RuleState::Enabled);
        let arn = bus.rule_arn(tx.plane(), &input.name);
        let mut rule = match found {
            Some(found) => found,
            None => {
                if tx.reader().all::<Rule>(&bus.account, &bus.region, &Rule::id(&bus.name, "")).await?.len() >= MOST_RULES {
                    return Err(LimitExceededException::new("The requested resource exceeds the maximum number allowed.").into());
                }
                tx.touched(arn.clone(), bus.account.clone(), "AWS::Events::Rule");
                let rule = Rule {
                    name: input.name.clone(),
                    bus: bus.name.clone(),
                    arn: arn.clone(),
                    pattern: None,
                    schedule: None,
                    anchor: 0,
                    state,
                    description: None,
                    role: None,
                    managed_by: None,
                    created_by: tx.account().to_owned(),
                    targets: Vec::new(),
                };
                // Tags of a rule that is there are changed by TagResource only.
                Stored::new(&bus.account, &bus.region, id, rule).arn(arn.clone()).tags(tags)
            }
        };
        let ran = (rule.body.state != RuleState::Disabled).then(|| rule.body.schedule.clone()).flatten();
        rule.body.pattern.clone_from(&input.event_pattern);
        rule.body.schedule.clone_from(&input.schedule_expression);
        rule.body.description.clone_from(&input.description);
        rule.body.role.clone_from(&input.role_arn);
        rule.body.state = state;
        timers::set(tx, &mut rule, ran, now)?;
        tx.put(&rule)?;
        find::changed(tx, &bus).await?;
        Ok(PutRuleResponse { rule_arn: Some(arn) })
    }
}

fn check(input: &PutRuleRequest, bus: &BusName) -> Result<(), Failure> {
    if input.event_pattern.is_none() && input.schedule_expression.is_none() {
        return Err(Failure::validation("Parameter(s) EventPattern or ScheduleExpression must be specified."));
    }
    if let Some(pattern) = &input.event_pattern {
        patterns::parse(pattern)?;
    }
    if let Some(schedule) = &input.schedule_expression {
        if bus.name != DEFAULT_BUS {
            return Err(Failure::validation("ScheduleExpression is supported only on the default event bus."));
        }
        if !matches!(Schedule::parse(schedule), Ok(Schedule::Rate(_) | Schedule::Cron(_))) {
            return Err(Failure::validation("Parameter ScheduleExpression is not valid."));
        }
    }
    Ok(())
}

async fn switch(tx: &mut Transaction<'_>, name: &str, bus: Option<&str>, on: bool) -> Result<(), Failure> {
    let mut rule = find::own_rule(tx, bus, name, false).await?;
    let ran = (rule.body.state != RuleState::Disabled).then(|| rule.body.schedule.clone()).flatten();
    rule.body.state = match (on, rule.body.state) {
        (true, RuleState::Disabled) => RuleState::Enabled,
        (true, state) => state,
        (false, _) => RuleState::Disabled,
    };
    let now = tx.call().time.as_millisecond();
    timers::set(tx, &mut rule, ran, now)?;
    tx.put(&rule)?;
    let bus = BusName::of(bus, tx.account(), &tx.call().region);
    find::changed(tx, &bus).await
}

impl Handle for EnableRule {
    async fn access(input: &EnableRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(find::rule_access(lookup, &find::named(lookup, input.event_bus_name.as_deref()), &input.name).await?.0)
    }

    async fn run(input: &EnableRuleRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        switch(tx, &input.name, input.event_bus_name.as_deref(), true).await?;
        Ok(Unit::default())
    }
}

impl Handle for DisableRule {
    async fn access(input: &DisableRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(find::rule_access(lookup, &find::named(lookup, input.event_bus_name.as_deref()), &input.name).await?.0)
    }

    async fn run(input: &DisableRuleRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        switch(tx, &input.name, input.event_bus_name.as_deref(), false).await?;
        Ok(Unit::default())
    }
}

impl Handle for DeleteRule {
    async fn access(input: &DeleteRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(find::rule_access(lookup, &find::named(lookup, input.event_bus_name.as_deref()), &input.name).await?.0)
    }

    async fn run(input: &DeleteRuleRequest, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let bus = BusName::of(input.event_bus_name.as_deref(), tx.account(), &tx.call().region);
        find::held_bus(tx, &bus).await?;
        // A rule that is not there is deleted already.
        if tx.get::<Rule>(&bus.account, &bus.region, &Rule::id(&bus.name, &input.name)).await?.is_none() {
            return Ok(Unit::default());
        }
        let rule = find::own_rule(tx, input.event_bus_name.as_deref(), &input.name, input.force.unwrap_or_default()).await?;
        if !rule.body.targets.is_empty() {
            return Err(Failure::validation("Rule can't be deleted since it has targets."));
        }
        tx.delete(&rule);
        find::changed(tx, &bus).await?;
        Ok(Unit::default())
    }
}

impl Handle for DescribeRule {
    async fn access(input: &DescribeRuleRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(find::rule_access(lookup, &find::named(lookup, input.event_bus_name.as_deref()), &input.name).await?.0)
    }

    async fn run(input: &DescribeRuleRequest, tx: &mut Transaction<'_>) -> Result<DescribeRuleResponse, Failure> {
        let rule = find::rule(tx, input.event_bus_name.as_deref(), &input.name).await?.body;
        Ok(DescribeRuleResponse {
            name: Some(rule.name),
            arn: Some(rule.arn),
            event_pattern: rule.pattern,
            schedule_expression: rule.schedule,
            state: Some(rule.state),
            description: rule.description,
            role_arn: rule.role,
            managed_by: rule.managed_by,
            event_bus_name: Some(rule.bus),
            created_by: Some(rule.created_by),
        })
    }
}

impl Handle for ListRules {
    async fn access(input: &ListRulesRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bus = find::named(lookup, input.event_bus_name.as_deref());
        Ok(find::rule_access(lookup, &bus, "*").await?.0)
    }

    async fn run(input: &ListRulesRequest, tx: &mut Transaction<'_>) -> Result<ListRulesResponse, Failure> {
        let bus = BusName::of(input.event_bus_name.as_deref(), tx.account(), &tx.call().region);
        find::bus(&tx.reader(), &bus).await?.filter(|_| bus.account == tx.account()).ok_or_else(|| no_bus(&bus.name))?;
        let prefix = Rule::id(&bus.name, input.name_prefix.as_deref().unwrap_or_default());
        let listing = format!("ListRules {} {prefix}", bus.region);
        let after =
            input.next_token.as_deref().map(|token| page::position(&listing, token).ok_or_else(wrong_token)).transpose()?;
        let most = limit(input.limit);
        let mut rules = tx.reader().list::<Rule>(&bus.account, &bus.region, &prefix, after.as_deref(), most + 1).await?;
        let more = rules.len() > most;
        rules.truncate(most);
        let next_token = rules.last().filter(|_| more).map(|last| page::token(&listing, &last.key.id));
        let shown = rules.into_iter().map(|rule| Shown {
            name: Some(rule.body.name),
            arn: Some(rule.body.arn),
            event_pattern: rule.body.pattern,
            state: Some(rule.body.state),
            description: rule.body.description,
            schedule_expression: rule.body.schedule,
            role_arn: rule.body.role,
            managed_by: rule.body.managed_by,
            event_bus_name: Some(rule.body.bus),
        });
        Ok(ListRulesResponse { rules: Some(shown.collect()), next_token })
    }
}

impl Handle for ListRuleNamesByTarget {
    async fn access(input: &ListRuleNamesByTargetRequest, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let bus = find::named(lookup, input.event_bus_name.as_deref());
        Ok(find::rule_access(lookup, &bus, "*").await?.0)
    }

    async fn run(
        input: &ListRuleNamesByTargetRequest,
        tx: &mut Transaction<'_>,
    ) -> Result<ListRuleNamesByTargetResponse, Failure> {
        let bus = BusName::of(input.event_bus_name.as_deref(), tx.account(), &tx.call().region);
        find::bus(&tx.reader(), &bus).await?.filter(|_| bus.account == tx.account()).ok_or_else(|| no_bus(&bus.name))?;
        let value = Rule::by_target(&bus.account, &bus.region, &bus.name, &input.target_arn);
        let rules = tx.reader().find_all::<Rule>(BY_TARGET, &value, None, MOST_RULES).await?;
        let listing = format!("ListRuleNamesByTarget {value}");
        let id = |rule: &Stored<Rule>| rule.body.name.clone();
        let page = cut(rules, &listing, input.next_token.as_deref(), limit(input.limit), id, wrong_token)?;
        let names = page.items.into_iter().map(|rule| rule.body.name).collect();
        Ok(ListRuleNamesByTargetResponse { rule_names: Some(names), next_token: page.next })
    }
}
