//! Removes packages that no version names any more: of deleted functions, and of calls that did not come to their commit.

use std::collections::HashSet;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use plane::reconcile::Reconciler;
use plane::{BoxFuture, Failure, System};

use crate::code::CodeStore;
use crate::resources::{Function, Version};

/// Time between two looks, milliseconds.
const EVERY: i64 = 600_000;
/// Documents that are read at once.
const PAGE: usize = 500;

/// The reconciler.
pub(crate) struct Sweep {
    code: Arc<CodeStore>,
    last: AtomicI64,
}

impl Sweep {
    /// One that has not looked yet.
    pub(crate) fn of(code: Arc<CodeStore>) -> Self {
        Self { code, last: AtomicI64::new(i64::MIN) }
    }
}

impl Reconciler for Sweep {
    fn name(&self) -> &'static str {
        "lambda-packages"
    }

    fn interval(&self) -> Duration {
        Duration::from_secs(600)
    }

    fn run<'a>(&'a self, system: &'a System) -> BoxFuture<'a, Result<(), Failure>> {
        Box::pin(async move {
            // Files have the machine's time.
            let now = system.plane().clock.wall().as_millisecond();
            let last = self.last.load(Ordering::Relaxed);
            if last != i64::MIN && now.saturating_sub(last) < EVERY {
                return Ok(());
            }
            self.last.store(now, Ordering::Relaxed);
            // Versions first: a version is made of what its function had before, so that none is missed in between.
            let reader = system.reader();
            let mut named = HashSet::new();
            let mut after = None;
            loop {
                let page = reader.list_everywhere::<Version>(after.as_ref(), PAGE).await?;
                let Some(end) = page.last() else { break };
                after = Some(end.key.clone());
                named.extend(page.into_iter().map(|v| v.body.0.code.id));
            }
            let mut after = None;
            loop {
                let page = reader.list_everywhere::<Function>(after.as_ref(), PAGE).await?;
                let Some(end) = page.last() else { break };
                after = Some(end.key.clone());
                named.extend(page.into_iter().map(|f| f.body.latest.code.id));
            }
            let code = self.code.clone();
            let now = std::time::UNIX_EPOCH + Duration::from_millis(u64::try_from(now).unwrap_or(0));
            tokio::task::spawn_blocking(move || code.sweep(&named, now))
                .await
                .map_err(Failure::internal)?
                .map_err(Failure::internal)
        })
    }
}
