//! Which events a lake has: their ids, read from the files themselves when they are asked for, so that they cannot differ from what is there.

use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher as _, RandomState};

use uuid::Uuid;

use crate::file::Partition;

/// Ids that are kept in memory, of 16 bytes each.
const MOST: usize = 6_000_000;

/// The ids of days that were written to lately.
#[derive(Debug, Default)]
pub(super) struct Known {
    days: HashMap<Partition, Day>,
    used: u64,
    hashing: RandomState,
}

#[derive(Debug, Default)]
struct Day {
    ids: HashSet<u128>,
    used: u64,
}

impl Known {
    /// Whether the ids of a day are in memory.
    pub fn has(&self, partition: &Partition) -> bool {
        self.days.contains_key(partition)
    }

    /// Takes the ids of a day into memory.
    pub fn load<'a>(&mut self, partition: &Partition, ids: impl Iterator<Item = &'a str>) {
        let ids = ids.map(|id| self.number(id)).collect();
        self.days.insert(partition.clone(), Day { ids, used: self.used });
    }

    /// Whether an event is new; from now on it is known.
    pub fn is_new(&mut self, partition: &Partition, id: &str) -> bool {
        let number = self.number(id);
        let day = self.days.entry(partition.clone()).or_default();
        day.used = self.used;
        day.ids.insert(number)
    }

    /// Forgets the days that were not needed for longest, if there are too many ids.
    pub fn shrink(&mut self) {
        let mut total: usize = self.days.values().map(|d| d.ids.len()).sum();
        if total > MOST {
            let mut ages: Vec<(u64, Partition)> = self.days.iter().map(|(p, d)| (d.used, p.clone())).collect();
            ages.sort();
            for (_, partition) in ages {
                if total <= MOST / 2 {
                    break;
                }
                total -= self.days.remove(&partition).map_or(0, |d| d.ids.len());
            }
        }
        self.used += 1;
    }

    /// Forgets everything: what was not written after all is not known.
    pub fn clear(&mut self) {
        self.days.clear();
    }

    /// A UUID as itself, and any other text as a hash with keys that nobody knows.
    fn number(&self, id: &str) -> u128 {
        let mut text = Uuid::encode_buffer();
        if let Some(uuid) = Uuid::try_parse(id).ok().filter(|u| u.hyphenated().encode_lower(&mut text) == id) {
            return uuid.as_u128();
        }
        u128::from(self.hashing.hash_one((0, id))) << 64 | u128::from(self.hashing.hash_one((1, id)))
    }
}

#[cfg(test)]
mod tests {
    use super::Known;
    use crate::file::Partition;

    #[test]
    fn events_are_new_once() {
        let mut known = Known::default();
        let day = |day: &str| Partition { account: "1".into(), region: "r".into(), day: day.into() };
        known.load(&day("a"), ["x", "0b9f3f1a-7c5e-4c5f-9a43-0123456789ab"].into_iter());
        for (on, id, new) in [
            ("a", "x", false),
            ("a", "0b9f3f1a-7c5e-4c5f-9a43-0123456789ab", false),
            ("a", "0B9F3F1A-7C5E-4C5F-9A43-0123456789AB", true),
            ("a", "y", true),
            ("a", "y", false),
            ("b", "x", true),
        ] {
            assert_eq!(known.is_new(&day(on), id), new, "{on} {id}");
        }
        known.clear();
        assert!(!known.has(&day("a")));
    }
}
