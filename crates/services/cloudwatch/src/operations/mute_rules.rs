//! Mute rules.

use plane::page::cut;
use plane::{Access, Failure, Handle, Lookup, Plane, Stored, Transaction};
use wire::Timestamp;
use wire::shape::Unit;

use super::tags;
use crate::alarms::mute::Times;
use crate::api::{self, AlarmMuteRuleStatus, operation};
use crate::errors::{self, invalid};
use crate::resources::MuteRule;

/// Rules of a page, and most alarms of a rule.
const PAGE: usize = 100;
const MAX_ALARMS: usize = 100;

fn arn(plane: &Plane, account: &str, region: &str, name: &str) -> String {
    plane.arn("cloudwatch", region, account, &format!("alarm-mute-rule:{name}"))
}

async fn on(lookup: &Lookup<'_>, name: &str) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let found = lookup.get::<MuteRule>(account, region, name).await?;
    let access = Access::on(arn(lookup.plane(), account, region, name));
    Ok(match found {
        Some(found) => access.resource_tags(&found.tags),
        None => access,
    })
}

fn missing(name: &str) -> Failure {
    api::ResourceNotFoundException::new(format!("The alarm mute rule {name} does not exist.")).into()
}

fn status(rule: &MuteRule, now: i64) -> AlarmMuteRuleStatus {
    let times = Times::parse(&rule.expression, &rule.duration, rule.timezone.as_deref()).ok();
    let moment = Timestamp::from_millisecond(now).unwrap_or_default();
    if rule.mutes_until(now).is_some() {
        AlarmMuteRuleStatus::Active
    } else if rule.expire.is_some_and(|expire| now >= expire) || times.is_some_and(|times| times.is_over(moment)) {
        AlarmMuteRuleStatus::Expired
    } else {
        AlarmMuteRuleStatus::Scheduled
    }
}

/// Whether it mutes once or again and again.
fn kind(rule: &MuteRule) -> String {
    if rule.expression.starts_with("at(") { "ONE_TIME" } else { "RECURRING" }.to_owned()
}

fn time(ms: i64) -> Timestamp {
    Timestamp::from_millisecond(ms).unwrap_or_default()
}

impl Handle for operation::PutAlarmMuteRule {
    async fn access(input: &api::PutAlarmMuteRuleInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        let tags = input.tags.iter().flatten().map(|tag| (tag.key.as_str(), tag.value.as_str()));
        Ok(on(lookup, &input.name).await?.request_tags(tags))
    }

    async fn run(input: &api::PutAlarmMuteRuleInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let schedule = &input.rule.schedule;
        Times::parse(&schedule.expression, &schedule.duration, schedule.timezone.as_deref())
            .map_err(|reason| invalid(format!("The parameter Rule.Schedule is invalid: {reason}.")))?;
        let alarms = input.mute_targets.as_ref().map(|targets| targets.alarm_names.clone()).unwrap_or_default();
        if alarms.len() > MAX_ALARMS {
            return Err(invalid(format!("A mute rule has at most {MAX_ALARMS} alarms.")));
        }
        let (start, expire) = (input.start_date.map(|t| t.as_millisecond()), input.expire_date.map(|t| t.as_millisecond()));
        if start.zip(expire).is_some_and(|(start, expire)| start >= expire) {
            return Err(invalid("StartDate must be before ExpireDate."));
        }
        let rule = MuteRule {
            description: input.description.clone(),
            expression: schedule.expression.clone(),
            duration: schedule.duration.clone(),
            timezone: schedule.timezone.clone(),
            alarms,
            start,
            expire,
        };
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let arn = arn(tx.plane(), &account, &region, &input.name);
        let given = tags::checked(input.tags.as_ref())?;
        let stored = match tx.get::<MuteRule>(&account, &region, &input.name).await? {
            Some(known) => Stored { body: rule, ..known },
            None => Stored::new(&account, &region, &input.name, rule).arn(arn).tags(given),
        };
        tx.put(&stored)?;
        Ok(Unit {})
    }
}

impl Handle for operation::GetAlarmMuteRule {
    async fn access(input: &api::GetAlarmMuteRuleInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.alarm_mute_rule_name).await
    }

    async fn run(input: &api::GetAlarmMuteRuleInput, tx: &mut Transaction<'_>) -> Result<api::GetAlarmMuteRuleOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.alarm_mute_rule_name;
        let found = tx.reader().get::<MuteRule>(&account, &region, name).await?.ok_or_else(|| missing(name))?;
        let now = tx.plane().clock.now_ms();
        let (status, mute_type) = (status(&found.body, now), kind(&found.body));
        let rule = found.body;
        let schedule = api::Schedule { expression: rule.expression, duration: rule.duration, timezone: rule.timezone };
        Ok(api::GetAlarmMuteRuleOutput {
            name: Some(name.clone()),
            alarm_mute_rule_arn: Some(arn(tx.plane(), &account, &region, name)),
            description: rule.description,
            rule: Some(api::Rule { schedule }),
            mute_targets: Some(api::MuteTargets { alarm_names: rule.alarms }),
            start_date: rule.start.map(time),
            expire_date: rule.expire.map(time),
            status: Some(status),
            last_updated_timestamp: Some(time(found.updated_at)),
            mute_type: Some(mute_type),
        })
    }
}

impl Handle for operation::ListAlarmMuteRules {
    async fn access(_: &api::ListAlarmMuteRulesInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        Ok(Access::on(arn(lookup.plane(), lookup.account(), &lookup.call().region, "*")))
    }

    async fn run(
        input: &api::ListAlarmMuteRulesInput,
        tx: &mut Transaction<'_>,
    ) -> Result<api::ListAlarmMuteRulesOutput, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let now = tx.plane().clock.now_ms();
        let mut all = tx.reader().all::<MuteRule>(&account, &region, "").await?;
        all.retain(|rule| {
            input.alarm_name.as_ref().is_none_or(|name| rule.body.alarms.contains(name))
                && input.statuses.as_ref().is_none_or(|wanted| wanted.contains(&status(&rule.body, now)))
        });
        let most = input.max_records.and_then(|n| usize::try_from(n).ok()).filter(|n| *n > 0).unwrap_or(PAGE).min(PAGE);
        let listing = format!("ListAlarmMuteRules {account} {region} {:?} {:?}", input.alarm_name, input.statuses);
        let page = cut(all, &listing, input.next_token.as_deref(), most, |one| one.key.id.clone(), errors::token)?;
        let summaries = page.items.into_iter().map(|rule| api::AlarmMuteRuleSummary {
            alarm_mute_rule_arn: Some(arn(tx.plane(), &account, &region, &rule.key.id)),
            expire_date: rule.body.expire.map(time),
            status: Some(status(&rule.body, now)),
            mute_type: Some(kind(&rule.body)),
            last_updated_timestamp: Some(time(rule.updated_at)),
        });
        Ok(api::ListAlarmMuteRulesOutput { alarm_mute_rule_summaries: Some(summaries.collect()), next_token: page.next })
    }
}

impl Handle for operation::DeleteAlarmMuteRule {
    async fn access(input: &api::DeleteAlarmMuteRuleInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        on(lookup, &input.alarm_mute_rule_name).await
    }

    async fn run(input: &api::DeleteAlarmMuteRuleInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let name = &input.alarm_mute_rule_name;
        // As on AWS, removing what is not there succeeds.
        if let Some(found) = tx.get::<MuteRule>(&account, &region, name).await? {
            tx.delete(&found);
        }
        Ok(Unit {})
    }
}
