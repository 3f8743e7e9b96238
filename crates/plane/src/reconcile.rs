//! Reconcilers: background work that looks at the state and moves it towards what it should be.
//!
//! A reconciler takes no input, may be run at any time and any number of times, and its retry is its next run. What must survive a crash is in the
//! store before anybody was told of it.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use wire::Failure;

use crate::plane::System;
use crate::ports::BoxFuture;

/// Background work of a service.
pub trait Reconciler: Send + Sync + 'static {
    /// Name of its lease.
    fn name(&self) -> &'static str;
    /// Longest time between two runs; a change in the store runs it at once as well.
    fn interval(&self) -> Duration;
    /// Looks and acts.
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>>;
}

/// Runs a reconciler until `stop` says so: whenever the store changed, and at its interval.
pub async fn run(system: System, reconciler: Arc<dyn Reconciler>, mut stop: watch::Receiver<bool>) {
    let owner = system.plane().ids.uuid().to_string();
    let mut grown = system.plane().store.subscribe();
    loop {
        grown.mark_unchanged();
        let now = system.plane().clock.wall().as_millisecond();
        let lease = i64::try_from(reconciler.interval().as_millis()).unwrap_or(i64::MAX / 2).saturating_add(30_000);
        match system.plane().store.lease(reconciler.name(), &owner, now, lease).await {
            Ok(true) => {
                if let Err(failure) = reconciler.run(&system).await {
                    tracing::error!(
                        reconciler = reconciler.name(),
                        message = failure.message,
                        detail = failure.detail,
                        "a reconciler failed"
                    );
                }
            }
            Ok(false) => {}
            Err(error) => tracing::error!(reconciler = reconciler.name(), %error, "a reconciler cannot take its lease"),
        }
        tokio::select! {
            () = tokio::time::sleep(reconciler.interval()) => {}
            changed = grown.changed() => {
                if changed.is_err() { return }
                tokio::time::sleep(Duration::from_millis(100)).await;
            }
            () = told(&mut stop) => break,
        }
    }
    let _ = system.plane().store.release(reconciler.name(), &owner).await;
}

/// Resolves when background work is to end.
pub(crate) async fn told(stop: &mut watch::Receiver<bool>) {
    // The guard that `wait_for` gives must not live across an await.
    let _ = stop.wait_for(|s| *s).await.map(|_| ());
}
