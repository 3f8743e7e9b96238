//! Tables are made before anybody asks: after a start, and while findings arrive. A question that comes earlier waits for its table, and is answered in
//! full all the same.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, Resource, System};

use super::{Columns, Index, MOST_ROWS};
use crate::hub::{Place, service};
use crate::resources::{Finding, Hub, HubV2};

/// Hubs read at once.
const PAGE: usize = 100;
/// Least time between two runs, milliseconds: changes come in great numbers.
const EVERY: i64 = 2_000;

/// Makes tables, and brings them up to date.
#[derive(Debug, Default)]
pub(crate) struct Ahead(Mutex<i64>);

impl Reconciler for Ahead {
    fn name(&self) -> &'static str {
        "securityhub-index"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(10)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let now = system.now().as_millisecond();
            {
                let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
                if now.saturating_sub(*last) < EVERY {
                    return Ok(());
                }
                *last = now;
            }
            let service = service(system.plane())?;
            all::<Hub, _>(system, &service.index).await?;
            all::<HubV2, _>(system, &service.ocsf).await
        })
    }
}

/// Makes or updates the tables of all accounts and regions in which one of the versions is enabled.
async fn all<H: Resource, T: Columns>(system: &System, index: &Index<T>) -> Result<(), Failure> {
    let mut after: Option<Key> = None;
    loop {
        let hubs = system.reader().list_everywhere::<H>(after.as_ref(), PAGE).await?;
        for hub in &hubs {
            prepare(system, index, &(hub.key.account.clone(), hub.key.region.clone())).await?;
        }
        match hubs.last() {
            Some(last) if hubs.len() == PAGE => after = Some(last.key.clone()),
            _ => return Ok(()),
        }
    }
}

/// Makes or updates one table, as long as there is room for it without forgetting one that was asked for.
async fn prepare<T: Columns>(system: &System, index: &Index<T>, place: &Place) -> Result<(), Failure> {
    let reader = system.reader();
    let count = usize::try_from(reader.count::<Finding>(&place.0, &place.1).await?).unwrap_or(usize::MAX);
    if count == 0 || count.saturating_add(index.rows_besides(place)) > MOST_ROWS {
        return Ok(());
    }
    let indexed = index.table(place);
    // Whoever asks at this moment does the same.
    let Ok(mut turn) = indexed.turn.try_lock() else { return Ok(()) };
    super::bring_up_to_date(&reader, place, &indexed, &mut turn).await
}
