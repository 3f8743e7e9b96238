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
    /// Whether calls that change nothing, refused ones among them, run it at once too: for those that follow audit records.
    fn follows_calls(&self) -> bool {
        false
    }
    /// Looks and acts.
    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>>;
}

/// Runs a reconciler until `stop` says so: whenever the store changed, and at its interval.
pub async fn run(system: System, reconciler: Arc<dyn Reconciler>, mut stop: watch::Receiver<bool>) {
    let store = &system.plane().store;
    let mut grown = if reconciler.follows_calls() { store.subscribe() } else { store.subscribe_to_changes() };
    let mut lease = Lease::new(&system, reconciler.as_ref());
    loop {
        grown.mark_unchanged();
        match lease.held().await {
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
    lease.release().await;
}

/// A reconciler's right to run, in one process at a time.
struct Lease<'a> {
    system: &'a System,
    name: &'static str,
    owner: String,
    /// How long it is taken for, milliseconds: a run that begins late in it has half of that, at least.
    span: i64,
    /// Until when it was taken, milliseconds since 1970.
    until: i64,
}

impl<'a> Lease<'a> {
    fn new(system: &'a System, reconciler: &dyn Reconciler) -> Self {
        let interval = i64::try_from(reconciler.interval().as_millis()).unwrap_or(i64::MAX / 4);
        let owner = system.plane().ids.uuid().to_string();
        Self { system, name: reconciler.name(), owner, span: interval.saturating_mul(2).saturating_add(30_000), until: i64::MIN }
    }

    /// Whether it is this process's. It is taken anew when half of its time is over, or the clock was set back.
    async fn held(&mut self) -> store::Result<bool> {
        let plane = self.system.plane();
        let now = plane.clock.wall().as_millisecond();
        let left = self.until.saturating_sub(now);
        if left > self.span / 2 && left <= self.span {
            return Ok(true);
        }
        let held = plane.store.lease(self.name, &self.owner, now, self.span).await?;
        self.until = if held { now.saturating_add(self.span) } else { i64::MIN };
        Ok(held)
    }

    async fn release(self) {
        // Whoever comes next waits until it runs out.
        let _ = self.system.plane().store.release(self.name, &self.owner).await;
    }
}

/// Resolves when background work is to end.
pub(crate) async fn told(stop: &mut watch::Receiver<bool>) {
    // The guard that `wait_for` gives must not live across an await.
    let _ = stop.wait_for(|s| *s).await.map(|_| ());
}
