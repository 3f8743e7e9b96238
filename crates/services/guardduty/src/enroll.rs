//! Accounts of an organization become members by themselves, where its administrator says so.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::PoisonError;
use std::time::Duration;

use plane::ports::RoleSpec;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Stored, System, Transaction};
use serde_json::{Value, json};

use crate::api::{AutoEnableMembers, OrgFeatureStatus};
use crate::features;
use crate::place;
use crate::resources::{Administrator, Detector, ENROLLING, Member, ORGANIZATION, ORGANIZATIONS, Relation, Settings};

/// Everything up to this cursor was looked through for accounts that join and leave.
const CURSOR: &str = "guardduty/organization";
/// Journal entries read at once.
const CHUNK: usize = 512;
/// How far the cursor may stay behind while no account comes or goes.
const BEHIND: u64 = 20_000;
/// Accounts enrolled in one commit.
const BATCH: usize = 50;
/// Time between two looks, milliseconds.
const LOOK: i64 = 1_000;
/// Settings of organizations read at once.
const PAGE: usize = 100;

/// Enrolls accounts.
#[derive(Default)]
pub struct Enroller {
    /// Up to where the journal was read, if that is further than the cursor.
    read: Mutex<u64>,
    /// When it was looked last, milliseconds since 1970.
    looked: Mutex<i64>,
}

impl Reconciler for Enroller {
    fn name(&self) -> &'static str {
        "guardduty-enroller"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(5)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            {
                let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
                if (0..LOOK).contains(&(now - *looked)) {
                    return Ok(());
                }
                *looked = now;
            }
            let all = system.reader().find_all::<Settings>(ORGANIZATIONS, "true", None, PAGE).await?;
            let Some(began) = all.iter().map(|s| s.body.began).min() else { return Ok(()) };
            for settings in system.reader().find_all::<Settings>(ENROLLING, "true", None, PAGE).await? {
                everybody(system, &settings).await?;
            }
            while self.advance(system, began).await? {}
            Ok(())
        })
    }
}

impl Enroller {
    /// Looks through a stretch of the journal; false when there was none.
    async fn advance(&self, system: &System, began: u64) -> Result<bool, Failure> {
        let cursor = system.cursor(CURSOR).await?;
        let from = cursor.max(began).max(*self.read.lock().unwrap_or_else(PoisonError::into_inner));
        let entries = system.journal(from, CHUNK).await?;
        let Some(end) = entries.last().map(|e| e.seq) else { return Ok(false) };
        let mut changes: Vec<(String, String, bool, u64)> = Vec::new();
        for entry in &entries {
            let joined = match entry.kind.as_str() {
                "organizations.AccountJoined" => true,
                "organizations.AccountDeparted" => false,
                _ => continue,
            };
            let body: Value = serde_json::from_slice(&entry.body).map_err(Failure::internal)?;
            let organization = body.get("organization").and_then(Value::as_str).unwrap_or_default();
            changes.push((entry.account.clone(), organization.to_owned(), joined, entry.seq));
        }
        if !changes.is_empty() || end.saturating_sub(cursor) > BEHIND {
            system
                .act("guardduty", "DescribeOrganizationConfiguration", |tx| {
                    let changes = changes.clone();
                    Box::pin(async move {
                        tx.move_cursor(CURSOR, cursor, end);
                        for (account, organization, joined, seq) in &changes {
                            let settings = tx.reader().find_all::<Settings>(ORGANIZATION, organization, None, PAGE).await?;
                            for settings in settings {
                                if !*joined {
                                    left(tx, &settings, account).await?;
                                } else if settings.body.members != AutoEnableMembers::None && *seq > settings.body.since {
                                    enroll(tx, &settings, account, true).await?;
                                }
                            }
                        }
                        Ok(())
                    })
                })
                .await?;
        }
        *self.read.lock().unwrap_or_else(PoisonError::into_inner) = end;
        Ok(true)
    }
}

/// Enrolls all accounts of an organization.
async fn everybody(system: &System, settings: &Stored<Settings>) -> Result<(), Failure> {
    let accounts = system.plane().organization().accounts(&system.reader(), &settings.body.organization).await?;
    for some in accounts.chunks(BATCH) {
        system
            .act("guardduty", "UpdateOrganizationConfiguration", |tx| {
                let (key, some) = (settings.key.clone(), some.to_vec());
                Box::pin(async move {
                    let Some(settings) = held(tx, &key).await?.filter(|s| s.body.enrolling) else { return Ok(()) };
                    for account in &some {
                        enroll(tx, &settings, account, false).await?;
                    }
                    Ok(())
                })
            })
            .await?;
    }
    system
        .act("guardduty", "UpdateOrganizationConfiguration", |tx| {
            let (key, version) = (settings.key.clone(), settings.version);
            Box::pin(async move {
                // Said anew meanwhile: that is looked through again.
                if let Some(mut settings) = held(tx, &key).await?.filter(|s| s.version == version) {
                    settings.body.enrolling = false;
                    tx.put(&settings)?;
                }
                Ok(())
            })
        })
        .await
}

async fn held(tx: &mut Transaction<'_>, key: &Key) -> Result<Option<Stored<Settings>>, Failure> {
    tx.get::<Settings>(&key.account, &key.region, &key.id).await
}

/// Ends the membership of an account that left the organization.
async fn left(tx: &mut Transaction<'_>, settings: &Stored<Settings>, account: &str) -> Result<(), Failure> {
    let region = settings.key.region.clone();
    let Some(detector) = place::of(tx, &settings.body.account, &region).await? else { return Ok(()) };
    let Some(named) = tx.get::<Administrator>(account, &region, Administrator::ID).await? else { return Ok(()) };
    if named.body.organization && named.body.account == settings.body.account {
        place::part(tx, (&settings.body.account, &detector.body.id), &region, account, Relation::Removed).await?;
    }
    Ok(())
}

/// Makes an account a member, with a detector, as the organization's settings say. `new` says whether it just came.
async fn enroll(tx: &mut Transaction<'_>, settings: &Stored<Settings>, account: &str, new: bool) -> Result<(), Failure> {
    let region = settings.key.region.clone();
    let administrator = &settings.body.account;
    let Some(detector) = place::of(tx, administrator, &region).await? else { return Ok(()) };
    let all = settings.body.members == AutoEnableMembers::All;
    let wanted = |status: OrgFeatureStatus| status == OrgFeatureStatus::All || (new && status == OrgFeatureStatus::New);
    if account == administrator {
        return Ok(());
    }
    let mine =
        tx.get::<Administrator>(account, &region, Administrator::ID).await?.is_some_and(|a| a.body.account == *administrator);
    if !(mine || all || (new && settings.body.members == AutoEnableMembers::New)) {
        return Ok(());
    }
    join(tx, &detector, account, all || new).await?;
    let Some(mut theirs) = place::of(tx, account, &region).await? else { return Ok(()) };
    let now = tx.call().time.as_millisecond();
    let before = theirs.body.features.clone();
    for (name, status) in &settings.body.features {
        if wanted(*status) {
            features::set(&mut theirs.body, name, true, now);
        }
    }
    for (name, additional) in &settings.body.additional {
        for (part, status) in additional {
            if wanted(*status) {
                features::set_additional(&mut theirs.body, name, part, true, now);
            }
        }
    }
    if theirs.body.features != before {
        theirs.body.updated_at = now;
        tx.put(&theirs)?;
        place::rewatch(tx, account, &region).await?;
    }
    Ok(())
}

/// Makes an account of the organization a member of its administrator; its detector is made, or with `enables` enabled where it is suspended.
///
/// # Errors
/// Internal ones only.
pub async fn join(
    tx: &mut Transaction<'_>,
    administrator: &Stored<Detector>,
    account: &str,
    enables: bool,
) -> Result<(), Failure> {
    let region = administrator.key.region.clone();
    let owner = administrator.key.account.clone();
    let now = tx.call().time.as_millisecond();
    let mut changed = false;
    match place::of(tx, account, &region).await? {
        None => {
            create(tx, account, &region, administrator.body.frequency, BTreeMap::new()).await?;
            changed = true;
        }
        Some(mut theirs) if enables && !theirs.body.enabled => {
            theirs.body.enabled = true;
            theirs.body.updated_at = now;
            tx.put(&theirs)?;
            changed = true;
        }
        Some(_) => {}
    }
    let before = tx.get::<Administrator>(account, &region, Administrator::ID).await?;
    if let Some(before) = before.filter(|b| b.body.account != owner) {
        // Who was invited by somebody else becomes the organization's.
        if let Some(other) = place::of(tx, &before.body.account, &region).await? {
            place::part(tx, (&before.body.account, &other.body.id), &region, account, Relation::Removed).await?;
        } else {
            tx.delete(&before);
        }
    }
    let held = tx.get::<Administrator>(account, &region, Administrator::ID).await?;
    if held.as_ref().is_none_or(|h| !h.body.organization) {
        let body = Administrator { account: owner.clone(), invitation: None, invited_at: now, organization: true };
        let mut stored = held.unwrap_or_else(|| Stored::new(account, &region, Administrator::ID, body.clone()));
        stored.body = body;
        tx.put(&stored)?;
        changed = true;
    }
    let id = format!("{}/{account}", administrator.body.id);
    let held = tx.get::<Member>(&owner, &region, &id).await?;
    if held.as_ref().is_none_or(|h| !h.body.relation.associated() || (enables && h.body.relation != Relation::Enabled)) {
        let email = plane::account::get(&tx.reader(), account).await?.map(|a| a.body.email).unwrap_or_default();
        let body =
            Member { account: account.to_owned(), email, relation: Relation::Enabled, invited_at: Some(now), updated_at: now };
        let mut stored = held.unwrap_or_else(|| Stored::new(&owner, &region, id, body.clone()));
        stored.body = body;
        tx.put(&stored)?;
    }
    if changed {
        place::rewatch(tx, account, &region).await?;
    }
    Ok(())
}

/// Makes an enabled detector with the features of a new one.
///
/// # Errors
/// Internal ones only.
pub async fn create(
    tx: &mut Transaction<'_>,
    account: &str,
    region: &str,
    frequency: crate::api::FindingPublishingFrequency,
    said: BTreeMap<String, bool>,
) -> Result<Stored<Detector>, Failure> {
    let now = tx.call().time.as_millisecond();
    let id = tx.plane().ids.uuid().simple().to_string();
    let mut detector = Detector {
        id: id.clone(),
        enabled: true,
        frequency,
        features: BTreeMap::new(),
        created_at: now,
        updated_at: now,
        token: None,
    };
    for name in features::DEFAULT {
        features::set(&mut detector, name, true, now);
    }
    for (name, on) in said {
        features::set(&mut detector, &name, on, now);
    }
    service_role(tx, account).await?;
    let arn = place::arn(tx.plane(), account, region, &id);
    let stored = Stored::new(account, region, id, detector).arn(arn);
    tx.put(&stored)?;
    Ok(stored)
}

/// Makes the role that every detector names, unless it is there.
async fn service_role(tx: &mut Transaction<'_>, account: &str) -> Result<(), Failure> {
    let partition = tx.plane().settings.partition.clone();
    let identities = tx.plane().identities().clone();
    let principal = json!({"Service": "guardduty.amazonaws.com"});
    let statement = json!({"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"});
    let role = RoleSpec {
        account: account.to_owned(),
        path: "/aws-service-role/guardduty.amazonaws.com/".to_owned(),
        name: place::SERVICE_ROLE.to_owned(),
        trust: json!({"Version": "2012-10-17", "Statement": [statement]}).to_string(),
        policy_arns: vec![format!("arn:{partition}:iam::aws:policy/aws-service-role/AmazonGuardDutyServiceRolePolicy")],
        description: "A service-linked role required for Amazon GuardDuty to access your resources.".to_owned(),
        max_session_seconds: 3_600,
    };
    identities.ensure_role(tx, role).await.map(|_| ())
}
