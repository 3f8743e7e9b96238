//! Administrators and members: who sees whose findings, and how accounts of an organization come to be members by themselves.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Reader, Stored, System, Transaction};
use serde_json::Value;

use crate::hub::{Place, has};
use crate::operations::hub::{Options, enable};
use crate::resources::{
    Administrator, DELEGATED, DelegatedAdministrator, Invitation, Member, MemberStatus, OF_ORGANIZATION, OrganizationSettings,
};

/// The service, as Organizations knows it.
pub(crate) const PRINCIPAL: &str = "securityhub.amazonaws.com";
/// Kind of journal entries that say that an account joined an organization.
const JOINED: &str = "organizations.AccountJoined";
/// Journal entries read at once.
const PAGE: usize = 512;

/// The organization that an account administers Security Hub for, if it does.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn administered(reader: &Reader<'_>, account: &str) -> Result<Option<DelegatedAdministrator>, Failure> {
    Ok(reader.find::<DelegatedAdministrator>(DELEGATED, account).await?.map(|found| found.body))
}

/// The delegated administrator of an organization.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn of_organization(
    reader: &Reader<'_>,
    organization: &str,
) -> Result<Option<Stored<DelegatedAdministrator>>, Failure> {
    reader.find::<DelegatedAdministrator>(OF_ORGANIZATION, organization).await
}

/// The organization of an account.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn organization_of(reader: &Reader<'_>, account: &str) -> Result<Option<String>, Failure> {
    Ok(reader.plane().organization().guardrails(reader, account).await?.organization_id)
}

/// Makes an account of the organization a member, and enables Security Hub in it. An account that is a member of another stays so.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn join(
    tx: &mut Transaction<'_>,
    (administrator, region): &Place,
    account: &str,
    email: Option<String>,
    default_standards: bool,
) -> Result<bool, Failure> {
    let now = tx.call().time.as_millisecond();
    let known = tx.get::<Administrator>(account, region, Administrator::ID).await?;
    if known.as_ref().is_some_and(|known| known.body.account != *administrator) {
        return Ok(false);
    }
    if known.is_none() {
        let body =
            Administrator { account: administrator.clone(), invitation: String::new(), invited_at: now, by_organization: true };
        tx.put(&Stored::new(account, region, Administrator::ID, body))?;
    }
    let member = Member { email, status: MemberStatus::Enabled, invited_at: Some(now), updated_at: now, by_organization: true };
    let stored = match tx.get::<Member>(administrator, region, account).await? {
        Some(known) => Stored { body: Member { email: member.email.or(known.body.email), ..member }, ..known },
        None => Stored::new(administrator, region, account, member),
    };
    tx.put(&stored)?;
    if !has(&tx.reader(), account, region).await? {
        enable(tx, account, region, Options { default_standards, consolidated: true, tags: Vec::new() }).await?;
    }
    Ok(true)
}

/// Ends a membership from the member's side: what the administrator knows of it is the caller's to change.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn leave(tx: &mut Transaction<'_>, account: &str, region: &str, administrator: &str) -> Result<(), Failure> {
    let held = tx.get::<Administrator>(account, region, Administrator::ID).await?;
    if let Some(held) = held.filter(|held| held.body.account == administrator) {
        tx.delete(&held);
    }
    if let Some(invitation) = tx.get::<Invitation>(account, region, administrator).await? {
        tx.delete(&invitation);
    }
    Ok(())
}

/// Makes accounts that join an organization members, where its administrator wants that.
#[derive(Debug, Default)]
pub(crate) struct AutoEnable {
    /// How far the journal was read for an administrator, where that is further than its cursor: what does not matter moves no cursor.
    read: Mutex<HashMap<Place, u64>>,
}

fn cursor(place: &Place) -> String {
    format!("securityhub-organization/{}/{}", place.0, place.1)
}

impl Reconciler for AutoEnable {
    fn name(&self) -> &'static str {
        "securityhub-organization"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(600)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            for found in system.reader().list_everywhere::<OrganizationSettings>(None, PAGE).await? {
                if found.body.auto_enable {
                    let place = (found.key.account.clone(), found.key.region.clone());
                    self.follow(system, &place, &found.body).await?;
                }
            }
            Ok(())
        })
    }
}

impl AutoEnable {
    async fn follow(&self, system: &System, place: &Place, settings: &OrganizationSettings) -> Result<(), Failure> {
        let stands = system.cursor(&cursor(place)).await?;
        let known = self.read.lock().unwrap_or_else(PoisonError::into_inner).get(place).copied().unwrap_or_default();
        let mut from = stands.max(settings.since).max(known);
        loop {
            let entries = system.journal(from, PAGE).await?;
            let Some(last) = entries.last() else { break };
            let joined: Vec<(String, String)> = entries
                .iter()
                .filter(|entry| entry.kind == JOINED)
                .filter_map(|entry| {
                    let body: Value = serde_json::from_slice(&entry.body).ok()?;
                    Some((entry.account.clone(), body.get("organization")?.as_str()?.to_owned()))
                })
                .collect();
            let to = last.seq;
            if !joined.is_empty() {
                take(system, place, &joined, to).await?;
            }
            from = to;
            if entries.len() < PAGE {
                break;
            }
        }
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(place.clone(), from);
        Ok(())
    }
}

/// Makes members of accounts that joined, and moves the cursor, in one commit.
async fn take(system: &System, place: &Place, joined: &[(String, String)], to: u64) -> Result<(), Failure> {
    let name = cursor(place);
    let stands = system.cursor(&name).await?;
    system
        .act("securityhub", "CreateMembers", |tx| {
            let (place, joined, name) = (place.clone(), joined.to_vec(), name.clone());
            Box::pin(async move {
                let settings = tx.get::<OrganizationSettings>(&place.0, &place.1, OrganizationSettings::ID).await?;
                let delegated = administered(&tx.reader(), &place.0).await?;
                if let (Some(settings), Some(delegated)) = (settings.filter(|found| found.body.auto_enable), delegated) {
                    for (account, organization) in &joined {
                        if *organization == delegated.organization && *account != place.0 {
                            join(tx, &place, account, None, settings.body.default_standards).await?;
                        }
                    }
                }
                tx.move_cursor(&name, stands, to);
                Ok(())
            })
        })
        .await
}
