//! Standards and controls of an account: which are enabled, with which parameters, and the rules that Config evaluates for them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aws_lc_rs::digest::{SHA256, digest};
use plane::ports::ServiceRule;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Reader, Stored, System, Transaction};
use serde_json::Value;

use crate::catalogue::controls::{CONTROLS, Control};
use crate::catalogue::standards::{self, STANDARDS, Standard};
use crate::hub::{Place, arn, has};
use crate::resources::{ControlRule, ControlSettings, Hub, Pending, Subscription};

/// The service, as rules of Config name it.
pub(crate) const SERVICE: &str = "securityhub.amazonaws.com";
/// Rules made or removed in one commit.
const BATCH: usize = 20;
/// Places looked at in one run.
const PLACES: usize = 16;

/// Enables a standard.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn subscribe(tx: &mut Transaction<'_>, account: &str, region: &str, standard: &Standard) -> Result<(), Failure> {
    if tx.get::<Subscription>(account, region, standard.id).await?.is_none() {
        let arn = arn(tx.plane(), region, account, &standard.subscription());
        tx.put(&Stored::new(account, region, standard.id, Subscription::default()).arn(arn))?;
    }
    changed(tx, account, region).await
}

/// Says that rules are to be made or removed.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn changed(tx: &mut Transaction<'_>, account: &str, region: &str) -> Result<(), Failure> {
    let since = tx.call().time.as_millisecond();
    let known = tx.get::<Pending>(account, region, Pending::ID).await?;
    // Written also where one is there: whoever works on it sees that it is not done.
    let stored = known.unwrap_or_else(|| Stored::new(account, region, Pending::ID, Pending { since }));
    tx.put(&stored)
}

/// The standards that are enabled, with what is disabled in each.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn subscriptions(
    reader: &Reader<'_>,
    account: &str,
    region: &str,
) -> Result<Vec<(&'static Standard, Stored<Subscription>)>, Failure> {
    let found = reader.all::<Subscription>(account, region, "").await?;
    Ok(found.into_iter().filter_map(|found| Some((standards::of_id(&found.key.id)?, found))).collect())
}

/// The enabled standards in which a control is enabled.
pub(crate) fn enabled_in<'s>(
    control: &Control,
    subscriptions: &'s [(&'static Standard, Stored<Subscription>)],
) -> Vec<&'s (&'static Standard, Stored<Subscription>)> {
    subscriptions
        .iter()
        .filter(|(standard, found)| control.requirements(standard).is_some() && !found.body.disabled.contains_key(control.id))
        .collect()
}

/// The name of a control's rule, as AWS makes them: the rule's own with a suffix that tells controls apart.
pub(crate) fn rule_name(control: &Control, account: &str, region: &str) -> Option<String> {
    let rule = control.rule?.to_ascii_lowercase().replace('_', "-");
    let hash = digest(&SHA256, format!("{account}/{region}/{}", control.id).as_bytes());
    let suffix = hex::encode(hash.as_ref().get(..4).unwrap_or_default());
    Some(format!("securityhub-{rule}-{suffix}"))
}

/// The control that a rule of this name evaluates.
pub(crate) fn of_rule(name: &str, account: &str, region: &str) -> Option<&'static Control> {
    // The identifier is in the name, so that few names have to be made.
    let plain = name.strip_prefix("securityhub-")?.rsplit_once('-')?.0.to_ascii_uppercase().replace('-', "_");
    let mut candidates = CONTROLS.iter().filter(|control| control.rule == Some(plain.as_str()));
    candidates.find(|control| rule_name(control, account, region).as_deref() == Some(name))
}

/// What a control's rule is told: what customers said, or what the catalogue says.
pub(crate) fn parameters(control: &Control, settings: Option<&ControlSettings>) -> Vec<(String, String)> {
    let said = |name: &str| {
        let value = settings?.parameters.get(name)?;
        let value = value.get("Value").filter(|_| value.get("ValueType").and_then(Value::as_str) == Some("CUSTOM"))?;
        let value = value.as_object()?.values().next()?;
        Some(value.as_str().map_or_else(|| value.to_string(), str::to_owned))
    };
    let parameters = control.parameters.iter();
    parameters.map(|one| (one.name.to_owned(), said(one.name).unwrap_or_else(|| one.value.to_owned()))).collect()
}

/// The rules that an account should have, by control.
async fn wanted(system: &System, (account, region): &Place) -> Result<BTreeMap<&'static str, ServiceRule>, Failure> {
    let reader = system.reader();
    let mut wanted = BTreeMap::new();
    let Some(rules) = system.plane().config_rules() else { return Ok(wanted) };
    if !has(&reader, account, region).await? {
        return Ok(wanted);
    }
    let subscriptions = subscriptions(&reader, account, region).await?;
    let settings = reader.all::<ControlSettings>(account, region, "").await?;
    for control in CONTROLS.iter() {
        let (Some(identifier), Some(name)) = (control.rule, rule_name(control, account, region)) else { continue };
        if !rules.knows(identifier) || enabled_in(control, &subscriptions).is_empty() {
            continue;
        }
        let settings = settings.iter().find(|found| found.key.id == control.id).map(|found| &found.body);
        let rule = ServiceRule {
            name,
            description: control.description(),
            identifier: identifier.to_owned(),
            parameters: parameters(control, settings),
            created_by: SERVICE.to_owned(),
        };
        wanted.insert(control.id, rule);
    }
    Ok(wanted)
}

/// Keeps the rules of Config as enabled controls want them.
#[derive(Debug, Default)]
pub(crate) struct Rules {
    /// Whether every account was looked at since the start: another version may know more rules.
    looked: AtomicBool,
}

impl Reconciler for Rules {
    fn name(&self) -> &'static str {
        "securityhub-rules"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(600)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            if !self.looked.load(Ordering::Relaxed) {
                let mut after = None;
                loop {
                    let hubs = system.reader().list_everywhere::<Hub>(after.as_ref(), PLACES).await?;
                    for hub in &hubs {
                        settle(system, &(hub.key.account.clone(), hub.key.region.clone())).await?;
                    }
                    match hubs.last() {
                        Some(last) if hubs.len() == PLACES => after = Some(last.key.clone()),
                        _ => break,
                    }
                }
                self.looked.store(true, Ordering::Relaxed);
            }
            loop {
                let pending = system.reader().list_everywhere::<Pending>(None, PLACES).await?;
                if pending.is_empty() {
                    return Ok(());
                }
                for one in &pending {
                    let place = (one.key.account.clone(), one.key.region.clone());
                    settle(system, &place).await?;
                    done(system, &place, one.version).await?;
                }
            }
        })
    }
}

/// Makes and removes rules of an account until they are those that it should have.
async fn settle(system: &System, place: &Place) -> Result<(), Failure> {
    let wanted = wanted(system, place).await?;
    let known = system.reader().all::<ControlRule>(&place.0, &place.1, "").await?;
    let gone: Vec<&str> = known.iter().map(|rule| rule.key.id.as_str()).filter(|control| !wanted.contains_key(control)).collect();
    for controls in gone.chunks(BATCH) {
        remove(system, place, controls).await?;
    }
    let is_there = |control: &str, rule: &ServiceRule| {
        let known = known.iter().find(|known| known.key.id == control);
        known.is_some_and(|known| known.body.name == rule.name && known.body.parameters == rule.parameters)
    };
    let missing: Vec<(&str, &ServiceRule)> =
        wanted.iter().filter(|(control, rule)| !is_there(control, rule)).map(|(control, rule)| (*control, rule)).collect();
    for rules in missing.chunks(BATCH) {
        make(system, place, rules).await?;
    }
    Ok(())
}

async fn make(system: &System, place: &Place, rules: &[(&str, &ServiceRule)]) -> Result<(), Failure> {
    let rules: Vec<(String, ServiceRule)> =
        rules.iter().map(|(control, rule)| ((*control).to_owned(), (*rule).clone())).collect();
    system
        .act("securityhub", "BatchEnableStandards", |tx| {
            let (rules, (account, region)) = (rules.clone(), place.clone());
            Box::pin(async move {
                let Some(port) = tx.plane().config_rules().cloned() else { return Ok(()) };
                for (control, rule) in rules {
                    let kept = ControlRule { name: rule.name.clone(), parameters: rule.parameters.clone() };
                    if let Err(failure) = port.put_service_rule(tx, &account, &region, rule).await {
                        tracing::warn!(control, message = failure.message, "a control has no rule");
                        continue;
                    }
                    let stored = match tx.get::<ControlRule>(&account, &region, &control).await? {
                        Some(known) => Stored { body: kept, ..known },
                        None => Stored::new(&account, &region, control, kept),
                    };
                    tx.put(&stored)?;
                }
                Ok(())
            })
        })
        .await
}

async fn remove(system: &System, place: &Place, controls: &[&str]) -> Result<(), Failure> {
    let controls: Vec<String> = controls.iter().map(|&control| control.to_owned()).collect();
    system
        .act("securityhub", "BatchDisableStandards", |tx| {
            let (controls, (account, region)) = (controls.clone(), place.clone());
            Box::pin(async move {
                let port = tx.plane().config_rules().cloned();
                for control in controls {
                    let Some(held) = tx.get::<ControlRule>(&account, &region, &control).await? else { continue };
                    if let Some(port) = &port {
                        port.delete_service_rule(tx, &account, &region, &held.body.name).await?;
                    }
                    tx.delete(&held);
                }
                Ok(())
            })
        })
        .await
}

/// Forgets that rules were to be made, unless something changed meanwhile.
async fn done(system: &System, place: &Place, version: u64) -> Result<(), Failure> {
    system
        .act("securityhub", "BatchEnableStandards", |tx| {
            let (account, region) = place.clone();
            Box::pin(async move {
                let held = tx.get::<Pending>(&account, &region, Pending::ID).await?;
                if let Some(held) = held.filter(|held| held.version == version) {
                    tx.delete(&held);
                }
                Ok(())
            })
        })
        .await
}

/// The standards that a control is part of.
pub(crate) fn standards_of(control: &Control) -> impl Iterator<Item = &'static Standard> + '_ {
    STANDARDS.iter().filter(|standard| control.requirements(standard).is_some())
}

#[cfg(test)]
mod tests {
    use serde_json::{Map, Value, json};

    use super::{of_rule, parameters, rule_name};
    use crate::catalogue::controls::{CONTROLS, named};
    use crate::resources::ControlSettings;

    #[test]
    fn rules_lead_back_to_their_controls() {
        for control in CONTROLS.iter().filter(|control| control.rule.is_some()) {
            let name = rule_name(control, "123456789012", "eu-west-1").unwrap();
            assert!(name.len() <= 128, "{name}");
            assert_eq!(of_rule(&name, "123456789012", "eu-west-1").map(|found| found.id), Some(control.id), "{name}");
            assert_eq!(of_rule(&name, "123456789012", "eu-west-2"), None);
        }
    }

    /// What Config would refuse has no rule, so the parameters of the catalogue must be those of the rules.
    #[test]
    fn parameters_are_those_of_the_rules() {
        let (mut unknown, mut problems) = (Vec::new(), Vec::new());
        for control in CONTROLS.iter() {
            let Some(identifier) = control.rule else { continue };
            let Some(rule) = rules::rule(identifier) else {
                unknown.push(control.id);
                continue;
            };
            let given: Map<String, Value> =
                parameters(control, None).into_iter().map(|(name, value)| (name, Value::String(value))).collect();
            let given = if given.is_empty() { String::new() } else { Value::Object(given).to_string() };
            if let Err(problem) = rule.read_parameters(&given) {
                problems.push(format!("{}: {problem}", control.id));
            }
        }
        assert!(problems.is_empty(), "{problems:#?}");
        assert!(unknown.len() * 2 < CONTROLS.len(), "{unknown:?}");
    }

    #[test]
    fn customers_parameters_replace_the_catalogues() {
        let control = named("IAM.7").unwrap();
        let default = parameters(control, None);
        assert!(default.contains(&("MinimumPasswordLength".to_owned(), "8".to_owned())), "{default:?}");
        let said = json!({"MinimumPasswordLength": {"ValueType": "CUSTOM", "Value": {"Integer": 20}}, "RequireSymbols": {"ValueType": "DEFAULT"}});
        let settings = ControlSettings { parameters: said.as_object().unwrap().clone(), reason: None };
        let made = parameters(control, Some(&settings));
        assert!(made.contains(&("MinimumPasswordLength".to_owned(), "20".to_owned())), "{made:?}");
        assert!(made.contains(&("RequireSymbols".to_owned(), "true".to_owned())), "{made:?}");
    }
}
