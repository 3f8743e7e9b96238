//! Rotation: a saga of four steps whose state is in the store, so that it goes on after a crash at any point.
//!
//! The new value is durable, as AWSPENDING, before the database hears of it. The set step first tries whether the database has it already: that is how
//! a rotation goes on that was cut off between the database's change and our commit. A secret becomes current only after a login with it. What fails
//! is tried again, with pauses that grow; a rotation that is given up leaves the old version current, and its own as AWSPENDING for the next one.

pub mod credentials;
mod drive;
pub mod events;
mod http;
mod mysql;
mod postgres;
mod rabbitmq;
mod redis;
mod rotators;

use std::collections::HashSet;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Stored, System, Transaction};

use crate::resources::{CURRENT, Due, PENDING, Secret, Step, Task};
use crate::{changes, sealing, stages};

pub use rotators::{Rotator, builtin};

/// Who rotates.
pub const PRINCIPAL: &str = "secretsmanager.amazonaws.com";
/// Rotations at once.
const AT_ONCE: usize = 64;
/// Documents listed at once.
const CHUNK: usize = 500;
/// Pause between two looks at the schedule, milliseconds.
const SCHEDULE_MS: i64 = 1_000;

/// Begins the rotations that are due, does those that are begun, and erases secrets whose recovery window is over.
#[derive(Debug, Default)]
pub struct Rotations {
    under_way: Arc<Mutex<HashSet<Key>>>,
    looked: Mutex<Option<i64>>,
}

/// Takes a rotation off the list of those under way, however it ends.
struct UnderWay {
    list: Arc<Mutex<HashSet<Key>>>,
    key: Key,
}

impl Drop for UnderWay {
    fn drop(&mut self) {
        self.list.lock().unwrap_or_else(PoisonError::into_inner).remove(&self.key);
    }
}

impl Rotations {
    /// Takes a rotation on, unless somebody has it or there are too many.
    fn take(&self, key: &Key) -> Option<UnderWay> {
        let mut list = self.under_way.lock().unwrap_or_else(PoisonError::into_inner);
        (list.len() < AT_ONCE && list.insert(key.clone())).then(|| UnderWay { list: self.under_way.clone(), key: key.clone() })
    }

    fn time_to_look(&self, now: i64) -> bool {
        let mut looked = self.looked.lock().unwrap_or_else(PoisonError::into_inner);
        let due = looked.is_none_or(|last| now < last || now - last >= SCHEDULE_MS);
        if due {
            *looked = Some(now);
        }
        due
    }
}

impl Reconciler for Rotations {
    fn name(&self) -> &'static str {
        "secretsmanager-rotation"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.plane().clock.now_ms();
            if self.time_to_look(system.plane().clock.wall().as_millisecond()) {
                due(system, now).await?;
            }
            let mut after = None;
            loop {
                let page = system.reader().list_everywhere::<Task>(after.as_ref(), CHUNK).await?;
                let Some(last) = page.last() else { return Ok(()) };
                after = Some(last.key.clone());
                for task in page.into_iter().filter(|t| t.body.not_before <= now) {
                    let Some(mine) = self.take(&task.key) else { continue };
                    let system = system.clone();
                    tokio::spawn(async move {
                        if let Err(failure) = drive::drive(&system, &mine.key).await {
                            tracing::error!(
                                secret = mine.key.id,
                                message = failure.message,
                                detail = failure.detail,
                                "a rotation cannot be kept"
                            );
                        }
                        drop(mine);
                    });
                }
            }
        })
    }
}

/// Begins what is due.
async fn due(system: &System, now: i64) -> Result<(), Failure> {
    let mut after = None;
    loop {
        let page = system.reader().list_everywhere::<Due>(after.as_ref(), CHUNK).await?;
        let Some(last) = page.last() else { return Ok(()) };
        after = Some(last.key.clone());
        for due in page.into_iter().filter(|d| d.body.at <= now) {
            begin(system, &due, now).await?;
        }
    }
}

async fn begin(system: &System, due: &Stored<Due>, now: i64) -> Result<(), Failure> {
    let (place, name) = (due.key.clone(), due.body.name.clone());
    system
        .act("secretsmanager", "RotateSecret", move |tx| {
            let (place, name) = (place.clone(), name.clone());
            Box::pin(async move {
                let Some(due) = tx.get::<Due>(&place.account, &place.region, &place.id).await?.filter(|d| d.body.at <= now)
                else {
                    return Ok(());
                };
                let secret = tx.get::<Secret>(&place.account, &place.region, &name).await?;
                let Some(mut secret) = secret.filter(|s| s.body.id() == place.id) else {
                    tx.delete(&due);
                    return Ok(());
                };
                if let Some(deletion) = secret.body.deleted {
                    if deletion.at <= now {
                        events::told(tx, &secret.body, "EndSecretVersionDelete", "", None);
                        return changes::erase(tx, &secret).await;
                    }
                    return changes::set_due(tx, &secret.body, Some(deletion.at)).await;
                }
                let Some(rotation) = secret.body.rotation.clone().filter(|r| r.enabled) else {
                    tx.delete(&due);
                    return Ok(());
                };
                let open = rotation.rules.as_ref().is_some_and(|r| r.window_from(due.body.at).end > now);
                let busy = tx.get::<Task>(&place.account, &place.region, &place.id).await?.is_some();
                if open && !busy && secret.body.staged(CURRENT).is_some() {
                    let left = left_over(tx, &mut secret.body, &rotation.function).await?;
                    let token = left.unwrap_or_else(|| tx.call().request_id.to_string());
                    let task = Task::new(&name, &token, Step::Create, false, now);
                    events::started(tx, &secret.body, &token, false);
                    tx.put(&Stored::new(&place.account, &place.region, place.id.clone(), task))?;
                }
                // A window that was missed while the plane was off is not made up for: the next one is waited for.
                let next = rotation.rules.as_ref().and_then(|r| r.next(now, now)).map(|w| w.start);
                if let Some(rotation) = &mut secret.body.rotation {
                    rotation.next = next;
                }
                changes::set_due(tx, &secret.body, next).await?;
                changes::write(tx, &mut secret).await
            })
        })
        .await
}

/// The version that an abandoned rotation left, which the next one takes up again: the database may have it already. One that cannot follow the current
/// version any more, because the secret is of another server or user since, is pending no longer.
///
/// # Errors
/// Internal ones, and those of opening the values.
pub async fn left_over(tx: &mut Transaction<'_>, secret: &mut Secret, function: &str) -> Result<Option<String>, Failure> {
    let id_of = |stage: &str| secret.staged(stage).map(|v| v.id.clone());
    let (Some(current), Some(left)) = (id_of(CURRENT), id_of(PENDING)) else { return Ok(None) };
    if left == current {
        return Ok(None);
    }
    if let Some(rotator) = builtin(function) {
        let (current, pending) = (sealing::open(tx, secret, &current).await?, sealing::open(tx, secret, &left).await?);
        if !rotator.follows(&current, &pending) {
            stages::drop_label(&mut secret.versions, PENDING);
            return Ok(None);
        }
    }
    Ok(Some(left))
}

/// Whether a rotation function is the URL of an endpoint.
pub fn is_endpoint(function: &str) -> bool {
    function.starts_with("https://") || function.starts_with("http://")
}

/// Whether the operator allows an endpoint: it is one of those named, or below one that ends with a slash.
pub fn is_allowed(endpoint: &str, allowed: &[String]) -> bool {
    let below = |place: &String| place.ends_with('/') && endpoint.starts_with(place.as_str());
    allowed.iter().any(|place| endpoint == place || below(place))
}

#[cfg(test)]
mod tests {
    use super::{is_allowed, is_endpoint};

    #[test]
    fn only_what_the_operator_named_is_called() {
        let allowed = ["https://rotators.example.com/aws/".to_owned(), "http://127.0.0.1:9000/rotate".to_owned()];
        for (endpoint, expected) in [
            ("https://rotators.example.com/aws/db", true),
            ("https://rotators.example.com/aws", false),
            ("https://rotators.example.com/other", false),
            ("https://rotators.example.com.evil.example/aws/", false),
            ("http://rotators.example.com/aws/db", false),
            ("http://127.0.0.1:9000/rotate", true),
            ("http://127.0.0.1:9000/rotate/x", false),
        ] {
            assert_eq!(is_allowed(endpoint, &allowed), expected, "{endpoint}");
        }
        assert!(!is_allowed("https://rotators.example.com/aws/db", &[]));
        assert!(is_endpoint("https://h/") && !is_endpoint("arn:aws:lambda:us-east-1:111122223333:function:f"));
    }
}
