//! Resources that were read lately, kept in memory.
//!
//! SQLite's own page cache does not do this: a reading connection drops all of its pages whenever something was committed, and here every call commits
//! its audit record. The folder's lock says that nobody else writes, so the writer knows of every change: it forgets what it changed after the commit
//! and before anybody is told of it. Whoever read the database meanwhile is told by the shard's count of changes that what it holds may be old, and
//! keeps nothing.

use std::collections::HashMap;
use std::hash::BuildHasher as _;
use std::sync::{Arc, Mutex};

use super::lock;
use crate::{Key, Record};

/// Parts with a lock of their own.
const SHARDS: usize = 16;
/// Bytes that a generation of a shard may hold: with two of them 64 MiB in all.
const GENERATION: usize = 2 << 20;
/// Larger resources are not kept.
const LARGEST: usize = 64 << 10;
/// What a resource takes beside its texts, about.
const OVERHEAD: usize = 320;

/// A resource, or that there is none.
type Found = Option<Arc<Record>>;
type Generation = HashMap<Key, Found, foldhash::fast::RandomState>;

/// See the module.
pub(super) struct Kept {
    shards: Vec<Mutex<Shard>>,
    hashing: foldhash::fast::RandomState,
}

/// Two generations: what is used moves to the young one; when that is full, the old one is dropped and it becomes the old one.
#[derive(Default)]
struct Shard {
    changes: u64,
    closed: bool,
    young: Generation,
    old: Generation,
    /// Bytes in the young generation.
    bytes: usize,
}

/// How many changes a shard had seen when something was not found in it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Seen(u64);

impl Kept {
    pub(super) fn new() -> Kept {
        Kept { shards: (0..SHARDS).map(|_| Mutex::default()).collect(), hashing: foldhash::fast::RandomState::default() }
    }

    fn shard(&self, key: &Key) -> Option<&Mutex<Shard>> {
        let place = self.hashing.hash_one(key) % SHARDS as u64;
        self.shards.get(usize::try_from(place).unwrap_or_default())
    }

    /// What is kept of a key; otherwise what [`Kept::keep`] needs.
    pub(super) fn look(&self, key: &Key) -> Result<Found, Seen> {
        let Some(shard) = self.shard(key) else { return Err(Seen(0)) };
        let mut shard = lock(shard);
        if let Some(found) = shard.young.get(key) {
            return Ok(found.clone());
        }
        match shard.old.remove_entry(key) {
            Some((key, found)) => {
                shard.add(key, found.clone());
                Ok(found)
            }
            None => Err(Seen(shard.changes)),
        }
    }

    /// Keeps what was read from the database after [`Kept::look`], unless something of the shard changed since.
    pub(super) fn keep(&self, key: &Key, found: Option<&Record>, seen: Seen) {
        if found.is_some_and(|record| record.body.len() > LARGEST) {
            return;
        }
        let Some(shard) = self.shard(key) else { return };
        let found = found.map(|record| Arc::new(record.clone()));
        let mut shard = lock(shard);
        if shard.changes == seen.0 && !shard.closed {
            shard.add(key.clone(), found);
        }
    }

    /// The writer changed a resource.
    pub(super) fn forget(&self, key: &Key) {
        let Some(shard) = self.shard(key) else { return };
        let mut shard = lock(shard);
        shard.changes = shard.changes.wrapping_add(1);
        if let Some(found) = shard.young.remove(key) {
            shard.bytes = shard.bytes.saturating_sub(size(key, &found));
        }
        shard.old.remove(key);
    }

    /// Forgets everything, for good.
    pub(super) fn close(&self) {
        for shard in &self.shards {
            *lock(shard) = Shard { closed: true, ..Shard::default() };
        }
    }
}

impl Shard {
    fn add(&mut self, key: Key, found: Found) {
        let size = size(&key, &found);
        if self.bytes + size > GENERATION {
            self.old = std::mem::take(&mut self.young);
            self.bytes = 0;
        }
        match self.young.insert(key, found) {
            // Two readers found the same.
            Some(_) => {}
            None => self.bytes += size,
        }
    }
}

fn size(key: &Key, found: &Found) -> usize {
    let named = key.kind.len() + key.account.len() + key.region.len() + key.id.len();
    let held = found.as_ref().map_or(0, |record| {
        let tags: usize = record.tags.iter().map(|(key, value)| key.len() + value.len() + 48).sum();
        named + record.body.len() + record.arn.as_ref().map_or(0, String::len) + tags
    });
    OVERHEAD + named + held
}

#[cfg(test)]
mod tests {
    use super::*;

    fn record(id: &str, version: u64, size: usize) -> Record {
        Record {
            key: Key::new("k", "1", "", id),
            version,
            created_at: 0,
            updated_at: 0,
            arn: None,
            tags: vec![],
            body: vec![0; size],
            seq: version,
        }
    }

    fn version(kept: &Kept, id: &str) -> Option<Option<u64>> {
        kept.look(&Key::new("k", "1", "", id)).ok().map(|found| found.map(|record| record.version))
    }

    #[test]
    fn what_was_read_before_a_change_is_not_kept_after_it() {
        let kept = Kept::new();
        let old = record("a", 1, 10);
        let Err(seen) = kept.look(&old.key) else { panic!("nothing was kept yet") };
        kept.forget(&old.key);
        kept.keep(&old.key, Some(&old), seen);
        assert_eq!(version(&kept, "a"), None);
        let Err(seen) = kept.look(&old.key) else { panic!("it must not be kept") };
        kept.keep(&old.key, Some(&record("a", 2, 10)), seen);
        assert_eq!(version(&kept, "a"), Some(Some(2)));
        kept.forget(&old.key);
        assert_eq!(version(&kept, "a"), None);
    }

    #[test]
    fn that_there_is_none_is_kept_too_and_large_ones_are_not() {
        let kept = Kept::new();
        let (small, large) = (record("a", 1, 0), record("b", 1, LARGEST + 1));
        for (key, found) in [(&small.key, None), (&large.key, Some(&large))] {
            let Err(seen) = kept.look(key) else { panic!("nothing was kept yet") };
            kept.keep(key, found, seen);
        }
        assert_eq!((version(&kept, "a"), version(&kept, "b")), (Some(None), None));
        kept.close();
        assert_eq!(version(&kept, "a"), None);
    }

    #[test]
    fn memory_is_bounded_and_what_is_used_stays() {
        let kept = Kept::new();
        let mut stayed = 0;
        for number in 0..40_000 {
            let one = record(&number.to_string(), 1, 8_000);
            if let Err(seen) = kept.look(&one.key) {
                kept.keep(&one.key, Some(&one), seen);
            }
            stayed += i32::from(number > 0 && version(&kept, "0") == Some(Some(1)));
        }
        assert_eq!(stayed, 39_999);
        let held: usize = kept
            .shards
            .iter()
            .map(|shard| {
                let shard = lock(shard);
                shard.young.len() + shard.old.len()
            })
            .sum();
        assert!(held * 8_000 <= 2 * SHARDS * GENERATION, "{held}");
        assert!(held > 1_000, "{held}");
    }
}
