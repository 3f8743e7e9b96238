//! Works off what changed and what rules are to judge.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::Value;

use crate::api::Owner;
use crate::item::{Current, Item, item_key, resource_key};
use crate::judge::keep::{Run, Said, forget_resource, keep};
use crate::judge::look::{Shelf, judge};
use crate::judge::resources::{Changed, Doomed, Rule, RuleState, Sweep};
use crate::judge::sweep::sweep;
use crate::judge::{guard, invoke, remove};
use crate::tell;

/// Resources that are judged in one commit.
pub(super) const PAGE: usize = 100;
/// Time between two looks at rules that time triggers, milliseconds.
const LOOKS: i64 = 15_000;

/// Evaluates rules.
#[derive(Default)]
pub struct Evaluator(Mutex<i64>);

impl Reconciler for Evaluator {
    fn name(&self) -> &'static str {
        "config-rules"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            loop {
                // What fails is left for the next run, and holds up nothing else.
                let mut done = 0;
                for doomed in system.reader().list::<Doomed>("", "", "", None, PAGE).await? {
                    done += usize::from(went("a rule cannot be removed", &doomed.key.id, end(system, &doomed).await));
                }
                let mut after: Option<String> = None;
                loop {
                    let changed = system.reader().list::<Changed>("", "", "", after.as_deref(), PAGE).await?;
                    done += judge_changed(system, &changed).await?;
                    match changed.last() {
                        Some(last) if changed.len() == PAGE => after = Some(last.key.id.clone()),
                        _ => break,
                    }
                }
                for due in system.reader().list::<Sweep>("", "", "", None, PAGE).await? {
                    done += usize::from(went("a rule cannot be evaluated", &due.key.id, sweep(system, &due).await));
                }
                if done == 0 {
                    break;
                }
            }
            let now = system.now().as_millisecond();
            {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if (now - *last).abs() < LOOKS {
                    return Ok(());
                }
                *last = now;
            }
            for state in system.reader().list_everywhere::<RuleState>(None, usize::MAX >> 1).await? {
                if state.body.next.is_some_and(|next| next <= now) {
                    schedule(system, &state, now).await?;
                }
            }
            Ok(())
        })
    }
}

/// Whether something went well; what did not is logged.
fn went(what: &'static str, of: &str, outcome: Result<(), Failure>) -> bool {
    if let Err(failure) = &outcome {
        tracing::error!(of, message = failure.message, detail = failure.detail, "{what}");
    }
    outcome.is_ok()
}

/// Removes a rule that went with its pack.
async fn end(system: &System, doomed: &Stored<Doomed>) -> Result<(), Failure> {
    system
        .act("config", "DeleteConfigRule", |tx| {
            let (key, body) = (doomed.key.clone(), doomed.body.clone());
            Box::pin(async move {
                let Some(held) = tx.get::<Doomed>("", "", &key.id).await? else { return Ok(()) };
                tx.delete(&held);
                match tx.get::<Rule>(&body.account, &body.region, &body.rule).await? {
                    Some(rule) => remove(tx, &rule).await,
                    None => Ok(()),
                }
            })
        })
        .await
}

/// Lets a rule judge everything because its time has come.
async fn schedule(system: &System, state: &Stored<RuleState>, now: i64) -> Result<(), Failure> {
    system
        .act("config", "StartConfigRulesEvaluation", |tx| {
            let key = state.key.clone();
            Box::pin(async move {
                let (account, region, name) = (&key.account, &key.region, &key.id);
                let Some(rule) = tx.get::<Rule>(account, region, name).await? else { return Ok(()) };
                let Some(mut state) = tx.get::<RuleState>(account, region, name).await? else { return Ok(()) };
                if state.body.next.is_none_or(|next| next > now) {
                    return Ok(());
                }
                state.body.next = rule.body.every().map(|hours| now + i64::from(hours) * 3_600_000);
                tx.put(&state)?;
                ask(tx, &rule, true).await
            })
        })
        .await
}

/// Puts a rule among those that judge everything.
///
/// # Errors
/// Internal ones only.
pub async fn ask(tx: &mut Transaction<'_>, rule: &Stored<Rule>, scheduled: bool) -> Result<(), Failure> {
    let (account, region) = (&rule.key.account, &rule.key.region);
    let id = Sweep::id(account, region, &rule.key.id);
    let at = tx.call().time.as_millisecond();
    let sweep = Sweep {
        account: account.clone(),
        region: region.clone(),
        rule: rule.key.id.clone(),
        at,
        after: None,
        clearing: false,
        scheduled,
    };
    match tx.get::<Sweep>("", "", &id).await? {
        Some(there) => tx.put(&Stored { body: sweep, ..there }),
        None => tx.put(&Stored::new("", "", id, sweep)),
    }
}

/// What a rule said, or why it said nothing.
type Judged = (Stored<Rule>, Vec<Said>, Option<guard::Trouble>);

/// What rules say, with what functions are to be asked.
#[derive(Default)]
struct Outcome {
    said: Vec<Judged>,
    asked: Vec<(Stored<Rule>, Value)>,
}

/// Judges what changed; how many of them could be.
async fn judge_changed(system: &System, changed: &[Stored<Changed>]) -> Result<usize, Failure> {
    let now = system.now().as_millisecond();
    let mut shelf = Shelf::default();
    let mut rules_of: HashMap<(String, String), Vec<Stored<Rule>>> = HashMap::new();
    let mut done = 0;
    for one in changed {
        let (account, region) = (&one.body.account, &one.body.region);
        let place = (account.clone(), region.clone());
        if !rules_of.contains_key(&place) {
            let mut all = system.reader().all::<Rule>(account, region, "").await?;
            all.retain(|rule| rule.body.detects() && rule.body.on_change());
            rules_of.insert(place.clone(), all);
        }
        let outcome = judge_one(system, &mut shelf, one, rules_of.get(&place).map(Vec::as_slice).unwrap_or_default(), now).await;
        done += usize::from(went("a resource cannot be judged", &one.key.id, outcome));
    }
    Ok(done)
}

/// Lets the rules of its account and region judge a resource.
async fn judge_one(
    system: &System,
    shelf: &mut Shelf,
    one: &Stored<Changed>,
    rules: &[Stored<Rule>],
    now: i64,
) -> Result<(), Failure> {
    let (account, region) = (&one.body.account, &one.body.region);
    let key = resource_key(&one.body.kind, &one.body.id);
    let current = system.reader().get::<Current>(account, region, &key).await?;
    let mut outcome = Outcome::default();
    let exists = current.as_ref().is_some_and(|current| current.body.exists());
    if let Some(current) = &current {
        for rule in rules {
            let item = &current.body.item;
            if rule.body.owner == Owner::CustomLambda {
                if rule.body.looks_at(&item.kind, &item.id, &item.tags) {
                    outcome.asked.push((rule.clone(), event_of(system, current, now).await?));
                }
                continue;
            }
            // Rules that have nothing to do with a type need not say so of every resource.
            let types = rule.body.managed().is_none_or(|m| m.resource_types().contains(&item.kind.as_str()));
            if !exists || !types {
                continue;
            }
            match judge(system, shelf, rule, &current.body, now).await? {
                Some(Ok(said)) => outcome.said.push((rule.clone(), vec![said], None)),
                Some(Err(error)) => outcome.said.push((rule.clone(), Vec::new(), Some(error))),
                None => {}
            }
        }
    }
    let work = Arc::new((outcome, one.clone()));
    system
        .act("config", "StartConfigRulesEvaluation", |tx| {
            let work = work.clone();
            Box::pin(async move {
                let (outcome, one) = &*work;
                let (account, region) = (&one.body.account, &one.body.region);
                // A change that came meanwhile is judged next: then its document is another one, and this commit fails.
                let Some(held) = tx.get::<Changed>("", "", &one.key.id).await? else { return Ok(()) };
                if held.version != one.version {
                    return Ok(());
                }
                tx.delete(&held);
                if !exists {
                    forget_resource(tx, (account, region), &one.body.kind, &one.body.id).await?;
                }
                for (rule, said, error) in &outcome.said {
                    let Some(rule) = same(tx, rule).await? else { continue };
                    keep(tx, &rule, said, &Run { at: now, error: error.clone(), next: None }).await?;
                }
                for (rule, event) in &outcome.asked {
                    let Some(rule) = same(tx, rule).await? else { continue };
                    invoke::ask(tx, &rule, event, now)?;
                }
                Ok(())
            })
        })
        .await
}

/// The rule as it is in the transaction, if it is still the one that judged.
pub(super) async fn same(tx: &mut Transaction<'_>, rule: &Stored<Rule>) -> Result<Option<Stored<Rule>>, Failure> {
    let found = tx.get::<Rule>(&rule.key.account, &rule.key.region, &rule.key.id).await?;
    Ok(found.filter(|found| found.body.id == rule.body.id))
}

/// What a function is told of a resource.
pub(super) async fn event_of(system: &System, current: &Stored<Current>, now: i64) -> Result<Value, Failure> {
    let (item, last) = (&current.body.item, current.body.last);
    let before = match last {
        0 | 1 => None,
        _ => {
            let key = item_key(&item.kind, &item.id, last - 1);
            system.reader().get::<Item>(&current.key.account, &current.key.region, &key).await?.map(|before| before.body)
        }
    };
    Ok(tell::notice(before.as_ref().filter(|before| !before.deleted()), item, now))
}
