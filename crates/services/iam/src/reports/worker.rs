//! Makes the reports that were asked for, in the background.

use std::sync::Arc;
use std::time::Duration;

use plane::account::Account;
use plane::plane::System;
use plane::ports::Guardrails;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Reader, Stored};
use policy::{Policy, PolicyKind};
use store::EventQuery;

use super::access::{TRACKING_MS, Tally, attempt};
use super::credentials::{Key, Password, Row, csv};
use super::services::{SERVICES, accessible};
use super::{AccessJob, BY_PENDING, CredentialReport, JobEntity, PENDING, Question, ServiceUse};
use crate::common::{id_of, parse_arn};
use crate::credentials::SigningCertificate;
use crate::policy_sources::{self, PolicySource};
use crate::resources::{
    AccessKey, AccountSettings, BY_ATTACHED, BY_GROUP, Group, LastUse, LoginProfile, Owner, Role, Root, User, scoped,
};

/// Reports of one kind that one run makes; others wait for the next.
const BATCH: usize = 16;
/// Audit records of one account and region that a job reads, newest first; what is older counts as not used.
const MAX_EVENTS: usize = 50_000;
/// Audit records read at once.
const EVENTS_PAGE: usize = 1_000;
/// Accounts of an installation that a job about an organization looks at.
const MAX_ACCOUNTS: usize = 10_000;

/// Makes reports.
#[derive(Debug, Clone, Copy, Default)]
pub struct Reports;

impl Reconciler for Reports {
    fn name(&self) -> &'static str {
        "iam.reports"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(60)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let reader = system.reader();
            let mut outcome = Ok(());
            // A report that cannot be made must not keep the others from being made: it is tried again at the next run.
            for report in reader.find_all::<CredentialReport>(BY_PENDING, PENDING, None, BATCH).await? {
                outcome = make_credential_report(system, report.key.account).await.and(outcome);
            }
            for job in reader.find_all::<AccessJob>(BY_PENDING, PENDING, None, BATCH).await? {
                outcome = do_job(system, job).await.and(outcome);
            }
            outcome
        })
    }
}

async fn make_credential_report(system: &System, account: String) -> Result<(), Failure> {
    let content = Arc::new(credential_report(&system.reader(), &account).await?);
    system
        .act("iam", "GenerateCredentialReport", move |tx| {
            let (account, content) = (account.clone(), content.clone());
            Box::pin(async move {
                let Some(mut report) = tx.get::<CredentialReport>(&account, "", CredentialReport::ID).await? else {
                    return Ok(());
                };
                report.body.content.clone_from(&content);
                report.body.generated_at = Some(tx.call().time.as_millisecond());
                tx.put(&report)
            })
        })
        .await
}

async fn do_job(system: &System, job: Stored<AccessJob>) -> Result<(), Failure> {
    let found = Arc::new(answer(&system.reader(), &job.body, system.now().as_millisecond()).await?);
    let (account, id) = (job.key.account, job.key.id);
    system
        .act("iam", "GenerateServiceLastAccessedDetails", move |tx| {
            let (account, id, found) = (account.clone(), id.clone(), found.clone());
            Box::pin(async move {
                let Some(mut job) = tx.get::<AccessJob>(&account, "", &id).await? else { return Ok(()) };
                job.body.completed_at = Some(tx.call().time.as_millisecond());
                match found.as_ref() {
                    Ok((entities, services)) => {
                        job.body.entities.clone_from(entities);
                        job.body.services.clone_from(services);
                    }
                    Err(error) => job.body.error = Some(error.clone()),
                }
                tx.put(&job)
            })
        })
        .await
}

async fn credential_report(reader: &Reader<'_>, account: &str) -> Result<String, Failure> {
    let keys = reader.all::<AccessKey>(account, "", "").await?;
    let uses = reader.all::<LastUse>(account, "", "").await?;
    let passwords = reader.all::<LoginProfile>(account, "", "").await?;
    let certificates = reader.all::<SigningCertificate>(account, "", "").await?;
    let settings = reader.get::<AccountSettings>(account, "", AccountSettings::ID).await?;
    let policy = settings.and_then(|s| s.body.password_policy);
    let keys_of = |owner: &Owner| {
        let mut found: Vec<Key> = keys
            .iter()
            .filter(|key| key.body.owner == *owner)
            .map(|key| {
                let used = uses.iter().find(|used| used.key.id == key.body.id);
                let used = used.map(|used| (used.body.at, used.body.region.clone(), used.body.service.clone()));
                Key { active: key.body.active, made: key.body.created_at, used }
            })
            .collect();
        found.sort_by_key(|key| key.made);
        found
    };
    let certificates_of = |owner: &Owner| {
        let mut found: Vec<(bool, i64)> =
            certificates.iter().filter(|c| c.body.owner == *owner).map(|c| (c.body.active, c.body.uploaded_at)).collect();
        found.sort_by_key(|(_, at)| *at);
        found
    };
    let mut rows = Vec::new();
    if let Some(root) = reader.get::<Root>(account, "", Root::ID).await? {
        rows.push(Row {
            user: None,
            arn: reader.plane().arn("iam", "", account, "root"),
            made: root.body.created_at,
            password: None,
            mfa: !root.body.mfa_devices.is_empty(),
            keys: keys_of(&Owner::Root),
            certificates: certificates_of(&Owner::Root),
        });
    }
    for user in reader.all::<User>(account, "", "").await? {
        let owner = Owner::User(user.body.id.clone());
        let password = passwords.iter().find(|password| password.key.id == user.body.id).map(|password| {
            let next = policy.as_ref().and_then(|policy| policy.expires_at(password.body.changed_at));
            Password { last_used: user.body.password_last_used, changed: password.body.changed_at, next_rotation: next }
        });
        rows.push(Row {
            user: Some(user.body.name),
            arn: user.body.arn,
            made: user.body.created_at,
            password,
            mfa: !user.body.mfa_devices.is_empty(),
            keys: keys_of(&owner),
            certificates: certificates_of(&owner),
        });
    }
    Ok(csv(&rows))
}

/// What a job found, or why it failed: code and message.
type Found = Result<(Vec<JobEntity>, Vec<ServiceUse>), (String, String)>;

fn gone(message: impl Into<String>) -> Found {
    Err(("NoSuchEntity".to_owned(), message.into()))
}

async fn answer(reader: &Reader<'_>, job: &AccessJob, now: i64) -> Result<Found, Failure> {
    match &job.question {
        Question::Entity { arn, .. } => of_entity(reader, &job.account, arn, now).await,
        Question::Organization { path, policy } => of_organization(reader, path, policy.as_deref(), now).await,
    }
}

/// Calls `each` with every attempt that an account's audit records tell of in the tracking period, newest first in each region.
async fn attempts(
    reader: &Reader<'_>,
    account: &str,
    user: Option<&str>,
    now: i64,
    mut each: impl FnMut(&super::access::Attempt, i64) + Send,
) -> Result<(), Failure> {
    for region in &reader.plane().settings.regions {
        let mut query = EventQuery {
            account: account.to_owned(),
            region: region.clone(),
            attribute: user.map(|name| ("Username".to_owned(), name.to_owned())),
            from: Some(now.saturating_sub(TRACKING_MS)),
            to: None,
            before: None,
            limit: EVENTS_PAGE,
        };
        let mut read = 0;
        loop {
            let page = reader.events(&query).await?;
            for entry in &page {
                if let Some(attempt) = attempt(&entry.body) {
                    each(&attempt, entry.at);
                }
            }
            read += page.len();
            query.before = page.last().map(|last| (last.at, last.seq));
            if page.len() < EVENTS_PAGE || read >= MAX_EVENTS {
                break;
            }
        }
    }
    Ok(())
}

fn compiled(sources: &[PolicySource]) -> Vec<Policy> {
    sources.iter().filter_map(|source| Policy::parse(&source.document, PolicyKind::Identity).ok()).collect()
}

fn user_entity(user: &User) -> JobEntity {
    JobEntity { arn: user.arn.clone(), name: user.name.clone(), role: false, id: user.id.clone(), path: user.path.clone() }
}

fn role_entity(role: &Role) -> JobEntity {
    JobEntity { arn: role.arn.clone(), name: role.name.clone(), role: true, id: role.id.clone(), path: role.path.clone() }
}

async fn members(reader: &Reader<'_>, group: &Group) -> Result<Vec<JobEntity>, Failure> {
    let users = reader.find_all::<User>(BY_GROUP, &group.id, None, usize::MAX >> 1).await?;
    Ok(users.iter().map(|user| user_entity(&user.body)).collect())
}

/// Who a report about an ARN looks at, and the policies it is about.
async fn subjects(reader: &Reader<'_>, account: &str, arn: &str) -> Result<Option<(Vec<JobEntity>, Vec<Policy>)>, Failure> {
    let Some(parsed) = parse_arn(arn) else { return Ok(None) };
    let id = id_of(parsed.name);
    Ok(match parsed.kind {
        "user" => match reader.get::<User>(account, "", &id).await?.filter(|u| u.body.arn == arn) {
            Some(user) => Some((vec![user_entity(&user.body)], compiled(&policy_sources::of_user(reader, &user.body).await?))),
            None => None,
        },
        "role" => match reader.get::<Role>(account, "", &id).await?.filter(|r| r.body.arn == arn) {
            Some(role) => Some((vec![role_entity(&role.body)], compiled(&policy_sources::of_role(reader, &role.body).await?))),
            None => None,
        },
        "group" => match reader.get::<Group>(account, "", &id).await?.filter(|g| g.body.arn == arn) {
            Some(group) => {
                let policies = compiled(&policy_sources::of_group(reader, &group.body).await?);
                Some((members(reader, &group.body).await?, policies))
            }
            None => None,
        },
        "policy" => match policy_sources::managed_document(reader, arn).await? {
            Some((document, _)) => {
                let value = scoped(account, arn);
                let mut entities = Vec::new();
                for user in reader.find_all::<User>(BY_ATTACHED, &value, None, usize::MAX >> 1).await? {
                    entities.push(user_entity(&user.body));
                }
                for role in reader.find_all::<Role>(BY_ATTACHED, &value, None, usize::MAX >> 1).await? {
                    entities.push(role_entity(&role.body));
                }
                for group in reader.find_all::<Group>(BY_ATTACHED, &value, None, usize::MAX >> 1).await? {
                    entities.extend(members(reader, &group.body).await?);
                }
                entities.sort_by(|a, b| a.arn.cmp(&b.arn));
                entities.dedup();
                Some((entities, Policy::parse(&document, PolicyKind::Identity).into_iter().collect()))
            }
            None => None,
        },
        _ => None,
    })
}

async fn of_entity(reader: &Reader<'_>, account: &str, arn: &str, now: i64) -> Result<Found, Failure> {
    let Some((entities, policies)) = subjects(reader, account, arn).await? else {
        return Ok(gone(format!("{arn} was deleted.")));
    };
    let namespaces: Vec<&'static str> =
        SERVICES.iter().map(|service| service.namespace).filter(|namespace| accessible(&policies, namespace)).collect();
    let mut tally = Tally::default();
    // The records of one user are found by name; sessions of roles have names of their own.
    let only = match entities.as_slice() {
        [one] if !one.role => Some(one.name.clone()),
        _ => None,
    };
    if !entities.is_empty() {
        attempts(reader, account, only.as_deref(), now, |attempt, at| {
            if entities.iter().any(|entity| entity.arn == attempt.who) {
                tally.count(attempt, &attempt.who, at);
            }
        })
        .await?;
    }
    Ok(Ok((entities, tally.of(&namespaces))))
}

/// Whether the guardrails of an account leave something of a service.
fn allowed(guardrails: &Guardrails, account: &str, namespace: &str) -> bool {
    guardrails.management_account.as_deref() == Some(account)
        || guardrails
            .service_control
            .iter()
            .all(|level| accessible(level.policies.iter().map(|policy| policy.policy.as_ref()), namespace))
}

async fn of_organization(reader: &Reader<'_>, path: &str, policy: Option<&str>, now: i64) -> Result<Found, Failure> {
    let accounts: Vec<Stored<Account>> = reader.list_everywhere::<Account>(None, MAX_ACCOUNTS).await?;
    let organization = reader.plane().organization();
    let within = format!("{}/", path.trim_end_matches('/'));
    let mut inside: Vec<(String, String, Guardrails)> = Vec::new();
    for account in accounts {
        let guardrails = organization.guardrails(reader, &account.body.id).await?;
        let Some(parent) = guardrails.path.clone() else { continue };
        let own = format!("{}/{}", parent.trim_end_matches('/'), account.body.id);
        if format!("{own}/").starts_with(&within) {
            inside.push((account.body.id, own, guardrails));
        }
    }
    if inside.is_empty() {
        return Ok(gone(format!("No accounts were found under {path}.")));
    }
    let ids = |named: &plane::NamedPolicy, id: &str| named.id == id || named.id.rsplit('/').next() == Some(id);
    let policy = match policy {
        None => None,
        Some(id) => {
            let all = inside.iter().flat_map(|(_, _, g)| &g.service_control).flat_map(|level| &level.policies);
            match all.into_iter().find(|named| ids(named, id)) {
                Some(named) => Some(named.policy.clone()),
                None => return Ok(gone(format!("The policy {id} applies to no account under {path}."))),
            }
        }
    };
    let namespaces: Vec<&'static str> = SERVICES
        .iter()
        .map(|service| service.namespace)
        .filter(|namespace| match &policy {
            Some(policy) => accessible([policy.as_ref()], namespace),
            None => inside.iter().any(|(account, _, guardrails)| allowed(guardrails, account, namespace)),
        })
        .collect();
    let mut tally = Tally::default();
    for (account, own, _) in &inside {
        attempts(reader, account, None, now, |attempt, at| tally.count(attempt, own, at)).await?;
    }
    Ok(Ok((Vec::new(), tally.of(&namespaces))))
}

/// Whether a user, group, role or managed policy of this ARN is there.
///
/// # Errors
/// Internal ones only.
pub(crate) async fn is_there(reader: &Reader<'_>, account: &str, arn: &str) -> Result<bool, Failure> {
    let Some(parsed) = parse_arn(arn) else { return Ok(false) };
    if parsed.account != account && !(parsed.kind == "policy" && parsed.account == "aws") {
        return Ok(false);
    }
    Ok(subjects(reader, account, arn).await?.is_some())
}
