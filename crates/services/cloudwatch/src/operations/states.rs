//! SetAlarmState, EnableAlarmActions and DisableAlarmActions.

use plane::{Access, Failure, Handle, Lookup, Stored, Transaction};
use wire::shape::Unit;

use crate::alarms::{self, Change, Which, change};
use crate::api::{self, InvalidFormatFault, StateValue, operation};
use crate::errors::not_found;
use crate::resources::{Held, State};

/// What an action on alarms needs: each of them.
pub(super) async fn each(lookup: &Lookup<'_>, names: &[String]) -> Result<Access, Failure> {
    let (account, region) = (lookup.account(), lookup.call().region.as_str());
    let mut all: Option<Access> = None;
    for name in names {
        let mut access = Access::on(alarms::arn(lookup.plane(), account, region, name));
        if let Some(found) = Which::find(lookup, account, region, name).await? {
            access = access.resource_tags(found.tags());
        }
        all = Some(match all {
            Some(all) => all.and(access),
            None => access,
        });
    }
    Ok(all.unwrap_or_else(Access::any))
}

impl Handle for operation::SetAlarmState {
    async fn access(input: &api::SetAlarmStateInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        each(lookup, std::slice::from_ref(&input.alarm_name)).await
    }

    async fn run(input: &api::SetAlarmStateInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
        let found = Which::hold(tx, &account, &region, &input.alarm_name).await?;
        let found = found.ok_or_else(|| not_found(format!("Alarm {} does not exist.", input.alarm_name)))?;
        if let Some(data) = &input.state_reason_data
            && !serde_json::from_str::<serde_json::Value>(data).is_ok_and(|data| data.is_object())
        {
            return Err(InvalidFormatFault::new("The parameter StateReasonData must be a JSON object.").into());
        }
        let before = tx.get::<State>(&account, &region, &input.alarm_name).await?.map(|state| state.body.value);
        let held = match &found {
            Which::Composite(alarm) if alarm.body.suppressor.is_some() => Some(Held {
                by: "WaitPeriod".to_owned(),
                until: Some(tx.plane().clock.now_ms() + alarm.body.wait * 1_000),
                before: before.unwrap_or(StateValue::InsufficientData),
            }),
            _ => None,
        };
        let new = Change { value: input.state_value, reason: input.state_reason.clone(), data: input.state_reason_data.clone() };
        change(tx, &found, new, held).await?;
        Ok(Unit {})
    }
}

async fn switch(tx: &mut Transaction<'_>, names: &[String], enabled: bool) -> Result<Unit, Failure> {
    let (account, region) = (tx.account().to_owned(), tx.call().region.clone());
    for name in names {
        // As on AWS, names of alarms that are not there are passed over.
        let Some(mut found) = Which::hold(tx, &account, &region, name).await? else { continue };
        if found.common().actions_enabled != enabled {
            found.common_mut().actions_enabled = enabled;
            found.common_mut().updated = tx.plane().clock.now_ms();
            found.put(tx)?;
        }
    }
    Ok(Unit {})
}

impl Handle for operation::EnableAlarmActions {
    async fn access(input: &api::EnableAlarmActionsInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        each(lookup, &input.alarm_names).await
    }

    async fn run(input: &api::EnableAlarmActionsInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        switch(tx, &input.alarm_names, true).await
    }
}

impl Handle for operation::DisableAlarmActions {
    async fn access(input: &api::DisableAlarmActionsInput, lookup: &Lookup<'_>) -> Result<Access, Failure> {
        each(lookup, &input.alarm_names).await
    }

    async fn run(input: &api::DisableAlarmActionsInput, tx: &mut Transaction<'_>) -> Result<Unit, Failure> {
        switch(tx, &input.alarm_names, false).await
    }
}

/// A state by the name of its alarm.
pub(super) fn state_of(states: &[Stored<State>], name: &str) -> Option<State> {
    let at = states.binary_search_by(|state| state.key.id.as_str().cmp(name)).ok()?;
    states.get(at).map(|state| state.body.clone())
}
