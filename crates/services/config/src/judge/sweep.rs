//! A rule judges everything that it looks at, a part in each commit; then what it said of what it no longer looks at is removed.

use std::sync::Arc;

use plane::{Failure, Stored, System};
use serde_json::json;

use crate::api::{ComplianceType, Owner};
use crate::item::{Current, iso, resource_key};
use crate::judge::evaluate::{PAGE, event_of, same};
use crate::judge::keep::{Run, Said, keep};
use crate::judge::look::{Shelf, judge};
use crate::judge::resources::{Evaluation, Rule, RuleState, Sweep};
use crate::judge::{invoke, remove};

/// The item of an account itself, which rules on no resource in particular judge.
async fn account_item(system: &System, account: &str, region: &str, now: i64) -> Result<Current, Failure> {
    let key = resource_key(rules::ACCOUNT, account);
    let home = &system.plane().settings.home_region;
    for place in [region, home] {
        if let Some(found) = system.reader().get::<Current>(account, place, &key).await?.filter(|c| c.body.exists()) {
            let mut current = found.body;
            current.item.at = now;
            return Ok(current);
        }
    }
    Ok(crate::item::bare(rules::ACCOUNT, account, account, region, now))
}

/// Judges a part of what a rule looks at.
pub(super) async fn sweep(system: &System, sweep: &Stored<Sweep>) -> Result<(), Failure> {
    let (account, region, name) = (&sweep.body.account, &sweep.body.region, &sweep.body.rule);
    let now = system.now().as_millisecond();
    let state = system.reader().get::<RuleState>(account, region, name).await?;
    if state.is_some_and(|state| state.body.deleting) {
        return system
            .act("config", "DeleteConfigRule", |tx| {
                let sweep = sweep.clone();
                Box::pin(async move {
                    let Sweep { account, region, rule, .. } = &sweep.body;
                    match tx.get::<Rule>(account, region, rule).await? {
                        Some(rule) => remove(tx, &rule).await,
                        None => match tx.get::<Sweep>("", "", &sweep.key.id).await? {
                            Some(held) => {
                                tx.delete(&held);
                                Ok(())
                            }
                            None => Ok(()),
                        },
                    }
                })
            })
            .await;
    }
    let rule = system.reader().get::<Rule>(account, region, name).await?.filter(|rule| rule.body.detects());
    let mut said = Vec::new();
    let mut asked = Vec::new();
    let mut error = None;
    let mut next = None;
    let mut clearing = sweep.body.clearing;
    if let Some(rule) = &rule {
        let mut shelf = Shelf::default();
        let on_account = rule.body.managed().is_some_and(|managed| managed.resource_types().contains(&rules::ACCOUNT));
        if clearing {
            (said, next) = leftovers(system, rule, &sweep.body, now).await?;
        } else if rule.body.owner == Owner::CustomLambda && (sweep.body.scheduled || !rule.body.on_change()) {
            asked.push(json!({
                "awsAccountId": account,
                "notificationCreationTime": iso(now),
                "messageType": "ScheduledNotification",
                "recordVersion": "1.0",
            }));
        } else {
            // Types of the rule or its scope are looked at one after the other; all resources where it names none.
            let types = types_of(&rule.body);
            if on_account && sweep.body.after.is_none() {
                let current = account_item(system, account, region, now).await?;
                match judge(system, &mut shelf, rule, &current, now).await? {
                    Some(Ok(one)) => said.push(one),
                    Some(Err(other)) => error = Some(other),
                    None => {}
                }
            }
            let (page, further) = page(system, (account, region), types.as_deref(), sweep.body.after.as_deref()).await?;
            next = further;
            for current in page.iter().filter(|c| c.body.exists() && c.body.item.kind != rules::ACCOUNT) {
                let item = &current.body.item;
                if rule.body.owner == Owner::CustomLambda {
                    if rule.body.looks_at(&item.kind, &item.id, &item.tags) {
                        asked.push(event_of(system, current, now).await?);
                    }
                    continue;
                }
                match judge(system, &mut shelf, rule, &current.body, now).await? {
                    // What a rule has nothing to say of is left to the end, where it is removed if it was judged before.
                    Some(Ok(one)) if one.compliance != ComplianceType::NotApplicable => said.push(one),
                    Some(Err(other)) => error = Some(other),
                    _ => {}
                }
            }
        }
    }
    let ended = next.is_none() && (clearing || rule.as_ref().is_none_or(|rule| rule.body.owner == Owner::CustomLambda));
    if next.is_none() {
        clearing = true;
    }
    let work = Arc::new((said, asked, error, next, rule, sweep.clone()));
    system
        .act("config", "StartConfigRulesEvaluation", |tx| {
            let work = work.clone();
            Box::pin(async move {
                let (said, asked, error, next, rule, sweep) = &*work;
                let Some(mut held) = tx.get::<Sweep>("", "", &sweep.key.id).await? else { return Ok(()) };
                // Asked for anew meanwhile: then it begins anew.
                if held.version != sweep.version {
                    return Ok(());
                }
                if ended {
                    tx.delete(&held);
                } else {
                    held.body.after.clone_from(next);
                    held.body.clearing = clearing;
                    tx.put(&held)?;
                }
                let Some(rule) = rule else { return Ok(()) };
                let Some(rule) = same(tx, rule).await? else { return Ok(()) };
                for event in asked {
                    invoke::ask(tx, &rule, event, now)?;
                }
                if rule.body.owner != Owner::CustomLambda {
                    keep(tx, &rule, said, &Run { at: sweep.body.at.max(now), error: error.clone(), next: None }).await?;
                }
                Ok(())
            })
        })
        .await
}

/// The types that a rule looks at; none if it looks at all.
fn types_of(rule: &Rule) -> Option<Vec<String>> {
    let scope = rule.scope.as_ref().map(|scope| scope.types.clone()).filter(|types| !types.is_empty());
    let managed = rule.managed().map(|managed| managed.resource_types());
    let mut types = match (scope, managed) {
        (Some(scope), Some(managed)) => scope.into_iter().filter(|kind| managed.contains(&kind.as_str())).collect(),
        (Some(scope), None) => scope,
        (None, Some(managed)) => managed.iter().map(|kind| (*kind).to_owned()).collect::<Vec<_>>(),
        (None, None) => return None,
    };
    types.sort();
    types.dedup();
    Some(types)
}

/// A page of resources of some types after a resource, and where it goes on.
async fn page(
    system: &System,
    place: (&str, &str),
    types: Option<&[String]>,
    after: Option<&str>,
) -> Result<(Vec<Stored<Current>>, Option<String>), Failure> {
    let reader = system.reader();
    let Some(types) = types else {
        let page = reader.list::<Current>(place.0, place.1, "", after, PAGE).await?;
        let next = page.last().filter(|_| page.len() == PAGE).map(|last| last.key.id.clone());
        return Ok((page, next));
    };
    // `after` is the id of a resource, or a type of which all were looked at.
    let at = after.and_then(|after| after.split_once('|')).map(|(kind, _)| kind);
    for (n, kind) in types.iter().enumerate().filter(|(_, kind)| at.is_none_or(|at| kind.as_str() >= at)) {
        let within = after.filter(|_| at == Some(kind.as_str()));
        let page = reader.list::<Current>(place.0, place.1, &resource_key(kind, ""), within, PAGE).await?;
        if page.is_empty() {
            continue;
        }
        let full = page.len() == PAGE;
        let more = full || n + 1 < types.len();
        let next = page.last().filter(|_| more).map(|last| last.key.id.clone());
        return Ok((page, next));
    }
    Ok((Vec::new(), None))
}

/// What a rule said before of resources that it no longer looks at.
async fn leftovers(
    system: &System,
    rule: &Stored<Rule>,
    sweep: &Sweep,
    now: i64,
) -> Result<(Vec<Said>, Option<String>), Failure> {
    let (account, region) = (&rule.key.account, &rule.key.region);
    let prefix = format!("{}|", rule.body.id);
    let page = system.reader().list::<Evaluation>(account, region, &prefix, sweep.after.as_deref(), PAGE).await?;
    let next = page.last().filter(|_| page.len() == PAGE).map(|last| last.key.id.clone());
    let gone = page.into_iter().filter(|found| found.body.invoked < sweep.at).map(|found| Said {
        kind: found.body.kind,
        id: found.body.id,
        compliance: ComplianceType::NotApplicable,
        annotation: None,
        ordering: found.body.ordering.max(now),
    });
    Ok((gone.collect(), next))
}
