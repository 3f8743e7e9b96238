//! Works off what changed and what rules are to judge.

use std::collections::HashMap;
use std::ops::ControlFlow;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use serde_json::{Value, json};

use crate::api::{ComplianceType, ConfigurationItemStatus as Status, Owner};
use crate::item::{Current, Item, iso, item_key, resource_key};
use crate::judge::keep::{Run, Said, forget_resource, keep};
use crate::judge::resources::{Changed, Doomed, Evaluation, Rule, RuleState, Sweep};
use crate::judge::{guard, invoke, remove};
use crate::tell;

/// Resources that are judged in one commit.
const PAGE: usize = 100;
/// Other items that rules see at most, of each type.
const MOST_READ: usize = 10_000;
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
                for sweep in system.reader().list::<Sweep>("", "", "", None, PAGE).await? {
                    done += usize::from(went("a rule cannot be evaluated", &sweep.key.id, self::sweep(system, &sweep).await));
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

/// Items that rules may ask for, by account, region and type.
#[derive(Default)]
struct Shelf(HashMap<(String, String, String), Vec<Value>>);

impl Shelf {
    /// Gets what a rule reads ready.
    async fn fill(&mut self, system: &System, place: (&str, &str), rule: &rules::Rule) -> Result<(), Failure> {
        for kind in rule.reads() {
            let key = (place.0.to_owned(), place.1.to_owned(), (*kind).to_owned());
            if self.0.contains_key(&key) {
                continue;
            }
            let mut items = Vec::new();
            let mut after: Option<String> = None;
            while items.len() < MOST_READ {
                let page =
                    system.reader().list::<Current>(place.0, place.1, &resource_key(kind, ""), after.as_deref(), 500).await?;
                items.extend(page.iter().filter(|c| c.body.exists()).map(|c| c.body.item.delivered()));
                match page.last() {
                    Some(last) if page.len() == 500 => after = Some(last.key.id.clone()),
                    _ => break,
                }
            }
            self.0.insert(key, items);
        }
        Ok(())
    }
}

struct Shown<'s> {
    shelf: &'s Shelf,
    place: (&'s str, &'s str),
}

impl rules::Items for Shown<'_> {
    fn each(&self, resource_type: &str, visit: &mut dyn FnMut(&rules::Item<'_>) -> ControlFlow<()>) {
        let key = (self.place.0.to_owned(), self.place.1.to_owned(), resource_type.to_owned());
        for value in self.shelf.0.get(&key).into_iter().flatten() {
            if let Ok(item) = rules::Item::read(value)
                && visit(&item).is_break()
            {
                return;
            }
        }
    }
}

/// What a managed rule says of a delivered item. A rule that breaks is reported, and judges nothing.
fn managed(
    rule: &rules::Rule,
    parameters: &str,
    item: &Value,
    context: &rules::Context<'_>,
) -> Result<(ComplianceType, Option<String>), (String, String)> {
    let given =
        rule.read_parameters(parameters).map_err(|error| ("InvalidParameterValueException".to_owned(), error.to_string()))?;
    let read = rules::Item::read(item).map_err(|error| ("InternalError".to_owned(), error.to_string()))?;
    let judged = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| rule.evaluate(&read, &given, context)));
    let verdict = judged.map_err(|_| ("InternalError".to_owned(), "The rule ended unexpectedly.".to_owned()))?;
    let compliance = match verdict.compliance {
        rules::Compliance::Compliant => ComplianceType::Compliant,
        rules::Compliance::NonCompliant => ComplianceType::NonCompliant,
        rules::Compliance::NotApplicable => ComplianceType::NotApplicable,
    };
    Ok((compliance, verdict.annotation.map(std::borrow::Cow::into_owned)))
}

/// What a rule says of a resource. `None` where it says it later, by its function, or has nothing to do with it.
async fn judge(
    system: &System,
    shelf: &mut Shelf,
    rule: &Stored<Rule>,
    current: &Current,
    now: i64,
) -> Result<Option<Result<Said, (String, String)>>, Failure> {
    let place = (rule.key.account.as_str(), rule.key.region.as_str());
    let item = &current.item;
    let said = |(compliance, annotation)| Said {
        kind: item.kind.clone(),
        id: item.id.clone(),
        compliance,
        annotation,
        ordering: item.at.max(0),
    };
    // Of what is there and not recorded nobody knows how it is.
    if item.status == Status::ResourceNotRecorded || !rule.body.looks_at(&item.kind, &item.id, &item.tags) {
        return Ok(Some(Ok(said((ComplianceType::NotApplicable, None)))));
    }
    match rule.body.owner {
        Owner::Aws => {
            let Some(found) = rule.body.managed() else { return Ok(None) };
            shelf.fill(system, place, found).await?;
            let shown = Shown { shelf, place };
            let context = rules::Context { now: crate::item::time(now), account_id: place.0, region: place.1, items: &shown };
            let parameters = rule.body.parameters.as_deref().unwrap_or_default();
            Ok(Some(managed(found, parameters, &item.delivered(), &context).map(said)))
        }
        Owner::CustomPolicy => {
            let Some(policy) = &rule.body.policy else { return Ok(None) };
            let judged = guard::judge(policy.text.clone(), item.delivered(), rule.body.parameters.clone(), now).await;
            Ok(Some(judged.map(said)))
        }
        Owner::CustomLambda => Ok(None),
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
async fn same(tx: &mut Transaction<'_>, rule: &Stored<Rule>) -> Result<Option<Stored<Rule>>, Failure> {
    let found = tx.get::<Rule>(&rule.key.account, &rule.key.region, &rule.key.id).await?;
    Ok(found.filter(|found| found.body.id == rule.body.id))
}

/// What a function is told of a resource.
async fn event_of(system: &System, current: &Stored<Current>, now: i64) -> Result<Value, Failure> {
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
async fn sweep(system: &System, sweep: &Stored<Sweep>) -> Result<(), Failure> {
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
