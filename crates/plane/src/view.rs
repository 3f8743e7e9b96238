//! Views: what other parts make of the journal.
//!
//! A view reads the journal from its cursor and commits what it derives together with the cursor's new position, so that a crash repeats nothing
//! and loses nothing.

use std::sync::Arc;
use std::time::{Duration, Instant};

use store::{Commit, Durability, Entry, Expectation, IndexedEvent};
use tokio::sync::watch;

use crate::plane::Plane;
use crate::reconcile::told;

/// Entries a view takes at once: few, since callers' commits wait while the store writes what it derived.
const BATCH: usize = 256;
/// Pause of a view that has caught up, so that small commits gather.
const PAUSE: Duration = Duration::from_millis(50);
/// Time between two looks for rows that are too old, each at a part of them.
const FORGETTING: Duration = Duration::from_secs(1);
/// Longest pause of a view that is behind.
const REST: Duration = Duration::from_millis(250);
/// How old the oldest entry that waits may be, milliseconds, and how many times as long as it worked a view then rests: it leaves the machine to
/// callers while they are many, but not for ever.
const RESTS: [(i64, u32); 2] = [(30_000, 3), (120_000, 1)];

/// Derives rows from journal entries.
pub trait View: Send + Sync + 'static {
    /// Name of the cursor.
    fn name(&self) -> &'static str;
    /// Rows of the event history for these entries.
    fn index(&self, entries: &[Entry]) -> Vec<IndexedEvent>;
    /// How long rows are kept, milliseconds; none if for ever.
    fn keeps_ms(&self) -> Option<i64> {
        None
    }
}

/// Runs a view until `stop` says so.
pub async fn run(plane: Arc<Plane>, view: Arc<dyn View>, mut stop: watch::Receiver<bool>) {
    let mut grown = plane.store.subscribe();
    let mut forgot: Option<Instant> = None;
    loop {
        let began = Instant::now();
        let mut pause = PAUSE;
        let forgets = forgot.is_none_or(|at| began.duration_since(at) >= FORGETTING);
        if forgets {
            forgot = Some(began);
        }
        match take(&plane, view.as_ref(), forgets).await {
            Ok(Some(Taken { count, oldest })) if count >= BATCH => {
                let age = plane.clock.now_ms().saturating_sub(oldest);
                let times = RESTS.iter().find(|(limit, _)| age < *limit).map_or(0, |(_, times)| *times);
                pause = began.elapsed().saturating_mul(times).min(REST);
            }
            Ok(Some(_)) => {}
            Ok(None) => {
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
            () = tokio::time::sleep(pause) => {}
            () = told(&mut stop) => return,
        }
    }
}

/// Takes one batch; false when there was nothing to take.
///
/// # Errors
/// When the store fails; the same entries are taken again then.
pub async fn advance(plane: &Plane, view: &dyn View) -> Result<bool, String> {
    Ok(take(plane, view, true).await?.is_some())
}

/// A batch that was taken.
struct Taken {
    count: usize,
    /// When its first entry happened.
    oldest: i64,
}

async fn take(plane: &Plane, view: &dyn View, forgets: bool) -> Result<Option<Taken>, String> {
    let from = plane.store.cursor(view.name()).await.map_err(|e| e.to_string())?;
    let entries = plane.store.journal(from, BATCH).await.map_err(|e| e.to_string())?;
    let (Some(first), Some(last)) = (entries.first(), entries.last()) else { return Ok(None) };
    let taken = Taken { count: entries.len(), oldest: first.at };
    let commit = Commit {
        expect: vec![Expectation::Cursor { name: view.name().to_owned(), value: from }],
        index: view.index(&entries),
        forget_before: view.keeps_ms().filter(|_| forgets).map(|kept| plane.clock.now_ms().saturating_sub(kept)),
        cursors: vec![(view.name().to_owned(), last.seq)],
        durability: Durability::Written,
        at: plane.clock.now_ms(),
        ..Commit::default()
    };
    plane.store.commit(commit).await.map_err(|e| e.to_string())?;
    Ok(Some(taken))
}
