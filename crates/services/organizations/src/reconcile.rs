//! Background work: completing account creations, closing accounts, and clearing away what is over.

use std::sync::Arc;
use std::time::Duration;

use plane::account::{self, Account, AccountStatus};
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, System, Transaction};
use serde_json::json;

use crate::api::{AccountJoinedMethod, AccountState, ActionType, CreateAccountFailureReason, CreateAccountState, HandshakeState};
use crate::membership::{access_role, depart, event, join};
use crate::operations::{features, handshakes};
use crate::place::Seat;
use crate::quotas;
use crate::resources::{CLOSING, CREATION_PENDING, Creation, HANDSHAKE_PENDING, Handshake, Member, state_at, waits};
use crate::shapes;

/// The service's reconcilers.
pub fn reconcilers() -> Vec<Arc<dyn Reconciler>> {
    vec![Arc::new(Creations), Arc::new(Closures), Arc::new(Handshakes)]
}

/// Completes account creations.
struct Creations;

impl Reconciler for Creations {
    fn name(&self) -> &'static str {
        "organizations-creations"
    }
    fn interval(&self) -> Duration {
        Duration::from_secs(10)
    }
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            for creation in system.reader().find_all::<Creation>(CREATION_PENDING, "pending", None, shapes::ALL).await? {
                let (management, id) = (creation.body.management, creation.body.id);
                system
                    .act("organizations", "CreateAccount", |tx| {
                        let (management, id) = (management.clone(), id.clone());
                        Box::pin(async move { complete(tx, &management, &id).await })
                    })
                    .await?;
            }
            Ok(())
        })
    }
}

async fn complete(tx: &mut Transaction<'_>, management: &str, id: &str) -> Result<(), Failure> {
    let Some(mut creation) = tx.get::<Creation>(management, "", id).await? else { return Ok(()) };
    if creation.body.state != CreateAccountState::InProgress {
        return Ok(());
    }
    let now = tx.call().time.as_millisecond();
    let taken = tx.find::<Account>("account-email", &creation.body.email.to_lowercase()).await?.is_some();
    let seat = Seat::find(tx, management).await?.filter(|s| s.id() == creation.body.organization);
    match seat {
        None => creation.body.failure = Some(CreateAccountFailureReason::InternalFailure),
        Some(_) if taken => creation.body.failure = Some(CreateAccountFailureReason::EmailAlreadyExists),
        Some(seat) if seat.organization.body.accounts >= quotas::ACCOUNTS => {
            creation.body.failure = Some(CreateAccountFailureReason::AccountLimitExceeded);
        }
        Some(mut seat) => {
            let made = account::open(tx, &creation.body.name, &creation.body.email).await?;
            access_role(tx, &made.id, management, &creation.body.role).await?;
            let mut root = seat.root(tx).await?;
            let tags = creation.body.tags.clone();
            join(tx, &mut seat.organization, &mut root, &made.id, AccountJoinedMethod::Created, tags).await?;
            tx.put(&root)?;
            seat.save(tx)?;
            creation.body.account = Some(made.id);
        }
    }
    creation.body.state =
        if creation.body.failure.is_none() { CreateAccountState::Succeeded } else { CreateAccountState::Failed };
    creation.body.completed_at = Some(now);
    tx.put(&creation)?;
    let stamp = |ms: i64| shapes::time(ms).strftime("%Y-%m-%dT%H:%M:%SZ").to_string();
    let mut status = serde_json::Map::new();
    let mut say = |name: &str, value: &str| status.insert(name.to_owned(), json!(value));
    say("id", &creation.body.id);
    say("state", creation.body.state.as_str());
    say("accountName", "****");
    say("requestedTimestamp", &stamp(creation.body.requested_at));
    say("completedTimestamp", &stamp(now));
    if let Some(account) = &creation.body.account {
        say("accountId", account);
    }
    if let Some(failure) = creation.body.failure {
        say("failureReason", failure.as_str());
    }
    event(tx, "CreateAccountResult", management, &json!({"createAccountStatus": status}));
    Ok(())
}

/// Closes accounts, and removes them when their time is over.
struct Closures;

impl Reconciler for Closures {
    fn name(&self) -> &'static str {
        "organizations-closures"
    }
    fn interval(&self) -> Duration {
        Duration::from_secs(60)
    }
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            for member in system.reader().find_all::<Member>(CLOSING, "closing", None, shapes::ALL).await? {
                if member.body.state != AccountState::PendingClosure && !over(&member.body, now) {
                    continue;
                }
                let id = member.body.id;
                system
                    .act("organizations", "CloseAccount", |tx| {
                        let id = id.clone();
                        Box::pin(async move { close(tx, &id).await })
                    })
                    .await?;
            }
            Ok(())
        })
    }
}

fn over(member: &Member, now: i64) -> bool {
    member.closed_at.is_some_and(|at| at + quotas::CLOSURE_DAYS * quotas::DAY <= now)
}

async fn close(tx: &mut Transaction<'_>, id: &str) -> Result<(), Failure> {
    let Some(mut member) = tx.get::<Member>(id, "", id).await? else { return Ok(()) };
    let now = tx.call().time.as_millisecond();
    if member.body.state == AccountState::PendingClosure {
        member.body.state = AccountState::Suspended;
        tx.put(&member)?;
        if let Some(mut account) = tx.get::<Account>(id, "", id).await? {
            account.body.status = AccountStatus::Suspended;
            tx.put(&account)?;
        }
        let details = json!({"closeAccountStatus": {"accountId": id, "state": "SUCCEEDED"}});
        let management = member.body.management.clone();
        event(tx, "CloseAccountResult", &management, &details);
    } else if over(&member.body, now) {
        let management = member.body.management.clone();
        let Some(mut seat) = Seat::find(tx, &management).await? else { return Ok(()) };
        depart(tx, &mut seat, &member, "CLEANED").await?;
    }
    Ok(())
}

/// Ends handshakes that nobody answered, and removes those that ended long ago.
struct Handshakes;

impl Reconciler for Handshakes {
    fn name(&self) -> &'static str {
        "organizations-handshakes"
    }
    fn interval(&self) -> Duration {
        Duration::from_secs(300)
    }
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            for handshake in system.reader().find_all::<Handshake>(HANDSHAKE_PENDING, "pending", None, shapes::ALL).await? {
                if !due(&handshake.body, now) {
                    continue;
                }
                let (management, id) = (handshake.body.management, handshake.body.id);
                system
                    .act("organizations", "DescribeHandshake", |tx| {
                        let (management, id) = (management.clone(), id.clone());
                        Box::pin(async move { tidy(tx, &management, &id).await })
                    })
                    .await?;
            }
            Ok(())
        })
    }
}

fn due(handshake: &Handshake, now: i64) -> bool {
    match handshake.ended_at {
        Some(at) => at + quotas::HANDSHAKE_KEPT_DAYS * quotas::DAY <= now,
        None => waits(handshake.state) && state_at(handshake, now) == HandshakeState::Expired,
    }
}

async fn tidy(tx: &mut Transaction<'_>, management: &str, id: &str) -> Result<(), Failure> {
    let Some(mut handshake) = tx.get::<Handshake>(management, "", id).await? else { return Ok(()) };
    let now = tx.call().time.as_millisecond();
    if !due(&handshake.body, now) {
        return Ok(());
    }
    if handshake.body.ended_at.is_some() {
        tx.delete(&handshake);
        return Ok(());
    }
    match handshake.body.action {
        ActionType::EnableAllFeatures => features::abandon(tx, &handshake.body).await?,
        ActionType::TransferResponsibility => {
            crate::operations::expire_transfer(tx, &handshake.body).await?;
        }
        _ => {}
    }
    handshakes::end(tx, &mut handshake, HandshakeState::Expired)
}
