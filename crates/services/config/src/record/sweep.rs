//! Removes items that are older than an account keeps them.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, System};

use super::apply::DAY;
use crate::item::{Current, Item, item_key};
use crate::resources::Retention;

/// How long items are kept where nobody says otherwise, days.
/// See <https://docs.aws.amazon.com/config/latest/developerguide/delete-config-data-with-retention-period.html>.
pub const KEPT: i32 = 2_557;
/// Resources that are looked at, and items that are removed, in one go.
const PAGE: usize = 200;
const REMOVED: usize = 500;

/// Sweeps once a day.
#[derive(Default)]
pub struct Sweeper(Mutex<i64>);

impl Reconciler for Sweeper {
    fn name(&self) -> &'static str {
        "config-sweeper"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(3_600)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if (now - *last).abs() < DAY {
                    return Ok(());
                }
                *last = now;
            }
            sweep(system, now).await
        })
    }
}

async fn sweep(system: &System, now: i64) -> Result<(), Failure> {
    let mut after: Option<Key> = None;
    let mut place: Option<(String, String, i64)> = None;
    loop {
        let page = system.reader().list_everywhere::<Current>(after.as_ref(), PAGE).await?;
        for found in &page {
            let key = &found.key;
            let before = match &place {
                Some((account, region, before)) if (account, region) == (&key.account, &key.region) => *before,
                _ => {
                    let kept = system.reader().get::<Retention>(&key.account, &key.region, "default").await?;
                    let before = now - i64::from(kept.map_or(KEPT, |kept| kept.body.days)) * DAY;
                    place = Some((key.account.clone(), key.region.clone(), before));
                    before
                }
            };
            if found.body.known && found.body.first_at < before {
                forget(system, key, before).await?;
            }
        }
        match page.last() {
            Some(last) if page.len() == PAGE => after = Some(last.key.clone()),
            _ => return Ok(()),
        }
    }
}

/// Removes the items of a resource of before a time. The state that was true at that time is kept, and with it that of any time since.
async fn forget(system: &System, key: &Key, before: i64) -> Result<(), Failure> {
    let more = system
        .act("config", "DeleteRetentionConfiguration", |tx| {
            let key = key.clone();
            Box::pin(async move {
                let Some(mut held) = tx.get::<Current>(&key.account, &key.region, &key.id).await? else { return Ok(false) };
                let Current { first, last, .. } = held.body;
                let (kind, id) = (held.body.item.kind.clone(), held.body.item.id.clone());
                // One that is gone for so long has no history at all any more.
                let all = !held.body.exists() && held.body.item.at < before;
                let ids: Vec<String> = (first..=last).take(REMOVED).map(|n| item_key(&kind, &id, n)).collect();
                let items = tx.get_many::<Item>(&key.account, &key.region, &ids).await?;
                let mut removed = 0_u64;
                for (at, item) in items.iter().enumerate() {
                    let Some(item) = item else { continue };
                    let next = items.get(at + 1).and_then(Option::as_ref).map(|next| next.body.at);
                    if !all && next.is_none_or(|next| next > before) {
                        held.body.first_at = item.body.at;
                        break;
                    }
                    tx.delete(item);
                    removed += 1;
                }
                if all && first + removed > last {
                    tx.delete(&held);
                    return Ok(false);
                }
                held.body.first = first + removed;
                tx.put(&held)?;
                Ok(removed > 0 && ids.len() == REMOVED)
            })
        })
        .await?;
    if more {
        return Box::pin(forget(system, key, before)).await;
    }
    Ok(())
}
