//! When access keys and roles were last used: noted in memory with every call, written to the store once a minute.

use std::collections::HashMap;
use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use plane::plane::System;
use plane::principal::IssuerKind;
use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Principal, Stored, Timestamp};

use crate::identities::Iam;
use crate::resources::{AccessKey, BY_ACCESS_KEY, BY_ID, LastUse, Role};

/// Longest time a use stays in memory only. AWS says it updates this information "typically within" minutes.
const INTERVAL: Duration = Duration::from_secs(60);
/// Uses that one commit writes.
const BATCH: usize = 500;

/// A use that is not written yet.
#[derive(Debug, Clone)]
pub(crate) struct Use {
    service: String,
    region: String,
    at: i64,
}

/// Remembers that a long-term access key, or a session of a role, made a call.
pub(crate) fn note(iam: &Iam, principal: &Principal, service: &str, region: &str, at: Timestamp) {
    let subject = match &principal.session {
        None if principal.access_key_id.is_empty() => return,
        None => &principal.access_key_id,
        Some(session) if session.issuer_kind == IssuerKind::Role => &session.issuer_id,
        Some(_) => return,
    };
    let at = at.as_millisecond();
    let mut uses = iam.uses.lock().unwrap_or_else(PoisonError::into_inner);
    match uses.get_mut(subject) {
        Some(known) if known.at > at => {}
        Some(known) => {
            known.at = at;
            if known.service != service || known.region != region {
                known.service = service.to_owned();
                known.region = region.to_owned();
            }
        }
        None => {
            uses.insert(subject.clone(), Use { service: service.to_owned(), region: region.to_owned(), at });
        }
    }
}

/// Writes the uses that are only in memory: each minute, and when the plane stops.
///
/// # Errors
/// When the store fails; what was not written stays in memory.
pub async fn flush(iam: &Iam, system: &System) -> Result<(), Failure> {
    loop {
        let batch: HashMap<String, Use> = {
            let uses = iam.uses.lock().unwrap_or_else(PoisonError::into_inner);
            uses.iter().take(BATCH).map(|(k, v)| (k.clone(), v.clone())).collect()
        };
        if batch.is_empty() {
            return Ok(());
        }
        let batch = Arc::new(batch);
        let writing = batch.clone();
        system
            .act("iam", "GetAccessKeyLastUsed", move |tx| {
                let batch = writing.clone();
                Box::pin(async move {
                    for (id, used) in batch.iter() {
                        // What was deleted meanwhile leaves nothing behind.
                        let account = match tx.find::<AccessKey>(BY_ACCESS_KEY, id).await? {
                            Some(key) => key.key.account,
                            None => match tx.find::<Role>(BY_ID, id).await? {
                                Some(role) => role.key.account,
                                None => continue,
                            },
                        };
                        let body = LastUse { service: used.service.clone(), region: used.region.clone(), at: used.at };
                        let stored = match tx.get::<LastUse>(&account, "", id).await? {
                            Some(known) if known.body.at >= used.at => continue,
                            Some(known) => Stored { body, ..known },
                            None => Stored::new(&account, "", id.clone(), body),
                        };
                        tx.put(&stored)?;
                    }
                    Ok(())
                })
            })
            .await?;
        let mut uses = iam.uses.lock().unwrap_or_else(PoisonError::into_inner);
        uses.retain(|id, used| batch.get(id).is_none_or(|written| written.at < used.at));
    }
}

/// Calls [`flush`] each minute.
#[derive(Debug)]
pub struct LastUsed {
    iam: Arc<Iam>,
    flushed: AtomicI64,
}

impl LastUsed {
    /// For this service.
    pub fn new(iam: Arc<Iam>) -> Self {
        Self { iam, flushed: AtomicI64::new(0) }
    }
}

impl Reconciler for LastUsed {
    fn name(&self) -> &'static str {
        "iam.last-used"
    }

    fn interval(&self) -> Duration {
        INTERVAL
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            // Changes in the store wake reconcilers; this one only follows the clock.
            let now = system.plane().clock.wall().as_millisecond();
            let due = i64::try_from(INTERVAL.as_millis()).unwrap_or(i64::MAX);
            if now - self.flushed.load(Ordering::Relaxed) < due {
                return Ok(());
            }
            self.flushed.store(now, Ordering::Relaxed);
            flush(&self.iam, system).await
        })
    }
}
