//! Asynchronous invocations: kept in the store before they are acknowledged, tried until they succeed or are given up, and only then forgotten.
//!
//! An attempt that a crash cuts off is made again: at least once, as on AWS. See
//! <https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html>.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Plane, Stored, System, Transaction};
use tokio::sync::Semaphore;
use wire::failure::Kind;

use crate::Lambda;
use crate::find;
use crate::invoke::{Invocation, MOST_ASYNCHRONOUS, check_payload};
use crate::names::{LATEST, Target};
use crate::operations::draw;
use crate::resources::{EventInvokeConfig, Queued, part_id};

/// Attempts at once.
const MOST_ATTEMPTS: usize = 32;
/// Documents that are read at once.
const PAGE: usize = 16;
/// Further attempts, where nobody says.
const RETRIES: i32 = 2;
/// Age at which an invocation is given up, where nobody says, seconds.
const AGE: i32 = 21_600;
/// Time to the second attempt; the third comes after twice as long.
const RETRY: Duration = Duration::from_secs(60);
/// Longest time to the next attempt of one that found no room.
const MOST_WAIT: i64 = 300_000;

fn context(id: &str) -> String {
    format!("lambda-event:{id}")
}

/// Seals an event for the store.
fn seal(plane: &Plane, id: &str, payload: &[u8]) -> String {
    STANDARD.encode(plane.keyring.seal(&plane.ids, &context(id), payload))
}

/// Takes an invocation over when the transaction commits.
///
/// # Errors
/// The payload is too large, or not JSON.
pub(crate) fn accept(
    tx: &mut Transaction<'_>,
    target: &Target,
    id: String,
    payload: &[u8],
    client_context: Option<String>,
) -> Result<(), Failure> {
    check_payload(payload, MOST_ASYNCHRONOUS)?;
    let now = tx.call().time.as_millisecond();
    let queued = Queued {
        function: target.name.clone(),
        qualifier: target.qualifier.clone(),
        payload: seal(tx.plane(), &id, payload),
        client_context,
        accepted_at: now,
        failures: 0,
        throttles: 0,
        due_at: now,
    };
    tx.put(&Stored::new(&target.account, &target.region, id, queued))
}

fn open(plane: &Plane, id: &str, sealed: &str) -> Result<Bytes, Failure> {
    let sealed = STANDARD.decode(sealed).map_err(Failure::internal)?;
    let plain = plane.keyring.open_sealed(&context(id), &sealed).map_err(Failure::internal)?;
    Ok(Bytes::copy_from_slice(&plain))
}

/// What an attempt came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Came {
    /// The function answered.
    Through,
    /// The function failed.
    Failed,
    /// There was no room for it, or the machine failed.
    NoRoom,
    /// There is no such function any more.
    Nowhere,
}

/// What becomes of an invocation after an attempt: `None` if it is done or given up.
fn after(queued: &Queued, came: Came, now: i64, retries: i32, age: i32, retry: Duration) -> Option<Queued> {
    let mut next = queued.clone();
    let wait = match came {
        Came::Through | Came::Nowhere => return None,
        Came::Failed if queued.failures >= retries => return None,
        Came::Failed => {
            next.failures += 1;
            i64::try_from(retry.as_millis()).unwrap_or(0) * i64::from(next.failures)
        }
        Came::NoRoom => {
            next.throttles += 1;
            let doubled = 1_000_i64 << queued.throttles.clamp(0, 10);
            doubled.min(MOST_WAIT)
        }
    };
    next.due_at = now + wait;
    (next.due_at - queued.accepted_at < i64::from(age) * 1_000).then_some(next)
}

/// Tries what is due.
pub(crate) struct Asynchronous {
    lambda: Arc<Lambda>,
    retry: Duration,
    trying: Arc<Mutex<HashSet<String>>>,
    places: Arc<Semaphore>,
}

impl Asynchronous {
    /// For the functions of a service.
    pub(crate) fn of(lambda: &Arc<Lambda>) -> Self {
        let seconds = std::env::var("CLOUDKEEP_LAMBDA_RETRY_SECONDS").ok().and_then(|text| text.parse().ok());
        Self {
            lambda: lambda.clone(),
            retry: seconds.filter(|s| (1..=60).contains(s)).map_or(RETRY, Duration::from_secs),
            trying: Arc::default(),
            places: Arc::new(Semaphore::new(MOST_ATTEMPTS)),
        }
    }
}

impl Reconciler for Asynchronous {
    fn name(&self) -> &'static str {
        "lambda-asynchronous"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            let mut last = None;
            loop {
                let page = system.reader().list_everywhere::<Queued>(last.as_ref(), PAGE).await?;
                let Some(end) = page.last() else { return Ok(()) };
                last = Some(end.key.clone());
                for stored in page.into_iter().filter(|s| s.body.due_at <= now) {
                    // Without a free place the rest waits for the next run.
                    let Ok(place) = self.places.clone().try_acquire_owned() else { return Ok(()) };
                    let id = stored.key.id.clone();
                    if !self.trying.lock().unwrap_or_else(PoisonError::into_inner).insert(id.clone()) {
                        continue;
                    }
                    let (lambda, system, trying, retry) = (self.lambda.clone(), system.clone(), self.trying.clone(), self.retry);
                    tokio::spawn(async move {
                        if let Err(failure) = attempt(&lambda, &system, &stored, retry).await {
                            tracing::error!(
                                message = failure.message,
                                detail = failure.detail,
                                "an asynchronous invocation cannot be settled"
                            );
                        }
                        trying.lock().unwrap_or_else(PoisonError::into_inner).remove(&id);
                        drop(place);
                    });
                }
            }
        })
    }
}

async fn attempt(lambda: &Lambda, system: &System, stored: &Stored<Queued>, retry: Duration) -> Result<(), Failure> {
    let (plane, reader) = (system.plane(), system.reader());
    let (account, region, id) = (&stored.key.account, &stored.key.region, &stored.key.id);
    // It may have been settled since it was listed.
    let Some(queued) = reader.get::<Queued>(account, region, id).await?.map(|s| s.body) else { return Ok(()) };
    let target = Target {
        account: account.clone(),
        region: region.clone(),
        name: queued.function.clone(),
        qualifier: queued.qualifier.clone(),
    };
    let part = part_id(&queued.function, queued.qualifier.as_deref().unwrap_or(LATEST));
    let config = reader.get::<EventInvokeConfig>(account, region, &part).await?.map(|s| s.body);
    let retries = config.as_ref().and_then(|c| c.retries).unwrap_or(RETRIES);
    let age = config.as_ref().and_then(|c| c.age).unwrap_or(AGE);
    let too_old = system.now().as_millisecond() - queued.accepted_at >= i64::from(age) * 1_000;
    let came = match find::version(&reader, &target, draw(plane)).await {
        _ if too_old => Came::Nowhere,
        Err(failure) if is_missing(&failure) => Came::Nowhere,
        Err(failure) => return Err(failure),
        Ok(found) => {
            let invocation = Invocation {
                id: id.clone(),
                arn: target.arn(&plane.settings.partition),
                payload: open(plane, id, &queued.payload)?,
                client_context: queued.client_context.clone(),
            };
            match lambda.execute(&reader, &found, invocation).await {
                Ok(outcome) if outcome.failed => Came::Failed,
                Ok(_) => Came::Through,
                Err(_) => Came::NoRoom,
            }
        }
    };
    let next = after(&queued, came, system.now().as_millisecond(), retries, age, retry);
    system
        .act("lambda", "Invoke", |tx| {
            let (account, region, id, next) = (account.clone(), region.clone(), id.clone(), next.clone());
            Box::pin(async move {
                let Some(mut stored) = tx.get::<Queued>(&account, &region, &id).await? else { return Ok(()) };
                match next {
                    Some(next) => {
                        stored.body = next;
                        tx.put(&stored)
                    }
                    None => {
                        tx.delete(&stored);
                        Ok(())
                    }
                }
            })
        })
        .await
}

fn is_missing(failure: &Failure) -> bool {
    matches!(&failure.kind, Kind::Modelled { code, .. } if code == "ResourceNotFoundException")
}

#[cfg(test)]
mod tests {
    use super::{AGE, Came, RETRIES, RETRY, after};
    use crate::resources::Queued;

    fn queued() -> Queued {
        Queued {
            function: "f".into(),
            qualifier: None,
            payload: String::new(),
            client_context: None,
            accepted_at: 0,
            failures: 0,
            throttles: 0,
            due_at: 0,
        }
    }

    #[test]
    fn a_failing_function_is_tried_three_times() {
        let first = after(&queued(), Came::Failed, 1_000, RETRIES, AGE, RETRY).unwrap();
        assert_eq!((first.failures, first.due_at), (1, 61_000));
        let second = after(&first, Came::Failed, 61_000, RETRIES, AGE, RETRY).unwrap();
        assert_eq!((second.failures, second.due_at), (2, 181_000));
        assert_eq!(after(&second, Came::Failed, 181_000, RETRIES, AGE, RETRY), None);
        assert_eq!(after(&queued(), Came::Failed, 0, 0, AGE, RETRY), None);
        assert_eq!(after(&queued(), Came::Through, 0, RETRIES, AGE, RETRY), None);
    }

    #[test]
    fn what_finds_no_room_waits_longer_each_time_until_it_is_too_old() {
        let (mut one, mut now, mut tries) = (queued(), 0, 0);
        while let Some(next) = after(&one, Came::NoRoom, now, RETRIES, AGE, RETRY) {
            assert!(next.due_at > now && next.due_at - now <= 300_000);
            (now, one, tries) = (next.due_at, next, tries + 1);
        }
        assert!(now < i64::from(AGE) * 1_000 && tries > 70, "{tries}");
    }
}
