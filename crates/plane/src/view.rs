//! Views: what other parts make of the journal.
//!
//! A view reads the journal from its cursor and commits what it derives together with the cursor's new position, so that a crash repeats nothing
//! and loses nothing.

use std::sync::Arc;
use std::time::Duration;

use store::{Commit, Durability, Entry, Expectation, IndexedEvent};
use tokio::sync::watch;

use crate::plane::Plane;
use crate::reconcile::told;

/// Entries a view takes at once.
const BATCH: usize = 2_000;
/// Pause between batches, so that a view that catches up leaves time to callers, and small commits gather.
const PAUSE: Duration = Duration::from_millis(50);

/// Derives rows from journal entries.
pub trait View: Send + Sync + 'static {
    /// Name of the cursor.
    fn name(&self) -> &'static str;
    /// Rows of the event history for these entries.
    fn index(&self, entries: &[Entry]) -> Vec<IndexedEvent>;
}

/// Runs a view until `stop` says so.
pub async fn run(plane: Arc<Plane>, view: Arc<dyn View>, mut stop: watch::Receiver<bool>) {
    let mut grown = plane.store.subscribe();
    loop {
        match advance(&plane, view.as_ref()).await {
            Ok(true) => {}
            Ok(false) => {
                tokio::select! {
                    changed = grown.changed() => if changed.is_err() { return },
                    () = told(&mut stop) => return,
                }
            }
            Err(error) => {
                tracing::error!(view = view.name(), %error, "a view cannot advance");
                tokio::time::sleep(Duration::from_secs(1)).await;
            }
        }
        tokio::select! {
            () = tokio::time::sleep(PAUSE) => {}
            () = told(&mut stop) => return,
        }
    }
}

/// Takes one batch; false when there was nothing to take.
///
/// # Errors
/// When the store fails; the same entries are taken again then.
pub async fn advance(plane: &Plane, view: &dyn View) -> Result<bool, String> {
    let from = plane.store.cursor(view.name()).await.map_err(|e| e.to_string())?;
    let entries = plane.store.journal(from, BATCH).await.map_err(|e| e.to_string())?;
    let Some(last) = entries.last() else { return Ok(false) };
    let commit = Commit {
        expect: vec![Expectation::Cursor { name: view.name().to_owned(), value: from }],
        index: view.index(&entries),
        cursors: vec![(view.name().to_owned(), last.seq)],
        durability: Durability::Written,
        at: plane.clock.now_ms(),
        ..Commit::default()
    };
    plane.store.commit(commit).await.map_err(|e| e.to_string())?;
    Ok(true)
}
