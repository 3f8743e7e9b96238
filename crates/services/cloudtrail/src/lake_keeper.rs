//! The reconciler of event data stores: ingestion, imports and upkeep, one after the other, so that none has to reckon with another.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, Key, System};

use crate::engine::Engine;
use crate::imports_run;
use crate::ingest::{Ingest, Work, ingest};
use crate::pace::Lap;
use crate::upkeep::{sweep, upkeep};

/// Event data stores listed at once.
const STORES: usize = 200;

/// Ingests into all event data stores, imports, and keeps them in shape.
pub struct LakeKeeper {
    engine: Arc<Engine>,
    lap: Option<Lap>,
    last: Mutex<Last>,
}

/// When what was done last, milliseconds since 1970.
#[derive(Debug, Default)]
struct Last {
    ingest: Option<i64>,
    upkeep: Option<i64>,
    sweep: Option<i64>,
}

impl LakeKeeper {
    /// With a pace of its own; otherwise the environment says it.
    pub fn new(engine: Arc<Engine>, lap: Option<Lap>) -> Self {
        Self { engine, lap, last: Mutex::default() }
    }

    /// Whether it is time to ingest, for upkeep and for a sweep.
    fn due(&self, now: i64, lap: Lap) -> (bool, bool, bool) {
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let due = |last: &mut Option<i64>, every: i64| {
            let due = last.is_none_or(|last| now < last || now - last >= every);
            if due {
                *last = Some(now);
            }
            due
        };
        (due(&mut last.ingest, lap.ingest_ms), due(&mut last.upkeep, lap.upkeep_ms), due(&mut last.sweep, lap.sweep_ms))
    }
}

impl Reconciler for LakeKeeper {
    fn name(&self) -> &'static str {
        "cloudtrail-lake"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(1)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            let lap = self.lap.unwrap_or_else(|| Lap::from_environment(system.plane().settings.sandbox));
            let (ingests, keeps, sweeps) = self.due(system.plane().clock.now_ms(), lap);
            if !ingests {
                return Ok(());
            }
            let mut after: Option<Key> = None;
            loop {
                let page = system.reader().list_everywhere::<Ingest>(after.as_ref(), STORES).await?;
                let Some(last) = page.last() else { break };
                after = Some(last.key.clone());
                let lake = self.engine.lake(system)?;
                let work = Work { system, lake: &lake };
                for state in page {
                    let arn = state.body.store.arn.clone();
                    if let Err(failure) = one(work, state, keeps, sweeps).await {
                        // One store's trouble is not the others'; what was not done is tried again.
                        let (message, detail) = (failure.message, failure.detail);
                        tracing::error!(store = arn, message, detail, "an event data store cannot be kept");
                    }
                }
            }
            imports_run::run(system, &self.engine).await
        })
    }
}

async fn one(work: Work<'_>, state: plane::Stored<Ingest>, keeps: bool, sweeps: bool) -> Result<(), Failure> {
    let before = state.clone();
    let ingested = if state.body.gone { Ok(state) } else { ingest(work, state).await };
    // What cannot ingest, such as a store whose key is disabled, ends old events and is removed all the same.
    if keeps {
        upkeep(work, ingested.as_ref().unwrap_or(&before)).await?;
    }
    let state = ingested?;
    if sweeps && !state.body.gone {
        sweep(work, &state.body.store).await?;
    }
    Ok(())
}
