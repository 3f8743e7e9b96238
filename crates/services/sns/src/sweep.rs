//! What nobody else removes: deduplication ids that no longer count, publications of which a crash left nothing but themselves, and subscriptions that nobody confirmed.

use std::collections::BTreeSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, System};

use crate::deliver::forget;
use crate::publish::DEDUPLICATION;
use crate::resources::{Deduplication, Publication, Subscription};

/// Documents read at once.
const PAGE: usize = 256;

/// Sweeps once an hour.
#[derive(Default)]
pub struct Sweeper(Mutex<i64>);

/// Time between two sweeps, milliseconds.
const SWEEPING: i64 = 3_600 * 1_000;
/// How long a subscription may wait to be confirmed, milliseconds.
const PENDING: i64 = 2 * 24 * 3_600 * 1_000;

impl Reconciler for Sweeper {
    fn name(&self) -> &'static str {
        "sns-sweeper"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(3_600)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            // A reconciler is also run whenever something changed.
            let now = system.now().as_millisecond();
            {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if now.saturating_sub(*last) < SWEEPING {
                    return Ok(());
                }
                *last = now;
            }
            sweep(system).await
        })
    }
}

async fn sweep(system: &System) -> Result<(), Failure> {
    let now = system.now().as_millisecond();
    let mut after = None;
    loop {
        let page = system.reader().list_everywhere::<Subscription>(after.as_ref(), PAGE).await?;
        for found in page.iter().filter(|found| !found.body.confirmed && found.created_at < now - PENDING) {
            system
                .act("sns", "Unsubscribe", |tx| {
                    let key = found.key.clone();
                    Box::pin(async move {
                        let held = tx.get::<Subscription>(&key.account, &key.region, &key.id).await?;
                        if let Some(held) = held.filter(|held| !held.body.confirmed) {
                            tx.delete(&held);
                        }
                        Ok(())
                    })
                })
                .await?;
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
            _ => break,
        }
    }
    let mut after: Option<String> = None;
    loop {
        let page = system.reader().list::<Publication>("", "", "", after.as_deref(), PAGE).await?;
        let ended = page.iter().map(|found| found.key.id.clone()).collect();
        forget_ended(system, ended).await?;
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
            _ => break,
        }
    }
    let mut after: Option<String> = None;
    loop {
        let page = system.reader().list::<Deduplication>("", "", "", after.as_deref(), PAGE).await?;
        let over: Vec<String> =
            page.iter().filter(|found| found.body.at <= now - DEDUPLICATION).map(|found| found.key.id.clone()).collect();
        forget_deduplications(system, over, now).await?;
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.id.clone()),
            _ => return Ok(()),
        }
    }
}

/// Forgets deduplication ids that no longer count, unless they were used again meanwhile.
async fn forget_deduplications(system: &System, over: Vec<String>, now: i64) -> Result<(), Failure> {
    system
        .act("sns", "Publish", |tx| {
            let over = over.clone();
            Box::pin(async move {
                for id in &over {
                    let held = tx.get::<Deduplication>("", "", id).await?;
                    if let Some(held) = held.filter(|held| held.body.at <= now - DEDUPLICATION) {
                        tx.delete(&held);
                    }
                }
                Ok(())
            })
        })
        .await
}

async fn forget_ended(system: &System, ended: BTreeSet<String>) -> Result<(), Failure> {
    system
        .act("sns", "Publish", |tx| {
            let ended = ended.clone();
            Box::pin(async move {
                for id in &ended {
                    forget(tx, id).await?;
                }
                Ok(())
            })
        })
        .await
}
