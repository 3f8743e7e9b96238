//! Brings rules and packs of organizations to the accounts, and takes them away.
//!
//! One commit an account: the rule or pack, and how the account stands. What failed is tried again when something changed that may help, and every minute.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Stored, System, Transaction};
use rules::pack::Place;

use super::{Deployment, Landing, Members, OWNER, Stage, Verb, What};
use crate::api::{ConformancePackTemplateValidationException, NoAvailableConfigurationRecorderException};
use crate::errors::code;
use crate::item::short_hash;
use crate::judge::{self, resources::Rule};
use crate::operations::rule_checks::may_invoke;
use crate::operations::rules::put;
use crate::packs::{self, Conformance, Wanted};
use crate::place::arn;
use crate::resources::Recorder;

/// Time after which what failed is tried again, milliseconds.
const AGAIN: i64 = 60_000;
/// Least time between two looks, however much changes: each goes over all accounts of all organizations.
const REST: Duration = Duration::from_millis(500);

/// Deploys.
#[derive(Default)]
pub struct Deployer {
    /// What was looked at last, by deployment: when, and a fingerprint of all that decides what is to be done.
    seen: Mutex<HashMap<String, (i64, String)>>,
    looked: Mutex<Option<Instant>>,
}

impl Reconciler for Deployer {
    fn name(&self) -> &'static str {
        "config-organization"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let looked = *self.looked.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(rest) = looked.and_then(|looked| REST.checked_sub(looked.elapsed())) {
                tokio::time::sleep(rest).await;
            }
            let deployments = system.reader().list_everywhere::<Deployment>(None, usize::MAX >> 1).await?;
            if deployments.is_empty() {
                return Ok(());
            }
            *self.looked.lock().unwrap_or_else(PoisonError::into_inner) = Some(Instant::now());
            let mut members = Members::default();
            let recorders: Vec<(String, String)> = system
                .reader()
                .list_everywhere::<Recorder>(None, usize::MAX >> 1)
                .await?
                .into_iter()
                .filter(|recorder| recorder.body.service.is_none())
                .map(|recorder| (recorder.key.account, recorder.key.region))
                .collect();
            let now = system.now().as_millisecond();
            for deployment in &deployments {
                let (key, targets) = (&deployment.key, members.targets(&system.reader(), deployment).await?);
                let print = short_hash(&format!("{} {targets:?} {recorders:?}", deployment.version));
                let id = format!("{}|{}|{}", key.account, key.region, key.id);
                {
                    let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
                    if seen.get(&id).is_some_and(|(at, known)| *known == print && (now - at).abs() < AGAIN) {
                        continue;
                    }
                    seen.insert(id, (now, print));
                }
                settle(system, deployment, &targets).await?;
            }
            Ok(())
        })
    }
}

/// Brings a deployment to the accounts that are to have it, and takes it from the others.
async fn settle(system: &System, deployment: &Stored<Deployment>, targets: &[String]) -> Result<(), Failure> {
    let key = &deployment.key;
    let landed = system.reader().all::<Landing>(&key.account, &key.region, &format!("{}/", key.id)).await?;
    for account in targets {
        let landing = landed.iter().find(|landing| landing.body.account == *account);
        let done = |landing: &Stored<Landing>| {
            landing.body.revision == deployment.body.revision
                && landing.body.stage == Stage::Successful
                && landing.body.verb != Verb::Delete
        };
        if !landing.is_some_and(done) {
            bring(system, deployment, account).await?;
        }
    }
    for landing in landed.iter().filter(|landing| !targets.contains(&landing.body.account)) {
        take(system, deployment, landing).await?;
    }
    if !deployment.body.deleting {
        return Ok(());
    }
    system
        .act("config", "DeleteOrganizationConfigRule", |tx| {
            let key = key.clone();
            Box::pin(async move {
                let prefix = format!("{}/", key.id);
                let left = tx.all::<Landing>(&key.account, &key.region, &prefix).await?;
                let held = tx.get::<Deployment>(&key.account, &key.region, &key.id).await?.filter(|held| held.body.deleting);
                if let Some(held) = held.filter(|_| left.is_empty()) {
                    tx.delete(&held);
                }
                Ok(())
            })
        })
        .await
}

/// Brings a deployment to an account; why it cannot be is kept.
async fn bring(system: &System, deployment: &Stored<Deployment>, account: &str) -> Result<(), Failure> {
    let first = system.act("config", "PutOrganizationConfigRule", |tx| {
        let (deployment, account) = (deployment.clone(), account.to_owned());
        Box::pin(async move {
            let Some(held) = same(tx, &deployment).await? else { return Ok(()) };
            land(tx, &held, &account).await?;
            note(tx, &held, &account, None).await
        })
    });
    let Err(failure) = first.await else { return Ok(()) };
    if code(&failure).contains("Internal") {
        return Err(failure);
    }
    system
        .act("config", "PutOrganizationConfigRule", |tx| {
            let (deployment, account) = (deployment.clone(), account.to_owned());
            let error = (code(&failure), failure.message.clone());
            Box::pin(async move {
                match same(tx, &deployment).await? {
                    Some(held) => note(tx, &held, &account, Some(error)).await,
                    None => Ok(()),
                }
            })
        })
        .await
}

/// The deployment as it is in the transaction, if it is still the one that was looked at.
async fn same(tx: &mut Transaction<'_>, deployment: &Stored<Deployment>) -> Result<Option<Stored<Deployment>>, Failure> {
    let key = &deployment.key;
    let held = tx.get::<Deployment>(&key.account, &key.region, &key.id).await?;
    Ok(held.filter(|held| held.version == deployment.version))
}

/// Puts a rule or pack into an account.
async fn land(tx: &mut Transaction<'_>, deployment: &Stored<Deployment>, account: &str) -> Result<(), Failure> {
    let (region, body) = (&deployment.key.region, &deployment.body);
    let recorders = tx.all::<Recorder>(account, region, "").await?;
    if !recorders.iter().any(|recorder| recorder.body.service.is_none()) {
        return Err(
            NoAvailableConfigurationRecorderException::new("Configuration recorder is not available in the account.").into()
        );
    }
    let place = (account, region.as_str());
    match &body.what {
        What::Rule(rule) => {
            let there = tx.get::<Rule>(account, region, &body.member_name).await?;
            let id =
                there.as_ref().map_or_else(|| format!("config-rule-{}", tx.plane().ids.lower(6)), |there| there.body.id.clone());
            let rule_arn = arn(tx.plane(), account, region, &format!("config-rule/{id}"));
            let rule = Rule { id, arn: rule_arn, ..(**rule).clone() };
            may_invoke(tx, &rule, account).await?;
            if there.as_ref().is_some_and(|there| there.body == rule) {
                return Ok(());
            }
            put(tx, place, rule, Vec::new(), there).await
        }
        What::Pack { template, inputs, bucket, prefix } => {
            let partition = tx.plane().settings.partition.clone();
            let pack = packs::read(template, inputs, Place { account_id: account, region, partition: &partition })?;
            if tx
                .get::<Conformance>(account, region, &body.member_name)
                .await?
                .is_some_and(|there| there.body.created_by.is_none())
            {
                let message = format!("There is a conformance pack {} of somebody else.", body.member_name);
                return Err(ConformancePackTemplateValidationException::new(message).into());
            }
            let wanted = Wanted {
                name: body.member_name.clone(),
                bucket: bucket.clone(),
                prefix: prefix.clone(),
                inputs: inputs.clone(),
                source: None,
                created_by: Some(OWNER.to_owned()),
                tags: Vec::new(),
            };
            packs::put(tx, place, wanted, &pack).await.map(|_| ())
        }
    }
}

/// Keeps how an account stands.
async fn note(
    tx: &mut Transaction<'_>,
    deployment: &Stored<Deployment>,
    account: &str,
    error: Option<(String, String)>,
) -> Result<(), Failure> {
    let (key, body) = (&deployment.key, &deployment.body);
    let id = format!("{}/{account}", key.id);
    let held = tx.get::<Landing>(&key.account, &key.region, &id).await?;
    // What never came is created, however often it is tried.
    let came = held.as_ref().is_some_and(|held| held.body.verb != Verb::Create || held.body.stage == Stage::Successful);
    let again = held.as_ref().is_some_and(|held| held.body.revision == body.revision && held.body.verb == Verb::Create);
    let new = Landing {
        account: account.to_owned(),
        verb: if came && !again { Verb::Update } else { Verb::Create },
        stage: if error.is_some() { Stage::Failed } else { Stage::Successful },
        error,
        at: tx.call().time.as_millisecond(),
        revision: body.revision,
    };
    let stored = match held {
        // The same failure again is no news.
        Some(held) if held.body.error == new.error && held.body.revision == new.revision && held.body.stage == new.stage => {
            return Ok(());
        }
        Some(held) => Stored { body: new, ..held },
        None => Stored::new(&key.account, &key.region, id, new),
    };
    tx.put(&stored)
}

/// Takes a deployment from an account.
async fn take(system: &System, deployment: &Stored<Deployment>, landing: &Stored<Landing>) -> Result<(), Failure> {
    system
        .act("config", "DeleteOrganizationConfigRule", |tx| {
            let (key, body, landing) = (deployment.key.clone(), deployment.body.clone(), landing.clone());
            Box::pin(async move {
                let Some(held) = tx.get::<Landing>(&key.account, &key.region, &landing.key.id).await? else { return Ok(()) };
                let account = &landing.body.account;
                match body.what {
                    What::Rule(_) => {
                        let rule = tx.get::<Rule>(account, &key.region, &body.member_name).await?;
                        if let Some(rule) = rule.filter(|rule| rule.body.created_by.as_deref() == Some(OWNER)) {
                            judge::remove(tx, &rule).await?;
                        }
                    }
                    What::Pack { .. } => {
                        let pack = tx.get::<Conformance>(account, &key.region, &body.member_name).await?;
                        if let Some(pack) = pack.filter(|pack| pack.body.created_by.as_deref() == Some(OWNER)) {
                            packs::remove(tx, &pack).await?;
                        }
                    }
                }
                tx.delete(&held);
                Ok(())
            })
        })
        .await
}
