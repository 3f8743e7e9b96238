//! Central configuration: policies of the organization's administrator that say how Security Hub is configured in accounts, by their place in the
//! organization.
//!
//! See <https://docs.aws.amazon.com/securityhub/latest/userguide/central-configuration-intro.html>.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::account::Account;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Reader, Stored, System, Transaction};
use serde_json::{Map, Value};

use crate::catalogue::controls::CONTROLS;
use crate::catalogue::standards;
use crate::controls;
use crate::errors::denied;
use crate::hub::{Place, aggregator, here};
use crate::members::{administered, join, of_organization};
use crate::operations::hub::{Options, enable};
use crate::resources::{
    ConfigurationPolicy, ControlSettings, DelegatedAdministrator, Hub, OrganizationSettings, PolicyAssociation, PolicyPending,
    Subscription,
};

/// The policy of accounts that configure themselves.
pub(crate) const SELF_MANAGED: &str = "SELF_MANAGED_SECURITY_HUB";
/// Accounts read at once.
const PAGE: usize = 256;
/// Time between two looks at every account, milliseconds: accounts that joined or moved.
const EVERY: i64 = 600_000;

/// The parts of the organization above an account and the account itself, nearest first.
pub(crate) fn chain(path: &str, account: &str) -> Vec<String> {
    let mut chain = vec![account.to_owned()];
    let above: Vec<&str> = path.split('/').filter(|part| !part.is_empty()).skip(1).collect();
    chain.extend(above.into_iter().rev().map(str::to_owned));
    chain
}

/// The association that counts for a target, with the target that it was made for.
pub(crate) fn nearest<'a>(
    chain: &'a [String],
    associations: &'a BTreeMap<String, PolicyAssociation>,
) -> Option<(&'a String, &'a PolicyAssociation)> {
    chain.iter().find_map(|target| associations.get(target).map(|found| (target, found)))
}

/// Every association of an administrator, by target.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn associations(
    reader: &Reader<'_>,
    administrator: &str,
) -> Result<BTreeMap<String, PolicyAssociation>, Failure> {
    let all = reader.all::<PolicyAssociation>(administrator, "", "").await?;
    Ok(all.into_iter().map(|found| (found.key.id, found.body)).collect())
}

/// The region in which an administrator configures centrally, if it does.
async fn home(reader: &Reader<'_>, administrator: &str) -> Result<Option<String>, Failure> {
    let Some(aggregator) = aggregator(reader, administrator).await? else { return Ok(None) };
    let region = aggregator.body.region;
    let settings = reader.get::<OrganizationSettings>(administrator, &region, OrganizationSettings::ID).await?;
    Ok(settings.filter(|settings| settings.body.central).map(|_| region))
}

/// Sees that the caller's account configures itself.
///
/// # Errors
/// `AccessDeniedException` where a policy does.
pub(crate) async fn locally_managed(tx: &Transaction<'_>) -> Result<(), Failure> {
    let (account, region) = here(tx);
    let guardrails = tx.call().guardrails.clone();
    let (Some(organization), Some(path)) = (&guardrails.organization_id, &guardrails.path) else { return Ok(()) };
    let reader = tx.reader();
    let Some(administrator) = of_organization(&reader, organization).await? else { return Ok(()) };
    let administrator = administrator.body.account;
    let Some(home) = home(&reader, &administrator).await? else { return Ok(()) };
    let linked = aggregator(&reader, &administrator).await?.is_some_and(|found| found.body.links(&region));
    if home != region && !linked {
        return Ok(());
    }
    let associations = associations(&reader, &administrator).await?;
    match nearest(&chain(path, &account), &associations) {
        Some((_, found)) if found.policy != SELF_MANAGED => {
            Err(denied(format!("Account {account} is centrally managed by the Security Hub administrator {administrator}")))
        }
        _ => Ok(()),
    }
}

/// Applies policies to the accounts that they are for.
#[derive(Debug, Default)]
pub(crate) struct Policies(Mutex<i64>);

impl Reconciler for Policies {
    fn name(&self) -> &'static str {
        "securityhub-policies"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(600)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let pending = system.reader().list_everywhere::<PolicyPending>(None, PAGE).await?;
            let now = system.now().as_millisecond();
            let due = {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                let due = now.saturating_sub(*last) >= EVERY;
                if due {
                    *last = now;
                }
                due
            };
            if pending.is_empty() && !due {
                return Ok(());
            }
            for found in system.reader().list_everywhere::<DelegatedAdministrator>(None, PAGE).await? {
                let mark = pending.iter().find(|one| one.key.account == found.body.account);
                if mark.is_none() && !due {
                    continue;
                }
                apply(system, &found.body).await?;
                done(system, &found.body.account, mark.map(|mark| mark.version)).await?;
            }
            Ok(())
        })
    }
}

/// Brings every account of an organization to what its policy says.
async fn apply(system: &System, administrator: &DelegatedAdministrator) -> Result<(), Failure> {
    let reader = system.reader();
    let Some(home) = home(&reader, &administrator.account).await? else { return Ok(()) };
    let associations = associations(&reader, &administrator.account).await?;
    if associations.is_empty() {
        return Ok(());
    }
    let mut regions = vec![home];
    if let Some(aggregator) = aggregator(&reader, &administrator.account).await? {
        regions.extend(reader.plane().settings.regions.iter().filter(|region| aggregator.body.links(region)).cloned());
    }
    let policies = reader.all::<ConfigurationPolicy>(&administrator.account, "", "").await?;
    let mut after = None;
    loop {
        let accounts = reader.list_everywhere::<Account>(after.as_ref(), PAGE).await?;
        for account in &accounts {
            let id = &account.key.account;
            let guardrails = reader.plane().organization().guardrails(&reader, id).await?;
            if guardrails.organization_id.as_ref() != Some(&administrator.organization) || guardrails.suspended {
                continue;
            }
            let chain = chain(guardrails.path.as_deref().unwrap_or_default(), id);
            let Some((_, association)) = nearest(&chain, &associations) else { continue };
            let Some(policy) = policies.iter().find(|policy| policy.key.id == association.policy) else { continue };
            for region in &regions {
                configure(system, &administrator.account, &(id.clone(), region.clone()), &policy.body.policy).await?;
            }
        }
        match accounts.last() {
            Some(last) if accounts.len() == PAGE => after = Some(last.key.clone()),
            _ => return Ok(()),
        }
    }
}

/// Says that the associations of an administrator are applied.
async fn done(system: &System, administrator: &str, version: Option<u64>) -> Result<(), Failure> {
    system
        .act("securityhub", "StartConfigurationPolicyAssociation", |tx| {
            let administrator = administrator.to_owned();
            Box::pin(async move {
                let Some(version) = version else { return Ok(()) };
                let held = tx.get::<PolicyPending>(&administrator, "", PolicyPending::ID).await?;
                let Some(held) = held.filter(|held| held.version == version) else { return Ok(()) };
                for mut association in tx.all::<PolicyAssociation>(&administrator, "", "").await? {
                    if !association.body.applied {
                        association.body.applied = true;
                        tx.put(&association)?;
                    }
                }
                tx.delete(&held);
                Ok(())
            })
        })
        .await
}

/// Brings one account in one region to what a policy says. Nothing is written where that is so already.
async fn configure(system: &System, administrator: &str, place: &Place, policy: &Value) -> Result<(), Failure> {
    system
        .act("securityhub", "StartConfigurationPolicyAssociation", |tx| {
            let (administrator, place, policy) = (administrator.to_owned(), place.clone(), policy.clone());
            Box::pin(async move { in_place(tx, &administrator, &place, &policy).await })
        })
        .await
}

async fn in_place(tx: &mut Transaction<'_>, administrator: &str, place: &Place, policy: &Value) -> Result<(), Failure> {
    let (account, region) = place;
    let wanted = policy.get("SecurityHub").cloned().unwrap_or_default();
    let hub = tx.get::<Hub>(account, region, Hub::ID).await?;
    if wanted.get("ServiceEnabled").and_then(Value::as_bool) != Some(true) {
        let Some(hub) = hub.filter(|_| account != administrator) else { return Ok(()) };
        for subscription in tx.all::<Subscription>(account, region, "").await? {
            tx.delete(&subscription);
        }
        tx.delete(&hub);
        return controls::changed(tx, account, region).await;
    }
    if hub.is_none() {
        enable(tx, account, region, Options { default_standards: false, consolidated: true, tags: Vec::new() }).await?;
    }
    if account != administrator {
        let known = tx.get::<crate::resources::Administrator>(account, region, crate::resources::Administrator::ID).await?;
        if known.is_none() {
            join(tx, &(administrator.to_owned(), region.clone()), account, None, false).await?;
        }
    }
    let mut changed = standards_as(tx, place, &wanted).await?;
    changed |= parameters_as(tx, place, &wanted).await?;
    if changed { controls::changed(tx, account, region).await } else { Ok(()) }
}

fn texts(value: Option<&Value>) -> Option<Vec<String>> {
    Some(value?.as_array()?.iter().filter_map(|text| text.as_str().map(str::to_owned)).collect())
}

/// Enables the standards of a policy and no others, with the controls that it says.
async fn standards_as(tx: &mut Transaction<'_>, (account, region): &Place, wanted: &Value) -> Result<bool, Failure> {
    let partition = tx.plane().settings.partition.clone();
    let now = tx.call().time.as_millisecond();
    let ids: Vec<&str> = texts(wanted.get("EnabledStandardIdentifiers"))
        .unwrap_or_default()
        .iter()
        .filter_map(|arn| of_any_region(arn, &partition))
        .collect();
    let configuration = wanted.get("SecurityControlsConfiguration").cloned().unwrap_or_default();
    let only = texts(configuration.get("EnabledSecurityControlIdentifiers"));
    let without = texts(configuration.get("DisabledSecurityControlIdentifiers")).unwrap_or_default();
    let is_off = |control: &str| match &only {
        Some(only) => !only.iter().any(|one| one == control),
        None => without.iter().any(|one| one == control),
    };
    let mut changed = false;
    for subscription in tx.all::<Subscription>(account, region, "").await? {
        if !ids.contains(&subscription.key.id.as_str()) {
            tx.delete(&subscription);
            changed = true;
        }
    }
    for id in ids {
        let Some(standard) = standards::of_id(id) else { continue };
        let known = tx.get::<Subscription>(account, region, id).await?;
        let off = CONTROLS.iter().filter(|control| control.requirements(standard).is_some() && is_off(control.id));
        let disabled: BTreeMap<String, (String, i64)> = off
            .map(|control| {
                let since = known.as_ref().and_then(|known| known.body.disabled.get(control.id)).map_or(now, |(_, at)| *at);
                (control.id.to_owned(), ("Configuration policy".to_owned(), since))
            })
            .collect();
        let same = known.as_ref().is_some_and(|known| known.body.disabled.keys().eq(disabled.keys()));
        if same {
            continue;
        }
        let body = Subscription { disabled, enabled: BTreeMap::new() };
        let stored = match known {
            Some(known) => Stored { body, ..known },
            None => {
                let arn = crate::hub::arn(tx.plane(), region, account, &standard.subscription());
                Stored::new(account, region, id, body).arn(arn)
            }
        };
        tx.put(&stored)?;
        changed = true;
    }
    Ok(changed)
}

/// The standard of an ARN of whatever region: policies name those of the home region.
pub(crate) fn of_any_region(arn: &str, partition: &str) -> Option<&'static str> {
    let region = arn.split(':').nth(3)?;
    standards::of_arn(arn, partition, region).map(|standard| standard.id)
}

/// Sets the parameters that a policy says.
async fn parameters_as(tx: &mut Transaction<'_>, (account, region): &Place, wanted: &Value) -> Result<bool, Failure> {
    let configuration = wanted.get("SecurityControlsConfiguration");
    let list = configuration.and_then(|one| one.get("SecurityControlCustomParameters")).and_then(Value::as_array);
    let mut changed = false;
    for one in list.into_iter().flatten() {
        let (Some(control), Some(said)) =
            (one.get("SecurityControlId").and_then(Value::as_str), one.get("Parameters").and_then(Value::as_object))
        else {
            continue;
        };
        let parameters: Map<String, Value> = said
            .iter()
            .filter(|(_, value)| value.get("ValueType").and_then(Value::as_str) == Some("CUSTOM"))
            .map(|(name, value)| (name.clone(), value.clone()))
            .collect();
        let known = tx.get::<ControlSettings>(account, region, control).await?;
        if known.as_ref().is_some_and(|known| known.body.parameters == parameters) {
            continue;
        }
        let body = ControlSettings { parameters, reason: Some("Configuration policy".to_owned()) };
        let stored = match known {
            Some(known) => Stored { body, ..known },
            None => Stored::new(account, region, control, body),
        };
        tx.put(&stored)?;
        changed = true;
    }
    Ok(changed)
}

/// The account's administrator of its organization, which the caller must be, in the region where it configures centrally.
///
/// # Errors
/// `InvalidAccessException`, `AccessDeniedException`.
pub(crate) async fn central(tx: &mut Transaction<'_>) -> Result<(), Failure> {
    let (account, region) = here(tx);
    crate::hub::required(tx).await?;
    if administered(&tx.reader(), &account).await?.is_none() {
        return Err(denied("Only the Security Hub administrator of an organization can manage configuration policies"));
    }
    match home(&tx.reader(), &account).await? {
        Some(home) if home == region => Ok(()),
        _ => Err(crate::errors::invalid_access("Central configuration is not enabled in this region")),
    }
}

/// Says that policies are to be applied.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn changed(tx: &mut Transaction<'_>, administrator: &str) -> Result<(), Failure> {
    let since = tx.call().time.as_millisecond();
    let known = tx.get::<PolicyPending>(administrator, "", PolicyPending::ID).await?;
    tx.put(&known.unwrap_or_else(|| Stored::new(administrator, "", PolicyPending::ID, PolicyPending { since })))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{chain, nearest, of_any_region};
    use crate::resources::PolicyAssociation;

    #[test]
    fn the_nearest_association_counts() {
        let chain = chain("o-1/r-2/ou-3/ou-4/", "123456789012");
        assert_eq!(chain, ["123456789012", "ou-4", "ou-3", "r-2"]);
        let made = |policy: &str| PolicyAssociation { policy: policy.into(), applied: true, at: 0 };
        let mut associations = BTreeMap::from([("r-2".to_owned(), made("root")), ("ou-3".to_owned(), made("unit"))]);
        assert_eq!(nearest(&chain, &associations).map(|(_, found)| found.policy.as_str()), Some("unit"));
        associations.insert("123456789012".into(), made("own"));
        assert_eq!(nearest(&chain, &associations).map(|(target, _)| target.as_str()), Some("123456789012"));
        assert_eq!(nearest(&["ou-9".to_owned()], &associations), None);
    }

    #[test]
    fn standards_of_policies_are_those_of_any_region() {
        let arn = "arn:aws:securityhub:eu-west-1::standards/nist-800-53/v/5.0.0";
        assert_eq!(of_any_region(arn, "aws"), Some("nist-800-53/v/5.0.0"));
        assert_eq!(
            of_any_region("arn:aws:securityhub:::ruleset/cis-aws-foundations-benchmark/v/1.2.0", "aws"),
            Some("cis-aws-foundations-benchmark/v/1.2.0")
        );
        assert_eq!(of_any_region("nonsense", "aws"), None);
    }
}
