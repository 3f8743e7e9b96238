//! Buses and rules as operations look for them.

use std::sync::Arc;

use plane::{Access, Failure, Lookup, Reader, ResourcePolicy, ResourcePolicyRole, Stored, Transaction};
use policy::{Policy, PolicyKind};

use crate::api::ManagedRuleException;
use crate::names::{BusName, no_bus, no_rule};
use crate::resources::{DEFAULT_BUS, EventBus, Rule, Rulebook};

/// The bus that a request names.
pub fn named(lookup: &Lookup<'_>, text: Option<&str>) -> BusName {
    BusName::of(text, lookup.account(), &lookup.call().region)
}

/// A bus, or the default one as it is before anything was set on it.
///
/// # Errors
/// Internal ones only.
pub async fn bus(reader: &Reader<'_>, name: &BusName) -> Result<Option<Stored<EventBus>>, Failure> {
    let found = reader.get::<EventBus>(&name.account, &name.region, &name.name).await?;
    Ok(found.or_else(|| untouched(reader.plane(), name)))
}

/// The same, held until the commit.
///
/// # Errors
/// `ResourceNotFoundException`.
pub async fn held_bus(tx: &mut Transaction<'_>, name: &BusName) -> Result<Stored<EventBus>, Failure> {
    let found = match tx.get::<EventBus>(&name.account, &name.region, &name.name).await? {
        Some(found) => Some(found),
        None => untouched(tx.plane(), name),
    };
    // Rules and policies of a bus are its account's; others put events only.
    found.filter(|_| name.account == tx.account()).ok_or_else(|| no_bus(&name.name))
}

fn untouched(plane: &plane::Plane, name: &BusName) -> Option<Stored<EventBus>> {
    let arn = name.arn(plane);
    (name.name == DEFAULT_BUS).then(|| {
        let bus = EventBus { name: name.name.clone(), arn: arn.clone(), description: None, policy: None };
        Stored::new(&name.account, &name.region, DEFAULT_BUS, bus).arn(arn)
    })
}

/// Access to a bus: its ARN, owner, tags and policy.
///
/// # Errors
/// Internal ones only.
pub async fn bus_access(lookup: &Lookup<'_>, name: &BusName) -> Result<Access, Failure> {
    let arn = name.arn(lookup.plane());
    let mut access = Access::on(arn.clone());
    if name.account != lookup.account() {
        access = access.owned_by(name.account.clone());
    }
    let Some(bus) = bus(lookup, name).await? else { return Ok(access) };
    access = access.resource_tags(&bus.tags);
    let policy = bus.body.policy.as_deref().and_then(|text| Policy::parse(text, PolicyKind::Resource).ok());
    Ok(match policy {
        Some(policy) => {
            access.resource_policy(ResourcePolicy { id: arn, policy: Arc::new(policy), role: ResourcePolicyRole::Optional })
        }
        None => access,
    })
}

/// Access to a rule: its ARN, owner and tags.
///
/// # Errors
/// Internal ones only.
pub async fn rule_access(lookup: &Lookup<'_>, name: &BusName, rule: &str) -> Result<(Access, Option<Stored<Rule>>), Failure> {
    let mut access = Access::on(name.rule_arn(lookup.plane(), rule));
    if name.account != lookup.account() {
        access = access.owned_by(name.account.clone());
    }
    let found = lookup.get::<Rule>(&name.account, &name.region, &Rule::id(&name.name, rule)).await?;
    Ok(match found {
        Some(found) => {
            (access.resource_tags(&found.tags).key("events:creatorAccount", found.body.created_by.clone()), Some(found))
        }
        None => (access, None),
    })
}

/// A rule that a request reads.
///
/// # Errors
/// `ResourceNotFoundException`.
pub async fn rule(tx: &mut Transaction<'_>, text: Option<&str>, rule: &str) -> Result<Stored<Rule>, Failure> {
    let name = BusName::of(text, tx.account(), &tx.call().region);
    held_bus(tx, &name).await?;
    let found = tx.get::<Rule>(&name.account, &name.region, &Rule::id(&name.name, rule)).await?;
    found.ok_or_else(|| no_rule(rule, &name.name))
}

/// A rule that a request changes.
///
/// # Errors
/// `ResourceNotFoundException`, `ManagedRuleException` for one that a service made.
pub async fn own_rule(tx: &mut Transaction<'_>, text: Option<&str>, name: &str, force: bool) -> Result<Stored<Rule>, Failure> {
    let found = rule(tx, text, name).await?;
    if let Some(service) = found.body.managed_by.as_ref().filter(|_| !force) {
        return Err(
            ManagedRuleException::new(format!("Rule {name} is a managed rule of {service} and cannot be modified.")).into()
        );
    }
    tx.touched(found.body.arn.clone(), tx.account(), "AWS::Events::Rule");
    Ok(found)
}

/// Says that the rules or archives of a bus changed.
///
/// # Errors
/// Internal ones only.
pub async fn changed(tx: &mut Transaction<'_>, bus: &BusName) -> Result<(), Failure> {
    let found = tx.get::<Rulebook>(&bus.account, &bus.region, &bus.name).await?;
    let mut book = found.unwrap_or_else(|| Stored::new(&bus.account, &bus.region, bus.name.clone(), Rulebook::default()));
    book.body.changes += 1;
    tx.put(&book)
}
