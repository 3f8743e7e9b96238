//! What decisions were made of: which documents a caller's permissions were worked out from, and whether one of them changed since.
//!
//! A look at the store is remembered as the numbers of a few counters before the look; a commit counts them up for everything it writes, when it
//! is made. What was worked out holds as long as all its counters stand where they stood. Several things share a counter: then something is
//! worked out again that need not be, but never the other way round.

use std::hash::{BuildHasher, RandomState};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};

use store::Key;

use crate::transaction::Transaction;

/// Counters: 64 KiB of them.
const COUNTERS: usize = 8_192;

/// Counts the changes of documents that decide over permissions.
pub(crate) struct Authority {
    counters: Vec<AtomicU64>,
    hashing: RandomState,
}

impl Default for Authority {
    fn default() -> Self {
        Self { counters: (0..COUNTERS).map(|_| AtomicU64::new(0)).collect(), hashing: RandomState::new() }
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Authority").finish_non_exhaustive()
    }
}

/// Something that can be looked at in the store.
#[derive(Debug, Clone, Copy, Hash)]
pub(crate) enum Looked<'a> {
    /// A document.
    Document(&'a Key),
    /// Which documents a look-up names.
    Lookup(&'a str, &'a str),
    /// All documents of a kind in an account and region.
    Range(&'a str, &'a str, &'a str),
    /// All documents of a kind.
    Kind(&'a str),
}

/// The counters of what a commit writes.
#[derive(Debug)]
pub(crate) struct Changes(Vec<usize>);

impl Authority {
    fn place(&self, looked: Looked<'_>) -> usize {
        usize::try_from(self.hashing.hash_one(looked) % COUNTERS as u64).unwrap_or_default()
    }

    fn count(&self, place: usize) -> u64 {
        self.counters.get(place).map_or(0, |counter| counter.load(Ordering::SeqCst))
    }

    /// The counters of what a transaction writes, if it writes what decides over permissions.
    pub(crate) fn changes(&self, tx: &Transaction<'_>) -> Option<Changes> {
        let mut places = Vec::new();
        for (key, lookups) in tx.written().filter(|(key, _)| decides(&key.kind)) {
            places.push(self.place(Looked::Document(key)));
            places.push(self.place(Looked::Range(&key.kind, &key.account, &key.region)));
            places.push(self.place(Looked::Kind(&key.kind)));
            places.extend(lookups.iter().map(|lookup| self.place(Looked::Lookup(&lookup.name, &lookup.value))));
        }
        (!places.is_empty()).then_some(Changes(places))
    }

    /// The commit was made.
    pub(crate) fn changed(&self, changes: &Changes) {
        for counter in changes.0.iter().filter_map(|place| self.counters.get(*place)) {
            counter.fetch_add(1, Ordering::SeqCst);
        }
    }
}

/// Whether documents of a kind decide over permissions.
fn decides(kind: &str) -> bool {
    kind.starts_with("AWS::IAM::") || kind.starts_with("AWS::Organizations::") || kind.starts_with("Cloudkeep::")
}

/// What was looked at while something is worked out.
#[derive(Debug)]
pub(crate) struct Watch<'a> {
    authority: &'a Authority,
    seen: Mutex<Vec<(usize, u64)>>,
}

impl<'a> Watch<'a> {
    pub(crate) fn new(authority: &'a Authority) -> Self {
        Self { authority, seen: Mutex::default() }
    }

    /// Remembers a look. Before it: a change that comes while one looks is then noticed.
    pub(crate) fn look(&self, looked: Looked<'_>) {
        let place = self.authority.place(looked);
        let seen = (place, self.authority.count(place));
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).push(seen);
    }

    /// Ends watching.
    pub(crate) fn done(self) -> Basis {
        Basis(self.seen.into_inner().unwrap_or_else(PoisonError::into_inner))
    }
}

/// What something was worked out from.
#[derive(Debug, Clone, Default)]
pub(crate) struct Basis(Vec<(usize, u64)>);

impl Basis {
    /// Whether nothing of it has changed.
    pub(crate) fn holds(&self, authority: &Authority) -> bool {
        self.0.iter().all(|(place, count)| authority.count(*place) == *count)
    }

    /// Adds what something else was worked out from.
    pub(crate) fn extend(&mut self, other: &Basis) {
        self.0.extend_from_slice(&other.0);
    }
}

#[cfg(test)]
mod tests {
    use super::{Authority, Changes, Looked, Watch};
    use store::Key;

    #[test]
    fn a_basis_holds_until_something_of_it_changes() {
        let authority = Authority::default();
        let (one, other) = (Key::new("AWS::IAM::User", "1", "", "a"), Key::new("AWS::IAM::User", "1", "", "b"));
        let watch = Watch::new(&authority);
        watch.look(Looked::Document(&one));
        watch.look(Looked::Lookup("iam-id", "AIDA1"));
        let basis = watch.done();
        assert!(basis.holds(&authority));
        let place = |looked| authority.place(looked);
        // Keys that happen to share a counter with those looked at would count as changed: they are not what is asked here.
        if place(Looked::Document(&other)) != place(Looked::Document(&one))
            && place(Looked::Document(&other)) != place(Looked::Lookup("iam-id", "AIDA1"))
        {
            authority.changed(&Changes(vec![place(Looked::Document(&other))]));
            assert!(basis.holds(&authority));
        }
        authority.changed(&Changes(vec![place(Looked::Lookup("iam-id", "AIDA1"))]));
        assert!(!basis.holds(&authority));
    }
}
